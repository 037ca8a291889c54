"""Plans to purify and swap, stations that cheat or fade, and bounds: against circuits in plain NumPy and density matrices."""

import math

import numpy as np
import pytest

from qedu import channels, entanglement, repeaters
from tests.library.entanglement import circuit as c

RNG = np.random.default_rng(1814)
PAIRS = [c.random_rho(RNG, 2, rank) for rank in (1, 2, 4)]


@pytest.mark.parametrize("links, before, after, method, measurement, gate", [
    (1, 0, 2, "dejmps", 1.0, 1.0), (3, 1, 2, "dejmps", 1.0, 1.0), (4, 2, 0, "dejmps", 0.97, 0.99), (4, 1, 1, "bbpssw", 0.98, 0.97), (5, 0, 0, "bbpssw", 1.0, 1.0)])
def test_a_plan_is_purifying_and_swapping_density_matrices(links, before, after, method, measurement, gate):
    """The formulas know Bell weights and signs; here QuTiP purifies and swaps whole states, as checked against a circuit."""
    pair, raw = entanglement.werner(0.93), 1.0
    for _ in range(before):
        pair, success = entanglement.purify(pair, method, gate=gate)
        raw *= 2 / success
    whole = pair
    for _ in range(links - 1):
        whole = entanglement.swap(whole, pair, measurement=measurement)
    raw *= links
    for _ in range(after):
        whole, success = entanglement.purify(whole, method, gate=gate)
        raw *= 2 / success
    plan = repeaters.purify_plan(0.93, links, before=before, after=after, method=method, measurement=measurement, gate=gate)
    assert plan.fidelity == pytest.approx(np.vdot(c.BELL["phi+"], whole.full() @ c.BELL["phi+"]).real, abs=1e-9)
    assert plan.raw_pairs == pytest.approx(raw, rel=1e-9)
    assert (plan.links, plan.before, plan.after, plan.method) == (links, before, after, method)


def test_the_best_plan_is_the_cheapest_that_suffices():
    for fidelity, links, target in ((0.9, 4, 0.9), (0.95, 8, 0.95), (0.8, 2, 0.7)):
        all_plans = [repeaters.purify_plan(fidelity, links, before=r, after=s) for r in range(5) for s in range(5)]
        for order, allowed in (("any", all_plans), ("purify_then_swap", [p for p in all_plans if not p.after]),
                               ("swap_then_purify", [p for p in all_plans if not p.before])):
            enough = [p.raw_pairs for p in allowed if p.fidelity >= target]
            if enough:
                best = repeaters.best_plan(fidelity, links, target=target, order=order, rounds=4)
                assert best.raw_pairs == pytest.approx(min(enough)) and best.fidelity >= target
            else:
                with pytest.raises(ValueError, match=f"^target = {target} is not allowed: at most 0"):
                    repeaters.best_plan(fidelity, links, target=target, order=order, rounds=4)


def test_a_plan_may_reach_its_target_exactly_and_is_told_how_far_it_comes():
    assert repeaters.best_plan(0.9, 1, target=0.9).raw_pairs == 1
    most = max(repeaters.purify_plan(0.95, 8, before=r, measurement=0.9).fidelity for r in range(4))
    with pytest.raises(ValueError, match=f"^target = 0.9 is not allowed: at most {most:.4g}, which 3 rounds before the swaps and 0 after"):
        repeaters.best_plan(0.95, 8, target=0.9, order="purify_then_swap", rounds=3, measurement=0.9)
    assert repeaters.purify_plan(0.9999, 1024).raw_pairs == 1024
    with pytest.raises(ValueError, match="^links = 1025 is not allowed: at most 1024"):
        repeaters.purify_plan(0.9999, 1025)


def test_swapping_first_fails_beyond_one_half():
    """Sixteen links of 0.95 leave 0.499, which no rounds mend; purified first they do."""
    with pytest.raises(ValueError, match="^target = 0.9 is not allowed: at most 0"):
        repeaters.best_plan(0.95, 16, target=0.9, order="swap_then_purify")
    assert repeaters.best_plan(0.95, 16, target=0.9, order="purify_then_swap").fidelity >= 0.9
    # Where both can, the order decides the price.
    first, last = (repeaters.best_plan(0.95, 4, target=0.9, order=order).raw_pairs for order in ("purify_then_swap", "swap_then_purify"))
    assert first != last


@pytest.mark.parametrize("basis", ["Z", "x"])
def test_a_station_that_measures(basis):
    turn = c.I2 if basis == "Z" else c.H
    flip, coin = (c.X, c.Z) if basis == "Z" else (c.Z, c.X)
    for one, two in ((0, 1), (1, 2), (2, 0)):
        total = np.kron(PAIRS[one], PAIRS[two])
        for qubit in (1, 2):
            total = c.run(c.gate(turn, qubit, 4), total)
        left = np.zeros((4, 4), dtype=complex)
        for i in (0, 1):
            for j in (0, 1):
                outer = c.trace_out(c.project(total, {1: i, 2: j}, 4), [1, 2], 4)
                outer = c.run(np.kron(c.I2, np.linalg.matrix_power(flip, i ^ j)), outer)
                left += (outer + c.run(np.kron(c.I2, coin), outer)) / 2
        found = repeaters.measuring_station(c.qobj(PAIRS[one], 2), c.qobj(PAIRS[two], 2), basis=basis)
        np.testing.assert_allclose(found.full(), left, atol=1e-12)
        assert found.dims == [[2, 2], [2, 2]] and entanglement.chsh(found) <= 2 + 1e-9 and entanglement.concurrence(found) < 1e-7


