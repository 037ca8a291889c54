"""Read what the book needs to know of an exercise set: ``exercises/<set>/set.yaml``."""

import re
from pathlib import Path

__all__ = ["read", "source"]

_FIELDS = ("id", "name", "title", "objectives", "misconceptions", "cfqt", "difficulty", "minutes", "pool", "hints")
_POOLS = ("practice", "graded")


def read(folder):
    """Read one exercise set.

    Parameters
    ----------
    folder : str or pathlib.Path
        ``exercises/<set>``.

    Returns
    -------
    dict
        ``title``, ``section`` (a label of the chapter) and ``exercises``, a list of dicts with ``id``, ``name``
        (what the student writes), ``title``, ``objectives``, ``misconceptions``, ``cfqt``, ``difficulty`` (1-3),
        ``minutes``, ``pool`` (``"practice"`` or ``"graded"``) and ``hints`` (three texts in MyST).

    Raises
    ------
    ValueError
        If the file is missing, lacks a field or has a value that is not allowed; names file and exercise.
    """
    import yaml

    path = Path(folder) / "set.yaml"
    if not path.is_file():
        raise ValueError(f"{path} does not exist: an exercise set is a folder with a set.yaml")
    data = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    for field in ("title", "section", "exercises"):
        if not data.get(field):
            raise ValueError(f"{path}: '{field}' is missing")
    seen = set()
    for exercise in data["exercises"]:
        where = f"{path}: exercise {exercise.get('id', '(no id)')!r}"
        missing = [field for field in _FIELDS if field not in exercise]
        if missing:
            raise ValueError(f"{where} lacks {', '.join(missing)}")
        if exercise["id"] in seen:
            raise ValueError(f"{where} is there twice")
        seen.add(exercise["id"])
        if exercise["pool"] not in _POOLS:
            raise ValueError(f"{where}: pool must be practice or graded; got {exercise['pool']!r}")
        if exercise["difficulty"] not in (1, 2, 3):
            raise ValueError(f"{where}: difficulty must be 1, 2 or 3; got {exercise['difficulty']!r}")
        if len(exercise["hints"]) != 3:
            raise ValueError(f"{where}: hints must be three texts; got {len(exercise['hints'])}")
    return data


def source(folder):
    """Return what a set's source says: the tasks, and the worked solutions of the practice pool.

    Parameters
    ----------
    folder : str or pathlib.Path
        ``exercises/<set>``.

    Returns
    -------
    tasks : dict of str to str
        What is asked, in MyST, by exercise ID; empty if the set has no ``source.md``.
    solutions : dict of str to str
        Python code by exercise ID; only the practice pool, so that no graded solution can reach a page.

    Raises
    ------
    ValueError
        If the source and ``set.yaml`` do not agree; says in what.
    """
    folder = Path(folder)
    if not (folder / "source.md").is_file():
        return {}, {}
    from qedu.grading import sources

    notebook, _ = sources.read(folder)
    text = "\n\n".join(_shown(cell) for cell in notebook.cells)
    code = sources.solutions(folder)
    tasks, solutions = {}, {}
    for exercise in read(folder)["exercises"]:
        task = re.search(rf"^## {re.escape(exercise['title'])}$(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
        tasks[exercise["id"]] = task[1].strip() if task else ""
        if exercise["pool"] == "practice":
            solutions[exercise["id"]] = code[exercise["id"]]
    return tasks, solutions


def _shown(cell):
    """A cell as the page shows it: text, and code that the task gives; no answer and no check."""
    if cell.cell_type == "markdown":
        return cell.source
    role = cell.metadata.get("nbgrader", {})
    given = cell.cell_type == "code" and not role.get("solution") and not role.get("grade")
    return f"```python\n{cell.source}\n```" if given else ""
