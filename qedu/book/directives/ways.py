"""What the landing page shows: the road with all its chapters, and the ways through it."""

from docutils import nodes

from qedu.book.directives.base import Directive, link
from qedu.book.nodes import make
from qedu.book.ways import share
from qedu.content import chapters
from qedu.content.road import road
from qedu.content.strings import plural, text


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

    Each leads to its first chapter that is written, says how many are, and lists its chapters, folded.  A way that can be walked is
    named in ``data-track``: the script of the frame puts it into the addresses that are followed from there.
    """

    has_content = False

    def build(self):
        there = {chapter.id: chapter for part in road(self.env.app.srcdir) for chapter in part.chapters if chapter.id}
        ways = []
        for track in chapters.tracks():
            ready = [identifier for identifier in track["chapters"] if identifier in there]
            title = nodes.Text(track["title"])
            size = plural("road.chapters", len(track["chapters"])) + (
                "" if len(ready) == len(track["chapters"]) else text("road.written", n=len(ready)))
            parts = [link("chapter", ready[0], title) if ready else nodes.strong("", "", title), " ", track["words"], " ",
                     make("small", size, inline=True)]
            if "id" not in track:
                ways.append(make("li", *parts, inline=True, plain="item"))
                continue
            ways.append(make("li", *parts, self._chapters(track, there), inline=True, plain="item", ids=[f"way-{track['id']}"],
                             data_track=track["id"]))
        return [make("ul", *ways, plain="bullets", classes=["qedu-columns", "qedu-ways"])]

    def _chapters(self, track, there):
        """The chapters of a way: those that are written as links, each with what it takes of them, and the others named."""
        items = []
        for identifier, name in chapters.titles().items():
            if identifier not in track["chapters"]:
                continue
            chapter = there.get(identifier)
            taken = share(track, chapter) if chapter else ()
            note = "" if chapter and not taken else plural("way.lessons", len(taken)) if taken else text("way.planned")
            said = [make("small", f" {note}", inline=True)] if note else []
            items.append(make("li", link("chapter", identifier, nodes.Text(name)), *said, inline=True, plain="item"))
        return make("details", make("summary", text("way.list"), inline=True, plain="drop"), make("ol", *items, plain="drop"),
                    plain="drop", classes=["qedu-details"])
