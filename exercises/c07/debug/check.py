import numpy as np

from qedu.grading.answers import Bits, Parts
from qedu.grading.exercise import Call, Exercise


class Debug(Exercise):
    answer = Parts(Bits(), Bits())
    example = Call(bits=np.array([0, 1, 1, 0]), tests=np.array([1, 0, 0, 0]), luck=np.array([0.2, 0.7, 0.1, 0.3]))

    def draw(self, rng):
        n = 24
        call = Call(bits=rng.integers(0, 2, n), tests=rng.integers(0, 2, n), luck=rng.random(n).round(3))
        right = self.right(**call.arguments)[0]
        return call if len(right) > 3 and 0.2 < np.mean(right) < 0.8 and np.mean(right) != 0.5 else None

    def right(self, bits, tests, luck):
        knows = (bits != tests) & (luck < 0.5)
        return bits[knows], 1 - tests[knows]

    @staticmethod
    def _keys(knows, alice, bob):
        return lambda bits, tests, luck: (alice(bits, tests)[knows(bits, tests, luck)],
                                          bob(bits, tests)[knows(bits, tests, luck)])


def _knows(bits, tests, luck):
    return (bits != tests) & (luck < 0.5)


Debug.wrong = {
    "still_broken": Debug._keys(_knows, lambda b, t: b, lambda b, t: t),
    "alice_turned": (Debug._keys(_knows, lambda b, t: 1 - b, lambda b, t: t),
                     Debug._keys(_knows, lambda b, t: t, lambda b, t: t)),
    "equal_tests": (Debug._keys(lambda b, t, u: (b == t) & (u < 0.5), lambda b, t: b, lambda b, t: t),
                    Debug._keys(lambda b, t, u: b == t, lambda b, t: b, lambda b, t: t)),
    "always_lucky": Debug._keys(lambda b, t, u: b != t, lambda b, t: b, lambda b, t: 1 - t),
    "half_of_all": Debug._keys(lambda b, t, u: u < 0.5, lambda b, t: b, lambda b, t: 1 - t),
    "unlucky": Debug._keys(lambda b, t, u: (b != t) & (u >= 0.5), lambda b, t: b, lambda b, t: 1 - t),
}
