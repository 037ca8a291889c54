"""Distributions of a code-breaking machine, and the dated statements that they are made of."""

import math
import pickle
from pathlib import Path

import numpy as np
import pytest
import yaml

from qedu import policy

DATA = Path(policy.__file__).parents[1] / "data" / "policy"
RAW = {row["edition"]: row for row in yaml.safe_load((DATA / "surveys.yaml").read_text(encoding="utf-8"))}


def by_hand(points, years):
    """The line through the points, from (0, 0), flat at its ends: segment by segment."""
    before = (0.0, 0.0)
    for point in points:
        if years <= point[0]:
            return 0.0 if years <= 0 else before[1] + (point[1] - before[1]) * (years - before[0]) / (point[0] - before[0])
        before = point
    return before[1]


POINTS = [(5, 0.05), (10, 0.28), (12, 0.28), (15, 0.51), (30, 0.81)]


def test_probability_rises_along_straight_lines_and_stops():
    threat = policy.Threat(POINTS)
    years = np.linspace(-3, 40, 173)
    assert threat.cdf(years) == pytest.approx([by_hand(POINTS, t) for t in years], abs=1e-15)
    assert threat.cdf(0) == 0 and threat.cdf(30) == threat.cdf(999) == 0.81 and threat.horizon == 30
    assert threat.none_within == pytest.approx(0.19, abs=1e-15)
    assert threat.cdf([[1, 2], [3, 4]]).shape == (2, 2) and isinstance(threat.cdf(3), float)


def test_quantiles_turn_the_probability_round():
    threat = policy.Threat(POINTS)
    p = np.linspace(0, 0.81, 82)
    found = threat.quantile(p)
    assert threat.cdf(found) == pytest.approx(p, abs=1e-12) and np.all(np.diff(found) > 0)
    assert threat.quantile(0.28) == pytest.approx(10, abs=1e-12)          # the fewest years on a flat piece
    assert threat.quantile(0) == 0 and threat.quantile([0.8101, 1]).tolist() == [math.inf, math.inf]
    late = policy.Threat([(10, 0.0), (20, 0.5)])                          # nothing before ten years
    assert late.quantile(0) == 0 and late.quantile(1e-12) == pytest.approx(10, abs=1e-6) and late.cdf(10) == 0


def test_draws_follow_the_distribution():
    """n = 200,000: a share of 0.81 or less has a standard deviation below 1.12e-3; 6 of them (2e-9 each, 7 shares) are 6.7e-3."""
    threat, n = policy.Threat(POINTS), 200_000
    drawn = threat.sample(n, seed=3)
    assert drawn.shape == (n,) and not np.isnan(drawn).any()
    for years in (2, 5, 8, 11, 15, 30):
        assert abs((drawn <= years).mean() - by_hand(POINTS, years)) < 6.7e-3
    assert abs(np.isinf(drawn).mean() - 0.19) < 6.7e-3
    assert (threat.sample(5, seed=3) == drawn[:5]).all() and (threat.sample(5, seed=np.random.default_rng(3)) == drawn[:5]).all()


@pytest.mark.parametrize("points", [[], [(0, 0.1)], [(10, 0.3), (5, 0.4)], [(10, 0.3), (15, 0.2)], [(10, 1.1)], [(10, -0.1)], [10, 0.3],
                                    [(10, "0.3")], [(math.nan, 0.1)], [(10, math.nan)], [(10, 30)], "ten", [(10, 0.3, 1)]])
def test_points_that_are_no_distribution_are_refused(points):
    with pytest.raises(ValueError, match="^points = .* is not allowed: pairs .years, probability.*30 % within ten years is"):
        policy.Threat(points)


def test_a_survey_s_readings_follow_the_file():
    """Points read from the YAML without the library's own loader."""
    for name, survey in policy.SURVEYS.items():
        raw = RAW[int(name)].get("points", [])
        low = [(years, a) for years, a, _ in raw if a is not None]
        high = [(years, b) for years, _, b in raw if b is not None]
        middle = [(years, (a + b) / 2) for years, a, b in raw if None not in (a, b)]
        for reading, points in (("low", low), ("middle", middle), ("high", high)):
            assert (reading in survey.readings()) == bool(points)
            if points:
                assert survey.threat(reading).points == pytest.approx(np.array(points)) and survey.threat(reading).horizon == points[-1][0]
            else:
                with pytest.raises(ValueError, match=f"^reading = {reading!r} is not allowed: an edition with figures; of {name} none"):
                    survey.threat(reading)
        assert survey.respondents == RAW[int(name)]["respondents"]
    with pytest.raises(ValueError, match="^reading = 'best' is not allowed: one of low, middle, high"):
        policy.SURVEYS["2025"].threat("best")


def test_what_the_editions_are_known_for():
    """28 to 49 % within ten years and 51 to 70 % within 15 (landing page of the edition of 2025); 11, 31 and 33 % (summary of 2023)."""
    found = {name: survey for name, survey in policy.SURVEYS.items() if survey.points}
    assert list(found) == ["2022", "2023", "2024", "2025"] and [found[name].respondents for name in found] == [40, 37, 32, 26]
    low, high = (found["2025"].threat(reading) for reading in ("low", "high"))
    assert (low.cdf(10), high.cdf(10), low.cdf(15), high.cdf(15)) == pytest.approx((0.28, 0.49, 0.51, 0.70))
    assert found["2023"].threat("high").cdf([5, 10]) == pytest.approx([0.11, 0.31]) and found["2023"].threat("low").cdf(15) == pytest.approx(0.33)
    for survey in found.values():                                          # an expert's lower end is not above the upper one
        shared = [point for point in survey.points if None not in (point.low, point.high)]
        assert all(point.low <= point.high for point in shared)


