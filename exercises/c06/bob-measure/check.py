import numpy as np

from qedu.grading.answers import Bits
from qedu.grading.checks.chance import credible, memoryless, rank
from qedu.grading.exercise import Call, Exercise, Mistake, Seed

from ..common import MANY, TAIL, piece, signs


class BobMeasure(Exercise):
    """2,400 rounds.  Where the bases agree, every outcome must be Alice's bit.  Elsewhere the ones must be
    credible for fair coins: in all of these rounds, in each of the four cases of bit and basis (about 300
    rounds each), and against her bits (6 counts, two sides of `TAIL` each).  They may not resemble themselves at any
    distance up to 1,200 rounds (two sides of `MANY` each).

    Then `runs` runs on the same few rounds, each with a generator of its own, so that outcomes that follow from the
    inputs are the same in all of them.  The rank of at most `most` outcomes says whether one follows from others.
    """

    answer = Bits()
    example = Call(alice_bits=np.array([0, 1, 0, 1]), alice_bases=np.array([0, 0, 1, 1]),
                   bob_bases=np.array([0, 0, 1, 1]), rng=Seed(3))
    rounds, runs, most = 2400, 64, 20
    false_failure = 6 * 2 * TAIL + 1201 * 2 * MANY + 2.0 ** (most + 1 - runs)

    def calls(self, rng):
        rows = {name: column for name, column in piece(rng, self.rounds).items() if name in self.example.arguments}
        start = int(rng.integers(1000))
        few = {name: column[start:start + 40] for name, column in rows.items()}
        while not self._tells(few["alice_bases"] != few["bob_bases"]):
            start += 1
            few = {name: column[start:start + 40] for name, column in rows.items()}
        seed, *others = (int(seed) for seed in rng.integers(2**31, size=1 + self.runs))
        return [self.example, Call(**rows, rng=Seed(seed)),
                *(Call(**few, rng=Seed(seed)) for seed in (*others, others[0]))], None

    def judge(self, calls, answers, secret):
        values = [self.read(call, answer) for call, (answer,) in zip(calls, answers)]
        for outcome, call, (raw,) in zip(values, calls, answers):
            if len(outcome) != len(call.arguments["alice_bits"]):
                return Mistake("wrong_length", call, raw)
        rows, outcome = calls[1].arguments, values[1]
        alice, bases, same = rows["alice_bits"], rows["alice_bases"], rows["alice_bases"] == rows["bob_bases"]
        agree, other = outcome == alice, outcome[~same]
        n, agreeing = other.size, int(agree[~same].sum())
        show = calls[1], answers[1][0], {"n": n, "agree": agreeing}
        if agree.all():
            return Mistake("copies_the_bit", *show)
        if (values[2] != values[-1]).any():
            return Mistake("not_reproducible", calls[2], answers[2][0])
        if not agree[same].all():
            if not agree[same].any():
                return Mistake("inverted", *show)
            if agreeing == n:
                return Mistake("bases_swapped", *show)
            if credible(int(agree[same].sum()), int(same.sum()), tail=TAIL):
                return Mistake("always_a_coin", *show)
            return Mistake("equal_bases_err", *show)
        if other.all() or not other.any():
            return Mistake("mismatch_fixed", *show)
        if agreeing == 0:
            return Mistake("mismatch_flips", *show)
        if credible(agreeing, n, 0.75, TAIL):
            return Mistake("half_right", *show)
        coins = self._coins(calls[2], values[2:-1])
        if (coins == coins[0]).all():
            return Mistake("no_chance", calls[2], answers[2][0])
        if rank(coins) < coins.shape[1] + 1:
            return Mistake("coins_repeat", *show)
        cases = [~same & (alice == bit) & (bases == basis) for bit in (0, 1) for basis in (0, 1)]
        even = all(credible(int(outcome[case].sum()), int(case.sum()), tail=TAIL) for case in [~same, *cases])
        if not even or not credible(agreeing, n, tail=TAIL):
            return Mistake("not_even", *show)
        fresh = memoryless(np.where(same, 0, signs(outcome)), tail=MANY)
        return None if fresh else Mistake("coins_repeat", *show)

    def _tells(self, differ):
        """Whether few enough bases differ, and those of some rounds that are half a run apart, or mirrored, all do."""
        half = len(differ) // 2
        return (differ.sum() <= self.most and (differ[:half] & differ[half:]).sum() >= 2
                and (differ & differ[::-1]).sum() >= 4)

    def _coins(self, call, values):
        """The outcomes at unequal bases in each of the short runs."""
        differ = call.arguments["alice_bases"] != call.arguments["bob_bases"]
        return np.array(values)[:, differ]
