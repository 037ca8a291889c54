"""The key of very many passes: what one pass lets through, and what a key that makes, from two small tables.

Every pass of an orbit over a site follows cos ψ = cos ψ₀ · cos(ωt), ψ the angle between them at the Earth's centre, ψ₀ at culmination,
and ω a little different from pass to pass, as the Earth turns.  What light gets through is the integral of the link's
transmittance over it, which is a function of ψ₀ and ωt, over ω.  And so little gets through that clicks and errors grow in
proportion: a key depends on the whole integral and on how long it took, and not on how the light came in between.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
from scipy.interpolate import RectBivariateSpline

from qedu._types import Floats
from qedu.rates import finite_decoy_bb84
from qedu.satellites.budget import SpaceLink
from qedu.satellites.geometry import EARTH_KM, PassProfile
from qedu.satellites.pass_key import pass_key

__all__: list[str] = []

#: Points of the tables: culminations, and moments of a pass.
_TOPS, _MOMENTS = 65, 97

#: Points of the table of keys: mean transmittances, and durations.
_SHARES, _TIMES = 65, 25

#: Less light than this, and less than this share of the most, makes no key in any pass.
_LEAST, _HARDLY = 1e-30, 1e-9


class Throughput:
    """The integral of a link's transmittance over passes of one height of orbit, over sites of one height.

    Parameters
    ----------
    link : SpaceLink
        The link.
    orbit_km, site_km : float
        Distances of satellite and site from the Earth's centre.
    limit : float
        Cosine of the angle at the Earth's centre at which a pass begins and ends.
    """

    def __init__(self, link: SpaceLink, orbit_km: float, site_km: float, limit: float) -> None:
        self.limit, self.widest = limit, math.acos(limit)
        # Culminations evenly in the angle, moments evenly from culmination to the end of the pass.
        tops = np.linspace(0, self.widest, _TOPS)[:, None]
        self.ends = np.arccos(np.clip(limit / np.cos(tops), -1, 1))
        share = np.linspace(0, 1, _MOMENTS)
        angle = np.arccos(np.clip(np.cos(tops) * np.cos(share * self.ends), -1, 1))
        distance = np.sqrt((orbit_km - site_km) ** 2 + 4 * orbit_km * site_km * np.sin(angle / 2) ** 2)
        elevation = np.degrees(np.arctan2(orbit_km * np.cos(angle) - site_km, orbit_km * np.sin(angle)))
        through = link.transmittance(distance, elevation.clip(0, 90))
        # The running mean from culmination outwards, which is smooth up to the shortest pass.
        whole = np.concatenate([np.zeros((_TOPS, 1)), np.cumsum((through[:, 1:] + through[:, :-1]) / 2, 1)], 1) / (_MOMENTS - 1)
        mean = np.concatenate([through[:, :1], whole[:, 1:] / share[1:]], 1)
        self.mean = RectBivariateSpline(tops[:, 0], share, mean, kx=3, ky=3)
        self.low, self.high = float(through.min()), float(through.max())

    def __call__(self, nearest: Floats, full_s: Floats, begin: Floats, end: Floats) -> Floats:
        """Seconds of perfect transmission from begin to end, both as shares of half a pass, −1 to 1, for passes of these lengths."""
        top = np.arccos(nearest).clip(0, self.widest)
        half = full_s / 2
        return half * (end * self.mean.ev(top, np.abs(end)) - begin * self.mean.ev(top, np.abs(begin)))


class KeyTable:
    """The key of a pass, by its mean transmittance and its duration.

    Parameters
    ----------
    link : SpaceLink
        The link.
    protocol : mapping
        What `pass_key` takes besides.
    low, high : float
        The smallest and the largest mean transmittance.
    longest : float
        Seconds of the longest pass.
    """

    def __init__(self, link: SpaceLink, protocol: Mapping[str, Any], low: float, high: float, longest: float) -> None:
        # Where nothing at all gets through, the table still needs numbers.
        high = max(high, _LEAST)
        low = max(low, _HARDLY * high)
        self.shares = np.geomspace(low * (1 - 1e-9), high * (1 + 1e-9), _SHARES)
        self.times = np.linspace(0, longest, _TIMES)
        # The counts of one second, for each transmittance; those of a pass are so many times as large.
        second = PassProfile(np.zeros(1), np.full(1, EARTH_KM), np.full(1, 90.0))
        one = [pass_key(second, link, loss_db=np.full(1, -10 * math.log10(share)), **protocol).counts for share in self.shares]
        per_s = [np.stack([getattr(counts, name) for counts in one]) for name in ("n_x", "m_x", "n_z", "m_z")]
        usual = {name: parameter.default for name, parameter in inspect.signature(pass_key).parameters.items()}
        eps = {name: protocol.get(name, usual[name]) for name in ("eps_sec", "eps_cor")}
        self.bits = np.zeros((_SHARES, _TIMES))
        for j, seconds in enumerate(self.times[1:], 1):
            counts = replace(one[0], pulses=max(1, round(one[0].pulses * seconds)),
                             **{name: rate * seconds for name, rate in zip(("n_x", "m_x", "n_z", "m_z"), per_s)})
            self.bits[:, j] = finite_decoy_bb84(counts, f_ec=counts.f_ec, **eps)

    def __call__(self, through: Floats, seconds: Floats) -> Floats:
        """Secret bits of passes that let through so many seconds' worth, in so many seconds."""
        share = (through / np.maximum(seconds, 1e-9)).clip(self.shares[0], self.shares[-1])
        time = seconds.clip(0, self.times[-1])
        i = (np.searchsorted(self.shares, share, side="right") - 1).clip(0, _SHARES - 2)
        j = (np.searchsorted(self.times, time, side="right") - 1).clip(0, _TIMES - 2)
        x = (share - self.shares[i]) / (self.shares[i + 1] - self.shares[i])
        y = (time - self.times[j]) / (self.times[j + 1] - self.times[j])
        # A key is nearly in proportion to the mean transmittance and to the time, and a product of two lines is met exactly.
        return ((self.bits[i, j] * (1 - x) + self.bits[i + 1, j] * x) * (1 - y)
                + (self.bits[i, j + 1] * (1 - x) + self.bits[i + 1, j + 1] * x) * y)


@lru_cache(16)
def key_table(link: SpaceLink, protocol: tuple[tuple[str, Any], ...], low: float, high: float, longest: float) -> KeyTable:
    """The table of keys for these arguments, which is kept: coverage is asked for again and again with one link."""
    return KeyTable(link, dict(protocol), low, high, longest)
