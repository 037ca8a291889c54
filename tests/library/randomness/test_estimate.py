"""The most-common-value estimate against NIST's worked example and the results that it publishes with its program.

The estimate depends on counts only, so samples with the published counts stand in for NIST's files, which are not here.  Counts and
results are those of github.com/usnistgov/SP800-90B_EntropyAssessment, cpp/selftest/refdata.
"""

import math

import numpy as np
import pytest

from qedu import randomness
from qedu.randomness import BitSource

EXAMPLE = [0, 1, 1, 2, 0, 1, 2, 2, 0, 1, 0, 1, 1, 0, 2, 2, 1, 0, 2, 1]

#: File and reading, samples, values, count of the commonest: upper bound, min-entropy.
PUBLISHED = {
    ("truerand_1bit", 10**6, 2, 500433): (0.50172091481279224, 0.99504301513122573),
    ("biased-random-bits", 10**6, 2, 979988): (0.98034872224294312, 0.028633069781464748),
    ("truerand_4bit", 10**6, 16, 63134): (0.063760451839418572, 3.9711943367296096),
    ("truerand_4bit, bits", 4 * 10**6, 2, 2000573): (0.50078720737995319, 0.99773038582215656),
    ("truerand_8bit", 10**6, 256, 4124): (0.0042890742216425554, 7.8651180028995897),
    ("truerand_8bit, bits", 8 * 10**6, 2, 4001353): (0.50062447159433998, 0.9981992801198275),
    ("rand8_short", 10**4, 256, 58): (0.0077560937775866317, 7.0104540377360411),
    ("rand8_short, bits", 8 * 10**4, 2, 40099): (0.50579098043220405, 0.98338678465915019)}

#: What NIST's program makes of the whole file, by the lowest of ten estimates.
ASSESSED = {"truerand_1bit": 0.82967708323406131, "biased-random-bits": 0.017766579116465196, "truerand_4bit": 3.6025063685670382,
            "truerand_8bit": 7.233861455178495, "rand8_short": 5.8608937444852494}


def with_counts(size, values, mode):
    """Samples of so many values, the last of which is the commonest."""
    others = np.arange(size - mode) % (values - 1)
    return np.concatenate([others, np.full(mode, values - 1)]).astype(np.uint8)


def test_the_standard_s_example():
    found = randomness.most_common_value(EXAMPLE)
    assert (found.samples, found.mode, found.p_hat) == (20, 8, 0.4)
    assert round(found.p_upper, 4) == 0.6895 and round(found.min_entropy, 4) == 0.5363
    # By hand: 0.4 + 2.576 √(0.24/19).
    assert found.p_upper == pytest.approx(0.4 + 2.576 * (0.24 / 19) ** 0.5, abs=1e-15)


@pytest.mark.parametrize("name", PUBLISHED, ids=lambda name: name[0])
def test_what_nist_publishes(name):
    upper, entropy = PUBLISHED[name]
    samples = with_counts(*name[1:])
    assert len(samples) == name[1] and np.bincount(samples, minlength=name[2]).max() == name[3]
    found = randomness.most_common_value(samples, rule="reference code")
    assert found.mode == name[3] and found.p_upper == pytest.approx(upper, rel=1e-14) and found.min_entropy == pytest.approx(entropy, rel=1e-13)
    # The printed constant widens the interval by 0.0007 %.
    printed = randomness.most_common_value(samples)
    assert 0 < printed.p_upper - found.p_upper < 1e-4 * (found.p_upper - found.p_hat)
    assert name[0] not in ASSESSED or ASSESSED[name[0]] < found.min_entropy


def test_order_and_names_of_values_do_not_matter():
    rng = np.random.default_rng(2020)
    samples = rng.integers(0, 7, 500) ** 2
    other = rng.permutation(samples) + 3
    assert randomness.most_common_value(samples) == randomness.most_common_value(other) == randomness.most_common_value(samples.astype(float))
    assert randomness.most_common_value(samples > 9) == randomness.most_common_value((samples > 9).astype(int))


