"""Checks of the exercises to chapter C06, BB84.

References come from qedu; wrong models are what the mistakes in feedback.yaml compute.
Bits are 0 and 1.  Bases are 0 for Z and 1 for X.
"""

import math
from functools import lru_cache

import numpy as np

import qedu
from qedu import attacks, protocols, statistics
from qedu.grading.answers import CLOSE, Bits, Choice, Integer, Number, Parts, Positions, Table, Unfit, sequence
from qedu.grading.chance import credible, memoryless, rank
from qedu.grading.exercise import Call, Exercise, Mistake, Seed

#: Probability with which a right answer misses one side of one statistical bound, if few of them are looked at.
TAIL = 1e-11
#: The same where rows are compared at more than 1,000 distances.
MANY = 1e-15


@lru_cache(maxsize=None)
def bb84(fraction=0.0):
    """BB84 with an Eve who measures this fraction of the photons in a random basis; the table is built once."""
    return qedu.exchange(protocols.bb84(), attack=attacks.intercept_resend(fraction=fraction))


@lru_cache(maxsize=None)
def long_run():
    """Rounds with Eve on three photons in ten, as columns of integers: plenty, so that checks cut pieces out of it."""
    r = bb84(0.3).records(60_000, seed=6)
    return {"alice_bits": r.alice.astype(int), "alice_bases": r.alice_setting.astype(int),
            "bob_bits": r.bob.astype(int), "bob_bases": r.bob_setting.astype(int), "sifted": r.sifted}


def piece(rng, rounds):
    """Some rounds in a row out of the long run."""
    start = int(rng.integers(60_000 - rounds))
    return {name: column[start:start + rounds] for name, column in long_run().items()}


def signs(bits):
    """+1 for 0 and −1 for 1."""
    return 1 - 2 * np.asarray(bits, dtype=int)


def read_all(kind, calls, answers):
    """Read the single answer of each call, or return the mistake of the first that cannot be read."""
    values = []
    for call, (answer,) in zip(calls, answers):
        try:
            values.append(kind.read(answer))
        except Unfit as error:
            return Mistake(error.key, call, answer, error.details)
    return values


@lru_cache(maxsize=64)
def rounds_by_hand(seed):
    """Sixteen rounds in which Eve measured every photon."""
    return bb84(1.0).records(16, seed=seed)


class ByHand(Exercise):
    """Sixteen rounds on paper; each student can have others."""

    id = "c06-by-hand"
    value = True
    answer = Table({"kept": Positions(), "alice_key": Bits(), "bob_key": Bits()})
    parameters = {"seed": 141}                  # the rounds printed in the text

    def vary(self, rng):
        while True:         # about half of the rounds kept, some of them wrong, so that each wrong rule shows
            seed = int(rng.integers(1000, 10**6))
            r = rounds_by_hand(seed)
            if 7 <= r.sifted.sum() <= 9 and 2 <= (r.sifted & (r.alice != r.bob)).sum() <= 3:
                return {"seed": seed}

    @staticmethod
    def _sift(seed, keep, first=1):
        """The dict for a rule that says which rounds are kept."""
        r = rounds_by_hand(seed)
        kept = keep(r)
        return {"kept": np.flatnonzero(kept) + first, "alice_key": r.alice[kept], "bob_key": r.bob[kept]}

    def right(self, seed):
        return self._sift(seed, lambda r: r.sifted)

    wrong = {
        "equal_bits": lambda seed: ByHand._sift(seed, lambda r: r.alice == r.bob),
        "all_rounds": lambda seed: ByHand._sift(seed, lambda r: np.ones(16, bool)),
        "unequal_bases": lambda seed: ByHand._sift(seed, lambda r: ~r.sifted),
        "errors_removed": lambda seed: ByHand._sift(seed, lambda r: r.sifted & (r.alice == r.bob)),
        "counted_from_zero": lambda seed: ByHand._sift(seed, lambda r: r.sifted, first=0),
        "corrected": lambda seed: {**ByHand().right(seed), "bob_key": ByHand().right(seed)["alice_key"]},
        "keys_swapped": lambda seed: {**ByHand().right(seed), "alice_key": ByHand().right(seed)["bob_key"],
                                      "bob_key": ByHand().right(seed)["alice_key"]},
        "bob_twice": lambda seed: {**ByHand().right(seed), "alice_key": ByHand().right(seed)["bob_key"]},
    }


