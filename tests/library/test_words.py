"""What the library says: names on labels, keys of the JSON, and every error word for word.

Readers see these texts, and the page and the exercises rely on the names.
"""

import json

import numpy as np
import pytest

import qedu
from qedu import attacks, channels, protocols, rates, states

Z, X = states.basis("Z"), states.basis("X")
GOOD = {"Z": (1.0, Z)}
BB84 = protocols.bb84()


def drop(*_):
    """A sifting rule that keeps nothing."""


def test_names():
    assert [c.name for c in (channels.identity(), channels.depolarizing(0.02), channels.dephasing(0.5),
                             channels.amplitude_damping(1), channels.loss(0.25))] == [
        "identity", "depolarizing(0.02)", "dephasing(0.5)", "amplitude_damping(1)", "loss(0.25)"]
    assert [a.name for a in (attacks.none(), attacks.intercept_resend(), attacks.intercept_resend(fraction=0.4, basis="Z"),
                             attacks.intercept_resend(basis=(1, 2, 3)))] == [
        "none", "intercept-resend (random)", "intercept-resend (z), fraction 0.4",
        "intercept-resend (along a given axis)"]
    assert [p.name for p in (BB84, protocols.six_state(), protocols.b92(), protocols.sarg04(), protocols.bbm92(),
                             protocols.e91())] == ["BB84", "six-state", "B92", "SARG04", "BBM92", "E91"]
    assert [a.name for a in (attacks.helstrom_resend(), attacks.unambiguous_resend(fraction=0.5), attacks.universal_cloner(),
                             attacks.phase_covariant_cloner(0.11), attacks.entangling_probe(0.5, basis="X"),
                             attacks.at_source((1, 2, 3)))] == [
        "Helstrom resend", "unambiguous resend, fraction 0.5", "universal cloner (0.1667)",
        "phase-covariant cloner (0.11)", "entangling probe (x, overlap 0.5)",
        "Eve at the source (along a given axis)"]
    assert repr(qedu.exchange(BB84)) == "Exchange(BB84; none; identity)"


@pytest.mark.parametrize("basis, labels", [
    ("random", ["Z0", "Z1", "X0", "X1"]), ("y", ["Y0", "Y1"]), ("breidbart", ["B0", "B1"]), ((1, 2, 3), ["V0", "V1"])])
def test_eves_records(basis, labels):
    run = qedu.exchange(BB84, attack=attacks.intercept_resend(fraction=0.5, basis=basis))
    assert run.table.eve.values.tolist() == [attacks.UNTOUCHED, *labels]


@pytest.mark.parametrize("protocol, attack, labels", [
    (protocols.e91(), attacks.intercept_resend(), ["45°0", "45°1", "90°0", "90°1"]),
    (protocols.b92(), attacks.helstrom_resend(), ["guess 0", "guess 1"]),
    (protocols.b92(), attacks.unambiguous_resend(), ["sure 0", "sure 1", "blocked"]),
    (BB84, attacks.phase_covariant_cloner(), ["clone 0", "clone 1"]),
    (BB84, attacks.entangling_probe(0.5, basis="random"), ["Z 0", "Z 1", "X 0", "X 1"]),
    (protocols.bbm92(), attacks.at_source("y"), ["Y0", "Y1"])],
    # A test of a name with a sign beyond ASCII cannot be called by it, as mutmut does.
    ids=lambda value: getattr(value, "name", "records"))
def test_records_of_the_other_attacks(protocol, attack, labels):
    assert qedu.exchange(protocol, attack).table.eve.values.tolist() == labels


def test_json_of_the_other_protocols():
    page = json.loads(qedu.exchange(protocols.sarg04()).to_json())
    assert page["labels"]["announcement"] == ["0+", "0-", "1+", "1-"] and len(page["cells"]["announcement"]) > 0
    assert list(page["labels"]) == ["alice_setting", "alice", "announcement", "eve", "bob_setting", "bob"]
    page = json.loads(qedu.exchange(protocols.e91()).to_json())
    assert page["bell"] == [["0°", "45°", 1], ["0°", "135°", -1], ["90°", "45°", 1], ["90°", "135°", 1]]
    assert "announcement" not in page["cells"]


