"""How objects show themselves: a line of text that fits a notebook, and a small plain table."""

import time
from dataclasses import replace
from datetime import datetime
from html.parser import HTMLParser

import numpy as np
import pytest

import qedu
from qedu import (
    attacks,
    channels,
    devices,
    entanglement,
    keys,
    kms,
    links,
    networks,
    policy,
    protocols,
    randomness,
    repeaters,
    satellites,
    states,
)

GYS = links.GYS
DECOYS = GYS.at(50, (0.4, 0.15, 0.0), probabilities=(0.5, 0.3, 0.2))
SPIED = qedu.exchange(protocols.bb84(), attacks.intercept_resend(fraction=0.4), channel=channels.depolarizing(0.02))
FAR = qedu.exchange(protocols.bb84(), attacks.phase_covariant_cloner(0.05), link=DECOYS)
E91 = qedu.exchange(protocols.e91())
LONG = "a name that somebody gave without a thought of how long a line of a notebook is, <b>& longer</b> still"


def ones_own(sift=lambda x, a, y, b: (a, b) if x == y else None, name=LONG):
    both = {f"<i>{i}</i> " * 5: (0.2, states.basis("Z")) for i in range(5)}
    return protocols.Protocol(name, both, both, sift)


PASSES = satellites.passes(satellites.Orbit(500, 97.4, node_deg=10), satellites.Site(47.07, 15.49), start=datetime(2026, 3, 1), days=1)
COVERED = satellites.coverage([satellites.Orbit(500, 97.4)], [satellites.Site(0, 0), satellites.Site(60, 10, name="north")],
                              start=datetime(2026, 1, 1), days=30)
BOX = policy.Item("boxes", 2, price=100, life_years=5, yearly=10, currency="EUR", year=2026, spares=0.5)
PLAN = policy.cost([BOX], horizon_years=10, discount_rate=0, users=4, key_bits_per_year=100)
SITING = policy.max_coverage({"hill": ["a", "b"], "dale": ["c"]}, {"a": 1, "b": 2, "c": 5}, budget=1)
NETWORK = networks.Network([networks.Node("A", "user"), "T", networks.Node("B", "user")],
                           [networks.Connection("A", "T", length_km=10, key_rate=3e3), networks.Connection("T", "B", length_km=20, key_rate=2e3)], name="line")
