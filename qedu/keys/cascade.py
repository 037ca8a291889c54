"""Cascade: Bob finds his errors by asking Alice for parities."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from qedu._arguments import bad, bits, generator, one_of, probability
from qedu._types import Bytes, Flags, Integers, Number, Seed
from qedu.keys.transcript import Message, Reconciled

__all__ = ["cascade"]

#: By variant: the first block is this over the error rate, and how many passes there are whose blocks double.
_VARIANTS: dict[str, tuple[float, int, int]] = {"original": (0.73, 4, 0), "two_parameter": (1.0, 2, 12)}

#: The error rate is taken to be at least this, or no block would end.
_LEAST_QBER = 1e-5


def cascade(alice: ArrayLike, bob: ArrayLike, qber: Number, *, variant: Literal["original", "two_parameter"] = "original",
            seed: Seed) -> Reconciled:
    """Correct Bob's key by parities of Alice's: bisect each block that differs, and go back to earlier passes.

    Each pass puts the bits in another random order and cuts it into blocks.  Where the parities of a
    block differ it holds an odd number of errors, and halving finds one of them.  Its correction makes a
    block of every earlier pass odd that seemed clean, so that one error leads to the next.

    Parameters
    ----------
    alice, bob : array_like of 0 and 1
        The two keys, of one length.  Of Alice's nothing is used but the parities that Bob asks for.
    qber : float
        The error rate as Alice and Bob estimate it, 0 to 0.5; it sets the size of the blocks.
    variant : str
        "original": blocks of ⌈0.73/Q⌉ bits, doubled from pass to pass, four passes.
        "two_parameter": ⌈1/Q⌉ bits, twice that, and then twelve passes that cut the key in two.  It
        leaks less and takes more rounds of questions.
    seed : int or numpy.random.Generator
        For the orders, which are public.

    Returns
    -------
    Reconciled
        Bob's key, now equal to Alice's but for a small probability, with what it cost.

    Raises
    ------
    ValueError
        If the keys are no bits, are empty or differ in length, or another argument leaves its range.

    Notes
    -----
    Brassard and Salvail, EUROCRYPT '93, doi:10.1007/3-540-48285-7_35.  Both variants are among those that
    Martinez-Mateo, Pacher, Peev, Ciurana and Martin compare, Quantum Inf. Comput. 15, 453 (2015), arXiv:1407.3257.

    A parity that Alice tells is one leaked bit.  What follows from parities known already is not asked:
    the other half of a block, the last block of a pass (the parity of all is known from the first one),
    and any part of a block that was cut before.  Between passes nothing else is inferred, so that in a short
    key a few parities follow from others and are counted all the same.

    Bob's questions tell where his errors were.  For perfect qubits this is worth nothing to Eve, but in
    general it has to be accounted for (Tupkary and Lütkenhaus, arXiv:2307.00576); `distill` does so.

    Chapter C08.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> alice = rng.integers(0, 2, 10_000)
    >>> errors = rng.random(10_000) < 0.02
    >>> found = cascade(alice, alice ^ errors, 0.02, seed=2)
    >>> bool((found.key == alice).all()), round(found.efficiency(errors.sum()), 2)
    (True, 1.15)
    """
    known, own = bits("alice", alice), bits("bob", bob)
    n = len(known)
    if not n:
        raise bad("alice", alice, "at least one bit")
    if len(own) != n:
        raise bad("bob", f"{len(own)} bits", f"as many as Alice has, {n}")
    if not one_of(variant, _VARIANTS):
        raise bad("variant", variant, " or ".join(map(repr, _VARIANTS)))
    rng, rate = generator(seed), max(probability("qber", qber, 0, 0.5), _LEAST_QBER)
    first, doubled, halves = _VARIANTS[variant]
    # A pass of one block would tell nothing after the first one.
    half = max(1, (n + 1) // 2)
    blocks = [min(n, math.ceil(first / rate))] + [min(half, math.ceil(first / rate) * 2**i) for i in range(1, doubled)] + [half] * halves
    talk: list[Message] = []
    passes: list[_Pass] = []
    for block in blocks:
        passes.append(_Pass(len(passes) + 1, n, block=block, seed=int(rng.integers(2**63))))
        passes[-1].compare_blocks(known, own, talk)
        while odd := [one for one in passes if one.odd.any()]:
            places = odd[0].bisect(known, own, talk)           # the first pass has the shortest blocks
            own[places] ^= 1
            for one in passes:
                one.corrected(places)
    return Reconciled(own, sum(message.key_bits for message in talk), tuple(talk), len(talk) // 2, f"Cascade, {variant}")


class _Pass:
    """One pass: an order of the bits, and borders in it between which Bob knows Alice's parities.

    Attributes
    ----------
    order, rank : numpy.ndarray
        The bit that stands at each place of the order, and the place of each bit.
    borders : numpy.ndarray
        Places in ascending order, the first 0 and the last n: every interval between two neighbours has
        a parity that Bob knows.
    odd : numpy.ndarray of bool
        Whether his own parity of that interval differs.
    """

    def __init__(self, number: int, n: int, *, block: int, seed: int) -> None:
        self.number, self.block, self.seed = number, block, seed
        self.order: Integers = np.random.default_rng(seed).permutation(n)
        self.rank: Integers = np.empty_like(self.order)
        self.rank[self.order] = np.arange(n)
        self.borders: Integers = np.append(np.arange(0, n, block), n)
        self.odd: Flags = np.zeros(len(self.borders) - 1, bool)

    def _exchange(self, talk: list[Message], question: Integers, answer: Bytes, what: str) -> None:
        talk += [Message("Bob", f"pass {self.number}: {what}", question),
                 Message("Alice", f"pass {self.number}: parities", answer, key_bits=len(answer))]

    def compare_blocks(self, alice: Bytes, bob: Bytes, talk: list[Message]) -> None:
        """Alice tells the parities of all blocks, but in later passes the last, which follows from the others."""
        told, found = (np.bitwise_xor.reduceat(key[self.order], self.borders[:-1]) for key in (alice, bob))
        self._exchange(talk, np.array([self.block, self.seed]), told if self.number == 1 else told[:-1], "block and seed of the order")
        self.odd = told != found

    def bisect(self, alice: Bytes, bob: Bytes, talk: list[Message]) -> Integers:
        """Halve all odd intervals at once until each is one bit; return these bits, which are errors."""
        low, high = self.borders[:-1][self.odd], self.borders[1:][self.odd]
        # The bits of all these intervals in one row, and sums up to each, of which two make a parity.
        size = high - low
        start = np.cumsum(size) - size
        row = self.order[np.repeat(low - start, size) + np.arange(size.sum())]
        sums_alice, sums_bob = (np.concatenate([[0], np.cumsum(key[row], dtype=np.int64)]) for key in (alice, bob))
        shift, asked = start - low, [self.borders]
        while (still := high - low > 1).any():
            left, middle, off = low[still], (low[still] + high[still]) // 2, shift[still]
            told, found = ((sums[middle + off] - sums[left + off] & 1).astype(np.uint8) for sums in (sums_alice, sums_bob))
            self._exchange(talk, np.array([left, middle]), told, "from … up to")
            asked.append(middle)
            high[still] = np.where(told != found, middle, high[still])
            low[still] = np.where(told != found, left, middle)
        self.borders = np.sort(np.concatenate(asked), kind="stable")
        # Of each interval one single bit is odd still; the caller corrects it, and tells every pass.
        self.odd = np.zeros(len(self.borders) - 1, bool)
        self.odd[np.searchsorted(self.borders, low)] = True
        return self.order[low]

    def corrected(self, places: Integers) -> None:
        """Bob has corrected these bits: the intervals that hold them change."""
        inside = np.searchsorted(self.borders, self.rank[places], side="right") - 1
        np.logical_xor.at(self.odd, inside, True)
