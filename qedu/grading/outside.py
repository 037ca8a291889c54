"""What marking has none of: other files, the network, other programs, somebody at the keyboard.

Python reports such things as audit events, on every system.  In a student's notebook a watch notes them, so that
`check` can say in time what will not be there; where a notebook is marked without confinement, by its author, they
are refused, so that the marks are those of a confined run.
"""

import builtins
import contextlib
import errno
import os
import sys
import threading
from functools import lru_cache
from pathlib import Path

from qedu.grading import confine
from qedu.grading.files import SYSTEM, Readable
from qedu.grading.text import shown

__all__ = ["seen_by", "seen_in_cells", "watch_cells", "described", "refuse"]

_NETWORK = frozenset(("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo",
                      "socket.gethostbyname", "socket.gethostbyaddr"))
_PROGRAMS = frozenset(("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.forkpty", "pty.spawn",
                       "os.startfile", "os.startfile/2"))
_SEEN = _NETWORK | _PROGRAMS | {"open"}
_CHANGES = frozenset(("os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod", "os.chown",
                      "os.utime", "os.kill", "os.killpg", "signal.pthread_kill", "socket.__new__"))

#: Where qedu itself lies.
_QEDU = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "")

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


@lru_cache(maxsize=1)
def _python():
    """What may be read while a notebook is marked; the exercises may not."""
    from qedu.grading.exercise import folders

    return Readable(confine.readable(), [path.resolve() for path in folders().values()])


@lru_cache(maxsize=1)
def _exercises():
    from qedu.grading.exercise import folders

    return tuple(os.path.join(str(path.resolve()), "") for path in folders().values())


def _path(event, arguments):
    """The file or library that an event is about and whether it is opened for writing, or None."""
    if event == "open" and len(arguments) == 3 and isinstance(arguments[0], (str, bytes)):
        path, mode, flags = arguments
        writing = bool(set(mode) & set("wax+")) if isinstance(mode, str) else bool((flags or 0) & _WRITING)
        return os.path.abspath(os.fsdecode(path)), writing
    return None


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
        if event in _NETWORK:
            return "network", ""
        if event in _PROGRAMS:
            return "program", ""
        opened = _path(event, arguments)
        if opened is None:
            return None
        path, writing = opened
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
    from qedu.grading.checking import _fill, _general

    words, names = _general()["outside"], []
    for kind, path in things:
        name = _fill(words[kind], name=shown(Path(path).name, 60))
        names += [name] if name not in names else []
    names = names[:5]
    return words["and"].join(filter(None, [", ".join(names[:-1]), names[-1]]))


def refuse():
    """Refuse in this process, for good, what a confined one cannot do either.

    It keeps honest code to what marking offers, and is no protection from anybody.

    Returns
    -------
    qedu.grading.files.Readable
        What may still be read.
    """
    import multiprocessing.process

    readable = _python()

    def hook(event, arguments):
        opened = _path(event, arguments)
        if opened is not None:
            path, writing = opened
            if writing or path not in readable:
                raise PermissionError(errno.EACCES, "This file cannot be opened while the notebook is marked", path)
        elif event in _NETWORK or event in _PROGRAMS or event in _CHANGES:
            raise PermissionError(errno.EPERM, f"This is not possible while the notebook is marked: {event}")
        elif event in ("os.listdir", "os.scandir") and not isinstance(arguments[0], int):
            if os.path.abspath(os.fsdecode(arguments[0] or ".")) not in readable:
                raise PermissionError(errno.EACCES, "This folder cannot be read while the notebook is marked", str(arguments[0]))

    def refused(*arguments, **named):
        raise PermissionError(errno.EPERM, "Other processes cannot be started while the notebook is marked")

    multiprocessing.process.BaseProcess.start = refused
    with contextlib.suppress(ImportError):
        import _multiprocessing

        _multiprocessing.SemLock = refused              # by which joblib finds out whether it may start processes
    sys.addaudithook(hook)
    return readable
