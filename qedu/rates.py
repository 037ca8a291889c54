"""Secret key rates: how many secret bits a sifted bit, or a pulse, is worth.

Four kinds.  Rates per sifted bit depend on an error rate alone (`bb84`, `six_state`, `diqkd`).
Rates per pulse depend on a link (`decoy_bb84`, `gllp`, `sarg04`, `mdi`, `twin_field`).  Bounds
say what no protocol without a relay can exceed (`plob`, `tgw`).  Those are asymptotic, for
infinitely many rounds.  Finite keys (`finite_bb84`, `finite_decoy_bb84`) are lengths in bits,
and rest on the bounds of `qedu.statistics`.

All are for one-way post-processing in which Alice adds no noise of her own, and 0 where such a
formula leaves no key.  That is where the formula ends, not where keys end: BB84's ends at 11.00 %,
and with noise added by Alice, still one-way, there is key up to 12.4 % (Renner, Gisin and Kraus,
Phys. Rev. A 72, 012332 (2005), doi:10.1103/PhysRevA.72.012332; Kraus, Gisin and Renner, Phys. Rev.
Lett. 95, 080501 (2005), doi:10.1103/PhysRevLett.95.080501).

What each is counted in, before two of them are drawn over one axis:

=====================  ==========================  =============================  ============  ========
rate                   bits per                    sifting                        ``mu``        ``f_ec``
=====================  ==========================  =============================  ============  ========
`bb84`, `six_state`    sifted bit                  none in it                     –             1.0
`diqkd`                key round                   none in it                     –             1
`decoy_bb84`           pulse                       ½, two equally likely bases    0.48 or best  the link's
`gllp`                 pulse                       ½, two equally likely bases    best          the link's
`sarg04`               pulse                       in the gain, about ¼           best          the link's
`mdi`                  pair of pulses              none: nearly all in one basis  best          the link's
`twin_field`           pair of time windows        none: nearly all key windows   best          the link's
`plob`, `tgw`          mode of light               none                           –             –
`finite_bb84`          block of n + k bits         done before                    –             1.16
`finite_decoy_bb84`    block                       done before                    –             the counts'
=====================  ==========================  =============================  ============  ========
"""

import functools
import math
from dataclasses import dataclass

from qedu._arguments import array as _array
from qedu._arguments import bad, probability
from qedu._arguments import failure as _failure
from qedu._arguments import real as _real
from qedu._arguments import scalar_or_array as _scalar_or_array
from qedu._arguments import together as _together
from qedu._arguments import whole as _whole
from qedu._operators import Value
from qedu.links import DecoyCounts, Link, coherent_clicks
from qedu.statistics import hoeffding, random_sampling, serfling

__all__ = ["h2", "bb84", "six_state", "diqkd", "plob", "tgw",
           "decoy_bb84", "gllp", "sarg04", "mdi", "twin_field", "single_photon_yield",
           "THEOREMS", "best_mu", "cutoff_km",
           "finite_bb84", "DecoyBounds", "decoy_bounds", "finite_decoy_bb84"]

#: What each rate per pulse rests on, for legends.
THEOREMS = {
    "decoy_bb84": "Gottesman-Lo-Lütkenhaus-Preskill 2004, decoys of Ma et al. 2005",
    "gllp": "Gottesman-Lo-Lütkenhaus-Preskill 2004, no decoys",
    "sarg04": "Fung-Tamaki-Lo 2006, infinitely many decoys",
    "mdi": "Lo-Curty-Qi 2012, infinitely many decoys",
    "twin_field": "Wang-Yu-Hu 2018 (sending or not sending), infinitely many decoys",
}

_MAX_KM = 1e6

#: Inefficiency of error correction where nothing else is said of a finite key.
_F_EC = 1.16


def _h2(p):
    from scipy.special import entr       # −x ln x, 0 at 0

    return (entr(p) + entr(1 - p)) / math.log(2)


def _inefficiency(f_ec):
    return _array("f_ec", f_ec, 1, 100)


def h2(p):
    """Binary entropy, in bits.

    Parameters
    ----------
    p : float or array_like
        Probabilities, from 0 to 1.

    Returns
    -------
    float or numpy.ndarray
        −p log₂ p − (1 − p) log₂(1 − p), of the shape of `p`; 0 at p = 0 and 1.

    Raises
    ------
    ValueError
        If `p` leaves [0, 1].

    Notes
    -----
    Shannon, Bell Syst. Tech. J. 27, 379 (1948),
    doi:10.1002/j.1538-7305.1948.tb01338.x.  Used in chapter C06.

    Examples
    --------
    >>> h2(0.5), h2(0.0)
    (1.0, 0.0)
    """
    return _scalar_or_array(_h2(_array("p", p, 0, 1)))