def test_table_and_json():
    run = qedu.exchange(BB84, attacks.intercept_resend(basis="z"), channel=channels.loss(0.5))
    assert run.table.name == "probability"
    assert run.table.dims == ("alice_setting", "alice", "eve", "bob_setting", "bob")
    labels = {"alice_setting": ["Z", "X"], "alice": [0, 1], "eve": ["Z0", "Z1"], "bob_setting": ["Z", "X"],
              "bob": ["0", "1", "no click"]}
    assert {axis: run.table[axis].values.tolist() for axis in run.table.dims} == labels
    assert qedu.exchange(BB84).table.bob.values.tolist() == [0, 1]
    page = json.loads(run.to_json())
    cells = page.pop("cells")
    assert page == {"protocol": "BB84", "attack": "intercept-resend (z)", "channel": "loss(0.5)", "labels": labels}
    assert list(cells) == ["p", "alice", "bob", "alice_setting", "bob_setting", "sifted", "attacked", "eve_guess",
                           "eve", "error", "eve_right"]


@pytest.mark.parametrize("call, message", [
    (lambda: states.ket("up"), "theta = 'up' is not allowed: a finite angle"),
    (lambda: states.ket(0, np.inf), "phi = inf is not allowed: a finite angle"),
    (lambda: states.polarization("up"), "angle_deg = 'up' is not allowed: a finite angle"),
    (lambda: states.basis("W"), "axis = 'W' is not allowed: 'Z', 'X', 'Y' or a Bloch vector of three numbers"),
    (lambda: states.basis((0, 0, 0)),
     "axis = (0, 0, 0) is not allowed: 'Z', 'X', 'Y' or a non-zero Bloch vector of three numbers"),
    (lambda: states.bloch_vector(3),
     "state = 3 is not allowed: a normalised qubit ket or density operator (qutip.Qobj)"),
    (lambda: states.overlap(3, Z[0]),
     "state0 = 3 is not allowed: a normalised qubit ket or density operator (qutip.Qobj)"),
    (lambda: states.overlap(Z[0], 3),
     "state1 = 3 is not allowed: a normalised qubit ket or density operator (qutip.Qobj)"),
    (lambda: states.helstrom(3, Z[0]),
     "state0 = 3 is not allowed: a normalised qubit ket or density operator (qutip.Qobj)"),
    (lambda: states.helstrom(Z[0], 3),
     "state1 = 3 is not allowed: a normalised qubit ket or density operator (qutip.Qobj)"),
    (lambda: states.square_root_guess([]), "states = [] is not allowed: at least one qubit state"),
    (lambda: states.square_root_guess([3]),
     "states = 3 is not allowed: a normalised qubit ket or density operator (qutip.Qobj)"),
    (lambda: states.sample(Z[0], "Z", shots=0, seed=1), "shots = 0 is not allowed: a whole number of at least 1"),
    (lambda: states.measure(Z[0], "Z", seed=1.5),
     "seed = 1.5 is not allowed: a non-negative int or a numpy.random.Generator"),
    (lambda: channels.depolarizing(2), "p = 2 is not allowed: a number from 0 to 1"),
    (lambda: channels.Channel("leaky", [Z[0].proj()]), "kraus = 'operators with Σ K†K off by 1' is not allowed: "
     "Kraus operators on a qubit, of one shape (2, 2) or (3, 2), with Σ K†K = I"),
    (lambda: channels.Channel("wrong", [Z[0]]), "kraus = \"operators of shapes ['(2, 1)']\" is not allowed: "
     "Kraus operators on a qubit, of one shape (2, 2) or (3, 2), with Σ K†K = I"),
    (lambda: protocols.Protocol("p", {"Z": (0.7, Z)}, GOOD, drop),
     "alice = 'settings with total probability 0.7' is not allowed: a total of 1"),
    (lambda: protocols.Protocol("p", GOOD, {"Z": (0.7, Z)}, drop),
     "bob = 'settings with total probability 0.7' is not allowed: a total of 1"),
    (lambda: protocols.Protocol("p", {"Z": (2, Z)}, GOOD, drop),
     "alice['Z'] = 2 is not allowed: a number from 0 to 1"),
    (lambda: protocols.Protocol("p", {"Z": (1, Z[:1])}, GOOD, drop),
     "alice['Z'] = '1 states' is not allowed: two, for outcomes 0 and 1"),
    (lambda: protocols.Protocol("p", {"Z": (1, [k.proj() for k in Z])}, GOOD, drop),
     "alice['Z'] = 'states of total trace 2' is not allowed: a total of 1"),
    (lambda: protocols.Protocol("p", GOOD, {"Z": (1, (Z[0], Z[0]))}, drop),
     "bob['Z'] = 'effects with a sum off by 1' is not allowed: effects that sum to the identity"),
    (lambda: protocols.Protocol("p", GOOD, GOOD, drop, public=("bits",)),
     "public = ('bits',) is not allowed: 'alice_setting' and 'bob_setting', or fewer"),
    (lambda: attacks.intercept_resend(basis="w"), "basis = 'w' is not allowed: 'random', 'z', 'x', 'y', 'breidbart' "
     "or a Bloch vector of three numbers, not all zero"),
    (lambda: attacks.intercept_resend(fraction=2), "fraction = 2 is not allowed: a number from 0 to 1"),
    (lambda: attacks.Attack("twice", [("Z", Z[0].proj()), ("Z", Z[1].proj())]),
     "instrument = ['Z', 'Z'] is not allowed: records that differ from each other"),
    (lambda: attacks.Attack("leaky", [("Z", Z[0].proj())]), "instrument = 'operators with Σ K†K off by 1' is not "
     "allowed: Kraus operators from a qubit to 2 or 3 levels, alone or ⊗ a memory, with Σ K†K = I; for an entangled "
     "source also two-qubit states ρ, Σ K†K + Σ tr ρ = I"),
    (lambda: attacks.Attack("mislabelled", [(attacks.UNTOUCHED, X[0].proj() - X[1].proj())]), "instrument = 'an untouched "
     "signal with an operator that changes it' is not allowed: for that record a multiple of the identity on the qubit"),
    (lambda: qedu.exchange(BB84, attack=attacks.helstrom_resend()), "attack = 'Helstrom resend' is not allowed: against "
     "BB84: only against protocols that send two pure states equally often, as B92"),
    (lambda: qedu.exchange(BB84, attack=attacks.at_source()), "attack = 'Eve at the source (random)' is not allowed: "
     "against BB84: only against protocols with an entangled source, as BBM92 and E91"),
    (lambda: protocols.Protocol("p", GOOD, GOOD, drop, bell={("Z", "X"): 1}), "bell = {('Z', 'X'): 1} is not allowed: "
     "pairs of Alice's and Bob's settings, each with 1 or -1"),
    (lambda: protocols.bb84().announcements("Z", 0), "protocol = 'BB84' is not allowed: one with announcements, as SARG04"),
    (lambda: protocols.Protocol("p", GOOD, GOOD, drop, announce=lambda x, a: {"yes": 0.5}),
     "announce = \"odds of total 0.5 for 'Z', 0\" is not allowed: a total of 1"),
    (lambda: qedu.exchange(protocols.e91(), channel=channels.loss(1)).chsh, "bell = [0.0, 0.0, 0.0, 0.0] of "
     "Exchange(E91; none; loss(1)): a pair of settings of the Bell test saw no round, so there is no CHSH value; allowed: "
     "at least one round in each"),
    (lambda: qedu.exchange(1), "protocol = 1 is not allowed: a qedu.protocols.Protocol"),
    (lambda: qedu.exchange(BB84, attack=1), "attack = 1 is not allowed: a qedu.attacks.Attack"),
    (lambda: qedu.exchange(BB84, channel=1), "channel = 1 is not allowed: a qedu.channels.Channel"),
    (lambda: qedu.exchange("bb84"), "protocol = 'bb84' is not allowed: a qedu.protocols.Protocol; write protocols.bb84()"),
    (lambda: qedu.exchange("Six-State"), "protocol = 'Six-State' is not allowed: a qedu.protocols.Protocol; write protocols.six_state()"),
    (lambda: qedu.exchange("nonsense"), "protocol = 'nonsense' is not allowed: a qedu.protocols.Protocol"),
    (lambda: qedu.exchange("Protocol"), "protocol = 'Protocol' is not allowed: a qedu.protocols.Protocol"),
    (lambda: qedu.exchange(BB84, attack="universal cloner"),
     "attack = 'universal cloner' is not allowed: a qedu.attacks.Attack; write attacks.universal_cloner()"),
    (lambda: qedu.exchange(BB84, channel="depolarizing"),
     "channel = 'depolarizing' is not allowed: a qedu.channels.Channel; write channels.depolarizing(p)"),
    (lambda: qedu.exchange(BB84, link=1),
     "link = 1 is not allowed: None or a qedu.links.Setup, as qedu.links.GYS.at(50, 0.48)"),
    (lambda: qedu.exchange(BB84).counts(10**18 + 1, seed=1),
     "rounds = 1000000000000000001 is not allowed: at most 10**18"),
    (lambda: qedu.exchange(BB84).records_iter(5, chunk=0, seed=1),
     "chunk = 0 is not allowed: a whole number of at least 1"),
    (lambda: qedu.exchange(BB84).chsh, "protocol = 'BB84' is not allowed: for chsh, a protocol with a Bell test, "
     "as E91 is; BB84 and six-state have none"),
    (lambda: qedu.exchange(BB84).counts(1, seed=1).s_value, "protocol = \"settings ('Z', 'X')\" is not allowed: "
     "for s_value, a protocol with a Bell test, as E91 is"),
    (lambda: qedu.exchange(protocols.Protocol("p", GOOD, GOOD, lambda *_: (0, 2))),
     "sift = (0, 2) is not allowed: None or two key bits, each 0 or 1"),
    (lambda: qedu.exchange(protocols.Protocol("p", GOOD, GOOD, lambda *_: True)),
     "sift = True is not allowed: None or two key bits, each 0 or 1"),
    (lambda: qedu.exchange(protocols.Protocol("p", GOOD, GOOD, lambda *_: (0, 1, 1))),
     "sift = (0, 1, 1) is not allowed: None or two key bits, each 0 or 1"),
    (lambda: qedu.exchange(protocols.Protocol("p", GOOD, {"Z": (0.5, Z), "T": (0.5, [k.proj() / 2 for k in (*Z, *X)])}, drop)),
     "protocol = 'p' is not allowed: the same number of outcomes in each of Bob's settings"),
    (lambda: qedu.exchange(BB84, channel=channels.loss(1)).qber,
     "sifted_fraction = 0: Exchange(BB84; none; loss(1)) keeps no round, so it has no error rate; allowed: a protocol "
     "and a channel that leave something"),
    (lambda: qedu.exchange(BB84, channel=channels.loss(1)).counts(5, seed=1).qber,
     "sifted = 0 of rounds = 5: no sifted bit, so no error rate; allowed: more rounds"),
    (lambda: rates.h2("half"), "p = 'half' is not allowed: numbers from 0 to 1"),
    (lambda: rates.h2(1.5), "p = 1.5 is not allowed: numbers from 0 to 1"),
    (lambda: rates.bb84(0.51), "qber = 0.51 is not allowed: numbers from 0 to 0.5"),
    (lambda: rates.six_state(0.51), "qber = 0.51 is not allowed: numbers from 0 to 0.5"),
    (lambda: rates.bb84(0.1, f_ec=0.99), "f_ec = 0.99 is not allowed: numbers from 1 to 100"),
])
def test_errors_word_for_word(call, message):
    with pytest.raises(ValueError) as error:
        call()
    assert str(error.value) == message


