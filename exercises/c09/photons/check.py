import math

from qedu import links
from qedu.grading.answers import Number, Parts
from qedu.grading.exercise import Call, Exercise


class Photons(Exercise):
    answer = Parts(Number(0, 1), Number(0, 1))
    example = Call(mu=0.5)

    def draw(self, rng):
        return Call(mu=float(rng.uniform(0.05, 0.45) if rng.random() < 0.5 else rng.uniform(0.6, 2)))

    def right(self, mu):
        odds = links.weak_coherent(mu).probabilities
        several = math.fsum(odds[2:])
        return several, several / math.fsum(odds[1:])

    @staticmethod
    def _with(change):
        """A wrong model, made of P(n ≥ 1), P(n ≥ 2) and the mean."""
        return lambda mu: change(-math.expm1(-mu), 1 - math.exp(-mu) * (1 + mu), mu)


Photons.wrong = {
    "swapped": Photons._with(lambda some, several, mu: (several / some, several)),
    "of_all": Photons._with(lambda some, several, mu: (several, several)),
    "of_lit": Photons._with(lambda some, several, mu: (several / some, several / some)),
    "at_least_one": (Photons._with(lambda some, several, mu: (some, 1.0)),
                     Photons._with(lambda some, several, mu: (some, several / some)),
                     Photons._with(lambda some, several, mu: (some, some))),
    "exactly_two": Photons._with(lambda some, several, mu: (math.exp(-mu) * mu**2 / 2,
                                                            math.exp(-mu) * mu**2 / 2 / some)),
    "thermal": Photons._with(lambda some, several, mu: ((mu / (1 + mu)) ** 2, mu / (1 + mu))),
    "small_mu": (Photons._with(lambda some, several, mu: (mu**2 / 2, mu / 2)),
                 Photons._with(lambda some, several, mu: (mu**2 / 2, mu**2 / 2 / some))),
    "single": lambda mu: (0.0, 0.0),
    "of_single": Photons._with(lambda some, several, mu: (several, several / (mu * math.exp(-mu)))),
}
