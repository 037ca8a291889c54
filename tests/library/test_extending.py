"""A protocol and an attack of one's own take a dozen lines each, as the documentation shows."""

import doctest
import math
import re
from fractions import Fraction

import numpy as np
import pytest

import qedu
from qedu import attacks, protocols
from tests import contributing


@pytest.mark.parametrize("module, name", [(protocols, "mine"), (attacks, "clumsy")])
def test_the_documented_example_is_short_and_runs(module, name):
    example = next(part for part in doctest.DocTestParser().get_examples(module.__doc__)
                   if part.source.startswith(f"{name} = "))
    assert len(example.source.splitlines()) <= 12
    assert not doctest.testmod(module).failed


def test_ones_own_protocol_runs_under_every_attack_and_channel():
    """B92 (Bennett, Phys. Rev. Lett. 68, 3121 (1992)), written outside the library: Bob keeps the rounds in
    which his test rules one of the two states out."""
    zero, plus = qedu.states.basis("Z")[0], qedu.states.basis("X")[0]
    b92 = protocols.Protocol(
        name="my B92",
        alice={"only": (1.0, (zero, plus))},
        bob={"Z": (0.5, qedu.states.basis("Z")), "X": (0.5, qedu.states.basis("X"))},
        # An outcome 1 excludes the state that the test holds: 1 in Z excludes |0⟩, 1 in X excludes |+⟩.
        sift=lambda _, bit, test, outcome: (bit, int(test == "Z")) if outcome == 1 else None,
        public=(),
        bases={"Z": (0, 0, 1), "X": (1, 0, 0)})
    quiet = qedu.exchange(b92)
    assert (quiet.sifted_fraction, quiet.qber) == pytest.approx((1 / 4, 0), abs=1e-12)
    # Curriculum of the field: Z/X interception keeps 3/8 with a QBER of 1/3.
    spied = qedu.exchange(b92, attack=attacks.intercept_resend())
    assert (spied.sifted_fraction, spied.qber) == pytest.approx((3 / 8, 1 / 3), abs=1e-12)
    noisy = qedu.exchange(b92, attacks.partial(attacks.intercept_resend(basis="breidbart"), 0.3), channel=qedu.channels.loss(0.5))
    assert 0 < noisy.qber < 1 / 3 and noisy.counts(10**6, seed=1).sifted > 0


def test_ones_own_attack_runs_against_every_protocol():
    """An Eve who measures along Y and always sends |0⟩: her record says nothing, and X is ruined."""
    (left, right), zero = qedu.states.basis("Y"), qedu.states.basis("Z")[0]
    rude = attacks.Attack("always send 0", [("Y0", zero * left.dag()), ("Y1", zero * right.dag())])
    for protocol in (protocols.bb84(), protocols.bb84(0.9)):
        run = qedu.exchange(protocol, attack=attacks.partial(rude, 0.5))
        assert run.qber_by_basis == pytest.approx({"Z": 0.25, "X": 0.25}, abs=1e-12)
        assert run.eve_information == pytest.approx(0, abs=1e-9)


# ------------------------------------------------------------- what CONTRIBUTING shows

#: Eigenstates of Z and X, and three real states at 120° on the sphere, with the opposite ones.
Z, X = np.eye(2), np.array([[1, 1], [1, -1]]) / math.sqrt(2)
TRINE = [np.array([[math.cos(a), math.sin(a)], [-math.sin(a), math.cos(a)]]) for a in (0, math.pi / 3, 2 * math.pi / 3)]

#: By protocol, the ways in which a bit can be made: their odds, the two states, and Bob's effects for either bit.
BB84 = [(1 / 4, axis, [np.outer(found, found) for found in axis]) for axis in (Z, X)]
THREE = [(1 / 3, (TRINE[a][0], TRINE[b][0]), [2 / 3 * np.outer(TRINE[k][1], TRINE[k][1]) for k in (b, a)])
         for a, b in ((0, 1), (1, 2), (2, 0))]


def by_hand(ways, kraus):
    """Share of kept rounds, QBER and Eve's best guess, with nothing but NumPy: operators from a qubit to a qubit ⊗ a memory."""
    kept = wrong = right = 0
    for odds, states, effects in ways:
        for operator in kraus:
            size = len(operator) // 2
            held = np.zeros((2, 2, size, size), complex)            # Eve's memory by Alice's bit and Bob's
            for bit, state in enumerate(states):
                image = (operator @ state).reshape(2, size)
                for other, effect in enumerate(effects):
                    held[bit, other] = odds / 2 * np.einsum("ba,am,bn->mn", effect, image, image.conj())
            shares = np.trace(held, axis1=2, axis2=3).real
            kept, wrong = kept + shares.sum(), wrong + shares[0, 1] + shares[1, 0]
            apart = np.linalg.eigvalsh(held[0].sum(axis=0) - held[1].sum(axis=0))
            right += (shares.sum() + abs(apart).sum()) / 2          # Helstrom
    return kept, wrong / kept, right / kept


