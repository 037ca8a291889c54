import math

from qedu import channels, states
from qedu.grading.answers import Number, Parts
from qedu.grading.exercise import Call, Exercise


class Probe(Exercise):
    answer = Parts(Number(0, 1), Number(0, 1))
    example = Call(overlap=0.6)

    def draw(self, rng):
        return Call(overlap=float(rng.uniform(0.1, 0.5) if rng.random() < 0.5 else rng.uniform(0.7, 0.93)))

    def right(self, overlap):
        e0, e1 = states.ket(0), states.ket(2 * math.acos(overlap))
        # Bob's qubit alone: the coherence shrinks by the overlap of what Eve holds.
        line = channels.dephasing((1 - abs(e0.overlap(e1))) / 2)
        plus, minus = states.basis("X")
        return states.fidelity(minus, line(plus)), states.helstrom(e0, e1)

    wrong = {
        "error_in_z": lambda overlap: (0.0, Probe._guess(overlap)),
        "no_half": lambda overlap: (1 - overlap, Probe._guess(overlap)),
        "overlap_squared": lambda overlap: ((1 - overlap**2) / 2, Probe._guess(overlap)),
        "guess_not_squared": lambda overlap: ((1 - overlap) / 2, (1 + math.sqrt(1 - overlap)) / 2),
        "guess_without_root": lambda overlap: ((1 - overlap) / 2, 1 - overlap**2 / 2),
        "blind": lambda overlap: ((1 - overlap) / 2, 0.5),
        "all_knowing": lambda overlap: ((1 - overlap) / 2, 1.0),
        "swapped": lambda overlap: (Probe._guess(overlap), (1 - overlap) / 2),
        "success": lambda overlap: ((1 + overlap) / 2, Probe._guess(overlap)),
        "guess_wrong": lambda overlap: ((1 - overlap) / 2, 1 - Probe._guess(overlap)),
    }

    @staticmethod
    def _guess(overlap):
        return states.helstrom(states.ket(0), states.ket(2 * math.acos(overlap)))
