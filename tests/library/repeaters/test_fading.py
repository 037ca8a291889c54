"""Chains whose pairs fade while they wait for the last link: exact sums, closed forms, draws, and rates written out here.

Sampled means may be off by five standard errors: 6·10⁻⁷ each, three of them here with fixed seeds.
"""

import math
from fractions import Fraction

import numpy as np
import pytest

from qedu import links, repeaters

FIBRE = links.Link("fibre", 0.2, 0.9, 0, 0)


def left(n, p, t2):
    """Attempt by attempt: what one link's pair keeps if all is over at attempt m, in which at least one of n links is new."""
    r, before, total = math.exp(-1 / t2), 0.0, 0.0
    for m in range(1, int(60 * max(1 / p, t2 / n)) + 2):
        now = r * before + p * (1 - p) ** (m - 1)
        total += now**n - (r * before) ** n
        before = now
    return total


@pytest.mark.parametrize("p, t2", [(0.5, 1), (0.1, 20), (0.01, 1e4), (1e-4, 300), (1e-7, 1e6), (1e-30, 3e30), (1e-30, 1e-2), (0.3, -1 / math.log(0.7)),
                                   (0.999, 0.5)])
def test_two_links_in_closed_form(p, t2):
    """E e^(−|a − b|/t2) of two geometric numbers: p/(2 − p) · (1 + 2qr/(1 − qr))."""
    r, q = math.exp(-1 / t2), 1 - p
    lost = p - math.expm1(-1 / t2) * q                                      # 1 − qr
    assert repeaters.expected_decay(2, p, t2=t2) == pytest.approx(p / (2 - p) * (1 + 2 * q * r / lost), rel=1e-8, abs=0)


def test_three_links_over_all_their_ends():
    p, t2 = 0.3, 4.0
    waits = np.arange(1, 60)
    odds = p * (1 - p) ** (waits - 1)
    mesh, weights = np.meshgrid(waits, waits, waits, indexing="ij"), odds[:, None, None] * odds[:, None] * odds
    exact = (weights * np.exp(-(3 * np.maximum.reduce(mesh) - sum(mesh)) / t2)).sum()
    assert repeaters.expected_decay(3, p, t2=t2) == pytest.approx(exact, rel=1e-7)


@pytest.mark.parametrize("n, p, t2", [(4, 0.1, 50.0), (8, 0.02, 400.0), (8, 0.002, 3000.0), (16, 0.005, 3000.0), (5, 0.9, 0.7), (64, 0.02, 2e4), (64, 0.02, 100.0), (256, 0.02, 1e5)])
def test_many_links_attempt_by_attempt(n, p, t2):
    assert repeaters.expected_decay(n, p, t2=t2) == pytest.approx(left(n, p, t2), rel=1e-8, abs=0)


@pytest.mark.parametrize("n, q, r", [(8, Fraction(999, 1000), Fraction(99_991, 100_000)), (16, Fraction(49, 50), Fraction(998, 1000))])
def test_many_links_in_exact_arithmetic(n, q, r):
    """The geometric series of (r^m − q^m)^n, term by term of the binomial, where cancellation costs nothing."""
    powers = [(math.comb(n, k) * (-1) ** k, r ** (n - k) * q**k) for k in range(n + 1)]
    exact = (1 - r**n) * ((1 - q) / (r - q)) ** n * sum(c * x / (1 - x) for c, x in powers)
    assert repeaters.expected_decay(n, float(1 - q), t2=-1 / math.log(r)) == pytest.approx(float(exact), rel=1e-8)


@pytest.mark.parametrize("n, p, t2", [(4, 0.01, 500.0), (8, 0.05, 100.0), (16, 0.2, 60.0)])
def test_many_links_drawn(n, p, t2):
    drawn = np.random.default_rng(12).geometric(p, (60_000, n))
    kept = np.exp(-(drawn.max(axis=1, keepdims=True) - drawn).sum(axis=1) / t2)
    assert repeaters.expected_decay(n, p, t2=t2) == pytest.approx(kept.mean(), abs=5 * kept.std() / math.sqrt(len(kept)))


def test_what_needs_no_sum():
    assert repeaters.expected_decay(1, 0.1, t2=2) == repeaters.expected_decay(9, 1.0, t2=2) == repeaters.expected_decay(9, 0.1, t2=math.inf) == 1
    assert repeaters.expected_decay(256, 0.01, t2=1e-3) < 1e-100
    assert repeaters.expected_decay([[2], [4]], [0.1, 0.2, 0.3], t2=5).shape == (2, 3)


