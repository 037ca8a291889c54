"""Checks of the exercises to chapter C06, BB84.

References come from qedu; wrong models are what the mistakes in feedback.yaml compute.
Bits are 0 and 1.  Bases are 0 for Z and 1 for X.
"""

import math
from functools import lru_cache

import numpy as np

import qedu
from qedu import attacks, protocols
from qedu.grading.answers import Bits, Choice, Integer, Number, Parts, Table, Unfit, Vector
from qedu.grading.exercise import Call, Exercise, Mistake, Seed

#: Probability with which a right answer misses one side of one statistical bound.  No check has more than
#: 50 sides, so a right answer fails with a probability of 5·10⁻¹⁰ at most.
TAIL = 1e-11


@lru_cache(maxsize=None)
def bb84(fraction=0.0):
    """BB84 with an Eve who measures this fraction of the photons in a random basis; the table is built once."""
    return qedu.exchange(protocols.bb84(), attack=attacks.intercept_resend(fraction))


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


def credible(successes, trials, p=0.5):
    """Whether a count is credible for a probability: both exact binomial tails above the bound."""
    from scipy.special import bdtr, bdtrc

    at_least = bdtrc(successes - 1, trials, p) if successes else 1.0
    return min(bdtr(successes, trials, p), at_least) > TAIL


def memoryless(row):
    """Whether a row of bits looks like coin tosses: no bit tells the next one, nor any up to the eighth after it."""
    return all(credible(int((row[lag:] == row[:-lag]).sum()), len(row) - lag) for lag in range(1, 9))


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
    answer = Table(("kept", "alice_key", "bob_key"), Vector())
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
    }


class Prepare(Exercise):
    """2,500 rounds: bits and bases must be balanced, must not tell their own next values, and a basis must not
    tell a bit of its own or a neighbouring round.  That makes 21 counts, each with two sides of `TAIL`.
    """

    id = "c06-prepare"
    answer = Parts(Bits(), Bits())
    example = Call(n=10, rng=Seed(84))
    rounds = 2500
    false_failure = 21 * 2 * TAIL

    def calls(self, rng):
        one, two = (int(seed) for seed in rng.integers(2**31, size=2))
        return [self.example, Call(n=self.rounds, rng=Seed(one)),
                *(Call(n=100, rng=Seed(seed)) for seed in (one, one, two))], None

    def judge(self, calls, answers, secret):
        values = read_all(self.answer, calls, answers)
        if isinstance(values, Mistake):
            return values
        for (bits, bases), call, (raw,) in zip(values, calls, answers):
            if not len(bits) == len(bases) == call.arguments["n"]:
                return Mistake("wrong_length", call, raw)
        _, (bits, bases), first, again, other = values
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
            if not credible(count, n):
                return Mistake(key, *show, {"ones": count, "n": n})
        if not (memoryless(bits) and memoryless(bases)):
            return Mistake("pattern", *show)
        shifted = [int((bits[1:] == bases[:-1]).sum()), int((bits[:-1] == bases[1:]).sum())]
        if not credible(equal, n) or not all(credible(count, n - 1) for count in shifted):
            return Mistake("correlated", *show, {"equal": equal, "n": n})
        if any((a == b).all() for a, b in zip(first, other)):
            return Mistake("fixed_seed", calls[2], answers[2][0])
        return None


