"""`make bench`: how fast the library is, as ratios measured in one run.

Machines differ and drift; a ratio of two things timed in turn, round after
round, holds better than a time.  Prints one table and, with --check, exits
with 1 where a promised bound does not hold.
"""

import argparse
import dataclasses
import itertools
import math
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import bb84_numpy
import bb84_qutip_loop
import coverage_year
import kms_beside
import nested_numpy
import numpy as np
import tno_key_rate

import qedu

PULSES = 10**7
LOOP_PULSES = 2000
DISTANCES = np.linspace(0, 140, 1000)
GYS = qedu.links.GYS
DECOYS = GYS.at(50, (0.4, 0.15, 0.0), probabilities=(0.5, 0.3, 0.2))


def seconds(function):
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


def in_turn(functions, rounds):
    """Time the functions one after the other, `rounds` times; lists of seconds."""
    times = [[] for _ in functions]
    for _ in range(rounds):
        for function, taken in zip(functions, times):
            taken.append(seconds(function))
    return times


def build():
    return qedu.exchange(qedu.protocols.bb84(), attack=qedu.attacks.intercept_resend(fraction=0.4),
                         channel=qedu.channels.depolarizing(0.02))


def import_seconds(module):
    """Whole process: interpreter, import, exit."""
    return statistics.median(
        seconds(lambda: subprocess.run([sys.executable, "-c", f"import {module}"], check=True)) for _ in range(7))


def peak_bytes_per_pulse(run):
    """Growth of this process's peak memory while `PULSES` records are drawn."""
    scale = 1024 if sys.platform != "darwin" else 1
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    run.records(PULSES, seed=1)
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * scale / PULSES


