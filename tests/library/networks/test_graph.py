"""What a network is made of: names, ends, figures; what is left without some of it."""

import pickle

import networkx as nx
import pytest

from qedu import networks
from qedu.networks import Connection, Network, Node

RING = Network([Node("A", "user"), "B", Node("C", "user", position=(47, 15)), Node("D", "repeater")],
               [Connection("A", "B", length_km=10, key_rate=5), Connection("C", "B", "satellite"), Connection("C", "D", "entanglement", pair_rate=3, fidelity=0.9),
                Connection("D", "A", length_km=2)], name="ring")


def test_order_does_not_count():
    again = Network(reversed(RING.nodes), [Connection(line.b, line.a, line.kind, length_km=line.length_km, key_rate=line.key_rate, pair_rate=line.pair_rate,
                                                      fidelity=line.fidelity) for line in RING.connections[::-1]], name="ring")
    assert again == RING and hash(again) == hash(RING) and pickle.loads(pickle.dumps(again)) == RING
    assert Network(RING.nodes, RING.connections) != RING != RING.without(connections=[("A", "B")])


def test_what_is_where():
    assert RING.names == ("A", "B", "C", "D") and RING.users == ("A", "C") and RING.neighbours("C") == ("B", "D")
    assert RING.node("B") == Node("B", "trusted") and RING.node("C").position == (47.0, 15.0)
    assert RING.connection("D", "C") is RING.connection("C", "D") and RING.connection("C", "D").weight == pytest.approx(13 / 15)
    assert RING.connection("A", "B").weight is None and RING.length_km is None
    assert Network(["A", "B", "C"], [Connection("A", "B", length_km=0.1), Connection("B", "C", length_km=0.2)]).length_km == pytest.approx(0.3)
    assert Network([], []).length_km == 0


def test_to_networkx_and_back():
    graph = RING.graph
    assert set(graph) == set("ABCD") and graph.edges["D", "C"]["fidelity"] == 0.9 and graph.nodes["C"]["kind"] == "user" and graph.nodes["B"]["position"] is None
    graph.remove_node("A")
    assert "A" in RING.graph                                     # each graph is one's own
    assert Network.from_graph(RING.graph, name="ring") == RING
    plain = nx.Graph([(1, 2, {"length_km": 3, "colour": "red"})])
    assert Network.from_graph(plain) == Network(["1", "2"], [Connection("1", "2", length_km=3)])
    for graph in (nx.DiGraph([(1, 2)]), nx.MultiGraph([(1, 2)]), "graph"):
        with pytest.raises(ValueError, match="graph = .* is not allowed: a networkx.Graph, undirected"):
            Network.from_graph(graph)


def test_what_is_left():
    left = RING.without("B", [("D", "A")])
    assert left.names == ("A", "C", "D") and [line.ends for line in left.connections] == [("C", "D")] and left.name == "ring"
    assert RING.without() == RING
    for given, message in (({"nodes": ["X"]}, "nodes = .* is not allowed: names of nodes in the network; it has no 'X'"),
                           ({"connections": [("A", "C")]}, "b = 'C' is not allowed: a node that is joined to 'A', which is joined to B, D"),
                           ({"nodes": [["A"]]}, "nodes = .* is not allowed: names of nodes")):
        with pytest.raises(ValueError, match=message):
            RING.without(**given)


@pytest.mark.parametrize("make, message", [
    (lambda: Node(""), "name = '' is not allowed: a text of one line that is not empty"), (lambda: Node("a\nb"), "name = 'a.nb' is not allowed"),
    (lambda: Node("A", "relay"), "kind = 'relay' is not allowed: 'user', 'trusted', 'repeater', 'satellite', 'switch', 'server'"),
    (lambda: Node("A", position=(91, 0)), r"position\[0\] = 91 is not allowed: a number from -90 to 90"),
    (lambda: Node("A", position=3), r"position = 3 is not allowed: \(latitude, longitude\)"),
    (lambda: Connection("A", "A"), "b = 'A' is not allowed: another node than a"),
    (lambda: Connection("A", "B", "copper"), "kind = 'copper' is not allowed: 'fibre', 'satellite', 'entanglement'"),
    (lambda: Connection("A", "B", length_km=-1), "length_km = -1 is not allowed: a number from 0 to 1e"),
    (lambda: Connection("A", "B", key_rate="5"), "key_rate = '5' is not allowed"),
    (lambda: Connection("A", "B", fidelity=0.2), "fidelity = 0.2 is not allowed: a number from 0.25 to 1"),
    (lambda: Connection("A", "B", fidelity=float("nan")), "fidelity = nan is not allowed"),
    (lambda: Network("AB", []), "nodes = 'AB' is not allowed: Node or str in a row"),
    (lambda: Network(["A", Node("A", "user")], []), "two are called 'A'"),
    (lambda: Network(["A"], [Connection("A", "B")]), "connections = .* it has no 'B'"),
    (lambda: Network(["A", "B"], [Connection("A", "B"), Connection("B", "A", "satellite")]), "there are two for A and B"),
    (lambda: Network(["A"], 3), "connections = 3 is not allowed: Connection in a row"),
    (lambda: Network([], [], name=3), "name = 3 is not allowed: a text"),
    (lambda: RING.node("X"), "name = .* it has no 'X'"), (lambda: RING.neighbours("X"), "name = .* it has no 'X'"),
    (lambda: RING.connection("X", "A"), "a = .* it has no 'X'"), (lambda: RING.connection("A", "X"), "b = .* it has no 'X'")])
def test_errors_speak(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_a_relay_is_what_its_kind_says():
    assert {*networks.KEY_RELAYS, *networks.PAIR_RELAYS} < set(networks.NODE_KINDS) and not {*networks.KEY_RELAYS} & {*networks.PAIR_RELAYS}
