"""Nested swapping without cut-offs, drawn level by level: from the top down how many tries, from the bottom up how long.

A segment of a level is the last of a geometric number of tries, each as long as the longer of two segments of
the level below.  So for all samples together each level is a few operations on arrays.
"""

from __future__ import annotations

import numpy as np

from qedu._types import Floats

__all__ = []

#: Pairs of single links that are drawn at once: their arrays stay in the cache, and memory is bounded.
PORTION = 2**18

#: Pairs of single links that one delivery may take on average: more would not fit into memory.
MOST = 2**25


def geometric(rng: np.random.Generator, p: float, shape: int | tuple[int, ...]) -> Floats:
    """Draw how many attempts it takes until the first that succeeds, as floats that are whole numbers."""
    if p >= 1:
        return np.ones(shape)
    waits = rng.standard_exponential(shape)
    waits /= -np.log1p(-p)
    np.floor(waits, out=waits)
    waits += 1
    return waits


def nested(rng: np.random.Generator, samples: int, *, m: int, p: float, p_swap: float, latency: float) -> tuple[Floats, Floats]:
    """Draw the attempts of `samples` deliveries over 2^m links, and how long pairs have waited in them, all added up."""
    tries, nodes = [], samples
    for _ in range(m):
        tries.append(geometric(rng, p_swap, nodes).astype(np.int64))
        nodes = 2 * int(tries[-1].sum())
    time = geometric(rng, p, nodes)
    waited: Floats | None = None
    for level, number in enumerate(reversed(tries)):
        message = latency * 2**level
        first, second = time[::2], time[1::2]
        longer = np.maximum(first, second)
        # Of all tries only the last one's pairs are kept: the earlier of its two waited for the later, then both
        # waited, as one, for the message that the swap has succeeded.
        last = np.cumsum(number) - 1
        kept = 2 * longer[last] - first[last] - second[last] + message
        if waited is not None:
            kept += waited[2 * last] + waited[2 * last + 1]
        waited = kept
        time = np.add.reduceat(longer, last - number + 1)
        if message:
            time += message * number
    return time, np.zeros(nodes) if waited is None else waited
