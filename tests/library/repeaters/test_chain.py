"""Simulated chains against Markov chains of all states, closed forms, a story told event by event, and QuTiP.

Sampled means may be off by six standard errors: each such test fails falsely with a probability of 2·10⁻⁹, all of them
here together with less than 10⁻⁷.
"""

import math
import pickle
from dataclasses import replace

import numpy as np
import pytest

from qedu import channels, entanglement, repeaters
from qedu.repeaters import Chain
from tests.library.repeaters import markov

SAMPLES = 40_000


def agrees(values, expected, spread=None):
    """Within six standard errors."""
    error = (values.std(ddof=1) if spread is None else spread) / math.sqrt(len(values))
    return abs(values.mean() - expected) < 6 * error + 1e-12


@pytest.mark.parametrize("links, p, p_swap, policy, cutoff", [
    (1, 0.3, 1.0, "nested", 2), (2, 0.3, 1.0, "swap_asap", 3), (2, 0.3, 0.5, "nested", 2), (2, 0.4, 0.6, "swap_asap", 0), (2, 0.2, 0.7, "nested", 5),
    (3, 0.4, 1.0, "swap_asap", 2), (3, 0.5, 0.6, "swap_asap", 3), (3, 0.6, 0.5, "swap_asap", 1), (4, 0.6, 0.7, "nested", 2),
    (4, 0.4, 1.0, "nested", 3), (4, 0.7, 0.6, "swap_asap", 2)])
def test_cutoffs_against_a_chain_of_all_states(links, p, p_swap, policy, cutoff):
    mean, spread, faded = markov.solve(links, p, p_swap, policy, cutoff, t2=4.0)
    runs = Chain(links, p, p_swap, policy, t2=4.0, cutoff=cutoff).simulate(SAMPLES, seed=links)
    assert agrees(runs.attempts, mean, spread)
    w = (4 * runs.fidelity - 1) / 3                                   # e^(−waited/t2), as the links are perfect
    assert agrees(w, faded)


@pytest.mark.parametrize("links, p, p_swap, policy", [(2, 0.2, 0.5, "swap_asap"), (3, 0.1, 0.6, "swap_asap"), (3, 0.3, 0.2, "swap_asap"),
                                                      (4, 0.2, 0.5, "swap_asap"), (4, 0.1, 0.5, "nested")])
def test_attempts_without_cutoff_against_a_chain_of_all_states(links, p, p_swap, policy):
    mean, spread, _ = markov.solve(links, p, p_swap, policy)
    assert agrees(Chain(links, p, p_swap, policy).simulate(SAMPLES, seed=2).attempts, mean, spread)


def test_nested_over_eight_links():
    chain = Chain(8, 0.1, 0.5, t2=1000)
    runs = chain.simulate(10**5, seed=3)
    assert agrees(runs.attempts, 242.348) and chain.expected_attempts == pytest.approx(242.348, abs=1e-3)
    # The other way to draw the same: from event to event, with a cut-off that nothing reaches.
    other = replace(chain, cutoff=10**9).simulate(10**4, seed=4)
    assert agrees(other.attempts, 242.348)
    error = math.hypot(runs.fidelity.std() / math.sqrt(runs.samples), other.fidelity.std() / math.sqrt(other.samples))
    assert abs(runs.mean_fidelity - other.mean_fidelity) < 6 * error
    for q in (10, 50, 90, 99):                                        # the whole distribution, not the mean alone
        share = (runs.attempts <= other.percentile(q)).mean()
        assert abs(share - q / 100) < 6 * math.sqrt(q / 100 * (1 - q / 100) / 10**4) + 1e-3


