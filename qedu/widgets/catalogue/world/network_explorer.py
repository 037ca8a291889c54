"""Network cost and equity explorer (chapter C17): what a sum builds in an invented country, whom it reaches, what else it would buy."""

from functools import cache

from qedu import policy
from qedu.widgets import Choice, Fact, Facts, Paper, Range, Sweep, Task, Widget, country, frame, scene
from qedu.widgets.country import CAPITAL, LAND, LINES, PLACES, SIZE

Country = scene("country", "land size capital places lines goals words symbols")
Plans = scene("plans", "plans words")
Money = scene("money", "words")

#: All that can be built, in the order in which equals are chosen, and the towns that each reaches.
_BUILT = {**{key: line.towns for key, line in LINES.items()}, **{key: (key,) for key in PLACES}}
#: Who counts, and how much a place has of it.
_GOALS = {"people": "people", "hospitals": "hospitals", "offices": "government offices", "regions": "every region alike"}
_WEIGHTS = {goal: {key: getattr(place, goal, 1) for key, place in PLACES.items()} for goal in _GOALS}
_ALL = {goal: sum(weights.values()) for goal, weights in _WEIGHTS.items()}
#: What has a price: words, thousands of talers to choose from, and where we begin.
_PRICES = {
    "fibre": ("Fibre, km and year", (0.2, 0.5, 1, 2, 5, 10, 20), 1),
    "devices": ("Devices of a piece", (10, 20, 50, 100, 200, 500, 1000), 100),
    "guard": ("A guard, year", (5, 10, 20, 50, 100, 200), 20),
    "station": ("Ground station", (100, 200, 500, 1000, 2000, 5000), 1000),
    "satellite": ("Satellite, year", (50, 100, 200, 500, 1000, 2000), 500),
    "system": ("A system moved", (1, 2, 5, 10, 20, 50, 100, 200), 20)}
#: What stands at first.
_FIRST = ("west", "south_east", "north")
_SETS, _SLACK = range(2 ** len(LINES)), 1 + 1e-12
#: Most stations, and most steps: each reaches another place.
_STEPS = range(len(PLACES))
#: Curves over choices of lines, over places, and over all that can be built.
_CURVES = {**dict.fromkeys(("base", *(f"top.{j}" for j in _STEPS), "lines", "room", "with", "used", "spent"), _SETS),
           **dict.fromkeys(("weight", *(f"in.{key}" for key in LINES), *(f"gain.{t}" for t in _STEPS),
                            *(f"free.{t}" for t in range(len(_STEPS) + 1))), _STEPS), "taken": range(len(_BUILT))}


def _towns(towns):
    return ", ".join(PLACES[town].name for town in towns)


def _total(items):
    """Thousands of talers over the years, discounted."""
    return policy.cost(items, horizon_years=country.YEARS, discount_rate=country.DISCOUNT).total


@cache
def _units():
    """Thousands of talers for a price of 1: a kilometre, the devices of a piece, a site's guards, a station, a satellite, a system."""
    line, span = LINES["west"], 80
    number = {"fibre": sum(line.km), "devices": sum(line.hops(span)), "guard": line.sites(span)}
    out = {one: _total(country.line_items(line, span, **{**dict.fromkeys(number, 0), one: 1})) / number[one] for one in number}
    return {**out, "station": _total(country.station_items(station=1, satellite=0)),
            "satellite": _total(country.station_items(station=0, satellite=1)), "system": _total(country.system_items(1))}


def _weight(n, key):
    return n[f"weight@{list(PLACES).index(key)}"]


def _bit(n, number, i):
    return n.floor(number / 2**i) - 2 * n.floor(number / 2 ** (i + 1))


