from itertools import combinations, product

import numpy as np

from qedu import networks
from qedu.grading.answers import AsRead, Bits, Parts, Unfit, sequence
from qedu.grading.exercise import Call, Exercise

from ..common import MOST, Rows, names

PLACES = ("Alma", "Bend", "Crag", "Dorn", "Eyot", "Fell", "Glen", "Holt", "Isle", "Knoll", "Lund", "Moor")

#: Ways by the numbers of the nodes between their ends: one node on all of them, one on two of them, none on two.
SHARED = ([[0, 1], [2, 1], [1]], [[0, 1], [2, 1, 3], [4, 1]], [[0], [1, 0, 2], [0, 3]])
IN_PART = ([[0, 1], [2, 1], [3, 4]], [[0, 1], [1, 2], [3]], [[0, 1], [2], [3, 1, 4]], [[0, 1], [2, 0], [3, 4], [5, 4]])
APART = ([[0, 1], [2]], [[0], [1, 2], [3]], [[0, 1], [2, 3]])


class Falls(Bits):
    """Truth values, in words of this exercise where they are none."""

    def read(self, value):
        try:
            return super().read(value)
        except Unfit as error:
            raise Unfit("no_answers" if error.key in ("text", "shape", "not_bits", "ragged") else error.key, **error.details) from None


class Sets(AsRead):
    """Sets of names, in any order; one name stands for the set of it."""

    def read(self, value):
        items = list(value) if isinstance(value, (set, frozenset)) else sequence(value)
        if items is None:
            raise Unfit("no_sets")
        if len(items) > MOST:
            raise Unfit("too_much")
        try:
            found = frozenset(names(item) for item in items)
        except Unfit:
            raise Unfit("no_sets") from None
        if any(name.startswith(("{", "frozenset")) for some in found for name in some):
            raise Unfit("no_sets")                  # a set in a set comes as a text
        return found


def split(key, coins):
    return [*coins, np.bitwise_xor.reduce(coins, axis=0) ^ key]


def between(ways):
    return [set(way[1:-1]) for way in ways]


def hits(ways, told, *, enough=all):
    """For each set of nodes that tell, whether it is met on enough of the ways."""
    return [enough(bool({*one} & {*way}) for way in ways) for one in told]


def hitting(ways, number, nodes=None):
    """Sets of so many nodes, out of these, of which one is on each way."""
    nodes = sorted(set().union(*between(ways))) if nodes is None else nodes
    return [some for some in combinations(nodes, number) if all({*some} & {*way} for way in ways)]


def smallest(ways):
    return next(found for number in range(1, len(ways) + 1) if (found := hitting(ways, number)))


def _rows(*found):
    """Wrong models of the shares; the rest is left open."""
    return tuple(lambda key, coins, ways, told, one=one: (one(key, coins), None, None) for one in found)


def _falls(*found):
    """Wrong models of whether Eve knows the key; the shares are right."""
    return tuple(lambda key, coins, ways, told, one=one: (split(key, coins), one(ways, told), None) for one in found)


def _sets(*found):
    """Wrong models of the smallest sets; the rest is right."""
    return tuple(lambda key, coins, ways, told, one=one: (split(key, coins), hits(ways, told), one(ways)) for one in found)


def _sum(rows, key):
    """The sum of shares, or what is no key if they differ in length or there are none."""
    return [*np.bitwise_xor.reduce(rows, axis=0)] if len(rows) and all(len(row) == len(key) for row in rows) else []


def _some(condition):
    """A wrong model of the sets by a condition on those that were found and on the smallest ones; where these are found, all is well."""
    def model(ways):
        wanted = {frozenset(some) for some in smallest(ways)}
        return lambda found: found == wanted or condition(found, wanted, between(ways))

    return model


def _last(change):
    """Wrong shares of which the last one alone is otherwise."""
    return lambda key, coins: [*coins, change(key, coins)]


def _pieces(key, coins):
    return np.array_split(key, len(coins) + 1)


