"""Floor 1: photons, loss and clicks against plain floats, QuTiP states and event-by-event simulations.

Every sampled check states its size; each fails falsely with probability below 1e-8 (six standard
deviations), and the seeds are fixed.
"""

import math
from dataclasses import replace

import numpy as np
import pytest
import qutip

from qedu import links
from qedu.links import GYS
from qedu.links.detection import both_click

PERFECT = links.Link("perfect", 0, 1, 0, 0)
NOISY = links.Link("noisy", 0.3, 0.6, 0.02, 0.07, fixed_loss_db=1.5)


def plain(link, km):
    """η, with plain floats."""
    return link.efficiency * 10 ** (-(link.loss_db_per_km * km + link.fixed_loss_db) / 10)


@pytest.mark.parametrize("link, numbers", [
    (GYS, (0.21, 0.045, 1.7e-6, 0.033, 1.22)), (links.LO_CURTY_QI, (0.2, 0.145, 6.02e-6, 0.015, 1.16)),
    (links.LIM, (0.2, 0.1, 1.2e-6 - 3.6e-13, 0.005, 1.16)), (links.WANG_YU_HU, (0.2, 0.8, 2e-11, 0.15, 1.1))])
def test_published_links_are_as_read(link, numbers):
    assert (link.loss_db_per_km, link.efficiency, link.dark_counts, link.misalignment, link.f_ec) == pytest.approx(
        numbers, rel=1e-9, abs=0)
    assert link.fixed_loss_db == 0 and link.detectors == 2 and link.divergence_urad is None


@pytest.mark.parametrize("link", [GYS, links.LO_CURTY_QI, links.LIM, links.WANG_YU_HU])
def test_published_links_say_where_they_come_from(link):
    assert link.doi.startswith("10.") and link.reference and link.read


def test_dark_counts_are_shared_by_the_detectors():
    """Two detectors, each silent with 1 − p, are both silent with 1 − Y₀."""
    for detectors in (1, 2, 4):
        p = replace(NOISY, detectors=detectors).dark_counts_per_detector
        assert (1 - p) ** detectors == pytest.approx(1 - 0.02, abs=1e-15)
    assert links.LIM.dark_counts_per_detector == pytest.approx(6e-7, rel=1e-9, abs=0)
    assert links.WANG_YU_HU.dark_counts_per_detector == pytest.approx(1e-11, rel=1e-9, abs=0)


@pytest.mark.parametrize("link", [GYS, NOISY, PERFECT])
@pytest.mark.parametrize("km", [0, 1, 77.5, 300])
def test_loss(link, km):
    eta = plain(link, km)
    assert link.transmittance(km) == pytest.approx(eta, rel=1e-12, abs=0)
    assert link.channel_transmittance(km) * link.efficiency == pytest.approx(eta, rel=1e-12, abs=0)
    assert link.loss_db(km) == pytest.approx(link.loss_db_per_km * km + link.fixed_loss_db, rel=1e-12)


def test_free_space_loss_is_the_beam_through_the_hole():
    """A Gaussian beam of radius w, integrated over a round aperture; 1,200 km, 10 µrad, 1 m: 18.60 dB."""
    assert links.free_space_loss_db(1200, divergence_urad=10, aperture_m=1) == pytest.approx(18.60, abs=0.005)
    for km, urad, aperture in ((1200, 10, 1), (10, 50, 0.3), (2, 50, 0.1)):
        w = km * 1e3 * urad * 1e-6 / 2
        r = (np.arange(200_000) + 0.5) / 200_000 * aperture / 2
        caught = np.sum(4 * r / w**2 * np.exp(-2 * (r / w) ** 2)) * aperture / 2 / 200_000
        assert links.free_space_loss_db(km, divergence_urad=urad, aperture_m=aperture) == pytest.approx(-10 * math.log10(caught), abs=1e-7)
    assert links.free_space_loss_db(0, divergence_urad=10, aperture_m=1) == 0 and math.copysign(1, links.free_space_loss_db(0, divergence_urad=10, aperture_m=1)) == 1
    satellite = links.Link("satellite", 0.001, 0.5, 1e-6, 0.01, fixed_loss_db=3, divergence_urad=10, aperture_m=1)
    assert satellite.loss_db(1200) == pytest.approx(1.2 + 3 + 18.60, abs=0.005)


