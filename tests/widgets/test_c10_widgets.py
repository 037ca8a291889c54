"""Chapter C10: the attack board, and the hole to be found."""

import math
import random

import numpy as np
import pytest

from qedu import widgets

from .conftest import SETTLE, line, on_paper
from .test_hosts import LOOK, true_to_python
from .test_numbers import any_state

BOARD, HOLE = widgets.load("attack-board"), widgets.load("find-the-hole")
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
    # Of single photons those pass whose clicks those of several leave missing.
    passing = max(0.0, (wanted - several) / (poisson(MU, 1) * 0.8))
    assert numbers["5.blocked"] == pytest.approx(0 if loss == 0 else 1 - passing, abs=5e-3) and (loss == 0) == (numbers["5.blocked"] < 1e-9)
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
    ({"attack": "3", "roles": True}, "No lamp lights, and Eve knows 0.00 % of the key."), ({"attack": "5", "decoys": True}, "The weak pulses give her away."),
    ({"attack": "5", "loss": 0.0}, "lets all of them pass, as no click may be missing."), ({"attack": "5", "loss": 3.0}, "blocks some that are single."),
    ({"attack": "5"}, "blocks all that are single, and keeps one photon of every other that she lets pass."),
    ({"attack": "4"}, "and 79 photons a pulse come back with the setting on them."),
    ({"attack": "4", "iso": 20.0}, "No lamp lights, and Eve knows at most 97.0 % of the key."),
    ({"attack": "4", "iso": 60.0}, "No lamp lights, and Eve knows at most 0.12 % of the key.")])
def test_what_the_board_says(state, words):
    assert words in line(BOARD, state)


def test_only_of_the_trojan_horse_is_eves_share_a_bound():
    """Echoes read one by one tell 1 − h of Helstrom's guess, which is less; the board says both for 20 dB."""
    for attack in "12345":
        told = on_paper(BOARD, {"attack": attack}).select_one('[data-key="known"]').text
        assert ("at most" in told) == (attack == "4"), told
    photons = 10**-0.1
    each, together = 1 - h((1 + math.sqrt(1 - math.exp(-4 * photons))) / 2), h((1 - math.exp(-2 * photons)) / 2)
    assert f"behind 20 dB {100 * each:.1f} instead of {100 * together:.1f} %" in BOARD.leaves_out


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
    page.locator("g.qedu-column").nth(6 * 2 + 3).click()       # time shift, roles
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


# ------------------------------------------------------------- find the hole: odds by hand

def odds():
    return HOLE.numbers()


def test_what_probes_count_where_all_is_sound():
    found = odds()
    back = 1e6 * 10 ** (-(40 + 1 + 80) / 10)
    gains = [1 - (1 - DARK) * math.exp(-mu * 0.01) for mu in (MU, WEAK)]
    wrong = DARK / 2 + 0.015 * -math.expm1(-MU * 0.01)
    assert found["sound.A"] == pytest.approx(1 - (1 - 0.002) * math.exp(-0.2 * back), rel=1e-9)
    assert (found["sound.B"], found["sound.C"], found["sound.E"], found["sound.G"], found["sound.H"]) == pytest.approx((0.25, 0.5, 0.5, 0, 0), abs=1e-9)
    assert found["sound.D"] == pytest.approx(gains[1] / sum(gains), rel=1e-9) and found["sound.F"] == pytest.approx(wrong / gains[0], rel=1e-6)


@pytest.mark.parametrize("s, echo, pair, split, guess, measured, copied", [
    (0, 10**-1.6, (0.1, 0.07), 0.4, 0.6, 0.2, 0.03), (1, 10**-0.1, (0.1, 0.03), 1.0, 0.75, 0.6, 0.3)])
