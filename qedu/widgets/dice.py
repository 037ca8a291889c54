"""The dice that the page rolls: one generator, written in Python and in JavaScript.

A widget's random results must be the same in the reader's browser and in
Python, draw by draw.  The generator is mulberry32 (Tommy Ettinger, 2017, public
domain): a counter stepped by a constant and hashed to 32 bits, enough for
pictures of some thousand draws.  It is no generator for keys or for research;
`qedu.exchange(...).records` uses NumPy's.
"""

import math

from qedu._arguments import bad
from qedu._arguments import count as whole

__all__ = ["start", "mulberry32", "roll"]

_STEP = 0x6D2B79F5


def start(seed, name):
    """Starting point of one named stream of dice.

    Parameters
    ----------
    seed : int
        The widget's seed.
    name : str
        Name of the dice, so that two dice of one widget are not the same.

    Returns
    -------
    int
        32-bit start: the FNV-1a hash of ``"seed/name"``.

    Examples
    --------
    >>> start(1, "photons") == start(2, "photons")
    False
    """
    value = 0x811C9DC5
    for byte in f"{int(seed)}/{name}".encode():
        value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
    return value


def mulberry32(begin, n):
    """The first `n` draws of mulberry32.

    Parameters
    ----------
    begin : int
        32-bit starting point, from `start`.
    n : int
        How many draws, 0 or more.

    Returns
    -------
    numpy.ndarray
        Shape (n,), uint32.

    Raises
    ------
    ValueError
        If `n` is not a whole number.

    Examples
    --------
    >>> mulberry32(1, 2).tolist()
    [2693262067, 11749833]
    """
    import numpy as np

    n = whole("n", n, low=0)
    with np.errstate(over="ignore"):
        a = np.uint32(begin) + np.arange(1, n + 1, dtype=np.uint32) * np.uint32(_STEP)
        t = (a ^ (a >> np.uint32(15))) * (a | np.uint32(1))
        t ^= t + (t ^ (t >> np.uint32(7))) * (t | np.uint32(61))
        return t ^ (t >> np.uint32(14))


def roll(weights, n, seed, name):
    """Draw `n` outcomes with the given probabilities.

    Parameters
    ----------
    weights : sequence of float
        Probabilities of the outcomes, summing to 1.
    n : int
        How many draws.
    seed, name
        As in `start`.

    Returns
    -------
    numpy.ndarray
        Shape (n,), uint8: the number of the outcome of each draw.

    Raises
    ------
    ValueError
        If the weights are no probabilities.

    Notes
    -----
    Cumulative probabilities are rounded to multiples of 2⁻³², so a last-digit
    difference between two computations of one probability changes no draw.

    Examples
    --------
    >>> roll([1.0, 0.0], 3, seed=1, name="coin").tolist()
    [0, 0, 0]
    """
    import numpy as np

    weights = [float(weight) for weight in weights]
    if not weights or min(weights) < -1e-12 or not abs(sum(weights) - 1) < 1e-9:
        raise bad("weights", weights, "probabilities that sum to 1")
    total, edges = 0.0, []
    for weight in weights[:-1]:
        total += weight
        edges.append(math.floor(total * 2 ** 32 + 0.5))
    draws = mulberry32(start(seed, name), n).astype(np.uint64)
    return np.searchsorted(np.array(edges, dtype=np.uint64), draws, side="right").astype(np.uint8)
