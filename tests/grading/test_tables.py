"""Tables of a run: read again as the platforms read them, harmless whatever strangers write, and decided by hand."""

import csv
import io
import json
import re
import unicodedata
import zipfile

import pandas as pd
import pytest

import qedu
from qedu.grading.checks import wording
from qedu.grading.classroom import grade as grading
from qedu.grading.classroom import pages, reports, results, tables
from qedu.grading.classroom.grade import grade
from qedu.grading.exercise import load
from tests.grading import quick
from tests.grading.test_roster import CANVAS, HIDDEN, WORKSHEET, save

MOST, ONE_LESS = f"{quick.MOST:g}", f"{quick.MOST - quick.GRADED[0]['points']:g}"


def rows_of(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


@pytest.fixture
def quickly(monkeypatch):
    quick.switch_on(monkeypatch)


# --- as the platforms read them

def canvas_import(path):
    """What Canvas makes of a table: its rules for headings, for the row of possible points, and for finding a student."""
    head, *rows = rows_of(path)
    assert len(head) > 3 and "Student" in head[0] and "ID" in head[1]
    columns = 3
    if re.search(r"SIS\s+Login\s+ID", head[2]):
        columns = 4
    elif re.search(r"SIS\s+User\s+ID", head[2]) and re.search(r"SIS\s+Login\s+ID", head[3]):
        columns = 5
    assert "Section" in head[columns - 1]
    possible, found = None, {}
    for row in rows:
        if "Points Possible" in row[0]:
            possible = dict(zip(head[columns:], row[columns:]))
        elif not all(re.fullmatch(r"\s*(Muted|Manual Posting.*)?\s*", cell, re.I) for cell in row):
            student = row[1] or row[2] or row[3] or row[0]
            assert student not in found, "Canvas would take the last of two rows"
            found[student] = dict(zip(head[columns:], row[columns:]))
    return possible, found


def worksheet_import(path, word="Participant "):
    """What Moodle makes of its worksheet for offline grading."""
    head, *rows = rows_of(path)
    places = {name: head.index(name) for name in ("Identifier", "Grade", "Last modified (grade)", "Feedback comments")}
    return {int(row[places["Identifier"]][len(word):]): (row[places["Grade"]], row[places["Feedback comments"]]) for row in rows}


def moodle_archive(path):
    """Whose feedback Moodle finds in an archive, and under which name."""
    found = {}
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            for number, part in enumerate(name.split("/")):
                info = part.split("_", 4)
                if len(info) >= 4 and info[1].isdigit():
                    assert (info[2], info[3]) == ("assignsubmission", "file")
                    rest = "/".join([*info[4:], *name.split("/")[number + 1:]]).strip("/")
                    found[int(info[1])] = (rest, archive.read(name).decode())
                    break
    return found


def test_canvas_takes_the_table_back(tmp_path, quickly):
    quick.lay(tmp_path / "in", {"lovelaceada_13_9913_c06.ipynb": quick.notebook(), "müllerzoë_LATE_15_9915_c06.ipynb": quick.notebook(1),
                                "wangwei_52_9916_c06.ipynb": quick.notebook(), "stranger_70_9917_c06.ipynb": quick.notebook(1)})
    grade(tmp_path / "in", tmp_path / "out", roster=save(tmp_path / "roster.csv", CANVAS))
    possible, found = canvas_import(tmp_path / "out" / "canvas.csv")
    assert possible == {"BB84 (77)": MOST}, "the column of the gradebook, so that no second assignment is made"
    assert {student: cells["BB84 (77)"] for student, cells in found.items()} == {
        "13": MOST, "15": ONE_LESS, "51": "", "52": MOST, "60": "", "70": ONE_LESS}
    grade(tmp_path / "in", tmp_path / "out", assignment="Homework 6")
    possible, found = canvas_import(tmp_path / "out" / "canvas.csv")
    assert possible == {"Homework 6": MOST} and set(found) == {"13", "15", "52", "70"}, "without a roster by the number alone"


def test_canvas_finds_the_feedback_by_the_two_numbers(tmp_path, quickly):
    names = ["lovelaceada_13_9913_c06.ipynb", "müllerzoë_LATE_15_9915_c06-1.ipynb", "ada_2_b_16_9916_c06 (2).ipynb"]
    quick.lay(tmp_path / "in", {name: quick.notebook() for name in names})
    grade(tmp_path / "in", tmp_path / "out")
    with zipfile.ZipFile(tmp_path / "out" / "feedback-canvas.zip") as archive:
        found = [tuple([part for part in name.split("_") if part.isdigit()][-2:]) for name in archive.namelist()]
        assert sorted(found) == [("13", "9913"), ("15", "9915"), ("16", "9916")]
        assert all(name.endswith(".html") and MOST in archive.read(name).decode() for name in archive.namelist())
    assert not (tmp_path / "out" / "feedback-moodle.zip").exists() and not (tmp_path / "out" / "feedback.zip").exists()


@pytest.mark.parametrize("place", ["{}_assignsubmission_file_/c06.ipynb", "{}_assignsubmission_file/c06.ipynb", "{}_assignsubmission_file_c06.ipynb"])
def test_moodle_takes_worksheet_and_feedback_back(tmp_path, quickly, place):
    people = {"Ada Lovelace_512": quick.notebook(), "Zoë Müller_513": quick.notebook(1, message="Your <b> is too large.")}
    quick.lay(tmp_path / "in", {place.format(name): data for name, data in people.items()})
    grade(tmp_path / "in", tmp_path / "out", roster=save(tmp_path / "roster.csv", WORKSHEET))
    said = worksheet_import(tmp_path / "out" / "moodle-worksheet.csv")
    assert {number: points for number, (points, _) in said.items()} == {512: MOST, 513: ONE_LESS, 519: ""}
    assert "Your &lt;b&gt; is too large." in said[513][1] and said[512][1] == "All right." and said[519][1] == ""
    # All that is not ours comes back as it was.
    head, *rows = rows_of(tmp_path / "out" / "moodle-worksheet.csv")
    for row, before in zip(rows, WORKSHEET[1:]):
        assert [cell for place, cell in enumerate(row) if place not in (4, 9)] == [cell for place, cell in enumerate(before) if place not in (4, 9)]
    feedback = moodle_archive(tmp_path / "out" / "feedback-moodle.zip")
    assert {number: text.count(f"<strong>{points} of") for (number, (_, text)), points in zip(sorted(feedback.items()), (MOST, ONE_LESS))} == {
        512: 1, 513: 1}
    assert {name for name, _ in feedback.values()} <= {"feedback.html", "c06.html"}


def test_what_a_team_of_moodle_hands_in_is_each_member_s(tmp_path, quickly):
    """The folder bears the number of the team, which in the assignment is that of somebody else."""
    quick.lay(tmp_path / "in", {"Team 1_519_assignsubmission_file_/c06.ipynb": quick.notebook(1)})
    table = [[*row[:4], group, *row[4:]] for row, group in zip(WORKSHEET, ("Group", "Team 1", "Team 1", ""))]
    rows = grade(tmp_path / "in", tmp_path / "out", roster=save(tmp_path / "roster.csv", table))
    assert [(row["student"], row["number"], row["handed_in"]) for row in rows] == [
        ("Ada Lovelace", "512", True), ("Nora Nobody", "519", False), ("Zoë Müller", "513", True)] and not rows.clashes
    said = worksheet_import(tmp_path / "out" / "moodle-worksheet.csv")
    assert {number: points for number, (points, _) in said.items()} == {512: ONE_LESS, 513: ONE_LESS, 519: ""}
    assert set(moodle_archive(tmp_path / "out" / "feedback-moodle.zip")) == {512, 513}
    people = [["First name", "Last name", "Groups"], ["Ada", "Lovelace", "Lab A, Team 1"], ["Nora", "Nobody", "Lab A"]]
    rows = grade(tmp_path / "in", tmp_path / "out", roster=save(tmp_path / "roster.csv", people))
    assert [(row["student"], row["number"], row["handed_in"]) for row in rows] == [
        ("Ada Lovelace", "", True), ("Nora Nobody", "", False)] and not rows.clashes
    assert not (tmp_path / "out" / "moodle-worksheet.csv").exists()


def test_moodle_with_hidden_names(tmp_path, quickly):
    quick.lay(tmp_path / "in", {f"Teilnehmerin_{number}_assignsubmission_file_/c06.ipynb": quick.notebook(wrong)
                                for number, wrong in ((512, 0), (513, 1))})
    grade(tmp_path / "in", tmp_path / "out")
    assert {number: points for number, (points, _) in worksheet_import(tmp_path / "out" / "moodle-worksheet.csv").items()} == {
        512: MOST, 513: ONE_LESS}
    grade(tmp_path / "in", tmp_path / "out", roster=save(tmp_path / "roster.csv", HIDDEN))
    head, *rows = rows_of(tmp_path / "out" / "moodle-worksheet.csv")
    assert head == HIDDEN[0] and [row[2] for row in rows] == [MOST, ONE_LESS, ""], "in another language, by the place of the columns"


def test_brightspace_and_the_rest(tmp_path, quickly):
    quick.lay(tmp_path / "in", {"271836-9 - Ada Lovelace - Nov 27, 2026 1000 AM - c06.ipynb": quick.notebook(1)})
    roster = save(tmp_path / "roster.csv", [["OrgDefinedId", "Username", "Last Name", "First Name", "Email", "End-of-Line Indicator"],
                                            ["#A-1", "#al1", "Lovelace", "Ada", "ada@example.org", "#"]])
    grade(tmp_path / "in", tmp_path / "out", roster=roster, assignment="Week 6")
    assert rows_of(tmp_path / "out" / "brightspace.csv") == [
        ["OrgDefinedId", "Username", "Name", "Week 6 Points Grade", "End-of-Line Indicator"], ["#A-1", "#al1", "Ada Lovelace", ONE_LESS, "#"]]
    with zipfile.ZipFile(tmp_path / "out" / "feedback.zip") as archive:
        assert archive.namelist() == ["Ada Lovelace/feedback.html"]


# --- whatever strangers write

FORMULAS = ["=1+1", "+1+1", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", "＝1+1", "＋1+1", "－1+1", "＠SUM(A1)", " =1+1",
            "\u00a0=1+1", "\u200b=1+1", "\ufeff=1+1", "\u2060@x", "'=1+1", '"=1+1"', "a;=1+1", "a; ＝1+1", "DDE(\"cmd\";\"x\")", "−1+x", "–x",
            "=HYPERLINK(\"http://x\")", "\x00=1+1", "\u202e=1+1", "﹦1+1", "⁼1+1", "﹢1", "﹣x", "\u3000=1+1", "%0A=1+1"[3:]]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula_however_it_is_read(tmp_path, text):
    tables.write(tmp_path / "t.csv", ["student", "note"], [["ada", text], ["bob", "fine"]])
    raw = (tmp_path / "t.csv").read_text(encoding="utf-8")
    cells = [cell for delimiter in (",", ";", "\t") for line in csv.reader(io.StringIO(raw), delimiter=delimiter) for cell in line]
    for cell in cells:
        plain = unicodedata.normalize("NFKC", cell).lstrip(" \t\r\n\v\f\u00a0\u200b\u2060\ufeff\"")
        assert not plain.startswith(("=", "+", "-", "@", "−", "–")) and not plain.upper().startswith("DDE("), (text, cell)
    read = rows_of(tmp_path / "t.csv")
    assert [row[0] for row in read] == ["student", "ada", "bob"] and read[2] == ["bob", "fine"]


@pytest.mark.parametrize("text", ["Ada", "O'Neil", "-0.5", "+3", "12.5 %", "Zoë", "a - b", "x; y", "Lovelace, Ada", "-", "50 % = half", "1e-3"])
def test_what_is_no_formula_stays_as_it_is(text):
    assert tables.harmless(text) == text


def test_cells_are_bounded_and_files_can_always_be_written(tmp_path):
    tables.write(tmp_path / "t.csv", ["a"], [["x" * 10**6], ["\ud800 half"], ["\x00\x1b[31m\u202e"], ["two\nlines"], [3]])
    read = rows_of(tmp_path / "t.csv")
    assert max(len(cell) for row in read for cell in row) < 32_000 and len(read) == 6
    assert read[2:] == [["\\ud800 half"], ["\\x00\\x1b[31m\\u202e"], ["two\\nlines"], ["3"]]
    assert list(pd.read_csv(tmp_path / "t.csv")["a"][1:]) == [row[0] for row in read[2:]]


HOSTILE = {"=HYPERLINK(\"http:evil\").ipynb": {}, "@x\u202e.ipynb": {}, "<img src=x onerror=alert(1)>.ipynb": {}, "a;=1+1.ipynb": {},
           "n" * 200 + ".ipynb": {}, "half.ipynb": {"note": "\ud800"}, "long.ipynb": {"wrong": 1, "message": "N" * 10**6},
           "controls.ipynb": {"wrong": 1, "message": "\x00\r\x1b[2J\u202e; =1+1"}, "markup.ipynb": {"wrong": 2, "message": "`<script>`</dl><script>x"}}


def test_honest_rows_are_the_same_whoever_else_is_in_the_class(tmp_path, quickly):
    honest = {"ada.ipynb": quick.notebook(), "zoe.ipynb": quick.notebook(1)}
    quick.lay(tmp_path / "quiet", honest)
    quick.lay(tmp_path / "loud", {**honest, **{name: quick.notebook(**about) for name, about in HOSTILE.items()}})
    with open(tmp_path / "loud" / "b\udcff.ipynb", "wb") as file:
        file.write(quick.notebook())
    for name in ("quiet", "loud"):
        grade(tmp_path / name, tmp_path / f"{name} out", seed=4)
    quiet, loud = ({row[0]: row for row in rows_of(tmp_path / f"{name} out" / "grades.csv")} for name in ("quiet", "loud"))
    assert [loud[name] for name in ("student", "ada", "zoe")] == [quiet[name] for name in ("student", "ada", "zoe")]
    assert len(loud) == 1 + len(honest) + len(HOSTILE) + 1
    out = tmp_path / "loud out"
    for name in ("grades.csv", "canvas.csv", "moodle.csv", "items.csv"):
        assert len(pd.read_csv(out / name)) >= len(HOSTILE), name
        assert not [cell for row in rows_of(out / name) for cell in row if cell.startswith(("=", "+", "@")) or len(cell) > 32_000], name
    assert len(pd.read_csv(out / "grades-excel.csv")) == len(loud) - 1
    assert (out / "grades-excel.csv").read_bytes()[:3] == b"\xef\xbb\xbf", "Excel takes it for UTF-8"
    for path in [*(out / "feedback").iterdir(), out / "index.html"]:
        text = path.read_text(encoding="utf-8")
        assert "<script" not in text and "<img" not in text and "\u202e" not in text and "\x1b" not in text and "default-src 'none'" in text
    assert quick.page(out, "ada").count("<section") == len(load("c06").meta["exercises"])


@pytest.mark.parametrize("width, scheme", [(1280, "light"), (360, "dark")])
def test_pages_in_a_browser(tmp_path, quickly, browser, width, scheme):
    """Long names and long lines of code break no column and make no page scroll sideways; nothing is asked for or run."""
    quick.lay(tmp_path / "in", {**{name: quick.notebook(**about) for name, about in HOSTILE.items()}, "ada.ipynb": quick.notebook(1)})
    whole, quick.GRADED[0]["name"] = quick.GRADED[0]["name"], "x" * 500
    try:
        grade(tmp_path / "in", tmp_path / "out")
    finally:
        quick.GRADED[0]["name"] = whole
    out, asked = tmp_path / "out", []
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, offline=True)
    tab = context.new_page()
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("dialog", lambda dialog: asked.append(dialog.message))
    for path in [out / "index.html", *sorted((out / "feedback").iterdir())]:
        tab.goto(path.as_uri())
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, path.name
        broken = tab.evaluate("""() => [...document.querySelectorAll("thead th, td.figure")].filter(cell => {
            const range = document.createRange();
            range.selectNodeContents(cell);
            return new Set([...range.getClientRects()].map(box => box.top)).size > 1;
        }).map(cell => cell.textContent)""")
        assert not broken, (path.name, broken)
    assert len(asked) == 1 + len(list((out / "feedback").iterdir())), asked
    context.close()


