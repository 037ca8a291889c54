"""Right answers to the C02 exercises, written in other ways than the solutions: every one must pass.

Names: exercise ID with underscores, two underscores, a word for the way it is written.
"""

import cmath
import math

import numpy as np
import qutip


def c02_ket_from_bloch__rotations(theta, phi):
    about_y = np.array([[math.cos(theta / 2), -math.sin(theta / 2)], [math.sin(theta / 2), math.cos(theta / 2)]])
    about_z = np.diag([cmath.exp(-0.5j * phi), cmath.exp(0.5j * phi)])
    return qutip.Qobj(about_z @ about_y) * qutip.basis(2, 0)        # another global phase, and a Qobj


def c02_ket_from_bloch__eigenvector(theta, phi):
    n = [math.sin(theta) * math.cos(phi), math.sin(theta) * math.sin(phi), math.cos(theta)]
    operator = np.array([[n[2], n[0] - 1j * n[1]], [n[0] + 1j * n[1], -n[2]]])
    return np.linalg.eigh(operator)[1][:, 1]


def c02_ket_from_bloch__list(theta, phi):
    return [cmath.exp(-0.5j * phi) * math.cos(0.5 * theta), cmath.exp(0.5j * phi) * math.sin(0.5 * theta)]


def c02_prob__matrix(state, basis):
    return np.abs(np.conj(np.array(basis)) @ state) ** 2


def c02_prob__expectation(state, basis):
    zero = qutip.Qobj(np.array(basis[0]).reshape(2, 1))
    p0 = qutip.expect(zero * zero.dag(), qutip.Qobj(np.array(state).reshape(2, 1)))
    return [p0, 1 - p0]


def c02_prob__by_hand(state, basis):
    result = []
    for b in basis:
        overlap = b[0].conjugate() * state[0] + b[1].conjugate() * state[1]
        result.append(overlap.real**2 + overlap.imag**2)
    return tuple(result)


def c02_measure__projected(state, basis, rng):
    overlaps = [np.vdot(b, state) for b in basis]
    outcome = int(rng.random() >= abs(overlaps[0]) ** 2)
    after = overlaps[outcome] * np.asarray(basis[outcome], dtype=complex)
    return outcome, after / np.linalg.norm(after)       # keeps the phase of the projection


def c02_measure__binomial(state, basis, rng):
    outcome = rng.binomial(1, abs(np.vdot(basis[1], state)) ** 2)
    return [outcome, list(basis[outcome])]


def c02_two_states__angles(overlap):
    gamma = math.acos(overlap)
    return math.cos((math.pi / 2 - gamma) / 2) ** 2


def c02_two_states__eigenvalues(overlap):
    one = np.array([overlap, math.sqrt(1 - overlap**2)])
    difference = np.diag([0.5, 0]) - 0.5 * np.outer(one, one)
    return 0.5 + 0.5 * np.abs(np.linalg.eigvalsh(difference)).sum()


def c02_debug_bases__relabel(state):
    r = 1 / math.sqrt(2)
    pairs = {"Y": ((r, r * 1j), (r, -r * 1j)), "X": ((r, r), (r, -r)), "Z": ((1, 0), (0, 1))}
    return {label: tuple(abs(np.vdot(ket, state)) ** 2 for ket in pair) for label, pair in pairs.items()}


def c02_debug_bases__bloch(state):
    a, b = state
    coherence = 2 * np.conj(a) * b
    vector = {"X": coherence.real, "Y": coherence.imag, "Z": abs(a) ** 2 - abs(b) ** 2}
    return {label: np.array([1 + component, 1 - component]) / 2 for label, component in vector.items()}


def c02_bits_out__table(kets, basis):
    table = np.abs(np.conj(np.array(kets)) @ np.array(basis).T) ** 2
    return table.max(axis=0).sum() / len(kets)


def c02_bits_out__bayes(kets, basis):
    rate = 0.0
    for outcome in basis:
        joint = [abs(np.vdot(outcome, ket)) ** 2 / len(kets) for ket in kets]
        frequency = sum(joint)
        rate += frequency * max(p / frequency for p in joint)
    return np.float64(rate)


def c02_tomography__density(counts):
    paulis = {"X": qutip.sigmax(), "Y": qutip.sigmay(), "Z": qutip.sigmaz()}
    rho = qutip.qeye(2) / 2
    for axis, (zeros, ones) in counts.items():
        rho = rho + 0.5 * (zeros - ones) / (zeros + ones) * paulis[axis]
    return rho.eigenstates()[1][-1]                     # the largest eigenvalue's state


def c02_tomography__amplitudes(counts):
    shares = {axis: pair[0] / sum(pair) for axis, pair in counts.items()}
    size0 = math.sqrt(shares["Z"])
    ket = np.array([size0, (shares["X"] - 0.5 + 1j * (shares["Y"] - 0.5)) / size0])
    return ket / np.linalg.norm(ket)
