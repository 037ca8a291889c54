"""Dated statements that a `Threat` is made of: editions of a survey of experts, and a model that contradicts them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from qedu import _shown
from qedu._arguments import bad, one_of
from qedu.policy.rows import MISSING, Row, load_rows
from qedu.policy.threat import Threat

__all__ = ["READINGS", "SurveyPoint", "Survey", "SURVEYS", "Forecast", "FORECASTS"]

#: Readings of a survey whose experts ticked ranges: all at the lower end, all at the upper end, halfway between the two averages.
READINGS = ("low", "middle", "high")


class SurveyPoint(NamedTuple):
    """What a survey found for one time.

    Parameters
    ----------
    years : float
        Years from the survey.
    low, high : float or None
        Average probability that the machine exists by then, if each expert is taken at the lower, or at the upper end of the
        range that he or she ticked; None where it was not found.

    Examples
    --------
    >>> SURVEYS["2025"].points[1]
    SurveyPoint(years=10.0, low=0.28, high=0.49)
    """

    years: float
    low: float | None
    high: float | None


@dataclass(frozen=True, kw_only=True, repr=False)
class Survey(Row):
    """One edition of a survey of experts, of which a reading gives a `Threat`.

    Parameters
    ----------
    id, body, date, scope, source, read : str
        As for every `Row`.
    edition : int
        The year by which the edition is called.  Times are counted from when the experts answered, which is not printed.
    question : str
        Which machine was asked for.
    respondents : int or None
        How many experts answered.
    points : tuple of SurveyPoint
        What was found; none where only the number of experts is known.
    note : str
        How single figures were read, or "".

    Examples
    --------
    >>> SURVEYS["2025"].threat("low")
    Threat(survey of 2025, low; 0.05 within 5 years, 0.28 within 10 years, 0.51 within 15 years, 0.69 wi...)
    >>> SURVEYS["2025"].threat().cdf(10)
    0.385
    """

    edition: int
    question: str
    respondents: int | None = None
    points: tuple[SurveyPoint, ...] = ()
    note: str = ""

    def readings(self) -> tuple[str, ...]:
        """Names of `READINGS` that this edition has points for, a tuple of str."""
        return tuple(name for name in READINGS if self._read(name))

    def threat(self, reading: str = "middle") -> Threat:
        """Make a distribution of one reading of this edition.

        Parameters
        ----------
        reading : {"middle", "low", "high"}
            Which end of the experts' ranges counts.  "middle" is the mean of both averages, and uses the times for which both
            were found.

        Returns
        -------
        Threat
            The distribution, whose last point is the last one that was found.

        Raises
        ------
        ValueError
            If `reading` is another one, or this edition has no point for it.

        Examples
        --------
        >>> SURVEYS["2023"].readings(), SURVEYS["2023"].threat("middle").horizon
        (('low', 'middle', 'high'), 10.0)
        """
        if not one_of(reading, READINGS):
            raise bad("reading", reading, f"one of {', '.join(READINGS)}")
        points = self._read(reading)
        if not points:
            having = ", ".join(name for name, survey in SURVEYS.items() if survey.points)
            raise bad("reading", reading, f"an edition with figures; of {self.edition} none were found. Editions with figures: {having}")
        return Threat(points, f"survey of {self.edition}, {reading}")

    def _read(self, reading: str) -> list[tuple[float, float]]:
        both = [(point.years, (point.low, point.high) if reading == "middle" else (getattr(point, reading),)) for point in self.points]
        known = [(years, [value for value in values if value is not None], len(values)) for years, values in both]
        return [(years, sum(values) / wanted) for years, values, wanted in known if len(values) == wanted]

    def __repr__(self) -> str:
        experts = f"{self.respondents} experts" if self.respondents else ""
        return _shown.line("Survey", self.body, f"edition {self.edition}", experts, f"{len(self.points)} points")

    def _repr_html_(self) -> str:
        def share(value: float | None) -> str | float:
            return MISSING if value is None else value

        rows = [(f"within {point.years:.4g} years", share(point.low), share(point.high)) for point in self.points]
        return super()._repr_html_() + _shown.table(f"Average probability, edition {self.edition}", rows, ("time", "low", "high"))


@dataclass(frozen=True, kw_only=True, repr=False)
class Forecast(Row):
    """A model's bound, of another kind than a survey: at most so much confidence before a year.

    Parameters
    ----------
    id, body, date, scope, source, read : str
        As for every `Row`.
    target : str
        What the machine does.
    by_year : int
        Before this year.
    at_most : float
        The model's confidence stays below this.
    note : str
        What its authors say of it.

    Examples
    --------
    >>> FORECASTS["sevilla-riedel-2020"].threat()
    Threat(model of 2020, at most; 0.05 within 19 years; 0.95 at infinity)
    """

    target: str
    by_year: int
    at_most: float
    note: str = ""

    def threat(self) -> Threat:
        """Make a distribution that spends the whole bound evenly until its year, counted from the year of the model.

        Returns
        -------
        Threat
            One point.  The model says "less than", so every probability up to that point is an upper bound.

        Examples
        --------
        >>> FORECASTS["sevilla-riedel-2020"].threat().horizon
        19.0
        """
        return Threat([(self.by_year - self.year, self.at_most)], f"model of {self.year}, at most")


#: Editions of the expert survey, by year; never merged, for each asked other people.
SURVEYS = {str(survey.edition): survey for survey in load_rows(Survey, "surveys.yaml")}

#: Models that contradict the surveys, by id.
FORECASTS = {forecast.id: forecast for forecast in load_rows(Forecast, "forecasts.yaml")}
