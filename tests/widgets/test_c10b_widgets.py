"""The chapter on randomness: a device whose bits somebody may know."""

import math
from itertools import product

import numpy as np
import pytest

import qedu
from qedu import attacks, devices, protocols, randomness, widgets

from .conftest import SETTLE, line, on_paper
from .test_hosts import LOOK, true_to_python

LAB = widgets.load("randomness-lab")
STATES = [{}, {"noise": 0}, {"noise": 1.0}, {"noise": 0, "memory": 0.7}, {"noise": 0.25, "memory": -0.8, "t": 0.63, "seed": 8},
          {"t": 0.28, "noise": 0.1, "n": 320, "seed": 3}, {"t": 0.8, "noise": 0, "memory": 0.9, "said": "0110"}]


def replayed(state, name):
    """Bits, whether known and the best guess, from what the dice say each came from."""
    one, samples = LAB.state(state), LAB.samples(state)
    bits, known, best, words = [], [], [], ("held", "noise0", "noise1", "photon0", "photon1")
    for i, cause in enumerate(samples[name]):
        word = words[cause] if i else words[1 + samples["first"][int(name == "game")]]
        bit = (bits[-1] if one["memory"] > 0 else 1 - bits[-1]) if word == "held" else int(word[-1])
        bits.append(bit)
        known.append(not word.startswith("photon"))
        best.append(bit if known[-1] else int(one["t"] > 0.5))
    return np.array(bits), np.array(known), np.array(best)


@pytest.mark.parametrize("state", STATES, ids=str)
def test_what_is_counted_is_what_the_library_says_of_these_bits(state):
    numbers, (bits, known, best) = LAB.numbers(state), replayed(state, "events")
    assert len(bits) == LAB.state(state)["n"]
    assert (numbers["ones"], numbers["sure"], numbers["hits"]) == (bits.sum(), known.sum(), (bits == best).sum())
    assert numbers["h.mcv"] == pytest.approx(randomness.most_common_value(bits).min_entropy, abs=1e-12)
    runs, window = randomness.repetition_count_test(bits, entropy=1), randomness.adaptive_proportion_test(bits, entropy=1)
    assert (numbers["alarm.run"], numbers["alarm.window"]) == (not runs.passed, not window.passed)
    assert (numbers["cut.run"], numbers["cut.window"]) == (runs.cutoff, window.cutoff) == (21, 589)
    words = "".join(map(str, bits))
    assert numbers["run"] == max(len(one) for digit in "01" for one in words.replace("10"[int(digit)], " ").split() or [""])
    for key in ("counts", "law", "secret"):
        out = randomness.extract(bits, entropy=min(1.0, numbers[f"h.{key}"]), eps=1e-6, seed=1)
        assert numbers[f"out.{key}"] == len(out.bits)
        far = randomness.leftover(numbers["h.secret"] * len(bits), len(out.bits))
        assert (10 ** numbers[f"far.{key}"] if far else numbers[f"far.{key}"]) == pytest.approx(far or -300, rel=1e-9, abs=0)
    assert 10 ** numbers["far.secret"] <= 1e-6


@pytest.mark.parametrize("state", STATES, ids=str)
def test_the_guesser_by_a_table_of_all_that_can_happen(state):
    """Cause by cause what whoever knows the noise sees, and how likely each bit is then."""
    numbers, one = LAB.numbers(state), LAB.state(state)
    held, noise, p1 = abs(one["memory"]), one["noise"], one["t"]
    right = 0.0
    for cause, weight in (("held", held), ("noise", (1 - held) * noise), ("photon", (1 - held) * (1 - noise))):
        # What is seen before the bit: the one before and the noise's; and the bit's odds then.
        for before, said in product((0, 1), repeat=2):
            ones = {"held": before if one["memory"] > 0 else 1 - before, "noise": said, "photon": p1}[cause]
            right += weight / 4 * max(ones, 1 - ones)
    assert numbers["g"] == pytest.approx(right, abs=1e-12)
    assert numbers["h.secret"] == pytest.approx(-math.log2(right), abs=1e-12)


