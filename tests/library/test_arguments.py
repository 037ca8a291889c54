"""What counts as a number: rounding is forgiven, text and truth values are not."""

import decimal
import fractions
import math
from dataclasses import replace

import numpy as np
import pytest

import qedu
from qedu import _arguments as arguments
from qedu import (
    attacks,
    channels,
    cloners,
    devices,
    entanglement,
    links,
    networks,
    protocols,
    randomness,
    rates,
    satellites,
    states,
    statistics,
)
from qedu.links import GYS

Z = states.basis("Z")
R2 = math.sqrt(2)


# ---- rounding

@pytest.mark.parametrize("given, taken", [(-1e-17, 0.0), (-0.0, 0.0), (1 + 2e-16, 1.0), (1 + 5e-11, 1.0), (0.25, 0.25), (0, 0.0)])
def test_a_number_is_set_to_the_end_of_its_range(given, taken):
    for found in (arguments.probability("p", given), arguments.array("p", [given], 0, 1)[0], arguments.array("p", given, 0, 1)):
        assert found == taken and math.copysign(1, found) == 1


@pytest.mark.parametrize("given", [-1e-9, 1 + 1e-9, -1, math.nan, math.inf, -math.inf])
def test_what_is_farther_off_is_refused(given):
    for check in (lambda: arguments.probability("p", given), lambda: arguments.array("p", [0.5, given], 0, 1),
                  lambda: arguments.odds("p", [1 - given, given], "odds")):
        with pytest.raises(ValueError, match="^p = .* is not allowed: "):
            check()


def test_the_room_for_rounding_shrinks_with_the_range():
    assert arguments.probability("p", 1e-6 + 1e-17, 0, 1e-6) == 1e-6
    with pytest.raises(ValueError):
        arguments.probability("p", 1e-6 + 1e-15, 0, 1e-6)
    assert arguments.probability("p", 4 + 1e-11, -4, 4) == 4 and arguments.probability("p", -4 - 1e-11, -4, 4) == -4


@pytest.mark.parametrize("name", [name for name in ("bb84", "six_state")])
def test_a_half_that_is_a_little_more(name):
    rate = getattr(rates, name)
    assert rate(0.5000000000000001) == rate(0.5) == 0 and rate(-1e-17) == rate(0.0) == 1
    assert rate([0.5000000000000001, -1e-17]).tolist() == [0, 1] and rate(0.0, f_ec=1 - 1e-16) == 1


def test_rounded_ends_of_other_ranges():
    assert rates.diqkd(2 * R2 + 4e-16, -1e-17) == pytest.approx(1, abs=1e-12) and rates.h2(1 + 2e-16) == 0
    assert entanglement.win_probability(4 + 1e-15) == 1 and entanglement.win_probability(-4 - 1e-15) == 0
    assert entanglement.loophole_cheat(2 / 3, s=4 + 1e-12)[1].sum() == pytest.approx(1, abs=1e-12)
    assert states.helstrom(*Z, p0=1 + 2e-16) == 1 and channels.depolarizing(-1e-17) == channels.depolarizing(0)
    assert protocols.bb84(1 + 2e-16) == protocols.bb84(1) and protocols.b92(-1e-18) == protocols.b92(0)
    assert attacks.intercept_resend(fraction=1 + 2e-16) == attacks.intercept_resend()
    assert attacks.phase_covariant_cloner(0.5 + 1e-16) == attacks.phase_covariant_cloner(0.5)
    assert rates.decoy_bb84(-1e-15, GYS) == rates.decoy_bb84(0, GYS) and rates.plob(1 + 2e-16) == math.inf
    assert links.Link("ideal", 0, 1 + 2e-16, -1e-20, 0).efficiency == 1
    assert statistics.clopper_pearson(-1e-16, tested=10, eps=0.1) == statistics.clopper_pearson(0, tested=10, eps=0.1)
    with pytest.raises(ValueError):
        links.Link("blind", 0, 1, 1 + 2e-16, 0)                # dark counts of 1 are open ended