RELAYED = networks.relay_key([1] * 40, ["A", "T", "B"], link_keys=[[1] * 400, [0] * 400])
SHOWN = {
    "Protocol(BB84; Alice: Z, X; Bob: Z, X)": protocols.bb84(),
    "Protocol(BB84; Alice: Z 0.9, X 0.1; Bob: Z 0.9, X 0.1)": protocols.bb84(0.9),
    "Protocol(B92; Alice: u; Bob: u0, u1)": protocols.b92(),
    "Protocol(E91; Alice: 0°, 45°, 90°; Bob: 45°, 90°, 135°; entangled pair)": protocols.e91(),
    "Attack(none; records: untouched)": attacks.none(),
    "Attack(intercept-resend (random), fraction 0.4)": attacks.intercept_resend(fraction=0.4),
    "Attack(photon-number splitting; counts photons)": attacks.photon_number_splitting(),
    "Attack(blinding; has a hand in the devices)": devices.blinding(),
    "Attack(Trojan horse (0.5 photons), fraction 0.4; has a hand in the devices)": attacks.partial(devices.trojan_horse(0.5), 0.4),
    "Link(GYS; 0.21 dB/km; efficiency 0.05 and 0.04; dark_counts 1.7e-06; misalignment 0.033; f_ec 1.22)":
        replace(GYS, efficiency=(0.05, 0.04)),
    "Receiver(efficiency 0.1 and 0.2; threshold 1 and 1; double clicks: drop; alarm 0.5)":
        devices.Receiver((0.1, 0.2), double_clicks="drop", alarm=0.5),
    "Channel(depolarizing(0.1); 4 Kraus operators)": channels.depolarizing(0.1),
    "Channel(identity; 1 Kraus operator)": channels.identity(),
    "Channel(loss(0.2); 3 Kraus operators; loses photons)": channels.loss(0.2),
    "Link(GYS; 0.21 dB/km; efficiency 0.045; dark_counts 1.7e-06; misalignment 0.033; f_ec 1.22)": GYS,
    "Link(GYS; 0.21 dB/km + 3 dB; efficiency 0.045; dark_counts 1.7e-06; misalignment 0.033; f_ec 1.22)":
        replace(GYS, fixed_loss_db=3),
    "Setup(GYS, 50 km, weak coherent(0.48))": GYS.at(50, 0.48),
    "Setup(GYS, 50 km, weak coherent(0.48), weak coherent(0.05); probabilities 0.9, 0.1)":
        GYS.at(50, (0.48, 0.05), probabilities=(0.9, 0.1)),
    "Exchange(BB84; intercept-resend (random), fraction 0.4; depolarizing(0.02))": SPIED,
    "Exchange(BB84; phase-covariant cloner (0.05); identity; GYS, 50 km, weak coherent(0.4), weak coheren...)": FAR,
    "Counts(1000 rounds; 488 sifted; 52 errors; QBER 0.1066)": replace(SPIED.counts(10, seed=1), rounds=1000, sifted=488, errors=52),
    "Counts(10 rounds; 0 sifted; 0 errors)": replace(SPIED.counts(10, seed=1), sifted=0, errors=0),
    "Counts(1e+18 rounds; 2e+16 clicks; 1e+16 sifted; 5 errors; QBER 5e-16; GYS, 50 km, weak coherent(0.48))":
        replace(SPIED.counts(10, seed=1), rounds=10**18, clicks=2 * 10**16, sifted=10**16, errors=5, link=GYS.at(50, 0.48)),
    "DecoyCounts(1000000000 pulses; intensities 0.4, 0.15, 0; key from X, test in Z)": links.decoy_counts(10, GYS, pulses=10**9),
    "DecoyCounts(1000000000 pulses; intensities 0.4, 0.15, 0; key from X, test in Z; shape (2, 3))":
        links.decoy_counts([10, 20], GYS, pulses=10**9),
    "BellCounts(400 rounds with two clicks; S 2.04 ± 0.17)":
        entanglement.BellCounts(np.array([[[[38, 12], [12, 38]], [[12, 38], [38, 12]]], [[[38, 12], [12, 38]], [[37, 13], [13, 37]]]])),
    "Transcript(1 message; 3 key bits disclosed)": keys.Transcript((keys.Message("Alice", "<i>bits</i>", np.arange(3), 3),)),
    "Accounts(100 sifted; 20 made; 80 burnt; budget 50; 10 spent)": keys.Accounts(100, 20, {"tested": 80}, 50, {"tags": 10}, 40),
    "TeleportOutcome(m1 1; m2 0; probability 0.25; correction Z)": entanglement.teleport_outcomes(states.ket(0.3))[2],
    "SwapOutcome(m1 1; m2 1; psi-; probability 0.25; correction XZ)": entanglement.swap_outcomes(entanglement.bell(), entanglement.bell())[3],
    "PurificationRounds(dejmps; 2 rounds; fidelity 0.75 to 0.9024; 8.034 raw pairs a kept one)":
        entanglement.purification_rounds(0.75, 2, method="dejmps"),
    "Chain(8 links; p 0.1; nested; p_swap 0.5; t2 1000; cutoff 50)": repeaters.Chain(8, 0.1, 0.5, t2=1000, cutoff=50),
    "Runs(2 deliveries; 1 (1 to 1) attempts; fidelity 0.7 (0.7 to 0.7); Chain(1 link; p 1; fidelity 0.7))":
        repeaters.Chain(1, 1, fidelity=0.7).simulate(2, seed=1),
    "Play(1 attempt; fidelity 1; 2 born; 1 swapped; Chain(2 links; p 1; nested))": repeaters.Chain(2, 1).play(seed=1),
    "PurifyPlan(4 links; 1 before; 0 after; dejmps; fidelity 0.7608; 9.137 raw pairs)": repeaters.purify_plan(0.9, 4, before=1),
    "RepeaterLine(2 links; p 0.0003023; attempt 0.000125 s; 4962 attempts; fidelity 1; 1.612 pairs/s)":
        repeaters.repeater_line(50, GYS, links=2),
    "Orbit(500 km; inclination 97.4°; node 10°; drifts)": satellites.Orbit(500, 97.4, node_deg=10, j2=True),
    "Site(Delingha; 37.3789° N, 97.7269° E; 3153 m)": satellites.DELINGHA,
    "PassProfile(295 s; range 500 to 1187 km; elevation up to 90°)": satellites.pass_profile(500, mask_deg=20),
    "Passes(3 passes; 2 at night; 566.1 s; up to 36.04°; from 2026-03-01 00:00 UTC)": PASSES,
    "Coverage(1 satellite; 2 sites; 30 days; 8648 s a site)": COVERED,
    "SpaceLink(Micius to Xinglong; downlink; 10 µrad (top_hat); aperture 1 m; efficiency 0.08)": satellites.MICIUS,
    "PassKey(295 s; 5.69e+06 sifted; QBER 0.003816; 946916 secret bits)":
        satellites.pass_key(satellites.pass_profile(500, 80, mask_deg=20), satellites.MICIUS),
    "EntanglementLink(2.2 coincidences/s; S 2.652; QBER 0.03125; 0.6233 secret bits/s)": satellites.entanglement_key(2.2, signal_to_noise=15),
    "PublishedPairs(Micius, pairs of 2020; 1120 km; QBER 0.045; 372 secret bits)": satellites.YIN_2020,
    "PublishedPass(Micius over Xinglong, 19 December 2016; 1671072 sifted; QBER 0.011; 300939 secret bits)": satellites.MICIUS_PASS,
    "PassPrediction(3.737e+06 clicks; 1.758e+06 sifted; 1.06e+04 bits/s at the nearest; QBER 0.004284)": satellites.MICIUS_PASS.predict(),
    "Node(A; user; 47.07°, 15.49°)": networks.Node("A", "user", position=(47.07, 15.49)),
    "Connection(A to R; entanglement; 12.5 km; 7 bits/s; 10 pairs/s; fidelity 0.95)":
        networks.Connection("A", "R", "entanglement", length_km=12.5, key_rate=7, pair_rate=10, fidelity=0.95),
    "Network(line; 3 nodes; 2 connections)": NETWORK,
    "Route(A, T, B; 30 km; 2000 bits/s)": networks.best_key_path(NETWORK, "A", "B"),
    "Hop(A to T; 40 bits; tag of 128)": RELAYED.hops[0],
    "Relayed(A, T, B; 40 bits; 592 bits used up)": RELAYED,
    "Pool(1000 bits/s; room for 25600; 5 requests/s of 256 bits; 300 at first)": networks.Pool(1000, 25600, request_bits=256, requests=5, start_bits=300),
    "PoolRun(1 request; share refused 0; Pool(1000 bits/s; room for 25600; 5 requests/s of 256 bits))":
        networks.Pool(1000, 25600, request_bits=256, requests=5).simulate(1, seed=1),
    "Delivery(A to B; 1 way; day 1.5)": networks.Delivery([("A", "T", "B")], 1.5),
    "Damage(0 of 1 pair served; 0 by another way; 2000 bits/s before; 0 bits/s left)": networks.denial(NETWORK, [("A", "B")], nodes=["T"]),
    "EndTest(fidelity 0.25; QBER 0.5 in Z; 0.5 in X; S 0; key 0)": networks.end_test(repeaters.idle_station()),
    "KnownNetwork(Beijing to Shanghai, and Micius; 2021-01; 32 nodes; at least 700 links; at least 2000 km)": networks.KNOWN_NETWORKS["china-2021"],
    "BitSource(p1 0.5)": randomness.BitSource(),
    "BitSource(p1 0.6; noise 0.1; noise_p1 0.2; memory -0.3; drift 0.05)":
        randomness.BitSource(0.6, noise=0.1, noise_p1=0.2, memory=-0.3, drift=0.05),
    "MostCommonValue(4 samples; mode 3; p_hat 0.75; p_upper 1; min-entropy 0)": randomness.most_common_value([0, 1, 1, 1]),
    "Assessment(4 samples of 2 bits; min-entropy 0; as they are 0; by bits 0)": randomness.assess([3, 3, 3, 1], width=2),
    "HealthTest(repetition count; 1 sample; cutoff 21; 0 alarms)": randomness.repetition_count_test([1], entropy=1),
    "HealthTest(adaptive proportion; 2048 samples; cutoff 589; window 1024; 2 alarms, the first at 588)":
        randomness.adaptive_proportion_test([1] * 2048, entropy=1),
    "Extracted(38 bits from 100; min-entropy 0.5 a bit; eps 0.01; seed of 137 bits)":
        randomness.extract([0, 1] * 50, entropy=0.5, eps=0.01, seed=1),
    "Item(boxes; 2, and 0.5 spare for each; 100 EUR of 2026; 10 a year; lasts 5 years)": BOX,
    "Item(fibre; 30.5; 7 XOF of 2025; 0 a year)":
        policy.Item("fibre", 30.5, price=7, life_years=float("inf"), yearly=0, currency="XOF", year=2025),
    "Cost(800 EUR of 2026; 10 years at 0; 80 a year; 200 a user; 0.8 a bit; 1 item)": PLAN,
    "Swing(boxes, yearly; 0 to 10; result 600 to 800; from 800)": policy.sensitivity(PLAN, {("boxes", "yearly"): (0, 10)})[0],
    "Swing(users; 2 to 8; result 400 to 100; from 200)": policy.sensitivity(PLAN, {"users": (2, 8)}, of="per_user")[0],
    "SameMoney(0 units for 800 EUR of 2026; 800 each; 800 before; 0 left)": policy.same_money(PLAN, [BOX], fixed=[BOX]),
    "CoverageInequality(passes over 2 sites; 4 people; Gini 0.1453; 0 get nothing)":
        policy.coverage_inequality(COVERED, [3, 1], of="passes"),
    "PlaceFact(China; key_network_km; at least 10000 km; Chen et al., 2025-08-08)": policy.place_facts(indicator="key_network_km")[0],
    "Indicator(pqc_year; countries; earliest first)": policy.INDICATORS["pqc_year"],
    "Ranked(1 to 3; China; 4 to 17 billion USD)": policy.rank("public_money_2023").places[1],
    "Ranking(women_share; 1 ranked; 14 missing; 1 Europe)": policy.rank("women_share"),
    "Flaw(missing as zero; B; a zero that nobody stated; write None where nothing was found)":
        policy.audit([{"place": "B", "value": 0}])[0],
    "Proficiency(I B1; II none; III A2)": policy.Proficiency("B1", strategy="A2"),
    "ChapterLevels(1 chapter; I B1; II none; III none; nothing of D2, D3, D4, D5, D6, D7, D8)":
        policy.coverage({"C02": {"I": "B1", "domains": ["D1"]}}),
    "Study(needs; 34 interviews; answers 34; Greinert, Ubben, Dogan, Hilfert-Rüppell and Müller, 2024-07)": policy.STUDIES["greinert-2024"],
    "Siting(budget 1; step by step 5 people; best 5; gap 0)": SITING,
    "SitingPlan(1 site; 5 people; cost 1; dale)": SITING.best,
    "Threat(an example; 0.3 within 10 years, 0.6 within 15 years; 0.4 at infinity)": policy.Threat([(10, 0.3), (15, 0.6)], "an example"),
    "YearRange(5 to 15 years; likeliest 7)": policy.YearRange(5, 15, likely=7),
    "Survey(Global Risk Institute and evolutionQ; edition 2023; 37 experts; 3 points)": policy.SURVEYS["2023"],
    "Forecast(sevilla-riedel-2020; J. Sevilla and C. J. Riedel; 2020-09)": policy.FORECASTS["sevilla-riedel-2020"],
    "Position(nsa-qkd; United States; 2020-10-26; guidance; QKD, PQC)": policy.POSITIONS["nsa-qkd"],
    "Deadline(2030; deprecated in a draft; United States; RSA, ECDSA and Diffie-Hellman of 112 bits)": policy.DEADLINES["nist-112-deprecated"],
    "Estimate(RSA-2048; at most 100000 qubits; run time missing; not peer reviewed; Webster and others; 2...)":
        policy.THREAT_ESTIMATES["iceberg-2026"],
    "Misreport(The June 2026 order)": replace(policy.MISREPORTS["order-number"], claim="The June 2026 order"),
    "Advice(recommended: hybrid, pqc_psk; possible: pqc, pqc_qkd, psk; discouraged: qkd, wait)":
        policy.advise(data_life="decades", regulator="fr", rules=[rule for rule in policy.RULES if rule.id != "fr-not-alone"][1:]),
    "Rule(not-in-software; rules out pqc_qkd, qkd; It cannot be done in software, and comes as equipment ...)":
        next(rule for rule in policy.RULES if rule.id == "not-in-software"),
    "Key(00000000-0000-4000-8000-000000000000; 256 bits)": kms.Key("00000000-0000-4000-8000-000000000000", bytes(32)),
    "Limits(64 to 1024 bits, if not named 256; 128 keys; 65536 bytes)": kms.Limits(),
    "BellCounts(0 rounds with two clicks)": entanglement.BellCounts(np.zeros((2, 2, 2, 2))),
}


