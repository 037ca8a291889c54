"""Floor 0: channels against Kraus sums and closed forms written out in plain NumPy."""

import math

import numpy as np
import pytest
import qutip

import qedu
from qedu import channels, states

I2, X, Y, Z = (np.array(m, dtype=complex) for m in
               ([[1, 0], [0, 1]], [[0, 1], [1, 0]], [[0, -1j], [1j, 0]], [[1, 0], [0, -1]]))
STRENGTHS = (0, 0.02, 0.3, 0.75, 1)
RNG = np.random.default_rng(41)


def random_density(rng, levels=2):
    """A random mixed state as an array, by Ginibre's matrices."""
    g = rng.normal(size=(levels, levels)) + 1j * rng.normal(size=(levels, levels))
    return g @ g.conj().T / np.trace(g @ g.conj().T).real


RHOS = [random_density(RNG) for _ in range(6)] + [np.outer(v, v.conj()) for v in
                                                  np.array([[1, 0], [0, 1], [0.6, 0.8j]])]


# What each channel does to a matrix [[a, b], [c, d]], from its definition in DESIGN's words.
def depolarized(rho, p):
    return (1 - p) * rho + p * np.trace(rho) * I2 / 2


def dephased(rho, p):
    return np.array([[rho[0, 0], (1 - 2 * p) * rho[0, 1]], [(1 - 2 * p) * rho[1, 0], rho[1, 1]]])


def damped(rho, g):
    s = math.sqrt(1 - g)
    return np.array([[rho[0, 0] + g * rho[1, 1], s * rho[0, 1]], [s * rho[1, 0], (1 - g) * rho[1, 1]]])


def erased(rho, p):
    out = np.zeros((3, 3), dtype=complex)
    out[:2, :2], out[2, 2] = (1 - p) * rho, p * np.trace(rho)
    return out


CHANNELS = [(channels.depolarizing, depolarized), (channels.dephasing, dephased),
            (channels.amplitude_damping, damped), (channels.loss, erased)]
EACH = pytest.mark.parametrize("make, formula", CHANNELS, ids=lambda f: f.__name__)


def kraus_sum(channel, rho):
    """Σ K ρ K† with NumPy alone."""
    return sum(k.full() @ rho @ k.full().conj().T for k in channel.kraus)


@EACH
@pytest.mark.parametrize("p", STRENGTHS)
def test_each_channel_does_what_its_definition_says(make, formula, p):
    channel = make(p)
    for rho in RHOS:
        expected = formula(rho, p)
        np.testing.assert_allclose(channel(qutip.Qobj(rho)).full(), expected, atol=1e-12)
        np.testing.assert_allclose(kraus_sum(channel, rho), expected, atol=1e-12)


@EACH
@pytest.mark.parametrize("p", STRENGTHS)
def test_pulling_back_gives_the_same_odds(make, formula, p):
    """tr(E 𝓔(ρ)) = tr(𝓔†(E) ρ) for a random effect E."""
    effect = random_density(RNG, 3 if make is channels.loss else 2)
    for rho in RHOS:
        odds = np.trace(effect @ formula(rho, p)).real
        pulled = make(p).pull_back(qutip.Qobj(effect))
        assert qutip.expect(pulled, qutip.Qobj(rho)) == pytest.approx(odds, abs=1e-12)


@EACH
@pytest.mark.parametrize("p", STRENGTHS)
def test_choi_operator_is_what_becomes_of_half_a_pair(make, formula, p):
    """Block (i, j) is 𝓔(|i⟩⟨j|): input first, trace 2."""
    channel = make(p)
    units = [[np.outer(I2[i], I2[j]) for j in (0, 1)] for i in (0, 1)]
    expected = np.block([[formula(unit, p) for unit in row] for row in units])
    np.testing.assert_allclose(channel.choi.full(), expected, atol=1e-12)
    assert channel.choi.tr() == pytest.approx(2, abs=1e-12)


@EACH
def test_superoperator_acts_on_stacked_columns(make, formula):
    for rho in RHOS:
        stacked = make(0.3).superoperator.full() @ rho.flatten(order="F")
        levels = math.isqrt(stacked.size)
        np.testing.assert_allclose(stacked.reshape(levels, levels, order="F"), formula(rho, 0.3), atol=1e-12)


