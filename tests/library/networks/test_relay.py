"""Relayed keys and shares, with every key and every pad counted; ways and cuts against all paths and all sets of nodes."""

from collections import Counter
from itertools import chain, combinations, product

import numpy as np
import pytest

from qedu import keys, networks
from qedu.networks import Connection, Network, Node
from tests.library.networks.ways import simple_paths

WAY = ["A", "T", "U", "B"]


def test_every_key_arrives_and_no_listener_learns_it():
    """All keys of two bits under all pads of three hops: what is on the wire is the same mixture for each key."""
    heard = {}
    for key in product((0, 1), repeat=2):
        seen = Counter()
        for pads in product((0, 1), repeat=6):
            done = networks.relay_key(key, WAY, link_keys=np.reshape(pads, (3, 2)), tag_bits=0)
            assert done.key.tolist() == list(key) and done.consumed == (2, 2, 2)
            seen[tuple(int(bit) for hop in done.hops for bit in hop.message)] += 1
        heard[key] = seen
    assert len({frozenset(seen.items()) for seen in heard.values()}) == 1 and set(heard[0, 0].values()) == {1}


def test_a_node_on_the_way_reads_it_and_a_pad_used_twice_tells():
    rng = np.random.default_rng(3)
    key, other = rng.integers(0, 2, (2, 50))
    pads = rng.integers(0, 2, (3, 50))
    done = networks.relay_key(key, WAY, link_keys=pads, tag_bits=0)
    assert [(hop.sender, hop.receiver) for hop in done.hops] == [("A", "T"), ("T", "U"), ("U", "B")] and done.who_knows == ("A", "T", "U", "B")
    for hop, pad in zip(done.hops, pads):
        assert ((hop.message + pad) % 2).tolist() == key.tolist()            # each of the two at a hop, and nobody without its pad
    again = networks.relay_key(other, WAY, link_keys=pads, tag_bits=0)
    assert ((done.hops[0].message + again.hops[0].message) % 2).tolist() == ((key + other) % 2).tolist()


def test_tags_take_key_and_notice_a_flipped_bit():
    rng = np.random.default_rng(4)
    key, own = rng.integers(0, 2, 100), rng.integers(0, 2, (3, 400))
    done = networks.relay_key(key, WAY, link_keys=own)
    assert done.consumed == (356,) * 3 == (networks.key_needed(100),) * 3 and networks.key_needed(100, tag_bits=32) == 164
    for hop, secret in zip(done.hops, own):
        assert keys.verify(hop.message.tobytes(), hop.tag, secret[100:356])
        flipped = hop.message.copy()
        flipped[7] ^= 1
        assert not keys.verify(flipped.tobytes(), hop.tag, secret[100:356])
    # Bits beyond those are left alone.
    more = own.copy()
    more[:, 356:] ^= 1
    assert networks.relay_key(key, WAY, link_keys=more) == done


@pytest.mark.parametrize("given, message", [
    (dict(key=[]), "key = .* is not allowed: at least one bit"), (dict(key=[2]), "key = .* bits in a row"),
    (dict(nodes=["A"]), "nodes = .* at least two names"), (dict(nodes=["A", "T", "A", "B"]), "nodes = .* each once"), (dict(nodes="ATUB"), "nodes = 'ATUB'"),
    (dict(link_keys=[[1] * 300] * 2), "link_keys = .* 3 keys, one for each two nodes"), (dict(link_keys=[[1] * 256] * 3), r"link_keys\[0\] = .* at least 257 bits: 1 for the pad and 256"),
    (dict(tag_bits=12), "tag_bits = 12 is not allowed: 0 for no tag, or 8, 16"), (dict(tag_bits=True), "tag_bits = True")])
def test_errors_speak(given, message):
    with pytest.raises(ValueError, match=message):
        networks.relay_key(**{"key": [1], "nodes": WAY, "link_keys": [[1] * 300] * 3} | given)


def test_who_tells():
    for told in chain.from_iterable(combinations("ATUBX", size) for size in range(6)):
        assert set(networks.who_knows(WAY, compromised=told)) == set(told) & set(WAY)
    assert networks.who_knows(WAY) == () and networks.who_knows(WAY, compromised=["B", "T"]) == ("T", "B")


@pytest.mark.parametrize("ways", [1, 2, 3])
def test_all_shares_but_one_tell_nothing(ways):
    """The shares of every key of two bits, by many seeds: those but one are every row of bits equally often, whatever the key.

    4,000 draws for each key; that one of the 224 counts is 7 standard deviations off has a probability below 10⁻⁷.
    """
    rng, n = np.random.default_rng(5), 4000
    for key in product((0, 1), repeat=2):
        rows = [networks.share_key(key, ways, seed=rng) for _ in range(n)]
        assert all((row.sum(axis=0) % 2).tolist() == list(key) for row in rows) and all(networks.combine_shares(row).tolist() == list(key) for row in rows[:20])
        for left_out in range(ways):
            seen = Counter(tuple(np.delete(row, left_out, axis=0).ravel().tolist()) for row in rows)
            p = 0.25 ** (ways - 1)
            assert len(seen) == 4 ** (ways - 1) and all(abs(count - n * p) <= 7 * (n * p * (1 - p)) ** 0.5 for count in seen.values())


