"""What the drawings of the chapter on repeaters show, against formulas and draws written out here."""

from fractions import Fraction
from math import comb, log2

import numpy as np

from qedu.book import drawings

SHOWN = drawings.read("chapters/4-infrastructure/repeaters")


def bars(name):
    return [(step["label"], step["left"]) for step in SHOWN[name]["bars"]["steps"]]


def rows(name):
    return {row["name"]: row["cells"].split() for row in SHOWN[name]["grid"]["rows"]}


def h(p):
    return -p * log2(p) - (1 - p) * log2(1 - p) if 0 < p < 1 else 0.0


def test_the_four_links_are_ready_when_a_draw_says_so_and_wait_from_then_on():
    born = np.random.default_rng(358).geometric(0.2, 4)
    shown = rows("four-links")
    assert shown["attempt"] == [str(t) for t in range(1, max(born) + 1)]
    for link, first in enumerate(born, 1):
        assert shown[f"link {link}"] == ["-"] * (first - 1) + ["●"] + ["—"] * (max(born) - first)


def test_the_cut_off_throws_away_what_has_waited_for_three_attempts_and_keeps_what_comes_in_time():
    cutoff, one, other = 3, rows("cut-off")["link 1"], rows("cut-off")["link 2"]
    age = [None, None]
    for attempt, cells in enumerate(zip(one, other), 1):
        for link, cell in enumerate(cells):
            if age[link] is not None:
                age[link] += 1
            if cell == "●":
                assert age[link] is None
                age[link] = 0
            elif cell == "×":                       # after an attempt at the cut-off in which no partner came
                assert age[link] == cutoff + 1 and age[1 - link] is None
                age[link] = None
            else:
                assert (cell == "-") == (age[link] is None) and (cell == "-" or cell == str(age[link]))
        if None not in age:
            assert attempt == len(one) and max(age) <= cutoff
    assert None not in age


def test_the_tree_of_a_swap_shares_out_one_half_each():
    ways = SHOWN["swap-tree"]["tree"]["ways"]
    assert [Fraction(way["share"]) for way in ways] == [Fraction(1, 2)] * 2


def test_the_bars_of_lives_are_the_published_rates_and_what_a_fidelity_of_nine_tenths_needs():
    (_, needed), (delft, first), (hefei, second) = bars("lives")
    w = (0.9 - 0.25) / 0.75                        # r/(1 + r)
    assert round(w / (1 - w), 2) == needed
    # Humphreys et al., Nature 558, 268 (2018): up to 39 pairs a second, decoherence rate 5 a second, 2 m.
    assert first == 39 / 5 and "2018" in delft
    # 550 ms and 450 ms, as others quote Liu et al. 2026 (arXiv:2602.08472).
    assert second == round(550 / 450, 1) and "second-hand" in hefei


def test_the_bars_of_the_best_number_are_the_key_rates_of_the_lesson():
    def key(km, n, fidelity=0.99, e=0.5):
        p, q = 0.5 * e**2 * 10 ** (-0.02 * km / n), 0.0
        q = sum((-1) ** (k + 1) * comb(n, k) / (1 - (1 - p) ** k) for k in range(1, n + 1))
        error = (1 - ((4 * fidelity - 1) / 3) ** n) / 2
        return max(0.0, 1 - 2 * h(error)) / (q * km / n / 200_000)

    for label, shown in bars("best-number"):
        assert shown == round(key(600, int(label.split()[0])), 1), label
    assert max(range(2, 21), key=lambda n: key(600, n)) == 13
