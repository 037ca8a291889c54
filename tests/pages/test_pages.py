"""What every page of the built site must hold (DESIGN: the chapter bar, page checks).

Tests that share a tab set the size of its window and leave it so: a page is laid out anew for each other size, which takes longer
than to look at it.  So those of one size stand together, from a desk to the narrowest phone.
"""

import functools
import gzip
import json
import os
import re
from html.parser import HTMLParser

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from qedu.book.maths import render
from qedu.book.quiet import with_lines
from scripts import chapters
from tests.colours import CONTRAST

from .conftest import NARROW, ON_PAGE, PAGES, ROOT, SITE, WIDE, Tab, html
from .test_drawings import LABELS

AUDIT = bool(os.environ.get("QEDU_AUDIT"))

PAGE_LIMIT, SCRIPT_LIMIT = 300_000, 80_000       # bytes, compressed


# One element of each kind of text, which is its colour, size and weight and what is painted behind it: it gets a mark, and those come
# back that are too faint to be read (WCAG 2.2, 1.4.3).  Words in a drawing stand on what is drawn; their inks are tested elsewhere
# (tests/content/test_inks.py), and so are those of an image behind a text.
_FAINT = """(mark) => {
    const numbers = (text) => { const [r, g, b, a = 1] = text.match(/[\\d.]+/g).map(Number), one = text.startsWith('color(') ? 255 : 1; return [r * one, g * one, b * one, a]; };
    const over = ([r, g, b, a], under, fade = 1) => [r, g, b].map((one, i) => one * a * fade + under[i] * (1 - a * fade));
    const places = new Map([[null, { ground: [255, 255, 255], fade: 1 }]]), seen = new Set(), looked = new Set(), faint = [];
    const place = (element) => {
        if (!places.has(element)) {
            const { backgroundColor, backgroundImage, opacity } = getComputedStyle(element), { ground, fade } = place(element.parentElement);
            places.set(element, { ground: backgroundImage === 'none' ? ground && over(numbers(backgroundColor), ground) : null, fade: fade * (+opacity || 1) });   // 0: until it is pointed at
        }
        return places.get(element);
    };
    const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = words.nextNode(); text; text = words.nextNode()) {
        const element = text.parentElement;
        if (looked.has(element) || !text.data.trim()) continue;
        looked.add(element);
        if (element.closest('svg, script, style, noscript, :disabled')) continue;
        const { color, fontSize, fontWeight } = getComputedStyle(element), { ground, fade } = place(element), kind = [color, fontSize, fontWeight, ground, fade].join();
        if (seen.has(kind) || !element.checkVisibility({ visibilityProperty: true })) continue;
        seen.add(kind);
        element.setAttribute(mark, seen.size);
        if (!ground) continue;
        const ratio = CONTRAST(over(numbers(color), ground, fade), ground), size = parseFloat(fontSize), large = size >= 24 || size >= 18.66 && fontWeight >= 700;
        if (ratio < (large ? 3 : 4.5)) faint.push([element.outerHTML.slice(0, 120), ratio.toFixed(2), color, String(ground.map(Math.round))]);
    }
    return [seen.size, faint];
}""".replace("CONTRAST", CONTRAST)

_MARKS = {"light": "data-in-light", "dark": "data-in-dark"}


def faint(page, scheme):
    """The texts of an open page that are too faint in a scheme, with their contrast, their colours and what is behind them."""
    show(page, scheme)
    kinds, found = page.evaluate(_FAINT, _MARKS[scheme])
    assert kinds > 5, "nothing was measured"
    return found


