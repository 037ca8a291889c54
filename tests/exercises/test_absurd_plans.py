"""Plans that nobody can mean, and figures that come of such: c19-plan answers in a plain sentence, and never fails itself."""

import copy
import math

import pytest

from qedu.grading.checks.checking import examine
from qedu.grading.exercise import load
from tests.exercises.forms import solution
from tests.exercises.test_odd_values import is_plain

NEW = range(10**5)


def many(plan, country):
    """A hundred thousand more places, each with a link."""
    country["places"] += [{**country["places"][2], "name": f"T{number}"} for number in NEW]
    plan["links"].update({f"T{number}": 3 for number in NEW})


#: By name: what is done to a plan and a country before they are assessed, and the mistake.  What qedu refuses it names in its error.
ABSURD = {
    "negative price": (lambda plan, country: plan["prices"]["span"].update(price=-5), "raised: price = -"),
    "negative rate": (lambda plan, country: plan["rates"].update(EUR=-5, VEL=-1), "raised: yearly = -"),
    "price that is none": (lambda plan, country: plan["prices"]["span"].update(price=math.nan), "raised: price = nan is not allowed"),
    "years that are none": (lambda plan, country: plan["moves"].update(dict.fromkeys(plan["moves"], math.nan)), "raised: migration = nan is not allowed"),
    "people that are none": (lambda plan, country: country["places"][0].update(people=math.nan), "raised: weights = ["),
    "fewer people than none": (lambda plan, country: country["places"][0].update(people=-10**8), "raised: weights = ["),
    "no end of a fibre": (lambda plan, country: [place.update(km=math.inf) for place in country["places"]], "raised: cannot convert float infinity"),
    "no spans": (lambda plan, country: plan.update(span_km=0), "raised: division by zero"),
    "spans of less than nothing": (lambda plan, country: plan.update(span_km=-80), "raised: quantity = -"),
    "no years": (lambda plan, country: plan.update(horizon_years=0), "raised: horizon_years = 0 is not allowed"),
    "growing money": (lambda plan, country: plan.update(discount_rate=-1), "raised: discount_rate = -1 is not allowed"),
    "unknown money": (lambda plan, country: [tariff.update(currency="USD") for tariff in plan["prices"].values()], "raised: 'USD'"),
    "unknown survey": (lambda plan, country: plan.update(survey="1999"), "raised: '1999'"),
    "unknown reading": (lambda plan, country: plan.update(reading="best"), "raised: reading = 'best' is not allowed"),
    "links as a list": (lambda plan, country: plan.update(links=["Brenn", "Brenn"]), "raised: list indices"),
    "nobody lives there": (lambda plan, country: country.update(places=[]), "raised: Weights sum to zero"),
    "no links": (lambda plan, country: plan.update(links={}, authenticated=[]), "cost"),
    "nothing at all": (lambda plan, country: plan.update(links={}, authenticated=[], moves={}), "cost"),
    "each place twice": (lambda plan, country: country["places"].extend(copy.deepcopy(country["places"])), "cost"),
    "authenticated twice": (lambda plan, country: plan["authenticated"].extend(plan["authenticated"]), "cost"),
    "far too many links": (many, "too_slow"),
}


@pytest.mark.parametrize("way", ABSURD)
def test_an_absurd_plan_gets_a_plain_sentence(way):
    """The student's function writes nonsense into what it is given, and assesses that; the check's own copies stay as they are."""
    change, expected = ABSURD[way]
    right = solution("c19", "c19-plan")

    def assess(plan, country):
        change(plan, country)
        return right(plan, country)

    result = examine("c19-plan", assess, time_limit=1)
    key, _, said = expected.partition(": ")
    assert not result.passed and is_plain(str(result)) and result.next_step, result
    assert said in result.message and (result.mistake == key or key == "cost" and "cost" in result.message), result


def test_the_checks_own_plan_stays_as_it_is():
    right = solution("c19", "c19-plan")

    def assess(plan, country):
        found = right(plan, country)
        plan.clear(), country.clear()
        return found

    assert examine("c19-plan", assess).passed and examine("c19-plan", right).passed


@pytest.mark.parametrize("change, key", [
    (lambda found: {**found, "cost": -5.0}, "too_low"), (lambda found: {**found, "cost": -found["cost"]}, "opposite_sign"),
    (lambda found: {**found, "cost": math.nan}, "nan"),
    (lambda found: {**found, "cost": "3,000 VEL"}, "text"), (lambda found: {**found, "cost": {"VEL": 3000, "EUR": 150}}, "unreadable"),
    (lambda found: {**found, "cost": [found["cost"]] * 10**5}, "not_one_number"), (lambda found: {**found, "reached": found["reached"] + 0.5}, "not_whole"),
    (lambda found: {**found, "reached": -1}, "too_low"), (lambda found: {**found, "exposed": 1.2}, "too_high"),
    (lambda found: {**found, "gini": math.inf}, "nan"), (lambda found: [found] * 2, "not_a_dict"), (lambda found: list(found.items()), "not_a_dict"),
    (lambda found: {"cost": found["cost"]}, "keys"), (lambda found: {**found, "cost": None}, "none"), (lambda found: {name: {} for name in found}, "unreadable")])
def test_absurd_figures_get_a_plain_sentence(change, key):
    case, right = load("c19").checks["c19-plan"].example.arguments, solution("c19", "c19-plan")
    assert change(right(**case)) != right(**case)
    result = examine("c19-plan", lambda plan, country: change(right(plan, country)))
    assert result.mistake == key and is_plain(str(result)), result
