"""The Trojan horse against photons in Fock space; foreseen choices, leaking nodes, spoofed sources and split pulses by hand."""

import math
from dataclasses import replace
from importlib import import_module

import numpy as np
import pytest
import qutip
from scipy import stats

import qedu
from qedu import attacks, devices, entanglement, links, protocols, randomness

BB84 = protocols.bb84()


# ---- Trojan horse

def fock_guess(photons):
    """Helstrom's bound for two laser pulses of opposite phase, as 60-level density operators."""
    one, other = (qutip.coherent(60, sign * math.sqrt(photons), method="analytic").proj() for sign in (1, -1))
    return 0.5 + 0.25 * abs(np.linalg.eigvalsh((one - other).full())).sum()


@pytest.mark.parametrize("photons", [0.003, 0.1, 0.5, 2.0])
def test_the_echo_tells_what_laser_pulses_tell(photons):
    run = qedu.exchange(BB84, devices.trojan_horse(photons))
    assert run.eve_guess == pytest.approx(fock_guess(photons), abs=1e-9) == pytest.approx(devices.trojan_guess(photons), abs=1e-9)
    mixed = (qutip.coherent(60, math.sqrt(photons), method="analytic").proj() + qutip.coherent(60, -math.sqrt(photons), method="analytic").proj()) / 2
    assert run.eve_holevo == pytest.approx(qutip.entropy_vn(mixed, base=2), abs=1e-9)
    assert (run.qber, run.sifted_fraction) == pytest.approx((0, 0.5), abs=1e-12)


def test_isolation_takes_her_knowledge_away_but_for_a_rest():
    """Success without, failure with the countermeasure, and its limit: what is left is small and not nothing."""
    bare = devices.trojan_photons(1e6, attenuator_db=10, reflection_db=40)
    closed = devices.trojan_photons(1e6, attenuator_db=10, reflection_db=40, isolation_db=80, insertion_db=2)
    assert bare == pytest.approx(1) and closed == pytest.approx(10**-8.2)
    open_, shut = (qedu.exchange(BB84, devices.trojan_horse(photons)) for photons in (bare, closed))
    assert open_.eve_guess > 0.995 and 0.5 < shut.eve_guess < 0.5001
    assert devices.trojan_guess(closed) - 0.5 == pytest.approx(math.sqrt(closed), rel=1e-6)


def test_a_budget_counts_what_is_passed_twice_twice():
    each = {"attenuator_db": 2, "isolation_db": 1, "insertion_db": 1, "reflection_db": 1}
    for name, times in each.items():
        assert devices.trojan_photons(1e9, **{name: 10.0}) == pytest.approx(1e9 / 10**times)
    needed = devices.trojan_isolation_db([1e12, 1e3], 1e-6, attenuator_db=20, insertion_db=1.5, reflection_db=30)
    assert needed == pytest.approx([180 - 71.5, 90 - 71.5])
    assert devices.trojan_photons([1e12, 1e3], isolation_db=needed, attenuator_db=20, insertion_db=1.5, reflection_db=30) == pytest.approx([1e-6] * 2)
    assert devices.trojan_isolation_db(1, 1e-3, attenuator_db=20) == 0


def test_the_horse_goes_with_noise_and_with_a_link():
    noisy = qedu.exchange(BB84, devices.trojan_horse(0.2), channel=qedu.channels.depolarizing(0.04))
    assert (noisy.qber, noisy.eve_guess) == pytest.approx((0.02, fock_guess(0.2)), abs=1e-9)
    far = qedu.exchange(BB84, devices.trojan_horse(0.2), link=links.GYS.at(50, 0.48))
    # Also where a dark count makes the bit: the echo is of Alice's modulator, not of her photon.
    assert (far.gain, far.qber, far.eve_guess) == pytest.approx((links.GYS.gain(0.48, 50), links.GYS.qber(0.48, 50), fock_guess(0.2)), abs=1e-9)


# ---- choices

@pytest.mark.parametrize("guess", [0.0, 0.5, 0.8, 1.0])
def test_foreseen_bases(guess):
    run = qedu.exchange(BB84, devices.foreseen_bases(guess))
    assert (run.qber, run.eve_guess, run.eve_information) == pytest.approx(((1 - guess) / 2, (1 + guess) / 2, guess), abs=1e-12)
    six = qedu.exchange(protocols.six_state(), devices.foreseen_bases(guess))
    assert (six.qber, six.eve_guess) == pytest.approx(((1 - guess) / 2, (1 + guess) / 2), abs=1e-12)


def test_bases_that_are_random_for_her_are_the_countermeasure_and_a_biased_choice_needs_errors_basis_by_basis():
    blind, knowing = (qedu.exchange(BB84, devices.foreseen_bases(guess)) for guess in (0.5, 1.0))
    usual = qedu.exchange(BB84, attacks.intercept_resend())
    assert (blind.qber, blind.eve_guess) == pytest.approx((usual.qber, usual.eve_guess), abs=1e-12) and knowing.qber == 0
    biased = qedu.exchange(protocols.bb84(p_z=0.95), attacks.intercept_resend(basis="z"))
    assert biased.qber < 0.002 and biased.eve_guess > 0.99
    assert biased.qber_by_basis == pytest.approx({"Z": 0, "X": 0.5}, abs=1e-12)


