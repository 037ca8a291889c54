"""A class with some hundred hostile and broken submissions: each ends in its reason, and nothing else changes."""

import csv
import hashlib
import json
import os
import re
import socket
import sys
import threading

import pytest

from qedu.grading.checks.wording import general
from qedu.grading.classroom.grade import grade
from qedu.grading.exercise import folders, load
from qedu.grading.isolation import confine
from tests.grading import corpus

POINTS = {entry["id"]: entry["points"] for entry in load("c06").meta["exercises"]}


def tree(folder):
    """Everything about a folder that could be changed."""
    found = {}
    for root, names, files in os.walk(folder):
        for name in sorted(names + files):
            path = os.path.join(root, name)
            status = os.lstat(path)
            data = open(path, "rb").read() if os.path.isfile(path) and not os.path.islink(path) else b""
            when = 0 if os.path.isdir(path) else status.st_mtime_ns         # a folder's changes when Python puts a cache into it
            found[path] = (status.st_mode, status.st_uid, status.st_size if data else 0, when, hashlib.sha256(data).hexdigest())
    return found


@pytest.fixture(scope="module")
def outcome(tmp_path_factory):
    """The corpus, graded once: rows by student, what was expected, and what was seen outside."""
    base = tmp_path_factory.mktemp("hostile")
    submissions, canary = base / "submissions", base / "canary"
    submissions.mkdir()
    canary.mkdir()
    (canary / "file").write_text("alive")
    visitors = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        def listen():
            while True:
                try:
                    visitors.append(listener.accept())
                except OSError:
                    return

        threading.Thread(target=listen, daemon=True).start()
        exercises = folders()["c06"].parent.resolve()
        expected = corpus.make(submissions, {"canary": str(canary), "exercises": str(exercises), "submissions": str(submissions),
                                             "port": listener.getsockname()[1]})
        outside = [canary, submissions, exercises, exercises.parent / "qedu"]
        # Python's own caches may come and go; sources, data and everything else may not.
        before = [{path: what for path, what in tree(folder).items() if "__pycache__" not in path} for folder in outside]
        rows = grade(submissions, base / "grades", "c06", seconds=0.7, workers=2, backend="loky")
        after = [{path: what for path, what in tree(folder).items() if "__pycache__" not in path} for folder in outside]
    return {"rows": {row["student"]: row for row in rows}, "expected": expected, "out": base / "grades",
            "unchanged": before == after, "visitors": visitors, "submissions": submissions}


def the_corpus_is_large_enough(outcome):
    assert len(outcome["expected"]) >= 300 and len(corpus.BODIES) >= 180
    assert set(outcome["rows"]) == set(outcome["expected"])


def every_submission_ends_in_its_reason_and_gains_nothing(outcome):
    wrong = []
    for student, (problem, reasons) in outcome["expected"].items():
        row = outcome["rows"][student]
        if problem:
            allowed = problem if isinstance(problem, set) else {problem}
            got = {entry["mistake"].removeprefix("file_") for entry in row["exercises"]}
            if not (len(got) == 1 and got <= allowed and row["problem"] and not any(entry["points"] for entry in row["exercises"])):
                wrong.append((student, got, row["problem"]))
            continue
        for entry in row["exercises"]:
            reason = reasons.get(entry["id"])
            allowed = reason if isinstance(reason, set) else {reason}
            if entry["mistake"] not in allowed or entry["points"] != (0 if reason else POINTS[entry["id"]]):
                wrong.append((student, entry["id"], entry["mistake"], entry["message"][:200]))
    assert not wrong, "\n".join(map(str, wrong))


def every_reason_is_in_words(outcome):
    for row in outcome["rows"].values():
        for entry in row["exercises"]:
            if not entry["passed"]:
                assert len(entry["message"]) > 20 and not re.search(r"\{(name|how|error|line|seconds|own|type)\}", entry["message"]), entry
                assert entry["next_step"] or row["problem"], entry


def nothing_outside_has_changed(outcome):
    assert outcome["unchanged"] and not outcome["visitors"]


def reasons_point_at_what_was_tried(outcome):
    rows = outcome["rows"]

    def said(student):
        return next(entry for entry in rows[student]["exercises"] if entry["id"] == corpus.TARGET)

    assert "PermissionError" in said("deletes a file")["message"] and "cannot open other files" in said("deletes a file")["next_step"]
    assert "MemoryError" in said("memory bomb")["message"] and "0.7 seconds" in said("endless loop")["message"]
    assert "SIGSEGV" in said("segmentation fault")["message"] and "exit code 0" in said("os._exit")["message"]
    assert "more than one answer cell" in rows["cell twice"]["notes"][0]