def test_what_the_library_returns_it_takes():
    """Protocols × attacks × noise: each figure goes into each function of that kind of figure."""
    found = []
    for channel in (channels.identity(), channels.depolarizing(0.1), channels.amplitude_damping(1.0), channels.loss(0.4)):
        for pair in (*attacks.pairs(), *attacks.pairs(fraction=0.3)):
            if pair.error is None:
                found.append(qedu.exchange(pair.protocol, pair.attack, channel=channel))
    figures = {name: np.array([getattr(run, name) for run in found])
               for name in ("qber", "eve_guess", "eve_information", "eve_holevo", "sifted_fraction", "gain")}
    figures["qber"] = np.concatenate([figures["qber"], [q for run in found for q in run.qber_by_basis.values()]])
    below_half = figures["qber"][figures["qber"] < 0.5 + 1e-9]
    assert len(below_half) > 500 and (figures["qber"] > 0.5).any()
    for rate in (rates.bb84, rates.six_state):
        assert np.isfinite(rate(below_half)).all()
    for values in figures.values():
        assert np.isfinite(rates.h2(values)).all()
    several = list({q for q in below_half.tolist()})[:40]
    for q in several:
        rates.bb84(q), attacks.universal_cloner(q), cloners.phase_covariant(q), rates.finite_bb84(100, 100, q)
        links.Link("link", 0.2, 1, 0, q), links.mean_field_afterpulses(0.1, q, afterpulse=0.1), protocols.b92(q), channels.loss(q)
    for run in found:
        if run.protocol.bell:
            assert 0 <= rates.diqkd(run.chsh, min(run.qber, 0.5)) <= 1
            assert entanglement.win_probability(run.s_value) == pytest.approx(0.5 + run.s_value / 8, abs=1e-12)


def test_states_give_figures_that_are_taken():
    rng = np.random.default_rng(4)
    import qutip
    for rank in (1, 2, 4):
        for _ in range(5):
            a = rng.normal(size=(4, rank)) + 1j * rng.normal(size=(4, rank))
            rho = qutip.Qobj(a @ a.conj().T / np.trace(a @ a.conj().T), dims=[[2, 2], [2, 2]])
            near = entanglement.bell().proj() * (1 + 3e-16)
            for state in (rho, near, entanglement.werner(1.0), entanglement.werner(0.5)):
                half = state.ptrace(0)
                for p in (states.purity(state), states.fidelity(state, near), states.trace_distance(state, near),
                          entanglement.concurrence(state), entanglement.entanglement_of_formation(state),
                          *states.probabilities(half, "X"), states.helstrom(half, half), abs(entanglement.correlation(state, 0, 45))):
                    rates.h2(p), channels.loss(p), protocols.e91(p), entanglement.werner(p), states.helstrom(*Z, p0=p)
                s = entanglement.chsh(state)
                rates.diqkd(s, 0.0), entanglement.win_probability(s)
                assert s <= 2 * R2 + 1e-12


# ---- what is no number

NO_NUMBERS = [True, False, np.True_, "0.5", b"0.5", bytearray(b"1"), np.str_("0.5"), None, 0.5 + 0j, np.complex64(0.5), math.nan, np.nan,
              [0.5], np.ma.masked, np.datetime64("2020"), np.timedelta64(1), np.array("0.5"), np.array(True), {}, object(), 10**5000]


@pytest.mark.parametrize("value", NO_NUMBERS, ids=lambda value: type(value).__name__)
def test_no_number_is_taken_for_one(value):
    for call, name in ((lambda: protocols.bb84(p_z=value), "p_z"), (lambda: attacks.intercept_resend(fraction=value), "fraction"),
                       (lambda: channels.depolarizing(value), "p"), (lambda: entanglement.werner(visibility=value), "visibility"),
                       (lambda: links.Link("l", 0.2, value, 0, 0), "efficiency"), (lambda: states.helstrom(*Z, p0=value), "p0")):
        if value is None and name == "visibility":
            continue
        with pytest.raises(ValueError, match=rf"^{name} = .* is not allowed: "):
            call()


@pytest.mark.parametrize("value", [value for value in NO_NUMBERS if value != [0.5]] + [
    ["0.5"], [True, 0.1], [0.1, None], [0.1, 1j], np.array([True]), np.array(["0.1"]), np.array([0.1 + 0j]), [0.1, [0.2]], [math.nan],
    np.ma.array([0.1, 0.2], mask=[0, 1]), np.array([0.1, math.nan]), np.array([None]), [np.True_], [[0.1, True]]],
    ids=lambda value: f"{type(value).__name__}")
def test_no_numbers_are_taken_for_some(value):
    for call, name in ((lambda: rates.h2(value), "p"), (lambda: rates.bb84(value), "qber"), (lambda: rates.bb84(0.1, f_ec=value), "f_ec"),
                       (lambda: rates.decoy_bb84(value, GYS), "distance_km"), (lambda: GYS.gain(value, 10), "mu"),
                       (lambda: rates.finite_bb84(100, value, 0.1), "k"), (lambda: entanglement.win_probability(value), "s"),
                       (lambda: statistics.hoeffding(value, eps=0.1), "n"), (lambda: rates.diqkd(2.5, value), "qber")):
        with pytest.raises(ValueError, match=rf"^{name} = .* is not allowed: "):
            call()


