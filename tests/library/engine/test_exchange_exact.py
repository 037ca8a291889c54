"""Exact figures of BB84 and six-state against two independent derivations, to 1e-9.

`tree` walks through every story that one photon can have, with state vectors in
plain NumPy and without QuTiP or any qedu code.  `closed_form` uses geometry on
the Bloch sphere: measuring along the unit vector n, a spin prepared along m gives
the "right" outcome with probability (1 + m·n)/2 and keeps the fraction (m·n)² of
its polarisation (Bennett et al., J. Cryptology 5, 3 (1992), section 3).
"""

import itertools
import math
from collections import defaultdict

import numpy as np
import pytest

import qedu
from qedu import attacks, channels, protocols

S = math.sqrt(0.5)
KETS = {"Z": np.array([[1, 0], [0, 1]], complex),
        "X": np.array([[S, S], [S, -S]], complex),
        "Y": np.array([[S, 1j * S], [S, -1j * S]], complex)}
AXES = {"Z": np.array([0, 0, 1.]), "X": np.array([1., 0, 0]), "Y": np.array([0, 1., 0])}
PAULIS = [np.eye(2), np.array([[0, 1], [1, 0]]), np.array([[0, -1j], [1j, 0]]), np.diag([1, -1])]

STRATEGIES = {
    "random": None,
    "z": [AXES["Z"]], "x": [AXES["X"]], "y": [AXES["Y"]],
    "breidbart": "halfway",
    (0.3, -0.5, 0.9): [np.array([0.3, -0.5, 0.9])],
}


def eve_axes(strategy, bases):
    if STRATEGIES[strategy] is None:
        return [AXES[b] for b in bases]
    if isinstance(STRATEGIES[strategy], str):
        return [sum(AXES[b] for b in bases)]
    return STRATEGIES[strategy]


def kets_along(axis):
    """Eigenvectors of n·σ, +1 first, by NumPy."""
    n = axis / np.linalg.norm(axis)
    _, vectors = np.linalg.eigh(sum(c * p for c, p in zip(n, (PAULIS[1], PAULIS[2], PAULIS[3]))))
    return vectors[:, ::-1].T


def tree(bases, weights, axes, fraction, p_depolarizing):
    """(sifted, qber, qber by basis, I(A:E), guess) by summing over every story of one photon."""
    joint = defaultdict(float)
    for (b, w), a, y in itertools.product(zip(bases, weights), (0, 1), bases):
        psi = KETS[b][a]
        stories = [(1 - fraction, "untouched", psi)]
        for k, axis in enumerate(axes):
            for outcome, found in enumerate(kets_along(axis)):
                stories.append((fraction / len(axes) * abs(found.conj() @ psi) ** 2, (k, outcome), found))
        noise = [1 - 3 * p_depolarizing / 4] + 3 * [p_depolarizing / 4]
        for odds, record, sent in stories:
            for q, pauli in zip(noise, PAULIS):
                for bob in (0, 1):
                    seen = abs(KETS[y][bob].conj() @ (pauli @ sent)) ** 2
                    joint[b, y, a, bob, record] += w * weights[bases.index(y)] * 0.5 * odds * q * seen
    sifted = sum(p for (b, y, *_), p in joint.items() if b == y)
    error = {c: sum(p for (b, y, a, bob, _), p in joint.items() if b == y == c and a != bob) for c in bases}
    kept = {c: sum(p for (b, y, *_), p in joint.items() if b == y == c) for c in bases}
    eve = defaultdict(lambda: [0.0, 0.0])
    for (b, y, a, _, record), p in joint.items():
        if b == y:
            eve[b, record][a] += p / sifted
    info = 1 + sum(p * math.log2(p / sum(pair)) for pair in eve.values() for p in pair if p > 0)
    guess = sum(max(pair) for pair in eve.values())
    return sifted, sum(error.values()) / sifted, {c: error[c] / kept[c] for c in bases}, info, guess


def h(p):
    return 0.0 if p < 1e-15 or p > 1 - 1e-15 else -p * math.log2(p) - (1 - p) * math.log2(1 - p)


def closed_form(bases, weights, axes, fraction, p_depolarizing):
    shares = np.array(weights) ** 2
    cosines = np.array([[AXES[b] @ (n / np.linalg.norm(n)) for n in axes] for b in bases])
    error = fraction * ((1 - cosines**2) / 2).mean(axis=1)
    error = error * (1 - p_depolarizing) + p_depolarizing / 2
    right = (1 + abs(cosines)) / 2
    info = fraction * (1 - np.vectorize(h)(right)).mean(axis=1)
    guess = (1 - fraction) / 2 + fraction * right.mean(axis=1)
    mean = lambda x: float(x @ shares / shares.sum())
    return shares.sum(), mean(error), dict(zip(bases, error)), mean(info), mean(guess)


