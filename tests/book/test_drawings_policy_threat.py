"""What the drawings of the chapter on threat and policy show, against the tables of statements and sums written out here."""

from qedu.book import drawings
from qedu.policy import DEADLINES, POSITIONS, SURVEYS

SHOWN = drawings.read("chapters/5-world/policy-threat")


def bars(name):
    return [(step["label"], step["left"]) for step in SHOWN[name]["bars"]["steps"]]


def test_the_four_countries_stand_behind_the_joint_paper_and_in_the_union():
    country, agency, network = (row["cells"].split() for row in SHOWN["two-voices"]["grid"]["rows"])
    names = {"DE": "Germany", "FR": "France", "NL": "Netherlands", "SE": "Sweden"}
    paper = POSITIONS["eu4-qkd-2024"]
    assert {names[code] for code in country} == set(paper.country.split(", "))
    assert agency == network == ["●"] * 4
    assert "Migration to post-quantum cryptography has clear priority" in paper.says and "all 27" in POSITIONS["ec-euroqci"].scope


def test_the_three_times_are_those_of_the_example():
    (_, migrated), (_, secret), (_, machine) = bars("three-times")
    shelf_life = secret - migrated
    assert (shelf_life, migrated, machine) == (10, 6, 13) and secret - machine == 3


def test_the_bars_of_the_editions_are_the_averages_for_ten_years():
    found = bars("editions")
    for (label, low), (other, high) in zip(found[::2], found[1::2], strict=True):
        edition = SURVEYS[label[:4]]
        point = next(point for point in edition.points if point.years == 10)
        assert (low, high) == (round(100 * point.low), round(100 * point.high)) and other == f"{label[:4]}, high"
        assert label == f"{edition.edition}, {edition.respondents} experts, low"


def test_the_bars_of_dates_are_years_after_2026_with_the_word_of_the_source():
    rows = ("in-critical", "au-complete", "eu-high-risk", "us-eo-keys", "ca-priority", "de-keys", "uk-priority", "jp-government", "kr-master-plan")
    for name, (label, left) in zip(rows, bars("dates"), strict=True):
        deadline = DEADLINES[name]
        country, word = label.split(",")[0], label.split(": ")[1]
        assert (country, word, left) == (deadline.country, deadline.word, int(deadline.by[:4]) - 2026)
