"""Slips made by machine: a right answer spoiled on its way out, or given spoiled arguments on its way in."""

import numpy as np


def _each(change):
    """A change of numbers, made wherever there are some."""
    def changed(value):
        if isinstance(value, dict):
            return {key: changed(item) for key, item in value.items()}
        if isinstance(value, (list, tuple)) and not all(np.isscalar(item) for item in value):
            return type(value)(changed(item) for item in value)
        array = np.asarray(value)
        return change(array) if array.dtype.kind in "iufc" else value

    return changed


def _parts(change):
    """A change of the parts of an answer that has several."""
    return lambda value: change(list(value)) if isinstance(value, tuple) else value


#: What becomes of a right answer.
OUT = {
    "size": _each(np.abs), "sign": _each(lambda x: -1 * x), "conjugate": _each(np.conj), "real part": _each(np.real),
    "transposed": _each(np.transpose), "reversed": _each(lambda x: x[::-1] if x.ndim else x), "sorted": _each(lambda x: np.sort(x) if x.ndim == 1 and x.dtype.kind != "c" else x),
    "complement": _each(lambda x: 1 - x), "squared": _each(lambda x: x**2), "root": _each(lambda x: np.sqrt(np.abs(x))),
    "doubled": _each(lambda x: 2 * x), "halved": _each(lambda x: x / 2), "one more": _each(lambda x: x + 1),
    "parts reversed": _parts(lambda parts: parts[::-1]), "first part twice": _parts(lambda parts: [parts[0], *parts[:-1]]),
    "last part dropped": _parts(lambda parts: parts[:-1]),
}

#: What becomes of each argument in turn.
IN = {
    "size": _each(np.abs), "conjugate": _each(np.conj), "real part": _each(np.real), "reversed": _each(lambda x: x[::-1] if x.ndim else x),
    "transposed": _each(lambda x: x.T), "sorted": _each(lambda x: np.sort(x) if x.ndim == 1 and x.dtype.kind != "c" else x), "sign": _each(lambda x: -1 * x),
    "order reversed": lambda value: type(value)(list(value)[::-1]) if isinstance(value, (list, tuple)) else value,
    "rolled": _each(lambda x: np.roll(x, 1) if x.ndim == 1 else x), "as in the example": None,
}


def same(one, other):
    """Whether a change has changed nothing."""
    try:
        if isinstance(one, dict):
            return all(same(one[key], other[key]) for key in one)
        if isinstance(one, (list, tuple)) and not all(np.isscalar(item) for item in one):
            return len(one) == len(other) and all(map(same, one, other))
        return np.shape(one) == np.shape(other) and bool(np.all(np.asarray(one) == np.asarray(other)))
    except (TypeError, KeyError):
        return False


def spoiled(solution, example):
    """Wrong answers made of a right one, by name: a function that says whether it has changed anything, and what it returns.

    Parameters
    ----------
    solution : callable
    example : dict
        The arguments of the public example.
    """
    names = [name for name in example if name != "rng"]
    places = {name: list(example).index(name) for name in names}

    def outward(change):
        def answer(*given):
            right = solution(*given)
            wrong = change(right)
            return not same(right, wrong), wrong

        return answer

    def inward(name, change):
        def answer(*given):
            given, place = list(given), places[name]
            wrong = example[name] if change is None else change(given[place])
            changed = not same(given[place], wrong)
            given[place] = wrong
            return changed, solution(*given)

        return answer

    def exchanged(one, other):
        def answer(*given):
            given, i, j = list(given), places[one], places[other]
            changed = not same(given[i], given[j])
            given[i], given[j] = given[j], given[i]
            return changed, solution(*given)

        return answer

    return {**{f"answer {way}": outward(change) for way, change in OUT.items()},
            **{f"{name} {way}": inward(name, change) for name in names for way, change in IN.items()},
            **{f"{one} and {other}": exchanged(one, other) for i, one in enumerate(names) for other in names[:i]}}
