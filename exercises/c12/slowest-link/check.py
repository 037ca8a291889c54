import math

from qedu import repeaters
from qedu.grading.answers import Ratio
from qedu.grading.exercise import Call, Exercise


class SlowestLink(Exercise):
    """From three to twelve links: with two the usual rules lie too near to one another."""

    answer = Ratio(0)
    example = Call(links=2, p=0.5)

    def draw(self, rng):
        return Call(links=int(rng.integers(3, 13)), p=float(rng.uniform(0.05, 0.5)))

    def right(self, links, p):
        return float(repeaters.expected_wait(links, p))

    wrong = {
        "one_after_other": lambda links, p: links / p,
        "all_at_once": lambda links, p: 1 / p**links,
        "one_link": lambda links, p: 1 / p,
        "first_link": (lambda links, p: 1 / (1 - (1 - p) ** links), lambda links, p: 1 / (links * p)),
        "rule_of_thumb": lambda links, p: sum(1 / k for k in range(1, links + 1)) / p,
        "doubling": (lambda links, p: 1.5 ** math.log2(links) / p, lambda links, p: 1.5 ** math.ceil(math.log2(links)) / p,
                     lambda links, p: 1.5 ** math.floor(math.log2(links)) / p),
        "begins_at_one": lambda links, p: float(repeaters.expected_wait(links, p)) - 1,
    }
