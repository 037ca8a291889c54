"""The seconds of tests by what they are about, the limits, and the tests of one chapter."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

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
    pages = list(chapters.find("c07"))
    assert pages[0] == "chapters/2-keys/e91-b92-sarg04/index"
    assert pages == list(chapters.find("e91-b92-sarg04")) == list(chapters.find(f"{pages[0]}.md"))
    assert any(held.widgets for held in chapters.find("c07").values())
    assert len(chapters.find("1-foundations")) > 2
    for word in ("", "e9", "C7"):
        with pytest.raises(SystemExit, match=r"There are .*e91-b92-sarg04 \(C07\)"):
            chapters.find(word)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The book of tests/book whose chapter is a folder, in the place of the real one."""
    shutil.copytree(ROOT / "tests/book/folder", tmp_path / "book")
    monkeypatch.setattr(chapters, "ROOT", tmp_path / "book")
    chapters.book.cache_clear()
    yield tmp_path / "book"
    chapters.book.cache_clear()


FILTERS = [f"chapters/filters/{name}" for name in ("index", "one-filter", "three-filters", "on-a-sphere", "practice")]


def test_a_folder_is_found_by_its_name_its_id_and_any_of_its_pages(folder, monkeypatch):
    monkeypatch.chdir(folder)
    for word in ("filters", "c02", "chapters/filters", *FILTERS, *(f"{name}.md" for name in FILTERS), "three-filters"):
        assert list(chapters.find(word)) == FILTERS, word
    assert list(chapters.find("after")) == ["chapters/after"]
    with pytest.raises(SystemExit, match=r"There are index, filters \(C02\), after; or"):
        chapters.find("C06")


def test_a_folder_is_found_before_the_table_of_contents_has_it(folder, monkeypatch):
    monkeypatch.chdir(folder)
    (folder / "_toc.yml").write_text("root: index\n", encoding="utf-8")
    found = list(chapters.find("chapters/filters/practice.md"))
    assert found == [FILTERS[0], *sorted(FILTERS[1:4]), FILTERS[4]]
    assert chapters.contents([*found, "chapters/after"]) == [
        {"file": found[0], "sections": [{"file": name} for name in found[1:]]}, {"file": "chapters/after"}]


def test_each_page_of_a_folder_holds_what_it_shows(folder):
    held = chapters.find("filters")
    assert {has.id for has in held.values()} == {"C02"}
    assert {name: has.widgets for name, has in held.items() if has.widgets} == {FILTERS[2]: ("polariser-bench",)}
    assert {name: has.exercises for name, has in held.items() if has.exercises} == {FILTERS[4]: ("mini-pass", "mini-chain")}
    kinds = {"page": set(FILTERS), "widget": {"polariser-bench"}, "exercise": {"mini-pass"}, "set": {"mini"}}
    assert all(concerns(item("tests/pages/test_pages.py::test_a[x]", name), held, kinds) for name in FILTERS)
    assert concerns(item("tests/widgets/test_c02_widgets.py::test_a"), held, kinds)
    assert concerns(item("tests/exercises/test_contract.py::test_a[x]", "mini-pass"), held, kinds)


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
    time.sleep(1.5)
@pytest.mark.parametrize("name", ["eves-dial", "bb84-stepper"])
def test_widget(name, built):
    time.sleep(0.5 if name == "eves-dial" else 0.01)
"""


@pytest.mark.parametrize("workers", [[], ["-n", "2"]])
def test_seconds_are_kept_by_every_worker_and_waiting_is_nobody_s(workers, tmp_path):
    test, ledger = tmp_path / "test_little.py", tmp_path / "ledger"
    test.write_text(TESTS)
    # Plugins that nobody asked for take seconds to load, in each process.
    done = subprocess.run([sys.executable, "-m", "pytest", "-q", "-p", "tests.budget", "-p", "xdist", *workers, str(test)], cwd=ROOT,
                          env={**os.environ, "QEDU_LEDGER": str(ledger), "QEDU_CHAPTER": "", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
                          capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    kept = json.loads(ledger.read_text())
    slow = max(kept["loops"]) / budget.LOOP
    assert 0.5 / slow <= kept["seconds"]["widget eves-dial"] and sum(kept["seconds"].values()) * min(kept["loops"]) / budget.LOOP < 1.5
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
