"""Passes against a dense scan by spherical trigonometry, Skyfield's own search, and SGP4's published verification set."""

import math
import warnings
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
import sgp4
from sgp4.api import WGS72, Satrec
from sgp4.exporter import export_tle
from skyfield.api import EarthSatellite, load, wgs84

from qedu import satellites as s

START = datetime(2026, 3, 1, tzinfo=UTC)
TURN, GM = 7.2921159e-5, 398600.4418

#: The International Space Station in January 2014, as Skyfield's documentation has it.
STATION = ("1 25544U 98067A   14020.93268519  .00009878  00000-0  18200-3 0  5082",
           "2 25544  51.6498 109.4756 0003572  55.9686 274.8005 15.49815350868473")


def scanned(orbit, site, t):
    """Elevation and range at the times t: the angle between the ground's point and the site by the haversine, all written out."""
    u, i = math.radians(orbit.phase_deg) + math.sqrt(GM / (6371 + orbit.altitude_km) ** 3) * t, math.radians(orbit.inclination_deg)
    latitude = np.arcsin(math.sin(i) * np.sin(u))
    longitude = math.radians(orbit.node_deg) + np.arctan2(math.cos(i) * np.sin(u), np.cos(u)) - TURN * t
    phi, lam = math.radians(site.latitude_deg), math.radians(site.longitude_deg)
    half = np.sin((latitude - phi) / 2) ** 2 + math.cos(phi) * np.cos(latitude) * np.sin((longitude - lam) / 2) ** 2
    psi, a, r = 2 * np.arcsin(np.sqrt(half)), 6371 + orbit.altitude_km, 6371 + site.altitude_m / 1000
    return np.degrees(np.arctan2(a * np.cos(psi) - r, a * np.sin(psi))), np.sqrt(a**2 + r**2 - 2 * a * r * np.cos(psi))


@pytest.mark.parametrize("orbit, site, mask, days", [
    (s.Orbit(500, 97.4, node_deg=10), s.Site(47.07, 15.49), 20, 5), (s.Orbit(500, 97.4, node_deg=200), s.Site(89, 0), 10, 2),
    (s.Orbit(550, 53, phase_deg=30), s.Site(-35, 149, altitude_m=800), 0, 3), (s.Orbit(300, 0), s.Site(1, -60), 60, 2),
    (s.Orbit(500, 97.4, node_deg=80), s.Site(40, -100), 70, 8), (s.Orbit(20200, 55), s.Site(10, 100), 20, 4)])
def test_against_a_dense_scan(orbit, site, mask, days):
    found = s.passes(orbit, site, start=START, days=days, mask_deg=mask)
    step = 2.0 if orbit.altitude_km > 5000 else 0.25
    t = np.arange(0, days * 86400 + step / 2, step)
    elevation, distance = scanned(orbit, site, t)
    up = elevation >= mask
    rise, sets = np.flatnonzero(up[1:] & ~up[:-1]) + 1, np.flatnonzero(up[:-1] & ~up[1:])
    rise, sets = np.concatenate([[0] * int(up[0]), rise]).astype(int), np.concatenate([sets, [len(t) - 1] * int(up[-1])]).astype(int)
    assert len(found) == len(rise) > 0
    assert found.rise_s == pytest.approx(t[rise] - step / 2, abs=0.51 * step) and found.set_s == pytest.approx(t[sets] + step / 2, abs=0.51 * step)
    for number, (first, last) in enumerate(zip(rise, sets)):
        part = slice(first, last + 1)
        assert abs(found.culmination_s[number] - t[part][elevation[part].argmax()]) <= 1.01 * step
        assert found.max_elevation_deg[number] >= elevation[part].max() - 1e-7
        assert found.max_elevation_deg[number] == pytest.approx(elevation[part].max(), abs=0.5 if orbit.altitude_km < 5000 else 1e-4)
        assert found.range_min_km[number] == pytest.approx(distance[part].min(), rel=1e-4)
    inside = (found.rise_s > 0) & (found.set_s < days * 86400)
    edges = np.concatenate([found.rise_s[inside], found.set_s[inside]])
    assert scanned(orbit, site, edges)[0] == pytest.approx(mask, abs=1e-6)


