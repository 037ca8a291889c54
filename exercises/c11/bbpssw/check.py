from qedu import entanglement as ent
from qedu.grading.answers import Number, Parts
from qedu.grading.exercise import Call, Exercise


def _model(good, success, clip=False):
    """A wrong model from the share of each wrong Bell state: good pairs and kept pairs; one never worse than before if `clip`."""
    def model(f):
        e = (1 - f) / 3
        p = success(f, e)
        kept = good(f, e) / p
        return (max(f, kept) if clip else kept), p

    return model


def _success(f, e):
    return (f + e) ** 2 + (2 * e) ** 2


class Bbpssw(Exercise):
    """Fidelities below one half, a little above it, and well above: each kind is asked for."""

    answer = Parts(Number(0, 1), Number(0, 1))
    example = Call(f=0.75)
    draws = 5

    def further(self, rng):
        ranges = (0.3, 0.36), (0.38, 0.44), (0.55, 0.62), (0.66, 0.72), (0.82, 0.93)
        return [Call(f=float(f)) for f in rng.permutation([rng.uniform(*limits) for limits in ranges])]

    def right(self, f):
        kept, p = ent.purify(ent.werner(f), "bbpssw")
        return float(ent.bell_diagonal(kept)[0]), p

    wrong = {
        "never_worse": _model(lambda f, e: f**2 + e**2, _success, clip=True),
        "flips_only": (_model(lambda f, e: f**2, lambda f, e: f**2 + (1 - f) ** 2),
                       lambda f: (f**2 / (f**2 + ((1 - f) / 3) ** 2), f**2 + ((1 - f) / 3) ** 2)),
        "share_of_all": lambda f: (f**2 + ((1 - f) / 3) ** 2, _success(f, (1 - f) / 3)),
        "both_wrong_forgotten": (_model(lambda f, e: f**2 + e**2, lambda f, e: (f + e) ** 2),
                                 _model(lambda f, e: f**2, lambda f, e: (f + e) ** 2)),
        "two_wrong_signs": _model(lambda f, e: f**2, _success),
        "signs_ignored": _model(lambda f, e: (f + e) ** 2, _success),
        "swapped": lambda f: Bbpssw().right(f)[::-1],
    }
