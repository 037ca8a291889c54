"""What an instructor and the students get from a grading run: tables and pages."""

import csv
import hashlib
import html
import io
import os
import re
from collections import Counter
from pathlib import Path

from qedu.grading.checking import Result, _fill, _general
from qedu.grading.exercise import load

__all__ = ["write", "nothing", "items", "summary", "to_look_at", "slug"]

#: Columns that Canvas and Moodle ask for; a roster may fill them.
CANVAS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
MOODLE = ("ID number", "Email address", "First name", "Last name")


def write(out, name, rows, people):
    """Write all tables and pages of a run.

    Parameters
    ----------
    out : pathlib.Path
    name : str
        Of the set.
    rows : list of dict
        From `qedu.grading.grade`.
    people : dict of str to dict
        Rows of the roster by student; empty without one.
    """
    title = load(name).meta["title"]
    most = sum(row["of"] for row in rows[0]["exercises"])
    identifiers = [row["id"] for row in rows[0]["exercises"]]
    _table(out / "grades.csv", ["student", "points", "of", "note", *(part for identifier in identifiers for part in (
        identifier, f"{identifier} mistake", f"{identifier} reason"))], [
        [row["student"], _points(row), most, _note(row), *(cell for entry in row["exercises"] for cell in (
            f"{entry['points']:g}", entry["mistake"] or "", "" if entry["passed"] else entry["message"]))] for row in rows])
    _table(out / "items.csv", ["exercise", "answers", "right", "share right", "mistake", "times", "misconception"], [
        [item["id"], item["answers"], item["right"], f"{item['share']:.3f}", mistake, times, misconception or ""]
        for item in items(rows) for mistake, times, misconception in item["mistakes"] or [("", 0, "")]])
    # As exported by each platform, so that it finds everyone again; Canvas wants the possible points in the first row.
    _table(out / "canvas.csv", [*CANVAS, title], [["Points Possible", *[""] * (len(CANVAS) - 1), most], *(
        [*_columns(row, people, CANVAS, {"Student": row["student"], "ID": row["number"]}), _points(row)] for row in rows)])
    _table(out / "moodle.csv", [*MOODLE, title, "Feedback"], [
        [*_columns(row, people, MOODLE, {"ID number": row["student"]}), _points(row), _feedback_line(row)] for row in rows])
    folder = out / "feedback"
    folder.mkdir(exist_ok=True)
    pages = {f"{slug(row['student'])}.html": _feedback_page(title, row, most) for row in rows}
    for old in set(folder.glob("*.html")) - {folder / page for page in pages}:
        old.unlink()
    for page, text in pages.items():
        _replace(folder / page, text)
    _replace(out / "index.html", _index_page(title, rows, most))


def nothing(student, name):
    """Return the row of a student who handed in nothing.

    Parameters
    ----------
    student : str
    name : str
        Of the set.

    Returns
    -------
    dict
        As the rows of `qedu.grading.grade.grade`.
    """
    from qedu.grading import marking

    return {"student": student, "file": "", "number": "", "set": name, **marking.unread(name, "nothing", {})}


def items(rows):
    """Count, for each exercise, who got it right and which mistakes were made.

    Parameters
    ----------
    rows : list of dict

    Returns
    -------
    list of dict
        ``id``, ``answers`` (notebooks that could be read), ``right``, ``share``, and ``mistakes``: (key, times,
        misconception) from the most to the least frequent.
    """
    read = [row for row in rows if row["problem"] is None]
    found = []
    for place, entry in enumerate(rows[0]["exercises"] if rows else []):
        column = [row["exercises"][place] for row in read]
        right = sum(cell["passed"] for cell in column)
        wrong = Counter((cell["mistake"], cell["misconception"]) for cell in column if not cell["passed"])
        found.append({"id": entry["id"], "answers": len(column), "right": right, "share": right / len(column) if column else 0.0,
                      "mistakes": [(*key, times) for key, times in sorted(wrong.items(), key=lambda item: (-item[1], item[0][0]))]})
        found[-1]["mistakes"] = [(mistake, times, misconception) for mistake, misconception, times in found[-1]["mistakes"]]
    return found


def to_look_at(rows):
    """Return the rows that an instructor should look at: files that could not be graded, checks that failed.

    Parameters
    ----------
    rows : list of dict

    Returns
    -------
    list of dict
    """
    return [row for row in rows if row["problem"] is not None or
            any(entry["mistake"] == "check_failed" for entry in row["exercises"])]


