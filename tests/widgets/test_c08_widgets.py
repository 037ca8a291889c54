"""Chapter C08: the parity detective, the privacy press and the key funnel."""

import functools
import itertools
import json
import math
import operator
import random
import re
from pathlib import Path

import numpy as np
import pytest

from qedu import keys, rates, statistics, widgets
from qedu.widgets import key_press, parity_game

from .conftest import SETTLE, line, on_paper
from .test_hosts import LOOK, true_to_python
from .test_numbers import PAGE_NUMBERS, run

DETECTIVE, PRESS, FUNNEL = (widgets.load(name) for name in ("parity-detective", "privacy-press", "key-funnel"))
PLACES = parity_game.PLACES


# ------------------------------------------------------------- the parity detective

def halve(state):
    """A player who halves what differs, and the longest part where nothing does, with nothing but the page's answers."""
    asked, parts, questions = "", {(0, 32): int(state["errors"]) % 2}, 0
    while not (now := DETECTIVE.numbers({**state, "asked": asked}))["over"]:
        if now["sure"]:
            place = int(now["sure"]) - 1
            asked += "!" + PLACES[place]
            parts = {(a, b): odd ^ (a <= place < b) for (a, b), odd in parts.items()}
            continue
        odd = [part for part, differs in parts.items() if differs]
        a, b = odd[0] if odd else max(parts, key=lambda part: (part[1] - part[0], -part[0]))
        middle, whole = (a + b) // 2, parts.pop((a, b))
        asked, questions = asked + PLACES[a] + PLACES[middle - 1], questions + 1
        first = int(DETECTIVE.numbers({**state, "asked": asked})[f"q{questions}"])
        parts = dict(sorted({**parts, (a, middle): first, (middle, b): whole ^ first}.items()))
    return asked, questions


GAMES = [{"seed": seed, "errors": errors} for seed in (3, 7, 17, 24) for errors in "123"]


@pytest.mark.parametrize("state", GAMES, ids=str)
def test_a_player_who_halves_finds_all_errors_with_as_many_questions_as_told(state):
    asked, questions = halve(state)
    end = DETECTIVE.numbers({**state, "asked": asked})
    assert end["over"] == 1 and end["told"] == questions and end["found"] == int(state["errors"]) and end["secret"] == 32 - questions
    wrong = sorted(parity_game.drawn(state)[1])
    assert questions == parity_game.halving(wrong)
    before = DETECTIVE.numbers(state)
    assert [i for i in range(32) if before[f"b{i + 1}"] != end[f"b{i + 1}"]] == wrong
    assert "Both keys are equal." in line(DETECTIVE, {**state, "asked": asked})


def test_every_answer_is_the_parity_of_what_is_still_wrong():
    chance = random.Random(8)
    for state in GAMES:
        wrong = parity_game.drawn(state)[1]
        asks = [sorted(chance.sample(range(32), 2)) for _ in range(12)]
        asked = "".join(PLACES[a] + PLACES[b] for a, b in asks)
        for turned in ("", *(f"{PLACES[i] * 2}!{PLACES[i]}" for i in wrong)):
            left = wrong - {PLACES.index(turned[-1])} if turned else wrong
            numbers = DETECTIVE.numbers({**state, "asked": asked + turned})
            for i, (a, b) in enumerate(asks, 1):
                assert numbers[f"q{i}"] == sum(a <= place <= b for place in left) % 2


def test_an_answer_that_follows_is_told_and_what_is_sure_is_wrong():
    """What follows is what lies in the space that earlier answers span, by elimination modulo 2."""
    chance = random.Random(5)
    for _ in range(60):
        state = {"seed": chance.randrange(999), "errors": chance.choice("123")}
        wrong = parity_game.drawn(state)[1]
        asked, spanned = "", [(1 << 32) - 1]
        for _ in range(14):
            a, b = sorted(chance.choices(range(32), k=2))
            mask = (1 << b + 1) - (1 << a)
            asked += PLACES[a] + PLACES[b]
            numbers = DETECTIVE.numbers({**state, "asked": asked})
            known = rank([*spanned, mask]) == rank(spanned)
            assert numbers["last.known"] == known
            spanned.append(mask)
        sure = [i for i in range(32) if rank([*spanned, 1 << i]) == rank(spanned) and i in wrong]
        assert numbers["sure"] == (sure[0] + 1 if sure else 0)


