"""Where a satellite stands in the sky: distances, angles and times over a round Earth that does not turn.

The three corners of one triangle are the Earth's centre, the site and the satellite, and everything here follows from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, overload

import numpy as np

from qedu import _shown
from qedu._arguments import MAX_KM, altitudes, array, bad, elevations, probability, scalar_or_array, together
from qedu._operators import Value
from qedu._types import FloatOrArray, Floats, Number, Numbers, Vector

__all__ = ["EARTH_KM", "EARTH_GM", "slant_range_km", "elevation_deg", "half_angle_deg", "globe_share", "period_s", "pass_duration_s",
           "PassProfile", "pass_profile"]

#: Radius of the round Earth of the teaching model, in kilometres: the mean one.
EARTH_KM: float = 6371.0

#: The Earth's gravitational constant, GM, in km³/s².
EARTH_GM: float = 398600.4418

#: The lowest orbit that anybody needs to ask about: a metre.
_LEAST_KM = 1e-3


def _altitude(altitude_km):
    return altitudes("altitude_km", altitude_km, _LEAST_KM)


@overload
def slant_range_km(altitude_km: Number, elevation_deg: Number) -> float: ...
@overload
def slant_range_km(altitude_km: Numbers, elevation_deg: Numbers) -> Floats: ...
def slant_range_km(altitude_km: Numbers, elevation_deg: Numbers) -> FloatOrArray:
    """How far away a satellite is that stands at an elevation.

    Parameters
    ----------
    altitude_km : float or array_like
        Its height above the ground, in kilometres, from 0.001 to 10⁶.
    elevation_deg : float or array_like
        Its angle above the horizon, 0 to 90 degrees.

    Returns
    -------
    float or numpy.ndarray
        Kilometres from the site to the satellite: √((R + h)² − R² cos² ε) − R sin ε, R = 6371 km.

    Raises
    ------
    ValueError
        If an argument leaves its range.

    Notes
    -----
    The law of cosines, solved for the side.  h/sin ε, which a flat Earth would have, is 23 % too long for 500 km at 20°.
    Chapter C13.

    Examples
    --------
    >>> round(slant_range_km(500, 20), 2), slant_range_km(500, 90)
    (1192.8, 500.0)
    """
    h, e = together(altitude_km=_altitude(altitude_km), elevation_deg=elevations("elevation_deg", elevation_deg))
    up = EARTH_KM * np.sin(np.radians(e))
    # (√(up² + c) − up), without the difference of two large numbers.
    c = h * (2 * EARTH_KM + h)
    return scalar_or_array(c / (np.sqrt(up**2 + c) + up))


@overload
def elevation_deg(altitude_km: Number, range_km: Number) -> float: ...
@overload
def elevation_deg(altitude_km: Numbers, range_km: Numbers) -> Floats: ...
def elevation_deg(altitude_km: Numbers, range_km: Numbers) -> FloatOrArray:
    """At which elevation a satellite stands that is so far away; the inverse of `slant_range_km`.

    Parameters
    ----------
    altitude_km : float or array_like
        Its height above the ground, in kilometres, from 0.001 to 10⁶.
    range_km : float or array_like
        Kilometres from the site to the satellite: from the height itself, when it is overhead, to √(h(2R + h)), on the horizon.

    Returns
    -------
    float or numpy.ndarray
        Degrees above the horizon, 0 to 90.

    Raises
    ------
    ValueError
        If an argument leaves its range.

    Notes
    -----
    sin ε = (h(2R + h) − d²)/(2Rd).  Chapter C13.

    Examples
    --------
    >>> round(elevation_deg(500, 1192.80), 2), elevation_deg(500, 500)
    (20.0, 90.0)
    """
    h, d = together(altitude_km=_altitude(altitude_km), range_km=array("range_km", range_km, 0, 2 * MAX_KM))
    c = h * (2 * EARTH_KM + h)
    horizon = np.sqrt(c)
    if np.any((d < h * (1 - 1e-10)) | (d > horizon * (1 + 1e-10))):
        raise bad("range_km", range_km, "a distance from altitude_km, overhead, to √(h(2R + h)), on the horizon; "
                  f"of {h.flat[0]:g} km that is {horizon.flat[0]:.6g} km")
    d = np.clip(d, h, horizon)
    # 1 − sin ε is exact where the satellite is nearly overhead, and the sine itself is not.
    lacking = (d - h) * (d + h + 2 * EARTH_KM) / (2 * EARTH_KM * d)
    return scalar_or_array(90 - np.degrees(2 * np.arcsin(np.sqrt(np.clip(lacking / 2, 0, 0.5)))))


def _half_angle(h, e):
    """Radians at the Earth's centre between the site and the point below the satellite."""
    up = np.radians(e)
    # The angle at the satellite is arcsin(R cos ε/(R + h)); as an arctangent it is exact for low orbits, too.
    horizontal = EARTH_KM * np.cos(up)
    nadir = np.arctan2(horizontal, np.sqrt((EARTH_KM + h) ** 2 - horizontal**2))
    return np.clip(np.pi / 2 - up - nadir, 0, np.pi / 2)


