"""Intervals and bounds for counts: what a sample says, and with which probability that fails.

`eps` is always a probability: that of the statement being false, over tests of a truth that is fixed,
and not the probability of the truth once the counts are known.  Two kinds of statement:

* about the probability behind independent trials: `wilson`, `clopper_pearson`, `hoeffding`;
* about bits that were not looked at, from others drawn at random among them, whatever their errors
  are and however they hang together: `hypergeometric` (exact), `serfling` (simple, looser),
  `random_sampling` (as decoy-state proofs write it).

The second kind is what a finite key needs, for Eve may put errors where she likes, but not choose
which bits are tested.
"""

from __future__ import annotations

import math
from typing import NamedTuple, overload

import numpy as np
from scipy.special import betainc, betainccinv, ndtri
from scipy.stats import binom

from qedu._arguments import MOST, bad, count, probability
from qedu._arguments import array as _array
from qedu._arguments import failure as _failure
from qedu._arguments import scalar_or_array as _scalar_or_array
from qedu._arguments import together as _together
from qedu._arguments import whole as _whole
from qedu._types import FloatOrArray, Floats, Integers, IntOrArray, Number, Numbers, Whole

__all__ = ["wilson", "clopper_pearson", "hoeffding", "serfling", "hypergeometric", "allowed_errors",
           "random_sampling", "p_value", "Plan", "rounds_needed"]

#: Terms of a tail that are summed one by one; the rest is bounded by a geometric series.
_TERMS = 1024

#: Halvings of an interval of up to 10¹⁸ whole numbers until one is left.
_HALVINGS = 61


def _hits(name: str, value: Numbers, total_name: str, total: Numbers) -> tuple[Floats, ...]:
    """Two arrays of whole numbers, the first never above the second, of one shape."""
    hits, total = _together(**{name: _whole(name, value), total_name: _whole(total_name, total, 1)})
    if np.any(hits > total):
        raise bad(name, value, f"at most {total_name}, {np.asarray(total, int).tolist()}")
    return hits, total


@overload
def wilson(successes: Number, trials: Number, *, eps: Number = 0.05) -> tuple[float, float]: ...
@overload
def wilson(successes: Numbers, trials: Numbers, *, eps: Number = 0.05) -> tuple[Floats, Floats]: ...
def wilson(successes: Numbers, trials: Numbers, *, eps: Number = 0.05) -> tuple[FloatOrArray, FloatOrArray]:
    """Interval for the probability behind independent trials: Wilson's score interval.

    Parameters
    ----------
    successes, trials : int or array_like
        Counts, at least 0 and at least 1.
    eps : float
        Probability, about, that the interval misses, both sides together; 0.05 for a 95 % interval.

    Returns
    -------
    low, high : float or numpy.ndarray
        From 0 to 1.

    Raises
    ------
    ValueError
        If an argument leaves its range.

    Notes
    -----
    Wilson, J. Am. Stat. Assoc. 22, 209 (1927), doi:10.1080/01621459.1927.10502953.  It rests on the
    normal approximation: coverage is right on average, not at every probability, so it is for
    reports; for a bound that must hold see `clopper_pearson`.  Derived in chapter C02.

    Examples
    --------
    >>> [round(end, 3) for end in wilson(527, 1000)]
    [0.496, 0.558]
    """
    k, n = _hits("successes", successes, "trials", trials)
    z = -ndtri(_failure("eps", eps) / 2)
    centre, half = (k + z**2 / 2) / (n + z**2), z / (n + z**2) * np.sqrt(k * (n - k) / n + z**2 / 4)
    # At 0 and at all successes an end of the interval is exact, but for rounding.
    low, high = np.where(k == 0, 0.0, centre - half), np.where(k == n, 1.0, centre + half)
    return _scalar_or_array(low), _scalar_or_array(high)