def test_a_single_value_has_no_entropy_and_few_samples_say_little():
    assert randomness.most_common_value([3, 3, 3]).min_entropy == 0
    assert randomness.most_common_value([0, 1]).min_entropy == 0           # ½ + 2.576 · ½ is above 1
    assert math.copysign(1, randomness.most_common_value([0, 1]).min_entropy) == 1


def test_it_is_blind_to_memory_and_to_who_knows():
    """Said of the source in advance: 0.074 and 0 bits; counting finds nearly one bit in either.  Its mean share of ones is off ½ by
    0.0022 for memory (n = 10⁶, variance 19 times that of a coin), and by 5.5 of these with 4e-8."""
    for source, known in ((BitSource(memory=0.9), 0.0741), (BitSource(noise=1), 0.0)):
        found = randomness.most_common_value(source.samples(10**6, seed=2021))
        assert found.min_entropy > 0.95 and source.secret_entropy(10**6) <= known


@pytest.mark.parametrize("width", [1, 3, 8, 16])
def test_bits_of_samples(width):
    samples = np.random.default_rng(2022).integers(0, 2**width, 300)
    text = "".join(format(int(sample), f"0{width}b") for sample in samples)
    assert "".join(map(str, randomness.bitstring(samples, width=width))) == text
    found = randomness.assess(samples, width=width)
    ones = text.count("1")
    assert found.bits.mode == max(ones, len(text) - ones) and found.bits.samples == len(text) and found.width == width
    assert found.literal == randomness.most_common_value(samples)
    assert found.min_entropy == min(found.literal.min_entropy, width * found.bits.min_entropy)


def test_either_reading_may_be_the_lower_one():
    rng = np.random.default_rng(2023)
    small = randomness.assess(rng.integers(0, 100, 10**5), width=8)                 # the first bit is always 0
    equal = randomness.assess(rng.integers(0, 2, 10**5) * 255, width=8)             # eight bits that are all the same
    assert small.min_entropy == 8 * small.bits.min_entropy < small.literal.min_entropy
    assert equal.min_entropy == equal.literal.min_entropy < 1 < 7 < 8 * equal.bits.min_entropy
    exact = randomness.assess(rng.integers(0, 100, 10**5), width=8, rule="reference code")
    assert exact.literal.p_upper != randomness.most_common_value(rng.integers(0, 100, 10**5)).p_upper


def test_both_readings_go_by_the_rule():
    samples = np.random.default_rng(2024).integers(0, 8, 1000)
    printed, exact = (randomness.assess(samples, width=3, rule=rule) for rule in randomness.RULES)
    assert exact.literal.p_upper < printed.literal.p_upper and exact.bits.p_upper < printed.bits.p_upper


@pytest.mark.parametrize("call, message", [
    (lambda: randomness.most_common_value([1]), r"samples = \[1\] is not allowed: at least 2 samples in a row"),
    (lambda: randomness.most_common_value([[0, 1]]), r"samples = \[\[0, 1\]\] is not allowed"),
    (lambda: randomness.most_common_value([0, -1]), r"samples = \[0, -1\] is not allowed: .* from 0 to 65535"),
    (lambda: randomness.most_common_value([0, 0.5]), "samples = .* is not allowed"),
    (lambda: randomness.most_common_value("0110"), "samples = '0110' is not allowed"),
    (lambda: randomness.most_common_value([0, math.nan]), "samples = .* is not allowed"),
    (lambda: randomness.most_common_value([0, 1], rule="NIST"), "rule = 'NIST' is not allowed: one of 'standard', 'reference code'"),
    (lambda: randomness.bitstring([0, 4], width=2), r"samples = \[0, 4\] is not allowed: .* from 0 to 3"),
    (lambda: randomness.assess([0, 4], width=17), "width = 17 is not allowed: at most 16"),
    (lambda: randomness.assess([1], width=1), r"samples = \[1\] is not allowed: at least 2 samples"),
])
def test_what_is_refused(call, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        call()
