"""What the drawings of the chapter on qubits show is what its states, plates and dice give."""

import cmath
import math
import re
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from qedu import states
from qedu.book import drawings
from qedu.widgets.catalogue.foundations.polariser_bench import PolariserBench

FOLDER = Path("chapters/1-foundations/qubits")
SHOWN = drawings.read(str(FOLDER))


def plate(angle, delay):
    """A plate whose axis stands at `angle` degrees delays the light across its axis by a phase."""
    return states.polarization(angle).proj() + cmath.exp(1j * delay) * states.polarization(angle + 90).proj()


def parts(name):
    """The parts of a chain, in order: what each is, and its label."""
    for group in SHOWN[name]["chain"]:
        for part in group["parts"]:
            (what, label), = part.items()
            yield what, label["label"] if isinstance(label, dict) else label


def test_the_three_polarisers_are_those_that_the_bench_begins_with():
    angles = [int(re.match(r"\d+", label)[0]) for what, label in parts("three-polarisers") if what == "polariser"]
    begins = {control.key: control.default for control in PolariserBench.controls if hasattr(control, "default")}
    assert angles == [begins["a1"], begins["a2"], begins["a3"]] == [0, 45, 90]
    steps = [math.cos(math.radians(other - one))**2 for one, other in zip(angles, angles[1:])]
    assert math.prod(steps) == pytest.approx(1 / 4)


def test_the_bench_of_two_plates_makes_each_state_of_the_sphere():
    labels = [label for what, label in parts("any-state") if what == "plate"]
    assert labels == ["turns them by θ/2", "delays the vertical part by φ"]
    for theta, phi in ((0.3, 0.0), (1.2, 2.5), (2.9, 5.0)):
        made = plate(0, phi) * states.polarization(math.degrees(theta / 2))
        assert states.overlap(made, states.ket(theta, phi)) == pytest.approx(1)


def test_the_plates_turn_each_basis_into_horizontal_and_vertical():
    label, = (label for what, label in parts("any-basis") if what == "plate")
    assert label == "none for Z, half-wave for X, quarter-wave for Y"
    table = (FOLDER / "the-odds.md").read_text(encoding="utf-8")
    for basis, delay, row in (("X", math.pi, "half-wave, axis at 22.5°"), ("Y", math.pi / 2, "quarter-wave, axis at 45°")):
        assert row in table
        angle = float(re.search(r"at ([\d.]+)°", row)[1])
        for outcome, state in enumerate(states.basis(basis)):
            assert states.probabilities(plate(angle, delay) * state, "Z")[outcome] == pytest.approx(1)


def test_the_three_runs_are_drawn_from_the_dice():
    rows = SHOWN["three-runs"]["grid"]["rows"]
    rng, photon = np.random.default_rng(16), states.polarization(30)
    assert [row["cells"].split() for row in rows] == [[str(states.measure(photon, "Z", seed=rng)[0]) for _ in range(16)] for _ in range(3)]
    said = (FOLDER / "counting.md").read_text(encoding="utf-8")
    assert "Eleven pass in the first run, fourteen in the second, ten in the third." in said
    assert [row["cells"].split().count("0") for row in rows] == [11, 14, 10]


def test_the_tree_of_guesses_has_the_odds_of_the_z_basis():
    wrong, total = Fraction(0), Fraction(0)
    for way, state in zip(SHOWN["guess-in-z"]["tree"]["ways"], (states.basis("Z")[0], states.basis("X")[0])):
        odds = states.probabilities(state, "Z")
        for end in way["ways"]:
            outcome = int(re.search(r"gives (\d)", end["label"])[1])
            share = Fraction(str(end["share"]))
            assert odds[outcome] == pytest.approx(float(share))
            total += Fraction(str(way["share"])) * share
            wrong += Fraction(str(way["share"])) * share * end["label"].endswith("wrong")
    assert (total, wrong) == (1, Fraction(1, 4))
    for width in drawings.WIDTHS:
        assert re.findall(r">(\d/\d)<", drawings.compose(SHOWN["guess-in-z"], width)) == ["1/2", "1/4", "1/4"]
