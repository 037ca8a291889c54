"""The seconds of tests by what they are about, the limits, and the tests of one chapter."""

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from qedu.content import chapters as content
from scripts import chapters, run_tests
from tests import budget
from tests.subjects import concerns, subject

ROOT = Path(__file__).parents[2]
KINDS = {"exercise": {"c06-sift"}, "widget": {"eves-dial"}, "page": {"chapters/2-keys/bb84"}, "set": {"c06"}}


def item(nodeid, *params):
    """As much of a test as `subject` looks at."""
    found = SimpleNamespace(nodeid=nodeid)
    if params:
        found.callspec = SimpleNamespace(params=dict(enumerate(params)))
    return found


@pytest.mark.parametrize("nodeid, params, about", [
    ("tests/pages/test_pages.py::test_a[x]", ["chapters/2-keys/bb84"], ("page", "chapters/2-keys/bb84")),
    ("tests/pages/test_widgets_on_pages.py::test_a[x]", [("chapters/2-keys/bb84", "eves-dial")], ("widget", "eves-dial")),
    ("tests/widgets/test_hosts.py::test_a[x]", ["eves-dial"], ("widget", "eves-dial")),
    ("tests/widgets/keys/test_eves_dial.py::test_a", [], ("widget", "eves-dial")),
    ("tests/widgets/test_c06_widgets.py::test_a[z]", ["z"], ("widget", "C06")),
    ("tests/widgets/test_numbers.py::test_dice", [], ("widget", "")),
    ("tests/exercises/test_contract.py::test_a[x]", ["c06", "c06-sift"], ("exercise", "c06-sift")),
    ("tests/exercises/test_notebooks.py::test_a[x]", ["c06"], ("set", "c06")),
    ("tests/exercises/test_notebooks.py::test_b", [], ("set", "")),
    ("tests/grading/test_grade.py::test_a", [], ("rest", "tests/grading")),
    ("tests/library/links/test_link.py::test_a[0.5]", [0.5], ("library", "tests/library/links")),
    ("qedu/states.py::qedu.states.ket", [], ("library", "qedu"))])
def test_what_a_test_is_about(nodeid, params, about):
    assert subject(item(nodeid, *params), KINDS) == about


def test_a_chapter_s_tests_are_those_of_what_it_holds():
    pages = {"chapters/2-keys/bb84": chapters.Held("C06", ("eves-dial",), ("c06-sift",))}
    kinds = {**KINDS, "widget": {"eves-dial", "rate-race"}, "set": {"c06", "c09"}}

    def kept(nodeid, *params):
        return concerns(item(nodeid, *params), pages, kinds)

    assert kept("tests/pages/test_pages.py::test_a[x]", "chapters/2-keys/bb84")
    assert not kept("tests/widgets/test_hosts.py::test_a[x]", "rate-race") and kept("tests/widgets/test_hosts.py::test_a[x]", "eves-dial")
    assert kept("tests/widgets/test_c06_widgets.py::test_a") and not kept("tests/widgets/test_c09_widgets.py::test_a")
    assert kept("tests/exercises/test_contract.py::test_a[x]", "c06-sift") and kept("tests/exercises/test_notebooks.py::test_a[x]", "c06")
    assert not kept("tests/exercises/test_notebooks.py::test_a[x]", "c09") and not kept("tests/library/links/test_links.py::test_a")
    assert kept("tests/book/test_manifest.py::test_every_chapter") and not kept("tests/book/test_manifest.py::test_each_rule[x]", "no cards")


def test_a_chapter_is_found_by_name_path_and_id():
    assert list(chapters.find("bb84")) == list(chapters.find("c06")) == list(chapters.find("chapters/2-keys/bb84.md"))
    assert chapters.find("bb84")["chapters/2-keys/bb84"].widgets
    assert len(chapters.find("1-foundations")) > 2
    for word in ("", "bb8", "C6"):
        with pytest.raises(SystemExit, match=r"There are .*bb84 \(C06\)"):
            chapters.find(word)


def test_pages_are_read_as_the_book_reads_them(tmp_path):
    """One reader of the table of contents and of front matter: a page that the book takes is not empty to the tests."""
    found = {name: content.front_matter(f"{name}.md") or {} for name in chapters.book()}
    assert [f"{name}.md" for name in found] == [path.as_posix() for path in content.toc()] and len(found) > 10
    assert {name: held.id for name, held in chapters.book().items()} == {name: front.get("id", "") for name, front in found.items()}
    page = tmp_path / "page.md"
    for end in ("---", "---  "):
        page.write_text(f"---\nqedu:\n  id: C06\n  widgets: [eves-dial]\n  exercises:\n{end}\n# BB84\n", encoding="utf-8")
        assert chapters.held(page) == chapters.Held("C06", ("eves-dial",)) and content.front_matter(page)["id"] == "C06"
    for text in ("# No front matter\n", "---\njupytext: {}\n---\n", "---\nqedu: C06\n---\n", "---\nqedu:\n---\n"):
        page.write_text(text, encoding="utf-8")
        assert chapters.held(page) == chapters.Held()


