"""Chapter C14: the map of trust, and the router of pairs."""

import math
import random
from itertools import combinations

import pytest

from qedu import networks, widgets
from qedu.widgets.catalogue.infrastructure import entanglement_router, trust_map

from .conftest import SETTLE, line
from .test_hosts import LOOK, true_to_python

TRUST, ROUTER = widgets.load("trust-map"), widgets.load("entanglement-router")
NODES = list(trust_map.NODES)


def told(*nodes, **more):
    return {**{node: str(int(node in nodes)) for node in NODES}, **more}


# ------------------------------------------------------------- trust

def test_one_node_has_five_of_six_keys_two_best_ways_do_not_help_and_ways_apart_do():
    one, two, apart = (TRUST.numbers({"ways": ways}) for ways in ("one", "two", "apart"))
    assert [now["fallen"] for now in (one, two, apart)] == [5, 5, 0]
    assert one["now.rate"] > two["now.rate"] > apart["now.rate"], "each share uses up key"
    assert [now["now.singles"] for now in (one, two, apart)] == [2, 2, 0] and apart["now.trios"] == 16


def test_who_has_a_single_access_has_a_single_point_of_trust():
    for user, single in (("lab", ()), ("bank", ()), ("court", ()), ("clinic", ("fort",))):
        for other in set(trust_map.USERS) - {user, "clinic"}:
            assert networks.single_points(trust_map.network(), user, other) == single
    assert TRUST.numbers(told("fort", ways="apart"))["fallen"] == 3 == TRUST.numbers({"cut": "clinic_fort"})["missing"]


def test_sets_that_break_a_key_are_those_that_hit_every_way():
    """Every set of one and two nodes, and the number of threes, by making these nodes tell."""
    for ways, pair in (("two", "bank_court"), ("apart", "lab_bank"), ("apart", "lab_court")):
        state = {"ways": ways, "pair": pair}
        numbers, broken = TRUST.numbers(state), set()
        for size in (1, 2, 3):
            new = {some for some in combinations(range(8), size) if not any(set(less) <= set(some) for less in broken)
                   and TRUST.numbers(told(*(NODES[i] for i in some), **state))["now.falls"]}
            assert numbers[("now.singles", "now.pairs", "now.trios")[size - 1]] == len(new)
            broken |= new
            for some in combinations(range(8), size) if size < 3 else ():
                assert numbers["set." + ".".join(map(str, some))] == any(set(less) <= set(some) for less in broken), some


@pytest.mark.parametrize("state, words", [
    ({}, "One node tells all it knows, and Eve has 5 of 6 keys. That of Lab and Bank goes one way, 30.0 kbit/s. Each of 2 nodes could break it alone."),
    (told("fort", ways="apart", pair="lab_clinic"), "Eve has 3 of 6 keys. That of Lab and Clinic goes one way, 4.0 kbit/s. All ways of this pair meet in one node."),
    (told(cut="park_quay"), "of each key only its two users know. That of Lab and Bank goes one way, 30.0 kbit/s. Each of 2 nodes could break it alone. After the cut 4 keys go another way."),
    (told(cut="clinic_fort", pair="lab_clinic"), "Lab and Clinic have no way left, and no key. For 3 pairs there is no key.")])
def test_what_the_map_says(state, words):
    assert words in line(TRUST, state)


LOST = "() => document.querySelectorAll('[data-key^=\"falls.\"][data-value=\"1\"]').length"


def middle(page, where, nth=0):
    """Where the middle of a part of the drawing stands, as soon as what was asked for is drawn."""
    page.evaluate(SETTLE)
    return page.evaluate("([where, nth]) => { const b = document.querySelectorAll('.qedu-live ' + where)[nth].getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2]; }",
                         [where, nth])


def test_nodes_links_and_keys_by_mouse_and_by_keys(site, open_page):
    page = open_page(site("trust-map"))
    widget = page.wait_for_selector("qedu-widget.qedu-alive")
    assert page.evaluate(LOST) == 5
    page.mouse.click(*middle(page, "[data-key='told.park']"))
    page.mouse.click(*middle(page, "[data-key='told.quay']"))
    page.mouse.click(*middle(page, "[data-set*='\"cut\":\"clinic_fort\"'] .q-grasp"))
    page.mouse.click(*middle(page, "[data-key='falls.court_clinic']"))
    page.evaluate(SETTLE)
    look = widget.evaluate(LOOK)
    true_to_python("trust-map", look)
    assert look["state"] == TRUST.state(told("quay", pick="quay", cut="clinic_fort", pair="court_clinic"))
    page.focus("[data-control=ways]:checked")
    page.keyboard.press("ArrowRight")
    page.click(".qedu-fold summary")
    page.focus("[data-control=pick]")
    page.keyboard.press("Home")
    page.evaluate(SETTLE)                      # what it is told stands there once it is drawn
    page.focus("[data-control=park]:checked")
    page.keyboard.press("ArrowRight")
    page.evaluate(SETTLE)
    assert widget.evaluate(LOOK)["state"] == TRUST.state(told("quay", "park", pick="park", cut="clinic_fort", pair="court_clinic", ways="two"))


