"""Chapter C14: the key store."""

import math
import random

import numpy as np
import pytest

from qedu import networks, widgets
from qedu.widgets import pool_game

from .conftest import SETTLE, line, on_paper
from .test_numbers import PAGE_NUMBERS, run

STORE = widgets.load("key-store")
GAME = {"t": 300, "fill": 1.0, "demand": 1.0, "room": 4, "cut": 60, "lasts": "0", "seed": 1}


@pytest.mark.parametrize("fill, demand, room", [(1.0, 1.0, 4), (0.8, 1.0, 3), (1.5, 1.0, 2), (2.0, 2.0, 6)])
def test_the_game_is_the_librarys_chain(fill, demand, room):
    """The last 200 seconds of 120 games with fixed seeds, beside the long run: 5 standard errors, four settings; a right game fails
    one of them with a probability of 2 · 10⁻⁶."""
    shares = []
    for seed in range(120):
        found = pool_game.play({**GAME, "fill": fill, "demand": demand, "room": room, "seed": seed})
        shares.append(sum(found["refused"][100:]) / sum(found["asked"][100:]))
    exact = networks.Pool(256 * fill, 256 * room, request_bits=256, requests=demand).blocking
    assert np.mean(shares) == pytest.approx(exact, abs=5 * np.std(shares, ddof=1) / math.sqrt(len(shares)))


def test_keys_are_neither_lost_nor_found():
    for seed in range(20):
        state = {**GAME, "seed": seed, "room": 1 + 2 * seed, "lasts": "40"}
        found = pool_game.play(state)
        assert found["levels"][-1] == state["room"] + sum(found["stored"]) - sum(found["asked"]) + sum(found["refused"])
        assert 0 <= min(found["levels"]) and max(found["levels"]) == state["room"]
        assert not any(found["came"][60:100]) and found["came"][59:].count(0) < 200, "no key comes while Eve disturbs, and then some do"
        other = pool_game.play({**state, "fill": 0.3, "room": 40, "lasts": "0"})
        assert other["asked"] == found["asked"], "what users want does not depend on the link"


def test_the_store_runs_alike_in_both_languages():
    chance, states = random.Random(14), []
    for _ in range(40):
        states.append(STORE.state({**{c.key: chance.choice(c.values()) for c in STORE.controls if c.kind != "seed"}, "seed": chance.randrange(999)}))
    spec = {**STORE.spec(), "page": STORE.page()}
    for state, found in zip(states, run(PAGE_NUMBERS, {"spec": spec, "states": states})):
        fresh = STORE.numbers(state)
        assert {key: value for key, value in found.items() if key != "x"} == pytest.approx({key: fresh[key] for key in found}, abs=1e-9)


@pytest.mark.parametrize("state, words", [
    ({"t": 0}, "The store is full, 20 keys"), ({"t": 70}, "the users live on what is left"), ({"t": 90}, "the store held out for only 16 s"),
    ({}, "of 38 keys asked for in that time the store refused 23. It held out for 16 s."),
    ({"room": 40, "fill": 2.0}, "of 38 keys asked for in that time it refused none"),
    ({"fill": 0.8, "lasts": "0"}, "whatever the room, in the long run at least 20.0 % are refused")])
def test_what_the_store_says(state, words):
    assert words in line(STORE, state)


def test_the_first_paper_state_is_as_late_as_its_caption_says():
    first = STORE.paper[0]
    state = STORE.state(first.state)
    assert first.caption.startswith("Twelve seconds into") and state["t"] - state["cut"] == 12


def test_what_is_drawn_of_a_store():
    for state in ({}, {"t": 72}, {"room": 3, "lasts": "0"}):
        numbers, drawing = STORE.numbers(state), on_paper(STORE, state).svg
        assert len(drawing.select("rect.q-fill.q3")) == numbers["level"]
        seconds = sum(map(bool, pool_game.play(STORE.state(state))["refused"]))
        assert len(drawing.select("line.q-line.q2")) - (72 in state.values()) == seconds, "a tick for each second in which somebody got none"


def test_eve_and_the_end_of_the_store_are_taken_hold_of(site, open_page):
    page = open_page(f"{site('key-store')}#key-store?t=30&lasts=0", reduced_motion="reduce")
    widget = page.wait_for_selector("qedu-widget.qedu-alive")
    page.click(".qedu-live .q-card")
    page.evaluate(SETTLE)
    assert STORE.state(widget.evaluate("w => JSON.parse(w.dataset.state)")) == STORE.state({"t": 30, "cut": 30, "lasts": "40"})
    page.focus("[data-grip=room]")
    page.keyboard.press("ArrowLeft")
    page.evaluate(SETTLE)
    assert widget.evaluate("w => JSON.parse(w.dataset.state).room") == 19 and page.query_selector("[data-grip=cut]")
    assert "She learns nothing" in page.inner_text(".qedu-live .qedu-line").replace("\u00a0", " ")
