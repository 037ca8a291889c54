"""What the drawings of the chapter on cost, equity and ethics show, against the tables and against sums that are written out here."""

from datetime import datetime

import pytest

from qedu import satellites
from qedu.book import drawings
from qedu.policy import POSITIONS, place_facts

SHOWN = drawings.read("chapters/5-world/cost-equity-ethics")

#: Of a post that is never empty, the people: 168 hours a week, of which one fills 38 without the 18 % that they are away.
POST = 168 / (38 * 0.82)


def bars(name):
    return [(step["label"], step["left"]) for step in SHOWN[name]["bars"]["steps"]]


def rows(name):
    return [(row["name"], row["cells"].split()) for row in SHOWN[name]["grid"]["rows"]]


def now(*payments):
    """Payments (year, amount) in money of today, at 3 % a year."""
    return sum(amount / 1.03 ** year for year, amount in payments)


def yearly(amount):
    return now(*((year, amount) for year in range(1, 11)))


def test_a_dot_is_a_fact_of_the_table_and_a_dash_is_none():
    (_, codes), *lines = rows("who-has")
    places = {"CN": "China", "EU": "European Union", "GH": "Ghana", "IN": "India", "UK": "United Kingdom"}
    indicators = ("strategy_year", "national_sum", "key_network_km", "pqc_year")
    for indicator, (_, cells) in zip(indicators, lines, strict=True):
        having = {fact.place for fact in place_facts(indicator=indicator)}
        assert cells == ["●" if places[code] in having else "–" for code in codes]
    assert "Ghana" not in {fact.place for fact in place_facts()}


def test_the_parts_of_the_line_are_those_of_its_sum():
    parts = {"guards": yearly(4 / 2 * POST), "fibre, rented": yearly(300 * 0.02), "devices of the links": now((0, 18), (7, 18)) + yearly(5 * 0.3),
             "operators": yearly(3), "trusted sites": 8 + yearly(4 * 0.3), "authentication": now((0, 1.8), (5, 1.8)) + yearly(6 * 0.05)}
    assert round(sum(parts.values())) == 238
    assert bars("cost-shares") == [(name, round(100 * part / sum(parts.values()))) for name, part in parts.items()]


def test_the_middle_overlaps_and_the_two_sides_reach_everybody():
    (_, names), (_, people), *sites = rows("districts")
    assert "".join(names) == "ABCDE" and list(map(int, people)) == [3, 3, 2, 2, 2]
    reach = {name: {district for district, cell in zip(names, cells) if cell == "●"} for name, cells in sites}
    assert reach == {"left": set("AB"), "middle": set("BCD"), "right": set("CDE")}
    count = dict(zip(names, map(int, people)))
    assert {name: sum(count[one] for one in places) for name, places in reach.items()} == {"left": 6, "middle": 7, "right": 6}


def test_the_bars_of_latitudes_are_the_key_of_a_year():
    stations = [satellites.Site(latitude, 0) for latitude in (0, 20, 40, 52, 60, 70)]
    found = satellites.coverage([satellites.Orbit(500, 53, j2=True)], stations, start=datetime(2026, 1, 1), days=365, mask_deg=20,
                                link=satellites.MICIUS, cloud=0.55)
    assert bars("latitudes") == [(f"{station.latitude_deg:.0f}° N", round(100 * bits / sum(found.key_bits)))
                                 for station, bits in zip(stations, found.key_bits)]


def test_the_light_is_that_of_half_a_photon_in_each_of_a_thousand_million_pulses():
    said = [text for group in SHOWN["plug"]["chain"] for part in group["parts"] for text in part.values()]
    assert said[:2] == ["200 W go in", f"{1e9 * 0.5 * 6.62607e-34 * 2.99792e8 / 1550e-9 * 1e12:.0f} picowatts of light"]
    assert "2,000 bits a second" in said


def test_the_tally_has_one_publisher_and_a_range():
    facts = {fact.place: fact for fact in place_facts(indicator="public_money_2023")}
    assert facts["China"].source == facts["European Union"].source
    assert bars("tally") == [("European Union", facts["European Union"].low), ("China, low end", facts["China"].low), ("China, high end", facts["China"].high)]


def test_every_site_on_the_way_sees_the_key():
    middle = SHOWN["who-sees"]["chain"][1]["parts"]
    assert [part["node"] for part in middle if "node" in part] == ["sees the key"] * 2
    assert [part["line"] for part in middle if "line" in part] == ["light"] * 3, "one more than there are sites"
    assert "All its relays must be trusted" in POSITIONS["cn-qcn-2025"].says


@pytest.mark.parametrize("place, members", list(enumerate((2, 4, 6, 8, 16))))
def test_a_member_pays_its_station_and_its_part_of_the_rest(place, members):
    shared = now((0, 400), (5, 400)) + yearly(30 + 6 + 4)
    assert bars("per-member")[place] == (f"{members} members", round(shared / members + 20 + yearly(4 + POST / 2)))
