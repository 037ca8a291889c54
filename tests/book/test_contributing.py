"""The lesson that CONTRIBUTING shows is whole: it keeps every rule and the book's own build makes a page of it."""

import json
import shutil
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from qedu import widgets
from qedu.book import manifest
from scripts import build_book, execute
from tests import contributing

ROOT = Path(__file__).parents[2]
PAGE = "chapters/filters"


def write_lesson(folder):
    """Write the lesson into a book's folder, and what goes with it: the exercises, the references, a page that lists these."""
    (folder / PAGE).parent.mkdir(parents=True)
    (folder / f"{PAGE}.md").write_text(*contributing.blocks("Add a lesson", "md"), encoding="utf-8")
    contributing.write_set(folder / "exercises" / "x01")
    shutil.copy(ROOT / "references.bib", folder)
    (folder / "chapters" / "index.md").write_text("# A book\n\n```{bibliography}\n```\n", encoding="utf-8")
    (folder / "_toc.yml").write_text(f"format: jb-book\nroot: chapters/index\nchapters:\n  - file: {PAGE}\n", encoding="utf-8")
    return folder


def parts_are_there(page):
    """The page has the simulation with its numbers, the questions with the script that marks them, and the exercise."""
    soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
    element = soup.find("qedu-widget", attrs={"name": "polariser-bench"})
    assert json.loads(element["data-state"]) == widgets.polariser_bench().state() and len(element.select(".qedu-state")) == 3
    shown = [json.loads(block.string) for block in element.find_all("script", type="application/json")]
    assert shown and all(shown)
    forms = soup.select(".qedu-quiz form")
    assert len(forms) == 6 and all(len(form.select("input[type=radio]")) == 2 for form in forms)
    exercise = soup.select_one("#exercise-x01-malus")
    assert "one photon in four" in exercise.text and len(exercise.select(".qedu-hint")) == 3
    assert "np.cos(np.radians(angle)) ** 2" in exercise.select_one(".qedu-solution").text
    scripts = [tag["src"].partition("?")[0] for tag in soup.find_all("script", src=True)]
    for name in ("book.js", "qedu-widgets.js"):
        (source,) = [source for source in scripts if source.endswith(f"/{name}")]
        assert (page.parent / source).stat().st_size > 1000
    return soup


@pytest.fixture
def lesson(tmp_path):
    return write_lesson(tmp_path / "book")


def test_the_lesson_keeps_every_rule(lesson):
    assert manifest.check(lesson) == []


def test_what_is_left_out_of_the_lesson_is_reported(lesson):
    page = lesson / f"{PAGE}.md"
    text = page.read_text(encoding="utf-8")
    assert text.count("## Summary\n") == 1
    page.write_text(text.replace("## Summary\n", ""), encoding="utf-8")
    (problem,) = manifest.check(lesson)
    said = problem.removeprefix(f"{PAGE}.md: there is ")
    assert said.startswith("no section 'Summary'") and said in contributing.sections()["Add a lesson"].text


def test_the_book_makes_a_page_of_the_lesson(lesson, monkeypatch):
    for name in ("_config.yml", "requirements.txt", "LICENSE", "LICENSE-CONTENT"):
        shutil.copy(ROOT / name, lesson)
    for module in (build_book, execute):
        monkeypatch.setattr(module, "ROOT", lesson)
    monkeypatch.setattr(build_book, "CACHE", lesson / "_build" / ".jupyter_cache")
    build_book.prepare(lesson / "_build", [lesson / f"{PAGE}.md"])
    build_book.jupyter_book("-W", "-n", "--keep-going", "--quiet")              # a warning is an error
    parts_are_there(lesson / "_build" / "html" / f"{PAGE}.html")
