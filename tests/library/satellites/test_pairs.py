"""The downlink of entangled pairs: against clicks drawn one by one, a density matrix, and what was published."""

import math

import numpy as np
import pytest

from qedu import entanglement, satellites


def h(p):
    return -p * math.log2(p) - (1 - p) * math.log2(1 - p)


def test_coincidences_counted_click_by_click():
    """Pairs and noise are drawn as Poisson streams, and two clicks within the window are a coincidence.

    In 4 s some 26,000 are expected; the bound of six standard deviations is missed with a probability of 2·10⁻⁹.
    """
    source, eta, noise, window, seconds = 5e5, (0.06, 0.08), (8e5, 6e5), 8e-9, 4
    rng = np.random.default_rng(19)
    born = rng.uniform(0, seconds, rng.poisson(source * seconds))
    stations = []
    for share, rate in zip(eta, noise):
        own = rng.uniform(0, seconds, rng.poisson(rate * seconds))
        stations.append(np.sort(np.concatenate([born[rng.random(len(born)) < share], own])))
    a, b = stations
    counted = (np.searchsorted(b, a + window / 2, "right") - np.searchsorted(b, a - window / 2, "left")).sum()
    link = satellites.entanglement_downlink(source, eta, noise_hz=noise, window_ns=window * 1e9)
    expected = link.coincidences_per_s * seconds
    assert link.accidentals_per_s > 1.5 * link.pairs_per_s and abs(counted - expected) < 6 * math.sqrt(expected)


def test_accidentals_are_white_noise():
    """The mixture as a density matrix, measured by QuTiP: S by Horodecki, errors in Z and in X."""
    link = satellites.entanglement_downlink(2e6, (0.001, 0.002), noise_hz=(20_000, 30_000), window_ns=3, visibility=0.93)
    share = link.accidentals_per_s / link.coincidences_per_s
    true = entanglement.werner(visibility=0.93)
    state = (1 - share) * true + share * entanglement.werner(visibility=0)
    assert entanglement.chsh(state) == pytest.approx(link.s_value, rel=1e-9)
    for axis in "ZX":
        assert (1 - entanglement.correlation(state, axis, axis)) / 2 == pytest.approx(link.qber, rel=1e-9)
    assert link.pairs_per_s == pytest.approx(4.0) and share == pytest.approx(22_000 * 34_000 * 3e-9 / (4 + 22_000 * 34_000 * 3e-9))


def test_the_decibels_of_both_ways_add():
    up, down = (10 ** (-db / 10) for db in (31.0, 36.0))
    assert satellites.entanglement_downlink(6e6, (up, down)).pairs_per_s == pytest.approx(6e6 * 10**-6.7, rel=1e-12)


def test_key_by_hand():
    link = satellites.entanglement_key(2.2, signal_to_noise=15, visibility=0.97, f_ec=1.19)
    q = (1 - 0.97 * 15 / 16) / 2
    assert link.qber == pytest.approx(q, rel=1e-12) and link.pairs_per_s == pytest.approx(2.2 * 15 / 16, rel=1e-12)
    assert link.sifted_per_s == pytest.approx(1.1) and link.key_per_s == pytest.approx(1.1 * (1 - 2.19 * h(q)), rel=1e-9)


def test_why_the_key_came_in_2020():
    """Yin et al. 2020: their own numbers fit each other, and those of 2017 lie between the two limits."""
    old, new = satellites.YIN_2017, satellites.YIN_2020
    assert new.finite_per_s * new.seconds == pytest.approx(new.key_bits, rel=0.05)
    assert new.sifted_per_s == pytest.approx(new.coincidences_per_s / 2)
    # Half of the accidentals are wrong: 3.1 of the 4.5 % of errors.
    assert 1 / (2 * (1 + new.signal_to_noise)) == pytest.approx(0.03125) and 0.03125 < new.qber
    asymptotic = new.sifted_per_s * (1 - (1 + new.f_ec) * h(new.qber))
    assert asymptotic == pytest.approx(new.asymptotic_per_s, rel=0.1)                     # 0.465 against 0.43
    pure = (1 - 2 * new.qber) * (1 + new.signal_to_noise) / new.signal_to_noise
    found = satellites.entanglement_key(new.coincidences_per_s, signal_to_noise=new.signal_to_noise, visibility=pure, f_ec=new.f_ec)
    assert found.key_per_s == pytest.approx(asymptotic, rel=1e-9)
    # 2017: a little key if pairs came for ever, none in 3,100 s; S and QBER tell of one visibility.
    assert 1 - 2.19 * h(old.qber) > 0.1 and new.qber < new.qber_limit < old.qber
    assert (1 - old.s_value / 8**0.5) / 2 == pytest.approx(old.qber, abs=0.001)


def test_no_clicks_know_nothing():
    for link in (satellites.entanglement_key(0, signal_to_noise=3), satellites.entanglement_downlink(1e6, (0, 0.5))):
        assert link.qber == 0.5 and link.key_per_s == 0 == link.s_value
    assert satellites.entanglement_key(1, signal_to_noise=0).qber == 0.5


@pytest.mark.parametrize("call, message", [
    (lambda: satellites.entanglement_downlink(0, (0.1, 0.1)), "source_hz = 0 is not allowed: a number above 0"),
    (lambda: satellites.entanglement_downlink(1, 0.1), "transmittances = 0.1 is not allowed: two numbers, one for each station"),
    (lambda: satellites.entanglement_downlink(1, (0.1, 33)), "transmittances = 33 is not allowed: a number from 0 to 1; 33 % is 0.33"),
    (lambda: satellites.entanglement_downlink(1, (0.1, 0.1), window_ns=0), "window_ns = 0 is not allowed: a number above 0"),
    (lambda: satellites.entanglement_key(-1, signal_to_noise=1), "coincidences_hz = -1 is not allowed: a number from 0 to 1e+12"),
])
def test_bad_arguments_are_named(call, message):
    with pytest.raises(ValueError) as error:
        call()
    assert str(error.value) == message