# For axe a page is as long as it has elements.  The letters of a formula, which no screen reader meets, are taken away before it looks.
# The reference names some hundred functions, each in the same form: one that has nothing in it which no other before it had says nothing new.
_TAKE_AWAY = """(marks) => {
    for (const piece of document.querySelectorAll('.katex-html > *')) if (!piece.closest('svg')) piece.remove();
    const seen = new Set(), said = (name) => /^aria-|^(alt|for|href|open|tabindex|title)$/.test(name);
    const form = (element) => [element.parentElement.localName, element.parentElement.className, element.localName, element.className,
        element.getAttribute('role'), element.getAttribute('type'), ...element.getAttributeNames().filter(said)].join();
    for (const entry of document.querySelectorAll('main dl.py:not(:has(dl.py))')) {
        const forms = [...entry.querySelectorAll('*')].map(form);
        if (forms.every((one) => seen.has(one)) && !entry.querySelector(marks)) entry.remove();
        forms.forEach((one) => seen.add(one));
    }
}"""

# preload: axe would fetch the style sheets again, which the page's own policy forbids.
_RUN = """([mark, rules]) => {
    // Of thousands of texts one of each kind is measured.
    axe.configure({ rules: [{ id: 'color-contrast', selector: `[${mark}]` }] });
    return axe.run(document, { preload: false, selectors: false, resultTypes: ['violations'], ...rules }).then(
        found => found.violations.map(rule => [rule.id, rule.nodes[0].html.slice(0, 160), rule.nodes[0].failureSummary]));
}"""


def violations(page):
    """What axe-core finds on a page as it stands, light and dark; pieces of the page are taken away.

    Returns
    -------
    list of tuple
        Scheme, rule, element, and what is wrong with it.
    """
    wrong = [(scheme, "faint", *each) for scheme in _MARKS for each in faint(page, scheme)]
    assert page.evaluate("!document.querySelector('.katex-html:not([aria-hidden=true]), .katex-html :is(a, [tabindex])')")
    page.evaluate(_TAKE_AWAY, ",".join(f"[{mark}]" for mark in _MARKS.values()))
    page.evaluate(AXE_SCRIPT)
    for scheme, rules in (("dark", {}), ("light", {"runOnly": ["color-contrast"]})):       # what is no colour is the same in both
        show(page, scheme)
        wrong += [(scheme, *each) for each in page.evaluate(_RUN, [_MARKS[scheme], rules])]
    return wrong


def show(page, scheme):
    """Show a page in a scheme; nothing is done if it is in that one."""
    page.emulate_media(color_scheme=scheme)
    page.wait_for_function("(scheme) => document.documentElement.dataset.theme === scheme", arg=scheme)


def test_page_is_quiet_and_stays_at_home(name, shared):
    t = shared(name)
    assert t.page.evaluate("document.documentElement.dataset.theme") == "light"
    t.page.evaluate("['beforeprint', 'afterprint'].forEach(kind => dispatchEvent(new Event(kind)))")
    assert t.outside == [] and t.complaints == []


def test_page_is_light(name, shared):
    """Everything the page loads, each file compressed: at most 300 kB, scripts at most 80 kB."""
    from urllib.parse import unquote, urlparse

    t = shared(name)
    t.page.evaluate("document.fonts.ready.then(() => true)")
    files = {SITE.joinpath(unquote(urlparse(url).path)) for url in t.requested if url.startswith("file:")}
    weight = {file: len(gzip.compress(file.read_bytes())) for file in files if file.is_file()}
    assert len(weight) > 3, "the list of loaded files looks incomplete"
    report = {file.name: size for file, size in sorted(weight.items(), key=lambda item: -item[1])}
    assert sum(weight.values()) <= PAGE_LIMIT, report
    assert sum(size for file, size in weight.items() if file.suffix == ".js") <= SCRIPT_LIMIT, report


def test_scripts_are_bound_by_a_policy(name, shared):
    text = html(name).read_text(encoding="utf-8")
    policy = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)"', text)
    assert policy, "no Content-Security-Policy"
    scripts = re.search(r"script-src ([^;]*)", policy[1])
    assert scripts and not re.search(r"unsafe-inline|unsafe-eval|\*|https?:", scripts[1]), policy[1]
    # The policy must really bind: an injected inline script does not run, and the page complains of it.
    t = shared(name)
    with t.page.expect_console_message(lambda message: "Content Security Policy" in message.text):
        t.page.evaluate("""() => { const s = document.createElement('script');
            s.textContent = 'window.injected = true'; document.head.append(s); s.remove(); }""")
    t.complaints.pop()
    assert not t.page.evaluate("window.injected === true")


