"""What a chapter says about itself in its front matter, the titles of all chapters, and what its lessons say."""

import os
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from qedu import _yaml
from qedu.content import misconceptions as catalogue

__all__ = ["Lesson", "Manifest", "front_matter", "lesson", "moved", "owner", "plan", "read", "titles", "tracks", "written"]

AREAS = ("I", "II", "III")
LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2")

_KEYS = ("id", "minutes", "needs", "cfqt", "objectives", "misconceptions", "widgets", "exercises")
_LESSON, _MAY = ("chapter", "minutes", "objectives"), ("needs", "was")


@dataclass(frozen=True)
class Manifest:
    """What a chapter says about itself.

    Attributes
    ----------
    id : str
        ``"C02"``.
    minutes : int
        Study time; of a chapter that is a folder, that of its index page alone.
    needs : tuple of str
        IDs of the chapters to read before.
    cfqt : dict
        Levels by area (``"I"``, ``"II"``, ``"III"``) and the list ``"domains"`` of the European Competence
        Framework for Quantum Technologies.
    objectives : dict of str to str
        Sentences by ID, such as ``"C02.1"``.
    misconceptions, widgets, exercises : tuple of str
        IDs.
    """

    id: str
    minutes: int
    needs: tuple[str, ...]
    cfqt: dict[str, Any]
    objectives: dict[str, str]
    misconceptions: tuple[str, ...]
    widgets: tuple[str, ...]
    exercises: tuple[str, ...]


@dataclass(frozen=True)
class Lesson:
    """What a lesson, or the practice page, of a chapter that is a folder says about itself.

    Attributes
    ----------
    chapter : str
        The chapter's ID, ``"C06"``.
    minutes : int
        Study time.
    objectives : tuple of str
        IDs, of those that the chapter's index page has; of a practice page there may be none.
    needs : tuple of str
        Labels of sections on earlier pages, without which this one cannot be read.
    """

    chapter: str
    minutes: int
    objectives: tuple[str, ...]
    needs: tuple[str, ...]


@cache
def plan() -> dict[str, dict[str, str]]:
    """Return the parts of the book with their chapters, written or not.

    Returns
    -------
    dict of str to dict
        By caption, in order: titles by ID.
    """
    return _data("chapters.yaml")


def titles() -> dict[str, str]:
    """Return the titles of all chapters, written or not, by ID.

    Returns
    -------
    dict of str to str

    Examples
    --------
    >>> titles()["C06"]
    'BB84'
    """
    return {identifier: title for part in plan().values() for identifier, title in part.items()}


@cache
def tracks() -> list[dict[str, Any]]:
    """Return the ways through the book for different readers.

    Returns
    -------
    list of dict
        ``title``, ``words`` and ``chapters``, a list of IDs.
    """
    return _data("tracks.yaml")


def _data(name):
    return _yaml.parse((Path(__file__).parent / name).read_text(encoding="utf-8"))


def read(path: str | os.PathLike[str]) -> Manifest | None:
    """Read the manifest of a chapter.

    Parameters
    ----------
    path : str or pathlib.Path
        A MyST notebook.

    Returns
    -------
    Manifest or None
        None if the front matter has no ``qedu:`` with a chapter's ``id:``, as that of a lesson, whose chapter `owner` finds.

    Raises
    ------
    ValueError
        If the front matter is not YAML, or a field is missing, unknown or of the wrong kind; names the file.
    """
    raw = front_matter(path)
    if raw is None or isinstance(raw, dict) and ("chapter" in raw or set(raw) == {"was"}):
        return None
    _validate(path, raw)
    return Manifest(raw["id"], raw["minutes"], tuple(raw["needs"] or ()), raw["cfqt"], raw["objectives"],
                    tuple(raw["misconceptions"] or ()), tuple(raw["widgets"] or ()), tuple(raw["exercises"] or ()))


@cache
def written() -> tuple[Manifest, ...]:
    """Read the manifests of all chapters of this book that are folders, in the order of the plan.

    Returns
    -------
    tuple of Manifest
        Of the chapters that lie beside the library, or that came with it.

    Examples
    --------
    >>> {"C02", "C06"} <= {chapter.id for chapter in written()}
    True
    """
    packed = Path(__file__).parents[1] / "_chapters"
    root = packed if packed.is_dir() else Path(__file__).parents[2] / "chapters"
    found = {one.id: one for one in map(read, sorted(root.glob("*/*/index.md"))) if one}
    return tuple(found[name] for name in titles() if name in found)


def lesson(path: str | os.PathLike[str]) -> Lesson | None:
    """Read what a lesson or a practice page says about itself, and compare it with the chapter's index page.

    Parameters
    ----------
    path : str or pathlib.Path
        A page beside the chapter's ``index.md``.

    Returns
    -------
    Lesson or None
        None if the front matter has no ``qedu:`` with ``chapter:``.

    Raises
    ------
    ValueError
        If a field is missing, unknown or of the wrong kind, there is no index page, the chapter is not its chapter, or an
        objective not one of its objectives; names the file.
    """
    raw = front_matter(path)
    if not isinstance(raw, dict) or "chapter" not in raw:
        return None
    _keys(path, raw, _LESSON, _MAY)
    index = Path(path).with_name("index.md")
    chapter = read(index) if index.is_file() else None
    if chapter is None:
        raise ValueError(f"{path}: 'qedu: chapter:' is for the pages of a chapter that is a folder, and there is no index.md with a "
                         "chapter's 'qedu: id:' beside this page")
    if raw["chapter"] != chapter.id:
        _refuse(path, raw, "chapter", f"{chapter.id}, the chapter of index.md beside it")
    _minutes(path, raw)
    _ids(path, raw, "objectives", "needs")
    practice = Path(path).stem == "practice"
    if set(raw["objectives"] or ()) - set(chapter.objectives) or not raw["objectives"] and not practice:
        _refuse(path, raw, "objectives", f"a list of {', '.join(chapter.objectives)}, those of the chapter")
    return Lesson(raw["chapter"], raw["minutes"], tuple(raw["objectives"] or ()), tuple(raw.get("needs") or ()))