class Prepare(Exercise):
    """One run of 2,500 rounds: bits and bases must be balanced and agree half of the time (3 counts, two sides of
    `TAIL` each).  Neither row may resemble itself, nor one the other, forwards or backwards, at any distance up to
    1,250, and where they agree there may be no pattern (7 rows of at most 1,251 counts, two sides of `MANY` each).

    Then `runs` runs of `short` rounds, each with a generator of its own.  The rank of these 2·`short` bits says whether
    any bit or basis follows from others, in whatever places, by adding modulo 2: it is less than the largest with a
    probability below 2^(2·short + 1 − runs).  Three more counts see a row that is merely shuffled.
    """

    id = "c06-prepare"
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
        values = read_all(self.answer, calls, answers)
        if isinstance(values, Mistake):
            return values
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


class BobMeasure(Exercise):
    """2,400 rounds.  Where the bases agree, every outcome must be Alice's bit.  Elsewhere the ones must be
    credible for fair coins: in all of these rounds, in each of the four cases of bit and basis (about 300
    rounds each), and against her bits (6 counts, two sides of `TAIL` each).  They may not resemble themselves at any
    distance up to 1,200 rounds (two sides of `MANY` each).

    Then `runs` runs on the same few rounds, each with a generator of its own, so that outcomes that follow from the
    inputs are the same in all of them.  The rank of at most `most` outcomes says whether one follows from others.
    """

    id = "c06-bob-measure"
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
        values = read_all(self.answer, calls, answers)
        if isinstance(values, Mistake):
            return values
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


def sifting(rule):
    """A wrong model by its rule: from bits and bases, first Alice's and then Bob's, to two rows."""
    def model(alice_bits, alice_bases, bob_bits, bob_bases):
        return rule(alice_bits, alice_bases, bob_bits, bob_bases)

    return model


class Sift(Exercise):
    id = "c06-sift"
    answer = Parts(Bits(), Bits())
    example = Call(alice_bits=np.array([1, 0, 1, 1, 0, 0]), alice_bases=np.array([0, 1, 1, 0, 1, 0]),
                   bob_bits=np.array([1, 0, 1, 0, 1, 0]), bob_bases=np.array([0, 0, 1, 1, 1, 0]))

    def draw(self, rng):
        while True:         # until some kept bits differ and some dropped ones agree, so that wrong rules show
            rows = piece(rng, 64)
            sifted, differ = rows.pop("sifted"), rows["alice_bits"] != rows["bob_bits"]
            if min((sifted & differ).sum(), (~sifted & ~differ).sum(), (~sifted & differ).sum()) >= 2:
                return Call(**rows)

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


