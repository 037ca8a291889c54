"""Definitions, tables, counts and records are values: they compare, hash, are copied and travel to other processes."""

import copy
import multiprocessing
import pickle
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
import qutip

import qedu
from qedu import (
    attacks,
    channels,
    devices,
    entanglement,
    experiments,
    kms,
    links,
    networks,
    policy,
    protocols,
    randomness,
    rates,
    repeaters,
    satellites,
    states,
)
from qedu.links import GYS

PAIRS = attacks.pairs()
CHAIN = networks.Network(["A", "T", "B"], [networks.Connection("A", "T", key_rate=3), networks.Connection("T", "B", key_rate=2)])
ITEM = policy.Item("boxes", 2, price=100, life_years=5, yearly=10, currency="EUR", year=2026)
SETUP = GYS.at(20, (0.4, 0.15, 0.0), probabilities=(0.5, 0.3, 0.2))


def keep_equal(alice_setting, alice, bob_setting, bob):
    return (alice, bob) if alice_setting == bob_setting else None


def ones_own(sift=keep_equal, weight=0.5, name="mine"):
    both = {axis: (weight if axis == "Z" else 1 - weight, states.basis(axis)) for axis in "ZX"}
    return protocols.Protocol(name, both, both, sift)


def rude(protocol):
    return [("Z0", states.basis("Z")[0].proj()), ("Z1", states.basis("Z")[1].proj())]


def runs():
    return [qedu.exchange(protocols.bb84(0.4), attacks.intercept_resend(fraction=0.4), channel=channels.depolarizing(0.02)),
            qedu.exchange(protocols.sarg04(), attacks.universal_cloner(0.1), channel=channels.loss(0.2)),
            qedu.exchange(protocols.e91(0.9), attacks.at_source(fraction=0.5)),
            qedu.exchange(protocols.bb84(0.9), attacks.photon_number_splitting(fraction=0.5, blocked=0.3), link=SETUP),
            qedu.exchange(ones_own(), attacks.Attack("rude", rude))]


