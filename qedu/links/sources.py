"""What Alice sends: photon-number distributions."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import gammaln, xlog1py, xlogy

from qedu._arguments import bad, count, odds, probability
from qedu._types import Floats, Number, Vector, Whole

__all__ = ["Source", "single_photon", "weak_coherent", "spdc"]

#: Photon numbers are told apart up to the first N with P(n ≥ N) below this.
_TAIL = 1e-12


@dataclass(frozen=True)
class Source:
    """How many photons a pulse holds.

    Parameters
    ----------
    name : str
        What it is, for labels.
    probabilities : tuple of float
        P(0), P(1), …, P(N − 1) and, last, P(n ≥ N): the tail is kept as one cell.
    mean : float
        Mean photon number, exact.
    herald : float
        Probability per pulse that the source announces a photon; 1 if it announces none.

    Raises
    ------
    ValueError
        If the probabilities are not at least two numbers of total 1, or `mean` or `herald` is none.

    Examples
    --------
    >>> pulse = weak_coherent(0.5)
    >>> round(pulse.multiphoton, 4), len(pulse.probabilities), pulse.probabilities[-1] < 1e-12
    (0.0902, 13, True)
    """

    name: str
    probabilities: tuple[float, ...] = field(repr=False)
    mean: float
    herald: float = 1.0

    if TYPE_CHECKING:                               # it takes more than it keeps
        def __init__(self, name: str, probabilities: Vector, mean: Number, herald: Number = 1.0) -> None: ...

    def __post_init__(self) -> None:
        allowed = "at least two numbers from 0 to 1 with a total of 1"
        p = odds("probabilities", self.probabilities, allowed)
        if len(p) < 2:
            raise bad("probabilities", self.probabilities, allowed)
        object.__setattr__(self, "probabilities", tuple(p.tolist()))
        object.__setattr__(self, "mean", probability("mean", self.mean, 0, 1e9))
        object.__setattr__(self, "herald", probability("herald", self.herald))

    @property
    def multiphoton(self) -> float:
        """P(n ≥ 2): what photon-number splitting lives on."""
        return math.fsum(self.probabilities[2:])


def _cut(terms: Floats) -> tuple[float, ...]:
    """Cut a photon-number distribution where its tail falls below 10⁻¹²; the tail stays, as one cell."""
    tails = np.cumsum(terms[::-1])[::-1]              # smallest first, so nothing is lost to rounding
    cut = max(2, int(np.argmax(tails < _TAIL)))
    return (*terms[:cut].tolist(), float(tails[cut]))


def single_photon(emission: Number = 1.0, *, multiphoton: Number = 0.0) -> Source:
    """A single-photon source, ideal unless told otherwise.

    Parameters
    ----------
    emission : float
        Probability that a pulse holds at least one photon.
    multiphoton : float
        Probability that it holds two, at most `emission`.

    Returns
    -------
    Source
        Photon numbers 0, 1 and 2.

    Raises
    ------
    ValueError
        If `emission` leaves [0, 1] or `multiphoton` leaves [0, emission].

    Notes
    -----
    Chapter C09.

    Examples
    --------
    >>> single_photon(0.75, multiphoton=0.25).probabilities
    (0.25, 0.5, 0.25)
    """
    some = probability("emission", emission)
    two = probability("multiphoton", multiphoton, 0, some)
    return Source(f"single photon({some:g})", (1 - some, some - two, two), some + two)


def weak_coherent(mu: Number) -> Source:
    """A laser pulse of random phase: Poissonian photon numbers.

    Parameters
    ----------
    mu : float
        Mean photon number, 0 to 100.

    Returns
    -------
    Source
        P(n) = e^(−μ) μⁿ/n!, cut where the tail is below 10⁻¹².

    Raises
    ------
    ValueError
        If `mu` leaves [0, 100].

    Notes
    -----
    Lo, Ma and Chen, Phys. Rev. Lett. 94, 230504 (2005), doi:10.1103/PhysRevLett.94.230504.
    Chapter C09.

    Examples
    --------
    >>> [round(p, 4) for p in weak_coherent(0.1).probabilities[:3]]
    [0.9048, 0.0905, 0.0045]
    """
    mu = probability("mu", mu, 0, 100)
    n = np.arange(math.ceil(60 + mu + 20 * math.sqrt(mu)))
    return Source(f"weak coherent({mu:g})", _cut(np.exp(xlogy(n, mu) - mu - gammaln(n + 1))), mu)


def spdc(mean: Number, *, modes: Whole = 1, herald_efficiency: Number | None = None,
         herald_dark_counts: Number = 0.0) -> Source:
    """Pairs from parametric down-conversion: photon numbers in one arm.

    Parameters
    ----------
    mean : float
        Mean number of pairs per pulse, 0 to 100.
    modes : int
        Number of equally strong modes, up to 10⁹; 1 is a two-mode squeezed state, and many modes
        approach Poisson.
    herald_efficiency : float or None
        Probability that the detector in the other arm sees a given photon.  None: nobody
        looks, and the arm is thermal.
    herald_dark_counts : float
        Probability per pulse that this detector clicks in the dark, below 1.

    Returns
    -------
    Source
        Photon numbers of the pulses that are kept: all, or the heralded ones; `herald` is
        the probability of a herald.

    Raises
    ------
    ValueError
        If an argument leaves its range, or no herald is possible.

    Notes
    -----
    Thermal pair numbers P(n) = μⁿ/(1 + μ)ⁿ⁺¹: Ma, Fung and Lo, Phys. Rev. A 76, 012307 (2007),
    doi:10.1103/PhysRevA.76.012307; a herald weights them with 1 − (1 − d)(1 − η)ⁿ.  Chapter C09.

    Examples
    --------
    >>> [round(p, 3) for p in spdc(0.1).probabilities[:3]]
    [0.909, 0.083, 0.008]
    >>> heralded = spdc(0.1, herald_efficiency=0.5)
    >>> round(heralded.probabilities[0], 12), round(heralded.herald, 4), round(heralded.multiphoton, 4)
    (0.0, 0.0476, 0.1322)
    """
    mean = probability("mean", mean, 0, 100)
    modes = count("modes", modes, high=10**9)
    ratio = mean / (modes + mean)
    length = 60 + math.ceil(20 * math.sqrt(mean) + mean + 80 * (1 + mean / modes))
    n = np.arange(length)
    terms = np.exp(gammaln(n + modes) - gammaln(modes) - gammaln(n + 1) + xlogy(n, ratio)
                   + modes * math.log1p(-ratio))
    if herald_efficiency is None:
        return Source(f"SPDC({mean:g})", _cut(terms), mean)
    efficiency = probability("herald_efficiency", herald_efficiency)
    dark = probability("herald_dark_counts", herald_dark_counts)
    if dark >= 1:
        raise bad("herald_dark_counts", herald_dark_counts, "a number from 0 to below 1")
    with np.errstate(divide="ignore"):
        terms = terms * (0.0 - np.expm1(math.log1p(-dark) + xlog1py(n, -efficiency)))
    herald = float(terms.sum())
    if herald == 0:
        raise bad("herald_efficiency", herald_efficiency, "a source and a detector that can herald something")
    terms = terms / herald
    return Source(f"heralded SPDC({mean:g})", _cut(terms), float((n * terms).sum()), herald)
