"""Worked and completion examples, and recall cards: what the reader does in the head, step by step."""

from docutils import nodes

from qedu.book import body
from qedu.book.directives.base import Directive, details
from qedu.book.nodes import make
from qedu.content.strings import text


class Worked(Directive):
    """A worked example, every step shown.

    .. code-block:: md

        ```{worked} From angles to a ket
        …
        ```
    """

    has_content = True
    required_arguments = 1

    def build(self):
        if not self.content:
            raise body.BodyError("the example is empty", None)
        title = self.inline(text(f"box.{self.name}", title=self.arguments[0]), "the title")
        return [self.admonition(self.name, title, *self.parts())]

    def parts(self):
        return self.blocks(self.content)


class Completion(Worked):
    """A worked example whose last step is the reader's; what follows ``---solution---`` is behind a click.

    .. code-block:: md

        ```{completion} The state at θ = 120°
        …

        ---solution---
        …
        ```
    """

    MARK = "---solution---"

    def parts(self):
        lines = [line.strip() for line in self.content]
        if lines.count(self.MARK) != 1:
            raise body.BodyError(f"the body needs one line '{self.MARK}' before the missing step")
        cut = lines.index(self.MARK)
        rest = list(self.content)[cut + 1:]
        if not any(line.strip() for line in rest) or not any(lines[:cut]):
            raise body.BodyError(f"there must be text before and after '{self.MARK}'", cut)
        return [*self.blocks("\n".join(list(self.content)[:cut])),
                details([nodes.Text(text("box.solution"))], *self.blocks("\n".join(rest), cut + 1))]


class Cards(Directive):
    """Recall cards: a question, and the answer behind a click.

    .. code-block:: md

        ```{cards}
        - front: Why can Bob not learn two bits from one qubit?
          back: One measurement gives one outcome of two.
        ```
    """

    has_content = True

    def build(self):
        entries = body.want_list(self.data(), 0, "the body")
        cards = []
        for number, entry in enumerate(entries, 1):
            body.want(entry, 0, f"card {number}", ("front", "back"))
            cards.append(make("li", details(self.inline(entry["front"], "the front of a card"),
                                            *self.blocks(entry["back"]), classes=["qedu-card"]), plain="item"))
        return [self.admonition("cards", [nodes.Text(text("cards.title"))],
                                make("p", text("cards.how"), inline=True, plain="paragraph"),
                                make("ol", *cards, plain="bullets"),
                                make("div", plain="drop", role="status", classes=["qedu-status"]))]
