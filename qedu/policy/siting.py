"""Where to build under a budget: the sites that cover most people, chosen step by step and exactly."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from qedu import _shown
from qedu._arguments import bad, probability
from qedu._types import Floats, Number

__all__ = ["SitingPlan", "Siting", "max_coverage"]

#: As many sites and places as the exact search takes.
_MOST = 2000

_SITES = 'a mapping from names of sites to the places that each covers, as {"hill": ["north", "east"]}'

#: How far above the budget the sum of costs may come out by rounding, as a share.
_SLACK = 1e-12


@dataclass(frozen=True)
class SitingPlan:
    """Sites, whom they cover and what they cost.

    Parameters
    ----------
    sites : tuple of str
        In the order in which they were chosen.
    people : float
        How many live at a place that at least one of them covers; each counts once.
    cost : float
        Of all of them.

    Notes
    -----
    Made by `max_coverage`.  Chapter C17.
    """

    sites: tuple[str, ...]
    people: float
    cost: float

    def __repr__(self) -> str:
        return _shown.line("SitingPlan", f"{len(self.sites)} site{'s' * (len(self.sites) != 1)}", f"{_shown.number(self.people)} people",
                           f"cost {self.cost:.4g}", ", ".join(self.sites))

    def _repr_html_(self) -> str:
        return _shown.table("Sites", [("Sites", ", ".join(self.sites) or "none"), ("People covered", self.people), ("Cost", self.cost)])


@dataclass(frozen=True)
class Siting:
    """Sites chosen step by step beside the best choice.

    Parameters
    ----------
    greedy : SitingPlan
        Always the site that adds most people for its cost.
    best : SitingPlan
        The most people that the budget can cover.
    budget : float
        What could be spent.
    guaranteed : float or None
        Share of the best that the steps cannot fall short of: 1 − 1/e for sites of equal cost, None for others.

    Notes
    -----
    Made by `max_coverage`.  Chapter C17.
    """

    greedy: SitingPlan
    best: SitingPlan
    budget: float
    guaranteed: float | None

    @property
    def gap(self) -> float:
        """Share of the best that the steps miss, from 0; 0 too if nobody can be covered."""
        return 1 - self.greedy.people / self.best.people if self.best.people else 0.0

    def __repr__(self) -> str:
        return _shown.line("Siting", f"budget {self.budget:.4g}", f"step by step {_shown.number(self.greedy.people)} people",
                           f"best {_shown.number(self.best.people)}", f"gap {self.gap:.4g}")

    def _repr_html_(self) -> str:
        return _shown.table(f"Sites for a budget of {_shown.number(self.budget)}; gap {self.gap:.4g}", [
            (name, plan.people, plan.cost, ", ".join(plan.sites) or "none") for name, plan in (
                ("step by step", self.greedy), ("best", self.best))], ("choice", "people", "cost", "sites"))


def _numbers(name: str, value: Any, names: tuple[str, ...], what: str) -> Floats:
    """A number for each name, from a mapping that has them all."""
    if not isinstance(value, Mapping):
        raise bad(name, value, f"a mapping from {what} to numbers from 0 on")
    lacking = [one for one in names if one not in value]
    if lacking:
        raise bad(name, value, f"a number for each of the {what}; {lacking[0]!r} has none")
    found = []
    for one in names:
        try:
            found.append(probability(name, value[one], 0, 1e15))
        except ValueError:
            raise bad(name, value, f"numbers from 0 to 1e+15 for the {what}; {one!r} has {value[one]!r}") from None
    return np.array(found)


def _covered(covers: Any, people: Any) -> tuple[tuple[str, ...], Any, Floats]:
    """Names of the sites, which of the places each covers (sites, places), and the people of each place."""
    if not isinstance(covers, Mapping) or not covers or not all(isinstance(name, str) for name in covers):
        raise bad("covers", covers, _SITES)
    if not isinstance(people, Mapping) or not people:
        raise bad("people", people, 'a mapping from places to numbers of people, as {"north": 3000}')
    places = {place: i for i, place in enumerate(people)}
    if max(len(covers), len(places)) > _MOST:
        raise bad("covers", covers, f"at most {_MOST} sites and places; the exact search would take too long")
    table = np.zeros((len(covers), len(places)), dtype=bool)
    for row, (name, there) in zip(table, covers.items()):
        if isinstance(there, (str, bytes)) or not isinstance(there, Iterable):
            raise bad("covers", covers, f"{_SITES}; {name!r} has {there!r}")
        for place in there:
            if place not in places:
                raise bad("covers", covers, f"places that people has; {name!r} covers {place!r}, where it says of nobody")
            row[places[place]] = True
    return tuple(covers), table, _numbers("people", people, tuple(people), "places")


def _steps(table: Any, heads: Floats, costs: Floats, budget: float) -> list[int]:
    """Sites in the order of people added for the cost, until the budget allows no more that adds any."""
    chosen: list[int] = []
    free, spent = np.ones(len(heads), dtype=bool), 0.0
    while True:
        gain = table[:, free] @ heads[free]
        open_ = (gain > 0) & (spent + costs <= budget * (1 + _SLACK))
        open_[chosen] = False
        if not open_.any():
            return chosen
        # What is free and adds somebody goes first; of equal ones the first in the order of the caller.
        worth = np.where(open_, np.divide(gain, costs, out=np.full(len(costs), np.inf), where=costs > 0), -1.0)
        found = int(np.argmax(worth))
        chosen.append(found)
        free &= ~table[found]
        spent += costs[found]


def _search(table: Any, heads: Floats, costs: Floats, budget: float) -> list[int]:
    """The sites that cover most people, by integer programming."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array, hstack, identity

    sites, places = table.shape
    scale, most = heads.sum() or 1.0, budget or 1.0
    goal = np.concatenate([np.zeros(sites), -heads / scale])
    # A place is covered at most as much as there are sites that cover it; the goal then pushes it to 1 or to 0.
    rules = [LinearConstraint(hstack([csr_array(-table.T.astype(float)), identity(places)]), ub=0.0)]
    rules.append(LinearConstraint(np.concatenate([costs / most, np.zeros(places)])[None], ub=budget / most))
    while True:
        found = milp(goal, integrality=np.concatenate([np.ones(sites), np.zeros(places)]), bounds=Bounds(0, 1), constraints=rules,
                     options={"mip_rel_gap": 0.0})
        if found.x is None:
            raise RuntimeError(f"the search for the best sites ended without an answer: {found.message}")
        chosen = np.flatnonzero(found.x[:sites] > 0.5)
        if costs[chosen].sum() <= budget * (1 + _SLACK):
            return chosen.tolist()
        # The solver lets a sum be above the budget by a millionth, and here it matters: forbid just this choice.
        without = np.zeros(sites + places)
        without[chosen] = 1
        rules.append(LinearConstraint(without[None], ub=len(chosen) - 1))


