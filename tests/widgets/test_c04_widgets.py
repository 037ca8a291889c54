"""The widgets of chapter C04 against closed forms, vectors written by hand and enumeration."""

import itertools
import math
import random

import numpy as np
import pytest

from qedu import statistics, widgets

from .test_numbers import any_state

R2 = math.sqrt(2)
DIALS, GAME, SLIDER = (widgets.load(name) for name in ("angle-dials", "beat-the-quantum", "noise-slider"))


def half_turn(degrees):
    """Ket of outcome 0 along a Bloch angle, and of outcome 1."""
    t = math.radians(degrees) / 2
    return np.array([[math.cos(t), math.sin(t)], [-math.sin(t), math.cos(t)]])


def odds(source, a, b):
    """|⟨A B|ψ⟩|² from amplitudes; the spoofed source averages two product states."""
    kets = {"singlet": [(1, [0, 1, -1, 0])], "phi": [(1, [1, 0, 0, 1])],
            "fake": [(0.5, [R2, 0, 0, 0]), (0.5, [0, 0, 0, R2])]}[source]
    return np.array([[sum(w * (np.kron(left, right) @ np.array(ket) / R2)**2 for w, ket in kets)
                      for right in half_turn(b)] for left in half_turn(a)])


# ------------------------------------------------------------- angle dials

def test_dials_follow_the_born_rule():
    chance = random.Random(3)
    for _ in range(30):
        state = DIALS.state(any_state(DIALS, chance))
        numbers, table = DIALS.numbers(state), odds(state["source"], state["a"], state["b"])
        for a, b in itertools.product((0, 1), repeat=2):
            assert numbers[f"p.{a}{b}"] == pytest.approx(table[a, b], abs=1e-12)
        assert numbers["agree"] == pytest.approx(np.trace(table), abs=1e-12)
        assert numbers["e"] == pytest.approx(2 * np.trace(table) - 1, abs=1e-12)
        assert numbers["alice"] == pytest.approx(0.5, abs=1e-12) == numbers["bob"]
        for x in (0, 130, 360):
            turned = np.trace(odds(state["source"], state["a"], x))
            assert numbers[f"curve@{x}"] == pytest.approx(2 * turned - 1, abs=1e-12)


def test_singlet_is_minus_the_cosine():
    for a, b in ((0, 0), (0, 60), (90, 0), (30, 210), (355, 5)):
        numbers = DIALS.numbers({"a": a, "b": b})
        assert numbers["e"] == pytest.approx(-math.cos(math.radians(a - b)), abs=1e-12)
    assert DIALS.numbers()["agree"] == pytest.approx(0.25, abs=1e-12)


def test_arrows_fixed_at_the_source():
    """Count, over a fine circle of hidden arrows, how often two dials give equal signs."""
    hidden = np.radians(np.arange(720) / 2 + 0.25)
    for a in (0, 90, 230):
        numbers = DIALS.numbers({"a": a})
        for x in range(0, 361, 30):
            left = np.sign(np.cos(hidden - math.radians(a)))
            right = -np.sign(np.cos(hidden - math.radians(x)))
            assert numbers[f"arrows@{x}"] == pytest.approx((left * right).mean(), abs=1e-12)
        mirrored = DIALS.numbers({"a": a, "source": "phi"})
        assert mirrored["arrows@60"] == pytest.approx(-numbers["arrows@60"], abs=1e-12)


def test_the_spoofed_source_gives_itself_away():
    for b in (0, 45, 90):
        same = [DIALS.numbers({"source": source, "a": 0, "b": b})["e"] for source in ("phi", "fake")]
        assert same[0] == pytest.approx(same[1], abs=1e-12)            # Alice at 0°: no difference at all
    assert DIALS.numbers({"source": "phi", "a": 90, "b": 90})["e"] == pytest.approx(1, abs=1e-12)
    assert DIALS.numbers({"source": "fake", "a": 90, "b": 90})["e"] == pytest.approx(0, abs=1e-12)


def test_dials_count_what_was_drawn():
    for seed, n in ((4, 1000), (9, 37), (1, 0)):
        numbers, drawn = DIALS.numbers({"seed": seed, "n": n}), DIALS.samples({"seed": seed, "n": n})["pairs"]
        agree = int(np.isin(drawn, (0, 3)).sum())
        assert numbers["agree.count"] == agree and len(drawn) == n
        assert numbers["alice.count"] == int((drawn < 2).sum())
        assert numbers["bob.count"] == int((drawn % 2 == 0).sum())
        assert (numbers["agree.low"], numbers["agree.high"]) == pytest.approx(statistics.wilson(agree, n) if n else (0, 1))


# ------------------------------------------------------------- the game

