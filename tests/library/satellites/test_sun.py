"""The Sun against worked examples of others and a second formula, written out here from another book."""

from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import pytest

from qedu import satellites as s
from qedu.satellites.nights import Nights

START = datetime(2000, 1, 1, 12, tzinfo=UTC)


def meeus(moments):
    """Declination and longitude under the Sun, in degrees: Meeus, Astronomical Algorithms, chapter 25, with nutation and aberration
    (lower accuracy, 0.01°), and Greenwich's angle by equation 12.4."""
    days = np.array([(moment - START).total_seconds() / 86400 for moment in moments])
    t = days / 36525
    mean, anomaly = 280.46646 + 36000.76983 * t + 0.0003032 * t**2, np.radians(357.52911 + 35999.05029 * t - 0.0001537 * t**2)
    centre = ((1.914602 - 0.004817 * t - 0.000014 * t**2) * np.sin(anomaly) + (0.019993 - 0.000101 * t) * np.sin(2 * anomaly)
              + 0.000289 * np.sin(3 * anomaly))
    node = np.radians(125.04 - 1934.136 * t)
    along = np.radians(mean + centre - 0.00569 - 0.00478 * np.sin(node))
    tilt = np.radians(23.4392911 - 0.0130042 * t + 0.00256 * np.cos(node))
    ascension = np.degrees(np.arctan2(np.cos(tilt) * np.sin(along), np.cos(along)))
    greenwich = 280.46061837 + 360.98564736629 * days + 0.000387933 * t**2 - 0.00478 * 0.9175 * np.sin(node)
    return np.degrees(np.arcsin(np.sin(tilt) * np.sin(along))), (ascension - greenwich + 180) % 360 - 180


def test_over_a_hundred_years():
    """Both books promise 0.01°; the two formulas, of which one knows nutation and aberration, differ by less than half of that."""
    rng = np.random.default_rng(1)
    moments = [datetime(1950, 1, 2, tzinfo=UTC) + timedelta(days=float(day)) for day in rng.uniform(0, 36800, 3000)]
    latitude, longitude = s.sun_position(moments)
    declination, below = meeus(moments)
    assert np.abs(latitude - declination).max() < 0.005
    assert np.abs((longitude - below + 180) % 360 - 180).max() < 0.005


def test_a_worked_example_of_meeus():
    """Example 25.a: 13 October 1992, 0 h, right ascension 198.38083° and declination −7.78507°."""
    latitude, longitude = s.sun_position(datetime(1992, 10, 13, tzinfo=UTC))
    t = (2448908.5 - 2451545) / 36525
    greenwich = 100.46061837 + 36000.770053608 * t + 0.000387933 * t**2            # equation 12.3, at 0 h
    assert latitude == pytest.approx(-7.78507, abs=0.01)
    assert (longitude + greenwich - 198.38083 + 180) % 360 - 180 == pytest.approx(0, abs=0.01)


def test_a_worked_example_of_the_solar_position_algorithm():
    """Reda and Andreas, Sol. Energy 76, 577 (2004), doi:10.1016/j.solener.2003.12.003, appendix: 17 October 2003, 12:30:30 at UTC − 7 h,
    39.742476° N, 105.1786° W: 39.872046° without refraction, seen from the ground, which is 0.0019° lower than from the Earth's centre."""
    moment = datetime(2003, 10, 17, 12, 30, 30, tzinfo=timezone(timedelta(hours=-7)))
    assert s.sun_elevation_deg(moment, s.Site(39.742476, -105.1786)) == pytest.approx(39.872046 + 0.0019, abs=0.01)


def test_a_moment_is_the_same_in_any_unit():
    there = s.sun_position(datetime(1970, 1, 1, tzinfo=UTC))
    for unit in ("D", "h", "s", "ms", "us", "ns", "ps", "fs", "as"):
        assert s.sun_position(np.datetime64(0, unit)) == there


def test_the_elevation_is_that_over_the_point_below():
    moment = datetime(2026, 6, 1, 5, tzinfo=UTC)
    latitude, longitude = s.sun_position(moment)
    assert s.sun_elevation_deg(moment, s.Site(latitude, longitude)) == pytest.approx(90, abs=1e-5)
    assert s.sun_elevation_deg(moment, s.Site(-latitude, longitude - 180)) == pytest.approx(-90, abs=1e-5)
    assert s.sun_elevation_deg(moment, s.Site(90, 0)) == pytest.approx(latitude, abs=1e-9)


