"""A box that makes bits (`randomness_lab`): what each of them came from, by dice, and what can be counted of a run."""

from qedu.randomness import BitSource
from qedu.widgets import dice

__all__ = ["CAUSES", "GAME", "odds", "run", "guesses"]

#: What a bit comes from, in the order of the dice.
CAUSES = ("held", "noise0", "noise1", "photon0", "photon1")
#: Bits of the game.
GAME = 24


def odds(source: BitSource) -> list[float]:
    """How often a bit comes from each of `CAUSES`.

    Parameters
    ----------
    source : qedu.randomness.BitSource

    Returns
    -------
    list of float
        With a total of 1.

    Examples
    --------
    >>> odds(BitSource(0.5, noise=0.6))
    [0.0, 0.3, 0.3, 0.2, 0.2]
    """
    held, photon = abs(source.memory), 1 - source.noise
    shares = (source.noise * (1 - source.noise_p1), source.noise * source.noise_p1, photon * (1 - source.p1), photon * source.p1)
    return [held, *((1 - held) * share for share in shares)]


def run(source, seed, name, n):
    """Bits of one run, by the page's dice.

    Parameters
    ----------
    source : qedu.randomness.BitSource
    seed : int
    name : str
        Of the dice: "events" for the run that is drawn, "game" for the one in which the reader guesses.
    n : int
        How many.

    Returns
    -------
    list of tuple
        For each bit its value, whether somebody who knows the noise and all bits before is sure of it, and the best guess then.

    Notes
    -----
    The law is that of `qedu.randomness.BitSource`.  The first bit has none before it, and another die of its own.

    Examples
    --------
    >>> run(BitSource(memory=-0.9, noise=1), 1, "events", 3)
    [(1, True, 1), (0, True, 0), (1, True, 1)]
    """
    drawn = dice.roll(odds(source), n, seed, name).tolist()
    fresh = BitSource(source.p1, source.noise, source.noise_p1)
    drawn[0] = 1 + int(dice.roll(odds(fresh)[1:], 2, seed, "first")[int(name == "game")])
    out, before = [], 0
    for cause in drawn:
        bit = before ^ (source.memory < 0) if cause == 0 else (cause + 1) % 2
        sure = cause < 3
        out.append((int(bit), sure, int(bit if sure else source.p1 > 0.5)))
        before = bit
    return out


def guesses(game, said):
    """How many guesses were right so far, the reader's and those of somebody who knows the noise.

    Parameters
    ----------
    game : list of tuple
        From `run`.
    said : str
        What the reader has said, a digit for each bit.

    Returns
    -------
    tuple of int

    Examples
    --------
    >>> guesses([(1, True, 1), (0, False, 1)], "11")
    (1, 1)
    """
    seen = game[:len(said)]
    return sum(int(mine) == bit for mine, (bit, _, _) in zip(said, seen)), sum(bit == best for bit, _, best in seen)
