"""What a check needs to look at rows of random numbers: counts, tails, and rows that repeat themselves.

A right answer is random, so each look has a chance to condemn it.  Whoever looks states how often, and adds it to
the exercise's `false_failure`.
"""

import numpy as np

__all__ = ["credible", "agreements", "pairs", "rank", "memoryless"]


def credible(successes, trials, p=0.5, tail=1e-11):
    """Whether counts are credible for a probability.

    Parameters
    ----------
    successes, trials : int or array of int
    p : float
    tail : float
        A right answer fails on either side with this probability at most (exact binomial tails).

    Returns
    -------
    bool
        Whether all of them are.

    Examples
    --------
    >>> credible(530, 1000), credible(730, 1000), credible([400, 600], 1000, p=0.5)
    (True, False, True)
    """
    from scipy.special import bdtr, bdtrc

    successes, trials = np.asarray(successes), np.asarray(trials)
    at_least = np.where(successes > 0, bdtrc(np.maximum(successes - 1, 0), trials, p), 1.0)
    return bool((np.minimum(bdtr(successes, trials, p), at_least) > tail).all())


def agreements(one, other):
    """Count in how many places two rows agree, for every shift of one against the other.

    Parameters
    ----------
    one, other : array of int, the same length n
        Small numbers that stand for kinds of thing, such as bits.

    Returns
    -------
    array of int
        Entry k: the number of places i with ``one[i + k] == other[i]``, of n − k.

    Examples
    --------
    >>> agreements([0, 1, 0, 1], [0, 1, 0, 1])
    array([4, 0, 2, 0])
    """
    one, other = np.asarray(one), np.asarray(other)
    n, kinds = len(one), np.union1d(one, other)
    if len(kinds) <= 2:             # +1 and −1: their products count agreements less disagreements
        found = _products(np.where(one == kinds[0], 1.0, -1.0), np.where(other == kinds[0], 1.0, -1.0))
        found = (n - np.arange(n) + found) / 2
    else:
        found = sum(_products(one == kind, other == kind) for kind in kinds)
    return np.rint(found).astype(int)


def _products(one, other):
    """Sums of products of two rows for every shift."""
    size = 2 * len(one)
    return np.fft.irfft(np.fft.rfft(one, size) * np.fft.rfft(other, size).conj(), size)[:len(one)]


def pairs(one, other):
    """Count for every two places in how many runs they hold the same.

    Parameters
    ----------
    one, other : array of shape (runs, n)

    Returns
    -------
    array of int, shape (n, n)
        Entry i, j: the number of runs in which place i of `one` is equal to place j of `other`.

    Examples
    --------
    >>> pairs([[0, 1], [1, 0]], [[0, 1], [1, 1]])
    array([[2, 1],
           [0, 1]])
    """
    return (np.asarray(one)[:, :, None] == np.asarray(other)[:, None, :]).sum(axis=0)


def rank(rows):
    """Return the rank over the field of two elements of rows of bits, each with a 1 set before it.

    With n random bits in each row it is n + 1, the most there can be, except with a probability below
    2^(n + 1 − number of rows).  It is less if some bits have a fixed sum modulo 2 in every row: if one never changes,
    if two are always equal or always opposite, or if one follows from several others.

    Parameters
    ----------
    rows : array of shape (runs, n)
        Zeros and ones.

    Returns
    -------
    int

    Examples
    --------
    >>> rank([[0, 1], [1, 0], [1, 1]]), rank([[0, 1], [1, 0], [0, 1]])
    (3, 2)
    """
    rows = np.asarray(rows, dtype=np.uint8)
    found = {}
    for row in np.packbits(np.insert(rows, 0, 1, axis=1), axis=1):
        number = int.from_bytes(row.tobytes(), "big")
        while number and number.bit_length() in found:
            number ^= found[number.bit_length()]
        if number:
            found[number.bit_length()] = number
    return len(found)


def memoryless(one, other=None, tail=1e-15):
    """Whether two rows of coin tosses have nothing to do with each other, at every shift by up to half of their length.

    Parameters
    ----------
    one, other : array of the same length n
        +1 and −1 for the two faces, 0 in places that are not looked at.  By default a row is compared with itself,
        from a shift by 1 on.
    tail : float
        A right answer fails on either side at each shift with this probability at most: there the products of two
        tosses are tosses themselves, and Hoeffding's bound holds for their sum.

    Returns
    -------
    bool

    Examples
    --------
    >>> coins = 1 - 2 * np.random.default_rng(1).integers(0, 2, 1000)
    >>> memoryless(coins), memoryless(np.resize(coins[:300], 1000)), memoryless(coins, np.roll(coins, 77))
    (True, False, False)
    """
    n, first = len(one), 1 if other is None else 0
    for a, b in [(one, one)] if other is None else [(one, other), (other, one)]:
        sums, number = (_products(*rows)[first:n // 2 + 1] for rows in ((a, b), (np.abs(a), np.abs(b))))
        if (np.abs(sums) > np.sqrt(2 * np.maximum(number, 0) * np.log(1 / tail)) + 0.5).any():
            return False
    return True
