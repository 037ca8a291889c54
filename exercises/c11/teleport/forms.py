import numpy as np
import qutip

X, Z = np.array([[0, 1], [1, 0]]), np.diag([1, -1])
PHI = np.array([1, 0, 0, 1]) / np.sqrt(2)
TABLE = [(PHI, np.eye(2)), (np.array([1, 0, 0, -1]) / np.sqrt(2), Z),
         (np.array([0, 1, 1, 0]) / np.sqrt(2), X), (np.array([0, 1, -1, 0]) / np.sqrt(2), Z @ X)]


def right__circuit(state, pair):
    cnot = qutip.Qobj([[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0]], dims=[[2, 2], [2, 2]])
    hadamard = qutip.Qobj([[1, 1], [1, -1]]) / np.sqrt(2)
    three = qutip.tensor(qutip.Qobj(state), qutip.Qobj(pair, dims=[[2, 2], [2, 2]]))
    gates = qutip.tensor(hadamard, qutip.qeye(2), qutip.qeye(2)) * qutip.tensor(cnot, qutip.qeye(2))
    three = gates * three * gates.dag()
    bob = 0
    for m1 in (0, 1):
        for m2 in (0, 1):
            found = qutip.tensor(qutip.basis(2, m1).proj(), qutip.basis(2, m2).proj(), qutip.qeye(2))
            fix = qutip.sigmaz() ** m1 * qutip.sigmax() ** m2
            left = (found * three * found).ptrace(2)
            bob = bob + fix * left * fix.dag()
    share = (PHI @ pair @ PHI).real
    return bob, share + (1 - share) / 3


def right__pauli_channel(state, pair):
    state, y = np.asarray(state), np.array([[0, -1j], [1j, 0]])
    bob = np.zeros((2, 2), dtype=complex)
    for (bell, _), turn in zip(TABLE, (np.eye(2), Z, X, y)):
        bob += (bell @ pair @ bell).real * turn @ state @ turn.conj().T
    share = (PHI @ pair @ PHI).real
    return bob, (1 + 2 * share) / 3


def right__six_states(state, pair):
    def end(rho):
        out = 0
        for bell, fix in TABLE:
            bra = np.kron(bell, np.eye(2))
            out = out + fix @ bra @ np.kron(rho, pair) @ bra.T @ fix.T
        return out

    six = np.array([[1, 0], [0, 1], [1, 1], [1, -1], [1, 1j], [1, -1j]])
    six = six / np.linalg.norm(six, axis=1)[:, None]
    fidelities = [(ket.conj() @ end(np.outer(ket, ket.conj())) @ ket).real for ket in six]
    return end(np.asarray(state)), np.mean(fidelities)


def evenly__conditional(state, pair):
    total = 0
    for bell, fix in TABLE:
        bra = np.kron(bell, np.eye(2))
        left = bra @ np.kron(state, pair) @ bra.T
        total = total + 0.25 * fix @ (left / np.trace(left).real) @ fix.T
    return total, (2 * (PHI @ pair @ PHI).real + 1) / 3


def evenly__qutip(state, pair):
    bob, mean = 0, 0
    for bell, fix in TABLE:
        three = qutip.tensor(qutip.Qobj(state), qutip.Qobj(pair, dims=[[2, 2], [2, 2]]))
        found = qutip.tensor(qutip.Qobj(np.outer(bell, bell), dims=[[2, 2], [2, 2]]), qutip.qeye(2))
        left = (found * three * found).unit().ptrace(2).full()
        bob, mean = bob + fix @ left @ fix.T / 4, mean
    return bob, (2 * (PHI @ pair @ PHI).real + 1) / 3


def swapped__table(state, pair):
    total = 0
    for (bell, _), fix in zip(TABLE, (np.eye(2), X, Z, X @ Z)):
        bra = np.kron(bell, np.eye(2))
        total = total + fix @ bra @ np.kron(state, pair) @ bra.T @ fix.T
    return total, (2 * (PHI @ pair @ PHI).real + 1) / 3


def one_outcome__conditional(state, pair):
    bra = np.kron(PHI, np.eye(2))
    left = bra @ np.kron(state, pair) @ bra.T
    return left / np.trace(left).real, (2 * (PHI @ pair @ PHI).real + 1) / 3


EDITS = {
    "uncorrected": [("fix @ bra @ joint @ bra.T @ fix.T", "bra @ joint @ bra.T"), ("bob + fix * left * fix.dag()", "bob + left"),
                    ("out + fix @ bra @ np.kron(rho, pair) @ bra.T @ fix.T", "out + bra @ np.kron(rho, pair) @ bra.T")],
    "swapped": [("qutip.sigmaz() ** m1 * qutip.sigmax() ** m2", "qutip.sigmax() ** m1 * qutip.sigmaz() ** m2")],
    "one_outcome": [("(np.eye(2), x, z, z @ x)", "(np.eye(2),)"),
                    ("for bell, fix in TABLE:\n            bra", "for bell, fix in TABLE[:1]:\n            bra")],
    "as_white_noise": [("return bob, (1 + 2 * share) / 3", "v = (4 * share - 1) / 3\n"
                        "    return v * state + (1 - v) * np.eye(2) / 2, (1 + 2 * share) / 3"),
                       ("return bob, share", "other = 2 * qutip.qeye(2) - qutip.Qobj(state)\n"
                        "    return share * qutip.Qobj(state) + (1 - share) / 3 * other, share")],
    "pairs_fidelity": [("(1 + 2 * share) / 3", "share"), ("share + (1 - share) / 3", "share"),
                       ("(2 * phi @ pair @ phi + 1).real / 3", "(phi @ pair @ phi).real")],
    "as_visibility": [("(1 + 2 * share) / 3", "(1 + share) / 2"), ("share + (1 - share) / 3", "share + (1 - share) / 2")],
    "this_state": [("np.mean(fidelities)", "np.trace(state @ end(np.asarray(state))).real"),
                   ("(1 + 2 * share) / 3", "np.trace(bob @ state).real")],
}
