"""Read an exercise set: ``exercises/<set>/set.yaml``, and of each exercise ``words.yaml`` and ``task.md``."""

import os
import re
from pathlib import Path
from typing import Any

from qedu import _yaml

__all__ = ["read", "task", "solved", "is_answer", "source"]

_FIELDS = ("title", "objectives", "cfqt", "difficulty", "minutes", "pool", "points")
_POOLS = ("practice", "graded")

#: Of task.md: a code cell, and what begins a hint.
_CELL = re.compile(r"^```\{code-cell\}[^\n]*\n(.*?)^```[ \t]*$", re.M | re.S)
_HINT = re.compile(r"^## Hint \d+[ \t]*$", re.M)

#: What a student must write stands between nbgrader's two lines.
SOLUTION = re.compile(r"^([ \t]*)### BEGIN SOLUTION[^\n]*\n(.*?)^[ \t]*### END SOLUTION[^\n]*\n?", re.M | re.S)


def read(folder: str | os.PathLike[str]) -> dict[str, Any]:
    """Read one exercise set, without the texts of its exercises.

    Parameters
    ----------
    folder : str or pathlib.Path
        ``exercises/<set>``.

    Returns
    -------
    dict
        What set.yaml says: ``title``, ``section`` (a label of the chapter), ``introduction``, and more.  ``sections`` holds
        the titles of the sections that messages name, by label, and ``pages`` the page of each: in set.yaml those on the
        page ``page`` stand as ``label: title``, and those on another page of its folder below that page's name.  In the place of
        the names of folders ``exercises`` holds a dict for each: what its words.yaml says, ``id`` (of the set and
        the folder, such as ``"c06-sift"``), ``name`` (what the student writes; by default that of the folder),
        ``misconceptions`` (of its mistakes), ``section`` (where its messages send students) and ``hints`` (three texts
        in MyST; none in an installed package, which has no task.md).

    Raises
    ------
    ValueError
        If a file is missing, lacks a field or has a value that is not allowed; names file and exercise.
    """
    path = Path(folder) / "set.yaml"
    if not path.is_file():
        raise ValueError(f"{path} does not exist: an exercise set is a folder with a set.yaml")
    data = _file(path)
    for field in ("title", "section", "exercises"):
        if not data.get(field):
            raise ValueError(f"{path}: '{field}' is missing")
    names = [str(name) for name in data["exercises"]]
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        raise ValueError(f"{path}: exercise '{path.parent.name}-{twice[0]}' is there twice")
    titles, pages = _sections(path, data)
    return {**data, "sections": titles, "pages": pages, "exercises": [_exercise(path.parent, name) for name in names]}


def _sections(path, data):
    """Titles and pages of the sections, by label."""
    titles, pages, page = {}, {}, str(data.get("page") or "")
    for label, title in (data.get("sections") or {}).items():
        inside = title if isinstance(title, dict) else {label: title}
        where = f"{page.rpartition('/')[0]}/{label}".strip("/") if isinstance(title, dict) else page
        for each, name in inside.items():
            if not isinstance(name, str) or each in titles:
                raise ValueError(f"{path}: 'sections: {each}:' must be the title of a section, each label once, or under the name of "
                                 f"another page of the chapter's folder such titles by label; got {name!r}")
            titles[each], pages[each] = name, where
    return titles, pages


