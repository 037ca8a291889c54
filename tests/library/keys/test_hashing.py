"""Toeplitz hashing against the product written out, and its family counted through."""

import itertools

import numpy as np
import pytest

from qedu import keys
from qedu.keys import hashing


def direct(bits, length, seed):
    """The product with the matrix written out."""
    n = len(bits)
    return np.array([[seed[i - j + n - 1] for j in range(n)] for i in range(length)], int).reshape(length, n) @ bits % 2


@pytest.mark.parametrize("n, length", [(1, 1), (1, 5), (2, 1), (7, 7), (31, 12), (64, 64), (100, 1), (257, 130), (300, 0)])
def test_bit_for_bit_the_direct_product(n, length):
    rng = np.random.default_rng([n, length])
    for _ in range(20):
        bits, seed = rng.integers(0, 2, n), rng.integers(0, 2, n + length - 1)
        found = keys.toeplitz_hash(bits, length, seed)
        assert found.dtype == np.uint8 and found.tolist() == direct(bits, length, seed).tolist()


def test_rows_of_a_large_one():
    """A million bits to half of them: rows here and there, all ones included, where the sums are largest."""
    rng = np.random.default_rng(1)
    n, length = 10**6, 5 * 10**5
    for bits, seed in ((rng.integers(0, 2, n, dtype=np.uint8), rng.integers(0, 2, n + length - 1, dtype=np.uint8)),
                       (np.ones(n, np.uint8), np.ones(n + length - 1, np.uint8))):
        found = keys.toeplitz_hash(bits, length, seed)
        for i in (0, 1, 4321, length // 2, length - 1):
            assert found[i] == np.count_nonzero(seed[i:i + n][::-1] & bits) % 2


def test_two_keys_collide_for_at_most_their_share_of_seeds():
    """Universal₂, all of it: 4 bits to 2, every pair of keys, all 32 seeds, of which 8 may collide."""
    every = np.array(list(itertools.product((0, 1), repeat=4)))
    hashed = np.array([[keys.toeplitz_hash(bits, 2, seed) for seed in itertools.product((0, 1), repeat=5)] for bits in every])
    for one, other in itertools.combinations(hashed, 2):
        assert (one == other).all(-1).sum() == 8


def test_it_is_linear():
    rng = np.random.default_rng(2)
    a, b, seed = rng.integers(0, 2, 500), rng.integers(0, 2, 500), rng.integers(0, 2, 699)
    assert (keys.toeplitz_hash(a ^ b, 200, seed) == keys.toeplitz_hash(a, 200, seed) ^ keys.toeplitz_hash(b, 200, seed)).all()


def test_rounding_in_doubt_is_no_result(monkeypatch):
    rng = np.random.default_rng(3)
    bits, seed = rng.integers(0, 2, 1000), rng.integers(0, 2, 1499)
    monkeypatch.setattr(hashing, "MARGIN", 1e-11)                          # it is closer than that
    keys.toeplitz_hash(bits, 500, seed)
    monkeypatch.setattr(hashing, "MARGIN", 0.0)
    with pytest.raises(ArithmeticError, match="^a sum of 1000 bits is further than 0.0 from a whole number"):
        keys.toeplitz_hash(bits, 500, seed)


def test_verification():
    assert [keys.verification_bits(eps) for eps in (1e-15, 1e-10, 0.5, 0.3)] == [50, 34, 1, 2]
    rng = np.random.default_rng(4)
    bits, seed = rng.integers(0, 2, 300), rng.integers(0, 2, 300 + 49)
    assert keys.verification_hash(bits, seed).tolist() == direct(bits, 50, seed).tolist()
    # A hash of 4 bits: of 4,000 flips 1/16 pass, ± 15; further than 100 off less than once in 10⁹.
    passed = 0
    for _ in range(4000):
        flipped, seed = bits.copy(), rng.integers(0, 2, 303)
        flipped[rng.integers(300)] ^= 1
        passed += (keys.verification_hash(bits, seed, eps_cor=0.07) == keys.verification_hash(flipped, seed, eps_cor=0.07)).all()
    assert abs(passed - 250) < 100


@pytest.mark.parametrize("made, message", [
    (lambda: keys.toeplitz_hash([], 1, []), "bits = [] is not allowed: at least one bit"),
    (lambda: keys.toeplitz_hash([1, 0], 1, [1]), "seed_bits = [1] is not allowed: 2 bits in a row, each 0 or 1"),
    (lambda: keys.toeplitz_hash([1, 0], -1, [1]), "length = -1 is not allowed: a whole number of at least 0"),
    (lambda: keys.verification_bits(0), "eps_cor = 0 is not allowed: a number above 0 and below 1"),
])
def test_errors_word_for_word(made, message):
    with pytest.raises(ValueError) as error:
        made()
    assert str(error.value) == message
