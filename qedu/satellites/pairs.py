"""A satellite that need not be trusted: it sends both photons of each entangled pair down, to two stations."""

from __future__ import annotations

from dataclasses import dataclass, field

from qedu import _shown
from qedu._arguments import bad, probability
from qedu._types import Number, Vector
from qedu.rates import bb84

__all__ = ["EntanglementLink", "entanglement_downlink", "entanglement_key", "PublishedPairs", "YIN_2017", "YIN_2020"]


@dataclass(frozen=True)
class EntanglementLink:
    """Pairs that arrive at two stations, and what they are worth.

    Parameters
    ----------
    pairs_per_s : float
        Coincidences a second from true pairs.
    accidentals_per_s : float
        Coincidences a second between clicks that have nothing to do with each other.
    visibility : float
        V of all these coincidences together.
    f_ec : float
        Inefficiency of error correction.

    Notes
    -----
    Made by `entanglement_downlink` and `entanglement_key`.  Equal if all entries are.  Chapter C13.

    Examples
    --------
    >>> entanglement_key(2.2, signal_to_noise=15, visibility=0.97)
    EntanglementLink(2.2 coincidences/s; S 2.572; QBER 0.04531; 0.4676 secret bits/s)
    """

    pairs_per_s: float
    accidentals_per_s: float
    visibility: float
    f_ec: float

    @property
    def coincidences_per_s(self) -> float:
        """All coincidences a second, true pairs and accidentals."""
        return self.pairs_per_s + self.accidentals_per_s

    @property
    def qber(self) -> float:
        """(1 − V)/2, in either basis."""
        return (1 - self.visibility) / 2

    @property
    def s_value(self) -> float:
        """CHSH value at the best settings: 2√2·V."""
        return 8**0.5 * self.visibility

    @property
    def sifted_per_s(self) -> float:
        """Sifted bits a second: half of the coincidences, as both stations choose one of two bases by a fair coin."""
        return self.coincidences_per_s / 2

    @property
    def key_per_s(self) -> float:
        """Secret bits a second of BBM92, for infinitely many: sifted·max(0, 1 − h(Q) − f h(Q))."""
        return self.sifted_per_s * bb84(self.qber, f_ec=self.f_ec)

    def __repr__(self) -> str:
        return _shown.line("EntanglementLink", f"{self.coincidences_per_s:.4g} coincidences/s", f"S {self.s_value:.4g}",
                           f"QBER {self.qber:.4g}", f"{self.key_per_s:.4g} secret bits/s")

    def _repr_html_(self) -> str:
        return _shown.table("Entangled pairs at two stations", [
            ("True pairs a second", self.pairs_per_s), ("Accidental coincidences a second", self.accidentals_per_s),
            ("Visibility", self.visibility), ("CHSH value S", self.s_value), ("QBER", self.qber),
            ("Sifted bits a second", self.sifted_per_s), ("Secret bits a second, of infinitely many", self.key_per_s)])


def entanglement_downlink(source_hz: Number, transmittances: Vector, *, noise_hz: Vector = (0.0, 0.0), window_ns: Number = 2.5,
                          visibility: Number = 1.0, f_ec: Number = 1.16) -> EntanglementLink:
    """Send both photons of each pair down, to two stations, and count coincidences.

    Parameters
    ----------
    source_hz : float
        Pairs a second that leave the satellite, above 0, at most 10¹².
    transmittances : (float, float)
        Probabilities that one photon makes a click at station A, and the other at station B, detectors included, such as
        `SpaceLink.transmittance` gives.
    noise_hz : (float, float)
        Clicks a second at each station that no pair has made: dark counts and stray light, at least 0.
    window_ns : float
        How close two clicks must be to count as one coincidence: the width of the window in nanoseconds, above 0.
    visibility : float
        V of a true pair as the stations measure it, source and polarisation optics together, 0 to 1.
    f_ec : float
        Inefficiency of error correction, at least 1.

    Returns
    -------
    EntanglementLink
        Coincidences, visibility, S, QBER and key.

    Raises
    ------
    ValueError
        If an argument leaves its range.

    Notes
    -----
    True coincidences are source·η_A·η_B a second: the decibels of both ways add up.  Station A clicks source·η_A + noise_A times
    a second, station B likewise, and two streams that know nothing of each other meet rate_A·rate_B·window times a second.
    That counts photons of two different pairs as well, and holds while few windows have a click.  Accidentals agree half of the
    time, so V = V_pair·true/(true + accidental).

    Nobody has to trust the satellite: whatever it sends that is not such a pair shows as errors.  Chapter C13.

    Examples
    --------
    Five million pairs a second, two ways of 33 dB, and a thousand clicks of noise a second at each station:

    >>> link = entanglement_downlink(5e6, (5e-4, 5e-4), noise_hz=(1000, 1000), visibility=0.97)
    >>> round(link.pairs_per_s, 3), round(link.accidentals_per_s, 4), round(link.qber, 4)
    (1.25, 0.0306, 0.0266)
    """
    pairs = probability("source_hz", source_hz, 0, 1e12)
    window = probability("window_ns", window_ns, 0, 1e9)
    for name, given, number in (("source_hz", source_hz, pairs), ("window_ns", window_ns, window)):
        if number == 0:
            raise bad(name, given, "a number above 0")
    eta_a, eta_b = _each("transmittances", transmittances, 1)
    noise_a, noise_b = _each("noise_hz", noise_hz, 1e12)
    accidental = (pairs * eta_a + noise_a) * (pairs * eta_b + noise_b) * window * 1e-9
    return _mixed(pairs * eta_a * eta_b, accidental, visibility, f_ec)


