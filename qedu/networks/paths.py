"""Paths through a network: the one with the most key, the quickest for pairs that must be good, and the shortest, which is neither."""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np

from qedu import _shown
from qedu._arguments import bad, count, one_of, probability, reals
from qedu._types import Number, Vector, Whole
from qedu.networks.graph import Network

__all__ = ["KEY_RELAYS", "PAIR_RELAYS", "Route", "best_key_path", "best_pair_path", "key_paths", "longest_wait", "pair_paths",
           "shortest_path", "swapped_fidelity"]

#: Kinds of node that hand keys on.
KEY_RELAYS = ("trusted", "satellite", "server")

#: Kinds of node that swap pairs.
PAIR_RELAYS = ("repeater",)

#: The integral over all waits is a sum over steps of this size in ln t, exact to rounding.
_STEP = 0.2

#: Pairs a second that count as none, one in thirty million years.
_NEVER = 1e-15


@dataclass(frozen=True)
class Route:
    """A path from one node to another, and what it is good for.

    Parameters
    ----------
    nodes : tuple of str
        The names of the nodes on the way, both ends included.
    length_km : float or None
        Kilometres of all connections; None where one is not known.
    key_rate : float or None
        Secret bits a second from end to end: the least of all connections.  None for a path of pairs.
    wait_s : float or None
        Seconds until a pair spans the path, on average.  None for a path of keys.
    fidelity : float or None
        F of this pair.  None for a path of keys.

    Notes
    -----
    Made by `key_paths` and `pair_paths`.  Chapter C14.

    Examples
    --------
    >>> from qedu.networks import Connection, Network
    >>> net = Network(["A", "B", "C"], [Connection("A", "B", key_rate=5e3), Connection("B", "C", key_rate=2e3)])
    >>> best_key_path(net, "A", "C")
    Route(A, B, C; 2000 bits/s)
    """

    nodes: tuple[str, ...]
    length_km: float | None
    key_rate: float | None
    wait_s: float | None
    fidelity: float | None

    @property
    def relays(self) -> tuple[str, ...]:
        """The names of the nodes between the ends."""
        return self.nodes[1:-1]

    @property
    def steps(self) -> tuple[tuple[str, str], ...]:
        """The connections on the way, each as the names of two nodes in the direction of the path."""
        return tuple(zip(self.nodes[:-1], self.nodes[1:]))

    def __repr__(self) -> str:
        said = [f"{value:.4g}{unit}" for value, unit in ((self.length_km, " km"), (self.key_rate, " bits/s"), (self.wait_s, " s"))
                if value is not None]
        return _shown.line("Route", ", ".join(self.nodes), *said, None if self.fidelity is None else f"fidelity {self.fidelity:.4g}")

    def _repr_html_(self) -> str:
        return _shown.table(f"Path from {self.nodes[0]} to {self.nodes[-1]}", [
            ("Nodes on the way", ", ".join(self.relays) or "none"), ("Length, km", self.length_km),
            ("Secret bits a second", self.key_rate), ("Seconds until a pair, on average", self.wait_s), ("Fidelity", self.fidelity)])


def swapped_fidelity(fidelities: Vector) -> float:
    """Fidelity of the pair that remains when Werner pairs in a row are swapped.

    Parameters
    ----------
    fidelities : array_like
        Shape (n,): F of each pair, ¼ to 1.

    Returns
    -------
    float
        (1 + 3W)/4, where W is the product of all w = (4F − 1)/3.

    Raises
    ------
    ValueError
        If a fidelity leaves its range.

    Notes
    -----
    Swaps multiply w and not F: a product of fidelities would fall to 0, where white noise still has F = ¼.  Bell measurements
    are perfect here.  Briegel, Dür, Cirac and Zoller, Phys. Rev. Lett. 81, 5932 (1998), doi:10.1103/PhysRevLett.81.5932.
    Chapter C14.

    Examples
    --------
    >>> round(swapped_fidelity([0.95, 0.9]), 4), round(0.95 * 0.9, 4)
    (0.8567, 0.855)
    """
    return _end_fidelity(float(np.prod((4 * _each_of("fidelities", fidelities, 0.25, 1.0) - 1) / 3)))


