from qedu import policy
from qedu.grading.answers import Parts, Ratio
from qedu.grading.exercise import Call, Exercise

from ..common import Names

ITEMS = [
    {"name": "fibre", "quantity": 120, "price": 0, "life_years": 100, "yearly": 0.4, "spares": 0},
    {"name": "senders", "quantity": 4, "price": 60, "life_years": 8, "yearly": 2, "spares": 0.25},
    {"name": "receivers", "quantity": 4, "price": 45, "life_years": 5, "yearly": 3, "spares": 0.25},
    {"name": "sites", "quantity": 3, "price": 30, "life_years": 25, "yearly": 2, "spares": 0},
]
WATCH = {"sites": 3, "posts": 1, "working_hours": 38, "absence": 0.15, "yearly_pay": 18}
RANGES = {"fibre": ("yearly", 0.3, 0.9), "receivers": ("life_years", 4, 9), "senders": ("price", 50, 100),
          "sites": ("price", 10, 50), "guards": ("working_hours", 36, 42)}
COIN = {"currency": "EUR", "year": 2026}


def by_library(items, watch, years, rate):
    """The total as qedu.policy counts it."""
    watch = dict(watch)
    parts = [policy.Item(**item, **COIN) for item in items]
    return policy.cost([*parts, policy.guards(watch.pop("sites"), **watch, **COIN)], horizon_years=years, discount_rate=rate).total


def crew(watch):
    return watch["sites"] * watch["posts"] * 168 / watch["working_hours"] / (1 - watch["absence"])


def total(items, watch, years, rate, *, people=crew, yearly=True, spares=True, again=True, last_day=0, first=1,
          run_spares=False, spares_again=True):
    """The same by hand, with anything in it done otherwise."""
    a_year = sum((1 + rate) ** -t for t in range(first, years + first))
    found = people(watch) * watch["yearly_pay"] * a_year
    for item in items:
        held = item["quantity"] * (1 + item["spares"] * spares)
        times = range(0, years + last_day, item["life_years"]) if again else (0,)
        found += item["price"] * sum((held if spares_again or not t else item["quantity"]) * (1 + rate) ** -t for t in times)
        found += (held if run_spares else item["quantity"]) * item["yearly"] * a_year * yearly
    return found


def ends(name, items, watch, years, rate, ranges, count=total):
    """The total at both ends of a range."""
    entry, *values = ranges[name]
    return [count([{**item, entry: value} if item["name"] == name else item for item in items],
                       {**watch, entry: value} if name == "guards" else watch, years, rate) for value in values]


def swing(name, **given):
    low, high = ends(name, **given)
    return abs(high - low)


def present(name, items, watch, ranges, **_):
    """What the entry of a range is without it."""
    return next((item for item in items if item["name"] == name), watch)[ranges[name][0]]


def share(name, items, watch, years, rate, **_):
    """What an item costs."""
    own = [item for item in items if item["name"] == name]
    return total(own, watch, years, rate, people=crew if name == "guards" else lambda watch: 0)


def _total(**options):
    """A wrong total, with any order."""
    return lambda items, watch, years, rate, ranges: (total(items, watch, years, rate, **options), None)


def _order(key, largest=True):
    """A wrong order beside the right total."""
    def model(items, watch, years, rate, ranges):
        given = {"items": items, "watch": watch, "years": years, "rate": rate, "ranges": ranges}
        return total(items, watch, years, rate), sorted(ranges, key=lambda name: key(name, **given), reverse=largest)

    return model


def _left_at(place):
    """The total of the network in which every range has been gone through and no number put back."""
    def model(items, watch, years, rate, ranges):
        left = [{**item, **{ranges[item["name"]][0]: ranges[item["name"]][place]}} if item["name"] in ranges else item for item in items]
        entry, *ends = ranges["guards"]
        return total(left, {**watch, entry: ends[place - 1]}, years, rate), None

    return model


def _width(name, ranges, **_):
    return ranges[name][2] - ranges[name][1]


def _relative(name, ranges, **_):
    return ranges[name][2] / ranges[name][1]


def _one_end(place):
    def key(name, **given):
        frame = {one: given[one] for one in ("items", "watch", "years", "rate")}
        return abs(ends(name, **given)[place] - total(**frame))

    return key


def _signed(name, **given):
    low, high = ends(name, **given)
    return high - low


