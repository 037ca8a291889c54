"""The widgets of chapter C03 against closed forms and matrices written out by hand."""

import math
import random
import re

import numpy as np
import pytest

import qedu
from qedu import channels, protocols, widgets
from qedu.widgets.paper import run

from .conftest import SETTLE, on_paper
from .test_hosts import LOOK, true_to_python

BALL, METER, COIN = (widgets.load(name) for name in ("channel-explorer", "clone-o-meter",
                                                     "ignorance-or-superposition"))
CHANCE = random.Random(3)
STATE = "() => JSON.parse(document.querySelector('qedu-widget').dataset.state)"
DRAWN = ".qedu-drawing .qedu-panel:not([hidden])"


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


VIEW = """(() => { const { spec, state, numbers, room } = argument;
    const made = QEduWidgets.tools.views[spec.views[0].view](spec.views[0], { spec, state, view: spec.views[0], label: () => "", ...room,
        get: (key) => (Object.hasOwn(state, key) ? state[key] : numbers[key]), sample: () => [] });
    return [made.body, made.sphere]; })()"""


@pytest.mark.parametrize("turn", [None, (0, 0), (90, 0), (40, 25), (-130, -70)])
@pytest.mark.parametrize("channel, p", [("dephasing", 0.2), ("dephasing", 0.9), ("depolarizing", 0.4), ("amplitude_damping", 0.5), ("loss", 0.3)])
def test_the_ellipsoid_is_the_shadow_of_all_arriving_states(channel, p, turn):
    """Along a unit vector u the image of the ball under r → Mr + t reaches from u·t − |Mᵀu| to u·t + |Mᵀu|."""
    state = BALL.state({"channel": channel, "p": p})
    body, sphere = run(VIEW, {"spec": BALL.spec(), "state": state, "numbers": BALL.numbers(state),
                              "room": {"width": 690, "height": 430, "narrow": False, **({"turn": turn} if turn else {})}})
    drawn = {key: float(value) for key, value in re.findall(r'(\w+)="([-\d.]+)"', re.search(r"<ellipse class=\"q-part\"([^>]*)/>", body)[1])}
    a, e = (math.radians(degrees) for degrees in turn or (-60, 18))
    right = np.array([-math.sin(a), math.cos(a), 0])
    up = np.array([-math.sin(e) * math.cos(a), -math.sin(e) * math.sin(a), math.cos(e)])
    made = getattr(channels, channel)(p)
    matrix, shift = (np.eye(3), np.zeros(3)) if made.loses else made.bloch_map
    middle = re.search(r'<g transform="translate\(([-\d.]+) ([-\d.]+)\)"><circle', body)
    x, y, r = sphere["x"] - float(middle[1]), sphere["y"] - float(middle[2]), sphere["r"]
    assert [drawn["cx"], drawn["cy"]] == pytest.approx([x + r * right @ shift, y - r * up @ shift], abs=0.06)
    assert [drawn["rx"], drawn["ry"]] == pytest.approx([r * np.linalg.norm(matrix.T @ right), r * np.linalg.norm(matrix.T @ up)], abs=0.06)


def test_on_a_phone_the_ball_is_large_enough_to_be_held(site, open_page):
    page = open_page(site("channel-explorer"), width=360)
    box = page.locator(".qedu-turn").bounding_box()
    assert box["width"] >= 180 and box["height"] >= 180


def test_on_a_phone_the_cards_say_what_they_put_into_the_line(site, open_page):
    page = open_page(site("channel-explorer"), width=360)
    said = page.evaluate("[...document.querySelectorAll('.qedu-panel:not([hidden]) .q-card')].map(card => [...card.querySelectorAll('text')].map(one => one.textContent).join(' '))")
    assert said == list(BALL.controls[0].options.values()), "a symbol alone names no noise"