def test_a_page_that_cannot_be_written_spoils_no_other(tmp_path, quickly, monkeypatch):
    quick.lay(tmp_path / "in", {f"{name}.ipynb": quick.notebook() for name in ("ada", "bob", "zoe")})
    whole = pages.feedback
    monkeypatch.setattr(pages, "feedback", lambda rows, row, site: 1 / 0 if row["student"] == "bob" else whole(rows, row, site))
    rows = grade(tmp_path / "in", tmp_path / "out")
    assert len(list((tmp_path / "out" / "feedback").iterdir())) == 3 and len(rows_of(tmp_path / "out" / "grades.csv")) == 4
    assert [row["student"] for row in reports.to_look_at(rows)] == ["bob"]


def test_a_submission_at_which_the_grading_fails_gets_a_row_and_is_tried_again(tmp_path, monkeypatch):
    """And a platform is told nothing until somebody has looked."""
    from qedu.grading.notebooks import marking

    quick.lay(tmp_path / "in", {f"{name}.ipynb": quick.notebook() for name in ("ada", "bob", "zoe")})
    broken = ["bob"]

    def mark(data, student, *others):
        return 1 / 0 if student in broken else quick.result(data)

    monkeypatch.setattr(marking, "mark", mark)
    rows = grade(tmp_path / "in", tmp_path / "out", "c06", workers=1, trust=True)
    said = {row[0]: row for row in rows_of(tmp_path / "out" / "canvas.csv")}
    assert [said[name][-1] for name in ("ada", "bob", "zoe")] == [MOST, "", MOST]
    assert "could not be graded" in rows[1]["problem"] and [row["student"] for row in reports.to_look_at(rows)] == ["bob"]
    broken.clear()
    rows = grade(tmp_path / "in", tmp_path / "out", "c06", workers=1, trust=True)
    assert rows[1]["problem"] is None and not reports.to_look_at(rows)


