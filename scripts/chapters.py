"""What the pages of the table of contents hold, as their front matter says, and which of them a word means."""

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from qedu.content import chapters as content

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Held:
    """What a page holds: the chapter's ID, names of widgets and IDs of exercises; empty where there is none."""

    id: str = ""
    widgets: tuple = ()
    exercises: tuple = ()


@cache
def book():
    """What each page of the book holds, by its name in the table of contents.

    Returns
    -------
    dict of str to Held
    """
    return {path.relative_to(ROOT).with_suffix("").as_posix(): held(path) for path in content.toc(ROOT)}


def held(source):
    """What the page of a source holds; its front matter is not checked, so that one that is wrong fails in its own test."""
    said = content.front_matter(source)
    said = said if isinstance(said, dict) else {}
    return Held(said.get("id", ""), tuple(said.get("widgets") or ()), tuple(said.get("exercises") or ()))


def find(word):
    """The pages that a word means.

    Parameters
    ----------
    word : str
        A path (chapters/2-keys/bb84.md, finished or not), a page's or a chapter folder's name (bb84), or a chapter's ID (C06).

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
        name = path.resolve().relative_to(ROOT).with_suffix("").as_posix()
        return {name: held(ROOT / f"{name}.md")}
    name = word.removesuffix(".md").strip("/")
    found = {page: has for page, has in book().items()
             if has.id.lower() == word.lower() or f"/{page}/".endswith(f"/{name}/") or f"/{name}/" in f"/{page}/"}
    if not word or not found:
        known = ", ".join(f"{page.rpartition('/')[2]} ({has.id})" if has.id else page.rpartition("/")[2] for page, has in book().items())
        raise SystemExit(f"No chapter {word!r}. There are {known}; or give the path of a source, such as chapters/2-keys/bb84.md.")
    return found


def chosen():
    """The pages that the tests look at: those of ``make test C=…`` (scripts/run_tests.py says them), else all."""
    word = os.environ.get("QEDU_CHAPTER")
    return find(word) if word else book()
