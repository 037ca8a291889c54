"""Orbits against an integration of Newton's law, sites against spherical trigonometry, the drift of nodes against SGP4."""

import math

import numpy as np
import pytest
from scipy.integrate import solve_ivp
from sgp4.api import WGS72, Satrec

from qedu import satellites as s

R, GM, TURN = 6371.0, 398600.4418, 7.2921159e-5


@pytest.mark.parametrize("altitude, inclination, node, phase", [(500, 97.4, 30, 200), (1200, 0, 0, 0), (20200, 55, 300, 10)])
def test_newton_moves_it_so(altitude, inclination, node, phase):
    orbit = s.Orbit(altitude, inclination, node_deg=node, phase_deg=phase)
    a, i, o, u = R + altitude, *np.radians([inclination, node, phase])
    # Where it is and how it moves at t = 0, turned from the equator's plane by two rotations.
    tilt = np.array([[1, 0, 0], [0, math.cos(i), -math.sin(i)], [0, math.sin(i), math.cos(i)]])
    turn = np.array([[math.cos(o), -math.sin(o), 0], [math.sin(o), math.cos(o), 0], [0, 0, 1]])
    place = turn @ tilt @ [a * math.cos(u), a * math.sin(u), 0]
    speed = turn @ tilt @ (math.sqrt(GM / a) * np.array([-math.sin(u), math.cos(u), 0]))
    t = np.linspace(0, 2 * 2 * math.pi * math.sqrt(a**3 / GM), 50)
    flown = solve_ivp(lambda _, y: [*y[3:], *(-GM * y[:3] / np.linalg.norm(y[:3]) ** 3)], (0, t[-1]), [*place, *speed],
                      t_eval=t, rtol=1e-11, atol=1e-8, method="DOP853").y[:3].T
    assert orbit.positions_km(t) == pytest.approx(flown, abs=1e-6 * a)
    latitude, longitude = orbit.ground_track(t)
    assert latitude == pytest.approx(np.degrees(np.arcsin(flown[:, 2] / a)), abs=1e-4)
    off = np.degrees(np.arctan2(flown[:, 1], flown[:, 0])) - np.degrees(TURN * t) - longitude
    assert (off + 180) % 360 - 180 == pytest.approx(0, abs=1e-4)
    assert orbit.period_s == pytest.approx(2 * math.pi * math.sqrt(a**3 / GM), rel=1e-12)


def bearing(site, latitude, longitude):
    """Angle at the Earth's centre and azimuth from a site to points of the ground: spherical trigonometry, all in degrees."""
    p0, p1, l = np.radians(site.latitude_deg), np.radians(latitude), np.radians(longitude - site.longitude_deg)
    half = np.sin((p1 - p0) / 2) ** 2 + np.cos(p0) * np.cos(p1) * np.sin(l / 2) ** 2
    azimuth = np.degrees(np.arctan2(np.sin(l) * np.cos(p1), np.cos(p0) * np.sin(p1) - np.sin(p0) * np.cos(p1) * np.cos(l))) % 360
    return 2 * np.arcsin(np.sqrt(half)), azimuth


@pytest.mark.parametrize("site", [s.Site(47.1, 15.5), s.Site(-33, -70, altitude_m=2500), s.Site(0, 180), s.Site(90, 0), s.DELINGHA])
def test_what_a_site_sees(site):
    orbit, t = s.Orbit(500, 97.4, node_deg=40, phase_deg=5), np.arange(0, 86400, 37.0)
    elevation, distance, azimuth = s.look(orbit, site, t)
    angle, towards = bearing(site, *orbit.ground_track(t))
    radius = R + site.altitude_m / 1000
    assert distance == pytest.approx(np.sqrt(radius**2 + 6871**2 - 2 * radius * 6871 * np.cos(angle)), rel=1e-9)
    assert elevation == pytest.approx(np.degrees(np.arctan2(np.cos(angle) - radius / 6871, np.sin(angle))), abs=1e-7)
    assert (azimuth - towards + 180) % 360 - 180 == pytest.approx(0, abs=1e-6)


def test_right_overhead():
    elevation, distance, azimuth = s.look(s.Orbit(500, 0), s.Site(0, 0), 0)
    assert (elevation, azimuth) == (90, 0) and distance == pytest.approx(500)


