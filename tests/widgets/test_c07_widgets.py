"""The widgets of chapter C07 and page C07B against closed forms, counts by hand and the reader's mouse."""

import math
import random
import re

import numpy as np
import pytest

import qedu
from qedu import attacks, widgets

from .conftest import SETTLE
from .test_hosts import LOOK, true_to_python

ROOM, ARENA, REVEAL, PRICE = (widgets.load(name) for name in
                              ("e91-room", "protocol-arena", "sarg04-reveal", "information-price"))
CHANCE = random.Random(7)
C = math.cos(math.pi / 8) ** 2                               # 0.8536


def h(p):
    return 0.0 if p in (0, 1) else -p * math.log2(p) - (1 - p) * math.log2(1 - p)


def root(f, low=1e-9, high=0.25):
    """Where f, positive at first, reaches 0."""
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if f(middle) > 0 else (low, middle)
    return low


def values(widget, key):
    return list(next(control for control in widget.controls if control.key == key).values())


# ------------------------------------------------------------- E91 room

ALICE, BOB = (0, 45, 90), (45, 90, 135)
KEY, BELL = ((1, 0), (2, 1)), {(0, 0): 1, (0, 2): -1, (2, 0): 1, (2, 2): 1}


def cos(degrees):
    return math.cos(math.radians(degrees))


def correlation(eve, f, v, a, b):
    """Outcomes as found: −V cos(a − b); through Eve's direction e it is −cos(a − e) cos(e − b)."""
    directions = {"none": (), "z": (0,), "random": (45, 90), "source": (45, 90)}[eve]
    free = -v * cos(a - b)
    if not directions:
        return free
    touched = sum(cos(a - e) * cos(e - b) for e in directions) / len(directions)
    return (1 - f) * free - f * touched * (1 if eve == "source" else v)


def eve_right(eve, f, v):
    if eve == "none":
        return 0.5
    directions, v = (0,) if eve == "z" else (45, 90), 1 if eve == "source" else v
    seen = [abs(v * cos(k - e)) for k in (45, 90) for e in directions]
    return 0.5 + f * sum(seen) / len(seen) / 2


@pytest.mark.parametrize("eve", ["none", "z", "random", "source"])
def test_room_by_closed_forms(eve):
    for f, v in ((1, 1), (0, 1), (0.3, 0.85), (0.6, 0.5), (1, 0.9), (1, 0.5), (0.05, 0.65)):
        numbers = ROOM.numbers({"eve": eve, "f": f, "v": v, "n": 90})
        e = {(i, j): correlation(eve, f, v, a, b) for i, a in enumerate(ALICE) for j, b in enumerate(BOB)}
        assert {pair: numbers[f"e.{pair[0]}{pair[1]}"] for pair in e} == pytest.approx(e, abs=1e-12)
        assert numbers["s"] == pytest.approx(abs(sum(sign * e[pair] for pair, sign in BELL.items())), abs=1e-12)
        qber = sum(1 + e[pair] for pair in KEY) / 4
        assert numbers["qber"] == pytest.approx(qber, abs=1e-12)
        # Acín et al. 2007, from S and Q alone.
        x = (1 + math.sqrt(max(0, numbers["s"]**2 / 4 - 1))) / 2
        assert numbers["di"] == pytest.approx(max(0, 1 - h(min(qber, 0.5)) - h(min(x, 1))) if numbers["s"] > 2 else 0, abs=1e-9)
        assert numbers["keyed"] == (numbers["di"] > 1e-9)
        assert numbers["guess"] == pytest.approx(eve_right(eve, f, v), abs=1e-12)
        assert numbers["above"] == (numbers["s"] > 2)
        for i, j, a, b in np.ndindex(3, 3, 2, 2):
            p = (1 - (1 if a == b else -1) * e[i, j]) / 36        # Bob's bit is stored flipped
            assert numbers[f"p.{i}{j}{a}{b}"] == pytest.approx(p, abs=1e-12)


