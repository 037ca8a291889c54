"""What the landing page shows: the road with all its chapters, and the ways through it."""

from docutils import nodes

from qedu.book.directives.base import Directive, link
from qedu.book.nodes import make
from qedu.content import chapters
from qedu.content.road import road
from qedu.content.strings import plural, text


def written(app):
    """IDs of the chapters that the table of contents names, in order."""
    return [chapter.id for part in road(app.srcdir) for chapter in part.chapters if chapter.id]


class Road(Directive):
    """All parts and chapters of the book; those that are written are links, the others names.

    .. code-block:: md

        ```{road}
        ```
    """

    has_content = False

    def build(self):
        parts = []
        for number, (caption, planned) in enumerate(chapters.plan().items()):
            names = [make("li", link("chapter", identifier, nodes.Text(title)), inline=True, plain="item")
                     for identifier, title in planned.items()]
            parts += [make("section", make("h3", caption, inline=True, plain="strong", ids=[f"qedu-road-{number}"]),
                           make("ol", *names, plain="bullets"), aria_labelledby=f"qedu-road-{number}")]
        return [make("div", *parts, classes=["qedu-columns", "qedu-road"]),
                make("p", text("road.planned"), inline=True, plain="paragraph", classes=["qedu-small"])]


class Ways(Directive):
    """The ways through the book for different readers, from ``qedu/content/tracks.yaml``.

    .. code-block:: md

        ```{ways}
        ```

    Each leads to its first chapter that is written, and says how many are.
    """

    has_content = False

    def build(self):
        there = written(self.env.app)
        ways = []
        for track in chapters.tracks():
            ready = [identifier for identifier in track["chapters"] if identifier in there]
            title = nodes.Text(track["title"])
            size = plural("road.chapters", len(track["chapters"])) + (
                "" if len(ready) == len(track["chapters"]) else text("road.written", n=len(ready)))
            ways.append(make("li", link("chapter", ready[0], title) if ready else nodes.strong("", "", title), " ", track["words"], " ",
                             make("small", size, inline=True), inline=True, plain="item"))
        return [make("ul", *ways, plain="bullets", classes=["qedu-columns", "qedu-ways"])]