def summary(rows, out):
    """Return a few lines about a run, for the terminal.

    Parameters
    ----------
    rows : list of dict
    out : str or pathlib.Path

    Returns
    -------
    str
    """
    most = sum(row["of"] for row in rows[0]["exercises"])
    points = sorted(sum(entry["points"] for entry in row["exercises"]) for row in rows)
    count = len(points)
    median = (points[(count - 1) // 2] + points[count // 2]) / 2
    lines = [f"{count} students, median {median:g} of {most:g} points: {Path(out) / 'grades.csv'}"]
    hardest = min(items(rows), key=lambda item: item["share"])
    if hardest["mistakes"]:
        lines.append(f"Hardest: {hardest['id']}, right {hardest['right']} of {hardest['answers']} times; "
                     f"most frequent mistake: {hardest['mistakes'][0][0]} ({hardest['mistakes'][0][1]} times)")
    lines += [f"Look at {row['student']}: {row['problem'] or 'a check failed, see grades.csv'}" for row in to_look_at(rows)]
    return "\n".join(lines)


def slug(student):
    """Return a file name for a student: safe everywhere, and different for different students.

    Parameters
    ----------
    student : str

    Returns
    -------
    str

    Examples
    --------
    >>> slug("ada"), slug("../Ada")
    ('ada', 'ada-4e4af216')
    """
    safe = re.sub(r"[^a-z0-9]+", "-", student.lower()).strip("-")[:60]
    if safe == student and safe != "index":
        return safe
    return f"{safe or 'student'}-{hashlib.sha256(student.encode('utf-8', 'backslashreplace')).hexdigest()[:8]}"


def _points(row):
    return f"{sum(entry['points'] for entry in row['exercises']):g}"


def _note(row):
    return " ".join(filter(None, [row["problem"], *row["notes"]]))


def _feedback_line(row):
    wrong = [f"{entry['id']}: {entry['message']}" for entry in row["exercises"] if not entry["passed"]]
    return row["problem"] or " ".join([*row["notes"], *wrong]) or "All right."


def _columns(row, people, names, otherwise):
    known = people.get(row["student"], {})
    return [(known.get(name) or otherwise.get(name, "")) for name in names]


def _table(path, head, rows):
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    for row in [head, *rows]:
        table.writerow([_harmless(cell) for cell in row])
    _replace(path, text.getvalue())


def _harmless(cell):
    """Text that no spreadsheet takes for a formula: a name such as =HYPERLINK(…) comes from a stranger."""
    if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") and not re.fullmatch(r"-?[\d.]+", cell):
        return "'" + cell
    return cell


def _replace(path, text):
    draft = path.with_name(path.name + ".draft")
    draft.write_text(text, encoding="utf-8", newline="")
    os.replace(draft, path)


_STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere; }
section { border-left: .25rem solid currentColor; padding: .1rem 1rem; margin: 1.5rem 0; }
dt { font-weight: 600; margin-top: .5rem; } dd { margin: 0; }
div { overflow-x: auto; } table { border-collapse: collapse; } th, td { text-align: left; padding: .2rem .8rem .2rem 0; vertical-align: top; }
"""


def _page(title, body):
    return (f'<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">\n'
            f'<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'">\n'
            f"<title>{html.escape(title)}</title>\n<style>{_STYLE}</style>\n<main>\n{body}\n</main>\n</html>\n")


def _feedback_page(title, row, most):
    words = _general()["pages"]
    parts = [f"<h1>{html.escape(title)}</h1>",
             f"<p>{html.escape(_fill(words['points'], student=row['student'], points=_points(row), of=f'{most:g}'))}</p>"]
    parts += [f"<p>{html.escape(note)}</p>" for note in filter(None, [row["problem"], *row["notes"]])]
    for entry in row["exercises"] if row["problem"] is None else []:
        heading, texts = Result(**{key: value for key, value in entry.items() if key != "of"}).lines()
        rows = "".join(f"<dt>{html.escape(label or words['checked'])}</dt><dd>{html.escape(text)}</dd>" for label, text in texts)
        parts.append(f"<section><h2>{html.escape(heading)}</h2><dl>{rows}</dl></section>")
    return _page(f"{title}: {row['student']}", "\n".join(parts))


def _index_page(title, rows, most):
    words = _general()["pages"]
    students = "".join(
        f'<tr><th scope="row"><a href="feedback/{slug(row["student"])}.html">{html.escape(row["student"])}</a></th>'
        f"<td>{_points(row)}</td><td>{html.escape(_note(row))}</td></tr>" for row in rows)
    counted = "".join(
        f'<tr><th scope="row">{html.escape(item["id"])}</th><td>{item["right"]} / {item["answers"]}</td><td>'
        + html.escape("; ".join(f"{mistake} {times}" + (f" ({misconception})" if misconception else "")
                                for mistake, times, misconception in item["mistakes"])) + "</td></tr>" for item in items(rows))
    held = Counter(misconception for item in items(rows) for _, times, misconception in item["mistakes"] if misconception
                   for _ in range(times))
    ideas = "".join(f"<li>{html.escape(key)}: {times}</li>" for key, times in sorted(held.items(), key=lambda i: (-i[1], i[0])))
    head = [words["student"], _fill(words["of"], of=f"{most:g}"), words["note"]]
    body = [f"<h1>{html.escape(title)}</h1>", f"<h2>{html.escape(words['students'])}</h2>", _html_table(head, students),
            f"<h2>{html.escape(words['exercises'])}</h2>", _html_table([words["exercise"], words["right"], words["mistakes"]], counted)]
    if ideas:
        body.append(f"<h2>{html.escape(words['misconceptions'])}</h2><ul>{ideas}</ul>")
    return _page(title, "\n".join(body))


def _html_table(head, rows):
    columns = "".join(f'<th scope="col">{html.escape(cell)}</th>' for cell in head)
    return f'<div tabindex="0" role="region" aria-label="{html.escape(head[0])}"><table><thead><tr>{columns}</tr></thead><tbody>{rows}</tbody></table></div>'
