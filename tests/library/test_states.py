"""Floor 0: states and measurements against plain state-vector arithmetic."""

import math

import numpy as np
import pytest
import qutip

from qedu import states

ANGLES = np.random.default_rng(20).uniform([0, -math.pi], [math.pi, math.pi], (40, 2))


def vector(theta, phi):
    """Bloch vector by trigonometry (Nielsen and Chuang, section 1.2)."""
    return np.array([math.sin(theta) * math.cos(phi), math.sin(theta) * math.sin(phi), math.cos(theta)])


@pytest.mark.parametrize("theta, phi", ANGLES)
def test_ket_lies_where_its_angles_say(theta, phi):
    state = states.ket(theta, phi)
    assert state.norm() == pytest.approx(1, abs=1e-12)
    np.testing.assert_allclose(states.bloch_vector(state), vector(theta, phi), atol=1e-12)


def test_ket_has_the_textbook_amplitudes():
    np.testing.assert_allclose(states.ket(math.pi / 3, math.pi / 2).full().ravel(),
                               [math.cos(math.pi / 6), 1j * math.sin(math.pi / 6)], atol=1e-15)


@pytest.mark.parametrize("angle", [-30, 0, 17, 45, 90, 135, 200])
def test_polarization_doubles_the_angle(angle):
    np.testing.assert_allclose(states.bloch_vector(states.polarization(angle)),
                               vector(math.radians(2 * angle), 0), atol=1e-12)


def test_named_bases_are_the_eigenstates_of_the_pauli_operators():
    for name, pauli in (("Z", qutip.sigmaz()), ("x", qutip.sigmax()), ("Y", qutip.sigmay())):
        for outcome, state in enumerate(states.basis(name)):
            residue = (pauli * state - (-1) ** outcome * state).norm()
            assert residue < 1e-12, (name, outcome)


@pytest.mark.parametrize("theta, phi", ANGLES[:10])
def test_born_rule_is_half_one_plus_the_cosine(theta, phi):
    axis = 3.7 * vector(*ANGLES[11])                  # any length will do
    expected = (1 + vector(theta, phi) @ vector(*ANGLES[11])) / 2
    p = states.probabilities(states.ket(theta, phi), axis)
    assert p.shape == (2,) and p.sum() == pytest.approx(1, abs=1e-15)
    assert p[0] == pytest.approx(expected, abs=1e-12)


def test_born_rule_needs_the_conjugate():
    """⟨Y+|Y+⟩ is 1 with the bra's conjugate and 0 without it."""
    assert states.probabilities(states.basis("Y")[0], "Y")[0] == pytest.approx(1, abs=1e-12)


def test_mixture_has_no_interference():
    plus, mixture = states.basis("X")[0], qutip.qeye(2) / 2
    np.testing.assert_allclose(states.probabilities(plus, "Z"), states.probabilities(mixture, "Z"), atol=1e-12)
    np.testing.assert_allclose(states.probabilities(plus, "X"), [1, 0], atol=1e-12)
    np.testing.assert_allclose(states.probabilities(mixture, "X"), [0.5, 0.5], atol=1e-12)
    np.testing.assert_allclose(states.bloch_vector(mixture), 0, atol=1e-12)


def test_measure_prepares_what_it_finds_with_born_frequencies():
    """n = 4,000; the count leaves ±5.5 standard deviations with probability 4e-8."""
    rng, n = np.random.default_rng(5), 4000
    state, p1 = states.polarization(30), math.sin(math.radians(30)) ** 2
    ones, kets = 0, [np.array([[1], [0]]), np.array([[0], [1]])]
    for _ in range(n):
        outcome, after = states.measure(state, "Z", seed=rng)
        assert abs(np.vdot(after.full(), kets[outcome])) > 1 - 1e-12
        ones += outcome
    assert abs(ones - n * p1) < 5.5 * math.sqrt(n * p1 * (1 - p1))


