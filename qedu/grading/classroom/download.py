"""How a download is laid out: where the files are, and whose each one is."""

import os
import re
from dataclasses import replace
from pathlib import Path

from qedu.grading.checks.text import shown
from qedu.grading.classroom import gradescope, platforms
from qedu.grading.classroom.platforms import Handed, file_name, same

__all__ = ["inside", "whose", "files", "is_notebook"]

# A second copy under a name of its own, made by a browser or by Jupyter.
_SECOND = re.compile(r"^(?P<first>.+?)(?: \(\d+\)|-Copy\d*)$", re.I)

#: Platforms that make a folder for each student.
_FOLDERS = ("moodle", "brightspace")


def inside(folder, sets, found):
    """Return the folder that holds what students handed in: a download often lies in one more, or is still a zip file.

    Parameters
    ----------
    folder : pathlib.Path
    sets : iterable of str
        Names of the exercise sets.
    found : qedu.grading.classroom.submissions.Found
        Gets what is hidden as ignored, and unpacks.

    Returns
    -------
    folder : pathlib.Path
    entries : list of os.DirEntry
        What lies in it and is not hidden, by name.

    Raises
    ------
    ValueError
        If an archive cannot be unpacked.
    """
    for _ in range(5):                                  # an archive may hold itself
        entries = sorted(os.scandir(folder), key=lambda entry: os.fsencode(entry.name))
        hidden = [entry for entry in entries if _is_hidden(entry.name)]
        found.ignored += [(shown(file_name(entry.name)), "hidden") for entry in hidden]
        entries = [entry for entry in entries if entry not in hidden]
        only = entries[0] if len(entries) == 1 and not entries[0].is_symlink() else None
        of_one = only and platforms.read({file_name(only.name): True}, sets)[0]
        if only and only.is_file() and only.name.lower().endswith(".zip") and not of_one:
            try:
                folder = found.unpacked(only.path)
                continue
            except ValueError as error:
                raise ValueError(f"submissions must be a folder; {only.path!r} {error}") from None
        # A folder that a platform made for one student holds names that the student chose.
        if only and only.is_dir() and of_one not in _FOLDERS:
            inner = {file_name(entry.name): _is_work(entry) for entry in os.scandir(only.path) if not _is_hidden(entry.name)}
            of_sets = {same(name) for name in inner} & {same(name) for name in sets}
            # One student's folder, or all students' files: where notebooks are named like the set, the folder is a student's.
            notebooks = [name for name in inner if is_notebook(name)]
            several = len(inner) > 1 and not of_sets and (not notebooks or len(notebooks) > 1 and not any(
                same(platforms.copy_of(name)) in map(same, sets) for name in notebooks))
            if gradescope.METADATA in inner or platforms.read(inner, sets)[0] or several:
                folder = only.path
                continue
        break
    return Path(folder), entries


def whose(folder, entries, pattern, sets):
    """Say of everything in a folder whose it is.

    Parameters
    ----------
    folder : pathlib.Path
    entries : list of os.DirEntry
        From `inside`.
    pattern : str or None
        See `qedu.grading.classroom.platforms.compiled`.
    sets : iterable of str
        Names of the exercise sets.

    Returns
    -------
    platform : str
        Key of `qedu.grading.classroom.platforms.TITLES`, or "".
    handed : dict of str to list of qedu.grading.classroom.platforms.Handed
        By name; several people for what a group handed in.
    known : set of str
        Names of which the platform, or the pattern, says whose they are; of others the name itself is the student's.

    Raises
    ------
    ValueError
        If the pattern fits nothing.
    """
    platform = ""
    if pattern:
        handed = _by_pattern(folder, entries, pattern)
    elif any(entry.name == gradescope.METADATA for entry in entries):
        platform, handed = "gradescope", gradescope.read(folder / gradescope.METADATA)
    else:
        platform, said = platforms.read({file_name(entry.name): _is_work(entry) for entry in entries}, sets)
        handed = {name: [who] for name, who in said.items()}
        if platform == "blackboard":
            _add_names(entries, handed)
    stems = {_stem(entry.name) for entry in entries}
    known = {name for entry in entries if (name := file_name(entry.name)) in handed}
    return platform, {name: handed.get(name) or [_plain(entry, stems)] for entry in entries if (name := file_name(entry.name))}, known


def is_notebook(name):
    """Return whether a file has the name of a notebook; browsers add .txt or .json to its ending.

    Parameters
    ----------
    name : str

    Returns
    -------
    bool
    """
    return re.search(r"\.ipynb(\.txt|\.json)?$", name, re.I) is not None


def _is_work(entry):
    return entry.is_dir() or is_notebook(entry.name)


def _stem(name):
    return re.sub(r"\.ipynb(\.txt|\.json)?$", "", file_name(name), flags=re.I)


def _plain(entry, stems):
    """Of a scheme of one's own: the name of the file or folder is that of the student."""
    stem = _stem(entry.name)
    second = None if entry.is_dir() else _SECOND.match(stem)
    return Handed(second["first"] if second and second["first"] in stems else stem, file=file_name(entry.name))


def _by_pattern(folder, entries, pattern):
    who = platforms.compiled(pattern)
    handed = {}
    for entry in entries:
        if "/" in pattern and entry.is_dir():
            for path in files(entry.path)[0]:
                said = who(file_name(path.relative_to(folder).as_posix()))
                if said:
                    handed.setdefault(file_name(entry.name), [said])
        elif said := who(file_name(entry.name)) or (entry.is_dir() and who(file_name(entry.name) + ".ipynb")):
            handed[file_name(entry.name)] = [said]
    if not handed:
        first = next((file_name(entry.name) for entry in entries if _is_work(entry)), "nothing")
        raise ValueError(f"pattern must fit the names in the folder; {pattern!r} fits none of them, the first is {first!r}")
    return handed


def _add_names(entries, handed):
    """Blackboard lays a text beside each submission that says the full name and the user name."""
    said = {}
    for entry in entries:
        name = file_name(entry.name)
        who = handed.get(name)
        # Its name ends with the time; a text that a student hands in has a name of its own behind that, and may say anything.
        if who and who[0].file == name and name.endswith(".txt") and entry.is_file(follow_symlinks=False):
            with open(entry.path, "rb") as file:
                text = file.read(4000).decode("utf-8", "replace")
            if match := re.search(r"^Name: *(.+?) *\(([^()\n]*)\) *$", text, re.M):
                said[who[0].login] = match
    for name, (who,) in list(handed.items()):
        if match := said.get(who.login):
            handed[name] = [replace(who, name=match[1].strip(), login=match[2].strip() or who.login, logins=())]


def files(folder):
    """List what is in a student's folder and in those inside it; links are not followed.

    Parameters
    ----------
    folder : str or pathlib.Path

    Returns
    -------
    notebooks, others, hidden : list of pathlib.Path
    """
    notebooks, others, hidden = [], [], []
    for root, folders, names in os.walk(folder):
        hidden += [Path(root, name) for name in sorted(folders + names) if _is_hidden(name)]
        folders[:] = sorted(name for name in folders if not _is_hidden(name))
        for name in sorted(names):
            if not _is_hidden(name):
                (notebooks if is_notebook(name) else others).append(Path(root, name))
        if len(notebooks) + len(others) > 10_000:
            break
    return notebooks, others, hidden


def _is_hidden(name):
    return name.startswith((".", "~$")) or name in ("__MACOSX", "__pycache__") or name.lower() in ("thumbs.db", "desktop.ini")