@overload
def clopper_pearson(errors: Number, *, tested: Number, eps: Number) -> float: ...
@overload
def clopper_pearson(errors: Numbers, *, tested: Numbers, eps: Number) -> Floats: ...
def clopper_pearson(errors: Numbers, *, tested: Numbers, eps: Number) -> FloatOrArray:
    """Highest error probability that independent, equally unreliable bits may have after a test.

    Parameters
    ----------
    errors : int or array_like
        Wrong bits among those tested.
    tested : int or array_like
        Bits tested, at least 1.
    eps : float
        Probability that the true error probability lies above, above 0 and below 1.

    Returns
    -------
    float or numpy.ndarray
        The largest p for which so few errors have a probability above `eps`.

    Raises
    ------
    ValueError
        If an argument leaves its range.

    Notes
    -----
    Clopper and Pearson, Biometrika 26, 404 (1934), doi:10.1093/biomet/26.4.404: exact, one-sided.
    It is about the probability of the next bit, not about the bits that were kept, for which see
    `hypergeometric`.  Chapter C06.

    Examples
    --------
    >>> round(clopper_pearson(20, tested=1000, eps=1e-10), 4)
    0.0629
    """
    e, k = _hits("errors", errors, "tested", tested)
    # The complement's inverse keeps the digits of a small eps, and those of a small probability, too.
    return _scalar_or_array(np.where(e == k, 1.0, betainccinv(e + 1, np.maximum(k - e, 0.5), _failure("eps", eps))))


@overload
def hoeffding(n: Number, *, eps: Number) -> float: ...
@overload
def hoeffding(n: Numbers, *, eps: Number) -> Floats: ...
def hoeffding(n: Numbers, *, eps: Number) -> FloatOrArray:
    """How far a count can stray from its mean: Hoeffding's inequality.

    Parameters
    ----------
    n : float or array_like
        Number of independent trials, 0 to 10¹⁸.
    eps : float
        Probability that the count lies farther above the mean, or farther below; above 0, below 1.

    Returns
    -------
    float or numpy.ndarray
        √(n ln(1/ε)/2), in counts.

    Raises
    ------
    ValueError
        If an argument leaves its range.

    Notes
    -----
    Hoeffding, J. Am. Stat. Assoc. 58, 13 (1963), theorem 1, doi:10.1080/01621459.1963.10500830;
    as used by Lim et al. 2014, Eq. (A1).  The same inequality holds for a sample drawn without
    replacement (section 6 there), about the rate of all the bits, drawn or not; for those that
    were not drawn the distance grows by (n + k)/n, and `serfling` is sharper where k² > n.
    Chapter C06.

    Examples
    --------
    >>> round(hoeffding(10**4, eps=1e-10), 1)
    339.3
    """
    return _scalar_or_array(np.sqrt(_array("n", n, 0, MOST) * math.log(1 / _failure("eps", eps)) / 2))


@overload
def serfling(*, tested: Number, kept: Number, eps: Number) -> float: ...
@overload
def serfling(*, tested: Numbers, kept: Numbers, eps: Number) -> Floats: ...
def serfling(*, tested: Numbers, kept: Numbers, eps: Number) -> FloatOrArray:
    """How much higher the error rate of the kept bits can be than that of the test bits.

    Parameters
    ----------
    tested, kept : int or array_like
        Bits tested, drawn at random without replacement, and bits kept; at least 1.
    eps : float
        Probability that the difference is larger, above 0 and below 1.

    Returns
    -------
    float or numpy.ndarray
        μ = √((n + k)(k + 1) ln(1/ε)/(2nk²)) for k tested and n kept bits.

    Raises
    ------
    ValueError
        If an argument leaves its range.

    Notes
    -----
    Serfling, Ann. Stat. 2, 39 (1974), doi:10.1214/aos/1176342611: the probability is at most
    exp(−2nk²μ²/((n + k)(k + 1))), whatever the errors are.  The closed form that proofs use; what
    random positions really allow is `hypergeometric`, and it is less than half as much for small
    error rates.  Chapter C06.

    Examples
    --------
    >>> round(serfling(tested=1000, kept=10**6, eps=1e-10), 4)
    0.1074
    """
    k, n = _together(tested=_array("tested", tested, 1, MOST), kept=_array("kept", kept, 1, MOST))
    return _scalar_or_array(np.sqrt((n + k) / n * (k + 1) / k * math.log(1 / _failure("eps", eps)) / (2 * k)))


