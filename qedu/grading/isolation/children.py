"""The processes in which students' code runs, as the process that watches them sees them."""

import contextlib
import os
import queue
import select
import subprocess
import sys
import threading
import time
from pathlib import Path

import qedu
from qedu.grading.isolation.confine import NotIsolated

__all__ = ["PROGRAM", "Forked", "Fresh", "python", "chunks", "environment"]

#: The module that runs jobs, unless another is named; see `qedu.grading.isolation.server`.
PROGRAM = "qedu.grading.notebooks.runner"

_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 1


class _Child:
    """A process that runs a student's code, as seen from outside.

    Attributes
    ----------
    seen : float
        Processor time that it had worked when it was looked at last, in seconds.
    threads : int
        How many threads it had then.
    """

    def __init__(self, number):
        self._number, self._looked, self._before, self.seen, self.threads = number, 0.0, 0.0, 0.0, 0

    def look(self, pause=0.0):
        """Look at it, unless the last look is less than `pause` seconds ago; return whether it was looked at."""
        now = time.monotonic()
        if now - self._looked < pause:
            return False
        self._looked = now
        with contextlib.suppress(OSError), open(f"/proc/{self._number}/stat", "rb") as file:    # where there is none, the clock counts
            fields = file.read().rpartition(b")")[2].split()
            self.seen, self.threads = (int(fields[11]) + int(fields[12])) / _TICKS - self._before, int(fields[17])
        return True

    def ready(self):
        """Count its time from now on: what it did to get ready is not the student's."""
        self.look()
        self._before, self.seen = self.seen, 0.0


class Forked(_Child):
    """A confined child of the fork server.

    Parameters
    ----------
    server : socket.socket
        Over which it was asked for.
    number : int
        Of its process.
    job, answers : int
        File descriptors of the pipes to it and from it.
    """

    def __init__(self, server, number, job, answers):
        super().__init__(number)
        self._server, self.job, self.answers, self._ended = server, job, answers, None

    def read(self, timeout):
        """What it has sent; empty if nothing came in time, None at the end."""
        if not select.select([self.answers], [], [], timeout)[0]:
            return b""
        return os.read(self.answers, 1 << 16) or None

    def end(self, wait=False):
        """End it, if it has not ended; return its exit code, and whether it ended by itself."""
        if self._ended is None:
            self.look()
            try:
                self._server.send(b"w" if wait else b"k")
                status, own = map(int, self._server.recv(64).split())
            except (OSError, ValueError):
                raise NotIsolated("the process that watches over students' code has ended") from None
            self._ended = os.waitstatus_to_exitcode(status), bool(own)
        return self._ended


class Fresh(_Child):
    """A new Python without any confinement.

    Parameters
    ----------
    folder : str
        In which it stands; an empty one, so that it finds no files.
    memory : int
        Bytes that its code may take.
    hidden : list of str
        Folders that its code may not read.
    program : str
        Name of the module that runs jobs.
    """

    def __init__(self, folder, memory, hidden=(), program=PROGRAM):
        # The packages are those of the Python that asks, wherever they are, but nothing beside the notebook.
        packages = [path for path in sys.path if path and os.path.realpath(path) != os.path.realpath(os.curdir)]
        self.process = subprocess.Popen(python(f"serve_once({memory}, {list(hidden)!r}, {program!r})", packages), cwd=folder,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment())
        super().__init__(self.process.pid)
        self._ended = None

    def read(self, timeout):
        try:
            return self.chunks.get(timeout=timeout)
        except queue.Empty:
            return b""

    def end(self, wait=False):
        if self._ended is None:
            self.look()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(1 if wait else 0)
            own = self.process.poll() is not None
            self.process.kill()
            self._ended = self.process.wait(), own
        return self._ended


def python(call, packages=()):
    """The command for a Python that finds this very qedu, and nothing in the current folder.

    Parameters
    ----------
    call : str
        A call of something in `qedu.grading.isolation.server`.
    packages : iterable of str
        Folders in which it looks for packages last.

    Returns
    -------
    list of str
    """
    places = [str(Path(qedu.__file__).resolve().parents[1]), *packages]
    code = (f"import sys; sys.path += [path for path in {places!r} if path not in sys.path]; "
            f"from qedu.grading.isolation.server import *; {call}")
    return [sys.executable, "-P", "-s", "-c", code]


def environment():
    """Return the environment of such a process: no secret of whoever grades, one thread, the same order of sets every time.

    Returns
    -------
    dict of str to str
    """
    kept = ("HOME", "LANG", "PATH", "SYSTEMROOT", "TEMP", "TMPDIR", "VIRTUAL_ENV", "LD_LIBRARY_PATH")
    kept = {name: value for name, value in os.environ.items() if name in kept or name.startswith("OPENBLAS_")}
    return {**kept, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "MPLBACKEND": "Agg",
            "MALLOC_ARENA_MAX": "2",                    # threads would reserve more memory than they use
            "PYTHONHASHSEED": "0", "PYTHONUTF8": "1"}


@contextlib.contextmanager
def chunks(file):
    """Read a pipe in a thread of its own, which works on every system.

    Parameters
    ----------
    file : io.BufferedReader
        It is closed at the end.

    Yields
    ------
    queue.Queue
        Of bytes as they come; None at the end of the pipe.
    """
    chunks, closing = queue.Queue(maxsize=64), threading.Event()

    def work():
        while not closing.is_set():
            chunk = file.read1(1 << 16)
            while not closing.is_set():
                with contextlib.suppress(queue.Full):
                    chunks.put(chunk or None, timeout=0.1)
                    break
            if not chunk:
                break

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    try:
        yield chunks
    finally:
        closing.set()
        thread.join(10)
        file.close()
