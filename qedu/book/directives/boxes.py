"""The box that refutes a misconception, and links to it."""

from docutils import nodes
from docutils.parsers.rst import directives as options
from sphinx.util.docutils import SphinxRole

from qedu.book import body
from qedu.book.directives.base import Directive, claimed, link, logger
from qedu.book.nodes import make
from qedu.content import misconceptions
from qedu.content.strings import text


class Misconception(Directive):
    """The refutation of one misconception of the catalogue.

    .. code-block:: md

        ```{misconception} M03
        :widget: polariser-bench
        No value was there. …
        ```

    The claim comes from ``misconceptions.yaml`` and stands in the title after "Not so:", for whoever reads titles
    only must not take it for the truth; the body says that it is wrong, why, and what is right.
    ``:widget:`` (optional) names the widget that shows it.  Refused: an unknown ID, an empty body, an unknown
    widget, a second box for the ID on the page.
    """

    has_content = True
    required_arguments = 1
    option_spec = {"widget": options.unchanged_required}

    def build(self):
        identifier = self.arguments[0]
        if not self.check_misconception(identifier):
            return []
        if not self.content:
            raise body.BodyError("the box is empty: write the refutation", None)
        widget = self.options.get("widget", "")
        children = list(self.blocks(self.content))
        if widget:
            self.check_widget(widget)
            children.append(make("p", nodes.reference("", text("box.widget"), refid=f"prediction-{widget}",
                                                      internal=True),
                                 inline=True, plain="drop", classes=["qedu-more"]))
        anchor = f"misconception-{identifier.lower()}"
        self.domain.note_box(identifier, anchor, f"prediction-{widget}" if widget else "")
        claim = text("box.not_so", claim=misconceptions.get(identifier).claim)
        title = [make("span", text("box.misconception"), inline=True, classes=["qedu-kicker"]),
                 nodes.Text(" "), make("span", claim, inline=True, classes=["qedu-claim"])]
        return [self.anchor(self.admonition("misconception", title, *children), anchor)]


class MisconceptionRole(SphinxRole):
    """A link to a misconception's box, in the words of its claim: ``{misconception}`M03```."""

    def run(self):
        identifier = self.text
        if identifier not in misconceptions.load():
            logger.warning("misconception: unknown misconception %r", identifier,
                           location=(self.env.docname, self.lineno), type="qedu", subtype="misconception")
            return [nodes.Text(identifier)], []
        return [link("misconception", identifier, claimed(identifier))], []
