"""How long a chain of links waits, exactly: all links at once, or swapped in pairs and in pairs of pairs."""

from __future__ import annotations

import math
from functools import cache, lru_cache
from typing import Any, overload

import numpy as np

from qedu._arguments import array, bad, probability, scalar_or_array, together, whole
from qedu._types import FloatOrArray, Floats, Number, Numbers, Whole

__all__ = ["expected_wait", "nested_wait", "rule_of_thumb"]

#: The smallest probability that is taken for one: a link that comes about once in the age of the universe.
LEAST = 1e-30

#: The most links for which the recursion is quick and its binomials are floats.
_MOST = 256

#: The most links of the exact nested mean: its states are squared with every level.
_MOST_NESTED = 16


def success(name: str, value: object) -> Floats:
    """Return probabilities of success as an array, each at least `LEAST`, or raise ValueError."""
    found = array(name, value, 0, 1)
    if np.any(found < LEAST):
        raise bad(name, value, f"numbers above 0 (at least {LEAST:g}) and up to 1: what never succeeds is waited for in vain")
    return found


def one_success(name: str, value: object) -> float:
    """Return one probability of success as a float of at least `LEAST`, or raise ValueError."""
    probability(name, value)            # one number
    return float(success(name, value))


def levels(name: str, links: Any, most: int) -> int:
    """Return how often a number of links can be halved, m of links = 2^m, or raise ValueError."""
    n = int(whole(name, links, 1).item()) if np.ndim(links) == 0 else 0
    if not 1 <= n <= most or n & (n - 1):
        raise bad(name, links, f"a power of two, 1 to {most}: nested swapping halves the chain again and again")
    return n.bit_length() - 1


@cache
def _ways(k: int) -> Floats:
    """In how many ways j of k are missing, for each j between."""
    return np.array([[float(math.comb(k, j))] for j in range(1, k)]).reshape(-1, 1)


@overload
def expected_wait(links: Whole, p: Number) -> float: ...
@overload
def expected_wait(links: Numbers, p: Numbers) -> Floats: ...
def expected_wait(links: Numbers, p: Numbers) -> FloatOrArray:
    """Attempts until the last of some links is there, on average, if all try in parallel and keep what they have.

    Parameters
    ----------
    links : int or array_like
        How many links, 1 to 256.
    p : float or array_like
        Probability that an attempt makes one link's pair, above 0.

    Returns
    -------
    float or numpy.ndarray
        E[max of n geometric numbers] in attempts; the first attempt counts as 1.

    Raises
    ------
    ValueError
        If an argument leaves its range.

    Notes
    -----
    Let Eₖ be the mean while k links are missing.  One attempt passes, and j of the k are still missing
    afterwards with the binomial probability b(k, j), so that

        Eₖ = (1 + Σ_{0<j<k} b(k, j) Eⱼ) / (1 − (1 − p)^k).

    All terms are positive, so nothing cancels.  The textbook form Σ_k (−1)^(k+1) C(n, k)/(1 − (1 − p)^k) has
    the same value, and loses all its digits from about 50 links on.  Derived in chapter C12.

    Examples
    --------
    >>> expected_wait([1, 2, 4, 8], 0.01).round(1).tolist()
    [100.0, 149.7, 207.8, 270.9]
    """
    n, odds = together(links=whole("links", links, 1), p=success("p", p))
    if np.any(n > _MOST):
        raise bad("links", links, f"whole numbers from 1 to {_MOST}")
    flat, most = odds.ravel(), int(n.max(initial=1))
    q = 1 - flat
    with np.errstate(divide="ignore"):                 # p = 1: nothing is missing after one attempt
        log_q = np.log1p(-flat)
    means, times = np.zeros((most + 1, flat.size)), np.arange(most + 1)[:, None]
    fails, hits = q**times, flat**times
    for k in range(1, most + 1):
        missing = 1 + (_ways(k) * fails[1:k] * hits[k - 1:0:-1] * means[1:k]).sum(axis=0)
        means[k] = missing / -np.expm1(k * log_q)
    found = np.take_along_axis(means, n.astype(int).reshape(1, -1), 0)[0]
    return scalar_or_array(found.reshape(n.shape))


def _longer_of_two(moves: Floats, ends: Floats) -> tuple[Floats, Floats]:
    """The chain of two equal, independent waits until both have ended: its moves between states, and its ends.

    `moves[i, j]` leads from state i to state j, `ends[i]` to the end; the first state is the beginning.  States of the
    result are the pairs i ≤ j, and the single i of which the other has ended.
    """
    k = len(ends)
    pairs = [(i, j) for i in range(k) for j in range(i, k)]
    number = {pair: index for index, pair in enumerate(pairs)}
    size = len(pairs)
    both, done = np.zeros((size + k, size + k)), np.zeros(size + k)
    for row, (i, j) in enumerate(pairs):
        joint = np.outer(moves[i], moves[j])
        for a in range(k):
            for b in range(k):
                both[row, number[min(a, b), max(a, b)]] += joint[a, b]
        both[row, size:] = moves[i] * ends[j] + ends[i] * moves[j]
        done[row] = ends[i] * ends[j]
    both[size:, size:], done[size:] = moves, ends
    return both, done