def longest_wait(rates: Vector) -> float:
    """Seconds until each of several connections has made a pair, on average, if all try from the beginning.

    Parameters
    ----------
    rates : array_like
        Shape (n,): pairs a second of each, 10⁻¹⁵ to 10¹⁵.

    Returns
    -------
    float
        The mean of the longest of n independent exponential waits, ∫ 1 − Π(1 − e^(−rate·t)) dt.

    Raises
    ------
    ValueError
        If a rate leaves its range.

    Notes
    -----
    Equal rates give (1 + 1/2 + … + 1/n)/rate; rates that differ are why the slowest connection is not all that counts.  It is
    what `qedu.repeaters.expected_wait` becomes for attempts that seldom succeed.  Chapter C14.

    Examples
    --------
    >>> round(longest_wait([2, 2]), 12), round(longest_wait([1, 3]), 12)
    (0.75, 1.083333333333)
    """
    return _mean_longest(tuple(sorted(_each_of("rates", rates, _NEVER, 1e15).tolist())))


def _each_of(name: str, values: Any, low: float, high: float) -> np.ndarray:
    try:
        found = reals(values)
    except Exception:
        found = np.empty((0, 0))
    if found.ndim != 1 or not len(found) or not np.all((found >= low) & (found <= high)):       # false for NaN as well
        raise bad(name, values, f"numbers in a row, each from {low:g} to {high:g}")
    return found


def _mean_longest(rates: tuple[float, ...]) -> float:
    if len(rates) == 1:
        return 1 / rates[0]
    # The integrand in ln t dies off at both ends, so that equal steps give it to rounding.
    log_t = np.arange(-40.0, 5.0 + math.log(rates[-1] / rates[0]), _STEP) - math.log(rates[-1])
    t = np.exp(log_t)
    complete = np.zeros_like(t)                         # ln of the probability that all pairs are there
    for rate in rates:
        complete += np.log(-np.expm1(-rate * t))
    return float(_STEP * np.sum(-np.expm1(complete) * t))


def _mean_wait(rates: tuple[float, ...], p_swap: float) -> float:
    """Seconds of a delivery, on average, over connections in order of their rates; infinite where swaps practically always fail."""
    success = p_swap ** (len(rates) - 1)
    return _mean_longest(rates) / success if success > 1e-250 else math.inf


def _end_fidelity(weight: float) -> float:
    return (1 + 3 * weight) / 4


def _passable(network: Network, a: Any, b: Any, relays: tuple[str, ...]) -> nx.Graph:
    """The graph of what a path from a to b may touch: both ends, and nodes of kinds that hand on."""
    if not isinstance(network, Network):
        raise bad("network", network, "a qedu.networks.Network")
    for name, value in (("a", a), ("b", b)):
        if not isinstance(value, str) or value not in network.names:
            raise bad(name, value, f"the name of a node: {', '.join(network.names)}")
    if a == b:
        raise bad("b", b, "another node than a")
    graph = network.graph
    graph.remove_nodes_from([node.name for node in network.nodes if node.name not in (a, b) and node.kind not in relays])
    return graph


def _usable(graph: nx.Graph, *, keys: bool) -> None:
    """Take away the connections that bring no key, or no pairs of a known fidelity."""
    graph.remove_edges_from([(x, y) for x, y, edge in graph.edges(data=True) if not (
        edge["key_rate"] if keys else (edge["pair_rate"] or 0) >= _NEVER and edge["fidelity"] is not None)])


def key_graph(network: Network, a: str, b: str) -> nx.Graph:
    """The graph of what a key from a to b may pass."""
    graph = _passable(network, a, b, KEY_RELAYS)
    _usable(graph, keys=True)
    return graph


def key_route(graph: nx.Graph, path: tuple[str, ...]) -> Route:
    """The path of a key in a graph, with its figures."""
    return _route(graph, path, keys=True)


#: A search: the best path in a graph from the last node of a beginning to b, as all nodes with the beginning, and its key; or None.
_Search = Callable[[nx.Graph, tuple[str, ...], str], tuple[Any, tuple[str, ...]] | None]


