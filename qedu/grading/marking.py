"""Mark one submission: splice, run, judge.

The student's answer cells go into the pristine notebook of the set.  Its code runs in a sandbox; the judging is
done here, on plain data.  What comes out is plain data as well, the same for the same submission.
"""

import json
import re
from functools import lru_cache

from qedu.grading import submissions
from qedu.grading.checking import _fill, _general, report
from qedu.grading.exercise import Mistake, load, seed_of, variant
from qedu.grading.plain import from_plain, to_plain
from qedu.grading.sandbox import Ended, Sandbox
from qedu.grading.sources import STUB

__all__ = ["Pristine", "pristine", "mark", "unread"]

# For each exercise: its code is run, then its calls are made.
_STAGES = 2

#: Mistakes that the student's process may report; anything else it says is not believed.
_REPORTED = {"missing", "not_written", "not_a_function", "signature", "raised", "unreadable"}


class Pristine:
    """The notebook of a set as it was handed out.

    Attributes
    ----------
    name : str
    asked : dict of str to str
        For each exercise ID the name that the student defines, in the order of the notebook.
    given : dict of str to list of str
        For each exercise ID the code cells that stand before its answer cell and are not the student's.
    ids : list of str
        IDs of all its cells.
    """

    def __init__(self, name):
        exercises = load(name)
        path = exercises.folder / "notebooks" / f"{name}.ipynb"
        if not path.is_file():
            raise ValueError(f"set must have a student notebook, and {path} is missing; make it with python -m qedu.grading.build {name}")
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        names = {entry["id"]: entry["name"] for entry in exercises.meta["exercises"]}
        self.name, self.asked, self.given, before = name, {}, {}, []
        self.ids = [cell["id"] for cell in cells]
        for cell in cells:
            if cell["id"] in names:
                self.asked[cell["id"]] = names[cell["id"]]
                self.given[cell["id"]], before = before, []
            elif cell["cell_type"] == "code" and cell["id"] != "setup" and not cell["id"].endswith("-check"):
                before.append("".join(cell["source"]))


@lru_cache(maxsize=None)
def pristine(name):
    """Return the `Pristine` notebook of a set; it is read once.

    Parameters
    ----------
    name : str
        Of the set.

    Returns
    -------
    Pristine

    Raises
    ------
    ValueError
        If the set has no student notebook.
    """
    return Pristine(name)


def mark(data, student, name, sandbox, term="", seed=0):
    """Mark a notebook.

    Parameters
    ----------
    data : bytes
        The notebook as handed in.
    student : str
    name : str
        Of the set.
    sandbox : Sandbox
    term : str
        With a term, exercises that vary are marked for the student's own variant.
    seed : int
        Chooses the random arguments, together with student, term and exercise.

    Returns
    -------
    dict
        ``problem`` (text or None), ``notes`` (list of text) and ``exercises``, a list of the fields of
        `qedu.grading.Result`, each with ``of``, the points that can be had.
    """
    exercises, template = load(name), pristine(name)
    found = submissions.answers(data, template.asked, STUB, template.ids)
    if found.problem:
        return unread(name, found.problem, found.details)
    cases, parameters = {}, {}
    for identifier, check in exercises.checks.items():
        parameters[identifier] = variant(identifier, student if term else "", term) if check.value else {}
        cases[identifier] = check.case(seed_of("grade", identifier, student, term, seed), parameters[identifier])
    mistakes = _run(template, found, cases, parameters, sandbox, seed_of("chance", name, student, seed))
    rows = []
    for identifier in template.asked:
        names = [argument for argument in cases[identifier].calls[0].arguments]
        result = report(identifier, mistakes[identifier], names)
        rows.append({**result.as_dict(), "of": exercises.entry(identifier)["points"]})
    general = _general()["files"]
    notes = [_fill(general["repeated"], id=identifier) for identifier in found.repeated]
    return {"problem": None, "notes": notes, "exercises": rows}


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
    reason = _fill(_general()["files"][problem], **{**details, "set": name})
    entries = {entry["id"]: entry for entry in load(name).meta["exercises"]}
    rows = [{"id": identifier, "passed": False, "points": 0, "mistake": "file_" + problem, "message": reason,
             "you_returned": None, "expected_in_words": None, "misconception": None, "next_step": None,
             "see_section": None, "of": entries[identifier]["points"]} for identifier in pristine(name).asked]
    return {"problem": reason, "notes": [], "exercises": rows}


