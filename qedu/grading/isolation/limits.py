"""Limits for code that may never return, or ask for all memory."""

import ctypes
import signal
import sys
import threading
import time
from contextlib import contextmanager

__all__ = ["OutOfTime", "run_limited", "memory_limited"]

#: What is allowed by the clock, in units of what is allowed to compute: the machine may be busy with other things.
PATIENCE = 4


class OutOfTime(BaseException):
    """The time limit was reached.  Not an `Exception`, so that ``except Exception`` does not swallow it."""


def run_limited(function, seconds):
    """Call a function without arguments, and interrupt it when the time is over.

    Parameters
    ----------
    function : callable
    seconds : float
        Time that the function may compute.  A machine that is busy with other things, or a function that
        waits, may take up to four times as long by the clock.

    Returns
    -------
    object
        What `function` returns.

    Raises
    ------
    OutOfTime
        If it ran longer.
    Exception
        Whatever `function` raises.

    Notes
    -----
    In the main thread of a POSIX system a timer signal interrupts the code.  Elsewhere (Windows, a worker
    thread) the function runs in a thread of its own, in which `OutOfTime` is raised; there the limit is one
    on the clock.  Either way Python code is interrupted between two instructions; a single long call into
    compiled code is not.

    Examples
    --------
    >>> run_limited(lambda: 6 * 7, seconds=1)
    42
    """
    if hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread():
        with _alarm(seconds):
            return function()
    return _in_thread(function, seconds)


@contextmanager
def memory_limited(most):
    """Let the code inside take no more than `most` further bytes; beyond that it gets a `MemoryError`.

    Parameters
    ----------
    most : int

    Notes
    -----
    It holds on Linux and in the main thread, since the limit is one of the whole process; elsewhere nothing is limited.

    Examples
    --------
    >>> with memory_limited(2**30):
    ...     len(bytes(1000))
    1000
    """
    if sys.platform != "linux" or threading.current_thread() is not threading.main_thread():
        yield
        return
    import resource

    with open("/proc/self/statm") as file:
        taken = int(file.read().split()[0]) * resource.getpagesize()
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    known = [limit for limit in (soft, hard) if limit != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_AS, (min([taken + most, *known]), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


@contextmanager
def _alarm(seconds):
    begun, worked = time.monotonic(), time.thread_time()

    def interrupt(signum, frame):
        if time.thread_time() - worked >= seconds or time.monotonic() - begun >= PATIENCE * seconds:
            raise OutOfTime

    before = signal.signal(signal.SIGALRM, interrupt)
    # Repeated, because a bare "except:" in a student's loop swallows the first one.
    signal.setitimer(signal.ITIMER_REAL, seconds, 0.05)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _in_thread(function, seconds):
    outcome = {}

    def work():
        try:
            outcome["value"] = function()
        except BaseException as error:
            outcome["error"] = error

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(seconds)
    for _ in range(40):
        if not thread.is_alive():
            break
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident), ctypes.py_object(OutOfTime))
        thread.join(0.05)
    if thread.is_alive():           # caught in compiled code, or swallowing every exception
        raise OutOfTime
    if "error" in outcome:
        raise outcome["error"]
    return outcome["value"]
