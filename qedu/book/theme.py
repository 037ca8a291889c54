"""The look of the built book: a Sphinx theme of our own and what keeps the pages self-contained.

The theme is in ``site/`` (two templates, one style sheet, one script, the fonts).  What stands around a page comes from
`qedu.book.frame`.  This extension
registers it and sees to it that a built page

- asks for nothing outside its own folder, and loads no script or style of an extension that
  the theme replaces (maths: ``qedu.book.maths``);
- carries a Content-Security-Policy that allows no inline script and no eval;
- shows code in inks that are near to that of its text, and is in light colours on paper;
- names with each script, style and font a digest of what is in it, so that a page of today is never
  drawn by a script of yesterday that a browser has kept.
"""

import hashlib
import html
import re
from pathlib import Path

from qedu.book import frame, quiet
from qedu.book.cards import Cards
from qedu.book.margin import Margin

__all__ = ["description", "put_versions", "setup"]

SITE = Path(__file__).parent / "site"

#: Scripts run only from the book's own files.  "file:" stands beside 'self' because a page
#: opened from disk has no origin in some browsers.  Inline styles stay: KaTeX and figures use them.
CONTENT_SECURITY_POLICY = "; ".join((
    "default-src 'none'",
    "script-src 'self' file:",
    "style-src 'self' file: 'unsafe-inline'",
    "img-src 'self' file: data:",
    "font-src 'self' file:",
    "base-uri 'none'",
    "form-action 'self' file:",
))

# What Sphinx and its extensions add and the theme replaces or does without.
# documentation_options.js, some hundred bytes, stays: scripts of other extensions count on it.
_DROPPED = re.compile(r"(basic|mystnb|doctools|sphinx_highlight)[\w.-]*\.(css|js)$")

# Signs of Sphinx's plain theme, that no page of ours shows.
_SIGNS = {"file.png", "minus.png", "plus.png"}

# Sphinx's own search, in whose place stands that of qedu.book.finding.
_SEARCH = re.compile(r"(searchtools|language_data)\.js$")

def with_system_dark(css):
    """Repeat rules for ``html[data-theme="dark"]`` for a dark system where no script runs.

    Parameters
    ----------
    css : str
        A style sheet.

    Returns
    -------
    str
        The style sheet, with a ``prefers-color-scheme`` block at its end.

    Examples
    --------
    >>> print(with_system_dark('html[data-theme="dark"] p { color: red }'))
    html[data-theme="dark"] p { color: red }
    @media screen and (prefers-color-scheme: dark) {
    html:not([data-theme]) p { color: red }
    }
    """
    dark = 'html[data-theme="dark"]'
    rules = [rule.strip() for rule in re.findall(r"[^{}]+\{[^{}]*\}", re.sub(r"/\*.*?\*/", "", css, flags=re.S))
             if rule.strip().startswith(dark)]
    if not rules:
        return css
    copies = "\n".join(rules).replace(dark, "html:not([data-theme])")
    return f"{css}\n@media screen and (prefers-color-scheme: dark) {{\n{copies}\n}}"


#: Code in four inks: words of the language, values (texts and numbers), remarks and what a program prints, and all else.  Weight and
#: slant say the same on paper and in a reader's own colours; the accent is not among them, for nothing here is to be pressed.
CODE = """.highlight { color: var(--q-ink) }
.highlight :is(.k, .kn, .kd, .kc, .kr, .kt, .ow) { font-weight: 600 }
.highlight :is(.c, .c1, .cm, .ch, .cs) { font-style: italic }
.highlight :is(.c, .c1, .cm, .ch, .cs, .go, .gp) { color: var(--q-muted) }
@media screen {
.highlight :is(.k, .kn, .kd, .kc, .kr, .kt, .ow) { color: var(--q-word) }
.highlight :is(.s, .s1, .s2, .sa, .sb, .sc, .sd, .se, .sh, .si, .sr, .sx, .l, .m, .mi, .mf, .mh, .mb, .mo, .il) { color: var(--q-value) }
}
"""


def navigation(html):
    """The chapter list as Sphinx makes it, with what assistive techniques trip over mended."""
    # A caption is a label of the list that follows; as a heading it would need a level.
    html = html.replace(' role="heading"', "")
    return re.sub(r'<a class="current ([^"]*)" href="#"', r'<a class="current \1" aria-current="page" href="#"', html)