@pytest.mark.parametrize("link", [GYS, NOISY, PERFECT])
@pytest.mark.parametrize("km", [0, 40, 200])
@pytest.mark.parametrize("n", [0, 1, 2, 3, 10, 200])
def test_yields_and_error_rates(link, km, n):
    eta, y0 = plain(link, km), link.dark_counts
    clicks = 1 - (1 - y0) * (1 - eta) ** n
    wrong = y0 / 2 + link.misalignment * (1 - (1 - eta) ** n)
    assert link.yields(n, km) == pytest.approx(clicks, rel=1e-9, abs=1e-15)
    assert link.error_rates(n, km) == pytest.approx(wrong / clicks if clicks else 0.5, rel=1e-9)


def test_clicks_and_errors_stay_probabilities():
    links_ = [replace(NOISY, dark_counts=y, misalignment=e) for y in (0, 0.3, 0.99) for e in (0, 0.2, 0.5)]
    for link in links_:
        y, e = link.yields(np.arange(60), np.array([[0.0], [50.0]])), link.error_rates(np.arange(60), 10)
        assert y.shape == (2, 60) and (0 <= y).all() and (y <= 1).all() and (np.diff(y) >= 0).all()
        assert (e >= 0).all() and (e <= (1 + link.dark_counts) / 2 + 1e-15).all()


def test_tiny_transmittance_keeps_its_digits():
    """1 − (1 − η) loses every digit of η at 1,000 km; a link without dark counts shows it.

    With abs=0, or pytest would take whatever lies within 1e-12, zero too.
    """
    dark = replace(PERFECT, fixed_loss_db=200)
    assert dark.yields(1, 0) == pytest.approx(1e-20, rel=1e-12, abs=0)
    assert dark.gain(0.5, 0) == pytest.approx(5e-21, rel=1e-12, abs=0)
    assert dark.qber(0.5, 0) == 0 and PERFECT.qber(0.0, 0) == 0.5


@pytest.mark.parametrize("link", [GYS, NOISY, PERFECT])
@pytest.mark.parametrize("mu", [1e-4, 0.1, 0.48, 3.0, 40.0])
def test_closed_forms_are_poisson_sums(link, mu):
    """The sum over photon numbers, with plain floats and 200 terms."""
    for km in (0, 50, 140):
        eta, y0 = plain(link, km), link.dark_counts
        p, gain, wrong = math.exp(-mu), 0.0, 0.0
        for n in range(200):
            arrives = 1 - (1 - eta) ** n
            gain += p * (y0 + arrives - y0 * arrives)
            wrong += p * (y0 / 2 + link.misalignment * arrives)
            p *= mu / (n + 1)
        assert link.gain(mu, km) == pytest.approx(gain, rel=1e-9)
        assert link.qber(mu, km) == pytest.approx(wrong / gain, rel=1e-9)
        assert link.clicks_of(links.weak_coherent(mu), km) == pytest.approx((gain, wrong / gain), rel=1e-9)


def test_photons_one_by_one():
    """10⁶ pulses in NumPy: each photon arrives or not, goes to the wrong detector or not, and the
    receiver may click in the dark.  Of the clicks, E is a little less than counted singly here, as
    the model lets light and dark counts err side by side (Y₀e_d small)."""
    rng, pulses, mu, km = np.random.default_rng(5), 10**6, 0.8, 5.0
    link = links.Link("test", 0.2, 0.3, 2e-3, 0.06)
    arrived = rng.binomial(rng.poisson(mu, pulses), plain(link, km)) > 0
    dark = rng.random(pulses) < link.dark_counts
    wrong = np.where(arrived, rng.random(pulses) < link.misalignment, rng.random(pulses) < 0.5)
    clicks = arrived | dark
    q, e = clicks.mean(), (wrong & clicks).sum() / clicks.sum()
    assert abs(q - link.gain(mu, km)) < 6 * math.sqrt(q / pulses)
    assert abs(e - link.qber(mu, km)) < 6 * math.sqrt(e / clicks.sum()) + link.dark_counts / 2


