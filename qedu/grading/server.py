"""The process in which a student's code runs, and the fork server that makes one for each run.

The server loads NumPy, QuTiP and qedu once, then forks.  It never sees a submission: each child gets two pipes,
reads its job from one, shuts itself in, and writes what came back to the other.  So no child finds traces of
another student's work in its memory, and none finds a check, a reference or a solution, since nobody loaded them.

A job is a list of steps, one for each exercise: code to run, then calls to make.  What a step gives is one
message each for its code and for its calls: a line with its length, then JSON.
"""

import builtins
import gc
import json
import linecache
import os
import random
import select
import signal
import socket
import sys

from qedu.grading import confine

__all__ = ["serve", "serve_once"]

#: What answers may import without waiting for it.
_STACK = ("numpy", "scipy.linalg", "scipy.optimize", "scipy.special", "scipy.stats", "qutip", "xarray", "matplotlib.pyplot",
          "IPython.core.inputtransformer2", "qedu", "qedu.states", "qedu.channels", "qedu.protocols", "qedu.attacks",
          "qedu.engine", "qedu.rates", "qedu.grading")


def serve(listening, owner, hidden):
    """Serve workers: for each that connects fork a server of its own, until the owner goes away.

    Parameters
    ----------
    listening : int
        File descriptor of a listening Unix socket.
    owner : int
        File descriptor of a pipe that is open for as long as somebody needs this server.
    hidden : list of str
        Folders that no student's code may read, even inside Python's own.
    """
    _load()
    rules = confine.ruleset(confine.readable(), hidden)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)       # nobody waits for the servers of single workers
    listener = socket.socket(fileno=listening)
    while owner not in select.select([listener, owner], [], [])[0]:
        connection, _ = listener.accept()
        if os.fork() == 0:
            try:
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                confine.end_with_parent()
                listener.close()
                os.close(owner)
                _serve_worker(connection, rules)
            finally:
                os._exit(0)
        connection.close()


def _serve_worker(requests, rules):
    """Fork a confined child for each request of a worker.

    A request carries two pipes, for the job and for the answers; the reply is the child's process number.  The next
    byte ends the child; the reply is its exit status.
    """
    while True:
        data, pipes, _, _ = socket.recv_fds(requests, 64, 2)
        if not data:
            return
        child = os.fork()
        if child == 0:
            status = 70
            try:
                status = _run_confined(*pipes, rules, int(data))
            finally:
                os._exit(status)
        for pipe in pipes:
            os.close(pipe)
        requests.send(b"%d" % child)
        more = requests.recv(1)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        if not more:
            return
        requests.send(b"%d" % status)


def serve_once():
    """Run one job from standard input without any confinement; answers go to standard output."""
    _load()
    answers = os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    job = json.loads(sys.stdin.buffer.read())
    for number in (0, 1, 2):
        os.dup2(nowhere, number)
    _run(job, answers)
    os._exit(0)


def _load():
    import importlib

    for name in _STACK:
        importlib.import_module(name)
    import qedu
    from qedu.grading import checking

    checking._general()                                 # its texts explain a student's exceptions
    # What QuTiP and xarray make at their first use, and memory that the collector would touch, is made once for all children.
    qedu.exchange(qedu.protocols.bb84()).records(16, seed=1)
    gc.collect()
    gc.freeze()


def _run_confined(job_pipe, answer_pipe, rules, memory):
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nowhere, number)
    with os.fdopen(job_pipe, "rb") as file:
        job = json.load(file)
    os.environ.clear()
    confine.confine(rules, [answer_pipe], memory)
    _run(job, answer_pipe)
    return 0


def _run(job, pipe):
    """Run the steps of a job; send two messages for each."""
    import qedu.grading
    from qedu.grading import checking
    from qedu.grading.plain import from_plain

    _settle(job["seed"])
    variants = {exercise: from_plain(plain) for exercise, plain in job["variants"].items()}

    def later(*arguments, **named):
        """Checks run elsewhere; one that stands in an answer cell does nothing here."""

    # The names that the notebook imports, and those behind them.
    for module in (qedu.grading, checking):
        module.check = later
        module.variant = lambda exercise, *arguments, **named: variants[exercise]
    space = {"__name__": "__main__", "__builtins__": builtins, "display": later, "get_ipython": _Magics}
    for step in job["steps"]:
        problem = None
        for number, code in enumerate(step["code"]):
            problem = _execute(code, f"<{step['id']}, cell {number}>", space) or problem
        _send(pipe, {"problem": problem})
        if not step["call"]:
            _send(pipe, {})
            continue
        answers, mistake = checking.collect(step["value"], space.get(step["name"], checking._MISSING), step["calls"], None)
        _send(pipe, {"answers": answers, "mistake": mistake and {"key": mistake.key, "details": mistake.details}})


def _settle(seed):
    """Take chance out of what a student leaves to chance, so that the same notebook gets the same mark."""
    import numpy as np

    source = random.Random(seed)
    random.seed(seed)
    np.random.seed(seed % 2**32)
    os.urandom = source.randbytes
    np.random.bit_generator.randbits = source.getrandbits       # where default_rng() takes its entropy from


def _execute(code, filename, space):
    """Run one cell; return what stopped it, or None."""
    from IPython.core.inputtransformer2 import TransformerManager

    from qedu.grading.checking import explain

    try:
        if any(line.lstrip().startswith(("%", "!", "?")) or line.rstrip().endswith("?") for line in code.splitlines()):
            code = TransformerManager().transform_cell(code)
        linecache.cache[filename] = (len(code), None, code.splitlines(keepends=True), filename)
        exec(compile(code, filename, "exec"), space)
    except NotImplementedError:
        return {"key": "not_written", "details": {}}
    except (Exception, SystemExit) as error:
        return {"key": "cell_raised", "details": explain(error, filename)}
    return None


class _Magics:
    """Stands for IPython where there is none: magic commands do nothing, except those that time a cell's code."""

    def __new__(cls):
        return cls

    @staticmethod
    def run_line_magic(name, line, *more, **named):
        return None

    @staticmethod
    def run_cell_magic(name, line, body):
        if name in ("time", "timeit", "capture"):
            exec(body, sys._getframe(1).f_globals)

    @staticmethod
    def system(command):
        raise PermissionError("shell commands are not possible while grading")

    getoutput = system


def _send(pipe, message):
    try:
        data = json.dumps(message).encode()
    except (ValueError, RecursionError, MemoryError):           # an integer of 10,000 digits; lists in lists in lists
        data = b'{"mistake": {"key": "unreadable", "details": {"type": "something too large"}}}'
    data = b"%d\n" % len(data) + data
    while data:
        data = data[os.write(pipe, data):]
