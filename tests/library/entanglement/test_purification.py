"""Purification against a circuit of gates and measurements in plain NumPy, and against the closed forms of the papers."""

import pickle

import numpy as np
import pytest

from qedu import entanglement as ent
from tests.library.entanglement import circuit as c

RNG = np.random.default_rng(1812)
ORDER = ("phi+", "psi-", "psi+", "phi-")


def weights(rho):
    return np.array([np.vdot(c.BELL[name], rho @ c.BELL[name]).real for name in ORDER])


def clifford():
    """The 24 turns of the Bloch sphere that permute the axes, as gates: averages over them are averages over all."""
    s = np.diag([1, 1j])
    found = []
    todo = [np.eye(2)]
    while todo:
        u = todo.pop()
        if not any(abs(abs(np.trace(u.conj().T @ v)) - 2) < 1e-9 for v in found):
            found.append(u)
            todo += [c.H @ u, s @ u]
    assert len(found) == 24
    return found


def twirl(rho):
    return sum(c.run(np.kron(u, u.conj()), rho) for u in clifford()) / 24


def purify(rho, method, gate=1.0):
    """Qubits A1 B1 A2 B2.  BBPSSW as printed, but for Φ⁺; DEJMPS with a quarter turn about x at Alice's and back at Bob's."""
    if method == "bbpssw":
        rho = twirl(rho)
    total = np.kron(rho, rho)
    if method == "dejmps":
        there = np.array([[1, -1j], [-1j, 1]]) / c.R2
        for qubit, turn in enumerate((there, there.conj(), there, there.conj())):
            total = c.run(c.gate(turn, qubit, 4), total)
    for control, target in ((0, 2), (1, 3)):
        total = c.run(c.cnot(control, target, 4), total)
        total = gate * total + (1 - gate) * c.white(total, (control, target), 4)
    kept = sum(c.trace_out(c.project(total, {2: bit, 3: bit}, 4), [2, 3], 4) for bit in (0, 1))
    success = np.trace(kept).real
    kept = kept / success
    return (twirl(kept) if method == "bbpssw" else kept), success


@pytest.mark.parametrize("method", ["bbpssw", "dejmps"])
@pytest.mark.parametrize("rank, gate", [(1, 1.0), (2, 1.0), (4, 1.0), (4, 0.9), (2, 0.3)])
def test_a_round_is_that_of_the_circuit(method, rank, gate):
    rho = c.random_rho(RNG, 2, rank)
    kept, success = ent.purify(c.qobj(rho, 2), method, gate=gate)
    expected, odds = purify(rho, method, gate)
    assert kept.dims == [[2, 2], [2, 2]] and success == pytest.approx(odds, abs=1e-12)
    np.testing.assert_allclose(kept.full(), expected, atol=1e-12)


@pytest.mark.parametrize("method, expected", [("bbpssw", [0.788, 0.827, 0.863, 0.896, 0.923]),
                                              ("dejmps", [0.788, 0.902, 0.970, 0.990, 0.9995])])
def test_five_rounds_from_three_quarters(method, expected):
    rounds = ent.purification_rounds(0.75, 5, method=method)
    rho, mine = c.werner(0.75), ent.werner(0.75)
    for j in range(5):
        rho, odds = purify(rho, method)
        mine, success = ent.purify(mine, method)
        f = weights(rho)[0]
        assert f == pytest.approx(expected[j], abs=6e-4)
        assert rounds.fidelity[j + 1] == pytest.approx(f, abs=1e-9) and ent.bell_diagonal(mine)[0] == pytest.approx(f, abs=1e-9)
        assert rounds.success[j] == pytest.approx(odds, abs=1e-9) and success == pytest.approx(odds, abs=1e-9)
    assert rounds.raw_pairs[0] == 1 and rounds.raw_pairs[2] == pytest.approx(4 / (rounds.success[0] * rounds.success[1]))
    np.testing.assert_allclose(rounds.yields * rounds.raw_pairs, 1)


