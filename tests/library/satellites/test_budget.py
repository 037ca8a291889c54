"""The budget of a link with a satellite: its lines, what clicks, and what the rest of the library makes of it."""

import math
from dataclasses import replace

import numpy as np
import pytest

import qedu
from qedu import protocols, rates, satellites

LINK = satellites.SpaceLink("test", 850, divergence_urad=12, aperture_m=0.8, pointing_urad=1.5, zenith_transmittance=0.6, turbulence_db=2,
                            receiver_efficiency=0.4, detector_efficiency=0.5, dark_counts=3e-6, background=2e-6, misalignment=0.01)


def by_hand(km, mass):
    """Transmittance of LINK by probabilities: what the jitter widens, what the hole catches, what the air and the receiver leave."""
    w = km * 1e3 * 6e-6
    centre = -math.expm1(-2 * 0.4**2 / w**2)
    return centre / (1 + 4 * 1.5**2 / 6**2) * 0.6**mass * 10**-0.2 * 0.4 * 0.5


def test_the_budget_by_hand():
    mass = satellites.air_mass([25, 60])
    assert LINK.transmittance([1000, 570], [25, 60]) == pytest.approx([by_hand(1000, mass[0]), by_hand(570, mass[1])], rel=1e-12)
    assert LINK.loss_db(1000, 25, detectors=False) == pytest.approx(LINK.loss_db(1000, 25) - 10 * math.log10(2), abs=1e-12)


def test_lines_add_up_and_have_one_shape():
    lines = LINK.lines([[600], [900]], [20, 40, 90])
    assert list(lines) == ["diffraction", "pointing", "atmosphere", "turbulence", "receiver", "detectors"]
    assert all(loss.shape == (2, 3) for loss in lines.values())
    assert sum(lines.values()) == pytest.approx(LINK.loss_db([[600], [900]], [20, 40, 90]), abs=1e-12)
    assert all(type(loss) is float for loss in LINK.lines(600, 20).values())
    assert replace(LINK, beam="top_hat").lines(600, 20)["diffraction"] == satellites.diffraction_loss_db(600, 12, 0.8, beam="top_hat")


def test_nothing_gets_through_a_blind_receiver():
    blind = replace(LINK, detector_efficiency=0)
    assert blind.lines(600, 20)["detectors"] == math.inf == blind.loss_db(600, 20) and blind.transmittance(600, 20) == 0


def test_noise_is_dark_counts_or_stray_light():
    """1 − the probability that neither comes, not their sum."""
    loud = replace(LINK, dark_counts=0.3, background=0.7)
    assert loud.noise == pytest.approx(1 - 0.7 * math.exp(-0.7), rel=1e-12)
    assert LINK.noise == pytest.approx(5e-6, rel=1e-5)


def test_what_clicks_at_one_moment():
    eta, mu = by_hand(1000, satellites.air_mass(25)), 0.8
    setup = LINK.at(1000, 25, (mu, 0.1, 0.0), probabilities=(0.5, 0.25, 0.25))
    y0 = LINK.noise
    gain = 1 - (1 - y0) * math.exp(-eta * mu)
    assert setup.gain[0] == pytest.approx(gain, rel=1e-9) and setup.gain[2] == pytest.approx(y0, rel=1e-9)
    assert setup.qber[0] == pytest.approx((y0 / 2 + 0.01 * (1 - math.exp(-eta * mu))) / gain, rel=1e-9)
    assert setup.channel_transmittance == pytest.approx(2 * eta, rel=1e-9)


def test_an_exchange_runs_over_it():
    setup = LINK.at(700, 40, 0.5)
    run = qedu.exchange(protocols.bb84(), link=setup)
    assert run.gain == pytest.approx(setup.gain[0], rel=1e-9) and run.sifted_fraction == pytest.approx(setup.gain[0] / 2, rel=1e-9)


def test_rates_go_by_decibels():
    """The receiver in which a kilometre is a decibel, against the link at that moment."""
    loss = LINK.loss_db(1000, 25)
    at = LINK.at(1000, 25, 0.5).link
    assert 0 < rates.decoy_bb84(loss, LINK.receiver, mu=0.5) == pytest.approx(rates.decoy_bb84(0, at, mu=0.5), rel=1e-9)
    several = rates.decoy_bb84(LINK.loss_db([600, 1000], [50, 25]), LINK.receiver, mu=0.5)
    assert several.shape == (2,) and several[0] > several[1]


def test_an_uplink_has_to_say_what_turbulence_takes():
    with pytest.raises(ValueError, match="turbulence_db = None is not allowed: the decibels that turbulence takes from an uplink"):
        satellites.SpaceLink("up", 850, 10, 0.3, direction="up")
    up = satellites.SpaceLink("up", 850, 10, 0.3, direction="up", turbulence_db=12)
    assert up.loss_db(600, 90) == pytest.approx(replace(up, direction="down", turbulence_db=None).loss_db(600, 90) + 12, abs=1e-12)
    assert satellites.SpaceLink("down", 850, 10, 0.3).turbulence_db == 0


def test_micius_as_printed():
    """Liao et al. 2017: 22 dB of diffraction, 3 to 8 dB of air, less than 3 dB of pointing, 16 % and 50 %."""
    lines = satellites.MICIUS.lines(1200, 20)
    assert abs(lines["diffraction"] - 22) < 0.5 and lines["pointing"] < 3 and lines["atmosphere"] == pytest.approx(5.5, abs=0.01)
    assert lines["receiver"] + lines["detectors"] == pytest.approx(10.97, abs=0.005)
    low, high = 22 + 3 + 10.97, 22 + 8 + 3 + 10.97
    assert low < satellites.MICIUS.loss_db(1200, 20) < high


@pytest.mark.parametrize("change, message", [
    ({"direction": "side"}, "direction = 'side' is not allowed: 'down' or 'up'"),
    ({"zenith_transmittance": 0}, "zenith_transmittance = 0 is not allowed: a number above 0, at most 1"),
    ({"receiver_efficiency": 16}, "receiver_efficiency = 16 is not allowed: a number from 0 to 1; 16 % is 0.16"),
    ({"dark_counts": 1}, "dark_counts = 1 is not allowed: a number from 0 to below 1"),
    ({"direction": np.array([1, 2])}, "direction = array([1, 2]) is not allowed: 'down' or 'up'"),
    ({"name": ["a"]}, "name = ['a'] is not allowed: a text"),
    ({"read": None}, "read = None is not allowed: a text"),
    ({"beam": None}, "beam = None is not allowed: 'gaussian' or 'top_hat'"),
    ({"divergence_urad": [1, 2]}, "divergence_urad = [1, 2] is not allowed: a number from 0 to 1e+06"),
])
def test_bad_links_are_refused(change, message):
    with pytest.raises(ValueError) as error:
        replace(LINK, **change)
    assert str(error.value) == message


def test_bad_places_are_refused():
    for call in (lambda: LINK.loss_db(600, 95), lambda: LINK.loss_db(-1, 20), lambda: LINK.loss_db(600, 20, detectors=2),
                 lambda: LINK.at([600, 700], 20, 0.5), lambda: LINK.lines([1, 2], [1, 2, 3]), lambda: LINK.transmittance("far", 20)):
        with pytest.raises(ValueError, match="is not allowed"):
            call()
    assert np.isfinite(LINK.loss_db(0, 0))