def resend(bases):
    """Operators of an Eve who measures in one of these bases and sends on what she found."""
    return [np.outer(found, found) / math.sqrt(len(bases)) for basis in bases for found in basis]


def swap(theta):
    """cos θ I + i sin θ SWAP on the photon and Eve's |+i⟩, written with the two-qubit matrix of SWAP."""
    both = np.kron(np.eye(2), np.array([[1], [1j]]) / math.sqrt(2))
    return [math.cos(theta) * both + 1j * math.sin(theta) * np.eye(4)[[0, 2, 1, 3]] @ both]


def figures(run):
    return run.sifted_fraction, run.qber, run.eve_guess


def test_the_protocol_of_contributing(capsys):
    three = contributing.run("Add a protocol")["three_state"]
    quiet, spied = by_hand(THREE, [np.eye(2)]), by_hand(THREE, resend(TRINE))
    assert figures(qedu.exchange(three)) == pytest.approx(quiet, abs=1e-12)
    assert [float(word) for word in capsys.readouterr().out.split()] == pytest.approx(spied[:2], abs=1e-12)
    # The mean of n (n · r) over the three directions is r/2; Bob finds an opposite −m with (1 − m · r/2)/3: 1/6 for m = r, else 5/12.
    assert (quiet[:2], spied[:2]) == (pytest.approx((1 / 2, 0)), pytest.approx((7 / 12, 2 / 7)))
    said = contributing.sections()["Add a protocol"].text
    for share in (quiet[0], *spied[:2]):
        assert str(Fraction(share).limit_denominator(20)) in said
    for attack, kraus in ((attacks.intercept_resend(), resend(TRINE)), (attacks.intercept_resend(basis="z"), resend([Z])),
                          (attacks.intercept_resend(basis="x"), resend([X]))):
        assert figures(qedu.exchange(three, attack)) == pytest.approx(by_hand(THREE, kraus), abs=1e-12)
    counts = qedu.exchange(three, channel=qedu.channels.loss(0.5)).counts(10**6, seed=1)
    assert counts.errors == 0 and abs(counts.sifted - 250_000) < 3_000          # 6.9 standard deviations: 10^-11


def test_the_attack_of_contributing(capsys):
    partial_swap = contributing.run("Add an attack")["partial_swap"]
    printed = [float(word) for word in capsys.readouterr().out.split()]
    assert printed == pytest.approx(by_hand(BB84, swap(math.pi / 6))[1:], abs=1e-12)
    said = contributing.sections()["Add an attack"].text
    assert "{:g} % and {:g} %".format(*(round(100 * share, 9) for share in printed)) in said
    three = contributing.run("Add a protocol")["three_state"]
    for degrees in (0, 10, 45, 77, 90):
        theta = math.radians(degrees)
        kept, qber, guess = by_hand(BB84, swap(theta))
        assert (kept, qber, guess) == pytest.approx((1 / 2, math.sin(theta) ** 2 / 2, (1 + math.sin(theta)) / 2), abs=1e-12)
        assert figures(qedu.exchange(protocols.bb84(), partial_swap(degrees))) == pytest.approx((kept, qber, guess), abs=1e-9)
        assert figures(qedu.exchange(three, partial_swap(degrees))) == pytest.approx(by_hand(THREE, swap(theta)), abs=1e-9)
    for pair in attacks.pairs():
        if pair.attack == attacks.none():
            run = qedu.exchange(pair.protocol, attacks.partial(partial_swap(30), 0.4))
            assert 0 < run.qber < qedu.exchange(pair.protocol, partial_swap(30)).qber


@pytest.mark.parametrize("old, new, words", [
    ("1j * ", "", "off by 0.43"), ('[("swapped", isometry)]', '[("swapped", isometry), ("swapped", 0 * isometry)]', "records that differ"),
    ('"swapped"', "attacks.UNTOUCHED", "an untouched signal")])
def test_an_attack_that_breaks_a_rule_of_contributing_is_refused(old, new, words):
    code, = contributing.blocks("Add an attack", "python")
    assert old in code
    with pytest.raises(ValueError, match=words) as refused:
        exec(code.replace(old, new), {})
    if "off" in words:
        assert re.search("'.*' is not allowed", str(refused.value))[0] in contributing.sections()["Add an attack"].text