# A test of a name with a sign beyond ASCII cannot be called by it, as mutmut does.
@pytest.mark.parametrize("line", SHOWN, ids=lambda line: line.partition("(")[0])
def test_one_line_says_what_it_is(line):
    assert repr(SHOWN[line]) == line


@pytest.mark.parametrize("shown", [
    ones_own(), qedu.exchange(ones_own()), attacks.Attack(LONG, attacks.none().instrument), channels.Channel(LONG, channels.loss(0.1).kraus),
    replace(GYS, name=LONG), replace(GYS, name=LONG).at(3, 0.1), FAR.counts(10**18, seed=1), FAR.records(1000, seed=1),
    qedu.exchange(protocols.sarg04(), attacks.photon_number_splitting(fraction=0.25), link=DECOYS).records(10**6, seed=1)],
    ids=lambda shown: type(shown).__name__)
def test_a_line_is_never_longer_than_a_line(shown):
    assert len(repr(shown)) <= 104 and "\n" not in repr(shown) and repr(shown).endswith(")")


def test_records_say_how_many_and_what_they_hold():
    records = qedu.exchange(protocols.sarg04()).records(1000, seed=1)
    assert repr(records) == f"Records(1000 rounds; {records.sifted.sum()} sifted; with announcement)"
    clicks = FAR.records(10**6, seed=1)
    assert repr(clicks) == f"Records(1000000 rounds; {len(clicks)} of them with a click; {clicks.sifted.sum()} sifted; with intensity, photons)"


