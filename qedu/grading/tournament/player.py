"""What runs in the confined process: a team's program, and one call of one of its functions.

It holds nothing of other teams, no score, and no physics that the team could not import itself.  What is sent away is
plain data, which somebody else reads as that of a stranger.
"""

import sys
import types

from qedu.grading.checks.plain import from_plain, to_plain
from qedu.grading.notebooks import runner

__all__ = ["prepare", "run"]


def prepare():
    """Load what programs use, once for all of them."""
    runner.prepare()


def run(job, send):
    """Run a program and send what its function returns.

    Parameters
    ----------
    job : dict
        ``source``; ``call``, the function's name; ``arguments``, plain; ``seed``, which takes the place of chance.
    send : callable
        Takes a dict: with ``answer``, which is plain, or with ``raised``, the name of the error and its text.
    """
    runner.settle(job["seed"])
    module = sys.modules["__main__"] = types.ModuleType("__main__")
    try:
        exec(compile(job["source"], "<program>", "exec"), module.__dict__)
        answer = to_plain(module.__dict__[job["call"]](*map(from_plain, job["arguments"])))
    except BaseException as error:
        name = type(error).__name__
        try:
            text = str(error)[:200]
        except Exception:                               # an error that cannot even be put into words
            text = ""
        missing = name == "KeyError" and job["call"] not in module.__dict__
        send({"raised": ["NameError", f"no function {job['call']}"] if missing else [name, text]})
        return
    try:
        send({"answer": answer})
    except (ValueError, RecursionError, MemoryError, TypeError):
        send({"raised": ["ValueError", "an answer that is too large"]})