def entanglement_key(coincidences_hz: Number, *, signal_to_noise: Number, visibility: Number = 1.0,
                     f_ec: Number = 1.16) -> EntanglementLink:
    """What coincidences are worth of which the rate is known, and how many of them are accidental.

    Parameters
    ----------
    coincidences_hz : float
        All coincidences a second, 0 to 10¹².
    signal_to_noise : float
        True pairs for each accidental coincidence, 0 to 10¹².
    visibility : float
        V of a true pair as the stations measure it, 0 to 1.
    f_ec : float
        Inefficiency of error correction, at least 1.

    Returns
    -------
    EntanglementLink
        As from `entanglement_downlink`.

    Raises
    ------
    ValueError
        If an argument leaves its range.

    Notes
    -----
    Half of the accidentals are wrong: at 15 to 1 they alone make 1/32 of errors, 3.1 %.  Chapter C13.

    Examples
    --------
    >>> round(entanglement_key(2.2, signal_to_noise=15).qber, 5)
    0.03125
    """
    found = probability("coincidences_hz", coincidences_hz, 0, 1e12)
    ratio = probability("signal_to_noise", signal_to_noise, 0, 1e12)
    return _mixed(found * ratio / (1 + ratio), found / (1 + ratio), visibility, f_ec)


def _each(name: str, values: Vector, high: float) -> tuple[float, float]:
    """Two numbers, one for each station."""
    try:
        first, second = values
    except Exception:
        raise bad(name, values, "two numbers, one for each station") from None
    return probability(name, first, 0, high), probability(name, second, 0, high)


def _mixed(true: float, accidental: float, visibility: Number, f_ec: Number) -> EntanglementLink:
    """The link of these coincidences; where there are none, nothing is known of a bit."""
    pure, f = probability("visibility", visibility), probability("f_ec", f_ec, 1, 100)
    both = true + accidental
    return EntanglementLink(true, accidental, pure * true / both if both else 0.0, f)


@dataclass(frozen=True)
class PublishedPairs:
    """What was published of an entanglement downlink; None for what is not known here.

    Parameters
    ----------
    name : str
        Which experiment.
    distance_km : float
        Between the stations, on the ground.
    qber : float
        Share of wrong bits.
    s_value : float or None
        CHSH value.
    coincidences_per_s, signal_to_noise, sifted_per_s : float or None
        Coincidences a second, true ones for each accidental one, and sifted bits a second.
    seconds : float or None
        For how long data were taken.
    f_ec : float or None
        Inefficiency of error correction.
    asymptotic_per_s, finite_per_s : float or None
        Secret bits a second, of infinitely many and of those that there were.
    key_bits : int or None
        Length of the key; 0 if the authors say that there can be none.
    qber_limit : float or None
        The QBER above which the authors find no key in so many seconds.
    reference, doi, read : str
        Where the numbers come from, and how they were read there.

    Notes
    -----
    `YIN_2017` and `YIN_2020` are the two downlinks of Micius.  Chapter C13.

    Examples
    --------
    >>> YIN_2017.qber < 0.11, YIN_2017.qber < YIN_2020.qber_limit, YIN_2020.qber < YIN_2020.qber_limit
    (True, False, True)
    """

    name: str
    distance_km: float
    qber: float
    s_value: float | None = None
    coincidences_per_s: float | None = None
    signal_to_noise: float | None = None
    sifted_per_s: float | None = None
    seconds: float | None = None
    f_ec: float | None = None
    asymptotic_per_s: float | None = None
    finite_per_s: float | None = None
    key_bits: int | None = None
    qber_limit: float | None = None
    reference: str = field(default="", repr=False)
    doi: str = field(default="", repr=False)
    read: str = field(default="", repr=False)

    def __repr__(self) -> str:
        return _shown.line("PublishedPairs", self.name, f"{self.distance_km:g} km", f"QBER {self.qber:g}",
                           None if self.key_bits is None else f"{self.key_bits} secret bits")

    def _repr_html_(self) -> str:
        return _shown.table(self.name, [
            ("Distance of the stations, km", self.distance_km), ("QBER", self.qber), ("CHSH value S", self.s_value),
            ("Coincidences a second", self.coincidences_per_s), ("True for each accidental one", self.signal_to_noise),
            ("Sifted bits a second", self.sifted_per_s), ("Seconds", self.seconds), ("Inefficiency f of error correction", self.f_ec),
            ("Secret bits a second, of infinitely many", self.asymptotic_per_s), ("Secret bits a second, of these", self.finite_per_s),
            ("Secret bits in all", self.key_bits), ("Highest QBER with a key in this time", self.qber_limit),
            ("Numbers from", f"{self.reference}, doi:{self.doi}, {self.read}")])


#: Delingha to Lijiang, 2017: S above 2, and no key.  The error rate is the one that the paper of 2020 gives for it.
YIN_2017: PublishedPairs = PublishedPairs(
    "Micius, pairs of 2017", 1203.0, 0.081, 2.37, key_bits=0, reference="Yin et al., Science 356, 1140 (2017)",
    doi="10.1126/science.aan3211", read="S in the abstract; error rate, and that it leaves no key, in Yin et al. 2020")

#: Delingha to Nanshan, 2020.  New telescopes catch four times as many pairs, of which filters against side channels take half again.
YIN_2020: PublishedPairs = PublishedPairs(
    "Micius, pairs of 2020", 1120.0, 0.045, None, 2.2, 15.0, 1.1, 3100.0, 1.19, 0.43, 0.12, 372, 0.060,
    reference="Yin et al., Nature 582, 501 (2020)", doi="10.1038/s41586-020-2401-y",
    read="pages 503 and 504 and Extended Data Fig. 4 in a copy by pages")
