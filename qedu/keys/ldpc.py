"""Low-density parity checks: Alice publishes one syndrome, and Bob finds his errors without asking."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from qedu._arguments import bad, bits, generator, probability
from qedu._numerics import binary_entropy
from qedu._types import Bytes, Integers, Number, Seed
from qedu.keys.matrices import COLUMNS, ROWS, parity_checks
from qedu.keys.transcript import Message, Reconciled

__all__ = ["ldpc"]

#: A key is cut into blocks of one length, at most this many bits.
_LONGEST = 20_000

#: Fewer bits are too few for sparse checks.
_SHORTEST = 256

#: The error rate is taken to be at least this, and beyond the other one no key is left by any known formula.
_LEAST_QBER, _MOST_QBER = 1e-4, 0.15

#: How many checks per bit a code of the family needs over h(Q), by checks per bit, for blocks of 20,000 bits to decode as
#: a rule: found by trials.
_GAP = (0.05, 0.1, 0.2, 0.3, 0.5), (1.24, 1.17, 1.14, 1.12, 1.105)

#: Rounds of messages between bits and checks before a block is given up.
_ROUNDS = 150


def ldpc(alice: ArrayLike, bob: ArrayLike, qber: Number, *, seed: Seed, margin: Number = 3.0, open_failed: bool = False) -> Reconciled:
    """Correct Bob's key by one message of Alice's: the syndromes of its blocks under a sparse matrix.

    The key is cut into blocks of at most 20,000 bits.  Of each block Alice publishes some parities, each
    of a few bits, and Bob looks for the likeliest errors that explain how his own parities differ, by belief
    propagation.  He asks nothing.

    Parameters
    ----------
    alice, bob : array_like of 0 and 1
        The two keys, of one length, at least 256 bits.  Of Alice's nothing is used but what she publishes.
    qber : float
        The error rate as Alice and Bob estimate it, 0 to 0.15; with the length and the margin it settles
        the code, so that nothing more need be said.
    seed : int or numpy.random.Generator
        For bits of Alice's own that fill the punctured places and are never published.
    margin : float
        The code is chosen for a block with so many standard deviations more errors than expected, from 0
        to 10.  A larger margin leaks more, and fewer blocks fail.
    open_failed : bool
        Bob names the blocks that he could not decode, and Alice publishes them whole, so that they are lost as
        key and the rest is saved; at low error rates one such block costs as much as many syndromes, and a
        wider margin pays.  Otherwise he keeps silent, and such a block stays as it was.

    Returns
    -------
    Reconciled
        Bob's key with what it cost.  `failed_blocks` counts the blocks that did not decode.  One that decodes
        to something else than Alice's bits (never seen with long blocks) shows only when hashes are compared.

    Raises
    ------
    ValueError
        If the keys are no bits, too short or differ in length, or another argument leaves its range.
    ImportError
        If the package ldpc, which decodes, is not installed: qedu's extra "ldpc", or ``pip install ldpc``.

    Notes
    -----
    Which matrix serves: `matrices.parity_checks`, of our own making.  Its rate is fitted to the error rate as
    Elkouss, Martinez-Mateo, Lancho and Martin do (arXiv:1006.2660): some places of the matrix's word hold
    no key.  Shortened ones are zero, as both know; punctured ones hold random bits that only Alice knows.
    No check touches two of the punctured places, "untainted" as in Elkouss, Martinez-Mateo and Martin,
    arXiv:1103.6149.

    All parities are published; `leaked_bits` counts them less the punctured places.  For each of these has
    checks of its own and hides one of them behind a random bit, as a one-time pad does: of m parities with p
    pads, m − p combinations speak of the key alone, and any other is random to Eve.

    The code serves a block of n bits with Q n + margin √(n Q (1 − Q)) errors, and has as many parities more than
    n h(Q) as codes of this family need, 10 % at the rate ½ and 17 % at 0.9.  What that comes to is measured, beside
    Cascade, in `reconciliation`.  Short blocks scatter more and so leak more; and below an error rate of about 0.3 %
    the family ends, at 0.05 parities per bit.

    Chapter C08.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> alice = rng.integers(0, 2, 16_000)
    >>> errors = rng.random(16_000) < 0.04
    >>> found = ldpc(alice, alice ^ errors, 0.04, seed=2)
    >>> bool((found.key == alice).all()), len(found.messages), 1 < found.efficiency(errors.sum()) < 1.3
    (True, 1, True)
    """
    known, own = bits("alice", alice), bits("bob", bob)
    n = len(known)
    if n < _SHORTEST:
        raise bad("alice", f"{n} bits", f"at least {_SHORTEST} bits; a shorter key is corrected by qedu.keys.cascade")
    if len(own) != n:
        raise bad("bob", f"{len(own)} bits", f"as many as Alice has, {n}")
    if not isinstance(open_failed, (bool, np.bool_)):
        raise bad("open_failed", open_failed, "True or False")
    rate = max(probability("qber", qber, 0, _MOST_QBER), _LEAST_QBER)
    code = _code(-(-n // -(-n // _LONGEST)), rate, probability("margin", margin, 0, 10))
    rng, key = generator(seed), own.copy()
    borders = np.linspace(0, n, -(-n // _LONGEST) + 1).astype(int)
    syndromes, failed = [], []
    for low, high in zip(borders, borders[1:]):
        syndromes.append(code.syndrome(known[low:high], rng.integers(0, 2, len(code.punctured), dtype=np.uint8)))
        corrected = _decoded(code, own[low:high], syndromes[-1])
        if corrected is None:
            failed.append(len(syndromes) - 1)
        else:
            key[low:high] = corrected
    told = code.leaked_bits * len(syndromes)
    talk = [Message("Alice", f"syndromes of {len(syndromes)} blocks", np.concatenate(syndromes), key_bits=told)]
    if open_failed:
        talk.append(Message("Bob", "blocks that did not decode", np.array(failed, np.int64)))
    if open_failed and failed:
        lost = np.concatenate([np.arange(borders[block], borders[block + 1]) for block in failed])
        key[lost] = known[lost]
        talk.append(Message("Alice", "the bits of these blocks", known[lost], key_bits=len(lost) - code.leaked_bits * len(failed)))
    return Reconciled(key, sum(message.key_bits for message in talk), tuple(talk), len(talk) - 1, f"LDPC, {code}", len(failed))


@dataclass(frozen=True, eq=False)
class _Code:
    """One code for all blocks of a key.

    Attributes
    ----------
    rows, lifting : int
        Which matrix.
    rate : float
        The error rate that the decoder expects.
    places : numpy.ndarray
        Where the bits of a block stand, in their order; the columns after the last are shortened.
    punctured : numpy.ndarray
        Where Alice's own random bits stand.
    """

    rows: int
    lifting: int
    rate: float
    places: Integers
    punctured: Integers

    @property
    def leaked_bits(self) -> int:
        return self.rows * self.lifting - len(self.punctured)

    def __str__(self) -> str:
        return f"{self.rows}/{COLUMNS} × {self.lifting}, {len(self.punctured)} punctured"

    def syndrome(self, block: Bytes, padding: Bytes) -> Bytes:
        """All parities of a word that holds the block, and the padding in its punctured places."""
        word = np.zeros(COLUMNS * self.lifting, np.uint8)
        word[self.places[:len(block)]] = block
        word[self.punctured] = padding
        return np.asarray(parity_checks(self.rows, self.lifting) @ word & 1, np.uint8)


@lru_cache(maxsize=16)
def _code(size: int, rate: float, margin: float) -> _Code:
    """The code for blocks of `size` bits, or of one bit fewer."""
    worst = min(0.5, rate + margin * math.sqrt(rate * (1 - rate) / size))
    least = float(binary_entropy(np.float64(worst)))
    share = least
    for _ in range(8):                                          # the gap depends on what it leads to, and weakly
        share = least * float(np.interp(share, *_GAP))
    wanted = min(size, math.ceil(share * size))
    # The pattern with the next smaller share of checks: a few columns are left out rather than many punctured.
    rows = min(max(wanted * COLUMNS // size, ROWS[0]), ROWS[-1])
    lifting = max(8, math.ceil(max(size / COLUMNS, wanted / rows)))
    step = 1 << max(0, lifting.bit_length() - 7)                # liftings a hundredth apart share a matrix
    lifting = -(-lifting // step) * step
    punctured = _untainted(rows, lifting, min(rows * lifting - wanted, COLUMNS * lifting - size))
    rest = np.setdiff1d(np.arange(COLUMNS * lifting), punctured)
    return _Code(rows, lifting, rate, rest[np.argsort(_scattered(rest), kind="stable")][:size], punctured)


def _scattered(numbers: Integers) -> Integers:
    """Multiples of the golden section, modulo 2³²: to sort by these spreads neighbours evenly."""
    return numbers.astype(np.int64) * 2654435769 % 2**32


def _untainted(rows: int, lifting: int, most: int) -> Integers:
    """At most so many columns of which no two have a check in common, those of few checks first."""
    checks = parity_checks(rows, lifting).tocsc()
    weights = np.diff(checks.indptr)
    free = np.ones(checks.shape[0], bool)
    chosen: list[int] = []
    for column in np.lexsort([_scattered(np.arange(checks.shape[1])), weights]):
        if len(chosen) >= most:
            break
        ends = checks.indices[checks.indptr[column]:checks.indptr[column + 1]]
        if free[ends].all():
            free[ends] = False
            chosen.append(column)
    return np.sort(np.array(chosen, np.int64))


@lru_cache(maxsize=4)
def _decoder(code: _Code, size: int) -> Any:
    """A decoder for blocks of this size, which knows nothing of shortened places."""
    try:
        from ldpc import BpDecoder
    except ImportError as error:
        raise ImportError("qedu.keys.ldpc decodes with the package ldpc, which is not installed. Install it with: pip install ldpc"
                          ) from error
    columns = np.concatenate([code.places[:size], code.punctured])
    odds = np.repeat([code.rate, 0.5], [size, len(code.punctured)])
    return BpDecoder(parity_checks(code.rows, code.lifting)[:, columns], error_channel=odds, max_iter=_ROUNDS,
                     bp_method="product_sum", schedule="parallel", input_vector_type="syndrome")


def _decoded(code: _Code, block: Bytes, syndrome: Bytes) -> Bytes | None:
    """Bob's block without its errors, or None if nothing was found that explains the syndrome."""
    decoder = _decoder(code, len(block))
    differing = syndrome ^ code.syndrome(block, np.zeros(len(code.punctured), np.uint8))
    errors = decoder.decode(differing)
    return block ^ errors[:len(block)] if decoder.converge else None
