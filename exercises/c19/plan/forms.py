import math

import numpy as np

from qedu import policy


def right__by_hand(plan, country):
    """Present values and the Gini coefficient from their definitions."""
    horizon, rate = plan["horizon_years"], plan["discount_rate"]
    linked = {place["name"]: -(-place["km"] // plan["span_km"]) for place in country["places"] if place["name"] in plan["links"]}
    amounts = {"fibre": sum(place["km"] for place in country["places"] if place["name"] in linked), "span": sum(linked.values()),
               "site": sum(linked.values()) - len(linked), "authentication": len(plan["authenticated"]),
               "system": sum(place["systems"] for place in country["places"] if place["name"] in plan["moves"])}
    worth = 0
    for name, amount in amounts.items():
        tariff = plan["prices"][name]
        unit = amount * plan["rates"][tariff["currency"]]
        bought = range(0, horizon, tariff["life_years"])
        worth += unit * tariff["price"] * sum((1 + rate) ** -year for year in bought)
        worth += unit * tariff["yearly"] * sum((1 + rate) ** -(year + 1) for year in range(horizon))
    survey, reading = policy.SURVEYS[plan["survey"]], plan["reading"]
    ends = {"low": (1, 0), "middle": (0.5, 0.5), "high": (0, 1)}[reading]
    known = [(0, 0.0)] + [(point.years, (point.low or 0) * ends[0] + (point.high or 0) * ends[1]) for point in survey.points
                          if point.years in dict(survey.threat(reading).points)]
    people, safe, reached = [], [], 0
    for place in country["places"]:
        protected = plan["moves"].get(place["name"], 1000)
        if place["name"] in plan["authenticated"]:
            protected = min(protected, plan["links"][place["name"]])
        if protected < 1000:
            reached += place["people"]
        people.append(place["people"])
        safe.append(1 - np.interp(place["secret_years"] + protected, *zip(*known)))
    people, safe = np.array(people), np.array(safe)
    shares = people / people.sum()
    spread = sum(p * q * abs(a - b) for p, a in zip(shares, safe) for q, b in zip(shares, safe))
    return {"cost": worth, "reached": reached, "exposed": 1 - shares @ safe, "gini": spread / (2 * shares @ safe)}


def right__tables(plan, country):
    """With tables by name in the place of loops over places."""
    people = {place["name"]: place["people"] for place in country["places"]}
    km = {place["name"]: place["km"] for place in country["places"]}
    secret = {place["name"]: place["secret_years"] for place in country["places"]}
    parts = {name: math.ceil(km[name] / plan["span_km"]) for name in plan["links"]}
    amounts = {"fibre": sum(km[name] for name in parts), "span": sum(parts.values()), "site": sum(n - 1 for n in parts.values()),
               "authentication": len(plan["authenticated"]),
               "system": sum(place["systems"] for place in country["places"] if place["name"] in plan["moves"])}
    items = [policy.Item(name, amounts[name], price=tariff["price"] * plan["rates"][tariff["currency"]],
                         yearly=tariff["yearly"] * plan["rates"][tariff["currency"]], life_years=tariff["life_years"],
                         currency="VEL", year=2026) for name, tariff in plan["prices"].items()]
    ready = {name: years for name, years in plan["links"].items() if name in plan["authenticated"]}
    until = {name: min(ready.get(name, 1000), plan["moves"].get(name, 1000)) for name in people}
    threat = policy.SURVEYS[plan["survey"]].threat(plan["reading"])
    risk = {name: policy.exposed_probability(secret[name], until[name], threat) for name in people}
    total = sum(people.values())
    return {"cost": policy.cost(items, horizon_years=plan["horizon_years"], discount_rate=plan["discount_rate"]).total,
            "reached": sum(people[name] for name in people if until[name] < 1000),
            "exposed": sum(people[name] * risk[name] for name in people) / total,
            "gini": policy.gini([1 - risk[name] for name in people], list(people.values()))}


def one_tool__moves(plan, country):
    return {**right__by_hand({**plan, "links": {}, "authenticated": []}, country), "cost": right__by_hand(plan, country)["cost"]}


def counted_twice__by_tool(plan, country):
    found = right__tables(plan, country)
    found["reached"] = sum(place["people"] for tool in (plan["authenticated"], plan["moves"]) for place in country["places"]
                           if place["name"] in tool)
    return found


def left_out__reached_only(plan, country):
    reached = [place for place in country["places"] if place["name"] in {*plan["authenticated"], *plan["moves"]}]
    found = right__tables(plan, country)
    return {**found, "exposed": right__by_hand(plan, {**country, "places": reached})["exposed"]}


def left_out__tables(plan, country):
    reached = [place for place in country["places"] if place["name"] in {*plan["authenticated"], *plan["moves"]}]
    return {**right__by_hand(plan, country), "exposed": right__by_hand(plan, {**country, "places": reached})["exposed"]}


def cost_off__twice(plan, country):
    found = right__tables(plan, country)
    return {**found, "cost": 2 * found["cost"]}


def cost_off__part(plan, country):
    found = right__by_hand(plan, country)
    return {**found, "cost": 0.9 * found["cost"] + 17}


def exposed_off__squared(plan, country):
    found = right__tables(plan, country)
    return {**found, "exposed": found["exposed"] ** 2}


def exposed_off__shifted(plan, country):
    found = right__by_hand(plan, country)
    return {**found, "exposed": 0.8 * found["exposed"]}


def gini_off__squared(plan, country):
    found = right__tables(plan, country)
    return {**found, "gini": found["gini"] ** 2}


def gini_off__double(plan, country):
    found = right__by_hand(plan, country)
    return {**found, "gini": 0.7 * found["gini"]}


RETURNS = {
    "currencies_added": {"as_printed": 'right__tables({**plan, "rates": {"VEL": 1, "EUR": 1}}, country)',
                         "by_hand": 'right__by_hand({**plan, "rates": dict.fromkeys(plan["rates"], 1)}, country)'},
    "one_tool": {"links": '{**right__tables({**plan, "moves": {}}, country), "cost": right__tables(plan, country)["cost"]}'},
    "reached_off": {"all": '{**right__tables(plan, country), "reached": sum(place["people"] for place in country["places"]) + 1}',
                    "places": '{**right__by_hand(plan, country), "reached": len({*plan["authenticated"], *plan["moves"]})}'},
}

EDITS = {
    "yearly_forgotten": [('yearly=rate * tariff["yearly"]', "yearly=0"),
                         ('yearly=tariff["yearly"] * plan["rates"][tariff["currency"]]', "yearly=0"),
                         ('worth += unit * tariff["yearly"]', "worth += 0")],
    "bought_once": [('life_years=tariff["life_years"]', "life_years=math.inf"), ('range(0, horizon, tariff["life_years"])', "[0]")],
    "rate_upside_down": [('rate = plan["rates"][tariff["currency"]]', 'rate = 1 / plan["rates"][tariff["currency"]]'),
                         ('amount * plan["rates"]', 'amount / plan["rates"]'), ('* plan["rates"]', '/ plan["rates"]')],
    "sites_miscounted": [("number - 1 for number in spans", "number for number in spans"), ("- len(linked)", ""),
                         ("n - 1 for n", "n for n")],
    "spans_not_rounded_up": [("math.ceil", "math.floor"), ("math.ceil", "round"),
                             ('-(-place["km"] // plan["span_km"])', 'place["km"] // plan["span_km"]')],
    "not_discounted": [('discount_rate=plan["discount_rate"]', "discount_rate=0"),
                       ('plan["horizon_years"], plan["discount_rate"]', 'plan["horizon_years"], 0')],
    "unauthenticated": [(' and name in plan["authenticated"]', ""), (' if name in plan["authenticated"]}', "}"),
                        ('if place["name"] in plan["authenticated"]', 'if place["name"] in plan["links"]')],
    "capital_counted": [("if years:", 'if years or name == country["capital"]:'),
                        ("if protected < 1000:", 'if protected < 1000 or place["km"] == 0:'),
                        ("if until[name] < 1000)", 'if until[name] < 1000 or name == country["capital"])')],
    "counted_twice": [('            years.append(plan["moves"][name])',
                       '            years.append(plan["moves"][name])\n        reached += place["people"] * (len(years) > 1)')],
    "safe_for_exposed": [('policy.exposed_probability(place["secret_years"], min(years, default=1000), threat)',
                          '1 - policy.exposed_probability(place["secret_years"], min(years, default=1000), threat)'),
                         ('"exposed": 1 - shares @ safe', '"exposed": shares @ safe'),
                         ("policy.exposed_probability(secret", "1 - policy.exposed_probability(secret")],
    "move_alone": [('exposed_probability(place["secret_years"]', "exposed_probability(0"),
                   ('place["secret_years"] + protected', "protected"), ("exposed_probability(secret[name]", "exposed_probability(0")],
    "secret_alone": [("min(years, default=1000)", "0"), ('place["secret_years"] + protected', 'place["secret_years"]'),
                     ("until[name], threat", "0, threat")],
    "later_one": [("min(years, default=1000)", "max(years, default=1000)"),
                  ('protected = min(protected, plan["links"][place["name"]])',
                   'protected = max(plan["moves"].get(place["name"], 0), plan["links"][place["name"]])')],
    "places_counted": [("np.average(risks, weights=people)", "np.mean(risks)"),
                       ('"exposed": 1 - shares @ safe', '"exposed": 1 - safe.mean()'),
                       ("sum(people[name] * risk[name] for name in people) / total", "sum(risk.values()) / len(risk)")],
    "other_reading": [('.threat(plan["reading"])', '.threat("low")'),
                      ('survey, reading = policy.SURVEYS[plan["survey"]], plan["reading"]',
                       'survey, reading = policy.SURVEYS[plan["survey"]], "high"')],
    "gini_of_risk": [("policy.gini([1 - risk for risk in risks], people)", "policy.gini(risks, people)"),
                     ("[1 - risk[name] for name in people], list", "[risk[name] for name in people], list")],
    "gini_of_places": [("for risk in risks], people)", "for risk in risks])"),
                       ("[1 - risk[name] for name in people], list(people.values())", "[1 - risk[name] for name in people]")],
}
