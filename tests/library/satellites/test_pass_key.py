"""The key of a pass against an integration and a finite-key bound that are written out here."""

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy import integrate

from qedu import satellites
from qedu.satellites.geometry import PassProfile, pass_profile

MICIUS = replace(satellites.MICIUS, background=1e-6)
MU, SENT = (0.8, 0.1, 0.0), (0.5, 0.25, 0.25)
Y0, E_D = 1 - (1 - 2e-7) * math.exp(-1e-6), 1 / 281
EARTH, GM = 6371.0, 398600.4418

#: Air masses at 20°, where 5.5 dB are lost.
AIR_20 = 1 / (math.sin(math.radians(20)) + 0.50572 * 26.07995**-1.6364)


def h(p):
    return 0.0 if p in (0, 1) else -p * math.log2(p) - (1 - p) * math.log2(1 - p)


def eta(second, altitude, top):
    """The transmittance of MICIUS at a second from culmination: law of cosines, a top hat, Kasten and Young's air."""
    radius = EARTH + altitude
    up = math.radians(top)
    # From the triangle at culmination: the central angle is 90° − top − the angle at the satellite.
    nearest = math.pi / 2 - up - math.asin(EARTH * math.cos(up) / radius)
    cosine = math.cos(nearest) * math.cos(second * math.sqrt(GM / radius**3))
    km = math.sqrt(EARTH**2 + radius**2 - 2 * EARTH * radius * cosine)
    sine = (radius * cosine - EARTH) / km
    degrees = math.degrees(math.asin(sine))
    mass = 1 / (sine + 0.50572 * (degrees + 6.07995) ** -1.6364)
    pointing = 1 - math.exp(-(10**2) / (8 * 1.2**2))
    return (1 / (km * 1e-2)) ** 2 * pointing * 10 ** (-0.55 / AIR_20 * mass) * 0.16 * 0.5


def gains(t):
    """(clicks, wrong clicks) per pulse of each intensity, at a transmittance."""
    lit = [1 - math.exp(-t * m) for m in MU]
    return [(1 - (1 - Y0) * (1 - x), Y0 / 2 + E_D * x) for x in lit]


def integral(function, profile, altitude, top):
    """Over the seconds of a profile, half a step more at either end, by SciPy; a sum of seconds is off by some 10⁻⁶ of it."""
    half = -profile.time_s[0] + 0.5
    return integrate.quad(lambda second: function(eta(second, altitude, top)), -half, half, epsabs=0, epsrel=1e-9, limit=200)[0]


@pytest.mark.parametrize("altitude, top", [(500, 90), (500, 35), (1000, 60)])
def test_clicks_and_bits_by_integration(altitude, top):
    profile = pass_profile(altitude, top, mask_deg=20)
    found = satellites.pass_key(profile, MICIUS)
    clicks = 1e8 * integral(lambda t: sum(p * g for p, (g, _) in zip(SENT, gains(t))), profile, altitude, top)
    errors = 1e8 * integral(lambda t: sum(p * w for p, (_, w) in zip(SENT, gains(t))), profile, altitude, top)
    assert found.clicks == pytest.approx(clicks, rel=1e-5) and found.sifted == pytest.approx(clicks / 2, rel=1e-5)
    assert found.qber == pytest.approx(errors / clicks, rel=1e-5) and found.duration_s == len(profile.time_s)

    def secret(t):
        gain, wrong = (sum(p * pair[i] for p, pair in zip(SENT, gains(t))) for i in (0, 1))
        single = sum(p * m * math.exp(-m) for p, m in zip(SENT, MU))
        empty = sum(p * math.exp(-m) for p, m in zip(SENT, MU))
        y1 = t + Y0 * (1 - t)
        return max(0, empty * Y0 + single * y1 * (1 - h((Y0 / 2 + E_D * t) / y1)) - 1.16 * gain * h(wrong / gain)) / 4

    assert found.asymptotic_bits == pytest.approx(1e8 * integral(secret, profile, altitude, top), rel=1e-5)