def test_room_s_shares_and_limits():
    numbers = ROOM.numbers()
    assert [numbers[f"share.{use}"] for use in ("key", "bell", "rest")] == pytest.approx([2 / 9, 4 / 9, 3 / 9], abs=1e-12)
    assert numbers["quantum"] == pytest.approx(math.sqrt(8), abs=1e-12) and numbers["local"] == 2
    assert numbers["alice.exact"] == pytest.approx(0.5, abs=1e-12) == numbers["bob.exact"]


@pytest.mark.parametrize("n", [0, 1, 7, 900, 5000])
def test_room_counts_what_was_drawn(n):
    state = {"n": n, "seed": 12, "f": 0.4, "v": 0.9}
    numbers, drawn = ROOM.numbers(state), ROOM.samples(state)["rounds"]
    assert len(drawn) == n
    i, j, a, b = np.unravel_index(drawn.astype(int), (3, 3, 2, 2))
    signed = variance = 0
    ready = True
    for (x, y), sign in BELL.items():
        here = (i == x) & (j == y)
        assert numbers[f"n.{x}{y}"] == here.sum()
        if not here.any():
            ready = False
            continue
        e = np.where(a == b, -1, 1)[here].mean()
        signed, variance = signed + sign * e, variance + (1 - e * e) / here.sum()
    assert numbers["s.ready"] == ready and numbers["s.counted"] == pytest.approx(abs(signed), abs=1e-12)
    assert numbers["s.error"] == pytest.approx(math.sqrt(variance), abs=1e-12)
    key = ((i == 1) & (j == 0)) | ((i == 2) & (j == 1))
    assert (numbers["key.count"], numbers["wrong.count"]) == (key.sum(), (key & (a != b)).sum())
    assert numbers["bob.count"] == (b == 0).sum() and numbers["alice.count"] == (a == 0).sum()
    for k in range(max(0, n - 8), n):
        use = (int(a[k] != b[k]) if key[k] else 2 if (i[k], j[k]) in BELL else 3)
        assert [numbers[f"r{k + 1}.{what}"] for what in ("alice", "bob", "use")] == [2 * i[k] + a[k], 2 * j[k] + b[k], use]


def test_room_makes_its_points():
    numbers, free = ROOM.numbers(), ROOM.numbers({"eve": "none"})
    assert numbers["s"] == pytest.approx(math.sqrt(2), abs=1e-12) and numbers["qber"] == pytest.approx(1 / 8, abs=1e-12)
    assert numbers["s.high"] < 2 < free["s.low"], "the default sample shows Eve"
    # Task 2: S = 2√2(1 − f/2) falls to 2 at f = 2 − √2, where the QBER is f/8.
    below, above = (ROOM.numbers({"f": f}) for f in (0.6, 0.55))
    assert below["s"] < 2 < above["s"] and above["qber"] < 2**-2 * (1 - 2**-0.5) < below["qber"]
    # The key without trust is gone long before: at 36 % of the pairs.
    assert [ROOM.numbers({"f": f})["keyed"] for f in (0.35, 0.4)] == [1, 0]
    half = ROOM.numbers({"f": 0.5})
    assert half["s"] > 2.12 and half["qber"] == pytest.approx(1 / 16) and half["keyed"] == 0, "below 11 % and above 2, and no key"
    # Task 3: noise ends the key without trust at V = 0.857, long before S = 2 at V = 0.71.
    noise = {v: ROOM.numbers({"eve": "none", "v": v}) for v in (0.9, 0.85, 0.75, 0.7)}
    assert [n["keyed"] for n in noise.values()] == [1, 0, 0, 0] and [n["above"] for n in noise.values()] == [1, 1, 1, 0]
    # The sign of the chapter's worked example: E(90°, 45°) = −0.707 where Eve measures along 90°.
    assert ROOM.numbers({"eve": "none"})["e.20"] == pytest.approx(-(2**-0.5)) == numbers["e.20"]
    # M07: what either side sees alone depends on nothing.
    for eve in values(ROOM, "eve"):
        assert ROOM.numbers({"eve": eve, "f": 0.7})["bob.exact"] == pytest.approx(0.5, abs=1e-12)


