"""The widgets of chapter C02: what the first look at them says, and what can be taken hold of in the two that send qubits."""

import json
import math
import random

import numpy as np
import pytest

from qedu import states, statistics, widgets

from .conftest import SETTLE, line, on_paper
from .test_numbers import any_state

BENCH, COIN, BITS, MAP = (widgets.load(name) for name in ("polariser-bench", "which-coin", "bits-in-bits-out", "map-of-states"))
STATE = "() => JSON.parse(document.querySelector('qedu-widget').dataset.state)"


def test_the_bench_begins_with_light_that_gets_through():
    words = on_paper(BENCH, {}).get_text(" ")
    numbers = BENCH.numbers()
    assert BENCH.samples()["photons"][-1] == 0, "the photon drawn is one that clicks"
    assert f"{numbers['photons.count.click']:.0f} of {numbers['photons.n']:.0f} pass, the last one too." in words
    assert numbers["photons.low.click"] < 0.25 < numbers["photons.high.click"]


def test_the_bench_counts_before_it_speaks_of_the_last_photon():
    words = on_paper(BENCH, {"on2": False}).get_text(" ")
    assert "0 of 100 pass. The last stops at 3." in words


def test_the_bench_has_the_chapter_s_word_for_a_polariser():
    spec = BENCH.spec()
    seen = json.dumps([spec[key] for key in ("title", "caption", "leaves_out", "line", "tasks")], ensure_ascii=False)
    assert "polariser" in seen and "nalyser" not in seen
    assert {control.group for control in BENCH.controls} >= {f"Polariser {k}" for k in (1, 2, 3)}


# ------------------------------------------------------------- the map of states

@pytest.mark.parametrize("theta", MAP.controls[0].values())
@pytest.mark.parametrize("phi", (0, 180))
def test_light_that_does_not_turn_swings_at_the_angle_that_the_map_says(theta, phi):
    numbers = MAP.numbers({"theta": theta, "phi": phi})
    ket = states.ket(math.radians(theta), math.radians(phi))
    assert numbers["turns"] == 0
    assert states.overlap(ket, states.polarization(numbers["alpha"])) == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize("state, said", [
    ({"theta": 90, "phi": 0}, "0.707\u2009|0⟩ + 0.707\u2009|1⟩. It has a name, |+⟩. The light swings along a line, at 45°."),
    ({"theta": 60, "phi": 180}, "0.866\u2009|0⟩ − 0.500\u2009|1⟩. The light swings along a line, at −30°."),
    ({"theta": 90, "phi": 270}, "0.707\u2009|0⟩ − 0.707\u2009i\u2009|1⟩. It has a name, |−i⟩. The light turns, and its field runs round a circle."),
    ({"theta": 120, "phi": 90}, "0.500\u2009|0⟩ + 0.866\u2009i\u2009|1⟩. The light turns, and its field runs round an ellipse."),
    ({"theta": 90, "phi": 225}, "0.707\u2009|0⟩ + (−0.500 − 0.500\u2009i)\u2009|1⟩. The light turns, and its field runs round an ellipse."),
    ({"theta": 0, "phi": 75}, "This is |0⟩, horizontal light. Here φ changes nothing."),
    ({"theta": 180, "phi": 75}, "This is |1⟩, vertical light. Here φ is a global phase.")], ids=str)
def test_the_map_writes_the_state_and_says_what_its_light_does(state, said):
    assert line(MAP, state) == said


