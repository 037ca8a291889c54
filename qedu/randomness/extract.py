"""From many bits that are partly known to fewer that nobody can guess: hashing, and von Neumann's pairs as the contrast."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import overload

import numpy as np
from numpy.typing import ArrayLike

from qedu import _arguments, _shown
from qedu._arguments import array, bad, failure, generator, probability, scalar_or_array
from qedu._operators import Value
from qedu._types import Bytes, FloatOrArray, Floats, Number, Numbers, Seed
from qedu.keys import toeplitz_hash

__all__ = ["extractable_bits", "leftover", "Extracted", "extract", "von_neumann", "von_neumann_yield"]


def _total(name, value) -> float:
    return probability(name, value, 0.0, float(_arguments.MOST))


def extractable_bits(min_entropy: Number, *, eps: Number) -> int:
    """How many bits hashing may keep.

    Parameters
    ----------
    min_entropy : float
        Min-entropy of all raw bits together, given what an adversary knows, at least 0: entropy per bit times bits.
    eps : float
        How far from perfect the result may be, above 0 and below 1: the trace distance, which is the probability that it
        differs from fair bits of which nobody knows anything.

    Returns
    -------
    int
        ℓ = ⌊H − 2 log₂(1/(2ε))⌋, at least 0.

    Raises
    ------
    ValueError
        If a number leaves its range.

    Notes
    -----
    The largest ℓ for which `leftover` is ε at most.  Tomamichel, Schaffner, Smith and Renner, IEEE Trans. Inf. Theory 57, 5524
    (2011), doi:10.1109/TIT.2011.2158473, where it is proved also against adversaries with quantum memories.  Derived in the
    chapter on randomness.

    Examples
    --------
    >>> extractable_bits(1000, eps=1e-10)
    935
    """
    # A whole number may come out a rounding below itself; so little changes nothing in the distance.
    bits = _total("min_entropy", min_entropy) + 2 + 2 * math.log2(failure("eps", eps))
    return max(0, math.floor(bits + 1e-9))


@overload
def leftover(min_entropy: Number, length: Number) -> float: ...
@overload
def leftover(min_entropy: Numbers, length: Numbers) -> Floats: ...
def leftover(min_entropy: Numbers, length: Numbers) -> FloatOrArray:
    """How far from perfect the hash of raw bits is at most: the leftover hash lemma.

    Parameters
    ----------
    min_entropy : float or array_like
        Min-entropy H of all raw bits together, given what an adversary knows, at least 0.
    length : int or array_like
        Bits ℓ of the hash, at least 0.

    Returns
    -------
    float or numpy.ndarray
        ½·2^(−(H − ℓ)/2), at most 1; 0 for a hash of no bits.

    Raises
    ------
    ValueError
        If a number leaves its range.

    Notes
    -----
    The bound on the trace distance between the hash, the seed and all that the adversary has, and fair bits that have nothing
    to do with either; on average over the seeds of a universal₂ family (`qedu.keys.toeplitz_hash`).  Source as in
    `extractable_bits`.  Two more bits of distance between H and ℓ halve it.  Derived in the chapter on randomness.

    Examples
    --------
    >>> [float(f"{distance:.3g}") for distance in leftover(1000, [998, 980, 935])]
    [0.25, 0.000488, 8.23e-11]
    """
    h, size = _arguments.together(min_entropy=array("min_entropy", min_entropy, 0, _arguments.MOST),
                                  length=_arguments.whole("length", length))
    # The exponent is cut where the bound is above 1 anyway, so that no power overflows.
    return scalar_or_array(np.where(size > 0, np.minimum(1.0, 2.0 ** (np.minimum(size - h, 4) / 2 - 1)), 0.0))


@dataclass(frozen=True, eq=False)
class Extracted(Value):
    """Bits that were extracted from others.

    Parameters
    ----------
    bits : numpy.ndarray of uint8
        What is left.
    raw : int
        How many bits went in.
    entropy : float
        Min-entropy per raw bit that was relied on.
    eps : float
        How far from perfect they are at most, if that entropy is right.
    seed_bits : numpy.ndarray of uint8
        The random bits that chose the hash.  They may be known to all.

    Notes
    -----
    Made by `extract`.  Results of equal entries are equal.

    Examples
    --------
    >>> extract([0, 1] * 50, entropy=0.5, eps=0.01, seed=1)
    Extracted(38 bits from 100; min-entropy 0.5 a bit; eps 0.01; seed of 137 bits)
    """

    bits: Bytes
    raw: int
    entropy: float
    eps: float
    seed_bits: Bytes

    def __repr__(self) -> str:
        return _shown.line("Extracted", f"{len(self.bits)} bit{'s' * (len(self.bits) != 1)} from {self.raw}",
                           f"min-entropy {self.entropy:.4g} a bit", f"eps {self.eps:.4g}", f"seed of {len(self.seed_bits)} bits")

    def _repr_html_(self) -> str:
        return _shown.table("Bits extracted", [
            ("Raw bits", self.raw), ("Min-entropy per raw bit, relied on", self.entropy), ("Distance from perfect, at most", self.eps),
            ("Bits of the seed", len(self.seed_bits)), ("Bits extracted", len(self.bits))])


def extract(bits: ArrayLike, *, entropy: Number, eps: Number = 1e-10, seed: Seed) -> Extracted:
    """Press out of raw bits what an adversary may know of them.

    Parameters
    ----------
    bits : array_like of 0 and 1
        Raw bits, at least one.
    entropy : float
        Min-entropy per raw bit given what an adversary knows, from 0 to 1: `BitSource.secret_entropy` of the source, not an
        estimate from its outputs.
    eps : float
        How far from perfect the result may be, above 0 and below 1.
    seed : int or numpy.random.Generator
        Source of the random bits that choose the hash.

    Returns
    -------
    Extracted
        `extractable_bits` of them, hashed with a random Toeplitz matrix.

    Raises
    ------
    ValueError
        If an argument is not of its kind.

    Notes
    -----
    It takes random bits to make random bits: n + ℓ − 1 of them choose the hash.  They must be fair and have nothing to do with
    the source; but they may be known to all, and one seed may serve for many blocks, whose distances then add up.  What was
    put in for the entropy decides: no hash makes up for bits that somebody knows.  Source as in `extractable_bits`.  Derived in
    the chapter on randomness.

    Examples
    --------
    >>> from qedu.randomness import BitSource
    >>> source = BitSource(0.6, noise=0.3)
    >>> extract(source.samples(10_000, seed=1), entropy=source.secret_entropy(), seed=2)
    Extracted(4674 bits from 10000; min-entropy 0.4739 a bit; eps 1e-10; seed of 14673 bits)
    """
    raw = _arguments.bits("bits", bits)
    if not len(raw):
        raise bad("bits", bits, "at least one bit")
    each, distance, rng = probability("entropy", entropy), failure("eps", eps), generator(seed)
    length = extractable_bits(each * len(raw), eps=distance)
    seeds = rng.integers(0, 2, len(raw) + length - 1, dtype=np.uint8) if length else np.zeros(0, np.uint8)
    hashed = toeplitz_hash(raw, length, seeds) if length else seeds
    return Extracted(hashed, len(raw), each, distance, seeds)


def von_neumann(bits: ArrayLike) -> Bytes:
    """Fair bits from biased ones without any seed: of each pair that differs, the first one.

    Parameters
    ----------
    bits : array_like of 0 and 1
        Raw bits; a last one without a partner is dropped.

    Returns
    -------
    numpy.ndarray of uint8
        0 for each pair 01, 1 for each pair 10, and nothing for 00 and 11.

    Raises
    ------
    ValueError
        If these are no bits.

    Notes
    -----
    von Neumann, Natl. Bur. Stand. Appl. Math. Ser. 12, 36 (1951).  A bias goes altogether, whatever it is, if each bit is
    independent of the others and the bias stays the same.  With memory the bits that are left are fair one by one, but not
    together; with drift not even that; and a bit that somebody knew is known afterwards.  Derived in the chapter on randomness.

    Examples
    --------
    >>> von_neumann([0, 1, 1, 1, 1, 0, 0, 0, 1])
    array([0, 1], dtype=uint8)
    """
    pairs = _arguments.bits("bits", bits)
    first, second = pairs[:len(pairs) // 2 * 2:2], pairs[1::2]
    return first[first != second]


@overload
def von_neumann_yield(p1: Number) -> float: ...
@overload
def von_neumann_yield(p1: Numbers) -> Floats: ...
def von_neumann_yield(p1: Numbers) -> FloatOrArray:
    """How many bits von Neumann's pairs leave, per raw bit.

    Parameters
    ----------
    p1 : float or array_like
        Probability of a 1, from 0 to 1; each raw bit is independent of the others.

    Returns
    -------
    float or numpy.ndarray
        p₁ (1 − p₁): ¼ at best.

    Raises
    ------
    ValueError
        If a number leaves its range.

    Notes
    -----
    A pair differs with 2 p₁ (1 − p₁), and gives one bit for two.  Source as in `von_neumann`.  Derived in the chapter on
    randomness.

    Examples
    --------
    >>> von_neumann_yield(0.5), round(von_neumann_yield(0.9), 3)
    (0.25, 0.09)
    """
    p = array("p1", p1, 0, 1)
    return scalar_or_array(np.asarray(p * (1 - p)))
