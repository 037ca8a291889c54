"""Numbers that follow from others, written once: with floats for Python, with trees for the page.

`Widget.derive` gets either `Floats`, the numbers of one state, or `Trees`, in which every number is
a name and every operation is written down.  The page evaluates the tree without `eval`, operation
by operation as Python does.

A tree is JSON: a number, a string (the name of a control or of another number), or a list
``[operation, argument, ...]``.
"""

import math
from collections.abc import Callable, Iterable

import numpy as np

__all__ = ["NOTHING", "LEAST_LOG10", "log10", "Tree", "Numbers", "Floats", "Trees"]

#: Stands for 0 on a logarithmic scale; the formats `log` and `pow` of the page show it as 0.
NOTHING = 1e-300
#: Whatever has a logarithm above this is more than nothing.
LEAST_LOG10 = -99
#: Two-sided 95 % point of the normal distribution, for the page; `qedu.statistics.wilson` has it from SciPy.
Z95 = 1.959963984540054


def log10(values):
    """Logarithm to the base 10 of numbers that may be 0, as the page's format `log` takes it.

    Parameters
    ----------
    values : float or array_like
        Not negative.

    Returns
    -------
    float or numpy.ndarray
        −300 for 0.

    Examples
    --------
    >>> [float(x) for x in log10([1000, 0])]
    [3.0, -300.0]
    """
    return np.log10(np.maximum(values, NOTHING))


class Tree:
    """A number that only the page knows, as the operations that lead to it.

    Parameters
    ----------
    json : float, str or list
        The tree.

    Examples
    --------
    >>> ((Tree("a") + 2) / Tree("b")).json
    ['/', ['+', 'a', 2], 'b']
    """

    __hash__ = None

    def __init__(self, json):
        self.json = json

    def __bool__(self):
        raise TypeError("a number of the page is not known yet: write n.where(condition, yes, no) in place of if, "
                        "and n.max, n.min in place of max, min")

    def __neg__(self):
        return -1 * self

    def __abs__(self):
        return _tree("abs", self)


def _tree(operation, *arguments):
    plain = [one.json if isinstance(one, Tree) else one for one in arguments]
    if operation in ("+", "*") and isinstance(plain[0], list) and plain[0][0] == operation:
        plain[:1] = plain[0][1:]              # a sum of many is one list, worked out from the left as before
    return Tree([operation, *plain])


def _operators():
    for name, sign in {"add": "+", "sub": "-", "mul": "*", "truediv": "/", "pow": "^"}.items():
        setattr(Tree, f"__{name}__", lambda self, other, sign=sign: _tree(sign, self, other))
        # sum() begins with a 0 of its own
        setattr(Tree, f"__r{name}__", lambda self, other, sign=sign: self if sign == "+" and other == 0
                else _tree(sign, other, self))
    for name, sign in {"lt": "<", "le": "<=", "gt": ">", "ge": ">=", "eq": "==", "ne": "!="}.items():
        setattr(Tree, f"__{name}__", lambda self, other, sign=sign: _tree(sign, self, other))


_operators()


