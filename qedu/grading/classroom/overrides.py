"""What an instructor decides by hand: a table of points and comments that every run applies again."""

from dataclasses import dataclass

from qedu.grading.classroom import tables
from qedu.grading.classroom.platforms import same

__all__ = ["Override", "read", "apply"]


@dataclass(frozen=True)
class Override:
    """One decision.

    Attributes
    ----------
    student : str
        As in the tables of the run.
    exercise : str
        ID.
    points : float or None
        None: the marking's points stay, and only the comment is shown.
    comment : str
    """

    student: str
    exercise: str
    points: float | None
    comment: str


def read(path, students, exercises):
    """Read a table of overrides.

    Parameters
    ----------
    path : str or pathlib.Path
        With the columns ``student``, ``exercise``, ``points`` and ``comment``, as `qedu.grading.classroom.tables.read` takes it.
    students : list of qedu.grading.classroom.attempts.Student
        A student is named as in the tables of the run, or by the number, user name, e-mail address or name known.
    exercises : list of dict
        From set.yaml; an exercise is named by its ID or its title.

    Returns
    -------
    list of Override

    Raises
    ------
    ValueError
        If a line names a student or an exercise that is not there, if points are not possible, or if two lines
        contradict each other; says which line.
    """
    head, rows = tables.read(path, "overrides")
    places = {name: tables.column(head, name) for name in ("student", "exercise", "points", "comment")}
    missing = [name for name in ("student", "exercise", "points") if places[name] is None]
    if missing:
        raise ValueError(f"overrides must have the columns student, exercise, points and comment; {str(path)!r} lacks {', '.join(missing)}")
    names = _names(students)
    found = {}
    for number, row in enumerate(rows, 2):
        cell = {name: row[place].strip() if place is not None else "" for name, place in places.items()}
        where = f"overrides, line {number} of {str(path)!r}:"
        who = names.get(same(cell["student"].lstrip("'")))
        if who is None:
            raise ValueError(f"{where} student must be one of this run, such as {students[0].name!r}; got {cell['student']!r}")
        if not who:
            raise ValueError(f"{where} several students are called {cell['student']!r}; take the name or number of grades.csv")
        entry = next((entry for entry in exercises if same(cell["exercise"]) in (same(entry["id"]), same(entry["title"]))), None)
        if entry is None:
            raise ValueError(f"{where} exercise must be one of {', '.join(entry['id'] for entry in exercises)}, or its title; "
                             f"got {cell['exercise']!r}")
        points = _points(cell["points"], entry["points"], where)
        if (who, entry["id"]) in found:
            raise ValueError(f"{where} there is another line for {who!r} and {entry['id']}")
        found[who, entry["id"]] = Override(who, entry["id"], points, cell["comment"])
    return list(found.values())


def _names(students):
    """Every name under which a student may stand in the table; "" for one that several have."""
    names = {same(student.name): student.name for student in students}
    also = {}
    for student in students:
        aliases = [alias for one in student.handed_in for alias in one.aliases] + (student.person.aliases if student.person else [])
        for alias in {same(alias) for alias in aliases} - set(names):
            also[alias] = "" if also.get(alias, student.name) != student.name else student.name
    return {**also, **names}


def _points(text, most, where):
    if not text:
        return None
    try:
        points = float(text.replace(",", "."))
    except ValueError:
        points = -1.0
    if not 0 <= points <= most:
        raise ValueError(f"{where} points must be a number from 0 to {most:g}, or empty; got {text!r}")
    return points


def apply(rows, overrides):
    """Put decisions into the rows of a run.

    Parameters
    ----------
    rows : list of dict
        From `qedu.grading.classroom.grade`; changed in place.
    overrides : list of Override
    """
    by_student = {row["student"]: row for row in rows}
    for override in overrides:
        entry = next(entry for entry in by_student[override.student]["exercises"] if entry["id"] == override.exercise)
        entry["by_hand"] = {"points": override.points, "comment": override.comment, "before": entry["points"]}
        if override.points is not None:
            entry["points"] = int(override.points) if override.points == int(override.points) else override.points
