"""Paths against all simple paths, listed without NetworkX and judged by sums of their own; waits against inclusion and exclusion."""

import math
from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from scipy.integrate import quad

from qedu import links, networks, repeaters, satellites
from qedu.networks import Connection, Network, Node
from tests.library.networks.ways import drawn, simple_paths


def longest(rates):
    """The mean of the longest of several exponential waits in exact arithmetic: inclusion and exclusion."""
    rates = [Fraction(rate) for rate in rates]
    return float(sum((-1) ** (size + 1) / sum(some) for size in range(1, len(rates) + 1) for some in combinations(rates, size)))


@pytest.mark.parametrize("seed", range(40))
def test_paths_of_keys_are_all_paths_in_order(seed):
    net = drawn(seed)
    usable = [(path, lines) for path, lines in simple_paths(net, "A", "B", ("trusted", "satellite", "server")) if all(line.key_rate for line in lines)]
    wanted = sorted((-min(line.key_rate for line in lines), len(path), path) for path, lines in usable)
    found = networks.key_paths(net, "A", "B", k=1000)
    assert [(-route.key_rate, len(route.nodes), route.nodes) for route in found] == wanted
    for route in found:
        assert route.length_km == sum(net.connection(*step).length_km for step in route.steps) and route.wait_s is route.fidelity is None
    if wanted:
        assert networks.best_key_path(net, "A", "B") == found[0] and networks.key_paths(net, "A", "B", k=2) == found[:2]
    else:
        with pytest.raises(ValueError, match="b = 'B' is not allowed: a node that a path joins to 'A'"):
            networks.best_key_path(net, "A", "B")


@pytest.mark.parametrize("p_swap", [1, 0.5])
@pytest.mark.parametrize("floor", [0.25, 0.7, 0.85])
@pytest.mark.parametrize("seed", range(20))
def test_paths_of_pairs_are_all_good_paths_in_order(seed, floor, p_swap):
    net = drawn(seed + 100)
    wanted = {}
    for path, lines in simple_paths(net, "A", "B", ("repeater",)):
        if all(line.pair_rate and line.fidelity is not None for line in lines):
            fidelity = 0.25 + 0.75 * math.prod(line.fidelity - (1 - line.fidelity) / 3 for line in lines)
            if fidelity >= floor:
                wanted[path] = longest([line.pair_rate for line in lines]) / p_swap ** (len(lines) - 1), fidelity
    found = networks.pair_paths(net, "A", "B", min_fidelity=floor, p_swap=p_swap, k=1000)
    assert {route.nodes for route in found} == set(wanted) and len(found) == len(wanted)
    assert [route.wait_s for route in found] == pytest.approx(sorted(wait for wait, _ in wanted.values()), rel=1e-12)
    for route in found:
        assert (route.wait_s, route.fidelity) == pytest.approx(wanted[route.nodes], rel=1e-12) and route.key_rate is None
    if found:
        assert networks.best_pair_path(net, "A", "B", min_fidelity=floor, p_swap=p_swap) == found[0]


def test_pruning_keeps_the_best_of_a_larger_network():
    """A grid of 20 repeaters: too many ways to keep, and the best one is still that of the full list."""
    rng = np.random.default_rng(7)
    names = [[f"{i}{j}" for j in range(5)] for i in range(4)]
    nodes = [Node(name, "user" if name in ("00", "34") else "repeater") for row in names for name in row]
    pairs = [(names[i][j], names[i + di][j + dj]) for i in range(4) for j in range(5) for di, dj in ((0, 1), (1, 0)) if i + di < 4 and j + dj < 5]
    net = Network(nodes, [Connection(*ends, "entanglement", pair_rate=rng.uniform(1, 9), fidelity=rng.uniform(0.94, 0.999)) for ends in pairs])
    every = [(1 / 4 + 3 / 4 * math.prod((4 * line.fidelity - 1) / 3 for line in lines),
              quad(lambda t, lines=lines: 1 - math.prod(1 - math.exp(-line.pair_rate * t) for line in lines), 0, 20, limit=200)[0])
             for _, lines in simple_paths(net, "00", "34", ("repeater",)) if len(lines) <= 11]
    assert len(every) > 150
    best = {}
    for floor in (0.5, 0.8, 0.87):
        best[floor] = networks.best_pair_path(net, "00", "34", min_fidelity=floor)
        assert len(best[floor].steps) <= 11
        assert best[floor].wait_s == pytest.approx(min(wait for fidelity, wait in every if fidelity >= floor), rel=1e-7)
    assert best[0.5].wait_s < best[0.87].wait_s


@pytest.mark.parametrize("rates", [[3], [1, 3], [0.1, 5, 5, 2], list(range(1, 11)), [1e-15, 1e15], [1e-3, 1, 1e3]])
def test_the_longest_wait_is_exact(rates):
    assert networks.longest_wait(rates) == pytest.approx(longest(rates), rel=1e-12)


def test_equal_links_wait_as_repeaters_do():
    assert networks.longest_wait([2] * 30) == pytest.approx(sum(1 / n for n in range(1, 31)) / 2, rel=1e-12)
    assert networks.longest_wait(np.full(8, 1e-7)) == pytest.approx(repeaters.expected_wait(8, 1e-7), rel=1e-6)


