"""Places on the ground, and what they see of a satellite."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from qedu import _shown
from qedu._arguments import bad, probability, scalar_or_array
from qedu._types import FloatOrArray, Floats, Number, Numbers
from qedu.satellites.geometry import EARTH_KM
from qedu.satellites.orbits import Orbit

__all__ = ["Site", "look", "DELINGHA", "NANSHAN"]


@dataclass(frozen=True)
class Site:
    """A place on the ground.

    Parameters
    ----------
    latitude_deg : float
        −90 to 90 degrees, north is positive.
    longitude_deg : float
        −180 to 360 degrees, east is positive; it is kept within −180 to 180.
    altitude_m : float
        Metres above the sea, −500 to 10,000.
    name : str
        What it is called; it takes no part in any figure.

    Raises
    ------
    ValueError
        If a value leaves its range.

    Notes
    -----
    On the round Earth of `look` and `passes` the latitude is taken as it is; `real_passes` puts the place on the ellipsoid
    WGS84.  Sites of equal parameters are equal.  Chapter C13.

    Examples
    --------
    >>> Site(47.07, 15.44, altitude_m=350, name="Graz")
    Site(Graz; 47.07° N, 15.44° E; 350 m)
    """

    latitude_deg: float
    longitude_deg: float
    altitude_m: float = 0.0
    name: str = ""

    if TYPE_CHECKING:                               # it takes more than it keeps
        def __init__(self, latitude_deg: Number, longitude_deg: Number, *, altitude_m: Number = 0.0, name: str = "") -> None: ...

    def __post_init__(self) -> None:
        set_ = object.__setattr__
        set_(self, "latitude_deg", probability("latitude_deg", self.latitude_deg, -90, 90))
        east = probability("longitude_deg", self.longitude_deg, -180, 360)
        set_(self, "longitude_deg", east - 360 if east > 180 else east)
        set_(self, "altitude_m", probability("altitude_m", self.altitude_m, -500, 10_000))
        if not isinstance(self.name, str):
            raise bad("name", self.name, "a text")

    def __repr__(self) -> str:
        return _shown.line("Site", self.name, f"{abs(self.latitude_deg):.6g}° {'S' if self.latitude_deg < 0 else 'N'}, "
                           f"{abs(self.longitude_deg):.6g}° {'W' if self.longitude_deg < 0 else 'E'}",
                           f"{self.altitude_m:.4g} m" if self.altitude_m else None)

    def _repr_html_(self) -> str:
        return _shown.table(self.name or "Site", [
            ("Latitude, degrees", self.latitude_deg), ("Longitude, degrees", self.longitude_deg), ("Altitude, metres", self.altitude_m)])

    @property
    def radius_km(self) -> float:
        """Kilometres from the centre of the round Earth."""
        return EARTH_KM + self.altitude_m / 1000

    @property
    def fixed_km(self) -> Floats:
        """Kilometres from the centre of the round Earth, shape (3,), in axes that turn with it: x through Greenwich."""
        return self.radius_km * self.axes[2]

    @property
    def axes(self) -> Floats:
        """East, north and up at this place, as rows of unit vectors, shape (3, 3), in the axes of `fixed_km`."""
        phi, lam = math.radians(self.latitude_deg), math.radians(self.longitude_deg)
        return np.array([[-math.sin(lam), math.cos(lam), 0.0],
                         [-math.sin(phi) * math.cos(lam), -math.sin(phi) * math.sin(lam), math.cos(phi)],
                         [math.cos(phi) * math.cos(lam), math.cos(phi) * math.sin(lam), math.sin(phi)]])


def known_site(site: object) -> Site:
    """The site itself, or ValueError for what is none."""
    if not isinstance(site, Site):
        raise bad("site", site, "a qedu.satellites.Site, as Site(47.1, 15.5)")
    return site


def known_orbit(orbit: object) -> Orbit:
    """The orbit itself, or ValueError for what is none."""
    if not isinstance(orbit, Orbit):
        raise bad("orbit", orbit, "a qedu.satellites.Orbit, as Orbit(500, 97.4)")
    return orbit


def look(orbit: Orbit, site: Site, t_s: Numbers) -> tuple[FloatOrArray, FloatOrArray, FloatOrArray]:
    """Where a satellite stands in the sky of a place, on the turning round Earth.

    Parameters
    ----------
    orbit : Orbit
        The satellite's orbit.
    site : Site
        The place.
    t_s : float or array_like
        Seconds since the orbit's t = 0.

    Returns
    -------
    elevation_deg : float or numpy.ndarray
        Degrees above the horizon, −90 to 90.
    range_km : float or numpy.ndarray
        Kilometres from the place to the satellite.
    azimuth_deg : float or numpy.ndarray
        Degrees from north over east, 0 to 360; 0 for a satellite right overhead.

    Raises
    ------
    ValueError
        If an argument is none of what is asked for.

    Notes
    -----
    Straight lines: the air bends light by half a degree at the horizon and by less than 0.05° above 20°, which is left out
    (Bennett, J. Navig. 35, 255 (1982), doi:10.1017/S0373463300022037).  Chapter C13.

    Examples
    --------
    >>> elevation, distance, azimuth = look(Orbit(500, 90), Site(10, 0), [0, 100])
    >>> elevation.round(2).tolist(), distance.round(1).tolist(), azimuth.round(1).tolist()
    ([18.34, 47.83], [1257.0, 655.5], [180.0, 186.5])
    """
    place = known_site(site)
    east, north, up = np.moveaxis((known_orbit(orbit).fixed_km(t_s) - place.fixed_km) @ place.axes.T, -1, 0)
    level = np.hypot(east, north)
    # Right overhead there is no direction, and rounding must not invent one.
    azimuth = np.where(level > 1e-9 * np.abs(up), np.degrees(np.arctan2(east, north)) % 360, 0.0)
    return (scalar_or_array(np.degrees(np.arctan2(up, level))), scalar_or_array(np.hypot(level, up)), scalar_or_array(azimuth))


def _dms(degrees, minutes, seconds):
    return degrees + minutes / 60 + seconds / 3600


#: Delingha, one of the two stations that shared keys of entangled pairs: Yin et al., Nature 582, 501 (2020),
#: doi:10.1038/s41586-020-2401-y.
DELINGHA = Site(_dms(37, 22, 44), _dms(97, 43, 37), altitude_m=3153, name="Delingha")

#: Nanshan, the other one, 1,120 km away: ibid.
NANSHAN = Site(_dms(43, 28, 32), _dms(87, 10, 36), altitude_m=2028, name="Nanshan")
