"""The drawings of the chapter on noise show what its formulas give."""

from fractions import Fraction

import numpy as np
import pytest

from qedu import channels, states
from qedu.book import drawings

SHOWN = drawings.read("chapters/1-foundations/noise")

#: The gates that the tree names, as matrices written out.
GATES = {"nothing": np.eye(2), "gate X": np.array([[0, 1], [1, 0]]), "gate Y": np.array([[0, -1j], [1j, 0]]), "gate Z": np.diag([1, -1])}


def test_the_tree_of_flips_is_depolarising_of_strength_a_fifth():
    ways = SHOWN["random-flips"]["tree"]["ways"]
    shares = {way["label"].partition(":")[0]: float(Fraction(str(way["share"]))) for way in ways}
    assert shares.keys() == GATES.keys()
    line, zero = channels.depolarizing(0.2), np.diag([1, 0])
    for ket in (states.ket(0), states.ket(1.0, 2.0)):
        rho = ket.proj().full()
        assert sum(share * GATES[name] @ rho @ GATES[name].conj().T for name, share in shares.items()) == pytest.approx(line(ket).full())
    for way in ways:
        name, _, said = way["label"].partition(": ")
        stays = (GATES[name] @ zero @ GATES[name].conj().T)[0, 0].real == 1
        assert said == ("right" if stays else "wrong")


def test_the_line_of_two_noises_is_the_one_of_the_text():
    line, (alice, between, bob) = channels.compose(channels.depolarizing(0.06), channels.dephasing(0.04)), SHOWN["two-noises"]["chain"]
    assert [group.get("who") for group in (alice, between, bob)] == ["alice", None, "bob"]
    assert [list(part.values()) for part in between["parts"]] == [["depolarises"], ["dephases"]]
    assert "depolarizing" in line.name.partition("dephasing")[0]
