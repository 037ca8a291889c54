"""Pools against birth-death chains solved as linear equations, a second simulation from event to event, and flows added up by hand."""

import math

import numpy as np
import pytest

from qedu import networks
from qedu.networks import Pool


def stationary(load, places):
    """Empty in the long run, from the rates of the chain themselves: the null space of its generator."""
    rates = np.zeros((places + 1, places + 1))
    for n in range(places):
        rates[n, n + 1], rates[n + 1, n] = load, 1.0
    equations = np.vstack([(rates - np.diag(rates.sum(axis=1))).T, np.ones(places + 1)])
    return np.linalg.lstsq(equations, np.r_[np.zeros(places + 1), 1], rcond=None)[0]


@pytest.mark.parametrize("places", [1, 2, 7, 30])
@pytest.mark.parametrize("load", [0, 0.01, 0.5, 0.99, 1, 1.01, 1.7])
def test_blocking_is_that_of_the_chain(load, places):
    assert networks.blocking_probability(load, places) == pytest.approx(stationary(load, places)[0], rel=1e-8, abs=1e-14)


def test_blocking_in_its_limits():
    # Near a load of 1 the series (1 - x)/(1 - x^(K+1)) = 1/(1 + x + ... + x^K).
    for load in (1 - 1e-9, 1 + 1e-9, 1 + 1e-5, 0.3, 3.0):
        assert networks.blocking_probability(load, 50) == pytest.approx(1 / math.fsum(load**n for n in range(51)), rel=1e-9, abs=0)
    assert networks.blocking_probability(0, 5) == 1 and networks.blocking_probability(1e9, 10**6) == 0 < networks.blocking_probability(1e9, 10)
    assert networks.blocking_probability(0.9, 10**6) == pytest.approx(0.1)      # what does not come cannot be given


@pytest.mark.parametrize("goal", [0.3, 1e-2, 1e-6])
@pytest.mark.parametrize("places", [1, 5, 200])
def test_what_is_needed_is_just_enough(places, goal):
    fill = networks.fill_needed(4, request_bits=256, capacity_bits=256 * places + 100, blocking=goal)
    pool = Pool(fill, 256 * places + 100, request_bits=256, requests=4)
    assert pool.blocking == pytest.approx(goal, rel=1e-6) and pool.load == pytest.approx(fill / 1024)
    if places == 1:
        assert fill == pytest.approx(1024 * (1 - goal) / goal)
    assert fill >= 1024 * (1 - goal) * (1 - 1e-9)


@pytest.mark.parametrize("load, places", [(0.6, 4), (1.0, 4), (1.3, 6)])
def test_a_run_refuses_as_often_as_the_chain(load, places):
    """400,000 requests.  Refusals come in rows, so their number scatters as if there were some 50 times fewer, and the bound of 6
    standard deviations is taken from 8,000: 17 figures, each beyond it with probability 2e-9, so 4e-8 in all.
    """
    n = 400_000
    found = Pool(256 * load, 256 * places, request_bits=256, requests=1).simulate(n, seed=places)
    share = networks.blocking_probability(load, places)
    assert abs(found.blocked - share) < 6 * math.sqrt(share * (1 - share) / (n / 50))
    # What a request finds is the stationary row of states, the same way.
    seen = np.bincount((found.found_bits / 256).round().astype(int), minlength=places + 1) / n
    wanted = stationary(load, places)
    assert np.all(np.abs(seen - wanted) < 6 * np.sqrt(wanted * (1 - wanted) / (n / 50)))


def test_a_second_simulation_from_event_to_event():
    """Keys and requests as one stream of events, by a coin each; the bound as above, for 2·10⁵ events."""
    rng, level, refused, asked = np.random.default_rng(11), 3, 0, 0
    for up in rng.random(200_000) < 0.8 / 1.8:
        if up:
            level = min(3, level + 1)
        else:
            asked, refused, level = asked + 1, refused + (level == 0), max(0, level - 1)
    found = Pool(80, 300, request_bits=100, requests=1).simulate(200_000, seed=12).blocked
    share = networks.blocking_probability(0.8, 3)
    assert all(abs(one - share) < 6 * math.sqrt(share * (1 - share) / (asked / 50)) for one in (refused / asked, found))


