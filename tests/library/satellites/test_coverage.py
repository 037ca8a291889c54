"""Coverage against passes found one by one, against every second counted by itself, and as small data that travels.

`make bench` counts twenty weeks of sites second by second; here are a few days.
"""

import json
import math
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from qedu import satellites as s
from qedu.satellites.contacts import contacts
from qedu.satellites.yields import KeyTable, Throughput
from tests.library.satellites import second_by_second

START = datetime(2026, 3, 1, tzinfo=UTC)
ZERO = (START - datetime(2000, 1, 1, 12, tzinfo=UTC)).total_seconds() / 86400
LINK = replace(s.MICIUS, background=1e-7)


def all_contacts(orbit, sites, mask, days):
    latitude, longitude = (np.radians([getattr(site, name) for site in sites]) for name in ("latitude_deg", "longitude_deg"))
    limit = np.cos(np.radians([s.half_angle_deg(orbit.altitude_km, mask)] * len(sites)))
    parts = list(contacts(orbit, latitude, longitude, limit=limit, end_s=days * 86400.0))
    return {name: np.concatenate([getattr(part, name) for part in parts]) for name in vars(parts[0])}


@pytest.mark.parametrize("orbit, mask, days", [
    (s.Orbit(500, 97.4, node_deg=10, j2=True), 20, 30), (s.Orbit(2000, 53, phase_deg=77), 0, 6), (s.Orbit(300, 5), 60, 40), (s.Orbit(800, 140), 30, 20)])
def test_contacts_are_the_passes(orbit, mask, days):
    """Rise and set to a millisecond, and not one too many or too few, in two ways that share only where the satellite is."""
    sites = [s.Site(0, 0), s.Site(47, 15), s.Site(-66, -120), s.Site(90, 0), s.Site(3, 179)]
    found = all_contacts(orbit, sites, mask, days)
    total = 0
    for number, site in enumerate(sites):
        passes = s.passes(orbit, site, start=START, days=days, mask_deg=mask)
        passes_whole = (passes.rise_s > 0) & (passes.set_s < days * 86400)
        here = found["site"] == number
        order = np.argsort(found["culmination_s"][here])
        columns = {name: found[name][here][order] for name in found}
        whole = (columns["rise_s"] > 0) & (columns["set_s"] < days * 86400)
        for name in ("rise_s", "set_s"):
            assert columns[name][whole] == pytest.approx(getattr(passes, name)[passes_whole], abs=1e-3)
        assert columns["culmination_s"][whole] == pytest.approx(passes.culmination_s[passes_whole], abs=0.5)
        top = s.half_angle_deg(orbit.altitude_km, passes.max_elevation_deg[passes_whole])
        assert np.degrees(np.arccos(columns["nearest"][whole])) == pytest.approx(top, abs=1e-5)
        total += whole.sum()
    assert total > 20


@pytest.mark.parametrize("site, dark", [(s.Site(47, 15), -6.0), (s.Site(0, -60, altitude_m=4000), -18.0), (s.Site(69, 20), None)])
def test_against_every_second(site, dark):
    """Three satellites over three days, one of them along the twilight: seconds to one a pass and end, key to 1 %."""
    orbits = [s.Orbit(500, 97.4, node_deg=200, j2=True), s.Orbit(500, 97.4, node_deg=95), s.Orbit(600, 53, node_deg=15, phase_deg=100)]
    days = 3
    found = s.coverage(orbits, [site], start=START, days=days, mask_deg=15, night_below_deg=dark, link=LINK, protocol={"clock_hz": 1e9})
    rows, bits = second_by_second.counted(orbits, site, ZERO, -900, days * 86400 + 900, mask_deg=15, night_below_deg=dark, link=LINK,
                                          clock_hz=1e9)
    middle = rows.mean(1)
    assert ((middle > 0) & (middle < days * 86400)).all()                  # none at the edges, where the two count differently
    assert found.passes[0] == len(rows) > 3
    # The two Suns differ by 0.01°, some seconds of dusk.
    assert found.contact_s[0] == pytest.approx(np.ptp(rows, axis=1).sum(), abs=0.6 * len(rows) + (0 if dark is None else 10))
    assert found.key_bits[0] == pytest.approx(bits, rel=0.01) and bits > 1e6


