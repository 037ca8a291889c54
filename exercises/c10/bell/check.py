import math

import numpy as np

from qedu import entanglement as ent
from qedu.grading.answers import Integer, Parts, Ratio
from qedu.grading.exercise import Call, Exercise

SILENT = 2


def rows(*digits):
    return [np.array([int(digit) for digit in row]) for row in digits]


def point(k, n, p=0.75):
    return math.comb(n, k) * p**k * (1 - p) ** (n - k)


def filled(side, answer=0):
    return np.where(side == SILENT, answer, side)


def wins(x, y, a, b):
    return int(np.sum((a ^ b) == (x & y)))


def both(a, b):
    return (a != SILENT) & (b != SILENT)


def entangled(rng, rounds):
    """Pairs that win as a singlet does, and of which each photon gets lost now and then."""
    x, y, a = rng.integers(0, 2, (3, rounds))
    b = a ^ (x & y) ^ (rng.random(rounds) > ent.win_probability(2 * math.sqrt(2)))
    lost = rng.random((2, rounds)) < rng.uniform(0.04, 0.1)
    x[:3], lost[:, :3] = 0, True                    # silence on both sides occurs for sure
    return x, y, np.where(lost[0], SILENT, a), np.where(lost[1], SILENT, b)


def spoofed(rng, rounds):
    """Plans that win but on one pair of questions: one side hears its own of the two and, mostly, then keeps silent."""
    x, y, never_x, never_y, r = rng.integers(0, 2, (5, rounds))
    # XOR of the two plans: xy + [x = never_x][y = never_y], which falls into a part of x and a part of y.
    a = r ^ (x & (1 - never_y))
    b = r ^ (y & (1 - never_x)) ^ ((1 - never_x) & (1 - never_y))
    coy = rng.random(rounds) < rng.uniform(0.7, 0.9)
    hers = rng.random(rounds) < 0.5
    return x, y, np.where(coy & hers & (x == never_x), SILENT, a), np.where(coy & ~hers & (y == never_y), SILENT, b)


def model(judged=lambda x, y, a, b: wins(x, y, filled(a), filled(b)), rounds=lambda a, b: len(a), tail=lambda k, n: ent.p_value(k, n)):
    """An answer by how rounds are judged, how many there are, and which probability is taken."""
    def answer(x, y, a, b):
        won, number = judged(x, y, a, b), rounds(a, b)
        return won, tail(won, number) if won <= number else 0.0

    return answer


def _judged(*found):
    return tuple(lambda x, y, a, b, found=found: (found(x, y, a, b), None) for found in found)


def clicked(x, y, a, b):
    seen = both(a, b)
    return wins(x[seen], y[seen], a[seen], b[seen])


class Bell(Exercise):
    """Two entangled sources and two spoofed ones, of 100 to 250 rounds."""

    answer = Parts(Integer(0), Ratio(0, 1))
    example = Call(**dict(zip("xyab", rows("001101011010", "010111001011", "012102110201", "010012111102"))))

    def further(self, rng):
        drawn = [dict(zip("xyab", make(rng, int(rng.integers(100, 251))))) for make in (entangled, entangled, spoofed, spoofed)]
        return [Call(**drawn[place]) for place in rng.permutation(4)]

    def right(self, x, y, a, b):
        """Counted for each pair of questions and answers, as a table of the test would have it."""
        table = np.zeros((2, 2, 3, 3), int)
        np.add.at(table, (x, y, a, b), 1)
        table[:, :, 0] += table[:, :, SILENT]
        table[:, :, :, 0] += table[:, :, :, SILENT]
        won = sum(int(table[i, j, k, k ^ (i & j)]) for i, j, k in np.ndindex(2, 2, 2))
        return won, ent.p_value(won, len(x))

    wrong = {
        "dropped": (*_judged(clicked), lambda x, y, a, b: (None, ent.p_value(clicked(x, y, a, b), int(both(a, b).sum())))),
        "dropped_from_rounds": (model(rounds=lambda a, b: int(both(a, b).sum())),),
        "silence_wins": _judged(lambda x, y, a, b: clicked(x, y, a, b) + int((~both(a, b)).sum())),
        "two_as_answer": _judged(wins),
        "other_answer": _judged(lambda x, y, a, b: wins(x, y, filled(a, 1), filled(b, 1)), lambda x, y, a, b: wins(x, y, filled(a, 1),
                filled(b)),
                                lambda x, y, a, b: wins(x, y, filled(a), filled(b, 1))),
        "rule": _judged(*(lambda x, y, a, b, target=target: int(np.sum((filled(a) ^ filled(b)) == target(x, y))) for target in (
            lambda x, y: x | y, lambda x, y: x ^ y, lambda x, y: 0 * x, lambda x, y: 1 - (x & y), lambda x, y: 1 + 0 * x))),
        "more_than": (model(tail=lambda k, n: ent.p_value(k + 1, n) if k < n else 0.0),),
        "below": (model(tail=lambda k, n: 1 - ent.p_value(k, n)), model(tail=lambda k, n: 1 - ent.p_value(k + 1, n) if k < n else 1.0)),
        "exactly": (model(tail=point),),
        "bell_curve": tuple(model(tail=lambda k, n, half=half: math.erfc((k - half - 0.75 * n) / math.sqrt(n * 3 / 8)) / 2)
                            for half in (0, 0.5)),
        "other_bound": (model(tail=lambda k, n: ent.p_value(k, n, bound=0.5)),
                        model(tail=lambda k, n: ent.p_value(k, n, bound=ent.win_probability(2 * math.sqrt(2))))),
    }
