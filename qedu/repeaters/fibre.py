"""Repeaters over fibre: how often a heralded link succeeds, how long an attempt lasts, and what a chain of links delivers."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import overload

import numpy as np

from qedu import _shown
from qedu._arguments import MAX_KM, array, bad, count, one_of, probability, scalar_or_array
from qedu._types import FloatOrArray, Floats, Number, Numbers, Whole
from qedu.entanglement import werner_after_swaps
from qedu.links import Link
from qedu.links.detection import equal_efficiency
from qedu.rates import bb84
from qedu.repeaters.fading import expected_decay
from qedu.repeaters.memories import duration
from qedu.repeaters.waiting import LEAST, expected_wait, nested_wait, one_success

__all__ = ["FIBRE_KM_S", "heralded_success", "attempt_time", "RepeaterLine", "repeater_line", "best_segments"]

#: Speed of light in fibre in kilometres a second, 2/3 of that in vacuum: a round figure.
FIBRE_KM_S: float = 2e5

_SCHEMES = {"midpoint": 1, "one_way": 2}


def checked(link: object) -> Link:
    """Return a link of fibre and detectors, or raise ValueError."""
    if not isinstance(link, Link):
        raise bad("link", link, "a qedu.links.Link")
    return link


@overload
def heralded_success(distance_km: Number, link: Link, *, emission: Number = 1.0) -> float: ...
@overload
def heralded_success(distance_km: Numbers, link: Link, *, emission: Number = 1.0) -> Floats: ...
def heralded_success(distance_km: Numbers, link: Link, *, emission: Number = 1.0) -> FloatOrArray:
    """Probability that an attempt entangles the memories at both ends of a link.

    Each memory sends a photon to a beam splitter in the middle, and two clicks there announce a pair.

    Parameters
    ----------
    distance_km : float or array_like
        From memory to memory, 0 to 10⁶ km.
    link : qedu.links.Link
        The fibre, and the detectors in the middle.
    emission : float
        Probability that a memory's photon gets into the fibre.

    Returns
    -------
    float or numpy.ndarray
        ½·(emission·efficiency)²·η, η the transmittance of the whole link: both photons must come through their half of it.

    Raises
    ------
    ValueError
        If an argument leaves its range.

    Notes
    -----
    The ½: of the four Bell states linear optics without further photons tells two at best (Calsamiglia and Lütkenhaus,
    arXiv:quant-ph/0007058).  Dark counts are left out; schemes that herald with one click succeed more often, and have
    errors of another kind.  Chapter C12.

    Examples
    --------
    >>> fibre = Link("fibre, good detectors", 0.2, 0.9, 0, 0)
    >>> round(heralded_success(50, fibre), 4)
    0.0405
    """
    line = checked(link)
    seen = probability("emission", emission) * equal_efficiency(line)
    return scalar_or_array(np.asarray(seen**2 / 2 * line.channel_transmittance(array("distance_km", distance_km, 0, MAX_KM))))


@overload
def attempt_time(distance_km: Number, *, scheme: str = "midpoint", overhead_s: Number = 0.0) -> float: ...
@overload
def attempt_time(distance_km: Numbers, *, scheme: str = "midpoint", overhead_s: Number = 0.0) -> Floats: ...
def attempt_time(distance_km: Numbers, *, scheme: str = "midpoint", overhead_s: Number = 0.0) -> FloatOrArray:
    """Seconds from the start of an attempt until its ends know whether it worked.

    Parameters
    ----------
    distance_km : float or array_like
        From memory to memory, 0 to 10⁶ km.
    scheme : str
        "midpoint": photons meet in the middle, and the answer comes back to both ends: L/c.  "one_way": a photon goes all the
        way, and the answer comes all the way back: 2L/c.
    overhead_s : float
        What an attempt takes besides: to set the memory up, say; at least 0.

    Returns
    -------
    float or numpy.ndarray
        Seconds, with light at `FIBRE_KM_S`.

    Raises
    ------
    ValueError
        If an argument leaves its range.

    Notes
    -----
    As long as it waits for the answer a memory can try nothing else, unless it holds several qubits.  Chapter C12.

    Examples
    --------
    >>> attempt_time(50), attempt_time(50, scheme="one_way")
    (0.00025, 0.0005)
    """
    if not one_of(scheme, _SCHEMES):
        raise bad("scheme", scheme, "'midpoint' or 'one_way'")
    km = array("distance_km", distance_km, 0, MAX_KM)
    return scalar_or_array(np.asarray(_SCHEMES[scheme] * km / FIBRE_KM_S + probability("overhead_s", overhead_s, 0, 1e9)))


@dataclass(frozen=True)
class RepeaterLine:
    """A first-generation repeater over a fibre, cut into equal links.

    Parameters
    ----------
    links : int
        Into how many links it is cut.
    p : float
        Probability that an attempt of a link succeeds.
    attempt_s : float
        Seconds of an attempt.
    attempts : float
        Attempts until a pair spans the line, on average.
    fidelity : float
        F from end to end, on average.

    Notes
    -----
    Made by `repeater_line` and `best_segments`.  Equal if all entries are.  Chapter C12.

    Examples
    --------
    >>> fibre = Link("fibre, good detectors", 0.2, 0.9, 0, 0)
    >>> repeater_line(400, fibre, links=8)
    RepeaterLine(8 links; p 0.0405; attempt 0.00025 s; 66.24 attempts; fidelity 1; 60.39 pairs/s)
    """

    links: int
    p: float
    attempt_s: float
    attempts: float
    fidelity: float

    @property
    def rate(self) -> float:
        """Pairs a second."""
        return 1 / (self.attempts * self.attempt_s)

    @property
    def key_rate(self) -> float:
        """Secret bits a second that `qedu.rates.bb84` leaves of the pairs, if nearly all are measured in one basis.

        The error rate of a Werner pair is (1 − W)/2 = 2(1 − F)/3.
        """
        return self.rate * bb84(min(0.5, 2 * (1 - self.fidelity) / 3))

    def __repr__(self) -> str:
        return _shown.line("RepeaterLine", f"{self.links} link{'s' * (self.links > 1)}", f"p {self.p:.4g}",
                           f"attempt {self.attempt_s:.4g} s", f"{self.attempts:.4g} attempts", f"fidelity {self.fidelity:.4g}",
                           f"{self.rate:.4g} pairs/s")

    def _repr_html_(self) -> str:
        return _shown.table("Repeater over fibre", [
            ("Links", self.links), ("Success of an attempt", self.p), ("Attempt, seconds", self.attempt_s),
            ("Attempts, mean", self.attempts), ("Fidelity", self.fidelity), ("Pairs a second", self.rate),
            ("Secret bits a second", self.key_rate)])


def repeater_line(distance_km: Number, link: Link, *, links: Whole, fidelity: Number = 1.0, p_swap: Number = 1.0, emission: Number = 1.0,
                  memory_s: Number = math.inf, scheme: str = "midpoint", overhead_s: Number = 0.0) -> RepeaterLine:
    """Cut a fibre into equal heralded links and swap their pairs: how many pairs a second, and how good.

    Parameters
    ----------
    distance_km : float
        From end to end, above 0, at most 10⁶ km.
    link : qedu.links.Link
        The fibre, and the detectors in the middle of each link.
    links : int
        How many links, 1 to 256.
    fidelity : float
        F of each link's pair, a Werner pair.
    p_swap : float
        Probability that a swap succeeds.  Below 1 stations swap in levels, and there are 1, 2, 4, 8 or 16 links.
    emission : float
        Probability that a memory's photon gets into the fibre.
    memory_s : float
        Seconds in which a waiting pair's Werner parameter falls to 1/e, above 0; ``math.inf`` for memories that do not fade.
        With others all stations swap when the last link is there, and p_swap must be 1.
    scheme : str
        "midpoint" or "one_way", as in `attempt_time`.
    overhead_s : float
        What an attempt takes besides the way of light, as in `attempt_time`.

    Returns
    -------
    RepeaterLine
        Its rate and fidelity.

    Raises
    ------
    ValueError
        If an argument leaves its range, or memories fade and swaps fail.

    Notes
    -----
    `heralded_success`, `attempt_time`, the exact mean of `expected_wait` or `nested_wait`, and of `expected_decay`.  Left out,
    in the repeater's favour: messages about swaps take no time, as do the swaps.  Nothing is purified.  Chapter C12.

    Examples
    --------
    >>> fibre = Link("fibre, good detectors", 0.2, 0.9, 0, 0)
    >>> line = repeater_line(400, fibre, links=8, fidelity=0.99)
    >>> round(line.rate, 1), round(line.key_rate, 1)
    (60.4, 25.3)
    >>> round(repeater_line(400, fibre, links=8, fidelity=0.99, memory_s=1.0).key_rate, 1)
    9.2
    """
    km = probability("distance_km", distance_km, 0, MAX_KM)
    if km == 0:
        raise bad("distance_km", distance_km, "kilometres above 0")
    n, swaps = count("links", links, 1, 256), one_success("p_swap", p_swap)
    p = max(float(heralded_success(km / n, link, emission=emission)), LEAST)
    seconds = float(attempt_time(km / n, scheme=scheme, overhead_s=overhead_s))
    attempts = expected_wait(n, p) if swaps == 1 else nested_wait(n, p, swaps)
    made = werner_after_swaps(probability("fidelity", fidelity), n)
    life = duration("memory_s", memory_s, zero=False)
    if math.isinf(life):
        return RepeaterLine(n, p, seconds, attempts, made)
    if swaps < 1:
        raise bad("memory_s", memory_s, "math.inf, unless p_swap is 1: of swaps that fail no exact mean is known; play a `Chain`")
    # Over no distance attempts take no time, and nothing fades.
    left = expected_decay(n, p, t2=life / seconds) if seconds else 1.0
    return RepeaterLine(n, p, seconds, attempts, 0.25 + (made - 0.25) * left)


def best_segments(distance_km: Number, link: Link, *, most: Whole = 64, fidelity: Number = 1.0, p_swap: Number = 1.0,
                  emission: Number = 1.0, memory_s: Number = math.inf, scheme: str = "midpoint", overhead_s: Number = 0.0,
                  goal: str = "key") -> RepeaterLine:
    """Into how many links a fibre is best cut.

    Parameters
    ----------
    distance_km : float
        From end to end, above 0, at most 10⁶ km.
    link : qedu.links.Link
        The fibre, and the detectors in the middle of each link.
    most : int
        The most links that are tried, 1 to 256.
    fidelity, p_swap, emission, memory_s : float
        As in `repeater_line`.  With p_swap below 1 the powers of two up to 16 are tried.
    scheme : str
        "midpoint" or "one_way", as in `attempt_time`.
    overhead_s : float
        What an attempt takes besides the way of light, as in `attempt_time`.
    goal : str
        What is to be large: "key", the secret bits a second, or "pairs", the pairs a second.

    Returns
    -------
    RepeaterLine
        The best one, with its `links`; the one of fewer links among equals.

    Raises
    ------
    ValueError
        If an argument leaves its range.

    Notes
    -----
    All numbers of links are tried.  With perfect pairs and no `overhead_s` more links are always better: shorter attempts
    succeed more often and end sooner.  Errors and what an attempt takes besides set an end to it.  Chapter C12.

    Examples
    --------
    >>> fibre = Link("fibre, good detectors", 0.2, 0.9, 0, 0)
    >>> best_segments(400, fibre, fidelity=0.99).links, best_segments(400, fibre, fidelity=0.98).links
    (12, 7)
    """
    if not one_of(goal, ("key", "pairs")):
        raise bad("goal", goal, "'key' or 'pairs'")
    tried = list(range(1, count("most", most, 1, 256) + 1))
    if one_success("p_swap", p_swap) < 1:
        tried = [n for n in (1, 2, 4, 8, 16) if n in tried]
    lines = [repeater_line(distance_km, link, links=n, fidelity=fidelity, p_swap=p_swap, emission=emission,
                           memory_s=memory_s, scheme=scheme, overhead_s=overhead_s) for n in tried]
    return max(lines, key=lambda line: line.key_rate if goal == "key" else line.rate)
