"""The frame around every page: colour switch, menu, search, and what is left of it without JavaScript."""

import re
import zipfile
from pathlib import Path

from scripts import chapters

from .conftest import NARROW, ON_PAGE, ROOT, SITE, Tab, html

DARK, LIGHT = "rgb(21, 22, 26)", "rgb(252, 251, 248)"        # --q-paper of site.css


def ground(page):
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


def test_the_colour_switch_is_kept(tab):
    page = tab("chapters/index", scheme="light").page
    assert ground(page) == LIGHT
    page.get_by_role("button", name="Dark", exact=True).click()
    assert ground(page) == DARK
    assert page.get_by_role("button", name="Dark", exact=True).get_attribute("aria-pressed") == "true"
    page.reload()
    assert ground(page) == DARK, "the choice is forgotten on the next page"


def test_a_dark_system_is_dark_without_javascript(browser):
    with Tab(browser, "chapters/about", scheme="dark", java_script_enabled=False) as t:
        page = t.page
        assert page.locator("body").evaluate("e => getComputedStyle(e).backgroundColor") == DARK
        assert page.locator(".site-nav a[data-pages]").first.is_visible()
        assert not page.locator(".site-theme").is_visible(), "a button that can do nothing"


def test_the_menu_opens_by_keyboard_on_a_phone(tab):
    page = tab("chapters/index", viewport=NARROW).page
    button, link = page.get_by_role("button", name="Contents"), page.locator(".site-nav a").nth(1)
    assert not link.is_visible()
    button.focus()
    page.keyboard.press("Enter")
    assert link.is_visible() and button.get_attribute("aria-expanded") == "true"
    page.keyboard.press("Escape")
    assert not link.is_visible() and button.get_attribute("aria-expanded") == "false"


def test_search_works_from_a_file(tab):
    t = tab("search", fragment="?q=depolarizing")
    t.page.locator("#search-results li a").first.wait_for(timeout=10_000)
    assert any("api" in link.get_attribute("href") for link in t.page.locator("#search-results li a").all())
    assert t.outside == [] and t.complaints == []


def test_downloads_hold_notebooks_and_the_wheel():
    with zipfile.ZipFile(SITE / "downloads" / "qedu-exercises.zip") as bundle:
        names = bundle.namelist()
    assert any(name.startswith("qedu-") and name.endswith(".whl") for name in names)
    assert {"LICENSE", "LICENSE-CONTENT"} <= set(names)
    single = {path.name for path in (SITE / "downloads").glob("*.ipynb")}
    assert single and single <= set(names), "a notebook that a page offers is not in the bundle"


def test_each_lesson_offers_itself_as_a_notebook():
    """And each chapter that is one page; with qedu in a zip file, and alone."""
    from qedu.book.notebook import name

    offered = {page: name(ROOT / f"{page}.md") for page in chapters.book()}
    assert sum(map(bool, offered.values())) > 6
    for page, notebook in offered.items():
        links = re.findall(r'class="site-notebook">.*?</p>', html(page).read_text(encoding="utf-8"))
        assert len(links) == bool(notebook), page
        if notebook:
            bundle, alone = (html(page).parent / link for link in re.findall(r'href="([^"]*)"', links[0]))
            with zipfile.ZipFile(bundle) as files:
                assert files.read(f"{notebook}.ipynb") == alone.read_bytes() and any(file.endswith(".whl") for file in files.namelist())


def test_the_first_link_of_a_chapter_gives_something_that_runs():
    """The notebook and what it installs; that it runs is tried in tests/exercises/test_first_cell.py."""
    pages = [path for path in (SITE / "chapters").rglob("*.html") if 'class="qedu-downloads"' in path.read_text(encoding="utf-8")]
    assert pages
    for page in pages:
        part = page.read_text(encoding="utf-8").split('class="qedu-downloads"')[1]
        links = [page.parent / link for link in re.findall(r'href="([^"]*)"', part.split("</p>")[0])]
        assert len(links) == 3 and all(link.is_file() for link in links)
        with zipfile.ZipFile(links[0]) as bundle:
            assert links[1].name in bundle.namelist() and any(name.endswith(".whl") for name in bundle.namelist())


def test_the_wheel_holds_checks_and_no_solution():
    wheel = next((SITE / "downloads").glob("qedu-*.whl"))
    with zipfile.ZipFile(wheel) as bundle:
        exercises = [name for name in bundle.namelist() if name.startswith("qedu/_exercises/")]
        students = {name: bundle.read(name).decode() for name in exercises if name.endswith(".ipynb")}
    assert any(name.endswith("/check.py") for name in exercises)
    allowed = ("/check.py", "/common.py", "/set.yaml", "/words.yaml")
    assert [name for name in exercises if not name.endswith(allowed) and name not in students] == []
    # Of each set one notebook, the one that students get: the site offers it as well.
    for name, text in students.items():
        assert text == (SITE / "downloads" / Path(name).name).read_text(encoding="utf-8")


def test_every_page_names_both_licences_and_has_them():
    for name in ("LICENSE.txt", "LICENSE-CONTENT.txt"):
        assert (SITE / name).stat().st_size > 500
    text = (SITE / "chapters" / "index.html").read_text(encoding="utf-8")
    assert 'href="../LICENSE.txt"' in text and 'href="../LICENSE-CONTENT.txt"' in text


def test_notes_look_alike_with_and_without_a_simulation_on_the_page(browser):
    """A class of the same name in the simulations' style sheet once made those beside a simulation smaller, and as dark as the text."""
    noted = [name for name in chapters.chosen() if 'class="qedu-note"' in html(name).read_text(encoding="utf-8")]
    pages = [name for name in noted if name in ON_PAGE][:2] + [name for name in noted if name not in ON_PAGE][:1]
    looks = []
    for name in pages:
        with Tab(browser, name, viewport=NARROW) as t:
            looks += t.page.evaluate("""() => [...document.querySelectorAll('.qedu-note')].map(note => {
                const {color, fontSize, borderLeftWidth} = getComputedStyle(note); return [color, fontSize, borderLeftWidth].join(); })""")
            assert t.page.locator("qedu-widget .qedu-note").count() == 0
    assert set(looks) <= {"rgb(91, 96, 107),14.72px,1px"}, "--q-muted and 0.92 rem of site.css"
