import math

from qedu import satellites
from qedu.grading.answers import Ratio
from qedu.grading.exercise import Call, Exercise


class Loss(Ratio):
    """A loss that mistakes may make nearly zero, where rounding is all that is left, or infinite, where a share is rounded to nothing."""

    def same(self, value, expected):
        return abs(value - expected) <= 1e-9 or super().same(value, expected)

    def resembles(self, value, model):
        return model == math.inf and value == math.inf or super().resembles(value, model)


def gaussian(a, w):
    return -math.expm1(-2 * (a / w) ** 2)


def as_students(a, w):
    """The same as most write it, with what rounding does to it where it is tiny."""
    return 1 - math.exp(-2 * (a / w) ** 2)


def ten_log(share):
    return -10 * math.log10(share) if share > 0 else math.inf


def lost(range_km, divergence_urad, aperture_m, *, a=0.5, w=0.5, share=gaussian, told=ten_log):
    """The chain from angle to decibels, with anything in it done otherwise: `a` of the aperture, `w` of angle times distance."""
    return told(share(a * aperture_m, w * 1e-3 * range_km * divergence_urad))


def _model(**options):
    return lambda **given: lost(**given, **options)


class BeamLoss(Exercise):
    """Two low satellites, one beam no wider than the telescope, and one from very high; so near and far approximations show."""

    answer = Loss(0)
    #: Ranges in km, divergences in microradians, and apertures in m.
    rows = (((400, 1500), (6, 20), (0.4, 1.6)), ((700, 2500), (3, 15), (0.3, 1.2)), ((35_800, 40_000), (4, 12), (1, 3)))
    example = Call(range_km=500.0, divergence_urad=10.0, aperture_m=1.0)

    def further(self, rng):
        rows = [[float(rng.uniform(*ends)) for ends in row] for row in self.rows]
        km, urad = float(rng.uniform(300, 500)), float(rng.uniform(1.5, 2.5))
        rows.append([km, urad, 1e-3 * km * urad * float(rng.uniform(0.9, 1.8))])
        return [Call(range_km=row[0], divergence_urad=row[1], aperture_m=row[2]) for row in rows]

    def right(self, range_km, divergence_urad, aperture_m):
        return float(satellites.diffraction_loss_db(range_km, divergence_urad, aperture_m))

    wrong = {
        "ratio_too_large": _model(a=1),
        "ratio_too_small": _model(w=1),
        "twenty_log": _model(told=lambda share: 2 * ten_log(share)),
        "natural_log": tuple(_model(told=lambda share, factor=factor: factor * ten_log(share) * math.log(10)) for factor in (1, 0.1)),
        "no_ten": _model(told=lambda share: ten_log(share) / 10),
        "share": tuple(_model(told=lambda share, whole=whole, lost=lost: whole * (1 - share if lost else share))
                       for whole in (1, 100) for lost in (False, True)),
        "fibre": tuple(lambda range_km, divergence_urad, aperture_m, rate=rate: rate * range_km for rate in (0.2, 0.16, 0.21, 0.02)),
        "missed": _model(share=lambda a, w: math.exp(-2 * (a / w) ** 2)),
        "even_beam": tuple(_model(share=lambda a, w, cut=cut, twice=twice: min(cut, twice * (a / w) ** 2))
                           for cut in (1, math.inf) for twice in (1, 2)),
        "exponent": tuple(_model(share=lambda a, w, factor=factor: -math.expm1(-factor * (a / w) ** 2)) for factor in (1, 4)),
        "nothing_lost": (lambda **given: 0.0, _model(w=0.5e-3), _model(w=0.5e-3, share=as_students)),
        "units": tuple(_model(w=0.5 * factor, share=share) for factor in (1e3, 1e6) for share in (gaussian, as_students)),
        "degrees": tuple(_model(w=math.radians(0.5 * factor), share=share)
                         for factor in (1, 1e3, 1e6) for share in (gaussian, as_students)),
    }
