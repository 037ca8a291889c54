"""How a widget is made, and what a notebook can give it: views that are checked, arguments, the state that comes back."""

import json
import math
import random
from pathlib import Path

import pytest

import qedu
from qedu import attacks, channels, links, protocols, widgets
from qedu.widgets import Bar, Bars, Choice, Dice, Facts, Range, Ref, Seed, Tally, Widget, frame, scene
from qedu.widgets.live import view
from qedu.widgets.paper import run
from tests import contributing

from .test_numbers import PAGE_NUMBERS

CATALOGUE = Path(widgets.__file__).parent / "catalogue"


def on_page(widget, states):
    return run(PAGE_NUMBERS, {"spec": {**widget.spec(), "page": widget.page()}, "states": states})


# ------------------------------------------------------------- views

@pytest.mark.parametrize("slip, word", [
    (lambda: Bars("Errors", [], formt="bits"), "formt"), (lambda: Bar("qber", "QBER", nmae="x"), "nmae"),
    (lambda: Bar("qber"), "label"), (lambda: Ref("abort", "abort", colour="red"), "colour"),
    (lambda: scene("lamps", "items names")("Lamps", items=[]), "names")])
def test_a_field_that_a_view_does_not_have_is_an_error(slip, word):
    with pytest.raises(TypeError, match=word):
        slip()


def test_a_format_that_the_script_does_not_know_is_an_error():
    for slip in (lambda: Bars("Errors", [], format="percent"), lambda: Bar("qber", "QBER", format="f")):
        with pytest.raises(ValueError, match="format"):
            slip()
    with pytest.raises(TypeError, match="views"):
        type("Old", (Widget,), {"views": ({"view": "bars", "title": ""},)})


def test_views_of_one_tab_stand_together_and_the_main_control_is_one_of_its_own():
    def made(**parts):
        return type("Made", (Widget,), {"controls": (Range("x", "x", 0, 1, 1, 0), Seed()), **parts})

    with pytest.raises(TypeError, match="tab 'A'"):
        made(views=(Bars("1", [], tab="A"), Bars("2", [], tab="B"), Bars("3", [], tab="A")))
    with pytest.raises(TypeError, match="main.*'y'"):
        made(main=("y",))
    assert made()().spec()["main"] == ["x"] and made(main=("seed",))().spec()["main"] == ["seed"]


def test_what_is_folded_is_a_control_and_not_the_main_one_and_is_open_where_a_notebook_has_set_it():
    class Made(Widget):
        controls = (Range("x", "x", 0, 1, 1, 0), Range("y", "y", 0, 1, 1, 0), Choice("z", "z", {"a": "a"}, "a"))
        folded = ("y", "z")

    for folded, word in ((("w",), "folded.*'w'.*none"), (("x", "y"), "folded.*'x'.*main")):
        with pytest.raises(TypeError, match=word):
            type("Made", (Made,), {"folded": folded})
    assert type("Made", (Made,), {"main": ("z",), "folded": ("x",)})().spec()["folded"] == ["x"]
    assert Made().spec()["folded"] == ["y", "z"] and not Made().spec()["unfolded"] and not Made(x=1).spec()["unfolded"]
    assert Made(y=1).spec()["unfolded"] and not Made(y=0).spec()["unfolded"]
    own = Made()
    own.offer("z", "own", "mine")
    assert own.spec()["unfolded"], "what is the reader's own is in sight"


def test_what_is_not_given_is_not_sent():
    assert Bars("T", [Bar("k", "l", "q1")], tab="T").plain() == {
        "view": "bars", "title": "T", "tab": "T", "items": [{"key": "k", "label": "l", "tone": "q1"}]}
    assert Facts("", []).plain() == {"view": "text", "title": "", "rows": []}


def test_every_view_of_python_is_one_of_the_script():
    known = run("Object.keys(QEduWidgets.tools.views)", None)
    for name in widgets.NAMES:
        assert {one["view"] for one in widgets.load(name).spec()["views"]} <= set(known)


# ------------------------------------------------------------- the catalogue

def test_widgets_are_found_where_their_names_say():
    files = [path for path in CATALOGUE.rglob("*.py") if path.name != "__init__.py"]
    assert len(files) == len(widgets.NAMES) and {path.parent.parent for path in files} == {CATALOGUE}
    for path in files:
        widget = widgets.load(path.stem.replace("_", "-"))
        assert type(widget).__module__ == f"qedu.widgets.catalogue.{path.parent.name}.{path.stem}"