#: How many of 26 experts ticked each range, within 5, 10, 15, 20 and 30 years: report of 2025, appendix A.4, page 70, as others transcribe it.
TICKED = {5: (13, 5, 6, 1, 1, 0, 0), 10: (3, 4, 6, 7, 4, 1, 1), 15: (0, 3, 5, 3, 9, 4, 2), 20: (0, 0, 2, 6, 6, 4, 8), 30: (0, 0, 1, 3, 5, 5, 12)}
RANGES = ((0, 1), (1, 5), (5, 30), (30, 70), (70, 95), (95, 99), (99, 100))


def test_averages_follow_from_what_experts_ticked():
    """The edition of 2025: each expert at the lower, or at the upper end of the range that he or she ticked."""
    points = policy.SURVEYS["2025"].points
    assert [point.years for point in points] == list(TICKED)
    for point in points:
        assert sum(TICKED[point.years]) == policy.SURVEYS["2025"].respondents
        for end, held in ((0, point.low), (1, point.high)):
            average = sum(count * span[end] for count, span in zip(TICKED[point.years], RANGES)) / 26
            assert held == pytest.approx(round(average) / 100)


def test_the_model_is_a_bound_of_its_own_kind():
    model = policy.FORECASTS["sevilla-riedel-2020"]
    assert model.threat().points == ((2039 - 2020, 0.05),) and not isinstance(model, policy.Survey)
    assert model.threat().none_within == pytest.approx(0.95) and "at most" in model.threat().name


def test_rows_are_values_and_show_what_is_missing():
    survey = policy.SURVEYS["2023"]
    assert pickle.loads(pickle.dumps(survey)) == survey and hash(survey) == hash(policy.load_rows(policy.Survey, "surveys.yaml")[3])
    assert "missing" in survey._repr_html_() and "missing" in policy.SURVEYS["2019"]._repr_html_()
    assert survey != policy.SURVEYS["2024"] and len({*policy.SURVEYS.values()}) == len(policy.SURVEYS)


GOOD = {"id": "a-b", "body": "B", "date": "2026-01", "scope": "s", "source": "S, page 1", "read": "page", "edition": 2020, "question": "q"}


def planted(tmp_path, *rows):
    path = tmp_path / "rows.yaml"
    path.write_text(yaml.safe_dump(list(rows)), encoding="utf-8")
    return path


@pytest.mark.parametrize("field", ["id", "body", "date", "scope", "source", "read", "edition", "question"])
def test_a_row_without_is_refused(tmp_path, field):
    with pytest.raises(ValueError, match=rf"rows\.yaml: row 1 \(.*\): {field} is missing\."):
        policy.load_rows(policy.Survey, planted(tmp_path, {name: value for name, value in GOOD.items() if name != field}))
    if isinstance(GOOD[field], str):
        with pytest.raises(ValueError, match=rf"{field} = ' ' ?; allowed"):
            policy.load_rows(policy.Survey, planted(tmp_path, GOOD | {field: " "}))


@pytest.mark.parametrize("change, what", [
    ({"date": "soon"}, "date = 'soon'; allowed: a year, month or day"), ({"date": "2026-13"}, "date = '2026-13'; allowed"),
    ({"date": "2026-02-30"}, "date = '2026-02-30'; allowed"), ({"date": 2026}, "date = 2026; allowed: a text"),
    ({"read": "memory"}, "read = 'memory'; allowed: page, part, abstract, quoted by others"),
    ({"id": "A b"}, "id = 'A b'; allowed: small letters"), ({"colour": "red"}, "unknown field 'colour'; allowed: id, body"),
    ({"edition": "2020"}, "edition = '2020'; allowed: a whole number"), ({"edition": True}, "edition = True; allowed"),
    ({"points": [[5, 0.1]]}, "points = .*; allowed"), ({"points": [[5, "a", None]]}, "points = 'a'; allowed: a number or null"),
    ({"points": []}, "points = ..; allowed: a list"), ({"respondents": 2.5}, "respondents = 2.5; allowed: a whole number or null"),
])
def test_a_bad_field_says_which_and_what_is_allowed(tmp_path, change, what):
    with pytest.raises(ValueError, match=what):
        policy.load_rows(policy.Survey, planted(tmp_path, GOOD | change))


def test_files_that_are_no_rows(tmp_path):
    with pytest.raises(ValueError, match="two rows are called 'a-b'"):
        policy.load_rows(policy.Survey, planted(tmp_path, GOOD, GOOD))
    with pytest.raises(ValueError, match="row 2 is not a mapping"):
        policy.load_rows(policy.Survey, planted(tmp_path, GOOD, "b"))
    with pytest.raises(ValueError, match="must hold a list of rows"):
        policy.load_rows(policy.Survey, planted(tmp_path))
    with pytest.raises(ValueError, match="cannot be read as YAML"):
        policy.load_rows(policy.Survey, tmp_path / "none.yaml")
    assert policy.load_rows(policy.Survey, planted(tmp_path, GOOD | {"respondents": None}))[0].respondents is None
