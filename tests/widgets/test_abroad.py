"""A widget away from home: in a page without our style, in an exported notebook, without its kernel, in other themes."""

import json
import re
from functools import lru_cache

import pytest

from qedu import widgets
from qedu._node import Answers
from qedu.widgets.live import view
from qedu.widgets.paper import paint
from tests.colours import CONTRAST

from .test_hosts import LIVE_PAGE, LOOK, true_to_python

BARE = """<!doctype html><html lang="en"{attributes}><head><meta charset="utf-8"><title>elsewhere</title><link rel="icon" href="data:,">
<style>{style}</style></head><body{body}>{content}</body></html>"""

#: Parts of drawings that nobody gave a colour: SVG makes them black.
BLOBS = """() => [...document.querySelectorAll('svg :is(rect, circle, path, ellipse, line)')].filter(part => {
    const { fill, stroke } = getComputedStyle(part);
    return part.tagName === 'line' ? stroke === 'none' : fill === 'rgb(0, 0, 0)' || fill === 'none' && stroke === 'none';
}).map(part => part.outerHTML.slice(0, 120))"""

FAINT = """root => {
    const rgb = text => text.match(/[\\d.]+/g).map(Number), bad = [];
    for (const node of document.querySelectorAll(`${root} *`)) {
        if (![...node.childNodes].some(child => child.nodeType === 3 && child.data.trim()) || !node.getClientRects().length) continue;
        const style = getComputedStyle(node), colour = node.closest('svg') ? style.fill : style.color;
        let ground = node, fill = [0, 0, 0, 0];
        while (ground && fill[3] === 0) { fill = rgb(getComputedStyle(ground).backgroundColor); ground = ground.parentElement; }
        if (CONTRAST(rgb(colour), fill[3] === 0 ? [255, 255, 255] : fill) < 4.5) bad.push([node.textContent.slice(0, 40), colour, String(fill)]);
    }
    return bad;
}""".replace("CONTRAST", CONTRAST)


@lru_cache(maxsize=1)
def still():
    """The form without a kernel, as a notebook keeps it."""
    return widgets.eves_dial()._still()["text/html"]


def bare(tmp_path, content, attributes="", body="", style=""):
    path = tmp_path / "page.html"
    path.write_text(BARE.format(content=content, attributes=attributes, body=body, style=style), encoding="utf-8")
    return path.as_uri()


def test_a_style_sheet_still_rules_over_the_colours_of_a_drawing():
    painted = paint('<p>1 < 2</p><svg><g><circle class="q-glyph q3 q-open" r="2"/><text class="q-small">x</text></g></svg><b class="q-fill">')
    assert painted.startswith("<p>1 < 2</p>") and painted.endswith('<b class="q-fill">')
    circle = re.search(r"<circle[^>]*>", painted)[0]
    assert 'fill="none"' in circle and 'stroke="#226844"' in circle and 'stroke-width="2.4"' in circle and circle.endswith("/>")
    assert "style=" not in painted


@pytest.mark.parametrize("scheme, attributes, body, style", [
    ("light", "", ' data-jp-theme-light="false" class="jp"', "body { background: #111; --jp-content-font-color1: #fff; --jp-layout-color0: #111 }"),
    ("light", "", ' data-theme="dark"', "body { background: #131416; color: #cfd0d0 }"),
    ("dark", "", ' data-theme="light"', ""), ("dark", "", "", ""), ("light", ' data-bs-theme="dark"', "", "body { background: #212529; color: #dee2e6 }"),
    ("light", ' class="dark"', "", "body { background: #1c1917; color: #e7e5e4 }"), ("dark", ' class="light"', "", ""),
    ("dark", "", ' data-jp-theme-light="true"', "body { background: #fff; --jp-content-font-color1: #000; --jp-layout-color0: #fff }")],
    ids=("JupyterLab, dark", "a theme with its own names, dark", "the same, light, on a dark system", "a dark system", "Bootstrap", "MyST, dark", "MyST, light, on a dark system", "JupyterLab, light"))