def rank(rows):
    basis = {}
    for row in rows:
        while row and (top := row.bit_length()) in basis:
            row ^= basis[top]
        if row:
            basis[row.bit_length()] = row
    return len(basis)


def test_only_what_is_sure_is_turned_over():
    assert DETECTIVE.numbers({"asked": "!A!L"})["found"] == 0
    assert DETECTIVE.numbers({"asked": "AA!A!L"})["found"] == 1, "the eleventh bit of the first game is wrong, the other is not known yet"
    assert DETECTIVE.numbers({"asked": "AA!A!A"})["found"] == 1


def test_prices_by_other_means():
    """The least by counting ways; halving by hand where that is short; Cascade, which is not told the number of errors, tells more."""
    numbers = DETECTIVE.numbers()
    for k in (1, 2, 3):
        assert numbers[f"least.{k}"] == pytest.approx(math.log2(math.comb(32, k)), abs=1e-12)
        assert numbers[f"halving.{k}"] >= numbers[f"least.{k}"] - 1e-12
    assert numbers["halving.1"] == 5
    # Two errors in different halves, 256 of 496 ways: one question shows it, then four for each.
    apart = [(a, b) for a in range(16) for b in range(16, 32)]
    assert all(parity_game.halving(pair) == 9 for pair in apart)
    # Two in one half: the first question is answered "equal", and so each half is asked for its first quarter, the left one first.
    assert parity_game.halving((0, 8)) == 2 + 3 + 3 and parity_game.halving((16, 24)) == 3 + 3 + 3
    assert parity_game.halving((0, 1)) == 1 + 2 + 4 + 8 + 1 and max(map(parity_game.halving, itertools.combinations(range(32), 2))) == 31
    rng, told = np.random.default_rng(1), []
    for seed in range(200):
        alice = rng.integers(0, 2, 32)
        bob = alice.copy()
        bob[rng.choice(32, 2, replace=False)] ^= 1
        told.append(keys.cascade(alice, bob, 2 / 32, seed=seed).leaked_bits)
    assert np.mean(told) > numbers["halving.2"] + 1


def test_detective_draws_the_same_in_both_languages():
    chance, states = random.Random(2), []
    for _ in range(80):
        tokens = ["".join(chance.choices(PLACES, k=2)) if chance.random() < 0.75 else "!" + chance.choice(PLACES) for _ in range(chance.randrange(20))]
        states.append(DETECTIVE.state({"seed": chance.randrange(1000), "errors": chance.choice("123"), "asked": "".join(tokens)}))
    spec = {**DETECTIVE.spec(), "page": DETECTIVE.page()}
    for state, found in zip(states, run(PAGE_NUMBERS, {"spec": spec, "states": states})):
        fresh = DETECTIVE.numbers(state)
        assert {key: value for key, value in found.items() if key != "x"} == pytest.approx({key: fresh[key] for key in found}, abs=1e-9)


@pytest.mark.parametrize("asked, words", [
    ("", "Mark a stretch"), ("0F", "differ: an odd number"), ("07", "equal: none of them is wrong, or an even number"), ("00", "Bit 1 is right."),
    ("0FGV", "an answer for nothing"), ("0F078B89AA", "Bit 11 is wrong for certain"), ("0F078B89AA!A", "Bit 11 is right now"),
    ("0F078B89AA!AGNGJKLKK!L", "Alice told 9 parities, so that of 32 bits 23 are left")])
def test_what_the_detective_is_told(asked, words):
    assert words in line(DETECTIVE, {"asked": asked})


def test_alices_bits_are_drawn_at_the_end_only():
    for asked, rows in (("", 1), ("0F078B89AA", 1), ("0F078B89AA!AGNGJKLKK!L", 2)):
        words = [text.text for text in on_paper(DETECTIVE, {"asked": asked}).select_one("svg").select("text")]
        assert sum(word in "01" for word in words) == 32 * rows


