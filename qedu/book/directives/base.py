"""What the directives share: messages with a line, nested MyST, the chapter's manifest, links and what opens with a click."""

from pathlib import Path

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.addnodes import pending_xref
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from qedu.book import body
from qedu.book.nodes import make
from qedu.content import chapters, misconceptions, road
from qedu.content.strings import text

logger = logging.getLogger(__name__)


class Directive(SphinxDirective):
    """What the directives share: messages with a line, nested MyST, the chapter's manifest."""

    final_argument_whitespace = True

    def run(self):
        try:
            return self.build()
        except body.BodyError as error:
            self.warn(str(error), self.line_of(error.line))
            return []

    @property
    def first(self):
        """The file's line of the first line of the body."""
        return self.lineno + self.content_offset + 1

    def line_of(self, line):
        return self.lineno if line is None else self.first + line

    def warn(self, message, line=None):
        logger.warning("%s: %s", self.name, message, location=(self.env.docname, line or self.lineno),
                       type="qedu", subtype=self.name)

    def data(self):
        return body.read("\n".join(self.content))

    def manifest(self):
        """The manifest of the page's chapter, or None; a broken one is reported once."""
        cache = self.env.temp_data
        if "qedu_manifest" not in cache:
            path = self.env.doc2path(self.env.docname)
            try:
                cache["qedu_manifest"] = chapters.owner(path)
                if chapters.lesson(path):
                    self.env.note_dependency(str(Path(path).with_name("index.md")))
            except ValueError as error:
                cache["qedu_manifest"] = None
                self.warn(str(error).replace(f"{path}: ", ""), 1)
        return cache["qedu_manifest"]

    def place(self):
        """The chapter and the page of the road through the book that this page is; two times None if it is not there."""
        toc = getattr(self.config, "external_toc_path", "")
        if not toc:
            return None, None
        self.env.note_dependency(str(Path(self.env.srcdir) / toc))
        try:
            return road.find(road.road(self.env.srcdir, toc), self.env.docname) or (None, None)
        except ValueError as error:
            raise body.BodyError(str(error), None) from None

    def blocks(self, source, line=0):
        """Parse MyST to block nodes; `line` counts from the first line of the body."""
        source = source if isinstance(source, str) else "\n".join(source)
        line = getattr(source, "line", line)
        holder = nodes.Element()
        self.state.nested_parse(StringList(source.split("\n"), "body"), self.content_offset + line, holder)
        return holder.children

    def inline(self, source, what):
        """Parse MyST that must be one paragraph, to inline nodes."""
        children = self.blocks(source)
        if len(children) != 1 or not isinstance(children[0], nodes.paragraph):
            raise body.BodyError(f"{what} must be one paragraph", getattr(source, "line", 0))
        return children[0].children

    def known(self, kind, identifiers, allowed, where):
        for identifier in identifiers:
            if identifier not in allowed:
                self.warn(f"unknown {kind} '{identifier}': {where} has {', '.join(allowed) or 'none'}")

    def check_objectives(self, identifiers):
        chapter = self.manifest()
        if chapter:
            self.known("objective", identifiers, chapter.objectives, "the front matter")

    def check_misconception(self, identifier, line=None):
        if identifier not in misconceptions.load():
            self.warn(f"unknown misconception '{identifier}': the catalogue has "
                      f"{min(misconceptions.load())} to {max(misconceptions.load())}", line)
            return False
        return True

    def check_widget(self, name):
        chapter = self.manifest()
        if chapter:
            self.known("widget", [name], chapter.widgets, "'widgets:' in the front matter")

    def anchor(self, node, identifier):
        """Give the node an HTML id, and report one that the page has already."""
        if identifier in self.state.document.ids:
            self.warn(f"'{identifier}' is on this page twice; each ID must be used once")
        self.state.document.ids[identifier] = node
        node["ids"].append(identifier)
        return node

    def admonition(self, kind, title, *children):
        node = nodes.admonition("", nodes.title("", "", *title), *children, classes=["qedu-box", f"qedu-{kind}"])
        return node

    @property
    def domain(self):
        return self.env.get_domain("qedu")


def link(kind, identifier, *children, **attributes):
    """A link to a chapter or to a misconception's box; plain text while there is no such place."""
    inner = nodes.inline("", "", *children)
    return pending_xref("", inner, refdomain="qedu", reftype=kind, reftarget=identifier, refexplicit=True,
                        refwarn=False, **attributes)


def claimed(identifier, words="box.claim"):
    """What a misconception claims, in quotation marks or as `words` have it: readers never see its ID."""
    return nodes.Text(text(words, claim=misconceptions.get(identifier).claim))


def named(children, number):
    """An option's inline nodes; one that is all formula gets a number in words that only hearing readers get.

    Accessible names are made from text, and some assistive techniques find none in a formula.
    """
    children = list(children)
    if any(node.astext().strip() for node in children if not isinstance(node, nodes.math)):
        return children
    return [make("span", text("quiz.option", n=number), " ", inline=True, plain="drop", classes=["qedu-unseen"]),
            *children]


def details(summary, *children, classes=(), **attributes):
    """A ``<details>`` with a summary; elsewhere the summary in bold and then the content."""
    return make("details", make("summary", *summary, inline=True, plain="strong"),
                make("div", *children, classes=["qedu-inside"]), classes=["qedu-details", *classes], **attributes)
