"""Bright light into the receiver: blinding and dropped double clicks, with and without what helps, against enumeration and sampling."""

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest

import qedu
from qedu import attacks, devices, links, protocols, states

BB84, GYS = protocols.bb84(), links.GYS
UP = states.basis("Z")[0]


def enumerated(clicks):
    """Share kept, errors and Eve's right guesses of BB84, over all bits and bases of Alice, Eve and Bob, each as likely.

    `clicks(same, bit)` are the odds that Bob notes 0 and 1, if his basis is Eve's, or is not, and she sends this bit.
    """
    kept = wrong = known = 0.0
    for alice, eve, bit, found in itertools.product((0, 1), repeat=4):
        odds = 1 / 8 * (float(found == bit) if eve == alice else 0.5)
        for noted, p in enumerate(clicks(eve == alice, found)):          # only rounds in which Bob's basis is Alice's
            kept += odds * p / 2
            wrong += odds * p / 2 * (noted != bit)
            known += odds * p / 2 * (1.0 if eve == alice else 0.5)
    return kept, wrong / kept, known / kept


@pytest.mark.parametrize("power, obeys", [(0.9, (0, 0)), (1.0, (1, 0)), (1.9, (1, 0)), (2.0, (1, 1)), (50, (1, 1))])
@pytest.mark.parametrize("rule", ["random", "drop"])
def test_blinding_is_what_counting_all_cases_gives(power, obeys, rule):
    full, half = obeys

    def clicks(same, bit):
        if same:
            return [full * (bit == 0), full * (bit == 1)]
        return [half * 0.5 * (rule == "random")] * 2

    attack = devices.blinding(devices.Receiver(double_clicks=rule), power)
    run = qedu.exchange(BB84, attack)
    if not full:
        assert run.gain == 0
        return
    kept, wrong, known = enumerated(clicks)
    assert (run.sifted_fraction, run.qber, run.eve_guess) == pytest.approx((kept, wrong, known), abs=1e-12)


def test_blinding_takes_the_key_without_an_error_and_without_a_double_click():
    run = qedu.exchange(BB84, devices.blinding())
    assert (run.qber, run.eve_information, run.eve_guess, run.gain) == pytest.approx((0, 1, 1, 0.5), abs=1e-12)
    assert devices.double_click_rate(BB84, power=1.0) == 0
    plain = qedu.exchange(BB84, attacks.intercept_resend())
    assert plain.qber == pytest.approx(0.25) and plain.gain == 1


def test_a_meter_below_the_window_rings_whatever_power_commands_and_one_above_it_does_not():
    """The countermeasure, and its limit."""
    receiver = devices.Receiver(threshold=(1.0, 1.3), alarm=1.2)
    low, high = receiver.window
    assert (low, high) == (1.3, 2.0)
    powers = np.linspace(0.1, 4, 391)
    commands = [qedu.exchange(BB84, devices.blinding(receiver, power)).gain == pytest.approx(0.5) and
                devices.double_click_rate(BB84, receiver, power=power) == 0 for power in powers]
    assert [low <= power < high for power in powers.round(12)] == commands
    assert all(receiver.rings(power) for power, obeyed in zip(powers, commands) if obeyed)
    deaf = replace(receiver, alarm=2.5)
    assert not any(deaf.rings(power) for power, obeyed in zip(powers, commands) if obeyed)
    assert not replace(receiver, alarm=None).rings(1e9) and receiver.rings(1.2) and not receiver.rings(1.1999)
    # Detectors too unlike each other obey no single power.
    assert devices.Receiver(threshold=(1.0, 2.0)).window is None


@pytest.mark.parametrize("km", [20, 50, 120])
def test_on_a_lossy_line_neither_clicks_nor_errors_show_it(km):
    """The limit of watching the rate: she holds back what would be too much."""
    setup = GYS.at(km, 0.48)
    share = devices.resend_share(setup)
    run = qedu.exchange(BB84, devices.blinding(resend=share), link=setup)
    some = 1 - math.exp(-0.48)
    assert share == pytest.approx(2 * GYS.gain(0.48, km) / some, rel=1e-9) and share < 0.1
    assert run.gain == pytest.approx(GYS.gain(0.48, km), rel=1e-9)
    assert run.qber == pytest.approx(0, abs=1e-12) and run.eve_information == pytest.approx(1, abs=1e-9)
    assert run.yield_by_photons[0] == 0


