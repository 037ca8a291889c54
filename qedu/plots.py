"""Figures of the chapters: one style, alt text always, right in light and dark."""

from __future__ import annotations

import hashlib
import html
import io
import pickle
import re
import textwrap
from collections.abc import Iterable
from typing import Literal, overload

import matplotlib
import numpy as np
from cycler import cycler
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.gridspec import GridSpec
from matplotlib.text import Text
from numpy.typing import NDArray

from qedu._arguments import bad
from qedu._types import Number

__all__ = ["COLORS", "figure", "show", "Shown"]

#: Line colours: told apart by the colour-blind, and at 3:1 or more against the book's light
#: and dark page.  Each comes with a line style of its own.
COLORS: tuple[str, ...] = ("#2a7fc0", "#c4641a", "#1c8a66", "#a562a2", "#7d7d7d")
_LINES = ("-", "--", ":", "-.", (0, (1, 1)))
_SCALE = 1.45                       # pixels on the page for one point of the figure, at most
_WORDS = 80                         # per cent of a line's colour that is left in a word
_PHONE = 3.13                       # inches of a figure for a phone: its words are as large as on a desk


@overload
def figure(*, width: Number = 4.8, height: Number = 3.0, rows: Literal[1] = 1,
           columns: Literal[1] = 1) -> tuple[Figure, Axes]: ...
@overload
def figure(*, width: Number = 4.8, height: Number = 3.0, rows: int = 1,
           columns: int = 1) -> tuple[Figure, NDArray[np.object_]]: ...
def figure(*, width: Number = 4.8, height: Number = 3.0, rows: int = 1,
           columns: int = 1) -> tuple[Figure, Axes | NDArray[np.object_]]:
    """An empty figure in the style of the book.

    Parameters
    ----------
    width, height : float
        Size in inches; 4.8 fills the text column.
    rows, columns : int
        Panels.

    Returns
    -------
    fig : matplotlib.figure.Figure
    axes : matplotlib.axes.Axes or numpy.ndarray of them
        One, or an array for more panels.

    Raises
    ------
    ValueError
        If a size is not positive.

    Notes
    -----
    Sets matplotlib's defaults, so that what is drawn afterwards has the style too.

    Examples
    --------
    >>> fig, ax = figure()
    >>> line, = ax.plot([0, 1], [0, 1])
    """
    for name, value in (("width", width), ("height", height), ("rows", rows),
                        ("columns", columns)):
        if not value > 0:
            raise bad(name, value, "a number above 0")
    matplotlib.rcParams.update({
        "axes.prop_cycle": cycler(color=COLORS) + cycler(linestyle=_LINES),
        "font.size": 9, "axes.labelsize": 9, "axes.titlesize": 9.5, "axes.titleweight": "bold",
        "axes.titlelocation": "left", "xtick.labelsize": 8.5, "ytick.labelsize": 8.5,
        "legend.fontsize": 8.5, "legend.frameon": False, "lines.linewidth": 1.6,
        "lines.markersize": 4.5, "axes.spines.top": False, "axes.spines.right": False,
        "axes.grid": True, "axes.grid.axis": "y", "grid.color": "#8a8a8a", "grid.alpha": 0.35,
        "grid.linewidth": 0.6, "axes.facecolor": "none", "figure.facecolor": "none",
        "savefig.facecolor": "none"})
    fig = Figure(figsize=(float(width), float(height)), layout="constrained")
    return fig, fig.subplots(rows, columns)


class Shown:
    """A figure as the page takes it; what `show` returns.

    Attributes
    ----------
    html : str
        ``<figure>`` with the drawing as inline SVG.
    alt : str
        What the figure shows, in words.
    """

    def __init__(self, html: str, alt: str) -> None:
        self.html, self.alt = html, alt

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return {"text/html": self.html, "text/plain": self.alt}


def show(fig: Figure, *, alt: str | None = None, caption: str | None = None) -> Shown:
    """Show a figure on the page.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
        The figure.  Whatever is black becomes the page's own text colour.
    alt : str
        What the figure shows, for readers who do not see it: a sentence at least.
    caption : str, optional
        Text below the figure.

    Returns
    -------
    Shown
        Inline SVG, composed for a text column and once more for a phone, of which the page shows the
        one that fits; the same figure gives the same bytes at each build.

    Raises
    ------
    ValueError
        If `alt` is missing or `fig` is no figure.

    Examples
    --------
    >>> fig, ax = figure()
    >>> show(fig, alt="Empty axes from 0 to 1.").alt
    'Empty axes from 0 to 1.'
    """
    if not isinstance(fig, Figure):
        raise bad("fig", fig, "a matplotlib figure")
    if not isinstance(alt, str) or len(alt.split()) < 3:
        raise bad("alt", alt, "a sentence that says what the figure shows")
    pictures = f'<div class="qedu-desk">{_inline(_svg(fig), alt)}</div>'
    if fig.get_figwidth() > _PHONE:
        # Hidden where no style sheet of ours says otherwise, as in an export.
        pictures += f'<div class="qedu-phone" style="display:none">{_inline(_svg(_narrow(fig)), alt)}</div>'
    below = f"<figcaption>{html.escape(caption)}</figcaption>" if caption else ""
    return Shown(f'<figure class="qedu-figure qedu-plot" style="margin:1rem 0">{pictures}{below}</figure>', alt)