#: Screens of 1280 × 900 that a page may be long, what is folded not counted.
LONGEST = {"index": 2, "lesson": 12}


def too_long(page, kind):
    """How many screens the text of an open page is long, if that is more than its kind may be."""
    screens = page.evaluate("(document.querySelector('article') || document.body).getBoundingClientRect().height / innerHeight")
    return round(screens, 1) if screens > LONGEST.get(kind, float("inf")) else None


def test_what_is_longer_than_its_kind_may_be_is_found(browser):
    with Tab(browser, "chapters/index", viewport=WIDE) as t:
        for height, kind, wrong in ((1700, "index", None), (1900, "index", 2.1), (10_700, "lesson", None), (10_900, "lesson", 12.1),
                                    (99_000, "practice", None)):
            t.page.set_content(f'<body style="margin: 0"><article style="height: {height}px"></article>')
            assert too_long(t.page, kind) == wrong


def test_a_lesson_is_read_in_twelve_screens_and_an_index_in_two(name, shared):
    if chapters.is_folder(chapters.ROOT / f"{name}.md"):
        shared(name).page.set_viewport_size(WIDE)
        assert too_long(shared(name).page, name.rpartition("/")[2] if name.endswith(("/index", "/practice")) else "lesson") is None


#: How far a note in the margin pushes down what is wide enough to reach below it, in pixels that stay empty in the column.
_HOLES = """() => [...document.querySelectorAll('main .qedu-note')].flatMap((note) => {
    let last = 0;
    for (let one = note.parentElement.firstElementChild; one; one = one.nextElementSibling) {
        if (one.matches('.qedu-note') || !one.getClientRects().length) continue;
        const {top, bottom} = one.getBoundingClientRect(), behind = note.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING;
        if (behind && getComputedStyle(one).clear === 'right') return top - last > 75 ? [[Math.round(top - last), note.textContent.trim().slice(0, 40)]] : [];
        last = Math.max(last, bottom);
    }
    return []; })"""


def test_no_note_leaves_a_hole_in_the_text(name, shared):
    """A long note before a short paragraph and a simulation: put it one paragraph earlier."""
    page = shared(name).page
    page.set_viewport_size(WIDE)
    assert page.evaluate(_HOLES) == []


#: At 320 px a long formula may scroll within itself; on a phone it may not.
PHONE = {"width": 360, "height": 640}

# Display formulas, boxes around a table and blocks of code that have more in them than they show, with the folds open.  A block of
# code that stands open has more in it also where a name would have to be torn; what a program prints may be a row of letters.
_SCROLLS_WITHIN = """async () => {
    const whole = document.createElement('style');
    whole.textContent = 'main .highlight pre:not(details *, .cell_output *) { overflow-wrap: normal !important }';
    document.head.append(whole);
    const folded = [...document.querySelectorAll('main details:not([open])')];
    for (const fold of folded) fold.open = true;
    await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
    await document.fonts.ready;             // what was folded may have letters of its own
    const wide = [...document.querySelectorAll('main :is(div.math, .katex-display, table, .highlight pre)')].map((element) => {
        const box = element.matches('table') ? element.parentElement : element;
        return box.clientWidth && !box.closest('qedu-widget') ? [box.scrollWidth - box.clientWidth, element] : [0];
    }).filter(([pixels]) => pixels > 1);
    for (const fold of folded) fold.open = false;
    whole.remove();
    return wide.map(([pixels, element]) => [pixels, (element.querySelector('annotation') ?? element).textContent.trim().slice(0, 80), element.tagName]);
}"""