def test_a_confinement_that_cannot_be_completed_stops_the_run_and_stores_nothing(tmp_path, monkeypatch):
    from qedu.grading.notebooks import marking

    quick.lay(tmp_path / "in", {"ada.ipynb": quick.notebook(), "bob.ipynb": quick.notebook()})

    def mark(*others):
        raise grading.NotIsolated("the kernel refused a filter")

    monkeypatch.setattr(marking, "mark", mark)
    with pytest.raises(grading.NotIsolated, match="(?s)the kernel refused a filter.*docker"):
        grade(tmp_path / "in", tmp_path / "out", "c06", workers=1, trust=True)
    assert not list((tmp_path / "out" / "results").glob("*.json")) and not (tmp_path / "out" / "grades.csv").exists()


def test_a_submission_that_ends_a_worker_spoils_no_other(tmp_path, monkeypatch):
    """As for want of memory: the rest is graded, one by one."""
    quick.lay(tmp_path / "in", {f"{name}.ipynb": quick.notebook() for name in ("ada", "bob", "zoe")})
    monkeypatch.setattr(grading, "_task", _deadly)
    rows = grade(tmp_path / "in", tmp_path / "out", "c06", workers=2, trust=True, backend="loky")
    assert [row["problem"] is None for row in rows] == [True, False, True]
    assert "could not be graded" in rows[1]["problem"]


