"""Slips that can be made in any exercise: a factor, per cent, the opposite event, parts in another order.

They are looked for after the mistakes of the exercise itself, which say more.
"""

import itertools

import numpy as np

from qedu.grading.checks.answers import (
    CLOSE,
    Bits,
    Choice,
    Ket,
    Number,
    Parts,
    Positions,
    Table,
    Unfit,
    Vector,
    numbers,
    sequence,
)

__all__ = ["find"]

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")


def find(kind, returned, expected):
    """Say how answers are related to the right ones.

    Parameters
    ----------
    kind : qedu.grading.answers.Kind
    returned : list
        What came back from each call, as it was.
    expected : list
        The right answers.

    Returns
    -------
    tuple of str and dict, or None
        The key of a mistake in general.yaml, and what its message names.

    Examples
    --------
    >>> find(Number(0, 1), [20, 30.0], [0.2, 0.3])
    ('percent', {'where': ''})
    >>> find(Number(0, 1), [0.2, 0.7], [0.2, 0.3]) is None
    True
    """
    columns = _columns(kind, returned, expected)
    if not columns:
        return None
    off = [column for column in columns if not _all(column, lambda right: right)]
    if isinstance(kind, Parts) and len(columns) < 5 and _reordered(columns):
        return "parts_reordered", {}
    keys = [_relation(column) for column in off]
    key = next((key for key in keys if key), None)
    if key:
        named = [column for column, found in zip(off, keys) if found == key]
        where = "" if len(named) == len(columns) else f" ({_listed(named)})"
        return key, {"where": where}
    if 0 < len(off) < len(columns):
        return "in_part", {"right": _listed([column for column in columns if column not in off]), "off": _listed(off)}
    return None


def _columns(kind, returned, expected):
    """The parts of an answer, each as (name, kind, what came back, what is right); none if there are not as many."""
    if isinstance(kind, Table):
        if not all(isinstance(answer, dict) and set(kind.kinds) <= set(answer) for answer in returned):
            return []
        return [(f"the entry {name!r}", inner, [answer[name] for answer in returned],
                 [right[name] for right in expected]) for name, inner in kind.kinds.items()]
    kinds = kind.kinds if isinstance(kind, Parts) else None
    if isinstance(kind, Vector) and (kind.length or 0) > 2:
        kinds = [Number()] * kind.length            # figures that stand side by side
    if kinds is None:
        return [("", kind, returned, expected)]
    if not all(sequence(answer) is not None and len(answer) == len(kinds) for answer in returned):
        return []
    return [(f"the {_ORDINALS[i]} part", inner, [answer[i] for answer in returned], [right[i] for right in expected])
            for i, inner in enumerate(kinds)]


def _listed(columns):
    names = [name for name, *_ in columns]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _all(column, change):
    """Whether a part is what becomes of the right one by a change, in every call."""
    _, kind, returned, expected = column
    with np.errstate(all="ignore"):
        return all(kind.resembles(answer, change(right)) for answer, right in zip(returned, expected))


def _reordered(columns):
    return any(all(all(columns[j][1].resembles(answer, right) for answer, right in zip(columns[i][2], columns[j][3]))
                   for i, j in enumerate(order))
               for order in itertools.permutations(range(len(columns))) if list(order) != sorted(order))


def _relation(column):
    """The key of the slip in one part, or None."""
    kind = column[1]
    if isinstance(kind, (Choice, Ket)):
        return None
    if isinstance(kind, Vector) and _all(column, lambda right: np.asarray(right)[::-1]):
        return "reversed_row"
    if isinstance(kind, Positions):
        return None
    if isinstance(kind, Bits):
        return "opposite_bits" if _all(column, lambda right: 1 - np.asarray(right, dtype=int)) else None
    for key, change in _CHANGES.items():
        if (key != "complement" or getattr(kind, "low", None) == 0 and max(map(np.max, column[3])) <= 1) and _all(column, change):
            return key
    return _factor(column)


#: By key: what becomes of the right number.
_CHANGES = {
    "complement": lambda right: 1 - np.asarray(right),
    "opposite_sign": lambda right: -np.asarray(right),
    "squared": lambda right: np.asarray(right) ** 2,
    "rooted": lambda right: np.sqrt(np.abs(right)),
    "cut_off": lambda right: np.floor(np.real(right)),
    "matrix_transposed": lambda right: np.transpose(right) if np.ndim(right) == 2 else np.nan,
    "imaginary_lost": lambda right: np.real(right) if np.iscomplexobj(right) else np.nan,
}


def _factor(column):
    """Whether a part is the right one times a number that is the same in every call."""
    try:
        pairs = [(numbers(answer).squeeze(), numbers(right).squeeze()) for answer, right in zip(*column[2:])]
    except Unfit:
        return None
    if any(answer.shape != right.shape for answer, right in pairs):
        return None
    answer, right = (np.concatenate([np.ravel(item) for item in side]) for side in zip(*pairs))
    large = np.abs(right) > 1e-6 * np.abs(right).max(initial=0)
    if large.sum() < 2 or np.abs(answer).max() > 1e300 or np.ptp(np.abs(right[large])) <= CLOSE * np.abs(right).max():
        return None                                 # no two figures that differ, of which a factor could be read
    factors = answer[large] / right[large]
    factor = factors.mean()
    if abs(factor.imag) > 1e-9 or factor.real <= 1e-9 or abs(factor - 1) < CLOSE:
        return None
    if not np.allclose(factors, factor, rtol=1e-5, atol=0):
        return None
    if not np.allclose(answer, factor * right, rtol=1e-5, atol=1e-9):       # next to nothing, too
        return None
    if abs(factor - 100) < 1e-3 and np.abs(right).max() <= 1:
        return "percent"
    return "too_large_by_a_factor" if factor.real > 1 else "too_small_by_a_factor"