# --- sources ---------------------------------------------------------------------------------


@pytest.mark.parametrize("mu", [0.0, 1e-3, 0.1, 0.5, 2.0, 30.0])
def test_weak_coherent_is_poisson(mu):
    source = links.weak_coherent(mu)
    *p, tail = source.probabilities
    assert p == pytest.approx([math.exp(-mu) * mu**n / math.factorial(n) for n in range(len(p))], rel=1e-10, abs=0)
    check_tail(source, lambda n: math.exp(-mu + n * math.log(mu) - math.lgamma(n + 1)) if mu else float(n == 0))
    assert source.mean == mu and source.herald == 1


def check_tail(source, pmf):
    """The last cell is P(n ≥ N) < 1e-12, and N is the first such number (but at least 2)."""
    *p, tail = source.probabilities
    cut = len(p)
    rest = math.fsum(pmf(n) for n in range(cut, cut + 3000))
    assert tail == pytest.approx(rest, rel=1e-6, abs=1e-300) and tail < 1e-12
    assert cut == 2 or rest + p[-1] >= 1e-12
    assert math.fsum(source.probabilities) == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize("mean", [0.01, 0.3, 4.0, 100.0])
def test_spdc_is_thermal(mean):
    source = links.spdc(mean)
    *p, _ = source.probabilities
    assert p == pytest.approx([mean**n / (1 + mean) ** (n + 1) for n in range(len(p))][:len(p)]
                              if mean < 50 else [(mean / (1 + mean)) ** n / (1 + mean) for n in range(len(p))],
                              rel=1e-9, abs=0)
    check_tail(source, lambda n: (mean / (1 + mean)) ** n / (1 + mean))


def test_modes_convolve_and_end_in_poisson():
    one = np.array([0.1**n / 1.1 ** (n + 1) for n in range(40)])
    two = np.convolve(one, one)
    assert links.spdc(0.2, modes=2).probabilities[:8] == pytest.approx(two[:8], rel=1e-12, abs=0)
    many, poisson = links.spdc(0.5, modes=10**6), links.weak_coherent(0.5)
    assert many.probabilities[:6] == pytest.approx(poisson.probabilities[:6], rel=1e-5)


@pytest.mark.parametrize("mean, efficiency, dark", [(0.2, 0.6, 0.0), (0.2, 0.6, 0.05), (0.05, 1.0, 0.0), (0.3, 0.0, 0.1)])
def test_heralded_pairs_from_the_two_mode_squeezed_state(mean, efficiency, dark):
    """QuTiP: √(1 − λ²) Σ λⁿ|nn⟩ with λ² = μ/(1 + μ), and the silent outcome (1 − d)(1 − η)ⁿ of the herald."""
    size = 30
    root = math.sqrt(mean / (1 + mean))
    state = sum((root**n * qutip.tensor(qutip.basis(size, n), qutip.basis(size, n)) for n in range(size)), start=0)
    state = state * math.sqrt(1 - root**2)
    silent = qutip.qdiags([(1 - dark) * (1 - efficiency) ** n for n in range(size)], 0)
    click = qutip.tensor(qutip.qeye(size) - silent, qutip.qeye(size))
    source = links.spdc(mean, herald_efficiency=efficiency, herald_dark_counts=dark)
    weights = [(click * qutip.tensor(qutip.qeye(size), qutip.fock_dm(size, n)) * state.proj()).tr().real
               for n in range(8)]
    herald = (click * state.proj()).tr().real
    assert source.herald == pytest.approx(herald, rel=1e-9)
    assert source.probabilities[:8] == pytest.approx(np.array(weights) / herald, rel=1e-7, abs=1e-12)
    n = np.arange(size)
    p = (1 - root**2) * root ** (2 * n) * (1 - (1 - dark) * (1 - efficiency) ** n) / herald
    assert source.mean == pytest.approx((n * p).sum(), rel=1e-9)


