"""What a widget is made of beside its controls and views: dice, tallies, curves, tasks, and what is printed."""

import json
import re
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import wraps
from inspect import signature
from typing import Any, ParamSpec, TypeVar

__all__ = ["Dice", "Tally", "Sweep", "Paper", "Task", "frame", "pack"]

_Arguments = ParamSpec("_Arguments")
_Numbers = TypeVar("_Numbers", bound=Mapping[str, float])


@dataclass(frozen=True)
class Dice:
    """Random draws, the same in the page and in `Widget.numbers`.

    Parameters
    ----------
    name : str
        The results are the numbers ``name.n``, ``name.count.<outcome>``,
        ``name.fraction.<outcome>`` and ``name.low.<outcome>``,
        ``name.high.<outcome>``: the ends of the Wilson 95 % interval.
    outcomes : tuple of str
        Keys of the outcomes.
    weights : tuple
        For each outcome the key of its probability, or the probability; if not given, the keys ``p.<outcome>``.
    n : str or int
        Key of a control or number, or the number of draws.
    seed : str
        Key of the seed, or of a number made from it.
    """

    name: str
    outcomes: tuple[str, ...]
    weights: tuple[str | float, ...] = ()
    n: str | int = 1
    seed: str = "seed"

    def __post_init__(self) -> None:
        object.__setattr__(self, "weights", self.weights or tuple(f"p.{outcome}" for outcome in self.outcomes))


@dataclass(frozen=True)
class Tally:
    """Some outcomes of a die counted together.

    Parameters
    ----------
    name : str
        The results are the numbers ``name.count``, ``name.fraction``, and ``name.low``, ``name.high``: the
        ends of the Wilson 95 % interval.
    of : str
        Name of the die.
    outcomes : tuple of str
        Which of its outcomes.
    total : str
        Key of the number that the fraction is of; if not given, all draws of the die.
    """

    name: str
    of: str
    outcomes: tuple[str, ...]
    total: str = ""


def frame(function: Callable[_Arguments, _Numbers]) -> Callable[_Arguments, _Numbers]:
    """Mark a method of a widget whose numbers the page looks up.

    Parameters
    ----------
    function : callable
        Its arguments are keys of controls, and the page gets its numbers for all their values; it is called
        once for each, and returns a dict of str to float with the same keys every time.

    Returns
    -------
    callable

    Examples
    --------
    >>> from qedu.widgets import Range, Widget
    >>> class Squares(Widget):
    ...     controls = (Range("x", "x", 0, 3, 1, 2),)
    ...     @frame
    ...     def square(self, x):
    ...         return {"square": x**2}
    >>> Squares().numbers({"x": 3})
    {'x': 3.0, 'square': 9.0}
    """
    @wraps(function)
    def look(self, *values):
        key = (function.__name__, *values)
        if key not in self._found:
            self._found[key] = function(self, *values)
        return self._found[key]

    vars(look)["over"] = tuple(signature(function).parameters)[1:]
    return look


@dataclass(frozen=True)
class Sweep:
    """A curve: numbers ``name@x`` for each x.

    Parameters
    ----------
    name : str
        Start of the keys.
    values : sequence of float
        The x values.
    of, along : str
        If given, the curve is the number `of`, returned by a `frame` of the widget, with the
        control `along` set to each x in turn.
    """

    name: str
    values: Sequence[float]
    of: str = ""
    along: str = ""

    def key(self, x: float) -> str:
        """Key of the number at `x`, spelled as JavaScript would.

        Parameters
        ----------
        x : float

        Returns
        -------
        str
        """
        text = repr(float(x))
        text = text[:-2] if text.endswith(".0") else text
        return self.name + "@" + re.sub(r"e([+-])0*", r"e\1", text)

    def of_all(self, function: Callable[[float], float]) -> dict[str, float]:
        """The curve of a function, as a `frame` returns it.

        Parameters
        ----------
        function : callable
            From x to y.

        Returns
        -------
        dict of str to float
        """
        return {self.key(x): function(x) for x in self.values}


@dataclass(frozen=True)
class Paper:
    """One of the three states shown on paper.

    Parameters
    ----------
    caption : str
        What this state shows.
    state : dict
        Controls that differ from the default.
    """

    caption: str
    state: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Task:
    """One guided task.

    Parameters
    ----------
    text : str
        What to try.
    state : dict
        Where to start, set by the button beside the task; the other controls
        take their defaults.
    """

    text: str
    state: Mapping[str, Any] = field(default_factory=dict)


def pack(rows: Sequence[Sequence[float]]) -> dict[str, Any]:
    """Numbers as JSON integers that compress well.

    Parameters
    ----------
    rows : list of list of float
        One row per grid point, one column per key.

    Returns
    -------
    dict
        ``data``: the numbers times ``scale``, as integers differenced ``diff``
        times, row by row or (``columns``) column by column.  The scale is 10**10,
        or 10**5 where all numbers have at most five decimals.
    """
    coarse = all(abs(value - round(value, 5)) < 1e-11 for row in rows for value in row)
    scale, best = 10**5 if coarse else 10**10, None
    for columns in (False, True):
        lines = list(zip(*rows)) if columns else rows
        data = [round(value * scale) for line in lines for value in line]
        for diff in range(3):
            if diff:
                data = [data[0]] + [b - a for a, b in zip(data, data[1:])]
            packed = {"columns": columns, "diff": diff, "scale": scale, "data": data}
            size = len(zlib.compress(json.dumps(packed, separators=(",", ":")).encode()))
            if best is None or size < best[0]:
                best = size, packed
    return best[1]
