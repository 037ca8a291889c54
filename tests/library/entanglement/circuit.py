"""A small circuit simulator in plain NumPy, the independent side of the tests here: gates as matrices, partial traces by sums.

Qubit 0 is the first factor.  Nothing of qedu or QuTiP is used, beside turning arrays into their objects.
"""

import numpy as np
import qutip

H = np.array([[1, 1], [1, -1]]) / np.sqrt(2)
I2, X, Y, Z = np.eye(2), np.array([[0, 1], [1, 0]]), np.array([[0, -1j], [1j, 0]]), np.diag([1, -1])
R2 = np.sqrt(2)
BELL = {"phi+": np.array([1, 0, 0, 1]) / R2, "psi-": np.array([0, 1, -1, 0]) / R2,
        "psi+": np.array([0, 1, 1, 0]) / R2, "phi-": np.array([1, 0, 0, -1]) / R2}


def gate(u, target, n):
    """A one-qubit gate on one of n qubits."""
    whole = np.eye(1)
    for j in range(n):
        whole = np.kron(whole, u if j == target else I2)
    return whole


def cnot(control, target, n):
    """The permutation of basis states that flips `target` where `control` is 1."""
    whole = np.zeros((2**n, 2**n))
    for number in range(2**n):
        bit = number >> (n - 1 - control) & 1
        whole[number ^ (bit << (n - 1 - target)), number] = 1
    return whole


def project(rho, outcomes, n):
    """ρ after the outcomes {qubit: bit} of measurements in Z, not normalised."""
    keep = np.array([all((number >> (n - 1 - q) & 1) == bit for q, bit in outcomes.items()) for number in range(2**n)])
    return rho * np.outer(keep, keep)


def trace_out(rho, gone, n):
    """The state of the other qubits, entry by entry."""
    kept = [q for q in range(n) if q not in gone]
    small = np.zeros((2**len(kept), 2**len(kept)), dtype=complex)

    def part(number, qubits):
        return int("".join(str(number >> (n - 1 - q) & 1) for q in qubits) or "0", 2)

    for i in range(2**n):
        for j in range(2**n):
            if part(i, gone) == part(j, gone):
                small[part(i, kept), part(j, kept)] += rho[i, j]
    return small


def white(rho, qubits, n):
    """These qubits fully depolarised: the average over all Paulis on each of them."""
    for q in qubits:
        rho = sum(gate(p, q, n) @ rho @ gate(p, q, n).conj().T for p in (I2, X, Y, Z)) / 4
    return rho


def run(u, rho):
    return u @ rho @ u.conj().T


def random_rho(rng, n, rank):
    """A mixed state of n qubits."""
    a = rng.normal(size=(2**n, rank)) + 1j * rng.normal(size=(2**n, rank))
    return a @ a.conj().T / np.trace(a @ a.conj().T).real


def werner(f):
    phi = np.outer(BELL["phi+"], BELL["phi+"])
    return f * phi + (1 - f) / 3 * (np.eye(4) - phi)


def qobj(array, n):
    return qutip.Qobj(array, dims=[[2] * n, [2] * n])


def swap(rho1, rho2, m=1.0):
    """By bits: the outer pair before and after its correction, times the probability; qubits A, station, station, C."""
    total = np.kron(rho1, rho2)
    total = m * total + (1 - m) * white(total, (1, 2), 4)
    total = run(gate(H, 1, 4) @ cnot(1, 2, 4), total)
    found = {}
    for m1, m2 in ((0, 0), (0, 1), (1, 0), (1, 1)):
        outer = trace_out(project(total, {1: m1, 2: m2}, 4), [1, 2], 4)
        turn = np.kron(I2, np.linalg.matrix_power(Z, m1) @ np.linalg.matrix_power(X, m2))
        found[m1, m2] = outer, run(turn, outer)
    return found