@pytest.mark.parametrize("value", [fractions.Fraction(1, 4), decimal.Decimal("0.25"), np.float32(0.25), np.float16(0.25),
                                   np.longdouble(0.25), np.array(0.25), np.array(0.25, np.float32), np.ma.array(0.25)],
                         ids=lambda value: type(value).__name__)
def test_numbers_of_other_kinds_are_numbers(value):
    assert rates.h2(value) == rates.h2(0.25) and protocols.bb84(value) == protocols.bb84(0.25)
    assert rates.h2([value, 0.5]).tolist() == rates.h2([0.25, 0.5]).tolist()
    assert states.polarization(value) == states.polarization(0.25)
    assert rates.h2((np.int64(1), 0)).tolist() == [0, 0] and rates.h2(np.ma.array([0.25])).tolist() == rates.h2([0.25]).tolist()


@pytest.mark.parametrize("value", [True, "3", 2.5, None, np.True_, -1, 10**5000 * -1, 3 + 0j, math.inf, math.nan, [3], np.array([3])],
                         ids=lambda value: type(value).__name__)
def test_no_count_is_taken_for_one(value):
    for name in ("rounds", "chunk"):
        with pytest.raises(ValueError, match=rf"^{name} = .* is not allowed: "):
            qedu.exchange(protocols.bb84()).records_iter(**{"rounds": 10, "chunk": 10, name: value}, seed=1)


@pytest.mark.parametrize("value", [5, 5.0, np.int8(5), np.float32(5), fractions.Fraction(5), decimal.Decimal(5), np.array(5), np.uint64(5)])
def test_counts_of_other_kinds_are_counts(value):
    found = arguments.count("n", value)
    assert found == 5 and type(found) is int
    assert arguments.count("n", np.uint64(2**63 + 1)) == 2**63 + 1


def test_lists_of_numbers_only_where_numbers_are():
    for call, name in ((lambda: states.basis(("0", "0", "1")), "axis"), (lambda: states.basis((False, False, True)), "axis"),
                       (lambda: rates.decoy_bb84(1, GYS, decoys=("0.05", 0.0)), "decoys"),
                       (lambda: rates.decoy_bb84(1, GYS, decoys=(0.05, False)), "decoys"),
                       (lambda: states.mixture(Z, ["0.5", "0.5"]), "weights"), (lambda: states.mixture(Z, [True, False]), "weights"),
                       (lambda: entanglement.local_table([(False, False, True, True)]), "strategies"),
                       (lambda: entanglement.local_table([(0, 0, 0, 0)], [True]), "weights"),
                       (lambda: entanglement.s_value(np.zeros((2, 2, 2, 2), bool)), "table"),
                       (lambda: entanglement.BellCounts(np.ones((2, 2, 2, 2), bool)), "counts"),
                       (lambda: GYS.at(5, (0.4, 0.1), probabilities=(True, False)), "probabilities"),
                       (lambda: links.Source("s", ("0.5", "0.5"), 1), "probabilities"),
                       (lambda: channels.on_half(channels.identity(), entanglement.bell(), half=True), "half"),
                       (lambda: protocols.Protocol("p", {"Z": ("1", Z)}, {"Z": (1, Z)}, print), r"alice\['Z'\]"),
                       (lambda: protocols.Protocol("p", {"Z": (True, Z)}, {"Z": (1, Z)}, print), r"alice\['Z'\]")):
        with pytest.raises(ValueError, match=rf"^{name} = .* is not allowed: "):
            call()


def test_a_value_that_cannot_be_shown_does_not_hide_the_error():
    class Broken:
        def __repr__(self):
            raise RuntimeError("no")

        def __float__(self):
            raise RuntimeError("no")
    with pytest.raises(ValueError, match="^p = <Broken> is not allowed: "):
        rates.h2(Broken())
    with pytest.raises(ValueError, match="^rounds = <int> is not allowed: at most"):
        qedu.exchange(protocols.bb84()).counts(10**5000, seed=1)


