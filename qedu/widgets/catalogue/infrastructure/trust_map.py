"""Trust map (chapter C14): nodes that tell, and whose keys fall; several ways; a link that is cut."""

from functools import cache
from itertools import combinations

from qedu import networks
from qedu.widgets import Choice, Paper, Task, Widget, frame, scene

Map = scene("trust-map", "nodes users links pairs words")
Sets = scene("trust-sets", "words")
Cuts = scene("trust-cuts", "words")

#: Places on the map, of 400 by 300: trusted nodes, and users at the edge.
NODES = {"park": ("Park", 128, 92), "gate": ("Gate", 205, 58), "hill": ("Hill", 282, 92), "moor": ("Moor", 312, 156),
         "dock": ("Dock", 282, 220), "quay": ("Quay", 205, 250), "fort": ("Fort", 128, 220), "mill": ("Mill", 96, 156)}
USERS = {"lab": ("Lab", 62, 36), "bank": ("Bank", 382, 112), "court": ("Court", 268, 288), "clinic": ("Clinic", 36, 258)}
#: Kilobits a second of every link.
LINKS = {
    ("lab", "park"): 40, ("lab", "gate"): 12, ("lab", "mill"): 10, ("bank", "moor"): 40, ("bank", "hill"): 15, ("bank", "dock"): 6,
    ("court", "quay"): 30, ("court", "dock"): 5, ("clinic", "fort"): 20, ("park", "gate"): 12, ("gate", "hill"): 10, ("hill", "moor"): 12,
    ("moor", "dock"): 8, ("dock", "quay"): 5, ("quay", "fort"): 18, ("fort", "mill"): 4, ("mill", "park"): 15, ("park", "moor"): 30,
    ("park", "quay"): 25}
PAIRS = tuple(combinations(USERS, 2))
#: Most ways of a key.
MOST = 3
_NAMES = {key: place[0] for key, place in (NODES | USERS).items()}
_ENDS = {"_".join(ends): ends for ends in LINKS}
_BOTH = {"_".join(pair): pair for pair in PAIRS}
_BITS = range(len(NODES))


@cache
def network() -> networks.Network:
    """The network of the map."""
    return networks.Network([*(networks.Node(key) for key in NODES), *(networks.Node(key, "user") for key in USERS)],
                            [networks.Connection(*ends, key_rate=1e3 * rate) for ends, rate in LINKS.items()])


@cache
def _routes(pair, ways, cut):
    net = network() if cut == "none" else network().without((), [_ENDS[cut]])
    if ways == "apart":
        return networks.disjoint_routes(net, *pair)
    return networks.key_paths(net, *pair, k=2)[:1 if ways == "one" else 2]


def _rate(routes):
    """Kilobits of key a second if every way carries a share of each bit: links that several ways pass divide what they have."""
    steps = [frozenset(step) for route in routes for step in route.steps]
    return min((LINKS[ends] / use for ends in LINKS if (use := steps.count(frozenset(ends)))), default=0.0)


