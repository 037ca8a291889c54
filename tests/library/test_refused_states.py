"""A state that is refused says why; one that single precision or a print-out left a little off is mended."""

import math
import re

import numpy as np
import pytest
import qutip

import qedu
from qedu import attacks, channels, cloners, entanglement, protocols, states
from qedu._operators import density

Z, X = states.basis("Z"), states.basis("X")
QUBIT = "a normalised qubit ket or density operator (qutip.Qobj); "
RNG = np.random.default_rng(3)


def mixed(levels, rank, rng=RNG):
    a = rng.normal(size=(levels, rank)) + 1j * rng.normal(size=(levels, rank))
    return a @ a.conj().T / np.trace(a @ a.conj().T).real


def name_of(value):
    """A short name of a test's argument: print-outs of operators run over lines, by which no test can be called."""
    return re.sub(r"\W+", " ", value).strip() if isinstance(value, str) else type(value).__name__


def qobj(matrix):
    return qutip.Qobj(matrix, dims=[[2, 2], [2, 2]] if len(matrix) == 4 else None)


@pytest.mark.parametrize("state, why", [
    (0.9 * Z[0], "this has the norm 0.9"),
    (qutip.Qobj(np.diag([0.7, 0.2])), "this has the trace 0.9"),
    (qutip.Qobj([[0.5, 0.1], [0.2, 0.5]]), "this is not Hermitian: it differs from its adjoint by 0.1"),
    (qutip.Qobj(np.diag([1.25, -0.25])), "this has the negative eigenvalue -0.25"),
    (qutip.Qobj([[0.5, 0.6], [0.6, 0.5]]), "this has the negative eigenvalue -0.1"),
    (entanglement.bell(), "this has 4 levels, not 2"), (qutip.basis(3, 0), "this has 3 levels, not 2"),
    (qutip.qeye(3) / 3, "this has 3 levels, not 2"),
    (Z[0].dag(), "this is a bra: take its .dag()"),
    (qutip.to_super(qutip.qeye(2)), "this is a superoperator, a map of states"),
    (qutip.operator_to_vector(qutip.qeye(2)), "this is an operator as a vector: take qutip.vector_to_operator of it"),
    (qutip.Qobj([[math.nan], [0]]), "this holds entries that are no finite numbers"),
    (qutip.Qobj([[math.inf, 0], [0, 1]]), "this holds entries that are no finite numbers"),
    (qutip.Qobj(np.ones((2, 3))), "this has the shape (2, 3)"),
    (np.array([1, 0]), "this is an array: wrap it, qutip.Qobj(…)"),
    (qutip.Qobj(1j * np.eye(2) / 2), "this has the trace 0+1j"),
], ids=name_of)
def test_why_a_qubit_state_is_refused(state, why):
    for call, name in ((lambda: states.bloch_vector(state), "state"), (lambda: states.helstrom(Z[0], state), "state1"),
                       (lambda: states.square_root_guess([state]), "states"), (lambda: cloners.clones(cloners.universal(), state), "state")):
        with pytest.raises(ValueError) as error:
            call()
        said = str(error.value)
        assert said.startswith(f"{name} = ") and said.endswith(f" is not allowed: {QUBIT}{why}"), said


@pytest.mark.parametrize("state, why", [
    (2 * entanglement.bell(), "this has the norm 2"), (Z[0], "this has 2 levels, not 4"),
    (qobj(np.diag([0.5, 0.5, 0.5, 0])), "this has the trace 1.5"),
    (qobj(np.diag([1.5, -0.5, 0, 0])), "this has the negative eigenvalue -0.5"),
    (qobj(np.eye(4) / 4 + np.diag([0.1, 0, 0], 1)), "this is not Hermitian: it differs from its adjoint by 0.1"),
    (qutip.to_super(qutip.qeye(2)) / 2, "this is a superoperator, a map of states")], ids=name_of)
