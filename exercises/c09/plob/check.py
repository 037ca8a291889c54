import math

from qedu import rates
from qedu.grading.exercise import Call, Exercise

from ..common import MISREAD, Scaled, survives


class Bound(Exercise):
    answer = Scaled(0)
    example = Call(km=1000.0, db_per_km=0.2)

    def further(self, rng):
        # Near, very far, near.  In between 1 − η keeps a few digits of η, and wrong answers are noise.
        for low, high in ((1, 8), (180, 400), (8, 25)):
            db_per_km = float(rng.uniform(0.15, 0.35))
            yield Call(km=float(rng.uniform(low, high) / db_per_km), db_per_km=db_per_km)

    def right(self, km, db_per_km):
        return rates.plob(survives(km * db_per_km))

    @staticmethod
    def _of(function, read=survives):
        return lambda km, db_per_km: function(read(km * db_per_km))


def _exact(eta):
    return -math.log1p(-eta) / math.log(2)


Bound.wrong = {
    "rounded_away": Bound._of(lambda eta: -math.log2(1 - eta)),
    "natural_log": (Bound._of(lambda eta: -math.log1p(-eta)), Bound._of(lambda eta: -math.log(1 - eta)),
                    Bound._of(lambda eta: -math.log1p(-eta) / math.log(10))),
    "other_bound": (Bound._of(lambda eta: (math.log1p(eta) - math.log1p(-eta)) / math.log(2)),
                    Bound._of(lambda eta: math.log2((1 + eta) / (1 - eta)))),
    "small_eta": (Bound._of(lambda eta: eta / math.log(2)), Bound._of(lambda eta: eta)),
    "decibel": (*(Bound._of(_exact, read) for read in MISREAD),
                *(Bound._of(lambda eta: -math.log2(1 - eta), read) for read in MISREAD)),
    "lost": Bound._of(lambda eta: -math.log2(eta)),
}
