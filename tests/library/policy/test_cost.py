"""Cost, year by year in a ledger, by hand, and by formulas of finance that the library does not use."""

import math
from dataclasses import replace

import numpy as np
import pytest

from qedu import policy


def item(name="boxes", quantity=2, **given):
    return policy.Item(name, quantity, **dict(price=100, life_years=5, yearly=10, currency="EUR", year=2026) | given)


def ledger(items, years, rate):
    """All payments with their dates, one by one, each discounted as compound interest makes it grow."""
    payments = []
    for one in items:
        date = 0.0
        while date < years - 1e-9:
            payments.append((date, one.price * (one.quantity + one.quantity * one.spares)))
            date += one.life_years
        payments += [(float(t), one.quantity * one.yearly) for t in range(1, years + 1)]
    return sum(sum_ / math.exp(t * math.log1p(rate)) for t, sum_ in payments)


def test_a_cost_by_hand():
    """Two boxes at 100, bought in year 0 and 5; 20 a year for ten years."""
    found = policy.cost([item()], horizon_years=10, discount_rate=0)
    assert (found.bought, found.bought_again, found.yearly) == ((200.0,), (200.0,), (200.0,))
    assert found.total == 600 and found.per_year == 60 and found.per_user is None and found.per_key_bit is None
    spare = policy.cost([item(spares=0.5)], horizon_years=10, discount_rate=0)
    assert (spare.bought, spare.yearly) == ((300.0,), (200.0,))                        # spares cost nothing in a year


@pytest.mark.parametrize("seed", range(8))
def test_a_cost_is_its_ledger(seed):
    rng = np.random.default_rng(seed)
    items = [item(f"item {i}", rng.uniform(0, 50), price=rng.uniform(0, 1e4), life_years=rng.choice([0.7, 3, 5, 7.5, 40, math.inf]),
                  yearly=rng.uniform(0, 500), spares=rng.uniform(0, 0.5)) for i in range(5)]
    years, rate = int(rng.integers(1, 41)), float(rng.choice([0, 0.02, 0.1]))
    found = policy.cost(items, horizon_years=years, discount_rate=rate, users=37, key_bits_per_year=1e9)
    assert found.total == pytest.approx(ledger(items, years, rate), rel=1e-12)
    recovery = rate * (1 + rate) ** years / ((1 + rate) ** years - 1) if rate else 1 / years        # the capital recovery factor
    assert found.per_year == pytest.approx(found.total * recovery, rel=1e-12)
    assert found.per_user == pytest.approx(found.total / 37, rel=1e-12)
    # A bit sold at this price, year by year, brings in the whole cost.
    assert sum(found.per_key_bit * 1e9 / (1 + rate) ** t for t in range(1, years + 1)) == pytest.approx(found.total, rel=1e-12)


def test_nothing_is_bought_on_the_last_day():
    for years in range(1, 31):
        for times in range(1, 50):
            again = policy.cost([item(life_years=years / times, yearly=0)], horizon_years=years, discount_rate=0)
            assert again.total == pytest.approx(200 * times, rel=1e-12), (years, times)
    assert policy.cost([item(life_years=9.99, yearly=0)], horizon_years=10, discount_rate=0).total == 400
    assert policy.cost([item(life_years=math.inf, yearly=0)], horizon_years=200, discount_rate=0).total == 200


def test_currencies_and_years_do_not_mix():
    for other, said in ((item("b", currency="USD"), "EUR of 2026, USD of 2026"), (item("b", year=2020), "EUR of 2020, EUR of 2026")):
        with pytest.raises(ValueError, match=f"^items = .* prices in one currency of one year; here are {said}. Convert them first"):
            policy.cost([item(), other], horizon_years=10, discount_rate=0)
    plan = policy.cost([item()], horizon_years=10, discount_rate=0)
    for given in ({"each": [item(currency="USD")]}, {"each": [item()], "fixed": [item(year=2020)]}):
        with pytest.raises(ValueError, match="prices in EUR of 2026, as in the other plan; these are in "):
            policy.same_money(plan, **given)
    assert (plan.currency, plan.year) == ("EUR", 2026)