class Tables(HTMLParser):
    """Captions, headings with their scope and rows of the tables in a text; complains of anything else."""

    def __init__(self, text):
        super().__init__()
        self.open, self.captions, self.rows, self.scopes = [], [], [], []
        self.feed(text)
        assert not self.open

    def handle_starttag(self, tag, attributes):
        assert tag in ("table", "caption", "thead", "tbody", "tr", "th", "td") and "style" not in dict(attributes)
        self.open.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag == "th":
            self.scopes.append(dict(attributes)["scope"])
        if tag in ("th", "td"):
            self.rows[-1].append("")

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open[-1] == "caption":
            self.captions.append(data)
        else:
            self.rows[-1][-1] += data


def tables(shown):
    return Tables(shown._repr_html_())


@pytest.mark.parametrize("shown", [*SHOWN.values(), ones_own(), qedu.exchange(ones_own())], ids=lambda shown: type(shown).__name__)
def test_a_table_has_a_caption_headings_and_no_style(shown):
    html = shown._repr_html_()
    found = Tables(html)
    assert len(found.captions) == html.count("<table>") and all(found.captions)
    # The first cell of a row names it; all cells of a row of headings name columns; none is empty.
    assert all(row[0] for row in found.rows) and set(found.scopes) <= {"row", "col"}
    assert found.scopes.count("row") == html.count("<tr><th scope=\"row\">") == html.count("<tr>") - html.count("<thead>")
    assert len(html) < 6000


