"""Whose submissions they are, of which set, and which of several counts."""

from dataclasses import dataclass, field, replace

from qedu.grading.checks.text import shown
from qedu.grading.checks.wording import fill, general
from qedu.grading.classroom import roster as rosters
from qedu.grading.classroom import submissions
from qedu.grading.classroom.platforms import copy_of, file_name, same

__all__ = ["Student", "students", "belongs", "candidates", "chosen"]


@dataclass
class Student:
    """One student of a class, with all that was handed in.

    Attributes
    ----------
    name : str
        As shown in all tables; different for different students.
    handed_in : list of qedu.grading.classroom.submissions.Submission
    person : qedu.grading.classroom.roster.Person or None
        The row of the roster.
    """

    name: str
    handed_in: list = field(default_factory=list)
    person: object = None


def students(found, roster):
    """Bring together what belongs to one student, also what came in under different names.

    Parameters
    ----------
    found : qedu.grading.classroom.submissions.Found
    roster : qedu.grading.classroom.roster.Roster

    Returns
    -------
    list of Student
        In the order of their names, those of the roster who handed in nothing included.
    """
    groups, called = {}, {}
    roster.learn(found)
    for submission in found:
        owners, together = roster.owners(submission.who, found.platform)
        for person in owners or [None]:
            one = submission if not together else replace(
                submission, who=replace(submission.who, number=person.ids.get("participant", "")))
            key = ("person", id(person)) if person else submission.who.key
            student = groups.setdefault(key, Student(shown(person.name, 255) if person else submission.student, person=person))
            student.handed_in.append(one)
            # Of a group each may have worked under the name of any.
            names = called.setdefault(submission.path or id(submission), {})
            names |= dict.fromkeys([*submission.aliases, *(person.aliases if person else ())])
    for student in groups.values():
        for one in student.handed_in:
            one.aliases = list(called.get(one.path, one.aliases))
    for person in roster.people:
        groups.setdefault(("person", id(person)), Student(shown(person.name, 255), person=person))
    taken = {}
    for student in groups.values():
        taken.setdefault(same(student.name), []).append(student)
    for alike in taken.values():
        for number, student in enumerate(alike if len(alike) > 1 else [], 1):
            ids = student.person.ids if student.person else {}
            handed = student.handed_in[0].who if student.handed_in else None
            mark = (handed and handed.number) or next((ids[kind] for kind in rosters.KINDS if kind in ids), "")
            mark = mark or ("not on the roster" if student.person is None else f"row {number}")
            student.name = student.name if f"({mark})" in student.name else f"{student.name} ({shown(mark, 60)})"
    seen = set()
    for student in groups.values():
        name, number = student.name, 1
        while same(student.name) in seen:
            number += 1
            student.name = f"{name} [{number}]"
        seen.add(same(student.name))
    return sorted(groups.values(), key=lambda student: student.name)


def belongs(data, sets):
    """Say to which set a notebook belongs, without reading it as one.

    Parameters
    ----------
    data : bytes
    sets : dict of str to iterable of str
        For each set the IDs of its exercises.

    Returns
    -------
    str or None
        The set most of whose exercises are named in it; None if none is.
    """
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:4]

    def named(identifier):
        codes = ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be") if wide else ("utf-8",)
        return any(f'"{identifier}'.encode(code) in data for code in codes)

    score = {name: sum(map(named, identifiers)) for name, identifiers in sets.items()}
    best = max(score, key=score.get)
    return best if score[best] else None


def candidates(student, name):
    """Return the submissions of a student of which one will count, the newest first where that can be told.

    Parameters
    ----------
    student : Student
    name : str
        Of the set.

    Returns
    -------
    list of qedu.grading.classroom.submissions.Submission
        Notebooks of the set if there are any; copies of the same once.
    """
    found = student.handed_in
    for better in (lambda one: not one.problem, lambda one: one.of_set == name):
        found = [one for one in found if better(one)] or found
    if any(one.who.order is None for one in found):
        # Without an order the name of the set tells the answers from a scratch pad.
        found = [one for one in found if same(copy_of(one.who.file)) == same(name)] or found
    once = {}
    for one in found:
        once.setdefault(one.digest or id(one), one)
    found = sorted(once.values(), key=lambda one: -1 if one.who.order is None else one.who.order, reverse=True)
    return found[:submissions.MOST]


def chosen(student, graded, points):
    """Choose which submission of a student counts.

    Parameters
    ----------
    student : Student
    graded : list of tuple of (qedu.grading.classroom.submissions.Submission, dict)
        From `candidates`, with the results of `qedu.grading.notebooks.marking.mark`.
    points : callable
        From a result to its points.

    Returns
    -------
    submission : qedu.grading.classroom.submissions.Submission
    result : dict
    notes : list of str
        Which others there are, if any.
    better : bool
        Whether one that does not count would have more points.
    """
    words = general()["files"]
    told_apart = len({one.who.order for one, _ in graded}) == len(graded) and all(one.who.order is not None for one, _ in graded)
    if told_apart or len(graded) == 1:
        pick = next(((one, result) for one, result in graded if result["problem"] is None), graded[0])
    else:
        pick = max(graded, key=lambda pair: (pair[1]["problem"] is None, points(pair[1])))
    notes = []
    if len(graded) > 1:
        others = ", ".join(f"{_place(one)} ({points(result):g})" for one, result in graded if one is not pick[0])
        notes.append(fill(words["newest" if told_apart else "best"], file=_place(pick[0]), others=others))
    left = [_place(one) for one in student.handed_in if all(one is not other for other, _ in graded) and one.path
            and one.digest not in {other.digest for other, _ in graded}]
    if left:
        notes.append(fill(words["not_looked_at"], files=shown(", ".join(left))))
    return *pick, notes, any(points(result) > points(pick[1]) for _, result in graded)


def _place(submission):
    """A file's name as the instructor finds it."""
    place = shown(file_name(submission.place), 120)
    return place if not submission.path or submission.path.name == submission.place else f"{place}/{shown(submission.file, 120)}"
