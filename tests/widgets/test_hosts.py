"""The three hosts: paper, the static page, the live notebook."""

import gzip
import json
import re
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from qedu import widgets
from qedu.widgets.live import view

from .conftest import written

#: A widget as it is drawn in the next frame: all its tabs, one after the other, and its table, which is filled when it is opened.
LOOK = """async w => {
  const frame = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));
  const all = where => [...w.querySelectorAll(where)].map(e => [e.dataset.key, +e.dataset.value]);
  w.querySelector('.qedu-table').open = true;
  await frame();
  const had = document.activeElement, tabs = [...w.querySelectorAll('[role=tab]:not([hidden])')], before = tabs.find(tab => tab.ariaSelected === 'true');
  const drawn = [], picture = [], look = () => { drawn.push(...all('.qedu-drawing [data-key]')); picture.push(w.querySelector('.qedu-panel:not([hidden])').innerHTML); };
  if (!tabs.length) look();
  for (const tab of tabs) { tab.click(); look(); }
  before?.click();
  (w.querySelector(`[data-focus="${had.dataset.focus}"]`) ?? had).focus();      // drawn anew with its tab
  return { state: JSON.parse(w.dataset.state ?? w.querySelector('[data-state]').dataset.state), drawn, table: all('.qedu-table td[data-key]'),
    picture: picture.join(''), text: w.querySelector('.qedu-live .qedu-line').textContent }; }"""


@pytest.fixture(scope="module")
def contexts(browser):
    """Contexts of the browser by their options, the same for all tests here: widgets keep nothing but their address."""
    opened = {}

    def context(**options):
        key = repr(sorted(options.items()))
        if key not in opened:
            opened[key] = browser.new_context(viewport={"width": 1280, "height": 900}, offline=True, **options)
        return opened[key]

    yield context
    for each in opened.values():
        each.close()


@pytest.fixture
def open_page(contexts):
    """Open an address in a tab; at the end nothing may have been complained of or asked from outside."""
    tabs, trouble = [], []

    def go(uri, **options):
        page = contexts(**options).new_page()
        tabs.append(page)
        page.on("console", lambda m: m.type in ("error", "warning") and trouble.append(m.text))
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on("request", lambda r: r.url.startswith(("file:", "data:")) or trouble.append(r.url))
        page.goto(uri)
        return page

    yield go
    for page in tabs:
        page.close()
    assert trouble == []


@pytest.fixture(scope="module", params=widgets.NAMES)
def name(request):
    """A widget.  All tests of one run one after the other, so that its page is computed once."""
    return request.param


def true_to_python(name, look):
    """Drawing = table = a fresh calculation."""
    fresh, table = widgets.load(name).numbers(look["state"]), dict(look["table"])
    assert len(look["drawn"]) >= 4 and len(table) == len(look["table"])
    for key, value in look["drawn"]:
        assert value == pytest.approx(fresh[key], abs=1e-9), key
        assert value == table[key], key
    assert set(table) == {key for key, _ in look["drawn"]}


# ------------------------------------------------------------- paper

def test_definition_is_whole(name):
    widget = widgets.load(name)
    assert widget.name == name and widget.title and widget.caption and widget.leaves_out
    assert len(widget.tasks) == len(widget.paper) == 3
    for part in (*widget.tasks, *widget.paper):
        widget.state(part.state)
    assert len({json.dumps(widget.state(p.state)) for p in widget.paper}) == 3