def _deadly(path, submission, data, settings):
    if submission.student == "bob":
        import os

        os._exit(1)
    return path, quick.result(data)


# --- by hand

def test_what_is_decided_by_hand_survives_regrading(tmp_path, quickly):
    quick.lay(tmp_path / "in", {"lovelaceada_13_1_c06.ipynb": quick.notebook(2), "hopper_14_2_c06.ipynb": quick.notebook()})
    first, second = quick.GRADED[:2]
    save(tmp_path / "overrides.csv", [
        ["Student", "Exercise", "Points", "Comment"], ["lovelaceada", first["id"], f"{first['points']},0", "=Right, said differently"],
        ["14", second["title"].upper(), "0,5", ""], ["13", second["id"], "", "See me."]], delimiter=";")
    grade(tmp_path / "in", tmp_path / "out", overrides=tmp_path / "overrides.csv")
    (tmp_path / "out" / "overrides.csv").write_bytes((tmp_path / "overrides.csv").read_bytes())
    quick.lay(tmp_path / "in", {"lovelaceada_13_3_c06-1.ipynb": quick.notebook(2, note="again")})
    for _ in range(2):
        rows = grade(tmp_path / "in", tmp_path / "out")
    table = {row["student"]: row for row in csv.DictReader(open(tmp_path / "out" / "grades.csv", encoding="utf-8", newline=""))}
    assert float(table["lovelaceada"]["points"]) == quick.MOST - second["points"]
    assert float(table["hopper"]["points"]) == quick.MOST - second["points"] + 0.5
    assert table["lovelaceada"][f"{first['id']} by hand"] == "'=Right, said differently"
    assert table["hopper"][f"{second['id']} by hand"] == "set by hand"
    page = quick.page(tmp_path / "out", "lovelaceada")
    assert "Set by hand" in page and f"gives {first['points']} of {first['points']} points. =Right" in page and "See me." in page
    assert "Set by hand (2): hopper; lovelaceada" in reports.summary(rows, tmp_path / "out")
    said = canvas_import(tmp_path / "out" / "canvas.csv")[1]
    assert float(said["13"]["BB84"]) == quick.MOST - second["points"]