@pytest.mark.parametrize("call, message", [
    (lambda: arguments.probability("p", 2), "p = 2 is not allowed: a number from 0 to 1"),
    (lambda: arguments.array("p", "x", 0, 0.5), "p = 'x' is not allowed: numbers from 0 to 0.5"),
    (lambda: arguments.array("p", [0.6], 0, 0.5), "p = [0.6] is not allowed: numbers from 0 to 0.5"),
    (lambda: arguments.odds("p", "x", "odds"), "p = 'x' is not allowed: odds"),
    (lambda: arguments.odds("p", [0.5, 0.4], "odds"), "p = [0.5, 0.4] is not allowed: odds"),
    (lambda: arguments.odds("p", [1.5, -0.5], "odds"), "p = [1.5, -0.5] is not allowed: odds"),
    (lambda: arguments.odds("p", [[1.0]], "odds"), "p = [[1.0]] is not allowed: odds"),
    (lambda: arguments.odds("p", [], "odds"), "p = [] is not allowed: odds"),
    (lambda: arguments.odds("p", [0.5, 0.5], "odds", 3), "p = [0.5, 0.5] is not allowed: odds"),
    (lambda: arguments.whole("n", 0.5), "n = 0.5 is not allowed: whole numbers from 0 to 10**18"),
    (lambda: arguments.whole("n", [1, 2.5], 1), "n = [1, 2.5] is not allowed: whole numbers from 1 to 10**18"),
    (lambda: arguments.whole("n", 0, 1), "n = 0 is not allowed: numbers from 1 to 1e+18"),
    (lambda: arguments.whole("n", 2e18), "n = 2e+18 is not allowed: numbers from 0 to 1e+18"),
    (lambda: arguments.failure("eps", 0), "eps = 0 is not allowed: a number above 0 and below 1"),
    (lambda: arguments.failure("eps", 1.0), "eps = 1.0 is not allowed: a number above 0 and below 1"),
    (lambda: arguments.failure("eps", 1.5), "eps = 1.5 is not allowed: a number from 0 to 1"),
    (lambda: arguments.angle("a", True), "a = True is not allowed: a finite angle"),
    (lambda: arguments.angle("a", math.inf), "a = inf is not allowed: a finite angle"),
    (lambda: arguments.count("n", 2.5), "n = 2.5 is not allowed: a whole number of at least 1"),
    (lambda: arguments.count("n", -1, 0), "n = -1 is not allowed: a whole number of at least 0"),
    (lambda: arguments.generator(-1), "seed = -1 is not allowed: a non-negative int or a numpy.random.Generator"),
    (lambda: arguments.bits("key", [0, 2]), "key = [0, 2] is not allowed: bits in a row, each 0 or 1"),
    (lambda: arguments.bits("key", "01"), "key = '01' is not allowed: bits in a row, each 0 or 1"),
    (lambda: arguments.bits("key", [[0, 1]]), "key = [[0, 1]] is not allowed: bits in a row, each 0 or 1"),
    (lambda: arguments.bits("key", [0, 1], 3), "key = [0, 1] is not allowed: 3 bits in a row, each 0 or 1"),
    (lambda: arguments.together(a=np.ones(2), b=3.0, c=np.ones(3), d=np.ones((2, 4))),
     "a = 'an array of shape (2,)' is not allowed: a shape that goes with c of shape (3,), d of shape (2, 4)"),
])
def test_checks_word_for_word(call, message):
    with pytest.raises(ValueError) as error:
        call()
    assert str(error.value) == message


def test_what_checks_return():
    assert arguments.whole("n", [0, 10**18]).tolist() == [0, 1e18] and arguments.failure("eps", 0.3) == 0.3
    assert arguments.odds("p", [0.25, 0.75], "odds", 2).tolist() == [0.25, 0.75]
    exact = np.array([0.1] * 9 + [0.1 - 1e-14])
    assert arguments.odds("p", exact, "odds").tolist() == exact.tolist()           # rounding is left alone
    mended = arguments.odds("p", [1 + 1e-6, -1e-11], "odds")
    assert mended.tolist() == [1, 0]
    assert arguments.together(a=np.ones(2), b=3.0)[1].tolist() == [3, 3] and arguments.angle("a", 7) == 7
    assert arguments.count("n", 0, 0) == 0 and arguments.generator(3).random() == np.random.default_rng(3).random()
    assert arguments.bits("key", [True, False, True]).tolist() == arguments.bits("key", [1.0, 0, 1], 3).tolist() == [1, 0, 1]
    assert arguments.bits("key", []).dtype == arguments.bits("key", np.array([1], np.int64)).dtype == np.uint8
    rng = np.random.default_rng(1)
    assert arguments.generator(rng) is rng and arguments.generator(np.uint8(3)).random() == arguments.generator(3).random()
    with pytest.warns(UserWarning) as found:
        arguments.degrees("a", -100 * math.pi / 24)
    assert str(found[0].message) == ("a = -13.09 is taken as degrees, but looks like -750° in radians; "
                                     "math.degrees turns radians into degrees")


# ---- sizes

