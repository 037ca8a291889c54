"""A drawing of the chapter, composed for the width of the text and for a phone."""

from pathlib import Path

from docutils import nodes

from qedu.book import body, drawings
from qedu.book.directives.base import Directive
from qedu.book.nodes import make


class Drawing(Directive):
    """A drawing from the ``drawings.yaml`` beside the page.

    .. code-block:: md

        ```{drawing} apparatus
        **Everything random happens at the two ends.** Alice chooses …
        ```

    The body is the caption, which says what there is to see; what the drawing shows, for whoever does not see it, is the
    drawing's ``alt``.  What a drawing can be, and how it is described, says `qedu.book.drawings`.  Refused: a name that is
    not there, a drawing without ``alt`` or of no kind, no caption.
    """

    has_content = True
    required_arguments = 1

    def build(self):
        if not self.content:
            raise body.BodyError("the drawing has no caption: write what there is to see in it", None)
        folder = Path(self.env.doc2path(self.env.docname)).parent
        name = self.arguments[0]
        try:
            known = drawings.read(str(folder))
            if name not in known:
                raise ValueError(f"there is no drawing '{name}' in drawings.yaml; there are {', '.join(known)}")
            made = {width: drawings.compose(known[name], width) for width in drawings.WIDTHS}
        except ValueError as error:
            raise body.BodyError(str(error).replace(f"{folder}/", ""), None) from None
        self.env.note_dependency(str(folder / "drawings.yaml"))
        alt = " ".join(known[name]["alt"].split())
        pictures = [make("div", nodes.raw("", svg, format="html"), classes=["qedu-drawn", f"qedu-{width}"])
                    for width, svg in made.items()]
        # Where there is no HTML its words stand for the picture.
        told = make("p", alt, inline=True, plain="paragraph", hidden=True)
        caption = make("figcaption", *self.blocks(self.content))
        return [make("figure", *pictures, told, caption, classes=["qedu-figure"])]
