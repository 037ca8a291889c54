import numpy as np

from qedu.grading.answers import Bits, Parts, Positions
from qedu.grading.exercise import Call, Exercise

from ..common import b92


def where(mask):
    return np.flatnonzero(np.asarray(mask, bool))


class B92Sift(Exercise):
    answer = Parts(Positions(), Bits())
    example = Call(tests=np.array([0, 1, 1, 0, 1]), orthogonal=np.array([True, False, True, False, False]))

    def draw(self, rng):
        tests, orthogonal = rng.integers(0, 2, 20), rng.random(20) < 0.35
        # Both tests occur in both kinds of rounds, unequally often.
        if {(t, o) for t, o in zip(tests, orthogonal)} >= {(t, o) for t in (0, 1) for o in (True, False)} \
                and 2 * tests[orthogonal].sum() != orthogonal.sum():
            return Call(tests=tests, orthogonal=orthogonal)

    def right(self, tests, orthogonal):
        # The library's own rule, round by round.
        rule, names = b92().sift, ("u0", "u1")
        kept, bits = [], []
        for i, (test, found) in enumerate(zip(tests, orthogonal)):
            outcome = 1 - test if found else test
            key = rule("u", 0, names[test], int(outcome))
            if key is not None:
                kept.append(i)
                bits.append(key[1])
        return kept, bits

    wrong = {
        "bit_is_test": lambda tests, orthogonal: (where(orthogonal), tests[where(orthogonal)]),
        "open_is_0": lambda tests, orthogonal: (np.arange(len(tests)), np.where(orthogonal, 1 - tests, 0)),
        "guesses": (lambda tests, orthogonal: (np.arange(len(tests)), np.where(orthogonal, 1 - tests, tests)),
                    lambda tests, orthogonal: (where(~orthogonal), tests[where(~orthogonal)])),
        "all_kept": lambda tests, orthogonal: (np.arange(len(tests)), tests),
        "counted_from_one": lambda tests, orthogonal: (where(orthogonal) + 1, 1 - tests[where(orthogonal)]),
        "swapped": lambda tests, orthogonal: (1 - tests[where(orthogonal)], where(orthogonal)),
        "truth_values": lambda tests, orthogonal: (orthogonal, 1 - tests[where(orthogonal)]),
    }