#: Two of each that are made apart and mean the same, and one that does not.
MADE = {
    "bb84": lambda: (protocols.bb84(), protocols.bb84(0.5), protocols.bb84(0.4)),
    "b92": lambda: (protocols.b92(), protocols.b92(2**-0.5), protocols.b92(0.5)),
    "sarg04": lambda: (protocols.sarg04(), protocols.sarg04(), protocols.bb84()),
    "bbm92": lambda: (protocols.bbm92(), protocols.bbm92(1.0), protocols.bbm92(0.9)),
    "e91": lambda: (protocols.e91(), protocols.e91(), protocols.e91(0.5)),
    "one's own": lambda: (ones_own(), ones_own(), ones_own(weight=0.4)),
    "another rule": lambda: (ones_own(), ones_own(), ones_own(sift=max)),
    "intercept": lambda: (attacks.intercept_resend(), attacks.intercept_resend(fraction=1), attacks.intercept_resend(fraction=0.9)),
    "basis": lambda: (attacks.intercept_resend(basis="z"), attacks.intercept_resend(basis="Z"), attacks.intercept_resend(basis="x")),
    "axis": lambda: (attacks.intercept_resend(fraction=0.5, basis=(0, 3, 4)), attacks.intercept_resend(fraction=0.5, basis=np.array([0, 0.6, 0.8])),
                     attacks.intercept_resend(fraction=0.5, basis=[0, 4, 3])),
    "partial": lambda: (attacks.partial(attacks.helstrom_resend(), 0.5), attacks.helstrom_resend(fraction=0.5),
                        attacks.unambiguous_resend(fraction=0.5)),
    "cloner": lambda: (attacks.universal_cloner(0.1), attacks.universal_cloner(0.1), attacks.phase_covariant_cloner(0.1)),
    "probe": lambda: (attacks.entangling_probe(0.5), attacks.entangling_probe(0.5, basis="z"), attacks.entangling_probe(0.6)),
    "source": lambda: (attacks.at_source(), attacks.at_source("random"), attacks.at_source("z")),
    "splitting": lambda: (attacks.photon_number_splitting(), attacks.photon_number_splitting(fraction=1.0),
                          attacks.photon_number_splitting(blocked=0.5)),
    "some pulses": lambda: (attacks.photon_number_splitting(fraction=0.5, blocked=0.1), attacks.photon_number_splitting(fraction=0.5, blocked=0.1),
                            attacks.photon_number_splitting(fraction=0.4, blocked=0.1)),
    "one's own attack": lambda: (attacks.Attack("a", [("0", qutip.qeye(2))]), attacks.Attack("a", (("0", qutip.qeye(2)),)),
                                 attacks.Attack("a", [("0", qutip.sigmax())])),
    "channel": lambda: (channels.depolarizing(0.1), channels.depolarizing(0.1), channels.depolarizing(0.2)),
    "composed": lambda: (channels.compose(channels.loss(0.1), channels.dephasing(0.2)),
                         channels.compose(channels.loss(0.1), channels.dephasing(0.2)), channels.identity()),
    "link": lambda: (replace(GYS), replace(GYS, efficiency=np.float64(0.045)), replace(GYS, efficiency=0.1)),
    "uneven link": lambda: (replace(GYS, efficiency=(0.05, 0.04)), replace(GYS, efficiency=np.array([0.05, 0.04])),
                            replace(GYS, efficiency=(0.04, 0.05))),
    "random roles": lambda: (replace(GYS, random_roles=True), replace(GYS, random_roles=np.True_), GYS),
    "receiver": lambda: (devices.Receiver(0.1), devices.Receiver([0.1, 0.1], threshold=1), devices.Receiver((0.1, 0.2))),
    "blinding": lambda: (devices.blinding(), devices.blinding(devices.Receiver(), 1), devices.blinding(power=1.5)),
    "time shift": lambda: (devices.time_shift((0.1, 0.05), (0.05, 0.1)), devices.time_shift([0.1, 0.05], np.array([0.05, 0.1])),
                           devices.time_shift((0.1, 0.05), (0.05, 0.1), p_early=0.4)),
    "Trojan horse": lambda: tuple(devices.trojan_horse(photons) for photons in (1, 1.0, 2)),
    "foreseen": lambda: (devices.foreseen_bits(0.9), devices.foreseen_bits(np.float64(0.9)), devices.foreseen_bases(0.9)),
    "part of a device attack": lambda: tuple(attacks.partial(devices.leaking_node(0.5), share) for share in (0.5, 0.5, 0.4)),
    "a run with devices": lambda: tuple(qedu.exchange(protocols.bb84(), devices.leaking_node(share), link=SETUP) for share in (0.5, 0.5, 0.4)),
    "setup": lambda: (GYS.at(20, 0.4), GYS.at(20.0, links.weak_coherent(0.4)), GYS.at(21, 0.4)),
    "exchange": lambda: (runs()[0], runs()[0], runs()[1]),
    "over a link": lambda: (runs()[3], runs()[3], qedu.exchange(protocols.bb84(0.9), link=SETUP)),
    "counts": lambda: tuple(runs()[2].counts(10**6, seed=seed) for seed in (1, 1, 2)),
    "counts over a link": lambda: tuple(runs()[3].counts(10**8, seed=seed) for seed in (1, 1, 2)),
    "records": lambda: tuple(runs()[1].records(100, seed=seed) for seed in (1, 1, 2)),
    "decoy counts": lambda: tuple(links.decoy_counts(10, GYS, pulses=10**9, seed=seed) for seed in (1, 1, 2)),
    "bounds": lambda: tuple(rates.decoy_bounds(links.decoy_counts(10, GYS, pulses=10**9), eps=eps) for eps in (1e-9, 1e-9, 1e-8)),
    "experiments": lambda: (experiments.load()[0], experiments.load()[0], experiments.load()[1]),
    "teleportation": lambda: tuple(entanglement.teleport_outcomes(states.ket(0.3), measurement=m)[1] for m in (1, 1.0, 0.5)),
    "swap": lambda: tuple(entanglement.swap_outcomes(entanglement.bell(), entanglement.werner(f))[2] for f in (0.9, 0.9, 0.8)),
    "purification": lambda: tuple(entanglement.purification_rounds(f, 3) for f in (0.75, 0.75, 0.8)),
    "chain": lambda: (repeaters.Chain(4, 0.1), repeaters.Chain(4.0, np.float64(0.1), 1), repeaters.Chain(4, 0.1, policy="swap_asap")),
    "deliveries": lambda: tuple(repeaters.Chain(4, 0.1, t2=9).simulate(20, seed=seed) for seed in (1, 1, 2)),
    "a delivery": lambda: tuple(repeaters.Chain(4, 0.1, t2=9).play(seed=seed) for seed in (1, 1, 2)),
    "orbit": lambda: (satellites.Orbit(500, 97.4), satellites.Orbit(500.0, np.float64(97.4), node_deg=360), satellites.Orbit(500, 97.4, j2=True)),
    "site": lambda: (satellites.Site(47, 15), satellites.Site(47.0, np.float64(15)), satellites.Site(47, 15, name="here")),
    "pass": lambda: tuple(satellites.pass_profile(500, top) for top in (60, 60.0, 61)),
    "passes": lambda: tuple(satellites.passes(satellites.Orbit(500, 97.4), satellites.Site(47, 15), start=datetime(2026, 1, day), days=1)
                            for day in (1, 1, 2)),
    "coverage": lambda: tuple(satellites.coverage([satellites.Orbit(500, 97.4)], [satellites.Site(47, 15)], start=datetime(2026, 1, 1), days=days)
                              for days in (2, 2.0, 3)),
    "space link": lambda: (replace(satellites.MICIUS), replace(satellites.MICIUS, aperture_m=np.float64(1)),
                           replace(satellites.MICIUS, aperture_m=1.2)),
    "key of a pass": lambda: tuple(satellites.pass_key(satellites.pass_profile(500, top), satellites.MICIUS) for top in (60, 60.0, 61)),
    "entangled pairs": lambda: tuple(satellites.entanglement_key(2, signal_to_noise=ratio) for ratio in (15, 15.0, 8)),
    "published pairs": lambda: (replace(satellites.YIN_2020), satellites.YIN_2020, satellites.YIN_2017),
    "published pass": lambda: (replace(satellites.MICIUS_PASS), satellites.MICIUS_PASS, replace(satellites.MICIUS_PASS, eps=1e-10)),
    "prediction": lambda: tuple(satellites.MICIUS_PASS.predict(background=counts) for counts in (0, 0.0, 1e-6)),
    "source of bits": lambda: (randomness.BitSource(0.5, noise=0.2), randomness.BitSource(np.float64(0.5), 0.2), randomness.BitSource(0.5, memory=0.2)),
    "estimate": lambda: tuple(randomness.most_common_value(samples) for samples in ([0, 1, 1], [1, 0.0, 1], [0, 1, 1, 1])),
    "assessment": lambda: tuple(randomness.assess(samples, width=2) for samples in ([0, 1, 1], [1, 0, 1], [0, 3, 1])),
    "health test": lambda: tuple(randomness.repetition_count_test([0] * n, entropy=h) for n, h in ((30, 1), (30, 1.0), (30, 2))),
    "extracted bits": lambda: tuple(randomness.extract([0, 1] * 50, entropy=1, seed=seed) for seed in (1, 1, 2)),
    "node": lambda: (networks.Node("A", "user", position=(1, 2)), networks.Node("A", "user", position=[1.0, np.float64(2)]), networks.Node("A", "user")),
    "connection": lambda: (networks.Connection("A", "B", length_km=3), networks.Connection("B", "A", length_km=np.float64(3)), networks.Connection("A", "B")),
    "network": lambda: (CHAIN, networks.Network(CHAIN.nodes[::-1], reversed(CHAIN.connections)), CHAIN.without(connections=[("A", "T")])),
    "route": lambda: tuple(networks.best_key_path(CHAIN, *ends) for ends in ("AB", "AB", "BA")),
    "hop": lambda: tuple(networks.relay_key([1, bit], ["A", "B"], link_keys=[[1] * 300]).hops[0] for bit in (0, 0, 1)),
    "relayed": lambda: tuple(networks.relay_key([1], ["A", name], link_keys=[[1] * 300]) for name in "BBC"),
    "pool": lambda: tuple(networks.Pool(3, 100, request_bits=10, requests=rate) for rate in (1, 1.0, 2)),
    "requests": lambda: tuple(networks.Pool(3, 100, request_bits=10, requests=1).simulate(20, seed=seed) for seed in (1, 1, 2)),
    "delivery": lambda: tuple(networks.Delivery([("A", "T", "B")], day) for day in (1, 1.0, 2)),
    "damage": lambda: tuple(networks.denial(CHAIN, [("A", "B")], nodes=gone) for gone in ((), [], ["T"])),
    "test of the ends": lambda: tuple(networks.end_test(entanglement.werner(f)) for f in (0.9, np.float64(0.9), 0.8)),
    "built network": lambda: (networks.KNOWN_NETWORKS["tokyo"], networks.load_network("tokyo.yaml"), networks.KNOWN_NETWORKS["delft"]),
    "item": lambda: (ITEM, replace(ITEM, price=np.float64(100.0)), replace(ITEM, year=2025)),
    "cost": lambda: tuple(policy.cost([ITEM], horizon_years=10, discount_rate=rate) for rate in (0, 0.0, 0.1)),
    "swing": lambda: tuple(policy.sensitivity(policy.cost([ITEM], horizon_years=10, discount_rate=0), {("boxes", "price"): (50, top)})[0]
                           for top in (200, 200.0, 300)),
    "same money": lambda: tuple(policy.same_money(policy.cost([ITEM], horizon_years=years, discount_rate=0), [ITEM]) for years in (10, 10.0, 20)),
    "inequality": lambda: tuple(policy.coverage_inequality(satellites.coverage(
        [satellites.Orbit(500, 97.4)], [satellites.Site(47, 15)], start=datetime(2026, 1, 1), days=2), [people], of="passes")
        for people in (2, 2.0, 3)),
    "a fact of a place": lambda: (policy.place_facts(place="China")[0], replace(policy.place_facts(place="China")[0]), policy.PLACE_FACTS[0]),
    "indicator": lambda: (policy.INDICATORS["pqc_year"], replace(policy.INDICATORS["pqc_year"]), policy.INDICATORS["women_share"]),
    "ranked": lambda: tuple(policy.rank("public_money_2023").places[i] for i in (0, 0, 1)),
    "ranking": lambda: tuple(policy.rank(name) for name in ("pqc_year", "pqc_year", "women_share")),
    "flaw": lambda: tuple(policy.audit([{"place": place, "value": 0}])[0] for place in "aab"),
    "proficiency": lambda: (policy.Proficiency("B1"), policy.Proficiency("B1", None), policy.Proficiency("B1", "A1")),
    "levels of chapters": lambda: tuple(policy.coverage({"C02": {"I": level}}) for level in ("B1", "B1", "B2")),
    "study": lambda: (policy.STUDIES["cost-women"], replace(policy.STUDIES["cost-women"]), policy.STUDIES["hughes-2022"]),
    "siting": lambda: tuple(policy.max_coverage({"hill": ["north"]}, {"north": people}, budget=1) for people in (3, 3.0, 4)),
    "siting plan": lambda: tuple(policy.max_coverage({"hill": ["north"]}, {"north": people}, budget=1).best for people in (3, 3.0, 4)),
    "threat": lambda: (policy.Threat([(10, 0.3)]), policy.Threat([[10.0, np.float64(0.3)]]), policy.Threat([(10, 0.4)])),
    "range of years": lambda: (policy.YearRange(5, 15), policy.YearRange(5.0, np.float64(15)), policy.YearRange(5, 15, likely=7)),
    "survey": lambda: (replace(policy.SURVEYS["2025"]), policy.SURVEYS["2025"], policy.SURVEYS["2024"]),
    "forecast": lambda: tuple(replace(policy.FORECASTS["sevilla-riedel-2020"], by_year=year) for year in (2039, 2039, 2040)),
    "position": lambda: (replace(policy.POSITIONS["nsa-qkd"]), policy.POSITIONS["nsa-qkd"], policy.POSITIONS["anssi-qkd"]),
    "deadline": lambda: (replace(policy.DEADLINES["uk-plan"]), policy.DEADLINES["uk-plan"], policy.DEADLINES["uk-complete"]),
    "false report": lambda: tuple(replace(policy.MISREPORTS["order-number"], scope=scope) for scope in "aab"),
    "estimate of a machine": lambda: tuple(replace(policy.THREAT_ESTIMATES["gidney-2025"], hours=hours) for hours in (168.0, 168.0, None)),
    "rule": lambda: (replace(policy.RULES[0]), policy.RULES[0], policy.RULES[1]),
    "advice": lambda: tuple(policy.advise(fibre=fibre) for fibre in ("none", "none", "dark")),
    "a key": lambda: tuple(kms.Key("00000000-0000-4000-8000-000000000000", data) for data in (b"a", b"a", b"b")),
    "limits of a request": lambda: (kms.Limits(), kms.Limits(key_size=256), kms.Limits(key_size=128)),
    "files of certificates": lambda: tuple(kms.Files(Path(name), Path("key"), Path("authority")) for name in "aab"),
    "a Bell test": lambda: tuple(entanglement.bell_test(entanglement.bell_table(entanglement.bell()), 100, seed=seed) for seed in (1, 1, 2)),
}


