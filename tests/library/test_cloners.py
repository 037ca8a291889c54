"""Floor 0: the optimal cloners against state vectors in plain NumPy, bounds and published curves."""

import math

import numpy as np
import pytest
import qutip

from qedu import cloners, states

ERRORS = (0, 1e-6, 0.02, 0.1, 0.5 - 8**-0.5, 1 / 6, 0.3, 0.45, 0.5)
PHIS = np.linspace(0, 2 * math.pi, 9)
SPHERE = [(t, p) for t in (0, 0.4, math.pi / 2, 2.2, math.pi) for p in (0, 1.1, math.pi, 4.0)]


def amplitudes(theta, phi):
    return np.array([math.cos(theta / 2), np.exp(1j * phi) * math.sin(theta / 2)])


def reduced(vector, keep, qubits):
    """Partial trace of a pure state of qubits, by hand."""
    tensor = np.moveaxis(vector.reshape((2,) * qubits), keep, range(len(keep))).reshape(2**len(keep), -1)
    return tensor @ tensor.conj().T


def errors(vector, psi, qubits):
    """1 − fidelity of the first and of the second qubit with ψ."""
    return [1 - (psi.conj() @ reduced(vector, [k], qubits) @ psi).real for k in (0, 1)]


def h2(p):
    return sum(-x * math.log2(x) for x in (p, 1 - p) if x > 0)


def entropy(rho):
    values = np.linalg.eigvalsh(rho)
    return -sum(x * math.log2(x) for x in values if x > 1e-15)


@pytest.mark.parametrize("d", ERRORS)
@pytest.mark.parametrize("make", [cloners.universal, cloners.phase_covariant])
def test_they_are_isometries(make, d):
    v = make(d).full()
    np.testing.assert_allclose(v.conj().T @ v, np.eye(2), atol=1e-12)


@pytest.mark.parametrize("theta, phi", SPHERE)
def test_the_symmetric_universal_cloner_copies_every_state_with_five_sixths(theta, phi):
    psi = amplitudes(theta, phi)
    assert errors(cloners.universal().full() @ psi, psi, 3) == pytest.approx([1 / 6, 1 / 6], abs=1e-12)


def test_it_is_the_machine_of_buzek_and_hillery():
    """Bužek and Hillery (1996): |0⟩ → √(2/3)|00⟩|↑⟩ + √(1/3)|+⟩|↓⟩, |1⟩ → √(2/3)|11⟩|↓⟩ + √(1/3)|+⟩|↑⟩,
    |+⟩ = (|01⟩ + |10⟩)/√2: the same joint state of signal and copy."""
    plus = np.array([0, 1, 1, 0]) / math.sqrt(2)
    up, down = np.eye(2)
    theirs = np.stack([
        math.sqrt(2 / 3) * np.kron([1, 0, 0, 0], up) + math.sqrt(1 / 3) * np.kron(plus, down),
        math.sqrt(2 / 3) * np.kron([0, 0, 0, 1], down) + math.sqrt(1 / 3) * np.kron(plus, up)], axis=1)
    for theta, phi in SPHERE:
        psi = amplitudes(theta, phi)
        np.testing.assert_allclose(reduced(cloners.universal().full() @ psi, [0, 1], 3),
                                   reduced(theirs @ psi, [0, 1], 3), atol=1e-12)


@pytest.mark.parametrize("phi", PHIS)
def test_the_symmetric_phase_covariant_cloner_copies_the_circle_with_half_plus_one_over_root_eight(phi):
    """The real states cos φ|0⟩ + sin φ|1⟩ are the X–Z circle."""
    psi = np.array([math.cos(phi), math.sin(phi)])
    expected = 0.5 - 1 / math.sqrt(8)
    assert errors(cloners.phase_covariant().full() @ psi, psi, 2) == pytest.approx([expected] * 2, abs=1e-12)


@pytest.mark.parametrize("d", ERRORS)
def test_the_trade_off_of_the_universal_cloner_is_the_published_one(d):
    """D + d + √(Dd) = 1/2, the saturated inequality for unequal copies of Cerf and of Niu and Griffiths
    (review: Scarani et al. 2005)."""
    for theta, phi in SPHERE:
        psi = amplitudes(theta, phi)
        signal, copy = errors(cloners.universal(d).full() @ psi, psi, 3)
        assert signal == pytest.approx(d, abs=1e-12)
        # At the ends one error is a rounded zero, and its root is 1e-8.
        accuracy = 1e-7 if d in (0, 0.5) else 1e-9
        assert signal + copy + math.sqrt(abs(signal * copy)) == pytest.approx(0.5, abs=accuracy)


