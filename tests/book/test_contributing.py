"""The lesson that CONTRIBUTING shows is whole: it keeps every rule, the book's own build makes a page of it, and so does another book's."""

import json
import re
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from qedu import widgets
from qedu.book import manifest
from scripts import build_book, execute
from tests import contributing

from ..widgets.test_hosts import LOOK, true_to_python
from .conftest import Book
from .test_browser import answer, status

ROOT = Path(__file__).parents[2]
PAGE = "chapters/filters"
ABROAD = "Use a chapter in a Jupyter Book of your own"


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


def test_each_example_is_one_that_a_test_runs():
    """Languages of the blocks by section: the tests of each kind take them from there, all of them."""
    shown = {title: [language for language, _ in section.blocks if language] for title, section in contributing.sections().items()}
    assert {title: languages for title, languages in shown.items() if languages} == {
        "Add a protocol": ["python"], "Add an attack": ["python"], "Add a simulation": ["python"],
        "Add an exercise": ["yaml", "md", "yaml", "python", "python"], "Add a lesson": ["md"], ABROAD: ["yaml"]}


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


@pytest.fixture(scope="module")
def abroad(tmp_path_factory):
    """Another book, made as the section says: page, references and set are copied, qedu is installed, and settings are written."""
    folder = write_lesson(tmp_path_factory.mktemp("abroad") / "book")
    (settings,) = contributing.blocks(ABROAD, "yaml")
    (folder / "_config.yml").write_text(f"title: Another book\nexecute: {{timeout: 120}}\n{settings}", encoding="utf-8")
    with (folder / f"{PAGE}.md").open("a", encoding="utf-8") as page:
        page.write("\nMore is in {ref}`bb84-eves-basis`, a section of chapter C06.\n")
    program = shutil.which("jupyter-book", path=Path(sys.executable).parent)
    done = subprocess.run([program, "build", folder], capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return Book(folder, folder / "_build" / "html", done.stderr)


def test_a_jupyter_book_of_one_s_own_holds_a_chapter(abroad):
    said = contributing.sections()[ABROAD].text
    (warning,) = [line for line in abroad.warnings if re.search(r": (WARNING|ERROR|CRITICAL):", line)]
    assert "`undefined label`" in said and warning.endswith("WARNING: undefined label: 'bb84-eves-basis'")
    soup = parts_are_there(abroad.path(PAGE))
    assert any("sphinx-book-theme.js" in tag["src"] for tag in soup.find_all("script", src=True))
    assert version("jupyter-book").removesuffix(".post1") in said
    deeper = soup.select_one("#go-deeper")
    assert deeper.text.strip().endswith("More is in bb84-eves-basis, a section of chapter “BB84”.")
    assert [link["href"].partition("#")[0] for link in deeper.select("p a")] == ["index.html"], "only the source is a link"
    assert (abroad.out / "downloads" / "x01.ipynb").is_file()


def test_questions_and_simulations_work_there_from_the_file_system(abroad, browser):
    context, complaints = browser.new_context(viewport={"width": 1280, "height": 900}, offline=True), {}
    for name in ("chapters/index", PAGE):                        # on the first there is only what the other theme brings
        tab, heard = context.new_page(), complaints.setdefault(name, [])
        tab.on("console", lambda message, heard=heard: heard.append(message.text) if message.type == "error" else None)
        tab.on("pageerror", lambda error, heard=heard: heard.append(str(error)))
        tab.goto(abroad.path(name).as_uri())
    answer(tab, "filters-end-1", 1)
    assert status(tab, "#quiz-filters-end-1").startswith("✗ Not right: Half of it passes.")
    widget = tab.wait_for_selector("qedu-widget.qedu-alive")
    tab.click("qedu-widget [data-action=skip]")                 # the lesson asks for a prediction first
    tab.focus("qedu-widget .qedu-controls input[type=range]")
    tab.keyboard.press("ArrowRight")
    look = widget.evaluate(LOOK)
    context.close()
    assert look["state"] != widgets.polariser_bench().state()
    true_to_python("polariser-bench", look)
    assert set(complaints[PAGE]) <= set(complaints["chapters/index"])
