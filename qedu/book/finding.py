"""What the search page looks through: every section of the book with its words, as a script, which loads from a file system too.

The page itself searches with MiniSearch (site/static/search.js).
"""

import json
import re
import shutil
import sys
from pathlib import Path

from qedu import _yaml
from qedu.book import maths

__all__ = ["PRACTICE", "known_as", "sections", "setup", "terms_of", "words_of"]

#: Sections that ask instead of telling come after those that tell.
PRACTICE = ("Recall", "Cards", "Check yourself", "Exercises", "Summary", "Go deeper", "Practice", "What this model leaves out",
            "The chapter's physics, asserted", "The page's physics, asserted")

#: Boxes that ask, and so hold wrong answers.
_ASKS = {"qedu-quiz", "qedu-prediction", "qedu-cards", "qedu-exercises", "qedu-objectives"}

#: What says nothing in words, or what the reader does not see.
_LEFT_OUT = ("literal_block", "math_block", "raw", "comment", "substitution_definition", "title", "target", "index", "image",
             "pending_xref_condition", "citation")


def words_of(node):
    """The words of a section, without those of the sections in it.

    Parameters
    ----------
    node : docutils.nodes.Node

    Returns
    -------
    str
    """
    from docutils import nodes

    found = []

    def collect(part):
        kind = type(part).__name__
        if isinstance(part, nodes.Text):
            found.append(str(part))
        elif isinstance(part, nodes.math):
            found.append(maths.in_a_line(part.astext()))
        elif not isinstance(part, nodes.section) and kind not in _LEFT_OUT and not _ASKS & set(part.get("classes", ())):
            block = not isinstance(part, (nodes.Inline, nodes.TextElement)) or isinstance(part, nodes.paragraph)
            found.append(" " if block else "")
            for child in part.children:
                collect(child)
            found.append(" " if block else "")

    for child in node.children:
        collect(child)
    return re.sub(r"\s+", " ", "".join(found)).strip()


def terms_of(section):
    """What a section defines: its bold words, without those of the sections in it.

    Parameters
    ----------
    section : docutils.nodes.section

    Returns
    -------
    str
    """
    from docutils import nodes

    def own(node):
        while not isinstance(node, nodes.section):
            node = node.parent
        return node is section

    return " · ".join(dict.fromkeys(bold.astext() for bold in section.findall(nodes.strong) if own(bold) and len(bold.astext()) < 60))


def known_as(page, titles):
    """What the field calls that which the sections of a page tell, from `qedu/content/index.yaml`.

    Parameters
    ----------
    page : str
        Its name.
    titles : iterable of str
        Of its sections.

    Returns
    -------
    dict of str to str
        The field's words, by title.

    Raises
    ------
    ValueError
        If the file knows of a section that the page does not have.
    """
    words = {title.replace("'", "\u2019"): terms for title, terms in _content("index").get(page, {}).items()}
    unknown = set(words) - set(titles)
    if unknown:
        raise ValueError(f"qedu/content/index.yaml: {page} has no section {min(unknown)!r}. If it has another title now, write that one.")
    return words


def _content(name):
    return _yaml.parse((Path(__file__).parents[1] / "content" / f"{name}.yaml").read_text(encoding="utf-8"))


def sections(doctree, page):
    """List the sections of a page, and of a page of the reference what it describes.

    Parameters
    ----------
    doctree : docutils.nodes.document
    page : str
        Its name.

    Returns
    -------
    list of list
        Address within the book, title, title of the page, words, what is defined there, kind: "" for the text, "top" for what
        stands at the beginning of a page, "practice" for what asks, "api" for the reference, of which the first words
        stand for all.
    """
    from docutils import nodes
    from sphinx.addnodes import desc, desc_signature

    found, top = [], next(doctree.findall(nodes.section), None)
    if top is None:
        return found
    name = top.next_node(nodes.title).astext()
    reference = next(doctree.findall(desc), None) is not None
    titles = {section: section.next_node(nodes.title).astext() for section in doctree.findall(nodes.section)}
    terms = known_as(page, titles.values())
    for section, title in titles.items():
        anchor = "" if section is top else "#" + section["ids"][0]
        kind = "api" if reference else "top" if section is top else "practice" if title.replace("\u2019", "'") in PRACTICE else ""
        found.append([f"{page}.html{anchor}", title, name, words_of(section),
                      " · ".join(filter(None, (terms_of(section), terms.get(title)))), kind])
    for entry in doctree.findall(desc):
        signature = entry.next_node(desc_signature)
        if signature and signature.get("ids"):
            title = re.sub(r"^(?:class|property|attribute)\s+", "", signature["ids"][0])
            found.append([f"{page}.html#{signature['ids'][0]}", title, name, words_of(entry.children[-1])[:300], "", "api"])
    return found


def _instead(app):
    """Do without Sphinx's own index, which would be larger than all pages together."""
    app.builder.search = False


def _write(app, error):
    """Write the sections and what readers call things, and copy the library."""
    if error or app.builder.name not in ("html", "dirhtml"):
        return
    static = Path(app.outdir) / "_static"
    found = [one for page in sorted(app.env.found_docs) for one in sections(app.env.get_doctree(page), page)]
    data = json.dumps({"sections": found, "synonyms": _content("synonyms")}, ensure_ascii=False, separators=(",", ":"))
    (static / "search-data.js").write_text(f"var QEDU_SEARCH = {data};\n", encoding="utf-8")
    library = Path(sys.prefix) / "minisearch" / "umd" / "index.js"
    if not library.is_file():
        raise FileNotFoundError(f"{library} is missing: run `make setup`")
    shutil.copyfile(library, static / "minisearch.js")


def setup(app):
    """Write what the search page needs when the book is built.

    Parameters
    ----------
    app : sphinx.application.Sphinx

    Returns
    -------
    dict
        Extension metadata.
    """
    app.connect("builder-inited", _instead)
    app.connect("html-collect-pages", lambda app: [] if app.builder.name == "epub" else [("search", {}, "search.html")])
    app.connect("build-finished", _write, priority=600)        # before the digests of the scripts (qedu.book.theme)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
