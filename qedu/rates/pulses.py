"""Rates per pulse over a link, in the limit of infinitely many.

Every rate is a smooth function of the intensity, so the best intensity can be found on it.  η is the
transmittance, of one arm where there is a relay, and 0-dimensional or of the shape of the distances.
An arm has half of the decibels of the whole channel, whatever they come from, and the detectors of
the relay.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from typing import Any, overload

import numpy as np
from scipy.special import gammainc, i0

from qedu._arguments import MAX_KM, array, bad, real, scalar_or_array, together
from qedu._numerics import binary_entropy, maximise, surprise
from qedu._types import FloatOrArray, Floats, Number, Numbers, Vector
from qedu.links import Link
from qedu.links.detection import coherent_clicks, equal_efficiency, error_rate

__all__ = ["decoy_bb84", "gllp", "sarg04", "mdi", "twin_field", "single_photon_yield", "THEOREMS"]

#: What each rate per pulse rests on, for legends.
THEOREMS: dict[str, str] = {
    "decoy_bb84": "Gottesman-Lo-Lütkenhaus-Preskill 2004, decoys of Ma et al. 2005",
    "gllp": "Gottesman-Lo-Lütkenhaus-Preskill 2004, no decoys",
    "sarg04": "Fung-Tamaki-Lo 2006, infinitely many decoys",
    "mdi": "Lo-Curty-Qi 2012, infinitely many decoys",
    "twin_field": "Wang-Yu-Hu 2018 (sending or not sending), infinitely many decoys",
}


def errors_per_click(wrong, clicks):
    return np.minimum(0.5, error_rate(wrong, clicks))


@overload
def single_photon_yield(mu: Number, nu: Number, *, gain_mu: Number, gain_nu: Number, y0: Number) -> float: ...
@overload
def single_photon_yield(mu: Numbers, nu: Numbers, *, gain_mu: Numbers, gain_nu: Numbers, y0: Numbers) -> Floats: ...
def single_photon_yield(mu: Numbers, nu: Numbers, *, gain_mu: Numbers, gain_nu: Numbers, y0: Numbers) -> FloatOrArray:
    """Lower bound on the yield of single photons, from a signal, a weak decoy and the vacuum.

    Parameters
    ----------
    mu, nu : float or array_like
        Mean photon numbers of signal and weak decoy, 0 < ν < μ.
    gain_mu, gain_nu, y0 : float or array_like
        Clicks per pulse of the signal, of the weak decoy, and of pulses without light.

    Returns
    -------
    float or numpy.ndarray
        Y₁ is at least this; below 0 where nothing is proved.

    Raises
    ------
    ValueError
        If a number leaves its range, or ν is not below μ.

    Notes
    -----
    Ma, Qi, Zhao and Lo, Phys. Rev. A 72, 012326 (2005), Eq. (34),
    doi:10.1103/PhysRevA.72.012326.  Derived in chapter C09.

    Examples
    --------
    >>> from qedu import links
    >>> signal, weak = links.GYS.gain([0.48, 0.05], 50)
    >>> float(f"{single_photon_yield(0.48, 0.05, gain_mu=signal, gain_nu=weak, y0=1.7e-6):.4g}")
    0.003955
    """
    given = {"mu": array("mu", mu, 0, 100), "nu": array("nu", nu, 0, 100)}
    given |= {name: array(name, value, 0, 1) for name, value in
              (("gain_mu", gain_mu), ("gain_nu", gain_nu), ("y0", y0))}
    mu, nu, gain_mu, gain_nu, y0 = together(**given)
    if not np.all((nu > 0) & (nu < mu)):
        raise bad("nu", nu.tolist(), "above 0 and below mu")
    return scalar_or_array(mu / (mu * nu - nu**2) * (
        gain_nu * np.exp(nu) - gain_mu * np.exp(mu) * (nu / mu) ** 2 - (1 - (nu / mu) ** 2) * y0))


def _decoy_bb84(link, eta, mu, decoys=None):
    y0 = link.dark_counts
    gain, wrong = coherent_clicks(link, eta, mu)
    if decoys is None:
        y1 = eta + y0 * (1 - eta)
        wrong1 = y0 / 2 + link.misalignment * eta
    else:
        nu = decoys[0]
        gain_nu, wrong_nu = coherent_clicks(link, eta, nu)
        y1 = single_photon_yield(mu, nu, gain_mu=gain, gain_nu=gain_nu, y0=y0)
        wrong1 = (wrong_nu * math.exp(nu) - y0 / 2) / nu
    y1 = np.maximum(y1, 0)
    key = mu * np.exp(-mu) * y1 * (1 - binary_entropy(errors_per_click(wrong1, y1)))
    return (key - gain * link.f_ec * binary_entropy(errors_per_click(wrong, gain))) / 2


def _gllp(link, eta, mu):
    gain, wrong = coherent_clicks(link, eta, mu)
    several = gammainc(2, mu)                          # P(n ≥ 2), also where it is far below 10⁻¹⁶
    single = np.maximum(gain - several, 0)             # clicks left if every multi-photon pulse made one
    key = single * (1 - binary_entropy(errors_per_click(wrong, single)))
    return (key - gain * link.f_ec * binary_entropy(errors_per_click(wrong, gain))) / 2


def _sarg04(link, eta, mu):
    def conclusive(arrives):
        """Kept clicks and wrong ones, of pulses of which something arrives with this probability."""
        dark = link.dark_counts * (1 - arrives)
        return arrives * (link.misalignment / 2 + 0.25) + dark / 2, arrives * link.misalignment / 2 + dark / 4

    gain, wrong = conclusive(-np.expm1(-eta * mu))
    y1, wrong1 = conclusive(eta)
    y2, wrong2 = conclusive(eta * (2 - eta))
    e1 = np.minimum(errors_per_click(wrong1, y1), 1 / 3)
    e2 = np.minimum(errors_per_click(wrong2, y2), 1 / 6)
    # one photon: Pauli errors X, Y, Z with e1/2, e1/2, e1; what of them is not known once the bit error is
    unknown1 = (surprise(e1 / 2) * 2 + surprise(e1) + surprise(1 - 2 * e1)) - binary_entropy(e1)
    rest = 1 - 3 * e2
    phase2 = 0.5 - rest / math.sqrt(8) + np.sqrt((1 - rest**2) / 24)
    key = np.exp(-mu) * (mu * y1 * (1 - unknown1) + mu**2 / 2 * y2 * (1 - binary_entropy(phase2)))
    return key - gain * link.f_ec * binary_entropy(errors_per_click(wrong, gain))


def _meet(x, dark):
    """I₀(x) − (1 − dark)e^(−x): two waves of random phase on a beam splitter; exact for small x too."""
    return (i0(x) - 1) - np.expm1(-x + math.log1p(-dark))


def _mdi(link, eta, mu):
    dark = link.dark_counts_per_detector
    quiet = (1 - dark) ** 2                           # two given detectors do not click in the dark
    pairs = eta**2 / 2
    y11 = quiet * (pairs + (4 * eta - 3 * eta**2) * dark + 4 * (1 - eta) ** 2 * dark**2)
    wrong11 = y11 / 2 - (0.5 - link.misalignment) * quiet * pairs
    x = eta * mu
    lone = -np.expm1(-x / 2 + math.log1p(-dark))       # a detector clicks that sees half of one pulse
    right = 2 * quiet * np.exp(-x) * lone**2
    wrong = 2 * dark * quiet * np.exp(-x) * _meet(x, dark)
    gain = right + wrong
    errors = link.misalignment * right + (1 - link.misalignment) * wrong
    key = mu**2 * np.exp(-2 * mu) * y11 * (1 - binary_entropy(errors_per_click(wrong11, y11)))
    return key - gain * link.f_ec * binary_entropy(errors_per_click(errors, gain))


def _twin_field(link, eta, mu, send=None):
    dark = link.dark_counts_per_detector
    quiet, x = 1 - dark, eta * mu
    # exactly one of the relay's two detectors clicks, when none, one or both of them send
    none = 2 * dark * quiet
    one = 2 * quiet * np.exp(-x / 2) * -np.expm1(-x / 2 + math.log1p(-dark))
    both = 2 * quiet * np.exp(-x) * _meet(x, dark)
    s1 = quiet * (eta + 2 * dark * (1 - eta))
    wrong1 = quiet * (link.misalignment * eta + dark * (1 - eta))
    key = 2 * mu * np.exp(-mu) * s1 * (1 - binary_entropy(errors_per_click(wrong1, s1)))

    def rate(send):
        wrong = (1 - send) ** 2 * none + send**2 * both
        gain = wrong + 2 * send * (1 - send) * one
        return send * (1 - send) * key - gain * link.f_ec * binary_entropy(errors_per_click(wrong, gain))

    if send is not None:
        return rate(send)
    return maximise(rate, np.full(np.shape(x), 1e-7), 0.5, points=16, steps=18)[1]


#: name: (function, whether a relay stands in the middle)
PER_PULSE: dict[str, tuple[Callable[..., Floats], bool]] = {
    "decoy_bb84": (_decoy_bb84, False), "gllp": (_gllp, False), "sarg04": (_sarg04, False),
    "mdi": (_mdi, True), "twin_field": (_twin_field, True)}


def per_pulse(name: str, distance_km: Numbers, link: Link, mu: Numbers | None, **options: Any) -> tuple[Floats, Floats]:
    """The best intensity (or `mu`) and the rate, which may be negative; arrays."""
    function, relay = PER_PULSE[name]
    if not isinstance(link, Link):
        raise bad("link", link, "a qedu.links.Link")
    km = array("distance_km", distance_km, 0, MAX_KM)
    # In decibels: the root of a transmittance that has come to 0 would be 0 too early.
    eta = np.asarray(10 ** (-link.loss_db(km) / (20 if relay else 10)) * equal_efficiency(link))
    if options.get("send") is not None:
        options["send"], eta = together(send=options["send"], distance_km=eta)
    rate = functools.partial(function, link, eta, **options)
    weakest = _weak_decoy(options["decoys"]) if options.get("decoys") is not None else 0.0
    if mu is not None:
        mu = array("mu", mu, 0, 100)
        together(mu=mu, distance_km=eta, **{name: options[name] for name in ("send",) if options.get(name) is not None})
        if weakest and not np.all(mu > weakest):
            raise bad("mu", mu.tolist(), f"above the weak decoy, {weakest:g}")
        return mu, np.broadcast_to(rate(mu), np.broadcast_shapes(eta.shape, mu.shape))
    if name == "gllp":                     # the best intensity follows η; elsewhere it is of the order of 1
        return maximise(rate, np.maximum(1e-3 * eta, 1e-300), np.maximum(4 * eta, 1e-299))
    low = np.full(eta.shape, max(1e-4, 1.01 * weakest))
    if name == "twin_field":               # each value is the best of many, over `send`
        return maximise(rate, low, 3.0, points=20, steps=18)
    return maximise(rate, low, 3.0)


def _weak_decoy(decoys: Any) -> float:
    """The mean photon number of the weak decoy, of a pair whose second member is the vacuum."""
    allowed = "None, or a weak decoy above 0 and the vacuum, such as (0.05, 0.0)"
    try:
        nu, vacuum = (real(x) for x in decoys)
    except Exception:
        raise bad("decoys", decoys, allowed) from None
    if not (0 < nu <= 1 and vacuum == 0):
        raise bad("decoys", decoys, allowed)
    return nu


def _clipped(rate: Floats) -> FloatOrArray:
    return scalar_or_array(np.maximum(0.0, rate))


@overload
def decoy_bb84(distance_km: Number, link: Link, *, mu: Number | None = 0.48, decoys: Vector | None = None) -> float: ...
@overload
def decoy_bb84(distance_km: Numbers, link: Link, *, mu: Numbers | None = 0.48, decoys: Vector | None = None) -> Floats: ...
def decoy_bb84(distance_km: Numbers, link: Link, *, mu: Numbers | None = 0.48, decoys: Vector | None = None) -> FloatOrArray:
    """Secret bits per pulse of decoy-state BB84, at the mean photon number 0.48 unless told otherwise.

    The other rates per pulse take the best mean photon number at each distance by default; this
    one takes that of the published curve for `qedu.links.GYS`.  ``mu=None`` asks for the best.

    Parameters
    ----------
    distance_km : float or array_like
        Length of the link, 0 to 10⁶ km.
    link : qedu.links.Link
        The link, such as `qedu.links.GYS`.
    mu : float, array_like or None
        Mean photon number of the signal, 0 to 100, broadcast against `distance_km`; 0.48, not the
        best one, by default.  None: the best one at each distance.
    decoys : None or (float, 0.0)
        None: infinitely many decoy intensities, so that Y₁ and e₁ are known.  (ν, 0.0): one
        weak decoy, ν < μ, and the vacuum.

    Returns
    -------
    float or numpy.ndarray
        max(0, ½{−Q_μ f h(E_μ) + μe^(−μ)Y₁[1 − h(e₁)]}).

    Raises
    ------
    ValueError
        If an argument leaves its range.

    Notes
    -----
    Theorem: Gottesman, Lo, Lütkenhaus and Preskill, Quantum Inf. Comput. 4, 325 (2004),
    arXiv:quant-ph/0212066, with the decoys of Ma, Qi, Zhao and Lo, Phys. Rev. A 72, 012326 (2005),
    Eqs. (1), (34) and (37), doi:10.1103/PhysRevA.72.012326.  The ½ is the sifting of BB84 with
    two equally likely bases; e₀ = ½, and the vacuum decoy gives Y₀.  Chapter C09.

    Examples
    --------
    >>> from qedu import links
    >>> [float(f"{decoy_bb84(50, links.GYS, decoys=d):.4g}") for d in (None, (0.05, 0.0))]
    [0.0002226, 0.0002096]
    """
    return _clipped(per_pulse("decoy_bb84", distance_km, link, mu, decoys=decoys)[1])


@overload
def gllp(distance_km: Number, link: Link, *, mu: Number | None = None) -> float: ...
@overload
def gllp(distance_km: Numbers, link: Link, *, mu: Numbers | None = None) -> Floats: ...
def gllp(distance_km: Numbers, link: Link, *, mu: Numbers | None = None) -> FloatOrArray:
    """Secret bits per pulse of BB84 with laser pulses and no decoys.

    Parameters
    ----------
    distance_km : float or array_like
        Length of the link, 0 to 10⁶ km.
    link : qedu.links.Link
        The link.
    mu : float, array_like or None
        Mean photon number, 0 to 100.  None: the best one at each distance.

    Returns
    -------
    float or numpy.ndarray
        max(0, ½Q{−f h(E) + Ω[1 − h(E/Ω)]}), where Ω = 1 − P(n ≥ 2)/Q: every pulse of several
        photons is taken to click, and to be known to Eve.

    Raises
    ------
    ValueError
        If an argument leaves its range.

    Notes
    -----
    Theorem: Gottesman, Lo, Lütkenhaus and Preskill, Quantum Inf. Comput. 4, 325 (2004),
    arXiv:quant-ph/0212066; sifting ½.  Chapter C09.

    Examples
    --------
    >>> from qedu import links
    >>> float(f"{gllp(20, links.GYS):.3g}"), gllp(50, links.GYS)
    (1.88e-05, 0.0)
    """
    return _clipped(per_pulse("gllp", distance_km, link, mu)[1])


@overload
def sarg04(distance_km: Number, link: Link, *, mu: Number | None = None) -> float: ...
@overload
def sarg04(distance_km: Numbers, link: Link, *, mu: Numbers | None = None) -> Floats: ...
def sarg04(distance_km: Numbers, link: Link, *, mu: Numbers | None = None) -> FloatOrArray:
    """Secret bits per pulse of SARG04 with infinitely many decoys.

    Parameters
    ----------
    distance_km : float or array_like
        Length of the link, 0 to 10⁶ km.
    link : qedu.links.Link
        The link.
    mu : float, array_like or None
        Mean photon number, 0 to 100.  None: the best one at each distance.

    Returns
    -------
    float or numpy.ndarray
        max(0, −Q f h(E) + Q₁[1 − H(Z|X)] + Q₂[1 − h(p₂)]): pulses of two photons give key too.
        The gains count conclusive results only, a quarter of the clicks and a little more.

    Raises
    ------
    ValueError
        If an argument leaves its range.

    Notes
    -----
    Theorem: Fung, Tamaki and Lo, Phys. Rev. A 73, 012337 (2006), Eqs. (9), (34), (39) to (43),
    arXiv:quant-ph/0510025.  The paper gives 97.2 km as the reach on the GYS link; a term is
    dropped from e₁ = 1/3 and e₂ = 1/6 on, where its phase error reaches ½.  Chapter C09.

    Examples
    --------
    >>> from qedu import links
    >>> sarg04(97, links.GYS) > 0, sarg04(97.5, links.GYS)
    (True, 0.0)
    """
    return _clipped(per_pulse("sarg04", distance_km, link, mu)[1])


@overload
def mdi(distance_km: Number, link: Link, *, mu: Number | None = None) -> float: ...
@overload
def mdi(distance_km: Numbers, link: Link, *, mu: Numbers | None = None) -> Floats: ...
def mdi(distance_km: Numbers, link: Link, *, mu: Numbers | None = None) -> FloatOrArray:
    """Secret bits per pair of pulses of measurement-device-independent QKD, relay in the middle.

    Parameters
    ----------
    distance_km : float or array_like
        From Alice to Bob, 0 to 10⁶ km.  The relay stands in the middle of the loss: each arm
        has the root of the channel's transmittance, and fixed loss and free space count once.
    link : qedu.links.Link
        Fibre and detectors, both arms alike.  The relay's four detectors each have
        ``link.dark_counts_per_detector``.
    mu : float, array_like or None
        Mean photon number of either pulse, 0 to 100.  None: the best one at each distance.

    Returns
    -------
    float or numpy.ndarray
        max(0, Q₁₁[1 − h(e₁₁)] − Q f h(E)), where Q₁₁, Q and E are of the key (rectilinear) basis and
        e₁₁ is of the other.

    Raises
    ------
    ValueError
        If an argument leaves its range.

    Notes
    -----
    Theorem: Lo, Curty and Qi, Phys. Rev. Lett. 108, 130503 (2012), Eq. (1),
    doi:10.1103/PhysRevLett.108.130503, with infinitely many decoys.  Click model: Ma and Razavi,
    Phys. Rev. A 86, 062319 (2012), arXiv:1204.4856, appendices A and B.  Nearly every pulse is
    sent in the key basis, so no sifting factor.  Chapter C09.

    Examples
    --------
    >>> from qedu import links
    >>> float(f"{mdi(100, links.LO_CURTY_QI):.2g}")
    4.9e-06
    """
    return _clipped(per_pulse("mdi", distance_km, link, mu)[1])


@overload
def twin_field(distance_km: Number, link: Link, *, mu: Number | None = None, send: Number | None = None) -> float: ...
@overload
def twin_field(distance_km: Numbers, link: Link, *, mu: Numbers | None = None, send: Numbers | None = None) -> Floats: ...
def twin_field(distance_km: Numbers, link: Link, *, mu: Numbers | None = None, send: Numbers | None = None) -> FloatOrArray:
    """Secret bits per pair of time windows of twin-field QKD (sending or not sending).

    Parameters
    ----------
    distance_km : float or array_like
        From Alice to Bob, 0 to 10⁶ km.  The relay stands in the middle of the loss: each arm
        has the root of the channel's transmittance, and fixed loss and free space count once.
    link : qedu.links.Link
        Fibre and detectors, both arms alike.  The relay's two detectors each have
        ``link.dark_counts_per_detector``; ``link.misalignment`` is the error of the interference.
    mu : float, array_like or None
        Mean photon number of a pulse that is sent, 0 to 100.  None: the best one.
    send : float, array_like or None
        Probability with which Alice, and Bob, sends a pulse, 0 to 1.  None: the best one.

    Returns
    -------
    float or numpy.ndarray
        max(0, 2ε(1 − ε)μe^(−μ)s₁[1 − h(e₁)] − S f h(E)) with ε = `send`.

    Raises
    ------
    ValueError
        If an argument leaves its range.

    Notes
    -----
    Theorem: Wang, Yu and Hu, Phys. Rev. A 98, 062323 (2018), Eq. (4),
    doi:10.1103/PhysRevA.98.062323, with infinitely many decoys: Alice's bit is whether she sent,
    Bob's whether he did not.  An error is a click when both sent or neither did.  Nearly every
    window is a key window, so no sifting factor.  Improved versions that reject errors reach
    farther.  Chapter C09.

    Examples
    --------
    >>> from qedu.rates import plob
    >>> from qedu import links
    >>> km = 500
    >>> twin_field(km, links.WANG_YU_HU) > plob(links.WANG_YU_HU.channel_transmittance(km))
    True
    """
    if send is not None:
        send = array("send", send, 0, 1)
    return _clipped(per_pulse("twin_field", distance_km, link, mu, send=send)[1])