def page_contents(html):
    """The entries of a page's table of contents below its title.

    Sphinx lists the page's title as the one top entry; only what is under it is wanted.
    """
    inner = re.search(r"<li>\s*<a[^>]*>.*?</a>\s*(<ul>.*</ul>)\s*</li>", html or "", flags=re.S)
    return inner.group(1) if inner else ""


def escape_kets(lines):
    """Keep reStructuredText from reading the bar of a ket, as in |0⟩, as its own markup.

    Examples, literal blocks and inline literals are left alone: they are shown as they stand.

    Parameters
    ----------
    lines : list of str
        A docstring.

    Returns
    -------
    list of str

    Examples
    --------
    >>> escape_kets(["The ket |0⟩, ``a | b``.", ">>> 1 | 2"])
    ['The ket \\\\|0⟩, ``a | b``.', '>>> 1 | 2']
    """
    out, literal, example = [], None, False     # literal: indentation of the line that opened a block
    for line in lines:
        indent = len(line) - len(line.lstrip())
        if line.strip():
            if literal is not None and indent <= literal:
                literal = None
            example = example or line.lstrip().startswith(">>>")
        else:
            example = False
        if literal is None and not example:
            parts = re.split(r"(``.*?``)", line)
            out.append("".join(part if part.startswith("``") else part.replace("|", r"\|") for part in parts))
            if line.rstrip().endswith("::") or line.lstrip().startswith((".. math::", ".. code")):
                literal = indent
        else:
            out.append(line)
    return out


def _docstring(app, what, name, thing, options, lines):
    lines[:] = escape_kets(lines)


def _plain(node):
    """The words of a node, with its formulas in plain text."""
    from docutils import nodes

    from qedu.book import maths

    if isinstance(node, nodes.math):
        return maths.in_a_line(node.astext())
    return "".join(_plain(child) for child in node.children) if node.children else node.astext()


def description(doctree):
    """The first paragraph of a page, cut to a sentence or two, without markup.

    Parameters
    ----------
    doctree : docutils.nodes.Node or None

    Returns
    -------
    str
        Formulas in plain text, and no source in brackets, which might be cut in the middle.
    """
    from docutils import nodes

    # Prose, not the words of a list or a question that may stand before it.
    paragraphs = doctree.findall(nodes.paragraph) if doctree else ()
    first = next((node for node in paragraphs if isinstance(node.parent, (nodes.section, nodes.document))), None)
    text = " ".join(_plain(first).split()) if first is not None else ""
    text = re.sub(r" \[[^][]*\b\d{4}[a-z]?\]", "", text)
    return text if len(text) <= 200 else text[:200].rsplit(" ", 1)[0] + " …"


def _describe(app, pagename, templatename, context, doctree):
    """Say what a page is about before other extensions do, which would take its first words: those of a list or a question."""
    context["page_title"] = app.env.titles[pagename].astext() if pagename in app.env.titles else ""
    context["page_description"] = description(doctree)
    described, said = context["page_description"], context.get("metatags", "")
    if described:
        context["meta"] = {"og:description": described, **(context.get("meta") or {})}          # as sphinxext.opengraph wants it
        if 'name="description"' not in said:
            context["metatags"] = f'{said}<meta name="description" content="{html.escape(described)}" />\n'


def _page_context(app, pagename, templatename, context, doctree):
    from qedu.content.strings import text

    # Whoever loads sphinx-copybutton gets its buttons, and not ours beside them.
    twice = ("copy.js", "copy.css") if "sphinx_copybutton" in app.extensions else ()

    def kept(asset):
        name = str(getattr(asset, "filename", asset) or "")         # empty: a script written into the page
        return name and not _DROPPED.search(name) and Path(name).name not in twice

    context["css_files"] = [css for css in context["css_files"] if kept(css)]
    context["script_files"] = [js for js in context["script_files"] if kept(js)]
    body = context.get("body", "")
    # The label would hide the words that the summary shows from those who hear the page.
    body = body.replace(' aria-label="Toggle hidden content"', "")
    # The corner of a table is no heading of anything.
    body = re.sub(r"<th([^>]*)>\s*</th>", r"<td\1></td>", body)
    # An entry of a list is a list item; the role that docutils gives it is deprecated.
    context["body"] = quiet.with_lines(body.replace('role="doc-biblioentry"', 'role="listitem"'))
    context["content_security_policy"] = CONTENT_SECURITY_POLICY
    # The frame has its own viewport.
    context["metatags"] = re.sub(r'<meta name="viewport"[^>]*>\s*', "", context.get("metatags", ""))
    context["ui"] = text
    context["navigation"] = navigation
    context["page_contents"] = page_contents


