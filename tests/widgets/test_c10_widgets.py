"""Chapter C10: the attack board, and the hole to be found."""

import math
import random

import numpy as np
import pytest

from qedu import widgets

from .conftest import SETTLE, line, on_paper
from .test_hosts import LOOK, true_to_python
from .test_numbers import any_state

BOARD = widgets.load("attack-board")
MU, WEAK, DARK, WRONG = 0.48, 0.05, 2e-6, 0.01
LOSSES = (0.0, 2.0, 5.0, 10.0, 20.0)


def h(p):
    return 0.0 if p <= 0 or p >= 1 else -p * math.log2(p) - (1 - p) * math.log2(1 - p)


def poisson(mu, n):
    return math.exp(-mu) * mu**n / math.factorial(n)


def clicks(mu, loss):
    """Odds that a laser pulse makes a receiver of 80 % click, and how often wrongly."""
    light = -math.expm1(-mu * 0.8 * 10 ** (-loss / 10))
    return 1 - (1 - DARK) * (1 - light), DARK / 2 + WRONG * light


# ------------------------------------------------------------- attack board: what there is to see

@pytest.mark.parametrize("loss", LOSSES)
def test_what_the_link_promises_is_the_click_model_by_hand(loss):
    numbers = BOARD.numbers({"attack": "0", "loss": loss})
    gain, wrong = clicks(MU, loss)
    half = -math.expm1(-MU * 0.8 * 10 ** (-loss / 10) / 2)
    assert numbers["due.clicks"] == pytest.approx(1e6 * gain, rel=1e-9) and numbers["due.qber"] == pytest.approx(wrong / gain, rel=1e-9)
    assert numbers["due.double"] == pytest.approx(1e6 * half**2, rel=1e-3, abs=1), "both halves of a pulse are seen"
    assert all(numbers[f"seen.{key}"] == numbers[f"due.{key}"] for key in ("clicks", "qber", "double", "weak"))
    assert numbers["known"] == numbers["shown"] == 0


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("power, coin, share, qber, known, both", [
    (0.8, True, 0, 0, 0, 0), (1.0, True, 0.5, 0, 1, 0), (1.8, False, 0.5, 0, 1, 0), (2.0, False, 0.5, 0, 1, 1), (2.2, True, 1, 0.25, 0.5, 1)])
def test_blinding_by_hand(loss, power, coin, share, qber, known, both):
    """In her basis Bob finds what she found; in the other nothing, or both detectors from two thresholds on."""
    numbers = BOARD.numbers({"loss": loss, "power": power, "coin": coin})
    wanted, most = clicks(MU, loss)[0], share * -math.expm1(-MU)
    seen = min(wanted, most)
    light = min(1.0, -math.log1p(-wanted / share) / MU if share and wanted < most else 1.0)      # share of the light where she stands
    assert numbers["seen.clicks"] == pytest.approx(1e6 * seen, rel=1e-9, abs=1e-9) and numbers["seen.qber"] == pytest.approx(qber, abs=1e-12)
    assert numbers["known"] == pytest.approx(known, abs=1e-9)
    assert numbers["seen.weak"] == pytest.approx(1e6 * share * -math.expm1(-WEAK * light), rel=1e-9, abs=1e-9)
    assert numbers["seen.double"] == pytest.approx(1e6 * both * -math.expm1(-MU * light), rel=1e-9, abs=1e-9)
    assert numbers["lamp.clicks"] == (seen < 0.9 * wanted) and numbers["lamp.qber"] == (qber > 0.11) and numbers["lamp.double"] == (both and coin)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("coin", [False, True])
def test_bright_pulses_by_hand(loss, coin):
    """A thousand photons: both detectors click in the other basis, for certain."""
    numbers = BOARD.numbers({"attack": "2", "loss": loss, "coin": coin})
    wanted, most = clicks(MU, loss)[0], (1 if coin else 0.5) * -math.expm1(-MU)
    assert numbers["seen.clicks"] == pytest.approx(1e6 * min(wanted, most), abs=1.5), "but for dark counts where there was no photon"
    assert numbers["seen.qber"] == pytest.approx(0.25 if coin else 0, abs=6e-4) and numbers["known"] == pytest.approx(0.5 if coin else 1, abs=2e-3)