def test_passes_shorter_than_a_look_are_found():
    """A mask just below the peaks of two days leaves passes of a few seconds."""
    orbit, site = s.Orbit(500, 97.4, node_deg=10), s.Site(47.07, 15.49)
    peaks = s.passes(orbit, site, start=START, days=5).max_elevation_deg
    for peak in peaks:
        found = s.passes(orbit, site, start=START, days=5, mask_deg=peak - 1e-3)
        assert len(found) == (peaks >= peak - 1e-3).sum() and found.duration_s[found.max_elevation_deg.argmin()] < 10


@pytest.mark.parametrize("before", [3.0, 12.0, 19.0])
def test_passes_shorter_than_a_look_are_found_at_either_end(before):
    """The same pass of a second or two, with its peak so many seconds after the start, and before the end."""
    site, orbit = s.Site(47, 15), s.Orbit(500, 97.4, node_deg=10)
    whole = s.passes(orbit, site, start=START, days=1)
    top, mask = whole.culmination_s[0], whole.max_elevation_deg[0] - 0.003

    def later(seconds):
        return s.Orbit(500, 97.4, node_deg=10 - math.degrees(s.EARTH_TURN) * seconds, phase_deg=360 * seconds / orbit.period_s)

    for begin in (top - before, top + before - 864):
        found = s.passes(later(begin), site, start=START, days=0.01, mask_deg=mask)
        assert len(found) == 1 and begin + found.culmination_s[0] == pytest.approx(top, abs=0.1) and 0 < found.duration_s[0] < 3


def test_a_satellite_that_never_sets_has_one_pass():
    found = s.passes(s.Orbit(35786, 0, node_deg=20), s.Site(47, 15), start=START, days=2)
    assert (found.rise_s.tolist(), found.set_s.tolist(), found.night.tolist()) == ([0], [172800], [True])
    none = s.passes(s.Orbit(35786, 0, node_deg=200), s.Site(47, 15), start=START, days=2)
    assert len(none) == 0 and none.duration_s.shape == (0,) and none.night.dtype == bool


def test_the_earth_turns_below():
    """Without its turning an overhead pass would take `pass_duration_s`; a westward orbit is seen shorter, an eastward one longer."""
    still = s.pass_duration_s(500, 20)
    for inclination, longer in ((0, True), (180, False)):
        found = s.passes(s.Orbit(500, inclination), s.Site(0, 0), start=START, days=2)
        n = math.sqrt(GM / 6871**3)
        assert found.duration_s[1:-1] == pytest.approx(still * n / (n - (TURN if longer else -TURN)), rel=1e-9)


def test_night_is_night_at_both_ends():
    site = s.Site(47.07, 15.49)
    found = s.passes(s.Orbit(500, 97.4, node_deg=280), site, start=START, days=60, mask_deg=5)
    dark = [all(s.night(START + timedelta(seconds=float(t)), site) for t in ends) for ends in zip(found.rise_s, found.set_s)]
    assert found.night.tolist() == dark and 0 < sum(dark) < len(dark)
    assert found.when(3) == START + timedelta(seconds=float(found.culmination_s[3]))
    day = s.passes(s.Orbit(500, 97.4, node_deg=280), site, start=START, days=60, mask_deg=5, night_below_deg=90)
    assert day.night.all()


# ---------------------------------------------------------------- real satellites


def made_up():
    """Elements of a satellite that does not exist: 500 km, nearly Sun-synchronous, a little eccentric, with some drag."""
    model = Satrec()
    model.sgp4init(WGS72, "i", 99999, (START - datetime(1949, 12, 31, tzinfo=UTC)).days + 0.25, 1e-4, 0, 0, 0.002, 1.0, math.radians(97.4), 0.3,
                   15.2 * 2 * math.pi / 1440, 2.0)
    return export_tle(model)


