"""The whole family of protocols and attacks against independent derivations, to 1e-9.

`by_hand` follows one round with density matrices in plain NumPy, without QuTiP and without
any qedu code: it has its own states, its own cloners (Bužek and Hillery 1996; Niu and
Griffiths 1999), its own sifting rules and, for the entangled protocols, full two-qubit
states.  Beside it stand closed forms from the literature.
"""

import itertools
import math
from collections import defaultdict

import numpy as np
import pytest

import qedu
from qedu import attacks, channels, cloners, protocols

S = math.sqrt(0.5)
ZERO, ONE = np.eye(2, dtype=complex)
PLUS, MINUS = np.array([S, S]), np.array([S, -S])
LEFT, RIGHT = np.array([S, 1j * S]), np.array([S, -1j * S])
SIGMA = {"I": np.eye(2), "X": np.array([[0, 1], [1, 0]]), "Y": np.array([[0, -1j], [1j, 0]]), "Z": np.diag([1, -1])}
KETS = {"Z": (ZERO, ONE), "X": (PLUS, MINUS), "Y": (LEFT, RIGHT)}


def h(p):
    return 0.0 if p < 1e-15 or p > 1 - 1e-15 else -p * math.log2(p) - (1 - p) * math.log2(1 - p)


def dm(ket):
    return np.outer(ket, np.conj(ket))


def tilted(degrees):
    """Both spin states along an angle from Z towards X: half of it in the state vector."""
    half = math.radians(degrees) / 2
    return np.array([math.cos(half), math.sin(half)]), np.array([-math.sin(half), math.cos(half)])


# ---- protocols by hand: rows (x, a, odds, Bob's state), Bob's tests, what is said, what is kept, what is public

def same_basis(labels):
    rows = [(x, a, 1 / len(labels) / 2, dm(KETS[x][a])) for x in labels for a in (0, 1)]
    bob = {y: (1 / len(labels), [dm(k) for k in KETS[y]]) for y in labels}
    return rows, bob, None, lambda x, a, y, b, w: (a, b) if x == y else None, lambda x, y, w: (x, y)


def b92_by_hand(c):
    u = ZERO, np.array([c, math.sqrt(1 - c * c)])
    against = np.array([0, 1]), np.array([-math.sqrt(1 - c * c), c])          # u₀⊥, u₁⊥
    rows = [("u", a, 0.5, dm(u[a])) for a in (0, 1)]
    bob = {t: (0.5, [dm(u[t]), dm(against[t])]) for t in (0, 1)}              # outcome 1 rules u_t out
    return rows, bob, None, lambda x, a, t, b, w: (a, 1 - t) if b == 1 else None, lambda x, y, w: ()


def sarg04_by_hand():
    rows = [(x, a, 0.25, dm(KETS[x][a])) for x in "ZX" for a in (0, 1)]
    bob = {y: (0.5, [dm(k) for k in KETS[y]]) for y in "ZX"}

    def said(x, a):                       # (index of the Z state, index of the X state)
        return [((a, other) if x == "Z" else (other, a), 0.5) for other in (0, 1)]

    def keep(x, a, y, b, w):
        if y == "Z":
            return (int(x == "X"), 1) if b != w[0] else None        # not the Z state: it was the X state
        return (int(x == "X"), 0) if b != w[1] else None
    return rows, bob, said, keep, lambda x, y, w: w


def entangled(rho, alice, bob, keep):
    """Rows from a two-qubit state: Alice's projector on the first half, then the partial trace."""
    rows = []
    for x, kets in alice.items():
        for a, ket in enumerate(kets):
            after = np.kron(dm(ket), np.eye(2)) @ rho
            rows.append((x, a, 1 / len(alice), np.einsum("ijik->jk", after.reshape(2, 2, 2, 2))))
    return rows, {y: (1 / len(bob), [dm(k) for k in kets]) for y, kets in bob.items()}, None, keep, lambda x, y, w: (x, y)


PHI = dm(np.array([S, 0, 0, S]))
SINGLET = dm(np.array([0, S, -S, 0]))


def werner(bell, v):
    return v * bell + (1 - v) * np.eye(4) / 4


def bbm92_by_hand(v=1.0, rho=None):
    two = {x: KETS[x] for x in "ZX"}
    return entangled(werner(PHI, v) if rho is None else rho, two, two, lambda x, a, y, b, w: (a, b) if x == y else None)


def e91_by_hand(v=1.0, rho=None):
    return entangled(werner(SINGLET, v) if rho is None else rho, {x: tilted(x) for x in (0, 45, 90)},
                     {y: tilted(y) for y in (45, 90, 135)},
                     lambda x, a, y, b, w: (a, 1 - b) if x == y else None)


# ---- attacks by hand: (record, Kraus operator of shape (signal × memory, 2), memory)

def measured(bases):
    return [((i, k), dm(ket) / math.sqrt(len(bases)), 1) for i, kets in enumerate(bases) for k, ket in enumerate(kets)]


def buzek_hillery():
    """|0⟩ → √(2/3)|00⟩|↑⟩ + √(1/6)(|01⟩ + |10⟩)|↓⟩ and the same with 0, 1 and ↑, ↓ exchanged."""
    out = np.zeros((8, 2))
    at = lambda signal, copy, machine: 4 * signal + 2 * copy + machine
    for bit in (0, 1):
        out[at(bit, bit, bit), bit] = math.sqrt(2 / 3)
        out[at(0, 1, 1 - bit), bit] = out[at(1, 0, 1 - bit), bit] = math.sqrt(1 / 6)
    return out


