"""Several ways at once: a key added up from shares, each on a way of its own, and the nodes in which all trust is in one place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import ArrayLike

from qedu._arguments import bad, bits, count, generator
from qedu._types import Bytes, Seed, Whole
from qedu.networks.graph import Network, names_of
from qedu.networks.paths import Route, key_graph, key_route

__all__ = ["breaking_sets", "combine_shares", "disjoint_routes", "falls", "share_key", "single_points", "smallest_cut", "threshold_combine",
           "threshold_shares"]

#: The field of threshold shares: a Mersenne prime beyond 64 bytes.
_PRIME = 2**521 - 1


def share_key(key: ArrayLike, ways: Whole, *, seed: Seed) -> Bytes:
    """Split a key into shares that give it away only all together.

    Parameters
    ----------
    key : array_like of 0 and 1
        Shape (n,): the key.
    ways : int
        How many shares, 1 to 1000: one for each way.
    seed : int or numpy.random.Generator
        Source of randomness.

    Returns
    -------
    numpy.ndarray of uint8
        Shape (ways, n): all but the last are random, and the last one is their sum with the key.

    Raises
    ------
    ValueError
        If an argument is not of its kind.

    Notes
    -----
    Any of the shares may be missing: the others are then uniform and independent of the key.  The sum is bit by bit.  Real
    shares come from a source of true randomness and not from a seed.  Chapter C14.

    Examples
    --------
    >>> shares = share_key([1, 0, 1, 1], 3, seed=1)
    >>> combine_shares(shares).tolist()
    [1, 0, 1, 1]
    """
    wanted, number, rng = bits("key", key), count("ways", ways, 1, 1000), generator(seed)
    shares = rng.integers(0, 2, (number, len(wanted)), dtype=np.uint8)
    shares[-1] = wanted ^ np.bitwise_xor.reduce(shares[:-1], axis=0)
    return shares


def combine_shares(shares: Sequence[ArrayLike]) -> Bytes:
    """The key that shares add up to.

    Parameters
    ----------
    shares : sequence of array_like of 0 and 1
        Shape (ways, n): all shares, in any order.

    Returns
    -------
    numpy.ndarray of uint8
        Shape (n,): their sum, bit by bit.

    Raises
    ------
    ValueError
        If the shares are no rows of bits of one length.

    Notes
    -----
    Chapter C14.

    Examples
    --------
    >>> combine_shares([[1, 1, 0], [0, 1, 1]]).tolist()
    [1, 0, 1]
    """
    try:
        rows = list(shares)
    except TypeError:
        rows = []
    if not rows:
        raise bad("shares", shares, "shares in a row, at least one")
    first = bits("shares[0]", rows[0])
    return np.bitwise_xor.reduce([first, *(bits(f"shares[{i}]", row, len(first)) for i, row in enumerate(rows[1:], 1))], axis=0)


def threshold_shares(secret: bytes, shares: Whole, *, threshold: Whole, seed: Seed) -> tuple[tuple[int, int], ...]:
    """Split a secret so that some of the shares are enough, and fewer tell nothing.

    Parameters
    ----------
    secret : bytes
        Up to 64 bytes.
    shares : int
        How many shares, 1 to 1000.
    threshold : int
        How many are enough, 1 to `shares`.
    seed : int or numpy.random.Generator
        Source of randomness.

    Returns
    -------
    tuple of (int, int)
        Points of a polynomial of degree threshold − 1 over the integers modulo 2⁵²¹ − 1, whose value at 0 is the secret.

    Raises
    ------
    ValueError
        If an argument is not of its kind.

    Notes
    -----
    With a way cut, a sum of all shares is lost, and this is not.  Shamir, Comm. ACM 22, 612 (1979), doi:10.1145/359168.359176.
    Real shares come from a source of true randomness and not from a seed.  Chapter C14.

    Examples
    --------
    >>> points = threshold_shares(b"key", 5, threshold=3, seed=1)
    >>> threshold_combine(points[1:4], length=3)
    b'key'
    """
    if not isinstance(secret, bytes) or len(secret) > 64:
        raise bad("secret", secret, "up to 64 bytes")
    number = count("shares", shares, 1, 1000)
    enough, rng = count("threshold", threshold, 1, number), generator(seed)
    # 128 bits more than the prime has, so that the remainder is uniform but for 2^-128.
    slopes = [int.from_bytes(rng.bytes(82), "big") % _PRIME for _ in range(enough - 1)]
    factors = [int.from_bytes(secret, "big"), *slopes]
    return tuple((x, sum(factor * pow(x, power, _PRIME) for power, factor in enumerate(factors)) % _PRIME) for x in range(1, number + 1))


def threshold_combine(points: Iterable[tuple[int, int]], *, length: Whole) -> bytes:
    """The secret that enough shares give.

    Parameters
    ----------
    points : iterable of (int, int)
        As many of `threshold_shares` as are enough, or more.  Fewer give another secret or none, with no sign that it is wrong.
    length : int
        Bytes of the secret, 0 to 64.

    Returns
    -------
    bytes
        The value at 0 of the polynomial through the points.

    Raises
    ------
    ValueError
        If an argument is not of its kind, or the points do not belong to a secret of this length.

    Notes
    -----
    Lagrange's formula.  Chapter C14.

    Examples
    --------
    >>> threshold_combine([(1, 5), (2, 7)], length=1)
    b'\\x03'
    """
    size = count("length", length, 0, 64)
    try:
        found = {int(x): int(y) for x, y in points}
    except Exception:
        found = {}
    if not found or not all(0 < x < _PRIME and 0 <= y < _PRIME for x, y in found.items()):
        raise bad("points", points, "shares as threshold_shares gives them, at least one")
    value = 0
    for x, y in found.items():
        for other in found.keys() - {x}:
            y = y * other * pow(other - x, -1, _PRIME) % _PRIME
        value = (value + y) % _PRIME
    if value >= 256**size:
        raise bad("points", points, f"shares of a secret of {size} bytes, as many as its threshold")
    return value.to_bytes(size, "big")


def disjoint_routes(network: Network, a: str, b: str) -> tuple[Route, ...]:
    """Ways from one node to another that have no node between them in common, as many as there are.

    Parameters
    ----------
    network : Network
        Where to look, for keys: over connections with a key rate, by way of nodes of `KEY_RELAYS`.
    a, b : str
        The names of the ends.

    Returns
    -------
    tuple of Route
        The ways, in order of their nodes; empty if there is none.

    Raises
    ------
    ValueError
        If an argument is not of its kind.

    Notes
    -----
    As many as `smallest_cut` has nodes, if the ends are not joined directly (Menger's theorem).  Which ways these are, among those
    of the same number, is a matter of the search.  Chapter C14.

    Examples
    --------
    >>> from qedu.networks import Connection
    >>> net = Network(list("ABTU"), [Connection(*ends, key_rate=1e3) for ends in ("AT", "TB", "AU", "UB")])
    >>> [route.nodes for route in disjoint_routes(net, "A", "B")]
    [('A', 'T', 'B'), ('A', 'U', 'B')]
    """
    graph = key_graph(network, a, b)
    try:
        ways = sorted(map(tuple, nx.node_disjoint_paths(graph, a, b)))
    except nx.NetworkXNoPath:
        ways = []
    return tuple(key_route(graph, way) for way in ways)


def _way_of(names: Any) -> tuple[str, ...]:
    way = tuple(names)
    if isinstance(names, str) or not all(isinstance(one, str) for one in way):
        raise TypeError
    return way


def rows_of_names(name: str, value: Any) -> list[tuple[str, ...]]:
    """Ways as rows of names, at least one, all between the same ends, or ValueError."""
    try:
        found: list[tuple[str, ...]] = [one.nodes if isinstance(one, Route) else _way_of(one) for one in value]
        right = len({(way[0], way[-1]) for way in found}) == 1 and all(way[0] != way[-1] for way in found)
    except (TypeError, IndexError):
        right = False
    if not right:
        raise bad(name, value, "qedu.networks.Route or rows of names, at least one, all from one node to one other")
    return found


def falls(routes: Iterable[Route | Sequence[str]], compromised: Iterable[str]) -> bool:
    """Whether an eavesdropper knows a key whose shares went these ways.

    Parameters
    ----------
    routes : iterable of Route or of sequences of str
        The ways of the shares, one share each, all between the same ends.
    compromised : iterable of str
        The names of nodes that tell all they know.

    Returns
    -------
    bool
        True if there is such a node on every way, the ends included.

    Raises
    ------
    ValueError
        If an argument is not of its kind.

    Notes
    -----
    One way that is not hit leaves one share unknown, and so the sum.  Chapter C14.

    Examples
    --------
    >>> ways = [("A", "T", "B"), ("A", "U", "B")]
    >>> falls(ways, ["T"]), falls(ways, ["T", "U"]), falls(ways, ["B"])
    (False, True, True)
    """
    ways = rows_of_names("routes", routes)
    told = set(names_of("compromised", compromised))
    return all(told & set(way) for way in ways)


def breaking_sets(routes: Iterable[Route | Sequence[str]], *, most: Whole = 3) -> tuple[tuple[str, ...], ...]:
    """The smallest sets of nodes between the ends that an eavesdropper needs to know the key.

    Parameters
    ----------
    routes : iterable of Route or of sequences of str
        The ways of the shares, one share each, all between the same ends.
    most : int
        Up to how many nodes a set may have, 1 to 10.

    Returns
    -------
    tuple of tuple of str
        Sets that hit every way, none of which contains another; small ones first.  Empty if a way has no node between its ends.

    Raises
    ------
    ValueError
        If an argument is not of its kind.

    Notes
    -----
    Ways without a common node need one of each.  A node that is on all of them is enough alone, however many ways there are.
    Chapter C14.

    Examples
    --------
    >>> breaking_sets([("A", "T", "B"), ("A", "U", "B")]), breaking_sets([("A", "T", "U", "B"), ("A", "U", "B")])
    ((('T', 'U'),), (('U',),))
    """
    ways, size = rows_of_names("routes", routes), count("most", most, 1, 10)
    between = [set(way[1:-1]) for way in ways]
    found: list[tuple[str, ...]] = []
    for number in range(1, size + 1):
        for chosen in combinations(sorted(set().union(*between)), number):
            if all(way & set(chosen) for way in between) and not any(set(less) <= set(chosen) for less in found):
                found.append(chosen)
    return tuple(found)


def single_points(network: Network, a: str, b: str) -> tuple[str, ...]:
    """The nodes that every way of a key from one node to another passes: single points of trust, and of failure.

    Parameters
    ----------
    network : Network
        Where to look, for keys, as `disjoint_routes`.
    a, b : str
        The names of the ends.

    Returns
    -------
    tuple of str
        Their names, in the order in which every way passes them; empty if there is no such node.

    Raises
    ------
    ValueError
        If an argument is not of its kind, or no way leads from a to b.

    Notes
    -----
    Seen from a they are the nodes that dominate b.  Chapter C14.

    Examples
    --------
    >>> from qedu.networks import Connection
    >>> net = Network(list("ABTUV"), [Connection(*ends, key_rate=1e3) for ends in ("AT", "TU", "TV", "UB", "VB")])
    >>> single_points(net, "A", "B")
    ('T',)
    """
    graph = key_graph(network, a, b)
    if not nx.has_path(graph, a, b):
        raise bad("b", b, f"a node that a way for keys joins to {a!r}; networks.key_paths gives () where there is none")
    way = nx.shortest_path(graph, a, b)
    found = []
    for name in way[1:-1]:
        rest = graph.copy()
        rest.remove_node(name)
        if not nx.has_path(rest, a, b):
            found.append(name)
    return tuple(found)


def smallest_cut(network: Network, a: str, b: str) -> tuple[str, ...]:
    """The fewest nodes that part one node from another for keys: who stops them, or who together know a key sent by all ways.

    Parameters
    ----------
    network : Network
        Where to look, for keys, as `disjoint_routes`.
    a, b : str
        The names of the ends, which are not joined directly.

    Returns
    -------
    tuple of str
        Names of nodes between them, in alphabetical order; empty if no way leads from a to b anyhow.

    Raises
    ------
    ValueError
        If an argument is not of its kind, or the ends make key with each other directly, which no node can stop.

    Notes
    -----
    One of the smallest sets; there may be others of the same number.  Chapter C14.

    Examples
    --------
    >>> from qedu.networks import Connection
    >>> net = Network(list("ABTU"), [Connection(*ends, key_rate=1e3) for ends in ("AT", "TB", "AU", "UB")])
    >>> smallest_cut(net, "A", "B")
    ('T', 'U')
    """
    graph = key_graph(network, a, b)
    if graph.has_edge(a, b):
        raise bad("b", b, f"a node that does not make key with {a!r} directly, as no node between them can stop that")
    return tuple(sorted(nx.minimum_node_cut(graph, a, b)))
