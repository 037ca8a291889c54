"""Views: the drawings that the script knows, each with its fields.

A field that a view does not have, or a format that the script does not know, is an error when
the widget is defined.  Numbers are named by key.  A *template* such as ``"{a1:deg}"`` names
controls and numbers with a format: ``pct``, ``pct0``, ``pct2``, ``int``, ``deg``, ``hm`` (minutes of a
day, as a clock shows them), ``bits``, ``f0`` to ``f6``, ``sci``, ``ten`` (as ``sci``, but 10⁻⁵ for
1.0 × 10⁻⁵); for a number that is kept as its log10 (−300 is nothing) ``pow``, as a power of ten, and
``log``, written out where it is from 1 to 100,000.
A *condition* is a dict of control or number → value or [comparison, value].  A *tone* is a colour,
``"q0"`` to ``"q4"``.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from typing import Any, ClassVar, dataclass_transform

from qedu._arguments import bad
from qedu._types import Bytes
from qedu.content.symbols import load as drawings

__all__ = ["View", "Bars", "Bar", "Curves", "Axis", "Series", "Point", "Bloch", "Vector", "Dot", "Kets", "Ket",
           "Facts", "Fact", "Strip", "Symbol", "Sheet", "Column", "Stack", "Share", "Matrix", "Entries",
           "Note", "Ref", "scene"]

_FORMATS = r"pct\d?|int|deg|hm|bits|f\d|sci|ten|pow|log"


@dataclass_transform(frozen_default=True)
class _Data:
    """Makes a frozen dataclass of every class below it; `view` is the name of the drawing."""

    view: ClassVar[str] = ""

    def __init_subclass__(cls, view: str = "") -> None:
        if view:
            cls.view = view
        dataclass(frozen=True)(cls)


class _Part(_Data):
    """A view or a part of one.  A field that is None was not given, and does not reach the script."""

    _: KW_ONLY
    when: Mapping[str, Any] | None = None

    def __post_init__(self) -> None:
        for key in ("format", "format_table"):
            given = getattr(self, key, None)
            if given is not None and not re.fullmatch(_FORMATS, given):
                raise bad(key, given, "one of pct, pct0, pct2, int, deg, hm, bits, f0 to f6, sci, ten, pow, log")

    def plain(self) -> dict[str, Any]:
        # pass_ is a field of that name without the line, which is a word of Python
        return {key.rstrip("_"): _plain(value) for key, value in vars(self).items() if value is not None}


def _plain(value):
    if isinstance(value, _Part):
        return value.plain()
    if isinstance(value, Mapping):
        return {key: _plain(part) for key, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, (list, tuple)) else value


class View(_Part):
    """What all views have.

    Parameters
    ----------
    title : str
        Template of what stands above the drawing.
    tab : str
        Word of the tab it stands on, `title` if not given; views of one tab stand next to each other.
    wide : bool
        As wide as the scene; else two of a tab stand side by side, where there is room.
    screen_only : bool
        Not on paper.
    when : dict
        Condition under which it is shown.
    """

    title: str
    _: KW_ONLY
    tab: str | None = None
    wide: bool | None = None
    screen_only: bool | None = None

    def plain(self) -> dict[str, Any]:
        """The view as the script takes it.

        Returns
        -------
        dict
            JSON-ready; ``view`` is the name of the drawing.
        """
        return {"view": self.view, **super().plain()}


class Ref(_Part):
    """A line across a drawing, such as a bound.

    Parameters
    ----------
    key : str
        Its number in `Bars`.
    x, y : str or float
        Its number on an axis of `Curves`.
    label, name : str
        Template beside it; words in the table, if other than the label.
    level : float
        Of an `x`: how high on the other axis its label stands.
    when : dict
        Condition.
    """

    key: str | None = None
    label: str | None = None
    _: KW_ONLY
    name: str | None = None
    x: str | float | None = None
    y: str | float | None = None
    level: float | None = None


class Bar(_Part):
    """One bar of `Bars`.

    Parameters
    ----------
    key : str
        Its number.
    label, name : str
        Template above it; words in the table, if other than the label.
    low, high : str
        Keys of the ends of an interval.  A counted fraction has its own, without being told.
    mark, mark_label : str
        Key of a tick, such as the exact value beside a counted one, and its words.
    tone, format : str
    when : dict
        Condition.
    """

    key: str
    label: str
    tone: str | None = None
    _: KW_ONLY
    name: str | None = None
    low: str | None = None
    high: str | None = None
    mark: str | None = None
    mark_label: str | None = None
    format: str | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        for end in ("low", "high") if ".fraction" in self.key else ():
            object.__setattr__(self, end, self.key.replace(".fraction", f".{end}"))


class Bars(View, view="bars"):
    """Bars from 0 to `max` (1 if it is not given).

    Parameters
    ----------
    items : sequence of Bar
    format : str
        Of all numbers; ``pct`` if it is not given.
    max : float
    refs : sequence of Ref
        Lines across all bars.
    """

    items: Sequence[Bar]
    _: KW_ONLY
    format: str | None = None
    max: float | None = None
    refs: Sequence[Ref] | None = None


class Axis(_Part):
    """An axis of `Curves`.

    Parameters
    ----------
    low, high : float
    ticks : sequence of float
    label : str
        Template, with the unit.
    format, format_table : str
        Of the ticks; of its numbers in the table.
    log : bool
        Logarithmic.
    ends : bool
        A curve ends where it leaves the axis downwards.
    """

    low: float
    high: float
    ticks: Sequence[float]
    label: str
    _: KW_ONLY
    format: str | None = None
    format_table: str | None = None
    log: bool | None = None
    ends: bool | None = None


class Series(_Part):
    """One curve of `Curves`.

    Parameters
    ----------
    sweep : str
        Name of the `Sweep`.
    label, name : str
        Template in the legend; words in the table, if other than the label.
    tone, format : str
        Format in the table, if other than the axis has it.
    line : str
        ``solid``, ``dashed``, ``dotted`` or ``dashdot``.
    every : int or sequence of float
        Mark every so many points, or these x.
    when : dict
        Condition.
    """

    sweep: str
    label: str
    tone: str | None = None
    _: KW_ONLY
    name: str | None = None
    line: str | None = None
    every: int | Sequence[float] | None = None
    format: str | None = None


class Point(_Part):
    """A point on `Curves`, such as where the reader is.

    Parameters
    ----------
    x, y : str
        Keys.
    label, name : str
        Template beside it; words in the table, if other than the label.
    below : bool
        The label stands below, if there is room.
    drag : str
        Slider that moves it, to be taken hold of at the point; where `x` is a slider, its handle stands on the axis.
    tone, format : str
    when : dict
        Condition.
    """

    x: str
    y: str
    label: str
    _: KW_ONLY
    name: str | None = None
    below: bool | None = None
    tone: str | None = None
    format: str | None = None
    drag: str | None = None


class Curves(View, view="curves"):
    """Curves over an axis, with points and lines.

    Parameters
    ----------
    x, y : Axis
    series : sequence of Series
    points : sequence of Point
    refs : sequence of Ref
    ratio : float
        Height : width.
    legend : bool
        A legend also for a single curve.
    apart : bool
        On paper a table for each state, not one with all side by side.
    """

    x: Axis
    y: Axis
    series: Sequence[Series]
    _: KW_ONLY
    points: Sequence[Point] | None = None
    refs: Sequence[Ref] | None = None
    ratio: float | None = None
    legend: bool | None = None
    apart: bool | None = None


class Vector(_Part):
    """An arrow of `Bloch`.

    Parameters
    ----------
    label, short : str
        Template for the table; words at the tip.
    x, y, z : str or float
        Keys; 0 if not given.
    tone, line : str
    drag : str or (str, str)
        Slider that turns it; its tip can be taken hold of. On a sphere two: the angle from the north pole, and that
        round the equator from x.
    when : dict
        Condition.
    """

    label: str
    short: str | None = None
    tone: str | None = None
    _: KW_ONLY
    x: str | float | None = None
    y: str | float | None = None
    z: str | float | None = None
    line: str | None = None
    drag: str | Sequence[str] | None = None


class Dot(_Part):
    """A place on the circle of `Bloch`.

    Parameters
    ----------
    x, z : str
        Keys.
    label, tone : str
    when : dict
        Condition.
    """

    x: str
    z: str
    label: str
    tone: str | None = None


class Bloch(View, view="bloch"):
    """The Bloch circle or sphere.

    Parameters
    ----------
    vectors : sequence of Vector
    mode : str
        ``circle``, the section through X and Z, or ``sphere``.
    axis : dict
        ``x``, ``y``, ``z``: keys of a measured direction.
    dots : sequence of Dot
    poles : dict
        Words at ``top``, ``bottom``, ``right``, ``left``, in place of the kets.
    """

    vectors: Sequence[Vector]
    _: KW_ONLY
    mode: str | None = None
    axis: Mapping[str, str] | None = None
    dots: Sequence[Dot] | None = None
    poles: Mapping[str, str] | None = None


class Ket(_Part):
    """One state of `Kets`.

    Parameters
    ----------
    label, name : str
        Template; words in the table, if other than the label.
    amplitudes : sequence of (str, str)
        Keys, and the kets they belong to.
    empty : dict
        ``when`` and ``text``: what stands there if there is no state.
    when : dict
        Condition.
    """

    label: str
    amplitudes: Sequence[Sequence[str]]
    _: KW_ONLY
    name: str | None = None
    empty: Mapping[str, Any] | None = None


class Kets(View, view="ket"):
    """States, written as sums of kets.

    Parameters
    ----------
    rows : sequence of Ket
    format : str
    """

    rows: Sequence[Ket]
    _: KW_ONLY
    format: str | None = None


class Fact(_Part):
    """One number of `Facts`.

    Parameters
    ----------
    key, label, format : str
    name : str
        Words in the table, if other than the label.
    when : dict
        Condition.
    """

    key: str
    label: str
    format: str
    _: KW_ONLY
    name: str | None = None


class Facts(View, view="text"):
    """Plain numbers with their words.

    Parameters
    ----------
    rows : sequence of Fact
    """

    rows: Sequence[Fact]


class Note(View, view="words"):
    """A sentence in place of a drawing.

    Parameters
    ----------
    text : str
        Template.
    """

    text: str


class Symbol(_Part):
    """A sign with its words: an outcome of a die in `Strip`, a word of a `Column`.

    Parameters
    ----------
    label : str
    shape : str
        ``disc``, ``ring``, ``square``, ``triangle``, ``diamond``, ``cross`` or ``dash``.
    tone : str
    outcome : str
        Of the die.
    when : dict
        Condition.
    """

    label: str
    shape: str | None = None
    tone: str | None = None
    _: KW_ONLY
    outcome: str | None = None


class Strip(View, view="strip"):
    """The last outcomes of a die, as signs.

    Parameters
    ----------
    dice : str
        Name of the die.
    symbols : sequence of Symbol
    show : int
        How many.
    """

    dice: str
    symbols: Sequence[Symbol]
    _: KW_ONLY
    show: int | None = None


class Column(_Part):
    """A column of `Sheet`.

    Parameters
    ----------
    key, label : str
    of : sequence of int
        Number of the word for each outcome of the die.
    words : sequence of dict
        ``text`` and, with a sign before it, ``shape`` and ``tone``.
    when : dict
        Condition.
    """

    key: str
    label: str
    of: Sequence[int]
    words: Sequence[Symbol | Mapping[str, str]]


class Sheet(View, view="sheet"):
    """The last outcomes of a die as rows of a table; `Widget.numbers` has them as ``r7.key``.

    Parameters
    ----------
    dice, head : str
        Name of the die; words above the numbers of the rows.
    columns : sequence of Column
    show : int
        How many rows.
    look : str
        Control that picks one of the rows shown: ``look.key``, ``look.round``.
    """

    dice: str
    columns: Sequence[Column]
    _: KW_ONLY
    head: str
    show: int
    look: str | None = None

    def numbers(self, drawn: Sequence[int] | Bytes, look: int | None = None) -> dict[str, float]:
        """Numbers of the rows shown, and of the one that is looked at.

        Parameters
        ----------
        drawn : sequence of int
            Outcomes of the die, in order.
        look : int, optional
            Which of the rows shown is looked at, from 1.

        Returns
        -------
        dict of str to float
            ``r7.key`` for row 7; with `look` also ``look.key`` and ``look.round``, −1 and 0 if there is no row.

        Examples
        --------
        >>> sheet = Sheet("Rounds", "bits", [Column("bit", "bit", [0, 1, 1], [])], head="no.", show=2)
        >>> sheet.numbers([0, 2, 0], look=1)
        {'r2.bit': 1.0, 'r3.bit': 0.0, 'look.bit': 1.0, 'look.round': 2.0}
        """
        first = max(0, len(drawn) - self.show)
        out = {f"r{i + 1}.{column.key}": float(column.of[drawn[i]])
               for i in range(first, len(drawn)) for column in self.columns}
        if look is not None:
            chosen = min(len(drawn), first + look)
            out |= {f"look.{column.key}": float(column.of[drawn[chosen - 1]]) if chosen else -1.0
                    for column in self.columns}
            out["look.round"] = float(chosen)
        return out


class Share(_Part):
    """A part of `Stack`.

    Parameters
    ----------
    key, label, tone : str
    name, short : str
        Words in the table, if other than the label; words in the bar, if there is room.
    when : dict
        Condition.
    """

    key: str
    label: str
    tone: str | None = None
    _: KW_ONLY
    name: str | None = None
    short: str | None = None


class Stack(View, view="stack"):
    """One bar in parts.

    Parameters
    ----------
    items : sequence of Share
    format, unit : str
    """

    items: Sequence[Share]
    _: KW_ONLY
    format: str | None = None
    unit: str | None = None


class Entries(_Part):
    """One matrix of `Matrix`.

    Parameters
    ----------
    label, tone : str
    cells : sequence of sequence of str
        Row by row the keys of each entry: of its real and, if there is one, its imaginary part.
    """

    label: str
    tone: str
    cells: Sequence[Sequence[str]]


class Matrix(View, view="matrix"):
    """Two-by-two matrices, entries drawn by their size.

    Parameters
    ----------
    items : sequence of Entries
    places, parts : sequence of str
        Words in the table for the four entries, and for real and imaginary part.
    """

    items: Sequence[Entries]
    _: KW_ONLY
    places: Sequence[str]
    parts: Sequence[str] | None = None


class _Scene(View):
    """A view of a widget's own, which names the symbols that it draws."""

    def plain(self) -> dict[str, Any]:
        found, names = super().plain(), getattr(self, "symbols", None)
        return {**found, "symbols": {name: drawings()[name]["body"] for name in names}} if isinstance(names, tuple) else found


def scene(name: str, required: str) -> Callable[..., View]:
    """A class for a view that one widget has to itself.

    Parameters
    ----------
    name : str
        Name of the drawing in ``static/scenes``.
    required : str
        Names of its fields, apart from those of `View`, with spaces between.

    Returns
    -------
    type
        A subclass of `View`; all these fields must be given, by name.  ``symbols``, if there is such a field, may be names of
        `qedu.content.symbols`, whose drawings the scene then gets.

    Examples
    --------
    >>> Lamps = scene("lamps", "items names")
    >>> Lamps("Two lamps", items=[], names=["off", "on"]).plain()
    {'view': 'lamps', 'title': 'Two lamps', 'items': [], 'names': ['off', 'on']}
    """
    fields = {"_": KW_ONLY, **dict.fromkeys(required.split(), Any)}
    return type(name.title().replace("-", ""), (_Scene,), {"__annotations__": fields}, view=name)