def test_the_dice_follow_the_law_of_the_source():
    """Pairs of neighbours in 60 runs of 1,024 bits, and in a million of the source's own.

    A pair's share scatters by at most ½/√n if pairs were independent, and with this memory by less than twice that: six of these
    standard errors are exceeded by chance with less than 1e-8.
    """
    state = {"t": 0.63, "noise": 0.3, "memory": -0.4}
    mine = np.array([replayed({**state, "seed": seed}, "events")[0] for seed in range(1, 61)])
    theirs = randomness.BitSource(0.63, noise=0.3, memory=-0.4).samples(10**6, seed=5)
    for bits in product((0, 1), repeat=2):
        a = float(((mine[:, :-1] == bits[0]) & (mine[:, 1:] == bits[1])).mean())
        b = float(((theirs[:-1] == bits[0]) & (theirs[1:] == bits[1])).mean())
        assert abs(a - b) < 6 * math.sqrt(1 / mine.size + 1 / theirs.size)


def test_the_point_needles_that_see_nothing_and_one_that_does():
    good, bad, patterned = LAB.numbers({"noise": 0}), LAB.numbers({"noise": 1.0}), LAB.numbers({"noise": 0, "memory": 0.7})
    assert [bad[f"h.{key}"] for key in ("counts", "law", "secret")] == [1, 1, 0] and bad["hits"] == 1024 == bad["sure"]
    assert [good[f"h.{key}"] for key in ("counts", "law", "secret")] == [1, 1, 1]
    assert good["alarm.run"] == good["alarm.window"] == bad["alarm.run"] == bad["alarm.window"] == 0
    assert patterned["h.counts"] == pytest.approx(1) and patterned["h.law"] < 0.24 and patterned["alarm.run"] == 1 and patterned["h.mcv"] > 0.8
    assert LAB.numbers()["out.secret"] < 300 < 980 < LAB.numbers()["out.counts"] and 10 ** LAB.numbers()["far.counts"] == 1


def test_an_eve_who_measures_only_where_she_is_sure():
    for state in ({}, {"noise": 0.35, "memory": 0.2, "t": 0.7}):
        numbers, one = LAB.numbers(state), LAB.state(state)
        sure = abs(one["memory"]) + (1 - abs(one["memory"])) * one["noise"]
        run = qedu.exchange(protocols.bb84(), attacks.partial(devices.foreseen_bases(1.0), sure))
        assert run.qber == pytest.approx(0, abs=1e-12) and numbers["only.guess"] == pytest.approx(run.eve_guess, abs=1e-12)


@pytest.mark.parametrize("state, words", [
    ({}, "Of 1,024 bits 508 are ones; by counting many, each is worth 1.00 bit. Somebody who knows the noise guesses 812 of them rightly"),
    ({"noise": 1.0}, "No photon decides any more"), ({}, "Both health tests pass."), ({"noise": 0, "memory": 0.7}, "The repetition count test alarms."),
    ({"noise": 0, "t": 0.7}, "The adaptive proportion test alarms."), ({"said": "01101"}, "of 5 were right.")])
def test_what_the_lab_says(state, words):
    assert words in line(LAB, state)