def test_single_photon_and_multiphoton():
    assert links.single_photon().probabilities == (0, 1, 0) and links.single_photon().multiphoton == 0
    source = links.single_photon(0.8, multiphoton=0.1)
    assert source.probabilities == pytest.approx((0.2, 0.7, 0.1)) and source.mean == pytest.approx(0.9)
    for mu, share in ((0.1, 0.47), (0.2, 1.75), (0.5, 9.02), (0.6, 12.19)):         # per cent of all pulses
        assert 100 * links.weak_coherent(mu).multiphoton == pytest.approx(share, abs=0.005)
    gain, error = GYS.clicks_of(links.single_photon(), [0.0, 50.0])
    assert gain == pytest.approx(GYS.yields(1, [0.0, 50.0])) and error == pytest.approx(GYS.error_rates(1, [0.0, 50.0]))


# --- counts ----------------------------------------------------------------------------------


def test_expected_counts():
    counts = links.decoy_counts([0.0, 50.0], GYS, pulses=10**9, intensities=(0.5, 0.1, 0.0), probabilities=(0.6, 0.3, 0.1), p_x=0.7)
    for i, km in enumerate((0, 50)):
        eta = plain(GYS, km)
        for j, (mu, p) in enumerate(((0.5, 0.6), (0.1, 0.3), (0.0, 0.1))):
            q = 1 - (1 - 1.7e-6) * math.exp(-eta * mu)
            w = 0.85e-6 + 0.033 * (1 - math.exp(-eta * mu))
            assert counts.n_x[i, j] == pytest.approx(1e9 * p * 0.49 * q, rel=1e-9)
            assert counts.n_z[i, j] == pytest.approx(1e9 * p * 0.09 * q, rel=1e-9)
            assert counts.m_x[i, j] == pytest.approx(1e9 * p * 0.49 * w, rel=1e-9)
            assert counts.m_z[i, j] == pytest.approx(1e9 * p * 0.09 * w, rel=1e-9)


def test_drawn_counts():
    """200 runs of 10⁸ pulses: the mean of each count is within six standard errors, its variance within six
    of its own (√(2/199)), and one run stays within eight standard deviations.  8 σ: 1e-15 each; 6 σ: 2e-9."""
    expected = links.decoy_counts(20, GYS, pulses=10**8)
    runs = [links.decoy_counts(20, GYS, pulses=10**8, seed=seed) for seed in range(200)]
    for name in ("n_x", "m_x", "n_z", "m_z"):
        mean = getattr(expected, name)
        drawn = np.array([getattr(run, name) for run in runs])
        assert drawn.dtype.kind == "i" and drawn.shape == (200, 3)
        assert (np.abs(drawn.mean(0) - mean) < 6 * np.sqrt(mean / 200) + 1e-9).all()
        large = mean > 1000
        spread = drawn.var(0, ddof=1)[large] / mean[large]
        assert (np.abs(spread - 1) < 6 * math.sqrt(2 / 199) + 0.01).all()
    again = links.decoy_counts(20, GYS, pulses=10**8, seed=np.random.default_rng(3))
    assert again.n_x.tolist() == runs[3].n_x.tolist() and again.m_z.tolist() == runs[3].m_z.tolist()
    assert all((run.m_x <= run.n_x).all() and (run.m_z <= run.n_z).all() for run in runs)


# --- effects with memory: mean field against one gate after the other --------------------------


def simulate(light, dead, afterpulse, delay, gates, seed, detectors=1):
    """Gate by gate: each detector clicks for light, or for an afterpulse due now, unless it is dead.

    `light`: probability per gate of light at one given detector.  An afterpulse is due after a
    geometric number of gates with mean `delay`; it is lost while the detector is dead.
    Returns clicks per gate and detector, and the share of clicks that are afterpulses.
    """
    rng = np.random.default_rng(seed)
    clicks = after = 0
    for _ in range(detectors):
        size = gates * light
        lit = np.cumsum(rng.geometric(light, int(size + 10 * math.sqrt(size) + 10))) - 1
        lit = lit[lit < gates].tolist()[::-1]
        due, ready = [], 0
        while lit or due:
            echo = bool(due) and (not lit or due[-1] < lit[-1])
            gate = due.pop() if echo else lit.pop()
            if gate >= gates or gate < ready:
                continue
            clicks, after, ready = clicks + 1, after + echo, gate + 1 + dead
            if rng.random() < afterpulse:
                due.append(gate + int(rng.geometric(1 / delay)))
                due.sort(reverse=True)
    return clicks / gates / detectors, after / max(clicks, 1)