def niu_griffiths(d):
    """|+i⟩ → |+i⟩|+i⟩, |−i⟩ → (1 − 2D)|−i⟩|+i⟩ + 2√(D(1 − D))|+i⟩|−i⟩."""
    images = np.kron(LEFT, LEFT), (1 - 2 * d) * np.kron(RIGHT, LEFT) + 2 * math.sqrt(d * (1 - d)) * np.kron(LEFT, RIGHT)
    return sum(np.outer(image, ket.conj()) for image, ket in zip(images, (LEFT, RIGHT)))


def probe(c, kets):
    notes = ZERO, np.array([c, math.sqrt(1 - c * c)])
    return sum(np.outer(np.kron(ket, note), ket.conj()) for ket, note in zip(kets, notes))


def depolarized(p):
    return [math.sqrt(1 - 3 * p / 4) * SIGMA["I"]] + [math.sqrt(p / 4) * SIGMA[s] for s in "XYZ"]


def damped(g):
    return [np.diag([1, math.sqrt(1 - g)]), np.array([[0, math.sqrt(g)], [0, 0]])]


def entropy(values):
    return -sum(v * math.log2(v) for v in values if v > 1e-15)


def by_hand(protocol, kraus, noise=(np.eye(2),)):
    """kept, qber, information, guess, Holevo quantity, correlations, by following every round."""
    rows, bob, said, keep, public = protocol
    memories = defaultdict(lambda: [0, 0])
    kept = errors = 0.0
    together = defaultdict(lambda: [0.0, 0.0])
    for (x, a, odds, rho), (record, k, m), (y, (chance, effects)) in itertools.product(rows, kraus, bob.items()):
        after = k @ rho @ k.conj().T
        arrived = sum(np.kron(n, np.eye(m)) @ after @ np.kron(n, np.eye(m)).conj().T for n in noise)
        for b, effect in enumerate(effects):
            memory = np.einsum("ijik->jk", (np.kron(effect, np.eye(m)) @ arrived).reshape(2, m, 2, m))
            for w, spoken in said(x, a) if said else [(None, 1.0)]:
                cell = odds * chance * spoken * memory
                together[x, y][int(a != b)] += np.trace(cell).real
                bits = keep(x, a, y, b, w)
                if bits:
                    kept += np.trace(cell).real
                    errors += np.trace(cell).real * (bits[0] != bits[1])
                    memories[public(x, y, w), record][bits[0]] = memories[public(x, y, w), record][bits[0]] + cell
    information = guess = 0.0
    spread, summed, prior = [], [], np.zeros(2)
    for rho0, rho1 in memories.values():
        size = max(np.size(rho0), np.size(rho1))
        rho0, rho1 = (np.broadcast_to(r, (math.isqrt(size),) * 2) / kept for r in (rho0, rho1))
        prior += [np.trace(rho0).real, np.trace(rho1).real]
        spread += [*np.linalg.eigvalsh(rho0), *np.linalg.eigvalsh(rho1)]
        summed += [*np.linalg.eigvalsh(rho0 + rho1)]
        # A small share of p₀ρ₀ splits degenerate eigenspaces of p₀ρ₀ − p₁ρ₁ along its own eigenvectors.
        _, vectors = np.linalg.eigh(rho0 - rho1 + 1e-7 * rho0)
        for v in vectors.T:
            p = [(v.conj() @ r @ v).real for r in (rho0, rho1)]
            guess += max(p)
            information -= entropy(p) - entropy([sum(p)])
    information += entropy(prior)
    holevo = entropy(prior) + entropy(summed) - entropy(spread)
    correlation = {pair: (same - different) / (same + different) for pair, (same, different) in together.items()}
    return kept, errors / kept, information, guess, holevo, correlation


MINE = {
    "BB84": (protocols.bb84(), same_basis("ZX")), "six-state": (protocols.six_state(), same_basis("ZXY")),
    "B92": (protocols.b92(), b92_by_hand(S)), "B92, 0.3": (protocols.b92(0.3), b92_by_hand(0.3)),
    "SARG04": (protocols.sarg04(), sarg04_by_hand()),
    "BBM92": (protocols.bbm92(), bbm92_by_hand()), "BBM92, 0.9": (protocols.bbm92(0.9), bbm92_by_hand(0.9)),
    "E91": (protocols.e91(), e91_by_hand()), "E91, 0.8": (protocols.e91(0.8), e91_by_hand(0.8)),
}
BASES = {"six-state": [KETS[b] for b in "ZXY"], "E91": [tilted(45), tilted(90)], "E91, 0.8": [tilted(45), tilted(90)]}
NOISE = {"identity": (channels.identity(), [np.eye(2)]), "depolarizing": (channels.depolarizing(0.1), depolarized(0.1)),
         "amplitude damping": (channels.amplitude_damping(0.2), damped(0.2))}


def halfway(name):
    if name == "six-state":
        root = 1 / math.sqrt(3)
        values, vectors = np.linalg.eigh(root * (SIGMA["X"] + SIGMA["Y"] + SIGMA["Z"]))
        return [vectors[:, 1], vectors[:, 0]]
    return tilted(67.5 if name.startswith("E91") else 45)


