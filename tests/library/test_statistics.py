"""Ground floor: each statistical statement against exact tail probabilities of SciPy and of plain fractions."""

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest
from scipy import stats

from qedu.statistics import allowed_errors, clopper_pearson, hoeffding, hypergeometric, random_sampling, serfling, wilson

# --- independent trials -----------------------------------------------------------------------


@pytest.mark.parametrize("k, n, eps", [(0, 10, 0.05), (10, 10, 0.05), (527, 1000, 0.05), (3, 7, 0.01), (1, 10**6, 1e-6)])
def test_wilson_against_scipy(k, n, eps):
    expected = stats.binomtest(k, n).proportion_ci(1 - eps, method="wilson")
    assert wilson(k, n, eps=eps) == pytest.approx(tuple(expected), abs=1e-9)
    assert 0 <= wilson(k, n, eps=eps)[0] <= k / n <= wilson(k, n, eps=eps)[1] <= 1


@pytest.mark.parametrize("e, k", [(0, 198), (20, 1000), (1, 50), (50, 50), (999, 1000), (2000, 10**5)])
@pytest.mark.parametrize("eps", [0.05, 1e-10])
def test_clopper_pearson_against_the_binomial(e, k, eps):
    """At the bound, so few errors have exactly the probability ε."""
    bound = clopper_pearson(e, tested=k, eps=eps)
    assert e / k <= bound <= 1
    if e == k:
        assert bound == 1
    else:
        # Next to 1 the bound has few digits left, and the probability no more than they allow.
        digits = 2 * np.spacing(bound) * k * stats.binom.pmf(e, k - 1, bound)
        assert stats.binom.cdf(e, k, bound) == pytest.approx(eps, rel=1e-6, abs=digits) and digits < 0.01 * eps


@pytest.mark.parametrize("n", [10, 1000, 10**6])
@pytest.mark.parametrize("p", [0.5, 0.1, 0.003])
@pytest.mark.parametrize("eps", [1e-2, 1e-10])
def test_hoeffding_against_the_binomial(n, p, eps):
    """P(count − mean ≥ δ) ≤ ε, exactly, and likewise below; at p = ½ seven tenths of δ would be too little."""
    delta = hoeffding(n, eps=eps)
    assert delta == pytest.approx(math.sqrt(n / 2 * math.log(1 / eps)), rel=1e-12)
    above = stats.binom.sf(math.ceil(n * p + delta) - 1, n, p)
    below = stats.binom.cdf(math.floor(n * p - delta), n, p)
    assert above <= eps * (1 + 1e-9) and below <= eps * (1 + 1e-9)
    if p == 0.5 and n > 10:
        assert stats.binom.sf(math.ceil(n * p + delta * 0.7) - 1, n, p) > eps


def test_hoeffding_for_the_bits_not_drawn_against_serfling():
    # all n + k bits are at most δ worse than the test, so the others at most δ(n + k)/n; Serfling's form is
    # the smaller one where (k + 1)/k < (n + k)/n, that is k² > n
    for k, n in ((10, 99), (10, 101), (1000, 10**6 + 10**4), (10**5, 10**6), (3, 10**6)):
        whole = hoeffding(k, eps=1e-10) / k * (n + k) / n
        assert (serfling(tested=k, kept=n, eps=1e-10) < whole) == (k * k > n)


def test_hoeffding_published_figures():
    """ε = 1e-10: ±33.9, 10.7, 3.4 and 1.1 percentage points at 10² to 10⁵."""
    n = np.array([1e2, 1e3, 1e4, 1e5])
    assert 100 * hoeffding(n, eps=1e-10) / n == pytest.approx([33.9, 10.7, 3.4, 1.1], abs=0.05)


# --- bits that were not looked at -------------------------------------------------------------


