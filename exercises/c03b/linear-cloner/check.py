import math

import numpy as np

from qedu import states
from qedu.grading.answers import Number
from qedu.grading.exercise import Call, Exercise

from ..common import ONE, PLUS, ZERO, qobj, random_ket


def _machine(image0, image1, psi):
    return psi[0] * image0 + psi[1] * image1


def _passes(image, ket):
    """Probability that a state of two qubits passes as two copies of a ket."""
    return abs(np.vdot(np.kron(ket, ket), image)) ** 2


class LinearCloner(Exercise):
    answer = Number(0, 1)
    example = Call(image0=np.array([1, 0, 0, 0]), image1=np.array([0, 0, 0, 1]), psi=PLUS)

    def draw(self, rng):
        # A machine that copies |0⟩ and |1⟩ tolerably, so that the wrong models stand apart.
        good = np.zeros((4, 2), dtype=complex)
        good[0, 0] = good[3, 1] = 1
        made = np.linalg.qr(good + 0.45 * (rng.normal(size=(4, 2)) + 1j * rng.normal(size=(4, 2))))[0]
        call = Call(image0=made[:, 0], image1=made[:, 1], psi=random_ket(rng))
        values = [self.right(**call.arguments), *(model(**call.arguments) for _, model in self.models())]
        return call if min(abs(a - b) for i, a in enumerate(values) for b in values[:i]) > 1e-3 else None

    def right(self, image0, image1, psi):
        import qutip

        made = psi[0] * qobj(image0) + psi[1] * qobj(image1)
        two = qutip.tensor(qobj(psi), qobj(psi))
        return states.fidelity(qutip.Qobj(two.full()), made)

    wrong = {
        "always_one": lambda image0, image1, psi: 1.0,
        "average": lambda image0, image1, psi: (abs(psi[0]) ** 2 * _passes(image0, ZERO)
                                                + abs(psi[1]) ** 2 * _passes(image1, ONE)),
        "mixture": lambda image0, image1, psi: (abs(psi[0]) ** 2 * _passes(image0, psi)
                                                + abs(psi[1]) ** 2 * _passes(image1, psi)),
        "no_square": lambda image0, image1, psi: math.sqrt(_passes(_machine(image0, image1, psi), psi)),
        "no_conjugate": (lambda image0, image1, psi: abs(np.kron(psi, psi) @ _machine(image0, image1, psi)) ** 2,
                         lambda image0, image1, psi: _passes(_machine(image0, image1, psi.conj()), psi)),
        "one_copy": lambda image0, image1, psi: (
            np.linalg.norm(psi.conj() @ _machine(image0, image1, psi).reshape(2, 2)) ** 2),
        "real_part": (lambda image0, image1, psi: np.vdot(np.kron(psi, psi), _machine(image0, image1, psi)).real ** 2,
                      lambda image0, image1, psi: _passes(_machine(image0, image1, psi.real), psi)),
        "product_of_images": lambda image0, image1, psi: (abs(psi[0]) ** 2 * math.sqrt(_passes(image0, psi))
                                                          + abs(psi[1]) ** 2 * math.sqrt(_passes(image1, psi))),
    }
