"""Checks of the exercises to page C07B, Information against disturbance.

References come from qedu; wrong models are what the mistakes in feedback.yaml compute.
"""

import math

import numpy as np

from qedu import rates
from qedu.grading.answers import Number, Vector
from qedu.grading.exercise import Call, Exercise


def plogp(p, log=np.log2):
    """−Σ p log p over all entries."""
    p = np.asarray(p, float).ravel()
    p = p[p > 0]
    return float(-(p * log(p)).sum())


def shannon(p, log=np.log2):
    """Binary entropy of each entry, 0 at the ends."""
    p = np.clip(np.atleast_1d(p).astype(float), 1e-300, 1)
    rest = np.clip(1 - p, 1e-300, 1)
    return -p * log(p) - rest * log(rest)


def mutual(table, log=np.log2):
    table = np.asarray(table, float)
    return plogp(table.sum(0), log) + plogp(table.sum(1), log) - plogp(table, log)


class Information(Exercise):
    id = "c07b-information"
    answer = Number(0, 1)
    example = Call(table=np.array([[0.1, 0, 0.4], [0, 0.1, 0.4]]))

    def draw(self, rng):
        while True:
            table = rng.dirichlet(np.full(8, 0.7)).reshape(2, 4)
            table[int(rng.integers(2)), int(rng.integers(4))] = 0
            table /= table.sum()
            bit = table.sum(1)
            # The bit is not fair, and the wrong models stand apart.
            if 0.15 < bit[0] < 0.42 and 0.12 < mutual(table) < 0.55 and table.sum(0).min() > 0.02:
                return Call(table=table)

    def calls(self, rng):
        # In the last notebook there is a record that never comes up.
        calls = [self.example, self.draw(rng), self.draw(rng),
                 Call(table=np.insert(self.draw(rng).arguments["table"], rng.integers(5), 0, axis=1))]
        return calls, [self.right(**call.arguments) for call in calls]

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


def _first(qber, eve, bob):
    """Smallest error rate at which Eve's entry reaches Bob's; the last one if she never does."""
    found = np.flatnonzero(np.asarray(eve) >= np.asarray(bob))
    return float(qber[found[0]] if len(found) else qber[-1])


class Crossing(Exercise):
    id = "c07b-crossing"
    answer = Number(0, 0.5)
    example = Call(qber=np.arange(26) / 100, eve=2 * np.arange(26) / 100)

    def draw(self, rng):
        while True:
            qber = np.sort(rng.choice(np.arange(1, 499), 160, replace=False)) / 1000
            weight = rng.uniform(0.5, 1)
            eve = np.minimum(1, weight * shannon(qber) + (1 - weight) * rng.uniform(1, 3) * qber)
            # Bob is ahead once more after the crossing, so that the first one and the last one are told apart.
            behind = np.flatnonzero(eve >= 1 - shannon(qber))
            if len(behind) < 8:
                continue
            eve[behind[4]] = (1 - shannon(qber[behind[4]])[0]) * rng.uniform(0.7, 0.9)
            call = Call(qber=qber, eve=eve)
            values = [model(**call.arguments) for models in self.wrong.values()
                      for model in (models if isinstance(models, tuple) else (models,))]
            answer = self.right(**call.arguments)
            if answer < 0.45 and min(abs(value - answer) for value in values) > 1e-4 \
                    and abs(eve - 1 + rates.h2(qber)).min() > 1e-6:
                return call

    def right(self, qber, eve):
        return _first(qber, eve, 1 - rates.h2(np.asarray(qber)))

    wrong = {
        "right_bits": lambda qber, eve: _first(qber, eve, 1 - np.asarray(qber)),
        "bob_open": lambda qber, eve: _first(qber[1:] if qber[0] == 0 else qber,
                                             eve[1:] if qber[0] == 0 else eve,
                                             shannon(qber[1:] if qber[0] == 0 else qber)),
        "eve_twice": lambda qber, eve: _first(qber, eve, 1 - 2 * shannon(qber)),
        "natural_log": lambda qber, eve: _first(qber, eve, 1 - shannon(qber, np.log)),
        "one_before": lambda qber, eve: float(np.asarray(qber)[
            max(0, int(np.flatnonzero(np.asarray(eve) >= 1 - shannon(qber))[0]) - 1)]),
        "last": lambda qber, eve: float(np.asarray(qber)[min(len(qber) - 1, int(
            np.flatnonzero(np.asarray(eve) < 1 - shannon(qber))[-1]) + 1)]),
        "information": lambda qber, eve: float(np.asarray(eve)[
            int(np.flatnonzero(np.asarray(eve) >= 1 - shannon(qber))[0])]),
    }


class Risk(Exercise):
    id = "c07b-risk"
    answer = Vector(4)
    example = Call(qber=0.05)

    def draw(self, rng):
        return Call(qber=float(rng.uniform(0.01, 0.09) if rng.random() < 0.5 else rng.uniform(0.12, 0.24)))

    def right(self, qber):
        guess = 0.5 + math.sqrt(qber * (1 - qber))
        return [1.0, 2 * qber, 1 - rates.h2(guess), rates.h2(qber)]

    @staticmethod
    def _with(**places):
        """A wrong model: some of the four numbers replaced."""
        names = ("tap", "reader", "individual", "collective")

        def model(qber):
            numbers = Risk().right(qber)
            for name, replace in places.items():
                numbers[names.index(name)] = replace(qber)
            return numbers

        return model


def _guess(q):
    return 0.5 + math.sqrt(q * (1 - q))


Risk.wrong = {
    "tap_disturbs": (Risk._with(tap=lambda q: 0.0), Risk._with(tap=lambda q: 2 * q), Risk._with(tap=lambda q: q),
                     Risk._with(tap=lambda q: 1 - float(shannon(q)[0]))),
    "one_eve": (Risk._with(individual=lambda q: 2 * q, collective=lambda q: 2 * q),
                Risk._with(individual=lambda q: 2 * q)),
    "of_25_percent": (Risk._with(reader=lambda q: 4 * q), Risk._with(reader=lambda q: q)),
    "guess_as_information": (Risk._with(individual=_guess), Risk._with(individual=lambda q: 2 * _guess(q) - 1)),
    "collective_like_individual": Risk._with(collective=lambda q: 1 - float(shannon(_guess(q))[0])),
    "twice": (Risk._with(collective=lambda q: 2 * float(shannon(q)[0])),),
    "what_is_left": (Risk._with(collective=lambda q: 1 - float(shannon(q)[0])),
                     Risk._with(collective=lambda q: 1 - 2 * float(shannon(q)[0]))),
    "natural_log": lambda qber: [1.0, 2 * qber, 1 - float(shannon(_guess(qber), np.log)[0]),
                                 float(shannon(qber, np.log)[0])],
}
