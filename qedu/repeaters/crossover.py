"""Where a repeater delivers more than light that is sent directly: from some distance on, or in a window of distances."""

from __future__ import annotations

import math
from typing import overload

import numpy as np
from scipy.optimize import brentq

from qedu._arguments import MAX_KM, MOST, array, bad, count, probability, scalar_or_array
from qedu._numerics import GOLDEN
from qedu._types import FloatOrArray, Floats, Number, Numbers, Whole
from qedu.links import Link
from qedu.repeaters.fibre import checked, repeater_line

__all__ = ["direct_rate", "crossover_km", "crossover_window"]

#: A logarithm that no ratio of two rates has.
_FAR = 1e4


@overload
def direct_rate(distance_km: Number, link: Link, *, clock_hz: Number = 1e9) -> float: ...
@overload
def direct_rate(distance_km: Numbers, link: Link, *, clock_hz: Number = 1e9) -> Floats: ...
def direct_rate(distance_km: Numbers, link: Link, *, clock_hz: Number = 1e9) -> FloatOrArray:
    """Photons a second that are detected at the far end, if they are just sent.

    Parameters
    ----------
    distance_km : float or array_like
        From end to end, 0 to 10⁶ km.
    link : qedu.links.Link
        The fibre and the receiver.
    clock_hz : float
        Single photons a second that are sent, above 0.  Nothing has to come back before the next one, so it may be high.

    Returns
    -------
    float or numpy.ndarray
        clock_hz times the link's `transmittance`.

    Raises
    ------
    ValueError
        If an argument leaves its range.

    Notes
    -----
    With an ideal source and no errors each detected photon is worth one secret bit, if nearly all are sent and measured in
    one basis, and so is each pair of a perfect repeater: the two rates can be compared.  Chapter C12.

    Examples
    --------
    >>> fibre = Link("fibre, good detectors", 0.2, 0.9, 0, 0)
    >>> [round(direct_rate(km, fibre), 6) for km in (400, 800)]
    [9.0, 0.0]
    """
    clock = probability("clock_hz", clock_hz, 0, MOST)
    if clock == 0:
        raise bad("clock_hz", clock_hz, "pulses a second, above 0")
    return scalar_or_array(np.asarray(clock * checked(link).transmittance(array("distance_km", distance_km, 0, MAX_KM))))


def crossover_km(link: Link, *, links: Whole, clock_hz: Number = 1e9, most_km: Number = 2000.0, p_swap: Number = 1.0,
                 emission: Number = 1.0, scheme: str = "midpoint", overhead_s: Number = 0.0) -> float:
    """The distance from which a repeater of so many links delivers more than direct light.

    Parameters
    ----------
    link : qedu.links.Link
        The fibre and the detectors, of both.
    links : int
        Links of the repeater, 2 to 256.
    clock_hz : float
        Photons a second that are sent directly, as in `direct_rate`.
    most_km : float
        Where the search ends, 1 to 10⁵ km.
    p_swap, emission : float
        As in `repeater_line`.
    scheme : str
        "midpoint" or "one_way", as in `attempt_time`.
    overhead_s : float
        What an attempt takes besides the way of light, as in `attempt_time`.

    Returns
    -------
    float
        Kilometres; below it direct light is better, beyond it the repeater.  ``math.inf`` if there is no such distance
        up to `most_km`.

    Raises
    ------
    ValueError
        If an argument leaves its range.

    Notes
    -----
    By halving the interval: the ratio of both rates grows with distance, as the repeater loses an n-th of the decibels.  The
    larger the clock, the farther off.  Chapter C12.

    Examples
    --------
    >>> fibre = Link("fibre, good detectors", 0.2, 0.9, 0, 0)
    >>> round(crossover_km(fibre, links=8)), round(crossover_km(fibre, links=8, clock_hz=1e6))
    (349, 157)
    """
    n = count("links", links, 2, 256)
    end = probability("most_km", most_km, 1, 1e5)

    def ahead(km: float) -> float:
        line = repeater_line(km, link, links=n, p_swap=p_swap, emission=emission, scheme=scheme, overhead_s=overhead_s)
        return line.rate - direct_rate(km, link, clock_hz=clock_hz)

    if not ahead(end) > 0:
        return math.inf
    low, high = 0.0, end
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if ahead(middle) > 0 else (middle, high)
    return high


