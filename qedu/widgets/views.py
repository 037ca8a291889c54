"""Views: the drawings that the script knows, each with its fields.

A field that a view does not have, or a format that the script does not know, is an error when
the widget is defined.  Numbers are named by key.  A *template* such as ``"{a1:deg}"`` names
controls and numbers with a format: ``pct``, ``pct0``, ``pct2``, ``int``, ``deg``, ``bits``, ``f0`` to
``f6``, ``sci``, ``ten`` (as ``sci``, but 10⁻⁵ for 1.0 × 10⁻⁵); for a number that is kept as its log10
(−300 is nothing) ``pow``, as a power of ten, and ``log``, written out where it is from 1 to 100,000.
A *condition* is a dict of control or number → value or [comparison, value].  A *tone* is a colour,
``"q0"`` to ``"q4"``.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field, fields
from typing import Any

from qedu._arguments import bad

__all__ = ["View", "Bars", "Bar", "Curves", "Axis", "Series", "Point", "Bloch", "Vector", "Dot", "Kets", "Ket",
           "Facts", "Fact", "Strip", "Symbol", "Sheet", "Column", "Stack", "Share", "Matrix", "Entries", "Ball",
           "Note", "Ref", "scene"]

_FORMATS = r"pct\d?|int|deg|bits|f\d|sci|ten|pow|log"


@dataclass(frozen=True)
class _Part:
    """A view or a part of one: a dataclass of the fields named in the head of its class.

    ``positional`` may be given without their names; with ``?`` a field need not be given.
    """

    _: KW_ONLY
    when: Mapping | None = None

    def __init_subclass__(cls, positional="", named="", view=None):
        for key in (positional + " " + named).split():
            name, options = key.rstrip("?"), {"default": None} if key.endswith("?") else {}
            cls.__annotations__ = {**cls.__dict__.get("__annotations__", {}), name: Any}
            setattr(cls, name, field(kw_only=key in named.split(), **options))
        if view:
            cls.view = view
        dataclass(frozen=True)(cls)

    def __post_init__(self):
        for key in ("format", "format_table"):
            given = getattr(self, key, None)
            if given is not None and not re.fullmatch(_FORMATS, given):
                raise bad(key, given, "one of pct, pct0, pct2, int, deg, bits, f0 to f6, sci, ten, pow, log")

    def plain(self) -> dict:
        given = {one.name: getattr(self, one.name) for one in fields(self)}
        # pass_ is a field of that name without the line, which is a word of Python
        return {key.rstrip("_"): _plain(value) for key, value in given.items() if value is not None}


def _plain(value):
    if isinstance(value, _Part):
        return value.plain()
    if isinstance(value, Mapping):
        return {key: _plain(part) for key, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, (list, tuple)) else value


class View(_Part, positional="title", named="tab? wide? screen_only?"):
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

    view = ""

    def plain(self) -> dict:
        """The view as the script takes it.

        Returns
        -------
        dict
            JSON-ready; ``view`` is the name of the drawing.
        """
        return {"view": self.view, **super().plain()}


class Ref(_Part, positional="key? label?", named="name? x? y? level?"):
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


class Bar(_Part, positional="key label tone?", named="name? low? high? mark? mark_label? format?"):
    """One bar of `Bars`.

    Parameters
    ----------
    key : str
        Its number.
    label, name : str
        Template above it; words in the table, if other than the label.
    low, high : str
        Keys of the ends of an interval.
    mark, mark_label : str
        Key of a tick, such as the exact value beside a counted one, and its words.
    tone, format : str
    when : dict
        Condition.
    """


class Bars(View, positional="items", named="format? max? refs?", view="bars"):
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


class Axis(_Part, positional="low high ticks label", named="format? format_table? log? ends?"):
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


class Series(_Part, positional="sweep label tone?", named="name? line? every? format?"):
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


class Point(_Part, positional="x y label", named="name? below? tone? format? drag?"):
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


class Curves(View, positional="x y series", named="points? refs? ratio? legend? apart?", view="curves"):
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


class Vector(_Part, positional="label short? tone?", named="x? y? z? line? drag?"):
    """An arrow of `Bloch`.

    Parameters
    ----------
    label, short : str
        Template for the table; words at the tip.
    x, y, z : str or float
        Keys; 0 if not given.
    tone, line : str
    drag : str
        Slider that turns it; its tip can be taken hold of.
    when : dict
        Condition.
    """


class Dot(_Part, positional="x z label tone?"):
    """A place on the circle of `Bloch`.

    Parameters
    ----------
    x, z : str
        Keys.
    label, tone : str
    when : dict
        Condition.
    """


class Bloch(View, positional="vectors", named="mode? axis? dots? poles?", view="bloch"):
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


class Ball(Bloch, named="ellipse names", view="ball"):
    """The Bloch ball and its image under a channel, in the section through X and Z.

    Parameters
    ----------
    ellipse : sequence of str
        Keys of the half axes along X and Z and of the shift along Z.
    names : sequence of str
        Their words in the table.
    """


class Ket(_Part, positional="label amplitudes", named="name? empty?"):
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


class Kets(View, positional="rows", named="format?", view="ket"):
    """States, written as sums of kets.

    Parameters
    ----------
    rows : sequence of Ket
    format : str
    """


class Fact(_Part, positional="key label format", named="name?"):
    """One number of `Facts`.

    Parameters
    ----------
    key, label, format : str
    name : str
        Words in the table, if other than the label.
    when : dict
        Condition.
    """


class Facts(View, positional="rows", view="text"):
    """Plain numbers with their words.

    Parameters
    ----------
    rows : sequence of Fact
    """


class Note(View, positional="text", view="words"):
    """A sentence in place of a drawing.

    Parameters
    ----------
    text : str
        Template.
    """


class Symbol(_Part, positional="label shape? tone?", named="outcome?"):
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


class Strip(View, positional="dice symbols", named="show?", view="strip"):
    """The last outcomes of a die, as signs.

    Parameters
    ----------
    dice : str
        Name of the die.
    symbols : sequence of Symbol
    show : int
        How many.
    """


class Column(_Part, positional="key label of words"):
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


class Sheet(View, positional="dice columns", named="head show look?", view="sheet"):
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

    def numbers(self, drawn: Sequence, look: int | None = None) -> dict:
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


class Share(_Part, positional="key label tone?", named="name? short?"):
    """A part of `Stack`.

    Parameters
    ----------
    key, label, tone : str
    name, short : str
        Words in the table, if other than the label; words in the bar, if there is room.
    when : dict
        Condition.
    """


class Stack(View, positional="items", named="format? unit?", view="stack"):
    """One bar in parts.

    Parameters
    ----------
    items : sequence of Share
    format, unit : str
    """


class Entries(_Part, positional="label tone cells"):
    """One matrix of `Matrix`.

    Parameters
    ----------
    label, tone : str
    cells : sequence of sequence of str
        Row by row the keys of each entry: of its real and, if there is one, its imaginary part.
    """


class Matrix(View, positional="items", named="places parts?", view="matrix"):
    """Two-by-two matrices, entries drawn by their size.

    Parameters
    ----------
    items : sequence of Entries
    places, parts : sequence of str
        Words in the table for the four entries, and for real and imaginary part.
    """


def scene(name: str, required: str) -> type[View]:
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
        A subclass of `View`; all these fields must be given, by name.

    Examples
    --------
    >>> Lamps = scene("lamps", "items names")
    >>> Lamps("Two lamps", items=[], names=["off", "on"]).plain()
    {'view': 'lamps', 'title': 'Two lamps', 'items': [], 'names': ['off', 'on']}
    """
    return type(name.title().replace("-", ""), (View,), {}, named=required, view=name)