def bb84(qber, f_ec=1.0):
    """Secret bits per sifted bit of BB84, one-way and without noise added by Alice.

    Parameters
    ----------
    qber : float or array_like
        Error rate of the sifted key, the same in both bases, from 0 to 0.5.
    f_ec : float or array_like
        Inefficiency of error correction: bits published, over the Shannon limit; at least 1.

    Returns
    -------
    float or numpy.ndarray
        max(0, 1 − h(Q) − f·h(Q)); 0 from 11.00 % on at f = 1, where this formula ends.

    Raises
    ------
    ValueError
        If `qber` leaves [0, 0.5] or `f_ec` is below 1.

    Notes
    -----
    Shor and Preskill, Phys. Rev. Lett. 85, 441 (2000),
    doi:10.1103/PhysRevLett.85.441: against general attacks.  No proof that there is no key beyond:
    if Alice flips some of her bits before error correction, one-way post-processing makes key up
    to 12.4 % (Kraus, Gisin and Renner 2005, doi:10.1103/PhysRevLett.95.080501), and two-way
    post-processing reaches farther.  Used in chapter C06, derived in C08.

    Examples
    --------
    >>> round(bb84(0.05), 4), bb84(0.12)
    (0.4272, 0.0)
    """
    import numpy as np

    q, f = _together(qber=_array("qber", qber, 0, 0.5), f_ec=_inefficiency(f_ec))
    return _scalar_or_array(np.maximum(0.0, 1 - _h2(q) - f * _h2(q)))


def six_state(qber, f_ec=1.0):
    """Secret bits per sifted bit of the six-state protocol, one-way and without noise added by Alice.

    Parameters
    ----------
    qber : float or array_like
        Error rate of the sifted key, the same in all three bases, from 0 to 0.5.
    f_ec : float or array_like
        Inefficiency of error correction, at least 1.

    Returns
    -------
    float or numpy.ndarray
        max(0, 1 − f·h(Q) − Q − (1 − Q)·h((1 − 3Q/2)/(1 − Q))); 0 from 12.62 % on at
        f = 1, where this formula ends.

    Raises
    ------
    ValueError
        If `qber` leaves [0, 0.5] or `f_ec` is below 1.

    Notes
    -----
    Lo, Quantum Inf. Comput. 1, 81 (2001), arXiv:quant-ph/0102138.  Here, too, noise added by
    Alice reaches farther; see `bb84`.  Used in chapter C07.

    Examples
    --------
    >>> round(six_state(0.05), 4), six_state(0.13)
    (0.4968, 0.0)
    """
    import numpy as np

    q, f = _together(qber=_array("qber", qber, 0, 0.5), f_ec=_inefficiency(f_ec))
    phase = q + (1 - q) * _h2((1 - 1.5 * q) / (1 - q))
    return _scalar_or_array(np.maximum(0.0, 1 - f * _h2(q) - phase))


def diqkd(S, qber):
    """Secret bits per key round of device-independent QKD; rounds of the Bell test give none.

    Parameters
    ----------
    S : float or array_like
        CHSH value, from 0 to 2√2; broadcast against `qber`.
    qber : float or array_like
        Error rate of the key rounds, from 0 to 0.5.

    Returns
    -------
    float or numpy.ndarray
        max(0, 1 − h(Q) − h((1 + √((S/2)² − 1))/2)); 0 for S ≤ 2.

    Raises
    ------
    ValueError
        If `S` leaves [0, 2√2] or `qber` leaves [0, 0.5].

    Notes
    -----
    Acín, Brunner, Gisin, Massar, Pironio and Scarani, Phys. Rev. Lett. 98, 230501 (2007),
    doi:10.1103/PhysRevLett.98.230501: against collective attacks, in which every round is treated
    alike and by itself.  Entropy accumulation extends it to general ones, where devices may remember,
    with corrections that vanish in long runs: Arnon-Friedman, Dupuis, Fawzi, Renner and Vidick, Nat.
    Commun. 9, 459 (2018), doi:10.1038/s41467-017-02307-4.  With white noise, S = 2√2(1 − 2Q), it
    ends at Q = 7.15 %: that is where this formula ends, and noise added by Alice helps here, too.
    Boxes that tell each other their settings, or their maker the bits, are excluded.  Chapter C07.

    Examples
    --------
    >>> import math
    >>> round(diqkd(2 * math.sqrt(2), 0.0), 12), diqkd(2.0, 0.0), round(diqkd(2.6, 0.02), 4)
    (1.0, 0.0, 0.4401)
    """
    import numpy as np

    s, q = _together(S=_array("S", S, 0, 2 * math.sqrt(2)), qber=_array("qber", qber, 0, 0.5))
    root = np.sqrt(np.clip((s / 2) ** 2 - 1, 0, 1))          # (√2)² − 1 may pass 1 by rounding
    return _scalar_or_array(np.maximum(0.0, 1 - _h2(q) - _h2((1 + root) / 2)))