def test_noise_is_put_into_the_line_by_hand_and_photons_meet_it(site, open_page):
    page = open_page(site("channel-explorer"))
    flying = "() => ['.q-flies', '.q-sails', '.q-flies.q-open'].map(kind => document.querySelectorAll(kind).length)"
    assert page.evaluate(flying) == [0, 0, 0], "at the start nothing has changed"
    order = list(BALL.controls[0].options)
    for channel, happens, legs in (("depolarizing", "20 % are replaced by I/2", [20, 0, 2]), ("amplitude_damping", "10 % fall to |0⟩", [20, 0, 1]),
                                   ("loss", "20 % are lost", [16, 2, 0]), ("dephasing", "Z is applied to 20 %", [20, 0, 2])):
        page.locator(f"{DRAWN} .q-card").nth(order.index(channel)).click()
        assert page.evaluate(STATE)["channel"] == channel and page.locator(f"[data-control=channel][value={channel}]").is_checked()
        assert page.locator(f"{DRAWN} [data-key=touched]").first.text_content().replace("\u00a0", " ") == f"{BALL.controls[0].options[channel]}: {happens}"
        assert page.evaluate(flying) == legs, "ten photons, each in two legs; those that are lost fall"
        assert page.locator(f"{DRAWN} .q-card [data-set], {DRAWN} .q-card[data-set]").count() == 3, "the one in the line cannot be taken again"
        assert page.locator(f"{DRAWN} .q-moves").count() == 1, "it comes from its card"
    page.locator(".qedu-turn").press("ArrowRight")
    page.evaluate(SETTLE)
    assert page.locator(f"{DRAWN} .q-moves").count() == 0, "once"
    page = open_page(site("channel-explorer"), reduced_motion="reduce")
    page.locator(f"{DRAWN} .q-card").first.click()
    assert page.evaluate("[...document.querySelectorAll('.q-flies')].every(e => getComputedStyle(e).opacity === '0' && !e.getAnimations().length)")
    assert page.evaluate("document.querySelector('.q-moves').getAnimations().length") == 0


def test_whoever_turns_a_slider_does_not_start_the_photons_at_each_step(site, open_page):
    page = open_page(site("channel-explorer"))
    starts = "() => parseFloat(document.querySelector('.q-flies').style.animationDelay)"
    grip = page.locator("[data-grip=theta]")
    grip.press("ArrowLeft")
    page.evaluate(SETTLE)
    first = page.evaluate(starts)
    page.wait_for_timeout(300)
    grip.press("ArrowLeft")
    page.evaluate(SETTLE)
    assert page.evaluate(starts) <= first - 0.3, "they are as far as they were"


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
    assert any("60\u00a0%" in task.text and "Z or X at random" in task.text for task in METER.tasks)
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


@pytest.mark.parametrize("p, phi", [(0.5, 0), (0.3, 90), (0.9, 225)])
def test_without_a_gate_no_coherence_is_seen_and_a_gate_sets_the_ticks_apart(p, phi):
    ticks = {gate: [COIN.numbers({"p": p, "phi": phi, "gate": gate})[f"{name}.0"] for name in ("coin", "mine", "super")] for gate in ("none", "h", "sh")}
    assert ticks["none"] == pytest.approx([p] * 3, abs=1e-12)
    assert max(abs(ticks[gate][2] - ticks[gate][0]) for gate in ("h", "sh")) > 0.1
    for gate in ("h", "sh"):
        assert ticks[gate][1] == pytest.approx((ticks[gate][0] + ticks[gate][2]) / 2, abs=1e-12), "half of the coherence, halfway"


def test_the_counters_show_the_counts_and_what_the_two_others_would_give(site, open_page):
    page = open_page(site("ignorance-or-superposition"))
    for gate in ("none", "h", "sh"):
        page.locator(f"{DRAWN} .q-card").nth(list(COIN.controls[1].options).index(gate)).click() if gate != page.evaluate(STATE)["gate"] else None
        state = page.evaluate(STATE)
        numbers = COIN.numbers(state)
        assert state["gate"] == gate and page.locator(f"[data-control=gate][value={gate}]").is_checked()
        for k in (0, 1):
            assert page.locator(f"{DRAWN} [data-key='shots.count.{k}']").text_content() == f"{numbers[f'shots.count.{k}']:.0f}"
            track, fill = (page.locator(f"{DRAWN} {where}").nth(k if where == ".q-track" else 0).bounding_box()
                           for where in (".q-track", f".q-fill[data-key='shots.fraction.{k}']"))
            assert (fill["x"] + fill["width"] - track["x"]) / track["width"] == pytest.approx(numbers[f"shots.fraction.{k}"], abs=0.02)
            for name in ("coin", "super"):
                tick = page.locator(f"{DRAWN} [data-key='{name}.{k}']").bounding_box()
                assert (tick["x"] + tick["width"] / 2 - track["x"]) / track["width"] == pytest.approx(numbers[f"{name}.{k}"], abs=0.02)
        label = page.locator(f"{DRAWN} svg[role=img]").get_attribute("aria-label").replace("\u00a0", " ")
        assert f"measures {dict(none='Z', h='X', sh='Y')[gate]}; clicks of detector 0 {numbers['shots.count.0']:.0f};" in label
        assert f"coin: outcome 0 {100 * numbers['coin.0']:.1f} %; superposition: outcome 0 {100 * numbers['super.0']:.1f} %" in label
        said = page.locator(f"{DRAWN} svg[role=img]").text_content()
        assert ("coin, superposition" in said) == (abs(numbers["coin.0"] - numbers["super.0"]) < 0.005), "together where they are the same"