@pytest.mark.parametrize("line, says", [
    (["bob", "c06-sift", "1", ""], "line 2 .* student must be one of this run, such as 'ada'; got 'bob'"),
    (["ada", "c06-swift", "1", ""], "exercise must be one of c06-by-hand, .* or its title; got 'c06-swift'"),
    (["ada", "c06-sift", "99", ""], "points must be a number from 0 to [0-9]+, or empty; got '99'"),
    (["ada", "c06-sift", "-1", ""], "got '-1'"), (["ada", "c06-sift", "nan", ""], "got 'nan'"), (["ada", "c06-sift", "full", ""], "got 'full'")])
def test_a_decision_that_cannot_be_says_what_can(tmp_path, quickly, line, says):
    quick.lay(tmp_path / "in", {"ada.ipynb": quick.notebook()})
    with pytest.raises(ValueError, match=says):
        grade(tmp_path / "in", tmp_path / "out", overrides=save(tmp_path / "o.csv", [["student", "exercise", "points", "comment"], line]))
    with pytest.raises(ValueError, match="overrides must have the columns .* lacks exercise"):
        grade(tmp_path / "in", tmp_path / "out", overrides=save(tmp_path / "o.csv", [["student", "points"], ["ada", "1"]]))
    with pytest.raises(ValueError, match="there is another line for 'ada' and c06-sift"):
        grade(tmp_path / "in", tmp_path / "out", overrides=save(tmp_path / "o.csv", [["student", "exercise", "points"]] + 2 * [["ADA", "c06-sift", "1"]]))


