import numpy as np

from qedu import networks
from qedu.grading.answers import Positions
from qedu.grading.exercise import Call, Exercise


def key(day, *ways):
    return {"day": day, "ways": [list(way) for way in ways]}


def told(since=lambda since, kept: since - kept, until=lambda since: np.inf, end_since=lambda since: -np.inf,
         counts=lambda way: way, on_way=any, ways=all, key_falls=lambda key: True, ends_of=lambda one, all_keys: ends(one["ways"][0])):
    """A model of the positions: from which day on a node's keys fall, which nodes of a way count, how nodes and ways are joined, and
    which nodes are the ends of a key."""
    def model(deliveries, compromised, kept_days):
        def tells(name, one):
            if name not in compromised:
                return False
            ends = ends_of(one, deliveries)
            first = end_since(compromised[name]) if name in ends else since(compromised[name], kept_days)
            return first <= one["day"] <= (np.inf if name in ends else until(compromised[name]))

        return [position for position, one in enumerate(deliveries)
                if key_falls(one) and ways(on_way(tells(name, one) for name in counts(way)) for way in one["ways"])]

    return model


def on_the_first_day(day):
    """All nodes begin to tell on a day that is found from those of all."""
    def model(deliveries, compromised, kept_days):
        return told()(deliveries, dict.fromkeys(compromised, day(compromised.values())), kept_days)

    return model


def whole(kept):
    """From some day on all keys fall, whichever way they went."""
    def model(deliveries, compromised, kept_days):
        first = min(compromised.values()) - kept * kept_days
        return [position for position, one in enumerate(deliveries) if one["day"] >= first]

    return model


def one_on_all(deliveries, compromised, kept_days):
    """A key falls if one and the same node, on each of its ways, tells it."""
    return [position for position, one in enumerate(deliveries)
            if any(told()([key(one["day"], *one["ways"])], {name: day}, kept_days) for name, day in compromised.items())]


def right(deliveries, compromised, kept_days):
    keys = [networks.Delivery(one["ways"], one["day"]) for one in deliveries]
    lost = {id(one) for one in networks.keys_lost(keys, compromised, kept_days=kept_days)}
    return [position for position, one in enumerate(keys) if id(one) in lost]


def between(way):
    return way[1:-1]


def ends(way):
    return [way[0], way[-1]]


def safe(deliveries, compromised, kept_days):
    return sorted({*range(len(deliveries))} - {*right(deliveries, compromised, kept_days)})


def end_erases(deliveries, compromised, kept_days):
    return told(end_since=lambda since: since - kept_days)(deliveries, compromised, kept_days)


WRONG = {
    "only_after": (told(since=lambda since, kept: since, end_since=lambda since: since), told(since=lambda since, kept: since)),
    "only_past": (told(until=lambda since: since), told(until=lambda since: since - 1)),
    "for_ever": told(since=lambda since, kept: -np.inf),
    "later": (told(since=lambda since, kept: since + kept), told(since=lambda since, kept: since + kept, end_since=lambda s: s)),
    "end_erases": (end_erases, told(end_since=lambda since: since)),
    "one_end": tuple(told(ends_of=lambda one, _, place=place: [one["ways"][0][place]]) for place in (0, -1)),
    "ends_of_others": told(ends_of=lambda _, keys: [name for other in keys for name in ends(other["ways"][0])]),
    "last_day": told(since=lambda since, kept: since - kept + 0.5),
    "any_way": told(ways=any),
    "two_ways_safe": (told(key_falls=lambda one: len(one["ways"]) == 1), one_on_all),
    "first_way": (told(ways=next), told(ways=lambda found: list(found)[-1])),
    "all_nodes": told(on_way=all, counts=between),
    "nothing": lambda **given: [],
    "first_day": (on_the_first_day(min), on_the_first_day(max)),
    "whole_network": (whole(0), whole(1)),
    "between_only": told(counts=between),
    "ends_only": told(counts=ends),
    "safe": safe,
    "days": lambda **given: [given["deliveries"][position]["day"] for position in right(**given)],
    "from_one": lambda **given: [1 + position for position in right(**given)],
    "truth_values": lambda **given: [position in right(**given) for position in range(len(given["deliveries"]))],
}


class Lost(Exercise):
    """Fifteen to seventeen keys in an order that is not that of their days; each slip gives other positions on every draw."""

    answer = Positions()
    example = Call(deliveries=[key(11, "ATB"), key(17, "ATB"), key(30, "BTC"), key(25, "AUB"), key(22, "ATB", "AUB"), key(15, "CTA")],
                   compromised={"T": 20}, kept_days=5)

    def draw(self, rng):
        kept = int(rng.integers(6, 13))
        first = int(rng.integers(kept + 6, kept + 15))
        second, end = first + kept + int(rng.integers(3, 9)), int(rng.integers(kept + 8, kept + 25))
        tells, late, safe, other = rng.permutation(list("TUVW")).tolist()
        a, b, c = rng.permutation(list("ABC")).tolist()         # c is an end that tells

        def day(low, high):
            return int(rng.integers(low, high))

        after = second + 1
        keys = [
            key(first - kept, [a, tells, b]),                                       # the last day that is kept
            key(day(first - kept + 1, first), [b, safe, tells, a]),                 # kept, and one node of two is enough
            key(day(1, first - kept), [a, tells, b]),                               # erased
            key(day(first, first + kept), [a, tells, b]),
            key(day(first + kept, first + kept + 15), [b, tells, a]),
            key(day(first + 1, second - kept), [a, late, b]),                       # the other one does not tell yet
            key(day(after, after + 20), *rng.permutation([[a, tells, b], [a, safe, b]]).tolist()),      # one way of two
            key(day(after, after + 20), [a, safe, b], [a, late, b]),
            key(day(after, after + 20), [b, late, a], [b, tells, other, a]),        # a node on each way
            key(day(after, after + 20), [b, other, safe, a]),                       # none
            key(day(1, end - kept), [c, other, a]),                                 # an end, long before, the first or the last
            key(day(1, end - kept), [b, other, c]),
            key(day(1, end - kept), [a, c, b]),                                     # erased, by what is an end of others
            key(day(end - kept, end), [b, safe, c], [b, other, c]),
            key(day(end, end + 20), [c, safe, b]),
            *[key(day(after, after + 20), [a, safe, tells, b], [a, tells, other, b])][:day(0, 2)],      # one node on both ways
            *[key(day(1, first - kept), [b, late, a], [b, safe, a])][:day(0, 2)],
        ]
        since = [(tells, first), (late, second), (c, end), ("Z", day(1, 9))]
        return Call(deliveries=[keys[place] for place in rng.permutation(len(keys))],
                    compromised={name: start for name, start in (since[place] for place in rng.permutation(4))}, kept_days=kept)

    def right(self, deliveries, compromised, kept_days):
        return right(deliveries, compromised, kept_days)

    wrong = WRONG