class Estimate(Exercise):
    """Keys are put together from a published and a secret part, so the right answer is known without taking apart."""

    id = "c06-estimate"
    answer = Parts(Number(0), Bits(), Bits())
    example = Call(alice_key=np.array([0, 1, 1, 0, 1, 0, 0, 1]), bob_key=np.array([0, 1, 0, 0, 1, 1, 0, 1]),
                   positions=[0, 2, 4])

    def calls(self, rng):
        known = self._models(np.array([[0, 1, 1], [0, 0, 1]]), np.array([[1, 0, 0, 0, 1], [1, 0, 1, 0, 1]]), [0, 2, 4])
        drawn = [self._draw(rng) for _ in range(3)]
        return [self.example, *(call for call, _ in drawn)], [known, *(models for _, models in drawn)]

    def _draw(self, rng):
        while True:
            rows = piece(rng, 220)
            keys = np.array([rows["alice_bits"], rows["bob_bits"]])[:, rows["sifted"]]
            size = int(rng.integers(20, 30))
            # So far from the end that popping one after another does something wrong, and not nothing at all.
            positions = rng.permutation(keys.shape[1] - size)[:size].tolist()
            models = self._models(keys[:, :size], keys[:, size:], positions)
            if len(set(models["rates"].values())) == len(models["rates"]) and all(models["errors"]):
                alice, bob = models["keys"]["test_bits_kept"][0]
                return Call(alice_key=alice, bob_key=bob, positions=positions), models

    @staticmethod
    def _models(published, secret, positions):
        """What right and wrong answers return, from the published bits (in the order of `positions`) and the others."""
        size = published.shape[1] + secret.shape[1]
        whole = np.empty((2, size), int)
        whole[:, positions] = published
        whole[:, sorted(set(range(size)) - set(positions))] = secret
        errors = np.flatnonzero(whole[0] != whole[1])
        found, unseen = (int((part[0] != part[1]).sum()) for part in (published, secret))
        shown = [i for i in errors if i in positions]
        shifted = [[Estimate._popped(row, order) for row in whole] for order in (positions, sorted(positions))]
        return {
            "errors": (found, unseen),
            "keys": {"right": [secret], "test_bits_kept": [whole],
                     "only_errors_removed": [np.delete(whole, shown, axis=1), np.delete(whole, errors, axis=1)],
                     "test_bits_as_key": [published, published[:, np.argsort(positions)]],
                     "one_key_only": [(secret[0], whole[1]), (whole[0], secret[1])],
                     "index_shift": shifted, "swapped": [secret[::-1]],
                     "counted_from_one": [np.delete(whole, np.array(positions) - 1, axis=1)]},
            "rates": {"right": found / len(positions), "whole_key": len(errors) / size,
                      "wrong_denominator": found / size, "count": found, "agreement": 1 - found / len(positions),
                      "rest_rate": unseen / secret.shape[1]}}

    @staticmethod
    def _popped(row, positions):
        """What is left if the bits are taken out one after another, so that the others move up each time."""
        row = list(row)
        for place in positions:
            row.pop(place)
        return row

    def judge(self, calls, answers, secret):
        values = read_all(self.answer, calls, answers)
        if isinstance(values, Mistake):
            return values

        def keys_fit(name, value, models):
            return any(np.array_equal(value[1], alice) and np.array_equal(value[2], bob)
                       for alice, bob in models["keys"][name])

        def rate_fits(name, value, models):
            return abs(value[0] - models["rates"][name]) <= 2e-6

        # The keys come first: a published bit in the key does more harm than a wrong rate.
        for part, fits in (("keys", keys_fit), ("rates", rate_fits)):
            off = [i for i, pair in enumerate(zip(values, secret)) if not fits("right", *pair)]
            if off:
                show = calls[off[0]], answers[off[0]][0]
                key = next((key for key in secret[0][part]
                            if all(fits(key, *pair) for pair in zip(values, secret))), None)
                if key:
                    return Mistake(key, *show)
                if part == "rates" and max(value[0] for value in values) > 1:
                    return Mistake("too_high", *show, {"high": 1})
                near = part == "rates" and all(
                    abs(values[i][0] - secret[i]["rates"]["right"]) < CLOSE for i in off)
                return self.unknown(calls, [answer for answer, in answers], values, off, near)
        return None


