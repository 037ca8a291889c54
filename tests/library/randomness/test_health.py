"""Health tests against whole-number sums, values that others compute, and the tests run sample by sample."""

import math

import numpy as np
import pytest

from qedu import randomness
from qedu.randomness import BitSource

ALPHAS = [2.0**-20, 2.0**-30, 2.0**-40]


@pytest.mark.parametrize("entropy, cutoffs", [(0.5, (41, 61, 81)), (1, (21, 31, 41)), (2, (11, 16, 21)), (4, (6, 9, 11)), (8, (4, 5, 6)),
                                              (0.1, (201, 301, 401)), (0.3, (68, 101, 135))])
def test_how_often_in_a_row(entropy, cutoffs):
    assert tuple(randomness.repetition_count_cutoff(entropy, alpha=alpha) for alpha in ALPHAS) == cutoffs
    for alpha, cutoff in zip(ALPHAS, cutoffs):
        # So many repetitions come with α at most, and one fewer with more.
        assert 2.0 ** (-entropy * (cutoff - 1)) <= alpha * (1 + 1e-9) and 2.0 ** (-entropy * (cutoff - 2)) > alpha


def surplus(size, odds, cutoff):
    """How likely a binomial count of so many trials is `cutoff` or more, as a fraction: whole numbers over odds**size."""
    return sum(math.comb(size, k) * (odds - 1) ** (size - k) for k in range(cutoff, size + 1)), odds**size


@pytest.mark.parametrize("window", [1024, 512, 20])
@pytest.mark.parametrize("entropy", [1, 2, 4, 8])
def test_how_often_in_a_window(entropy, window):
    for power, alpha in zip((20, 30, 40), ALPHAS):
        if window * entropy <= power:
            continue
        cutoff = randomness.adaptive_proportion_cutoff(entropy, window=window, alpha=alpha)
        # C − 1 is the smallest x with P(more than x) ≤ α.
        (at, whole), (below, _) = surplus(window, 2**entropy, cutoff), surplus(window, 2**entropy, cutoff - 1)
        assert at * 2**power <= whole < below * 2**power


@pytest.mark.parametrize("entropy, window, power, cutoff", [
    (0.2, 1024, 20, 941), (0.5, 1024, 20, 793), (1, 1024, 20, 589), (0.5, 1024, 40, 824), (1, 1024, 40, 625),
    (1, 512, 20, 311), (1, 512, 30, 325), (2, 512, 20, 177), (4, 512, 20, 62), (8, 512, 20, 13)])
def test_cutoffs_of_other_programs(entropy, window, power, cutoff):
    """(1, 512, 30) stands in wolfSSL's random.c, (8, 512, 20) in Bouncy Castle's FIPS provider, 823 + 1 in Arm's CryptoCell, which
    counts from a draft without the 1; the others are sums of binomial terms."""
    assert randomness.adaptive_proportion_cutoff(entropy, window=window, alpha=2.0**-power) == cutoff


def test_the_first_sample_of_a_window_is_no_surprise():
    """With only the others left to chance, the alarm at fair bits is likelier than α = 2⁻²⁰ for some windows, never twice α here."""
    over = 0
    for window in range(100, 1100, 50):
        cutoff = randomness.adaptive_proportion_cutoff(1, window=window)
        count, whole = surplus(window - 1, 2, cutoff - 1)
        over += count * 2**20 > whole
        assert count * 2**19 < whole
    assert over


def repetitions(samples, cutoff):
    """Section 4.4.1, sample by sample."""
    alarms, value, count = [], None, 0
    for place, sample in enumerate(samples):
        value, count = (value, count + 1) if sample == value else (sample, 1)
        if count == cutoff:
            alarms.append(place)
    return tuple(alarms)


def proportions(samples, cutoff, window):
    """Section 4.4.2, sample by sample."""
    alarms = []
    for place, sample in enumerate(samples):
        if place % window == 0:
            value, count = sample, 0
        count += sample == value
        if count == cutoff and sample == value:
            alarms.append(place)
    return tuple(alarms)