def test_sample_counts():
    """n = 10⁶, twice; each leaves ±6 standard deviations with probability 2e-9."""
    n, p0 = 10**6, math.cos(math.radians(20)) ** 2
    counts = states.sample(states.polarization(20), "Z", shots=n, seed=3)
    assert counts.sum() == n and counts.shape == (2,)
    assert abs(counts[0] - n * p0) < 6 * math.sqrt(n * p0 * (1 - p0))
    np.testing.assert_array_equal(counts, states.sample(states.polarization(20), "Z", shots=n, seed=3))
    assert states.sample(states.polarization(20), "Z", shots=n, seed=np.random.default_rng(3))[0] == counts[0]


@pytest.mark.parametrize("angle", [0, 10, 22.5, 45, 80, 90])
@pytest.mark.parametrize("p0", [0.5, 0.2, 0, 1])
def test_helstrom_against_a_search_over_all_real_measurements(angle, p0):
    """Brute force: the best projective measurement at angle t, and both constant guesses."""
    t = np.linspace(0, math.pi, 200001)
    right = p0 * np.cos(t) ** 2 + (1 - p0) * np.sin(t - math.radians(angle)) ** 2
    best = max(right.max(), p0, 1 - p0)
    assert states.helstrom(states.polarization(0), states.polarization(angle), p0=p0) == pytest.approx(best, abs=1e-9)


def test_helstrom_anchor():
    assert states.helstrom(*[states.polarization(a) for a in (0, 45)]) == pytest.approx(0.5 + 8**-0.5, abs=1e-12)


@pytest.mark.parametrize("bits", [0, 1, 2, 3])
def test_a_qubit_carries_at_most_one_bit(bits):
    """2/2ⁿ: Nayak, FOCS 1999; N states on a great circle reach it."""
    n = 2**bits
    kets = [states.ket(2 * math.pi * k / n) for k in range(n)]
    assert states.square_root_guess(kets) == pytest.approx(min(1, 2 / n), abs=1e-12)


def test_square_root_measurement_of_two_states_is_helstroms():
    pair = states.ket(0.3, 1.0), states.ket(1.4, -0.7)
    assert states.square_root_guess(pair) == pytest.approx(states.helstrom(*pair), abs=1e-12)


def test_overlap():
    assert states.overlap(states.ket(0.3, 0.2), 1j * states.ket(0.3, 0.2)) == pytest.approx(1, abs=1e-12)
    assert states.overlap(states.ket(0), states.ket(math.pi)) < 1e-12
    assert states.overlap(states.polarization(10), states.polarization(40)) == pytest.approx(math.cos(math.pi / 6))


def random_density(rng, levels, rank):
    """A random state of a given rank, as an array."""
    g = rng.normal(size=(levels, rank)) + 1j * rng.normal(size=(levels, rank))
    return g @ g.conj().T / np.trace(g @ g.conj().T).real


DENSITIES = [random_density(np.random.default_rng(7), levels, rank)
             for levels, rank in ((2, 1), (2, 2), (2, 2), (4, 1), (4, 2), (4, 4))]
PAIRS = [(a, b) for a in DENSITIES for b in DENSITIES if a.shape == b.shape]


def test_mixture_is_the_weighted_sum():
    kets = [np.array([1, 0]), np.array([0.6, 0.8j]), np.array([1, -1]) / math.sqrt(2)]
    weights = [0.5, 0.3, 0.2]
    expected = sum(w * np.outer(v, v.conj()) for w, v in zip(weights, kets))
    made = states.mixture([qutip.Qobj(v.reshape(2, 1)) for v in kets], weights)
    np.testing.assert_allclose(made.full(), expected, atol=1e-15)
    equal = states.mixture([qutip.Qobj(v.reshape(2, 1)) for v in kets])
    np.testing.assert_allclose(equal.full(), sum(np.outer(v, v.conj()) for v in kets) / 3, atol=1e-15)
    np.testing.assert_allclose(states.mixture([states.ket(0)]).full(), np.diag([1, 0]), atol=1e-15)
    rhos = [qutip.Qobj(rho) for rho in DENSITIES[4:]]
    np.testing.assert_allclose(states.mixture(rhos, (0.25, 0.75)).full(),
                               0.25 * DENSITIES[4] + 0.75 * DENSITIES[5], atol=1e-15)


