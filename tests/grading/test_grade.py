"""Grading a class: who is found, what is written, going on after an interruption, and where isolation is missing."""

import csv
import json
import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from qedu import cli
from qedu.grading import variant
from qedu.grading.classroom import reports, submissions
from qedu.grading.classroom.grade import NotIsolated, container_command, grade
from qedu.grading.exercise import folders, load
from qedu.grading.isolation import confine
from qedu.grading.isolation.sandbox import ForkServer, Sandbox
from qedu.grading.notebooks import marking, sources
from tests.grading import corpus

WRONG = "def test_size(fraction, confidence):\n    import math\n    return math.ceil(4 / fraction)\n"


def write(folder, **notebooks):
    folder.mkdir(exist_ok=True)
    for name, notebook in notebooks.items():
        (folder / f"{name}.ipynb").write_text(json.dumps(notebook))
    return folder


def table(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """Three students: all right, one mistake, nothing written; and a roster with a fourth."""
    base = tmp_path_factory.mktemp("class")
    write(base / "in", ada=corpus.SOLVED, bob=corpus.with_code(WRONG),
          eve=json.loads(json.dumps(sources.student(folders()["c06"], "0.1.0"))))
    (base / "roster.csv").write_text("student,Student,SIS Login ID,Email address\nada,\"Lovelace, Ada\",al1,ada@example.org\n"
                                     "kim,\"Kim, K.\",kk9,kim@example.org\n", encoding="utf-8")
    code = cli.main(["grade", str(base / "in"), "--out", str(base / "out"), "--roster", str(base / "roster.csv"), "--quiet"])
    return base, code


def test_points_and_reasons(small):
    base, code = small
    rows = {row["student"]: row for row in table(base / "out" / "grades.csv")}
    most = sum(entry["points"] for entry in load("c06").meta["exercises"] if entry["pool"] == "graded")
    assert code == 1                            # somebody handed in nothing
    assert list(rows) == ["ada", "bob", "eve", "kim"]
    assert float(rows["ada"]["points"]) == float(rows["ada"]["of"]) == most
    assert float(rows["bob"]["points"]) == most - 3 and rows["bob"]["c06-test-size mistake"] == "one_expected"
    assert rows["bob"]["c06-test-size reason"] and not rows["bob"]["c06-sift reason"]
    assert float(rows["eve"]["points"]) == 0 and rows["eve"]["c06-sift mistake"] == "not_written"
    assert rows["kim"]["note"] == "Nothing was handed in." and rows["kim"]["roster"] == "nothing handed in"
    assert rows["bob"]["roster"] == "not on the roster" and rows["ada"]["roster"] == ""


def test_practice_counts_nothing_unless_asked_for(small):
    """Its solutions stand in the book; the table says both sums whatever counts."""
    of = {pool: sum(entry["points"] for entry in load("c06").meta["exercises"] if entry["pool"] == pool) for pool in ("graded", "practice")}
    row = table(small[0] / "out" / "grades.csv")[0]
    assert [row[column] for column in ("points", "of", "graded points", "graded of", "practice points", "practice of")] == [
        str(of[pool]) for pool in ("graded", "graded", "graded", "graded", "practice", "practice")]
    for pool, most in (("practice", of["practice"]), ("all", sum(of.values())), ("graded", of["graded"])):
        grade(small[0] / "in", small[0] / "out", roster=small[0] / "roster.csv", pool=pool)
        assert table(small[0] / "out" / "grades.csv")[0]["points"] == str(most)
        assert float(table(small[0] / "out" / "canvas.csv")[0]["BB84"]) == most
    with pytest.raises(ValueError, match="pool must be one of graded, practice, all; got 'some'"):
        grade(small[0] / "in", small[0] / "out", pool="some")


def test_item_statistics(small):
    items = {(row["exercise"], row["mistake"]): row for row in table(small[0] / "out" / "items.csv")}
    row = items["c06-test-size", "one_expected"]
    assert (row["answers"], row["right"], row["times"]) == ("3", "1", "1") and row["share right"] == "0.333"
    index = (small[0] / "out" / "index.html").read_text(encoding="utf-8")
    assert load("c06").feedback["c06-test-size"]["mistakes"]["one_expected"]["message"].split(".")[0] in index
    assert "one_expected" not in index and "c06-test-size" not in index and entry_title("c06-test-size") in index
    assert 'href="feedback/ada-' in index and "For the instructor only" in index


def entry_title(identifier):
    return load("c06").entry(identifier)["title"]


def test_platforms_get_their_columns(small):
    canvas, moodle = table(small[0] / "out" / "canvas.csv"), table(small[0] / "out" / "moodle.csv")
    title = load("c06").meta["title"]
    most = canvas[0][title]
    assert canvas[0]["Student"] == "Points Possible" and float(most) == float(table(small[0] / "out" / "grades.csv")[0]["of"])
    assert canvas[1] == {"Student": "Lovelace, Ada", "ID": "", "SIS User ID": "", "SIS Login ID": "al1", "Section": "", title: most}
    assert canvas[2] == {"Student": "Kim, K.", "ID": "", "SIS User ID": "", "SIS Login ID": "kk9", "Section": "", title: ""}
    assert len(canvas) == 3, "whoever is not on the roster has nothing by which Canvas knows him"
    assert moodle[0]["Email address"] == "ada@example.org" and moodle[0]["Feedback"] == "All right."
    assert moodle[1]["ID number"] == "" and entry_title("c06-test-size") in moodle[1]["Feedback"]


def test_feedback_has_the_four_parts_and_no_expected_value(small):
    page = feedback(small[0] / "out", "bob")
    for label in ("You returned", "Expected", "What happened", "Next step", "Read again"):
        assert f"<dt>{label}</dt>" in page
    most = sum(entry["points"] for entry in load("c06").meta["exercises"] if entry["pool"] == "graded")
    assert f"{most - 3} of {most} points" in page and "0 of 3 points" in page and "3 of 3 points" in page


def feedback(out, student):
    """The page of a student, whose name nobody can guess."""
    page, = (out / "feedback").glob(f"{student}-*.html")
    return page.read_text(encoding="utf-8")


def test_feedback_names_titles_shows_the_code_and_begins_with_what_is_wrong(small):
    import html

    page = feedback(small[0] / "out", "bob")
    titles = [html.escape(entry["title"]) for entry in load("c06").meta["exercises"]]
    order = sorted(titles, key=page.index)
    assert order[0] == html.escape(entry_title("c06-test-size")) and order[1:] == [title for title in titles if title != order[0]]
    assert html.escape(WRONG.strip()) in page and "c06-" not in page.partition("<pre>")[0] and "<a " not in page
    grade(small[0] / "in", small[0] / "out", roster=small[0] / "roster.csv", site="https://example.org/book")
    label = load("c06").feedback["c06-test-size"]["see_section"]
    page = load("c06").meta["pages"][label]
    assert f'<a href="https://example.org/book/{page}.html#{label}"' in feedback(small[0] / "out", "bob")


def test_the_pages_of_a_set_hold_its_sections():
    """Links of the feedback lead to labels that stand in the named page."""
    root = folders()["c06"].parents[1]
    for name in folders():
        meta = load(name).meta
        assert meta["pages"].keys() == meta["sections"].keys()
        for label, page in meta["pages"].items():
            assert f"({label})=" in (root / f"{page}.md").read_text(encoding="utf-8"), (name, label)


def test_the_same_again_does_nothing_and_a_change_is_graded_anew(small, monkeypatch):
    base = small[0]
    before = {path: path.read_bytes() for path in (base / "out").rglob("*.csv")}
    results = {path: path.stat().st_mtime_ns for path in (base / "out" / "results").iterdir()}
    grade(base / "in", base / "out", "c06", roster=base / "roster.csv")
    assert before == {path: path.read_bytes() for path in (base / "out").rglob("*.csv")}
    assert results == {path: path.stat().st_mtime_ns for path in (base / "out" / "results").iterdir()}
    write(base / "in", bob=corpus.SOLVED)
    rows = grade(base / "in", base / "out", "c06", roster=base / "roster.csv")
    assert all(entry["passed"] for entry in rows[1]["exercises"])
    after = {path: path.stat().st_mtime_ns for path in (base / "out" / "results").iterdir()}
    assert len(after) == len(results) and len(set(after.items()) & set(results.items())) == len(results) - 1


def test_chance_left_to_itself_gives_the_same_grades(tmp_path):
    """An answer that draws without a seed: right and wrong by luck, and the same in every run."""
    lucky = corpus.with_code("def test_size(fraction, confidence):\n    return int(np.random.default_rng().integers(100)) + hash('a') % 7\n")
    write(tmp_path / "in", lucky=lucky)
    said = [json.dumps(grade(tmp_path / "in", tmp_path / f"out{turn}", "c06", workers=1, seed=4)) for turn in range(2)]
    assert said[0] == said[1]


#: Twenty in `make audit`, where there is time: each costs some seconds.
KILLS = 20 if os.environ.get("QEDU_AUDIT") else 4


def _bytes(path):
    try:
        # A run's processes are known by the folder that they run in.
        return path.read_bytes() + os.readlink(path.parent / "cwd").encode()
    except OSError:
        return b""


def test_killed_at_random_it_ends_with_the_same_tables(tmp_path):
    """Killed without warning at random moments, and run again: the tables are those of an undisturbed run."""
    notebooks = {f"s{number:02}": corpus.SOLVED if number % 3 else corpus.with_code(WRONG) for number in range(24 if os.environ.get("QEDU_AUDIT") else 12)}
    notebooks["slow"] = corpus.function("while True:\n    pass")
    folder = write(tmp_path / "in", **notebooks)
    rows = grade(folder, tmp_path / "whole", "c06", seconds=1.0, backend="loky", seed=4)
    assert len(rows) == len(notebooks) > 12
    command = [sys.executable, "-m", "qedu.cli", "grade", str(folder), "--out", str(tmp_path / "killed"), "--seconds", "1", "--seed", "4", "--quiet"]
    results = tmp_path / "killed" / "results"
    rng, killed, done = random.Random(20), 0, set()
    for _ in range(KILLS):
        process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        # The moment is told by the work done, not by a clock: the machine may be busy with other things.
        goal = len(done) + rng.randint(0, len(notebooks) - 1 - len(done))
        while process.poll() is None and len(list(results.glob("*.json"))) < goal:
            time.sleep(0.002)
        time.sleep(rng.uniform(0, 0.2))
        killed += process.poll() is None
        process.kill()
        process.wait()
        for path in tmp_path.glob("killed/results/*.json"):
            done.add(path.name)
            json.loads(path.read_text())                # whole, at any moment
        if len(done) == len(notebooks):                 # all is graded: begin anew, so that every moment counts
            shutil.rmtree(tmp_path / "killed", ignore_errors=True)
            done.clear()
    assert killed >= KILLS / 2
    time.sleep(2)                                       # nobody is left who would work on for a run that was killed
    mine = [path for path in Path("/proc").glob("[0-9]*/cmdline") if str(tmp_path).encode() in _bytes(path)]
    assert not mine
    assert subprocess.run(command, capture_output=True).returncode == 0
    for name in ("grades.csv", "items.csv", "canvas.csv", "moodle.csv"):
        assert (tmp_path / "killed" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes(), name


def test_an_interruption_is_told_from_a_failure(monkeypatch, capsys):
    def interrupted(*arguments, **named):
        raise KeyboardInterrupt

    monkeypatch.setattr("qedu.grading.classroom.grade.grade", interrupted)
    assert cli.main(["grade", "in", "--out", "out"]) == 130
    assert "Nothing is lost" in capsys.readouterr().err


@pytest.mark.parametrize("reason", ["it needs Linux, and this is Darwin", "the kernel does not offer Landlock"])
def test_without_isolation_it_refuses_and_names_the_container(tmp_path, monkeypatch, capsys, reason):
    write(tmp_path / "in", ada=corpus.SOLVED)
    monkeypatch.setattr(confine, "missing", lambda: reason)
    with pytest.raises(NotIsolated, match=reason):
        grade(tmp_path / "in", tmp_path / "out", "c06")
    assert cli.main(["grade", str(tmp_path / "in"), "--out", str(tmp_path / "out")]) == 2
    said = capsys.readouterr().err
    assert "docker run" in said and "--network none" in said and str(tmp_path / "in") in said and "--trust-submissions" in said
    assert not (tmp_path / "out").exists()


def test_trusted_submissions_get_the_same_marks(tmp_path, monkeypatch):
    write(tmp_path / "in", ada=corpus.SOLVED, bob=corpus.with_code(WRONG), eve=corpus.function("while True:\n    pass"))
    isolated = grade(tmp_path / "in", tmp_path / "one", "c06", seconds=1.0, workers=1, seed=4)
    monkeypatch.setattr(confine, "missing", lambda: "it is switched off")
    trusted = grade(tmp_path / "in", tmp_path / "two", "c06", seconds=1.0, workers=1, trust=True, seed=4)
    assert trusted == isolated


def test_more_machines_by_dask(tmp_path):
    import distributed
    import joblib

    write(tmp_path / "in", ada=corpus.SOLVED, bob=corpus.with_code(WRONG))
    alone = grade(tmp_path / "in", tmp_path / "one", "c06", workers=1, seed=4)
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster, \
            distributed.Client(cluster), joblib.parallel_config("dask"):
        assert grade(tmp_path / "in", tmp_path / "two", "c06", workers=2, seed=4) == alone


@pytest.mark.parametrize("name, student, number", [
    ("ada.ipynb", "ada", ""), ("lovelaceada_41_977_c06.ipynb", "lovelaceada", "41"),
    ("lovelaceada_LATE_41_977_c06-1.ipynb", "lovelaceada", "41"), ("Ada Lovelace_512_assignsubmission_file_/c06.ipynb", "Ada Lovelace", "512"),
    ("ada/c06/c06.ipynb", "ada", "")])
def test_names_from_learning_platforms(tmp_path, name, student, number):
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("{}")
    found, = submissions.find(tmp_path, "c06")
    assert (found.student, found.number, found.problem) == (student, number, None)


def test_bad_arguments_say_what_is_allowed(tmp_path):
    folder = write(tmp_path / "in", ada=corpus.SOLVED)
    with pytest.raises(ValueError, match="submissions must be a folder; got"):
        grade(tmp_path / "nowhere", tmp_path / "out")
    with pytest.raises(ValueError, match="is empty"):
        grade(write(tmp_path / "none"), tmp_path / "out")
    with pytest.raises(ValueError, match="name must be one of the exercise sets c02, .*c06.*'c99'"):
        grade(folder, tmp_path / "out", "c99")
    with pytest.raises(ValueError, match="out must be a folder apart"):
        grade(folder, folder / "grades")
    with pytest.raises(ValueError, match="seconds must be above 0; got 0"):
        grade(folder, tmp_path / "out", seconds=0)
    (tmp_path / "roster.csv").write_text("nick,group no.\nada,1\n")
    with pytest.raises(ValueError, match="roster must have a column 'student'"):
        grade(folder, tmp_path / "out", roster=tmp_path / "roster.csv")
    two = write(tmp_path / "two", ada=corpus.SOLVED, bob=json.loads(json.dumps(sources.student(folders()["c02"], "0.1.0"))))
    with pytest.raises(ValueError, match="notebooks of the sets c02, c06"):
        grade(two, tmp_path / "out")


def test_a_variant_is_a_student_s_own_and_the_same_everywhere():
    mine = variant("c06-by-hand", "ada", "2027-spring")
    assert mine == variant("c06-by-hand", " ada ", "2027-spring") == {"seed": 603234}
    others = {variant("c06-by-hand", f"s{number}", "2027-spring")["seed"] for number in range(50)}
    assert len(others) > 45 and mine != variant("c06-by-hand", "ada", "2027-autumn")
    assert variant("c06-by-hand", "", "2027-spring") == {"seed": 141}
    assert variant("c06-test-size", "ada", "x").keys() == {"fraction", "confidence"}
    with pytest.raises(ValueError, match="student_id must be a text; got 7"):
        variant("c06-by-hand", 7, "")


def test_solutions_and_checks_follow_the_variant(tmp_path):
    """The solution notebook is right for every student; another student's rounds are not."""
    folder = write(tmp_path / "in", **{f"s{number}": corpus.SOLVED for number in range(12)})
    printed = corpus.with_code("by_hand = {'kept': [1, 2, 4, 5, 7, 8, 11, 12, 13], 'alice_key': [0, 1, 0, 0, 0, 1, 0, 0, 1],\n"
                               "           'bob_key': [1, 1, 0, 0, 0, 1, 0, 0, 0]}\n", "c06-by-hand")
    write(folder, copied=printed)
    rows = {row["student"]: row for row in grade(folder, tmp_path / "out", "c06", term="2027-spring")}
    assert not rows["copied"]["exercises"][0]["passed"]
    assert all(entry["passed"] for entry in rows["copied"]["exercises"][1:])
    for number in range(12):
        assert all(entry["passed"] for entry in rows[f"s{number}"]["exercises"])
    rows = {row["student"]: row for row in grade(folder, tmp_path / "plain", "c06")}
    assert rows["copied"]["exercises"][0]["passed"]


def test_check_finds_the_student_in_the_notebook():
    from qedu.grading import CheckFailed, check

    printed = load("c06").checks["c06-by-hand"].right(seed=141)
    space = {"check": check, "by_hand": {key: list(value) for key, value in printed.items()}}
    exec("check('c06-by-hand')", space)
    with pytest.raises(CheckFailed):
        exec("student_id, term = 'ada', '2027-spring'\ncheck('c06-by-hand')", space)
    own = load("c06").checks["c06-by-hand"].right(**variant("c06-by-hand", "ada", "2027-spring"))
    exec("check('c06-by-hand')", {"check": check, "student_id": "ada", "term": "2027-spring", "by_hand": own})


def test_a_check_that_fails_by_itself_is_the_instructor_s_matter(monkeypatch):
    """Neither right nor the student's mistake: it is said, and the instructor is told."""
    check = load("c06").checks["c06-test-size"]
    monkeypatch.setattr(type(check), "judge", lambda *arguments: 1 / 0)
    with ForkServer() as server, Sandbox(server.address) as sandbox:
        result = marking.mark(json.dumps(corpus.SOLVED).encode(), "ada", "c06", sandbox)
    entry = next(entry for entry in result["exercises"] if entry["id"] == "c06-test-size")
    assert entry["mistake"] == "check_failed" and not entry["points"] and "ZeroDivisionError" in entry["message"]
    assert reports.to_look_at([{"student": "ada", **result}])


def test_the_container_command_names_both_folders(tmp_path):
    command = container_command(tmp_path / "a b", tmp_path / "out")
    assert f'"{tmp_path / "a b"}":/submissions:ro' in command and "--cap-drop ALL" in command and "qedu grade /submissions" in command
