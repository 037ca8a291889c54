"""Errors speak: whatever is wrong with an argument, a ValueError says which argument it is, what was given and what is allowed."""

import inspect
import re
import tempfile
from datetime import datetime

import numpy as np
import pytest

import qedu
from qedu import (
    attacks,
    channels,
    cloners,
    devices,
    entanglement,
    keys,
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
    statistics,
)

KET, PAIR, GYS = states.ket(0.3), entanglement.bell(), links.GYS
TABLE = entanglement.bell_table(PAIR)
BOX = policy.Item("boxes", 2, price=100, life_years=5, yearly=10, currency="EUR", year=2026)
PLAN = policy.cost([BOX], horizon_years=10, discount_rate=0, users=5)
ORBIT, SITE, START = satellites.Orbit(500, 97.4), satellites.Site(47, 15), datetime(2014, 1, 20)
NET = networks.Network(["A", "B", "T"], [networks.Connection(*ends, length_km=1, key_rate=1, pair_rate=1, fidelity=1) for ends in ("AT", "TB")])
STATION = ("1 25544U 98067A   14020.93268519  .00009878  00000-0  18200-3 0  5082", "2 25544  51.6498 109.4756 0003572  55.9686 274.8005 15.49815350868473")
FOLDER = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
STORE = kms.Store(f"{FOLDER.name}/keys.sqlite")