@pytest.mark.parametrize("light, dead", [(0.002, 100), (0.05, 30), (0.3, 5)])
def test_dead_time_of_one_detector(light, dead):
    """2·10⁶ gates.  Exact for one detector: within six standard deviations of the click rate."""
    rate, _ = simulate(light, dead, 0, 1, 2 * 10**6, seed=2)
    expected = light * links.mean_field_dead_time(light, dead)
    assert abs(rate - expected) < 6 * math.sqrt(expected / 2e6)


@pytest.mark.parametrize("light, afterpulse, delay", [(0.002, 0.04, 1), (0.002, 0.04, 30), (0.02, 0.2, 10)])
def test_afterpulses_without_dead_time(light, afterpulse, delay):
    """4·10⁶ gates, six standard deviations and a misfit of 0.5 % for afterpulses that meet light."""
    rate, share = simulate(light, 0, afterpulse, delay, 4 * 10**6, seed=3)
    gain, qber = links.mean_field_afterpulses(light, 0.02, afterpulse=afterpulse)
    clicks = 4e6 * gain
    assert abs(rate / gain - 1) < 6 * math.sqrt(2 / clicks) + 0.005
    assert abs(0.02 + share * 0.48 - qber) < 6 * math.sqrt(share / clicks) + 0.005 * qber


def test_misfit_of_the_mean_field_with_both():
    """Dead time and afterpulses together, on two detectors: afterpulses that fall into the dead time are lost,
    which the two factors do not know.  They promise 2 % too many clicks with a dead time of 20 gates and
    afterpulses after 50, and 4 % with 100 and 50; without the factors it is 8 % and 59 %.
    2·10⁷ gates for each detector, 1.4·10⁵ clicks and more: six standard deviations are below 1.7 %."""
    for dead, misfit, without in ((20, 0.022, 0.08), (100, 0.036, 0.59)):
        rate, _ = simulate(0.006, dead, 0.06, 50, 2 * 10**7, seed=4, detectors=2)
        gain, _ = links.mean_field_afterpulses(0.006, 0.0, afterpulse=0.06)
        assert gain * links.mean_field_dead_time(gain, dead) / rate - 1 == pytest.approx(misfit, abs=0.017)
        assert 0.006 / rate - 1 == pytest.approx(without, abs=0.03)


def test_mean_field_limits():
    assert links.mean_field_dead_time(0, 10**6) == 1 and links.mean_field_dead_time(1, 9) == 0.1
    assert links.mean_field_afterpulses(0.3, 0.04, afterpulse=0) == pytest.approx((0.3, 0.04))
    assert links.mean_field_afterpulses(0.0, 0.04, afterpulse=0.3) == (0, 0.04)
    assert links.mean_field_afterpulses(1.0, 0.04, afterpulse=0.3) == pytest.approx((1, 0.04))
    s, p = 0.1, 0.2
    gain, qber = links.mean_field_afterpulses(s, 0.05, afterpulse=p)
    assert gain == pytest.approx(s + (1 - s) * p * gain) and qber * gain == pytest.approx(s * 0.05 + (gain - s) / 2)


# --- arguments -------------------------------------------------------------------------------


def test_arrays_in_arrays_out():
    km = np.linspace(0, 200, 6).reshape(2, 3)
    for function in (GYS.loss_db, GYS.transmittance, GYS.channel_transmittance, lambda d: GYS.gain(0.5, d),
                     lambda d: GYS.qber(0.5, d), lambda d: GYS.yields(1, d), lambda d: GYS.error_rates(2, d),
                     lambda d: links.free_space_loss_db(d, divergence_urad=10, aperture_m=1),
                     lambda d: GYS.clicks_of(links.spdc(0.1), d)[0]):
        values = function(km)
        assert values.shape == (2, 3) and np.isfinite(values).all()
        assert [function(x) for x in km.ravel()] == pytest.approx(values.ravel().tolist(), rel=1e-12)
        assert isinstance(function(50), float)


