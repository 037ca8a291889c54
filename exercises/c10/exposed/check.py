import math

from qedu import devices
from qedu.grading.answers import Parts, Ratio, Vector
from qedu.grading.exercise import Call, Exercise


def mean(numbers):
    return sum(numbers) / len(numbers)


def _ways(*found):
    """Wrong models of a way, of p and its number of nodes; the key that is used is left open."""
    return tuple(lambda p, nodes, found=found: ([found(p, n) for n in nodes], None) for found in found)


def _used(*found):
    """Wrong models of the key that is used, of the right probabilities of the ways."""
    def model(one):
        def answer(p, nodes):
            ways = [1 - (1 - p) ** n for n in nodes]
            return ways, one(ways)

        return answer

    return tuple(model(one) for one in found)


class Exposed(Exercise):
    """Two to four ways of different lengths, the shortest never first."""

    answer = Parts(Vector(None, 0, 1), Ratio(0, 1))
    example = Call(p=0.05, nodes=[3, 6])

    def draw(self, rng):
        nodes = rng.permutation(range(2, 12))[:rng.integers(2, 5)]
        if nodes[0] == min(nodes):
            nodes[0], nodes[1] = nodes[1], nodes[0]
        return Call(p=round(float(rng.uniform(0.03, 0.2)), 3), nodes=[int(n) for n in nodes])

    def right(self, p, nodes):
        ways = [devices.exposed(p, n) for n in nodes]
        return ways, math.exp(sum(map(math.log, ways)))

    wrong = {
        "summed": _ways(lambda p, n: p * n, lambda p, n: min(1.0, p * n)),
        "all_bad": _ways(lambda p, n: p**n),
        "clean": _ways(lambda p, n: (1 - p) ** n, lambda p, n: 1 - p * n, lambda p, n: 1 - p**n),
        "same_length": tuple(lambda p, nodes, one=one: ([1 - (1 - p) ** one(nodes)] * len(nodes), None) for one in (
            mean, max, min, sum, lambda nodes: nodes[0], lambda nodes: nodes[-1], len, lambda nodes: 1)),
        "any_way": _used(lambda ways: 1 - math.prod(1 - way for way in ways)),
        "ways_added": _used(sum, lambda ways: min(1.0, sum(ways))),
        "mean_way": _used(mean, max, min, lambda ways: mean(ways) ** len(ways), lambda ways: ways[0], lambda ways: ways[-1],
                          lambda ways: ways[0] ** len(ways), lambda ways: max(ways) ** len(ways), lambda ways: min(ways) ** len(ways)),
        "safe_product": _used(lambda ways: math.prod(1 - way for way in ways), lambda ways: 1 - math.prod(ways)),
    }
