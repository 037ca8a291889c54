"""Tasks by which one can tell a level, made-up people and jobs, and what this book leads to (`proficiency_triangle`)."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from qedu import _yaml
from qedu.content import chapters
from qedu.policy import AREAS, LEVELS, Proficiency, coverage

__all__ = ["Deed", "Somebody", "book", "goals", "people", "tasks"]

_FILE = Path(__file__).parents[1] / "data" / "people" / "tasks.yaml"


@dataclass(frozen=True)
class Deed:
    """Something that somebody has done or has not.

    Attributes
    ----------
    key : str
        Its name, such as ``I_B1_2``.
    area, level : str
        To which it belongs.
    ask : str
        What was done, as it follows "Have you".
    chapters : tuple of str
        IDs of chapters of the plan in which one can do it, written or not.
    """

    key: str
    area: str
    level: str
    ask: str
    chapters: tuple[str, ...]


@dataclass(frozen=True)
class Somebody:
    """A person or a job, made up.

    Attributes
    ----------
    name : str
    levels : Proficiency
    """

    name: str
    levels: Proficiency


@cache
def _data():
    return _yaml.parse(_FILE.read_text(encoding="utf-8"))


@cache
def tasks() -> tuple[Deed, ...]:
    """All tasks, by area and level.

    Returns
    -------
    tuple of Deed

    Examples
    --------
    >>> tasks()[0].key, tasks()[0].chapters
    ('I_A1_1', ('C03B',))
    """
    table = _data()["tasks"]
    return tuple(Deed(f"{area}_{level}_{number}", area, level, one["ask"], tuple(one["in"]))
                 for area in AREAS for level in LEVELS for number, one in enumerate(table[area][level], 1))


def _somebody(part):
    return {key: Somebody(one["name"], Proficiency(*one["levels"])) for key, one in _data()[part].items()}


def goals() -> dict[str, Somebody]:
    """Jobs that one may want.

    Returns
    -------
    dict of str to Somebody

    Examples
    --------
    >>> goals()["adviser"].levels
    Proficiency(I A2; II A1; III B2)
    """
    return _somebody("goals")


def people() -> dict[str, Somebody]:
    """People who read an advert.

    Returns
    -------
    dict of str to Somebody

    Examples
    --------
    >>> people()["lawyer"].levels
    Proficiency(I A1; II none; III B2)
    """
    return _somebody("people")


@cache
def book():
    """What the written chapters of this book lead to, as each says in its front matter.

    Returns
    -------
    qedu.policy.ChapterLevels
        The authors' own judgement, which nobody has certified.

    Examples
    --------
    >>> book().proficiency.concepts
    'B2'
    """
    return coverage({one.id: one.cfqt for one in chapters.written()})