def lim_bound(n_x, m_x, n_z, m_z, eps_sec, eps_cor, f):
    """Equations (1) to (5) of Lim et al. 2014, with lists and loops, for the intensities and probabilities above."""
    eps = eps_sec / 21

    def scaled(counts, sign):
        spread = math.sqrt(sum(counts) / 2 * math.log(1 / eps))
        return [math.exp(m) / p * max(0, n + sign * spread) for m, p, n in zip(MU, SENT, counts)]

    def tau(photons):
        return sum(p * math.exp(-m) * m**photons / math.factorial(photons) for m, p in zip(MU, SENT))

    def vacuum_and_single(counts):
        low, high = scaled(counts, -1), scaled(counts, 1)
        s0 = max(0, tau(0) * (MU[1] * low[2] - MU[2] * high[1]) / (MU[1] - MU[2]))
        s1 = tau(1) * MU[0] * (low[1] - high[2] - (MU[1]**2 - MU[2]**2) / MU[0]**2 * (high[0] - s0 / tau(0)))
        return s0, max(0, s1 / (MU[0] * (MU[1] - MU[2]) - MU[1]**2 + MU[2]**2))

    s0, s1 = vacuum_and_single(n_x)
    _, z1 = vacuum_and_single(n_z)
    v = tau(1) * (scaled(m_z, 1)[1] - scaled(m_z, -1)[2]) / (MU[1] - MU[2])
    if s1 < 1 or z1 < 1 or v >= z1:
        return 0
    b = v / z1
    gamma = math.sqrt((s1 + z1) * (1 - b) * b / (s1 * z1 * math.log(2)) * math.log2((s1 + z1) / (s1 * z1 * (1 - b) * b) * 21**2 / eps_sec**2))
    n, m = sum(n_x), sum(m_x)
    key = s0 + s1 * (1 - h(min(0.5, b + gamma))) - f * n * h(m / n) - 6 * math.log2(21 / eps_sec) - math.log2(2 / eps_cor)
    return max(0, math.floor(key))


@pytest.mark.parametrize("altitude, top, given", [(500, 80, {}), (500, 30, {"eps_sec": 1e-9, "f_ec": 1.3}), (800, 70, {"p_x": 0.8})])
def test_the_finite_key_of_all_counts_of_a_pass(altitude, top, given):
    profile = pass_profile(altitude, top, mask_deg=15)
    found = satellites.pass_key(profile, MICIUS, **given)
    p_x = given.get("p_x", 0.5)
    clicks, wrong = ([1e8 * p * integral(lambda t: gains(t)[i][part], profile, altitude, top) for i, p in enumerate(SENT)] for part in (0, 1))
    x, z = ([[share * n for n in counts] for counts in (clicks, wrong)] for share in (p_x**2, (1 - p_x) ** 2))
    expected = lim_bound(*x, *z, given.get("eps_sec", 1e-10), 1e-15, given.get("f_ec", 1.16))
    assert expected > 10**4 and found.finite_bits == pytest.approx(expected, rel=4e-5)
    assert found.counts.pulses == 1e8 * len(profile.time_s) and found.counts.n_x.tolist() == pytest.approx(x[0], rel=1e-5)