def test_room_keeps_the_key_back_until_the_directions_are_told(site, open_page):
    page = open_page(f"{site('e91-room')}#e91-room?told=0")
    widget = page.wait_for_selector("qedu-widget.qedu-alive")
    look = widget.evaluate(LOOK)
    keys = {key for key, _ in look["drawn"]}
    assert keys and not any(key in ("s", "qber", "guess") or key.startswith(("used", "key", "e.", "n.")) or key.endswith(".use")
                            for key in keys)
    assert "directions still secret" in look["text"] and "S =" not in look["text"]
    page.check("[data-control=told]")
    look = widget.evaluate(LOOK)
    true_to_python("e91-room", look)
    assert {"s", "s.counted", "qber", "r900.use"} <= {key for key, _ in look["drawn"]} and "S = 1.43" in look["text"]


def test_eve_stands_where_a_click_puts_her_and_the_last_pair_is_in_the_room(site, open_page):
    page = open_page(f"{site('e91-room')}#e91-room?eve=none")
    widget = page.wait_for_selector("qedu-widget.qedu-alive")
    places = page.locator(".qedu-drawing .q-card")
    assert places.count() == 2
    for place, wanted, said in ((0, "source", "Eve is the source"), (1, "random", "Eve, 45° or 90°"), (1, "none", "put Eve here")):
        places.nth(place).click()
        page.evaluate(SETTLE)
        assert widget.evaluate(LOOK)["state"]["eve"] == wanted and said in page.locator(".qedu-drawing").first.inner_text()
        name = page.locator(".qedu-drawing svg[role=img]").first.get_attribute("aria-label")
        assert re.match(r"E91 room: pair 900: Alice \d+°: [01]; Bob \d+°: [01]; ", name) and (said in name) == (wanted != "none")
    # What stands at the dials is the last line of the sheet; a pair more flies in from the source, one photon to each side.
    sides = "[...document.querySelectorAll('.qedu-panel:not([hidden]) [data-key^=r]')].map(e => [e.dataset.key, +e.dataset.value])"
    page.click("[data-add='9']")
    page.evaluate(SETTLE)
    numbers = ROOM.numbers({"eve": "none", "n": 909})
    assert dict(page.evaluate(sides)) == {key: numbers[key] for key in ("r909.alice", "r909.bob", "r909.use")}
    assert page.locator(".qedu-drawing .q-flies").count() == 2 * 4, "no more than four pairs on their way"


# ------------------------------------------------------------- protocol arena

#: Kept, QBER, Eve's right guesses, her information, when she attacks everything.
PUBLISHED = {
    ("bb84", "random"): (1 / 2, 1 / 4, 3 / 4, 1 / 2), ("bb84", "breidbart"): (1 / 2, 1 / 4, C, 1 - h(C)),
    ("six_state", "random"): (1 / 3, 1 / 3, 2 / 3, 1 / 3), ("b92", "helstrom"): (1 / 4, 1 - C, C, 1 - h(C)),
    ("b92", "unambiguous"): ((1 - 2**-0.5) / 4, 0, 1, 1), ("bb84", "covariant"): (1 / 2, 1 - C, C, 1 - h(C)),
    ("bbm92", "random"): (1 / 2, 1 / 4, 3 / 4, 1 / 2), ("bbm92", "source"): (1 / 2, 1 / 4, 3 / 4, 1 / 2),
    # Bruss 1998: 1 − (1 − D) h((1 + √(D(2 − 3D))/(1 − D))/2) at D = 1/6.
    ("bb84", "universal"): (1 / 2, 1 / 6, 5 / 6, 1 - 5 / 6 * h(0.8)),
    ("six_state", "universal"): (1 / 3, 1 / 6, 5 / 6, 1 - 5 / 6 * h(0.8)),
    ("e91", "random"): (2 / 9, 1 / 8, (3 + 2**-0.5) / 4, (1 + 1 - h(C)) / 2),
    ("bb84", "none"): (1 / 2, 0, 1 / 2, 0), ("b92", "none"): (1 / 4, 0, 1 / 2, 0), ("sarg04", "none"): (1 / 4, 0, 1 / 2, 0)}


