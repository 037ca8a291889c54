"""The time shift: what unlike detectors tell, against sums by hand; random roles as the countermeasure, and where they end."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

import qedu
from qedu import attacks, devices, links, protocols

CLEAN = links.Link("clean", 0.2, 0.1, 0.0, 0.0)
ONE = links.single_photon()


@pytest.mark.parametrize("early", [(0.04, 0.01), (0.1, 0.0), (0.08, 0.07)])
def test_for_single_photons_the_information_is_the_closed_form(early):
    run = qedu.exchange(protocols.bb84(), devices.time_shift(early, early[::-1]), link=CLEAN.at(50, ONE))
    share = early[0] / sum(early)
    by_hand = 1 - stats.entropy([share, 1 - share], base=2)
    assert run.eve_information == pytest.approx(by_hand, abs=1e-9) and run.eve_guess == pytest.approx(share, abs=1e-12)
    assert devices.mismatch_information(*early) == pytest.approx(by_hand, abs=1e-12)
    assert run.qber == pytest.approx(0, abs=1e-12)
    # What shows: fewer clicks than the efficiency that the receiver has at the right moment.
    assert run.gain == pytest.approx(0.1 * sum(early) / 2, rel=1e-9)


def test_she_balances_zeros_and_ones():
    attack = devices.time_shift((0.09, 0.03), (0.02, 0.05))
    bob = qedu.exchange(protocols.bb84(), attack, link=CLEAN.at(10, ONE)).table.sum(
        ["intensity", "photons", "alice_setting", "alice", "eve", "bob_setting"]).values
    assert bob[0] == pytest.approx(bob[1], rel=1e-12)
    # By hand: hurried in 1/3 of the cases, 0.09/3 + 0.02·2/3 = 0.03/3 + 0.05·2/3.
    assert bob[0] / bob.sum() == pytest.approx(0.5 * 10**-0.2 * (0.03 + 0.04 / 3), rel=1e-12)
    lopsided = devices.time_shift((0.09, 0.03), (0.05, 0.02))
    assert qedu.exchange(protocols.bb84(), lopsided, link=CLEAN.at(10, ONE)).table.sel(eve="early").sum().item() == pytest.approx(0.5)
    told = devices.time_shift((0.09, 0.03), (0.05, 0.02), p_early=0.2)
    assert qedu.exchange(protocols.bb84(), told, link=CLEAN.at(10, ONE)).table.sel(eve="early").sum().item() == pytest.approx(0.2)


def test_random_roles_leave_her_nothing_and_cost_nothing():
    attack = devices.time_shift((0.1, 0.0), (0.0, 0.1))
    open_, closed = (qedu.exchange(protocols.bb84(), attack, link=replace(CLEAN, random_roles=roles).at(50, ONE)) for roles in (False, True))
    assert (open_.eve_information, open_.eve_guess) == pytest.approx((1, 1), abs=1e-12)
    assert (closed.eve_information, closed.eve_guess) == pytest.approx((0, 0.5), abs=1e-12)
    assert closed.gain == pytest.approx(open_.gain, rel=1e-12)


def test_roles_that_she_reads_are_no_secret():
    """The limit: half of the pulses she knows to meet the roles as they are, half the other ones."""
    def reads(setup):
        eta = setup.channel_transmittance
        return [[attacks.Branch(f"{time}, {roles}", 0.25, n, 0, eta, pair[::-1] if roles == "swapped" else pair)
                 for time, pair in (("early", (0.1, 0.0)), ("late", (0.0, 0.1))) for roles in ("plain", "swapped")]
                for n in range(setup.photon_odds.shape[1])]

    run = qedu.exchange(protocols.bb84(), attacks.Attack("time shift, roles read", None, reads), link=CLEAN.at(50, ONE))
    assert (run.eve_information, run.qber) == pytest.approx((1, 0), abs=1e-12)


def test_laser_pulses_dark_counts_and_misalignment_by_counting():
    """Every photon number by itself: odds that Eve's likelier bit is right, with clicks as in the link's model."""
    link, mu = links.Link("coarse", 0.0, 0.5, 0.02, 0.05), 0.7
    run = qedu.exchange(protocols.bb84(), devices.time_shift((0.4, 0.1), (0.1, 0.4)), link=link.at(0, mu))
    right = total = 0.0
    for n, p in enumerate(stats.poisson.pmf(np.arange(60), mu)):
        strong, weak = 1 - 0.6**n, 1 - 0.9**n
        kept = [0.95 * a + 0.05 * b + 0.02 * (1 - 0.95 * a - 0.05 * b) for a, b in ((strong, weak), (weak, strong))]
        right, total = right + p * max(kept), total + p * sum(kept)
    assert run.eve_guess == pytest.approx(right / total, rel=1e-9)


def test_the_best_moments():
    time = np.linspace(-3, 3, 61)
    first, second = (0.1 * np.exp(-(time - shift)**2) for shift in (0.2, -0.2))
    late, early = devices.best_shifts(first, second)
    assert (late, early) == (60, 0)                          # the ratio e^(0.8 t) grows without end
    assert devices.best_shifts([0, 0.1, 0.2], [0, 0.1, 0.1]) == (2, 1)
    information = devices.mismatch_information(first[[late, early]], second[[late, early]])
    assert information == pytest.approx([1 - stats.entropy([x := 1 / (1 + np.exp(2.4)), 1 - x], base=2)] * 2, abs=1e-12)


@pytest.mark.parametrize("call, message", [
    (lambda: devices.time_shift((0.1,), (0.1, 0.2)), "^early = "), (lambda: devices.time_shift((0.1, 0.2), 0.3), "^late = "),
    (lambda: devices.mismatch_information(0, 0), "^efficiency_0 = 0 .*nothing clicks"),
    (lambda: devices.best_shifts([0, 0], [0, 0]), "^efficiency_0 = "),
    (lambda: qedu.exchange(protocols.bb84(), devices.time_shift((0.1, 0.2), (0.2, 0.1))), "^attack = 'time shift' .*link")])
def test_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