def test_how_long_the_earlier_of_two_waits():
    """Two links, no cut-off: they differ by d attempts with probability 2p q^d/(2 − p), by none with p/(2 − p)."""
    p, t2 = 0.2, 7.0
    x = math.exp(-1 / t2)
    faded = p / (2 - p) * (1 + 2 * (1 - p) * x / (1 - (1 - p) * x))
    for policy in ("nested", "swap_asap"):
        runs = Chain(2, p, 0.4, policy, fidelity=0.95, t2=t2).simulate(SAMPLES, seed=5)
        assert agrees(runs.fidelity, (1 + 3 * ((4 * 0.95 - 1) / 3) ** 2 * faded) / 4)


def test_swaps_that_never_fail_end_with_the_last_link():
    for policy in ("nested", "swap_asap"):
        chain = Chain(16, 0.05, policy=policy)
        runs = chain.simulate(SAMPLES, seed=6)
        assert agrees(runs.attempts, repeaters.expected_wait(16, 0.05)) and chain.expected_attempts == repeaters.expected_wait(16, 0.05)
        assert np.all(runs.fidelity == 1)
    # Equally long, and the pairs wait less where stations swap as soon as they can.
    means = [Chain(8, 0.1, policy=policy, t2=200).simulate(SAMPLES, seed=7) for policy in ("nested", "swap_asap")]
    assert means[1].fidelity_interval[0] > means[0].fidelity_interval[1]


def test_means_that_are_known_and_those_that_are_not():
    for links, p_swap in ((16, 0.5), (4, 0.95), (1, 0.5)):
        assert Chain(links, 0.3, p_swap).expected_attempts == repeaters.nested_wait(links, 0.3, p_swap)
    for chain in (Chain(32, 0.3, 0.5), Chain(4, 0.3, latency=1), Chain(4, 0.3, cutoff=9), Chain(4, 0.3, 0.5, "swap_asap")):
        with pytest.raises(ValueError, match="^chain = Chain.* is not allowed: one without cut-off"):
            chain.expected_attempts


def test_a_delivery_at_the_last_moment_is_one():
    assert Chain(2, 1.0, cutoff=1).simulate(5, seed=1, at_most=1).attempts.tolist() == [1] * 5


def test_rare_links_take_no_longer_to_simulate():
    runs = Chain(3, 1e-9, policy="swap_asap").simulate(1000, seed=8)
    assert agrees(runs.attempts, repeaters.expected_wait(3, 1e-9)) and runs.attempts.dtype == np.int64


def test_messages_take_time():
    one = Chain(2, 0.2, 0.5, t2=50, latency=3).simulate(SAMPLES, seed=9)
    assert agrees(one.attempts, (repeaters.expected_wait(2, 0.2) + 3) / 0.5)
    still = Chain(2, 0.2, 0.5, t2=50).simulate(SAMPLES, seed=9)
    assert np.allclose(4 * one.fidelity - 1, (4 * still.fidelity - 1) * math.exp(-3 / 50))
    # Three levels: messages along 1, 2 and 4 links, of which four, two and one pair wait.
    three = Chain(8, 0.2, t2=50, latency=0.5).simulate(SAMPLES, seed=11)
    assert agrees(three.attempts, repeaters.expected_wait(8, 0.2) + 0.5 * (1 + 2 + 4))
    two = Chain(4, 0.2, latency=0.5).simulate(SAMPLES, seed=10)
    assert agrees(two.attempts, repeaters.expected_wait(4, 0.2) + 0.5 + 1.0) and two.attempts.dtype == float


@pytest.mark.parametrize("chain", [Chain(4, 0.3, 0.6, "nested", 0.96, 30), Chain(5, 0.3, 0.7, "swap_asap", 0.9, 20, cutoff=6),
                                   Chain(1, 0.2, fidelity=0.8), Chain(3, 0.5, 0.5, "swap_asap", 0.97), Chain(4, 0.4, 0.7, cutoff=3, t2=10)], ids=repr)