@pytest.mark.parametrize("d", ERRORS)
def test_the_trade_off_of_the_phase_covariant_cloner_is_the_published_one(d):
    """d = 1/2 − √(D(1 − D)): Fuchs et al. (1997); the two arrows' lengths lie on a circle."""
    for phi in PHIS:
        psi = np.array([math.cos(phi), math.sin(phi)])
        signal, copy = errors(cloners.phase_covariant(d).full() @ psi, psi, 2)
        assert signal == pytest.approx(d, abs=1e-12)
        assert copy == pytest.approx(0.5 - math.sqrt(d * (1 - d)), abs=1e-12)
        assert (1 - 2 * signal) ** 2 + (1 - 2 * copy) ** 2 == pytest.approx(1, abs=1e-12)


def test_the_phase_covariant_cloner_in_its_textbook_frame():
    """|0⟩|0⟩ → |00⟩, |1⟩|0⟩ → cos η|10⟩ + sin η|01⟩ (Niu and Griffiths 1999),
    turned from pole Z to pole Y."""
    eta = 0.7
    d = (1 - math.cos(eta)) / 2
    to_y = np.array([[1, 1], [1j, -1j]]) / math.sqrt(2)             # |0⟩ → |+i⟩, |1⟩ → |−i⟩
    textbook = np.zeros((4, 2))
    textbook[0, 0], textbook[2, 1], textbook[1, 1] = 1, math.cos(eta), math.sin(eta)
    expected = np.kron(to_y, to_y) @ textbook @ to_y.conj().T
    np.testing.assert_allclose(cloners.phase_covariant(d).full(), expected, atol=1e-12)


@pytest.mark.parametrize("make", [cloners.universal, cloners.phase_covariant])
@pytest.mark.parametrize("d", [0.05, 0.2])
def test_turning_the_input_turns_both_copies(make, d):
    """Covariance: about Y for the phase-covariant cloner, about any axis for the universal one."""
    angles = [(0.3, "y")] if make is cloners.phase_covariant else [(0.3, "y"), (1.1, "z"), (2.0, "x")]
    generators = {"x": np.array([[0, 1], [1, 0]]), "y": np.array([[0, -1j], [1j, 0]]), "z": np.diag([1, -1])}
    rho = np.array([[0.7, 0.1 - 0.2j], [0.1 + 0.2j, 0.3]])
    for angle, axis in angles:
        u = math.cos(angle / 2) * np.eye(2) - 1j * math.sin(angle / 2) * generators[axis]
        straight = cloners.clones(make(d), qutip.Qobj(rho))
        turned = cloners.clones(make(d), qutip.Qobj(u @ rho @ u.conj().T))
        for a, b in zip(straight, turned):
            np.testing.assert_allclose(b.full(), u @ a.full() @ u.conj().T, atol=1e-12)


def test_the_universal_cloner_only_shortens_the_bloch_vector():
    """Symmetric copies have arrows of 2/3 of the length."""
    for theta, phi in SPHERE:
        for copy in cloners.clones(cloners.universal(), states.ket(theta, phi)):
            arrow = states.bloch_vector(states.ket(theta, phi))
            np.testing.assert_allclose(states.bloch_vector(copy), arrow * 2 / 3, atol=1e-12)


def largest_fidelity(kets, weight=0.5):
    """No machine exceeds this average of F(signal)·weight + F(copy)·(1 − weight): 2 × the largest eigenvalue
    of R = average of ψ*ψ*† ⊗ (weight·ψψ† ⊗ 1 + (1 − weight)·1 ⊗ ψψ†), as it is tr(J R) with a Choi operator
    J of trace 2."""
    total = 0
    for psi in kets:
        p = np.outer(psi, psi.conj())
        signal, copy = np.kron(p, np.eye(2)), np.kron(np.eye(2), p)
        total = total + np.kron(p.conj(), weight * signal + (1 - weight) * copy)
    return 2 * np.linalg.eigvalsh(total / len(kets))[-1]


def test_no_machine_does_better_for_the_six_states():
    six = [states.basis(axis)[k].full().ravel() for axis in "ZXY" for k in (0, 1)]
    assert largest_fidelity(six) == pytest.approx(5 / 6, abs=1e-12)


def test_no_machine_does_better_for_the_four_states():
    four = [np.array(v) / np.linalg.norm(v) for v in ([1, 0], [0, 1], [1, 1], [1, -1])]
    assert largest_fidelity(four) == pytest.approx(0.5 + 8**-0.5, abs=1e-12)


