"""Checks of arguments, so that every bad one is refused in the same words.

What a computation returned may miss the end of its range by rounding: 0.5000000000000001 is ½.  Such
a number is taken, and set to the end of the range.  Text, truth values, complex numbers and masked
entries are no numbers, although Python would turn most of them into one.
"""

import functools
import math
import warnings
from collections.abc import Callable, Collection, Sequence
from operator import index
from typing import Any, TypeVar

import numpy as np

from qedu._types import Bytes, FloatOrArray, Floats

#: How far beyond the end of its range a number may lie and still be put down to rounding.
ROUNDING = 1e-10

#: The longest link, in kilometres, that anybody needs to ask about.
MAX_KM = 1e6

#: A satellite that is higher up is rather one in metres.
_ORBIT_KM = 100_000

#: The narrowest beam in microradians, of a telescope a kilometre wide, and the shortest wave of light in nanometres: what is smaller
#: was meant in another unit.
LEAST_URAD, LEAST_NM = 1e-3, 10.0

#: The most rounds, pulses or bits that anybody needs to ask about: their sums stay within 64 bits.
MOST = 10**18

#: How far a total may be from 1, or a matrix from a state, for it to have been single precision or a print-out.
PRINTED = 2e-6

_Function = TypeVar("_Function", bound=Callable[..., Any])


def bad(name: str, value: object, allowed: str) -> ValueError:
    """Return the ValueError for one bad argument: its name, its value, what is allowed."""
    try:
        shown = " ".join(repr(value).split())      # one line, also for matrices
    except Exception:                              # an int of too many digits, an object with a broken repr
        shown = f"<{type(value).__name__}>"
    if len(shown) > 100:
        shown = shown[:97] + "..."
    return ValueError(f"{name} = {shown} is not allowed: {allowed}")


def real(value: Any) -> float:
    """Return one real number as a float, or raise TypeError for what is none, or OverflowError."""
    if type(value) in (float, int):
        return float(value)
    kind = getattr(getattr(value, "dtype", None), "kind", "f")
    if (isinstance(value, (bool, complex)) or kind not in "iuf" or getattr(value, "ndim", 0) != 0
            or not (hasattr(value, "__float__") or hasattr(value, "__index__"))
            or getattr(value, "mask", False) is not False and bool(value.mask)):
        raise TypeError
    return float(value)


def reals(value: Any) -> Floats:
    """Return real numbers as a float array, or raise TypeError, ValueError or OverflowError."""
    if type(value) in (float, int):
        return np.asarray(float(value))
    if np.ma.is_masked(value) or isinstance(value, (bytes, bytearray, memoryview)):
        raise TypeError
    values = np.asarray(value)
    if isinstance(value, (list, tuple)):
        # NumPy makes one type of a mixed list, and 1.0 of a True in it.
        if any(isinstance(entry, (bool, np.bool_)) for entry in np.asarray(value, dtype=object).flat):
            raise TypeError
    if values.dtype.kind == "O":                   # fractions, decimals, ints that are too long for NumPy
        return np.array([real(entry) for entry in values.flat], dtype=float).reshape(values.shape)
    if values.dtype.kind not in "iuf":
        raise TypeError
    return values.astype(float, copy=False)


def _room(low: float, high: float) -> float:
    return ROUNDING * min(1.0, high - low)


def _percent(number: float, high: float) -> str:
    """What to write in place of a number that looks like per cent."""
    return f"; {number:g} % is {number / 100:g}" if high <= 1 and 2 < number <= 100 else ""


def probability(name: str, value: Any, low: float = 0.0, high: float = 1.0) -> float:
    """Return `value` as a float within [low, high], or raise ValueError."""
    allowed = f"a number from {low:g} to {high:g}"
    try:
        number = real(value)
    except Exception:                              # whatever its own conversion raises, it is no number
        raise bad(name, value, allowed) from None
    room = _room(low, high)
    if not low - room <= number <= high + room:    # false for NaN as well
        raise bad(name, value, allowed + _percent(number, high))
    return min(max(number, low), high) + 0.0       # + 0.0: never −0


def array(name: str, value: Any, low: float, high: float) -> Floats:
    """Return `value` as a float array within [low, high], or raise ValueError."""
    allowed = f"numbers from {low:g} to {high:g}"
    try:
        values = reals(value)
    except Exception:
        raise bad(name, value, allowed) from None
    room = _room(low, high)
    if not np.all((low - room <= values) & (values <= high + room)):    # false for NaN as well
        raise bad(name, value, allowed + (_percent(values.item(), high) if values.size == 1 else ""))
    return np.minimum(np.maximum(values, low), high) + 0.0