def max_coverage(covers: Mapping[str, Iterable[str]], people: Mapping[str, Number], *, budget: Number,
                 costs: Mapping[str, Number] | None = None) -> Siting:
    """Choose the sites that cover most people under a budget, step by step and exactly.

    Parameters
    ----------
    covers : mapping
        From names of sites to the places that each covers; at most 2000.
    people : mapping
        From places to how many people live there, 0 to 10¹⁵; at most 2000 places.  What counts is your choice, and decides the
        result: put in beds of hospitals, or 1 for every region.
    budget : float
        What may be spent, 0 to 10¹⁵.  Without `costs`, the number of sites.
    costs : mapping, optional
        From names of sites to what each costs, 0 to 10¹⁵.  1 each if None.

    Returns
    -------
    Siting
        Both choices, and the gap between them.

    Raises
    ------
    ValueError
        If an argument is not as said.

    Notes
    -----
    Step by step means: always the affordable site that adds most people for its cost, those who are covered already not counted.
    Where all costs are equal, that covers at least 1 − 1/e = 63 % of the best: Nemhauser, Wolsey and Fisher, Mathematical Programming
    14, 265 (1978), doi:10.1007/BF01588971.  With unequal costs it may do as badly as one likes.  The best is found by
    `scipy.optimize.milp` and its people are counted anew; among several best choices it is any one.  Chapter C17.

    Examples
    --------
    >>> people = {"a": 3, "b": 3, "c": 2, "d": 2, "e": 2}
    >>> covers = {"middle": ["b", "c", "d"], "left": ["a", "b"], "right": ["c", "d", "e"]}
    >>> found = max_coverage(covers, people, budget=2)
    >>> found.greedy.sites, found.greedy.people, sorted(found.best.sites), found.best.people
    (('middle', 'left'), 10.0, ['left', 'right'], 12.0)
    >>> round(found.gap, 4), round(found.guaranteed, 4)
    (0.1667, 0.6321)
    """
    names, table, heads = _covered(covers, people)
    price = np.ones(len(names)) if costs is None else _numbers("costs", costs, names, "sites")
    limit = probability("budget", budget, 0, 1e15)

    def plan(chosen):
        return SitingPlan(tuple(names[i] for i in chosen), float(heads[table[chosen].any(axis=0)].sum()), float(price[chosen].sum()))

    steps, best = plan(_steps(table, heads, price, limit)), plan(_search(table, heads, price, limit))
    # The solver works to a millionth of all people: a difference that small must not make the best worse than the steps.
    best = max(best, steps, key=lambda one: one.people)
    return Siting(steps, best, limit, 1 - math.exp(-1) if len(set(price.tolist())) == 1 else None)
