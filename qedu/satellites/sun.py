"""Where the Sun is, to a hundredth of a degree, so that we know when it is night; no file of an ephemeris is needed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TypeAlias, overload

import numpy as np
from numpy.typing import NDArray

from qedu._arguments import bad, probability, scalar_or_array
from qedu._types import Flags, FloatOrArray, Floats, Number
from qedu.satellites.sites import Site, known_site

__all__ = ["sun_position", "sun_elevation_deg", "night"]

#: Moments in UTC, as this room takes them.
Moments: TypeAlias = datetime | np.datetime64 | Sequence[datetime] | NDArray[np.datetime64]

_J2000 = datetime(2000, 1, 1, 12, tzinfo=UTC)

_ALLOWED = "a datetime (UTC unless it says another zone) from 1950 to 2050, or an array of numpy.datetime64"


def utc(name: str, value: object) -> datetime:
    """One moment as a datetime in UTC, or ValueError; without a zone it is taken as UTC."""
    if not isinstance(value, datetime):
        raise bad(name, value, "a datetime, as datetime(2026, 6, 21, tzinfo=UTC); without a zone it is taken as UTC")
    try:
        moment = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        right = 1950 <= moment.year <= 2050
    except OverflowError:                                   # a zone away from the year 1 or 9999 there is no year at all
        right = False
    if not right:
        raise bad(name, value, "a datetime from 1950 to 2050")
    return moment


def days(name: str, value: object) -> Floats:
    """Days since noon of 1 January 2000, UTC, of moments; or ValueError."""
    if isinstance(value, datetime):
        return np.asarray((utc(name, value) - _J2000).total_seconds() / 86400)
    try:
        moments = np.asarray(value)
    except ValueError:                                      # rows that are not equally long
        raise bad(name, value, _ALLOWED) from None
    if moments.dtype.kind == "O" and moments.size and all(isinstance(one, datetime) for one in moments.flat):
        return np.array([(utc(name, one) - _J2000).total_seconds() / 86400 for one in moments.flat]).reshape(moments.shape)
    if moments.dtype.kind != "M" or np.isnat(moments).any():
        raise bad(name, value, _ALLOWED)
    # Years first: microseconds have no room for those of long ago, and NumPy would wrap them; of shorter units none reaches 2000.
    if np.datetime_data(moments.dtype)[0] in ("ps", "fs", "as"):
        moments = moments.astype("datetime64[ns]")
    years = moments.astype("datetime64[Y]").astype(np.int64) + 1970
    if np.any((years < 1950) | (years > 2050)):
        raise bad(name, value, _ALLOWED)
    return np.asarray((moments - np.datetime64("2000-01-01T12:00:00", "us")) / np.timedelta64(1, "D"), dtype=float)


def directions(d: Floats) -> Floats:
    """Unit vectors to the Sun, shape (..., 3), at so many days since noon of 1 January 2000, in axes that turn with the Earth."""
    anomaly = np.radians(357.528 + 0.9856003 * d)
    along = np.radians(280.460 + 0.9856474 * d + 1.915 * np.sin(anomaly) + 0.020 * np.sin(2 * anomaly))
    tilt = np.radians(23.439 - 4e-7 * d)
    greenwich = np.radians(280.46061837 + 360.98564736629 * d)
    x, level, z = np.cos(along), np.sin(along) * np.cos(tilt), np.sin(along) * np.sin(tilt)
    turned, sideways = np.cos(greenwich), np.sin(greenwich)
    return np.stack([x * turned + level * sideways, level * turned - x * sideways, z], -1)


def sun_position(time: Moments) -> tuple[FloatOrArray, FloatOrArray]:
    """Over which point of the Earth the Sun stands.

    Parameters
    ----------
    time : datetime, numpy.datetime64, or an array of them
        UTC; a datetime with another zone is converted.  From 1950 to 2050.

    Returns
    -------
    latitude_deg : float or numpy.ndarray
        The Sun's declination, −90 to 90 degrees.
    longitude_deg : float or numpy.ndarray
        −180 to 180 degrees, east is positive: where it is noon.

    Raises
    ------
    ValueError
        If the time is none, or outside these years.

    Notes
    -----
    The low-precision formula of The Astronomical Almanac, good to 0.01° in these years; Greenwich's angle among the stars
    is Meeus, Astronomical Algorithms, equation 12.4, with UTC for UT1, which differ by less than a second or 0.004°.  Chapter C13.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> latitude, longitude = sun_position(datetime(2026, 6, 21, 12, tzinfo=UTC))
    >>> round(latitude, 2), round(longitude, 2)
    (23.44, 0.46)
    """
    x, y, z = np.moveaxis(directions(days("time", time)), -1, 0)
    return scalar_or_array(np.degrees(np.arcsin(z))), scalar_or_array(np.degrees(np.arctan2(y, x)))


def elevations(d: Floats, up: Floats) -> Floats:
    """Degrees of the Sun above the horizon, at so many days since noon of 1 January 2000, over the place with this upward direction."""
    return np.degrees(np.arcsin(np.clip((directions(d) * up).sum(-1), -1, 1)))


@overload
def sun_elevation_deg(time: datetime | np.datetime64, site: Site) -> float: ...
@overload
def sun_elevation_deg(time: Sequence[datetime] | NDArray[np.datetime64], site: Site) -> Floats: ...
def sun_elevation_deg(time: Moments, site: Site) -> FloatOrArray:
    """How high the Sun stands over a place.

    Parameters
    ----------
    time : datetime, numpy.datetime64, or an array of them
        UTC; a datetime with another zone is converted.  From 1950 to 2050.
    site : Site
        The place.

    Returns
    -------
    float or numpy.ndarray
        Degrees of the Sun's middle above the horizon, negative below, without the bending of light by the air.

    Raises
    ------
    ValueError
        If an argument is none of what is asked for.

    Notes
    -----
    As `sun_position`, good to 0.02°: at middle latitudes the Sun needs five seconds for that.  Chapter C13.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> round(sun_elevation_deg(datetime(2026, 12, 21, 0, tzinfo=UTC), Site(47.07, 15.49)), 1)
    -63.1
    """
    return scalar_or_array(elevations(days("time", time), known_site(site).axes[2]))


@overload
def night(time: datetime | np.datetime64, site: Site, *, below_deg: Number = -6.0) -> bool: ...
@overload
def night(time: Sequence[datetime] | NDArray[np.datetime64], site: Site, *, below_deg: Number = -6.0) -> Flags: ...
def night(time: Moments, site: Site, *, below_deg: Number = -6.0) -> bool | Flags:
    """Whether it is dark at a place.

    Parameters
    ----------
    time : datetime, numpy.datetime64, or an array of them
        UTC; a datetime with another zone is converted.  From 1950 to 2050.
    site : Site
        The place.
    below_deg : float
        Below which elevation of the Sun it is night, −90 to 90 degrees.  Civil twilight ends at −6, nautical at −12,
        astronomical at −18: how dark the sky must be is a matter of filters and telescope, so try what it changes.

    Returns
    -------
    bool or numpy.ndarray
        True where the Sun stands lower.

    Raises
    ------
    ValueError
        If an argument is none of what is asked for.

    Notes
    -----
    It is the site that must be dark; a satellite may be in sunlight.  Chapter C13.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> night(datetime(2026, 6, 21, 20, tzinfo=UTC), Site(47.07, 15.49)), night(datetime(2026, 6, 21, 23, tzinfo=UTC), Site(65, 15))
    (True, False)
    """
    limit = probability("below_deg", below_deg, -90, 90)
    dark = sun_elevation_deg(time, site) < limit
    return bool(dark) if np.ndim(dark) == 0 else dark