@pytest.mark.parametrize("altitude, inclination", [(500, 97.4), (800, 53), (1500, 120)])
def test_the_node_drifts_as_sgp4_lets_it(altitude, inclination):
    """SGP4 has further terms besides J2, of a few parts in a thousand."""
    model = Satrec()
    n = math.sqrt(GM / (6378.137 + altitude) ** 3) * 60
    model.sgp4init(WGS72, "i", 1, 20000.0, 0.0, 0.0, 0.0, 1e-5, 0.0, math.radians(inclination), 0.0, n, 0.0)
    ours = s.Orbit(altitude, inclination, j2=True)
    assert ours.drift == pytest.approx(model.nodedot / 60, rel=5e-3)
    day = 86400.0
    before, after = (s.Orbit(altitude, inclination, node_deg=20, j2=j2).positions_km(day) for j2 in (False, True))
    moved = math.atan2(after[1], after[0]) - math.atan2(before[1], before[0])
    assert (moved - ours.drift * day + math.pi) % (2 * math.pi) - math.pi == pytest.approx(0, abs=1e-9)
    assert after[2] == pytest.approx(before[2]) and s.Orbit(altitude, inclination).drift == 0


def test_sun_synchronous_orbits_turn_once_a_year():
    assert s.sun_synchronous_deg(500) == pytest.approx(97.40, abs=5e-3)
    for altitude in (300, 800, 5900):
        orbit = s.Orbit(altitude, s.sun_synchronous_deg(altitude), j2=True)
        assert orbit.drift * 365.2422 * 86400 == pytest.approx(2 * math.pi, rel=1e-9)
    assert s.sun_synchronous_deg([500, 800]).shape == (2,)
    # It passes at the same hour of the Sun after half a year: the node has moved as the mean Sun has.
    half = 365.2422 / 2
    orbit = s.Orbit(600, s.sun_synchronous_deg(600), node_deg=10, j2=True)
    assert math.degrees(orbit.drift * half * 86400) == pytest.approx(180, abs=1e-6)


def test_walker_is_what_it_says():
    """The pattern 24/3/1 of a navigation system, listed by hand, and the symmetry that defines any."""
    orbits = s.walker(24, 3, phasing=1, altitude_km=23222, inclination_deg=56)
    assert [orbit.node_deg for orbit in orbits[::8]] == [0, 120, 240]
    assert [orbit.phase_deg for orbit in orbits[8:16]] == pytest.approx([15 + 45 * k for k in range(8)])
    assert {(orbit.altitude_km, orbit.inclination_deg) for orbit in orbits} == {(23222, 56)}
    for total, planes, phasing in ((12, 4, 3), (15, 5, 2), (7, 7, 6)):
        found = {(round(o.node_deg, 6), round(o.phase_deg, 6) % 360) for o in s.walker(total, planes, phasing=phasing, altitude_km=600, inclination_deg=53)}
        turned = {(round((node + 360 / planes) % 360, 6), round((phase + 360 * phasing / total) % 360, 6) % 360) for node, phase in found}
        assert len(found) == total and {tuple(np.round(one, 4)) for one in found} == {tuple(np.round(one, 4)) for one in turned}
    star = s.walker(4, 4, phasing=0, altitude_km=780, inclination_deg=86.4, spread_deg=180, j2=True)
    assert [orbit.node_deg for orbit in star] == [0, 45, 90, 135] and all(orbit.j2 for orbit in star)


def test_angles_are_kept_in_one_turn():
    assert s.Orbit(500, 53, node_deg=-30, phase_deg=725) == s.Orbit(500, 53, node_deg=330, phase_deg=5)
    assert s.Site(10, 350) == s.Site(10, -10)


def test_the_two_stations_of_entangled_keys_are_1120_km_apart():
    """Yin et al. 2020 say so: measured here along the ground."""
    angle, _ = bearing(s.DELINGHA, s.NANSHAN.latitude_deg, s.NANSHAN.longitude_deg)
    assert float(angle) * R == pytest.approx(1120, abs=5)


@pytest.mark.parametrize("call, message", [
    (lambda: s.Orbit(0, 50), "altitude_km = 0 is not allowed"), (lambda: s.Orbit(500, 181), "inclination_deg = 181 is not allowed"),
    (lambda: s.Orbit(500, 50, j2=1), "j2 = 1 is not allowed: True or False"), (lambda: s.Site(91, 0), "latitude_deg = 91 is not allowed"),
    (lambda: s.Site(0, 361), "longitude_deg = 361 is not allowed"), (lambda: s.Site(0, 0, name=3), "name = 3 is not allowed: a text"),
    (lambda: s.sun_synchronous_deg(6000), "altitude_km = 6000 is not allowed: at most 5974 km"),
    (lambda: s.walker(7, 2, phasing=0, altitude_km=500, inclination_deg=50), "planes = 2 is not allowed: a divisor of the 7"),
    (lambda: s.walker(6, 2, phasing=2, altitude_km=500, inclination_deg=50), "phasing = 2 is not allowed: at most 1"),
    (lambda: s.look(s.Orbit(500, 0), (0, 0), 0), r"site = \(0, 0\) is not allowed: a qedu.satellites.Site"),
    (lambda: s.Orbit(500, 50).positions_km(1e11), "t_s = 1e11|t_s = 100000000000.0 is not allowed")])
def test_what_is_refused(call, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        call()
