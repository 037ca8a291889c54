from qedu.grading.answers import Bits, Parts, Positions
from qedu.grading.exercise import Call, Exercise

from ..common import sarg04

STATES = {"Z": "01", "X": "+-"}


class SargSift(Exercise):
    answer = Parts(Positions(), Bits())
    example = Call(announced=["0+", "1-", "1+", "0+"], bases=["X", "Z", "Z", "X"], outcomes=[1, 0, 1, 0])

    def draw(self, rng):
        n = 24
        announced = [z + x for z, x in zip(rng.choice(list("01"), n), rng.choice(list("+-"), n))]
        bases = [str(basis) for basis in rng.choice(["Z", "X"], n)]
        outcomes = [int(bit) for bit in rng.integers(0, 2, n)]
        call = Call(announced=announced, bases=bases, outcomes=outcomes)
        values = [tuple(map(tuple, model(announced, bases, outcomes))) for _, model in self.models()]
        right = tuple(map(tuple, self.right(announced, bases, outcomes)))
        return call if len({*values, right}) == len(values) + 1 and len(right[0]) > 4 else None

    def right(self, announced, bases, outcomes):
        rule, kept, bits = sarg04().sift, [], []
        for i, (pair, basis, outcome) in enumerate(zip(announced, bases, outcomes)):
            key = rule("Z", 0, basis, outcome, pair)
            if key is not None:
                kept.append(i)
                bits.append(key[1])
        return kept, bits

    @staticmethod
    def _rounds(keep, bit):
        """A wrong rule: which rounds are kept, and which bit is written down."""
        def model(announced, bases, outcomes):
            kept = [i for i, (pair, basis, k) in enumerate(zip(announced, bases, outcomes))
                    if keep(pair, basis, STATES[basis][k])]
            return kept, [bit(announced[i], bases[i], STATES[bases[i]][outcomes[i]]) for i in kept]

        return model


def _left(pair, basis):
    """The announced state of the other basis."""
    return pair[1] if basis == "Z" else pair[0]


SargSift.wrong = {
    "rules_in": (SargSift._rounds(lambda pair, basis, found: found in pair, lambda pair, basis, found: int(basis == "X")),
                 SargSift._rounds(lambda pair, basis, found: found in pair, lambda pair, basis, found: int(basis == "Z"))),
    "bit_of_excluded": SargSift._rounds(lambda pair, basis, found: found not in pair,
                                        lambda pair, basis, found: int(basis == "X")),
    "bit_is_state": (SargSift._rounds(lambda pair, basis, found: found not in pair,
                                      lambda pair, basis, found: int(_left(pair, basis) in "1-")),),
    "outcome_is_bit": SargSift._rounds(lambda pair, basis, found: found not in pair,
                                       lambda pair, basis, found: int(found in "1-")),
    "all_kept": SargSift._rounds(lambda *_: True, lambda pair, basis, found: int(basis == "Z")),
    "counted_from_one": lambda announced, bases, outcomes: (
        [i + 1 for i in SargSift().right(announced, bases, outcomes)[0]], SargSift().right(announced, bases, outcomes)[1]),
    "swapped": lambda announced, bases, outcomes: SargSift().right(announced, bases, outcomes)[::-1],
}