@pytest.mark.parametrize("make, matrix, shift", [
    (channels.depolarizing, lambda p: [1 - p] * 3, lambda p: 0),
    (channels.dephasing, lambda p: [1 - 2 * p, 1 - 2 * p, 1], lambda p: 0),
    (channels.amplitude_damping, lambda g: [math.sqrt(1 - g)] * 2 + [1 - g], lambda g: g),
])
@pytest.mark.parametrize("p", STRENGTHS)
def test_bloch_map_is_the_textbook_ellipsoid(make, matrix, shift, p):
    """Nielsen and Chuang, section 8.3: half axes and shift of the image of the Bloch ball."""
    m, t = make(p).bloch_map
    np.testing.assert_allclose(m, np.diag(matrix(p)), atol=1e-12)
    np.testing.assert_allclose(t, [0, 0, shift(p)], atol=1e-12)


def test_bloch_map_of_a_rotation_by_hand():
    """A quarter turn about Z takes x to y."""
    turn = channels.Channel("turn", [qutip.Qobj(np.diag([1, 1j]))])
    m, t = turn.bloch_map
    np.testing.assert_allclose(m, [[0, -1, 0], [1, 0, 0], [0, 0, 1]], atol=1e-12)
    np.testing.assert_allclose(t, 0, atol=1e-12)


def test_a_ket_is_taken_as_its_projector():
    psi = states.ket(1.0, 0.4)
    assert (channels.depolarizing(0.2)(psi) - channels.depolarizing(0.2)(psi.proj())).norm() < 1e-12


@pytest.mark.parametrize("p, q", [(0.1, 0.25), (0, 1), (0.5, 0.5)])
def test_composition_in_closed_form(p, q):
    """1 − p multiplies for depolarizing and damping, 1 − 2p for dephasing, what arrives for loss."""
    both = {make: 1 - (1 - p) * (1 - q) for make in (channels.depolarizing, channels.amplitude_damping,
                                                     channels.loss)}
    both[channels.dephasing] = (1 - (1 - 2 * p) * (1 - 2 * q)) / 2
    for make, r in both.items():
        made = channels.compose(make(p), make(q)).choi.full()
        np.testing.assert_allclose(made, make(r).choi.full(), atol=1e-12)


def test_composition_keeps_the_order():
    """Decay then a flip leaves |1⟩ at the bottom; a flip then decay does not."""
    flip = channels.Channel("flip", [qutip.sigmax()])
    decay = channels.amplitude_damping(0.3)
    one = qutip.Qobj(np.diag([0, 1]))
    for order, odds in (((decay, flip), [0.7, 0.3]), ((flip, decay), [1, 0])):
        np.testing.assert_allclose(np.diag(channels.compose(*order)(one).full()), odds, atol=1e-12)


def test_composition_with_loss_in_the_middle():
    """What survives is depolarized; what is lost stays lost."""
    made = channels.compose(channels.dephasing(0.1), channels.loss(0.4), channels.depolarizing(0.2),
                            channels.loss(0.5))
    assert made.loses and len(made.kraus) <= 6
    for rho in RHOS:
        expected = erased(depolarized(dephased(rho, 0.1), 0.2), 1 - 0.6 * 0.5)
        np.testing.assert_allclose(made(qutip.Qobj(rho)).full(), expected, atol=1e-12)
    assert made.name == "dephasing(0.1), loss(0.4), depolarizing(0.2), loss(0.5)"


def test_a_long_line_needs_few_kraus_operators():
    line = channels.compose(*[channels.depolarizing(0.01)] * 50)
    assert len(line.kraus) == 4
    np.testing.assert_allclose(line.choi.full(), channels.depolarizing(1 - 0.99**50).choi.full(), atol=1e-12)


def test_composition_of_one_channel_is_itself():
    one = channels.amplitude_damping(0.4)
    np.testing.assert_allclose(channels.compose(one).choi.full(), one.choi.full(), atol=1e-12)


@EACH
@pytest.mark.parametrize("p", STRENGTHS)
def test_choi_form_and_back(make, formula, p):
    again = channels.from_choi(make(p).choi, name="again")
    assert again.name == "again" and len(again.kraus) == np.linalg.matrix_rank(make(p).choi.full(), tol=1e-9)
    for rho in RHOS:
        np.testing.assert_allclose(kraus_sum(again, rho), formula(rho, p), atol=1e-12)


