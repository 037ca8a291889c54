import math

import numpy as np

from qedu import states
from qedu.grading.answers import Table, Vector
from qedu.grading.exercise import Call, Exercise

from ..common import qobj, random_state


def bases_table(order, flipped=""):
    """A wrong model of the debugging exercise: bases in another order, outcomes of some of them flipped."""
    def model(state):
        rows = {axis: states.probabilities(qobj(state), axis) for axis in "ZXY"}
        return {axis: rows[source][::-1] if axis in flipped else rows[source] for axis, source in zip("ZXY", order)}

    return model


class DebugBases(Exercise):
    answer = Table("ZXY", Vector(2, low=0, high=1))
    example = Call(state=np.array([1, 1]) / math.sqrt(2))
    draws = 2

    def draw(self, rng):
        return Call(state=random_state(rng))

    def right(self, state):
        return {axis: states.probabilities(qobj(state), axis) for axis in "ZXY"}

    wrong = {
        "still_swapped": (bases_table("ZYX"), bases_table("ZYX", "X")),
        "wrong_pair": (bases_table("YZX"), bases_table("XYZ"), bases_table("XZY"), bases_table("YXZ")),
        "no_conjugate": bases_table("ZXY", "Y"),
        "outcomes_flipped": (bases_table("ZXY", "X"), bases_table("ZXY", "Z"), bases_table("ZXY", "XY"),
                             bases_table("ZXY", "ZXY")),
        "one_basis_twice": (bases_table("ZXX"), bases_table("ZYY"), bases_table("ZZZ")),
    }
