"""What the checks of the exercises to chapter C10B, Randomness, share.

References come from qedu where it has the figure; wrong models are what the mistakes in words.yaml compute, and what a model leaves
open is None.
"""

from qedu.grading.answers import Integer, Number


class Open(Number):
    """A number that a model may leave open."""

    def resembles(self, value, model):
        return model is None or super().resembles(value, model)


class OpenInteger(Integer):
    """A whole number that a model may leave open."""

    def resembles(self, value, model):
        return model is None or super().resembles(value, model)