def _wrap_tables(app, doctree, docname):
    """Put each table into a box of its own that can scroll, so that the page never does."""
    from docutils import nodes

    if app.builder.format != "html":
        return
    for table in list(doctree.findall(nodes.table)):
        box = nodes.container(classes=["table-wrap"])
        table.replace_self(box)
        box += table


def _finish(app, error):
    """Write the styles that are made at build time, and copy in what the pages link to."""
    import shutil

    if error or app.builder.format != "html" or app.builder.name == "epub":         # which packs what it needs itself
        return
    out = Path(app.outdir)
    static = out / "_static"
    (static / "pygments.css").write_text(CODE, encoding="utf-8")
    for sheet in static.glob("*.css"):
        if not _DROPPED.search(sheet.name) and sheet.name != "pygments.css":
            css = sheet.read_text(encoding="utf-8")
            if "prefers-color-scheme: dark) {\nhtml:not" not in css:
                sheet.write_text(with_system_dark(css), encoding="utf-8")

    # What Sphinx copied for extensions whose scripts and styles no page loads.
    for asset in static.iterdir():
        if _DROPPED.search(asset.name) or _SEARCH.search(asset.name) or asset.name in _SIGNS:
            asset.unlink()

    for name in ("LICENSE", "LICENSE-CONTENT"):
        shutil.copyfile(Path(app.srcdir) / name, out / f"{name}.txt")
    (out / ".nojekyll").touch()                     # or GitHub's pages would leave out every folder that begins with _
    put_versions(out)


def put_versions(site):
    """Write the digest of what it names into every address of a script, style sheet or font.

    Parameters
    ----------
    site : pathlib.Path
        Folder of the built site; fonts are named by its style sheets, these and the scripts by its pages.
    """
    def version(found, folder):
        before, name, after = found.groups()
        file = folder / name
        if not file.is_file():
            return found[0]
        return f"{before}{name}?v={hashlib.sha256(file.read_bytes()).hexdigest()[:10]}{after}"

    for pattern, address in (("*.css", r"""(url\(["']?)([^)"':?#]+)(?:\?v=\w+)?(["']?\))"""),
                             ("*.html", r'(<(?:script|link)\b[^>]*?\b(?:src|href)=")([^":?#]+\.(?:js|css))(?:\?v=\w+)?(")')):
        for file in site.rglob(pattern):
            old = file.read_text(encoding="utf-8")
            new = re.sub(address, lambda found: version(found, file.parent), old)
            if new != old:
                file.write_text(new, encoding="utf-8")


def setup(app):
    """Register the theme and its build steps with Sphinx."""
    # Jupyter Book always sets this; the extension that knows it is not loaded (see _config.yml).
    app.add_config_value("comments_config", {}, "html")
    app.add_html_theme("qedu", str(SITE))
    app.add_js_file("copy.js", loading_method="defer")
    app.add_css_file("copy.css")
    app.add_js_file("cards.js", loading_method="defer")
    app.add_css_file("cards.css")
    app.connect("doctree-resolved", _wrap_tables)
    app.connect("doctree-resolved", quiet.keep_units)
    app.connect("doctree-resolved", quiet.keep_stops)
    app.connect("doctree-resolved", quiet.keep_names)
    app.connect("doctree-resolved", quiet.hide_calls)
    app.connect("doctree-resolved", quiet.one_head)
    app.add_directive("margin", Margin)
    around = frame.Frame()
    before, after = frame.equations_by_chapter(around)
    app.connect("builder-inited", around.read)
    app.connect("env-get-updated", before, priority=100)        # Sphinx numbers in between
    app.connect("env-get-updated", after, priority=900)
    app.connect("html-page-context", around.add, priority=950)  # after the body is complete
    shown = Cards()
    app.connect("env-check-consistency", shown.prepare)         # all is numbered
    app.connect("html-page-context", shown.add)
    if "sphinx.ext.autodoc" in app.extensions:
        app.connect("autodoc-process-docstring", _docstring, priority=900)      # after numpydoc
    app.connect("html-page-context", _describe, priority=400)
    app.connect("html-page-context", _page_context, priority=900)
    app.connect("build-finished", _finish, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
