"""Run students' code in processes of its own, and watch them.

The process that judges starts a fork server (`qedu.grading.isolation.server`) and asks it for one confined child per run.
Whatever comes back is bytes from a stranger: it is cut at a length, read as JSON and rebuilt as plain data.
"""

import contextlib
import json
import os
import signal
import socket
import subprocess
import tempfile
import time

from qedu.grading.isolation.children import PROGRAM, Forked, Fresh, chunks, environment, python
from qedu.grading.isolation.confine import NotIsolated
from qedu.grading.isolation.limits import PATIENCE

__all__ = ["ForkServer", "Sandbox", "Budget", "Ended"]

#: Seconds in which a fresh Python loads the libraries.
_LOADING = 60

#: Time that a cell may take, in units of what the calls of a check may take: a notebook may compute more than its answers.
CELLS = 3

#: Seconds after which a run is looked at again.
_TURN = 0.05

#: Bytes that one message may have; a right answer has some ten thousand.
LONGEST = 4_000_000

#: Bytes of all messages about one notebook, and threads that it may have at a time.
MOST, THREADS = 64_000_000, 64


class Ended(Exception):
    """A run stopped before its last message.

    Attributes
    ----------
    why : str
        "time", "budget" (of the whole notebook), "output" (too much of it), "threads", "garbled", "stopped" by
        itself, or "killed" by somebody else.
    how : str
        In words, for "stopped".
    """

    def __init__(self, why, how=""):
        super().__init__(why)
        self.why, self.how = why, how


class Budget:
    """What all runs of one notebook may take together.

    Parameters
    ----------
    seconds : float
        Of processor time; four times as much may pass on the clock.
    """

    def __init__(self, seconds):
        self.seconds, self.spent, self.received = seconds, 0.0, 0
        self._until = time.monotonic() + PATIENCE * seconds

    def left(self, worked):
        """Return the seconds of processor time that are left while a run has `worked` so long; below 0 if time is over."""
        return min(self.seconds - self.spent - worked, self._until - time.monotonic())

    def extend(self, seconds):
        """Give back time on the clock that was not the notebook's own."""
        self._until += seconds