# ------------------------------------------------------------- pairs

def test_the_shortest_way_is_neither_the_soonest_nor_the_best_and_the_floor_decides():
    first = ROUTER.numbers()
    assert ROUTER.numbers()["below"] == 1 and first["kept.0"] == 0 and first["best"] == 6, "four links and 127 km"
    assert [ROUTER.numbers({"floor": floor})["best"] for floor in (0.8, 0.9, 0.92)] == [2, 4, 0]
    assert ROUTER.numbers({"ps": "0.5"})["best"] == 4, "a way of three links has two swaps, one of four has three"
    task = ROUTER.tasks[1].state
    assert ROUTER.numbers(task)["best"] != 1 == ROUTER.numbers({**task, "r1": "50", "r7": "50"})["best"]
    assert all(ROUTER.numbers({**task, key: "100"})["best"] != 1 for key in ("r1", "r7"))


def test_ways_are_all_there_are_the_shortest_first():
    net = entanglement_router.network()
    ways = [route.nodes for route in networks.pair_paths(net, "alice", "bob", min_fidelity=0.25, k=100)]
    assert set(ways) == set(entanglement_router.ways()) and len(ways) == 9
    assert entanglement_router.ways()[0] == networks.shortest_path(net, "alice", "bob", brings="pairs").nodes


def test_tries_have_the_mean_wait_that_is_drawn():
    """2,000 tries for each of two states, within six standard errors (2e-9 each)."""
    for state in ({"way": "3"}, {"way": "1", "ps": "0.5"}):
        tries = [ROUTER.counted(ROUTER.state({**state, "seed": seed}), {})["try.all"] for seed in range(2000)]
        mean = sum(tries) / len(tries)
        error = math.sqrt(sum((one - mean) ** 2 for one in tries)) / len(tries)
        assert abs(mean - ROUTER.numbers(state)["now.wait"]) < 6 * error


def test_what_the_router_says():
    assert ("By Oak, 88 km, a pair comes after 0.56 s on average, with F = 0.813. That is the shortest way. It is not good enough: below the floor of 0.85. "
            "The soonest that is good enough goes by Ash, Oak and Yew, 127 km: 0.08 s, F = 0.860.") in line(ROUTER, {})
    assert "Of the ways that are good enough none is sooner." in line(ROUTER, {"way": "5"})
    assert "No way reaches the floor of 0.95." in line(ROUTER, {"floor": 0.95})


def test_repeaters_links_dots_and_the_floor_by_mouse(site, open_page):
    page = open_page(site("entanglement-router"))
    widget = page.wait_for_selector("qedu-widget.qedu-alive")
    state = "() => JSON.parse(document.querySelector('qedu-widget').dataset.state)"
    repeaters = ".q-card:has(> :is(.q-town, .q-part))"
    assert page.locator(f".qedu-live {repeaters}").count() == 5
    for nth, way in ((0, "4"), (4, "5"), (1, "1")):           # with Ash, with Yew too, and out with Oak
        page.mouse.click(*middle(page, repeaters, nth))
        page.evaluate(SETTLE)
        assert page.evaluate(state)["way"] == way
        # What moves along the way lets a click through to what it moves over.
        assert page.evaluate("[...document.querySelectorAll('.qedu-live circle:has(animateMotion)')].map(c => getComputedStyle(c).pointerEvents)"
                             ".every(one => one === 'none')")
    page.mouse.click(*middle(page, ".q-card .q-grasp", 9))     # from Yew to Bob: picked, and on the way
    page.evaluate(SETTLE)
    assert page.evaluate(state)["link"] == "9" and 9 in entanglement_router._WAYS[int(page.evaluate(state)["way"])]
    page.mouse.click(*middle(page, "[data-key='f.3']"))
    page.evaluate(SETTLE)
    assert page.evaluate(state)["way"] == "3"
    true_to_python("entanglement-router", widget.evaluate(LOOK))


def test_a_change_moves_once_and_not_where_nobody_wants_motion(site, open_page):
    for options, moves in (({}, True), ({"reduced_motion": "reduce"}, False)):
        page = open_page(site("entanglement-router"), **options)
        page.wait_for_selector(".qedu-alive")
        count = "() => document.querySelectorAll('.qedu-drawing :is(animate, animateMotion)').length"
        assert page.evaluate(count) == 0
        page.select_option("[data-control=way]", "3")
        page.evaluate(SETTLE)
        assert (page.evaluate(count) > 0) == moves
        page.click(".qedu-fold summary")
        page.select_option("[data-control=link]", "4")
        page.evaluate(SETTLE)
        assert page.evaluate(count) == 0


def test_states_of_every_kind_have_numbers():
    chance = random.Random(14)
    from .test_numbers import any_state

    for _ in range(40):
        numbers = ROUTER.numbers(any_state(ROUTER, chance))
        assert sum(numbers[f"kept.{k}"] for k in range(9)) >= 1 and numbers["best"] in range(10)
        if numbers["best"]:
            assert numbers[f"kept.{int(numbers['best']) - 1}"] == 1, "no way beats the best one"
