"""Plain data: the only form in which arguments and answers cross between student and check.

A check never touches the student's objects.  It sees numbers, text, lists and arrays
that were rebuilt from plain data, so an answer cannot carry code, and the two sides
can run in different processes.  The plain form is what JSON can hold.

Neither direction trusts what it gets: an object may raise wherever it is touched, hold itself, or have no
end, and plain data may be written by a stranger.  So every step is bounded before it is made.
"""

import base64
import collections.abc
import numbers

import numpy as np

from qedu.grading.checks.describing import Unreadable, describe, type_name
from qedu.grading.checks.text import shown

__all__ = ["Seed", "to_plain", "from_plain"]

_LARGEST = 20_000_000       # array elements; an answer larger than this is a mistake
_MOST = 1_000_000           # objects that are looked at one by one
_DEEPEST = 8                # lists inside lists
_HUGE = 10**308             # whole numbers from here on are no floats any more
_SIMPLE = frozenset((type(None), bool, float))                  # what is plain as it stands; so are most int and str
#: The kinds of number that an array may hold on its way, each at most 8 bytes wide (16 if complex).
_WIDEST = {"b": 1, "i": 8, "u": 8, "f": 8, "c": 16}
#: NumPy's usual numbers, and what they are in Python; others are found out more slowly.
_SCALARS = {np.float64: float, np.complex128: complex, np.int64: int, np.uint8: int, np.bool_: bool}


class Seed(int):
    """An argument that reaches the student as ``numpy.random.default_rng(seed)``."""


class _TooMuch(Exception):
    """More objects than anybody looks at."""


def to_plain(value):
    """Turn a value into plain data.

    Parameters
    ----------
    value : object
        None, truth value, number, text, NumPy array (or what turns into one, such as a pandas Series),
        `qutip.Qobj`, `Seed`, or a list, tuple, range, set or dict of these.

    Returns
    -------
    None, bool, int, float, str, list or dict
        What JSON can hold.  A kind of object that is not listed becomes ``{"unreadable": name of its type}``, and so
        does one that raises when it is read.

    Examples
    --------
    >>> to_plain([1, 0.5, 1j])
    [1, 0.5, {'complex': [0.0, 1.0]}]
    >>> to_plain(x for x in [1])
    {'unreadable': 'generator'}
    """
    try:
        return _plain(value, 0, [_MOST])
    except _TooMuch:
        return {"unreadable": Unreadable.TOO_MUCH}
    except Exception:                       # a type that cannot even be compared
        return _unreadable(value)


def _plain(value, depth, left):
    """The plain form of one value; `left` holds how many more objects may be looked at."""
    kind = type(value)
    if kind in _SIMPLE:
        return value
    if kind is int:
        return value if -_HUGE < value < _HUGE else {"unreadable": Unreadable.HUGE}
    if kind is str:
        return _encodable(value)
    if kind in _SCALARS:
        value, kind = value.item(), _SCALARS[kind]
        if kind is not complex:
            return value
    if kind is complex:
        return {"complex": [value.real, value.imag]}
    left[0] -= 1
    if left[0] < 0:
        raise _TooMuch
    try:
        if kind is np.ndarray:
            return _array(value, depth, left)
        if (kind is tuple or kind is list) and depth < _DEEPEST:
            items = _items(value, depth, left)
            return {"tuple": items} if kind is tuple else items
        return _object(value, kind, depth, left)
    except _TooMuch:
        raise
    except Exception:                       # whatever an object does when it is touched
        return _unreadable(value)


def _object(value, kind, depth, left):
    if isinstance(value, np.ndarray):
        return _array(value, depth, left)
    if isinstance(value, (list, tuple, range, set, frozenset)):
        if depth >= _DEEPEST:
            return {"unreadable": Unreadable.TOO_MUCH}
        items = _items(value, depth, left)
        return items if isinstance(value, (list, range)) else {"tuple" if isinstance(value, tuple) else "set": items}
    if kind is Seed:
        return {"rng": int(value)}
    if isinstance(value, (np.bool_, np.datetime64, np.timedelta64)):
        return bool(value) if isinstance(value, np.bool_) else _unreadable(value)
    for family, convert in ((numbers.Integral, int), (numbers.Real, float), (numbers.Complex, complex)):
        if isinstance(value, family):
            return _plain(convert(value), depth, left)
    if isinstance(value, str):
        return _encodable(str.__str__(value))
    if isinstance(value, collections.abc.Mapping):
        if depth >= _DEEPEST:
            return {"unreadable": Unreadable.TOO_MUCH}
        pairs = []
        for key, item in value.items():
            _spend(left, 1)
            pairs.append([_plain(key, depth + 1, left), _plain(item, depth + 1, left)])
        return {"dict": pairs}
    if kind.__module__.split(".")[0] == "qutip" and hasattr(kind, "full"):
        return {"qobj": _array(np.asarray(value.full()), depth, left), "dims": value.dims}
    for turn in ("__array__", "toarray"):       # a Series, a DataArray; a sparse matrix
        if hasattr(kind, turn):
            array = np.asarray(value if turn == "__array__" else value.toarray())
            return _array(array, depth + 1, left) if array is not value else _unreadable(value)
    for convert in (float, complex):            # a SymPy number, a Decimal
        if hasattr(kind, f"__{convert.__name__}__"):
            try:
                return _plain(convert(value), depth, left)
            except (TypeError, ValueError):
                pass
    return _unreadable(value)