def test_words_can_be_read_in_other_themes(tmp_path, open_page, scheme, attributes, body, style):
    content = still()
    page = open_page(bare(tmp_path, content, attributes, body, style), color_scheme=scheme)
    assert page.evaluate(FAINT, "qedu-widget") == []
    assert page.evaluate(BLOBS) == []


@pytest.fixture(scope="module")
def outputs():
    """What a notebook keeps of a cell that ends in a widget: the outputs, and a widget's own state."""
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output

    InteractiveShell.clear_instance()                    # of an earlier test, which may show nothing
    shell = InteractiveShell.instance()
    with capture_output() as captured:
        shell.run_cell("import qedu\nqedu.widgets.which_coin()")
    yield [(output.data, output.metadata) for output in captured.outputs]
    InteractiveShell.clear_instance()


def test_an_exported_notebook_shows_the_widget_without_a_network(outputs, tmp_path, open_page):
    import nbformat.v4 as v4
    from nbconvert import HTMLExporter

    notebook = v4.new_notebook(cells=[v4.new_code_cell("qedu.widgets.which_coin()", outputs=[
        v4.new_output("display_data", data, metadata=metadata) for data, metadata in outputs])])
    body, _ = HTMLExporter(template_name="basic").from_notebook_node(notebook)
    # The scripts that nbconvert asks for are elsewhere; without a network there are none.
    page = open_page(bare(tmp_path, re.sub(r"<script\b(?![^>]*application/json).*?</script>", "", body, flags=re.S), body=' data-jp-theme-light="true"'))
    assert page.locator("qedu-widget svg[role=img]").first.is_visible()
    assert page.locator("qedu-widget .qedu-state").count() == 3
    assert page.evaluate(BLOBS) == [] and page.evaluate(FAINT, "qedu-widget") == []


def test_the_live_view_takes_the_place_of_the_form_without_a_kernel(outputs, tmp_path, open_page):
    (still, _), (live, _) = outputs
    assert "application/vnd.jupyter.widget-view+json" in live and "text/html" not in live
    twin = re.search(r'data-qedu-twin="(\w+)"', still["text/html"])[1]
    made = view(widgets.which_coin(), twin)
    page = open_page(live_page(tmp_path, made, still["text/html"]))
    assert page.locator("#cell .qedu-live").is_visible() and page.locator("qedu-widget .qedu-live").count() == 0 and not page.locator("qedu-widget").is_visible()
    page.evaluate("window.leave()")
    assert page.locator("qedu-widget").is_visible()


def live_page(tmp_path, live, more="", spec=None):
    path = tmp_path / "live.html"
    text = LIVE_PAGE.format(script=widgets.script(), spec=json.dumps(spec or live.spec), state=json.dumps(live.state), reply=json.dumps(live.reply))
    path.write_text(text.replace('<div id="cell">', f'{more}<div id="cell">'), encoding="utf-8")
    return path.as_uri()


@pytest.mark.parametrize("name", ["bits-in-bits-out", "eves-dial"])
def test_without_an_answer_of_the_kernel_the_view_goes_on_by_itself(name, tmp_path, open_page):
    widget = widgets.load(name)
    page = open_page(live_page(tmp_path, view(widget)))
    page.wait_for_function("window.ready")
    cell = page.query_selector("#cell")
    page.query_selector(".qedu-controls input[type=range]").focus()
    said = page.inner_text(".qedu-line")
    page.keyboard.press("ArrowLeft")
    page.wait_for_function("said => document.querySelector('.qedu-line').innerText !== said", arg=said)
    look = cell.evaluate(LOOK)
    assert look["state"] != widget.state()
    true_to_python(name, look)
    page.keyboard.press("ArrowLeft")                           # it does not wait a second time
    assert cell.evaluate(LOOK)["state"] != look["state"]


def test_a_view_that_cannot_go_on_says_so(tmp_path, open_page):
    from qedu.content import strings

    live = view(widgets.bits_in_bits_out())
    spec = {key: value for key, value in live.spec.items() if key != "page"}
    page = open_page(live_page(tmp_path, live, spec=spec))
    page.wait_for_function("window.ready")
    page.focus(".qedu-controls input[type=range]")
    page.keyboard.press("ArrowLeft")
    page.wait_for_function("text => document.querySelector('.qedu-line').textContent === text", arg=strings.text("widget.kernel_gone"))