def test_all_sixteen_cards():
    wins = []
    for a0, a1, b0, b1 in itertools.product("01", repeat=4):
        numbers = GAME.numbers({"a0": a0, "a1": a1, "b0": b0, "b1": b1, "n": 0})
        won = [a0 == b0, a0 != b1, a1 == b0, a1 == b1]
        assert [numbers[f"cards.{pair}"] for pair in ("00", "01", "10", "11")] == [float(w) for w in won]
        assert numbers["cards.p"] == sum(won) / 4 and numbers["s"] == 2 * sum(won) - 4
        wins.append(sum(won))
    assert sorted(wins) == [1] * 8 + [3] * 8 and GAME.numbers()["best"] == 0.75


def test_pairs_win_cosine_squared():
    numbers = GAME.numbers()
    for pair in ("00", "01", "10", "11"):
        assert numbers[f"pairs.{pair}"] == pytest.approx(math.cos(math.pi / 8)**2, abs=1e-12)
    assert numbers["pairs.p"] == pytest.approx((2 + R2) / 4, abs=1e-12)


def test_a_card_that_is_taken_turns_over(site, open_page):
    page = open_page(site("beat-the-quantum"))
    state = "() => JSON.parse(document.querySelector('qedu-widget').dataset.state)"
    for i, key in enumerate(("a0", "a1", "b0", "b1")):
        for answer in ("1", "0"):
            page.locator(".qedu-drawing .q-card").nth(i).click()
            assert page.evaluate(state) == GAME.state({key: answer}) and page.locator(".qedu-drawing .q-answer").nth(i).text_content() == answer
            assert page.locator(f"[data-control={key}][value='{answer}']").is_checked(), "the native control says the same"


# ------------------------------------------------------------- noise

def test_slider_closed_forms():
    for v in (0, 0.2, 0.34, 0.6, 0.7, 0.72, 1):
        bell, product, fake = (SLIDER.numbers({"source": source, "v": v, "n": 0})
                               for source in ("bell", "product", "fake"))
        assert bell["s"] == pytest.approx(2 * R2 * v, abs=1e-12)
        assert bell["c"] == pytest.approx(max(0, (3 * v - 1) / 2), abs=1e-12)
        for other in (product, fake):
            assert other["s"] == pytest.approx(2 * v, abs=1e-12)
            assert other["c"] == pytest.approx(0, abs=1e-12)
            assert other["lamp.bell"] == other["lamp.entangled"] == 0
            assert other["rounds.bell"] == other["rounds.entangled"] == 0
        assert bell["lamp.entangled"] == (v > 1 / 3) and bell["lamp.bell"] == (v > 1 / R2)
        assert (bell["rounds.bell"] > 0) == (v > 1 / R2) and (bell["rounds.entangled"] > 0) == (v > 1 / 3)
    numbers = SLIDER.numbers()
    assert SLIDER.state()["v"] == 0.5 and numbers["limit"] == 2
    assert numbers["v.bell"] == pytest.approx(1 / R2, abs=1e-12)
    assert numbers["s.of@0.5"] == pytest.approx(R2, abs=1e-12)
    assert numbers["c.of@0.5"] == pytest.approx(0.25, abs=1e-12)


def test_slider_rounds_are_the_exact_binomial_tests():
    """The number of rounds works and one round fewer does not, by summed binomial probabilities."""
    from math import comb

    def tail(k, n, p):
        return sum(comb(n, j) * p**j * (1 - p)**(n - j) for j in range(k, n + 1))

    def works(n, win, bound):
        return any(tail(k, n, bound) <= 0.01 and tail(k, n, win) >= 0.9 for k in range(n + 1))

    numbers = SLIDER.numbers({"v": 1.0})
    for n, win, bound in ((int(numbers["rounds.bell"]), (2 + R2) / 4, 0.75),
                          (int(numbers["rounds.entangled"]), 1.0, 2 / 3)):
        assert works(n, win, bound) and not works(n - 1, win, bound)


def test_slider_counts():
    for n in (1, 40, 250):
        state = {"v": 0.9, "n": n, "seed": 5}
        numbers, drawn = SLIDER.numbers(state), SLIDER.samples(state)
        e = [1 - 2 * drawn[f"pair{pair}"].mean() for pair in ("00", "01", "10", "11")]
        assert numbers["found"] == pytest.approx(e[0] - e[1] + e[2] + e[3], abs=1e-12)
        assert numbers["found.error"] == pytest.approx(math.sqrt(sum(1 - x * x for x in e) / n), abs=1e-12)
        width = numbers["found.high"] - numbers["found.low"]
        assert width == pytest.approx(2 * 1.959964 * numbers["found.error"], abs=1e-5)
    assert SLIDER.numbers({"n": 0})["found"] == 0


def test_slider_finds_the_right_s():
    """n = 1,000 per pair; S leaves ±6 standard errors (0.13) with probability 2e-9."""
    found = SLIDER.numbers({"v": 1.0, "n": 1000, "seed": 8})["found"]
    assert abs(found - 2 * R2) < 6 * math.sqrt(4 * 0.5 / 1000)
