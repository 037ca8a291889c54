import math

from qedu import policy
from qedu.grading.answers import Integer, Number, Ratio, Table
from qedu.grading.exercise import Call, Exercise

from ..common import off_in

COUNTRY = {"capital": "Alda", "places": [
    {"name": "Alda", "people": 1_400_000, "secret_years": 15, "systems": 220, "km": 0},
    {"name": "Brenn", "people": 610_000, "secret_years": 25, "systems": 90, "km": 65},
    {"name": "Corvo", "people": 380_000, "secret_years": 10, "systems": 70, "km": 150},
    {"name": "Dune", "people": 240_000, "secret_years": 8, "systems": 40, "km": 210},
    {"name": "Elm", "people": 90_000, "secret_years": 30, "systems": 15, "km": 95},
    {"name": "Farne", "people": 55_000, "secret_years": 20, "systems": 10, "km": 330}]}

PRICES = {"fibre": {"price": 0, "yearly": 2, "life_years": 100, "currency": "VEL"},
          "span": {"price": 30, "yearly": 2, "life_years": 8, "currency": "EUR"},
          "site": {"price": 300, "yearly": 90, "life_years": 30, "currency": "VEL"},
          "authentication": {"price": 20, "yearly": 4, "life_years": 5, "currency": "VEL"},
          "system": {"price": 12, "yearly": 1, "life_years": 100, "currency": "VEL"}}

PLAN = {"links": {"Brenn": 3, "Corvo": 5, "Farne": 9}, "authenticated": ["Brenn", "Corvo"], "moves": {"Alda": 6, "Brenn": 8, "Corvo": 4},
        "span_km": 80, "prices": PRICES, "rates": {"VEL": 1, "EUR": 20}, "horizon_years": 15, "discount_rate": 0.03,
        "survey": "2025", "reading": "low"}

#: A place that no plan reaches keeps its old protection for so many years.
NEVER = 1000

#: How each figure is compared, in the order in which they are looked at.
KINDS = {"cost": Ratio(0), "reached": Integer(0), "exposed": Number(0, 1), "gini": Number(0, 1)}


def amounts(plan, country, *, spans=math.ceil, sites=lambda spans: spans - 1):
    """How much of each thing with a price a plan needs."""
    km = [place["km"] for place in country["places"] if place["name"] in plan["links"]]
    parts = [spans(length / plan["span_km"]) for length in km]
    return {"fibre": sum(km), "span": sum(parts), "site": max(0, sum(map(sites, parts))), "authentication": len(plan["authenticated"]),
            "system": sum(place["systems"] for place in country["places"] if place["name"] in plan["moves"])}


def cost_of(plan, country, *, yearly=True, life=True, rate=lambda plan, code: plan["rates"][code], discount=True, **other):
    items = []
    for name, amount in amounts(plan, country, **other).items():
        tariff = plan["prices"][name]
        worth = rate(plan, tariff["currency"])
        items.append(policy.Item(name, amount, price=worth * tariff["price"], yearly=worth * tariff["yearly"] if yearly else 0,
                                 life_years=tariff["life_years"] if life else math.inf, currency="VEL", year=2026))
    return policy.cost(items, horizon_years=plan["horizon_years"], discount_rate=plan["discount_rate"] if discount else 0).total


def until(plan, *, authenticated=True, first=min, tools=("links", "moves")):
    """Years until a place is protected, for those that are."""
    links = {name: years for name, years in plan["links"].items() if name in plan["authenticated"] or not authenticated}
    ways = [{"links": links, "moves": plan["moves"]}[tool] for tool in tools]
    return {name: first(way[name] for way in ways if name in way) for way in ways for name in way}


def figures(plan, country, *, twice=False, capital=False, chance=None, people=True, all_places=True, safe=True, weighted=True,
            reading=None, cost=None, **protection):
    """The four figures, with anything in them done otherwise."""
    years = until(plan, **protection)
    threat = policy.SURVEYS[plan["survey"]].threat(reading(plan) if reading else plan["reading"])
    chance = chance or (lambda x, y: policy.exposed_probability(x, y, threat))
    places = country["places"]
    risks = chance([place["secret_years"] for place in places], [years.get(place["name"], NEVER) for place in places])
    heads = [place["people"] for place in places]
    weights = [(number if people else 1) * (all_places or place["name"] in years) for place, number in zip(places, heads)]
    reached = sum(place["people"] * (1 if not twice else (place["name"] in plan["links"]) + (place["name"] in plan["moves"]))
                  for place in places if place["name"] in {*years, *([country["capital"]] if capital else ())})
    return {"cost": cost_of(plan, country, **(cost or {})), "reached": reached,
            "exposed": sum(w * risk for w, risk in zip(weights, risks)) / sum(weights),
            "gini": policy.gini([1 - risk for risk in risks] if safe else risks, heads if weighted else None)}


def slip(**changes):
    return lambda plan, country: figures(plan, country, **changes)


def chance(rule):
    """A slip in the years that are put to the survey."""
    def model(plan, country):
        threat = policy.SURVEYS[plan["survey"]].threat(plan["reading"])
        return figures(plan, country, chance=lambda x, y: rule(x, y, threat))

    return model


def read_as(reading):
    return slip(reading=lambda plan: reading)


def other_edition(plan, country):
    return figures({**plan, "survey": "2025"}, country)


