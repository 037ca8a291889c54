"""All drawings of all widgets, in every state that a task sets up: their labels, their names, their addresses, paper.

The widgets are taken from the built chapters and put on one page, which is loaded once for each width.
"""

import json
import os
import random
import re
from urllib.parse import quote

import pytest

from qedu import widgets
from tests.colours import CONTRAST
from tests.widgets.conftest import links

from .conftest import ON_PAGE, PAGES, SITE, html

#: Every widget of the library; of one chapter, its own.
NAMES = [name for name in widgets.NAMES if not os.environ.get("QEDU_CHAPTER") or any(name in names for names in ON_PAGE.values())]
WIDTHS = (320, 360, 768, 1280)

#: What a reader may see of one drawing and does not want to: words over words, words cut off.
LABELS = """(drawings) => drawings.flatMap(svg => {
    const frame = svg.getBoundingClientRect(), bad = [];
    if (!frame.width) return [];
    // The box of a line is as high as the font's tallest sign with its accent; letters and digits fill about two thirds of it.
    const ink = ({ left, right, top, bottom, height }) => ({ left, right, top: top + 0.2 * height, bottom: bottom - 0.15 * height });
    const boxes = [...svg.querySelectorAll('text')].filter(t => t.textContent.trim()).map(t => [t.textContent, ink(t.getBoundingClientRect())]);
    boxes.forEach(([words, a], i) => {
        if (a.left < frame.left - 1 || a.right > frame.right + 1 || a.top < frame.top - 1 || a.bottom > frame.bottom + 1)
            bad.push(`${words} is cut off`);
        for (const [other, b] of boxes.slice(i + 1))
            if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1)
                bad.push(`${words} stands over ${other}`);
    });
    return bad.map(words => `${svg.getAttribute('aria-label').slice(0, 40)}: ${words}`);
})"""

#: What moves is looked at where it comes to rest: on their way labels may pass each other.
REST = "() => document.getAnimations().filter(one => one.effect.getComputedTiming().endTime < 1e5).forEach(one => one.finish())"

#: What a script writes when it has no number or no text.
ODD = """((text) => { const at = text.search(/undefined|NaN|Infinity|native code|\\[object|="null"/); return at < 0 ? '' : text.slice(Math.max(0, at - 30), at + 30); })"""

#: Every state of every widget: the first one and those of the tasks, in each tab; what is wrong with it.  All widgets of the page take
#: a step together, so that a frame is waited for once and not twenty times.
TOUR = """async () => {
    const labels = LABELS, bad = [], lists = new WeakSet(), frame = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));
    const rest = REST;
    const all = [...document.querySelectorAll('qedu-widget')].map(widget => {
        const live = widget.querySelector('.qedu-live');
        return { live, name: widget.getAttribute('name'), said: new Set(), looked: 0,
            steps: [null, ...live.querySelectorAll('[data-task]')].flatMap(one => [...live.querySelectorAll('[role=tab]'), null].map(tab => [one, tab])) };
    });
    const look = ({ live, said }) => {
        const add = words => said.add(words), drawings = [...live.querySelectorAll('svg[role=img]')];
        labels(drawings).forEach(add);
        const names = [...live.querySelectorAll('[aria-label], [role=heading]')].map(e => e.getAttribute('aria-label') ?? e.textContent);
        const own = drawings.map(svg => svg.getAttribute('aria-label')), line = live.querySelector('.qedu-line').textContent;
        if (new Set(own).size < own.length) add(`two drawings of one name: ${own}`);
        for (const name of names) if (!name.trim() || /[{}]|[.:;,?!]\\s*[.:;,?!]/.test(name)) add(`not a name: ${name}`);
        for (const svg of drawings) {
            if (svg.querySelector('[data-key]') && !/[:?] /.test(svg.getAttribute('aria-label'))) add(`no more than a title: ${svg.getAttribute('aria-label')}`);
            if (svg.getAttribute('aria-label').includes(line)) add('the live line is said twice');
        }
        const odd = ODD(live.innerHTML);
        if (odd) add(odd);
        // Some lists are there in some states only; each is measured when it is first seen.
        for (const list of live.querySelectorAll('select')) {
            if (!list.clientWidth || lists.has(list)) continue;
            lists.add(list);
            const pen = document.createElement('canvas').getContext('2d'), { font } = getComputedStyle(list);
            pen.font = font;
            for (const option of list.options) if (pen.measureText(option.text).width > list.clientWidth - 20) add(`${option.text} is cut off`);
        }
    };
    for (let step = 0; all.some(one => step < one.steps.length); step += 1) {
        const going = all.filter(one => step < one.steps.length && !one.steps[step][1]?.hidden);
        for (const { steps } of going) { steps[step][0]?.click(); steps[step][1]?.click(); }
        await frame();
        rest();
        for (const one of going) { look(one); one.looked += 1; }
    }
    for (const { live, name, said, looked } of all) {
        if (!looked) said.add('was not looked at');
        for (const field of live.querySelectorAll('input[type=range], input[type=number]'))
            for (const limit of ['min', 'max', 'step']) if (!Number.isFinite(parseFloat(field.getAttribute(limit)))) said.add(field.outerHTML);
        live.querySelector('[data-action=reset]').click();
        bad.push(...[...said].map(words => `${name}: ${words}`));
    }
    return bad;
}""".replace("LABELS", LABELS).replace("ODD", ODD).replace("REST", REST)