def slow_machine(monkeypatch, times):
    monkeypatch.setattr(budget, "loop", lambda: times * budget.LOOP)


@pytest.mark.parametrize("times", [0.5, 1, 3, 20])
def test_a_slow_machine_is_no_slow_test(times, monkeypatch):
    slow_machine(monkeypatch, times)
    ledger = budget.Ledger()
    for number in range(8):
        ledger.add(f"widget w{number}", "test", 5 * times)
    ledger.add("widget slow", "tests/a.py::test_slow", 5 * times + budget.LIMITS["widget"] * times)
    kept = ledger.plain()
    assert kept["seconds"]["widget w1"] == pytest.approx(5)
    assert set(budget.over(kept["seconds"])) == {"widget slow"} and kept["tests"]["widget slow"] == ["tests/a.py::test_slow"]


def test_where_all_take_long_nobody_is_called_slow_and_chapters_share():
    limit = budget.LIMITS["widget"]
    assert budget.over({f"widget w{number}": 1.1 * limit for number in range(6)}) == {}
    assert set(budget.over({"widget w": 1.1 * limit})) == {"widget w"}
    assert budget.over({"widget C06": 2.5 * limit, "widget ": 100 * limit, "library ": 1e6}, {"C06": 3}) == {}
    assert budget.over({"widget C06": 3.5 * limit}, {"C06": 3}) == {"widget C06": (3.5 * limit, 3 * limit)}


def test_the_projection_counts_what_grows():
    ledger = {"seconds": {"page a": 6.0, "page b": 4.0, "widget w": 1.0, "library x": 10.0, "rest y": 5.0}, "loops": [2 * budget.LOOP]}
    said = budget.report(ledger, {"page": 2, "widget": 1}, minutes=1)
    assert "2.0 times as long" in said and "most: a 6.0" in said
    later = 10 * 40 / 2 + 60 + 10 * 2.2 + 5
    assert f"{later / 26:.1f} times the work" in said
    assert "26 chapters" not in budget.report(ledger, {})


TESTS = """import time, pytest
@pytest.fixture(scope="session")
def built():
    time.sleep(3)
@pytest.mark.parametrize("name", ["eves-dial", "bb84-stepper"])
def test_widget(name, built):
    time.sleep(0.5 if name == "eves-dial" else 0.01)
"""


@pytest.mark.parametrize("workers", [[], ["-n", "2"]])
def test_seconds_are_kept_by_every_worker_and_waiting_is_nobody_s(workers, tmp_path):
    test, ledger = tmp_path / "test_little.py", tmp_path / "ledger"
    test.write_text(TESTS)
    done = subprocess.run([sys.executable, "-m", "pytest", "-q", "-p", "tests.budget", *workers, str(test)], cwd=ROOT,
                          env={**os.environ, "QEDU_LEDGER": str(ledger), "QEDU_CHAPTER": ""}, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    kept = json.loads(ledger.read_text())
    slow = max(kept["loops"]) / budget.LOOP
    assert 0.5 / slow <= kept["seconds"]["widget eves-dial"] and sum(kept["seconds"].values()) * min(kept["loops"]) / budget.LOOP < 3
    assert len(kept["tests"]["widget eves-dial"]) == 1 and len(kept["loops"]) >= 2


@pytest.mark.parametrize("again, judged", [(40, False), (100, True)])
def test_an_offender_is_one_only_if_it_is_slow_alone(again, judged, tmp_path, monkeypatch, capsys):
    first, second = tmp_path / "first", tmp_path / "second"
    slow = {"page a": 3 * budget.LIMITS["page"], "page b": 1.0}
    first.write_text(json.dumps({"seconds": slow, "tests": {"page a": ["tests/a.py::test"]}, "loops": [0.02]}))
    second.write_text(json.dumps({"seconds": {"page a": again / 50 * budget.LIMITS["page"]}, "tests": {}, "loops": [0.02]}))
    started = []
    monkeypatch.setattr(run_tests, "pytest", lambda *given, **_: (started.append(given), (SimpleNamespace(wait=lambda: 0), second))[1])
    assert run_tests.judge(tmp_path, first, 1.0) is judged
    assert started == [(tmp_path, "-q", "tests/a.py::test")]
    assert ("TOO SLOW: the tests of page a take" in capsys.readouterr().out) is judged
