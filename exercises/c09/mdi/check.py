import math

import numpy as np

from qedu.grading.answers import Bits, Parts, Positions
from qedu.grading.exercise import Call, Exercise


def _differ(basis, announced):
    """Whether the bits of Alice and Bob are opposite, if their pulses are found in this Bell state."""
    kets = {"Z": np.eye(2), "X": np.array([[1, 1], [1, -1]]) / math.sqrt(2)}[basis]
    bell = np.array([0, 1, 1 if announced == "psi+" else -1, 0]) / math.sqrt(2)
    equal = sum(abs(np.kron(ket, ket) @ bell) ** 2 for ket in kets)
    return equal < 0.5


#: (basis, announcement): whether one of them has to flip.
FLIP = {(basis, word): _differ(basis, word) for basis in "ZX" for word in ("psi-", "psi+")}

WORDS = ("psi-", "psi+", "none")


class Relay(Exercise):
    answer = Parts(Positions(), Bits())
    example = Call(alice_bases=list("ZXZXZXZ"), bob_bases=list("ZXXXZZZ"),
                   announced=["psi-", "psi+", "psi-", "psi-", "none", "psi+", "psi+"],
                   bits=[0, 0, 1, 1, 1, 0, 1])

    def draw(self, rng):
        n = 30
        call = Call(alice_bases=[str(b) for b in rng.choice(["Z", "X"], n)],
                    bob_bases=[str(b) for b in rng.choice(["Z", "X"], n)],
                    announced=[str(w) for w in rng.choice(WORDS, n)],
                    bits=[int(b) for b in rng.integers(0, 2, n)])
        rounds = set(zip(*list(call.arguments.values())[:3]))
        if len(rounds) == 12:          # every pair of bases with every announcement
            return call

    def right(self, alice_bases, bob_bases, announced, bits):
        return self._sifted(lambda a, b, word: a == b and word != "none", lambda a, b, word: FLIP[a, word])(
            alice_bases, bob_bases, announced, bits)

    @staticmethod
    def _sifted(keep, flip):
        """A rule, right or wrong: which rounds are kept, and in which of them Bob flips."""
        def model(alice_bases, bob_bases, announced, bits):
            kept = [i for i, told in enumerate(zip(alice_bases, bob_bases, announced)) if keep(*told)]
            return kept, [bits[i] ^ int(flip(alice_bases[i], bob_bases[i], announced[i])) for i in kept]

        return model


def _good(a, b, word):
    return a == b and word != "none"


Relay.wrong = {
    "counted_from_one": lambda *given, **named: (lambda kept, key: ([i + 1 for i in kept], key))(
        *Relay().right(*given, **named)),
    "one_state": (Relay._sifted(lambda a, b, word: a == b and word == "psi-", lambda a, b, word: True),
                  Relay._sifted(lambda a, b, word: a == b and word == "psi+", lambda a, b, word: a == "Z")),
    "swapped": lambda *given, **named: Relay().right(*given, **named)[::-1],
    "flips_always": Relay._sifted(_good, lambda a, b, word: True),
    "never_flips": Relay._sifted(_good, lambda a, b, word: False),
    "x_swapped": Relay._sifted(_good, lambda a, b, word: a == "Z" or word == "psi+"),
    "z_like_x": (Relay._sifted(_good, lambda a, b, word: word == "psi-"),
                 Relay._sifted(_good, lambda a, b, word: word == "psi+"),
                 Relay._sifted(_good, lambda a, b, word: (a == "X") != (word == "psi+"))),
    "by_basis": (Relay._sifted(_good, lambda a, b, word: a == "Z"),
                 Relay._sifted(_good, lambda a, b, word: a == "X")),
    "other_bases": tuple(Relay._sifted(lambda a, b, word: word != "none", flip) for flip in (
        lambda a, b, word: word == "psi-" or b == "Z",
        lambda a, b, word: word == "psi-" or a == "Z",
        lambda a, b, word: word == "psi-" or "Z" in (a, b),
        lambda a, b, word: word == "psi-" or a == b == "Z")),
    "keeps_failed": tuple(Relay._sifted(lambda a, b, word: a == b, flip) for flip in (
        lambda a, b, word: word == "psi-" or a == "Z",
        lambda a, b, word: word != "psi+" or a == "Z",
        lambda a, b, word: word != "none" and FLIP[a, word])),
}
