"""The widgets of chapter C06 against closed forms, brute force and the reader's keyboard."""

import itertools
import json
import math
import random
import re

import numpy as np
import pytest
from bs4 import BeautifulSoup

from qedu import widgets
from qedu.widgets.paper import run

from .test_hosts import LOOK, true_to_python

PHASES = ("send", "ack", "bases", "sift", "test", "key", "stop")
STEPPER = widgets.load("bb84-stepper")
LETTERS = "hvdazxPZXBr"
#: What the simulation's line does: a share of the photons arrives fully mixed.
MIXED = 0.06

# Numbers and drawings of the page for many states, by Node.
PICTURES = """argument.states.map((state) => {
  const numbers = QEduWidgets.numbersOf(argument.spec, state), views = {};
  const ctx = { spec: argument.spec, state, get: numbers.get, sample: numbers.sample, label: () => "", width: 702 };
  for (const view of argument.spec.views) if (view.view.startsWith("bb84")) {
    const made = QEduWidgets.tools.views[view.view](view, ctx);
    views[view.view] = made.body;
    if (made.tables) views.table = made.tables[0].rows.flatMap((row) => row.cells.filter(Boolean));
  }
  return { views, numbers: Object.fromEntries(numbers.keys().map((key) => [key, numbers.get(key)])) };
})"""


def pictures(states):
    return run(PICTURES, {"spec": {**STEPPER.spec(), "page": STEPPER.page()}, "states": states})


def any_run(chance, length=14, phases=PHASES):
    moves = "".join(chance.choices(LETTERS, k=chance.randrange(length)))
    return STEPPER.state({
        "role": chance.choice(["alice", "bob", "eve"]), "phase": chance.choice(phases),
        "moves": moves + chance.choice(["", "", "", "C", "CC"]), "look": chance.randrange(1, 17),
        "compared": str(chance.choice([0, 1, 3, 10, 999])),
        "attack": chance.choice(["maybe", "off", "random", "z", "breidbart"]),
        "show": chance.random() < 0.5, "seed": chance.randrange(1000)})


# ------------------------------------------------------------- stepper: the odds

def test_stepper_odds_are_borns():
    """|⟨b|e⟩|²|⟨e|a⟩|² from vectors written out by hand, on a line that mixes; know: Bayes with even odds."""
    c, s, h = math.cos(math.pi / 8), math.sin(math.pi / 8), math.sqrt(0.5)
    z, x, halfway = [(1, 0), (0, 1)], [(h, h), (h, -h)], [(c, s), (s, -c)]
    numbers = STEPPER.numbers()

    def seen(sent, got):
        return (1 - MIXED) * np.dot(sent, got) ** 2 + MIXED / 2

    for (ix, sent), (iy, got), a, b in itertools.product(enumerate((z, x)), enumerate((z, x)), (0, 1), (0, 1)):
        assert numbers[f"p.0.{ix}{a}{iy}.{b}"] == pytest.approx(seen(sent[a], got[b]), abs=1e-12)
        assert numbers[f"p.0.{ix}{a}{iy}.{2 + b}"] == 0
        for kind, eve in ((1, z), (2, x), (3, halfway)):
            for e in (0, 1):
                odds = np.dot(sent[a], eve[e]) ** 2 * seen(eve[e], got[b])
                assert numbers[f"p.{kind}.{ix}{a}{iy}.{2 * e + b}"] == pytest.approx(odds, abs=1e-12)
    for ix in (0, 1):
        for e in (0, 1):
            expected = [0.5, (1, 0.5)[ix], (0.5, 1)[ix], (2 + math.sqrt(2)) / 4]
            assert [numbers[f"know.{k}.{ix}{e}"] for k in range(4)] == pytest.approx(expected, abs=1e-12)
    assert [numbers[f"coin.{key}"] for key in "xaye"] == pytest.approx([0.5] * 4, abs=1e-12)
    assert [numbers[f"sift.{x}{y}"] for x in (0, 1) for y in (0, 1)] == [1, 0, 0, 1]
    assert 2 * entropy(numbers["limit"] - 1e-9) < 1 < 2 * entropy(numbers["limit"] + 1e-9)


#: Error rate of a line with Eve on it: her quarter, and half of what is mixed.
QUARTER = 0.25 * (1 - MIXED) + MIXED / 2


@pytest.mark.parametrize("attack, qber, right", [
    ("off", MIXED / 2, 0.5), ("random", QUARTER, 0.75), ("z", QUARTER, 0.75), ("breidbart", QUARTER, (2 + math.sqrt(2)) / 4)])
