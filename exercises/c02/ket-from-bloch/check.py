import math

from qedu import states
from qedu.grading.answers import Ket
from qedu.grading.exercise import Call, Exercise

from ..common import amplitudes


class KetFromBloch(Exercise):
    answer = Ket()
    example = Call(theta=math.pi / 2, phi=math.pi / 2)

    def draw(self, rng):
        # Away from the poles and from phases where two wrong models agree.
        return Call(theta=float(rng.uniform(0.4, 1.2) if rng.random() < 0.5 else rng.uniform(1.9, 2.7)),
                    phi=float(rng.uniform(0.3, 1.2) + rng.integers(4) * math.pi / 2))

    def right(self, theta, phi):
        return amplitudes(states.ket(theta, phi))

    wrong = {
        "full_angle": lambda theta, phi: amplitudes(states.ket(2 * theta, phi)),
        "no_phase": lambda theta, phi: amplitudes(states.ket(theta)),
        "phase_sign": lambda theta, phi: amplitudes(states.ket(theta, -phi)),
        "half_phase": lambda theta, phi: amplitudes(states.ket(theta, phi / 2)),
        "poles_swapped": lambda theta, phi: amplitudes(states.ket(math.pi - theta, phi)),
        "degrees": lambda theta, phi: amplitudes(states.ket(math.radians(theta), math.radians(phi))),
        "angles_swapped": lambda theta, phi: amplitudes(states.ket(phi, theta)),
    }
