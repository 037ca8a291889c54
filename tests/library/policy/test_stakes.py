"""Decisions that touch several people: against another way round the sums, and against weights tried out one by one."""

import itertools
import math
import pickle
import random
from fractions import Fraction

import pytest

from qedu import policy

#: What each gets in tenths, worked out on paper from the rows of the example; a second pair of eyes, not a second program.
BY_HAND = {"ministry": (71, 50, 34, 38), "hospitals": (32, 34, 78, 45), "operator": (58, 48, 41, 50), "far region": (18, 70, 54, 56),
           "liberties": (35, 48, 72, 52), "university": (42, 54, 39, 74)}
OPTIONS = ("trunk", "space", "clinics", "skills")
EQUAL = dict.fromkeys(BY_HAND, 5)


def table():
    return {who: dict(zip(OPTIONS, (tenths / 10 for tenths in row))) for who, row in BY_HAND.items()}


def winners(gets, weights, open_=None):
    """The best by exact fractions, option by option."""
    sums = {one: sum(Fraction(weights[who]).limit_denominator(1000) * Fraction(gets[who][one]).limit_denominator(1000) for who in gets)
            for one in open_ or next(iter(gets.values()))}
    return tuple(one for one, value in sums.items() if value == max(sums.values()))


def test_the_example_gets_what_it_should():
    found = policy.FICTION.gets()
    assert tuple(policy.FICTION.scores) == OPTIONS and list(found) == list(BY_HAND)
    for who, row in table().items():
        assert found[who] == pytest.approx(row, abs=1e-12)
    assert all(sum(points.values()) == 10 for points in policy.FICTION.interests.values()), "ten points each"


def test_in_the_example_nobody_is_a_straw_man():
    """Each option is best for somebody, wins at some weights, and none is best or worst by every criterion."""
    assert {winners({who: row}, {who: 1}) for who, row in table().items()} == {(one,) for one in OPTIONS}
    for criterion in policy.FICTION.criteria:
        row = [policy.FICTION.scores[one][criterion] for one in OPTIONS]
        assert max(row) - min(row) >= 3
    for one, other in itertools.permutations(OPTIONS, 2):
        assert any(policy.FICTION.scores[one][key] > policy.FICTION.scores[other][key] for key in policy.FICTION.criteria)


def test_equal_weights_and_the_three_rules():
    found = policy.decide(table(), EQUAL)
    # 318, 315, 304 and 256 tenths for six people.
    assert found.chosen == ("clinics",) and found.sums == pytest.approx(dict(zip(OPTIONS, (256 / 60, 304 / 60, 318 / 60, 315 / 60))))
    assert found.losses == pytest.approx({"ministry": 3.7, "hospitals": 0, "operator": 1.7, "far region": 1.6, "liberties": 0, "university": 3.5})
    assert found.loser == ("ministry",)
    assert policy.decide(table(), EQUAL, rule="floor", floor=3).excluded == {"trunk": ("far region",)}
    strict = policy.decide(table(), EQUAL, rule="floor", floor=3.5)
    assert strict.chosen == ("skills",) and strict.excluded["clinics"] == ("ministry",) and strict.margins["university"].low == 0
    assert policy.decide(table(), EQUAL, rule="floor", floor=4).chosen == ()
    assert policy.decide(table(), {**EQUAL, "ministry": 0}, rule="floor", floor=3.5).chosen == ("skills",), "who has no weight is protected too"
    assert policy.decide(table(), {**EQUAL, "ministry": 100}, rule="worst").chosen == ("skills",)


def test_a_margin_ends_where_another_option_wins():
    """Tried out: just inside the choice stays, just outside the one named wins; by exact sums, not by the crossing of lines."""
    chance, ends = random.Random(19), 0
    for _ in range(150):
        people, options = [f"p{i}" for i in range(chance.randint(1, 5))], [f"o{i}" for i in range(chance.randint(1, 4))]
        gets = {who: {one: chance.randint(0, 40) / 4 for one in options} for who in people}
        weights = {who: chance.randint(0, 8) / 2 for who in people}
        found = policy.decide(gets, weights)
        assert set(found.chosen) == set(winners(gets, weights))
        if len(found.chosen) != 1:
            assert not found.losses and not found.margins
            continue
        for who, margin in found.margins.items():
            assert margin.low <= weights[who] <= margin.high
            for end, beyond, step in ((margin.low, margin.below, -1), (margin.high, margin.above, 1)):
                tried = {**weights, who: 50 if math.isinf(end) else end + step / 100}
                if beyond is None:
                    assert end in (0, math.inf) and found.chosen[0] in winners(gets, {**tried, who: max(0, tried[who])})
                    continue
                ends += 1
                inside = {**weights, who: end - step / 100}
                if abs(end - weights[who]) > 0.02:
                    assert winners(gets, inside) == found.chosen
                if tried[who] >= 0:
                    assert found.chosen[0] not in winners(gets, tried)
                level = {**weights, who: end}
                by_hand = [sum(level[one] * gets[one][option] for one in people) for option in (found.chosen[0], beyond)]
                assert by_hand[0] == pytest.approx(by_hand[1], abs=1e-9)
    assert ends > 100