@pytest.mark.parametrize("state", STATES, ids=str)
def test_every_bit_is_drawn_once_ones_large_and_known_ones_square(state):
    bits, known, _ = replayed(state, "events")
    drawn = {}
    for path in on_paper(LAB, state).select('path[d*="h0"][stroke-width]'):
        places = {tuple(map(int, place.split())) for place in path["d"].replace("h0", "").split("M")[1:]}
        drawn[path["stroke-linecap"] == "square", float(path["stroke-width"]) > 0.5] = places
    for square, one in product((False, True), repeat=2):
        places = np.flatnonzero((known == square) & (bits == one))
        assert drawn.get((square, one), set()) == {(i % 64, i // 64) for i in places.tolist()}


def test_what_is_known_is_hidden_if_the_reader_asks_for_it():
    paper = on_paper(LAB, {"show": False})
    assert not paper.select('path[d*="h0"][stroke-linecap=square]') and not paper.select('svg [data-key="hits"]') and paper.select('svg [data-key="ones"]')


def test_the_needles_point_where_they_should():
    for state in STATES:
        numbers, drawing = LAB.numbers(state), on_paper(LAB, state).select_one("svg")
        for key in ("h.counts", "h.law", "h.secret"):
            start, end = (tuple(map(float, point.split())) for point in drawing.select_one(f'path[data-key="{key}"]')["d"][1:].split("L"))
            angle = math.atan2(start[1] - end[1], start[0] - end[0])
            assert angle / math.pi == pytest.approx(numbers[key], abs=2e-3)


def test_the_game_by_keyboard_and_a_new_run_begins_it_anew(site, open_page):
    page = open_page(f"{site('randomness-lab')}#randomness-lab?noise=0.9&said=0101")
    widget = page.wait_for_selector("qedu-widget.qedu-alive")
    page.click("[role=tab]:has-text('Guess')")
    state = "() => JSON.parse(document.querySelector('qedu-widget').dataset.state)"
    said = "0101"
    for digit in "110":
        page.focus(f"[data-focus=say{digit}]")
        page.keyboard.press("Enter")
        page.evaluate(SETTLE)
        said += digit
        assert page.evaluate(state)["said"] == said and page.evaluate("document.activeElement.dataset.focus") == f"say{digit}"
    numbers, (bits, _, best) = LAB.numbers(page.evaluate(state)), replayed(page.evaluate(state), "game")
    mine = np.array([int(digit) for digit in said])
    assert (numbers["you.hits"], numbers["her.hits"], numbers["played"]) == ((mine == bits[:7]).sum(), (best == bits)[:7].sum(), 7)
    true_to_python("randomness-lab", widget.evaluate(LOOK))
    page.click("[data-focus=again]")
    page.evaluate(SETTLE)
    now = page.evaluate(state)
    assert now["said"] == "" and now["seed"] != 5 and now["noise"] == 0.9
    # All are guessed: no more is asked.
    page = open_page(f"{site('randomness-lab')}#randomness-lab?said={'01' * 12}")
    page.wait_for_selector("qedu-widget.qedu-alive")
    page.click("[role=tab]:has-text('Guess')")
    assert page.locator("[data-focus=say0]").is_disabled() and page.locator("[data-focus=say1]").is_disabled()


def test_bits_come_out_row_by_row(site, open_page):
    page = open_page(f"{site('randomness-lab')}#randomness-lab?n=64")
    page.wait_for_selector("qedu-widget.qedu-alive")
    page.locator("[data-play=n]").press("Enter")
    page.wait_for_function("() => JSON.parse(document.querySelector('qedu-widget').dataset.state).n > 128")
    page.locator("[data-play=n]").press("Enter")
    page.evaluate(SETTLE)
    true_to_python("randomness-lab", page.query_selector("qedu-widget").evaluate(LOOK))


def test_the_share_of_errors_is_not_struck_through_by_the_limit(site, open_page):
    """At the settings of the page it lies just below the limit, and on a phone its words lay over that line."""
    page = open_page(site("randomness-lab"), width=360)
    page.wait_for_selector("qedu-widget.qedu-alive")
    page.locator("[role=tab]", has_text="Key").click()
    page.evaluate(SETTLE)
    assert page.evaluate("""() => {
        const words = [...document.querySelectorAll('.qedu-live svg .q-value')].map(one => one.getBBox());
        const at = [...document.querySelectorAll('.qedu-live svg .q-ref')].map(line => line.y1.baseVal.value);
        return [words.length, at.length, words.filter(box => at.some(y => y > box.y && y < box.y + box.height)).length];
    }""") == [2, 1, 0]
