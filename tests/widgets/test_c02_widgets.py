"""The widgets of chapter C02: what the first look at them says, and what can be taken hold of in the game of boxes."""

import json
import math

import pytest

from qedu import widgets

from .conftest import on_paper
from .test_stage import SETTLE

BENCH, COIN = (widgets.load(name) for name in ("polariser-bench", "which-coin"))
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