def test_what_probes_count_and_eve_knows_where_a_flaw_is(s, echo, pair, split, guess, measured, copied):
    found = odds()
    bad = {letter: found[f"bad.{letter}.{s}"] for letter in "ABCDEFGH"}
    assert bad["A"] == pytest.approx(1 - 0.998 * math.exp(-0.2 * echo), rel=1e-9) and (bad["B"], bad["H"]) == pytest.approx((0, 0.5), abs=1e-9)
    # Misalignment sends 1.5 % of the light to the other detector, of both bits alike.
    assert bad["C"] == pytest.approx(pair[0] / sum(pair), abs=1e-9) and (bad["E"], bad["G"]) == pytest.approx((guess, copied), abs=1e-9)
    # Measured in Z, a photon sent in X is random; all others as before.
    assert bad["F"] == pytest.approx(found["sound.F"] + measured * (0.5 - found["sound.F"]), abs=2e-5)
    # Of split pulses one photon fewer goes on, over a line without loss, and single ones not at all.
    several = [sum(poisson(mu, n) * (1 - 0.9 ** (n - 1)) for n in range(2, 30)) for mu in (MU, WEAK)]
    honest = [-math.expm1(-mu * 0.01) for mu in (MU, WEAK)]
    share = min(1.0, sum(honest) / sum(several))
    seen = [DARK + (1 - split) * a + split * share * b for a, b in zip(honest, several)]
    assert bad["D"] == pytest.approx(seen[1] / sum(seen), abs=2e-5)
    eve = [found[f"eve.{i}.{s}"] for i in range(8)]
    assert eve[0] == pytest.approx(1, abs=1e-9) and eve[1] == pytest.approx(1, abs=1e-6)
    assert eve[2] == pytest.approx(1 - h(pair[0] / sum(pair)), rel=0.08) and eve[3] == pytest.approx(h((1 - math.exp(-2 * echo)) / 2), abs=1e-6)
    assert eve[4] == pytest.approx(split, abs=2e-3) and eve[5] == pytest.approx(1 - h(guess), abs=1e-9)
    assert eve[6] == pytest.approx(measured / 2, abs=1e-3) and eve[7] == pytest.approx(copied, abs=1e-9)
    left = [found[f"left.{i}.{s}"] for i in range(8)]
    assert left[0] == left[1] == left[5] == left[6] == 0 and left[2] == pytest.approx(0, abs=1e-9) and left[7] == pytest.approx(copied**2)
    assert left[3] == pytest.approx(h((1 - math.exp(-2e-6 * echo)) / 2), abs=1e-6)
    one, more = (sum(poisson(MU, n) * (1 - 0.99**n) for n in range(low, 30)) for low in (1, 2))
    assert left[4] == pytest.approx(more / one, abs=1e-3)


# ------------------------------------------------------------- find the hole: the game

def test_flaws_are_planted_alike_and_probes_are_fair():
    """800 seeds: each flaw 100 times, each count's mean over all sound links; within 6 standard deviations (2e-9 each)."""
    from qedu.widgets.hole_game import FLAWS, PROBES

    planted, sums = np.zeros((8, 2)), {letter: [] for letter in PROBES}
    for seed in range(800):
        spent = "ABCDE" if seed % 2 else "FGHCD"
        found = HOLE.numbers({"seed": seed, "spent": spent})
        planted[int(found["flaw"]), int(found["strong"])] += 1
        for i, letter in enumerate(spent, 1):
            p = found[f"bad.{letter}.{int(found['strong'])}"] if FLAWS[int(found["flaw"])][1] == letter else found[f"sound.{letter}"]
            sums[letter].append((found[f"k{i}"], PROBES[letter][2], p))
            assert found[f"here.{letter}"] == p
    assert abs(planted.sum(axis=1) - 100).max() < 6 * math.sqrt(800 * 7 / 64) and abs(planted.sum(axis=0) - 400).max() < 6 * math.sqrt(200)
    for letter, some in sums.items():
        k, mean, variance = sum(one[0] for one in some), sum(n * p for _, n, p in some), sum(n * p * (1 - p) for _, n, p in some)
        assert abs(k - mean) <= 6 * math.sqrt(variance) + 1e-9, letter


def test_a_probe_spent_again_is_another_sample_and_others_stay():
    once, twice = HOLE.numbers({"seed": 2, "spent": "CC"}), HOLE.numbers({"seed": 2, "spent": "CCE"})
    assert once["k1"] != once["k2"] and (once["k1"], once["k2"]) == (twice["k1"], twice["k2"]) and once["unspent"] == 3


def test_false_leads_come_as_often_as_the_intervals_say():
    """Of 1,500 counts of sound parts at even odds 3 to 8 % lie so that ½ is outside (the exact odds are 5.7 and 4.9 %; 6 sigma)."""
    outside = total = 0
    for seed in range(750):
        found = HOLE.numbers({"seed": seed, "spent": "CE"})
        for i, flaw in ((1, 2), (2, 5)):
            if found["flaw"] != flaw:
                total += 1
                outside += not found[f"r{i}.low"] <= 0.5 <= found[f"r{i}.high"]
    assert total > 1200 and abs(outside - 0.0535 * total) < 6 * math.sqrt(total * 0.0535 * 0.9465)


