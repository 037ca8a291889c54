"""Attacks on the devices in the engine: what is foreseen of Alice's choice, and answers in Bob's place, against enumeration by hand."""

import pickle

import numpy as np
import pytest
import qutip

import qedu
from qedu import attacks, channels, links, protocols

COARSE = links.Link("coarse", 0.2, 0.7, 0.05, 0.1)


def told(protocol):
    """Eve is told whether Alice's setting is Z, and flips the photon if it is."""
    return [attacks.Rigged("is Z", {(x, a): qutip.sigmax() * (x == "Z") for x in protocol.alice for a in (0, 1)}),
            attacks.Rigged("is X", {(x, a): qutip.qeye(2) * (x == "X") for x in protocol.alice for a in (0, 1)})]


def stubborn(protocol):
    """Whatever comes, Bob finds 0 with 0.5 and 1 with 0.3; without a photon he finds 1 in Z."""
    return [attacks.Rigged("stubborn", qutip.qeye(2), dict.fromkeys(protocol.bob, (0.5, 0.3))),
            attacks.Rigged(attacks.EMPTY, qutip.qeye(2), {y: (0.0, 1.0 if y == "Z" else 0.0) for y in protocol.bob})]


TOLD, STUBBORN = attacks.Attack("told", None, rigged=told), attacks.Attack("stubborn", None, rigged=stubborn)


def test_an_operator_may_depend_on_what_alice_chose():
    run = qedu.exchange(protocols.bb84(), TOLD)
    assert run.qber_by_basis == pytest.approx({"Z": 1, "X": 0}, abs=1e-12) and run.eve_guess == pytest.approx(0.5)
    noisy = qedu.exchange(protocols.bb84(), TOLD, channel=channels.depolarizing(0.2))
    assert noisy.qber_by_basis == pytest.approx({"Z": 0.9, "X": 0.1}, abs=1e-12)
    lossy = qedu.exchange(protocols.bb84(), TOLD, channel=channels.loss(0.4))
    assert (lossy.gain, lossy.qber) == pytest.approx((0.6, 0.5), abs=1e-12)


def test_over_a_link_an_empty_pulse_passes_as_it_was():
    run = qedu.exchange(protocols.bb84(), TOLD, link=COARSE.at(0, links.single_photon(0.6)))
    odds = run.table.sum(["intensity", "alice_setting", "alice", "bob_setting", "bob"])
    assert odds.sel(photons=0).to_series().to_dict() == pytest.approx({"is Z": 0, "is X": 0, "untouched": 0.4}, abs=1e-12)
    assert odds.sel(photons=1).to_series().to_dict() == pytest.approx({"is Z": 0.3, "is X": 0.3, "untouched": 0}, abs=1e-12)
    # One photon: light 0.7, a tenth of it in the wrong detector; dark counts 0.05, half of them wrong.
    right, wrong = 0.7 + 0.05 * 0.3 - 0.095, 0.025 + 0.07
    assert run.qber_by_photons[1] == pytest.approx(0.5, abs=1e-12) and run.yield_by_photons[1] == pytest.approx(right + wrong, abs=1e-12)
    flipped = run.table.sel(photons=1, intensity=0.6, alice_setting="Z", alice=0, bob_setting="Z").sum("eve").values
    assert flipped == pytest.approx(np.array([wrong, right, 1 - right - wrong]) * 0.6 / 8, abs=1e-12)


def test_where_eve_answers_channel_loss_and_dark_counts_have_no_say():
    for channel in (channels.identity(), channels.depolarizing(0.7), channels.loss(0.5)):
        run = qedu.exchange(protocols.bb84(), STUBBORN, channel=channel)
        assert (run.gain, run.qber, run.sifted_fraction) == pytest.approx((0.8, 0.5, 0.4), abs=1e-12)
    run = qedu.exchange(protocols.bb84(p_z=0.7), STUBBORN, link=COARSE.at(100, links.single_photon(0.6)))
    assert run.yield_by_photons == pytest.approx({0: 0.7, 1: 0.8, 2: 0.0} if 2 in run.yield_by_photons else {0: 0.7, 1: 0.8}, abs=1e-12)


@pytest.mark.parametrize("fraction", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("attack", [TOLD, STUBBORN], ids=lambda attack: attack.name)
def test_a_part_of_the_signals_is_the_mixture(attack, fraction):
    for link in (None, COARSE.at(10, 0.5)):
        quiet, whole, part = (qedu.exchange(protocols.bb84(), one, link=link).table.sum("eve") for one in (
            attacks.none(), attack, attacks.partial(attack, fraction)))
        if quiet.shape != whole.shape:                          # only she can keep his detectors silent
            quiet = np.concatenate([quiet.values, np.zeros((*quiet.shape[:-1], 1))], axis=-1)
        assert part.values == pytest.approx(fraction * whole.values + (1 - fraction) * np.asarray(quiet), abs=1e-12)
    twice = attacks.partial(attacks.partial(attack, 0.5), 0.4)
    assert qedu.exchange(protocols.bb84(), twice).table.sum("eve").values == pytest.approx(
        qedu.exchange(protocols.bb84(), attacks.partial(attack, 0.2)).table.sum("eve").values, abs=1e-12)


def test_it_is_an_attack_like_any_other():
    run = qedu.exchange(protocols.bb84(), STUBBORN)
    assert pickle.loads(pickle.dumps(run)) == run and repr(STUBBORN) == "Attack(stubborn; has a hand in the devices)"
    counts = run.counts(10**6, seed=1)
    # Six standard deviations of a binomial: failure by chance below 2e-9.
    assert abs(counts.clicks - 8e5) < 6 * (1e6 * 0.8 * 0.2)**0.5
    with pytest.raises(ValueError, match="^attack = 'none' is not allowed: one with a hand in the devices"):
        attacks.none().on_devices(protocols.bb84())


HALF, WHOLE = 0.5**0.5 * qutip.qeye(2), qutip.qeye(2)


@pytest.mark.parametrize("entries, message", [
    ([("a", WHOLE)], "^rigged = .* returns qedu.attacks.Rigged entries"),
    ([attacks.Rigged("a", HALF)], "^rigged = 'operators with Σ K†K off by 0.5' is not allowed: Σ K†K = I for each of Alice's choices"),
    ([attacks.Rigged("a", HALF), attacks.Rigged("a", HALF)], "^rigged = .* records that differ from each other"),
    ([attacks.Rigged("a", {("Z", 0): WHOLE})], "^operator = .* or one for each of"),
    ([attacks.Rigged("a", qutip.qeye(3))], "^operator = "),
    ([attacks.Rigged("a", WHOLE, {"Z": (0.5, 0.5)})], "^response = .*for each of .'Z', 'X'. the probabilities"),
    ([attacks.Rigged("a", WHOLE, dict.fromkeys("ZX", (0.7, 0.5)))], "^response = "),
    ([attacks.Rigged("a", WHOLE, dict.fromkeys("ZX", (-0.1, 0.5)))], "^response = ")])
def test_faults_are_named(entries, message):
    with pytest.raises(ValueError, match=message):
        qedu.exchange(protocols.bb84(), attacks.Attack("faulty", None, rigged=lambda protocol: entries))


def test_a_rig_stands_alone():
    for given in ({"instrument": [("0", WHOLE)], "rigged": told}, {"instrument": None, "rigged": 3}):
        with pytest.raises(ValueError, match="^rigged = .* instrument and pulses are then None"):
            attacks.Attack("both", **given)