def test_a_protocol_shows_states_settings_and_what_is_kept():
    found = tables(protocols.bb84(0.9))
    assert ["Alice sends X", "0.1", "|+⟩, |−⟩"] in found.rows and ["Bob measures Z", "0.9", "|0⟩, |1⟩"] in found.rows
    assert found.captions[1] == "Share of all rounds that is kept, 0.82 in all, if nothing happens on the way"
    assert ["Alice Z", "0.81", "0"] in found.rows and ["Alice X", "0", "0.01"] in found.rows
    assert ["Settings", "Alice's, Bob's"] in found.rows
    found = tables(protocols.sarg04())
    assert ["Settings", "none"] in found.rows and ["Alice says", "0+, 0-, 1+, 1-"] in found.rows
    assert "0.25 in all" in found.captions[1] and ["Alice Z", "0", "0.125"] in found.rows
    found = tables(protocols.e91())
    assert ["Alice measures 45°", "0.3333", "(0.707, 0, 0.707), (-0.707, 0, -0.707)"] in found.rows
    assert ["Bell test", "+ E(0°, 45°), - E(0°, 135°), + E(90°, 45°), + E(90°, 135°)"] in found.rows
    assert "0.2222 in all" in found.captions[1]


@pytest.mark.parametrize("name", ["bb84", "six_state", "b92", "sarg04", "bbm92", "e91"])
def test_the_share_kept_is_that_of_the_exchange(name):
    protocol = getattr(protocols, name)(*([0.7] if name in ("bb84", "b92") else []))
    assert f"kept, {qedu.exchange(protocol).sifted_fraction:.4g} in all" in tables(protocol).captions[1]


def test_states_that_are_not_sent_as_usual_show_their_odds():
    up, down = states.basis("Z")
    odd = {"Z": (1.0, (0.75 * up.proj(), 0.25 * down.proj()))}
    measure = {"thirds": (1.0, [2 / 3 * states.ket(angle).proj() for angle in (0, 2 * np.pi / 3, 4 * np.pi / 3)])}
    found = tables(protocols.Protocol("own", odd, measure, lambda *_: None))
    assert ["Alice sends Z", "1", "0.75 |0⟩, 0.25 |1⟩"] in found.rows
    assert ["Bob measures thirds", "1", "0.6667 |0⟩, 0.6667 (0.866, 0, -0.5), 0.6667 (-0.866, 0, -0.5)"] in found.rows