@pytest.mark.parametrize("width, turned", [(1280, 0), (1280, 4), (360, 0)])
def test_the_arrow_goes_where_it_is_put_on_the_sphere(width, turned, site, open_page):
    """Both angles at once, from where the reader has turned the sphere to."""
    page = open_page(site("map-of-states"), width=width)
    for _ in range(turned):
        page.locator(".qedu-turn").press("ArrowRight")
    page.evaluate(SETTLE)
    place = "() => { const { x, y } = document.querySelector('[data-grip=theta]').getBoundingClientRect(); return [x, y]; }"
    put = """values => { for (const [key, value] of Object.entries(values)) { const one = document.querySelector(`[data-control=${key}]`);
        one.value = value; one.dispatchEvent(new Event('input', { bubbles: true })); } }"""
    for wanted in ({"theta": 90, "phi": 15}, {"theta": 45, "phi": 345}, {"theta": 120, "phi": 0}):
        page.evaluate(put, wanted)
        page.evaluate(SETTLE)
        there = page.evaluate(place)
        page.evaluate(put, {"theta": 75, "phi": 60})
        page.evaluate(SETTLE)
        page.mouse.move(*page.evaluate(place))
        page.mouse.down()
        page.mouse.move(*there, steps=3)
        page.mouse.up()
        page.evaluate(SETTLE)
        # The mouse counts in whole pixels, and the small sphere has few of them for a step.
        found = page.evaluate(STATE)
        assert abs(found["theta"] - wanted["theta"]) <= (5 if width == 360 else 0)
        assert min(abs(found["phi"] - wanted["phi"]), 360 - abs(found["phi"] - wanted["phi"])) <= (15 if width == 360 else 0)


def test_keys_turn_the_arrow_by_either_angle(site, open_page):
    page = open_page(site("map-of-states"))
    grip = page.locator("[data-grip=theta]")
    grip.focus()
    for key, theta, phi in (("ArrowRight", 65, 75), ("ArrowUp", 65, 90), ("ArrowLeft", 60, 90), ("ArrowDown", 60, 75)):
        page.keyboard.press(key)
        page.evaluate(SETTLE)
        assert {"theta": theta, "phi": phi}.items() <= page.evaluate(STATE).items()
        assert grip.get_attribute("aria-valuetext") == f"{theta}°, {phi}°"


# ------------------------------------------------------------- which coin

def test_between_z_and_x_the_boxes_differ_by_the_cosine_of_an_eighth_turn():
    numbers = COIN.numbers({"basis": "ZX", "shots": 3})
    p = math.cos(math.pi / 8)**2                               # |⟨b|+⟩|² where the kets are 22.5° apart
    assert [numbers[f"p.{box}.{i}"] for box in ("plus", "mixture") for i in (0, 1)] == pytest.approx([p, 1 - p, 0.5, 0.5], abs=1e-12)
    # Half of what the two binomial distributions of three photons have in common.
    common = sum(min(math.comb(3, k) * p**k * (1 - p)**(3 - k), math.comb(3, k) / 8) for k in range(4)) / 2
    assert numbers["error.ZX"] == pytest.approx(common, abs=1e-12)


def test_another_direction_has_other_photons():
    """Else 4 of 8 in Z would be the same 4 of 8 in Y, as if chance did not come in."""
    drawn = {basis: COIN.samples({"basis": basis, "shots": 40, "seed": 9})["shots"].tolist() for basis in "ZXY"}
    assert drawn["Z"] != drawn["X"] != drawn["Y"] != drawn["Z"]
    assert drawn["Z"][:10] == COIN.samples({"basis": "Z", "shots": 10, "seed": 9})["shots"].tolist(), "more photons go on from there"
    assert {COIN.numbers({"basis": basis, "seed": 9})["box.count.mixture"] for basis in "ZXY"} == {1}, "but the box is the same"


@pytest.mark.parametrize("seed, box", [(6, "plus"), (9, "mixture")])
def test_a_verdict_is_right_where_it_names_the_box(seed, box):
    for said in ("none", "plus", "mixture"):
        words = on_paper(COIN, {"seed": seed, "decision": said}).get_text(" ")
        assert COIN.numbers({"seed": seed, "decision": said})["mark"] == (0 if said == "none" else 1 if said == box else 2)
        assert ("Right: it was" in words, "Wrong: it was" in words) == (said == box, said not in (box, "none"))