@pytest.mark.parametrize("entropy, values, share, size", [(1.0, 2, 0.5, 5000), (1.0, 2, 0.9, 5000), (2.0, 4, 0.6, 5001), (3.0, 200, 0.3, 3000), (1, 2, 0.97, 1)])
def test_sample_by_sample(entropy, values, share, size):
    rng = np.random.default_rng(2030)
    samples = np.where(rng.random(size) < share, values - 1, rng.integers(0, values, size))
    for alpha in (2.0**-5, 2.0**-20):
        found = randomness.repetition_count_test(samples, entropy=entropy, alpha=alpha)
        assert found.alarms == repetitions(samples.tolist(), randomness.repetition_count_cutoff(entropy, alpha=alpha)) and found.window == 0
        for window in (None, 64, 700):
            seen = randomness.adaptive_proportion_test(samples, entropy=entropy, window=window, alpha=alpha)
            width = window or (1024 if values == 2 else 512)
            cutoff = randomness.adaptive_proportion_cutoff(entropy, window=width, alpha=alpha)
            assert (seen.cutoff, seen.window, seen.samples) == (cutoff, width, size)
            assert seen.alarms == proportions(samples.tolist(), cutoff, width)
            assert seen.passed == (not seen.alarms) and found.passed == (not found.alarms)


def test_there_were_alarms_to_compare():
    rng = np.random.default_rng(2030)
    samples = np.where(rng.random(5000) < 0.9, 1, rng.integers(0, 2, 5000))
    assert len(randomness.repetition_count_test(samples, entropy=1).alarms) > 20
    assert len(randomness.adaptive_proportion_test(samples, entropy=1).alarms) == 5


def test_what_they_notice():
    """A stuck source, and a bias of 0.7 (a window's expected 717 or more ones are 8 deviations above 589: 1e-15 to miss)."""
    good = BitSource().samples(20_000, seed=2031)
    stuck = np.concatenate([good, np.ones(100, int)])
    alarms = randomness.repetition_count_test(stuck, entropy=1).alarms
    assert len(alarms) == 1 and 20_000 <= alarms[0] + 5 <= 20_025                   # some bits before may be ones already
    biased = randomness.adaptive_proportion_test(BitSource(0.7).samples(20_480, seed=2032), entropy=1)
    # A window is measured by its first sample: three windows in ten begin with a 0, and see nothing.
    assert 5 <= len(biased.alarms) <= 20


def test_what_they_do_not_notice():
    n = 20_000
    for source in (BitSource(memory=-1), BitSource(memory=-0.5), BitSource(0.53), BitSource(noise=1.0)):
        bits = source.samples(n, seed=2033)
        assert randomness.repetition_count_test(bits, entropy=1).passed and randomness.adaptive_proportion_test(bits, entropy=1).passed
        assert source.secret_entropy(n) < 0.92


def test_false_alarms_are_as_rare_as_they_should_be():
    """2,000,000 fair bits at α = 2⁻¹⁰ for each bit: runs reach 11 at each place with 2⁻¹¹ if the one before differs.  Alarms are
    976 on average with a deviation below 32; 6 of these are exceeded with 2e-9."""
    alarms = randomness.repetition_count_test(BitSource().samples(2_000_000, seed=2034), entropy=1, alpha=2.0**-10).alarms
    assert abs(len(alarms) - 2_000_000 / 2**11) < 6 * 32


@pytest.mark.parametrize("call, message", [
    (lambda: randomness.repetition_count_cutoff(0), "entropy = 0 is not allowed: a number from 0.0001 to 16"),
    (lambda: randomness.repetition_count_cutoff(1, alpha=0), "alpha = 0 is not allowed: a number above 0 and below 1"),
    (lambda: randomness.repetition_count_test([], entropy=1), r"samples = \[\] is not allowed: at least 1 sample"),
    (lambda: randomness.repetition_count_test([0, 70000], entropy=1), "samples = .* is not allowed: .* from 0 to 65535"),
    (lambda: randomness.adaptive_proportion_cutoff(0.01), "entropy = 0.01 is not allowed: more than 0.01953 bits for a window of 1024"),
    (lambda: randomness.adaptive_proportion_cutoff(1, window=1), "window = 1 is not allowed: a whole number of at least 2"),
    (lambda: randomness.adaptive_proportion_cutoff(1, window=20), "entropy = 1 is not allowed: more than 1 bits for a window of 20"),
    (lambda: randomness.adaptive_proportion_test([0, 1], entropy=1, window=2.5), "window = 2.5 is not allowed"),
])
def test_what_is_refused(call, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        call()
