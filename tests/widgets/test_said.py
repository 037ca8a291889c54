"""What drawings and live lines say in words, where the state is an unusual one."""

import re

import pytest

from qedu import widgets

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
