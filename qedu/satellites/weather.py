"""Clouds: how often at least one station sees the sky."""

from __future__ import annotations

from typing import overload

import numpy as np

from qedu._arguments import array, scalar_or_array, together, whole
from qedu._types import FloatOrArray, Floats, Number, Numbers

__all__ = ["availability", "clear_nights"]


@overload
def availability(cloud: Number, sites: Number = 1, *, correlation: Number = 0.0) -> float: ...
@overload
def availability(cloud: Numbers, sites: Numbers = 1, *, correlation: Numbers = 0.0) -> Floats: ...
def availability(cloud: Numbers, sites: Numbers = 1, *, correlation: Numbers = 0.0) -> FloatOrArray:
    """Probability that at least one of several equally cloudy stations has a clear sky.

    Parameters
    ----------
    cloud : float or array_like
        Probability that clouds cover a station, 0 to 1.
    sites : int or array_like
        How many stations there are, at least 1; broadcast against `cloud`.
    correlation : float or array_like
        0 for stations whose weather has nothing to do with each other's, 1 for stations under one and the same sky.

    Returns
    -------
    float or numpy.ndarray
        1 − [(1 − r)·cloudⁿ + r·cloud] for n sites and the correlation r.

    Raises
    ------
    ValueError
        If an argument leaves its range.

    Notes
    -----
    All are covered with the product of their probabilities, if their clouds are independent.  Probabilities of clear sky may
    not be added: two stations with 60 % of clear nights do not make 120 %.  The correlation is the simplest there is: on a share r
    of the nights one sky covers all, and r is then the correlation coefficient of any two stations.  For stations of different
    climates take ``1 - np.prod(clouds)``.  Chapter C13.

    Examples
    --------
    >>> [round(availability(0.4, n), 4) for n in (1, 2, 3)]
    [0.6, 0.84, 0.936]
    >>> round(availability(0.4, 3, correlation=0.5), 4)
    0.768
    """
    c, n, r = together(cloud=array("cloud", cloud, 0, 1), sites=whole("sites", sites, 1),
                       correlation=array("correlation", correlation, 0, 1))
    # As a sum of what is clear, and not as what is left of 1: that may round to less than nothing.
    return scalar_or_array((1 - r) * (1 - c**n) + r * (1 - c))


@overload
def clear_nights(cloud: Number, sites: Number = 1, *, nights: Number = 365, correlation: Number = 0.0) -> tuple[float, float]: ...
@overload
def clear_nights(cloud: Numbers, sites: Numbers = 1, *, nights: Numbers = 365, correlation: Numbers = 0.0) -> tuple[Floats, Floats]: ...
def clear_nights(cloud: Numbers, sites: Numbers = 1, *, nights: Numbers = 365,
                 correlation: Numbers = 0.0) -> tuple[FloatOrArray, FloatOrArray]:
    """How many nights have a clear sky over at least one station, and how much that number varies.

    Parameters
    ----------
    cloud : float or array_like
        Probability that clouds cover a station, 0 to 1.
    sites : int or array_like
        How many stations there are, at least 1.
    nights : int or array_like
        How many nights, at least 0.
    correlation : float or array_like
        Of the stations in one night, as in `availability`.

    Returns
    -------
    tuple of float or of numpy.ndarray
        Mean and standard deviation of the number of nights: n·a and √(n·a(1 − a)), a the `availability`.

    Raises
    ------
    ValueError
        If an argument leaves its range.

    Notes
    -----
    One night tells nothing of the next here.  Real cloud comes in spells and by seasons, so the true number scatters more.
    Chapter C13.

    Examples
    --------
    >>> mean, spread = clear_nights(0.4)
    >>> round(mean), round(spread, 1)
    (219, 9.4)
    """
    clear, n = together(cloud=np.asarray(availability(cloud, sites, correlation=correlation)), nights=whole("nights", nights))
    return scalar_or_array(n * clear), scalar_or_array(np.sqrt(n * clear * (1 - clear)))
