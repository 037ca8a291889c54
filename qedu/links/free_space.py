"""Loss of a beam in free space."""

from __future__ import annotations

from typing import overload

import numpy as np

from qedu._arguments import LEAST_URAD, MAX_KM, array, bad, scalar_or_array, sized, together
from qedu._types import FloatOrArray, Floats, Number, Numbers

__all__ = ["free_space_loss_db"]


@overload
def free_space_loss_db(range_km: Number, *, divergence_urad: Number, aperture_m: Number) -> float: ...
@overload
def free_space_loss_db(range_km: Numbers, *, divergence_urad: Numbers, aperture_m: Numbers) -> Floats: ...
def free_space_loss_db(range_km: Numbers, *, divergence_urad: Numbers, aperture_m: Numbers) -> FloatOrArray:
    """Loss of a Gaussian beam that has outgrown the receiving telescope.

    Parameters
    ----------
    range_km : float or array_like
        Distance from telescope to telescope, 0 to 10⁶ km.
    divergence_urad : float or array_like
        Full angle of the beam at 1/e² intensity, in microradians, from 0.001 to 10⁶; broadcast against `range_km`.
    aperture_m : float or array_like
        Diameter of the receiver, in metres, above 0; broadcast likewise.

    Returns
    -------
    float or numpy.ndarray
        −10 log₁₀(1 − e^(−2a²/w²)) decibels with a = aperture/2 and w = range·divergence/2;
        0 at no distance.

    Raises
    ------
    ValueError
        If an argument leaves its range.

    Notes
    -----
    The power of a Gaussian beam through a centred round hole; pointing errors, turbulence and
    absorption come on top.  Chapter C13 returns to it.

    Examples
    --------
    >>> round(free_space_loss_db(1200, divergence_urad=10, aperture_m=1), 2)
    18.6
    """
    diameter = array("aperture_m", aperture_m, 0, 1e6)
    if not diameter.all():
        raise bad("aperture_m", aperture_m, "a number above 0, at most 1e+06")
    km, aperture, angle = together(range_km=array("range_km", range_km, 0, MAX_KM), aperture_m=diameter,
                                   divergence_urad=sized("divergence_urad", divergence_urad, LEAST_URAD, "radians"))
    width = km * 1e3 * angle * 1e-6 / 2
    with np.errstate(divide="ignore"):
        caught = -np.expm1(-2 * (aperture / 2 / width) ** 2)
    return scalar_or_array(-10 * np.log10(caught) + 0.0)          # + 0.0: never −0 dB