def test_on_a_good_line_the_rate_falls_and_swapped_roles_do_not_help():
    good = links.Link("good", 0.0, 0.9, 0.0, 0.01)
    setup = good.at(0, links.single_photon())
    assert devices.resend_share(setup) == 1
    run = qedu.exchange(BB84, devices.blinding(), link=setup)
    assert (run.gain, setup.gain[0]) == pytest.approx((0.5, 0.9), abs=1e-12)
    swapped = qedu.exchange(BB84, devices.blinding(), link=replace(good, random_roles=True).at(0, links.single_photon()))
    assert (swapped.qber, swapped.eve_information) == pytest.approx((0, 1), abs=1e-12)


def test_a_red_team_meets_its_aim_with_part_of_the_signals():
    """Eve's guess at least 95 % at a QBER of at most 3 %, on a line with errors of its own."""
    setup = GYS.at(50, 0.48)
    run = qedu.exchange(BB84, attacks.partial(devices.blinding(resend=devices.resend_share(setup)), 0.92), link=setup)
    touched = 0.92 * GYS.gain(0.48, 50)
    assert run.qber == pytest.approx(0.08 * GYS.qber(0.48, 50), rel=1e-6) and run.qber < 0.03
    assert run.gain == pytest.approx(GYS.gain(0.48, 50), rel=1e-9)
    assert run.eve_information == pytest.approx(touched / run.gain, rel=1e-6) and run.eve_guess > 0.95


# ---- double clicks

@pytest.mark.parametrize("photons", [0.5, 5.0, 40.0])
@pytest.mark.parametrize("rule", ["random", "drop"])
def test_bright_pulses_are_what_counting_all_cases_gives(photons, rule):
    eta, dark = (0.6, 0.3), 0.02
    receiver = devices.Receiver(eta, dark, double_clicks=rule)

    def clicks(same, bit):
        mean = [photons * (bit == d) if same else photons / 2 for d in (0, 1)]
        a, b = (1 - (1 - dark) * math.exp(-eta[d] * mean[d]) for d in (0, 1))
        both = a * b / 2 if rule == "random" else 0
        return [a * (1 - b) + both, b * (1 - a) + both]

    run = qedu.exchange(BB84, devices.bright_pulses(receiver, photons))
    kept, wrong, _ = enumerated(clicks)
    assert (run.sifted_fraction, run.qber) == pytest.approx((kept, wrong), abs=1e-12)


def test_dropped_double_clicks_hide_her_a_random_bit_does_not_and_few_photons_remain():
    dropped, noted = (qedu.exchange(BB84, devices.bright_pulses(devices.Receiver(double_clicks=rule))) for rule in ("drop", "random"))
    assert (dropped.qber, dropped.eve_information, dropped.sifted_fraction) == pytest.approx((0, 1, 0.25), abs=1e-9)
    assert (noted.qber, noted.eve_information, noted.sifted_fraction) == pytest.approx((0.25, 0.5, 0.5), abs=1e-9)
    assert devices.double_click_rate(BB84, photons=1000) == pytest.approx(0.5, abs=1e-9)
    # The limit: the rule says nothing of interception that makes no double clicks, such as blinding.
    assert qedu.exchange(BB84, devices.blinding(devices.Receiver(double_clicks="random"))).qber == 0


