"""Hashing with Toeplitz matrices: what presses Eve out of a key, and what shows that two keys are equal."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike
from scipy import fft

from qedu import _arguments
from qedu._arguments import bad, count, failure
from qedu._types import Bytes, Number, Whole

__all__ = ["toeplitz_hash", "verification_hash", "verification_bits"]

#: How far from a whole number a sum may come out.  At ten million bits it is 10⁻⁹; at ½ it would be rounded wrongly.
MARGIN = 1e-3


def toeplitz_hash(bits: ArrayLike, length: Whole, seed_bits: ArrayLike) -> Bytes:
    """Hash a key to fewer bits with a random Toeplitz matrix: privacy amplification.

    Parameters
    ----------
    bits : array_like of 0 and 1
        The key, n bits.
    length : int
        Bits of the hash.
    seed_bits : array_like of 0 and 1
        The matrix: n + length − 1 bits, random, and chosen after Eve has done what she does to the
        photons.  They may be public.

    Returns
    -------
    numpy.ndarray of uint8
        The bits Σⱼ T[i, j] bits[j] mod 2, with T[i, j] = seed_bits[i − j + n − 1].

    Raises
    ------
    ValueError
        If the key is empty, or there are not n + length − 1 bits of seed.
    ArithmeticError
        If a sum is further than 10⁻³ from a whole number, so that rounding would no longer be beyond doubt.

    Notes
    -----
    The matrices are universal₂: two different keys have the same hash for at most 2^(−length) of all
    seeds (Krawczyk, CRYPTO '94, doi:10.1007/3-540-48658-5_15).  From that the leftover hash lemma follows
    (Tomamichel, Lim, Gisin and Renner, Nat. Commun. 3, 634 (2012), Methods, doi:10.1038/ncomms1631).

    The product is a convolution, taken with a cyclic Fourier transform that is as long as the seed: what
    wraps around falls on sums that are not wanted.  They are whole numbers, and each call looks how far
    from one the furthest came out.  Chapter C08.

    Examples
    --------
    >>> toeplitz_hash([1, 0, 1, 1], 2, [1, 0, 0, 1, 1])
    array([0, 1], dtype=uint8)

    which is the product with the matrix whose rows are 1 0 0 1 and 1 1 0 0:

    >>> seed = np.array([1, 0, 0, 1, 1])
    >>> matrix = np.array([[seed[i - j + 3] for j in range(4)] for i in range(2)])
    >>> matrix @ [1, 0, 1, 1] % 2
    array([0, 1])
    """
    key = _arguments.bits("bits", bits)
    if not len(key):
        raise bad("bits", bits, "at least one bit")
    length = count("length", length, 0)
    seed = _arguments.bits("seed_bits", seed_bits, len(key) + length - 1)
    if not length:
        return np.zeros(0, np.uint8)
    size = fft.next_fast_len(len(seed), real=True)
    product = fft.rfft(seed.astype(float), size, workers=-1)
    product *= fft.rfft(key.astype(float), size, workers=-1)
    sums = fft.irfft(product, size, workers=-1, overwrite_x=True)[len(key) - 1:len(seed)]
    whole = np.rint(sums)
    sums -= whole
    if max(sums.max(), -sums.min()) > MARGIN:
        raise ArithmeticError(f"a sum of {len(key)} bits is further than {MARGIN} from a whole number; hash a key of this length in parts")
    return (whole.astype(np.int64) & 1).astype(np.uint8)


def verification_bits(eps_cor: Number = 1e-15) -> int:
    """How many bits of a hash show that two keys are equal, but for a probability of `eps_cor`.

    Parameters
    ----------
    eps_cor : float
        Probability that different keys pass, above 0 and below 1.

    Returns
    -------
    int
        ⌈log₂(1/ε_cor)⌉.

    Raises
    ------
    ValueError
        If the probability leaves its range.

    Notes
    -----
    Tomamichel, Lim, Gisin and Renner, Nat. Commun. 3, 634 (2012), table I, doi:10.1038/ncomms1631.  Chapter C08.

    Examples
    --------
    >>> verification_bits(1e-15)
    50
    """
    return math.ceil(-math.log2(failure("eps_cor", eps_cor)))


def verification_hash(bits: ArrayLike, seed_bits: ArrayLike, *, eps_cor: Number = 1e-15) -> Bytes:
    """The hash that Alice publishes, and Bob compares with that of his corrected key.

    Parameters
    ----------
    bits : array_like of 0 and 1
        The key, n bits.
    seed_bits : array_like of 0 and 1
        n + t − 1 random bits, where t is the length of the hash.  Alice draws them after Bob has
        corrected his key; else whoever disturbs it could make two keys that have one hash.
    eps_cor : float
        Probability that different keys pass, above 0 and below 1.

    Returns
    -------
    numpy.ndarray of uint8
        t = ⌈log₂(1/ε_cor)⌉ bits (`verification_bits`).

    Raises
    ------
    ValueError
        If the key is empty, there are not n + t − 1 bits of seed, or the probability leaves its range.

    Notes
    -----
    `toeplitz_hash`, of which different keys give the same t bits with a probability of 2⁻ᵗ.  Chapter C08.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> key, seed = rng.integers(0, 2, 1000), rng.integers(0, 2, 1049)
    >>> other = key.copy()
    >>> other[123] ^= 1
    >>> bool((verification_hash(key, seed) == verification_hash(other, seed)).all())
    False
    """
    return toeplitz_hash(bits, verification_bits(eps_cor), seed_bits)
