"""Counts and records against the exact table.

Each statistical test compares with a p-value bound of 1e-8, so the whole file
fails falsely with probability below 1e-6; seeds are fixed.
"""

import tracemalloc

import numpy as np
import pytest
from scipy import stats

import qedu
from qedu import attacks, channels, protocols
from qedu.engine.sampling import FIELDS, Sampler, Sampling
from qedu.engine.table import Table

BOUND = 1e-8
RUNS = {
    "bb84": (protocols.bb84(), attacks.intercept_resend(fraction=0.4), channels.depolarizing(0.02)),
    "bb84 biased, lossy": (protocols.bb84(0.93), attacks.intercept_resend(fraction=0.1, basis="breidbart"), channels.loss(0.37)),
    "six-state": (protocols.six_state(), attacks.intercept_resend(fraction=0.7), channels.dephasing(0.05)),
    "dyadic": (protocols.bb84(), attacks.intercept_resend(), None),      # no slot is left over
}


def run_of(name):
    protocol, attack, channel = RUNS[name]
    return qedu.exchange(protocol, attack, channel=channel)


@pytest.fixture(scope="module", params=RUNS)
def run(request):
    return run_of(request.param)


def inside(run):
    """What the run draws from."""
    return Sampling(Table(run.protocol, run.attack, run.channel, run.link))


def agrees(observed, p):
    """Whether counts agree with odds `p` by a χ² test; cells below 5 expected counts are pooled."""
    expected = observed.sum() * p
    small = expected < 5
    if small.any():
        observed, expected = (np.append(v[~small], v[small].sum()) for v in (observed, expected))
    keep = expected > 0
    assert not observed[~keep].any()
    return stats.chisquare(observed[keep], expected[keep] * observed.sum() / expected[keep].sum()).pvalue > BOUND


def test_records_follow_the_table_cell_by_cell(run):
    """n = 2·10⁶ rounds; every column of every row, as one index."""
    n = 2_000_000
    records = run.records(n, seed=11)
    p, columns = inside(run).columns
    keys = np.stack([columns[name] for name in FIELDS]).astype(np.int64)
    weights = np.array([3**k for k in range(len(FIELDS))])[::-1]
    code, cell_of = np.unique(weights @ keys, return_inverse=True)
    expected = np.bincount(cell_of, p)
    drawn = weights @ np.stack([getattr(records, name) for name in FIELDS]).astype(np.int64)
    where = np.searchsorted(code, drawn).clip(max=len(code) - 1)
    assert (code[where] == drawn).all(), "a row that the table does not hold"
    assert agrees(np.bincount(where, minlength=len(code)), expected)


def test_records_follow_the_exact_figures(run):
    n = 2_000_000
    r = run.records(n, seed=12)
    k = r.sifted
    binomial = lambda successes, trials, p: stats.binomtest(int(successes), int(trials), p).pvalue > BOUND
    assert binomial(k.sum(), n, run.sifted_fraction)
    assert binomial((r.alice[k] != r.bob[k]).sum(), k.sum(), run.qber)
    assert binomial((r.alice[k] == r.eve_guess[k]).sum(), k.sum(), run.eve_guess)
    assert (r.alice_setting[k] == r.bob_setting[k]).all()


def test_rounds_are_independent_of_each_other():
    """Errors do not predict the next error: 2 × 2 table of neighbours, n ≈ 5·10⁵."""
    r = run_of("bb84").records(10**6, seed=13)
    error = (r.alice != r.bob)[r.sifted]
    table = np.histogram2d(error[:-1], error[1:], bins=2)[0]
    assert stats.chi2_contingency(table).pvalue > BOUND


def test_odds_of_the_sampler_are_exact(run):
    """Cell probabilities, read off the look-up table itself, are the table's to 2⁻³⁰."""
    p, _ = inside(run).columns
    sampler = Sampler(p, np.arange(len(p), dtype=np.uint64).view(np.uint8).reshape(-1, 8))
    whole = np.array([(sampler.slots[:sampler.first_open] == row).sum() for row in sampler.rows])
    remainder = np.diff(sampler.remainder, prepend=0)
    odds = whole / 2**16
    if sampler.first_open < 2**16:
        odds = odds + (1 - sampler.first_open / 2**16) * remainder / sampler.remainder[-1]
    assert abs(odds - p).max() < 2**-30


