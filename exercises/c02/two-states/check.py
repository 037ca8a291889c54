import math

from qedu import states
from qedu.grading.answers import Number
from qedu.grading.exercise import Call, Exercise


class TwoStates(Exercise):
    answer = Number(0, 1)
    example = Call(overlap=1 / math.sqrt(2))

    def draw(self, rng):
        return Call(overlap=float(rng.uniform(0.1, 0.6) if rng.random() < 0.5 else rng.uniform(0.8, 0.95)))

    def right(self, overlap):
        return states.helstrom(states.ket(0), states.ket(2 * math.acos(overlap)))

    wrong = {
        "overlap_not_squared": lambda overlap: (1 + math.sqrt(1 - overlap)) / 2,
        "one_basis": lambda overlap: 1 - overlap**2 / 2,
        "error": lambda overlap: (1 - math.sqrt(1 - overlap**2)) / 2,
        "no_half": lambda overlap: math.sqrt(1 - overlap**2),
        "always_right": lambda overlap: 1.0,
        "blind": lambda overlap: 0.5,
        "unambiguous": lambda overlap: 1 - overlap,
        "overlap_removed": lambda overlap: 1 - overlap**2,
        "upside_down": (lambda overlap: (1 + overlap) / 2, lambda overlap: (1 + overlap**2) / 2),
    }
