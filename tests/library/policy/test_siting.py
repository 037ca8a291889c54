"""Sites under a budget against all choices there are, and the cases in which going step by step fails."""

import itertools

import numpy as np
import pytest

from qedu import policy


def all_choices(covers, people, costs, budget):
    """The most people that any affordable set of sites covers."""
    names, best = list(covers), 0.0
    for size in range(len(names) + 1):
        for chosen in itertools.combinations(names, size):
            if sum(costs[name] for name in chosen) <= budget:
                best = max(best, sum(people[place] for place in {place for name in chosen for place in covers[name]}))
    return best


def drawn(seed):
    rng = np.random.default_rng(seed)
    places = {f"p{i}": int(rng.integers(0, 50)) for i in range(12)}
    covers = {f"s{j}": [name for name in places if rng.random() < 0.3] for j in range(9)}
    return covers, places, {name: int(rng.integers(1, 6)) for name in covers}


@pytest.mark.parametrize("seed", range(25))
def test_the_best_is_the_best_of_all_choices(seed):
    covers, people, costs = drawn(seed)
    for price, budget in ((None, 3), (costs, 7)):
        found = policy.max_coverage(covers, people, budget=budget, costs=price)
        assert found.best.people == all_choices(covers, people, price or dict.fromkeys(covers, 1), budget)
        for plan in (found.best, found.greedy):
            there = {place for name in plan.sites for place in covers[name]}
            assert plan.people == sum(people[place] for place in there) and len(set(plan.sites)) == len(plan.sites)
            assert plan.cost == sum((price or dict.fromkeys(covers, 1))[name] for name in plan.sites) <= budget
        assert 0 <= found.gap < 1 and found.gap == pytest.approx(1 - found.greedy.people / found.best.people)
        assert found.guaranteed is None if price else found.greedy.people >= found.guaranteed * found.best.people


def test_steps_by_hand():
    """Gains for the cost: a 10/2, b 9/3, c 4/1; after a has taken 1 and 2, b adds 3 and c adds 4."""
    people = {"1": 4, "2": 6, "3": 3, "4": 4}
    covers, costs = {"a": ["1", "2"], "b": ["2", "3"], "c": ["4"]}, {"a": 2, "b": 3, "c": 1}
    found = policy.max_coverage(covers, people, budget=6, costs=costs).greedy
    assert (found.sites, found.people, found.cost) == (("a", "c", "b"), 17.0, 6.0)
    assert policy.max_coverage(covers, people, budget=5, costs=costs).greedy.sites == ("a", "c")


@pytest.mark.parametrize("k", [2, 3, 4, 5])
def test_the_guarantee_is_nearly_used_up(k):
    """k good sites share each of k slices; at each step a decoy takes as much as the next good site would.

    With slices of (1 − 1/k)^i the steps take k decoys and cover 1 − (1 − 1/k)^k of all: the known worst case for sites of equal cost.
    """
    people, covers = {}, {}
    for i in range(k):
        covers[f"decoy {i}"] = [f"{i}, {j}" for j in range(k)]
        people |= {f"{i}, {j}": (1 - 1 / k) ** i / k**2 + 1e-9 / (i + 1) for j in range(k)}
    left = (1 - 1 / k) ** k / k
    for j in range(k):
        covers[f"good {j}"] = [f"{i}, {j}" for i in range(k)] + [f"rest {j}"]
        people[f"rest {j}"] = left
    found = policy.max_coverage(covers, people, budget=k)
    assert all(name.startswith("decoy") for name in found.greedy.sites)
    assert set(found.best.sites) == {f"good {j}" for j in range(k)}
    assert 1 - found.gap == pytest.approx(1 - (1 - 1 / k) ** k, abs=1e-6) and 1 - found.gap > found.guaranteed


def test_with_unequal_costs_steps_may_fail_badly():
    """A shed for 1 that covers 2 beats, for its cost, a tower for 100 that covers 100; after it the tower is too dear."""
    found = policy.max_coverage({"shed": ["hut"], "tower": ["town"]}, {"hut": 2, "town": 100}, budget=100, costs={"shed": 1, "tower": 100})
    assert (found.greedy.people, found.best.people, found.guaranteed) == (2, 100, None) and found.gap == pytest.approx(0.98)


def test_what_is_free_is_taken_and_nothing_more_than_needed():
    found = policy.max_coverage({"a": ["x"], "b": ["y"], "c": ["x"]}, {"x": 1, "y": 2}, budget=0, costs={"a": 0, "b": 5, "c": 1})
    assert (found.greedy.sites, found.best.people) == (("a",), 1)
    assert policy.max_coverage({"a": ["x"], "b": ["x"]}, {"x": 3}, budget=9).greedy.sites == ("a",)
    nobody = policy.max_coverage({"a": []}, {"x": 3}, budget=9)
    assert (nobody.greedy.sites, nobody.best.people, nobody.gap) == ((), 0, 0)
    assert policy.max_coverage({"a": ["x"]}, {"x": 0}, budget=1).best.people == 0


def test_a_budget_is_kept_to_the_last_cent():
    """A sum above the budget by a ten-millionth is too much, although the solver would let it pass."""
    found = policy.max_coverage({"a": ["x"], "b": ["y"]}, {"x": 3, "y": 4}, budget=100_000_000, costs={"a": 50_000_000, "b": 50_000_010})
    assert (found.best.people, found.greedy.people) == (4, 4)
    tenths = {name: 0.1 for name in "abc"}
    assert policy.max_coverage({name: [name] for name in "abc"}, dict.fromkeys("abc", 1), budget=0.3, costs=tenths).best.people == 3


@pytest.mark.parametrize("change, message", [
    (dict(covers={}), "covers = "), (dict(covers={"a": "x"}), "covers = .*'a' has 'x'"), (dict(covers={"a": ["q"]}), "'a' covers 'q', where it says of nobody"),
    (dict(people={"x": -1}), "people = .*'x' has -1"), (dict(people=[1]), "people = "), (dict(budget=-1), "budget = -1"),
    (dict(costs={"b": 1}), "costs = .*'a' has none"), (dict(costs=3), "costs = 3"),
    (dict(people={str(i): 1 for i in range(2001)} | {"x": 1}), "covers = .*at most 2000")])
def test_bad_arguments_are_named(change, message):
    with pytest.raises(ValueError, match=message):
        policy.max_coverage(**dict(covers={"a": ["x"]}, people={"x": 3}, budget=1) | change)