class InterceptResend(Exercise):
    id = "c06-intercept-resend"
    answer = Parts(Number(0, 1), Number(0, 1))
    example = Call(fraction=0.4)

    def draw(self, rng):
        return Call(fraction=float(rng.uniform(0.1, 0.35) if rng.random() < 0.5 else rng.uniform(0.55, 0.95)))

    def right(self, fraction):
        # Eve knows which photons she attacked, so her figures are averages of those with all photons and with none.
        return tuple(fraction * all_photons + (1 - fraction) * none for all_photons, none in
                     zip(*((run.qber, run.eve_guess) for run in (bb84(1.0), bb84()))))

    #: By mistake: a wrong error rate, and a wrong chance of Eve's guess.
    error_rates = {"copies_the_state": lambda fraction: 0, "before_sifting": lambda fraction: fraction / 8,
                   "wrong_basis_always_errs": lambda fraction: fraction / 2, "touching_flips": lambda fraction: fraction,
                   "fraction_ignored": lambda fraction: bb84(1.0).qber}
    guesses = {"learns_nothing": lambda fraction: 0.5,
               "fraction_ignored": lambda fraction: bb84(1.0).eve_guess,
               "knows_all_touched": lambda fraction: (1 + fraction) / 2,
               "no_guess_where_blind": lambda fraction: fraction / 2,
               "no_guess_on_the_rest": lambda fraction: 0.75 * fraction}

    def judge(self, calls, answers, secret):
        mistake = super().judge(calls, answers, secret)
        if mistake is None:
            return None
        for place, models in ((0, self.error_rates), (1, self.guesses)):
            for key, model in models.items():
                if all(self._is(answer[0], place, model(**call.arguments)) for call, answer in zip(calls, answers)):
                    return Mistake(key, mistake.call, mistake.returned)
        swapped = all(self._is(answer[0], 0, guess) and self._is(answer[0], 1, rate)
                      for answer, (rate, guess) in zip(answers, secret))
        return Mistake("swapped", mistake.call, mistake.returned) if swapped else mistake

    @staticmethod
    def _is(answer, place, model):
        """Whether one of two returned numbers is what a model gives."""
        both = sequence(answer)
        return both is not None and len(both) == 2 and Number().resembles(both[place], model)


def unseen(chance, sizes):
    """Probability that a test of these sizes shows no error, if each bit errs with this chance."""
    from scipy.special import bdtr

    return bdtr(0, sizes, chance)


def enough(chance, confidence):
    """The smallest size of a test that shows an error with this confidence (below 4,000 for what is drawn here)."""
    return 1 + int((1 - unseen(chance, np.arange(1, 4000)) < confidence).sum())


class TestSize(Exercise):
    id = "c06-test-size"
    answer = Integer(1)
    example = Call(fraction=1.0, confidence=0.99)

    def draw(self, rng):
        fraction = float(rng.uniform(0.05, 0.8))
        size = self.right(fraction, rng.uniform(0.8, 0.99999))
        # Well between what one bit less and this many bits reach, so that rounding decides nothing.
        below, reached = 1 - unseen(fraction * bb84(1.0).qber, np.array([size - 1, size]))
        return Call(fraction=fraction, confidence=float(below + rng.uniform(0.1, 0.9) * (reached - below)))

    def right(self, fraction, confidence):
        return enough(fraction * bb84(1.0).qber, confidence)

    wrong = {
        "fraction_ignored": lambda fraction, confidence: enough(bb84(1.0).qber, confidence),
        "half_errs": lambda fraction, confidence: enough(fraction / 2, confidence),
        "every_touch_errs": lambda fraction, confidence: enough(fraction, confidence),
        "confidence_as_miss": lambda fraction, confidence: enough(fraction * bb84(1.0).qber, 1 - confidence),
        "all_must_err": lambda fraction, confidence: enough(1 - fraction * bb84(1.0).qber, confidence),
        "one_expected": (lambda fraction, confidence: math.ceil(4 / fraction),
                         lambda fraction, confidence: math.ceil(confidence * 4 / fraction)),
        "sent_photons": lambda fraction, confidence: enough(fraction / 8, confidence),
    }

    def judge(self, calls, answers, secret):
        mistake = super().judge(calls, answers, secret)
        if mistake is not None and mistake.key in ("wrong", "only_example"):
            # Down or to the nearest whole number; the example tells both from the right answer.
            short = [size - self.answer.read(answer[0]) for size, answer in zip(secret, answers)]
            if set(short) <= {0, 1}:
                return Mistake("rounded_down", mistake.call, mistake.returned)
        return mistake


LINE = 0.11


def serfling(tested, rest, eps):
    """The margin of the text."""
    return float(statistics.serfling(tested=tested, kept=rest, eps=eps))


