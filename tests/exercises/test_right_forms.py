"""A right answer passes in whatever form Python and its libraries have for numbers, rows and matrices."""

import decimal
import fractions

import numpy as np
import pytest

from qedu.grading import check
from qedu.grading.answers import Bits, Number, Positions, Unfit
from qedu.grading.exercise import load
from tests.exercises.test_contract import every_exercise, judge, solution


def series(array):
    import pandas

    return pandas.Series(array)


def data_array(array):
    import xarray

    return xarray.DataArray(array)


def sympy_number(number):
    import sympy

    return sympy.Float(float(number), 20)


def sympy_matrix(array):
    import sympy

    return sympy.Matrix(array.tolist())


def qobj(array):
    import qutip

    return qutip.Qobj(array)


#: By name: what becomes of a number, of a row and of a matrix.
FORMS = {
    "plain": (lambda x: x.item(), np.ndarray.tolist, np.ndarray.tolist),
    "exact": (lambda x: fractions.Fraction(x.item()), tuple, lambda x: tuple(map(tuple, x))),
    "decimal": (lambda x: decimal.Decimal(x.item()), lambda x: [np.array(item) for item in x], np.matrix),
    "0-d": (np.asarray, np.matrix, lambda x: [np.array(row) for row in x]),
    "single": (np.float32, lambda x: x.astype(np.complex64) if x.dtype.kind == "c" else x, lambda x: x.astype(np.complex64)),
    "long": (np.longdouble, lambda x: x.astype(np.clongdouble), lambda x: x.astype(np.clongdouble)),
    "xarray": (data_array, data_array, data_array),
    "pandas": (lambda x: series([x.item()]), series, lambda x: series(list(x)).tolist()),
    "masked": (lambda x: np.ma.array(x), np.ma.array, np.ma.array),
    "sympy": (sympy_number, sympy_matrix, sympy_matrix),
    "column": (lambda x: [[x.item()]], lambda x: x[:, None], qobj),
}


def dressed(value, number, row, matrix):
    """A right answer in other clothes; dicts, tuples of several things, and None for nothing stay what they are."""
    if value is None:
        return None
    if isinstance(value, dict):
        return {key: dressed(item, number, row, matrix) for key, item in value.items()}
    if isinstance(value, tuple):
        return tuple(dressed(item, number, row, matrix) for item in value)
    array = np.asarray(value.full() if hasattr(value, "full") else value)
    return value if array.dtype.kind == "U" else (number, row, matrix)[array.ndim](array)


@every_exercise
def test_right_answers_pass_in_any_form(name, identifier):
    check, right = load(name).checks[identifier], solution(name, identifier)
    case = check.case(0)
    for form, ways in FORMS.items():
        if form == "single" and name == "c09":
            continue                            # figures that are compared by their ratio, to more than seven digits
        answer = dressed(right, *ways) if check.value else lambda *given: dressed(right(*given), *ways)      # noqa: B023
        mistake = judge(case, check.value, answer)
        assert mistake is None, f"{form}: {mistake}"


def test_sets_and_words_count_where_nothing_is_lost():
    assert Positions().read({3, 1, 2}).tolist() == [1, 2, 3] and Positions().resembles({3, 1}, [1, 3])
    assert Bits().read("01 10").tolist() == [0, 1, 1, 0]
    for kind, value, key in ((Number(), {1}, "unreadable"), (Bits(), "012", "text"), (Bits(), "", "text"), (Positions(), {1, "a"}, "text")):
        with pytest.raises(Unfit) as unfit:
            kind.read(value)
        assert unfit.value.key == key


def test_generators_are_told_what_they_are():
    for answer in (lambda overlap: (x for x in [overlap]), lambda overlap: map(abs, [overlap])):
        with pytest.raises(AssertionError, match="generator|type map"):
            check("c02-two-states", answer)
