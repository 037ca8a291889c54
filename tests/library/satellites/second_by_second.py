"""Coverage as one would count it by hand: every second of every satellite over one site, looked at one by one.

Nothing here comes from the room that it checks but the transmittance of the link; clicks and errors are written out, those of all seconds of
a pass are added, and their key is that of `qedu.rates.finite_decoy_bb84`.
"""

import math

import numpy as np

from qedu.links import DecoyCounts
from qedu.rates import finite_decoy_bb84

TURN, GM, R = 7.2921159e-5, 398600.4418, 6371.0
EQUATOR, J2 = 6378.137, 1.08262668e-3


def sines_of_sun(latitude, longitude, days):
    """Sine of the Sun's elevation at so many days since noon of 1 January 2000: declination and equation of time by Meeus, chapters
    25 and 28, without the small terms, and the hour angle from the clock."""
    t = days / 36525
    mean, anomaly = np.radians(280.46646 + 36000.76983 * t), np.radians(357.52911 + 35999.05029 * t)
    centre = (1.914602 - 0.004817 * t) * np.sin(anomaly) + 0.019993 * np.sin(2 * anomaly) + 0.000289 * np.sin(3 * anomaly)
    along, tilt = mean + np.radians(centre - 0.00569), np.radians(23.4392911 - 0.0130042 * t)
    declination = np.arcsin(np.sin(tilt) * np.sin(along))
    ascension = np.arctan2(np.cos(tilt) * np.sin(along), np.cos(along))
    hour = np.radians((days + 0.5) % 1 * 360 - 180) + (mean - np.radians(0.00569) - ascension) + longitude
    return np.sin(latitude) * np.sin(declination) + np.cos(latitude) * np.cos(declination) * np.cos(hour)


def elevations(orbit, site, t):
    """Degrees above the horizon and kilometres, by the haversine."""
    a, i = R + orbit.altitude_km, math.radians(orbit.inclination_deg)
    real = EQUATOR + orbit.altitude_km
    drift = -1.5 * math.sqrt(GM / real**3) * J2 * (EQUATOR / real) ** 2 * math.cos(i) if orbit.j2 else 0.0
    u = math.radians(orbit.phase_deg) + math.sqrt(GM / a**3) * t
    latitude = np.arcsin(math.sin(i) * np.sin(u))
    longitude = math.radians(orbit.node_deg) + np.arctan2(math.cos(i) * np.sin(u), np.cos(u)) + (drift - TURN) * t
    phi, lam = math.radians(site.latitude_deg), math.radians(site.longitude_deg)
    half = np.sin((latitude - phi) / 2) ** 2 + math.cos(phi) * np.cos(latitude) * np.sin((longitude - lam) / 2) ** 2
    psi, r = 2 * np.arcsin(np.sqrt(half)), R + site.altitude_m / 1000
    return np.degrees(np.arctan2(a * np.cos(psi) - r, a * np.sin(psi))), np.sqrt(a**2 + r**2 - 2 * a * r * np.cos(psi))


def key(transmittance, link, clock_hz):
    """Secret bits of a pass with these transmittances, one a second: intensities 0.8, 0.1 and 0, sent 50, 25 and 25 %, bases by halves."""
    mu, sent = np.array([0.8, 0.1, 0.0]), np.array([0.5, 0.25, 0.25])
    signal = 1 - np.exp(-np.outer(transmittance, mu))
    clicks = clock_hz * sent * (link.noise + (1 - link.noise) * signal).sum(0)
    errors = clock_hz * sent * (link.noise / 2 + link.misalignment * signal).sum(0)
    halves = [count / 4 for count in (clicks, errors, clicks, errors)]
    return finite_decoy_bb84(DecoyCounts(round(clock_hz * len(signal)), mu, sent, *halves), eps_sec=1e-10, eps_cor=1e-15, f_ec=link.f_ec)


def counted(orbits, site, zero, first_s, last_s, *, mask_deg, night_below_deg, link=None, clock_hz=1e8):
    """Passes, seconds and bits of key from one second to another, and all rises and sets in the dark: one row for each pass.

    `zero` are the days from noon of 1 January 2000 to t = 0.  Passes that are in progress at the edges are left out.
    """
    t = np.arange(first_s, last_s + 1.0)
    light = np.ones(len(t), dtype=bool) if night_below_deg is None else sines_of_sun(
        math.radians(site.latitude_deg), math.radians(site.longitude_deg), zero + t / 86400) < math.sin(math.radians(night_below_deg))
    rows, bits = [], 0.0
    for orbit in orbits:
        seen = np.zeros(len(t), dtype=bool)
        elevation, distance = np.zeros(len(t)), np.zeros(len(t))
        elevation[light], distance[light] = elevations(orbit, site, t[light])
        seen[light] = elevation[light] >= mask_deg
        begin, end = np.flatnonzero(seen[1:] & ~seen[:-1]) + 1, np.flatnonzero(seen[:-1] & ~seen[1:]) + 1
        end = end[end > begin[0]] if len(begin) else end[:0]
        for a, b in zip(begin, end):
            rows.append((t[a] - 0.5, t[b] - 0.5))
            if link is not None:
                bits += key(link.transmittance(distance[a:b], elevation[a:b]), link, clock_hz)
    return np.array(rows).reshape(-1, 2), bits