def crossover_window(link: Link, *, links: Whole, memory_s: Number, fidelity: Number = 1.0, clock_hz: Number = 1e9, least_km: Number = 20.0,
                     most_km: Number = 2000.0, emission: Number = 1.0, scheme: str = "midpoint",
                     overhead_s: Number = 0.0) -> tuple[float, float] | None:
    """From where to where a repeater whose memories fade makes more key than direct light.

    Parameters
    ----------
    link : qedu.links.Link
        The fibre and the detectors, of both.
    links : int
        Links of the repeater, 2 to 256.
    memory_s, fidelity, emission : float
        As in `repeater_line`; no swap fails.
    clock_hz : float
        Photons a second that are sent directly, as in `direct_rate`.
    least_km, most_km : float
        Where the search begins and ends, least_km < most_km, 1 to 10⁵ km.  Over some metres an attempt takes hardly any time,
        if `overhead_s` is 0, and a repeater would seem to be ahead there as well.
    scheme : str
        "midpoint" or "one_way", as in `attempt_time`.
    overhead_s : float
        What an attempt takes besides the way of light, as in `attempt_time`.

    Returns
    -------
    tuple of float, or None
        First and last kilometre, to within a millionth; `least_km` if the repeater is ahead there already, and ``math.inf`` as
        the last if it is still ahead at `most_km`.  None if direct light is ahead everywhere in between.

    Raises
    ------
    ValueError
        If an argument leaves its range, or least_km is not below most_km.

    Notes
    -----
    Compared are `RepeaterLine.key_rate` and `direct_rate`.  A repeater gains on direct light with every kilometre until its pairs
    fade, and then loses.  So the place of its largest lead is found by a golden section, however narrow the window is, and each end
    by Brent's method.  Chapter C12.

    Examples
    --------
    >>> fibre = Link("fibre, good detectors", 0.2, 0.9, 0, 0)
    >>> first, last = crossover_window(fibre, links=8, memory_s=10, fidelity=0.99, emission=0.5)
    >>> round(first), round(last)
    (420, 585)
    """
    n = count("links", links, 2, 256)
    nearest, farthest = probability("least_km", least_km, 1, 1e5), probability("most_km", most_km, 1, 1e5)
    if nearest >= farthest:
        raise bad("least_km", least_km, f"kilometres below most_km = {farthest:g}")

    def lead(log_km: float) -> float:
        """Logarithm of the ratio of both rates; of a rate that is 0, that of next to nothing."""
        km = math.exp(log_km)
        key = repeater_line(km, link, links=n, fidelity=fidelity, emission=emission, memory_s=memory_s, scheme=scheme,
                            overhead_s=overhead_s).key_rate
        sent = direct_rate(km, link, clock_hz=clock_hz)
        return math.log(key) - math.log(sent) if key and sent else (_FAR if key else -_FAR)

    def edge(low: float, high: float) -> float:
        return math.exp(brentq(lead, low, high, xtol=1e-8))

    low, high = start, end = math.log(nearest), math.log(farthest)
    inner, outer = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
    at_start, at_end, at_inner, at_outer = map(lead, (start, end, inner, outer))
    while max(at_start, at_inner, at_outer) <= 0 and high - low > 1e-7:
        if at_inner >= at_outer:                     # the largest lead is before `outer`
            high, outer, at_outer = outer, inner, at_inner
            inner = high - GOLDEN * (high - low)
            at_inner = lead(inner)
        else:
            low, inner, at_inner = inner, outer, at_outer
            outer = low + GOLDEN * (high - low)
            at_outer = lead(outer)
    at_peak, peak = max((at_start, start), (at_inner, inner), (at_outer, outer))
    if at_peak <= 0:
        return None
    return (nearest if at_start > 0 else edge(start, peak)), (math.inf if at_end > 0 else edge(peak, end))
