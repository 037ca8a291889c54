"""Who has what: facts on countries and blocs, looked at through one indicator at a time, with what is missing shown as missing."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from qedu import _shown
from qedu._arguments import bad, real
from qedu.policy.positions import DEADLINES
from qedu.policy.rows import MISSING, READ, Row, load_rows

__all__ = ["DIVIDES", "INDICATORS", "Indicator", "PlaceFact", "PLACE_FACTS", "place_facts", "Ranked", "Ranking", "rank", "Flaw", "audit"]

#: Four divides that quantum technology may open: in "Navigating the quantum divide(s)", arXiv:2403.08033 (2024, revised 2025).  Which
#: indicator stands for which divide is our choice.
DIVIDES = {
    "science": "between researchers, some of whom have neither knowledge nor machines within reach",
    "technologies": "between technologies, as early choices bind those who come later",
    "countries": "between countries that adopt the technology at different times and with different means",
    "societies": "within societies, between those who take part and those who do not",
}


@dataclass(frozen=True)
class Indicator:
    """One way of looking at places.

    Parameters
    ----------
    name : str
        By which `rank` takes it.
    divide : str
        A key of `DIVIDES`.
    title : str
        What it is, in words.
    first : str
        What comes first in a list: "largest" or "earliest".  It says nothing of what is better.

    Notes
    -----
    Chapter C17.
    """

    name: str
    divide: str
    title: str
    first: str

    def __repr__(self) -> str:
        return _shown.line("Indicator", self.name, self.divide, f"{self.first} first")

    def _repr_html_(self) -> str:
        return _shown.table(self.title, [("Name", self.name), ("Divide", self.divide), ("First in a list", self.first)])


#: What `rank` can rank by, one at a time.  There is no index that puts several together: its weights would decide who leads.
INDICATORS = {one.name: one for one in (
    Indicator("without_facilities", "science", "Share of researchers without access to quantum research facilities", "largest"),
    Indicator("key_network_km", "technologies", "Kilometres of a running network for quantum keys, as its makers published", "largest"),
    Indicator("communication_sum", "technologies", "Public sum for quantum communication alone", "largest"),
    Indicator("strategy_year", "countries", "Year of a national strategy, programme or act", "earliest"),
    Indicator("national_sum", "countries", "Public sum that a strategy names, in its own currency", "largest"),
    Indicator("public_money_2022", "countries", "Public money announced, tally of a consulting firm in 2022", "largest"),
    Indicator("public_money_2023", "countries", "Public money announced until 2023, tally of a journal in 2024", "largest"),
    Indicator("export_rule_year", "countries", "Year of a rule that controls the export of quantum computers", "earliest"),
    Indicator("pqc_year", "countries", "Year by which a government body wants the move to post-quantum cryptography done", "earliest"),
    Indicator("women_share", "societies", "Share of women among people of the quantum community", "largest"),
)}

#: Places that hold others in the table.
_MEMBERS = {"European Union": ("France", "Germany", "Netherlands")}


@dataclass(frozen=True, kw_only=True, repr=False)
class PlaceFact(Row):
    """One figure of one place.

    Parameters
    ----------
    id, body, date, scope, source, read : str
        As for every `Row`.
    place : str
        A country, a bloc, or "World".
    indicator : str
        A key of `INDICATORS`.
    unit : str
        Of the figure.
    counts : str
        What it counts, in words.
    low, high : float or None
        The ends of the figure, equal where there is one.  None at one end: open, as in "more than".

    Examples
    --------
    >>> PLACE_FACTS[0]
    PlaceFact(United States; strategy_year; 2018 year; Congress of the United States, 2018-12-21)
    """

    ALLOWED: ClassVar = {**Row.ALLOWED, "indicator": INDICATORS}

    place: str
    indicator: str
    unit: str
    counts: str
    low: float | None
    high: float | None

    def __post_init__(self) -> None:
        if self.low is None and self.high is None:
            raise bad("low", self.low, "a number here or in high; what is not known at all has no row")
        if self.ends[0] > self.ends[1]:
            raise bad("low", self.low, f"at most high, which is {self.high}")

    @property
    def ends(self) -> tuple[float, float]:
        """Lowest and highest value, infinite where open."""
        return (-math.inf if self.low is None else self.low, math.inf if self.high is None else self.high)

    @property
    def figure(self) -> str:
        """The figure in words, with its unit."""
        low, high = (None if end is None else _shown.number(int(end) if end == int(end) else end) for end in (self.low, self.high))
        text = f"at most {high}" if low is None else f"at least {low}" if high is None else low if low == high else f"{low} to {high}"
        return f"{text} {self.unit}"

    def __repr__(self) -> str:
        return _shown.line("PlaceFact", self.place, self.indicator, self.figure, f"{self.body}, {self.date}")


#: Deadlines that end the move, or a part of it that stands for all of it, by place; their years make one range.
_ENDS = {"United States": ("us-eo-keys", "us-eo-signatures"), "United Kingdom": ("uk-complete",), "Germany": ("de-keys", "de-signatures"),
         "European Union": ("eu-high-risk", "eu-medium-risk"), "Canada": ("ca-rest",), "Australia": ("au-complete",),
         "Japan": ("jp-government",), "Korea": ("kr-master-plan",), "India": ("in-critical", "in-others")}


def _from_deadlines(place: str, names: tuple[str, ...]) -> PlaceFact:
    """The years of some deadlines as one fact, so that each deadline is kept in one table."""
    rows = [DEADLINES[name] for name in names]
    order = list(READ)
    return PlaceFact(id=f"pqc-{place.lower().replace(' ', '-')}", body=rows[0].body, date=rows[0].date,
                     scope="; ".join(dict.fromkeys(row.scope for row in rows)), source="; ".join(dict.fromkeys(row.source for row in rows)),
                     read=max((row.read for row in rows), key=order.index), place=place, indicator="pqc_year", unit="year",
                     counts="; ".join(f"{row.word}: {row.what}, by {row.by}" for row in rows),
                     low=float(min(row.by_year for row in rows)), high=float(max(row.by_year for row in rows)))


#: All facts: those of the file in its order, and the years of `DEADLINES` that end the move to post-quantum cryptography.
PLACE_FACTS = load_rows(PlaceFact, "places.yaml") + tuple(_from_deadlines(place, names) for place, names in _ENDS.items())

#: All places that can be ranked, in the order of the alphabet.
_PLACES = tuple(sorted({fact.place for fact in PLACE_FACTS} - {"World"}))

#: Of these nobody expects every figure: they are missing nowhere.
_REGIONS = ("Europe",)


def place_facts(*, place: str | None = None, indicator: str | None = None, divide: str | None = None) -> tuple[PlaceFact, ...]:
    """Look facts up by place, indicator or divide.

    Parameters
    ----------
    place : str, optional
        Only of this place.
    indicator : str, optional
        Only of this indicator, a key of `INDICATORS`.
    divide : str, optional
        Only of indicators of this divide, a key of `DIVIDES`.

    Returns
    -------
    tuple of PlaceFact
        In the order of `PLACE_FACTS`; empty if nothing was found, which does not mean that there is nothing.

    Raises
    ------
    ValueError
        If a name is unknown.

    Notes
    -----
    Chapter C17.

    Examples
    --------
    >>> [fact.figure for fact in place_facts(place="China")]
    ['15.3 billion USD', '4 to 17 billion USD', 'at least 10000 km']
    """
    for name, value, allowed in (("place", place, ("World", *_PLACES)), ("indicator", indicator, INDICATORS), ("divide", divide, DIVIDES)):
        if value is not None and (not isinstance(value, str) or value not in allowed):
            raise bad(name, value, ", ".join(allowed))
    return tuple(fact for fact in PLACE_FACTS if place in (None, fact.place) and indicator in (None, fact.indicator)
                 and divide in (None, INDICATORS[fact.indicator].divide))


@dataclass(frozen=True)
class Ranked:
    """A place in a ranking.

    Parameters
    ----------
    fact : PlaceFact
        Its figure.
    first, last : int
        The best and the worst rank that the figures allow; equal only where no other place is so near that the order is open.
    """

    fact: PlaceFact
    first: int
    last: int

    def __repr__(self) -> str:
        return _shown.line("Ranked", self.ranks, self.fact.place, self.fact.figure)

    def _repr_html_(self) -> str:
        return _shown.table(self.fact.place, [("Rank", self.ranks), ("Figure", self.fact.figure), ("Source", self.fact.source)])

    @property
    def ranks(self) -> str:
        """The ranks in words."""
        return str(self.first) if self.first == self.last else f"{self.first} to {self.last}"


@dataclass(frozen=True)
class Ranking:
    """Places in the order of one indicator, and those of which nothing was found.

    Parameters
    ----------
    indicator : Indicator
        What was looked at.
    places : tuple of Ranked
        Those with a figure.
    missing : tuple of str
        Those without, in the order of the alphabet: they have no rank, neither the last nor any other.
    twice : tuple of (str, str)
        Pairs of a bloc and a member of it that are both in the list, so that sums would count the member twice.

    Notes
    -----
    Made by `rank`.  Chapter C17.
    """

    indicator: Indicator
    places: tuple[Ranked, ...]
    missing: tuple[str, ...]
    twice: tuple[tuple[str, str], ...]

    def __repr__(self) -> str:
        return _shown.line("Ranking", self.indicator.name, f"{len(self.places)} ranked", f"{len(self.missing)} missing",
                           ", ".join(f"{one.ranks} {one.fact.place}" for one in self.places))

    def _repr_html_(self) -> str:
        rows = [(one.fact.place, one.ranks, one.fact.figure, one.fact.counts, one.fact.date) for one in self.places]
        rows += [(place, MISSING, MISSING, "not found, which is not zero", "") for place in self.missing]
        return _shown.table(f"{self.indicator.title}, {self.indicator.first} first", rows, ("place", "rank", "figure", "counts", "date"))


def rank(indicator: str, places: Iterable[str] | None = None) -> Ranking:
    """Put places in the order of one indicator.

    Parameters
    ----------
    indicator : str
        A key of `INDICATORS`.
    places : iterable of str, optional
        Only these places; all in the table if None.

    Returns
    -------
    Ranking
        Each place with the ranks that its figure allows, and the missing ones apart.

    Raises
    ------
    ValueError
        If a name is unknown, or the figures are in different units or currencies and cannot be compared.

    Notes
    -----
    A place is ahead for sure if its whole range is; where ranges touch or overlap, both orders are possible.  What the figures
    count differs from row to row: read `counts`.  Chapter C17.

    Examples
    --------
    China's place hangs on which report one believes:

    >>> rank("public_money_2023").places[:2]
    (Ranked(1 to 2; European Union; 9.8 billion USD), Ranked(1 to 3; China; 4 to 17 billion USD))
    >>> rank("key_network_km")
    Ranking(key_network_km; 1 ranked; 13 missing; 1 China)
    """
    if not isinstance(indicator, str) or indicator not in INDICATORS:
        raise bad("indicator", indicator, ", ".join(INDICATORS))
    try:
        asked = _PLACES if places is None else tuple(dict.fromkeys(() if isinstance(places, str) else places))
    except TypeError:
        asked = ()
    if not asked or not all(place in _PLACES for place in asked):
        raise bad("places", places, f"names in a row, at least one, of {', '.join(_PLACES)}")
    facts = [fact for fact in place_facts(indicator=indicator) if fact.place in asked]
    units = sorted({fact.unit for fact in facts})
    if len(units) > 1:
        raise bad("indicator", indicator, f"one whose figures have one unit; these are in {', '.join(units)}. Look at place_facts, and do "
                                          "not convert sums of different years with one rate")
    # Seen so that the lower end comes first.
    ends = [fact.ends if INDICATORS[indicator].first == "earliest" else (-fact.ends[1], -fact.ends[0]) for fact in facts]
    found = [Ranked(fact, 1 + sum(high < mine[0] for _, high in ends), len(ends) - sum(low > mine[1] for low, _ in ends))
             for fact, mine in zip(facts, ends)]
    having = {fact.place for fact in facts}
    lacking = set(asked) - having - (set(_REGIONS) if places is None else set())
    twice = tuple((bloc, member) for bloc, members in _MEMBERS.items() for member in members if {bloc, member} <= having)
    return Ranking(INDICATORS[indicator], tuple(sorted(found, key=lambda one: (one.first, one.last, one.fact.place))),
                   tuple(sorted(lacking)), twice)


@dataclass(frozen=True)
class Flaw:
    """Something wrong with a table of figures.

    Parameters
    ----------
    kind : str
        "missing as zero", "year mix", "currency mix", "no source" or "counted twice".
    places : tuple of str
        Where.
    says : str
        What it is, in words.
    """

    kind: str
    places: tuple[str, ...]
    says: str

    def __repr__(self) -> str:
        return _shown.line("Flaw", self.kind, ", ".join(self.places), self.says)

    def _repr_html_(self) -> str:
        return _shown.table(f"Flaw: {self.kind}", [("Places", ", ".join(self.places)), ("What it is", self.says)])


def _audited(rows: Any) -> list[dict[str, Any]]:
    """The rows as dicts with place, value, unit, year and source, or ValueError."""
    allowed = 'rows in a list, each a mapping with place, value, unit, year and source; value is a number, or None where it is missing'
    if isinstance(rows, (str, bytes, Mapping)) or not isinstance(rows, Iterable):
        raise bad("rows", rows, allowed)
    found = []
    for row in rows:
        if not isinstance(row, Mapping) or not isinstance(row.get("place"), str) or "value" not in row:
            raise bad("rows", rows, f"{allowed}; one is {row!r}")
        try:
            value = None if row["value"] is None else real(row["value"])
        except Exception:
            value = math.nan
        if value is not None and not math.isfinite(value):
            raise bad("rows", rows, f"{allowed}; {row['place']} has the value {row['value']!r}")
        texts = {name: str(row[name]).strip() if row.get(name) is not None else "" for name in ("unit", "year", "source")}
        found.append({"place": row["place"], "value": value, **texts})
    if not found:
        raise bad("rows", rows, allowed)
    return found


def audit(rows: Iterable[Mapping[str, object]]) -> tuple[Flaw, ...]:
    """Look for flaws in a table that is about to be ranked or summed.

    Parameters
    ----------
    rows : iterable of mapping
        Each with place, value (None where missing), unit (such as "million EUR"), year and source.

    Returns
    -------
    tuple of Flaw
        Zeros without a source, rows without one, more than one year, more than one unit or currency, and blocs beside their members.
        Empty if none of these was found, which does not make the table right.

    Raises
    ------
    ValueError
        If the rows are no such rows.

    Notes
    -----
    It looks at form alone: whether a source says what the row says, only a reader can find out.  Chapter C17.

    Examples
    --------
    >>> table = [{"place": "A", "value": 3, "unit": "million EUR", "year": 2023, "source": "a report"},
    ...          {"place": "B", "value": 0, "unit": "million USD", "year": 2023, "source": ""}]
    >>> [flaw.kind for flaw in audit(table)]
    ['missing as zero', 'currency mix']
    """
    table = _audited(rows)
    known = [row for row in table if row["value"] is not None]
    flaws = []

    def found(kind, wrong, says):
        if wrong:
            flaws.append(Flaw(kind, tuple(row["place"] for row in wrong), says))

    found("missing as zero", [row for row in known if row["value"] == 0 and not row["source"]],
          "a zero that nobody stated; write None where nothing was found")
    found("no source", [row for row in known if row["value"] != 0 and not row["source"]], "a figure that nobody can check")
    for kind, name, says in (("year mix", "year", "figures of different years"), ("currency mix", "unit", "figures in different units")):
        values = sorted({row[name] for row in known})
        if len(values) > 1:
            found(kind, known, f"{says}: {', '.join(value or 'none given' for value in values)}")
    there = {row["place"] for row in known}
    for bloc, members in _MEMBERS.items():
        both = [row for row in known if row["place"] in members and bloc in there]
        found("counted twice", both, f"also counted in {bloc}")
    return tuple(flaws)