def test_paper_form(name):
    widget = widgets.load(name)
    page = written(name)
    ElementTree.fromstring(page.replace("\u00a0", " "))       # EPUB needs well-formed XML
    soup = BeautifulSoup(page, "html.parser")
    element = soup.find("qedu-widget")
    assert json.loads(element["data-state"]) == widget.state()
    panels = element.select(".qedu-paper .qedu-state")
    assert len(panels) == 3 and element.figcaption.text == widget.caption
    for drawing in element.select("svg[role=img]"):
        assert len(drawing["aria-label"]) >= 5
    for number, panel in enumerate(panels):
        fresh = widget.numbers(json.loads(panel["data-state"]))
        marks = panel.select("[data-key]")
        assert len(marks) >= 2 and panel.select_one(".qedu-line").text.strip()
        for mark in marks:
            assert float(mark["data-value"]) == pytest.approx(fresh[mark["data-key"]], abs=1e-9)
        columns = [row.find_all("td")[number] for row in element.table.tbody.find_all("tr")]
        cells = {c["data-key"]: float(c["data-value"]) for c in columns if c.get("data-key")}
        assert len(cells) >= 4
        for key, value in cells.items():
            assert value == pytest.approx(fresh[key], abs=1e-9)
    ids = [tag["id"] for tag in element.find_all(id=True)]
    assert len(ids) == len(set(ids))
    assert not re.search(r"<script(?! type=\"application/json\")|\son\w+=|\sstyle=|undefined|NaN", page)


def test_what_is_drawn_as_in_the_setting_before_is_not_drawn_again_on_paper(name):
    panels = BeautifulSoup(written(name), "html.parser").select(".qedu-paper .qedu-state")
    drawn = [{re.sub(' aria-label="[^"]*"', "", str(view)) for view in panel.select(".qedu-view")} for panel in panels]
    assert drawn[0] and not drawn[0] & drawn[1] and not drawn[1] & drawn[2]
    said = [panel.select_one(".qedu-line").text.endswith(" What is not drawn is as before.") for panel in panels]
    assert said[0] is False and (name != "teleport-with-a-clock" or said[1:] == [True, True] and len(drawn[0]) > len(drawn[1]) == 1)


def test_sizes(name):
    page = written(name).encode()
    weight = {part: len(gzip.compress(widgets.served()[part].encode())) for part in widgets.needed(written(name))}
    script, style = (sum(bytes for part, bytes in weight.items() if part.endswith(end)) for end in (".js", ".css"))
    assert len(gzip.compress(page)) <= 30_000 and script <= 33_000 and style <= 6_000


def test_pages_carry_no_comments():
    source = "".join(path.read_text(encoding="utf-8") for path in widgets.static_dir().rglob("*.js"))
    assert re.search(r"^ +// ", source, re.M) and re.search(r"\S {2,}// ", source), "the sources have both kinds"
    for text in (widgets.script(), *widgets.served().values()):
        assert not re.search(r"^ |^/\*| {2,}// ", text, re.M)


def test_building_twice_gives_the_same_bytes():
    assert widgets.which_coin().html() == widgets.which_coin().html()


def test_no_physics_words_in_the_script_need_eval():
    assert not re.search(r"\beval\(|new Function|setTimeout\(['\"]|\bimport\b|\bexport\b", widgets.script())


def test_the_shells_words_are_those_of_the_catalogue():
    from qedu.content import strings

    sent = widgets.which_coin().spec()["strings"]
    script = "".join(path.read_text(encoding="utf-8") for path in widgets.static_dir().rglob("*.js"))
    assert {f"widget.{key}" for key in sent} == {k for k in strings.catalogue("en") if k.startswith("widget.")}
    for key in sent:
        assert re.search(rf"\b(?:s|strings)\.{key}\b", script), f"{key} is sent but never shown"


# ------------------------------------------------------------- the static page
# Keys, the address, reload, reset and the projector are tried on the pages of the book themselves: tests/pages/test_widgets_on_pages.py.

