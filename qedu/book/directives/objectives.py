"""What a chapter teaches."""

from docutils import nodes

from qedu.book.directives.base import Directive, link
from qedu.book.nodes import make
from qedu.content import chapters
from qedu.content.strings import plural, text


class Objectives(Directive):
    """What the chapter teaches, how long it takes and what it needs, all from the front matter.

    .. code-block:: md

        ```{objectives}
        ```
    """

    has_content = False

    def build(self):
        chapter = self.manifest()
        if chapter is None:
            self.warn("the front matter has no usable 'qedu:' to take the objectives from")
            return []
        self.domain.note_chapter(chapter.id)
        goals = [make("li", make("span", identifier, inline=True, classes=["qedu-id"]), " ",
                      *self.inline(sentence, f"objective {identifier}"), inline=True, plain="item")
                 for identifier, sentence in chapter.objectives.items()]
        return [self.admonition("objectives", [nodes.Text(text("objectives.title"))],
                                make("ul", *goals, plain="bullets"), make("dl", *self.facts(chapter)))]

    def facts(self, chapter):
        time = (text("objectives.minutes", n=chapter.minutes) if chapter.minutes < 60
                else plural("objectives.hours", round(chapter.minutes / 60)))
        yield from self.fact(text("objectives.time"), time)
        needs = []
        for identifier in chapter.needs:
            title = f"{identifier} {chapters.titles()[identifier]}"
            needs += [", " if needs else "", link("chapter", identifier, nodes.Text(title))]
        yield from self.fact(text("objectives.needs"), *(needs or [text("objectives.no_needs")]))
        levels = "; ".join(
            text("objectives.cfqt_area", area=text(f"cfqt.{area}"), level=chapter.cfqt[area],
                 name=text(f"cfqt.{chapter.cfqt[area]}"))
            for area in chapters.AREAS if area in chapter.cfqt)
        domains = text("objectives.cfqt_domains", domains=", ".join(chapter.cfqt["domains"]))
        source = nodes.reference("", text("objectives.cfqt_source"), refuri="https://doi.org/10.5281/zenodo.6834598",
                                 internal=False)
        yield from self.fact(text("objectives.cfqt"), f"{levels}. {domains}. ", source)

    def fact(self, term, *value):
        yield make("dt", term, inline=True, plain="strong")
        yield make("dd", *[nodes.Text(item) if isinstance(item, str) else item for item in value if item != ""],
                   inline=True, plain="paragraph")
