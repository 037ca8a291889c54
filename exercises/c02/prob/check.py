import math

import numpy as np

from qedu import states
from qedu.grading.answers import Vector
from qedu.grading.exercise import Call, Exercise

from ..common import amplitudes, axis_of, qobj, random_basis, random_state


class Probabilities(Exercise):
    answer = Vector(2, low=0, high=1)
    example = Call(state=amplitudes(states.ket(math.pi / 3, math.pi / 2)),
                   basis=tuple(amplitudes(ket) for ket in states.basis("Y")))

    def draw(self, rng):
        return Call(state=random_state(rng), basis=random_basis(rng))

    def right(self, state, basis):
        return states.probabilities(qobj(state), axis_of(basis))

    wrong = {
        "amplitude_size": lambda state, basis: [abs(np.vdot(b, state)) for b in basis],
        "amplitude": lambda state, basis: [np.vdot(b, state) for b in basis],
        "square_without_size": lambda state, basis: [np.vdot(b, state) ** 2 for b in basis],
        "real_part": lambda state, basis: [np.vdot(b, state).real ** 2 for b in basis],
        "no_conjugate": lambda state, basis: [abs(np.dot(b, state)) ** 2 for b in basis],
        "outcomes_swapped": lambda state, basis: [abs(np.vdot(b, state)) ** 2 for b in basis[::-1]],
        "amplitude_normalised": lambda state, basis: [abs(np.vdot(b, state)) / sum(abs(np.vdot(c, state)) for c in basis)
                                                      for b in basis],
        "basis_ignored": lambda state, basis: abs(state) ** 2,
        "one_outcome": lambda state, basis: abs(np.vdot(basis[0], state)) ** 2,
    }