def _run(template, found, cases, parameters, sandbox, seed):
    """Return the mistake of each exercise, None for a right one."""
    mistakes = {identifier: Mistake("cell_missing") for identifier in template.asked if identifier not in found.code}
    seconds = f"{sandbox.seconds:g}"
    stopped_code, problems, order = set(), {}, list(template.asked)
    # A run that ends early is made again without what ended it, so that one bad answer spoils no other.
    while len(mistakes) < len(order):
        steps = [{"id": identifier,
                  "code": template.given[identifier] + ([found.code[identifier]] if identifier in found.code
                                                        and identifier not in stopped_code else []),
                  "name": template.asked[identifier], "value": cases[identifier].exercise.value,
                  "call": identifier not in mistakes, "calls": [call.plain() for call in cases[identifier].calls]}
                 for identifier in order]
        job = {"seed": seed, "steps": steps,
               "variants": {identifier: to_plain(own) for identifier, own in parameters.items()}}
        messages = sandbox.run(job, _STAGES * len(order))
        number = 0
        try:
            for number in range(_STAGES * len(order)):
                identifier = order[number // _STAGES]
                message = next(messages)
                if not isinstance(message, dict):
                    raise Ended("garbled")
                if number % _STAGES == 0:
                    problems[identifier] = _reported(message.get("problem"), {"cell_raised", "not_written"})
                elif identifier not in mistakes:
                    mistakes[identifier] = _judge(cases[identifier], message, problems.get(identifier), found)
        except Ended as ended:
            identifier = order[number // _STAGES]
            key = {"time": "too_slow", "output": "too_much"}.get(ended.why, ended.why)
            mistakes.setdefault(identifier, Mistake(key, details={"seconds": seconds, "how": ended.how}))
            if number % _STAGES == 0:
                if identifier in stopped_code:          # not the student's cell, then: nothing more can be run
                    for rest in order[number // _STAGES:]:
                        mistakes.setdefault(rest, Mistake("stopped", details={"how": ended.how}))
                stopped_code.add(identifier)
        finally:
            messages.close()
    return mistakes


def _judge(case, message, problem, found):
    """Judge the answers to one exercise; whatever is wrong with them, say something."""
    mistake = _reported(message.get("mistake"), _REPORTED)
    if mistake is None:
        try:
            answers = [[from_plain(item) for item in repeats] for repeats in message["answers"]]
            if [len(repeats) for repeats in answers] != [call.repeat if not case.exercise.value else 1 for call in case.calls]:
                raise ValueError("not as many answers as calls")
        except Exception:                               # a stranger wrote it
            return Mistake("garbled")
        try:
            mistake = case.judge(answers)
        except Exception as error:
            # Never counted as right, never passed over in silence: the instructor is told.
            return Mistake("check_failed", details={"error": f"{type(error).__name__}: {error}"[:200]})
    if mistake is None:
        return None
    if problem is not None and mistake.key == "missing":
        mistake = problem
    name = re.match(r"NameError, “name '(\w+)' is not defined", mistake.details.get("error", ""))
    if name and name[1] in found.own:
        return Mistake("own_cell", details={"own": name[1]})
    return mistake


def _reported(data, allowed):
    """A mistake as the student's process reports it: short texts under a known key, or nothing."""
    if not isinstance(data, dict) or data.get("key") not in allowed:
        return None
    details = data.get("details")
    details = details if isinstance(details, dict) else {}
    return Mistake(data["key"], details={str(key)[:20]: str(text)[:400] for key, text in list(details.items())[:8]})