def test_a_game_by_keyboard_and_by_clicks(site, open_page):
    page = open_page(site("parity-detective"))
    widget = page.wait_for_selector("qedu-widget.qedu-alive")
    assert page.get_by_role("button", name="Turn over").is_disabled()

    def ask():
        page.evaluate(SETTLE)                # buttons say what the picture shows
        button = page.locator("[data-focus=ask]")
        button.focus()
        page.keyboard.press("Enter")
        page.evaluate(SETTLE)
        assert page.evaluate("document.activeElement.dataset.focus") == "ask", "the focus stays"
        look = widget.evaluate(LOOK)
        true_to_python("parity-detective", look)
        return look

    assert ask()["state"]["asked"] == "0F"
    page.focus("[data-control=end]")
    for _ in range(8):
        page.keyboard.press("ArrowLeft")
    assert ask()["state"]["asked"] == "0F07"
    # A click on a bit brings the nearer end there, one on an answer marks its stretch again.
    page.locator(".qedu-drawing rect.q-column").nth(11).click()
    page.evaluate(SETTLE)
    page.locator(".qedu-drawing rect.q-column").nth(8).click()
    page.evaluate(SETTLE)
    state = widget.evaluate(LOOK)["state"]
    assert sorted((state["start"], state["end"])) == [1, 9], "12, and then 9, is nearer to the end that stood at 8"
    page.locator(".qedu-drawing [data-key=q1]").click()
    page.evaluate(SETTLE)
    state = widget.evaluate(LOOK)["state"]
    assert (state["start"], state["end"]) == (1, 16)
    # To the end of the game, and into the next one.
    page = open_page(f"{site('parity-detective')}#parity-detective?asked=0F078B89AA")
    widget = page.wait_for_selector("qedu-widget.qedu-alive")
    page.get_by_role("button", name="Turn bit 11 over").click()
    assert widget.evaluate(LOOK)["state"]["asked"] == "0F078B89AA!A"
    page = open_page(f"{site('parity-detective')}#parity-detective?asked=0F078B89AA!AGNGJKLKK!L")
    page.locator(".qedu-drawing").get_by_role("button", name="New game").click()
    state = page.wait_for_selector("qedu-widget.qedu-alive").evaluate(LOOK)["state"]
    assert state["asked"] == "" and state["seed"] != 17
    # Rubbish in the address is not played.
    page = open_page(f"{site('parity-detective')}#parity-detective?asked=%3Cscript%3E&start=99&errors=7")
    state = page.wait_for_selector("qedu-widget.qedu-alive").evaluate(LOOK)["state"]
    assert state == DETECTIVE.state({"start": 32})


# ------------------------------------------------------------- the privacy press

def total(rows):
    return functools.reduce(operator.xor, rows, 0)


@pytest.mark.parametrize("t, m", [(0, 2), (2, 3), (3, 4), (3, 5), (5, 3), (6, 2), (4, 1)])
def test_press_by_trying_all_sums(t, m):
    """Eve knows a sum of new bits if it holds no old bit but hers; over all matrices and all places, and her bits from how many sums."""
    hit = bits = ways = 0
    for seed in range(2 ** (7 + m)):
        rows = [total(1 << j for j in range(8) if seed >> (i - j + 7) & 1) for i in range(m)]
        sums = [total(some) for size in range(1, m + 1) for some in itertools.combinations(rows, size)]
        for places in itertools.combinations(range(8), t):
            hers = total(1 << place for place in places)
            known = sum(1 for one in sums if not one & ~hers)
            hit, bits, ways = hit + (known > 0), bits + math.log2(known + 1), ways + 1
    assert key_press.press(t, m) == pytest.approx((hit / ways, bits / ways), abs=1e-12)