def scrolls_within(page, size=PHONE):
    """How many pixels too wide for a phone formulas, tables and code of an open page are, simulations aside, and how they begin."""
    page.set_viewport_size(size)
    return page.evaluate(_SCROLLS_WITHIN)


def test_what_scrolls_within_itself_on_a_phone_is_found(browser):
    """A formula that fits as long as no number stands beside it, tables of words that can and cannot be broken, and code."""
    formula = render("Q = Q_1(1-Q_2) + Q_2(1-Q_1) .", display=True)
    fold = "<details><summary>More</summary>{}</details>"
    table = "<div class='table-wrap'><table><tr><td>{}</td></tr></table></div>"
    with Tab(browser, "chapters/about") as t:
        def planted(text):
            t.page.evaluate("(text) => { document.querySelector('main').innerHTML = text; }", text)
            return scrolls_within(t.page)

        assert planted(f"<div class='math'>{formula}</div>") == []
        assert planted(table.format("short " * 30)) == []
        ((pixels, text, _),) = planted(fold.format(f"<div class='math'><span class='eqno'>(6.28) #</span>{formula}</div>"))
        assert 1 < pixels < 40 and text.startswith("Q") and not t.page.query_selector("details[open]")
        ((pixels, text, _),) = planted(fold.format(table.format("long" * 30)))
        assert pixels > 100 and text.startswith("long")
        code = with_lines(f'<div class="highlight"><pre>found = [{"each, " * 20}]\n</pre></div>')
        torn = with_lines(f'<div class="highlight"><pre>{"_".join(["found"] * 20)}\n</pre></div>')
        assert [wide[-1] for wide in planted(torn)] == ["PRE"] and planted(fold.format(torn)) == []
        assert planted(code) == [] and [wide[-1] for wide in planted(f"<style>pre {{ white-space: pre !important }}</style>{code}")] == ["PRE"]


def test_no_line_of_a_program_runs_off_its_box_on_a_desk(name, shared):
    """Worked solutions have lines longer than the column: they are broken there as on a phone, and not cut off at its edge."""
    assert [wide for wide in scrolls_within(shared(name).page, WIDE) if wide[-1] == "PRE" and not name.startswith("chapters/back/")] == []


def test_figures_are_composed_for_a_phone(name, shared):
    """Plots have words of at least 12 px, none over another and none cut off, on a phone and on a desk."""
    if "qedu-figure qedu-plot" not in html(name).read_text(encoding="utf-8"):
        return
    page = shared(name).page
    for size in (WIDE, PHONE):
        page.set_viewport_size(size)
        seen = page.evaluate("""() => [...document.querySelectorAll('.qedu-plot svg')].filter(svg => svg.getClientRects().length).map(svg =>
            Math.min(...[...svg.querySelectorAll('text')].map(text => parseFloat(getComputedStyle(text).fontSize)))
            * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width)""")
        assert seen and min(seen) >= 12, size
        assert page.evaluate(f"({LABELS})([...document.querySelectorAll('.qedu-plot svg')])") == [], size


def test_no_formula_and_no_table_scrolls_within_itself_on_a_phone(name, shared):
    """But for the reference: tables whose columns are pairs of protocol and attack, or what a program writes, and names of whole paths."""
    found = scrolls_within(shared(name).page)
    assert [wide for wide in found if not (name.startswith("chapters/back/") and wide[-1] in ("TABLE", "PRE"))] == []


