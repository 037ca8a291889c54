"""Chapter C12: the running repeater line, the crossover finder."""

import math
import random

import numpy as np
import pytest

from qedu import rates, repeaters, widgets
from qedu.widgets import chain_game, dice

from .conftest import SETTLE, line, on_paper
from .test_hosts import LOOK, true_to_python
from .test_numbers import PAGE_NUMBERS, run

LINE, FINDER = widgets.load("repeater-line"), widgets.load("crossover-finder")
GAME = {"n": "4", "p": "0.2", "t": 300, "p_swap": "1", "cutoff": "0", "policy": "1", "seed": 1}


# ------------------------------------------------------------- the running line

def first_deliveries(state, seeds):
    """Attempts, and attempts waited, of the first delivery of each seed: each begins with an empty line."""
    found = [chain_game.play({**GAME, **state, "seed": seed})["done"][0] for seed in range(seeds)]
    return np.array(found, dtype=float).T


@pytest.mark.parametrize("state", [{}, {"policy": "2"}, {"policy": "2", "cutoff": "5"}, {"p_swap": "0.5", "n": "2"}, {"p_swap": "0.5", "p": "0.5"},
                                   {"policy": "2", "p_swap": "0.5", "p": "0.5", "cutoff": "10"}, {"n": "8", "p": "0.5", "cutoff": "5"}], ids=str)
def test_the_game_is_the_librarys_chain(state):
    """Attempts and fidelities of 250 games with fixed seeds beside 20,000 deliveries of `Chain.simulate`, which draws otherwise: seven
    settings, two means each, 5.5 standard errors; a right game fails one of the 14 with a probability of 5 · 10⁻⁷."""
    one = {**GAME, **state, "t": 500}
    chain = repeaters.Chain(int(one["n"]), float(one["p"]), float(one["p_swap"]), policy="nested" if one["policy"] == "1" else "swap_asap", fidelity=0.98,
                            t2=50, cutoff=int(one["cutoff"]) or None)
    there = chain.simulate(20_000, seed=5)
    attempts, waited = first_deliveries({**state, "t": 500}, 250)
    for mine, theirs in ((attempts, there.attempts), (chain.arrives(waited), there.fidelity)):
        error = math.hypot(mine.std(ddof=1) / math.sqrt(len(mine)), theirs.std(ddof=1) / math.sqrt(len(theirs)))
        assert mine.mean() == pytest.approx(theirs.mean(), abs=5.5 * error)


def test_two_links_by_hand():
    """One attempt after the other, with the same dice: a link is up as soon as its draw is low enough, and the pair goes when both are."""
    for seed in range(30):
        draws = dice.mulberry32(dice.start(seed, "births"), 8 * 200).reshape(200, 8)[:, :2] < 0.1 * 2**32
        done, since = [], [None, None]
        for now, (a, b) in enumerate(draws.tolist(), 1):
            since = [since[0] or (now if a else None), since[1] or (now if b else None)]
            if all(since):
                done.append((now, abs(since[0] - since[1])))
                since = [None, None]
        assert chain_game.play({**GAME, "n": "2", "p": "0.1", "t": 200, "seed": seed})["done"] == done


def test_a_cut_off_leaves_nothing_that_is_older():
    for seed in range(40):
        for policy in "12":
            state = {**GAME, "n": "8", "cutoff": "10", "policy": policy, "seed": seed, "t": 150}
            run_ = chain_game.play(state)
            for first, last, waited in filter(None, run_["links"]):
                assert waited <= 9 * (last - first + 1), "each pair of it waits no longer than nine attempts"
            assert all(waited <= 10 * 8 for _, waited in run_["done"])
    assert chain_game.play({**GAME, "n": "8", "cutoff": "10", "t": 150})["count"]["cut"] > 0 == chain_game.play({**GAME, "t": 150})["count"]["cut"]


def test_pairs_are_neither_lost_nor_found():
    """Every link that was made is part of a delivery, of a pair that is there, or was given up in a failure or a cut-off."""
    for seed in range(30):
        for state in ({"policy": "1"}, {"policy": "2", "n": "8"}, {"policy": "2", "p": "0.5"}):
            one = {**GAME, **state, "seed": seed}
            found, n = chain_game.play(one), int(one["n"])
            there = sum(link is not None for link in found["links"])
            assert found["count"]["born"] == n * len(found["done"]) + there
            joined = sum(last - first for first, last, _ in {link for link in found["links"] if link})
            assert found["count"]["swapped"] == (n - 1) * len(found["done"]) + joined


