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


EDITS = {
    "superposition": [(".reshape(2, 1)).proj()", ".reshape(2, 1))", "return sum(", "return qutip.ket2dm(sum(",
                       "zip(weights, kets))", "zip(weights, kets)).unit())")],
    "no_conjugate": [("np.conj(ket)", "ket"), ("columns.conj().T", "columns.T"),
                     (".proj()", "* qutip.Qobj(np.asarray(ket).reshape(1, 2))")],
    "transposed": [("np.outer(ket, np.conj(ket))", "np.outer(np.conj(ket), ket)"),
                   ("return rho.tolist()", "return np.transpose(rho)"), (".proj()", ".proj().trans()")],
    "unweighted": [("weight * projector", "projector"), ("np.diag(weights)", "np.eye(len(kets))"),
                   ("w * qutip", "qutip")],
    "weights_as_amplitudes": [("weight * projector", "weight**2 * projector"),
                              ("np.diag(weights)", "np.diag(np.sqrt(weights))"), ("w * qutip", "math.sqrt(w) * qutip")],
    "diagonal": [("@ columns.conj().T", "@ columns.conj().T * np.eye(2)"),
                 ("np.outer(ket, np.conj(ket))", "np.diag(np.abs(ket) ** 2)"), ("in PAULIS", "in PAULIS[2:]")],
    "real_part": [("columns = np.array(kets).T", "columns = np.real(kets).T"),
                  ("return rho.tolist()", "return rho.real"), ("PAULIS:", "PAULIS[::2]:")],
}
