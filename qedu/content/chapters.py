"""What a chapter says about itself in its front matter, the titles of all chapters, and the table of contents."""

import os
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from qedu.content import misconceptions as catalogue

__all__ = ["Manifest", "read", "titles", "toc"]

AREAS = ("I", "II", "III")
LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2")

_KEYS = ("id", "minutes", "needs", "cfqt", "objectives", "misconceptions", "widgets", "exercises")


@dataclass(frozen=True)
class Manifest:
    """What a chapter says about itself.

    Attributes
    ----------
    id : str
        ``"C02"``.
    minutes : int
        Study time.
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


@cache
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
    import yaml

    return yaml.safe_load((Path(__file__).parent / "chapters.yaml").read_text(encoding="utf-8"))


def read(path: str | os.PathLike[str]) -> Manifest | None:
    """Read the manifest of a chapter.

    Parameters
    ----------
    path : str or pathlib.Path
        A MyST notebook.

    Returns
    -------
    Manifest or None
        None if the front matter has no ``qedu:``.

    Raises
    ------
    ValueError
        If the front matter is not YAML, or a field is missing, unknown or of the wrong kind; names the file.
    """
    import yaml

    text = Path(path).read_text(encoding="utf-8")
    match = re.match(r"---\n(.*?\n)---\s*\n", text, re.DOTALL)
    if not match:
        return None
    try:
        front = yaml.safe_load(match[1]) or {}
    except yaml.YAMLError as error:
        raise ValueError(f"{path}: the front matter is not YAML: {error}") from None
    raw = front.get("qedu") if isinstance(front, dict) else None
    if raw is None:
        return None
    _validate(path, raw)
    return Manifest(raw["id"], raw["minutes"], tuple(raw["needs"] or ()), raw["cfqt"], raw["objectives"],
                    tuple(raw["misconceptions"] or ()), tuple(raw["widgets"] or ()), tuple(raw["exercises"] or ()))


def _validate(path: str | os.PathLike[str], raw: Any) -> None:
    def refuse(key, allowed):
        raise ValueError(f"{path}: 'qedu: {key}:' in the front matter must be {allowed}; got {raw.get(key)!r}")

    if not isinstance(raw, dict):
        raise ValueError(f"{path}: 'qedu:' in the front matter must be a mapping with {', '.join(_KEYS)}")
    for key in _KEYS:
        if key not in raw:
            raise ValueError(f"{path}: 'qedu:' in the front matter has no '{key}:'")
    for key in raw:
        if key not in _KEYS:
            raise ValueError(f"{path}: 'qedu:' in the front matter has an unknown key '{key}:'; "
                             f"it may have {', '.join(_KEYS)}")
    if raw["id"] not in titles():
        refuse("id", f"one of {', '.join(titles())}")
    if not isinstance(raw["minutes"], int) or raw["minutes"] <= 0:
        refuse("minutes", "a whole number of minutes")
    for key in ("needs", "misconceptions", "widgets", "exercises"):
        if not all(isinstance(item, str) for item in raw[key] or ()) or len(set(raw[key] or ())) != len(raw[key] or ()):
            refuse(key, "a list of different IDs")
    if set(raw["needs"] or ()) - set(titles()):
        refuse("needs", f"a list of chapter IDs, {min(titles())} to {max(titles())}")
    if set(raw["misconceptions"] or ()) - set(catalogue.load()):
        refuse("misconceptions", "a list of IDs of the catalogue qedu/content/misconceptions.yaml")
    if not isinstance(raw["objectives"], dict) or not raw["objectives"] or not all(
            re.fullmatch(rf"{raw['id']}\.\d+", str(key)) for key in raw["objectives"]):
        refuse("objectives", f"sentences by ID, {raw['id']}.1 and so on")
    areas = raw["cfqt"] if isinstance(raw["cfqt"], dict) else {}
    levels = {area: areas[area] for area in AREAS if area in areas}
    if (not levels or set(levels.values()) - set(LEVELS) or set(areas) - {*AREAS, "domains"}
            or not areas.get("domains")):
        refuse("cfqt", f"levels ({', '.join(LEVELS)}) for some of the areas {', '.join(AREAS)}, and a list 'domains:'")


def toc(book_root: str | os.PathLike[str] = ".") -> list[Path]:
    """List the source files that ``_toc.yml`` names, in order.

    Parameters
    ----------
    book_root : str or pathlib.Path

    Returns
    -------
    list of pathlib.Path
    """
    import yaml

    root = Path(book_root)
    names: list[str] = []

    def collect(node):
        if isinstance(node, list):
            for item in node:
                collect(item)
        elif isinstance(node, dict):
            for key, value in node.items():
                if key in ("root", "file"):
                    names.append(value)
                else:
                    collect(value)

    collect(yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8")))
    files = [root / name if (root / name).is_file() else root / f"{name}.md" for name in names]
    return [path for path in files if path.suffix == ".md" and path.is_file()]
