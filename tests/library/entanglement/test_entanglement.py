"""Floor 0: entangled pairs and Bell tests against plain NumPy.

The independent side works with state vectors and 4×4 arrays written here: Pauli matrices, the spin
flip, partial traces by reshaping, the Born rule.  It never calls qedu or QuTiP for a figure.
"""

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest
import qutip

from qedu import entanglement as ent
from qedu import states

R2 = math.sqrt(2)
X = np.array([[0, 1], [1, 0]], dtype=complex)
Y = np.array([[0, -1j], [1j, 0]])
Z = np.array([[1, 0], [0, -1]], dtype=complex)
PAULIS = (X, Y, Z)


def random_ket(rng):
    vector = rng.normal(size=4) + 1j * rng.normal(size=4)
    return vector / np.linalg.norm(vector)


def random_rho(rng, rank):
    """A mixture of `rank` random pure states with random weights."""
    weights = rng.dirichlet(np.ones(rank))
    kets = [random_ket(rng) for _ in range(rank)]
    return sum(w * np.outer(k, k.conj()) for w, k in zip(weights, kets))


def qobj(array):
    array = np.asarray(array, dtype=complex)
    return qutip.Qobj(array.reshape(4, -1), dims=[[2, 2], [1] if array.ndim == 1 else [2, 2]])


def unit(rng):
    vector = rng.normal(size=3)
    return vector / np.linalg.norm(vector)


RNG = np.random.default_rng(404)
KETS = [random_ket(RNG) for _ in range(25)]
RHOS = [random_rho(RNG, rank) for rank in (1, 2, 2, 3, 3, 4, 4, 6) for _ in range(4)]
V = np.array([1, 0, 0, 1]) / R2


def spin(direction):
    return sum(n * p for n, p in zip(direction, PAULIS))


def in_plane(degrees):
    return np.array([math.sin(math.radians(degrees)), 0, math.cos(math.radians(degrees))])


def mean(rho, a, b):
    return np.trace(rho @ np.kron(spin(a), spin(b))).real


def concurrence_by_roots(rho):
    """Wootters' recipe, with the eigenvalues of ρ·ρ̃ in exact order and their square roots."""
    flipped = np.kron(Y, Y) @ rho.conj() @ np.kron(Y, Y)
    roots = np.sqrt(np.abs(np.linalg.eigvals(rho @ flipped)))
    roots.sort()
    return max(0.0, roots[3] - roots[:3].sum())


# ---------------------------------------------------------------- states

def test_bell_states_have_the_textbook_amplitudes():
    for name, amplitudes in (("phi+", [1, 0, 0, 1]), ("phi-", [1, 0, 0, -1]),
                             ("psi+", [0, 1, 1, 0]), ("psi-", [0, 1, -1, 0])):
        state = ent.bell(name)
        assert state.dims == [[2, 2], [1]] and state.isket
        np.testing.assert_allclose(state.full().ravel(), np.array(amplitudes) / R2, atol=1e-15)
    np.testing.assert_array_equal(ent.bell().full(), ent.bell("phi+").full())


@pytest.mark.parametrize("f", [0, 0.1, 0.25, 0.5, 0.7803, 0.92, 1])
def test_werner_is_bell_diagonal_with_the_rest_shared_equally(f):
    rho = ent.werner(f)
    assert rho.dims == [[2, 2], [2, 2]]
    others = [np.array(v) / R2 for v in ([1, 0, 0, -1], [0, 1, 1, 0], [0, 1, -1, 0])]
    expected = f * np.outer(V, V) + (1 - f) / 3 * sum(np.outer(v, v) for v in others)
    np.testing.assert_allclose(rho.full(), expected, atol=1e-15)
    v = (4 * f - 1) / 3
    np.testing.assert_allclose(ent.werner(visibility=v).full(), expected, atol=1e-15)
    np.testing.assert_allclose(rho.full(), v * np.outer(V, V) + (1 - v) * np.eye(4) / 4, atol=1e-15)


def test_werner_of_the_singlet():
    rho = ent.werner(0.9, state="psi-").full()
    singlet = np.array([0, 1, -1, 0]) / R2
    assert (singlet @ rho @ singlet).real == pytest.approx(0.9, abs=1e-12)
    for axis in np.eye(3):
        assert mean(rho, axis, axis) == pytest.approx(-(4 * 0.9 - 1) / 3, abs=1e-12)


def test_the_spoofed_source():
    fake = ent.classically_correlated()
    np.testing.assert_allclose(fake.full(), np.diag([0.5, 0, 0, 0.5]), atol=1e-15)
    assert fake.dims == [[2, 2], [2, 2]]
    assert ent.concurrence(fake) < 1e-12 and ent.chsh(fake) == pytest.approx(2, abs=1e-12)
    np.testing.assert_allclose(ent.correlation_matrix(fake), np.diag([0, 0, 1]), atol=1e-12)
    tilted = ent.classically_correlated(40)
    n = in_plane(40)
    np.testing.assert_allclose(ent.correlation_matrix(tilted), np.outer(n, n), atol=1e-12)
    both = (ent.classically_correlated("Z") + ent.classically_correlated("X")) / 2
    assert ent.chsh(both) == pytest.approx(R2, abs=1e-12)


# ---------------------------------------------------------------- entanglement measures

def test_schmidt_coefficients_of_known_states():
    """cos t|00⟩ + sin t|11⟩, turned on both sides by random unitaries."""
    rng = np.random.default_rng(7)
    for t in (0.0, 0.1, 0.5, math.pi / 4):
        local = [np.linalg.qr(rng.normal(size=(2, 2)) + 1j * rng.normal(size=(2, 2)))[0] for _ in "ab"]
        ket = np.kron(*local) @ np.array([math.cos(t), 0, 0, math.sin(t)])
        np.testing.assert_allclose(ent.schmidt(qobj(ket)), [math.cos(t), math.sin(t)], atol=1e-12)
        assert ent.is_product(qobj(ket)) == (t == 0)


@pytest.mark.parametrize("ket", KETS)
def test_schmidt_against_the_reduced_state(ket):
    """s² are the eigenvalues of Alice's half: of a 2×2 matrix with trace 1 and determinant |ad − bc|²."""
    a, b, c, d = ket
    det = abs(a * d - b * c)**2
    root = math.sqrt(1 - 4 * det)
    np.testing.assert_allclose(ent.schmidt(qobj(ket))**2, [(1 + root) / 2, (1 - root) / 2], atol=1e-9)


def test_is_product_is_not_about_zeros():
    plus = np.array([1, 1]) / R2
    assert ent.is_product(qobj(np.kron(plus, plus)))
    assert ent.is_product(qobj(np.kron([0.6, 0.8j], [1, 0])))
    assert not ent.is_product(qobj(np.array([1, 1, 1, -1]) / 2))           # no zero, and entangled
    assert not ent.is_product(qobj(np.array([0, 0.6, 0.8, 0])))
    nearly = np.array([1, 0, 0, 1e-4]) / math.sqrt(1 + 1e-8)
    assert not ent.is_product(qobj(nearly)) and ent.is_product(qobj(nearly), tolerance=1e-3)


