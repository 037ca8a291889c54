import math

import numpy as np

from qedu import rates
from qedu.grading.answers import Vector
from qedu.grading.exercise import Call, Exercise


def _ranked(score, leaves):
    order = sorted(range(len(score)), key=lambda place: -score[place])
    return [place for place in order if leaves[place]]


def _secret(kept, qber, eve):
    left = 1 - rates.h2(np.asarray(qber, float)) - np.asarray(eve)
    return left, np.asarray(kept) * left


class Compare(Exercise):
    answer = Vector()
    example = Call(kept=np.array([0.5, 0.25, 0.1, 0.5]), qber=np.array([0.06, 0.01, 0.0, 0.12]), eve=np.array([0.2, 0.1, 0.1, 0.5]))

    def draw(self, rng):
        n = 6
        kept, qber, eve = rng.uniform(0.05, 0.5, n).round(3), rng.uniform(0, 0.16, n).round(4), rng.uniform(0, 0.6, n).round(3)
        call = Call(kept=kept, qber=qber, eve=eve)
        values = [tuple(model(kept, qber, eve)) for _, model in self.models()]
        right, (left, secret) = tuple(self.right(kept, qber, eve)), _secret(kept, qber, eve)
        gaps = np.diff(np.sort(secret))
        return call if right not in values and 2 < len(right) < n and abs(left).min() > 0.01 and gaps.min() > 1e-3 else None

    def right(self, kept, qber, eve):
        left, secret = _secret(kept, qber, eve)
        return _ranked(secret, left > 0)

    wrong = {
        "by_errors": (lambda kept, qber, eve: _ranked([-q for q in qber], [True] * len(qber)),
                      lambda kept, qber, eve: _ranked([-q for q in qber], _secret(kept, qber, eve)[0] > 0)),
        "per_sifted_bit": lambda kept, qber, eve: _ranked(_secret(kept, qber, eve)[0],
                                                          _secret(kept, qber, eve)[0] > 0),
        "losers_too": lambda kept, qber, eve: _ranked(_secret(kept, qber, eve)[1], [True] * len(qber)),
        "worst_first": (lambda kept, qber, eve: Compare().right(kept, qber, eve)[::-1],
                        lambda kept, qber, eve: [int(i) for i in np.argsort(_secret(kept, qber, eve)[1])]),
        "no_eve": lambda kept, qber, eve: _ranked(_secret(kept, qber, np.zeros(len(qber)))[1],
                                                  [True] * len(qber)),
        "by_kept": lambda kept, qber, eve: _ranked(kept, _secret(kept, qber, eve)[0] > 0),
        "counted_from_one": lambda kept, qber, eve: [i + 1 for i in Compare().right(kept, qber, eve)],
        "entropy_twice": lambda kept, qber, eve: _ranked(*_less(kept, qber, eve, 2)),
        "natural_log": lambda kept, qber, eve: _ranked(*_less(kept, qber, eve, math.log(2))),
        "not_ranked": lambda kept, qber, eve: sorted(Compare().right(kept, qber, eve)),
        "figures": lambda kept, qber, eve: sorted((x for x in _secret(kept, qber, eve)[1] if x > 0), reverse=True),
    }


def _less(kept, qber, eve, times):
    """Score and mask of a ranking with the entropy taken so many times."""
    left = 1 - times * rates.h2(np.asarray(qber, float)) - np.asarray(eve)
    return np.asarray(kept) * left, left > 0