def test_the_command_passes_on_what_it_is_told(tmp_path, quickly, capsys):
    from qedu import cli

    quick.lay(tmp_path / "in", {"hw_03_ada_7.ipynb": quick.notebook(1), "hw_03_bob_8.ipynb": quick.notebook()})
    with zipfile.ZipFile(tmp_path / "in.zip", "w") as archive:
        for path in (tmp_path / "in").iterdir():
            archive.write(path, f"homework/{path.name}")
    decided = save(tmp_path / "o.csv", [["student", "exercise", "points"], ["7", quick.GRADED[0]["title"], "1"]])
    assert cli.main(["grade", str(tmp_path / "in.zip"), "--out", str(tmp_path / "out"), "--pattern", "hw_{}_{name}_{id}.ipynb", "--overrides",
                     str(decided), "--assignment", "Week 3", "--pool", "all", "--seed", "5", "--site", "https://example.org/", "--quiet"]) == 0
    said = capsys.readouterr().out
    assert "Seed of these results, for nobody but you: 5" in said and "all exercises count" in said and "Set by hand (1): ada" in said
    most = sum(entry["points"] for entry in load("c06").meta["exercises"])
    assert rows_of(tmp_path / "out" / "canvas.csv")[0][-1] == "Week 3"
    assert [row[:3] for row in rows_of(tmp_path / "out" / "grades.csv")[1:]] == [
        ["ada", "7", str(most - quick.GRADED[0]["points"] + 1)], ["bob", "8", str(most)]]
    assert cli.main(["grade", str(tmp_path / "in.zip"), "--out", str(tmp_path / "out"), "--pattern", "{x}.ipynb", "--quiet"]) == 2
    assert "pattern may hold {name}" in capsys.readouterr().err


# --- the seed

def test_the_seed_is_drawn_once_and_nobody_can_know_it(tmp_path):
    one, again, other = (results.secret(tmp_path / name, None) for name in _made(tmp_path, "a", "a", "b"))
    assert one == again and one["seed"] != other["seed"] and one["salt"] != other["salt"] and one["seed"] > 2**32
    given = results.secret(tmp_path / "a", 7)
    assert given == {"seed": 7, "salt": one["salt"]} == results.secret(tmp_path / "a", None)
    assert (tmp_path / "a" / "secret").stat().st_mode & 0o077 == 0
    (tmp_path / "b" / "secret").write_text("{broken")
    assert json.loads(json.dumps(results.secret(tmp_path / "b", None)))["seed"] > 2**32


