"""A decision that touches several people: what each gets, who loses, and at which weight another option wins."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from qedu import _shown
from qedu._arguments import bad, real

__all__ = ["DECISION_RULES", "Stakes", "Margin", "Decided", "decide", "FICTION"]

#: Ways of choosing between options, each a decision of its own.
DECISION_RULES = {
    "sum": "the option with the largest weighted sum of what everybody gets",
    "floor": "the same among the options under which nobody gets less than a floor",
    "worst": "the option under which whoever gets least gets most; weights do not count",
}

#: Sums that are nearer than this, in shares of the largest one, are equal: what is left is rounding.
_SAME = 1e-9


def _amounts(name: str, given: Any, keys: tuple[str, ...]) -> dict[str, float]:
    """Numbers from 0 on by name, one for each of some keys, or ValueError."""
    allowed = f"a mapping with a number from 0 to 1e+12 for each of {', '.join(keys)}"
    if not isinstance(given, Mapping) or set(given) != set(keys):
        raise bad(name, given, allowed)
    found = {}
    for key in keys:
        try:
            found[key] = real(given[key])
        except (TypeError, OverflowError):
            found[key] = math.nan
        if not 0 <= found[key] <= 1e12:
            raise bad(name, given, f"{allowed}; that of {key} is {given[key]!r}")
    return found


@dataclass(frozen=True)
class Stakes:
    """Options, what they do by some criteria, and how much each stakeholder cares for these.

    Parameters
    ----------
    scores : mapping of str to mapping of str to float
        Option → criterion → how good the option is by it, from 0 on.
    interests : mapping of str to mapping of str to float
        Stakeholder → criterion → points, from 0 on, not all of them 0.  Only their shares count.

    Raises
    ------
    ValueError
        If a number is missing or below 0, or a stakeholder has no interest at all.

    Notes
    -----
    What somebody gets is taken to be a mean of scores, with their interests as its weights: the simplest model, in which much of one thing
    makes up for little of another.  Whoever dislikes that uses other numbers in `decide`.  Chapter C17.

    Examples
    --------
    >>> two = Stakes({"road": {"speed": 8, "quiet": 2}, "park": {"speed": 1, "quiet": 9}},
    ...              {"driver": {"speed": 3, "quiet": 1}, "resident": {"speed": 0, "quiet": 1}})
    >>> two.gets()["driver"]
    {'road': 6.5, 'park': 3.0}
    """

    scores: Mapping[str, Mapping[str, float]]
    interests: Mapping[str, Mapping[str, float]]

    def __post_init__(self) -> None:
        for name in ("scores", "interests"):
            table = getattr(self, name)
            if not isinstance(table, Mapping) or not table or not all(isinstance(row, Mapping) and row for row in table.values()):
                raise bad(name, table, "a mapping of mappings, with at least one entry each")
        for name, table in (("scores", self.scores), ("interests", self.interests)):
            for key, row in table.items():
                found = _amounts(f"{name}[{key!r}]", row, self.criteria)
                if name == "interests" and not sum(found.values()):
                    raise bad(f"{name}[{key!r}]", row, "points of which at least one is above 0")

    @property
    def criteria(self) -> tuple[str, ...]:
        """Names of the criteria, in the order of the first option."""
        return tuple(next(iter(self.scores.values())))

    def gets(self) -> dict[str, dict[str, float]]:
        """What each stakeholder gets under each option.

        Returns
        -------
        dict of str to dict of str to float
            Stakeholder → option → mean of the option's scores, weighted by the stakeholder's interests.
        """
        return {who: {option: sum(points[one] * score[one] for one in self.criteria) / sum(points.values())
                      for option, score in self.scores.items()} for who, points in self.interests.items()}

    def __hash__(self) -> int:
        return hash(tuple(frozenset((key, frozenset(row.items())) for key, row in table.items())
                          for table in (self.scores, self.interests)))

    def __repr__(self) -> str:
        return _shown.line("Stakes", f"options {', '.join(self.scores)}", f"{len(self.interests)} stakeholders",
                           f"{len(self.criteria)} criteria")

    def _repr_html_(self) -> str:
        rows = [(who, *(f"{value:.4g}" for value in found.values())) for who, found in self.gets().items()]
        return _shown.table("What each gets", rows, ("who", *self.scores))


@dataclass(frozen=True)
class Margin:
    """How far the weight of one stakeholder may move, all others staying, before another option wins.

    Parameters
    ----------
    low, high : float
        Ends of the weights at which the option stays; high is infinite where no weight is too large.
    below, above : str or None
        Which option wins beyond each end; None where there is none.
    """

    low: float
    high: float
    below: str | None
    above: str | None

    def __repr__(self) -> str:
        return _shown.line("Margin", f"{self.low:.4g} to {self.high:.4g}", self.below and f"{self.below} below",
                           self.above and f"{self.above} above")


@dataclass(frozen=True)
class Decided:
    """What a rule and weights lead to.

    Parameters
    ----------
    rule : str
        A key of `DECISION_RULES`.
    chosen : tuple of str
        The option; several where they are level, none where no option keeps the floor.
    sums : dict of str to float
        Weighted mean of what everybody gets, by option.  Empty if all weights are 0.
    excluded : dict of str to tuple of str
        Option → who would get less than the floor.
    losses : dict of str to float
        Stakeholder → how much less they get than under the option that is best for them.  Empty unless one option is chosen.
    margins : dict of str to Margin
        For each stakeholder.  Empty unless one option is chosen.

    Notes
    -----
    Made by `decide`.  Chapter C17.
    """

    rule: str
    chosen: tuple[str, ...]
    sums: dict[str, float]
    excluded: dict[str, tuple[str, ...]] = field(default_factory=dict)
    losses: dict[str, float] = field(default_factory=dict)
    margins: dict[str, Margin] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash((self.rule, self.chosen, frozenset(self.sums.items())))

    def __repr__(self) -> str:
        return _shown.line("Decided", self.rule, ", ".join(self.chosen) or "nothing",
                           *(f"{option} {value:.4g}" for option, value in self.sums.items()))

    def _repr_html_(self) -> str:
        rows = [(who, f"{loss:.4g}", f"{self.margins[who].low:.4g} to {self.margins[who].high:.4g}") for who, loss in self.losses.items()]
        return _shown.table(f"{', '.join(self.chosen) or 'Nothing'} ({DECISION_RULES[self.rule]})", rows,
                            ("who", "loses", "stays at weights"))

    @property
    def loser(self) -> tuple[str, ...]:
        """Who loses most; several if they lose alike, nobody if nobody loses."""
        most = max(self.losses.values(), default=0.0)
        return tuple(who for who, loss in self.losses.items() if most > 0 and math.isclose(loss, most, rel_tol=_SAME))


def _best(values: Mapping[str, float]) -> tuple[str, ...]:
    """The names of the largest values, where what differs by rounding is equal."""
    top = max(values.values(), default=0.0)
    return tuple(name for name, value in values.items() if value >= top * (1 - _SAME))


def _margin(gets: Mapping[str, Mapping[str, float]], weights: Mapping[str, float], who: str, mine: str, rivals: list[str]) -> Margin:
    """The weights of one stakeholder at which `mine` stays ahead of its rivals."""
    ends: dict[str, tuple[float, str | None]] = {"low": (0.0, None), "high": (math.inf, None)}
    for other in rivals:
        rest = sum(weights[one] * (gets[one][mine] - gets[one][other]) for one in gets if one != who)
        gain, rounding = gets[who][mine] - gets[who][other], _SAME * (gets[who][mine] + gets[who][other])
        if gain > rounding and -rest / gain > ends["low"][0]:
            ends["low"] = (-rest / gain, other)
        if gain < -rounding and rest / -gain < ends["high"][0]:
            ends["high"] = (rest / -gain, other)
    return Margin(ends["low"][0], ends["high"][0], ends["low"][1], ends["high"][1])


def decide(gets: Mapping[str, Mapping[str, float]], weights: Mapping[str, float], *, rule: str = "sum",
           floor: float | None = None) -> Decided:
    """Choose between options by what each stakeholder gets, and say who loses and how near another choice is.

    Parameters
    ----------
    gets : mapping of str to mapping of str to float
        Stakeholder → option → how much they get, from 0 on, as `Stakes.gets` returns it.
    weights : mapping of str to float
        Stakeholder → weight, from 0 on.  Only their shares count for the choice.
    rule : str
        A key of `DECISION_RULES`.
    floor : float, optional
        For the rule "floor": the least that anybody may get, also who has no weight.

    Returns
    -------
    Decided

    Raises
    ------
    ValueError
        If a number is missing or below 0, the rule is unknown, or a floor is given with another rule or missing.

    Notes
    -----
    Between two options the weighted sums differ by a linear function of each weight, so each margin ends where one of these lines crosses
    zero.  It holds for a single weight that moves: two that move together can bring another option much sooner.  Weights, scores and the
    rule are put in by people; that a number comes out makes none of them right.  Chapter C17.

    Examples
    --------
    >>> gets = {"driver": {"road": 6.5, "park": 3}, "resident": {"road": 2, "park": 9}}
    >>> found = decide(gets, {"driver": 3, "resident": 1})
    >>> found.chosen, found.margins["driver"]
    (('road',), Margin(2 to inf; park below))
    >>> decide(gets, {"driver": 3, "resident": 1}, rule="floor", floor=2.5).chosen
    ('park',)
    """
    if rule not in DECISION_RULES:
        raise bad("rule", rule, ", ".join(DECISION_RULES))
    if not isinstance(gets, Mapping) or not gets or not all(isinstance(row, Mapping) and row for row in gets.values()):
        raise bad("gets", gets, "a mapping of stakeholders to mappings of options to numbers")
    options = tuple(next(iter(gets.values())))
    amounts = {who: _amounts(f"gets[{who!r}]", row, options) for who, row in gets.items()}
    weighed = _amounts("weights", weights, tuple(amounts))
    if (rule == "floor") != (floor is not None):
        raise bad("floor", floor, 'a number with the rule "floor", and none with another rule')
    least = _amounts("floor", {"floor": floor}, ("floor",))["floor"] if floor is not None else 0.0
    total = sum(weighed.values())
    sums = {one: sum(weighed[who] * amounts[who][one] for who in amounts) / total for one in options} if total else {}
    excluded = {one: low for one in options if (low := tuple(who for who in amounts if amounts[who][one] < least * (1 - _SAME)))}
    open_ = [one for one in options if one not in excluded]
    if rule == "worst":
        chosen = _best({one: min(amounts[who][one] for who in amounts) for one in options})
    else:
        chosen = _best({one: sums.get(one, 0.0) for one in open_})
    if len(chosen) != 1:
        return Decided(rule, chosen, sums, excluded)
    losses = {who: max(amounts[who].values()) - amounts[who][chosen[0]] for who in amounts}
    rivals = [] if rule == "worst" else [one for one in open_ if one != chosen[0]]
    margins = {who: _margin(amounts, weighed, who, chosen[0], rivals) for who in amounts}
    return Decided(rule, chosen, sums, excluded, losses, margins)


_CRITERIA = ("state secrets", "patient data", "far regions", "skills, work", "not watched", "soon")


def _scored(*numbers: int) -> dict[str, int]:
    return dict(zip(_CRITERIA, numbers, strict=True))


#: A fictional country that can spend a sum on one of four things, with six stakeholders.  Every number in it is invented for teaching, and
#: stands for no country, body or product.
FICTION = Stakes(
    {"trunk": _scored(9, 2, 1, 4, 4, 6), "space": _scored(5, 3, 9, 5, 5, 3), "clinics": _scored(2, 9, 5, 3, 7, 7),
     "skills": _scored(3, 4, 5, 9, 6, 3)},
    {"ministry": _scored(6, 0, 1, 1, 0, 2), "hospitals": _scored(0, 6, 0, 1, 1, 2), "operator": _scored(3, 0, 1, 3, 0, 3),
     "far region": _scored(0, 2, 6, 2, 0, 0), "liberties": _scored(0, 2, 1, 0, 6, 1), "university": _scored(1, 0, 1, 6, 2, 0)})