class Shares(Exercise):
    """Two to four ways: with a node on all of them, with one on two of them, and with none on two.  Of the sets of nodes that tell, each
    meets all ways, some or none; one is an end,
    one has as many nodes as there are ways and misses one of them, and one has all nodes between the ends."""

    answer = Parts(Rows(), Falls(), Sets())
    example = Call(key=np.array([1, 0, 1, 1]), coins=np.array([[0, 1, 1, 1]]), ways=[["A", "T", "B"], ["A", "U", "V", "B"]],
                   told=[["T"], ["T", "V"], ["U", "V"]])

    def further(self, rng):
        drawn = [self.drawn(rng, plans[int(rng.integers(len(plans)))]) for plans in (SHARED, IN_PART, APART)]
        return [drawn[place] for place in rng.permutation(3)]

    def draw(self, rng, plan):
        places = [PLACES[place] for place in rng.permutation(len(PLACES))]
        a, b, beside, *inner = places
        ways = [[a, *(inner[place] for place in way), b] for way in plan]
        ways = [ways[place] for place in rng.permutation(len(ways))]
        nodes = sorted(set().union(*between(ways)))
        while True:
            told = [[a if rng.random() < 0.5 else b], [beside], list(smallest(ways)[0]), self._many(rng, ways, nodes, beside), nodes]
            for _ in range(3):
                told.append([nodes[place] for place in rng.permutation(len(nodes))[:int(rng.integers(1, 4))]])
            told = [told[place] for place in rng.permutation(len(told))]
            found = hits(ways, told)
            if found != found[::-1] and found != hits(ways, told, enough=any):
                break
        n = int(rng.integers(24, 41))
        return Call(key=rng.integers(0, 2, n), coins=rng.integers(0, 2, (len(ways) - 1, n)), ways=ways, told=told)

    @staticmethod
    def _many(rng, ways, nodes, beside):
        """As many nodes as there are ways, which leave one way alone."""
        way = between(ways)[int(rng.integers(len(ways)))]
        return [*(node for node in nodes if node not in way), *(f"{beside} {number}" for number in range(2, 9))][:len(ways)]

    def right(self, key, coins, ways, told):
        sets = networks.breaking_sets(ways, most=len(ways))
        return split(key, coins), [networks.falls(ways, one) for one in told], [some for some in sets if len(some) == len(sets[0])]

    wrong = {
        "key_as_share": _rows(lambda key, coins: lambda rows: any(np.array_equal(row, key) for row in rows)),
        "cut_up": _rows(_pieces, lambda key, coins: [key[place::len(coins) + 1] for place in range(len(coins) + 1)]),
        "key_missing": _rows(_last(lambda key, coins: np.bitwise_xor.reduce(coins, axis=0))),
        "one_coin_row": _rows(_last(lambda key, coins: key ^ coins[0]), _last(lambda key, coins: key ^ coins[-1])),
        "same_share": _rows(lambda key, coins: lambda rows: len(rows) > 1 and all(np.array_equal(row, rows[0]) for row in rows)),
        "not_xor": _rows(_last(lambda key, coins: key + coins.sum(axis=0)), _last(lambda key, coins: key - coins.sum(axis=0)),
                         _last(lambda key, coins: key & np.bitwise_and.reduce(coins, axis=0)),
                         _last(lambda key, coins: key | np.bitwise_or.reduce(coins, axis=0))),
        "other_order": _rows(lambda key, coins: lambda rows: sorted(map(list, rows)) == sorted(map(list, split(key, coins)))
                             and [*map(list, rows)] != [*map(list, split(key, coins))]),
        "share_count": _rows(lambda key, coins: lambda rows: len(rows) != len(coins) + 1),
        "own_coins": _rows(lambda key, coins: lambda rows: _sum(rows, key) == [*key] and not np.array_equal(rows, split(key, coins))),
        # Of two shares also the sum of wrong ones may be right.
        "not_the_key": _rows(lambda key, coins: lambda rows: len(coins) == 1 or _sum(rows, key) != [*key]),
        "same_answer": _falls(lambda ways, told: [0] * len(told), lambda ways, told: [1] * len(told)),
        "no_answers": _falls(lambda ways, told: lambda found: len(found) != len(told)),
        "any_way": _falls(lambda ways, told: hits(ways, told, enough=any)),
        "all_nodes": _falls(lambda ways, told: [all({*way[1:-1]} <= {*one} for way in ways) for one in told],
                            lambda ways, told: [any({*way[1:-1]} <= {*one} for way in ways) for one in told],
                            lambda ways, told: [{node for way in ways for node in way[1:-1]} <= {*one} for one in told]),
        "counted": _falls(lambda ways, told: [len(one) >= len(ways) for one in told],
                          lambda ways, told: [sum(any(node in way for way in ways) for node in one) >= len(ways) for one in told],
                          lambda ways, told: [sum(any(node in way[1:-1] for way in ways) for node in one) >= len(ways) for one in told]),
        "one_node_for_all": _falls(lambda ways, told: [any(all(node in way for way in ways) for node in one) for one in told],
                                   lambda ways, told: [all(all(node in way for way in ways) for node in one) for one in told]),
        "one_way_only": _falls(*(lambda ways, told, place=place: hits([ways[place]], told) for place in (0, -1))),
        "ends_safe": _falls(lambda ways, told: hits(between(ways), told)),
        "ends_in": _sets(lambda ways: [[ways[0][0]], [ways[0][-1]], *(hitting(ways, 1))],
                         lambda ways: [[ways[0][0]], [ways[0][-1]]]),
        "one_of_each": _sets(lambda ways: hitting(ways, len(ways)), lambda ways: [
            some for some in hitting(ways, len(ways)) if all(len({*some} & way) == 1 for way in between(ways))],
            lambda ways: [some for some in product(*between(ways)) if len({*some}) == len(ways)]),
        "ways_themselves": _sets(lambda ways: [way[1:-1] for way in ways], lambda ways: [min((way[1:-1] for way in ways), key=len)]),
        "on_all_only": _sets(lambda ways: [[node] for node in set.intersection(*between(ways))]),
        "none_found": _sets(lambda ways: []),
        "larger_too": _sets(_some(lambda found, wanted, ways: all(some & way for some in found for way in ways)
                                  and any(len(some) > min(map(len, wanted)) for some in found))),
        "some_missing": _sets(_some(lambda found, wanted, ways: found < wanted)),
        "other_sets": _sets(_some(lambda found, wanted, ways: all(some & way for some in found for way in ways))),
        "any_node": _sets(lambda ways: [[node] for node in set().union(*between(ways))]),
        "not_hitting": _sets(_some(lambda found, wanted, ways: any(not some & way for some in found for way in ways))),
    }
