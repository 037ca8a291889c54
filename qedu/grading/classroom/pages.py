"""The pages of a grading run: one of feedback for each student, one of results for the instructor."""

import hashlib
import hmac
import html
import math
import re
from collections import Counter

from qedu.grading.checks.checking import Result
from qedu.grading.checks.exercise import load
from qedu.grading.checks.text import shown
from qedu.grading.checks.wording import fill, general
from qedu.grading.classroom import exports

__all__ = ["feedback", "failed", "index", "slug"]

_STYLE = """
:root { color-scheme: light dark; --edge: light-dark(#b9bfc7, #59616b); --soft: light-dark(#f2f4f6, #22272d); }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere; }
body.wide { max-width: 72rem; }
section { border-left: .25rem solid var(--edge); padding: .1rem 1rem; margin: 1.5rem 0; }
section.wrong { border-color: currentColor; }
dt { font-weight: 600; margin-top: .5rem; } dd { margin: 0; }
code { font-family: ui-monospace, monospace; background: var(--soft); padding: 0 .2em; }
pre { background: var(--soft); padding: .6rem; overflow-x: auto; overflow-wrap: normal; } pre code { padding: 0; }
summary { font-weight: 600; margin-top: .5rem; }
div.table { overflow-x: auto; } table { border-collapse: collapse; }
th, td { text-align: left; padding: .2rem .8rem .2rem 0; vertical-align: top; }
thead th, td.figure { white-space: nowrap; } tbody th { font-weight: normal; min-width: 12rem; }
td.words { min-width: 16rem; } td ul { margin: 0; padding-left: 1.2rem; }
"""


def _page(title, body, wide=False):
    return (f'<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">\n'
            f'<meta name="robots" content="noindex">\n<meta name="referrer" content="no-referrer">\n'
            f'<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'">\n'
            f"<title>{html.escape(title)}</title>\n<style>{_STYLE}</style>\n"
            f'<body{" class=wide" if wide else ""}>\n<main>\n{body}\n</main>\n</body>\n</html>\n')


def _inline(text):
    """A text with `code` in it."""
    parts = re.split(r"`([^`]+)`", shown(text, 4_000))
    return "".join(f"<code>{html.escape(part)}</code>" if place % 2 else html.escape(part) for place, part in enumerate(parts))


def feedback(rows, row, site=""):
    """Write one student's page.

    Parameters
    ----------
    rows : qedu.grading.classroom.grade.Graded
    row : dict
    site : str
        Address of the book's website.

    Returns
    -------
    str
        HTML that needs nothing else.
    """
    words, exercises = general()["pages"], load(rows.name)
    title = exercises.meta["title"]
    parts = [f"<h1>{html.escape(title)}</h1>", f"<p>{html.escape(row['student'])}</p>",
             f"<p><strong>{fill(words['points'], points=f'{exports.points(row):g}', of=f'{exports.possible(row):g}')}</strong></p>"]
    rest = [entry for entry in row["exercises"] if not entry["counts"]]
    if rest and row["problem"] is None:
        key = "practice" if all(entry["pool"] == "practice" for entry in rest) else "not_counted"
        parts.append(f"<p>{fill(words[key], points=_sum(rest, 'points'), of=_sum(rest, 'of'))}</p>")
    said = [words["late"]] if row["late"] else []
    parts += [f"<p>{_inline(note)}</p>" for note in filter(None, [row["problem"], *said, *row["notes"]])]
    entries = [entry for entry in row["exercises"] if row["problem"] is None or entry.get("by_hand")]
    if row["problem"] is None:
        right = sum(entry["passed"] for entry in entries)
        parts.append(f"<p>{fill(words['summary'], right=right, all=len(entries))}</p>")
    # What counts and is wrong comes first, then what is wrong and does not count.
    for entry in sorted(entries, key=lambda entry: (entry["passed"], not (entry["passed"] or entry["counts"]))):
        parts.append(_exercise(exercises, entry, (row.get("code") or {}).get(entry["id"]), words, site))
    return _page(f"{title}: {row['student']}", "\n".join(parts))


def _sum(entries, field):
    return f"{sum(entry[field] for entry in entries):g}"


def _exercise(exercises, entry, code, words, site):
    facts = fill(words["of_points"], points=f"{entry['points']:g}", of=f"{entry['of']:g}")
    facts += "" if entry["counts"] else ", " + words["no_count"]
    result = Result(**{field: entry[field] for field in Result.__dataclass_fields__ if field in entry})
    items = []
    by_hand = entry.get("by_hand")
    if by_hand:
        texts = [] if by_hand["points"] is None else [fill(words["by_hand_points"], points=f"{by_hand['points']:g}", of=f"{entry['of']:g}")]
        items.append((words["by_hand"], _inline(" ".join(filter(None, [*texts, by_hand["comment"]])))))
    for label, text in result.lines()[1]:
        label = label or words["checked"]
        items.append((label, _link(exercises, text, site) if text == entry["see_section"] else _inline(text)))
    rows = "".join(f"<dt>{html.escape(label)}</dt><dd>{text}</dd>" for label, text in items)
    shown_code = f"<pre><code>{html.escape(shown(code.strip(), 6_000, lines=True))}</code></pre>" if code else ""
    if code and entry["passed"]:
        shown_code = f"<details><summary>{words['your_code']}</summary>{shown_code}</details>"
    elif code:
        shown_code = f"<p><strong>{words['your_code']}</strong></p>{shown_code}"
    kind = "right" if entry["passed"] else "wrong"
    return (f'<section class="{kind}"><h2>{html.escape(entry["title"])}</h2><p>{html.escape(facts)}</p>'
            f"<dl>{rows}</dl>{shown_code}</section>")


