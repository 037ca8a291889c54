import math
from functools import lru_cache
from itertools import combinations

import numpy as np

from qedu import networks
from qedu.grading.answers import Number, Parts, Ratio
from qedu.grading.exercise import Call, Exercise

from ..common import Names

PLACES = ("Alma", "Bend", "Crag", "Dorn", "Eyot", "Fell", "Glen", "Holt", "Isle", "Knoll", "Lund", "Moor")


class Fidelity(Number):
    """A fidelity, near another one only if rounding may be the reason: wrong rules come as near as a hundredth."""

    def close(self, value, expected):
        return abs(value - expected) <= 6e-4


class Answer(Parts):
    """A way and its figures; a wrong model gives a list of answers, of which any will do."""

    def resembles(self, value, model):
        return any(super(Answer, self).resembles(value, one) for one in model)


@lru_cache(maxsize=4096)
def longest(rates):
    """Mean seconds until all links have made a pair: by inclusion and exclusion over the links that are still without one."""
    return sum((-1) ** (len(some) + 1) / sum(some) for number in range(1, len(rates) + 1) for some in combinations(rates, number))


def steps(rates):
    """What equal links take, in waits of one of them."""
    return sum(1 / number for number in range(1, len(rates) + 1))


def weight(fidelity):
    return (4 * fidelity - 1) / 3


def product_of_weights(fidelities):
    return math.prod(map(weight, fidelities))


@lru_cache(maxsize=4096)
def swapped(fidelities):
    return (1 + 3 * product_of_weights(fidelities)) / 4


def ways(links, a, b):
    """All ways, in the order in which the function that students get finds them: names, kilometres, rates and fidelities."""
    found, begun = [], [((a,), ())]
    for names, used in begun:
        if names[-1] == b:
            km, rates, fidelities = (tuple(link[entry] for link in used) for entry in ("km", "rate", "fidelity"))
            found.append((names, sum(km), rates, fidelities))
            continue
        for link in links:
            if names[-1] in link["ends"]:
                other = link["ends"][link["ends"][0] == names[-1]]
                if other not in names:
                    begun.append(((*names, other), (*used, link)))
    return found


def chosen(links, a, b, floor, *, known=None, wait=longest, fidelity=swapped, enough=None, order=None, said=None):
    """The way, its wait and its fidelity, with anything in them done otherwise, as a list of all that are equally good.

    `enough` says whether fidelities are good enough for the floor, `order` what the best way has least of, out of what there is to know.
    """
    enough = enough or (lambda fidelities, floor: fidelity(fidelities) >= floor)
    order = order or (lambda names, km, rates, fidelities: wait(rates))
    left = [(order(*way), way) for way in known or ways(links, a, b) if enough(way[3], floor)]
    least = min((rank for rank, _ in left), default=0)
    return [(names, wait(rates), (said or fidelity)(fidelities)) for rank, (names, _, rates, fidelities) in left if rank == least]


def _model(**options):
    return lambda links, a, b, floor, known=None: chosen(links, a, b, floor, known=known, **options)


def one_each(links, a, b, floor, known=None):
    """The way that is found if only the quickest beginning is kept for each node."""
    begun, kept = [(0.0, (a,), (), ())], set()
    while begun:
        first = min(begun)
        begun.remove(first)
        seconds, names, rates, fidelities = first
        if names[-1] == b:
            return [(names, seconds, swapped(fidelities))]
        if names[-1] in kept:
            continue
        kept.add(names[-1])
        for link in links:
            if names[-1] in link["ends"]:
                other = link["ends"][link["ends"][0] == names[-1]]
                more = (*rates, link["rate"]), (*fidelities, link["fidelity"])
                if other not in names and swapped(more[1]) >= floor:
                    begun.append((longest(more[0]), (*names, other), *more))
    return []


def _changed(change):
    """A wrong model that changes the right answer at the end."""
    return lambda links, a, b, floor, known=None: [change(*answer) for answer in chosen(links, a, b, floor, known=known)]


def anything(fidelities, floor):
    return True


#: What somebody might choose by instead of the mean time: the narrowest link, the waits added up, time and fidelity together.
OTHERWISE = tuple(_model(order=order) for order in (
    lambda names, km, rates, fids: -min(rates), lambda names, km, rates, fids: sum(1 / rate for rate in rates),
    lambda names, km, rates, fids: longest(rates) / swapped(fids),
    lambda names, km, rates, fids: longest(rates) / product_of_weights(fids)))