@pytest.mark.parametrize("text", [b"", b"{", b"{}", b"[]", b"null", b"\0" * 40, b"\xff", b'{"exercises": []}', b"[" * 100_000])
def test_a_result_that_is_not_whole_is_made_anew(tmp_path, text):
    path = tmp_path / "one.json"
    path.write_bytes(text)
    assert results.stored(path) is None
    whole = quick.result(quick.notebook())
    results.write(path, whole)
    assert results.stored(path) == whole


def test_without_being_told_the_checks_are_drawn_from_it(tmp_path, monkeypatch, quickly):
    """Not from a number that everybody knows: a list of answers made at home would fit."""
    seen, graded = [], grading._graded

    def noting(todo, results, settings, *others):
        seen.append(settings["seed"])
        return graded(todo, results, settings, *others)

    monkeypatch.setattr(grading, "_graded", noting)
    quick.lay(tmp_path / "in", {"ada.ipynb": quick.notebook()})
    for out, seed in (("one", None), ("one", None), ("two", None), ("two", 7), ("two", None)):
        grade(tmp_path / "in", tmp_path / out, seed=seed)
    assert seen[0] == seen[1] > 2**32 and seen[2] > 2**32 and seen[2] != seen[0] and seen[3:] == [7, 7]


def _made(folder, *names):
    for name in names:
        (folder / name).mkdir(exist_ok=True)
    return names


def test_rewording_a_page_grades_nobody_anew():
    """What decides a mark is in the name of a result; how pages and tables are worded is not."""
    before = results.set_digest("c06")
    words = wording.general()
    words["pages"]["points"], kept = "changed", words["pages"]["points"]
    try:
        assert results.set_digest("c06") == before
    finally:
        words["pages"]["points"] = kept
    assert results.set_digest("c02") != before


def test_a_change_anywhere_in_the_library_grades_anew(tmp_path, monkeypatch):
    """Also in a module that lies deeper than today's."""
    deep = tmp_path / "qedu" / "rates" / "finite.py"
    deep.parent.mkdir(parents=True)
    monkeypatch.setattr(qedu, "__file__", str(tmp_path / "qedu" / "__init__.py"))
    digests = []
    for text in ("a = 1", "a = 2", "a = 2"):
        deep.write_text(text)
        digests.append(results.set_digest("c06"))
    assert digests[0] != digests[1] == digests[2]


def test_a_change_in_what_comes_after_the_judging_grades_nobody_anew(tmp_path, monkeypatch):
    """How submissions are found, tables, pages: what they tell the judging is in a result's name itself."""
    monkeypatch.setattr(qedu, "__file__", str(tmp_path / "qedu" / "__init__.py"))
    digests = []
    for place in ("grading/classroom/pages.py", "book/theme.py", "content/address.py", "grading/notebooks/marking.py", "grading/checks/plain.py"):
        (tmp_path / "qedu" / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "qedu" / place).write_text("a = 1")
        digests.append(results.set_digest("c06"))
    assert digests[0] == digests[1] == digests[2] != digests[3] != digests[4]


@pytest.mark.parametrize("code", ["cp1252", "ascii", "utf-8"])
def test_any_console_will_do(tmp_path, quickly, monkeypatch, code):
    import sys

    from qedu import cli

    quick.lay(tmp_path / "in", {"李雷.ipynb": quick.notebook(), "Zoë.ipynb": b"", "李.txt": b"x"})
    for stream in ("stdout", "stderr"):
        monkeypatch.setattr(sys, stream, io.TextIOWrapper(io.BytesIO(), encoding=code))
    assert cli.main(["grade", str(tmp_path / "in"), "--out", str(tmp_path / "out"), "--set", "c06", "--quiet"]) == 1
    assert cli.main(["grade", str(tmp_path / "李"), "--out", str(tmp_path / "out"), "--quiet"]) == 2
    sys.stdout.flush()
    said = sys.stdout.buffer.getvalue().decode(code)
    assert "Look at Zo" in said and ("李.txt" in said or "\\u674e.txt" in said)