@overload
def hypergeometric(errors: Number, *, tested: Number, kept: Number, eps: Number) -> float: ...
@overload
def hypergeometric(errors: Numbers, *, tested: Numbers, kept: Numbers, eps: Number) -> Floats: ...
def hypergeometric(errors: Numbers, *, tested: Numbers, kept: Numbers, eps: Number) -> FloatOrArray:
    """Highest error rate that the kept bits may have, from test bits drawn at random among all.

    Parameters
    ----------
    errors : int or array_like
        Wrong bits among those tested.
    tested, kept : int or array_like
        Bits tested, drawn at random without replacement, and bits kept; at least 1.
    eps : float
        Probability that the kept bits are worse, above 0 and below 1.

    Returns
    -------
    float or numpy.ndarray
        The largest error rate of the kept bits for which a random test finds so few errors with a
        probability above `eps`.

    Raises
    ------
    ValueError
        If an argument leaves its range.

    Notes
    -----
    Only the choice of the test bits is taken to be random; the errors may be anything.  Exact, as
    `clopper_pearson` is for independent bits: of M wrong bits in all, at most e are among those
    tested with a probability that the hypergeometric distribution gives, and the largest M for which
    it is above `eps` is found by bisection.  What is left of a tail after 1,024 terms is bounded from
    above by a geometric series: the result then errs upwards, for eps ≤ 0.01 by less than a
    thousandth of its distance from the rate found.  Chapter C06.

    Examples
    --------
    >>> round(hypergeometric(20, tested=1000, kept=10**6, eps=1e-10), 4)
    0.0629
    >>> round(hypergeometric(0, tested=198, kept=10**6, eps=1e-10), 4)      # clean, and still no proof of none
    0.1098
    """
    e, k = _hits("errors", errors, "tested", tested)
    e, k, n = _together(errors=e, tested=k, kept=_whole("kept", kept, 1))
    eps = _failure("eps", eps)
    low, high = np.zeros(e.shape), n.copy()               # wrong among the kept: possible, and not yet excluded
    for _ in range(_HALVINGS):
        if np.array_equal(low, high):
            break
        middle = np.ceil((low + high) / 2)
        possible = _at_most(e, e + middle, k, n) > eps
        low, high = np.where(possible, middle, low), np.where(possible, high, np.maximum(middle - 1, low))
    return _scalar_or_array(low / n)


@overload
def allowed_errors(limit: Number, *, tested: Number, kept: Number, eps: Number) -> int: ...
@overload
def allowed_errors(limit: Numbers, *, tested: Numbers, kept: Numbers, eps: Number) -> Integers: ...
def allowed_errors(limit: Numbers, *, tested: Numbers, kept: Numbers, eps: Number) -> IntOrArray:
    """Most wrong test bits with which the kept bits stay below a limit: `hypergeometric`, the other way round.

    Parameters
    ----------
    limit : float or array_like
        Error rate that the kept bits must stay below, from 0 to 1.
    tested, kept : int or array_like
        Bits tested, drawn at random without replacement, and bits kept; at least 1.
    eps : float
        Probability that the kept bits are worse, above 0 and below 1.

    Returns
    -------
    int or numpy.ndarray of int64
        The largest number e with ``hypergeometric(e, …) < limit``; −1 if not even a clean test will do.

    Raises
    ------
    ValueError
        If an argument leaves its range.

    Notes
    -----
    A decision rule that can be written down before the test: continue if the test finds so many
    errors or fewer.  Chapter C06.

    Examples
    --------
    >>> allowed_errors(0.11, tested=1000, kept=10**6, eps=1e-10)
    52
    >>> allowed_errors(0.11, tested=[197, 198], kept=10**6, eps=1e-10).tolist()
    [-1, 0]
    """
    limit, k, n = _together(limit=_array("limit", limit, 0, 1), tested=_whole("tested", tested, 1),
                            kept=_whole("kept", kept, 1))
    eps = _failure("eps", eps)
    least = np.ceil(limit * n)                            # fewest wrong kept bits that are too many
    least = np.where((least - 1) / n >= limit, least - 1, np.where(least / n < limit, least + 1, least))
    low, high = np.full(k.shape, -1.0), k.astype(float)
    for _ in range(_HALVINGS):
        if np.array_equal(low, high):
            break
        middle = np.ceil((low + high) / 2)
        # Above n nothing is left to exclude.
        possible = (least <= n) & (_at_most(middle, middle + np.minimum(least, n), k, n) > eps)
        low, high = np.where(possible, low, middle), np.where(possible, np.maximum(middle - 1, low), high)
    whole = low.astype(np.int64)
    return int(whole) if whole.ndim == 0 else whole


