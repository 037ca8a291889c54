"""What the checks of the exercises to chapter C12, Repeaters and memories, share.

References come from qedu where it has the figure; wrong models are what the mistakes in words.yaml compute.
"""

import numpy as np

from qedu.grading.answers import CLOSE, Number, Unfit, Vector


class Open(Number):
    """A number near one, compared by its difference; a model may leave it open."""

    def resembles(self, value, model):
        return model is None or super().resembles(value, model)


class Ratios(Vector):
    """Numbers in a row, each right to a share of its size."""

    def same(self, value, expected):
        return len(value) == len(expected) and bool((np.abs(value - expected) <= 5e-6 * np.abs(expected)).all())

    def close(self, value, expected):
        return len(value) == len(expected) and bool((np.abs(value - expected) <= CLOSE * np.abs(expected)).all())

    def resembles(self, value, model):
        try:
            return model is None or self.same(self.read(value), self.read(model))
        except Unfit:
            return False