@overload
def half_angle_deg(altitude_km: Number, mask_deg: Number) -> float: ...
@overload
def half_angle_deg(altitude_km: Numbers, mask_deg: Numbers) -> Floats: ...
def half_angle_deg(altitude_km: Numbers, mask_deg: Numbers) -> FloatOrArray:
    """How large the circle is, around the point below a satellite, from which it is seen above an elevation.

    Parameters
    ----------
    altitude_km : float or array_like
        Its height above the ground, in kilometres, from 0.001 to 10⁶.
    mask_deg : float or array_like
        The elevation, 0 to 90 degrees.

    Returns
    -------
    float or numpy.ndarray
        Half of the angle that the circle spans at the Earth's centre, in degrees: arccos(R cos ε/(R + h)) − ε.

    Raises
    ------
    ValueError
        If an argument leaves its range.

    Notes
    -----
    Chapter C13.

    Examples
    --------
    >>> round(half_angle_deg(500, 20), 3), round(half_angle_deg(35786, 20), 3)
    (9.389, 61.836)
    """
    h, e = together(altitude_km=_altitude(altitude_km), mask_deg=elevations("mask_deg", mask_deg))
    return scalar_or_array(np.degrees(_half_angle(h, e)))


@overload
def globe_share(altitude_km: Number, mask_deg: Number) -> float: ...
@overload
def globe_share(altitude_km: Numbers, mask_deg: Numbers) -> Floats: ...
def globe_share(altitude_km: Numbers, mask_deg: Numbers) -> FloatOrArray:
    """Which share of the globe sees a satellite above an elevation at one moment.

    Parameters
    ----------
    altitude_km : float or array_like
        Its height above the ground, in kilometres, from 0.001 to 10⁶.
    mask_deg : float or array_like
        The elevation, 0 to 90 degrees.

    Returns
    -------
    float or numpy.ndarray
        From 0 to below ½: (1 − cos λ)/2 with the λ of `half_angle_deg`.

    Raises
    ------
    ValueError
        If an argument leaves its range.

    Notes
    -----
    The area of a cap of a sphere over that of the sphere.  Chapter C13.

    Examples
    --------
    >>> round(globe_share(500, 20), 4), round(globe_share(35786, 20), 4)
    (0.0067, 0.264)
    """
    h, e = together(altitude_km=_altitude(altitude_km), mask_deg=elevations("mask_deg", mask_deg))
    return scalar_or_array(np.sin(_half_angle(h, e) / 2) ** 2)


@overload
def period_s(altitude_km: Number) -> float: ...
@overload
def period_s(altitude_km: Numbers) -> Floats: ...
def period_s(altitude_km: Numbers) -> FloatOrArray:
    """How long a satellite on a circular orbit takes for one revolution among the stars.

    Parameters
    ----------
    altitude_km : float or array_like
        Its height above the ground, in kilometres, from 0.001 to 10⁶.

    Returns
    -------
    float or numpy.ndarray
        Seconds: 2π√((R + h)³/GM), Kepler's third law with GM = 398600.4418 km³/s².

    Raises
    ------
    ValueError
        If the altitude leaves its range.

    Notes
    -----
    Chapter C13.

    Examples
    --------
    >>> round(period_s(500) / 60, 1), round(period_s(35786) / 3600, 2)
    (94.5, 23.93)
    """
    return scalar_or_array(2 * np.pi * np.sqrt((EARTH_KM + _altitude(altitude_km)) ** 3 / EARTH_GM))


