"""Tiny pages, one per widget, opened from file:// with the network off."""

from functools import lru_cache

import pytest
from bs4 import BeautifulSoup

from qedu import widgets
from qedu.widgets.paper import draw

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="script-src 'self' file:">
<link rel="icon" href="data:,">
<style>main {{ max-width: 61rem; margin: auto }}</style>
{parts}</head><body><main>{body}</main></body></html>"""


def page_of(body, title="Widgets"):
    """A page with its body, and the styles and scripts that this asks for."""
    return PAGE.format(title=title, body=body, parts=links(widgets.needed(body)))


def links(names, folder=""):
    """What loads parts of the style sheet and the script."""
    return "".join(f'<link rel="stylesheet" href="{folder}{name}">' if name.endswith(".css") else f'<script src="{folder}{name}" defer></script>'
                   for name in names)


#: The paper form and the data of a widget, as the page gets them; some take a second to compute.
written = lru_cache(maxsize=None)(lambda name: widgets.load(name).html())


#: Wait until what a key, a click or a script has asked for is drawn.
SETTLE = "() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))"


def on_paper(widget, state):
    """The paper form of a widget in one state of ours, parsed."""
    numbers, samples = widget.numbers(state), widget.samples(state)
    shown = {"caption": "", "state": widget.state(state), "numbers": numbers,
             "samples": {name: drawn.tolist() for name, drawn in samples.items()}}
    return BeautifulSoup(draw({"spec": widget.spec(), "states": [shown]}), "html.parser")


def line(widget, state):
    """What the line of a widget says in a state; no word of it is torn from the next in a test."""
    return on_paper(widget, state).select_one(".qedu-line").text.replace("\u00a0", " ")


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """Folder with script, style and `<names joined by +>.html`, made when asked for."""
    folder = tmp_path_factory.mktemp("site")
    for part, text in widgets.served().items():
        (folder / part).write_text(text, encoding="utf-8")

    def page(*names):
        path = folder / f"{'+'.join(names)}.html"
        path.write_text(page_of("".join(map(written, names)), title=names[0]), encoding="utf-8")
        return path.as_uri()

    return page


@pytest.fixture
def open_page(browser):
    """Open an address; on leaving, nothing may have been complained of or asked from outside."""
    contexts, trouble = [], []

    def go(uri, width=1280, **options):
        context = browser.new_context(viewport={"width": width, "height": 900}, offline=True, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: m.type in ("error", "warning") and trouble.append(m.text))
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on("request", lambda r: r.url.startswith(("file:", "data:")) or trouble.append(r.url))
        page.goto(uri)
        return page

    yield go
    for context in contexts:
        context.close()
    assert trouble == []