class TrustMap(Widget):
    """A ring with chords: nodes are made to tell, links are cut, and six keys fall, hold, or find another way."""

    title = "Trust map"
    caption = ("A key that is passed on is known to every node that passes it on. Sent in shares over ways without a common node, it falls "
               "only when a node tells on each of them, and each share uses up key of its own. A second way that meets the first one is "
               "no help there, and no number of ways helps a user who has a single access.")
    leaves_out = ("The city and its rates are made up. Eve controls the nodes that tell, and reads whatever is sent in the open; the links "
                  "keep their keys, every message is authenticated, the other nodes are silent, and so are the users. Shares go as "
                  "one-time pads and are added up bit by bit. Every pair has the network to itself. QKD prevents none of the cuts.")
    main = ("ways", "pair")
    folded = ("pick", *NODES, "cut")
    controls = (
        Choice("ways", "A key goes", {"one": "one way", "two": "two best", "apart": "apart"}, "one"),
        Choice("pair", "Look at the key of", {key: f"{_NAMES[a]} and {_NAMES[b]}" for key, (a, b) in _BOTH.items()}, "lab_bank",
               select=True),
        Choice("pick", "Choose a node", {key: _NAMES[key] for key in NODES}, "park", select=True),
        *(Choice(key, "This node", {"0": "is silent", "1": "tells all"}, "1" if key == "park" else "0", when={"pick": key})
          for key in NODES),
        Choice("cut", "Cut a link", {"none": "none is cut", **{key: f"{_NAMES[a]}\u2013{_NAMES[b]}" for key, (a, b) in _ENDS.items()}},
               "none", select=True))
    views = (
        Map("", wide=True, tab="Map", nodes=[[key, *place] for key, place in NODES.items()],
            users=[[key, *place] for key, place in USERS.items()], links=[[key, *ends, LINKS[ends]] for key, ends in _ENDS.items()],
            pairs=[[key, *pair] for key, pair in _BOTH.items()], words={
                "keys": "Six keys", "falls": "falls", "knows": "Eve knows it", "holds": "holds", "none": "no way",
                "rate": "{rate}\u00a0kbit/s", "moved": "detour", "touch": "Touch nodes, links and keys.", "told": "{name} tells",
                "way": "{pair}, way {n}", "by": "by {names}", "lost": "key of {pair} falls", "speed": "key of {pair}, kbit/s",
                "other": "key of {pair} goes another way", "legend": ["tells all it knows", "trusted node", "user"],
                "thick": "The thicker a link, the more key a second."}),
        Sets("", wide=True, tab="Who breaks it", screen_only=True, words={
            "head": "Key of {pair}", "ways": ["no way", "one way", "two ways", "three ways"], "cell": "{a} and {b} break it",
            "one": "{a} alone breaks it", "singles": "One is enough: {n} of 8", "pairs": "Two together: {n} of 28 pairs",
            "trios": "Three together: {n} of 56", "count.1": "nodes that break it alone",
            "count.2": "pairs that break it, of which neither does alone", "count.3": "threes that break it, and no less of them",
            "no": "Nobody: there is no key.", "touch": "Touch a square to make these two tell.", "alone": "one alone is enough",
            "both": "both are needed", "each": "A node of each way is needed:", "one.way": "{n}. {names}", "more": "one of them is enough",
            "safe": "not enough"}),
        Cuts("", wide=True, tab="Cut a link", screen_only=True, words={
            "head": "If one link is cut", "what": "key left to the six pairs, kbit/s, one way each", "left": "cut {name}: kbit/s left",
            "lost": "cut {name}: pairs without a key", "moved": "cut {name}: keys that go another way", "none": "{n} without key",
            "other": "{n} rerouted", "all": "kbit/s with no link cut"}))
    line = (
        ({"told": 0}, "No node tells: of each key only its two users know."),
        ({"told": 1}, "One node tells all it knows, and Eve has {fallen:int} of {served:int} keys."),
        ({"told": [">", 1]}, "Now {told:int} nodes tell all they know, and Eve has {fallen:int} of {served:int} keys."),
        ({"now.n": 0}, "{pair} have no way left, and no key."),
        *(({"now.n": k + 1}, f"That of {{pair}} goes {words}, {{now.rate:f1}}\u00a0kbit/s.")
          for k, words in enumerate(("one way", "two ways at once", "three ways at once"))),
        ({"now.n": 1, "ways": "apart"}, "All ways of this pair meet in one node."),
        ({"now.n": [">", 0], "now.singles": 1}, "One node could break it alone."),
        ({"now.n": [">", 0], "now.singles": [">", 1]}, "Each of {now.singles:int} nodes could break it alone."),
        ({"now.n": [">", 0], "now.singles": 0, "now.pairs": [">", 0]}, "No node breaks it alone; {now.pairs:int} pairs of nodes do."),
        ({"now.n": [">", 0], "now.singles": 0, "now.pairs": 0}, "No two nodes break it; {now.trios:int} sets of three do."),
        ({"cut": ["!=", "none"], "rerouted": 1}, "After the cut one key goes another way."),
        ({"cut": ["!=", "none"], "rerouted": [">", 1]}, "After the cut {rerouted:int} keys go another way."),
        ({"missing": 1}, "One pair has no key."), ({"missing": [">", 1]}, "For {missing:int} pairs there is no key."))
    tasks = (
        Task("One node of eight tells. Let keys go two best ways, then ways apart. Which of the two helps, and why? "
             "What does it cost in kbit/s?", {}),
        Task("All keys go ways apart, and still Fort alone knows three of them. Which pairs are they, and what would have to be built?",
             {"ways": "apart", "park": "0", "fort": "1", "pick": "fort", "pair": "lab_clinic"}),
        Task("Nobody tells, but somebody cuts. Find the one cut that takes keys away, and those after which all go on with less. "
             "The tab Cut a link has them all.", {"park": "0", "cut": "park_quay", "pair": "lab_court"}))
    paper = (
        Paper("One way each, and Park tells.", {}),
        Paper("The two best ways of Lab and Bank meet in Park.", {"ways": "two"}),
        Paper("Ways apart: Park knows one share of three.", {"ways": "apart"}))

    @frame
    def found(self, ways, cut):
        """For every pair the nodes of its ways: as digits in order, and as bits; key a second; whether a cut has moved it."""
        places, out = {key: i for i, key in enumerate(NODES)}, {}
        for key, pair in _BOTH.items():
            routes = _routes(pair, ways, cut)
            for w in range(MOST):
                nodes = [places[name] for name in routes[w].relays] if w < len(routes) else []
                code = 0
                for i in nodes:
                    code = 9 * code + i + 1
                out |= {f"way.{key}.{w}": code, f"bits.{key}.{w}": sum(2**i for i in nodes)}
            before = _routes(pair, ways, "none")
            out |= {f"n.{key}": len(routes), f"rate.{key}": _rate(routes),
                    f"moved.{key}": bool(routes) and {route.nodes for route in routes} != {route.nodes for route in before}}
        return out

    @frame
    def cuts(self):
        """What is left for one way each if a link is cut."""
        out = {}
        for key, ends in _ENDS.items():
            damage = networks.denial(network(), PAIRS, connections=[ends])
            out |= {f"left.{key}": damage.rate_after / 1e3, f"lost.{key}": damage.lost, f"other.{key}": damage.rerouted,
                    "before": damage.rate_before / 1e3}
        return out

    def derive(self, n):
        for key in _BOTH:
            for w in range(MOST):
                hit = n.max(*(n[node] * self._bit(n, f"bits.{key}.{w}", i) for i, node in enumerate(NODES)))
                n[f"hit.{key}.{w}"] = n.where(n[f"n.{key}"] > w, hit, 1)
            n[f"falls.{key}"] = n.where(n[f"n.{key}"] < 1, 0, n.min(*(n[f"hit.{key}.{w}"] for w in range(MOST))))
        for node in NODES:
            n[f"told.{node}"] = n[node]
        n["told"], n["fallen"] = sum(n[node] for node in NODES), sum(n[f"falls.{key}"] for key in _BOTH)
        n["served"] = sum(n.flag(n[f"n.{key}"] > 0) for key in _BOTH)
        n["missing"], n["rerouted"] = len(PAIRS) - n["served"], sum(n[f"moved.{key}"] for key in _BOTH)
        self._look(n)

    def _bit(self, n, key, i):
        return n.floor(n[key] / 2**i) - 2 * n.floor(n[key] / 2 ** (i + 1))

    def _look(self, n):
        """Of the key that is looked at: which nodes break it, alone, in pairs, in threes."""
        def chosen(number):
            first, *rest = _BOTH
            return n.first(((n.chosen("pair", key), n[number(key)]) for key in rest), n[number(first)])

        n["now.n"], n["now.rate"], n["now.falls"] = (chosen(lambda key, part=part: f"{part}.{key}") for part in ("n", "rate", "falls"))
        for w in range(MOST):
            n[f"now.bits.{w}"] = chosen(lambda key, w=w: f"bits.{key}.{w}")
            for i in _BITS:                                   # a way that is not there is hit by anybody
                n[f"on.{w}.{i}"] = n.where(n["now.n"] > w, self._bit(n, f"now.bits.{w}", i), 1)

        def breaks(*some):
            hit = n.min(*(n.max(0, *(n[f"on.{w}.{i}"] for i in some)) for w in range(MOST)))
            return n.where(n["now.n"] < 1, 0, hit)

        for i in _BITS:
            n[f"set.{i}"] = breaks(i)
        for i, j in combinations(_BITS, 2):
            n[f"set.{i}.{j}"] = breaks(i, j)
        n["now.singles"] = sum(n[f"set.{i}"] for i in _BITS)
        n["now.pairs"] = sum(n[f"set.{i}.{j}"] * (1 - n[f"set.{i}"]) * (1 - n[f"set.{j}"]) for i, j in combinations(_BITS, 2))
        n["now.trios"] = sum(breaks(i, j, k) * (1 - n.max(n[f"set.{i}.{j}"], n[f"set.{i}.{k}"], n[f"set.{j}.{k}"]))
                             for i, j, k in combinations(_BITS, 3))