def family():
    """Each protocol of the library, with its slowest table and its slowest records beside BB84's.

    Yields (protocol, seconds of the longest build, smallest ratio of speeds, taken pair by pair).
    """
    lossy, bb84 = qedu.channels.loss(0.2), build()
    bb84.records(1000, seed=1)
    names = dict.fromkeys(pair.protocol.name for pair in qedu.attacks.pairs())
    for name in names:
        slowest, ratios = 0.0, []
        for pair in qedu.attacks.pairs():
            if pair.protocol.name != name or pair.error:
                continue
            run = qedu.exchange(pair.protocol, pair.attack, channel=lossy)
            run.records(1000, seed=1)
            tables, theirs, ours = in_turn([lambda: qedu.exchange(pair.protocol, pair.attack, channel=lossy),
                                            lambda: run.records(PULSES // 10, seed=1),
                                            lambda: bb84.records(PULSES // 10, seed=1)], 5)
            slowest = max(slowest, statistics.median(tables))
            ratios.append(statistics.median(b / t for b, t in zip(ours, theirs)))
        yield name, slowest, min(ratios)


def figures():
    """Yield (what, value, unit, remark, whether the bound holds)."""
    bare, ours = import_seconds("sys"), import_seconds("qedu")
    yield "import qedu, interpreter included", ours, "s", f"python alone {bare:.3f} s; at most 0.25", ours <= 0.25

    run = build()
    tables = in_turn([build], 21)[0]
    yield "build the BB84 table", statistics.median(tables) * 1e3, "ms", "at most 50", statistics.median(tables) <= 0.05

    run.counts(10, seed=1)
    counts = statistics.median(in_turn([lambda: run.counts(10**12, seed=1)], 101)[0])
    yield "counts of 10^12 pulses", counts * 1e3, "ms", "at most 1", counts <= 1e-3

    run.records(1000, seed=1)
    memory = peak_bytes_per_pulse(run)          # before the baseline has raised the peak
    yield "records, peak memory", memory, "B/pulse", "at most 16", memory <= 16

    records, numpy, loop = in_turn([lambda: run.records(PULSES, seed=1),
                                    lambda: bb84_numpy.bb84(PULSES),
                                    lambda: bb84_qutip_loop.bb84(LOOP_PULSES)], 5)
    rate = PULSES / statistics.median(records)
    yield "records", rate / 1e6, "M pulses/s", "", True
    yield "vectorised NumPy BB84", PULSES / statistics.median(numpy) / 1e6, "M pulses/s", "", True
    yield "one photon at a time in QuTiP", LOOP_PULSES / statistics.median(loop) / 1e6, "M pulses/s", "", True
    ratio = statistics.median(n / r for n, r in zip(numpy, records))
    yield "records over NumPy, pair by pair", ratio, "times", "at least 2.5", ratio >= 2.5
    slow = statistics.median(t / LOOP_PULSES * PULSES / r for t, r in zip(loop, records))
    yield "records over the QuTiP loop", slow, "times", "", True

    for name, table, ratio in family():
        yield f"{name}: longest build of a table", table * 1e3, "ms", "at most 300, any attack", table <= 0.3
        yield f"{name}: records over BB84's", ratio, "times", "at least 1/3, any attack", ratio >= 1 / 3


def over_link(attack=None):
    return qedu.exchange(qedu.protocols.bb84(p_z=0.2), attack, link=DECOYS)


def practical_run():
    """Table, counts of 10¹⁰ pulses of three intensities over 50 km, and their finite key."""
    return qedu.rates.finite_decoy_bb84(over_link().counts(10**10, seed=1).decoy(), f_ec=GYS.f_ec)


def links():
    """Yield rows on exchanges over a link, where records hold the clicks alone."""
    splitting, run = qedu.attacks.photon_number_splitting(), over_link()
    run.records(10**6, seed=1)
    tables, spied, whole, records = (statistics.median(times) for times in in_turn(
        [over_link, lambda: over_link(splitting), practical_run, lambda: run.records(10**10, seed=1)], 9))
    yield "table over a link, 3 intensities", tables * 1e3, "ms", "", True
    yield "the same under photon splitting", spied * 1e3, "ms", "", True
    yield "table, counts of 10^10, finite key", whole * 1e3, "ms", "50 km, GYS; at most 200", whole <= 0.2
    clicks = len(run.records(10**10, seed=1))
    yield "records of 10^10 pulses over a link", records, "s", f"{clicks:,} clicks; at most 5", records <= 5
    yield "clicks a second", clicks / records / 1e6, "M", "", True


def finite_key():
    counts = qedu.links.decoy_counts(50, GYS, pulses=10**10, seed=1)
    return qedu.rates.finite_decoy_bb84(counts, f_ec=GYS.f_ec)


def key_rates():
    """Yield rows on key rates, with TNO's package in its own environment beside them."""
    rates = qedu.rates
    rows = (("decoy rate, 1,000 distances", lambda: rates.decoy_bb84(DISTANCES, GYS), 5),
            ("the same, best mu at each", lambda: rates.decoy_bb84(DISTANCES, GYS, mu=None), 200),
            ("MDI rate, best mu at each", lambda: rates.mdi(DISTANCES, GYS), 200),
            ("twin-field rate, best mu and sending", lambda: rates.twin_field(DISTANCES, GYS), 200),
            ("counts and finite key, 10^10 pulses", finite_key, 200))
    ours = {}
    for what, function, bound in rows:
        function()
        ours[what] = statistics.median(in_turn([function], 15)[0]) * 1e3
        yield what, ours[what], "ms", f"at most {bound}", ours[what] <= bound
    yield "finite key, 50 km, 10^10 pulses", finite_key(), "bits", "", finite_key() > 0
    fixed, best = list(ours.values())[:2]

    theirs = tno_key_rate.measure(GYS)
    yield "decoy rate at 50 km", rates.decoy_bb84(50, GYS), "bits/pulse", "sifting 1/2, f = 1.22", True
    if isinstance(theirs, str):
        yield "TNO key-rate 2.0.4", math.nan, "", theirs, True
        return
    # Their convention: every pulse in the key basis, f = 1, and key from empty pulses.
    ideal = dataclasses.replace(GYS, f_ec=1.0)
    same = 2 * rates.decoy_bb84(50, ideal) + GYS.dark_counts * math.exp(-0.48)
    yield ("TNO key-rate 2.0.4 at 50 km", theirs["rate"], "bits/pulse", "sifting 1, f = 1, empty pulses count",
           True)
    yield "decoy rate at 50 km, as TNO counts", same, "bits/pulse", "within 0.1 % of TNO", (
        abs(same / theirs["rate"] - 1) <= 1e-3)
    yield "TNO, 1,000 distances", theirs["fixed_s"] * 1e3, "ms", "", True
    yield "TNO, best mu at each", theirs["best_s"] * 1e3, "ms", "40 distances measured, times 25", True
    yield "TNO over qedu, fixed mu", theirs["fixed_s"] * 1e3 / fixed, "times", "", True
    yield "TNO over qedu, best mu", theirs["best_s"] * 1e3 / best, "times", "", True


def by_fft(bits, length, seed):
    """Privacy amplification as one would write it down with NumPy: a linear convolution, padded to a power of two, and its middle."""
    size = 1 << (len(bits) + len(seed) - 2).bit_length()
    sums = np.fft.irfft(np.fft.rfft(seed, size) * np.fft.rfft(bits, size), size)
    return np.rint(sums[len(bits) - 1:len(seed)]).astype(np.int64) % 2


def keys_from_gys():
    """Clicks of 10⁹ pulses at 50 km, and the two keys: intensities that leave about the longest one."""
    link = GYS.at(50, (0.47, 0.186, 0.0), probabilities=(0.175, 0.605, 0.22))
    records = qedu.exchange(qedu.protocols.bb84(p_z=0.25), link=link).records(10**9, seed=1)
    return qedu.keys.distill(records, link=link, method="two_parameter", seed=2)


def keys():
    """Yield rows on what makes a secret key of sifted bits."""
    scale = 1024 if sys.platform != "darwin" else 1
    start = time.perf_counter()
    made = keys_from_gys()
    taken, peak = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * scale / 1e9
    yield "10^9 pulses to two equal keys", taken, "s", f"50 km, GYS; {made.length:,} bits; at most 60", (
        taken <= 60 and not made.aborted and made.length > 0 and np.array_equal(made.key_alice, made.key_bob))
    yield "peak memory until then", peak, "GB", "at most 4", peak <= 4

    rng, n, length = np.random.default_rng(1), 10**7, 5 * 10**6
    bits, seed = rng.integers(0, 2, n, dtype=np.uint8), rng.integers(0, 2, n + length - 1, dtype=np.uint8)
    results = {}
    ours, plain = in_turn([lambda: results.update(ours=qedu.keys.toeplitz_hash(bits, length, seed)),
                           lambda: results.update(plain=by_fft(bits, length, seed))], 3)
    taken = statistics.median(ours)
    yield "privacy amplification, 10^7 to 5*10^6", taken, "s", "at most 4", taken <= 4
    ratio = statistics.median(p / o for p, o in zip(plain, ours))
    yield "plain NumPy/FFT over it, pair by pair", ratio, "times", "", True
    rows = [0, length - 1, *rng.integers(0, length, 98)]
    exact = sum(results["ours"][i] == np.count_nonzero(seed[i:i + n][::-1] & bits) % 2 for i in rows)
    yield "rows equal to the direct product", exact, "of 100", "all, and all bits equal to NumPy's", (
        exact == 100 and np.array_equal(results["ours"], results["plain"]))

    alice, errors = bits[:10**6], rng.random(10**6) < 0.03
    taken = statistics.median(in_turn([lambda: qedu.keys.cascade(alice, alice ^ errors, 0.03, seed=1)], 3)[0])
    yield "Cascade, 10^6 bits at 3 %", taken, "s", "", True
    start = time.perf_counter()                                # once, with the matrices, which are grown first
    found = qedu.keys.ldpc(alice, alice ^ errors, 0.03, seed=1, open_failed=True)
    taken = time.perf_counter() - start
    yield "LDPC, 10^6 bits at 3 %", taken, "s", f"{found.failed_blocks} of 63 blocks failed; at most 60", (
        taken <= 60 and np.array_equal(found.key, alice))


def repeaters():
    """Yield rows on the simulation of a repeater chain, with a bare NumPy version of this one chain beside it."""
    chain = qedu.repeaters.Chain(nested_numpy.LINKS, nested_numpy.P, nested_numpy.P_SWAP, t2=nested_numpy.T2)
    samples, results = 10**5, {}
    chain.simulate(1000, seed=1)
    ours, bare = in_turn([lambda: results.update(ours=chain.simulate(samples, seed=1)),
                          lambda: results.update(bare=nested_numpy.deliveries(samples))], 9)
    taken = statistics.median(ours)
    yield "10^5 deliveries, 8 links, nested", taken, "s", "attempts and fidelity; at most 0.7", taken <= 0.7
    ratio = statistics.median(o / b for o, b in zip(ours, bare))
    yield "over bare NumPy, pair by pair", ratio, "times", "at most 3", ratio <= 3
    for name, attempts, fidelity in (("ours", results["ours"].attempts, results["ours"].fidelity), ("bare NumPy", *results["bare"])):
        # The spread of a delivery is about its mean: 10^5 of them are within 2 %, six standard errors.
        same = abs(attempts.mean() / chain.expected_attempts - 1) < 0.02
        yield f"mean attempts, {name}", attempts.mean(), "", f"exact {chain.expected_attempts:.1f}; F {fidelity.mean():.4f}", same


def satellites():
    """Yield rows on coverage, measured in a process of its own, and held against every second of twenty weeks of single sites."""
    found = coverage_year.measure()
    what = f"{coverage_year.SATELLITES} satellites, {coverage_year.SITES} sites, 1 year"
    yield what, found["seconds"], "s", "contacts at night and key; at most 60", found["seconds"] <= 60
    yield "the same, peak memory", found["gb"], "GB", "at most 2", found["gb"] <= 2
    beside = coverage_year.beside()
    remark = f"{beside['passes']} passes in {coverage_year.WEEKS} site-weeks; at most 5"
    yield "rise and set, second by second", beside["edge_s"], "s", remark, beside["edge_s"] <= 5
    yield "contact of a site-week", 100 * beside["contact"], "%", "farthest off; at most 2", beside["contact"] <= 0.02
    yield "key of a site-week", 100 * beside["key"], "%", "farthest off; at most 2", beside["key"] <= 0.02


def kms():
    """Yield rows on the key server under mutual TLS, beside a bare route under the same TLS and a bare step of SQLite on the same disk."""
    times, rates = kms_beside.measure()
    for what, path in (("bare route under mutual TLS", "bare"), ("enc_keys, one key", "enc_keys"), ("dec_keys, one key", "dec_keys")):
        yield what, kms_beside.middle(times[path]) * 1e3, "ms", f"99 %: {kms_beside.slowest(times[path]) * 1e3:.2f}", True
    disk = kms_beside.middle(times["disk"])
    yield "one row written down by SQLite", disk * 1e3, "ms", "WAL, synchronous = FULL", True
    for path in ("enc_keys", "dec_keys"):
        # A round trip and a step on the disk are what nobody can do without; pair by pair, since both drift.
        ratio = statistics.median(ours / (bare + step) for ours, bare, step in zip(times[path], times["bare"], times["disk"]))
        yield f"{path} over route and row together", ratio, "times", "at most 3", ratio <= 3
    for what, path in (("bare route, 4 connections", "bare"), ("enc_keys, 4 connections", "enc_keys")):
        yield what, rates[path], "requests/s", "", True


def same_physics():
    """The yardsticks simulate what the table says, or the comparison means nothing."""
    run = build()
    for module, pulses in ((bb84_numpy, 10**6), (bb84_qutip_loop, LOOP_PULSES)):
        alice, bob, _, _, sifted, attacked, guess = (np.asarray(array) for array in module.bb84(pulses))
        kept = sifted.astype(bool)
        for value, expected, n in ((kept.mean(), run.sifted_fraction, pulses),
                                   ((alice != bob)[kept].mean(), run.qber, kept.sum()),
                                   ((alice == guess)[kept].mean(), run.eve_guess, kept.sum()),
                                   (attacked.mean(), 0.4, pulses)):
            # six standard deviations: fails falsely once in 10⁸
            assert abs(value - expected) < 6 * (expected * (1 - expected) / n) ** 0.5, module.__name__


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="exit with 1 where a bound does not hold")
    check = parser.parse_args().check
    same_physics()
    print(f"{'what':<36}{'value':>12}  unit        bound")
    broken = []
    for what, value, unit, remark, holds in itertools.chain(figures(), links(), key_rates(), keys(), repeaters(), satellites(), kms()):
        print(f"{what:<36}{value:>12.4g}  {unit:<11} {remark}{'' if holds else '   DOES NOT HOLD'}", flush=True)
        if not holds:
            broken.append(what)
    return 1 if check and broken else 0


if __name__ == "__main__":
    sys.exit(main())
