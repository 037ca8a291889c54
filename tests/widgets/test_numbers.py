"""The numbers: against independent closed forms, and JavaScript against Python."""

import math
import random

import numpy as np
import pytest

from qedu import statistics, widgets
from qedu.widgets import Choice, Count, Hidden, Range, Seed, Sweep, Switch, dice
from qedu.widgets.formula import Floats, Trees
from qedu.widgets.paper import run
from qedu.widgets.parts import pack

PAGE_NUMBERS = """argument.states.map((state) => {
  const numbers = QEduWidgets.numbersOf(argument.spec, state);
  return Object.fromEntries(numbers.keys().map((key) => [key, numbers.get(key)]));
})"""


def any_state(widget, dice_):
    """A random state of a widget."""
    state = {}
    for control in widget.controls:
        if isinstance(control, (Range, Choice, Switch, Count)):
            state[control.key] = dice_.choice(control.values())
        elif isinstance(control, Seed):
            state[control.key] = dice_.randrange(1000)
    return state


# ------------------------------------------------------------- the page computes what Python does

@pytest.mark.parametrize("name", widgets.NAMES)
def test_page_numbers_are_python_numbers(name):
    widget, chance = widgets.load(name), random.Random(name)
    states = [widget.state()] + [widget.state(p.state) for p in widget.paper]
    states += [widget.state(t.state) for t in widget.tasks]
    states += [widget.state(any_state(widget, chance)) for _ in range(40)]
    spec = {**widget.spec(), "page": widget.page()}
    used = 0
    for state, found in zip(states, run(PAGE_NUMBERS, {"spec": spec, "states": states})):
        fresh = widget.numbers(state)
        assert found and set(found) <= set(fresh)
        for key, value in found.items():
            assert value == pytest.approx(fresh[key], abs=1e-9), (key, state)
            used += 1
    assert used > 40 * len(states) / 10


def test_polariser_formula_agrees_with_qutip_to_1e_12():
    bench, chance = widgets.polariser_bench(), random.Random(5)
    states = [bench.state({**any_state(bench, chance), "n": 0}) for _ in range(60)]
    spec = {**bench.spec(), "page": bench.page()}
    for state, found in zip(states, run(PAGE_NUMBERS, {"spec": spec, "states": states})):
        fresh = bench.numbers(state)
        assert max(abs(value - fresh[key]) for key, value in found.items()) < 1e-12


# ------------------------------------------------------------- physics, by other means

def test_bench_is_a_product_of_malus_factors():
    """Malus's law by Jones vectors: project, and go on with what is left."""
    bench, chance = widgets.polariser_bench(), random.Random(2)
    for _ in range(25):
        state = bench.state(any_state(bench, chance))
        numbers = bench.numbers(state)
        angle = math.radians(state["theta"])
        field = np.array([math.cos(angle), math.sin(angle)])
        for k in (1, 2, 3):
            if state[f"on{k}"]:
                angle = math.radians(state[f"a{k}"])
                axis = np.array([math.cos(angle), math.sin(angle)])
                field = axis * (axis @ field)                # amplitude, no squares on the way
            assert numbers[f"reach.{k}"] == pytest.approx(field @ field, abs=1e-12)
        assert numbers["p.click"] == pytest.approx(field @ field, abs=1e-12)
        stops = sum(numbers[f"p.stop{k}"] for k in (1, 2, 3))
        assert stops + numbers["p.click"] == pytest.approx(1, abs=1e-12)
        on = [k for k in (1, 2, 3) if state[f"on{k}"]]
        for x in (45, 90, 165):                              # the curve is the bench, turned
            if on:
                turned = bench.numbers({**state, f"a{on[-1]}": x})
                assert numbers[f"malus@{x}"] == pytest.approx(turned["p.click"], abs=1e-12)
            else:
                assert numbers[f"malus@{x}"] == 1


def test_third_polariser_lets_light_through():
    bench = widgets.polariser_bench()
    numbers = bench.numbers()
    assert numbers["p.click"] == pytest.approx(0.25, abs=1e-12)
    assert numbers["without.2"] == pytest.approx(0, abs=1e-12)
    assert bench.numbers({"on2": False})["p.click"] == pytest.approx(0, abs=1e-12)
    assert bench.numbers({"a1": 30, "a2": 60})["p.click"] == pytest.approx(27 / 64, abs=1e-12)


