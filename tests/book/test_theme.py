"""The frame of the pages: what extensions of others count on, and addresses that change with their files."""

import colorsys
import re
import sys
from types import ModuleType

import pytest

from qedu.book.theme import CODE, description, put_versions
from qedu.book.theme import SITE as SITE_FILES

from .conftest import CONFIGURATION, build

EXTENSION = """
def setup(app):
    def card(app, pagename, templatename, context, doctree):
        context["metatags"] = context.get("metatags", "") + '<meta property="og:title" content="A card" />'
    app.connect("html-page-context", card)
    app.add_js_file("copies.js")
"""


def test_other_extensions_find_what_they_count_on(tmp_path, monkeypatch):
    """Meta tags reach the page, and a script of others comes after Sphinx's options."""
    from sphinx.application import Sphinx
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    source = tmp_path / "source"
    static = source / "static"
    static.mkdir(parents=True)
    (static / "copies.js").write_text("window.copies = DOCUMENTATION_OPTIONS;")
    (source / "index.rst").write_text("Home\n====\n\n.. meta::\n   :keywords: photons\n\nA page.\n")
    for name in ("LICENSE", "LICENSE-CONTENT"):
        (source / name).write_text("free")
    (tmp_path / "cards_of_others.py").write_text(EXTENSION)
    monkeypatch.syspath_prepend(str(tmp_path))
    out = tmp_path / "out"
    with patch_docutils(), docutils_namespace():
        Sphinx(source, None, out, tmp_path / "trees", "html", status=None, freshenv=True, parallel=0, confoverrides={
            "extensions": ["qedu.book.theme", "cards_of_others"], "html_theme": "qedu", "html_static_path": ["static"],
            "project": "P", "copyright": "C"}).build()
    text = (out / "index.html").read_text(encoding="utf-8")
    head = text[:text.index("</head>")]
    assert 'property="og:title"' in head and re.search(r'<meta [^>]*content="photons"', head)
    assert len(re.findall(r'name="viewport"', head)) == 1
    scripts = re.findall(r'<script[^>]* src="_static/([\w.]+)\?v=\w{10}"', head)
    assert scripts.index("documentation_options.js") < scripts.index("copies.js")
    assert (out / ".nojekyll").exists()


SITE = "https://example.org/book/"


def _cards(app):
    """What sphinxext.opengraph 0.13 does: it describes a page where nobody has, and takes og:… of the page's fields for its own."""
    def tags(app, pagename, templatename, context, doctree):
        if doctree:
            own = {"og:title": "Of others", "og:type": "website", "og:description": "first words", **{
                key: value for key, value in (context["meta"] or {}).items() if key.startswith("og:")}}
            if 'name="description"' not in context["metatags"]:
                context["metatags"] += '<meta name="description" content="first words" />'
            context["metatags"] += "".join(f'<meta property="{key}" content="{value}" />' for key, value in own.items())
            context["metatags"] += '<meta name="twitter:card" content="summary_large_image" />'
    app.connect("html-page-context", tags)


def _buttons(app):
    """What sphinx-copybutton 0.5.2 does, in small: a button behind each block of code, and pictures in _static."""
    app.connect("builder-inited", lambda app: app.config.html_static_path.append(str(app.srcdir / "buttons")))
    app.add_js_file("copybutton.js")


def _map(app):
    """What sphinx-sitemap 2.9 does: it writes its list when the book is built."""
    app.connect("build-finished", lambda app, error: (app.outdir / "sitemap.xml").write_text("theirs"))


def test_a_description_has_its_formulas_in_plain_text_and_no_half_source():
    from docutils import nodes

    paragraph = nodes.paragraph("", "", nodes.Text("A photon in "), nodes.math("", r"\ket{+}"), nodes.Text(" was sent ["),
                                nodes.inline("", "Neumann "), nodes.emphasis("", "et al."), nodes.Text(", 2022]. In [0, 1] "), nodes.math("", r"S = 2 \pm 0.2"),
                                nodes.Text(" holds " + 40 * "longer "))
    described = description(nodes.section("", paragraph))
    assert described.startswith("A photon in |+⟩ was sent. In [0, 1] S = 2 ± 0.2 holds longer ") and described.endswith(" …")


