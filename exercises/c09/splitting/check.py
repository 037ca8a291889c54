import math

from qedu import links
from qedu.grading.exercise import Call, Exercise

from ..common import Scaled


def _where(mu, db_per_km, eta):
    """The distance at which the transmittance is η; 0 where it would be above 1."""
    return max(0.0, -10 / db_per_km * math.log10(eta))


class Splitting(Exercise):
    answer = Scaled(0, relative=0.0, absolute=0.01)
    example = Call(mu=0.5, db_per_km=0.2)

    def draw(self, rng):
        return Call(mu=float(rng.uniform(0.15, 0.45) if rng.random() < 0.5 else rng.uniform(0.55, 1)),
                    db_per_km=float(rng.uniform(0.16, 0.3)))

    def right(self, mu, db_per_km):
        return _where(mu, db_per_km, -math.log1p(-links.weak_coherent(mu).multiphoton) / mu)

    @staticmethod
    def _eta(choose):
        """A wrong model: some η from P(n ≥ 1), P(n ≥ 2) and the mean."""
        return lambda mu, db_per_km: _where(mu, db_per_km, choose(-math.expm1(-mu),
                                                                  1 - math.exp(-mu) * (1 + mu), mu))


def _matching(some, several, mu):
    return -math.log1p(-several) / mu


Splitting.wrong = {
    "linear": Splitting._eta(lambda some, several, mu: several / mu),
    "at_least_one": (Splitting._eta(lambda some, several, mu: 1.0),
                     Splitting._eta(lambda some, several, mu: some / mu),
                     Splitting._eta(lambda some, several, mu: some)),
    "exactly_two": (Splitting._eta(lambda some, several, mu: -math.log1p(-math.exp(-mu) * mu**2 / 2) / mu),
                    Splitting._eta(lambda some, several, mu: math.exp(-mu) * mu / 2)),
    "single": Splitting._eta(lambda some, several, mu: several),
    "of_lit": (Splitting._eta(lambda some, several, mu: _matching(some, several / some, mu)),
               Splitting._eta(lambda some, several, mu: several / some / mu)),
    "decibel": tuple(lambda mu, db_per_km, factor=factor: factor / db_per_km * -math.log(
        -math.log1p(-(1 - math.exp(-mu) * (1 + mu))) / mu)
        for factor in (10, 1, 1 / math.log(10), 20 / math.log(10))),
}
