"""Mark one submission: run it as it stands, look up its answers by name, judge them.

All code cells of the notebook run in a sandbox, in their order and in one namespace, and each check that the notebook
makes has its calls made there; the judging is done here, on plain data.  What comes out is plain data as well, the
same for the same submission, whatever was submitted: `mark` raises for none.
"""

import copy
import hashlib
import re
import time
import traceback
from pathlib import Path

from qedu.grading.checks.checking import report
from qedu.grading.checks.exercise import Mistake, load, seed_of, variant
from qedu.grading.checks.plain import to_plain
from qedu.grading.checks.text import folded, shown
from qedu.grading.checks.wording import fill, general
from qedu.grading.isolation.confine import NotIsolated
from qedu.grading.isolation.limits import OutOfTime, memory_limited, run_limited
from qedu.grading.isolation.sandbox import CELLS, Budget, Ended
from qedu.grading.notebooks import notebook
from qedu.grading.notebooks.messages import OF_ANSWERS, OF_CELLS, UNWRITTEN, judged, reported
from qedu.grading.notebooks.pristine import pristine

__all__ = ["mark", "unread", "where"]

#: Processor time that a whole notebook may take, in units of what each of its exercises may take.
BUDGET = 2

#: Seconds and bytes that judging one notebook may take; the honest ones take a hundredth of it.
JUDGING, MEMORY = 30, 2**30

#: How often a notebook is run again without what ended its run.
_RUNS = 40

#: How a run ended, as the student is told.
_ENDED = {"time": "too_slow", "budget": "too_slow_together", "output": "too_much", "threads": "too_many_threads"}

#: What an answer is told that had nothing left of memory, threads or open files: another may have used them up.
_STARVED = re.compile("MemoryError|something too large|Too many open files|can't start new thread")


def mark(data, student, name, sandbox, term="", seed=0, aliases=None):
    """Mark a notebook.

    Parameters
    ----------
    data : bytes
        The notebook as handed in.
    student : str or None
        None: whoever the notebook itself names, as in `qedu.grading.check`.
    name : str
        Of the set.
    sandbox : Sandbox
    term : str
        With a term, exercises that vary are marked for the student's own variant.
    seed : int
        Chooses the random arguments, together with student, term, exercise and the notebook itself.
    aliases : iterable of str, optional
        Other names of the same student, such as IDs of a roster: if the notebook says that it was worked on under one of
        these (in any spelling that `qedu.grading.checks.text.folded` makes equal), that one's variant is marked.

    Returns
    -------
    dict
        ``problem`` (text or None), ``notes`` (list of text) and ``exercises``, a list of the fields of
        `qedu.grading.Result`, each with ``of``, the points that can be had; ``said_id`` and ``said_term``, what the notebook
        says of itself; ``code``, by exercise the cell that gave the answer; ``look``, a list of text for the
        instructor alone: what went wrong while marking, and where.

    Raises
    ------
    NotIsolated
        If the sandbox cannot shut a process in.  Nothing is raised for a submission, whatever it holds.
    """
    try:
        with memory_limited(MEMORY):
            return _Marking(data, student, name, sandbox, term, seed, aliases).row()
    except NotIsolated:
        raise
    except Ended:                                       # killed from outside, as when the machine's memory ran out
        return {**unread(name, "check_failed", {}), "look": ["the process was killed by somebody else, perhaps for want of memory"]}
    except (Exception, OutOfTime) as error:
        return {**unread(name, "check_failed", {}), "look": [where(error)]}


def where(error):
    """Say which error it was and where in this program, for the instructor.

    Parameters
    ----------
    error : BaseException

    Returns
    -------
    str
    """
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return shown(type(error).__name__ + place)