DIAL = "() => { const { x, y } = document.querySelector('[data-grip=basis]').getBoundingClientRect(); return [x, y]; }"


def test_the_dial_is_turned_by_hand_and_by_keys(site, open_page):
    page = open_page(site("which-coin"))
    grip = page.locator("[data-grip=basis]")
    assert grip.get_attribute("role") == "slider" and grip.get_attribute("aria-label") == "Measure in"
    places, order = {}, ["Z", "ZX", "X", "Y"]
    grip.focus()
    for basis in order:
        assert page.evaluate(STATE)["basis"] == basis == page.locator("[data-control=basis]:checked").get_attribute("value")
        assert grip.get_attribute("aria-valuetext") == COIN.controls[0].options[basis] and grip.get_attribute("aria-valuenow") == str(order.index(basis))
        assert page.evaluate("document.activeElement.dataset.grip") == "basis", "the focus stays"
        places[basis] = page.evaluate(DIAL)
        page.keyboard.press("ArrowRight")
        page.evaluate(SETTLE)
    (zx, zy), (xx, xy), (yx, yy) = places["Z"], places["X"], places["Y"]
    assert (yx, xy) == pytest.approx((zx, yy), abs=0.2) and xx - yx == pytest.approx(yy - zy, abs=0.2), "up, to the right, and in the middle"
    page.keyboard.press("Home")
    page.evaluate(SETTLE)
    for basis in ("X", "Y", "ZX", "Z"):
        page.mouse.move(*page.evaluate(DIAL))
        page.mouse.down()
        page.mouse.move(*places[basis], steps=4)
        page.mouse.up()
        page.evaluate(SETTLE)
        assert page.evaluate(STATE)["basis"] == basis


def test_a_game_of_boxes(site, open_page):
    """A verdict on a card of the picture, the next box without a photon, and how many were right."""
    page = open_page(site("which-coin"))
    score, right = [], 0
    for verdict in ("plus", "mixture", "plus", None, "mixture"):
        if verdict:
            page.locator(".qedu-drawing .q-card").nth(["plus", "mixture"].index(verdict)).click()
            assert page.locator(f"[data-control=decision][value={verdict}]").is_checked(), "the native control says the same"
            mark = COIN.numbers(page.evaluate(STATE))["mark"]
            assert page.locator(".qedu-drawing .q-card").nth(["plus", "mixture"].index(verdict)).text_content().count("right" if mark == 1 else "wrong") == 1
            score.append(str(int(mark)))
            right += mark == 1
        page.click("[data-action=seed]")
        page.evaluate(SETTLE)
        state = page.evaluate(STATE)
        assert (state["shots"], state["decision"], state["past"]) == (0, "none", "".join(score))
    assert 0 < right < len(score) == 4, "both happened"
    assert " ".join(page.locator(".qedu-drawing [data-key=played] text").all_text_contents()) == f"before: {right} of 4 right"
    page.click("[data-action=reset]")
    assert page.evaluate(STATE) == COIN.state()


FLYING = "() => document.querySelectorAll('.q-sails').length"


def test_each_photon_flies_once(site, open_page):
    page = open_page(site("which-coin"))
    assert page.evaluate(FLYING) == 1
    for add, wanted in ((1, 1), (5, 5), (10, 6)):
        page.click(f"[data-add='{add}']")
        assert page.evaluate(FLYING) == wanted
    last = COIN.samples(page.evaluate(STATE))["shots"][-6:]
    down = page.evaluate("[...document.querySelectorAll('.q-sails')].map(e => e.style.getPropertyValue('--down'))")
    assert [step.startswith("-") for step in down] == [outcome == 0 for outcome in last], "each to its own detector"
    page.check("[data-control=basis][value=X]", force=True)
    page.evaluate(SETTLE)
    assert page.evaluate(FLYING) == 0, "whoever turns the dial sends nothing"
    page = open_page(site("which-coin"), reduced_motion="reduce")
    assert page.evaluate("getComputedStyle(document.querySelector('.q-sails')).opacity") == "0", "and with reduced motion none is seen"
    assert page.evaluate("document.querySelector('.q-sails').getAnimations().length") == 0