@pytest.mark.parametrize("guess", [0.5, 0.75, 0.9, 1.0])
def test_foreseen_bits_show_nowhere_and_what_is_left_is_their_entropy(guess):
    setup = links.GYS.at(50, (0.4, 0.15, 0.0), probabilities=(0.5, 0.3, 0.2))
    plain, run = (qedu.exchange(BB84, attack, link=setup) for attack in (None, devices.foreseen_bits(guess)))
    assert run.gain_by_intensity == pytest.approx(plain.gain_by_intensity, rel=1e-9)           # decoys see nothing
    assert run.qber_by_intensity == pytest.approx(plain.qber_by_intensity, rel=1e-9)
    assert run.eve_guess == pytest.approx(guess, abs=1e-12)
    assert float(run.table.sel(eve="bit 1", alice=1).sum()) == pytest.approx(guess / 2, abs=1e-12)       # her record says which bit
    assert run.eve_information == pytest.approx(1 - stats.entropy([guess, 1 - guess], base=2), abs=1e-9)


def hashed_guess(size, length, guess):
    """How often Eve names the hash of foreseen bits, averaged over all Toeplitz matrices: of each pattern of her errors the hash is known."""
    patterns = np.array(list(np.ndindex(*(2,) * size)), np.uint8)
    odds = np.where(patterns, 1 - guess, guess).prod(axis=1)
    total = 0.0
    for seed in np.ndindex(*(2,) * (size + length - 1)):
        matrix = np.array([[seed[i - j + size - 1] for j in range(size)] for i in range(length)])
        syndromes = patterns @ matrix.T % 2 @ (1 << np.arange(length))
        total += np.bincount(syndromes, odds, minlength=2**length).max() / 2 ** (size + length - 1)
    return total


def test_foreseen_bits_are_pressed_out_down_to_what_eve_leaves_and_no_further():
    """Without extraction she has nine bits of ten.  With it hardly more than a blind guess.  The limit: a generator said to be perfect."""
    assert qedu.exchange(BB84, devices.foreseen_bits(0.9)).eve_guess == pytest.approx(0.9)
    entropy = 10 * randomness.min_entropy([0.9, 0.1])
    # A row of the matrix is any set of bits, and she knows their sum with ½ (1 + 0.8^|set|).
    assert hashed_guess(10, 1, 0.9) == pytest.approx(0.5 + 0.5 * 0.9**10, abs=1e-12)
    assert hashed_guess(10, 1, 0.9) <= 0.5 + randomness.leftover(entropy, 1)
    # Who relies on one bit for each takes as many as there are: a guess at all of them succeeds as if nothing had been done.
    assert randomness.extractable_bits(5 * 1.0, eps=0.5) == 5 and randomness.extractable_bits(5 * entropy / 10, eps=0.5) == 0
    assert hashed_guess(5, 5, 0.9) >= 0.9**5 > 15 / 2**5


def test_one_maker_of_all_nodes_is_what_separate_ways_do_not_stop():
    """Two ways of four nodes; with 5 % the maker has a back door in all of them, else each leaks for itself: 2⁸ cases, one by one."""
    both = sum(math.prod(0.02 if bad else 0.98 for bad in case) for case in np.ndindex(*(2,) * 8) if any(case[:4]) and any(case[4:]))
    assert devices.exposed(0.02, 4, ways=2) == pytest.approx(both, abs=1e-12) and both < 0.01 < devices.exposed(0.02, 4)
    assert 0.05 + 0.95 * both > 5 * both, "the second way has bought nothing against the maker"


def test_a_leaking_node_and_ways_without_a_common_node():
    run = qedu.exchange(BB84, devices.leaking_node(0.3), link=links.GYS.at(50, 0.48))
    assert (run.eve_information, run.eve_guess) == pytest.approx((0.3, 0.65), abs=1e-9)
    assert run.qber == pytest.approx(links.GYS.qber(0.48, 50), rel=1e-9)
    assert qedu.exchange(BB84, devices.leaking_node(1.0)).eve_information == pytest.approx(1)
    # Each node leaks with probability 1/4: all 2⁴ cases of two ways with two nodes, one by one.
    cases = [math.prod(0.25 if bad else 0.75 for bad in case) for case in np.ndindex(2, 2, 2, 2) if (case[0] or case[1]) and (case[2] or case[3])]
    assert devices.exposed(0.25, 2, ways=2) == pytest.approx(sum(cases), abs=1e-12)
    assert devices.exposed(0.25, 2) == pytest.approx(7 / 16) and devices.exposed(1, 3, ways=4) == 1 and devices.exposed(1, 0) == 0
    assert devices.exposed(1e-18, 10) == pytest.approx(1e-17, rel=1e-9)


# ---- what the library has elsewhere, seen from here

