"""What stands around a page: the road beside it, where one is, and what comes next.

All of it is written when the book is built, so that it is there without a script; how far the reader is, is added on the
page (``site/static/site.js``).  The templates of `qedu.book.theme` get it as ``frame``.
"""

import re
from copy import deepcopy
from pathlib import Path

from qedu.book import ways
from qedu.content import road
from qedu.content.strings import plural, text

__all__ = ["Frame", "equations_by_chapter", "number", "time"]


def time(minutes):
    """Say how long something takes.

    Parameters
    ----------
    minutes : int

    Returns
    -------
    str
        Empty for 0; from an hour and a half on in whole hours.

    Examples
    --------
    >>> time(25), time(150), time(0)
    ('25 minutes', 'about 2 hours', '')
    """
    if not minutes:
        return ""
    return plural("frame.minutes", minutes) if minutes < 90 else plural("objectives.hours", round(minutes / 60))


def number(identifier):
    """Return the number of a chapter as readers see it.

    Parameters
    ----------
    identifier : str
        Of the chapter, such as "C06"; empty for a page that is none.

    Returns
    -------
    str

    Examples
    --------
    >>> number("C06"), number("C07B"), number("")
    ('6', '7B', '')
    """
    return re.sub(r"^C0*(?=\d)", "", identifier)


def _joined(*facts):
    return " · ".join(fact for fact in facts if fact)