@pytest.mark.parametrize("loss", LOSSES)
def test_time_shift_by_hand(loss):
    """Early pulses meet 40 % and 4 %, late ones 4 % and 40 %; she knows which, and how many photons there were."""
    numbers = BOARD.numbers({"attack": "3", "loss": loss})

    def of(through):
        table = np.zeros((2, 2, 20))                       # Alice's bit, early or late, photons
        for n in range(20):
            seen = [1 - (1 - through * eta) ** n for eta in (0.4, 0.04)]
            for bit in (0, 1):
                for late in (0, 1):
                    table[bit, late, n] = poisson(MU, n) / 4 * ((1 - WRONG) * seen[bit ^ late] + WRONG * seen[1 - (bit ^ late)])
        return table

    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if of(middle).sum() < clicks(MU, loss)[0] else (low, middle)
    table = of(high)
    table, whole = table / table.sum(), table.sum()
    known = 1 - sum(p * h(q / p) for p, q in zip(table.sum(axis=0).ravel(), table[0].ravel()) if p > 0)
    assert numbers["seen.clicks"] == pytest.approx(1e6 * whole, rel=1e-4, abs=3) and numbers["known"] == pytest.approx(known, abs=2e-3)
    assert BOARD.numbers({"attack": "3", "loss": loss, "roles": True})["known"] == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("iso, photons", [(0.0, 10**1.9), (20.0, 10**-0.1), (40.0, 10**-2.1), (60.0, 10**-4.1)])
def test_trojan_horse_by_hand(iso, photons):
    """Two pulses whose overlap is e^(−2μ): the entropy of their mixture."""
    numbers = BOARD.numbers({"attack": "4", "iso": iso})
    assert numbers["trojan.photons"] == pytest.approx(photons, rel=1e-9) and numbers["known"] == pytest.approx(h((1 - math.exp(-2 * photons)) / 2), abs=1e-7)
    assert numbers["shown"] == 0 and numbers["seen.qber"] == pytest.approx(numbers["due.qber"], rel=1e-12)


@pytest.mark.parametrize("loss", LOSSES)
def test_photon_number_splitting_by_hand(loss):
    """What is left of several photons goes over a line without loss; single photons pass as far as clicks are missing."""
    numbers, (wanted, _) = BOARD.numbers({"attack": "5", "loss": loss}), clicks(MU, loss)
    several = sum(poisson(MU, n) * (1 - 0.2 ** (n - 1)) for n in range(2, 30))
    assert numbers["seen.clicks"] == pytest.approx(1e6 * wanted, rel=1e-6)
    if loss == 0:
        assert numbers["known"] < 1e-6, "without loss she can block nothing"
    else:
        assert numbers["known"] == pytest.approx(min(1, several / wanted), abs=6e-4)
    decoys = BOARD.numbers({"attack": "5", "loss": loss, "decoys": True})
    assert decoys["lamp.weak"] == (loss >= 5)


def test_the_first_state_makes_the_point():
    """Clicks as due, not one error, and the whole key: the error rate says nothing."""
    numbers = BOARD.numbers()
    assert numbers["seen.qber"] == 0 < numbers["due.qber"] and numbers["known"] == pytest.approx(1) and numbers["shown"] == 0
    assert numbers["seen.clicks"] == pytest.approx(numbers["due.clicks"]) and BOARD.numbers({"meter": True})["lamp.meter"] == 1
    assert [BOARD.numbers({"loss": loss})["shown"] for loss in (0.0, 1.0, 2.0, 3.0, 4.0)] == [1, 1, 1, 0, 0]


@pytest.mark.parametrize("loss", (0.0, 10.0, 30.0))
def test_all_attacks_at_once_are_those_states(loss):
    from qedu.widgets.catalogue.attacks.attack_board import GUARDS

    here = BOARD.numbers({"loss": loss})
    for a in "12345":
        for g, guard in enumerate(GUARDS):
            there = BOARD.numbers({"attack": a, "loss": loss, **guard})
            assert (here[f"board.{a}.{g}"], here[f"board.{a}.{g}.shown"]) == (there["known"], there["shown"]), (a, guard)


def test_at_ten_decibels_countermeasures_help_against_one_attack_and_counting_doubles_against_two():
    numbers = BOARD.numbers()
    helps = {(a, g) for a in "12345" for g in range(6) if numbers[f"board.{a}.{g}.shown"] or numbers[f"board.{a}.{g}"] < 0.01}
    assert helps == {("1", 1), ("2", 2), ("3", 3), ("4", 4), ("5", 2), ("5", 5)}


# ------------------------------------------------------------- attack board: single rounds

def rounds(**state):
    """480 rounds, of twenty seeds."""
    return [BOARD.numbers({"t": t, "seed": seed, **state}) for seed in range(20) for t in range(1, 25)]