FLYING = "() => [...document.querySelectorAll('.q-sails')].map(e => e.style.getPropertyValue('--down'))"


def test_each_new_photon_flies_to_the_detector_that_it_made_click(site, open_page):
    page = open_page(site("ignorance-or-superposition"))
    assert page.evaluate(FLYING) == [], "at the start nothing is new"
    for add, wanted in ((1, 1), (10, 6)):
        page.click(f"[data-add='{add}']")
        last = COIN.samples(page.evaluate(STATE))["shots"][-wanted:].tolist()
        assert [down.startswith("-") for down in page.evaluate(FLYING)] == [outcome == 0 for outcome in last]
    page.wait_for_timeout(1800)
    page.locator(".qedu-turn").press("ArrowLeft")
    page.evaluate(SETTLE)
    assert page.evaluate(FLYING) == [], "whoever turns the sphere sends nothing"
    page.locator(f"{DRAWN} .q-card").first.click()
    assert len(page.evaluate(FLYING)) == 6, "another gate has other photons"
    page = open_page(site("ignorance-or-superposition"), reduced_motion="reduce")
    page.click("[data-add='10']")
    assert page.evaluate("[...document.querySelectorAll('.q-sails')].every(e => getComputedStyle(e).opacity === '0' && !e.getAnimations().length)")
    assert page.evaluate("getComputedStyle(document.querySelector('.q-lit')).opacity") == "1", "the detector is lit at once"


TIP = "() => { const { x, y } = document.querySelector('[data-grip=c]').getBoundingClientRect(); return [x, y]; }"
PUT = """values => { for (const [key, value] of Object.entries(values)) { const one = document.querySelector(`[data-control=${key}]`);
    one.value = value; one.dispatchEvent(new Event('input', { bubbles: true })); } }"""


@pytest.mark.parametrize("width, turned", [(1280, 0), (1280, 5), (1280, -9), (360, 0)])
@pytest.mark.parametrize("p", [0.5, 0.8])
def test_the_tip_of_the_arrow_is_taken_to_any_coherence_and_phase(p, width, turned, site, open_page):
    page = open_page(f"{site('ignorance-or-superposition')}#ignorance-or-superposition?p={p}", width=width)
    for _ in range(abs(turned)):
        page.locator(".qedu-turn").press("ArrowRight" if turned > 0 else "ArrowLeft")
    page.evaluate(SETTLE)
    for wanted in ({"c": 1, "phi": 0}, {"c": 0.8, "phi": 120}, {"c": 0.6, "phi": 285}):
        page.evaluate(PUT, wanted)
        page.evaluate(SETTLE)
        there = page.evaluate(TIP)
        page.evaluate(PUT, {"c": 0.3, "phi": 45})
        page.evaluate(SETTLE)
        page.mouse.move(*page.evaluate(TIP))
        page.mouse.down()
        page.mouse.move(*there, steps=3)
        page.mouse.up()
        page.evaluate(SETTLE)
        found = page.evaluate(STATE)
        # The mouse counts in whole pixels, and of a small sphere, seen at a slant, some steps are less.
        assert abs(found["c"] - wanted["c"]) <= (0.05 if width == 1280 else 0.1) + 1e-9
        assert min(abs(found["phi"] - wanted["phi"]), 360 - abs(found["phi"] - wanted["phi"])) <= (0 if width == 1280 else 15)
        assert found["p"] == p, "its height stays"


