"""What the checks of the exercises to chapter C08, From sifted bits to a secret key, share.

References come from qedu where it has the figure; wrong models are what the mistakes in words.yaml compute.  Nothing is left to
chance.  A model may leave a part of an answer open: then it holds None there, and any answer resembles it in this part.
"""

import math

import numpy as np

from qedu.grading.answers import Bits, Number, Unfit


class Key(Bits):
    """Bits in a row, of which there may be none, in whatever form."""

    def read(self, value):
        return super().read([] if isinstance(value, np.ndarray) and not value.size else value)


class Within(Number):
    """A number that may be off by `absolute`."""

    def __init__(self, low=None, high=None, absolute=1e-4):
        super().__init__(low, high)
        self.absolute = absolute

    def same(self, value, expected):
        return abs(value - expected) <= self.absolute

    def resembles(self, value, model):
        try:
            return self.same(Number().read(value), Number().read(model))
        except Unfit:
            return False


def entropy(p, log=math.log2):
    """Binary entropy of a number, 0 at the ends and beyond."""
    return -p * log(p) - (1 - p) * log(1 - p) if 0 < p < 1 else 0.0


def bisected(alice, bob, size, starts=None, side="left", keep=True):
    """Bob's key after one pass, and the number of odd blocks.

    Parameters
    ----------
    alice, bob : numpy.ndarray
    size : int
        A power of two that divides the length.
    starts : callable, optional
        From the parity of the errors of a block, whether it is halved; by default if that is 1.
    side : str
        Which half is looked at in each step: in a block with an even number of errors this makes a difference.
    keep : bool
        Whether to keep the half in which the parities differ, or, wrongly, the other one.
    """
    errors, fixed, odd = np.asarray(alice) ^ bob, np.array(bob), 0
    for first in range(0, len(errors), size):
        parity = int(errors[first:first + size].sum() % 2)
        odd += parity
        if not (starts(parity) if starts else parity):
            continue
        low, step = first, size
        while step > 1:
            step //= 2
            left, right = (int(errors[at:at + step].sum() % 2) for at in (low, low + step))
            to_left = left if side == "left" else not right
            low += 0 if to_left == keep else step
        fixed[low] ^= 1
    return fixed, odd
