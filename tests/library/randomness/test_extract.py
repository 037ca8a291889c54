"""Extraction against all seeds and all strings of a few bits, matrices written out, and fractions for von Neumann's pairs."""

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest

from qedu import randomness
from qedu.randomness import BitSource


def strings(n):
    return np.array(list(itertools.product((0, 1), repeat=n)))


def distance(joint, n, length):
    """Trace distance of hash, seed and side information from fair bits beside the other two: over all strings and all seeds.

    joint[string, e] is the probability of both."""
    total = 0.0
    for seed in strings(n + length - 1):
        matrix = np.array([[seed[i - j + n - 1] for j in range(n)] for i in range(length)])
        hashed = (strings(n) @ matrix.T % 2) @ (1 << np.arange(length))
        found = np.zeros((2**length, joint.shape[1]))
        np.add.at(found, hashed, joint)
        total += 0.5 * np.abs(found - joint.sum(axis=0) / 2**length).sum()
    return total / 2 ** (n + length - 1)


@pytest.mark.parametrize("length", [1, 2, 3])
@pytest.mark.parametrize("known", [1, 3])
@pytest.mark.parametrize("n", [3, 5])
def test_the_leftover_hash_lemma_by_all_seeds(n, known, length):
    rng = np.random.default_rng([2040, n, known])
    for power in (0, 1, 4):
        joint = rng.random((2**n, known)) ** power
        joint /= joint.sum()
        found = distance(joint, n, length)
        assert found <= randomness.leftover(randomness.min_entropy(joint), length) + 1e-12
        assert found > 0


def test_bits_that_are_known_stay_known():
    """Half of the strings' bits known, and hashed as if none were: the distance is larger than the lemma's for none."""
    n, length = 4, 3
    joint = np.zeros((16, 4))
    for number, (a, b, *_) in enumerate(strings(n)):
        joint[number, 2 * a + b] = 1 / 16
    assert randomness.min_entropy(joint) == pytest.approx(2)
    assert randomness.leftover(4, length) < distance(joint, n, length) <= randomness.leftover(2, length)


@pytest.mark.parametrize("eps", [0.4, 0.01, 1e-10, 1e-30])
@pytest.mark.parametrize("entropy", [0, 1, 63.5, 1000, 123456.789])
def test_the_longest_hash(entropy, eps):
    length = randomness.extractable_bits(entropy, eps=eps)
    assert randomness.leftover(entropy, length) <= eps * (1 + 1e-8) < randomness.leftover(entropy, length + 1) * (1 + 1e-8)


def test_lengths_that_can_be_found_by_hand():
    # ε = 2⁻¹¹: 2 log₂(1/(2ε)) = 20.
    assert randomness.extractable_bits(100, eps=2.0**-11) == 80 and randomness.leftover(100, 80) == 2.0**-11
    assert randomness.extractable_bits(99.9, eps=2.0**-11) == 79 and randomness.extractable_bits(3, eps=2.0**-11) == 0
    assert randomness.leftover(5, 5) == 0.5 and randomness.leftover(0, 0) == 0 and randomness.leftover(0, 50) == randomness.leftover(0, 10**6) == 1
    assert randomness.leftover([5, 7], [[5], [3]]).tolist() == [[0.5, 0.25], [0.25, 0.125]]


def test_extract_is_the_product_with_its_matrix():
    raw = BitSource(0.6, noise=0.1).samples(300, seed=2041)
    found = randomness.extract(raw, entropy=0.5, eps=0.001, seed=2042)
    n, length = 300, len(found.bits)
    assert length == math.floor(150 - 2 * math.log2(1 / 0.002)) and len(found.seed_bits) == n + length - 1
    matrix = np.array([[found.seed_bits[i - j + n - 1] for j in range(n)] for i in range(length)])
    assert np.array_equal(found.bits, matrix @ raw % 2) and found.bits.dtype == np.uint8
    assert (found.raw, found.entropy, found.eps) == (300, 0.5, 0.001)
    assert found == randomness.extract(raw, entropy=0.5, eps=0.001, seed=2042) != randomness.extract(raw, entropy=0.5, eps=0.001, seed=2043)
    # Fair seed bits: 442 of them, six deviations, 2e-9.
    assert abs(found.seed_bits.mean() - 0.5) < 6 * 0.5 / math.sqrt(len(found.seed_bits))


def test_no_entropy_no_bits():
    for raw, entropy in (([0, 1], 1), ([1] * 50, 0)):
        found = randomness.extract(raw, entropy=entropy, seed=1)
        assert len(found.bits) == len(found.seed_bits) == 0 and found.eps == 1e-10