@pytest.mark.parametrize("fraction", [0, 0.4, 1])
@pytest.mark.parametrize("p_noise", [0, 0.02])
@pytest.mark.parametrize("strategy", STRATEGIES, ids=str)
@pytest.mark.parametrize("name", ["bb84", "bb84 biased", "six_state"])
def test_intercept_resend(name, strategy, fraction, p_noise):
    protocol, bases, weights = {
        "bb84": (protocols.bb84(), ["Z", "X"], [0.5, 0.5]),
        "bb84 biased": (protocols.bb84(p_z=0.8), ["Z", "X"], [0.8, 0.2]),
        "six_state": (protocols.six_state(), ["Z", "X", "Y"], [1 / 3] * 3)}[name]
    run = qedu.exchange(protocol, attack=attacks.intercept_resend(fraction=fraction, basis=strategy),
                        channel=channels.depolarizing(p_noise))
    axes = eve_axes(strategy, bases)
    assert float(run.table.sum()) == pytest.approx(1, abs=1e-12)
    for derivation in (tree, closed_form):
        sifted, qber, by_basis, info, guess = derivation(bases, weights, axes, fraction, p_noise)
        assert run.sifted_fraction == pytest.approx(sifted, abs=1e-9)
        assert run.qber == pytest.approx(qber, abs=1e-9)
        assert run.qber_by_basis == pytest.approx(by_basis, abs=1e-9)
        assert run.eve_information == pytest.approx(info, abs=1e-9)
        assert run.eve_holevo == pytest.approx(info, abs=1e-9)
        assert run.eve_guess == pytest.approx(guess, abs=1e-9)


@pytest.mark.parametrize("basis, qber, info, guess", [
    ("random", 0.25, 0.5, 0.75), ("z", 0.25, 0.5, 0.75), ("x", 0.25, 0.5, 0.75),
    ("y", 0.5, 0.0, 0.5), ("breidbart", 0.25, 1 - h(0.5 + 8**-0.5), 0.5 + 8**-0.5)])
def test_published_anchors_on_bb84(basis, qber, info, guess):
    run = qedu.exchange(protocols.bb84(), attack=attacks.intercept_resend(basis=basis))
    assert (run.qber, run.eve_information, run.eve_guess) == pytest.approx((qber, info, guess), abs=1e-9)


def test_one_basis_attack_shows_only_in_the_other_basis():
    run = qedu.exchange(protocols.bb84(), attack=attacks.intercept_resend(basis="z"))
    assert run.qber_by_basis == pytest.approx({"Z": 0, "X": 0.5}, abs=1e-12)


def test_a_basis_that_is_never_used_has_no_error_rate():
    run = qedu.exchange(protocols.bb84(p_z=1), attack=attacks.intercept_resend(basis="x"))
    assert run.qber_by_basis == pytest.approx({"Z": 0.5})
    assert run.sifted_fraction == pytest.approx(1)


def test_not_the_faults_of_other_simulators():
    """An Eve who flips where she guesses wrong gives 1/8, one with a third basis 1/3: BB84 gives 1/4."""
    assert qedu.exchange(protocols.bb84(), attack=attacks.intercept_resend()).qber == pytest.approx(1 / 4, abs=1e-12)


@pytest.mark.parametrize("fraction", np.linspace(0, 1, 6))
def test_partial_of_any_attack_mixes_the_tables(fraction):
    full = qedu.exchange(protocols.bb84(), attack=attacks.intercept_resend(basis="breidbart"))
    part = qedu.exchange(protocols.bb84(), attack=attacks.partial(attacks.intercept_resend(basis="breidbart"), fraction))
    assert part.qber == pytest.approx(fraction * full.qber, abs=1e-12)
    assert part.eve_information == pytest.approx(fraction * full.eve_information, abs=1e-12)
    twice = qedu.exchange(protocols.bb84(), attack=attacks.partial(attacks.intercept_resend(fraction=0.5), fraction))
    assert twice.qber == pytest.approx(fraction / 8, abs=1e-12)
    assert float(twice.table.sel(eve="untouched").sum() if fraction < 1 or "untouched" in twice.table.eve.values
                 else 0.5) == pytest.approx(1 - fraction / 2, abs=1e-12)


