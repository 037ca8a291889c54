"""Purify before swapping, or after: what fidelity each plan reaches, and how many raw pairs it spends."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import qutip

from qedu import _shown
from qedu._arguments import bad, count, one_of, probability
from qedu._types import Floats, Number, Whole
from qedu.entanglement import BELL_ORDER, PurificationRounds, bell, purification_rounds

__all__ = ["PurifyPlan", "purify_plan", "best_plan"]

#: By order: whether there may be rounds before the swaps, and after them.
_ORDERS = {"any": (True, True), "purify_then_swap": (True, False), "swap_then_purify": (False, True)}

#: More rounds than this before or after cost so many pairs that nobody will make them.
_MOST_ROUNDS = 12

#: The most links of a plan.
_MOST_LINKS = 1024


@dataclass(frozen=True)
class PurifyPlan:
    """Rounds of purification before and after the swaps of a chain.

    Parameters
    ----------
    links : int
        How many links the chain has.
    before, after : int
        Rounds on each link's pair before the swaps, and on the pair from end to end after them.
    method : str
        "bbpssw" or "dejmps".
    fidelity : float
        F of the pair that results.
    raw_pairs : float
        Raw pairs spent, on average, on each result, those of all links together.

    Notes
    -----
    Made by `purify_plan` and `best_plan`.  Plans of equal entries are equal.  Chapter C11.

    Examples
    --------
    >>> purify_plan(0.9, 4, before=1)
    PurifyPlan(4 links; 1 before; 0 after; dejmps; fidelity 0.7608; 9.137 raw pairs)
    """

    links: int
    before: int
    after: int
    method: str
    fidelity: float
    raw_pairs: float

    def __repr__(self) -> str:
        return _shown.line("PurifyPlan", f"{self.links} link{'s' * (self.links > 1)}", f"{self.before} before", f"{self.after} after",
                           self.method, f"fidelity {self.fidelity:.4g}", f"{self.raw_pairs:.4g} raw pairs")

    def _repr_html_(self) -> str:
        return _shown.table("Plan to purify and swap", [
            ("Links", self.links), ("Rounds before the swaps", self.before), ("Rounds after the swaps", self.after),
            ("Method", self.method), ("Fidelity", self.fidelity), ("Raw pairs", self.raw_pairs)])


def _swapped(weights: Floats, links: int, measurement: float) -> qutip.Qobj:
    """The pair from end to end after links − 1 swaps of pairs with these Bell weights.

    A Bell state is Φ⁺ with a Pauli on one half, and the Paulis of swapped pairs multiply: with Φ⁺, Ψ⁻, Ψ⁺, Φ⁻ numbered from 0
    to 3 their product is the exclusive or.  So the four sums with signs below are those of one pair, to the power.
    """
    signs = np.array([[1 - 2 * ((a & b).bit_count() % 2) for b in range(4)] for a in range(4)])
    powers = (signs @ weights) ** links * np.array([1.0, *[measurement ** (links - 1)] * 3])
    return sum(weight * bell(name).proj() for name, weight in zip(BELL_ORDER, (signs @ powers / 4).clip(0, 1)))


def _plans(fidelity, links, before, after, method, measurement, gate):
    """The plans of 0 to `before` and 0 to `after` rounds."""
    n = count("links", links, 1, _MOST_LINKS)
    raw: PurificationRounds = purification_rounds(probability("fidelity", fidelity), before, method=method, gate=gate)
    works = probability("measurement", measurement)
    for r in range(before + 1):
        ends = purification_rounds(_swapped(raw.weights[r], n, works), after, method=method, gate=gate)
        for s in range(after + 1):
            yield PurifyPlan(n, r, s, raw.method, float(ends.fidelity[s]), float(n * raw.raw_pairs[r] * ends.raw_pairs[s]))


def purify_plan(fidelity: Number, links: Whole, *, before: Whole = 0, after: Whole = 0, method: str = "dejmps", measurement: Number = 1.0,
                gate: Number = 1.0) -> PurifyPlan:
    """What a plan to purify and swap reaches, and what it costs.

    Parameters
    ----------
    fidelity : float
        F of each link's raw pair, a Werner pair, from 0 to 1.
    links : int
        How many links, 1 to 1024; there is one swap fewer, and none fails.
    before, after : int
        Rounds of purification on each link before the swaps, and end to end after them, 0 to 12 each.
    method : str
        "bbpssw" or "dejmps", as in `qedu.entanglement.purify`.
    measurement : float
        How often the Bell measurement of a swap works; otherwise both its qubits are white noise before it.
    gate : float
        How often a CNOT of a purification works, likewise.

    Returns
    -------
    PurifyPlan
        Fidelity and raw pairs spent.

    Raises
    ------
    ValueError
        If an argument leaves its range.

    Notes
    -----
    Memories are perfect here, and pairs are counted, not time.  A pair after r rounds has cost the product of 2/p over the
    rounds, and a swapped one those of all its links.  Briegel, Dür, Cirac and Zoller, Phys. Rev. Lett. 81, 5932 (1998),
    doi:10.1103/PhysRevLett.81.5932, purify at every level in between as well.  Chapter C11.

    Examples
    --------
    >>> first, last = purify_plan(0.95, 4, before=1), purify_plan(0.95, 4, after=1)
    >>> round(first.fidelity, 3), round(last.fidelity, 3)
    (0.873, 0.856)
    """
    r, s = count("before", before, 0, _MOST_ROUNDS), count("after", after, 0, _MOST_ROUNDS)
    return list(_plans(fidelity, links, r, s, method, measurement, gate))[-1]


def best_plan(fidelity: Number, links: Whole, *, target: Number, order: str = "any", rounds: Whole = 8, method: str = "dejmps",
              measurement: Number = 1.0, gate: Number = 1.0) -> PurifyPlan:
    """The plan that reaches a fidelity with the fewest raw pairs.

    Parameters
    ----------
    fidelity : float
        F of each link's raw pair, a Werner pair, from 0 to 1.
    links : int
        How many links, 1 to 1024.
    target : float
        The fidelity wanted from end to end.
    order : str
        "purify_then_swap" (no rounds after the swaps), "swap_then_purify" (none before) or "any".
    rounds : int
        The most rounds before the swaps, and the most after them, 0 to 12.
    method : str
        "bbpssw" or "dejmps", as in `qedu.entanglement.purify`.
    measurement, gate : float
        How often a swap's Bell measurement and a purification's CNOT work, as in `purify_plan`.

    Returns
    -------
    PurifyPlan
        The cheapest of all plans tried that reach the target.

    Raises
    ------
    ValueError
        If an argument leaves its range, or if none of the plans reaches the target: the error says how far they come.

    Notes
    -----
    All plans are tried.  Swapping first fails where it leaves no more than F = ½.  Chapter C11.

    Examples
    --------
    >>> best_plan(0.9, 4, target=0.9).before, best_plan(0.9, 8, target=0.9, order="purify_then_swap").before
    (2, 2)
    """
    if not one_of(order, _ORDERS):
        raise bad("order", order, "one of " + ", ".join(map(repr, _ORDERS)))
    most = count("rounds", rounds, 0, _MOST_ROUNDS)
    goal = probability("target", target)
    before, after = (most if allowed else 0 for allowed in _ORDERS[order])
    plans = list(_plans(fidelity, links, before, after, method, measurement, gate))
    enough = [plan for plan in plans if plan.fidelity >= goal - 1e-12]
    if not enough:
        far = max(plans, key=lambda plan: plan.fidelity)
        raise bad("target", target,
                  f"at most {far.fidelity:.4g}, which {far.before} rounds before the swaps and {far.after} after them reach")
    return min(enough, key=lambda plan: plan.raw_pairs)