def test_hundreds_by_coin_follow_the_odds(attack, qber, right):
    """30 runs of 500 photons, 100 bits of each published. Each comparison is at 6 standard errors: false failure 2e-9."""
    totals = dict.fromkeys(("rounds", "kept", "errors", "test.n", "test.errors", "key.n", "key.wrong", "key.eve"), 0)
    for seed in range(30):
        numbers = STEPPER.numbers({"attack": attack, "moves": "CCCCC", "seed": seed, "phase": "test", "compared": "100"})
        for key in totals:
            totals[key] += numbers[key]
        assert numbers["expected"] == pytest.approx(qber, abs=1e-12)
        assert numbers["there"] == (attack != "off") and numbers["eve.touched"] == (500 if attack != "off" else 0)

    def close(k, n, p):
        assert abs(k - n * p) <= 6 * math.sqrt(n * p * (1 - p)), (k, n, p)

    assert totals["rounds"] == 15_000 and totals["test.n"] == 3_000 and totals["key.n"] == totals["kept"] - 3_000
    close(totals["kept"], 15_000, 0.5)
    close(totals["errors"], totals["kept"], qber)
    close(totals["test.errors"], 3_000, qber)                # the published ones are a fair sample
    assert totals["key.wrong"] == totals["errors"] - totals["test.errors"]
    close(totals["key.eve"], totals["key.n"], right)


def test_whether_eve_is_there_is_the_seeds_secret():
    """200 seeds: half of the lines are tapped (6 standard errors, false failure 2e-9), and such a game is that of one of two known Eves."""
    tapped = 0
    for seed in range(200):
        if seed >= 20:
            tapped += STEPPER.numbers({"attack": "maybe", "moves": "r", "seed": seed})["there"]
            continue
        games = {attack: STEPPER.numbers({"attack": attack, "moves": "rrrr", "seed": seed}) for attack in ("maybe", "off", "random")}
        there = games["maybe"]["there"]
        assert games["maybe"] == games["random" if there else "off"]
        tapped += there
    assert abs(tapped - 100) <= 42


def test_what_the_lesson_says_about_fifty_and_a_hundred_bits():
    """How often the whole interval lies on one side of the line, by the binomial law alone."""
    def sure(n, q, above):
        total = 0.0
        for k in range(n + 1):
            p, z = k / n, 1.959963984540054
            middle, half = (p + z * z / 2 / n) / (1 + z * z / n), z * math.sqrt(p * (1 - p) / n + z * z / 4 / n / n) / (1 + z * z / n)
            if (middle - half > 0.110028) if above else (middle + half < 0.110028):
                total += math.comb(n, k) * q ** k * (1 - q) ** (n - k)
        return total

    assert sure(50, QUARTER, True) > 0.8 and sure(100, QUARTER, True) > 0.97
    assert sure(50, MIXED / 2, False) < 0.6 and sure(100, MIXED / 2, False) > 0.8


def test_choices_are_obeyed_and_certainties_hold():
    for seed in range(40):
        # Alice's four states, then Bob's and Eve's bases; nobody else listens.
        n = STEPPER.numbers({"moves": "hvdazxZXBP", "attack": "off", "seed": seed})
        assert [(n[f"r{i}.x"], n[f"r{i}.a"]) for i in range(1, 5)] == [(0, 0), (0, 1), (1, 0), (1, 1)]
        assert [n[f"r{i}.y"] for i in (5, 6)] == [0, 1]
        assert [n[f"r{i}.k"] for i in range(1, 11)] == [0] * 6 + [1, 2, 3, 0]
        for i in range(1, 11):
            assert n[f"r{i}.kept"] == (n[f"r{i}.x"] == n[f"r{i}.y"])
            if n[f"r{i}.k"] in (1, 2) and n[f"r{i}.k"] - 1 == n[f"r{i}.x"]:
                assert n[f"r{i}.e"] == n[f"r{i}.a"] and n[f"r{i}.know"] == pytest.approx(1)


