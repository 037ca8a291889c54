"""Teleportation and swapping against a circuit of CNOT, Hadamard and measurements in plain NumPy, and closed forms."""

import itertools
import pickle

import numpy as np
import pytest
import qutip

from qedu import entanglement as ent
from tests.library.entanglement import circuit as c

RNG = np.random.default_rng(1811)
STATES = [c.random_rho(RNG, 1, rank) for rank in (1, 1, 2)]
PAIRS = [c.random_rho(RNG, 2, rank) for rank in (1, 2, 4)]
BITS = list(itertools.product((0, 1), repeat=2))


def teleport(rho, resource, m=1.0):
    """By bits: what Bob has before and after, times the probability, from the circuit on Alice's two qubits and Bob's."""
    found = {}
    total = np.kron(rho, resource)
    total = m * total + (1 - m) * c.white(total, (0, 1), 3)
    total = c.run(c.gate(c.H, 0, 3) @ c.cnot(0, 1, 3), total)
    for m1, m2 in BITS:
        bob = c.trace_out(c.project(total, {0: m1, 1: m2}, 3), [0, 1], 3)
        turned = bob
        if m2:
            turned = c.X @ turned @ c.X
        if m1:
            turned = c.Z @ turned @ c.Z
        found[m1, m2] = bob, turned
    return found


@pytest.mark.parametrize("m", [1.0, 0.7, 0.0])
@pytest.mark.parametrize("state, resource", list(itertools.product(range(3), range(3))))
def test_each_outcome_is_that_of_the_circuit(state, resource, m):
    rho, shared = STATES[state], PAIRS[resource]
    expected = teleport(rho, shared, m)
    outcomes = ent.teleport_outcomes(c.qobj(rho, 1), c.qobj(shared, 2), measurement=m)
    assert [(one.m1, one.m2) for one in outcomes] == BITS
    for one in outcomes:
        before, after = expected[one.m1, one.m2]
        assert one.probability == pytest.approx(np.trace(before).real, abs=1e-12)
        np.testing.assert_allclose(one.probability * one.before.full(), before, atol=1e-12)
        np.testing.assert_allclose(one.probability * one.after.full(), after, atol=1e-12)
    whole = ent.teleport(c.qobj(rho, 1), c.qobj(shared, 2), measurement=m)
    assert whole.dims == [[2], [2]]
    np.testing.assert_allclose(whole.full(), sum(after for _, after in expected.values()), atol=1e-12)


def test_bob_has_nothing_before_the_bits():
    for rho, shared in itertools.product(STATES, PAIRS):
        np.testing.assert_allclose(ent.bob_before(c.qobj(rho, 1), c.qobj(shared, 2)).full(), c.trace_out(shared, [0], 2), atol=1e-12)
    for rho, name in itertools.product(STATES, c.BELL):
        np.testing.assert_allclose(ent.bob_before(c.qobj(rho, 1), ent.bell(name)).full(), np.eye(2) / 2, atol=1e-12)


def test_through_phi_plus_the_state_itself_arrives():
    for rho in STATES:
        np.testing.assert_allclose(ent.teleport(c.qobj(rho, 1)).full(), rho, atol=1e-12)


def test_corrections_undo_what_each_bell_state_does():
    """Without a circuit: a Bell state other than Φ⁺ is a Pauli on Bob's side, and this turns it back."""
    gates = {"I": c.I2, "X": c.X, "Z": c.Z, "XZ": c.Z @ c.X}
    names = {(0, 0): "phi+", (0, 1): "psi+", (1, 0): "phi-", (1, 1): "psi-"}
    for bits, name in names.items():
        turned = np.kron(c.I2, gates[ent.corrections(*bits)]) @ c.BELL[name]
        assert abs(np.vdot(c.BELL["phi+"], turned)) == pytest.approx(1, abs=1e-12)
    # X and Z exchanged would pass for |0⟩ and |1⟩ alone.
    assert ent.corrections(1, 0) == "Z" and ent.corrections(0, 1) == "X"


def test_average_over_all_pure_states():
    """The six states of three bases are a 2-design, so their mean is that over the whole sphere."""
    sphere = [np.array(v) / np.linalg.norm(v) for v in ([1, 0], [0, 1], [1, 1], [1, -1], [1, 1j], [1, -1j])]
    for shared, m in itertools.product(PAIRS, (1.0, 0.6)):
        arrived = [sum(after for _, after in teleport(np.outer(v, v.conj()), shared, m).values()) for v in sphere]
        mean = np.mean([np.vdot(v, out @ v).real for v, out in zip(sphere, arrived)])
        assert ent.average_fidelity(c.qobj(shared, 2), measurement=m) == pytest.approx(mean, abs=1e-12)
    assert ent.average_fidelity() == pytest.approx(1, abs=1e-12)
    for f in (0.25, 0.5, 0.8):
        assert ent.average_fidelity(ent.werner(f)) == pytest.approx((2 * f + 1) / 3, abs=1e-12)


def test_classical_limit_by_measuring_and_preparing():
    """Measure in Z, tell the outcome, prepare it: the mean of cos⁴ + sin⁴ of half the angle over the sphere."""
    u = (np.arange(10**5) + 0.5) / 10**5 * 2 - 1                    # cos θ is uniform on the sphere
    assert ent.CLASSICAL_LIMIT == pytest.approx(np.mean(((1 + u) / 2) ** 2 + ((1 - u) / 2) ** 2), abs=1e-9)


