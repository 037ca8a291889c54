"""Links whose two detectors differ: the table against a count of every photon's fate, and what must not change.

The check (`fates`) walks over misalignment, photons and dark clicks one by one in plain Python.
"""

import math
from dataclasses import replace

import numpy as np
import pytest

import qedu
from qedu import attacks, links, protocols, rates, repeaters

UNEVEN = links.Link("uneven", 0.2, (0.3, 0.12), 0.02, 0.07)
#: No dark counts and no misalignment: only the detectors differ.
CLEAN = links.Link("clean", 0.0, (0.8, 0.3), 0.0, 0.0)


def fates(bit, photons, *, through, efficiency, misalignment, dark):
    """Odds of 0, 1 and no click for a pulse sent as a bit, with light and dark clicks added as Ma et al. 2005 add them."""
    odds = [dark / 2, dark / 2, 0.0]
    for goes, share in ((bit, 1 - misalignment), (1 - bit, misalignment)):
        missed = 1.0
        for _ in range(photons):
            missed *= 1 - through * efficiency[goes]
        odds[goes] += share * (1 - missed)
        # Light and dark count together make one click, and the model takes it from the right bit.
        odds[bit] -= share * (1 - missed) * dark
    return [odds[0], odds[1], 1 - odds[0] - odds[1]]


@pytest.mark.parametrize("roles", [False, True])
def test_the_table_is_what_becomes_of_each_photon(roles):
    link = replace(UNEVEN, random_roles=roles)
    run = qedu.exchange(protocols.bb84(), link=link.at(20, links.single_photon(0.9, multiphoton=0.3)))
    table = run.table.sum("eve").sel(intensity=1.2)
    for n, share in enumerate((0.1, 0.6, 0.3)):
        for bit in (0, 1):
            found = table.sel(photons=n, alice_setting="Z", alice=bit, bob_setting="Z").values / (share / 8)
            ways = [fates(bit, n, through=10**-0.4, efficiency=eta, misalignment=0.07, dark=0.02)
                    for eta in ([(0.3, 0.12), (0.12, 0.3)] if roles else [(0.3, 0.12)])]
            assert found == pytest.approx(np.mean(ways, axis=0), abs=1e-12)


def test_what_speaks_of_no_bit_is_the_mean_over_both():
    setup = UNEVEN.at(20, (0.5, 0.1), probabilities=(0.7, 0.3))
    run = qedu.exchange(protocols.bb84(), link=setup)
    assert list(run.gain_by_intensity.values()) == pytest.approx(setup.gain, abs=1e-11)
    assert list(run.gain_by_intensity.values()) == pytest.approx([UNEVEN.gain(mu, 20) for mu in (0.5, 0.1)], abs=1e-11)
    assert list(run.qber_by_intensity.values()) == pytest.approx([UNEVEN.qber(mu, 20) for mu in (0.5, 0.1)], abs=1e-9)
    assert run.yield_by_photons[2] == pytest.approx(UNEVEN.yields(2, 20), abs=1e-12)
    assert run.qber_by_photons[2] == pytest.approx(UNEVEN.error_rates(2, 20), abs=1e-12)
    by_hand = np.mean([1 - 0.98 * math.exp(-0.5 * 10**-0.4 * eta) for eta in (0.3, 0.12)])
    assert UNEVEN.gain(0.5, 20) == pytest.approx(by_hand, abs=1e-12)
    assert UNEVEN.transmittance([0.0, 20.0]) == pytest.approx([0.21, 0.21 * 10**-0.4], abs=1e-12)


def test_uneven_detectors_tell_everybody_which_bit_is_likelier_and_random_roles_do_not():
    plain = qedu.exchange(protocols.bb84(), link=CLEAN.at(0, links.single_photon()))
    assert (plain.qber, plain.eve_information) == pytest.approx((0, 0), abs=1e-12)
    assert plain.eve_guess == pytest.approx(0.8 / 1.1, abs=1e-12) and plain.gain == pytest.approx(0.55, abs=1e-12)
    swapped = qedu.exchange(protocols.bb84(), link=replace(CLEAN, random_roles=True).at(0, links.single_photon()))
    assert swapped.eve_guess == pytest.approx(0.5, abs=1e-12) and swapped.gain == pytest.approx(0.55, abs=1e-12)