def test_seen_from_the_side_the_tip_goes_along_its_line_and_keys_have_both(site, open_page):
    page = open_page(f"{site('ignorance-or-superposition')}#ignorance-or-superposition?phi=30")
    grip, knob = page.locator("[data-grip=c]"), page.locator(".qedu-turn")
    for key, c, phi in (("ArrowRight", 0.55, 30), ("ArrowUp", 0.55, 45), ("ArrowLeft", 0.5, 45), ("ArrowDown", 0.5, 30)):
        grip.press(key)
        page.evaluate(SETTLE)
        assert {"c": c, "phi": phi}.items() <= page.evaluate(STATE).items()
        assert grip.get_attribute("aria-valuetext") == f"{c:.2f}, {phi}°"
    for _ in range(2):
        knob.press("ArrowDown")                                # from 24° to 4° above the equator
    page.evaluate(SETTLE)
    x, y = page.evaluate(TIP)
    middle = knob.evaluate("e => { const { x, width } = e.getBoundingClientRect(); return x + width / 2; }")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(middle + 1.6 * (x - middle), y + 25, steps=3)
    page.mouse.up()
    page.evaluate(SETTLE)
    assert {"c": 0.8, "phi": 30}.items() <= page.evaluate(STATE).items()


def test_with_nothing_to_superpose_the_arrow_stays_on_the_axis(site, open_page):
    page = open_page(f"{site('ignorance-or-superposition')}#ignorance-or-superposition?p=1")
    page.mouse.move(*page.evaluate(TIP))
    page.mouse.down()
    page.mouse.move(700, 400, steps=3)
    page.mouse.up()
    page.evaluate(SETTLE)
    assert page.evaluate(STATE) == COIN.state({"p": 1.0})


@pytest.mark.parametrize("widget", [BALL, COIN], ids=lambda widget: widget.name)
def test_on_paper_nothing_flies_and_nothing_is_to_be_taken(widget):
    for setting in widget.paper:
        page = on_paper(widget, setting.state)
        assert not page.select(".q-sails, .q-flies, .q-moves, .q-card") and page.select(".q-s") and page.select(".q-sphere")


def test_on_paper_a_drawing_without_a_title_begins_beside_the_others(site, open_page):
    page = open_page(site("ignorance-or-superposition"), width=700)
    page.emulate_media(media="print")
    tops = page.evaluate("""() => [...document.querySelectorAll('.qedu-state')].map(state =>
        [...state.querySelectorAll('.qedu-view > div')].slice(0, 2).map(part => part.getBoundingClientRect().top))""")
    titles = page.evaluate("[...document.querySelectorAll('.qedu-state')].map(state => [...state.querySelectorAll('.qedu-view-title')].slice(0, 2).map(one => one.textContent))")
    assert len(tops) == 3 and all(one == other for one, other in tops) and all(one == "" != other for one, other in titles)


@pytest.mark.parametrize("state", [{"p": 0.9, "c": 0.8, "phi": 90}, {"p": 0.1, "phi": 45}, {"p": 0.8, "c": 0.5, "phi": 300}, {"p": 0.25, "c": 1.0}], ids=str)
def test_words_of_arrows_stand_on_no_arrow(state):
    state = COIN.state(state)
    body, _ = run(VIEW, {"spec": COIN.spec(), "state": state, "numbers": COIN.numbers(state), "room": {"width": 690, "height": 430, "narrow": False}})
    shafts = [tuple(map(float, found)) for found in re.findall(r'<line x1="([-\d.]+)" y1="([-\d.]+)" x2="([-\d.]+)" y2="([-\d.]+)" class="q-arrow', body)]
    words = re.findall(r'<text x="([-\d.]+)" y="([-\d.]+)" text-anchor="(\w+)" class="q-value q-halo">([^<]*)<', body)
    assert len(shafts) >= 2 and words
    for x, y, anchor, said in words:
        wide = 7.2 * len(said)
        left, top = float(x) - {"start": 0, "middle": wide / 2, "end": wide}[anchor], float(y)
        for a, b, c, d in shafts:
            on = [(a + k * (c - a) / 20, b + k * (d - b) / 20) for k in range(21)]
            assert not any(left < u < left + wide and top - 9 < v < top + 1 for u, v in on), said


def test_an_arrow_ends_in_its_grip_and_the_head_of_a_dashed_one_is_whole(site, open_page):
    """Behind a grip a head sticks out as a bar, and outlined in dashes it looks torn."""
    page = open_page(site("ignorance-or-superposition"))
    page.wait_for_selector("qedu-widget.qedu-alive")
    heads = page.evaluate("[...document.querySelectorAll('.qedu-panel:not([hidden]) path.q-arrow.q-solid')].map(one => [one.classList.contains('q-dashed'), parseFloat(getComputedStyle(one).strokeDasharray) || 0])")
    assert heads == [[True, 0]], "that of the superposition; the coin's arrow is a point, and that of the source is held"
    assert len(on_paper(COIN, COIN.state()).select("path.q-arrow.q-solid")) == 2, "on paper nothing is held"