@pytest.mark.parametrize("m", [1.0, 0.8])
def test_swaps_are_those_of_the_circuit(m):
    for one, two in ((0, 1), (1, 2), (2, 0)):
        expected = c.swap(PAIRS[one], PAIRS[two], m)
        outcomes = ent.swap_outcomes(c.qobj(PAIRS[one], 2), c.qobj(PAIRS[two], 2), measurement=m)
        for out in outcomes:
            before, after = expected[out.m1, out.m2]
            assert out.probability == pytest.approx(np.trace(before).real, abs=1e-12)
            np.testing.assert_allclose(out.probability * out.before.full(), before, atol=1e-12)
            np.testing.assert_allclose(out.probability * out.after.full(), after, atol=1e-12)
        whole = ent.swap(c.qobj(PAIRS[one], 2), c.qobj(PAIRS[two], 2), measurement=m)
        assert whole.dims == [[2, 2], [2, 2]]
        np.testing.assert_allclose(whole.full(), sum(after for _, after in expected.values()), atol=1e-12)


def test_two_bell_pairs_leave_the_bell_state_that_was_found():
    for out in ent.swap_outcomes(ent.bell(), ent.bell()):
        assert out.probability == pytest.approx(1 / 4, abs=1e-12)
        np.testing.assert_allclose(out.before.full(), np.outer(c.BELL[out.bell], c.BELL[out.bell]), atol=1e-12)
        assert out.correction == ent.corrections(out.m1, out.m2)


def test_werner_parameters_multiply():
    for f1, f2, m in ((0.95, 0.8, 1.0), (0.7, 0.25, 0.9), (0.1, 0.6, 0.5)):
        w = (4 * f1 - 1) / 3 * (4 * f2 - 1) / 3 * m
        found = ent.swap(ent.werner(f1), ent.werner(f2), measurement=m).full()
        np.testing.assert_allclose(found, c.werner((1 + 3 * w) / 4), atol=1e-12)


def test_a_chain_of_swaps_against_the_closed_form():
    chain = ent.werner(0.95)
    for links in range(2, 9):
        chain = ent.swap(chain, ent.werner(0.95), measurement=0.98)
        assert ent.werner_after_swaps(0.95, links, measurement=0.98) == pytest.approx(
            np.vdot(c.BELL["phi+"], chain.full() @ c.BELL["phi+"]).real, abs=1e-12)
    assert ent.werner_after_swaps(0.95, [1, 4, 8, 16]).round(3).tolist() == [0.95, 0.819, 0.682, 0.499]
    assert ent.werner_after_swaps([[0.9], [1.0]], [1, 2, 3]).shape == (2, 3)


def test_bits_that_never_occur_leave_no_state():
    zero = qutip.basis(2, 0)
    outcomes = ent.teleport_outcomes(zero, qutip.tensor(zero, zero))
    assert [one.probability for one in outcomes] == pytest.approx([0.5, 0, 0.5, 0]) and outcomes[1].before is outcomes[3].after is None
    assert "None" not in outcomes[1]._repr_html_()
    np.testing.assert_allclose(ent.teleport(zero, qutip.tensor(zero, zero)).full(), np.diag([1, 0]), atol=1e-12)
    swaps = ent.swap_outcomes(qutip.tensor(zero, zero), qutip.tensor(zero, zero))
    assert swaps[1].after is None and swaps[1].probability == 0


def test_ghz_states():
    for n in (2, 3, 5):
        amplitudes = np.zeros(2**n)
        amplitudes[[0, -1]] = 1 / c.R2
        assert ent.ghz(n).dims == [[2] * n, [1]] or ent.ghz(n).dims == [[2] * n, [1] * n]
        np.testing.assert_allclose(ent.ghz(n).full().ravel(), amplitudes, atol=1e-15)
        rest = c.trace_out(np.outer(amplitudes, amplitudes), [n // 2], n)
        np.testing.assert_allclose(ent.ghz_after_loss(n).full(), rest, atol=1e-15)
    two = ent.ghz_after_loss(4, lost=2)
    np.testing.assert_allclose(two.full(), np.diag([0.5, 0, 0, 0.5]), atol=1e-15)
    assert ent.concurrence(two) < 1e-12
    assert ent.ghz(10).shape == (1024, 1)
    with pytest.raises(ValueError, match="^parties = 11 is not allowed: at most 10"):
        ent.ghz(11)
    with pytest.raises(ValueError, match="lost = 3 is not allowed: fewer than the 3 parties"):
        ent.ghz_after_loss(3, lost=3)


def test_outcomes_are_values():
    plus = qutip.basis(2, 0)
    one, same, other = (ent.teleport_outcomes(plus, measurement=m) for m in (1, 1.0, 0.5))
    assert one == same and hash(one[2]) == hash(same[2]) and one != other and pickle.loads(pickle.dumps(one)) == one
    assert "before</th><td>0, 0, -1</td>" in one[1]._repr_html_() and "after</th><td>0, 0, 1</td>" in one[1]._repr_html_()
    assert repr(one[1]) == "TeleportOutcome(m1 0; m2 1; probability 0.25; correction X)"
    swaps = ent.swap_outcomes(ent.bell(), ent.werner(0.9))
    assert pickle.loads(pickle.dumps(swaps)) == swaps and "<caption>One outcome of entanglement swapping" in swaps[0]._repr_html_()