def test_names_are_text():
    html = ones_own()._repr_html_() + qedu.exchange(ones_own())._repr_html_()
    assert "<b>" not in html and "<i>" not in html and "&lt;b&gt;&amp; longer&lt;/b&gt;" in html


def test_a_rule_that_fails_leaves_out_what_it_would_say():
    def broken(*_):
        raise KeyError("rule")

    found = tables(ones_own(broken))
    assert not any("kept" in caption for caption in found.captions) and len(found.captions) == 2


def test_a_run_shows_its_figures_and_leaves_out_what_it_has_not():
    rows = dict(row for row in tables(SPIED).rows)
    assert rows == {
        "Protocol": "BB84", "Attack": "intercept-resend (random), fraction 0.4", "Channel": "depolarizing(0.02)",
        "Sifted fraction of the rounds sent": "0.5", "QBER": "0.108", "Eve's information, bits": "0.2",
        "Eve's best guess, probability": "0.6"}
    rows = dict(tables(FAR).rows)
    assert rows["Link"] == str(DECOYS) and rows["QBER"] == f"{FAR.qber:.4g}" and rows["Clicks per round sent"] == f"{FAR.gain:.4g}"
    assert rows["Eve's Holevo quantity, bits"] == f"{FAR.eve_holevo:.4g}"
    nothing = dict(tables(qedu.exchange(protocols.bb84(), channel=channels.loss(1))).rows)
    assert nothing["Sifted fraction of the rounds sent"] == "0" and not {"QBER", "Eve's information, bits"} & set(nothing)
    assert dict(tables(E91).rows)["CHSH value |S|"] == "2.828"


def test_showing_a_run_costs_next_to_nothing():
    """Also where an attack keeps four photons, a memory of 16 levels whose spectrum takes its time."""
    def keep_all(setup):
        return [[attacks.Branch(str(n), 1.0, int(n > 0), max(0, min(n - 1, 4)), 1.0)] for n in range(setup.photon_odds.shape[1])]

    run = qedu.exchange(protocols.bb84(), attacks.Attack("miser", None, keep_all), link=GYS.at(5, (4.0, 1.0, 0.1), probabilities=(0.5, 0.3, 0.2)))
    begun = time.process_time()
    rows = dict(tables(run).rows)
    assert time.process_time() - begun < 0.5
    assert "Eve's information, bits" in rows and "Eve's Holevo quantity, bits" not in rows


def test_counts_show_shares_with_their_intervals():
    counts = replace(SPIED.counts(1000, seed=1), sifted=1000, errors=527, eve_right=0, sifted_by_basis=(1000, 0), errors_by_basis=(527, 0))
    rows = tables(counts).rows
    # Wilson's interval of 527 in 1,000 is 0.496 to 0.558 (the example of `qedu.statistics.wilson`).
    assert ["QBER", "0.527 (0.496 to 0.558)"] in rows and ["Z", "1000", "527", "0.527 (0.496 to 0.558)"] in rows
    assert ["X", "0", "0", ""] in rows and ["Share right", "0.0000 (0.0000 to 0.0038)"] in rows
    assert not any(row[0] in ("Clicks", "Link") or row[0].startswith("S,") for row in rows)
    over = FAR.counts(10**12, seed=1)
    rows = tables(over).rows
    assert ["Clicks", str(over.clicks)] in rows and ["Link", str(DECOYS)] in rows
    assert [row[0] for row in rows if len(row) == 6] == ["mean photon number", "0.4", "0.15", "0"]
    of_singlet = E91.counts(9000, seed=1)
    value, error = next(row[1] for row in tables(of_singlet).rows if row[0].startswith("S,")).split(" ± ")
    assert float(value) == pytest.approx(of_singlet.s_value, abs=6e-3) and 0.03 < float(error) < 0.06
    assert ["QBER", "0 (0 to 1.537e-17)"] in tables(replace(counts, sifted=25 * 10**16, errors=0)).rows