@pytest.mark.parametrize("call, message", [
    (lambda: replace(GYS, loss_db_per_km=-1), "loss_db_per_km = -1 is not allowed: a number from 0 to 100"),
    (lambda: replace(GYS, efficiency=1.1), "efficiency = 1.1 is not allowed: a number from 0 to 1"),
    (lambda: replace(GYS, dark_counts=1), "dark_counts = 1 is not allowed: a number from 0 to below 1"),
    (lambda: replace(GYS, misalignment=0.6), "misalignment = 0.6 is not allowed: a number from 0 to 0.5"),
    (lambda: replace(GYS, f_ec=0.9), "f_ec = 0.9 is not allowed: a number from 1 to 100"),
    (lambda: replace(GYS, fixed_loss_db=-2), "fixed_loss_db = -2 is not allowed: a number from 0 to 1000"),
    (lambda: replace(GYS, detectors=0), "detectors = 0 is not allowed: a whole number of at least 1"),
    (lambda: replace(GYS, aperture_m=1), "divergence_urad, aperture_m = (None, 1) is not allowed: both, or neither"),
    (lambda: replace(GYS, aperture_m=0, divergence_urad=1),
     "aperture_m = 0 is not allowed: a number above 0, at most 1e+06"),
    (lambda: GYS.loss_db(-1), "distance_km = -1 is not allowed: numbers from 0 to 1e+06"),
    (lambda: GYS.gain(-0.1, 5), "mu = -0.1 is not allowed: numbers from 0 to 100"),
    (lambda: GYS.qber(float("nan"), 5), "mu = nan is not allowed: numbers from 0 to 100"),
    (lambda: GYS.yields(-1, 5), "photons = -1 is not allowed: numbers from 0 to 1e+09"),
    (lambda: GYS.error_rates(1, "far"), "distance_km = 'far' is not allowed: numbers from 0 to 1e+06"),
    (lambda: GYS.clicks_of(0.5, 5), "source = 0.5 is not allowed: a qedu.links.Source"),
    (lambda: links.Source("s", (0.5, 0.4), 1), "probabilities = (0.5, 0.4) is not allowed: at least two numbers "
                                               "from 0 to 1 with a total of 1"),
    (lambda: links.Source("s", (1.0,), 1), "probabilities = (1.0,) is not allowed: at least two numbers from 0 to 1 "
                                           "with a total of 1"),
    (lambda: links.Source("s", (0.5, 0.5), -1), "mean = -1 is not allowed: a number from 0 to 1e+09"),
    (lambda: links.Source("s", (0.5, 0.5), 1, 2), "herald = 2 is not allowed: a number from 0 to 1"),
    (lambda: links.single_photon(0.2, multiphoton=0.3), "multiphoton = 0.3 is not allowed: a number from 0 to 0.2"),
    (lambda: links.weak_coherent(101), "mu = 101 is not allowed: a number from 0 to 100"),
    (lambda: links.spdc(-1), "mean = -1 is not allowed: a number from 0 to 100"),
    (lambda: links.spdc(0.1, modes=0), "modes = 0 is not allowed: a whole number of at least 1"),
    (lambda: links.spdc(0.1, herald_efficiency=0), "herald_efficiency = 0 is not allowed: a source and a detector "
                                                   "that can herald something"),
    (lambda: links.spdc(0.1, herald_efficiency=0.5, herald_dark_counts=1),
     "herald_dark_counts = 1 is not allowed: a number from 0 to below 1"),
    (lambda: links.free_space_loss_db(1, divergence_urad=0, aperture_m=1), "divergence_urad = 0 is not allowed: numbers from 0.001 to 1e+06"),
    (lambda: links.decoy_counts(5, 1, pulses=10), "link = 1 is not allowed: a qedu.links.Link"),
    (lambda: links.decoy_counts(5, GYS, pulses=10**18 + 1), "pulses = 1000000000000000001 is not allowed: at most 10**18"),
    (lambda: links.decoy_counts(5, GYS, pulses=10, intensities=(0.5, 0.1), probabilities=(0.5, 0.3, 0.2)),
     "probabilities = (0.5, 0.3, 0.2) is not allowed: one number for each intensity, with a total of 1"),
    (lambda: links.decoy_counts(5, GYS, pulses=10, intensities=(0.5, 0.1), probabilities=(0.5, 0.4)),
     "probabilities = (0.5, 0.4) is not allowed: one number for each intensity, with a total of 1"),
    (lambda: links.decoy_counts([5], GYS, pulses=10, seed=1),
     "distance_km = [5] is not allowed: one number where counts are drawn with a seed"),
    (lambda: links.decoy_counts(5, GYS, pulses=10, seed=1.5),
     "seed = 1.5 is not allowed: a non-negative int or a numpy.random.Generator"),
    (lambda: links.mean_field_dead_time(1.5, 3), "clicks = 1.5 is not allowed: numbers from 0 to 1"),
    (lambda: links.mean_field_afterpulses(0.1, 0.6, afterpulse=0.1), "qber = 0.6 is not allowed: numbers from 0 to 0.5"),
    (lambda: links.mean_field_afterpulses(0.1, 0.1, afterpulse=0.6), "afterpulse = 0.6 is not allowed: numbers from 0 to 0.5"),
])
def test_errors_word_for_word(call, message):
    with pytest.raises(ValueError) as error:
        call()
    assert str(error.value) == message