def test_kinds_of_time():
    site, moment = s.Site(47, 15), datetime(2026, 6, 1, 5)
    once = s.sun_elevation_deg(moment, site)
    zone = timezone(timedelta(hours=2))
    for same in (moment.replace(tzinfo=UTC), datetime(2026, 6, 1, 7, tzinfo=zone), np.datetime64("2026-06-01T05:00"), np.datetime64("2026-06-01T05", "ns")):
        assert s.sun_elevation_deg(same, site) == pytest.approx(once, abs=1e-9)
    row = np.datetime64("2026-06-01T05") + np.arange(6).reshape(2, 3) * np.timedelta64(1, "h")
    found = s.sun_elevation_deg(row, site)
    assert found.shape == (2, 3) and found[0, 0] == pytest.approx(once) and s.sun_elevation_deg([moment, moment], site).shape == (2,)
    assert s.night(row, site, below_deg=-6).dtype == bool and isinstance(s.night(moment, site), bool)


def test_nights():
    """At the equinox the Sun's way is a great circle, and half the day between dawn and dusk is arccos(sin(−6°)/cos φ); in summer at
    65° north it is never dark; at the pole half of the year is."""
    minutes = np.datetime64("2026-03-20T12:00") + np.arange(1440) * np.timedelta64(1, "m")
    assert s.night(minutes, s.Site(47.07, 15.49)).sum() / 60 == pytest.approx(
        24 - 2 * np.degrees(np.arccos(np.sin(np.radians(-6)) / np.cos(np.radians(47.07)))) / 15, abs=0.05)
    summer = np.datetime64("2026-06-21T12:00") + np.arange(1440) * np.timedelta64(1, "m")
    assert not s.night(summer, s.Site(65, 25)).any() and s.night(summer, s.Site(65, 25), below_deg=0).any()
    year = np.datetime64("2026-01-01T00:00") + np.arange(365 * 24) * np.timedelta64(1, "h")
    assert s.night(year, s.Site(90, 0), below_deg=0).mean() == pytest.approx(0.49, abs=0.01)


def test_dark_seconds_of_many_sites_are_those_counted_one_by_one():
    sites = [s.Site(47, 15), s.Site(-70, 100), s.Site(0, 0), s.Site(66.5, -140)]
    start, days = datetime(2026, 3, 1, tzinfo=UTC), 40
    nights = Nights(np.array([site.axes[2] for site in sites]), (start - START).total_seconds() / 86400, days * 86400.0, -6.0)
    minutes = np.datetime64("2026-03-01T00:00") + np.arange(days * 1440) * np.timedelta64(1, "m")
    for number, site in enumerate(sites):
        dark = s.night(minutes, site)
        for first, last in ((0, days * 1440), (100, 1000), (20000, 20001)):
            found = nights.seconds(np.array([number]), np.array([first * 60.0]), np.array([last * 60.0]))[0]
            nights_between = (last - first) / 1440 + 1
            assert found == pytest.approx(dark[first:last].sum() * 60, abs=120 * nights_between)
        edge = np.flatnonzero(dark[1:] != dark[:-1])[5]
        # In the minute of dusk or dawn it is dark for so long that the Sun's own elevation agrees at both of its ends.
        share = nights.seconds(np.array([number]), np.array([edge * 60.0]), np.array([edge * 60.0 + 60]))[0]
        turning = np.datetime64("2026-03-01T00:00", "ms") + np.timedelta64(round(1000 * (edge * 60 + (share if dark[edge] else 60 - share))), "ms")
        assert s.sun_elevation_deg(turning, site) == pytest.approx(-6, abs=1e-4)


@pytest.mark.parametrize("call, message", [
    (lambda: s.sun_position("now"), "time = 'now' is not allowed: a datetime"), (lambda: s.sun_position(2026), "time = 2026 is not allowed"),
    (lambda: s.sun_position(datetime(1900, 1, 1)), "time = .* is not allowed: a datetime from 1950 to 2050"),
    (lambda: s.sun_position(np.datetime64("2100-01-01")), "time = .* is not allowed: a datetime"),
    (lambda: s.sun_position(np.datetime64("1949-12-31T23:59")), "time = .* is not allowed: a datetime"),
    (lambda: s.sun_position(np.datetime64(584556019 - 1970, "Y")), "time = .* is not allowed: a datetime"),     # 2⁶⁴ microseconds later
    (lambda: s.sun_position([datetime(2026, 1, 1), [datetime(2026, 1, 1)]]), "time = .* is not allowed: a datetime"),
    (lambda: s.sun_position(datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14)))), "time = .* from 1950 to 2050"),
    (lambda: s.sun_position(datetime.max.replace(tzinfo=timezone(timedelta(hours=-12)))), "time = .* from 1950 to 2050"),
    (lambda: s.sun_position(np.datetime64("NaT")), "time = .* is not allowed: a datetime"),
    (lambda: s.night(datetime(2026, 1, 1), s.Site(0, 0), below_deg=-91), "below_deg = -91 is not allowed")])
def test_what_is_refused(call, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        call()
