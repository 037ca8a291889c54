"""The frame of the pages: what extensions of others count on, and addresses that change with their files."""

import re

from qedu.book.theme import put_versions

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
