import math

import numpy as np


def right__diameters(range_km, divergence_urad, aperture_m):
    """The ratio of the radii is that of the diameters."""
    width = range_km * divergence_urad / 1000
    return -10 * math.log10(1 - math.exp(-2 * (aperture_m / width) ** 2))


def right__steps(range_km, divergence_urad, aperture_m):
    a = aperture_m / 2
    w = np.tan(divergence_urad * 1e-6 / 2) * range_km * 1000
    beside = np.exp(-2 * a**2 / w**2)
    share = 1 - beside
    return 10 * np.log10(1 / share)


def right__rings(range_km, divergence_urad, aperture_m):
    """The intensity added up over thin rings of the opening."""
    from scipy.integrate import quad

    a, w = aperture_m / 2, range_km * 1e3 * divergence_urad * 1e-6 / 2
    share = quad(lambda r: 2 * math.pi * r * 2 / (math.pi * w**2) * math.exp(-2 * r**2 / w**2), 0, a, epsrel=1e-10)[0]
    return -10 * math.log10(share)


def fibre__decibels(range_km, divergence_urad, aperture_m):
    return 0.2 * range_km


def fibre__pieces(range_km, divergence_urad, aperture_m):
    """Ten decibels for every fifty kilometres."""
    pieces = range_km / 50
    return 10 * pieces


EDITS = {
    "ratio_too_large": [("aperture_m / 2", "aperture_m"), ("divergence_urad / 2", "divergence_urad / 4"), ("* 1e-6 / 2", "* 1e-6 / 4")],
    "ratio_too_small": [("divergence_urad / 2", "divergence_urad"), ("* 1e-6 / 2", "* 1e-6")],
    "twenty_log": [("10 * np.log10", "20 * np.log10"), ("-10 * math.log10", "-20 * math.log10")],
    "natural_log": [("np.log10", "np.log"), ("math.log10", "math.log"), ("-10 * math.log10", "-math.log")],
    "no_ten": [("10 * np.log10", "np.log10"), ("-10 * math.log10", "-math.log10")],
    "share": [("-10 * np.log10(caught)", "caught"), ("10 * np.log10(1 / share)", "share"), ("10 * np.log10(1 / share)", "beside")],
    "missed": [("np.log10(caught)", "np.log10(1 - caught)"), ("np.log10(1 / share)", "np.log10(1 / beside)"),
               ("1 - math.exp(", "math.exp(")],
    "even_beam": [("-np.expm1(-2 * (aperture_m / 2 / beam_radius) ** 2)", "(aperture_m / 2 / beam_radius) ** 2"),
                  ("1 - math.exp(-2 * (aperture_m / width) ** 2)", "2 * (aperture_m / width) ** 2"),
                  ("share = 1 - beside", "share = min(1, a**2 / w**2)"), ("share = 1 - beside", "share = min(1, 2 * a**2 / w**2)")],
    "exponent": [("math.exp(-2 * (", "math.exp(-("), ("-2 * a**2", "-(a**2)"), ("expm1(-2 *", "expm1(-4 *")],
    "nothing_lost": [("-10 * np.log10(caught)", "0"), ("share = 1 - beside", "share = 1"), ("1e3 * range_km", "range_km"),
                     ("range_km * divergence_urad / 1000", "range_km * divergence_urad * 1e-6")],
    "units": [("* range_km * 1000", "* range_km * 1e6"), ("* 1e-6 * div", "* div"), ("divergence_urad / 1000", "divergence_urad")],
    "degrees": [("1e-6 * divergence_urad", "np.radians(1e-6 * divergence_urad)"),
                ("divergence_urad / 1000", "math.radians(divergence_urad) * 1e3"),
                ("1e3 * divergence_urad * 1e-6 / 2", "1e3 * np.radians(divergence_urad) / 2")],
}
