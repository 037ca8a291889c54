"""What every page of the built site must hold (DESIGN: the chapter bar, page checks)."""

import gzip
import json
import re
from html.parser import HTMLParser

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe

from .conftest import NARROW, PAGES, ROOT, SITE, html

PAGE_LIMIT, SCRIPT_LIMIT = 300_000, 80_000       # bytes, compressed


# One element of each kind of text: colour, size and weight, and all that is painted behind it.
_ONE_OF_EACH = """() => {
    const seen = new Set();
    for (const element of document.querySelectorAll('body *')) {
        if (![...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())) continue;
        if (!element.checkVisibility({checkVisibilityCSS: true})) continue;
        const {color, fill, fontSize, fontWeight} = getComputedStyle(element), kind = [color, fill, fontSize, fontWeight];
        for (let behind = element; behind; behind = behind.parentElement) {
            const {backgroundColor, backgroundImage, opacity} = getComputedStyle(behind);
            kind.push(`${backgroundColor} ${backgroundImage} ${opacity}`);
            if (/^rgb\\(/.test(backgroundColor)) break;          // opaque: nothing shines through
        }
        if (!seen.has(kind.join())) { seen.add(kind.join()); element.dataset.kind = seen.size; }
    }
    return seen.size;
}"""


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_is_quiet_accessible_and_stays_at_home(tab, name, scheme):
    t = tab(name, scheme=scheme)
    assert t.page.evaluate("document.documentElement.dataset.theme") == scheme
    assert t.outside == [] and t.complaints == []
    # preload: axe would fetch the style sheets again, which the page's own policy forbids.
    always = {"preload": False, "resultTypes": ["violations"]}
    # Thousands of formula letters share a few colours: the contrast of each kind of text is measured once.
    assert t.page.evaluate(_ONE_OF_EACH) > 5
    contrast = Axe().run(t.page, context={"include": [["[data-kind]"]]},
                         options={**always, "runOnly": ["color-contrast"]}).response
    assert len(contrast["passes"]) == 1, "nothing was measured"
    violations = contrast["violations"]
    if scheme == "light":      # dark differs in its colours alone
        violations += Axe().run(t.page, options={**always, "rules": {"color-contrast": {"enabled": False}}}) \
            .response["violations"]
    found = [(v["id"], v["nodes"][0]["html"][:160], v["nodes"][0]["failureSummary"])
             for v in violations]
    assert found == []


@pytest.mark.parametrize("name", PAGES)
def test_page_fits_a_phone(tab, name):
    t = tab(name, viewport=NARROW, scheme="dark")
    width = t.page.evaluate("document.documentElement.scrollWidth")
    if width > NARROW["width"]:
        wide = t.page.evaluate("""() => [...document.querySelectorAll('main *')]
            .filter(e => e.getBoundingClientRect().right > innerWidth + 1).slice(0, 5).map(e => e.outerHTML.slice(0, 120))""")
        raise AssertionError(f"{name} scrolls sideways: {width} px; {wide}")


@pytest.mark.parametrize("name", PAGES)
def test_page_is_light(tab, name):
    """Everything the page loads, each file compressed: at most 300 kB, scripts at most 80 kB."""
    from urllib.parse import unquote, urlparse

    t = tab(name)
    t.page.evaluate("document.fonts.ready.then(() => true)")
    files = {SITE.joinpath(unquote(urlparse(url).path)) for url in t.requested if url.startswith("file:")}
    weight = {file: len(gzip.compress(file.read_bytes())) for file in files if file.is_file()}
    assert len(weight) > 3, "the list of loaded files looks incomplete"
    report = {file.name: size for file, size in sorted(weight.items(), key=lambda item: -item[1])}
    assert sum(weight.values()) <= PAGE_LIMIT, report
    assert sum(size for file, size in weight.items() if file.suffix == ".js") <= SCRIPT_LIMIT, report


