import numpy as np
import qutip

BELL = np.array([[1, 0, 0, 1], [1, 0, 0, -1], [0, 1, 1, 0], [0, 1, -1, 0]]) / np.sqrt(2)
FIX = [np.eye(2), np.diag([1, -1]), np.array([[0, 1], [1, 0]]), np.array([[0, 1], [-1, 0]])]


def left_to_bob(state, pair, bell):
    bra = np.kron(bell.conj(), np.eye(2))
    return bra @ np.kron(state, pair) @ bra.conj().T


def right__outcomes(state, pair):
    total = np.zeros((2, 2), dtype=complex)
    for bell in BELL:
        case = left_to_bob(state, pair, bell)
        total += case
    return total


def right__ptrace(state, pair):
    return qutip.Qobj(pair, dims=[[2, 2], [2, 2]]).ptrace(1)


def right__blocks(state, pair):
    pair = np.asarray(pair)
    return pair[:2, :2] + pair[2:, 2:]


def told__projected(state, pair):
    after = np.kron(np.outer(BELL[2], BELL[2]), np.eye(2)) @ np.kron(state, pair)
    bob = np.trace(after.reshape(4, 2, 4, 2), axis1=0, axis2=2)
    return bob / np.trace(bob)


def arrived__in_turn(state, pair):
    total = np.zeros((2, 2), dtype=complex)
    for fix, bell in zip(FIX, BELL):
        total += fix @ left_to_bob(state, pair, bell) @ fix.T
    return total


EDITS = {
    "arrived": [("pair[:2, :2] + pair[2:, 2:]", "sum(f @ left_to_bob(state, pair, b) @ f.T for f, b in zip(FIX, BELL))")],
    "sent": [("return total", "return state"), ("pair):\n", "pair):\n    return np.array(state)\n")],
    "told": [("return total", "return case / np.trace(case)"),
             ("in BELL:", "in BELL[:1]:", "return total", "return total / np.trace(total)")],
    "evenly": [("total += case", "total += case / np.trace(case) / 4"),
               ("pair[:2, :2] + pair[2:, 2:]", "sum((c := left_to_bob(state, pair, b)) / np.trace(c) for b in BELL) / 4")],
    "alice": [("aiaj->ij", "iaja->ij"), ("ptrace(1)", "ptrace(0)")],
    "always_mixed": [("pair):\n", "pair):\n    return np.eye(2) / 2\n"), (".ptrace(1)", ".ptrace(1) * 0 + qutip.qeye(2) / 2")],
    "transposed": [("aiaj->ij", "aiaj->ji"), ("ptrace(1)", "ptrace(1).trans()"), ("return total", "return total.T")],
}