@pytest.mark.parametrize("call, argument", [
    (lambda: rates.bb84([0.1, 0.2], f_ec=[1, 1.1, 1.2]), "qber"),
    (lambda: rates.six_state([0.1, 0.2], f_ec=[1, 1.1, 1.2]), "qber"), (lambda: rates.diqkd([2, 2.5], [0.1, 0.2, 0.3]), "s"),
    (lambda: rates.finite_bb84([10, 20], [1, 2, 3], 0.1), "n"), (lambda: rates.finite_bb84(10, 10, [0.1, 0.2], f_ec=[1, 1, 1]), "qber"),
    (lambda: rates.decoy_bb84([1, 2], GYS, mu=[0.1, 0.2, 0.3]), "mu"), (lambda: rates.twin_field([1, 2], GYS, send=[0.1, 0.2, 0.3]), "send"),
    (lambda: rates.twin_field([1, 2], GYS, mu=[0.1, 0.2], send=[0.1, 0.2, 0.3]), "send"),
    (lambda: GYS.yields([1, 2], [1, 2, 3]), "photons"), (lambda: GYS.error_rates([1, 2], [1, 2, 3]), "photons"),
    (lambda: GYS.gain([0.1, 0.2], [1, 2, 3]), "mu"), (lambda: GYS.qber([0.1, 0.2], [1, 2, 3]), "mu"),
    (lambda: links.mean_field_dead_time([0.1, 0.2], [1, 2, 3]), "clicks"),
    (lambda: links.mean_field_afterpulses([0.1, 0.2], 0.1, afterpulse=[0.1, 0.2, 0.3]), "gain"),
    (lambda: statistics.wilson([1, 2], [3, 4, 5]), "successes"), (lambda: statistics.serfling(tested=[1, 2], kept=[3, 4, 5], eps=0.1), "tested"),
    (lambda: statistics.hypergeometric([0, 1], tested=[5, 5], kept=[3, 4, 5], eps=0.1), "errors"),
    (lambda: statistics.random_sampling([0.1, 0.2], tested=5, kept=[3, 4, 5], eps=0.1), "error_rate"),
    (lambda: rates.single_photon_yield([0.4, 0.5], 0.1, gain_mu=[0.1, 0.1, 0.1], gain_nu=0.1, y0=0), "mu"),
    (lambda: links.DecoyCounts(9, (0.4, 0.1), (0.5, 0.5), [5, 5], [1, 1, 1], [5, 5], [0, 0]), "m_x"),
])
def test_sizes_that_do_not_fit_are_named(call, argument):
    with pytest.raises(ValueError, match=rf"^{argument} = 'an array of shape \(\d,\)' is not allowed: a shape that goes with "):
        call()


def test_sizes_that_do_not_fit_word_for_word():
    with pytest.raises(ValueError) as error:
        rates.bb84([0.1, 0.2], f_ec=[1, 1.1, 1.2])
    assert str(error.value) == "qber = 'an array of shape (2,)' is not allowed: a shape that goes with f_ec of shape (3,)"


def test_sizes_that_fit_are_broadcast():
    assert rates.bb84([[0.01], [0.02]], f_ec=[1, 1.1, 1.2]).shape == (2, 3)
    assert rates.twin_field([1, 2], GYS, mu=0.3, send=[0.1, 0.2]).shape == (2,)
    counts = links.DecoyCounts(9, (0.4, 0.1), (0.5, 0.5), [5, 5], [[1, 1], [1, 0]], [5, 5], 0)
    assert counts.n_x.tolist() == [[5, 5], [5, 5]] and counts.m_z.tolist() == [0, 0] and counts.n_x.dtype.kind == "i"


# ---- totals

def test_totals_of_single_precision_are_mended():
    thirds = np.full(3, 1 / 3, np.float32)
    off = float(thirds.sum(dtype=float)) - 1
    assert 1e-9 < abs(off) < 1e-6
    assert sum(GYS.at(5, (0.4, 0.2, 0.1), probabilities=thirds).probabilities) == pytest.approx(1, abs=1e-15)
    assert sum(links.Source("s", thirds, 1).probabilities) == pytest.approx(1, abs=1e-15)
    assert states.mixture([*Z, Z[0]], thirds).tr() == pytest.approx(1, abs=1e-15)
    assert entanglement.local_table([(0, 0, 0, 0)] * 3, thirds).sum() == pytest.approx(4, abs=1e-14)
    six = protocols.six_state()
    mine = protocols.Protocol("six", {n: (p, states.basis(n)) for n, p in zip("ZXY", thirds)}, six.bob, six.sift)
    assert sum(weight for weight, _ in mine.alice.values()) == pytest.approx(1, abs=1e-15)
    assert qedu.exchange(mine).qber == 0 and float(qedu.exchange(mine).table.sum()) == pytest.approx(1, abs=1e-14)
    table = entanglement.bell_table(entanglement.werner(0.9)).astype(np.float32)
    assert entanglement.s_value(table) == pytest.approx(entanglement.s_value(entanglement.bell_table(entanglement.werner(0.9))), abs=1e-6)
    for total in (1 + 3e-6, 1 - 3e-6):
        with pytest.raises(ValueError, match="^probabilities"):
            GYS.at(5, (0.4, 0.2), probabilities=(0.5, total - 0.5))