#: By function: what it needs at least.
NEEDED = {
    states.ket: {"theta": 1}, states.polarization: {"angle_deg": 1}, states.basis: {"axis": "X"},
    states.bloch_vector: {"state": KET}, states.probabilities: {"state": KET, "axis": "Z"},
    states.measure: {"state": KET, "axis": "Z", "seed": 1}, states.sample: {"state": KET, "axis": "Z", "shots": 1, "seed": 1},
    states.overlap: {"state0": KET, "state1": KET}, states.helstrom: {"state0": KET, "state1": KET},
    states.square_root_guess: {"states": [KET, KET]}, states.mixture: {"states": [KET, KET]}, states.purity: {"state": KET},
    states.fidelity: {"state0": KET, "state1": KET}, states.trace_distance: {"state0": KET, "state1": KET},
    channels.depolarizing: {"p": 0.1}, channels.dephasing: {"p": 0.1}, channels.amplitude_damping: {"gamma": 0.1},
    channels.loss: {"p": 0.1}, channels.erasure: {"p": 0.1}, channels.from_choi: {"choi": channels.loss(0.1).choi},
    channels.on_half: {"channel": channels.loss(0.1), "state": PAIR}, channels.diagnose: {"operation": channels.loss(0.1)},
    entanglement.bell: {}, entanglement.werner: {"fidelity": 0.8}, entanglement.classically_correlated: {},
    entanglement.schmidt: {"state": PAIR}, entanglement.is_product: {"state": PAIR}, entanglement.concurrence: {"state": PAIR},
    entanglement.entanglement_of_formation: {"state": PAIR}, entanglement.correlation: {"state": PAIR, "a": 0, "b": 0},
    entanglement.correlation_matrix: {"state": PAIR}, entanglement.chsh: {"state": PAIR}, entanglement.best_settings: {"state": PAIR},
    entanglement.steer: {"state": PAIR, "axis": "Z"}, entanglement.bell_table: {"state": PAIR}, entanglement.s_value: {"table": TABLE},
    entanglement.win_probability: {"s": 2}, entanglement.signalling: {"table": TABLE},
    entanglement.bell_test: {"table": TABLE, "shots": 1, "seed": 1},
    entanglement.local_table: {"strategies": entanglement.local_strategies()[:2]},
    entanglement.detect: {"table": TABLE, "efficiency": 0.5},
    entanglement.assign_silence: {"table": entanglement.detect(TABLE, 0.5)}, entanglement.efficiency_threshold: {},
    entanglement.loophole_cheat: {"efficiency": 0.5}, entanglement.p_value: {"wins": 1, "rounds": 2},
    entanglement.rounds_needed: {"win": 0.8},
    entanglement.corrections: {"m1": 0, "m2": 1}, entanglement.teleport: {"state": KET}, entanglement.teleport_outcomes: {"state": KET},
    entanglement.bob_before: {"state": KET}, entanglement.average_fidelity: {}, entanglement.swap: {"rho1": PAIR, "rho2": PAIR},
    entanglement.swap_outcomes: {"rho1": PAIR, "rho2": PAIR}, entanglement.werner_after_swaps: {"fidelity": 0.9, "links": 4},
    entanglement.bell_diagonal: {"state": PAIR}, entanglement.twirl: {"state": PAIR}, entanglement.purify: {"state": PAIR},
    entanglement.purification_rounds: {"state": PAIR}, entanglement.ghz: {}, entanglement.ghz_after_loss: {},
    cloners.universal: {}, cloners.phase_covariant: {}, cloners.clones: {"cloner": cloners.universal(), "state": KET},
    protocols.bb84: {}, protocols.b92: {}, protocols.bbm92: {}, protocols.e91: {},
    attacks.partial: {"attack": attacks.intercept_resend(), "fraction": 0.5}, attacks.intercept_resend: {},
    attacks.helstrom_resend: {}, attacks.unambiguous_resend: {}, attacks.universal_cloner: {}, attacks.phase_covariant_cloner: {},
    attacks.entangling_probe: {}, attacks.at_source: {}, attacks.photon_number_splitting: {}, attacks.pairs: {},
    links.single_photon: {}, links.weak_coherent: {"mu": 0.5}, links.spdc: {"mean": 0.1, "herald_efficiency": 0.5},
    links.free_space_loss_db: {"range_km": 1, "divergence_urad": 10, "aperture_m": 1},
    links.decoy_counts: {"link": GYS, "distance_km": 50, "pulses": 1000},
    links.mean_field_dead_time: {"clicks": 0.1, "dead_gates": 1},
    links.mean_field_afterpulses: {"gain": 0.1, "qber": 0.1, "afterpulse": 0.1},
    rates.h2: {"p": 0.1}, rates.threshold: {"rate": "bb84"}, rates.bb84: {"qber": 0.1}, rates.six_state: {"qber": 0.1}, rates.diqkd: {"s": 2.5, "qber": 0.1},
    rates.plob: {"transmittance": 0.1}, rates.tgw: {"transmittance": 0.1}, rates.decoy_bb84: {"distance_km": 1, "link": GYS},
    rates.gllp: {"distance_km": 1, "link": GYS}, rates.sarg04: {"distance_km": 1, "link": GYS},
    rates.mdi: {"distance_km": 1, "link": GYS}, rates.twin_field: {"distance_km": 1, "link": GYS},
    rates.single_photon_yield: {"mu": 0.4, "nu": 0.1, "gain_mu": 0.01, "gain_nu": 0.003, "y0": 1e-6},
    rates.best_mu: {"rate": "gllp", "distance_km": 1, "link": GYS}, rates.cutoff_km: {"rate": "gllp", "link": GYS},
    statistics.hoeffding: {"n": 10, "eps": 0.1}, statistics.serfling: {"tested": 10, "kept": 10, "eps": 0.1},
    statistics.random_sampling: {"error_rate": 0.1, "tested": 10, "kept": 10, "eps": 0.1},
    statistics.hypergeometric: {"errors": 1, "tested": 10, "kept": 10, "eps": 0.1}, statistics.wilson: {"successes": 1, "trials": 2},
    statistics.allowed_errors: {"limit": 0.1, "tested": 10, "kept": 10, "eps": 0.1},
    statistics.clopper_pearson: {"errors": 1, "tested": 10, "eps": 0.1},
    rates.finite_bb84: {"n": 10, "k": 10, "qber": 0.1},
    rates.decoy_bounds: {"counts": links.decoy_counts(10, GYS, pulses=10**9), "eps": 0.1},
    rates.finite_decoy_bb84: {"counts": links.decoy_counts(10, GYS, pulses=10**9)},
    qedu.exchange: {"protocol": protocols.bb84()},
    keys.cascade: {"alice": [0, 1], "bob": [0, 0], "qber": 0.1, "seed": 1}, keys.toeplitz_hash: {"bits": [0, 1], "length": 1, "seed_bits": [1, 1]},
    keys.ldpc: {"alice": [0, 1] * 128, "bob": [0, 1] * 128, "qber": 0.1, "seed": 1},
    keys.verification_bits: {}, keys.verification_hash: {"bits": [1], "seed_bits": [1] * 50},
    keys.authenticate: {"message": b"a", "key": [0] * 256}, keys.verify: {"message": b"a", "tag": [0] * 128, "key": [0] * 256},
    keys.forging_bound: {"message_bytes": 1},
    devices.blinding: {}, devices.bright_pulses: {}, devices.double_click_rate: {"protocol": protocols.bb84(), "power": 1},
    devices.resend_share: {"setup": GYS.at(50, 0.48)}, devices.time_shift: {"early": (0.1, 0.05), "late": (0.05, 0.1)},
    devices.mismatch_information: {"efficiency_0": 0.1, "efficiency_1": 0.05},
    devices.best_shifts: {"efficiency_0": [0.1, 0.05], "efficiency_1": [0.05, 0.1]},
    devices.trojan_horse: {"photons": 0.1}, devices.trojan_guess: {"photons": 0.1}, devices.trojan_photons: {"photons_in": 1e6},
    devices.trojan_isolation_db: {"photons_in": 1e6, "photons_out": 1e-6}, devices.foreseen_bases: {"guess": 0.6},
    devices.foreseen_bits: {"guess": 0.6}, devices.leaking_node: {"share": 0.5}, devices.exposed: {"p_node": 0.1, "nodes": 3},
    repeaters.expected_wait: {"links": 4, "p": 0.1}, repeaters.nested_wait: {"links": 4, "p": 0.1, "p_swap": 0.5},
    repeaters.rule_of_thumb: {"links": 4, "p": 0.1, "p_swap": 0.5}, repeaters.decay: {"fidelity": 0.9, "wait": 1, "t2": 10},
    repeaters.memory_channel: {"wait": 1}, repeaters.repeater_bound: {"transmittance": 0.1, "stations": 1},
    repeaters.purify_plan: {"fidelity": 0.9, "links": 2}, repeaters.best_plan: {"fidelity": 0.9, "links": 2, "target": 0.8},
    repeaters.measuring_station: {}, repeaters.idle_station: {}, repeaters.fading_station: {"memory": channels.dephasing(0.1)},
    repeaters.heralded_success: {"distance_km": 50, "link": GYS}, repeaters.attempt_time: {"distance_km": 50},
    repeaters.repeater_line: {"distance_km": 50, "link": GYS, "links": 2}, repeaters.best_segments: {"distance_km": 50, "link": GYS},
    repeaters.direct_rate: {"distance_km": 50, "link": GYS}, repeaters.crossover_km: {"link": GYS, "links": 2},
    satellites.slant_range_km: {"altitude_km": 500, "elevation_deg": 20}, satellites.elevation_deg: {"altitude_km": 500, "range_km": 1000},
    satellites.half_angle_deg: {"altitude_km": 500, "mask_deg": 20}, satellites.globe_share: {"altitude_km": 500, "mask_deg": 20},
    satellites.period_s: {"altitude_km": 500}, satellites.pass_duration_s: {"altitude_km": 500, "mask_deg": 20},
    satellites.pass_profile: {"altitude_km": 500}, satellites.sun_synchronous_deg: {"altitude_km": 500},
    satellites.walker: {"satellites": 4, "planes": 2, "phasing": 1, "altitude_km": 500, "inclination_deg": 53},
    satellites.look: {"orbit": ORBIT, "site": SITE, "t_s": 0}, satellites.passes: {"orbit": ORBIT, "site": SITE, "start": START, "days": 1},
    satellites.real_passes: {"line1": STATION[0], "line2": STATION[1], "site": SITE, "start": START, "days": 1},
    satellites.real_positions_km: {"line1": STATION[0], "line2": STATION[1], "time": START},
    satellites.sun_position: {"time": START}, satellites.sun_elevation_deg: {"time": START, "site": SITE},
    satellites.night: {"time": START, "site": SITE}, satellites.coverage: {"orbits": [ORBIT], "sites": [SITE], "start": START, "days": 1},
    satellites.diffraction_loss_db: {"range_km": 500, "divergence_urad": 10, "aperture_m": 1},
    satellites.diffraction_limit_urad: {"wavelength_nm": 850, "aperture_m": 0.3},
    satellites.pointing_loss_db: {"jitter_urad": 1, "divergence_urad": 10}, satellites.air_mass: {"elevation_deg": 20},
    satellites.atmosphere_loss_db: {"elevation_deg": 20, "zenith_transmittance": 0.7}, satellites.noise_probability: {"counts": 0.1},
    satellites.background: {"radiance": 1e-6, "field_of_view_urad": 100, "aperture_m": 1, "filter_nm": 1, "gate_ns": 1, "wavelength_nm": 850},
    satellites.pass_key: {"profile": satellites.pass_profile(500, 21, mask_deg=20), "link": satellites.MICIUS},
    satellites.xor_relay: {"key_a": [0, 1], "key_b": [1, 1]}, satellites.recover: {"announcement": [0, 1], "key_b": [1, 1]},
    satellites.entanglement_downlink: {"source_hz": 1e6, "transmittances": (1e-3, 1e-3)},
    satellites.entanglement_key: {"coincidences_hz": 1, "signal_to_noise": 10},
    satellites.availability: {"cloud": 0.4}, satellites.clear_nights: {"cloud": 0.4},
    networks.fibre_connection: {"a": "A", "b": "B", "length_km": 50, "link": GYS, "clock_hz": 1e9},
    networks.satellite_connection: {"a": "A", "b": "B", "yields": satellites.entanglement_key(2.2, signal_to_noise=15), "duration_s": 300},
    networks.repeater_connection: {"a": "A", "b": "B", "line": repeaters.repeater_line(50, GYS, links=2)},
    networks.key_paths: {"network": NET, "a": "A", "b": "B"}, networks.pair_paths: {"network": NET, "a": "A", "b": "T"},
    networks.best_key_path: {"network": NET, "a": "A", "b": "B"}, networks.best_pair_path: {"network": NET, "a": "A", "b": "T"},
    networks.shortest_path: {"network": NET, "a": "A", "b": "B"}, networks.longest_wait: {"rates": [1, 2]},
    networks.swapped_fidelity: {"fidelities": [0.9, 0.8]}, networks.key_needed: {"length": 256},
    networks.relay_key: {"key": [1], "nodes": ["A", "B"], "link_keys": [[1] * 300]}, networks.who_knows: {"nodes": ["A", "B"]},
    networks.share_key: {"key": [1], "ways": 2, "seed": 1}, networks.combine_shares: {"shares": [[1], [0]]},
    networks.threshold_shares: {"secret": b"key", "shares": 3, "threshold": 2, "seed": 1}, networks.threshold_combine: {"points": [(1, 5)], "length": 1},
    networks.disjoint_routes: {"network": NET, "a": "A", "b": "B"}, networks.single_points: {"network": NET, "a": "A", "b": "B"},
    networks.smallest_cut: {"network": NET, "a": "A", "b": "B"}, networks.falls: {"routes": [["A", "T", "B"]], "compromised": ["T"]},
    networks.breaking_sets: {"routes": [["A", "T", "B"]]}, networks.blocking_probability: {"load": 1, "places": 3},
    networks.fill_needed: {"requests": 1, "request_bits": 256, "capacity_bits": 1000, "blocking": 0.1},
    networks.keys_lost: {"deliveries": [networks.Delivery([["A", "T", "B"]])], "compromised": {"T": 0}},
    networks.denial: {"network": NET, "pairs": [("A", "B")]}, networks.worst_cuts: {"network": NET, "pairs": [("A", "B")]},
    networks.end_test: {"rho": PAIR}, networks.curious_repeater: {"angle_deg": 30}, networks.load_network: {"path": "delft.yaml"},
    repeaters.expected_decay: {"links": 4, "p": 0.1, "t2": 10}, repeaters.crossover_window: {"link": GYS, "links": 2, "memory_s": 1},
    randomness.photon_bit: {}, randomness.guessing_probability: {"p": [0.5, 0.5]}, randomness.min_entropy: {"p": [0.5, 0.5]},
    randomness.shannon_entropy: {"p": [0.5, 0.5]}, randomness.purified_guess: {"state": KET},
    randomness.most_common_value: {"samples": [0, 1]}, randomness.assess: {"samples": [0, 1], "width": 1},
    randomness.bitstring: {"samples": [0, 1], "width": 1}, randomness.repetition_count_cutoff: {"entropy": 1},
    randomness.repetition_count_test: {"samples": [0, 1], "entropy": 1}, randomness.adaptive_proportion_cutoff: {"entropy": 1},
    randomness.adaptive_proportion_test: {"samples": [0, 1], "entropy": 1},
    randomness.extractable_bits: {"min_entropy": 100, "eps": 0.1}, randomness.leftover: {"min_entropy": 100, "length": 80},
    randomness.extract: {"bits": [0, 1], "entropy": 1, "seed": 1}, randomness.von_neumann: {"bits": [0, 1]},
    randomness.von_neumann_yield: {"p1": 0.5},
    policy.mosca: {"shelf_life": 10, "migration": 5, "threat": 12}, policy.exposed_probability: {"shelf_life": 10, "migration": 5, "threat": 12},
    policy.forgery_probability: {"migration": 5, "threat": 12}, policy.load_rows: {"kind": policy.Survey, "path": "surveys.yaml"},
    policy.positions: {}, policy.source: {"name": "nsa-qkd"},
    policy.load_rules: {}, policy.advise: {},
    policy.exposure_by_year: {"shelf_life": 10, "migration": 5, "threat": 12, "recorded": [0]},
    policy.guards: {"sites": 3, "yearly_pay": 1, "working_hours": 40, "absence": 0.1, "currency": "EUR", "year": 2026},
    policy.migration: {"systems": 3, "hours": 4, "hourly_pay": 5, "replaced": 0.1, "price": 100, "life_years": 8, "yearly": 1,
                       "currency": "EUR", "year": 2026},
    policy.cost: {"items": [BOX], "horizon_years": 10, "discount_rate": 0},
    policy.sensitivity: {"base": PLAN, "ranges": {"users": (4, 6)}}, policy.same_money: {"base": PLAN, "each": [BOX]},
    policy.gini: {"values": [1, 2]}, policy.lorenz: {"values": [1, 2]}, policy.share_reached: {"values": [1, 2], "need": 1},
    policy.coverage_inequality: {"coverage": satellites.coverage([ORBIT], [SITE], start=START, days=2), "of": "passes"},
    policy.people_per_money: {"people": 3, "cost": PLAN},
    policy.max_coverage: {"covers": {"hill": ["north"]}, "people": {"north": 3}, "budget": 1},
    policy.energy_per_key_bit: {"power": 200, "key_rate": 1000}, policy.place_facts: {}, policy.rank: {"indicator": "strategy_year"},
    policy.audit: {"rows": [{"place": "A", "value": 1}]}, policy.coverage: {"chapters": {"C02": {"I": "B1"}}},
    policy.decide: {"gets": {"ministry": {"line": 3, "skills": 1}, "region": {"line": 1, "skills": 2}}, "weights": {"ministry": 1, "region": 1}},
    kms.description: {}, kms.fill_by_qkd: {"store": STORE, "one": "A", "other": "B", "bits": 8, "rounds": 20_000, "seed": 1},
    keys.distill: {"records": qedu.exchange(protocols.bb84()).records(100, seed=1), "seed": 1},
}
MODULES = (attacks, channels, cloners, devices, entanglement, keys, kms, links, networks, policy, protocols, randomness, rates, repeaters, satellites, states,
           statistics)
