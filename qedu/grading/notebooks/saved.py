"""Mark a saved notebook before it is handed in: ``qedu check my.ipynb``.

It is the run of a grading, `qedu.grading.notebooks.marking.mark`, without the confinement, since it is one's own code on one's
own machine; so it works on every system, and what is right here is right for the mark.
"""

import sys
import textwrap
from pathlib import Path

from qedu.grading.checks.checking import Result
from qedu.grading.checks.exercise import folders, load
from qedu.grading.checks.text import shown
from qedu.grading.checks.wording import fill, general
from qedu.grading.isolation.confine import NotIsolated
from qedu.grading.isolation.sandbox import Sandbox
from qedu.grading.notebooks import marking, notebook

__all__ = ["check_files", "marks"]


def check_files(paths):
    """Print the marks of saved notebooks.

    Parameters
    ----------
    paths : iterable of str or pathlib.Path

    Returns
    -------
    int
        0 if all is right, 1 if something is not, 2 if a file is no notebook of an exercise set.
    """
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")        # a console that lacks a letter shows "?" for it
    worst = 0
    for path in map(Path, paths):
        print(f"{shown(path.name)}:")
        try:
            name, row = marks(path)
        except ValueError as error:
            print(_wrapped(str(error), "  "))
            worst = 2
            continue
        print("\n".join(_lines(name, row)))
        worst = max(worst, 0 if all(entry["passed"] for entry in row["exercises"]) else 1)
    return worst


def marks(path, seconds=5.0, memory=2**30):
    """Mark one saved notebook.

    Parameters
    ----------
    path : str or pathlib.Path
    seconds : float
        Processor time that a cell, or the calls of a check, may take.
    memory : int
        Bytes that the notebook may take, where the system can limit them.

    Returns
    -------
    name : str
        Of the exercise set.
    row : dict
        From `qedu.grading.notebooks.marking.mark`.

    Raises
    ------
    ValueError
        If the file cannot be read or marked; the text says why, for its author.
    """
    words = general()["files"]
    try:
        with open(path, "rb") as file:
            data = file.read(notebook.LARGEST + 1)
    except OSError as error:
        raise ValueError(fill(words["not_readable"], error=error.strerror or type(error).__name__)) from None
    if len(data) > notebook.LARGEST:
        raise ValueError(fill(words["too_large"], most=f"{notebook.LARGEST // 1_000_000} MB"))
    found = notebook.read(data)
    if found.problem:
        raise ValueError(fill(words[found.problem], **{key: shown(text) for key, text in found.details.items()}))
    sets = {name: {entry["id"]: entry["name"] for entry in load(name).meta["exercises"]} for name in folders()}
    name = notebook.recognise(data, sets)
    if name is None:
        raise ValueError(words["no_set"])
    try:
        with Sandbox(None, seconds, memory, [path.resolve() for path in folders().values()]) as sandbox:
            row = marking.mark(data, None, name, sandbox)
    except NotIsolated as error:                        # no process could be started, or not with all libraries
        raise ValueError(fill(words["no_run"], error=shown(error))) from None
    if row["problem"]:
        raise ValueError(" ".join([row["problem"], *row["look"]]))
    return name, row


def _lines(name, row):
    """What is printed about a notebook."""
    words, entries = general()["saved"], load(name)
    yield f"  {entries.meta['title']}"
    if row["said_id"]:
        yield "  " + fill(words["own"], who=" ".join(filter(None, (row["said_id"], row["said_term"]))))
    for note in row["notes"]:
        yield _wrapped(note, "  ")
    for entry in row["exercises"]:
        told = entries.entry(entry["id"])
        verdict = words["right"] if entry["passed"] else words["wrong"]
        yield f"\n  {verdict:<6} {entry['points']:g} of {entry['of']:g}  {told['title']} ({entry['id']})"
        result = Result(**{key: value for key, value in entry.items() if key != "of"})
        for label, text in result.lines()[1] if not result.passed else ():
            yield _wrapped(f"{label}: {text}" if label else text, "         ")
    yield ""
    for pool in ("practice", "graded"):
        mine = [entry for entry in row["exercises"] if entries.entry(entry["id"])["pool"] == pool]
        if mine:
            points, of = (sum(entry[part] for entry in mine) for part in ("points", "of"))
            yield "  " + fill(words[pool], points=f"{points:g}", of=f"{of:g}")


def _wrapped(text, indent):
    return textwrap.fill(text, 100, initial_indent=indent, subsequent_indent=indent)