# ---- degrees and kilometres

def test_radians_in_place_of_degrees_are_noticed():
    for angles in ((0, math.pi / 2, math.pi / 4, 3 * math.pi / 4), (0, 90, 45, -math.pi / 8)):
        with pytest.warns(UserWarning, match="is taken as degrees, but looks like .* in radians"):
            entanglement.chsh(entanglement.bell(), angles)
    with pytest.warns(UserWarning, match=r"angle_deg = 1\.5708 is taken as degrees, but looks like 90° in radians"):
        states.polarization(math.pi / 2)
    for call in (lambda: satellites.slant_range_km(500, math.pi / 4), lambda: satellites.pass_duration_s(500, [0, math.pi / 9 * 3]),
                 lambda: satellites.globe_share(500, math.pi / 12), lambda: satellites.MICIUS.loss_db(1200, math.pi / 6),
                 lambda: satellites.air_mass(math.pi / 2), lambda: networks.curious_repeater(angle_deg=math.pi / 6)):
        with pytest.warns(UserWarning, match="_deg = .* is taken as degrees, but looks like .* in radians"):
            call()


def test_degrees_in_place_of_radians_are_noticed():
    for call in (lambda: states.ket(90), lambda: states.ket(math.pi / 2, 45.0), lambda: states.ket(-180)):
        with pytest.warns(UserWarning, match="^(theta|phi) = .* is taken as radians, but looks like degrees; math.radians turns "):
            call()


@pytest.mark.filterwarnings("error")
def test_degrees_are_left_alone():
    for angle in (0, 0.5, 1, 1.5, 3.14, 1e-12, 22.5, -60, 720.0, np.float64(0.13)):
        states.polarization(angle)
    for step in np.linspace(0, 180, 361):
        states.polarization(step)
    for theta in (0, 1, 6, -6, 2 * math.pi, 7 * math.pi, 7.5, np.float32(math.tau)):
        states.ket(theta, -theta)
    entanglement.chsh(entanglement.bell(), (0, 2 * 0.7, 0.7, 3 * 0.7))
    for elevation in (0, 20, [0, math.pi / 4, 20], np.linspace(0, 90, 1801)):
        satellites.slant_range_km(500, elevation)
    satellites.period_s([500, 35_786, 100_000])
    satellites.Orbit(600, 97)
    networks.curious_repeater(angle_deg=30)
    rates.decoy_bb84([0, 20_000], GYS)
    links.Link("moon", 0, 1, 0, 0, divergence_urad=10, aperture_m=1).loss_db(384_400)
    links.Link("fixed", 0, 1, 0, 0, fixed_loss_db=3).loss_db(50_000)


def test_metres_in_place_of_kilometres_are_noticed():
    for call in (lambda: rates.decoy_bb84(50_000, GYS), lambda: rates.mdi([10, 50_000], GYS), lambda: GYS.loss_db(20_001),
                 lambda: GYS.at(50_000, 0.48).gain):
        with pytest.warns(UserWarning, match="^distance_km = .*: a fibre of more than 20000 km; distances are in kilometres$"):
            call()


def test_altitudes_in_metres_are_noticed():
    for call in (lambda: satellites.slant_range_km(500_000, 20), lambda: satellites.period_s([500, 400_000]), lambda: satellites.Orbit(600_000, 97),
                 lambda: satellites.pass_profile(500_000, 50, mask_deg=20, step_s=1e4), lambda: satellites.half_angle_deg(100_001, 20)):
        with pytest.warns(UserWarning, match="^altitude_km = .*: a satellite higher than 100000 km; altitudes are in kilometres$"):
            call()


def test_a_distance_for_a_laser_is_refused():
    with pytest.raises(ValueError, match=r"^source = 50 is not allowed: a mean photon number from 0 to 10; the distance comes first"):
        GYS.at(0.48, 50)
    with pytest.raises(ValueError, match="^source = 10.5 "):
        GYS.at(5, (0.48, 10.5), probabilities=(0.5, 0.5))
    assert GYS.at(5, 10).intensities == (10,) and GYS.at(5, links.weak_coherent(50)).intensities == (50,)