@pytest.mark.parametrize("km, n, emission, memory, fidelity", [(100, 2, 0.5, 0.01, 0.99), (300, 8, 0.7, 0.3, 0.98), (400, 8, 1.0, 5.0, 1.0)])
def test_a_line_whose_memories_fade(km, n, emission, memory, fidelity):
    p, seconds = 0.5 * (emission * 0.9) ** 2 * 10 ** (-0.02 * km / n), km / n / 2e5
    w = ((4 * fidelity - 1) / 3) ** n * left(n, p, memory / seconds)
    q = (1 - w) / 2
    line = repeaters.repeater_line(km, FIBRE, links=n, fidelity=fidelity, emission=emission, memory_s=memory)
    assert line.fidelity == pytest.approx((1 + 3 * w) / 4, abs=1e-9)
    worth = max(0.0, 1 + 2 * (q * math.log2(q) + (1 - q) * math.log2(1 - q)))
    assert line.key_rate == pytest.approx(worth * line.rate, rel=1e-6)
    still = repeaters.repeater_line(km, FIBRE, links=n, fidelity=fidelity, emission=emission)
    assert line.rate == still.rate and line.fidelity < still.fidelity
    # An attempt that takes longer leaves less: the same pair over twice the way there and back.
    slow = repeaters.repeater_line(km, FIBRE, links=n, fidelity=fidelity, emission=emission, memory_s=memory, scheme="one_way")
    assert slow.fidelity == pytest.approx((1 + 3 * ((4 * fidelity - 1) / 3) ** n * left(n, p, memory / seconds / 2)) / 4, abs=1e-9)


def test_the_best_cut_while_memories_fade():
    given = {"fidelity": 0.99, "emission": 0.7, "memory_s": 1.0}
    keys = {n: repeaters.repeater_line(400, FIBRE, links=n, **given).key_rate for n in range(1, 21)}
    best = repeaters.best_segments(400, FIBRE, most=20, **given)
    assert best.links == max(keys, key=keys.get) and best.key_rate == max(keys.values()) > 0
    assert best.links != repeaters.best_segments(400, FIBRE, most=20, fidelity=0.99, emission=0.7).links


@pytest.mark.parametrize("n, memory, clock, extra", [(8, 10.0, 1e9, {}), (8, 1.0, 1e6, {}), (4, 100.0, 1e9, {}), (8, 30.0, 1e9, {"scheme": "one_way", "overhead_s": 1e-4})])
def test_a_window_is_where_the_repeater_is_ahead(n, memory, clock, extra):
    def ahead(km):
        p, seconds = 0.5 * (0.9 * 0.5) ** 2 * 10 ** (-0.02 * km / n), km / n / 2e5 * (2 if extra else 1) + extra.get("overhead_s", 0)
        w = ((4 * 0.99 - 1) / 3) ** n * repeaters.expected_decay(n, p, t2=memory / seconds)
        q = (1 - w) / 2
        key = 1 + 2 * (q * math.log2(q) + (1 - q) * math.log2(1 - q))
        return key / (repeaters.expected_wait(n, p) * seconds) > 0.9 * clock * 10 ** (-km / 50)

    first, last = repeaters.crossover_window(FIBRE, links=n, memory_s=memory, fidelity=0.99, emission=0.5, clock_hz=clock, **extra)
    assert 20 < first < last < 2000
    for km, wanted in ((20, False), (first - 0.01, False), (first + 0.01, True), ((first + last) / 2, True), (last - 0.01, True), (last + 0.01, False), (2000, False)):
        assert ahead(km) == wanted, km


def test_windows_that_have_no_end_or_are_none():
    given = {"links": 8, "fidelity": 0.99, "emission": 0.5}
    assert repeaters.crossover_window(FIBRE, memory_s=1.0, **given) is None
    assert repeaters.crossover_window(FIBRE, memory_s=10.0, most_km=400, **given) is None
    first, last = repeaters.crossover_window(FIBRE, memory_s=10.0, most_km=430, **given)
    assert 420 < first < 421 and last == math.inf
    assert repeaters.crossover_window(FIBRE, memory_s=10.0, least_km=500, **given)[0] == 500
    assert repeaters.crossover_window(FIBRE, memory_s=10.0, least_km=500, most_km=550, **given) == (500, math.inf)
    without = repeaters.crossover_window(FIBRE, links=4, memory_s=math.inf, clock_hz=1e6)
    assert without[0] == pytest.approx(repeaters.crossover_km(FIBRE, links=4, clock_hz=1e6), abs=1e-3) and without[1] == math.inf


@pytest.mark.parametrize("call, message", [
    (lambda: repeaters.expected_decay(300, 0.1, t2=1), "links = 300 is not allowed: whole numbers from 1 to 256"),
    (lambda: repeaters.expected_decay(2, 0, t2=1), "p = 0 is not allowed: numbers above 0"),
    (lambda: repeaters.expected_decay(2, 0.1, t2=0), "t2 = 0 is not allowed: times above 0"),
    (lambda: repeaters.repeater_line(50, FIBRE, links=2, p_swap=0.5, memory_s=1), "memory_s = 1 is not allowed: math.inf, unless p_swap is 1"),
    (lambda: repeaters.repeater_line(50, FIBRE, links=2, memory_s=0), "memory_s = 0 is not allowed: a time above 0"),
    (lambda: repeaters.crossover_window(FIBRE, links=1, memory_s=1), "links = 1 is not allowed"),
    (lambda: repeaters.crossover_window(FIBRE, links=2, memory_s=1, least_km=50, most_km=50), "least_km = 50 is not allowed: kilometres below most_km = 50"),
])
def test_what_is_refused(call, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        call()
