"""Loss of a beam in free space."""

from __future__ import annotations

from typing import overload

import numpy as np

from qedu._arguments import MAX_KM, array, bad, probability, scalar_or_array
from qedu._types import FloatOrArray, Floats, Number, Numbers

__all__ = ["free_space_loss_db"]


@overload
def free_space_loss_db(range_km: Number, *, divergence_urad: Number, aperture_m: Number) -> float: ...
@overload
def free_space_loss_db(range_km: Numbers, *, divergence_urad: Number, aperture_m: Number) -> Floats: ...
def free_space_loss_db(range_km: Numbers, *, divergence_urad: Number, aperture_m: Number) -> FloatOrArray:
    """Loss of a Gaussian beam that has outgrown the receiving telescope.

    Parameters
    ----------
    range_km : float or array_like
        Distance from telescope to telescope, 0 to 10⁶ km.
    divergence_urad : float
        Full angle of the beam at 1/e² intensity, in microradians, above 0.
    aperture_m : float
        Diameter of the receiver, in metres, above 0.

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
    km = array("range_km", range_km, 0, MAX_KM)
    sizes = {}
    for name, value in (("divergence_urad", divergence_urad), ("aperture_m", aperture_m)):
        sizes[name] = probability(name, value, 0, 1e6)
        if sizes[name] == 0:
            raise bad(name, value, "a number above 0, at most 1e+06")
    width = km * 1e3 * sizes["divergence_urad"] * 1e-6 / 2
    with np.errstate(divide="ignore"):
        caught = -np.expm1(-2 * (sizes["aperture_m"] / 2 / width) ** 2)
    return scalar_or_array(-10 * np.log10(caught) + 0.0)          # + 0.0: never −0 dB