def test_seconds_on_their_own_prove_little():
    """With a clock of 10 GHz each second has enough to prove something; with one of 100 MHz none has."""
    whole = pass_profile(500, 90, mask_deg=65)
    profile = PassProfile(*(values[len(values) // 2:] for values in (whole.time_s, whole.range_km, whole.elevation_deg)))      # not symmetric
    fast = satellites.pass_key(profile, MICIUS, clock_hz=1e10)
    alone = 0
    for second in profile.time_s:
        n, m = ([p * pair[part] * 1e10 / 4 for p, pair in zip(SENT, gains(eta(second, 500, 90)))] for part in (0, 1))
        alone += lim_bound(n, m, n, m, 1e-10, 1e-15, 1.16)
    assert fast.by_second_bits == pytest.approx(alone, rel=1e-6) and 0 < alone < 0.9 * fast.finite_bits
    slow = satellites.pass_key(profile, MICIUS)
    assert slow.by_second_bits == 0 < slow.finite_bits < slow.asymptotic_bits


def test_seconds_are_seconds_whatever_the_step():
    fine, coarse = (satellites.pass_key(pass_profile(500, 90, mask_deg=60, step_s=step), MICIUS, clock_hz=1e10) for step in (0.1, 2.0))
    assert coarse.by_second_bits == pytest.approx(fine.by_second_bits, rel=0.05) and fine.by_second_bits > 0
    assert coarse.clicks / coarse.duration_s == pytest.approx(fine.clicks / fine.duration_s, rel=0.02)


def test_a_short_pass_yields_nothing():
    for top, given in ((20.02, {}), (90, {"clock_hz": 100})):
        found = satellites.pass_key(pass_profile(500, top, mask_deg=20), MICIUS, **given)
        assert found.finite_bits == found.by_second_bits == 0 < found.asymptotic_bits
    one = satellites.pass_key(PassProfile([0.0], [600.0], [50.0]), MICIUS)
    assert one.duration_s == 1 and one.finite_bits == 0 < one.clicks


def test_nothing_is_not_a_number_of_nothing():
    """No light, no noise: no clicks, and an error rate of ½, as of all that is not there."""
    dead = replace(satellites.MICIUS, detector_efficiency=0, dark_counts=0)
    found = satellites.pass_key(pass_profile(500, 90, mask_deg=20), dead)
    assert found.clicks == 0 == found.finite_bits == found.asymptotic_bits and found.qber == 0.5
    assert all(np.isfinite(values).all() for values in (found.clicks_per_s, found.qber_per_s, found.asymptotic_per_s))
    dark = satellites.pass_key(pass_profile(500, 90, mask_deg=20), replace(dead, dark_counts=1e-6))
    assert dark.qber == pytest.approx(0.5, abs=1e-12) and dark.finite_bits == 0 == dark.asymptotic_bits


def test_decibels_are_not_averaged():
    profile = PassProfile([0.0, 1.0], [600.0, 600.0], [60.0, 60.0])
    found = satellites.pass_key(profile, MICIUS, loss_db=[30.0, 40.0])
    means = [satellites.pass_key(profile, MICIUS, loss_db=[db] * 2).clicks for db in (35.0, -10 * math.log10((1e-3 + 1e-4) / 2))]
    assert means[1] == pytest.approx(found.clicks, rel=1e-3) and means[0] < 0.6 * found.clicks


def test_a_measured_loss_takes_the_place_of_the_budget():
    profile = pass_profile(500, 60, mask_deg=20)
    own = satellites.pass_key(profile, MICIUS)
    assert satellites.pass_key(profile, MICIUS, loss_db=MICIUS.loss_db(profile.range_km, profile.elevation_deg)) == own


@pytest.mark.parametrize("given, message", [
    ({"intensities": (0.8, 0.1)}, "intensities = (0.8, 0.1) is not allowed: three mean photon numbers"),
    ({"profile": None}, "profile = None is not allowed: a qedu.satellites.PassProfile"),
    ({"link": 3}, "link = 3 is not allowed: a qedu.satellites.SpaceLink"),
    ({"clock_hz": 0}, "clock_hz = 0 is not allowed: pulses a second, above 0 and such that a pass has at most 10**18"),
    ({"intensities": (0.5, 0.1), "probabilities": (0.5, 0.5)}, "intensities = (0.5, 0.1) is not allowed: three mean photon numbers"),
    ({"loss_db": [30, 30]}, "loss_db = [30, 30] is not allowed: one loss for each moment of the profile"),
    ({"probabilities": (0.5, 0.5)}, "probabilities = (0.5, 0.5) is not allowed: one number for each intensity, with a total of 1"),
])
def test_bad_arguments_are_named(given, message):
    with pytest.raises(ValueError) as error:
        satellites.pass_key(**{"profile": pass_profile(500, 60, mask_deg=50), "link": MICIUS} | given)
    assert str(error.value) == message