@pytest.mark.parametrize("name", MADE)
def test_equal_parameters_make_equal_objects(name):
    one, same, other = MADE[name]()
    assert one == same and hash(one) == hash(same) and {one: 1}[same] == 1 and not one != same
    assert one != other and other not in {one} and len({one, same, other}) == 2
    assert one != 3 and one is not None and (one == "text") is False


@pytest.mark.parametrize("name", MADE)
def test_objects_travel(name):
    one, _, other = MADE[name]()
    for found in (pickle.loads(pickle.dumps(one)), copy.copy(one), copy.deepcopy(one)):
        assert found == one and hash(found) == hash(one) and found != other and type(found) is type(one)


@pytest.mark.parametrize("pair", [pair for pair in PAIRS if not pair.error], ids=lambda pair: f"{pair.protocol.name}, {pair.attack.name}")
def test_every_pair_of_the_library_is_a_value(pair):
    again = pickle.loads(pickle.dumps(pair))
    assert again == pair and hash(again.attack) == hash(pair.attack) and hash(again.protocol) == hash(pair.protocol)


def test_the_pairs_differ_from_each_other():
    assert attacks.pairs() == PAIRS and len(set(PAIRS)) == len(PAIRS)
    assert len({pair.attack for pair in PAIRS}) == len(PAIRS) // 6 and attacks.pairs(fraction=0.5) != PAIRS