def test_the_other_definitions_have_a_table_too():
    assert ["Eve's records", "depend on the protocol"] in tables(attacks.intercept_resend(fraction=0.4)).rows
    assert ["Over a link", "she counts the photons of each pulse"] in tables(attacks.photon_number_splitting()).rows
    rows = tables(channels.amplitude_damping(0.36)).rows
    assert ["x becomes", "0.8", "0", "0", "0"] in rows and ["z becomes", "0", "0", "0.64", "0.36"] in rows
    assert tables(channels.loss(0.2)).rows == [["Kraus operators", "3"], ["Loses photons", "yes"]]
    rows = dict(tables(GYS).rows)
    assert rows["Misalignment e_d"] == "0.033" and "doi:10.1063/1.1738173" in rows["Numbers from"] and "Fixed loss, dB" not in rows
    rows = tables(DECOYS).rows
    assert ["weak coherent(0.4)", "0.5", f"{DECOYS.gain[0]:.4g}", f"{DECOYS.qber[0]:.4g}"] in rows and ["Loss of the channel, dB", "10.5"] in rows
    counts = links.decoy_counts(10, GYS, pulses=10**9, seed=1)
    assert ["0.4", "0.5", *(str(column[0]) for column in (counts.n_x, counts.m_x, counts.n_z, counts.m_z))] in tables(counts).rows


def test_what_is_seen_of_satellites_has_its_numbers():
    rows = tables(PASSES).rows
    assert [row[0] for row in rows[1:]] == [f"{PASSES.when(i):%Y-%m-%d %H:%M:%S}" for i in range(3)]
    assert [row[1:] for row in rows[1:]] == [[f"{PASSES.duration_s[i]:.4g}", f"{PASSES.max_elevation_deg[i]:.4g}", f"{PASSES.range_min_km[i]:.4g}",
                                              "night" if PASSES.night[i] else "day"] for i in range(3)]
    year = satellites.passes(satellites.Orbit(500, 97.4), satellites.Site(0, 0), start=datetime(2026, 3, 1), days=30)
    assert tables(year).captions == [f"The first 20 of {len(year)} passes"] and len(tables(year).rows) == 21
    assert tables(COVERED).captions == ["Sites, 30 days from 2026-01-01 on, 1 satellite"]
    assert [row[0] for row in tables(COVERED).rows] == ["site", "0°, 0°", "north"] and tables(COVERED).rows[2][1] == str(COVERED.passes[1])
    assert ["Drift, degrees a day", "0.9854"] in tables(satellites.Orbit(500, 97.4, j2=True)).rows
    assert ["Altitude, metres", "3153"] in tables(satellites.DELINGHA).rows and tables(satellites.DELINGHA).captions == ["Delingha"]
    assert ["0", "500", "90"] in tables(satellites.pass_profile(500, mask_deg=20)).rows
    none = satellites.passes(satellites.Orbit(500, 0), satellites.Site(80, 0), start=datetime(2026, 3, 1), days=1)
    assert repr(none) == "Passes(0 passes; 0 at night; from 2026-03-01 00:00 UTC)" and len(tables(none).rows) == 1


def test_what_satellites_show_has_its_numbers():
    rows = dict(row for row in tables(satellites.MICIUS).rows)
    assert rows["Divergence, full angle, µrad"] == "10" and rows["Beam"] == "top hat" and "doi:10.1038/nature23655" in rows["Numbers from"]
    key = satellites.pass_key(satellites.pass_profile(500, 80, mask_deg=20), satellites.MICIUS)
    rows = dict(row for row in tables(key).rows)
    assert rows["Secret bits of this pass"] == str(key.finite_bits) and rows["Secret bits, if each second stood alone"] == "0"
    assert ["Highest QBER with a key in this time", "0.06"] in tables(satellites.YIN_2020).rows
    assert not any(row[0].startswith("Highest") for row in tables(satellites.YIN_2017).rows)
    assert ["Secret bits", "300939"] in tables(satellites.MICIUS_PASS).rows and ["QBER", "0.004284"] in tables(satellites.MICIUS_PASS.predict()).rows
    assert ["Sifted bits a second", "1.1"] in tables(satellites.entanglement_key(2.2, signal_to_noise=15)).rows


