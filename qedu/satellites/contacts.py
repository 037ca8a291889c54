"""Many passes at once: all contacts of one circular orbit with many sites, quickly, for coverage over a year.

The cosine of the angle between site and satellite, seen from the Earth's centre, is a sine wave of one revolution whose size changes
slowly, as the Earth turns.  So sixteen looks a revolution, one product of two matrices for all sites, show each of its peaks; what
peaks too low is dropped, and the rest is made exact by Newton's method on the formula itself.  `passes` finds the same in another way.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from qedu._types import Flags, Floats, Integers
from qedu.satellites.orbits import EARTH_TURN, Orbit

__all__: list[str] = []

#: Looks a revolution.
_LOOKS = 16

#: Looks at sites that are taken at once: so many single-precision numbers stay in a processor's cache, about.
_PORTION = 400_000


@dataclass
class Contacts:
    """Passes of one satellite: for each the site's number, and what the site sees.

    Parameters
    ----------
    site : numpy.ndarray
        Number of the site.
    rise_s, culmination_s, set_s : numpy.ndarray
        Seconds.
    nearest : numpy.ndarray
        Cosine of the angle at the Earth's centre between site and satellite at culmination.
    """

    site: Integers
    rise_s: Floats
    culmination_s: Floats
    set_s: Floats
    nearest: Floats

    def only(self, which: Flags) -> Contacts:
        """Those of them that are marked."""
        return Contacts(*(column[which] for column in vars(self).values()))


class _Wave:
    """The cosine of the angle at the Earth's centre and its derivatives, for sites given one by one."""

    def __init__(self, orbit: Orbit, latitude: Floats, longitude: Floats) -> None:
        tilt = math.radians(orbit.inclination_deg)
        self.level, self.pole = np.cos(latitude), math.sin(tilt) * np.sin(latitude)
        self.tilted = math.cos(tilt)
        self.east, self.turning = longitude - math.radians(orbit.node_deg), EARTH_TURN - orbit.drift
        self.phase, self.motion = math.radians(orbit.phase_deg), orbit.motion

    def __call__(self, t):
        """Value, first and second derivative at the times t, one for each site."""
        along, beside = self.phase + self.motion * t, self.east + self.turning * t
        c, s = np.cos(along), np.sin(along)
        x, y = self.level * np.cos(beside), self.level * np.sin(beside)
        n, w, k = self.motion, self.turning, self.tilted
        p, q = x, k * y + self.pole
        dp, dq = -w * y, w * k * x
        value = p * c + q * s
        slope = n * (q * c - p * s) + dp * c + dq * s
        bend = -n * n * value + 2 * n * (dq * c - dp * s) - w * w * (x * c + k * y * s)
        return value, slope, bend


def _meeting(wave, culmination, guess, limit):
    """Where the wave meets its limit, from a guess that is seconds off at most."""
    t = guess
    for _ in range(2):
        value, slope, _ = wave(t)
        room = 0.25 * np.abs(t - culmination)                 # a pass that just touches has hardly a slope
        t = t - np.clip((value - limit) / np.where(slope == 0, 1, slope), -room, room)
    return t


def _exact(orbit: Orbit, site: Integers, looked: Floats, latitude: Floats, longitude: Floats, limit: Floats) -> Contacts:
    """Contacts near these looks, one for each look whose peak reaches the limit."""
    wave = _Wave(orbit, latitude[site], longitude[site])
    t = looked
    for _ in range(2):
        _, slope, bend = wave(t)
        t = t - slope / np.where(bend < 0, bend, -orbit.motion**2)
    value, _, bend = wave(t)
    seen = value > limit[site]
    site, t, value, bend = site[seen], t[seen], value[seen], bend[seen]
    wave, least = _Wave(orbit, latitude[site], longitude[site]), limit[site]
    half = np.arccos(least / value) * np.sqrt(-value / bend)
    return Contacts(site, _meeting(wave, t, t - half, least), t, _meeting(wave, t, t + half, least), value)


def contacts(orbit: Orbit, latitude: Floats, longitude: Floats, *, limit: Floats, end_s: float,
             sun: Callable[[Floats], Floats] | None = None, dark_deg: float = 0.0) -> Iterator[Contacts]:
    """All passes of a satellite over sites that culminate from 0 to the end, in portions.

    Parameters
    ----------
    orbit : Orbit
        Of a period of a few hours at most: the wave must be much quicker than the Earth's turn.
    latitude, longitude : numpy.ndarray
        Shape (sites,): radians.
    limit : numpy.ndarray
        Shape (sites,): cosine of the angle at the Earth's centre at which a site sees the satellite at its mask.
    end_s : float
        Seconds.
    sun : callable, optional
        From seconds to unit vectors to the Sun, shape (times, 3), in axes that turn with the Earth.  With it what happens in full
        daylight is dropped, before it costs anything.
    dark_deg : float
        The Sun's elevation below which it is dark.

    Yields
    ------
    Contacts
        In no order.
    """
    step = 2 * math.pi / orbit.motion / _LOOKS
    places = np.stack([np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude)], -1).astype(np.float32)
    # A peak is at most half a step from a look, and the wave drops from there as its own cosine.
    lowest = np.cos(np.minimum(np.arccos(limit) + math.pi / _LOOKS * 1.15, math.pi)).astype(np.float32)[:, None]
    # While a pass lasts, and half a step, the Sun sinks or rises by so much at most.
    dusk = (math.pi / _LOOKS + float(np.arccos(limit.min()))) * 1.3 / orbit.motion * EARTH_TURN
    bright = math.sin(min(math.radians(dark_deg) + dusk, math.pi / 2))
    looks = math.ceil(end_s / step) + 2
    portion = max(16, _PORTION // len(places))
    for first in range(-1, looks, portion):
        times = np.asarray((first + np.arange(-1, min(portion, looks - first) + 1)) * step, dtype=float)
        seen = places @ (orbit.fixed_km(times) / orbit.radius_km).astype(np.float32).T
        hits, values = seen >= lowest, seen.ravel()
        hits[:, [0, -1]] = False                              # these belong to the portions before and after
        flat = np.flatnonzero(hits)
        here = values[flat]
        flat = flat[(here > values[flat - 1]) & (here >= values[flat + 1])]
        site, look = np.divmod(flat, len(times))
        if sun is not None:
            dim = np.einsum("ij,ij->i", places[site], sun(times).astype(np.float32)[look]) < bright
            site, look = site[dim], look[dim]
        found = _exact(orbit, site, times[look], latitude, longitude, limit)
        inside = (found.culmination_s >= 0) & (found.culmination_s < end_s)
        yield found.only(inside)