def test_bloch_angle_is_twice_the_angle_on_the_bench():
    for theta in (0, 22.5, 45, 90, 112.5, 135, 180):
        numbers = widgets.polariser_bench().numbers({"theta": theta})
        assert numbers["bloch.theta"] == pytest.approx(2 * theta % 360, abs=1e-9)
        assert numbers["bloch.x.0"] == pytest.approx(math.sin(2 * math.radians(theta)), abs=1e-12)
        assert numbers["bloch.z.0"] == pytest.approx(math.cos(2 * math.radians(theta)), abs=1e-12)


def test_which_coin_probabilities_and_verdicts():
    coin = widgets.which_coin()
    for shots in (0, 1, 7, 40):
        numbers = coin.numbers({"basis": "X", "shots": shots, "seed": 6})
        assert [numbers[f"p.{b}.{i}"] for b in ("plus", "mixture") for i in (0, 1)] \
            == pytest.approx([1, 0, 0.5, 0.5], abs=1e-12)
        # In X only "all +" leaves a doubt, and box B does that with probability 2^-n.
        assert numbers["error.X"] == pytest.approx(0.5 * 0.5 ** shots, rel=1e-9, abs=1e-16)
        assert numbers["error.Z"] == pytest.approx(0.5, abs=1e-12)
        assert numbers["error.Y"] == pytest.approx(0.5, abs=1e-12)
        assert numbers["shots.count.0"] == shots             # box A
        assert numbers["posterior.mixture"] == pytest.approx(1 / (1 + 2 ** shots), rel=1e-9, abs=0)
    b = coin.numbers({"basis": "X", "shots": 40, "seed": 9})
    assert b["box.count.mixture"] == 1 and 0 < b["shots.count.0"] < 40
    assert b["posterior.mixture"] == pytest.approx(1, abs=1e-12)
    for basis in "ZY":
        assert coin.numbers({"basis": basis})["posterior.plus"] == pytest.approx(0.5)


def test_bits_out_never_beat_the_bound():
    for bits, information in ((1, 1.0), (2, 0.5), (3, None)):
        numbers = widgets.bits_in_bits_out().numbers({"bits": bits})
        # Nayak 1999: 2 in 2^n; equally spaced real states reach it.
        assert numbers["p.right"] == pytest.approx(2 / 2 ** bits, abs=1e-12)
        assert numbers["bound"] == 2 / 2 ** bits and numbers["blind"] == 1 / 2 ** bits
        assert numbers["p.off0"] == pytest.approx(numbers["p.right"], abs=1e-12)
        odds = [2 / 2 ** bits * math.cos(math.pi * d / 2 ** bits) ** 2 for d in range(2 ** bits)]
        assert [numbers[f"p.off{d}"] for d in range(2 ** bits)] == pytest.approx(odds, abs=1e-12)
        bits_out = bits + sum(p * math.log2(p) for p in odds if p > 1e-15)
        assert numbers["information"] == pytest.approx(information or bits_out, abs=1e-12)
        assert numbers["information"] == pytest.approx(bits_out, abs=1e-12)
        assert numbers["information"] <= numbers["holevo"] == pytest.approx(1, abs=1e-12)


# ------------------------------------------------------------- dice

def test_mulberry32_draw_by_draw_in_both_languages():
    begins = [0, 1, 2 ** 31, 2 ** 32 - 1, dice.start(7, "photons")]
    found = run("argument.map((b) => { const d = QEduWidgets.mulberry32(b);"
                " return Array.from({ length: 400 }, d); })", begins)
    for begin, draws in zip(begins, found):
        assert dice.mulberry32(begin, 400).tolist() == draws
    # Published first values of mulberry32(1), as fractions of 2^32.
    assert dice.mulberry32(1, 2) / 2 ** 32 == pytest.approx([0.6270739405881613, 0.002735721180215478])


def test_rolls_and_streams_in_both_languages():
    cases = [([0.25, 0.75], 500, 3, "a"), ([0.1, 0.2, 0.3, 0.4], 500, 3, "b"),
             ([0.0, 1.0, 0.0], 50, 9, "a"), ([1 / 3, 1 / 3, 1 / 3], 500, 999999, "ä/1"), ([1.0], 5, 1, "x")]
    found = run("argument.map((c) => [QEduWidgets.roll(...c), QEduWidgets.start(c[2], c[3])])",
                [list(case) for case in cases])
    for case, (outcomes, begin) in zip(cases, found):
        assert dice.roll(*case).tolist() == outcomes and dice.start(*case[2:]) == begin


