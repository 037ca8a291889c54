"""Heralded links over fibre against formulas written out here, and the best cut and the crossover by trying."""

import math

import numpy as np
import pytest

from qedu import links, repeaters

FIBRE = links.Link("fibre", 0.2, 0.8, 0, 0)


def mean_of_longest(n, p):
    """Σ P(the longest of n has not ended after t attempts)."""
    t = np.arange(0, int(60 / p))
    return float((1 - (1 - (1 - p) ** t) ** n).sum())


def by_hand(km, n, *, fidelity=1.0, emission=1.0, times=1, overhead=0.0):
    p = 0.5 * (emission * 0.8) ** 2 * 10 ** (-0.02 * km / n)
    pairs = 1 / (mean_of_longest(n, p) * (times * km / n / 2e5 + overhead))
    w = ((4 * fidelity - 1) / 3) ** n
    q = (1 - w) / 2
    h = 0 if q == 0 else -q * math.log2(q) - (1 - q) * math.log2(1 - q)
    return p, pairs, pairs * max(0.0, 1 - 2 * h)


@pytest.mark.parametrize("km, n, given", [(100, 1, {}), (300, 6, {"fidelity": 0.99, "emission": 0.5}), (200, 4, {"times": 2, "overhead": 1e-4})])
def test_a_line_by_hand(km, n, given):
    p, pairs, key = by_hand(km, n, **given)
    line = repeaters.repeater_line(km, FIBRE, links=n, fidelity=given.get("fidelity", 1.0), emission=given.get("emission", 1.0),
                                   scheme="one_way" if given.get("times") == 2 else "midpoint", overhead_s=given.get("overhead", 0.0))
    assert line.p == pytest.approx(p, rel=1e-12) and line.rate == pytest.approx(pairs, rel=1e-9)
    assert line.key_rate == pytest.approx(key, rel=1e-9)


def test_where_hardly_a_photon_arrives():
    line = repeaters.repeater_line(3e4, FIBRE, links=2)                    # 3,000 dB on each: taken for the least probability there is
    assert line.p == 1e-30 and line.attempts == pytest.approx(1.5e30) and 0 < line.rate < 1e-28


def test_heralding_and_time():
    assert repeaters.heralded_success([0, 50], FIBRE).tolist() == pytest.approx([0.32, 0.032])
    assert repeaters.attempt_time([0, 100], overhead_s=1e-3).tolist() == pytest.approx([1e-3, 1.5e-3])
    assert repeaters.attempt_time(100, scheme="one_way") == pytest.approx(1e-3)
    assert repeaters.direct_rate([0, 50], FIBRE, clock_hz=1e6).tolist() == pytest.approx([8e5, 8e4])


def test_swaps_that_fail():
    line = repeaters.repeater_line(200, FIBRE, links=4, p_swap=0.5)
    assert line.attempts == pytest.approx(repeaters.nested_wait(4, 0.032, 0.5), rel=1e-9)
    tried = {n: repeaters.repeater_line(200, FIBRE, links=n, p_swap=0.3).rate for n in (1, 2, 4, 8, 16)}
    best = repeaters.best_segments(200, FIBRE, p_swap=0.3, goal="pairs")
    assert best.links == max(tried, key=tried.get) and best.rate == max(tried.values())


@pytest.mark.parametrize("km, fidelity, goal", [(400, 0.98, "key"), (150, 0.95, "key"), (250, 1.0, "pairs")])
def test_the_best_cut_by_trying(km, fidelity, goal):
    overhead = 1e-3 if goal == "pairs" else 0.0
    rates = {n: by_hand(km, n, fidelity=fidelity, overhead=overhead)[2 if goal == "key" else 1] for n in range(1 if km < 300 else 2, 21)}
    best = repeaters.best_segments(km, FIBRE, most=20, fidelity=fidelity, overhead_s=overhead, goal=goal)
    assert best.links == max(rates, key=rates.get)


def test_more_links_are_better_only_while_pairs_are_perfect():
    assert repeaters.best_segments(400, FIBRE, most=40, goal="pairs").links == 40
    assert 1 < repeaters.best_segments(400, FIBRE, most=40, fidelity=0.99).links < 40


def test_the_crossover():
    for n, clock in ((4, 1e9), (8, 1e6)):
        km = repeaters.crossover_km(FIBRE, links=n, clock_hz=clock)
        for place, better in ((km - 1, False), (km + 1, True)):
            direct = clock * 0.8 * 10 ** (-0.02 * place)
            assert (by_hand(place, n)[1] > direct) == better
    assert repeaters.crossover_km(FIBRE, links=2, clock_hz=1e15, most_km=100) == math.inf
    # Each of the four makes the repeater slower, so that it overtakes later; both rates are alike where it does.
    slower = {"p_swap": 0.6, "emission": 0.5, "scheme": "one_way", "overhead_s": 1e-3}
    for given in ({}, slower, *({key: value} for key, value in slower.items())):
        km = repeaters.crossover_km(FIBRE, links=4, **given)
        assert repeaters.repeater_line(km, FIBRE, links=4, **given).rate == pytest.approx(repeaters.direct_rate(km, FIBRE), rel=1e-9)
    assert repeaters.crossover_km(FIBRE, links=8, clock_hz=1e6) < repeaters.crossover_km(FIBRE, links=8)


def test_the_generations_differ_in_what_they_correct():
    assert [g.number for g in repeaters.GENERATIONS] == [1, 2, 3]
    assert [(g.loss == "heralding", "purification" in g.errors) for g in repeaters.GENERATIONS] == [(True, True), (True, False), (False, False)]
    assert "whole line" in repeaters.GENERATIONS[0].waits_for and repeaters.GENERATIONS[2].waits_for.startswith("none")


@pytest.mark.parametrize("call, message", [
    (lambda: repeaters.attempt_time(50, scheme="both"), "scheme = 'both' is not allowed: 'midpoint' or 'one_way'"),
    (lambda: repeaters.heralded_success(50, "GYS"), "link = 'GYS' is not allowed: a qedu.links.Link"),
    (lambda: repeaters.repeater_line(0, FIBRE, links=2), "distance_km = 0 is not allowed: kilometres above 0"),
    (lambda: repeaters.repeater_line(50, FIBRE, links=3, p_swap=0.5), "links = 3 is not allowed: a power of two"),
    (lambda: repeaters.best_segments(50, FIBRE, goal="fast"), "goal = 'fast' is not allowed: 'key' or 'pairs'"),
    (lambda: repeaters.direct_rate(50, FIBRE, clock_hz=0), "clock_hz = 0 is not allowed"),
    (lambda: repeaters.crossover_km(FIBRE, links=1), "links = 1 is not allowed"),
])
def test_what_is_refused(call, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        call()
