"""In a student's notebook, note what marking has none of: other files, the network, other programs, the keyboard.

So `check` can say in time what will not be there.
"""

import builtins
import contextlib
import os
import sys
import threading
from functools import lru_cache
from pathlib import Path

import qedu
from qedu.grading.checks.exercise import folders
from qedu.grading.checks.text import shown
from qedu.grading.checks.wording import fill, general
from qedu.grading.isolation import confine
from qedu.grading.isolation.files import SYSTEM, Readable
from qedu.grading.isolation.outside import NETWORK, PROGRAMS, database, opened

__all__ = ["seen_by", "seen_in_cells", "watch_cells", "described"]

_SEEN = NETWORK | PROGRAMS | {"open", "os.rename", "sqlite3.connect"}

#: Where qedu itself lies.
_QEDU = os.path.join(os.path.dirname(os.path.abspath(qedu.__file__)), "")


@lru_cache(maxsize=1)
def _python():
    """What may be read while a notebook is marked; the exercises may not."""
    return Readable(confine.readable(), [path.resolve() for path in folders().values()])


@lru_cache(maxsize=1)
def _exercises():
    return tuple(os.path.join(str(path.resolve()), "") for path in folders().values())


def _library(path):
    """Whether a file is one that libraries look up by themselves: of Python, of the system, in a hidden folder."""
    return (path in _python() or os.path.normcase(path).startswith(SYSTEM) or path.startswith(_exercises())
            or any(part.startswith((".", "ipykernel_")) or part in ("AppData", "Library") for part in Path(path).parts[1:]))


class _Watch:
    """What was seen so far, and in which threads calls of a check are being made."""

    def __init__(self):
        self.on, self.others, self.calls, self.cells, self.written, self.busy = False, None, [], [], set(), False

    def __call__(self, event, arguments):
        if self.others is None and not self.on or event not in _SEEN or self.busy:
            return
        calls = self.others is not None
        if calls and threading.get_ident() in self.others:
            return
        self.busy = True
        try:
            thing = self._thing(event, arguments)
            if thing is None or not calls and not _from_a_cell():
                return
            if thing not in (found := self.calls if calls else self.cells) and len(found) < 100:
                found.append(thing)
        except Exception:                               # to watch must never disturb
            return
        finally:
            self.busy = False

    def _thing(self, event, arguments):
        if event in NETWORK:
            return "network", ""
        if event in PROGRAMS:
            return "program", ""
        if event == "sqlite3.connect":
            path = database(event, arguments)
            return path and ("file", path)
        if event == "os.rename":
            before, after = (os.path.abspath(os.fsdecode(path)) for path in arguments[:2])
            self.written |= {after} if before in self.written else set()
            return None
        file = opened(event, arguments)
        if file is None:
            return None
        path, writing = file
        if writing:
            if len(self.written) < 10_000:
                self.written.add(path)
            return None
        if os.path.basename(os.path.dirname(path)) == "__pycache__":    # of a module beside the notebook
            path = os.path.join(os.path.dirname(os.path.dirname(path)), os.path.basename(path).split(".")[0] + ".py")
        return None if path in self.written or _library(path) or not os.path.isfile(path) else ("file", path)


_watch = None


def _hook():
    """The watch of this process; Python has no way to take an audit hook out again, so there is one."""
    global _watch
    if _watch is None:
        _watch = _Watch()
        sys.addaudithook(_watch)
    return _watch


def _from_a_cell():
    """Whether a cell does this itself, and not IPython for it, as with a shell command or an error that is shown.

    What qedu opens for itself, such as the texts of its messages, is no business of a cell either.
    """
    frame = sys._getframe(2)
    while frame is not None:
        name = frame.f_code.co_filename
        if "ipykernel_" in name or name.startswith("<ipython-input-"):
            return True
        ipython = f"{os.sep}IPython{os.sep}" in name and frame.f_code.co_name != "_modified_open"       # its open() for cells
        if ipython or name.startswith(_QEDU):
            return False
        frame = frame.f_back
    return False


def watch_cells():
    """From now on note what the cells of this notebook do that marking has none of; does nothing outside of IPython."""
    if getattr(builtins, "__IPYTHON__", False):
        _hook().on = True


@contextlib.contextmanager
def seen_by():
    """Note what is done by the code inside, in this thread and in those that it starts.

    Yields
    ------
    list of tuple of str
        What was seen: ("file", path), ("network", ""), ("program", "") or ("keyboard", "").
    """
    watch = _hook()
    found, asks = [], builtins.input

    def ask(*prompt):
        found.append(("keyboard", ""))
        return asks(*prompt)

    before = watch.others, watch.calls
    # Threads that are there already do something else; those that the code starts belong to it.
    watch.others = {thread.ident for thread in threading.enumerate()} - {threading.get_ident()}
    watch.calls, builtins.input = found, ask
    try:
        yield found
    finally:
        watch.others, watch.calls = before
        builtins.input = asks


def seen_in_cells():
    """Return what the notebook's cells did, since `watch_cells`, that marking has none of.

    Returns
    -------
    list of tuple of str
        As from `seen_by`; files that the notebook wrote itself are not among them.
    """
    return [] if _watch is None else [thing for thing in _watch.cells if thing[1] not in _watch.written]


def described(things):
    """Name what was seen.

    Parameters
    ----------
    things : list of tuple of str
        From `seen_by` or `seen_in_cells`.

    Returns
    -------
    str
        Such as "the file data.csv and the network".
    """

    words, names = general()["outside"], []
    for kind, path in things:
        name = fill(words[kind], name=shown(Path(path).name, 60))
        names += [name] if name not in names else []
    names = names[:5]
    return words["and"].join(filter(None, [", ".join(names[:-1]), names[-1]]))