def test_keys_that_a_widget_does_not_use_reach_the_notebook(tmp_path, open_page):
    page = open_page(live_page(tmp_path, view(widgets.which_coin())))
    page.wait_for_function("window.ready")
    cases = {"[data-control=shots]": (("ArrowLeft", "Home", "End", "PageUp", "PageDown"), ("Control+s", "Control+z", "Escape", "b", "Enter", "Shift+Enter")),
             "[data-control=seed]": (("ArrowUp", "1", "Backspace"), ("Control+s", "Escape", "Control+Enter")),
             "[data-control=basis]:checked": (("ArrowDown", " "), ("Control+s", "Escape", "m")),
             "[data-action=reset]": ((" ", "Enter"), ("Control+s", "ArrowDown", "Escape")),
             ".qedu-table summary": (("Enter",), ("Control+s", "Escape", "a"))}
    for where, (own, others) in cases.items():
        page.focus(f"#cell {where}")
        before = page.evaluate("window.shell")
        for key in own:
            page.keyboard.press(key)
        assert page.evaluate("window.shell") == before, (where, "its own keys do not")
        for number, key in enumerate(others, 1):
            page.focus(f"#cell {where}")
            page.keyboard.press(key)
            assert page.evaluate("window.shell") >= before + number, (where, key)
    # Escape belongs to the projector view as long as it is on.
    page.click("#cell [data-action=projector]")
    before = page.evaluate("window.shell")
    page.keyboard.press("Escape")
    assert page.evaluate("window.shell") == before


def test_where_html_cannot_be_shown_there_are_sentences_and_a_table(monkeypatch):
    monkeypatch.setenv("QEDU_STATIC", "1")
    widget = widgets.eves_dial()
    plain = widget._repr_mimebundle_()["text/plain"]
    assert plain.startswith(f"{widget.title}\n") and max(map(len, plain.splitlines())) <= 78
    for number, paper in enumerate(widget.paper, 1):
        assert f"Setting {number}." in plain and " ".join(paper.caption.split()) in " ".join(plain.split())
    qber = [f"{100 * widget.numbers(paper.state)['qber']:.1f}" for paper in widget.paper]
    assert re.search(r"\nQBER +" + r" % +".join(map(re.escape, qber)), plain.replace("\u00a0", " "))
    assert not re.search(r"[{}<>]", plain)


@pytest.mark.parametrize("name", ["polariser-bench", "trust-map", "adviser"])
def test_without_node_a_notebook_that_cannot_show_the_live_view_says_what_it_is(name, monkeypatch):
    def missing():
        raise RuntimeError("no Node")

    monkeypatch.setattr("qedu._node.node", missing)
    monkeypatch.setattr("qedu.widgets.paper._node", lambda code: Answers("", first=code))        # one that is not running yet
    widget = widgets.load(name)
    bundle, _ = widget._repr_mimebundle_()
    plain = bundle["text/plain"]
    assert "text/html" not in bundle and "application/vnd.jupyter.widget-view+json" in bundle
    assert plain.startswith(f"{widget.title}\n") and max(map(len, plain.splitlines())) <= 78
    for number, paper in enumerate(widget.paper, 1):
        assert f"Setting {number}. {' '.join(paper.caption.split())}" in " ".join(plain.split())
    assert not re.search(r"[{}<>]", plain)


@pytest.mark.parametrize("name", widgets.NAMES)
def test_each_widget_is_a_function_that_can_be_asked_for_help(name):
    import inspect
    import pydoc

    make = getattr(widgets, name.replace("-", "_"))
    assert inspect.isfunction(make) and make is getattr(widgets, make.__name__)
    arguments = inspect.signature(make).parameters
    assert {key: arguments[key].default for key in widgets.load(name).state()} == widgets.load(name).state()
    assert all(arguments[key].default is None for key in arguments.keys() - widgets.load(name).state().keys())
    text = pydoc.plain(pydoc.render_doc(make))
    assert make.__name__ in text and widgets.load(name).title in text and "lambda" not in text and "Returns" in text
    with pytest.raises(TypeError, match=rf"^{make.__name__}\(\)"):
        make(nonsense=1)