def plob(transmittance):
    """The most secret bits per mode of light over a lossy channel without a relay.

    Parameters
    ----------
    transmittance : float or array_like
        η of the channel alone, from 0 to 1 (`Link.channel_transmittance`).

    Returns
    -------
    float or numpy.ndarray
        −log₂(1 − η); infinite at η = 1.

    Raises
    ------
    ValueError
        If `transmittance` leaves [0, 1].

    Notes
    -----
    Pirandola, Laurenza, Ottaviani and Banchi, Nat. Commun. 8, 15043 (2017),
    doi:10.1038/ncomms15043: the two-way secret-key capacity of a pure-loss channel, per use of a
    single mode; a pulse in two polarisations uses two modes.  Noise on the line only lowers what
    can be had.  Written with log(1 + x), as 1 − η rounds to 1 from about 800 km on.
    Chapter C09.

    Examples
    --------
    >>> float(f"{plob(1e-20):.3g}")                # 1,000 km of fibre at 0.2 dB/km
    1.44e-20
    """
    import numpy as np

    eta = _array("transmittance", transmittance, 0, 1)
    with np.errstate(divide="ignore"):
        return _scalar_or_array(-np.log1p(-eta) / math.log(2) + 0.0)          # + 0.0: never −0


def tgw(transmittance):
    """An older, looser bound than `plob` on secret bits per mode without a relay.

    Parameters
    ----------
    transmittance : float or array_like
        η of the channel alone, from 0 to 1 (`Link.channel_transmittance`).

    Returns
    -------
    float or numpy.ndarray
        log₂((1 + η)/(1 − η)); infinite at η = 1, twice `plob` at high loss.

    Raises
    ------
    ValueError
        If `transmittance` leaves [0, 1].

    Notes
    -----
    Takeoka, Guha and Wilde, Nat. Commun. 5, 5235 (2014), doi:10.1038/ncomms6235.  Chapter C09.

    Examples
    --------
    >>> round(tgw(0.01) / plob(0.01), 4)
    1.99
    """
    import numpy as np

    eta = _array("transmittance", transmittance, 0, 1)
    with np.errstate(divide="ignore"):
        return _scalar_or_array((np.log1p(eta) - np.log1p(-eta)) / math.log(2))


# ---------------------------------------------------------------------------------------------
# Rates per pulse.  Each has one function `_name(link, eta, mu, …)` that may go below 0: it is
# smooth, so the best intensity can be found on it.  η is the transmittance, of one arm where
# there is a relay, and 0-dimensional or of the shape of the distances.  An arm has half of the
# decibels of the whole channel, whatever they come from, and the detectors of the relay.


def _errors_per_click(wrong, clicks):
    import numpy as np

    return np.minimum(0.5, wrong / np.where(clicks > 0, clicks, 1))


