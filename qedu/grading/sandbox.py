"""Run students' code in processes of its own, and watch them.

The process that judges starts a fork server (`qedu.grading.server`) and asks it for one confined child per run.
Whatever comes back is bytes from a stranger: it is cut at a length, read as JSON and rebuilt as plain data.
"""

import contextlib
import json
import os
import queue
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from qedu.grading.limits import PATIENCE

__all__ = ["ForkServer", "Sandbox", "Ended"]

#: Bytes that one message may have; a right answer has some ten thousand.
LONGEST = 16_000_000


class Ended(Exception):
    """A run stopped before its last message.

    Attributes
    ----------
    why : str
        "time", "output" (too much of it), "garbled", or "stopped".
    how : str
        In words, for "stopped".
    """

    def __init__(self, why, how=""):
        super().__init__(why)
        self.why, self.how = why, how


class ForkServer:
    """A process that has everything loaded and forks a confined child for each run.

    Parameters
    ----------
    hidden : iterable of pathlib.Path
        Folders that students' code may not read: exercises, submissions, grades.

    Attributes
    ----------
    address : str
        Of its Unix socket, for `Sandbox`; in a folder that only this user can open.
    """

    def __init__(self, hidden=()):
        self._folder = tempfile.TemporaryDirectory(prefix="qedu-")
        self.address = os.path.join(self._folder.name, "fork")
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
            listener.bind(self.address)
            listener.listen(64)
            owned, self._owner = os.pipe()
            call = f"serve({listener.fileno()}, {owned}, {[str(path) for path in hidden]!r})"
            self._process = subprocess.Popen(_python(call), pass_fds=[listener.fileno(), owned], stdin=subprocess.DEVNULL,
                                             stdout=subprocess.DEVNULL, env=_environment(), start_new_session=True)
            os.close(owned)

    def close(self):
        """End the server and all that it forked."""
        if self._folder is not None:
            os.close(self._owner)
            self._process.kill()                        # it holds nothing, and what it forked ends with it
            self._process.wait()
            self._folder.cleanup()
            self._folder = None

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()


class Sandbox:
    """Where students' code runs.

    Parameters
    ----------
    address : str or None
        Of a `ForkServer`.  None: a fresh Python for each run, without any confinement (any system).
    seconds : float
        Processor time for each message; four times as much may pass on the clock.
    memory : int
        Bytes that a run may take beyond the loaded libraries.
    """

    def __init__(self, address=None, seconds=5.0, memory=2**30):
        self.address, self.seconds, self.memory = address, seconds, memory
        self._socket = None

    def run(self, job, messages):
        """Run a job.

        Parameters
        ----------
        job : dict
            For `qedu.grading.server`; what JSON can hold.
        messages : int
            How many messages it should give.

        Yields
        ------
        object
            Each message, as read from JSON.  A stranger wrote it.

        Raises
        ------
        Ended
            If there will be no further message.
        OSError
            If the fork server is not there.
        """
        start = self._forked if self.address else self._fresh
        with start(json.dumps(job).encode()) as (chunks, cpu_seconds, end):
            data = bytearray()
            for _ in range(messages):
                yield self._message(data, chunks, cpu_seconds, end)

    def close(self):
        """Let go of the fork server."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def _message(self, data, chunks, cpu_seconds, end):
        """Wait for one message, and end the run when it takes too long or sends too much."""
        begun, worked, length = time.monotonic(), cpu_seconds(), None
        while True:
            if length is None and b"\n" in data[:20]:
                head, _, rest = bytes(data[:20]).partition(b"\n")
                if not head.isdigit():
                    end()
                    raise Ended("garbled")
                length = int(head)
                del data[:len(head) + 1]
                if length > LONGEST:
                    end()
                    raise Ended("output")
            elif length is None and len(data) >= 20:
                end()
                raise Ended("garbled")
            if length is not None and len(data) >= length:
                message = bytes(data[:length])
                del data[:length]
                try:
                    return json.loads(message)
                except (ValueError, RecursionError):
                    end()
                    raise Ended("garbled") from None
            try:
                chunk = chunks.get(timeout=0.05)
            except queue.Empty:
                clock = time.monotonic() - begun
                if cpu_seconds() - worked > self.seconds or clock > PATIENCE * self.seconds:
                    end()
                    raise Ended("time") from None
                continue
            if chunk is None:
                raise Ended("stopped", end())
            data += chunk

    @contextlib.contextmanager
    def _forked(self, job):
        """A confined child of the fork server."""
        if self._socket is None:
            self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            self._socket.connect(self.address)
        job_out, job_in = os.pipe()
        answers_out, answers_in = os.pipe()
        socket.send_fds(self._socket, [b"%d" % self.memory], [job_out, answers_in])
        os.close(job_out)
        os.close(answers_in)
        child = int(self._reply())
        status = []

        def end():
            if not status:
                self._socket.send(b"k")
                status.append(int(self._reply()))
            return _how(os.waitstatus_to_exitcode(status[0]))

        def cpu_seconds():
            fields = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()
            return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

        try:
            with contextlib.suppress(BrokenPipeError), open(job_in, "wb") as file:
                file.write(job)
            with _read(open(answers_out, "rb", buffering=0)) as chunks:
                try:
                    yield chunks, cpu_seconds, end
                finally:
                    end()
        finally:
            end()

    @contextlib.contextmanager
    def _fresh(self, job):
        """A new Python without any confinement."""
        process = subprocess.Popen(_python("serve_once()"), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                   stderr=subprocess.DEVNULL, env=_environment())

        def end():
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(0.2)                       # its end of the pipe may close a moment before it ends
            process.kill()
            return _how(process.wait())

        try:
            with contextlib.suppress(BrokenPipeError):
                process.stdin.write(job)
                process.stdin.close()
            with _read(process.stdout) as chunks:
                begun = time.monotonic()
                try:
                    # Loading the libraries is not the student's time: it is given once, on the first message.
                    yield chunks, lambda: min(0, time.monotonic() - begun - 30), end
                finally:
                    process.kill()
        finally:
            process.kill()
            process.wait()

    def _reply(self):
        reply = self._socket.recv(64)
        if not reply:
            raise OSError("the process that runs students' code has ended; if it did not start, its message is above")
        return reply


def _python(call):
    """The command for a Python that finds this very qedu, and nothing in the current folder."""
    root = str(Path(__file__).resolve().parents[2])
    code = f"import sys; sys.path.append({root!r}); from qedu.grading.server import *; {call}"
    return [sys.executable, "-P", "-s", "-c", code]


def _environment():
    """No secret of whoever grades, one thread for each process, the same order of sets every time."""
    kept = ("HOME", "LANG", "PATH", "SYSTEMROOT", "TEMP", "TMPDIR", "VIRTUAL_ENV", "LD_LIBRARY_PATH")
    kept = {name: value for name, value in os.environ.items() if name in kept or name.startswith("OPENBLAS_")}
    return {**kept, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "MPLBACKEND": "Agg",
            "PYTHONHASHSEED": "0", "PYTHONUTF8": "1"}


@contextlib.contextmanager
def _read(file):
    """Read a pipe in a thread of its own, into a queue; None at its end."""
    chunks, closing = queue.Queue(maxsize=64), threading.Event()

    def work():
        while not closing.is_set():
            chunk = file.read(1 << 16) if not hasattr(file, "read1") else file.read1(1 << 16)
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


def _how(code):
    """Say in words how a process ended."""
    if code >= 0:
        return f"with exit code {code}"
    try:
        return f"by signal {signal.Signals(-code).name}"
    except ValueError:
        return f"by signal {-code}"