def test_a_blinded_receiver_obeys():
    found = rounds()
    for one in found:
        same = one["now.e"] // 2 == one["now.b"]
        assert one["now.c"] == (one["now.e"] % 2 if same else 3)
        assert sorted((one["now.light0"], one["now.light1"])) == pytest.approx([0, 1.2] if same else [0.6, 0.6])
        if one["now.s"] // 2 == one["now.e"] // 2:
            assert one["now.s"] == one["now.e"], "in Alice's basis Eve finds what was sent"
    # Fair coins: 480 rounds, each count within 6 standard deviations (2e-9 each).
    for count in (sum(one["now.s"] < 2 for one in found), sum(one["now.b"] for one in found), sum(one["now.c"] == 3 for one in found),
                  sum(one["now.e"] < 2 for one in found)):
        assert abs(count - 240) < 6 * math.sqrt(120)


@pytest.mark.parametrize("coin", [False, True])
def test_with_twice_the_power_both_detectors_click_where_the_bases_differ(coin):
    for one in rounds(power=2.0, coin=coin):
        same = one["now.e"] // 2 == one["now.b"]
        assert one["now.c"] == (one["now.e"] % 2 if same else 2) and (one["now.noted"] == 2) == (not same and not coin)


def test_a_late_photon_is_seen_by_one_detector_and_roles_swap_which():
    """480 rounds in equal bases are about 240, half of them meet 40 %; counts within 6 standard deviations (1e-8)."""
    for roles in (False, True):
        ahead = behind = 0
        for one in rounds(attack="3", roles=roles):
            assert [one["now.sees0"], one["now.sees1"]] == ([0.04, 0.4] if one["now.v"] else [0.4, 0.04])
            if one["now.c"] < 2:
                assert one["now.noted"] == int(one["now.c"]) ^ int(one["now.role"])
                ahead += one["now.c"] == one["now.v"]
                behind += one["now.c"] != one["now.v"]
        assert abs(ahead + behind - 480 * 0.22) < 6 * math.sqrt(480 * 0.22 * 0.78) and behind < 480 * 0.02 + 6 * math.sqrt(480 * 0.02)


# ------------------------------------------------------------- attack board: what is said and drawn

@pytest.mark.parametrize("state, words", [
    ({}, "37,674 clicks in a million pulses, 37,674 due; QBER 0.0 %, 1.0 % due. No lamp lights, and Eve knows 100.0 % of the key."),
    ({}, "Round 2: Alice sends |+⟩, Eve sends on |1⟩, Bob measures in Z: detector 1 clicks."),
    ({"loss": 0.0}, "The number of clicks gives her away."), ({"meter": True}, "The power meter rings."), ({"power": 0.8}, "Below the threshold nothing clicks"),
    ({"attack": "0"}, "Nobody interferes."), ({"attack": "2", "coin": True}, "The errors give her away. The double clicks give her away."),
    ({"attack": "3", "roles": True}, "No lamp lights, and Eve knows 0.00 % of the key."), ({"attack": "5", "decoys": True}, "The weak pulses give her away.")])
def test_what_the_board_says(state, words):
    assert words in line(BOARD, state)


def test_lamps_are_drawn_as_they_are():
    chance, seen = random.Random(10), set()
    for _ in range(30):
        state = any_state(BOARD, chance)
        numbers, drawing = BOARD.numbers(state), on_paper(BOARD, state).select_one("svg")
        for key in ("clicks", "qber", "double", "meter", "weak"):
            lit = bool(drawing.select_one(f'[data-key="lamp.{key}"] .q-lit'))
            assert lit == numbers[f"lamp.{key}"], (key, state)
            seen.add((key, lit))
        bar = drawing.select_one('[data-key="known"] rect')
        assert float(bar["width"]) == pytest.approx((float(drawing["width"]) - 2) * numbers["known"], abs=0.06)
    assert len(seen) == 10


def test_a_cell_of_all_attacks_sets_attack_and_countermeasure(site, open_page):
    page = open_page(site("attack-board"))
    widget = page.wait_for_selector("qedu-widget.qedu-alive")
    page.click("[role=tab]:has-text('All attacks')")
    page.locator("g.bb84-column").nth(6 * 2 + 3).click()       # time shift, roles
    page.evaluate(SETTLE)
    look = widget.evaluate(LOOK)
    assert look["state"] == BOARD.state({"attack": "3", "roles": True})
    true_to_python("attack-board", look)


def test_rounds_play_and_pulses_fly(site, open_page):
    page = open_page(site("attack-board"))
    page.wait_for_selector("qedu-widget.qedu-alive")
    assert not page.query_selector(".q-sails"), "the first picture lies still"
    page.locator("[data-play=t]").press("Enter")
    page.wait_for_selector(".q-sails", state="attached")
    page.wait_for_function("() => JSON.parse(document.querySelector('qedu-widget').dataset.state).t > 3")
    page.locator("[data-play=t]").press("Enter")
    page.evaluate(SETTLE)
    true_to_python("attack-board", page.query_selector("qedu-widget").evaluate(LOOK))
