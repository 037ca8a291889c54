"""A protocol and an attack of one's own take a dozen lines each, as the documentation shows."""

import doctest

import pytest

import qedu
from qedu import attacks, protocols


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