@pytest.mark.parametrize("d", [0.02, 0.1, 1 / 6, 0.3, 0.45])
def test_no_machine_does_better_at_any_trade_off(d):
    """Each point of a published curve touches the straight line that no machine can cross: the weight is that
    of the curve's tangent there, found by hand (a² + ab + b² = 1; a circle)."""
    b = math.sqrt(2 * d)
    a = (math.sqrt(4 - 3 * b**2) - b) / 2
    sides = a * (a + 2 * b), b * (2 * a + b)
    six = [states.basis(axis)[k].full().ravel() for axis in "ZXY" for k in (0, 1)]
    check_touch(cloners.universal(d).full(), 3, six, sides[0] / sum(sides))
    sides = 1 - 2 * d, 2 * math.sqrt(d * (1 - d))
    four = [np.array(v) / np.linalg.norm(v) for v in ([1, 0], [0, 1], [1, 1], [1, -1])]
    check_touch(cloners.phase_covariant(d).full(), 2, four, sides[0] / sum(sides))


def check_touch(v, qubits, kets, weight):
    wrong = np.mean([errors(v @ psi, psi, qubits) for psi in kets], axis=0)
    reached = 1 - (weight * wrong[0] + (1 - weight) * wrong[1])
    assert reached == pytest.approx(largest_fidelity(kets, weight), abs=1e-12)


def test_what_eve_learns_from_the_phase_covariant_cloner():
    """Best guess ½ + √(D(1−D)) and information 1 − h of it, in Z and in X (Fuchs et al. 1997)."""
    for d in (0.02, 0.11, 0.1464466, 0.3):
        v = cloners.phase_covariant(d).full()
        for pair in ([[1, 0], [0, 1]], np.array([[1, 1], [1, -1]]) / math.sqrt(2)):
            rho0, rho1 = (reduced(v @ np.array(psi), [1], 2) for psi in pair)
            values, vectors = np.linalg.eigh((rho0 - rho1) / 2)
            guess = 0.5 + abs(values).sum() / 2
            assert guess == pytest.approx(0.5 + math.sqrt(d * (1 - d)), abs=1e-12)
            odds = np.array([[(x.conj() @ rho @ x).real for x in vectors.T] for rho in (rho0, rho1)]) / 2
            information = (h2(0.5) + sum(-p * math.log2(p) for p in odds.sum(axis=0))
                           - sum(-p * math.log2(p) for p in odds.ravel() if p > 0))
            assert information == pytest.approx(1 - h2(0.5 + math.sqrt(d * (1 - d))), abs=1e-9)


def test_what_eve_learns_from_the_universal_cloner():
    """DESIGN's anchors 0.3984, 0.8333 and 0.5575, with her machine measured too."""
    v = cloners.universal().full()
    rho0, rho1 = (reduced(v @ psi, [1, 2], 3) for psi in np.eye(2))
    values, vectors = np.linalg.eigh((rho0 - rho1) / 2)
    assert 0.5 + abs(values).sum() / 2 == pytest.approx(5 / 6, abs=1e-12)
    # Inside the kernel of the difference, the eigenvectors of ρ₀.
    kernel = vectors[:, abs(values) < 1e-9]
    inside = kernel @ np.linalg.eigh(kernel.conj().T @ rho0 @ kernel)[1] if kernel.size else kernel
    frame = np.concatenate([vectors[:, abs(values) >= 1e-9], inside], axis=1)
    odds = np.array([[(x.conj() @ rho @ x).real for x in frame.T] for rho in (rho0, rho1)]).clip(0) / 2
    information = 1 + sum(-p * math.log2(p) for p in odds.sum(axis=0) if p > 1e-15) \
        - sum(-p * math.log2(p) for p in odds.ravel() if p > 1e-15)
    assert information == pytest.approx(0.3984, abs=5e-5)
    assert entropy((rho0 + rho1) / 2) - (entropy(rho0) + entropy(rho1)) / 2 == pytest.approx(0.5575, abs=5e-5)


def test_clones_are_the_partial_traces():
    for cloner, qubits in ((cloners.universal(0.1), 3), (cloners.phase_covariant(0.1), 2)):
        for theta, phi in SPHERE:
            vector = cloner.full() @ amplitudes(theta, phi)
            for k, copy in enumerate(cloners.clones(cloner, states.ket(theta, phi))):
                np.testing.assert_allclose(copy.full(), reduced(vector, [k], qubits), atol=1e-12)
    mixed = cloners.clones(cloners.universal(), qutip.qeye(2) / 2)
    assert all((copy - qutip.qeye(2) / 2).norm() < 1e-12 for copy in mixed)