@overload
def random_sampling(error_rate: Number, *, tested: Number, kept: Number, eps: Number) -> float: ...
@overload
def random_sampling(error_rate: Numbers, *, tested: Numbers, kept: Numbers, eps: Number) -> Floats: ...
def random_sampling(error_rate: Numbers, *, tested: Numbers, kept: Numbers, eps: Number) -> FloatOrArray:
    """How much higher the error rate of the kept bits can be, as decoy-state proofs write it.

    Parameters
    ----------
    error_rate : float or array_like
        Error rate b of the tested bits, from 0 to 1.
    tested, kept : float or array_like
        Numbers c of tested and d of kept bits, at least 1.
    eps : float
        Probability that the difference is larger, above 0 and below 1.

    Returns
    -------
    float or numpy.ndarray
        The larger of γ = √((c + d)(1 − b)b/(cd ln 2) · log₂((c + d)/(cd(1 − b)b ε²))) and what
        `hypergeometric` allows.

    Raises
    ------
    ValueError
        If an argument leaves its range.

    Notes
    -----
    Fung, Ma and Chau, Phys. Rev. A 81, 012318 (2010), doi:10.1103/PhysRevA.81.012318; as used by
    Lim et al. 2014, Eqs. (5) and (B2), where ε = ε_sec/21.  The formula approximates the
    hypergeometric distribution by a smooth one, and where the test has next to no errors it
    promises too much: it is 0 at b = 0, as if a clean test proved that no kept bit is wrong.  The
    exact bound takes its place there.  Numbers that are not whole are rounded so that the bound
    grows.  Chapter C08.

    Examples
    --------
    >>> round(random_sampling(0.02, tested=10**5, kept=10**5, eps=1e-10), 4)
    0.0057
    >>> round(random_sampling(0, tested=1000, kept=10**6, eps=1e-10), 4)
    0.0228
    """
    b, c, d = _together(error_rate=_array("error_rate", error_rate, 0, 1), tested=_array("tested", tested, 1, MOST),
                        kept=_array("kept", kept, 1, MOST))
    spread = (c + d) / (c * d) * b * (1 - b)
    safe = np.where(spread > 0, spread, 1)
    inverse = (1 / c + 1 / d) ** 2 / safe                    # (c + d)/(cd(1 − b)b)
    # The logarithm of ε by itself: the square of a small one is 0.
    inside = np.log(inverse) - 2 * math.log(_failure("eps", eps))
    gamma = np.sqrt(np.maximum(0, safe * inside) / math.log(2) ** 2)
    whole = np.floor(c)
    exact = hypergeometric(np.minimum(np.ceil(b * c * (1 - 1e-12)), whole), tested=whole, kept=np.floor(d), eps=eps)
    return _scalar_or_array(np.maximum(np.where(spread > 0, gamma, 0.0), exact - b))