# ------------------------------------------------------------- a small widget

class TwoCoins(Widget):
    """Two coins, one of them bent."""

    controls = (Range("bend", "Odds of heads", 0, 1, 0.25, 0.5), Choice("n", "Throws", {"10": "10", "40": "40"}, "40"), Seed())
    dice = (Dice("coin", ("heads", "tails"), ("heads", "tails"), n="n"),)
    tallies = (Tally("any", "coin", ("heads", "tails")), Tally("all_heads", "coin", ("heads",), total="any.count"))
    views = (Bars("Heads", [Bar("heads", "exact")]),)
    calls = 0

    @frame
    def looked_up(self, bend):
        type(self).calls += 1
        return {"square": bend**2}

    def derive(self, n):
        n["heads"], n["tails"] = n["bend"], 1 - n["bend"]
        n["luck"] = n.where(n["coin.count.tails"] > 0, 0, n["heads"] ** n["coin.n"])


def test_frames_tallies_and_derived_numbers_on_both_sides():
    widget = TwoCoins()
    assert widget.name == "two-coins"
    states = [widget.state({"bend": bend, "n": n, "seed": seed}) for bend in (0, 0.25, 1) for n in ("10", "40") for seed in (1, 5)]
    for state, found in zip(states, on_page(widget, states)):
        numbers = widget.numbers(state)
        assert {"bend": state["bend"], **found} == pytest.approx(numbers, abs=1e-12) and numbers["square"] == state["bend"] ** 2
        assert numbers["any.count"] == numbers["coin.n"] == int(state["n"])
        for part, other in (("count", "count"), ("fraction", "fraction"), ("low", "low"), ("high", "high")):
            assert numbers[f"all_heads.{part}"] == numbers[f"coin.{other}.heads"]
    assert TwoCoins.calls == 5, "once for each value of the slider, whatever else is asked"


def test_slips_of_an_author_are_told():
    with pytest.raises(KeyError, match="qbr is no control, no number so far"):
        type("Slip", (TwoCoins,), {"derive": lambda self, n: n["qbr"]})().numbers()
    with pytest.raises(ArithmeticError, match="two-coins: not a number: luck"):
        type("TwoCoins", (Widget,), {"controls": (), "derive": lambda self, n: n.__setitem__("luck", float("nan"))})().numbers()


# ------------------------------------------------------------- arguments

def test_controls_are_arguments_and_every_host_begins_there():
    dial = widgets.eves_dial(f=1.0, basis="z")
    assert (dial.state()["f"], dial.state()["basis"]) == (1.0, "z") and dial.numbers()["qber"] == 0.25
    assert view(dial).state["f"] == 1.0 and 'data-state="{&quot;f&quot;:1.0' in dial.html()
    assert widgets.eves_dial().state()["f"] == 0.4, "the next one begins as ever"
    for slip, word in ((lambda: widgets.eves_dial(f=2), "f ="), (lambda: widgets.load("eves-dial").__class__(fraction=1), "fraction")):
        with pytest.raises(ValueError, match=word):
            slip()
    with pytest.raises(TypeError, match=r"eves_dial\(\).*'fraction'.*takes attack, f, basis, p"):
        widgets.eves_dial(fraction=0.1)


def same_on_the_page(widget, changes):
    """What a notebook shows when the kernel is gone is what the kernel would say."""
    state = widget.state(changes)
    found, numbers = on_page(widget, [state])[0], widget.numbers(state)
    assert found and all(value == pytest.approx(numbers[key], abs=1e-9) for key, value in found.items())
    return numbers


def test_an_attack_of_one_s_own_on_the_dial():
    mine = attacks.phase_covariant_cloner(qber=0.2)
    dial = widgets.eves_dial(mine)
    assert dial.state()["basis"] == "own" and mine.name in json.dumps(dial.spec()["controls"])
    numbers = same_on_the_page(dial, {"f": 0.5, "p": 0.1})
    run_ = qedu.exchange(protocols.bb84(), attacks.partial(mine, 0.5), channel=channels.depolarizing(0.1))
    assert numbers["qber"] == pytest.approx(run_.qber, abs=1e-12)
    assert dial.numbers({"f": 0.5})["information"] == pytest.approx(
        qedu.exchange(protocols.bb84(), attacks.partial(mine, 0.5)).eve_information, abs=1e-9)
    assert dial.numbers({"basis": "z"}) == pytest.approx(widgets.eves_dial().numbers({"basis": "z"}))


