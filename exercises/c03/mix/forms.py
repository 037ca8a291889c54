import math

import numpy as np
import qutip

PAULIS = [np.array(m) for m in ([[0, 1], [1, 0]], [[0, -1j], [1j, 0]], [[1, 0], [0, -1]])]


def right__qutip(kets, weights):
    return sum(w * qutip.Qobj(np.asarray(ket).reshape(2, 1)).proj() for w, ket in zip(weights, kets))


def right__one_product(kets, weights):
    columns = np.array(kets).T
    return columns @ np.diag(weights) @ columns.conj().T


def right__arrow(kets, weights):
    rho = np.eye(2, dtype=complex) / 2
    for ket, weight in zip(kets, weights):
        for pauli in PAULIS:
            rho = rho + weight * np.vdot(ket, pauli @ ket) * pauli / 2
    return rho.tolist()


def superposition__roots(kets, weights):
    ket = sum(math.sqrt(w) * np.asarray(k) for w, k in zip(weights, kets))
    ket = ket / np.linalg.norm(ket)
    return np.outer(ket, ket.conj())


def superposition__qobj(kets, weights):
    total = qutip.Qobj(np.zeros((2, 1)))
    for ket, weight in zip(kets, weights):
        total = total + weight * qutip.Qobj(np.asarray(ket).reshape(2, 1))
    return total.unit().proj()


def superposition__not_normalised(kets, weights):
    ket = np.dot(np.sqrt(weights), np.array(kets))
    return np.outer(ket, np.conj(ket))


def no_conjugate__outer(kets, weights):
    return sum(w * np.outer(k, k) for w, k in zip(weights, kets))


def no_conjugate__matrix(kets, weights):
    columns = np.array(kets).T
    return columns @ np.diag(weights) @ columns.T


def transposed__outer(kets, weights):
    return sum(w * np.outer(np.conj(k), k) for w, k in zip(weights, kets))


def transposed__entries(kets, weights):
    rho = [[0, 0], [0, 0]]
    for i in range(2):
        for j in range(2):
            rho[i][j] = sum(w * np.conj(k[i]) * k[j] for w, k in zip(weights, kets))
    return rho


def unweighted__mean(kets, weights):
    return np.mean([np.outer(k, np.conj(k)) for k in kets], axis=0)


def unweighted__sum(kets, weights):
    rho = np.zeros((2, 2), complex)
    for ket in kets:
        rho += np.outer(ket, np.conj(ket))
    return rho


def weights_as_amplitudes__squares(kets, weights):
    scaled = [w * np.asarray(k) for w, k in zip(weights, kets)]
    return sum(np.outer(k, k.conj()) for k in scaled)


def weights_as_amplitudes__roots(kets, weights):
    return sum(math.sqrt(w) * qutip.Qobj(np.asarray(k).reshape(2, 1)).proj() for w, k in zip(weights, kets))


def diagonal__probabilities(kets, weights):
    return np.diag(np.array(weights) @ np.abs(np.array(kets)) ** 2)


def diagonal__cut(kets, weights):
    rho = sum(w * np.outer(k, np.conj(k)) for w, k in zip(weights, kets))
    rho[0, 1] = rho[1, 0] = 0
    return rho


def real_part__dropped(kets, weights):
    return sum(w * np.outer(ket, np.conj(ket)) for w, ket in zip(weights, kets)).real


def real_part__bloch(kets, weights):
    rho = np.einsum("k,ki,kj->ij", weights, kets, np.conj(kets))
    coherence = rho[0, 1].real
    return [[rho[0, 0].real, coherence], [coherence, rho[1, 1].real]]