@pytest.mark.parametrize("n, k", [(50, 50), (400, 100), (100, 400), (1000, 1000)])
@pytest.mark.parametrize("eps", [1e-2, 1e-4, 1e-9])
def test_serfling_against_the_hypergeometric(n, k, eps):
    """For every number of errors among n + k bits: P(rate of kept − rate of tested > μ) ≤ ε, the probability itself."""
    mu = serfling(tested=k, kept=n, eps=eps)
    assert mu == pytest.approx(math.sqrt((n + k) / (n * k) * (k + 1) / k * math.log(1 / eps) / 2), rel=1e-12)
    worst, looser = 0.0, 0.0
    for errors in range(0, n + k + 1, max(1, (n + k) // 50)):
        tested = np.arange(max(0, errors - n), min(k, errors) + 1)
        odds = stats.hypergeom.pmf(tested, n + k, errors, k)
        gap = (errors - tested) / n - tested / k
        worst = max(worst, odds[gap > mu].sum())
        looser = max(looser, odds[gap > mu / 2].sum())
    assert worst <= eps * (1 + 1e-9)
    assert looser > eps, "half of it would be too little"


def excluded(e, k, n, eps):
    """The number of wrong kept bits that is just excluded, with whole numbers alone: C(M, j) C(N − M, k − j)/C(N, k)."""
    total, limit = math.comb(n + k, k), Fraction(eps)
    for wrong in range(n + 1):
        m = e + wrong
        if Fraction(sum(math.comb(m, j) * math.comb(n + k - m, k - j) for j in range(e + 1)), total) <= limit:
            return wrong
    return n + 1


def test_hypergeometric_with_whole_numbers():
    """200 tests of up to 40 bits, with any number of errors, any ε and any number of kept bits."""
    rng = np.random.default_rng(3)
    for _ in range(200):
        k, n = (int(x) for x in rng.integers(1, 40, 2))
        e, eps = int(rng.integers(0, k + 1)), float(10 ** -rng.uniform(0.01, 12))
        assert hypergeometric(e, tested=k, kept=n, eps=eps) == (excluded(e, k, n, eps) - 1) / n, (e, k, n, eps)


@pytest.mark.parametrize("e, k, n", [(1, 50, 10**6), (20, 1000, 10**6), (200, 10**4, 10**6), (2000, 10**5, 10**6),
                                     (900, 10**4, 10**6), (0, 10**4, 10**9), (10**5, 10**6, 10**7)])
@pytest.mark.parametrize("eps", [0.3, 1e-3, 1e-10])
def test_hypergeometric_against_scipy(e, k, n, eps):
    bound = hypergeometric(e, tested=k, kept=n, eps=eps)
    wrong = e + round(bound * n)
    assert stats.hypergeom.cdf(e, n + k, wrong + 1, k) <= eps * (1 + 1e-5)
    slack = math.ceil(1e-3 * abs(wrong - e - n * e / k)) if e > 1024 else 0      # long tails are bounded, not summed
    assert stats.hypergeom.cdf(e, n + k, wrong - slack, k) > eps * (1 - 1e-5)


def test_hypergeometric_figures():
    """The figures of chapter C06, at ε = 1e-10 and a million kept bits."""
    rates = [hypergeometric(e, tested=k, kept=10**6, eps=1e-10) for e, k in ((1, 50), (20, 1000), (200, 10**4), (2000, 10**5), (900, 10**4))]
    assert [round(100 * rate, 2) for rate in rates] == [41.27, 6.29, 3.04, 2.31, 10.95]
    assert hypergeometric(0, tested=198, kept=10**6, eps=1e-10) < 0.11 < hypergeometric(0, tested=197, kept=10**6, eps=1e-10)


def test_hypergeometric_stays_between_what_is_known():
    """Never above Serfling (a theorem on the same odds), and for many kept bits near the bound for independent ones."""
    for k in (20, 10**3, 10**5, 10**8):
        for share in (0, 0.02, 0.1):
            e = math.floor(share * k)
            bound = hypergeometric(e, tested=k, kept=10**18, eps=1e-10)
            assert e / k < bound <= min(1, e / k + serfling(tested=k, kept=10**18, eps=1e-10))
            assert bound - e / k == pytest.approx(clopper_pearson(e, tested=k, eps=1e-10) - e / k, rel=2e-3)


def test_hypergeometric_shapes_and_ends():
    bounds = hypergeometric([0, 1], tested=10, kept=[[5], [500]], eps=1e-3)
    assert bounds.shape == (2, 2) and (np.diff(bounds) > 0).all()
    assert bounds[1, 0] == hypergeometric(0, tested=10, kept=500, eps=1e-3) and type(hypergeometric(0, tested=1, kept=1, eps=0.1)) is float
    assert hypergeometric(5, tested=5, kept=2, eps=1e-3) == 1 == hypergeometric(0, tested=1, kept=1, eps=0.4)


def test_allowed_errors_is_the_hypergeometric_bound_the_other_way_round():
    """Every number of errors of 60 small tests, then figures of chapter C06."""
    rng = np.random.default_rng(4)
    for _ in range(60):
        k, n = (int(x) for x in rng.integers(1, 60, 2))
        eps, limit = float(10 ** -rng.uniform(0.01, 12)), rng.choice([0, 1, 0.11, 0.5, int(rng.integers(0, n + 1)) / n, rng.random()])
        bounds = hypergeometric(np.arange(k + 1), tested=k, kept=n, eps=eps)
        assert allowed_errors(limit, tested=k, kept=n, eps=eps) == (bounds < limit).sum() - 1, (k, n, eps, limit)
    assert allowed_errors(0.11, tested=[20, 197, 198, 1000, 10**4], kept=10**6, eps=1e-10).tolist() == [-1, -1, 0, 52, 904]
    low, high = hypergeometric([904, 905], tested=10**4, kept=10**6, eps=1e-10)
    assert low < 0.11 <= high and type(allowed_errors(0.11, tested=5, kept=5, eps=0.1)) is int


@pytest.mark.parametrize("tested, kept", [(2000, 2000), (20_000, 5000), (5000, 50_000)])
@pytest.mark.parametrize("rate", [0.02, 0.05, 0.11])
@pytest.mark.parametrize("eps", [1e-3, 1e-6, 1e-10])
def test_random_sampling_against_the_hypergeometric(tested, kept, rate, eps):
    """Error counts for which the test would show the rate b, and the kept bits more than b + γ: their odds stay
    below ε."""
    gamma = random_sampling(rate, tested=tested, kept=kept, eps=eps)
    spread = (tested + kept) * (1 - rate) * rate / (tested * kept * math.log(2))
    inside = (tested + kept) / (tested * kept * (1 - rate) * rate) / eps**2
    assert gamma == pytest.approx(math.sqrt(spread * math.log2(inside)), rel=1e-12)
    found = round(rate * tested)
    odds = lambda extra: stats.hypergeom.cdf(found, tested + kept,                        # noqa: E731
                                             found + math.floor(kept * (found / tested + extra)) + 1, tested)
    assert odds(gamma) <= eps
    assert odds(gamma / 2) > eps, "half of it would be too little"


@pytest.mark.parametrize("errors", range(0, 8))
def test_random_sampling_is_safe_for_few_errors(errors):
    """Where the smooth formula promises too much, the exact bound stands in for it."""
    tested, kept, eps = 1000, 10**6, 1e-10
    b = errors / tested
    gamma = random_sampling(b, tested=tested, kept=kept, eps=eps)
    assert stats.hypergeom.cdf(errors, tested + kept, errors + round(kept * (b + gamma)) + 1, tested) <= eps * (1 + 1e-6)
    assert gamma >= -math.log(eps) / tested * 0.98


def test_random_sampling_limits():
    assert random_sampling(1.0, tested=100, kept=100, eps=1e-10) == 0
    # where 2⁽…⁾ falls below 1 the formula has nothing left under its root
    assert random_sampling(0.5, tested=2, kept=10**9, eps=0.999999) >= 0
    values = random_sampling([0.01, 0.1], tested=1000, kept=[[500], [5000]], eps=1e-6)
    assert values.shape == (2, 2) and np.isfinite(values).all()
    # 14 errors that arithmetic made 14.000000000000002
    assert random_sampling(14 / 1000, tested=1000.0, kept=10**4, eps=1e-6) == random_sampling(
        14.000000000000002 / 1000, tested=1000.0, kept=10**4, eps=1e-6)


@pytest.mark.parametrize("call, message", [
    (lambda: hoeffding(-1, eps=0.1), "n = -1 is not allowed: numbers from 0 to 1e+18"),
    (lambda: hoeffding(5, eps=0), "eps = 0 is not allowed: a number above 0 and below 1"),
    (lambda: hoeffding(5, eps=1), "eps = 1 is not allowed: a number above 0 and below 1"),
    (lambda: serfling(tested=5, kept=0, eps=0.1), "kept = 0 is not allowed: numbers from 1 to 1e+18"),
    (lambda: serfling(tested=0, kept=5, eps=0.1), "tested = 0 is not allowed: numbers from 1 to 1e+18"),
    (lambda: random_sampling(1.1, tested=5, kept=5, eps=0.1), "error_rate = 1.1 is not allowed: numbers from 0 to 1"),
    (lambda: random_sampling(0.1, tested=0, kept=5, eps=0.1), "tested = 0 is not allowed: numbers from 1 to 1e+18"),
    (lambda: random_sampling(0.1, tested=5, kept=0, eps=0.1), "kept = 0 is not allowed: numbers from 1 to 1e+18"),
    (lambda: hypergeometric(6, tested=5, kept=5, eps=0.1), "errors = 6 is not allowed: at most tested, 5"),
    (lambda: hypergeometric(0.5, tested=5, kept=5, eps=0.1), "errors = 0.5 is not allowed: whole numbers from 0 to 10**18"),
    (lambda: allowed_errors(1.1, tested=5, kept=5, eps=0.1), "limit = 1.1 is not allowed: numbers from 0 to 1"),
    (lambda: clopper_pearson(1, tested=0, eps=0.1), "tested = 0 is not allowed: numbers from 1 to 1e+18"),
    (lambda: wilson(3, 2), "successes = 3 is not allowed: at most trials, 2"),
    (lambda: wilson(1, 2, eps=95), "eps = 95 is not allowed: a number from 0 to 1; 95 % is 0.95"),
])
def test_errors_word_for_word(call, message):
    with pytest.raises(ValueError) as error:
        call()
    assert str(error.value) == message


def test_tested_and_kept_cannot_be_confused():
    for function in (serfling, hypergeometric, allowed_errors, random_sampling):
        with pytest.raises(TypeError):
            function(100, 1000, 1e-10)


@pytest.mark.parametrize("k, n, eps", [(1, 1, 0.3), (7, 1, 1e-3), (1, 9, 0.21), (12, 30, 1e-4), (30, 7, 1e-6)])
def test_allowed_errors_for_every_limit_in_fractions(k, n, eps):
    """All limits that are a number of wrong kept bits, and a hair to either side, from binomial coefficients alone."""
    def excluded(e, wrong):
        """Whether e errors or fewer in the test are too rare where `wrong` kept bits are wrong besides."""
        total = wrong + e
        below = sum(math.comb(total, j) * math.comb(n + k - total, k - j) for j in range(e + 1) if k - j <= n + k - total)
        return below / math.comb(n + k, k) <= eps

    for wrong in range(n + 2):
        for limit in (wrong / n, math.nextafter(wrong / n, 0), math.nextafter(wrong / n, 2)):
            if not 0 <= limit <= 1:
                continue
            least = next((m for m in range(n + 1) if m / n >= limit), n + 1)      # fewest wrong ones that are too many
            allowed = [e for e in range(k + 1) if all(excluded(e, m) for m in range(least, n + 1))]
            # Too many errors exclude nothing, so what is allowed is a beginning of 0, 1, 2, …
            expected = next((e for e in range(k + 1) if e not in allowed), k + 1) - 1
            assert allowed_errors(limit, tested=k, kept=n, eps=eps) == expected, (limit, wrong)


def test_allowed_errors_shapes_and_ends():
    found = allowed_errors([0.1, 0.2, 0.3], tested=[[1000], [2000]], kept=10**6, eps=1e-9)
    assert found.shape == (2, 3) and found.dtype == np.int64
    for (i, k), (j, limit) in itertools.product(enumerate((1000, 2000)), enumerate((0.1, 0.2, 0.3))):
        assert found[i, j] == allowed_errors(limit, tested=k, kept=10**6, eps=1e-9)
        assert hypergeometric(int(found[i, j]), tested=k, kept=10**6, eps=1e-9) < limit <= hypergeometric(
            int(found[i, j]) + 1, tested=k, kept=10**6, eps=1e-9)
    assert allowed_errors(0, tested=10**6, kept=10, eps=0.5) == -1                 # no rate is below 0
    assert allowed_errors(1, tested=10**18, kept=10**18, eps=1e-10) > 10**17
    assert allowed_errors(1e-300, tested=10**18, kept=10**18, eps=0.9) == 2         # 1 − 2⁻³ is below 0.9, 1 − 2⁻⁴ above
    with pytest.raises(ValueError, match="^tested = 0.5 is not allowed: numbers from 1"):
        allowed_errors(0.1, tested=0.5, kept=5, eps=0.1)
    with pytest.raises(ValueError, match=r"^kept = 5.5 is not allowed: whole numbers from 1 to 10\*\*18$"):
        allowed_errors(0.1, tested=5, kept=5.5, eps=0.1)
    with pytest.raises(ValueError, match="^eps = 0.0 is not allowed: a number above 0 and below 1$"):
        allowed_errors(0.1, tested=5, kept=5, eps=0.0)


@pytest.mark.parametrize("eps", [0.9, 0.51, 0.1, 1e-3])
def test_hypergeometric_of_few_errors_in_blocks_too_large_for_floats(eps):
    """Of 10¹⁸ and 10¹⁸ bits, each wrong one is a coin toss: binomial tails in fractions, M wrong in all and e of them tested."""
    for e in (0, 1, 5, 64):
        wrong = e
        while sum(math.comb(wrong + 1, j) for j in range(e + 1)) > Fraction(eps) * 2 ** (wrong + 1):
            wrong += 1
        assert hypergeometric(e, tested=10**18, kept=10**18, eps=eps) * 1e18 == pytest.approx(wrong - e, abs=1e-3)


def test_clopper_pearson_of_a_large_test():
    """At 0 errors p = 1 − ε^(1/k), which is −ln(ε)/k for large k: never 0, however many bits were clean."""
    for k in (1, 10, 10**6, 10**12, 10**18):
        for eps in (0.3, 1e-10, 1e-300):
            assert clopper_pearson(0, tested=k, eps=eps) == pytest.approx(-math.expm1(math.log(eps) / k), rel=1e-9, abs=0)


def test_a_next_to_impossible_failure():
    """ε² and ε/2 would be 0: the bounds go on to 1e-300, and what is nearer to 0 is refused."""
    b, c, d = 0.02, 10**5, 10**5
    spread, inside = (c + d) * (1 - b) * b / (c * d * math.log(2)), math.log2((c + d) / (c * d * (1 - b) * b)) - 2 * math.log2(1e-250)
    assert random_sampling(b, tested=c, kept=d, eps=1e-250) == pytest.approx(math.sqrt(spread * inside), rel=1e-12)
    for call in (lambda eps: hoeffding(5, eps=eps), lambda eps: wilson(1, 2, eps=eps), lambda eps: clopper_pearson(1, tested=2, eps=eps)):
        assert np.isfinite(call(1e-300)).all()
        with pytest.raises(ValueError, match="^eps = 5e-324 is not allowed: a number above 0 and below 1; this one is next to 0, at least 1e-300$"):
            call(5e-324)


def test_allowed_errors_names_shapes_that_do_not_fit():
    with pytest.raises(ValueError, match=r"^limit = 'an array of shape \(2,\)' is not allowed: a shape that goes with tested of shape \(3,\)$"):
        allowed_errors([0.1, 0.2], tested=[5, 6, 7], kept=5, eps=0.1)