THEIRS = {
    "none": (attacks.none(), lambda name: [("all", np.eye(2), 1)]),
    "random": (attacks.intercept_resend(), lambda name: measured(BASES.get(name, [KETS["Z"], KETS["X"]]))),
    "z": (attacks.intercept_resend(basis="z"), lambda name: measured([KETS["Z"]])),
    "y": (attacks.intercept_resend(basis="y"), lambda name: measured([KETS["Y"]])),
    "breidbart": (attacks.intercept_resend(basis="breidbart"), lambda name: measured([halfway(name)])),
    "universal": (attacks.universal_cloner(), lambda name: [("clone", buzek_hillery(), 4)]),
    "phase-covariant": (attacks.phase_covariant_cloner(0.11), lambda name: [("clone", niu_griffiths(0.11), 2)]),
    "probe in z": (attacks.entangling_probe(0.6), lambda name: [("Z", probe(0.6, KETS["Z"]), 2)]),
    "probe, random": (attacks.entangling_probe(0.3, basis="random"), lambda name: [
        (i, probe(0.3, kets) / math.sqrt(len(found)), 2) for found in [BASES.get(name, [KETS["Z"], KETS["X"]])]
        for i, kets in enumerate(found)]),
}


def compare(run, expected, tolerance=1e-9, information=1e-9):
    kept, qber, info, guess, holevo, correlation = expected
    assert run.sifted_fraction == pytest.approx(kept, abs=tolerance)
    assert run.qber == pytest.approx(qber, abs=tolerance)
    assert run.eve_information == pytest.approx(info, abs=information)
    assert run.eve_guess == pytest.approx(guess, abs=max(tolerance, information))
    assert run.eve_holevo == pytest.approx(holevo, abs=tolerance)
    if run.protocol.bell:
        s = abs(correlation[0, 45] - correlation[0, 135] + correlation[90, 45] + correlation[90, 135])
        assert run.chsh == pytest.approx(s, abs=tolerance)


@pytest.mark.parametrize("noise", NOISE)
@pytest.mark.parametrize("attack", THEIRS)
@pytest.mark.parametrize("name", MINE)
def test_every_pair_by_hand(name, attack, noise):
    """Information to 1e-6 where a memory is read: `by_hand` splits degenerate eigenspaces by a 1e-7 nudge."""
    (protocol, table), (theirs, kraus), (channel, noise) = MINE[name], THEIRS[attack], NOISE[noise]
    run = qedu.exchange(protocol, theirs, channel=channel)
    memory = any(m > 1 for *_, m in kraus(name))
    compare(run, by_hand(table, kraus(name), noise), information=1e-6 if memory else 1e-9)


@pytest.mark.parametrize("axis, kets", [("z", KETS["Z"]), ("x", KETS["X"]), ("y", KETS["Y"]),
                                        ((1, 0, 1), tilted(45)), ((0.6, 0, -0.8), tilted(180 - math.degrees(math.atan2(0.6, 0.8))))])
@pytest.mark.parametrize("name", ["BBM92", "E91"])
def test_eve_at_the_source_by_hand(name, axis, kets):
    """Product states: on Φ⁺ both halves alike but for conjugation, on a singlet opposite."""
    halves = [(k, k.conj() if name == "BBM92" else kets[1 - i]) for i, k in enumerate(kets)]
    make, mine = (bbm92_by_hand, protocols.bbm92) if name == "BBM92" else (e91_by_hand, protocols.e91)
    run = qedu.exchange(mine(0.7), attacks.at_source(axis))
    expected = [by_hand(make(rho=dm(np.kron(*pair))), [(i, np.eye(2), 1)]) for i, pair in enumerate(halves)]
    whole = make(rho=sum(dm(np.kron(*pair)) for pair in halves) / 2)
    kept, qber, *_, correlation = by_hand(whole, [("all", np.eye(2), 1)])
    assert (run.sifted_fraction, run.qber) == pytest.approx((kept, qber), abs=1e-9)
    # Alice's and Bob's halves are in Eve's list: over a record the bit's odds are those of the product state.
    assert run.eve_information <= 1 and sum(e[0] for e in expected) / 2 == pytest.approx(kept, abs=1e-9)
    if name == "E91":
        s = abs(correlation[0, 45] - correlation[0, 135] + correlation[90, 45] + correlation[90, 135])
        assert run.chsh == pytest.approx(s, abs=1e-9) and run.chsh <= 2
    intercepted = qedu.exchange(mine(), attacks.intercept_resend(basis=axis))
    for figure in ("sifted_fraction", "qber", "eve_information", "eve_guess"):
        assert getattr(run, figure) == pytest.approx(getattr(intercepted, figure), abs=1e-9)


# ---- closed forms and published anchors

