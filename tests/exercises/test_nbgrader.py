"""The same sources feed nbgrader: it makes a release without solutions, and grades what comes back."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from qedu import __version__
from qedu.grading.exercise import folders, load
from qedu.grading.notebooks import build, sources

POINTS = {entry["id"]: entry["points"] for entry in load("c06").meta["exercises"]}


def nbgrader(course, *arguments):
    """Run nbgrader as an instructor would, at home in a folder of its own."""
    bin_folder = str(Path(sys.executable).parent)        # it looks for alembic there
    environment = {**os.environ, "PATH": bin_folder + os.pathsep + os.environ["PATH"], "HOME": str(course), "JUPYTER_PREFER_ENV_PATH": "1",
                   "JUPYTER_PLATFORM_DIRS": "0"}
    done = subprocess.run([sys.executable, "-m", "nbgrader", *arguments], cwd=course, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course with the set c06: released, handed in twice, graded."""
    course = tmp_path_factory.mktemp("course")
    build.main(["--nbgrader", str(course), "c06"])
    nbgrader(course, "generate_assignment", "c06")
    release = json.loads((course / "release" / "c06" / "c06.ipynb").read_text(encoding="utf-8"))
    right = sources.solutions(folders()["c06"])
    weak = {**right, "c06-sift": "def sift(alice_bits, alice_bases, bob_bits, bob_bases):\n    return alice_bits, bob_bits\n",
            "c06-test-size": "def test_size(fraction, confidence):\n    return 7\n"}
    del weak["c06-prepare"]                              # left as it was handed out
    for student, answers in (("ada", right), ("bob", weak)):
        notebook = json.loads(json.dumps(release))
        for cell in notebook["cells"]:
            cell["source"] = answers.get(cell["metadata"].get("nbgrader", {}).get("grade_id"), cell["source"])
        folder = course / "submitted" / student / "c06"
        folder.mkdir(parents=True)
        (folder / "c06.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    nbgrader(course, "autograde", "c06")
    return course


def test_the_release_is_our_student_notebook(course):
    text = (course / "release" / "c06" / "c06.ipynb").read_text(encoding="utf-8")
    assert "BEGIN SOLUTION" not in text and "END SOLUTION" not in text
    released = {cell["metadata"]["nbgrader"]["grade_id"]: "".join(cell["source"]) for cell in json.loads(text)["cells"]
                if cell["metadata"].get("nbgrader")}
    ours = {cell.id: cell.source for cell in sources.student(folders()["c06"], __version__).cells if cell.id in POINTS}
    assert {identifier: released[identifier].rstrip() for identifier in POINTS} == ours
    for identifier, code in sources.solutions(folders()["c06"]).items():
        lines = {line.strip() for line in code.splitlines()} - {line.strip() for line in ours[identifier].splitlines()}
        assert lines and not [line for line in lines if len(line) > 20 and line in text]


def test_autograding_gives_the_points_of_each_check(course):
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        for student, wrong in (("ada", set()), ("bob", {"c06-sift", "c06-test-size", "c06-prepare"})):
            grades = gradebook.find_submission_notebook("c06", "c06", student).grades
            scores = {grade.name.removesuffix("-check"): grade.auto_score for grade in grades if grade.name.endswith("-check")}
            assert scores == {identifier: 0 if identifier in wrong else points for identifier, points in POINTS.items()}, student


def test_a_config_of_one_s_own_is_kept(tmp_path):
    (tmp_path / "nbgrader_config.py").write_text("# mine\n")
    build.main(["--nbgrader", str(tmp_path), "c06"])
    assert (tmp_path / "nbgrader_config.py").read_text() == "# mine\n"
