"""Kinds of answer: how one is read, and when two are the same; authors take these from `qedu.grading.answers`."""

import numpy as np

from qedu.grading.checks.describing import Unreadable

__all__ = ["CLOSE", "Unfit", "Kind", "Number", "Ratio", "Integer", "Vector", "Bits", "Positions", "Ket", "Choice", "Parts", "Table",
           "AsRead",
           "present", "numbers", "shape_of", "sequence"]

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


def present(value):
    """Raise `Unfit` if there is nothing to read: no answer, a generator, or what is far too much or no data.

    Parameters
    ----------
    value : object
        After `from_plain`.
    """
    if value is None:
        raise Unfit("none")
    if isinstance(value, Unreadable):
        key = {Unreadable.GENERATOR: "generator", Unreadable.TOO_MUCH: "too_much", Unreadable.HUGE: "huge"}
        raise Unfit(key.get(value, "unreadable"), type=str(value))


def numbers(value):
    """Return whatever holds numbers as a complex array.

    Parameters
    ----------
    value : object
        After `from_plain`: a number, list, array or Qobj.

    Returns
    -------
    numpy.ndarray

    Raises
    ------
    Unfit
        If it is nothing, a text, ragged or not finite; says which.

    Examples
    --------
    >>> numbers([1, 2j])
    array([1.+0.j, 0.+2.j])
    """
    present(value)
    if isinstance(value, str):
        raise Unfit("text")
    if isinstance(value, (dict, set)):
        raise Unfit("unreadable", type=type(value).__name__)
    try:
        array = np.asarray(value.full() if hasattr(value, "full") else value, dtype=complex)
    except Exception:                       # what from_plain gives, and still no numbers: say why
        for item in _inside(value):
            present(item)
            if isinstance(item, (str, dict, set)):
                numbers(item)
        raise Unfit("ragged") from None
    if not np.isfinite(array).all():
        for item in _inside(value):
            present(item)                  # NumPy reads None as nan
        raise Unfit("nan")
    return array


def _inside(value):
    """Whatever stands in nested lists."""
    for item in value if isinstance(value, (list, tuple)) else ():
        yield item
        yield from _inside(item)


def sequence(value):
    """Return a list, or the rows of an array, which can be counted; None for what has no items.

    Parameters
    ----------
    value : object
        After `from_plain`.

    Returns
    -------
    list, tuple, numpy.ndarray or None

    Examples
    --------
    >>> sequence((1, 2)), sequence(np.array(0.5)), sequence("ab")
    ((1, 2), None, None)
    """
    if isinstance(value, (list, tuple)):
        return value
    return value if isinstance(value, np.ndarray) and value.ndim else None


def _largest(value, expected):
    """The largest difference of two arrays of the same shape."""
    with np.errstate(all="ignore"):
        return np.abs(np.asarray(value, dtype=complex) - np.asarray(expected, dtype=complex)).max(initial=0)


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
        return bool(_largest(value, expected) <= TOLERANCE)

    def close(self, value, expected):
        """Whether two answers that were read differ so little that rounding may be the reason."""
        return bool(_largest(value, expected) <= CLOSE)

    def resembles(self, value, model):
        """Whether a raw answer is what a wrong model gives; neither needs to be a fit answer."""
        try:
            value, model = numbers(value).squeeze(), numbers(model).squeeze()
        except Unfit:
            return False
        return value.shape == model.shape and bool(_largest(value, model) <= TOLERANCE)


class Number(Kind):
    """One real number, from `low` to `high` if these are given."""

    def __init__(self, low=None, high=None):
        self.low, self.high = low, high

    def read(self, value):
        array = numbers(value)
        if array.size != 1:
            raise Unfit("not_one_number", shape=shape_of(array))
        number = float(_real(array).reshape(()))
        _in_range(number, self.low, self.high)
        return number


