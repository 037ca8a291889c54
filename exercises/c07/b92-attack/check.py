import functools
import itertools
import math

from qedu import attacks
from qedu.engine import exchange
from qedu.grading.answers import Number, Parts
from qedu.grading.exercise import Call, Exercise

from ..common import b92


class B92Attack(Exercise):
    answer = Parts(Number(0, 1), Number(0, 1), Number(0, 1))
    example = Call(overlap=0.6)

    def draw(self, rng):
        hundredths = rng.integers(15, 55) if rng.random() < 0.5 else rng.integers(66, 96)
        return Call(overlap=float(hundredths / 100))

    @staticmethod
    @functools.cache
    def right(overlap):
        protocol = b92(overlap)
        return (exchange(protocol).sifted_fraction,
                exchange(protocol, attack=attacks.helstrom_resend()).qber,
                exchange(protocol, attack=attacks.unambiguous_resend()).sifted_fraction)

    @staticmethod
    def _model(kept=None, error=None, sure=None):
        def model(overlap):
            c = overlap
            numbers = [(1 - c * c) / 2, (1 - math.sqrt(1 - c * c)) / 2, (1 - c) * (1 - c * c) / 2]
            for place, replace in enumerate((kept, error, sure)):
                if replace:
                    numbers[place] = replace(c)
            return tuple(numbers)

        return model


B92Attack.wrong = {
    "no_half": (B92Attack._model(kept=lambda c: 1 - c * c),
                B92Attack._model(kept=lambda c: 1 - c * c, sure=lambda c: (1 - c) * (1 - c * c))),
    "not_squared": (B92Attack._model(kept=lambda c: (1 - c) / 2),
                    B92Attack._model(kept=lambda c: (1 - c) / 2, sure=lambda c: (1 - c) ** 2 / 2),
                    B92Attack._model(error=lambda c: (1 - math.sqrt(1 - c)) / 2)),
    "right_for_wrong": B92Attack._model(error=lambda c: (1 + math.sqrt(1 - c * c)) / 2),
    "not_sifted": B92Attack._model(sure=lambda c: 1 - c),
    "halved": (B92Attack._model(sure=lambda c: (1 - c) / 2),),
    "all_arrive": B92Attack._model(sure=lambda c: (1 - c * c) / 2),
    "no_root": (B92Attack._model(error=lambda c: c * c / 2), B92Attack._model(error=lambda c: 1 - c * c / 2)),
    "error_of_all": (B92Attack._model(error=lambda c: (1 - math.sqrt(1 - c * c)) / 2 * (1 - c * c) / 2),
                     B92Attack._model(error=lambda c: (1 - math.sqrt(1 - c * c)) / 4)),
    "order": tuple(lambda overlap, places=places: tuple(B92Attack._model()(overlap)[i] for i in places)
                   for places in itertools.permutations(range(3)) if places != (0, 1, 2)),
}