def single_photon_yield(mu, nu, gain_mu, gain_nu, y0):
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
    >>> float(f"{single_photon_yield(0.48, 0.05, signal, weak, 1.7e-6):.4g}")
    0.003955
    """
    import numpy as np

    given = {"mu": _array("mu", mu, 0, 100), "nu": _array("nu", nu, 0, 100)}
    given |= {name: _array(name, value, 0, 1) for name, value in
              (("gain_mu", gain_mu), ("gain_nu", gain_nu), ("y0", y0))}
    mu, nu, gain_mu, gain_nu, y0 = _together(**given)
    if not np.all((nu > 0) & (nu < mu)):
        raise bad("nu", nu.tolist(), "above 0 and below mu")
    return _scalar_or_array(mu / (mu * nu - nu**2) * (
        gain_nu * np.exp(nu) - gain_mu * np.exp(mu) * (nu / mu) ** 2 - (1 - (nu / mu) ** 2) * y0))


def _decoy_bb84(link, eta, mu, decoys=None):
    import numpy as np

    y0 = link.dark_counts
    gain, wrong = coherent_clicks(link, eta, mu)
    if decoys is None:
        y1 = eta + y0 * (1 - eta)
        wrong1 = y0 / 2 + link.misalignment * eta
    else:
        nu = decoys[0]
        gain_nu, wrong_nu = coherent_clicks(link, eta, nu)
        y1 = single_photon_yield(mu, nu, gain, gain_nu, y0)
        wrong1 = (wrong_nu * math.exp(nu) - y0 / 2) / nu
    y1 = np.maximum(y1, 0)
    key = mu * np.exp(-mu) * y1 * (1 - _h2(_errors_per_click(wrong1, y1)))
    return (key - gain * link.f_ec * _h2(_errors_per_click(wrong, gain))) / 2


def _gllp(link, eta, mu):
    import numpy as np
    from scipy.special import gammainc

    gain, wrong = coherent_clicks(link, eta, mu)
    several = gammainc(2, mu)                          # P(n ≥ 2), also where it is far below 10⁻¹⁶
    single = np.maximum(gain - several, 0)             # clicks left if every multi-photon pulse made one
    key = single * (1 - _h2(_errors_per_click(wrong, single)))
    return (key - gain * link.f_ec * _h2(_errors_per_click(wrong, gain))) / 2


def _sarg04(link, eta, mu):
    import numpy as np

    def conclusive(arrives):
        """Kept clicks and wrong ones, of pulses of which something arrives with this probability."""
        dark = link.dark_counts * (1 - arrives)
        return arrives * (link.misalignment / 2 + 0.25) + dark / 2, arrives * link.misalignment / 2 + dark / 4

    gain, wrong = conclusive(-np.expm1(-eta * mu))
    y1, wrong1 = conclusive(eta)
    y2, wrong2 = conclusive(eta * (2 - eta))
    e1 = np.minimum(_errors_per_click(wrong1, y1), 1 / 3)
    e2 = np.minimum(_errors_per_click(wrong2, y2), 1 / 6)
    # one photon: Pauli errors X, Y, Z with e1/2, e1/2, e1; what of them is not known once the bit error is
    unknown1 = (_entropy(e1 / 2) * 2 + _entropy(e1) + _entropy(1 - 2 * e1)) - _h2(e1)
    rest = 1 - 3 * e2
    phase2 = 0.5 - rest / math.sqrt(8) + np.sqrt((1 - rest**2) / 24)
    key = np.exp(-mu) * (mu * y1 * (1 - unknown1) + mu**2 / 2 * y2 * (1 - _h2(phase2)))
    return key - gain * link.f_ec * _h2(_errors_per_click(wrong, gain))


def _meet(x, dark):
    """I₀(x) − (1 − dark)e^(−x): two waves of random phase on a beam splitter; exact for small x too."""
    import numpy as np
    from scipy.special import i0

    return (i0(x) - 1) - np.expm1(-x + math.log1p(-dark))


def _mdi(link, eta, mu):
    import numpy as np

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
    key = mu**2 * np.exp(-2 * mu) * y11 * (1 - _h2(_errors_per_click(wrong11, y11)))
    return key - gain * link.f_ec * _h2(_errors_per_click(errors, gain))


def _twin_field(link, eta, mu, send=None):
    import numpy as np

    dark = link.dark_counts_per_detector
    quiet, x = 1 - dark, eta * mu
    # exactly one of the relay's two detectors clicks, when none, one or both of them send
    none = 2 * dark * quiet
    one = 2 * quiet * np.exp(-x / 2) * -np.expm1(-x / 2 + math.log1p(-dark))
    both = 2 * quiet * np.exp(-x) * _meet(x, dark)
    s1 = quiet * (eta + 2 * dark * (1 - eta))
    wrong1 = quiet * (link.misalignment * eta + dark * (1 - eta))
    key = 2 * mu * np.exp(-mu) * s1 * (1 - _h2(_errors_per_click(wrong1, s1)))

    def rate(send):
        wrong = (1 - send) ** 2 * none + send**2 * both
        gain = wrong + 2 * send * (1 - send) * one
        return send * (1 - send) * key - gain * link.f_ec * _h2(_errors_per_click(wrong, gain))

    if send is not None:
        return rate(send)
    return _maximise(rate, np.full(np.shape(x), 1e-7), 0.5, points=16, steps=18)[1]


def _entropy(p):
    """−p log₂ p, 0 at p = 0."""
    from scipy.special import entr

    return entr(p) / math.log(2)


_GOLDEN = (math.sqrt(5) - 1) / 2


def _maximise(function, low, high, points=48, steps=24):
    """Where each element of `function` is largest between `low` and `high`, and how large.

    All elements at once: a logarithmic grid, then a golden section between the neighbours of
    the best point.  `low` is an array of the shape of the result, and `function` takes arrays
    with one more axis in front.
    """
    import numpy as np

    log_low, log_high = np.log(low), np.log(high)
    step = (log_high - log_low) / (points - 1)
    grid = function(np.exp(log_low + np.arange(points).reshape(-1, *[1] * np.ndim(low)) * step))
    # Near the cut-off a peak just above 0 may fall between points that are lower than the edge,
    # where hardly a pulse is sent and the rate is just below 0: a point above its neighbours wins.
    peak = (grid[1:-1] > grid[:-2]) & (grid[1:-1] >= grid[2:])
    inside = np.argmax(np.where(peak, grid[1:-1], -np.inf), axis=0) + 1
    best = np.where(peak.any(0), inside, np.argmax(grid, axis=0))
    left, right = log_low + np.maximum(best - 1, 0) * step, log_low + np.minimum(best + 1, points - 1) * step
    inner, outer = right - _GOLDEN * (right - left), left + _GOLDEN * (right - left)
    at_inner, at_outer = function(np.exp(inner)), function(np.exp(outer))
    for _ in range(steps):
        lower = at_inner > at_outer                  # the maximum is left of `outer`
        left, right = np.where(lower, left, inner), np.where(lower, outer, right)
        new = np.where(lower, right - _GOLDEN * (right - left), left + _GOLDEN * (right - left))
        at_new = function(np.exp(new))
        inner, outer = np.where(lower, new, outer), np.where(lower, inner, new)
        at_inner, at_outer = np.where(lower, at_new, at_outer), np.where(lower, at_inner, at_new)
    found = np.where(at_inner > at_outer, inner, outer)
    return np.exp(found), np.maximum(at_inner, at_outer)


# name: (function, whether a relay stands in the middle)
_PER_PULSE = {"decoy_bb84": (_decoy_bb84, False), "gllp": (_gllp, False), "sarg04": (_sarg04, False),
              "mdi": (_mdi, True), "twin_field": (_twin_field, True)}


def _per_pulse(name, distance_km, link, mu, **options):
    """The best intensity (or `mu`) and the rate, which may be negative; arrays."""
    import numpy as np

    function, relay = _PER_PULSE[name]
    if not isinstance(link, Link):
        raise bad("link", link, "a qedu.links.Link")
    km = _array("distance_km", distance_km, 0, _MAX_KM)
    # In decibels: the root of a transmittance that has come to 0 would be 0 too early.
    eta = np.asarray(10 ** (-link.loss_db(km) / (20 if relay else 10)) * link.efficiency)
    if options.get("send") is not None:
        options["send"], eta = _together(send=options["send"], distance_km=eta)
    rate = functools.partial(function, link, eta, **options)
    weakest = _weak_decoy(options["decoys"]) if options.get("decoys") is not None else 0.0
    if mu is not None:
        mu = _array("mu", mu, 0, 100)
        _together(mu=mu, distance_km=eta, **{name: options[name] for name in ("send",) if options.get(name) is not None})
        if weakest and not np.all(mu > weakest):
            raise bad("mu", mu.tolist(), f"above the weak decoy, {weakest:g}")
        return mu, np.broadcast_to(rate(mu), np.broadcast_shapes(eta.shape, mu.shape))
    if name == "gllp":                     # the best intensity follows η; elsewhere it is of the order of 1
        return _maximise(rate, np.maximum(1e-3 * eta, 1e-300), np.maximum(4 * eta, 1e-299))
    low = np.full(eta.shape, max(1e-4, 1.01 * weakest))
    if name == "twin_field":               # each value is the best of many, over `send`
        return _maximise(rate, low, 3.0, points=20, steps=18)
    return _maximise(rate, low, 3.0)


def _weak_decoy(decoys):
    """The mean photon number of the weak decoy, of a pair whose second member is the vacuum."""
    allowed = "None, or a weak decoy above 0 and the vacuum, such as (0.05, 0.0)"
    try:
        nu, vacuum = (_real(x) for x in decoys)
    except Exception:
        raise bad("decoys", decoys, allowed) from None
    if not (0 < nu <= 1 and vacuum == 0):
        raise bad("decoys", decoys, allowed)
    return nu


def _clipped(rate):
    import numpy as np

    return _scalar_or_array(np.maximum(0.0, rate))


def decoy_bb84(distance_km, link, mu=0.48, decoys=None):
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
    return _clipped(_per_pulse("decoy_bb84", distance_km, link, mu, decoys=decoys)[1])


def gllp(distance_km, link, mu=None):
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
    return _clipped(_per_pulse("gllp", distance_km, link, mu)[1])


def sarg04(distance_km, link, mu=None):
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
    return _clipped(_per_pulse("sarg04", distance_km, link, mu)[1])


def mdi(distance_km, link, mu=None):
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
    return _clipped(_per_pulse("mdi", distance_km, link, mu)[1])


def twin_field(distance_km, link, mu=None, send=None):
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
    >>> from qedu import links
    >>> km = 500
    >>> twin_field(km, links.WANG_YU_HU) > plob(links.WANG_YU_HU.channel_transmittance(km))
    True
    """
    if send is not None:
        send = _array("send", send, 0, 1)
    return _clipped(_per_pulse("twin_field", distance_km, link, mu, send=send)[1])