def _half_pass(h, mask, culmination, given):
    """Seconds from culmination to set, for arrays that go together."""
    if np.any(culmination < mask):
        raise bad("culmination_deg", given, "at least mask_deg: a satellite that stays below the mask has no pass")
    farthest, nearest = _half_angle(h, mask), _half_angle(h, culmination)
    swept = np.arccos(np.clip(np.cos(farthest) / np.cos(nearest), -1, 1))
    return swept * np.sqrt((EARTH_KM + h) ** 3 / EARTH_GM)


@overload
def pass_duration_s(altitude_km: Number, mask_deg: Number, *, culmination_deg: Number = 90.0) -> float: ...
@overload
def pass_duration_s(altitude_km: Numbers, mask_deg: Numbers, *, culmination_deg: Numbers = 90.0) -> Floats: ...
def pass_duration_s(altitude_km: Numbers, mask_deg: Numbers, *, culmination_deg: Numbers = 90.0) -> FloatOrArray:
    """How long a satellite stands above an elevation during one pass.

    Parameters
    ----------
    altitude_km : float or array_like
        Its height above the ground, in kilometres, from 0.001 to 10⁶.
    mask_deg : float or array_like
        The elevation, 0 to 90 degrees, at which the pass begins and ends.
    culmination_deg : float or array_like
        The highest elevation of the pass, from mask_deg to 90 degrees.

    Returns
    -------
    float or numpy.ndarray
        Seconds, over an Earth that does not turn.

    Raises
    ------
    ValueError
        If an argument leaves its range.

    Notes
    -----
    Seen from the Earth's centre, site and satellite are cos ψ = cos ψ₀ · cos(2πt/T) apart, ψ₀ at culmination; ψ from
    `half_angle_deg`, T from `period_s`.  The Earth's rotation makes a real pass of a low satellite longer or shorter by several
    per cent: `passes`.  Chapter C13.

    Examples
    --------
    >>> round(pass_duration_s(500, 20), 1), round(pass_duration_s(500, 20, culmination_deg=30), 1)
    (295.6, 211.3)
    """
    h, mask, top = together(altitude_km=_altitude(altitude_km), mask_deg=elevations("mask_deg", mask_deg),
                            culmination_deg=elevations("culmination_deg", culmination_deg))
    return scalar_or_array(2 * _half_pass(h, mask, top, culmination_deg))


