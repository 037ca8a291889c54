"""The process in which a student's code runs, and the fork server that makes one for each run.

The server loads a program once, with all that it needs, then forks.  It never sees a submission: each child gets two
pipes, reads its job from one, shuts itself in, and writes what came back to the other.  So no child finds traces of
another student's work in its memory, and none finds a check, a reference or a solution, since nobody loaded them.

A program is a module with two functions: ``prepare()``, which loads what jobs need, and ``run(job, send)``.  Before
anything of a job is run, the child says "ready", or what it is that keeps it from being shut in; nothing is run then.
"""

import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
import threading
import time

from qedu.grading.isolation import confine, outside
from qedu.grading.isolation.files import Readable, install
from qedu.grading.isolation.limits import memory_limited

__all__ = ["serve", "serve_once", "sender"]


def serve(listening, owner, hidden, program):
    """Serve workers: for each that connects fork a server of its own, until the owner goes away.

    Parameters
    ----------
    listening : int
        File descriptor of a listening Unix socket.
    owner : int
        File descriptor of a pipe that is open for as long as somebody needs this server.
    hidden : list of str
        Folders that no student's code may read, even inside Python's own.
    program : str
        Name of the module that runs jobs.
    """
    run = _loaded(program)
    rules, readable = confine.ruleset(confine.readable(), hidden), Readable(confine.readable(), hidden)
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
                _serve_worker(connection, rules, readable, run)
            finally:
                os._exit(0)
        connection.close()


def _serve_worker(requests, rules, readable, run):
    """Fork a confined child for each request of a worker.

    A request carries two pipes, for the job and for the answers, and the limits; the reply is the child's process
    number.  The next byte ends the child, "k" at once and "w" if it does not end by itself in a second; the reply is
    its exit status, and whether it had ended by itself.
    """
    while True:
        data, pipes, _, _ = socket.recv_fds(requests, 64, 2)
        if not data:
            return
        memory, seconds = map(int, data.split())
        child = os.fork()
        if child == 0:
            try:
                requests.close()
                _run_confined(*pipes, rules, readable, memory, seconds, run)
            finally:
                os._exit(0)
        for pipe in pipes:
            os.close(pipe)
        requests.send(b"%d" % child)
        more = requests.recv(1)
        own, status = _ended(child, 1 if more == b"w" else 0)
        if not own:
            os.kill(child, signal.SIGKILL)
            _, status = os.waitpid(child, 0)
        if not more:
            return
        requests.send(b"%d %d" % (status, own))


def _ended(child, seconds):
    """Whether a child has ended or does so within some seconds, and its status."""
    until = time.monotonic() + seconds
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done or time.monotonic() >= until:
            return bool(done), status
        time.sleep(0.005)


def serve_once(memory, hidden, program):
    """Run one job from standard input without confinement; answers go to standard output.

    What a confined child could not do is refused here too, so that honest code meets the same.

    Parameters
    ----------
    memory : int
        Bytes that the job may take, where the system can limit them.
    hidden, program
        As for `serve`.
    """
    answers = os.dup(1)
    send = sender(lambda data: os.write(answers, data))
    nowhere = os.open(os.devnull, os.O_RDWR)
    job = json.loads(sys.stdin.buffer.read())
    for number in (0, 1, 2):                            # before anything prints while it is loaded
        os.dup2(nowhere, number)
    run = _loaded(program)
    sys.dont_write_bytecode = True
    threading.stack_size(confine.THREAD_STACK)
    with memory_limited(memory):
        install(outside.refuse(hidden))
        _of_nobody()
        send({"at": "ready"})
        run(job, send)
    os._exit(0)


def _of_nobody():
    """Leave an environment in which somebody has a home and a name, who is not whoever grades."""
    os.environ.clear()
    os.environ.update({"HOME": os.sep, "USERPROFILE": os.sep, "USER": "student", "LOGNAME": "student", "USERNAME": "student"})


def _loaded(program):
    """Load a program and return what runs its jobs."""
    module = importlib.import_module(program)
    module.prepare()
    gc.collect()
    gc.freeze()                                         # memory that the collector would touch is made once for all children
    return module.run


def _run_confined(job_pipe, answer_pipe, rules, readable, memory, seconds, run):
    send = sender(lambda data: os.write(answer_pipe, data))
    try:
        nowhere = os.open(os.devnull, os.O_RDWR)
        for number in (0, 1, 2):
            os.dup2(nowhere, number)
        with os.fdopen(job_pipe, "rb") as file:
            job = json.load(file)
        _of_nobody()
        os.chdir("/")                                   # where the instructor stands is nobody's business
        sys.dont_write_bytecode = True
        threading.stack_size(confine.THREAD_STACK)
        confine.confine(rules, [answer_pipe], memory, seconds)
        install(readable)
    except BaseException as error:
        send({"at": "failed", "why": f"{type(error).__name__}: {error}"})
        return
    send({"at": "ready"})
    run(job, send)


def sender(write):
    """Return a function that sends dicts: a line with the length, then JSON.

    Parameters
    ----------
    write : callable
        Takes bytes and returns how many of them it has written.

    Returns
    -------
    callable
        Takes a dict.  If JSON cannot hold it, it raises before anything is written.
    """
    dumps = json.dumps                                  # kept from a notebook that changes the module

    def send(message):
        data = dumps(message).encode()
        data = memoryview(b"%d\n" % len(data) + data)
        while data:
            data = data[write(data):]

    return send
