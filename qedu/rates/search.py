"""The best intensity of a rate per pulse, and the distance at which it ends."""

from __future__ import annotations

import inspect
import math
import warnings
from collections.abc import Callable
from typing import Any, overload

import numpy as np

from qedu._arguments import MAX_KM, bad, probability, scalar_or_array
from qedu._types import FloatOrArray, Floats, Number, Numbers
from qedu.links import Link
from qedu.links.detection import equal_efficiency
from qedu.rates.pulses import decoy_bb84, gllp, mdi, per_pulse, sarg04, twin_field

__all__ = ["best_mu", "cutoff_km"]


#: Decibels from laser to click; the rate of `gllp` has twice as many below 1, near the smallest number of a computer.
_FAINTEST = 1400.0

#: The rates that know how to be searched, by name.
RATES: dict[str, Callable[..., Any]] = {rate.__name__: rate for rate in (decoy_bb84, gllp, sarg04, mdi, twin_field)}


def _name(rate: Callable[..., object] | str) -> str:
    name = rate if isinstance(rate, str) else getattr(rate, "__name__", "")
    # A function of the same name is another function.
    if name not in RATES or not isinstance(rate, str) and rate is not RATES[name]:
        raise bad("rate", rate, "a rate per pulse: " + ", ".join(RATES))
    return name


def _only(name, options, sought=()):
    """Raise ValueError unless these are options of a rate, and not what is sought."""
    known = [option for option in list(inspect.signature(RATES[name]).parameters)[2:] if option not in sought]
    for option, value in options.items():
        if option in sought:
            raise bad(option, value, f"leave it out, {option} is what is sought; the rate at a given one is rates.{name}(…, {option}=…)")
        if option not in known:
            raise bad(option, value, f"an option of {name}: {', '.join(known) or 'there is none'}")


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
        If `rate` is none of them, an option is not one of its, or an argument leaves its range.

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
    name = _name(rate)
    _only(name, options, sought=("mu",))
    mu, value = per_pulse(name, distance_km, link, None, **options)
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
        key at `max_km`, as without dark counts.  Where 1,400 dB are lost before that, infinity
        if there is key there: beyond, a rate soon is smaller than a computer's numbers.

    Raises
    ------
    ValueError
        If `rate` is none of them, an option is not one of its, or an argument leaves its range.

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
    name = _name(rate)
    _only(name, options)
    for option in ("mu", "send"):
        given: Any = options.get(option)
        if np.ndim(given):
            raise bad(option, given, "one number, or None: a cut-off is one distance")
    if not isinstance(link, Link):
        raise bad("link", link, "a qedu.links.Link")
    with warnings.catch_warnings():
        # The search looks at distances that nobody asked about.
        warnings.filterwarnings("ignore", "distance_km = ", UserWarning)
        return _end(RATES[name], link, _told_apart(link, probability("max_km", max_km, 0, MAX_KM)), options)


def _told_apart(link, km):
    """A distance, or the shorter one at which the loss is `_FAINTEST`."""
    lost = link.fixed_loss_db - 10 * math.log10(equal_efficiency(link) or 1)
    reach = (_FAINTEST - lost) / link.loss_db_per_km if link.loss_db_per_km else math.inf
    return min(km, reach) if reach > 0 else km


def _end(function, link, high, options):
    """Where a rate ends between 0 and a distance; infinity if it does not."""
    low = 0.0
    if function(high, link, **options) > 0:
        return math.inf
    if not function(low, link, **options) > 0:
        return 0.0
    for _ in range(5):                          # each round: 31 distances at once
        km = np.linspace(low, high, 33)[1:-1]
        reached = int(np.sum(function(km, link, **options) > 0))
        low, high = ([low, *km.tolist(), high][k] for k in (reached, reached + 1))
    return (low + high) / 2