def spread(tested, rest=math.inf):
    """Standard deviation of the difference of the error rates of test and rest, at the line."""
    return math.sqrt(LINE * (1 - LINE) * (1 / tested + 1 / rest))


def sigmas(eps):
    """By how many standard deviations a bell curve is surpassed with probability eps."""
    from scipy.special import ndtri

    return -float(ndtri(eps))


def exact_law(errors, tested, rest, eps, line=LINE):
    """Whether `statistics.hypergeometric` reaches the line: one look at the distribution instead of twenty.

    If the rest had just so many errors that its rate reached the line, so few errors in the test would have a
    probability above eps.
    """
    from scipy.stats import hypergeom

    return hypergeom.cdf(errors, rest + tested, errors + math.ceil(line * rest), tested) > eps


def by_margin(margin, line=LINE):
    """A rule: continue if the rate found and this margin stay below a line."""
    def rule(errors, tested, rest, eps):
        return "continue" if errors / tested + margin(errors / tested, tested, rest, eps) < line else "abort"

    return rule


def by_rate(limit):
    return by_margin(lambda *_: 0.0, limit)


class DebugAbort(Exercise):
    """Fifteen runs that tell the rules apart.

    Serfling's bound (the margin of the text) and the exact hypergeometric one agree in all of them, and so does every
    bound between the two.  In some runs the error rate keeps a little more than Serfling's margin below the line, so that
    a much larger margin aborts; in others a little less than the exact one, so that a smaller margin continues.
    """

    id = "c06-debug-abort"
    answer = Choice("abort", "continue")
    example = Call(errors=300, tested=2000, rest=100_000, eps=1e-10)

    #: The runs after the example: the word; the rate found, from one number to another; tested; rest; eps.  A rate is
    #: a share, or the line less so many of Serfling's margins ("m") or of exact ones, nearly ("x").
    runs = (("continue", ("", 0.0005, 0.002), (90_000, 110_000), (500_000, 2_000_000), None),    # nearly clean
            ("continue", ("", 0.045, 0.07), (90_000, 110_000), (500_000, 2_000_000), None),      # noise, well measured
            ("continue", ("m", 1.1, 1.25), (90_000, 110_000), (500_000, 2_000_000), None),       # just below the line
            ("continue", ("m", 1.6, 1.85), (90_000, 110_000), (500_000, 2_000_000), None),
            ("continue", ("m", 1.1, 1.25), (90_000, 110_000), (500_000, 2_000_000), 1e-3),       # a bolder eps
            ("continue", ("m", 2.15, 2.25), (900_000, 1_100_000), (900_000, 2_000_000), None),   # very well measured
            ("abort", ("x", 0.86, 0.92), (90_000, 110_000), (500_000, 2_000_000), None),         # not certainly below
            ("abort", ("x", 0.05, 0.1), (90_000, 110_000), (500_000, 2_000_000), None),          # hardly below
            ("abort", ("x", 0.75, 0.9), (90_000, 110_000), (8_000, 12_000), None),               # few bits are left
            ("abort", ("", 0.04, 0.06), (100, 200), (500_000, 2_000_000), None),                 # badly measured
            ("abort", ("", 0.0, 0.0), (15, 25), (500_000, 2_000_000), None),                     # no error, hardly any bits
            ("abort", ("", 0.14, 0.22), (90_000, 110_000), (500_000, 2_000_000), None),          # above the line
            ("abort", ("", 0.28, 0.45), (90_000, 110_000), (500_000, 2_000_000), None),          # above 25 %
            ("abort", ("", 0.55, 0.7), (90_000, 110_000), (500_000, 2_000_000), None))           # above 50 %

    def calls(self, rng):
        calls, words = [self.example], ["abort"]
        eps = 10.0 ** -int(rng.integers(9, 12))
        for word, *run in self.runs:
            call = self._draw(rng, eps, *run)
            while {self.right(**call.arguments), self.exact(**call.arguments)} != {word}:
                call = self._draw(rng, eps, *run)
            calls.append(call)
            words.append(word)
        return calls, words

    @staticmethod
    def _draw(rng, usual, rate, tested, rest, eps):
        tested, rest, eps = int(rng.integers(*tested)), int(rng.integers(*rest)), eps or usual
        unit = {"": 0, "m": serfling(tested, rest, eps), "x": sigmas(eps) * spread(tested, rest)}[rate[0]]
        share = rng.uniform(*rate[1:])
        return Call(errors=round((LINE - share * unit if unit else share) * tested), tested=tested, rest=rest, eps=eps)

    right = staticmethod(by_margin(lambda rate, *given: serfling(*given)))

    @staticmethod
    def exact(errors, tested, rest, eps):
        return "abort" if exact_law(errors, tested, rest, eps) else "continue"

    wrong = {
        "lax": by_rate(0.5),
        "quarter": (by_rate(0.25), by_margin(lambda rate, *given: serfling(*given), 0.25)),
        "rate_found": by_rate(LINE),
        "any_error": lambda errors, tested, rest, eps: "abort" if errors else "continue",
        "real_correction": (by_margin(lambda rate, *given: serfling(*given), 0.098), lambda errors, tested, rest, eps: (
            "abort" if exact_law(errors, tested, rest, eps, 0.098) else "continue")),
        "lower_end": by_margin(lambda rate, *given: -serfling(*given)),
        "rest_forgotten": (
            by_margin(lambda rate, tested, rest, eps: math.sqrt(math.log(1 / eps) / (2 * tested))),
            by_margin(lambda rate, tested, rest, eps: math.sqrt(math.log(2 / eps) / (2 * tested))),
            by_margin(lambda rate, tested, rest, eps: sigmas(eps) * math.sqrt(rate * (1 - rate) / tested)),
            by_margin(lambda rate, tested, rest, eps: sigmas(eps) * spread(tested)),
            lambda errors, tested, rest, eps: "abort" if _binomial(errors, tested) > eps else "continue"),
        "few_sigmas": tuple(by_margin(lambda rate, tested, rest, eps, z=z: z * math.sqrt(
            rate * (1 - rate) * (1 / tested + both / rest))) for z in (1, 1.645, 1.96, 2, 2.576, 3, 4, 5) for both in (0, 1)),
        "margin_doubled": tuple(by_margin(lambda rate, *given, times=times: times * serfling(*given))
                                for times in (2, 3, 4)),
        "other_eps": (by_margin(lambda rate, tested, rest, eps: serfling(tested, rest, eps**2 / 4)),
                      by_margin(lambda rate, tested, rest, eps: serfling(tested, rest, eps**2))),
        "eps_ignored": by_margin(lambda rate, tested, rest, eps: serfling(tested, rest, 1e-10)),
        "reversed": lambda **given: "abort" if DebugAbort.right(**given) == "continue" else "continue",
        "always_abort": lambda **given: "abort",
        "always_continue": lambda **given: "continue",
    }


def _binomial(errors, tested):
    """Probability of so few errors if each tested bit errs by itself, with the probability of the line."""
    from scipy.special import bdtr

    return bdtr(errors, tested, LINE)


ASSUMPTIONS = ("authentication", "single photons", "trusted devices", "closed laboratories", "random choices",
               "enough rounds")


class Assumptions(Exercise):
    """Six stories; the first that is named wrongly gives the message."""

    id = "c06-assumptions"
    value = True
    stories = dict(zip(("mallory", "pulses", "blinding", "camera", "counter", "twenty bits"), ASSUMPTIONS))
    answer = Table(tuple(stories), Choice(*ASSUMPTIONS))

    def right(self):
        return dict(self.stories)

    def judge(self, calls, answers, secret):
        raw = answers[0][0]
        try:
            named = self.answer.read(raw)
        except Unfit as error:
            return Mistake(error.key, calls[0], raw, error.details)
        for story, assumption in secret[0].items():
            if named[story] != assumption:
                return Mistake(story.replace(" ", "_"), calls[0], raw)
        return None