def test_tasks_and_seed(name, site, open_page):
    page = open_page(site(name), reduced_motion="reduce")
    widget = page.wait_for_selector("qedu-widget.qedu-alive")
    definition = widgets.load(name)
    page.click(".qedu-tasks summary")
    for number, task in enumerate(definition.tasks):
        page.click(f"[data-task='{number}']")
        look = widget.evaluate(LOOK)
        assert look["state"] == definition.state(task.state)
        true_to_python(name, look)
        fold = page.locator(".qedu-fold")
        if any(look["state"][key] != definition.state()[key] for key in definition.folded):
            assert fold.evaluate("fold => fold.open"), "what a task sets is in sight"
            fold.evaluate("fold => { fold.open = false; }")
        assert not fold.count() or not fold.evaluate("fold => fold.open")
    if page.query_selector("[data-action=seed]"):
        if "seed" in definition.folded:
            page.click(".qedu-fold summary")
        before = widget.evaluate(LOOK)
        page.click("[data-action=seed]")
        after = widget.evaluate(LOOK)
        assert after["state"]["seed"] != before["state"]["seed"]
        true_to_python(name, after)


def test_widgets_of_one_page_share_the_address(site, open_page):
    both = site("which-coin", "bits-in-bits-out")
    page = open_page(f"{both}#bits-in-bits-out?bits=2;which-coin?basis=X&shots=12")
    page.wait_for_selector("[name=bits-in-bits-out].qedu-alive")
    state = "n => JSON.parse(document.querySelector(`[name=${n}]`).dataset.state)"
    assert page.evaluate(state, "which-coin")["shots"] == 12
    assert page.evaluate(state, "bits-in-bits-out")["bits"] == 2
    page.focus("[name=which-coin] [data-control=basis]:checked")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => location.hash.includes('basis=Y')")
    assert "bits-in-bits-out?bits=2" in page.evaluate("location.hash")
    # Rubbish in the address is put right or ignored.
    page = open_page(f"{both}#bits-in-bits-out?bits=99&prediction=abc&evil=1&seed=-4;which-coin?basis=Q&shots=%zz")
    page.wait_for_selector("[name=bits-in-bits-out].qedu-alive")
    assert widgets.bits_in_bits_out().state(page.evaluate(state, "bits-in-bits-out"))
    assert page.evaluate(state, "which-coin")["basis"] == "Z"


def test_back_from_a_link_to_a_state_is_where_the_reader_was(site, open_page):
    """An address without a state is that of the default, or of a heading, which leads away and changes nothing."""
    page = open_page(site("which-coin", "bits-in-bits-out"))
    page.wait_for_selector("[name=bits-in-bits-out].qedu-alive")
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<h2 id=below>Below</h2>')")

    def state():
        return page.evaluate("() => JSON.parse(document.querySelector('[name=which-coin]').dataset.state)")

    def go(work, expected):
        page.evaluate("work => new Promise(done => { addEventListener('hashchange', () => setTimeout(done), { once: true }); eval(work); })", work)
        assert state() == widgets.which_coin().state(expected)

    linked, moved = {"basis": "X", "shots": 12}, {"basis": "X", "shots": 13}
    go("location.hash = 'which-coin?basis=X&shots=12'", linked)
    go("history.back()", {})
    go("history.forward()", linked)
    page.evaluate("document.querySelector('[data-add=\"1\"][data-to=shots]').click()")
    page.wait_for_function("() => location.hash.includes('shots=13')")
    go("location.hash = 'below'", moved)                       # a heading: what the reader has set stays
    go("location.hash = 'bits-in-bits-out?bits=2'", moved)     # so does a link to another widget
    go("location.hash = 'which-coin?basis=Y'", {"basis": "Y"})
    go("history.back()", moved)
    go("history.back()", moved)
    go("history.back()", moved)
    go("history.back()", {})
    assert page.evaluate("location.hash") == ""
    # What the page kept may be that of an older widget.
    page.evaluate("history.replaceState({ qedu: { 'which-coin': { basis: 'Q', shots: 3 } } }, '')")
    go("location.hash = 'which-coin?shots=9'", {"shots": 9})
    go("history.back()", {"shots": 9})
    assert page.evaluate("history.state.qedu['which-coin'].shots") == 9


