import math

from qedu.grading.answers import Number, Parts, Ratio
from qedu.grading.exercise import Call, Exercise


def _availability(*found):
    """Wrong models of the first number; the second is left open."""
    return tuple(lambda clouds, passes, dark, found=found: (found(clouds), None) for found in found)


def _passes(*counted):
    """Wrong models of the second number; the first is right."""
    def model(counted):
        def answer(clouds, passes, dark):
            clear = 1 - math.prod(clouds)
            return clear, counted(clear, passes, dark)

        return answer

    return tuple(model(one) for one in counted)


def mean(numbers):
    return sum(numbers) / len(numbers)


class Clouds(Exercise):
    """Two to five stations with different weather: three in the example, so that signs show."""

    answer = Parts(Number(0, 1), Ratio(0))
    example = Call(clouds=[0.7, 0.5, 0.6], passes=700, dark=0.4)

    def draw(self, rng):
        places = rng.permutation(6)[:rng.integers(2, 6)]
        places[:2] = sorted(places[:2], reverse=True)           # never in rising order
        base = float(rng.uniform(0.25, 0.4))
        return Call(clouds=[round(base + 0.1 * int(place), 3) for place in places], passes=int(rng.integers(300, 1600)),
                    dark=round(float(rng.uniform(0.2, 0.45)), 3))

    def right(self, clouds, passes, dark):
        """The first clear station is this one or that one: a sum over which it is."""
        clear, hidden = 0.0, 1.0
        for cloud in clouds:
            clear += hidden * (1 - cloud)
            hidden *= cloud
        return clear, clear * dark * passes

    wrong = {
        "summed": _availability(lambda c: len(c) - sum(c), lambda c: min(1.0, len(c) - sum(c)), sum, lambda c: min(1.0, sum(c)),
                                lambda c: max(0.0, 1 - sum(c)), lambda c: 1 - sum(c)),
        "all_clear": _availability(lambda c: math.prod(1 - x for x in c), lambda c: 1 - math.prod(1 - x for x in c)),
        "exactly_one": _availability(lambda c: sum((1 - x) * math.prod(c) / x for x in c)),
        "all_hidden": _availability(math.prod),
        "mean_station": _availability(lambda c: 1 - mean(c), lambda c: 1 - mean(c) ** len(c)),
        "one_station": _availability(lambda c: 1 - min(c), lambda c: 1 - max(c), lambda c: 1 - c[0]),
        "all_day": _passes(lambda clear, passes, dark: clear * passes),
        "by_day": _passes(lambda clear, passes, dark: clear * passes * (1 - dark)),
        "nights_only": _passes(lambda clear, passes, dark: passes * dark),
        "hidden_passes": _passes(lambda clear, passes, dark: passes * dark * (1 - clear), lambda clear, passes, dark: passes * (1 - clear)),
        "dark_in_first": (lambda clouds, passes, dark: (dark * (1 - math.prod(clouds)), None),),
        "share_of_passes": _passes(lambda clear, passes, dark: clear * dark),
    }