# ---- names that arguments once had

@pytest.mark.parametrize("former, now", [
    (lambda: entanglement.chsh(rho=entanglement.werner(0.9), angles=(0, 90, 45, 135)), lambda: entanglement.chsh(entanglement.werner(0.9), (0, 90, 45, 135))),
    (lambda: entanglement.chsh(entanglement.werner(0.9), angles=None), lambda: entanglement.chsh(entanglement.werner(0.9))),
    (lambda: entanglement.purify(rho=entanglement.werner(0.75), method="dejmps")[1],
     lambda: entanglement.purify(entanglement.werner(0.75), method="dejmps")[1]),
    (lambda: rates.diqkd(S=2.7, qber=0.02), lambda: rates.diqkd(2.7, 0.02)),
])
def test_the_names_of_the_first_description_are_taken(former, now):
    with pytest.warns(DeprecationWarning, match="^(rho|angles|S) is called (state|settings|s) now$"):
        assert former() == now()
    with pytest.raises(ValueError, match="^S = 2.7 is not allowed: s alone"):
        rates.diqkd(S=2.7, s=2.7, qber=0.02)


# ---- counts of a decoy-state run

GOOD = dict(pulses=9, intensities=(0.4, 0.1), probabilities=(0.5, 0.5), n_x=[5, 5], m_x=[1, 0], n_z=[5, 5], m_z=[0, 0])


def test_decoy_counts_keep_what_they_are_given():
    counts = links.DecoyCounts(**{**GOOD, "pulses": np.int64(9), "intensities": [np.float32(0.5), 0], "n_x": [5.5, 4], "m_x": [[1, 0], [0, 2]]}, f_ec=1)
    assert type(counts.pulses) is int and counts.intensities == (0.5, 0.0) and type(counts.intensities) is tuple
    assert counts.probabilities == (0.5, 0.5) and type(counts.probabilities) is tuple and type(counts.f_ec) is float
    assert counts.n_x.tolist() == [[5.5, 4]] * 2 and counts.m_x.tolist() == [[1, 0], [0, 2]] and counts.m_x.dtype.kind == "i"
    assert counts.bases == ("X", "Z") and links.DecoyCounts(**GOOD).f_ec is None
    fractions_ = links.DecoyCounts(**{**GOOD, "n_x": [fractions.Fraction(5), 5]})
    assert fractions_.n_x.dtype.kind == "f" and links.DecoyCounts(**{**GOOD, "intensities": (100, 0)}).intensities == (100, 0)


@pytest.mark.parametrize("change, message", [
    (dict(pulses=0), "pulses = 0 is not allowed: a whole number of at least 1"),
    (dict(intensities=(101, 1)), "intensities = (101, 1) is not allowed: numbers from 0 to 100"),
    (dict(probabilities=(0.5, 0.3, 0.2)), "probabilities = (0.5, 0.3, 0.2) is not allowed: one number for each intensity, with a total of 1"),
    (dict(n_x=[5]), "n_x = [5] is not allowed: counts for each of the 2 intensities"),
    (dict(n_z=5), "n_z = 5 is not allowed: counts for each of the 2 intensities"),
    (dict(m_x=[6, 0]), "m_x = [6, 0] is not allowed: no more than the clicks, n_x"),
    (dict(m_z=[0, -1]), "m_z = [0, -1] is not allowed: numbers from 0 to 1e+18"),
    (dict(f_ec=0.5), "f_ec = 0.5 is not allowed: a number from 1 to 100"),
], ids=lambda value: "".join(value) if isinstance(value, dict) else "words")
def test_decoy_counts_word_for_word(change, message):
    with pytest.raises(ValueError) as error:
        links.DecoyCounts(**{**GOOD, **change})
    assert str(error.value) == message


def test_states_of_a_protocol_word_for_word():
    with pytest.raises(ValueError) as error:
        protocols.Protocol("p", {"Z": (1, (3, Z[1]))}, {"Z": (1, Z)}, print)
    assert str(error.value) == "alice['Z'] = 3 is not allowed: kets or density operators of a qubit (qutip.Qobj)"


