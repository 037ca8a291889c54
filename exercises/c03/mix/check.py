import numpy as np

from qedu import states
from qedu.grading.exercise import Call, Exercise

from ..common import PLUS, ZERO, Matrix, projector, qobj, random_ket, unit


class Mix(Exercise):
    answer = Matrix((2, 2))
    example = Call(kets=[ZERO, PLUS], weights=[0.75, 0.25])

    def draw(self, rng):
        n = int(rng.choice([3, 4]))             # more than in the example, so that a sum of two shows
        while True:
            weights = rng.dirichlet(np.full(n, 4.0))
            if np.ptp(weights) > 0.15 and weights.min() > 0.05:
                return Call(kets=[random_ket(rng) for _ in range(n)], weights=[float(w) for w in weights])

    def right(self, kets, weights):
        return states.mixture([qobj(ket) for ket in kets], np.array(weights) / sum(weights)).full()

    @staticmethod
    def _added(kets, factors, normalised=True):
        ket = sum(factor * ket for factor, ket in zip(factors, kets))
        return projector(unit(ket) if normalised else ket)

    @staticmethod
    def _sum(kets, factors, matrix=projector):
        return sum(factor * matrix(ket) for factor, ket in zip(factors, kets))

    wrong = {
        "superposition": (lambda kets, weights: Mix._added(kets, np.sqrt(weights)),
                          lambda kets, weights: Mix._added(kets, weights),
                          lambda kets, weights: Mix._added(kets, np.sqrt(weights), False),
                          lambda kets, weights: Mix._added(kets, weights, False)),
        "no_conjugate": lambda kets, weights: Mix._sum(kets, weights, lambda ket: np.outer(ket, ket)),
        "transposed": lambda kets, weights: Mix._sum(kets, weights).T,
        "unweighted": (lambda kets, weights: Mix._sum(kets, np.full(len(kets), 1 / len(kets))),
                       lambda kets, weights: Mix._sum(kets, np.ones(len(kets)))),
        "weights_as_amplitudes": (lambda kets, weights: Mix._sum(kets, np.sqrt(weights)),
                                  lambda kets, weights: Mix._sum(kets, np.square(weights))),
        "diagonal": lambda kets, weights: np.diag(np.diag(Mix._sum(kets, weights))),
        "real_part": (lambda kets, weights: Mix._sum(kets, weights).real,
                      lambda kets, weights: Mix._sum(np.real(kets), weights)),
    }
