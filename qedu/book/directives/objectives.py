"""What a chapter teaches."""

from pathlib import Path

from docutils import nodes
from sphinx.addnodes import pending_xref

from qedu.book.directives.base import Directive, details, link
from qedu.book.nodes import make
from qedu.content import chapters
from qedu.content.strings import plural, text


class Objectives(Directive):
    """What the chapter teaches, how long it takes and what it needs, all from the front matter.

    .. code-block:: md

        ```{objectives}
        ```

    On the index page of a chapter that is a folder the time is that of all its pages.  In a lesson it shows which of the
    chapter's objectives are the lesson's, how long it takes, and the sections that it needs.
    """

    has_content = False

    def build(self):
        chapter = self.manifest()
        if chapter is None:
            self.warn("the front matter has no usable 'qedu:' to take the objectives from")
            return []
        lesson = chapters.lesson(self.env.doc2path(self.env.docname))
        if not lesson:
            self.domain.note_chapter(chapter.id)
        goals = [make("li", *self.inline(sentence, f"objective {identifier}"), inline=True, plain="item")
                 for identifier, sentence in chapter.objectives.items() if not lesson or identifier in lesson.objectives]
        parts = [make("ul", *goals, plain="bullets"), make("dl", *(self.own(lesson) if lesson else self.facts(chapter)))]
        if not lesson and self.of_folder():             # an index page is two screens long
            parts.append(details([nodes.Text(text("objectives.cfqt"))], make("dl", *self.levels(chapter)), classes=["qedu-before"]))
        elif not lesson:
            parts[-1] += list(self.levels(chapter))
        return [self.admonition("objectives", [nodes.Text(text("objectives.lesson" if lesson else "objectives.title"))], *parts)]

    def own(self, lesson):
        """Time and needs of a lesson."""
        yield from self.fact(text("objectives.time"), text("objectives.minutes", n=lesson.minutes))
        needs = []
        for label in lesson.needs:
            needs += [", " if needs else "", *self.inline(f"{{ref}}`{label}`", "a section")]
        if needs:
            yield from self.fact(text("objectives.needs"), *needs)

    def facts(self, chapter):
        minutes = self.of_folder() or chapter.minutes
        time = text("objectives.minutes", n=minutes) if minutes < 60 else plural("objectives.hours", round(minutes / 60))
        yield from self.fact(text("objectives.time"), time)
        needs = []
        for identifier in chapter.needs:
            needs += ["; " if needs else "", link("chapter", identifier, nodes.Text(chapters.titles()[identifier]))]
        yield from self.fact(text("objectives.needs"), *(needs or [text("objectives.no_needs")]))

    def levels(self, chapter):
        """Levels of competence that the chapter reaches."""
        levels = "; ".join(
            text("objectives.cfqt_area", area=text(f"cfqt.{area}"), level=chapter.cfqt[area],
                 name=text(f"cfqt.{chapter.cfqt[area]}"))
            for area in chapters.AREAS if area in chapter.cfqt)
        domains = text("objectives.cfqt_domains", domains=", ".join(chapter.cfqt["domains"]))
        source = nodes.reference("", text("objectives.cfqt_source"), refuri="https://doi.org/10.5281/zenodo.6834598",
                                 internal=False)
        yield from self.fact(text("objectives.cfqt"), f"{levels}. {domains}. ", source)

    def of_folder(self):
        """Minutes of all pages of a chapter that is a folder; 0 if it is none."""
        chapter = self.place()[0]
        for page in chapter.pages[1:] if chapter else ():
            self.env.note_dependency(str(Path(self.env.srcdir) / f"{page.name}.md"))
        return chapter.minutes if chapter and len(chapter.pages) > 1 else 0

    def fact(self, term, *value):
        yield make("dt", term, inline=True, plain="strong")
        yield make("dd", *[nodes.Text(item) if isinstance(item, str) else item for item in value if item != ""],
                   inline=True, plain="paragraph")


class Lessons(Directive):
    """The lessons of a chapter that is a folder, each with its minutes, and its practice page.

    .. code-block:: md

        ```{lessons}
        ```

    Refused: a page that is not the index page of such a chapter.
    """

    has_content = False

    def build(self):
        chapter, page = self.place()
        if not chapter or page.kind != "index":
            self.warn("this page has no sections in the table of contents; the list is for the index page of a chapter that is a folder")
            return []
        items = []
        for page in chapter.pages[1:]:
            self.env.note_dependency(str(Path(self.env.srcdir) / f"{page.name}.md"))
            title = nodes.inline("", "", *self.inline(page.title, "a title"))
            to = pending_xref("", title, refdomain="std", reftype="doc", reftarget=f"/{page.name}", refexplicit=True, refwarn=True,
                              refdoc=self.env.docname)
            minutes = [" ", make("span", text("lessons.minutes", n=page.minutes), inline=True, classes=["qedu-minutes"])]
            items.append(make("li", to, *(minutes if page.minutes else []), inline=True, plain="item", classes=[f"qedu-{page.kind}"]))
        return [make("nav", make("p", text("lessons.title"), inline=True, plain="strong", classes=["qedu-subtitle"]),
                     make("ol", *items, plain="bullets"), classes=["qedu-lessons"], aria_label=text("lessons.title"))]
