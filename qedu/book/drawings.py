"""Compose the drawings of a chapter from its ``drawings.yaml``: each twice, for the width of the text and for a phone.

A drawing is composed for its width, one unit a pixel, and never scaled, so that its words are as large on a phone as in the
text.  It is described once, by what it is:

- ``chain``: apparatus in the order in which light passes it, along a line or down a phone's page;
- ``grid``: rows of bits, bases and states, a column for each round;
- ``bars``: how much is left after each step;
- ``tree``: what can happen, with the share of each way.
"""

import html
import textwrap
from fractions import Fraction
from functools import cache
from pathlib import Path

from qedu import _yaml
from qedu.content.symbols import load as symbols
from qedu.content.symbols import symbol

__all__ = ["WIDTHS", "compose", "read"]

#: Pixels: the column of the text, and a phone of 360 without its margins.
WIDTHS = {"wide": 576, "narrow": 328}

#: About so many pixels a letter of the small print takes, and a line of it.
_LETTER, _LINE = 6.4, 16
_WIDE = 7.1          # of a letter, where lines begin behind words: also in the face of the system


@cache
def read(folder):
    """Read the drawings that the pages of a folder have.

    Parameters
    ----------
    folder : str or pathlib.Path
        Of the pages, with a file drawings.yaml.

    Returns
    -------
    dict of str to dict
        By name: ``alt``, what the drawing shows, in words, and one of ``chain``, ``grid``, ``bars`` and ``tree``.

    Raises
    ------
    ValueError
        If there is no such file.
    """
    path = Path(folder) / "drawings.yaml"
    if not path.is_file():
        raise ValueError(f"{path}: there is no such file; the drawings of a folder's pages stand in its drawings.yaml")
    return _yaml.parse(path.read_text(encoding="utf-8"))


def compose(drawing, width="wide"):
    """Compose a drawing for a width.

    Parameters
    ----------
    drawing : dict
        As `read` gives it.
    width : str
        One of `WIDTHS`.

    Returns
    -------
    str
        SVG, one unit a pixel.

    Raises
    ------
    ValueError
        If the drawing has no ``alt``, or is of no kind, or of two, or names a symbol that there is not.
    """
    kinds = [kind for kind in _KINDS if kind in drawing]
    if len(kinds) != 1 or not str(drawing.get("alt", "")).strip() or set(drawing) - {"alt", *kinds}:
        raise ValueError(f"a drawing has 'alt', what it shows, and one of {', '.join(_KINDS)}; "
                         f"this one has {', '.join(drawing) or 'nothing'}")
    canvas = Canvas(WIDTHS[width])
    _KINDS[kinds[0]](canvas, drawing[kinds[0]], width == "narrow")
    return canvas.svg(drawing["alt"])


class Canvas:
    """What is drawn so far, and how far down it reaches.

    Parameters
    ----------
    width : int
        In pixels.
    """

    def __init__(self, width):
        self.width, self.low, self.parts = width, 0, []

    def text(self, x, y, words, kind="", anchor="start"):
        """Write words; of several lines the first stands at y.  `kind`: "" for small print, "b" bold, "v" for a value."""
        for number, line in enumerate([words] if isinstance(words, str) else words):
            self.low = max(self.low, y + number * _LINE + 5)
            self.parts.append(f'<text class="q-d-t{kind and f" q-d-{kind}"}" x="{x:g}" y="{y + number * _LINE:g}"'
                              f' text-anchor="{anchor}">{html.escape(line)}</text>')

    def line(self, path, kind="beam"):
        """Draw a path."""
        self.parts.append(f'<path class="q-d-{kind}" d="{path}"/>')

    def box(self, x, y, width, height, kind="frame"):
        """Draw a rectangle."""
        self.low = max(self.low, y + height)
        self.parts.append(f'<rect class="q-d-{kind}" x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}"'
                          f' rx="{4 if kind != "bar" else 0}"/>')

    def symbol(self, name, x, y, **how):
        """Place a symbol."""
        self.low = max(self.low, y + how.get("size", 48) / 2)
        self.parts.append(symbol(name, x, y, **how))

    def svg(self, alt):
        """The drawing, as high as it has become."""
        height, words = f"{self.low + 3:g}", html.escape(" ".join(alt.split()))
        return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {height}" width="{self.width}" height="{height}"'
                f' role="img" aria-label="{words}">{"".join(self.parts)}</svg>')


