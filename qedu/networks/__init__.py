"""Networks: nodes and connections, and what leads through them; floor 3."""

from qedu.networks.cheats import EndTest, curious_repeater, end_test
from qedu.networks.graph import CONNECTION_KINDS, NODE_KINDS, Connection, Network, Node
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
           "worst_cuts", "EndTest", "curious_repeater", "end_test"]
