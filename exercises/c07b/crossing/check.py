import numpy as np

from qedu import rates
from qedu.grading.answers import Number
from qedu.grading.exercise import Call, Exercise

from ..common import shannon


def _first(qber, eve, bob, reaches=np.greater_equal):
    """Smallest error rate at which Eve's entry reaches Bob's; the last one if she never does."""
    found = np.flatnonzero(reaches(eve, bob))
    return float(qber[found[0]] if len(found) else qber[-1])


class Crossing(Exercise):
    answer = Number(0, 0.5)
    example = Call(qber=np.arange(26) / 100, eve=2 * np.arange(26) / 100)

    def draw(self, rng):
        qber = np.sort(rng.choice(np.arange(1, 499), 160, replace=False)) / 1000
        weight = rng.uniform(0.5, 1)
        eve = np.minimum(1, weight * shannon(qber) + (1 - weight) * rng.uniform(1, 3) * qber)
        # Bob is ahead once more after the crossing, so that the first one and the last one are told apart.
        behind = np.flatnonzero(eve >= 1 - shannon(qber))
        if len(behind) < 8:
            return None
        eve[behind[4]] = (1 - shannon(qber[behind[4]])[0]) * rng.uniform(0.7, 0.9)
        call = Call(qber=qber, eve=eve)
        values = [model(**call.arguments) for key, model in self.models() if key != "strictly"]
        answer = self.right(**call.arguments)
        if answer < 0.45 and min(abs(value - answer) for value in values) > 1e-4 \
                and abs(eve - 1 + rates.h2(qber)).min() > 1e-6:
            return call

    def calls(self, rng):
        calls, secret = super().calls(rng)
        # A tie: without an error Bob knows one bit, whatever the logarithm is made of, and so does this Eve.
        later = self.drawn(rng).arguments
        tied = Call(qber=np.append(0, later["qber"]), eve=np.append(1, later["eve"]))
        return [calls[0], tied, *calls[1:]], [secret[0], self.right(**tied.arguments), *secret[1:]]

    def right(self, qber, eve):
        return _first(qber, eve, 1 - rates.h2(np.asarray(qber)))

    wrong = {
        "right_bits": lambda qber, eve: _first(qber, eve, 1 - np.asarray(qber)),
        "bob_open": lambda qber, eve: _first(qber[1:] if qber[0] == 0 else qber,
                                             eve[1:] if qber[0] == 0 else eve,
                                             shannon(qber[1:] if qber[0] == 0 else qber)),
        "eve_twice": lambda qber, eve: _first(qber, eve, 1 - 2 * shannon(qber)),
        "natural_log": lambda qber, eve: _first(qber, eve, 1 - shannon(qber, np.log)),
        # Before the first entry comes the last one, or the first one again.
        "one_before": tuple(lambda qber, eve, least=least: float(np.asarray(qber)[
            max(least, int(np.flatnonzero(np.asarray(eve) >= 1 - shannon(qber))[0]) - 1)]) for least in (-1, 0)),
        "last": lambda qber, eve: float(np.asarray(qber)[min(len(qber) - 1, int(
            np.flatnonzero(np.asarray(eve) < 1 - shannon(qber))[-1]) + 1)]),
        "information": lambda qber, eve: float(np.asarray(eve)[
            int(np.flatnonzero(np.asarray(eve) >= 1 - shannon(qber))[0])]),
        "strictly": lambda qber, eve: _first(qber, eve, 1 - shannon(qber), np.greater),
    }
