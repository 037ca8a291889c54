import numpy as np

from qedu import channels
from qedu.grading.exercise import Call, Exercise

from ..common import PLUS, Matrix, projector, qobj, random_matrix


class Apply(Exercise):
    answer = Matrix((2, 2))
    example = Call(kraus=[np.diag([1, 0.8]), np.array([[0, 0.6], [0, 0]])], rho=projector(PLUS))

    def draw(self, rng):
        n = int(rng.choice([3, 4]))             # more than in the example, so that a sum of two shows
        isometry = np.linalg.qr(rng.normal(size=(2 * n, 2)) + 1j * rng.normal(size=(2 * n, 2)))[0]
        return Call(kraus=list(isometry.reshape(n, 2, 2)), rho=random_matrix(rng))

    def right(self, kraus, rho):
        return channels.Channel("given", [qobj(k) for k in kraus])(qobj(rho)).full()

    wrong = {
        "dagger_first": lambda kraus, rho: sum(k.conj().T @ rho @ k for k in kraus),
        "no_dagger": lambda kraus, rho: sum(k @ rho @ k for k in kraus),
        "no_conjugate": (lambda kraus, rho: sum(k @ rho @ k.T for k in kraus),
                         lambda kraus, rho: sum(k @ rho @ k.conj() for k in kraus)),
        "sum_first": lambda kraus, rho: sum(kraus) @ rho @ sum(kraus).conj().T,
        "one_operator": (lambda kraus, rho: kraus[0] @ rho @ kraus[0].conj().T,
                         lambda kraus, rho: kraus[-1] @ rho @ kraus[-1].conj().T),
        "elementwise": (lambda kraus, rho: sum(k * rho * k.conj().T for k in kraus),
                        lambda kraus, rho: sum(k * rho * k.conj() for k in kraus)),
        "one_side": lambda kraus, rho: sum(k @ rho for k in kraus),
        "one_after_another": (lambda kraus, rho: _in_turn(kraus, rho), lambda kraus, rho: _in_turn(kraus[::-1], rho)),
    }


def _in_turn(kraus, rho):
    for operator in kraus:
        rho = operator @ rho @ operator.conj().T
    return rho