def test_weights_multiply_and_not_fidelities():
    """Two swaps by the density matrix of six qubits: each Bell measurement finds Φ⁺."""
    phi = np.array([1, 0, 0, 1]) / 2**0.5
    given = (0.95, 0.9, 0.85)
    rho = np.eye(1)
    for fidelity in given:
        w = (4 * fidelity - 1) / 3
        rho = np.kron(rho, w * np.outer(phi, phi) + (1 - w) * np.eye(4) / 4)
    found = np.kron(np.eye(2), np.kron(phi, np.kron(phi, np.eye(2))))                        # 4 × 64: qubits 2, 3 and 4, 5 in Φ⁺
    left = found @ rho @ found.T
    assert networks.swapped_fidelity(given) == pytest.approx(phi @ left @ phi / np.trace(left), rel=1e-12) != pytest.approx(math.prod(given), rel=1e-3)
    assert networks.swapped_fidelity([0.25, 1]) == 0.25 and networks.swapped_fidelity([0.9] * 1000) == pytest.approx(0.25)


def test_the_shortest_is_not_the_best():
    lines = [Connection("A", "B", length_km=30, key_rate=9, pair_rate=9, fidelity=0.99), Connection("B", "C", length_km=30, key_rate=8, pair_rate=8, fidelity=0.99),
             Connection("A", "C", length_km=50, key_rate=1, pair_rate=1, fidelity=0.9)]
    for kind, brings in (("trusted", "keys"), ("repeater", "pairs")):
        net = Network([Node("A", "user"), Node("B", kind), Node("C", "user")], lines)
        short = networks.shortest_path(net, "A", "C", brings=brings)
        assert short.nodes == ("A", "C") and short.length_km == 50
        other = networks.shortest_path(net, "A", "C", brings="pairs" if brings == "keys" else "keys")
        assert other.nodes == ("A", "C")
    assert networks.best_key_path(Network(["A", "B", "C"], lines), "A", "C").key_rate == 8 > networks.shortest_path(Network(["A", "B", "C"], lines), "A", "C").key_rate
    best = networks.best_pair_path(net, "A", "C")
    assert best.nodes == ("A", "B", "C") and best.wait_s < short.wait_s == 1 and best.fidelity > short.fidelity == pytest.approx(0.9)
    assert best.relays == ("B",) and best.steps == (("A", "B"), ("B", "C"))
    with pytest.raises(ValueError, match="every length_km is known"):
        networks.shortest_path(Network(["A", "B"], [Connection("A", "B", key_rate=1)]), "A", "B")
    with pytest.raises(ValueError, match="a node that a path joins to 'A'"):
        networks.shortest_path(Network(["A", "B"], []), "A", "B")


def test_a_swap_that_fails_always_is_no_path():
    net = Network([Node(f"{n:02}", "repeater") for n in range(60)], [Connection(f"{n:02}", f"{n + 1:02}", pair_rate=1, fidelity=1) for n in range(59)])
    assert networks.best_pair_path(net, "00", "59", p_swap=1e-4).wait_s == pytest.approx(networks.longest_wait([1] * 59) * 1e4**58)
    assert networks.pair_paths(net, "00", "59", p_swap=1e-6) == ()


@pytest.mark.parametrize("a, b, message", [("A", "A", "b = 'A' is not allowed: another node than a"), ("A", "Z", "b = 'Z' is not allowed: the name of a node: A, B"),
                                           (3, "A", "a = 3 is not allowed: the name of a node")])
def test_ends_that_are_none(a, b, message):
    net = Network(["A", "B"], [Connection("A", "B", length_km=1, key_rate=1)])
    for function in (networks.key_paths, networks.pair_paths, networks.shortest_path):
        with pytest.raises(ValueError, match=message):
            function(net, a, b)


def test_models_of_links_become_connections():
    fibre = networks.fibre_connection("B", "A", length_km=50, link=links.GYS, clock_hz=1e9)
    assert fibre.ends == ("A", "B") and fibre.key_rate == pytest.approx(2.226e5, rel=1e-3) and fibre.kind == "fibre"     # DESIGN: 2.226e-4 a pulse
    passing = satellites.pass_key(satellites.pass_profile(500, 60, mask_deg=20), satellites.MICIUS)
    assert networks.satellite_connection("A", "S", yields=passing, passes_per_day=0.5).key_rate == passing.finite_bits / 172800
    pairs = satellites.entanglement_key(2.2, signal_to_noise=15)
    found = networks.satellite_connection("A", "B", yields=pairs, passes_per_day=2, duration_s=300)
    assert found.key_rate == pytest.approx(pairs.key_per_s * 600 / 86400) and found.kind == "satellite"
    with pytest.raises(ValueError, match="duration_s = None is not allowed: the seconds of a pass"):
        networks.satellite_connection("A", "B", yields=pairs)
    with pytest.raises(ValueError, match="duration_s = 300 is not allowed: None"):
        networks.satellite_connection("A", "B", yields=passing, duration_s=300)
    line = repeaters.repeater_line(400, links.Link("good", 0.2, 0.9, 0, 0), links=8, fidelity=0.99)
    found = networks.repeater_connection("A", "B", line=line)
    assert (found.pair_rate, found.fidelity, found.key_rate) == (line.rate, line.fidelity, line.key_rate) and found.length_km is None
    with pytest.raises(ValueError, match="fidelity = 0.2 is not allowed: a number from 0.25 to 1"):
        networks.repeater_connection("A", "B", line=repeaters.RepeaterLine(1, 0.1, 1.0, 10.0, 0.2))
