"""What agencies say: the tables against rules of their own, read from the YAML without the library's loader."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from qedu import policy

DATA = Path(policy.__file__).parents[1] / "data" / "policy"
FILES = {name: yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))
         for name in ("positions", "deadlines", "estimates", "misreports", "surveys", "forecasts", "arrangements")}
TABLES = {"positions": policy.POSITIONS, "deadlines": policy.DEADLINES, "estimates": policy.THREAT_ESTIMATES, "misreports": policy.MISREPORTS,
          "arrangements": policy.ARRANGEMENTS}


@pytest.mark.parametrize("name", FILES)
def test_no_row_without_who_when_whom_where_and_how(name):
    for row in FILES[name]:
        for field in ("id", "body", "date", "scope", "source", "read"):
            assert str(row.get(field) or "").strip(), (row.get("id"), field)
        assert re.match(r"(19|20)\d\d", str(row["date"])) and row["read"] in policy.READ
        assert len(row["source"]) > 7


@pytest.mark.parametrize("name", FILES)
def test_every_file_says_under_which_licence_it_may_be_used(name):
    head = (DATA / f"{name}.yaml").read_text(encoding="utf-8").partition("\n- ")[0]
    assert all(line.startswith("#") or not line for line in head.splitlines()) and "Licence: this file, CC BY 4.0" in head


@pytest.mark.parametrize("name", FILES)
def test_sources_are_bodies_own_documents(name):
    """No index, mirror or search page stands for a document, and nothing points into our workplace."""
    for row in FILES[name]:
        text = " ".join(str(value) for value in row.values())
        assert not re.search(r"scribd|wikipedia|grokipedia|index \d{6,}|github\.com|/work/|facts-|\b[PSTKEHQ]\d\d[a-c]?\b", text, re.I), row["id"]


@pytest.mark.parametrize("name", TABLES)
def test_rows_follow_the_file(name):
    assert list(TABLES[name]) == [row["id"] for row in FILES[name]]
    for row in FILES[name]:
        held = TABLES[name][row["id"]]
        for field, value in row.items():
            found = getattr(held, field)
            assert found == (tuple(value) if isinstance(value, list) else " ".join(str(value).split()) if isinstance(found, str) else value)


def test_who_disagrees_with_whom_is_said_on_both_sides():
    pairs = {(row["id"], other) for row in FILES["positions"] for other in row.get("disagrees", [])}
    assert pairs and pairs == {(other, one) for one, other in pairs} and not [one for one, other in pairs if one == other]
    assert {one for pair in pairs for one in pair} <= set(policy.POSITIONS)
    # The sharpest ones: Europe builds what its own agencies do not recommend; hybrids compulsory here, not required there.
    assert {("ec-euroqci", "bsi-tr-02102-1-2026"), ("ec-euroqci", "eu4-qkd-2024"), ("anssi-pqc-2023", "nsa-cnsa-2024")} <= pairs


def test_what_is_superseded_has_a_later_row_of_the_same_body():
    later = [(row, policy.POSITIONS[name]) for row in policy.POSITIONS.values() for name in row.superseded]
    assert later and all(new.body == old.body and new.date > old.date for old, new in later)
    assert {old.id for old, _ in later} == {row.id for row in policy.positions()} - {row.id for row in policy.positions(current=True)}


def test_deadlines_belong_to_positions_and_keep_the_five_words_apart():
    assert set(policy.WORDS) == {"required", "disallowed", "deprecated", "recommended", "target"} == {row.word for row in policy.DEADLINES.values()}
    for row in policy.DEADLINES.values():
        home = policy.POSITIONS[row.position]
        assert row.country == home.country and row.by[:4] >= row.date[:4] and row.by_year == int(row.by[:4])
        # Only what binds may require, and only NIST's draft speaks of deprecated and disallowed.
        assert (row.word == "required") <= (home.force in ("order", "requirement", "law")) and row.draft == (home.force == "draft")
        assert (row.word in ("deprecated", "disallowed")) == row.draft


def test_the_american_dates_are_not_mixed_up():
    """2030 and 2031 for the most important civilian systems, a goal for 2035, and the NSA's track apart."""
    us = {row.id: (row.by, row.word) for row in policy.DEADLINES.values() if row.country == "United States"}
    assert us["us-eo-keys"] == ("2030-12-31", "required") and us["us-eo-signatures"] == ("2031-12-31", "required")
    assert us["us-nsm-10-goal"] == ("2035", "target") and us["nsa-mandated"] == ("2031-12-31", "required")
    assert us["nist-112-deprecated"] == ("2030", "deprecated") and us["nist-all-disallowed"] == ("2035", "disallowed")