def test_shares_that_cannot_be_added():
    for shares, message in (([], r"shares = \[\] is not allowed"), ([[1, 0], [1]], r"shares\[1\] = .* 2 bits in a row"), (3, "shares = 3")):
        with pytest.raises(ValueError, match=message):
            networks.combine_shares(shares)


def test_enough_shares_give_the_secret_and_fewer_do_not():
    secret = bytes(range(1, 65))
    points = networks.threshold_shares(secret, 5, threshold=3, seed=2)
    for chosen in combinations(points, 3):
        assert networks.threshold_combine(chosen, length=64) == secret
    assert networks.threshold_combine(points, length=64) == secret and [x for x, _ in points] == [1, 2, 3, 4, 5]
    # Two points leave each value at 0 to exactly one polynomial, so they tell nothing; here they give no secret of 64 bytes, or another.
    with pytest.raises(ValueError, match="as many as its threshold"):
        networks.threshold_combine(points[:2], length=64)
    assert networks.threshold_combine(networks.threshold_shares(b"", 2, threshold=1, seed=1), length=0) == b""
    assert len({y for _, y in networks.threshold_shares(b"a", 9, threshold=1, seed=1)}) == 1


def drawn(seed):
    rng = np.random.default_rng(seed)
    nodes = [Node(name, "trusted" if name in "AB" or rng.random() < 0.85 else "user") for name in "ABCDEFG"]
    return Network(nodes, [Connection(*ends, key_rate=float(rng.integers(0, 4))) for ends in combinations("ABCDEFG", 2) if ends != ("A", "B") and rng.random() < 0.45])


@pytest.mark.parametrize("seed", range(30))
def test_ways_and_cuts_by_all_paths_and_all_sets(seed):
    net = drawn(seed)
    every = [path for path, lines in simple_paths(net, "A", "B", networks.KEY_RELAYS) if all(line.key_rate for line in lines)]
    between = [set(path[1:-1]) for path in every]
    hitting = [set(chosen) for size in range(6) for chosen in combinations("CDEFG", size) if all(way & set(chosen) for way in between)]
    smallest = min(map(len, hitting))
    cut, ways = networks.smallest_cut(net, "A", "B"), networks.disjoint_routes(net, "A", "B")
    assert len(cut) == smallest == len(ways) and set(cut) in hitting
    assert all(route.nodes in every for route in ways) and sum(len(route.relays) for route in ways) == len({name for route in ways for name in route.relays})
    if every:
        points = networks.single_points(net, "A", "B")
        assert set(points) == set.intersection(*between) and [name for name in every[0] if name in points] == list(points)
        for told in chain.from_iterable(combinations("ABCDEFGX", size) for size in range(4)):
            assert networks.falls(every, told) == all(set(path) & set(told) for path in every)
        found = networks.breaking_sets(every, most=5)
        minimal = {frozenset(chosen) for chosen in hitting if not any(other < chosen for other in hitting)}
        assert set(map(frozenset, found)) == minimal and [len(one) for one in found] == sorted(len(one) for one in minimal)
    else:
        with pytest.raises(ValueError, match="a node that a way for keys joins to 'A'"):
            networks.single_points(net, "A", "B")


def test_a_direct_connection_has_no_cut():
    net = Network(["A", "B", "T"], [Connection("A", "B", key_rate=1), Connection("A", "T", key_rate=1), Connection("T", "B", key_rate=1)])
    with pytest.raises(ValueError, match="b = 'B' is not allowed: a node that does not make key with 'A' directly"):
        networks.smallest_cut(net, "A", "B")
    assert [route.nodes for route in networks.disjoint_routes(net, "A", "B")] == [("A", "B"), ("A", "T", "B")]
    assert networks.single_points(net, "A", "B") == () and networks.breaking_sets([("A", "B"), ("A", "T", "B")]) == ()


@pytest.mark.parametrize("routes", [[], "AB", ["AB"], [("A",)], [("A", "B"), ("A", "C")], [("A", 3, "B")], 3, [()], [("A", "T", "A")]])
def test_ways_that_are_none(routes):
    for function in (lambda: networks.falls(routes, []), lambda: networks.breaking_sets(routes), lambda: networks.Delivery(routes)):
        with pytest.raises(ValueError, match="routes = .* is not allowed: qedu.networks.Route or rows of names"):
            function()
