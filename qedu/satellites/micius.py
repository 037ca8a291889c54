"""The pass of Micius that was published in 2017, predicted from what was printed of it, and what can only be fitted."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import overload

import numpy as np

from qedu import _shown
from qedu._arguments import array, bad, probability, scalar_or_array
from qedu._types import FloatOrArray, Floats, Number, Numbers
from qedu.links.detection import coherent_clicks
from qedu.satellites.budget import MICIUS, SpaceLink
from qedu.satellites.geometry import PassProfile, elevation_deg, pass_profile
from qedu.satellites.pass_key import PassKey, pass_key

__all__ = ["PassPrediction", "PublishedPass", "MICIUS_PASS", "ONLY_FITTED"]


@dataclass(frozen=True)
class PassPrediction:
    """What follows for a pass from what was printed of it.

    Parameters
    ----------
    clicks, sifted : float
        Clicks of the pass, and sifted bits at the ratio that was measured.
    nearest_per_s, farthest_per_s : float
        Sifted bits a second at the two ranges for which the paper prints a rate.
    qber : float
        Share of wrong bits.

    Notes
    -----
    Made by `PublishedPass.predict`.  Chapter C13.

    Examples
    --------
    >>> MICIUS_PASS.predict()
    PassPrediction(3.737e+06 clicks; 1.758e+06 sifted; 1.06e+04 bits/s at the nearest; QBER 0.004284)
    """

    clicks: float
    sifted: float
    nearest_per_s: float
    farthest_per_s: float
    qber: float

    def __repr__(self) -> str:
        return _shown.line("PassPrediction", f"{self.clicks:.4g} clicks", f"{self.sifted:.4g} sifted",
                           f"{self.nearest_per_s:.4g} bits/s at the nearest", f"QBER {self.qber:.4g}")

    def _repr_html_(self) -> str:
        return _shown.table("A pass as it should have been", [
            ("Clicks", self.clicks), ("Sifted bits", self.sifted), ("Sifted bits a second, nearest", self.nearest_per_s),
            ("Sifted bits a second, farthest", self.farthest_per_s), ("QBER", self.qber)])


@dataclass(frozen=True)
class PublishedPass:
    """A pass as it was published, and what follows from it.

    Parameters
    ----------
    name : str
        Which pass.
    altitude_km : float
        Height of the orbit.
    nearest_km, farthest_km : float
        The ranges for which a sifted rate is printed; the first is the nearest of the pass.
    duration_s : float
        How long it lasted.
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
        Ranges in km, which increase, and losses in dB up to the detectors, read off the paper's figure.
    reference, doi, read : str
        Where the numbers come from, and how they were read there.

    Notes
    -----
    `MICIUS_PASS` is the one there is.  Chapter C13.

    Examples
    --------
    >>> MICIUS_PASS.profile()
    PassProfile(273 s; range 645 to 1186 km; elevation up to 49.02°)
    >>> round(MICIUS_PASS.predict().clicks / MICIUS_PASS.clicks - 1, 3)
    0.052
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

    def __repr__(self) -> str:
        return _shown.line("PublishedPass", self.name, f"{self.sifted} sifted", f"QBER {self.qber:g}", f"{self.key_bits} secret bits")

    def _repr_html_(self) -> str:
        return _shown.table(self.name, [
            ("Altitude, km", self.altitude_km), ("Nearest range, km", self.nearest_km), ("Seconds", self.duration_s),
            ("Pulses a second", self.clock_hz), ("Clicks", self.clicks), ("Sifted bits", self.sifted), ("QBER", self.qber),
            ("Sifted bits a second, nearest", self.nearest_per_s), ("Sifted bits a second, farthest", self.farthest_per_s),
            ("Secret bits", self.key_bits), ("Probability of failure", self.eps),
            ("Numbers from", f"{self.reference}, doi:{self.doi}, {self.read}")])

    def profile(self, *, step_s: Number = 1.0) -> PassProfile:
        """The pass on a circular orbit over an Earth that does not turn.

        Parameters
        ----------
        step_s : float
            Seconds from one entry to the next, above 0 and at most a tenth of the pass.

        Returns
        -------
        PassProfile
            As long as the pass lasted, with its nearest point in the middle.

        Raises
        ------
        ValueError
            If the step leaves its range.

        Notes
        -----
        Height, nearest range and duration fix it.  That its ends are then 1,189 km away, where the paper says 1,200, is a first
        test of the model.
        """
        step = probability("step_s", step_s, 0, self.duration_s / 10)
        top = elevation_deg(self.altitude_km, self.nearest_km)
        whole = pass_profile(self.altitude_km, top, mask_deg=0, step_s=step)
        kept = np.abs(whole.time_s) <= (self.duration_s - step) / 2 + 1e-9
        return PassProfile(whole.time_s[kept], whole.range_km[kept], whole.elevation_deg[kept])

    @overload
    def curve_db(self, range_km: Number) -> float: ...
    @overload
    def curve_db(self, range_km: Numbers) -> Floats: ...
    def curve_db(self, range_km: Numbers) -> FloatOrArray:
        """The loss up to the detectors that the paper's figure shows.

        Parameters
        ----------
        range_km : float or array_like
            Distance, between the ends of `curve`.

        Returns
        -------
        float or numpy.ndarray
            Decibels, by straight lines between the points of `curve`.

        Raises
        ------
        ValueError
            If a range lies outside of the curve.

        Examples
        --------
        >>> MICIUS_PASS.curve_db([645, 1000, 1200]).tolist()
        [29.75, 34.42, 40.34]
        """
        km, db = np.transpose(self.curve)
        return scalar_or_array(np.asarray(np.interp(array("range_km", range_km, km[0], km[-1]), km, db)))

    def predict(self, link: SpaceLink | None = None, *, background: Number = 0.0) -> PassPrediction:
        """Clicks, sifted bits and errors, from the published loss or from a link's own budget.

        Parameters
        ----------
        link : SpaceLink or None
            The link whose budget is to be tried.  None: the loss of the `curve`, with the detectors of `MICIUS`.
        background : float
            Stray light to be added, in counts per gate, all detectors together.  The paper does not say it: other than 0 it is
            a fit.

        Returns
        -------
        PassPrediction
            To be held against the published figures.

        Raises
        ------
        ValueError
            If an argument leaves its range.

        Notes
        -----
        The ratio of sifted bits to clicks is the measured one, 0.4706.  The model has no dead time.

        Examples
        --------
        >>> found = MICIUS_PASS.predict()
        >>> round(found.nearest_per_s, -2), round(found.farthest_per_s, -1)
        (10600.0, 930.0)
        """
        if not (link is None or isinstance(link, SpaceLink)):
            raise bad("link", link, "a qedu.satellites.SpaceLink, or None for the published loss")
        stray = probability("background", background, 0, 1e6)
        used, track = link or MICIUS, self.profile()
        km = np.append(track.range_km, [self.nearest_km, self.farthest_km])
        loss = self.curve_db(km) if link is None else link.loss_db(km, elevation_deg(self.altitude_km, km), detectors=False)
        eta = used.detector_efficiency * 10 ** (-loss / 10)
        receiver = replace(used, background=used.background + stray).receiver
        gain, wrong = (self.clock_hz * (np.array(self.probabilities) * part).sum(-1)
                       for part in coherent_clicks(receiver, eta[:, np.newaxis], np.array(self.intensities)))
        clicks, errors = (float(part[:-2].sum()) * track.step_s for part in (gain, wrong))
        ratio = self.sifted / self.clicks
        return PassPrediction(clicks, ratio * clicks, ratio * float(gain[-2]), ratio * float(gain[-1]), errors / clicks)

    def misfit_db(self, link: SpaceLink = MICIUS) -> Floats:
        """By how many decibels a link's own budget loses more than the published curve.

        Parameters
        ----------
        link : SpaceLink
            The link; `MICIUS` if nothing else is said.

        Returns
        -------
        numpy.ndarray
            Shape (points of `curve`,): the link's loss up to the detectors less that of the curve; below 0 where the link
            promises too much.

        Raises
        ------
        ValueError
            If `link` is none.

        Examples
        --------
        >>> misfit = MICIUS_PASS.misfit_db()
        >>> round(float(misfit.mean()), 1), round(float(misfit.std()), 1)
        (-2.5, 0.9)
        """
        if not isinstance(link, SpaceLink):
            raise bad("link", link, "a qedu.satellites.SpaceLink")
        km, db = np.transpose(self.curve)
        return link.loss_db(km, elevation_deg(self.altitude_km, km), detectors=False) - db

    def key(self, *, background: Number = 0.0, f_ec: Number | None = None) -> PassKey:
        """The key of the pass, from the published loss.

        Parameters
        ----------
        background : float
            Stray light in counts per gate, as in `predict`.
        f_ec : float or None
            Inefficiency of error correction, at least 1.  None: that of `MICIUS`.  The paper says neither.

        Returns
        -------
        PassKey
            By `pass_key`, with the detectors of `MICIUS` and the published probability of failure.

        Raises
        ------
        ValueError
            If an argument leaves its range.

        Notes
        -----
        It makes key of one basis, half of the sifted bits, and bounds counts as Lim et al. 2014 do.  The paper makes key of all its
        sifted bits, with bounds that we have not read.  So its 300,939 bits can be compared in order of magnitude only.

        Examples
        --------
        >>> MICIUS_PASS.key(background=MICIUS_PASS.fitted_background()).finite_bits
        192499
        """
        stray = probability("background", background, 0, 1e6)
        track = self.profile()
        loss = self.curve_db(track.range_km) - 10 * math.log10(MICIUS.detector_efficiency)
        return pass_key(track, replace(MICIUS, background=MICIUS.background + stray), clock_hz=self.clock_hz, intensities=self.intensities,
                        probabilities=self.probabilities, eps_sec=self.eps, f_ec=f_ec, loss_db=loss)

    def fitted_background(self) -> float:
        """The stray light that would explain the errors: a fit, not a prediction.

        Returns
        -------
        float
            Counts per gate, all detectors together, with which `predict` gives the published `qber`.

        Notes
        -----
        With A the clicks of light and N the pulses, (A·e_d + N·Y₀/2) = qber·(A + Y₀(N − A)) is solved for Y₀, and dark counts
        are taken away.

        Examples
        --------
        >>> f"{MICIUS_PASS.fitted_background():.1e}"
        '1.9e-06'
        """
        quiet = replace(MICIUS, dark_counts=0).receiver
        track = self.profile()
        eta = MICIUS.detector_efficiency * 10 ** (-self.curve_db(track.range_km) / 10)
        light, _ = coherent_clicks(quiet, eta[:, np.newaxis], np.array(self.intensities))
        lit, pulses = float((np.array(self.probabilities) * light).sum()), len(eta)
        noise = lit * (self.qber - MICIUS.misalignment) / (pulses / 2 - self.qber * (pulses - lit))
        return math.log1p(-MICIUS.dark_counts) - math.log1p(-noise)


