"""From the source of an exercise set to the student's and the instructor's notebook.

``exercises/<set>/source.md`` is a MyST text notebook.  It marks what students must write
with nbgrader's lines ``### BEGIN SOLUTION`` and ``### END SOLUTION``, and its cells carry
nbgrader's metadata, so that nbgrader can use the same source.
"""

import copy
import html
import re
from pathlib import Path

from qedu.content import address

__all__ = ["read", "student", "solution", "nbgrader", "solutions", "text"]

_SOLUTION = re.compile(r"^([ \t]*)### BEGIN SOLUTION[^\n]*\n(.*?)^[ \t]*### END SOLUTION[^\n]*\n?", re.M | re.S)

#: What stands in the place of a solution.
STUB = 'raise NotImplementedError("write your answer here, in place of this line")'

_HINTS = ("Hint 1: the idea", "Hint 2: the line", "Hint 3: an example with a gap")


def read(folder):
    """Read the source of an exercise set.

    Parameters
    ----------
    folder : str or pathlib.Path
        ``exercises/<set>``.

    Returns
    -------
    notebook : nbformat.NotebookNode
        With solutions.
    meta : dict
        From set.yaml.

    Raises
    ------
    ValueError
        If the source and set.yaml do not agree; says in what.
    """
    import jupytext
    import yaml

    folder = Path(folder)
    meta = yaml.safe_load((folder / "set.yaml").read_text(encoding="utf-8"))
    notebook = jupytext.read(folder / "source.md", fmt="md:myst")
    answers = {grade_id: cell for cell in notebook.cells if (grade_id := _answer_of(cell))}
    tests = {cell.metadata["nbgrader"]["grade_id"]: cell for cell in notebook.cells
             if cell.metadata.get("nbgrader", {}).get("grade")}
    for entry in meta["exercises"]:
        where = f"{folder / 'source.md'}: exercise {entry['id']!r}"
        cell, test = answers.pop(entry["id"], None), tests.pop(entry["id"] + "-check", None)
        if cell is None or not _SOLUTION.search(cell.source):
            raise ValueError(f"{where} has no answer cell with ### BEGIN SOLUTION and ### END SOLUTION")
        if test is None or f'check("{entry["id"]}")' not in test.source:
            raise ValueError(f"{where} has no cell with grade_id {entry['id']}-check that calls check")
        if test.metadata["nbgrader"]["points"] != entry["points"]:
            raise ValueError(f"{where}: points are {test.metadata['nbgrader']['points']} in the source "
                             f"and {entry['points']} in set.yaml")
        if not any(f"## {entry['title']}" in other.source.splitlines() for other in notebook.cells):
            raise ValueError(f"{where}: no heading '## {entry['title']}'")
    if answers or tests:
        raise ValueError(f"{folder / 'source.md'}: cells of exercises that set.yaml lacks: {', '.join({**answers, **tests})}")
    return notebook, meta


def _answer_of(cell):
    return cell.metadata.get("nbgrader", {}).get("grade_id") if "answer" in cell.metadata.get("tags", []) else None


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
    return _notebook(folder, version, _solved)


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
    notebook, _ = read(folder)
    return {_answer_of(cell): _solved(cell.source) for cell in notebook.cells if _answer_of(cell)}


def _solved(code):
    return _SOLUTION.sub(lambda match: match[2], code).rstrip()


def _stub(code):
    return _SOLUTION.sub(lambda match: f"{match[1]}{STUB}\n", code).rstrip()


def _notebook(folder, version, answer, site="", sha256=""):
    from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

    from qedu.grading.notebooks import firstcell

    notebook, meta = read(folder)
    entries = {entry["id"]: entry for entry in meta["exercises"]}
    code = firstcell.source(version, f"{site}downloads/qedu-{version}-py3-none-any.whl" if site else "", sha256)
    setup = new_code_cell(code, id="setup", metadata=firstcell.metadata(code))
    cells, texts = [], 0
    for cell in notebook.cells:
        source, metadata = cell.source, copy.deepcopy(dict(cell.metadata))
        if cell.cell_type == "markdown":
            texts += 1
            if texts == 1:
                source = _with_about(source, meta, Path(folder).name, site)
            cells.append(new_markdown_cell(_with_facts(source, meta), id=f"text-{texts}"))
            cells += [setup] if texts == 1 else []
            continue
        identifier = metadata.get("nbgrader", {}).get("grade_id") or f"code-{len(cells)}"
        if identifier in entries:
            source = answer(source)
        cells.append(new_code_cell(source, id=identifier, metadata=metadata))
        if identifier in entries:
            cells.append(new_markdown_cell(_hints(entries[identifier]), id=f"{identifier}-hints"))
    return new_notebook(cells=cells, metadata={
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"}, "qedu": {"version": version}})


def _with_about(source, meta, name, site):
    """Put what every reader of a notebook must know under its title, and the first cell's purpose under that."""
    title, _, rest = source.partition("\n")
    repository = address.repository() if site else ""
    about = (f"*Exercises to the chapter “{meta['title']}” of the book The Quantum Internet"
             + f", {site}{meta['page']}.html" * bool(site)
             + ". © The qedu authors; text CC BY 4.0, code BSD-3-Clause."
             + f" Mistakes are reported at {repository}." * bool(repository) + "*\n\n"
             "**Begin** by running the cell below this text. **Before you hand in**, choose *Restart* and *Run all*: the marking "
             "runs the cells of this notebook in their order from the top, where there are no files of yours and no network. "
             f"`qedu check {name}.ipynb`, in a terminal, shows you the marks of the saved file beforehand.")
    return f"{title}\n\n{about}\n{rest}"


def _with_facts(source, meta):
    """Put pool, time and difficulty under the heading of an exercise."""
    for entry in meta["exercises"]:
        heading = f"## {entry['title']}"
        if heading in source.splitlines():
            pool = {"practice": "Practice", "graded": "Graded"}[entry["pool"]]
            facts = (f"*{pool} · about {entry['minutes']} minutes · difficulty {entry['difficulty']} of 3 · "
                     f"{entry['points']} points · objective {', '.join(entry['objectives'])}*")
            return source.replace(heading, f"{heading}\n\n{facts}", 1)
    return source


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