class Frame:
    """The road through a book, and what of it each page shows.

    Attributes
    ----------
    parts : tuple of qedu.content.road.Part
        Empty where the book has no ``_toc.yml``; such a book gets the list of pages that Sphinx makes.
    """

    def __init__(self):
        self.parts = ()

    def read(self, app):
        """Read the road, anew for each build."""
        table = Path(app.srcdir) / "_toc.yml"
        self.parts = road.road(app.srcdir) if table.is_file() else ()

    def places(self, built):
        """All pages that are built, in order: a list of (part, chapter, page).

        Parameters
        ----------
        built : container of str
            Names of the pages of this build, which may be one chapter alone.
        """
        return [(part, chapter, page) for part in self.parts for chapter in part.chapters for page in chapter.pages
                if page.name in built]

    def around(self, name, built, title, link):
        """Return what the template shows around one page.

        Parameters
        ----------
        name : str
            Of the page, as Sphinx names it.
        built : container of str
        title : callable
            From the name of a page to its title as plain text.
        link : callable
            From the name of a page to its address from this one.

        Returns
        -------
        dict
            ``parts``, each with its caption and chapters; ``on_road``, whether the page is one of theirs; ``crumbs``, pairs of
            text and address; ``kind``, the line above the title; ``next``, what the page's end leads to, or None; ``ways``, the
            same for each way through the book; ``outline``, whether the sections of the page are listed.
        """
        places = self.places(built)
        here = next((place for place in places if place[2].name == name), None)
        parts = []
        for part in self.parts:
            chapters = [self._chapter(chapter, name, built, title, link) for chapter in part.chapters
                        if any(page.name in built for page in chapter.pages)]
            if chapters:
                parts.append({"caption": part.caption, "chapters": chapters})
        frame = {"parts": parts, "on_road": here is not None, "crumbs": [], "kind": "", "next": None, "ways": [], "outline": True}
        if here:
            part, chapter, page = here
            following = places[places.index(here) + 1:][:1]
            frame["outline"] = page.kind not in ("index", "lesson")
            frame["crumbs"] = self._crumbs(part, chapter, page, title, link)
            frame["kind"] = self._kind(part, chapter, page, title)
            if following and page.kind in ("index", "lesson", "practice"):
                frame["next"] = self._next(chapter, *following[0][1:], title, link)
            if chapter.id:
                frame["ways"] = [{**way, "next": way["next"] and self._next(chapter, *way["next"], title, link, way["minutes"])}
                                 for way in ways.around(self.parts, built, chapter, page, title)]
        return frame

    def _chapter(self, chapter, name, built, title, link):
        pages = [page for page in chapter.pages if page.name in built]
        first, here = pages[0], any(page.name == name for page in pages)
        lessons = pages[1:] if here else []
        return {"title": title(first.name), "link": link(first.name), "open": here, "current": first.name == name,
                "pages": " ".join(page.name for page in pages),
                "lessons": [{"title": title(page.name), "link": link(page.name), "current": page.name == name, "pages": page.name}
                            for page in lessons]}

    def _place(self, chapter, page):
        if page.kind == "lesson":
            return text("frame.lesson", n=page.number, total=len(chapter.lessons))
        return text("frame.practice") if page.kind == "practice" else ""

    def _crumbs(self, part, chapter, page, title, link):
        first = chapter.pages[0]
        crumbs = [(part.caption, None)] if part.caption else []
        if page is first:
            return [*crumbs, (title(page.name), None)]
        return [*crumbs, (title(first.name), link(first.name)), (self._place(chapter, page), None)]

    def _kind(self, part, chapter, page, title):
        if page.kind in ("lesson", "practice"):
            return _joined(title(chapter.pages[0].name), self._place(chapter, page), time(page.minutes))
        if not chapter.id:
            return ""
        lessons = plural("frame.lessons", len(chapter.lessons)) if page.kind == "index" else ""
        return _joined(part.caption, text("frame.chapter", n=number(chapter.id)), lessons, time(chapter.minutes))

    def _next(self, chapter, other, page, title, link, minutes=0):
        new = other is not chapter
        minutes = (minutes or other.minutes) if new else page.minutes
        # Behind the last chapter come pages that are none.
        place = self._place(other, page) if not new else text("frame.next_chapter" if other.id else "frame.next_page")
        lessons = other.lessons if page.kind == "lesson" else ()
        steps = [("here" if lesson is page else "done" if lesson.number < page.number else "") for lesson in lessons]
        return {"title": title(page.name), "link": link(page.name), "place": ", ".join(filter(None, (place, time(minutes)))),
                "steps": steps}

    def add(self, app, pagename, templatename, context, doctree):
        """Give the template of a page its frame, and the script the texts of pages that have none of our directives."""
        if app.builder.format != "html" or app.builder.name == "epub":
            return
        titles = app.env.titles

        def link(name):
            return app.builder.get_relative_uri(pagename, name) or "#"

        context["frame"] = self.around(pagename, app.env.found_docs, lambda name: titles[name].astext(), link)
        context["kept_data"] = ""
        if self.parts and "qedu.book" in app.extensions and 'id="qedu-book"' not in context.get("body", ""):
            from qedu.book import extension

            context["kept_data"] = extension.data_block(app, pagename, {}, extension.script_keys("kept.js"))


def equations_by_chapter(frame):
    """Make two listeners that number the equations of each chapter from 1, over all its pages: (6.1), (6.2), ….

    Sphinx numbers them through the book and compares with what it found the last time, so the first listener gives it back what
    was its own.

    Parameters
    ----------
    frame : Frame

    Returns
    -------
    tuple of callable
        For the event ``env-get-updated``, before and after Sphinx's own.
    """
    kind = "displaymath"

    def before(app, env):
        env.toc_fignumbers = getattr(env, "qedu_fignumbers", env.toc_fignumbers)
        return []

    def after(app, env):
        known = getattr(env, "qedu_equations", {})
        env.qedu_fignumbers = deepcopy(env.toc_fignumbers)
        for part in frame.parts:
            for chapter in part.chapters:
                numbers = [env.toc_fignumbers.get(page.name, {}).get(kind, {}) for page in chapter.pages]
                base = min((old[0] for page in numbers for old in page.values()), default=1) - 1
                before_dot = (number(chapter.id),) if chapter.id else ()
                for page in numbers:
                    page.update({label: (*before_dot, old[0] - base) for label, old in page.items()})
        env.qedu_equations = {name: numbers.get(kind, {}) for name, numbers in env.toc_fignumbers.items()}
        return [name for name, numbers in env.qedu_equations.items() if name in known and known[name] != numbers]

    return before, after