def test_stations_that_read_deliver_what_the_poorest_link_has_made():
    for seed in range(20):
        state = {**GAME, "policy": "3", "p": "0.5", "seed": seed, "t": 100}
        found = chain_game.play(state)
        made = (dice.mulberry32(dice.start(seed, "births"), 800).reshape(100, 8)[:, :4] < 2**31).sum(axis=0)
        assert found["stock"] == made.tolist() and len(found["done"]) == made.min()
        assert all(waited == 0 for _, waited in found["done"]) and found["links"] == [None] * 4
    # Four links of 0.98, read one after the other: an odd number of them is wrong.
    wrong = 2 * 0.02 / 3
    odd = sum(math.comb(4, k) * wrong**k * (1 - wrong) ** (4 - k) for k in (1, 3))
    assert LINE.numbers({"policy": "3"})["qber"] == pytest.approx(odd, abs=1e-12)


def test_the_line_runs_alike_in_both_languages():
    chance, states = random.Random(9), []
    for _ in range(60):
        state = {c.key: chance.choice(c.values()) for c in LINE.controls if c.kind == "choice"}
        states.append(LINE.state({**state, "t": chance.randrange(501), "seed": chance.randrange(999)}))
    spec = {**LINE.spec(), "page": LINE.page()}
    for state, found in zip(states, run(PAGE_NUMBERS, {"spec": spec, "states": states})):
        fresh = LINE.numbers(state)
        assert {key: value for key, value in found.items() if key != "x"} == pytest.approx({key: fresh[key] for key in found}, abs=1e-9)


def test_numbers_are_those_of_the_run():
    numbers, found = LINE.numbers({"t": 500}), chain_game.play(LINE.state({"t": 500}))
    made = [(1 + 3 * ((4 * 0.98 - 1) / 3) ** 4 * math.exp(-waited / 100)) / 4 for _, waited in found["done"]]
    assert numbers["pairs"] == len(made) and numbers["mean"] == pytest.approx(np.mean(made))
    spread = 1.959964 * np.std(made, ddof=1) / math.sqrt(len(made))
    assert [numbers["mean.low"], numbers["mean.high"]] == pytest.approx([np.mean(made) - spread, np.mean(made) + spread], abs=1e-6)
    assert numbers[f"d.{len(made)}"] == pytest.approx(made[-1]) == pytest.approx(numbers["last"])
    assert numbers["exact"] == pytest.approx(sum(1 - (1 - 0.9**m) ** 4 for m in range(2000)), rel=1e-9), "the longest of four waits"


@pytest.mark.parametrize("state, words", [
    ({"t": 0}, "Nothing has arrived after 0 attempts."), ({}, "5 pairs have arrived in 118 attempts, with a fidelity of 0.767"),
    ({"t": 500}, "Too weak for the goal of 0.81."), ({"t": 500, "policy": "2", "cutoff": "20"}, "That meets the goal, 0.81 on average and a pair in 30 attempts."),
    ({"t": 500, "policy": "2", "cutoff": "5"}, "Good enough, but too few"), ({"policy": "3"}, "whoever runs one of them has the key")])
def test_what_the_line_says(state, words):
    assert words in line(LINE, state)


def test_the_picture_shows_what_is_there():
    for state in ({}, {"t": 500, "policy": "2"}, {"n": "8", "p": "0.2", "t": 77}):
        numbers, drawing = LINE.numbers(state), on_paper(LINE, state).select_one("svg")
        n = int(LINE.state(state)["n"])
        there = {numbers[f"first.{i}"] for i in range(1, n + 1) if numbers[f"first.{i}"]}
        assert len(drawing.select('[data-key^="f."]')) == len(there)
        assert len(drawing.select('[data-key^="d."]')) == min(40, numbers["pairs"])
        above = drawing.select('[data-key^="d."] circle')
        assert len(above) == sum(numbers[f"d.{k}"] > 0.81 for k in range(max(1, int(numbers["pairs"]) - 39), int(numbers["pairs"]) + 1))


def test_a_run_by_keyboard(site, open_page):
    page = open_page(site("repeater-line"))
    widget = page.wait_for_selector("qedu-widget.qedu-alive")
    page.locator("[data-add='1'][data-to=t]").press("Enter")
    page.evaluate(SETTLE)
    look = widget.evaluate(LOOK)
    true_to_python("repeater-line", look)
    assert look["state"]["t"] == 119
    page.locator("[data-play=t]").press("Enter")
    page.wait_for_function("() => JSON.parse(document.querySelector('qedu-widget').dataset.state).t > 121")
    page.locator("[data-play=t]").press("Enter")
    page.locator("[data-control=policy]").nth(0).focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.evaluate(SETTLE)
    look = widget.evaluate(LOOK)
    true_to_python("repeater-line", look)
    assert look["state"]["policy"] == "3" and "has the key" in look["text"]
    page.get_by_role("button", name="New run").click()
    assert widget.evaluate(LOOK)["state"]["seed"] != LINE.state()["seed"]


# ------------------------------------------------------------- the crossover finder

