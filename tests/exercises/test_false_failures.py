"""How often a right answer fails by chance: computed, and soaked.

Computed: each count that a check looks at is binomial, and a right answer loses if an exact tail is below the
check's bound.  The probability of that is summed here from the binomial distribution itself (scipy.stats.binom);
the checks use other functions.  Soaked: with the bound raised to 10⁻³ the failures of many runs are counted, which
shows that the union bound holds where it can be seen; with the true bound there are none.
"""

import importlib
import os
import sys

import numpy as np
import pytest
from scipy.stats import binom

from qedu.grading.checks.checking import collect
from qedu.grading.checks.plain import from_plain
from qedu.grading.exercise import folders, load
from tests.exercises.test_contract import solution

SAMPLING = [(name, identifier) for name in folders() for identifier, check in load(name).checks.items() if check.false_failure]
every_sampling_check = pytest.mark.parametrize("name, identifier", SAMPLING, ids=[item for _, item in SAMPLING])
#: Runs of the soak: enough to see the raised bound; many more in `make audit`.
RUNS = 20_000 if os.environ.get("QEDU_AUDIT") else 60
#: A class: this many students, each with every exercise of the book.
STUDENTS = 500


def module(name, identifier):
    """The check.py of an exercise."""
    return sys.modules[type(load(name).checks[identifier]).__module__]


def test_a_whole_class_fails_falsely_less_than_once_in_a_million():
    per_student = sum(load(name).checks[identifier].false_failure for name, identifier in SAMPLING)
    assert 0 < STUDENTS * per_student <= 1e-6


@pytest.mark.parametrize("trials", [300, 1200, 2400, 2499, 2500])
def test_one_count_of_c06_is_lost_with_at_most_two_tails(trials):
    checks = module("c06", "c06-prepare")
    lost = [k for k in range(trials + 1) if not checks.credible(k, trials)]
    probability = binom.pmf(lost, trials, 0.5).sum()
    assert 0 < probability <= 2 * checks.TAIL


@pytest.mark.parametrize("trials, p", [(40, 0.85), (400, 0.08), (400, 0.09), (400, 0.1)])
def test_one_count_of_c02_measure_is_lost_with_at_most_two_tails(trials, p):
    check = load("c02").checks["c02-measure"]
    lost = [k for k in range(trials + 1) if not check._inside(np.array([k]), np.array([trials]), np.array([p]), check.tail)]
    probability = binom.pmf(lost, trials, p).sum()
    assert probability <= 2 * check.tail
    assert lost                                         # some counts are lost: the bound is no empty one


def test_the_cheat_of_c04_is_lost_in_its_shares_alone():
    """Four questions, two calls, a share of 3/4 against the limit; S is 4 whatever is drawn."""
    check = load("c04").checks["c04-cheat"]
    lost = 8 * binom.cdf(int(check.least * 1800), 1800, 0.75)
    assert 0 < lost <= check.false_failure


def failures(name, identifier, runs):
    """In how many of so many runs the solution fails."""
    check, answer = load(name).checks[identifier], solution(name, identifier)
    lost = 0
    for seed in range(10**6, 10**6 + runs):
        case = check.case(seed)
        answers, mistake = collect(False, answer, [call.plain() for call in case.calls], None)
        lost += (mistake or case.judge([[from_plain(item) for item in repeats] for repeats in answers])) is not None
    return lost


@every_sampling_check
def test_soak_without_a_false_failure(name, identifier):
    assert failures(name, identifier, RUNS) == 0


#: Checks that compare exact tails with a bound, which can be raised.
TAILED = [(name, identifier) for name, identifier in SAMPLING
          if hasattr(load(name).checks[identifier], "tail") or hasattr(module(name, identifier), "TAIL")]


@pytest.mark.parametrize("name, identifier", TAILED, ids=[item for _, item in TAILED])
def test_soak_with_a_raised_bound_stays_below_the_union_bound(name, identifier, monkeypatch):
    """n runs at a bound of 10⁻³ a tail.  If the union bound q holds, more than k fail with probability below 10⁻⁹."""
    check, raised = load(name).checks[identifier], 1e-3
    if hasattr(check, "tail"):
        tails = check.false_failure / check.tail
        monkeypatch.setattr(type(check), "tail", raised)
    else:
        tails = check.false_failure / module(name, identifier).TAIL
        monkeypatch.setattr(module(name, identifier), "TAIL", raised)
    found = failures(name, identifier, RUNS)
    assert found <= binom.ppf(1 - 1e-9, RUNS, min(1, tails * raised))
    assert RUNS < 5000 or found > 0, "a bound that never fails anybody would show nothing"


def test_checks_without_chance_say_so():
    """An exercise whose check draws on chance in judging must state its bound."""
    importlib.import_module("qedu.grading")
    for name in folders():
        for identifier, check in load(name).checks.items():
            body = (folders()[name] / identifier.partition("-")[2] / "check.py").read_text(encoding="utf-8")
            if "credible(" in body or "_inside(" in body:
                assert check.false_failure > 0, identifier
