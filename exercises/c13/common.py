"""What the checks of the exercises to chapter C13, Satellites and free space, share."""


class Open:
    """Before a kind of answer among the bases of a class: a wrong model leaves this part of the answer open by giving None."""

    def resembles(self, value, model):
        return model is None or super().resembles(value, model)