@pytest.mark.parametrize("name, die, settings", [
    ("which-coin", "shots", [{"basis": basis} for basis in ("Z", "X", "Y", "ZX")]),
    ("bits-in-bits-out", "rounds", [{"angle": angle} for angle in (0, 90, 180)]),
    ("angle-dials", "pairs", [{"a": a, "b": b} for a, b in ((0, 60), (60, 0), (30, 90), (90, 150), (0, 300))]),
    ("ignorance-or-superposition", "shots", [{"gate": gate, "c": 0} for gate in ("none", "h", "sh")])])
def test_another_setting_of_what_is_measured_has_other_photons(name, die, settings):
    """With the same dice the counts of two settings with the same odds would be the same, as if chance did not come in."""
    widget, more = widgets.load(name), {"n": 300} if "n" in [control.key for control in widgets.load(name).controls] else {"shots": 40}
    drawn = [tuple(widget.samples({**setting, **more})[die].tolist()) for setting in settings]
    assert len(set(drawn)) == len(settings)


def test_dice_are_fair():
    """10 000 runs of 100 throws at 1/4: mean and variance within 6 standard errors (1e-8 each)."""
    counts = np.array([(dice.roll([0.25, 0.75], 100, seed, "t") == 0).sum() for seed in range(10_000)])
    assert abs(counts.mean() - 25) < 6 * math.sqrt(18.75 / 10_000)
    assert abs(counts.var() - 18.75) < 6 * 18.75 * math.sqrt(2 / 10_000)


def test_more_rounds_extend_the_same_sequence():
    bench = widgets.polariser_bench()
    short, long = bench.samples({"n": 20})["photons"], bench.samples({"n": 200})["photons"]
    assert len(short) == 20 and (long[:20] == short).all()
    assert (bench.samples({"seed": 11})["photons"] != bench.samples()["photons"]).any()


def test_interval_is_wilsons():
    """Its ends p solve (k/n - p)^2 = z^2 p(1-p)/n."""
    n = Floats({}, {})
    for k, size in ((0, 10), (3, 10), (10, 10), (250, 1000)):
        share, *ends = n.wilson(k, size)
        assert share == k / size and ends == pytest.approx(statistics.wilson(k, size), abs=1e-14)
        for p in ends:
            assert (k / size - p) ** 2 == pytest.approx(1.959964 ** 2 * p * (1 - p) / size, abs=1e-7)
    assert n.wilson(0, 0) == (0, 0, 1)
    assert [n.wilson(k, 7)[end] for k, end in ((0, 1), (7, 2))] == [0, 1], "exactly"


@pytest.mark.parametrize("weights", [[], [0.5], [0.5, 0.6], [-0.5, 1.5], [math.nan, 1]])
def test_bad_weights_are_refused(weights):
    with pytest.raises(ValueError, match="weights"):
        dice.roll(weights, 5, 1, "x")


# ------------------------------------------------------------- data for the page

def test_packed_frames_come_back():
    rng = np.random.default_rng(0)
    for rows in ([[0.1, 0.2], [0.3, 1 / 3]], np.cumsum(rng.random((30, 12)), axis=1).tolist(), [[-1e5, 1e5]]):
        packed = {"axes": [["k", list(range(len(rows)))]], "keys": [f"v{i}" for i in range(len(rows[0]))], **pack(rows)}
        spec = {"name": "t", "sweeps": {}, "page": {"frames": [packed], "formulas": {}, "dice": []}}
        found = run(PAGE_NUMBERS, {"spec": spec, "states": [{"k": i} for i in range(len(rows))]})
        assert [[row[f"v{i}"] for i in range(len(rows[0]))] for row in found] == pytest.approx(np.array(rows), abs=1e-10)