def _exercise(folder: Path, name: str) -> dict[str, Any]:
    identifier = f"{folder.name}-{name}"
    path = folder / name / "words.yaml"
    where = f"{path}: exercise {identifier!r}"
    if not path.is_file():
        raise ValueError(f"{folder / 'set.yaml'}: exercise {identifier!r} is no folder with a words.yaml")
    words = _file(path)
    missing = [field for field in _FIELDS if field not in words]
    if missing:
        raise ValueError(f"{where} lacks {', '.join(missing)}")
    if words["pool"] not in _POOLS:
        raise ValueError(f"{where}: pool must be practice or graded; got {words['pool']!r}")
    if words["difficulty"] not in (1, 2, 3):
        raise ValueError(f"{where}: difficulty must be 1, 2 or 3; got {words['difficulty']!r}")
    hints = [hint.strip() for hint in _parts(folder, name)[1:]]
    if (folder / name / "task.md").is_file() and len(hints) != 3:
        raise ValueError(f"{where}: hints must be three texts; got {len(hints)}")
    met = {mistake.get("misconception") for mistake in words.get("mistakes", {}).values()}
    return {"id": identifier, "name": name.replace("-", "_"), **words, "hints": hints,
            "misconceptions": sorted(filter(None, met)), "section": words.get("see_section")}


def _file(path: Path) -> dict[str, Any]:
    return _yaml.parse(path.read_text(encoding="utf-8")) or {}


def _parts(folder: Path, name: str) -> list[str]:
    """The text of a task, and its hints; an empty text if there is no task.md."""
    path = Path(folder) / name / "task.md"
    return _HINT.split(path.read_text(encoding="utf-8")) if path.is_file() else [""]


def task(folder: str | os.PathLike[str], identifier: str) -> list[tuple[str, str]]:
    """Return the text of one exercise, without its title and its hints.

    Parameters
    ----------
    folder : str or pathlib.Path
        ``exercises/<set>``.
    identifier : str
        Of the exercise, such as ``"c06-sift"``.

    Returns
    -------
    list of tuple of str
        Cells in their order: ``("markdown", text)`` or ``("code", text)``.  One of them is the answer.

    Raises
    ------
    ValueError
        If there is not one code cell with ``### BEGIN SOLUTION`` and ``### END SOLUTION``.
    """
    folder = Path(folder)
    name = identifier.removeprefix(f"{folder.name}-")
    pieces = _CELL.split(_parts(folder, name)[0])
    cells = [("code" if i % 2 else "markdown", piece.strip("\n")) for i, piece in enumerate(pieces) if piece.strip()]
    answers = [cell for cell in cells if is_answer(cell)]
    if len(answers) != 1:
        raise ValueError(f"{folder / name / 'task.md'}: exercise {identifier!r} must have one code cell with "
                         f"### BEGIN SOLUTION and ### END SOLUTION; it has {len(answers)}")
    return cells


def is_answer(cell: tuple[str, str]) -> bool:
    """Whether a cell of `task` is the one that the student writes.

    Parameters
    ----------
    cell : tuple of str
        Its kind and its text.

    Returns
    -------
    bool
    """
    return cell[0] == "code" and SOLUTION.search(cell[1] + "\n") is not None


def solved(code: str) -> str:
    """Return the code of an answer cell without the two lines around the solution.

    Parameters
    ----------
    code : str

    Returns
    -------
    str
    """
    return SOLUTION.sub(lambda match: match[2], code + "\n").rstrip()


def source(folder: str | os.PathLike[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return what a page shows of a set: the tasks, and the worked solutions of the practice pool.

    Parameters
    ----------
    folder : str or pathlib.Path
        ``exercises/<set>``.

    Returns
    -------
    tasks : dict of str to str
        What is asked, in MyST, by exercise ID.
    solutions : dict of str to str
        Python code by exercise ID; only the practice pool, so that no graded solution can reach a page.

    Raises
    ------
    ValueError
        If the set is not complete; says in what.
    """
    tasks, solutions = {}, {}
    for exercise in read(folder)["exercises"]:
        cells = task(folder, exercise["id"])
        shown = [text if kind == "markdown" else f"```python\n{text}\n```" for kind, text in cells
                 if not is_answer((kind, text))]
        tasks[exercise["id"]] = "\n\n".join(shown)
        if exercise["pool"] == "practice":
            solutions[exercise["id"]] = next(solved(cell[1]) for cell in cells if is_answer(cell))
    return tasks, solutions