def test_an_even_flow_is_added_up():
    run = Pool(100, 1000, request_bits=300, requests=0.5, start_bits=500).simulate(9, seed=1, arrivals="regular", filling="steady")
    # Every 2 seconds 200 bits more and, if there are 300, 300 less.
    assert run.time_s.tolist() == [2, 4, 6, 8, 10, 12, 14, 16, 18]
    assert run.found_bits.tolist() == [700, 600, 500, 400, 300, 200, 400, 300, 200]
    assert run.served.tolist() == [True] * 5 + [False, True, True, False] and run.first_refused_s == 12
    full = Pool(1000, 1000, request_bits=300, requests=0.5).simulate(5, seed=1, arrivals="regular", filling="steady")
    assert full.found_bits.tolist() == [1000] * 5 and full.blocked == 0 and full.first_refused_s == math.inf
    # In the long run just what comes is given, also where it is no whole part of a request.
    long = Pool(0.7, 5, request_bits=1, requests=1).simulate(100_000, seed=1, arrivals="regular", filling="steady")
    assert 1 - long.blocked == pytest.approx(0.7, abs=1e-4) and long.interval[0] < 0.3 < long.interval[1]
    # Ten tenths are one, whatever rounding says.
    assert Pool(0.1, 1, request_bits=1, requests=0.1, start_bits=0).simulate(100, seed=1, arrivals="regular", filling="steady").blocked == 0


def test_how_soon_it_is_dry():
    pool = Pool(1000, 10_000, request_bits=500, requests=3)
    assert pool.drain_s == 20 and Pool(1000, 10_000, request_bits=500, requests=3, start_bits=2500).drain_s == 5
    assert Pool(1500, 10_000, request_bits=500, requests=3).drain_s == math.inf and pool.load == pytest.approx(2 / 3)
    dry = pool.simulate(100, seed=1, arrivals="regular", filling="steady").first_refused_s
    assert 20 - 1 < dry < 20 + 1


def test_runs_repeat_and_differ_by_seed():
    pool = Pool(100, 1000, request_bits=300, requests=0.5)
    assert pool.simulate(50, seed=1) == pool.simulate(50, seed=np.random.default_rng(1)) != pool.simulate(50, seed=2)


@pytest.mark.parametrize("make, message", [
    (lambda: Pool(1, 10, request_bits=20, requests=1), "capacity_bits = 10 is not allowed: at least the 20 bits of one request"),
    (lambda: Pool(1, 10, request_bits=1, requests=0), "requests = 0 is not allowed: a number above 0"), (lambda: Pool(-1, 10, request_bits=1, requests=1), "fill_rate = -1"),
    (lambda: Pool(1, 10, request_bits=1, requests=1, start_bits=11), "start_bits = 11 is not allowed: a number from 0 to 10"),
    (lambda: Pool(1, 10, request_bits=1, requests=1).simulate(0, seed=1), "number = 0"), (lambda: Pool(1, 10, request_bits=1, requests=1).simulate(1, seed=None), "seed = None"),
    (lambda: Pool(1, 10, request_bits=1, requests=1).simulate(1, seed=1, arrivals="poisson"), "arrivals = 'poisson' is not allowed: 'random' or 'regular'"),
    (lambda: Pool(1, 10, request_bits=1, requests=1).simulate(1, seed=1, filling="even"), "filling = 'even' is not allowed: 'blocks' or 'steady'"),
    (lambda: networks.blocking_probability(-1, 3), "load = -1"), (lambda: networks.blocking_probability(1, 0), "places = 0"),
    (lambda: networks.fill_needed(1, request_bits=256, capacity_bits=256, blocking=1e-12), "blocking = 1e-12 is not allowed: a larger one")])
def test_errors_speak(make, message):
    with pytest.raises(ValueError, match=message):
        make()
