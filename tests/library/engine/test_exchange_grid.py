"""Every protocol of the library under every attack and every kind of noise.

Each pair builds and obeys what holds for all of them, or raises the documented error; counts
and records agree with the table.  Statistical tests compare with a p-value bound of 1e-9 each,
about 500 of them, so the file fails falsely with probability below 1e-6; seeds are fixed.
"""

import json

import numpy as np
import pytest
from scipy import stats

import qedu
from qedu import attacks, channels, protocols
from qedu.engine.table import Table

BOUND = 1e-9
NOISE = {c.name: c for c in (channels.identity(), channels.depolarizing(0.1), channels.dephasing(0.07),
                             channels.amplitude_damping(0.2), channels.loss(0.4),
                             channels.compose(channels.amplitude_damping(0.1), channels.loss(0.3)))}
GRID = attacks.pairs()
BUILDS = [pair for pair in GRID if pair.error is None]
REFUSED = [pair for pair in GRID if pair.error is not None]
PARTLY = {fraction: {(p.protocol.name, p.attack.name.split(", fraction")[0]): p for p in attacks.pairs(fraction=fraction)}
          for fraction in (0.0, 0.3, 0.7)}


def label(value):
    return f"{value.protocol.name}, {value.attack.name}" if isinstance(value, attacks.Pair) else str(value)


def test_the_grid_is_whole():
    """Six protocols; the two attacks on B92 and those at the source fit only where they say."""
    names = [protocol().name for protocol in (protocols.bb84, protocols.six_state, protocols.b92, protocols.sarg04,
                                              protocols.bbm92, protocols.e91)]
    assert list(dict.fromkeys(pair.protocol.name for pair in GRID)) == names
    kinds = len(GRID) // 6
    assert kinds >= 14 and len({(p.protocol.name, p.attack.name) for p in GRID}) == len(GRID)
    refused = {(p.protocol.name, p.attack.name) for p in REFUSED}
    assert refused == {(p.protocol.name, p.attack.name) for p in GRID
                       if p.attack.name in ("Helstrom resend", "unambiguous resend") and p.protocol.name != "B92"
                       or p.attack.name.startswith("Eve at the source") and p.protocol.name not in ("BBM92", "E91")}
    # Every attack of the module is in the grid, by the words of its name.
    # Photon-number splitting needs a link, and is tested there.
    functions = set(attacks.__all__) - {"Attack", "UNTOUCHED", "partial", "Pair", "pairs", "Branch", "Rigged", "EMPTY",
                                        "photon_number_splitting"}
    words = {"none": "none", "intercept_resend": "intercept-resend", "helstrom_resend": "Helstrom resend",
             "unambiguous_resend": "unambiguous resend", "universal_cloner": "universal cloner",
             "phase_covariant_cloner": "phase-covariant", "entangling_probe": "entangling probe",
             "at_source": "Eve at the source"}
    assert functions == set(words)
    assert all(any(p.attack.name.startswith(word) for p in GRID) for word in words.values())


@pytest.mark.parametrize("noise", NOISE)
@pytest.mark.parametrize("pair", REFUSED, ids=label)
def test_refused_by_name(pair, noise):
    """The error names attack and protocol, also for a partial attack."""
    for attack in (pair.attack, attacks.partial(pair.attack, 0.5)):
        with pytest.raises(ValueError, match="^attack = .* is not allowed: ") as error:
            qedu.exchange(pair.protocol, attack, channel=NOISE[noise])
        assert pair.attack.name in str(error.value) and f"against {pair.protocol.name}: " in str(error.value)
        assert str(error.value) == pair.error


@pytest.mark.parametrize("noise", NOISE)
@pytest.mark.parametrize("pair", BUILDS, ids=label)
def test_what_holds_for_every_pair(pair, noise):
    channel = NOISE[noise]
    run = qedu.exchange(pair.protocol, pair.attack, channel=channel)
    table = run.table
    assert float(table.sum()) == pytest.approx(1, abs=1e-12) and float(table.min()) >= 0
    # Nobody's choice of setting depends on anything else, and Bob's does not reach Alice or Eve.
    for side in ("alice", "bob"):
        odds = [weight for weight, _ in getattr(pair.protocol, side).values()]
        assert table.sum([d for d in table.dims if d != f"{side}_setting"]).values == pytest.approx(odds, abs=1e-12)
    silent = float(table.sel(bob="no click").sum()) if "no click" in table.bob.values else 0.0
    assert 0 <= run.sifted_fraction <= 1 - silent + 1e-12 and 0 <= run.qber <= 1
    assert -1e-9 <= run.eve_information <= run.eve_holevo + 1e-9 <= 1 + 2e-9
    assert 0.5 - 1e-9 <= run.eve_guess <= 1 + 1e-9
    # Fano: who guesses a bit with probability g lacks at most h(g) bits of it.
    assert run.eve_information >= bias(run) - qedu.rates.h2(run.eve_guess) - 1e-9
    if pair.protocol.bell:
        assert 0 <= run.chsh <= 2 * 2**0.5 + 1e-9
        if "source" in pair.attack.name or "intercept" in pair.attack.name:
            assert run.chsh <= 2
    page = json.loads(run.to_json())
    cells = {name: np.array(column) for name, column in page["cells"].items()}
    assert cells["p"] @ cells["error"] == pytest.approx(run.qber * run.sifted_fraction, abs=1e-12)
    assert cells["p"] @ cells["eve_right"] == pytest.approx(run.eve_guess * run.sifted_fraction, abs=1e-12)
    assert ("bell" in page) == bool(pair.protocol.bell) and ("announcement" in page["labels"]) == bool(pair.protocol.announce)