class Ratio(Number):
    """A number that is right to the share `relative` of its size; where a wrong model gives None, any number will do.

    For figures that span many powers of ten, such as rates, waiting times and losses.
    """

    def __init__(self, low=None, high=None, relative=5e-6):
        super().__init__(low, high)
        self.relative = relative

    def same(self, value, expected):
        return bool(abs(value - expected) <= self.relative * abs(expected))

    def close(self, value, expected):
        return bool(abs(value - expected) <= CLOSE * abs(expected))

    def resembles(self, value, model):
        try:
            return model is None or self.same(Number().read(value), Number().read(model))
        except Unfit:
            return False


class Integer(Number):
    """One whole number, from `low` to `high` if these are given."""

    def read(self, value):
        number = super().read(value)
        if number != round(number):
            raise Unfit("not_whole")
        return round(number)

    def same(self, value, expected):
        return value == expected


class Vector(Kind):
    """Real numbers in a row: `length` of them if given, each from `low` to `high` if given."""

    def __init__(self, length=None, low=None, high=None):
        self.length, self.low, self.high = length, low, high

    def read(self, value):
        array = numbers(value)
        if array.ndim > 1 and array.size == max(array.shape):
            array = array.ravel()               # a row or a column is a vector too
        if array.ndim != 1 or self.length not in (None, array.size):
            wanted = "one row of numbers" if self.length is None else f"{self.length} numbers in a row"
            raise Unfit("shape", shape=shape_of(array), wanted=wanted)
        array = _real(array)
        _in_range(array, self.low, self.high)
        return array

    def same(self, value, expected):
        return len(value) == len(expected) and super().same(value, expected)

    def close(self, value, expected):
        return len(value) == len(expected) and super().close(value, expected)


class Bits(Vector):
    """Zeros and ones in a row, as numbers or truth values, or as a text such as "0110"; read as uint8."""

    def read(self, value):
        array = super().read(self._digits(value))
        if not ((array == 0) | (array == 1)).all():
            raise Unfit("not_bits")
        return array.astype(np.uint8)

    def resembles(self, value, model):
        return super().resembles(self._digits(value), model)

    @staticmethod
    def _digits(value):
        """A text of zeros and ones as the list that it stands for; anything else as it is."""
        digits = "".join(value.split()) if isinstance(value, str) and not isinstance(value, Unreadable) else ""
        return [int(digit) for digit in digits] if digits and set(digits) <= {"0", "1"} else value

    def same(self, value, expected):
        return len(value) == len(expected) and bool((value == expected).all())

    def close(self, value, expected):
        return self.same(value, expected)           # bits are not rounded


class Positions(Vector):
    """Different whole numbers, such as those of the rounds that are kept.  A set of them counts as in rising order."""

    def read(self, value):
        return super().read(_sorted(value))

    def resembles(self, value, model):
        return super().resembles(_sorted(value), model)


def _sorted(value):
    if not isinstance(value, (set, frozenset)):
        return value
    try:
        return sorted(value)
    except TypeError:                               # not all of them are numbers: let the list say so
        return list(value)


class Ket(Kind):
    """A pure state: complex amplitudes of unit norm; a global phase does not matter."""

    def __init__(self, dimension=2):
        self.dimension = dimension

    def read(self, value):
        array = numbers(value)
        if array.ndim > 1 and array.size == max(array.shape):
            array = array.ravel()
        if array.shape != (self.dimension,):
            raise Unfit("shape", shape=shape_of(array), wanted=f"{self.dimension} amplitudes")
        with np.errstate(all="ignore"):
            norm = np.linalg.norm(array)
        if not abs(norm - 1) <= CLOSE:
            raise Unfit("not_normalised", norm=f"{norm:.3g}")
        return array / norm

    def same(self, value, expected):
        return self._distance(value, expected) <= TOLERANCE

    def close(self, value, expected):
        return self._distance(value, expected) <= CLOSE

    def resembles(self, value, model):
        try:
            value, model = numbers(value).ravel(), numbers(model).ravel()
        except Unfit:
            return False
        with np.errstate(all="ignore"):
            if value.shape != model.shape or not abs(np.linalg.norm(value) - np.linalg.norm(model)) <= TOLERANCE:
                return False
        return bool(self._distance(value, model) <= TOLERANCE)

    @staticmethod
    def _distance(value, expected):
        """Largest difference of two kets, the best global phase taken out."""
        with np.errstate(all="ignore"):
            overlap = np.vdot(expected, value)
            phase = overlap / abs(overlap) if abs(overlap) > 1e-12 else 1
            return np.abs(value - phase * expected).max(initial=0)