@pytest.mark.parametrize("channel, z, x", [
    (channels.identity(), 0, 0), (channels.depolarizing(0.3), 0.15, 0.15), (channels.dephasing(0.3), 0, 0.3),
    (channels.amplitude_damping(0.36), 0.18, (1 - 0.8) / 2), (channels.depolarizing(1), 0.5, 0.5)])
def test_channels_by_basis(channel, z, x):
    """Dephasing flips X; damping moves |1⟩ to |0⟩ and shrinks X by √(1−γ) (Nielsen and Chuang, 8.3)."""
    assert qedu.exchange(protocols.bb84(), channel=channel).qber_by_basis == pytest.approx({"Z": z, "X": x}, abs=1e-12)


@pytest.mark.parametrize("p", [0, 0.25, 0.9])
def test_loss_thins_the_key_and_nothing_else(p):
    attack = attacks.intercept_resend(fraction=0.4)
    lossy, whole = (qedu.exchange(protocols.bb84(), attack, channel=c) for c in (channels.loss(p), channels.identity()))
    assert lossy.sifted_fraction == pytest.approx((1 - p) * whole.sifted_fraction, abs=1e-12)
    assert lossy.qber == pytest.approx(whole.qber, abs=1e-12)
    assert lossy.eve_information == pytest.approx(whole.eve_information, abs=1e-12)
    assert float(lossy.table.sel(bob="no click").sum()) == pytest.approx(p, abs=1e-12)


def test_nothing_sifted_is_an_error_not_nan():
    run = qedu.exchange(protocols.bb84(), channel=channels.loss(1))
    assert run.sifted_fraction == 0 and run.qber_by_basis == {}
    for figure in ("qber", "eve_information", "eve_guess"):
        with pytest.raises(ValueError, match="sifted_fraction = 0"):
            getattr(run, figure)
    with pytest.raises(ValueError, match="sifted = 0"):
        run.counts(10, seed=1).qber


def test_hidden_settings_hide_the_basis_from_eve():
    """If only Bob's setting is public, Eve measuring Z on sifted rounds knows as before;
    if none is, her guess of the bit averages over the bases."""
    bases = {"Z": (0.5, qedu.states.basis("Z")), "X": (0.5, qedu.states.basis("X"))}
    same = lambda x, a, y, b: (a, b) if x == y else None
    for public, guess in ((("bob_setting",), 0.75), (("alice_setting",), 0.75), ((), 0.75)):
        secret = protocols.Protocol("secret", bases, bases, same, public=public)
        run = qedu.exchange(secret, attack=attacks.intercept_resend(basis="z"))
        assert run.eve_guess == pytest.approx(guess, abs=1e-12)
    # without the basis, a Z outcome leaves H(A|E) = h(1/4); with it, half the bits are certain
    assert run.eve_information == pytest.approx(1 - h(0.25), abs=1e-9)


def test_mirrored_key_bits_count_as_the_protocol_says():
    """Bob's bit stored flipped: a perfect channel has QBER 1, a protocol that flips back 0."""
    bases = {"Z": (1.0, qedu.states.basis("Z"))}
    for flip, qber in ((0, 0.0), (1, 1.0)):
        run = qedu.exchange(protocols.Protocol("flip", bases, bases, lambda x, a, y, b: (a, b ^ flip)))
        assert run.qber == pytest.approx(qber)


def test_half_an_entangled_pair_is_a_source():
    """BBM92 by source replacement: Alice's Z or X outcome on Φ⁺ with visibility V leaves QBER (1−V)/2."""
    import qutip
    v = 0.9
    phi = (qutip.tensor(qutip.basis(2, 0), qutip.basis(2, 0)) + qutip.tensor(qutip.basis(2, 1), qutip.basis(2, 1))).unit()
    pair = v * phi.proj() + (1 - v) * qutip.tensor(qutip.qeye(2), qutip.qeye(2)) / 4
    alice = {name: (0.5, [(qutip.tensor(k.proj(), qutip.qeye(2)) * pair).ptrace(1) for k in qedu.states.basis(name)])
             for name in ("Z", "X")}
    bob = {name: (0.5, qedu.states.basis(name)) for name in ("Z", "X")}
    run = qedu.exchange(protocols.Protocol("BBM92", alice, bob, lambda x, a, y, b: (a, b) if x == y else None))
    assert run.qber == pytest.approx((1 - v) / 2, abs=1e-12)


