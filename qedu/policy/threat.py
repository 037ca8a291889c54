"""When a machine that breaks today's public-key cryptography may exist: distributions made from dated statements."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, overload

import numpy as np

from qedu import _shown
from qedu._arguments import array, bad, count, generator, real, scalar_or_array
from qedu._types import FloatOrArray, Floats, Number, Numbers, Seed, Whole

__all__ = ["Threat"]

#: The longest time in years that anybody needs to ask about.
MOST_YEARS = 1e6

#: The most samples of one call.
_MOST_SAMPLES = 10**8

_POINTS = ("pairs (years, probability), years above 0 and rising, probabilities from 0 to 1 and never falling; "
           "30 % within ten years is (10, 0.3)")


@dataclass(frozen=True)
class Threat:
    """How likely it is that a code-breaking machine exists within so many years.

    Between its points the probability rises along straight lines, from 0 now, since no such machine is known today.  Nothing is
    claimed beyond the last point: what is left of the probability stands at infinity, and `none_within` says how much that is.

    Parameters
    ----------
    points : sequence of (float, float)
        Pairs (years from now, probability that the machine exists by then).  Years are above 0 and rise, probabilities
        lie from 0 to 1 and never fall.
    name : str
        Who said so and when, or "".

    Raises
    ------
    ValueError
        If there is no point, or the points are not as said.

    Notes
    -----
    An expert survey gives a handful of points and no curve.  Straight lines between them are our choice; any other curve
    through the points differs from them by less than the step between two neighbours.  Derived in chapter C16.

    Examples
    --------
    >>> threat = Threat([(10, 0.3), (15, 0.6)], "an example")
    >>> round(threat.cdf(12), 12), threat.cdf(40), round(threat.none_within, 12)
    (0.42, 0.6, 0.4)
    >>> round(threat.quantile(0.5), 4), threat.quantile(0.7)
    (13.3333, inf)
    """

    points: tuple[tuple[float, float], ...]
    name: str = ""

    if TYPE_CHECKING:
        def __init__(self, points: Sequence[tuple[Number, Number]], name: str = "") -> None: ...

    def __post_init__(self) -> None:
        try:
            pairs = tuple((real(years), real(p)) for years, p in self.points)
        except Exception:
            raise bad("points", self.points, _POINTS) from None
        years, p = [0.0, *(pair[0] for pair in pairs)], [0.0, *(pair[1] for pair in pairs)]
        rising = all(before < after <= MOST_YEARS for before, after in zip(years, years[1:]))
        if not (pairs and rising and all(before <= after <= 1 for before, after in zip(p, p[1:]))):
            raise bad("points", self.points, _POINTS)
        if not isinstance(self.name, str):
            raise bad("name", self.name, "a text")
        object.__setattr__(self, "points", pairs)

    @property
    def horizon(self) -> float:
        """Years of the last point; nothing is claimed beyond it."""
        return self.points[-1][0]

    @property
    def none_within(self) -> float:
        """Probability that there is no such machine up to the last point; this share of the probability stands at infinity."""
        return 1 - self.points[-1][1]

    @overload
    def cdf(self, years: Number) -> float: ...
    @overload
    def cdf(self, years: Numbers) -> Floats: ...
    def cdf(self, years: Numbers) -> FloatOrArray:
        """Probability that the machine exists within so many years.

        Parameters
        ----------
        years : float or array_like
            Years from now, −10⁶ to 10⁶.

        Returns
        -------
        float or numpy.ndarray
            The probability, 0 up to now.  Beyond the last point it stays as it is there, and is a lower bound.

        Raises
        ------
        ValueError
            If `years` holds anything else than such numbers.

        Examples
        --------
        >>> Threat([(10, 0.3)]).cdf([-1, 0, 5, 10])
        array([0.  , 0.  , 0.15, 0.3 ])
        """
        values = array("years", years, -MOST_YEARS, MOST_YEARS)
        at, p = np.array([(0.0, 0.0), *self.points]).T
        return scalar_or_array(np.interp(values, at, p))

    @overload
    def quantile(self, p: Number) -> float: ...
    @overload
    def quantile(self, p: Numbers) -> Floats: ...
    def quantile(self, p: Numbers) -> FloatOrArray:
        """Years within which the machine exists with probability `p`.

        Parameters
        ----------
        p : float or array_like
            Probability, 0 to 1.

        Returns
        -------
        float or numpy.ndarray
            The fewest years; infinite where `p` is more than the last point claims.

        Raises
        ------
        ValueError
            If `p` leaves its range.

        Examples
        --------
        >>> Threat([(10, 0.3)]).quantile([0, 0.15, 0.31])
        array([ 0.,  5., inf])
        """
        wanted = array("p", p, 0, 1)
        years, reached = np.array([(0.0, 0.0), *self.points]).T
        # The fewest years: of points at one height the first counts, and a flat piece is jumped over.
        end = np.searchsorted(reached, wanted, side="left").clip(1, len(years) - 1)
        step = reached[end] - reached[end - 1]
        share = np.divide(wanted - reached[end - 1], step, out=np.ones(np.shape(wanted)), where=step > 0)
        found = years[end - 1] + share * (years[end] - years[end - 1])
        return scalar_or_array(np.where(wanted > reached[-1], math.inf, np.where(wanted > 0, found, 0.0)))

    def sample(self, n: Whole, *, seed: Seed) -> Floats:
        """Draw times at which the machine exists.

        Parameters
        ----------
        n : int
            How many, 1 to 10⁸.
        seed : int or numpy.random.Generator
            Source of randomness.

        Returns
        -------
        numpy.ndarray
            Years from now, `n` of them; infinite for the share `none_within`.

        Raises
        ------
        ValueError
            If an argument is not of its kind.

        Examples
        --------
        >>> Threat([(10, 0.5)]).sample(4, seed=2).round(2)
        array([5.23, 5.97,  inf, 1.84])
        """
        return np.asarray(self.quantile(generator(seed).random(count("n", n, 1, _MOST_SAMPLES))))

    def __repr__(self) -> str:
        said = ", ".join(f"{p:.4g} within {years:.4g} years" for years, p in self.points)
        return _shown.line("Threat", self.name, said, f"{self.none_within:.4g} at infinity")

    def _repr_html_(self) -> str:
        rows = [(f"within {years:.4g} years", p) for years, p in self.points]
        return _shown.table(self.name or "A code-breaking machine exists", [
            *rows, (f"not within {self.horizon:.4g} years, and nothing said of later", self.none_within)], ("time", "probability"))
