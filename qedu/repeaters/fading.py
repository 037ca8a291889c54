"""What is left of the pairs of a chain when the last of its links is there, exactly: each waits for it and fades."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import overload

import numpy as np

from qedu._arguments import array, bad, scalar_or_array, together, whole
from qedu._types import FloatOrArray, Floats, Number, Numbers, Whole
from qedu.repeaters.waiting import success

__all__ = ["expected_decay"]

#: The most links, as of `expected_wait`.
_MOST = 256

#: Attempts whose terms are added one by one; of the later ones, which change slowly, an integral is taken.
_FIRST = 256

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(8)


@lru_cache(maxsize=4096)
def _decay(n: int, p: float, t2: float) -> float:
    """The mean of e^(−waited/t2) for n links, by the sum in the notes of `expected_decay`."""
    if p >= 1 or math.isinf(t2) or n == 1:
        return 1.0
    slow, fast = 1 / t2, -math.log1p(-p)
    gap, low = abs(fast - slow), min(slow, fast)

    def terms(m: Floats) -> Floats:
        """G(m)^n: (r^m − q^m)/(r − q) from the larger of the two powers; where they are equal, m r^(m − 1)."""
        sums = -np.expm1(-m * gap) / -math.expm1(-gap) if gap * m.max() > 1e-9 else m
        return np.asarray((p * np.exp(-(m - 1) * low) * sums) ** n)

    # Terms are largest at `peak`, where they look like a normal distribution of this width, and fall off exponentially at last.
    peak = math.log1p(gap / low) / gap if gap > 1e-9 * low else 1 / low
    start, width = _FIRST + 0.5, 1 / math.sqrt(n * slow * fast)
    end = start + peak + 10 * width + 45 / (n * low)
    edges = np.geomspace(start, end, 40 + int(4 * math.log(end / start)))
    half = np.diff(edges)[:, None] / 2
    late = (half * _WEIGHTS * terms(edges[:-1, None] + half * (1 + _NODES))).sum()
    first = terms(np.arange(1.0, _FIRST + 2))
    # Euler and Maclaurin: a sum that begins at a whole number is the integral from half a step before, and this much.
    late += (first[-1] - first[-2]) / 24
    return float(min(1.0, -math.expm1(-n * slow) * (first[:-1].sum() + late)))


@overload
def expected_decay(links: Whole, p: Number, *, t2: Number) -> float: ...
@overload
def expected_decay(links: Numbers, p: Numbers, *, t2: Numbers) -> Floats: ...
def expected_decay(links: Numbers, p: Numbers, *, t2: Numbers) -> FloatOrArray:
    """What is left of the Werner parameter, on average, if the pairs of all links wait for the last one.

    Parameters
    ----------
    links : int or array_like
        How many links, 1 to 256; all stations swap when the last of them is there, and no swap fails.
    p : float or array_like
        Probability that an attempt makes one link's pair, above 0.
    t2 : float or array_like
        Attempts in which a waiting pair's Werner parameter falls to 1/e, above 0; ``math.inf`` for no decay.

    Returns
    -------
    float or numpy.ndarray
        The mean of e^(−waited/t2), with the attempts that the pairs wait added up, as in `Chain.arrives`; 0 to 1.

    Raises
    ------
    ValueError
        If an argument leaves its range.

    Notes
    -----
    With r = e^(−1/t2) and q = 1 − p,

        G(m) = Σ_{a ≤ m} p q^(a−1) r^(m−a) = p (r^m − q^m)/(r − q)

    is the mean for one link if attempt m is the last one, and G(m)^n − (r G(m−1))^n that of n links whose last pair is
    made in attempt m.  The sum over m is (1 − r^n) Σ G(m)^n: term by term to 256, and beyond that as an integral, with a
    relative error below 10⁻⁸ wherever the result is above 10⁻⁶.  For two links it is p/(2 − p)·(1 + 2qr/(1 − qr)).  Stations
    that swap as soon as they can let pairs wait less.  The sum is our own.  Derived for two links in chapter C12.

    Examples
    --------
    >>> expected_decay([1, 2, 8], 0.1, t2=20).round(4).tolist()
    [1.0, 0.6789, 0.023]
    """
    n, odds, life = together(links=whole("links", links, 1), p=success("p", p), t2=array("t2", t2, 0, math.inf))
    if np.any(n > _MOST):
        raise bad("links", links, f"whole numbers from 1 to {_MOST}")
    if np.any(life == 0):
        raise bad("t2", t2, "times above 0; math.inf for no decay")
    found = [_decay(int(a), float(b), float(c)) for a, b, c in zip(n.flat, odds.flat, life.flat)]
    return scalar_or_array(np.array(found, dtype=float).reshape(n.shape))
