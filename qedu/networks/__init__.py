"""Networks: nodes and connections, ways for keys and for pairs, and what is left when a part of them fails; floor 3.

A `Network` is a value around a graph of NetworkX.  Keys go over trusted nodes, each of which learns them (`relay_key`); the best way
is the one whose narrowest connection is widest (`key_paths`), and shares on several ways take trust from each (`share_key`, `falls`).
Pairs go over repeaters, and the best way is the quickest among those whose pair is still good enough (`pair_paths`).  Applications
draw on pools (`Pool`).  What fails, tells or cheats is in `denial`, `keys_lost` and `end_test`.
"""

from qedu.networks.cheats import EndTest, curious_repeater, end_test
from qedu.networks.graph import CONNECTION_KINDS, NODE_KINDS, Connection, Network, Node
from qedu.networks.known import KNOWN_NETWORKS, PRINCIPLES, READ, KnownNetwork, load_network
from qedu.networks.made import fibre_connection, repeater_connection, satellite_connection
from qedu.networks.paths import (
    KEY_RELAYS,
    PAIR_RELAYS,
    Route,
    best_key_path,
    best_pair_path,
    key_paths,
    longest_wait,
    pair_paths,
    shortest_path,
    swapped_fidelity,
)
from qedu.networks.pools import Pool, PoolRun, blocking_probability, fill_needed
from qedu.networks.relay import Hop, Relayed, key_needed, relay_key, who_knows
from qedu.networks.sharing import (
    breaking_sets,
    combine_shares,
    disjoint_routes,
    falls,
    share_key,
    single_points,
    smallest_cut,
    threshold_combine,
    threshold_shares,
)
from qedu.networks.trouble import Damage, Delivery, denial, keys_lost, worst_cuts

__all__ = ["CONNECTION_KINDS", "NODE_KINDS", "Connection", "Network", "Node", "fibre_connection", "repeater_connection",
           "satellite_connection", "KEY_RELAYS", "PAIR_RELAYS", "Route", "best_key_path", "best_pair_path", "key_paths", "longest_wait",
           "pair_paths", "shortest_path", "swapped_fidelity", "Hop", "Relayed", "key_needed", "relay_key", "who_knows", "breaking_sets",
           "combine_shares", "disjoint_routes", "falls", "share_key", "single_points", "smallest_cut", "threshold_combine",
           "threshold_shares", "Pool", "PoolRun", "blocking_probability", "fill_needed", "Damage", "Delivery", "denial", "keys_lost",
           "worst_cuts", "EndTest", "curious_repeater", "end_test", "KNOWN_NETWORKS", "PRINCIPLES", "READ", "KnownNetwork", "load_network"]
