"""Asides that stand in the margin of a wide page, and in the flow of a narrow one.

The directive has the name that it has in other Jupyter Books, ``margin``, so that a chapter can be taken there.
"""

from docutils.parsers.rst import Directive

from qedu.book import nodes

__all__ = ["Margin"]


class Margin(Directive):
    """A note in the margin.

    It stands in the source before the paragraph that it belongs to::

        :::{margin}
        These are the exact odds. A measured error rate has an interval.
        :::
    """

    has_content = True

    def run(self):
        """Return the note as a node."""
        self.assert_has_content()
        # Not a landmark: these are many on a page, and belong to a paragraph.
        note = nodes.make("aside", classes=["qedu-note"], role="note")
        self.state.nested_parse(self.content, self.content_offset, note)
        return [note]
