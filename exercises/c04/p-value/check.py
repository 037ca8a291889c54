import math

import numpy as np

from qedu import entanglement as ent
from qedu.grading.answers import Number
from qedu.grading.exercise import Call, Exercise


class PValue(Exercise):
    answer = Number(0, 1)
    example = Call(wins=85, rounds=100)

    def further(self, rng):
        # So few rounds in the last one that the chance to win them all shows in the sum.
        return [self.drawn(rng), self.drawn(rng), self.drawn(rng, 10, 16)]

    def draw(self, rng, low=30, high=120):
        rounds = int(rng.integers(low, high))
        share = rng.uniform(0.77, 0.83)
        return Call(wins=math.ceil(share * rounds), rounds=rounds)

    def right(self, wins, rounds):
        return ent.p_value(wins, rounds)

    @staticmethod
    def point(k, n, p):
        return math.comb(n, k) * p**k * (1 - p)**(n - k)

    @staticmethod
    def both_sides(wins, rounds):
        """Probability of all results that are as unlikely as this one or more so, above and below."""
        odds = np.array([PValue.point(k, rounds, 0.75) for k in range(rounds + 1)])
        return float(odds[odds <= odds[wins] * (1 + 1e-7)].sum())

    wrong = {
        "more_than": lambda wins, rounds: ent.p_value(wins + 1, rounds) if wins < rounds else 0.0,
        "last_missing": lambda wins, rounds: ent.p_value(wins, rounds) - 0.75**rounds,
        "exactly": lambda wins, rounds: PValue.point(wins, rounds, 0.75),
        "below": (lambda wins, rounds: 1 - ent.p_value(wins, rounds),
                  lambda wins, rounds: 1 - ent.p_value(wins + 1, rounds)),
        "two_sided": (lambda wins, rounds: PValue.both_sides(wins, rounds),
                      lambda wins, rounds: min(1.0, 2 * ent.p_value(wins, rounds))),
        "fair_coin": lambda wins, rounds: ent.p_value(wins, rounds, bound=0.5),
        "quantum": lambda wins, rounds: ent.p_value(wins, rounds, bound=ent.win_probability(2 * math.sqrt(2))),
        "bell_curve": (lambda wins, rounds: _normal_tail((wins - 0.75 * rounds) / math.sqrt(rounds * 3 / 16)),
                       lambda wins, rounds: _normal_tail((wins - 0.5 - 0.75 * rounds) / math.sqrt(rounds * 3 / 16)),
                       lambda wins, rounds: _normal_tail((wins / rounds - 0.75) / math.sqrt(
                           wins / rounds * (1 - wins / rounds) / rounds))),
    }


def _normal_tail(z):
    return math.erfc(z / math.sqrt(2)) / 2