def _in_order_of(search: _Search, graph: nx.Graph, a: str, b: str) -> Iterator[tuple[str, ...]]:
    """Simple paths from the best on, after Yen: each next one leaves an earlier one somewhere and goes another way from there."""
    first, found = search(graph, (a,), b), []
    waiting: list[Any] = [] if first is None else [first]
    seen = {path for _, path in waiting}
    while waiting:
        _, path = heapq.heappop(waiting)
        yield path
        found.append(path)
        for cut in range(1, len(path)):
            begun = path[:cut]
            left = graph.copy()
            left.remove_nodes_from(begun[:-1])
            left.remove_edges_from([(begun[-1], other[cut]) for other in found if other[:cut] == begun])
            # The search needs what the beginning costs, so it gets the whole graph's edges by the beginning's own.
            left.graph["begun"] = [graph.edges[step] for step in zip(begun[:-1], begun[1:])]
            other = search(left, begun, b)
            if other is not None and other[1] not in seen:
                seen.add(other[1])
                heapq.heappush(waiting, other)


def _widest(graph: nx.Graph, begun: tuple[str, ...], b: str) -> tuple[Any, tuple[str, ...]] | None:
    """The path with the greatest least rate; among these the one of fewest steps; among these the first by name."""
    start, cap = begun[-1], min((edge["key_rate"] for edge in graph.graph.get("begun", ())), default=math.inf)
    best, queue = {start: cap}, [(-cap, start)]
    while queue:
        rate, name = heapq.heappop(queue)
        if -rate < best[name]:
            continue
        for other, edge in graph.adj[name].items():
            through = min(-rate, edge["key_rate"])
            if through > best.get(other, 0.0):
                best[other] = through
                heapq.heappush(queue, (-through, other))
    if b not in best:
        return None
    wide = nx.subgraph_view(graph, filter_edge=lambda x, y: graph.edges[x, y]["key_rate"] >= best[b])
    left = nx.single_source_shortest_path_length(wide, b)
    path = list(begun)
    while path[-1] != b:
        path.append(min(other for other in wide.adj[path[-1]] if left.get(other) == left[path[-1]] - 1))
    return (-best[b], len(path)), tuple(path)


def _quickest(floor: float, p_swap: float) -> _Search:
    """The search for the path with the least wait whose Werner parameter reaches a floor."""
    def search(graph, begun, b):
        edges = graph.graph.get("begun", ())
        rates, weight = tuple(sorted(edge["pair_rate"] for edge in edges)), math.prod(edge["connection"].weight for edge in edges)
        queue: list[Any] = [((0.0, 0.0, len(begun)), begun, rates, weight)]
        kept: dict[str, list[tuple[tuple[float, ...], float]]] = {}
        while queue:
            order, path, rates, weight = heapq.heappop(queue)
            if path[-1] == b:
                return order, path
            others = kept.setdefault(path[-1], [])
            if any(_no_worse(other, (rates, weight)) for other in others):
                continue
            others.append((rates, weight))
            for name, edge in graph.adj[path[-1]].items():
                w = weight * edge["connection"].weight
                if name not in path and w >= floor:
                    more = tuple(sorted((*rates, edge["pair_rate"])))
                    wait = _mean_wait(more, p_swap)
                    if wait < math.inf:
                        heapq.heappush(queue, ((wait, -w, len(path) + 1), (*path, name), more, w))
        return None

    return search


def _no_worse(one: tuple[tuple[float, ...], float], other: tuple[tuple[float, ...], float]) -> bool:
    """Whether one beginning is at least as good as another, however both go on: no more links, each at least as quick, no less weight.

    If what follows meets the better beginning again, the loop can be left out, and that is better still.
    """
    return len(one[0]) <= len(other[0]) and one[1] >= other[1] and all(x >= y for x, y in zip(one[0], other[0]))