def detectors(name: str, value: Any, high: float = 1.0, *, alone: bool = True) -> tuple[float, float]:
    """Return what detector 0 and detector 1 have, each a float within [0, high], or raise ValueError.

    One number is that of both, unless `alone` is false.
    """
    several = isinstance(value, Sequence) and not isinstance(value, (str, bytes, bytearray, memoryview)) or getattr(value, "ndim", 0) != 0
    if not several and alone:
        return (probability(name, value, 0, high),) * 2
    many = f"{'a number, or two of them,' if alone else 'two numbers'} from 0 to {high:g}, of detector 0 and of detector 1"
    if not several or len(value) != 2 or any(isinstance(one, Sequence) or getattr(one, "ndim", 0) for one in value):
        raise bad(name, value, many)
    return probability(name, value[0], 0, high), probability(name, value[1], 0, high)


def sized(name: str, value: Any, least: float, slip: str, most: float = 1e6) -> Floats:
    """Return `value` as a float array within [least, most], or raise ValueError and ask for the unit in which smaller numbers are usual."""
    values = array(name, value, 0, most)
    small = values[values < least]
    if small.size:
        raise bad(name, value, f"numbers from {least:g} to {most:g}" + (f". {small[0]:g} looks like {slip}" if small.any() else ""))
    return values


def altitudes(name: str, value: Any, least: float) -> Floats:
    """Return `value` as a float array of kilometres within [least, MAX_KM], or raise ValueError; warn of what looks like metres."""
    values = array(name, value, least, MAX_KM)
    if (values > _ORBIT_KM).any():
        warnings.warn(f"{name} = {values.max():g}: a satellite higher than {_ORBIT_KM} km; altitudes are in kilometres", stacklevel=4)
    return values


def odds(name: str, values: Any, allowed: str, length: int | None = None) -> Floats:
    """Return probabilities with a total of 1 as a float array of one axis, or raise ValueError.

    A total that is off by what single precision or printing leaves is mended.
    """
    try:
        found = reals(values)
    except Exception:
        raise bad(name, values, allowed) from None
    fits = found.ndim == 1 and len(found) and (length is None or len(found) == length)
    if not fits or not (np.all(found >= -ROUNDING) and abs(found.sum() - 1) <= PRINTED):
        raise bad(name, values, allowed)
    return _to_one(found.clip(0, None))


def _to_one(values: Floats) -> Floats:
    """Probabilities divided by their total, where that is off by more than rounding."""
    whole = values.sum()
    return values / whole if abs(whole - 1) > 1e-12 else values


def together(**arrays: Floats) -> tuple[Floats, ...]:
    """Return arrays broadcast against each other, or raise ValueError that names those that do not fit."""
    try:
        return np.broadcast_arrays(*arrays.values())
    except ValueError:
        (first, value), *others = ((name, np.shape(value)) for name, value in arrays.items() if np.ndim(value))
        shapes = ", ".join(f"{name} of shape {shape}" for name, shape in others)
        raise bad(first, f"an array of shape {value}", f"a shape that goes with {shapes}") from None


def whole(name: str, value: Any, low: int = 0) -> Floats:
    """Return `value` as a float array of whole numbers from `low` to 10¹⁸, or raise ValueError."""
    values = array(name, value, low, MOST)
    if np.any(values != np.floor(values)):
        raise bad(name, value, f"whole numbers from {low} to 10**18")
    return values


def failure(name: str, value: Any) -> float:
    """Return `value` as a probability of failure, which is neither 0 nor 1, or raise ValueError."""
    eps = probability(name, value)
    if not 0 < eps < 1:
        raise bad(name, value, "a number above 0 and below 1")
    if eps < 1e-300:
        raise bad(name, value, "a number above 0 and below 1; this one is next to 0, at least 1e-300")
    return eps


def scalar_or_array(value: FloatOrArray) -> FloatOrArray:
    """Return a float for one number, and arrays as they are."""
    return float(value) if np.ndim(value) == 0 else value


