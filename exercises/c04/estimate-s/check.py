import numpy as np

from qedu import entanglement as ent
from qedu.grading.answers import Number, Parts
from qedu.grading.exercise import Call, Exercise

from ..common import drawn, patterns, tells


class EstimateS(Exercise):
    """Sources of every kind: S is negative in one drawn test, in which slips with signs show, and positive in the
    other.  Outcomes are not balanced, and no two pairs of settings have the same number of rounds.
    """

    answer = Parts(Number(-4, 4), Number(0))
    example = Call(counts=np.array([[[[43, 7], [8, 42]], [[16, 84], [86, 14]]],
                                    [[[125, 25], [23, 127]], [[26, 4], [5, 25]]]]))

    def calls(self, rng):
        return drawn(self, rng, lambda counts: tells(self.estimates(counts)),
                     lambda counts: patterns(self.estimates(counts))[1] > 0.3)

    def draw(self, rng):
        # Unequal numbers of rounds, or dividing by a quarter of the total would look right.
        rounds = rng.permutation([200, 350, 800, 1500]) + rng.integers(0, 40, 4)
        counts = np.array([rng.multinomial(n, rng.dirichlet(np.full(4, 0.7))) for n in rounds]).reshape(2, 2, 2, 2)
        return Call(counts=counts) if 0.1 < abs(self.estimates(counts)).min() and abs(self.estimates(counts)).max() < 0.97 else None

    @staticmethod
    def estimates(counts):
        """The four correlations."""
        table = np.array(counts, float)
        return np.einsum("xyab,ab->xy", table, [[1, -1], [-1, 1]]) / np.einsum("xyab->xy", table)

    def right(self, counts):
        found = ent.BellCounts(counts)
        return found.s_value, found.s_error

    @staticmethod
    def parts(counts, quarter=False, plus=False):
        """S and the four (1 − E²)/n, with the slips that are asked for."""
        table = np.array(counts, float)
        n = np.full((2, 2), table.sum() / 4) if quarter else np.einsum("xyab->xy", table)
        e = np.einsum("xyab,ab->xy", table, [[1, -1], [-1, 1]]) / n
        signs = np.ones((2, 2)) if plus else np.array([[1, -1], [1, 1]])
        return float((signs * e).sum()), (1 - e**2) / n, n

    wrong = {
        "total": (lambda counts: _s_error(*EstimateS.parts(counts, quarter=True)[:2]),
                  lambda counts: (EstimateS.parts(counts, quarter=True)[0] / 4,
                                  _s_error(*EstimateS.parts(counts, quarter=True)[:2])[1] / 4),
                  lambda counts: _by_total(counts)),
        "all_plus": lambda counts: _s_error(*EstimateS.parts(counts, plus=True)[:2]),
        "errors_added": lambda counts: (EstimateS.parts(counts)[0], float(np.sqrt(EstimateS.parts(counts)[1]).sum())),
        "variance": lambda counts: (EstimateS.parts(counts)[0], float(EstimateS.parts(counts)[1].sum())),
        "not_divided": lambda counts: (EstimateS.parts(counts)[0],
                                       float(np.sqrt((EstimateS.parts(counts)[1] * EstimateS.parts(counts)[2]).sum()))),
        "binomial_error": lambda counts: (EstimateS.parts(counts)[0],
                                          float(np.sqrt(EstimateS.parts(counts)[1].sum()) / 2)),
        "shot_noise": lambda counts: (EstimateS.parts(counts)[0], float(np.sqrt((1 / EstimateS.parts(counts)[2]).sum()))),
        "sizes": lambda counts: EstimateS.other(counts, abs(EstimateS.estimates(counts)).sum()),
        "size": lambda counts: EstimateS.other(counts, abs(EstimateS.parts(counts)[0])),
        "minus_elsewhere": tuple(lambda counts, i=i: EstimateS.other(
            counts, EstimateS.estimates(counts).sum() - 2 * EstimateS.estimates(counts).ravel()[i]) for i in (0, 2, 3)),
        "best_pattern": (lambda counts: EstimateS.other(counts, patterns(EstimateS.estimates(counts)).max()),
                         lambda counts: EstimateS.other(counts, abs(patterns(EstimateS.estimates(counts))).max())),
        "sign": lambda counts: EstimateS.other(counts, -EstimateS.parts(counts)[0]),
        "swapped": lambda counts: EstimateS().right(counts)[::-1],
    }

    @staticmethod
    def other(counts, s):
        """The right error beside another S."""
        return float(s), _s_error(0, EstimateS.parts(counts)[1])[1]


def _s_error(s, terms):
    return s, float(np.sqrt(np.abs(terms).sum()))


def _by_total(counts):
    """Every correlation divided by all rounds of the whole test."""
    counts = np.array(counts, float)
    total = counts.sum()
    e = (counts[..., 0, 0] + counts[..., 1, 1] - counts[..., 0, 1] - counts[..., 1, 0]) / total
    return float((np.array([[1, -1], [1, 1]]) * e).sum()), float(np.sqrt(((1 - e**2) / total).sum()))