def test_only_shares_of_the_weights_count():
    for factor in (0.01, 3, 1e6):
        found = policy.decide(table(), {who: factor * weight for who, weight in EQUAL.items()})
        assert found.chosen == ("clinics",) and found.margins["university"].high == pytest.approx(factor * (5 + 15 / 35))
        assert found.margins["hospitals"].low == pytest.approx(factor * (5 - 15 / 33)) and found.margins["hospitals"].below == "skills"


def test_where_nothing_is_decided_nobody_is_said_to_lose():
    level = policy.decide({"a": {"x": 1, "y": 0}, "b": {"x": 0, "y": 1}}, {"a": 2, "b": 2})
    assert level.chosen == ("x", "y") and level.losses == {} == level.margins and level.loser == ()
    nobody = policy.decide(table(), dict.fromkeys(BY_HAND, 0))
    assert nobody.chosen == OPTIONS and nobody.sums == {}
    alone = policy.decide({"a": {"x": 2}}, {"a": 1})
    assert alone.loser == () and alone.margins["a"] == policy.Margin(0, math.inf, None, None)


def test_rounding_decides_nothing():
    """Three tenths, once as a sum and once as they are."""
    assert policy.decide({"a": {"x": 0.1 + 0.2, "y": 0.3}}, {"a": 1}).chosen == ("x", "y")
    assert policy.decide({"a": {"x": 0.3}}, {"a": 1}, rule="floor", floor=0.1 + 0.2).chosen == ("x",)


@pytest.mark.parametrize("call, message", [
    (lambda: policy.decide(table(), {"ministry": 1}), "weights = "), (lambda: policy.decide(table(), {**EQUAL, "operator": -1}), "operator is -1"),
    (lambda: policy.decide(table(), {**EQUAL, "operator": math.nan}), "operator is nan"),
    (lambda: policy.decide(table(), {**EQUAL, "operator": "5"}), "operator is '5'"), (lambda: policy.decide(table(), [5] * 6), "weights = "),
    (lambda: policy.decide({"a": {"x": 1}, "b": {"y": 1}}, {"a": 1, "b": 1}), "gets"), (lambda: policy.decide({}, {}), "gets = "),
    (lambda: policy.decide(table(), EQUAL, rule="vote"), "rule = 'vote'"), (lambda: policy.decide(table(), EQUAL, rule="floor"), "floor = None"),
    (lambda: policy.decide(table(), EQUAL, floor=2), "floor = 2"), (lambda: policy.decide(table(), EQUAL, rule="floor", floor=-1), "floor"),
    (lambda: policy.Stakes({}, {"a": {"x": 1}}), "scores = "), (lambda: policy.Stakes({"o": {"x": 1}}, {"a": {"x": 0}}), "at least one is above 0"),
    (lambda: policy.Stakes({"o": {"x": 1}, "q": {"y": 1}}, {"a": {"x": 1}}), r"scores\['q'\]")])
def test_what_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_they_show_themselves():
    found = policy.decide(table(), EQUAL)
    assert repr(found).startswith("Decided(sum; clinics; trunk 4.267") and "ministry" in found._repr_html_() and "3.7" in found._repr_html_()
    assert repr(policy.FICTION) == "Stakes(options trunk, space, clinics, skills; 6 stakeholders; 6 criteria)"
    example = policy.FICTION
    assert "<td>7.8</td>" in example._repr_html_() and repr(found.margins["liberties"]).startswith("Margin(")


def test_they_compare_hash_and_pickle():
    found, again = policy.decide(table(), EQUAL), policy.decide(table(), dict(reversed(EQUAL.items())))
    other = policy.decide(table(), EQUAL, rule="worst")
    turned = policy.Stakes(dict(reversed(policy.FICTION.scores.items())), policy.FICTION.interests)
    assert found == again != other and len({found, again, other}) == 2 and pickle.loads(pickle.dumps(found)) == found
    assert turned == policy.FICTION and len({turned, policy.FICTION, pickle.loads(pickle.dumps(policy.FICTION))}) == 1
