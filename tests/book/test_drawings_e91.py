"""The drawings of the chapter on E91, B92 and SARG04 show what the protocols' tables and formulas give."""

import math
from fractions import Fraction
from pathlib import Path

import pytest

import qedu
from qedu import attacks, channels, protocols, states
from qedu.book import drawings

FOLDER = Path("chapters/2-keys/e91-b92-sarg04")
SHOWN = drawings.read(str(FOLDER))
#: States as a grid draws them.
KETS = dict(zip("hvda", (*states.basis("Z"), *states.basis("X")), strict=True))


def share(thing, ket):
    """How often a measured operator, or a state as a ket or an unnormalised operator, is found in a ket."""
    operator = thing if thing.isoper else thing.proj()
    return (ket.dag() * operator * ket).real / operator.tr().real


def cells(name):
    return {row["name"]: str(row["cells"]).split() for row in SHOWN[name]["grid"]["rows"]}


def test_the_six_rounds_of_b92_can_happen_and_are_sifted_by_its_rule():
    protocol, rows = protocols.b92(), cells("b92-rounds")
    tests = dict(zip("zx", protocol.bob.items(), strict=True))
    for bit, sent, test, found, noted in zip(*rows.values(), strict=True):
        assert share(protocol.alice["u"][1][int(bit)], KETS[sent]) == pytest.approx(1)
        assert share(KETS[found], KETS[sent]) > 0.4
        setting, (_, pair) = tests[test]
        (outcome,) = (k for k, ket in enumerate(pair) if share(ket, KETS[found]) > 0.99)
        kept = protocol.sift("u", int(bit), setting, outcome)
        assert noted == ("-" if kept is None else str(kept[1])) and kept in (None, (int(bit), int(bit)))
    assert drawings.compose(SHOWN["b92-rounds"]).count('class="q-d-kept"') == sum(bit != "-" for bit in rows["his bit"]) == 2
    assert set(zip(rows["Bob’s test"], rows["he finds"], strict=True)) == {("z", "h"), ("z", "v"), ("x", "d"), ("x", "a")}


def test_the_tree_of_interception_adds_up_to_the_figures_of_the_library():
    run = qedu.exchange(protocols.b92(), attack=attacks.intercept_resend())
    ends = [(Fraction(one["share"]) * Fraction(two["share"]), two["label"])
            for one in SHOWN["b92-intercept"]["tree"]["ways"] for two in one["ways"]]
    kept = sum(share for share, label in ends if label.startswith("kept"))
    wrong = sum(share for share, label in ends if label.endswith("wrong"))
    assert float(kept) == pytest.approx(run.sifted_fraction) and float(wrong / kept) == pytest.approx(run.qber)


def test_the_bars_of_the_silent_eve_are_her_shares():
    run = qedu.exchange(protocols.b92(), attack=attacks.unambiguous_resend())
    sent, sure, kept = (step["left"] for step in SHOWN["sure"]["bars"]["steps"])
    assert sure == round(sent * (1 - 2**-0.5)) and kept == round(sent * run.sifted_fraction)
    assert run.qber == pytest.approx(0, abs=1e-12) and run.eve_guess == pytest.approx(1)


def test_the_angles_of_the_bench_are_those_of_the_protocol():
    protocol = protocols.e91()
    (_, plate), _, (turned, _) = (group["parts"] if len(group["parts"]) > 1 else (group["parts"][0], None)
                                  for group in SHOWN["e91-bench"]["chain"])
    for part, settings in ((plate, protocol.alice), (turned, protocol.bob)):
        assert part["plate"].replace(" or", ",").split(", ") == list(settings)


def test_nothing_joins_the_boxes_of_a_stranger():
    for width in drawings.WIDTHS:
        drawn = drawings.compose(SHOWN["boxes"], width)
        assert drawn.count('class="q-d-eve"') == 2 and "q-d-beam" not in drawn


def test_the_bars_of_the_six_protocols_are_what_one_eve_leaves():
    """Kept share times what Bob knows beyond her, of ten thousand pulses or pairs."""
    line, eve = channels.compose(channels.loss(0.5), channels.depolarizing(0.02)), attacks.intercept_resend(fraction=0.2)
    steps = SHOWN["left-of-each"]["bars"]["steps"]
    assert len(steps) == 6
    for step in steps:
        protocol = next(one for one in (protocols.bb84(), protocols.six_state(), protocols.b92(), protocols.sarg04(), protocols.bbm92(), protocols.e91())
                        if step["label"].startswith(f"{one.name}:"))
        run = qedu.exchange(protocol, channel=line, attack=eve)
        h = -sum(p * math.log2(p) for p in (run.qber, 1 - run.qber))
        left = 1 - h - run.eve_information
        assert step["left"] == round(1e4 * run.sifted_fraction * left), step
        assert step["label"].endswith(f": {run.sifted_fraction:.1%} kept, {left:.3f} left of each".replace("%", " %")), step
    assert [step["left"] for step in steps] == sorted((step["left"] for step in steps), reverse=True)


def test_the_rounds_of_e91_are_a_run_of_it():
    run = qedu.exchange(protocols.e91())
    rounds, rows = run.records(12, seed=17), cells("e91-rounds")
    names = [list(run.table[axis].values) for axis in ("alice_setting", "bob_setting")]
    assert rows["Alice’s angle"] == [names[0][k] for k in rounds.alice_setting]
    assert rows["Bob’s angle"] == [names[1][k] for k in rounds.bob_setting]
    assert rows["her bit"] == [str(bit) for bit in rounds.alice] and rows["his bit"] == [str(bit) for bit in rounds.bob]
    uses = ["key" if a == b else "test" if (a, b) in protocols.e91().bell else "-" for a, b in zip(*list(rows.values())[:2])]
    assert rows["use"] == uses and set(uses) == {"key", "test", "-"}
    assert drawings.compose(SHOWN["e91-rounds"]).count('class="q-d-kept"') == uses.count("key")