LINKS = [
    {"ends": ("A", "R"), "km": 20, "rate": 150, "fidelity": 0.97}, {"ends": ("R", "B"), "km": 25, "rate": 25, "fidelity": 0.9},
    {"ends": ("A", "S"), "km": 30, "rate": 80, "fidelity": 0.96}, {"ends": ("S", "T"), "km": 15, "rate": 60, "fidelity": 0.98},
    {"ends": ("T", "B"), "km": 30, "rate": 90, "fidelity": 0.97}, {"ends": ("R", "T"), "km": 12, "rate": 200, "fidelity": 0.8},
]


class Path(Exercise):
    """Networks of up to seven repeaters in which the floor shuts out the quickest way; each slip shows somewhere, and no two alike."""

    answer = Answer(Names(ordered=True), Ratio(0), Fidelity(0, 1))
    example = Call(links=LINKS, a="A", b="B", floor=0.8)
    draws = 3

    def calls(self, rng):
        models = [*self.models(), ("floor of the example", lambda links, a, b, floor, known: chosen(
            links, a, b, self.example.arguments["floor"], known=known))]
        while True:
            drawn = [self.drawn(rng, links) for links in (self._any, self._planned, self._close)]
            if self._tells([[model(**call.arguments, known=known) for model in (chosen, *(one for _, one in models))]
                            for call, known in drawn], models):
                break
        calls = [self.example, *(drawn[place][0] for place in rng.permutation(len(drawn)))]
        return calls, [self._right_example, *(self.right(**call.arguments) for call in calls[1:])]

    def draw(self, rng, between):
        """A network, and its ways; the floor shuts out the quickest, and others besides."""
        names = [PLACES[place] for place in rng.permutation(len(PLACES))]
        links = [{"ends": (names[i], names[j])[::rng.choice([1, -1])], "km": int(rng.integers(8, 70)), "rate": round(float(rate), 1),
                  "fidelity": round(float(fidelity), 3)} for i, j, rate, fidelity in between(rng)]
        links = [links[place] for place in rng.permutation(len(links))]
        known = sorted(ways(links, names[0], names[1]), key=lambda way: longest(way[2]))
        good = [swapped(way[3]) for way in known]
        if len(good) < 4 or max(good[:2]) > 0.98 * max(good[2:]):
            return None
        low, high = max(good[:2]), max(good if between == self._any else good[:4])
        floor = round(float(rng.uniform(low, (low + high) / 2)), 3)
        given = {"links": links, "a": names[0], "b": names[1], "floor": floor}
        # Of the slips these two shut out more than they should, and should still find some way.
        if (all(abs(one - floor) > 1e-3 for one in good) and any(product_of_weights(way[3]) > floor for way in known)
                and one_each(**given) and (between != self._close or self._tempts(given, known))):
            return Call(**given), known

    @staticmethod
    def _any(rng):
        """Links between two places each, with a rate and a fidelity; seldom one that joins the ends, which are places 0 and 1."""
        for i, j in combinations(range(6), 2):
            if rng.random() < (0.6 if j > 1 else 0.2):
                yield i, j, np.exp(rng.uniform(2, 5.5)), rng.uniform(0.85, 0.99)

    @staticmethod
    def _planned(rng):
        """Links that make a best way and, for each slip, another one that it takes; place 2 has a quick beginning and a good one."""
        for i, j, rate, least in ((0, 3, 200, 0.93), (3, 2, 200, 0.93), (3, 1, 200, 0.7), (0, 4, 80, 0.965), (4, 2, 80, 0.965),
                                  (2, 1, 80, 0.94), (0, 6, 25, 0.95), (6, 1, 25, 0.95), (0, 5, 10, 0.98), (5, 1, 10, 0.98),
                                  (5, 6, 2, 0.965), (0, 1, 5, 0.88)):
            yield i, j, rate * rng.uniform(1, 1.6), least + rng.uniform(0, 0.015)

    @staticmethod
    def _close(rng):
        """Links of five ways apart: two are quick and bad; the best has three links, the narrowest of which is narrower than all of another
        way; and one, of hardly more time, has a smaller sum of waits and a better pair."""
        for i, j, rate, least in ((0, 2, 300, 0.75), (2, 1, 300, 0.75), (0, 3, 250, 0.75), (3, 1, 250, 0.75), (0, 4, 150, 0.945),
                                  (4, 5, 60, 0.945), (5, 1, 150, 0.945), (0, 6, 48, 0.975), (6, 1, 400, 0.975),
                                  (0, 7, 70, 0.96), (7, 8, 70, 0.96), (8, 1, 70, 0.96)):
            yield i, j, rate * rng.uniform(1, 1.1), least + rng.uniform(0, 0.015)

    @staticmethod
    def _tempts(given, known):
        """Whether each other measure of a way finds another one."""
        (names, *_), = chosen(**given, known=known)
        return all(answer[0] != names for model in OTHERWISE for answer in model(**given, known=known))

    @staticmethod
    def _tells(seen, models):
        """Whether each mistake finds a way in each network, is wrong in some network, and no two give the same answers."""
        def alike(one, other):
            return all(any(answer in others for answer in answers) for answers, others in zip(one, other))

        right, *wrong = zip(*seen)
        return all(map(all, seen)) and not any(
            alike(one, right) or any(alike(one, two) for two, (other, _) in zip(wrong, models) if other != key)
            for one, (key, _) in zip(wrong, models))

    def right(self, links, a, b, floor):
        nodes = {name: networks.Node(name, "user" if name in (a, b) else "repeater") for link in links for name in link["ends"]}
        net = networks.Network(nodes.values(), [networks.Connection(
            *link["ends"], "entanglement", length_km=link["km"], pair_rate=link["rate"], fidelity=link["fidelity"]) for link in links])
        best = networks.best_pair_path(net, a, b, min_fidelity=floor)
        return best.nodes, best.wait_s, best.fidelity

    wrong = {
        "backwards": _changed(lambda names, *figures: (names[::-1], *figures)),
        "shortest": tuple(_model(enough=enough, order=order) for enough in (anything, None) for order in (
            lambda names, km, rates, fids: km, lambda names, km, rates, fids: len(rates))),
        "fidelities_multiplied": (_model(fidelity=math.prod), _model(said=math.prod)),
        "weakest_link": (_model(fidelity=min), _model(enough=lambda fids, floor: min(fids) >= floor)),
        "floor_ignored": _model(enough=anything),
        "best_fidelity": _model(order=lambda names, km, rates, fids: -swapped(fids)),
        "weight_returned": (_model(fidelity=product_of_weights), _model(said=product_of_weights)),
        "other_rule": tuple(_model(**{by: rule}) for by in ("fidelity", "said") for rule in (
            lambda fids: 1 - sum(1 - one for one in fids),
            lambda fids: (1 + math.prod(2 * one - 1 for one in fids)) / 2,
            lambda fids: (1 + 3 * math.prod((3 * one - 1) / 2 for one in fids)) / 4, lambda fids: sum(fids) / len(fids),
            lambda fids: (1 + math.prod(map(weight, fids))) / 2, lambda fids: math.prod(fids) + math.prod(1 - one for one in fids))),
        "rate_returned": _changed(lambda names, seconds, fidelity: (names, 1 / seconds, fidelity)),
        "ends_missing": (_changed(lambda names, *figures: (names[1:-1], *figures)), _changed(lambda names, *figures: (names[1:], *figures)),
                         _changed(lambda names, *figures: (names[:-1], *figures))),
        "waits_added": _model(wait=lambda rates: sum(1 / rate for rate in rates)),
        "slowest_alone": _model(wait=lambda rates: 1 / min(rates)),
        "all_alike": (_model(wait=lambda rates: steps(rates) / min(rates)),
                      _model(wait=lambda rates: steps(rates) * len(rates) / sum(rates))),
        "rates_added": (_model(wait=lambda rates: 1 / sum(rates)), _model(wait=lambda rates: len(rates) / sum(rates)),
                        _model(wait=lambda rates: sum(1 / rate for rate in rates) / len(rates)), _model(wait=lambda rates: 1 / max(rates))),
        "chosen_otherwise": OTHERWISE,
        "slowest_way": _model(order=lambda names, km, rates, fids: -longest(rates)),
        "one_each": one_each,
    }