def test_exchange_takes_a_composed_channel():
    """QBER p/2 in Z and X from depolarizing, then p of dephasing in X: 1 − 2Q multiplies."""
    line = channels.compose(channels.depolarizing(0.1), channels.dephasing(0.05), channels.erasure(0.2))
    run = qedu.exchange(qedu.protocols.bb84(), channel=line)
    assert run.sifted_fraction == pytest.approx(0.4, abs=1e-12)
    assert run.qber_by_basis["Z"] == pytest.approx(0.05, abs=1e-12)
    assert run.qber_by_basis["X"] == pytest.approx((1 - 0.9 * 0.9) / 2, abs=1e-12)


def test_erasure_is_loss_by_its_own_name():
    assert channels.erasure(0.25).name == "erasure(0.25)" and channels.erasure(0.25).loses
    assert [k.full().tolist() for k in channels.erasure(0.25).kraus] == [k.full().tolist() for k in channels.loss(0.25).kraus]


@EACH
@pytest.mark.parametrize("half", [0, 1])
def test_one_half_of_a_pair(make, formula, half):
    """Against (1 ⊗ 𝓔)(ρ) block by block, for a random state of two qubits."""
    pair = random_density(RNG, 4)
    made = channels.on_half(make(0.3), qutip.Qobj(pair), half=half)
    blocks = pair.reshape(2, 2, 2, 2)                    # [a, b, a', b']
    levels = 3 if make is channels.loss else 2
    expected = np.zeros((levels if half == 0 else 2, levels if half else 2) * 2, dtype=complex)
    for i in (0, 1):
        for j in (0, 1):
            if half:
                expected[i, :, j, :] = formula(blocks[i, :, j, :], 0.3)
            else:
                expected[:, i, :, j] = formula(blocks[:, i, :, j], 0.3)
    size = 2 * levels
    np.testing.assert_allclose(made.full(), expected.reshape(size, size), atol=1e-12)
    dims = [2, levels] if half else [levels, 2]
    assert made.dims == [dims, dims]


def test_half_a_bell_pair_in_closed_form():
    """Fidelity with Φ⁺: 1 − 3p/4, 1 − p and (1 + √(1−γ))²/4."""
    bell = qutip.bell_state("00")
    for channel, expected in ((channels.depolarizing(0.2), 0.85), (channels.dephasing(0.2), 0.8),
                              (channels.amplitude_damping(0.36), 0.81)):
        for half in (0, 1):
            pair = channels.on_half(channel, bell, half=half)
            assert qutip.expect(pair, bell) == pytest.approx(expected, abs=1e-12)
    flat = qutip.Qobj(bell.full())                       # dims [[4], [1]] will do
    assert channels.on_half(channels.identity(), flat).dims == [[2, 2], [2, 2]]


@EACH
@pytest.mark.parametrize("p", STRENGTHS)
def test_every_form_of_a_channel_is_found_right(make, formula, p):
    channel = make(p)
    for form in (channel, channel.kraus, list(channel.kraus), channel.choi, channel.superoperator,
                 qutip.Qobj(channel.choi.full()), lambda rho: qutip.Qobj(formula(rho.full(), p))):
        found = channels.diagnose(form)
        assert found and found.completely_positive and found.trace_preserving
        assert found.smallest_eigenvalue > -1e-9 and found.trace_error < 1e-9
        assert found.reason == "completely positive and trace preserving"


def test_transposition_is_positive_but_not_completely():
    found = channels.diagnose(lambda rho: rho.trans())
    assert not found and not found.completely_positive and found.trace_preserving
    assert found.smallest_eigenvalue == pytest.approx(-1, abs=1e-12)
    assert found.reason == "not completely positive: the Choi operator has the eigenvalue -1"


@pytest.mark.parametrize("p, allowed", [(4 / 3, True), (1.34, False), (-0.01, False)])
def test_depolarizing_beyond_one_is_a_channel_up_to_four_thirds(p, allowed):
    """Choi eigenvalues 2 − 3p/2 and p/2: the Bloch ball can be turned inside out a third of the way."""
    found = channels.diagnose(lambda rho: qutip.Qobj(depolarized(rho.full(), p)))
    assert bool(found) == allowed and found.trace_preserving
    assert found.smallest_eigenvalue == pytest.approx(min(2 - 3 * p / 2, p / 2), abs=1e-12)