def test_a_spoofed_source_passes_one_basis_and_fails_two_or_a_bell_test():
    spoofed = qedu.exchange(protocols.bbm92(), attacks.at_source("z"))
    assert spoofed.qber_by_basis == pytest.approx({"Z": 0, "X": 0.5}, abs=1e-12)
    assert qedu.exchange(protocols.e91(), attacks.at_source()).chsh <= 2
    assert entanglement.chsh(entanglement.classically_correlated()) <= 2 + 1e-12
    # The limit: with few enough photons seen, local plans pass the same test.
    plans, odds = entanglement.loophole_cheat(0.6)
    assert len(plans) == len(odds) and entanglement.efficiency_threshold() > 0.6


def test_splitting_hides_from_one_intensity_and_not_from_three():
    one = links.GYS.at(100, 0.4)
    assert qedu.exchange(BB84, attacks.photon_number_splitting(), link=one).gain == pytest.approx(one.gain[0], rel=1e-9)
    three = links.GYS.at(100, (0.4, 0.1, 0.0), probabilities=(0.6, 0.2, 0.2))
    seen = qedu.exchange(BB84, attacks.photon_number_splitting(), link=three).gain_by_intensity
    assert seen[0.1] < 0.6 * three.gain[1] and seen[0.4] > three.gain[0]
    # The limit: decoys speak of the line, not of the receiver, and a time shift leaves the yields of any intensity in proportion.
    near = links.GYS.at(20, (0.4, 0.1, 0.0), probabilities=(0.6, 0.2, 0.2))
    quiet = qedu.exchange(BB84, devices.time_shift((0.045, 0.0), (0.0, 0.045)), link=near)
    ratios = [gain / due for gain, due in zip(list(quiet.gain_by_intensity.values())[:2], near.gain)]
    assert ratios[0] == pytest.approx(ratios[1], rel=0.02) and quiet.eve_guess > 0.9


def test_the_table_names_models_that_exist_and_differs_row_by_row():
    assert len(devices.ATTACKS) >= 8 and len({attack.name for attack in devices.ATTACKS}) == len(devices.ATTACKS)
    for attack in devices.ATTACKS:
        room, name = attack.model.split(".")
        assert callable(getattr(import_module(f"qedu.{room}"), name))
        assert "doi:10." in attack.source and attack.layer in ("protocol", "device", "network", "human")
        assert all(getattr(attack, field) for field in ("breaks", "observable", "defence", "remains"))
    assert len({attack.breaks for attack in devices.ATTACKS}) == len(devices.ATTACKS)


@pytest.mark.parametrize("call, message", [
    (lambda: devices.foreseen_bits(0.4), "^guess = 0.4"), (lambda: devices.trojan_isolation_db(1, 0), "^photons_out = 0 .*above 0"),
    (lambda: devices.trojan_horse(-1), "^photons = -1"), (lambda: devices.exposed(0.1, 1.5), "^nodes = 1.5"),
    (lambda: devices.leaking_node(2), "^share = 2")])
def test_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()


@pytest.mark.parametrize("protocol", [protocols.bb84(), protocols.six_state(), protocols.b92(), protocols.sarg04(), protocols.bbm92(),
                                      protocols.e91()], ids=lambda protocol: protocol.name)
def test_bits_that_leak_are_those_of_the_key_in_any_protocol(protocol):
    """In SARG04 the bit is the basis and not the state: what is stored, and what a generator has made, is the bit all the same."""
    leak, foreseen = (qedu.exchange(protocol, attack) for attack in (devices.leaking_node(0.3), devices.foreseen_bits(0.9)))
    assert (leak.qber, leak.eve_information, leak.eve_guess) == pytest.approx((0, 0.3, 0.65), abs=1e-9)
    assert (foreseen.qber, foreseen.eve_guess) == pytest.approx((0, 0.9), abs=1e-9)
    assert foreseen.eve_information == pytest.approx(1 - stats.entropy([0.9, 0.1], base=2), abs=1e-9)


def test_pairs_that_make_no_sense_are_named():
    for protocol in (protocols.b92(), protocols.e91()):
        with pytest.raises(ValueError, match=rf"^attack = 'foreseen bases \(0.9\)' is not allowed: against {protocol.name}: only against protocols"):
            qedu.exchange(protocol, devices.foreseen_bases(0.9))
    late = replace(BB84, name="whose bit is Bob's basis", sift=lambda a, bit, b, found: (int(b == "X"), int(b == "X")))
    with pytest.raises(ValueError, match=r"^attack = 'leaking node \(0.5\)' is not allowed: against whose bit"):
        qedu.exchange(late, devices.leaking_node(0.5))


def test_two_slips_with_light_are_told():
    with pytest.raises(ValueError, match="^attenuator_db = -30 is not allowed: .* without a minus sign"):
        devices.trojan_photons(1e12, attenuator_db=-30)
    with pytest.raises(ValueError, match="^photons_out = .* is not allowed: .*changed places"):
        devices.trojan_isolation_db(1e-6, 1e12)
