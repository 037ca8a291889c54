"""A link: channel and receiver; and a link at a distance, with the pulses sent over it."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, overload

import numpy as np

from qedu import _shown
from qedu._arguments import MAX_KM, array, bad, count, detectors, odds, probability, scalar_or_array, together
from qedu._types import FloatOrArray, Floats, Number, Numbers, Vector
from qedu.links.detection import clicks, coherent_clicks, detected, error_rate
from qedu.links.free_space import free_space_loss_db
from qedu.links.sources import Source, weak_coherent

__all__ = ["Link", "Setup"]

#: Half-way round the Earth: a longer fibre is rather one in metres.
_FIBRE_KM = 20_000

#: A number that stands for a laser is a mean photon number up to this; a larger one is rather a distance.
_BRIGHT = 10


@dataclass(frozen=True)
class Link:
    """A quantum channel with its receiver.

    Parameters
    ----------
    name : str
        What it is, for labels.
    loss_db_per_km : float
        Loss of the fibre, or of the air; 0 to 100.
    efficiency : float or (float, float)
        Probability that a photon which reaches the receiver makes a click: optics and detectors.
        Two numbers are those of detector 0 and of detector 1, which give the bits 0 and 1; two
        equal ones become one.
    dark_counts : float
        Y₀, the probability per gate that the receiver clicks without light: all its detectors
        together, stray light included; below 1.
    misalignment : float
        e_d, the probability that an arriving photon goes to the wrong detector, 0 to 0.5.
    f_ec : float
        Inefficiency of error correction that goes with the link, at least 1.
    fixed_loss_db : float
        Loss that does not grow with distance; counted once, from one end of the link to the
        other.  A link of a given total transmittance T is ``loss_db_per_km=0`` and
        ``fixed_loss_db=-10 * log10(T)``.
    divergence_urad, aperture_m : float or None
        For free space: the full angle of the beam at 1/e² intensity and the diameter of the
        receiving telescope (see `free_space_loss_db`).  None for fibre.
    detectors : int
        Number of detectors in the receiver, which share `dark_counts`.  2 where `efficiency` is two
        numbers.
    random_roles : bool
        Whether Bob, for each gate anew and in secret, tosses a coin for which of his detectors
        means 0.  Then each bit meets the mean of the efficiencies.
    reference, doi, read : str
        Where the numbers come from, and how they were read there.

    Raises
    ------
    ValueError
        If a number leaves its range, only one of `divergence_urad` and `aperture_m` is given, or
        two efficiencies do not go with the number of detectors.

    Warns
    -----
    UserWarning
        Where a fibre is longer than 20,000 km: distances are in kilometres.

    Notes
    -----
    With a relay (`rates.mdi`, `rates.twin_field`) this is the whole link from Alice to Bob, and
    the relay stands in the middle of its loss: half of the decibels, whatever they come from, lie
    in each arm, and the efficiency is that of the relay's detectors.

    Ma, Qi, Zhao and Lo, Phys. Rev. A 72, 012326 (2005), section II,
    doi:10.1103/PhysRevA.72.012326.  Chapter C09 derives the click model.

    Double clicks count as a random bit.  The model adds the errors of light and dark counts as
    if they never met, so an error rate can pass ½, by Y₀/2 at most, where e_d is near ½ and Y₀
    is large.  Dead time and afterpulses are no part of it (see `mean_field_dead_time`).

    With two efficiencies η₀ and η₁ a pulse of n photons that is sent as bit b goes to detector b with
    probability 1 − e_d, and is detected there with 1 − (1 − Tη_b)ⁿ, T the transmittance of the
    channel; else it goes to the other one, with that one's efficiency.  Dark counts are as frequent
    in both.  Figures that speak of no bit are means over both bits.  What the rates of `qedu.rates`
    are proved for has detectors that are alike, so they refuse such a link.

    Examples
    --------
    >>> from qedu.links import GYS
    >>> from dataclasses import replace
    >>> better = replace(GYS, name="GYS, better detector", efficiency=0.2)
    >>> round(GYS.transmittance(50), 6), round(better.transmittance(50), 6)
    (0.004011, 0.017825)

    A receiver whose detector 1 misses more photons finds fewer ones than zeros:

    >>> import qedu
    >>> uneven = replace(GYS, name="GYS, uneven", efficiency=(0.05, 0.04))
    >>> bob = qedu.exchange(qedu.protocols.bb84(), link=uneven.at(50, 0.48)).table.sum(
    ...     ["intensity", "photons", "alice_setting", "alice", "eve", "bob_setting"])
    >>> round(float(bob[0] / (bob[0] + bob[1])), 3)
    0.555
    """

    name: str
    loss_db_per_km: float
    efficiency: float | tuple[float, float]
    dark_counts: float
    misalignment: float
    f_ec: float = 1.0
    fixed_loss_db: float = 0.0
    divergence_urad: float | None = None
    aperture_m: float | None = None
    detectors: int = 2
    random_roles: bool = field(default=False, kw_only=True)
    reference: str = field(default="", repr=False)
    doi: str = field(default="", repr=False)
    read: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        for name, low, high in (("loss_db_per_km", 0, 100), ("dark_counts", 0, 1), ("misalignment", 0, 0.5),
                                ("f_ec", 1, 100), ("fixed_loss_db", 0, 1000)):
            given = getattr(self, name)
            object.__setattr__(self, name, probability(name, given, low, high))
            if name == "dark_counts" and self.dark_counts == 1:
                raise bad(name, given, "a number from 0 to below 1")
        object.__setattr__(self, "detectors", count("detectors", self.detectors))
        object.__setattr__(self, "efficiency", _efficiency(self.efficiency))
        if isinstance(self.efficiency, tuple) and self.detectors != 2:
            raise bad("detectors", self.detectors, "2, for which there are two efficiencies")
        if not isinstance(self.random_roles, (bool, np.bool_)):
            raise bad("random_roles", self.random_roles, "True or False")
        object.__setattr__(self, "random_roles", bool(self.random_roles))
        if (self.divergence_urad is None) != (self.aperture_m is None):
            raise bad("divergence_urad, aperture_m", (self.divergence_urad, self.aperture_m),
                      "both, or neither")
        if self.divergence_urad is not None and self.aperture_m is not None:
            free_space_loss_db(1.0, divergence_urad=self.divergence_urad, aperture_m=self.aperture_m)
            for name in ("divergence_urad", "aperture_m"):        # the loss takes arrays, a link does not
                object.__setattr__(self, name, probability(name, getattr(self, name), 0, 1e6))

    def __repr__(self) -> str:
        loss = f"{self.loss_db_per_km:g} dB/km" + (f" + {self.fixed_loss_db:g} dB" if self.fixed_loss_db else "")
        return _shown.line("Link", self.name, loss, f"efficiency {self._each_efficiency}",
                           *(f"{name} {getattr(self, name):g}" for name in ("dark_counts", "misalignment", "f_ec")),
                           "random roles" if self.random_roles else None)

    def _repr_html_(self) -> str:
        return _shown.table(f"Link: {self.name}", [
            ("Loss, dB per km", self.loss_db_per_km),
            ("Fixed loss, dB", self.fixed_loss_db or None),
            ("Divergence, full angle, µrad", self.divergence_urad),
            ("Aperture, diameter, m", self.aperture_m),
            ("Efficiency of the receiver", self._each_efficiency),
            ("Dark counts Y₀ per gate, all detectors", self.dark_counts),
            ("Misalignment e_d", self.misalignment),
            ("Inefficiency f of error correction", self.f_ec),
            ("Detectors", self.detectors),
            ("Which detector means 0", "a coin decides, gate by gate" if self.random_roles else None),
            ("Numbers from", ", ".join(filter(None, (self.reference, self.doi and f"doi:{self.doi}", self.read))) or None)])

    def at(self, distance_km: Number, source: Source | Number | Sequence[Source | Number] | Vector, *,
           probabilities: Vector | None = None) -> Setup:
        """This link at a distance, with what is sent over it: the `link` of `qedu.exchange`.

        Parameters
        ----------
        distance_km : float
            Length of the link, 0 to 10⁶ km.
        source : Source, float or sequence of these
            What Alice sends.  A number is the mean photon number of a laser pulse, 0 to 10
            (a brighter one is `weak_coherent` of it); several are the intensities of a
            decoy-state protocol.
        probabilities : sequence of float, optional
            How often each of several sources is chosen; total 1.

        Returns
        -------
        Setup
            Link, distance and sources.

        Raises
        ------
        ValueError
            If an argument leaves its range, or the probabilities do not fit the sources.

        Examples
        --------
        >>> from qedu.links import GYS
        >>> [round(gain, 6) for gain in GYS.at(50, 0.48).gain]
        [0.001925]
        >>> GYS.at(50, (0.4, 0.15, 0.0), probabilities=(0.5, 0.3, 0.2)).intensities
        (0.4, 0.15, 0.0)
        """
        given: Any = source
        several = isinstance(given, (list, tuple)) or np.ndim(given) == 1 and not isinstance(given, Source)
        sources = tuple(s if isinstance(s, Source) else weak_coherent(_mean(s))
                        for s in (given if several else (given,)))
        if probabilities is None and len(sources) == 1:
            probabilities = (1.0,)
        return Setup(self, distance_km, sources, probabilities)     # type: ignore[arg-type]  # Setup says that they are missing

    @property
    def efficiencies(self) -> tuple[float, float]:
        """Efficiencies of detector 0 and of detector 1, a tuple."""
        return self.efficiency if isinstance(self.efficiency, tuple) else (self.efficiency, self.efficiency)

    @property
    def mean_efficiency(self) -> float:
        """Mean of the two efficiencies: that of a photon whose bit is random."""
        return sum(self.efficiency) / 2 if isinstance(self.efficiency, tuple) else self.efficiency

    @property
    def _each_efficiency(self) -> str:
        """The efficiency as a text, or both."""
        return " and ".join(f"{eta:g}" for eta in self.efficiencies[:1 + isinstance(self.efficiency, tuple)])

    @property
    def dark_counts_per_detector(self) -> float:
        """Probability per gate that one given detector of the receiver clicks without light."""
        return -math.expm1(math.log1p(-self.dark_counts) / self.detectors)

    @overload
    def loss_db(self, distance_km: Number) -> float: ...
    @overload
    def loss_db(self, distance_km: Numbers) -> Floats: ...
    def loss_db(self, distance_km: Numbers) -> FloatOrArray:
        """Loss from the sender to the receiver's entrance.

        Parameters
        ----------
        distance_km : float or array_like
            Length of the link, 0 to 10⁶ km.

        Returns
        -------
        float or numpy.ndarray
            Decibels, of the shape of `distance_km`.

        Raises
        ------
        ValueError
            If a distance is negative or not finite.

        Examples
        --------
        >>> from qedu.links import GYS
        >>> round(GYS.loss_db(100), 12)
        21.0
        """
        km = array("distance_km", distance_km, 0, MAX_KM)
        if self.divergence_urad is None and self.loss_db_per_km and (km > _FIBRE_KM).any():
            warnings.warn(f"distance_km = {km.max():g}: a fibre of more than {_FIBRE_KM} km; distances are in kilometres",
                          stacklevel=3)
        loss = self.loss_db_per_km * km + self.fixed_loss_db
        if self.divergence_urad is not None and self.aperture_m is not None:
            loss = loss + free_space_loss_db(km, divergence_urad=self.divergence_urad, aperture_m=self.aperture_m)
        return scalar_or_array(loss)

    @overload
    def channel_transmittance(self, distance_km: Number) -> float: ...
    @overload
    def channel_transmittance(self, distance_km: Numbers) -> Floats: ...
    def channel_transmittance(self, distance_km: Numbers) -> FloatOrArray:
        """Probability that a photon reaches the receiver's entrance; the η of `rates.plob`.

        Parameters
        ----------
        distance_km : float or array_like
            Length of the link, 0 to 10⁶ km.

        Returns
        -------
        float or numpy.ndarray
            10^(−loss/10), of the shape of `distance_km`.

        Raises
        ------
        ValueError
            If a distance is negative or not finite.

        Examples
        --------
        >>> from qedu.links import GYS
        >>> round(GYS.channel_transmittance(50), 6)
        0.089125
        """
        return 10 ** (-self.loss_db(distance_km) / 10)

    @overload
    def transmittance(self, distance_km: Number) -> float: ...
    @overload
    def transmittance(self, distance_km: Numbers) -> Floats: ...
    def transmittance(self, distance_km: Numbers) -> FloatOrArray:
        """Probability that a photon from the sender makes a click: channel and receiver.

        Parameters
        ----------
        distance_km : float or array_like
            Length of the link, 0 to 10⁶ km.

        Returns
        -------
        float or numpy.ndarray
            η, of the shape of `distance_km`; the mean over both detectors where these differ.

        Raises
        ------
        ValueError
            If a distance is negative or not finite.

        Notes
        -----
        Ma et al. 2005, Eq. (4).

        Examples
        --------
        >>> from qedu.links import GYS
        >>> round(GYS.transmittance(0), 12)
        0.045
        """
        return self.channel_transmittance(distance_km) * self.mean_efficiency

    @overload
    def yields(self, photons: Number, distance_km: Number) -> float: ...
    @overload
    def yields(self, photons: Numbers, distance_km: Numbers) -> Floats: ...
    def yields(self, photons: Numbers, distance_km: Numbers) -> FloatOrArray:
        """Probability Yₙ that a pulse of n photons makes a click.

        Parameters
        ----------
        photons : int or array_like
            n, not negative; broadcast against `distance_km`.
        distance_km : float or array_like
            Length of the link, 0 to 10⁶ km.

        Returns
        -------
        float or numpy.ndarray
            Yₙ = 1 − (1 − Y₀)(1 − η)ⁿ.

        Raises
        ------
        ValueError
            If a photon number is negative or a distance out of range.

        Notes
        -----
        Ma et al. 2005, Eq. (7), without dropping the product Y₀η.  Chapter C09.

        Examples
        --------
        >>> from qedu.links import GYS
        >>> [float(f"{y:.3g}") for y in GYS.yields([0, 1, 2], 50)]
        [1.7e-06, 0.00401, 0.00801]
        """
        n, km = together(photons=array("photons", photons, 0, 1e9),
                         distance_km=array("distance_km", distance_km, 0, MAX_KM))
        return scalar_or_array(clicks(self, detected(self, n, self.channel_transmittance(km)))[0])

    @overload
    def error_rates(self, photons: Number, distance_km: Number) -> float: ...
    @overload
    def error_rates(self, photons: Numbers, distance_km: Numbers) -> Floats: ...
    def error_rates(self, photons: Numbers, distance_km: Numbers) -> FloatOrArray:
        """Probability eₙ that a click of an n-photon pulse gives the wrong bit.

        Parameters
        ----------
        photons : int or array_like
            n, not negative; broadcast against `distance_km`.
        distance_km : float or array_like
            Length of the link, 0 to 10⁶ km.

        Returns
        -------
        float or numpy.ndarray
            eₙ = (Y₀/2 + e_d(1 − (1 − η)ⁿ))/Yₙ; ½ where nothing ever clicks.

        Raises
        ------
        ValueError
            If a photon number is negative or a distance out of range.

        Notes
        -----
        Ma et al. 2005, Eq. (9) with e₀ = ½.  As e_d ≤ ½, eₙYₙ never exceeds Yₙ.  Chapter C09.

        Examples
        --------
        >>> from qedu.links import GYS
        >>> [round(e, 4) for e in GYS.error_rates([0, 1], 50).tolist()]
        [0.5, 0.0332]
        """
        n, km = together(photons=array("photons", photons, 0, 1e9),
                         distance_km=array("distance_km", distance_km, 0, MAX_KM))
        of_n, wrong = clicks(self, detected(self, n, self.channel_transmittance(km)))
        return scalar_or_array(error_rate(wrong, of_n))

    @overload
    def gain(self, mu: Number, distance_km: Number) -> float: ...
    @overload
    def gain(self, mu: Numbers, distance_km: Numbers) -> Floats: ...
    def gain(self, mu: Numbers, distance_km: Numbers) -> FloatOrArray:
        """Probability Q that a weak coherent pulse makes a click, in closed form.

        Parameters
        ----------
        mu : float or array_like
            Mean photon number of the pulse, 0 to 100; broadcast against `distance_km`.
        distance_km : float or array_like
            Length of the link, 0 to 10⁶ km.

        Returns
        -------
        float or numpy.ndarray
            Q = 1 − (1 − Y₀)e^(−ημ).

        Raises
        ------
        ValueError
            If an argument leaves its range.

        Notes
        -----
        Ma et al. 2005, Eq. (10).  The Poisson sum of `yields`; chapter C09.

        Examples
        --------
        >>> from qedu.links import GYS
        >>> round(GYS.gain(0.48, 50), 6)
        0.001925
        """
        gain, _ = self._coherent(mu, distance_km)
        return scalar_or_array(gain)

    @overload
    def qber(self, mu: Number, distance_km: Number) -> float: ...
    @overload
    def qber(self, mu: Numbers, distance_km: Numbers) -> Floats: ...
    def qber(self, mu: Numbers, distance_km: Numbers) -> FloatOrArray:
        """Share E of wrong bits among the clicks of weak coherent pulses, in closed form.

        Parameters
        ----------
        mu : float or array_like
            Mean photon number of the pulse, 0 to 100; broadcast against `distance_km`.
        distance_km : float or array_like
            Length of the link, 0 to 10⁶ km.

        Returns
        -------
        float or numpy.ndarray
            E = (Y₀/2 + e_d(1 − e^(−ημ)))/Q; ½ where nothing ever clicks.

        Raises
        ------
        ValueError
            If an argument leaves its range.

        Notes
        -----
        Ma et al. 2005, Eq. (11).  Chapter C09.

        Examples
        --------
        >>> from qedu.links import GYS
        >>> round(GYS.qber(0.48, 50), 4)
        0.0334
        """
        gain, wrong = self._coherent(mu, distance_km)
        return scalar_or_array(error_rate(wrong, gain))

    @overload
    def clicks_of(self, source: Source, distance_km: Number) -> tuple[float, float]: ...
    @overload
    def clicks_of(self, source: Source, distance_km: Numbers) -> tuple[Floats, Floats]: ...
    def clicks_of(self, source: Source, distance_km: Numbers) -> tuple[FloatOrArray, FloatOrArray]:
        """Gain and error rate of any source, summed over photon numbers.

        Parameters
        ----------
        source : Source
            What the sender emits.
        distance_km : float or array_like
            Length of the link, 0 to 10⁶ km.

        Returns
        -------
        tuple of float or of numpy.ndarray
            (Q, E): probability of a click per pulse, and the share of wrong bits.

        Raises
        ------
        ValueError
            If `source` is no `Source` or a distance is out of range.

        Notes
        -----
        Σ pₙYₙ and Σ pₙeₙYₙ/Q; the tail cell counts as its lowest photon number, which changes
        the sums by less than 10⁻¹².

        Examples
        --------
        >>> from qedu.links import GYS, weak_coherent
        >>> [round(x, 6) for x in GYS.clicks_of(weak_coherent(0.48), 50)]
        [0.001925, 0.033412]
        """
        if not isinstance(source, Source):
            raise bad("source", source, "a qedu.links.Source")
        km = array("distance_km", distance_km, 0, MAX_KM)[..., np.newaxis]
        p, n = np.array(source.probabilities), np.arange(len(source.probabilities))
        gain, wrong = ((p * of_n).sum(-1) for of_n in clicks(self, detected(self, n, self.channel_transmittance(km))))
        return scalar_or_array(gain), scalar_or_array(error_rate(wrong, gain))

    def _coherent(self, mu: Numbers, distance_km: Numbers) -> tuple[Floats, Floats]:
        """Gain and wrong clicks of weak coherent pulses: means over the two detectors where these differ."""
        mean, through = together(mu=array("mu", mu, 0, 100), distance_km=np.asarray(self.channel_transmittance(distance_km)))
        gain, wrong = zip(*(coherent_clicks(self, through * eta, mean) for eta in dict.fromkeys(self.efficiencies)))
        return sum(gain[1:], start=gain[0]) / len(gain), sum(wrong[1:], start=wrong[0]) / len(wrong)


def _efficiency(given: Any) -> float | tuple[float, float]:
    """One efficiency, or two that differ."""
    first, second = detectors("efficiency", given)
    return first if first == second else (first, second)


def _mean(mu: Any) -> float:
    """The mean photon number that stands for a laser pulse."""
    mean = probability("source", mu, 0, 100)
    if mean > _BRIGHT:
        raise bad("source", mu, f"a mean photon number from 0 to {_BRIGHT}; the distance comes first, as in "
                                "link.at(50, 0.48), and a brighter laser is qedu.links.weak_coherent(…)")
    return mean


@dataclass(frozen=True)
class Setup:
    """A link at a distance and the pulses sent over it; made by `Link.at`.

    Parameters
    ----------
    link : Link
        Channel and receiver.
    distance_km : float
        Length of the link, 0 to 10⁶ km.
    sources : sequence of Source
        What Alice sends; several for decoy states, told apart by their mean photon number.
    probabilities : sequence of float
        How often each source is chosen; total 1.

    Raises
    ------
    ValueError
        If an argument is not of its kind, two sources have the same mean photon number, or
        a source tells apart more than 255 photons.

    Notes
    -----
    Ma, Qi, Zhao and Lo, Phys. Rev. A 72, 012326 (2005), section II,
    doi:10.1103/PhysRevA.72.012326.  A source with a herald sends a pulse, and makes a
    round, where it announces one.  Chapter C09.

    Examples
    --------
    >>> from qedu.links import GYS
    >>> setup = GYS.at(50, (0.48, 0.05), probabilities=(0.9, 0.1))
    >>> print(setup)
    GYS, 50 km, weak coherent(0.48), weak coherent(0.05)
    >>> setup.photon_odds.shape
    (2, 13)
    """

    link: Link
    distance_km: float
    sources: tuple[Source, ...]
    probabilities: tuple[float, ...]

    if TYPE_CHECKING:                               # it takes more than it keeps
        def __init__(self, link: Link, distance_km: Number, sources: Iterable[Source], probabilities: Vector) -> None: ...

    def __post_init__(self) -> None:
        if not isinstance(self.link, Link):
            raise bad("link", self.link, "a qedu.links.Link")
        object.__setattr__(self, "distance_km", probability("distance_km", self.distance_km, 0, MAX_KM))
        try:
            object.__setattr__(self, "sources", tuple(self.sources))
        except TypeError:
            raise bad("sources", self.sources, "one qedu.links.Source or more") from None
        if not self.sources or not all(isinstance(source, Source) for source in self.sources):
            raise bad("sources", self.sources, "one qedu.links.Source or more")
        if len(set(self.intensities)) < len(self.sources):
            raise bad("sources", self.intensities, "sources that differ in their mean photon number")
        allowed = "one number for each source, with a total of 1"
        p = odds("probabilities", self.probabilities, allowed, len(self.sources))
        object.__setattr__(self, "probabilities", tuple(p.tolist()))
        longest = max(len(source.probabilities) for source in self.sources) - 1
        if longest > 255:
            raise bad("sources", f"photon numbers up to {longest}", "at most 255 photons told apart")

    def __repr__(self) -> str:
        odds = ", ".join(map(_shown.number, self.probabilities))
        return _shown.line("Setup", self, f"probabilities {odds}" if len(self.sources) > 1 else None)

    def _repr_html_(self) -> str:
        shown = _shown.table(f"Link: {self.link.name}, {self.distance_km:g} km", [
            ("Loss of the channel, dB", self.link.loss_db(self.distance_km)),
            ("Transmittance, channel and receiver", self.link.transmittance(self.distance_km))])
        return shown + _shown.table("What is sent, and what clicks when nobody interferes", zip(
            (source.name for source in self.sources), self.probabilities, self.gain, self.qber),
            ("source", "probability", "clicks per pulse", "QBER"))

    def __str__(self) -> str:
        return ", ".join([self.link.name, f"{self.distance_km:g} km", *(s.name for s in self.sources)])

    @property
    def intensities(self) -> tuple[float, ...]:
        """Mean photon number of each source, a tuple."""
        return tuple(source.mean for source in self.sources)

    @property
    def photon_odds(self) -> Floats:
        """P(n) of each source: array of shape (sources, N + 1); the last cell is N photons or more.

        Sources whose own tail cell comes earlier have it there.
        """
        odds = np.zeros((len(self.sources), max(len(source.probabilities) for source in self.sources)))
        for row, source in zip(odds, self.sources):
            row[:len(source.probabilities)] = source.probabilities
        return odds

    @property
    def channel_transmittance(self) -> float:
        """Probability that a photon reaches the receiver's entrance."""
        return self.link.channel_transmittance(self.distance_km)

    @property
    def gain(self) -> tuple[float, ...]:
        """Probability of a click per pulse, for each source, when nobody interferes."""
        return tuple(self.link.clicks_of(source, self.distance_km)[0] for source in self.sources)

    @property
    def qber(self) -> tuple[float, ...]:
        """Share of wrong bits among those clicks, for each source."""
        return tuple(self.link.clicks_of(source, self.distance_km)[1] for source in self.sources)