def test_no_price_has_a_default():
    for lacking in ("price", "life_years", "yearly", "currency", "year"):
        given = dict(price=1, life_years=2, yearly=3, currency="EUR", year=2026)
        del given[lacking]
        with pytest.raises(TypeError, match=lacking):
            policy.Item("boxes", 2, **given)
    with pytest.raises(TypeError, match="yearly_pay"):
        policy.guards(3, working_hours=40, absence=0.1, currency="EUR", year=2026)


@pytest.mark.parametrize("given, message", [
    (dict(price=-1), "price = -1 is not allowed"), (dict(life_years=0), "life_years = 0 is not allowed: years, at least 0.01; math.inf"),
    (dict(currency="€"), "three capital letters as in ISO 4217"), (dict(year=26), "a year from 1900 to 2200"), (dict(name=" "), "a text that says"),
    (dict(spares=11), "spares = 11"), (dict(yearly=math.nan), "yearly = nan"), (dict(quantity="2"), "quantity = '2'"),
], ids=lambda value: next(iter(value)) if isinstance(value, dict) else "")
def test_a_bad_item_says_what(given, message):
    with pytest.raises(ValueError) as error:
        replace(item(), **given)
    assert message in str(error.value)


def test_a_cost_says_what_is_wrong():
    good = dict(horizon_years=10, discount_rate=0.03)
    for change, message in ((dict(discount_rate=3), "3 % is 0.03"), (dict(horizon_years=0), "horizon_years = 0"), (dict(users=0), "above 0"),
                            (dict(horizon_years=2.5), "horizon_years = 2.5"), (dict(key_bits_per_year=-1), "key_bits_per_year = -1")):
        with pytest.raises(ValueError, match=message):
            policy.cost([item()], **good | change)
    for items in ([], [3], item(), None):
        with pytest.raises(ValueError, match="^items = .*qedu.policy.Item in a row"):
            policy.cost(items, **good)
    with pytest.raises(ValueError, match="different names"):
        policy.cost([item(), item()], **good)


def test_guards_fill_the_week():
    """Week by week: who is paid for 40 hours and away a fifth of them stands there for 32."""
    found = policy.guards(10, yearly_pay=70, working_hours=40, absence=0.2, posts=2, currency="EUR", year=2026)
    assert found.quantity * 32 == pytest.approx(10 * 2 * 168, rel=1e-12)
    assert policy.cost([found], horizon_years=3, discount_rate=0).total == pytest.approx(3 * 70 * 20 * 168 / 32, rel=1e-12)
    assert policy.guards(10, yearly_pay=70, working_hours=40, absence=0, hours=40, currency="EUR", year=2026).quantity == 10
    with pytest.raises(ValueError, match="^working_hours = 0"):
        policy.guards(1, yearly_pay=1, working_hours=0, absence=0, currency="EUR", year=2026)


def test_a_migration_by_hand():
    """200 systems at 3 hours of 50; a tenth at 1000 after 5 years again; 2 a year for all: 30000 + 2·20000 + 10·400."""
    items = policy.migration(200, hours=3, hourly_pay=50, replaced=0.1, price=1000, life_years=5, yearly=2, currency="EUR", year=2026)
    assert policy.cost(items, horizon_years=10, discount_rate=0).total == pytest.approx(30_000 + 40_000 + 4000, rel=1e-12)