def test_passes_that_are_dark_in_part():
    """A satellite that follows the twilight: most passes are cut by dusk or dawn, and each has the seconds that are left."""
    site, orbit = s.Site(30, 0), s.Orbit(500, 97.4, node_deg=97)
    days = 9
    found = s.coverage([orbit], [site], start=START, days=days, link=LINK)
    passes = s.passes(orbit, site, start=START, days=days)
    rows, bits = second_by_second.counted([orbit], site, ZERO, 0, days * 86400, mask_deg=20, night_below_deg=-6.0, link=LINK)
    cut = np.array([np.abs(passes.duration_s - length).min() > 3 for length in np.ptp(rows, axis=1)])
    assert cut.sum() >= 2 and found.passes[0] == len(rows)
    assert found.contact_s[0] == pytest.approx(np.ptp(rows, axis=1).sum(), abs=8.0 * cut.sum() + len(rows))
    assert found.key_bits[0] == pytest.approx(bits, rel=0.02)


def test_the_tables_of_a_pass():
    """The integral of the transmittance over whole and cut passes, by a sum over hundredths of seconds; the key, by `pass_key`."""
    limit = np.cos(np.radians(s.half_angle_deg(500, 20)))
    through = Throughput(LINK, 6871.0, 6371.0, float(limit))
    keys = KeyTable(LINK, {}, through.low, through.high, 400.0)
    for culmination in (20.5, 37, 61, 90):
        profile = s.pass_profile(500, culmination, mask_deg=20, step_s=0.01)
        share = LINK.transmittance(profile.range_km, profile.elevation_deg)
        full = s.pass_duration_s(500, 20, culmination_deg=culmination)
        nearest = np.cos(np.radians(s.half_angle_deg(500, culmination)))
        for begin, end in ((-1, 1), (-0.3, 1), (-1, 0.4), (-0.9, -0.1)):
            part = (profile.time_s >= begin * full / 2) & (profile.time_s <= end * full / 2)
            found = float(through(np.array([nearest]), np.array([full]), np.array([float(begin)]), np.array([float(end)]))[0])
            assert found == pytest.approx(share[part].sum() * 0.01, rel=2e-3)
            coarse = s.PassProfile(profile.time_s[part][50::100], profile.range_km[part][50::100], profile.elevation_deg[part][50::100])
            bits = s.pass_key(coarse, LINK).finite_bits
            seconds = len(coarse.time_s)
            assert float(keys(np.array([found * seconds / part.sum() * 100]), np.array([float(seconds)]))[0]) == pytest.approx(bits, rel=0.02, abs=1000)


def test_clouds_hide_their_share_and_other_counts_add_up():
    sites = [s.Site(40, 10), s.Site(-20, 50)]
    pair = s.walker(2, 2, phasing=0, altitude_km=500, inclination_deg=97.4)
    clear = s.coverage(pair, sites, start=START, days=20, link=LINK)
    cloudy = s.coverage(pair, sites, start=START, days=20, link=LINK, cloud=[0.25, 1])
    assert cloudy.key_bits.tolist() == [0.75 * clear.key_bits[0], 0] and cloudy.contact_s.tolist() == clear.contact_s.tolist()
    apart = [s.coverage([orbit], sites, start=START, days=20) for orbit in pair]
    assert clear.passes.tolist() == sum(one.passes for one in apart).tolist()
    assert clear.contact_s == pytest.approx(sum(one.contact_s for one in apart)) and not apart[0].key_bits.any()
    assert clear.key_per_year == pytest.approx(clear.key_bits * 365 / 20)
    always = s.coverage(pair, sites, start=START, days=20, night_below_deg=None)
    assert (always.contact_s > clear.contact_s).all() and (always.passes > clear.passes).all()
    never = s.coverage(pair, sites, start=START, days=20, night_below_deg=-90, link=LINK)
    assert not (never.passes.any() or never.contact_s.any() or never.key_bits.any())


