import math

import numpy as np

from qedu.grading.answers import Integer
from qedu.grading.exercise import Call, Exercise, Mistake

from ..common import bb84, unseen


def enough(chance, confidence):
    """The smallest size of a test that shows an error with this confidence (below 4,000 for what is drawn here)."""
    return 1 + int((1 - unseen(chance, np.arange(1, 4000)) < confidence).sum())


class TestSize(Exercise):
    answer = Integer(1)
    example = Call(fraction=1.0, confidence=0.99)

    def draw(self, rng):
        fraction = float(rng.uniform(0.05, 0.8))
        size = self.right(fraction, rng.uniform(0.8, 0.99999))
        # Well between what one bit less and this many bits reach, so that rounding decides nothing.
        below, reached = 1 - unseen(fraction * bb84(1.0).qber, np.array([size - 1, size]))
        return Call(fraction=fraction, confidence=float(below + rng.uniform(0.1, 0.9) * (reached - below)))

    def right(self, fraction, confidence):
        return enough(fraction * bb84(1.0).qber, confidence)

    wrong = {
        "fraction_ignored": lambda fraction, confidence: enough(bb84(1.0).qber, confidence),
        "half_errs": lambda fraction, confidence: enough(fraction / 2, confidence),
        "every_touch_errs": lambda fraction, confidence: enough(fraction, confidence),
        "confidence_as_miss": lambda fraction, confidence: enough(fraction * bb84(1.0).qber, 1 - confidence),
        "all_must_err": lambda fraction, confidence: enough(1 - fraction * bb84(1.0).qber, confidence),
        "one_expected": (lambda fraction, confidence: math.ceil(4 / fraction),
                         lambda fraction, confidence: math.ceil(confidence * 4 / fraction)),
        "sent_photons": lambda fraction, confidence: enough(fraction / 8, confidence),
    }

    def judge(self, calls, answers, secret):
        mistake = super().judge(calls, answers, secret)
        if mistake is not None and mistake.key in ("wrong", "only_example"):
            # Down or to the nearest whole number; the example tells both from the right answer.
            short = [size - self.answer.read(answer[0]) for size, answer in zip(secret, answers)]
            if set(short) <= {0, 1}:
                return Mistake("rounded_down", mistake.call, mistake.returned)
        return mistake
