"""What the checks of the exercises to chapter C12, Repeaters and memories, share.

References come from qedu where it has the figure; wrong models are what the mistakes in words.yaml compute.
"""

import numpy as np

from qedu.grading.answers import CLOSE, Unfit, Vector


class Ratios(Vector):
    """Numbers in a row, each right to a share of its size."""

    def same(self, value, expected):
        return len(value) == len(expected) and bool((np.abs(value - expected) <= 5e-6 * np.abs(expected)).all())

    def close(self, value, expected):
        return len(value) == len(expected) and bool((np.abs(value - expected) <= CLOSE * np.abs(expected)).all())

    def resembles(self, value, model):
        try:
            return self.same(self.read(value), self.read(model))
        except Unfit:
            return False