def test_another_box_takes_the_verdict_back(site, open_page):
    page = open_page(f"{site('which-coin')}#which-coin?decision=plus&basis=X")
    page.wait_for_selector(".qedu-alive")
    assert "Right: it was box A" in page.inner_text(".qedu-live .qedu-line")
    page.click("[data-action=seed]")
    assert "Decide when you are ready" in page.inner_text(".qedu-live .qedu-line")


# ------------------------------------------------------------- the live notebook

def test_kernel_recomputes(name):
    widget = widgets.load(name)
    live = view(widget)
    assert live.reply["numbers"] == widget.numbers()
    for task in widget.tasks:
        live.state = widget.state(task.state)                # what the browser sets
        assert live.reply["state"] == live.state
        assert live.reply["numbers"] == widget.numbers(task.state)
        assert {k: len(v) for k, v in live.reply["samples"].items()} \
            == {k: len(v) for k, v in widget.samples(task.state).items()}
    json.dumps([live.spec, live.reply])


LIVE_PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>live</title>
<link rel="icon" href="data:,"></head><body><div id="cell"></div><script type="module">{script}
const spec = {spec}, values = {{ spec, state: {state}, reply: {reply} }}, heard = {{}};
window.saved = []; window.shell = 0;
const model = {{ get: (key) => values[key], set: (key, value) => {{ values[key] = value; }},
  save_changes: () => window.saved.push(values.state), on: (event, work) => {{ heard[event] = work; }},
  off: (event) => {{ delete heard[event]; }} }};
