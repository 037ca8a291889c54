"""Rates of the crossover finder (`crossover_finder`): a chain with memories that fade, beside light that is sent directly."""

from functools import lru_cache

import numpy as np

from qedu import entanglement, links, rates, repeaters

__all__ = ["BORN", "DETECTORS", "FIBRE", "KILOMETRES", "faded", "chain", "window"]

#: Fidelity of each link's pair when it is made, and how many of the photons that arrive are seen.
BORN, DETECTORS = 0.99, 0.9
#: The fibre that both use, and the detectors at its ends and at the stations.
FIBRE = links.Link("fibre, good detectors", 0.2, DETECTORS, 0, 0)
#: Where curves are drawn: fifteen places a decade.
KILOMETRES = tuple(sorted({round(20 * 10 ** (k / 15)) for k in range(31)}))
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(8)
#: Attempts that are added one by one; what is later is an integral.
_FIRST = 256


def faded(number, p, *, t2):
    """What is left of the Werner parameter when all links wait for the last one, on average.

    Parameters
    ----------
    number : int
        Links, all of which try until they have a pair.
    p : float
        Probability that an attempt succeeds, above 0.
    t2 : float
        Attempts in which a waiting pair's Werner parameter falls to 1/e.

    Returns
    -------
    float
        The mean of e^(−waited/t2), with the attempts that the pairs wait added up.

    Notes
    -----
    With r = e^(−1/t2) and q = 1 − p, G(m) = Σ_{a ≤ m} p q^(a−1) r^(m−a) = p (r^m − q^m)/(r − q) is the mean for one link if attempt m is
    the last one, and G(m)^n − (r G(m−1))^n is that of n links with a last pair in attempt m.  The sum over m is (1 − r^n) Σ G(m)^n.
    Chapter C12.

    Examples
    --------
    >>> round(faded(2, 0.1, t2=1e9), 6), round(faded(2, 0.1, t2=20), 6)          # two links: e^(−|a − b|/t2)
    (1.0, 0.678904)
    """
    slow, fast = 1 / t2, -np.log1p(-p) if p < 1 else np.inf
    if not np.isfinite(fast):
        return 1.0

    def terms(m):
        # r^m - q^m over r - q, from the larger of the two; where both are equal, m r^(m-1).
        late, gap = np.exp(-m * min(slow, fast)), abs(fast - slow)
        ratio = -np.expm1(-m * gap) / -np.expm1(-gap) if gap * m.max() > 1e-9 else m
        return (p * late * np.exp(min(slow, fast)) * ratio) ** number

    end = _FIRST + 0.5 + 45 / (number * min(slow, fast))
    edges = np.geomspace(_FIRST + 0.5, end, 81)
    half = np.diff(edges)[:, None] / 2
    late = half * _WEIGHTS * terms(edges[:-1, None] + half * (1 + _NODES))
    return float(min(1.0, -np.expm1(-number * slow) * (terms(np.arange(1.0, _FIRST + 1)).sum() + late.sum())))


@lru_cache(maxsize=100_000)
def chain(km, number, *, emission, memory_s):
    """A chain over a distance: how often it delivers, and how good.

    Parameters
    ----------
    km : float
        From end to end.
    number : int
        Links.
    emission : float
        Probability that a memory's photon gets into the fibre.
    memory_s : float
        Seconds in which a waiting pair's Werner parameter falls to 1/e.

    Returns
    -------
    dict of str to float
        ``p``, ``attempt`` (seconds), ``pairs`` (a second), ``qber``, ``key`` (secret bits a second).

    Examples
    --------
    >>> {key: round(value, 4) for key, value in chain(400, 8, emission=0.5, memory_s=1.0).items()}
    {'p': 0.0101, 'attempt': 0.0003, 'pairs': 14.9494, 'qber': 0.174, 'key': 0.0}
    """
    p = max(float(repeaters.heralded_success(km / number, FIBRE, emission=emission)), 1e-9)
    seconds = repeaters.attempt_time(km / number)
    pairs = 1 / (repeaters.expected_wait(number, p) * seconds)
    werner = (4 * entanglement.werner_after_swaps(BORN, number) - 1) / 3 * faded(number, p, t2=memory_s / seconds)
    qber = float((1 - werner) / 2)
    return {"p": p, "attempt": seconds, "pairs": pairs, "qber": qber, "key": pairs * rates.bb84(qber)}


def window(number, *, emission, memory_s, clock_hz):
    """From where to where a chain delivers more than direct light.

    Parameters
    ----------
    number, emission, memory_s
        As in `chain`.
    clock_hz : float
        Single photons a second that are sent directly.

    Returns
    -------
    tuple of float
        First and last kilometre; 0 where there is none up to 2,000 km.
    """
    def lead(km):
        key = chain(km, number, emission=emission, memory_s=memory_s)["key"]
        return np.log(key / repeaters.direct_rate(km, FIBRE, clock_hz=clock_hz)) if key else -np.inf

    def edge(low, high):
        first = lead(low) > 0
        for _ in range(20):
            middle = (low * high) ** 0.5
            low, high = (middle, high) if (lead(middle) > 0) == first else (low, middle)
        return (low * high) ** 0.5

    # A chain gains on light with every kilometre until its pairs fade, and then loses: the place of the largest lead is
    # found by leaving out a third at a time, however narrow the window is.
    nearest, farthest = low, high = float(KILOMETRES[0]), float(KILOMETRES[-1])
    for _ in range(24):
        first, second = (low * low * high) ** (1 / 3), (low * high * high) ** (1 / 3)
        low, high = (low, second) if lead(first) >= lead(second) else (first, high)
    peak = (low * high) ** 0.5
    if lead(peak) <= 0:
        return 0.0, 0.0
    return (nearest if lead(nearest) > 0 else edge(nearest, peak)), (0.0 if lead(farthest) > 0 else edge(peak, farthest))