def test_why_a_pair_is_refused(state, why):
    for call in (lambda: entanglement.concurrence(state), lambda: entanglement.chsh(state), lambda: entanglement.bell_table(state),
                 lambda: channels.on_half(channels.identity(), state),
                 lambda: protocols.Protocol("p", {"Z": (1, Z)}, {"Z": (1, Z)}, print, pair=state)):
        with pytest.raises(ValueError, match=r"^(state|rho|pair) = .* is not allowed: ") as error:
            call()
        assert str(error.value).endswith("; " + why)


def test_dims_that_do_not_matter_are_taken():
    flat = qutip.Qobj(entanglement.bell().full())                        # dims [[4], [1]]
    assert flat.dims != entanglement.bell().dims and entanglement.chsh(flat) == entanglement.chsh(entanglement.bell())
    assert channels.on_half(channels.identity(), flat.proj()).dims == [[2, 2], [2, 2]]
    with pytest.raises(ValueError, match=r"; write qutip\.Qobj\(x, dims=\[\[2, 2\], \[1\]\]\)$|; write .*\[\[2, 2\], \[1, 1\]\]\)$"):
        states.fidelity(entanglement.bell(), flat)
    with pytest.raises(ValueError, match=r"the dimensions of state0, \[\[2\], \[2\]\]$"):
        states.fidelity(Z[0], entanglement.bell())


# ---- a little off

def test_single_precision_is_taken_and_mended():
    for _ in range(20):
        ket = RNG.normal(size=2) + 1j * RNG.normal(size=2)
        ket /= np.linalg.norm(ket)
        single = qutip.Qobj(ket.astype(np.complex64))
        length = np.linalg.norm(states.bloch_vector(single))
        assert length == pytest.approx(1, abs=1e-12)
        assert states.bloch_vector(single) == pytest.approx(states.bloch_vector(qutip.Qobj(ket)), abs=1e-6)
        assert states.overlap(single, single) == pytest.approx(1, abs=1e-12) and states.purity(single) == 1
        rho = mixed(4, 1 + _ % 4)
        near = qobj(rho.astype(np.complex64))
        for figure in (entanglement.concurrence, entanglement.chsh, states.purity):
            assert figure(near) == pytest.approx(figure(qobj(rho)), abs=1e-5)
        assert entanglement.bell_table(near).sum(axis=(2, 3)) == pytest.approx(np.ones((2, 2)), abs=1e-12)
    reported = qutip.Qobj(np.array([0.6, 0.8], np.complex64))
    assert states.bloch_vector(reported) == pytest.approx([0.96, 0, -0.28], abs=1e-7)
    assert entanglement.schmidt(qutip.Qobj(np.array([0.6, 0, 0, 0.8], np.complex64))) @ [1, 0] == pytest.approx(0.8, abs=1e-7)
    assert np.linalg.norm(entanglement.schmidt(qutip.Qobj(np.array([0.6, 0, 0, 0.8], np.complex64)))) == pytest.approx(1, abs=1e-14)


def test_printed_matrices_are_taken_and_mended():
    for rank in (1, 2, 3, 4, 1, 1):
        rho = mixed(4, rank)
        printed = qobj(np.round(rho, 6))
        assert states.trace_distance(printed, qobj(rho)) < 5e-6
        found = channels.on_half(channels.identity(), printed)
        assert found.tr() == pytest.approx(1, abs=1e-12) and found.isherm
        assert np.linalg.eigvalsh(found.full())[0] > -1e-14
        assert 0 <= entanglement.concurrence(printed) <= 1 and 0 < states.purity(printed) <= 1


@pytest.mark.parametrize("off, fine", [(1.5e-6, True), (3e-6, False)])
def test_how_much_may_be_off(off, fine):
    spoilt = [qutip.Qobj(np.diag([0.5, 0.5 + off])), qutip.Qobj([[0.5, off], [0, 0.5]]), qutip.Qobj(np.diag([1 + off, -off])),
              qutip.Qobj([[math.sqrt(1 + off)], [0]])]
    for state in spoilt:
        if fine:
            assert np.linalg.norm(states.bloch_vector(state)) <= 1 + 1e-12
            assert states.probabilities(state, "Z").sum() == pytest.approx(1, abs=1e-12)
        else:
            with pytest.raises(ValueError, match="^state = "):
                states.bloch_vector(state)


