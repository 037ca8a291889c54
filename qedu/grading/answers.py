"""Kinds of answer: how a student's answer is read, and when two answers are the same.

Each kind reads an answer generously (list, array or Qobj; any global phase of a ket;
single precision) and, if it cannot, says in which general way the answer is unfit.
"""

import numpy as np

from qedu.grading.plain import Unreadable

__all__ = ["Unfit", "Kind", "Number", "Integer", "Vector", "Bits", "Ket", "Choice", "Parts", "Table"]

#: Two numbers are the same if they differ by no more than this; single precision is enough.
TOLERANCE = 2e-6

#: Answers that differ by less are called close: rounded, or a slip in a constant.
CLOSE = 6e-3


class Unfit(Exception):
    """An answer that cannot be read; `key` names the general message in general.yaml."""

    def __init__(self, key, **details):
        super().__init__(key)
        self.key = key
        self.details = details


def _present(value):
    """Raise Unfit if there is nothing to read."""
    if value is None:
        raise Unfit("none")
    if isinstance(value, Unreadable):
        raise Unfit("generator" if value == "generator" else "unreadable", type=str(value))


def _numbers(value):
    """Return `value` as a complex array, or raise Unfit."""
    _present(value)
    if isinstance(value, str):
        raise Unfit("text")
    if isinstance(value, dict):
        raise Unfit("unreadable", type="dict")
    if hasattr(value, "full"):
        value = value.full()
    try:
        array = np.asarray(value, dtype=complex)
    except (TypeError, ValueError, OverflowError):
        items = value if isinstance(value, (list, tuple)) else []
        if any(item is None for item in items):
            raise Unfit("none") from None
        raise Unfit("ragged") from None
    if not np.isfinite(array).all():
        raise Unfit("nan")
    return array


def _real(array):
    if np.abs(array.imag).max(initial=0) > TOLERANCE:
        raise Unfit("complex")
    return array.real


class Kind:
    """What all kinds of answer share: ``read``, ``same``, ``close`` and ``resembles``."""

    def read(self, value):
        """Return the answer in its one form, or raise `Unfit`."""
        raise NotImplementedError

    def same(self, value, expected):
        """Whether two answers that were read are the same."""
        return bool(np.abs(np.asarray(value) - np.asarray(expected)).max(initial=0) <= TOLERANCE)

    def close(self, value, expected):
        """Whether two answers that were read differ so little that rounding may be the reason."""
        return bool(np.abs(np.asarray(value) - np.asarray(expected)).max(initial=0) <= CLOSE)

    def resembles(self, value, model):
        """Whether a raw answer is what a wrong model gives; neither needs to be a fit answer."""
        try:
            value, model = _numbers(value).squeeze(), _numbers(model).squeeze()
        except Unfit:
            return False
        return value.shape == model.shape and np.abs(value - model).max(initial=0) <= TOLERANCE


class Number(Kind):
    """One real number, from `low` to `high` if these are given."""

    def __init__(self, low=None, high=None):
        self.low, self.high = low, high

    def read(self, value):
        array = _numbers(value)
        if array.size != 1:
            raise Unfit("not_one_number", shape=_shape(array))
        number = float(_real(array).reshape(()))
        _in_range(number, self.low, self.high)
        return number


class Integer(Number):
    """One whole number, from `low` to `high` if these are given."""

    def read(self, value):
        number = super().read(value)
        if number != round(number):
            raise Unfit("not_whole")
        return round(number)


class Vector(Kind):
    """Real numbers in a row: `length` of them if given, each from `low` to `high` if given."""

    def __init__(self, length=None, low=None, high=None):
        self.length, self.low, self.high = length, low, high

    def read(self, value):
        array = _numbers(value)
        if array.ndim == 2 and 1 in array.shape:
            array = array.ravel()               # a row or a column is a vector too
        if array.ndim != 1 or self.length not in (None, array.size):
            wanted = "one row of numbers" if self.length is None else f"{self.length} numbers in a row"
            raise Unfit("shape", shape=_shape(array), wanted=wanted)
        array = _real(array)
        _in_range(array, self.low, self.high)
        return array

    def same(self, value, expected):
        return len(value) == len(expected) and super().same(value, expected)

    def close(self, value, expected):
        return len(value) == len(expected) and super().close(value, expected)