@pytest.mark.parametrize("spent, done, points", [
    ("", "55", 8), ("CEA", "55", 5), ("CEADD", "55", 3), ("CEADD", "51", 2), ("D", "58", 6), ("CEA", "33", 0), ("CEA", "15", 0), ("CEA", "0", 0)])
def test_points_for_the_hole_its_defence_and_unspent_probes(spent, done, points):
    """Seed 2 has the flaw of split pulses, number 5 of the report."""
    found = HOLE.numbers({"seed": 2, "spent": spent, "done": done, "log": "19"})
    assert found["flaw"] == 4 and found["points"] == points and found["code"] == (points + 1 if done != "0" else 0)
    assert (found["games"], found["total"]) == (3 if done != "0" else 2, 8 + points)


def test_each_probe_fits_one_part_and_each_flaw_has_its_probe():
    from qedu.widgets.hole_game import FLAWS

    places = {letter: [place for place in "012345" if HOLE.numbers({"probe": letter, "place": place})["fits"]] for letter in "ABCDEFGH"}
    assert places == {"A": ["2"], "B": ["4"], "C": ["4"], "D": ["3"], "E": ["1"], "F": ["3"], "G": ["5"], "H": ["4"]}
    assert sorted(probe for _, probe, _ in FLAWS) == list("ABCDEFGH")
    site = HOLE.spec()["views"][0]
    assert site["flaws"] == [[probe, part] for _, probe, part in FLAWS], "the page plays by Python's table"


@pytest.mark.parametrize("state, words", [
    ({}, "One flaw is planted, and you have 5 probes."), ({"seed": 2, "spent": "CEA"}, "0 of 1,000 gates with a click, from light that comes back out: 0.0 %"),
    ({"seed": 2, "spent": "C"}, "61 of 100 clicks in detector 0, for pulses that come early: 61.0 % (95 % interval 51.2 % to 70.0 %); 50.0 % if all is sound."),
    ({"seed": 2, "spent": "CEADD"}, "No probe is left"), ({"seed": 2, "done": "55"}, "You found it and closed it: 8 points of 8."),
    ({"seed": 2, "done": "51"}, "You found it, but this defence does not close it: 7 points."),
    ({"seed": 2, "done": "33"}, "The hole: photon-number splitting. Broken: each pulse holds one photon."), ({"seed": 2, "done": "33"}, "another hole: no points"),
    ({"seed": 39, "done": "33"}, "The hole: a basis that is never compared. Eve measured"), ({"seed": 39, "done": "33"}, "Eve knew 10.0 % of the key."),
    ({"seed": 8, "done": "33"}, "Eve knew at most 16.6 % of the key.")])
def test_what_the_search_says(state, words):
    assert words in line(HOLE, state)


def test_the_flaw_is_drawn_only_once_the_report_is_in():
    for done in ("0", "33"):
        drawing = on_paper(HOLE, {"seed": 2, "spent": "CE", "done": done}).select_one("svg")
        assert bool(drawing.select('[data-key="flaw"]')) == (done != "0")
        assert len(drawing.select('[data-key="k1"]')) == len(drawing.select('[data-key="r2.low"]')) == 1


def test_an_interval_is_drawn_where_its_ends_are():
    from qedu.widgets.catalogue.attacks.find_the_hole import _MOST as most

    state = {"seed": 2, "spent": "CEAGD"}
    found, drawing = HOLE.numbers(state), on_paper(HOLE, state).select_one("svg")
    axis = drawing.select("line.q-grid")[0]
    left, right = float(axis["x1"]), float(axis["x2"])
    for i, letter in enumerate(state["spent"], 1):
        bar, tick = drawing.select_one(f'[data-key="r{i}.high"] line'), drawing.select_one(f'[data-key="sound{i}"] line')
        for end, key in ((bar["x1"], f"r{i}.low"), (bar["x2"], f"r{i}.high"), (tick["x1"], f"sound{i}")):
            assert float(end) == pytest.approx(left + (right - left) * min(1, found[key] / most[letter]), abs=0.011)


