"""Controls of a widget: which values the reader may set, and how they are checked.

A value comes from a notebook, from the address bar or from a browser, so each control
checks whatever it is given.
"""

import numbers as _numbers
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from qedu._arguments import bad

__all__ = ["Control", "Range", "Choice", "Switch", "Count", "Seed", "Hidden"]


def _number(name: str, value: Any, low: float, high: float, allowed: str) -> float:
    if isinstance(value, bool) or not isinstance(value, _numbers.Real) or not low <= value <= high:
        raise bad(name, value, allowed)
    return value


class Control:
    """What all controls have; `Range` and the others say which values they take."""

    key: str
    default: Any
    group: str = ""
    kind: ClassVar[str]

    def check(self, value: Any) -> float | int | bool | str:
        """Return a value as the state holds it.

        Parameters
        ----------
        value : object
            A candidate.

        Returns
        -------
        float, int, bool or str

        Raises
        ------
        ValueError
            If the control cannot take it.
        """
        raise NotImplementedError

    def values(self) -> list[Any]:
        """All values the control can take, in order: the grid of `Frames`.

        Returns
        -------
        list

        Raises
        ------
        ValueError
            If there are too many to list.
        """
        raise bad("over", self.key, "a slider, choice, switch or count")


@dataclass(frozen=True)
class Range(Control):
    """A slider.

    Parameters
    ----------
    key : str
        Name of the number in the state.
    label : str
        What it sets, with unit.
    low, high, step, default : float
        Grid of the slider.
    readout : str
        Template of the text beside it; gaps name controls and numbers with a
        format, such as ``"{theta:deg}"``.
    group : str
        Controls in a row with the same group stand in one box of that title.
    enabled : str
        Key of a switch that must be on for the slider to count; else it is greyed.
    options : tuple of float
        The numbers that it takes, in place of the even grid, such as 1, 2, 5, 10, 20.
    play : int
        With a button that runs the slider to its end, a step in so many milliseconds; who wants little motion gets a
        button that goes a tenth of the way.
    """

    key: str
    label: str
    low: float
    high: float
    step: float
    default: float
    readout: str = ""
    group: str = ""
    enabled: str = ""
    options: tuple[float, ...] = ()
    play: int = 0
    kind = "range"

    def check(self, value: Any) -> float:
        if self.options:
            _number(self.key, value, self.low, self.high, f"one of {self.options}")
            if value not in self.options:
                raise bad(self.key, value, f"one of {self.options}")
            return self.options[self.options.index(value)]
        allowed = f"{self.low:g} to {self.high:g} in steps of {self.step:g}"
        _number(self.key, value, self.low, self.high, allowed)
        steps = (value - self.low) / self.step
        if abs(steps - round(steps)) > 1e-9:
            raise bad(self.key, value, allowed)
        return round(self.low + round(steps) * self.step, 9)

    def values(self) -> list[float]:
        if self.options:
            return list(self.options)
        count = round((self.high - self.low) / self.step) + 1
        return [round(self.low + i * self.step, 9) for i in range(count)]


@dataclass(frozen=True)
class Choice(Control):
    """One of a few options, as radio buttons or (``select=True``) a list.

    Parameters
    ----------
    key, label, group
        As in `Range`.
    options : dict of str to str
        Value in the state → text.
    default : str
        One of the values.
    when : dict, optional
        Condition, as views have it, under which the reader sees it; then it stands in no group.
    """

    key: str
    label: str
    options: Mapping[str, str]
    default: str
    select: bool = False
    group: str = ""
    when: Mapping[str, Any] | None = None
    kind = "choice"

    def check(self, value: Any) -> str:
        if not isinstance(value, str) or value not in self.options:
            raise bad(self.key, value, "one of " + ", ".join(map(repr, self.options)))
        return value

    def values(self) -> list[str]:
        return list(self.options)

    @property
    def order(self) -> tuple[str, ...]:
        """The values in order if a browser would change it, which puts keys that are whole numbers first; else nothing."""
        whole = sorted((key for key in self.options if key.isdecimal() and key == str(int(key))), key=int)
        kept = [*whole, *(key for key in self.options if key not in whole)]
        return () if kept == list(self.options) else tuple(self.options)


@dataclass(frozen=True)
class Switch(Control):
    """On or off: a checkbox.

    Parameters
    ----------
    key, label, group
        As in `Range`.
    default : bool
        On at the start.
    """

    key: str
    label: str
    default: bool
    group: str = ""
    kind = "switch"

    def check(self, value: Any) -> bool:
        if not isinstance(value, bool):
            raise bad(self.key, value, "True or False")
        return value

    def values(self) -> list[bool]:
        return [False, True]


@dataclass(frozen=True)
class Count(Control):
    """How many rounds were run: a slider from 0 and buttons that add some.

    Parameters
    ----------
    key, label, group
        As in `Range`.
    high : int
        Largest number.
    default : int
        Number at the start.
    steps : tuple of int
        One button for each: "+1", "+10", ...
    play : int
        As in `Range`; there a step is one.
    """

    key: str
    label: str
    high: int
    default: int
    steps: tuple[int, ...] = (1, 10, 100)
    group: str = ""
    play: int = 0
    kind = "count"

    def check(self, value: Any) -> int:
        allowed = f"a whole number from 0 to {self.high}"
        _number(self.key, value, 0, self.high, allowed)
        if value != int(value):
            raise bad(self.key, value, allowed)
        return int(value)

    def values(self) -> list[int]:
        return list(range(self.high + 1))


@dataclass(frozen=True)
class Seed(Control):
    """Where the dice start, with a button for new random numbers.

    Parameters
    ----------
    key, default, group
        As in `Range`.
    label, button : str
        Other words than "Random seed" and "New random numbers".
    resets : tuple of str
        Controls that go back to their default when the seed changes, a count to 0.
    log : tuple of str
        A `Hidden` control and a number: when the seed changes, the number, unless it is 0, is written behind what stands in the
        control, one digit for each, the last forty.
    fresh : bool
        Whether each visit to the page begins with other dice, unless its address says which; for games that one solves
        once.  In Python, on paper and after "Reset" the default stands.
    """

    key: str = "seed"
    default: int = 1
    group: str = ""
    label: str = ""
    button: str = ""
    resets: tuple[str, ...] = ()
    log: tuple[str, ...] = ()
    fresh: bool = False
    kind = "seed"

    def check(self, value: Any) -> int:
        allowed = "a whole number from 0 to 999999"
        _number(self.key, value, 0, 999999, allowed)
        if value != int(value):
            raise bad(self.key, value, allowed)
        return int(value)


@dataclass(frozen=True)
class Hidden(Control):
    """A text in the state without a control of its own; a scene's buttons set it.

    Parameters
    ----------
    key : str
        As in `Range`.
    default : str
        Text at the start.
    pattern : str
        Regular expression that the whole text must match, the same in Python
        and JavaScript; texts from the address bar are checked by it.
    """

    key: str
    default: str = ""
    pattern: str = "[A-Za-z0-9]*"
    kind = "hidden"

    def check(self, value: Any) -> str:
        if not isinstance(value, str) or not re.fullmatch(self.pattern, value):
            raise bad(self.key, value, f"a text that matches {self.pattern}")
        return value