def _name(rate):
    name = getattr(rate, "__name__", rate)
    if not isinstance(name, str) or name not in _PER_PULSE:
        raise bad("rate", rate, "a rate per pulse: " + ", ".join(_PER_PULSE))
    return name


def best_mu(rate, distance_km, link, **options):
    """The mean photon number that gives the most key.

    Parameters
    ----------
    rate : function or str
        `decoy_bb84`, `gllp`, `sarg04`, `mdi` or `twin_field`, or its name.
    distance_km : float or array_like
        Length of the link, 0 to 10⁶ km.
    link : qedu.links.Link
        The link.
    **options
        Further arguments of the rate, such as ``decoys=(0.05, 0.0)``; not `mu`.

    Returns
    -------
    float or numpy.ndarray
        The best mean photon number; 0 where no intensity gives key.

    Raises
    ------
    ValueError
        If `rate` is none of them, or an argument leaves its range.

    Notes
    -----
    Found on all distances at once: a logarithmic grid, then a golden section.  Chapter C09.

    Examples
    --------
    >>> from qedu import links
    >>> round(best_mu(decoy_bb84, 50, links.GYS), 3), best_mu("gllp", 50, links.GYS)
    (0.479, 0.0)
    """
    import numpy as np

    mu, value = _per_pulse(_name(rate), distance_km, link, None, **options)
    return _scalar_or_array(np.where(value > 0, mu, 0.0))


