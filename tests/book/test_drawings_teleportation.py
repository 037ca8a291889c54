"""What the drawings of the chapter on teleportation show, against circuits and formulas written out here."""

import numpy as np
import pytest

from qedu import entanglement as ent
from qedu.book import drawings

SHOWN = drawings.read("chapters/4-infrastructure/teleportation")
X, Z = np.array([[0, 1], [1, 0]]), np.diag([1, -1])
BELL = {"Φ⁺": [1, 0, 0, 1], "Φ⁻": [1, 0, 0, -1], "Ψ⁺": [0, 1, 1, 0], "Ψ⁻": [0, 1, -1, 0]}


def bars(name):
    return [(step["left"], step["label"]) for step in SHOWN[name]["bars"]["steps"]]


def test_each_way_of_the_tree_leads_to_the_state_that_was_sent():
    psi = np.array([0.6, 0.48 + 0.64j])
    three = np.kron(psi, [1, 0, 0, 1]).reshape(4, 2) / np.sqrt(2)
    ways = SHOWN["four-outcomes"]["tree"]["ways"]
    assert [way["label"][:2] for way in ways] == list(BELL)
    for way in ways:
        found, bits = way["label"].split(", so ")
        m1, m2 = map(int, bits)
        bell = np.array(BELL[found]) / np.sqrt(2)
        # The bits are the comparisons in X and in Z: +1 for equal and −1 for different.
        assert bell @ np.kron(X, X) @ bell == pytest.approx((-1) ** m1) and bell @ np.kron(Z, Z) @ bell == pytest.approx((-1) ** m2)
        bob = bell @ three
        assert np.linalg.norm(bob) ** 2 == pytest.approx(0.25) and way["share"] == "1/4"
        (end,) = way["ways"]
        done = {"Bob does nothing": np.eye(2), "Bob applies Z": Z, "Bob applies X": X, "Bob applies X, then Z": Z @ X}[end["label"]]
        assert abs(psi.conj() @ done @ bob) == pytest.approx(0.5)


def test_bob_s_plate_follows_the_bits_as_the_tree_does():
    plate = SHOWN["protocol"]["chain"][2]["parts"][0]["plate"]
    assert plate == "X if m₂ = 1, then Z if m₁ = 1"
    assert {bits: ent.corrections(*bits) for bits in ((0, 0), (0, 1), (1, 0), (1, 1))} == {
        (0, 0): "I", (0, 1): "X", (1, 0): "Z", (1, 1): "XZ"}


def test_the_bars_of_fidelity_are_the_means_over_the_sphere():
    shown = bars("limits")
    z = np.linspace(-1, 1, 100_001)
    telephone = np.mean((1 + z) ** 2 + (1 - z) ** 2) / 4          # measured in Z, and prepared as found

    def through(fidelity):                                        # a wrong Bell state spares a third
        return fidelity + (1 - fidelity) / 3

    assert [left for left, _ in shown] == pytest.approx([0.5, telephone, through(0.5), through(0.7), 1], abs=5e-4)
    assert "Micius" in shown[3][1] and "0.7" in shown[3][1] and "0.5" in shown[2][1]


def test_the_four_cases_are_those_of_two_controlled_nots():
    first, second, outcomes = (row["cells"].split() for row in SHOWN["four-cases"]["grid"]["rows"])
    for a, b, shown in zip(first, second, outcomes, strict=True):
        # Flipped means that the halves differ: (Alice, Bob) = (0, 0) or (0, 1); each turns the second half over where the first is 1.
        alice, bob = 0 ^ 0, (0 ^ int(b)) ^ (0 ^ int(a))
        assert shown == ("=" if alice == bob else "≠")
    drawn = drawings.compose(SHOWN["four-cases"])
    assert drawn.count('class="q-d-kept"') == outcomes.count("=") == 2


def test_the_bars_of_pairs_are_what_three_rounds_leave():
    a, b, c, d = 0.75, *[0.25 / 3] * 3                            # Φ⁺, Ψ⁻, Ψ⁺, Φ⁻: Deutsch et al., 1996
    left, expected = 1000.0, [(1000, a)]
    for _ in range(3):
        n = (a + b) ** 2 + (c + d) ** 2
        a, b, c, d = (a * a + b * b) / n, 2 * c * d / n, (c * c + d * d) / n, 2 * a * b / n
        left *= n / 2
        expected.append((left, a))
    for (shown, label), (pairs, fidelity) in zip(bars("spent"), expected, strict=True):
        assert shown == round(pairs) and f"{fidelity:.3f}" in label


def test_the_chain_has_as_many_links_as_the_lesson_counts():
    parts = [next(iter(part)) for part in SHOWN["four-links"]["chain"][0]["parts"]]
    assert parts == ["alice", *["line", "node"] * 3, "line", "bob"]
