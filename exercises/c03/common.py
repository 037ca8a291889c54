"""What the checks of the exercises to chapter C03, Noise and density matrices, share.

References come from qedu; wrong models are what the mistakes in words.yaml compute.
States reach the student as NumPy arrays: a ket as two amplitudes, a density matrix and
a Kraus operator as 2 × 2 arrays.
"""

import math

import numpy as np

from qedu.grading.answers import Kind, Unfit, numbers, shape_of

ROOT = 1 / math.sqrt(2)

ZERO, PLUS = np.array([1, 0]), np.array([ROOT, ROOT])


class Matrix(Kind):
    """A complex matrix of one of the given shapes."""

    def __init__(self, *shapes):
        self.shapes = shapes

    def read(self, value):
        array = numbers(value)
        if array.shape not in self.shapes:
            wanted = " or ".join(f"a matrix of shape {shape}" for shape in self.shapes)
            raise Unfit("shape", shape=shape_of(array), wanted=wanted)
        return array


def qobj(array):
    """An array as a QuTiP object: one dimension is a ket."""
    import qutip

    array = np.asarray(array)
    return qutip.Qobj(array.reshape(-1, 1) if array.ndim == 1 else array)


def projector(ket):
    return np.outer(ket, np.conj(ket))


def unit(vector):
    return vector / np.linalg.norm(vector)


def random_ket(rng, levels=2):
    return unit(rng.normal(size=levels) + 1j * rng.normal(size=levels))


def random_matrix(rng):
    """A random density matrix: mixed, with a phase in its coherence, and not too near the middle."""
    while True:
        weight = rng.uniform(0.65, 0.9)
        ket = random_ket(rng)
        if abs((ket[0].conj() * ket[1]).imag) > 0.15 and abs((ket[0].conj() * ket[1]).real) > 0.15:
            return weight * projector(ket) + (1 - weight) * np.eye(2) / 2
