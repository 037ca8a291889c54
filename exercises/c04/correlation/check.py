import math

import numpy as np

from qedu import entanglement as ent
from qedu.grading.answers import Number
from qedu.grading.exercise import Call, Exercise

from ..common import angles_apart, drawn, mean, qobj, random_rho, spin, spin_zy


class Correlation(Exercise):
    """One of the drawn correlations is negative, so that a missing sign shows."""

    answer = Number(-1, 1)
    example = Call(rho=ent.werner(visibility=0.9).full(), a=0, b=60)

    def calls(self, rng):
        def e(rho, a, b):
            return mean(rho, spin(a), spin(b))

        return drawn(self, rng, lambda **given: e(**given) < -0.05, lambda **given: e(**given) > 0.05, lambda **given: True)

    def draw(self, rng):
        a, b = angles_apart(rng, 2)
        return Call(rho=random_rho(rng), a=a, b=b)

    def right(self, rho, a, b):
        return ent.correlation(qobj(rho), a, b)

    wrong = {
        "radians": lambda rho, a, b: mean(rho, spin(math.degrees(a)), spin(math.degrees(b))),
        "polariser_angle": (lambda rho, a, b: mean(rho, spin(2 * a), spin(2 * b)),
                            lambda rho, a, b: mean(rho, spin(a / 2), spin(b / 2))),
        "agreement": lambda rho, a, b: (1 + mean(rho, spin(a), spin(b))) / 2,
        "one_dial": (lambda rho, a, b: mean(rho, spin(a), spin(a)), lambda rho, a, b: mean(rho, spin(b), spin(b))),
        "apart": lambda rho, a, b: mean(rho, spin(a), np.eye(2)) * mean(rho, np.eye(2), spin(b)),
        "sides_swapped": lambda rho, a, b: mean(rho, spin(b), spin(a)),
        "axes_swapped": lambda rho, a, b: mean(rho, spin(90 - a), spin(90 - b)),
        "both_zero": lambda rho, a, b: mean(rho, (np.eye(2) + spin(a)) / 2, (np.eye(2) + spin(b)) / 2),
        "y_for_x": lambda rho, a, b: mean(rho, spin_zy(a), spin_zy(b)),
        "no_state": (lambda rho, a, b: math.cos(math.radians(a - b)), lambda rho, a, b: -math.cos(math.radians(a - b))),
        "sign": lambda rho, a, b: -mean(rho, spin(a), spin(b)),
        "size": lambda rho, a, b: abs(mean(rho, spin(a), spin(b))),
    }
