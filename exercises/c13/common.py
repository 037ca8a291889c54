"""What the checks of the exercises to chapter C13, Satellites and free space, share.

References come from qedu where it has the figure; wrong models are what the mistakes in words.yaml compute.  Distances, losses and
counts span many powers of ten, so they are compared by their ratio.
"""

from qedu.grading.answers import CLOSE, Number, Unfit


class Ratio(Number):
    """A number that is right to a share of its size; a model may leave it open."""

    def __init__(self, low=None, high=None, relative=5e-6):
        super().__init__(low, high)
        self.relative = relative

    def same(self, value, expected):
        return bool(abs(value - expected) <= self.relative * abs(expected))

    def close(self, value, expected):
        return bool(abs(value - expected) <= CLOSE * abs(expected))

    def resembles(self, value, model):
        try:
            return model is None or self.same(Number().read(value), Number().read(model))
        except Unfit:
            return False
