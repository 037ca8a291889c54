"""A link between a satellite and a station: what is lost where, in decibels, and what then clicks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, overload

import numpy as np

from qedu import _shown
from qedu._arguments import LEAST_NM, LEAST_URAD, MAX_KM, array, bad, count, elevations, probability, scalar_or_array, sized, together
from qedu._types import FloatOrArray, Floats, Number, Numbers, Vector
from qedu.links import Link, Setup, Source
from qedu.satellites.optics import (
    air_mass,
    atmosphere_loss_db,
    diffraction_loss_db,
    noise_probability,
    pointing_loss_db,
    positive,
    profile_of,
)

__all__ = ["SpaceLink", "MICIUS"]


@dataclass(frozen=True)
class SpaceLink:
    """A telescope that sends, the way through space and air, and a telescope that catches.

    Parameters
    ----------
    name : str
        What it is, for labels.
    wavelength_nm : float
        Wavelength in nanometres, from 10 to 10⁶; the losses here do not depend on it.
    divergence_urad : float
        Full angle of the beam in microradians, from 0.001 to 10⁶, as in `diffraction_loss_db`.
    aperture_m : float
        Diameter of the receiving telescope in metres, above 0.
    beam : str
        "gaussian" or "top_hat".
    pointing_urad : float
        Root mean square of the error of aim along each axis, in microradians (`pointing_loss_db`).
    zenith_transmittance : float
        Share of the light that comes through clear air from straight above, above 0 and at most 1.
    turbulence_db : float or None
        A margin for what turbulence takes, at least 0.  None: 0 for a downlink.  An uplink has to say it.
    receiver_efficiency : float
        Share of the caught light that reaches the detectors: optics, filters, fibre; 0 to 1.
    detector_efficiency : float
        Probability that a photon at a detector makes a click, 0 to 1.
    dark_counts : float
        Probability per gate that the receiver clicks without light, all its detectors together; below 1.
    background : float
        Mean number of counts per gate from stray light, all detectors together (`background`).
    misalignment : float
        Probability that an arriving photon goes to the wrong detector, 0 to 0.5.
    f_ec : float
        Inefficiency of error correction, at least 1.
    detectors : int
        Number of detectors in the receiver.
    direction : str
        "down" or "up".
    reference, doi, read : str
        Where the numbers come from, and how they were read there.

    Raises
    ------
    ValueError
        If a number leaves its range, or an uplink does not say its `turbulence_db`.

    Notes
    -----
    A downlink meets the air at its end, where the beam is already metres wide: air hardly widens it any more, but light that
    arrives crumpled does not all fit into a narrow field of view or a fibre.  An uplink meets the air at its start, and what is
    bent there by some microradians misses the satellite by metres.  How much that costs depends on the site, its height and the
    night, and we know no number that holds for all: so an uplink has no default.

    All losses are means over time: how much the light flickers does not count for keys, whose clicks are added.

    Divergence and aperture are independent of each other (`diffraction_limit_urad`).  Chapter C13.

    Examples
    --------
    >>> link = SpaceLink("a downlink", 850, divergence_urad=10, aperture_m=1, zenith_transmittance=0.7)
    >>> {name: round(loss, 2) for name, loss in link.lines(1200, 20).items() if loss}
    {'diffraction': 18.6, 'atmosphere': 4.5}
    >>> round(link.loss_db(1200, 20), 2)
    23.1
    """

    name: str
    wavelength_nm: float
    divergence_urad: float
    aperture_m: float
    beam: str = "gaussian"
    pointing_urad: float = 0.0
    zenith_transmittance: float = 1.0
    turbulence_db: float | None = None
    receiver_efficiency: float = 1.0
    detector_efficiency: float = 1.0
    dark_counts: float = 0.0
    background: float = 0.0
    misalignment: float = 0.0
    f_ec: float = 1.16
    detectors: int = 4
    direction: str = "down"
    reference: str = field(default="", repr=False)
    doi: str = field(default="", repr=False)
    read: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        for name in ("name", "reference", "doi", "read"):
            if not isinstance(getattr(self, name), str):
                raise bad(name, getattr(self, name), "a text")
        profile_of(self.beam)
        if not isinstance(self.direction, str) or self.direction not in ("down", "up"):
            raise bad("direction", self.direction, "'down' or 'up'")
        if self.turbulence_db is None:
            if self.direction == "up":
                raise bad("turbulence_db", None, "the decibels that turbulence takes from an uplink, for which there is no default")
            object.__setattr__(self, "turbulence_db", 0.0)
        for name, low, high in (("wavelength_nm", 0, 1e6), ("divergence_urad", 0, 1e6), ("aperture_m", 0, 1e6), ("pointing_urad", 0, 1e6),
                                ("zenith_transmittance", 0, 1), ("turbulence_db", 0, 1000), ("receiver_efficiency", 0, 1),
                                ("detector_efficiency", 0, 1), ("dark_counts", 0, 1), ("background", 0, 1e6), ("misalignment", 0, 0.5),
                                ("f_ec", 1, 100)):
            given = getattr(self, name)
            object.__setattr__(self, name, probability(name, given, low, high))
            if name in ("aperture_m", "zenith_transmittance"):
                positive(name, given, high)
        sized("wavelength_nm", self.wavelength_nm, LEAST_NM, "micrometres")
        sized("divergence_urad", self.divergence_urad, LEAST_URAD, "radians")
        if self.dark_counts == 1:
            raise bad("dark_counts", 1, "a number from 0 to below 1")
        object.__setattr__(self, "detectors", count("detectors", self.detectors))

    def __repr__(self) -> str:
        return _shown.line("SpaceLink", self.name, f"{self.direction}link", f"{self.divergence_urad:g} µrad ({self.beam})",
                           f"aperture {self.aperture_m:g} m", f"efficiency {self.receiver_efficiency * self.detector_efficiency:g}")

    def _repr_html_(self) -> str:
        return _shown.table(f"Link with a satellite: {self.name}", [
            ("Direction", f"{self.direction}link"), ("Wavelength, nm", self.wavelength_nm),
            ("Divergence, full angle, µrad", self.divergence_urad), ("Beam", self.beam.replace("_", " ")),
            ("Aperture of the receiver, diameter, m", self.aperture_m), ("Jitter of aim per axis, µrad", self.pointing_urad),
            ("Transmittance of the air at the zenith", self.zenith_transmittance), ("Turbulence, dB", self.turbulence_db),
            ("Efficiency of the receiver's optics", self.receiver_efficiency), ("Efficiency of the detectors", self.detector_efficiency),
            ("Dark counts per gate, all detectors", self.dark_counts), ("Stray light, counts per gate", self.background),
            ("Misalignment e_d", self.misalignment), ("Inefficiency f of error correction", self.f_ec), ("Detectors", self.detectors),
            ("Numbers from", ", ".join(filter(None, (self.reference, self.doi and f"doi:{self.doi}", self.read))) or None)])

    @overload
    def lines(self, range_km: Number, elevation_deg: Number) -> dict[str, float]: ...
    @overload
    def lines(self, range_km: Numbers, elevation_deg: Numbers) -> dict[str, Floats]: ...
    def lines(self, range_km: Numbers, elevation_deg: Numbers) -> dict[str, Any]:
        """The budget, line by line.

        Parameters
        ----------
        range_km : float or array_like
            Distance from telescope to telescope, 0 to 10⁶ km.
        elevation_deg : float or array_like
            Elevation of the satellite seen from the station, 0 to 90 degrees; broadcast against `range_km`.

        Returns
        -------
        dict of str to float or numpy.ndarray
            Decibels of "diffraction", "pointing", "atmosphere", "turbulence", "receiver" and "detectors", in this order and each of
            the shape that range and elevation give together.  ``math.inf`` for a part that lets nothing through.

        Raises
        ------
        ValueError
            If an argument leaves its range.

        Examples
        --------
        >>> {name: round(loss, 2) for name, loss in MICIUS.lines(1200, 20).items()}
        {'diffraction': 21.58, 'pointing': 0.0, 'atmosphere': 5.5, 'turbulence': 0.0, 'receiver': 7.96, 'detectors': 3.01}
        """
        km, degrees = together(range_km=array("range_km", range_km, 0, MAX_KM), elevation_deg=elevations("elevation_deg", elevation_deg))
        found = {
            "diffraction": diffraction_loss_db(km, self.divergence_urad, self.aperture_m, beam=self.beam),
            "pointing": pointing_loss_db(self.pointing_urad, self.divergence_urad, beam=self.beam),
            "atmosphere": atmosphere_loss_db(degrees, self.zenith_transmittance),
            "turbulence": self.turbulence_db,
            "receiver": _decibels(self.receiver_efficiency),
            "detectors": _decibels(self.detector_efficiency)}
        return {name: scalar_or_array(np.broadcast_to(np.asarray(loss, dtype=float), km.shape).copy()) for name, loss in found.items()}

    @overload
    def loss_db(self, range_km: Number, elevation_deg: Number, *, detectors: bool = True) -> float: ...
    @overload
    def loss_db(self, range_km: Numbers, elevation_deg: Numbers, *, detectors: bool = True) -> Floats: ...
    def loss_db(self, range_km: Numbers, elevation_deg: Numbers, *, detectors: bool = True) -> FloatOrArray:
        """Loss from the sending telescope to a click.

        Parameters
        ----------
        range_km : float or array_like
            Distance from telescope to telescope, 0 to 10⁶ km.
        elevation_deg : float or array_like
            Elevation of the satellite seen from the station, 0 to 90 degrees; broadcast against `range_km`.
        detectors : bool
            Whether the detectors' own loss counts.  Without it, it is the loss up to them.

        Returns
        -------
        float or numpy.ndarray
            Decibels: the sum of the `lines`.

        Raises
        ------
        ValueError
            If an argument leaves its range.

        Examples
        --------
        >>> round(MICIUS.loss_db(1200, 20), 2), round(MICIUS.loss_db(1200, 20, detectors=False), 2)
        (38.05, 35.04)
        """
        if not isinstance(detectors, (bool, np.bool_)):
            raise bad("detectors", detectors, "True or False")
        return sum(loss for name, loss in self.lines(range_km, elevation_deg).items() if detectors or name != "detectors")

    @overload
    def transmittance(self, range_km: Number, elevation_deg: Number) -> float: ...
    @overload
    def transmittance(self, range_km: Numbers, elevation_deg: Numbers) -> Floats: ...
    def transmittance(self, range_km: Numbers, elevation_deg: Numbers) -> FloatOrArray:
        """Probability that a photon which is sent makes a click.

        Parameters
        ----------
        range_km : float or array_like
            Distance from telescope to telescope, 0 to 10⁶ km.
        elevation_deg : float or array_like
            Elevation of the satellite seen from the station, 0 to 90 degrees; broadcast against `range_km`.

        Returns
        -------
        float or numpy.ndarray
            10^(−loss/10).

        Raises
        ------
        ValueError
            If an argument leaves its range.

        Examples
        --------
        >>> f"{MICIUS.transmittance(1200, 20):.3g}"
        '0.000157'
        """
        return scalar_or_array(10 ** (-np.asarray(self.loss_db(range_km, elevation_deg)) / 10))

    @property
    def noise(self) -> float:
        """Y₀: probability per gate that the receiver clicks without a signal, from dark counts or from stray light."""
        return 1 - (1 - self.dark_counts) * (1 - noise_probability(self.background))

    @property
    def receiver(self) -> Link:
        """The receiver as a `qedu.links.Link` in which a kilometre stands for a decibel: all that `qedu.rates` offers goes by loss.

        Its efficiency is 1: the loss that stands for the distance is that of `loss_db`, detectors and all.

        Examples
        --------
        >>> from qedu import rates
        >>> f"{rates.decoy_bb84(MICIUS.loss_db(800, 37), MICIUS.receiver, mu=0.8):.2g}"
        '9.5e-05'
        """
        return Link(self.name, 1.0, 1.0, self.noise, self.misalignment, self.f_ec, detectors=self.detectors, reference=self.reference,
                    doi=self.doi, read=self.read)

    def at(self, range_km: Number, elevation_deg: Number, source: Source | Number | Sequence[Source | Number] | Vector, *,
           probabilities: Vector | None = None) -> Setup:
        """This link at one moment of a pass, with what is sent over it: the `link` of `qedu.exchange`.

        Parameters
        ----------
        range_km, elevation_deg : float
            Where the satellite is: kilometres, and degrees above the horizon.
        source : Source, float or sequence of these
            What is sent, as in `qedu.links.Link.at`.
        probabilities : sequence of float, optional
            How often each of several sources is chosen; total 1.

        Returns
        -------
        qedu.links.Setup
            A link of a fixed loss, that up to the detectors, at distance 0.

        Raises
        ------
        ValueError
            If an argument leaves its range, or the probabilities do not fit the sources.

        Examples
        --------
        >>> [f"{gain:.2g}" for gain in MICIUS.at(1200, 20, (0.8, 0.1), probabilities=(0.9, 0.1)).gain]
        ['0.00013', '1.6e-05']
        """
        km, degrees = probability("range_km", range_km, 0, MAX_KM), probability("elevation_deg", elevation_deg, 0, 90)
        loss = self.loss_db(km, degrees, detectors=False)
        link = Link(self.name, 0.0, self.detector_efficiency, self.noise, self.misalignment, self.f_ec, fixed_loss_db=min(loss, 1000.0),
                    detectors=self.detectors, reference=self.reference, doi=self.doi, read=self.read)
        return link.at(0.0, source, probabilities=probabilities)


def _decibels(share: float) -> float:
    """Decibels of a share of the light; 0 of all of it, and infinitely many of none."""
    return -10 * math.log10(share) + 0.0 if share else math.inf


#: The decoy-state link of Micius with the station Xinglong, as printed and with no number fitted.  Printed are the beam of about 10 µrad,
#: the telescope of 1 m, 22 dB of diffraction at 1,200 km, to which a top hat of that width comes closest, an error of tracking of about
#: 1.2 µrad, perhaps per axis, 16 % of efficiency of the optics with the fibre, and four detectors of 50 % and less than 25 dark counts a
#: second, which listen for 2 ns; a contrast of 280 to 1 makes e_d.  Of the air only a range is printed, 3 to 8 dB of absorption and
#: turbulence at 1,200 km: its middle is put on absorption, at 20° of elevation.  Stray light is not printed and left at 0,
#: nor is f, for which 1.16 stands.
MICIUS: SpaceLink = SpaceLink(
    "Micius to Xinglong", 848.6, divergence_urad=10, aperture_m=1.0, beam="top_hat", pointing_urad=1.2,
    zenith_transmittance=10 ** (-0.55 / air_mass(20)), receiver_efficiency=0.16, detector_efficiency=0.5, dark_counts=2e-7,
    misalignment=1 / 281, f_ec=1.16,
    reference="Liao et al., Nature 549, 43 (2017); arXiv:1707.00542", doi="10.1038/nature23655",
    read="in quotations of the preprint by others")