def test_rounds_need_the_bell_weights_alone():
    """Coherences between Bell states never come back: for random pairs the formulas follow the whole circuit, noisy gates too."""
    for method, gate in (("dejmps", 1.0), ("bbpssw", 1.0), ("dejmps", 0.95), ("bbpssw", 0.9)):
        rho = 0.6 * np.outer(c.BELL["phi+"], c.BELL["phi+"]) + 0.4 * c.random_rho(RNG, 2, 3)
        rounds = ent.purification_rounds(c.qobj(rho, 2), 4, method=method, gate=gate)
        for j in range(4):
            rho, odds = purify(rho, method, gate)
            np.testing.assert_allclose(rounds.weights[j + 1], weights(rho), atol=1e-9)
            assert rounds.success[j] == pytest.approx(odds, abs=1e-9)


def test_closed_forms_of_the_papers():
    for f in (0.1, 0.3, 0.5, 0.62, 0.9, 1.0):
        g = (1 - f) / 3
        n = f**2 + 2 * f * g + 5 * g**2
        kept, success = ent.purify(ent.werner(f))
        assert success == pytest.approx(n, abs=1e-12)
        np.testing.assert_allclose(kept.full(), c.werner((f**2 + g**2) / n), atol=1e-12)
    for _ in range(5):
        a, b, g, d = w = RNG.dirichlet(np.ones(4))
        rho = sum(p * np.outer(c.BELL[name], c.BELL[name]) for p, name in zip(w, ORDER))
        kept, success = ent.purify(c.qobj(rho, 2), "dejmps")
        n = (a + b) ** 2 + (g + d) ** 2
        assert success == pytest.approx(n, abs=1e-12)
        np.testing.assert_allclose(weights(kept.full()), np.array([a * a + b * b, 2 * g * d, g * g + d * d, 2 * a * b]) / n, atol=1e-12)


def test_weights_and_twirl():
    assert ent.BELL_ORDER == ORDER
    for rank in (1, 2, 4):
        rho = c.random_rho(RNG, 2, rank)
        np.testing.assert_allclose(ent.bell_diagonal(c.qobj(rho, 2)), weights(rho), atol=1e-12)
        np.testing.assert_allclose(ent.twirl(c.qobj(rho, 2)).full(), twirl(rho), atol=1e-12)


def test_half_is_where_it_ends_to_help():
    assert not ent.purification_rounds(0.5, 30).helps and not ent.purification_rounds(0.4, 30).helps
    assert ent.purification_rounds(0.5, 30).fidelity == pytest.approx(0.5)
    falls = ent.purification_rounds(0.45, 60, target=0.9)
    assert not falls.reached and falls.rounds == 60 and np.all(np.diff(falls.fidelity) <= 1e-12) and np.all(np.isfinite(falls.raw_pairs))
    assert falls.fidelity[-1] == pytest.approx(0.25, abs=1e-6) and "target 0.9 not reached" in repr(falls)
    assert ent.purification_rounds(0.51, 30).helps and not ent.purification_rounds(1.0, 3).helps


def test_a_target_ends_the_rounds():
    rounds = ent.purification_rounds(0.75, 20, target=0.9, method="dejmps")
    assert rounds.rounds == 2 and rounds.reached and rounds.fidelity[-1] >= 0.9 > rounds.fidelity[-2]
    assert ent.purification_rounds(0.95, 20, target=0.9).rounds == 0
    assert ent.purification_rounds(0.9, 20, target=0.9).rounds == 0 and ent.purification_rounds(0.75, 100).rounds == 100
    with pytest.raises(ValueError, match="^rounds = 101 is not allowed: at most 100"):
        ent.purification_rounds(0.75, 101)
    noisy = ent.purification_rounds(0.75, 60, target=0.99, gate=0.97)
    assert not noisy.reached and 0.75 < noisy.fidelity[-1] < 0.99


def test_rounds_are_values():
    one, same, other = (ent.purification_rounds(f, 3) for f in (0.75, 0.75, 0.8))
    assert one == same and hash(one) == hash(same) and one != other and pickle.loads(pickle.dumps(one)) == one
    html = one._repr_html_()
    assert html.count("<tr>") == 5 and "<caption>Purification by BBPSSW" in html
    with pytest.raises(ValueError, match="method = 'bbpsw' is not allowed: 'bbpssw' or 'dejmps'"):
        ent.purify(ent.bell(), "bbpsw")
    with pytest.raises(ValueError, match="state = 75 is not allowed: a two-qubit state"):
        ent.purification_rounds(75)