def test_a_definition_in_the_wrong_place_is_named():
    for call, ending in ((lambda: qedu.exchange(protocols.bb84), "a qedu.protocols.Protocol; write protocols.bb84()"),
                         (lambda: qedu.exchange(BB84, attacks.helstrom_resend), "Attack; write attacks.helstrom_resend()"),
                         (lambda: qedu.exchange(BB84, channel=channels.loss), "Channel; write channels.loss(p)"),
                         (lambda: qedu.exchange(BB84, channels.loss(0.1)), "Attack; this is one for channel="),
                         (lambda: qedu.exchange(BB84, channel=attacks.none()), "Channel; this is one for attack="),
                         (lambda: qedu.exchange(attacks.none()), "Protocol; this is one for attack=")):
        with pytest.raises(ValueError) as error:
            call()
        assert str(error.value).endswith(ending), error.value


def test_more_rows_than_memory_holds_are_refused_before_any_is_drawn(monkeypatch, capsys):
    run = qedu.exchange(BB84)
    for call, name in ((lambda: run.records(10**12, seed=1), "rounds"), (lambda: run.records_iter(10**13, chunk=10**12, seed=1), "chunk")):
        with pytest.raises(ValueError, match=rf"^{name} = 1000000000000 is not allowed: .*counts\(…\).*records_iter\(…\)"):
            call()
    monkeypatch.setattr("qedu.engine.sampling.memory", lambda: 700)
    assert len(run.records(100, seed=1)) == 100                                 # 7 bytes a row
    with pytest.raises(ValueError, match="^rounds = 101 is not allowed: at most 1e\\+02 rows at once"):
        run.records(101, seed=1)
    assert sum(len(part) for part in run.records_iter(1000, chunk=100, seed=1)) == 1000
    assert capsys.readouterr().err == ""


