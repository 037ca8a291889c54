"""What drawings and live lines say in words, where the state is an unusual one."""

import re

import pytest

from qedu import widgets
from qedu.widgets import paper

from .conftest import on_paper


def names(widget, state):
    return [svg["aria-label"] for svg in on_paper(widget, widget.state(state)).select("svg[role=img]")]


def line(name, state):
    return on_paper(widgets.load(name), state).select_one(".qedu-line").text


@pytest.mark.parametrize("name", ["polariser-bench", "angle-dials"])
def test_names_of_curves_tell_where_they_turn(name):
    """The ends alone hide a curve that comes back: Malus's law would be "from 25 % to 25 %"."""
    widget = widgets.load(name)
    numbers = widget.numbers()
    view = next(view for view in widget.views if view.view == "curves")
    said = next(label for label in names(widget, {}) if view.title in label)
    sweeps = {sweep.name: sweep for sweep in widget.sweeps}
    for series in view.series:
        part = next(one for one in said.split("; ") if one.startswith(f"{series.label} from "))
        xs = sweeps[series.sweep].values
        ys = [numbers[key] for key in map(sweeps[series.sweep].key, xs)]
        for word, best in (("highest", max), ("lowest", min)):
            beyond = all(abs(best(ys) - end) > 1e-6 for end in (ys[0], ys[-1]))
            told = re.search(rf"{word} (\S+)(?:\s%)? at (\S+)°", part)
            assert bool(told) == beyond, part
            if told:
                value = float(told[1].replace("\u2212", "-")) / (100 if "%" in part else 1)
                assert value == pytest.approx(best(ys), abs=1e-3) and numbers[
                    sweeps[series.sweep].key(float(told[2].rstrip(",;.")))] == pytest.approx(best(ys), abs=1e-9)
                assert min(xs) < float(told[2]) < max(xs)


def test_information_is_told_in_bits_and_probabilities_in_per_cent():
    said = next(label for label in names(widgets.load("eves-dial"), {"f": 1.0}) if "Turn the dial" in label)
    assert re.search(r"Eve's information on a sifted bit 0\.500\sbit;", said)
    assert re.search(r"Eve's information from 0\.000\sbit to 0\.500\sbit;", said)
    assert re.search(r"QBER from 0\.0\s% to 25\.0\s%", said)


@pytest.mark.parametrize("f", [0.0, 1.0])
def test_one_test_bit_is_one(f):
    assert "1 test bit find" in line("how-many-test-bits", {"k": 1, "f": f}) and "1 test bits" not in line(
        "how-many-test-bits", {"k": 1, "f": f})
    assert "test bits find" in line("how-many-test-bits", {"k": 2, "f": f})


@pytest.mark.parametrize("gate", ["none", "h"])
@pytest.mark.parametrize("p, same", [(0.0, True), (1.0, True), (0.05, False)])
def test_with_nothing_to_superpose_no_phase_is_blamed(p, same, gate):
    said = line("ignorance-or-superposition", {"p": p, "gate": gate, "phi": {"h": 90}.get(gate, 0)})
    assert ("no gate tells them apart" in said) == same
    assert ("for this phase" in said) == (not same and gate != "none")


@pytest.mark.parametrize("label, text, said", [
    ("abort: 11 %", "11.0 %", "abort: 11 %"), ("abort: 11\u00a0%", "11.0\u00a0%", "abort: 11\u00a0%"), ("v = 0.707", "0.71", "v = 0.707"),
    ("local: 2", "2.000", "local: 2"), ("S: \u22122", "\u22122.00", "S: \u22122"), ("cost: 1,700", "1,700", "cost: 1,700"), ("QBER 11.0 %", "11.0 %", "QBER 11.0 %"),
    # another number, another unit, or a figure that is part of a name
    ("abort: 11 %", "12.0 %", "abort: 11 % 12.0 %"), ("abort: 11 %", "11.5 %", "abort: 11 % 11.5 %"), ("S: \u22122", "2.00", "S: \u22122 2.00"),
    ("v = 0.707", "70.7 %", "v = 0.707 70.7 %"), ("Bob at 135°", "135.0", "Bob at 135° 135.0"), ("outcome 1", "1.000", "outcome 1 1.000"),
    ("Alice 0°, Bob 0°", "0.000", "Alice 0°, Bob 0° 0.000"), ("now: |0⟩", "0.000", "now: |0⟩ 0.000"), ("angle = 45°", "45.0 %", "angle = 45° 45.0 %"), ("QBER", "11.0 %", "QBER 11.0 %")])
def test_a_number_is_said_once(label, text, said):
    """A label that holds its own figure, rounded otherwise, has said it."""
    found = paper.run("QEduWidgets.tools.spoken('Test', [argument], {})", {"label": label, "text": text})
    assert found == f"Test: {said}."


@pytest.mark.parametrize("name, once", [("how-many-test-bits", "abort: 11\u00a0%;"), ("noise-slider", "local: 2; v = 0.707;")])
def test_drawings_say_their_lines_once(name, once):
    assert any(once in said for said in names(widgets.load(name), {}))
