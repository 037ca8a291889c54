from itertools import combinations

import numpy as np

from qedu import networks
from qedu.grading.answers import Parts, Vector
from qedu.grading.exercise import Call, Exercise

from ..common import Names, Rows

PLACES = ("Alma", "Bend", "Crag", "Dorn", "Eyot", "Fell", "Glen", "Holt", "Isle", "Knoll", "Lund", "Moor")


def fresh(key, link_keys, used):
    """The bits of each link's key that are next."""
    return [own[start:start + len(key)] for own, start in zip(link_keys, used)]


def served(key, used):
    return np.add(used, len(key))


def knowing(way, told):
    return {*way, *(["Eve"] if set(told) & set(way) else [])}


def _rows(*found):
    """Wrong models of the rows, from all arguments; the rest is left open."""
    return tuple(lambda key, way, link_keys, used, told, one=one: (one(key, link_keys, used), None, None) for one in found)


def _pads(*found):
    """Wrong models of the rows by the pads that they take."""
    def model(one):
        return lambda key, link_keys, used: [key ^ pad for pad in one(key, link_keys, used)]

    return _rows(*map(model, found))


def _counts(*found):
    """Wrong models of what has served; the rows are right."""
    return tuple(lambda key, way, link_keys, used, told, one=one: (
        [key ^ pad for pad in fresh(key, link_keys, used)], one(key, link_keys, np.array(used)), None) for one in found)


def _names(*found):
    """Wrong models of those who know the key; rows and numbers are right."""
    return tuple(lambda key, way, link_keys, used, told, one=one: (
        [key ^ pad for pad in fresh(key, link_keys, used)], served(key, used), one(way, set(told))) for one in found)


def _reveals(key, link_keys, used):
    """Whether some of the rows add up to the key."""
    def condition(rows):
        rows = [row for row in rows if len(row) == len(key)][:6]
        return any((np.bitwise_xor.reduce(some) == key).all() for number in range(1, len(rows) + 1) for some in combinations(rows, number))

    return condition


def _gives_pad(key, link_keys, used):
    """Whether some row is a piece of a link's key."""
    def condition(rows):
        pads = [*fresh(key, link_keys, used), *(own[:len(key)] for own in link_keys)]
        return any(np.array_equal(row, pad) for row in rows for pad in pads)

    return condition


def _joined(key, link_keys, used):
    """What each node between the ends knows of the links on both of its sides, added up."""
    pads = fresh(key, link_keys, used)
    return [key ^ pads[0], *(one ^ other for one, other in zip(pads, pads[1:]))]


class Relay(Exercise):
    """Ways of three to five nodes and keys of 24 to 40 bits; nodes that tell stand on the way, beside it, on both, or there is none."""

    answer = Parts(Rows(), Vector(), Names())
    example = Call(key=np.array([1, 0, 1]), way=["A", "T", "B"], link_keys=[np.array([0, 1, 0, 1, 1, 0, 1]), np.array([1, 1, 0, 0, 1, 1])],
                   used=[2, 1], told=["U"])

    def further(self, rng):
        sizes = rng.permutation([3, 4, 5, int(rng.integers(3, 6))])
        return [self.drawn(rng, int(size), kind) for size, kind in zip(sizes, rng.permutation(["on", "off", "both", "none"]))]

    def draw(self, rng, size, kind):
        names = [PLACES[place] for place in rng.permutation(len(PLACES))]
        way, beside = names[:size], names[size:]
        told = beside[:int(rng.integers(2, 4))] if kind in ("off", "both") else []
        if kind in ("on", "both"):
            told.insert(1, way[int(rng.integers(1, size - 1))])         # neither the first nor the last of several
        n = int(rng.integers(24, 41))
        used = [int(number) for number in rng.permutation(np.arange(3, 40))[:size - 1]]
        link_keys = [rng.integers(0, 2, start + n + int(rng.integers(3, 30))) for start in used]
        return Call(key=rng.integers(0, 2, n), way=way, link_keys=link_keys, used=used, told=told)

    def right(self, key, way, link_keys, used, told):
        done = networks.relay_key(key, way, link_keys=[own[start:] for own, start in zip(link_keys, used)], tag_bits=0)
        knows = [*done.who_knows, *(["Eve"] if networks.who_knows(way, compromised=told) else [])]
        return [hop.message for hop in done.hops], np.add(used, done.consumed), knows

    wrong = {
        "reveals": _rows(_reveals),
        "gives_pad": _rows(_gives_pad),
        "used_twice": _pads(lambda key, own, used: [one[:len(key)] for one in own]),
        "other_place": _pads(lambda key, own, used: [one[-len(key):] for one in own],
                             lambda key, own, used: [one[start + 1:][:len(key)] for one, start in zip(own, used)],
                             lambda key, own, used: [one[start - 1:][:len(key)] for one, start in zip(own, used)]),
        "other_link": _pads(lambda key, own, used: fresh(key, own, used)[:1] * len(own),
                             lambda key, own, used: fresh(key, own, used)[-1:] * len(own),
                            lambda key, own, used: [own[0][:len(key)]] * len(own), lambda key, own, used: fresh(key, own, used)[::-1]),
        "not_opened": _pads(lambda key, own, used: np.bitwise_xor.accumulate(fresh(key, own, used)),
                            lambda key, own, used: np.bitwise_xor.accumulate([one[:len(key)] for one in own])),
        "joined": _rows(_joined),
        "not_xor": tuple(model for change in (np.bitwise_and, np.bitwise_or, np.add, np.subtract) for model in _rows(
            lambda key, own, used, change=change: [change(key, pad) for pad in fresh(key, own, used)])),
        "row_count": (lambda key, way, link_keys, used, told: (lambda rows: len(rows) != len(link_keys), None, None),),
        "this_key_only": _counts(lambda key, own, used: len(key) + 0 * used),
        "as_before": _counts(lambda key, own, used: used),
        "added_up": _counts(lambda key, own, used: used.sum() + len(key) * len(used), lambda key, own, used: len(key) * len(used),
                            lambda key, own, used: len(key), lambda key, own, used: used + len(key) * len(used)),
        "what_is_left": _counts(lambda key, own, used: list(map(len, own)) - used - len(key),
                                lambda key, own, used: list(map(len, own)) - used),
        "relays_forgotten": _names(lambda way, told: lambda names: names - told - {"Eve"} == {way[0], way[-1]} - told),
        "end_forgotten": _names(lambda way, told: lambda names: not names >= {way[0], way[-1]}),
        "told_beside": _names(*(lambda way, told, eve=eve: {*way, *told} | eve(way, told) for eve in (
            lambda way, told: {"Eve"} if told else set(), lambda way, told: {"Eve"} if told & {*way} else set(), lambda way, told: set(),
            lambda way, told: {"Eve"}))),
        "listener_knows": _names(lambda way, told: {*way, "Eve"}),
        "any_who_tells": _names(lambda way, told: {*way, "Eve"} if told else {*way}),
        "eve_never": _names(lambda way, told: {*way}),
    }
