"""The book as an EPUB: what an e-reader shows is well-formed, needs no script, and is there once.

Sphinx's own builder leaves three things out: it does not say in the package which pages hold drawings and formulas, it packs
every file that some extension has made for the website, and it takes what cells print as it comes.
"""

import re
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from docutils import nodes
from sphinx.builders.epub3 import Epub3Builder
from sphinx.transforms.post_transforms import SphinxPostTransform

from qedu import __version__
from qedu.book import fragments
from qedu.book.nodes import element
from qedu.content import address

__all__ = ["setup"]

#: The style sheet of an e-reader's pages.  The site's ask for a browser, Sphinx's for pictures that nothing shows and loud colours.
SHEETS = ("paper.css",)

#: What the package must say of a page, and how it is seen.
_PROPERTIES = {"mathml": re.compile(r"<math[ >]"), "svg": re.compile(r"<svg[ >]")}


class Epub(Epub3Builder):
    """Sphinx's EPUB of what it should hold, with a package that says so."""

    def add_visible_links(self, tree, show_urls="inline"):
        """Leave addresses out of the text: a link can be followed here, and cited works show theirs anyway."""

    def build_content(self):
        """Write the package."""
        static, out = Path(self.outdir, "_static"), Path(self.outdir)
        for file in sorted(static.rglob("*"), reverse=True):
            if file.is_dir():
                file.rmdir()
            elif file.relative_to(static).as_posix() not in SHEETS:
                file.unlink()
        super().build_content()
        package = out / "content.opf"

        def item(found):
            """An entry of the package, with what is on its page."""
            page = (out / found[1]).read_text(encoding="utf-8")
            has = " ".join(name for name, sign in _PROPERTIES.items() if sign.search(page))
            return f'{found[0]} properties="{has}"' if has else found[0]

        text = package.read_text(encoding="utf-8")
        text = re.sub(r'href="([^"]+\.xhtml)" media-type="application/xhtml\+xml"(?! properties)', item, text)
        package.write_text(text, encoding="utf-8")

    def toc_metadata(self, level, navpoints):
        """Name in the contents for older readers the same book as in the package."""
        return {**super().toc_metadata(level, navpoints), "uid": self.config.epub_identifier}


class Fragments(SphinxPostTransform):
    """Make well-formed what cells and drawings bring, and keep of each drawing the one that fits any page."""

    default_priority = 995          # after the outputs of cells are chosen, and our elements are what they are to be

    def run(self, **kwargs):
        if self.app.builder.name != "epub":
            return
        for node in list(self.document.findall(element)):
            if "qedu-drawn" in node["classes"] and "qedu-wide" in node["classes"]:
                node.parent.remove(node)
        for node in list(self.document.findall(nodes.raw)):
            if "html" in node.get("format", "").split():
                node.replace_self(nodes.raw("", fragments.xhtml(node.astext()), format="html"))


def _page(app, pagename, templatename, context, doctree):
    if app.builder.name == "epub":
        # An entry of a list is a list item; the role that docutils gives it is deprecated.
        body = context.get("body", "").replace(' role="doc-biblioentry"', "")
        # Of a folded cell MyST-NB writes two paragraphs into the line that is pressed, for shut and for open.
        context["body"] = re.sub(r'<p class="collapsed[^>]*>(.*?)</p>\s*<p class="expanded.*?</p>', r"\1", body, flags=re.S)
        context["css_files"] = [css for css in context["css_files"] if Path(str(getattr(css, "filename", css))).name in SHEETS]
        context["script_files"] = []


def _name(app):
    """Say what the package must say where the configuration does not: among books this one is known by its address or project."""
    if app.builder.name != "epub":
        return
    config, book = app.config, app.config.html_title
    given = {"epub_title": book if config.epub_title == config.project else config.epub_title, "version": config.version or __version__,
             "epub_identifier": uuid5(NAMESPACE_URL, address.of(config).site or config.project).urn, "epub_contributor": config.author,
             "epub_description": book, "epub_copyright": config.epub_copyright or config.author}
    config.epub_tocscope = "includehidden"             # the contents of a Jupyter Book stand on no page of it
    for key, value in given.items():
        if key in ("epub_title", "version", "epub_copyright") or config[key] == "unknown":
            config[key] = value


def setup(app):
    """Put our builder in the place of Sphinx's; called by `qedu.book.extension`."""
    app.add_builder(Epub, override=True)
    app.add_post_transform(Fragments)
    app.connect("builder-inited", _name, priority=100)         # before Sphinx asks whether they are there
    app.connect("html-page-context", _page, priority=960)
