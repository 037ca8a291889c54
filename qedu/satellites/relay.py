"""A satellite as messenger: one that must be trusted, and one that need not be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from qedu import _shown
from qedu._arguments import bad, bits, probability
from qedu._types import Bytes, Number, Vector
from qedu.rates import bb84

__all__ = ["xor_relay", "recover", "WHO_HOLDS", "EntanglementLink", "entanglement_downlink", "entanglement_key"]

#: What each party of an XOR relay holds once the satellite has announced: "A" and "B" are the two keys, "A⊕B" is the announcement.
#: The final key is A.
WHO_HOLDS: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "station A": ("A", "A⊕B"), "station B": ("B", "A⊕B"), "satellite": ("A", "B", "A⊕B"), "listener": ("A⊕B",)})


def xor_relay(key_a: Sequence[int] | Bytes, key_b: Sequence[int] | Bytes) -> Bytes:
    """What a trusted satellite announces, so that two stations come to share a key.

    Parameters
    ----------
    key_a, key_b : array_like of int
        Shape (n,): the keys, bits 0 or 1, that the satellite shares with station A and with station B.

    Returns
    -------
    numpy.ndarray of uint8
        Shape (n,): key_a ⊕ key_b, which everybody may hear.

    Raises
    ------
    ValueError
        If a key is not made of bits, or both are not of one length.

    Notes
    -----
    To a listener each announcement is as likely whatever A is, because B is random and never used again: it is a one-time pad of A.  The satellite, though, knows
    both keys (`WHO_HOLDS`).  Micius did this between China and Austria: Liao et al., Phys. Rev. Lett. 120, 030501 (2018),
    doi:10.1103/PhysRevLett.120.030501.  Chapter C13.

    Examples
    --------
    >>> announced = xor_relay([0, 1, 1, 0], [1, 1, 0, 0])
    >>> announced.tolist(), recover(announced, [1, 1, 0, 0]).tolist()
    ([1, 0, 1, 0], [0, 1, 1, 0])
    """
    first = bits("key_a", key_a)
    return first ^ bits("key_b", key_b, len(first))


def recover(announcement: Sequence[int] | Bytes, key_b: Sequence[int] | Bytes) -> Bytes:
    """What station B makes of the announcement: the key of station A.

    Parameters
    ----------
    announcement : array_like of int
        Shape (n,): what `xor_relay` gave.
    key_b : array_like of int
        Shape (n,): the key that station B shares with the satellite.

    Returns
    -------
    numpy.ndarray of uint8
        Shape (n,): announcement ⊕ key_b, which is key_a.

    Raises
    ------
    ValueError
        If an argument is not made of bits, or both are not of one length.

    Examples
    --------
    >>> recover([1, 0, 1, 0], [1, 1, 0, 0]).tolist()
    [0, 1, 1, 0]
    """
    told = bits("announcement", announcement)
    return told ^ bits("key_b", key_b, len(told))


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
        V of the coincidences, accidentals included.
    f_ec : float
        Inefficiency of error correction.

    Notes
    -----
    Made by `entanglement_downlink` and `entanglement_key`.  Chapter C13.

    Examples
    --------
    >>> entanglement_key(2.2, signal_to_noise=15, visibility=0.972)
    EntanglementLink(2.2 pairs/s and accidentals; S 2.577; QBER 0.04437; 0.4664 secret bit/s)
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
        """(1 − V)/2, in both bases."""
        return (1 - self.visibility) / 2

    @property
    def s_value(self) -> float:
        """CHSH value at the best settings: 2√2·V."""
        return 8**0.5 * self.visibility

    @property
    def sifted_per_s(self) -> float:
        """Sifted bits a second: both chose the same of two equally likely bases, half of the coincidences."""
        return self.coincidences_per_s / 2

    @property
    def key_per_s(self) -> float:
        """Secret bits a second of BBM92, for infinitely many: sifted·max(0, 1 − h(Q) − f h(Q))."""
        return self.sifted_per_s * bb84(self.qber, f_ec=self.f_ec)

    def __repr__(self) -> str:
        return _shown.line("EntanglementLink", f"{self.coincidences_per_s:.4g} pairs/s and accidentals", f"S {self.s_value:.4g}",
                           f"QBER {self.qber:.4g}", f"{self.key_per_s:.4g} secret bit/s")

    def _repr_html_(self) -> str:
        return _shown.table("Entangled pairs at two stations", [
            ("Pairs a second", self.pairs_per_s), ("Accidental coincidences a second", self.accidentals_per_s), ("Visibility", self.visibility),
            ("CHSH value S", self.s_value), ("QBER", self.qber), ("Sifted bits a second", self.sifted_per_s),
            ("Secret bits a second, asymptotic", self.key_per_s)])


def entanglement_downlink(source_hz: Number, transmittances: Vector, *, noise_hz: Vector = (0.0, 0.0), window_ns: Number = 2.5,
                          visibility: Number = 1.0, f_ec: Number = 1.16) -> EntanglementLink:
    """Send both photons of each pair down, to two stations, and count coincidences.

    Parameters
    ----------
    source_hz : float
        Pairs a second that leave the satellite, above 0, at most 10¹².
    transmittances : (float, float)
        Probabilities that the one photon makes a click at station A and the other at station B, detectors included, such as
        `SpaceLink.transmittance` gives.
    noise_hz : (float, float)
        Clicks a second of each station without a pair: dark counts and stray light.
    window_ns : float
        Width of the window in which two clicks count as one coincidence, in nanoseconds, above 0.
    visibility : float
        V of a true pair as the stations measure it: source and polarisation optics, 0 to 1.
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
    True coincidences are source·η_A·η_B a second: the decibels of both ways add.  Station A clicks source·η_A + noise_A times a second, B likewise,
    and two streams that know nothing of each other meet in a window of w seconds rate_A·rate_B·w times a second.  This counts the accidentals
    between photons of different pairs as well, if windows are short beside the time between two pairs.  Accidentals have visibility 0: so
    V = V_pair·true/(true + accidental).  Nobody has to trust the satellite: a source that sends something else shows as errors.  Chapter C13.

    Examples
    --------
    Two links of 33 dB each, a bright source, and a thousand clicks of noise a second:

    >>> pairs = entanglement_downlink(5e6, (5e-4, 5e-4), noise_hz=(1000, 1000), visibility=0.97)
    >>> round(pairs.pairs_per_s, 3), round(pairs.accidentals_per_s, 4), round(pairs.qber, 4)
    (1.25, 0.0306, 0.0266)
    """
    pairs = probability("source_hz", source_hz, 0, 1e12)
    if pairs == 0:
        raise bad("source_hz", source_hz, "pairs a second, above 0")
    eta_a, eta_b = _two("transmittances", transmittances, 1)
    noise_a, noise_b = _two("noise_hz", noise_hz, 1e12)
    window = probability("window_ns", window_ns, 0, 1e9) * 1e-9
    if window == 0:
        raise bad("window_ns", window_ns, "a width above 0")
    accidental = (pairs * eta_a + noise_a) * (pairs * eta_b + noise_b) * window
    return _mixed(pairs * eta_a * eta_b, accidental, visibility, f_ec)


def entanglement_key(coincidences_hz: Number, *, signal_to_noise: Number, visibility: Number = 1.0, f_ec: Number = 1.16) -> EntanglementLink:
    """What coincidences are worth whose rate and ratio of signal to noise have been measured.

    Parameters
    ----------
    coincidences_hz : float
        All coincidences a second, at least 0.
    signal_to_noise : float
        True pairs for each accidental coincidence, at least 0.
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
    Half of the accidentals are wrong.  At 15 to 1 they alone cause 1/32, 3.1 % of errors.  Chapter C13.

    Examples
    --------
    >>> round(entanglement_key(2.2, signal_to_noise=15).qber, 5)
    0.03125
    """
    found = probability("coincidences_hz", coincidences_hz, 0, 1e12)
    ratio = probability("signal_to_noise", signal_to_noise, 0, 1e12)
    return _mixed(found * ratio / (1 + ratio), found / (1 + ratio), visibility, f_ec)


def _two(name: str, values: Vector, high: float) -> tuple[float, float]:
    """Two numbers, one for each station."""
    try:
        first, second = values
    except Exception:
        raise bad(name, values, "two numbers, one for each station") from None
    return probability(name, first, 0, high), probability(name, second, 0, high)


def _mixed(true: float, accidental: float, visibility: Number, f_ec: Number) -> EntanglementLink:
    """The link of these coincidences: accidentals have no visibility."""
    pure, f = probability("visibility", visibility), probability("f_ec", f_ec, 1, 100)
    both = true + accidental
    return EntanglementLink(true, accidental, pure * true / both if both else 0.0, f)