@pytest.mark.parametrize("make, attack, kept, qber, information, guess", [
    (protocols.bb84, attacks.intercept_resend(), 1 / 2, 1 / 4, 1 / 2, 3 / 4),
    (protocols.six_state, attacks.intercept_resend(), 1 / 3, 1 / 3, 1 / 3, 2 / 3),
    (protocols.six_state, attacks.intercept_resend(basis="breidbart"), 1 / 3, 1 / 3,
     1 - h((1 - 3**-0.5) / 2), (1 + 3**-0.5) / 2),
    (protocols.sarg04, attacks.none(), 1 / 4, 0, 0, 1 / 2),
    # Half the time she measures in the basis of the state sent and is right on kept rounds (1/4 of them are
    # kept); else her state is off and 1/2 are kept: 3/8, of which 1/8 wrong.
    (protocols.sarg04, attacks.intercept_resend(), 3 / 8, 1 / 3, None, 5 / 6),
    (protocols.b92, attacks.none(), 1 / 4, 0, 0, 1 / 2),
    (protocols.b92, attacks.intercept_resend(), 3 / 8, 1 / 3, None, 5 / 6),
    (protocols.b92, attacks.helstrom_resend(), 1 / 4, 1 / 2 - 8**-0.5, 1 - h(1 / 2 - 8**-0.5), 1 / 2 + 8**-0.5),
    (protocols.b92, attacks.unambiguous_resend(), (1 - 2**-0.5) / 4, 0, 1, 1),
    (protocols.bbm92, attacks.intercept_resend(), 1 / 2, 1 / 4, 1 / 2, 3 / 4),
    (protocols.e91, attacks.none(), 2 / 9, 0, 0, 1 / 2),
    # Key at 45° or 90°, Eve along one of them: half the time 45° away, cos² 45° kept of the spin.
    (protocols.e91, attacks.intercept_resend(), 2 / 9, 1 / 8, (1 + 1 - h((1 + S) / 2)) / 2, (1 + (1 + S) / 2) / 2),
    (protocols.e91, attacks.intercept_resend(basis="breidbart"), 2 / 9, math.sin(math.pi / 8)**2 / 2,
     1 - h(math.sin(math.pi / 16)**2), math.cos(math.pi / 16)**2),
])
def test_anchors(make, attack, kept, qber, information, guess):
    run = qedu.exchange(make(), attack)
    assert (run.sifted_fraction, run.qber, run.eve_guess) == pytest.approx((kept, qber, guess), abs=1e-9)
    if information is not None:
        assert run.eve_information == pytest.approx(information, abs=1e-9)
    assert run.eve_holevo == pytest.approx(run.eve_information, abs=1e-12), "no memory: nothing more to measure"


@pytest.mark.parametrize("c", [0, 0.2, 2**-0.5, 0.9, 1])
def test_b92_at_any_overlap(c):
    """Kept (1 − c²)/2; Helstrom error (1 − √(1 − c²))/2; unambiguous 1 − c (Ivanovic, Dieks, Peres)."""
    assert qedu.exchange(protocols.b92(c)).sifted_fraction == pytest.approx((1 - c * c) / 2, abs=1e-12)
    sure = qedu.exchange(protocols.b92(c), attacks.unambiguous_resend())
    assert sure.sifted_fraction == pytest.approx((1 - c) * (1 - c * c) / 2, abs=1e-12)
    lost = {0: 0, 1: 1}.get(c, c)
    assert float(sure.table.sel(bob="no click").sum()) == pytest.approx(lost, abs=1e-12)
    assert float(sure.table.sel(eve="blocked").sum()) == pytest.approx(lost, abs=1e-12)
    if c < 1:
        guessed = qedu.exchange(protocols.b92(c), attacks.helstrom_resend())
        error = (1 - math.sqrt(1 - c * c)) / 2
        assert (guessed.qber, guessed.eve_guess) == pytest.approx((error, 1 - error), abs=1e-9)
        assert guessed.sifted_fraction == pytest.approx((1 - c * c) / 2, abs=1e-9)
        assert (sure.qber, sure.eve_information) == pytest.approx((0, 1), abs=1e-12)


@pytest.mark.parametrize("make", [attacks.helstrom_resend, attacks.unambiguous_resend])
def test_two_state_attacks_want_two_pure_states_of_equal_odds(make):
    (up, down), plus = qedu.states.basis("Z"), qedu.states.basis("X")[0]
    z, keep = {"Z": (1.0, (up, down))}, lambda x, a, y, b: (a, b)
    for states in ((0.7 * up.proj(), 0.3 * plus.proj()), (0.4 * up.proj() + 0.1 * down.proj(), 0.5 * plus.proj())):
        with pytest.raises(ValueError, match="^attack = .* against other: only against protocols that send two pure"):
            qedu.exchange(protocols.Protocol("other", {"u": (1.0, states)}, z, keep), make())
    fine = protocols.Protocol("other", {"u": (1.0, (up, plus))}, z, keep)
    assert qedu.exchange(fine, make()).eve_guess >= 0.85


def test_an_error_free_attack_hides_in_the_loss():
    """B92 over a line that loses 1/√2 anyway: Eve's lossless line looks the same to the count, and she knows all."""
    spied = qedu.exchange(protocols.b92(), attacks.unambiguous_resend())
    honest = qedu.exchange(protocols.b92(), channel=channels.loss(2**-0.5))
    assert (spied.sifted_fraction, spied.qber) == pytest.approx((honest.sifted_fraction, honest.qber), abs=1e-12)
    assert (spied.eve_information, honest.eve_information) == pytest.approx((1, 0), abs=1e-12)
    part = qedu.exchange(protocols.b92(), attacks.unambiguous_resend(fraction=0.5), channel=channels.loss(0.1))
    assert float(part.table.sel(bob="no click").sum()) == pytest.approx(1 - 0.9 * (1 - 0.5 * 2**-0.5), abs=1e-12)


@pytest.mark.parametrize("d", [0, 1e-6, 0.001, 0.11, 0.5 - 8**-0.5, 0.3, 0.5])
@pytest.mark.parametrize("make", [protocols.bb84, protocols.bbm92, protocols.e91])
def test_phase_covariant_cloner(make, d):
    """Fuchs et al. 1997: information 1 − h(½ + √(D(1−D))) at disturbance D, on every state of the circle."""
    run = qedu.exchange(make(), attacks.phase_covariant_cloner(qber=d))
    right = 0.5 + math.sqrt(d * (1 - d))
    assert run.qber == pytest.approx(d, abs=1e-9)
    assert all(qber == pytest.approx(d, abs=1e-9) for qber in run.qber_by_basis.values())
    assert (run.eve_information, run.eve_guess) == pytest.approx((1 - h(right), right), abs=1e-9)