def cutoff_km(rate, link, max_km=5000.0, **options):
    """The distance at which a key rate becomes 0.

    Parameters
    ----------
    rate : function or str
        `decoy_bb84`, `gllp`, `sarg04`, `mdi` or `twin_field`, or its name.
    link : qedu.links.Link
        The link.
    max_km : float
        Farthest distance to try, up to 10⁶ km.
    **options
        Further arguments of the rate, such as ``decoys=(0.05, 0.0)``.  What is left out is as in
        the rate: `decoy_bb84` then has the mean photon number 0.48, the others the best one, and
        ``mu=None`` asks `decoy_bb84` for the best one, too.

    Returns
    -------
    float
        Kilometres, to 10⁻⁶ of `max_km`; 0 if there is no key at all, and infinity if there is
        key at `max_km`, as without dark counts.

    Raises
    ------
    ValueError
        If `rate` is none of them, or an argument leaves its range.

    Notes
    -----
    Chapter C09.

    Examples
    --------
    >>> from qedu import links
    >>> round(cutoff_km(decoy_bb84, links.GYS), 1), round(cutoff_km(gllp, links.GYS), 1)
    (142.0, 40.2)
    """
    import numpy as np

    function = globals()[_name(rate)]
    for name in ("mu", "send"):
        if np.ndim(options.get(name)):
            raise bad(name, options[name], "one number, or None: a cut-off is one distance")
    low, high = 0.0, probability("max_km", max_km, 0, _MAX_KM)
    if function(high, link, **options) > 0:
        return math.inf
    if not function(low, link, **options) > 0:
        return 0.0
    for _ in range(5):                          # each round: 31 distances at once
        km = np.linspace(low, high, 33)[1:-1]
        reached = int(np.sum(function(km, link, **options) > 0))
        low, high = ([low, *km.tolist(), high][k] for k in (reached, reached + 1))
    return (low + high) / 2


# ---------------------------------------------------------------------------------------------
# Finite keys, and the statistical bounds they rest on.


