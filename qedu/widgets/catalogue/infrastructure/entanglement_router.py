"""Entanglement router (chapter C14): which way a pair should take, if it has to be good enough."""

import math
from functools import cache
from itertools import combinations

import networkx as nx

from qedu import networks
from qedu.widgets import Choice, Paper, Range, Seed, Task, Widget, dice, scene

Map = scene("pair-map", "ends nodes links ways symbols words")
Steps = scene("pair-steps", "words")
Try = scene("pair-try", "most words")

#: Places on the map, of 400 by 240: users, and repeaters.
USERS = {"alice": ("Alice", 26, 120), "bob": ("Bob", 374, 120)}
REPEATERS = {"ash": ("Ash", 118, 28), "oak": ("Oak", 200, 122), "elm": ("Elm", 112, 216), "fir": ("Fir", 276, 22), "yew": ("Yew", 280, 214)}
#: Links, with pairs a second and fidelity at the beginning.
LINKS = {
    ("alice", "ash"): (20, 0.97), ("alice", "oak"): (2, 0.9), ("alice", "elm"): (50, 0.94), ("ash", "fir"): (10, 0.97),
    ("ash", "oak"): (50, 0.97), ("elm", "yew"): (100, 0.94), ("oak", "yew"): (20, 0.97), ("oak", "bob"): (5, 0.9),
    ("fir", "bob"): (20, 0.97), ("yew", "bob"): (50, 0.94)}
_PLACES = {**USERS, **REPEATERS}
_KM = {ends: float(round(0.25 * math.dist(*(_PLACES[end][1:] for end in ends)))) for ends in LINKS}
_RATES, _FIDELITIES = (2, 5, 10, 20, 50, 100), (0.9, 0.92, 0.94, 0.95, 0.96, 0.97, 0.98, 0.99)
_ENDS = list(LINKS)
#: What no wait reaches, and what is no difference.
_NEVER, _SLACK = 1e9, 1e-9
#: Most rounds of one try: all links, then all swaps.
ROUNDS = 200


def network(rates=None, fidelities=None) -> networks.Network:
    """The network of the map.

    Parameters
    ----------
    rates, fidelities : sequence of float, optional
        Of every link, in order of `LINKS`; those of the beginning if not given.

    Returns
    -------
    qedu.networks.Network
    """
    first, second = zip(*LINKS.values())
    return networks.Network([*(networks.Node(key, "user") for key in USERS), *(networks.Node(key, "repeater") for key in REPEATERS)],
                            [networks.Connection(*ends, "entanglement", length_km=_KM[ends], pair_rate=rate, fidelity=fidelity)
                             for ends, rate, fidelity in zip(LINKS, rates or first, fidelities or second)])


@cache
def ways() -> tuple[tuple[str, ...], ...]:
    """All ways from Alice to Bob, the shortest first."""
    def km(way):
        return sum(_KM[step if step in _KM else step[::-1]] for step in zip(way, way[1:]))

    return tuple(sorted(map(tuple, nx.all_simple_paths(network().graph, "alice", "bob")), key=km))


def _links(way):
    return [next(i for i, ends in enumerate(LINKS) if set(ends) == set(step)) for step in zip(way, way[1:])]


_WAYS = [_links(way) for way in ways()]
_LONG = [sum(_KM[_ENDS[i]] for i in way) for way in _WAYS]
_NAMES = [" and ".join(_PLACES[node][0] for node in way[1:-1][-2:]) if len(way) < 5 else
          f"{', '.join(_PLACES[node][0] for node in way[1:-2])} and {_PLACES[way[-2]][0]}" for way in ways()]
_MOST = max(map(len, _WAYS))
_START = str(next(k for k, way in enumerate(ways()) if way == networks.shortest_path(network(), "alice", "bob", brings="pairs").nodes))