@pytest.mark.parametrize("make", [protocols.bb84, protocols.six_state, protocols.bbm92, protocols.e91])
def test_universal_cloner(make):
    """Eve's states, given that Bob errs or not: certain where he errs (1/6), else two pure states of overlap 4/5."""
    run = qedu.exchange(make(), attacks.universal_cloner())
    assert run.qber == pytest.approx(1 / 6, abs=1e-9)
    assert run.eve_guess == pytest.approx(1 / 6 + 5 / 6 * 0.8, abs=1e-9)
    assert run.eve_information == pytest.approx(1 / 6 + 5 / 6 * (1 - h(0.2)), abs=1e-9)
    mixed = [5 / 6 * 0.9, 5 / 6 * 0.1, 1 / 12, 1 / 12]
    assert run.eve_holevo == pytest.approx(entropy(mixed) - h(1 / 6), abs=1e-9)
    assert (round(run.eve_information, 4), round(run.eve_guess, 4), round(run.eve_holevo, 4)) == (0.3984, 0.8333, 0.5575)


@pytest.mark.parametrize("d", [0, 0.05, 0.25, 0.5])
def test_universal_cloner_at_any_error(d):
    """Same error in every basis; memory of a pure whole: χ = S(Eve) − S(Bob | bit) with S(Bob | bit) = h(D)."""
    run = qedu.exchange(protocols.six_state(), attacks.universal_cloner(qber=d))
    assert all(qber == pytest.approx(d, abs=1e-9) for qber in run.qber_by_basis.values())
    # The whole with Alice's half is pure, so S(Eve) is that of the isotropic pair: errors X, Y, Z with D/2 each.
    assert run.eve_holevo == pytest.approx(entropy([1 - 1.5 * d, d / 2, d / 2, d / 2]) - h(d), abs=1e-9)


@pytest.mark.parametrize("c", [0, 0.3, 0.6, 1])
def test_entangling_probe(c):
    run = qedu.exchange(protocols.bb84(), attacks.entangling_probe(c))
    assert run.qber_by_basis == pytest.approx({"Z": 0, "X": (1 - c) / 2}, abs=1e-12)
    right = (1 + math.sqrt(1 - c * c)) / 2
    assert run.eve_guess == pytest.approx((right + 0.5) / 2, abs=1e-9)
    assert run.eve_information == pytest.approx((1 - h(right)) / 2, abs=1e-9)
    assert run.eve_holevo == pytest.approx(h((1 + c) / 2) / 2, abs=1e-9)
    if c == 0:
        z = qedu.exchange(protocols.bb84(), attacks.intercept_resend(basis="z"))
        assert (run.qber, run.eve_information) == pytest.approx((z.qber, z.eve_information), abs=1e-12)


@pytest.mark.parametrize("v", [0, 0.3, 2**-0.5, 1])
def test_visibility(v):
    assert qedu.exchange(protocols.e91(v)).chsh == pytest.approx(2 * math.sqrt(2) * v, abs=1e-9)
    assert qedu.exchange(protocols.e91(v), attacks.intercept_resend()).chsh == pytest.approx(math.sqrt(2) * v, abs=1e-9)
    # Without any correlation to imitate she makes none.
    local = math.sqrt(2) if v else 0
    assert qedu.exchange(protocols.e91(v), attacks.at_source()).chsh == pytest.approx(local, abs=1e-9)
    for make in (protocols.e91, protocols.bbm92):
        assert qedu.exchange(make(v)).qber == pytest.approx((1 - v) / 2, abs=1e-9)
    like_noise = qedu.exchange(protocols.bb84(), channel=channels.depolarizing(1 - v))
    assert qedu.exchange(protocols.bbm92(v)).qber == pytest.approx(like_noise.qber, abs=1e-12)


def test_loss_leaves_the_chsh_value():
    for attack in (attacks.none(), attacks.intercept_resend(fraction=0.4)):
        lossy, whole = (qedu.exchange(protocols.e91(), attack, channel=c) for c in (channels.loss(0.7), None))
        assert lossy.chsh == pytest.approx(whole.chsh, abs=1e-12)
        assert lossy.sifted_fraction == pytest.approx(0.3 * 2 / 9, abs=1e-12)
    with pytest.raises(ValueError, match="^bell = "):
        qedu.exchange(protocols.e91(), channel=channels.loss(1)).chsh
    with pytest.raises(ValueError, match="^bell = "):
        qedu.exchange(protocols.e91()).counts(1, seed=1).s_value


@pytest.mark.parametrize("degrees", [0, 20, 45, 80, 135])
def test_no_in_plane_interception_passes_the_bell_test(degrees):
    """Eve along m leaves E(a, b) = (a·m)(m·b): S = √2 whatever m in the plane, and 0 off it."""
    axis = (math.sin(math.radians(degrees)), 0, math.cos(math.radians(degrees)))
    assert qedu.exchange(protocols.e91(), attacks.intercept_resend(basis=axis)).chsh == pytest.approx(math.sqrt(2), abs=1e-9)
    assert qedu.exchange(protocols.e91(), attacks.intercept_resend(basis="y")).chsh == pytest.approx(0, abs=1e-9)