def _mean_steps(moves: Floats, ends: Floats) -> float:
    """Mean number of steps from the first state to the end, without a subtraction.

    States are taken out one after the other, the last first, and their time is given to those that lead there
    (Grassmann, Taksar and Heyman, Oper. Res. 33, 1107 (1985), doi:10.1287/opre.33.5.1107).
    """
    moves, ends, steps = moves.copy(), ends.copy(), np.ones(len(ends))
    for last in range(len(ends) - 1, 0, -1):
        leaves = moves[last, :last].sum() + ends[last]
        into = moves[:last, last] / leaves
        moves[:last, :last] += np.outer(into, moves[last, :last])
        ends[:last] += into * ends[last]
        steps[:last] += into * steps[last]
    return float(steps[0] / ends[0])


@lru_cache(maxsize=4096)
def _nested(m: int, p: float, p_swap: float) -> float:
    moves, ends = np.array([[1 - p]]), np.array([p])
    for level in range(m):
        moves, ends = _longer_of_two(moves, ends)
        if level < m - 1:
            # A failed swap sends both halves back to their beginning, which is the first state.
            moves[:, 0] += (1 - p_swap) * ends
            ends = p_swap * ends
    return _mean_steps(moves, ends) / (p_swap if m else 1)


@overload
def nested_wait(links: Whole, p: Number, p_swap: Number) -> float: ...
@overload
def nested_wait(links: Whole, p: Numbers, p_swap: Numbers) -> Floats: ...
def nested_wait(links: Whole, p: Numbers, p_swap: Numbers) -> FloatOrArray:
    """Attempts until a pair spans the chain, on average, if it is swapped in pairs, pairs of pairs, and so on.

    Parameters
    ----------
    links : int
        1, 2, 4, 8 or 16.
    p : float or array_like
        Probability that an attempt makes one link's pair, above 0.
    p_swap : float or array_like
        Probability that a swap succeeds, above 0.  One that fails frees both segments that it joined, and they start
        from their links again.

    Returns
    -------
    float or numpy.ndarray
        The exact mean, in attempts.  `expected_wait` for p_swap = 1.

    Raises
    ------
    ValueError
        If an argument leaves its range or `links` is no such power of two.

    Notes
    -----
    T₀ is geometric, and Tₖ the sum, over a geometric number of tries, of the longer of two independent Tₖ₋₁.
    Each level's wait is the time until a small Markov chain ends, so the longer of two is that of pairs of
    states, 230 for 16 links, and its mean comes from taking out state by state, all terms positive.  The numbers
    are those of our own chain, checked against the distribution by convolution.  Derived in chapter C12.

    Examples
    --------
    >>> round(nested_wait(8, 0.1, 0.5), 1), round(rule_of_thumb(8, 0.1, 0.5), 1)
    (242.3, 270.0)
    """
    m = levels("links", links, _MOST_NESTED)
    odds, swaps = together(p=success("p", p), p_swap=success("p_swap", p_swap))
    found = np.array([_nested(m, float(a), float(b)) for a, b in zip(odds.flat, swaps.flat)])
    return scalar_or_array(found.reshape(odds.shape))


@overload
def rule_of_thumb(links: Whole, p: Number, p_swap: Number) -> float: ...
@overload
def rule_of_thumb(links: Whole, p: Numbers, p_swap: Numbers) -> Floats: ...
def rule_of_thumb(links: Whole, p: Numbers, p_swap: Numbers) -> FloatOrArray:
    """The usual estimate of `nested_wait`: (3/2)^m/(p·p_swap^m) for 2^m links.

    Parameters
    ----------
    links : int
        A power of two, 1 to 2³⁰.
    p, p_swap : float or array_like
        Probabilities that an attempt makes a link's pair, and that a swap succeeds, above 0.

    Returns
    -------
    float or numpy.ndarray
        Attempts.  Where p is small, the longer of two geometric waits is 3/2 of their mean, and the rule takes it that so
        it is at every level.  Longer waits are less spread than that unless swaps hardly ever work, so the rule is too
        long: for 8 links and small p by 9 % at p_swap = ½, and by 24 % at p_swap = 1.

    Raises
    ------
    ValueError
        If an argument leaves its range or `links` is no power of two.

    Notes
    -----
    Sangouard, Simon, de Riedmatten and Gisin, Rev. Mod. Phys. 83, 33 (2011), doi:10.1103/RevModPhys.83.33.
    Compared with the exact mean in chapter C12.

    Examples
    --------
    >>> rule_of_thumb(2, 0.01, 1.0), round(nested_wait(2, 0.01, 1.0), 2)
    (150.0, 149.75)
    """
    m = levels("links", links, 2**30)
    odds, swaps = together(p=success("p", p), p_swap=success("p_swap", p_swap))
    return scalar_or_array(1.5**m / (odds * swaps**m))
