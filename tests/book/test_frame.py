"""What stands around a page: the road, where one is, what comes next, and how far the reader is."""

import json
import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from qedu.book.frame import Frame, equations_by_chapter
from qedu.content import strings

from .conftest import ROAD

PAGES = [name for name in ROAD if name != "index"]


def words(node):
    return re.sub(r"\s+", " ", node.get_text(" ")).strip()


# --- what is written when the book is built ----------------------------------------------------------------------

def test_the_book_with_lessons_builds_without_a_warning(road_book):
    assert road_book.warnings == []


@pytest.mark.parametrize("page, crumbs, kind", [
    ("index", [], None),
    ("one/light", ["Foundations", "Light"], "Foundations · Chapter 2 · 45 minutes"),
    ("two/keys/index", ["Keys", "Keys"], "Keys · Chapter 6 · 2 lessons · about 2 hours"),
    ("two/keys/first", ["Keys", "Keys", "Lesson 1 of 2"], "Keys · Lesson 1 of 2 · 20 minutes"),
    ("two/keys/practice", ["Keys", "Keys", "Practice"], "Keys · Practice · 60 minutes"),
    ("two/decoys", ["Keys", "Decoys"], "Keys · Chapter 9 · about 2 hours"),
    ("back/list", ["Back matter", "Bibliography"], None),
])
def test_a_page_says_where_it_is(road_book, page, crumbs, kind):
    soup = road_book.soup(page)
    assert [words(item) for item in soup.select(".site-crumbs li")] == crumbs
    line = soup.select_one(".site-kind")
    assert (line and words(line)) == kind
    assert [link["href"] for link in soup.select(".site-crumbs a")] == (["index.html"] if len(crumbs) == 3 else [])


@pytest.mark.parametrize("page, title, place, steps", [
    ("two/keys/index", "How a key is made", "Lesson 1 of 2, 20 minutes", ["here", ""]),
    ("two/keys/first", "Who listens", "Lesson 2 of 2, 25 minutes", ["done", "here"]),
    ("two/keys/second", "Practice", "Practice, 60 minutes", []),
    ("two/keys/practice", "Decoys", "Next chapter, about 2 hours", []),
])
def test_lessons_end_with_what_comes_next(road_book, page, title, place, steps):
    soup = road_book.soup(page)
    block = soup.select_one(".site-continue")
    assert [words(block.select_one("b")), words(block.select_one("p > span"))] == [title, place]
    assert [" ".join(step.get("class", [])) for step in block.select("i")] == steps
    target = (road_book.path(page).parent / block.a["href"]).resolve()
    assert target.is_file() and words(block.a) == f"Continue : {title}"
    assert not soup.select(".site-prev-next")


@pytest.mark.parametrize("page", ["index", "one/light", "two/decoys", "back/list"])
def test_other_pages_lead_back_and_forth(road_book, page):
    soup = road_book.soup(page)
    assert soup.select(".site-prev-next a") and not soup.select(".site-continue")


@pytest.mark.parametrize("page", ["index", *PAGES])
def test_the_road_is_beside_every_page(road_book, page):
    soup = road_book.soup(page)
    nav = soup.select_one(".site-nav")
    assert [words(part) for part in nav.select(".site-part")] == ["Foundations", "Keys", "Back matter"]
    shown = [name for link in nav.select("a[data-pages]") for name in link["data-pages"].split()]
    lessons = [name for name in PAGES if name.startswith("two/keys/")]
    opened = page in lessons
    assert shown == ["one/light", *lessons, *(lessons[1:] if opened else []), "two/decoys", "back/list"], "lessons of the open chapter alone"
    assert [words(link) for link in nav.select("[aria-current=page]")] == [words(soup.select_one("h1")).rstrip(" #")] if page != "index" else True
    assert all((road_book.path(page).parent / link["href"]).resolve().is_file() for link in nav.select("a[href]") if not link["href"].startswith("#"))


def test_sections_are_listed_where_pages_are_long(road_book):
    def listed(page):
        return [words(link) for link in road_book.soup(page).select(".site-toc a")]

    assert listed("one/light") == ["Filters", "A third", "Angles"] and listed("two/keys/practice") == ["Cards"]
    assert listed("two/keys/first") == listed("two/keys/index") == []