class EntanglementRouter(Widget):
    """A map of links that differ, and a plane of the two things that count, with every way as a dot."""

    title = "Entanglement router"
    caption = ("Kilometres do not choose the way. A pair has to wait for the slowest of its links, and somewhat longer; its fidelity is "
               "made of all of them, since their weights multiply. Neither alone says which way is best: it is the soonest of those "
               "that are good enough, and where the floor moves, the best way may be another one.")
    leaves_out = ("The map and its links are made up. Every link tries from an empty memory until it has a pair, at its own rate. Once all "
                  "have one, all swap at once, and if one swap fails everything begins anew. Pairs are Werner pairs, memories do not "
                  "fade, swaps are perfect when they work, messages take no time, nobody else asks for pairs, and none are purified.")
    main = ("way", "floor")
    folded = ("ps", "link", *(f"{number}{i}" for i in range(len(LINKS)) for number in "fr"))
    controls = (
        Choice("way", "A pair goes by", {str(k): f"{name}, {km:.0f}\u00a0km" for k, (name, km) in enumerate(zip(_NAMES, _LONG))},
               _START, select=True),
        Range("floor", "Fidelity must reach", 0.6, 0.98, 0.01, 0.85, readout="{floor:f2}"),
        Choice("ps", "A swap works", {"1": "always", "0.5": "half the time"}, "1"),
        Choice("link", "Change a link", {str(i): "\u2013".join(_PLACES[end][0] for end in ends) for i, ends in enumerate(LINKS)}, "1",
               select=True),
        *(control for i, (rate, fidelity) in enumerate(LINKS.values()) for control in (
            Choice(f"f{i}", "Its fidelity", {f"{value:g}": f"{value:.2f}" for value in _FIDELITIES}, f"{fidelity:g}", select=True,
                   when={"link": str(i)}),
            Choice(f"r{i}", "Its pairs a second", {f"{value}": f"{value}" for value in _RATES}, f"{rate}", select=True,
                   when={"link": str(i)}))),
        Seed(button="Try again"))
    views = (
        Map("", wide=True, tab="Ways", ends=list(USERS), nodes=[[key, *place] for key, place in _PLACES.items()],
            links=[[*ends] for ends in LINKS], ways=[[*way] for way in _WAYS], symbols=tuple(USERS),
            words={"touch": "Touch repeaters, links and dots.", "on": "On a link: its fidelity, and pairs a second.",
                   "label": "{f}, {r}/s", "x": "mean wait, seconds",
                   "y": "fidelity at the ends", "floor": "floor {value}", "wait": "wait by {name}, s", "f": "fidelity by {name}",
                   "kept": "no other way is both better and sooner than by {name}", "seconds": "{value}\u00a0s", "names": _NAMES,
                   "best": "best way, number (0: none)", "shortest": "shortest", "soonest": "best", "other": "no way beats it in both",
                   "worse": "another way beats it in both", "chosen": "your way"}),
        Steps("", wide=True, tab="Link by link", screen_only=True, words={
            "link": "{a}\u2013{b}", "f": "fidelity", "so": "so far", "wait": "mean wait, s", "end": "end to end",
            "f.of": "fidelity of link {n}", "run": "fidelity after link {n}", "naive": "if fidelities multiplied, after link {n}",
            "wait.of": "mean wait for link {n}, s", "ticks": "left: if fidelities multiplied, in the end {value}; right: the slowest link",
            "all": "fidelity from end to end", "all.wait": "mean wait from end to end, s", "slow": "longest mean wait of a link, s",
            "note": "The weights w\u00a0=\u00a0(4F\u00a0\u2212\u00a01)/3 multiply. The pair waits until all links are there: "
                    "longer than for the slowest of them."}),
        Try("", wide=True, tab="Try once", screen_only=True, most=ROUNDS, words={
            "link": "{a}\u2013{b}", "head": "One pair from end to end, this time", "seconds": "seconds", "mean": "mean {value}\u00a0s",
            "wait": "mean wait, s", "one": "Here after one round.", "some": "Here after {n} rounds: swaps failed {m} times.",
            "once": "Here after two rounds: swaps failed once.", "never": "Not here after {n} rounds.", "count": "rounds",
            "all": "seconds until the pair is there", "of": "link {n}, last round: seconds until its pair is there",
            "legend": ["tries for a pair", "the last one to get it", "swaps fail", "pair from end to end"]}))
    line = (
        "By {way}, a pair comes after {now.wait:f2}\u00a0s on average, with F\u00a0=\u00a0{now.f:f3}.",
        ({"way": _START}, "That is the shortest way."), ({"below": 1}, "It is not good enough: below the floor of {floor:f2}."),
        ({"isbest": 1}, "Of the ways that are good enough none is sooner."), ({"best": 0}, "No way reaches the floor of {floor:f2}."),
        *(({"best": k + 1, "isbest": 0}, f"The soonest that is good enough goes by {name}, {km:.0f}\u00a0km: "
           f"{{wait.{k}:f2}}\u00a0s, F\u00a0=\u00a0{{f.{k}:f3}}.") for k, (name, km) in enumerate(zip(_NAMES, _LONG))))
    tasks = (
        Task("Yours is the shortest way. Touch repeaters until yours is the best one. Then lower the floor to 0.80, and lift it to 0.90.",
             {}),
        Task("Make the shortest way the best one by improving its two links as little as you can. Is it enough to improve one of them?",
             {"floor": 0.8, "link": "7"}),
        Task("This is the best way. Under “More settings”, let swaps work half the time only: which way is the best now, and "
             "why not this one any more?",
             {"way": str(_NAMES.index("Ash, Oak and Yew"))}))
    paper = (
        Paper("The shortest way is slow, and not good enough.", {}),
        Paper("The best way above the floor.", {"way": str(_NAMES.index("Ash, Oak and Yew"))}),
        Paper("With a lower floor, another way is the best.", {"way": str(_NAMES.index("Elm and Yew")), "floor": 0.8}))

    def counted(self, state, known):
        """One try, as the scene has it: waits are drawn from exponential distributions, then each swap works or not."""
        way, works = _WAYS[int(state["way"])], float(state["ps"])
        draws = iter((dice.mulberry32(dice.start(state["seed"], "try"), ROUNDS * 2 * _MOST) / 2**32).tolist())
        total, number, swaps = 0.0, 0, [False]
        while not all(swaps) and number < ROUNDS:
            number += 1
            waits = [-math.log(1 - next(draws)) / float(state[f"r{i}"]) for i in way]
            swaps = [next(draws) < works for _ in way[1:]]
            total += max(waits)
        return {"try.all": total, "try.rounds": number, "try.here": all(swaps),
                **{f"try.t.{i}": waits[i] if i < len(way) else 0.0 for i in range(_MOST)}}

    def derive(self, n):
        for i in range(len(LINKS)):
            n[f"w.{i}"], n[f"wait.of.{i}"] = (4 * n[f"f{i}"] - 1) / 3, 1 / n[f"r{i}"]
            n[f"fid.{i}"], n[f"rate.{i}"] = n[f"f{i}"], n[f"r{i}"]
        many = range(len(_WAYS))
        for k, way in enumerate(_WAYS):
            n[f"f.{k}"] = (1 + 3 * math.prod((n[f"w.{i}"] for i in way[1:]), start=n[f"w.{way[0]}"])) / 4
            n[f"wait.{k}"] = self._longest(n, way) / n["ps"] ** (len(way) - 1)
            n[f"ok.{k}"] = n.flag(n[f"f.{k}"] >= n["floor"] - _SLACK)
            n[f"cost.{k}"] = n.where(n[f"ok.{k}"], n[f"wait.{k}"], _NEVER)
        n["least"] = n.min(*(n[f"cost.{k}"] for k in many))
        # Of equally soon ones the better.
        for k in many:
            n[f"lead.{k}"] = n[f"ok.{k}"] * n.flag(n[f"cost.{k}"] <= n["least"] * (1 + _SLACK)) * n[f"f.{k}"]
        n["lead"] = n.max(*(n[f"lead.{k}"] for k in many))
        n["best"] = n.where(n["lead"] <= 0, 0, n.first(((n[f"lead.{k}"] >= n["lead"] - _SLACK, k + 1) for k in many), 0))
        for k in many:
            n[f"kept.{k}"] = 1 - n.max(*(
                n.flag(n[f"wait.{j}"] <= n[f"wait.{k}"] * (1 + _SLACK)) * n.flag(n[f"f.{j}"] >= n[f"f.{k}"] - _SLACK) * n.max(
                    n.flag(n[f"wait.{j}"] < n[f"wait.{k}"] * (1 - _SLACK)), n.flag(n[f"f.{j}"] > n[f"f.{k}"] + _SLACK))
                for j in many if j != k))
        self._mine(n)

    def _longest(self, n, way):
        """Mean of the longest of exponential waits: each set of links waits 1/(sum of rates) for its first, counted in and out."""
        return sum((-1) ** (size + 1) * (1 / sum(n[f"rate.{i}"] for i in some))
                   for size in range(1, len(way) + 1) for some in combinations(way, size))

    def _mine(self, n):
        """The way that is looked at, link by link."""
        def chosen(value):
            first, *rest = (value(k, way) for k, way in enumerate(_WAYS))
            return n.first(((n.chosen("way", str(k)), one) for k, one in enumerate(rest, 1)), first)

        n["now.f"], n["now.wait"] = chosen(lambda k, _: n[f"f.{k}"]), chosen(lambda k, _: n[f"wait.{k}"])
        n["now.n"] = chosen(lambda _, way: len(way))
        n["below"], n["isbest"] = n.flag(n["now.f"] < n["floor"] - _SLACK), n.flag(chosen(lambda k, _: k + 1) == n["best"])
        w, naive = 1.0, 1.0
        for i in range(_MOST):
            def part(key, i=i):
                return chosen(lambda _, way: n[f"{key}.{way[i]}"] if i < len(way) else 0)

            n[f"s.f.{i}"], n[f"s.w.{i}"], n[f"s.wait.{i}"] = part("fid"), part("w"), part("wait.of")
            n[f"s.all.{i}"], n[f"s.naive.{i}"] = w * n[f"s.w.{i}"], naive * n[f"s.f.{i}"]
            w, naive = n[f"s.all.{i}"], n[f"s.naive.{i}"]
            n[f"s.run.{i}"] = n.where(n["now.n"] > i, (1 + 3 * w) / 4, 0)
        n["slowest"] = n.max(*(n[f"s.wait.{i}"] for i in range(_MOST)))
