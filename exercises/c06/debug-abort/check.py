import math

from qedu import statistics
from qedu.grading.answers import Choice
from qedu.grading.exercise import Call, Exercise

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
