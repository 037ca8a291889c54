"""Every widget on every page: alive by keyboard, and true to qedu."""

import re

import pytest

from .conftest import NARROW, ON_PAGE, PAGES, WIDE, html

WIDGETS = [(page, name) for page, names in ON_PAGE.items() for name in names]

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


@pytest.fixture(scope="module", params=WIDGETS, ids="/".join)
def place(request):
    """A widget's page and name.  All tests of one page run one after the other, so that they can share a tab."""
    return request.param


#: Lift the veil, open what is folded among the controls, and the table, which is filled then.
LIFT = """async w => { const skip = w.querySelector('[data-action=skip]'), fold = w.querySelector('.qedu-fold'); if (!skip.hidden) skip.click();
    if (fold && !fold.open) fold.querySelector('summary').click();
    w.querySelector('.qedu-table').open = true; await new Promise(done => requestAnimationFrame(() => setTimeout(done))); }"""


def find(tab, name):
    """A living widget on an open page, its veil lifted."""
    widget = tab.page.wait_for_selector(f'qedu-widget[name="{name}"][data-state]', state="attached")
    widget.evaluate(LIFT)
    return widget


def settle(page):
    """Wait until what a key or a click has asked for is drawn."""
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")


def reset(tab, widget):
    """Put a widget into its first state."""
    widget.query_selector("[data-action=reset]").press("Enter")
    settle(tab.page)


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
        settle(page)
        after = widget.evaluate(LOOK)
        if after["state"] != start["state"]:
            break
    return start, after


def true_to_qedu(name, look):
    """The numbers drawn and tabulated are those of a fresh calculation, to 1e-9."""
    from qedu import widgets

    fresh = widgets.load(name).numbers(look["state"])
    assert look["table"]
    for where in ("drawn", "table"):
        for key, value in look[where].items():
            assert value == pytest.approx(fresh[key], abs=1e-9), f"{where} {key} at {look['state']}"
    assert set(look["drawn"]) <= set(look["table"]), "every drawn number stands in the table"


def test_there_are_widgets():
    assert len(WIDGETS) >= 6 and len(set(name for _, name in WIDGETS)) == len(WIDGETS)


@pytest.mark.parametrize("page", PAGES)
def test_pages_hold_the_widgets_of_their_front_matter_and_no_others(page):
    on_page = re.findall(r'<qedu-widget[^>]*\bname="([\w-]+)"', html(page).read_text(encoding="utf-8"))
    assert sorted(on_page) == sorted(ON_PAGE.get(page, ()))


def alive(tab, name):
    """A widget that shows its first state, in place of its paper form and true to qedu."""
    widget, drawn = find(tab, name), set()
    for button in [None, *widget.query_selector_all("[role=tab]"), widget.query_selector("[role=tab]")]:
        if button and button.is_visible():
            button.click()
        look = widget.evaluate(LOOK)
        true_to_qedu(name, look)
        drawn |= set(look["drawn"])
    assert drawn, "a log or a list has no numbers drawn, but some tab has"
    assert not re.search(r"undefined|NaN|\{", widget.inner_text())
    paper = widget.query_selector(".qedu-paper")
    assert paper and not paper.is_visible(), "with JavaScript the living widget replaces the paper form"
    return widget


def moves(t, name, widget, control):
    """Whether a key press, which must change the state, changes drawing, text line and table together."""
    start, after = nudge(t.page, widget, control)
    assert after["state"] != start["state"], "a key press changes the state"
    true_to_qedu(name, after)
    return all(after[part] != start[part] for part in ("drawing", "text", "table"))


def backwards(t, name, widget):
    """The same from the first state and beginning with the last control, since a question that is asked goes when the next one comes."""
    reset(t, widget)
    return any(moves(t, name, widget, control) for control in [*usable(widget)][::-1])


def played(t, name, widget):
    """The same of the first button of a game, which stands in the scene: before it is pressed nothing has happened yet.

    Some first have to be told where: their lists are gone through until the button can be pressed.
    """
    first = ".qedu-drawing button[data-set]"
    for control in widget.query_selector_all("select"):
        for _ in control.query_selector_all("option"):
            if (button := widget.query_selector(first)) and button.is_disabled() and control.is_visible():
                control.press("ArrowDown")
                settle(t.page)
    button = widget.query_selector(first)
    if not button or button.is_disabled():
        return False
    start = widget.evaluate(LOOK)
    button.press("Enter")
    settle(t.page)
    after = widget.evaluate(LOOK)
    true_to_qedu(name, after)
    return all(after[part] != start[part] for part in ("drawing", "text", "table"))


