"""Drawings: composed for two widths, nothing cut off or covered, shares and frames computed."""

import html
import math
import re
from pathlib import Path

import pytest
import yaml

import qedu
from qedu import protocols
from qedu.book import drawings
from qedu.content import symbols
from qedu.content.road import road
from tests.book.conftest import build

CHAIN = {"alt": "A bench.", "chain": [
    {"who": "alice", "parts": [{"laser": "one photon at a time"}, {"plate": "turns it by one of four angles"}]},
    {"parts": [{"unknown": "the line: who is on it?"}]},
    {"who": "bob", "parts": [{"plate": "picks the basis"}, {"splitter": {"label": "sorts", "side": {"detector": "1"}}}, {"detector": "0"}]}]}
GRID = {"alt": "Rounds.", "grid": {"same": [1, 2], "rows": [
    {"name": "Alice’s bit", "cells": "0 1 1 0 1 0 0 1 1 0 1 0 0 1 0 1"}, {"name": "her basis", "cells": "z x x z x z x x z z x z x x z x"},
    {"name": "Bob’s basis", "cells": "z z x x x z z x z x x x x z z x"}, {"name": "his bit", "cells": "0 - 1 h v d a 1 1 0 1 1 0 1 0 1"}]}}
BARS = {"alt": "Steps.", "bars": {"of": 10000, "steps": [{"left": 10000, "label": "photons sent"}, {"left": 2430, "label": "secret bits"}]}}
TREE = {"alt": "Ways.", "tree": {"label": "Eve picks a basis", "ways": [
    {"share": "1/2", "label": "Alice’s", "ways": [{"share": 1, "label": "Bob is right"}]},
    {"share": "1/2", "label": "the other one", "ways": [{"share": "1/2", "label": "right"}, {"share": "1/2", "label": "wrong"}]}]}}
ALL = {"chain": CHAIN, "grid": GRID, "bars": BARS, "tree": TREE}

PAGES = [Path(f"{page.name}.md") for part in road() for chapter in part.chapters for page in chapter.pages]

#: The drawings of the book's own pages.
OWN = {f"{folder.name}/{name}": drawing for folder in sorted({path.parent for path in PAGES}) if (folder / "drawings.yaml").is_file()
       for name, drawing in drawings.read(str(folder)).items()}

#: What is wrong with a drawing: words cut off at its edge, words over words or over a symbol's letter, or the name of a symbol
#: that touches it.
WRONG = """() => [...document.querySelectorAll('svg[role=img]')].flatMap(svg => {
    const frame = svg.getBoundingClientRect(), said = [], words = [...svg.querySelectorAll('text')].filter(one => one.textContent);
    words.forEach((one, i) => { const a = one.getBoundingClientRect();
        if (a.left < frame.left - 1 || a.right > frame.right + 1 || a.bottom > frame.bottom + 1) said.push(`${one.textContent} is cut off`);
        if (parseFloat(getComputedStyle(one).fontSize) < 12) said.push(`${one.textContent} is too small`);
        if (one.matches('.q-d-b')) for (const part of svg.querySelectorAll(':scope > g')) { const b = part.getBoundingClientRect();
            if (a.left < b.right + 4 && b.left < a.right + 4 && a.top < b.bottom - 8 && b.top < a.bottom - 8) said.push(`${one.textContent} touches its symbol`); }
        for (const two of words.slice(i + 1)) { const b = two.getBoundingClientRect();
            if (a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 4 && b.top < a.bottom - 4) said.push(`${one.textContent} | ${two.textContent}`); } });
    return said; })"""


@pytest.mark.parametrize("drawing", {**ALL, **OWN}.values(), ids={**ALL, **OWN})
def test_nothing_is_cut_off_or_covered(browser, drawing):
    tab = browser.new_page()
    styles = symbols.STYLE.read_text(encoding="utf-8") + (symbols.STYLE.parents[1] / "book/static/drawings.css").read_text()
    tab.set_content(f"<style>{styles}</style>" + "".join(drawings.compose(drawing, width) for width in drawings.WIDTHS))
    assert tab.evaluate(WRONG) == []
    # The test can fail: a label that is too long for its place.
    long = {"alt": "x", "bars": {"of": 1, "steps": [{"left": 1, "label": "a" * 120}]}}
    tab.set_content(f"<style>{styles}</style>" + drawings.compose(long))
    assert tab.evaluate(WRONG)
    tab.close()


