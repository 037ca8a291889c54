"""What the checks of the exercises to chapter C10, Attacks on devices and networks, share.

References come from qedu where it has the figure; wrong models are what the mistakes in words.yaml compute.
"""


class Open:
    """Before a kind of answer among the bases of a class: a wrong model leaves this part of the answer open by giving None."""

    def resembles(self, value, model):
        return model is None or super().resembles(value, model)