# Each card of the page that a link in sight has, with the folds open: what it does not show, or how far it has more in it than it
# shows.  What a closed fold holds has a size, too, but cannot have the focus.
_CARDS = """() => {
    const folded = [...document.querySelectorAll('main details:not([open])')];
    for (const fold of folded) fold.open = true;
    const links = new Map([...document.querySelectorAll("main a[href*='#']")].filter(link => link.checkVisibility({ visibilityProperty: true }))
        .reverse().map(link => [link.getAttribute('href'), link])), wrong = [];
    let shown = 0;
    for (const { dataset: { card: address } } of document.querySelectorAll('template[data-card]')) {
        if (!links.has(address)) continue;
        links.get(address).focus({ focusVisible: true });
        const card = document.querySelector('.site-card'), box = card && card.getBoundingClientRect();
        shown += 1;
        if (!card || card.previousElementSibling !== links.get(address)) wrong.push([address, 'no card']);
        else if (card.scrollWidth > card.clientWidth + 1 || box.left < 0 || box.right > document.documentElement.clientWidth)
            wrong.push([address, card.scrollWidth - card.clientWidth, box.left, box.right]);
    }
    document.activeElement.blur();
    document.querySelectorAll('.site-card').forEach(card => document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true })));
    for (const fold of folded) fold.open = false;
    scrollTo(0, 0);
    return [shown, wrong];
}"""


def cards(page):
    """How many cards a page has at its links, and which do not fit a phone."""
    page.set_viewport_size(PHONE)
    return page.evaluate(_CARDS)


def test_a_card_that_does_not_fit_a_phone_is_found(browser):
    with Tab(browser, "chapters/2-keys/bb84/eve-resends") as t:
        shown, wrong = cards(t.page)
        assert shown > 1 and wrong == [], "there are cards, and they fit"
        t.page.evaluate("""() => { const fold = document.createElement('details'), all = document.querySelector('article');
            fold.append(...all.childNodes);
            all.append(fold); }""")
        assert cards(t.page) == [shown, []] and not t.page.locator("article > details[open]").count(), "in a fold as well"
        t.page.evaluate("document.querySelector('template[data-card]').content.append('long'.repeat(60))")
        t.page.add_style_tag(content=".site-card { white-space: pre !important; overflow-wrap: normal !important }")
        assert cards(t.page)[1] and not t.page.locator(".site-card").count()


def test_what_citations_and_equations_show_fits_a_phone(name, shared):
    """Sources and equations of other pages, which the build has written into this one."""
    assert cards(shared(name).page)[1] == []


_SPACED = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }"

_SCROLL_WIDTHS = """async (spaced) => {
    const frame = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));
    const settled = async () => { await frame(); await frame(); };
    await settled();
    const first = document.documentElement.scrollWidth, style = document.createElement('style');
    style.textContent = spaced;
    document.head.append(style);
    await settled();
    const second = document.documentElement.scrollWidth;
    style.remove();
    return [first, second];
}"""


def test_page_fits_a_phone(name, shared):
    page = shared(name).page
    page.set_viewport_size(NARROW)
    # As it stands, and with the spacing that a reader may ask for (WCAG 2.2, 1.4.12).
    width = page.evaluate(_SCROLL_WIDTHS, _SPACED)
    wide = max(width) > NARROW["width"] and page.evaluate("""() => [...document.querySelectorAll('main *')]
            .filter(e => e.getBoundingClientRect().right > innerWidth + 1).slice(0, 5).map(e => e.outerHTML.slice(0, 120))""")
    assert not wide, f"{name} scrolls sideways: {width} px; {wide}"


def test_what_cannot_be_read_is_found(browser):
    with Tab(browser, "chapters/about") as t:
        t.page.evaluate("""() => document.querySelector('main').insertAdjacentHTML('beforeend',
            '<p style="color: #aaa">faint</p><img src="data:,"><p style="color: light-dark(#000, #333)">dark on dark</p>'
            + '<p style="color: light-dark(#000, #fff8)"><i style="opacity: 0.6">shines through</i></p>')""")
        found = violations(t.page)
        assert {rule for _, rule, *_ in found} == {"color-contrast", "faint", "image-alt"}
        for scheme, words in (("light", ">faint<"), ("dark", ">dark on dark<"), ("dark", ">shines through<")):
            assert [True for where, rule, what, *_ in found if (where, rule) == (scheme, "faint") and words in what] == [True], words
        assert {scheme for scheme, rule, *_ in found if rule == "color-contrast"} == {"light", "dark"}


