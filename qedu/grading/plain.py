"""Plain data: the only form in which arguments and answers cross between student and check.

A check never touches the student's objects.  It sees numbers, text, lists and arrays
that were rebuilt from plain data, so an answer cannot carry code, and the two sides
can run in different processes.  The plain form is what JSON can hold.
"""

import base64
import collections.abc
import numbers

import numpy as np

__all__ = ["Seed", "Unreadable", "to_plain", "from_plain", "describe"]

_LARGEST = 20_000_000       # array elements; an answer larger than this is a mistake
_DEEPEST = 8                # lists inside lists
_SIMPLE = frozenset((type(None), bool, int, float, str))        # what is plain as it stands


class Seed(int):
    """An argument that reaches the student as ``numpy.random.default_rng(seed)``."""


class Unreadable(str):
    """An answer that is not data, such as a generator or a function; holds the name of its type."""


def to_plain(value, depth=0):
    """Turn a value into plain data.

    Parameters
    ----------
    value : object
        None, truth value, number, text, NumPy array, `qutip.Qobj`, `Seed`, or a list, tuple or dict of these.

    Returns
    -------
    None, bool, int, float, str, list or dict
        What JSON can hold.  A kind of object that is not listed becomes ``{"unreadable": name of its type}``.

    Examples
    --------
    >>> to_plain([1, 0.5, 1j])
    [1, 0.5, {'complex': [0.0, 1.0]}]
    >>> to_plain(x for x in [1])
    {'unreadable': 'generator'}
    """
    if type(value) in _SIMPLE:
        return value
    if isinstance(value, np.ndarray):
        return _array(value, depth)
    if isinstance(value, (list, tuple)) and depth < _DEEPEST:
        # Thousands of bits need no look at each.
        items = list(value) if _SIMPLE.issuperset(map(type, value)) else [to_plain(item, depth + 1) for item in value]
        return {"tuple": items} if isinstance(value, tuple) else items
    if isinstance(value, Seed):
        return {"rng": int(value)}
    if isinstance(value, np.bool_):
        return bool(value)
    for kind, convert in ((numbers.Integral, int), (numbers.Real, float)):
        if isinstance(value, kind):
            return convert(value)
    if isinstance(value, numbers.Complex):
        return {"complex": [float(value.real), float(value.imag)]}
    if isinstance(value, str):
        return str(value)
    if isinstance(value, collections.abc.Mapping) and depth < _DEEPEST:
        return {"dict": [[to_plain(key, depth + 1), to_plain(item, depth + 1)] for key, item in value.items()]}
    if type(value).__module__.split(".")[0] == "qutip" and hasattr(value, "full"):
        return {"qobj": to_plain(np.asarray(value.full())), "dims": value.dims}
    for convert in (float, complex):            # a SymPy number, a Decimal
        if hasattr(type(value), f"__{convert.__name__}__"):
            try:
                return to_plain(convert(value))
            except (TypeError, ValueError):
                pass
    return _unreadable(value)


def _array(array, depth):
    if array.dtype.kind in "OU":
        return to_plain(array.tolist(), depth + 1)
    if array.dtype.kind not in "biufc" or array.size > _LARGEST:
        return _unreadable(array)
    if array.dtype.byteorder == ">" or array.dtype.itemsize > 16:
        array = array.astype(complex if array.dtype.kind == "c" else float)
    return {"array": base64.b64encode(array.tobytes()).decode("ascii"),
            "dtype": array.dtype.str, "shape": list(array.shape)}


def _unreadable(value):
    return {"unreadable": type(value).__name__}


def from_plain(data):
    """Rebuild a value from plain data; the inverse of `to_plain`.

    Parameters
    ----------
    data : None, bool, int, float, str, list or dict
        What `to_plain` returned.

    Returns
    -------
    object
        Fresh objects each time, so whoever gets them may change them.  A `Seed` comes back as a
        `numpy.random.Generator`, an unreadable object as `Unreadable`.

    Raises
    ------
    ValueError
        If `data` is not of the form that `to_plain` gives.

    Examples
    --------
    >>> from_plain(to_plain((1, {"Z": 0.5})))
    (1, {'Z': 0.5})
    """
    if type(data) in _SIMPLE:
        return data
    if isinstance(data, list):
        return list(data) if _SIMPLE.issuperset(map(type, data)) else [from_plain(item) for item in data]
    if "complex" in data:
        return complex(*data["complex"])
    if "array" in data:
        dtype = np.dtype(data["dtype"])
        if dtype.kind not in "biufc":
            raise ValueError(f"dtype must be that of a number; got {data['dtype']!r}")
        return np.frombuffer(base64.b64decode(data["array"]), dtype).reshape(data["shape"]).copy()
    if "tuple" in data:
        return tuple(from_plain(item) for item in data["tuple"])
    if "dict" in data:
        return {_hashable(from_plain(key)): from_plain(item) for key, item in data["dict"]}
    if "qobj" in data:
        import qutip

        return qutip.Qobj(from_plain(data["qobj"]), dims=data["dims"])
    if "rng" in data:
        return np.random.default_rng(data["rng"])
    if "unreadable" in data:
        return Unreadable(data["unreadable"])
    raise ValueError(f"data must come from to_plain; got a dict with the keys {sorted(data)}")


def _hashable(key):
    return key if isinstance(key, collections.abc.Hashable) else str(key)


def describe(value, width=160):
    """Say in one short line what a value is, as a student would write it.

    Parameters
    ----------
    value : object
        Arguments or answers, after `from_plain`.
    width : int
        Longest text, in characters.

    Returns
    -------
    str

    Examples
    --------
    >>> describe(np.array([0.70710678, 0.5j]))
    '[0.7071, 0.5j]'
    """
    text = _describe(value)
    return text if len(text) <= width else text[:width - 1].rstrip() + "…"


def _describe(value):
    if isinstance(value, Unreadable):
        return f"an object of type {str(value)}"
    if isinstance(value, np.random.Generator):
        return "a random number generator"
    if isinstance(value, (bool, int, str)) or value is None:
        return repr(value)
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, complex):
        # Amplitudes: 6e-17 is the floating-point way to write 0.
        value = complex(*(0 if abs(part) < 1e-12 else part for part in (value.real, value.imag)))
        if value.imag == 0:
            return f"{value.real:.4g}"
        real = f"{value.real:.4g}" if value.real else ""
        return f"{real}{value.imag:{'+' if real else ''}.4g}j"
    if isinstance(value, np.ndarray):
        if value.size > 16:
            head = ", ".join(_describe(item) for item in value.ravel()[:8].tolist())
            return f"an array of shape {value.shape}: {head}, …"
        return _describe(value.tolist())
    if isinstance(value, (list, tuple)):
        left, right = "[]" if isinstance(value, list) else "()"
        more = ", …" if len(value) > 16 else ""
        return left + ", ".join(_describe(item) for item in value[:16]) + more + right
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_describe(key)}: {_describe(item)}" for key, item in value.items()) + "}"
    return "Qobj " + _describe(value.full())            # from_plain gives nothing else