def test_the_state_that_arrives_by_qutip(chain):
    for seed in range(4):
        play = chain.play(seed=seed)
        rho = play.state()
        np.testing.assert_allclose(rho.full(), entanglement.werner(play.fidelity).full(), atol=1e-9)
        assert rho.dims == [[2, 2], [2, 2]]


def test_the_state_with_a_memory_of_two_times():
    """Two perfect links; the one born first waits d attempts in a memory that loses its phase alone."""
    chain = Chain(2, 0.2)
    play = next(play for play in (chain.play(seed=seed) for seed in range(50)) if 0 < play.attempts - play.events[0].time <= 5)
    d = play.attempts - play.events[0].time
    found = entanglement.bell_diagonal(play.state(lambda wait: channels.dephasing(0.1 * wait)))
    assert found == pytest.approx([1 - 0.1 * d, 0, 0, 0.1 * d], abs=1e-9)
    faded = play.state(lambda wait: repeaters.memory_channel(wait, t1=40, t2=20))
    assert entanglement.bell_diagonal(faded)[0] == pytest.approx((1 + math.exp(-d / 40) + 2 * math.exp(-d / 20)) / 4, abs=1e-9)


def test_a_story_holds_together():
    chain = Chain(4, 0.3, 0.5, "swap_asap", 0.95, 40, cutoff=8)
    for seed in range(30):
        events = chain.play(seed=seed).events
        there = set()
        for before, event in zip((events[0], *events), events):
            assert event.time >= before.time and 1 <= event.first <= event.last <= 4
            if event.kind == "born":
                assert (event.first, event.last) not in there and event.waited == 0 and event.fidelity == pytest.approx(0.95)
                there.add((event.first, event.last))
            elif event.kind in ("swapped", "failed"):
                halves = {(event.first, event.station), (event.station + 1, event.last)}
                assert halves <= there and event.waited <= 8
                there -= halves
                if event.kind == "swapped":
                    there.add((event.first, event.last))
            elif event.kind == "cut":
                assert event.waited == 8 and (event.first, event.last) in there
                there.remove((event.first, event.last))
        assert events[-1].kind == "delivered" and there >= {(1, 4)} and sum(e.kind == "delivered" for e in events) == 1


@pytest.mark.parametrize("chain", [Chain(2, 0.4, 0.6, "swap_asap", t2=4.0, cutoff=2), Chain(3, 0.5, 0.6, "swap_asap", t2=4.0, cutoff=3),
                                   Chain(4, 0.6, 0.7, "nested", t2=4.0, cutoff=2)], ids=repr)
def test_stories_have_the_odds_of_the_samples(chain):
    mean, spread, faded = markov.solve(chain.links, chain.p, chain.p_swap, chain.policy, chain.cutoff, t2=4.0)
    rng = np.random.default_rng(11)
    plays = [chain.play(seed=rng) for _ in range(1500)]
    assert agrees(np.array([play.attempts for play in plays]), mean, spread)
    assert agrees(np.array([(4 * play.fidelity - 1) / 3 for play in plays]), faded)


def test_runs_are_repeated_compared_and_sent():
    chain = Chain(4, 0.2, 0.5, t2=100, attempt_s=1e-3)
    runs, again, other = (chain.simulate(1000, seed=seed) for seed in (1, np.random.default_rng(1), 2))
    assert runs == again and hash(runs) == hash(again) and runs != other and pickle.loads(pickle.dumps(runs)) == runs
    assert chain == Chain(4, 0.2, 0.5, "nested", 1, 100.0, None, 0.001) and pickle.loads(pickle.dumps(chain)) == chain
    low, high = runs.interval
    assert high - low == pytest.approx(2 * 1.96 * runs.attempts.std(ddof=1) / math.sqrt(1000)) and (low + high) / 2 == pytest.approx(runs.mean)
    assert runs.rate == pytest.approx(1000 / runs.attempts.sum()) and runs.rate_per_s == pytest.approx(1000 * runs.rate)
    assert runs.percentile(50) == np.median(runs.attempts) and runs.percentile([10, 90]).shape == (2,)
    np.testing.assert_allclose(runs.state(3).full(), entanglement.werner(runs.fidelity[3]).full())
    assert repr(runs).startswith("Runs(1000 deliveries; ") and "<caption>Deliveries of a Chain(" in runs._repr_html_()
    assert repr(chain.simulate(1, seed=1)).startswith("Runs(1 delivery; ")
    play = chain.play(seed=1)
    assert play == chain.play(seed=1) and pickle.loads(pickle.dumps(play)) == play and play.count("born") >= 4
    assert repr(chain) == "Chain(4 links; p 0.2; nested; p_swap 0.5; t2 100; attempt_s 0.001)"