#: Text of drawings with less than 4.5:1 to white paper.
FAINT = """() => [...document.querySelectorAll('.qedu-paper svg text')].filter(text => {
    return CONTRAST(getComputedStyle(text).fill.match(/[\\d.]+/g).map(Number), [255, 255, 255]) < 4.5;
}).map(text => text.textContent)""".replace("CONTRAST", CONTRAST)


@pytest.fixture(scope="module")
def sheet(built, tmp_path_factory):
    """A page that holds every widget of the book once, as the chapters have it."""
    found = {}
    for page in PAGES:
        for element in re.findall(r"<qedu-widget.*?</qedu-widget>", html(page).read_text(encoding="utf-8"), flags=re.S):
            found.setdefault(re.search(r'name="([\w-]+)"', element)[1], element)
    assert set(found) == set(NAMES)
    static = (SITE / "_static").as_uri()
    path = tmp_path_factory.mktemp("drawings") / "all.html"
    path.write_text(f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>All widgets</title>
<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><script src="{static}/site.js"></script>
<link rel="stylesheet" href="{static}/site.css">{links(widgets.served(), static + "/")}</head><body><header><button class="site-theme"></button><button class="site-menu"></button>
<div class="site-nav"></div></header><div class="site-columns" style="display:block"><main><article class="bd-article"><h1>All</h1>
{''.join(found.values())}</article></main></div></body></html>""", encoding="utf-8")
    return path.as_uri()


@pytest.fixture
def open_sheet(browser, sheet):
    """Open that page; it may complain of nothing."""
    contexts, trouble = [], []

    def go(width=1280, fragment="", **options):
        context = browser.new_context(viewport={"width": width, "height": 900}, offline=True, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: m.type in ("error", "warning") and trouble.append(m.text))
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.goto(sheet + fragment)
        page.wait_for_function("n => document.querySelectorAll('.qedu-alive').length === n", arg=len(NAMES))
        return page

    yield go
    for context in contexts:
        context.close()
    assert trouble == []


@pytest.mark.parametrize("width", WIDTHS)
def test_labels_stand_free_and_drawings_have_names_of_their_own(open_sheet, width):
    page = open_sheet(width)
    assert page.evaluate(TOUR) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("w => [...document.querySelectorAll('.qedu-live svg')].filter(s => s.getBoundingClientRect().right > w).length", width) == 0


def corner(widget, end, seed):
    """A state with every slider at one end (0: low, -1: high) or, without an end, anywhere; choices as the seed has them."""
    dice = random.Random(seed)
    values = {control.key: control.values() for control in widget.controls if control.kind not in ("seed", "hidden")}
    return widget.state({key: some[end] if end is not None and not isinstance(some[0], (str, bool)) else dice.choice(some)
                         for key, some in values.items()})


def test_labels_stand_free_on_the_narrowest_phone_at_both_ends_of_every_slider(open_sheet):
    """And in two states between, with a copy's share of one and a tap, where labels were cut off or stood over each other."""
    page, known = open_sheet(320), {"clone-o-meter": {"share": 1.0}, "information-price": {"attack": "tap", "s": 0.76}}
    for end, seed in ((0, 1), (-1, 2), (None, 3), (None, 4)):
        states = {name: corner(widgets.load(name), end, seed) | (known.get(name, {}) if seed == 3 else {}) for name in NAMES}
        page.evaluate("hash => new Promise(done => { addEventListener('hashchange', done, { once: true }); location.hash = hash; })", ";".join(
            f"{name}?" + "&".join(f"{key}={quote(str(int(value) if isinstance(value, bool) else value))}" for key, value in state.items())
            for name, state in states.items()))
        assert page.evaluate("""() => Object.fromEntries([...document.querySelectorAll('qedu-widget')].map(w =>
            [w.getAttribute('name'), JSON.parse(w.dataset.state)]))""") == states
        for tab in range(6):
            page.evaluate("n => document.querySelectorAll('qedu-widget').forEach(w => w.querySelectorAll('[role=tab]:not([hidden])')[n]?.click())", tab)
            page.evaluate(REST)
            assert page.evaluate(f"({LABELS})([...document.querySelectorAll('.qedu-live svg[role=img]')])") == [], (end, seed, tab)


def test_paper_is_in_light_colours_with_free_labels_and_own_names(open_sheet):
    page = open_sheet(794, color_scheme="dark")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    shown = """() => [...document.querySelectorAll('qedu-widget')].map(widget => ['.qedu-paper', '.qedu-live'].map(part =>
        widget.querySelector(part).getClientRects().length > 0))"""
    assert page.evaluate(shown) == [[False, True]] * len(NAMES)
    page.emulate_media(media="print")
    assert page.evaluate(shown) == [[True, False]] * len(NAMES)
    assert page.evaluate(FAINT) == []
    assert page.evaluate(f"({LABELS})([...document.querySelectorAll('.qedu-paper svg[role=img]')])") == []
    names = page.evaluate("""() => [...document.querySelectorAll('.qedu-paper')].map(p =>
        [...p.querySelectorAll('svg[role=img]')].map(svg => svg.getAttribute('aria-label')))""")
    assert all(names) and all(len(set(own)) == len(own) for own in names)
    assert not [name for own in names for name in own if re.search(r"[{}]|[.:;,?!]\s*[.:;,?!]", name)]
    assert page.evaluate("[...document.querySelectorAll('.qedu-paper > .qedu-scroll')].every(table => !table.getClientRects().length)")


#: What A4 holds within the margins of the style sheet, 22 and 15 mm, in pixels: 166 by 267 mm.
A4 = {"width": 627, "height": 1009}

#: Simulations that take more than a page, because their states have too many drawings for words that can be read.
LONGER = {
    "advert-mapper", "adviser", "attack-board", "bits-in-bits-out", "channel-explorer", "crossover-finder", "divide-lens", "e91-room",
    "fibre-v-space", "find-the-hole", "ignorance-or-superposition", "key-funnel", "link-budget-bench", "pass-planner", "pns-theatre",
    "polariser-bench", "privacy-press", "proficiency-triangle", "purifier", "randomness-lab", "rate-race", "sarg04-reveal",
    "stakeholder-table", "teleport-with-a-clock"}

#: Each text of the printed simulations by its size in points, the least first, drawings as they are scaled.
_SIZES = """() => [...document.querySelectorAll('.qedu-paper *')].filter(one => one.getClientRects().length
    && [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim())).map(one => {
        const svg = one.closest('svg'), scale = svg ? svg.getBoundingClientRect().width / svg.width.baseVal.value : one.currentCSSZoom;
        return [parseFloat(getComputedStyle(one).fontSize) * scale * 0.75, one.textContent.trim().slice(0, 40), one.closest('qedu-widget').getAttribute('name')];
    }).sort((a, b) => a[0] - b[0])"""


def test_on_paper_a_simulation_takes_a_page_and_each_state_stands_whole_on_one_the_first_with_the_title(open_sheet):
    page = open_sheet(A4["width"])
    page.emulate_media(media="print")
    tall = page.evaluate("""() => Object.fromEntries([...document.querySelectorAll('.qedu-paper')].map(paper => {
        const bottom = node => node.getBoundingClientRect().bottom, states = [...paper.querySelectorAll('.qedu-state')];
        const top = paper.querySelector('.qedu-title').getBoundingClientRect().top;
        const heights = [bottom(states[0]) - top, ...states.slice(1).map(state => state.getBoundingClientRect().height)];
        return [paper.closest('qedu-widget').getAttribute('name'), [...heights, Math.max(...states.map(bottom)) - top].map(Math.round)];
    }))""")
    assert {name: heights for name, heights in tall.items() if len(heights) != 4 or max(heights[:3]) > 0.8 * A4["height"]} == {}
    assert {name: heights[3] for name, heights in tall.items() if heights[3] > A4["height"]}.keys() <= LONGER
    assert page.evaluate("""() => ['.qedu-state', '.qedu-title'].map(part => {
        const style = getComputedStyle(document.querySelector(`.qedu-paper > ${part}`)); return [style.breakInside, style.breakAfter]; })""") \
        == [["avoid", "auto"], ["auto", "avoid"]]
    sizes = page.evaluate(_SIZES)
    assert len(sizes) > (50 if os.environ.get("QEDU_CHAPTER") else 500) and [size for size in sizes if size[0] < 7.49] == [], "points"


#: Parts of drawings that nobody gave a colour: SVG makes them black.
BLOBS = """() => [...document.querySelectorAll('svg :is(rect, circle, path, ellipse, line)')].filter(part => {
    const { fill, stroke } = getComputedStyle(part);
    return part.tagName === 'line' ? stroke === 'none' : fill === 'rgb(0, 0, 0)' || fill === 'none' && stroke === 'none';
}).map(part => part.outerHTML.slice(0, 120))"""


def test_drawings_carry_their_colours(browser, sheet):
    """The same page without our style sheets and scripts, as in an export or an e-book."""
    from pathlib import Path
    from urllib.parse import urlparse

    context = browser.new_context(java_script_enabled=True, offline=True)
    page = context.new_page()
    page.set_content(re.sub(r"<script src.*?</script>|<script src[^>]*>|<link[^>]*>", "", Path(urlparse(sheet).path).read_text(encoding="utf-8")))
    assert page.evaluate("document.querySelectorAll('svg').length") > 5 * len(NAMES) and not page.query_selector(".qedu-live")
    assert page.evaluate(BLOBS) == []
    # Each tone is a colour of its own; the book has four at least, and a single chapter may have no bars.
    tones, colours = page.evaluate("""() => { const bars = [...document.querySelectorAll('svg .q-fill')];
        return [bar => /q\\d/.exec(bar.getAttribute('class'))?.[0], bar => getComputedStyle(bar).fill].map(of => new Set(bars.map(of)).size); }""")
    assert colours == tones >= (0 if os.environ.get("QEDU_CHAPTER") else 4)
    assert page.evaluate("getComputedStyle(document.querySelector('svg text')).fontSize") in ("12.5px", "14px")
    assert not page.evaluate("document.querySelectorAll('svg [fill*=var], svg [stroke*=var]').length")
    context.close()


#: No control takes any of these: together they leave the first state.  A browser opens no address of over two million letters, and here
#: all controls of all widgets are in one.
REFUSED = ("constructor", "toString", "valueOf", "hasOwnProperty", "__proto__", "prototype", "NaN", "Infinity", "-Infinity",
           "null", "undefined", "true", "%3Cimg src=x onerror=alert(1)%3E", "~" * 3000, "%F0%9F%98%80")
#: A slider takes the next value that it has.
CLAMPED = (("1e308",), ("-1e308",), ("0x7f", "1e-320", "", "a&b=c"), ("constructor", "1", "NaN", "%20"))


def test_nonsense_in_the_address_leaves_every_widget_in_a_state_of_its_own(open_sheet):
    page = open_sheet()
    controls = {name: [control.key for control in widgets.load(name).controls] for name in NAMES}

    def everywhere(values):
        """The same values for every control of every widget, and for two that do not exist."""
        return ";".join(f"{name}?" + "&".join(f"{key}={value}" for key in [*keys, "constructor", "__proto__"] for value in values)
                        for name, keys in controls.items())

    go = """hash => new Promise(done => { addEventListener('hashchange', () => done(), { once: true }); location.hash = hash;
        setTimeout(done, 500); })"""
    look = """() => Object.fromEntries([...document.querySelectorAll('qedu-widget')].map(w => [w.getAttribute('name'),
        [w.dataset.state, ODD(w.querySelector('.qedu-live').innerHTML)]]))""".replace("ODD", ODD)
    first = {name: widgets.load(name).state() for name in NAMES}
    for values in [REFUSED, *CLAMPED, ("%ff%fe",), ("%zz",)]:
        page.evaluate(go, everywhere(values))
        seen = page.evaluate(look)
        states = {name: json.loads(state) for name, (state, _) in seen.items()}
        assert not [odd for _, odd in seen.values() if odd], values
        for name, state in states.items():
            assert widgets.load(name).state(state) == state, values
        if values == REFUSED:
            assert states == first
    page = open_sheet(fragment="#" + everywhere(REFUSED))         # the same when the page is opened at such an address
    assert {name: json.loads(state) for name, (state, _) in page.evaluate(look).items()} == first


#: Parts of an address that are no widget's; each stays as it is written.
FOREIGN = ("note?x=100%25&y=a%3Bb%26c", "q?word=%ff", "#?", "constructor?x=1", "%zz", "shared=1", "bits-in-bits-out~2?bits=3")


def sliders():
    """Of each widget on the sheet that has one, a slider with an even grid, and two values that it does not have at first."""
    for name in NAMES:
        for control in widgets.load(name).controls:
            if control.kind in ("range", "count") and not getattr(control, "options", ()) and not getattr(control, "enabled", ""):
                yield name, control.key, [value for value in control.values() if value != control.default][:3]
                break


def test_foreign_text_in_the_address_outlives_two_moves(open_sheet):
    chosen = list(sliders())[:2]                            # one that is moved and, if the sheet has two, one that stays
    wanted = {name: {key: values[0]} for name, key, values in chosen}
    moved, key, (_, *later) = chosen[0]
    ours = [f"{name}?{key}={value:g}" for name, state in wanted.items() for key, value in state.items()]
    page = open_sheet(fragment="#" + ";".join([*FOREIGN, *ours]))
    states = """names => Object.fromEntries(names.map(name => [name, JSON.parse(document.querySelector(`[name="${name}"]`).dataset.state)]))"""
    for value in later:
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")     # what was moved is drawn in the next frame
        seen = page.evaluate(states, list(wanted))
        assert all(seen[name] == widgets.load(name).state(state) for name, state in wanted.items())
        page.evaluate("""([name, key, value]) => { const slider = document.querySelector(`[name=${name}] [data-control=${key}]`);
            slider.value = value; slider.dispatchEvent(new Event('input', { bubbles: true })); }""", [moved, key, value])
        wanted[moved][key] = value
        page.wait_for_function("part => location.hash.includes(part)", arg=f"{moved}?{key}={value:g}")
        assert page.evaluate("location.hash") == "#" + ";".join([f"{moved}?{key}={value:g}", *ours[1:], *FOREIGN])
    page.evaluate("document.querySelectorAll('[data-action=reset]').forEach(button => button.click())")
    page.wait_for_function("rest => location.hash === rest", arg="#" + ";".join(FOREIGN))


def test_what_is_chosen_can_be_told_in_forced_colours(open_sheet):
    page = open_sheet(forced_colors="active")
    # A bar of radio buttons has a ring about what is chosen, whatever the colours.
    rings = page.evaluate("""() => [...document.querySelectorAll('.qedu-live .qedu-bar .qedu-check')].filter(e => e.getClientRects().length).map(label =>
        [label.querySelector('input').checked, getComputedStyle(label).outlineStyle !== 'none'])""")
    assert all(chosen == ring for chosen, ring in rings) and (rings or os.environ.get("QEDU_CHAPTER"))
    # What leads on in a game is a button of another kind than the rest, also where it may not be pressed yet.
    grounds = page.evaluate("""() => [...document.querySelectorAll('.qedu-buttons')].map(row =>
        [...row.querySelectorAll('button')].map(button => [button.matches('.qedu-next'), getComputedStyle(button).borderStyle]))""")
    for row in grounds:
        assert {style for leads, style in row if leads}.isdisjoint(style for leads, style in row if not leads)
    # The browser lays a plate of the page's colour under words: words of that colour would be gone.
    gone = page.evaluate("""() => { const plate = getComputedStyle(document.body).backgroundColor;
        return [...document.querySelectorAll('.qedu-live *')].filter(e => [...e.childNodes].some(c => c.nodeType === 3 && c.data.trim())
            && getComputedStyle(e).forcedColorAdjust === 'auto' && getComputedStyle(e)[e.closest('svg') ? 'fill' : 'color'] === plate)
            .map(e => e.textContent); }""")
    assert gone == []