def test_what_other_extensions_do_is_not_done_twice(mini, monkeypatch, opened):
    """As tried with the packages themselves (CONTRIBUTING, "Use a chapter in a Jupyter Book of your own")."""
    for name, setup in (("cards_of_others", _cards), ("sphinx_copybutton", _buttons), ("sphinx_sitemap", _map)):
        module = ModuleType(name)
        module.setup = setup
        monkeypatch.setitem(sys.modules, name, module)
    (mini / "buttons").mkdir()
    (mini / "buttons" / "sign.png").write_bytes(b"-")
    (mini / "buttons" / "copybutton.js").write_text(
        "addEventListener('DOMContentLoaded', () => document.querySelectorAll('div.highlight pre').forEach(code => "
        "code.insertAdjacentHTML('afterend', '<button class=theirs style=\"position: absolute; right: 0; top: 0\">c</button>')));")
    for name in ("LICENSE", "LICENSE-CONTENT"):
        (mini / name).write_text("free")
    chapter = mini / "chapters" / "mini.md"
    chapter.write_text(chapter.read_text(encoding="utf-8").replace("Malus looked", "“Malus” looked") + "\n```python\n1 + 1\n```\n")
    book = build(mini, extensions=[*CONFIGURATION["extensions"], "qedu.book.maths", "qedu.book.theme", "qedu.book.metadata", "cards_of_others",
                                   "sphinx_copybutton", "sphinx_sitemap"],
                 html_theme="qedu", html_math_renderer="katex", project="A book", html_title="A book", copyright="nobody",
                 qedu_address=(SITE, "", "main"))
    head = book.soup("chapters/mini").head
    said = [tag.get("property") or tag.get("name") for tag in head.select("meta")]
    assert not [key for key in said if key and said.count(key) > 1]
    assert {"og:title", "og:url", "og:image", "og:description", "description", "twitter:card"} <= set(said)
    assert head.select_one("[property='og:title']")["content"] == "Of others", "who is asked for cards makes them"
    described = head.select_one("[name=description]")["content"]
    assert described == head.select_one("[property='og:description']")["content"] and described.startswith("On a winter evening in 1808 “Malus”"), "prose, no list"
    assert (book.out / "sitemap.xml").read_text() == "theirs"
    assert (book.out / "_static" / "sign.png").is_file() and not (book.out / "_static" / "minus.png").exists()
    tab = opened(book)
    assert tab.locator(".theirs").count() == tab.locator("div.highlight pre").count() > 2 and not tab.locator(".site-copy").count()
    ends = tab.locator("div.highlight").last.evaluate("e => [e, e.querySelector('pre')].map(n => n.getBoundingClientRect().right)")
    assert abs(ends[0] - ends[1]) < 1, "what stands at the corner of the block stands at its code"


def test_an_address_changes_with_its_file_and_with_what_that_one_names(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "font.woff2").write_bytes(b"one")
    (tmp_path / "s.css").write_text("@font-face { src: url(font.woff2) } p { background: url(data:x); mask: url('#m') }")
    (tmp_path / "s.js").write_text("1")
    (tmp_path / "a" / "p.html").write_text('<script src="../s.js?v=old"></script><link rel="stylesheet" href="../s.css">'
                                           '<script src="https://elsewhere.example/x.js"></script><a href="../s.js">source</a>')

    def addresses():
        put_versions(tmp_path)
        return [*re.findall(r"\.\./s\.\w+\?v=(\w+)", (tmp_path / "a" / "p.html").read_text()),
                *re.findall(r"woff2\?v=(\w+)", (tmp_path / "s.css").read_text())]

    first = addresses()
    assert len(first) == 3 and addresses() == first, "the same files, the same addresses"
    text = (tmp_path / "a" / "p.html").read_text()
    assert "https://elsewhere.example/x.js\"" in text and '<a href="../s.js">' in text
    assert "url(data:x)" in (tmp_path / "s.css").read_text() and "url('#m')" in (tmp_path / "s.css").read_text()
    (tmp_path / "font.woff2").write_bytes(b"two")
    script, style, font = addresses()
    assert script == first[0] and style != first[1] and font != first[2]