def test_seeds_are_named():
    """counts(1, 10**6) would be one round with the seed 10⁶, not 10⁶ rounds."""
    run = qedu.exchange(BB84)
    for draw in (run.counts, run.records):
        with pytest.raises(TypeError):
            draw(1, 10**6)


def test_long_values_are_cut():
    with pytest.raises(ValueError) as error:
        states.basis(list(range(100)))
    assert "..." in str(error.value) and len(str(error.value)) < 220


def test_limits_are_allowed():
    assert qedu.exchange(BB84).counts(10**18, seed=1).rounds == 10**18
    assert rates.bb84(0.5, f_ec=100) == 0 and rates.h2([0, 1]).tolist() == [0, 0]
    assert states.helstrom(Z[0], X[0], p0=1) == 1 and states.sample(Z[0], "z", shots=1, seed=0).sum() == 1


def test_progress_is_shown_only_for_long_runs(capsys):
    run = qedu.exchange(BB84)
    run.records(1000, seed=1)
    assert capsys.readouterr().err == ""
    chunks = run.records_iter(10**8, chunk=10**6, seed=1)
    next(chunks)
    chunks.close()
    assert "round" in capsys.readouterr().err


@pytest.mark.parametrize("value, argument, ending", [
    ("BB84", "protocol", "; write protocols.bb84()"), ("bb-84", "protocol", "; write protocols.bb84()"), ("six state", "protocol", "; write protocols.six_state()"),
    ("sixstate", "protocol", "; write protocols.six_state()"), ("", "protocol", ""), ("Protocol", "protocol", ""), ("loss", "protocol", ""),
    (b"bb84", "protocol", ""), (None.__class__, "protocol", ""), (protocols.e91, "protocol", "; write protocols.e91()"), (len, "protocol", ""),
    ("intercept resend", "attack", "; write attacks.intercept_resend()"), ("partial", "attack", "; write attacks.partial(attack, fraction)"),
    (attacks.none, "attack", "; write attacks.none()"), ("none", "attack", "; write attacks.none()"), ("UNTOUCHED", "attack", ""),
    ("Amplitude-Damping", "channel", "; write channels.amplitude_damping(gamma)"),
    (channels.identity, "channel", "; write channels.identity()"), (channels.Channel, "channel", ""), (3, "channel", ""),
    (BB84, "attack", "; this is one for protocol="), (BB84, "channel", "; this is one for protocol="),
    (attacks.none(), "protocol", "; this is one for attack="), (attacks.none(), "channel", "; this is one for attack="),
    (channels.identity(), "protocol", "; this is one for channel="), (channels.identity(), "attack", "; this is one for channel=")])
def test_what_was_meant(value, argument, ending):
    """A name, with other letters, spaces or hyphens, and a function without its brackets, lead to the call that was meant."""
    kind = {"protocol": protocols.Protocol, "attack": attacks.Attack, "channel": channels.Channel}[argument]
    with pytest.raises(ValueError) as error:
        qedu.exchange(**{"protocol": BB84, argument: value})
    assert str(error.value).endswith(f" is not allowed: a qedu.{argument}s.{kind.__name__}{ending}")