def wrapped(words, pixels):
    """Words in lines that fit so many pixels of small print."""
    return textwrap.wrap(str(words), max(4, int(pixels / _LETTER)), break_long_words=False) or [""]


def _item(entry):
    """A part of a chain: what it is, its label, and what stands at its side."""
    (what, more), = entry.items() if isinstance(entry, dict) else ((entry, None),)
    more = more if isinstance(more, dict) else {"label": more or ""}
    if what not in ("line", "unknown", "gap") and what not in symbols():
        raise ValueError(f"a chain has no part {what!r}; there are line, unknown, gap and {', '.join(symbols())}")
    return what, str(more.get("label", "")), more.get("side")


def _chain(canvas, groups, narrow):
    """Apparatus in order.  A group: ``parts``, and ``who`` it belongs to; a part: a symbol, ``line``, ``unknown`` or ``gap`` (no
    light), with a label and perhaps a ``side``, the part that the rest of the light goes to.  A chain of one group may have
    ``messages``: a dashed line beside the light, between all that is no line."""
    messages = bool(groups[0].get("messages"))
    groups = [(group.get("who"), [_item(entry) for entry in group["parts"]]) for group in groups]
    if messages and (len(groups) > 1 or groups[0][0]):
        raise ValueError("messages are drawn beside a chain of one group that belongs to nobody; "
                         f"this one has {len(groups)}, and the first belongs to {groups[0][0] or 'nobody'}")
    (_down if narrow else _along)(canvas, groups, messages)


def _messages(canvas, places, across, narrow):
    """A dashed line beside the light, with a branch to each of the parts at some places, from `across` to 4 short of the symbol."""
    near = across + 14
    turned = [f"M{across} {place:g}H{near}" if narrow else f"M{place:g} {across}V{near}" for place in places]
    first, last = places[0], places[-1]
    whole = f"M{across} {first:g}V{last:g}" if narrow else f"M{first:g} {across}H{last:g}"
    canvas.line(whole + "".join(turned), "messages")


def _along(canvas, groups, messages=False):
    step = canvas.width / sum(len(parts) for _, parts in groups)
    top = 36 if any(who for who, _ in groups) else 14 if messages else 6
    y, x = top + 40, 0.0
    kinds = [what for _, parts in groups for what, _, _ in parts]
    for number, pair in enumerate(zip(kinds, kinds[1:])):
        if "gap" not in pair and pair[0] != "detector":
            canvas.line(f"M{(number + 0.5) * step:g} {y}H{(number + 1.5) * step:g}")
    if messages:
        _messages(canvas, [(number + 0.5) * step for number, what in enumerate(kinds) if what != "line"], 8, narrow=False)
    low = y + max(44 + _LINE * max(len(wrapped(label, step - 8)) for _, parts in groups for _, label, _ in parts),
                  104 * any(side for _, parts in groups for *_, side in parts))
    for who, parts in groups:
        if who:
            canvas.box(x + 3, top - 4, step * len(parts) - 6, low - top + 4)
            canvas.symbol(who, x + 22, 18, size=34)
            canvas.text(x + 42, 24, symbols()[who]["words"], "b")
        for what, label, side in parts:
            middle = x + step / 2
            if side:
                other, words, _ = _item(side)
                canvas.line(f"M{middle:g} {y}V{y + 66}")
                canvas.symbol(other, middle, y + 74, turn=90)
                canvas.text(middle + 28, y + 80, words, "b")      # free of a memory's contacts, 20 from its middle
            _place(canvas, what, middle, y, step)
            if side:
                canvas.text(middle, y - 26, wrapped(label, step + 20)[:1], anchor="middle")
            elif what == "detector":
                canvas.text(middle, y + 32, label, "b", "middle")
            else:
                canvas.text(middle, y + 40, wrapped(label, step - 8), anchor="middle")
            x += step


