"""Wegman-Carter authentication: tags that nobody can forge without the key, and the key bits that they cost."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike

from qedu import _arguments, _shown
from qedu._arguments import bad, count, one_of
from qedu._types import Bytes, Whole
from qedu.keys.transcript import Message

__all__ = ["authenticate", "verify", "forging_bound", "KeyBudget", "Authenticator"]

#: For each size of the field in bits, the polynomial that makes it one, without its highest term: x¹²⁸ + x⁷ + x² + x + 1 …
_FIELDS = {8: 0x1B, 16: 0x2B, 32: 0x8D, 64: 0x1B, 128: 0x87}

def authenticate(message: bytes, key: ArrayLike, *, tag_bits: int = 128) -> tuple[Bytes, int]:
    """The tag of a message: its hash by a secret polynomial, encrypted with a one-time pad.

    Parameters
    ----------
    message : bytes
        What is said.
    key : array_like of 0 and 1
        At least twice `tag_bits`: first the point r at which the polynomial is taken, which may serve
        again, then the pad, which must never.
    tag_bits : int
        Bits of the tag, and of the field's elements: 8, 16, 32, 64 or 128.

    Returns
    -------
    tuple of (numpy.ndarray of uint8, int)
        The tag, and how many bits of the key were used.

    Raises
    ------
    ValueError
        If the message is not bytes, the key is too short, or there is no field of that size here.

    Notes
    -----
    The message is cut into blocks of `tag_bits`, with its length as the last one; they are the
    coefficients of a polynomial without constant term over GF(2^tag_bits).  Two messages whose hashes
    differ by what a forger needs are so for at most as many r as there are blocks (`forging_bound`).

    Wegman and Carter, J. Comput. Syst. Sci. 22, 265 (1981), doi:10.1016/0022-0000(81)90033-7.  That r can
    be kept as long as each tag has a pad of its own, and failure probabilities then add up: Portmann,
    IEEE Trans. Inf. Theory 60, 4383 (2014), arXiv:1202.1229.  Chapter C08.

    Examples
    --------
    >>> key = np.random.default_rng(1).integers(0, 2, 256)
    >>> tag, used = authenticate(b"The bases were Z, X, X, Z.", key)
    >>> len(tag), used, verify(b"The bases were Z, X, X, Z.", tag, key), verify(b"The bases were Z, X, X, X.", tag, key)
    (128, 256, True, False)
    """
    if not isinstance(message, (bytes, bytearray)):
        raise bad("message", message, "bytes; a text becomes such by .encode(), a qedu.keys.Message by .to_bytes()")
    size = _size(tag_bits)
    secret = _arguments.bits("key", key)
    if len(secret) < 2 * tag_bits:
        raise bad("key", f"{len(secret)} bits", f"at least {2 * tag_bits} bits, {tag_bits} for the hash and {tag_bits} for the pad")
    point, pad = secret[:tag_bits], secret[tag_bits:2 * tag_bits]
    found = _polynomial(bytes(message), int.from_bytes(np.packbits(point).tobytes(), "big"), size)
    return np.unpackbits(np.frombuffer(found, np.uint8)) ^ pad, 2 * tag_bits


def verify(message: bytes, tag: ArrayLike, key: ArrayLike, *, tag_bits: int = 128) -> bool:
    """Whether a tag fits a message.

    Parameters
    ----------
    message : bytes
        What was heard.
    tag : array_like of 0 and 1
        The tag that came with it.
    key : array_like of 0 and 1
        The key, as for `authenticate`.
    tag_bits : int
        Bits of the tag, as for `authenticate`.

    Returns
    -------
    bool
        True if it is the tag that `authenticate` gives.

    Raises
    ------
    ValueError
        As `authenticate`; also if the tag has not as many bits.

    Notes
    -----
    Chapter C08.

    Examples
    --------
    >>> key = np.zeros(256, int)
    >>> verify(b"abort", authenticate(b"abort", key)[0], key)
    True
    """
    right, _ = authenticate(message, key, tag_bits=tag_bits)
    return bool(np.array_equal(_arguments.bits("tag", tag, tag_bits), right))


def forging_bound(message_bytes: Whole, *, tag_bits: int = 128) -> float:
    """Probability that somebody without the key makes a tag for a message of their own, at most.

    Parameters
    ----------
    message_bytes : int
        Length of the longer one of the true and the forged message, in bytes.
    tag_bits : int
        Bits of the tag: 8, 16, 32, 64 or 128.

    Returns
    -------
    float
        Blocks of the message, its length included, over 2^tag_bits; 1 at most.

    Raises
    ------
    ValueError
        If an argument leaves its range.

    Notes
    -----
    A polynomial of degree m has at most m roots, and the pad hides the hash of the true message.  Chapter C08.

    Examples
    --------
    >>> f"{forging_bound(10**6):.1e}"
    '1.8e-34'
    """
    size = _size(tag_bits)
    return min(1.0, (-(-count("message_bytes", message_bytes, 0) // size) + _length_blocks(size)) / 2**tag_bits)


class KeyBudget:
    """Secret bits that one party keeps, each of which is given out once.

    Alice and Bob have one each, with the same bits, and take them in the same order.

    Parameters
    ----------
    bits : array_like of 0 and 1
        The bits; they are copied, and each is forgotten once it is taken.

    Attributes
    ----------
    given : int
        Bits that were put in.
    spent : dict
        Bits taken, by what for.

    Notes
    -----
    Chapter C08.

    Examples
    --------
    >>> budget = KeyBudget([1, 0, 1, 1, 0])
    >>> budget.take(2, purpose="tags"), budget.left, budget.spent
    (array([1, 0], dtype=uint8), 3, {'tags': 2})
    """

    def __init__(self, bits: ArrayLike) -> None:
        self._bits = _arguments.bits("bits", bits).copy()
        self.given: int = len(self._bits)
        self.spent: dict[str, int] = {}

    @property
    def left(self) -> int:
        """Bits that are not taken yet."""
        return len(self._bits)

    def take(self, number: Whole, *, purpose: str) -> Bytes:
        """The next bits, for one purpose; nobody gets them again.

        Parameters
        ----------
        number : int
            How many.
        purpose : str
            What for, in the account `spent`.

        Returns
        -------
        numpy.ndarray of uint8
            The bits.

        Raises
        ------
        ValueError
            If fewer are left; then none is taken.
        """
        wanted = count("number", number, 0)
        if wanted > self.left:
            raise bad("number", wanted, f"at most {self.left}, the bits that are left in the key budget; they were wanted for {purpose}")
        taken, self._bits = self._bits[:wanted].copy(), self._bits[wanted:].copy()
        self.spent[purpose] = self.spent.get(purpose, 0) + wanted
        return taken

    def add(self, bits: ArrayLike) -> None:
        """Put fresh bits in, such as a part of a key just made.

        Parameters
        ----------
        bits : array_like of 0 and 1
            The bits.
        """
        fresh = _arguments.bits("bits", bits)
        self._bits = np.concatenate([self._bits, fresh])
        self.given += len(fresh)

    def __repr__(self):
        return _shown.line("KeyBudget", f"{self.left} bits left", *(f"{bits} spent on {what}" for what, bits in self.spent.items()))


class Authenticator:
    """One party's end of an authenticated channel: tags with fresh pads and running numbers.

    Both ends make one from their own budget.  For every tag, sent or checked, a pad is taken and the
    number goes up; the number is part of what the tag is of, so what is repeated, left out, or in
    another order is refused like what is altered.

    Parameters
    ----------
    budget : KeyBudget
        Where the key of the hash, once, and the pads are taken from.
    tag_bits : int
        Bits of a tag: 8, 16, 32, 64 or 128.

    Attributes
    ----------
    number : int
        Tags so far, sent and checked.
    eps : float
        The sum of their `forging_bound`.

    Raises
    ------
    ValueError
        If the budget does not hold so many bits.

    Notes
    -----
    Chapter C08.

    Examples
    --------
    >>> shared = np.random.default_rng(1).integers(0, 2, 1000)
    >>> alice, bob = Authenticator(KeyBudget(shared)), Authenticator(KeyBudget(shared))
    >>> said = [Message("Alice", "bases", np.array([0, 1, 1]))]
    >>> tag = alice.tag(said, sender="Alice")
    >>> bob.check(said, tag, sender="Alice"), bob.check(said, tag, sender="Alice")
    (True, False)
    """

    def __init__(self, budget: KeyBudget, *, tag_bits: int = 128) -> None:
        if not isinstance(budget, KeyBudget):
            raise bad("budget", budget, "a qedu.keys.KeyBudget")
        _size(tag_bits)
        self.budget = budget
        self.tag_bits = tag_bits
        self.number = 0
        self.eps = 0.0
        self._point = budget.take(tag_bits, purpose="hash")

    def tag(self, messages: Iterable[Message], *, sender: str) -> Bytes:
        """The tag of these messages together.

        Parameters
        ----------
        messages : iterable of Message
            What it is of, as this end sent and heard them, in order.
        sender : str
            Who makes the tag.

        Returns
        -------
        numpy.ndarray of uint8
            Its bits.

        Raises
        ------
        ValueError
            If the budget has run out.
        """
        if not one_of(sender, ("Alice", "Bob")):
            raise bad("sender", sender, "'Alice' or 'Bob'")
        pad = self.budget.take(self.tag_bits, purpose="tags")
        self.number += 1
        parts = [message.to_bytes() for message in messages]
        text = b"".join([f"{self.number} {sender} {len(parts)} ".encode(), *(len(part).to_bytes(8, "big") + part for part in parts)])
        self.eps += forging_bound(len(text), tag_bits=self.tag_bits)
        return authenticate(text, np.concatenate([self._point, pad]), tag_bits=self.tag_bits)[0]

    def check(self, messages: Iterable[Message], tag: ArrayLike, *, sender: str) -> bool:
        """Whether a tag of the other end fits these messages.

        Parameters
        ----------
        messages : iterable of Message
            What it should be of, as this end sent and heard them, in order.
        tag : array_like of 0 and 1
            The tag that came.
        sender : str
            Who should have made it.

        Returns
        -------
        bool
            False for what is altered, repeated, left out or in another order.

        Raises
        ------
        ValueError
            If the tag is not so many bits, or the budget has run out.
        """
        heard = _arguments.bits("tag", tag, self.tag_bits)
        return bool(np.array_equal(heard, self.tag(messages, sender=sender)))


def _size(tag_bits: int) -> int:
    """Bytes of an element of the field."""
    if not one_of(tag_bits, _FIELDS):
        raise bad("tag_bits", tag_bits, f"one of {', '.join(map(str, _FIELDS))}")
    return tag_bits // 8


def _length_blocks(size: int) -> int:
    """Blocks that hold the length of a message, eight bytes."""
    return -(-8 // size)


def _times(a: int, b: int, size: int) -> int:
    """a·b in the field of so many bytes."""
    product = 0
    while b:
        product ^= a if b & 1 else 0
        a, b = _shift(a, size), b >> 1
    return product


def _shift(a: int, size: int) -> int:
    """a·x."""
    return a << 1 if not a >> 8 * size - 1 else a << 1 ^ (1 << 8 * size | _FIELDS[8 * size])


def _table(factor: int, size: int) -> Bytes:
    """What each value of each byte of an element, times a factor, adds to the product: (byte, value, bytes of the product)."""
    rows = np.zeros((size, 256, size), np.uint8)
    for byte in reversed(range(size)):
        for bit in range(8):
            # All values whose highest bit is this one are the lower ones and this.
            rows[byte, 1 << bit:2 << bit] = rows[byte, :1 << bit] ^ np.frombuffer(factor.to_bytes(size, "big"), np.uint8)
            factor = _shift(factor, size)
    return rows


def _horner(rows: Bytes, factor: int) -> Bytes:
    """Horner's rule on many polynomials at once: coefficients (power, polynomial, byte), each result times the factor once more."""
    size = rows.shape[-1]
    table, value = _table(factor, size), np.zeros(rows.shape[1:], np.uint8)
    for row in rows:
        value = np.bitwise_xor.reduce(table[np.arange(size), value ^ row], axis=1)
    return value


def _polynomial(message: bytes, point: int, size: int) -> bytes:
    """Σ cᵢ r^(m−i+1) over the blocks c₁ … cₘ of a message and its length.

    Every lane takes each so-many-th block, as a polynomial of r to that power; the lanes together are one of r.
    """
    padded = message + bytes(-len(message) % size) + len(message).to_bytes(_length_blocks(size) * size, "big")
    blocks = np.frombuffer(padded, np.uint8).reshape(-1, size)
    lanes = 1 << len(blocks).bit_length() // 2 if len(blocks) > 64 else 1   # about the root: as many steps in each as there are
    front = np.zeros((-len(blocks) % lanes, size), np.uint8)            # zeros in front change nothing
    rows = np.concatenate([front, blocks]).reshape(-1, lanes, size)
    if lanes == 1:
        return _horner(rows, point)[0].tobytes()
    power = point
    for _ in range(lanes.bit_length() - 1):                              # squared until it is r^lanes
        power = _times(power, power, size)
    # A lane must end with its last coefficient as it is, so that comes in at the end.
    ends = rows[-1] ^ (_horner(rows[:-1], power) if len(rows) > 1 else 0)
    return _horner(ends[:, np.newaxis], point)[0].tobytes()
