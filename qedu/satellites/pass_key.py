"""What one pass of a satellite yields: clicks, sifted bits, and the key of the whole pass."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from qedu import _shown
from qedu._arguments import MOST, array, bad, failure, odds, probability
from qedu._numerics import binary_entropy
from qedu._operators import Value
from qedu._types import Floats, Number, Numbers, Vector
from qedu.links import DecoyCounts
from qedu.links.detection import coherent_clicks
from qedu.rates import finite_decoy_bb84
from qedu.rates.pulses import errors_per_click
from qedu.satellites.budget import SpaceLink
from qedu.satellites.geometry import PassProfile

__all__ = ["PassKey", "pass_key"]


@dataclass(frozen=True, eq=False)
class PassKey(Value):
    """What a pass yields; all counts are expected ones.

    Parameters
    ----------
    time_s : numpy.ndarray
        Shape (n,): the moments of the pass.
    clicks_per_s, sifted_per_s, qber_per_s : numpy.ndarray
        Shape (n,): clicks and sifted bits a second then, and the share of wrong ones among these.
    asymptotic_per_s : numpy.ndarray
        Shape (n,): secret bits a second then, if there were infinitely many; 0 where there is no key.
    counts : qedu.links.DecoyCounts
        Counts of the whole pass, by intensity and basis.
    duration_s : float
        Seconds of the pass.
    clicks, sifted : float
        Clicks of the whole pass, and those for which both had chosen the same basis.
    qber : float
        Share of wrong bits among the sifted; ½ where nothing clicks.
    asymptotic_bits : float
        The integral of `asymptotic_per_s`.
    finite_bits : int
        Secret key of the whole pass: all counts are added before they are bounded.
    by_second_bits : int
        Secret key if each second were a block of its own: the sum of so many small keys.

    Notes
    -----
    Made by `pass_key`.  Equal if all entries are.  Chapter C13.

    Examples
    --------
    >>> from qedu.satellites import MICIUS, pass_profile
    >>> key = pass_key(pass_profile(500, 60, mask_deg=20), MICIUS)
    >>> key.asymptotic_bits > key.finite_bits > key.by_second_bits
    True
    """

    time_s: Floats
    clicks_per_s: Floats
    sifted_per_s: Floats
    qber_per_s: Floats
    asymptotic_per_s: Floats
    counts: DecoyCounts
    duration_s: float
    clicks: float
    sifted: float
    qber: float
    asymptotic_bits: float
    finite_bits: int
    by_second_bits: int

    def __repr__(self) -> str:
        return _shown.line("PassKey", f"{self.duration_s:.4g} s", f"{self.sifted:.4g} sifted", f"QBER {self.qber:.4g}",
                           f"{self.finite_bits} secret bits")

    def _repr_html_(self) -> str:
        return _shown.table("Key of a pass", [
            ("Seconds", self.duration_s), ("Clicks", self.clicks), ("Sifted bits", self.sifted), ("QBER", self.qber),
            ("Secret bits, if such seconds never ended", self.asymptotic_bits), ("Secret bits of this pass", self.finite_bits),
            ("Secret bits, if each second stood alone", self.by_second_bits)])


@dataclass(frozen=True)
class _Protocol:
    """What is sent to a link, how it is measured, and what the key may cost."""

    link: SpaceLink
    clock: float
    mu: Floats
    p: Floats
    p_x: float
    f_ec: float
    eps_sec: float
    eps_cor: float

    def shares(self, eta: Floats) -> tuple[Floats, Floats]:
        """Clicks and wrong clicks per pulse, by intensity, whatever the bases: shape (…, intensities)."""
        gain, wrong = coherent_clicks(self.link.receiver, eta[..., np.newaxis], self.mu)
        return self.p * gain, self.p * np.minimum(wrong, gain)

    def counts(self, shares: tuple[Floats, Floats], pulses: float) -> DecoyCounts:
        """Counts by basis of so many pulses that have these shares of clicks and wrong clicks."""
        clicks, errors = (pulses * share for share in shares)
        same, other = self.p_x**2, (1 - self.p_x) ** 2
        return DecoyCounts(max(1, round(pulses)), self.mu, self.p, same * clicks, same * errors, other * clicks, other * errors,
                           f_ec=self.f_ec)

    def finite(self, counts: DecoyCounts) -> int:
        """Secret bits of these counts, of all blocks together."""
        return int(np.sum(finite_decoy_bb84(counts, eps_sec=self.eps_sec, eps_cor=self.eps_cor, f_ec=self.f_ec)))

    def asymptotic(self, eta: Floats, gain: Floats, wrong: Floats) -> Floats:
        """Secret bits per pulse of infinitely many, at least 0."""
        y0 = self.link.noise
        empty, single = (float((self.p * np.exp(-self.mu) * self.mu**photons).sum()) for photons in (0, 1))
        y1, wrong1 = eta + y0 * (1 - eta), y0 / 2 + self.link.misalignment * eta
        secret = empty * y0 + single * y1 * (1 - binary_entropy(errors_per_click(wrong1, y1)))
        return self.p_x**2 * np.maximum(0, secret - self.f_ec * gain * binary_entropy(errors_per_click(wrong, gain)))

    def by_second(self, profile: PassProfile, eta: Floats) -> int:
        """Secret bits if each second of the pass is a block of its own."""
        seconds = int(len(eta) * profile.step_s * (1 + 1e-12))
        middle = np.interp(profile.time_s[0] + (np.arange(seconds) + 0.5) - profile.step_s / 2, profile.time_s, eta)
        return self.finite(self.counts(self.shares(middle), self.clock)) if seconds else 0


def pass_key(profile: PassProfile, link: SpaceLink, *, clock_hz: Number = 1e8, intensities: Vector = (0.8, 0.1, 0.0),
             probabilities: Vector = (0.5, 0.25, 0.25), p_x: Number = 0.5, eps_sec: Number = 1e-10, eps_cor: Number = 1e-15,
             f_ec: Number | None = None, loss_db: Numbers | None = None) -> PassKey:
    """Add up decoy-state BB84 over a pass.

    Parameters
    ----------
    profile : PassProfile
        Times, ranges and elevations of the pass (`pass_profile`).
    link : SpaceLink
        The link.
    clock_hz : float
        Pulses a second, above 0.
    intensities, probabilities : sequence of float
        Mean photon numbers of the three kinds of pulse, the largest above the sum of the others, and how often each is sent.
    p_x : float
        Probability of the basis that makes key, for sender and receiver, 0 to 1; the other one makes the test.
    eps_sec, eps_cor : float
        Secrecy and correctness of the key: probabilities of failure, above 0 and below 1.
    f_ec : float or None
        Inefficiency of error correction, at least 1.  None: that of the link.
    loss_db : array_like or None
        Shape (n,): losses that were measured at the moments of the profile, detectors included.  None: those of the link's
        own budget.

    Returns
    -------
    PassKey
        Rates along the pass, totals, and three lengths of key.

    Raises
    ------
    ValueError
        If an argument leaves its range.

    Notes
    -----
    At each moment decibels become a transmittance, a transmittance becomes clicks (Ma et al. 2005, as in `qedu.links`), and the
    clicks of all moments are added.  Whoever averages decibels first adds something else: half a pass at 30 dB and half at
    40 dB lets through what 32.6 dB would, not 35.

    The finite key is that of Lim et al., Phys. Rev. A 89, 022307 (2014), doi:10.1103/PhysRevA.89.022307
    (`qedu.rates.finite_decoy_bb84`), for the counts of the whole pass; it makes key of one basis only.  What its bounds say of
    counts holds whatever the channel did from second to second, so all of a pass can be one block.  Cut into seconds, each
    block pays its margins anew.  The asymptotic key is the same formula with exact photon statistics and without margins,
    moment by moment and never below 0; a mean over many passes may approach it, a single pass cannot.

    A pass that is too short yields 0.  Chapter C13.

    Examples
    --------
    >>> from qedu.satellites import MICIUS, pass_profile
    >>> pass_key(pass_profile(500, 80, mask_deg=20), MICIUS)
    PassKey(295 s; 5.69e+06 sifted; QBER 0.003816; 946916 secret bits)
    >>> pass_key(pass_profile(500, 20.1, mask_deg=20), MICIUS).finite_bits
    0
    """
    if not isinstance(profile, PassProfile):
        raise bad("profile", profile, "a qedu.satellites.PassProfile")
    if not isinstance(link, SpaceLink):
        raise bad("link", link, "a qedu.satellites.SpaceLink")
    clock = probability("clock_hz", clock_hz, 0, 1e15)
    duration = len(profile.time_s) * profile.step_s
    if not 0 < clock * duration <= MOST:
        raise bad("clock_hz", clock_hz, "pulses a second, above 0 and such that a pass has at most 10**18")
    mu = array("intensities", intensities, 0, 100)
    if mu.shape != (3,):
        raise bad("intensities", intensities, "three mean photon numbers")
    p = odds("probabilities", probabilities, "one number for each intensity, with a total of 1", mu.size)
    protocol = _Protocol(link, clock, mu, p, probability("p_x", p_x), link.f_ec if f_ec is None else probability("f_ec", f_ec, 1, 100),
                         failure("eps_sec", eps_sec), failure("eps_cor", eps_cor))
    loss = link.loss_db(profile.range_km, profile.elevation_deg) if loss_db is None else array("loss_db", loss_db, 0, np.inf)
    if loss.shape != profile.time_s.shape:
        raise bad("loss_db", loss_db, "one loss for each moment of the profile")

    eta = 10 ** (-loss / 10)
    shares = protocol.shares(eta)
    counts = protocol.counts((shares[0].mean(0), shares[1].mean(0)), clock * duration)
    gain, wrong = shares[0].sum(-1), shares[1].sum(-1)
    asymptotic = clock * protocol.asymptotic(eta, gain, wrong)
    same = protocol.p_x**2 + (1 - protocol.p_x) ** 2
    clicks = clock * profile.step_s * float(gain.sum())
    return PassKey(
        profile.time_s, clock * gain, clock * same * gain, errors_per_click(wrong, gain), asymptotic, counts, duration, clicks,
        same * clicks, float(errors_per_click(wrong.sum(), gain.sum())), profile.step_s * float(asymptotic.sum()),
        protocol.finite(counts), protocol.by_second(profile, eta))