@pytest.mark.parametrize("ket", KETS)
def test_concurrence_and_formation_of_pure_states(ket):
    a, b, c, d = ket
    expected = 2 * abs(a * d - b * c)
    assert ent.concurrence(qobj(ket)) == pytest.approx(expected, abs=1e-12)
    assert ent.concurrence(qobj(np.outer(ket, ket.conj()))) == pytest.approx(expected, abs=1e-9)
    alice = ket.reshape(2, 2)
    p = np.linalg.eigvalsh(alice @ alice.conj().T)
    entropy = -sum(x * math.log2(x) for x in p if x > 0)
    assert ent.entanglement_of_formation(qobj(ket)) == pytest.approx(entropy, abs=1e-9)


@pytest.mark.parametrize("rho", RHOS)
def test_concurrence_of_random_mixtures(rho):
    """Full-rank states compare to 1e-9; roots of rounding noise blur the recipe for the others."""
    full = np.linalg.eigvalsh(rho)[0] > 1e-6
    found = ent.concurrence(qobj(rho))
    assert found == pytest.approx(concurrence_by_roots(rho), abs=1e-9 if full else 2e-7)
    assert found == pytest.approx(qutip.concurrence(qobj(rho)), abs=1e-9 if full else 2e-7)


@pytest.mark.parametrize("rho", RHOS)
def test_entangled_exactly_where_the_partial_transpose_is_not_positive(rho):
    """Peres and Horodecki: for two qubits a negative eigenvalue is entanglement, and none is none."""
    transposed = rho.reshape(2, 2, 2, 2).transpose(0, 3, 2, 1).reshape(4, 4)
    least = np.linalg.eigvalsh(transposed)[0]
    if abs(least) > 1e-9:
        assert (ent.concurrence(qobj(rho)) > 1e-9) == (least < 0)


@pytest.mark.parametrize("v", [-1 / 3, 0, 0.2, 1 / 3, 0.34, 0.5, 1 / R2, 0.8, 0.95, 1])
def test_werner_closed_forms(v):
    """C = max(0, (3v − 1)/2), S = 2√2·|v|, E = v·cos(a − b); F = (1 + 3v)/4."""
    rho = ent.werner(visibility=v)
    c = max(0.0, (3 * v - 1) / 2)
    assert ent.concurrence(rho) == pytest.approx(c, abs=1e-12)
    assert ent.chsh(rho) == pytest.approx(2 * R2 * abs(v), abs=1e-12)
    assert ent.chsh(rho, ent.STANDARD_ANGLES) == pytest.approx(2 * R2 * abs(v), abs=1e-12)
    assert ent.correlation(rho, 10, 70) == pytest.approx(v / 2, abs=1e-12)
    x = (1 + math.sqrt(1 - c**2)) / 2
    formation = sum(-p * math.log2(p) for p in (x, 1 - x) if p > 0)
    assert ent.entanglement_of_formation(rho) == pytest.approx(formation, abs=1e-9)


def test_tiny_and_full_entanglement_stay_in_range():
    for c in (0, 1e-12, 1e-6, 1 - 1e-12, 1):
        t = math.asin(c) / 2
        ket = np.array([math.cos(t), 0, 0, math.sin(t)])
        assert ent.concurrence(qobj(ket)) == pytest.approx(c, abs=1e-12)
        assert 0 <= ent.entanglement_of_formation(qobj(ket)) <= 1
    assert ent.entanglement_of_formation(ent.classically_correlated("X")) == 0


def test_plain_dims_will_do():
    flat = qutip.Qobj(V.reshape(4, 1))
    assert ent.concurrence(flat) == pytest.approx(1) and ent.chsh(flat) == pytest.approx(2 * R2)
    assert ent.correlation(flat, "Z", "Z") == pytest.approx(1)


# ---------------------------------------------------------------- correlations and CHSH

@pytest.mark.parametrize("rho", RHOS)
def test_correlations_of_random_states(rho):
    rng = np.random.default_rng(8)
    matrix = ent.correlation_matrix(qobj(rho))
    np.testing.assert_allclose(matrix, [[mean(rho, a, b) for b in np.eye(3)] for a in np.eye(3)], atol=1e-12)
    for _ in range(3):
        a, b = unit(rng), unit(rng)
        assert ent.correlation(qobj(rho), a, 5 * b) == pytest.approx(mean(rho, a, b), abs=1e-12)


def test_correlation_of_the_bell_states():
    for a, b in itertools.product((0, 20, 90, 200), (0, 45, 137)):
        apart, total = math.cos(math.radians(a - b)), math.cos(math.radians(a + b))
        for name, expected in (("psi-", -apart), ("phi+", apart), ("phi-", total)):
            assert ent.correlation(ent.bell(name), a, b) == pytest.approx(expected, abs=1e-12), name
    assert ent.correlation(ent.bell(), "Y", "Y") == pytest.approx(-1, abs=1e-12)
    # Degrees run from Z towards X, and order matters: Alice's direction comes first.
    ket = qutip.tensor(states.ket(0), states.ket(math.radians(90)))         # Z for her, X for him
    assert ent.correlation(ket, 0, 90) == pytest.approx(1, abs=1e-12)
    assert ent.correlation(ket, 90, 0) == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("rho", RHOS)
def test_chsh_for_given_settings(rho):
    rng = np.random.default_rng(9)
    a, a2, b, b2 = (unit(rng) for _ in range(4))
    expected = abs(mean(rho, a, b) - mean(rho, a, b2) + mean(rho, a2, b) + mean(rho, a2, b2))
    assert ent.chsh(qobj(rho), (a, a2, b, b2)) == pytest.approx(expected, abs=1e-12)


def climb(matrix, rng):
    """Largest S by trial: for given b, b' the best a lies along T(b − b'), and so on in turn."""
    def long(*vectors):
        return [v / np.maximum(np.linalg.norm(v, axis=1, keepdims=True), 1e-300) for v in vectors]
    b, b2 = long(*rng.normal(size=(2, 40, 3)))                       # forty trials, one a row
    for _ in range(400):
        a, a2 = long((b - b2) @ matrix.T, (b + b2) @ matrix.T)
        b, b2 = long((a + a2) @ matrix, (a2 - a) @ matrix)
    return (a @ matrix * (b - b2) + a2 @ matrix * (b + b2)).sum(axis=1).max()


@pytest.mark.parametrize("rho", RHOS[::2])
def test_horodecki_is_the_best_of_all_angles(rho):
    """A search over all directions: never above Horodecki's number, and it gets there."""
    rng = np.random.default_rng(10)
    matrix = np.array([[mean(rho, a, b) for b in np.eye(3)] for a in np.eye(3)])
    found = ent.chsh(qobj(rho))
    assert climb(matrix, rng) == pytest.approx(found, abs=1e-6)
    # Plain random directions, without any formula for the best one: always below.
    directions = rng.normal(size=(4, 20000, 3))
    directions /= np.linalg.norm(directions, axis=2, keepdims=True)
    a, a2, b, b2 = directions
    tries = np.einsum("ni,ij,nj->n", a, matrix, b - b2) + np.einsum("ni,ij,nj->n", a2, matrix, b + b2)
    assert np.abs(tries).max() <= found + 1e-12
    assert np.abs(tries).max() > 0.8 * found


