"""Years that are known as a range, and how likely it is that two such times together reach a third."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias, overload

import numpy as np

from qedu import _shown
from qedu._arguments import array, bad, count, generator, probability, reals, scalar_or_array, together
from qedu._types import FloatOrArray, Floats, Number, Numbers, Seed, Whole
from qedu.policy.threat import MOST_YEARS, Threat

__all__ = ["YearRange"]

#: Gauss's points and weights on [−1, 1], exact to the fifth power: a parabola times two straight lines, integrated once, has no higher one.
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(3)


@dataclass(frozen=True)
class YearRange:
    """A number of years that is known as a range only: every value is as likely as another, or one is the likeliest.

    Parameters
    ----------
    low, high : float
        Ends of the range, 0 to 10⁶ years, the first below the second.
    likely : float, optional
        The likeliest value, from `low` to `high`: the probability density is then a triangle with its top there.  None: it is
        even.

    Raises
    ------
    ValueError
        If the ends are not in order, or `likely` lies outside.

    Examples
    --------
    >>> migration = YearRange(5, 15, likely=7)
    >>> migration.mean, round(migration.cdf(7), 12)
    (9.0, 0.2)
    """

    low: float
    high: float
    likely: float | None = None

    if TYPE_CHECKING:
        def __init__(self, low: Number, high: Number, likely: Number | None = None) -> None: ...

    def __post_init__(self) -> None:
        low, high = (probability(name, getattr(self, name), 0, MOST_YEARS) for name in ("low", "high"))
        if low >= high:
            raise bad("high", self.high, f"a number of years above low = {low:g}; years that are known well are one number")
        object.__setattr__(self, "low", low)
        object.__setattr__(self, "high", high)
        if self.likely is not None:
            object.__setattr__(self, "likely", probability("likely", self.likely, low, high))

    @property
    def mean(self) -> float:
        """The average, in years."""
        ends = (self.low, self.high) if self.likely is None else (self.low, self.high, self.likely)
        return sum(ends) / len(ends)

    @overload
    def cdf(self, years: Number) -> float: ...
    @overload
    def cdf(self, years: Numbers) -> Floats: ...
    def cdf(self, years: Numbers) -> FloatOrArray:
        """Probability that it is at most so many years.

        Parameters
        ----------
        years : float or array_like
            Years, −10⁶ to 10⁶.

        Returns
        -------
        float or numpy.ndarray
            The probability.

        Raises
        ------
        ValueError
            If `years` holds anything else.

        Examples
        --------
        >>> YearRange(2, 4).cdf([1, 3, 5])
        array([0. , 0.5, 1. ])
        """
        at = np.clip(array("years", years, -MOST_YEARS, MOST_YEARS), self.low, self.high)
        if self.likely is None:
            return scalar_or_array((at - self.low) / (self.high - self.low))
        # Each side is a parabola; where the top is at an end, one side has no width and is never asked for.
        width, top = self.high - self.low, self.likely
        rising = (at - self.low) ** 2 / (width * ((top - self.low) or 1))
        falling = 1 - (self.high - at) ** 2 / (width * ((self.high - top) or 1))
        return scalar_or_array(np.where((at < top) | (top == self.high), rising, falling))

    def density(self, years: Floats) -> Floats:
        """Probability per year within the range.

        Parameters
        ----------
        years : numpy.ndarray
            Years from `low` to `high`.

        Returns
        -------
        numpy.ndarray
            The density; only values within the range have a meaning.

        Examples
        --------
        >>> YearRange(2, 4).density(np.array([3.0]))
        array([0.5])
        """
        if self.likely is None:
            return np.full(np.shape(years), 1 / (self.high - self.low))
        corners = {self.low: 0.0, self.high: 0.0} | {self.likely: 2 / (self.high - self.low)}
        at = sorted(corners)
        return np.interp(years, at, [corners[one] for one in at])

    def sample(self, n: Whole, *, seed: Seed) -> Floats:
        """Draw values from the range.

        Parameters
        ----------
        n : int
            How many, 1 to 10⁸.
        seed : int or numpy.random.Generator
            Source of randomness.

        Returns
        -------
        numpy.ndarray
            Years, `n` of them.

        Raises
        ------
        ValueError
            If an argument is not of its kind.

        Examples
        --------
        >>> YearRange(5, 15).sample(3, seed=1).round(2)
        array([10.12, 14.5 ,  6.44])
        """
        rng, size = generator(seed), count("n", n, 1, 10**8)
        if self.likely is None:
            return rng.uniform(self.low, self.high, size)
        return rng.triangular(self.low, self.likely, self.high, size)

    def __repr__(self) -> str:
        return _shown.line("YearRange", f"{self.low:.4g} to {self.high:.4g} years",
                           "" if self.likely is None else f"likeliest {self.likely:.4g}")

    def _repr_html_(self) -> str:
        return _shown.table("A range of years", [("from", self.low), ("to", self.high), ("likeliest", self.likely), ("average", self.mean)])


#: Times as the functions below take them: numbers, or a distribution.
Span: TypeAlias = "Floats | YearRange"
Times: TypeAlias = "Floats | YearRange | Threat"


def inputs(*, shelf_life: Any, migration: Any, threat: Any) -> tuple[Span, Span, Times]:
    """Check the three times of Mosca's inequality; numbers become arrays of one shape, or ValueError is raised.

    Parameters
    ----------
    shelf_life, migration : float, array_like or YearRange
        x and y, 0 to 10⁶ years.
    threat : float, array_like, YearRange or Threat
        z, years from 0 on or infinity.

    Returns
    -------
    tuple
        The three, distributions as they were.
    """
    x, y = _given_years("shelf_life", shelf_life), _given_years("migration", migration)
    z: Times = threat if isinstance(threat, (YearRange, Threat)) else np.asarray(threat_years(threat))
    given = {"shelf_life": x, "migration": y, "threat": z}
    numbers = {name: value for name, value in given.items() if isinstance(value, np.ndarray)}
    shaped = dict(zip(numbers, together(**numbers)))
    return shaped.get("shelf_life", x), shaped.get("migration", y), shaped.get("threat", z)


def _given_years(name: str, value: Any) -> Span:
    if isinstance(value, Threat):
        raise bad(name, value, "years as numbers, or a YearRange; a Threat is the third argument")
    return value if isinstance(value, YearRange) else np.asarray(array(name, value, 0, MOST_YEARS))


def threat_years(threat: Any) -> Floats:
    """Check years until a machine exists, as numbers, which may be infinite.

    Parameters
    ----------
    threat : float or array_like
        Years from 0 on, or infinity.

    Returns
    -------
    numpy.ndarray
        The years.
    """
    try:
        years = reals(threat)
    except Exception:
        raise bad("threat", threat, "years from 0 on, or infinity; or a distribution where one is taken") from None
    if not (years >= 0).all():                             # false for NaN as well
        raise bad("threat", threat, "years from 0 on, or infinity; a machine that is here already is 0")
    return years


def reached(x: Span, y: Span, z: Times) -> Floats:
    """Probability that x + y > z.

    Parameters
    ----------
    x, y, z : numpy.ndarray, YearRange or Threat
        Times of which the numbers fit each other; `x` and `y` are no `Threat`.

    Returns
    -------
    numpy.ndarray
        The probability, of the shape of the numbers.
    """
    if isinstance(x, YearRange) and isinstance(y, np.ndarray):
        return _over(x, y, z)
    if isinstance(y, YearRange) and isinstance(x, np.ndarray):
        return _over(y, x, z)
    if isinstance(x, YearRange) and isinstance(y, YearRange):
        # Along y the average over x bends where a corner of x meets a corner of z.
        shape = z.shape if isinstance(z, np.ndarray) else ()
        bends = np.concatenate([_bends(z) - corner for corner in _corners(x)], axis=-1)
        at, weights = _panels(y, np.broadcast_to(bends, (*shape, bends.shape[-1])))
        spread = z[..., None, None] if isinstance(z, np.ndarray) else z
        return (weights * _over(x, at, spread)).sum((-1, -2)).clip(0, 1)
    return _by_then(z, np.asarray(x) + np.asarray(y))


def _over(x: YearRange, y: Floats, z: Times) -> Floats:
    """Probability that x + y > z, averaged over the range x for numbers y."""
    at, weights = _panels(x, _bends(z) - y[..., None])
    spread = z[..., None, None] if isinstance(z, np.ndarray) else z
    return (weights * _by_then(spread, at + y[..., None, None])).sum((-1, -2)).clip(0, 1)


def _panels(x: YearRange, bends: Floats) -> tuple[Floats, Floats]:
    """Points and weights that average over a range, exact between bends: arrays of shape (…, pieces, 3)."""
    own = np.broadcast_to(np.array(_corners(x)), (*bends.shape[:-1], len(_corners(x))))
    edges = np.sort(np.concatenate([own, bends.clip(x.low, x.high)], axis=-1), axis=-1)
    start, half = edges[..., :-1, None], np.diff(edges)[..., None] / 2
    at = start + half * (1 + _NODES)
    return at, half * _WEIGHTS * x.density(at)


def _corners(x: YearRange) -> tuple[float, ...]:
    return (x.low, x.high) if x.likely is None else (x.low, x.likely, x.high)


def _bends(z: Times) -> Floats:
    """Where the distribution of z bends or jumps, along a last axis."""
    if isinstance(z, Threat):
        return np.array([0.0, *(years for years, _ in z.points)])
    return np.array(_corners(z)) if isinstance(z, YearRange) else z[..., None]


def _by_then(z: Times, years: Floats) -> Floats:
    """Probability that z is less than so many years."""
    if isinstance(z, np.ndarray):
        return (years > z).astype(float)
    # Outside of its ends a distribution says nothing new, and is not asked about longer times than it takes.
    low, high = (0.0, z.horizon) if isinstance(z, Threat) else (z.low, z.high)
    return np.asarray(z.cdf(np.clip(years, low, high)))
