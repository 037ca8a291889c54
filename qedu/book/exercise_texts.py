"""What the source of an exercise set says, as its chapter shows it."""

import re
from pathlib import Path

from qedu.content import sets

__all__ = ["source"]


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
    for exercise in sets.read(folder)["exercises"]:
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
