"""Calls, how their answers are judged, and the exercises as they lie in their folders; authors take these from `qedu.grading.exercise`."""

import hashlib
import importlib
import itertools
import sys
import types
import zlib
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np

from qedu.grading.checks import slips
from qedu.grading.checks.answers import Number, Unfit
from qedu.grading.checks.plain import Seed, from_plain, to_plain

__all__ = ["Call", "Mistake", "Case", "Exercise", "Set", "folders", "find", "load", "variant",
           "seed_of", "make_call"]


class Call:
    """One call of the student's function, or several with the same arguments.

    Parameters
    ----------
    arguments : object
        By name, in the order in which the student's function takes them: plain data, arrays, Qobj, `Seed`.

    Attributes
    ----------
    repeat : int
        How many times to call; a `Seed` becomes one generator that all of these calls share.
    same : bool
        Whether each time gets the very objects of the time before, with whatever it did to them.

    Examples
    --------
    >>> Call(state=[1, 0], rng=Seed(7)).times(100).repeat
    100
    """

    repeat = 1
    same = False

    def __init__(self, **arguments):
        self.arguments = arguments
        self._outcomes = {}

    def times(self, repeat):
        """Return this call, to be made `repeat` times."""
        call = Call(**self.arguments)
        call.repeat = repeat
        return call

    def again(self):
        """Return this call, to be made twice with the same objects: for exercises whose text says that they must stay as they were.

        The second answer must be right as well, which it is not if the first time has changed its arguments for the worse.
        """
        call = self.times(2)
        call.same = True
        return call

    def of(self, model):
        """Return what a model gives for these arguments; it is computed once, for the example once for all."""
        if model not in self._outcomes:
            self._outcomes[model] = model(**self.arguments)
        return self._outcomes[model]

    def plain(self):
        """Return the call as plain data, to be sent to another process."""
        return {"arguments": [[name, to_plain(value)] for name, value in self.arguments.items()],
                "repeat": self.repeat, **({"same": True} if self.same else {})}


@dataclass(frozen=True)
class Mistake:
    """A judgement that is not "right".

    Attributes
    ----------
    key : str
        A mistake of the exercise, or of every exercise (general.yaml).
    call : Call or None
        The call that shows it best.
    returned : object
        What came back from it.
    details : dict
        What the message may name, such as a number of shots; never the expected value.
    """

    key: str
    call: Call = None
    returned: object = None
    details: dict = field(default_factory=dict)


class Unread(Exception):
    """Ends the judgement with the mistake that an answer cannot be read."""

    def __init__(self, mistake):
        super().__init__(mistake.key)
        self.mistake = mistake


@dataclass
class Case:
    """An exercise with its random arguments drawn: what to call, and how to judge."""

    exercise: "Exercise"
    calls: list
    secret: object

    def judge(self, answers):
        """Judge the answers.

        Parameters
        ----------
        answers : list of list
            For each call, what came back from each of its repetitions, after `from_plain`.

        Returns
        -------
        Mistake or None
            None if all is right.
        """
        try:
            return self.exercise.judge(self.calls, answers, self.secret)
        except Unread as stop:
            return stop.mistake