def test_each_visit_plants_another_flaw_unless_the_address_says_which(site, open_page):
    """The browser's dice are set, so that nothing is left to chance here."""
    state, seen = "() => JSON.parse(document.querySelector('qedu-widget').dataset.state)", []
    for dice in (0.0, 0.25, 0.5, 0.999999):
        page = open_page(site("find-the-hole"), reduced_motion="reduce")
        page.add_init_script(f"Math.random = () => {dice}")
        page.reload()
        page.wait_for_selector("qedu-widget.qedu-alive")
        seen.append(page.evaluate(state)["seed"])
        assert {**page.evaluate(state), "seed": 6} == HOLE.state(), "nothing else is fresh"
    assert seen == [0, 250_000, 500_000, 999_999]
    page.goto(page.url.partition("#")[0] + "#find-the-hole?seed=2&spent=CE")
    page.reload()
    page.wait_for_selector("qedu-widget.qedu-alive")
    assert page.evaluate(state)["seed"] == 2 and page.evaluate(state)["spent"] == "CE"
    page.locator("[data-action=reset]").click()
    page.evaluate(SETTLE)
    assert page.evaluate(state) == HOLE.state(), "a reset leads to the link that everybody has"


def test_a_probe_is_taken_to_a_part_and_measures(site, open_page):
    page = open_page(site("find-the-hole"), reduced_motion="reduce")
    widget = page.wait_for_selector("qedu-widget.qedu-alive")
    state = "() => JSON.parse(document.querySelector('qedu-widget').dataset.state)"
    measure = page.locator("[data-focus=measure]")
    assert measure.is_disabled() and measure.inner_text() == "Put the probe on a part"
    page.locator(".qedu-scene g.qedu-column").nth(5 + 2).click()              # the tray: shifted pulses
    page.evaluate(SETTLE)
    assert page.evaluate(state)["probe"] == "C"
    grip, parts = page.locator("[data-grip=place]"), page.locator(".qedu-scene g.qedu-column")
    for part, wanted in ((2, False), (3, True)):                            # line, receiver
        here, there = grip.bounding_box(), parts.nth(part).bounding_box()
        page.mouse.move(here["x"], here["y"])
        page.mouse.down()
        page.mouse.move(there["x"] + there["width"] / 2, there["y"] + there["height"] - 8, steps=4)
        page.mouse.up()
        page.evaluate(SETTLE)
        assert page.evaluate(state)["place"] == str(part + 1) and measure.is_enabled() == wanted
    measure.press("Enter")
    page.evaluate(SETTLE)
    assert page.evaluate(state)["spent"] == "C" and page.evaluate("document.activeElement.dataset.focus") == "measure"
    true_to_python("find-the-hole", widget.evaluate(LOOK))
    # By keys alone: the handle walks from part to part.
    grip.press("ArrowRight")
    page.evaluate(SETTLE)
    assert page.evaluate(state)["place"] == "5" and grip.get_attribute("aria-valuetext") == "node" and measure.is_disabled()


def test_a_report_is_handed_in_once_and_the_next_link_keeps_the_points(site, open_page):
    page = open_page(site("find-the-hole") + "#find-the-hole?seed=2&spent=CE", reduced_motion="reduce")
    widget = page.wait_for_selector("qedu-widget.qedu-alive")
    state = "() => JSON.parse(document.querySelector('qedu-widget').dataset.state)"
    assert page.locator("[data-focus=report]").is_disabled()
    page.select_option("[data-control=hole]", "5")
    page.select_option("[data-control=defence]", "5")
    page.locator("[data-focus=report]").click()
    page.evaluate(SETTLE)
    true_to_python("find-the-hole", widget.evaluate(LOOK))
    assert "6 points of 8" in page.inner_text(".qedu-live .qedu-line").replace("\u00a0", " ")
    page.select_option("[data-control=hole]", "1")
    page.evaluate(SETTLE)
    assert "6 points of 8" in page.inner_text(".qedu-live .qedu-line").replace("\u00a0", " "), "what is handed in stays"
    page.locator("[data-focus=again]").click()
    page.evaluate(SETTLE)
    now = page.evaluate(state)
    assert now["log"] == "7" and now["spent"] == "" and now["done"] == "0" and now["seed"] != 2 and now["place"] == now["hole"] == "0"
    true_to_python("find-the-hole", widget.evaluate(LOOK))
