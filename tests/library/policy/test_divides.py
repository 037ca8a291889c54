"""Facts on places: every row with its source, rankings against all orders that the figures allow, and flaws planted in tables."""

import itertools
import re
from pathlib import Path

import pytest
import yaml

from qedu import policy

SOURCES = {fact.source for fact in policy.PLACE_FACTS}


def test_every_row_has_all_that_a_reader_needs():
    for fact in policy.PLACE_FACTS:
        assert all(getattr(fact, name).strip() for name in ("id", "body", "date", "scope", "source", "read", "place", "indicator", "unit", "counts"))
        assert 2018 <= fact.year <= 2026 and fact.read in policy.READ
        assert fact.unit != "year" or 2000 < fact.low <= fact.high < 2050
        assert fact.unit != "share" or 0 < fact.low <= fact.high < 1
    assert len({(fact.place, fact.indicator) for fact in policy.PLACE_FACTS}) == len(policy.PLACE_FACTS)      # one figure each, never two merged
    assert {fact.indicator for fact in policy.PLACE_FACTS} == set(policy.INDICATORS)
    assert {one.divide for one in policy.INDICATORS.values()} == set(policy.DIVIDES) and len(policy.DIVIDES) == 4


def test_years_are_those_of_the_deadlines():
    """Read from the file of deadlines by hand: the ends of the move, in each country the last of their kind."""
    text = (Path(policy.__file__).parents[1] / "data" / "policy" / "deadlines.yaml").read_text(encoding="utf-8")
    rows = {row["id"]: row for row in yaml.safe_load(text)}
    found = {fact.place: fact for fact in policy.place_facts(indicator="pqc_year")}
    for place, first, last in (("India", "in-critical", "in-others"), ("Canada", "ca-rest", "ca-rest"), ("United States", "us-eo-keys", "us-eo-signatures")):
        assert [f"{end:.0f}" for end in found[place].ends] == [str(rows[name]["by"])[:4] for name in (first, last)]
        assert rows[last]["what"] in found[place].counts and rows[last]["word"] in found[place].counts and rows[first]["country"] == place
    assert (found["United Kingdom"].ends, found["European Union"].ends, found["Australia"].ends) == ((2035, 2035), (2030, 2035), (2030, 2030))
    assert len(found) == 9 and found["European Union"].read == "quoted by others"


def test_no_source_is_a_page_that_collects_others():
    assert not [source for source in SOURCES if re.search(r"hub|wikipedia|github|index \d|facts-|mirror|quantumcomputingreport", source, re.I)]


@pytest.mark.parametrize("name", ["source", "date", "scope", "body", "read", "counts", "unit", "place", "low"])
def test_a_row_without_its_source_does_not_load(tmp_path, name):
    row = {"id": "x", "place": "A", "indicator": "pqc_year", "low": 2030, "high": 2031, "unit": "year", "counts": "c", "body": "b", "date": "2025",
           "scope": "s", "source": "t", "read": "page"}
    path = tmp_path / "mine.yaml"
    for change in ({}, {name: None} if name != "low" else {name: "many"}, {name: ""}):
        planted = {key: value for key, value in (row | change).items() if change or key != name}
        path.write_text(yaml.safe_dump([planted]), encoding="utf-8")
        with pytest.raises(ValueError, match=name):
            policy.load_rows(policy.PlaceFact, path)
    path.write_text(yaml.safe_dump([row]), encoding="utf-8")
    assert policy.load_rows(policy.PlaceFact, path)[0].figure == "2030 to 2031 year"


@pytest.mark.parametrize("change, message", [({"low": 5, "high": 4}, "at most high"), ({"low": None, "high": None}, "a number here or in high"),
                                             ({"indicator": "index"}, "indicator = 'index'"), ({"read": "memory"}, "read = 'memory'")])
