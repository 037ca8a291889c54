import numpy as np

from qedu.grading.answers import Bits, Parts
from qedu.grading.exercise import Call, Exercise

from ..common import bb84, piece


def sifting(rule):
    """A wrong model by its rule: from bits and bases, first Alice's and then Bob's, to two rows."""
    def model(alice_bits, alice_bases, bob_bits, bob_bases):
        return rule(alice_bits, alice_bases, bob_bits, bob_bases)

    return model


class Sift(Exercise):
    answer = Parts(Bits(), Bits())
    example = Call(alice_bits=np.array([1, 0, 1, 1, 0, 0]), alice_bases=np.array([0, 1, 1, 0, 1, 0]),
                   bob_bits=np.array([1, 0, 1, 0, 1, 0]), bob_bases=np.array([0, 0, 1, 1, 1, 0]))

    def draw(self, rng):
        # until some kept bits differ and some dropped ones agree, so that wrong rules show
        rows = piece(rng, 64)
        sifted, differ = rows.pop("sifted"), rows["alice_bits"] != rows["bob_bits"]
        return Call(**rows) if min((sifted & differ).sum(), (~sifted & ~differ).sum(), (~sifted & differ).sum()) >= 2 else None

    def right(self, alice_bits, alice_bases, bob_bits, bob_bases):
        # The protocol's own rule, round by round.
        protocol, names = bb84().protocol, "ZX"
        rounds = [protocol.sift(names[x], a, names[y], b)
                  for a, x, b, y in zip(alice_bits, alice_bases, bob_bits, bob_bases)]
        return tuple(np.array(key) for key in zip(*(bits for bits in rounds if bits is not None)))

    wrong = {
        "equal_bits": sifting(lambda a, x, b, y: (a[a == b], b[a == b])),
        "equal_bits_and_bases": sifting(lambda a, x, b, y: (a[(a == b) & (x == y)], b[(a == b) & (x == y)])),
        "unequal_bases": sifting(lambda a, x, b, y: (a[x != y], b[x != y])),
        "all_rounds": sifting(lambda a, x, b, y: (a, b)),
        "one_basis": (sifting(lambda a, x, b, y: (a[(x == 0) & (y == 0)], b[(x == 0) & (y == 0)])),
                      sifting(lambda a, x, b, y: (a[(x == 1) & (y == 1)], b[(x == 1) & (y == 1)]))),
        "alice_twice": (sifting(lambda a, x, b, y: (a[x == y], a[x == y])),
                        sifting(lambda a, x, b, y: (b[x == y], b[x == y]))),
        "bases_returned": sifting(lambda a, x, b, y: (x[x == y], y[x == y])),
        "swapped": sifting(lambda a, x, b, y: (b[x == y], a[x == y])),
    }