def test_an_own_protocol_and_attack_in_the_arena():
    arena = widgets.protocol_arena(protocols.b92(overlap=0.3), attacks.entangling_probe(overlap=0.5))
    numbers = same_on_the_page(arena, {"ab": "random", "f": 0.5})
    run_ = qedu.exchange(protocols.b92(overlap=0.3), attacks.partial(attacks.entangling_probe(overlap=0.5), 0.5))
    assert (numbers["a.kept"], numbers["a.qber"]) == pytest.approx((run_.sifted_fraction, run_.qber), abs=1e-9)
    assert numbers["a.ok"] == 1 and arena.numbers({"aa": "source"})["a.ok"] == 0


def test_an_attack_of_one_s_own_in_the_room():
    mine = attacks.intercept_resend(basis=(1, 0, 1))
    room = widgets.e91_room(attack=mine, n=90)
    run_ = qedu.exchange(protocols.e91(visibility=0.9), attacks.partial(mine, 0.5))
    numbers = same_on_the_page(room, {"f": 0.5, "v": 0.9})
    assert (numbers["s"], numbers["qber"], numbers["guess"]) == pytest.approx((run_.chsh, run_.qber, run_.eve_guess), abs=1e-9)


def test_links_of_one_s_own():
    from dataclasses import replace

    mine = replace(links.GYS, name="mine", loss_db_per_km=0.18, efficiency=0.33, dark_counts=3e-7, misalignment=0.012)
    bench = widgets.link_budget_bench(mine, km=50)
    numbers = same_on_the_page(bench, {"km": 50})
    assert (numbers["eta.now"], numbers["qber"]) == pytest.approx((mine.transmittance(50), mine.qber(0.48, 50)), abs=1e-12)
    theatre = widgets.pns_theatre(mine)
    assert same_on_the_page(theatre, {"km": 50, "eve": False})["qber.signal"] == pytest.approx(mine.qber(0.48, 50), abs=1e-5)
    race = widgets.rate_race(mine, km=50)
    assert race.state()["devices"] == "own"
    assert race.numbers()["rate.plob"] == pytest.approx(math.log10(
        qedu.rates.plob(mine.channel_transmittance(50))), abs=1e-5)


# ------------------------------------------------------------- the state that comes back

def test_what_the_reader_sets_is_the_widget_s_state():
    dial = widgets.eves_dial()
    live = view(dial)
    live.state = dial.state({"f": 0.9, "basis": "breidbart"})            # what the browser sets
    assert dial.state() == live.state and dial.numbers() == live.reply["numbers"]
    assert dial.state({"p": 0.1})["f"] == 0.4, "with changes: from the defaults, as ever"
    got = dial.state()
    got["f"] = 0.0
    assert dial.state()["f"] == 0.9, "a copy"
    with pytest.raises(Exception, match="f ="):
        live.state = {**live.state, "f": 7}
    assert dial.state()["f"] == 0.9


# ------------------------------------------------------------- what CONTRIBUTING shows

def test_the_example_of_contributing_runs():
    names = contributing.run("Add a simulation", "qedu.widgets.catalogue.keys.sifted_key")
    made = [found for found in names.values() if isinstance(found, type) and issubclass(found, Widget) and found is not Widget]
    widget, chance = made[0](), random.Random(1)
    states = [widget.state({})] + [widget.state({"f": chance.choice(widget.controls[0].values()), "seed": seed}) for seed in range(8)]
    for state, found in zip(states, on_page(widget, states)):
        assert {"f": state["f"], **found} == pytest.approx(widget.numbers(state), abs=1e-9)
        expected = qedu.exchange(protocols.bb84(), attacks.intercept_resend(fraction=state["f"])).qber
        assert widget.numbers(state)["qber"] == pytest.approx(expected, abs=1e-12)
    assert len(widget.tasks) == len(widget.paper) == 3 and "qedu-paper" in widget.html()
