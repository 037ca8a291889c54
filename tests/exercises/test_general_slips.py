"""Slips that can be made in any exercise are called by their names, and only where they were made."""

import numpy as np
import pytest

from qedu.grading import examine
from qedu.grading.answers import Bits, Number, Parts, Positions, Vector
from qedu.grading.checks.slips import find
from qedu.grading.exercise import Call
from tests.exercises.test_contract import solution

RIGHT = [0.2, 0.45, 0.9]


@pytest.mark.parametrize("change, key", [
    (lambda x: 100 * x, "percent"), (lambda x: 1 - x, "complement"), (lambda x: -x, "opposite_sign"), (lambda x: x**2, "squared"),
    (lambda x: x**0.5, "rooted"), (lambda x: x * 3, "too_large_by_a_factor"), (lambda x: x / 2, "too_small_by_a_factor"),
    (lambda x: int(x), "cut_off"), (lambda x: x + 0.1, None), (lambda x: 0.3, None)])
def test_a_relation_to_the_right_number_is_told(change, key):
    found = find(Number(0, 1), [change(x) for x in RIGHT], RIGHT)
    assert (found and found[0]) == key


def test_rows_of_probabilities_need_not_be_equally_long():
    """An exercise may draw networks of two ways and of three, with a probability for each way."""
    right = [[0.2, 0.45], [0.9, 0.3, 0.1]]
    rows = [np.array(row) for row in right]
    assert find(Vector(None, 0, 1), [1 - row for row in rows], right) == ("complement", {"where": ""})
    assert find(Vector(None, 0, 1), [row + 0.05 for row in rows], right) is None


def test_the_part_with_the_slip_is_named():
    kind, right = Parts(Number(0, 1), Positions(), Bits()), [(x, [0, 2, 5], [0, 1, 1]) for x in RIGHT]
    assert find(kind, [(100 * x, *rest) for x, *rest in right], right) == ("percent", {"where": " (the first part)"})
    assert find(kind, [(x, kept, [1, 0, 0]) for x, kept, _ in right], right) == ("opposite_bits", {"where": " (the third part)"})
    assert find(kind, [(x, kept[::-1], bits) for x, kept, bits in right], right)[0] == "reversed_row"
    assert find(kind, [answer[::-1] for answer in right], right) == ("parts_reordered", {})
    assert find(kind, [(x, [0, 2], bits) for x, _, bits in right], right) == (
        "in_part", {"right": "the first part and the third part", "off": "the second part"})
    assert find(kind, [7] * 3, right) is None and find(kind, [None] * 3, right) is None


@pytest.mark.parametrize("identifier, spoil, key", [
    ("c02-prob", lambda right, *given: 100 * right(*given), "percent"), ("c03-mix", lambda right, *given: right(*given) / 2, "too_small_by_a_factor"),
    ("c03-apply", lambda right, *given: right(*given).T, "matrix_transposed"), ("c04-chsh", lambda right, *given: 2.828, "constant"),
    ("c07-choose", lambda right, a, b, c, q: right(b, a, c, q), "exchanged"), ("c09-cutoff", lambda right, *given: (right(*given)[0], 1000 * right(*given)[1]),
                                                                             "too_large_by_a_factor")])
def test_it_reaches_the_student(identifier, spoil, key):
    right = solution(identifier.split("-")[0], identifier)
    result = examine(identifier, lambda *given: spoil(right, *given))
    assert result.mistake == key and "{" not in result.message + result.next_step, result


def test_a_function_that_remembers_earlier_calls_is_told_so():
    right, kept = solution("c07", "c07-b92-sift"), []

    def collects(tests, orthogonal):
        kept.extend(right(tests, orthogonal)[0].tolist())
        return list(kept), 1 - np.resize(tests, 1000)[kept]

    assert examine("c07-b92-sift", collects).mistake == "remembers"
    assert examine("c07-b92-sift", lambda tests, orthogonal: ([0], [1])).mistake != "remembers"


def test_arguments_inside_others_are_fresh_in_every_repetition():
    from qedu.grading.exercise import make_call

    def spoils(pair):
        first = pair[0].sum()
        pair[0][:] = 0
        return first

    assert list(make_call(spoils, Call(pair=(np.ones(2), np.ones(2))).times(3).plain())) == [2.0] * 3


def test_a_small_term_that_is_missing_is_not_put_down_to_rounding():
    """Errors as a share of the clicks by light alone, dark ones left out: off by less than a hundredth, and rounded nowhere."""
    right = solution("c09", "c09-clicks")

    def slip(*given):
        gain, errors = right(*given)
        return gain, errors * gain / (gain - given[4])

    result = examine("c09-clicks", slip)
    assert result.mistake == "close" and "a small term is missing somewhere" in " ".join(result.next_step.split())
