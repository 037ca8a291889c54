"""What the drawings of the chapter on photons and decoys show is what its formulas give, worked out here without the library."""

import math

import pytest

from qedu.book import drawings

MU, NU, RECEIVER, DARK, OPTICS, F_EC = 0.48, 0.05, 0.045, 1.7e-6, 0.033, 1.22
FIBRE = 10 ** (-0.21 * 50 / 10)
ETA = FIBRE * RECEIVER


@pytest.fixture(scope="module")
def shown():
    return drawings.read("chapters/2-keys/photons-and-decoys")


def lengths(drawing):
    return [step["left"] for step in drawing["bars"]["steps"]]


def h(p):
    return -p * math.log2(p) - (1 - p) * math.log2(1 - p)


def clicks(mu):
    """Share of pulses that click, and of wrong clicks."""
    light = 1 - math.exp(-ETA * mu)
    return light + DARK * (1 - light), DARK / 2 + OPTICS * light


def test_the_photons_that_are_left(shown):
    sent = MU * 1e5
    assert lengths(shown["photons-left"]) == pytest.approx([sent, sent * FIBRE, sent * ETA], abs=1)


def test_a_thousand_pulses(shown):
    none, one = math.exp(-MU), MU * math.exp(-MU)
    assert lengths(shown["thousand-pulses"]) == [1000, round(1000 * (1 - none)), round(1000 * (1 - none - one))]


def test_the_way_from_clicks_to_a_key(shown):
    """Ma et al. 2005, Eqs. (34), (37) and (1), for a million pulses."""
    (signal, wrong), (weak, faults) = clicks(MU), clicks(NU)
    y1 = MU / (MU * NU - NU**2) * (weak * math.exp(NU) - (NU / MU) ** 2 * signal * math.exp(MU) - (1 - (NU / MU) ** 2) * DARK)
    e1 = (faults * math.exp(NU) - DARK / 2) / (NU * y1)
    single = MU * math.exp(-MU) * y1 / 2
    secret = single * (1 - h(e1))
    key = secret - signal / 2 * F_EC * h(wrong / signal)
    million = [1e6 * part for part in (signal, signal / 2, single, secret, key)]
    assert lengths(shown["from-clicks-to-key"]) == pytest.approx(million, abs=0.6)
    assert "3.5 %" in shown["from-clicks-to-key"]["bars"]["steps"][3]["label"] and round(100 * e1, 1) == 3.5


def test_who_arrives(shown):
    arm = 10 ** (-10 / 10)
    ends = [float(eval_share(way["share"]) * eval_share(end["share"])) for way in shown["who-arrives"]["tree"]["ways"] for end in way["ways"]]
    assert ends == pytest.approx([arm * arm, arm * (1 - arm), (1 - arm) * arm, (1 - arm) ** 2])
    assert ends[1] + ends[2] == pytest.approx(0.18)


def eval_share(share):
    over, _, under = str(share).partition("/")
    return int(over) / int(under or 1)