def test_more_photons_another_eve_and_more_publishing_leave_the_coins_alone():
    short, long = STEPPER.numbers({"moves": "rZrr"}), STEPPER.numbers({"moves": "rZrrC"})
    again = STEPPER.numbers({"moves": "rZrrrrrrrrrr", "attack": "z"})
    for i in range(1, 5):
        assert [short[f"r{i}.{key}"] for key in "xay"] == [again[f"r{i}.{key}"] for key in "xay"]
    assert long["rounds"] == 104 and STEPPER.numbers({"moves": "C" * 9})["rounds"] == 500
    # Who publishes ten bits more has published the same ones as before, and the curve goes on from where it was.
    runs = [STEPPER.numbers({"moves": "CC", "phase": "test", "compared": str(m), "attack": "random"}) for m in (10, 20)]
    assert [runs[0][f"run.rate@{m}"] for m in range(1, 11)] == [runs[1][f"run.rate@{m}"] for m in range(1, 11)]
    assert runs[0]["kept"] == runs[1]["kept"] and runs[0]["key.n"] == runs[1]["key.n"] + 10
    for key in ("rate", "low", "high"):
        assert runs[1][f"run.{key}@20"] == runs[1]["test.qber" if key == "rate" else f"test.{key}"]


def test_the_first_state_is_before_the_first_photon():
    state, numbers = STEPPER.state({}), STEPPER.numbers()
    assert (state["role"], state["phase"], state["moves"], state["show"], state["attack"]) == ("bob", "send", "", False, "maybe")
    assert numbers["rounds"] == numbers["kept"] == numbers["bars"] == 0


# ------------------------------------------------------------- stepper: the page plays the same run

def test_page_replays_the_run_of_python():
    chance = random.Random(6)
    states = [any_run(chance) for _ in range(120)]
    for state, found in zip(states, pictures(states)):
        fresh = STEPPER.numbers(state)
        assert set(found["numbers"]) == set(fresh) - {control.key for control in STEPPER.controls}
        for key, value in found["numbers"].items():
            assert value == pytest.approx(fresh[key], abs=1e-9), (key, state)
        cells = {cell["key"]: cell["value"] for cell in found["views"].get("table", [])}
        for key, value in cells.items():
            assert value == pytest.approx(fresh[key], abs=1e-9)


def dots(path):
    """The squares of a drawn picture, by their corners."""
    return set(re.findall(r"M([\d.]+ [\d.]+)h", path))


