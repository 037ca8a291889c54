"""When it is dark at many sites: the beginning and end of each night, and how much of a span of time is dark."""

from __future__ import annotations

import math

import numpy as np

from qedu._types import Flags, Floats, Integers
from qedu.satellites.sun import directions

__all__: list[str] = []

#: Seconds from one look at the Sun to the next.
_STEP_S = 600.0

#: Seconds before the beginning and after the end that are known as well, for passes that reach over them.
_MARGIN_S = 7200.0


class Nights:
    """The nights of sites.

    Parameters
    ----------
    up : numpy.ndarray
        Shape (sites, 3): upward unit vectors in axes that turn with the Earth.
    zero : float
        Days from noon of 1 January 2000, UTC, to t = 0.
    end_s : float
        Seconds from t = 0 to the end.
    below_deg : float
        The Sun's elevation below which it is night.
    """

    def __init__(self, up: Floats, zero: float, end_s: float, below_deg: float) -> None:
        self.up, self.zero, self.sine = up, zero, math.sin(math.radians(below_deg))
        grid = -_MARGIN_S + _STEP_S * np.arange(math.ceil((end_s + 2 * _MARGIN_S) / _STEP_S) + 1)
        self.first, self.span = grid[0], grid[-1] - grid[0]
        knots, totals = [], []
        suns = directions(zero + grid / 86400)
        for number in range(len(up)):
            above = suns @ up[number] > self.sine
            change = np.flatnonzero(above[1:] != above[:-1])
            moments = self._crossings(number, grid[change], grid[change + 1])
            edges = np.concatenate([grid[:1], moments, grid[-1:]])
            # It is light from the first edge to the second, or dark, and then in turn.
            light = (np.arange(len(edges) - 1) + (not above[0])) % 2 == 0
            knots.append(self._place(number, edges))
            totals.append(np.concatenate([[0.0], np.cumsum(np.where(light, 0.0, np.diff(edges)))]))
        self.knots, self.totals = np.concatenate(knots), np.concatenate(totals)

    def height(self, number: int | Integers, t: Floats) -> Floats:
        """Sine of the Sun's elevation over its limit."""
        return (directions(self.zero + t / 86400) * self.up[number]).sum(-1) - self.sine

    def _crossings(self, number, low, high):
        """Where the Sun passes its limit, each between two looks: straight lines through both ends, eight times (Illinois)."""
        of_low, of_high = self.height(number, low), self.height(number, high)
        middle = low
        for _ in range(8):
            rise = of_high - of_low
            middle = np.where(rise == 0, high, (low * of_high - high * of_low) / np.where(rise == 0, 1, rise))
            found = self.height(number, middle)
            same = found * of_high > 0
            low, of_low = np.where(same, low, high), np.where(same, of_low / 2, of_high)
            high, of_high = middle, found
        return middle

    def _place(self, number, t):
        """All sites on one line of numbers, one after the other."""
        return (t - self.first) + number * (self.span + 1.0)

    def seconds(self, site: Integers, begin: Floats, end: Floats) -> Floats:
        """How many seconds from begin to end are dark at the sites of these numbers."""
        dark = [np.interp(self._place(site, t), self.knots, self.totals) for t in (begin, end)]
        return (dark[1] - dark[0]).clip(0)

    def dark(self, site: Integers, t: Floats) -> Flags:
        """Whether it is dark at the sites of these numbers at these times."""
        return self.height(site, t) < 0