def test_two_equal_efficiencies_are_one_number_and_its_table_is_bit_for_bit_the_same():
    both = replace(links.GYS, efficiency=[0.045, 0.045])
    assert both == links.GYS and both.efficiency == 0.045 and hash(both) == hash(links.GYS)
    # A pair that is all but equal takes the other way through the code.
    near = replace(links.GYS, efficiency=(0.045, 0.045 * (1 + 1e-14)))
    one, two = (qedu.exchange(protocols.bb84(), attacks.intercept_resend(fraction=0.3), link=link.at(50, 0.48)).table.values
                for link in (links.GYS, near))
    assert np.abs(one - two).max() < 1e-15
    assert np.array_equal(one, qedu.exchange(protocols.bb84(), attacks.intercept_resend(fraction=0.3), link=both.at(50, 0.48)).table.values)


def test_splitting_still_hides_in_the_loss():
    setup = UNEVEN.at(40, 0.4)
    run = qedu.exchange(protocols.bb84(), attacks.photon_number_splitting(), link=setup)
    assert run.gain == pytest.approx(setup.gain[0], rel=1e-9)


def test_a_branch_may_choose_the_efficiencies():
    def early(setup):
        return [[attacks.Branch("early", 1.0, n, 0, setup.channel_transmittance, (0.5, 0.25))] for n in range(setup.photon_odds.shape[1])]

    one = qedu.exchange(protocols.bb84(), attacks.Attack("early", None, early), link=UNEVEN.at(20, 0.4)).table.sum("eve").values
    two = qedu.exchange(protocols.bb84(), link=replace(UNEVEN, efficiency=(0.5, 0.25)).at(20, 0.4)).table.sum("eve").values
    assert one == pytest.approx(two, abs=1e-15)
    for wrong in ((0.5,), (0.5, 1.2), 0.5, "ab"):
        broken = attacks.Attack("broken", None, lambda setup, wrong=wrong: [
            [attacks.Branch("x", 1.0, n, efficiency=wrong)] for n in range(setup.photon_odds.shape[1])])
        with pytest.raises(ValueError, match="^efficiency = "):
            qedu.exchange(protocols.bb84(), broken, link=UNEVEN.at(20, 0.4))


@pytest.mark.parametrize("call", [
    lambda: rates.decoy_bb84(10, UNEVEN), lambda: rates.mdi(10, UNEVEN), lambda: rates.cutoff_km("gllp", UNEVEN),
    lambda: links.decoy_counts(10, UNEVEN, pulses=10**9), lambda: repeaters.heralded_success(10, UNEVEN)])
def test_what_is_proved_for_equal_detectors_refuses_others(call):
    with pytest.raises(ValueError, match=r"^link = Link\(uneven.* is not allowed: one with detectors that are alike, as efficiency=0.21"):
        call()


@pytest.mark.parametrize("wrong", [(0.1,), (0.1, 0.2, 0.3), (0.1, 1.2), (True, 0.1), "01", None, 1.5])
def test_other_efficiencies_are_refused(wrong):
    with pytest.raises(ValueError, match="^efficiency = "):
        replace(links.GYS, efficiency=wrong)


def test_two_efficiencies_need_two_detectors_and_roles_are_a_truth_value():
    with pytest.raises(ValueError, match="^detectors = 4 is not allowed: 2"):
        replace(UNEVEN, detectors=4)
    with pytest.raises(ValueError, match="^random_roles = 'yes' is not allowed: True or False"):
        replace(UNEVEN, random_roles="yes")
    assert repr(replace(UNEVEN, name="two", random_roles=True)) == (
        "Link(two; 0.2 dB/km; efficiency 0.3 and 0.12; dark_counts 0.02; misalignment 0.07; f_ec 1; random roles)")
