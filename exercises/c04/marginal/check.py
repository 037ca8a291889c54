import math

import numpy as np

from qedu import entanglement as ent
from qedu import states
from qedu.grading.answers import Number
from qedu.grading.exercise import Call, Exercise

from ..common import angles_apart, mean, qobj, random_rho, spin, spin_zy


def joint(rho, a, b):
    """p(A, B) for one pair of settings, as the wrong models take it."""
    return np.array([[mean(rho, (np.eye(2) + s * spin(a)) / 2, (np.eye(2) + t * spin(b)) / 2)
                      for t in (1, -1)] for s in (1, -1)])


def bobs_zeros(rho, b):
    """p(B = 0) of Bob alone, as the wrong models take it."""
    return mean(rho, np.eye(2), (np.eye(2) + spin(b)) / 2)


class Marginal(Exercise):
    answer = Number(0, 1)
    example = Call(rho=ent.werner(visibility=0.8).full(), a=30, b=90)

    def draw(self, rng):
        a, b = angles_apart(rng, 2)
        rho = random_rho(rng)
        table = joint(rho, a, b)
        values = [table[:, 0].sum(), table[0].sum(), table[0, 0], table[0, 0] / table[0].sum(),
                  table[1, 0] / table[1].sum(), table[:, 1].sum(), 0.5,
                  *(bobs_zeros(rho, angle) for angle in (a, 2 * b, b / 2, 90 - b))]
        return Call(rho=rho, a=a, b=b) if min(abs(x - values[0]) for x in values[1:]) > 0.02 else None

    def right(self, rho, a, b):
        turn = math.radians(b)
        # Bob's half after an Alice who measured and says nothing.
        bob = sum(ent.steer(qobj(rho), a))
        return float(states.probabilities(bob, (math.sin(turn), 0, math.cos(turn)))[0])

    wrong = {
        "told": (lambda rho, a, b: joint(rho, a, b)[0, 0] / joint(rho, a, b)[0].sum(),
                 lambda rho, a, b: joint(rho, a, b)[1, 0] / joint(rho, a, b)[1].sum()),
        "joint": lambda rho, a, b: joint(rho, a, b)[0, 0],
        "alice": lambda rho, a, b: joint(rho, a, b)[0].sum(),
        "averaged_evenly": lambda rho, a, b: sum(row[0] / row.sum() for row in joint(rho, a, b)) / 2,
        "other_outcome": lambda rho, a, b: joint(rho, a, b)[:, 1].sum(),
        "always_half": lambda rho, a, b: 0.5,
        "radians": lambda rho, a, b: joint(rho, math.degrees(a), math.degrees(b))[:, 0].sum(),
        "alices_angle": lambda rho, a, b: bobs_zeros(rho, a),
        "polariser_angle": (lambda rho, a, b: bobs_zeros(rho, 2 * b), lambda rho, a, b: bobs_zeros(rho, b / 2)),
        "axes_swapped": lambda rho, a, b: bobs_zeros(rho, 90 - b),
        "y_for_x": lambda rho, a, b: mean(rho, np.eye(2), (np.eye(2) + spin_zy(b)) / 2),
        "mean": lambda rho, a, b: 2 * bobs_zeros(rho, b) - 1,
    }