# --- ends of ranges and defaults ----------------------------------------------------------------


def test_decoy_counts_defaults_and_shapes():
    plain, named = links.decoy_counts(50, GYS, pulses=10**9), links.decoy_counts(50, GYS, pulses=10**9, intensities=(0.4, 0.15, 0.0), probabilities=(0.5, 0.3, 0.2), p_x=0.8, seed=None)
    assert plain == named and plain.n_x.dtype.kind == "f" and plain.bases == ("X", "Z") and plain.f_ec == GYS.f_ec
    assert links.decoy_counts(50, GYS, pulses=10**9, seed=0).n_x.dtype == np.int64
    assert (plain.pulses, plain.intensities, plain.probabilities) == (10**9, (0.4, 0.15, 0.0), (0.5, 0.3, 0.2))
    assert (plain.n_x / plain.n_z).tolist() == pytest.approx([16] * 3) and (plain.m_x / plain.n_x).tolist() == pytest.approx(
        [GYS.qber(mu, 50) for mu in plain.intensities])
    grid = links.decoy_counts([[0, 50], [100, 150]], GYS, pulses=10**9)
    assert grid.n_x.shape == grid.m_z.shape == (2, 2, 3) and grid.n_x[0, 1].tolist() == pytest.approx(plain.n_x.tolist(), rel=1e-12)
    # Ends: all in one basis; one pulse; as many as there may be; an intensity that is never sent.
    for p_x, silent, loud in ((1, "z", "x"), (0, "x", "z")):
        ends = links.decoy_counts(0, GYS, pulses=10**6, p_x=p_x)
        assert not getattr(ends, f"n_{silent}").any() and (getattr(ends, f"n_{loud}") > 0).all()
    one = links.decoy_counts(0, GYS, pulses=1, seed=3)
    assert one.n_x.sum() + one.n_z.sum() <= 1
    most = links.decoy_counts(0, GYS, pulses=10**18, seed=3)
    assert most.n_x[0] == pytest.approx(0.32e18 * GYS.gain(0.4, 0), rel=1e-6)
    assert links.decoy_counts(0, GYS, pulses=10**9, intensities=(0.4, 0.1), probabilities=(1, 0), seed=1).n_x[1] == 0
    for wrong, name in (((0.4,), "probabilities"), (0.4, "probabilities"), ((0.4, 101, 0), "intensities"), ([[0.4, 0.15, 0.0]], "intensities")):
        with pytest.raises(ValueError, match=f"^{name} = "):
            links.decoy_counts(50, GYS, pulses=10**9, intensities=wrong)
    with pytest.raises(ValueError, match=r"^p_x = 1.1 is not allowed: a number from 0 to 1$"):
        links.decoy_counts(50, GYS, pulses=10**9, p_x=1.1)