def test_trace_that_is_lost_or_made_is_told():
    half = channels.diagnose([math.sqrt(0.5) * qutip.qeye(2)])
    assert half.completely_positive and not half.trace_preserving and not half
    assert half.trace_error == pytest.approx(0.5, abs=1e-12)
    assert half.reason == "not trace preserving: Σ K†K is off by 0.5"
    lopsided = channels.diagnose(lambda rho: qutip.Qobj(np.diag([rho.full()[0, 0], 0])))
    assert lopsided.completely_positive and lopsided.trace_error == pytest.approx(1, abs=1e-12)


def test_both_faults_are_told():
    found = channels.diagnose(lambda rho: 2 * rho.trans())
    assert found.reason == ("not completely positive: the Choi operator has the eigenvalue -2; "
                            "not trace preserving: Σ K†K is off by 1")


def test_a_map_that_breaks_hermiticity_is_told():
    found = channels.diagnose(lambda rho: qutip.Qobj(np.array([[1, 1j], [1, 1]]) * rho.full()))
    assert not found and "non-Hermitian" in found.reason and found.trace_preserving


@pytest.mark.parametrize("call, argument", [
    (lambda: channels.depolarizing(1.2), "p"),
    (lambda: channels.dephasing(-0.1), "p"),
    (lambda: channels.amplitude_damping(float("nan")), "gamma"),
    (lambda: channels.loss("half"), "p"),
    (lambda: channels.erasure(2), "p"),
    (lambda: channels.identity()("up"), "state"),
    (lambda: channels.identity()(qutip.qeye(4) / 4), "state"),
    (lambda: channels.identity()(np.eye(2) / 2), "state"),
    (lambda: channels.identity()(qutip.Qobj([[math.nan, 0], [0, 1]])), "state"),
    (lambda: channels.identity().pull_back("click"), "effect"),
    (lambda: channels.loss(0.5).pull_back(qutip.qeye(2)), "effect"),
    (lambda: channels.identity().pull_back(qutip.qeye(3)), "effect"),
    (lambda: channels.loss(0.5).bloch_map, "channel"),
    (lambda: channels.Channel("none", []), "kraus"),
    (lambda: channels.Channel("half", [qutip.qeye(2) / 2]), "kraus"),
    (lambda: channels.Channel("pair", [qutip.qeye(4)]), "kraus"),
    (lambda: channels.from_choi(np.eye(4) / 2), "choi"),
    (lambda: channels.from_choi(qutip.qeye(3)), "choi"),
    (lambda: channels.from_choi(qutip.Qobj(np.full((4, 4), math.nan))), "choi"),
    (lambda: channels.compose(), "channels"),
    (lambda: channels.compose(channels.identity(), qutip.qeye(2)), "channels"),
    (lambda: channels.on_half(qutip.qeye(2), qutip.bell_state("00")), "channel"),
    (lambda: channels.on_half(channels.identity(), qutip.basis(2, 0)), "state"),
    (lambda: channels.on_half(channels.identity(), [1, 0, 0, 0]), "state"),
    (lambda: channels.on_half(channels.identity(), 2 * qutip.bell_state("00")), "state"),
    (lambda: channels.on_half(channels.identity(), qutip.tensor(qutip.sigmax(), qutip.sigmax())), "state"),
    (lambda: channels.on_half(channels.identity(), channels.identity().superoperator / 4), "state"),
    (lambda: channels.on_half(channels.identity(), qutip.bell_state("00"), half=2), "half"),
    (lambda: channels.on_half(channels.identity(), qutip.bell_state("00"), half=np.array([0, 1])), "half"),
    (lambda: channels.diagnose(3), "operation"),
    (lambda: channels.diagnose([]), "operation"),
    (lambda: channels.diagnose([qutip.Qobj([[math.nan, 0], [0, 1]])]), "operation"),
    (lambda: channels.diagnose(qutip.Qobj(np.full((4, 4), math.nan))), "operation"),
    (lambda: channels.diagnose(lambda rho: math.nan * rho), "operation"),
    (lambda: channels.diagnose([qutip.qeye(2), qutip.qeye(3)]), "operation"),
    (lambda: channels.diagnose(qutip.qeye(3)), "operation"),
    (lambda: channels.diagnose(qutip.to_chi(channels.identity().superoperator)), "operation"),
    (lambda: channels.diagnose(lambda rho: rho.tr()), "operation"),
    (lambda: channels.diagnose(lambda rho: rho * rho), "operation"),
    (lambda: channels.diagnose(lambda rho: rho.conj()), "operation"),
])
def test_bad_arguments_are_named(call, argument):
    with pytest.raises(ValueError, match=rf"^{argument} = .* is not allowed: "):
        call()