def test_the_ends_are_no_copy_and_no_signal():
    psi = states.ket(1.1)
    for make in (cloners.universal, cloners.phase_covariant):
        assert states.fidelity(cloners.clones(make(0), psi)[0], psi) == pytest.approx(1, abs=1e-12)
        assert states.fidelity(cloners.clones(make(0.5), psi)[1], psi) == pytest.approx(1, abs=1e-12)


def test_an_eve_who_keeps_the_photon_sends_bob_always_the_same():
    """White noise from one machine, and from the other |+i⟩, which is no noise at all."""
    for make, sent in ((cloners.universal, np.eye(2) / 2), (cloners.phase_covariant, np.array([[1, -1j], [1j, 1]]) / 2)):
        for theta, phi in SPHERE:
            signal, _ = cloners.clones(make(0.5), states.ket(theta, phi))
            np.testing.assert_allclose(signal.full(), sent, atol=1e-12)


@pytest.mark.parametrize("call, argument", [
    (lambda: cloners.universal(0.51), "qber"),
    (lambda: cloners.universal(-1e-9), "qber"),
    (lambda: cloners.phase_covariant(0.6), "qber"),
    (lambda: cloners.phase_covariant(float("nan")), "qber"),
    (lambda: cloners.phase_covariant("half"), "qber"),
    (lambda: cloners.clones(qutip.qeye(2), states.ket(0)), "cloner"),
    (lambda: cloners.clones(np.eye(4)[:, :2], states.ket(0)), "cloner"),
    (lambda: cloners.clones(0.5 * cloners.universal(), states.ket(0)), "cloner"),
    (lambda: cloners.clones(qutip.Qobj(np.eye(6)[:, :2], dims=[[2, 3], [2]]), states.ket(0)), "cloner"),
    (lambda: cloners.clones(math.nan * cloners.universal(), states.ket(0)), "cloner"),
    (lambda: cloners.clones(cloners.universal(), 2 * states.ket(0)), "state"),
    (lambda: cloners.clones(cloners.universal(), qutip.basis(3, 0)), "state"),
])
def test_bad_arguments_are_named(call, argument):
    with pytest.raises(ValueError, match=rf"^{argument} = .* is not allowed: "):
        call()


def test_clones_tells_signal_copy_and_the_rest_apart():
    """A cloner that is none: the signal passes, the copy is |1⟩, a third qubit is |+⟩."""
    plus = qutip.Qobj([[1], [1]]).unit()
    machine = qutip.tensor(qutip.qeye(2), qutip.basis(2, 1), plus)
    machine = qutip.Qobj(machine.full(), dims=[[2, 2, 2], [2]])
    psi = states.ket(0.7, 0.4)
    signal, copy = cloners.clones(machine, psi)
    np.testing.assert_allclose(signal.full(), psi.proj().full(), atol=1e-12)
    np.testing.assert_allclose(copy.full(), np.diag([0, 1]), atol=1e-12)
    assert signal.dims == copy.dims == [[2], [2]]
    mixed = cloners.clones(machine, qutip.Qobj(np.diag([0.7, 0.3])))[0]
    np.testing.assert_allclose(mixed.full(), np.diag([0.7, 0.3]), atol=1e-12)


@pytest.mark.parametrize("off, fine", [(1.8e-6, True), (2.2e-6, False)])
def test_an_isometry_from_a_print_out_is_mended(off, fine):
    machine = cloners.phase_covariant(0.1)
    worn = math.sqrt(1 + off) * machine
    if not fine:
        with pytest.raises(ValueError, match=r"this has V†V off by 2.2e-06$"):
            cloners.clones(worn, states.ket(0.7))
        return
    for part, whole in zip(cloners.clones(worn, states.ket(0.7)), cloners.clones(machine, states.ket(0.7))):
        assert part.tr() == pytest.approx(1, abs=1e-14) and (part - whole).norm() < 1e-14
    lopsided = machine * qutip.Qobj(np.diag([math.sqrt(1 + off), 1]))
    for part, whole in zip(cloners.clones(lopsided, states.ket(0.7)), cloners.clones(machine, states.ket(0.7))):
        assert part.tr() == pytest.approx(1, abs=1e-14) and (part - whole).norm() < 1e-5
