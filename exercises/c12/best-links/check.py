import math

import numpy as np

from qedu import repeaters
from qedu.grading.answers import Integer, Parts
from qedu.grading.exercise import Call, Exercise

from ..common import Ratios


def rule(links, p, p_swap):
    return (1.5 / p_swap) ** np.log2(links) / p


def by_library(links, p, p_swap):
    return np.array([float(repeaters.rule_of_thumb(int(n), float(q), p_swap)) for n, q in zip(links, p)])


def times(km, efficiency, p_swap, *, attempts=rule, length=lambda km, n: km / n, loss=lambda length: 10 ** (-0.02 * length), back=2,
          ready=1e-3):
    """The mean times in seconds, with anything in them done otherwise."""
    links = 2 ** np.arange(7)
    p = efficiency * loss(length(km, links))
    return attempts(links, p, p_swap) * (back * length(km, links) / 200_000 + ready)


def _model(**options):
    return lambda **given: (None, times(**given, **options))


def _rule(factor):
    """A wrong rule, by links, doublings and probability of a swap."""
    return lambda links, p, ps: np.array([factor(int(n), round(math.log2(n)), ps) for n in links]) / p


class BestLinks(Exercise):
    """Lines whose best number of links is 4, 8, 16 or 32, so that the least and the most are wrong."""

    answer = Parts(Integer(1), Ratios(7, 0))
    example = Call(km=600.0, efficiency=0.2, p_swap=0.5)

    def draw(self, rng):
        call = Call(km=float(rng.uniform(150, 900)), efficiency=float(rng.uniform(0.05, 0.6)), p_swap=float(rng.uniform(0.4, 0.9)))
        return call if 4 <= self.right(**call.arguments)[0] <= 32 else None

    def right(self, km, efficiency, p_swap):
        seconds = times(km, efficiency, p_swap, attempts=by_library)
        return int(2 ** seconds.argmin()), seconds

    wrong = {
        "the_most": lambda **given: (64, times(**given)),
        "slowest": lambda **given: (int(2 ** times(**given).argmax()), times(**given)),
        "doublings_returned": lambda **given: (int(times(**given).argmin()), times(**given)),
        "swaps_never_fail": _model(attempts=_rule(lambda n, m, ps: 1.5**m)),
        "one_after_other": (_model(attempts=_rule(lambda n, m, ps: n)), _model(attempts=_rule(lambda n, m, ps: n / ps**m))),
        "one_link": (_model(attempts=_rule(lambda n, m, ps: 1)), _model(attempts=_rule(lambda n, m, ps: 1 / ps**m))),
        "links_for_doublings": _model(attempts=_rule(lambda n, m, ps: (1.5 / ps) ** n)),
        "whole_time": lambda km, efficiency, p_swap: (None, times(km, efficiency, p_swap, back=0) / 1e-3 * (2 * km / 200_000 + 1e-3)),
        "one_way": _model(back=1),
        "whole_loss": lambda km, efficiency, p_swap: (None, times(km, efficiency, p_swap, loss=lambda _: 10 ** (-0.02 * km) + 0 * _)),
        "not_made_ready": _model(ready=0),
        "attempts_only": (_model(back=0, ready=1), _model(back=0, ready=1e-3)),
        "decibels": tuple(_model(loss=lambda length, rate=rate, base=base: base ** (-rate * length))
                          for rate, base in ((0.02, math.e), (0.01, 10), (0.2, math.e), (0.2, 10))),
    }
