"""Secret key rates: how many secret bits a sifted bit is worth.

All rates are asymptotic (infinitely many rounds), for one-way post-processing
and trusted devices, and are 0 where no key can be had.
"""

import math

from qedu._arguments import bad

__all__ = ["h2", "bb84", "six_state"]


def _array(name, value, low, high):
    """Return `value` as a float array within [low, high], or raise ValueError."""
    import numpy as np

    allowed = f"numbers from {low:g} to {high:g}"
    try:
        array = np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        raise bad(name, value, allowed) from None
    if not np.all((low <= array) & (array <= high)):    # false for NaN as well
        raise bad(name, value, allowed)
    return array


def _h2(p):
    from scipy.special import entr       # −x ln x, 0 at 0

    return (entr(p) + entr(1 - p)) / math.log(2)


def _inefficiency(f_ec):
    return _array("f_ec", f_ec, 1, 100)


def _scalar_or_array(value):
    import numpy as np

    return float(value) if np.ndim(value) == 0 else value


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
    """Secret bits per sifted bit of BB84.

    Parameters
    ----------
    qber : float or array_like
        Error rate of the sifted key, the same in both bases, from 0 to 0.5.
    f_ec : float or array_like
        Inefficiency of error correction: bits published, over the Shannon limit; at least 1.

    Returns
    -------
    float or numpy.ndarray
        max(0, 1 − h(Q) − f·h(Q)); 0 from 11.00 % on at f = 1.

    Raises
    ------
    ValueError
        If `qber` leaves [0, 0.5] or `f_ec` is below 1.

    Notes
    -----
    Shor and Preskill, Phys. Rev. Lett. 85, 441 (2000),
    doi:10.1103/PhysRevLett.85.441.  Used in chapter C06, derived in C08.

    Examples
    --------
    >>> round(bb84(0.05), 4), bb84(0.12)
    (0.4272, 0.0)
    """
    import numpy as np

    entropy = _h2(_array("qber", qber, 0, 0.5))
    return _scalar_or_array(np.maximum(0.0, 1 - entropy - _inefficiency(f_ec) * entropy))


def six_state(qber, f_ec=1.0):
    """Secret bits per sifted bit of the six-state protocol.

    Parameters
    ----------
    qber : float or array_like
        Error rate of the sifted key, the same in all three bases, from 0 to 0.5.
    f_ec : float or array_like
        Inefficiency of error correction, at least 1.

    Returns
    -------
    float or numpy.ndarray
        max(0, 1 − f·h(Q) − Q − (1 − Q)·h((1 − 3Q/2)/(1 − Q))); 0 from 12.62 % on at f = 1.

    Raises
    ------
    ValueError
        If `qber` leaves [0, 0.5] or `f_ec` is below 1.

    Notes
    -----
    Lo, Quantum Inf. Comput. 1, 81 (2001), arXiv:quant-ph/0102138.  Used in
    chapter C06.

    Examples
    --------
    >>> round(six_state(0.05), 4), six_state(0.13)
    (0.4968, 0.0)
    """
    import numpy as np

    q = _array("qber", qber, 0, 0.5)
    phase = q + (1 - q) * _h2((1 - 1.5 * q) / (1 - q))
    return _scalar_or_array(np.maximum(0.0, 1 - _inefficiency(f_ec) * _h2(q) - phase))
