"""Right answers to the C03 exercises, written in other ways than the solutions: every one must pass.

Names: exercise ID with underscores, two underscores, a word for the way it is written.
"""

import math

import numpy as np
import qutip

R = 1 / math.sqrt(2)
PAULIS = [np.array(m) for m in ([[0, 1], [1, 0]], [[0, -1j], [1j, 0]], [[1, 0], [0, -1]])]


def c03_mix__qutip(kets, weights):
    return sum(w * qutip.Qobj(np.asarray(ket).reshape(2, 1)).proj() for w, ket in zip(weights, kets))


def c03_mix__one_product(kets, weights):
    columns = np.array(kets).T
    return columns @ np.diag(weights) @ columns.conj().T


def c03_mix__arrow(kets, weights):
    rho = np.eye(2, dtype=complex) / 2
    for ket, weight in zip(kets, weights):
        for pauli in PAULIS:
            rho = rho + weight * np.vdot(ket, pauli @ ket) * pauli / 2
    return rho.tolist()


def c03_apply__qutip(kraus, rho):
    rho = qutip.Qobj(rho)
    return sum(qutip.Qobj(k) * rho * qutip.Qobj(k).dag() for k in kraus)


def c03_apply__einsum(kraus, rho):
    k = np.array(kraus)
    return np.einsum("kij,jl,kml->im", k, rho, k.conj())


def c03_apply__loop(kraus, rho):
    out = np.zeros((2, 2), dtype=complex)
    for k in kraus:
        out += np.dot(np.dot(k, rho), np.conjugate(np.transpose(k)))
    return out


def c03_compare__qutip(rho, psi):
    rho, psi = qutip.Qobj(rho), qutip.Qobj(np.asarray(psi).reshape(2, 1))
    return rho.purity(), qutip.expect(rho, psi), qutip.tracedist(rho, psi)


def c03_compare__arrows(rho, psi):
    def arrow(matrix):
        return np.array([np.trace(pauli @ matrix).real for pauli in PAULIS])

    r, s = arrow(rho), arrow(np.outer(psi, np.conj(psi)))
    return [(1 + r @ r) / 2, (1 + r @ s) / 2, np.linalg.norm(r - s) / 2]


def c03_compare__entries(rho, psi):
    purity = float(np.sum(np.abs(rho) ** 2))
    fidelity = float(np.vdot(psi, np.asarray(rho) @ psi).real)
    singular = np.linalg.svd(rho - np.outer(psi, np.conj(psi)), compute_uv=False)
    return purity, fidelity, 0.5 * singular.sum()


def c03_linear_cloner__matrix(image0, image1, psi):
    machine = np.stack([image0, image1], axis=1)
    return abs(np.kron(psi, psi).conj() @ machine @ psi) ** 2


def c03_linear_cloner__by_hand(image0, image1, psi):
    a, b = psi
    wanted = [a * a, a * b, b * a, b * b]
    overlap = sum(np.conj(w) * (a * x + b * y) for w, x, y in zip(wanted, image0, image1))
    return overlap.real**2 + overlap.imag**2


def c03_fit__arrows(counts):
    z = (counts["Z"][0] - counts["Z"][1]) / sum(counts["Z"])
    x = (counts["X"][0] - counts["X"][1]) / sum(counts["X"])
    return 1 - z, (1 - x / z) / 2


def c03_fit__search(counts):
    rate = {basis: wrong / (right + wrong) for basis, (right, wrong) in counts.items()}
    p = np.linspace(0, 1, 4001)[np.argmin(abs(np.linspace(0, 0.5, 4001) - rate["Z"]))]
    q = np.linspace(0, 0.5, 2001)
    return np.array([p, q[np.argmin(abs((1 - (1 - p) * (1 - 2 * q)) / 2 - rate["X"]))]])


def c03_probe__matrices(overlap):
    e0, e1 = np.array([1, 0]), np.array([overlap, math.sqrt(1 - overlap**2)])
    joint = R * (np.kron([1, 0], e0) + np.kron([0, 1], e1))
    bob = joint.reshape(2, 2) @ joint.reshape(2, 2).T
    error = np.array([R, -R]) @ bob @ np.array([R, -R])
    return error, 0.5 + np.linalg.norm(np.outer(e0, e0) - np.outer(e1, e1), "nuc") / 4


def c03_probe__angle(overlap):
    angle = math.acos(overlap)
    return math.sin(angle / 2) ** 2, math.cos(math.pi / 4 - angle / 2) ** 2


def _pole(d):
    """|0⟩ → |00⟩, |1⟩ → cos η|10⟩ + sin η|01⟩."""
    machine = np.zeros((4, 2))
    machine[0, 0], machine[2, 1], machine[1, 1] = 1, 1 - 2 * d, 2 * math.sqrt(d * (1 - d))
    return machine


def c03_cloner__turned(d):
    turn = np.array([[1, 1j], [1j, 1]]) * R          # a quarter turn about X takes Z to Y
    return np.kron(turn, turn) @ _pole(d) @ turn.conj().T


def c03_cloner__other_pole(d):
    y = np.array([[R, R], [-R * 1j, R * 1j]])         # |0⟩ → |−i⟩: the machine leaves the other circular state alone
    return qutip.Qobj(np.kron(y, y) @ _pole(d) @ y.conj().T)


def c03_cloner__with_a_machine(d):
    """The cloner of Fuchs et al. with one more qubit: Pauli errors X and Z with D(1 − D), Y with D²."""
    coefficients = {(0, 0): 1 - d, (0, 1): math.sqrt(d * (1 - d)), (1, 0): math.sqrt(d * (1 - d)), (1, 1): d}
    x, z = np.array([[0, 1], [1, 0]]), np.diag([1, -1])
    out = np.zeros((8, 2), dtype=complex)
    for (a, b), size in coefficients.items():
        pauli = np.linalg.matrix_power(x, a) @ np.linalg.matrix_power(z, b)
        # Eve's copy and machine in the Bell state that belongs to the error.
        bell = np.kron(np.eye(2), pauli) @ np.array([R, 0, 0, R])
        out += size * np.kron(pauli, bell.reshape(4, 1))
    return out