class Choice(Kind):
    """One of a few words; upper and lower case do not matter."""

    def __init__(self, *options):
        self.options = {option.lower(): option for option in options}

    def read(self, value):
        present(value)
        if not isinstance(value, str) or value.strip().lower() not in self.options:
            raise Unfit("not_an_option", options=", ".join(repr(option) for option in self.options.values()))
        return self.options[value.strip().lower()]

    def same(self, value, expected):
        return value == expected

    def close(self, value, expected):
        return self.same(value, expected)           # words are not rounded

    def resembles(self, value, model):
        return isinstance(value, str) and value.strip().lower() == str(model).strip().lower()


class AsRead(Choice):
    """Words of no fixed list, such as names: answers are the same if they are read as the same."""

    def same(self, value, expected):
        return value == self.read(expected)

    def resembles(self, value, model):
        try:
            return self.read(value) == self.read(model)
        except Unfit:
            return False


class Parts(Kind):
    """Several answers returned together, such as ``return outcome, state``.

    A wrong model may leave a part open, by None, or say of it by a function whether what was read fits.
    """

    def __init__(self, *kinds):
        self.kinds = kinds

    def read(self, value):
        present(value)
        items = sequence(value)
        if items is None or len(items) != len(self.kinds):
            raise Unfit("parts", count=len(self.kinds))
        return tuple(kind.read(item) for kind, item in zip(self.kinds, items))

    def same(self, value, expected):
        return all(kind.same(a, b) for kind, a, b in zip(self.kinds, value, expected))

    def close(self, value, expected):
        return all(kind.close(a, b) for kind, a, b in zip(self.kinds, value, expected))

    def resembles(self, value, model):
        items = sequence(value)
        return (items is not None and len(items) == len(self.kinds)
                and all(b is None or self._fits(kind, a, b) for kind, a, b in zip(self.kinds, items, model)))

    @staticmethod
    def _fits(kind, value, model):
        if not callable(model):
            return kind.resembles(value, model)
        try:
            return bool(model(kind.read(value)))
        except Unfit:
            return False


class Table(Kind):
    """A dict with given keys, each holding an answer: all of one kind, or of the kind given for each key."""

    def __init__(self, keys, kind=None):
        self.kinds = dict(keys) if kind is None else dict.fromkeys(keys, kind)

    def read(self, value):
        present(value)
        keys = ", ".join(map(repr, self.kinds))
        if not isinstance(value, dict):
            raise Unfit("not_a_dict", keys=keys)
        missing = [key for key in self.kinds if key not in value]
        if missing:
            raise Unfit("keys", keys=keys, missing=", ".join(map(repr, missing)))
        return {key: kind.read(value[key]) for key, kind in self.kinds.items()}

    def same(self, value, expected):
        return all(kind.same(value[key], expected[key]) for key, kind in self.kinds.items())

    def close(self, value, expected):
        return all(kind.close(value[key], expected[key]) for key, kind in self.kinds.items())

    def resembles(self, value, model):
        return isinstance(value, dict) and all(
            key in value and kind.resembles(value[key], model[key]) for key, kind in self.kinds.items())


def shape_of(array):
    """Return the shape of an array in words.

    Parameters
    ----------
    array : numpy.ndarray

    Returns
    -------
    str

    Examples
    --------
    >>> shape_of(np.eye(2)), shape_of(np.array(1))
    ('shape (2, 2)', 'one number')
    """
    return "one number" if array.ndim == 0 else "shape " + str(array.shape)


def _in_range(value, low, high):
    if low is not None and np.min(value, initial=np.inf) < low - TOLERANCE:
        raise Unfit("too_low", low=low)
    if high is not None and np.max(value, initial=-np.inf) > high + TOLERANCE:
        raise Unfit("too_high", high=high)