def _svg(fig: Figure) -> str:
    """What matplotlib writes."""
    with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": "qedu"}), io.StringIO() as file:
        fig.savefig(file, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
        return file.getvalue()


def _narrow(fig: Figure) -> Figure:
    """A copy for a phone: panels and names of a legend one below the other, long lines of words broken."""
    fig = pickle.loads(pickle.dumps(fig))
    panels = [(ax, place) for ax in fig.axes if (place := ax.get_subplotspec()) is not None]
    columns, tall = max((place.get_gridspec().ncols for _, place in panels), default=1), fig.get_figheight()
    if columns > 1:
        grid = GridSpec(len(panels), 1, figure=fig)
        for number, (ax, _) in enumerate(panels):
            ax.set_subplotspec(grid[number])
        tall *= 0.85 * columns
    fig.set_size_inches(_PHONE, tall)
    fig.draw_without_rendering()
    before = _height(fig)
    drawn = {label: handle for ax in fig.axes for handle, label in zip(*ax.get_legend_handles_labels())}
    for legend in tuple(fig.legends):
        labels = [label for text in legend.get_texts() if (label := text.get_text()) in drawn]
        legend.remove()
        fig.legend([drawn[label] for label in labels], labels, loc="outside upper left")
    fig.draw_without_rendering()
    for ax in fig.axes:
        room, inside = ax.get_window_extent().width, ax.get_legend()
        _break([part for part in ax.get_children() if isinstance(part, Text) and part not in ax.texts] + [ax.xaxis.label], room)
        # Beside the words of a legend stand its lines.
        _break(inside.get_texts() if inside else (), 0.8 * room)
    _break([text for legend in fig.legends for text in legend.get_texts()], 0.82 * fig.bbox.width)
    fig.draw_without_rendering()
    # What the longer legend takes is not taken from the axes, and what a drawing with a shape of its own leaves empty is cut off.
    fig.set_size_inches(_PHONE, tall + (_height(fig) - before - _spare(fig)) / fig.dpi)
    return fig


def _spare(fig: Figure) -> float:
    """What panels that stand one below the other leave empty because their two axes have one scale, in dots."""
    left = {(place.num1, place.num2): ax.get_position(original=True).height - ax.get_position().height
            for ax in fig.axes if (place := ax.get_subplotspec()) is not None and ax.get_aspect() != "auto"}
    return fig.bbox.height * max(0.0, sum(left.values()))


def _height(fig: Figure) -> float:
    """How high the legends beside the axes are, in dots."""
    return sum(legend.get_window_extent().height for legend in fig.legends)


def _break(texts: Iterable[Text], room: float) -> None:
    """Break those that are wider than there is room for, between words."""
    for text in texts:
        words, width = text.get_text(), text.get_window_extent().width
        if words and width > room:
            text.set_text(_even(words, max(12, int(len(words) * room / width))))


def _even(words: str, most: int) -> str:
    """Words in as few lines of so many letters as they need, none of them much longer than another."""
    def lines(letters: int) -> list[str]:
        return textwrap.wrap(words, letters, break_long_words=False, break_on_hyphens=False)

    return "\n".join(lines(next(letters for letters in range(1, most + 1) if len(lines(letters)) == len(lines(most)))))


def _inline(svg: str, alt: str) -> str:
    """SVG of matplotlib, made fit to stand inside a page."""
    svg = svg[svg.index("<svg"):]
    # matplotlib's style sheet would apply to the whole page; the root element says the same.
    svg = re.sub(r"<metadata>.*?</metadata>|<style.*?</style>|<!--.*?-->", "", svg, flags=re.S)
    _, _, width, height = map(float, svg.partition('viewBox="')[2].partition('"')[0].split())
    svg = re.sub(r"#000000\b|#000\b", "currentColor", svg)
    svg = re.sub(r"font-family: [^;\"]*", "font-family: inherit", svg)
    # No one colour of a line can be read as a word on both pages, light and dark: it is drawn towards the words around it.
    svg = re.sub(r'<text style="[^"]*fill: (#\w{6})',
                 lambda word: f"{word[0]}; fill: color-mix(in srgb, {word[1]} {_WORDS}%, currentColor)", svg)
    # Two digits place a point finely enough; the numbers of the texts between the tags stay whole.
    svg = re.sub(r"<[^>]*>", lambda tag: re.sub(r"(\d+\.\d{2})\d+", r"\1", tag[0]), svg).replace("xlink:href", "href")
    svg = re.sub(r"<svg[^>]*>", lambda _: (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
        f'width="{_SCALE * width:.0f}" height="{_SCALE * height:.0f}" role="img" '
        f'aria-label="{html.escape(alt)}" fill="currentColor" stroke-linejoin="round" '
        'style="max-width:100%;height:auto">'), svg, count=1)
    svg = re.sub(r">\s+<", "><", svg).replace("\n", " ").strip()
    # One page holds many figures: every name gets a prefix from the figure's own content.
    mark = "f" + hashlib.sha256((alt + svg).encode()).hexdigest()[:8] + "-"
    # A name that nothing refers to is of no use, and the same picture twice in a figure has the same one.
    wanted = set(re.findall(r'(?:href="#|url\(#)([^")]+)', svg))
    svg = re.sub(r' id="([^"]*)"', lambda name: name[0] if name[1] in wanted else "", svg)
    return re.sub(r'(\bid="|href="#|url\(#)', rf"\g<1>{mark}", svg)

