"""What students handed in: whose each file is, and which files count."""

import os
import stat
import tempfile
from collections import defaultdict
from dataclasses import dataclass, field, replace
from pathlib import Path

from qedu.grading.checks.exercise import folders
from qedu.grading.checks.text import shown
from qedu.grading.classroom import download, gradescope
from qedu.grading.classroom.platforms import Handed, file_name, same
from qedu.grading.classroom.unpack import unpack
from qedu.grading.notebooks.notebook import LARGEST

__all__ = ["Submission", "Found", "find"]

#: Notebooks of one student that are looked at; the newest, if that can be told.
MOST = 8

#: Files and bytes that a student's archive may hold, with what is in archives inside it.
MOST_FILES, MOST_BYTES = 5_000, 200_000_000


@dataclass
class Submission:
    """One file that a student handed in, or why there is none.

    Attributes
    ----------
    student : str
        Who, as shown: the name that the platform or the file gives, with the number where the name is not enough.
    path : pathlib.Path or None
    problem : str or None
        Why it cannot be read: a key under ``files`` in general.yaml.
    details : dict of str to str
        What the problem's message names.
    who : qedu.grading.classroom.platforms.Handed
        All that the platform says.
    place : str
        Name of the file or folder in the download, as it came.
    aliases : list of str
        What the student may call an ID: the name, the number, and what the roster knows.
    digest : str
        Of its bytes, and "" before it was looked at.
    of_set : str or None
        Name of the set that it seems to belong to.
    """

    student: str
    path: Path = None
    problem: str = None
    details: dict = field(default_factory=dict)
    who: Handed = None
    place: str = ""
    aliases: list = field(default_factory=list)
    digest: str = ""
    of_set: str = None

    @property
    def number(self):
        """The number that the platform put into the name, or ""."""
        return self.who.number if self.who else ""

    @property
    def file(self):
        """Name of the file, to be shown."""
        return shown(file_name(self.path.name)) if self.path else ""

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


class Found(list):
    """The submissions in a folder, in the order of the students' names; several of one student are possible.

    Attributes
    ----------
    platform : str
        Key of `qedu.grading.classroom.platforms.TITLES`, or "".
    ignored : list of tuple of str
        Files that are no submission, and for each why: a key under ``ignored`` in general.yaml.
    """

    def __init__(self):
        super().__init__()
        self.platform, self.ignored, self.folders = "", [], []

    def __enter__(self):
        return self

    def __exit__(self, *error):
        for folder in self.folders:
            folder.cleanup()

    def unpacked(self, archive, **limits):
        """Unpack an archive into a folder that is there until the end."""
        folder = tempfile.TemporaryDirectory(prefix="qedu-submissions-")
        self.folders.append(folder)
        self.ignored += [(name, "not_unpacked") for name in unpack(archive, folder.name, **limits)]
        return Path(folder.name)


def find(folder, name=None, pattern=None):
    """List the submissions in a folder or in a zip file.

    Parameters
    ----------
    folder : str or pathlib.Path
        As it comes from a learning platform, collected by nbgrader, or put together by hand: one notebook for each
        student, or one folder for each student with a notebook in it.
    name : str, optional
        Of the set, if it is known, which helps to recognise a platform.
    pattern : str, optional
        How the names are made, such as ``{name}_{id}_{}.ipynb``; see `qedu.grading.classroom.platforms.compiled`.

    Returns
    -------
    Found
        Use it in a ``with`` statement: what was unpacked is deleted at its end.

    Raises
    ------
    ValueError
        If there is no such folder, nothing in it, or a pattern that fits nothing.
    """
    folder, found = Path(folder), Found()
    try:
        _find(folder, pattern, [*folders(), *([name] if name else [])], found)
    except BaseException:
        found.__exit__()
        raise
    if not list(found):
        others = ", ".join(name for name, _ in found.ignored[:5])
        raise ValueError("submissions must hold notebooks, or a folder for each student; "
                         + (f"{str(folder)!r} holds only {others}" if others else f"{str(folder)!r} is empty"))
    return found