def key_paths(network: Network, a: str, b: str, *, k: Whole = 1) -> tuple[Route, ...]:
    """The paths that bring the most key from one node to another.

    Parameters
    ----------
    network : Network
        Where to look.  Connections without a key rate, or with none, are passed over.
    a, b : str
        The names of the ends.
    k : int
        How many paths, 1 to 1000.

    Returns
    -------
    tuple of Route
        Up to k simple paths, the best first: by key rate, then by number of connections, then by name.  Empty if there is none.

    Raises
    ------
    ValueError
        If an argument is not of its kind.

    Notes
    -----
    Each hop uses up as much of its own key as the key that it hands on is long, so the least rate on the way is that of the path
    (the "widest path").  Only nodes of `KEY_RELAYS` hand keys on.  Alternatives are found as by Yen, Management Science 17,
    712 (1971), doi:10.1287/mnsc.17.11.712.  Chapter C14.

    Examples
    --------
    >>> from qedu.networks import Connection
    >>> net = Network(list("ABC"), [Connection("A", "C", length_km=90, key_rate=1e3), Connection("A", "B", length_km=60, key_rate=9e3),
    ...                       Connection("B", "C", length_km=60, key_rate=8e3)])
    >>> key_paths(net, "A", "C", k=5)
    (Route(A, B, C; 120 km; 8000 bits/s), Route(A, C; 90 km; 1000 bits/s))
    """
    graph, most = key_graph(network, a, b), count("k", k, 1, 1000)
    return tuple(key_route(graph, path) for _, path in zip(range(most), _in_order_of(_widest, graph, a, b)))


def pair_paths(network: Network, a: str, b: str, *, min_fidelity: Number = 0.5, p_swap: Number = 1.0, k: Whole = 1) -> tuple[Route, ...]:
    """The paths that bring a pair soonest from one node to another, if it must be good.

    Parameters
    ----------
    network : Network
        Where to look.  Connections without pair rate or fidelity are passed over.
    a, b : str
        The names of the ends.
    min_fidelity : float
        F that the pair must reach, ¼ to 1.
    p_swap : float
        Probability that a swap succeeds, 10⁻⁶ to 1.
    k : int
        How many paths, 1 to 1000.

    Returns
    -------
    tuple of Route
        Up to k simple paths, the soonest first.  Empty if none reaches the fidelity.

    Raises
    ------
    ValueError
        If an argument is not of its kind.

    Notes
    -----
    All connections of a path try from empty memories; once each has a pair, all are swapped, and if one swap fails everything begins
    anew: `longest_wait` / p_swap^(n − 1).  Memories do not fade here.  Weights w multiply (`swapped_fidelity`).  Only nodes of
    `PAIR_RELAYS` swap.

    The search is exact.  It drops a way to a node only if another one is no slower and no worse, however both go on, since neither
    wait nor weight alone decides.  Chapter C14.

    Examples
    --------
    >>> from qedu.networks import Connection, Node
    >>> net = Network([Node("A", "user"), Node("R", "repeater"), Node("C", "user")],
    ...               [Connection("A", "R", "entanglement", pair_rate=100, fidelity=0.98),
    ...                Connection("R", "C", "entanglement", pair_rate=100, fidelity=0.98),
    ...                Connection("A", "C", "entanglement", pair_rate=200, fidelity=0.8)])
    >>> pair_paths(net, "A", "C"), pair_paths(net, "A", "C", min_fidelity=0.9)
    ((Route(A, C; 0.005 s; fidelity 0.8),), (Route(A, R, C; 0.015 s; fidelity 0.9605),))
    """
    graph, most = _passable(network, a, b, PAIR_RELAYS), count("k", k, 1, 1000)
    floor, swap = (4 * probability("min_fidelity", min_fidelity, 0.25, 1) - 1) / 3, probability("p_swap", p_swap)
    if swap < 1e-6:
        raise bad("p_swap", p_swap, "a number from 1e-06 to 1")
    _usable(graph, keys=False)
    search = _quickest(floor * (1 - 1e-12), swap)       # what is just at the floor is not lost to rounding
    return tuple(_route(graph, path, p_swap=swap) for _, path in zip(range(most), _in_order_of(search, graph, a, b)))


