import numpy as np

from qedu.grading.answers import Number
from qedu.grading.exercise import Call, Exercise


def plogp(p, log=np.log2):
    """−Σ p log p over all entries."""
    p = np.asarray(p, float).ravel()
    p = p[p > 0]
    return float(-(p * log(p)).sum())


def mutual(table, log=np.log2):
    table = np.asarray(table, float)
    return plogp(table.sum(0), log) + plogp(table.sum(1), log) - plogp(table, log)


class Information(Exercise):
    answer = Number(0, 1)
    example = Call(table=np.array([[0.1, 0, 0.4], [0, 0.1, 0.4]]))

    def draw(self, rng):
        table = rng.dirichlet(np.full(8, 0.7)).reshape(2, 4)
        table[int(rng.integers(2)), int(rng.integers(4))] = 0
        table /= table.sum()
        bit = table.sum(1)
        # The bit is not fair, and the wrong models stand apart.
        return Call(table=table) if 0.15 < bit[0] < 0.42 and 0.12 < mutual(table) < 0.55 and table.sum(0).min() > 0.02 else None

    def further(self, rng):
        # In the last notebook there is a record that never comes up.
        return [self.drawn(rng), self.drawn(rng),
                Call(table=np.insert(self.drawn(rng).arguments["table"], rng.integers(5), 0, axis=1))]

    def right(self, table):
        return mutual(table)

    wrong = {
        "natural_log": lambda table: mutual(table, np.log),
        "still_open": lambda table: plogp(table.sum(1)) - mutual(table),
        "fair_bit": lambda table: 1 - plogp(table.sum(1)) + mutual(table),
        "guess": lambda table: np.max(table, axis=0).sum(),
        "relative": lambda table: mutual(table) / plogp(table.sum(1)),
        "advantage": (lambda table: 2 * np.max(table, axis=0).sum() - 1,
                      lambda table: np.max(table, axis=0).sum() - np.max(table.sum(1))),
        "records": lambda table: plogp(table.sum(0)),
        "joint": lambda table: plogp(table),
        "not_averaged": (lambda table: plogp(table.sum(1)) - sum(plogp(c / c.sum()) for c in table.T if c.sum() > 0),
                         lambda table: plogp(table.sum(1)) - np.mean([plogp(c / c.sum()) for c in table.T
                                                                       if c.sum() > 0])),
    }