def test_press_against_bounds_and_closed_forms():
    for t, m in itertools.product(range(7), range(1, 9)):
        pressed, info = key_press.press(t, m)
        assert pressed <= min(1, (2**m - 1) * 2.0 ** (t - 8)) + 1e-12 and max(pressed, m - (8 - t)) <= info + 1e-12 <= m + 1e-12
        assert PRESS.numbers({"t": t, "m": m})[f"bound.of@{m}"] == pytest.approx(min(1, (2**m - 1) * 2.0 ** (t - 8)))
        if m > 8 - t:
            assert pressed == 1, "more bits than she lacks"
        if m == 1:
            assert pressed == pytest.approx(2.0 ** (t - 8)), "all sums are equally likely"
        chance, deleted = key_press.delete(t, m)
        kept = [set(some) for some in itertools.combinations(range(8), m)]
        assert chance == pytest.approx(sum(bool(some & set(range(t))) for some in kept) / len(kept)) and deleted == pytest.approx(m * t / 8)
        assert pressed <= chance + 1e-12 or t < 2, "but for an Eve with nothing, mixing beats deleting"
    # Of a Toeplitz square over two elements one in two is singular (Daykin 1960): Eve knows nothing, and eight bits come out.
    assert key_press.press(0, 8)[0] == 0.5


def test_press_is_the_hash_of_the_library():
    chance = random.Random(6)
    for _ in range(30):
        state = {"seed": chance.randrange(999), "t": chance.randrange(7), "m": chance.randrange(1, 9), "method": "1"}
        drawn = key_press.draw(state)
        seed = [int(value >= 2**31) for value in widgets.dice.mulberry32(widgets.dice.start(state["seed"], "matrix"), 16)]
        assert drawn["new"] == keys.toeplitz_hash(drawn["old"], state["m"], seed[:7 + state["m"]]).tolist()
        assert len(drawn["hers"]) == state["t"]
        rows, hers = [total(1 << j for j in row) for row in drawn["rows"]], total(1 << j for j in drawn["hers"])
        for some in drawn["sums"]:
            assert not total(rows[i] for i in some) & ~hers
        assert len(drawn["sums"]) == state["m"] - rank([row & ~hers for row in rows])


def test_press_draws_the_same_in_both_languages_and_what_it_says():
    chance = random.Random(1)
    states = [PRESS.state({"seed": chance.randrange(999), "t": chance.randrange(7), "m": chance.randrange(1, 9), "method": chance.choice("12"),
                           "show": chance.random() < 0.5}) for _ in range(60)]
    spec = {**PRESS.spec(), "page": PRESS.page()}
    for state, found in zip(states, run(PAGE_NUMBERS, {"spec": spec, "states": states})):
        fresh = PRESS.numbers(state)
        assert found == pytest.approx({key: fresh[key] for key in found}, abs=1e-9)
    for state in states[:12]:
        sums, words = key_press.draw(state)["sums"], line(PRESS, state)
        told = [word for word in ("knows nothing of what came out", "knows the marked one", "none of the marked new bits, but their sum") if word in words]
        expected = ["knows nothing of what came out"] if not sums else ["knows the marked one"] if len(sums[0]) == 1 else ["none of the marked new bits, but their sum"]
        assert told == (expected if state["show"] else [])


def test_what_eve_knows_is_marked_only_when_it_is_shown():
    hidden, shown = (on_paper(PRESS, {"show": show}) for show in (False, True))
    assert not hidden.select(".q-entry.q4, .q-glyph.q4")
    drawn = key_press.draw({**PRESS.state(), "t": 3, "m": 5})
    assert len(shown.select(".q-entry.q4")) == 3 + len(drawn["sums"][0])
    assert len(shown.select(".q-glyph.q4")) == sum(j in drawn["hers"] for row in drawn["rows"] for j in row)


# ------------------------------------------------------------- the key funnel

def efficiency(state):
    """f as the list offers it: a number, or what was measured at this error rate."""
    if (given := float(state["by"])) > 0:
        return given
    method = {-1: "two_parameter", -2: "original", -3: "ldpc"}[given]
    table = json.loads((Path(keys.__file__).parents[1] / "data" / "reconciliation.json").read_text(encoding="utf-8"))
    return np.interp(state["q"], *zip(*((row["qber"], row["efficiency"]) for row in table if row["method"] == method)))


