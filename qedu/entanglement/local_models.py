"""What local hidden variables can do, and what they can fake where detectors miss."""

from __future__ import annotations

from itertools import product
from typing import overload

import numpy as np
from numpy.typing import ArrayLike

from qedu import _arguments
from qedu._arguments import array, bad, count, probability, scalar_or_array
from qedu._types import FloatOrArray, Floats, Integers, Number, Numbers, Vector
from qedu.entanglement.bell_tests import checked_table

__all__ = ["local_strategies", "local_table", "detect", "assign_silence", "efficiency_threshold",
           "loophole_cheat"]


def local_strategies() -> Integers:
    """The 16 deterministic local strategies: an answer for each question, fixed beforehand.

    Returns
    -------
    numpy.ndarray
        Shape (16, 4): outcomes (0 or 1) for a, a', b, b'.

    Notes
    -----
    Every local model is a mixture of these; Fine, Phys. Rev. Lett. 48, 291 (1982),
    doi:10.1103/PhysRevLett.48.291.  Derived in chapter C04.

    Examples
    --------
    >>> from qedu.entanglement import s_value
    >>> sorted({s_value(local_table([strategy])) for strategy in local_strategies()})
    [-2.0, 2.0]
    """
    return np.array([[number >> bit & 1 for bit in (3, 2, 1, 0)] for number in range(16)])


def local_table(strategies: ArrayLike, weights: Vector | None = None) -> Floats:
    """The odds of a local model: a mixture of instructions that were fixed beforehand.

    Parameters
    ----------
    strategies : array_like
        Shape (m, 4): for each strategy the outcomes for a, a', b, b': 0, 1, or 2 for silence.
    weights : sequence of float, optional
        Probabilities of the strategies; equal if left out.

    Returns
    -------
    numpy.ndarray
        Shape (2, 2, 2, 2), or (2, 2, 3, 3) if some strategy is ever silent.

    Raises
    ------
    ValueError
        If strategies are no such outcomes or weights no probabilities.

    Notes
    -----
    Derived in chapter C04.

    Examples
    --------
    >>> from qedu.entanglement import s_value
    >>> round(s_value(local_table(local_strategies())), 12)        # all sixteen, equally often
    0.0
    """
    allowed = "rows of four outcomes 0, 1 or 2 (silence), for a, a', b and b'"
    try:
        rows = _arguments.reals(strategies)
    except Exception:
        raise bad("strategies", strategies, allowed) from None
    if rows.ndim != 2 or rows.shape[1] != 4 or not len(rows) or not np.isin(rows, (0, 1, 2)).all():
        raise bad("strategies", strategies, allowed)
    answers = rows.astype(int)
    share = np.full(len(rows), 1 / len(rows)) if weights is None else _arguments.odds(
        "weights", weights, f"{len(rows)} probabilities that sum to 1", len(rows))
    size = 3 if (answers == 2).any() else 2
    table = np.zeros((2, 2, size, size))
    for x in (0, 1):
        for y in (0, 1):
            np.add.at(table[x, y], (answers[:, x], answers[:, 2 + y]), share)
    return table


def detect(table: ArrayLike, efficiency: Number) -> Floats:
    """The same test with detectors that miss photons, each by chance and for itself.

    Parameters
    ----------
    table : array_like
        Shape (2, 2, 2, 2).
    efficiency : float
        Probability from 0 to 1 that a detector clicks, the same on both sides.

    Returns
    -------
    numpy.ndarray
        Shape (2, 2, 3, 3): outcome 2 is silence.

    Raises
    ------
    ValueError
        If it is no table of two outcomes or no probability.

    Notes
    -----
    Derived in chapter C04.

    Examples
    --------
    >>> from qedu.entanglement import bell, bell_table
    >>> detect(bell_table(bell()), 0.8)[0, 0, 2, 2].round(12).item()       # neither clicks
    0.04
    """
    array, eta = checked_table("table", table), probability("efficiency", efficiency)
    if array.shape[2] != 2:
        raise bad("table", f"an array of shape {array.shape}", "shape (2, 2, 2, 2)")
    seen = np.array([[eta, 0], [0, eta], [1 - eta, 1 - eta]])
    return np.einsum("ia,jb,xyab->xyij", seen, seen, array)


def assign_silence(table: ArrayLike, *, alice: int = 0, bob: int = 0) -> Floats:
    """Count silence as an outcome: no round is thrown away, and fair sampling need not be assumed.

    Parameters
    ----------
    table : array_like
        Shape (2, 2, 3, 3).
    alice, bob : int
        The outcome, 0 or 1, that each side writes down when nothing clicked.

    Returns
    -------
    numpy.ndarray
        Shape (2, 2, 2, 2).

    Raises
    ------
    ValueError
        If it is no table with silence, or no outcomes.

    Notes
    -----
    Derived in chapter C04.

    Examples
    --------
    >>> from qedu.entanglement import bell, bell_table, s_value
    >>> lossy = detect(bell_table(bell()), 0.7)
    >>> round(s_value(lossy), 3), round(s_value(assign_silence(lossy)), 3)
    (2.828, 1.566)
    """
    array = checked_table("table", table)
    if array.shape[2] != 3:
        raise bad("table", f"an array of shape {array.shape}", "shape (2, 2, 3, 3)")
    maps = []
    for name, outcome in (("alice", alice), ("bob", bob)):
        if count(name, outcome, 0) > 1:
            raise bad(name, outcome, "outcome 0 or 1")
        maps.append(np.eye(2)[:, [0, 1, int(outcome)]])
    return np.einsum("ai,bj,xyij->xyab", *maps, array)