class Bits(Vector):
    """Zeros and ones in a row, as numbers or truth values; read as uint8."""

    def read(self, value):
        array = super().read(value)
        if not np.isin(array, (0, 1)).all():
            raise Unfit("not_bits")
        return array.astype(np.uint8)

    def same(self, value, expected):
        return len(value) == len(expected) and bool((value == expected).all())

    def close(self, value, expected):
        return False


class Ket(Kind):
    """A pure state: complex amplitudes of unit norm; a global phase does not matter."""

    def __init__(self, dimension=2):
        self.dimension = dimension

    def read(self, value):
        array = _numbers(value)
        if array.ndim == 2 and 1 in array.shape:
            array = array.ravel()
        if array.shape != (self.dimension,):
            raise Unfit("shape", shape=_shape(array), wanted=f"{self.dimension} amplitudes")
        norm = np.linalg.norm(array)
        if abs(norm - 1) > CLOSE:
            raise Unfit("not_normalised", norm=f"{norm:.3g}")
        return array / norm

    def same(self, value, expected):
        return self._distance(value, expected) <= TOLERANCE

    def close(self, value, expected):
        return self._distance(value, expected) <= CLOSE

    def resembles(self, value, model):
        try:
            value, model = _numbers(value).ravel(), _numbers(model).ravel()
        except Unfit:
            return False
        if value.shape != model.shape or abs(np.linalg.norm(value) - np.linalg.norm(model)) > TOLERANCE:
            return False
        return self._distance(value, model) <= TOLERANCE

    @staticmethod
    def _distance(value, expected):
        """Largest difference of two kets, the best global phase taken out."""
        overlap = np.vdot(expected, value)
        phase = overlap / abs(overlap) if abs(overlap) > 1e-12 else 1
        return np.abs(value - phase * expected).max()


class Choice(Kind):
    """One of a few words; upper and lower case do not matter."""

    def __init__(self, *options):
        self.options = {option.lower(): option for option in options}

    def read(self, value):
        _present(value)
        if not isinstance(value, str) or value.strip().lower() not in self.options:
            raise Unfit("not_an_option", options=", ".join(repr(option) for option in self.options.values()))
        return self.options[value.strip().lower()]

    def same(self, value, expected):
        return value == expected

    def close(self, value, expected):
        return False

    def resembles(self, value, model):
        return isinstance(value, str) and value.strip().lower() == str(model).strip().lower()


class Parts(Kind):
    """Several answers returned together, such as ``return outcome, state``."""

    def __init__(self, *kinds):
        self.kinds = kinds

    def read(self, value):
        _present(value)
        if isinstance(value, np.ndarray):
            value = list(value)
        if not isinstance(value, (list, tuple)) or len(value) != len(self.kinds):
            raise Unfit("parts", count=len(self.kinds))
        return tuple(kind.read(item) for kind, item in zip(self.kinds, value))

    def same(self, value, expected):
        return all(kind.same(a, b) for kind, a, b in zip(self.kinds, value, expected))

    def close(self, value, expected):
        return all(kind.close(a, b) for kind, a, b in zip(self.kinds, value, expected))

    def resembles(self, value, model):
        return (isinstance(value, (list, tuple, np.ndarray)) and len(value) == len(self.kinds)
                and all(kind.resembles(a, b) for kind, a, b in zip(self.kinds, value, model)))


class Table(Kind):
    """A dict with given keys, each holding an answer of the same kind."""

    def __init__(self, keys, kind):
        self.keys, self.kind = tuple(keys), kind

    def read(self, value):
        _present(value)
        if not isinstance(value, dict):
            raise Unfit("not_a_dict", keys=", ".join(map(repr, self.keys)))
        missing = [key for key in self.keys if key not in value]
        if missing:
            raise Unfit("keys", keys=", ".join(map(repr, self.keys)), missing=", ".join(map(repr, missing)))
        return {key: self.kind.read(value[key]) for key in self.keys}

    def same(self, value, expected):
        return all(self.kind.same(value[key], expected[key]) for key in self.keys)

    def close(self, value, expected):
        return all(self.kind.close(value[key], expected[key]) for key in self.keys)

    def resembles(self, value, model):
        return isinstance(value, dict) and all(
            key in value and self.kind.resembles(value[key], model[key]) for key in self.keys)


def _shape(array):
    return "one number" if array.ndim == 0 else "shape " + str(array.shape)


def _in_range(value, low, high):
    if low is not None and np.min(value, initial=np.inf) < low - TOLERANCE:
        raise Unfit("too_low", low=low)
    if high is not None and np.max(value, initial=-np.inf) > high + TOLERANCE:
        raise Unfit("too_high", high=high)