window.answer = (reply) => {{ values.reply = reply; heard["change:reply"](); }};
document.addEventListener("keydown", () => {{ window.shell += 1; }});
window.leave = (await {{ render: QEduWidgets.render }}.render({{ model, el: document.getElementById("cell") }}));
window.heard = heard; window.ready = true;</script></body></html>"""


def test_live_view_with_a_fake_model(name, tmp_path, open_page):
    widget = widgets.load(name)
    live = view(widget)
    path = tmp_path / "live.html"
    path.write_text(LIVE_PAGE.format(script=widgets.script(), spec=json.dumps(live.spec),
                                     state=json.dumps(live.state), reply=json.dumps(live.reply)), encoding="utf-8")
    page = open_page(path.as_uri())
    page.wait_for_function("window.ready")
    cell = page.query_selector("#cell")
    true_to_python(name, cell.evaluate(LOOK))
    if widget.folded:                                          # of some games the only slider stands there
        page.click(".qedu-fold summary")
    control = page.query_selector(".qedu-controls :is(input[type=range], select)")
    control.focus()
    for key in ("ArrowRight", "ArrowLeft"):
        page.keyboard.press(key)
        saved = page.evaluate("window.saved")
        if saved:
            break
    assert page.evaluate("window.shell") == 0, "key presses must not reach the notebook's shell"
    live.state = saved[-1]
    page.evaluate("reply => window.answer(reply)", live.reply)
    look = cell.evaluate(LOOK)
    assert look["state"] == live.state == widget.state() != widget.state({})
    true_to_python(name, look)
    page.evaluate("window.leave()")
    assert page.evaluate("Object.keys(window.heard)") == []


def test_in_a_notebook_what_an_argument_sets_is_open(tmp_path, open_page):
    for given, wanted in (({}, False), ({"on2": False}, False), ({"a3": 45}, True)):
        live = view(widgets.polariser_bench(**given))
        path = tmp_path / "live.html"
        path.write_text(LIVE_PAGE.format(script=widgets.script(), spec=json.dumps(live.spec), state=json.dumps(live.state), reply=json.dumps(live.reply)),
                        encoding="utf-8")
        page = open_page(path.as_uri())
        page.wait_for_function("window.ready")
        fold = page.locator(".qedu-fold")
        assert fold.evaluate("fold => fold.open") is wanted
        fold.locator("summary").press("Enter")
        assert fold.evaluate("fold => fold.open") is not wanted and page.evaluate("window.shell") == 0


def test_mime_bundles(monkeypatch):
    data, _ = widgets.which_coin()._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data and "<qedu-widget" in data["text/html"]
    monkeypatch.setenv("QEDU_STATIC", "1")
    import qedu.widgets.live

    monkeypatch.setattr(qedu.widgets.live, "view", lambda widget: pytest.fail("the site opens no comm"))
    assert set(widgets.which_coin()._repr_mimebundle_()) == {"text/plain", "text/html"}


def test_script_goes_to_pages_with_a_widget_only(tmp_path, monkeypatch):
    monkeypatch.setenv("QEDU_STATIC", "1")                    # as the extension sets it; not for the tests that follow
    from sphinx.application import Sphinx
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    (tmp_path / "index.rst").write_text("Index\n=====\n\n.. toctree::\n\n   plain\n   widget\n")
    (tmp_path / "plain.rst").write_text("Plain\n=====\n")
    (tmp_path / "widget.rst").write_text("Widget\n======\n\n.. raw:: html\n\n   <qedu-widget name=\"x\"></qedu-widget>\n")
    out = tmp_path / "out"
    monkeypatch.setenv("QEDU_STATIC", "")                      # which the extension sets, and no later test may find
    # Sphinx registers its nodes for the whole process; without this, later books in it would warn.
    with patch_docutils(), docutils_namespace():
        app = Sphinx(tmp_path, None, out, tmp_path / "trees", "html", status=None, freshenv=True, parallel=0,
                     confoverrides={"extensions": ["qedu.widgets.sphinx"], "html_theme": "basic"})
        app.build()
    assert "qedu-widgets.js" in (out / "widget.html").read_text() and "qedu-widgets.css" in (out / "widget.html").read_text()
    assert "qedu-widgets" not in (out / "plain.html").read_text()
    for name, text in widgets.served().items():
        assert (out / "_static" / name).read_text(encoding="utf-8") == text
    assert "qedu-scene" not in (out / "widget.html").read_text()


def test_what_one_scene_alone_uses_is_not_in_the_style_of_all():
    everywhere, words = set(), {}
    for file in widgets.static_dir().rglob("*.js"):
        found = set(re.findall(r"[\w-]+", file.read_text(encoding="utf-8")))
        everywhere |= found if file.parent == widgets.static_dir() else set()
        words[file.name] = found
    # A class of ours has a - in its name; those of themes, such as "light", are words that stand everywhere.
    for name in sorted(name for name in widgets._classes(widgets._sheets()["widgets"]) - everywhere if "-" in name):
        users = [file for file, known in words.items() if name in known]
        assert len(users) != 1, f".{name} is in widgets.css and used in {users[0]} only: put it into a style sheet in scenes"


def test_a_page_loads_the_styles_of_all_that_it_draws(name):
    """A class that some sheet knows is known on each page where it stands."""
    named = set(re.findall(r"[\w-]+", " ".join(re.findall(r'class="([^"]*)"', written(name)))))
    sheets = {part: widgets._classes(text) for part, text in widgets.served().items() if part.endswith(".css")}
    loaded = set().union(*(sheets[part] for part in widgets.needed(written(name)) if part in sheets))
    assert named & set().union(*sheets.values()) <= loaded


def test_a_page_loads_the_scenes_of_its_widgets_and_no_others(name):
    """A view is drawn, and a number counted, by a file that its page loads."""
    widget, parts = widgets.load(name), widgets.served()
    loaded = [part for part in widgets.needed(written(name)) if part.endswith(".js")]
    assert loaded[-1] == "qedu-widgets.js" and len(loaded) < 4
    text = "".join(parts[part] for part in loaded)
    for drawing in {one.view for one in widget.views}:
        assert f'.view("{drawing}"' in text or re.search(rf"^{drawing}\(view, ctx\) {{", text, re.M), drawing
    for part in parts.keys() - set(loaded):
        assert f'numbers("{name}"' not in parts[part]