def test_trees_evaluate_as_floats_and_as_the_mathematics():
    """Each operation once, by the page, by `Floats` and by Python's own functions."""
    cases = [
        (lambda n, a, b: a + 2 * b - 3, lambda a, b: a + 2 * b - 3), (lambda n, a, b: a ** b, pow),
        (lambda n, a, b: n.sqrt(a) / b, lambda a, b: math.sqrt(a) / b), (lambda n, a, b: -a / 3, lambda a, b: -a / 3),
        (lambda n, a, b: n.cos(a) * n.sin(b) + math.pi, lambda a, b: math.cos(a) * math.sin(b) + math.pi),
        (lambda n, a, b: n.asin(a / 4) + n.acos(-b / 4), lambda a, b: math.asin(a / 4) + math.acos(-b / 4)),
        (lambda n, a, b: n.atan2(a, -b), lambda a, b: math.atan2(a, -b)),
        (lambda n, a, b: n.exp(-a) * n.log(b), lambda a, b: math.exp(-a) * math.log(b)),
        (lambda n, a, b: n.expm1(-a * 1e-9), lambda a, b: math.expm1(-a * 1e-9)),
        (lambda n, a, b: n.max(a, b, 1) - n.min(a, b), lambda a, b: max(a, b, 1) - min(a, b)),
        (lambda n, a, b: abs(a - b) + sum([a, b, 1 - a]), lambda a, b: abs(a - b) + b + 1),
        (lambda n, a, b: n.where(a > 1, lambda: 1 / (a - 1), a >= b, b, -b), lambda a, b: 1 / (a - 1) if a > 1 else b if a >= b else -b),
        (lambda n, a, b: n.flag(a < b) + 2 * n.flag(a <= b) + 4 * n.flag(a == b) + 8 * n.flag(a != b),
         lambda a, b: (a < b) + 2 * (a <= b) + 4 * (a == b) + 8 * (a != b)),
        (lambda n, a, b: n.where(1 > 2, a, b), lambda a, b: b), (lambda n, a, b: 2 - (1 - a) - (a - b), lambda a, b: 1 + b),
        (lambda n, a, b: n.log10(a * 1000) + n.log10(0), lambda a, b: math.log10(a) - 297),
        (lambda n, a, b: n.h2(a / 4) + n.h2(0) + n.h2(1 + b), lambda a, b: -sum(p * math.log2(p) for p in (a / 4, 1 - a / 4)))]
    points, trees = [(0.5, 2.0), (1.0, 0.25), (1.5, 0.25), (3.0, 3.0)], Trees({})
    for number, (written, _) in enumerate(cases):
        trees[str(number)] = written(trees, trees["a"], trees["b.1"])
    found = run("argument.points.map(([a, b]) => argument.trees.map((t) => QEduWidgets.evaluate(t, (k) => ({ a, 'b.1': b })[k])))",
                {"points": points, "trees": list(trees.json().values())})
    for (a, b), row in zip(points, found):
        n = Floats({"a": a, "b.1": b}, {})
        assert row == pytest.approx([expected(a, b) for _, expected in cases], abs=1e-13)
        assert row == pytest.approx([written(n, n["a"], n["b.1"]) for written, _ in cases], abs=1e-13)


def test_a_choice_in_python_on_a_number_of_the_page_is_refused():
    n = Trees({})
    for slip in (lambda: 1 if n["a"] > 0 else 2, lambda: max(n["a"], 1), lambda: n["a"] > 0 and n["b"]):
        with pytest.raises(TypeError, match=r"n\.where"):
            slip()
    with pytest.raises(KeyError, match="qber"):
        type("Slip", (type(widgets.which_coin()),), {"derive": lambda self, n: n["qber"]})().numbers({})


def test_sweep_keys_are_spelled_as_in_javascript():
    values = [0, 1, 0.1, 2.5, 1e-7, 1.5e-9, 12345.678, 1e21, 100]
    assert list(Sweep("s", tuple(values)).of_all(float)) == run("argument.map((x) => `s@${x}`)", values)


# ------------------------------------------------------------- state

@pytest.mark.parametrize("changes", [{"theta": 1}, {"theta": 200}, {"theta": "1"}, {"theta": True},
                                     {"on1": 1}, {"n": 2.5}, {"n": -1}, {"seed": 10 ** 7}, {"nonsense": 1},
                                     {"theta": math.nan}])
def test_bad_states_are_refused(changes):
    with pytest.raises(ValueError, match=next(iter(changes))):
        widgets.polariser_bench().numbers(changes)


def test_bad_choices_hidden_texts_and_names_are_refused():
    with pytest.raises(ValueError, match="basis"):
        widgets.which_coin().state({"basis": "Q"})
    assert Hidden("moves", pattern="[ZX]*").check("ZX") == "ZX"
    with pytest.raises(ValueError, match="moves"):
        Hidden("moves", pattern="[ZX]*").check("ZQ")
    with pytest.raises(ValueError, match="name"):
        widgets.load("nonsense")


@pytest.mark.parametrize("name", widgets.NAMES)
def test_no_control_takes_what_it_does_not_have(name):
    """What a browser sends is checked again in the kernel: any value whatever is refused by name, or is legal."""
    widget = widgets.load(name)
    for control in widget.controls:
        for value in ([], {}, (1,), None, float("nan"), float("inf"), -float("inf"), 10**400, 1j, b"0", "constructor", "__proto__", object()):
            try:
                taken = control.check(value)
            except ValueError as error:
                assert str(error).startswith(control.key)
            else:
                assert control.kind == "hidden" and taken == value and isinstance(value, str)
