import numpy as np

from qedu.grading.answers import Integer, Parts, Unfit
from qedu.grading.checks.chance import credible
from qedu.grading.exercise import Call, Exercise, Mistake, Seed

#: A count condemns a right answer with this probability at most, on either side; and a known mistake is not taken for itself with LOOSE.
TAIL, LOOSE = 4e-11, 1e-6


def later(p, t):
    """Odds that both links are ready after t attempts."""
    return (1 - (1 - p) ** t) ** 2


#: By mistake: the odds that a delivery has come to its end after t attempts.
OTHER = {
    "first_ends": lambda p, t: 1 - (1 - p) ** (2 * t),
    "one_too_many": lambda p, t: later(p, np.maximum(t - 1, 0)),
    "one_after_other": lambda p, t: 1 - (1 - p) ** t - t * p * (1 - p) ** np.maximum(t - 1, 0),
    "all_at_once": lambda p, t: 1 - (1 - p * p) ** t,
    "one_link": lambda p, t: 1 - (1 - p) ** t,
    "inverted": lambda p, t: later(1 - p, t),
    "from_zero": lambda p, t: later(p, t + 1),
}


class TwoLinks(Exercise):
    """600 deliveries with p from 0.18 to 0.24 and 200 with p from 0.6 to 0.7, besides 40 of the example, which are repeated.

    Of each run the number of swaps by attempts `t` must be credible for [1 − (1 − p)^t]²: at three times in the long run and at
    the first attempt in the short one; and the number of waits up to d attempts for 1 − 2(1 − p)^(d + 1)/(2 − p), at three and at one.
    That is 8 counts with two sides of `TAIL` each.  In 40 deliveries at p = 0.3 two generators must not give the same attempts:
    the likeliest number of attempts has odds below 0.2.
    """

    false_failure = 8 * 2 * TAIL + 0.2**40
    answer = Parts(Integer(0), Integer())
    example = Call(p=0.25, rng=Seed(12)).times(40)

    def calls(self, rng):
        seeds = [int(seed) for seed in rng.integers(2**31, size=4)]
        long = Call(p=float(rng.uniform(0.18, 0.24)), rng=Seed(seeds[0])).times(600)
        short = Call(p=float(rng.uniform(0.6, 0.7)), rng=Seed(seeds[1])).times(200)
        return [self.example, long, short, self.example, *(Call(p=0.3, rng=Seed(seed)).times(40) for seed in seeds[2:])], None

    def judge(self, calls, answers, secret):
        rows = []
        for call, repeats in zip(calls, answers):
            try:
                rows.append(np.array([self.answer.read(answer) for answer in repeats]))
            except Unfit as error:
                key = "not_counts" if error.key in ("not_whole", "too_low") else error.key
                return Mistake(key, call, repeats[0], error.details)
        long, short = rows[1], rows[2]
        show = calls[1], answers[1][0]
        if (rows[0] != rows[3]).any():
            return Mistake("not_reproducible", calls[0], answers[0][0])
        if (rows[4] == rows[5]).all():
            return Mistake("fixed_seed", calls[4], answers[4][0])
        return self._attempts(calls, long, short, show) or self._waits(calls, long, short, show)

    def _fits(self, calls, long, short, odds, tail=TAIL):
        """Whether the attempts of both runs are credible for odds of being over after t attempts."""
        times = self._times(calls[1].arguments["p"])
        p, q = calls[1].arguments["p"], calls[2].arguments["p"]
        return (all(credible(int((long[:, 0] <= t).sum()), len(long), float(odds(p, t)), tail) for t in times)
                and credible(int((short[:, 0] <= 1).sum()), len(short), float(odds(q, 1)), tail))

    @staticmethod
    def _times(p):
        """Attempts by which a quarter, a half and nine tenths of the deliveries are over."""
        return [max(1, round(np.log(1 - share**0.5) / np.log(1 - p))) for share in (0.25, 0.5, 0.9)]

    def _attempts(self, calls, long, short, show):
        if self._fits(calls, long, short, later):
            return None
        if (long[:, 0] < long[:, 1]).all() and self._fits(calls, long[:, ::-1], short[:, ::-1], later):
            return Mistake("parts_swapped", *show)
        p, t = calls[1].arguments["p"], long[:, 0]

        def likely(key):
            """The logarithm of the odds that just these attempts come of a mistake: where several fit, the likeliest is named."""
            earlier = np.where(t > 0, OTHER[key](p, np.maximum(t - 1, 0)), 0)
            return np.log(np.maximum(OTHER[key](p, t) - earlier, 1e-300)).sum()

        return Mistake(max((key for key, odds in OTHER.items() if self._fits(calls, long, short, odds, LOOSE)), key=likely,
                           default="wrong_odds"), *show)

    def _waits(self, calls, long, short, show):
        if any((run[:, 1] < 0).any() or (run[:, 1] >= run[:, 0]).any() for run in (long, short)):
            first = self._waited(calls, long, short, lambda p, d: 1 - (1 - p) ** (2 * d))
            return Mistake("wait_is_time_of_first" if first else "not_counts", *show)
        if self._waited(calls, long, short, lambda p, d: 1 - 2 * (1 - p) ** (d + 1) / (2 - p)):
            return None
        return Mistake("wrong_wait", *show)

    @staticmethod
    def _waited(calls, long, short, odds):
        p, q = calls[1].arguments["p"], calls[2].arguments["p"]
        return (all(credible(int((long[:, 1] <= d).sum()), len(long), float(odds(p, d)), TAIL) for d in (1, 3, 8))
                and credible(int((short[:, 1] <= 1).sum()), len(short), float(odds(q, 1)), TAIL))