def owner(path: str | os.PathLike[str]) -> Manifest | None:
    """Read the manifest of the chapter that a page is a part of.

    Parameters
    ----------
    path : str or pathlib.Path
        A chapter's own page, or a page beside a chapter's ``index.md``.

    Returns
    -------
    Manifest or None

    Raises
    ------
    ValueError
        As `read` and `lesson` do.
    """
    return read(Path(path).with_name("index.md")) if lesson(path) else read(path)


def moved(path: str | os.PathLike[str]) -> tuple[str, ...]:
    """Read the names under which a page was in the book before.

    Parameters
    ----------
    path : str or pathlib.Path
        Any page.

    Returns
    -------
    tuple of str
        Such as ``"chapters/2-keys/bb84"``: what stands under ``qedu: was:`` in the front matter.

    Raises
    ------
    ValueError
        If it is no list of such names; names the file.
    """
    raw = front_matter(path)
    names = raw.get("was", []) if isinstance(raw, dict) else []
    if not isinstance(names, list) or not all(isinstance(name, str) and re.fullmatch(r"[\w-]+(/[\w-]+)*", name) for name in names):
        _refuse(path, raw, "was", "a list of names of pages without ending, such as chapters/2-keys/bb84")
    return tuple(names)


def front_matter(path: str | os.PathLike[str]) -> dict[str, Any] | None:
    """Read what stands under ``qedu:`` in the front matter of a page, as it stands.

    Parameters
    ----------
    path : str or pathlib.Path
        A MyST notebook.

    Returns
    -------
    dict or None
        None if there is no front matter, or no ``qedu:`` in it.

    Raises
    ------
    ValueError
        If the front matter is not YAML; names the file.
    """
    match = re.match(r"---\n(.*?\n)---\s*\n", Path(path).read_text(encoding="utf-8"), re.DOTALL)
    if not match:
        return None
    try:
        front = _yaml.parse(match[1]) or {}
    except _yaml.YAMLError as error:
        raise ValueError(f"{path}: the front matter is not YAML: {error}") from None
    return front.get("qedu") if isinstance(front, dict) else None


def _refuse(path, raw, key, allowed):
    raise ValueError(f"{path}: 'qedu: {key}:' in the front matter must be {allowed}; got {raw.get(key)!r}")


def _keys(path, raw, must, may=()):
    for key in must:
        if key not in raw:
            raise ValueError(f"{path}: 'qedu:' in the front matter has no '{key}:'")
    for key in raw:
        if key not in (*must, *may):
            raise ValueError(f"{path}: 'qedu:' in the front matter has an unknown key '{key}:'; it may have {', '.join((*must, *may))}")


def _minutes(path, raw):
    if not isinstance(raw["minutes"], int) or isinstance(raw["minutes"], bool) or raw["minutes"] <= 0:
        _refuse(path, raw, "minutes", "a whole number of minutes")


def _ids(path, raw, *keys):
    for key in keys:
        items = raw.get(key) or []
        if not isinstance(items, list) or not all(isinstance(item, str) for item in items) or len(set(items)) != len(items):
            _refuse(path, raw, key, "a list of different IDs")


def _validate(path: str | os.PathLike[str], raw: Any) -> None:
    if not isinstance(raw, dict):
        raise ValueError(f"{path}: 'qedu:' in the front matter must be a mapping with {', '.join(_KEYS)}")
    _keys(path, raw, _KEYS, ("was",))
    if raw["id"] not in titles():
        _refuse(path, raw, "id", f"one of {', '.join(titles())}")
    _minutes(path, raw)
    _ids(path, raw, "needs", "misconceptions", "widgets", "exercises")
    if set(raw["needs"] or ()) - set(titles()):
        _refuse(path, raw, "needs", f"a list of chapter IDs, {min(titles())} to {max(titles())}")
    if set(raw["misconceptions"] or ()) - set(catalogue.load()):
        _refuse(path, raw, "misconceptions", "a list of IDs of the catalogue qedu/content/misconceptions.yaml")
    if not isinstance(raw["objectives"], dict) or not raw["objectives"] or not all(
            re.fullmatch(rf"{raw['id']}\.\d+", str(key)) for key in raw["objectives"]):
        _refuse(path, raw, "objectives", f"sentences by ID, {raw['id']}.1 and so on")
    areas = raw["cfqt"] if isinstance(raw["cfqt"], dict) else {}
    levels = {area: areas[area] for area in AREAS if area in areas}
    if (not levels or set(levels.values()) - set(LEVELS) or set(areas) - {*AREAS, "domains"}
            or not areas.get("domains")):
        _refuse(path, raw, "cfqt", f"levels ({', '.join(LEVELS)}) for some of the areas {', '.join(AREAS)}, and a list 'domains:'")
