"""What goes wrong in a network: nodes that tell, lines that are cut or jammed, and what can still be served."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qedu import _shown
from qedu._arguments import bad, count, real
from qedu._types import Number, Whole
from qedu.networks.graph import Network
from qedu.networks.paths import Route, key_paths
from qedu.networks.sharing import rows_of_names

__all__ = ["Damage", "Delivery", "denial", "keys_lost", "worst_cuts"]


@dataclass(frozen=True)
class Delivery:
    """A key that was delivered, and the ways that its shares went.

    Parameters
    ----------
    routes : iterable of Route or of sequences of str
        The ways, one share each, all between the same ends; one way for a key that was not shared.
    at_day : float
        The day of the delivery, from any day on.

    Raises
    ------
    ValueError
        If a value is not of its kind.

    Notes
    -----
    Equal if both entries are.  Chapter C14.

    Examples
    --------
    >>> Delivery([("A", "T", "B"), ("A", "U", "B")], 3)
    Delivery(A to B; 2 ways; day 3)
    """

    routes: tuple[tuple[str, ...], ...]
    at_day: float = 0.0

    if TYPE_CHECKING:                               # it takes more than it keeps
        def __init__(self, routes: Iterable[Route | Sequence[str]], at_day: Number = 0.0) -> None: ...

    def __post_init__(self) -> None:
        object.__setattr__(self, "routes", tuple(rows_of_names("routes", self.routes)))
        object.__setattr__(self, "at_day", _day("at_day", self.at_day))

    @property
    def ends(self) -> tuple[str, str]:
        """The names of the nodes that share the key."""
        return self.routes[0][0], self.routes[0][-1]

    def __repr__(self) -> str:
        number = len(self.routes)
        return _shown.line("Delivery", " to ".join(self.ends), f"{number} way{'s' * (number != 1)}", f"day {self.at_day:g}")

    def _repr_html_(self) -> str:
        return _shown.table(f"Key of {' and '.join(self.ends)}, day {self.at_day:g}",
                            [(f"Way {number}", ", ".join(way)) for number, way in enumerate(self.routes, 1)])


def _day(name: str, value: Any, low: float = -math.inf) -> float:
    try:
        number = real(value)
    except Exception:
        number = math.nan
    if not low <= number or math.isinf(number) and low == -math.inf:           # the first is false for NaN as well
        raise bad(name, value, "a day, as a finite number" if low == -math.inf else f"days, at least {low:g}; math.inf for ever")
    return number


def keys_lost(deliveries: Iterable[Delivery], compromised: Mapping[str, Number], *, kept_days: Number = 0.0) -> tuple[Delivery, ...]:
    """The keys that fall when nodes begin to tell all they know, past ones and those to come.

    Parameters
    ----------
    deliveries : iterable of Delivery
        The keys.
    compromised : mapping of str to float
        By the name of a node, the day from which on it tells.
    kept_days : float
        For how many days nodes keep what they have handed on, or the link keys with which recorded messages are read; 0 if they erase
        it at once, infinite if they never do.

    Returns
    -------
    tuple of Delivery
        Those for which on every way, ends included, a node tells that still has the share or gets it later; in the order given.

    Raises
    ------
    ValueError
        If an argument is not of its kind.

    Notes
    -----
    A key of yesterday falls today if a node on its way still has it, or has the link key under which somebody has recorded it.
    With erasure only the future falls.  That a node erases is a promise which nobody outside can check.  The ends erase nothing
    here, since they use the key; so they lose all that they ever had.  Chapter C14.

    Examples
    --------
    >>> keys = [Delivery([("A", "T", "B")], day) for day in (1, 5, 9)]
    >>> [[key.at_day for key in keys_lost(keys, {"T": 6}, kept_days=days)] for days in (0, 2, math.inf)]
    [[9.0], [5.0, 9.0], [1.0, 5.0, 9.0]]
    """
    kept = _day("kept_days", kept_days, 0.0)
    try:
        found = tuple(deliveries)
        right = all(isinstance(one, Delivery) for one in found)
    except TypeError:
        right = False
    if not right:
        raise bad("deliveries", deliveries, "qedu.networks.Delivery in a row")
    if not isinstance(compromised, Mapping) or not all(isinstance(name, str) for name in compromised):
        raise bad("compromised", compromised, "a mapping of names of nodes to days, such as {'T': 6}")
    since = {name: _day(f"compromised[{name!r}]", day) for name, day in compromised.items()}

    def tells(name, key):
        return name in since and (name in key.ends or key.at_day >= since[name] - kept)

    return tuple(key for key in found if all(any(tells(name, key) for name in way) for way in key.routes))


@dataclass(frozen=True)
class Damage:
    """What a network can still do for pairs of users when parts of it are gone.

    Parameters
    ----------
    before, after : tuple of Route or None
        For each pair the best way for its keys; None where there is none.

    Notes
    -----
    Made by `denial`.  Equal if all entries are.  Chapter C14.

    Examples
    --------
    >>> from qedu.networks import Connection
    >>> net = Network(list("ABT"), [Connection("A", "B", key_rate=9), Connection("A", "T", key_rate=5), Connection("T", "B", key_rate=5)])
    >>> denial(net, [("A", "B")], connections=[("A", "B")])
    Damage(1 of 1 pair served; 1 by another way; 9 bits/s before; 5 bits/s left)
    """

    before: tuple[Route | None, ...]
    after: tuple[Route | None, ...]

    @property
    def served(self) -> int:
        """Pairs that still get keys."""
        return sum(route is not None for route in self.after)

    @property
    def rerouted(self) -> int:
        """Pairs that get keys by another way than before."""
        return sum(new is not None and (old is None or new.nodes != old.nodes) for old, new in zip(self.before, self.after))

    @property
    def lost(self) -> int:
        """Pairs that got keys, and get none any more."""
        return sum(old is not None and new is None for old, new in zip(self.before, self.after))

    @property
    def rate_before(self) -> float:
        """Secret bits a second of all pairs, each served alone, before."""
        return math.fsum(route.key_rate or 0 for route in self.before if route)

    @property
    def rate_after(self) -> float:
        """The same afterwards."""
        return math.fsum(route.key_rate or 0 for route in self.after if route)

    def __repr__(self) -> str:
        number = len(self.after)
        return _shown.line("Damage", f"{self.served} of {number} pair{'s' * (number != 1)} served", f"{self.rerouted} by another way",
                           f"{self.rate_before:.4g} bits/s before", f"{self.rate_after:.4g} bits/s left")

    def _repr_html_(self) -> str:
        def said(route):
            return ("none", "") if route is None else (", ".join(route.nodes), route.key_rate)

        return _shown.table("Ways for keys, before and after", [
            (f"Pair {number}", *said(old), *said(new)) for number, (old, new) in enumerate(zip(self.before[:20], self.after), 1)],
            ("pair", "way before", "bits a second", "way after", "bits a second"))


def _pairs_of_nodes(value: Any) -> list[tuple[str, str]]:
    try:
        found = [(a, b) for a, b in value]
    except (TypeError, ValueError):
        found = []
    if not found or not all(isinstance(name, str) for one in found for name in one):
        raise bad("pairs", value, "pairs of names of nodes, at least one, such as [('A', 'B')]")
    return found


def _best_ways(network: Network, pairs: list[tuple[str, str]]) -> tuple[Route | None, ...]:
    return tuple(next(iter(key_paths(network, *pair)), None) if set(pair) <= {*network.names} else None for pair in pairs)


def denial(network: Network, pairs: Iterable[tuple[str, str]], *, nodes: Iterable[str] = (),
           connections: Iterable[tuple[str, str]] = ()) -> Damage:
    """Cut connections or stop nodes, find other ways, and see what is left.

    Parameters
    ----------
    network : Network
        The network.
    pairs : iterable of (str, str)
        The ends that want keys.
    nodes : iterable of str
        The names of nodes that stop.  An end that stops gets nothing.
    connections : iterable of (str, str)
        The ends of connections that bring no key any more: cut, jammed with light until the error rate is too high, or drained, as
        their pool is empty.

    Returns
    -------
    Damage
        The best way for each pair, before and after.

    Raises
    ------
    ValueError
        If an argument is not of its kind.

    Notes
    -----
    Quantum key distribution finds out that somebody listens, and then has no key: whoever only wants to stop it has to do no more than
    listen.  Other ways are all the help there is.  Each pair has the network to itself here.  On attacks that stop keys:
    RFC 9340 (2023), doi:10.17487/RFC9340.  Chapter C14.

    Examples
    --------
    >>> from qedu.networks import Connection
    >>> net = Network(list("ABT"), [Connection("A", "T", key_rate=5), Connection("T", "B", key_rate=5)])
    >>> denial(net, [("A", "B"), ("A", "T")], nodes=["T"]).lost
    2
    """
    if not isinstance(network, Network):
        raise bad("network", network, "a qedu.networks.Network")
    wanted = _pairs_of_nodes(pairs)
    left = network.without(nodes, connections)
    for pair in wanted:
        if not set(pair) <= {*network.names} or pair[0] == pair[1]:
            raise bad("pairs", pairs, f"pairs of two nodes of the network; {pair!r} is none")
    return Damage(_best_ways(network, wanted), _best_ways(left, wanted))


def worst_cuts(network: Network, pairs: Iterable[tuple[str, str]], *, most: Whole = 5) -> tuple[tuple[tuple[str, str], Damage], ...]:
    """The connections whose loss would hurt most.

    Parameters
    ----------
    network : Network
        The network.
    pairs : iterable of (str, str)
        The ends that want keys.
    most : int
        How many connections to give, 1 to 1000.

    Returns
    -------
    tuple of ((str, str), Damage)
        The ends of a connection and what its loss does: first those by which most pairs lose their keys, then those by which most
        bits a second are lost, then by name.

    Raises
    ------
    ValueError
        If an argument is not of its kind.

    Notes
    -----
    Each is cut alone.  Chapter C14.

    Examples
    --------
    >>> from qedu.networks import Connection
    >>> net = Network(list("ABTU"), [Connection(*ends, key_rate=5) for ends in ("AT", "TU", "AU", "UB")])
    >>> [ends for ends, _ in worst_cuts(net, [("A", "B"), ("T", "B")], most=2)]
    [('B', 'U'), ('A', 'T')]
    """
    number = count("most", most, 1, 1000)
    if not isinstance(network, Network):
        raise bad("network", network, "a qedu.networks.Network")
    wanted = _pairs_of_nodes(pairs)
    found = [(line.ends, denial(network, wanted, connections=[line.ends])) for line in network.connections]
    found.sort(key=lambda one: (-one[1].lost, one[1].rate_after, one[0]))
    return tuple(found[:number])