@pytest.mark.parametrize("rho", RHOS)
def test_best_settings_reach_the_maximum(rho):
    settings = ent.best_settings(qobj(rho))
    assert settings.shape == (4, 3)
    np.testing.assert_allclose(np.linalg.norm(settings, axis=1), 1, atol=1e-12)
    a, a2, b, b2 = settings
    signed = mean(rho, a, b) - mean(rho, a, b2) + mean(rho, a2, b) + mean(rho, a2, b2)
    assert signed == pytest.approx(ent.chsh(qobj(rho)), abs=1e-9)


def test_best_settings_of_the_reference_state_are_the_standard_angles():
    for rho in (ent.bell(), ent.werner(0.8)):
        expected = [in_plane(t) for t in (0, 90, 45, 135)]
        np.testing.assert_allclose(ent.best_settings(rho), expected, atol=1e-9)


def test_e91_form_of_chsh():
    """E(0, 45) − E(0, 135) + E(90, 45) + E(90, 135), for the singlet too."""
    for name in ("phi+", "psi-"):
        assert ent.chsh(ent.bell(name), (0, 90, 45, 135)) == pytest.approx(2 * R2, abs=1e-12)
    assert ent.chsh(ent.bell(), ("Z", "X", (1, 0, 1), (1, 0, -1))) == pytest.approx(2 * R2, abs=1e-12)
    assert ent.chsh(ent.bell(), (90, 0, 45, 135)) == pytest.approx(0, abs=1e-12)     # the minus elsewhere


@pytest.mark.parametrize("ket", KETS[:8])
def test_gisin_every_entangled_pure_state_violates(ket):
    """S = 2√(1 + C²) for a pure state: Gisin, Phys. Lett. A 154, 201 (1991)."""
    a, b, c, d = ket
    assert ent.chsh(qobj(ket)) == pytest.approx(2 * math.sqrt(1 + 4 * abs(a * d - b * c)**2), abs=1e-12)


def test_product_states_never_violate():
    rng = np.random.default_rng(12)
    for _ in range(10):
        one, two = (qutip.Qobj(rng.normal(size=(2, 1)) + 1j * rng.normal(size=(2, 1))).unit() for _ in "ab")
        assert ent.chsh(qutip.tensor(one, two)) == pytest.approx(2, abs=1e-12)
        assert ent.concurrence(qutip.tensor(one, two)) < 1e-12


# ---------------------------------------------------------------- tables and no-signalling

def born(rho, settings):
    """p(A, B | x, y) = ⟨(1 ± a·σ)/2 ⊗ (1 ± b·σ)/2⟩."""
    table = np.zeros((2, 2, 2, 2))
    for x, y, s, t in itertools.product((0, 1), repeat=4):
        left = (np.eye(2) + (-1)**s * spin(settings[x])) / 2
        right = (np.eye(2) + (-1)**t * spin(settings[2 + y])) / 2
        table[x, y, s, t] = np.trace(rho @ np.kron(left, right)).real
    return table


@pytest.mark.parametrize("rho", RHOS[::3])
def test_tables_of_random_states(rho):
    rng = np.random.default_rng(13)
    settings = [unit(rng) for _ in range(4)]
    table = ent.bell_table(qobj(rho), settings)
    np.testing.assert_allclose(table, born(rho, settings), atol=1e-12)
    assert ent.signalling(table) < 1e-12
    e = [[sum((-1) ** (i + j) * born(rho, settings)[x, y, i, j] for i in (0, 1) for j in (0, 1)) for y in (0, 1)] for x in (0, 1)]
    assert ent.s_value(table) == pytest.approx(e[0][0] - e[0][1] + e[1][0] + e[1][1], abs=1e-12)
    assert ent.chsh(qobj(rho), settings) == pytest.approx(abs(ent.s_value(table)), abs=1e-12)


def test_signalling_finds_who_signals():
    table = np.full((2, 2, 2, 2), 0.25)
    table[0, 1] = [[0.35, 0.35], [0.15, 0.15]]         # Alice's odds change with Bob's setting
    assert ent.signalling(table) == pytest.approx(0.2, abs=1e-12)
    table[:] = 0.25
    table[1, 0] = [[0.4, 0.1], [0.4, 0.1]]              # Bob's change with hers
    assert ent.signalling(table) == pytest.approx(0.3, abs=1e-12)
    box = np.zeros((2, 2, 2, 2))                        # Popescu and Rohrlich: S = 4 without a signal
    for x, y in itertools.product((0, 1), repeat=2):
        for s in (0, 1):
            box[x, y, s, s ^ int((x, y) == (0, 1))] = 0.5
    assert ent.signalling(box) == 0 and ent.s_value(box) == 4


@pytest.mark.parametrize("rho", RHOS[::3])
def test_steering_splits_bob_s_state_and_never_changes_it(rho):
    rng = np.random.default_rng(14)
    bob = np.einsum("ijik->jk", rho.reshape(2, 2, 2, 2))
    for _ in range(3):
        a = unit(rng)
        parts = [part.full() for part in ent.steer(qobj(rho), a)]
        for s, part in enumerate(parts):
            projector = np.kron((np.eye(2) + (-1)**s * spin(a)) / 2, np.eye(2))
            expected = np.einsum("ijik->jk", (projector @ rho).reshape(2, 2, 2, 2))
            np.testing.assert_allclose(part, expected, atol=1e-12)
        np.testing.assert_allclose(sum(parts), bob, atol=1e-12)
    assert all(part.dims == [[2], [2]] and part.isherm for part in ent.steer(qobj(rho), "X"))


def test_one_sign_for_s():
    """The singlet at the standard angles: S = −2√2 by every road, |S| where it is called chsh, and the game is lost."""
    for name, sign in (("phi+", 1), ("psi-", -1)):
        table = ent.bell_table(ent.bell(name))
        assert ent.s_value(table) == pytest.approx(sign * 2 * R2, abs=1e-12)
        assert ent.chsh(ent.bell(name), ent.STANDARD_ANGLES) == pytest.approx(2 * R2, abs=1e-12)
        found = ent.bell_test(table, 10**6, seed=5)
        assert found.s_value == pytest.approx(sign * 2 * R2, abs=0.01)
        assert found.wins / found.n.sum() == pytest.approx(ent.win_probability(found.s_value), abs=1e-12)
        assert ent.win_probability(ent.s_value(table)) == pytest.approx(0.5 + sign / (2 * R2), abs=1e-12)
    for row in ent.local_strategies():
        table = ent.local_table([row])
        assert ent.win_probability(ent.s_value(table)) in (0.25, 0.75)
        assert ent.win_probability(ent.s_value(table)) == ent.bell_test(table, 1, seed=1).wins / 4