class Plan(Exercise):
    """Countries and plans in which every slip changes some figure: two links or more take several spans, one link is not authenticated
    and its place does not move, two places have both tools in different orders, one has none.  The example takes the low reading of
    its survey, and what is drawn another one."""

    answer = Table(KINDS)
    draws = 2                                           # one by each survey; every slip shows in each
    example = Call(plan=PLAN, country=COUNTRY)

    def further(self, rng):
        """Plans by both editions of the survey, so that nobody passes who always asks the same one."""
        drawn = [self.drawn(rng) for _ in range(self.draws)]
        while len({call.arguments["plan"]["survey"] for call in drawn}) < 2:
            drawn[-1] = self.drawn(rng)
        return drawn

    def draw(self, rng):
        call = Call(plan=self._plan(rng), country=self._country(rng))
        return call if self._tells(call) else None

    def _country(self, rng):
        size = 7
        names = [str(name) for name in rng.permutation(["Alda", "Brenn", "Corvo", "Dune", "Elm", "Farne", "Gorse"])]
        km = [0, *(int(one) for one in rng.choice(370, size - 1, replace=False) + 30)]
        people = sorted((int(1000 * rng.integers(20, 900)) for _ in range(size)), reverse=True)
        return {"capital": names[0], "places": [
            {"name": name, "people": number, "secret_years": int(rng.integers(3, 16)), "systems": int(rng.integers(5, 200)),
             "km": length}
            for name, number, length in zip(names, people, km)]}

    def _plan(self, rng):
        linked = [str(name) for name in rng.permutation(["Alda", "Brenn", "Corvo", "Dune", "Elm", "Farne", "Gorse"])]
        linked, rest = linked[:4], linked[4:]
        years = {name: int(rng.integers(2, 12)) for name in linked}
        moves = {linked[0]: years[linked[0]] + int(rng.integers(1, 6)), linked[1]: max(1, years[linked[1]] - int(rng.integers(1, 6))),
                 rest[0]: int(rng.integers(2, 14)), rest[1]: int(rng.integers(2, 14))}
        prices = {name: {"price": int(rng.integers(10, 400)), "yearly": int(rng.integers(1, 40)), "life_years": int(rng.integers(4, 9)),
                         "currency": str(rng.choice(["VEL", "EUR"]))} for name in PRICES}
        edition, reading = [("2025", "middle"), ("2025", "high"), ("2023", "high")][rng.integers(3)]
        return {"links": years, "authenticated": sorted(linked[:3]), "moves": moves, "span_km": int(rng.integers(60, 110)),
                "prices": prices, "rates": {"VEL": 1, "EUR": int(rng.integers(3, 40))}, "horizon_years": int(rng.integers(10, 26)),
                "discount_rate": round(float(rng.uniform(0.01, 0.08)), 3), "survey": edition, "reading": reading}

    def _tells(self, call):
        plan, country = call.arguments["plan"], call.arguments["country"]
        if country["capital"] in {*plan["links"], *plan["moves"]}:
            return False
        if {"VEL", "EUR"} > {tariff["currency"] for tariff in plan["prices"].values()}:
            return False
        if any(place["km"] % plan["span_km"] == 0 for place in country["places"] if place["name"] in plan["links"]):
            return False
        right = self.right(plan, country)
        return all(abs(call.of(model)[PARTS[key]] / right[PARTS[key]] - 1) >= 1e-3 for key, model in self.models() if key in PARTS)

    def right(self, plan, country):
        return figures(plan, country)

    def unknown(self, calls, returned, values, off, near):
        if near:
            return super().unknown(calls, returned, values, off, near)
        return off_in(KINDS, calls, returned, values, [self.right(**call.arguments) for call in calls], self.models())

    wrong = {
        "yearly_forgotten": slip(cost={"yearly": False}),
        "bought_once": slip(cost={"life": False}),
        "currencies_added": slip(cost={"rate": lambda plan, code: 1}),
        "rate_upside_down": slip(cost={"rate": lambda plan, code: 1 / plan["rates"][code]}),
        "sites_miscounted": (slip(cost={"sites": lambda spans: spans}), slip(cost={"sites": lambda spans: spans + 1}),
                             slip(cost={"sites": lambda spans: 0})),
        "spans_not_rounded_up": tuple(slip(cost={"spans": spans}) for spans in (math.floor, round, float, lambda length: 1)),
        "not_discounted": slip(cost={"discount": False}),
        "unauthenticated": (slip(authenticated=False), slip(authenticated=False, twice=True)),
        "counted_twice": slip(twice=True),
        "capital_counted": slip(capital=True),
        "one_tool": (slip(tools=("links",)), slip(tools=("moves",))),
        "safe_for_exposed": (chance(lambda x, y, threat: 1 - policy.exposed_probability(x, y, threat)),
                             chance(lambda x, y, threat: -policy.exposed_probability(x, y, threat))),
        "move_alone": chance(lambda x, y, threat: policy.exposed_probability(0, y, threat)),
        "secret_alone": chance(lambda x, y, threat: policy.exposed_probability(x, 0, threat)),
        "later_one": slip(first=max),
        "places_counted": slip(people=False),
        "left_out": slip(all_places=False),
        "other_reading": (*map(read_as, ("low", "middle", "high")),
                          other_edition, slip(reading=lambda plan: {"low": "high", "high": "low"}.get(plan["reading"], plan["reading"]))),
        "gini_of_risk": slip(safe=False),
        "gini_of_places": slip(weighted=False),
    }


#: In which figure each slip must show, in every plan that is drawn.
PARTS = {**dict.fromkeys(("yearly_forgotten", "bought_once", "currencies_added", "rate_upside_down", "sites_miscounted",
                          "spans_not_rounded_up", "not_discounted"), "cost"),
         **dict.fromkeys(("unauthenticated", "counted_twice", "capital_counted", "one_tool"), "reached"),
         **dict.fromkeys(("safe_for_exposed", "move_alone", "secret_alone", "later_one", "places_counted", "left_out"), "exposed"),
         "gini_of_risk": "gini", "gini_of_places": "gini"}

