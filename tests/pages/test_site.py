"""The site as a whole: what its files say, how it prints, and what a reader's own settings make of it."""

import hashlib
import re

from qedu.book.theme import CODE
from tests.colours import CONTRAST

from .conftest import NARROW, SITE, WIDE, html

#: A lesson with everything: questions, a widget, code, formulas; and a page with a long outline.
CHAPTER, OUTLINE = "chapters/2-keys/e91-b92-sarg04/from-pairs", "chapters/2-keys/e91-b92-sarg04/practice"


def test_scripts_styles_and_fonts_are_named_with_what_is_in_them():
    """An updated site is never drawn by an old script: every address changes with its file."""
    seen = set()

    def check(folder, address):
        name, _, version = address.partition("?v=")
        file = (folder / name).resolve()
        assert hashlib.sha256(file.read_bytes()).hexdigest().startswith(version) and len(version) >= 8, address
        seen.add(file.suffix)

    for file in SITE.rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        for tag in set(re.findall(r'<(?:script\b|link rel="stylesheet")[^>]*>', text)):
            address = re.search(r'(?:src|href)="([^"]*)"', tag)
            if address:
                check(file.parent, address[1])
            else:
                assert 'type="application/json"' in tag, f"an inline script: {tag}"
    for file in SITE.rglob("*.css"):
        for address in re.findall(r"url\(([^)]*)\)", file.read_text(encoding="utf-8")):
            if not address.strip("\"'").startswith(("data:", "#")):
                check(file.parent, address.strip("\"'"))
    assert seen == {".js", ".css", ".woff2"}
    assert (SITE / ".nojekyll").exists(), "GitHub's pages would leave out _static"


#: Texts in print with less than 4.5:1 to what lies behind them.
FAINT = """() => {
    const rgb = text => text.match(/[\\d.]+/g).map(Number), seen = new Set(), bad = [];
    for (const node of document.querySelectorAll('main *')) {
        if (![...node.childNodes].some(child => child.nodeType === 3 && child.data.trim()) || !node.getClientRects().length) continue;
        const style = getComputedStyle(node), colour = node.namespaceURI.endsWith('svg') && style.fill !== 'none' ? style.fill : style.color;
        let ground = node, fill = [0, 0, 0, 0];
        while (ground && fill[3] === 0) { fill = rgb(getComputedStyle(ground).backgroundColor); ground = ground.parentElement; }
        if (fill[3] === 0) fill = [255, 255, 255];
        const kind = colour + fill;
        if (seen.has(kind)) continue;
        seen.add(kind);
        if (CONTRAST(rgb(colour), fill) < 4.5) bad.push([node.outerHTML.slice(0, 90), colour, String(fill)]);
    }
    return seen.size > 2 ? bad : ['nothing was measured'];
}""".replace("CONTRAST", CONTRAST)


def test_a_page_prints_in_light_colours_from_the_dark_scheme(shared):
    t = shared(CHAPTER, scheme="dark", viewport=NARROW)
    t.page.set_viewport_size({"width": 794, "height": 1123})
    try:
        t.page.emulate_media(media="print")
        assert t.page.evaluate("getComputedStyle(document.body).color") == "rgb(35, 38, 45)"
        assert t.page.evaluate(FAINT) == []
        assert t.page.locator(".qedu-key .qedu-whys").first.is_visible(), "answers at the end"
        assert not [one for one in t.page.locator(".qedu-quiz .qedu-answers").all() if one.is_visible()]
        title, first = (t.page.locator(f".qedu-paper > {part}").first for part in (".qedu-title", ".qedu-state"))
        assert title.evaluate("e => getComputedStyle(e).breakAfter") == "avoid" and first.is_visible()
        assert not t.page.locator(".qedu-paper > .qedu-scroll").first.is_visible(), "raw tables"
    finally:
        t.page.emulate_media(media="screen")


