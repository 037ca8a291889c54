"""Slant ranges, angles and passes over a round Earth, against vectors written out here and the anchors of the project's notes."""

import math

import numpy as np
import pytest
from scipy.optimize import brentq

from qedu import satellites as s

R, GM = 6371.0, 398600.4418


def seen(altitude, angle):
    """Range and elevation of a satellite that stands `angle` radians around the Earth from the site, from two vectors."""
    site, satellite = np.array([R, 0.0]), (R + altitude) * np.array([math.cos(angle), math.sin(angle)])
    way = satellite - site
    return np.linalg.norm(way), math.degrees(math.asin(way @ site / (R * np.linalg.norm(way))))


@pytest.mark.parametrize("altitude, mask, slant, half, share, duration, period", [
    (500, 10, 1694.57, 14.057, 0.0150, 442.6, 5668.1), (500, 20, 1192.80, 9.389, 0.0067, 295.6, 5668.1),
    (1200, 20, 2455.48, 17.744, 0.0238, 646.3, 6556.0), (20200, 20, 23708.76, 56.979, 0.2275, None, 43104.5),
    (35786, 20, 39550.73, 61.836, 0.2640, None, 86142.1)])
def test_anchors(altitude, mask, slant, half, share, duration, period):
    assert s.slant_range_km(altitude, mask) == pytest.approx(slant, abs=5e-3)
    assert s.half_angle_deg(altitude, mask) == pytest.approx(half, abs=5e-4)
    assert s.globe_share(altitude, mask) == pytest.approx(share, abs=5e-5)
    assert s.period_s(altitude) == pytest.approx(period, abs=5e-2)
    assert duration is None or s.pass_duration_s(altitude, mask) == pytest.approx(duration, abs=5e-2)


@pytest.mark.parametrize("altitude", [0.5, 300, 500, 1200, 20200, 35786, 384400])
@pytest.mark.parametrize("elevation", [0, 3, 20, 45, 80, 89.99, 90])
def test_against_vectors(altitude, elevation):
    horizon = math.acos(R / (R + altitude))
    angle = 0.0 if elevation == 90 else horizon if elevation == 0 else brentq(
        lambda a: seen(altitude, a)[1] - elevation, 0, horizon, xtol=1e-15)
    distance = seen(altitude, angle)[0]
    assert s.slant_range_km(altitude, elevation) == pytest.approx(distance, rel=1e-6)
    assert s.half_angle_deg(altitude, elevation) == pytest.approx(math.degrees(angle), rel=1e-6, abs=1e-9)
    assert s.globe_share(altitude, elevation) == pytest.approx((1 - math.cos(angle)) / 2, rel=1e-6, abs=1e-12)
    assert s.elevation_deg(altitude, s.slant_range_km(altitude, elevation)) == pytest.approx(elevation, abs=1e-6)


def test_arrays_in_arrays_out():
    altitudes, elevations = np.array([[400], [800]]), np.array([10, 20, 30])
    found = s.slant_range_km(altitudes, elevations)
    assert found.shape == (2, 3) and found[1, 2] == s.slant_range_km(800, 30) and isinstance(s.slant_range_km(800, 30), float)
    assert s.elevation_deg(altitudes, found) == pytest.approx(np.broadcast_to(elevations, (2, 3)))
    assert s.period_s([400, 800]).shape == s.globe_share(500, [0, 1]).shape == s.pass_duration_s([400, 800], 20).shape == (2,)
    assert s.pass_duration_s(500, 20, culmination_deg=[20, 90])[0] == 0


def flown(altitude, culmination, t):
    """A satellite in the plane of x and y, and a site beside it, so that it culminates at t = 0: range and elevation from vectors."""
    aside = 0.0 if culmination == 90 else brentq(lambda a: seen(altitude, a)[1] - culmination, 0, math.acos(R / (R + altitude)), xtol=1e-15)
    site = R * np.array([math.cos(aside), 0.0, math.sin(aside)])
    turn = np.sqrt(GM / (R + altitude) ** 3) * t
    way = (R + altitude) * np.stack([np.cos(turn), np.sin(turn), 0 * turn], -1) - site
    distance = np.linalg.norm(way, axis=-1)
    return distance, np.degrees(np.arcsin(np.clip(way @ site / R / distance, -1, 1)))


@pytest.mark.parametrize("altitude, culmination, mask", [(500, 90, 10), (500, 35, 20), (1200, 60, 0), (20200, 70, 20)])
def test_a_pass_second_by_second(altitude, culmination, mask):
    step = 60.0 if altitude > 5000 else 1.0
    profile = s.pass_profile(altitude, culmination, mask_deg=mask, step_s=step)
    distance, elevation = flown(altitude, culmination, profile.time_s)
    assert profile.range_km == pytest.approx(distance, rel=1e-9) and profile.elevation_deg == pytest.approx(elevation, abs=2e-6)
    assert profile.step_s == step and profile.time_s[len(profile.time_s) // 2] == 0 and profile.elevation_deg.max() == pytest.approx(culmination)
    half = s.pass_duration_s(altitude, mask, culmination_deg=culmination) / 2
    assert flown(altitude, culmination, np.array([-half, half]))[1] == pytest.approx(mask, abs=1e-6)
    assert half - step < profile.time_s[-1] <= half and profile.time_s[0] == -profile.time_s[-1]


def test_a_pass_that_only_touches_the_mask_is_one_moment():
    profile = s.pass_profile(500, 20, mask_deg=20)
    assert profile.time_s.tolist() == [0] and profile.step_s == 1 and profile.elevation_deg[0] == pytest.approx(20)


@pytest.mark.parametrize("call, message", [
    (lambda: s.slant_range_km(500, 91), "elevation_deg = 91 is not allowed: numbers from 0 to 90"),
    (lambda: s.slant_range_km(0, 20), "altitude_km = 0 is not allowed"),
    (lambda: s.elevation_deg(500, 400), "range_km = 400 is not allowed: a distance from altitude_km, overhead, to"),
    (lambda: s.elevation_deg(500, 3000), "range_km = 3000 is not allowed: .* that is 2573.13 km"),
    (lambda: s.pass_duration_s(500, 20, culmination_deg=19), "culmination_deg = 19 is not allowed: at least mask_deg"),
    (lambda: s.pass_profile(500, 5), "culmination_deg = 5 is not allowed: at least mask_deg"),
    (lambda: s.pass_profile(500, step_s=0), "step_s = 0 is not allowed: seconds above 0"),
    (lambda: s.pass_profile(500, mask_deg=20, step_s=200), "step_s = 200 is not allowed: at most a tenth of the pass, 29.56 s, or 1"),
    (lambda: s.pass_profile(500, step_s=1e-6), "step_s = 1e-06 is not allowed: seconds above 0"),
    (lambda: s.PassProfile([0, 1], [500], [90, 89]), r"range_km = \[500\] is not allowed: numbers in a row"),
    (lambda: s.PassProfile([0, 1, 3], [500] * 3, [90] * 3), r"time_s = .* is not allowed: seconds that grow in even steps"),
    (lambda: s.PassProfile([], [], []), "time_s = .* is not allowed: numbers in a row")])
def test_what_is_refused(call, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        call()