def test_equations_are_numbered_within_their_chapter(road_book):
    def numbers(page):
        return [words(node).split()[0] for node in road_book.soup(page).select(".eqno")]

    assert [numbers(page) for page in ("one/light", "two/keys/first", "two/keys/second")] == [["(2.1)"], ["(6.1)", "(6.2)"], ["(6.3)"]]
    by = next(p for p in road_book.soup("two/keys/second").select("p") if words(p).startswith("By"))
    assert words(by) == "By (6.3) and (2.1) ."


def test_equations_keep_their_numbers_when_one_page_is_written_anew():
    """Sphinx compares its own numbers with those of the last build: it must not be shown ours."""
    chapter = SimpleNamespace(id="C06", pages=(SimpleNamespace(name="a"), SimpleNamespace(name="b")))
    frame = Frame()
    frame.parts = (SimpleNamespace(chapters=(chapter,)),)
    raw = {"a": {"displaymath": {"x": (4,)}, "figure": {"f": (9,)}}, "b": {"displaymath": {"y": (5,)}}}
    env = SimpleNamespace(toc_fignumbers=json.loads(json.dumps(raw)))
    before, after = equations_by_chapter(frame)
    for _ in range(2):
        before(None, env)
        assert {name: {kind: {k: tuple(v) for k, v in n.items()} for kind, n in kinds.items()} for name, kinds in env.toc_fignumbers.items()} == raw
        assert after(None, env) == []
        assert env.toc_fignumbers["b"]["displaymath"] == {"y": ("6", 2)} and list(env.toc_fignumbers["a"]["figure"]["f"]) == [9]
    before(None, env)
    env.toc_fignumbers["a"]["displaymath"]["z"] = (6,)
    env.toc_fignumbers["b"]["displaymath"]["y"] = (7,)
    assert set(after(None, env)) == {"a", "b"}, "pages whose numbers have changed are written anew"


def test_a_number_keeps_its_unit_in_prose_and_code_stays_as_it_is(road_book):
    paragraph = road_book.soup("two/keys/first").select_one("article p")
    assert "25\u00a0%" in paragraph.get_text() and paragraph.code.get_text() == "3 km"


def test_a_formula_is_tied_to_the_signs_around_it(road_book):
    tied = road_book.soup("two/keys/first").select(".qedu-note .keep")
    around = []
    for span in tied:
        span.select_one(".math").extract()
        around.append(span.get_text())
    assert around == ["(),", "."]


# --- in a browser ------------------------------------------------------------------------------------------------

def test_a_note_stands_in_the_margin_or_in_the_flow(road_book, opened):
    place = """() => { const note = document.querySelector('.qedu-note').getBoundingClientRect(),
        next = document.querySelector('.qedu-note + p').getBoundingClientRect();
        return [note.left > next.right, Math.abs(note.top - next.top) < 15, note.bottom <= next.top + 1, note.right <= innerWidth]; }"""
    assert opened(road_book, "two/keys/first", viewport={"width": 1280, "height": 800}).evaluate(place) == [True, True, False, True]
    for width in (360, 1000):
        assert opened(road_book, "two/keys/first", viewport={"width": width, "height": 800}).evaluate(place) == [False, False, True, True]


def test_fractions_in_a_matrix_do_not_touch(road_book, opened):
    tab = opened(road_book, "two/keys/second")
    # A fraction in a line of text is 1.19 em high (TeXbook, appendix G: num2 and denom2, with the height of a digit).
    apart = tab.evaluate("""() => { const [one, two] = [...document.querySelectorAll('main .katex-html .mfrac')].map(f => f.getBoundingClientRect().top);
        return (two - one) / parseFloat(getComputedStyle(document.querySelector('main .katex')).fontSize); }""")
    assert apart > 1.3


def test_a_line_has_60_to_75_characters(road_book, opened):
    """Measured on a paragraph of some 2,900 characters, without its last line."""
    tab = opened(road_book, "two/keys/first", viewport={"width": 1280, "height": 800})
    tab.evaluate("document.fonts.ready.then(() => true)")
    lines = tab.evaluate("""() => { const text = document.querySelector('.qedu-note + p').firstChild, range = document.createRange(), lines = [];
        for (let i = 0, last = -1; i < text.length; i++) { range.setStart(text, i); range.setEnd(text, i + 1);
            const top = range.getBoundingClientRect().bottom; if (Math.abs(top - last) > 4) { lines.push(0); last = top; } lines[lines.length - 1]++; }
        return lines; }""")[:-1]
    assert len(lines) > 20 and 60 <= sum(lines) / len(lines) <= 75