def test_exact_states_are_left_as_they_are():
    for rho in (qobj(mixed(4, 3)), qobj(mixed(2, 2))):
        assert density("rho", rho) is rho
    assert density("rho", X[0]) == X[0].proj()


def test_channels_a_little_off():
    for make in (channels.depolarizing(0.3), channels.amplitude_damping(0.3), channels.loss(0.3)):
        single = [qutip.Qobj(k.full().astype(np.complex64)) for k in make.kraus]
        near = channels.Channel("single", single)
        total = sum(k.dag() * k for k in near.kraus).full()
        assert abs(total - np.eye(2)).max() < 1e-14 and channels.diagnose(single)
        assert abs((near.choi - make.choi).full()).max() < 1e-6
        printed = channels.from_choi(qutip.Qobj(np.round(make.choi.full(), 6)))
        assert abs((printed.choi - make.choi).full()).max() < 5e-6
        assert abs(sum(k.dag() * k for k in printed.kraus).full() - np.eye(2)).max() < 1e-12
        run = qedu.exchange(protocols.bb84(), channel=near)
        assert float(run.table.sum()) == pytest.approx(1, abs=1e-14)
        assert run.qber == pytest.approx(qedu.exchange(protocols.bb84(), channel=make).qber, abs=1e-6)
    with pytest.raises(ValueError, match=r"^kraus = 'operators with Σ K†K off by 3e-06'"):
        channels.Channel("off", [math.sqrt(1 + 3e-6) * qutip.qeye(2)])
    with pytest.raises(ValueError, match="each a qutip.Qobj$"):
        channels.Channel("arrays", [np.eye(2)])
    with pytest.raises(ValueError, match="^kraus = 3 is not allowed: "):
        channels.Channel("three", 3)
    assert not channels.diagnose([math.sqrt(1 + 3e-6) * qutip.qeye(2)])


def test_protocols_a_little_off():
    def single(operator):
        return qutip.Qobj(operator.full().astype(np.complex64))
    tilt = states.basis((1, 2, 3))
    exact = {"a": (0.5, tilt), "b": (0.5, X)}
    near = {name: (weight, [single(k.proj()) for k in kets]) for name, (weight, kets) in exact.items()}
    sent = {name: (weight, [k / 2 for k in kets]) for name, (weight, kets) in near.items()}
    rule = lambda x, a, y, b: (a, b) if x == y else None                        # noqa: E731
    for pair, alice in ((None, sent), (single(entanglement.bell()), near)):
        for attack in (None, attacks.intercept_resend(fraction=0.4)):
            run = qedu.exchange(protocols.Protocol("near", alice, near, rule, pair=pair), attack)
            best = qedu.exchange(protocols.Protocol("exact", exact, exact, rule, pair=pair and entanglement.bell()), attack)
            assert float(run.table.sum()) == pytest.approx(1, abs=1e-14) and float(run.table.min()) >= 0
            assert (run.qber, run.sifted_fraction) == pytest.approx((best.qber, best.sifted_fraction), abs=1e-6)
    cloner = single(cloners.universal(0.1))
    cloner.dims = cloners.universal(0.1).dims
    assert cloners.clones(cloner, Z[0])[0].tr() == pytest.approx(1, abs=1e-14)
    for instrument in ([("clone", cloner)], [("0", near["a"][1][0]), ("1", near["a"][1][1])]):
        attack = attacks.Attack("near", instrument)
        run = qedu.exchange(protocols.bb84(), attack)
        assert float(run.table.sum()) == pytest.approx(1, abs=1e-14)
    odd = attacks.Attack("pairs", [("p", qobj(np.round(mixed(4, 1), 6))), ("q", 0 * qutip.qeye([2, 2]))])
    assert float(qedu.exchange(protocols.bbm92(), odd).table.sum()) == pytest.approx(1, abs=1e-14)
    b92 = protocols.b92(0.4)
    sent = {"u": (1.0, [single(k) / 2 for k in (Z[0].proj(), states.ket(2 * math.acos(0.4)).proj())])}
    mine = protocols.Protocol("mine", sent, b92.bob, b92.sift, public=(), bases=b92.bases)
    for resend in (attacks.helstrom_resend(), attacks.unambiguous_resend()):
        assert qedu.exchange(mine, resend).qber == pytest.approx(qedu.exchange(b92, resend).qber, abs=1e-6)
    passed = attacks.Attack("some", [(attacks.UNTOUCHED, qutip.Qobj([[0.6, 1e-7], [0, 0.6 + 1e-7]])), ("Z", 0.8 * qutip.qeye(2))])
    assert qedu.exchange(protocols.bb84(), passed).qber < 1e-6
    said = protocols.Protocol("said", {"Z": (1, Z)}, {"Z": (1, Z)}, lambda *_: (0, 0),
                              announce=lambda x, a: {"y": np.float32(0.9), "n": np.float32(0.1)})
    assert float(qedu.exchange(said).table.sum()) == pytest.approx(1, abs=1e-14)


