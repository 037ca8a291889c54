"""When a satellite passes over a place: rise, culmination and set, of a circular orbit or of a real satellite."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

import numpy as np
from tqdm.auto import tqdm

from qedu import _shown
from qedu._arguments import bad, probability, scalar_or_array
from qedu._numerics import GOLDEN
from qedu._operators import Value
from qedu._types import Flags, FloatOrArray, Floats, Number
from qedu.satellites.orbits import Orbit
from qedu.satellites.real import Elements
from qedu.satellites.sites import Site, known_orbit, known_site, look
from qedu.satellites.sun import days as since_2000
from qedu.satellites.sun import elevations, utc

__all__ = ["Passes", "passes", "real_passes"]

#: From seconds to elevations in degrees and distances in kilometres.
Sky: TypeAlias = Callable[[Floats], tuple[FloatOrArray, FloatOrArray]]

#: Seconds from one look at the sky to the next, for a satellite that goes around in an hour and a half.
_STEP_S = 20.0

#: How many looks are taken at once.
_PORTION = 200_000

#: So many take a second or two, and need no bar.  In a notebook a bar is a widget, and a page made of it would fetch scripts.
_QUICK = 2_000_000


@dataclass(frozen=True, eq=False)
class Passes(Value):
    """Passes of a satellite over a place, one after the other.

    Parameters
    ----------
    start : datetime.datetime
        UTC, from which the seconds count.
    rise_s, culmination_s, set_s : numpy.ndarray
        Shape (passes,): seconds since the start at which it rises above the mask, stands highest, and sinks below the mask.
    max_elevation_deg : numpy.ndarray
        Shape (passes,): its elevation at culmination, in degrees.
    range_min_km : numpy.ndarray
        Shape (passes,): the shortest distance of the pass, in kilometres.
    night : numpy.ndarray
        Shape (passes,), bool: whether it is dark at the place both when it rises and when it sets.

    Notes
    -----
    Made by `passes` and `real_passes`.  Equal if all entries are.  Chapter C13.

    Examples
    --------
    >>> from datetime import datetime
    >>> found = passes(Orbit(500, 97.4, node_deg=10), Site(47.07, 15.49), start=datetime(2026, 3, 1), days=2)
    >>> len(found), int(found.night.sum())
    (6, 3)
    """

    start: datetime
    rise_s: Floats
    culmination_s: Floats
    set_s: Floats
    max_elevation_deg: Floats
    range_min_km: Floats
    night: Flags

    def __len__(self) -> int:
        return len(self.rise_s)

    @property
    def duration_s(self) -> Floats:
        """Seconds from rise to set of each pass."""
        return self.set_s - self.rise_s

    def when(self, number: int) -> datetime:
        """UTC at which pass `number`, counted from 0, culminates."""
        return self.start + timedelta(seconds=float(self.culmination_s[number]))

    def __repr__(self) -> str:
        n = len(self)
        return _shown.line("Passes", f"{n} pass{'es' * (n != 1)}", f"{int(self.night.sum())} at night",
                           f"{self.duration_s.sum():.4g} s" if n else None,
                           f"up to {self.max_elevation_deg.max():.4g}°" if n else None, f"from {self.start:%Y-%m-%d %H:%M} UTC")

    def _repr_html_(self) -> str:
        n = min(len(self), 20)
        title = f"The first {n} of {len(self)} passes" if n < len(self) else "Passes"
        return _shown.table(title, [
            (f"{self.when(i):%Y-%m-%d %H:%M:%S}", float(self.duration_s[i]), float(self.max_elevation_deg[i]), float(self.range_min_km[i]),
             "night" if self.night[i] else "day") for i in range(n)],
            ("culmination, UTC", "seconds", "highest, degrees", "nearest, km", "light"))


def _bisect(inside: Callable[[Floats], Flags], low: Floats, high: Floats) -> Floats:
    """Where `inside` changes between low, where it is False, and high, where it is True."""
    for _ in range(45):
        middle = (low + high) / 2
        found = inside(middle)
        low, high = np.where(found, low, middle), np.where(found, middle, high)
    return (low + high) / 2


def _highest(figure: Callable[[Floats], Floats], low: Floats, high: Floats) -> Floats:
    """Where a figure that has one maximum between low and high is largest, by the golden section."""
    a, b = low + (1 - GOLDEN) * (high - low), low + GOLDEN * (high - low)
    of_a, of_b = figure(a), figure(b)
    for _ in range(45):
        left = of_a > of_b
        low, high = np.where(left, low, a), np.where(left, b, high)
        new = np.where(left, low + (1 - GOLDEN) * (high - low), low + GOLDEN * (high - low))
        of_new = figure(new)
        a, b, of_a, of_b = (np.where(left, new, b), np.where(left, a, new), np.where(left, of_new, of_b), np.where(left, of_a, of_new))
    return (low + high) / 2


def _looks(sky, end, step):
    """Seconds from 0 to the end, the elevation and the distance at each."""
    times = np.linspace(0, end, max(2, math.ceil(end / step)) + 1)
    elevation, distance = np.empty_like(times), np.empty_like(times)
    with tqdm(total=len(times), unit="look", unit_scale=True, leave=False, delay=1.0, disable=len(times) <= _QUICK) as bar:
        for first in range(0, len(times), _PORTION):
            part = slice(first, first + _PORTION)
            elevation[part], distance[part] = sky(times[part])
            bar.update(len(times[part]))
    return times, elevation, distance


def _above(sky: Sky, mask: float, end: float, step: float) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    """Rise, culmination, set, highest elevation and shortest distance of what stands above the mask from 0 to the end."""
    def height(t):
        return np.asarray(sky(t)[0])

    times, elevation, distance = _looks(sky, end, step)
    # A pass may be shorter than a step: what peaks below the mask is looked at closely, before the first look and after the last one too.
    padded = np.concatenate([[-np.inf], elevation, [-np.inf]])
    peaks = np.flatnonzero((elevation >= padded[:-2]) & (elevation > padded[2:]) & (elevation < mask) & (elevation > -10))
    found = _highest(height, times[np.maximum(peaks - 1, 0)], times[np.minimum(peaks + 1, len(times) - 1)])
    top, near = (np.asarray(figure) for figure in sky(found))
    short = top >= mask
    places = np.searchsorted(times, found[short])
    times, elevation, distance = (np.insert(row, places, more[short]) for row, more in (
        (times, found), (elevation, top), (distance, near)))
    up = elevation >= mask
    first = np.flatnonzero(up & ~np.concatenate([[False], up[:-1]]))
    last = np.flatnonzero(up & ~np.concatenate([up[1:], [False]]))
    rise, sets = times[first].copy(), times[last].copy()
    cut = first > 0
    rise[cut] = _bisect(lambda t: height(t) >= mask, times[first[cut] - 1], rise[cut])
    cut = last < len(times) - 1
    sets[cut] = _bisect(lambda t: height(t) >= mask, times[last[cut] + 1], sets[cut])

    def summit(row, sign, figure):
        best = np.array([i + int(np.argmax(sign * row[i:j + 1])) for i, j in zip(first, last)], dtype=int)
        low, high = times[np.maximum(best - 1, 0)], times[np.minimum(best + 1, len(times) - 1)]
        return _highest(lambda t: sign * np.asarray(sky(t)[figure]), np.maximum(low, rise), np.minimum(high, sets))

    culmination, nearest = summit(elevation, 1, 0), summit(distance, -1, 1)
    return rise, culmination, sets, height(culmination), np.asarray(sky(nearest)[1])


def _all_passes(sky, site, start, length, *, mask, dark, step) -> Passes:
    """The passes of whatever `sky` shows, with the light at the place."""
    rise, culmination, sets, top, near = _above(sky, mask, length * 86400, step)
    zero, up = since_2000("start", start), site.axes[2]
    night = (elevations(zero + rise / 86400, up) < dark) & (elevations(zero + sets / 86400, up) < dark)
    return Passes(start, rise, culmination, sets, top, near, night)


def _window(site, start, days, mask_deg, night_below_deg):
    length = probability("days", days, 0, 3700)
    if length == 0:
        raise bad("days", days, "days above 0, at most 3700")
    return (known_site(site), utc("start", start), length, probability("mask_deg", mask_deg, 0, 90),
            probability("night_below_deg", night_below_deg, -90, 90))


def passes(orbit: Orbit, site: Site, *, start: datetime, days: Number, mask_deg: Number = 20.0, night_below_deg: Number = -6.0) -> Passes:
    """The passes of a satellite on a circular orbit over a place of the turning Earth.

    Parameters
    ----------
    orbit : Orbit
        The satellite's orbit; its t = 0 is the start.
    site : Site
        The place.
    start : datetime.datetime
        From when on; UTC, if it says no other zone.
    days : float
        For how long, above 0, at most 3700 days.
    mask_deg : float
        The elevation, 0 to 90 degrees, above which it is seen.
    night_below_deg : float
        Below which elevation of the Sun it is night, as in `night`.

    Returns
    -------
    Passes
        All in order.  What is above the mask at the start or the end is cut there.

    Raises
    ------
    ValueError
        If an argument leaves its range.

    Notes
    -----
    We look every 20 seconds (less often for high orbits), and find rise and set between two looks by halving: to a
    microsecond.  Passes shorter than that are found by their peaks.  Chapter C13.

    Examples
    --------
    >>> from datetime import datetime
    >>> found = passes(Orbit(500, 97.4, node_deg=10), Site(47.07, 15.49), start=datetime(2026, 3, 1), days=1)
    >>> found.max_elevation_deg.round(1).tolist(), found.duration_s.round().tolist()
    ([36.0, 25.6, 24.4], [241.0, 169.0, 156.0])
    """
    flight = known_orbit(orbit)
    place, begin, length, mask, dark = _window(site, start, days, mask_deg, night_below_deg)

    def sky(t):
        elevation, distance, _ = look(flight, place, t)
        return elevation, distance

    return _all_passes(sky, place, begin, length, mask=mask, dark=dark, step=_STEP_S * max(1.0, min(flight.period_s / 5700, 15.0)))


def real_passes(line1: str, line2: str, site: Site, *, start: datetime, days: Number, mask_deg: Number = 20.0,
                night_below_deg: Number = -6.0) -> Passes:
    """The passes of a real satellite over a place, from its two-line elements.

    Parameters
    ----------
    line1, line2 : str
        The two lines, as they are published.
    site : Site
        The place, on the ellipsoid WGS84.
    start : datetime.datetime
        From when on; UTC, if it says no other zone.
    days : float
        For how long, above 0, at most 3700 days.  Elements of a low satellite are good for days, not for months;
        more than 60 days from theirs a warning says so.
    mask_deg : float
        The elevation, 0 to 90 degrees, above which it is seen.
    night_below_deg : float
        Below which elevation of the Sun it is night, as in `night`.

    Returns
    -------
    Passes
        As `passes` gives them.

    Raises
    ------
    ValueError
        If an argument leaves its range, or if the satellite comes down within these days.

    Notes
    -----
    Positions by SGP4 (Vallado et al., AIAA 2006-6753, doi:10.2514/6.2006-6753) in the package sgp4; time scales, Greenwich's angle
    and the ellipsoid by Skyfield, with what it carries along and no download.  Straight lines, as in `look`.  Chapter C13.

    Examples
    --------
    >>> from datetime import datetime
    >>> line1 = "1 25544U 98067A   14020.93268519  .00009878  00000-0  18200-3 0  5082"        # the space station in 2014
    >>> line2 = "2 25544  51.6498 109.4756 0003572  55.9686 274.8005 15.49815350868473"
    >>> found = real_passes(line1, line2, Site(42.3583, -71.0603, altitude_m=43), start=datetime(2014, 1, 20), days=3)
    >>> len(found), f"{found.when(0):%H:%M:%S}"
    (12, '07:17:11')
    """
    elements = Elements(line1, line2)
    place, begin, length, mask, dark = _window(site, start, days, mask_deg, night_below_deg)
    zero = float(since_2000("start", begin))
    elements.heed(np.array([zero, zero + length]))
    sky = elements.sky(place, zero)
    step = _STEP_S * max(1.0, min(elements.period_s / 5700, 15.0))
    return _all_passes(lambda t: tuple(map(scalar_or_array, sky(t))), place, begin, length, mask=mask, dark=dark, step=step)