def test_a_memory_keeps_what_the_announcement_of_sarg04_hides():
    """With the signal itself in her hands (D = ½), Eve knows a BB84 bit for certain once the basis is out;
    of SARG04 she holds one of two states of overlap 1/√2."""
    for make, guess in ((protocols.bb84, 1), (protocols.sarg04, 0.5 + 8**-0.5)):
        run = qedu.exchange(make(), attacks.phase_covariant_cloner(qber=0.5))
        assert run.eve_guess == pytest.approx(guess, abs=1e-9)


# ---- the table with announcements, memories, blocked signals

def test_announcements_are_an_axis():
    table = qedu.exchange(protocols.sarg04(), attacks.intercept_resend()).table
    assert table.dims == ("alice_setting", "alice", "announcement", "eve", "bob_setting", "bob")
    assert table.announcement.values.tolist() == ["0+", "0-", "1+", "1-"]
    said = table.sum(["eve", "bob_setting", "bob"])
    for basis, outcome, pair in itertools.product("ZX", (0, 1), ["0+", "0-", "1+", "1-"]):
        mentions = ("01" if basis == "Z" else "+-")[outcome] in pair
        assert float(said.sel(alice_setting=basis, alice=outcome, announcement=pair)) == pytest.approx(mentions / 8, abs=1e-12)
    for make in (protocols.bb84, protocols.e91, protocols.b92):
        assert "announcement" not in qedu.exchange(make()).table.dims


def test_sifting_sees_only_what_can_be_announced():
    asked = []

    def sift(x, a, y, b, w):
        asked.append((a, w))
        return a, b

    z = {"Z": (1.0, qedu.states.basis("Z"))}
    tell = protocols.Protocol("tells all", z, z, sift, announce=lambda x, a: {f"I sent {a}": 1.0})
    run = qedu.exchange(tell, attacks.none())
    assert set(asked) == {(0, "I sent 0"), (1, "I sent 1")}
    assert (run.eve_information, run.eve_guess) == pytest.approx((1, 1), abs=1e-12), "announcements are public"


def test_a_memory_adds_its_outcome_to_the_record():
    run = qedu.exchange(protocols.bb84(), attacks.universal_cloner(fraction=0.5))
    assert run.table.eve.values.tolist() == ["untouched", "clone 0", "clone 1", "clone 2", "clone 3"]
    assert float(run.table.sel(eve="untouched").sum()) == pytest.approx(0.5, abs=1e-12)
    # The outcomes are in order: the first speaks for bit 0, the last for bit 1.
    z = run.table.sel(alice_setting="Z", bob_setting="Z").sum("bob")
    assert float(z.sel(eve="clone 0", alice=0)) > 2 * float(z.sel(eve="clone 0", alice=1))
    assert float(z.sel(eve="clone 3", alice=1)) > 2 * float(z.sel(eve="clone 3", alice=0))
    # What Eve does with her memory afterwards changes nothing for Alice and Bob.
    without = qedu.exchange(protocols.bb84(), channel=channels.depolarizing(1 / 3)).table.sum("eve")
    whole = qedu.exchange(protocols.bb84(), attacks.universal_cloner()).table.sum("eve")
    assert abs(whole - without).max() < 1e-12


@pytest.mark.parametrize("seed", range(4))
def test_a_degenerate_reading_follows_the_rule(seed):
    """Memory diag(.6, .4, 0) for bit 0 and diag(.2, 0, .8) for bit 1: p₀ρ₀ − p₁ρ₁ has .2 twice, and in that
    eigenspace she reads along ρ₀.  The odds are then (.3, .1), (.2, 0), (0, .4), however the memory is turned."""
    import qutip
    rng = np.random.default_rng(seed)
    turn, _ = np.linalg.qr(rng.normal(size=(3, 3)) + 1j * rng.normal(size=(3, 3)))
    images = np.zeros((2, 3, 2))                                       # signal, memory, input
    images[0, 0, 0], images[1, 1, 0] = math.sqrt(0.6), math.sqrt(0.4)
    images[1, 0, 1], images[0, 2, 1] = math.sqrt(0.2), math.sqrt(0.8)
    kraus = np.einsum("nm,smi->sni", turn, images).reshape(6, 2)
    only_z = {"Z": (1.0, qedu.states.basis("Z"))}
    protocol = protocols.Protocol("only Z", only_z, only_z, lambda x, a, y, b: (a, b))
    run = qedu.exchange(protocol, attacks.Attack("mixed memory", [("m", qutip.Qobj(kraus, dims=[[2, 3], [2]]))]))
    assert run.qber == pytest.approx((0.4 + 0.8) / 2, abs=1e-9)
    assert run.eve_guess == pytest.approx(0.3 + 0.2 + 0.4, abs=1e-9)
    assert run.eve_information == pytest.approx(1 - 0.4 * h(0.25), abs=1e-9)
    assert run.table.sum(["alice_setting", "bob_setting", "bob"]).values.T[[0, 1]].sum() == pytest.approx(0.6, abs=1e-9)
    assert run.eve_holevo == pytest.approx(entropy([0.4, 0.2, 0.4]) - (h(0.4) + h(0.2)) / 2, abs=1e-9)


