"""What the checks of the exercises to chapter C11, Teleportation, swapping, purification, share.

References come from qedu; wrong models are what the mistakes in words.yaml compute, and are written here in plain NumPy.  A model
may leave a part of an answer open: then it holds None there, and any answer resembles it in this part.
"""

import numpy as np

from qedu.grading.answers import Kind, Number, Unfit, numbers, shape_of

X, Z = np.array([[0, 1], [1, 0]]), np.diag([1, -1])

#: The Bell state of each pair of bits (m1, m2).
BELL = {bits: np.array(amplitudes) / np.sqrt(2) for bits, amplitudes in
        {(0, 0): [1, 0, 0, 1], (0, 1): [0, 1, 1, 0], (1, 0): [1, 0, 0, -1], (1, 1): [0, 1, -1, 0]}.items()}


class Matrix(Kind):
    """A 2 × 2 matrix."""

    def read(self, value):
        array = numbers(value)
        if array.shape != (2, 2):
            raise Unfit("shape", shape=shape_of(array), wanted="a matrix of shape (2, 2)")
        return array


class Kets(Kind):
    """Kets of one qubit, a row each; the global phase of none of them matters."""

    def read(self, value):
        array = numbers(value)
        if array.ndim != 2 or array.shape[1] != 2:
            raise Unfit("shape", shape=shape_of(array), wanted="one row of two amplitudes for each photon")
        with np.errstate(all="ignore"):
            lengths = np.linalg.norm(array, axis=1)
        if not (np.abs(lengths - 1) <= 6e-3).all():
            raise Unfit("not_normalised", norm=f"{lengths[np.abs(lengths - 1).argmax()]:.3g}")
        return array / lengths[:, None]

    def same(self, value, expected):
        return value.shape == expected.shape and self._turned(value, expected) <= 2e-6

    def close(self, value, expected):
        return value.shape == expected.shape and self._turned(value, expected) <= 6e-3

    def resembles(self, value, model):
        try:
            return self.same(self.read(value), self.read(model))
        except Unfit:
            return False

    @staticmethod
    def _turned(value, expected):
        """Largest difference of an amplitude, the best phase of each row taken out."""
        overlaps = (expected.conj() * value).sum(axis=1)
        sizes = np.abs(overlaps)
        phases = np.where(sizes > 1e-12, overlaps / np.where(sizes > 1e-12, sizes, 1), 1)
        return np.abs(value - phases[:, None] * expected).max(initial=0)


class Figure(Number):
    """A number, to one part in a million where it is large."""

    def same(self, value, expected):
        return abs(value - expected) <= 2e-6 * max(1.0, abs(expected))

    def resembles(self, value, model):
        try:
            return self.same(Number().read(value), Number().read(model))
        except Unfit:
            return False


def qobj(array):
    """A density matrix of one or two qubits as a QuTiP object."""
    import qutip

    array = np.asarray(array)
    levels = [2] * (len(array) // 2)
    return qutip.Qobj(array, dims=[levels, levels])


def unit(vector):
    """The same vector with length 1."""
    return vector / np.linalg.norm(vector)


def normal(rng, size):
    """Complex numbers, normally distributed."""
    return rng.normal(size=size) + 1j * rng.normal(size=size)


def random_ket(rng):
    """A qubit that lies near no axis of the Bloch sphere, so that X, Y and Z each change it, and not to its opposite."""
    while True:
        ket = unit(normal(rng, 2))
        if np.abs(bloch(ket)).min() > 0.25 and np.abs(bloch(ket)).max() < 0.85:
            return ket


def bloch(ket):
    """Bloch vector of a ket."""
    a, b = ket
    return np.array([2 * (a.conj() * b).real, 2 * (a.conj() * b).imag, abs(a) ** 2 - abs(b) ** 2])


def random_resource(rng):
    """A pair with most of its weight on Φ⁺, unequal shares of the other Bell states, coherences, and halves that are not I/2."""
    kets = [unit(BELL[0, 0] + 0.45 * normal(rng, 4)), unit(normal(rng, 4)), BELL[tuple(rng.integers(0, 2, 2))]]
    return sum(share * np.outer(ket, ket.conj()) for share, ket in zip((0.7, 0.2, 0.1), kets))


def parts(state, resource):
    """By Alice's bits: Bob's unnormalised density matrix before any correction."""
    joint = np.kron(state, resource).reshape(4, 2, 4, 2)
    return {bits: np.einsum("a,aibj,b->ij", bell.conj(), joint, bell) for bits, bell in BELL.items()}


def corrected(state, resource, first=Z, second=X):
    """Bob's state after `first` for m1 and `second` for m2, averaged over the outcomes."""
    power = np.linalg.matrix_power
    return sum((fix := power(first, m1) @ power(second, m2)) @ left @ fix.conj().T
               for (m1, m2), left in parts(state, resource).items())


def apart(*values):
    """Whether no two of these arrays or numbers are close to each other."""
    return all(np.abs(np.asarray(a) - np.asarray(b)).max() > 0.015 for i, a in enumerate(values) for b in values[:i])