@pytest.mark.parametrize("change, message", [
    (dict(bob={"Z": (1, [Z[0].proj(), qutip.sigmax()])}), r"bob\['Z'\] = Quantum object: .*; this has the negative eigenvalue -1$"),
    (dict(bob={"Z": (1, [Z[0].proj(), qutip.Qobj([[0, 0], [0.5, 1]])])}),
     r"bob\['Z'\] = Quantum object: .*; this is not Hermitian: it differs from its adjoint by 0\.5$"),
    (dict(bob={"Z": (1, [np.eye(2), Z[1]])}), r"bob\['Z'\] = array.*positive operators on a qubit \(qutip.Qobj\)$"),
    (dict(bob={"Z": (1, [qutip.basis(3, 0), Z[1]])}), r"bob\['Z'\] = Quantum object: .*; this has the shape \(3, 1\)$"),
    (dict(bob={"Z": (1, [Z[0].dag(), Z[1]])}), r"bob\['Z'\] = Quantum object: .*; this has the shape \(1, 2\)$"),
    (dict(bob={"Z": (1, [0 * Z[0], Z[1]])}), r"bob\['Z'\] = Quantum object: .*; this is the zero vector$"),
    (dict(bob={"Z": (1, [math.nan * Z[0].proj(), Z[1]])}), r"bob\['Z'\] = Quantum object: .*; this holds entries that are no finite numbers$"),
    (dict(bob={"Z": (1, [])}), r"bob\['Z'\] = .*one effect or more$"),
    (dict(alice={"Z": (1, [Z[0].proj() * 0.5, qutip.Qobj(np.diag([0.75, -0.25]))])}),
     r"alice\['Z'\] = Quantum object: .*; this has the negative eigenvalue -0\.25$"),
    (dict(alice={"Z": 5}), "alice = .*a mapping from each setting to its probability and its states$"),
    (dict(alice=3), "alice = 3 is not allowed: a mapping"), (dict(sift=3), "sift = 3 is not allowed: a callable"),
    (dict(alice={}), "alice = 'settings with total probability 0' is not allowed: a total of 1$"),
    (dict(public="bits"), "public = 'bits' is not allowed: 'alice_setting' and 'bob_setting', or fewer$"),
    (dict(public=3), "public = 3 is not allowed: "), (dict(public=None), "public = None is not allowed: "),
    (dict(bell={"ZZ": 1}), "bell = "), (dict(bell={("Z", "Z"): True}), "bell = "),
    (dict(announce=lambda x, a: 1), "announce = .*a callable that returns a dict"),
])
def test_why_a_protocol_is_refused(change, message):
    good = dict(alice={"Z": (1, Z)}, bob={"Z": (1, Z)}, sift=print)
    protocols.Protocol("good", **good)
    with pytest.raises(ValueError, match=rf"(?s)^{message}"):
        protocols.Protocol("p", **good | change)


