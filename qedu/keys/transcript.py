"""What is said in public: everything that Eve can hear, and only that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qedu import _shown
from qedu._arguments import bad, count, one_of
from qedu._numerics import binary_entropy
from qedu._operators import Value
from qedu._types import Bytes, Whole

__all__ = ["Message", "Transcript", "Reconciled"]


@dataclass(frozen=True, eq=False)
class Message(Value):
    """One message over the public channel.

    Parameters
    ----------
    sender : str
        "Alice" or "Bob".
    subject : str
        What it is about, in a few words.
    payload : numpy.ndarray
        What is said: bits as uint8, positions and seeds as int64.
    key_bits : int
        How many bits of Alice's sifted key it discloses at most: a parity is one, a hash as many as it
        is long, a question of Bob's none.

    Raises
    ------
    ValueError
        If somebody else speaks, or the payload holds anything but whole numbers.

    Notes
    -----
    Chapter C08.

    Examples
    --------
    >>> Message("Alice", "parities of pass 1", np.array([0, 1, 1], np.uint8), key_bits=3)
    Message(Alice: parities of pass 1; 3 numbers; 3 key bits)
    """

    sender: str
    subject: str
    payload: NDArray[Any] = field(repr=False)
    key_bits: int = 0

    def __post_init__(self) -> None:
        if not one_of(self.sender, ("Alice", "Bob")):
            raise bad("sender", self.sender, "'Alice' or 'Bob'")
        if not isinstance(self.subject, str):
            raise bad("subject", self.subject, "a text")
        payload = np.asarray(self.payload)
        if payload.dtype.kind not in "uib":
            raise bad("payload", self.payload, "an array of whole numbers")
        object.__setattr__(self, "payload", payload)
        object.__setattr__(self, "key_bits", count("key_bits", self.key_bits, 0))

    def to_bytes(self) -> bytes:
        """The message as bytes, from which sender, subject, shape and payload can be told: what a tag is made of."""
        payload = np.ascontiguousarray(self.payload)
        head = f"{self.sender}\n{self.subject}\n{payload.dtype.newbyteorder('<').str}\n{payload.shape}\n".encode()
        return len(head).to_bytes(4, "little") + head + payload.astype(payload.dtype.newbyteorder("<"), copy=False).tobytes()

    def __repr__(self):
        size = f"{self.payload.size} number{'' if self.payload.size == 1 else 's'}"
        return _shown.line("Message", f"{self.sender}: {self.subject}", size, f"{self.key_bits} key bits" if self.key_bits else None)


@dataclass(frozen=True, eq=False)
class Transcript(Value):
    """All messages of a run, in the order in which they were sent.

    Parameters
    ----------
    messages : tuple of Message
        The messages; `len`, indices and loops go over them.

    Notes
    -----
    Chapter C08.

    Examples
    --------
    >>> bits = np.array([1, 0], np.uint8)
    >>> heard = Transcript((Message("Bob", "test bits", bits), Message("Alice", "test bits", bits, key_bits=2)))
    >>> len(heard), heard.key_bits, heard
    (2, 2, Transcript(2 messages; 2 key bits disclosed))
    """

    messages: tuple[Message, ...] = ()

    def __post_init__(self) -> None:
        messages = tuple(self.messages)
        for message in messages:
            if not isinstance(message, Message):
                raise bad("messages", message, "qedu.keys.Message, one after the other")
        object.__setattr__(self, "messages", messages)

    @property
    def key_bits(self) -> int:
        """Bits of Alice's sifted key that all messages together disclose at most."""
        return sum(message.key_bits for message in self.messages)

    def about(self, subject: str) -> Transcript:
        """The messages whose subject begins with these words.

        Parameters
        ----------
        subject : str
            How the subject begins, such as "parities".

        Returns
        -------
        Transcript
            Those messages, in their order.

        Examples
        --------
        >>> len(Transcript((Message("Bob", "test bits", np.zeros(3, np.uint8)),)).about("parities"))
        0
        """
        return Transcript(tuple(message for message in self.messages if message.subject.startswith(subject)))

    def __len__(self) -> int:
        return len(self.messages)

    def __iter__(self) -> Iterator[Message]:
        return iter(self.messages)

    def __getitem__(self, number: int) -> Message:
        return self.messages[number]

    def __repr__(self):
        return _shown.line("Transcript", f"{len(self)} message{'' if len(self) == 1 else 's'}", f"{self.key_bits} key bits disclosed")

    def _repr_html_(self):
        """A row for each sender and subject: Cascade alone says hundreds of messages."""
        rows: dict[tuple[str, str], list[int]] = {}
        for message in self.messages:
            row = rows.setdefault((message.sender, message.subject), [0, 0, 0])
            for column, value in enumerate((1, message.payload.size, message.key_bits)):
                row[column] += value
        return _shown.table("What was said in public", [(f"{sender}: {subject}", *row) for (sender, subject), row in rows.items()],
                            ("message", "how many", "numbers", "key bits disclosed"))


@dataclass(frozen=True, eq=False)
class Reconciled(Value):
    """Bob's corrected key, and what it cost; made by `cascade` and `ldpc`, or by any other way that `distill` is given.

    Attributes
    ----------
    key : numpy.ndarray of uint8
        Bob's bits after correction, as many as he had.  Nothing here says that they are Alice's now:
        that is found out by comparing hashes.
    leaked_bits : int
        Bits that Alice published about her key, each counted once.
    messages : tuple of Message
        What both said, in order.
    round_trips : int
        How often one had to wait for the other's answer.
    method : str
        How it was done.
    failed_blocks : int
        Blocks that Bob knows that he could not correct (`ldpc` alone has such).

    Notes
    -----
    Chapter C08.
    """

    key: Bytes = field(repr=False)
    leaked_bits: int
    messages: tuple[Message, ...] = field(repr=False)
    round_trips: int
    method: str
    failed_blocks: int = 0

    def __repr__(self):
        return _shown.line("Reconciled", f"{len(self.key)} bits", f"{self.leaked_bits} leaked", f"{self.round_trips} round trips",
                           self.method, f"{self.failed_blocks} blocks failed" if self.failed_blocks else None)

    def efficiency(self, errors: Whole) -> float:
        """f, the bits leaked over the least that so many errors call for: n h(errors/n).

        Parameters
        ----------
        errors : int
            Errors that Bob's bits had before; at least 1 and fewer than all.

        Returns
        -------
        float
            1 at best for long keys.

        Raises
        ------
        ValueError
            If there were no errors, or nothing but errors: nothing need be leaked then.
        """
        wrong, n = count("errors", errors, 1), len(self.key)
        if wrong >= n:
            raise bad("errors", errors, f"from 1 to {n - 1}, one bit fewer than the key has; else nothing need be leaked")
        return self.leaked_bits / (n * float(binary_entropy(np.float64(wrong / n))))