class Numbers:
    """What `Widget.derive` computes with: ``n["qber"]`` is a control or a number, ``n["rate"] = …`` a new one.

    ``sqrt``, ``exp``, ``expm1``, ``log``, ``sin``, ``cos``, ``asin``, ``acos``, ``atan2``, ``floor``,
    ``abs``, ``max``, ``min`` are methods, ``+ - * / **`` and
    comparisons as usual.  In place of ``if`` there is `where`.  Hints call each number a float: a `Tree` takes its place.
    """

    sqrt: Callable[[float], float]
    exp: Callable[[float], float]
    expm1: Callable[[float], float]
    log: Callable[[float], float]
    sin: Callable[[float], float]
    cos: Callable[[float], float]
    asin: Callable[[float], float]
    acos: Callable[[float], float]
    atan2: Callable[[float, float], float]
    floor: Callable[[float], float]
    abs: Callable[[float], float]
    max: Callable[..., float]
    min: Callable[..., float]

    def __getitem__(self, key: str) -> float:
        raise NotImplementedError

    def __setitem__(self, key: str, value: float) -> None:
        raise NotImplementedError

    def where(self, *cases: float | Callable[[], float]) -> float:
        """The value of the first condition that holds.

        Parameters
        ----------
        *cases
            Condition, value, condition, value, …, and the value for all else.  What must not be worked out
            where its condition fails, such as a quotient, is a function without arguments.

        Returns
        -------
        number
        """
        raise NotImplementedError

    def curve(self, name: str, function: Callable[[float], float]) -> None:
        """Fill a curve.

        Parameters
        ----------
        name : str
            Name of a `Sweep`.
        function : callable
            From x to y.
        """
        raise NotImplementedError

    def at(self, name: str, x: float) -> float:
        """A curve that is filled already, at the x that the function of `curve` got.

        Parameters
        ----------
        name : str
            Name of its `Sweep`.
        x : number

        Returns
        -------
        number
        """
        raise NotImplementedError

    def flag(self, condition: bool) -> float:
        """1 where a condition holds, else 0."""
        return self.where(condition, 1, 0)

    def first(self, pairs: Iterable[tuple[float | bool, float | Callable[[], float]]], otherwise: float) -> float:
        """The value of the first pair whose condition holds: `where`, for cases that are made one like the other.

        Parameters
        ----------
        pairs : iterable of tuple
            Condition and value.
        otherwise : number
            The value if none holds.

        Returns
        -------
        number
        """
        return self.where(*(part for pair in pairs for part in pair), otherwise)

    def chosen(self, key: str, *values: str) -> bool:
        """Whether a choice stands at one of some values, as a condition of `where` and `flag`.

        Parameters
        ----------
        key : str
            Key of a `Choice`.
        *values : str
            Values in the state.

        Returns
        -------
        bool
        """
        raise NotImplementedError

    def log10(self, value: float) -> float:
        """Logarithm to the base 10; −300 for what is not above 0."""
        return self.log(self.max(value, NOTHING)) / math.log(10)

    def h2(self, p: float) -> float:
        """Binary entropy in bits, as `qedu.rates.h2`; 0 outside 0 to 1."""
        return self.where(p <= 0, 0, p >= 1, 0,
                          lambda: -(p * self.log(p) + (1 - p) * self.log(1 - p)) / math.log(2))

    def wilson(self, k: float, n: float) -> tuple[float, float, float]:
        """Fraction k/n with the ends of its Wilson 95 % interval, as `qedu.statistics.wilson`.

        Parameters
        ----------
        k, n : number
            Successes and trials.

        Returns
        -------
        tuple of number
            Fraction, lower and upper end; 0, 0, 1 if nothing was tried.
        """
        z2 = Z95 ** 2

        def end(sign):
            return (k + z2 / 2 + sign * Z95 * self.sqrt(k * (n - k) / n + z2 / 4)) / (n + z2)

        # The ends are exactly 0 and 1 when nothing or everything was a success.
        return (self.where(n < 1, 0, lambda: k / n), self.where(k < 1, 0, lambda: end(-1)),
                self.where(k > n - 1, 1, lambda: end(1)))

    def share(self, key: str, k: float, n: float) -> None:
        """Write a fraction with its interval: ``key.fraction``, ``key.low`` and ``key.high``.

        Parameters
        ----------
        key : str
            Start of the names.
        k, n : number
            Successes and trials.
        """
        self[f"{key}.fraction"], self[f"{key}.low"], self[f"{key}.high"] = self.wilson(k, n)


_FUNCTIONS = {name: getattr(math, name) for name in ("sqrt", "exp", "expm1", "log", "sin", "cos", "asin", "acos", "atan2", "floor")} | {
    "abs": abs, "max": max, "min": min}


class Floats(Numbers):
    """The numbers of one state.

    Parameters
    ----------
    given : dict
        Values of the controls.
    known : dict of str to float
        Numbers so far; new ones are added.
    sweeps : sequence of Sweep
    roll : callable
        Gets the name of a die and adds its numbers to `known`; dice are rolled when first asked for.
    """

    def __init__(self, given, known, sweeps=(), roll=None):
        self.given, self.known, self.roll = given, known, roll
        self.sweeps = {sweep.name: sweep for sweep in sweeps}

    def __getitem__(self, key):
        if key not in self.known and key not in self.given:
            self.roll(key.partition(".")[0])
        return float(self.known[key] if key in self.known else self.given[key])

    def __setitem__(self, key, value):
        self.known[key] = float(value)

    def where(self, *cases):
        *pairs, other = cases
        value = next((value for holds, value in zip(pairs[::2], pairs[1::2], strict=True) if holds), other)
        return value() if callable(value) else value

    def chosen(self, key, *values):
        return self.given[key] in values

    def curve(self, name, function):
        for x in self.sweeps[name].values:
            self[self.sweeps[name].key(x)] = function(float(x))

    def at(self, name, x):
        return self.known[self.sweeps[name].key(x)]


class Trees(Numbers):
    """The same for the page: every number is a name, whatever was written before.

    Parameters
    ----------
    found : dict of str to Tree or float
        Where the new ones go.
    """

    def __init__(self, found):
        self.found = found

    def __getitem__(self, key):
        return Tree(key)

    def __setitem__(self, key, value):
        self.found[key] = value

    def where(self, *cases):
        *pairs, result = (case() if callable(case) else case for case in cases)
        for holds, value in reversed(list(zip(pairs[::2], pairs[1::2], strict=True))):
            result = _tree("if", holds, value, result) if isinstance(holds, Tree) else value if holds else result
        return result

    def chosen(self, key, *values):
        return Tree(["is", key, *values])

    def curve(self, name, function):
        self.found[name] = function(Tree("x"))

    def at(self, name, x):
        return Tree(name)

    def json(self):
        """The trees, for the script.

        Returns
        -------
        dict
        """
        return {key: value.json if isinstance(value, Tree) else value for key, value in self.found.items()}


for _name, _function in _FUNCTIONS.items():
    setattr(Floats, _name, staticmethod(_function))
    setattr(Trees, _name, staticmethod(lambda *arguments, name=_name: _tree(name, *arguments)))
