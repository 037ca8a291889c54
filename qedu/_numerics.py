"""Small mathematics that several rooms share: entropies, the best point, a crossing."""

import math
from collections.abc import Callable
from typing import TypeVar

import numpy as np
from scipy.special import entr

from qedu._types import Floats

#: A number gives a number here, and an array an array.
_Values = TypeVar("_Values", float, Floats)

#: The smaller part of a golden section is to the larger as the larger to the whole.
GOLDEN = (math.sqrt(5) - 1) / 2


def surprise(p: _Values) -> _Values:
    """Return −p log₂ p for each entry; 0 at p = 0."""
    return entr(p) / math.log(2)


def binary_entropy(p: _Values) -> _Values:
    """Return h(p) = −p log₂ p − (1 − p) log₂(1 − p) for each entry."""
    return (entr(p) + entr(1 - p)) / math.log(2)


def entropy(p: Floats) -> float:
    """Return the Shannon entropy, in bits, of all entries of an array together."""
    p = p[p > 0]
    return float(-(p * np.log2(p)).sum())


def maximise(function: Callable[[Floats], Floats], low: Floats, high: float | Floats,
             points: int = 48, steps: int = 24) -> tuple[Floats, Floats]:
    """Where each element of `function` is largest between `low` and `high`, and how large.

    All elements at once: a logarithmic grid, then a golden section between the neighbours of
    the best point.  `low` is an array of the shape of the result, and `function` takes arrays
    with one more axis in front.
    """
    log_low, log_high = np.log(low), np.log(high)
    step = (log_high - log_low) / (points - 1)
    grid = function(np.exp(log_low + np.arange(points).reshape(-1, *[1] * np.ndim(low)) * step))
    # Near the cut-off a peak just above 0 may fall between points that are lower than the edge,
    # where hardly a pulse is sent and the rate is just below 0: a point above its neighbours wins.
    peak = (grid[1:-1] > grid[:-2]) & (grid[1:-1] >= grid[2:])
    inside = np.argmax(np.where(peak, grid[1:-1], -np.inf), axis=0) + 1
    best = np.where(peak.any(0), inside, np.argmax(grid, axis=0))
    left, right = log_low + np.maximum(best - 1, 0) * step, log_low + np.minimum(best + 1, points - 1) * step
    inner, outer = right - GOLDEN * (right - left), left + GOLDEN * (right - left)
    at_inner, at_outer = function(np.exp(inner)), function(np.exp(outer))
    for _ in range(steps):
        lower = at_inner > at_outer                  # the maximum is left of `outer`
        left, right = np.where(lower, left, inner), np.where(lower, outer, right)
        new = np.where(lower, right - GOLDEN * (right - left), left + GOLDEN * (right - left))
        at_new = function(np.exp(new))
        inner, outer = np.where(lower, new, outer), np.where(lower, inner, new)
        at_inner, at_outer = np.where(lower, at_new, at_outer), np.where(lower, at_inner, at_new)
    found = np.where(at_inner > at_outer, inner, outer)
    return np.exp(found), np.maximum(at_inner, at_outer)


def crossing(function: Callable[[float], float], low: float, high: float) -> float:
    """Return where `function` ends to be above 0, by halving: above 0 at `low`, not at `high`, to the last digit."""
    while low < (middle := (low + high) / 2) < high:
        low, high = (middle, high) if function(middle) > 0 else (low, middle)
    return high
