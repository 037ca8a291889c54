"""The best intensity of a rate per pulse, and the distance at which it ends."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, overload

import numpy as np

from qedu._arguments import MAX_KM, bad, probability, scalar_or_array
from qedu._types import FloatOrArray, Floats, Number, Numbers
from qedu.links import Link
from qedu.rates.pulses import decoy_bb84, gllp, mdi, per_pulse, sarg04, twin_field

__all__ = ["best_mu", "cutoff_km"]


#: The rates that know how to be searched, by name.
RATES: dict[str, Callable[..., Any]] = {rate.__name__: rate for rate in (decoy_bb84, gllp, sarg04, mdi, twin_field)}


def _name(rate: Callable[..., object] | str) -> str:
    name = rate if isinstance(rate, str) else getattr(rate, "__name__", "")
    # A function of the same name is another function.
    if name not in RATES or not isinstance(rate, str) and rate is not RATES[name]:
        raise bad("rate", rate, "a rate per pulse: " + ", ".join(RATES))
    return name


@overload
def best_mu(rate: Callable[..., object] | str, distance_km: Number, link: Link, **options: Numbers | None) -> float: ...
@overload
def best_mu(rate: Callable[..., object] | str, distance_km: Numbers, link: Link, **options: Numbers | None) -> Floats: ...
def best_mu(rate: Callable[..., object] | str, distance_km: Numbers, link: Link, **options: Numbers | None) -> FloatOrArray:
    """The mean photon number that gives the most key.

    Parameters
    ----------
    rate : function or str
        `decoy_bb84`, `gllp`, `sarg04`, `mdi` or `twin_field`, or its name.
    distance_km : float or array_like
        Length of the link, 0 to 10⁶ km.
    link : qedu.links.Link
        The link.
    **options
        Further arguments of the rate, such as ``decoys=(0.05, 0.0)``; not `mu`.

    Returns
    -------
    float or numpy.ndarray
        The best mean photon number; 0 where no intensity gives key.

    Raises
    ------
    ValueError
        If `rate` is none of them, or an argument leaves its range.

    Notes
    -----
    Found on all distances at once: a logarithmic grid, then a golden section.  Chapter C09.

    Examples
    --------
    >>> from qedu.rates import decoy_bb84
    >>> from qedu import links
    >>> round(best_mu(decoy_bb84, 50, links.GYS), 3), best_mu("gllp", 50, links.GYS)
    (0.479, 0.0)
    """
    mu, value = per_pulse(_name(rate), distance_km, link, None, **options)
    return scalar_or_array(np.where(value > 0, mu, 0.0))


def cutoff_km(rate: Callable[..., object] | str, link: Link, *, max_km: Number = 5000.0,
              **options: Numbers | None) -> float:
    """The distance at which a key rate becomes 0.

    Parameters
    ----------
    rate : function or str
        `decoy_bb84`, `gllp`, `sarg04`, `mdi` or `twin_field`, or its name.
    link : qedu.links.Link
        The link.
    max_km : float
        Farthest distance to try, up to 10⁶ km.
    **options
        Further arguments of the rate, such as ``decoys=(0.05, 0.0)``.  What is left out is as in
        the rate: `decoy_bb84` then has the mean photon number 0.48, the others the best one, and
        ``mu=None`` asks `decoy_bb84` for the best one, too.

    Returns
    -------
    float
        Kilometres, to 10⁻⁶ of `max_km`; 0 if there is no key at all, and infinity if there is
        key at `max_km`, as without dark counts.

    Raises
    ------
    ValueError
        If `rate` is none of them, or an argument leaves its range.

    Notes
    -----
    Chapter C09.

    Examples
    --------
    >>> from qedu.rates import decoy_bb84, gllp
    >>> from qedu import links
    >>> round(cutoff_km(decoy_bb84, links.GYS), 1), round(cutoff_km(gllp, links.GYS), 1)
    (142.0, 40.2)
    """
    function = RATES[_name(rate)]
    for name in ("mu", "send"):
        given: Any = options.get(name)
        if np.ndim(given):
            raise bad(name, given, "one number, or None: a cut-off is one distance")
    low, high = 0.0, probability("max_km", max_km, 0, MAX_KM)
    if function(high, link, **options) > 0:
        return math.inf
    if not function(low, link, **options) > 0:
        return 0.0
    for _ in range(5):                          # each round: 31 distances at once
        km = np.linspace(low, high, 33)[1:-1]
        reached = int(np.sum(function(km, link, **options) > 0))
        low, high = ([low, *km.tolist(), high][k] for k in (reached, reached + 1))
    return (low + high) / 2
