import math

from qedu import devices
from qedu.grading.answers import Ratio
from qedu.grading.exercise import Call, Exercise


def decibels(ratio):
    return 10 * math.log10(ratio)


def budget(photons_in, photons_out, reflectivity, attenuator_db, insertion_db, *, attenuator=2, insertion=1, mirror=1, log=decibels,
           isolator=1, floor=0.0):
    """The budget with how often each thing counts, how a ratio becomes decibels, and the least that is returned."""
    rest = log(photons_in / photons_out) + mirror * log(reflectivity) - attenuator * attenuator_db - insertion * insertion_db
    return max(floor, rest / isolator)


def _models(**changed):
    """A slip, with a floor of 0 and without one."""
    return tuple(lambda floor=floor, **given: budget(**given, **changed, floor=floor) for floor in (0.0, -math.inf))


class Isolation(Exercise):
    """Seven boxes: five need from 20 to 120 dB, and two nothing."""

    answer = Ratio(0)
    example = Call(photons_in=1e12, photons_out=1e-6, reflectivity=1e-4, attenuator_db=40, insertion_db=1)

    def draw(self, rng, enough=False):
        sent, back = 10 ** rng.uniform(9, 14), 10 ** rng.uniform(-8, -4)
        mirror = 10 ** rng.uniform(-6, -2.5)
        left = decibels(sent / back) + decibels(mirror)             # 75 to 195 dB
        share = rng.uniform(1.1, 1.3) if enough else rng.uniform(0.15, 0.4)
        return Call(photons_in=float(f"{sent:.3g}"), photons_out=float(f"{back:.3g}"), reflectivity=float(f"{mirror:.3g}"),
                    attenuator_db=round(float(left * share / 2), 1), insertion_db=round(float(rng.uniform(0.5, 3)), 2))

    def further(self, rng):
        return [self.drawn(rng, enough) for enough in (False,) * 5 + (True,) * 2]

    def right(self, photons_in, photons_out, reflectivity, attenuator_db, insertion_db):
        return devices.trojan_isolation_db(photons_in, photons_out, attenuator_db=attenuator_db, insertion_db=insertion_db,
                                           reflection_db=-decibels(reflectivity))

    wrong = {
        "below_zero": lambda **given: budget(**given, floor=-math.inf),
        "one_pass": _models(attenuator=1),
        "isolator_twice": (*_models(isolator=2), *_models(isolator=2, insertion=0)),
        "no_mirror": (*_models(mirror=0), lambda reflectivity, **given: max(0.0, budget(**given, reflectivity=1) - reflectivity)),
        "mirror_sign": _models(mirror=-1),
        "mirror_twice": _models(mirror=2),
        "insertion_forgotten": _models(insertion=0),
        "insertion_twice": _models(insertion=2),
        "twenty_log": _models(log=lambda ratio: 20 * math.log10(ratio)),
        "natural_log": (*_models(log=lambda ratio: 10 * math.log(ratio)), *_models(log=math.log)),
    }