def test_blocked_signals_make_no_click():
    run = qedu.exchange(protocols.b92(), attacks.unambiguous_resend())
    assert run.table.bob.values.tolist() == ["0", "1", "no click"]
    blocked = run.table.sel(eve="blocked")
    assert float(blocked.sel(bob=["0", "1"]).sum()) == 0
    r = run.records(10**5, seed=5)
    assert (r.alice[r.sifted] == r.eve_guess[r.sifted]).all() and (r.alice == r.bob)[r.sifted].all()
    assert r.attacked.all() and not r.sifted[r.bob == 2].any()


def test_a_blocked_signal_meets_the_channel_as_vacuum():
    """Loss of ½ after the block: what is not blocked is halved, what is blocked stays blocked."""
    import qutip
    half = attacks.Attack("blocks |1⟩", [("let pass", qutip.Qobj([[1, 0], [0, 0], [0, 0]])),
                                         ("blocked", qutip.Qobj([[0, 0], [0, 0], [0, 1]]))])
    for channel, silent in ((channels.identity(), 0.5), (channels.loss(0.5), 0.75), (channels.depolarizing(1), 0.5)):
        run = qedu.exchange(protocols.bb84(), half, channel=channel)
        assert float(run.table.sel(bob="no click").sum()) == pytest.approx(silent, abs=1e-12)
        assert float(run.table.sum()) == pytest.approx(1, abs=1e-12)


def test_a_blocking_attack_with_a_memory():
    """Eve keeps the photon whole and sends nothing, or does nothing: Bob's clicks then tell her nothing."""
    import qutip
    swallow = qutip.Qobj(np.kron([[0], [0], [1]], np.eye(2)), dims=[[3, 2], [2]])
    run = qedu.exchange(protocols.bb84(), attacks.partial(attacks.Attack("swallow", [("mine", swallow)]), 0.25))
    assert float(run.table.sel(bob="no click").sum()) == pytest.approx(0.25, abs=1e-12)
    assert (run.qber, run.eve_information, run.eve_holevo) == pytest.approx((0, 0, 0), abs=1e-12)
    # Nothing of these rounds is kept, so she reads Alice's raw bit: certain in both bases.
    r = run.records(10**5, seed=6)
    assert (r.eve_guess == r.alice)[r.attacked].all() and not r.sifted[r.attacked].any()


@pytest.mark.parametrize("seed", range(3))
def test_any_pair_gives_the_odds_of_the_born_rule(seed):
    """A random mixed pair, no symmetry in it: p(a, b | x, y) = Tr[(A ⊗ B)ρ], from the source or from Eve."""
    import qutip
    rng = np.random.default_rng(seed)
    root = rng.normal(size=(4, 4)) + 1j * rng.normal(size=(4, 4))
    rho = root @ root.conj().T / np.trace(root @ root.conj().T).real
    pair = qutip.Qobj(rho, dims=[[2, 2], [2, 2]])
    three = {label: (1 / 3, qedu.states.basis(label)) for label in "ZXY"}
    same = lambda x, a, y, b: (a, b) if x == y else None
    runs = (qedu.exchange(protocols.Protocol("a pair", three, three, same, pair=pair)),
            qedu.exchange(protocols.Protocol("Eve's pair", three, three, same, pair=qedu.entanglement.bell()),
                          attacks.Attack("her own", [("rho", pair)])))
    for x, y, a, b in itertools.product("ZXY", "ZXY", (0, 1), (0, 1)):
        born = np.trace(np.kron(dm(KETS[x][a]), dm(KETS[y][b])) @ rho).real / 9
        for run in runs:
            cell = run.table.sel(alice_setting=x, alice=a, bob_setting=y, bob=b).sum()
            assert float(cell) == pytest.approx(born, abs=1e-12)


def test_eve_at_the_source_keeps_the_sources_own_correlations():
    """A pair turned on Bob's side: his direction is that of which the source makes Alice's outcome certain."""
    import qutip
    turn = np.kron(np.eye(2), np.array([[math.cos(0.3), -math.sin(0.3)], [math.sin(0.3), math.cos(0.3)]])
                   @ np.diag([np.exp(0.4j), np.exp(-0.4j)]))
    rho = turn @ PHI @ turn.conj().T
    n = np.array([0.6, 0.48, 0.64])
    mine = sum(c * SIGMA[s] for c, s in zip(n, "XYZ"))
    his = [np.trace(np.kron(mine, SIGMA[s]) @ rho).real for s in "XYZ"]
    assert np.linalg.norm(his) == pytest.approx(1)
    protocol = protocols.Protocol(
        "turned", {"n": (1.0, qedu.states.basis(n))}, {"m": (1.0, qedu.states.basis(his))},
        lambda x, a, y, b: (a, b), pair=qutip.Qobj(rho, dims=[[2, 2], [2, 2]]))
    for attack in (attacks.none(), attacks.at_source(n), attacks.at_source()):
        run = qedu.exchange(protocol, attack)
        assert run.qber == pytest.approx(0, abs=1e-12)
        assert run.eve_information == pytest.approx(int(attack.name != "none"), abs=1e-12)


def test_ones_own_pairs_replace_the_source():
    import qutip
    rho = qutip.Qobj(SINGLET, dims=[[2, 2], [2, 2]])
    run = qedu.exchange(protocols.bbm92(), attacks.Attack("wrong pairs", [("singlet", rho)]))
    assert (run.qber, run.eve_information) == pytest.approx((1, 0), abs=1e-12)
    half = qedu.exchange(protocols.bbm92(), attacks.partial(attacks.Attack("wrong pairs", [("singlet", rho)]), 0.5))
    assert (half.qber, half.eve_information) == pytest.approx((0.5, 0), abs=1e-12)


