"""Eight key bits pressed into fewer (`privacy_press`): the exact odds for an Eve who knows some of them, and one draw of it all."""

from functools import cache
from itertools import combinations
from math import comb

import numpy as np

from qedu.widgets import dice

__all__ = ["BITS", "press", "delete", "draw"]

#: Bits of the key before it is pressed.
BITS = 8


@cache
def press(known, length):
    """What Eve has of a new key made by a random Toeplitz matrix, over all matrices and all places of the bits that she knows.

    Parameters
    ----------
    known : int
        How many of the eight bits Eve knows, 0 to 8.
    length : int
        Bits of the new key, 1 to 8.

    Returns
    -------
    tuple of float
        Probability that she knows a new bit or a sum of some; her information on the new key, bits.

    Notes
    -----
    Of the bits that she does not know she knows nothing, so that each new key of the coset that fits is equally likely for her: she has
    as many bits as the rank of the matrix, restricted to the columns of these bits, falls short of `length`.  Row i of the matrix is
    the seed, moved by i places (`qedu.keys.toeplitz_hash`), and the bits of a whole number stand for its columns from right to left.

    Examples
    --------
    >>> press(3, 1), press(0, 1)
    ((0.03125, 0.03125), (0.00390625, 0.00390625))
    """
    seeds = np.arange(2 ** (BITS + length - 1), dtype=np.uint16)
    rows = [seeds >> i & 2**BITS - 1 for i in range(length)]
    some = bits = 0.0
    for places in combinations(range(BITS), known):
        hers, basis = np.uint16(sum(1 << place for place in places)), []
        for row in rows:
            rest = row & ~hers
            for other in basis:
                rest = np.minimum(rest, rest ^ other)         # other is 0 where its row was a sum of those before it
            basis.append(rest)
        missing = sum((one == 0).astype(np.uint8) for one in basis)
        some, bits = some + (missing > 0).mean(), bits + missing.mean()
    return float(some / comb(BITS, known)), float(bits / comb(BITS, known))


def delete(known, length):
    """The same where bits are deleted at random until `length` are left.

    Parameters
    ----------
    known, length : int
        As in `press`.

    Returns
    -------
    tuple of float
        As in `press`.

    Examples
    --------
    >>> delete(3, 1)
    (0.375, 0.375)
    """
    return 1 - comb(BITS - known, length) / comb(BITS, length), length * known / BITS


def draw(state):
    """One key, one matrix, and the bits that Eve knows, from dice.

    Parameters
    ----------
    state : dict
        Of the simulation: ``seed``, ``t`` bits are known to Eve, ``m`` are made, ``method`` is "1" for the press, "2" for deleting.

    Returns
    -------
    dict
        ``old`` and ``new`` bits; ``hers``: places that Eve knows; ``rows``: places that each new bit is a sum of; ``sums``: of which new
        bits she knows the sum, those that do not follow from others.

    Examples
    --------
    >>> draw({"seed": 1, "t": 8, "m": 2, "method": "1"})["sums"]
    [[0], [1]]
    """
    names = {name: dice.mulberry32(dice.start(state["seed"], name), 2 * BITS).tolist() for name in ("key", "matrix", "eve", "keep")}
    old, seed = ([int(value >= 2**31) for value in names[name]] for name in ("key", "matrix"))
    eve, keep = (sorted(range(BITS), key=lambda i: names[name][i]) for name in ("eve", "keep"))
    m, hers = state["m"], set(eve[:state["t"]])
    rows = ([[j for j in range(BITS) if seed[i - j + BITS - 1]] for i in range(m)] if state["method"] == "1"
            else [[j] for j in sorted(keep[:m])])
    basis, sums = [], []
    for i, row in enumerate(rows):
        rest, made = sum(1 << j for j in row if j not in hers), 1 << i
        for other, of in basis:
            if rest ^ other < rest:
                rest, made = rest ^ other, made ^ of
        if rest:
            basis.append((rest, made))
        else:
            sums.append([k for k in range(m) if made >> k & 1])
    return {"old": old[:BITS], "new": [sum(old[j] for j in row) % 2 for row in rows], "hers": hers, "rows": rows, "sums": sums}