def finite_bb84(n, k, qber, *, eps_sec=1e-10, eps_cor=1e-15, f_ec=_F_EC):
    """Length of the secret key from one block of BB84 with single photons.

    Parameters
    ----------
    n : int or array_like
        Key bits left after the test, 0 to 10¹⁸.
    k : int or array_like
        Test bits, 0 to 10¹⁸.
    qber : float or array_like
        Error rate of the test bits, from 0 to 0.5, taken for the key bits too where it comes to
        what error correction publishes.
    eps_sec, eps_cor : float
        Secrecy and correctness: the failure probabilities of the key, above 0 and below 1.
    f_ec : float or array_like
        Inefficiency of error correction, at least 1.

    Returns
    -------
    int or numpy.ndarray of int64
        ⌊n(1 − h(Q + μ)) − f n h(Q) − log₂(2/(ε_sec² ε_cor))⌋, where
        μ = √((n + k)(k + 1) ln(4/ε_sec)/(nk²)) is `statistics.serfling` at the probability (ε_sec/4)²;
        0 if that is negative, if Q + μ ≥ ½, or if nothing was kept or tested.

    Raises
    ------
    ValueError
        If an argument leaves its range.

    Notes
    -----
    Tomamichel, Lim, Gisin and Renner, Nat. Commun. 3, 634 (2012), theorem 2, doi:10.1038/ncomms1631:
    against general attacks, for a source and detectors as ideal as the protocol has them (perfect
    qubits, no loss that depends on the basis), one-way error correction without noise added.  Half of
    ε_sec is spent on the test and half on privacy amplification, which is also the even split of
    Tomamichel and Leverrier, Quantum 1, 14 (2017), theorems 2 and 3, doi:10.22331/q-2017-07-14-14.
    The test keeps its margin μ when it finds no error at all.  Chapter C08.

    Examples
    --------
    >>> finite_bb84(10**5, 10**5, 0.02), finite_bb84(10**3, 10**3, 0.02)
    (58293, 0)
    """
    import numpy as np

    n, k, q, f = _together(n=_whole("n", n), k=_whole("k", k), qber=_array("qber", qber, 0, 0.5),
                           f_ec=_inefficiency(f_ec))
    secret = _failure("eps_sec", eps_sec)
    some = (n > 0) & (k > 0)
    # √2: the bound at ε²; squared itself, a small ε would end in 0.
    margin = math.sqrt(2) * serfling(tested=np.where(some, k, 1), kept=np.where(some, n, 1), eps=secret / 4)
    phase = np.minimum(0.5, q + margin)
    cost = math.log2(2 / _failure("eps_cor", eps_cor)) - 2 * math.log2(secret)
    length = n * (1 - _h2(phase)) - f * n * _h2(q) - cost
    return _length(np.where(some, length, 0))


def _length(bits):
    import numpy as np

    whole = np.floor(np.maximum(bits, 0)).astype(np.int64)
    return int(whole) if whole.ndim == 0 else whole


@dataclass(frozen=True, eq=False)
class DecoyBounds(Value):
    """What three intensities prove about vacuum and single-photon events.

    Parameters
    ----------
    vacuum_x, single_x : float or numpy.ndarray
        At least so many clicks of the key basis came from empty pulses, and from single photons.
    single_z : float or numpy.ndarray
        At least so many clicks of the test basis came from single photons.
    errors_z : float or numpy.ndarray
        At most so many of those were wrong.
    phase_error : float or numpy.ndarray
        At most this share of the single photons of the key basis has a phase error; ½ where
        nothing is proved.
    """

    vacuum_x: object
    single_x: object
    single_z: object
    errors_z: object
    phase_error: object


