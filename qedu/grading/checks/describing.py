"""Say in one short line what a value is, whatever it is."""

import numpy as np

from qedu.grading.checks.text import shown

__all__ = ["Unreadable", "describe"]

#: The name of a type itself, whatever its metaclass says.
type_name = type.__dict__["__name__"].__get__


class Unreadable(str):
    """An answer that is not data, such as a function; holds the name of its type, or one of the words below."""

    GENERATOR = "generator"
    TOO_MUCH = "far too much"
    HUGE = "a huge number"


def describe(value, width=160):
    """Say in one short line what a value is, as a student would write it.

    Parameters
    ----------
    value : object
        Arguments or answers, after `from_plain`.
    width : int
        Longest text, in characters.  What would stand beyond it is not even looked at.

    Returns
    -------
    str

    Examples
    --------
    >>> describe(np.array([0.70710678, 0.5j]))
    '[0.7071, 0.5j]'
    """
    text = ""
    for piece in _pieces(value, width):
        text += piece
        if len(text) > width:
            return text[:width - 1].rstrip() + "…"
    return text


def _pieces(value, width):
    """The description bit by bit, so that whoever has read enough may stop."""
    if isinstance(value, Unreadable):
        yield {Unreadable.HUGE: "a number beyond 10³⁰⁸", Unreadable.TOO_MUCH: "far too much to be shown",
               Unreadable.GENERATOR: "a generator"}.get(value, f"an object of type {value}")
    elif isinstance(value, np.random.Generator):
        yield "a random number generator"
    elif isinstance(value, str):
        yield repr(value[:width + 1])
    elif isinstance(value, (bool, np.bool_)) or value is None:
        yield str(value)
    elif isinstance(value, (int, np.integer)):
        yield str(value) if abs(value) < 10**15 else f"{float(value):.4g}"
    elif isinstance(value, (float, np.floating)):
        yield f"{value:.4g}"
    elif isinstance(value, (complex, np.complexfloating)):
        yield _complex_text(complex(value))
    elif isinstance(value, np.ndarray):
        if value.size == 0:
            yield "[]" if value.ndim == 1 else f"an empty array of shape {value.shape}"
        elif value.size > 16:
            yield f"an array of shape {value.shape}: "
            for item in value.reshape(-1)[:8].tolist():
                yield from _pieces(item, width)
                yield ", "
            yield "…"
        else:
            yield from _pieces(value.tolist(), width)
    elif isinstance(value, (list, tuple, set, frozenset, dict)):
        yield from _container(value, width)
    elif hasattr(value, "full"):                        # a Qobj
        yield "Qobj "
        yield from _pieces(value.full(), width)
    else:                                               # from_plain gives nothing else
        yield f"an object of type {shown(type_name(type(value)), 60)}"


def _container(value, width):
    left, right = "()" if isinstance(value, tuple) else "[]" if isinstance(value, list) else "{}"
    yield left
    for place, item in enumerate(value):
        if place:
            yield ", "
        if place == 16:
            yield "…"
            break
        yield from _pieces(item, width)
        if isinstance(value, dict):
            yield ": "
            yield from _pieces(value[item], width)
    if isinstance(value, tuple) and len(value) == 1:
        yield ","
    yield right


def _complex_text(value):
    # Amplitudes: 6e-17 is the floating-point way to write 0.
    real, imag = (0 if abs(part) < 1e-12 else part for part in (value.real, value.imag))
    if imag == 0:
        return f"{real:.4g}"
    return f"{f'{real:.4g}' if real else ''}{imag:{'+' if real else ''}.4g}j"
