import math

from qedu.grading.answers import Integer, Parts
from qedu.grading.exercise import Call, Exercise

from ..common import Ratio


class Count(Integer):
    """A whole number that a model may leave open."""

    def resembles(self, value, model):
        return model is None or super().resembles(value, model)


def times(km, efficiency, p_swap, *, factor=lambda m, ps: (1.5 / ps) ** m, length=lambda km, n: km / n, loss=lambda km, n: 10 ** (-0.02 * km / n),
          speed=100_000):
    """By number of links, the mean time in seconds, with anything in it done otherwise."""
    return {2**m: factor(m, p_swap) / (efficiency * loss(km, 2**m)) * length(km, 2**m) / speed for m in range(7)}


def best(choose=min, **options):
    def found(km, efficiency, p_swap):
        all_times = times(km, efficiency, p_swap, **options)
        number = choose(all_times, key=all_times.get)
        return number, all_times[number]

    return found


class BestLinks(Exercise):
    """Lines whose best number of links is 4, 8 or 16, so that the least and the most are wrong, and the usual slips tell themselves apart."""

    answer = Parts(Count(1), Ratio(0))
    example = Call(km=1000, efficiency=0.2, p_swap=0.5)

    def draw(self, rng):
        while True:
            call = Call(km=float(rng.uniform(400, 1600)), efficiency=float(rng.uniform(0.05, 0.6)), p_swap=float(rng.uniform(0.4, 0.9)))
            if 4 <= self.right(**call.arguments)[0] <= 16:
                return call

    def right(self, km, efficiency, p_swap):
        return best()(km, efficiency, p_swap)

    wrong = {
        "the_most": lambda km, efficiency, p_swap: (64, None),
        "slowest": best(choose=max),
        "swaps_never_fail": best(factor=lambda m, ps: 1.5**m),
        "one_after_other": (best(factor=lambda m, ps: 2**m), best(factor=lambda m, ps: (2 / ps) ** m)),
        "one_link": (best(factor=lambda m, ps: 1), best(factor=lambda m, ps: 1 / ps**m)),
        "links_for_doublings": best(factor=lambda m, ps: (1.5 / ps) ** (2**m)),
        "whole_time": best(length=lambda km, n: km),
        "one_way": best(speed=200_000),
        "whole_loss": best(loss=lambda km, n: 10 ** (-0.02 * km)),
        "attempts_only": best(length=lambda km, n: 1, speed=1),
        "decibels": (best(loss=lambda km, n: math.exp(-0.02 * km / n)), best(loss=lambda km, n: 10 ** (-0.01 * km / n)),
                     best(loss=lambda km, n: math.exp(-0.2 * km / n)), best(loss=lambda km, n: 10 ** (-0.2 * km / n))),
    }
