"""Divide lens (chapter C17): places seen by one indicator at a time, each figure with its source, and what is not known apart."""

import itertools
import math
from calendar import month_name

from qedu.policy import DIVIDES, INDICATORS, PLACE_FACTS, READ, rank
from qedu.widgets import Bar, Bars, Choice, Note, Paper, Task, Widget, frame, scene

Lens = scene("lens", "divides lenses places facts shapes words")
Known = scene("known", "")
Fact = scene("fact", "")

#: What each lens is called in a list, and above a narrow column.
_NAMES = {
    "without_facilities": ("researchers without access", "no access"), "key_network_km": ("network for keys, km", "key network"),
    "communication_sum": ("sum for communication", "sum for links"), "strategy_year": ("year of a strategy", "strategy"),
    "national_sum": ("sum in the strategy", "strategy sum"), "public_money_2022": ("public money, tally of 2022", "tally 2022"),
    "public_money_2023": ("public money, tally of 2024", "tally 2024"),
    "export_rule_year": ("year of an export rule", "export rule"),
    "pqc_year": ("post-quantum by", "post- quantum"), "women_share": ("share of women", "women")}
_BRIEF = {"European Union": "EU", "United Kingdom": "UK", "United States": "US"}
#: Larger than the places that are compared.
_REGIONS = ("World", "Europe")
_PLACES = tuple(sorted({fact.place for fact in PLACE_FACTS} - set(_REGIONS)))
_NTH = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")


def _key(place):
    return place.lower().replace(" ", "-")


def _rankings():
    """Each list that has one unit; the others have no order."""
    found = {}
    for name in INDICATORS:
        try:
            found[name] = rank(name, _PLACES)
        except ValueError:
            found[name] = None
    return found


_LISTS = _rankings()
_RANKED = {one.fact.id: one for ranking in _LISTS.values() if ranking for one in ranking.places}
_ROWS = {name: [fact for fact in PLACE_FACTS if fact.indicator == name and fact.place not in _REGIONS] for name in INDICATORS}
_WIDER = {name: [fact for fact in PLACE_FACTS if fact.indicator == name and fact.place in _REGIONS] for name in INDICATORS}


def _number(value, unit):
    if unit == "share":
        return f"{value:.0%}".replace("%", "\u00a0%")
    return f"{value:.0f}" if unit == "year" else f"{value:,.1f}".removesuffix(".0")


def _figure(fact):
    """The figure without its unit: 4 to 17, at least 10,000."""
    low, high = (None if end is None else _number(end, fact.unit) for end in (fact.low, fact.high))
    return f"at most {high}" if low is None else f"at least {low}" if high is None else low if low == high else f"{low} to {high}"


def _whole(fact):
    """The figure with its unit, which years and shares do without."""
    return _figure(fact) + ("" if fact.unit in ("year", "share") else f"\u00a0{fact.unit}")


def _day(date):
    year, *rest = date.split("-")
    words = [month_name[int(rest[0])], year] if rest else [year]
    return "\u00a0".join(([str(int(rest[1]))] if len(rest) == 2 else []) + words)


def _axis(name):
    """From where to where a list is drawn, with its ticks; None where its figures have no common unit."""
    if _LISTS[name] is None:
        return None
    facts = _ROWS[name] or _WIDER[name]
    ends = [end for fact in facts for end in (fact.low, fact.high) if end is not None]
    unit = facts[0].unit
    if unit == "year":
        low, high = min(ends), max(ends)
        every = max(1, math.ceil((high - low) / 4))
        return {"low": low - 1, "high": high + 1, "ticks": [low + i * every for i in range(5) if low + i * every <= high]}
    step = next(size * 10 ** power for power in range(-2, 6) for size in (1, 2, 5) if size * 10 ** power * 4 >= max(ends))
    # What is open at its upper end needs room for an arrow.
    steps = math.ceil(max(ends) / step + 1e-9)
    return {"low": 0, "high": step * steps, "ticks": [round(step * i, 9) for i in range(steps + 1)]}