def test_one_sign_for_s_in_a_protocol():
    import qedu
    e91 = qedu.protocols.e91(0.9)
    run = qedu.exchange(e91)
    assert run.s_value == run.chsh == pytest.approx(0.9 * 2 * R2, abs=1e-12)
    # The same test with every sign turned: S changes its sign, its size does not.
    turned = qedu.protocols.Protocol("turned", {n: (w, k) for n, (w, k) in e91.alice.items()}, e91.bob, e91.sift, pair=e91.pair,
                                     bases=e91.bases, bell={pair: -sign for pair, sign in e91.bell.items()})
    other = qedu.exchange(turned)
    assert other.s_value == -run.s_value and other.chsh == run.chsh
    assert other.counts(10**6, seed=1).s_value == -run.counts(10**6, seed=1).s_value < -2
    with pytest.raises(ValueError, match="^protocol = 'BB84' is not allowed: for s_value, a protocol with a Bell test"):
        qedu.exchange(qedu.protocols.bb84()).s_value


def test_win_probability():
    assert ent.win_probability(2) == 0.75
    assert ent.win_probability(2 * R2) == pytest.approx(math.cos(math.pi / 8)**2, abs=1e-15)
    np.testing.assert_allclose(ent.win_probability([0, 4]), [0.5, 1], atol=0)
    table = ent.bell_table(ent.bell())
    won = [table[x, y, s, s ^ ((x, y) == (0, 1))] for x, y, s in itertools.product((0, 1), repeat=3)]
    assert sum(won) / 4 == pytest.approx(ent.win_probability(ent.s_value(table)), abs=1e-12)


# ---------------------------------------------------------------- counts

def test_a_bell_test_finds_s():
    """n = 10⁶ per pair of settings; S leaves ±6 standard errors with probability 2e-9."""
    table = ent.bell_table(ent.werner(visibility=0.9))
    found = ent.bell_test(table, 10**6, seed=5)
    assert found.n.tolist() == [[10**6] * 2] * 2 and found.counts.dtype == np.int64
    exact = 4 * math.sqrt((1 - (0.9 / R2)**2) / 10**6) / 2
    assert found.s_error == pytest.approx(exact, rel=0.01)
    assert abs(found.s_value - 0.9 * 2 * R2) < 6 * exact
    # The draw itself: each of 16 counts within 6.5 standard deviations, 16 · 8e-11.
    p = table.reshape(-1)
    assert (abs(found.counts.reshape(-1) - 10**6 * p) < 6.5 * np.sqrt(10**6 * p * (1 - p))).all()
    again = ent.bell_test(table, 10**6, seed=np.random.default_rng(5))
    np.testing.assert_array_equal(found.counts, again.counts)
    assert (ent.bell_test(table, 10**6, seed=6).counts != found.counts).any()


def test_standard_error_is_the_spread_of_repeated_tests():
    """1,000 tests of 400 rounds per pair: the spread is known to 2.2 %; 15 % is 6.7 sigma, 2e-11."""
    table, rng = ent.bell_table(ent.werner(visibility=0.8)), np.random.default_rng(15)
    tests = [ent.bell_test(table, 400, seed=rng) for _ in range(1000)]
    spread = np.std([one.s_value for one in tests], ddof=1)
    assert np.mean([one.s_error for one in tests]) == pytest.approx(spread, rel=0.15)


def test_counts_by_hand():
    """Unequal numbers per pair of settings: each correlation is divided by its own number."""
    counts = np.zeros((2, 2, 2, 2), int)
    counts[0, 0] = [[30, 10], [0, 0]]           # E = 20/40
    counts[0, 1] = [[1, 4], [4, 1]]             # E = −6/10
    counts[1, 0] = [[45, 0], [0, 55]]           # E = 1
    counts[1, 1] = [[0, 1], [2, 5]]             # E = 2/8
    found = ent.BellCounts(counts)
    assert found.n.tolist() == [[40, 10], [100, 8]]
    np.testing.assert_allclose(found.correlations, [[0.5, -0.6], [1, 0.25]], atol=1e-15)
    assert found.s_value == pytest.approx(0.5 + 0.6 + 1 + 0.25, abs=1e-15)
    np.testing.assert_allclose(found.errors, [[math.sqrt(0.75 / 40), math.sqrt(0.64 / 10)],
                                              [0, math.sqrt((1 - 1 / 16) / 8)]], atol=1e-15)
    assert found.s_error == pytest.approx(math.sqrt(0.75 / 40 + 0.064 + (15 / 16) / 8), abs=1e-15)
    assert found.wins == 30 + 8 + 100 + 5
    lossy = np.zeros((2, 2, 3, 3), int)
    lossy[:, :, :2, :2] = counts
    lossy[:, :, 2, :] = 1000                    # silence does not count
    assert ent.BellCounts(lossy).s_value == found.s_value and ent.BellCounts(lossy).wins == found.wins


# ---------------------------------------------------------------- local models

def test_sixteen_strategies_all_reach_two_and_none_more():
    rows = ent.local_strategies()
    assert rows.shape == (16, 4) and len({tuple(row) for row in rows.tolist()}) == 16
    for a, a2, b, b2 in rows:
        by_hand = (-1)**(a + b) - (-1)**(a + b2) + (-1)**(a2 + b) + (-1)**(a2 + b2)
        table = ent.local_table([(a, a2, b, b2)])
        assert abs(by_hand) == 2 and ent.s_value(table) == by_hand
        assert ent.signalling(table) == 0 and table[0, 1, a, b2] == 1


def test_mixtures_of_strategies():
    rng = np.random.default_rng(16)
    for _ in range(5):
        weights = rng.dirichlet(np.ones(16))
        table = ent.local_table(ent.local_strategies(), weights)
        expected = np.zeros((2, 2, 2, 2))
        for w, row in zip(weights, itertools.product((0, 1), repeat=4)):
            for x, y in itertools.product((0, 1), repeat=2):
                expected[x, y, row[x], row[2 + y]] += w
        np.testing.assert_allclose(table, expected, atol=1e-15)
        assert abs(ent.s_value(table)) <= 2 + 1e-12


@pytest.mark.parametrize("eta", [0, 0.3, 0.8284, 1])
def test_detect_loses_each_photon_for_itself(eta):
    table = ent.bell_table(ent.werner(0.9), (10, 100, 40, 130))
    lossy = ent.detect(table, eta)
    np.testing.assert_allclose(lossy[:, :, :2, :2], eta**2 * table, atol=1e-15)
    np.testing.assert_allclose(lossy[:, :, :2, 2], eta * (1 - eta) * table.sum(axis=3), atol=1e-15)
    np.testing.assert_allclose(lossy[:, :, 2, :2], eta * (1 - eta) * table.sum(axis=2), atol=1e-15)
    np.testing.assert_allclose(lossy[:, :, 2, 2], (1 - eta)**2, atol=1e-15)
    if eta:
        assert ent.s_value(lossy) == pytest.approx(ent.s_value(table), abs=1e-9)