def test_a_tornado_by_closed_forms():
    """Without interest: total = q (1 + s) p n + q y H, so each swing is a product."""
    base = policy.cost([item(spares=0.5), item("wires", 7, price=3, life_years=math.inf, yearly=0)], horizon_years=10, discount_rate=0, users=5)
    found = policy.sensitivity(base, {("boxes", "price"): (50, 200), ("boxes", "yearly"): (0, 30), ("wires", "quantity"): (0, 70),
                                      ("boxes", "spares"): (0, 1), ("boxes", "life_years"): (2.5, 10)})
    swings = {swing.what: swing for swing in found}
    assert [swings["boxes", name].spread for name in ("price", "yearly", "spares", "life_years")] == [150 * 2 * 1.5 * 2, 30 * 2 * 10, 2 * 100 * 2, 300 * 3]
    assert swings["wires", "quantity"].spread == 210 and all(swing.base == base.total == 821 for swing in found)
    assert [swing.what[1] for swing in found] == ["price", "life_years", "yearly", "spares", "quantity"]
    assert (swings["boxes", "life_years"].at_low, swings["boxes", "life_years"].at_high) == (1200 + 221, 300 + 221)
    each = policy.sensitivity(base, {"users": (1, 10), "horizon_years": (5, 20)}, of="per_user")
    assert [(swing.what, swing.at_low, swing.at_high) for swing in each] == [("users", 821, 82.1), ("horizon_years", 421 / 5, 1621 / 5)]


def test_one_input_at_a_time():
    """Each end is a cost made anew with that one number."""
    base = policy.cost([item()], horizon_years=12, discount_rate=0.04, users=5, key_bits_per_year=1e6)
    for what, changed in ((("boxes", "price"), lambda x: ([item(price=x)], {})), ("discount_rate", lambda x: ([item()], {"discount_rate": x}))):
        low, high = (0.5, 1.5) if what != "discount_rate" else (0.01, 0.09)
        low, high = (low * 100, high * 100) if what != "discount_rate" else (low, high)
        (swing,) = policy.sensitivity(base, {what: (low, high)}, of="per_key_bit")
        for value, seen in ((low, swing.at_low), (high, swing.at_high)):
            items, frame = changed(value)
            again = dict(horizon_years=12, discount_rate=0.04) | frame
            factor = sum((1 + again["discount_rate"]) ** -t for t in range(1, 13))
            assert seen == pytest.approx(ledger(items, 12, again["discount_rate"]) / factor / 1e6, rel=1e-12)


def test_a_tornado_says_what_is_wrong():
    base = policy.cost([item()], horizon_years=10, discount_rate=0)
    for ranges, message in (({}, "a mapping from inputs"), ({("boxes", "colour"): (1, 2)}, "not .'boxes', 'colour'."), ({"users": (1, 2)}, "not 'users'"),
                            ({("boxes", "price"): (150, 200)}, "its present 100 between them"), ({("boxes", "price"): (200, 50)}, "the lower one first"),
                            ({("boxes", "price"): 100}, "two numbers"), ({("boxes", "price"): ("a", "b")}, "two numbers")):
        with pytest.raises(ValueError, match=f"^ranges = .*{message}"):
            policy.sensitivity(base, ranges)
    with pytest.raises(ValueError, match="it was not told users"):
        policy.sensitivity(base, {("boxes", "price"): (50, 200)}, of="per_user")
    with pytest.raises(ValueError, match="it was not told key_bits_per_year"):
        policy.sensitivity(base, {("boxes", "price"): (50, 200)}, of="per_key_bit")


@pytest.mark.parametrize("price, fixed, units, left", [(40, 0, 15, 0), (41, 0, 14, 26), (0.1, 0, 6000, 0), (40, 500, 2, 20), (40, 600, 0, 0), (40, 601, 0, 600)])
def test_the_same_money_to_the_last_unit(price, fixed, units, left):
    plan = policy.cost([item()], horizon_years=10, discount_rate=0)                     # 600
    one = [item("one", 1, price=price, life_years=math.inf, yearly=0)]
    before = [item("before", 1, price=fixed, life_years=math.inf, yearly=0)] if fixed else None
    found = policy.same_money(plan, one, fixed=before)
    assert (found.units, found.left) == (units, pytest.approx(left, abs=1e-9)) and found.money == 600


def test_what_is_free_has_no_end():
    plan = policy.cost([item()], horizon_years=10, discount_rate=0)
    with pytest.raises(ValueError, match="^each = .*there is no end"):
        policy.same_money(plan, [item(price=0, yearly=0)])