def test_no_hash_makes_up_for_bits_that_somebody_knows():
    """Who knows the noise of a source without photons, and the public seed, has the key."""
    seen = BitSource(noise=1.0).watched(2000, seed=2044)
    mine, theirs = (randomness.extract(bits, entropy=1, seed=2045).bits for bits in (seen.bits, seen.guesses))
    assert len(mine) > 1900 and np.array_equal(mine, theirs)
    partly = BitSource(noise=0.5).watched(2000, seed=2046)
    mine, theirs = (randomness.extract(bits, entropy=BitSource(noise=0.5).secret_entropy(), seed=2045).bits for bits in (partly.bits, partly.guesses))
    # Fair coins agree in half of 765 places, within six deviations: 2e-9.
    assert len(mine) == 765 and abs((mine == theirs).mean() - 0.5) < 6 * 0.5 / math.sqrt(765)


def left(chain, n):
    """Odds of what is left of n bits by von Neumann's pairs: by result, for odds of a string."""
    odds = {}
    for bits in itertools.product((0, 1), repeat=n):
        out = tuple(a for a, b in zip(bits[::2], bits[1::2]) if a != b)
        assert tuple(randomness.von_neumann(list(bits)).tolist()) == out
        odds[out] = odds.get(out, 0) + chain(bits)
    return odds


def independent(p):
    return lambda bits: math.prod(p if bit else 1 - p for bit in bits)


@pytest.mark.parametrize("p", [Fraction(1, 2), Fraction(1, 5), Fraction(9, 10)])
def test_pairs_make_a_bias_go(p):
    odds = left(independent(p), 6)
    for length in (1, 2, 3):
        assert len({odds[out] for out in itertools.product((0, 1), repeat=length)}) == 1
    mean = sum(len(out) * weight for out, weight in odds.items())
    assert randomness.von_neumann_yield(float(p)) == pytest.approx(float(mean) / 6, abs=1e-15)


def test_pairs_do_not_make_memory_go():
    """Fair one by one, not together: a chain whose ones are kept with 9/10 and whose zeros with 4/5, begun in balance."""
    one_after = {0: Fraction(1, 5), 1: Fraction(9, 10)}
    share = Fraction(2, 3)                                           # of ones: 2/3 · 1/10 = 1/3 · 1/5

    def chain(bits):
        weight = share if bits[0] else 1 - share
        for before, bit in zip(bits, bits[1:]):
            weight *= one_after[before] if bit else 1 - one_after[before]
        return weight

    assert left(chain, 2)[0,] == left(chain, 2)[1,]
    odds = left(chain, 4)
    assert odds[0, 0] * odds[1, 1] != odds[0, 1] * odds[1, 0]              # what the second pair says depends on the first


def test_pairs_do_not_make_drift_go():
    ones = [Fraction(1, 2), Fraction(3, 5)]
    odds = left(lambda bits: math.prod(p if bit else 1 - p for p, bit in zip(ones, bits)), 2)
    assert odds[0,] == Fraction(3, 10) and odds[1,] == Fraction(1, 5)


def test_what_was_known_is_known_after_the_pairs():
    seen = BitSource(0.8, noise=1.0, noise_p1=0.8).watched(1001, seed=2047)
    assert np.array_equal(randomness.von_neumann(seen.bits), randomness.von_neumann(seen.guesses)) and len(randomness.von_neumann(seen.bits)) > 50
    assert randomness.von_neumann([1]).tolist() == randomness.von_neumann([]).tolist() == []
    assert randomness.von_neumann_yield([0, 0.5]).tolist() == [0, 0.25]


@pytest.mark.parametrize("call, message", [
    (lambda: randomness.extractable_bits(-1, eps=0.1), "min_entropy = -1 is not allowed"),
    (lambda: randomness.extractable_bits(1, eps=0), "eps = 0 is not allowed: a number above 0 and below 1"),
    (lambda: randomness.leftover(1, 0.5), "length = 0.5 is not allowed: whole numbers"),
    (lambda: randomness.leftover([1, 2], [1, 2, 3]), "min_entropy = .* is not allowed: a shape that goes with length"),
    (lambda: randomness.extract([], entropy=1, seed=1), r"bits = \[\] is not allowed: at least one bit"),
    (lambda: randomness.extract([0, 2], entropy=1, seed=1), r"bits = \[0, 2\] is not allowed: bits in a row"),
    (lambda: randomness.extract([0, 1], entropy=1.5, seed=1), "entropy = 1.5 is not allowed: a number from 0 to 1"),
    (lambda: randomness.extract([0, 1], entropy=1, seed=None), "seed = None is not allowed"),
    (lambda: randomness.von_neumann([0.5]), r"bits = \[0.5\] is not allowed"),
    (lambda: randomness.von_neumann_yield(2), "p1 = 2 is not allowed"),
])
def test_what_is_refused(call, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        call()
