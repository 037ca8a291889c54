import math

import numpy as np

from qedu import rates
from qedu.grading.answers import Vector
from qedu.grading.exercise import Call, Exercise

from ..common import shannon


class Risk(Exercise):
    answer = Vector(4)
    example = Call(qber=0.05)

    def draw(self, rng):
        return Call(qber=float(rng.uniform(0.01, 0.09) if rng.random() < 0.5 else rng.uniform(0.12, 0.24)))

    def right(self, qber):
        guess = 0.5 + math.sqrt(qber * (1 - qber))
        return [1.0, 2 * qber, 1 - rates.h2(guess), rates.h2(qber)]

    @staticmethod
    def _with(**places):
        """A wrong model: some of the four numbers replaced."""
        names = ("tap", "reader", "individual", "collective")

        def model(qber):
            numbers = Risk().right(qber)
            for name, replace in places.items():
                numbers[names.index(name)] = replace(qber)
            return numbers

        return model


def _guess(q):
    return 0.5 + math.sqrt(q * (1 - q))


Risk.wrong = {
    "tap_disturbs": (Risk._with(tap=lambda q: 0.0), Risk._with(tap=lambda q: 2 * q), Risk._with(tap=lambda q: q),
                     Risk._with(tap=lambda q: 1 - float(shannon(q)[0]))),
    "one_eve": (Risk._with(individual=lambda q: 2 * q, collective=lambda q: 2 * q),
                Risk._with(individual=lambda q: 2 * q)),
    "of_25_percent": (Risk._with(reader=lambda q: 4 * q), Risk._with(reader=lambda q: q)),
    "guess_as_information": (Risk._with(individual=_guess), Risk._with(individual=lambda q: 2 * _guess(q) - 1)),
    "collective_like_individual": Risk._with(collective=lambda q: 1 - float(shannon(_guess(q))[0])),
    "twice": (Risk._with(collective=lambda q: 2 * float(shannon(q)[0])),),
    "what_is_left": (Risk._with(collective=lambda q: 1 - float(shannon(q)[0])),
                     Risk._with(collective=lambda q: 1 - 2 * float(shannon(q)[0]))),
    "natural_log": lambda qber: [1.0, 2 * qber, 1 - float(shannon(_guess(qber), np.log)[0]),
                                 float(shannon(qber, np.log)[0])],
}