@pytest.mark.parametrize("pair", PUBLISHED, ids="-".join)
@pytest.mark.parametrize("f, loss", [(1, "0"), (0.3, "0"), (0.7, "0.5"), (0, "0.9")])
def test_arena_by_published_figures(pair, f, loss):
    kept, qber, guess, info = PUBLISHED[pair]
    free = PUBLISHED.get((pair[0], "none"), (kept,))[0]
    for side in "ab":
        numbers = ARENA.numbers({f"p{side}": pair[0], f"a{side}": pair[1], "f": f, "loss": loss})
        sent = (1 - f) * free + f * kept
        share = f * kept / sent
        found = [numbers[f"{side}.{key}"] for key in ("kept", "qber", "guess", "info")]
        assert found == pytest.approx([(1 - float(loss)) * sent, share * qber, (1 - share) / 2 + share * guess, share * info],
                                      abs=1e-9)
        assert numbers[f"{side}.key"] == pytest.approx(max(0, 1 - h(share * qber) - share * info), abs=1e-9)
        assert numbers[f"{side}.clean"] == pytest.approx((1 - float(loss)) * free, abs=1e-12)


@pytest.mark.parametrize("protocol", ["b92", "sarg04"])
def test_arena_where_interception_keeps_more(protocol):
    """Intercept-resend on B92 and SARG04: kept ¼ → ⅜, QBER ⅓."""
    numbers = ARENA.numbers({"pa": protocol, "aa": "random"})
    assert (numbers["a.kept"], numbers["a.qber"]) == pytest.approx((3 / 8, 1 / 3), abs=1e-12)


def test_arena_refuses_what_the_library_refuses():
    names = {"BB84": "bb84", "six-state": "six_state", "B92": "b92", "SARG04": "sarg04", "BBM92": "bbm92", "E91": "e91"}
    kinds = {"none": "none", "intercept-resend (random)": "random", "intercept-resend (breidbart)": "breidbart",
             "Helstrom resend": "helstrom", "unambiguous resend": "unambiguous", "universal cloner (0.1667)": "universal",
             "phase-covariant cloner (0.1464)": "covariant", "Eve at the source (random)": "source"}
    seen, missing = set(), 0
    for protocol, attack, error in attacks.pairs():
        if attack.name in kinds:
            pair = names[protocol.name], kinds[attack.name]
            seen.add(pair)
            missing += error is not None
            assert ARENA.numbers({"pa": pair[0], "aa": pair[1]})["a.ok"] == (error is None), pair
    assert seen == {(p, a) for p in values(ARENA, "pa") for a in values(ARENA, "aa")} and missing == 5 + 5 + 4


def test_arena_in_every_state():
    for protocol in values(ARENA, "pa"):
        for attack in values(ARENA, "aa"):
            last = -1.0
            for f in values(ARENA, "f"):
                numbers = ARENA.numbers({"pa": protocol, "aa": attack, "f": f, "loss": CHANCE.choice(["0", "0.5", "0.9"])})
                assert all(0 <= numbers[f"a.{key}"] <= 1 for key in ("kept", "qber", "guess", "info", "key"))
                assert last - 1e-9 <= numbers["a.info"], "more attacked, more known"
                last = numbers["a.info"]


def test_arena_makes_its_points():
    numbers = ARENA.numbers()
    assert numbers["a.qber"] < numbers["b.qber"] and numbers["a.guess"] > numbers["b.guess"] and numbers["less"] == 1
    assert (round(numbers["a.qber"], 3), round(numbers["a.guess"], 3)) == (0.146, 0.854)
    # Task 1: the same QBER, guesses and bits the other way round.
    one, two = (ARENA.numbers({"pa": "bb84", "aa": attack}) for attack in ("random", "breidbart"))
    assert one["a.qber"] == pytest.approx(two["a.qber"], abs=1e-12)
    assert one["a.guess"] < two["a.guess"] and one["a.info"] > two["a.info"]
    assert ARENA.numbers({"pa": "bb84", "aa": "random", "ab": "breidbart"})["less"] == 3
    # Task 2: nothing but loss gives her away, and a loss of 90 % hides that.
    assert [ARENA.numbers({"aa": "unambiguous", "loss": loss})["a.hides"] for loss in ("0", "0.5", "0.9")] == [0, 0, 1]
    assert ARENA.numbers({"pa": "six_state", "aa": "random"})["less"] == 2
    assert ARENA.numbers({"ab": "helstrom"})["less"] == 0, "nothing to compare with"


