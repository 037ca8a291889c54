import math

import numpy as np

from qedu.grading.answers import Bits, Parts
from qedu.grading.checks.chance import credible, memoryless, rank
from qedu.grading.exercise import Call, Exercise, Mistake, Seed

from ..common import MANY, TAIL, signs


class Prepare(Exercise):
    """One run of 2,500 rounds: bits and bases must be balanced and agree half of the time (3 counts, two sides of
    `TAIL` each).  Neither row may resemble itself, nor one the other, forwards or backwards, at any distance up to
    1,250, and where they agree there may be no pattern (7 rows of at most 1,251 counts, two sides of `MANY` each).

    Then `runs` runs of `short` rounds, each with a generator of its own.  The rank of these 2·`short` bits says whether
    any bit or basis follows from others, in whatever places, by adding modulo 2: it is less than the largest with a
    probability below 2^(2·short + 1 − runs).  Three more counts see a row that is merely shuffled.
    """

    answer = Parts(Bits(), Bits())
    example = Call(n=10, rng=Seed(84))
    rounds, short, runs = 2500, 16, 74
    false_failure = 6 * 2 * TAIL + 7 * 1251 * 2 * MANY + 2.0 ** (2 * short + 1 - runs)

    def calls(self, rng):
        one, two, *others = (int(seed) for seed in rng.integers(2**31, size=2 + self.runs))
        return [self.example, Call(n=self.rounds, rng=Seed(one)),
                *(Call(n=100, rng=Seed(seed)) for seed in (one, one, two)),
                *(Call(n=self.short, rng=Seed(seed)) for seed in others)], None

    def judge(self, calls, answers, secret):
        values = [self.read(call, answer) for call, (answer,) in zip(calls, answers)]
        for (bits, bases), call, (raw,) in zip(values, calls, answers):
            if not len(bits) == len(bases) == call.arguments["n"]:
                return Mistake("wrong_length", call, raw)
        _, (bits, bases), first, again, other = values[:5]
        n, equal = self.rounds, int((bits == bases).sum())
        ones = {"biased_bits": int(bits.sum()), "biased_bases": int(bases.sum())}
        show = calls[1], answers[1][0]
        if not all(0 < count < n for count in ones.values()):
            return Mistake("always_the_same", *show)
        if equal in (0, n):
            return Mistake("bit_is_basis", *show)
        if any((a != b).any() for a, b in zip(first, again)):
            return Mistake("not_reproducible", calls[2], answers[2][0])
        for key, count in ones.items():
            if not credible(count, n, tail=TAIL):
                return Mistake(key, *show, {"ones": count, "n": n})
        if not (memoryless(signs(bits), tail=MANY) and memoryless(signs(bases), tail=MANY)):
            return Mistake("pattern", *show)
        if any((a == b).all() for a, b in zip(first, other)):
            return Mistake("fixed_seed", calls[2], answers[2][0])
        many_bits, many_bases = (np.array(rows) for rows in zip(*values[5:]))
        if self._patterned(many_bits) or self._patterned(many_bases):
            return Mistake("pattern", *show)
        if (not credible(equal, n, tail=TAIL)
                or not all(memoryless(signs(bits), signs(row), tail=MANY) for row in (bases, bases[::-1]))
                or not memoryless(signs(bits ^ bases), tail=MANY)
                or rank(np.hstack([many_bits, many_bases])) < 2 * self.short + 1
                or not self._as_often((many_bits.sum(axis=1) == many_bases.sum(axis=1)).sum(), math.comb(
                    2 * self.short, self.short) / 4**self.short)):
            return Mistake("correlated", *show, {"equal": equal, "n": n})
        return None

    def _patterned(self, many):
        """Whether some places of the short runs follow from others, or all runs hold equally many ones."""
        balanced = (2 * many.sum(axis=1) == self.short).sum()
        return (rank(many) < self.short + 1
                or not self._as_often(balanced, math.comb(self.short, self.short // 2) / 2**self.short))

    def _as_often(self, runs, probability):
        """Whether something happens in as many short runs as it does by chance."""
        return credible(runs, self.runs, probability, TAIL)
