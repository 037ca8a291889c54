"""SeQUeNCe, a simulator of quantum networks event by event, in an environment of its own, on the questions of `qedu.repeaters`.

    python benchmarks/sequence_beside.py             # some twenty minutes

Prints mean attempts and time per delivered pair of both.  It is not a dependency of qedu, and no part of `make bench`, because
it is slow.

What is made equal: one memory a link's end, no fading, links by Barrett and Kok's heralding of success p = η²/2 an attempt, and
messages that take a fortieth of an attempt: with much shorter ones it asks busy neighbours again and again.  What is not:

- An attempt of theirs ends early where its first round shows nothing, so attempts differ in length.  A mean time is counted in
  attempts by the mean time of a single link, which takes 1/p of them.
- A station whose pairs are swapped starts its links again at once, while the swap is still to be joined with others.  When
  that later swap fails, some links have a start; qedu lets all of them begin with nothing.  With two links, or swaps that
  never fail, both answer one question.  Else `early` simulates that rule by itself, and so says what the difference is worth:
  over 8 links with swaps that fail half of the time 1 or 2 % of the attempts.
"""

import json
import math
import os
import random
import statistics
import subprocess
import sys
import time
import venv
from pathlib import Path

PACKAGE = "sequence==0.8.5"
ENVIRONMENT = Path(__file__).parent.parent / "_build" / "bench" / "sequence-0.8.5"
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

#: Links, p, p_swap, deliveries that are simulated, and whether both models answer the same question.
QUESTIONS = ((2, 0.1, 0.5, 1500, True), (4, 0.1, 1.0, 700, True), (8, 0.1, 1.0, 400, True), (8, 0.1, 0.5, 450, False))

#: Deliveries by `early`.
EARLY = 10_000

#: Deliveries over a single link, for the length of an attempt.
SINGLE = 4000

# Runs in that environment: attenuation 0, half a millisecond to the middle of a link, 20 microseconds for messages.
INSIDE = """
import json, math, os, sys, tempfile, time
from sequence.app.request_app import RequestApp
from sequence.entanglement_management.swapping import EntanglementSwappingA
from sequence.topology.router_net_topo import RouterNetTopo

class First(RequestApp):
    found = None
    def get_memory(self, info):
        if self.found is None and info.state == "ENTANGLED" and info.remote_node == self.responder:
            self.found = self.node.timeline.now()
            self.node.timeline.stop()

def delivery(links, p, p_swap, seed):
    EntanglementSwappingA.success_probability = lambda self: p_swap
    names = [f"r{i}" for i in range(links + 1)]
    config = {"nodes": [{"name": name, "type": "QuantumRouter", "seed": seed * 1000 + i, "memo_size": 1 if i in (0, links) else 2}
                        for i, name in enumerate(names)],
              "qconnections": [{"node1": a, "node2": b, "attenuation": 0, "distance": 200_000, "type": "meet_in_the_middle",
                                "seed": seed * 1000 + 500 + i} for i, (a, b) in enumerate(zip(names, names[1:]))],
              "cconnections": [{"node1": a, "node2": b, "delay": 2 * 10**7} for i, a in enumerate(names) for b in names[i + 1:]],
              "stop_time": 10**18}
    with tempfile.NamedTemporaryFile("w", suffix=".json", delete=False) as file:
        json.dump(config, file)
    network = RouterNetTopo(file.name)
    os.unlink(file.name)
    routers = network.get_nodes_by_type(RouterNetTopo.QUANTUM_ROUTER)
    for router in routers:
        for name, value in (("efficiency", math.sqrt(2 * p)), ("frequency", 1e9), ("coherence_time", -1), ("raw_fidelity", 1)):
            router.get_components_by_type("MemoryArray")[0].update_memory_params(name, value)
    for node in network.get_nodes_by_type(RouterNetTopo.BSM_NODE):
        for name, value in (("efficiency", 1), ("dark_count", 0), ("count_rate", 1e12)):
            node.get_components_by_type("SingleAtomBSM")[0].update_detectors_params(name, value)
    app, start = First(next(router for router in routers if router.name == "r0")), 10**9
    timeline = network.get_timeline()
    timeline.init()
    app.start(f"r{links}", start, 10**18, 1, 0.01)
    begun = time.perf_counter()
    timeline.run()
    return app.found - start, time.perf_counter() - begun

links, p, p_swap, samples = json.load(sys.stdin)
runs = [delivery(links, p, p_swap, seed + 1) for seed in range(samples)]
print(json.dumps(list(zip(*runs))))
"""


