"""How evenly something is spread over people: Gini, Lorenz curve, shares reached, and what coverage from space gives to whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from qedu import _shown
from qedu._arguments import array, bad, one_of, probability
from qedu._operators import Value
from qedu._types import Floats, Number, Vector
from qedu.policy.cost import Cost
from qedu.satellites import Coverage

__all__ = ["gini", "lorenz", "share_reached", "CoverageInequality", "coverage_inequality", "people_per_money"]

#: The largest value, and the most people of a place.
_MOST = 1e30

#: What of a coverage may be shared out.
_GIVEN = ("key_bits", "contact_s", "passes")


def _in_a_row(name: str, value: Any) -> Floats:
    found = array(name, value, 0, _MOST)
    if found.ndim != 1 or not found.size:
        raise bad(name, value, "numbers from 0 on in a row, at least one")
    return found


def _people(name: str, value: Any, places: int) -> Floats:
    """How many people each value stands for; one for each, if nobody said."""
    if value is None:
        return np.ones(places)
    found = _in_a_row(name, value)
    if len(found) != places or not found.sum():
        raise bad(name, value, f"{places} numbers from 0 on, as many as values, not all 0")
    return found


def _with_people(values: Any, weights: Any) -> tuple[Floats, Floats]:
    """Values from the smallest on, and how many people have each; whoever stands for nobody is left out."""
    found = _in_a_row("values", values)
    people = _people("weights", weights, len(found))
    found, people = found[people > 0], people[people > 0]
    order = np.argsort(found, kind="stable")
    return found[order], people[order]


def _curve(values: Any, weights: Any) -> tuple[Floats, Floats]:
    found, people = _with_people(values, weights)
    # In units of the largest, so that no product leaves the range of a float.
    held = found / max(found[-1], 1e-300) * (people / people.max())
    if not held.sum():
        raise bad("values", values, "numbers of which at least one is above 0 for somebody: of nothing there are no shares")
    return (np.concatenate([[0.0], np.cumsum(people) / people.sum()]), np.concatenate([[0.0], np.cumsum(held) / held.sum()]))


def lorenz(values: Vector, weights: Vector | None = None) -> tuple[Floats, Floats]:
    """The Lorenz curve: which share of all that there is do the poorest so many per cent have together?

    Parameters
    ----------
    values : array_like
        What a person at each place has, shape (n,), from 0 to 10³⁰, not all 0.  Order does not matter.
    weights : array_like, optional
        How many people live at each place, shape (n,), from 0 on, not all 0.  One each if None, and then a village counts as much as
        a city.

    Returns
    -------
    people : numpy.ndarray
        Share of the people, from those with least on, shape (m + 1,) for the m places where somebody lives; it starts at 0
        and ends at 1.
    held : numpy.ndarray
        Share that they have together, of the same shape.

    Raises
    ------
    ValueError
        If an argument is not as said.

    Notes
    -----
    The curve is straight between its points.  M. O. Lorenz, Publications of the American Statistical Association 9, 209 (1905),
    doi:10.2307/2276207.  Derived in chapter C17.

    Examples
    --------
    >>> people, held = lorenz([1, 3, 0, 0])
    >>> people.tolist(), held.tolist()
    ([0.0, 0.25, 0.5, 0.75, 1.0], [0.0, 0.0, 0.0, 0.25, 1.0])
    """
    people, held = _curve(values, weights)
    people[-1] = held[-1] = 1.0
    return people, held


def gini(values: Vector, weights: Vector | None = None) -> float:
    """The Gini coefficient: 0 if all have the same, near 1 if one has all.

    Parameters
    ----------
    values : array_like
        What a person at each place has, shape (n,), from 0 to 10³⁰, not all 0.  Order does not matter.
    weights : array_like, optional
        How many people live at each place, as in `lorenz`.

    Returns
    -------
    float
        One minus twice the area under the Lorenz curve.

    Raises
    ------
    ValueError
        If an argument is not as said.

    Notes
    -----
    It is half the mean difference of two people taken at random (with replacement), divided by the mean.  Of n people with equal
    weights it is 1 − 1/n at most, so coefficients of few and of many places should not be compared.  Quite different
    distributions can have the same coefficient: look at `lorenz` as well.  Derived in chapter C17.

    Examples
    --------
    >>> gini([1, 1, 1]), round(gini([1, 3, 0, 0]), 12)
    (0.0, 0.625)
    >>> round(gini([1, 0], weights=[9, 1]), 12)
    0.1
    """
    people, held = _curve(values, weights)
    return max(float(1 - ((held[1:] + held[:-1]) * np.diff(people)).sum()), 0.0) + 0.0


def share_reached(values: Vector, weights: Vector | None = None, *, need: Number) -> float:
    """Which share of the people have at least what they need.

    Parameters
    ----------
    values : array_like
        What a person at each place has, shape (n,), from 0 to 10³⁰.
    weights : array_like, optional
        How many people live at each place, as in `lorenz`.
    need : float
        What is enough for a person, above 0, at most 10³⁰.

    Returns
    -------
    float
        From 0 to 1.

    Raises
    ------
    ValueError
        If an argument is not as said.

    Notes
    -----
    A mean says nothing of this: half of what is needed for everybody reaches nobody.  Chapter C17.

    Examples
    --------
    >>> share_reached([10, 0, 3], weights=[1, 2, 1], need=3)
    0.5
    """
    found, people = _with_people(values, weights)
    enough = probability("need", need, 0, _MOST)
    if enough == 0:
        raise bad("need", need, "a number above 0: nothing is enough for nobody")
    return float(people[found >= enough].sum() / people.sum())


@dataclass(frozen=True, eq=False)
class CoverageInequality(Value):
    """How evenly a constellation serves the people of its sites.

    Parameters
    ----------
    of : str
        What is shared: "key_bits", "contact_s" or "passes".
    values : numpy.ndarray
        Shape (sites,): what a person of each site has of it.
    people : numpy.ndarray
        Shape (sites,): how many people each site serves.
    gini : float
        Over people.
    unserved : float
        Share of the people who get nothing.

    Notes
    -----
    Made by `coverage_inequality`.  Chapter C17.
    """

    of: str
    values: Floats
    people: Floats
    gini: float
    unserved: float

    def __repr__(self) -> str:
        n, people = len(self.values), _shown.number(float(self.people.sum()))
        return _shown.line("CoverageInequality", f"{self.of} over {n} site{'s' * (n != 1)}", f"{people} people",
                           f"Gini {self.gini:.4g}", f"{self.unserved:.4g} get nothing")

    def _repr_html_(self) -> str:
        return _shown.table(f"How evenly {self.of} are shared", [
            ("Sites", len(self.values)), ("People", float(self.people.sum())), ("Gini coefficient", self.gini),
            ("Share of the people who get nothing", self.unserved)])


def coverage_inequality(coverage: Coverage, people: Vector | None = None, *, of: str = "key_bits",
                        shared: bool = False) -> CoverageInequality:
    """Measure how evenly a constellation serves its sites.

    Parameters
    ----------
    coverage : qedu.satellites.Coverage
        What `qedu.satellites.coverage` found.
    people : array_like, optional
        How many people each site serves, shape (sites,), from 0 on, not all 0.  One each if None.
    of : str
        "key_bits", "contact_s" (seconds of night with a satellite in view, clouds or not) or "passes".
    shared : bool
        Whether the people of a site divide what it gets; False: each has all of it, as those who share one link have, while it is not
        full.

    Returns
    -------
    CoverageInequality
        Gini coefficient over people, and the share of those who get nothing.

    Raises
    ------
    ValueError
        If an argument is not as said, or nobody gets anything.

    Notes
    -----
    The sites are a choice of whoever made the coverage: who has no site near is not counted at all.  Chapter C17.

    Examples
    --------
    >>> from datetime import datetime
    >>> from qedu.satellites import Orbit, Site, coverage
    >>> found = coverage([Orbit(500, 97.4)], [Site(0, 0), Site(60, 10)], start=datetime(2026, 1, 1), days=30)
    >>> coverage_inequality(found, [3, 1], of="passes")
    CoverageInequality(passes over 2 sites; 4 people; Gini 0.1453; 0 get nothing)
    """
    if not isinstance(coverage, Coverage):
        raise bad("coverage", coverage, "a qedu.satellites.Coverage, which qedu.satellites.coverage returns")
    if not one_of(of, _GIVEN):
        raise bad("of", of, ", ".join(_GIVEN))
    if not isinstance(shared, (bool, np.bool_)):
        raise bad("shared", shared, "True or False")
    given = np.asarray(getattr(coverage, of), dtype=float)
    number = _people("people", people, len(given))
    if not (given[number > 0] > 0).any():
        raise bad("coverage", coverage, f"one in which somebody gets some {of}" + (
            "; this one was made without a link" if of == "key_bits" and coverage.link is None else ""))
    each = np.divide(given, number, out=np.zeros_like(given), where=number > 0) if shared else given
    return CoverageInequality(of, each, number, gini(each, number), float(number[given == 0].sum() / number.sum()))


def people_per_money(people: Number, cost: Cost, *, per: Number = 1e6) -> float:
    """How many people a plan reaches for so much money.

    Parameters
    ----------
    people : float
        How many it reaches, 0 to 10³⁰.
    cost : Cost
        What `cost` gave; its currency and its year are those of the result.
    per : float
        For how much money, above 0, at most 10³⁰.

    Returns
    -------
    float
        people · per / cost.total.

    Raises
    ------
    ValueError
        If an argument is not as said, or the plan costs nothing.

    Notes
    -----
    An average.  What the next million reaches is another question, which `max_coverage` with two budgets answers.  Chapter C17.

    Examples
    --------
    >>> from qedu.policy import Item, cost
    >>> plan = cost([Item("boxes", 2, price=100, life_years=5, yearly=10, currency="EUR", year=2026)], horizon_years=10, discount_rate=0)
    >>> people_per_money(3000, plan, per=100)
    500.0
    """
    number, sum_ = probability("people", people, 0, _MOST), probability("per", per, 0, _MOST)
    if not isinstance(cost, Cost) or not cost.total:
        raise bad("cost", cost, "a qedu.policy.Cost, which cost returns, above 0")
    if sum_ == 0:
        raise bad("per", per, "a sum above 0")
    return number * (sum_ / cost.total)