def ahead(km, number, emission, memory, clock):
    """Secret bits of the chain above those of light sent directly; rates written out."""
    p = 0.5 * (0.9 * emission) ** 2 * 10 ** (-km / number / 50)
    seconds = km / number / 2e5
    wait = repeaters.expected_wait(number, p) * seconds
    w = ((4 * 0.99 - 1) / 3) ** number * repeaters.expected_decay(number, p, t2=memory / seconds)
    return rates.bb84((1 - w) / 2) / wait > 0.9 * clock * 10 ** (-km / 50)


@pytest.mark.parametrize("state", [{}, {"memory": 100}, {"memory": 1, "clock": "1e6"}, {"memory": 30, "links": "16", "eff": "0.7"},
                                   {"memory": 100, "links": "4"}], ids=str)       # 507 to 556 km: narrow
def test_the_window_is_where_the_repeater_is_ahead(state):
    one = FINDER.state(state)
    numbers, rest = FINDER.numbers(state), (int(one["links"]), float(one["eff"]), one["memory"], float(one["clock"]))
    start, stop = numbers["start"], numbers["stop"]
    assert 20 < start < stop < 2000
    for km, wanted in ((start - 2, False), (start + 2, True), ((start + stop) / 2, True), (stop - 2, True), (stop + 2, False), (1900, False)):
        assert ahead(km, *rest) == wanted, km
    there = 0.9 * rest[3] * 10 ** (-start / 50)
    assert 10 ** numbers["start.rate"] == pytest.approx(there, rel=1e-9) == pytest.approx(numbers["at.direct"], rel=1e-9)
    assert numbers["at.key"] == pytest.approx(there, rel=0.03), "both are alike where they cross"


def test_no_repeater_is_always_better():
    for links_ in "2 4 8 16".split():
        for eff in ("0.1", "0.9"):
            numbers = FINDER.numbers({"links": links_, "eff": eff, "memory": 100})
            assert numbers["direct.of@20"] > numbers["repeater.of@20"], "near by, direct light is better"
            places = [key.partition("@")[2] for key in numbers if key.startswith("direct.of@")]
            assert len(places) == 31
            for km in places:
                assert numbers[f"direct.of@{km}"] <= numbers[f"bound.of@{km}"] + 1e-3, "the bound of a line without stations"
    assert FINDER.numbers({"memory": 1})["start"] == 0 == FINDER.numbers({"links": "2", "memory": 100})["start"]
    inside = FINDER.numbers({"memory": 100})
    assert inside["repeater.of@683"] > inside["bound.of@683"], "a station in the middle goes beyond it"


@pytest.mark.parametrize("state, words", [
    ({}, "Up to 420 km light sent directly gives more, from there to 585 km the repeater"), ({"memory": 1}, "where it has a key, light sent directly gives more"),
    ({"memory": 0.1, "links": "16", "eff": "0.1"}, "no key at any of these distances"), ({"memory": 100}, "Up to 410 km")])
def test_what_the_finder_says(state, words):
    assert words in line(FINDER, state)


def test_the_finder_by_keyboard(site, open_page):
    page = open_page(site("crossover-finder"))
    widget = page.wait_for_selector("qedu-widget.qedu-alive")
    page.focus("[data-control=memory]")
    page.keyboard.press("ArrowRight")
    page.evaluate(SETTLE)
    look = widget.evaluate(LOOK)
    true_to_python("crossover-finder", look)
    assert look["state"]["memory"] == 30 and "Up to 413 km" in look["text"].replace("\u00a0", " ")
    page.keyboard.press("Home")
    page.get_by_role("tab", name="In figures").click()
    page.evaluate(SETTLE)
    assert "At 400 km from end to end" in page.inner_text(".qedu-panel:not([hidden])").replace("\u00a0", " "), "nothing crosses"


@pytest.mark.parametrize("memory", [10, 100])
def test_words_lie_over_no_straight_line_of_their_drawing(site, open_page, memory):
    """On a phone the label of the line at which memories fade lay over it, over another one and over a curve."""
    page = open_page(f"{site('crossover-finder')}#crossover-finder?memory={memory}", width=360)
    page.wait_for_selector("qedu-widget.qedu-alive")
    page.evaluate(SETTLE)
    assert page.evaluate("""() => {
        const label = [...document.querySelectorAll('.qedu-live svg text')].find(one => /^up to/.test(one.textContent)), box = label.getBBox();
        const lines = [...document.querySelectorAll('.qedu-live svg :is(.q-ref, .q-drop)')].map(line => ['x1', 'x2', 'y1', 'y2'].map(name => line[name].baseVal.value));
        return [lines.length, lines.filter(([a, b, c, d]) => a === b && a > box.x && a < box.x + box.width
            && Math.max(c, d) > box.y && Math.min(c, d) < box.y + box.height).length];
    }""") == [2, 0]