def install():
    """Make the environment if it is not there."""
    if not (ENVIRONMENT / "installed").exists():
        venv.create(ENVIRONMENT, with_pip=True, clear=True)
        subprocess.run([str(PYTHON), "-m", "pip", "install", "--quiet", PACKAGE], check=True, timeout=1800)
        (ENVIRONMENT / "installed").touch()


def theirs(links, p, p_swap, samples):
    """Mean picoseconds of a delivery, its standard error, and seconds that simulating one takes."""
    run = subprocess.run([str(PYTHON), "-c", INSIDE], input=json.dumps([links, p, p_swap, samples]), capture_output=True, text=True,
                         check=True)
    times, seconds = json.loads(run.stdout.splitlines()[-1])
    mean = sum(times) / samples
    spread = math.sqrt(sum((t - mean) ** 2 for t in times) / (samples - 1) / samples)
    return mean, spread, sum(seconds) / samples


def early(links, p, p_swap, samples, seed=1):
    """Mean attempts of a delivery, and its standard error, when links start again as soon as both of their memories are free."""
    rng, waits = random.Random(seed), []
    for _ in range(samples):
        # Memories of stations towards the left and the right, and pairs by their two ends.
        left, right, pairs, wait = [True] * (links + 1), [True] * (links + 1), set(), 0
        while (0, links) not in pairs:
            wait += 1
            for a in range(links):
                if right[a] and left[a + 1] and rng.random() < p:
                    right[a] = left[a + 1] = False
                    pairs.add((a, a + 1))
            for size in (2**level for level in range(links.bit_length() - 1)):
                for a in range(0, links, 2 * size):
                    middle, b = a + size, a + 2 * size
                    if {(a, middle), (middle, b)} <= pairs:
                        pairs -= {(a, middle), (middle, b)}
                        left[middle] = right[middle] = True
                        if rng.random() < p_swap:
                            pairs.add((a, b))
                        else:
                            right[a] = left[b] = True
        waits.append(wait)
    return statistics.fmean(waits), statistics.stdev(waits) / math.sqrt(samples)


def main():
    sys.path.insert(0, str(Path(__file__).parent.parent))
    from qedu.repeaters import Chain

    install()
    single, error, _ = theirs(1, 0.1, 1.0, SINGLE)
    print(f"an attempt of SeQUeNCe: {single * 0.1 / 1e9:.4f} ms ± {error / single:.1%}, from {SINGLE} deliveries over one link")
    print(f"{'links':>5} {'p_swap':>6} {'qedu':>8} {'SeQUeNCe':>20} {'apart':>7} {'s a pair':>9} {'qedu':>9}")
    for links, p, p_swap, samples, same in QUESTIONS:
        chain = Chain(links, p, p_swap, t2=1000)
        chain.simulate(1000, seed=1)
        start = time.perf_counter()
        chain.simulate(10**5, seed=1)
        ours = (time.perf_counter() - start) / 10**5
        mean, spread, seconds = theirs(links, p, p_swap, samples)
        attempts, off = mean / (single * p), math.hypot(spread / mean, error / single)
        exact = chain.expected_attempts
        said = "" if same else "   with an early start: {:.1f} ± {:.1f}".format(*early(links, p, p_swap, EARLY))
        print(f"{links:>5} {p_swap:>6} {exact:>8.2f} {attempts:>10.2f} ± {attempts * off:<7.2f} {attempts / exact - 1:>+7.1%} "
              f"{seconds:>9.3f} {ours:>9.1e}{said}", flush=True)


if __name__ == "__main__":
    main()