def test_an_open_card_is_accessible(browser):
    with Tab(browser, "chapters/2-keys/bb84/eve-resends") as t:
        t.page.locator("main a[href*='bibliography.html#']").first.focus()
        assert t.page.locator(".site-card a").is_visible()
        assert violations(t.page) == [] and t.page.locator(".site-card a").count()
        assert t.outside == [] and t.complaints == []


class Elements(HTMLParser):
    """The kinds of elements of a page, and what can be wrong with each page by itself.

    Attributes
    ----------
    kinds : set
        An element's name, classes, role and what it says of itself, below the name and the classes of the element around it.
    faults : list of str
        A name that two elements have, a reference to none, a level of heading that is left out, a picture without words.
    """

    _OPEN = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}

    def __init__(self, text):
        super().__init__()
        self.kinds, self.faults, self._around, self._names, self._wanted, self._level = set(), [], [("", "")], set(), set(), 0
        self.feed(text)
        self.faults += [f"nothing has the name {wanted}" for wanted in sorted(self._wanted - self._names)]

    def handle_starttag(self, tag, attributes):
        a = {name: value or "" for name, value in attributes}
        # Widgets' parts and exercises are told apart by classes and names of their own; whatever has a number in it is one of many.
        classes = " ".join(sorted(word for word in a.get("class", "").split() if not re.search(r"\d", word)))
        said = {name for name in a if name.startswith("aria-")} | a.keys() & {"alt", "controls", "for", "href", "open", "role", "tabindex", "title"}
        # Of a drawing or a formula only what it says of itself: the lines and letters in it mean nothing to axe.
        within = next((name for name, words in self._around if name in ("svg", "math") or "katex" in words), None)
        if not within or said:
            self.kinds.add((within or self._around[-1], tag, classes, a.get("role"), a.get("type"), frozenset(said)))
        if tag not in self._OPEN:
            self._around.append((tag, classes))
        if "id" in a:
            self.faults += [f"two elements have the name {a['id']}"] if a["id"] in self._names else []
            self._names.add(a["id"])
        for reference in ("for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns"):
            self._wanted.update(a.get(reference, "").split())
        if tag == "img" and not a.get("alt", "").strip() and a.get("role") != "presentation":
            self.faults.append(f"no words for the picture {a.get('src')}")
        if tag == "svg" and a.get("role") == "img" and not (a.get("aria-label") or a.get("aria-labelledby")):
            self.faults.append(f"no words for the drawing {a.get('id')}")
        if re.fullmatch("h[1-6]", tag):
            self.faults += [f"{tag} after h{self._level}"] if int(tag[1]) > self._level + 1 else []
            self._level = int(tag[1])

    def handle_endtag(self, tag):
        if any(tag == name for name, _ in self._around):
            while self._around.pop()[0] != tag:
                pass


@functools.lru_cache(None)
def elements(name):
    return Elements(html(name).read_text(encoding="utf-8"))


@functools.lru_cache(1)
def showing_all():
    """A few pages on which every kind of element of all pages stands: each time the page with most that is new, until nothing is."""
    left, chosen = {page: set(elements(page).kinds) for page in PAGES}, []
    while any(left.values()):
        chosen.append(max(left, key=lambda page: len(left[page])))
        seen = left.pop(chosen[-1])
        for kinds in left.values():
            kinds -= seen
    return frozenset(chosen)


def test_a_fault_of_one_page_is_found():
    page = Elements("<h1 id='a'>A</h1><h3 id='a'>B</h3><p class='x1 y'><img alt='C' aria-labelledby='b'></p>")
    assert page.faults == ["two elements have the name a", "h3 after h1", "nothing has the name b"]
    assert (("p", "y"), "img", "", None, None, frozenset({"alt", "aria-labelledby"})) in page.kinds
    page = Elements("<img src='a'><img src='b' alt=' '><img src='c' role='presentation'><svg role='img' id='d'></svg><svg role='img' aria-label='E'></svg>")
    assert page.faults == ["no words for the picture a", "no words for the picture b", "no words for the drawing d"]