def test_a_choi_operator_of_no_channel_is_refused_with_the_reason():
    with pytest.raises(ValueError, match=r"not completely positive: .* has the eigenvalue -1$"):
        channels.from_choi(qutip.Qobj(np.eye(4)[[0, 2, 1, 3]]))
    with pytest.raises(ValueError, match=r"not trace preserving: Σ K†K is off by 1$"):
        channels.from_choi(qutip.qeye(4))
    with pytest.raises(ValueError, match="this function is not linear$"):
        channels.diagnose(lambda rho: rho * rho)


@EACH
def test_choi_operator_of_every_form_entry_by_entry(make, formula):
    """Σ |i⟩⟨j| ⊗ 𝓔(|i⟩⟨j|), input first, from the formula alone; also for a channel that is not symmetric."""
    choi = np.zeros((2 * make(0.3).kraus[0].shape[0],) * 2, complex)
    levels = len(choi) // 2
    for i in range(2):
        for j in range(2):
            unit = np.zeros((2, 2))
            unit[i, j] = 1
            choi[i * levels:(i + 1) * levels, j * levels:(j + 1) * levels] = formula(unit, 0.3)
    channel = make(0.3)
    for form in (channel, channel.kraus, channel.superoperator, channel.choi, qutip.Qobj(channel.choi.full()),
                 lambda rho: qutip.Qobj(formula(rho.full(), 0.3))):
        np.testing.assert_allclose(channels.diagnose(form).choi.full(), choi, atol=1e-12)


def turned(angle):
    """A rotation about an axis off all three, so that transposed, conjugated and reversed maps differ."""
    n = (0.36 * qutip.sigmax() + 0.48 * qutip.sigmay() + 0.8 * qutip.sigmaz())
    return channels.Channel("turn", [(-0.5j * angle * n).expm()])


def test_a_rotation_keeps_its_sense_in_every_form():
    turn, back = turned(1.1), turned(-1.1)
    rho = qutip.Qobj([[0.7, 0.2 - 0.3j], [0.2 + 0.3j, 0.3]])
    for again in (channels.from_choi(turn.choi), channels.from_choi(channels.diagnose(turn.superoperator).choi),
                  channels.from_choi(channels.diagnose(turn.__call__).choi), channels.compose(turned(0.4), turned(0.7))):
        assert len(again.kraus) == 1
        np.testing.assert_allclose(again(rho).full(), turn(rho).full(), atol=1e-12)
        assert abs((again(rho) - back(rho)).full()).max() > 0.1
    np.testing.assert_allclose(channels.compose(turn, back)(rho).full(), rho.full(), atol=1e-12)


def test_from_choi_names_and_orders_what_it_finds():
    """As few Kraus operators as the rank, the likeliest first; a weight of 10⁻¹³ is one, 10⁻¹⁵ is rounding."""
    made = channels.from_choi(channels.dephasing(0.1).choi)
    assert made.name == "channel" and channels.from_choi(channels.loss(0.2).choi, name="gone").name == "gone"
    weights = [(k.dag() * k).tr().real / 2 for k in made.kraus]
    assert weights == pytest.approx([0.9, 0.1], abs=1e-12)
    assert [len(channels.from_choi(make(0.3).choi).kraus) for make in (
        channels.depolarizing, channels.dephasing, channels.amplitude_damping, channels.loss)] == [4, 2, 2, 3]
    assert [len(channels.from_choi(channels.dephasing(p).choi).kraus) for p in (1e-13, 1e-16)] == [2, 1]


