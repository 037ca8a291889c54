"""What the checks of the exercises to chapter C09, Photons, fibre, detectors, decoys, share.

References come from qedu where it has the figure; wrong models are what the mistakes in words.yaml compute.  Nothing is left to
chance.  Many figures here are tiny, so they are compared by their ratio and not by their difference.
"""

import math

from qedu import links
from qedu.grading.answers import CLOSE, Number, Unfit

GYS = links.GYS


class Scaled(Number):
    """A number that is right to a share of its size, or to `absolute`, whichever is more."""

    def __init__(self, low=None, high=None, relative=5e-6, absolute=0.0):
        super().__init__(low, high)
        self.relative, self.absolute = relative, absolute

    def _near(self, value, expected, relative):
        return bool(abs(value - expected) <= max(relative * abs(expected), self.absolute))

    def same(self, value, expected):
        return self._near(value, expected, self.relative)

    def close(self, value, expected):
        return self._near(value, expected, CLOSE)

    def resembles(self, value, model):
        try:
            return self.same(Number().read(value), Number().read(model))
        except Unfit:
            return False


def survives(decibel):
    return 10 ** (-decibel / 10)


#: What becomes of decibels if they are read wrongly.
MISREAD = (lambda decibel: math.exp(-decibel / 10), lambda decibel: 10 ** (-decibel / 20),
           lambda decibel: 10**-decibel, lambda decibel: math.exp(-decibel))
