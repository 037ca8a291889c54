"""Run a notebook's cells in the order in which they stand, and make the calls of its checks where it asks for them.

This is the half of marking that a student's code can see.  It holds no reference and no solution: a check gives a list
of calls, what they return is sent away as plain data, and somebody else judges it.
"""

import __future__

import ast
import importlib
import inspect
import linecache
import random
import re
import signal
import sys
import types
from _thread import _count as threads
from collections import Counter
from time import sleep

import qedu.grading
from qedu.grading.checks import checking
from qedu.grading.checks.exercise import Mistake
from qedu.grading.checks.plain import from_plain
from qedu.grading.checks.wording import general
from qedu.grading.notebooks import jupyter
from qedu.grading.notebooks.messages import UNWRITTEN

__all__ = ["prepare", "run", "settle"]

#: What answers may import without waiting for it.
_STACK = ("numpy", "scipy.linalg", "scipy.optimize", "scipy.special", "scipy.stats", "qutip", "xarray", "matplotlib.pyplot",
          "IPython.core.inputtransformer2", "IPython.display", "qedu", "qedu.states", "qedu.channels", "qedu.protocols", "qedu.attacks",
          "qedu.engine", "qedu.rates")

#: How often the calls of one exercise are made in one cell, and how many earlier objects of its name are remembered.
_TURNS, _REMEMBERED = 10, 6

#: With more threads than this left running, a cell or check stands still for so many seconds, so that whoever counts
#: them from outside meets them here and not in the next answer, which is innocent of them.
_MANY, _STILL = 32, 0.5

#: Where the system has timers, what sets them, kept from a notebook that changes the module.
_set_timer = getattr(signal, "setitimer", None)
_TIMERS = (signal.ITIMER_REAL, signal.ITIMER_VIRTUAL, signal.ITIMER_PROF) if _set_timer else ()

#: What an import from __future__ switches on, in all cells that follow.
_FUTURE = sum(getattr(__future__, name).compiler_flag for name in ("annotations", "barry_as_FLUFL", "generator_stop"))

#: Where a cell may be more than plain Python: a magic or shell command, a question mark, a prompt, an indented beginning.
_SPECIAL = re.compile(r"[%!?]|\A\s|^\s*(?:>>>|\.\.\.|In \[|[,;/])", re.M)


def prepare():
    """Load what notebooks use, and make what QuTiP and xarray make at their first use."""
    for name in _STACK:
        importlib.import_module(name)
    general()                                           # its texts explain a student's exceptions
    qedu.exchange(qedu.protocols.bb84()).records(16, seed=1)


def run(job, send):
    """Run a job and send what comes of it.

    Parameters
    ----------
    job : dict
        ``cells``: a list of [number, source]; ``exercises``: a list of dicts with ``id``, ``name``, ``value`` and ``calls``
        (from `Call.plain`); ``skip``: numbers of cells that are left out; ``unchecked``: [id, cell, turn] of calls that
        are left out; ``only``: the exercise whose calls alone are made, or None; ``variants``: plain parameters by
        exercise; ``seed``: takes the place of chance.
    send : callable
        Takes a dict.  Each begins with ``at``: "cell" and "check" when something begins, "problem" and "answers"
        when something came of it, and "end" at last.
    """
    settle(job["seed"])
    _Run(job, _short(send)).all()


def _short(send):
    """The same, which says so if an answer is too large to be sent: an integer of 10,000 digits, lists in lists in lists."""
    def sending(message):
        try:
            send(message)
        except (ValueError, RecursionError, MemoryError, TypeError):
            send({**message, "answers": [], "mistake": {"key": "unreadable", "details": {"type": "something too large"}}})

    return sending


