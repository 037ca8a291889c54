import math

from qedu import devices, protocols
from qedu.grading.answers import Choice, Parts, Ratio
from qedu.grading.exercise import Call, Exercise

HONEST, BLINDED, OPEN = "honest", "blinded", "cannot tell"
#: Double clicks of which none is seen with a probability of one in a million.
LIMIT = 6 * math.log(10)
BB84, BARE = protocols.bb84(), devices.Receiver(efficiency=1.0)


def expected(pulses, none, basis=0.5, part=2, x=lambda share: -math.log(share)):
    return pulses * basis * (1 - math.exp(-x(none / pulses) / part)) ** 2


def _number(*found):
    """Wrong models of the first part, of the pulses and those without a click; the verdict is left open."""
    return tuple(lambda pulses, none, found=found, **_: (found(pulses, none), None) for found in found)


def _verdict(*found):
    """Wrong models of the verdict, of all counts; the number is left open."""
    return tuple(lambda found=found, **counts: (None, found(**counts)) for found in found)


def by_errors(limit, doubles=0):
    """A verdict by the errors alone, or by the errors and the double clicks together."""
    return lambda tested, errors, double, **_: BLINDED if errors + doubles * double > limit * tested else HONEST


class Monitor(Exercise):
    """Good lines, honest and blinded, and lossy ones; twice each, with few errors and with many, so that these say nothing.

    Of the lines without double clicks one is a little too lossy for a verdict and one a little better, so that another limit shows.
    """

    answer = Parts(Ratio(0), Choice(HONEST, BLINDED, OPEN))
    example = Call(pulses=200_000, none=190_000, single=10_000, double=0, tested=500, errors=5)

    def draw(self, rng, lossy, seen, noisy, near=False):
        x = 10 ** rng.uniform(-3.7, -2.6) if lossy else rng.uniform(0.08, 0.3)
        mean = rng.uniform(*((10, 13) if near else (0.3, 1.4)) if lossy else (14.5, 18) if near else (150, 900))
        pulses = int(mean / (0.5 * (1 - math.exp(-x / 2)) ** 2))
        none = round(pulses * math.exp(-x))
        double = 0 if not seen else 1 if lossy else int(mean * (1 + seen * rng.uniform(0.02, 0.1)))
        tested = int((pulses - none) * rng.uniform(0.05, 0.1))
        errors = int(tested * (rng.uniform(0.06, 0.09) if noisy else rng.uniform(0.002, 0.009)))
        return Call(pulses=pulses, none=none, single=pulses - none - double, double=double, tested=tested, errors=errors)

    def further(self, rng):
        more = int(rng.choice([-1, 1]))                     # one honest receiver shows more double clicks than the mean, and one fewer
        near = bool(rng.integers(2))
        kinds = [(False, more, False), (False, -more, True), (False, False, False, near), (False, False, True, not near),
                 (True, False, False, near), (True, False, True, not near), (True, True, bool(rng.integers(2)))]
        return [self.drawn(rng, *kinds[place]) for place in rng.permutation(len(kinds))]

    def right(self, pulses, none, single, double, tested, errors):
        mean = pulses * devices.double_click_rate(BB84, BARE, photons=math.log(pulses / none))
        return mean, HONEST if double else BLINDED if mean > LIMIT else OPEN

    wrong = {
        "errors_only": _verdict(lambda **_: HONEST, lambda **_: BLINDED, lambda **_: OPEN,
                                *(by_errors(limit) for limit in (0.01, 0.02, 0.03, 0.05, 0.1, 0.11, 0.25)),
                                *(lambda tested, errors, limit=limit, **_: HONEST if errors > limit * tested else BLINDED
                                  for limit in (0.01, 0.02, 0.03, 0.05))),
        "doubles_are_bad": _verdict(lambda double, **_: BLINDED if double else HONEST, lambda double, **_: BLINDED if double else OPEN,
                                    lambda pulses, none, double, **_: BLINDED if double else
                                    HONEST if expected(pulses, none) > LIMIT else OPEN,
                                    lambda pulses, none, double, **_: BLINDED if double > expected(pulses, none) else HONEST,
                                    *(by_errors(limit, 1) for limit in (0.01, 0.02, 0.03, 0.05, 0.1, 0.11, 0.25))),
        "loss_hides": _verdict(lambda double, **_: HONEST if double else BLINDED,
                               lambda pulses, none, double, **_: HONEST if double or expected(pulses, none) < LIMIT else BLINDED),
        "other_limit": tuple(lambda pulses, none, double, limit=limit, **_: (
            expected(pulses, none), HONEST if double else BLINDED if expected(pulses, none) > limit else OPEN) for limit in (
                0.5, 1, 2, 3, 4.6, 5, 6.9, 10, 20, 20.7, 100)),
        "both_bases": _number(lambda pulses, none: expected(pulses, none, basis=1)),
        "full_light": _number(lambda pulses, none: expected(pulses, none, part=1),
                              lambda pulses, none: expected(pulses, none, basis=1, part=1)),
        "two_photons": _number(*(lambda pulses, none, basis=basis: basis * pulses * (1 - none / pulses * (1 - math.log(none / pulses)))
                                 for basis in (1, 0.5, 0.25))),
        "small_x": _number(*(lambda pulses, none, part=part: pulses * math.log(none / pulses) ** 2 / part
                             for part in (8, 4, 2))),
        "wrong_x": _number(*(lambda pulses, none, part=part, basis=basis: expected(pulses, none, basis, part, lambda share: 1 - share)
                             for part in (2, 1) for basis in (0.5, 1)),
                           *(lambda pulses, none, part=part: pulses * (1 - none / pulses) ** 2 / part for part in (8, 4, 2, 1))),
    }