def test_arena_says_in_words_that_an_attack_makes_no_sense(site, open_page):
    page = open_page(f"{site('protocol-arena')}#protocol-arena?ab=helstrom&aa=source")
    widget = page.wait_for_selector("qedu-widget.qedu-alive")
    text = widget.evaluate(LOOK)["text"]
    assert "Helstrom resend makes no sense against BB84" in text and "Eve at the source makes no sense against B92" in text
    assert not page.query_selector(".qedu-drawing [data-key]")


def test_arena_sets_each_figure_beside_its_like(site, open_page):
    page = open_page(f"{site('protocol-arena')}#protocol-arena?pa=bb84&aa=none&pb=six_state&ab=random")
    page.wait_for_selector("qedu-widget.qedu-alive")
    bars = {key: tuple(map(float, box)) for key, *box in page.evaluate("""() => [...document.querySelectorAll('.qedu-drawing [data-key]')]
        .filter(e => e.querySelector('rect')).map(e => { const r = e.querySelector('rect'); return [e.dataset.key, r.getAttribute('x'), r.getAttribute('y'), r.getAttribute('width')]; })""")}
    assert set(bars) == {f"{side}.{row}" for side in "ab" for row in ("kept", "qber", "guess", "info", "key")}
    numbers = ARENA.numbers({"pa": "bb84", "aa": "none", "pb": "six_state", "ab": "random"})
    (_, _, whole), (middle, _, _) = bars["a.key"], bars["b.kept"]              # without Eve all of the bit is left
    for row in ("kept", "qber", "guess", "info", "key"):
        (left, y, long), (right, same, far) = bars[f"a.{row}"], bars[f"b.{row}"]
        assert y == same and right == middle and left + long == pytest.approx(bars["a.key"][0] + whole, abs=0.11)
        assert (long, far) == pytest.approx([whole * numbers[f"{side}.{row}"] for side in "ab"], abs=0.11)


# ------------------------------------------------------------- SARG04 reveal

KETS = np.array([[1, 0], [0, 1], [1, 1], [1, -1]]) / np.array([[1], [1], [2**0.5], [2**0.5]])


def outcome(name):
    """The photon of one outcome: state sent, announced pair, state found, Eve lucky."""
    s, w, y, b, luck = map(int, name)
    return s, sorted((s, 2 + w) if s < 2 else (w, s)), 2 * y + b, luck


def test_reveal_s_odds_are_borns():
    numbers, total = REVEAL.numbers(), 0
    for name in REVEAL.dice[0].outcomes:
        s, _, found, luck = outcome(name)
        p = np.dot(KETS[s], KETS[found]) ** 2 / 16 * (C if luck else 1 - C)
        assert numbers[f"p.{name}"] == pytest.approx(p, abs=1e-12)
        total += p
    assert total == pytest.approx(1, abs=1e-12)


def test_reveal_by_closed_forms():
    numbers = REVEAL.numbers()
    expected = {"guess.bb84": 1, "guess.sarg04": C, "info.bb84": 1, "info.sarg04": 1 - h(C), "sure.bb84": 1,
                "sure.sarg04": 1 - 2**-0.5, "share.bb84": 1 / 2, "share.sarg04": 1 / 4}
    assert {key: numbers[key] for key in expected} == pytest.approx(expected, abs=1e-9)
    # Helstrom's bound on the two states of every announcement, and every pair overlaps equally.
    zero, one, plus, minus = (*qedu.states.basis("Z"), *qedu.states.basis("X"))
    for z in (zero, one):
        for x in (plus, minus):
            assert qedu.states.helstrom(z, x) == pytest.approx(numbers["guess.sarg04"], abs=1e-12)
            assert 1 - qedu.states.overlap(z, x) == pytest.approx(numbers["sure.sarg04"], abs=1e-12)
    assert qedu.states.helstrom(zero, one) == pytest.approx(numbers["guess.bb84"], abs=1e-12)