@pytest.mark.parametrize("run", runs(), ids=repr)
def test_a_table_that_has_travelled_is_the_same(run):
    again = pickle.loads(pickle.dumps(run))
    assert again.table.equals(run.table) and not again.table.values.flags.writeable and again.to_json() == run.to_json()
    assert again.records(1000, seed=3) == run.records(1000, seed=3) and again.counts(10**9, seed=3) == run.counts(10**9, seed=3)


def test_other_processes_find_the_same():
    """Processes that start from nothing, as on Windows and macOS."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        found = pool.map(_errors, runs()[:4])
    assert found == [_errors(run) for run in runs()[:4]]


def _errors(run):
    return run.counts(10**6, seed=1).errors


def test_definitions_with_a_lambda_compare_by_it():
    rule = lambda *_: None                                                      # noqa: E731
    assert ones_own(rule) == ones_own(rule) != ones_own(lambda *_: None)
    assert ones_own(name="a") != ones_own(name="b")


def test_small_differences_count():
    run = qedu.exchange(protocols.bb84()).records(10, seed=1)
    assert run != replace(run, alice=1 - run.alice) and run != replace(run, rounds=11)
    assert run == replace(run, alice=run.alice.copy()) and len({run, replace(run, alice=run.alice.copy())}) == 1
    plain, flipped = channels.Channel("c", [qutip.sigmaz()]), channels.Channel("c", [-1 * qutip.sigmaz()])
    assert plain == channels.Channel("c", (qutip.Qobj([[1, -0.0], [0.0, -1]]),)) and plain != flipped
    assert channels.Channel("d", [qutip.sigmaz()]) != plain
    base = dict(alice={"Z": (1, states.basis("Z"))}, bob={"Z": (1, states.basis("Z"))}, sift=keep_equal)
    one = protocols.Protocol("p", **base)
    for change in (dict(public=()), dict(public="bob_setting"), dict(bases={"Z": (1, 0, 0)}), dict(pair=entanglement.bell()),
                   dict(sift=max), dict(bob={"Z": (1, states.basis("Z")[::-1])})):
        assert protocols.Protocol("p", **base | change) != one
    assert protocols.Protocol("p", **base, public=["bob_setting", "alice_setting"]) == one


def test_what_an_object_is_made_of_counts():
    from qedu._operators import key
    flat, pair = qutip.Qobj(np.eye(4)), qutip.qeye([2, 2])
    assert key(flat) != key(pair) and key(2 * flat) != key(flat) == key(qutip.Qobj(np.eye(4)))
    values = np.array([0.0, 1.0])
    for other in (values[::-1], values[None], values.astype(np.float32), values.astype(bool)):
        assert key(other) != key(values)
    assert key(np.array([-0.0, 1.0])) == key(values) and key(np.array([2, 3])) != key(np.array([2, 4]))
    assert key({"a": 1, "b": 2}) == key({"a": 1, "b": 2}) != key({"b": 2, "a": 1}) != key({"a": 1, "c": 2})
    assert key([1, (2, values)]) == key((1, [2, values])) != key((1, 2, values)) and key("a") == "a" and key(np.str_("a")) == "a"
    assert len({hash(MADE[name]()[0]) for name in MADE}) > len(MADE) - 6            # some are made twice
