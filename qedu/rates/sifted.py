"""Rates per sifted bit or key round: functions of an error rate, or of what a Bell test shows, alone."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import overload

import numpy as np

from qedu._arguments import array, bad, probability, renamed, scalar_or_array, together
from qedu._numerics import binary_entropy, crossing
from qedu._types import FloatOrArray, Floats, Number, Numbers

__all__ = ["h2", "bb84", "six_state", "diqkd", "threshold"]


def inefficiency(f_ec: Numbers) -> Floats:
    return array("f_ec", f_ec, 1, 100)


@overload
def h2(p: Number) -> float: ...
@overload
def h2(p: Numbers) -> Floats: ...
def h2(p: Numbers) -> FloatOrArray:
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
    return scalar_or_array(binary_entropy(array("p", p, 0, 1)))


@overload
def bb84(qber: Number, *, f_ec: Number = 1.0) -> float: ...
@overload
def bb84(qber: Numbers, *, f_ec: Numbers = 1.0) -> Floats: ...
def bb84(qber: Numbers, *, f_ec: Numbers = 1.0) -> FloatOrArray:
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
    post-processing reaches farther.  Used in chapter C06; C08 has its terms one by one.

    Examples
    --------
    >>> round(bb84(0.05), 4), bb84(0.12)
    (0.4272, 0.0)
    """
    q, f = together(qber=array("qber", qber, 0, 0.5), f_ec=inefficiency(f_ec))
    return scalar_or_array(np.maximum(0.0, 1 - binary_entropy(q) - f * binary_entropy(q)))


@overload
def six_state(qber: Number, *, f_ec: Number = 1.0) -> float: ...
@overload
def six_state(qber: Numbers, *, f_ec: Numbers = 1.0) -> Floats: ...
def six_state(qber: Numbers, *, f_ec: Numbers = 1.0) -> FloatOrArray:
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
    q, f = together(qber=array("qber", qber, 0, 0.5), f_ec=inefficiency(f_ec))
    phase = q + (1 - q) * binary_entropy((1 - 1.5 * q) / (1 - q))
    return scalar_or_array(np.maximum(0.0, 1 - f * binary_entropy(q) - phase))


@overload
def diqkd(s: Number, qber: Number) -> float: ...
@overload
def diqkd(s: Numbers, qber: Numbers) -> Floats: ...
@renamed(S="s")
def diqkd(s: Numbers, qber: Numbers) -> FloatOrArray:
    """Secret bits per key round of device-independent QKD; rounds of the Bell test give none.

    Parameters
    ----------
    s : float or array_like
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
        If `s` leaves [0, 2√2] or `qber` leaves [0, 0.5].

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
    s, q = together(s=array("s", s, 0, 2 * math.sqrt(2)), qber=array("qber", qber, 0, 0.5))
    root = np.sqrt(np.clip((s / 2) ** 2 - 1, 0, 1))          # (√2)² − 1 may pass 1 by rounding
    return scalar_or_array(np.maximum(0.0, 1 - binary_entropy(q) - binary_entropy((1 + root) / 2)))


def threshold(rate: Callable[..., float] | str, *, low: Number = 0.0, high: Number = 0.5, **options: Number) -> float:
    """The error rate at which a key rate ends.

    Parameters
    ----------
    rate : function or str
        `bb84`, `six_state`, or their names, or a function of one's own: takes an error rate and
        returns a rate that falls from above 0 to 0 or below.
    low, high : float
        Error rates between which it ends, from 0 to 1.
    **options
        Further arguments of the rate, such as ``f_ec=1.16``.

    Returns
    -------
    float
        The smallest error rate without key, to the last digit.

    Raises
    ------
    ValueError
        If `rate` is neither, gives no key at `low`, or still gives some at `high`.

    Notes
    -----
    Where a formula ends, keys need not end: see the head of `qedu.rates`.  Found by halving.  11.00 %
    for BB84: Shor and Preskill, Phys. Rev. Lett. 85, 441 (2000), doi:10.1103/PhysRevLett.85.441;
    12.62 % for six states: Lo, Quantum Inf. Comput. 1, 81 (2001), arXiv:quant-ph/0102138.  Chapters
    C06 and C07.

    Examples
    --------
    >>> round(threshold(bb84), 4), round(threshold("six_state"), 4), round(threshold(bb84, f_ec=1.16), 4)
    (0.11, 0.1262, 0.0981)
    >>> import math
    >>> round(threshold(lambda q: diqkd(2 * math.sqrt(2) * (1 - 2 * q), q), high=0.14), 4)
    0.0715
    """
    known = {"bb84": bb84, "six_state": six_state}
    function = known.get(rate, rate) if isinstance(rate, str) else rate
    if not callable(function):
        raise bad("rate", rate, f"a function of an error rate, or one of {', '.join(map(repr, known))}")
    low, high = probability("low", low), probability("high", high)

    def key(qber):
        return function(qber, **options)

    if not low < high or not key(low) > 0:
        raise bad("low", low, "an error rate below high at which there is key")
    if key(high) > 0:
        raise bad("high", high, "an error rate at which there is no key any more")
    return crossing(key, low, high)
