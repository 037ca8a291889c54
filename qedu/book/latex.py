"""The book as LaTeX: drawings and simulations are pictures, and what a table is in HTML is a table.

TeX reads no SVG, so a Chromium prints each drawing into a PDF of its size.  Without one their words stand for them: what a
drawing shows, and the three states of a simulation in sentences and a table.
"""

import hashlib
import os
import re
import shutil
from pathlib import Path

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.transforms.post_transforms.images import ImageConverter

from qedu.book import fragments
from qedu.book.nodes import element

__all__ = ["setup"]

_FONTS = Path(__file__).parent / "site" / "static" / "fonts"

#: Programs that print; the environment variable QEDU_BROWSER names another one.
_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome", "msedge")

_SIGNS = {"b": nodes.strong, "strong": nodes.strong, "i": nodes.emphasis, "em": nodes.emphasis, "code": nodes.literal}


def browser():
    """The path of a browser that prints, or an empty one."""
    try:
        import playwright  # noqa: F401
    except ImportError:
        return ""
    return os.environ.get("QEDU_BROWSER") or next(filter(None, map(shutil.which, _NAMES)), "")


class Printer(ImageConverter):
    """Prints SVG into PDF, each on a page of its own size."""

    conversion_rules = [("image/svg+xml", "application/pdf")]

    def is_available(self):
        return bool(browser())

    def convert(self, _from, _to):
        """Print one drawing; a browser is opened for the first and stays until the build ends."""
        app = self.app
        if not hasattr(app, "qedu_press"):
            app.qedu_press = _Press()
            app.connect("build-finished", lambda app, error: app.qedu_press.close())
        app.qedu_press.print(Path(_from).read_text(encoding="utf-8"), _to)
        return True


class _Press:
    """A browser in a thread of its own, for whoever builds may have an event loop running."""

    def __init__(self):
        from concurrent.futures import ThreadPoolExecutor

        self.thread = ThreadPoolExecutor(1)
        self.thread.submit(self._open).result()

    def _open(self):
        from playwright.sync_api import sync_playwright

        self.driver = sync_playwright().start()
        root = hasattr(os, "geteuid") and os.geteuid() == 0
        self.browser = self.driver.chromium.launch(executable_path=browser(), args=["--no-sandbox"] * root)
        self.page = self.browser.new_page()
        self.page.goto((_FONTS / "OFL.txt").as_uri())               # a page from files may load our faces

    def print(self, svg, target):
        self.thread.submit(self._print, svg, target).result()

    def _print(self, svg, target):
        face = f'@font-face {{ font-family: "Source Sans 3"; src: url({(_FONTS / "sans.woff2").as_uri()}); font-weight: 400 700 }}'
        self.page.set_content(f"<style>{face} @page {{ margin: 0 }} body {{ margin: 4px }} svg {{ display: block; overflow: visible }}"
                              f"</style>{svg}", wait_until="load")
        self.page.evaluate("document.fonts.ready")
        box = self.page.evaluate("document.querySelector('svg').getBoundingClientRect().toJSON()")
        width, height = box["width"] + 8, box["height"] + 8
        self.page.pdf(path=target, width=f"{width}px", height=f"{height}px", print_background=True, page_ranges="1")

    def close(self):
        self.thread.submit(lambda: (self.browser.close(), self.driver.stop())).result()
        self.thread.shutdown()