def test_counts_follow_the_exact_figures(run):
    n = 10**6
    c = run.counts(n, seed=21)
    binomial = lambda successes, trials, p: stats.binomtest(successes, trials, p).pvalue > BOUND
    assert c.rounds == n and binomial(c.sifted, n, run.sifted_fraction)
    assert binomial(c.errors, c.sifted, run.qber) and binomial(c.eve_right, c.sifted, run.eve_guess)
    assert sum(c.sifted_by_basis) == c.sifted and sum(c.errors_by_basis) == c.errors
    for name, sifted, errors in zip(c.bases, c.sifted_by_basis, c.errors_by_basis):
        assert binomial(errors, sifted, run.qber_by_basis[name])
        assert c.qber_by_basis[name] == errors / sifted
    assert c.qber == c.errors / c.sifted


def test_counts_of_many_rounds_spread_as_binomials_do():
    """200 draws of 10¹² rounds: mean and variance of the sifted count."""
    run, n = run_of("bb84"), 10**12
    sifted = np.array([run.counts(n, seed=s).sifted for s in range(200)], float)
    z = (sifted - n / 2) / np.sqrt(n / 4)
    assert abs(z.mean()) < 5.8 / np.sqrt(200)
    assert stats.chi2.cdf((z**2).sum(), 200) == pytest.approx(0.5, abs=0.5 - BOUND)
    assert all(isinstance(v, int) for v in (run.counts(n, seed=1).sifted, run.counts(n, seed=1).errors))


def test_impossible_cells_never_happen():
    run = qedu.exchange(protocols.bb84())
    assert run.counts(10**15, seed=1).errors == 0
    r = run.records(10**6, seed=1)
    assert not (r.alice != r.bob)[r.sifted].any() and not r.attacked.any()


def test_same_seed_same_rounds_however_cut():
    run = run_of("bb84")
    whole = run.records(200_000, seed=7)
    for name in FIELDS:
        pieces = [getattr(piece, name) for piece in run.records_iter(200_000, chunk=31_337, seed=7)]
        assert [len(piece) for piece in pieces] == 6 * [31_337] + [200_000 - 6 * 31_337]
        np.testing.assert_array_equal(np.concatenate(pieces), getattr(whole, name))
        np.testing.assert_array_equal(getattr(run.records(1000, seed=7), name), getattr(whole, name)[:1000])
        np.testing.assert_array_equal(getattr(run.records(1000, seed=np.random.default_rng(7)), name),
                                      getattr(whole, name)[:1000])
    assert (run.records(1000, seed=8).alice != whole.alice[:1000]).any()
    assert run.counts(1000, seed=7) == run.counts(1000, seed=7) != run.counts(1000, seed=8)


def test_arrays_are_what_the_contract_says():
    r = run_of("bb84 biased, lossy").records(1000, seed=1)
    for name in FIELDS:
        array = getattr(r, name)
        assert array.shape == (1000,) and array.flags.c_contiguous
        assert array.dtype == (bool if name in ("sifted", "attacked") else np.uint8)
    assert len(r) == 1000 and set(np.unique(r.bob)) == {0, 1, 2} and not r.sifted[r.bob == 2].any()


def test_eve_guesses_what_she_saw():
    """Eve in Z on every pulse: right on all sifted Z bits, 0 (a coin toss) on X."""
    r = qedu.exchange(protocols.bb84(), attack=attacks.intercept_resend(basis="z")).records(10**5, seed=3)
    z = r.alice_setting == 0
    assert (r.eve_guess[z] == r.alice[z]).all(), "also in rounds that are not kept"
    assert not r.eve_guess[~z].any()


def test_memory():
    """At most 16 bytes a round at the peak, and constant in `records_iter`."""
    run = run_of("bb84")
    run.records(10, seed=1)
    tracemalloc.start()
    run.records(2_000_000, seed=1)
    peak = tracemalloc.get_traced_memory()[1]
    assert peak <= 16 * 2_000_000
    tracemalloc.reset_peak()
    for _ in run.records_iter(5_000_000, chunk=10**5, seed=1):
        pass
    assert tracemalloc.get_traced_memory()[1] < 8 * 10**6
    tracemalloc.stop()