def test_silence_counted_as_an_outcome():
    """η²S + 2(1 − η)² for both sides writing 0, and the threshold 4/(2 + S) where that is 2."""
    table = ent.bell_table(ent.bell())
    for eta in (0.5, 0.7, 0.9, 1.0):
        found = ent.s_value(ent.assign_silence(ent.detect(table, eta)))
        assert found == pytest.approx(eta**2 * 2 * R2 + 2 * (1 - eta)**2, abs=1e-12)
    for v in (0.75, 0.9, 1.0):
        noisy = ent.bell_table(ent.werner(visibility=v))
        eta = ent.efficiency_threshold(ent.s_value(noisy))
        assert ent.s_value(ent.assign_silence(ent.detect(noisy, eta))) == pytest.approx(2, abs=1e-12)
    assert ent.efficiency_threshold() == pytest.approx(2 * (R2 - 1), abs=1e-15)         # Garg and Mermin
    np.testing.assert_allclose(ent.efficiency_threshold([2, 4]), [1, 2 / 3], atol=1e-15)
    lossy = ent.detect(table, 0.6)
    other = ent.assign_silence(lossy, alice=1, bob=0)
    assert other[0, 0, 1, 0] == pytest.approx(lossy[0, 0, 1, 0] + lossy[0, 0, 2, 0] + lossy[0, 0, 1, 2]
                                              + lossy[0, 0, 2, 2], abs=1e-15)


@pytest.mark.parametrize("eta", [0.05, 0.4, 2 / 3, 0.7, 0.8, 0.8284, 0.9, 0.99, 1.0])
@pytest.mark.parametrize("s", [None, 2 * R2, 1.0, 0.0])
def test_the_cheat_is_local_and_looks_like_honest_loss(eta, s):
    most = 4 if eta < 2 / 3 else 4 / eta - 2            # Larsson's bound
    if s is not None and s > most:
        with pytest.raises(ValueError, match="^s = "):
            ent.loophole_cheat(eta, s)
        return
    strategies, weights = ent.loophole_cheat(eta, s)
    assert np.isin(strategies, (0, 1, 2)).all() and weights.min() > 0
    assert weights.sum() == pytest.approx(1, abs=1e-12)
    table = np.zeros((2, 2, 3, 3))                      # locality: each row answers x and y apart
    for w, row in zip(weights, strategies):
        for x, y in itertools.product((0, 1), repeat=2):
            table[x, y, row[x], row[2 + y]] += w
    given = ent.local_table(strategies, weights)
    np.testing.assert_allclose(given, table[:, :, :given.shape[2], :given.shape[3]], atol=1e-15)
    np.testing.assert_allclose(table[:, :, :2, :2].sum(axis=(2, 3)), eta**2, atol=1e-12)
    np.testing.assert_allclose(table[:, :, :2].sum(axis=3), eta / 2, atol=1e-12)
    np.testing.assert_allclose(table[:, :, :, :2].sum(axis=2), eta / 2, atol=1e-12)
    assert ent.signalling(given) < 1e-12
    wanted = most if s is None else s
    assert ent.s_value(given) == pytest.approx(wanted, abs=1e-9)
    # The four correlations are alike, as in the quantum test at the standard angles.
    e = (table[..., 0, 0] - table[..., 0, 1] - table[..., 1, 0] + table[..., 1, 1]) / eta**2
    np.testing.assert_allclose(e * [[1, -1], [1, 1]], wanted / 4, atol=1e-9)
    if eta < 1:
        # Nothing thrown away, nothing gained: all sixteen ways to fill in silence stay at 2.
        for a, b in itertools.product((0, 1), repeat=2):
            assert ent.s_value(ent.assign_silence(given, alice=a, bob=b)) <= 2 + 1e-12


@pytest.mark.parametrize("eta", [0.3, 0.7, 0.8284])
def test_below_the_threshold_the_whole_lossy_table_is_local(eta):
    """Silence included: what Φ⁺ shows with such detectors, a mixture of cards shows too."""
    quantum = ent.detect(ent.bell_table(ent.bell()), eta)
    np.testing.assert_allclose(ent.local_table(*ent.loophole_cheat(eta, 2 * R2)), quantum, atol=1e-9)


def best_local_s(single, double):
    """Most S on rounds with two clicks, over all 81 strategies with silence, at these rates of clicks."""
    from scipy.optimize import linprog

    rows = list(itertools.product((0, 1, 2), repeat=4))
    gain, equal, target = np.zeros(81), [], []
    for x, y in itertools.product((0, 1), repeat=2):
        both = np.array([row[x] < 2 and row[2 + y] < 2 for row in rows], float)
        sign = np.array([(-1)**(row[x] + row[2 + y]) for row in rows])
        gain += both * sign * (-1 if (x, y) == (0, 1) else 1) / double
        equal.append(both)
        target.append(double)
    for side in range(4):
        equal.append(np.array([row[side] < 2 for row in rows], float))
        target.append(single)
    equal.append(np.ones(81))
    target.append(1)
    return -linprog(-gain, A_eq=equal, b_eq=target).fun


def test_no_local_model_beats_larsson_s_bound():
    """Coincidences fixed to η², as with independent detectors."""
    for eta in (0.7, 0.8, 0.9):
        best = best_local_s(eta, eta**2)
        assert best == pytest.approx(4 / eta - 2, abs=1e-7)
        assert ent.s_value(ent.local_table(*ent.loophole_cheat(eta))) == pytest.approx(best, abs=1e-7)


@pytest.mark.parametrize("single, double", [(0.8, 0.6), (0.8, 0.62), (0.85, 0.7), (0.9, 0.8)])
def test_larsson_s_bound_is_about_clicks_that_find_a_partner(single, double):
    """Fewer double clicks than η² allow more than 4/η − 2, and above 82.8 % even more than 2√2."""
    best = best_local_s(single, double)
    assert best == pytest.approx(4 * single / double - 2, abs=1e-7)
    assert best > 4 / single - 2 + 0.05
    assert best_local_s(0.85, 0.7) > 2 * R2


# ---------------------------------------------------------------- how many rounds

def tail(wins, rounds, p):
    """P(K ≥ wins) in exact fractions."""
    p = Fraction(p)
    return sum(math.comb(rounds, k) * p**k * (1 - p)**(rounds - k) for k in range(wins, rounds + 1))


@pytest.mark.parametrize("wins, rounds, bound", [(0, 1, "3/4"), (1, 1, "3/4"), (9, 10, "3/4"),
                                                 (196, 245, "3/4"),
                                                 (100, 120, "2/3"), (40, 120, "2/3")])
def test_p_value_is_the_binomial_tail(wins, rounds, bound):
    exact = float(tail(wins, rounds, bound))
    assert ent.p_value(wins, rounds, bound=float(Fraction(bound))) == pytest.approx(exact, rel=1e-9)


