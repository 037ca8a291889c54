"""The drawings of the chapter on entanglement show what its states, plans and counts give, and a margin what cards may do."""

from itertools import product
from math import cos, radians

import pytest

from qedu import entanglement as ent
from qedu.book import drawings

SHOWN = drawings.read("chapters/1-foundations/entanglement")


def test_the_tree_shows_the_singlet_at_dials_60_degrees_apart():
    odds = ent.bell_table(ent.bell("psi-"), (0, 90, 60, 150))[0, 0]
    ways = SHOWN["singlet-tree"]["tree"]["ways"]
    for alice, way in enumerate(ways):
        assert f"Alice finds {alice}" in way["label"] and way["share"] == "1/2"
        for bob, end in enumerate(way["ways"]):
            share = int(end["share"][0]) / int(end["share"][2])
            assert share / 2 == pytest.approx(odds[alice, bob]) == pytest.approx((1 - (-1) ** (alice + bob) * cos(radians(60))) / 4)
            assert end["label"] == f"Bob finds {bob}: they {'agree' if alice == bob else 'differ'}"


def test_the_grid_shows_all_plans_and_what_each_wins():
    *answers, won = (row["cells"].split() for row in SHOWN["plans"]["grid"]["rows"])
    plans = list(zip(*answers))
    assert plans == list(product("01", repeat=4))
    # Equal at three pairs of questions, different at a and b'.
    assert [int(count) for count in won] == [(a == b) + (a != d) + (c == b) + (c == d) for a, c, b, d in plans]
    assert sorted(won) == ["1"] * 8 + ["3"] * 8


def test_the_bars_show_the_rounds_of_delft():
    rounds, won, local = (step["left"] for step in SHOWN["delft-rounds"]["bars"]["steps"])
    assert (rounds, local) == (245, 0.75 * 245)
    assert won == int((0.5 + 2.42 / 8) * 245) and ent.p_value(won, rounds) == pytest.approx(0.039, abs=5e-4)


def test_the_silent_card_wins_what_is_kept():
    asked, hers, his, rule = (row["cells"].split() for row in SHOWN["silent-card"]["grid"]["rows"])
    assert asked == [f"{a},{b}" for a, b in product(("a", "a′"), ("b", "b′"))] and rule == ["≠" if both == "a,b′" else "=" for both in asked]
    assert hers == ["0"] * 4 and his == ["-" if both.endswith("b′") else "0" for both in asked]
    kept = [(one, other, must) for one, other, must in zip(hers, his, rule) if other != "-"]
    drawn = drawings.compose(SHOWN["silent-card"])
    assert len(kept) == 2 == drawn.count('class="q-d-kept"') and all((one == other) == (must == "=") for one, other, must in kept)
    assert "q-d-shape" not in drawn, "a letter that the grid takes for a state"


def test_cards_silent_on_one_side_at_a_time_show_more():
    """Each question answered on 80 % of the cards, both on 60 %: S is 4/η − 2 at η = 0.6/0.8, not at 0.8."""
    cards = [(2, 0, 0, 0), (0, 2, 0, 1), (0, 1, 2, 1), (0, 0, 0, 2), (0, 0, 0, 0)]
    table = ent.local_table(cards)
    assert table[0, 0, :2].sum() == pytest.approx(0.8) and table[:, :, :2, :2].sum(axis=(2, 3)) == pytest.approx(0.6)
    assert ent.s_value(table) == pytest.approx(4 / 0.75 - 2) and ent.s_value(table) > 4 / 0.8 - 2
