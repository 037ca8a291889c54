"""What the drawings of the chapter on attacks on devices show, against rules and sums written out here."""

from pathlib import Path

import pytest

from qedu.book import drawings

SHOWN = drawings.read("chapters/3-attacks/devices")


def bars(name):
    return [(step["label"], step["left"]) for step in SHOWN[name]["bars"]["steps"]]


def rows(name):
    return [(row["name"], row["cells"].split()) for row in SHOWN[name]["grid"]["rows"]]


def test_a_pulse_of_twelve_tenths_is_halved_in_the_other_basis():
    whole, *halves = (left for _, left in bars("half-power"))
    assert 1 <= whole < 2 and halves == [whole / 2, whole / 2]
    assert [("clicks" in label, "silent" in label) for label, _ in bars("half-power")][:2] == [(True, False), (False, True)]


def test_the_commanded_receiver_clicks_in_eves_basis_and_gives_her_bit():
    shown = dict(rows("commanded"))
    alice, bit, eve, found, bob, noted = (shown[name] for name in (
        "Alice’s basis", "Alice’s bit", "Eve’s basis", "Eve finds", "Bob’s basis", "Bob notes"))
    assert len(alice) == 12 and {*alice, *eve, *bob} == {"z", "x"} and {*bit, *found} == {"0", "1"}
    for a, b, e, f, c, n in zip(alice, bit, eve, found, bob, noted):
        assert f == b or e != a                     # in Alice's basis she finds Alice's bit
        assert n == (f if c == e else "-")
    assert sum(n != "-" for n in noted) == 6
    assert any(f != b for b, f in zip(bit, found))  # in the other one also something else
    kept = [(b, n) for a, b, c, n in zip(alice, bit, bob, noted) if a == c and n != "-"]
    assert len(kept) > 3 and all(b == n for b, n in kept) and len(set(kept)) == 2
    first, second = SHOWN["commanded"]["grid"]["same"]
    assert [rows("commanded")[k][0] for k in (first, second)] == ["Alice’s basis", "Bob’s basis"]


def test_the_bars_of_the_budget_add_up_both_ways():
    *parts, (_, total) = bars("budget")
    values = {label: left for label, left in parts}
    assert values["attenuator, on the way in"] == values["attenuator, on the way out"]
    assert sum(values.values()) == total == SHOWN["budget"]["bars"]["of"]
    assert 1e11 * 10 ** (-total / 10) == pytest.approx(1e-6)         # as its last line says
    assert 10 ** (-values["reflected: one part in ten thousand"] / 10) == pytest.approx(1e-4)


def test_a_side_of_the_commanded_bell_test_clicks_where_eve_has_prepared_its_setting():
    (_, alice), (_, for_her), (_, bob), (_, for_him), (_, both) = rows("commanded-bell")
    hers, his = ([one == other for one, other in zip(*pair)] for pair in ((alice, for_her), (bob, for_him)))
    assert sum(hers) == sum(his) == 6 and sum(a and b for a, b in zip(hers, his)) == 3
    assert both == ["●" if a and b else "-" for a, b in zip(hers, his)]


def test_the_bars_of_ways_are_powers_of_one_way():
    clean = 0.99**31
    assert [left for _, left in bars("ways")] == [round(100 * (1 - clean) ** ways, 1) for ways in (1, 2, 3)]


@pytest.mark.parametrize("name", SHOWN)
def test_each_drawing_composes_for_the_text_and_for_a_phone_and_stands_on_a_page(name):
    for width in drawings.WIDTHS:
        assert drawings.compose(SHOWN[name], width).startswith("<svg")
    pages = "".join(page.read_text(encoding="utf-8") for page in Path("chapters/3-attacks/devices").glob("*.md"))
    assert pages.count(f"```{{drawing}} {name}\n") == 1
