"""What students handed in: which files count, and which cells of them.

A submission is read as data.  Of a notebook only the answer cells are kept, found by the ID of the cell, by
nbgrader's ``grade_id``, or else by the name that they define; tags and other metadata count for nothing.
"""

import ast
import json
import os
import re
import stat
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["Submission", "Answers", "find", "answers", "recognise", "LARGEST"]

#: Bytes of the largest notebook that is read.  A notebook of a set has about 50,000 without outputs.
LARGEST = 25_000_000

# How learning platforms name what their "download all submissions" holds.
_CANVAS = re.compile(r"^(?P<name>[^_]+)_(?:LATE_)?(?P<id>\d+)_\d+_.+$")
_MOODLE = re.compile(r"^(?P<name>.+)_(?P<id>\d+)_assignsubmission_file_?$")


@dataclass
class Submission:
    """One student's file.

    Attributes
    ----------
    student : str
        Who: the name of the folder or of the file.
    path : pathlib.Path or None
    problem : str or None
        Why it cannot be read: a key under ``files`` in general.yaml.
    details : dict of str to str
        What the problem's message names.
    number : str
        The number that Canvas or Moodle put into the name, or "".
    """

    student: str
    path: Path = None
    problem: str = None
    details: dict = field(default_factory=dict)
    number: str = ""

    def read(self):
        """Return the bytes of the file; None, with `problem` set, if that cannot be."""
        try:
            # Not to be fooled by a file that turns into a link, or a pipe that never ends.
            number = os.open(self.path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
            with open(number, "rb") as file:
                if not stat.S_ISREG(os.fstat(number).st_mode):
                    self.problem = "not_a_file"
                    return None
                data = file.read(LARGEST + 1)
        except OSError as error:
            self.problem, self.details = "not_readable", {"error": error.strerror or type(error).__name__}
            return None
        if len(data) > LARGEST:
            self.problem, self.details = "too_large", {"most": f"{LARGEST // 1_000_000} MB"}
            return None
        return data


def find(folder, name=None):
    """List the submissions in a folder: one notebook each, or one folder each with a notebook in it.

    Parameters
    ----------
    folder : str or pathlib.Path
        As downloaded from Canvas or Moodle, collected by nbgrader, or put together by hand.
    name : str, optional
        The set that is graded: of several notebooks in a student's folder the one so named counts.

    Returns
    -------
    list of Submission
        In the order of the students' names; each student once.

    Raises
    ------
    ValueError
        If there is no such folder, or nothing in it.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise ValueError(f"submissions must be a folder; got {str(folder)!r}")
    found = {}
    for entry in sorted(os.scandir(folder), key=lambda entry: os.fsencode(entry.name)):
        if entry.name.startswith(".") or entry.name == "__MACOSX":
            continue
        submission = _one(entry, name)
        if submission.student in found:
            submission = Submission(submission.student, problem="twice", details={
                "files": _shown(entry.name) + ", " + _shown(found[submission.student].path.name
                                                           if found[submission.student].path else submission.student)})
        found[submission.student] = submission
    if not found:
        raise ValueError(f"submissions must hold notebooks, or a folder for each student; {str(folder)!r} is empty")
    return sorted(found.values(), key=lambda submission: submission.student)


def _one(entry, name):
    stem = entry.name.removesuffix(".ipynb")
    match = _CANVAS.match(stem) or _MOODLE.match(stem)
    student, number = (match["name"], match["id"]) if match else (stem, "")
    submission = Submission(_shown(student), Path(entry.path), number=number)
    if entry.is_symlink():
        submission.problem = "link"
    elif entry.is_dir():
        notebooks = _notebooks(entry.path)
        named = [path for path in notebooks if name and path.stem.lower() == name.lower()]
        links = [path for path in notebooks if path.is_symlink()]
        if not notebooks:
            submission.problem = "no_notebook"
        elif links:
            submission.problem = "link"
        elif len(notebooks) > 1 and len(named) != 1:
            submission.problem = "several"
            submission.details = {"files": ", ".join(_shown(path.name) for path in notebooks)}
        else:
            submission.path = (named or notebooks)[0]
    elif not entry.is_file():
        submission.problem = "not_a_file"
    elif not entry.name.endswith(".ipynb"):
        submission.problem = "not_a_notebook"
    return submission


def _notebooks(folder):
    found = []
    for root, folders, files in os.walk(folder):        # does not follow links
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name != "__MACOSX")
        found += [Path(root, name) for name in sorted(files) if name.endswith(".ipynb") and not name.startswith(".")]
    return found


def _shown(name):
    """A file's name as text that can be written and printed anywhere."""
    text = os.fsencode(name).decode("utf-8", "backslashreplace")
    return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in text)