def test_funnel_is_finite_bb84_at_any_state():
    chance = random.Random(3)
    values = {c.key: c.values() for c in FUNNEL.controls}
    for _ in range(200):
        state = {key: chance.choice(some) for key, some in values.items()}
        numbers, size, q, eps, f = FUNNEL.numbers(state), int(state["size"]), state["q"], float(state["eps"]), efficiency(state)
        assert numbers["f"] == pytest.approx(f, rel=1e-12)
        k = round(size * state["share"] + 1e-9)
        n = size - k
        assert numbers["tested"] == k
        assert numbers["secret"] == rates.finite_bb84(n, k, q, eps_sec=eps, f_ec=f)
        assert numbers["margin"] == pytest.approx(math.sqrt(2) * statistics.serfling(tested=k, kept=n, eps=eps / 4), rel=1e-12)
        assert numbers["told"] == pytest.approx(f * n * rates.h2(q)) and numbers["eve"] == pytest.approx(n * rates.h2(q))
        assert numbers["certainty"] == pytest.approx(n * (rates.h2(min(0.5, q + numbers["margin"])) - rates.h2(q)) + math.log2(2 / eps**2 / 1e-15))
        assert numbers["endless"] == pytest.approx(rates.bb84(q, f_ec=f), abs=1e-12)
        if numbers["secret"]:
            spent = numbers["tested"] + numbers["told"] + numbers["eve"] + numbers["certainty"] + numbers["secret"]
            assert size - 1 < spent <= size + 1e-6, "the account closes to a bit"


def test_funnel_tells_the_chapters_story():
    run_ = FUNNEL.numbers()
    assert run_["secret"] == 17_912 and run_["half"] == 7_340, "twice the sifted bits, more than twice the key"
    assert FUNNEL.numbers({"size": 2000})["secret"] == 0 and FUNNEL.numbers({"size": 2000})["endless"] > 0.69
    best = max(FUNNEL.numbers({"size": 5000, "share": share / 100})["secret"] for share in range(1, 61))
    assert best > FUNNEL.numbers({"size": 5000})["secret"] > 0 and 450 < best < 500, "half a minute of a satellite's pass"
    ends = [q for q in next(c for c in FUNNEL.controls if c.key == "q").values() if FUNNEL.numbers({"size": 10**9, "q": q})["secret"] == 0]
    assert ends[0] == pytest.approx(0.1), "long before 25 %"
    assert "asks" not in line(FUNNEL, {}) and "less than half of it" in line(FUNNEL, {})
    assert "even an endless run has none" in line(FUNNEL, {"q": 0.12}) and "cannot exclude that Eve knows all" in line(FUNNEL, {"size": 1000, "share": 0.01})
    assert "Half as many would give none." in line(FUNNEL, {"size": 5000}) and "in doubt by 5.5 percentage points" in line(FUNNEL, {})
    spared, silent = (FUNNEL.numbers({"by": by})["secret"] for by in ("-1", "-3"))
    assert 1200 < spared - silent < 1300, "what one message costs more than two-parameter Cascade"


def test_the_funnels_walls_stand_where_the_bits_are():
    """Each part is as wide as the bits that are left, and what is taken from it lies between two walls."""
    for state in ({}, {"size": 2000}, {"share": 0.5, "q": 0.05}):
        numbers, drawing = FUNNEL.numbers(state), on_paper(FUNNEL, state).select_one("svg")
        streams = [[float(x) for x in re.findall(r"-?\d+(?:\.\d+)?(?:e-\d+)?", path["d"])] for path in drawing.select(".q-stream")]
        have, scale = numbers["size"], (streams[0][2] - streams[0][0]) / numbers["size"]
        for key, (x0, _, x1, low1, _, low0) in zip(("left.test", "left.told", "left.eve", "secret"), streams, strict=True):
            assert (x1 - x0) / scale == pytest.approx(have, abs=1e-6) and (low1 - low0) / scale == pytest.approx(numbers[key], abs=1e-6)
            assert x0 + x1 == pytest.approx(low0 + low1)
            have = numbers[key]