@pytest.mark.parametrize("width", drawings.WIDTHS)
def test_no_label_is_left_out(width):
    """Words are looked for one by one, since a label may be broken into lines."""
    for name, drawing in {**ALL, **OWN}.items():
        drawn = re.sub(r"<[^>]*>", " ", drawings.compose(drawing, width)).split()
        for part in (part for group in drawing.get("chain", []) for part in group["parts"]):
            label = next(iter(part.values())) if isinstance(part, dict) else ""
            texts = [label["label"], *label.get("side", {}).values()] if isinstance(label, dict) else [label]
            assert all(html.escape(word, quote=False) in drawn for text in texts for word in str(text or "").split()), (name, texts)


@pytest.mark.parametrize("width", drawings.WIDTHS)
def test_messages_reach_every_part_that_is_no_line(width):
    parts = ["alice", "line", "node", "line", "memory", "line", "bob"]
    beside, plain = (drawings.compose({"alt": "x", "chain": [{"parts": parts, **more}]}, width) for more in ({"messages": True}, {}))
    path = re.search(r'class="q-d-messages" d="([^"]*)"', beside)[1]
    assert path.count("M") == 1 + 4 and "q-d-messages" not in plain


def test_on_a_phone_a_row_stands_only_beside_its_own_cells():
    grid = {"alt": "Steps.", "grid": {"rows": [{"name": "all", "cells": "• • • • • • • • • •"}, {"name": "late", "cells": "- - - - - - - - - •"}]}}
    names = {width: re.findall(r">(all|late)<", drawings.compose(grid, width)) for width in drawings.WIDTHS}
    assert names == {"wide": ["all", "late"], "narrow": ["all", "all", "late"]}


@pytest.mark.parametrize("width", drawings.WIDTHS)
def test_rounds_with_equal_bases_are_framed_and_shares_multiplied(width):
    assert drawings.compose(GRID, width).count('class="q-d-kept"') == 10
    assert re.findall(r">(\d/\d)<", drawings.compose(TREE, width)) == ["1/2", "1/4", "1/4"]
    lengths = [float(one) for one in re.findall(r'class="q-d-bar"[^>]* width="([\d.]+)"', drawings.compose(BARS, width))]
    assert lengths[1] / lengths[0] == pytest.approx(0.243, abs=1e-3)


@pytest.mark.parametrize("fault, words", [
    ({**CHAIN, "alt": " "}, "has 'alt'"), ({"alt": "x"}, "has 'alt'"), ({**CHAIN, **GRID}, "has 'alt'"),
    ({"alt": "x", "chain": [{"parts": ["lazer"]}]}, "no part 'lazer'"),
    ({"alt": "x", "chain": [{"messages": True, "who": "bob", "parts": ["node"]}]}, "belongs to nobody"),
    ({"alt": "x", "grid": {"rows": [{"name": "a", "cells": "0 1"}, {"name": "b", "cells": "0"}]}}, "one length"),
    ({"alt": "x", "bars": {"of": 10, "steps": [{"left": 11, "label": "x"}]}}, "share of the whole, 10; got 11"),
    ({"alt": "x", "tree": {"label": "x", "ways": [{"share": "1/2", "label": "y"}]}}, "add up to 1")])
def test_a_faulty_drawing_says_what_is_wrong(fault, words):
    with pytest.raises(ValueError, match=re.escape(words)):
        drawings.compose(fault)


def test_each_symbol_stands_in_its_square(browser):
    tab = browser.new_page()
    tab.set_content("".join(f'<svg id="{name}" width="96" height="96" viewBox="-48 -48 96 96">{symbols.symbol(name, 0, 0)}</svg>'
                            for name in symbols.load()))
    boxes = tab.evaluate("() => [...document.querySelectorAll('svg > g')].map(one => { const b = one.getBBox(); return [b.x, b.y, b.x + b.width, b.y + b.height]; })")
    tab.close()
    assert len(boxes) >= 14 and all(-24.5 <= value <= 24.5 for box in boxes for value in box)
    with pytest.raises(ValueError, match="no symbol 'lens'; there are laser"):
        symbols.symbol("lens", 0, 0)


