import numpy as np

from qedu import entanglement as ent
from qedu.grading.answers import Unfit, numbers
from qedu.grading.checks.chance import agreements, pairs
from qedu.grading.exercise import Call, Exercise, Mistake, Seed


class Cheat(Exercise):
    """About 2,000 cards, twice; each question answered on at least 65 % of them, S over the kept rounds at least 2.8.

    A mixture that answers every question on 3/4 of the cards stays clear of the limit by 10 standard deviations in
    each of the four shares (0.10 against 0.0102 for 1,800 cards), and one with S = 3.2 by 9 in S: they fail by chance
    with a probability below 10⁻¹⁷.

    Then `runs` short runs of `short` cards with generators of their own: no place may hold the same card in every
    run, and no two places equal cards in every run, as they do if the order is fixed, shifted or in blocks.  No kind
    makes up more than 45 % of cards that pass the first test: at most 35 % if it is silent somewhere, and S is
    4/(1 + x) at most with a share x of cards that are never silent.  So a right answer fails with a probability
    below 24·0.45³⁹ for the single places, and below 276·0.4⁴⁰ for the pairs.  In the long runs no more than 80 %
    of the cards may be equal to the one at a fixed distance (Hoeffding: less than 10⁻¹⁰⁰ for each of 1,000 distances).
    """

    least, wanted = 0.65, 2.8
    runs, short = 40, 24
    false_failure = 1e-12
    example = Call(n=2000, rng=Seed(2015))

    def calls(self, rng):
        seeds = [int(seed) for seed in rng.integers(2**31, size=self.runs + 1)]
        return [self.example, Call(n=int(rng.integers(1800, 2200)), rng=Seed(seeds[0])),
                *(Call(n=self.short, rng=Seed(seed)) for seed in (*seeds[1:], seeds[1]))], None

    def judge(self, calls, answers, secret):
        cards = []
        for call, (answer,) in zip(calls, answers):
            try:
                cards.append(self._read(call, answer))
            except Unfit as error:
                return Mistake(error.key, call, answer, error.details)
            if isinstance(cards[-1], Mistake):
                return cards[-1]
        return (self._judge(calls[0], cards[0]) or self._judge(calls[1], cards[1])
                or self._order(calls, cards))

    def _order(self, calls, cards):
        """Whether the cards come in an order, or from elsewhere than the generator."""
        kinds = [row @ [27, 9, 3, 1] for row in cards]
        if (kinds[2] != kinds[-1]).any():
            return Mistake("not_reproducible", calls[2], cards[2][:2])
        table = np.array(kinds[2:-1])                           # a row for each run
        if (table == table[0]).all():
            return Mistake("same_every_time", calls[2], cards[2][:2])
        alike = pairs(table, table)
        np.fill_diagonal(alike, 0)
        n = len(kinds[0])
        repeated = agreements(kinds[0], kinds[0])[1:n // 2] / (n - np.arange(1, n // 2))
        if (table == table[0]).all(axis=0).any() or alike.max() == len(table) or repeated.max() > 0.8:
            return Mistake("in_order", calls[0], cards[0][:2])
        return None

    def _judge(self, call, cards):
        answered = (cards < 2).mean(axis=0)
        details = {"least": f"{100 * answered.min():.0f} %"}
        if answered.min() == 1:
            return Mistake("never_silent", call, cards[:2], details)
        if answered.min() < self.least:
            key = "uneven" if answered.mean() >= self.least else "too_silent"
            return Mistake(key, call, cards[:2], details)
        counts = np.array([[np.bincount(3 * cards[:, x] + cards[:, 2 + y], minlength=9) for y in (0, 1)] for x in (0, 1)])
        found = ent.BellCounts(counts.reshape(2, 2, 3, 3)).s_value
        if found >= self.wanted:
            return None
        details["s"] = f"{found:.2f}".replace("-", "−")
        key = "sign" if found <= -self.wanted else "wasted" if abs(found) < 2.2 else "not_enough"
        return Mistake(key, call, cards[:2], details)

    @staticmethod
    def _read(call, answer):
        """The cards as an array of integers, or the mistake in them."""
        array = numbers(answer)
        if array.shape != (call.arguments["n"], 4):
            return Mistake("not_cards", call, answer)
        if not np.isin(array, (0, 1, 2)).all():
            return Mistake("not_entries", call, array.real[:2])
        return array.real.astype(int)