def _ordered(name):
    """The ids of a list in its order; in the order of the alphabet where it has none."""
    ranking = _LISTS[name]
    rows = [one.fact for one in ranking.places] if ranking else sorted(_ROWS[name], key=lambda fact: fact.place)
    return [fact.id for fact in rows]


def _also(fact):
    """The bloc in whose figure of the same list this one is counted too."""
    return next((bloc for bloc, member in (_LISTS[fact.indicator].twice if _LISTS[fact.indicator] else ()) if member == fact.place), "")


def _stands(fact):
    """Where a figure stands in its list, in words."""
    if fact.id not in _RANKED:
        return "In this list each sum has a currency and years of its own, so that it has no order."
    one, many = _RANKED[fact.id], len(_ROWS[fact.indicator])
    if many == 1:
        return "It is alone in this list."
    if one.first == one.last:
        return f"It stands {_NTH[one.first]} of {many}."
    return f"It may stand anywhere from {_NTH[one.first]} to {_NTH[one.last]} of {many}, as the figures say no more."


class DivideLens(Widget):
    """A lens that moves over ten indicators, places in the order of each, and apart from them those of which nothing is known."""

    title = "The divide lens"
    caption = ("Which country is ahead depends on what is counted, and of most countries most of it is not known. So each list stands for "
               "itself, with its own unit, year and source, and nothing puts lists together: an index would have to fill the gaps, and "
               "its weights would decide who leads.")
    leaves_out = ("Only what this book has found and can name is here, for fourteen countries and blocs and no others. That one has no "
                  "figure means that we found none, and not that there is nothing. To be first in a list is not to be better: sums are "
                  "announcements and not money spent, a rule on exports is no merit, and an early date may be missed. Rows count "
                  "different things over different years, so touch one and read what it counts. Where ranges overlap, each order is "
                  "possible.")
    main = ("lens",)
    controls = (
        Choice("lens", "Lens", {name: _NAMES[name][0] for name in INDICATORS}, "public_money_2023", select=True),
        Choice("place", "Place to follow", {_key(place): place for place in _PLACES}, "china", select=True))
    views = (
        Lens("", wide=True, tab="Lens", divides=[[key, f"Divide {words}"] for key, words in DIVIDES.items()],
             lenses=[{"key": name, "name": _NAMES[name][0], "short": _NAMES[name][1], "title": one.title,
                      "divide": one.divide, "first": one.first, "axis": _axis(name), "order": _ordered(name),
                      "wider": [fact.id for fact in _WIDER[name]],
                      "unit": (_ROWS[name] or _WIDER[name])[0].unit if _LISTS[name] else ""} for name, one in INDICATORS.items()],
             places=[[_key(place), place, _BRIEF.get(place, place)] for place in _PLACES],
             facts=[{"id": fact.id, "place": _key(fact.place), "name": fact.place, "lens": fact.indicator, "said": _figure(fact),
                     "figure": _whole(fact), "counts": fact.counts, "body": fact.body, "day": _day(fact.date), "scope": fact.scope,
                     "source": fact.source, "read": READ[fact.read], "also": _also(fact), "low": fact.low is not None,
                     "high": fact.high is not None, "ranks": _RANKED[fact.id].ranks if fact.id in _RANKED else ""} for fact in PLACE_FACTS],
             shapes={"first": ["diamond", "q3", "a figure that may stand first"], "figure": ["disc", "q1", "a figure"],
                     "alone": ["square", "q4", "a figure without an order"], "none": ["ring", "q-rest", "not known"]},
             words={"unknown": "Not known, which is not zero:", "places": "Fourteen places, and ten ways to look at them:",
                    "first": {"largest": "largest first", "earliest": "earliest first"}, "mixed": "no order",
                    "none": "No place here has a figure of its own.", "low": "{place}, {lens}: lower end",
                    "high": "{place}, {lens}: upper end", "best": "{place}, {lens}: first rank that it may have",
                    "worst": "{place}, {lens}: last rank that it may have", "known": "places with a figure: {lens}",
                    "nothing": "Nothing was found. This is not zero: it may be secret, unpublished, in a language that we do not read, "
                               "or missed by us.",
                    "counts": "Counts:", "scope": "For:", "who": "Stated by:", "source": "Source:", "read": "Read",
                    "also": "Counted again in:",
                    "again": "also in {place}", "wider": "Larger than these places:", "stop": "places known:"}),
        Fact("", wide=True, tab="Figure"),
        Known("", wide=True, tab="All lenses"),
        Bars(f"Of {len(_PLACES)} places, how many have a figure under all lenses of an index?", [
            Bar(f"all.{k}", f"{k} lenses, the best choice", "q1", name=f"places with all of {k} lenses, at best")
            for k in range(2, 6)], max=len(_PLACES), format="int", wide=True, tab="An index?"),
        Note("", wide=True, tab="An index?",
             text="Of {pairs:int} pairs of places {sure:int} stand in a sure order under a lens, {twice:int} under two. The rest of an "
                  "index is guesses and weights, and whoever sets these decides who leads."))
    line = (
        *(({"lens": fact.indicator, "place": _key(fact.place)}, f"{fact.place}: {_whole(fact)}. {_stands(fact)}")
          for fact in PLACE_FACTS if fact.place not in _REGIONS),
        ({"have": 0}, "{place}: no figure was found, which is not zero."),
        (({"known": [">", 0]}, f"Under this lens {{known:int}} of {len(_PLACES)} places have a figure.")),
        (({"known": 0}, "Under this lens no place has a figure of its own.")))
    tasks = (
        Task("Drag the lens from end to end and keep an eye on China. Under which lenses may it stand first, and under how many is "
             "nothing known of it?", {}),
        Task("The United States have the earliest year here. Find the lenses under which they have no figure, and ask of each: is "
             "there nothing, or was nothing found?", {"lens": "strategy_year", "place": "united-states"}),
        Task("India’s sum is the largest number here. Why does this lens give no order, and what would somebody have to assume who "
             "made one?", {"lens": "national_sum", "place": "india"}))
    paper = (
        Paper("Public money, as a journal tallied it in 2024: China’s range covers three places.", {}),
        Paper("The year of a strategy: the same country has no figure here.", {"lens": "strategy_year"}),
        Paper("The network for quantum keys: one figure, by those who built it.", {"lens": "key_network_km"}))

    @frame
    def facts(self):
        found = {}
        for fact in PLACE_FACTS:
            found |= {f"{end}.{fact.id}": value for end, value in (("low", fact.low), ("high", fact.high)) if value is not None}
            if fact.id in _RANKED:
                found |= {f"best.{fact.id}": _RANKED[fact.id].first, f"worst.{fact.id}": _RANKED[fact.id].last}
        return found | {f"known.{name}": len(rows) for name, rows in _ROWS.items()}

    @frame
    def index(self):
        having = {name: {fact.place for fact in rows} for name, rows in _ROWS.items()}
        out = {f"all.{k}": max(len(set.intersection(*some)) for some in itertools.combinations(having.values(), k)) for k in range(2, 6)}
        sure = dict.fromkeys(itertools.combinations(_PLACES, 2), 0)
        for ranking in filter(None, _LISTS.values()):
            ends = {one.fact.place: one.fact.ends for one in ranking.places}
            for a, b in itertools.combinations(sorted(ends), 2):
                sure[a, b] += ends[a][1] < ends[b][0] or ends[b][1] < ends[a][0]
        return out | {"pairs": len(sure), "sure": sum(map(bool, sure.values())), "twice": sum(count > 1 for count in sure.values())}

    @frame
    def lists(self, lens):
        return {"known": len(_ROWS[lens])}

    @frame
    def followed(self, lens, place):
        return {"have": any(_key(fact.place) == place for fact in _ROWS[lens])}
