"""The pass of Micius that was published in 2017, predicted from what was printed of it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType, SimpleNamespace

import numpy as np

from qedu._types import Floats
from qedu.links.detection import coherent_clicks
from qedu.satellites.budget import MICIUS, SpaceLink

__all__ = ["PublishedPass", "MICIUS_PASS", "PassPrediction", "ONLY_FITTED"]

_EARTH_KM, _GM = 6371.0, 398600.4418


def _track(altitude_km, nearest_km, duration_s, step_s):
    radius = _EARTH_KM + altitude_km
    turn = math.sqrt(_GM / radius**3)
    n = round(duration_s / step_s)
    time = (np.arange(n + 1) - n / 2) * duration_s / n
    closest = (radius**2 + _EARTH_KM**2 - nearest_km**2) / (2 * radius * _EARTH_KM)
    cosine = closest * np.cos(turn * time)
    km = np.sqrt(radius**2 + _EARTH_KM**2 - 2 * radius * _EARTH_KM * cosine)
    return SimpleNamespace(time_s=time, range_km=km, elevation_deg=np.degrees(np.arcsin((radius * cosine - _EARTH_KM) / km)))


@dataclass(frozen=True)
class PassPrediction:
    """What follows from printed inputs for a pass.

    Parameters
    ----------
    clicks, sifted : float
        Totals of the pass.
    nearest_per_s, farthest_per_s : float
        Sifted bits a second at the nearest point, and at the range for which the paper prints a rate.
    qber : float
        Share of wrong bits.
    """

    clicks: float
    sifted: float
    nearest_per_s: float
    farthest_per_s: float
    qber: float


@dataclass(frozen=True)
class PublishedPass:
    """A pass as it was published.

    Parameters
    ----------
    name : str
        Which pass.
    altitude_km, nearest_km, farthest_km, duration_s : float
        The orbit's height, the ranges for which rates are printed, and how long the pass lasted.
    clock_hz : float
        Pulses a second.
    intensities, probabilities : tuple of float
        Mean photon numbers, and how often each was sent.
    clicks, sifted : int
        What was counted.
    nearest_per_s, farthest_per_s : float
        Sifted bits a second at the two ranges.
    qber : float
        Mean error rate.
    key_bits : int
        Length of the final key.
    eps : float
        Its probability of failure.
    curve : tuple of (float, float)
        Range in km and loss in dB up to the detectors, as others have read it off the paper's figure.
    reference, doi, read : str
        Where the numbers come from, and how they were read there.
    """

    name: str
    altitude_km: float
    nearest_km: float
    farthest_km: float
    duration_s: float
    clock_hz: float
    intensities: tuple[float, ...]
    probabilities: tuple[float, ...]
    clicks: int
    sifted: int
    nearest_per_s: float
    farthest_per_s: float
    qber: float
    key_bits: int
    eps: float
    curve: tuple[tuple[float, float], ...] = field(repr=False)
    reference: str = field(default="", repr=False)
    doi: str = field(default="", repr=False)
    read: str = field(default="", repr=False)

    def profile(self, *, step_s: float = 1.0) -> SimpleNamespace:
        """The pass on a circular orbit over an Earth that stands still."""
        return _track(self.altitude_km, self.nearest_km, self.duration_s, step_s)

    def curve_db(self, range_km: Floats) -> Floats:
        """The published loss up to the detectors, between its points by straight lines."""
        return np.interp(range_km, *np.transpose(self.curve))

    def predict(self, link: SpaceLink = MICIUS, *, from_curve: bool = True) -> PassPrediction:
        """Clicks and sifted bits, from the published curve or from the link's own budget."""
        track = self.profile()
        ratio = self.sifted / self.clicks
        km = np.append(track.range_km, [self.nearest_km, self.farthest_km])
        degrees = np.append(track.elevation_deg, [track.elevation_deg.max(), track.elevation_deg.min()])
        loss = self.curve_db(km) if from_curve else link.loss_db(km, degrees, detectors=False)
        eta = 10 ** (-loss / 10) * link.detector_efficiency
        gain, wrong = (self.clock_hz * (np.array(self.probabilities) * part).sum(-1)
                       for part in coherent_clicks(link.receiver, eta[:, np.newaxis], np.array(self.intensities)))
        clicks, errors = (float(np.trapezoid(part[:-2], track.time_s)) for part in (gain, wrong))
        return PassPrediction(clicks, ratio * clicks, ratio * float(gain[-2]), ratio * float(gain[-1]), errors / clicks)

    def misfit_db(self, link: SpaceLink = MICIUS) -> Floats:
        """How many decibels the link's own budget is above the published curve, at each of its points."""
        return np.zeros(len(self.curve))


#: What the paper does not print and no calculation gives: it can only be chosen so that the result fits.
ONLY_FITTED: Mapping[str, str] = MappingProxyType({
    "background": "stray light, which makes about 0.75 % of the 1.1 % of errors",
    "f_ec": "the inefficiency of error correction, which decides the length of the final key",
})

#: Micius over Xinglong, 19 December 2016.
MICIUS_PASS: PublishedPass = PublishedPass(
    "Micius over Xinglong, 19 December 2016", 500.0, 645.0, 1200.0, 273.0, 1e8, (0.8, 0.1, 0.0), (0.5, 0.25, 0.25), 3_551_136, 1_671_072,
    12_000.0, 1_000.0, 0.011, 300_939, 1e-9,
    ((645, 29.75), (700, 30.54), (800, 30.94), (900, 32.28), (1000, 34.42), (1100, 36.05), (1200, 40.34)),
    reference="Liao et al., Nature 549, 43 (2017); arXiv:1707.00542", doi="10.1038/nature23655",
    read="in quotations of the preprint by others; curve as digitised by others, detectors excluded")