def test_small_data_travels():
    found = s.coverage([s.Orbit(500, 97.4, j2=True)], [s.Site(40, 10, name="Überall"), s.Site(-20, 50)], start=START, days=5, link=LINK,
                       cloud=0.5, protocol={"clock_hz": np.float64(2e8), "intensities": [0.7, 0.1, 0.0]})
    text = found.to_json()
    assert s.Coverage.from_json(text) == found and hash(s.Coverage.from_json(text)) == hash(found)
    assert json.loads(text)["link"]["divergence_urad"] == 10 and json.loads(text)["protocol"]["clock_hz"] == 2e8
    row = found.per_site[0]
    assert row["name"] == "Überall" and row["key_bits"] == found.key_bits[0] and row["cloud"] == 0.5 and row["contact_s"] == found.contact_s[0]
    bare = s.coverage([s.Orbit(500, 97.4)], [s.Site(40, 10)], start=START, days=5, night_below_deg=None)
    assert s.Coverage.from_json(bare.to_json()) == bare and bare != found
    data = json.loads(text)
    changed = ({"passes": [1]}, {"passes": [1.5, 2]}, {"passes": [[1, 2]]}, {"passes": [10**30, 1]}, {"key_bits": [math.nan, 1]}, {"days": -5},
               {"contact_s": [-1, 1]}, {"mask_deg": 500}, {"night_below_deg": "x"}, {"cloud": [7, 0]}, {"cloud": []}, {"orbits": []},
               {"protocol": [1]}, {"protocol": {"clock": 1}}, {"protocol": {"clock_hz": "fast"}}, {"days": "3"})
    for other in ("", "{}", "[1]", "[" * 100_000, text.replace("key_bits", "bits"), *(json.dumps(data | change) for change in changed)):
        with pytest.raises(ValueError, match="^text = .* is not allowed: JSON that Coverage.to_json wrote"):
            s.Coverage.from_json(other)


def test_a_blind_receiver_makes_no_key():
    for link in (replace(LINK, receiver_efficiency=0), replace(LINK, turbulence_db=1000), replace(LINK, zenith_transmittance=1e-100)):
        found = s.coverage([s.Orbit(500, 97.4)], [s.Site(40, 10)], start=START, days=5, link=link, mask_deg=0, night_below_deg=None)
        assert found.key_bits.tolist() == [0] and found.contact_s[0] > 0


@pytest.mark.parametrize("given, message", [
    ({"protocol": {"clock_hz": math.nan}}, "clock_hz = nan is not allowed"), ({"protocol": {"p_x": "half"}}, "p_x = 'half' is not allowed"),
    ({"protocol": {"intensities": [[0.8, 0.1, 0]]}}, r"intensities = \[\[0.8, 0.1, 0\]\] is not allowed: three mean"),
    ({"orbits": []}, r"orbits = \[\] is not allowed: qedu.satellites.Orbit in a row"), ({"orbits": s.Orbit(500, 50)}, "orbits = .* in a row"),
    ({"orbits": [s.Orbit(2001, 50)]}, "orbits = .* is not allowed: orbits from 100 to 2000 km high"), ({"sites": [(0, 0)]}, "sites = .* in a row"),
    ({"days": 0}, "days = 0 is not allowed"), ({"mask_deg": 90}, "mask_deg = 90 is not allowed"), ({"link": 5}, "link = 5 is not allowed"),
    ({"cloud": [0.1, 0.2]}, "cloud = .* is not allowed: one number for all sites, or one for each of the 1"), ({"cloud": 40}, "cloud = 40 .* 40 % is 0.4"),
    ({"protocol": 5}, "protocol = 5 is not allowed: a mapping"), ({"link": LINK, "protocol": {"clock": 1}}, "protocol = .* is not allowed: .*'clock'")])
def test_what_is_refused(given, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        s.coverage(**{"orbits": [s.Orbit(500, 50)], "sites": [s.Site(0, 0)], "start": START, "days": 1} | given)
