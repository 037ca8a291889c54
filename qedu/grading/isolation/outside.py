"""What marking has none of, other files, the network and other programs, and how it is refused without confinement.

Python reports such things as audit events, on every system.  Where a notebook is marked without confinement, by its
author, they are refused, so that the marks are those of a confined run.
"""

import contextlib
import errno
import multiprocessing.process
import os
import sys

from qedu.grading.isolation import confine
from qedu.grading.isolation.files import Readable

__all__ = ["NETWORK", "PROGRAMS", "opened", "database", "refuse"]

#: Events by which a process uses the network.
NETWORK = frozenset(("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo",
                     "socket.gethostbyname", "socket.gethostbyaddr"))

#: Events by which it starts another.
PROGRAMS = frozenset(("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.forkpty", "pty.spawn",
                      "os.startfile", "os.startfile/2"))

_CHANGES = frozenset(("os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod", "os.chown",
                      "os.utime", "os.kill", "os.killpg", "signal.pthread_kill", "socket.__new__"))

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def opened(event, arguments):
    """Say which file an audit event opens.

    Parameters
    ----------
    event : str
    arguments : tuple

    Returns
    -------
    tuple of str and bool, or None
        The path, and whether it is opened for writing; None if the event opens none.
    """
    if event == "open" and len(arguments) == 3 and isinstance(arguments[0], (str, bytes)):
        path, mode, flags = arguments
        writing = bool(set(mode) & set("wax+")) if isinstance(mode, str) else bool((flags or 0) & _WRITING)
        return os.path.abspath(os.fsdecode(path)), writing
    return None


def database(event, arguments):
    """Say which file SQLite opens by itself, where what a notebook writes into memory is not seen.

    Parameters
    ----------
    event : str
    arguments : tuple

    Returns
    -------
    str or None
        The path; None if the event opens none, or a database in memory.
    """
    if event != "sqlite3.connect":
        return None
    path = os.fsdecode(arguments[0])
    return None if path in ("", ":memory:") or "mode=memory" in path else os.path.abspath(path)


def refuse(hidden=()):
    """Refuse in this process, for good, what a confined one cannot do either.

    It keeps honest code to what marking offers, and is no protection from anybody.

    Parameters
    ----------
    hidden : iterable of pathlib.Path or str
        Folders of which nothing may be read, even inside Python's own; resolved.

    Returns
    -------
    qedu.grading.isolation.files.Readable
        What may still be read.
    """
    readable = Readable(confine.readable(), hidden)

    def hook(event, arguments):
        file = opened(event, arguments)
        if file is not None:
            path, writing = file
            if writing or path not in readable:
                raise PermissionError(errno.EACCES, "This file cannot be opened while the notebook is marked", path)
        elif path := database(event, arguments):
            raise PermissionError(errno.EACCES, "This database cannot be opened while the notebook is marked", path)
        elif event in NETWORK or event in PROGRAMS or event in _CHANGES:
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