#: What the paper does not print and no calculation gives; it can only be chosen such that the result fits.
ONLY_FITTED: Mapping[str, str] = MappingProxyType({
    "background": "stray light at the station, from which most of the errors come",
    "zenith_transmittance": "clear air straight above: only absorption and turbulence together are printed, as a range, for 1,200 km",
    "f_ec": "inefficiency of error correction, by a Hamming code, which decides how long the final key is"})

#: Decibels at 645, 650, 655, …, 1200 km.
_READ_OFF = """
    29.75 30.38 29.99 29.65 30.69 29.52 30.00 31.26 30.41 31.16 30.89 30.54 31.49 29.97 30.68 31.82 31.00 31.36 31.36 31.32
    31.38 30.90 31.48 30.70 31.16 31.37 31.48 31.37 30.91 31.65 31.38 30.94 31.11 30.88 30.72 31.12 31.82 31.36 32.03 32.27
    31.83 31.84 32.52 32.28 31.93 32.28 32.28 32.75 31.82 32.21 32.28 32.28 33.68 34.57 32.98 32.28 32.28 32.51 32.99 32.97
    33.88 33.06 32.52 32.50 32.74 32.75 33.20 33.20 33.66 33.64 34.62 34.42 34.05 34.84 35.04 33.20 33.67 33.69 34.51 35.06
    35.23 35.51 35.51 35.30 35.29 35.29 35.33 36.41 35.97 35.96 36.29 36.05 35.94 37.11 36.87 37.78 38.28 37.40 37.33 36.89
    37.36 37.33 38.04 38.13 38.64 38.73 38.30 38.04 38.08 38.22 38.98 40.34"""

#: Micius over Xinglong, 19 December 2016.  Others have read the curve off the paper's figure (a file of Baidu's project QCompute), and
#: every fifth kilometre of that is here.  It holds the receiver's optics and not the detectors: if it held these, too, the number of clicks
#: that follows would be twice as large.  The authors may have got the curve from the very clicks that it predicts.  So the agreement
#: tests source, detectors, duration and orbit, and is no independent test of the loss.
MICIUS_PASS: PublishedPass = PublishedPass(
    "Micius over Xinglong, 19 December 2016", 500.0, 645.0, 1200.0, 273.0, 1e8, (0.8, 0.1, 0.0), (0.5, 0.25, 0.25), 3_551_136, 1_671_072,
    12_000.0, 1_000.0, 0.011, 300_939, 1e-9, tuple((645.0 + 5 * i, float(db)) for i, db in enumerate(_READ_OFF.split())),
    reference="Liao et al., Nature 549, 43 (2017); arXiv:1707.00542", doi="10.1038/nature23655",
    read="in quotations of the preprint by others, the curve as digitised by others")
