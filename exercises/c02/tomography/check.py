import math

import numpy as np

from qedu import states
from qedu.grading.answers import Ket
from qedu.grading.exercise import Call, Exercise, Mistake

from ..common import amplitudes, qobj, random_state


class Tomography(Exercise):
    """Counts of 10,000 shots in each of three bases; the answer must have a fidelity of at least 0.99.

    For a pure state the infidelity is a quarter of the squared error of the direction on the sphere. Each
    component has a standard deviation of at most 0.01, so the bound is an error of 20 standard deviations: a
    right answer misses it with a probability far below 10⁻⁹.
    """

    shots = 10_000
    least = 0.99
    draws = 2
    answer = Ket()
    # Sampled from the Bloch vector (3, -6, 2)/7.
    example = Call(counts={"Z": [6391, 3609], "X": [7176, 2824], "Y": [727, 9273]})

    def calls(self, rng):
        calls, kets = [self.example], [amplitudes(states.basis((3, -6, 2))[0])]
        for place in range(self.draws):
            ket = random_state(rng, apart=0.2)          # else an answer with two axes swapped could pass
            vector = states.bloch_vector(qobj(ket))
            if place == 0 and vector[0] > 0:            # behind the y axis, where an arctangent of y/x points the other way
                ket, vector = ket * [1, -1], vector * [-1, -1, 1]
            zeros = dict(zip("XYZ", rng.binomial(self.shots, (1 + vector) / 2).tolist()))
            calls.append(Call(counts={axis: [zeros[axis], self.shots - zeros[axis]] for axis in "ZXY"}))
            kets.append(ket)
        return calls, kets

    #: By mistake: what becomes of the share of outcome 0 in X, Y and Z.
    wrong = {
        "y_sign": lambda x, y, z: states.basis((2 * x - 1, 1 - 2 * y, 2 * z - 1))[0],
        "opposite": lambda x, y, z: states.basis((2 * x - 1, 2 * y - 1, 2 * z - 1))[1],
        "share_as_component": lambda x, y, z: states.basis((x, y, z))[0],
        "no_phase": lambda x, y, z: states.ket(2 * math.acos(math.sqrt(z))),
        "full_angle": lambda x, y, z: states.ket(2 * math.acos(max(-1, min(1, 2 * z - 1))), math.atan2(2 * y - 1, 2 * x - 1)),
        "axes_swapped": (lambda x, y, z: states.basis((2 * y - 1, 2 * x - 1, 2 * z - 1))[0],
                         lambda x, y, z: states.basis((2 * z - 1, 2 * y - 1, 2 * x - 1))[0],
                         lambda x, y, z: states.basis((2 * x - 1, 2 * z - 1, 2 * y - 1))[0],
                         lambda x, y, z: states.basis((2 * y - 1, 2 * z - 1, 2 * x - 1))[0],
                         lambda x, y, z: states.basis((2 * z - 1, 2 * x - 1, 2 * y - 1))[0]),
        "axis_sign": (lambda x, y, z: states.basis((1 - 2 * x, 2 * y - 1, 2 * z - 1))[0],
                      lambda x, y, z: states.basis((2 * x - 1, 2 * y - 1, 1 - 2 * z))[0],
                      lambda x, y, z: states.basis((1 - 2 * x, 1 - 2 * y, 2 * z - 1))[0]),
        "half_circle": lambda x, y, z: states.ket(math.acos(max(-1, min(1, 2 * z - 1))), math.atan((2 * y - 1) / (2 * x - 1))),
        "half_phase": lambda x, y, z: states.ket(math.acos(max(-1, min(1, 2 * z - 1))),
                                                    math.atan2(2 * y - 1, 2 * x - 1) / 2),
    }

    def judge(self, calls, answers, kets):
        returned = [repeats[0] for repeats in answers]
        values = list(map(self.read, calls, returned))
        low = [i for i, ket in enumerate(kets) if self._fidelity(ket, values[i]) < self.least]
        if not low:
            return None
        show = calls[low[-1]], returned[low[-1]]
        for key, model in self.models():
            # Two ways to handle the shot noise differ a little, so a fidelity decides here too.
            if all(self._fidelity(amplitudes(model(*self._shares(call))), value) > 0.998 for call, value in zip(calls, values)):
                return Mistake(key, *show)
        return self.unknown(calls, returned, values, low, near=False)

    @staticmethod
    def _shares(call):
        counts = call.arguments["counts"]
        return [counts[axis][0] / sum(counts[axis]) for axis in "XYZ"]

    @staticmethod
    def _fidelity(ket, value):
        return abs(np.vdot(ket, value)) ** 2