def test_spdc_by_its_moments():
    """k modes of mean μ/k: mean μ, variance μ + μ²/k, from the distribution itself; names and defaults."""
    for mean, modes in ((0.01, 1), (0.3, 1), (0.3, 3), (4, 1), (4, 7), (30, 5), (100, 1), (100, 50)):
        source = links.spdc(mean, modes=modes)
        n, p = np.arange(len(source.probabilities)), np.array(source.probabilities)
        assert p.sum() == pytest.approx(1, abs=1e-12) and source.probabilities[-1] < 1e-12
        assert n @ p == pytest.approx(mean, rel=1e-8) and n**2 @ p - mean**2 == pytest.approx(mean + mean**2 / modes, rel=1e-7)
        assert p[0] == pytest.approx((1 + mean / modes) ** -modes, rel=1e-12, abs=0)
        assert source.mean == mean and source.herald == 1 and source.name == f"SPDC({mean:g})"
    assert links.spdc(0.3) == links.spdc(0.3, modes=1) == links.spdc(0.3, modes=1.0) != links.spdc(0.3, modes=2)
    assert links.spdc(0).probabilities[0] == 1 and links.spdc(0).mean == 0
    never = links.spdc(0.2, herald_efficiency=0.0, herald_dark_counts=0.25)        # the herald knows nothing
    assert never.herald == pytest.approx(0.25, rel=1e-12) and never.probabilities[:6] == pytest.approx(links.spdc(0.2).probabilities[:6], rel=1e-9)
    sure = links.spdc(0.2, herald_efficiency=1)                                    # the herald misses none
    assert sure.name == "heralded SPDC(0.2)" and sure.herald == pytest.approx(0.2 / 1.2, rel=1e-12) and sure.mean == pytest.approx(1.2, rel=1e-9)
    assert sure.probabilities[0] == 0 and sure.probabilities[1:4] == pytest.approx([5 / 6, 5 / 36, 5 / 216], rel=1e-9)
    with pytest.raises(ValueError, match="^herald_efficiency = 0.5 is not allowed: a source and a detector that can herald something$"):
        links.spdc(0, herald_efficiency=0.5)


@pytest.mark.parametrize("call, message", [
    (lambda: links.decoy_counts(-1, GYS, pulses=10), "distance_km = -1 is not allowed: numbers from 0 to 1e+06"),
    (lambda: links.decoy_counts(5, GYS, pulses=0), "pulses = 0 is not allowed: a whole number of at least 1"),
    (lambda: links.decoy_counts(5, GYS, pulses=10, intensities="strong"), "intensities = 'strong' is not allowed: numbers from 0 to 100"),
    (lambda: links.decoy_counts(5, GYS, pulses=10, intensities=[[0.4]], probabilities=[1.0]), "intensities = [[0.4]] is not allowed: one mean photon number for each probability"),
    (lambda: links.spdc(0.1, herald_efficiency=1.5), "herald_efficiency = 1.5 is not allowed: a number from 0 to 1"),
    (lambda: links.spdc(0.1, herald_efficiency=0.5, herald_dark_counts=-1), "herald_dark_counts = -1 is not allowed: a number from 0 to 1"),
])
def test_sources_and_counts_refuse_word_for_word(call, message):
    with pytest.raises(ValueError) as error:
        call()
    assert str(error.value) == message


@pytest.mark.parametrize("dark", [0.0, 1e-6, 0.2])
@pytest.mark.parametrize("eta", [0.003, 0.045, 0.7, 1.0])
def test_both_detectors_click_by_all_that_can_become_of_the_photons(eta, dark):
    """Each photon is lost, or found by one of two detectors; each detector that finds none may click in the dark."""
    for n in (0, 1, 2, 3, 7):
        expected = sum(math.factorial(n) / math.factorial(a) / math.factorial(b) / math.factorial(n - a - b)
                       * (eta / 2) ** (a + b) * (1 - eta) ** (n - a - b) * (1 if a else dark) * (1 if b else dark)
                       for a in range(n + 1) for b in range(n + 1 - a))
        assert both_click(n, eta, dark) == pytest.approx(expected, rel=1e-9, abs=1e-15)
    assert both_click(np.array([0, 2]), 1.0, 0.0) == pytest.approx([0, 0.5], abs=1e-15)