def test_what_networks_show_has_its_numbers():
    assert ["A to T", "fibre", "10", "3000", "", ""] in tables(NETWORK).rows and tables(NETWORK).captions == ["Connections of line"]
    big = networks.Network([str(n) for n in range(30)], [networks.Connection("0", str(n)) for n in range(1, 30)])
    assert tables(big).captions == ["Connections of the network, the first 20 of 29"] and len(tables(big).rows) == 21
    rows = dict(tables(networks.best_pair_path(networks.Network(["A", "B"], [networks.Connection("A", "B", pair_rate=4, fidelity=0.9)]), "A", "B")).rows)
    assert rows == {"Nodes on the way": "none", "Seconds until a pair, on average": "0.25", "Fidelity": "0.9"}
    assert ["A to T", "0" * 32 + "…", "128", "296"] in tables(RELAYED).rows and dict(tables(RELAYED.hops[1]).rows)["Message"] == "1" * 32 + "…"
    rows = dict(tables(networks.Pool(1000, 25600, request_bits=256, requests=5)).rows)
    assert rows["Bits at first"] == "25600" and rows["Share refused in the long run"] == "0.2188" and rows["Seconds until it is empty"] == "91.43"
    assert dict(tables(networks.Pool(2000, 25600, request_bits=256, requests=5)).rows)["Seconds until it is empty"] == "never"
    rows = dict(tables(networks.Pool(0, 256, request_bits=256, requests=5).simulate(4, seed=1, arrivals="regular")).rows)
    assert rows["Share refused"] == "0.75" and rows["Seconds until one is refused"] == "0.4"
    assert ["Pair 1", "A, T, B", "2000", "none", ""] in tables(networks.denial(NETWORK, [("A", "B")], connections=[("T", "A")])).rows
    rows = dict(tables(networks.KNOWN_NETWORKS["china-2025"]).rows)
    assert rows["Links"] == rows["Plan"] == "missing" and rows["All links, km"] == "at least 10000" and rows["Read"] == "in the paper's abstract"
    assert ["Way 2", "A, U, B"] in tables(networks.Delivery([("A", "T", "B"), ("A", "U", "B")])).rows


def test_what_is_random_has_its_numbers():
    rows = dict(tables(randomness.BitSource(noise=0.2)).rows)
    assert rows["Min-entropy per bit, by counting"] == "1" and rows["Min-entropy per bit, given the noise"] == "0.737"
    assert "Min-entropy per bit, given the noise" not in dict(tables(randomness.BitSource(drift=0.1)).rows)       # it has no endless run
    rows = dict(tables(randomness.repetition_count_test([0] * 30, entropy=1)).rows)
    assert rows == {"Samples": "30", "Alarm at a count of": "21", "Alarms": "1", "The first one at sample": "20"}
    rows = dict(tables(randomness.adaptive_proportion_test([0, 1] * 30, entropy=1)).rows)
    assert rows["Window"] == "1024" and rows["Alarms"] == "0" and "The first one at sample" not in rows
    found = randomness.assess([0, 1, 2, 3] * 100, width=2)
    assert [row[1] for row in tables(found).rows] == [f"{x:.4g}" for x in (found.literal.min_entropy, 2 * found.bits.min_entropy, found.min_entropy)]
    assert ["Upper end of the interval for its probability", f"{found.literal.p_upper:.4g}"] in tables(found.literal).rows
    assert ["Bits extracted", "38"] in tables(randomness.extract([0, 1] * 50, entropy=0.5, eps=0.01, seed=1)).rows


def test_what_a_cost_shows_has_its_numbers():
    rows = tables(PLAN).rows
    assert tables(PLAN).captions == ["Cost over 10 years in EUR of 2026, discounted by 0 a year"]
    assert ["boxes", "300", "300", "200", "800"] in rows and ["All", "300", "300", "200", "800"] in rows
    assert ["All, a user", "", "", "", "200"] in rows and ["All, a bit of key", "", "", "", "0.8"] in rows
    assert not any("user" in row[0] for row in tables(policy.cost([BOX], horizon_years=1, discount_rate=0)).rows)
    assert ["One in use, EUR of 2026 a year", "10"] in tables(BOX).rows
    assert ["best", "5", "1", "dale"] in tables(SITING).rows
    assert ["high", "8", "100"] in tables(policy.sensitivity(PLAN, {"users": (2, 8)}, of="per_user")[0]).rows


def test_what_is_known_of_places_and_people_shows_what_is_missing():
    rows = tables(policy.rank("key_network_km")).rows
    assert rows[1][:3] == ["China", "1", "at least 10000 km"] and ["France", "missing", "missing", "not found, which is not zero", ""] in rows
    assert len(rows) == 1 + 14 and sum(row[1] == "missing" for row in rows) == 13
    assert ["answers", "missing"] not in tables(policy.STUDIES["cost-women"]).rows and ["respondents", "missing"] in tables(policy.STUDIES["cost-women"]).rows
    rows = dict(tables(policy.PLACE_FACTS[0]).rows)
    assert rows["source"].startswith("National Quantum Initiative Act") and rows["read"] == "part" and rows["scope"]
    assert ["high", "missing"] in tables(policy.place_facts(indicator="key_network_km")[0]).rows
    assert ["I quantum concepts", "B1 utilisation"] in tables(policy.Proficiency("B1")).rows
    assert ["III applications and strategies", "none yet"] in tables(policy.Proficiency("B1")).rows
    assert ["C02", "B1", "", "", "D1"] in tables(policy.coverage({"C02": {"I": "B1", "domains": ["D1"]}})).rows