#: A name that is written down and nothing else; any number of channels.
FREE = {(channels.from_choi, "name")}

ARGUMENTS = [(function, name) for function in NEEDED for name, parameter in inspect.signature(function).parameters.items()
             if parameter.kind in (parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY) and (function, name) not in FREE]


class Nonsense:
    def __repr__(self):
        return "NONSENSE"


def test_every_public_function_is_here():
    public = [getattr(module, name) for module in MODULES for name in module.__all__]
    takes = {thing for thing in public if inspect.isfunction(thing) and any(
        p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY) for p in inspect.signature(thing).parameters.values())}
    assert takes <= set(NEEDED), [thing.__name__ for thing in takes - set(NEEDED)]


@pytest.mark.parametrize("function", NEEDED, ids=lambda function: function.__name__)
def test_what_is_needed_is_enough(function):
    function(**NEEDED[function])


@pytest.mark.parametrize("function, name", ARGUMENTS, ids=[f"{function.__name__}-{name}" for function, name in ARGUMENTS])
def test_nonsense_is_called_by_its_argument(function, name):
    given = {**NEEDED[function], name: Nonsense()}
    if function is entanglement.werner and name == "visibility":
        del given["fidelity"]
    if function is devices.double_click_rate and name == "photons":
        del given["power"]
    with pytest.raises(ValueError) as error:
        function(**given)
    assert re.match(rf"{name} = NONSENSE is not allowed: \S", str(error.value)), error.value


#: Of other kinds than a number or a word: what cannot be looked up in a list of words, or has no truth value.
OF_OTHER_KINDS = ([], {}, np.zeros((2, 2)), np.array(["keys", "pairs"]))


@pytest.mark.parametrize("function", NEEDED, ids=lambda function: function.__name__)
def test_whatever_kind_an_argument_has_it_is_taken_or_refused_in_the_same_words(function):
    for name in (name for one, name in ARGUMENTS if one is function):
        for value in OF_OTHER_KINDS:
            try:
                function(**{**NEEDED[function], name: value})
            except ValueError as error:
                assert " is not allowed: " in str(error), (name, value, error)