def p_value(wins: Whole, rounds: Whole, *, bound: Number = 0.75) -> float:
    """Chance that a source below a bound wins a game this often, or more often.

    Parameters
    ----------
    wins, rounds : int
        Rounds won, and rounds played with questions drawn anew for each, 1 to 10¹⁸.
    bound : float
        Most that such a source wins per round: 0.75 for local models in the CHSH game.

    Returns
    -------
    float
        P(K ≥ wins) for K binomial with `rounds` trials of probability `bound`.

    Raises
    ------
    ValueError
        If an argument is not of its kind.

    Notes
    -----
    The rounds need not be alike: a source with memory, too, wins each with at most `bound`
    given the past, so the bound holds.  That is lost if the source knows how often each question
    will have come in the end, for it can reckon which ones are left.  Elkouss and Wehner, npj Quantum Inf. 2, 16026 (2016),
    doi:10.1038/npjqi.2016.26.  Derived in chapter C04.

    Examples
    --------
    >>> round(p_value(196, 245), 3)              # 245 rounds with S = 2.4
    0.039
    """
    rounds = count("rounds", rounds, high=MOST)
    wins = count("wins", wins, low=0)
    if wins > rounds:
        raise bad("wins", wins, f"at most the {rounds} rounds played")
    bound = probability("bound", bound)
    return float(betainc(wins, rounds - wins + 1, bound)) if wins else 1.0


class Plan(NamedTuple):
    """A test that was fixed beforehand.

    Parameters
    ----------
    rounds : int
        Rounds to play.
    wins : int
        Rounds that must be won before anything is claimed.

    Examples
    --------
    >>> Plan(20, 19).wins
    19
    """

    rounds: int
    wins: int


