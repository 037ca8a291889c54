"""Chapters by their titles, where a text has their numbers: the numbers are ours, and no reader can look them up.

Docstrings and chapters say ``chapter C06``, which stays short in the source and right when a title changes.  On the page
stands the title, linked once the chapter is written.
"""

import re

__all__ = ["in_words", "name_chapters"]

_NUMBER = re.compile(r"\bC\d\d[Bb]?\b(?!\.\d)")          # not C06.1, which is an objective
_LITERAL = ("literal", "literal_block", "doctest_block", "math", "math_block", "raw", "comment", "reference", "pending_xref",
            "download_reference", "title", "desc_signature", "target", "image")
_CONTROLS = ("button", "label", "summary", "legend")


def name_chapters(app, doctree):
    """Put titles in the place of the numbers of chapters, in everything that is read as text.

    Parameters
    ----------
    app : sphinx.application.Sphinx
    doctree : docutils.nodes.document
        Changed in place.
    """
    from docutils import nodes

    from qedu.book.directives.base import link
    from qedu.book.nodes import above, texts
    from qedu.content import chapters

    titles = chapters.titles()
    for text in texts(doctree, _LITERAL):
        if not _NUMBER.search(text):
            continue
        control = any(node.get("tag") in _CONTROLS for node in above(text))        # no link inside a button
        parts, end = [], 0
        for match in _NUMBER.finditer(text):
            identifier = match[0].upper()
            if identifier in titles:
                title = nodes.Text(f"“{titles[identifier]}”")
                parts += [nodes.Text(text[end:match.start()]), title if control else link("chapter", identifier, title)]
                end = match.end()
        text.parent.replace(text, [*parts, nodes.Text(text[end:])])


def in_words(text):
    """Put titles in the place of the numbers of chapters, in a text that is not a document's.

    Parameters
    ----------
    text : str

    Returns
    -------
    str

    Examples
    --------
    >>> in_words("Chapter C06 is long, and C06.1 is one of its objectives.")
    'Chapter “BB84” is long, and C06.1 is one of its objectives.'
    """
    from qedu.content import chapters

    titles = chapters.titles()
    return _NUMBER.sub(lambda match: f"“{titles[match[0].upper()]}”" if match[0].upper() in titles else match[0], text)