def test_words_are_quoted_only_where_they_were_read():
    quoted = [row for row in policy.POSITIONS.values() if row.quote]
    assert len(quoted) >= 2 and all(row.read in ("page", "part") and row.place and len(row.quote) < 300 for row in quoted)
    held = policy.POSITIONS["nsa-qkd"]
    with pytest.raises(ValueError, match="^quote = .* is not allowed: none where the document itself was not read"):
        replace(held, read="quoted by others")
    with pytest.raises(ValueError, match="^place = '' is not allowed: where the quoted words stand"):
        replace(held, place="")
    assert "unless" in held.quote and "National Security Systems" in held.scope      # a condition and a scope, which reports leave out


def test_positions_are_filtered():
    every = policy.positions()
    assert len(every) == len(policy.POSITIONS) and [row.date for row in every] == sorted(row.date for row in every)
    assert {row.id for row in policy.positions(body="nsa", subject="QKD")} == {"nsa-qkd", "nsa-qkd-limits", "nsa-release-2020"}
    assert {row.id for row in policy.positions(body="Germany", year=(2025, 2026))} == {"bsi-tr-02102-1-2026"}
    assert all(row.year == 2025 for row in policy.positions(year=2025)) and policy.positions(year=2025)
    assert all("critical sectors" in row.groups for row in policy.positions(scope="critical sectors"))
    for subject in policy.SUBJECTS:
        assert policy.positions(subject=subject) == tuple(row for row in every if subject in row.subject) != ()
    assert sum(len(policy.positions(year=(first, first + 4))) for first in (2015, 2020, 2025)) == len(every)


@pytest.mark.parametrize("given, allowed", [
    (dict(body="NASA"), "a part of one of .*NSA"), (dict(body=7), "a part of one of"), (dict(year="2025"), "a year such as 2025"),
    (dict(year=(2026, 2024)), "a year such as"), (dict(year=(1, 2, 3)), "a year such as"), (dict(subject="qkd"), "one of QKD, PQC"),
    (dict(scope="everybody"), "one of national security systems"), (dict(scope=["a"]), "one of"), (dict(current=1), "True or False")])
def test_a_filter_that_is_none_is_named(given, allowed):
    with pytest.raises(ValueError, match=f"^{next(iter(given))} = .* is not allowed: {allowed}"):
        policy.positions(**given)


def test_false_reports_point_to_what_is_true():
    for row in policy.MISREPORTS.values():
        assert row.claim != row.truth and all(policy.source(name).source for name in row.see)
    with pytest.raises(ValueError, match="^name = 'nobody' is not allowed: the id of a position"):
        policy.source("nobody")
    names = [*policy.POSITIONS, *policy.THREAT_ESTIMATES, *policy.FORECASTS, *(row.id for row in policy.SURVEYS.values())]
    assert len(names) == len(set(names)) and all(policy.source(name).id == name for name in names)


def test_estimates_carry_their_conditions():
    """20 million and one million qubits: error 0.1 %, 1 µs, 10 µs (abstracts); later ones are not reviewed, and what they leave open is missing."""
    held = policy.THREAT_ESTIMATES
    for name in ("gidney-ekera-2019", "gidney-2025"):
        assert (held[name].error_rate, held[name].cycle_us, held[name].reaction_us) == (1e-3, 1, 10) and "nearest" in held[name].connectivity
    assert [row.id for row in held.values() if row.reviewed] == ["gidney-ekera-2019"]
    assert held["iceberg-2026"].hours is None and held["iceberg-2026"].run_time == "" and "missing" in held["iceberg-2026"]._repr_html_()
    assert held["neutral-atoms-2026-few"].run_time == "" and held["neutral-atoms-2026-days"].target != "RSA-2048"
    assert held["gidney-ekera-2019"].qubits == 20 * held["gidney-2025"].qubits


def test_a_short_name_is_that_of_a_body_and_not_of_its_country():
    for row in policy.POSITIONS.values():
        assert 0 < len(row.short) <= 18 and len(row.region) <= 14
        assert row.short not in {name for other in policy.POSITIONS.values() for name in (other.country, other.region)}
        same = [other for other in policy.POSITIONS.values() if other.short == row.short]
        assert len({other.body for other in same}) == 1, "one short name, one body"


def test_only_rules_bind_and_every_document_says_what_it_does_not_say():
    rows = policy.ARRANGEMENTS.values()
    assert {row.kind for row in rows} == set(policy.KINDS) and all(row.says and row.not_said for row in rows)
    # What binds comes from a body that may bind; papers propose or study.
    assert {row.body for row in rows if row.kind == "rule"} == {"Bureau of Industry and Security, United States"}
    assert all(row.kind in ("proposal", "study") for row in rows if "arXiv" in row.source or row.read == "abstract")