def decoy_bounds(counts, eps):
    """Bound vacuum and single-photon events from the counts of three intensities.

    Parameters
    ----------
    counts : qedu.links.DecoyCounts
        Counts of three intensities μ₁ > μ₂ + μ₃, μ₂ > μ₃ ≥ 0, in any order.
    eps : float
        Failure probability of each single estimate, above 0 and below 1.

    Returns
    -------
    DecoyBounds
        Numbers, or arrays where `counts` has further axes.

    Raises
    ------
    ValueError
        If the intensities do not fit, or `eps` leaves its range.

    Notes
    -----
    Lim, Curty, Walenta, Xu and Zbinden, Phys. Rev. A 89, 022307 (2014), Eqs. (2) to (5),
    doi:10.1103/PhysRevA.89.022307, with `hoeffding` and `random_sampling`.  Here a lower bound on a
    count is never below 0, which the formulas as printed allow.  Chapter C08.

    Examples
    --------
    >>> from qedu import links
    >>> bounds = decoy_bounds(links.decoy_counts(links.GYS, 50, 10**10), 1e-10 / 21)
    >>> round(bounds.phase_error, 3)
    0.061
    """
    import numpy as np

    if not isinstance(counts, DecoyCounts):
        raise bad("counts", counts, "qedu.links.DecoyCounts")
    order = np.argsort(counts.intensities)[::-1]
    mu = np.array(counts.intensities)[order]
    p = np.array(counts.probabilities)[order]
    if len(mu) != 3 or not (mu[0] > mu[1] + mu[2] and mu[1] > mu[2]) or not np.all(p > 0):
        raise bad("intensities", counts.intensities,
                  "three, each sent, the largest above the sum of the others, which differ")
    scale = np.exp(mu) / p
    tau0, tau1 = np.sum(p * np.exp(-mu)), np.sum(p * np.exp(-mu) * mu)

    def between(n):
        """Lowest and highest expected counts, scaled to e^μ/p."""
        n = np.asarray(n, dtype=float)[..., order]
        spread = np.asarray(hoeffding(n.sum(-1), eps))[..., np.newaxis]
        return scale * np.maximum(n - spread, 0), scale * (n + spread)

    def events(n):
        low, high = between(n)
        vacuum = tau0 * np.maximum(mu[1] * low[..., 2] - mu[2] * high[..., 1], 0) / (mu[1] - mu[2])
        single = tau1 * mu[0] * (low[..., 1] - high[..., 2]
                                 - (mu[1]**2 - mu[2]**2) / mu[0]**2 * (high[..., 0] - vacuum / tau0))
        return vacuum, np.maximum(single / (mu[0] * (mu[1] - mu[2]) - mu[1]**2 + mu[2]**2), 0)

    vacuum_x, single_x = events(counts.n_x)
    single_z = events(counts.n_z)[1]
    low, high = between(counts.m_z)
    errors_z = tau1 * (high[..., 1] - low[..., 2]) / (mu[1] - mu[2])
    proved = (single_x >= 1) & (single_z >= 1) & (errors_z < single_z)
    rate = np.where(proved, errors_z / np.where(proved, single_z, 1), 0.5)
    gamma = random_sampling(rate, tested=np.maximum(single_z, 1), kept=np.maximum(single_x, 1), eps=eps)
    phase = np.where(proved, np.minimum(0.5, rate + gamma), 0.5)
    return DecoyBounds(*(_scalar_or_array(x) for x in (vacuum_x, single_x, single_z, errors_z, phase)))


def finite_decoy_bb84(counts, *, eps_sec=1e-10, eps_cor=1e-15, f_ec=None):
    """Length of the secret key from one block of decoy-state BB84 with three intensities.

    Parameters
    ----------
    counts : qedu.links.DecoyCounts
        Counts of three intensities, drawn or expected (`qedu.links.decoy_counts`).
    eps_sec, eps_cor : float
        Secrecy and correctness: the failure probabilities of the key, above 0 and below 1.
    f_ec : float or None
        Inefficiency of error correction, at least 1.  None: that of the counts, which have it from
        their link, and 1.16 for counts that have none.

    Returns
    -------
    int or numpy.ndarray of int64
        ⌊s₀ + s₁(1 − h(φ)) − f n h(E) − 6 log₂(21/ε_sec) − log₂(2/ε_cor)⌋, or 0 if that is negative;
        all intensities give key.

    Raises
    ------
    ValueError
        If an argument leaves its range.

    Notes
    -----
    Lim, Curty, Walenta, Xu and Zbinden, Phys. Rev. A 89, 022307 (2014), Eq. (1),
    doi:10.1103/PhysRevA.89.022307: against general attacks.  Expected counts give the key of a
    typical run, not a promise.  Chapter C08 derives it, C09 uses it.

    Examples
    --------
    >>> from qedu import links
    >>> finite_decoy_bb84(links.decoy_counts(links.GYS, 50, 10**10, seed=1)) > 10**5
    True
    >>> finite_decoy_bb84(links.decoy_counts(links.GYS, 50, 10**6, seed=1))
    0
    """
    import numpy as np

    secret = _failure("eps_sec", eps_sec)
    bounds = decoy_bounds(counts, secret / 21)
    n, m = np.sum(counts.n_x, -1, dtype=float), np.sum(counts.m_x, -1, dtype=float)
    if f_ec is None:
        f_ec = _F_EC if counts.f_ec is None else counts.f_ec
    f, n, m = _together(f_ec=_inefficiency(f_ec), counts=n, m_x=m)
    published = f * n * _h2(_errors_per_click(m, n))
    cost = 6 * math.log2(21 / secret) + math.log2(2 / _failure("eps_cor", eps_cor))
    return _length(bounds.vacuum_x + bounds.single_x * (1 - _h2(bounds.phase_error)) - published - cost)