def bias(run):
    """Entropy of Alice's sifted bit."""
    table = Table(run.protocol, run.attack, run.channel)
    return qedu.rates.h2(float((table.p * table.kept * table.key[0]).sum() / run.sifted_fraction))


@pytest.mark.parametrize("noise", ["identity", "depolarizing(0.1)", "loss(0.4)"])
@pytest.mark.parametrize("pair", BUILDS, ids=label)
def test_more_attacked_more_known(pair, noise):
    """Eve's figures grow with the fraction attacked, and a fraction of 0 is no attack at all."""
    channel = NOISE[noise]
    runs = [qedu.exchange(chosen.protocol, chosen.attack, channel=channel)
            for chosen in (*(PARTLY[f][pair.protocol.name, pair.attack.name] for f in PARTLY), pair)]
    quiet = qedu.exchange(pair.protocol, channel=channel)
    for figure in ("sifted_fraction", "qber", "eve_information", "eve_guess", "eve_holevo"):
        assert getattr(runs[0], figure) == pytest.approx(getattr(quiet, figure), abs=1e-9)
    for figure in ("eve_information", "eve_guess", "eve_holevo"):
        values = [getattr(run, figure) for run in runs]
        assert (np.diff(values) >= -1e-9).all(), figure
    # The tables mix: what is kept, and what is wrong, per round sent.
    for share, run in zip((0, 0.3, 0.7, 1), runs):
        for figure in (lambda r: r.sifted_fraction, lambda r: r.sifted_fraction * r.qber):
            assert figure(run) == pytest.approx((1 - share) * figure(quiet) + share * figure(runs[-1]), abs=1e-9)
    touched = [float(run.table.sel(eve=[e for e in run.table.eve.values if e != attacks.UNTOUCHED]).sum()) for run in runs]
    assert touched == pytest.approx([0, 0.3, 0.7, 1] if pair.attack.name != "none" else [0] * 4, abs=1e-9)


@pytest.mark.parametrize("pair", PARTLY[0.7].values(), ids=label)
def test_counts_and_records_follow_the_table(pair):
    """n = 10⁵ rounds each; sifted, errors, right guesses, and a χ² test of the raw cells."""
    if pair.error:
        return
    run = qedu.exchange(pair.protocol, pair.attack, channel=channels.loss(0.2))
    n = 10**5
    r, c = run.records(n, seed=31), run.counts(n, seed=32)
    k = r.sifted
    assert not k[r.bob == 2].any()
    totals = {"counts": (c.sifted, c.errors, c.eve_right),
              "records": (k.sum(), (r.alice != r.bob)[k].sum(), (r.alice == r.eve_guess)[k].sum())}
    for sifted, errors, right in totals.values():
        for hits, trials, odds in ((sifted, n, run.sifted_fraction), (errors, sifted, run.qber),
                                   (right, sifted, run.eve_guess)):
            assert stats.binomtest(int(hits), int(trials), min(1.0, max(0.0, odds))).pvalue > BOUND
    p = Table(run.protocol, run.attack, run.channel).p
    attacked = sum(odds for odds, record in zip(p.sum(axis=(0, 1, 2, 4, 5)), run.table.eve.values)
                   if record != attacks.UNTOUCHED)
    assert stats.binomtest(int(r.attacked.sum()), n, min(1.0, attacked)).pvalue > BOUND
    # Cell by cell, over what everyone sees where no bit is rewritten: settings, announcement, click or not.
    seen = p.sum(axis=(1, 3))                                      # x, w, y, b
    seen = np.stack([seen[..., :-1].sum(axis=-1), seen[..., -1]], axis=-1)
    said = r.announcement if r.announcement is not None else np.zeros(n, np.uint8)
    observed = np.zeros(seen.shape, int)
    np.add.at(observed, (r.alice_setting, said, r.bob_setting, (r.bob == 2).astype(int)), 1)
    possible = seen > 0
    assert not observed[~possible].any()
    assert stats.chisquare(observed[possible], n * seen[possible]).pvalue > BOUND
    if pair.protocol.bell:
        # S is a sum of four means of ±1, each over about n · 0.8/9 rounds: 6.5 standard deviations, 1e-10.
        assert abs(c.s_value - run.chsh) < 6.5 * (4 / (n * 0.8 / 9)) ** 0.5
        assert abs(s_of(r) - run.chsh) < 6.5 * (4 / (n * 0.8 / 9)) ** 0.5