def the_rest_of_the_class_is_as_without_them(outcome, tmp_path):
    quiet = tmp_path / "quiet"
    quiet.mkdir()
    for name in ("ada", "bob", "zoe"):
        (quiet / f"{name}.ipynb").write_bytes((outcome["submissions"] / f"{name}.ipynb").read_bytes())
    for row in grade(quiet, tmp_path / "grades", "c06", workers=1):
        assert row == outcome["rows"][row["student"]]
        assert all(entry["passed"] for entry in row["exercises"])


def tables_and_pages_survive_odd_names(outcome):
    out = outcome["out"]
    with open(out / "grades.csv", encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    assert len(table) == len(outcome["expected"])
    for name in ("grades.csv", "canvas.csv", "moodle.csv"):
        with open(out / name, encoding="utf-8", newline="") as file:
            assert not [cell for line in csv.reader(file) for cell in line if cell[:1] in ("=", "+", "-", "@")], name
    pages = list((out / "feedback").iterdir())
    assert len(pages) == len(outcome["expected"]) == len({page.name.lower() for page in pages})
    for page in [*pages, out / "index.html"]:
        assert page.resolve().parent in (out / "feedback", out) and "<script" not in page.read_text(encoding="utf-8")


def test_a_hostile_class(outcome, tmp_path, subtests):
    """One test, so that the class is graded by one worker and once."""
    for look in (the_corpus_is_large_enough, every_submission_ends_in_its_reason_and_gains_nothing, every_reason_is_in_words,
                 nothing_outside_has_changed, reasons_point_at_what_was_tried, tables_and_pages_survive_odd_names):
        with subtests.test(look.__name__):
            look(outcome)
    with subtests.test("the rest of the class is as without them"):
        the_rest_of_the_class_is_as_without_them(outcome, tmp_path)


def test_a_secret_in_the_environment_stays_outside(tmp_path, monkeypatch):
    monkeypatch.setenv("GRADEBOOK_TOKEN", "s3cret-t0ken")
    body = ("with open('/proc/self/environ') as file:\n    return file.read()", "return dict(os.environ)",
            "libc = ctypes.CDLL(None)\nlibc.getenv.restype = ctypes.c_char_p\nreturn str(libc.getenv(b'GRADEBOOK_TOKEN'))")
    for number, code in enumerate(body):
        (tmp_path / "in").mkdir(exist_ok=True)
        (tmp_path / "in" / f"s{number}.ipynb").write_text(json.dumps(corpus.function(code)))
    grade(tmp_path / "in", tmp_path / "out", "c06", workers=1)
    for page in (tmp_path / "out").rglob("*.*"):
        assert b"s3cret" not in page.read_bytes()


def test_no_trace_of_another_student_in_memory(tmp_path):
    """A child searches its whole memory for a mark that an earlier submission carries."""
    (tmp_path / "in").mkdir()
    first = corpus.with_code("# MARK-7291-of-ada\n" + corpus.RIGHT)
    (tmp_path / "in" / "a.ipynb").write_text(json.dumps(first))
    # In halves, so that the search does not find itself.
    search = ("halves = ('MARK-7291', '-of-ada')\nfor thing in gc.get_objects():\n    try:\n        text = repr(thing)[:100000]\n"
              "    except Exception:\n        continue\n    if halves[0] + halves[1] in text:\n"
              "        raise RuntimeError('found it')\nreturn 987")
    (tmp_path / "in" / "b.ipynb").write_text(json.dumps(corpus.function(search)))
    rows = grade(tmp_path / "in", tmp_path / "out", "c06", workers=1, seconds=60)
    last = next(entry for entry in rows[1]["exercises"] if entry["id"] == corpus.TARGET)
    assert last["mistake"] == "constant", last["message"]


def test_every_mistake_that_a_run_can_end_in_has_words():
    for key in ("too_slow", "too_much", "garbled", "stopped", "cell_missing", "cell_raised", "check_failed", "too_slow_together",
                "too_many_threads", "cell_too_long", "other_variant"):
        assert {"message", "next_step"} <= set(general()["mistakes"][key])


@pytest.mark.skipif(sys.platform != "linux", reason="isolation is refused elsewhere, which test_grade.py checks")
def test_this_machine_can_isolate():
    assert confine.missing() is None