@pytest.mark.parametrize("sift", ["bb84", "sarg04"])
@pytest.mark.parametrize("n, seed, look", [(0, 1, 3), (3, 5, 8), (8, 2, 1), (200, 4, 5), (2000, 9, 2)])
def test_reveal_counts_and_rounds_by_hand(sift, n, seed, look):
    state = {"sift": sift, "n": n, "seed": seed, "look": look}
    numbers, names = REVEAL.numbers(state), REVEAL.dice[0].outcomes
    rounds = []
    for drawn in REVEAL.samples(state)["rounds"]:
        s, pair, found, luck = outcome(names[drawn])
        if sift == "bb84":
            bit = s % 2 if s // 2 == found // 2 else None
            guess = bit
        else:                                                # found is orthogonal to one of the pair: it was the other
            ruled_out = [k for k in pair if abs(np.dot(KETS[k], KETS[found])) < 1e-9]
            bit = None if not ruled_out else s // 2
            assert not ruled_out or ruled_out != [s]
            guess = bit if luck or bit is None else 1 - bit
        rounds.append((s, pair, found, bit, guess))
    kept = [r for r in rounds if r[3] is not None]
    assert (numbers["kept.count"], numbers["right.count"]) == (len(kept), sum(r[3] == r[4] for r in kept))
    first = max(0, n - 8)
    for k, (s, pair, found, bit, guess) in enumerate(rounds[first:], first + 1):
        assert (numbers[f"r{k}.sent"], numbers[f"r{k}.bob"]) == (s, found)
        assert numbers[f"r{k}.said.sarg04"] == 2 * pair[0] + pair[1] - 2
        assert numbers[f"r{k}.said.bb84"] == 2 * (s // 2) + found // 2
        assert numbers[f"r{k}.kept.{sift}"] == (0 if bit is None else 1 + bit)
        assert numbers[f"r{k}.eve.{sift}"] == (0 if bit is None else 1 + guess if guess == bit else 3 + guess)
    assert numbers["look.round"] == min(n, first + look)
    if n:
        assert numbers["look.sent"] == rounds[int(numbers["look.round"]) - 1][0]


def test_reveal_makes_its_points():
    """The same photons under both siftings: no photon is kept by both, and Eve is wrong only in SARG04."""
    sarg04, bb84 = REVEAL.numbers(), REVEAL.numbers({"sift": "bb84"})
    for k in range(193, 201):
        assert sarg04[f"r{k}.sent"] == bb84[f"r{k}.sent"] and sarg04[f"r{k}.bob"] == bb84[f"r{k}.bob"]
        assert 0 in (sarg04[f"r{k}.kept.sarg04"], bb84[f"r{k}.kept.bb84"])
    assert bb84["right.fraction"] == 1 and sarg04["right.fraction"] < 0.9
    assert sarg04["look.eve.sarg04"] >= 3, "the default photon shows her wrong"
    big = REVEAL.numbers({"n": 2000})                        # 6 σ: false failure 2e-9
    assert abs(big["right.fraction"] - C) < 6 * math.sqrt(C * (1 - C) / big["kept.count"])
    assert abs(big["kept.fraction"] - 1 / 4) < 6 * math.sqrt(3 / 16 / 2000)


def test_a_click_on_a_photon_looks_at_it(site, open_page):
    page = open_page(site("sarg04-reveal"))
    widget = page.wait_for_selector("qedu-widget.qedu-alive")
    page.click("[role=tab]:has-text('Photons')")
    page.locator(".qedu-live .qedu-sheet [data-set]").nth(5).click()
    look = widget.evaluate(LOOK)
    assert look["state"]["look"] == 6 and look["text"].startswith("Photon 198: Alice sent |1⟩.")
    true_to_python("sarg04-reveal", look)
    page.check("[data-control=sift][value=bb84]")
    look = widget.evaluate(LOOK)
    assert "She says “Z”, Bob says “X”" in look["text"] and "it was" not in look["text"]
    true_to_python("sarg04-reveal", look)


def test_a_round_flies_and_then_is_announced(site, open_page):
    page = open_page(site("sarg04-reveal"))
    widget = page.wait_for_selector("qedu-widget.qedu-alive")
    moving = "() => ['.q-sails', '.q-flies', '.q-moves'].map(one => document.querySelectorAll(one).length)"
    assert page.evaluate(moving) == [0, 0, 0]
    true_to_python("sarg04-reveal", widget.evaluate(LOOK))
    name = page.get_attribute(".qedu-panel:not([hidden]) svg[role=img]", "aria-label")
    assert "Alice sent |1⟩" in name and "|1⟩ would give |−⟩ 50\u00a0%" in name and "|+⟩ would give |−⟩ 0\u00a0%" in name
    # Eve's photon into her memory, Bob's to Bob, and the two cards from Alice, later.
    page.click("[data-focus=next]")
    page.evaluate(SETTLE)
    assert page.evaluate(moving) == [1, 1, 2]
    delay = page.evaluate("() => ['.q-flies', '.q-moves'].map(one => getComputedStyle(document.querySelector(one))).map(s => [parseFloat(s.animationDelay), parseFloat(s.animationDuration)])")
    assert delay[0][0] + delay[0][1] <= delay[1][0], "announced when it has arrived"
    look = widget.evaluate(LOOK)
    assert (look["state"]["n"], look["state"]["look"]) == (201, 8) and dict(look["drawn"])["look.sent"] == REVEAL.numbers(look["state"])["look.sent"]
    true_to_python("sarg04-reveal", look)
    # The other sifting of the same photon: nothing flies again but the cards.
    page.check("[data-control=sift][value=bb84]")
    page.evaluate(SETTLE)
    assert page.evaluate(moving) == [0, 0, 2]
    # A click on one of the last eight looks at it.
    page.locator(".qedu-live svg .qedu-column").first.click()
    assert widget.evaluate(LOOK)["state"]["look"] == 1
    still = open_page(site("sarg04-reveal"), reduced_motion="reduce")
    still.click("[data-focus=next]")
    still.evaluate(SETTLE)
    assert still.evaluate("document.getAnimations().length") == 0
    assert still.evaluate("[...document.querySelectorAll('.q-lands, .q-moves')].every(one => getComputedStyle(one).opacity === '1')")


@pytest.mark.parametrize("sift", ["bb84", "sarg04"])
def test_the_reader_strikes_out_what_bob_cannot_have_got(sift, site, open_page):
    """Born's rule by hand: a state is out if it never gives what Bob has found; nothing of it is told before the reader has said so."""
    page = open_page(f"{site('sarg04-reveal')}#sarg04-reveal?mine=1&sift={sift}&look=1")
    widget = page.wait_for_selector("qedu-widget.qedu-alive")
    right_ones = set()
    for look in range(1, 9):
        page.fill("[data-control=look]", str(look))
        page.evaluate(SETTLE)
        before = widget.evaluate(LOOK)
        keys = {key for key, _ in before["drawn"]}
        assert not any(key.startswith(("gives.", "look.kept", "look.eve", "look.sent")) or re.match(r"r\d+\.(kept|eve|sent)", key) for key in keys)
        assert "Alice sent" not in before["text"] and "Which of the two states can he strike out?" in before["text"]
        true_to_python("sarg04-reveal", before)
        numbers = REVEAL.numbers(before["state"])
        pair = [(0, 1), (0, 1), (2, 3), (2, 3)] if sift == "bb84" else [(0, 2), (0, 3), (1, 2), (1, 3)]
        two = pair[int(numbers[f"look.said.{sift}"])]
        out = [i for i, k in enumerate(two) if abs(KETS[k] @ KETS[int(numbers["look.bob"])]) < 1e-9]
        right = out[0] if out else 2
        right_ones.add(right)
        mine = right if look % 2 else (right + 1) % 3
        if look == 3 and mine < 2:
            page.locator(".qedu-live .q-card").nth(mine).click()            # the card itself
        else:
            page.focus(f"[data-focus=strike{mine}]")
            page.keyboard.press("Enter")
        after = widget.evaluate(LOOK)
        assert ("You saw it." in after["picture"], "Not so." in after["picture"]) == (mine == right, mine != right)
        assert {f"look.kept.{sift}", f"gives.{two[0]}.{int(numbers['look.bob'])}"} <= {key for key, _ in after["drawn"]}
        true_to_python("sarg04-reveal", after)
        assert (after["state"]["struck"].endswith(str(mine))) and page.locator("[data-focus=next]").count()
    assert len(right_ones) > 1


# ------------------------------------------------------------- information against disturbance

INFORMATION = {
    "bob": lambda q: 1 - h(q), "resend": lambda q: 2 * q, "breidbart": lambda q: 4 * q * (1 - h(C)),
    "universal": lambda q: 1 - (1 - q) * h((1 + math.sqrt(q * (2 - 3 * q)) / (1 - q)) / 2),       # Bruss 1998
    "individual": lambda q: 1 - h(0.5 + math.sqrt(q * (1 - q))),                                # Fuchs et al. 1997
    "collective": h}


@pytest.mark.parametrize("name", INFORMATION)
def test_price_s_curves_by_closed_forms(name):
    numbers = PRICE.numbers()
    for k in range(51):
        x = k / 200
        key = next(s for s in PRICE.sweeps if s.name == f"curve.{name}").key(x)
        assert numbers[key] == pytest.approx(INFORMATION[name](x), abs=1e-9)
        if name != "bob":
            turned = PRICE.numbers({"attack": name, "s": 2 * k / 100})
            q = k / 200
            assert turned["qber"] == pytest.approx(q, abs=1e-9)
            assert turned["eve"] == pytest.approx(INFORMATION[name](q), abs=1e-9)
            assert turned["left"] == pytest.approx(max(0, 1 - h(q) - INFORMATION[name](q)), abs=1e-9)
            assert turned["rate"] == pytest.approx(max(0, 1 - 2 * h(q)), abs=1e-9)


def test_price_s_crossings():
    numbers = PRICE.numbers()
    for name in ("resend", "breidbart", "universal", "individual", "collective"):
        crossing = root(lambda q: 1 - h(q) - INFORMATION[name](q))
        assert numbers[f"cross.{name}"] == pytest.approx(crossing, abs=1e-9)
    assert numbers["cross.individual"] == pytest.approx((1 - 2**-0.5) / 2, abs=1e-9)
    assert numbers["cross.collective"] == pytest.approx(numbers["abort"], abs=1e-9)
    assert round(numbers["abort"], 4) == 0.11


def test_price_orders_the_attacks_and_leaves_the_tap_free():
    for k in range(1, 51):
        five = [INFORMATION[name](k / 200) for name in ("breidbart", "resend", "universal", "individual", "collective")]
        assert five == sorted(five)
    for s in values(PRICE, "s"):
        numbers = PRICE.numbers({"attack": "tap", "s": s})
        assert (numbers["qber"], numbers["eve"], numbers["bob"]) == (0, s, 1)
    # At 11 % Bob is ahead of an Eve who reads each photon by itself, and level with one who stores them all.
    one, all_ = PRICE.numbers(), PRICE.numbers({"attack": "collective"})
    assert one["left"] > 0.19 and all_["left"] < 1e-3 and one["qber"] == pytest.approx(all_["qber"], abs=1e-12)


def test_room_and_reveal_in_any_state():
    for widget in (ROOM, REVEAL):
        for _ in range(60):
            state = {control.key: CHANCE.choice(list(control.values())) for control in widget.controls
                     if control.key not in ("n", "seed", "struck")}
            n = CHANCE.choice([0, 1, 5, 40])
            assert widget.numbers({**state, "n": n, "seed": CHANCE.randrange(1000)})
