"""A satellite as messenger that must be trusted: it holds two keys and announces their exclusive or."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from qedu._arguments import bits
from qedu._types import Bytes

__all__ = ["xor_relay", "recover", "WHO_HOLDS"]

#: What each party holds once the satellite has announced.  A and B are the keys it shares with either station, A⊕B is what it says in
#: public, and the stations use A.  With two of the three one knows all of them.
WHO_HOLDS: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "station A": ("A", "A⊕B"), "station B": ("B", "A⊕B"), "satellite": ("A", "B", "A⊕B"), "listener": ("A⊕B",)})


def xor_relay(key_a: Sequence[int] | Bytes, key_b: Sequence[int] | Bytes) -> Bytes:
    """What a trusted satellite announces, so that two stations come to share a key.

    Parameters
    ----------
    key_a, key_b : array_like of int
        Shape (n,): the keys, bits 0 or 1, that the satellite shares with station A and with station B.

    Returns
    -------
    numpy.ndarray of uint8
        Shape (n,): key_a ⊕ key_b, which everybody may hear.

    Raises
    ------
    ValueError
        If a key is not made of bits, or both are not of one length.

    Notes
    -----
    The announcement is a one-time pad: A, encrypted with B.  To a listener who knows neither key all values of A remain equally
    likely, as long as B is used for nothing else.  The satellite knows both keys, and so does whoever gets hold of it
    (`WHO_HOLDS`).  Micius was such a relay between China and Austria: Liao et al., Phys. Rev. Lett. 120, 030501 (2018),
    doi:10.1103/PhysRevLett.120.030501.  Chapter C13.

    Examples
    --------
    >>> announced = xor_relay([0, 1, 1, 0], [1, 1, 0, 0])
    >>> announced.tolist(), recover(announced, [1, 1, 0, 0]).tolist()
    ([1, 0, 1, 0], [0, 1, 1, 0])
    """
    first = bits("key_a", key_a)
    return first ^ bits("key_b", key_b, len(first))


def recover(announcement: Sequence[int] | Bytes, key_b: Sequence[int] | Bytes) -> Bytes:
    """What station B makes of the announcement: the key of station A.

    Parameters
    ----------
    announcement : array_like of int
        Shape (n,): what `xor_relay` gave.
    key_b : array_like of int
        Shape (n,): the key that station B shares with the satellite.

    Returns
    -------
    numpy.ndarray of uint8
        Shape (n,): announcement ⊕ key_b, which is key_a.

    Raises
    ------
    ValueError
        If an argument is not made of bits, or both are not of one length.

    Notes
    -----
    (A ⊕ B) ⊕ B = A.  Chapter C13.

    Examples
    --------
    >>> recover([1, 0, 1, 0], [1, 1, 0, 0]).tolist()
    [0, 1, 1, 0]
    """
    told = bits("announcement", announcement)
    return told ^ bits("key_b", key_b, len(told))
