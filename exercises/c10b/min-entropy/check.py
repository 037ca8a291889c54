import numpy as np

from qedu import randomness
from qedu.grading.answers import Number, Parts
from qedu.grading.exercise import Call, Exercise


def bits(table):
    return np.log2(len(table))


def _log(p, table):
    return float(-np.log2(p) / bits(table))


def shannon(p):
    p = np.ravel(p)[np.ravel(p) > 0]
    return -(p * np.log2(p)).sum()


def _right(table):
    return table.sum(1).max(), table.max(0).sum()


def _second(guess):
    """A wrong model by its guessing probability given the record; the first number is open."""
    return lambda table: (None, _log(guess(table), table))


def _both(way):
    """A wrong model by what it makes of both right guessing probabilities."""
    return lambda table: tuple(float(way(p, table)) for p in _right(table))


class MinEntropy(Exercise):
    """Words of two or three bits, and so many records that their number is neither that of the words nor that of the bits."""

    answer = Parts(Number(0, 1), Number(0, 1))
    #: Mistakes about the second number that must show in every table.
    shown = ("shannon", "averaged_entropies", "likeliest_pair", "worst_record", "records_alike", "rows_and_columns")
    example = Call(table=np.array([[0.25, 0], [0.25, 0], [0, 0.25], [0, 0.25]]))

    def further(self, rng):
        return [self.drawn(rng, m) for m in rng.permutation([2, 3, 3])]

    def draw(self, rng, m):
        """Records of unequal weight, none of which is the best for every word."""
        each = rng.dirichlet(np.full(2**m, rng.uniform(0.4, 1.5)), rng.integers(5, 8)).T
        table = each * rng.dirichlet(np.full(each.shape[1], 3.0))
        blind, knowing = self.right(table)
        others = [np.atleast_1d(self.wrong[key])[0](table)[1] for key in self.shown]
        if table.min() > 1e-6 and min(abs(other - knowing) for other in others) > 1e-3 and blind - knowing > 0.02:
            return Call(table=table)

    def right(self, table):
        width = int(bits(table))
        return randomness.min_entropy(table.sum(1)) / width, randomness.min_entropy(table) / width

    wrong = {
        "rows_and_columns": (lambda table: (_log(table.sum(0).max(), table), _log(table.max(1).sum(), table)),
                             lambda table: (None, _log(table.max(1).sum(), table)),
                             lambda table: (_log(table.sum(0).max(), table), None)),
        "natural_log": tuple(_both(lambda p, table, base=base: -np.log(p) / np.log(base) / bits(table)) for base in (np.e, 10)),
        "not_per_bit": (_both(lambda p, table: -np.log2(p)), lambda table: (_log(table.sum(1).max(), table), -np.log2(table.max(0).sum())),
                        lambda table: (-np.log2(table.sum(1).max()), _log(table.max(0).sum(), table))),
        "other_division": tuple(_both(lambda p, table, by=by: -np.log2(p) / by(table)) for by in (
            len, lambda table: table.shape[1], lambda table: table.size, lambda table: len(table) / 2, lambda table: 2,
            lambda table: np.log2(table.shape[1]))),
        "guessing_probability": (_both(lambda p, table: p), _both(lambda p, table: p / bits(table))),
        "conditional_ignored": lambda table: (_log(table.sum(1).max(), table),) * 2,
        "likeliest_pair": _second(lambda table: table.max()),
        "worst_record": _second(lambda table: (table / table.sum(0)).max()),
        "records_alike": (_second(lambda table: (table / table.sum(0)).max(0).mean()), _second(lambda table: table.max(0).mean())),
        "averaged_entropies": lambda table: (None, float(table.sum(0) @ -np.log2((table / table.sum(0)).max(0)) / bits(table))),
        "shannon": (lambda table: (None, float((shannon(table) - shannon(table.sum(0))) / bits(table))),
                    lambda table: (float(shannon(table.sum(1)) / bits(table)), None)),
    }
