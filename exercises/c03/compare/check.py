import itertools
import math

import numpy as np

from qedu import states
from qedu.grading.answers import Number, Parts
from qedu.grading.exercise import Call, Exercise

from ..common import ZERO, projector, qobj, random_ket, random_matrix


def _compared(purity=None, fidelity=None, distance=None):
    """A wrong model of `compare`: one of the three figures replaced."""
    def model(rho, psi):
        right = list(Compare().right(rho, psi))
        for place, replace in enumerate((purity, fidelity, distance)):
            if replace:
                right[place] = replace(np.asarray(rho), np.asarray(psi))
        return tuple(right)

    return model


def _overlap(rho, psi):
    return np.vdot(psi, rho @ psi).real


def _eigenvalues(rho, psi):
    return np.linalg.eigvalsh(rho - projector(psi))


class Compare(Exercise):
    answer = Parts(Number(0), Number(0), Number(0))
    example = Call(rho=np.array([[0.8, 0.3], [0.3, 0.2]]), psi=ZERO)

    def draw(self, rng):
        return Call(rho=random_matrix(rng), psi=random_ket(rng))

    def right(self, rho, psi):
        rho, psi = qobj(rho), qobj(psi)
        return states.purity(rho), states.fidelity(psi, rho), states.trace_distance(rho, psi)

    wrong = {
        "no_half": _compared(distance=lambda rho, psi: abs(_eigenvalues(rho, psi)).sum()),
        "signs_cancel": (_compared(distance=lambda rho, psi: _eigenvalues(rho, psi).sum() / 2),
                         _compared(distance=lambda rho, psi: 0.0)),
        "frobenius": (_compared(distance=lambda rho, psi: np.linalg.norm(rho - projector(psi))),
                      _compared(distance=lambda rho, psi: np.linalg.norm(rho - projector(psi)) / 2)),
        "root_fidelity": _compared(fidelity=lambda rho, psi: math.sqrt((psi.conj() @ rho @ psi).real)),
        "no_conjugate": (_compared(fidelity=lambda rho, psi: psi @ rho @ psi),
                         _compared(fidelity=lambda rho, psi: (psi @ rho @ psi).real),
                         _compared(fidelity=lambda rho, psi: abs(psi @ rho @ psi))),
        "squared_entries": (_compared(purity=lambda rho, psi: np.trace(rho**2)),
                            _compared(purity=lambda rho, psi: (rho**2).sum())),
        "trace_squared": _compared(purity=lambda rho, psi: 1.0),
        "order": tuple(lambda rho, psi, places=places: tuple(Compare().right(rho, psi)[i] for i in places)
                       for places in itertools.permutations(range(3)) if places != (0, 1, 2)),
        "from_fidelity": (_compared(distance=lambda rho, psi: math.sqrt(1 - _overlap(rho, psi))),
                          _compared(distance=lambda rho, psi: 1 - _overlap(rho, psi)),
                          _compared(distance=lambda rho, psi: math.sqrt(1 - math.sqrt(_overlap(rho, psi))))),
        "overlap_of_matrices": _compared(fidelity=lambda rho, psi: np.linalg.norm(rho @ psi) ** 2),
    }
