"""The lines on which teams meet, drawn by seed, and the best that can be made of each."""

import math

import numpy as np

from qedu import links, rates

__all__ = ["draw", "line", "best_rate", "most"]


def draw(seed, number):
    """Draw one line of a tournament.

    Parameters
    ----------
    seed : int
        Of the tournament, not negative.
    number : int
        Of the line, from 0; a line does not depend on how many there are.

    Returns
    -------
    dict
        Plain data, as the teams get it: ``distance_km``, ``loss_db_per_km``, ``efficiency``, ``dark_counts``,
        ``misalignment`` and ``f_ec`` as `qedu.links.Link` has them; ``pulses``, how many are sent; ``eps_sec`` and
        ``eps_cor``, the failure probabilities that a key may have.

    Examples
    --------
    >>> draw(1, 0) == draw(1, 0), draw(1, 0) == draw(1, 1)
    (True, False)
    """
    rng = np.random.default_rng([seed, number])
    return {"distance_km": round(float(rng.uniform(5, 60)), 1), "loss_db_per_km": 0.2,
            "efficiency": round(float(rng.uniform(0.1, 0.3)), 3), "dark_counts": float(f"{10 ** rng.uniform(-7, -6):.2g}"),
            "misalignment": round(float(rng.uniform(0.005, 0.02)), 4), "f_ec": 1.16,
            "pulses": int(float(f"{10 ** rng.uniform(9.5, 11):.2g}")), "eps_sec": 1e-10, "eps_cor": 1e-15}


def line(situation):
    """Return the line of a situation.

    Parameters
    ----------
    situation : dict
        From `draw`.

    Returns
    -------
    qedu.links.Link
    """
    return links.Link("tournament", *(situation[name] for name in ("loss_db_per_km", "efficiency", "dark_counts", "misalignment", "f_ec")))


def best_rate(situation):
    """Most secret bits per pulse that BB84 with laser pulses can be proved to yield on a line.

    Parameters
    ----------
    situation : dict
        From `draw`.

    Returns
    -------
    float
        2 R + Y₀: R is `qedu.rates.decoy_bb84` with any number of decoys and pulses at its best intensity, which counts
        half of the clicks as sifted, whereas with biased bases nearly all are (Lo, Chau and Ardehali, J. Cryptology 18,
        133 (2005), doi:10.1007/s00145-004-0142-y).  Clicks of empty pulses, which R leaves out, are Y₀ at most.

    Examples
    --------
    >>> 0 < best_rate(draw(1, 0)) < 0.1
    True
    """
    own = line(situation)
    return 2 * rates.decoy_bb84(situation["distance_km"], own, mu=None) + situation["dark_counts"]


def most(situation):
    """Longest key that any bound grants on a line.

    Parameters
    ----------
    situation : dict

    Returns
    -------
    int
    """
    return math.floor(best_rate(situation) * situation["pulses"])
