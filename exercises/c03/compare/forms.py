import math

import numpy as np
import qutip

PAULIS = [np.array(m) for m in ([[0, 1], [1, 0]], [[0, -1j], [1j, 0]], [[1, 0], [0, -1]])]


def _figures(rho, psi):
    difference = np.asarray(rho) - np.outer(psi, np.conj(psi))
    return [np.trace(rho @ rho).real, np.vdot(psi, rho @ psi).real,
            abs(np.linalg.eigvalsh(difference)).sum() / 2, difference]


def _three(rho, psi):
    difference = rho - np.outer(psi, np.conj(psi))
    return np.trace(rho @ rho).real, np.vdot(psi, rho @ psi).real, abs(np.linalg.eigvalsh(difference)).sum() / 2


def right__qutip(rho, psi):
    rho, psi = qutip.Qobj(rho), qutip.Qobj(np.asarray(psi).reshape(2, 1))
    return rho.purity(), qutip.expect(rho, psi), qutip.tracedist(rho, psi)


def right__arrows(rho, psi):
    def arrow(matrix):
        return np.array([np.trace(pauli @ matrix).real for pauli in PAULIS])

    r, s = arrow(rho), arrow(np.outer(psi, np.conj(psi)))
    return [(1 + r @ r) / 2, (1 + r @ s) / 2, np.linalg.norm(r - s) / 2]


def right__entries(rho, psi):
    purity = float(np.sum(np.abs(rho) ** 2))
    fidelity = float(np.vdot(psi, np.asarray(rho) @ psi).real)
    singular = np.linalg.svd(rho - np.outer(psi, np.conj(psi)), compute_uv=False)
    return purity, fidelity, 0.5 * singular.sum()


def no_half__eigenvalues(rho, psi):
    purity, fidelity, distance, difference = _figures(rho, psi)
    return purity, fidelity, abs(np.linalg.eigvalsh(difference)).sum()


def no_half__norm(rho, psi):
    purity, fidelity, _, difference = _figures(rho, psi)
    return purity, fidelity, np.linalg.norm(difference, "nuc")


def signs_cancel__trace(rho, psi):
    purity, fidelity, _, difference = _figures(rho, psi)
    return purity, fidelity, abs(np.trace(difference)) / 2


def signs_cancel__sum(rho, psi):
    purity, fidelity, _, difference = _figures(rho, psi)
    return purity, fidelity, 0.5 * abs(sum(np.linalg.eigvalsh(difference)))


def frobenius__norm(rho, psi):
    purity, fidelity, _, difference = _figures(rho, psi)
    return purity, fidelity, np.linalg.norm(difference)


def frobenius__half(rho, psi):
    purity, fidelity, _, difference = _figures(rho, psi)
    return purity, fidelity, math.sqrt((abs(difference) ** 2).sum()) / 2


def root_fidelity__qutip(rho, psi):
    purity, _, distance, _ = _figures(rho, psi)
    return purity, qutip.fidelity(qutip.Qobj(np.asarray(psi).reshape(2, 1)), qutip.Qobj(rho)), distance


def root_fidelity__root(rho, psi):
    purity, fidelity, distance, _ = _figures(rho, psi)
    return purity, fidelity**0.5, distance


def no_conjugate__product(rho, psi):
    purity, _, distance, _ = _figures(rho, psi)
    return purity, psi @ rho @ psi, distance


def no_conjugate__dot(rho, psi):
    purity, _, distance, _ = _figures(rho, psi)
    return purity, np.dot(psi, np.dot(rho, psi)), distance


def squared_entries__trace(rho, psi):
    _, fidelity, distance, _ = _figures(rho, psi)
    return np.trace(np.asarray(rho) ** 2), fidelity, distance


def squared_entries__sum(rho, psi):
    _, fidelity, distance, _ = _figures(rho, psi)
    return (np.asarray(rho) * np.asarray(rho)).sum(), fidelity, distance


def trace_squared__trace(rho, psi):
    _, fidelity, distance, _ = _figures(rho, psi)
    return np.trace(rho).real ** 2, fidelity, distance


def trace_squared__eigenvalues(rho, psi):
    _, fidelity, distance, _ = _figures(rho, psi)
    return sum(np.linalg.eigvalsh(rho)) ** 2, fidelity, distance


def order__purity_and_fidelity(rho, psi):
    purity, fidelity, distance = _three(rho, psi)
    return fidelity, purity, distance


def order__reversed(rho, psi):
    return list(_three(rho, psi))[::-1]


def from_fidelity__root(rho, psi):
    purity, fidelity, _ = _three(rho, psi)
    return purity, fidelity, np.sqrt(1 - fidelity)


def from_fidelity__rest(rho, psi):
    purity, fidelity, _ = _three(rho, psi)
    return purity, fidelity, 1 - fidelity


def overlap_of_matrices__norm(rho, psi):
    purity, _, distance = _three(rho, psi)
    return purity, np.linalg.norm(rho @ psi) ** 2, distance


def overlap_of_matrices__square(rho, psi):
    purity, _, distance = _three(rho, psi)
    return purity, np.vdot(psi, rho @ rho @ psi).real, distance
