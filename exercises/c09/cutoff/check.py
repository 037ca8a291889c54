import math
from functools import lru_cache

from qedu import rates
from qedu.grading.answers import Parts
from qedu.grading.exercise import Call, Exercise

from ..common import GYS, Scaled, survives


def entropy(p, log=math.log2):
    """Binary entropy of a number, 0 at the ends and beyond."""
    return -p * log(p) - (1 - p) * log(1 - p) if 0 < p < 1 else 0.0


@lru_cache(maxsize=4096)
def _reach(mu):
    return rates.cutoff_km("decoy_bb84", GYS, max_km=400.0, mu=mu)


def _key(mu, km, sifting=0.5, f=GYS.f_ec, gain1=None, corrected="all", phase="single", log=math.log2):
    """Bits per pulse over GYS, which may be negative."""
    eta, y0 = GYS.efficiency * survives(GYS.loss_db_per_km * km), GYS.dark_counts
    lit = -math.expm1(-eta * mu)
    gain, faults = lit + y0 * (1 - lit), y0 / 2 + GYS.misalignment * lit
    y1, faults1 = eta + y0 * (1 - eta), y0 / 2 + GYS.misalignment * eta
    single = gain1(gain, y1, mu) if gain1 else mu * math.exp(-mu) * y1
    secret = single * (1 - entropy({"single": faults1 / y1, "all": faults / gain, "none": 0.0}[phase], log))
    public = {"all": gain * entropy(faults / gain, log), "single": single * entropy(faults1 / y1, log),
              "mixed": single * entropy(faults / gain, log)}[corrected]
    return sifting * (secret - f * public)


def _race(clip=True, **options):
    """A wrong model: rate and reach, with something done otherwise."""
    def model(mu, km):
        low, high = 0.0, 1000.0
        for _ in range(50):
            middle = (low + high) / 2
            low, high = (middle, high) if _key(mu, middle, **options) > 0 else (low, middle)
        rate = _key(mu, km, **options)
        return max(0.0, rate) if clip else rate, low

    return model


class Cutoff(Exercise):
    answer = Parts(Scaled(0, relative=1e-4, absolute=1e-13), Scaled(0, relative=0.0, absolute=0.05))
    example = Call(mu=0.48, km=50.0)

    def further(self, rng):
        # The third distance lies beyond the reach.
        for low, high in ((0.3, 0.6), (0.7, 0.9), (1.03, 1.3)):
            mu = float(rng.uniform(0.25, 0.85))
            yield Call(mu=mu, km=float(rng.uniform(low, high) * _reach(mu)))

    def right(self, mu, km):
        return rates.decoy_bb84(km, GYS, mu=mu), _reach(mu)

    wrong = {
        "no_sifting": _race(sifting=1),
        "unclipped": _race(clip=False),
        "single_corrected": (_race(corrected="single"), _race(corrected="mixed")),
        "no_f": _race(f=1),
        "all_phase": _race(phase="all"),
        "no_phase": _race(phase="none"),
        "all_single": (_race(gain1=lambda gain, y1, mu: gain, phase="all"),
                       _race(gain1=lambda gain, y1, mu: gain)),
        "yield_for_gain": _race(gain1=lambda gain, y1, mu: y1),
        "natural_log": _race(log=math.log),
        "swapped": lambda mu, km: Cutoff().right(mu, km)[::-1],
    }
