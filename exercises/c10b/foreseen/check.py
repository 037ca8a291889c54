import qedu
from qedu import attacks, devices
from qedu.grading.answers import Number, Parts
from qedu.grading.exercise import Call, Exercise
from qedu.rates import h2 as h


def _errors(way):
    """A wrong model of the error rate; what Eve knows is open."""
    return lambda guess, fraction: (way(guess, fraction), None)


def _knows(way):
    """A wrong model of what Eve knows."""
    return lambda guess, fraction: (None, way(guess, fraction))


class Foreseen(Exercise):
    """Eve foresees more than half of the bases and catches not all of the photons; the two shares are never near each other."""

    answer = Parts(Number(0, 1), Number(0, 1))
    example = Call(guess=0.8, fraction=0.5)

    def draw(self, rng):
        guess, fraction = float(rng.uniform(0.55, 0.97)), float(rng.uniform(0.2, 0.95))
        return Call(guess=guess, fraction=fraction) if abs(guess - fraction) > 0.03 and abs(guess - 2 / 3) > 0.01 else None

    def right(self, guess, fraction):
        run = qedu.exchange(qedu.protocols.bb84(), attacks.partial(devices.foreseen_bases(guess), fraction))
        return run.qber, run.eve_information            # a bit from each photon measured in the right basis, and else nothing

    wrong = {
        "from_errors": (_knows(lambda g, f: f * (1 - g)), _knows(lambda g, f: 2 * f * (1 - g)),
                        lambda guess, fraction: (fraction * (1 - guess) / 2,) * 2),
        "no_foresight": (_errors(lambda g, f: f / 4), _errors(lambda g, f: 0.25)),
        "no_errors": _errors(lambda g, f: 0.0),
        "wrong_half": (_errors(lambda g, f: f * (1 - g)), _errors(lambda g, f: f * (1 - g) * 0.75), _errors(lambda g, f: 1 - g)),
        "right_disturbs": (_errors(lambda g, f: f * g / 2), _errors(lambda g, f: f * g), _errors(lambda g, f: f * g / 4)),
        "fraction_ignored": (_errors(lambda g, f: (1 - g) / 2), _knows(lambda g, f: g)),
        "not_sifted": (_errors(lambda g, f: f * (1 - g) / 4), _knows(lambda g, f: f * g / 2)),
        "guessed_too": tuple(map(_knows, (lambda g, f: (1 + f * g) / 2, lambda g, f: f * (1 + g) / 2, lambda g, f: (1 + g) / 2,
                                          lambda g, f: 1 - f * (1 - g) / 2, lambda g, f: f * g + (1 - f) / 2))),
        "all_that_she_caught": (_knows(lambda g, f: f), _knows(lambda g, f: f + g - f * g)),
        "which_ones": (_knows(lambda g, f: f * (1 - h(g))), _knows(lambda g, f: 1 - h(g)), _knows(lambda g, f: f * (2 * g - 1)),
                       _knows(lambda g, f: 2 * g - 1), _knows(lambda g, f: 1 - h((1 + f * g) / 2)),
                       _knows(lambda g, f: f * (1 - h((1 + g) / 2)))),
        "errors_known": (_knows(lambda g, f: 1 - f * g), _knows(lambda g, f: 1 - f * (1 - g)), _knows(lambda g, f: (1 - f) * g)),
    }
