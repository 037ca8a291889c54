import math

import numpy as np

from qedu.grading.answers import Parts, Ratio
from qedu.grading.exercise import Call, Exercise


def power(km, db, exponent=2):
    """The share that arrives, by powers."""
    return 10 ** (-db / 10) * (500 / np.asarray(km, float)) ** exponent


def mean_decibels(seconds, km, db, even):
    found = db + 20 * np.log10(np.asarray(km, float) / 500)
    return 10 ** (-np.average(found, weights=None if even else seconds) / 10) + 0 * found


def mean_distance(seconds, km, db, even):
    return power(np.average(km, weights=None if even else seconds), db) + 0 * np.asarray(km, float)


def sum_of_decibels(seconds, km, db):
    found = db + 20 * np.log10(np.asarray(km, float) / 500)
    return 10 ** (-found.sum() / 10) + 0 * found


def clicks(seconds, range_km, db_at_500, photons_hz, background_hz, share=lambda seconds, km, db: power(km, db)):
    """Clicks of photons and of the background, in each part."""
    return photons_hz * share(seconds, range_km, db_at_500) * seconds, background_hz * np.asarray(seconds, float)


def _bits(found=lambda photons, background, given: (photons + background).sum() / 2, **options):
    """A wrong model of the bits; the error rate is left open."""
    return lambda **given: (float(found(*clicks(**given, **options), given)), None)


def _rate(found):
    """A wrong model of the error rate; the bits are right."""
    def model(**given):
        photons, background = clicks(**given)
        return float((photons + background).sum() / 2), float(found(photons, background, given["seconds"]))

    return model


def _even(way):
    return tuple(lambda seconds, km, db, even=even: way(seconds, km, db, even) for even in (False, True))


class PassKey(Exercise):
    """Passes of five to eight parts of unequal length, never at 500 km, in an order that is not that of the distances."""

    answer = Parts(Ratio(0), Ratio(0, 1))
    example = Call(seconds=np.array([60.0, 40.0, 90.0]), range_km=np.array([1000.0, 600.0, 1200.0]), db_at_500=30.0, photons_hz=1e7,
                   background_hz=100.0)

    def draw(self, rng):
        parts = int(rng.integers(5, 9))
        km = np.linspace(540, 1700, parts) + rng.uniform(0, 60, parts)
        return Call(seconds=rng.uniform(10, 80, parts).round(1), range_km=rng.permutation(km),
                    db_at_500=float(rng.uniform(26, 36)), photons_hz=float(10 ** rng.uniform(6.7, 8)),
                    background_hz=float(10 ** rng.uniform(1.7, 3)))

    def right(self, seconds, range_km, db_at_500, photons_hz, background_hz):
        photons = background = 0.0
        for time, km in zip(seconds, range_km):
            photons += time * photons_hz / (10 ** (db_at_500 / 10) * (km / 500) ** 2)
            background += time * background_hz
        return (photons + background) / 2, background / (2 * (photons + background))

    wrong = {
        "decibels_averaged": tuple(_bits(found, share=way) for way in _even(mean_decibels) for found in (
            lambda p, b, given: (p + b).sum() / 2, lambda p, b, given: p.sum() / 2, lambda p, b, given: (p + b).sum(),
            lambda p, b, given: (p + b).sum() / given["seconds"].sum() / 2)),
        "mean_distance": tuple(_bits(share=way) for way in _even(mean_distance)),
        "nearest": _bits(share=lambda seconds, km, db: power(np.min(km), db) + 0 * km),
        "as_at_500": _bits(share=lambda seconds, km, db: power(500, db) + 0 * km),
        "no_time": (_bits(lambda p, b, given: ((p + b) / given["seconds"]).sum() / 2),
                    _bits(lambda p, b, given: ((p + b) / given["seconds"]).mean() / 2),
                    _bits(lambda p, b, given: (p + b).sum() / given["seconds"].sum() / 2),
                    _bits(lambda p, b, given: ((p / given["seconds"]).sum() + given["background_hz"]) / 2)),
        "equal_times": _bits(lambda p, b, given: ((p + b) / given["seconds"]).mean() * given["seconds"].sum() / 2),
        "not_sifted": _bits(lambda p, b, given: (p + b).sum()),
        "no_background": _bits(lambda p, b, given: p.sum() / 2),
        "background_once": (_bits(lambda p, b, given: (p.sum() + given["background_hz"]) / 2),
                            _bits(lambda p, b, given: (p.sum() + len(p) * given["background_hz"]) / 2)),
        "sifted_in_part": (_bits(lambda p, b, given: p.sum() / 2 + b.sum()), _bits(lambda p, b, given: p.sum() + b.sum() / 2)),
        "not_squared": tuple(_bits(share=lambda seconds, km, db, n=n: power(km, db, n)) for n in (1, 4, 0.5, -2)),
        "decibels": tuple(_bits(share=lambda seconds, km, db, base=base, n=n: base ** -((db + 20 * np.log10(km / 500)) / n))
                          for base, n in ((10, 20), (math.e, 10))),
        "hardly_any": (_bits(lambda p, b, given: b.sum() / 2), _bits(share=sum_of_decibels)),
        "lossless": tuple(_bits(share=lambda seconds, km, db, turn=turn: power(km, turn * db)) for turn in (0, -1)),
        "mean_of_rates": (_rate(lambda p, b, seconds: (b / 2 / (p + b)).mean()),
                          _rate(lambda p, b, seconds: np.average(b / 2 / (p + b), weights=seconds))),
        "all_wrong": _rate(lambda p, b, seconds: b.sum() / (p + b).sum()),
        "of_photons": (_rate(lambda p, b, seconds: b.sum() / 2 / p.sum()), _rate(lambda p, b, seconds: b.sum() / p.sum())),
        "errors_counted": tuple(_rate(lambda p, b, seconds, part=part: b.sum() * part) for part in (0.25, 0.5, 1)),
        "right_share": (_rate(lambda p, b, seconds: p.sum() / (p + b).sum()), _rate(lambda p, b, seconds: 1 - b.sum() / 2 / (p + b).sum())),
        "no_errors": lambda **given: (None, 0.0),
    }
