"""The one set of symbols of apparatus and people, for the drawings of the pages and the scenes of the simulations."""

from functools import cache
from pathlib import Path

from qedu import _yaml

__all__ = ["STYLE", "load", "symbol"]

#: The style sheet that a page needs to draw them.
STYLE = Path(__file__).parent / "symbols.css"


@cache
def load():
    """Read the set.

    Returns
    -------
    dict of str to dict
        By name: ``words`` for whoever hears the picture, and ``body``, the parts as SVG around the origin, 48 by 48.

    Examples
    --------
    >>> load()["splitter"]["words"]
    'polarising beam splitter'
    """
    return _yaml.parse((Path(__file__).parent / "symbols.yaml").read_text(encoding="utf-8"))


def symbol(name, x, y, *, size=48, turn=0):
    """Place a symbol.

    Parameters
    ----------
    name : str
        One of `load`.
    x, y : float
        Where its middle comes to stand.
    size : float
        Of its square; 48 draws it at one unit a pixel.
    turn : float
        Degrees, clockwise.

    Returns
    -------
    str
        SVG.

    Raises
    ------
    ValueError
        If there is no such symbol.

    Examples
    --------
    >>> symbol("plate", 100, 40, turn=90)[:46]
    '<g transform="translate(100 40) rotate(90)"><e'
    """
    if name not in load():
        raise ValueError(f"there is no symbol {name!r}; there are {', '.join(load())}")
    moves = [f"translate({x:g} {y:g})", f"rotate({turn:g})" * bool(turn), f"scale({size / 48:g})" * (size != 48)]
    return f'<g transform="{" ".join(filter(None, moves))}">{load()[name]["body"]}</g>'
