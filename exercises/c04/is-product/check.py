import math

import numpy as np

from qedu import entanglement as ent
from qedu.grading.answers import Integer
from qedu.grading.exercise import Call, Exercise

from ..common import normal, qobj, unit


def qubit(rng):
    """A qubit state in general position: both amplitudes at least 0.4, their phase off the axes."""
    angle, phase = rng.uniform(0.45, 1.1), rng.uniform(0.35, 1.2) + rng.integers(4) * math.pi / 2
    return np.array([math.cos(angle), np.exp(1j * phase) * math.sin(angle)]) * np.exp(1j * rng.uniform(0, 6))


class IsProduct(Exercise):
    """Thirteen states: products and entangled ones, with zeros and without, each told apart by another test.

    Every one of the usual wrong tests fails on at least one kind.  A random guess passes with probability 2⁻¹³.
    """

    answer = Integer(0, 1)
    example = Call(psi=np.array([0.5, 0.5, 0.5, 0.5]))

    def calls(self, rng):
        products = []
        for _ in range(3):              # no zeros; rounding noise as a computation leaves it
            product = np.kron(qubit(rng), qubit(rng))
            products.append(unit(product + 1e-12 * normal(rng, 4)))
        # Real amplitudes: whoever conjugates one of them is right here, and whoever asks for an exact zero is not.
        products.append(unit(np.kron(*abs(np.array([qubit(rng), qubit(rng)]))) + 1e-12 * normal(rng, 4)))
        zero, one = np.array([1.0, 0]), np.array([0, 1.0])
        products += [np.kron(zero, qubit(rng)), np.kron(qubit(rng), one), np.kron(one, zero).astype(complex)]
        a, b = qubit(rng)
        entangled = [np.array([a, 0, 0, b]), np.array([0, a, b, 0])]
        size = rng.uniform(0.9, 1.1, 4)
        # ψ₀ψ₃ = −ψ₁ψ₂: the sum vanishes, the difference does not.
        entangled.append(unit(np.array([size[0], size[1], size[2], -size[1] * size[2] / size[0]])
                              * np.exp(1j * rng.uniform(0.1, 1.4))))
        # The determinant is imaginary, then real: its real part alone says nothing, nor does its imaginary part.
        for ratio in (1 + 1j, 1.5):
            entangled.append(unit(np.array([size[0], size[1], size[2], ratio * size[1] * size[2] / size[0]])) * 1j)
        states = [*products, *entangled]
        order = rng.permutation(len(states))
        calls = [self.example, *(Call(psi=states[i]) for i in order)]
        return calls, [int(ent.is_product(qobj(call.arguments["psi"]), 1e-6)) for call in calls]

    wrong = {
        "zeros": lambda psi: int((np.abs(psi) > 1e-9).all()),
        "superposition": lambda psi: int((np.abs(psi) > 1e-9).sum() == 1),
        "sum": lambda psi: int(abs(psi[0] * psi[3] + psi[1] * psi[2]) < 1e-6),
        "pairs": lambda psi: int(abs(psi[0] * psi[1] - psi[2] * psi[3]) < 1e-6),
        "real_part": (lambda psi: int(abs((psi[0] * psi[3] - psi[1] * psi[2]).real) < 1e-6),
                      lambda psi: int(abs((psi[0] * psi[3] - psi[1] * psi[2]).imag) < 1e-6)),
        "sizes": lambda psi: int(abs(abs(psi[0] * psi[3]) - abs(psi[1] * psi[2])) < 1e-6),
        "conjugate": (lambda psi: int(abs(psi[0] * psi[3] - psi[1] * psi[2].conjugate()) < 1e-6),
                      lambda psi: int(abs(psi[0] * psi[3].conjugate() - psi[1] * psi[2].conjugate()) < 1e-6),
                      lambda psi: int(abs(psi[0].conjugate() * psi[3] - psi[1] * psi[2]) < 1e-6)),
        "exact": lambda psi: int(abs(psi[0] * psi[3] - psi[1] * psi[2]) < 1e-15),
        "reversed": lambda psi: int(abs(psi[0] * psi[3] - psi[1] * psi[2]) > 1e-6),
    }
