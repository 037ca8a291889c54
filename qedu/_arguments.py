"""Checks of arguments, so that every bad one is refused in the same words."""

import math
import numbers


def bad(name, value, allowed):
    """Return the ValueError for one bad argument: its name, its value, what is allowed."""
    shown = " ".join(repr(value).split())          # one line, also for matrices
    if len(shown) > 100:
        shown = shown[:97] + "..."
    return ValueError(f"{name} = {shown} is not allowed: {allowed}")


def probability(name, value, low=0.0, high=1.0):
    """Return `value` as a float within [low, high], or raise ValueError."""
    allowed = f"a number from {low:g} to {high:g}"
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise bad(name, value, allowed) from None
    if not low <= number <= high:          # false for NaN as well
        raise bad(name, value, allowed)
    return number


def array(name, value, low, high):
    """Return `value` as a float array within [low, high], or raise ValueError."""
    import numpy as np

    allowed = f"numbers from {low:g} to {high:g}"
    try:
        values = np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        raise bad(name, value, allowed) from None
    if not np.all((low <= values) & (values <= high)):    # false for NaN as well
        raise bad(name, value, allowed)
    return values


def whole(name, value, low=0):
    """Return `value` as a float array of whole numbers from `low` to 10¹⁸, or raise ValueError."""
    import numpy as np

    values = array(name, value, low, 1e18)
    if np.any(values != np.floor(values)):
        raise bad(name, value, f"whole numbers from {low} to 10**18")
    return values


def failure(name, value):
    """Return `value` as a probability of failure, which is neither 0 nor 1, or raise ValueError."""
    eps = probability(name, value)
    if not 0 < eps < 1:
        raise bad(name, value, "a number above 0 and below 1")
    return eps


def scalar_or_array(value):
    """Return a float for one number, and arrays as they are."""
    import numpy as np

    return float(value) if np.ndim(value) == 0 else value


def angle(name, value):
    """Return `value` as a finite float, or raise ValueError."""
    if not isinstance(value, numbers.Real) or not math.isfinite(value):
        raise bad(name, value, "a finite angle")
    return float(value)


def count(name, value, low=1):
    """Return `value` as an int of at least `low`; 1e6 counts as an integer, 1.5 does not."""
    allowed = f"a whole number of at least {low}"
    if isinstance(value, bool) or not isinstance(value, numbers.Real):
        raise bad(name, value, allowed)
    if not math.isfinite(value) or value != int(value) or value < low:
        raise bad(name, value, allowed)
    return int(value)


def generator(seed):
    """Return a NumPy generator from an int or a `numpy.random.Generator`.

    None is refused: every random result in the book must repeat bit for bit.
    """
    import numpy as np

    if isinstance(seed, np.random.Generator):
        return seed
    if isinstance(seed, bool) or not isinstance(seed, (int, np.integer)) or seed < 0:
        raise bad("seed", seed, "a non-negative int or a numpy.random.Generator")
    return np.random.default_rng(int(seed))