@dataclass(frozen=True, eq=False)
class PassProfile(Value):
    """One pass of a satellite, second by second.

    Parameters
    ----------
    time_s : numpy.ndarray
        Shape (n,): evenly spaced seconds, 0 at culmination.
    range_km : numpy.ndarray
        Shape (n,): distance from the site, in kilometres.
    elevation_deg : numpy.ndarray
        Shape (n,): angle above the horizon, in degrees.

    Raises
    ------
    ValueError
        If the three are not equally long rows of numbers within their ranges, or the times do not grow in even steps.

    Notes
    -----
    Made by `pass_profile`, or from measured values.  Each entry stands for one step.  Equal if all entries are.  Chapter C13.

    Examples
    --------
    >>> profile = pass_profile(500, mask_deg=20)
    >>> profile
    PassProfile(295 s; range 500 to 1187 km; elevation up to 90°)
    """

    time_s: Floats
    range_km: Floats
    elevation_deg: Floats

    if TYPE_CHECKING:                               # it takes more than it keeps
        def __init__(self, time_s: Vector, range_km: Vector, elevation_deg: Vector) -> None: ...

    def __post_init__(self) -> None:
        for name, low, high in (("time_s", -1e9, 1e9), ("range_km", 0, 2 * MAX_KM), ("elevation_deg", -90, 90)):
            values = array(name, getattr(self, name), low, high)
            if values.ndim != 1 or not len(values) or len(values) != np.size(self.time_s):
                raise bad(name, getattr(self, name), "numbers in a row, at least one, as many as time_s has")
            values.setflags(write=False)
            object.__setattr__(self, name, values)
        steps = np.diff(self.time_s)
        if len(steps) and not (steps.min() > 0 and np.ptp(steps) <= 1e-6 * steps.max()):
            raise bad("time_s", self.time_s, "seconds that grow in even steps")

    @property
    def step_s(self) -> float:
        """Seconds for which an entry stands; 1 if there is one entry only."""
        return float(self.time_s[-1] - self.time_s[0]) / (len(self.time_s) - 1) if len(self.time_s) > 1 else 1.0

    def __repr__(self) -> str:
        return _shown.line("PassProfile", f"{len(self.time_s) * self.step_s:.4g} s",
                           f"range {self.range_km.min():.4g} to {self.range_km.max():.4g} km",
                           f"elevation up to {self.elevation_deg.max():.4g}°")

    def _repr_html_(self) -> str:
        shown = sorted({round(i) for i in np.linspace(0, len(self.time_s) - 1, 9)})
        return _shown.table("Pass of a satellite", [tuple(float(column[i]) for column in (self.time_s, self.range_km, self.elevation_deg))
                                                    for i in shown], ("seconds", "range, km", "elevation, degrees"))


def pass_profile(altitude_km: Number, culmination_deg: Number = 90.0, *, mask_deg: Number = 10.0, step_s: Number = 1.0) -> PassProfile:
    """One pass over an Earth that does not turn, second by second.

    Parameters
    ----------
    altitude_km : float
        The satellite's height above the ground, in kilometres, from 0.001 to 10⁶.
    culmination_deg : float
        The highest elevation of the pass, from mask_deg to 90 degrees.
    mask_deg : float
        The elevation, 0 to 90 degrees, at which the pass begins and ends.
    step_s : float
        Seconds from one entry to the next, above 0 and at most a tenth of the pass; 1 is allowed for any pass.

    Returns
    -------
    PassProfile
        At all whole multiples of the step, before and after culmination, at which the satellite stands above the mask.

    Raises
    ------
    ValueError
        If an argument leaves its range, or if there would be more than ten million entries.

    Notes
    -----
    `pass_duration_s` says how it moves.  Chapter C13.

    Examples
    --------
    >>> profile = pass_profile(500, 50, mask_deg=20)
    >>> round(float(profile.range_km.min()), 1), len(profile.time_s)
    (636.8, 275)
    """
    h = float(_altitude(probability("altitude_km", altitude_km, _LEAST_KM, MAX_KM)))
    top, mask = probability("culmination_deg", culmination_deg, 0, 90), probability("mask_deg", mask_deg, 0, 90)
    step = probability("step_s", step_s, 0, 1e9)
    half = float(_half_pass(np.asarray(h), mask, top, culmination_deg))
    if not step > half * 2e-7 or step == 0:
        raise bad("step_s", step_s, f"seconds above 0, such that the pass of {2 * half:.4g} s has at most ten million of them")
    # Each entry stands for one step, so that few long ones would add up to another pass.
    if step > max(1.0, half / 5):
        raise bad("step_s", step_s, f"at most a tenth of the pass, {half / 5:.4g} s, or 1")
    whole = int(half / step * (1 + 1e-12))
    times = np.arange(-whole, whole + 1) * step
    psi = np.arccos(np.clip(np.cos(_half_angle(h, top)) * np.cos(times / np.sqrt((EARTH_KM + h) ** 3 / EARTH_GM)), -1, 1))
    distance = np.sqrt(h**2 + 4 * EARTH_KM * (EARTH_KM + h) * np.sin(psi / 2) ** 2)
    return PassProfile(times, distance, np.asarray(elevation_deg(h, np.clip(distance, h, np.sqrt(h * (2 * EARTH_KM + h))))))