def test_users_of_a_trusted_node_see_no_error_in_its_basis():
    np.testing.assert_allclose(repeaters.measuring_station().full(), np.diag([0.5, 0, 0, 0.5]), atol=1e-12)
    found = repeaters.measuring_station(basis="X").full()
    np.testing.assert_allclose(found, c.run(np.kron(c.H, c.H), np.diag([0.5, 0, 0, 0.5])), atol=1e-12)
    assert entanglement.chsh(repeaters.measuring_station()) == pytest.approx(2, abs=1e-12)


def test_a_station_that_does_nothing():
    for one, two in ((0, 1), (2, 0)):
        expected = np.kron(c.trace_out(PAIRS[one], [1], 2), np.eye(2) / 2)
        np.testing.assert_allclose(repeaters.idle_station(c.qobj(PAIRS[one], 2), c.qobj(PAIRS[two], 2)).full(), expected, atol=1e-12)
    assert entanglement.chsh(repeaters.idle_station()) < 1e-12


def test_a_station_that_fades():
    p = 0.3
    first = (1 - p) * PAIRS[1] + p * c.white(PAIRS[1], [1], 2)
    expected = sum(after for _, after in c.swap(first, PAIRS[2]).values())
    found = repeaters.fading_station(c.qobj(PAIRS[1], 2), c.qobj(PAIRS[2], 2), memory=channels.depolarizing(p))
    np.testing.assert_allclose(found.full(), expected, atol=1e-12)
    # A memory that loses energy is no average of turns: it matters which of the station's qubits has waited.
    lost = 1 - math.exp(-0.5)
    damp = [np.diag([1, math.sqrt(1 - lost)]), np.array([[0, math.sqrt(lost)], [0, 0]])]
    first = sum(c.run(c.gate(k, 1, 2), PAIRS[1]) for k in damp)
    expected = sum(after for _, after in c.swap(first, PAIRS[2]).values())
    found = repeaters.fading_station(c.qobj(PAIRS[1], 2), c.qobj(PAIRS[2], 2), memory=channels.amplitude_damping(lost))
    np.testing.assert_allclose(found.full(), expected, atol=1e-12)
    # Of perfect pairs a memory of two times leaves correlations e^(−t/T2) twice and e^(−t/T1); S takes the larger two.
    for wait in (0.0, 10, 50):
        found = entanglement.chsh(repeaters.fading_station(memory=repeaters.memory_channel(wait, t1=100, t2=50)))
        assert found == pytest.approx(2 * math.hypot(math.exp(-wait / 100), math.exp(-wait / 50)), abs=1e-9)
    assert repeaters.fading_station(memory=channels.identity()).tr() == pytest.approx(1)


def test_the_bound_on_a_chain():
    for eta in (0.5, 1e-4, 1e-20):
        assert repeaters.repeater_bound(eta, 0) == pytest.approx(-np.log1p(-eta) / math.log(2), rel=1e-12, abs=0)
        assert repeaters.repeater_bound(eta, 1) == pytest.approx(-math.log2(1 - math.sqrt(eta)), rel=1e-5, abs=0)
        assert repeaters.repeater_bound(eta, 3) == pytest.approx(-math.log2(1 - eta**0.25), rel=1e-9)
    assert repeaters.repeater_bound(1.0, 2) == math.inf and repeaters.repeater_bound(0.0, 2) == 0
    assert repeaters.repeater_bound([1e-4, 1e-8], [[0], [1], [2]]).shape == (3, 2)


@pytest.mark.parametrize("call, message", [
    (lambda: repeaters.best_plan(0.9, 4, target=0.9, order="first"), "order = 'first' is not allowed: one of 'any'"),
    (lambda: repeaters.purify_plan(0.9, 0), "links = 0 is not allowed"),
    (lambda: repeaters.purify_plan(0.9, 4, before=13), "before = 13 is not allowed: at most 12"),
    (lambda: repeaters.purify_plan(90, 4), "fidelity = 90 is not allowed: a number from 0 to 1; 90 % is 0.9"),
    (lambda: repeaters.measuring_station(basis="Y"), "basis = 'Y' is not allowed: 'Z' or 'X'"),
    (lambda: repeaters.fading_station(memory=channels.loss(0.1)), "memory = .* is not allowed: a qedu.channels.Channel that loses no qubit"),
    (lambda: repeaters.repeater_bound(0.1, -1), "stations = -1 is not allowed"),
])
def test_what_is_refused(call, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        call()