@dataclass
class Answers:
    """What a notebook holds for a set.

    Attributes
    ----------
    code : dict of str to str
        By exercise ID; those that are missing are not there.
    repeated : list of str
        IDs of exercises with more than one answer cell; the last that is written counts.
    own : set of str
        Names defined in the student's own cells, which are not run.
    problem : str or None
        As in `Submission`.
    details : dict of str to str
    """

    code: dict = field(default_factory=dict)
    repeated: list = field(default_factory=list)
    own: set = field(default_factory=set)
    problem: str = None
    details: dict = field(default_factory=dict)


def _cells(data):
    """Return the code cells of a notebook as (IDs, source), or an `Answers` with the problem."""
    if not data.strip():
        return Answers(problem="empty")
    try:
        notebook = json.loads(data)                     # UTF-8, UTF-16 and UTF-32, with or without a mark
        cells = notebook["cells"]
        found = []
        for cell in cells:
            if cell.get("cell_type") != "code":
                continue
            source, metadata = cell.get("source", ""), cell.get("metadata", {})
            source = source if isinstance(source, str) else "".join(source)
            nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
            names = [cell.get("id"), nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None]
            found.append(([name for name in names if isinstance(name, str)], source))
    except UnicodeDecodeError:
        return Answers(problem="encoding")
    except RecursionError:
        return Answers(problem="not_json", details={"error": "too many brackets inside brackets"})
    except ValueError as error:
        return Answers(problem="not_json", details={"error": str(error)[:100]})
    except (KeyError, TypeError, AttributeError):
        return Answers(problem="not_cells")
    return found


def recognise(data, sets):
    """Say to which set a notebook belongs.

    Parameters
    ----------
    data : bytes
    sets : dict of str to dict of str to str
        For each set, the name that each exercise asks for.

    Returns
    -------
    str or None
        The set of which most answer cells are there; None if there is none.
    """
    cells = _cells(data)
    if isinstance(cells, Answers):
        return None
    marks = {name for names, _ in cells for name in names}
    score = {name: sum(identifier in marks for identifier in exercises) for name, exercises in sets.items()}
    best = max(score, key=score.get)
    return best if score[best] else None


def answers(data, asked, stub, known=()):
    """Take the answer cells out of a notebook.

    Parameters
    ----------
    data : bytes
        The notebook.
    asked : dict of str to str
        For each exercise ID the name that it asks for.
    stub : str
        The line that stands in an answer cell before it is written.
    known : iterable of str
        IDs of all other cells of the pristine notebook.

    Returns
    -------
    Answers
    """
    cells = _cells(data)
    if isinstance(cells, Answers):
        return cells
    found, others, known = {}, [], set(known)
    for names, source in cells:
        identifier = next((name for name in names if name in asked), None)
        if identifier:
            found.setdefault(identifier, []).append(source)
        elif not known.intersection(names):
            others.append(source)
    result = Answers(repeated=[identifier for identifier, sources in found.items() if len(sources) > 1])
    for identifier, name in asked.items():
        sources = found.get(identifier)
        if sources is None:                             # the IDs were lost: look for what the exercise asks for
            sources = [source for source in others if name in _defined(source)]
            others = [source for source in others if source not in sources]
        if sources:
            written = [source for source in sources if source.strip() and stub not in source]
            result.code[identifier] = (written or sources)[-1]
    result.own = {name for source in others for name in _defined(source)}
    if not result.code:
        result.problem = "no_answers"
    return result


def _defined(source):
    """The names that a cell defines at its top level."""
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set()
    names = set()
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            names.update((alias.asname or alias.name).split(".")[0] for alias in node.names)
        elif isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names.update(part.id for target in targets for part in ast.walk(target) if isinstance(part, ast.Name))
    return names