def test_names_references_headings_and_words_for_pictures_are_in_order(name):
    assert elements(name).faults == []


def test_page_is_accessible_and_can_be_read_in_the_dark(name, shared):
    """One tab for all that is measured: this test comes last, since it takes pieces of the page away.

    What elements are and say is asked of some pages that have all kinds between them, and in the audit of every page; the contrast
    of every kind of text of every page.
    """
    t = shared(name)
    t.page.set_viewport_size(WIDE)
    assert (violations(t.page) if AUDIT or name in showing_all() else [each for scheme in _MARKS for each in faint(t.page, scheme)]) == []
    assert t.outside == [] and t.complaints == []


@pytest.mark.parametrize("name", ON_PAGE)
def test_simulations_are_figures_without_javascript(browser, name):
    with Tab(browser, name, java_script_enabled=False) as t:
        widgets = t.page.query_selector_all("qedu-widget")
        assert len(widgets) == len(ON_PAGE[name])
        for widget in widgets:
            figure = widget.query_selector("svg, img")
            table = widget.query_selector("table")
            assert figure and figure.is_visible(), "the paper figure"
            assert len(widget.query_selector_all(".qedu-state")) == 3
            assert table and len(table.query_selector_all("td")) > 2, "its data table"
            assert len(widget.inner_text()) > 40, "its text"
        for quiz in t.page.query_selector_all(".qedu-quiz"):
            assert quiz.query_selector("details").is_visible(), "answers without JavaScript"


def test_no_graded_solution_in_the_site():
    """No line of a solution of the graded pool stands anywhere in the built site, archives included."""
    import html as entities
    import io
    import zipfile

    from qedu.content import sets
    from qedu.grading.notebooks import sources

    secrets = {}
    for meta in sorted((ROOT / "exercises").glob("*/set.yaml")):
        given = (meta.parent / "notebooks" / f"{meta.parent.name}.ipynb").read_text(encoding="utf-8")
        graded = {e["id"] for e in sets.read(meta.parent)["exercises"] if e["pool"] == "graded"}
        code_of = sources.solutions(meta.parent)
        given += json.dumps("\n".join(code for exercise, code in code_of.items() if exercise not in graded))
        for exercise, code in code_of.items():
            if exercise in graded:
                # What students do not get; short lines such as `return x` are common words, the long ones tell.
                lines = [line.strip() for line in code.splitlines()]
                secrets[exercise] = [line for line in lines if len(line) > 24 and json.dumps(line)[1:-1] not in given]
    assert secrets and all(secrets.values()), "every graded exercise has solution lines to look for"

    seen = set()                # the wheel is in the archive of each lesson and each set

    def texts():
        for path in SITE.rglob("*"):
            if path.suffix in (".html", ".js", ".json", ".ipynb", ".txt", ".md", ".py", ".yaml", ".inv", ".zip", ".whl"):
                yield from within(path.name, path.read_bytes())

    def within(label, data):
        if data in seen:
            return
        seen.add(data)
        if label.endswith((".whl", ".zip")):
            archive = zipfile.ZipFile(io.BytesIO(data))
            for item in archive.namelist():
                yield from within(f"{label}/{item}", archive.read(item))
        else:
            yield label, data

    count = 0
    for label, data in texts():
        count += 1
        plain = entities.unescape(re.sub(r"<[^>]+>", "", data.decode("utf-8", "ignore")))
        for exercise, lines in secrets.items():
            for line in lines:
                assert line not in plain, f"{label} holds a line of the solution of {exercise}: {line}"
    assert count > 10
    assert not list(SITE.rglob("_sources/*")), "page sources are published"