def test_portions_do_not_change_what_is_counted():
    chain = Chain(8, 0.3, 0.5)
    assert chain.simulate(5000, seed=1).samples == 5000 and Chain(3, 0.3, policy="swap_asap").simulate(20_000, seed=1).samples == 20_000


@pytest.mark.parametrize("call, message", [
    (lambda: Chain(6, 0.1), "links = 6 is not allowed: a power of two, 1 to 256: nested"),
    (lambda: Chain(0, 0.1), "links = 0 is not allowed"),
    (lambda: Chain(4, 0), "p = 0 is not allowed: numbers above 0"),
    (lambda: Chain(4, [0.1, 0.2]), "p = .0.1, 0.2. is not allowed: a number from 0 to 1"),
    (lambda: Chain(4, 0.1, policy="asap"), "policy = 'asap' is not allowed: 'nested' or 'swap_asap'"),
    (lambda: Chain(4, 0.1, t2=0), "t2 = 0 is not allowed: a time above 0"),
    (lambda: Chain(4, 0.1, cutoff=math.inf), "cutoff = inf is not allowed: a whole number of attempts, or None"),
    (lambda: Chain(4, 0.1, cutoff=2.5), "cutoff = 2.5 is not allowed"),
    (lambda: Chain(4, 0.1, cutoff=3, latency=1), "latency = 1 is not allowed: 0, unless"),
    (lambda: Chain(4, 0.1, attempt_s=0), "attempt_s = 0 is not allowed"),
    (lambda: Chain(4, 0.1).simulate(0, seed=1), "samples = 0 is not allowed"),
    (lambda: Chain(4, 0.1).simulate(10, seed=None), "seed = None is not allowed"),
    (lambda: Chain(4, 0.1).simulate(1, seed=1).interval, "samples = 1 is not allowed: at least 2"),
    (lambda: Chain(4, 0.1).simulate(2, seed=1).rate_per_s, "attempt_s = None is not allowed"),
    (lambda: Chain(4, 0.1).simulate(2, seed=1).state(2), "sample = 2 is not allowed: at most 1"),
    (lambda: Chain(4, 0.1, latency=1).play(seed=1), "latency = 1.0 is not allowed: 0 for a chain that is played"),
    (lambda: Chain(3, 0.1, 0.5, "swap_asap").expected_attempts, "chain = Chain.* is not allowed: one without cut-off"),
    (lambda: Chain(8, 1e-3, cutoff=1).simulate(5, seed=1, at_most=1e5), "cutoff = 1 is not allowed: a longer one: [1-5] of 5 deliveries took more than 100000 attempts"),
    (lambda: Chain(256, 0.1, 0.01).simulate(1, seed=1), "p_swap = 0.01 is not allowed: a larger one, or fewer links"),
    (lambda: Chain(4, 0.1).arrives(-1), "waited = -1 is not allowed"),
    (lambda: Chain(4, 0.1).play(seed=1).count("swap"), "kind = 'swap' is not allowed: one of 'born'"),
    (lambda: Chain(4, 0.1).play(seed=1).state(3), "memory = 3 is not allowed: a function"),
])
def test_what_is_refused(call, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        call()