def _find(folder, pattern, sets, found):
    where = folder
    if folder.is_file():
        try:
            where = found.unpacked(folder)
        except ValueError as error:
            raise ValueError(f"submissions must be a folder; got {str(folder)!r}, which {error}") from None
    elif not folder.is_dir():
        raise ValueError(f"submissions must be a folder; got {str(folder)!r}")
    where, entries = download.inside(where, sets, found)
    found.platform, handed, known = download.whose(where, entries, pattern, sets)
    beside = defaultdict(list)
    for entry in entries:
        name = file_name(entry.name)
        if found.platform == "gradescope" and name == gradescope.METADATA:
            found.ignored.append((name, "beside"))
            continue
        for who in handed[name]:
            _add(entry, who, name in known, found, beside)
    _without_notebook(found, beside)
    _named(found)


def _add(entry, who, is_known, found, beside):
    """Add what lies under one name of the download."""
    def submission(path, **more):
        named = replace(who, file=file_name(path.name)) if path and entry.is_dir() else who
        return Submission("", path, who=named, place=entry.name, **more)

    name = shown(file_name(entry.name))
    if entry.is_symlink():
        found.append(submission(Path(entry.path), problem="link"))
    elif entry.is_dir():
        notebooks, others, hidden = download.files(entry.path)
        found.ignored += [(f"{name}/{shown(file_name(path.name))}", "hidden") for path in hidden]
        if not notebooks:
            for archive in _archives(others):
                notebooks += _opened(archive, found)
        for path in notebooks[:10 * MOST]:
            found.append(submission(path, problem="link" if path.is_symlink() else None))
        if notebooks:
            found.ignored += [(f"{name}/{shown(file_name(path.name))}", "beside") for path in others]
        else:
            beside[who].append((entry, [shown(file_name(path.name)) for path in others]))
    elif download.is_notebook(entry.name):
        path = Path(entry.path)
        found.append(submission(path, problem=None if entry.is_file() else "not_a_file"))
    elif is_known:
        beside[who].append((entry, [name]))
    else:
        found.ignored.append((name, "not_a_notebook"))


def _archives(paths):
    """Those of some files that are opened as archives."""
    return [path for path in paths if path.suffix.lower() == ".zip" and not path.is_symlink()][:3]


def _opened(archive, found):
    """The notebooks in a student's archive or, if there are none, in archives inside it, but in none inside those."""
    files, size = MOST_FILES, MOST_BYTES

    def inside(path):
        nonlocal files, size
        try:
            return download.files(found.unpacked(path, most_files=files, most_bytes=size))[:2]
        except ValueError:
            return [], []
        finally:                                        # what was written before it was refused counts too
            written = [one.lstat().st_size for one in Path(found.folders[-1].name).rglob("*") if not one.is_dir()]
            files, size = files - len(written), size - sum(written)

    notebooks, others = inside(archive)
    return notebooks or [notebook for path in _archives(others) for notebook in inside(path)[0]]


def _without_notebook(found, beside):
    """Who handed in something, but no notebook, gets a row that says so; what lies beside a notebook is only listed."""
    have = {submission.who.key for submission in found}
    for who, things in beside.items():
        names = [name for _, names in things for name in names]
        if who.key in have:
            found.ignored += [(name, "beside") for name in names]
            continue
        archives = [entry for entry, _ in things if entry.name.lower().endswith(".zip") and entry.is_file(follow_symlinks=False)]
        notebooks = []
        for entry in archives[:3]:
            notebooks += [(entry, path) for path in _opened(entry.path, found)]
        for entry, path in notebooks[:10 * MOST]:
            found.append(Submission("", path, who=replace(who, file=file_name(path.name)), place=entry.name))
        if not notebooks:
            entry = things[0][0]
            found.append(Submission("", None, "no_notebook_but" if names else "no_notebook", who=who, place=entry.name,
                                                details={"files": shown(", ".join(names))} if names else {}))
        have.add(who.key)


def _named(found):
    """Give every submission the name that is shown: the number is part of it where the name alone is not enough."""
    people = defaultdict(set)
    for submission in found:
        people[same(submission.who.name)].add(submission.who.key)
    for submission in found:
        who = submission.who
        name, number = shown(who.name.strip() or who.number or file_name(submission.place), 255), shown(who.number, 60)
        if who.hidden:
            name = f"{name} {number}" if number != name else name
        elif len(people[same(who.name)]) > 1:
            name = f"{name} ({number or shown(who.login) or 'without a number'})"
        submission.student = name
        submission.aliases = list(dict.fromkeys(filter(None, (who.name, who.number, who.login, who.email))))
    found.sort(key=lambda submission: (submission.student, submission.file))
