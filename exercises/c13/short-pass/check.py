import math

import numpy as np

from qedu import rates, statistics
from qedu.grading.answers import Integer
from qedu.grading.exercise import Call, Exercise

PRICE = math.log2(2 / (1e-10**2 * 1e-15))


def h(p):
    return -p * math.log2(p) - (1 - p) * math.log2(1 - p) if 0 < p < 1 else 0.0


def margin(n, k):
    return float(statistics.serfling(tested=int(k), kept=int(n), eps=(1e-10 / 4) ** 2))


def length(n, k, q, *, key=lambda n, k: n, mu=margin, published=lambda q, mu: 1.16 * h(q), price=PRICE, end=0.5, most=1.0):
    """The formula before it is cut and rounded, with anything in it done otherwise."""
    extra = mu(n, k)
    if q + extra >= end:
        return 0.0
    return key(n, k) * (1 - h(min(q + extra, most)) - published(q, extra)) - price


def _whole(clip=True, rounded=math.floor, rate=lambda kept, tested, wrong: wrong.sum() / tested.sum(), **options):
    """A wrong model that adds up the counts first."""
    def model(kept, tested, wrong):
        found = length(float(kept.sum()), float(tested.sum()), rate(*(np.asarray(row, float) for row in (kept, tested, wrong))), **options)
        return rounded(max(0, found) if clip else found)

    return model


def _pieces(each=math.floor, after=max, **options):
    """A wrong model that adds up keys: each rounded or not, and cut at zero by itself or in the sum."""
    def model(kept, tested, wrong):
        found = [length(float(n), float(k), m / k, **options) for n, k, m in zip(kept, tested, wrong)]
        return each(sum(max(0, one) for one in found)) if after is max else each(max(0, sum(found))) if after is sum else sum(
            max(0, math.floor(one)) for one in found)

    return model


def _once(each, after):
    """A wrong model with a margin of each piece's own, and the price paid once."""
    def model(kept, tested, wrong):
        found = [length(float(n), float(k), m / k, price=0, end=2, most=0.5) for n, k, m in zip(kept, tested, wrong)]
        return each(max(0, (sum(max(0, one) for one in found) if after is max else sum(found)) - PRICE))

    return model


def _endless(**options):
    return _whole(mu=lambda n, k: 0.0, price=0, **options)


class ShortPass(Exercise):
    """A pass of which no ten seconds give a key, a bright one of which some do, one that is too short, and one that was hardly tested."""

    answer = Integer(0)
    #: Of each: pieces, kept bits in its best piece, tested share, error rate, the length before it is cut, and the worst error rate.
    passes = (((8, 14), (700, 1200), (0.4, 0.6), (0.01, 0.02), (500, math.inf), (0, 0.3)),
              ((8, 14), (40_000, 90_000), (0.02, 0.04), (0.01, 0.03), (5000, math.inf), (0, 0.3)),
              ((2, 3), (300, 450), (0.4, 0.7), (0.01, 0.03), (-math.inf, -50), (0, 0.45)),
              ((1, 1), (30_000, 60_000), (0.0015, 0.003), (0.02, 0.06), (1000, math.inf), (0.75, 0.95)))
    example = Call(kept=np.array([450, 1200, 1100, 400]), tested=np.array([225, 600, 550, 200]), wrong=np.array([7, 11, 10, 6]))

    def further(self, rng):
        return [self._drawn(rng, *row) for row in self.passes]

    @staticmethod
    def _drawn(rng, pieces, best, share, rate, lengths, worst):
        """Counts that rise and fall, with more errors at the ends, and a length that no rounding can move over a whole number."""
        while True:
            bell = np.sin(np.linspace(0.5, math.pi - 0.7, rng.integers(*pieces, endpoint=True)))
            kept = (rng.uniform(*best) * bell * rng.uniform(0.9, 1.1, len(bell))).astype(int)
            tested = np.maximum(5, kept * rng.uniform(*share) * rng.uniform(0.8, 1.2, len(bell))).astype(int)
            wrong = np.maximum(rng.binomial(tested, np.minimum(0.1, rng.uniform(*rate) / bell)), rng.permutation(len(bell)) == 0)
            n, k, q = kept.sum(), tested.sum(), wrong.sum() / tested.sum()
            found = length(n, k, q, end=1.0)
            if lengths[0] < found < lengths[1] and 0.55 < found % 1 < 0.95 and worst[0] < q + margin(n, k) < worst[1] and q > 0:
                return Call(kept=kept, tested=tested, wrong=wrong)

    def right(self, kept, tested, wrong):
        n, k = int(np.sum(kept)), int(np.sum(tested))
        return rates.finite_bb84(n, k, float(np.sum(wrong) / k), eps_sec=1e-10, eps_cor=1e-15, f_ec=1.16)

    wrong = {
        "unclipped": tuple(_whole(clip=False, rounded=rounded, **options) for options in ({}, {"end": 2, "most": 0.5}, {"end": 2})
                           for rounded in (math.floor, math.trunc, lambda found: abs(math.floor(found)),
                                           lambda found: math.floor(abs(found)))),
        "past_half": _whole(end=2),
        "not_rounded": (_whole(rounded=float), _whole(rounded=math.ceil), _whole(rounded=round)),
        "pieces_added": (*(_pieces(each, after) for each in (math.floor, float) for after in (max, sum)), _pieces(after=None),
                         *(_pieces(each, after, end=2) for each in (math.floor, float) for after in (max, sum))),
        "asymptotic": tuple(_endless(published=published, rounded=rounded) for rounded in (math.floor, float)
                            for published in (lambda q, mu: 1.16 * h(q), lambda q, mu: h(q))),
        "no_margin": (_whole(mu=lambda n, k: 0.0), lambda kept, tested, wrong: _hidden(kept, tested, wrong)),
        "no_price": (_whole(price=0), _whole(price=-PRICE)),
        "small_margins": tuple(_once(each, after) for each in (math.floor, float) for after in (max, sum)),
        "mean_of_rates": _whole(rate=lambda kept, tested, wrong: (wrong / tested).mean()),
        "of_kept": (_whole(rate=lambda kept, tested, wrong: wrong.sum() / kept.sum()),
                    _whole(rate=lambda kept, tested, wrong: wrong.sum() / (kept + tested).sum())),
        "test_bits_in_key": (_whole(key=lambda n, k: n + k), _whole(key=lambda n, k: k),
                             _whole(key=lambda n, k: n + k, mu=lambda n, k: margin(n + k, k))),
        "turned_round": _whole(mu=lambda n, k: margin(k, n)),
        "margin_published": _whole(published=lambda q, mu: 1.16 * h(q + mu)),
        "f_forgotten": (_whole(published=lambda q, mu: h(q)), _whole(published=lambda q, mu: 0)),
    }


def _hidden(kept, tested, wrong):
    """No margin in the entropy, although it is compared with one half."""
    n, k, q = float(kept.sum()), float(tested.sum()), wrong.sum() / tested.sum()
    return math.floor(max(0, length(n, k, q, mu=lambda n, k: 0.0))) if q + margin(n, k) < 0.5 else 0
