"""What the pages of the table of contents hold, as their front matter says, and which of them a word means."""

import os
import re
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from qedu import _yaml
from qedu.content import chapters as content

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Held:
    """What a page holds: the ID of its chapter, names of widgets and IDs of exercises; empty where there is none.

    Of a chapter that is a folder, a widget is held by the page that shows it, and the exercises by the practice page.
    """

    id: str = ""
    widgets: tuple = ()
    exercises: tuple = ()


def files(node):
    """Names of all pages below a node of the table of contents, without suffix."""
    if isinstance(node, list):
        return [name for item in node for name in files(item)]
    names = [node[key].removesuffix(".md") for key in ("root", "file") if key in node]
    return names + [name for key in ("parts", "chapters", "sections") for name in files(node.get(key, []))]


@cache
def book():
    """What each page of the book holds, by its name in the table of contents.

    Returns
    -------
    dict of str to Held
    """
    toc = _yaml.parse((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    return {name: held(ROOT / f"{name}.md") for name in files(toc)}


def front(source):
    """What stands under ``qedu:`` in the front matter of a source; an empty dict if nothing does.

    It is not checked, so that a page that says something wrong fails in its own test.
    """
    said = content.front_matter(source) if source.is_file() else None
    return said if isinstance(said, dict) else {}


def is_folder(source):
    """Whether a page is the index page, a lesson or the practice page of a chapter that is a folder."""
    said = front(source)
    return "chapter" in said or "id" in said and source.stem == "index"


def held(source):
    """What the page of a source holds."""
    said = front(source)
    text = source.read_text(encoding="utf-8") if source.is_file() else ""
    shown = [name.replace("_", "-") for name in re.findall(r"^(?:qedu\.)?widgets\.(\w+)\(", text, flags=re.M)]
    if not said:
        return Held(widgets=tuple(shown if "kernelspec:" in text.partition("\n---\n")[0] else ()))       # such as the landing page
    if not is_folder(source):
        return Held(said.get("id", ""), tuple(said.get("widgets") or ()), tuple(said.get("exercises") or ()))
    chapter = front(source.with_name("index.md"))
    listed = re.search(r"^`{3,}\{exercises\}", text, flags=re.M)
    return Held(chapter.get("id", ""), tuple(name for name in chapter.get("widgets") or () if name in shown),
                tuple(chapter.get("exercises") or ()) if listed else ())


def folder(source):
    """All pages of the chapter that is a page's folder: the index page, the lessons in the order of the book, the practice page.

    Parameters
    ----------
    source : pathlib.Path
        One of them, finished or not.

    Returns
    -------
    list of str
        Names.  Pages that the table of contents does not have yet stand in the order of the alphabet.
    """
    names = [path.relative_to(ROOT).with_suffix("").as_posix() for path in sorted(source.parent.glob("*.md"))]
    order = list(book())
    return sorted(names, key=lambda name: (not name.endswith("/index"), name.endswith("/practice"),
                                           order.index(name) if name in order else sys.maxsize, name))


def find(word):
    """The pages that a word means.

    Parameters
    ----------
    word : str
        A path (chapters/2-keys/bb84.md, finished or not), a page's or a folder's name (bb84), or a chapter's ID (C06).  A page of a
        chapter that is a folder means all of its pages.

    Returns
    -------
    dict of str to Held

    Raises
    ------
    SystemExit
        If there is no such chapter, with the names of those that there are.
    """
    path = Path(word)
    if path.is_file() and path.suffix == ".md":
        names = [path.resolve().relative_to(ROOT).with_suffix("").as_posix()]
    else:
        name = word.removesuffix(".md").strip("/")
        names = [page for page, has in book().items() if word and
                 (has.id.lower() == word.lower() or f"/{page}/".endswith(f"/{name}/") or f"/{name}/" in f"/{page}/")]
    if not names:
        known = ", ".join(dict.fromkeys(f"{called(page)} ({has.id})" if has.id else called(page) for page, has in book().items()))
        raise SystemExit(f"No chapter {word!r}. There are {known}; or give the path of a source, such as chapters/2-keys/bb84.md.")
    sources = [ROOT / f"{name}.md" for name in names]
    every = [name for source, own in zip(sources, names, strict=True) for name in (folder(source) if is_folder(source) else [own])]
    return {name: held(ROOT / f"{name}.md") for name in dict.fromkeys(every)}


def called(page):
    """The name of a page's chapter, as one says it: that of the folder, if it is one."""
    above, _, name = page.rpartition("/")
    return above.rpartition("/")[2] if is_folder(ROOT / f"{page}.md") else name


def contents(names):
    """The part of a table of contents that has some pages: those of a folder are sections of its index page.

    Parameters
    ----------
    names : iterable of str

    Returns
    -------
    list of dict
    """
    found = {}
    for name in names:
        index = f"{name.rpartition('/')[0]}/index"
        if name != index and is_folder(ROOT / f"{name}.md"):
            found.setdefault(index, {"file": index}).setdefault("sections", []).append({"file": name})
        else:
            found.setdefault(name, {"file": name})
    return list(found.values())


def chosen():
    """The pages that the tests look at: those of ``make test C=…`` (scripts/run_tests.py says them), else all."""
    word = os.environ.get("QEDU_CHAPTER")
    return find(word) if word else book()