@pytest.mark.parametrize("call, message", [
    (lambda: qedu.states.sample(qedu.states.ket(0), "Z", shots=10**19, seed=1), "shots = 10000000000000000000 is not allowed: at most 10**18"),
    (lambda: qedu.entanglement.bell_test(qedu.entanglement.bell_table(qedu.entanglement.bell()), 10**19, seed=1),
     "shots = 10000000000000000000 is not allowed: at most 10**18"),
    (lambda: qedu.entanglement.BellCounts(np.full((2, 2, 2, 2), 3 * 10**17)),
     "counts = 'counts of that many rounds' is not allowed: at most 10**18 rounds for each pair of settings"),
    (lambda: qedu.links.spdc(0.1, modes=10**400), None),
    (lambda: qedu.links.spdc(0.1, modes=10**10), "modes = 10000000000 is not allowed: at most 10**9"),
    (lambda: qedu.states.measure(qedu.states.ket(0), "Z", seed=np.timedelta64(1, "s")), None),
    (lambda: qedu.states.mixture(np.array(1)), "states = array(1) is not allowed: a sequence of kets or density operators"),
    (lambda: qedu.states.square_root_guess(np.array(1)), "states = array(1) is not allowed: a sequence of kets or density operators")])
def test_more_than_numpy_can_count_is_refused(call, message):
    with pytest.raises(ValueError, match="is not allowed") as error:
        call()
    assert message is None or str(error.value) == message


@pytest.mark.parametrize("value, low, high, found", [
    (3, 1, 10**18, 3), (10**18, 1, 10**18, 10**18), (1e18, 1, 10**18, 10**18), (0, 0, 1, 0), (np.int64(7), 1, None, 7), (10**30, 1, None, 10**30)])
def test_a_count_within_its_ends(value, low, high, found):
    from qedu._arguments import count
    assert count("n", value, low, high) == found and type(count("n", value, low, high)) is int


@pytest.mark.parametrize("value, high, allowed", [
    (10**18 + 1, 10**18, "at most 10**18"), (10**9 + 1, 10**9, "at most 10**9"), (256, 255, "at most 255"), (101, 100, "at most 100"),
    (0, 10**18, "a whole number of at least 1"), (1.5, 10**18, "a whole number of at least 1"), (float("nan"), 3, "a whole number of at least 1")])
def test_a_count_beyond_its_ends(value, high, allowed):
    from qedu._arguments import count
    with pytest.raises(ValueError) as error:
        count("n", value, high=high)
    assert str(error.value) == f"n = {value} is not allowed: {allowed}"


def test_the_most_of_anything_is_written_once():
    """The largest number of rounds stands in one place, and whoever counts says it in the same words."""
    import re
    from pathlib import Path

    root = Path(qedu.__file__).parent
    found = [path.name for path in root.rglob("*.py") for line in path.read_text(encoding="utf-8").splitlines()
             if re.search(r"> 10\*\*18|[^\"]\b1e18\b|= 10\*\*18", line)]
    assert found == ["_arguments.py"]


BOTH = [("efficiency", lambda pair: replace(GYS, efficiency=pair), True), ("efficiency", lambda pair: devices.Receiver(efficiency=pair), True),
        ("early", lambda pair: devices.time_shift(pair, (0.1, 0.1)), False), ("late", lambda pair: devices.time_shift((0.1, 0.1), pair), False),
        ("efficiency", lambda pair: randomness.photon_bit(efficiency=pair), False)]


@pytest.mark.parametrize("name, call, alone", BOTH)
def test_two_detectors_are_asked_for_in_one_way(name, call, alone):
    """Whoever wants numbers of detector 0 and detector 1 takes and refuses the same things in the same words."""
    for pair in ((0.1, 0.2), [0.1, 0.2], np.array([0.1, 0.2])):
        call(pair)
    many = "a number, or two of them, from 0 to 1, of detector 0 and of detector 1" if alone else "two numbers from 0 to 1, of detector 0 and of detector 1"
    for wrong in ((0.1,), (), (0.1, 0.2, 0.3), np.array([[0.1, 0.2]]), (0.1, [0.1]), [[0.1, 0.2]]):
        with pytest.raises(ValueError, match=rf"^{name} = .* is not allowed: {many}$"):
            call(wrong)
    for wrong in ((0.1, 10), (0.1, float("nan")), (-0.1, 0.1), (True, 0.1), ("0.1", "0.2"), (None, 0.1), np.ma.masked_array([0.1, 0.2], [True, False])):
        with pytest.raises(ValueError, match=rf"^{name} = .* is not allowed: "):
            call(wrong)
    for wrong in ("12", b"12", None, {0.1, 0.2}, {0: 0.1, 1: 0.2}):
        with pytest.raises(ValueError, match=rf"^{name} = .* is not allowed: "):
            call(wrong)
    if alone:
        call(0.1)
    else:
        with pytest.raises(ValueError, match=rf"^{name} = 0.1 is not allowed: {many}$"):
            call(0.1)
