import numpy as np

from qedu import entanglement as ent
from qedu.grading.exercise import Call, Exercise

from ..common import BELL, Kets, X, Z, random_ket


def _received(m1, m2, sent):
    """What Bob holds for these bits: the states sent, after the inverse of the correction."""
    power = np.linalg.matrix_power
    return np.array([power(X, b) @ power(Z, a) @ ket for a, b, ket in zip(m1, m2, sent)])


def _turned(exchange, sign):
    """A model: X where `exchange` of the two bits says so, Z where `sign` does."""
    def model(m1, m2, bob):
        after = np.where(exchange(m1, m2)[:, None], bob[:, ::-1], bob)
        return after * np.stack([np.ones(len(m1)), np.where(sign(m1, m2), -1, 1)], axis=1)

    return model


class Corrections(Exercise):
    """Every batch has all four pairs of bits and states that differ from all that X and Z make of them."""

    answer = Kets()
    example = Call(m1=np.array([0, 0, 1, 1]), m2=np.array([0, 1, 0, 1]),
                   bob=_received([0, 0, 1, 1], [0, 1, 0, 1], [np.array([0.6, 0.8j])] * 4))

    def draw(self, rng):
        # Two photons for each pair of bits and three at random, the first of them one that needs something done.
        bits = np.array([*BELL, *BELL, *rng.integers(0, 2, (3, 2))])
        bits = np.vstack([[1, 1], rng.permutation(bits)])
        m1, m2 = bits.T
        return Call(m1=m1, m2=m2, bob=_received(m1, m2, [random_ket(rng) for _ in m1]))

    def right(self, m1, m2, bob):
        gates = {"I": np.eye(2), "X": X, "Z": Z, "XZ": Z @ X}
        return np.array([gates[ent.corrections(int(a), int(b))] @ ket for a, b, ket in zip(m1, m2, bob)])

    wrong = {
        "swapped": _turned(lambda a, b: a == 1, lambda a, b: b == 1),
        "nothing": _turned(lambda a, b: a > 1, lambda a, b: a > 1),
        "no_sign": _turned(lambda a, b: b == 1, lambda a, b: a > 1),
        "no_exchange": _turned(lambda a, b: a > 1, lambda a, b: a == 1),
        "one_or_other": (_turned(lambda a, b: b == 1, lambda a, b: (a == 1) & (b == 0)),
                         _turned(lambda a, b: (b == 1) & (a == 0), lambda a, b: a == 1)),
        "inverted": _turned(lambda a, b: b == 0, lambda a, b: a == 0),
        "first_only": _turned(lambda a, b: np.full(len(b), b[0] == 1), lambda a, b: np.full(len(a), a[0] == 1)),
    }