def _place(canvas, what, x, y, step, down=False):
    """Put a part on the light's way."""
    if what == "unknown":
        canvas.box(x - min(step, 96) / 2 + 6, y - 26, min(step, 96) - 12, 52, "eve")
        canvas.text(x, y + 8, "?", "eve-mark", "middle")
    elif what not in ("line", "gap"):
        canvas.symbol(what, x, y, turn=90 if down and what not in ("alice", "bob", "eve", "satellite", "telescope") else 0)


def _down(canvas, groups, messages=False):
    x, y = 64, 8.0
    first, before, ends = None, "", []
    for who, parts in groups:
        start = y
        if who:
            canvas.symbol(who, canvas.width - 66, y + 26, size=34)
            canvas.text(canvas.width - 46, y + 32, symbols()[who]["words"], "b")
        for what, label, side in parts:
            above = 14 if side and label else 0                # beside it stands what is at its side
            middle, tall = y + 32 + above, 64 + above
            if first and "gap" not in (before, what) and before != "detector":
                canvas.parts.insert(0, f'<path class="q-d-beam" d="M{x} {first:g}V{middle:g}"/>')
            first, before = middle, what
            ends += [middle] if what != "line" else []
            _place(canvas, what, x, middle, 96, down=True)
            if side:
                other, words, _ = _item(side)
                canvas.line(f"M{x + 17} {middle:g}H{x + 64}")
                canvas.symbol(other, x + 74, middle)
                canvas.text(x + 102, middle + 5, words, "b")
                canvas.text(x + 26, y + 16, wrapped(label, canvas.width - x - (120 if who else 56))[:1])
            elif what == "detector":
                canvas.text(x + 26, middle + 5, label, "b")
            else:
                lines = wrapped(label, canvas.width - x - (120 if who else 56))
                canvas.text(x + (50 if what == "unknown" else 34), middle + 5 - (len(lines) - 1) * _LINE / 2, lines)
            y += tall
        if who:
            canvas.box(4, start, canvas.width - 8, y - start, "frame")
        y += 6
    if messages:
        _messages(canvas, ends, 14, narrow=True)


#: What stands in a cell of a grid: a word, or a shape for a basis or a state, as a path around the origin.
_SHAPES = {"z": "M-8 0H8M0-8V8", "x": "M-6-6 6 6M-6 6 6-6", "h": "M-8 0H8", "v": "M0-8V8", "d": "M-6 6 6-6", "a": "M-6-6 6 6"}