def test_a_page_shows_its_drawing_and_names_what_is_missing(mini):
    page = mini / "chapters" / "mini.md"
    (page.parent / "drawings.yaml").write_text(yaml.safe_dump({"bench": CHAIN}), encoding="utf-8")
    text = page.read_text(encoding="utf-8")
    page.write_text(f"{text}\n```{{drawing}} bench\nAlice and Bob.\n```\n", encoding="utf-8")
    book = build(mini)
    assert not [line for line in book.warnings if "drawing" in line]
    figure = book.soup("chapters/mini").select_one("figure.qedu-figure")
    assert [svg["aria-label"] for svg in figure.select("svg[role=img]")] == ["A bench.", "A bench."]
    assert figure.figcaption.get_text(strip=True) == "Alice and Bob."
    for body, words in ((" bank\nx\n", "no drawing 'bank'"), (" bench\n", "no caption")):
        page.write_text(f"{text}\n```{{drawing}}{body}```\n", encoding="utf-8")
        assert any(words in line and "mini.md:" in line for line in build(mini).warnings)


def test_the_drawings_of_bb84_show_what_its_runs_and_formulas_give():
    """The sixteen rounds of the text, the test of two thousand bits, and the length of the key."""
    run = qedu.exchange(protocols.bb84())
    shown = drawings.read("chapters/2-keys/bb84")
    rounds, rows = run.records(16, seed=286), shown["sifting"]["grid"]["rows"]
    assert rows[0]["cells"].split() == ["zx"[basis] for basis in rounds.alice_setting]
    assert rows[1]["cells"].split() == ["zx"[basis] for basis in rounds.bob_setting]
    assert rows[2]["cells"].split() == [str(bit) for bit in rounds.alice]
    assert drawings.compose(shown["sifting"]).count('class="q-d-kept"') == rounds.sifted.sum()
    lesson = Path("chapters/2-keys/bb84/how-many-to-test.md").read_text(encoding="utf-8")
    every, tested, left = (step["left"] for step in shown["squeezed-test"]["bars"]["steps"])
    assert every == tested + left and f"{left:,} are left" in lesson
    sent, sifted, kept, secret = (step["left"] for step in shown["from-photons-to-key"]["bars"]["steps"])
    h = -0.03 * math.log2(0.03) - 0.97 * math.log2(0.97)
    assert (sifted, kept) == (sent / 2, sifted - 1000) and secret == math.floor(kept * (1 - 2 * h))


def test_every_drawing_of_the_book_is_shown_on_a_page():
    for folder in {path.parent for path in PAGES}:
        if (folder / "drawings.yaml").is_file():
            shown = {name for path in PAGES if path.parent == folder
                     for name in re.findall(r"^```\{drawing\} (\S+)", path.read_text(encoding="utf-8"), re.M)}
            assert shown == set(drawings.read(str(folder)))


#: How far behind its words each fork of a tree begins, in pixels.
FORKS = """() => [...document.querySelectorAll('.q-d-way')].map(way => {
    const a = way.getBoundingClientRect(), start = way.getPointAtLength(0), frame = way.ownerSVGElement.getBoundingClientRect();
    const before = [...way.ownerSVGElement.querySelectorAll('text')].map(one => one.getBoundingClientRect())
        .filter(b => b.left < a.left && b.top - 10 < frame.top + start.y && frame.top + start.y < b.bottom + 10);
    return a.left - Math.max(...before.map(b => b.right)); })"""


@pytest.mark.parametrize("drawing", [one for one in [TREE, *OWN.values()] if "tree" in one], ids=[name for name, one in {"tree": TREE, **OWN}.items() if "tree" in one])
def test_a_fork_begins_behind_its_words_and_not_far_from_them(browser, drawing):
    """It once began at the end of a column as wide as all others, a hundred pixels from "One Z bit"."""
    tab = browser.new_page()
    styles = (symbols.STYLE.parents[1] / "book/static/drawings.css").read_text()
    tab.set_content(f"<style>{styles}</style>" + "".join(drawings.compose(drawing, width) for width in drawings.WIDTHS))
    gaps = tab.evaluate(FORKS)
    tab.close()
    assert gaps and min(gaps) > 0 and max(gaps) < 60, gaps