def test_p_value_of_every_number_of_wins():
    """231 tails of up to 20 rounds, in fractions; from all sure at 0 wins down to bound**rounds at all."""
    for rounds in range(1, 21):
        found = [ent.p_value(wins, rounds, bound=0.625) for wins in range(rounds + 1)]
        assert found == pytest.approx([float(tail(wins, rounds, "5/8")) for wins in range(rounds + 1)], rel=1e-12)
        assert found[0] == 1 and found == sorted(found, reverse=True)
        assert found[-1] == pytest.approx(0.625**rounds, rel=1e-13)
    assert [ent.p_value(wins, 3, bound=0) for wins in (0, 1, 3)] == [1, 0, 0]
    assert [ent.p_value(wins, 3, bound=1) for wins in (0, 1, 3)] == [1, 1, 1]
    assert ent.p_value(5 * 10**17, 10**18, bound=0.5) == pytest.approx(0.5, abs=1e-8)
    assert ent.p_value(np.int64(3), 5.0, bound=np.float32(0.5)) == 0.5


def test_p_value_bounds_a_source_with_memory():
    """A local player who changes her answers after each round still has win chance ≤ 3/4 given the past.

    Exact: dynamic programming over (rounds left, wins needed), the best of all strategies.
    """
    rounds, wins = 30, 26
    reach = {(0, need): float(need <= 0) for need in range(-rounds, rounds + 1)}
    for left in range(1, rounds + 1):
        for need in range(-rounds + left, rounds + 1):
            reach[left, need] = max(w * reach[left - 1, need - 1] + (1 - w) * reach[left - 1, need]
                                    for w in (0.25, 0.75) if (left - 1, need - 1) in reach)
    assert ent.p_value(wins, rounds) == pytest.approx(reach[rounds, wins], rel=1e-9)


def smallest(win, bound, alpha, power):
    """Every n in turn and every number of wins: the first test that does both."""
    n = 1
    while True:
        for k in range(n, -1, -1):
            if tail(k, n, bound) > alpha:
                break
            if tail(k, n, win) >= power:
                return n, k
        n += 1


@pytest.mark.parametrize("win, bound, alpha, power", [
    ("1", "3/4", "1/100", "9/10"), ("19/20", "3/4", "1/20", "1/2"), ("19/20", "3/4", "1/100", "9/10"),
    ("17/20", "2/3", "1/20", "4/5"), ("9/10", "2/3", "1/10", "1/2"), ("1", "2/3", "1/1000", "9/10"),
    ("9/10", "3/4", "1/10", "7/10"), ("3/5", "1/4", "1/20", "9/10")])
def test_rounds_needed_is_the_first_test_that_does(win, bound, alpha, power):
    win, bound, alpha, power = map(Fraction, (win, bound, alpha, power))
    plan = ent.rounds_needed(float(win), bound=float(bound), confidence=1 - float(alpha), power=float(power))
    assert tuple(plan) == smallest(win, bound, alpha, power)


@pytest.mark.parametrize("win, alpha, power", [(0.78, 0.01, 0.5), (0.8, 0.001, 0.8), (0.79, 0.01, 0.95)])
def test_rounds_needed_is_not_fooled_by_ragged_edges(win, alpha, power):
    """For each n the smallest demand that holds alpha; its power goes up and down with n."""
    from scipy.stats import binom

    plan = ent.rounds_needed(win, confidence=1 - alpha, power=power)
    n = np.arange(1, plan.rounds + 1)
    demand = binom.isf(alpha, n, 0.75) + 1              # P(K > isf) ≤ alpha
    enough = binom.sf(demand - 1, n, win) >= power
    assert np.flatnonzero(enough).tolist() == [plan.rounds - 1] and demand[-1] == plan.wins


@pytest.mark.parametrize("win, bound, confidence, power", [
    (0.002, 1e-4, 0.99, 0.79), (0.02, 0.001, 0.99, 0.79), (0.3, 0.1, 0.5, 0.01), (1, 0.5, 0.99, 0.9), (1, 0.4, 0.6, 0.1),
    (0.2838018, 0.2805756, 0.99557, 0.183), (0.50231, 0.5, 0.734, 0.40727), (0.66798, 2 / 3, 0.65656, 0.38216),
    (0.1213, 0.11615, 0.95766, 0.39075), (0.9995, 0.99, 0.99, 0.9), (0.751, 0.75, 0.99, 0.9), (0.51, 0.5, 0.5, 0.99),
    (0.5001, 0.5, 0.9, 0.5), (0.3003, 0.3, 0.5, 0.5001)])
def test_rounds_needed_is_the_first_of_all_also_near_the_bound(win, bound, confidence, power):
    """Every number of rounds up to the one found (the last 50,000): none before it will do, far as the ragged edge may reach."""
    from scipy.stats import binom

    plan = ent.rounds_needed(win, bound=bound, confidence=confidence, power=power)
    n = np.arange(max(1, plan.rounds - 50_000), plan.rounds + 1)
    demand = binom.isf(1 - confidence, n, bound) + 1
    enough = (demand <= n) & (binom.sf(demand - 1, n, win) >= power)
    assert np.flatnonzero(enough).tolist() == [len(n) - 1] and demand[-1] == plan.wins


def test_rounds_needed_at_the_ends_of_its_ranges():
    """A source that always wins: n rounds, all won, as soon as bound**n ≤ α; at α = ½ and ¾, three."""
    assert ent.rounds_needed(1, confidence=0.5) == ent.Plan(3, 3)
    for bound in (1e-6, 0.1, 0.5, 0.75, 0.9, 0.999):
        n = math.ceil(math.log(0.01) / math.log(bound) - 1e-9)
        assert ent.rounds_needed(1, bound=bound) == ent.Plan(n, n)
    assert ent.rounds_needed(1, bound=1 - 2e-5, confidence=0.5, power=0.01).rounds == math.ceil(math.log(0.5) / math.log1p(-2e-5))
    assert ent.rounds_needed(1, confidence=1 - 1e-14).rounds == math.ceil(math.log(1e-14) / math.log(0.75))
    # Hardly any power asked for: a source that wins one round in a hundred, and must win the only one.
    assert ent.rounds_needed(0.011, bound=0.001, confidence=0.99, power=0.01) == ent.Plan(1, 1)
    assert ent.rounds_needed(0.75002, bound=0.75, confidence=0.5, power=0.5).rounds > 0


@pytest.mark.parametrize("win, bound, confidence, power, plan", [
    (0.75002, 0.75, 0.5, 0.9, (769852303, 577389228)), (0.50002, 0.5, 0.99, 0.5, (3382450001, 1691292650)),
    (0.50002, 0.5, 0.5, 0.99999999, (19684098699, 9842049350))])
def test_rounds_needed_is_quick_also_next_to_the_bound(monkeypatch, win, bound, confidence, power, plan):
    """The same plans as from going through the ragged edge one by one, at 5 to 8 times fewer sums (31,000 to 53,000 before)."""
    from qedu import statistics

    sums, real = [], statistics.betainc
    monkeypatch.setattr(statistics, "betainc", lambda *numbers: sums.append(1) or real(*numbers))
    assert ent.rounds_needed(win, bound=bound, confidence=confidence, power=power) == plan
    assert len(sums) < 12_000


def test_rounds_needed_takes_its_defaults():
    assert ent.rounds_needed(0.85) == ent.rounds_needed(0.85, bound=0.75, confidence=0.99, power=0.9)
    assert ent.rounds_needed(0.85, power=0.9) != ent.rounds_needed(0.85, power=0.95)
    assert ent.p_value(8, 9) == ent.p_value(8, 9, bound=0.75)


