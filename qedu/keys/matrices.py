"""Sparse matrices of parity checks, grown edge by edge: the same on every machine, so that nothing need be said of them."""

from __future__ import annotations

from functools import lru_cache
from random import Random
from typing import Any

import numpy as np

from qedu._arguments import count

__all__ = ["parity_checks"]

#: Columns of the small pattern that is lifted, and how many rows it may have: rates 1 − rows/40 from 0.95 down to 0.35.
COLUMNS = 40
ROWS = range(2, 27)

#: Names the whole family: another one gives other matrices, and Alice and Bob must have the same.
SEED = "qedu-ldpc-1"

#: Places that are tried for each edge; the one in the longest cycle is taken.
_TRIES = 8


def _weights(rows: int) -> list[int]:
    """How many ones the columns of the pattern have, in ascending order: mostly three, and a few with many more.

    Density evolution and trials found what to mix: the fewer checks there are for a bit, the more bits must be in
    many of them.  Columns of two are fewer than the rows, so that they can be tied to them without closing a circle.
    """
    two, many = 3 * rows // 4, round(12.6 - 0.27 * rows)
    return [2] * two + [3] * (COLUMNS - two - many) + [14] * many


@lru_cache(maxsize=64)
def parity_checks(rows: int, lifting: int) -> Any:
    """The matrix of `rows` · `lifting` parity checks of 40 · `lifting` bits.

    Each place of a pattern of `rows` × 40 holds nothing, or one or a few identity matrices of `lifting`
    rows, each turned in a circle by some shift (quasi-cyclic).  Most columns have three such ones, some two or 14.  They
    are found by progressive edge growth: each column in turn is tied to checks that are as far from it as can be
    in what has grown so far, and of several such the one that closes the longest cycle is taken.

    Parameters
    ----------
    rows : int
        Rows of the pattern, 2 to 26; the code has the rate 1 − rows/40.
    lifting : int
        Size of its blocks, at least 8.

    Returns
    -------
    scipy.sparse.csr_matrix of uint8
        The same matrix for the same arguments, on every machine.

    Raises
    ------
    ValueError
        If an argument leaves its range.

    Notes
    -----
    Progressive edge growth: Hu, Eleftheriou and Arnold, IEEE Trans. Inf. Theory 51, 386 (2005), doi:10.1109/TIT.2004.839541.
    The matrices are of qedu's own making.

    Chapter C08.

    Examples
    --------
    >>> checks = parity_checks(8, 25)
    >>> checks.shape, int(checks.max())
    ((200, 1000), 1)
    """
    from scipy.sparse import csr_matrix

    rows, lifting = count("rows", rows, ROWS[0], ROWS[-1]), count("lifting", lifting, 8)
    grown = _Pattern(rows, lifting)
    for column, weight in enumerate(_weights(rows)):
        for _ in range(weight):
            grown.add_edge(column)
    at = np.arange(lifting)
    edges = [(row * lifting + (at + shift) % lifting, column * lifting + at)
             for column, ends in enumerate(grown.of_column) for row, shift in ends]
    i, j = (np.concatenate(part) for part in zip(*edges))
    made = csr_matrix((np.ones(len(i), np.uint8), (i, j)), shape=(rows * lifting, COLUMNS * lifting))
    made.sort_indices()                                        # older versions of SciPy leave them as they come
    for part in (made.data, made.indices, made.indptr):
        part.flags.writeable = False                           # all who ask get this one
    return made