class Pictures(SphinxPostTransform):
    """Put pictures and tables in the place of HTML, before the outputs of cells are chosen and drawings become words."""

    default_priority = 3

    def run(self, **kwargs):
        if self.app.builder.format != "latex":
            return
        for output in list(self.document.findall(nodes.container)):
            if output.get("nb_element") == "mime_bundle":
                self.output(output)
        for figure in list(self.document.findall(element)) if browser() else ():
            if "qedu-figure" in figure["classes"]:
                self.drawing(figure)

    def output(self, output):
        """The output of a cell: our simulations and figures, and the tables of pandas; others have a form for paper of their own."""
        html = next((one.astext() for one in output if one.get("mime_type") == "text/html"), "")
        soup = fragments.paper(html)
        figure, table = soup.select_one("figure.qedu-paper, figure.qedu-plot"), soup.find("table", class_="dataframe")
        if figure is not None and browser():
            output.replace_self(list(self.blocks(figure)))
        elif figure is None and table is not None:
            output.replace_self(_table(table))

    def drawing(self, figure):
        """A drawing of the prose: the one for the width of the text, and its caption."""
        svg = next(node for node in figure.findall(nodes.raw) if "qedu-wide" in node.parent["classes"])
        caption = next(node for node in figure.findall(element) if node["tag"] == "figcaption")
        words = list(caption.children)
        first = words.pop(0) if words and isinstance(words[0], nodes.paragraph) else nodes.paragraph()
        picture = nodes.figure("", self.image(fragments.paper(svg.astext()).svg), nodes.caption("", "", *first.children))
        figure.replace_self([picture, *words])

    def image(self, svg):
        """A picture of an ``svg``."""
        text, folder = fragments.ink(svg), Path(self.app.doctreedir) / "qedu-pictures"
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"{hashlib.sha256(text.encode()).hexdigest()[:16]}.svg"
        file.write_text(text, encoding="utf-8")
        self.env.images.add_file(self.env.docname, str(file))
        return nodes.image("", uri=str(file), candidates={"image/svg+xml": str(file)}, alt=svg.get("aria-label", ""))

    def blocks(self, tag):
        """The content of an HTML element as block nodes."""
        line = []
        for child in tag.children:
            if child.name is None or child.name in (*_SIGNS, "span", "svg", "a", "sub", "sup", "small"):
                line += self.inline(child)
                continue
            if "".join(node.astext() for node in line).strip() or any(isinstance(node, nodes.image) for node in line):
                yield nodes.paragraph("", "", *line)
            line = []
            classes = child.get("class", [])
            if "qedu-title" in classes or "qedu-view-title" in classes:
                if child.get_text().strip():
                    yield nodes.paragraph("", "", nodes.strong("", child.get_text()))
            elif child.name == "p":
                yield nodes.paragraph("", "", *self.line(child))
            elif child.name in ("ul", "ol"):
                yield nodes.bullet_list("", *(nodes.list_item("", nodes.paragraph("", "", *self.line(item)))
                                              for item in child.find_all("li", recursive=False)), bullet="*")
            elif child.name == "dl":
                facts = [f"{one.get_text()}: {one.find_next('dd').get_text()}" for one in child.find_all("dt")]
                yield nodes.bullet_list("", *(nodes.list_item("", nodes.paragraph("", fact)) for fact in facts), bullet="*")
            elif child.name == "table" or child.get("role") == "table":
                yield _table(child)
            else:
                yield from self.blocks(child)
        if "".join(node.astext() for node in line).strip() or any(isinstance(node, nodes.image) for node in line):
            yield nodes.paragraph("", "", *line)

    def line(self, tag):
        return [node for child in tag.children for node in self.inline(child)]

    def inline(self, child):
        """A piece of a line as inline nodes."""
        if child.name is None:
            return [nodes.Text(re.sub(r"\s+", " ", child))]
        if child.name == "svg":
            return [self.image(child)]
        if {"q-unseen", "qedu-unseen"} & set(child.get("class", [])):
            return []
        inner = self.line(child)
        return [_SIGNS[child.name]("", "", *inner)] if child.name in _SIGNS else inner


def _is(kind, *tags):
    """Whether something is of a kind: by its tag, or by a role of the same meaning."""
    return lambda one: one.name in tags or one.get("role") in kind


def _table(tag):
    """A table of HTML, or of elements with the roles of one."""
    rows = []
    for row in tag.find_all(_is(("row",), "tr")):
        head = bool(row.find_parent("thead") or row.find(attrs={"role": "columnheader"}))
        rows.append((head, [" ".join(cell.get_text(" ").split())
                            for cell in row.find_all(_is(("cell", "columnheader", "rowheader"), "td", "th"))]))
    width = max(len(cells) for _, cells in rows)
    group = nodes.tgroup("", *(nodes.colspec(colwidth=1) for _ in range(width)), cols=width)
    for kind, wanted in ((nodes.thead, True), (nodes.tbody, False)):
        held = [cells + [""] * (width - len(cells)) for head, cells in rows if head == wanted]
        if held:
            group += kind("", *(nodes.row("", *(nodes.entry("", nodes.paragraph("", cell)) for cell in cells)) for cells in held))
    caption = tag.find("caption")
    return nodes.table("", *([nodes.title("", caption.get_text())] if caption else []), group)


def setup(app):
    """Register both; called by `qedu.book.extension`."""
    app.add_post_transform(Pictures)
    app.add_post_transform(Printer)