@pytest.mark.parametrize("lines, site, start, days, mask", [
    (STATION, s.Site(42.3583, -71.0603, altitude_m=43), datetime(2014, 1, 20, tzinfo=UTC), 7, 20), (STATION, s.NANSHAN, datetime(2014, 1, 21, 5, tzinfo=UTC), 3, 0),
    (made_up(), s.DELINGHA, START, 6, 20), (made_up(), s.Site(-75, 100), START + timedelta(hours=3), 2, 10)])
def test_skyfield_finds_the_same(lines, site, start, days, mask):
    found = s.real_passes(*lines, site, start=start, days=days, mask_deg=mask)
    scale = load.timescale(builtin=True)
    satellite, place = EarthSatellite(*lines, "", scale), wgs84.latlon(site.latitude_deg, site.longitude_deg, elevation_m=site.altitude_m)
    first = scale.from_datetime(start)
    moments, events = satellite.find_events(place, first, scale.from_datetime(start + timedelta(days=days)), altitude_degrees=mask)
    seconds = (moments.tt - first.tt) * 86400
    inside = (found.rise_s > 0) & (found.set_s < days * 86400)
    assert len(found) > 4
    for kind, ours in ((0, found.rise_s[found.rise_s > 0]), (1, found.culmination_s[inside]), (2, found.set_s[found.set_s < days * 86400])):
        theirs = seconds[events == kind]
        assert len(theirs) >= len(ours) and max(abs(theirs - t).min() for t in ours) < 1
    assert (events == 0).sum() == (found.rise_s > 0).sum()
    # Skyfield's positions, with all that it knows of the Earth's axis, have the satellite at the mask when we say so.
    there = (satellite - place).at(scale.utc(start.year, start.month, start.day, start.hour, 0, np.concatenate([found.rise_s[inside], found.set_s[inside]])))
    assert there.altaz()[0].degrees == pytest.approx(mask, abs=1e-3)
    top = (satellite - place).at(scale.utc(start.year, start.month, start.day, start.hour, 0, found.culmination_s))
    assert top.altaz()[0].degrees == pytest.approx(found.max_elevation_deg, abs=1e-3)
    assert (found.range_min_km <= top.altaz()[2].km + 1e-3).all()


def mended(line):
    """The line with the checksum that its digits have: the set's authors changed some lines by hand, and not their last sign."""
    total = sum(int(sign) if sign.isdigit() else sign == "-" for sign in line[:68])
    return f"{line[:68]:68}{total % 10}"


def verification():
    """The cases of Vallado et al., AIAA 2006-6753, that the package sgp4 brings along: both lines, and rows of minutes and positions."""
    folder = Path(sgp4.__file__).parent
    lines = [line for line in (folder / "SGP4-VER.TLE").read_text(encoding="ascii").splitlines() if line[:2] in ("1 ", "2 ")]
    elements = {int(first[2:7]): (mended(first), mended(second)) for first, second in zip(lines[::2], lines[1::2])}
    rows: dict[int, list[list[float]]] = {}
    for line in (folder / "tcppver.out").read_text(encoding="ascii").splitlines():
        if line.endswith(" xx"):
            number = int(line.split()[0])
        else:
            rows.setdefault(number, []).append([float(entry) for entry in line.split()[:4]])
    return [(number, *elements[number], np.array(rows[number])) for number in rows]


def test_the_verification_set_of_sgp4():
    """All positions that are printed, to a centimetre; number 33334 is there to fail, and the line printed for it is another one's."""
    cases = verification()
    worst = 0.0
    for number, line1, line2, rows in cases:
        year, day = int(line1[18:20]), float(line1[20:32])
        epoch = np.datetime64(f"{1900 + year if year >= 57 else 2000 + year}-01-01", "ns") + np.timedelta64(round((day - 1) * 86400e9), "ns")
        moments = epoch + (rows[:, 0] * 60e9).round().astype("timedelta64[ns]")
        if number == 33334:
            with pytest.raises(ValueError, match="SGP4 says: perturbed eccentricity is outside the range"):
                s.real_positions_km(line1, line2, moments)
            continue
        worst = max(worst, np.abs(s.real_positions_km(line1, line2, moments) - rows[:, 1:]).max())
    assert len(cases) == 32 and sum(len(rows) for *_, rows in cases) > 600 and worst < 1e-5