def test_the_outline_follows_and_is_told_in_forced_colours(tab):
    t = tab(OUTLINE, viewport={"width": 1280, "height": 600}, forced_colors="active")
    page = t.page
    colours = "() => [...document.querySelectorAll('.site-toc a')].map(a => [a.hasAttribute('aria-current'), getComputedStyle(a).borderLeftColor])"
    sections = page.locator(".site-toc > ul > li > a")
    for link in (sections.nth(3), sections.last):
        target = link.get_attribute("href")
        page.evaluate("hash => document.getElementById(hash.slice(1)).scrollIntoView({ behavior: 'instant' })", target)
        page.wait_for_function("() => document.querySelector('.site-toc a[aria-current]')")
        page.wait_for_timeout(100)
        inside = page.evaluate("""() => { const a = document.querySelector('.site-toc a[aria-current]').getBoundingClientRect(),
            box = document.querySelector('.site-nav').getBoundingClientRect();
            return a.top >= box.top - 1 && a.bottom <= Math.min(box.bottom, innerHeight) + 1; }""")
        assert inside, "the entry that is read is out of sight"
    shown = page.evaluate(colours)
    current = {colour for on, colour in shown if on}
    assert len(current) == 1 and not current & {colour for on, colour in shown if not on}
    menu = page.evaluate("[...document.querySelectorAll('.site-nav a[data-pages]')].map(a => [a.matches('[aria-current]'), getComputedStyle(a).outlineStyle])")
    assert {style for on, style in menu if on} == {"solid"} and {style for on, style in menu if not on} == {"none"}


def test_links_glide_and_the_tab_key_does_not(tab):
    page = tab(OUTLINE, viewport=WIDE).page
    smooth = "getComputedStyle(document.documentElement).scrollBehavior"
    assert page.evaluate(smooth) == "auto"
    page.locator(".site-toc > ul > li > a").nth(5).click()
    assert page.evaluate(smooth) == "smooth"
    page.keyboard.press("Tab")
    assert page.evaluate(smooth) == "auto"


def test_going_back_and_forward_lands_where_one_was(tab):
    page = tab("chapters/index", viewport=WIDE).page
    page.goto(html(CHAPTER).as_uri())
    page.wait_for_load_state("load")
    here = page.evaluate("document.documentElement.scrollHeight") * 4 // 5
    page.evaluate("y => window.scrollTo({ top: y, behavior: 'instant' })", here)
    page.wait_for_function("y => scrollY === y", arg=here)
    for way in (page.go_back, page.go_forward):
        way()
    page.wait_for_load_state("load")
    page.wait_for_function("y => Math.abs(scrollY - y) <= 2", arg=here, timeout=3000)


def test_a_scheme_chosen_on_one_page_is_taken_over_by_the_others_and_nonsense_is_not(tab):
    t = tab("chapters/index")
    other = t.context.new_page()
    other.goto(html("chapters/index").as_uri())
    t.page.get_by_role("button", name="Dark", exact=True).click()
    other.wait_for_function("() => document.documentElement.dataset.theme === 'dark'")
    for nonsense in ("constructor", "", "{}"):
        t.page.evaluate("theme => localStorage.setItem('qedu-theme', theme)", nonsense)
        t.page.reload()
        assert t.page.evaluate("document.documentElement.dataset.theme") == "light"
    assert other.evaluate("document.documentElement.dataset.theme") == "dark"


def test_a_phone_without_javascript_has_a_way_to_the_chapters(tab):
    page = tab(CHAPTER, viewport=NARROW, java_script_enabled=False).page
    link = page.get_by_role("link", name="Chapters", exact=True)
    assert link.is_visible() and page.locator(link.get_attribute("href")).count() == 1
    assert not tab("chapters/index", viewport=NARROW).page.get_by_role("link", name="Chapters", exact=True).is_visible()


