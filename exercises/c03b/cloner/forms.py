import math

import numpy as np
import qutip

R = 1 / math.sqrt(2)


def _pole(d):
    """|0⟩ → |00⟩, |1⟩ → cos η|10⟩ + sin η|01⟩."""
    machine = np.zeros((4, 2))
    machine[0, 0], machine[2, 1], machine[1, 1] = 1, 1 - 2 * d, 2 * math.sqrt(d * (1 - d))
    return machine


def _turned(cos, sin):
    machine = np.zeros((4, 2), dtype=complex)
    machine[0, 0], machine[2, 1], machine[1, 1] = 1, cos, sin
    return machine


def _to_y(machine):
    turn = np.array([[R, R], [R * 1j, -R * 1j]])
    return np.kron(turn, turn) @ machine @ turn.conj().T


def right__turned(d):
    turn = np.array([[1, 1j], [1j, 1]]) * R          # a quarter turn about X takes Z to Y
    return np.kron(turn, turn) @ _pole(d) @ turn.conj().T


def right__other_pole(d):
    y = np.array([[R, R], [-R * 1j, R * 1j]])         # |0⟩ → |−i⟩: the machine leaves the other circular state alone
    return qutip.Qobj(np.kron(y, y) @ _pole(d) @ y.conj().T)


def right__with_a_machine(d):
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


def not_isometry__copies_of_both(d):
    plus, zero = np.array([R, R]), np.array([1, 0])
    return np.stack([np.kron(zero, zero), np.kron(plus, plus)], axis=1)


def wrong_strength__symmetric(d):
    return _to_y(_turned(R, R))


def uneven__cnot(d):
    return np.array([[1, 0], [0, 0], [0, 0], [0, 1]])


def poor_copy__universal(d):
    b = math.sqrt(2 * d)
    a = (math.sqrt(4 - 3 * b**2) - b) / 2
    out = np.zeros((2, 2, 2, 2))
    for k in (0, 1):
        for m in (0, 1):
            out[k, m, m, k] += a * R
            out[m, k, m, k] += b * R
    return out.reshape(8, 2)


def poor_copy__depolarised(d):
    """The signal is depolarised, and the copy shows which error was made."""
    paulis = [np.eye(2), np.array([[0, 1], [1, 0]]), np.diag([1, -1]), np.array([[0, 1], [-1, 0]])]
    sizes = [math.sqrt(1 - 3 * d / 2), *[math.sqrt(d / 2)] * 3]
    out = np.zeros((2, 2, 2, 2), dtype=complex)
    for mark, (size, pauli) in enumerate(zip(sizes, paulis)):
        out[:, mark // 2, mark % 2, :] += size * pauli
    return out.reshape(8, 2)


EDITS = {
    "not_isometry": [("cos, sin = 1 - 2 * d, 2 * np.sqrt(d * (1 - d))", "cos, sin = 1 - d, d")],
    "wrong_circle": [("return np.kron(turn, turn) @ _pole(d) @ turn.conj().T", "return _pole(d)"),
                     ("[[1, 1j], [1j, 1]]", "[[1, 1], [1, -1]]"), ("[[R, R], [-R * 1j, R * 1j]]", "[[R, R], [-R, R]]")],
    "roles_swapped": [("cos, sin =", "sin, cos ="), ("@ _pole(d)", "@ _pole(d)[[0, 2, 1, 3]]")],
    "wrong_strength": [("@ _pole(d)", "@ _pole(d / 2)")],
    "uneven": [("np.kron(turn, turn) @ _pole(d) @ turn.conj().T",
                "np.stack([np.kron([1, 0], [1, 0]), np.kron([0, 1], [1 - 2 * d, 2 * math.sqrt(d * (1 - d))])], axis=1)")],
}
