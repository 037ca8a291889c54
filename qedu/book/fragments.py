"""The HTML that cells and drawings bring, for media that are stricter than a browser: well-formed, and as it stands on paper.

A simulation is its paper form there, without script and data; of its tables the first stays, which holds the numbers of its
states.  A drawing carries its colours itself, since e-readers know no variables and a picture on its own has no style sheet.
"""

import re
from functools import cache
from pathlib import Path

from qedu.content import inks, symbols

__all__ = ["ink", "paper", "xhtml"]

_STATIC = Path(__file__).parent / "static"
_SITE = Path(__file__).parent / "site" / "static" / "site.css"

#: Attributes that HTML no longer has, which pandas and others still write.
_GONE = {"align", "bgcolor", "border", "cellpadding", "cellspacing", "frame", "rules", "valign"}

#: Names in SVG that are not in small letters: in XHTML that matters.
_NAMES = {name.lower(): name for name in (
    "clipPath", "clipPathUnits", "foreignObject", "gradientTransform", "gradientUnits", "linearGradient", "markerHeight", "markerUnits",
    "markerWidth", "patternTransform", "patternUnits", "preserveAspectRatio", "radialGradient", "refX", "refY", "textLength", "textPath",
    "viewBox")}

#: The face of words in drawings.
FACE = "'Source Sans 3', Helvetica, Arial, sans-serif"


def paper(html):
    """Read a fragment as paper has it.

    Parameters
    ----------
    html : str

    Returns
    -------
    bs4.BeautifulSoup
        With the paper form in place of each simulation, figures as they are composed for a desk, and without scripts, styles and
        comments.
    """
    from bs4 import BeautifulSoup, Comment

    soup = BeautifulSoup(html, "html.parser")
    for widget in soup.find_all("qedu-widget"):
        figure = widget.find("figure", class_="qedu-paper")
        if figure is None:
            widget.decompose()
            continue
        for table in figure.find_all(class_="qedu-scroll")[1:]:
            table.decompose()
        if figure.figcaption:                       # a caption is the first or the last thing of a figure
            figure.figcaption["class"], figure.figcaption.name = "qedu-caption", "p"
        widget.replace_with(figure)
    for node in soup.select("script, style, .qedu-phone"):
        node.decompose()
    for comment in soup.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    return soup


def xhtml(html):
    """Write a fragment as XHTML.

    Parameters
    ----------
    html : str
        What a browser takes; one tag alone, as text in Markdown can have it, stays one.

    Returns
    -------
    str

    Examples
    --------
    >>> xhtml('<table border="1"><tr><td>1 &lt; 2<br></table><style scoped>td { color: red }</style>')
    '<table><tr><td>1 &lt; 2<br/></td></tr></table>'
    """
    if re.fullmatch(r"\s*</?\w[^<>]*>\s*", html):
        return html
    soup = paper(html)
    for node in soup.find_all(True):
        node.attrs = {name: value for name, value in node.attrs.items() if not (name in _GONE or name.startswith(("data-", "on")))}
        node.attrs.pop("tabindex", None)            # nothing scrolls on a page that is turned
    for drawing in soup.find_all("svg"):
        _ink(drawing)
    return soup.decode(formatter="minimal")


def ink(drawing):
    """Write a drawing that can stand alone: with its names, colours and face.

    Parameters
    ----------
    drawing : bs4.element.Tag
        An ``svg``.

    Returns
    -------
    str
        SVG.
    """
    _ink(drawing)
    return drawing.decode(formatter="minimal")


def _ink(drawing):
    drawing.attrs.setdefault("xmlns", "http://www.w3.org/2000/svg")
    drawing.attrs.setdefault("font-family", FACE)
    for node in [drawing, *drawing.find_all(True)]:
        node.name = _NAMES.get(node.name, node.name)
        given = {_NAMES.get(name, name): value for name, value in node.attrs.items()}
        node.attrs = {**inks.attributes(_rules(), node.name, given.get("class", ())), **given}


@cache
def _rules():
    """What the style sheets of drawings say, with the colours of the book by day."""
    root = re.search(r"^:root \{([^{}]*)\}", _SITE.read_text(encoding="utf-8"), flags=re.M)[1]
    palette = dict(re.findall(r"(--q-[\w-]+): (#\w+);", root))
    sheets = "".join(sheet.read_text(encoding="utf-8") for sheet in (_STATIC / "drawings.css", symbols.STYLE))
    return inks.rules(sheets, lambda value: re.sub(r"var\((--q-[\w-]+)(?:, [^()]*)?\)", lambda known: palette.get(known[1], ""), value))