def marks(tab):
    return dict(tab.eval_on_selector_all(".site-nav [data-pages]", "all => all.map(a => [a.dataset.pages, a.dataset.mark || ''])"))


def read_to_the_end(tab, state=2):
    tab.evaluate("() => scrollTo({ top: document.body.scrollHeight, behavior: 'instant' })")
    page = tab.get_attribute("main", "data-page")
    tab.wait_for_function(f"() => window.qeduKept.get('pages', '{page}') === {state}")


def keep(tab):
    tab.get_by_label(strings.text("progress.keep")).check()


def kept(tab):
    return tab.evaluate("JSON.parse(localStorage.getItem('qedu-progress'))")


FIRST, SECOND = "two/keys/first", "two/keys/second"
CHAPTER = " ".join(name for name in PAGES if name.startswith("two/keys/"))


def test_marks_say_begun_and_done(road_book, opened):
    tab = opened(road_book, FIRST, viewport={"width": 1280, "height": 700})
    tab.wait_for_selector("[data-mark=seen]")
    assert (marks(tab)[FIRST], marks(tab)[CHAPTER], marks(tab)[SECOND]) == ("seen", "seen", "")
    assert tab.get_by_role("link", name="How a key is made (begun)").count() == 1
    read_to_the_end(tab)
    assert marks(tab)[FIRST] == "done" and marks(tab)[CHAPTER] == "seen"
    assert tab.get_by_role("link", name="How a key is made (done)").count() == 1
    assert tab.evaluate("localStorage.length") == 0, "nothing is kept unless asked for"
    tab.goto(road_book.path(SECOND).as_uri())
    tab.wait_for_selector("[data-mark]")
    assert marks(tab)[FIRST] == "", "and so nothing is known of other pages"


def test_pressing_continue_finishes_a_page(road_book, opened):
    tab = opened(road_book, FIRST, viewport={"width": 1280, "height": 700})
    keep(tab)
    tab.evaluate("() => scrollTo({ top: 0, behavior: 'instant' })")
    tab.locator(".site-continue a").evaluate("link => link.click()")
    tab.wait_for_url("**/second.html")
    assert kept(tab)["pages"][FIRST] == 2
    tab.evaluate("localStorage.clear()")


def test_a_chapter_is_done_when_all_its_pages_are(road_book, opened):
    tab = opened(road_book, FIRST, viewport={"width": 1280, "height": 700})
    keep(tab)
    read_to_the_end(tab)
    for page in CHAPTER.split():
        assert marks(tab)[CHAPTER] == "seen"
        tab.goto(road_book.path(page).as_uri())
        read_to_the_end(tab)
    tab.wait_for_function("() => document.querySelector('.site-nav .open').dataset.mark === 'done'")
    # Asked to forget, the device holds nothing more, and only this page is known to be open.
    tab.locator(".qedu-progress summary").click()
    tab.get_by_role("button", name=strings.text("progress.forget")).click()
    assert tab.evaluate("localStorage.length") == 0
    assert not tab.get_by_label(strings.text("progress.keep")).is_checked()
    assert [mark for page, mark in marks(tab).items() if page != "two/keys/practice" and " " not in page] == [""] * 5
    # Ticked and unticked again, the same.
    keep(tab)
    assert kept(tab)["pages"] == {"two/keys/practice": 1}
    tab.get_by_label(strings.text("progress.keep")).uncheck()
    assert tab.evaluate("localStorage.length") == 0


def test_pages_open_side_by_side_add_up(road_book, browser):
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 700})
    one, two = context.new_page(), context.new_page()
    one.goto(road_book.path(FIRST).as_uri())
    two.goto(road_book.path(SECOND).as_uri())
    keep(one)
    two.wait_for_function("() => document.querySelector('.qedu-keep input').checked")
    read_to_the_end(one)
    one.wait_for_function(f"() => document.querySelector('[data-pages=\"{SECOND}\"]').dataset.mark")
    two.wait_for_function(f"() => document.querySelector('[data-pages=\"{FIRST}\"]').dataset.mark === 'done'")
    # The same page opened again does not undo what is finished.
    two.goto(road_book.path(FIRST).as_uri())
    two.wait_for_selector("[data-mark=done]")
    assert kept(one)["pages"][FIRST] == 2 and kept(one)["pages"][SECOND] in (1, 2)
    context.close()