def best_key_path(network: Network, a: str, b: str) -> Route:
    """The path that brings the most key from one node to another.

    Parameters
    ----------
    network : Network
        Where to look.
    a, b : str
        The names of the ends.

    Returns
    -------
    Route
        The first of `key_paths`.

    Raises
    ------
    ValueError
        If an argument is not of its kind, or there is no path.

    Notes
    -----
    Chapter C14.

    Examples
    --------
    >>> from qedu.networks import Connection
    >>> best_key_path(Network(list("AB"), [Connection("A", "B", key_rate=1e3)]), "A", "B").nodes
    ('A', 'B')
    """
    return _first(key_paths(network, a, b), a, b)


def best_pair_path(network: Network, a: str, b: str, *, min_fidelity: Number = 0.5, p_swap: Number = 1.0) -> Route:
    """The path that brings a good pair soonest from one node to another.

    Parameters
    ----------
    network : Network
        Where to look.
    a, b : str
        The names of the ends.
    min_fidelity : float
        F that the pair must reach, ¼ to 1.
    p_swap : float
        Probability that a swap succeeds, 10⁻⁶ to 1.

    Returns
    -------
    Route
        The first of `pair_paths`.

    Raises
    ------
    ValueError
        If an argument is not of its kind, or no path reaches the fidelity.

    Notes
    -----
    Chapter C14.

    Examples
    --------
    >>> from qedu.networks import Connection
    >>> net = Network(list("AB"), [Connection("A", "B", "entanglement", pair_rate=4, fidelity=0.9)])
    >>> best_pair_path(net, "A", "B", min_fidelity=0.8)
    Route(A, B; 0.25 s; fidelity 0.9)
    """
    return _first(pair_paths(network, a, b, min_fidelity=min_fidelity, p_swap=p_swap), a, b, f" with a fidelity of {min_fidelity}")


def _first(routes: tuple[Route, ...], a: str, b: str, how: str = "") -> Route:
    if not routes:
        raise bad("b", b, f"a node that a path joins to {a!r}{how}")
    return routes[0]


def shortest_path(network: Network, a: str, b: str, *, brings: str = "keys") -> Route:
    """The path of the fewest kilometres, which is what a map suggests, and seldom the best.

    Parameters
    ----------
    network : Network
        Where to look; the length of every connection must be known.
    a, b : str
        The names of the ends.
    brings : str
        "keys" or "pairs": over which connections and nodes it may lead, and which figures it gets.  Swaps succeed.

    Returns
    -------
    Route
        The path, with what it brings.

    Raises
    ------
    ValueError
        If an argument is not of its kind, a length is not known, or there is no path.

    Notes
    -----
    Chapter C14.

    Examples
    --------
    >>> from qedu.networks import Connection
    >>> net = Network(list("ABC"), [Connection("A", "C", length_km=90, key_rate=1e3), Connection("A", "B", length_km=60, key_rate=9e3),
    ...                       Connection("B", "C", length_km=60, key_rate=8e3)])
    >>> shortest_path(net, "A", "C")
    Route(A, C; 90 km; 1000 bits/s)
    """
    if not one_of(brings, ("keys", "pairs")):
        raise bad("brings", brings, "'keys' or 'pairs'")
    keys = brings == "keys"
    graph = _passable(network, a, b, KEY_RELAYS if keys else PAIR_RELAYS)
    _usable(graph, keys=keys)
    if any(length is None for *_, length in graph.edges(data="length_km")):
        raise bad("network", network, "one in which every length_km is known")
    try:
        path = nx.dijkstra_path(graph, a, b, weight="length_km")
    except nx.NetworkXNoPath:
        return _first((), a, b)
    return _route(graph, tuple(path), keys=keys)


def _route(graph: nx.Graph, path: tuple[str, ...], *, keys: bool = False, p_swap: float = 1.0) -> Route:
    edges = [graph.edges[step] for step in zip(path[:-1], path[1:])]
    lengths = [edge["length_km"] for edge in edges]
    km = None if None in lengths else math.fsum(lengths)
    if keys:
        return Route(path, km, min(edge["key_rate"] for edge in edges), None, None)
    wait = _mean_wait(tuple(sorted(edge["pair_rate"] for edge in edges)), p_swap)
    return Route(path, km, None, wait, _end_fidelity(math.prod(edge["connection"].weight for edge in edges)))
