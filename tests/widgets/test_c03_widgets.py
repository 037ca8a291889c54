"""The widgets of chapter C03 against closed forms and matrices written out by hand."""

import math
import random
import re

import numpy as np
import pytest

import qedu
from qedu import channels, protocols, widgets

from .conftest import SETTLE, on_paper
from .test_hosts import LOOK, true_to_python

BALL, METER, COIN = (widgets.load(name) for name in ("channel-explorer", "clone-o-meter",
                                                     "ignorance-or-superposition"))
CHANCE = random.Random(3)


def any_state(widget):
    return {control.key: CHANCE.choice(list(control.values())) for control in widget.controls
            if control.key not in ("n", "seed")}


# ------------------------------------------------------------- channel explorer

#: Half axes and shift of the ball's image: Nielsen and Chuang, section 8.3.
IMAGES = {"depolarizing": lambda p: (1 - p, 1 - p, 0), "dephasing": lambda p: (1 - 2 * p, 1, 0),
          "amplitude_damping": lambda p: (math.sqrt(1 - p), 1 - p, p), "loss": lambda p: (1, 1, 0)}


@pytest.mark.parametrize("state", [any_state(BALL) for _ in range(60)], ids=str)
def test_explorer_is_the_textbook_s_ellipsoid(state):
    numbers = BALL.numbers(state)
    a, b, shift = IMAGES[state["channel"]](state["p"])
    theta = math.radians(state["theta"])
    x, z = a * math.sin(theta), b * math.cos(theta) + shift
    if state["channel"] == "loss" and state["p"] == 1:
        assert numbers["arrives"] == 0
    else:
        assert numbers["arrives"] == pytest.approx(1 - state["p"] if state["channel"] == "loss" else 1, abs=1e-12)
    expected = {"m.x": a, "m.z": b, "t.z": shift, "out.x": x, "out.z": z, "out.00": (1 + z) / 2, "out.01": x / 2,
                "out.11": (1 - z) / 2, "purity": (1 + x * x + z * z) / 2,
                "fidelity": (1 + x * math.sin(theta) + z * math.cos(theta)) / 2,
                # A Z bit is right with (1 + b ± shift)/2, an X bit with (1 + a)/2.
                "qber.z": (1 - b) / 2, "qber.x": (1 - a) / 2}
    assert {key: numbers[key] for key in expected} == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("name", IMAGES)
@pytest.mark.parametrize("p", [0.1, 0.5])
def test_explorer_s_errors_are_those_of_bb84(name, p):
    run = qedu.exchange(protocols.bb84(), channel=getattr(channels, name)(p))
    numbers = BALL.numbers({"channel": name, "p": p})
    for basis in "zx":
        assert numbers[f"qber.{basis}"] == pytest.approx(run.qber_by_basis[basis.upper()], abs=1e-12)
        assert numbers[f"line.{basis}@{p}"] == pytest.approx(run.qber_by_basis[basis.upper()], abs=1e-12)


def test_explorer_says_nothing_of_a_state_that_never_arrives():
    state_of = ("purity", "fidelity", "qber.z", "qber.x", "out.00", "out.x")
    for p, told in ((0.98, True), (1.0, False)):
        page = on_paper(BALL, {"channel": "loss", "p": p})
        words, keys = page.get_text(" "), {node["data-key"] for node in page.select("[data-key]")}
        assert ("arrives with fidelity" in words, "Nothing is left to measure" in words) == (told, not told)
        assert {key: key in keys for key in state_of} == dict.fromkeys(state_of, told)


def test_explorer_s_default_makes_its_point():
    numbers = BALL.numbers()
    assert numbers["qber.z"] == pytest.approx(0, abs=1e-12) and numbers["qber.x"] == pytest.approx(0.2, abs=1e-12)


# ------------------------------------------------------------- clone-o-meter

@pytest.mark.parametrize("share", [0, 0.14, 0.5, 0.72, 1])
def test_meter_lies_on_the_published_curves(share):
    bb84, universal = (METER.numbers({"machine": machine, "share": share}) for machine in ("bb84", "universal"))
    signal, copy = 1 - bb84["circle.bob"], 1 - bb84["circle.eve"]
    assert (1 - 2 * signal) ** 2 + (1 - 2 * copy) ** 2 == pytest.approx(1, abs=1e-12)
    assert bb84["qber"] == pytest.approx(signal, abs=1e-12)
    assert bb84["guess"] == pytest.approx(0.5 + math.sqrt(signal * (1 - signal)), abs=1e-12)
    signal, copy = 1 - universal["circle.bob"], 1 - universal["circle.eve"]
    assert signal + copy + math.sqrt(abs(signal * copy)) == pytest.approx(0.5, abs=1e-7)
    assert universal["qber"] == pytest.approx(signal, abs=1e-12)


