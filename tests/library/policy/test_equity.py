"""Inequality against the mean difference of pairs, known distributions, and people counted one by one."""

from datetime import datetime

import numpy as np
import pytest

from qedu import policy, satellites


def by_pairs(values, weights=None):
    """Half the mean difference of two people taken at random, over the mean."""
    x, w = np.asarray(values, float), np.ones(len(values)) if weights is None else np.asarray(weights, float)
    total = w.sum()
    difference = sum(wi * wj * abs(xi - xj) for xi, wi in zip(x, w) for xj, wj in zip(x, w)) / total**2
    return difference / (2 * (w @ x) / total)


@pytest.mark.parametrize("seed", range(10))
def test_gini_is_half_the_mean_difference(seed):
    rng = np.random.default_rng(seed)
    values, weights = rng.lognormal(0, 1.5, 40) * rng.integers(0, 2, 40), rng.uniform(0, 9, 40) * rng.integers(0, 2, 40)
    assert policy.gini(values) == pytest.approx(by_pairs(values), rel=1e-12)
    assert policy.gini(values, weights) == pytest.approx(by_pairs(values, weights), rel=1e-12)
    assert policy.gini(values * 1e25, weights * 1e-25) == pytest.approx(policy.gini(values, weights), rel=1e-12)
    order = rng.permutation(40)
    assert policy.gini(values[order], weights[order]) == pytest.approx(policy.gini(values, weights), rel=1e-12)


def test_gini_of_known_distributions():
    """Equal: 0; one of n: 1 − 1/n; uniform from 0: 1/3; Pareto with exponent a: 1/(2a − 1); exponential: 1/2."""
    assert policy.gini([7.1] * 9) == 0 and policy.gini([0] * 9 + [2]) == pytest.approx(0.9, abs=1e-15)
    share = (np.arange(200_000) + 0.5) / 200_000
    assert policy.gini(share) == pytest.approx(1 / 3, abs=1e-6)
    assert policy.gini(-np.log(share)) == pytest.approx(1 / 2, abs=1e-5)
    assert policy.gini(share ** (-1 / 3)) == pytest.approx(1 / 5, abs=1e-4)


def test_weights_are_people():
    villages = np.repeat([1.0, 4.0, 0.0], [3, 5, 2])
    assert policy.gini([1, 4, 0], weights=[3, 5, 2]) == pytest.approx(by_pairs(villages), rel=1e-12) == pytest.approx(policy.gini(villages), rel=1e-12)
    assert policy.gini([1, 4, 0], weights=[3, 5, 2]) != pytest.approx(policy.gini([1, 4, 0]), abs=0.05)
    assert policy.gini([1, 4, 99], weights=[1, 1, 0]) == policy.gini([1, 4])              # nobody lives there


def test_the_curve_by_counting_people():
    """Of ten people in two villages, the poorest seven and the rest."""
    people, held = policy.lorenz([10, 2], weights=[3, 7])
    assert people.tolist() == [0, 0.7, 1] and held == pytest.approx([0, 14 / 44, 1], abs=1e-15) and held[-1] == 1
    rng = np.random.default_rng(3)
    people, held = policy.lorenz(rng.exponential(size=50), rng.uniform(size=50))
    slope = np.diff(held) / np.diff(people)
    assert (np.diff(slope) > -1e-9).all() and (held <= people + 1e-12).all()              # it bends upwards, under the diagonal
    with pytest.raises(ValueError, match="of nothing there are no shares"):
        policy.lorenz([0, 5], weights=[1, 0])


def test_shares_reached_one_by_one():
    rng = np.random.default_rng(4)
    values, weights = rng.integers(0, 5, 30), rng.integers(0, 9, 30)
    for need in (1, 2.5, 4, 9):
        everybody = [value for value, number in zip(values, weights) for _ in range(number)]
        assert policy.share_reached(values, weights, need=need) == pytest.approx(sum(one >= need for one in everybody) / len(everybody), abs=1e-15)
    assert policy.share_reached([0, 0], need=1) == 0 and policy.share_reached([1, 1], need=1) == 1


@pytest.mark.parametrize("call, message", [
    (lambda: policy.gini([]), "values = .* numbers from 0 on in a row"), (lambda: policy.gini([1, -1]), "values = "),
    (lambda: policy.gini([0, 0]), "values = .*of nothing there are no shares"), (lambda: policy.gini([1, 2], [1]), "weights = .* 2 numbers"),
    (lambda: policy.gini([1, 2], [0, 0]), "weights = .*not all 0"), (lambda: policy.gini([[1, 2]]), "values = "), (lambda: policy.gini([1, np.nan]), "values = "),
    (lambda: policy.share_reached([1], need=0), "need = 0.*nothing is enough for nobody")])
def test_bad_numbers_are_named(call, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        call()


@pytest.fixture(scope="module")
def covered():
    """A night in June: near the pole the Sun does not set, and no pass counts there."""
    sites = [satellites.Site(0, 0), satellites.Site(50, 10), satellites.Site(80, 0)]
    return satellites.coverage([satellites.Orbit(500, 97.4)], sites, start=datetime(2026, 6, 15), days=14, link=satellites.MICIUS)


def test_coverage_is_unequal_as_its_numbers_are(covered):
    people = [5, 3, 2]
    for of in ("key_bits", "contact_s", "passes"):
        values = getattr(covered, of)
        found = policy.coverage_inequality(covered, people, of=of)
        assert values[2] == 0 and found.unserved == 0.2 and found.gini == pytest.approx(by_pairs(values, people), rel=1e-12)
        split = policy.coverage_inequality(covered, people, of=of, shared=True)
        assert split.values == pytest.approx(values / people, rel=1e-12) and split.gini == pytest.approx(by_pairs(values / people, people), rel=1e-12)
    alone = policy.coverage_inequality(covered)
    assert alone.of == "key_bits" and alone.people.tolist() == [1, 1, 1] and alone.gini == pytest.approx(by_pairs(covered.key_bits), rel=1e-12)
    assert policy.coverage_inequality(covered, [1, 1, 0], shared=True).values[2] == 0


def test_coverage_that_gives_nothing_is_refused(covered):
    with pytest.raises(ValueError, match="^coverage = .*somebody gets some passes"):
        policy.coverage_inequality(covered, [0, 0, 1], of="passes")
    dark = satellites.coverage([satellites.Orbit(500, 97.4)], [satellites.Site(0, 0)], start=datetime(2026, 6, 15), days=2)
    with pytest.raises(ValueError, match="made without a link"):
        policy.coverage_inequality(dark)


def test_people_per_money():
    plan = policy.cost([policy.Item("boxes", 2, price=100, life_years=50, yearly=0, currency="EUR", year=2026)], horizon_years=9, discount_rate=0)
    assert policy.people_per_money(10, plan) == pytest.approx(50_000, rel=1e-12) and policy.people_per_money(10, plan, per=20) == 1
    free = policy.cost([policy.Item("air", 1, price=0, life_years=1, yearly=0, currency="EUR", year=2026)], horizon_years=9, discount_rate=0)
    with pytest.raises(ValueError, match="^cost = .*above 0"):
        policy.people_per_money(10, free)