class Exercise:
    """Base of all checks.  A subclass sets `answer` and writes `draw` and `right`; one that asks for several kinds of call, `further`.

    Attributes
    ----------
    id : str
        Such as "c06-sift": of the set and the folder in which the check lies.
    answer : qedu.grading.answers.Kind
        How the answer is read and compared.
    example : Call
        The public example, printed in the exercise's text; it is always called first.
    draws : int
        How many further calls with random arguments follow, so that a memorised example fails.
    wrong : dict of str to callable or tuple of callable
        Wrong models by mistake key, with the arguments of the student's function.  Where the student's
        answers agree with one of them on every call, that mistake's message is shown.  The first one counts.
    value : bool
        True if the student gives a value (a list, a dict) and no function; `right` and the wrong
        models then take the parameters of the variant, if the exercise has any.
    parameters : dict
        Of the printed version, if `value` and if the exercise varies from student to student.
    false_failure : float
        Bound on the probability that a right answer fails: 0 if nothing is left to chance.

    Notes
    -----
    Checks that sample override `calls` and `judge`; they state the number of shots and the bound in their
    docstring, and set `false_failure`.
    """

    id = None
    answer = Number()
    example = Call()
    draws = 3
    wrong = {}
    value = False
    parameters = {}
    false_failure = 0.0

    def vary(self, rng):
        """Return the parameters of one student's variant: for a value those of its text, else a further example."""
        return dict(self.parameters if self.value else self.calls(rng)[0][-1].arguments)

    def draw(self, rng):
        """Return a `Call` with random arguments from a `numpy.random.Generator`, or None if these would not tell mistakes apart."""
        raise NotImplementedError(f"{type(self).__name__} has no draw(rng)")

    def right(self, **arguments):
        """Return the right answer for these arguments, by way of qedu."""
        raise NotImplementedError(f"{type(self).__name__} has no right(...)")

    def further(self, rng):
        """Return, or yield, the calls with random arguments that follow the example."""
        return [self.drawn(rng) for _ in range(self.draws)]

    def drawn(self, rng, *kind):
        """Return the first `Call` that `draw` gives, of a kind that it knows."""
        while (call := self.draw(rng, *kind)) is None:
            pass
        return call

    def tells(self, calls, right):
        """Return whether these calls, with these right answers, show what they must; else others are drawn."""
        return True

    def told_apart(self, calls, right, *, within=False, but=()):
        """Return whether no wrong model is right on all of these calls, and no two mistakes give the same answers.

        Parameters
        ----------
        calls : list of Call
        right : list
            The right answers, of a kind that ``==`` compares.
        within : bool
            Whether no two models of one mistake may give the same answers either.
        but : tuple of str
            Mistakes that are not looked at.
        """
        seen = [(key, [call.of(model) for call in calls]) for key, model in self.models() if key not in but]
        return all(answers != right for _, answers in seen) and all(
            answers != others or key == other and not within for (key, answers), (other, others) in itertools.combinations(seen, 2))

    def calls(self, rng):
        """Return the calls to make, and whatever `judge` needs to know besides (or None)."""
        while True:
            drawn = list(self.further(rng))
            calls, right = [self.example, *drawn], [self._right_example, *(self.right(**call.arguments) for call in drawn)]
            if self.tells(calls, right):
                return calls, right

    def models(self):
        """Return the wrong models as pairs: the key of a mistake, and a model."""
        return [(key, model) for key, models in self.wrong.items() for model in (models if isinstance(models, tuple) else (models,))]

    @cached_property
    def _right_example(self):
        return self.right(**self.example.arguments)

    def read(self, call, answer):
        """Return an answer to this call as `answer` reads it; where it cannot be read, that is the judgement."""
        try:
            return self.answer.read(answer)
        except Unfit as error:
            raise Unread(Mistake(error.key, call, answer, error.details)) from None

    def judge(self, calls, answers, secret):
        """Judge the answers; see `Case.judge`."""
        returned = [repeats[0] for repeats in answers]
        values, unfit = [], None
        for call, answer in zip(calls, returned):
            try:
                values.append(self.answer.read(answer))
            except Unfit as error:
                unfit = unfit or Mistake(error.key, call, answer, error.details)
        off = [] if unfit else [i for i, value in enumerate(values) if not self.answer.same(value, secret[i])]
        if not unfit and not off:
            return self._changes_arguments(calls, answers, secret)
        # Wrong models come first: a known mistake says more than "these are complex numbers".
        for key, model in self.models():
            if all(self.answer.resembles(answer, call.of(model)) for call, answer in zip(calls, returned)):
                show = off[0] if off else 0
                return Mistake(key, calls[show], returned[show])
        mistake = unfit or self.unknown(calls, returned, values, off, all(
            self.answer.close(values[i], secret[i]) for i in off))
        if mistake.key == "wrong" and (changed := self._changes_arguments(calls, answers, values)):
            return changed
        # What is true whatever the exercise says more than "none of the usual slips" or "a number above 1", too.
        if unfit or mistake.key == "wrong":
            found = slips.find(self.answer, returned, secret)
            if found and not (unfit and found[0] == "in_part"):
                show = off[0] if off else 0
                return Mistake(found[0], calls[show], returned[show], found[1])
        return mistake

    def _changes_arguments(self, calls, answers, expected):
        """The mistake of a function that answers otherwise if it gets the same objects once more, or None."""
        for call, repeats, value in zip(calls, answers, expected):
            for later in repeats[1:] if call.same else ():
                try:
                    same = self.answer.same(self.answer.read(later), value)
                except Unfit:
                    same = False
                if not same:
                    return Mistake("changes_arguments", call, later)
        return None

    def unknown(self, calls, returned, values, off, near):
        """Judge an answer that can be read and is none of the known mistakes.

        Parameters
        ----------
        calls : list of Call
        returned : list
            What came back from each call.
        values : list
            The same, read by `answer`.
        off : list of int
            Which of them are wrong.
        near : bool
            Whether these are so near that rounding may be the reason.

        Returns
        -------
        Mistake
            "close", or "only_example" if the answers are what one gets with something of the example in the place
            of an argument, or "constant" if they never change, or "exchanged" if two arguments have changed places,
            else "wrong".
        """
        show = calls[off[0]], returned[off[0]]
        if near:
            return Mistake("close", *show)
        example_right = len(calls) > 1 and 0 not in off
        if example_right and self._frozen(calls, values):
            return Mistake("only_example", *show)
        if len(calls) > 2 and all(self.answer.same(value, values[0]) for value in values[1:]):
            return Mistake("constant", *show)
        names = [name for name, item in calls[0].arguments.items() if not isinstance(item, Seed)]
        for one, other in itertools.combinations(names, 2):
            if self._right_with(calls, values, lambda given: {one: given[other], other: given[one]}):       # noqa: B023
                return Mistake("exchanged", *show, {"one": one, "other": other})
        return Mistake("wrong", *show, {"so_far": " is right for the example in the text. For other arguments it"
                                        if example_right else ""})

    def _frozen(self, calls, values):
        """Whether the answers do not depend on the arguments, or are right with one argument as in the example."""
        if all(self.answer.same(value, values[0]) for value in values[1:]):
            return True
        return any(self._right_with(calls, values, lambda given: {name: item})              # noqa: B023
                   for name, item in self.example.arguments.items())

    def _right_with(self, calls, values, changed):
        """Whether all answers are right for arguments of which some are changed."""
        try:
            return all(self.answer.same(value, self.right(**{**call.arguments, **changed(call.arguments)}))
                       for call, value in zip(calls, values))
        except (NotImplementedError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            return False                    # they do not go with the others, such as a list of another length

    def case(self, seed=0, parameters=None):
        """Draw the random arguments.

        Parameters
        ----------
        seed : int
            0 or more.  The arguments depend on the exercise's ID and on this number only, so that a check repeats.
        parameters : dict, optional
            Of a student's variant, from `variant`.  An exercise for a value is checked for these; an exercise
            for a function is called with random ones in any case.

        Returns
        -------
        Case
        """
        if not isinstance(seed, (int, np.integer)) or seed < 0:
            raise ValueError(f"seed must be a whole number, 0 or more; got {seed!r:.60}")
        rng = np.random.default_rng([zlib.crc32(self.id.encode()), int(seed)])
        if self.value:
            calls = [Call(**(parameters or self.parameters))]
            return Case(self, calls, [self.right(**calls[0].arguments)])
        calls, secret = self.calls(rng)
        return Case(self, calls, secret)


def folders():
    """Return the folders of all exercise sets, by name of the set.

    Returns
    -------
    dict of str to pathlib.Path
        From the repository, or from the installed package, which holds what checking needs and no more.

    Examples
    --------
    >>> "c02" in folders()
    True
    """
    package = Path(__file__).resolve().parents[2]       # qedu; this file is qedu/grading/checks/exercise.py
    for root in (package / "_exercises", package.parent / "exercises"):
        found = {path.parent.name: path.parent for path in sorted(root.glob("*/set.yaml"))}
        if found:
            return found
    return {}


@dataclass(frozen=True)
class Set:
    """One exercise set: what set.yaml and the words.yaml of its exercises say, and the checks by exercise ID."""

    name: str
    folder: Path
    meta: dict
    checks: dict

    @property
    def feedback(self):
        """What words.yaml says, by exercise ID."""
        return {entry["id"]: entry for entry in self.meta["exercises"]}

    def entry(self, identifier):
        """Return what words.yaml says about one exercise."""
        return self.feedback[identifier]


@cache
def load(name):
    """Read an exercise set.

    Parameters
    ----------
    name : str
        Such as "c02".

    Returns
    -------
    Set

    Raises
    ------
    ValueError
        If there is no such set, or an exercise of set.yaml has no check or no messages.
    """
    from qedu.content import sets

    known = folders()
    if name not in known:
        raise ValueError(f"name must be one of the exercise sets {', '.join(known)}; got {name!r}")
    meta = sets.read(known[name])
    # A package of this set alone, so that a check can say: from ..common import what
    package = types.ModuleType(f"qedu_exercises_{name}")
    package.__path__ = [str(known[name])]
    sys.modules[package.__name__] = package
    for entry in meta["exercises"]:
        lacks = [field for field in ("expected_in_words", "see_section", "right", "mistakes") if field not in entry]
        if lacks:
            raise ValueError(f"exercise {entry['id']!r} of set {name!r} lacks {', '.join(lacks)} in its words.yaml")
    return Set(name, known[name], meta, {entry["id"]: _check(package, entry["id"]) for entry in meta["exercises"]})


def _check(package, identifier):
    """The check of one exercise: the one in its check.py, which has its ID from the folder."""
    name = identifier.partition("-")[2]
    path = Path(package.__path__[0]) / name / "check.py"
    if not path.is_file():
        raise ValueError(f"exercise {identifier!r} has no check: {path} does not exist")
    module = importlib.import_module(f"{package.__name__}.{name}.check")
    found = [thing for thing in vars(module).values() if isinstance(thing, type) and issubclass(thing, Exercise)
             and thing.__module__ == module.__name__]
    if len(found) != 1:
        raise ValueError(f"{path} must have one class of the kind Exercise; it has {len(found)}")
    found[0].id = identifier
    return found[0]()


#: Names of sets by the exercises that were asked for.
_FOUND = {}


def find(identifier):
    """Return the set that holds an exercise.

    Parameters
    ----------
    identifier : str
        Such as "c02-prob".

    Returns
    -------
    Set

    Raises
    ------
    ValueError
        If no set has it; names those there are.
    """
    if isinstance(identifier, str) and identifier in _FOUND:        # to look for folders takes longer than many a check
        return load(_FOUND[identifier])
    # The set's name is the first part of the ID, so that one check does not load every set.
    known = folders()
    likely = [name for name in known if str(identifier).startswith(name + "-")]
    for name in likely:
        if identifier in load(name).checks:
            _FOUND[identifier] = name
            return load(name)
    ids = ", ".join(check for name in (likely or known) for check in load(name).checks)
    raise ValueError(f"id must be that of an exercise ({ids}); got {identifier!r}")


def seed_of(*words):
    """Return a number that depends on these words and on nothing else.

    Parameters
    ----------
    *words : object
        Told apart by their text.

    Returns
    -------
    int
        Below 2⁶⁴, the same on every machine.

    Examples
    --------
    >>> seed_of("c06-sift", "ada") == seed_of("c06-sift", "ada") != seed_of("c06-sift", "bob")
    True
    """
    text = "\x1f".join(str(word) for word in words)
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "backslashreplace")).digest()[:8], "big")