def test_a_satellite_that_has_come_down_is_not_found():
    number, line1, line2, _ = next(case for case in verification() if case[0] == 28872)              # down within an hour
    with pytest.raises(ValueError, match=r"^line1 = 'elements of number 28872' is not allowed: a satellite that flies at this time"):
        s.real_passes(line1, line2, s.Site(0, 0), start=datetime(2005, 9, 20, tzinfo=UTC), days=30)


def test_old_elements_say_so():
    """Elements of January 2014: quiet for two months, and a warning afterwards and before."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        s.real_positions_km(*STATION, datetime(2014, 3, 15))
    with pytest.warns(UserWarning, match=r"number 25544 are of 2014-01-20, more than 60 days away"):
        s.real_positions_km(*STATION, datetime(2014, 4, 15))
    with pytest.warns(UserWarning, match=r"number 25544 are of 2014-01-20, more than 60 days away"):
        s.real_passes(*STATION, s.Site(0, 0), start=datetime(2013, 10, 15), days=1)


def test_a_long_ellipse_is_nearest_at_the_edge_of_its_pass():
    """Number 8195 of the set climbs to 40,000 km while it is in sight: nearest is where it rises or sets, and not when it stands highest."""
    line1, line2 = next(case[1:3] for case in verification() if case[0] == 8195)
    site, start = s.Site(30, -100), datetime(2006, 6, 25, tzinfo=UTC)
    found = s.real_passes(line1, line2, site, start=start, days=4, mask_deg=50)
    scale = load.timescale(builtin=True)
    difference = EarthSatellite(line1, line2, "", scale) - wgs84.latlon(30, -100)
    for rise, top, sets, near in zip(found.rise_s, found.culmination_s, found.set_s, found.range_min_km):
        ends = difference.at(scale.utc(2006, 6, 25, 0, 0, np.array([rise, sets]))).altaz()[2].km
        assert near == pytest.approx(ends.min(), abs=0.05) and min(top - rise, sets - top) > 600
    assert len(found) > 5


@pytest.mark.parametrize("line1, line2, message", [
    ("ISS", STATION[1], "line1 = 'ISS' is not allowed: line 1 of two-line elements: 69 signs, the first a 1"),
    (STATION[1], STATION[0], "line1 = '2 25544 .* is not allowed: line 1 of"),
    (STATION[0], STATION[1].replace("51.6498", "51.6489"), "never"), (STATION[0], STATION[1].replace("51.6498", "51.6499"), "line2 = .* may be wrong"),
    (STATION[0].replace(".00009878", ".0009878"), STATION[1], "line1 = .* with each number in its columns; here some have moved"),
    (STATION[0], STATION[1].replace("51.6498 ", "51.6498"), "line2 = .* with each number in its columns; here some have moved"),
    (STATION[0], made_up()[1], "line2 = .* is not allowed: the line of the same satellite, number 25544")])
def test_lines_that_are_none(line1, line2, message):
    if message == "never":                                  # two digits that changed places keep their sum
        assert s.real_positions_km(line1, line2, datetime(2014, 1, 21)).shape == (3,)
        return
    with pytest.raises(ValueError, match=f"^{message}"):
        s.real_positions_km(line1, line2, datetime(2014, 1, 21))


@pytest.mark.parametrize("given, message", [
    ({"days": 0}, "days = 0 is not allowed: days above 0"), ({"start": "now"}, "start = 'now' is not allowed: a datetime"),
    ({"mask_deg": 91}, "mask_deg = 91 is not allowed"), ({"site": 5}, "site = 5 is not allowed"), ({"orbit": 5}, "orbit = 5 is not allowed")])
def test_what_is_refused(given, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        s.passes(**{"orbit": s.Orbit(500, 50), "site": s.Site(0, 0), "start": START, "days": 1} | given)