def test_rounds_needed_scales_like_the_inverse_square():
    """Normal approximation: n ≈ ((z_α √(3/16) + z_β √(w(1−w)))/(w − 3/4))², within a few per cent."""
    from scipy.stats import norm

    za, zb = norm.isf(0.01), norm.isf(0.1)
    for s in (2.05, 2.2, 2.4):
        w = ent.win_probability(s)
        rough = ((za * math.sqrt(3 / 16) + zb * math.sqrt(w * (1 - w))) / (w - 0.75))**2
        assert ent.rounds_needed(w).rounds == pytest.approx(rough, rel=0.05)
    more = [ent.rounds_needed(ent.win_probability(2.4), confidence=c).rounds for c in (0.9, 0.99, 0.999)]
    assert more == sorted(more) and len(set(more)) == 3


def test_the_sum_of_nine_in_a_hint_is_a_bell_test():
    """Exercise c04-chsh, third hint: plus on the diagonal, minus elsewhere; 5 for plans, 6 for Φ⁺ on three dials."""
    weights = 2 * np.eye(3) - 1
    plans = [np.array(signs) for signs in itertools.product((1, -1), repeat=3)]
    assert max(a @ weights @ b for a in plans for b in plans) == 5
    dials = (0, 120, 240)
    found = [[ent.correlation(ent.bell(), a, b) for b in dials] for a in dials]
    assert (weights * found).sum() == pytest.approx(6, abs=1e-12)


def test_separable_states_win_at_most_two_in_three():
    """|E_X| + |E_Y| + |E_Z| ≤ 1 for product states, so agree/differ guesses win ≤ (1 + 1/3)/2."""
    rng = np.random.default_rng(17)
    for _ in range(200):
        matrix = np.outer(unit(rng), unit(rng))
        assert abs(np.diag(matrix)).sum() <= 1 + 1e-12
        assert abs(np.diag(matrix)[[0, 2]]).sum() <= 1 + 1e-12


# ---------------------------------------------------------------- arguments

@pytest.mark.parametrize("call, argument", [
    (lambda: ent.bell("phi"), "name"),
    (lambda: ent.bell(0), "name"),
    (lambda: ent.werner(), "fidelity"),
    (lambda: ent.werner(0.5, visibility=0.5), "fidelity"),
    (lambda: ent.werner(1.01), "fidelity"),
    (lambda: ent.werner(float("nan")), "fidelity"),
    (lambda: ent.werner(visibility=-0.4), "visibility"),
    (lambda: ent.werner(0.5, state="ghz"), "state"),
    (lambda: ent.classically_correlated("W"), "axis"),
    (lambda: ent.schmidt(ent.werner(0.5)), "state"),
    (lambda: ent.schmidt(2 * ent.bell()), "state"),
    (lambda: ent.schmidt(np.array([1, 0, 0, 1]) / R2), "state"),
    (lambda: ent.is_product(ent.bell(), tolerance=-1), "tolerance"),
    (lambda: ent.concurrence(states.ket(0)), "state"),
    (lambda: ent.concurrence(qutip.Qobj(np.diag([1.5, -0.5, 0, 0]))), "state"),
    (lambda: ent.concurrence(qutip.Qobj(np.eye(4) + np.diag([0.5, 0, 0], 1))), "state"),
    (lambda: ent.entanglement_of_formation("bell"), "state"),
    (lambda: ent.correlation(ent.bell(), "Z", "Q"), "b"),
    (lambda: ent.correlation(ent.bell(), float("inf"), 0), "a"),
    (lambda: ent.correlation(ent.bell(), (0, 0, 0), 0), "a"),
    (lambda: ent.correlation(ent.bell(), True, 0), "a"),
    (lambda: ent.chsh(ent.bell(), (0, 45, 90)), "settings"),
    (lambda: ent.chsh(ent.bell(), "ZXZX"), "settings"),
    (lambda: ent.chsh(ent.bell(), 7), "settings"),
    (lambda: ent.chsh(7), "state"),
    (lambda: ent.best_settings(states.ket(0)), "state"),
    (lambda: ent.steer(ent.bell(), None), "axis"),
    (lambda: ent.bell_table(ent.bell(), (0, 90, 45, "Q")), "settings"),
    (lambda: ent.s_value(np.ones((2, 2))), "table"),
    (lambda: ent.s_value(np.full((2, 2, 2, 2), 0.3)), "table"),
    (lambda: ent.s_value("table"), "table"),
    (lambda: ent.s_value(ent.local_table([(0, 0, 2, 2)])), "table"),
    (lambda: ent.signalling(np.full((2, 2, 2, 2), np.nan)), "table"),
    (lambda: ent.win_probability(4.1), "s"), (lambda: ent.win_probability(-4.1), "s"),
    (lambda: ent.win_probability("two"), "s"),
    (lambda: ent.BellCounts(np.full((2, 2, 2, 2), 0.5)), "counts"),
    (lambda: ent.BellCounts(-np.ones((2, 2, 2, 2))), "counts"),
    (lambda: ent.BellCounts([[1, 2], [3, 4]]), "counts"),
    (lambda: ent.BellCounts(np.zeros((2, 2, 2, 2))).s_value, "table"),
    (lambda: ent.bell_test(ent.bell_table(ent.bell()), 0, seed=1), "shots"),
    (lambda: ent.bell_test(ent.bell_table(ent.bell()), 10, seed=None), "seed"),
    (lambda: ent.local_table([(0, 1, 2)]), "strategies"),
    (lambda: ent.local_table([(0, 1, 2, 3)]), "strategies"),
    (lambda: ent.local_table([(0, 1), (1,)]), "strategies"),
    (lambda: ent.local_table([]), "strategies"),
    (lambda: ent.local_table([(0, 0, 0, 0)], [0.5]), "weights"),
    (lambda: ent.local_table([(0, 0, 0, 0)], [0.5, 0.5]), "weights"),
    (lambda: ent.detect(ent.bell_table(ent.bell()), 1.1), "efficiency"),
    (lambda: ent.detect(ent.detect(ent.bell_table(ent.bell()), 0.9), 0.9), "table"),
    (lambda: ent.assign_silence(ent.bell_table(ent.bell())), "table"),
    (lambda: ent.assign_silence(ent.detect(ent.bell_table(ent.bell()), 0.5), alice=2), "alice"),
    (lambda: ent.assign_silence(ent.detect(ent.bell_table(ent.bell()), 0.5), bob=True), "bob"),
    (lambda: ent.efficiency_threshold(1.9), "s"),
    (lambda: ent.loophole_cheat(0), "efficiency"),
    (lambda: ent.loophole_cheat(0.9, s=2.9), "s"),
    (lambda: ent.p_value(11, 10), "wins"),
    (lambda: ent.p_value(-1, 10), "wins"),
    (lambda: ent.p_value(1, 0), "rounds"),
    (lambda: ent.p_value(1, 10, bound=2), "bound"),
    (lambda: ent.rounds_needed(0.75), "win"),
    (lambda: ent.rounds_needed(0.7), "win"),
    (lambda: ent.rounds_needed(0.9, confidence=1.0), "confidence"),
    (lambda: ent.rounds_needed(0.9, power=1.0), "power"),
    (lambda: ent.rounds_needed(0.9, bound=0.0), "bound"),
])
def test_bad_arguments_are_named(call, argument):
    with pytest.raises(ValueError, match=rf"^{argument} = .* is not allowed: "):
        call()