def test_meter_s_equal_copies():
    assert METER.numbers()["bob"] == pytest.approx(0.5 + 8**-0.5, abs=1e-12)
    assert METER.numbers()["eve"] == pytest.approx(0.5 + 8**-0.5, abs=1e-12)
    for state in ("0", "plus", "up", "down"):
        numbers = METER.numbers({"machine": "universal", "state": state})
        assert (numbers["bob"], numbers["eve"]) == pytest.approx((5 / 6, 5 / 6), abs=1e-12)
    assert METER.numbers({"machine": "universal"})["guess"] == pytest.approx(5 / 6, abs=1e-12)


def test_meter_s_circular_states():
    """The BB84 machine leaves |+i⟩ alone; of |−i⟩ the signal keeps cos²η and the copy gets sin²η."""
    up, down = (METER.numbers({"state": state, "share": 0.3}) for state in ("up", "down"))
    assert (up["bob"], up["eve"]) == pytest.approx((1, 1), abs=1e-12)
    eta = 0.3 * math.pi / 2
    assert (down["bob"], down["eve"]) == pytest.approx((math.cos(eta) ** 2, math.sin(eta) ** 2), abs=1e-12)


@pytest.mark.parametrize("x", [0.5, 0.6, 0.75])
def test_meter_s_curves(x):
    numbers = METER.numbers()
    d = 1 - x
    root = (math.sqrt(4 - 6 * d) - math.sqrt(2 * d)) / 2              # a² + ab + b² = 1 with a² = 2d
    assert numbers[f"curve.universal@{x}"] == pytest.approx(1 - root**2 / 2, abs=1e-9)
    assert numbers[f"curve.bb84@{x}"] == pytest.approx(0.5 + math.sqrt(d * (1 - d)), abs=1e-9)
    assert numbers[f"curve.resend@{x}"] == pytest.approx(1.5 - x, abs=1e-9)


def test_meter_s_third_task_tells_the_truth():
    """Measure and resend: f = 0.4 gives f/4 = 10 % errors and ½ + f/4 = 60 % right guesses."""
    run = qedu.exchange(protocols.bb84(), attack=qedu.attacks.intercept_resend(fraction=0.4))
    assert (run.qber, run.eve_guess) == pytest.approx((0.1, 0.6), abs=1e-12)
    assert any("60 %" in task.text and "Z or X at random" in task.text for task in METER.tasks)
    between = qedu.exchange(protocols.bb84(), attack=qedu.attacks.intercept_resend(fraction=0.4, basis="breidbart"))
    assert between.qber == pytest.approx(0.1, abs=1e-12)
    assert between.eve_guess == pytest.approx(0.5 + 0.4 / 8**0.5, abs=1e-12)      # so the basis has to be said


def test_meter_s_odds_that_both_copies_pass():
    """By hand, in the basis of Y: |uu⟩ of up, and cos η |du⟩ + sin η |ud⟩ of down; at equal copies of every state 2/3 (Bužek and Hillery)."""
    for share in (0, 0.3, 0.5, 1):
        eta = share * math.pi / 2
        for state in ("0", "plus"):
            numbers = METER.numbers({"share": share, "state": state})
            assert numbers["p.both"] == pytest.approx((1 + math.cos(eta) + math.sin(eta)) ** 2 / 8, abs=1e-12)
    for state in ("0", "plus", "up", "down"):
        assert METER.numbers({"machine": "universal", "state": state})["p.both"] == pytest.approx(2 / 3, abs=1e-12)
    for state in [any_state(METER) for _ in range(40)]:
        numbers = METER.numbers(state)
        both, bob, eve, none = (numbers[f"p.{passes}"] for passes in ("both", "bob", "eve", "none"))
        assert (both + bob, both + eve, both + bob + eve + none) == pytest.approx((numbers["bob"], numbers["eve"], 1), abs=1e-9)


def test_meter_counts_what_it_tests():
    state = {"n": 120, "seed": 8, "share": 0.3, "machine": "universal"}
    numbers, drawn = METER.numbers(state), METER.samples(state)["tests"]
    assert [numbers["passed.bob.count"], numbers["passed.eve.count"]] == [((drawn == 0) | (drawn == k)).sum() for k in (1, 2)]
    first = METER.numbers()
    assert all(first[f"passed.{who}.low"] < first[who] < first[f"passed.{who}.high"] for who in ("bob", "eve")), "the first sample is no odd one"


