import math

from qedu import rates
from qedu.grading.answers import Parts
from qedu.grading.exercise import Call, Exercise

from ..common import Within, entropy


def _model(left, log=math.log2, clip=True, end=None):
    """A wrong model: what is left of a sifted bit, by its entropy and f; where that ends may stay open."""
    def model(qber, f):
        key = left(entropy(qber, log), f)
        return max(0.0, key) if clip else key, end

    return model


def _right(h, f):
    return 1 - h - f * h


class Rate(Exercise):
    """The place where the rate ends may be off by one part in 10,000, as for a grid; rates at error rates well below it and beyond."""

    answer = Parts(Within(0, 1, 2e-6), Within(0, 0.5))
    example = Call(qber=0.05, f=1.16)

    def further(self, rng):
        for low, high in ((0.1, 0.5), (0.6, 0.95), (1.3, 3.5)):         # as shares of the error rate at which it ends
            f = float(rng.uniform(1.05, 1.5))
            yield Call(qber=float(rng.uniform(low, high) * rates.threshold("bb84", f_ec=f)), f=f)

    def right(self, qber, f):
        return rates.bb84(qber, f_ec=f), rates.threshold("bb84", f_ec=f)

    wrong = {
        "unclipped": _model(_right, clip=False),
        "no_correction": tuple(_model(lambda h, f: 1 - h, clip=clip) for clip in (True, False)),
        "no_secrecy": tuple(_model(lambda h, f: 1 - f * h, clip=clip) for clip in (True, False)),
        "natural_log": tuple(_model(_right, log=math.log, clip=clip) for clip in (True, False)),
        "f_on_both": tuple(_model(lambda h, f: 1 - 2 * f * h, clip=clip) for clip in (True, False)),
        "f_forgotten": tuple(_model(lambda h, f: 1 - 2 * h, clip=clip) for clip in (True, False)),
        "f_divides": tuple(_model(lambda h, f: 1 - h - h / f, clip=clip) for clip in (True, False)),
        "quarter": _model(_right, end=0.25),
        "eleven": (_model(_right, end=0.11), _model(_right, end=rates.threshold("bb84"))),
    }