def test_silence_is_filled_in_on_each_side_by_itself():
    """All four ways of filling in, cell by cell, for a lossy table without any symmetry."""
    rng = np.random.default_rng(23)
    lossy = rng.dirichlet(np.ones(9), (2, 2)).reshape(2, 2, 3, 3)
    for alice, bob in itertools.product((0, 1), repeat=2):
        expected = lossy[:, :, :2, :2].copy()
        expected[:, :, alice] += lossy[:, :, 2, :2]
        expected[:, :, :, bob] += lossy[:, :, :2, 2]
        expected[:, :, alice, bob] += lossy[:, :, 2, 2]
        np.testing.assert_allclose(ent.assign_silence(lossy, alice=alice, bob=bob), expected, atol=1e-15)
        np.testing.assert_allclose(ent.assign_silence(lossy, bob=bob, alice=alice), expected, atol=1e-15)
    assert (ent.assign_silence(lossy) == ent.assign_silence(lossy, alice=0, bob=0)).all()
    assert (ent.assign_silence(lossy, alice=1.0, bob=np.int64(1)) == ent.assign_silence(lossy, alice=1, bob=1)).all()


def test_bell_counts_take_whole_numbers_of_any_type():
    counts = np.arange(16).reshape(2, 2, 2, 2)
    for given in (counts, counts.tolist(), counts.astype(float), counts.astype(np.uint8), counts.astype(object)):
        found = ent.BellCounts(given)
        assert found.counts.dtype == np.int64 and (found.counts == counts).all() and found == ent.BellCounts(counts)
    assert ent.BellCounts(np.zeros((2, 2, 3, 3))).counts.shape == (2, 2, 3, 3)
    assert ent.BellCounts(counts) != ent.BellCounts(counts[::-1])
    for wrong in (np.zeros((2, 2, 2, 3)), np.zeros((2, 2, 3, 2)), np.zeros((3, 3, 2, 2)), counts - 1, counts + 0.5, np.full((2, 2, 2, 2), math.nan),
                  np.full((2, 2, 2, 2), math.inf), counts * 1e30, counts > 3, counts.astype(str), None):
        with pytest.raises(ValueError, match=r"^counts = .* is not allowed: whole numbers of rounds, shape \(2, 2, 2, 2\) or \(2, 2, 3, 3\)$"):
            ent.BellCounts(wrong)


def test_local_tables_weigh_repeat_and_hold_silence():
    rows = [(0, 1, 0, 1), (1, 1, 0, 0), (0, 1, 0, 1)]
    even = ent.local_table(rows)
    assert even.shape == (2, 2, 2, 2)
    assert even[0, 0].tolist() == pytest.approx(np.array([[2 / 3, 0], [1 / 3, 0]])) and even[1, 1, 1].tolist() == pytest.approx([1 / 3, 2 / 3])
    for weights in ((0.5, 0.2, 0.3), np.array([0.5, 0.2, 0.3]), [0.5, 0.2, 0.300001]):
        table = ent.local_table(rows, weights)
        assert table[0, 0, 0, 0] == pytest.approx(0.8, abs=1e-6) and table[0, 1, 1, 0] == pytest.approx(0.2, abs=1e-6)
        np.testing.assert_allclose(table.sum(axis=(2, 3)), 1, atol=1e-15)
    silent = ent.local_table([(0, 2, 1, 0)])
    assert silent.shape == (2, 2, 3, 3) and silent[1, 0, 2, 1] == silent[0, 1, 0, 0] == 1 and silent.sum() == 4
    assert ent.local_table([(0.0, 1.0, 0.0, 1.0)]).shape == (2, 2, 2, 2)
    for wrong in ([(0, 1, 0)], [(0, 1, 0, 1, 0)], (0, 1, 0, 1), [], [[]], [(0, 1, 0, 3)], [(0, 1, 0, -1)], [(0, 1, 0, 0.5)], None,
                  [("0", "1", "0", "1")], [(True, False, True, False)], np.zeros((0, 4))):
        with pytest.raises(ValueError, match="^strategies = .* is not allowed: rows of four outcomes 0, 1 or 2"):
            ent.local_table(wrong)


def test_the_cheat_by_hand():
    """η = ¾: base(3·base − 2)/4 for each of four cards that win three of four, base(1 − base) for each silent one, and
    (1 − base)² for all silent; every card as often as its mirror image."""
    strategies, weights = ent.loophole_cheat(0.75)
    found = dict(zip(map(tuple, strategies.tolist()), weights))
    assert len(found) == 17 and strategies.dtype.kind == "i"
    flip = {0: 1, 1: 0, 2: 2}
    for row, weight in found.items():
        assert found[tuple(flip[answer] for answer in row)] == pytest.approx(weight, abs=1e-15)
        silent = row.count(2)
        assert weight == pytest.approx({0: 0.75 * 0.25 / 8, 1: 0.75 * 0.25 / 2, 4: 0.0625}[silent], abs=1e-15)
    # Below ⅔ the rest is lost at random, each side for itself; at ⅔ no card answers all four questions.
    assert all(2 in row for row in ent.loophole_cheat(2 / 3)[0].tolist())
    thin = ent.local_table(*ent.loophole_cheat(1 / 3))
    base = ent.local_table(*ent.loophole_cheat(2 / 3))
    np.testing.assert_allclose(thin[:, :, :2, :2], base[:, :, :2, :2] / 4, atol=1e-15)
    # With S = 0 on the rounds that pass, everything is even; with full efficiency, a mixture that reaches 2.
    np.testing.assert_allclose(ent.local_table(*ent.loophole_cheat(0.75, 0))[:, :, :2, :2], 0.75**2 / 4, atol=1e-15)
    assert ent.s_value(ent.local_table(*ent.loophole_cheat(1))) == pytest.approx(2, abs=1e-12)
    assert ent.s_value(ent.local_table(*ent.loophole_cheat(1, 2))) == pytest.approx(2, abs=1e-12)


def test_a_bell_test_plays_each_pair_of_settings_as_often():
    table = ent.local_table([(0, 1, 0, 0), (0, 1, 2, 0)], [0.25, 0.75])
    found = ent.bell_test(table, 10**6, seed=3)
    assert (found.counts.sum(axis=(2, 3)) == 10**6).all() and found.counts.shape == (2, 2, 3, 3)
    assert not found.counts[table == 0].any()
    assert abs(found.counts[0, 0, 0, 0] - 250_000) < 6 * math.sqrt(10**6 * 0.25 * 0.75)      # 6 σ, 2e-9
    assert found == ent.bell_test(table, 1e6, seed=np.random.default_rng(3)) != ent.bell_test(table, 10**6, seed=4)
