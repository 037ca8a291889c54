"""Small networks, and all simple paths through them, listed without NetworkX."""

from itertools import combinations

import numpy as np

from qedu.networks import Connection, Network, Node


def simple_paths(net, a, b, relays):
    """All paths from a to b without a node twice, whose inner nodes are of these kinds."""
    kinds = {node.name: node.kind for node in net.nodes}
    joined = {frozenset(line.ends): line for line in net.connections}
    found, open_ = [], [(a,)]
    while open_:
        path = open_.pop()
        for name in kinds:
            if name not in path and frozenset((path[-1], name)) in joined:
                if name == b:
                    found.append((*path, name))
                elif kinds[name] in relays:
                    open_.append((*path, name))
    return [(path, [joined[frozenset(step)] for step in zip(path, path[1:])]) for path in found]


def drawn(seed, size=7):
    """A network in which some links lack a figure, some rates are equal, and half of the nodes hand on."""
    rng = np.random.default_rng(seed)
    kinds = rng.choice(["trusted", "repeater", "satellite", "user", "switch"], size, p=[0.35, 0.35, 0.1, 0.1, 0.1])
    nodes = [Node(name, str(kind)) for name, kind in zip("ABCDEFGHI", kinds)]
    lines = []
    for a, b in combinations("ABCDEFGHI"[:size], 2):
        if rng.random() < 0.6:
            lines.append(Connection(a, b, length_km=float(rng.integers(1, 99)), key_rate=[None, 0, 1, 2, 3, 5][rng.integers(6)],
                                    pair_rate=[None, 0, 1, 2, 3, 7.5][rng.integers(6)], fidelity=[None, *rng.uniform(0.8, 1, 5)][rng.integers(6)]))
    return Network(nodes, lines)