@pytest.mark.parametrize("rule", ["random", "drop"])
def test_held_back_pulses_leave_the_dark_counts_of_detectors_that_count(rule):
    """A mixture by hand: a share r of the enumerated pulses, and for the rest what two dark detectors make."""
    eta, dark, photons, share = (0.6, 0.3), 0.02, 5.0, 0.15
    receiver = devices.Receiver(eta, dark, double_clicks=rule)

    def clicks(same, bit, light=photons):
        mean = [light * (bit == d) if same else light / 2 for d in (0, 1)]
        a, b = (1 - (1 - dark) * math.exp(-eta[d] * mean[d]) for d in (0, 1))
        both = a * b / 2 if rule == "random" else 0
        return [a * (1 - b) + both, b * (1 - a) + both]

    sent, wrong, _ = enumerated(clicks)
    silent = sum(clicks(True, 0, 0.0)) / 2                 # half of the bases agree; a dark count's bit is a coin's
    run = qedu.exchange(BB84, devices.bright_pulses(receiver, photons, resend=share))
    kept = share * sent + (1 - share) * silent
    assert run.sifted_fraction == pytest.approx(kept, abs=1e-12)
    assert run.qber == pytest.approx((share * sent * wrong + (1 - share) * silent / 2) / kept, abs=1e-12)


def test_bright_pulses_hide_in_the_loss_of_a_line():
    """The share of `resend_share` gives Bob the clicks that he is used to, without an error; all of them would be a hundred times as many."""
    setup = GYS.at(50, 0.48)
    receiver = devices.Receiver(double_clicks="drop")
    run, loud = (qedu.exchange(BB84, devices.bright_pulses(receiver, resend=share), link=setup) for share in (devices.resend_share(setup), 1.0))
    assert run.gain == pytest.approx(GYS.gain(0.48, 50), rel=2e-3) and loud.gain > 90 * run.gain
    assert run.qber < 1e-3 and run.eve_information > 0.999


def test_both_detectors_click_as_often_as_photons_thrown_one_by_one_say():
    """n = 200,000 pulses; four frequencies within 6 standard deviations each: failure by chance below 1e-8."""
    rng, mean, eta, dark = np.random.default_rng(1), 3.0, (0.5, 0.2), 0.03
    n = 200_000
    total = rng.poisson(mean, n)
    first = rng.binomial(total, math.cos(math.pi / 8)**2)
    seen = [(rng.binomial(share, e) > 0) | (rng.random(n) < dark) for share, e in zip((first, total - first), eta)]
    found = devices.Receiver(eta, dark).counting(BB84, states.ket(math.pi / 4), photons=mean)["Z"]
    for p, event in zip(found, (seen[0] & ~seen[1], seen[1] & ~seen[0], seen[0] & seen[1], ~seen[0] & ~seen[1])):
        assert abs(event.mean() - p) < 6 * math.sqrt(p * (1 - p) / n)
    assert found.sum() == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize("given, message", [
    ({"efficiency": 1.2}, "efficiency = 1.2"), ({"efficiency": (0.1,)}, "efficiency = "), ({"dark_counts": 1}, "dark_counts = 1"),
    ({"threshold": 0}, "threshold = "), ({"threshold": (1, 2, 3)}, "threshold = "), ({"double_clicks": "keep"}, "double_clicks = 'keep'"),
    ({"alarm": -1}, "alarm = -1"), ({"efficiency": (0.1, [0.1])}, r"efficiency = \(0.1, \[0.1\]\) is not allowed: a number, or two"),
    ({"threshold": (1, [])}, "threshold = .* a number, or two"), ({"efficiency": (0.1, np.ma.masked)}, "efficiency = "),
    ({"double_clicks": np.array(["drop", "random"])}, "double_clicks = .* 'random' or 'drop'")])
def test_receivers_that_are_none(given, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        devices.Receiver(**given)


def test_odds_that_are_none():
    with pytest.raises(ValueError, match="^odds = .* four numbers of total 1"):
        devices.Receiver().noted([0.5, 0.4, 0.0, 0.0])
    with pytest.raises(ValueError, match="^photons, power = .* one of the two"):
        devices.double_click_rate(BB84, photons=1, power=1)
    for nothing in ([], {}, "", np.ma.masked):
        with pytest.raises(ValueError, match="^photons = "):
            devices.double_click_rate(BB84, photons=nothing)
    for receiver in (devices.Receiver(), devices.Receiver(alarm=1)):
        with pytest.raises(ValueError, match="^power = "):
            receiver.rings("bright")
    for call in (devices.Receiver().counting, devices.Receiver().bright):
        with pytest.raises(ValueError, match="^protocol = "):
            call(3, UP, **{"photons" if call.__name__ == "counting" else "power": 1})