# ------------------------------------------------------------- bits in, bits out

def chances(bits, degrees):
    """P(message, outcome) from amplitudes: |⟨b|ψ⟩|², each message with 1/2ⁿ."""
    size, half = 2**bits, math.radians(degrees) / 2
    basis = np.array([[math.cos(half), math.sin(half)], [-math.sin(half), math.cos(half)]])
    sent = np.array([[math.cos(math.pi * m / size), math.sin(math.pi * m / size)] for m in range(size)])
    return (sent @ basis.T)**2 / size


def test_bob_names_the_likeliest_message_and_is_right_as_often_as_counted():
    chance = random.Random(4)
    for _ in range(30):
        state = BITS.state(any_state(BITS, chance))
        numbers, drawn, table = BITS.numbers(state), BITS.samples(state)["rounds"], chances(int(state["bits"]), state["angle"])
        for (m, end), p in np.ndenumerate(table):
            assert numbers[f"p.{m}{end}"] == pytest.approx(p, abs=1e-12)
        named = [int(numbers[f"named.{end}"]) for end in (0, 1)]
        assert [table[m, end] for end, m in enumerate(named)] == pytest.approx(table.max(axis=0), abs=1e-12)
        assert numbers["p.right"] == pytest.approx(table.max(axis=0).sum(), abs=1e-12) and numbers["p.right"] <= numbers["bound"] + 1e-12
        right = sum(named[k % 2] == k // 2 for k in drawn.tolist())
        assert numbers["right.count"] == right
        assert (numbers["right.low"], numbers["right.high"]) == pytest.approx(statistics.wilson(right, len(drawn)) if len(drawn) else (0, 1))


def test_one_bit_is_read_wholly_along_it_and_not_at_all_across():
    for degrees, chance, bit in ((0, 1, 1), (180, 1, 1), (90, 0.5, 0), (270, 0.5, 0), (60, 0.75, 1 + 0.25 * math.log2(0.25) + 0.75 * math.log2(0.75))):
        numbers = BITS.numbers({"bits": 1, "angle": degrees})
        assert (numbers["p.right"], numbers["information"]) == pytest.approx((chance, bit), abs=1e-12)


def test_no_direction_brings_out_more_than_a_bit_or_beats_two_in_all():
    for bits in (1, 2, 3):
        of_all = [BITS.numbers({"bits": bits, "angle": angle, "n": 0}) for angle in BITS.controls[1].values()]
        assert max(one["information"] for one in of_all) <= 1 + 1e-12
        assert max(one["p.right"] for one in of_all) == pytest.approx(2 / 2**bits, abs=1e-12)
        assert sum(one["best"] for one in of_all) == 2**bits, "along each of her states, and nowhere else"


def test_the_cards_in_the_picture_say_what_was_sent_and_read(site, open_page):
    page = open_page(f"{site('bits-in-bits-out')}#bits-in-bits-out?bits=2&angle=30&n=1")
    page.wait_for_selector(".qedu-alive")
    seen = set()
    for _ in range(12):
        state = page.evaluate(STATE)
        numbers, last = BITS.numbers(state), int(BITS.samples(state)["rounds"][-1])
        label = page.locator(".qedu-drawing svg[role=img]").first.get_attribute("aria-label")
        read = int(numbers[f"named.{last % 2}"])
        verdict = "right" if read == last // 2 else "wrong"
        assert f"the last message was {last // 2:02b}, detector {last % 2} clicked and Bob answers {read:02b}: {verdict}" in label
        assert [page.locator(f"[data-key='named.{end}']").text_content() for end in (0, 1)] == [f"{int(numbers[f'named.{end}']):02b}" for end in (0, 1)]
        seen.add(verdict)
        page.click("[data-add='1']")
    assert seen == {"right", "wrong"}
