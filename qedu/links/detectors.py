"""Detectors that need a pause, or click twice: mean-field corrections."""

from __future__ import annotations

from typing import overload

import numpy as np

from qedu._arguments import array, scalar_or_array, together
from qedu._types import FloatOrArray, Floats, Number, Numbers

__all__ = ["mean_field_dead_time", "mean_field_afterpulses"]


@overload
def mean_field_dead_time(clicks: Number, dead_gates: Number) -> float: ...
@overload
def mean_field_dead_time(clicks: Numbers, dead_gates: Numbers) -> Floats: ...
def mean_field_dead_time(clicks: Numbers, dead_gates: Numbers) -> FloatOrArray:
    """Share of gates in which a detector is ready, in the mean-field picture of its dead time.

    Parameters
    ----------
    clicks : float or array_like
        Probability of a click in a gate in which the detector is ready, 0 to 1.
    dead_gates : float or array_like
        Number of gates that the detector misses after a click, 0 to 10⁹.

    Returns
    -------
    float or numpy.ndarray
        1/(1 + clicks·dead_gates): multiply a detector's click rate with it.

    Raises
    ------
    ValueError
        If an argument leaves its range.

    Notes
    -----
    Exact for one detector whose clicks are independent: 1/clicks gates of waiting, then
    `dead_gates` of silence.  For several detectors with dead times of their own, or clicks with
    memory, it is an approximation: with 6 % of afterpulses that come 50 gates late it promises 2 %
    too many clicks for a dead time of 20 gates, 4 % for 100.  Chapter C09.

    Examples
    --------
    >>> mean_field_dead_time(0.01, 100)
    0.5
    """
    p, dead = together(clicks=array("clicks", clicks, 0, 1), dead_gates=array("dead_gates", dead_gates, 0, 1e9))
    return scalar_or_array(1 / (1 + p * dead))


@overload
def mean_field_afterpulses(gain: Number, qber: Number, *, afterpulse: Number) -> tuple[float, float]: ...
@overload
def mean_field_afterpulses(gain: Numbers, qber: Numbers, *, afterpulse: Numbers) -> tuple[Floats, Floats]: ...
def mean_field_afterpulses(gain: Numbers, qber: Numbers, *, afterpulse: Numbers) -> tuple[FloatOrArray, FloatOrArray]:
    """Gain and error rate with afterpulses, in the mean-field picture.

    Parameters
    ----------
    gain : float or array_like
        Probability of a click per gate without afterpulses, 0 to 1.
    qber : float or array_like
        Share of wrong bits among those clicks, 0 to 0.5.
    afterpulse : float or array_like
        Probability that a click causes one more, with a random bit, in a later gate; 0 to 0.5.

    Returns
    -------
    tuple of float or of numpy.ndarray
        (gain, qber) with afterpulses, and with those that follow afterpulses.

    Raises
    ------
    ValueError
        If an argument leaves its range.

    Notes
    -----
    The fixed point of c = s + (1 − s)·p·c, where s is the gain without afterpulses: a gate
    clicks for light, or else for an earlier click.  To first order it is the factor 1 + p of
    Lim et al. 2014, section IV, doi:10.1103/PhysRevA.89.022307.  Chapter C09.

    Examples
    --------
    >>> [round(x, 5) for x in mean_field_afterpulses(0.001, 0.02, afterpulse=0.04)]
    [0.00104, 0.03918]
    """
    s, e, p = together(gain=array("gain", gain, 0, 1), qber=array("qber", qber, 0, 0.5),
                       afterpulse=array("afterpulse", afterpulse, 0, 0.5))
    clicks = s / (1 - p * (1 - s))
    wrong = s * e + (1 - s) * p * clicks / 2
    silent = clicks == 0
    return scalar_or_array(clicks), scalar_or_array(np.where(silent, e, wrong / np.where(silent, 1, clicks)))
