"""A key handed on from node to node: one-time pads on the wire, tags that use up key, and who learns what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from numpy.typing import ArrayLike

from qedu import _shown, keys
from qedu._arguments import MOST, bad, bits, count, one_of
from qedu._operators import Value
from qedu._types import Bytes, Whole
from qedu.networks.graph import names_of, one_line

__all__ = ["Hop", "Relayed", "key_needed", "relay_key", "who_knows"]

_TAGS = (0, 8, 16, 32, 64, 128)


@dataclass(frozen=True, eq=False)
class Hop(Value):
    """What one node sends to the next, for everybody to hear.

    Parameters
    ----------
    sender, receiver : str
        The names of both nodes.
    message : numpy.ndarray of uint8
        Shape (n,): the key, added bit by bit to n bits that only these two nodes know.
    tag : numpy.ndarray of uint8
        The tag of the message; empty if there is none.

    Notes
    -----
    Made by `relay_key`.  Equal if all entries are.  Chapter C14.

    Examples
    --------
    >>> relay_key([1, 0], ["A", "T"], link_keys=[[1, 1]], tag_bits=0).hops[0]
    Hop(A to T; 2 bits; no tag)
    """

    sender: str
    receiver: str
    message: Bytes
    tag: Bytes

    def __repr__(self) -> str:
        return _shown.line("Hop", f"{self.sender} to {self.receiver}", f"{len(self.message)} bit{'s' * (len(self.message) != 1)}",
                           f"tag of {len(self.tag)}" if len(self.tag) else "no tag")

    def _repr_html_(self) -> str:
        return _shown.table(f"{self.sender} to {self.receiver}", [
            ("Message", _beginning(self.message)), ("Tag", _beginning(self.tag) or "none")])


def _beginning(row: Bytes) -> str:
    text = "".join(map(str, row[:32]))
    return text + ("…" if len(row) > 32 else "")


@dataclass(frozen=True, eq=False)
class Relayed(Value):
    """A key that has come to the other end.

    Parameters
    ----------
    nodes : tuple of str
        The names of the nodes on the way, both ends included.
    key : numpy.ndarray of uint8
        Shape (n,): what the last node has, which is what the first one sent.
    hops : tuple of Hop
        What was said on the way.
    consumed : tuple of int
        Bits of its own key that each connection used up.

    Notes
    -----
    Made by `relay_key`.  Equal if all entries are.  Chapter C14.

    Examples
    --------
    >>> done = relay_key([1, 0], ["A", "T", "B"], link_keys=[[1, 1], [0, 1]], tag_bits=0)
    >>> done.key.tolist(), [hop.message.tolist() for hop in done.hops], done.who_knows
    ([1, 0], [[0, 1], [1, 1]], ('A', 'T', 'B'))
    """

    nodes: tuple[str, ...]
    key: Bytes
    hops: tuple[Hop, ...]
    consumed: tuple[int, ...]

    @property
    def who_knows(self) -> tuple[str, ...]:
        """The names of all who know the key: both ends and every node between them, and nobody who only listens."""
        return self.nodes

    def __repr__(self) -> str:
        return _shown.line("Relayed", ", ".join(self.nodes), f"{len(self.key)} bits", f"{sum(self.consumed)} bits used up")

    def _repr_html_(self) -> str:
        return _shown.table(f"A key of {len(self.key)} bits, known to {', '.join(self.nodes)}",
                            [(f"{hop.sender} to {hop.receiver}", _beginning(hop.message), len(hop.tag), used)
                             for hop, used in zip(self.hops, self.consumed)],
                            ("hop", "on the wire", "bits of the tag", "bits of key used up"))


def _tag_size(value: Any) -> int:
    if not one_of(value, _TAGS):
        raise bad("tag_bits", value, "0 for no tag, or 8, 16, 32, 64 or 128")
    return int(value)


def key_needed(length: Whole, *, tag_bits: Whole = 128) -> int:
    """Bits of its own key that a connection uses up to hand on a key.

    Parameters
    ----------
    length : int
        Bits of the key that is handed on, at least 1.
    tag_bits : int
        Bits of the tag, as for `qedu.keys.authenticate`; 0 for a message without one.

    Returns
    -------
    int
        length + 2·tag_bits: the pad of the message, and the hash and the pad of its tag.

    Raises
    ------
    ValueError
        If an argument leaves its range.

    Notes
    -----
    Where two nodes keep the part of the key that hashes, each later tag takes only tag_bits more (Portmann, IEEE Trans. Inf.
    Theory 60, 4383 (2014), arXiv:1202.1229).  Here a new one is taken each time.  Chapter C14.

    Examples
    --------
    >>> key_needed(256), key_needed(256, tag_bits=0)
    (512, 256)
    """
    return count("length", length, 1, MOST) + 2 * _tag_size(tag_bits)


def relay_key(key: ArrayLike, nodes: Sequence[str], *, link_keys: Sequence[ArrayLike], tag_bits: Whole = 128) -> Relayed:
    """Hand a key on from node to node, each time under a one-time pad.

    Parameters
    ----------
    key : array_like of 0 and 1
        Shape (n,): what the first node wants to share with the last one; random, and used for nothing else.
    nodes : sequence of str
        The names of the nodes on the way, both ends included; at least two, and none twice.
    link_keys : sequence of array_like of 0 and 1
        For each two nodes in a row the key that only they know, at least `key_needed` bits of it.  No bit may ever serve again.
    tag_bits : int
        Bits of the tag of each message, as for `qedu.keys.authenticate`; 0 for none.

    Returns
    -------
    Relayed
        What arrives, what was on the wire, and how much key it took.

    Raises
    ------
    ValueError
        If an argument is not of its kind, or a link's key is too short.

    Notes
    -----
    Each node decrypts and encrypts anew, so each holds the key in the clear: nodes in a row add trust that is asked for, and no
    security.  A listener hears key ⊕ pad on every hop, and as each pad is a fresh random one, all keys remain equally likely.
    Without tags anybody can flip bits of a message on the way, and with them bits of the key.  Peev et al., New J. Phys. 11,
    075001 (2009), doi:10.1088/1367-2630/11/7/075001.  Chapter C14.

    Examples
    --------
    >>> import numpy as np
    >>> rng = np.random.default_rng(1)
    >>> done = relay_key(rng.integers(0, 2, 128), ["A", "T", "B"], link_keys=rng.integers(0, 2, (2, 400)))
    >>> done
    Relayed(A, T, B; 128 bits; 768 bits used up)
    """
    wanted, way, size = bits("key", key), _way("nodes", nodes), _tag_size(tag_bits)
    if not len(wanted):
        raise bad("key", key, "at least one bit")
    try:
        own = [bits(f"link_keys[{number}]", one) for number, one in enumerate(link_keys)]
    except TypeError:
        own = []
    if len(own) != len(way) - 1:
        raise bad("link_keys", link_keys, f"{len(way) - 1} keys, one for each two nodes in a row")
    n, needed = len(wanted), len(wanted) + 2 * size
    hops, held = [], wanted
    for number, (sender, receiver) in enumerate(zip(way[:-1], way[1:])):
        secret = own[number]
        if len(secret) < needed:
            raise bad(f"link_keys[{number}]", f"{len(secret)} bits", f"at least {needed} bits: {n} for the pad and {2 * size} for the tag")
        message = held ^ secret[:n]
        tag = keys.authenticate(message.tobytes(), secret[n:needed], tag_bits=size)[0] if size else message[:0]
        hops.append(Hop(sender, receiver, message, tag))
        held = message ^ secret[:n]                     # what the receiver makes of it
    return Relayed(way, held, tuple(hops), (needed,) * len(hops))


def _way(name: str, value: Any) -> tuple[str, ...]:
    try:
        found = tuple(value) if not isinstance(value, str) else ()
    except TypeError:
        found = ()
    if len(found) < 2 or len({*map(repr, found)}) < len(found):
        raise bad(name, value, "at least two names of nodes in a row, each once")
    return tuple(one_line(name, one) for one in found)


def who_knows(nodes: Sequence[str], *, compromised: Iterable[str] = ()) -> tuple[str, ...]:
    """Who of a path hands its key to an eavesdropper.

    Parameters
    ----------
    nodes : sequence of str
        The names of the nodes on the way, both ends included.
    compromised : iterable of str
        The names of nodes that tell the eavesdropper all they know; others than those on the way may be among them.

    Returns
    -------
    tuple of str
        Those on the way, in its order.  The key is known to the eavesdropper if there is one, and wholly unknown if there is none.

    Raises
    ------
    ValueError
        If an argument is not of its kind.

    Notes
    -----
    Half of a node does not count: one that tells half of the bits is another matter (`qedu.devices.leaking_node`).  Chapter C14.

    Examples
    --------
    >>> who_knows(["A", "T", "U", "B"], compromised=["U", "X"]), who_knows(["A", "B"], compromised=["U"])
    (('U',), ())
    """
    way, told = _way("nodes", nodes), names_of("compromised", compromised)
    return tuple(name for name in way if name in told)