def test_e91_by_angles():
    """Bob's bits are stored flipped, so equal angles agree, and E(a, b) = cos(a − b)."""
    table = qedu.exchange(protocols.e91()).table
    for x, y in itertools.product((0, 45, 90), (45, 90, 135)):
        cell = table.sel(alice_setting=f"{x}°", bob_setting=f"{y}°").sum("eve").values * 9
        assert cell[0, 0] + cell[1, 1] - cell[0, 1] - cell[1, 0] == pytest.approx(math.cos(math.radians(x - y)), abs=1e-12)


def test_optional_arguments_of_a_protocol_are_checked():
    import qutip
    z = qedu.states.basis("Z")
    good = {"Z": (1.0, z)}
    same = lambda *_: (0, 0)
    pair = qedu.entanglement.bell()
    protocols.Protocol("fine", good, good, same, pair=pair, bell={("Z", "Z"): 1})
    for extra, argument in ((dict(bell={("Z", "X"): 1}), "bell"), (dict(bell={("Z", "Z"): 2}), "bell"),
                            (dict(pair=qutip.basis(2, 0)), "pair"), (dict(pair=2 * pair), "pair"),
                            (dict(announce=lambda x, a: {"yes": 0.7}), "announce"),
                            (dict(announce=lambda x, a: {"yes": 1.5, "no": -0.5}), "announce"),
                            (dict(pair=pair, alice={"Z": (1.0, (z[0], z[0]))}), r"alice\['Z'\]")):
        with pytest.raises(ValueError, match=rf"^{argument} = .* is not allowed: "):
            protocols.Protocol("broken", **{"alice": good, "bob": good, "sift": same, **extra})


def test_entries_of_an_instrument_are_checked():
    import qutip
    eye, up = qutip.qeye(2), qutip.basis(2, 0)
    for name, instrument in (
            ("three operators of one", [("a", eye), ("b", eye)]),
            ("four levels in one part", [("a", qutip.Qobj(np.eye(4)[:, :2]))]),
            ("no operator", [("a", 1)]), ("a ket", [("a", up)]),
            ("negative pair", [("a", qutip.Qobj(np.diag([1.5, -0.5, 0, 0]), dims=[[2, 2], [2, 2]]))]),
            ("half a pair", [("a", qutip.Qobj(np.diag([0.5, 0, 0, 0]), dims=[[2, 2], [2, 2]]))]),
            ("untouched, yet flipped", [(attacks.UNTOUCHED, qutip.sigmax())]),
            ("untouched, yet damped", [(attacks.UNTOUCHED, qutip.Qobj(np.diag([1, 0.6]))),
                                       ("rest", qutip.Qobj([[0, 0.8], [0, 0]]))])):
        with pytest.raises(ValueError, match="^instrument = .* is not allowed: "):
            attacks.Attack(name, instrument)
    wrong = attacks.Attack("later", lambda protocol: [(attacks.UNTOUCHED, qutip.sigmax())])
    with pytest.raises(ValueError, match="^instrument = 'an untouched"):
        qedu.exchange(protocols.bb84(), attacks.partial(wrong, 0.5))
    for same in ([("m", cloners.phase_covariant() * S), ("m 0", eye * S)],):
        with pytest.raises(ValueError, match="^instrument = .* differ"):
            qedu.exchange(protocols.bb84(), attacks.Attack("clash", same))


@pytest.mark.parametrize("call, argument", [
    (lambda: protocols.b92(1.1), "overlap"), (lambda: protocols.b92(float("nan")), "overlap"),
    (lambda: protocols.bbm92(-0.1), "visibility"), (lambda: protocols.e91("full"), "visibility"),
    (lambda: attacks.helstrom_resend(fraction=2), "fraction"), (lambda: attacks.unambiguous_resend(fraction=-1), "fraction"),
    (lambda: attacks.universal_cloner(0.6), "qber"), (lambda: attacks.universal_cloner(fraction=3), "fraction"),
    (lambda: attacks.phase_covariant_cloner(None), "qber"), (lambda: attacks.phase_covariant_cloner(fraction=3), "fraction"),
    (lambda: attacks.entangling_probe(-0.1), "overlap"), (lambda: attacks.entangling_probe(basis="w"), "basis"),
    (lambda: attacks.entangling_probe(fraction=3), "fraction"),
    (lambda: attacks.at_source("w"), "basis"), (lambda: attacks.at_source(fraction=3), "fraction"),
    (lambda: attacks.partial("z", 0.5), "attack"), (lambda: attacks.pairs(fraction=1.5), "fraction"),
    (lambda: qedu.exchange(protocols.bb84(), attacks.helstrom_resend()), "attack"),
    (lambda: qedu.exchange(protocols.sarg04(), attacks.unambiguous_resend(fraction=0.5)), "attack"),
    (lambda: qedu.exchange(protocols.bb84(), attacks.at_source()), "attack"),
    (lambda: qedu.exchange(protocols.b92()).chsh, "protocol"),
])
def test_bad_arguments_are_named(call, argument):
    with pytest.raises(ValueError, match=rf"^{argument} = .* is not allowed: "):
        call()


def test_eve_at_a_source_without_correlations_makes_none():
    """White noise has no direction to imitate: the bits of both sides stay independent coins."""
    for protocol in (protocols.e91(visibility=0), protocols.bbm92(visibility=0)):
        assert abs(qedu.exchange(protocol, attack=attacks.at_source()).qber - 0.5) < 1e-12