#: Colours of text, grounds and lines that are no grey, as hues, outside pictures and simulations; and which letters of code are in none
#: of the inks that the theme declares for them.
HUES = """(inks) => {
    const hues = new Map(), loud = new Map(), probe = document.body.appendChild(document.createElement('i'));
    const declared = new Set(inks.map(ink => { probe.style.color = `var(${ink})`; return getComputedStyle(probe).color; }));
    probe.remove();
    for (const node of document.querySelectorAll('body *')) {
        if (node.closest('qedu-widget, .qedu-figure, svg, .cell_output') || !node.getClientRects().length) continue;
        const style = getComputedStyle(node), code = node.closest('.highlight pre') && !node.closest('button'), seen = code ? [] : [style.color];
        if (code && !declared.has(style.color)) loud.set(style.color, node.outerHTML.slice(0, 90));
        seen.push(style.backgroundColor);
        for (const side of ['Top', 'Right', 'Bottom', 'Left'])
            if (parseFloat(style[`border${side}Width`]) && style[`border${side}Style`] !== 'none') seen.push(style[`border${side}Color`]);
        for (const colour of seen) {
            const [r, g, b, a = 1] = colour.match(/[\\d.]+/g).map(Number), most = Math.max(r, g, b), span = most - Math.min(r, g, b);
            if (!a || span <= 25) continue;
            const hue = 60 * (most === r ? (g - b) / span : most === g ? 2 + (b - r) / span : 4 + (r - g) / span);
            hues.set(Math.round((hue + 360) % 360), node.outerHTML.slice(0, 90));
        }
    }
    return [[...hues], [...loud]];
}"""


def other_colours(page):
    """What of an open page is neither grey nor of the accent's hue, and which letters of code are in no ink of code."""
    hues, loud = page.evaluate(HUES, sorted(set(re.findall(r"color: var\((--q-[\w-]+)\)", CODE))))
    assert hues, "nothing was measured"
    return [found for found in hues if not 215 <= found[0] <= 226] + loud


def test_one_colour_alone_says_that_something_can_be_done(shared):
    """Everything else on a page is grey: 25 steps of 255 between the strongest and the weakest of red, green and blue at most.

    The letters of code are in the inks that the theme declares for them, which are far from the accent (tests/book/test_theme.py).
    """
    for scheme, size in (("light", WIDE), ("dark", NARROW)):
        t = shared(CHAPTER, scheme=scheme, viewport=size) if scheme == "dark" else shared(CHAPTER)
        t.page.set_viewport_size(size)
        assert t.page.locator(".highlight .k").count() and other_colours(t.page) == []


def test_a_second_colour_is_found(tab):
    """The accent in code, where nothing is to be pressed; another ink there; and an ink of code outside it, or as its ground."""
    page = tab(CHAPTER).page
    for rule, where in ((".highlight .k { color: var(--q-act) }", 'class="k"'), (".highlight .k { color: #0a6b2a }", 'class="k"'),
                        ("h1 { color: var(--q-word) }", "<h1"), (".highlight .k { background: var(--q-value) }", 'class="k"')):
        sheet = page.add_style_tag(content=rule.replace(" }", " !important }"))
        found = other_colours(page)
        assert len(found) == 1 and where in found[0][1], rule
        sheet.evaluate("one => one.remove()")
    assert other_colours(page) == []


#: Signs behind a formula that stand on another line than its end.
LOST = """() => {
    const range = document.createRange(), lost = [];
    let looked = 0;
    for (const formula of document.querySelectorAll('main span.math')) {
        const next = formula.nextSibling, end = [...formula.querySelectorAll('.base')].pop();
        if (!next || next.nodeType !== 3 || !/^[.,;:!?)’”]/.test(next.data) || !end || !formula.getClientRects().length) continue;
        range.setStart(next, 0);
        range.setEnd(next, 1);
        looked++;
        if (range.getBoundingClientRect().top > end.getBoundingClientRect().bottom) lost.push(formula.parentElement.textContent.slice(-60));
    }
    return [looked, lost];
}"""


def test_a_formula_keeps_the_stop_behind_it(shared):
    t = shared(CHAPTER, scheme="dark", viewport=NARROW)
    try:
        for width in (320, 345, 360, 390, 1280):
            t.page.set_viewport_size({"width": width, "height": 640})
            looked, lost = t.page.evaluate(LOST)
            assert looked > 5 and lost == [], width
    finally:
        t.page.set_viewport_size(NARROW)
