"""What the drawings of the chapter of capstones show, and the country of its plan, against runs and sums written out here."""

import math
import re
from pathlib import Path

from qedu.book import drawings
from qedu.grading.exercise import load
from qedu.grading.tournament import scoring

FOLDER = Path("chapters/5-world/capstones")
SHOWN = drawings.read(FOLDER)


def rows(name):
    return {row["name"]: row["cells"].split() for row in SHOWN[name]["grid"]["rows"]}


def bars(name):
    return [step["left"] for step in SHOWN[name]["bars"]["steps"]]


def test_every_piece_of_work_has_an_exercise():
    assert [name.removeprefix("c19-") for name in load("c19").checks] == [word.replace("key", "keys") for word in rows("three-capstones")["work"]]


def test_the_points_are_those_of_the_tournament():
    signs = {"to+1": 1.0, "−1": -1.0, "0": 0.0, "−¼": -0.25}
    found = rows("points")
    for name, nobody in (("an Eve", False), ("nobody", True)):
        judged = [scoring.judged(claimed, left=100, most=100, nobody=nobody)[:2] for claimed in (100, 101, 0)]
        assert [signs[cell] for cell in found[name]] == [points for _, points in judged]
        assert [outcome for outcome, _ in judged] == ["key", "insecure", "abort"]
    # as long as the longest is the best that there is
    assert scoring.judged(50, left=100, most=100, nobody=True)[1] == 0.5


def test_the_pulses_meet_eve_before_bob():
    alice, line, bob = SHOWN["match"]["chain"]
    assert alice["who"] == "alice" and bob["who"] == "bob" and "eve" in line["parts"][1]


def test_corvo_takes_two_spans_and_one_site():
    parts = [(next(iter(part)), next(iter(part.values()))) for part in SHOWN["corvo"]["chain"][0]["parts"]]
    lengths = [int(words.split()[0]) for kind, words in parts if kind == "line"]
    corvo = next(place for place in country()["places"] if place["name"] == "Corvo")
    assert sum(lengths) == corvo["km"] and len(lengths) == math.ceil(corvo["km"] / 80) and max(lengths) <= 80
    assert [kind for kind, _ in parts].count("node") - 2 == len(lengths) - 1 == 1


def test_the_bill_adds_up():
    def h(p):
        return -p * math.log(p, 2) - (1 - p) * math.log(1 - p, 2)

    m, k, nu = 36123, 5911, 0.06943318811415392
    n = m - k
    wider = math.sqrt((m * (k + 1)) / (n * k * k) * math.log(4 / 1e-10))
    lost = n * (h(0.01 + wider) - h(0.01 + nu))
    privacy = -1 - 2 * math.log(0.2 * (1 - 1 / math.sqrt(m)), 2)
    rounded = -(1.1 * n * h(0.01)) % 1
    assert bars("bill") == [round(lost, 1), round(privacy, 1), round(rounded, 1), round(lost - privacy - rounded, 1)]


def country():
    """The country as the lesson has it."""
    text = (FOLDER / "national-plan.md").read_text(encoding="utf-8")
    space = {}
    exec(re.search(r"^country = .*?\n(?=places)", text, re.S | re.M)[0], space)
    return space["country"]


def test_the_lesson_and_the_exercise_speak_of_one_country_at_the_same_prices():
    example = load("c19").checks["c19-plan"].example.arguments
    assert country() == example["country"]
    text, space = (FOLDER / "national-plan.md").read_text(encoding="utf-8"), {}
    exec(re.search(r"^prices = .*?\nrates = [^\n]*\n", text, re.S | re.M)[0], space)
    assert space["prices"] == example["plan"]["prices"] and space["rates"] == example["plan"]["rates"]


def test_the_published_points_are_the_same_everywhere():
    from tests.library.rates.test_rates_finite import FIGURE_7

    text, space = (FOLDER / "reproduce-a-figure.md").read_text(encoding="utf-8"), {}
    exec(re.search(r"^points = .*?\)\]\n", text, re.S | re.M)[0], space)
    assert space["points"] == FIGURE_7
    example = load("c19").checks["c19-figure"].example.arguments["points"]
    assert [tuple(point[name] for name in ("delta", "m", "k", "nu", "printed")) for point in example] == [point[:5] for point in FIGURE_7]
