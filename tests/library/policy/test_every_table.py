"""No row of any table of statements goes without what a reader needs to judge it: planted in every file, row by row and field by field."""

from pathlib import Path

import pytest
import yaml

from qedu import policy

DATA = Path(policy.__file__).parents[1] / "data" / "policy"
KINDS = {"arrangements": policy.Arrangement, "deadlines": policy.Deadline, "estimates": policy.Estimate, "forecasts": policy.Forecast,
         "misreports": policy.Misreport, "places": policy.PlaceFact, "positions": policy.Position, "surveys": policy.Survey, "workforce": policy.Study}
FILES = {name: yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8")) for name in KINDS}
NEEDED = ("id", "body", "date", "scope", "source", "read")


def test_every_file_of_the_folder_is_looked_at():
    """A table that joins the folder has to join the list above; rules are no statements, and name rows of the others."""
    assert {path.stem for path in DATA.iterdir()} == {*KINDS, "rules"}


@pytest.mark.parametrize("name", KINDS)
def test_what_is_printed_has_who_when_for_whom_where_and_how(name):
    for row in FILES[name]:
        assert all(str(row.get(field) or "").strip() for field in NEEDED), row.get("id")
        assert row["read"] in policy.READ and len(row["source"]) > 7


@pytest.mark.parametrize("field", NEEDED)
@pytest.mark.parametrize("name", KINDS)
def test_a_row_that_lacks_one_of_them_does_not_load(tmp_path, name, field):
    rows, path = FILES[name], tmp_path / f"{name}.yaml"
    path.write_text(yaml.safe_dump(rows), encoding="utf-8")
    assert len(policy.load_rows(KINDS[name], path)) == len(rows)
    for place in {0, len(rows) - 1}:
        lacking = {key: value for key, value in rows[place].items() if key != field}
        for planted in (lacking, lacking | {field: None}, lacking | {field: ""}, lacking | {field: "  "}):
            path.write_text(yaml.safe_dump([*rows[:place], planted, *rows[place + 1:]]), encoding="utf-8")
            with pytest.raises(ValueError, match=rf"row {place + 1} .*{field}"):
                policy.load_rows(KINDS[name], path)


@pytest.mark.parametrize("date", ["soon", "2026-13", "26", "in 2025", "2025-02-30"])
@pytest.mark.parametrize("name", KINDS)
def test_a_date_that_is_none_does_not_load(tmp_path, name, date):
    path = tmp_path / f"{name}.yaml"
    path.write_text(yaml.safe_dump([FILES[name][0] | {"date": date}]), encoding="utf-8")
    with pytest.raises(ValueError, match="date"):
        policy.load_rows(KINDS[name], path)


@pytest.mark.parametrize("sources", [None, [], ["nobody"]])
def test_a_rule_that_rests_on_no_row_does_not_load(tmp_path, sources):
    rules, path = yaml.safe_load((DATA / "rules.yaml").read_text(encoding="utf-8")), tmp_path / "rules.yaml"
    lacking = {key: value for key, value in rules[-1].items() if key != "sources"}
    for planted in ([lacking] if sources is None else []) + [lacking | {"sources": sources}]:
        path.write_text(yaml.safe_dump([*rules[:-1], planted]), encoding="utf-8")
        with pytest.raises(ValueError, match="sources"):
            policy.load_rules(path)