def test_a_wrong_row_does_not_load(tmp_path, change, message):
    row = {"id": "x", "place": "A", "indicator": "pqc_year", "low": 2030, "high": 2031, "unit": "year", "counts": "c", "body": "b", "date": "2025",
           "scope": "s", "source": "t", "read": "page"}
    path = tmp_path / "mine.yaml"
    path.write_text(yaml.safe_dump([row | change]), encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        policy.load_rows(policy.PlaceFact, path)


def possible(facts, earliest):
    """Best and worst rank of each place over all orders that some choice of values within the ranges gives."""
    ends = [tuple(sorted({fact.low if fact.low is not None else -1e9, fact.high if fact.high is not None else 1e9})) for fact in facts]
    ranks = [set() for _ in facts]
    for values in itertools.product(*ends):
        for mine, value in zip(ranks, values):
            ahead, level = (sum(other < value if earliest else other > value for other in values), values.count(value))
            mine |= set(range(ahead + 1, ahead + level + 1))              # of equal values any may come first
    return [(min(one), max(one)) for one in ranks]


@pytest.mark.parametrize("name", [name for name in policy.INDICATORS if name not in ("national_sum", "without_facilities")])
def test_ranks_are_those_that_the_figures_allow(name):
    found = policy.rank(name)
    facts = [one.fact for one in found.places]
    assert [(one.first, one.last) for one in found.places] == possible(facts, policy.INDICATORS[name].first == "earliest")
    assert {fact.place for fact in facts} == {fact.place for fact in policy.PLACE_FACTS if fact.indicator == name} - {"World"}
    assert not {fact.place for fact in facts} & set(found.missing)


def test_equal_figures_share_their_ranks():
    places = {one.fact.place: (one.first, one.last) for one in policy.rank("strategy_year").places}
    assert places["United States"] == (1, 1) and places["Singapore"] == (9, 9)
    assert {places[name] for name in ("Canada", "India", "Korea", "Australia", "United Kingdom")} == {(4, 8)}


def test_what_is_missing_is_not_last():
    found = policy.rank("public_money_2023")
    assert "Japan" in found.missing and len(found.places) == 5 and max(one.last for one in found.places) == 5
    assert "Europe" not in found.missing and policy.rank("public_money_2023", ["Europe", "China"]).missing == ("Europe",)
    empty = policy.rank("without_facilities")
    assert not empty.places and "China" in empty.missing


def test_a_bloc_is_not_added_to_its_members():
    assert policy.rank("public_money_2023").twice == tuple(("European Union", name) for name in ("France", "Germany", "Netherlands"))
    assert policy.rank("public_money_2022").twice == ()


def test_currencies_are_not_ranked():
    with pytest.raises(ValueError, match="^indicator = 'national_sum' .* million AUD, million CAD, million EUR"):
        policy.rank("national_sum")
    assert policy.rank("national_sum", ["France"]).places[0].ranks == "1"


def test_there_is_no_index():
    """Nothing public takes two indicators at once, and no fact is made of others."""
    for bad in (["pqc_year", "strategy_year"], "all", "index", ("pqc_year",)):
        with pytest.raises(ValueError, match="^indicator = "):
            policy.rank(bad)


def test_facts_are_found_by_all_three_names():
    assert {fact.indicator for fact in policy.place_facts(place="China")} == {"public_money_2022", "public_money_2023", "key_network_km"}
    assert policy.place_facts(place="China", divide="technologies")[0].indicator == "key_network_km"
    assert policy.place_facts(place="Japan", divide="societies") == () and policy.place_facts() == policy.PLACE_FACTS
    assert sum(len(policy.place_facts(divide=divide)) for divide in policy.DIVIDES) == len(policy.PLACE_FACTS)
    for given in ({"place": "Atlantis"}, {"indicator": "gdp"}, {"divide": "digital"}):
        with pytest.raises(ValueError, match=f"^{next(iter(given))} = "):
            policy.place_facts(**given)
    for places in ([], "China", ["Atlantis"], ["World"]):
        with pytest.raises(ValueError, match="^places = "):
            policy.rank("pqc_year", places)


def clean():
    return [{"place": name, "value": value, "unit": "million EUR", "year": 2023, "source": "a report"} for name, value in zip("ABCD", (3, 5, None, 7))]


def test_a_clean_table_has_no_flaw():
    assert policy.audit(clean()) == ()
    said = clean()
    said[1]["value"] = 0                                     # a zero that somebody stated
    assert policy.audit(said) == ()


@pytest.mark.parametrize("row, change, kind, places", [
    (2, {"value": 0, "source": ""}, "missing as zero", ("C",)), (1, {"source": " "}, "no source", ("B",)), (1, {"source": None}, "no source", ("B",)),
    (0, {"year": 2019}, "year mix", ("A", "B", "D")), (3, {"unit": "million USD"}, "currency mix", ("A", "B", "D")),
    (3, {"unit": "billion EUR"}, "currency mix", ("A", "B", "D"))])
def test_each_planted_flaw_is_found_alone(row, change, kind, places):
    table = clean()
    table[row] |= change
    assert [(flaw.kind, flaw.places) for flaw in policy.audit(table)] == [(kind, places)]


def test_three_flaws_at_once():
    table = clean()
    table[0]["year"], table[1]["unit"], table[2] = 2019, "million USD", table[2] | {"value": 0.0, "source": ""}
    assert [flaw.kind for flaw in policy.audit(table)] == ["missing as zero", "year mix", "currency mix"]
    assert "2019, 2023" in policy.audit(table)[1].says


def test_a_member_beside_its_bloc_is_found():
    table = clean()
    table[0]["place"], table[1]["place"] = "European Union", "Germany"
    assert [(flaw.kind, flaw.places) for flaw in policy.audit(table)] == [("counted twice", ("Germany",))]
    table[0]["value"] = None
    assert policy.audit(table) == ()
    ours = [{"place": fact.place, "value": fact.high, "unit": fact.unit, "year": fact.year, "source": fact.source}
            for fact in policy.place_facts(indicator="public_money_2023") if fact.place != "World"]
    assert [flaw.kind for flaw in policy.audit(ours)] == ["counted twice"]


@pytest.mark.parametrize("rows", [[], 3, "text", [3], [{"place": "A"}], [{"value": 1}], [{"place": "A", "value": "many"}],
                                  [{"place": "A", "value": float("nan")}], {"place": "A", "value": 1}])
def test_what_is_no_table_is_refused(rows):
    with pytest.raises(ValueError, match="^rows = .*rows in a list, each a mapping with place"):
        policy.audit(rows)
