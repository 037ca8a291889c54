"""Distillation over a link: decoys, photons that Eve splits, and single photons."""

from dataclasses import replace

import numpy as np
import pytest

import qedu
from qedu import attacks, keys, links, protocols
from qedu.keys import Message
from tests.library.keys.test_distill import HASH, X, longest
from tests.library.rates.test_rates_finite import lim

#: So many dark counts that clicks of empty pulses are proved too, and no misalignment, so that there is a key all the same.
MU, ODDS = (0.5, 0.19, 0.0), (0.2, 0.55, 0.25)
LINK = replace(links.GYS, dark_counts=1e-3, misalignment=0).at(0, MU, probabilities=ODDS)
DECOYS = qedu.exchange(protocols.bb84(p_z=0.25), link=LINK).records(8 * 10**7, seed=1)


def one_way(alice, bob, qber, *, seed):
    """A reconciliation of one message, from Alice: here she tells where Bob is wrong, and is charged n h(Q)."""
    return keys.Reconciled(alice.copy(), 20_000, (Message("Alice", "syndrome", np.zeros(20_000, np.uint8), 20_000),), 0, "by magic")


@pytest.mark.parametrize("method, two_way", [("two_parameter", True), (one_way, False)])
def test_decoys_make_a_key_as_long_as_the_paper_says(method, two_way):
    made = keys.distill(DECOYS, link=LINK, method=method, eps_sec=1e-6, eps_cor=1e-9, seed=5)
    assert not made.aborted and (made.key_alice == made.key_bob).all() and made.accounts.closed
    in_x, sifted = DECOYS.alice_setting == X, DECOYS.sifted
    wrong = DECOYS.alice != DECOYS.bob
    by_intensity = [[int((sifted & which & (DECOYS.intensity == i)).sum()) for i in range(3)] for which in (in_x, ~in_x, ~in_x & wrong)]
    n_x, n_z, m_z = by_intensity
    assert made.test_bits == sum(n_z) and made.qber == sum(m_z) / sum(n_z)
    # With f = 0 the paper's formula is without what was published.
    length, (vacuum, *_) = lim(n_x, [0, 0, 0], n_z, m_z, MU, ODDS, 1e-6, 1e-9, 0)
    assert vacuum > 1000
    expected = length - (made.leaked_bits - 30) - (vacuum if two_way else 0)
    assert 0 < made.length <= expected + 1 and made.length >= expected - 2
    # Lim et al. 2014, below equation (B4): of 21 equal parts twelve are spent on the bounds.
    assert [made.eps[part] for part in ("estimation", "amplification", "correctness")] == pytest.approx([12 / 21 * 1e-6, 9 / 21 * 1e-6, 1e-9], rel=1e-12, abs=0)


def test_photons_that_do_not_follow_poisson_are_refused():
    pairs = links.GYS.at(10, links.spdc(0.2))
    taken = qedu.exchange(protocols.bb84(), link=pairs).records(10_000, seed=1)
    with pytest.raises(ValueError) as error:
        keys.distill(taken, link=pairs, seed=1)
    assert str(error.value) == f"link = {str(pairs)!r} is not allowed: single photons, or laser pulses of three intensities"


def test_decoys_that_tell_too_little_are_the_reason():
    few = qedu.exchange(protocols.bb84(p_z=0.25), link=LINK).records(10**6, seed=1)
    assert "hold no key, however well their errors are corrected" in keys.distill(few, link=LINK, seed=5).aborted


def test_photons_that_are_split_make_no_key():
    """Eve has the bit of every pulse of two photons or more; the key and what was published fit into the others."""
    spied = qedu.exchange(protocols.bb84(p_z=0.25), attacks.photon_number_splitting(blocked=0), link=LINK).records(8 * 10**7, seed=1)
    in_x = spied.sifted & (spied.alice_setting == X)
    split = in_x & (spied.photons >= 2)
    assert (spied.eve_guess == spied.alice)[split].all() and split.sum() > 50_000
    made = keys.distill(spied, link=LINK, method="two_parameter", seed=5)
    assert 0 < made.length and made.length + made.leaked_bits < in_x.sum() - split.sum()


def test_single_photons_over_a_link():
    setup = links.GYS.at(10, links.single_photon())
    taken = qedu.exchange(protocols.bb84(), link=setup).records(10**7, seed=1)
    made = keys.distill(taken, link=setup, seed=2)
    n, k = made.accounts.sifted - made.test_bits, made.test_bits
    assert made.length == longest(n, k, made.qber, leaked=made.leaked_bits - HASH, sec=1e-10, cor=1e-15) > 0
    assert (made.key_alice == made.key_bob).all()