class Cost(Exercise):
    """Plans of 8 to 20 years, with a life that ends on the last day; each slip moves the total by a hundredth or changes the order."""

    answer = Parts(Ratio(0), Names(ordered=True))
    example = Call(items=ITEMS, watch=WATCH, years=10, rate=0.03, ranges=RANGES)

    def calls(self, rng):
        """The last network is given twice, since who writes the ends of a range into it and leaves them there spoils it for the next."""
        calls, right = super().calls(rng)
        return [*calls[:-1], calls[-1].again()], right

    def draw(self, rng):
        years = int(rng.choice([8, 10, 12, 15, 16, 18, 20]))
        ends_with = int(rng.choice([life for life in range(3, 7) if years % life == 0]))
        call = Call(**self._network(rng, years, ends_with))
        return call if self._tells(**call.arguments) else None

    @staticmethod
    def _network(rng, years, life):
        def between(low, high, step):
            return round(int(rng.integers(low, high + 1)) * step, 3)

        pairs, sites = between(3, 9, 1), between(2, 6, 1)
        items = [
            {"name": "fibre", "quantity": between(8, 40, 10), "price": 0, "life_years": 100, "yearly": between(4, 16, 0.05), "spares": 0},
            {"name": "senders", "quantity": pairs, "price": between(40, 120, 1), "life_years": between(6, 9, 1),
             "yearly": between(2, 8, 0.5), "spares": between(2, 5, 1) / 10},
            {"name": "receivers", "quantity": pairs, "price": between(40, 120, 1), "life_years": life, "yearly": between(2, 8, 0.5),
             "spares": between(2, 6, 1) / 10},
            {"name": "sites", "quantity": sites, "price": between(20, 90, 1), "life_years": 30, "yearly": between(4, 16, 0.5), "spares": 0}]
        watch = {"sites": sites, "posts": float(rng.choice([0.5, 1.5, 2])), "working_hours": between(35, 42, 1),
                 "absence": between(10, 25, 1) / 100, "yearly_pay": between(6, 20, 1)}

        def around(one, entry):
            return entry, round(one[entry] * rng.uniform(0.4, 0.9), 3), round(one[entry] * rng.uniform(1.2, 2.2), 3)

        guards = [("working_hours", 30, 44), ("working_hours", 34, 48), around(watch, "yearly_pay"), ("absence", 0.05, 0.35)]
        ranges = {"fibre": around(items[0], "yearly"), "senders": around(items[1], "price"), "receivers": ("life_years", 2, life + 3),
                  "sites": around(items[3], "price"), "guards": guards[rng.integers(len(guards))]}
        names = [list(ranges)[place] for place in rng.permutation(len(ranges))]
        return {"items": [items[place] for place in rng.permutation(len(items))], "watch": watch, "years": years,
                "rate": between(2, 7, 1) / 100, "ranges": {name: ranges[name] for name in names}}

    def _tells(self, **given):
        """Whether no two swings are close, and whether each slip shows."""
        swings = {name: swing(name, **given) for name in given["ranges"]}
        order = sorted(swings, key=swings.get, reverse=True)
        if any(swings[more] < 1.02 * swings[less] for more, less in zip(order, order[1:])):
            return False
        whole = total(**{name: value for name, value in given.items() if name != "ranges"})
        # The orders first, since it is they that fail.
        found = (model(**given) for _, model in reversed(self.models()))
        return all(abs(sum_ / whole - 1) > 0.01 if names is None else names != order for sum_, names in found)

    def right(self, items, watch, years, rate, ranges):
        given = {"items": items, "watch": watch, "years": years, "rate": rate, "ranges": ranges}
        return by_library(items, watch, years, rate), sorted(ranges, key=lambda name: -swing(name, **given, count=by_library))

    wrong = {
        "no_yearly": (_total(yearly=False), _total(yearly=False, people=lambda watch: 0)),
        "spares": (_total(spares=False), _total(spares_again=False),
                   lambda items, watch, years, rate, ranges: (
                       total([{**item, "spares": item["spares"] / item["quantity"]} for item in items], watch, years, rate), None)),
        "no_guards": _total(people=lambda watch: 0),
        "number_of_guards": tuple(_total(people=people) for people in (
            lambda w: w["sites"] * w["posts"], lambda w: w["sites"] * w["posts"] / (1 - w["absence"]), lambda w: crew({**w, "absence": 0}),
            lambda w: crew({**w, "absence": 0}) * (1 + w["absence"]), lambda w: crew({**w, "absence": 1 - w["absence"]}),
            *(lambda w, left_out=left_out: crew({**w, **dict.fromkeys(left_out, 1)}) for left_out in (
                ["sites"], ["posts"], ["sites", "posts"])))),
        "bought_once": _total(again=False),
        "bought_on_the_last_day": _total(last_day=1),
        "not_discounted": lambda items, watch, years, rate, ranges: (total(items, watch, years, 0), None),
        "paid_at_the_start": _total(first=0),
        "spares_run": _total(run_spares=True),
        "left_at_an_end": (_left_at(2), _left_at(1)),
        "narrowest_first": _order(swing, False),
        "signed": (_order(_signed), _order(_signed, False)),
        "width_of_the_range": (_order(_width), _order(_relative),
                               _order(lambda name, **given: _width(name, **given) / present(name, **given))),
        "one_end": (_order(_one_end(0)), _order(_one_end(1))),
        "dearest_first": _order(share),
        "guards_not_varied": _order(lambda name, **given: 0 if name == "guards" else swing(name, **given)),
        "as_listed": (lambda items, watch, years, rate, ranges: (total(items, watch, years, rate), list(ranges)),
                      lambda items, watch, years, rate, ranges: (total(items, watch, years, rate), sorted(ranges))),
    }
