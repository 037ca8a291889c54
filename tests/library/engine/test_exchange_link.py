"""Exchanges over a link: photon numbers, intensities, splitting.

The checks share no code with the library: photon-number sums in plain NumPy (`poisson`,
`receiver`), and closed forms of those sums.  Sampled tests compare with a p-value bound of
1e-8 each and fixed seeds.
"""

import dataclasses
import json
import math
import tracemalloc

import numpy as np
import pytest
from scipy import stats

import qedu
from qedu import attacks, channels, links, protocols, rates

BOUND = 1e-8
GYS = links.GYS
DECOYS = GYS.at(50, (0.4, 0.15, 0.0), probabilities=(0.5, 0.3, 0.2))
#: No dark counts, no errors, every photon that arrives is seen: 0.2 dB/km.
IDEAL = links.Link("ideal", loss_db_per_km=0.2, efficiency=1.0, dark_counts=0.0, misalignment=0.0)
#: Large dark counts, errors and η, so that no term hides behind another.
COARSE = links.Link("coarse", loss_db_per_km=0.2, efficiency=0.7, dark_counts=0.05, misalignment=0.1)
GRID = [pair for pair in attacks.pairs(fraction=0.7) if pair.error is None]


def poisson(mu, longest=80):
    """P(n) by the recursion P(n) = P(n − 1) μ/n."""
    p = [math.exp(-mu)]
    for n in range(1, longest):
        p.append(p[-1] * mu / n)
    return np.array(p)


def receiver(link, photons, eta):
    """(right, wrong, none) for a pulse of n photons, Ma et al. 2005, Eqs. (7) and (9)."""
    y0, e_d = link.dark_counts, link.misalignment
    y = 1 - (1 - y0) * (1 - eta)**photons
    wrong = y0 / 2 + e_d * (1 - (1 - eta)**photons)
    return y - wrong, wrong, 1 - y


def eta_of(link, km):
    return link.efficiency * 10**(-link.loss_db_per_km * km / 10)


# ---- nobody interferes: the closed forms

@pytest.mark.parametrize("km", [0, 25, 50, 100, 150, 300])
@pytest.mark.parametrize("mu", [0.05, 0.48, 3.0])
@pytest.mark.parametrize("link", [GYS, COARSE, IDEAL], ids=lambda link: link.name)
def test_without_attack_gain_and_qber_are_the_closed_forms(link, mu, km):
    run = qedu.exchange(protocols.bb84(p_z=0.8), link=link.at(km, mu))
    assert run.gain == pytest.approx(link.gain(mu, km), abs=1e-12)
    assert run.qber == pytest.approx(link.qber(mu, km), abs=1e-11 / max(run.gain, 1e-2))
    assert run.sifted_fraction == pytest.approx(0.68 * run.gain, rel=1e-12, abs=0)
    assert run.eve_information == pytest.approx(0, abs=1e-12) and run.eve_guess == pytest.approx(0.5)
    # The second way: photon by photon.
    p, eta = poisson(mu), eta_of(link, km)
    odds = np.array([receiver(link, n, eta) for n in range(len(p))])
    gain, wrong = p @ (odds[:, 0] + odds[:, 1]), p @ odds[:, 1]
    assert run.gain == pytest.approx(gain, rel=1e-9, abs=0)
    assert run.qber == pytest.approx(wrong / gain, rel=1e-9)
    assert run.qber_by_basis == pytest.approx({"Z": wrong / gain, "X": wrong / gain}, rel=1e-9)
    assert run.tagged_share == pytest.approx(p[2:] @ (odds[2:, 0] + odds[2:, 1]) / gain, rel=1e-9)
    for n in (0, 1, 2, 3):
        assert run.yield_by_photons[n] == pytest.approx(1 - odds[n, 2], rel=1e-9, abs=1e-15)
        if run.yield_by_photons[n] > 0:
            assert run.qber_by_photons[n] == pytest.approx(odds[n, 1] / (1 - odds[n, 2]), rel=1e-9)


def test_figures_by_intensity_are_the_closed_forms():
    run = qedu.exchange(protocols.bb84(), link=DECOYS)
    assert run.gain_by_intensity == pytest.approx({mu: GYS.gain(mu, 50) for mu in (0.4, 0.15, 0.0)}, abs=1e-12)
    assert run.qber_by_intensity == pytest.approx({mu: GYS.qber(mu, 50) for mu in (0.4, 0.15, 0.0)}, abs=1e-9)
    assert run.gain == pytest.approx(0.5 * GYS.gain(0.4, 50) + 0.3 * GYS.gain(0.15, 50) + 0.2 * 1.7e-6, abs=1e-12)
    assert DECOYS.gain == pytest.approx(list(run.gain_by_intensity.values()), abs=1e-12)
    assert DECOYS.qber == pytest.approx(list(run.qber_by_intensity.values()), abs=1e-9)


def test_axes_of_the_table():
    run = qedu.exchange(protocols.bb84(), link=DECOYS)
    table = run.table
    assert table.dims == ("intensity", "photons", "alice_setting", "alice", "eve", "bob_setting", "bob")
    assert table.intensity.values.tolist() == [0.4, 0.15, 0.0] and table.bob.values.tolist() == ["0", "1", "no click"]
    assert table.photons.values.tolist() == list(range(12))
    assert float(table.sum()) == pytest.approx(1, abs=1e-12) and float(table.min()) >= 0
    chosen = table.sum([d for d in table.dims if d not in ("intensity", "photons")])
    for share, mu in zip((0.5, 0.3, 0.2), (0.4, 0.15, 0.0)):
        expected = poisson(mu)
        assert chosen.sel(intensity=mu).values == pytest.approx(
            share * np.array([*expected[:11], expected[11:].sum()]), rel=1e-9, abs=1e-12)
    # Nothing of what was sent depends on what Alice chose.
    odds = chosen.values[:, :, None, None] * np.full((2, 2), 0.25)
    assert table.sum(["eve", "bob_setting", "bob"]).values == pytest.approx(odds, abs=1e-15)
    assert "announcement" in qedu.exchange(protocols.sarg04(), link=DECOYS).table.dims
    assert repr(run) == ("Exchange(BB84; none; identity; GYS, 50 km, weak coherent(0.4), weak coherent(0.15), "
                         "weak coherent(0))")


def test_small_odds_stay_exact():
    """A photon number of odds 1e-12 at a yield of 1e-5 is in the table, and the sum over cells loses nothing."""
    dim = dataclasses.replace(GYS, dark_counts=0.0)
    run = qedu.exchange(protocols.bb84(), link=dim.at(200, 0.48))
    p, eta = poisson(0.48), eta_of(dim, 200)
    assert run.yield_by_photons[10] == pytest.approx(1 - (1 - eta)**10, rel=1e-9)
    assert run.gain == pytest.approx(-math.expm1(-eta * 0.48), rel=1e-9)
    rarest = float(run.table.sel(photons=10, bob="0").sum() + run.table.sel(photons=10, bob="1").sum())
    assert 0 < rarest / 16 < 1e-15 and rarest == pytest.approx(p[10] * (1 - (1 - eta)**10), rel=1e-9, abs=0)