def s_of(r):
    """CHSH value from E91's records by its definition: Alice 0°, 45°, 90°, Bob 45°, 90°, 135°."""
    def e(x, y):
        rounds = (r.alice_setting == x) & (r.bob_setting == y) & (r.bob < 2)
        return 1 - 2 * (r.alice != r.bob)[rounds].mean()
    return abs(e(0, 0) - e(0, 2) + e(2, 0) + e(2, 2))


def test_records_hold_key_bits_where_sifted():
    """SARG04: the key bit is Alice's basis, though her outcome is the state; B92 and E91: as measured."""
    r = qedu.exchange(protocols.sarg04(), attacks.intercept_resend(fraction=0.5)).records(10**5, seed=41)
    k = r.sifted
    assert (r.alice[k] == r.alice_setting[k]).all() and (r.bob[k] == 1 - r.bob_setting[k]).all()
    plain = qedu.exchange(protocols.sarg04()).records(10**5, seed=42)
    assert (plain.alice == plain.bob)[plain.sifted].all()
    # Where nothing is kept the outcome stands, and it is one of the two announced: "0+", "0-", "1+", "1-".
    z = ~plain.sifted & (plain.alice_setting == 0)
    x = ~plain.sifted & (plain.alice_setting == 1)
    assert (plain.alice[z] == plain.announcement[z] // 2).all() and (plain.alice[x] == plain.announcement[x] % 2).all()
    assert qedu.exchange(protocols.b92()).records(10, seed=1).announcement is None


def test_same_seed_same_rounds_with_announcements():
    run = qedu.exchange(protocols.sarg04(), attacks.universal_cloner(fraction=0.5))
    whole = run.records(100_000, seed=7)
    parts = list(run.records_iter(100_000, chunk=33_333, seed=7))
    for name in ("alice", "bob", "eve_guess", "announcement", "sifted"):
        np.testing.assert_array_equal(np.concatenate([getattr(part, name) for part in parts]), getattr(whole, name))


# ---- faults found in other simulators

def test_eve_on_a_mismatch_hurts_both_bases():
    """An Eve who applies X on a basis mismatch spares |±⟩ and gives 1/8: here both bases show 1/4."""
    run = qedu.exchange(protocols.bb84(), attacks.intercept_resend())
    assert run.qber_by_basis == pytest.approx({"Z": 0.25, "X": 0.25}, abs=1e-12)


def test_eve_chooses_among_the_protocols_own_bases():
    """Three bases against BB84 give 1/3; they are for six-state only."""
    assert qedu.exchange(protocols.bb84(), attacks.intercept_resend()).table.eve.values.tolist() == ["Z0", "Z1", "X0", "X1"]
    assert qedu.exchange(protocols.six_state(), attacks.intercept_resend()).qber == pytest.approx(1 / 3, abs=1e-12)
    assert qedu.exchange(protocols.sarg04(), attacks.intercept_resend()).table.sizes["eve"] == 4


def test_an_error_rate_is_never_negative():
    """A QBER estimated as (1 − correlation)/2 without E91's flip came out negative elsewhere."""
    run = qedu.exchange(protocols.e91(0.95))
    for seed in range(20):
        assert 0 <= run.counts(200, seed=seed).qber < 0.5
    assert qedu.exchange(protocols.e91()).counts(10**6, seed=1).errors == 0


def test_no_protocol_is_another_by_another_name():
    """Any two differ in what they keep, in QBER or in Eve's information under one of two attacks."""
    def fingerprint(protocol):
        runs = [qedu.exchange(protocol, attack) for attack in (
            attacks.none(), attacks.intercept_resend(basis="y"), attacks.intercept_resend(basis="breidbart"))]
        return [round(f, 9) for r in runs for f in (r.sifted_fraction, r.qber, r.eve_information)]
    made = {p.name: fingerprint(p) for p in (protocols.bb84(), protocols.six_state(), protocols.b92(),
                                             protocols.sarg04(), protocols.e91())}
    assert len({tuple(f) for f in made.values()}) == len(made)
    # BBM92 is BB84 with the source outside Alice's laboratory: the same figures, and that is the point of it.
    assert fingerprint(protocols.bbm92()) == made["BB84"]