def rounds_needed(win: Number, *, bound: Number = 0.75, confidence: Number = 0.99, power: Number = 0.9) -> Plan:
    """Rounds it takes to know that a source wins more often than a bound allows.

    Parameters
    ----------
    win : float
        How often the source wins a round, above `bound`: `win_probability` of its S, say.
    bound : float
        Most that the sources to be ruled out win per round.  CHSH game against local models:
        0.75.  Guessing each other's outcome in Z or X at random, against separable states:
        0.75; in X, Y or Z at random: 2/3.
    confidence : float
        1 − α: a source at the bound is taken for a better one with probability α at most.
    power : float
        The source itself passes with this probability at least.

    Returns
    -------
    Plan
        The smallest number of rounds for which such a test exists, and the rounds to win.

    Raises
    ------
    ValueError
        If a number is out of its range, or `win` is not above `bound` by 1e-5 at least.

    Notes
    -----
    Exact binomial tails, no approximation; see `p_value` for why they hold.  Every round
    counts, also one in which a detector stayed silent: `win` is then that of a table in which
    silence is an answer (`qedu.entanglement.assign_silence`).  Derived in chapter C04.

    Examples
    --------
    >>> rounds_needed(0.5 + math.sqrt(2) / 4)            # CHSH with a singlet
    Plan(rounds=197, wins=162)

    To notice photons that are only correlated, from a source that does not know the settings and so
    reaches S = √2 at most, takes fewer rounds:

    >>> rounds_needed(0.5 + math.sqrt(2) / 4, bound=0.5 + math.sqrt(2) / 8)
    Plan(rounds=77, wins=62)
    """
    bound, given = probability("bound", bound, 1e-6, 1 - 1e-6), win
    win = probability("win", win)
    if not win > bound + 1e-5:
        raise bad("win", given, f"a number above {bound:g}, by 1e-05 at least: else no number of rounds is enough")
    alpha = 1 - probability("confidence", confidence, 0.5)
    if alpha < 1e-15:
        raise bad("confidence", confidence, "a number from 0.5 to below 1")
    given, power = power, probability("power", power, 0.01)
    if power > 1 - 1e-9:
        raise bad("power", given, "a number from 0.01 to below 1")

    # Tests are gone through by the outcomes that are rarer at the bound: so many losses allowed, or one win
    # fewer than demanded.  Then the fewest rounds for which one of the two conditions holds are found by
    # halving, and the other one is looked at.
    if bound > 0.5:
        def holds(n, few):
            return betainc(n - few, few + 1, bound) <= alpha

        def also(n, few):
            return betainc(n - few, few + 1, win) >= power
    else:
        def holds(n, few):
            return betainc(few + 1, n - few, win) >= power

        def also(n, few):
            return betainc(few + 1, n - few, bound) <= alpha

    def first(few):
        """Where the first condition begins to hold; between whole numbers it is a smooth function of `few`."""
        return _edge(holds, few)

    def last(few):
        """Where the other one ceases to."""
        return _edge(lambda n, few: not also(n, few), few)

    # Were there fractions of a round, the fewest would be found by halving, for then both conditions can be met from
    # some number of outcomes on.  A whole number of rounds has to lie between `first` and `last`, and where they have
    # just met, they are so close that only some numbers of outcomes have one between them: these are gone through.
    low, high = -1, 1
    while not also(first(high), high):
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if also(first(middle), middle) else (middle, high)
    rare = (1 - bound) * (1 - win) if bound > 0.5 else bound * win
    few, block = max(0, high - 64), 64 + math.ceil(2 * rare / (win - bound))
    while True:
        size = min(block, few // 4)
        for candidate in _whole_between(first, last, few, size) if size > 64 else [few]:
            rounds = max(candidate + 1, math.floor(first(candidate)))
            while not holds(rounds, candidate):
                rounds += 1
            if also(rounds, candidate):
                return Plan(rounds, rounds - candidate if bound > 0.5 else candidate + 1)
        few += size if size > 64 else 1


def _edge(holds, few):
    """The number of rounds above `few` from which on something holds, less a thousandth at most."""
    low, step = few, max(1, few // 4)
    while not holds(low + step, few):
        low, step = low + step, 2 * step
    high = low + step
    while high - low > 1e-3:
        middle = (low + high) / 2
        low, high = (low, middle) if holds(middle, few) else (middle, high)
    return low


def _whole_between(first, last, start, size):
    """Those of `size` numbers from `start` on for which a whole number may lie between two smooth functions of them.

    The functions are looked at in nine places.  With `size` a quarter of `start` at most, the polynomials
    through these miss them by less than the rounding of betainc does, and both by far less than a hundredth.
    """
    places = start + size * (0.5 - 0.5 * np.cos(np.pi * (np.arange(9) + 0.5) / 9))
    numbers = np.arange(start, start + size)
    begins, ends = (np.polynomial.Chebyshev.fit(places, [function(float(place)) for place in places], 8,
                                                domain=[start, start + size])(numbers) for function in (first, last))
    return numbers[np.ceil(begins - 0.01) <= ends + 0.01].tolist()


def _at_most(e: Floats, wrong: Floats, k: Floats, n: Floats) -> Floats:
    """Probability that at most e of `wrong` bits are among k drawn from n + k; an upper bound in long tails."""
    # Sum the smaller tail: above the mean that of the wrong bits that were kept, of which wrong − e − 1 at most
    # are then left.  Counted from k it would be lost in the rounding of large numbers.
    above = e * (n + k) >= wrong * k
    x, k, n = np.where(above, wrong - e - 1, e), np.where(above, n, k), np.where(above, k, n)
    # A quotient of binomial probabilities keeps its digits where logarithms of factorials, 10¹⁹ for
    # 10¹⁸ bits, lose theirs (Loader, Fast and accurate computation of binomial probabilities, 2000).
    p = k / (n + k)
    last = binom.pmf(x, wrong, p) * binom.pmf(k - x, n + k - wrong, p) / binom.pmf(k, n + k, p)
    # Downwards from x, by the quotients of neighbours, which are below 1 and shrink.
    steps = int(np.clip(np.max(x, initial=0) + 1, 1, _TERMS))         # to 0 and no farther
    j = x[..., np.newaxis] - np.arange(steps)
    wrong, k, n = (array[..., np.newaxis] for array in (wrong, k, n))
    ratio = np.maximum(j, 0) * np.maximum(n - wrong + j, 0) / ((wrong - j + 1) * (k - j + 1))
    terms = last[..., np.newaxis] * np.cumprod(np.minimum(ratio, 1), axis=-1)
    tail, end = last + terms.sum(-1), np.minimum(ratio[..., -1], 1 - 1e-12)
    return np.where(above, 1 - tail, tail + terms[..., -1] * end / (1 - end))