def test_composition_keeps_few_operators_the_name_and_what_is_lost():
    line = [channels.loss(0.1), channels.amplitude_damping(0.2), channels.loss(0.3), channels.dephasing(0.25)]
    whole = channels.compose(*line)
    assert whole.name == "loss(0.1), amplitude_damping(0.2), loss(0.3), dephasing(0.25)"
    assert whole.loses and {k.shape for k in whole.kraus} == {(3, 2)} and len(whole.kraus) <= 6
    rho = np.array([[0.7, 0.2 - 0.3j], [0.2 + 0.3j, 0.3]])
    damped = np.array([[0.7 + 0.2 * 0.3, rho[0, 1] * math.sqrt(0.8)], [rho[1, 0] * math.sqrt(0.8), 0.8 * 0.3]])
    expected = np.zeros((3, 3), complex)
    expected[:2, :2] = 0.63 * damped * [[1, 0.5], [0.5, 1]]
    expected[2, 2] = 0.37
    np.testing.assert_allclose(whole(qutip.Qobj(rho)).full(), expected, atol=1e-12)
    assert not channels.compose(*line[1::2]).loses
    # What has a weight of 10⁻²⁴ is rounding, of 10⁻²⁰ still part of the channel.
    assert [len(channels.compose(channels.dephasing(p), channels.identity()).kraus) for p in (1e-20, 1e-26)] == [2, 1]


def test_on_half_defaults_to_bob_and_leaves_the_other_half():
    pair = qutip.tensor(qutip.basis(2, 1), qutip.basis(2, 1))
    damping = channels.amplitude_damping(0.25)
    bob, alice = channels.on_half(damping, pair), channels.on_half(damping, pair, half=0)
    assert (bob - channels.on_half(damping, pair, half=1)).norm() == 0
    np.testing.assert_allclose(bob.diag(), [0, 0, 0.25, 0.75], atol=1e-12)
    np.testing.assert_allclose(alice.diag(), [0, 0.25, 0, 0.75], atol=1e-12)
    assert (channels.on_half(damping, pair, half=np.int64(0)) - alice).norm() == 0
    assert channels.on_half(channels.loss(0.5), pair).dims == [[2, 3], [2, 3]]
    assert channels.on_half(channels.loss(0.5), pair, half=0).dims == [[3, 2], [3, 2]]


def test_diagnosis_draws_its_line_at_print_outs():
    """2·10⁻⁶ passes, a little more does not: for the trace, for the least eigenvalue, for Hermiticity."""
    for off, fine in ((1.9e-6, True), (2.2e-6, False)):
        trace = channels.diagnose([math.sqrt(1 - off) * qutip.qeye(2)])
        assert bool(trace) == trace.trace_preserving == fine and trace.completely_positive
        assert trace.trace_error == pytest.approx(off, rel=1e-6)
        assert trace.reason == ("completely positive and trace preserving" if fine else "not trace preserving: Σ K†K is off by 2.2e-06")
        flip = channels.diagnose(qutip.Qobj(np.diag([1 + off, -off, -off, 1 + off])))
        assert bool(flip) == flip.completely_positive == fine and flip.trace_preserving
        assert flip.smallest_eigenvalue == pytest.approx(-off, rel=1e-6)
        skew = np.diag([1, 0, 0, 1]).astype(complex)
        skew[1, 2] = off
        found = channels.diagnose(qutip.Qobj(skew))
        assert bool(found) == found.completely_positive == fine and found.trace_preserving and found.trace_error == 0
        assert fine or found.reason == "not completely positive: it makes Hermitian operators non-Hermitian"


@pytest.mark.parametrize("p", [0.1, 1])
def test_a_superoperator_is_no_choi_operator(p):
    """Both are 4 × 4, and that of Z is a Choi operator of another map: of a qubit that is measured in Z."""
    with pytest.raises(ValueError, match=r"^choi = .*; this is a superoperator: take qutip.to_choi of it$"):
        channels.from_choi(channels.dephasing(p).superoperator)
    again = channels.from_choi(qutip.to_choi(channels.dephasing(p).superoperator))
    assert abs((again.choi - channels.dephasing(p).choi).full()).max() < 1e-12