def test_meter_sends_photons_and_its_arrow_and_needle_can_be_taken_hold_of(site, open_page):
    page = open_page(site("clone-o-meter"))
    widget = page.wait_for_selector("qedu-widget.qedu-alive")
    assert page.locator(".q-sails").count() == 0, "all lies still until a photon is sent"
    look = widget.evaluate(LOOK)
    true_to_python("clone-o-meter", look)
    name = page.get_attribute(".qedu-panel:not([hidden]) svg[role=img]", "aria-label")
    assert "Bob's photon passes Alice's test 85.4" in name and "Eve's copy passes Alice's test 85.4" in name
    assert re.search(r"Bob's photon, tests \d+ of 20 passed", name)
    # One photon more: from Alice to the machine, and two out of it, one up and one down.
    page.click("[data-focus=next]")
    page.evaluate(SETTLE)
    down = page.evaluate("[...document.querySelectorAll('.q-sails')].map(one => parseFloat(one.style.getPropertyValue('--down')))")
    assert len(down) == 2 and min(down) < 0 < max(down)
    assert [page.locator(f".q-clicks .q-glyph.{tone}").count() for tone in ("q1", "q2", "q4")].count(1) >= 1
    page.click("[data-add='100']")
    page.evaluate(SETTLE)
    assert page.locator(".q-sails").count() == 10, "of a hundred, five are seen"
    # Alice's arrow to the right: |+i⟩, which the machine for BB84 copies perfectly.
    place = "() => (({ x, y }) => [x, y])(document.querySelector('[data-grip=state]').getBoundingClientRect())"
    x, y = page.evaluate(place)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 80, y + 70, steps=4)
    page.mouse.up()
    page.evaluate(SETTLE)
    look = widget.evaluate(LOOK)
    assert look["state"]["state"] == "up" and dict(look["drawn"])["bob"] == pytest.approx(1)
    true_to_python("clone-o-meter", look)
    # A click on the place of another state does the same, and so do keys.
    page.locator(".qedu-live .q-card").first.click()
    assert widget.evaluate(LOOK)["state"]["state"] == "0"
    page.focus("[data-grip=state]")
    page.keyboard.press("End")
    assert widget.evaluate(LOOK)["state"]["state"] == "down"


def test_meter_s_photons_do_not_fly_for_those_who_want_no_motion(site, open_page):
    page = open_page(site("clone-o-meter"), reduced_motion="reduce")
    page.click("[data-add='1']")
    page.evaluate(SETTLE)
    seen = "[...document.querySelectorAll('.q-sails')].map(one => getComputedStyle(one).opacity)"
    assert page.evaluate(seen) == ["0", "0"] and page.evaluate("document.getAnimations().length") == 0


# ------------------------------------------------------------- ignorance or superposition

@pytest.mark.parametrize("state", [any_state(COIN) for _ in range(60)], ids=str)
def test_coin_against_matrices_by_hand(state):
    p, c, phi = state["p"], state["c"], math.radians(state["phi"])
    psi = np.array([math.sqrt(p), np.exp(1j * phi) * math.sqrt(1 - p)])
    full, coin = np.outer(psi, psi.conj()), np.diag([p, 1 - p])
    mine = c * full + (1 - c) * coin
    h = np.array([[1, 1], [1, -1]]) / math.sqrt(2)
    u = {"none": np.eye(2), "h": h, "sh": h @ np.diag([1, -1j])}[state["gate"]]
    numbers = COIN.numbers(state)
    for name, rho in (("coin", coin), ("mine", mine), ("super", full)):
        odds = np.diag(u @ rho @ u.conj().T).real
        assert [numbers[f"{name}.0"], numbers[f"{name}.1"]] == pytest.approx(odds, abs=1e-12)
    assert numbers["purity"] == pytest.approx((abs(mine) ** 2).sum(), abs=1e-12)
    assert [numbers["rho.01.re"], numbers["rho.01.im"], numbers["rho.10.im"]] == pytest.approx(
        [mine[0, 1].real, mine[0, 1].imag, mine[1, 0].imag], abs=1e-12)


def test_the_second_gate_asks_for_y():
    """S† then H gives 0 for |+i⟩ every time."""
    numbers = COIN.numbers({"c": 1.0, "phi": 90, "gate": "sh"})
    assert numbers["super.0"] == pytest.approx(1, abs=1e-12) and numbers["coin.0"] == pytest.approx(0.5, abs=1e-12)
    assert COIN.numbers({"c": 1.0, "phi": 90, "gate": "h"})["blind"] == 1
