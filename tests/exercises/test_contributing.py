"""The exercise that CONTRIBUTING shows is whole: it is written into a folder as it stands there, and does all it says."""

import re
import sys

import pytest

from qedu import __version__
from qedu.content import sets
from qedu.grading.checks import exercise
from qedu.grading.checks.checking import examine
from qedu.grading.notebooks import sources
from tests import contributing
from tests.exercises import forms, hints


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The set of CONTRIBUTING, in the place of those of the book."""
    folder = tmp_path / "x01"
    contributing.write_set(folder)
    caches = exercise.load, forms.solved, forms.module, forms.codes, forms.edited
    for module in (exercise, forms):
        monkeypatch.setattr(module, "folders", lambda: {"x01": folder})
    yield folder
    for cache in caches:
        cache.cache_clear()
    for name in [name for name in sys.modules if name.startswith("qedu_exercises_x01")]:
        del sys.modules[name]


def test_it_makes_a_notebook_without_the_solution(folder):
    cells = {cell.id: cell for cell in sources.student(folder, __version__).cells}
    assert "raise NotImplementedError" in cells["x01-malus"].source and "np.cos" not in str(cells)
    assert "## Through one filter\n\n*Practice · about 10 minutes" in cells["text-2"].source
    assert cells["x01-malus-check"].metadata["nbgrader"]["points"] == 1
    assert "np.cos" in sources.solutions(folder)["x01-malus"]


def test_its_hints_keep_the_rule_that_the_page_states(folder):
    (_, _), (_, code) = sets.task(folder, "x01-malus")
    assert hints.faults(sets.read(folder)["exercises"][0]["hints"], code) == []
    said = contributing.sections()["Add an exercise"].text
    assert f"at most {hints.WORDS} words" in said and f"at most {hints.LINES} lines of code" in said


def test_right_answers_pass_and_wrong_ones_get_their_message(folder):
    ways = {"solution": forms.solution("x01", "x01-malus"), **forms.right("x01-malus")}
    assert len(ways) == 3
    wrong = forms.wrong("x01-malus")
    assert forms.edited("x01-malus")[1] == []
    keys = [way.split("__")[0] for way in wrong]
    assert {key: keys.count(key) for key in keys} == {"amplitude": 3, "radians": 3, "half_angle": 3}
    for seed in range(20):
        assert all(examine("x01-malus", answer, seed).passed for answer in ways.values())
        assert [examine("x01-malus", answer, seed).mistake for answer in wrong.values()] == keys


@pytest.mark.parametrize("file, old, new, words", [
    ("malus/check.py", "class Malus(Exercise)", "class Malus", "must have one class of the kind Exercise; it has 0"),
    ("malus/words.yaml", "see_section: filters\n", "", "lacks see_section in its words.yaml"),
    ("malus/task.md", "### END SOLUTION", "", "must have one code cell with ### BEGIN SOLUTION and ### END SOLUTION; it has 0"),
    ("malus/forms.py", '" ** 2"', '" ** 3"', None)])
def test_what_is_missing_is_said(folder, file, old, new, words):
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    if words is None:                           # an edit that fits nowhere
        assert forms.edited("x01-malus")[1] == [(" ** 3", "")]
        return
    with pytest.raises(ValueError, match=re.escape(words)):
        sources.student(folder, __version__)
        exercise.load("x01")


def test_the_folder_is_all_that_is_needed(folder):
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"}
    assert found == {*contributing.SET, "notebooks/x01.ipynb"}