@overload
def efficiency_threshold(s: Number = 2 * 2**0.5) -> float: ...
@overload
def efficiency_threshold(s: Numbers) -> Floats: ...
def efficiency_threshold(s: Numbers = 2 * 2**0.5) -> FloatOrArray:
    """Detector efficiency above which a violation survives when silence counts as an outcome.

    Parameters
    ----------
    s : float or array_like
        S that the pairs give with perfect detectors, from 2 to 4.

    Returns
    -------
    float or numpy.ndarray
        4/(2 + S): 0.8284 for maximally entangled pairs.  Up to here `loophole_cheat` shows this S
        on the rounds with two clicks, and above it does not.

    Raises
    ------
    ValueError
        If `s` leaves [2, 4].

    Notes
    -----
    η²S + 2(1 − η)² > 2, for pairs whose single outcomes are even.  Garg and Mermin,
    Phys. Rev. D 35, 3831 (1987), doi:10.1103/PhysRevD.35.3831.  Pairs that are less than
    maximally entangled bring it down towards 2/3: Eberhard, Phys. Rev. A 47, R747 (1993),
    doi:10.1103/PhysRevA.47.R747.  Derived in chapter C04.

    Examples
    --------
    >>> round(efficiency_threshold(), 4)
    0.8284
    """
    return scalar_or_array(4 / (2 + array("s", s, 2, 4)))


def loophole_cheat(efficiency: Number, s: Number | None = None) -> tuple[Integers, Floats]:
    """A local model that breaks S = 2 on the rounds it lets through (detection loophole).

    Parameters
    ----------
    efficiency : float
        How often each side is to click, above 0 and at most 1.
    s : float, optional
        S on the rounds in which both click, from 0 to the most that is possible, which is the
        default: 4/η − 2, and 4 for η ≤ 2/3.

    Returns
    -------
    strategies : numpy.ndarray
        Shape (m, 4): fixed outcomes for a, a', b, b', 2 for silence.
    weights : numpy.ndarray
        Shape (m,): how often each is sent.  `local_table` turns both into a table.  Single
        clicks (η) and double clicks (η²) come as often as with honest detectors, and each
        click is 0 or 1 evenly.  For s = 2√2 the table is that of Φ⁺ at the
        `STANDARD_ANGLES` with detectors of this efficiency, silence included.

    Raises
    ------
    ValueError
        If an argument is not in its range.

    Notes
    -----
    4/η − 2 is the most that a local model can do if a click on one side finds one on the other with
    probability η, as here and with independent detectors: Larsson, Phys. Rev. A 57, 3304 (1998),
    doi:10.1103/PhysRevA.57.3304.  Models with fewer double clicks than η² show more.  Derived in
    chapter C04.

    Examples
    --------
    >>> from qedu.entanglement import s_value
    >>> model = loophole_cheat(0.8)
    >>> round(s_value(local_table(*model)), 12)
    3.0
    """
    eta = probability("efficiency", efficiency)
    if eta <= 0:
        raise bad("efficiency", efficiency, "a number above 0 and at most 1")
    base = max(eta, 2 / 3)              # below 2/3, lose some more photons at random
    most = 4 / base - 2
    s = most if s is None else probability("s", s, 0, most)
    full = [row for row in local_strategies() if row[0] == 0 and _wins(row) == 3]
    # Silent for one question of one side: all the pairs that are left can be won.
    silent = [(2, 0, 0, 0), (0, 2, 0, 1), (0, 1, 2, 1), (0, 0, 0, 2)]
    model = ([(base * (3 * base - 2) / len(full), row) for row in full]
             + [(base * (1 - base), row) for row in silent] + [((1 - base) ** 2, (2, 2, 2, 2))])
    keep, flip = eta / base, (1 - s / most) / 2
    merged: dict[tuple[int, ...], float] = {}
    for (weight, row), both, bob, left, right in product(model, (0, 1), (0, 1), (0, 1), (0, 1)):
        # Flip both sides half of the time, so that single outcomes are even; Bob's alone to lower
        # S; silence each side at random to lower the efficiency.
        weight *= (0.5 * (flip if bob else 1 - flip) * (keep if left else 1 - keep)
                   * (keep if right else 1 - keep))
        answers = ([a ^ both if left and a != 2 else 2 for a in row[:2]]
                   + [b ^ both ^ bob if right and b != 2 else 2 for b in row[2:]])
        if weight > 0:
            merged[tuple(map(int, answers))] = merged.get(tuple(map(int, answers)), 0.0) + weight
    return np.array(list(merged)), np.array(list(merged.values()))


def _wins(row):
    """For how many of the four pairs of questions fixed answers win the CHSH game."""
    a, a2, b, b2 = row
    return int(a == b) + int(a != b2) + int(a2 == b) + int(a2 == b2)