class _Run:
    def __init__(self, job, send):
        self.cells, self.send = job["cells"], send
        self.skip, self.only, self.unchecked = set(job["skip"]), job.get("only"), {tuple(place) for place in job["unchecked"]}
        self.exercises = {exercise["id"]: exercise for exercise in job["exercises"]}
        self.variants = {identifier: from_plain(plain) for identifier, plain in job["variants"].items()}
        self.bound = {identifier: [] for identifier in self.exercises}      # (object, number of the cell), the latest last
        self.last = {}                          # by exercise: (object that was checked last, cell, whether its calls came through)
        self.turns, self.cell, self.calling, self.lost, self.threads = Counter(), -1, False, [], 0
        self.loop, self.future = None, 0
        main = types.ModuleType("__main__")
        sys.modules["__main__"] = main
        self.space = main.__dict__
        self._offer()

    def _offer(self):
        """Put in place what a notebook finds in Jupyter, and the checks that are no checks here."""
        for module in (qedu.grading, checking):
            module.check, module.examine = self.check, self.examine
            module.variant = lambda exercise, *more, **named: self.variants.get(exercise, {})
        jupyter.offer(self.space, self)

    def all(self):
        """Run all cells, look up all names, and say so."""
        for number, source in self.cells:
            if number not in self.skip:
                self._cell(number, source)
        while self.lost and any(exercise["name"] not in self.space for exercise in self.exercises.values()):
            again, self.lost = dict(self.lost), []
            for number, source in again.items():        # it may be that cells were run in another order than they stand
                self._cell(number, source)
            if len(self.lost) == len(again):
                break
        self.cell = -1
        for identifier in self.exercises:
            self._look_up(identifier)
        said = {name: str(self.space[name])[:200] for name in ("student_id", "term")
                if type(self.space.get(name)) in (str, int)}
        self.send({"at": "end", "said": said, "bound": {identifier: things[-1][1] for identifier, things in self.bound.items() if things}})

    def _cell(self, number, source):
        self.cell = number
        self.send({"at": "cell", "cell": number})
        problem = self.execute(source, f"<cell {number}>", self.space)
        self._stand_still()
        if problem is not None:
            key, details, unknown = problem
            self.send({"at": "problem", "cell": number, "key": key, "details": details})
            if unknown:
                self.lost.append((number, source))
        for identifier, exercise in self.exercises.items():
            thing, things = self.space.get(exercise["name"], checking.MISSING), self.bound[identifier]
            if thing is not checking.MISSING and not (things and things[-1][0] is thing):
                things.append((thing, number))
                del things[:-_REMEMBERED]

    def _stand_still(self):
        for timer in _TIMERS:                           # what was set to go off would do so in the next answer
            _set_timer(timer, 0)
        if threads() > max(_MANY, self.threads):
            sleep(_STILL)
            self.threads = threads()                    # nobody minded them

    def execute(self, source, filename, space):
        """Run code as Jupyter would; return (key, details, whether only a name was missing) if it was stopped."""
        try:
            if _SPECIAL.search(source):
                from IPython.core.inputtransformer2 import TransformerManager

                source = TransformerManager().transform_cell(source)
            linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
            self.space["In"].append(source)
            flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT | self.future
            tree = compile(source, filename, "exec", ast.PyCF_ONLY_AST | flags)
            last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
            code = compile(tree, filename, "exec", flags)
            self.future |= code.co_flags & _FUTURE
            self._awaited(code, space)
            if last is not None:
                value = self._awaited(compile(ast.Expression(last.value), filename, "eval", flags | self.future), space)
                if value is not None:
                    space["_"] = space["Out"][len(space["In"]) - 1] = value
        except NotImplementedError:
            return "not_written", {}, False
        except BaseException as error:
            return "cell_raised", _explained(error, filename), isinstance(error, NameError)
        return None

    def _awaited(self, code, space):
        """Run compiled code; what awaits something gets a loop, one that needs no sockets."""
        value = eval(code, space)
        if not (code.co_flags & inspect.CO_COROUTINE and inspect.iscoroutine(value)):
            return value
        if self.loop is None:
            self.loop = jupyter.loop()
        return self.loop.run_until_complete(value)

    def check(self, id, answer=None, *more, **named):
        """Stands for `qedu.grading.check`: makes the calls, and says and raises nothing."""
        if isinstance(id, str) and id in self.exercises and not self.calling:
            if answer is None:
                frame = sys._getframe(1)
                name = self.exercises[id]["name"]
                answer = frame.f_locals.get(name, frame.f_globals.get(name, checking.MISSING))
            self._judge(id, answer)
        return checking.Result(str(id), True, 0, None, "")

    def examine(self, id, answer=None, *more, **named):
        """Stands for `qedu.grading.examine`: nothing is examined here."""
        return checking.Result(str(id), True, 0, None, "")

    def _look_up(self, identifier):
        """Make the calls of what has the exercise's name in the end, unless the last check has; else of what had it before."""
        exercise = self.exercises[identifier]
        earlier = [thing for thing, _ in reversed(self.bound[identifier])]
        now = self.space.get(exercise["name"], checking.MISSING)
        for place, thing in enumerate([now, *earlier]):
            checked, _, through = self.last.get(identifier, (None, None, False))
            if through and checked is thing and not (exercise["value"] and place == 0):
                return
            if place and thing is now:
                continue
            if self._judge(identifier, thing):
                return

    def _judge(self, identifier, thing):
        """Send what the calls of an exercise give; return whether something was answered."""
        if self.only not in (None, identifier):
            return True
        exercise = self.exercises[identifier]
        checked, cell, through = self.last.get(identifier, (None, None, False))
        if through and checked is thing and cell == self.cell and not exercise["value"]:
            return True
        turn = self.turns[identifier, self.cell]
        if turn >= _TURNS:
            return False
        self.turns[identifier, self.cell] += 1
        place = {"id": identifier, "cell": self.cell, "turn": turn}
        if (identifier, self.cell, turn) in self.unchecked:
            self.last[identifier] = thing, self.cell, True
            return True
        self.send({"at": "check", **place})
        self.calling = True
        try:
            answers, mistake = checking.collect(exercise["value"], thing, exercise["calls"], None)
        except BaseException as error:
            answers, mistake = [], Mistake("raised", details=_explained(error, None))
        finally:
            self.calling = False
        self._stand_still()
        self.send({"at": "answers", **place, "answers": answers,
                   "mistake": mistake and {"key": mistake.key, "details": mistake.details}})
        self.last[identifier] = thing, self.cell, mistake is None
        return mistake is None or mistake.key not in UNWRITTEN


def _explained(error, filename):
    try:
        return checking.explain(error, filename)
    except Exception:                                   # an error that cannot even be put into words
        return {"error": type(error).__name__, "line": "", "advice": ""}


def settle(seed):
    """Take chance out of what a student leaves to chance, so that the same notebook gets the same mark.

    Parameters
    ----------
    seed : int
        Where the generators of Python, NumPy and QuTiP begin, and what stands for the system's own randomness.
    """
    import os

    import numpy as np

    source, seeds = random.Random(seed), random.Random.seed

    def fixed(self, a=None, version=2):
        seeds(self, source.getrandbits(128) if a is None else a, version)

    random.Random.seed = fixed
    random.seed = random._inst.seed                     # it was taken from the class when the module was loaded
    random.seed(seed)
    np.random.seed(seed % 2**32)
    os.urandom = random._urandom = source.randbytes     # the second is what SystemRandom and secrets draw from
    np.random.bit_generator.randbits = source.getrandbits       # where default_rng() takes its entropy from
    for name in ("qutip.random_objects",):
        if name in sys.modules:
            sys.modules[name]._RAND = np.random.default_rng(seed)
