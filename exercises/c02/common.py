"""What the checks of the exercises to chapter C02, Qubits, bases, measurement, share.

References come from qedu; wrong models are what the mistakes in words.yaml compute.
States and basis states reach the student as NumPy arrays of two amplitudes, a basis as
a pair of such arrays (outcome 0 first).
"""

import math

import numpy as np

from qedu import states


def amplitudes(ket):
    """A ket as an array of its two amplitudes."""
    return ket.full().ravel()


def qobj(array):
    """An array of amplitudes as a ket."""
    import qutip

    return qutip.Qobj(np.asarray(array).reshape(2, 1))


def axis_of(basis):
    """Bloch vector of the basis state of outcome 0."""
    return states.bloch_vector(qobj(basis[0]))


def random_state(rng, apart=0.0):
    """A state as an array, its global phase random, whose Bloch vector is in general position.

    No component is smaller than 0.25, and the sizes of two components differ by at least `apart`.
    """
    while True:
        a, b = rng.normal(size=2) + 1j * rng.normal(size=2)
        norm = abs(a) ** 2 + abs(b) ** 2
        coherence = 2 * a.conjugate() * b
        x, y, z = sorted((abs(coherence.real) / norm, abs(coherence.imag) / norm, abs(abs(a) ** 2 - abs(b) ** 2) / norm))
        if x >= 0.25 and min(y - x, z - y) >= apart:
            return np.array([a, b]) / math.sqrt(norm)


def random_basis(rng):
    """A basis in general position, as a pair of arrays."""
    a, b = random_state(rng)
    return np.array([a, b]), np.array([-b.conjugate(), a.conjugate()])
