"""What a citation, the number of an equation or a note refers to, on a card at its link."""

import re

import pytest
from playwright.sync_api import expect

from .conftest import CONFIGURATION, build

PAGES = {
    "index": "# A book\n\nIts first page.\n",
    "one": "# Light\n\nA paragraph.\n\n$$\na = b_{\\max}\n$$ (eq-light)\n\nA note.[^old] By {eq}`eq-light`, and once more {eq}`eq-light`.\n\n[^old]: An old **remark**.\n",
    "two": "# Keys\n\nHe looked through a crystal {cite}`malus1809`, and again {cite}`malus1809`, by {eq}`eq-light`; see [Light](one.md).\n\n"
           ":::{margin}\nIn the margin too {cite}`malus1809`.\n:::\n\n" + "A paragraph. " * 300,
    "list": "# Bibliography\n\n```{bibliography}\n```\n",
}


@pytest.fixture(scope="module")
def cards_book(tmp_path_factory):
    source = tmp_path_factory.mktemp("cards")
    for name, text in {**{f"{name}.md": text for name, text in PAGES.items()}, "LICENSE": "free", "LICENSE-CONTENT": "free",
                       "_toc.yml": "format: jb-book\nroot: index\nchapters: [{file: one}, {file: two}, {file: list}]\n"}.items():
        (source / name).write_text(text, encoding="utf-8")
    book = build(source, extensions=[*CONFIGURATION["extensions"], "qedu.book.maths", "qedu.book.theme"], html_theme="qedu",
                 html_math_renderer="katex", project="A book", html_title="A book", copyright="nobody", bibtex_reference_style="qedu")
    assert book.warnings == []
    return book


@pytest.fixture
def cited(cards_book, opened):
    """The page with citations, and its first one."""
    def open_page(**options):
        tab = opened(cards_book, "two", **options)
        return tab, tab.locator("main a[href^='list.html#']").first, tab.locator(".site-card")
    return open_page


def test_what_stands_elsewhere_is_written_into_the_page_once(cards_book):
    page = cards_book.soup("two")
    cards = {card["data-card"]: card for card in page.select("body > template")}
    links = {link["href"] for link in page.select("main a.reference.internal") if "#" in link["href"]}
    assert set(cards) == links and len(cards) == 2, "two links to one source, and none to a section"
    entry, equation = (next(card for address, card in cards.items() if address.startswith(start)) for start in ("list.html#", "one.html#"))
    text = re.sub(r"<[^>]*>", "", entry.decode_contents())
    assert "Sur une propriété" in text and text.strip() in cards_book.soup("list").select_one("div.citation").get_text()
    assert 'class="katex-display"' in equation.decode_contents() and "(1)" in equation.decode_contents()
    assert "Sur une propriété" not in page.main.get_text()
    assert cards_book.soup("one").select("template") == [], "what is on the page is taken from there"


def test_a_card_is_there_under_the_pointer_and_stays_while_one_reads_it(cited):
    tab, link, card = cited()
    link.hover()
    expect(card).to_contain_text("Sur une propriété")
    assert link.get_attribute("aria-describedby") == card.get_attribute("id") and not link.get_attribute("title")
    card.hover()
    tab.wait_for_timeout(500)
    expect(card).to_be_visible()
    tab.mouse.move(5, 400)
    expect(card).to_have_count(0)
    assert link.get_attribute("aria-describedby") is None
    link.hover()
    expect(card).to_be_visible()
    tab.keyboard.press("Escape")
    expect(card).to_have_count(0)
    tab.wait_for_timeout(500)
    assert not card.count(), "dismissed, although the pointer is there still"


def test_a_card_is_there_at_the_focus_and_its_links_come_next(cited):
    tab, link, card = cited()
    equation = tab.locator("main a[href^='one.html#']").first
    for _ in range(60):
        tab.keyboard.press("Tab")
        if equation.evaluate("e => e === document.activeElement"):
            break
    expect(card).to_be_visible()
    assert "(1)" in card.inner_text() and card.locator(".katex-display").count() == 1
    tab.keyboard.press("Tab")
    assert card.locator("a").evaluate("e => e === document.activeElement"), "to the page that the equation is on"
    tab.keyboard.press("Escape")
    expect(card).to_have_count(0)
    assert equation.evaluate("e => e === document.activeElement")
    tab.keyboard.press("Shift+Tab")
    expect(card).to_contain_text("Sur une propriété")
    tab.keyboard.press("Tab")
    expect(card.locator(".katex")).to_have_count(1)
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/one.html#*")


def test_a_tap_shows_the_card_and_a_second_one_follows(cited):
    tab, link, card = cited(has_touch=True, viewport={"width": 360, "height": 640})
    link.tap()
    expect(card).to_be_visible()
    tab.locator("h1").tap()
    expect(card).to_have_count(0)
    link.tap()
    expect(card).to_be_visible()
    link.tap()
    tab.wait_for_url("**/list.html#*")


def test_what_is_on_the_page_is_shown_from_there(cards_book, opened):
    tab = opened(cards_book, "one")
    tab.locator("main a.footnote-reference").hover()
    expect(tab.locator(".site-card")).to_have_text("An old remark.")
    tab.locator("main a.reference[href='#equation-eq-light']").first.hover()
    expect(tab.locator(".site-card .katex-display")).to_have_count(1)
    assert tab.evaluate("() => [...document.querySelectorAll('[id]')].map(e => e.id).filter((id, n, all) => all.indexOf(id) < n)") == []


def test_a_link_leads_there_without_a_script_and_where_there_are_no_cards(cited):
    tab, link, card = cited(java_script_enabled=False)
    assert "Sur une" in link.get_attribute("title"), "the browser's own hint"
    link.click()
    tab.wait_for_url("**/list.html#*")


def test_a_mouse_follows_at_once(cited):
    tab, link, card = cited()
    link.click()
    tab.wait_for_url("**/list.html#*")


@pytest.mark.parametrize("width", [1280, 360, 320])
def test_a_card_is_in_the_window_and_not_on_its_link(cited, width):
    """Nor left of the note in the margin in which its link stands, where the text is."""
    tab, _, card = cited(viewport={"width": width, "height": 640})
    for link in tab.locator("main a[href*='.html#']").all()[:4]:
        link.scroll_into_view_if_needed()
        link.hover()
        expect(card).to_be_visible()
        seen = card.evaluate("""card => { const box = card.getBoundingClientRect(), link = card.previousElementSibling;
            const note = link.closest('.qedu-note');
            return { inside: box.left >= 0 && box.right <= document.documentElement.clientWidth && box.top >= 0 && box.bottom <= innerHeight,
                     clear: [...link.getClientRects()].every(line => line.bottom <= box.top || line.top >= box.bottom),
                     beside: !note || box.left >= note.getBoundingClientRect().left,
                     scrolls: document.documentElement.scrollWidth > document.documentElement.clientWidth }; }""")
        assert seen == {"inside": True, "clear": True, "beside": True, "scrolls": False}
        tab.keyboard.press("Escape")
        tab.mouse.move(2, 2)


def test_nothing_of_it_is_printed(cited):
    tab, link, card = cited()
    link.hover()
    expect(card).to_be_visible()
    tab.emulate_media(media="print")
    expect(card).to_be_hidden()
    assert tab.locator("template").first.is_hidden()
