"""The tables of a run: one's own, and those that learning platforms import.

The columns are those that the importers look for: Canvas in lib/gradebook_importer.rb, Moodle's grading worksheet in
mod/assign/feedback/offline/importgradeslib.php.  Brightspace's were taken from files that it exported.
"""

import html
import re

from qedu.grading.classroom import tables
from qedu.grading.classroom.results import waits

__all__ = ["write", "points", "possible", "feedback_line", "note"]

#: Columns by which Canvas finds a student again.
CANVAS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")

#: Of Moodle's worksheet for offline grading.
WORKSHEET = ("Identifier", "Full name", "Email address", "Status", "Grade", "Maximum Grade", "Grade can be changed",
             "Last modified (submission)", "Last modified (grade)", "Feedback comments")


def write(out, rows, assignment):
    """Write all tables.

    Parameters
    ----------
    out : pathlib.Path
    rows : qedu.grading.classroom.grade.Graded
    assignment : str
        Name of the column of points.
    """
    _grades(out / "grades.csv", rows)
    _canvas(out / "canvas.csv", rows, assignment)
    _moodle(out / "moodle.csv", rows, assignment)
    participants = [row for row in rows if _participant(row, rows)]
    for name, wanted, make in (("moodle-worksheet.csv", participants or rows.roster.kind == "moodle worksheet", _worksheet),
                               ("brightspace.csv", rows.platform == "brightspace" or "OrgDefinedId" in rows.roster.head, _brightspace)):
        if wanted:
            make(out / name, rows, assignment)
        else:
            (out / name).unlink(missing_ok=True)


def points(row, pool=None):
    """Return the points of a row.

    Parameters
    ----------
    row : dict
    pool : str, optional
        By default all exercises that count.

    Returns
    -------
    float
    """
    return sum(entry["points"] for entry in row["exercises"] if (entry["counts"] if pool is None else entry["pool"] == pool))


def possible(row, pool=None):
    """Return the points that can be had.

    Parameters
    ----------
    row, pool
        As for `points`.

    Returns
    -------
    float
    """
    return sum(entry["of"] for entry in row["exercises"] if (entry["counts"] if pool is None else entry["pool"] == pool))


def note(row):
    """Return what is to be said about a row, in one line.

    Parameters
    ----------
    row : dict

    Returns
    -------
    str
    """
    return " ".join(filter(None, [row["problem"], *row["notes"]]))


def feedback_line(row):
    """Return the feedback on a row in a few sentences, for a platform's field of comments.

    Parameters
    ----------
    row : dict

    Returns
    -------
    str
    """
    parts = list(row["notes"])
    for entry in row["exercises"]:
        comment = (entry.get("by_hand") or {}).get("comment")
        if not entry["passed"] or comment:
            parts.append(f"{entry['title']}: {comment or entry['message']}" + (" (practice)" if not entry["counts"] else ""))
    return row["problem"] or " ".join(parts) or "All right."


def _grade(row):
    """The cell for a platform: empty if there is nothing to tell it yet."""
    return f"{points(row):g}" if row["handed_in"] and not waits(row, counted=True) or any(_set(entry) for entry in row["exercises"]) else ""


def _set(entry):
    return (entry.get("by_hand") or {}).get("points") is not None


def _grades(path, rows):
    pools = [pool for pool in ("graded", "practice") if possible(rows[0], pool)]
    head = ["student", "number", "points", "of", *(part for pool in pools for part in (f"{pool} points", f"{pool} of")), "late", "roster",
            "file", "note"]
    for entry in rows[0]["exercises"]:
        head += [entry["id"], f"{entry['id']} mistake", f"{entry['id']} reason", f"{entry['id']} by hand"]

    def line(row):
        cells = [row["student"], row["number"], f"{points(row):g}", f"{possible(row):g}"]
        cells += [f"{figure(row, pool):g}" for pool in pools for figure in (points, possible)]
        cells += ["late" if row["late"] else "", row["roster"] or ("" if row["handed_in"] else "nothing handed in"), row["file"], note(row)]
        for entry in row["exercises"]:
            by_hand = entry.get("by_hand") or {}
            said = "" if not by_hand else by_hand["comment"] or "set by hand"
            cells += [f"{entry['points']:g}", entry["mistake"] or "", "" if entry["passed"] else entry["message"], said]
        return cells

    lines = [line(row) for row in rows]
    tables.write(path, head, lines)
    tables.write(path.with_name("grades-excel.csv"), head, lines, mark=True)


