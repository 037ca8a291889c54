import math

from qedu import repeaters
from qedu.grading.answers import Number
from qedu.grading.exercise import Call, Exercise


def _towards(end, factor):
    """A wrong model: from the first fidelity to another end, or in another way."""
    return lambda fidelity, wait, life: end + (fidelity - end) * factor(wait / life)


class Decay(Exercise):
    """Waits from a tenth of a life to two of them, so that what they do is large and something is left."""

    answer = Number(0, 1)
    example = Call(fidelity=0.95, wait=30.0, life=100.0)

    def draw(self, rng):
        life = float(rng.uniform(20, 2000))
        return Call(fidelity=float(rng.uniform(0.7, 0.99)), wait=float(rng.uniform(0.1, 2) * life), life=life)

    def right(self, fidelity, wait, life):
        return float(repeaters.decay(fidelity, wait, t2=life))

    wrong = {
        "to_zero": _towards(0, lambda x: math.exp(-x)),
        "to_half": _towards(0.5, lambda x: math.exp(-x)),
        "visibility": lambda fidelity, wait, life: (4 * fidelity - 1) / 3 * math.exp(-wait / life),
        "linear": (_towards(0.25, lambda x: 1 - x), _towards(0, lambda x: 1 - x), _towards(0.25, lambda x: max(0, 1 - x)),
                   _towards(0, lambda x: max(0, 1 - x))),
        "both_sides": (_towards(0.25, lambda x: math.exp(-2 * x)), _towards(0, lambda x: math.exp(-2 * x))),
        "half_life": (_towards(0.25, lambda x: 2**-x), _towards(0, lambda x: 2**-x)),
        "turned_over": (_towards(0.25, lambda x: math.exp(-1 / x)), _towards(0, lambda x: math.exp(-1 / x))),
    }