class _Pattern:
    """A pattern that grows: for each row and column its ones, each with its shift.

    Sets of checks or bits are whole numbers, one for each row or column, whose bit x stands for the
    x-th of the `lifting` copies; a shift turns such a number in a circle.
    """

    def __init__(self, rows: int, lifting: int) -> None:
        self.lifting, self.full = lifting, (1 << lifting) - 1
        self.of_column: list[list[tuple[int, int]]] = [[] for _ in range(COLUMNS)]
        self.of_row: list[list[tuple[int, int]]] = [[] for _ in range(rows)]
        # `Random.random` gives the same numbers in every version of Python; NumPy's generators do not promise it.
        self.random = Random(f"{SEED} {rows} {lifting}")

    def _turned(self, copies: int, shift: int) -> int:
        shift %= self.lifting
        return (copies << shift | copies >> (self.lifting - shift)) & self.full

    def _insert(self, column: int, row: int, shift: int) -> None:
        self.of_column[column].append((row, shift))
        self.of_row[row].append((column, shift))

    def _walk(self, column: int, ends: list[tuple[int, int]], goal: tuple[int, int] | None = None) -> tuple[list[int], dict[int, int], int]:
        """Go out from copy 0 of a column by these edges: the checks reached, those of the last step, and the steps.

        The walk ends where nothing new is found, or at the goal.
        """
        reached, seen = [0] * len(self.of_row), [0] * COLUMNS
        seen[column] = 1
        for row, shift in ends:
            reached[row] |= 1 << shift
        newest, steps = {row: copies for row, copies in enumerate(reached) if copies}, 1
        while goal is None or not reached[goal[0]] >> goal[1] & 1:
            bits: dict[int, int] = {}
            for row, copies in newest.items():
                for other, shift in self.of_row[row]:
                    bits[other] = bits.get(other, 0) | self._turned(copies, -shift)
            checks: dict[int, int] = {}
            for other, copies in bits.items():
                if fresh := copies & ~seen[other]:
                    seen[other] |= fresh
                    for row, shift in self.of_column[other]:
                        checks[row] = checks.get(row, 0) | self._turned(fresh, shift)
            checks = {row: fresh for row, copies in checks.items() if (fresh := copies & ~reached[row])}
            if not checks:
                return reached, newest, steps if goal is None else 10**9          # the goal is on no cycle
            for row, copies in checks.items():
                reached[row] |= copies
            newest, steps = checks, steps + 2
        return reached, newest, steps

    def add_edge(self, column: int) -> None:
        """Tie a column to the checks farthest from it, so that cycles are long.

        Two edges between one column and one row of the pattern would make small loops in all copies at once,
        which trap the decoder; so a column goes round the rows first, and takes the emptiest of them.
        """
        ends = self.of_column[column]
        reached, newest, _ = self._walk(column, ends)
        used = [sum(row == end for end, _ in ends) for row in range(len(reached))]
        fresh = [row for row in range(len(reached)) if used[row] == min(used)]
        own = {end: sum(1 << shift for row, shift in ends if row == end) for end in fresh}
        anywhere = {row: self.full & ~own[row] for row in fresh}
        farthest = ({row: self.full & ~reached[row] for row in fresh}, {row: newest.get(row, 0) & ~own[row] for row in fresh}, anywhere)
        cycle, row, shift = self._best_of(column, next(places for places in farthest if any(places.values())))
        if ends and len(ends) < 3 and cycle <= 4:              # the farthest was one place alone, opposite in its own circle
            cycle, row, shift = max((cycle, row, shift), self._best_of(column, anywhere), key=lambda found: found[0])
        self._insert(column, row, shift)

    def _best_of(self, column: int, places: dict[int, int]) -> tuple[int, int, int]:
        """Of some places in the emptiest of these rows the one in the longest cycle: that cycle, row and shift."""
        ends, tried = self.of_column[column], []
        emptiest = min(len(self.of_row[row]) for row, copies in places.items() if copies)
        choice = [row for row, copies in places.items() if copies and len(self.of_row[row]) == emptiest]
        for _ in range(_TRIES if ends else 1):
            row = choice[int(self.random.random() * len(choice))]
            copies = [x for x, one in enumerate(bin(places[row])[:1:-1]) if one == "1"]
            shift = copies[int(self.random.random() * len(copies))]
            # All copies of the edge come at once, so the cycle it closes is measured with them in place.
            self._insert(column, row, shift)
            cycle = self._walk(column, ends[:-1], (row, shift))[2] + 1 if ends[:-1] else 0
            ends.pop()
            self.of_row[row].pop()
            tried.append((cycle, row, shift))
        return max(tried, key=lambda place: place[0])
