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
    ones = 0
    for _ in range(n):
        outcome, after = states.measure(state, "Z", rng)
        assert states.overlap(after, states.basis("Z")[outcome]) == pytest.approx(1, abs=1e-12)
        ones += outcome
    assert abs(ones - n * p1) < 5.5 * math.sqrt(n * p1 * (1 - p1))


def test_sample_counts():
    """n = 10⁶, twice; each leaves ±6 standard deviations with probability 2e-9."""
    n, p0 = 10**6, math.cos(math.radians(20)) ** 2
    counts = states.sample(states.polarization(20), "Z", n, seed=3)
    assert counts.sum() == n and counts.shape == (2,)
    assert abs(counts[0] - n * p0) < 6 * math.sqrt(n * p0 * (1 - p0))
    np.testing.assert_array_equal(counts, states.sample(states.polarization(20), "Z", n, seed=3))
    assert states.sample(states.polarization(20), "Z", n, seed=np.random.default_rng(3))[0] == counts[0]


@pytest.mark.parametrize("angle", [0, 10, 22.5, 45, 80, 90])
@pytest.mark.parametrize("p0", [0.5, 0.2, 0, 1])
def test_helstrom_against_a_search_over_all_real_measurements(angle, p0):
    """Brute force: the best projective measurement at angle t, and both constant guesses."""
    t = np.linspace(0, math.pi, 200001)
    right = p0 * np.cos(t) ** 2 + (1 - p0) * np.sin(t - math.radians(angle)) ** 2
    best = max(right.max(), p0, 1 - p0)
    assert states.helstrom(states.polarization(0), states.polarization(angle), p0) == pytest.approx(best, abs=1e-9)


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


@pytest.mark.parametrize("call, argument", [
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
    (lambda: states.sample(states.ket(0), "Z", 0, seed=1), "shots"),
    (lambda: states.sample(states.ket(0), "Z", 1.5, seed=1), "shots"),
    (lambda: states.sample(states.ket(0), "Z", 10, seed=None), "seed"),
    (lambda: states.measure(states.ket(0), "Z", seed=-1), "seed"),
    (lambda: states.measure(states.ket(0), "Z", seed=True), "seed"),
    (lambda: states.square_root_guess([]), "states"),
])
def test_bad_arguments_are_named(call, argument):
    with pytest.raises(ValueError, match=rf"^{argument} = .* is not allowed: "):
        call()