class ForkServer:
    """A process that has everything loaded and forks a confined child for each run.

    Parameters
    ----------
    hidden : iterable of pathlib.Path
        Folders that students' code may not read: exercises, submissions, grades.
    program : str
        Name of the module that runs jobs; see `qedu.grading.isolation.server`.

    Attributes
    ----------
    address : str
        Of its Unix socket, for `Sandbox`; in a folder that only this user can open.
    """

    def __init__(self, hidden=(), program=PROGRAM):
        self._folder = tempfile.TemporaryDirectory(prefix="qedu-")
        self.address = os.path.join(self._folder.name, "fork")
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
            listener.bind(self.address)
            listener.listen(64)
            owned, self._owner = os.pipe()
            call = f"serve({listener.fileno()}, {owned}, {[str(path) for path in hidden]!r}, {program!r})"
            self._process = subprocess.Popen(python(call), pass_fds=[listener.fileno(), owned], stdin=subprocess.DEVNULL,
                                             stdout=subprocess.DEVNULL, env=environment(), start_new_session=True)
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
        Processor time for the calls of a check; a cell may take three times as much.  On the clock four times as much may pass.
    memory : int
        Bytes that a run may take beyond the loaded libraries.
    hidden : iterable of pathlib.Path
        Folders that a run without confinement may not read either; a `ForkServer` has its own.
    program : str
        As for `ForkServer`, for a run without confinement.
    """

    def __init__(self, address=None, seconds=5.0, memory=2**30, hidden=(), program=PROGRAM):
        self.address, self.seconds, self.memory = address, seconds, memory
        self._hidden, self._program = [str(path) for path in hidden], program
        self._socket = None

    def run(self, job, budget):
        """Run a job.

        Parameters
        ----------
        job : dict
            For the program, such as `qedu.grading.notebooks.runner`; what JSON can hold.
        budget : Budget
            What is taken is taken from it.

        Yields
        ------
        object
            Each message, as read from JSON.  A stranger wrote it.

        Raises
        ------
        Ended
            If there will be no further message.
        NotIsolated
            If the process could not be shut in, or there is none; nothing was run.
        """
        if budget.left(0) <= 0:
            raise Ended("budget")
        start = self._forked if self.address else self._fresh
        with start(json.dumps(job).encode(), budget) as child:
            data = bytearray()
            try:
                self._ready(data, child, budget)
                limit = CELLS * self.seconds
                while True:
                    message = self._message(data, child, budget, limit)
                    check = type(message) is dict and message.get("at") == "check"
                    limit = self.seconds if check else CELLS * self.seconds
                    yield message
            finally:
                child.look()
                budget.spent += child.seen

    def close(self):
        """Let go of the fork server."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def _ready(self, data, child, budget):
        """Wait until all is in place; nothing of the job has been run then, and no time of the budget is used."""
        begun = time.monotonic()
        try:
            message = self._message(data, child, budget, seconds=max(self.seconds, _LOADING))
        except Ended as ended:
            if ended.why not in ("stopped", "garbled", "time"):
                raise
            raise NotIsolated(f"the process that runs students' code ended before it was ready ({ended.why} {ended.how})") from None
        if message != {"at": "ready"}:
            raise NotIsolated(str(message.get("why", message)))
        child.ready()
        budget.extend(time.monotonic() - begun)

    def _message(self, data, child, budget, seconds):
        """Wait for one message, and end the run when it takes too long or sends too much."""
        begun, worked, length = time.monotonic(), child.seen, None
        while True:
            if length is None and b"\n" in data[:20]:
                head = bytes(data[:20]).partition(b"\n")[0]
                if not head.isdigit():
                    child.end()
                    raise Ended("garbled")
                length = int(head)
                del data[:len(head) + 1]
                if length > LONGEST or budget.received + length > MOST:
                    child.end()
                    raise Ended("output")
                budget.received += length
            elif length is None and len(data) >= 20:
                child.end()
                raise Ended("garbled")
            if length is not None and len(data) >= length:
                message = bytes(data[:length])
                del data[:length]
                try:
                    return json.loads(message)
                except (ValueError, RecursionError):
                    child.end()
                    raise Ended("garbled") from None
            chunk = child.read(_TURN)
            if chunk is None:
                code, own = child.end(wait=True)
                if own and code == -signal.SIGKILL:     # it cannot have done that itself
                    raise Ended("budget" if budget.left(child.seen) < 0 else "killed")
                raise Ended("stopped", _how(code)) if own else Ended("garbled")
            data += chunk
            # Whether or not something came: bytes that trickle in must not keep the clock from being looked at.
            if child.look(_TURN):
                late = child.seen - worked > seconds or time.monotonic() - begun > PATIENCE * seconds
                if late or budget.left(child.seen) < 0 or child.threads > THREADS:
                    child.end()
                    raise Ended("threads" if child.threads > THREADS else "time" if late else "budget")

    @contextlib.contextmanager
    def _forked(self, job, budget):
        """A confined child of the fork server."""
        child = self._fork(max(1, int(budget.left(0)) + 2))
        try:
            with contextlib.suppress(BrokenPipeError), open(child.job, "wb") as file:
                file.write(job)
            yield child
        finally:
            child.end()
            os.close(child.answers)

    def _fork(self, seconds):
        for turn in range(2):                           # a lost connection is made anew, once
            try:
                if self._socket is None:
                    self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
                    self._socket.connect(self.address)
                job_out, job_in = os.pipe()
                answers_out, answers_in = os.pipe()
                socket.send_fds(self._socket, [b"%d %d" % (self.memory, seconds)], [job_out, answers_in])
                os.close(job_out)
                os.close(answers_in)
                return Forked(self._socket, int(self._reply()), job_in, answers_out)
            except OSError as error:
                self.close()
                if turn:
                    raise NotIsolated(f"the process that runs students' code has ended ({error}); "
                                      "if it did not start, its message is above") from None

    @contextlib.contextmanager
    def _fresh(self, job, budget):
        """A new Python without any confinement."""
        with tempfile.TemporaryDirectory(prefix="qedu-", ignore_cleanup_errors=True) as folder:
            child = Fresh(folder, self.memory, self._hidden, self._program)
            try:
                with contextlib.suppress(BrokenPipeError):
                    child.process.stdin.write(job)
                    child.process.stdin.close()
                with chunks(child.process.stdout) as child.chunks:
                    try:
                        yield child
                    finally:
                        child.end()
            finally:
                child.end()

    def _reply(self):
        reply = self._socket.recv(64)
        if not reply:
            raise OSError("no reply")
        return reply


def _how(code):
    """Say in words how a process ended."""
    if code >= 0:
        return f"with exit code {code}"
    try:
        return f"by signal {signal.Signals(-code).name}"
    except ValueError:
        return f"by signal {-code}"
