import math

from qedu.grading.answers import Number, Parts, Ratio
from qedu.grading.exercise import Call, Exercise


def werner(w):
    return 0.25 + 0.75 * w


class Outlives(Exercise):
    """Ratios from a tenth to ten, so that a wrong unit or a ratio turned over shows, and no visibility is near its ends."""

    answer = Parts(Ratio(0), Ratio(0), Number(0, 1))
    example = Call(pairs=36000, hours=5, life_ms=550)

    def draw(self, rng):
        hours, rate = float(rng.uniform(1, 600)), float(10 ** rng.uniform(-1.5, 1.5))
        pairs = max(50, round(rate * hours * 3600))
        ratio = float(10 ** (rng.uniform(0.2, 1) * rng.choice([-1, 1])))
        return Call(pairs=pairs, hours=hours, life_ms=1000 * ratio * hours * 3600 / pairs)

    def right(self, pairs, hours, life_ms):
        rate = pairs / hours / 3600
        ratio = rate * life_ms / 1000
        return rate, ratio, werner(ratio / (1 + ratio))

    @staticmethod
    def _changed(change):
        """A wrong model: the three right numbers, changed; None leaves one open."""
        return lambda **given: change(*Outlives.right(None, **given))


Outlives.wrong = {
    "hours_as_minutes": tuple(Outlives._changed(lambda rate, *_, unit=unit: (rate * unit, None, None)) for unit in (60, 3600)),
    "seconds_per_pair": Outlives._changed(lambda rate, *_: (1 / rate, None, None)),
    "milliseconds": (Outlives._changed(lambda rate, ratio, F: (rate, 1000 * ratio, None)),),
    "ratio_turned_over": Outlives._changed(lambda rate, ratio, F: (rate, 1 / ratio, None)),
    "visibility": Outlives._changed(lambda rate, ratio, F: (rate, ratio, ratio / (1 + ratio))),
    "decay_of_the_mean": (Outlives._changed(lambda rate, ratio, F: (rate, ratio, werner(math.exp(-1 / ratio)))),
                          Outlives._changed(lambda rate, ratio, F: (rate, ratio, math.exp(-1 / ratio)))),
    "to_zero": (Outlives._changed(lambda rate, ratio, F: (rate, ratio, 0.75 * ratio / (1 + ratio))),
                Outlives._changed(lambda rate, ratio, F: (rate, ratio, 0.5 + 0.5 * ratio / (1 + ratio)))),
}