def test_different_mixtures_of_the_same_density_operator():
    """Z, X and Y pairs in equal parts, and three states at 120°, all give I/2."""
    for pair in ("Z", "X", "Y"):
        np.testing.assert_allclose(states.mixture(states.basis(pair)).full(), np.eye(2) / 2, atol=1e-15)
    trine = [states.ket(angle) for angle in (0, 2 * math.pi / 3, 4 * math.pi / 3)]
    np.testing.assert_allclose(states.mixture(trine).full(), np.eye(2) / 2, atol=1e-15)


@pytest.mark.parametrize("rho", DENSITIES)
def test_purity_is_the_sum_of_squared_entries(rho):
    assert states.purity(qutip.Qobj(rho)) == pytest.approx((abs(rho) ** 2).sum(), abs=1e-12)


def test_purity_of_a_ket_and_of_its_projector_is_one():
    for psi in (states.ket(1.0, 2.0), qutip.bell_state("01")):
        assert states.purity(psi) == states.purity(psi.proj()) == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize("r", [0, 0.3, 1])
def test_purity_of_a_qubit_by_its_arrow(r):
    rho = states.mixture(states.basis((1, 2, 2)), [(1 + r) / 2, (1 - r) / 2])
    assert states.purity(rho) == pytest.approx((1 + r**2) / 2, abs=1e-12)


@pytest.mark.parametrize("rho, sigma", PAIRS)
def test_fidelity_by_roots_of_matrices(rho, sigma):
    """Uhlmann's formula by NumPy: (tr √(√ρ σ √ρ))², with the eigenvalues of ρσ, which are the same."""
    values = np.linalg.eigvals(rho @ sigma).real.clip(0)
    rank = min(np.linalg.matrix_rank(rho), np.linalg.matrix_rank(sigma))
    expected = np.sqrt(np.sort(values)[-rank:]).sum() ** 2
    assert states.fidelity(qutip.Qobj(rho), qutip.Qobj(sigma)) == pytest.approx(expected, abs=1e-10)
    assert states.fidelity(qutip.Qobj(rho), qutip.Qobj(sigma)) == pytest.approx(
        qutip.fidelity(qutip.Qobj(rho), qutip.Qobj(sigma)) ** 2, abs=1e-6)


@pytest.mark.parametrize("rho, sigma", [(a, b) for a, b in PAIRS if len(a) == 2])
def test_fidelity_and_trace_distance_of_qubits_in_closed_form(rho, sigma):
    """F = tr ρσ + 2√(det ρ det σ) (Jozsa 1994); T is half the distance of the arrows."""
    dets = [np.linalg.det(m).real for m in (rho, sigma)]
    root = math.sqrt(math.prod(det if det > 1e-12 else 0 for det in dets))
    f = states.fidelity(qutip.Qobj(rho), qutip.Qobj(sigma))
    assert f == pytest.approx(np.trace(rho @ sigma).real + 2 * root, abs=1e-9)
    difference = rho - sigma
    arrow = [2 * difference[0, 1].real, -2 * difference[0, 1].imag,
             (difference[0, 0] - difference[1, 1]).real]
    t = states.trace_distance(qutip.Qobj(rho), qutip.Qobj(sigma))
    assert t == pytest.approx(math.hypot(*arrow) / 2, abs=1e-12)
    assert 1 - math.sqrt(f) - 1e-9 <= t <= math.sqrt(1 - f) + 1e-9        # Fuchs and van de Graaf


@pytest.mark.parametrize("theta, phi", ANGLES[:6])
def test_fidelity_is_squared(theta, phi):
    """|⟨0|ψ⟩|² = cos²(θ/2), and the state itself is at trace distance sin(θ/2)."""
    zero, psi = states.ket(0), states.ket(theta, phi)
    assert states.fidelity(zero, psi) == pytest.approx(math.cos(theta / 2) ** 2, abs=1e-12)
    assert states.fidelity(zero.proj(), psi) == pytest.approx(math.cos(theta / 2) ** 2, abs=1e-12)
    assert states.trace_distance(zero, psi) == pytest.approx(math.sin(theta / 2), abs=1e-12)


