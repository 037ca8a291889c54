"""What the drawings of the chapter on satellites show, against formulas, sums and a scan of the sky written out here."""

import re
from pathlib import Path

import numpy as np

from qedu import links, rates
from qedu.book import drawings

SHOWN = drawings.read("chapters/4-infrastructure/satellites")
R, GM = 6371.0, 398600.4418


def bars(name):
    return [(step["label"], step["left"]) for step in SHOWN[name]["bars"]["steps"]]


def test_the_bars_of_the_beam_are_as_wide_as_ten_millionths_of_its_way():
    (_, mirror), *beams = bars("spreading")
    assert mirror == 1
    for label, width in beams:
        km = float(label.split("after ")[1].removesuffix(" km").replace(",", ""))
        assert width == round(km * 1e3 * 10e-6)


def test_the_announcement_is_the_sum_of_both_keys_and_gives_graz_that_of_xinglong():
    rows = {row["name"]: [int(bit) for bit in row["cells"].split()] for row in SHOWN["xor"]["grid"]["rows"]}
    one, other, told, found = (rows[name] for name in ("Xinglong has", "Graz has", "announced", "Graz adds"))
    assert told == [(a + b) % 2 for a, b in zip(one, other)]
    assert found == [(a + b) % 2 for a, b in zip(told, other)] == one
    assert 4 < sum(told) < 12                       # keys that look random


def test_the_bars_of_a_pass_overhead_are_its_integral():
    """Liao et al. 2017: 10⁸ pulses a second of 0.8, 0.1 and 0 photons; an even disc of 10 µrad, 1 m, 16 % and 50 %, 100 dark counts a second in 2 ns."""
    radius = R + 500
    half = np.arccos(R * np.cos(np.radians(20)) / radius) - np.radians(20)
    turn = np.sqrt(GM / radius**3)
    node, weight = np.polynomial.legendre.leggauss(60)
    angle, seconds = half * node, weight * half / turn
    km = np.sqrt(R**2 + radius**2 - 2 * R * radius * np.cos(angle))
    elevation = np.degrees(np.arcsin((radius * np.cos(angle) - R) / km))
    air = 1 / (np.sin(np.radians(elevation)) + 0.50572 * (elevation + 6.07995) ** -1.6364)
    eta = 0.16 * 0.5 * (1 / (km * 0.01)) ** 2 * 10 ** (-0.55 / 2.904 * air) * (1 - np.exp(-(10**2) / (8 * 1.2**2)))
    mu, p = np.array([0.8, 0.1, 0.0]), np.array([0.5, 0.25, 0.25])
    dark, misaligned = 2e-7, 1 / 281
    light = 1 - np.exp(-eta[:, None] * mu)
    gain = 1e8 * p * (1 - (1 - dark) * (1 - light))
    wrong = 1e8 * p * (dark / 2 + misaligned * light)
    n, m = seconds @ gain, seconds @ wrong
    counts = links.DecoyCounts(round(1e8 * seconds.sum()), mu, p, n / 4, m / 4, n / 4, m / 4, f_ec=1.16)
    key = rates.finite_decoy_bb84(counts, eps_sec=1e-10, eps_cor=1e-15)
    (_, clicks), (_, sifted), (_, secret) = bars("overhead")
    assert clicks == round(n.sum() / 1e6, 1) and sifted == round(n.sum() / 2e6, 1) and secret == round(key / 1e6, 3)


def test_the_bars_of_latitudes_are_passes_in_the_dark_of_a_year():
    """Every ten seconds of 2026: the satellite of a Sun-synchronous orbit, and the Sun on an ellipse of its own."""
    t = np.arange(0, 365 * 86_400, 10.0)
    radius = R + 500
    a = 6378.137 + 500
    drift = 2 * np.pi / (365.2422 * 86_400)          # once a year
    tilt = np.arccos(-drift / (1.5 * np.sqrt(GM / a**3) * 1.08262668e-3 * (6378.137 / a) ** 2))
    assert abs(np.degrees(tilt) - 97.40) < 0.01
    along, node = np.sqrt(GM / radius**3) * t, (drift - 7.2921159e-5) * t
    x = np.cos(along) * np.cos(node) - np.sin(along) * np.cos(tilt) * np.sin(node)
    z = np.sin(along) * np.sin(tilt)
    # Mean longitude and anomaly of the Sun on 1 January 2026, 9496.5 days after noon of 1 January 2000, then two terms of its ellipse.
    day = 9496.5 + t / 86_400
    mean, anomaly = np.radians(280.460 + 0.9856474 * day), np.radians(357.528 + 0.9856003 * day)
    longitude = mean + np.radians(1.915) * np.sin(anomaly) + np.radians(0.020) * np.sin(2 * anomaly)
    declination = np.arcsin(np.sin(np.radians(23.439)) * np.sin(longitude))
    right = np.arctan2(np.cos(np.radians(23.439)) * np.sin(longitude), np.cos(longitude))
    hour = np.radians(280.46062 + 360.98564737 * day) - right
    for label, shown in bars("latitudes"):
        latitude = np.radians(0 if label == "equator" else float(label.split("°")[0]))
        up = x * np.cos(latitude) + z * np.sin(latitude)         # the site on the meridian of Greenwich
        seen = up >= np.cos(np.arccos(R * np.cos(np.radians(20)) / radius) - np.radians(20))
        sun = np.sin(latitude) * np.sin(declination) + np.cos(latitude) * np.cos(declination) * np.cos(hour)
        used = seen & (sun < np.sin(np.radians(-6)))
        starts = np.flatnonzero(seen[1:] & ~seen[:-1]) + 1
        found = np.add.reduceat(used, starts)        # between two rises there is one pass
        assert abs((found > 0).sum() - shown) <= 0.01 * shown, label


def test_the_triangle_fills_the_width_of_a_phone():
    """From the satellite on the horizon to the one at 20° it is three quarters of the drawing."""
    page = Path("chapters/4-infrastructure/satellites/how-near.md").read_text(encoding="utf-8")
    cell = next(one for one in re.findall(r"```\{code-cell\} ipython3\n(.*?)```", page, flags=re.S) if '"telescope"' in one)
    names = {}
    exec(compile(re.sub(r"^:tags:.*\n", "", cell), "how-near", "exec"), names)
    ax = names["ax"]
    dots = [float(line.get_xdata()[0]) for line in ax.lines if line.get_marker() == "o"]
    low, high = ax.get_xlim()
    assert len(dots) == 3 and low < min(dots) and max(dots) < high and (max(dots) - min(dots)) / (high - low) > 0.75