def test_keys_move_drawing_text_and_table_together(place, shared):
    """The one walk by keyboard through all controls of a widget; its tasks, in tests/widgets/test_hosts.py, set every part of a state."""
    page, name = place
    t = shared(page, reduced_motion="no-preference", viewport=WIDE)
    widget = alive(t, name)
    moved = [moves(t, name, widget, control) for control in usable(widget)]
    assert any(moved) or backwards(t, name, widget) or played(t, name, widget), "no key press changed drawing, text line and table together"
    assert t.outside == [] and t.complaints == []


def test_every_control_is_there_on_a_phone_and_one_moves_with_reduced_motion(place, shared):
    page, name = place
    t = shared(page, reduced_motion="reduce", viewport=NARROW)
    widget = alive(t, name)
    for control in widget.query_selector_all(CONTROLS):
        put_away = control.evaluate("e => Boolean(e.closest('[hidden], details:not([open])'))")
        assert control.is_visible() != put_away, control.evaluate("e => e.outerHTML")
    assert any(moves(t, name, widget, control) for control in usable(widget)) or backwards(t, name, widget) \
        or played(t, name, widget), "no key press changed drawing, text line and table together"
    assert t.outside == [] and t.complaints == []


def test_state_lives_in_the_address_and_reset_restores(place, shared, tab):
    """Of all simulations of the widget's page together: they share the address."""
    from qedu import widgets

    page, _ = place
    t, names, changed = shared(page, reduced_motion="no-preference", viewport=WIDE), ON_PAGE[page], {}
    for name in names:
        reset(t, find(t, name))                 # the tab may be one in which a test before has moved things
    t.page.wait_for_function("() => location.hash === ''", timeout=2000)
    for name in names:
        widget = find(t, name)
        start, after = nudge(t.page, widget, next(usable(widget)))
        assert start["state"] == widgets.load(name).state() != after["state"]
        changed[name] = after["state"]
    t.page.wait_for_function("names => names.every(name => location.hash.includes(name))", arg=names, timeout=2000)
    again = tab(page, fragment=t.page.evaluate("location.hash"))
    assert {name: find(again, name).evaluate(LOOK)["state"] for name in names} == changed
    for name in names:
        widget = find(t, name)
        reset(t, widget)
        assert widget.evaluate(LOOK)["state"] == widgets.load(name).state()
    t.page.wait_for_function("() => location.hash === ''", timeout=2000)


def test_projector_view(place, shared):
    page, name = place
    t = shared(page, reduced_motion="no-preference", viewport=WIDE)
    widget = find(t, name)
    size, drawings = widget.bounding_box()["width"], "w => [...w.querySelectorAll('.qedu-drawing svg')].map(e => +e.getAttribute('width'))"
    small = widget.evaluate(drawings)
    width = """([w, wanted, full]) => Math.abs(w.getBoundingClientRect().width - wanted) <= 2
        && Boolean(document.fullscreenElement) === full"""
    widget.query_selector("[data-action=projector]").press("Enter")
    t.page.wait_for_function(width, arg=[widget, WIDE["width"], True])
    if page != "chapters/index":                               # there it is as wide as the page already
        assert WIDE["width"] > 1.2 * size
        assert widget.evaluate(drawings)[0] > small[0], "the drawing grows with its frame"
    true_to_qedu(name, widget.evaluate(LOOK))
    t.page.keyboard.press("Escape")
    t.page.wait_for_function(width, arg=[widget, size, False])


def test_drawings_fit_a_phone(place, shared):
    page, name = place
    for svg in find(shared(page, reduced_motion="reduce", viewport=NARROW), name).query_selector_all("svg"):
        box = svg.bounding_box()
        if svg.is_visible() and box:
            assert box["x"] >= 0 and box["x"] + box["width"] <= NARROW["width"] + 0.5


def test_what_is_to_be_predicted_stands_on_paper(place, shared):
    """On the screen the stage takes the question in, and its box is put away."""
    page, name = place
    t = shared(page, reduced_motion="reduce", viewport=NARROW)
    find(t, name)
    parts = t.page.locator(f"#prediction-{name} > .qedu-question, #prediction-{name} .qedu-options > li")
    assert not any(part.is_visible() for part in parts.all())
    t.page.emulate_media(media="print")
    try:
        assert (parts.count() >= 3) == (f'id="prediction-{name}"' in html(page).read_text(encoding="utf-8"))
        assert all(part.is_visible() for part in parts.all())
    finally:
        t.page.emulate_media(media="screen")


def test_widget_says_what_it_leaves_out(place):
    from qedu import widgets

    page, name = place
    text = html(page).read_text(encoding="utf-8")
    widget = widgets.load(name)
    assert widget.leaves_out and widget.caption
    element = text[text.index(f'name="{name}"'):]
    assert "What this model leaves out" in element[:element.index("</qedu-widget>")]
