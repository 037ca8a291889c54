"""What no protocol without a relay can exceed, whatever its hardware."""

from __future__ import annotations

import math
from typing import overload

import numpy as np

from qedu._arguments import array, scalar_or_array
from qedu._types import FloatOrArray, Floats, Number, Numbers

__all__ = ["plob", "tgw"]


@overload
def plob(transmittance: Number) -> float: ...
@overload
def plob(transmittance: Numbers) -> Floats: ...
def plob(transmittance: Numbers) -> FloatOrArray:
    """The most secret bits per mode of light over a lossy channel without a relay.

    Parameters
    ----------
    transmittance : float or array_like
        η of the channel alone, from 0 to 1 (`Link.channel_transmittance`).

    Returns
    -------
    float or numpy.ndarray
        −log₂(1 − η); infinite at η = 1.

    Raises
    ------
    ValueError
        If `transmittance` leaves [0, 1].

    Notes
    -----
    Pirandola, Laurenza, Ottaviani and Banchi, Nat. Commun. 8, 15043 (2017),
    doi:10.1038/ncomms15043: the two-way secret-key capacity of a pure-loss channel, per use of a
    single mode; a pulse in two polarisations uses two modes.  Noise on the line only lowers what
    can be had.  Written with log(1 + x), as 1 − η rounds to 1 from about 800 km on.
    Chapter C09.

    Examples
    --------
    >>> float(f"{plob(1e-20):.3g}")                # 1,000 km of fibre at 0.2 dB/km
    1.44e-20
    """
    eta = array("transmittance", transmittance, 0, 1)
    with np.errstate(divide="ignore"):
        return scalar_or_array(-np.log1p(-eta) / math.log(2) + 0.0)          # + 0.0: never −0


@overload
def tgw(transmittance: Number) -> float: ...
@overload
def tgw(transmittance: Numbers) -> Floats: ...
def tgw(transmittance: Numbers) -> FloatOrArray:
    """An older, looser bound than `plob` on secret bits per mode without a relay.

    Parameters
    ----------
    transmittance : float or array_like
        η of the channel alone, from 0 to 1 (`Link.channel_transmittance`).

    Returns
    -------
    float or numpy.ndarray
        log₂((1 + η)/(1 − η)); infinite at η = 1, twice `plob` at high loss.

    Raises
    ------
    ValueError
        If `transmittance` leaves [0, 1].

    Notes
    -----
    Takeoka, Guha and Wilde, Nat. Commun. 5, 5235 (2014), doi:10.1038/ncomms6235.  Chapter C09.

    Examples
    --------
    >>> round(tgw(0.01) / plob(0.01), 4)
    1.99
    """
    eta = array("transmittance", transmittance, 0, 1)
    with np.errstate(divide="ignore"):
        return scalar_or_array((np.log1p(eta) - np.log1p(-eta)) / math.log(2))