def test_the_picture_shows_the_key_it_is_encrypted_with():
    """Squares that Bob's and Eve's pictures have and Alice's has not, or the other way round, are the wrong ones that are counted."""
    states = [STEPPER.state({"moves": "CCCCC"[:n], "phase": end, "compared": "20", "attack": attack, "seed": seed})
              for n in (1, 4) for end in ("key", "stop") for attack in ("off", "random", "breidbart") for seed in range(3)]
    for state, found in zip(states, pictures(states)):
        soup, fresh = BeautifulSoup(found["views"]["bb84-bench"], "html.parser"), STEPPER.numbers(state)
        dark = [dots(path["d"]) for path in soup.select(".q-ink")]
        corner = [(float(rect["x"]), float(rect["y"])) for rect in soup.select(".q-frame")]
        unit = float(soup.select(".q-frame")[0]["width"]) / len(STEPPER.views[0].picture[0])
        alice, air, bob, eve = ({(round((float(x) - left) / unit), round((float(y) - top) / unit)) for x, y in (one.split() for one in some)}
                                for some, (left, top) in zip(dark, corner))
        assert alice == {(x, y) for y, row in enumerate(STEPPER.views[0].picture) for x, sign in enumerate(row) if sign == "#"}
        sent = {(place % 16, place // 16) for place in range(int(fresh["picture.sent"]))}
        assert len(sent) == min(128, fresh["key.n"]) and air <= sent
        assert len((bob ^ alice) & sent) == fresh["picture.bob"] and len((eve ^ alice) & sent) == fresh["picture.eve"]
        assert not (bob | eve) - sent, "where no key bit was left, nobody reads anything"


# ------------------------------------------------------------- stepper: who knows what

NUMBERS = r"(?: \d+)+"
LOG = re.compile(
    r"(?:Bob: I have measured (?P<n>\d+) photons\.\n)?"
    r"(?:Alice: my bases were (?P<x>[ZX ]*)\nBob: my bases were (?P<y>[ZX ]*)\n)?"
    rf"(?:Both: we keep (?:no round|rounds(?P<kept>{NUMBERS}))\n)?"
    rf"(?:Both: no round has been published for the test\n|Alice: test rounds(?P<test>{NUMBERS})\. My bits there are(?P<a>(?: [01])+)\n"
    r"Bob: mine there are(?P<b>(?: [01])+)\nBoth: (?P<k>\d+) of (?P<m>\d+) differ\. These \d+ bits leave the key\.\n)?")


def log_of(body):
    return "".join(item.get_text() + "\n" for item in BeautifulSoup(body, "html.parser").find_all("li"))


def test_log_holds_what_is_said_and_nothing_else():
    """300 runs: the whole log obeys the grammar, and each word of it is the run's."""
    chance = random.Random(7)
    states = [{**any_run(chance, 17), "moves": "".join(chance.choices(LETTERS, k=chance.randrange(17)))}
              for _ in range(300)]
    seen = set()
    for state, found in zip(states, pictures(states)):
        said, phase, n = LOG.fullmatch(log_of(found["views"]["bb84-log"])), PHASES.index(state["phase"]), len(state["moves"])
        assert said, log_of(found["views"]["bb84-log"])
        fresh = STEPPER.numbers(state)
        assert (said["n"] is not None) == (phase >= 1) and (said["x"] is not None) == (phase >= 2)
        assert said["kept"] is None or phase >= 3
        assert said["a"] is None or phase >= 4, "a bit before the test"
        kept = [i for i in range(1, n + 1) if fresh[f"r{i}.kept"]]
        tested = [i for i in kept if fresh[f"r{i}.test"]]
        assert len(tested) == (min(len(kept), int(state["compared"])) if phase >= 4 else 0)
        if phase >= 2:
            assert said["x"].replace(" ", "") == "".join("ZX"[int(fresh[f"r{i}.x"])] for i in range(1, n + 1))
            assert said["y"].replace(" ", "") == "".join("ZX"[int(fresh[f"r{i}.y"])] for i in range(1, n + 1))
        if said["kept"]:
            assert [int(i) for i in said["kept"].split()] == kept
        if said["test"]:
            named = [int(i) for i in said["test"].split()]   # in the order in which they were published
            assert sorted(named) == tested
            assert [int(i) for i in said["a"].split()] == [fresh[f"r{i}.a"] for i in named]
            assert [int(i) for i in said["b"].split()] == [fresh[f"r{i}.b"] for i in named]
            seen.add("test")
        seen.add(phase)
    assert seen == {*range(len(PHASES)), "test"}


def test_log_does_not_depend_on_any_untested_bit():
    """Turn one of Alice's bits over: the log changes only if that very round is published."""
    chance, states = random.Random(8), []
    for _ in range(150):
        base = {**any_run(chance), "moves": "".join(chance.choices("hvda", k=12)), "attack": "random"}
        i = chance.randrange(12)
        turned = base["moves"][:i] + dict(zip("hvda", "vhad"))[base["moves"][i]] + base["moves"][i + 1:]
        states += [(base, i), ({**base, "moves": turned, "show": not base["show"],
                                "role": chance.choice(["alice", "bob", "eve"])}, i)]
    found = pictures([state for state, _ in states])
    changed = 0
    for (state, i), one, two in zip(states[::2], found[::2], found[1::2]):
        logs = [log_of(each["views"]["bb84-log"]) for each in (one, two)]
        if STEPPER.numbers(state)[f"r{i + 1}.test"]:
            changed += logs[0] != logs[1]
        else:
            assert logs[0] == logs[1]
    assert changed > 3, "the published bits do stand in the log"


def test_no_seat_shows_what_it_cannot_know():
    chance = random.Random(9)
    states = [{**any_run(chance, phases=PHASES[:5]), "show": False} for _ in range(160)]
    for state, found in zip(states, pictures(states)):
        fresh, phase, role = STEPPER.numbers(state), PHASES.index(state["phase"]), state["role"]
        body = "".join(str(found["views"][f"bb84-{part}"]) for part in ("bench", "rounds"))
        keys = set(re.findall(r'data-key="(r\d+\.\w+)"', body)) | {cell["key"] for cell in found["views"]["table"]}
        for key in keys:
            number, what = re.fullmatch(r"r(\d+)\.(\w+)", key).groups()
            tested = fresh[f"r{number}.test"]
            allowed = {"x": role == "alice" or phase >= 2, "a": role == "alice" or tested,
                       "y": role == "bob" or phase >= 2, "b": role == "bob" or tested,
                       "k": role == "eve", "e": role == "eve", "know": role == "eve" and phase >= 2,
                       "kept": phase >= 3, "error": tested, "test": phase >= 4}[what]
            assert allowed, (key, state)
        # Neither the detector that clicks nor the one who sits on the line.
        last = fresh["rounds"] and fresh[f"r{int(fresh['look.round'])}.test"]
        assert ("q-lit" in found["views"]["bb84-bench"]) == bool(fresh["rounds"] and (role == "bob" or last))
        assert ("q-s-eve" in found["views"]["bb84-bench"]) == (role == "eve")
        if not fresh["rounds"]:
            continue
        tested = fresh["look.test"]
        if role != "alice" and not tested:                   # the text line says no more
            assert fresh["look.alice"] >= 4 and (phase >= 2 or fresh["look.alice"] == 6)
        if role != "bob" and not tested:
            assert fresh["look.bob"] >= 4 and (phase >= 2 or fresh["look.bob"] == 6)
        assert (fresh["look.eve"] == 7) == (role != "eve")
        assert tested or fresh["look.end"] < 3


def drawn_on_paper(changes):
    state = STEPPER.state({"moves": "r" * 40, "attack": "random", **changes})
    numbers, samples = STEPPER._run(state)
    soup = BeautifulSoup(run("QEduWidgets.paper(argument.spec, argument.states)", {
        "spec": STEPPER.spec(), "states": [{"caption": "", "state": state, "numbers": numbers, "samples": samples}]}), "html.parser")
    text = soup.select_one(".qedu-line").text
    assert not re.search(r"\{|undefined", soup.get_text() + "".join(tag["aria-label"] for tag in soup.select("[aria-label]")))
    return text, {tag["data-key"] for tag in soup.select("[data-key]")}


def test_text_line_and_bars_keep_secrets_until_the_decision():
    secrets = {"qber", "qber.low", "expected", "key.share", "picture.bob", "picture.eve"}
    for role, phase in itertools.product(("alice", "bob", "eve"), PHASES):
        text, keys = drawn_on_paper({"role": role, "phase": phase, "compared": "10"})
        assert (secrets <= keys) if phase in ("key", "stop") else not keys & secrets
        assert ("test.qber" in keys) == (phase in PHASES[4:])
        if phase in PHASES[:4]:
            assert {"alice": "you sent", "bob": "You measured", "eve": "You measured"}[role] in text
        assert ("Eve" in text and "measured 40 of 40" in text) == (phase in ("key", "stop")) or role == "eve"
    text, keys = drawn_on_paper({"phase": "test"})
    assert "no error rate is known" in text and "test.qber" not in keys


@pytest.mark.parametrize("end, attack, words", [
    ("key", "random", "You made a key of 62 bits, and Eve, who had measured 160 of 160 photons, has"),
    ("key", "off", "nobody had touched a photon. Whoever guesses has"), ("stop", "random", "You stopped, and rightly: Eve had measured"),
    ("stop", "off", "That caution cost a key of 62 bits.")])
def test_every_decision_is_judged(end, attack, words):
    kept = STEPPER.numbers({"moves": "C" + "r" * 60, "seed": 3})["kept"]
    text, _ = drawn_on_paper({"moves": "C" + "r" * 60, "seed": 3, "phase": end, "attack": attack, "compared": str(int(kept) - 62)})
    assert words in text


# ------------------------------------------------------------- stepper: in the browser

def test_a_game_by_keyboard_is_pythons_run(site, open_page):
    page = open_page(site("bb84-stepper"))
    widget = page.wait_for_selector("qedu-widget.qedu-alive")

    def press(name):
        button = page.locator(".qedu-drawing").get_by_role("button", name=name)
        button.focus()
        page.keyboard.press("Enter")
        look = widget.evaluate(LOOK)
        if len(look["drawn"]) >= 4:
            true_to_python("bb84-stepper", look)
        return look["state"]

    def sit(role):
        page.locator(f"[data-control=role][value={role}]").focus()
        page.keyboard.press(" ")
        # The buttons of this seat are drawn in the next frame, and the state of the element says that they are.
        page.wait_for_function("role => JSON.parse(document.querySelector('qedu-widget').dataset.state).role === role", arg=role)

    assert page.get_by_role("button", name="Enough: go on").is_disabled()
    sit("eve")
    for moves, name in zip(("Z", "ZX", "ZXB", "ZXBP"), ("measure in Z", "measure in X", "measure halfway", "let it pass")):
        assert press(name)["moves"] == moves
        assert page.evaluate("document.activeElement.textContent") == name, "the focus stays"
    for role, name in (("bob", "measure in X"), ("alice", "|−⟩")):
        sit(role)
        press(name)
    assert press("100 by coin toss")["moves"] == "ZXBPxaC"
    for phase, name in zip(PHASES[1:5], ("Enough: go on", "Name the bases", "Keep the equal ones", "Compare some bits")):
        assert press(name)["phase"] == phase
    assert not page.query_selector("button:has-text('by coin toss')")
    assert press("publish 10 more")["compared"] == "10" and press("publish 1 more")["compared"] == "11"
    kept = STEPPER.numbers(widget.evaluate(LOOK)["state"])["kept"]
    assert press("publish 50 more")["compared"] == str(int(min(kept, 61)))
    assert press("Make a key")["phase"] == "key"
    look = widget.evaluate(LOOK)
    fresh = STEPPER.numbers(look["state"])
    assert fresh["rounds"] == 106 and dict(look["table"])["test.qber"] == pytest.approx(fresh["test.qber"])
    # Whoever opens the link sees the same game.
    page.wait_for_function("() => location.hash.includes('phase=key')")
    other = open_page(page.url)
    assert other.wait_for_selector("qedu-widget.qedu-alive").evaluate(LOOK) == look
    again = press("New game")
    assert {**again, "role": "bob"} == STEPPER.state({"seed": again["seed"]}) and again["seed"] != 84


def test_a_photon_flies_once_and_not_where_motion_is_not_wanted(site, open_page):
    for options, flies in (({}, True), ({"reduced_motion": "reduce"}, False)):
        page = open_page(site("bb84-stepper"), **options)
        page.get_by_role("button", name="measure in Z").click()
        moving = "document.getAnimations().filter(one => one.animationName === 'q-sail').length"
        assert page.evaluate(moving) == int(flies)
        page.get_by_role("tab", name="Rounds").click()
        page.get_by_role("tab", name="Photon").click()
        assert page.evaluate(moving) == 0, "what has flown stays where it is"
        assert page.locator(".qedu-drawing .q-lit").count() == 1, "one detector has clicked"


def test_seats_differ_and_a_click_picks_a_round(site, open_page):
    page = open_page(f"{site('bb84-stepper')}#bb84-stepper?moves=rrrrrrrrrrrrrrrr&phase=sift")
    widget = page.wait_for_selector("qedu-widget.qedu-alive")
    assert "Whether Eve touched it is not known to you." in page.inner_text(".qedu-live .qedu-line")
    assert not page.query_selector(".qedu-drawing [data-key$='.k']")
    for tab in ("Rounds", "Photon"):
        page.get_by_role("tab", name=tab).click()
        page.locator(".qedu-drawing .qedu-column").nth(1 if tab == "Photon" else 0).click()
        assert widget.evaluate(LOOK)["state"]["look"] == (2 if tab == "Photon" else 1)
        assert page.inner_text(".qedu-live .qedu-line").startswith("Round 2:" if tab == "Photon" else "Round 1:")
    page.check("[data-control=role][value=eve]")
    page.wait_for_selector(".qedu-drawing [data-key$='.k']")
    # Rubbish in the address is not played.
    page = open_page(f"{site('bb84-stepper')}#bb84-stepper?role=mallory&moves=%3Cscript%3E&phase=never&compared=-1")
    state = page.wait_for_selector("qedu-widget.qedu-alive").evaluate(LOOK)["state"]
    assert state == STEPPER.state()


# ------------------------------------------------------------- Eve's dial

def entropy(p):
    return 0.0 if p in (0, 1) else -p * math.log2(p) - (1 - p) * math.log2(1 - p)


@pytest.mark.parametrize("basis", ["z", "random", "breidbart"])
def test_dial_by_closed_forms(basis):
    """The chapter's formulas: f/4, two flips, f/2, cos² 22.5°."""
    dial, c = widgets.load("eves-dial"), math.cos(math.pi / 8) ** 2
    full = {"z": (0, 0.5), "random": (0.25, 0.25), "breidbart": (0.25, 0.25)}[basis]
    information, guess = {"breidbart": (1 - entropy(c), c)}.get(basis, (0.5, 0.75))
    for f, p in itertools.product((0, 0.2, 0.4, 0.44, 1), (0, 0.02, 0.2, 0.5)):
        numbers = dial.numbers({"f": f, "basis": basis, "p": p})
        by_basis = [f * q * (1 - p / 2) + p / 2 * (1 - f * q) for q in full]
        assert [numbers["qber.z"], numbers["qber.x"]] == pytest.approx(by_basis, abs=1e-12)
        qber = sum(by_basis) / 2
        assert numbers["qber"] == pytest.approx(qber, abs=1e-12)
        assert numbers["information"] == pytest.approx(f * information, abs=1e-12)
        assert numbers["guess"] == pytest.approx(0.5 + f * (guess - 0.5), abs=1e-12)
        assert numbers["rate"] == pytest.approx(max(0, 1 - 2 * entropy(qber)), abs=1e-12)
        assert numbers["over"] == (numbers["rate"] == 0) == (qber > 0.110028)
        for other, (bits, right) in {"z": (0.5, 0.75), "breidbart": (1 - entropy(c), c)}.items():
            assert numbers[f"information.{other}"] == pytest.approx(f * bits, abs=1e-12)
            assert numbers[f"guess.{other}"] == pytest.approx(0.5 + f * (right - 0.5), abs=1e-12)
        # The curve at x is the dial turned to x.
        turned = dial.numbers({"f": 0.6, "basis": basis, "p": p})
        for key in ("qber", "information", "guess"):
            assert numbers[f"curve.{key}@0.6"] == pytest.approx(turned[key], abs=1e-12)


def test_dial_abort_line_and_what_the_chapter_says():
    dial = widgets.load("eves-dial")
    line = dial.numbers()["abort"]
    assert 2 * entropy(line - 1e-9) < 1 < 2 * entropy(line + 1e-9) and line == pytest.approx(0.110028, abs=1e-6)
    ten = [dial.numbers({"f": 0.4, "basis": basis}) for basis in ("random", "breidbart")]
    assert [n["qber"] for n in ten] == pytest.approx([0.1, 0.1])
    assert ten[0]["guess"] == pytest.approx(0.6) and round(ten[1]["guess"], 3) == 0.641
    assert ten[1]["information"] < ten[0]["information"]
    noise, eve = dial.numbers({"f": 0, "p": 0.2}), ten[0]
    for key in ("qber", "qber.z", "qber.x", "rate"):         # noise and Eve look alike
        assert noise[key] == pytest.approx(eve[key], abs=1e-12)
    assert noise["information"] == 0


# ------------------------------------------------------------- How many test bits?

def test_bits_by_closed_forms():
    bits, chance = widgets.load("how-many-test-bits"), random.Random(4)
    values = {c.key: c.values() for c in bits.controls if c.key in ("k", "f", "n", "eps", "limit")}
    for _ in range(40):
        state = bits.state({**{key: chance.choice(several) for key, several in values.items()}, "seed": chance.randrange(100)})
        numbers, k, n, eps = bits.numbers(state), state["k"], int(state["n"]), float(state["eps"])
        assert numbers["power"] == pytest.approx(1 - math.exp(k * math.log1p(-state["f"] / 4)), abs=1e-9)
        mu = math.sqrt((n + k) / n * (k + 1) / k ** 2 * math.log(1 / eps) / 2)
        assert numbers["loose"] == pytest.approx(min(1, mu), rel=1e-12)
        wrong = numbers["bits.count.differ"]
        assert numbers["bound"] == pytest.approx(min(1, wrong / k + mu), rel=1e-12)
        assert numbers["over.loose"] == (wrong / k + mu >= state["limit"])
        assert state["f"] or wrong == numbers["tests.count.seen"] == 0
        # Exact: C(N − M, k)/C(N, k) is above ε for the bound and at most ε for one wrong bit more.
        none = [math.exp(math.lgamma(n + k - m + 1) - math.lgamma(n - m + 1) - math.lgamma(n + k + 1) + math.lgamma(n + 1))
                for m in (round(numbers["clean"] * n), min(n, round(numbers["clean"] * n) + 1))]
        assert none[0] > eps * (1 - 1e-6) and (none[1] <= eps * (1 + 1e-6) or numbers["clean"] == 1)
        assert numbers["over"] == (wrong > numbers["allowed"]) and not (numbers["over"] and not numbers["over.loose"])


@pytest.mark.parametrize("n, eps, limit", [(10 ** 6, "1e-10", 0.11), (1000, "1e-10", 0.11), (10 ** 4, "0.05", 0.03),
                                           (1000, "1e-10", 0.03), (10 ** 4, "1e-6", 0.13)])
def test_how_many_errors_a_test_may_find(n, eps, limit):
    """Both sides of the decision by SciPy's hypergeometric law, and both numbers of clean bits by trying all."""
    from scipy.stats import hypergeom

    bits, least = widgets.load("how-many-test-bits"), math.ceil(limit * n - 1e-9)
    state = {"n": str(n), "eps": eps, "limit": limit}
    for k in (3, 100, 700, 5000):
        allowed = int(bits.numbers({**state, "k": k})["allowed"])
        assert allowed < 0 or hypergeom.cdf(allowed, n + k, allowed + least, k) <= float(eps)
        assert hypergeom.cdf(allowed + 1, n + k, allowed + 1 + least, k) > float(eps)
    numbers, k = bits.numbers(state), np.arange(1, 30_000, dtype=float)
    simple = k[np.sqrt((n + k) * (k + 1) / (n * k ** 2) * np.log(1 / float(eps)) / 2) < limit]
    assert numbers["needed.loose"] == (simple[0] if len(simple) else 0) and numbers["enough"] == (len(simple) > 0)
    miss = hypergeom.pmf(0, n + k[:2000], least, k[:2000])
    assert numbers["needed"] == k[:2000][miss <= float(eps)][0]


def test_bits_and_what_the_chapter_says():
    bits = widgets.load("how-many-test-bits")
    twenty, careful = bits.numbers(), bits.numbers({"f": 0.04})
    assert round(twenty["power"], 3) == 0.997 and round(1 - careful["power"], 2) == 0.82
    assert 0.68 < twenty["clean"] < twenty["loose"], "20 clean bits say nothing"
    assert (twenty["needed"], twenty["needed.loose"]) == (198, 954)
    assert [bits.numbers({"k": k})["clean"] < 0.11 for k in (100, 200)] == [False, True]
    assert [bits.numbers({"k": k})["loose"] < 0.11 for k in (700, 1000)] == [False, True]
    # 20 errors in 1,000 are no reason to abort, whatever the simple bound says.
    thousand = bits.numbers({"k": 1000})
    assert thousand["allowed"] == 52 and thousand["loose"] == pytest.approx(0.107, abs=5e-4)
    spared = bits.numbers({"k": 1000, "f": 0.08})
    assert spared["bits.count.differ"] <= 52 and (spared["over"], spared["over.loose"]) == (0, 1)
    crowd = bits.numbers({"f": 0.04, "tests": 1000})
    sigma = math.sqrt(crowd["power"] * crowd["miss"] / 1000)
    assert abs(crowd["tests.fraction.seen"] - crowd["power"]) < 6 * sigma     # false failure 2e-9


def test_the_decision_holds_wherever_eve_puts_her_errors():
    """Exact odds: with too many errors in the rest they continue with probability ε at most, and nearly ε where it is worst."""
    from scipy.stats import hypergeom

    bits = widgets.load("how-many-test-bits")
    for k, eps in ((200, "0.05"), (1000, "1e-6")):
        allowed = int(bits.numbers({"k": k, "n": "1000", "eps": eps})["allowed"])
        worst = 0.0
        for errors in range(1000 + k + 1):
            e = np.arange(allowed + 1)
            odds = hypergeom.pmf(e, 1000 + k, errors, k)
            worst = max(worst, odds[(errors - e) / 1000 >= 0.11].sum())
        assert float(eps) / 5 < worst <= float(eps) * (1 + 1e-9)


def test_slider_over_given_numbers(site, open_page):
    control = next(c for c in widgets.load("how-many-test-bits").controls if c.key == "k")
    assert control.check(20.0) == 20 and 953 not in control.values()
    for wrong in (4, 0, 200_000, "20", True, math.nan):
        with pytest.raises(ValueError, match="k ="):
            control.check(wrong)
    page = open_page(f"{site('how-many-test-bits')}#how-many-test-bits?k=960")
    widget = page.wait_for_selector("qedu-widget.qedu-alive")
    assert widget.evaluate(LOOK)["state"]["k"] == 1000       # the nearest that the slider has
    page.focus("[data-control=k]")
    page.keyboard.press("ArrowRight")
    assert widget.evaluate(LOOK)["state"]["k"] == 2000
    assert page.get_attribute("[data-control=k]", "aria-valuetext") == "2,000"
    page.keyboard.press("Home")
    assert widget.evaluate(LOOK)["state"]["k"] == 1
    page.keyboard.press("End")
    assert widget.evaluate(LOOK)["state"]["k"] == 100_000
    true_to_python("how-many-test-bits", widget.evaluate(LOOK))
    page.wait_for_function("() => location.hash.includes('k=100000')")


def test_states_stay_small_in_the_address():
    state = STEPPER.state({"moves": "ZXBP" * 10 + "CCCC", "role": "bob"})
    assert len(json.dumps(state)) < 250
    with pytest.raises(ValueError, match="moves"):
        STEPPER.state({"moves": "Z" * 241})
