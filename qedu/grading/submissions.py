"""What students handed in: which files count."""

import os
import re
import stat
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["Submission", "find", "LARGEST"]

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