def test_the_page_gets_the_same_table():
    import json
    run = qedu.exchange(protocols.bb84(0.7), attacks.intercept_resend(fraction=0.4), channel=channels.depolarizing(0.02))
    page = json.loads(run.to_json())
    cells = {name: np.array(column) for name, column in page["cells"].items()}
    assert cells["p"].sum() == pytest.approx(1, abs=1e-12)
    assert cells["p"] @ cells["sifted"] == pytest.approx(run.sifted_fraction, abs=1e-12)
    assert cells["p"] @ cells["error"] / run.sifted_fraction == pytest.approx(run.qber, abs=1e-12)
    assert cells["p"] @ cells["eve_right"] / run.sifted_fraction == pytest.approx(run.eve_guess, abs=1e-12)
    assert cells["p"] @ cells["attacked"] == pytest.approx(0.4, abs=1e-12)
    for axis in ("alice_setting", "alice", "eve", "bob_setting", "bob"):
        assert max(page["cells"][axis]) == len(page["labels"][axis]) - 1
    for row in range(len(cells["p"])):
        labels = {axis: page["labels"][axis][cells[axis][row]] for axis in run.table.dims}
        assert float(run.table.sel(labels)) == cells["p"][row]


@pytest.mark.parametrize("call, argument", [
    (lambda: protocols.bb84(p_z=1.2), "p_z"), (lambda: protocols.bb84(p_z="half"), "p_z"),
    (lambda: attacks.intercept_resend(fraction=-0.1), "fraction"),
    (lambda: attacks.intercept_resend(fraction=float("nan")), "fraction"),
    (lambda: attacks.intercept_resend(basis="w"), "basis"),
    (lambda: attacks.intercept_resend(basis=(0, 0, 0)), "basis"),
    (lambda: attacks.intercept_resend(basis=None), "basis"),
    (lambda: attacks.partial(attacks.none(), 2), "fraction"),
    (lambda: channels.depolarizing(-0.01), "p"), (lambda: channels.dephasing(1.01), "p"),
    (lambda: channels.amplitude_damping(None), "gamma"), (lambda: channels.loss(2), "p"),
    (lambda: qedu.exchange("bb84"), "protocol"),
    (lambda: qedu.exchange(protocols.bb84(), attack=0.4), "attack"),
    (lambda: qedu.exchange(protocols.bb84(), channel=0.02), "channel"),
    (lambda: qedu.exchange(protocols.bb84(), link=object()), "link"),
    (lambda: qedu.exchange(protocols.bb84()).chsh, "protocol"),
    (lambda: qedu.exchange(protocols.bb84()).counts(9, seed=1).s_value, "protocol"),
    (lambda: qedu.exchange(protocols.bb84()).counts(0, seed=1), "rounds"),
    (lambda: qedu.exchange(protocols.bb84()).counts(10**19, seed=1), "rounds"),
    (lambda: qedu.exchange(protocols.bb84()).counts(10, seed="x"), "seed"),
    (lambda: qedu.exchange(protocols.bb84()).records(2.5, seed=1), "rounds"),
    (lambda: qedu.exchange(protocols.bb84()).records_iter(10, chunk=0, seed=1), "chunk"),
])
def test_bad_arguments_are_named(call, argument):
    with pytest.raises(ValueError, match=rf"^{argument} = .* is not allowed: "):
        call()


def test_definitions_that_make_no_sense_are_refused():
    z, x = qedu.states.basis("Z"), qedu.states.basis("X")
    good = {"Z": (1.0, z)}
    drop = lambda *_: None
    for alice, bob, argument in (
            ({"Z": (0.7, z)}, good, "alice"), (good, {"Z": (0.7, z)}, "bob"),
            ({"Z": (1.0, z[:1])}, good, r"alice\['Z'\]"), (good, {"Z": (1.0, (z[0], x[0]))}, r"bob\['Z'\]"),
            ({"Z": (1.0, [z[0].proj(), z[1].proj()])}, good, r"alice\['Z'\]")):
        with pytest.raises(ValueError, match=rf"^{argument} = .* is not allowed: "):
            protocols.Protocol("broken", alice, bob, drop)
    with pytest.raises(ValueError, match="^public = "):
        protocols.Protocol("broken", good, good, drop, public=("bits",))
    with pytest.raises(ValueError, match="^sift = "):
        qedu.exchange(protocols.Protocol("broken", good, good, lambda *_: (0, 2)))
    with pytest.raises(ValueError, match="^instrument = "):
        attacks.Attack("leaky", [("Z0", z[0].proj())])
    with pytest.raises(ValueError, match="^instrument = "):
        attacks.Attack("double", [("Z", z[0].proj()), ("Z", z[1].proj())])
    with pytest.raises(ValueError, match="^kraus = "):
        channels.Channel("leaky", [z[0].proj()])