def _items(value, depth, left):
    """The items of a list in plain form.  Thousands of bits need no look at each."""
    if len(value) > _LARGEST:
        raise _TooMuch
    kinds = set(map(type, value))
    if not kinds or kinds <= _SIMPLE or kinds <= {int, bool} and max(value) < _HUGE and min(value) > -_HUGE:
        _spend(left, len(value) // 2)
        return list(value)
    _spend(left, len(value))
    return [_plain(item, depth + 1, left) for item in value]


def _spend(left, number):
    left[0] -= number
    if left[0] < 0:
        raise _TooMuch


def _array(array, depth, left):
    if array.size > _LARGEST or array.size == 0 and _elements(array.shape) > _LARGEST:
        raise _TooMuch
    if isinstance(array, np.ma.MaskedArray):
        if not np.ma.getmaskarray(array).any():
            array = array.data
        elif depth < _DEEPEST and array.size <= left[0]:
            return _plain(array.tolist(), depth + 1, left)      # None where something is masked
    kind, dtype = array.dtype.kind, array.dtype
    if kind in "OU":
        if depth >= _DEEPEST or array.size > left[0]:
            return {"unreadable": Unreadable.TOO_MUCH}
        return _plain(array.tolist(), depth + 1, left)
    if kind not in _WIDEST:
        return {"unreadable": shown(f"array of {dtype.name}", 60)}
    if dtype.byteorder == ">" or dtype.itemsize > _WIDEST[kind]:
        with np.errstate(all="ignore"):
            array = array.astype(complex if kind == "c" else float)
    return {"array": base64.b64encode(array.tobytes()).decode("ascii"),
            "dtype": array.dtype.str, "shape": list(array.shape)}


def _elements(shape):
    """How many lists and numbers an array of this shape is made of; one with a 0 in its shape is not free."""
    count = 1
    for length in shape:
        count *= max(1, length)
    return count


def _unreadable(value):
    return {"unreadable": shown(type_name(type(value)), 60)}


def _encodable(text):
    """The same text, or one with escapes in the place of half characters, which no file and no page can hold."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "backslashreplace").decode()
    return text


def from_plain(data):
    """Rebuild a value from plain data; the inverse of `to_plain`.

    Parameters
    ----------
    data : None, bool, int, float, str, list or dict
        What `to_plain` returned, or what a stranger says it did.

    Returns
    -------
    object
        Fresh objects each time, so whoever gets them may change them.  A `Seed` comes back as a
        `numpy.random.Generator`, a range as a list, an unreadable object as `Unreadable`.

    Raises
    ------
    ValueError
        If `data` is not of the form that `to_plain` gives.

    Examples
    --------
    >>> from_plain(to_plain((1, {"Z": 0.5})))
    (1, {'Z': 0.5})
    """
    try:
        return _rebuild(data)
    except ValueError:
        raise
    except Exception as error:              # a stranger wrote it: a missing part, another type, lists without end
        raise ValueError(f"data must come from to_plain; reading it gives {type(error).__name__}") from error


def _rebuild(data, depth=0):
    kind = type(data)
    if kind in _SIMPLE:
        return data
    if kind is int:
        return data if -_HUGE < data < _HUGE else Unreadable(Unreadable.HUGE)
    if kind is str:
        return _encodable(data)
    if kind is list:
        return list(data) if _SIMPLE.issuperset(map(type, data)) else _rebuilt(data, depth)
    if kind is not dict:
        raise ValueError(f"data must come from to_plain; got {kind.__name__}")
    if "complex" in data:
        real, imag = data["complex"]
        return complex(real, imag)
    if "array" in data:
        return _rebuild_array(data["array"], np.dtype(data["dtype"]), data["shape"])
    if "tuple" in data:
        return tuple(_rebuilt(data["tuple"], depth))
    if "dict" in data:
        return {_hashable(key): item for key, item in (_rebuilt(pair, depth) for pair in data["dict"])}
    if "set" in data:
        return set(map(_hashable, _rebuilt(data["set"], depth)))
    if "qobj" in data:
        import qutip

        return qutip.Qobj(_rebuild(data["qobj"]), dims=data["dims"])
    if "rng" in data:
        return np.random.default_rng(int(data["rng"]))
    if "unreadable" in data:
        return Unreadable(shown(str.__str__(data["unreadable"]), 60))
    raise ValueError(f"data must come from to_plain; got a dict with the keys {sorted(data)}"[:200])


def _rebuilt(items, depth):
    if depth > _DEEPEST or type(items) is not list:
        raise ValueError("data must come from to_plain; got no list, or lists in lists in lists")
    return [_rebuild(item, depth + 1) for item in items]


def _rebuild_array(text, dtype, shape):
    if dtype.itemsize > _WIDEST.get(dtype.kind, 0):
        raise ValueError(f"dtype must be that of a number; got {dtype.name[:40]!r}")
    found = np.frombuffer(base64.b64decode(text), "u1" if dtype.kind == "b" else dtype).reshape(shape)
    if found.size == 0 and _elements(found.shape) > _LARGEST:
        raise ValueError("shape must be that of an array that can be handled")
    return found != 0 if dtype.kind == "b" else found.copy()


def _hashable(key):
    try:
        hash(key)
    except TypeError:
        return describe(key)
    return key