def test_one_public_setting_may_be_written_alone():
    both = {"Z": (0.5, Z), "X": (0.5, X)}
    for public in ("alice_setting", ("alice_setting",), ["alice_setting"]):
        assert protocols.Protocol("p", both, both, print, public=public).public == ("alice_setting",)
    run = {public: qedu.exchange(protocols.Protocol("p", both, both, lambda x, a, y, b: (a, b) if x == y else None, public=public),
                                 attacks.universal_cloner()).eve_guess for public in ("alice_setting", "bob_setting", ())}
    assert run["alice_setting"] == pytest.approx(run["bob_setting"], abs=1e-12) and run[()] < run["alice_setting"] - 0.01


@pytest.mark.parametrize("cloner, why", [(qutip.qeye(2), r"this has the shape \(2, 2\)"), (0.5 * cloners.universal(), r"this has V†V off by 0\.75"),
                                         (qutip.Qobj(np.eye(6)[:, :2], dims=[[2, 3], [2]]), r"this goes to parts of \[2, 3\] levels")], ids=name_of)
def test_why_a_cloner_is_refused(cloner, why):
    with pytest.raises(ValueError, match=f"^cloner = .*; {why}$"):
        cloners.clones(cloner, Z[0])


def test_why_an_instrument_is_refused():
    with pytest.raises(ValueError, match=r"^instrument = .*; this has the dims \[\[4\], \[2\]\]$"):
        attacks.Attack("a", [("a", qutip.Qobj(np.eye(4)[:, :2]))])
    with pytest.raises(ValueError, match=r"^instrument = .*; this has the negative eigenvalue -0\.5$"):
        attacks.Attack("a", [("a", qobj(np.diag([1.5, -0.5, 0, 0])))])
    for wrong in (3, ["a"], [("a", 1, 2)], "text"):
        with pytest.raises(ValueError, match="^instrument = .*pairs of a record and an operator, or a callable"):
            attacks.Attack("a", wrong)


@pytest.mark.parametrize("table, why", [(np.full((2, 2, 2, 2), 0.3), r"these sum to \[1\.2, 1\.2, 1\.2, 1\.2\]"),
                                        (np.full((2, 2, 2, 2), math.nan), "some entries are no finite numbers"),
                                        (np.array([[[[0.7, 0.4], [-0.1, 0]]] * 2] * 2), r"the least entry is -0\.1")])
def test_why_a_table_is_refused(table, why):
    with pytest.raises(ValueError, match=f"^table = 'a table of other numbers' is not allowed: .*; {why}$"):
        entanglement.s_value(table)


def test_effects_a_little_off():
    from qedu._operators import effect, mending
    exact = qutip.Qobj(np.diag([1.0, 0.0]))
    assert effect("e", exact, "one") is exact and effect("e", 3 * Z[0], "one") == Z[0].proj()
    for off in (1.5e-6, 1e-8):
        negative = effect("e", qutip.Qobj(np.diag([1.0, -off])), "one")
        assert abs(negative.full() - exact.full()).max() < 1e-15 and negative.dims == [[2], [2]]
        skew = effect("e", qutip.Qobj([[1.0, off], [0, 0.5]]), "one")
        assert skew.full() == pytest.approx(np.array([[1, off / 2], [off / 2, 0.5]]), abs=1e-15)
    pair = effect("e", qutip.Qobj(np.diag([1.0, -1e-7, 0, 0]), dims=[[2, 2], [2, 2]]), "one", levels=4)
    assert pair.dims == [[2, 2], [2, 2]] and pair.full()[1, 1] == 0
    for spoilt in (qutip.Qobj(np.diag([1.0, -3e-6])), qutip.Qobj([[1.0, 3e-6], [0, 0.5]])):
        with pytest.raises(ValueError, match="^e = Quantum object.*is not allowed: one; this"):
            effect("e", spoilt, "one")
    root, excess = mending(np.diag([1 + 1e-6, 1]))
    assert root == pytest.approx(np.diag([1 - 5e-7, 1]), abs=1e-12) and excess == pytest.approx(1e-6, rel=1e-6)
    assert mending(np.eye(2)) == (None, 0) and mending(2 * np.eye(2)) == (None, 1) and math.isnan(mending(np.full((2, 2), np.nan))[1])
    assert mending(np.eye(2) * (1 + 1e-13))[0] is None