def test_a_page_that_is_read_stays_read_when_another_one_writes_over_it(road_book, opened):
    """Two pages that write in the same moment do not see each other: the last one wins, and the first is told."""
    tab = opened(road_book, FIRST, viewport={"width": 1280, "height": 700})
    keep(tab)
    read_to_the_end(tab)
    tab.evaluate("""page => { const text = JSON.stringify({ ...JSON.parse(localStorage.getItem('qedu-progress')), pages: { [page]: 1 }, cards: { x: 1 } });
        localStorage.setItem('qedu-progress', text);
        dispatchEvent(new StorageEvent('storage', { key: 'qedu-progress', newValue: text })); }""", SECOND)
    assert kept(tab)["pages"] == {FIRST: 2, SECOND: 1} and kept(tab)["cards"] == {"x": 1}
    assert (marks(tab)[FIRST], marks(tab)[SECOND]) == ("done", "seen")
    tab.evaluate("localStorage.clear()")


def test_what_is_kept_goes_to_another_device(road_book, opened, tmp_path):
    tab = opened(road_book, FIRST, viewport={"width": 1280, "height": 700})
    read_to_the_end(tab)
    tab.locator(".qedu-progress summary").click()
    with tab.expect_download() as download:
        tab.get_by_role("button", name=strings.text("progress.save")).click()
    file = tmp_path / "place.json"
    download.value.save_as(file)
    other = opened(road_book, SECOND, viewport={"width": 1280, "height": 700})
    read_to_the_end(other)
    other.locator(".qedu-progress summary").click()
    other.locator(".qedu-progress input[type=file]").set_input_files(file)
    other.get_by_text(strings.text("progress.loaded")).wait_for()
    assert marks(other)[FIRST] == marks(other)[SECOND] == "done", "what both devices know"
    assert other.evaluate("localStorage.length") == 0, "a file read in is not kept either, unless asked for"
    keep(other)
    saved = json.loads(file.read_text())
    assert saved["pages"] == {FIRST: 2} and kept(other)["pages"] == {FIRST: 2, SECOND: 2}
    other.evaluate("localStorage.clear()")


@pytest.mark.parametrize("pages", ["7", "null", '"all"', "[2]", '{"two/keys/first": {}, "two/keys/second": "2"}', '{"two/keys/first": [], "x": null}',
                                   '{"two/keys/first": -1e999, "__proto__": 2, "constructor": 2}'])
def test_nonsense_about_pages_harms_nothing(road_book, opened, pages):
    tab = opened(road_book, FIRST, viewport={"width": 1280, "height": 700})
    tab.evaluate("""pages => localStorage.setItem('qedu-progress',
        `{"format": "qedu-progress", "version": 1, "quizzes": {}, "predictions": {}, "cards": {}, "pages": ${pages}}`)""", pages)
    tab.reload()
    tab.wait_for_selector("[data-mark=seen]")
    read_to_the_end(tab)
    assert marks(tab)[FIRST] == "done" and kept(tab)["pages"][FIRST] == 2
    assert set(marks(tab).values()) <= {"", "seen", "done"}
    tab.evaluate("localStorage.clear()")


def test_a_forbidden_storage_is_told_and_marks_stay_on_the_page(road_book, opened):
    tab = opened(road_book, FIRST, viewport={"width": 1280, "height": 700})
    tab.context.add_init_script("for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, "
                                "{get() { throw new DOMException('storage denied', 'SecurityError'); }})")
    tab.reload()
    read_to_the_end(tab)
    assert marks(tab)[FIRST] == "done"
    tab.get_by_label(strings.text("progress.keep")).click()
    tab.get_by_text(strings.text("progress.unavailable")).wait_for()
    assert not tab.get_by_label(strings.text("progress.keep")).is_checked()


def test_without_a_script_the_road_is_there_and_no_mark(road_book, opened):
    tab = opened(road_book, FIRST, java_script_enabled=False, viewport={"width": 1280, "height": 700})
    assert tab.locator(".site-nav a[data-pages]").evaluate_all("all => all.length") == 7
    assert tab.get_by_role("link", name="Who listens", exact=True).is_visible() and tab.locator(".site-continue a").is_visible()
    assert tab.locator(".site-mark:visible, .site-nav-kept:visible, .qedu-progress").count() == 0


