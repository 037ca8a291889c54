"""Lengths of keys from finite blocks, and the statistical bounds they rest on."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import overload

import numpy as np

from qedu._arguments import array, bad, failure, scalar_or_array, together, whole
from qedu._numerics import binary_entropy
from qedu._operators import Value
from qedu._types import FloatOrArray, Integers, IntOrArray, Number, Numbers, Whole
from qedu.links import DecoyCounts
from qedu.rates.pulses import errors_per_click
from qedu.rates.sifted import inefficiency
from qedu.statistics import hoeffding, random_sampling, serfling

__all__ = ["finite_bb84", "DecoyBounds", "decoy_bounds", "finite_decoy_bb84"]

#: Inefficiency of error correction where nothing else is said of a finite key.
_F_EC = 1.16


@overload
def finite_bb84(n: Whole, k: Whole, qber: Number, *, eps_sec: Number = 1e-10, eps_cor: Number = 1e-15,
                f_ec: Number = _F_EC, published: Whole | None = None) -> int: ...
@overload
def finite_bb84(n: Numbers, k: Numbers, qber: Numbers, *, eps_sec: Number = 1e-10, eps_cor: Number = 1e-15,
                f_ec: Numbers = _F_EC, published: Numbers | None = None) -> Integers: ...
def finite_bb84(n: Numbers, k: Numbers, qber: Numbers, *, eps_sec: Number = 1e-10, eps_cor: Number = 1e-15,
                f_ec: Numbers = _F_EC, published: Numbers | None = None) -> IntOrArray:
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
    published : int, array_like or None
        Bits that error correction did publish, in place of f n h(Q).  None: it is yet to come.

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

    Cascade's own count, where it published 15,900 bits of this key:

    >>> finite_bb84(10**5, 10**5, 0.02, published=15_900)
    58800
    """
    told = np.asarray(np.nan) if published is None else whole("published", published)
    n, k, q, f, told = together(n=whole("n", n), k=whole("k", k), qber=array("qber", qber, 0, 0.5),
                                f_ec=inefficiency(f_ec), published=told)
    secret = failure("eps_sec", eps_sec)
    some = (n > 0) & (k > 0)
    # √2: the bound at ε²; squared itself, a small ε would end in 0.
    margin = math.sqrt(2) * serfling(tested=np.where(some, k, 1), kept=np.where(some, n, 1), eps=secret / 4)
    phase = np.minimum(0.5, q + margin)
    cost = math.log2(2 / failure("eps_cor", eps_cor)) - 2 * math.log2(secret)
    length = n * (1 - binary_entropy(phase)) - (f * n * binary_entropy(q) if published is None else told) - cost
    return _length(np.where(some, length, 0))


def _length(bits: FloatOrArray) -> IntOrArray:
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

    vacuum_x: FloatOrArray
    single_x: FloatOrArray
    single_z: FloatOrArray
    errors_z: FloatOrArray
    phase_error: FloatOrArray


def decoy_bounds(counts: DecoyCounts, *, eps: Number) -> DecoyBounds:
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
    >>> bounds = decoy_bounds(links.decoy_counts(50, links.GYS, pulses=10**10), eps=1e-10 / 21)
    >>> round(bounds.phase_error, 3)
    0.061
    """
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
        spread = np.asarray(hoeffding(n.sum(-1), eps=eps))[..., np.newaxis]
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
    return DecoyBounds(*(scalar_or_array(x) for x in (vacuum_x, single_x, single_z, errors_z, phase)))


def finite_decoy_bb84(counts: DecoyCounts, *, eps_sec: Number = 1e-10, eps_cor: Number = 1e-15,
                      f_ec: Number | None = None, published: Numbers | None = None) -> IntOrArray:
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
    published : int, array_like or None
        Bits that error correction did publish, in place of f n h(E).  None: it is yet to come.

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
    typical run, not a promise.  Chapter C09; what ε promises is told in C08.

    Examples
    --------
    >>> from qedu import links
    >>> finite_decoy_bb84(links.decoy_counts(50, links.GYS, pulses=10**10, seed=1)) > 10**5
    True
    >>> finite_decoy_bb84(links.decoy_counts(50, links.GYS, pulses=10**6, seed=1))
    0
    """
    secret = failure("eps_sec", eps_sec)
    bounds = decoy_bounds(counts, eps=secret / 21)
    n, m = np.sum(counts.n_x, -1, dtype=float), np.sum(counts.m_x, -1, dtype=float)
    if f_ec is None:
        f_ec = _F_EC if counts.f_ec is None else counts.f_ec
    f, n, m = together(f_ec=inefficiency(f_ec), counts=n, m_x=m)
    told = f * n * binary_entropy(errors_per_click(m, n)) if published is None else whole("published", published)
    cost = 6 * math.log2(21 / secret) + math.log2(2 / failure("eps_cor", eps_cor))
    return _length(bounds.vacuum_x + bounds.single_x * (1 - binary_entropy(np.asarray(bounds.phase_error))) - told - cost)
