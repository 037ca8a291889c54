import math

from qedu import entanglement as ent
from qedu.grading.answers import Number, Parts
from qedu.grading.exercise import Call, Exercise


def _formation(concurrence):
    """Entanglement of formation of two qubits with this concurrence."""
    p = (1 + math.sqrt(1 - concurrence**2)) / 2
    return -sum(x * math.log2(x) for x in (p, 1 - p) if x > 0)


def _as_it_is(fidelity):
    return fidelity


def _inverse(fidelity):
    return (1 + 3 * fidelity) / 4


class Werner(Exercise):
    answer = Parts(Number(0, 3), Number(-2, 2))
    example = Call(fidelity=0.7)
    draws = 5

    def further(self, rng):
        # Below entanglement, between the two thresholds, and above both: each kind is asked for.
        fidelities = [rng.uniform(0.3, 0.45), rng.uniform(0.55, 0.65), rng.uniform(0.66, 0.76),
                      rng.uniform(0.8, 0.9), rng.uniform(0.91, 0.98)]
        return [Call(fidelity=float(f)) for f in rng.permutation(fidelities)]

    def right(self, fidelity):
        rho = ent.werner(fidelity)
        return ent.chsh(rho), ent.concurrence(rho)

    @staticmethod
    def model(v, fidelity, clip=True):
        s, c = 2 * math.sqrt(2) * v, 2 * fidelity - 1
        return s, max(0.0, c) if clip else c

    wrong = {
        "fidelity_as_visibility": tuple(
            lambda fidelity, v=v, c=c, clip=clip: Werner.model(v(fidelity), c(fidelity), clip)
            for v in (_as_it_is, _inverse) for c in (_as_it_is, lambda f, v=v: (1 + 3 * v(f)) / 4)
            for clip in (True, False)),
        "negative": lambda fidelity: Werner.model((4 * fidelity - 1) / 3, fidelity, clip=False),
        "no_violation_no_entanglement": (
            lambda fidelity: (lambda s, c: (s, c if s > 2 else 0.0))(*Werner.model((4 * fidelity - 1) / 3, fidelity)),
            lambda fidelity: (lambda s: (s, math.sqrt(max(0.0, s * s / 4 - 1))))(
                Werner.model((4 * fidelity - 1) / 3, fidelity)[0])),
        "swapped": lambda fidelity: Werner().right(fidelity)[::-1],
        "formation": (lambda fidelity: (Werner().right(fidelity)[0], _formation(Werner().right(fidelity)[1])),),
        "zero_at_half": (lambda fidelity: Werner.model(2 * fidelity - 1, fidelity),
                         lambda fidelity: Werner.model(max(0.0, 2 * fidelity - 1), fidelity)),
    }