def test_marks_and_steps_are_told_in_forced_colours(road_book, opened):
    tab = opened(road_book, FIRST, viewport={"width": 1280, "height": 700}, forced_colors="active")
    read_to_the_end(tab)
    grounds = tab.eval_on_selector_all(".site-lessons a", "all => all.map(a => getComputedStyle(a.querySelector('.site-mark')).backgroundColor)")
    assert len(set(grounds)) == 2 and grounds[1] == grounds[2] != grounds[0]
    steps = tab.eval_on_selector_all(".site-steps i", "all => all.map(i => getComputedStyle(i).backgroundColor)")
    assert len(set(steps)) == 2


def test_the_menu_of_a_phone_covers_no_more_than_it_must(road_book, opened):
    tab = opened(road_book, FIRST, viewport={"width": 360, "height": 640})
    assert [words for words in tab.locator(".site-crumbs li:visible").all_inner_texts()] == ["Keys"]
    tab.get_by_role("button", name=strings.text("site.menu")).click()
    box = tab.locator(".site-nav").bounding_box()
    assert box["width"] < 330 and tab.get_by_role("link", name="Who listens", exact=True).is_visible()
    assert tab.evaluate("document.documentElement.scrollWidth") == 360
    tab.keyboard.press("Escape")
    assert not tab.locator(".site-nav").is_visible()


@pytest.mark.parametrize("width", [320, 360, 700, 800])
def test_a_long_title_stays_in_the_header(road_book, opened, width):
    tab = opened(road_book, FIRST, viewport={"width": width, "height": 640})
    tab.eval_on_selector_all(".site-crumbs li", """all => all.forEach(li => {
        (li.querySelector("a") || li).textContent = "Teleportation, swapping, purification, and whatever else there is";
    })""")
    header = tab.locator(".site-header").bounding_box()
    shown = tab.locator(".site-header > :visible, .site-crumbs li:visible").all()
    assert len(shown) >= 5 and tab.evaluate("document.documentElement.scrollWidth") == width
    for box in (one.bounding_box() for one in shown):
        assert box["y"] >= header["y"] and box["y"] + box["height"] <= header["y"] + header["height"] and box["x"] + box["width"] <= width


def test_fonts_come_from_the_book_and_no_more_than_a_page_needs(road_book, browser):
    context = browser.new_context(offline=True)
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(road_book.path(FIRST).as_uri())
    page.evaluate("document.fonts.ready.then(() => true)")
    loaded = set(page.evaluate("[...document.fonts].filter(font => font.status === 'loaded').map(font => `${font.family} ${font.style}`)"))
    assert {"Source Serif 4 normal", "Source Sans 3 normal"} <= loaded and "Source Serif 4 italic" not in loaded
    assert all(url.startswith((road_book.out.as_uri(), "data:")) for url in asked)
    assert page.evaluate("getComputedStyle(document.querySelector('article p')).fontFamily").startswith('"Source Serif 4"')
    assert "OPEN FONT LICENSE" in (road_book.out / "_static/fonts/OFL.txt").read_text(encoding="utf-8").upper()
    css = (road_book.out / "_static/site.css").read_text(encoding="utf-8")
    assert css.count("font-display: swap") == css.count("@font-face") == 5
    # Greek letters are in files of their own, which a page without any does not load.
    assert css.count("unicode-range: U+391-3C9") == 2 and not [url for url in asked if "greek" in url]
    page.evaluate("document.querySelector('article p').append(' \u03b7')")
    page.evaluate("document.fonts.ready.then(() => true)")
    page.wait_for_timeout(300)
    assert len([url for url in asked if "serif-greek" in url]) == 1
    context.close()


def test_no_title_of_a_page_takes_more_than_a_fifth_of_a_phone(browser):
    """The landing page's is a whole sentence, and under it the button and the simulation are to be seen; all others are short."""
    titles = {path.as_posix(): re.search(r"^# (.*)$", path.read_text(encoding="utf-8"), flags=re.M)[1] for path in sorted(Path("chapters").rglob("*.md"))}
    article = '<div class="{}"><div class="site-columns"><main><article class="bd-article"><section><h1>{}</h1></section></article></main></div></div>'
    body = "".join(article.format("site-home" if path == "chapters/index.md" else "", title) for path, title in titles.items())
    tab = browser.new_page(viewport={"width": 360, "height": 640})
    tab.set_content(f"<style>{Path('qedu/book/site/static/site.css').read_text(encoding='utf-8')}</style>{body}")
    tall = tab.evaluate("[...document.querySelectorAll('h1')].map(title => title.getBoundingClientRect().height)")
    tab.close()
    assert len(tall) == len(titles) > 50 and {title: high for title, high in zip(titles.values(), tall) if high > 128} == {}
