"""What the drawings of the chapter on information and disturbance show, against runs of the library and formulas written out here."""

from fractions import Fraction
from math import sqrt

import numpy as np
import pytest

import qedu
from qedu import attacks, protocols
from qedu.book import drawings

SHOWN = drawings.read("chapters/2-keys/information-disturbance")


def bars(name):
    return [step["left"] for step in SHOWN[name]["bars"]["steps"]]


def h(p):
    return -p * np.log2(p) - (1 - p) * np.log2(1 - p)


def entropy(rho):
    p = np.linalg.eigvalsh(rho)
    p = p[p > 1e-15]
    return -(p * np.log2(p)).sum()


def stored(Q, q):
    """Holevo quantity of the probe that knows whether Bob's bit is wrong, and Alice's bit by a sign, if she flips it with probability q."""
    signs = [np.outer(s, s) for s in ([sqrt(1 - Q), sqrt(Q)], [sqrt(1 - Q), -sqrt(Q)])]
    states = [np.kron(np.diag([1 - Q, Q]), a * signs[0] + (1 - a) * signs[1]) for a in (1 - q, q)]
    return entropy(sum(states) / 2) - sum(map(entropy, states)) / 2


def test_the_bars_of_five_per_cent_are_what_four_eves_know():
    bb84, Q = protocols.bb84(), 0.05
    measured = qedu.exchange(bb84, attack=attacks.intercept_resend(fraction=4 * Q))
    probed = qedu.exchange(bb84, attack=attacks.phase_covariant_cloner(qber=Q))
    tapped = qedu.exchange(protocols.bb84(p_z=1), attack=attacks.intercept_resend(basis="z"))
    assert [measured.qber, probed.qber, tapped.qber] == pytest.approx([Q, Q, 0])
    found = [measured.eve_information, probed.eve_information, stored(Q, 0), tapped.eve_information]
    assert bars("five-percent") == [round(bits, 2) for bits in found]


def test_the_tree_of_a_notebook_has_the_shares_of_its_entries():
    unmeasured, measured = SHOWN["notebook"]["tree"]["ways"]
    run = qedu.exchange(protocols.bb84(), attack=attacks.intercept_resend(fraction=float(Fraction(measured["share"]))))
    knows, nothing = (Fraction(measured["share"]) * Fraction(way["share"]) for way in measured["ways"])
    assert "knows it" in measured["ways"][0]["label"] and float(knows) == pytest.approx(run.eve_information)
    assert float(knows + (nothing + Fraction(unmeasured["share"])) / 2) == pytest.approx(run.eve_guess)


def test_the_bars_of_flipped_bits_are_what_bob_and_eve_know_before_and_after():
    Q, q = 0.115, 1 / 8
    assert bars("flips") == [round(float(bits), 3) for bits in
                             (1 - h(Q), stored(Q, 0), 1 - h(Q * (1 - q) + q * (1 - Q)), stored(Q, q))]