def unread(name, problem, details):
    """Return what `mark` returns for a submission that cannot be read: no points, and why.

    Parameters
    ----------
    name : str
        Of the set.
    problem : str
        A key under ``files`` in general.yaml.
    details : dict of str to str
        What its message names.

    Returns
    -------
    dict
    """
    details = {key: shown(text, 200) for key, text in details.items()}
    reason = fill(general()["files"][problem], **{**details, "set": name})
    entries = {entry["id"]: entry for entry in load(name).meta["exercises"]}
    rows = [{"id": identifier, "passed": False, "points": 0, "mistake": "file_" + problem, "message": reason,
             "you_returned": None, "expected_in_words": None, "misconception": None, "next_step": None,
             "see_section": None, "of": entries[identifier]["points"]} for identifier in pristine(name).asked]
    return {"problem": reason, "notes": [], "exercises": rows, "said_id": "", "said_term": "", "code": {}, "look": []}


def _starved(result):
    """Whether an answer may have failed for what another has left behind, or used up."""
    return result["mistake"] == "stopped" or result["mistake"] in ("raised", "cell_raised", "unreadable") and bool(
        _STARVED.search(result["message"]))


class _Marking:
    """One notebook on its way to a row."""

    def __init__(self, data, student, name, sandbox, term, seed, aliases):
        self.data, self.student, self.name, self.sandbox, self.term = data, student, name, sandbox, term
        self.seed, self.aliases = seed, {folded(alias) for alias in [student or "", *(aliases or ())] if alias.strip()}
        self.set, self.template, self.look = load(name), pristine(name), []
        self.said = {"student_id": "", "term": ""}
        # Another notebook meets other arguments, so that what a message tells of them helps nobody.
        self.digest = hashlib.sha256(data).hexdigest()

    def row(self):
        book = notebook.read(self.data)
        if book.problem:
            return unread(self.name, book.problem, book.details)
        self.cells = book.cells
        asked = self.template.asked
        # Which cells may hold an answer: those that are there for it, else those that write its name.
        self.places = {identifier: [number for number, cell in enumerate(self.cells) if identifier in cell.names] for identifier in asked}
        self.writes = [cell.writes() for cell in self.cells]
        for identifier, wanted in asked.items():
            self.places[identifier] += [number for number, names in enumerate(self.writes)
                                        if wanted in names and number not in self.places[identifier]]
        if not any(self.places.values()):
            return unread(self.name, "no_answers", {})
        who = self.student if self.term and self.student is not None else ""
        self.budget = Budget(BUDGET * len(asked) * self.sandbox.seconds)
        self._run(self._own(who, self.term if who else ""))
        chosen = self._own(*self._chosen())
        if chosen != self.use:                          # the notebook names another variant, and it may
            self._run(chosen)
        begun, results = time.monotonic(), []
        for identifier in asked:
            left = JUDGING - (time.monotonic() - begun)
            results.append(self._result(identifier, max(1, min(left, JUDGING / 3))))
        results = [self._alone(result) if _starved(result) else result for result in results]
        notes = [fill(general()["files"]["repeated"], id=identifier) for identifier in asked
                 if sum(identifier in cell.names for cell in self.cells) > 1]
        if book.odd:
            notes.append(fill(general()["files"]["odd_cells"], count=str(book.odd)))
        return {"problem": None, "notes": notes, "exercises": results, "said_id": shown(self.said["student_id"], 200),
                "said_term": shown(self.said["term"], 200), "code": self._code(), "look": self.look}

    def _chosen(self):
        """Under which name and term the notebook is marked: its own, if they are this student's."""
        said, term = self.said["student_id"], self.said["term"]
        if self.student is None:
            return said, term
        if folded(said) in self.aliases and folded(self.term) in ("", folded(term)):
            return said, term
        return (self.student, self.term) if self.term else ("", "")

    def _own(self, who, when):
        """The parameters of a variant by exercise, as far as somebody asks for them."""
        asks = [cell.source for cell in self.cells if "variant" in cell.source and not cell.too_long]
        return {identifier: variant(identifier, who, when) for identifier, check in self.set.checks.items()
                if check.value or any(identifier in source for source in asks)}

    def _case(self, identifier, parameters):
        return self.set.checks[identifier].case(
            seed_of("grade", identifier, self.student or "", self.term, self.seed, self.digest), parameters.get(identifier) or None)

    def _alone(self, result):
        """Judge an answer by a run in which no other is asked for anything, so that what they leave behind spoils nothing."""
        alone, identifier = copy.copy(self), result["id"]
        known = {number: mistake for number, mistake in self.stopped.items() if number not in self.places[identifier]}
        alone._run(self.use, identifier, known)
        again = alone._result(identifier, JUDGING / 3)
        return result if _starved(again) or again["mistake"] == _ENDED["budget"] else again

    def _run(self, parameters, only=None, stopped=()):
        """Run the notebook, and again without what ended it, so that one bad answer spoils no other."""
        self.use, self.cases = parameters, {identifier: self._case(identifier, parameters) for identifier in self.template.asked}
        self.reports, self.problems, self.bound, self.over = {}, {}, {}, None
        self.stopped, self.unchecked = dict(stopped), {}        # what ended a run, by cell and by place of a check
        exercises = [{"id": identifier, "name": wanted, "value": self.cases[identifier].exercise.value,
                      "calls": [call.plain() for call in self.cases[identifier].calls]}
                     for identifier, wanted in self.template.asked.items()]
        job = {"seed": seed_of("chance", self.name, self.student or "", self.seed), "only": only,
               "cells": [[number, self.template.without_setup(cell)] for number, cell in enumerate(self.cells)],
               "exercises": exercises, "variants": {identifier: to_plain(own) for identifier, own in parameters.items()}}
        for _ in range(_RUNS):
            self.at = None
            try:
                self._once({**job, "skip": list(self.stopped), "unchecked": list(self.unchecked)})
                self.over = None
                return
            except Ended as ended:
                if ended.why == "killed":
                    raise
                mistake = Mistake(_ENDED.get(ended.why, ended.why), details={
                    "seconds": f"{self.sandbox.seconds * (1 if isinstance(self.at, tuple) else CELLS):g}",
                    "together": f"{self.budget.seconds:g}", "how": ended.how})
                known = self.unchecked if isinstance(self.at, tuple) else self.stopped
                if self.at is None and ended.why in ("stopped", "garbled"):
                    raise RuntimeError(f"the run ended before the first cell {ended.how}") from None
                self.over = mistake
                if ended.why == "budget" or self.at in (None, -1) or self.at in known:
                    return                              # it is not a matter of one cell or check
                known[self.at] = mistake

    def _once(self, job):
        """One run: fill in what it says, whatever it says."""
        said, reports = 4 * len(self.cells) + 40 * len(self.cases) + 100, {}
        messages = self.sandbox.run(job, self.budget)
        self.problems = {}
        try:
            for message in messages:
                kind = message.get("at") if type(message) is dict else None
                said -= 1
                if said < 0:
                    raise Ended("garbled")
                if kind == "cell":
                    self.at = self._number(message)
                    self.problems.pop(self.at, None)
                elif kind == "problem":
                    self.problems[self._number(message)] = reported(message, OF_CELLS)
                elif kind in ("check", "answers"):
                    place = self._place(message)
                    self.at = place if kind == "check" else place[1]
                    if kind == "answers":
                        reports.setdefault(place[0], {})[place] = message
                elif kind == "end":
                    told, bound = message.get("said"), message.get("bound")
                    self.said = {key: told[key] if type(told) is dict and type(told.get(key)) is str else "" for key in self.said}
                    self.bound = bound if type(bound) is dict else {}
                    return
                else:
                    raise Ended("garbled")
        finally:
            messages.close()
            self.reports.update(reports)

    def _number(self, message):
        number = message.get("cell")
        if type(number) is not int or not -1 <= number < len(self.cells):
            raise Ended("garbled")
        return number

    def _place(self, message):
        identifier, turn = message.get("id"), message.get("turn")
        if type(identifier) is not str or identifier not in self.cases or type(turn) is not int or not 0 <= turn < 100:
            raise Ended("garbled")
        return identifier, self._number(message), turn

    def _result(self, identifier, seconds):
        """Judge one exercise, and put it into words; whatever is wrong with the answer, say something."""
        case = self.cases[identifier]
        try:
            mistake = run_limited(lambda: self._mistake(identifier, case), seconds)
            result = self._said(identifier, mistake)
        except (Exception, OutOfTime) as error:
            # Never counted as right, never passed over in silence: the instructor is told.
            self.look.append(f"{identifier}: {where(error)}")
            result = self._said(identifier, Mistake("check_failed", details={"error": shown(f"{type(error).__name__}: {error}", 200)}))
        return {**result, "of": self.set.entry(identifier)["points"]}

    def _said(self, identifier, mistake):
        if mistake is not None:
            mistake = Mistake(mistake.key, mistake.call, mistake.returned, {
                key: shown(text) for key, text in mistake.details.items()})
        names = list(self.cases[identifier].calls[0].arguments)
        return {field: shown(value, 2000) if isinstance(value, str) else value
                for field, value in report(identifier, mistake, names).as_dict().items()}

    def _mistake(self, identifier, case):
        given = self._given(identifier)
        if given is None:
            return self._why_missing(identifier) or Mistake("missing")
        mistake = given if isinstance(given, Mistake) else judged(case, given)
        if mistake is None:
            return None
        if mistake.key in ("missing", "not_written"):
            return self._why_missing(identifier) or mistake
        said, term = self.said["student_id"], self.said["term"]
        if case.exercise.value and said and not isinstance(given, Mistake):
            other = variant(identifier, said, term)
            if other != self.use.get(identifier) and judged(self._case(identifier, {identifier: other}), given) is None:
                who, when = self._chosen()
                whose = " ".join(filter(None, (who, when))) or general()["labels"]["printed"]
                return Mistake("other_variant", details={"said": " ".join(filter(None, (said, term))), "whose": whose})
        return mistake

    def _given(self, identifier):
        """Of all that was given as the answer to an exercise the last that is written: a message, or why there is none."""
        unchecked = {place: mistake for place, mistake in self.unchecked.items() if place[0] == identifier}
        found = {**self.reports.get(identifier, {}), **unchecked}
        order = sorted(found, key=lambda place: (place[1] if place[1] >= 0 else len(self.cells), place[2]))
        things = [found[place] for place in order]
        keys = [None if isinstance(thing, Mistake) else (reported(thing.get("mistake"), OF_ANSWERS) or Mistake("")).key for thing in things]
        for unlike in (UNWRITTEN, ("missing", "not_written"), ("missing",)):
            written = [thing for thing, key in zip(things, keys) if key not in unlike]
            if written:
                return written[-1]
        return things[-1] if things else None

    def _why_missing(self, identifier):
        """What kept an answer from being there."""
        if not self.places[identifier]:
            return Mistake("cell_missing")
        problems = {**self.problems, **self.stopped}
        found = [problems[number] for number in self.places[identifier] if problems.get(number)]
        raised = [mistake for mistake in found if mistake.key != "not_written"]
        if raised or found:
            return (raised or found)[-1]
        if any(self.cells[number].too_long for number in self.places[identifier]):
            return Mistake("cell_too_long", details={"most": f"{notebook.LONGEST_CELL:,}"})
        return None if identifier in self.reports else self.over

    def _code(self):
        """By exercise the source of the cell that gave the answer, or that should have."""
        code = {}
        for identifier, places in self.places.items():
            number = self.bound.get(identifier)
            if type(number) is not int or not 0 <= number < len(self.cells):
                number = places[-1] if places else None
            if number is not None:
                code[identifier] = shown(self.cells[number].source, 20_000, lines=True)
        return code
