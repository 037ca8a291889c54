"""From the texts of an exercise set to the student's and the instructor's notebook.

``exercises/<set>/<exercise>/task.md`` marks what students must write with nbgrader's lines ``### BEGIN SOLUTION`` and
``### END SOLUTION``.  Titles, points and cells for nbgrader come from here, so that nbgrader can use the same source.
"""

import html
from pathlib import Path

from qedu.content import address, sets
from qedu.grading.notebooks import firstcell

__all__ = ["student", "solution", "nbgrader", "solutions", "text"]

#: What stands in the place of a solution.
STUB = 'raise NotImplementedError("write your answer here, in place of this line")'

_HINTS = ("Hint 1: the idea", "Hint 2: the route", "Hint 3: an example with a gap")


def student(folder, version, site="", sha256=""):
    """Make the student notebook: first cell, texts, stubs, hints and checks.

    Parameters
    ----------
    folder : str or pathlib.Path
        ``exercises/<set>``.
    version : str
        Of qedu, for the first cell.
    site : str, optional
        The address of the book's site, for the copies that it offers: they name it, and fetch qedu from there.  The
        copies in the repository, and in the wheel, have none, since the wheel cannot hold its own checksum.
    sha256 : str, optional
        The checksum of the wheel that the site offers.

    Returns
    -------
    nbformat.NotebookNode
        The same for the same source: cell IDs come from the exercise IDs.
    """
    return _notebook(folder, version, _stub, site, sha256)


def solution(folder, version):
    """Make the instructor's notebook, which differs from the student's in the answer cells alone.

    Parameters
    ----------
    folder, version
        As for `student`.

    Returns
    -------
    nbformat.NotebookNode
    """
    return _notebook(folder, version, sets.solved)


def nbgrader(folder, version):
    """Make the notebook from which nbgrader makes its release: with the solutions between their marks.

    Parameters
    ----------
    folder, version
        As for `student`.

    Returns
    -------
    nbformat.NotebookNode
    """
    return _notebook(folder, version, str)


def solutions(folder):
    """Return the code of the solutions.

    Parameters
    ----------
    folder : str or pathlib.Path
        ``exercises/<set>``.

    Returns
    -------
    dict of str to str
        By exercise ID, without the marker lines.
    """
    return {entry["id"]: sets.solved(_answer(folder, entry)) for entry in sets.read(folder)["exercises"]}


def _answer(folder, entry):
    return next(cell[1] for cell in sets.task(folder, entry["id"]) if sets.is_answer(cell))


def _stub(code):
    return sets.SOLUTION.sub(lambda match: f"{match[1]}{STUB}\n", code + "\n").rstrip()


def _notebook(folder, version, answer, site="", sha256=""):
    from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

    meta = sets.read(folder)
    code = firstcell.source(version, f"{site}downloads/qedu-{version}-py3-none-any.whl" if site else "", sha256)
    about = _about(meta, Path(folder).name, site)
    cells = [new_markdown_cell(f"# {meta['title']}: exercises\n\n{about}\n\n{meta['introduction'].strip()}", id="text-1"),
             new_code_cell(code, id="setup", metadata=firstcell.metadata(code))]
    if meta.get("setup"):
        cells.append(new_code_cell(meta["setup"].strip(), id=f"code-{len(cells)}"))
    for entry in meta["exercises"]:
        heading = f"## {entry['title']}\n\n{_facts(entry)}\n\n"
        for kind, source in sets.task(folder, entry["id"]):
            if kind == "markdown":
                texts = 1 + sum(cell.id.startswith("text-") for cell in cells)
                cells.append(new_markdown_cell(heading + source, id=f"text-{texts}"))
                heading = ""
            elif sets.is_answer((kind, source)):
                cells += [new_code_cell(answer(source), id=entry["id"], metadata=_marks(entry)),
                          new_markdown_cell(_hints(entry), id=f"{entry['id']}-hints")]
            else:
                cells.append(new_code_cell(source, id=f"code-{len(cells)}"))
        cells.append(new_code_cell(f'check("{entry["id"]}")', id=f"{entry['id']}-check", metadata=_marks(entry, test=True)))
    return new_notebook(cells=cells, metadata={
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"}, "qedu": {"version": version}})


def _marks(entry, test=False):
    """What nbgrader wants to know of an answer cell, or of the cell that checks it."""
    marks = {"grade": test, "grade_id": entry["id"] + "-check" * test, "locked": test, "schema_version": 3,
             "solution": not test, "task": False}
    return {"nbgrader": marks | {"points": entry["points"]}} if test else {"nbgrader": marks, "tags": ["answer"]}


def _about(meta, name, site):
    """What every reader of a notebook must know, and the first cell's purpose."""
    repository = address.repository() if site else ""
    return (f"*Exercises to the chapter “{meta['title']}” of the book The Quantum Internet"
            + f", {site}{meta['page']}.html" * bool(site)
            + ". © The qedu authors; text CC BY 4.0, code BSD-3-Clause."
            + f" Mistakes are reported at {repository}." * bool(repository) + "*\n\n"
            "**Begin** by running the cell below this text. **Before you hand in**, choose *Restart* and *Run all*: the marking "
            "runs the cells of this notebook in their order from the top, where there are no files of yours and no network. "
            f"`qedu check {name}.ipynb`, in a terminal, shows you the marks of the saved file beforehand.")


def _facts(entry):
    """Pool, time, difficulty and points, for the line under the heading of an exercise."""
    return (f"*{entry['pool'].capitalize()} · about {entry['minutes']} minutes · difficulty {entry['difficulty']} of 3 · "
            f"{entry['points']} points · objective {', '.join(entry['objectives'])}*")


def _hints(entry):
    return "\n\n".join(f"<details>\n<summary>{html.escape(title)}</summary>\n\n{hint.strip()}\n\n</details>"
                       for title, hint in zip(_HINTS, entry["hints"]))


def text(notebook):
    """Write a notebook as text, always the same for the same notebook.

    Parameters
    ----------
    notebook : nbformat.NotebookNode

    Returns
    -------
    str
        JSON with sorted keys, ending in a newline.
    """
    import json

    import nbformat

    nbformat.validate(notebook)
    return json.dumps(notebook, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
