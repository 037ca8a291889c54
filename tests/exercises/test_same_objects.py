"""A function that must leave its arguments as they were, and does not: it is given the same objects twice, and told."""

import json

import pytest

from qedu.grading.checks.checking import collect, examine
from qedu.grading.checks.plain import from_plain
from qedu.grading.exercise import Call, load, make_call
from qedu.grading.notebooks.messages import judged
from tests.exercises import forms
from tests.exercises.test_contract import SEEDS

RIGHT = forms.right("c17-cost")["payments"]


def writes_into(own_of):
    """Computes the total first, and then both ends of each range in the very objects that it got, of which `own_of` chooses some."""
    def answer(items, watch, years, rate, ranges):
        whole, moves = RIGHT(items, watch, years, rate, {})[0], {}
        for name, (entry, *ends) in ranges.items():
            own, found = next((item for item in items if item["name"] == name), watch), []
            before = own[entry]
            for own[entry] in ends:
                found.append(RIGHT(items, watch, years, rate, {})[0])
            if not own_of(name):
                own[entry] = before
            moves[name] = abs(found[1] - found[0])
        return whole, sorted(moves, key=moves.get, reverse=True)

    return answer


def takes_out(items, watch, years, rate, ranges):
    """Leaves less of a dict than was there, so that the second time ends with an error."""
    found = RIGHT(items, dict(watch), years, rate, ranges)
    watch.pop("sites")
    return found


def empties(items, watch, years, rate, ranges):
    found = RIGHT(items, watch, years, rate, ranges)
    ranges.clear()
    return found


def uses_up(items, watch, years, rate, ranges):
    found = RIGHT(items, watch, years, rate, ranges)
    while items:
        items.pop()
    return found


SPOILERS = {"all": writes_into(lambda name: True), "guards": writes_into("guards".__eq__), "one item": writes_into("fibre".__eq__),
            "takes out": takes_out, "empties": empties, "uses up": uses_up}


@pytest.mark.parametrize("way", SPOILERS)
def test_who_leaves_the_network_changed_is_told_on_every_seed(way):
    """As in the notebook, and as marking reads what another process sends."""
    check = load("c17").checks["c17-cost"]
    for seed in range(SEEDS if SEEDS >= 1000 else 10):
        case = check.case(seed)
        answers, mistake = collect(False, SPOILERS[way], [call.plain() for call in case.calls])
        sent = json.loads(json.dumps({"answers": answers, "mistake": mistake and {"key": mistake.key, "details": mistake.details}}))
        assert judged(case, sent).key == "changes_arguments", seed
    result = examine("c17-cost", SPOILERS[way])
    assert result.mistake == "changes_arguments" and "`dict(item)`" in result.next_step and not result.passed


def test_a_total_of_the_changed_network_is_told_the_same():
    """The order is right and the total is not, since a post too many is watched; no slip of the exercise explains it."""
    def last(items, watch, years, rate, ranges):
        order = RIGHT(items, watch, years, rate, ranges)[1]
        watch["posts"] += 1
        return RIGHT(items, watch, years, rate, {})[0], order

    assert examine("c17-cost", last).mistake == "changes_arguments"


def test_a_call_is_made_again_with_the_same_objects_only_if_it_says_so():
    def grows(items):
        items.append({"n": len(items)})
        return [len(items), items[-1]["n"]]

    calls = Call(items=[]).again(), Call(items=[]).times(2)
    assert [list(map(from_plain, make_call(grows, call.plain()))) for call in calls] == [[[1, 0], [2, 1]], [[1, 0], [1, 0]]]
    assert calls[0].plain()["same"] and "same" not in calls[1].plain()
