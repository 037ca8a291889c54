"""Feedback pages in an archive that a platform takes back, or in one for handing them out otherwise."""

import os
import re
import zipfile

from qedu.grading.checks.text import shown
from qedu.grading.classroom.platforms import file_name

__all__ = ["write"]

_NAMES = {"moodle": "feedback-moodle.zip", "canvas": "feedback-canvas.zip"}


def write(out, rows, pages):
    """Write the archive.

    Parameters
    ----------
    out : pathlib.Path
    rows : qedu.grading.classroom.grade.Graded
    pages : dict of str to str
        By student, the page.

    Notes
    -----
    Moodle looks for the number between the name and ``assignsubmission_file`` (mod/assign/feedback/file/importziplib.php),
    Canvas for the two numbers in the name (app/models/abstract_assignment.rb).  Both get the names that they gave.
    """
    name = _NAMES.get(rows.platform, "feedback.zip")
    for other in {*_NAMES.values(), "feedback.zip"} - {name}:
        (out / other).unlink(missing_ok=True)
    draft = out / (name + ".draft")
    taken = set()
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
        for row in rows:
            place = _place(row, rows.platform)
            while place.casefold() in taken:
                place = re.sub(r"(\.html)$", r"-2\1", place)
            taken.add(place.casefold())
            if row["handed_in"]:
                # The same date every time: the same pages make the same archive.
                archive.writestr(zipfile.ZipInfo(place), pages[row["student"]].encode("utf-8", "backslashreplace"), zipfile.ZIP_DEFLATED)
    os.replace(draft, out / name)


def _place(row, platform):
    """The name in the archive."""
    came = shown(file_name(row["place"]), 200).replace("\\", "_").replace("/", "_")
    stem = re.sub(r"\.(ipynb(\.\w+)?|zip|html|pdf|txt)$", "", came, flags=re.I)
    if platform == "moodle" and row["number"]:
        number = shown(row["number"], 60)               # which is not that of the group, where one handed in together
        kind = re.compile(r"(?:_\d+)?_assignsubmission_[a-z]+")
        came, stem = (kind.sub(f"_{number}_assignsubmission_file", text, count=1) for text in (came, stem))
        return f"{stem}.html" if stem != came else f"{came}/feedback.html"
    if platform == "canvas" and row["number"]:
        return f"{stem}.html"
    folder = re.sub(r'[\\/:*?"<>|]', "_", row["student"]).strip(" .")
    return f"{folder or 'student'}/feedback.html"
