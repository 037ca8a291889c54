"""The road through the book: its parts, their chapters, and the pages of each chapter, from ``_toc.yml`` and the pages themselves."""

import re
from dataclasses import dataclass
from pathlib import Path

from qedu import _yaml
from qedu.content import chapters

__all__ = ["Chapter", "Page", "Part", "find", "road"]


@dataclass(frozen=True)
class Page:
    """A page of the book.

    Attributes
    ----------
    name : str
        Its path in the book without the suffix, as Sphinx names it.
    title : str
        Its first heading, as written.
    kind : str
        "index", "lesson" or "practice" of a chapter that is a folder; "chapter" of one that is one page; else "page".
    number : int
        Of a lesson, from 1; 0 for other pages.
    minutes : int
        What it takes to read and work; 0 where the page does not say.
    objectives : tuple of str
        IDs of what a lesson, a practice page or a chapter teaches.
    """

    name: str
    title: str
    kind: str
    number: int = 0
    minutes: int = 0
    objectives: tuple = ()


@dataclass(frozen=True)
class Chapter:
    """A chapter of the book, or a page of its own such as the bibliography.

    Attributes
    ----------
    id : str
        Such as "C06"; empty where the page is no chapter.
    pages : tuple of Page
        The first is what its links lead to; of a chapter that is a folder the lessons follow, then the practice page.
    """

    id: str
    pages: tuple

    @property
    def title(self):
        """Its first page's title."""
        return self.pages[0].title

    @property
    def lessons(self):
        """Its lessons, in order: a tuple of `Page`."""
        return tuple(page for page in self.pages if page.kind == "lesson")

    @property
    def minutes(self):
        """What all its pages take together."""
        return sum(page.minutes for page in self.pages)


@dataclass(frozen=True)
class Part:
    """A part of the book: its caption and its chapters."""

    caption: str
    chapters: tuple


def road(book_root=".", toc="_toc.yml"):
    """Read the parts, chapters and pages of a book, in order.

    Parameters
    ----------
    book_root : str or pathlib.Path
        The folder of the pages.
    toc : str or pathlib.Path
        The table of contents, from there.

    Returns
    -------
    tuple of Part
        The root page of the book is not in it.  A book without parts is one part, without a caption.

    Raises
    ------
    ValueError
        If a page that ``_toc.yml`` names is missing or has no title; names the file.
    """
    root = Path(book_root)
    table = _yaml.parse((root / toc).read_text(encoding="utf-8"))
    return tuple(Part(part.get("caption", ""), tuple(_chapter(root, entry) for entry in part["chapters"]))
                 for part in table.get("parts") or ([table] if table.get("chapters") else ()))


def find(parts, name):
    """Find a page on the road.

    Parameters
    ----------
    parts : tuple of Part
        From `road`.
    name : str
        The page's, as Sphinx names it.

    Returns
    -------
    tuple of (Chapter, Page), or None
        None if it is not there.
    """
    return next(((chapter, page) for part in parts for chapter in part.chapters for page in chapter.pages if page.name == name), None)


def _chapter(root, entry):
    name, title, front = _page(root, entry["file"])
    sections = entry.get("sections") or ()
    kind = "index" if sections else "chapter" if "id" in front else "page"
    pages, lessons = [_made(name, title, front, kind)], 0
    for number, section in enumerate(sections):
        page, heading, own = _page(root, section["file"])
        last = number == len(sections) - 1 and page.endswith("/practice")
        lessons += not last
        pages.append(_made(page, heading, own, "practice" if last else "lesson", 0 if last else lessons))
    return Chapter(front.get("id", ""), tuple(pages))


def _made(name, title, front, kind, number=0):
    return Page(name, title, kind, number, front.get("minutes", 0), tuple(front.get("objectives") or ()))


def _page(root, name):
    """Name and title of a page, and what stands under ``qedu:`` in its front matter."""
    path = root / (name if name.endswith(".md") else f"{name}.md")
    if not path.is_file():
        raise ValueError(f"{path}: _toc.yml names this page, and it is not there")
    text = re.sub(r"\A---\n.*?\n---\n", "", path.read_text(encoding="utf-8"), flags=re.S)
    title = re.search(r"^# (.+)$", text, re.M)
    if not title:
        raise ValueError(f"{path}: the page has no title, a line that begins with '# '")
    return path.relative_to(root).with_suffix("").as_posix(), title[1].strip(), chapters.front_matter(path) or {}