def _cells(row, rows):
    person = rows.people.get(row["student"])
    return person.cells if person else {}


def _ids(row, rows):
    person = rows.people.get(row["student"])
    return person.ids if person else {}


def _canvas(path, rows, assignment):
    title = _heading(rows, assignment)
    lines = [["Points Possible", *[""] * (len(CANVAS) - 1), f"{possible(rows[0]):g}"]]
    for row in rows:
        known, ids = _cells(row, rows), _ids(row, rows)
        number = row["number"] if rows.platform == "canvas" and row["number"].isdigit() else ""
        cells = [known.get("Student") or row["student"], ids.get("id") or number, known.get("SIS User ID") or ids.get("sis", ""),
                 known.get("SIS Login ID") or ids.get("login", ""), known.get("Section", "")]
        # By the name alone Canvas would give the points to whoever has it: where numbers are known, they are needed, and
        # what stands in the place of a hidden name is no number of Canvas.
        if any(cells[1:4]) or not (row["roster"] or rows.platform == "canvas"):
            lines.append([*cells, _grade(row)])
    tables.write(path, [*CANVAS, title], lines)


def _heading(rows, assignment):
    """The assignment's column in the gradebook, if the roster is one and has it."""
    if rows.roster.kind == "canvas":
        return next((cell for cell in rows.roster.head if re.sub(r" \(\d+\)$", "", cell).casefold() == assignment.casefold()), assignment)
    return assignment


def _moodle(path, rows, assignment):
    lines = []
    for row in rows:
        known, ids = _cells(row, rows), _ids(row, rows)
        lines.append([row["student"], known.get("ID number") or ids.get("sis", ""), known.get("Email address") or ids.get("email", ""),
                      known.get("Username") or ids.get("login", ""), known.get("First name", ""), known.get("Last name", ""),
                      _grade(row), feedback_line(row)])
    tables.write(path, ["Full name", "ID number", "Email address", "Username", "First name", "Last name", assignment, "Feedback"], lines)


def _participant(row, rows):
    """The number that Moodle gives a student in one assignment."""
    return _ids(row, rows).get("participant") or (row["number"] if rows.platform == "moodle" else "")


def _worksheet(path, rows, assignment):
    """The worksheet that was given as the roster, filled in; or a new one with the columns that Moodle looks for."""
    comment = {row["student"]: html.escape(feedback_line(row), quote=False) for row in rows}     # Moodle takes it for HTML
    if rows.roster.kind != "moodle worksheet":
        lines = [[f"Participant {_participant(row, rows)}", row["student"], _ids(row, rows).get("email", ""), "", _grade(row),
                  f"{possible(row):g}", "Yes", "-", "-", comment[row["student"]]] for row in rows if _participant(row, rows)]
        tables.write(path, WORKSHEET, lines)
        return
    head = rows.roster.head
    grade = tables.column(head, "Grade")
    if grade is None:                                   # another language: the possible points, the same for all, follow the points
        first = rows.roster.people[0].line
        grade = next((place - 1 for place in range(3, len(head)) if re.fullmatch(r"\d+([.,]\d+)?", first[place]) and
                      len({person.line[place] for person in rows.roster.people}) == 1), None)
    words = tables.column(head, "Feedback comments")
    whose = {id(person): row for row in rows if (person := rows.people.get(row["student"]))}
    lines = []
    for person in rows.roster.people:
        cells, row = list(person.line), whose[id(person)]
        if grade is not None and _grade(row):
            cells[grade] = _grade(row)
        if words is not None and row["handed_in"]:
            cells[words] = comment[row["student"]]
        lines.append(cells)
    tables.write(path, head, lines)


def _brightspace(path, rows, assignment):
    lines = []
    for row in rows:
        known, ids = _cells(row, rows), _ids(row, rows)
        if row["handed_in"] and (ids or not rows.roster.people):
            lines.append([known.get("OrgDefinedId") or ids.get("sis", ""), known.get("Username") or ids.get("login", ""), row["student"],
                          _grade(row), "#"])
    tables.write(path, ["OrgDefinedId", "Username", "Name", f"{assignment} Points Grade", "End-of-Line Indicator"], lines)