def _link(exercises, text, site):
    """Where to read again: with a link, if it is known where the book is."""
    meta = exercises.meta
    address = re.search(r",? (https?://\S+)$", text)
    text = text[:address.start()] if address else text
    label = next((label for label, title in meta["sections"].items() if f"“{title}”" in text), None)
    if site and label and meta["pages"][label]:
        href = f"{site.rstrip('/')}/{meta['pages'][label]}.html#{label}"
    else:
        href = address[1] if address else ""
    return f'<a href="{html.escape(href)}" rel="noreferrer">{html.escape(text)}</a>' if href else html.escape(text)


def failed(rows, row):
    """Write what stands for a page that could not be written, whatever the reason.

    Parameters
    ----------
    rows : qedu.grading.classroom.grade.Graded
    row : dict

    Returns
    -------
    str
    """
    return _page(load(rows.name).meta["title"], f"<p>{general()['pages']['failed']}</p>")


def index(rows, items, to_look_at):
    """Write the instructor's page.

    Parameters
    ----------
    rows : qedu.grading.classroom.grade.Graded
    items : list of dict
        From `qedu.grading.classroom.reports.items`.
    to_look_at : list of str
        What needs a look, in words.

    Returns
    -------
    str
    """
    words, title = general()["pages"], load(rows.name).meta["title"]
    most = exports.possible(rows[0])
    parts = [f"<h1>{html.escape(title)}</h1>", f"<p><strong>{words['instructor']}</strong></p>"]
    if to_look_at:
        parts += [f"<h2>{words['look']}</h2>", "<ul>" + "".join(f"<li>{_inline(text)}</li>" for text in to_look_at) + "</ul>"]
    body = ""
    for row in rows:
        name = html.escape(shown(row["student"], 255))
        link = f'<a href="feedback/{slug(row["student"], rows.salt)}.html">{name}</a>' if row["handed_in"] else name
        said = " ".join(filter(None, [words["late"] if row["late"] else "",
                                      row["roster"] and row["roster"].capitalize() + ".", exports.note(row)]))
        body += (f'<tr><th scope="row">{link}</th><td class="figure">{html.escape(shown(row["number"], 60))}</td>'
                 f'<td class="figure">{exports.points(row):g}</td><td class="words">{_inline(said)}</td></tr>')
    parts += [f"<h2>{words['students']}</h2>",
              _table([words["student"], words["number"], fill(words["points_of"], of=f"{most:g}"), words["note"]], body)]
    parts += [f"<h2>{words['spread']}</h2>", _spread(rows, most, words)]
    body = ""
    for item in items:
        told = "".join(f"<li>{_inline(fill(words['once' if times == 1 else 'times'], times=times, words=said))}</li>"
                       for said, times in item["in_words"])
        body += (f'<tr><th scope="row">{html.escape(item["title"])}</th><td class="figure">'
                 f"{fill(words['right_of'], right=item['right'], answers=item['answers'])}</td>"
                 f'<td class="figure">{item["empty"]}</td><td class="words"><ul>{told}</ul></td></tr>')
    parts += [f"<h2>{words['exercises']}</h2>", _table([words["exercise"], words["right"], words["empty"], words["mistakes"]], body)]
    held = Counter()
    for item in items:
        for _, times, misconception in item["mistakes"]:
            if misconception:
                held[misconception] += times
    if held:
        ideas = "".join(f"<li>{html.escape(_claim(key))}: {times}</li>"
                        for key, times in sorted(held.items(), key=lambda one: (-one[1], one[0])))
        parts.append(f"<h2>{words['misconceptions']}</h2><ul>{ideas}</ul>")
    if rows.ignored:
        why = general()["ignored"]
        parts.append(f"<h2>{words['ignored']}</h2><ul>" + "".join(
            f"<li>{html.escape(shown(name, 200))}: {why[key]}</li>" for name, key in rows.ignored[:200]) + "</ul>")
    return _page(title, "\n".join(parts), wide=True)


def _claim(key):
    from qedu.content import misconceptions

    return misconceptions.get(key).claim


def _spread(rows, most, words):
    """How many students have how many points, in at most ten steps."""
    step = max(1, math.ceil(most / 10))
    counts = Counter(min(int(exports.points(row) // step), int(most // step)) for row in rows if row["handed_in"])
    body = ""
    for number in range(int(most // step) + 1):
        low, high = number * step, (number + 1) * step
        label = f"{low:g}" if low == most else fill(words["below"], low=low, high=high) if high <= most else f"{low:g} – {most:g}"
        body += f'<tr><th scope="row">{label}</th><td class="figure">{counts[number]}</td></tr>'
    return _table([words["spread_points"], words["spread_students"]], body)


def _table(head, rows):
    columns = "".join(f'<th scope="col">{html.escape(cell)}</th>' for cell in head)
    return (f'<div class="table" tabindex="0" role="region" aria-label="{html.escape(head[0])}"><table><thead><tr>{columns}</tr></thead>'
            f"<tbody>{rows}</tbody></table></div>")


def slug(student, salt=""):
    """Return a file name for a student's page: safe everywhere, different for different students, and not to be guessed.

    Parameters
    ----------
    student : str
    salt : str
        Kept with the results.

    Returns
    -------
    str

    Examples
    --------
    >>> slug("../Ada", "secret").startswith("ada-")
    True
    >>> slug("ada", "secret") == slug("ada", "another")
    False
    """
    safe = re.sub(r"[^a-z0-9]+", "-", student.lower()).strip("-")[:60]
    secret = hmac.new(salt.encode(), student.encode("utf-8", "backslashreplace"), hashlib.sha256).hexdigest()
    return f"{safe or 'student'}-{secret[:20]}"