@pytest.mark.parametrize("name", PAGES)
def test_scripts_are_bound_by_a_policy(tab, name):
    text = html(name).read_text(encoding="utf-8")
    policy = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)"', text)
    assert policy, "no Content-Security-Policy"
    scripts = re.search(r"script-src ([^;]*)", policy[1])
    assert scripts and not re.search(r"unsafe-inline|unsafe-eval|\*|https?:", scripts[1]), policy[1]
    # The policy must really bind: an injected inline script does not run.
    t = tab(name)
    t.page.evaluate("""() => { const s = document.createElement('script');
        s.textContent = 'window.injected = true'; document.head.append(s); }""")
    assert not t.page.evaluate("window.injected === true")


class Images(HTMLParser):
    """Collects figures without alternative text."""

    def __init__(self):
        super().__init__()
        self.bad = []

    def handle_starttag(self, tag, attributes):
        a = dict(attributes)
        if tag == "img" and not (a.get("alt") or "").strip() and a.get("role") != "presentation":
            self.bad.append(a.get("src"))
        if tag == "svg" and a.get("role") == "img" and not (a.get("aria-label") or a.get("aria-labelledby")):
            self.bad.append("svg " + str(a.get("id")))


@pytest.mark.parametrize("name", PAGES)
def test_every_figure_has_alternative_text(name):
    parser = Images()
    parser.feed(html(name).read_text(encoding="utf-8"))
    assert parser.bad == []


@pytest.mark.parametrize("name", PAGES)
def test_page_reads_without_javascript(browser, name):
    from .conftest import Tab

    with Tab(browser, name, java_script_enabled=False) as t:
        text = t.page.inner_text("main")
        assert len(text) > 200
        for widget in t.page.query_selector_all("qedu-widget"):
            figure = widget.query_selector("svg, img")
            table = widget.query_selector("table")
            assert figure and figure.is_visible(), "the paper figure"
            assert table and len(table.query_selector_all("td")) > 2, "its data table"
            assert len(widget.inner_text()) > 40, "its text"
        for quiz in t.page.query_selector_all(".qedu-quiz"):
            assert quiz.query_selector("details"), "answers without JavaScript"


@pytest.mark.parametrize("name", PAGES)
def test_page_prints_no_traceback(name):
    text = html(name).read_text(encoding="utf-8")
    assert not re.search(r"Traceback \(most recent call last\)|<span class=\"gt\">", text)


def test_no_graded_solution_in_the_site():
    """No line of a solution of the graded pool stands anywhere in the built site, archives included."""
    import zipfile

    from qedu.grading import sources

    secrets = {}
    for meta in sorted((ROOT / "exercises").glob("*/set.yaml")):
        given = (meta.parent / "notebooks" / f"{meta.parent.name}.ipynb").read_text(encoding="utf-8")
        graded = {e["id"] for e in yaml.safe_load(meta.read_text(encoding="utf-8"))["exercises"] if e["pool"] == "graded"}
        code_of = sources.solutions(meta.parent)
        given += json.dumps("\n".join(code for exercise, code in code_of.items() if exercise not in graded))
        for exercise, code in code_of.items():
            if exercise in graded:
                # What students do not get; short lines such as `return x` are common words, the long ones tell.
                lines = [line.strip() for line in code.splitlines()]
                secrets[exercise] = [line for line in lines if len(line) > 24 and json.dumps(line)[1:-1] not in given]
    assert secrets and all(secrets.values()), "every graded exercise has solution lines to look for"

    def texts():
        for path in SITE.rglob("*"):
            if path.suffix in (".html", ".js", ".json", ".ipynb", ".txt", ".md", ".py", ".yaml", ".inv"):
                yield path.name, path.read_bytes()
            elif path.suffix in (".zip", ".whl"):
                yield from members(path.name, zipfile.ZipFile(path))

    def members(label, archive):
        import io

        for item in archive.namelist():
            data = archive.read(item)
            if item.endswith((".whl", ".zip")):
                yield from members(f"{label}/{item}", zipfile.ZipFile(io.BytesIO(data)))
            else:
                yield f"{label}/{item}", data

    import html as entities

    count = 0
    for label, data in texts():
        count += 1
        plain = entities.unescape(re.sub(r"<[^>]+>", "", data.decode("utf-8", "ignore")))
        for exercise, lines in secrets.items():
            for line in lines:
                assert line not in plain, f"{label} holds a line of the solution of {exercise}: {line}"
    assert count > 10
    assert not list(SITE.rglob("_sources/*")), "page sources are published"

