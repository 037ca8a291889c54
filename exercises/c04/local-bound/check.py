import numpy as np

from qedu import entanglement as ent
from qedu.grading.answers import Number
from qedu.grading.exercise import Call, Exercise


class LocalBound(Exercise):
    answer = Number()
    example = Call(signs=np.array([[1, -1], [1, 1]]))

    def further(self, rng):
        """In the last call both sides can be pleased everywhere: two minus signs, or a rule made for CHSH shows."""
        minus = np.outer(*rng.permutation([[1, -1], rng.choice([[1, -1], [1, 1]])]))
        return [self.drawn(rng), self.drawn(rng), Call(signs=np.round(rng.uniform(0.4, 1.6, (2, 2)), 2) * minus)]

    def draw(self, rng):
        # One or three minus signs, so that neither side can please everybody; sizes in general position.
        signs = np.round(rng.uniform(0.4, 1.6, (2, 2)), 2)
        minus = np.ones(4)
        minus[rng.permutation(4)[:rng.choice([1, 3])]] = -1
        signs = signs * minus.reshape(2, 2)
        best = self.right(signs)
        values = [self.sizes(signs), self.all_equal(signs), *(np.abs(signs.sum(axis=side)).sum() for side in (0, 1))]
        return Call(signs=signs) if min(abs(best - value) for value in values) > 0.05 else None

    def right(self, signs):
        return float(max((np.asarray(signs) * ent_correlations(row)).sum() for row in ent.local_strategies()))

    @staticmethod
    def sizes(signs):
        return float(np.abs(signs).sum())

    @staticmethod
    def all_equal(signs):
        return float(np.sum(signs))

    @staticmethod
    def one_side(signs):
        """Alice's answers equal, Bob's the best for them."""
        return float(np.abs(np.sum(signs, axis=0)).sum())

    wrong = {
        "sizes": lambda signs: LocalBound.sizes(signs),
        "all_equal": lambda signs: LocalBound.all_equal(signs),
        "one_side": (lambda signs: LocalBound.one_side(signs),
                     lambda signs: float(np.abs(np.sum(signs, axis=1)).sum())),
        "zero_one": lambda signs: float(max((np.asarray(signs) * np.outer(row[:2], row[2:])).sum()
                                            for row in ent.local_strategies())),
        "least": lambda signs: -float(max((np.asarray(signs) * ent_correlations(row)).sum()
                                          for row in ent.local_strategies())),
        "average": lambda signs: 0.0,
    }


def ent_correlations(row):
    """Product of both answers, +1 or −1, for each pair of questions."""
    answers = 1 - 2 * np.asarray(row)
    return np.outer(answers[:2], answers[2:])