def variant(exercise: str, student_id: str, term: str) -> dict[str, Any]:
    """Return the parameters of one student's variant of an exercise.

    Parameters
    ----------
    exercise : str
        ID of the exercise, such as "c06-by-hand".
    student_id : str
        As the instructor knows the student: the name under which the notebook is handed in.
        Empty: the printed version, the same for everyone.
    term : str
        Such as "2027-spring", so that last year's answers do not fit.

    Returns
    -------
    dict
        By name: for an exercise in which a value is asked for, what its text depends on (empty if it does not
        vary); for a function, arguments of a further example.

    Raises
    ------
    ValueError
        If there is no such exercise, or `student_id` or `term` is no text.

    Examples
    --------
    >>> mine = variant("c06-test-size", "ada", "2027-spring")
    >>> mine == variant("c06-test-size", "ada", "2027-spring"), mine == variant("c06-test-size", "bob", "2027-spring")
    (True, False)
    """
    check = find(exercise).checks[exercise]
    for name, text in (("student_id", student_id), ("term", term)):
        if not isinstance(text, str):
            raise ValueError(f"{name} must be a text; got {text!r}")
    if not student_id.strip():
        return dict(check.parameters if check.value else check.example.arguments)
    return check.vary(np.random.default_rng(seed_of("variant", exercise, student_id.strip(), term.strip())))


def make_call(function, plain):
    """Call a function as a `Call` in plain form says.

    Parameters
    ----------
    function : callable
        The student's.
    plain : dict
        From `Call.plain`.

    Yields
    ------
    None, bool, int, float, str, list or dict
        What each call returned, as plain data.
    """
    arguments = [from_plain(value) for _, value in plain["arguments"]]
    for _ in range(plain["repeat"]):
        # Fresh arrays each time, since a student's function may change them; the generator is shared.
        yield to_plain(function(*(arguments if plain["repeat"] == 1 or plain.get("same") else map(_fresh, arguments))))


def _fresh(value):
    """A copy of arrays and lists, inside others too."""
    if isinstance(value, np.ndarray):
        return value.copy()
    return type(value)(map(_fresh, value)) if isinstance(value, (list, tuple)) else value