def _grid(canvas, grid, narrow):
    """Rows of one cell a round: ``rows``, each with ``name`` and ``cells``; ``same``, the two rows that must agree for a round
    to be kept, which is framed.  Cells: z, x (bases), h, v, d, a (states), "-" (nothing), else a word."""
    rows = [(row["name"], str(row["cells"]).split()) for row in grid["rows"]]
    length = len(rows[0][1])
    if any(len(cells) != length for _, cells in rows):
        raise ValueError(f"the rows of a grid are of one length; these have {', '.join(str(len(cells)) for _, cells in rows)} cells")
    one, other = (rows[number][1] for number in grid["same"]) if "same" in grid else ([], [1] * length)
    first = 92 if narrow else 132
    fit = int((canvas.width - first) // 26)
    pieces = -(-length // fit)
    each = -(-length // pieces)
    y = 8
    for piece in range(pieces):
        span = range(piece * each, min(length, (piece + 1) * each))
        # A row that is empty in its piece says nothing there.
        filled = [(name, cells) for name, cells in rows if pieces == 1 or any(cells[place] != "-" for place in span)]
        step = (canvas.width - first) / each
        row_height = 28
        for column, place in enumerate(span):
            if one and one[place] == other[place]:
                canvas.box(first + column * step + 1, y, step - 2, row_height * len(filled) + 2, "kept")
        for number, (name, cells) in enumerate(filled):
            top = y + number * row_height
            canvas.text(0, top + 20, name)
            for column, place in enumerate(span):
                x, middle = first + (column + 0.5) * step, top + 15
                cell = cells[place]
                if cell in _SHAPES:
                    canvas.parts.append(f'<path class="q-d-shape" transform="translate({x:g} {middle:g})" d="{_SHAPES[cell]}"/>')
                elif cell != "-":
                    canvas.text(x, middle + 5, cell, "v", "middle")
        y += row_height * len(filled) + 18


def _bars(canvas, bars, narrow):
    """What is left after each step: ``of`` (the whole, and how it is called), ``steps`` with ``left`` and ``label``."""
    whole, y = bars["of"], 4
    for step in bars["steps"]:
        left = Fraction(step["left"]) / whole
        if not 0 <= left <= 1:
            raise ValueError(f"a bar is a share of the whole, {whole}; got {step['left']}")
        words = f"{step['left']:,}"
        lines = wrapped(step["label"], canvas.width - 8)
        canvas.text(0, y + 13, lines)
        y += _LINE * len(lines) + 4
        canvas.box(0, y, max(1.5, float(left) * (canvas.width - 64)), 18, "bar")
        canvas.text(float(left) * (canvas.width - 64) + 8, y + 14, words, "v")
        y += 18 + (10 if narrow else 12)


def _tree(canvas, tree, narrow):
    """What can happen: a branch has ``label``, and ``ways``, each with its ``share`` and a branch; an end has its ``end``.  Shares
    are multiplied along the way, and stand at the end."""
    depth = _depth(tree)
    gap = 32 if narrow else 56
    most = canvas.width / depth - gap
    # A column is as wide as its words, with room for the lines behind them; what is left, the ends have.
    columns = [0.0]
    for level in range(depth - 1):
        longest = max(len(line) for branch in _at(tree, level) for line in wrapped(branch["label"], most))
        columns.append(columns[-1] + longest * _WIDE + gap)
    rows = _ends(tree)
    height = 58 if narrow else 44

    def draw(branch, level, top, share):
        size = _ends(branch) * height
        x, y = columns[level], top + size / 2
        lines = wrapped(branch["label"], most)
        if "ways" not in branch:
            lines = [*wrapped(branch["label"], canvas.width - x - 6), str(share)]
        canvas.text(x, y + 5 - (len(lines) - 1) * _LINE / 2, lines[:-1] if "ways" not in branch else lines)
        if "ways" not in branch:
            canvas.text(x, y + 5 + (len(lines) - 1) * _LINE / 2, lines[-1], "v")
            return
        below = top
        if sum(Fraction(str(way["share"])) for way in branch["ways"]) != 1:
            raise ValueError(f"the shares of {branch['label']!r} do not add up to 1")
        for way in branch["ways"]:
            there = below + _ends(way) * height / 2
            canvas.line(f"M{columns[level + 1] - gap + 8:g} {y:g}L{columns[level + 1] - 6:g} {there:g}", "way")
            draw(way, level + 1, below, share * Fraction(str(way["share"])))
            below += _ends(way) * height

    draw(tree, 0, 0, Fraction(1))
    canvas.low = max(canvas.low, rows * height)


def _depth(branch):
    return 1 + max((_depth(way) for way in branch.get("ways", ())), default=0)


def _at(branch, level):
    """The branches of a level that go on."""
    below = branch.get("ways", ())
    return [one for way in below for one in _at(way, level - 1)] if level else [branch] * bool(below)


def _ends(branch):
    return sum(_ends(way) for way in branch["ways"]) if "ways" in branch else 1


_KINDS = {"chain": _chain, "grid": _grid, "bars": _bars, "tree": _tree}