def test_the_same_state_and_orthogonal_states():
    for rho in DENSITIES:
        assert states.fidelity(qutip.Qobj(rho), qutip.Qobj(rho)) == pytest.approx(1, abs=1e-12)
        assert states.trace_distance(qutip.Qobj(rho), qutip.Qobj(rho)) < 1e-12
    bells = qutip.bell_state("00"), qutip.bell_state("11")
    assert states.fidelity(*bells) < 1e-12
    assert states.trace_distance(*bells) == pytest.approx(1, abs=1e-12)


def test_trace_distance_is_what_helstrom_needs():
    pair = states.ket(0.3, 1.0), states.mixture(states.basis("X"), [0.8, 0.2])
    assert states.helstrom(*pair) == pytest.approx((1 + states.trace_distance(*pair)) / 2, abs=1e-12)


@pytest.mark.parametrize("call, argument", [
    (lambda: states.mixture([]), "states"),
    (lambda: states.mixture(None), "states"),
    (lambda: states.mixture(states.ket(0)), "states"),
    (lambda: states.mixture(states.basis("Z"), 0.5), "weights"),
    (lambda: states.mixture([states.ket(0), 3]), "states"),
    (lambda: states.mixture([states.ket(0), qutip.basis(3, 0)]), "states"),
    (lambda: states.mixture(states.basis("Z"), [0.5, 0.6]), "weights"),
    (lambda: states.mixture(states.basis("Z"), [1.5, -0.5]), "weights"),
    (lambda: states.mixture(states.basis("Z"), [1]), "weights"),
    (lambda: states.purity(qutip.sigmax()), "state"),
    (lambda: states.purity(np.eye(2) / 2), "state"),
    (lambda: states.purity(qutip.Qobj(np.diag([1.4, -0.4]))), "state"),
    (lambda: states.bloch_vector(qutip.Qobj(np.diag([1.4, -0.4]))), "state"),
    (lambda: states.purity(qutip.Qobj([[0.5, 0.5, 0], [0, 0.5, 0]])), "state"),
    (lambda: states.purity(qutip.Qobj([[1, 1], [0, 0]])), "state"),
    (lambda: states.fidelity(states.ket(0), qutip.basis(3, 0)), "state1"),
    (lambda: states.fidelity(2 * states.ket(0), states.ket(0)), "state0"),
    (lambda: states.fidelity(states.ket(0).dag(), states.ket(0)), "state0"),
    (lambda: states.trace_distance(states.ket(0), "zero"), "state1"),
    (lambda: states.trace_distance(states.ket(0), qutip.bell_state("00")), "state1"),
    (lambda: states.ket(float("nan")), "theta"),
    (lambda: states.ket(0, float("inf")), "phi"),
    (lambda: states.basis("W"), "axis"),
    (lambda: states.basis((0, 0, 0)), "axis"),
    (lambda: states.basis((0, float("nan"), 1)), "axis"),
    (lambda: states.basis((1, 0)), "axis"),
    (lambda: states.basis(3), "axis"),
    (lambda: states.bloch_vector([1, 0]), "state"),
    (lambda: states.bloch_vector(2 * states.ket(0)), "state"),
    (lambda: states.bloch_vector(qutip.Qobj([[2, 0], [0, -1]])), "state"),
    (lambda: states.bloch_vector(qutip.Qobj([[1, 1], [0, 0]])), "state"),
    (lambda: states.bloch_vector(qutip.basis(3, 0)), "state"),
    (lambda: states.probabilities("up", "Z"), "state"),
    (lambda: states.overlap(qutip.qeye(2) / 2, states.ket(0)), "state0"),
    (lambda: states.helstrom(states.ket(0), 7), "state1"),
    (lambda: states.helstrom(states.ket(0), states.ket(1), p0=1.1), "p0"),
    (lambda: states.sample(states.ket(0), "Z", shots=0, seed=1), "shots"),
    (lambda: states.sample(states.ket(0), "Z", shots=1.5, seed=1), "shots"),
    (lambda: states.sample(states.ket(0), "Z", shots=10, seed=None), "seed"),
    (lambda: states.measure(states.ket(0), "Z", seed=-1), "seed"),
    (lambda: states.measure(states.ket(0), "Z", seed=True), "seed"),
    (lambda: states.square_root_guess([]), "states"),
])
def test_bad_arguments_are_named(call, argument):
    with pytest.raises(ValueError, match=rf"^{argument} = .* is not allowed: "):
        call()
