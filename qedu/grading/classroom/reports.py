"""What an instructor and the students get from a grading run: tables, pages, archives, and a summary."""

import re
from collections import Counter
from pathlib import Path

from qedu.grading.checks.exercise import find, load
from qedu.grading.checks.text import shown
from qedu.grading.checks.wording import general
from qedu.grading.classroom import archives, exports, pages, tables
from qedu.grading.classroom.platforms import TITLES
from qedu.grading.classroom.results import waits

__all__ = ["write", "items", "summary", "to_look_at"]

#: Mistakes that are no answer, and those that are nobody's mistake.
_EMPTY, _NOBODY_S = {"not_written", "missing", "cell_missing"}, {"check_failed", "file_check_failed"}


def write(out, rows, site="", assignment=""):
    """Write everything.

    Parameters
    ----------
    out : pathlib.Path
    rows : qedu.grading.classroom.grade.Graded
    site : str
        Address of the book's website.
    assignment : str
        Name of the column of points; by default the title of the set.
    """
    assignment = assignment or load(rows.name).meta["title"]
    written = {}
    for row in rows:
        try:
            written[row["student"]] = pages.feedback(rows, row, site)
        except Exception:                               # whatever it was: one submission never touches another
            written[row["student"]] = pages.failed(rows, row)
            row["notes"].append(general()["pages"]["failed"])
            row["page_failed"] = True
    exports.write(out, rows, assignment)
    counted = items(rows)
    tables.write(out / "items.csv", ["exercise", "title", "pool", "answers", "empty", "right", "share right", "mistake", "times",
                                     "misconception"], [
        [item["id"], item["title"], item["pool"], item["answers"], item["empty"], item["right"], f"{item['share']:.3f}", mistake, times,
         misconception or ""] for item in counted for mistake, times, misconception in item["mistakes"] or [("", 0, "")]])
    folder = out / "feedback"
    folder.mkdir(exist_ok=True)
    names = {f"{pages.slug(row['student'], rows.salt)}.html": written[row["student"]] for row in rows if row["handed_in"]}
    for old in set(folder.glob("*.html")) - {folder / name for name in names}:
        old.unlink()
    for name, text in names.items():
        tables.replace(folder / name, text)
    archives.write(out, rows, written)
    tables.replace(out / "index.html", pages.index(rows, counted, _looks(rows)))


def items(rows):
    """Count, for each exercise, who got it right and which mistakes were made.

    Parameters
    ----------
    rows : list of dict

    Returns
    -------
    list of dict
        ``id``, ``title``, ``pool``, ``answers`` (notebooks that could be read, without those that wait for the
        instructor), ``empty`` (answers not written), ``right``, ``share``, ``mistakes``: (key, times, misconception)
        from the most to the least frequent, and ``in_words``: (words, times), the same without those left empty.
    """
    read = [row for row in rows if row["problem"] is None]
    found = []
    for place, entry in enumerate(rows[0]["exercises"] if rows else []):
        column = [row["exercises"][place] for row in read]
        column = [cell for cell in column if cell["mistake"] not in _NOBODY_S]
        right = sum(cell["passed"] for cell in column)
        wrong = Counter((cell["mistake"], cell["misconception"]) for cell in column if not cell["passed"])
        order = sorted(wrong.items(), key=lambda item: (-item[1], item[0][0]))
        found.append({
            "id": entry["id"], "title": entry["title"], "pool": entry["pool"], "answers": len(column),
            "empty": sum(cell["mistake"] in _EMPTY for cell in column), "right": right, "share": right / len(column) if column else 0.0,
            "mistakes": [(mistake, times, misconception) for (mistake, misconception), times in order],
            "in_words": [(_in_words(entry["id"], mistake), times) for (mistake, _), times in order if mistake not in _EMPTY]})
    return found


def _in_words(identifier, mistake):
    """The message of a mistake, without what differs from student to student."""
    exercises = find(identifier)
    words = exercises.feedback[identifier]["mistakes"].get(mistake) or general()["mistakes"].get(mistake) or {"message": mistake}
    text = " ".join(words["message"].split()).replace("{name}", exercises.entry(identifier)["name"])
    return re.sub(r"(\{\w+\})+\.?", "…", text)


def to_look_at(rows):
    """Return the rows that an instructor should look at: files that could not be graded, checks that failed.

    Parameters
    ----------
    rows : list of dict

    Returns
    -------
    list of dict
    """
    return [row for row in rows if row["problem"] is not None or waits(row) or row.get("page_failed") or row.get("better_attempt")
            or row.get("roster") or row.get("look")]


def _looks(rows):
    """What an instructor should look at, a line each."""
    lines = list(getattr(rows, "clashes", []))
    for row in to_look_at(rows):
        if row.get("handed_in", True):
            why = row["problem"] or ("a check failed, see grades.csv" if waits(row) else "")
            why = " ".join(filter(None, [why, *map(shown, row.get("look", []))]))
            why = why or ("an earlier notebook has more points than the newest, which counts" if row.get("better_attempt") else "")
            why = why or ("the page could not be written" if row.get("page_failed") else "not on the roster")
            lines.append(f"{row['student']}: {why}")
    return lines


def summary(rows, out):
    """Return a few lines about a run, for the terminal.

    Parameters
    ----------
    rows : qedu.grading.classroom.grade.Graded
    out : str or pathlib.Path

    Returns
    -------
    str
    """
    most = exports.possible(rows[0])
    here = [row for row in rows if row["handed_in"]]
    points = sorted(exports.points(row) for row in here)
    counts = {"all": "all exercises count", "graded": "the graded exercises count, practice does not",
              "practice": "the practice exercises count"}[rows.pool]
    lines = []
    if points:
        median = (points[(len(points) - 1) // 2] + points[len(points) // 2]) / 2
        lines.append(f"{_number(here, 'student')}, median {median:g} of {most:g} points ({counts}): {Path(out) / 'grades.csv'}")
    lines.append(f"The names are those that {TITLES[rows.platform]} gives." if rows.platform else
                 "The names of files or folders are taken for those of the students.")
    answered = [item for item in items(rows) if item["answers"] and rows.pool in ("all", item["pool"])]
    hardest = min(answered, key=lambda item: item["share"], default=None)
    if hardest and hardest["in_words"]:
        words, times = hardest["in_words"][0]
        lines.append(f"Hardest: “{hardest['title']}”, right {hardest['right']} of {hardest['answers']} times; the most frequent mistake "
                     f"({times}): {words}")
    for title, names in (
            ("Late", [row["student"] for row in rows if row["late"]]),
            ("Set by hand", [row["student"] for row in rows if any(entry.get("by_hand") for entry in row["exercises"])]),
            ("Nothing handed in", [row["student"] for row in rows if not row["handed_in"]]),
            ("Not on the roster", [row["student"] for row in here if row["roster"]])):
        if names:
            lines.append(f"{title} ({len(names)}): {_few(names)}")
    why = general()["ignored"]
    for key in why:
        names = [name for name, reason in rows.ignored if reason == key]
        if names:
            lines.append(f"Not graded, {why[key]} ({len(names)}): {_few(names)}")
    lines += [f"Look at {line}" for line in _looks(rows) if not line.endswith(": not on the roster")]
    lines.append(f"Seed of these results, for nobody but you: {rows.seed}")
    return "\n".join(lines)


def _number(things, word):
    return f"{len(things)} {word}{'s' if len(things) != 1 else ''}"


def _few(names, most=12):
    return "; ".join(shown(name, 80) for name in names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")
