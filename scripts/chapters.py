"""What the pages of the table of contents hold, as their front matter says, and which of them a word means."""

import os
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Held:
    """What a page holds: the chapter's ID, names of widgets and IDs of exercises; empty where there is none."""

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
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    return {name: held(ROOT / f"{name}.md") for name in files(toc)}


def held(source):
    """What the page of a source holds."""
    front = re.match(r"---\n(.*?)\n---\n", source.read_text(encoding="utf-8"), flags=re.S)
    said = (yaml.safe_load(front[1]) or {}).get("qedu", {}) if front else {}
    return Held(said.get("id", ""), tuple(said.get("widgets", ())), tuple(said.get("exercises", ())))


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
