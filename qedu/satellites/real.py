"""Real satellites: positions from two-line elements, by the packages sgp4 and Skyfield."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
from sgp4.api import SGP4_ERRORS, WGS72, Satrec
from skyfield.api import load, wgs84
from skyfield.sgp4lib import theta_GMST1982

from qedu._arguments import bad
from qedu._types import Floats
from qedu.satellites.sites import Site
from qedu.satellites.sun import Moments
from qedu.satellites.sun import days as since_2000

__all__ = ["real_positions_km"]

_J2000 = 2451545.0

#: Which columns of either line are blank, and in which a decimal point stands, counted from 0.
_BLANK, _POINT = {"1": (8, 17, 32, 43, 52, 61, 63), "2": (7, 16, 25, 33, 42, 51)}, {"1": (23, 34), "2": (11, 20, 37, 46, 54)}

#: Days from their epoch after which nobody should rely on elements without being told.
_STALE = 60


@cache
def _timescale() -> Any:
    """Skyfield's time scale, from the tables that the package carries along."""
    return load.timescale(builtin=True)


def _element_line(name: str, value: object, number: str) -> str:
    """One of the two lines, or ValueError."""
    allowed = f"line {number} of two-line elements: 69 signs, the first a {number}"
    if not isinstance(value, str):
        raise bad(name, value, allowed)
    line = value.strip()
    if not (line.startswith(f"{number} ") and 63 <= len(line) <= 69):
        raise bad(name, value, allowed)
    # A sign too many or too few shifts all that follows, and SGP4 reads some other orbit from it.
    if any(line[i] != " " for i in _BLANK[number] if i < len(line)) or any(line[i] != "." for i in _POINT[number]):
        raise bad(name, value, f"line {number} of two-line elements with each number in its columns; here some have moved")
    if len(line) == 69 and line[68].isdigit():
        total = sum(int(sign) if sign.isdigit() else sign == "-" for sign in line[:68]) % 10
        if total != int(line[68]):
            raise bad(name, value, f"a line whose digits (a minus counts 1) add up to a number that ends in {line[68]}, its last "
                                   f"sign; these end in {total}, so a sign may be wrong")
    return line


class Elements:
    """A satellite as its two-line elements have it.

    Parameters
    ----------
    line1, line2 : str
        The two lines.

    Raises
    ------
    ValueError
        If they are none.
    """

    def __init__(self, line1: object, line2: object) -> None:
        first, second = _element_line("line1", line1, "1"), _element_line("line2", line2, "2")
        if first[2:7] != second[2:7]:
            raise bad("line2", line2, f"the line of the same satellite, number {first[2:7].strip()}")
        try:
            self.model = Satrec.twoline2rv(first, second, WGS72)
        except Exception:
            raise bad("line1", line1, "two-line elements in their columns, which this line or the next does not keep") from None
        if not (math.isfinite(self.model.no_kozai) and self.model.no_kozai > 0):
            raise bad("line2", line2, "a line with the revolutions a day in columns 53 to 63")

    @property
    def period_s(self) -> float:
        """Seconds of a revolution."""
        return 60 * 2 * math.pi / self.model.no_kozai

    def heed(self, d: Floats) -> None:
        """Warn if these moments, days since noon of 1 January 2000, UTC, are too far from the day of the elements."""
        epoch = self.model.jdsatepoch + self.model.jdsatepochF - _J2000
        if np.any(np.abs(d - epoch) > _STALE):
            day = str(np.datetime64("2000-01-01T12:00") + np.timedelta64(round(epoch * 1440), "m"))[:10]
            warnings.warn(f"the elements of number {self.model.satnum_str.strip()} are of {day}, more than {_STALE} days away: where the "
                          "satellite is by then they hardly say; take newer ones", stacklevel=3)

    def teme_km(self, d: Floats) -> Floats:
        """Positions at so many days since noon of 1 January 2000, UTC: shape (..., 3), in SGP4's own axes."""
        d = np.asarray(d, dtype=float)
        whole = np.floor(d).ravel()
        error, found, _ = self.model.sgp4_array(whole + _J2000, d.ravel() - whole)
        error = np.where((error == 0) & ~np.isfinite(found).all(-1), 1, error)
        if error.any():
            when = d.ravel()[error > 0][0]
            day = np.datetime64("2000-01-01T12:00") + np.timedelta64(round(when * 1440), "m")
            raise bad("line1", f"elements of number {self.model.satnum_str.strip()}",
                      f"a satellite that flies at this time; on {day} SGP4 says: {SGP4_ERRORS[int(error[error > 0][0])]}")
        return found.reshape(*d.shape, 3)

    def sky(self, site: Site, zero: float) -> Callable[[Floats], tuple[Floats, Floats]]:
        """From seconds after `zero`, in days since noon of 1 January 2000, to elevations and distances over a site of WGS84."""
        place = wgs84.latlon(site.latitude_deg, site.longitude_deg, elevation_m=site.altitude_m)
        here, axes = np.asarray(place.itrs_xyz.km), site.axes
        scale = _timescale()
        # UT1 − UTC changes by milliseconds a day, so that it need not be asked at each look.
        behind = float(scale.utc(2000, 1, 1, 12, 0, zero * 86400).dut1) / 86400

        def look(t):
            d = zero + np.asarray(t, dtype=float) / 86400
            angle = theta_GMST1982(_J2000, d + behind)[0]
            x, y, z = np.moveaxis(self.teme_km(d), -1, 0)
            turned, sideways = np.cos(angle), np.sin(angle)
            fixed = np.stack([x * turned + y * sideways, y * turned - x * sideways, z], -1) - here
            east, north, up = np.moveaxis(fixed @ axes.T, -1, 0)
            level = np.hypot(east, north)
            return np.degrees(np.arctan2(up, level)), np.hypot(up, level)

        return look


def real_positions_km(line1: str, line2: str, time: Moments) -> Floats:
    """Where a real satellite is, from its two-line elements.

    Parameters
    ----------
    line1, line2 : str
        The two lines, as they are published.
    time : datetime, numpy.datetime64, or an array of them
        UTC; a datetime with another zone is converted.

    Returns
    -------
    numpy.ndarray
        Kilometres from the Earth's centre, one axis more than time has, of length 3, in the axes of SGP4: true equator, mean
        equinox.

    Raises
    ------
    ValueError
        If an argument is none of what is asked for, or if the satellite has come down by then.

    Notes
    -----
    SGP4 with the constants of WGS72, as for all published elements: Vallado et al., AIAA 2006-6753,
    doi:10.2514/6.2006-6753.  A warning says so where the time is more than 60 days from that of the elements.  Chapter C13.

    Examples
    --------
    >>> from datetime import datetime
    >>> line1 = "1 25544U 98067A   14020.93268519  .00009878  00000-0  18200-3 0  5082"        # the space station in 2014
    >>> line2 = "2 25544  51.6498 109.4756 0003572  55.9686 274.8005 15.49815350868473"
    >>> real_positions_km(line1, line2, datetime(2014, 1, 20, 22, 23, 4)).round().tolist()
    [-25.0, 6276.0, -2613.0]
    """
    elements, d = Elements(line1, line2), since_2000("time", time)
    elements.heed(d)
    return elements.teme_km(d)