class BobMeasure(Exercise):
    """2,400 rounds.  Where the bases agree, every outcome must be Alice's bit.  Elsewhere the ones must be
    credible for fair coins: in all of these rounds, in each of the four cases of bit and basis (about 300
    rounds each), and as a row without memory.  That makes 13 counts, each with two sides of `TAIL`.
    """

    id = "c06-bob-measure"
    answer = Bits()
    example = Call(alice_bits=np.array([0, 1, 0, 1]), alice_bases=np.array([0, 0, 1, 1]),
                   bob_bases=np.array([0, 0, 1, 1]), rng=Seed(3))
    rounds = 2400
    false_failure = 13 * 2 * TAIL

    def calls(self, rng):
        rows = {name: column for name, column in piece(rng, self.rounds).items() if name in self.example.arguments}
        few = {name: column[:200] for name, column in rows.items()}
        seed = int(rng.integers(2**31))
        return [self.example, Call(**rows, rng=Seed(seed)), *(Call(**few, rng=Seed(seed + 1)) for _ in range(2))], None

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
        if (values[2] != values[3]).any():
            return Mistake("not_reproducible", calls[2], answers[2][0])
        if not agree[same].all():
            if not agree[same].any():
                return Mistake("inverted", *show)
            if agreeing == n:
                return Mistake("bases_swapped", *show)
            if credible(int(agree[same].sum()), int(same.sum())):
                return Mistake("always_a_coin", *show)
            return Mistake("equal_bases_err", *show)
        if other.all() or not other.any():
            return Mistake("mismatch_fixed", *show)
        if agreeing == 0:
            return Mistake("mismatch_flips", *show)
        if credible(agreeing, n, 0.75):
            return Mistake("half_right", *show)
        cases = [~same & (alice == bit) & (bases == basis) for bit in (0, 1) for basis in (0, 1)]
        even = all(credible(int(outcome[case].sum()), int(case.sum())) for case in [~same, *cases])
        return None if even and memoryless(other) else Mistake("not_even", *show)


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
                   positions=[1, 2, 6])

    def calls(self, rng):
        known = self._models(np.array([[1, 1, 0], [1, 0, 0]]), np.array([[0, 0, 1, 0, 1], [0, 0, 1, 1, 1]]), [1, 2, 6])
        drawn = [self._draw(rng) for _ in range(3)]
        return [self.example, *(call for call, _ in drawn)], [known, *(models for _, models in drawn)]

    def _draw(self, rng):
        while True:
            rows = piece(rng, 220)
            keys = np.array([rows["alice_bits"], rows["bob_bits"]])[:, rows["sifted"]]
            size = int(rng.integers(20, 30))
            positions = rng.permutation(keys.shape[1])[:size].tolist()
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
        return {
            "errors": (found, unseen),
            "keys": {"right": [secret], "test_bits_kept": [whole],
                     "only_errors_removed": [np.delete(whole, shown, axis=1), np.delete(whole, errors, axis=1)],
                     "test_bits_as_key": [published, published[:, np.argsort(positions)]]},
            "rates": {"right": found / len(positions), "whole_key": len(errors) / size,
                      "wrong_denominator": found / size, "count": found, "agreement": 1 - found / len(positions),
                      "rest_rate": unseen / secret.shape[1]}}

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
                return Mistake(key, *show) if key else self._unknown(part, off, show, values, secret)
        return None

    @staticmethod
    def _unknown(part, off, show, values, secret):
        rates_off = [abs(values[i][0] - secret[i]["rates"]["right"]) for i in off]
        if part == "rates" and max(value[0] for value in values) > 1:
            return Mistake("too_high", *show, {"high": 1})
        if part == "rates" and max(rates_off) < 6e-3:
            return Mistake("close", *show)
        return Mistake("wrong" if 0 in off else "only_example", *show)


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
    guesses = {"fraction_ignored": lambda fraction: bb84(1.0).eve_guess,
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
        return isinstance(answer, (list, tuple, np.ndarray)) and len(answer) == 2 and Number().resembles(answer[place], model)


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


class DebugAbort(Exercise):
    """Ten runs that tell the rules apart.

    Each run keeps so far from every line that the decisions are known beforehand, whatever numbers are drawn.
    With about 100,000 tested bits the margin lies between 0.0098 and 0.013, with about 500 between 0.13 and 0.18.
    """

    id = "c06-debug-abort"
    answer = Choice("abort", "continue")
    example = Call(errors=300, tested=2000, rest=100_000, eps=1e-10)

    #: The runs after the example: the error rate found, and the number of tested bits.
    runs = (((0.0005, 0.002), (90_000, 110_000)),       # nearly clean
            ((0.045, 0.07), (90_000, 110_000)),         # some noise, well measured
            ((0.0895, 0.094), (90_000, 110_000)),       # near the line, and certainly below
            ((0.102, 0.106), (90_000, 110_000)),        # nearer, and not certainly below
            ((0.04, 0.06), (400, 600)),                 # some noise, badly measured
            ((0.0, 0.0), (15, 25)),                     # no error, hardly any bits
            ((0.14, 0.22), (90_000, 110_000)),          # above the line, below 25 %
            ((0.28, 0.45), (90_000, 110_000)),          # above 25 %
            ((0.55, 0.7), (90_000, 110_000)))           # above 50 %

    #: By rule: abort (a) or continue (c), for the example and then for the nine runs in this order.
    right = "a ccc aaa aaa"
    wrong = {
        "lax": ("c ccc ccc cca",),
        "quarter": ("c ccc ccc caa", "c ccc cca caa"),
        "rate_found": ("a ccc ccc aaa",),
        "any_error": ("a aaa aac aaa",),
        "real_correction": ("a cca aaa aaa",),
        "lower_end": ("c ccc ccc aaa",),
        "reversed": ("c aaa ccc ccc",),
        "always_abort": ("a aaa aaa aaa",),
        "always_continue": ("c ccc ccc ccc",),
    }

    def calls(self, rng):
        rest, eps = int(rng.integers(500_000, 2_000_000)), 10.0 ** -int(rng.integers(9, 12))
        calls = [self.example]
        for shares, sizes in self.runs:
            tested = int(rng.integers(*sizes))
            calls.append(Call(errors=round(rng.uniform(*shares) * tested), tested=tested, rest=rest, eps=eps))
        return calls, None

    def judge(self, calls, answers, secret):
        values = read_all(self.answer, calls, answers)
        if isinstance(values, Mistake):
            return values
        said, right = "".join(value[0] for value in values), self.right.replace(" ", "")
        off = [i for i, letter in enumerate(said) if letter != right[i]]
        if not off:
            return None
        key = next((key for key, rows in self.wrong.items() if said in [row.replace(" ", "") for row in rows]), "wrong")
        return Mistake(key, calls[off[0]], answers[off[0]][0])


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
