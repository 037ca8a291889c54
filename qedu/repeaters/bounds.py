"""What no chain of repeaters can exceed over lossy links, whatever its hardware."""

from __future__ import annotations

from typing import overload

import numpy as np

from qedu._arguments import array, scalar_or_array, together, whole
from qedu._types import FloatOrArray, Floats, Number, Numbers, Whole
from qedu.rates import plob

__all__ = ["repeater_bound"]


@overload
def repeater_bound(transmittance: Number, stations: Whole) -> float: ...
@overload
def repeater_bound(transmittance: Numbers, stations: Numbers) -> Floats: ...
def repeater_bound(transmittance: Numbers, stations: Numbers) -> FloatOrArray:
    """The most secret bits per mode of light over a lossy line with repeater stations, evenly spaced.

    Parameters
    ----------
    transmittance : float or array_like
        η of the whole line, from 0 to 1.
    stations : int or array_like
        How many stations divide it; 0 is direct transmission.

    Returns
    -------
    float or numpy.ndarray
        −log₂(1 − η^(1/(stations + 1))); infinite at η = 1.

    Raises
    ------
    ValueError
        If an argument leaves its range.

    Notes
    -----
    A chain carries no more than its weakest link, and a lossy link no more than `qedu.rates.plob`: Pirandola, Commun. Phys. 2,
    51 (2019), doi:10.1038/s42005-019-0147-3.  It holds for perfect memories and gates as well.  Chapter C12.

    Examples
    --------
    >>> [round(repeater_bound(1e-4, n), 5) for n in (0, 1, 3)]          # 200 km of fibre at 0.2 dB/km
    [0.00014, 0.0145, 0.152]
    """
    eta, n = together(transmittance=array("transmittance", transmittance, 0, 1), stations=whole("stations", stations))
    return scalar_or_array(np.asarray(plob(eta ** (1 / (n + 1)))))
