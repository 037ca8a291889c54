"""Who says what of quantum key distribution and post-quantum cryptography, by when one should have moved, and what is misreported.

The tables are `qedu/data/policy/*.yaml`.  Every row says whose words it tells, of which date and for whom, and where they stand; no row
speaks for anybody else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from qedu import _shown
from qedu._arguments import bad, count, one_of
from qedu._types import Whole
from qedu.policy.rows import READ, Row, load_rows
from qedu.policy.surveys import FORECASTS, SURVEYS

__all__ = ["SUBJECTS", "SCOPES", "FORCE", "WORDS", "Position", "POSITIONS", "positions", "Deadline", "DEADLINES", "Misreport", "MISREPORTS",
           "Estimate", "THREAT_ESTIMATES", "source"]

#: What a position speaks of.
SUBJECTS = ("QKD", "PQC", "hybrid", "deadline", "signatures", "pre-shared keys", "harvesting", "randomness", "threat")

#: For whom a position is meant.  These differ more than the positions do: a rule for classified systems says nothing to a school.
SCOPES = {
    "national security systems": "classified and military systems of a state",
    "government": "civilian bodies of a state",
    "critical sectors": "banks, energy, health and others on whom everybody depends",
    "organisations": "any company or body",
    "products": "what is built, sold or certified",
    "states": "what states decide or build",
}

#: What weight a document has.
FORCE = {
    "law": "passed by a parliament",
    "order": "binds the offices that it names",
    "requirement": "binds the systems that its body is in charge of",
    "standard": "says how a thing is done; it binds whoever is told to follow it",
    "guidance": "advice of an agency",
    "recommendation": "asks states or sectors to do something",
    "plan": "what a body means to do itself",
    "project": "something is built, or money spent",
    "draft": "published for comment, and not in force",
    "report": "findings of a study, a trial or a task force",
    "paper": "a scientific paper",
    "claim": "a seller speaks of its product",
}

#: Five words for a date that are mistaken for each other.
WORDS = {
    "required": "binding for those in scope",
    "disallowed": "no longer allowed for the stated purpose",
    "deprecated": "may still be used, at some risk",
    "recommended": "advised, without a duty",
    "target": "what somebody aims at",
}


#: Countries whose names are too long for a phone.
_REGIONS = {"United States": "US", "United Kingdom": "UK", "European Union": "EU", "South Korea": "Korea",
            "France, Germany, Netherlands, Sweden": "FR, DE, NL, SE"}


@dataclass(frozen=True, kw_only=True, repr=False)
class Position(Row):
    """What one document says, in our words, with who disagrees.

    Parameters
    ----------
    id, body, date, scope, source, read : str
        As for every `Row`.
    short : str
        What people call the body, short enough for a list on a phone.
    country : str
        Country or region of the body.
    groups : tuple of str
        For whom, keys of `SCOPES`.
    subject : tuple of str
        What of, from `SUBJECTS`.
    force : str
        Its weight, a key of `FORCE`.
    says : str
        What it says, in our words.
    quote, place : str
        Its own words where they matter, and where they stand; "" where they were not read in the document itself.
    not_said : str
        What it is often taken for, and does not say.
    disagrees : tuple of str
        Names of positions that say otherwise; each of them names this one.
    superseded : tuple of str
        Names of later positions that stand in its place.

    Examples
    --------
    >>> POSITIONS["nsa-qkd"].scope
    'transmission of data in National Security Systems, and nothing else'
    >>> POSITIONS["nsa-qkd"].short, POSITIONS["nsa-qkd"].region
    ('NSA', 'US')
    >>> POSITIONS["nsa-qkd"]
    Position(nsa-qkd; United States; 2020-10-26; guidance; QKD, PQC)
    """

    ALLOWED: ClassVar = {"read": READ, "groups": SCOPES, "subject": SUBJECTS, "force": FORCE}

    short: str
    country: str
    groups: tuple[str, ...]
    subject: tuple[str, ...]
    force: str
    says: str
    quote: str = ""
    place: str = ""
    not_said: str = ""
    disagrees: tuple[str, ...] = ()
    superseded: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.quote and self.read not in ("page", "part"):
            raise bad("quote", self.quote, "none where the document itself was not read; tell it in other words")
        if bool(self.quote) != bool(self.place):
            raise bad("place", self.place, "where the quoted words stand, and nothing where none are quoted")

    @property
    def region(self) -> str:
        """The country, short enough for a phone."""
        return _REGIONS.get(self.country, self.country)

    def __repr__(self) -> str:
        return _shown.line("Position", self.id, self.country, self.date, self.force, ", ".join(self.subject))


@dataclass(frozen=True, kw_only=True, repr=False)
class Deadline(Row):
    """A date by which something should be done: for buying and planning, and no forecast of a machine.

    Parameters
    ----------
    id, body, date, scope, source, read : str
        As for every `Row`.
    country : str
        Country or region of the body; `region` is short for it.
    what : str
        What should be done, or which methods the word concerns.
    by : str
        By when, at the latest: a year, month or day.
    word : str
        How binding it is, a key of `WORDS`, as in the source.
    position : str
        The position that it belongs to.
    draft : bool
        Whether it stands in a draft.

    Examples
    --------
    >>> DEADLINES["us-eo-keys"].by, DEADLINES["us-eo-keys"].word, DEADLINES["nist-112-deprecated"].draft
    ('2030-12-31', 'required', True)
    """

    ALLOWED: ClassVar = {"read": READ, "word": WORDS}

    country: str
    what: str
    by: str
    word: str
    position: str
    draft: bool = False

    @property
    def by_year(self) -> int:
        """The year of `by`."""
        return int(self.by[:4])

    @property
    def region(self) -> str:
        """The country, short enough for a phone."""
        return _REGIONS.get(self.country, self.country)

    def __repr__(self) -> str:
        return _shown.line("Deadline", self.by, self.word + (" in a draft" if self.draft else ""), self.country, self.what)


@dataclass(frozen=True, kw_only=True, repr=False)
class Misreport(Row):
    """A false report in circulation, and what is true.

    Parameters
    ----------
    id, body, date, scope, source, read : str
        As for every `Row`; `body` and `source` are where the report was met, `date` is when.
    claim, truth : str
        Both in our words.
    see : tuple of str
        Names of rows that the truth rests on (`source`).

    Examples
    --------
    >>> MISREPORTS["eu-dates-are-law"].truth
    'The roadmap is a recommendation to member states.'
    """

    claim: str
    truth: str
    see: tuple[str, ...]

    def __repr__(self) -> str:
        return _shown.line("Misreport", self.claim)


@dataclass(frozen=True, kw_only=True, repr=False)
class Estimate(Row):
    """What a machine that breaks public-key cryptography would need, by one paper.

    Parameters
    ----------
    id, body, date, scope, source, read : str
        As for every `Row`; `scope` says which kind of qubits.
    target : str
        What it breaks.
    qubits : int
        Physical qubits, at most.
    logical_qubits : int or None
        Logical qubits, at most.
    run_time : str
        In the paper's words; "" where it says nothing.
    hours : float or None
        The run time in hours at most, where it is a number.
    error_rate : float or None
        Of a physical gate.
    cycle_us, reaction_us : float or None
        Time of one round of error correction, and of the answer to it, in microseconds.
    connectivity : str
        Which qubits meet.
    toffolis : int or None
        Toffoli gates, about.
    reviewed : bool
        Whether it was peer reviewed.
    company : str
        Whose authors wrote it, where a company's did.
    note : str
        What else the reader should know.

    Examples
    --------
    >>> THREAT_ESTIMATES["gidney-2025"]
    Estimate(RSA-2048; at most 1000000 qubits; less than a week; not peer reviewed; C. Gidney; 2025-05-21)
    """

    target: str
    qubits: int
    logical_qubits: int | None = None
    run_time: str = ""
    hours: float | None = None
    error_rate: float | None = None
    cycle_us: float | None = None
    reaction_us: float | None = None
    connectivity: str = ""
    toffolis: int | None = None
    reviewed: bool
    company: str = ""
    note: str = ""

    def __repr__(self) -> str:
        return _shown.line("Estimate", self.target, f"at most {self.qubits} qubits", self.run_time or "run time missing",
                           "peer reviewed" if self.reviewed else "not peer reviewed", self.body, self.date)


#: Positions by name, in the order of the file.
POSITIONS = {row.id: row for row in load_rows(Position, "positions.yaml")}

#: Deadlines by name.
DEADLINES = {row.id: row for row in load_rows(Deadline, "deadlines.yaml")}

#: Published estimates of the machine by name, oldest first.
THREAT_ESTIMATES = {row.id: row for row in load_rows(Estimate, "estimates.yaml")}

#: False reports by name.
MISREPORTS = {row.id: row for row in load_rows(Misreport, "misreports.yaml")}

_ALL: Mapping[str, Row] = {**POSITIONS, **THREAT_ESTIMATES, **FORECASTS, **{survey.id: survey for survey in SURVEYS.values()}}


def source(name: str) -> Row:
    """Find the row that a rule or a correction points to.

    Parameters
    ----------
    name : str
        The name of a position, an estimate, an edition of the survey, or a model.

    Returns
    -------
    Row
        The row, with its `source`.

    Raises
    ------
    ValueError
        If there is none of that name.

    Examples
    --------
    >>> source("gri-2025").date
    '2026-03-09'
    """
    if not isinstance(name, str) or name not in _ALL:
        raise bad("name", name, "the id of a position, an estimate, a survey or a model")
    return _ALL[name]


def positions(*, body: str | None = None, year: Whole | Sequence[Whole] | None = None, subject: str | None = None,
              scope: str | None = None, current: bool = False) -> tuple[Position, ...]:
    """Filter the positions; what is not asked for may be anything.

    Parameters
    ----------
    body : str, optional
        A part of the name of body or country, in any case of letters: "NSA" or "germany".
    year : int or (int, int), optional
        Year of the document, or the first and the last one.
    subject : str, optional
        One of `SUBJECTS`.
    scope : str, optional
        For whom, a key of `SCOPES`.
    current : bool, default False
        Leave out what a later document of the same body stands in the place of.

    Returns
    -------
    tuple of Position
        Those that fit, oldest first.

    Raises
    ------
    ValueError
        If a filter is no such thing, or no body has this name.

    Examples
    --------
    >>> [found.id for found in positions(body="BSI", subject="QKD")]
    ['etsi-qkd-016', 'eu4-qkd-2024', 'bsi-tr-02102-1-2026']
    """
    if body is not None and (not isinstance(body, str) or not any(_is_of(row, body) for row in POSITIONS.values())):
        raise bad("body", body, f"a part of one of {'; '.join(sorted({f'{row.body}, {row.country}' for row in POSITIONS.values()}))}")
    if subject is not None and not one_of(subject, SUBJECTS):
        raise bad("subject", subject, f"one of {', '.join(SUBJECTS)}")
    if scope is not None and (not isinstance(scope, str) or scope not in SCOPES):
        raise bad("scope", scope, f"one of {', '.join(SCOPES)}")
    if not isinstance(current, bool):
        raise bad("current", current, "True or False")
    first, last = _from_to(year)
    found = [row for row in POSITIONS.values() if (body is None or _is_of(row, body)) and first <= row.year <= last
             and (subject is None or subject in row.subject) and (scope is None or scope in row.groups)]
    return tuple(sorted((row for row in found if not (current and row.superseded)), key=lambda row: row.date))


def _is_of(row: Position, body: str) -> bool:
    return body.strip().lower() in f"{row.body}, {row.country}".lower()


def _from_to(year: Any) -> tuple[int, int]:
    if year is None:
        return 0, 9999
    try:
        first, last = (count("year", one, 1, 9999) for one in (year if isinstance(year, (tuple, list)) else (year, year)))
    except ValueError:
        first, last = 1, 0
    if first > last:
        raise bad("year", year, "a year such as 2025, or the first and the last one, such as (2024, 2026)")
    return first, last
