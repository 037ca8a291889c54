"""A network as a value: nodes, what joins them, and how much key or how many pairs each connection yields."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import networkx as nx

from qedu import _shown
from qedu._arguments import MAX_KM, bad, probability
from qedu._types import Number, Vector

__all__ = ["CONNECTION_KINDS", "NODE_KINDS", "Connection", "Network", "Node"]

#: Kinds of node, and what each does.
NODE_KINDS = {
    "user": "where keys and pairs end; hands nothing on",
    "trusted": "knows every key that it hands on",
    "repeater": "swaps pairs, and learns nothing if it is honest",
    "satellite": "a trusted node in orbit",
    "switch": "passes light on; no key ends there and it swaps nothing",
    "server": "a trusted node that also keeps keys for applications",
}

#: Kinds of connection.
CONNECTION_KINDS = {
    "fibre": "photons in a fibre, whose ends make key",
    "satellite": "photons between a satellite and the ground",
    "entanglement": "pairs that its ends hold in memories",
}

#: The most bits or pairs a second of one connection that anybody needs to ask about.
_FASTEST = 1e15


def one_line(name: str, value: Any) -> str:
    """A name: text of one line that is not empty, or ValueError."""
    if not isinstance(value, str) or not value.strip() or len(value.splitlines()) != 1:
        raise bad(name, value, "a text of one line that is not empty")
    return value


def _if_known(name: str, value: Any, low: float, high: float) -> float | None:
    """A number from low to high, or None where it is not known."""
    return None if value is None else probability(name, value, low, high)


@dataclass(frozen=True)
class Node:
    """A place of a network.

    Parameters
    ----------
    name : str
        What it is called; one line.
    kind : str
        A key of `NODE_KINDS`.
    position : (float, float), optional
        Latitude and longitude in degrees, if known.

    Raises
    ------
    ValueError
        If a value is not of its kind.

    Notes
    -----
    Chapter C14.

    Examples
    --------
    >>> Node("Otemachi", "trusted"), Node("Alice", "user", position=(35.7, 139.5))
    (Node(Otemachi; trusted), Node(Alice; user; 35.7°, 139.5°))
    """

    name: str
    kind: str = "trusted"
    position: tuple[float, float] | None = field(default=None, kw_only=True)

    if TYPE_CHECKING:                               # it takes more than it keeps
        def __init__(self, name: str, kind: str = "trusted", *, position: Vector | None = None) -> None: ...

    def __post_init__(self) -> None:
        one_line("name", self.name)
        if not isinstance(self.kind, str) or self.kind not in NODE_KINDS:
            raise bad("kind", self.kind, ", ".join(map(repr, NODE_KINDS)))
        if self.position is not None:
            try:
                latitude, longitude = self.position
            except (TypeError, ValueError):
                raise bad("position", self.position, "(latitude, longitude) in degrees, or None") from None
            object.__setattr__(self, "position", (probability("position[0]", latitude, -90, 90),
                                                  probability("position[1]", longitude, -180, 180)))

    def __repr__(self) -> str:
        place = None if self.position is None else f"{self.position[0]:.4g}°, {self.position[1]:.4g}°"
        return _shown.line("Node", self.name, self.kind, place)

    def _repr_html_(self) -> str:
        latitude, longitude = self.position or (None, None)
        return _shown.table(self.name, [("Kind", self.kind), ("What it does", NODE_KINDS[self.kind]),
                                        ("Latitude, degrees", latitude), ("Longitude, degrees", longitude)])


@dataclass(frozen=True)
class Connection:
    """What joins two nodes, in both directions alike.

    Parameters
    ----------
    a, b : str
        The names of its ends, which differ.  They are kept in alphabetical order.
    kind : str
        A key of `CONNECTION_KINDS`.
    length_km : float, optional
        Length in kilometres, up to 10⁶, if known.
    key_rate : float, optional
        Secret bits a second that its ends make, up to 10¹⁵; None where no key is made or none is known.
    pair_rate : float, optional
        Pairs a second, up to 10¹⁵; None where no pairs are kept or none is known.
    fidelity : float, optional
        F of these pairs, taken as Werner pairs: ¼, which is white noise, to 1.

    Raises
    ------
    ValueError
        If a value is not of its kind.

    Notes
    -----
    What a model of a link yields is turned into a connection by `fibre_connection`, `satellite_connection` and
    `repeater_connection`.  Chapter C14.

    Examples
    --------
    >>> Connection("B", "A", length_km=45, key_rate=2000)
    Connection(A to B; fibre; 45 km; 2000 bits/s)
    >>> Connection("A", "R", "entanglement", pair_rate=10, fidelity=0.95)
    Connection(A to R; entanglement; 10 pairs/s; fidelity 0.95)
    """

    a: str
    b: str
    kind: str = field(default="fibre")
    length_km: float | None = field(default=None, kw_only=True)
    key_rate: float | None = field(default=None, kw_only=True)
    pair_rate: float | None = field(default=None, kw_only=True)
    fidelity: float | None = field(default=None, kw_only=True)

    if TYPE_CHECKING:                               # it takes more than it keeps
        def __init__(self, a: str, b: str, kind: str = "fibre", *, length_km: Number | None = None, key_rate: Number | None = None,
                     pair_rate: Number | None = None, fidelity: Number | None = None) -> None: ...

    def __post_init__(self) -> None:
        ends = sorted((one_line("a", self.a), one_line("b", self.b)))
        if ends[0] == ends[1]:
            raise bad("b", self.b, "another node than a")
        if not isinstance(self.kind, str) or self.kind not in CONNECTION_KINDS:
            raise bad("kind", self.kind, ", ".join(map(repr, CONNECTION_KINDS)))
        set_ = object.__setattr__
        for name, value in zip("ab", ends):
            set_(self, name, value)
        for name, low, high in (("length_km", 0, MAX_KM), ("key_rate", 0, _FASTEST), ("pair_rate", 0, _FASTEST), ("fidelity", 0.25, 1)):
            set_(self, name, _if_known(name, getattr(self, name), low, high))

    @property
    def ends(self) -> tuple[str, str]:
        """The names of its two ends, in alphabetical order."""
        return self.a, self.b

    @property
    def weight(self) -> float | None:
        """The Werner parameter w = (4F − 1)/3, which swaps multiply; None where F is not known."""
        return None if self.fidelity is None else (4 * self.fidelity - 1) / 3

    def __repr__(self) -> str:
        said = [f"{value:.4g}{unit}" for value, unit in ((self.length_km, " km"), (self.key_rate, " bits/s"), (self.pair_rate, " pairs/s"))
                if value is not None]
        return _shown.line("Connection", f"{self.a} to {self.b}", self.kind, *said,
                           None if self.fidelity is None else f"fidelity {self.fidelity:.4g}")

    def _repr_html_(self) -> str:
        return _shown.table(f"{self.a} to {self.b}", [
            ("Kind", self.kind), ("Length, km", self.length_km), ("Secret bits a second", self.key_rate),
            ("Pairs a second", self.pair_rate), ("Fidelity", self.fidelity)])


def names_of(name: str, value: Any, known: Collection[str] | None = None) -> tuple[str, ...]:
    """Names of nodes in a row, each of them known, if it is said which are, or ValueError.  A text is one name."""
    try:
        found = tuple(value) if not isinstance(value, str) else (value,)
    except TypeError:
        found = (None,)
    if not all(isinstance(one, str) for one in found):
        raise bad(name, value, "names of nodes in a row")
    wrong = next((one for one in found if known is not None and one not in known), None)
    if wrong is not None:
        raise bad(name, value, f"names of nodes in the network; it has no {wrong!r}")
    return found


@dataclass(frozen=True)
class Network:
    """Nodes and the connections between them, at most one for each two nodes.

    Parameters
    ----------
    nodes : iterable of Node or str
        The places, of different names.  A text stands for a trusted node.
    connections : iterable of Connection
        What joins them; every end must be a node.
    name : str
        What the network is called, or "".

    Raises
    ------
    ValueError
        If a value is not of its kind, two nodes have one name, two connections join the same nodes, or an end is no node.

    Notes
    -----
    Order does not count: networks of equal nodes and connections are equal.  Paths are found on `graph`, a graph of NetworkX
    (Hagberg, Schult and Swart, Proc. SciPy 2008, 11).  Chapter C14.

    Examples
    --------
    >>> net = Network([Node("A", "user"), "T", Node("B", "user")], [Connection("A", "T", key_rate=5e3), Connection("T", "B", key_rate=2e3)])
    >>> net, net.neighbours("T")
    (Network(3 nodes; 2 connections), ('A', 'B'))
    """

    nodes: tuple[Node, ...]
    connections: tuple[Connection, ...]
    name: str = field(default="", kw_only=True)

    if TYPE_CHECKING:                               # it takes more than it keeps
        def __init__(self, nodes: Iterable[Node | str], connections: Iterable[Connection], *, name: str = "") -> None: ...

    def __post_init__(self) -> None:
        places = tuple(Node(one) if isinstance(one, str) else one for one in _in_order("nodes", self.nodes, (Node, str)))
        lines = _in_order("connections", self.connections, (Connection,))
        known = [node.name for node in places]
        twice = next((one for one in known if known.count(one) > 1), None)
        if twice:
            raise bad("nodes", self.nodes, f"nodes of different names; two are called {twice!r}")
        for number, line in enumerate(lines):
            names_of("connections", line.ends, known)
            if any(line.ends == other.ends for other in lines[:number]):
                raise bad("connections", self.connections, f"one connection for each two nodes; there are two for {line.a} and {line.b}")
        if not isinstance(self.name, str):
            raise bad("name", self.name, "a text")
        set_ = object.__setattr__
        set_(self, "nodes", tuple(sorted(places, key=lambda node: node.name)))
        set_(self, "connections", tuple(sorted(lines, key=lambda line: line.ends)))

    @staticmethod
    def from_graph(graph: nx.Graph, *, name: str = "") -> Network:
        """Make a network of a graph of NetworkX.

        Parameters
        ----------
        graph : networkx.Graph
            Undirected, one edge for each two nodes.  Nodes may have the attributes `kind` and `position`, edges those of
            `Connection`; other attributes are left aside.
        name : str
            What the network is called, or "".

        Returns
        -------
        Network
            The same nodes, by the texts of their names, and connections.

        Raises
        ------
        ValueError
            If the graph is directed or has several edges between two nodes, or an attribute is not of its kind.

        Examples
        --------
        >>> Network.from_graph(nx.cycle_graph(4), name="ring")
        Network(ring; 4 nodes; 4 connections)
        """
        if not isinstance(graph, nx.Graph) or graph.is_directed() or graph.is_multigraph():
            raise bad("graph", graph, "a networkx.Graph, undirected and with one edge for each two nodes")
        def chosen(data, *keys):
            return {key: data[key] for key in keys if key in data}

        return Network([Node(str(one), **chosen(data, "kind", "position")) for one, data in graph.nodes(data=True)],
                       [Connection(str(a), str(b), **chosen(data, "kind", "length_km", "key_rate", "pair_rate", "fidelity"))
                        for a, b, data in graph.edges(data=True)], name=name)

    @property
    def graph(self) -> nx.Graph:
        """A graph of NetworkX, made anew each time: nodes and edges with their attributes, and as `connection` the connection itself."""
        graph = nx.Graph(name=self.name)
        graph.add_nodes_from((node.name, {"kind": node.kind, "position": node.position}) for node in self.nodes)
        graph.add_edges_from((line.a, line.b, {
            "connection": line, "kind": line.kind, "length_km": line.length_km, "key_rate": line.key_rate, "pair_rate": line.pair_rate,
            "fidelity": line.fidelity}) for line in self.connections)
        return graph

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all nodes, in alphabetical order."""
        return tuple(node.name for node in self.nodes)

    @property
    def users(self) -> tuple[str, ...]:
        """The names of the nodes of kind "user"."""
        return tuple(node.name for node in self.nodes if node.kind == "user")

    @property
    def length_km(self) -> float | None:
        """Kilometres of all connections; None where the length of one is not known."""
        known = [line.length_km for line in self.connections if line.length_km is not None]
        return math.fsum(known) if len(known) == len(self.connections) else None

    def node(self, name: str) -> Node:
        """The node of a name; ValueError if there is none."""
        names_of("name", (name,), self.names)
        return next(node for node in self.nodes if node.name == name)

    def connection(self, a: str, b: str) -> Connection:
        """What joins two nodes; ValueError if nothing does."""
        names_of("a", (a,), self.names)
        names_of("b", (b,), self.names)
        for line in self.connections:
            if set(line.ends) == {a, b}:
                return line
        raise bad("b", b, f"a node that is joined to {a!r}, which is joined to {', '.join(self.neighbours(a)) or 'none'}")

    def neighbours(self, name: str) -> tuple[str, ...]:
        """The names of the nodes that are joined to a node, in alphabetical order."""
        names_of("name", (name,), self.names)
        return tuple(sorted(line.b if line.a == name else line.a for line in self.connections if name in line.ends))

    def without(self, nodes: Iterable[str] = (), connections: Iterable[tuple[str, str]] = ()) -> Network:
        """The network that is left when nodes and connections are gone.

        Parameters
        ----------
        nodes : iterable of str
            Names of nodes; their connections go with them.
        connections : iterable of (str, str)
            Ends of further connections, in either order.

        Returns
        -------
        Network
            What is left, under the same name.

        Raises
        ------
        ValueError
            If a node or a connection is not in the network.

        Examples
        --------
        >>> Network.from_graph(nx.cycle_graph(4)).without(["0"], [("2", "1")])
        Network(3 nodes; 1 connection)
        """
        gone = set(names_of("nodes", nodes, self.names))
        try:
            cut = {self.connection(*ends).ends for ends in connections}
        except TypeError:
            raise bad("connections", connections, "pairs of names of nodes that are joined") from None
        return Network([node for node in self.nodes if node.name not in gone],
                       [line for line in self.connections if not gone & set(line.ends) and line.ends not in cut], name=self.name)

    def __repr__(self) -> str:
        return _shown.line("Network", self.name, f"{len(self.nodes)} node{'s' * (len(self.nodes) != 1)}",
                           f"{len(self.connections)} connection{'s' * (len(self.connections) != 1)}")

    def _repr_html_(self) -> str:
        def said(value):
            return "" if value is None else value

        rows = [(f"{line.a} to {line.b}", line.kind, *map(said, (line.length_km, line.key_rate, line.pair_rate, line.fidelity)))
                for line in self.connections[:20]]
        more = f", the first 20 of {len(self.connections)}" if len(self.connections) > 20 else ""
        return _shown.table(f"Connections of {self.name or 'the network'}{more}", rows,
                            ("from and to", "kind", "km", "secret bits a second", "pairs a second", "fidelity"))


def _in_order(name: str, value: Any, kinds: tuple[type, ...]) -> tuple[Any, ...]:
    """Things of some kinds in a row, or ValueError."""
    try:
        found = tuple(value) if not isinstance(value, str) else None
    except TypeError:
        found = None
    if found is None or not all(isinstance(one, kinds) for one in found):
        raise bad(name, value, f"{' or '.join(kind.__name__ for kind in kinds)} in a row")
    return found