@pytest.mark.parametrize("source", [links.single_photon(), links.single_photon(0.6, multiphoton=0.1), links.spdc(0.2),
                                    links.spdc(0.2, herald_efficiency=0.5), links.weak_coherent(0.3)],
                         ids=lambda source: source.name)
def test_any_source(source):
    run = qedu.exchange(protocols.six_state(), link=COARSE.at(20, source))
    eta = eta_of(COARSE, 20)
    odds = np.array([receiver(COARSE, n, eta) for n in range(len(source.probabilities))])
    gain = np.array(source.probabilities) @ (1 - odds[:, 2])
    assert run.gain == pytest.approx(gain, rel=1e-9)
    assert run.qber == pytest.approx(np.array(source.probabilities) @ odds[:, 1] / gain, rel=1e-9)
    assert run.sifted_fraction == pytest.approx(gain / 3, rel=1e-9)


def test_sarg04_without_attack():
    """In equal bases only wrong clicks are kept, as errors; in unequal ones half the clicks are, all right."""
    p, eta = poisson(0.3), eta_of(COARSE, 30)
    odds = np.array([receiver(COARSE, n, eta) for n in range(len(p))])
    gain, wrong = p @ (1 - odds[:, 2]), p @ odds[:, 1]
    run = qedu.exchange(protocols.sarg04(), link=COARSE.at(30, 0.3))
    assert run.sifted_fraction == pytest.approx(wrong / 2 + gain / 4, rel=1e-9)
    assert run.qber == pytest.approx(wrong / 2 / (wrong / 2 + gain / 4), rel=1e-9)


# ---- attacks on the polarisation

@pytest.mark.parametrize("pair", GRID, ids=lambda pair: f"{pair.protocol.name}, {pair.attack.name}")
def test_the_link_rolls_its_dice_on_the_single_photon_table(pair):
    """For n ≥ 1 photons Bob sees the table without a link through (Yₙ, eₙ); for n = 0 dark counts."""
    source = links.single_photon(0.6, multiphoton=0.0 if pair.protocol.pair else 0.25)
    run = qedu.exchange(pair.protocol, pair.attack, channel=channels.depolarizing(0.1), link=COARSE.at(15, source))
    one = qedu.exchange(pair.protocol, pair.attack, channel=channels.depolarizing(0.1)).table.sum("eve").values
    quiet = qedu.exchange(pair.protocol, None, channel=channels.depolarizing(0.1)).table.sum("eve").values
    if one.shape[-1] == 2:
        one = np.concatenate([one, np.zeros((*one.shape[:-1], 1))], axis=-1)
    eta = eta_of(COARSE, 15)
    none = receiver(COARSE, 0, eta)
    for n, share in enumerate(source.probabilities):
        right, wrong, lost = receiver(COARSE, n, eta)
        through = np.array([[right, wrong, lost], [wrong, right, lost], [none[1], none[1], none[2]]])
        sent = one if n else np.concatenate([quiet, np.zeros((*quiet.shape[:-1], 1))], axis=-1)
        found = run.table.sel(intensity=source.mean, photons=n).sum("eve").values
        np.testing.assert_allclose(found, share * (sent @ through), atol=1e-12)
    # What holds of Eve everywhere.
    assert -1e-9 <= run.eve_information <= run.eve_holevo + 1e-9 <= 1 + 2e-9
    assert 0.5 - 1e-9 <= run.eve_guess <= 1 + 1e-9
    touched = run.table.sel(eve=[e for e in run.table.eve.values if e != attacks.UNTOUCHED]).sum()
    expected = 0.7 * 0.6 if pair.attack.name != "none" else 0
    assert float(touched) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("make", [attacks.intercept_resend, attacks.universal_cloner,
                                  attacks.phase_covariant_cloner, attacks.entangling_probe])
def test_eve_knows_as_much_of_pulses_as_of_photons(make):
    """BB84: of a bit from a pulse with light Eve knows what she knows without a link, of the others nothing."""
    plain, run = (qedu.exchange(protocols.bb84(), make(), link=link) for link in (None, COARSE.at(15, 0.3)))
    p, eta = poisson(0.3), eta_of(COARSE, 15)
    clicks = p * [1 - receiver(COARSE, n, eta)[2] for n in range(len(p))]
    lit = clicks[1:].sum() / clicks.sum()
    assert run.eve_guess == pytest.approx(0.5 + lit * (plain.eve_guess - 0.5), abs=1e-9)
    assert run.eve_information == pytest.approx(lit * plain.eve_information, abs=1e-9)
    assert run.eve_holevo == pytest.approx(lit * plain.eve_holevo, abs=1e-9)