def _ratio(one, other):
    """The contrast of two colours (WCAG 2.2)."""
    def light(colour):
        channels = (int(colour[at:at + 2], 16) / 255 for at in (1, 3, 5))
        return sum(share * (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4) for share, c in zip((0.2126, 0.7152, 0.0722), channels))

    dark, bright = sorted((light(one), light(other)))
    return (bright + 0.05) / (dark + 0.05)


def _tint(colour):
    """The hue of a colour in degrees, and the steps of 255 between the strongest and the weakest of red, green and blue."""
    channels = [int(colour[at:at + 2], 16) / 255 for at in (1, 3, 5)]
    return 360 * colorsys.rgb_to_hsv(*channels)[0], round(255 * (max(channels) - min(channels)))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_code_has_inks_that_can_be_read_and_told_apart_and_no_accent(scheme):
    sheet = (SITE_FILES / "static" / "site.css").read_text(encoding="utf-8")
    start = sheet.index(":root {" if scheme == "light" else 'html[data-theme="dark"] {')
    inks = dict(re.findall(r"(--q-[\w-]+): (#\w{6})", sheet[start:sheet.index("color-scheme", start)]))
    used = set(re.findall(r"color: var\((--q-[\w-]+)\)", CODE))
    assert used == {"--q-ink", "--q-muted", "--q-word", "--q-value"} and len({inks[name] for name in used}) == 4
    assert _ratio("#000000", "#ffffff") == pytest.approx(21) and _ratio("#777777", "#ffffff") < 4.5
    # On its own ground, and on that of the page, on which stands what a program prints.
    assert {name: inks[name] for name in used for ground in ("--q-well", "--q-paper") if _ratio(inks[name], inks[ground]) < 4.5} == {}
    assert not {inks[name] for name in used} & {inks[name] for name in ("--q-act", "--q-act-down", "--q-err", "--q-eve", "--q-key")}
    # Nor are they nearly the accent: at least 20 degrees from it on the wheel, or grey, and not even three quarters as strong.
    assert _tint("#ff0000") == (0, 255) and _tint("#777777")[1] == 0
    hue, strength = _tint(inks["--q-act"])
    for name in used:
        other, weak = _tint(inks[name])
        assert weak <= 25 or abs((other - hue + 180) % 360 - 180) >= 20 and weak < 0.75 * strength, name


def test_code_is_tinged_on_the_screen_and_plain_on_paper(road_book, opened):
    """Words of the language, texts and numbers, remarks: three inks besides that of the rest; on paper weight and slant remain."""
    tab = opened(road_book, "two/keys/first")
    inks = """() => { const box = document.createElement('div');
        box.className = 'highlight';
        box.innerHTML = '<pre><span class="k">if</span> <span class="n">x</span> <span class="mi">1</span> <span class="s2">"a"</span> <span class="c1"># a</span></pre>';
        document.querySelector('article').append(box);
        const found = [...box.querySelectorAll('span')].map(one => { const style = getComputedStyle(one); return [style.color, style.fontWeight, style.fontStyle]; });
        box.remove();
        return found; }"""
    word, name, number, text, remark = tab.evaluate(inks)
    assert len({each[0] for each in (word, name, number, remark)}) == 4 and number == text
    assert word[1] == "600" and remark[2] == "italic"
    tab.emulate_media(media="print")
    word, name, number, text, remark = tab.evaluate(inks)
    assert word[0] == name[0] == number[0] == text[0] == "rgb(35, 38, 45)" and word[1] == "600" and remark[2] == "italic"
