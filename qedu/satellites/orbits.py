"""Circular orbits around a round Earth: where a satellite is, and over which point of the ground."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, overload

import numpy as np

from qedu import _shown
from qedu._arguments import MAX_KM, altitudes, array, bad, count, degrees, probability, scalar_or_array
from qedu._types import FloatOrArray, Floats, Number, Numbers, Whole
from qedu.satellites.geometry import EARTH_GM, EARTH_KM, period_s

__all__ = ["EARTH_TURN", "Orbit", "sun_synchronous_deg", "walker"]

#: How fast the Earth turns among the stars, in radians per second.
EARTH_TURN: float = 7.2921159e-5

#: The Earth's equatorial radius in kilometres, and how much its bulge pulls (EGM96): both for the drift of orbits.
_EQUATOR_KM, _J2 = 6378.137, 1.08262668e-3

#: Days from one spring to the next, in which a Sun-synchronous orbit turns once.
_YEAR_DAYS = 365.2422

#: Seconds from or to the beginning that anybody needs to ask about: some three hundred years.
LONGEST_S = 1e10


def _drift(altitude_km):
    """How fast an orbit at this height that goes around the poles' axis at 0° would turn back, in radians per second."""
    a = _EQUATOR_KM + altitude_km
    return 1.5 * np.sqrt(EARTH_GM / a**3) * _J2 * (_EQUATOR_KM / a) ** 2


@dataclass(frozen=True)
class Orbit:
    """A circular orbit, as two bodies have it.

    Parameters
    ----------
    altitude_km : float
        Height above the ground, in kilometres, from 1 to 10⁶.
    inclination_deg : float
        Angle between the orbit and the equator, 0 to 180 degrees; beyond 90 it runs westwards.
    node_deg : float
        The longitude, in degrees east, at which the orbit crosses the equator northwards at t = 0.  The stars do not turn with the
        Earth, so this is also an angle among them, measured from where Greenwich is at t = 0.
    phase_deg : float
        How far the satellite is beyond this crossing at t = 0, in degrees along the orbit.
    j2 : bool
        Whether the orbit's plane drifts, as the Earth's bulge makes it: by −1.5·n·J₂·(R/a)²·cos i, with n, R and a of a real
        orbit at this height above the equator.  Nothing else is changed by it.

    Raises
    ------
    ValueError
        If a value leaves its range.

    Notes
    -----
    Angles are kept within 0 to 360°; orbits of equal parameters are equal.  Left out: that real orbits are ellipses,
    and that thin air brakes them: `real_passes`.  Drift: Vallado, Fundamentals of Astrodynamics and Applications, the secular
    rate of the node.  Chapter C13.

    Examples
    --------
    >>> orbit = Orbit(500, 97.4)
    >>> latitude, longitude = orbit.ground_track([0, orbit.period_s])
    >>> abs(latitude).round(6).tolist(), longitude.round(2).tolist()           # the Earth turns below it
    ([0.0, 0.0], [0.0, -23.68])
    """

    altitude_km: float
    inclination_deg: float
    node_deg: float = 0.0
    phase_deg: float = 0.0
    j2: bool = False

    if TYPE_CHECKING:                               # it takes more than it keeps
        def __init__(self, altitude_km: Number, inclination_deg: Number, *, node_deg: Number = 0.0, phase_deg: Number = 0.0,
                     j2: bool = False) -> None: ...

    def __post_init__(self) -> None:
        set_ = object.__setattr__
        set_(self, "altitude_km", float(altitudes("altitude_km", probability("altitude_km", self.altitude_km, 1, MAX_KM), 1)))
        set_(self, "inclination_deg", probability("inclination_deg", self.inclination_deg, 0, 180))
        for name in ("node_deg", "phase_deg"):
            set_(self, name, degrees(name, getattr(self, name)) % 360)
        if not isinstance(self.j2, (bool, np.bool_)):
            raise bad("j2", self.j2, "True or False")
        set_(self, "j2", bool(self.j2))

    def __repr__(self) -> str:
        return _shown.line("Orbit", f"{self.altitude_km:.6g} km", f"inclination {self.inclination_deg:.6g}°",
                           f"node {self.node_deg:.6g}°" if self.node_deg else None,
                           f"phase {self.phase_deg:.6g}°" if self.phase_deg else None, "drifts" if self.j2 else None)

    def _repr_html_(self) -> str:
        return _shown.table("Circular orbit", [
            ("Altitude, km", self.altitude_km), ("Inclination, degrees", self.inclination_deg), ("Node, degrees", self.node_deg),
            ("Phase, degrees", self.phase_deg), ("Period, seconds", self.period_s),
            ("Drift, degrees a day", math.degrees(self.drift) * 86400)])

    @property
    def period_s(self) -> float:
        """Seconds of one revolution, `qedu.satellites.period_s`."""
        return period_s(self.altitude_km)

    @property
    def radius_km(self) -> float:
        """Kilometres from the Earth's centre."""
        return EARTH_KM + self.altitude_km

    @property
    def motion(self) -> float:
        """Radians along the orbit per second."""
        return math.sqrt(EARTH_GM / self.radius_km**3)

    @property
    def drift(self) -> float:
        """Radians per second by which the node moves eastwards among the stars: 0 without `j2`."""
        return float(-_drift(self.altitude_km) * math.cos(math.radians(self.inclination_deg))) if self.j2 else 0.0

    def _directions(self, t_s, turning):
        """Unit vectors, shape (..., 3), in axes that turn eastwards so many radians per second."""
        t = array("t_s", t_s, -LONGEST_S, LONGEST_S)
        along = math.radians(self.phase_deg) + self.motion * t
        node, tilt = math.radians(self.node_deg) + (self.drift - turning) * t, math.radians(self.inclination_deg)
        north, east = np.sin(along), np.cos(along)
        level = north * math.cos(tilt)
        x, y = east * np.cos(node) - level * np.sin(node), east * np.sin(node) + level * np.cos(node)
        return np.stack([x, y, north * math.sin(tilt)], -1)

    def positions_km(self, t_s: Numbers) -> Floats:
        """Where the satellite is, in axes that stand still among the stars.

        Parameters
        ----------
        t_s : float or array_like
            Seconds since t = 0.

        Returns
        -------
        numpy.ndarray
            Kilometres from the Earth's centre, one axis more than t_s has, of length 3: x through Greenwich's meridian at t = 0,
            z through the north pole.
        """
        return self.radius_km * self._directions(t_s, 0.0)

    def fixed_km(self, t_s: Numbers) -> Floats:
        """Where the satellite is, in axes that turn with the Earth.

        Parameters
        ----------
        t_s : float or array_like
            Seconds since t = 0.

        Returns
        -------
        numpy.ndarray
            Kilometres from the Earth's centre, as in `positions_km`: x through Greenwich's meridian, always.
        """
        return self.radius_km * self._directions(t_s, EARTH_TURN)

    def ground_track(self, t_s: Numbers) -> tuple[FloatOrArray, FloatOrArray]:
        """Over which point of the turning Earth the satellite is.

        Parameters
        ----------
        t_s : float or array_like
            Seconds since t = 0.

        Returns
        -------
        latitude_deg : float or numpy.ndarray
            −90 to 90 degrees, north is positive.
        longitude_deg : float or numpy.ndarray
            −180 to 180 degrees, east is positive.
        """
        x, y, z = np.moveaxis(self._directions(t_s, EARTH_TURN), -1, 0)
        return scalar_or_array(np.degrees(np.arctan2(z, np.hypot(x, y)))), scalar_or_array(np.degrees(np.arctan2(y, x)))