def bits(name: str, value: Any, length: int | None = None) -> Bytes:
    """Return bits in a row as a uint8 array, so many if `length` is given, or raise ValueError."""
    allowed = "bits in a row, each 0 or 1" if length is None else f"{length} bits in a row, each 0 or 1"
    try:
        found = np.asarray(value)
        if found.dtype.kind != "b":
            found = found if found.dtype.kind in "iu" else reals(value)
        right = found.ndim == 1 and (length is None or len(found) == length) and (
            not len(found) or found.min() >= 0 and found.max() <= 1 and (found.dtype.kind != "f" or bool(np.all(found == np.rint(found)))))
    except Exception:
        right = False
    if not right:
        raise bad(name, value, allowed)
    return found.astype(np.uint8)


def angle(name: str, value: Any) -> float:
    """Return `value` as a finite float, or raise ValueError."""
    try:
        number = real(value)
    except Exception:
        number = math.nan
    if not math.isfinite(number):
        raise bad(name, value, "a finite angle")
    return number


def radians(name: str, value: Any) -> float:
    """Return an angle in radians as a finite float, or raise ValueError; warn of what looks like degrees."""
    number = angle(name, value)
    # Beyond a whole turn nobody writes radians without a fraction.
    if abs(number) > 2 * math.pi and number == round(number):
        warnings.warn(f"{name} = {number:g} is taken as radians, but looks like degrees; "
                      "math.radians turns degrees into radians", stacklevel=3)
    return number


def degrees(name: str, value: Any) -> float:
    """Return an angle in degrees as a finite float, or raise ValueError; warn of what looks like radians."""
    number = angle(name, value)
    _in_degrees(name, np.asarray(number), 5)
    return number


def elevations(name: str, value: Any, low: float = 0.0, high: float = 90.0) -> Floats:
    """Return angles in degrees within [low, high] as a float array, or raise ValueError; warn if all of them look like radians."""
    values = array(name, value, low, high)
    _in_degrees(name, values, 4)
    return values


def _in_degrees(name: str, values: Floats, level: int) -> None:
    """Warn if numbers that should be degrees look like radians."""
    turned = values[values != 0]
    parts = turned * 24 / math.pi
    # No angle in degrees is a multiple of π/24 by chance.
    if turned.size and np.all(abs(parts - np.rint(parts)) < 1e-9 * abs(parts)) and np.all(np.rint(parts)):
        warnings.warn(f"{name} = {turned[0]:.6g} is taken as degrees, but looks like {math.degrees(turned[0]):g}° in radians; "
                      "math.degrees turns radians into degrees", stacklevel=level)


def count(name: str, value: Any, low: int = 1, high: int | None = None) -> int:
    """Return `value` as an int from `low` to `high`, if that is given; 1e6 counts as an integer, 1.5 does not."""
    allowed = f"a whole number of at least {low}"
    number = value if type(value) is int else None
    if number is None:
        try:
            close = real(value)
            number = index(value) if hasattr(value, "__index__") else int(close) if close == int(close) else None
        except Exception:
            pass
    if number is None or number < low:
        raise bad(name, value, allowed)
    if high is not None and number > high:
        tens = len(str(high)) - 1
        raise bad(name, value, f"at most {f'10**{tens}' if high == 10**tens > 10**6 else high}")
    return number


def one_of(value: Any, known: Collection[Any]) -> bool:
    """Whether `value` is one of these words or numbers; an array, a list and a truth value are none."""
    return isinstance(value, (str, int, float, np.generic)) and not isinstance(value, (bool, np.bool_)) and value in known


def generator(seed: Any) -> np.random.Generator:
    """Return a NumPy generator from an int or a `numpy.random.Generator`.

    None is refused: every random result in the book must repeat bit for bit.
    """
    if isinstance(seed, np.random.Generator):
        return seed
    # NumPy counts a time difference among its integers.
    if isinstance(seed, (bool, np.timedelta64)) or not isinstance(seed, (int, np.integer)) or seed < 0:
        raise bad("seed", seed, "a non-negative int or a numpy.random.Generator")
    return np.random.default_rng(int(seed))


def renamed(**names: str) -> Callable[[_Function], _Function]:
    """Let a function take arguments by the names that they once had, {old: new}, with a warning that says the new one."""
    def decorate(function):
        @functools.wraps(function)
        def call(*args, **given):
            for old in names.keys() & given.keys():
                new = names[old]
                if new in given:
                    raise bad(old, given[old], f"{new} alone; it is the same quantity by its former name")
                warnings.warn(f"{old} is called {new} now", DeprecationWarning, stacklevel=2)
                given[new] = given.pop(old)
            return function(*args, **given)
        return call
    return decorate