class NetworkExplorer(Widget):
    """A map to build on, meters beside it, the best that the money can do, and the same money spent otherwise."""

    title = "Network cost and equity explorer"
    caption = ("There is no one best network. Who counts decides which lines and stations are best for the same money. Whom a plan "
               "reaches and how evenly it spreads the key are two questions, and a plan may gain in one while it loses in the other. "
               "Spent on post-quantum migration, the same money reaches other people.")
    leaves_out = ("The country is made up, and so are all prices: set your own, for we know of no public price of a link that could be "
                  "trusted. All runs for ten years, discounted by 3 % a year. A line is built whole and has sites of its own; the capital "
                  "has a station and is not counted. A town has the key of all its links, whatever others use, and a region is reached if "
                  "its town is. Gini also counts key that nobody needs. Time to build, cables to islands, failures, and whether a key "
                  "answers a threat are left out. A link and a moved system protect against different things: only sums are compared.")
    main = ("goal", "budget")
    folded = ("pick", *_BUILT, "span", *_PRICES)
    controls = (
        Choice("goal", "Who counts?", _GOALS, "hospitals", select=True),
        Range("budget", "Budget", 5, 500, 0, 30, readout="{budget:int} million",
              options=(5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 60, 70, 80, 100, 120, 150, 200, 300, 500)),
        Choice("pick", "Line or town", {
            **{key: f"{line.name}: {_towns(line.towns)}" for key, line in LINES.items()},
            **{key: f"station in {place.name}" for key, place in PLACES.items()}}, "west", select=True),
        *(Choice(key, "This link is", {"0": "not built", "1": "built"}, "1" if key in _FIRST else "0", when={"pick": key})
          for key in _BUILT),
        Range("span", "Longest piece of fibre", 60, 120, 20, 80, readout="{span:int} km"),
        *(Choice(key, label, {f"{value:g}": f"{value:,g}" for value in values}, f"{start:g}", select=True,
                 group="Examples, in 1,000 talers") for key, (label, values, start) in _PRICES.items()))
    sweeps = tuple(Sweep(name, values) for name, values in _CURVES.items())
    views = (
        Country("", wide=True, tab="Map", land=LAND, size=list(SIZE), capital=[CAPITAL.name, CAPITAL.x, CAPITAL.y],
                places=[[key, place.name, place.x, place.y] for key, place in PLACES.items()],
                lines=[[key, line.name, list(line.towns)] for key, line in LINES.items()],
                goals=[[goal, goal, _ALL[goal], "1,000 people" if goal == "people" else goal] for goal in _GOALS],
                symbols=("telescope",),
                words={"cost": "cost", "touch": "Touch lines and towns.", "numbers": "Numbers: {what}.", "reached": "reached",
                       "site": "site that can read keys", "dish": "ground station", "gini": "Gini of key per person",
                       "gini_short": "Gini", "sites": "sites that can read keys", "sites_short": "sites", "million": "million",
                       "sky": "and the satellite", "of": "of", "hops": "{name}: pieces of section {n}", "at": "{name} is reached"}),
        Plans("", wide=True, tab="Best plan", screen_only=True, plans=[
            ["own", "yours"], ["greedy", "step by step"], ["best", "best"]], words={
            "cost": "{name}: million talers", "value": "{name}: {goal}", "people": "{name}: share of the people",
            "gini": "{name}: Gini of key per person", "built": "{name}: {what}", "station": "station in {name}", "million": "million",
            "over": "over the budget", "of": "of", "folk": "of the people", "folk_short": "people",
            "part": "Yours reaches {part} of the best.", "share": "yours, as a share of the best",
            "note": "Step by step: always what adds most for its cost. Best: of all choices that the budget allows, the one that reaches "
                    "most, and of several such the cheapest."}),
        Money("", wide=True, tab="Same money", screen_only=True, words={
            "share": "share of the systems of each region that the same money moves", "network": "reached by your network",
            "moved": "{share} of the systems in every region moved"}),
        Facts("", [Fact("money.moved", "of {money.systems:int} systems moved", "int", name="systems moved"),
                   Fact("money.left", "million talers left", "f1"), Fact("money.out", "of those left out, reached so", "pct0")],
              wide=True, tab="Same money"))
    line = (
        ({"built": 0}, "Nothing is built. Touch a line or a town."),
        ({"built": [">", 0]}, "{own.cost:f1} of {budget:int} million talers reach {reach.people:pct0} of the people,"),
        *(({"built": [">", 0]}, words) for words in (
            "{count.hospitals:int} of 56 hospitals, {count.offices:int} of 28 offices and {count.regions:int} of 12 regions.",
            "Gini of key per person: {own.gini:f2}.")),
        ({"built": [">", 0], "sites": 0, "sky": 1}, "Keys can be read on board the satellite."),
        ({"sites": [">", 0], "sky": 1}, "Keys can be read at {sites:int} sites on the way and on board the satellite."),
        ({"sites": [">", 0], "sky": 0}, "Keys can be read at {sites:int} sites on the way."),
        ({"over": 1}, "That is {excess:f1} million too much."))
    tasks = (
        Task("This plan reaches most people for 30 million. Let hospitals count, then offices, then regions, and rebuild by touching lines "
             "and towns. Which links stay in every plan? The tab Best plan says how near you are.", {}),
        Task("Every town has a station, so that everybody is reached. Now build the west line as well: it reaches nobody new. What becomes "
             "of the Gini coefficient, and why?", {"budget": 80, "goal": "people", "south_east": "0", "north": "0", "west": "0",
                                                  **dict.fromkeys(PLACES, "1")}),
        Task("Open Same money: on whom is it spent there, and whom does the network reach? Then let only offices count, and try other "
             "prices for a guard and for a moved system.", {"pick": "east", "east": "1", "south_east": "0"}))
    paper = (
        Paper("The plan that reaches most people for 30 million.", {}),
        Paper("A plan that reaches most hospitals for as much.", {
            "south_east": "0", "north": "0", "coast": "1", "dorin": "1", "tolm": "1"}),
        Paper("A station in every town reaches everybody.", tasks[1].state))

    @frame
    def fixed(self):
        """Keys from the sky, and which line goes through which place."""
        return {**{f"sky.{key}": value for key, value in country.station_keys().items()},
                **{f"in.{key}@{i}": place in line.towns for key, line in LINES.items() for i, place in enumerate(PLACES)}}

    @frame
    def fibres(self, span):
        out = {}
        for key, line in LINES.items():
            out |= {f"sites.{key}": line.sites(span), **{f"hops.{key}.{i}": hops for i, hops in enumerate(line.hops(span))}}
            out |= {f"key.{key}.{town}": value for town, value in country.line_keys(line, span).items()}
        return out

    @frame
    def counted_by(self, goal):
        """How much each place counts, and for each choice of lines what they reach and what each next station would add."""
        weights, out = _WEIGHTS[goal], {}
        curves = {sweep.name: sweep for sweep in self.sweeps}
        for chosen in _SETS:
            reached = {town for i, line in enumerate(LINES.values()) if chosen >> i & 1 for town in line.towns}
            rest = sorted((weights[key] for key in PLACES if key not in reached), reverse=True)
            out[curves["base"].key(chosen)] = sum(weights[key] for key in reached)
            out |= {curves[f"top.{j}"].key(chosen): rest[j] if j < len(rest) else 0 for j in _STEPS}
        return {**{f"weight@{i}": value for i, value in enumerate(weights.values())}, **out}

    def derive(self, n):
        units = _units()
        for key, line in LINES.items():
            hops = sum(n[f"hops.{key}.{i}"] for i in range(len(line.towns)))
            n[f"cost.{key}"] = (sum(line.km) * units["fibre"] * n["fibre"] + hops * units["devices"] * n["devices"]
                                + n[f"sites.{key}"] * units["guard"] * n["guard"]) / 1000
        n["cost.station"] = (n["station"] * units["station"] + n["satellite"] * units["satellite"]) / 1000
        self._own(n)
        self._best(n)
        self._step_by_step(n)
        for plan in ("greedy", "best"):
            self._reached(n, plan, lambda key, plan=plan: n[f"{plan}.{key}"])
            self._spread(n, plan, lambda key, plan=plan: n[f"{plan}.{key}"])
        n["own.part"] = n.where(n["best.value"] > 0, lambda: n["own.value"] / n["best.value"], 0)
        self._otherwise(n)

    def _reached(self, n, plan, built):
        """Where a plan reaches, what that counts, and the share of the people."""
        for key in PLACES:
            n[f"{plan}.at.{key}"] = n.max(0, 0, *(built(one) for one, towns in _BUILT.items() if key in towns))
        n[f"{plan}.value"] = sum(_weight(n, key) * n[f"{plan}.at.{key}"] for key in PLACES)
        n[f"{plan}.people"] = sum(place.people * n[f"{plan}.at.{key}"] for key, place in PLACES.items()) / _ALL["people"]

    def _own(self, n):
        self._reached(n, "own", lambda key: n[key])
        self._spread(n, "own", lambda key: n[key])
        n["built"], n["sky"] = sum(n[key] for key in _BUILT), n.max(*(n[key] for key in PLACES))
        n["own.cost"] = sum(n[key] * n[f"cost.{key}"] for key in LINES) + sum(n[key] for key in PLACES) * n["cost.station"]
        n["over"] = n.flag(n["own.cost"] > n["budget"] * _SLACK)
        n["excess"] = n["own.cost"] - n["budget"]
        n["sites"] = sum(n[key] * n[f"sites.{key}"] for key in LINES)
        for goal, weights in _WEIGHTS.items():
            n[f"count.{goal}"] = sum(weights[key] * n[f"own.at.{key}"] for key in PLACES)
            n[f"reach.{goal}"] = n[f"count.{goal}"] / _ALL[goal]

    def _spread(self, n, plan, built):
        """Megabits of key a day in each town, and how evenly people have it."""
        for key in PLACES:
            n[f"{plan}.key.{key}"] = built(key) * n[f"sky.{key}"] + sum(
                built(line) * n[f"key.{line}.{key}"] for line in LINES if key in _BUILT[line])
        n[f"{plan}.key"] = sum(n[f"{plan}.key.{key}"] for key in PLACES)
        # Half the mean difference of two people, divided by the mean: what they hold together is what the towns have.
        pairs = [(a, b) for i, a in enumerate(PLACES) for b in list(PLACES)[i + 1:]]
        apart = sum(abs(PLACES[b].people * n[f"{plan}.key.{a}"] - PLACES[a].people * n[f"{plan}.key.{b}"]) for a, b in pairs)
        n[f"{plan}.gini"] = n.where(n[f"{plan}.key"] > 0, lambda: apart / (_ALL["people"] * n[f"{plan}.key"]), 0)

    def _best(self, n):
        """All choices of lines, each with as many stations as the rest of the money allows, where they add most."""
        n.curve("lines", lambda x: sum(_bit(n, x, i) * n[f"cost.{key}"] for i, key in enumerate(LINES)))
        n.curve("room", lambda x: n.floor((n["budget"] * _SLACK - n.at("lines", x)) / n["cost.station"]))
        n.curve("with", lambda x: n.where(n.at("room", x) < 0, -1, lambda: n.at("base", x) + sum(
            n.where(n.at("room", x) > j, n.at(f"top.{j}", x), 0) for j in _STEPS)))
        n["most"] = n.max(*(n[f"with@{x}"] for x in _SETS))
        n.curve("used", lambda x: sum(n.where(n.at("room", x) > j, n.flag(n.at(f"top.{j}", x) > 0), 0) for j in _STEPS))
        # Of several best ones the cheapest.
        n.curve("spent", lambda x: n.where(n.at("with", x) < n["most"], 1e9, n.at("lines", x) + n.at("used", x) * n["cost.station"]))
        n["best.cost"] = n.min(*(n[f"spent@{x}"] for x in _SETS))
        n["chosen"] = n.first(((n[f"spent@{x}"] <= n["best.cost"], x) for x in _SETS), 0)
        for i, key in enumerate(LINES):
            n[f"best.{key}"] = _bit(n, n["chosen"], i)
        n["stations"] = n.first(((n["chosen"] == x, n[f"room@{x}"]) for x in _SETS), 0)
        for key in PLACES:
            n[f"open.{key}"] = 1 - n.max(0, 0, *(n[f"best.{line}"] for line in LINES if key in _BUILT[line]))
        for i, key in enumerate(PLACES):
            mine = _weight(n, key)
            before = sum(n[f"open.{other}"] * n.flag(_weight(n, other) >= mine if j < i else _weight(n, other) > mine)
                         for j, other in enumerate(PLACES) if j != i)
            n[f"best.{key}"] = n[f"open.{key}"] * n.where(mine <= 0, 0, n.flag(before < n["stations"]))

    def _step_by_step(self, n):
        """Always what adds most for its cost, until the budget allows no more that adds any."""
        places, stations = list(PLACES), len(LINES)
        n["paid.0"] = 0.0
        n.curve("free.0", lambda x: 1.0)
        for t in _STEPS:
            n.curve(f"gain.{t}", lambda x, t=t: n.at("weight", x) * n.at(f"free.{t}", x))
            n[f"lead.{t}"] = n.max(*(n[f"gain.{t}@{i}"] for i in _STEPS))
            gains = {**{key: sum(n[f"gain.{t}@{places.index(town)}"] for town in line.towns) for key, line in LINES.items()},
                     "station": n[f"lead.{t}"]}
            for key, gain in gains.items():
                n[f"worth.{t}.{key}"] = n.where(n[f"paid.{t}"] + n[f"cost.{key}"] > n["budget"] * _SLACK, 0, gain / n[f"cost.{key}"])
            n[f"most.{t}"] = n.max(*(n[f"worth.{t}.{key}"] for key in gains))
            # Of equal ones the first: lines before stations, and these in the order of the places.
            station = n.first(((n[f"gain.{t}@{i}"] >= n[f"lead.{t}"], stations + i) for i in _STEPS), -1)
            line = n.first(((n[f"worth.{t}.{key}"] >= n[f"most.{t}"], i) for i, key in enumerate(LINES)), station)
            n[f"step.{t}"] = n.where(n[f"most.{t}"] <= 0, -1, line)
            n.curve(f"free.{t + 1}", lambda x, t=t: n.at(f"free.{t}", x) * (1 - n.flag(n[f"step.{t}"] == x + stations) - sum(
                n.flag(n[f"step.{t}"] == i) * n.at(f"in.{key}", x) for i, key in enumerate(LINES))))
            n[f"paid.{t + 1}"] = n[f"paid.{t}"] + n.where(n[f"step.{t}"] < 0, 0, n.first((
                (n[f"step.{t}"] == i, n[f"cost.{key}"]) for i, key in enumerate(LINES)), n["cost.station"]))
        n.curve("taken", lambda x: sum(n.flag(n[f"step.{t}"] == x) for t in _STEPS))
        for i, key in enumerate(_BUILT):
            n[f"greedy.{key}"] = n[f"taken@{i}"]
        n["greedy.cost"] = n[f"paid.{len(_STEPS)}"]

    def _otherwise(self, n):
        """The same money spent on migration, in every region alike."""
        every = {kind: count * _ALL[kind] for kind, count in country.SYSTEMS.items()}
        n["money.systems"] = n.where(n.chosen("goal", "hospitals"), every["hospitals"], n.chosen("goal", "offices"), every["offices"],
                                     sum(every.values()))
        each = n["system"] * _units()["system"]
        n["money.moved"] = n.min(n["money.systems"], n.floor(n["own.cost"] * 1000 / each * _SLACK))
        n["money.share"] = n["money.moved"] / n["money.systems"]
        n["money.left"] = n.max(0, n["own.cost"] - n["money.moved"] * each / 1000)
        n["money.out"] = n["money.share"] * n.flag(n["reach.people"] < 1 - 1e-12)
