"""Every widget on every page: alive by keyboard, and true to qedu."""

import re

import pytest

from .conftest import NARROW, PAGES, html

WIDGETS = [(page, name) for page in PAGES
           for name in re.findall(r'<qedu-widget[^>]*\bname="([\w-]+)"', html(page).read_text(encoding="utf-8"))]

LOOK = """w => ({
  state: JSON.parse(w.dataset.state),
  drawing: [...w.querySelectorAll('svg')].filter(s => !s.closest('.qedu-paper')).map(s => s.innerHTML).join(),
  drawn: Object.fromEntries([...w.querySelectorAll('svg [data-key]')].filter(s => !s.closest('.qedu-paper'))
      .map(e => [e.dataset.key, +e.dataset.value])),
  text: [...w.querySelectorAll('[aria-live]')].map(e => e.textContent).join(' | '),
  table: Object.fromEntries([...w.querySelectorAll('td[data-key]')].filter(e => !e.closest('.qedu-paper'))
      .map(e => [e.dataset.key, +e.dataset.value])),
})"""


CONTROLS = "input[type=range], select, input[type=radio]:checked"


def usable(widget):
    """The sliders, lists and radio buttons, each if it can be moved when its turn comes."""
    return (c for c in widget.query_selector_all(CONTROLS) if c.is_visible() and c.is_enabled())


def nudge(page, widget, control):
    """Move a control by one key press, back if it stands at its end; what the widget then shows."""
    start = widget.evaluate(LOOK)
    vertical = control.evaluate("e => e.tagName === 'SELECT'")
    control.focus()
    for key in ("ArrowDown", "ArrowUp") if vertical else ("ArrowRight", "ArrowLeft"):
        page.keyboard.press(key)
        page.wait_for_timeout(60)
        after = widget.evaluate(LOOK)
        if after["state"] != start["state"]:
            break
    return start, after


def true_to_qedu(name, look):
    """The numbers drawn and tabulated are those of a fresh calculation, to 1e-9."""
    from qedu import widgets

    fresh = widgets.load(name).numbers(look["state"])
    assert look["drawn"] and look["table"]
    for where in ("drawn", "table"):
        for key, value in look[where].items():
            assert value == pytest.approx(fresh[key], abs=1e-9), f"{where} {key} at {look['state']}"
    assert set(look["drawn"]) <= set(look["table"]), "every drawn number stands in the table"


def test_there_are_widgets():
    assert len(WIDGETS) >= 6 and len(set(name for _, name in WIDGETS)) == len(WIDGETS)


@pytest.mark.parametrize("page, name", WIDGETS)
@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_keys_move_drawing_text_and_table_together(tab, page, name, motion):
    t = tab(page, reduced_motion=motion)
    widget = t.page.wait_for_selector(f'qedu-widget[name="{name}"][data-state]', state="attached")
    before = widget.evaluate(LOOK)
    true_to_qedu(name, before)
    paper = widget.query_selector(".qedu-paper")
    assert paper and not paper.is_visible(), "with JavaScript the living widget replaces the paper form"

    moved = 0
    for control in usable(widget):
        start, after = nudge(t.page, widget, control)
        assert after["state"] != start["state"], "a key press changes the state"
        true_to_qedu(name, after)
        moved += all(after[part] != start[part] for part in ("drawing", "text", "table"))
    assert moved, "no key press changed drawing, text line and table together"
    assert t.outside == [] and t.complaints == []


@pytest.mark.parametrize("page, name", WIDGETS)
def test_state_lives_in_the_address_and_reset_restores(tab, page, name):
    t = tab(page)
    selector = f'qedu-widget[name="{name}"][data-state]'
    widget = t.page.wait_for_selector(selector, state="attached")
    start = widget.evaluate(LOOK)
    changed = nudge(t.page, widget, next(usable(widget)))[1]
    assert changed["state"] != start["state"]
    t.page.wait_for_function("name => location.hash.includes(name)", arg=name, timeout=2000)
    fragment = t.page.evaluate("location.hash")
    again = tab(page, fragment=fragment)
    other = again.page.wait_for_selector(selector, state="attached")
    assert other.evaluate(LOOK)["state"] == changed["state"]
    widget.query_selector("[data-action=reset]").press("Enter")
    t.page.wait_for_timeout(60)
    assert widget.evaluate(LOOK)["state"] == start["state"]


@pytest.mark.parametrize("page, name", WIDGETS)
def test_projector_view_and_phone(tab, page, name):
    t = tab(page, viewport=NARROW)
    widget = t.page.wait_for_selector(f'qedu-widget[name="{name}"][data-state]', state="attached")
    for svg in widget.query_selector_all("svg"):
        box = svg.bounding_box()
        if svg.is_visible() and box:
            assert box["x"] >= 0 and box["x"] + box["width"] <= NARROW["width"] + 0.5
    wide = tab(page)
    widget = wide.page.wait_for_selector(f'qedu-widget[name="{name}"][data-state]', state="attached")
    size = widget.bounding_box()["width"]
    widget.query_selector("[data-action=projector]").press("Enter")
    wide.page.wait_for_timeout(60)
    assert widget.bounding_box()["width"] > size
    wide.page.keyboard.press("Escape")
    wide.page.wait_for_timeout(60)
    assert widget.bounding_box()["width"] == pytest.approx(size, abs=2)


@pytest.mark.parametrize("page, name", WIDGETS)
def test_widget_says_what_it_leaves_out(page, name):
    from qedu import widgets

    text = html(page).read_text(encoding="utf-8")
    widget = widgets.load(name)
    assert widget.leaves_out and widget.caption
    element = text[text.index(f'name="{name}"'):]
    assert "What this model leaves out" in element[:element.index("</qedu-widget>")]