def test_what_eve_knows_is_the_record_and_what_is_said():
    """SARG04 copied: I(A:E) by hand from the table; the intensity is announced, the photon number nobody's."""
    run = qedu.exchange(protocols.sarg04(), attacks.universal_cloner(fraction=0.8), link=COARSE.at(10, (1.5, 0.1), probabilities=(0.5, 0.5)))
    table, found = run.table, np.zeros((2, 2, run.table.sizes["announcement"], run.table.sizes["eve"]))
    for y, signs in enumerate(("01", "+-")):
        for b in (0, 1):
            for w, said in enumerate(table.announcement.values):
                if signs[b] not in said:                                    # kept; the bit is Alice's basis
                    cells = table.isel(bob_setting=y, bob=b, announcement=w).sum(["photons", "alice"])
                    found[:, :, w] += cells.transpose("alice_setting", "intensity", "eve").values
    found /= found.sum()
    known = found.sum(axis=0, keepdims=True)
    prior = found.sum(axis=(1, 2, 3), keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        information = np.nansum(found * np.log2(found / known / prior))
    assert run.eve_information == pytest.approx(information, abs=1e-12) and information > 0.1
    assert run.eve_guess == pytest.approx(found.max(axis=0).sum(), abs=1e-12)


def test_a_source_of_one_photon_and_no_loss_changes_nothing():
    """η = 1, no dark counts, no misalignment: the figures without a link."""
    lossless = IDEAL.at(0, links.single_photon())
    for pair in GRID:
        plain, run = (qedu.exchange(pair.protocol, pair.attack, link=link) for link in (None, lossless))
        for figure in ("gain", "sifted_fraction", "qber", "eve_information", "eve_guess", "eve_holevo"):
            assert getattr(run, figure) == pytest.approx(getattr(plain, figure), abs=1e-9), (pair, figure)
        if pair.protocol.bell:
            assert run.chsh == pytest.approx(plain.chsh, abs=1e-9)


# ---- photon-number splitting

def splitting(link, mu, km):
    """Closed form, from the Poisson generating function: (light due, light of split pulses, of single photons).

    Σ Pₙ(1 − (1−η)ⁿ⁻¹) over n ≥ 2 with detectors of efficiency η and a line without loss.
    """
    d = link.efficiency
    several = 1 - math.exp(-mu) * (1 + mu)
    quiet = (math.exp(-mu * d) - math.exp(-mu) * (1 + mu * (1 - d))) / (1 - d) if d < 1 else 0.0
    return -math.expm1(-mu * eta_of(link, km)), several - quiet, mu * math.exp(-mu) * d


@pytest.mark.parametrize("km", [0, 0.5, 3, 10, 20, 30, 50, 100, 200])
@pytest.mark.parametrize("mu", [0.1, 0.48, 1.5])
@pytest.mark.parametrize("link", [GYS, COARSE, IDEAL], ids=lambda link: link.name)
def test_splitting_leaves_gain_and_error_rate(link, mu, km):
    """At every distance, and Eve's share of the key is that of the closed form."""
    run = qedu.exchange(protocols.bb84(), attacks.photon_number_splitting(), link=link.at(km, mu))
    quiet = qedu.exchange(protocols.bb84(), link=link.at(km, mu))
    assert run.gain == pytest.approx(link.gain(mu, km), rel=1e-9)
    assert run.qber == pytest.approx(link.qber(mu, km), rel=1e-9, abs=1e-12)
    due, split, single = splitting(link, mu, km)
    y0, several = link.dark_counts, 1 - math.exp(-mu) * (1 + mu)
    if due >= split + single:                   # all photons needed: split a share of the pulses
        saved = 1 - math.exp(-mu * link.efficiency) - split - single
        share = 1 - (due - split - single) / saved if link.efficiency < 1 else 1.0   # else nothing is lost by it
        known = share * (y0 * several + (1 - y0) * split)
    else:
        known = y0 * several + (1 - y0) * split if due >= split else None
        if known is None:                       # she blocks a share of those, too
            known = due / split * (y0 * several + (1 - y0) * split)
            blocked = (1 - due / split) * several * y0
            assert run.tagged_share == pytest.approx((known + blocked) / run.gain, rel=1e-9)
        else:
            assert run.tagged_share == pytest.approx(known / run.gain, rel=1e-9)
    assert run.eve_guess == pytest.approx(0.5 + known / run.gain / 2, abs=1e-9)
    assert run.eve_information == pytest.approx(known / run.gain, abs=1e-9)
    assert run.eve_holevo == pytest.approx(known / run.gain, abs=1e-9)
    assert run.eve_guess >= quiet.eve_guess - 1e-12


@pytest.mark.parametrize("mu, km, linear_km", [(0.1, 66.44, 66.5), (0.5, 36.17, 37.2)])
def test_where_all_clicks_can_come_from_split_pulses(mu, km, linear_km):
    """η_det = 1, 0.2 dB/km: from P(n ≥ 2) = 1 − e^(−ημ) on; the rule of thumb with ημ instead is 0.1 to 1 km off."""
    several = 1 - math.exp(-mu) * (1 + mu)
    by_hand = -50 * math.log10(-math.log1p(-several) / mu)
    assert by_hand == pytest.approx(km, abs=0.005)
    assert -50 * math.log10(several / mu) == pytest.approx(linear_km, abs=0.05)
    before, after = (qedu.exchange(protocols.bb84(), attacks.photon_number_splitting(), link=IDEAL.at(at, mu))
                     for at in (by_hand - 1e-3, by_hand + 1e-3))
    assert before.tagged_share < 1 - 1e-6 and before.yield_by_photons[1] > 1e-6
    assert after.tagged_share == pytest.approx(1, abs=1e-12) and after.yield_by_photons[1] == 0
    assert after.eve_guess == pytest.approx(1, abs=1e-12) and after.qber == 0
    assert after.eve_information == pytest.approx(1, abs=1e-12)


def test_a_given_share_blocked():
    """GYS, 50 km, μ 0.5, all pulses split, 30 % of the single photons blocked: the sums by hand."""
    run = qedu.exchange(protocols.bb84(), attacks.photon_number_splitting(blocked=0.3), link=GYS.at(50, 0.5))
    p, d, y0 = poisson(0.5), 0.045, 1.7e-6
    yields = [y0, 0.3 * y0 + 0.7 * (1 - (1 - y0) * (1 - d))] + [1 - (1 - y0) * (1 - d)**(n - 1) for n in range(2, 80)]
    assert [run.yield_by_photons[n] for n in range(5)] == pytest.approx(yields[:5], rel=1e-9)
    assert run.gain == pytest.approx(p @ yields, rel=1e-9)
    assert run.tagged_share == pytest.approx(p[2:] @ yields[2:] / (p @ yields), rel=1e-9)
    assert run.eve_guess == pytest.approx((1 + run.tagged_share) / 2, rel=1e-9)
    assert float(run.table.sel(eve="blocked").sum()) == pytest.approx(0.3 * p[1], rel=1e-9)


@pytest.mark.parametrize("kept", [1, 2, 3])
def test_sarg04_two_photons_are_not_enough(kept):
    """What Eve keeps of a pulse are copies of one of two states of overlap 1/√2: Helstrom, ½ + ½√(1 − 2^−kept)."""
    source = links.Source("fixed", (0.0,) * (kept + 1) + (1.0,), kept + 1.0)

    def pulses(setup):
        return [[attacks.Branch("kept", 1.0, n - kept, kept) if n > kept else attacks.Branch("none", 1.0, n)]
                for n in range(setup.photon_odds.shape[1])]

    keeps = attacks.Attack("keeps", None, pulses) if kept > 1 else attacks.photon_number_splitting(blocked=1)
    for protocol in (protocols.sarg04(), protocols.b92()):
        run = qedu.exchange(protocol, keeps, link=GYS.at(20, source))
        guess = 0.5 + math.sqrt(1 - 0.5**kept) / 2
        assert run.eve_guess == pytest.approx(guess, abs=1e-9), protocol.name
        assert run.eve_information == pytest.approx(1 - rates.h2(guess), abs=1e-9)
    # B92's states are the same two; BB84's bit is read for certain once the basis is known.
    assert 0.5 + math.sqrt(0.5) / 2 == pytest.approx(0.8536, abs=5e-5)
    assert qedu.exchange(protocols.bb84(), keeps, link=GYS.at(20, source)).eve_guess == pytest.approx(1, abs=1e-12)


def sarg04_memories(copy, right, wrong):
    """Eve's unnormalised memories for key bit 0 and 1 in SARG04's kept rounds, by announcement "0+" to "1-".

    `copy` takes Alice's state to an array (Bob's photon, Eve's memory); a click is right or wrong
    with these odds, given what that photon would have shown.
    """
    s = math.sqrt(0.5)
    kets = {"0": (1, 0), "1": (0, 1), "+": (s, s), "-": (s, -s)}
    found = {said: [0, 0] for said in ("0+", "0-", "1+", "1-")}
    for said, pair in found.items():
        for sent in said:
            state = copy(np.array(kets[sent], complex))
            for basis in ("01", "+-"):
                seen = [np.array(kets[name]).conj() @ state for name in basis]          # Eve's state, given the outcome
                for outcome in (0, 1):
                    if basis[outcome] in said:
                        continue                       # it does not rule out either of the two
                    for true, odds in ((outcome, right), (1 - outcome, wrong)):
                        # Alice's state ¼, her partner ½, Bob's basis ½
                        pair[said.index(sent)] += odds / 16 * np.outer(seen[true], seen[true].conj())
    return found.values()


def entropy(rho):
    values = np.linalg.eigvalsh(rho)
    return -sum(v * math.log2(v) for v in values if v > 1e-16)


@pytest.mark.parametrize("name", ["cloner", "splitting"])
def test_sarg04_memories_by_hand(name):
    """Errors of the link reach Eve's memory through sifting: the best guess and Holevo quantity, in plain NumPy."""
    link, mus, shares = COARSE, (0.9, 0.2), (0.6, 0.4)
    if name == "cloner":
        attack = attacks.phase_covariant_cloner(qber=0.1)
        isometry = qedu.cloners.phase_covariant(0.1).full().reshape(2, 2, 2)
        copy = lambda psi: np.einsum("bej,j->be", isometry, psi)
    else:
        attack, copy = attacks.photon_number_splitting(blocked=0.4), lambda psi: np.outer(psi, psi)
    run = qedu.exchange(protocols.sarg04(), attack, link=link.at(10, mus, probabilities=shares))
    groups = []                       # pairs of memories that Eve can tell apart by all that is said
    for share, mu in zip(shares, mus):
        mixed = [[0, 0] for _ in range(4)]
        for n, odds in enumerate(share * poisson(mu, 30)):
            if name == "cloner":
                cases = [(receiver(link, n, eta_of(link, 10)), copy if n else lambda psi: psi[:, None])]
            elif n > 1:
                cases = [(receiver(link, n - 1, 0.7), copy)]
            else:
                passed = receiver(link, n, 0.7)
                lost = receiver(link, 0, 0.7)
                mean = [0.6 * a + 0.4 * b for a, b in zip(passed, lost)] if n else passed
                cases = [(mean, lambda psi: psi[:, None])]
            for (right, wrong, _), state in cases:
                pairs = [[odds * rho for rho in pair] for pair in sarg04_memories(state, right, wrong)]
                if name == "cloner" and n:           # she does not count the photons
                    mixed = [[a + b for a, b in zip(*both)] for both in zip(mixed, pairs)]
                else:
                    groups += pairs
        groups += [pair for pair in mixed if np.ndim(pair[0])]
    kept = sum(np.trace(a + b).real for a, b in groups)
    assert run.sifted_fraction == pytest.approx(kept, rel=1e-9)
    guess = sum(np.trace(a + b).real + abs(np.linalg.eigvalsh(a - b)).sum() for a, b in groups) / 2 / kept
    assert run.eve_guess == pytest.approx(guess, abs=1e-9)
    # S(E) − Σ p S(E|A): per group tr-weighted, as the classical record cancels but for Alice's bit.
    bit = [sum(np.trace(pair[k]).real for pair in groups) / kept for k in (0, 1)]
    holevo = (sum(entropy((a + b) / kept) - entropy(a / kept) - entropy(b / kept) for a, b in groups)
              - sum(p * math.log2(p) for p in bit))
    assert run.eve_holevo == pytest.approx(holevo, abs=1e-9)
    assert guess > 0.55 and holevo > 0.05


def test_splitting_some_of_the_pulses():
    link = GYS.at(30, 0.48)
    quiet, whole = (qedu.exchange(protocols.bb84(), attack, link=link)
                    for attack in (None, attacks.photon_number_splitting()))
    for share in (0, 0.4):
        run = qedu.exchange(protocols.bb84(), attacks.photon_number_splitting(fraction=share), link=link)
        again = qedu.exchange(protocols.bb84(), attacks.partial(attacks.photon_number_splitting(), share), link=link)
        for figure in ("gain", "qber"):
            assert getattr(run, figure) == pytest.approx(getattr(quiet, figure), rel=1e-9)
        assert run.eve_information == pytest.approx(share * whole.eve_information, abs=1e-9)
        assert again.eve_information == run.eve_information
        for n in range(6):
            mix = (1 - share) * quiet.yield_by_photons[n] + share * whole.yield_by_photons[n]
            assert run.yield_by_photons[n] == pytest.approx(mix, rel=1e-9)


def weak_vacuum(gains, mu, nu):
    """Lower bound on Y₁ from two intensities and the vacuum: Ma et al. 2005, Eq. (34)."""
    return mu / (mu * nu - nu**2) * (gains[nu] * math.exp(nu) - gains[mu] * math.exp(mu) * (nu / mu)**2
                                     - (1 - (nu / mu)**2) * gains[0.0])


def test_decoys_betray_her():
    """Yields per photon number are the same for all intensities, but no more those of the link."""
    link = GYS.at(50, (0.48, 0.05, 0.0), probabilities=(0.8, 0.1, 0.1))
    quiet, spied = (qedu.exchange(protocols.bb84(), attack, link=link)
                    for attack in (None, attacks.photon_number_splitting()))
    assert spied.gain == pytest.approx(quiet.gain, rel=1e-9)            # all pulses together look as they should
    for run in (quiet, spied):
        clicks = run.table.sel(bob=["0", "1"])
        others = [d for d in run.table.dims if d not in ("intensity", "photons")]
        each = (clicks.sum(others) / run.table.sum(others)).values
        for n in range(5):
            assert each[:2, n] == pytest.approx([run.yield_by_photons[n]] * 2, rel=1e-6)
        assert weak_vacuum(run.gain_by_intensity, 0.48, 0.05) <= run.yield_by_photons[1] + 1e-12
    # No attack: 98 % of Y₁ is proved, and every gain is that of the transmittance that the signal shows.
    assert weak_vacuum(quiet.gain_by_intensity, 0.48, 0.05) == pytest.approx(3.95e-3, abs=5e-6)
    for run, fits in ((quiet, True), (spied, False)):
        eta = -math.log1p(-(run.gain_by_intensity[0.48] - 1.7e-6) / (1 - 1.7e-6)) / 0.48
        weak = 1 - (1 - 1.7e-6) * math.exp(-eta * 0.05)
        assert (abs(run.gain_by_intensity[0.05] / weak - 1) < 1e-6) == fits
    # Attacked, next to nothing is left of single photons, and the weak pulses click 6 times too rarely.
    assert spied.yield_by_photons[1] == pytest.approx(1.7e-6, rel=1e-6)
    assert weak_vacuum(spied.gain_by_intensity, 0.48, 0.05) < 0
    assert spied.gain_by_intensity[0.05] < 0.2 * quiet.gain_by_intensity[0.05]


def test_finite_keys_from_counts():
    """10¹⁰ pulses at 50 km: a key as long as with `links.decoy_counts`, and none under splitting."""
    protocol = protocols.bb84(p_z=0.2)
    run = qedu.exchange(protocol, link=DECOYS)
    counts = run.counts(10**10, seed=5)
    ours, theirs = counts.decoy(), links.decoy_counts(50, GYS, pulses=10**10)
    for name in ("n_x", "m_x", "n_z", "m_z"):
        drawn, mean = getattr(ours, name), getattr(theirs, name)
        assert drawn.dtype == np.int64
        for seen, expected in zip(drawn, mean):       # binomial with small odds: Poisson; 12 comparisons
            tail = min(stats.poisson.cdf(seen, expected), stats.poisson.sf(seen - 1, expected))
            assert tail > BOUND / 2, name
    assert (ours.pulses, ours.intensities, ours.probabilities) == (10**10, (0.4, 0.15, 0.0), (0.5, 0.3, 0.2))
    length, mean = (rates.finite_decoy_bb84(c, f_ec=1.22) for c in (ours, theirs))
    assert length == pytest.approx(mean, rel=0.05) and length > 10**5
    swapped = counts.decoy(key="Z", test="X")
    assert (swapped.n_x == ours.n_z).all() and (swapped.m_z == ours.m_x).all()
    spied = qedu.exchange(protocol, attacks.photon_number_splitting(), link=DECOYS).counts(10**10, seed=5)
    assert rates.finite_decoy_bb84(spied.decoy(), f_ec=1.22) == 0


# ---- sampling

SAMPLED = {
    "quiet": (protocols.bb84(0.8), None, DECOYS),
    "splitting": (protocols.bb84(), attacks.photon_number_splitting(fraction=0.8), DECOYS),
    "intercepted": (protocols.six_state(), attacks.intercept_resend(fraction=0.5), COARSE.at(10, (0.5, 0.1), probabilities=(0.7, 0.3))),
    "sarg04": (protocols.sarg04(), attacks.photon_number_splitting(blocked=0.5), COARSE.at(10, (0.5, 0.1), probabilities=(0.7, 0.3))),
    "e91": (protocols.e91(0.9), attacks.universal_cloner(fraction=0.3), COARSE.at(5, links.single_photon(0.9))),
}


@pytest.fixture(scope="module", params=SAMPLED)
def sampled(request):
    protocol, attack, link = SAMPLED[request.param]
    return qedu.exchange(protocol, attack, link=link)


def agrees(hits, trials, odds):
    return stats.binomtest(int(hits), int(trials), min(1.0, max(0.0, float(odds)))).pvalue > BOUND


def test_counts_follow_the_table(sampled):
    """n = 10⁸ rounds; totals, and the same for each intensity: up to 26 binomial tests."""
    n = 10**8
    counts = sampled.counts(n, seed=21)
    assert counts.rounds == n and counts.link is sampled.link
    assert agrees(counts.clicks, n, sampled.gain) and agrees(counts.sifted, n, sampled.sifted_fraction)
    assert agrees(counts.errors, counts.sifted, sampled.qber)
    assert agrees(counts.eve_right, counts.sifted, sampled.eve_guess)
    parts = counts.by_intensity
    assert list(parts) == list(sampled.link.intensities)
    for total in ("rounds", "clicks", "sifted", "errors", "eve_right"):
        assert sum(getattr(part, total) for part in parts.values()) == getattr(counts, total)
    for share, (mu, part) in zip(sampled.link.probabilities, parts.items()):
        assert agrees(part.rounds, n, share)
        assert agrees(part.clicks, part.rounds, sampled.gain_by_intensity[mu])
        assert agrees(part.errors, part.sifted, sampled.qber_by_intensity[mu])
        assert part.gain == part.clicks / part.rounds
        assert sum(part.sifted_by_basis) == part.sifted and sum(part.errors_by_basis) == part.errors
    assert sampled.counts(n, seed=21) == counts != sampled.counts(n, seed=22)
    if sampled.protocol.bell:      # S is a sum of four means of ±1, each over n·gain/9 rounds: 6.5 σ, 1e-10
        assert abs(counts.s_value - sampled.chsh) < 6.5 * (4 / (n * sampled.gain / 9))**0.5


def test_counts_of_what_is_rare():
    """10¹⁸ pulses, one in 10¹⁵ a decoy: as many decoys as should be, where rounding is as large as they are."""
    link = GYS.at(10, (0.5, 0.1), probabilities=(1 - 1e-15, 1e-15))
    for seed in range(4):
        decoys = qedu.exchange(protocols.bb84(), link=link).counts(10**18, seed=seed).by_intensity[0.1]
        assert stats.poisson.cdf(decoys.rounds, 1000) > BOUND and stats.poisson.sf(decoys.rounds, 1000) > BOUND


def test_records_follow_the_table(sampled):
    """10⁶ clicks or so: their number, and a χ² test of every cell that has a click; rare cells pooled."""
    n = int(1e6 / sampled.gain)
    records = sampled.records(n, seed=22)
    assert records.rounds == n and agrees(len(records), n, sampled.gain)
    assert (records.bob < 2).all()
    axes = [d for d in ("intensity", "photons", "announcement", "alice_setting", "bob_setting") if d in sampled.table.dims]
    table = sampled.table.sel(bob=["0", "1"])
    expected = table.sum([d for d in table.dims if d not in axes]).transpose(*axes).values / sampled.gain
    observed = np.zeros(expected.shape)
    np.add.at(observed, tuple(getattr(records, axis) for axis in axes), 1)
    assert not observed[expected == 0].any()
    common = expected * len(records) >= 5
    pairs = [np.append(cells[common], cells[~common].sum()) for cells in (observed, expected * len(records))]
    if pairs[1][-1] < 5:
        pairs = [np.append(cells[:-2], cells[-2:].sum()) for cells in pairs]
    assert stats.chisquare(*pairs).pvalue > BOUND
    k = records.sifted
    assert agrees(k.sum(), len(k), sampled.sifted_fraction / sampled.gain)
    assert agrees((records.alice != records.bob)[k].sum(), k.sum(), sampled.qber)
    assert agrees((records.alice == records.eve_guess)[k].sum(), k.sum(), sampled.eve_guess)
    assert agrees((records.photons[k] > 1).sum(), k.sum(), sampled.tagged_share)
    clicked = float(table.sel(eve=[e for e in table.eve.values if e != attacks.UNTOUCHED]).sum()) / sampled.gain
    assert agrees(records.attacked.sum(), len(k), clicked)


def test_fewer_rounds_are_the_beginning_of_more(sampled):
    fields = [f.name for f in dataclasses.fields(qedu.engine.Records) if f.name != "rounds"]
    fields = [name for name in fields if name != "announcement" or sampled.protocol.announce]
    n = int(3e5 / sampled.gain)
    whole, half = sampled.records(n, seed=7), sampled.records(n // 2, seed=7)
    parts = list(sampled.records_iter(n, chunk=n // 7, seed=7))
    assert [part.rounds for part in parts] == [n // 7] * 7 + ([n % 7] if n % 7 else [])
    for name in fields:
        rows = getattr(whole, name)
        np.testing.assert_array_equal(getattr(half, name), rows[:len(half)])
        np.testing.assert_array_equal(np.concatenate([getattr(part, name) for part in parts]), rows)
    assert 0 < len(half) < len(whole)
    # A single round is drawn alone as well, whether it clicks or not.
    firsts = [len(part) for _, part in zip(range(200), sampled.records_iter(n, chunk=1, seed=7))]
    assert set(firsts) <= {0, 1} and sum(firsts) == len(sampled.records(200, seed=7))


def test_clicks_come_at_random_times():
    """Clicks in 4,000 windows of 1,000 rounds, GYS at 50 km: mean and variance of a binomial."""
    run = qedu.exchange(protocols.bb84(), link=GYS.at(50, 0.48))
    found = np.array([len(part) for part in run.records_iter(4 * 10**6, chunk=1000, seed=8)])
    spread = run.gain * (1 - run.gain) * 1000
    assert agrees(found.sum(), 4 * 10**6, run.gain)
    # Σ(x − m)²/σ² is χ² of 4,000 degrees but for the kurtosis of the binomial, 1/σ² ≈ 0.52:
    # variance 2 + 0.52 each; six of its standard deviations, 2e-9.
    score = ((found - 1000 * run.gain)**2).sum() / spread
    assert abs(score - 4000) < 6 * (4000 * (2 + 1 / spread))**0.5
    after = stats.contingency.crosstab(found[:-1] > 1, found[1:] > 1).count
    assert stats.chi2_contingency(after).pvalue > BOUND


def test_records_cost_what_the_clicks_cost():
    """10⁸ rounds with 1.9·10⁵ clicks: far less memory than a byte a round."""
    run = qedu.exchange(protocols.bb84(), link=GYS.at(50, 0.48))
    run.records(10, seed=1)
    tracemalloc.start()
    try:
        records = run.records(10**8, seed=1)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert 180_000 < len(records) < 200_000          # 192,495 ± 439
    assert peak < 16 * len(records) + 6 * 2**20      # and one block of rows with its waiting times


def test_no_click_at_all_and_always():
    dead = dataclasses.replace(IDEAL, efficiency=0.0).at(10, 0.5)
    run = qedu.exchange(protocols.bb84(), link=dead)
    assert run.gain == 0 and run.sifted_fraction == 0 and len(run.records(10**6, seed=1)) == 0
    assert run.counts(10**6, seed=1).clicks == 0 and run.qber_by_intensity == {}
    for figure in ("qber", "eve_information", "tagged_share"):
        with pytest.raises(ValueError, match="^sifted_fraction = 0"):
            getattr(run, figure)
    assert qedu.exchange(protocols.bb84(), attacks.photon_number_splitting(), link=dead).gain == 0
    always = qedu.exchange(protocols.bb84(), link=IDEAL.at(0, links.single_photon()))
    assert always.gain == 1 and len(always.records(1000, seed=1)) == 1000
    assert always.counts(10**18, seed=1).clicks == 10**18


def test_photon_by_photon():
    """4·10⁵ pulses of a thin line, one photon at a time: Eve counts, splits, blocks; the detector sees the rest."""
    link, mu, km, n = dataclasses.replace(IDEAL, efficiency=0.8, dark_counts=0.02), 0.9, 20, 400_000
    run = qedu.exchange(protocols.bb84(), attacks.photon_number_splitting(blocked=0.6), link=link.at(km, mu))
    rng = np.random.default_rng(77)
    photons = rng.poisson(mu, n)
    lost = (photons == 1) & (rng.random(n) < 0.6)
    sent = np.where(lost, 0, np.where(photons > 1, photons - 1, photons))
    dark = rng.random(n) < 0.02
    clicks = (rng.binomial(sent, 0.8) > 0) | dark
    assert agrees(clicks.sum(), n, run.gain)
    assert agrees((photons[clicks] > 1).sum(), clicks.sum(), run.tagged_share)
    for k in (0, 1, 2, 3):
        assert agrees(clicks[photons == k].sum(), (photons == k).sum(), run.yield_by_photons[k])
    bit, guess = rng.integers(0, 2, (2, n))
    known = np.where(photons > 1, bit, guess)
    assert agrees((known == bit)[clicks].sum(), clicks.sum(), run.eve_guess)


def test_json():
    run = qedu.exchange(protocols.sarg04(), attacks.photon_number_splitting(), link=DECOYS)
    page = json.loads(run.to_json())
    cells = {name: np.array(column) for name, column in page["cells"].items()}
    assert page["link"] == str(DECOYS) and page["labels"]["intensity"] == [0.4, 0.15, 0.0]
    assert page["labels"]["photons"] == list(range(12))
    assert cells["p"].sum() == pytest.approx(1, abs=1e-12)
    assert cells["p"] @ cells["sifted"] == pytest.approx(run.sifted_fraction, rel=1e-9)
    assert cells["p"] @ cells["error"] == pytest.approx(run.qber * run.sifted_fraction, rel=1e-9)
    assert cells["p"] @ cells["eve_right"] == pytest.approx(run.eve_guess * run.sifted_fraction, rel=1e-9)
    for i, mu in enumerate((0.4, 0.15, 0.0)):
        here = cells["intensity"] == i
        assert cells["p"] @ (here & (cells["bob"] < 2)) == pytest.approx(
            run.gain_by_intensity[mu] * cells["p"] @ here, rel=1e-9, abs=0)
    assert "link" not in json.loads(qedu.exchange(protocols.bb84()).to_json())


# ---- how it is written, and what is refused

def test_ways_to_write_a_setup():
    laser = links.weak_coherent(0.48)
    assert GYS.at(50, 0.48) == GYS.at(50, laser) == GYS.at(50, source=[laser], probabilities=[1])
    assert GYS.at(50, 0.48) == links.Setup(GYS, 50, (laser,), (1.0,))
    assert GYS.at(50, np.array([0.4, 0.1]), probabilities=(0.5, 0.5)).intensities == (0.4, 0.1)
    mixed = GYS.at(10, (links.spdc(0.1), links.single_photon(0.9), 0.0), probabilities=(0.2, 0.5, 0.3))
    assert mixed.photon_odds.shape == (3, len(links.spdc(0.1).probabilities))
    assert mixed.photon_odds.sum(axis=1) == pytest.approx([1, 1, 1])
    assert mixed.photon_odds[1, :4] == pytest.approx([0.1, 0.9, 0, 0])
    with pytest.raises(dataclasses.FrozenInstanceError):
        mixed.distance_km = 3


BB84 = protocols.bb84()
REFUSED = [
    (lambda: qedu.exchange(BB84, link=GYS), "link = Link", r"link\.at\(50, 0\.48\)"),
    (lambda: qedu.exchange(BB84, link=50), "link = 50", r"None or a qedu\.links\.Setup"),
    (lambda: qedu.exchange(BB84, channel=channels.loss(0.1), link=DECOYS), r"channel = 'loss\(0\.1\)'", "fixed_loss_db"),
    (lambda: qedu.exchange(protocols.bbm92(), link=DECOYS), "link = 'GYS, 50 km", "with BBM92, a source of at most one"),
    (lambda: qedu.exchange(BB84, attacks.photon_number_splitting()), "attack = 'photon-number splitting'",
     "against BB84: only over a link"),
    (lambda: qedu.exchange(BB84, attacks.photon_number_splitting(fraction=0.5)), "attack = 'photon-number splitting'",
     "against BB84: only over a link"),
    (lambda: qedu.exchange(BB84, attacks.helstrom_resend(), link=DECOYS), "attack = 'Helstrom resend'", "against BB84"),
    (lambda: attacks.photon_number_splitting(fraction=1.5), "fraction = 1.5", "from 0 to 1"),
    (lambda: attacks.photon_number_splitting(blocked=-1), "blocked = -1", "from 0 to 1"),
    (lambda: GYS.at(-1, 0.48), "distance_km = -1", "from 0 to 1e"), (lambda: GYS.at([1, 2], 0.48), "distance_km", "number"),
    (lambda: GYS.at(50, "laser"), "source = 'laser'", "from 0 to 100"), (lambda: GYS.at(50, -0.1), "source = -0.1", "100"),
    (lambda: GYS.at(50, ()), r"sources = \(\)", "one qedu.links.Source or more"),
    (lambda: GYS.at(50, (0.4, 0.1)), "probabilities = None", "one number for each source"),
    (lambda: GYS.at(50, (0.4, 0.1), probabilities=(0.5, 0.4)), "probabilities", "with a total of 1"),
    (lambda: GYS.at(50, (0.4, 0.1), probabilities=(1.0,)), "probabilities", "one number for each source"),
    (lambda: GYS.at(50, (0.4, 0.4), probabilities=(0.5, 0.5)), r"sources = \(0\.4, 0\.4\)", "differ in their mean"),
    (lambda: GYS.at(50, links.spdc(50)), "sources", "at most 255 photons"),
    (lambda: links.Setup("GYS", 50, (links.weak_coherent(1),), (1,)), "link = 'GYS'", "a qedu.links.Link"),
    (lambda: links.Setup(GYS, 50, (0.48,), (1,)), "sources", "qedu.links.Source"),
    (lambda: qedu.exchange(BB84, link=DECOYS).records(10**16, seed=1), "rounds = 1", r"at most 10\*\*15"),
    (lambda: qedu.exchange(BB84).gain_by_intensity, "link = None", "for figures by intensity, a link"),
    (lambda: qedu.exchange(BB84).yield_by_photons, "link = None", "for figures by photons, a link"),
    (lambda: qedu.exchange(BB84).tagged_share, "link = None", "for tagged_share, a link"),
    (lambda: qedu.exchange(BB84).tagged_bound, "link = None", "for tagged_bound, a link"),
    (lambda: links.DecoyCounts(9, (0.4, 0.1), (0.5, 0.5), [5], [0, 0], [5, 5], [0, 0]), "n_x", "counts for each of the 2 intensities"),
    (lambda: links.DecoyCounts(9, (0.4, 0.1), (0.5, 0.5), [5, 5], [0, 6], [5, 5], [0, 0]), "m_x", "no more than the clicks, n_x"),
    (lambda: links.DecoyCounts(9, (0.4, 0.1), (0.5, 0.5), [5, 5], [0, 0], [5, -5], [0, 0]), "n_z", "numbers from 0"),
    (lambda: links.DecoyCounts(9, (0.4, 0.1), (0.5, 0.4), [5, 5], [0, 0], [5, 5], [0, 0]), "probabilities", "total of 1"),
    (lambda: links.DecoyCounts(9, (0.4, 0.1), (0.5, 0.5), [5, 5], [0, 0], [5, 5], [0, 0], f_ec=0.9), "f_ec", "from 1 to 100"),
    (lambda: qedu.exchange(BB84).counts(9, seed=1).decoy(), "link = None", "for decoy counts, a link with laser pulses"),
    (lambda: qedu.exchange(BB84, link=GYS.at(5, links.single_photon())).counts(9, seed=1).decoy(), "link = 'GYS, 5 km",
     "laser pulses"),
    (lambda: qedu.exchange(BB84, link=DECOYS).counts(9, seed=1).decoy(key="Y"), "key = 'Y'", "one of the bases Z, X"),
    (lambda: qedu.exchange(BB84, link=DECOYS).counts(9, seed=1).decoy(key="Z", test="Z"), "test = 'Z'", "another basis"),
    (lambda: qedu.engine.Counts(0, 0, 0, 0, (), (), ()).gain, "rounds = 0", "more rounds"),
]


@pytest.mark.parametrize("p_z, key, test", [(0.8, "Z", "X"), (0.2, "X", "Z"), (0.5, "X", "Z")])
def test_decoy_counts_take_the_likelier_basis_for_the_key(p_z, key, test):
    counts = qedu.exchange(protocols.bb84(p_z), link=DECOYS).counts(10**10, seed=7)
    found = counts.decoy()
    assert found.bases == (key, test) and found == counts.decoy(key=key, test=test) == counts.decoy(key=key) == counts.decoy(test=test)
    other = counts.decoy(key=test)
    assert other.bases == (test, key) and (other.n_x == found.n_z).all() and (other.m_z == found.m_x).all()
    if p_z != 0.5:
        assert rates.finite_decoy_bb84(found) > 2 * rates.finite_decoy_bb84(other)


def test_counts_carry_the_inefficiency_of_their_link():
    counts = qedu.exchange(protocols.bb84(0.8), link=DECOYS).counts(10**10, seed=7).decoy()
    assert counts.f_ec == GYS.f_ec == 1.22 and links.decoy_counts(50, GYS, pulses=10**10).f_ec == 1.22
    assert rates.finite_decoy_bb84(counts) == rates.finite_decoy_bb84(counts, f_ec=1.22) < rates.finite_decoy_bb84(counts, f_ec=1.16)
    plain = dataclasses.replace(counts, f_ec=None)
    assert rates.finite_decoy_bb84(plain) == rates.finite_decoy_bb84(counts, f_ec=1.16)


def test_the_worst_case_of_tagged_bits_is_not_the_share_on_the_line():
    """GYS at 50 km, μ = 0.48: P(n ≥ 2) = 1 − 1.48 e^(−0.48) over Q = 1 − (1 − 1.7e-6) e^(−0.48 η), and no key without decoys."""
    run = qedu.exchange(BB84, link=GYS.at(50, 0.48))
    several, gain = 1 - 1.48 * math.exp(-0.48), 1 - (1 - 1.7e-6) * math.exp(-0.48 * 0.045 * 10**-1.05)
    assert run.tagged_bound == pytest.approx(several / gain, rel=1e-9) == pytest.approx(43.7, abs=0.05)
    assert run.tagged_share == pytest.approx(0.38, abs=0.005) and rates.gllp(50, GYS, mu=0.48) == 0
    # Where there is key without decoys, the formula of Gottesman et al. with this Δ is `rates.gllp`.
    near, mu = qedu.exchange(BB84, link=GYS.at(5, 0.01)), 0.01
    assert near.tagged_bound < 1
    single = near.gain * (1 - near.tagged_bound)
    key = (single * (1 - rates.h2(near.qber * near.gain / single)) - near.gain * 1.22 * rates.h2(near.qber)) / 2
    assert rates.gllp(5, GYS, mu=mu) == pytest.approx(key, rel=1e-9) and key > 0
    # Several intensities: the mean over them.
    mixed = qedu.exchange(BB84, link=GYS.at(50, (0.48, 0.1), probabilities=(0.75, 0.25)))
    assert mixed.tagged_bound == pytest.approx((0.75 * several + 0.25 * (1 - 1.1 * math.exp(-0.1))) / mixed.gain, rel=1e-9)
    dark = links.Link("cut", 0, 0, 0, 0)
    assert qedu.exchange(BB84, link=dark.at(0, 0.5)).tagged_bound == math.inf
    assert qedu.exchange(BB84, link=dark.at(0, links.single_photon())).tagged_bound == 0


@pytest.mark.parametrize("call, name, allowed", REFUSED)
def test_refused(call, name, allowed):
    with pytest.raises(ValueError, match=f"^{name}.*{allowed}"):
        call()


def branches(**change):
    """An attack that passes everything, but for one branch on two photons."""
    def pulses(setup):
        found = [[attacks.Branch("passed", 1.0, n)] for n in range(setup.photon_odds.shape[1])]
        found[2] = [attacks.Branch("passed", 0.5, 2), attacks.Branch("kept", 0.5, 1, 1)._replace(**change)]
        return found
    return attacks.Attack("one's own", None, pulses)


@pytest.mark.parametrize("change, message", [
    ({"odds": 0.6}, "odds of total 1.1 for 2 photons"), ({"odds": -0.5}, "odds = -0.5"),
    ({"sent": 2}, "of 2 photons at most 2 kept and sent"), ({"sent": 0.5}, "sent = 0.5"), ({"kept": -1}, "kept = -1"),
    ({"transmittance": 1.2}, "transmittance = 1.2"), ({"record": "passed"}, "the same number of kept photons"),
    ({"record": attacks.UNTOUCHED}, "for that record no photon kept")])
def test_branches_are_checked(change, message):
    assert qedu.exchange(BB84, branches(), link=DECOYS).eve_information > 0
    with pytest.raises(ValueError, match=message.replace("+", r"\+")):
        qedu.exchange(BB84, branches(**change), link=DECOYS)


def test_attacks_on_pulses_are_checked():
    with pytest.raises(ValueError, match="pulses = .*one list for each of the 12 photon numbers"):
        qedu.exchange(BB84, attacks.Attack("short", None, lambda setup: [[attacks.Branch("passed", 1.0, 0)]]), link=DECOYS)
    with pytest.raises(ValueError, match="pulses = 3 is not allowed: None or a callable"):
        attacks.Attack("three", None, 3)
    with pytest.raises(ValueError, match="attack = 'none' is not allowed: one that reads the photon number, as photon_number_splitting"):
        attacks.none().on_pulses(DECOYS)
    three = protocols.Protocol("three outcomes", {"Z": (1.0, qedu.states.basis("Z"))},
                               {"Z": (1.0, [qedu.states.basis("Z")[0].proj(), *[qedu.states.basis("Z")[1].proj() / 2] * 2])},
                               lambda *_: None)
    with pytest.raises(ValueError, match="protocol = 'three outcomes' is not allowed: over a link, two outcomes"):
        qedu.exchange(three, link=DECOYS)


def test_decoy_counts_row_by_row():
    """Sifted bits and errors by basis and intensity, for every choice of key and test among three bases."""
    link = COARSE.at(5, (0.5, 0.1, 0.0), probabilities=(0.5, 0.3, 0.2))
    counts = qedu.exchange(protocols.six_state(), attacks.intercept_resend(fraction=0.3, basis="z"), link=link).counts(10**7, seed=11)
    for key, test in (("Z", "X"), ("X", "Y"), ("Y", "Z")):
        found = counts.decoy(key=key, test=test)
        for n, m, basis in ((found.n_x, found.m_x, key), (found.n_z, found.m_z, test)):
            place = counts.bases.index(basis)
            assert n.tolist() == [part.sifted_by_basis[place] for part in counts.by_intensity.values()] and n.dtype == np.int64
            assert m.tolist() == [part.errors_by_basis[place] for part in counts.by_intensity.values()] and m.dtype == np.int64
        assert (found.pulses, found.intensities, found.probabilities, found.bases) == (10**7, (0.5, 0.1, 0.0), (0.5, 0.3, 0.2), (key, test))
    # All three as likely: key from X, the test in Z; what is named is left to the other.
    assert counts.decoy().bases == ("X", "Z") and counts.decoy(test="X").bases[0] in "ZY" and counts.decoy(key="Z").bases[0] == "Z"
    for names, message in (({"key": "W"}, "key = 'W' is not allowed: one of the bases "), ({"key": "X", "test": "W"}, "test = 'W' is not allowed: one of the bases "),
                               ({"key": "X", "test": "X"}, "test = 'X' is not allowed: another basis than that of the key")):
        with pytest.raises(ValueError) as error:
            counts.decoy(**names)
        assert str(error.value) == message + (", ".join(counts.bases) if "one of" in message else "")


def test_decoy_counts_need_laser_pulses():
    allowed = ("is not allowed: for decoy counts, a link with laser pulses, as qedu.links.GYS.at(50, (0.4, 0.15, 0.0), "
               "probabilities=(0.5, 0.3, 0.2))")
    mixed = GYS.at(5, (links.weak_coherent(0.4), links.spdc(0.1)), probabilities=(0.5, 0.5))
    for link, shown in ((None, "None"), (mixed, "'GYS, 5 km, weak coherent(0.4), SPDC(0.1)'")):
        with pytest.raises(ValueError) as error:
            qedu.exchange(BB84, link=link).counts(100, seed=1).decoy()
        assert str(error.value) == f"link = {shown} {allowed}"


@pytest.mark.parametrize("dark, rounds, chunk", [(0.5, 200_000, 70_000), (0.02, 3_000_000, 999_983), (1e-6, 10**11, 3 * 10**10)])
def test_clicks_are_shared_out_to_chunks_without_loss(dark, rounds, chunk):
    """Blocks of 65,536 clicks end in the middle of chunks, chunks in the middle of blocks: nothing lost, nothing twice."""
    run = qedu.exchange(BB84, link=dataclasses.replace(IDEAL, dark_counts=dark).at(0, 0.0))
    parts = list(run.records_iter(rounds, chunk=chunk, seed=5))
    whole = run.records(rounds, seed=5)
    assert [part.rounds for part in parts] == [min(chunk, rounds - start) for start in range(0, rounds, chunk)]
    assert sum(len(part) for part in parts) == len(whole) and agrees(len(whole), rounds, dark)
    for name in ("alice", "bob", "bob_setting", "sifted", "photons"):
        np.testing.assert_array_equal(np.concatenate([getattr(part, name) for part in parts]), getattr(whole, name))
    assert not whole.photons.any() and (whole.bob < 2).all()
    for part in parts[:-1]:
        assert agrees(len(part), chunk, dark)
    # A generator goes on where it stopped: two runs of it differ, and the first is that of its seed.
    rng = np.random.default_rng(5)
    first, second = run.records(rounds, seed=rng), run.records(rounds, seed=rng)
    assert first == whole != second


def test_waiting_times_are_geometric():
    """Clicks in 30,000 pieces of one round and of two: Bernoulli and binomial, at a gain of one half (1e-10 each)."""
    run = qedu.exchange(BB84, link=dataclasses.replace(IDEAL, dark_counts=0.5).at(0, 0.0))
    ones = np.array([len(part) for part in run.records_iter(30_000, chunk=1, seed=6)])
    assert set(ones.tolist()) == {0, 1} and agrees(ones.sum(), 30_000, 0.5)
    assert agrees((ones[1:] & ones[:-1]).sum(), 29_999, 0.25)
    twos = np.array([len(part) for part in run.records_iter(30_000, chunk=2, seed=6)])
    assert (twos == ones[::2] + ones[1::2]).all()