@overload
def sun_synchronous_deg(altitude_km: Number) -> float: ...
@overload
def sun_synchronous_deg(altitude_km: Numbers) -> Floats: ...
def sun_synchronous_deg(altitude_km: Numbers) -> FloatOrArray:
    """At which inclination the Earth's bulge turns a circular orbit once a year, so that it always passes at the same hour.

    Parameters
    ----------
    altitude_km : float or array_like
        Height above the equator, in kilometres, from 1 to 5974: higher up no inclination does it.

    Returns
    -------
    float or numpy.ndarray
        Degrees, above 90: the orbit runs westwards, so that its plane turns eastwards.

    Raises
    ------
    ValueError
        If the altitude leaves its range.

    Notes
    -----
    The drift of `Orbit` with ``j2=True``, set equal to 360° in 365.2422 days.  Chapter C13.

    Examples
    --------
    >>> round(sun_synchronous_deg(500), 2)
    97.4
    """
    h = altitudes("altitude_km", altitude_km, 1)
    needed = -2 * np.pi / (_YEAR_DAYS * 86400) / _drift(h)
    if np.any(needed < -1):
        raise bad("altitude_km", altitude_km, "at most 5974 km: higher up the bulge pulls too weakly to turn an orbit once a year")
    return scalar_or_array(np.degrees(np.arccos(needed)))


def walker(satellites: Whole, planes: Whole, *, phasing: Whole, altitude_km: Number, inclination_deg: Number, spread_deg: Number = 360.0,
           j2: bool = False) -> tuple[Orbit, ...]:
    """A constellation in Walker's pattern: planes evenly around the equator, satellites evenly in each.

    Parameters
    ----------
    satellites : int
        How many in all, 1 to 100,000.
    planes : int
        In how many planes; it divides `satellites`.
    phasing : int
        From 0 to planes − 1: how far satellites of one plane are ahead of those of the plane west of it, in units of
        360°/satellites.
    altitude_km : float
        Height above the ground, in kilometres.
    inclination_deg : float
        Angle between each orbit and the equator, 0 to 180 degrees.
    spread_deg : float
        Around how much of the equator the nodes are spread: 360 for a delta, 180 for a star of polar orbits.
    j2 : bool
        Whether the planes drift, as in `Orbit`.

    Returns
    -------
    tuple of Orbit
        Plane by plane.

    Raises
    ------
    ValueError
        If an argument leaves its range.

    Notes
    -----
    The pattern i:t/p/f of Walker, J. Br. Interplanet. Soc. 37, 559 (1984).  Chapter C13.

    Examples
    --------
    >>> orbits = walker(6, 3, phasing=1, altitude_km=500, inclination_deg=53)
    >>> [(orbit.node_deg, orbit.phase_deg) for orbit in orbits]
    [(0.0, 0.0), (0.0, 180.0), (120.0, 60.0), (120.0, 240.0), (240.0, 120.0), (240.0, 300.0)]
    """
    total = count("satellites", satellites, 1, 10**5)
    rows = count("planes", planes, 1, total)
    if total % rows:
        raise bad("planes", planes, f"a divisor of the {total} satellites")
    ahead = count("phasing", phasing, 0, rows - 1)
    spread = probability("spread_deg", spread_deg, 0, 360)
    each = total // rows
    return tuple(Orbit(altitude_km, inclination_deg, node_deg=spread * plane / rows, j2=j2,
                       phase_deg=(360 * place / each + 360 * ahead * plane / total) % 360)
                 for plane in range(rows) for place in range(each))
