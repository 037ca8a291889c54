"""What people in quantum technology should know, by the European competence framework, and what is known of who they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from qedu import _shown
from qedu._arguments import bad
from qedu.policy.rows import MISSING, Row, load_rows

__all__ = ["FRAMEWORK", "AREAS", "LEVELS", "DOMAINS", "Proficiency", "ChapterLevels", "coverage", "Study", "STUDIES"]

#: Where areas, levels and domains are from.
FRAMEWORK = ("European Competence Framework for Quantum Technologies (CFQT), version 3.0, April 2025, doi:10.2759/8917117; levels and "
             "areas as in the news of the Quantum Flagship of 16 April 2024, names of the domains as in a transcription of its content map")

#: Three areas of proficiency.
AREAS = {"I": "quantum concepts", "II": "hardware and software engineering", "III": "applications and strategies"}

#: Six levels, from the first on.
LEVELS = {"A1": "awareness", "A2": "literacy", "B1": "utilisation", "B2": "investigation", "C1": "specialisation", "C2": "innovation"}

#: Eight domains of the content map.
DOMAINS = {
    "D1": "Concepts and foundations",
    "D2": "Physical foundations of quantum technologies",
    "D3": "Enabling technologies and techniques",
    "D4": "Quantum hardware",
    "D5": "Quantum computing and simulation",
    "D6": "Quantum sensors and imaging systems",
    "D7": "Quantum communication and networks",
    "D8": "Valorisation",
}

_STEPS = tuple(LEVELS)
_FIELDS = ("concepts", "engineering", "strategy")
_LEVEL = f"None or one of {', '.join(LEVELS)}"


def _rung(level: str | None) -> int:
    """How many levels are reached: 0 to 6."""
    return 0 if level is None else _STEPS.index(level) + 1


@dataclass(frozen=True)
class Proficiency:
    """A level in each of the three areas: a person, a job, a course.

    Parameters
    ----------
    concepts : str or None
        Area I, quantum concepts: a key of `LEVELS`, or None for none yet.
    engineering : str or None
        Area II, hardware and software engineering.
    strategy : str or None
        Area III, applications and strategies.

    Raises
    ------
    ValueError
        If a level is none.

    Notes
    -----
    The levels of the European Competence Framework for Quantum Technologies (`FRAMEWORK`).  A level holds those below it in the
    same area, and says nothing of the other areas.  Chapter C18.

    Examples
    --------
    >>> me, job = Proficiency("B1", "A1"), Proficiency("A2", "B2", "A1")
    >>> me.gap(job)
    {'II': ('A2', 'B1', 'B2'), 'III': ('A1',)}
    >>> me.covers(job), me.joined(job)
    (False, Proficiency(I B1; II B2; III A1))
    """

    concepts: str | None = None
    engineering: str | None = None
    strategy: str | None = None

    def __post_init__(self) -> None:
        for name in _FIELDS:
            level = getattr(self, name)
            if level is not None and (not isinstance(level, str) or level not in LEVELS):
                raise bad(name, level, _LEVEL)

    @property
    def by_area(self) -> dict[str, str | None]:
        """Level or None by area, a key of `AREAS`."""
        return dict(zip(AREAS, (self.concepts, self.engineering, self.strategy)))

    def gap(self, other: Proficiency) -> dict[str, tuple[str, ...]]:
        """Levels that the other has and this one has not.

        Parameters
        ----------
        other : Proficiency
            What is asked for, such as that of a job.

        Returns
        -------
        dict of str to tuple of str
            By area, the levels still to be reached, from the next one on; areas without a gap are left out.

        Raises
        ------
        ValueError
            If `other` is no Proficiency.
        """
        wanted = _known("other", other).by_area
        missing = {area: _STEPS[_rung(level):_rung(wanted[area])] for area, level in self.by_area.items()}
        return {area: levels for area, levels in missing.items() if levels}

    def covers(self, other: Proficiency) -> bool:
        """Whether there is no gap to the other.

        Parameters
        ----------
        other : Proficiency
            What is asked for.

        Returns
        -------
        bool

        Raises
        ------
        ValueError
            If `other` is no Proficiency.
        """
        return not self.gap(other)

    def joined(self, other: Proficiency) -> Proficiency:
        """The higher of both levels in each area, as two people have together.

        Parameters
        ----------
        other : Proficiency
            The other one.

        Returns
        -------
        Proficiency

        Raises
        ------
        ValueError
            If `other` is no Proficiency.
        """
        theirs = _known("other", other).by_area
        return Proficiency(*(max(level, theirs[area], key=_rung) for area, level in self.by_area.items()))

    def __repr__(self) -> str:
        return _shown.line("Proficiency", *(f"{area} {level or 'none'}" for area, level in self.by_area.items()))

    def _repr_html_(self) -> str:
        return _shown.table("Proficiency", [(f"{area} {AREAS[area]}", f"{level} {LEVELS[level]}" if level else "none yet")
                                            for area, level in self.by_area.items()])


def _known(name: str, value: Any) -> Proficiency:
    if not isinstance(value, Proficiency):
        raise bad(name, value, 'a qedu.policy.Proficiency, as Proficiency("B1", "A2", "A1")')
    return value


@dataclass(frozen=True)
class ChapterLevels:
    """What chapters lead to, by area and domain.

    Parameters
    ----------
    chapters : tuple of (str, Proficiency, tuple of str)
        For each chapter its ID, the levels that it leads to, and its domains.

    Notes
    -----
    Made by `coverage`.  Chapter C18.
    """

    chapters: tuple[tuple[str, Proficiency, tuple[str, ...]], ...]

    @property
    def proficiency(self) -> Proficiency:
        """The highest level in each area: what somebody has who has worked through all of them."""
        reached = Proficiency()
        for _, levels, _ in self.chapters:
            reached = reached.joined(levels)
        return reached

    @property
    def domains(self) -> dict[str, tuple[str, ...]]:
        """For each of the eight domains the chapters that belong to it; an empty tuple where there is none."""
        return {domain: tuple(name for name, _, domains in self.chapters if domain in domains) for domain in DOMAINS}

    def towards(self, goal: Proficiency, *, have: Proficiency | None = None) -> dict[str, tuple[str, ...]]:
        """The chapters that close a gap.

        Parameters
        ----------
        goal : Proficiency
            What is asked for.
        have : Proficiency, optional
            What is there already; nothing if None.

        Returns
        -------
        dict of str to tuple of str
            By area in which there is a gap, the chapters that lead to a level above what is there, lower levels first.  The tuple is
            empty where no chapter does, and may end below the goal: compare `proficiency`.

        Raises
        ------
        ValueError
            If an argument is no Proficiency.
        """
        now = Proficiency() if have is None else _known("have", have)
        found = {}
        for area in now.gap(_known("goal", goal)):
            leading = [(_rung(given.by_area[area]), name) for name, given, _ in self.chapters]
            found[area] = tuple(name for height, name in sorted(leading, key=lambda one: one[0]) if height > _rung(now.by_area[area]))
        return found

    def __repr__(self) -> str:
        n, empty = len(self.chapters), [domain for domain, names in self.domains.items() if not names]
        return _shown.line("ChapterLevels", f"{n} chapter{'s' * (n != 1)}", *(f"{area} {level or 'none'}" for area, level in
                           self.proficiency.by_area.items()), f"nothing of {', '.join(empty)}" if empty else None)

    def _repr_html_(self) -> str:
        return _shown.table("What chapters lead to", [
            (name, *(level or "" for level in levels.by_area.values()), ", ".join(domains)) for name, levels, domains in self.chapters],
            ("chapter", *AREAS, "domains"))


def coverage(chapters: Mapping[str, Mapping[str, Any]]) -> ChapterLevels:
    """What chapters lead to, from what they say of themselves.

    Parameters
    ----------
    chapters : mapping
        From a chapter's ID to its `cfqt` entry: levels under "I", "II" and "III", where it has one, and a list of "domains".  For
        chapters of the book that is ``{m.id: m.cfqt}`` of `qedu.content.chapters.read`.

    Returns
    -------
    ChapterLevels
        With levels by area, chapters by domain, and the chapters that close a gap.

    Raises
    ------
    ValueError
        If an entry has another area, level or domain.

    Notes
    -----
    The levels are those of `FRAMEWORK` as the authors of a chapter judge them; nobody has certified them.  Chapter C18.

    Examples
    --------
    >>> book = coverage({"C02": {"I": "B1", "domains": ["D1"]}, "C09": {"I": "B1", "II": "B2", "domains": ["D3", "D7"]}})
    >>> book.proficiency, book.domains["D7"]
    (Proficiency(I B1; II B2; III none), ('C09',))
    >>> book.towards(Proficiency("C1", "B1", "A1"), have=Proficiency("A2"))
    {'I': ('C02', 'C09'), 'II': ('C09',), 'III': ()}
    """
    if not isinstance(chapters, Mapping) or not chapters:
        raise bad("chapters", chapters, 'a mapping from chapters to what they say, as {"C02": {"I": "B1", "domains": ["D1"]}}')
    found = []
    for name, entry in chapters.items():
        given = dict(entry) if isinstance(entry, Mapping) else {}
        domains = given.pop("domains", ())
        wrong = [area for area, level in given.items() if area not in AREAS or not isinstance(level, str) or level not in LEVELS]
        right = isinstance(domains, (list, tuple)) and all(isinstance(one, str) and one in DOMAINS for one in domains)
        if not isinstance(entry, Mapping) or not isinstance(name, str) or wrong or not right:
            raise bad("chapters", chapters, f"for each the areas {', '.join(AREAS)} with levels {', '.join(LEVELS)}, and domains, a list "
                                            f"of {', '.join(DOMAINS)}; {name!r} has {entry!r}")
        found.append((name, Proficiency(*(given.get(area) for area in AREAS)), tuple(domains)))
    return ChapterLevels(tuple(found))


@dataclass(frozen=True, kw_only=True, repr=False)
class Study(Row):
    """What was counted of people in the field, and what that must not be used for.

    Parameters
    ----------
    id, body, date, scope, source, read : str
        As for every `Row`.
    about : str
        "women"; "needs", what employers and experts look for; "courses", where one can learn it; "measures", what was done to have others
        take part; or "public", how everybody else is told of it.
    figure : float
        The number.
    unit : str
        Of the number.
    says : str
        What was found, in our words.
    respondents : int or None
        How many answers, posts, programmes or texts it rests on; None where it is not said.
    not_for : str
        What it does not show.

    Examples
    --------
    >>> STUDIES["cost-women"]
    Study(women; 0.15 share; answers missing; COST, European Cooperation in Science and Technology, 2020)
    """

    ALLOWED: ClassVar = {**Row.ALLOWED, "about": ("women", "needs", "courses", "measures", "public")}

    about: str
    figure: float
    unit: str
    says: str
    respondents: int | None
    not_for: str

    def __repr__(self) -> str:
        return _shown.line("Study", self.about, f"{self.figure:.4g} {self.unit}", f"answers {self.respondents or MISSING}",
                           f"{self.body}, {self.date}")


#: Studies of who works in the field, what employers look for, where it is taught and how it is told, by ID.
STUDIES = {study.id: study for study in load_rows(Study, "workforce.yaml")}
