"""Chapter C17: the network cost and equity explorer, against sums, searches and maps worked out here."""

import math
import random
from itertools import combinations

import numpy as np
import pytest

from qedu import widgets
from qedu.widgets import country

from .conftest import SETTLE, line, on_paper
from .test_hosts import LOOK, true_to_python
from .test_made import same_on_the_page
from .test_numbers import any_state

EXPLORER = widgets.load("network-explorer")
STATE = "() => JSON.parse(document.querySelector('qedu-widget').dataset.state)"
COVERS = {**{key: one.towns for key, one in country.LINES.items()}, **{key: (key,) for key in country.PLACES}}
NAMES, TOWNS = list(COVERS), list(country.PLACES)
TABLE = np.array([[town in COVERS[name] for town in TOWNS] for name in NAMES], dtype=float)
#: What a taler a year is worth today, at the end of each of ten years.
YEARS = sum(1.03**-year for year in range(1, 11))


def costs(state):
    """Millions for each link, by hand: devices anew after 8 years, a tenth of them in store, 168 hours a week filled by 38 at 80 %."""
    price = {key: float(state[key]) for key in ("fibre", "devices", "guard", "station", "satellite")}
    out = []
    for one in country.LINES.values():
        at = [country.CAPITAL, *(country.PLACES[town] for town in one.towns)]
        km = [5 * round(1.2 * 1.4 * math.hypot(a.x - b.x, a.y - b.y) / 5) for a, b in zip(at, at[1:])]
        pieces = sum(-(-part // state["span"]) for part in km)
        out.append(sum(km) * price["fibre"] * YEARS + pieces * price["devices"] * (1.1 * (1 + 1.03**-8) + YEARS / 10)
                   + (pieces - 1) * 168 / (38 * 0.8) * price["guard"] * YEARS)
    station = price["station"] * (1 + YEARS / 10) + price["satellite"] * YEARS
    return np.array(out + [station] * len(TOWNS)) / 1000


def weights(goal):
    return np.array([getattr(country.PLACES[town], goal) if goal != "regions" else 1 for town in TOWNS], dtype=float)


def ordinary(chance):
    """A random state whose prices are within a step of those at the start, so that a budget buys something."""
    state = any_state(EXPLORER, chance)
    for control in EXPLORER.controls:
        if control.group:
            values = control.values()
            at = values.index(control.default)
            state[control.key] = chance.choice(values[max(0, at - 1):at + 2])
    return EXPLORER.state(state)


STATES = [EXPLORER.state(), *(EXPLORER.state(task.state) for task in EXPLORER.tasks), *(ordinary(random.Random(17 + i)) for i in range(12))]


# ------------------------------------------------------------- the country

def test_no_piece_is_longer_than_said_and_each_joint_is_a_site():
    for span in (60, 80, 100, 120):
        for one in country.LINES.values():
            hops = one.hops(span)
            assert all(km / n <= span < km / (n - 1) if n > 1 else km <= span for km, n in zip(one.km, hops))
            assert one.sites(span) == sum(n - 1 for n in hops) + len(one.towns) - 1, "between towns, and in towns that pass keys on"


def test_a_weak_piece_limits_what_lies_behind_it():
    for one in country.LINES.values():
        got = list(country.line_keys(one, 100).values())
        assert got == sorted(got, reverse=True) and got[-1] > 0
    assert all(0 < key < 1 for key in country.station_keys().values()), "a satellite gives a thousandth of what fibre does"
    sky = country.station_keys()
    assert sky["runa"] == max(sky.values()) and sky["lysk"] == min(sky.values()), "where most and fewest nights are clear"


@pytest.mark.parametrize("towns", [("atlantis",), ("Corra",), ("marle",), (), "corra", None, (["corra"],), ("corra", "corra")])
def test_a_line_goes_through_towns_of_the_map(towns):
    with pytest.raises(ValueError, match="^towns = .* is not allowed: .*corra, dorin.*no bare text"):
        country.Line("nowhere", towns)
    assert country.Line("by a list", ["corra"]).towns == ("corra",)


# ------------------------------------------------------------- cost, reach, Gini

@pytest.mark.parametrize("state", STATES)
def test_cost_reach_and_evenness_by_hand(state):
    numbers, built = EXPLORER.numbers(state), np.array([state[name] == "1" for name in NAMES], dtype=float)
    assert numbers["own.cost"] == pytest.approx(built @ costs(state), rel=1e-12)
    reached = built @ TABLE > 0
    for goal in ("people", "hospitals", "offices", "regions"):
        assert numbers[f"count.{goal}"] == pytest.approx(weights(goal)[reached].sum())
    assert numbers["own.people"] == pytest.approx(weights("people")[reached].sum() / 3820)
    assert bool(numbers["over"]) == (built @ costs(state) > state["budget"])
    # Half the mean difference between two people taken at random, over the mean.
    key = np.array([sum(country.line_keys(country.LINES[name], state["span"])[town] for name in country.LINES if state[name] == "1" and town in COVERS[name])
                    + (country.station_keys()[town] if state[town] == "1" else 0) for town in TOWNS])
    people = weights("people")
    each, share = key / people, people / people.sum()
    wanted = (np.abs(each[:, None] - each) * np.outer(share, share)).sum() / 2 / (share @ each) if key.any() else 0
    assert numbers["own.gini"] == pytest.approx(wanted, abs=1e-12)


# ------------------------------------------------------------- the best plan, and the steps

SUBSETS = (np.arange(2 ** len(NAMES))[:, None] >> np.arange(len(NAMES)) & 1).astype(np.float32)
MET = (SUBSETS @ TABLE.astype(np.float32)) > 0


@pytest.mark.parametrize("state", STATES[:10])
def test_best_is_the_best_of_all_262144_choices(state):
    numbers, value = EXPLORER.numbers(state), MET @ weights(state["goal"])
    sums = SUBSETS.astype(float) @ costs(state)
    value[sums > state["budget"]] = -1
    assert numbers["best.value"] == value.max()
    assert numbers["best.cost"] == pytest.approx(sums[value == value.max()].min()), "of several the cheapest"
    drawn = np.array([numbers[f"best.{name}"] for name in NAMES])
    assert set(drawn) <= {0, 1} and drawn @ costs(state) == pytest.approx(numbers["best.cost"])
    assert weights(state["goal"])[drawn @ TABLE > 0].sum() == value.max()


@pytest.mark.parametrize("state", STATES)
def test_steps_take_what_adds_most_for_its_cost(state):
    numbers, cost, heads, taken = EXPLORER.numbers(state), costs(state), weights(state["goal"]), []
    while True:
        gain = TABLE @ heads
        worth = [gain[i] / cost[i] if gain[i] and cost[taken].sum() + cost[i] <= state["budget"] else 0 for i in range(len(NAMES))]
        if not any(worth):
            break
        taken.append(worth.index(max(worth)))
        heads = heads * (1 - TABLE[taken[-1]])
    assert [bool(numbers[f"greedy.{name}"]) for name in NAMES] == [i in taken for i in range(len(NAMES))]
    assert numbers["greedy.value"] == (weights(state["goal"]) - heads).sum() <= numbers["best.value"]


# ------------------------------------------------------------- the points to be made

def test_who_counts_decides_which_plan_is_best():
    plans = {goal: tuple(name for name in NAMES if EXPLORER.numbers({"goal": goal})[f"best.{name}"]) for goal in ("people", "hospitals", "offices", "regions")}
    assert all(plans[a] != plans[b] for a, b in combinations(plans, 2)), "four goals, one budget, four plans"
    first = EXPLORER.numbers({"goal": "people"})
    assert first["own.part"] == 1, "what stands at first is best for people"
    assert EXPLORER.numbers({"goal": "hospitals"})["own.part"] < 1
    paper = EXPLORER.numbers({"goal": "hospitals", **EXPLORER.paper[1].state})
    assert paper["own.part"] == 1 and paper["over"] == 0


def test_reach_and_gini_pull_apart():
    state = EXPLORER.tasks[1].state
    before, after = EXPLORER.numbers(state), EXPLORER.numbers({**state, "west": "1"})
    assert before["own.people"] == after["own.people"] == 1 and after["own.gini"] > before["own.gini"] + 0.2
    few = EXPLORER.numbers()
    assert few["own.people"] < 1 and few["own.gini"] < before["own.gini"], "less reach, and more even"


def test_the_same_money_goes_everywhere_alike():
    for goal, systems in (("hospitals", 56 * 60), ("offices", 28 * 40), ("people", 4480), ("regions", 4480)):
        numbers = EXPLORER.numbers({"goal": goal, "system": "50"})
        moved = min(systems, math.floor(numbers["own.cost"] * 1000 / 50))
        assert numbers["money.moved"] == moved and numbers["money.share"] == numbers["money.out"] == moved / systems
        assert numbers["money.left"] == pytest.approx(numbers["own.cost"] - moved * 0.05)
    assert EXPLORER.numbers(EXPLORER.tasks[1].state)["money.out"] == 0, "nobody is left out"


# ------------------------------------------------------------- what is drawn

@pytest.mark.parametrize("state", STATES[:6])
def test_each_site_is_a_square_and_each_reached_town_is_marked(state):
    page, numbers = on_paper(EXPLORER, state), EXPLORER.numbers(state)
    drawing = page.select_one("svg")
    assert len(drawing.select("path.q-glyph.q4")) == numbers["sites"]
    marked = {circle.parent["data-key"] for circle in drawing.select("circle.q-town")}
    assert marked == {f"own.at.{town}" for town in TOWNS if numbers[f"own.at.{town}"]}
    assert same_on_the_page(EXPLORER, state)["own.gini"] == numbers["own.gini"]


def test_the_sentence_follows_the_plan():
    nothing = dict.fromkeys(("west", "south_east", "north"), "0")
    assert line(EXPLORER, nothing) == "Nothing is built. Touch a line or a town."
    assert "Keys can be read on board the satellite." in line(EXPLORER, EXPLORER.tasks[1].state)
    assert "reach 80 % of the people, 41 of 56 hospitals, 19 of 28 offices and 7 of 12 regions." in line(EXPLORER, {})
    assert "million too much" in line(EXPLORER, {"budget": 20}) and "too much" not in line(EXPLORER, {})
    assert "own.gini" not in {mark["data-key"] for mark in on_paper(EXPLORER, nothing).select("[data-key]")}, "of nothing there are no shares"


# ------------------------------------------------------------- playing

def test_lines_and_towns_are_touched_on_the_map(site, open_page):
    page = open_page(site("network-explorer"))
    widget = page.wait_for_selector("qedu-widget.qedu-alive")
    for key, value in (("east", "1"), ("runa", "1"), ("west", "0")):
        page.locator(f'.qedu-scene g[data-set*="\\"{key}\\":"]').first.dispatch_event("click")
        page.evaluate(SETTLE)
        state = page.evaluate(STATE)
        assert state[key] == value and state["pick"] == key
    true_to_python("network-explorer", widget.evaluate(LOOK))
    page.locator("[data-task='1']").dispatch_event("click")
    page.evaluate(SETTLE)
    assert page.locator(".qedu-scene svg[role=img] circle.q-town").count() == len(TOWNS)


def test_a_town_and_a_line_are_hit_by_a_thumb(site, open_page):
    page = open_page(site("network-explorer"), width=360)
    page.wait_for_selector("qedu-widget.qedu-alive")
    box = page.locator('.qedu-scene g[data-set*="\\"lysk\\":"] circle').first.bounding_box()
    assert min(box["width"], box["height"]) >= 40
    page.mouse.click(box["x"] + box["width"] / 2 + 15, box["y"] + box["height"] / 2)
    page.evaluate(SETTLE)
    assert page.evaluate(STATE)["lysk"] == "1"


def test_all_is_built_by_keyboard(site, open_page):
    page = open_page(site("network-explorer"))
    page.wait_for_selector("qedu-widget.qedu-alive")
    page.locator(".qedu-fold summary").press("Enter")
    page.locator("select[data-control=pick]").select_option("skarn")
    page.evaluate(SETTLE)
    shown = "() => [...document.querySelectorAll('.qedu-bar input')].filter(e => e.getClientRects().length).map(e => e.dataset.control)"
    assert set(page.evaluate(shown)) == {"skarn"}, "one link at a time"
    page.locator("[data-control=skarn]:checked").focus()
    page.keyboard.press("ArrowRight")
    page.evaluate(SETTLE)
    assert page.evaluate(STATE)["skarn"] == "1" and "skarn=1" in page.get_attribute(".qedu-link", "href")


@pytest.mark.parametrize("span", [0, -80, math.nan, math.inf, "80", None, True, [80]])
def test_pieces_need_a_length(span):
    line = country.LINES["west"]
    for call in (line.hops, line.sites, lambda given: country.line_keys(line, given)):
        with pytest.raises(ValueError, match="span_km = .* is not allowed: a number from 1 to 10000"):
            call(span)
