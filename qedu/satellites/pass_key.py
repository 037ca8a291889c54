"""What one pass of a satellite yields: clicks, sifted bits, and the key of the whole pass."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from qedu import _shown
from qedu._arguments import MAX_KM, MOST, array, bad, failure, odds, probability
from qedu._numerics import binary_entropy
from qedu._operators import Value
from qedu._types import Floats, Number, Vector
from qedu.links import DecoyCounts
from qedu.links.detection import coherent_clicks
from qedu.rates import finite_decoy_bb84
from qedu.rates.pulses import errors_per_click
from qedu.satellites.budget import SpaceLink

__all__ = ["Track", "PassKey", "pass_key"]


class Track(Protocol):
    """A satellite on its way over a station: what `pass_key` needs of a `PassProfile`, or of anything else that has it.

    Attributes
    ----------
    time_s, range_km, elevation_deg : numpy.ndarray
        Shape (n,): times in seconds, which increase, and where the satellite is then.
    """

    @property
    def time_s(self) -> Floats:
        """Times in seconds, which increase."""

    @property
    def range_km(self) -> Floats:
        """Distance from the station, in kilometres."""

    @property
    def elevation_deg(self) -> Floats:
        """Elevation seen from the station, in degrees."""


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
        Shape (n,): secret bits a second, if each moment lasted for ever; 0 where there is no key.
    counts : qedu.links.DecoyCounts
        Counts of the whole pass, by intensity and basis.
    duration_s : float
        Seconds from the first moment to the last.
    clicks, sifted : float
        Clicks of the whole pass, and those where both had chosen the same basis.
    qber : float
        Share of wrong bits among the sifted; ½ where nothing clicks.
    asymptotic_bits : float
        The integral of `asymptotic_per_s`.
    finite_bits : int
        Secret key of the whole pass: all counts are added before they are bounded.
    by_second_bits : int
        Secret key if each second had to prove its own: the sum of so many small keys.

    Notes
    -----
    Made by `pass_key`.  Equal if all entries are.  Chapter C13.

    Examples
    --------
    >>> from qedu.satellites import MICIUS, MICIUS_PASS
    >>> key = pass_key(MICIUS_PASS.profile(), MICIUS, clock_hz=1e8)
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
        return _shown.line("PassKey", f"{self.duration_s:.0f} s", f"{self.sifted:.4g} sifted", f"QBER {self.qber:.4g}",
                           f"{self.finite_bits} secret bits")

    def _repr_html_(self) -> str:
        return _shown.table("Key of a pass", [
            ("Seconds", self.duration_s), ("Clicks", self.clicks), ("Sifted bits", self.sifted), ("QBER", self.qber),
            ("Secret bits, if the pass could be repeated for ever", self.asymptotic_bits), ("Secret bits of this pass", self.finite_bits),
            ("Secret bits, if each second stood alone", self.by_second_bits)])


def _arrays(track: Track) -> tuple[Floats, Floats, Floats]:
    """Times, ranges and elevations of a track, or ValueError."""
    try:
        given = [getattr(track, name) for name in ("time_s", "range_km", "elevation_deg")]
    except Exception:
        raise bad("profile", track, "a PassProfile, or another object with arrays time_s, range_km and elevation_deg") from None
    time, km, degrees = (array(name, value, low, high) for name, value, low, high in zip(
        ("time_s", "range_km", "elevation_deg"), given, (-1e9, 0, 0), (1e9, MAX_KM, 90)))
    if not time.ndim == 1 == km.ndim == degrees.ndim or not time.shape == km.shape == degrees.shape or np.any(np.diff(time) <= 0):
        raise bad("profile", track, "arrays of one length, at times that increase")
    return time, km, degrees


@dataclass(frozen=True)
class _Sender:
    """What is sent, and how it is measured."""

    clock: float
    mu: Floats
    p: Floats
    p_x: float

    def shares(self, link: SpaceLink, eta: Floats) -> tuple[Floats, Floats]:
        """Clicks and wrong clicks per pulse by intensity, shape (…, intensities), whatever the bases."""
        gain, wrong = coherent_clicks(link.receiver, eta[..., np.newaxis], self.mu)
        return self.p * gain, self.p * np.minimum(wrong, gain)

    def counts(self, link: SpaceLink, shares: tuple[Floats, Floats], pulses: Floats | float, most: float) -> DecoyCounts:
        """Expected counts of so many pulses of these shares."""
        n, m = (np.asarray(pulses)[..., np.newaxis] * share for share in shares)
        same, other = self.p_x**2, (1 - self.p_x) ** 2
        return DecoyCounts(max(1, round(most)), self.mu, self.p, same * n, same * m, other * n, other * m, f_ec=link.f_ec)

    def asymptotic(self, link: SpaceLink, eta: Floats, shares: tuple[Floats, Floats], f_ec: float) -> Floats:
        """Secret bits per pulse for infinitely many of them, at least 0."""
        gain, wrong = (share.sum(-1) for share in shares)
        tau0, tau1 = (float((self.p * np.exp(-self.mu) * self.mu**photons).sum()) for photons in (0, 1))
        single = eta + link.noise * (1 - eta)
        wrong1 = link.noise / 2 + link.misalignment * eta
        secret = tau0 * link.noise + tau1 * single * (1 - binary_entropy(errors_per_click(wrong1, single)))
        return self.p_x**2 * np.maximum(0, secret - f_ec * gain * binary_entropy(errors_per_click(wrong, gain)))


def pass_key(profile: Track, link: SpaceLink, *, clock_hz: Number = 1e8, intensities: Vector = (0.8, 0.1, 0.0),
             probabilities: Vector = (0.5, 0.25, 0.25), p_x: Number = 0.5, eps_sec: Number = 1e-10, eps_cor: Number = 1e-15,
             f_ec: Number | None = None) -> PassKey:
    """Integrate decoy-state BB84 over a pass.

    Parameters
    ----------
    profile : PassProfile
        Times, ranges and elevations of the pass; another object with these three arrays will do (`Track`).
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
    At each moment the decibels become a transmittance, this becomes clicks (Ma et al. 2005), and the clicks are added over time by the
    trapezoidal rule.  To average decibels first would be an error: the mean of 30 and 40 dB as losses is 32.6 dB.

    The finite key is that of Lim et al., Phys. Rev. A 89, 022307 (2014), doi:10.1103/PhysRevA.89.022307
    (`qedu.rates.finite_decoy_bb84`), for the counts of the whole pass.  It makes key of the basis X only.  The bounds
    hold for counts whatever the channel did from second to second, so nothing forbids to add them, and to rate each second on its own wastes nearly all.
    The asymptotic key is the same formula with exact photon statistics and no margins, moment by moment, never below 0.

    A pass that is too short yields 0, as does an empty profile.  Chapter C13.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> overhead = SimpleNamespace(time_s=[0.0, 100.0], range_km=[600.0, 600.0], elevation_deg=[60.0, 60.0])
    >>> good = SpaceLink("good", 850, divergence_urad=10, aperture_m=1, receiver_efficiency=0.3, detector_efficiency=0.5, dark_counts=1e-7)
    >>> key = pass_key(overhead, good, clock_hz=1e8)
    >>> round(key.sifted), key.qber < 1e-3, key.finite_bits > 10**6
    (5004226, True, True)
    """
    if not isinstance(link, SpaceLink):
        raise bad("link", link, "a qedu.satellites.SpaceLink")
    time, km, degrees = _arrays(profile)
    clock = probability("clock_hz", clock_hz, 0, 1e15)
    if clock == 0:
        raise bad("clock_hz", clock_hz, "pulses a second, above 0")
    mu = array("intensities", intensities, 0, 100)
    p = odds("probabilities", probabilities, "one number for each intensity, with a total of 1", mu.size)
    if mu.shape != (3,):
        raise bad("intensities", intensities, "three mean photon numbers")
    sender = _Sender(clock, mu, p, probability("p_x", p_x))
    f = link.f_ec if f_ec is None else probability("f_ec", f_ec, 1, 100)
    failures = {"eps_sec": failure("eps_sec", eps_sec), "eps_cor": failure("eps_cor", eps_cor)}

    eta = np.asarray(link.transmittance(km, degrees))
    shares = sender.shares(link, eta)
    width = np.diff(time)
    weights = (np.append(width, 0) + np.append(0, width)) / 2 if len(time) > 1 else np.zeros(len(time))       # of the trapezoids
    total = float(weights.sum())
    if clock * total > MOST:
        raise bad("clock_hz", clock_hz, "at most 10**18 pulses in a pass")
    whole = tuple((weights[:, np.newaxis] * share).sum(0) for share in shares)
    counts = sender.counts(link, whole, clock, clock * total)                          # type: ignore[arg-type]
    same = sender.p_x**2 + (1 - sender.p_x) ** 2
    gain, wrong = (share.sum(-1) for share in shares)
    clicks = clock * float(whole[0].sum())
    asymptotic = clock * sender.asymptotic(link, eta, shares, f)
    return PassKey(
        time, clock * gain, clock * same * gain, errors_per_click(wrong, gain), asymptotic, counts, total, clicks, same * clicks,
        float(errors_per_click(whole[1].sum(), whole[0].sum())), float((weights * asymptotic).sum()),
        int(finite_decoy_bb84(counts, f_ec=f, **failures)), _by_second(sender, link, time, eta, f, failures))


def _by_second(sender: _Sender, link: SpaceLink, time: Floats, eta: Floats, f_ec: float, failures: dict[str, float]) -> int:
    """Secret bits if each second of the pass is a block of its own."""
    seconds = int(time[-1] - time[0]) if len(time) else 0
    if not seconds:
        return 0
    middle = np.interp(time[0] + np.arange(seconds) + 0.5, time, eta)
    counts = sender.counts(link, sender.shares(link, middle), np.full(seconds, sender.clock), sender.clock)
    return int(np.sum(finite_decoy_bb84(counts, f_ec=f_ec, **failures)))
