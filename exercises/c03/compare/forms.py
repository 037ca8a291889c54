import numpy as np
import qutip

PAULIS = [np.array(m) for m in ([[0, 1], [1, 0]], [[0, -1j], [1j, 0]], [[1, 0], [0, -1]])]


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


EDITS = {
    "no_half": [(".sum() / 2", ".sum()"), ("0.5 * singular", "singular"),
                ("tracedist(rho, psi)", "tracedist(rho, psi) * 2")],
    "signs_cancel": [("abs(np.linalg.eigvalsh(difference)).sum()", "abs(np.linalg.eigvalsh(difference).sum())"),
                     ("qutip.tracedist(rho, psi)", "(rho - psi.proj()).tr() / 2"), ("np.linalg.norm(r - s) / 2", "0")],
    "frobenius": [("singular.sum()", "np.linalg.norm(singular)"), ("0.5 * singular.sum()", "np.linalg.norm(singular)"),
                  ("qutip.tracedist(rho, psi)", "(rho - psi.proj()).norm('fro') / 2")],
    "root_fidelity": [("return purity, fidelity,", "return purity, fidelity**0.5,"),
                      ("(1 + r @ s) / 2", "np.sqrt((1 + r @ s) / 2)")],
    "no_conjugate": [("np.vdot(psi, rho @ psi)", "(psi @ rho @ psi)"),
                     ("np.vdot(psi, np.asarray(rho) @ psi)", "np.dot(psi, np.asarray(rho) @ psi)"),
                     ("np.vdot(psi, rho @ psi)", "abs(psi @ rho @ psi)")],
    "squared_entries": [("np.trace(rho @ rho)", "np.trace(rho**2)"), ("np.abs(rho) ** 2", "rho ** 2"),
                        ("rho.purity()", "(rho.full() ** 2).trace()")],
    "trace_squared": [("np.sum(np.abs(rho) ** 2)", "np.trace(rho).real"), ("rho.purity()", "rho.tr() ** 2"),
                      ("(1 + r @ r) / 2", "1")],
    "order": [("return purity, fidelity, ", "return fidelity, purity, "),
              ("np.linalg.norm(r - s) / 2]", "np.linalg.norm(r - s) / 2][::-1]")],
    "from_fidelity": [("abs(np.linalg.eigvalsh(difference)).sum() / 2", "np.sqrt(1 - fidelity)"),
                      ("0.5 * singular.sum()", "1 - fidelity"), ("np.linalg.norm(r - s) / 2", "(1 - r @ s) / 2")],
    "overlap_of_matrices": [("np.vdot(psi, rho @ psi).real", "np.linalg.norm(rho @ psi) ** 2"),
                            ("np.asarray(rho) @ psi", "rho @ rho @ psi"),
                            ("qutip.expect(rho, psi)", "qutip.expect(rho * rho, psi)")],
}
