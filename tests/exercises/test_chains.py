"""The chains that the exercise "The cheapest plan" asks about: each has one best plan, and every usual slip shows in its bill."""

from itertools import combinations, product
from sys import modules

import pytest

from qedu.grading.exercise import load

PLAN = load("c11").checks["c11-plan"]
CHAINS = modules[type(PLAN).__module__]
KINDS = {"early": CHAINS.EARLY, "late": CHAINS.LATE, "sharp": CHAINS.SHARP}


def once(f):
    """One round of BBPSSW by the shares of the sixteen pairs of pairs: fidelity and success."""
    shares = {(m1, m2): f if m1 == m2 == 0 else (1 - f) / 3 for m1, m2 in product((0, 1), repeat=2)}
    kept = {((a + b) % 2, m): 0.0 for a, b, m in product((0, 1), repeat=3)}
    for (a, m), (b, n) in product(shares, repeat=2):
        if m == n:
            kept[(a + b) % 2, m] += shares[a, m] * shares[b, n]
    return kept[0, 0] / sum(kept.values()), sum(kept.values())


def rounds(f):
    """Fidelity and price after 0 to 8 rounds."""
    found, price = [(f, 1.0)], 1.0
    for _ in range(8):
        f, p = once(f)
        price *= 2 / p
        found.append((f, price))
    return found


def plans(fidelity, links, works):
    """Fidelity, price and rounds of all 81 plans."""
    for first, (f, one) in enumerate(rounds(fidelity)):
        v = 1.0
        for _ in range(links):
            v *= (4 * f - 1) / 3
        for _ in range(links - 1):
            v *= works
        for last, (end, more) in enumerate(rounds((1 + 3 * v) / 4)):
            yield end, links * one * more, (first, last)


def bills(chain):
    """By slip: the bills that it gives."""
    given = dict(zip(("fidelity", "links", "works", "target"), chain))
    return {key: [model(**given)[2] for model in (models if isinstance(models, tuple) else (models,))] for key, models in PLAN.wrong.items()}


@pytest.mark.parametrize("kind", list(KINDS))
def test_each_chain_has_one_best_plan_and_shows_the_slips(kind):
    assert len(set(KINDS[kind])) == 16
    for chain in KINDS[kind]:
        target = chain[3]
        every = list(plans(*chain[:3]))
        good = sorted((price, which) for end, price, which in every if end >= target)
        (price, which), (second, _) = good[:2]
        assert min(abs(end - target) for end, _, _ in every) > 5e-4 and second > 1.01 * price
        assert which[0] > 0 and (which[1] > 0) == (kind != "early")
        right = PLAN.right(*chain)
        assert right[:2] == which and right[2] == pytest.approx(price, rel=1e-9)
        wrong = bills(chain)
        assert "no plan" not in sum(wrong.values(), [])
        seen = [bill for key, some in wrong.items() if kind != "early" or key not in ("perfect_stations", "one_station_more") for bill in some]
        assert all(abs(bill - price) > 0.01 * price for bill in seen)
        if kind == "sharp":
            assert all(abs(one - other) > 0.01 * price for a, b in combinations(wrong.values(), 2) for one in a for other in b)
