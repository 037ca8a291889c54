"""Practical links: photons at the source, loss on the way, clicks at the receiver.

A laser pulse holds 0, 1, 2, … photons.  Each photon arrives with the same probability, a
detector clicks or not, and sometimes it clicks in the dark.  That is the whole model (Ma et
al. 2005); everything here is per gate, the short time in which a detector listens.

A `Source` says how many photons leave; a `Link` says what becomes of n of them.  The two at a
distance, a `Setup` made by `Link.at`, are what `qedu.exchange` runs over.
"""

import math
import warnings
from dataclasses import dataclass, field

from qedu._arguments import array, bad, count, generator, odds, probability, scalar_or_array, together
from qedu._operators import Value

__all__ = ["Link", "Setup", "GYS", "LO_CURTY_QI", "LIM", "WANG_YU_HU",
           "Source", "single_photon", "weak_coherent", "spdc",
           "free_space_loss_db", "DecoyCounts", "decoy_counts",
           "mean_field_dead_time", "mean_field_afterpulses"]

#: Photon numbers are told apart up to the first N with P(n ≥ N) below this.
_TAIL = 1e-12
_MAX_KM = 1e6

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
    efficiency : float
        Probability that a photon which reaches the receiver makes a click: optics and detectors.
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
        Number of detectors in the receiver, which share `dark_counts`.
    reference, doi, read : str
        Where the numbers come from, and how they were read there.

    Raises
    ------
    ValueError
        If a number leaves its range, or only one of `divergence_urad` and `aperture_m` is given.

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

    Examples
    --------
    >>> from dataclasses import replace
    >>> better = replace(GYS, name="GYS, better detector", efficiency=0.2)
    >>> round(GYS.transmittance(50), 6), round(better.transmittance(50), 6)
    (0.004011, 0.017825)
    """

    name: str
    loss_db_per_km: float
    efficiency: float
    dark_counts: float
    misalignment: float
    f_ec: float = 1.0
    fixed_loss_db: float = 0.0
    divergence_urad: float | None = None
    aperture_m: float | None = None
    detectors: int = 2
    reference: str = field(default="", repr=False)
    doi: str = field(default="", repr=False)
    read: str = field(default="", repr=False)

    def __post_init__(self):
        for name, low, high in (("loss_db_per_km", 0, 100), ("efficiency", 0, 1), ("dark_counts", 0, 1),
                                ("misalignment", 0, 0.5), ("f_ec", 1, 100), ("fixed_loss_db", 0, 1000)):
            given = getattr(self, name)
            object.__setattr__(self, name, probability(name, given, low, high))
            if name == "dark_counts" and self.dark_counts == 1:
                raise bad(name, given, "a number from 0 to below 1")
        object.__setattr__(self, "detectors", count("detectors", self.detectors))
        if (self.divergence_urad is None) != (self.aperture_m is None):
            raise bad("divergence_urad, aperture_m", (self.divergence_urad, self.aperture_m),
                      "both, or neither")
        if self.divergence_urad is not None:
            free_space_loss_db(1.0, self.divergence_urad, self.aperture_m)
            for name in ("divergence_urad", "aperture_m"):
                object.__setattr__(self, name, float(getattr(self, name)))

    def at(self, distance_km, source, probabilities=None):
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
        >>> [round(gain, 6) for gain in GYS.at(50, 0.48).gain]
        [0.001925]
        >>> GYS.at(50, (0.4, 0.15, 0.0), probabilities=(0.5, 0.3, 0.2)).intensities
        (0.4, 0.15, 0.0)
        """
        import numpy as np

        several = isinstance(source, (list, tuple)) or np.ndim(source) == 1 and not isinstance(source, Source)
        sources = tuple(s if isinstance(s, Source) else weak_coherent(_mean(s))
                        for s in (source if several else (source,)))
        if probabilities is None and len(sources) == 1:
            probabilities = (1.0,)
        return Setup(self, distance_km, sources, probabilities)

    @property
    def dark_counts_per_detector(self):
        """Probability per gate that one given detector of the receiver clicks without light."""
        return -math.expm1(math.log1p(-self.dark_counts) / self.detectors)

    def loss_db(self, distance_km):
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
        >>> round(GYS.loss_db(100), 12)
        21.0
        """
        km = array("distance_km", distance_km, 0, _MAX_KM)
        if self.divergence_urad is None and self.loss_db_per_km and (km > _FIBRE_KM).any():
            warnings.warn(f"distance_km = {km.max():g}: a fibre of more than {_FIBRE_KM} km; distances are in kilometres",
                          stacklevel=3)
        loss = self.loss_db_per_km * km + self.fixed_loss_db
        if self.divergence_urad is not None:
            loss = loss + free_space_loss_db(km, self.divergence_urad, self.aperture_m)
        return scalar_or_array(loss)

    def channel_transmittance(self, distance_km):
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
        >>> round(GYS.channel_transmittance(50), 6)
        0.089125
        """
        return 10 ** (-self.loss_db(distance_km) / 10)

    def transmittance(self, distance_km):
        """Probability that a photon from the sender makes a click: channel and receiver.

        Parameters
        ----------
        distance_km : float or array_like
            Length of the link, 0 to 10⁶ km.

        Returns
        -------
        float or numpy.ndarray
            η, of the shape of `distance_km`.

        Raises
        ------
        ValueError
            If a distance is negative or not finite.

        Notes
        -----
        Ma et al. 2005, Eq. (4).

        Examples
        --------
        >>> round(GYS.transmittance(0), 12)
        0.045
        """
        return self.channel_transmittance(distance_km) * self.efficiency

    def yields(self, photons, distance_km):
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
        >>> [float(f"{y:.3g}") for y in GYS.yields([0, 1, 2], 50)]
        [1.7e-06, 0.00401, 0.00801]
        """
        n, km = together(photons=array("photons", photons, 0, 1e9),
                         distance_km=array("distance_km", distance_km, 0, _MAX_KM))
        return scalar_or_array(clicks(self, arrivals(n, self.transmittance(km)))[0])

    def error_rates(self, photons, distance_km):
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
        >>> [round(e, 4) for e in GYS.error_rates([0, 1], 50).tolist()]
        [0.5, 0.0332]
        """
        n, km = together(photons=array("photons", photons, 0, 1e9),
                         distance_km=array("distance_km", distance_km, 0, _MAX_KM))
        of_n, wrong = clicks(self, arrivals(n, self.transmittance(km)))
        return scalar_or_array(_ratio(wrong, of_n))

    def gain(self, mu, distance_km):
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
        >>> round(GYS.gain(0.48, 50), 6)
        0.001925
        """
        mu, eta = together(mu=array("mu", mu, 0, 100), distance_km=self.transmittance(distance_km))
        gain, _ = coherent_clicks(self, eta, mu)
        return scalar_or_array(gain)

    def qber(self, mu, distance_km):
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
        >>> round(GYS.qber(0.48, 50), 4)
        0.0334
        """
        mu, eta = together(mu=array("mu", mu, 0, 100), distance_km=self.transmittance(distance_km))
        gain, wrong = coherent_clicks(self, eta, mu)
        return scalar_or_array(_ratio(wrong, gain))

    def clicks_of(self, source, distance_km):
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
        >>> [round(x, 6) for x in GYS.clicks_of(weak_coherent(0.48), 50)]
        [0.001925, 0.033412]
        """
        import numpy as np

        if not isinstance(source, Source):
            raise bad("source", source, "a qedu.links.Source")
        km = array("distance_km", distance_km, 0, _MAX_KM)[..., np.newaxis]
        p, n = np.array(source.probabilities), np.arange(len(source.probabilities))
        gain, wrong = ((p * of_n).sum(-1) for of_n in clicks(self, arrivals(n, self.transmittance(km))))
        return scalar_or_array(gain), scalar_or_array(_ratio(wrong, gain))


def _ratio(part, whole):
    """part/whole, and ½ where the whole is 0: a click that never comes gives no bit."""
    import numpy as np

    return np.where(whole > 0, part / np.where(whole > 0, whole, 1), 0.5)


def _mean(mu):
    """The mean photon number that stands for a laser pulse."""
    mean = probability("source", mu, 0, 100)
    if mean > _BRIGHT:
        raise bad("source", mu, f"a mean photon number from 0 to {_BRIGHT}; the distance comes first, as in "
                                "link.at(50, 0.48), and a brighter laser is qedu.links.weak_coherent(…)")
    return mean


def clicks(link, arrives):
    """Clicks and wrong clicks per pulse, given the probability that some photon of it is detected."""
    return arrives + link.dark_counts * (1 - arrives), link.dark_counts / 2 + link.misalignment * arrives


def arrivals(photons, eta):
    """Probability that at least one of n photons is detected, each with probability η."""
    import numpy as np
    from scipy.special import xlog1py

    with np.errstate(divide="ignore"):        # η = 1 loses nothing: log 0 = −∞ is right
        return 0.0 - np.expm1(xlog1py(photons, -eta))


def coherent_clicks(link, eta, mu):
    """Gain Q and wrong clicks E·Q of a weak coherent pulse, given the transmittance."""
    import numpy as np

    return clicks(link, -np.expm1(-eta * mu))


#: Gobby, Yuan and Shields's 122 km fibre link, the yardstick of decoy-state papers.
GYS = Link(
    "GYS", loss_db_per_km=0.21, efficiency=0.045, dark_counts=1.7e-6, misalignment=0.033, f_ec=1.22,
    reference="Gobby, Yuan and Shields, Appl. Phys. Lett. 84, 3762 (2004)", doi="10.1063/1.1738173",
    read="as Ma et al. 2005 quote it in table I, doi:10.1103/PhysRevA.72.012326")

#: What the first paper on measurement-device-independent keys assumed (figure 2 there).
LO_CURTY_QI = Link(
    "Lo-Curty-Qi", loss_db_per_km=0.2, efficiency=0.145, dark_counts=6.02e-6, misalignment=0.015, f_ec=1.16,
    reference="Lo, Curty and Qi, Phys. Rev. Lett. 108, 130503 (2012), figure 2",
    doi="10.1103/PhysRevLett.108.130503", read="second-hand: the same in two public works that cite it")

#: Dedicated fibre and gated avalanche photodiodes, as in Lim et al. 2014, without their afterpulses (4 %).
LIM = Link(
    "Lim et al.", loss_db_per_km=0.2, efficiency=0.1, dark_counts=1 - (1 - 6e-7)**2, misalignment=0.005,
    f_ec=1.16,
    reference="Lim, Curty, Walenta, Xu and Zbinden, Phys. Rev. A 89, 022307 (2014), section IV",
    doi="10.1103/PhysRevA.89.022307", read="in a public copy of the paper's text")

#: Very quiet detectors, as the sending-or-not-sending paper assumed, at its smallest misalignment.
WANG_YU_HU = Link(
    "Wang-Yu-Hu", loss_db_per_km=0.2, efficiency=0.8, dark_counts=2e-11, misalignment=0.15, f_ec=1.1,
    reference="Wang, Yu and Hu, Phys. Rev. A 98, 062323 (2018)", doi="10.1103/PhysRevA.98.062323",
    read="misalignment in the abstract; 10⁻¹¹ per detector, 80 % and f = 1.1 second-hand, in a reader's "
         "notes; the loss per km is assumed")


@dataclass(frozen=True)
class Source:
    """How many photons a pulse holds.

    Parameters
    ----------
    name : str
        What it is, for labels.
    probabilities : tuple of float
        P(0), P(1), …, P(N − 1) and, last, P(n ≥ N): the tail is kept as one cell.
    mean : float
        Mean photon number, exact.
    herald : float
        Probability per pulse that the source announces a photon; 1 if it announces none.

    Raises
    ------
    ValueError
        If the probabilities are not at least two numbers of total 1, or `mean` or `herald` is none.

    Examples
    --------
    >>> pulse = weak_coherent(0.5)
    >>> round(pulse.multiphoton, 4), len(pulse.probabilities), pulse.probabilities[-1] < 1e-12
    (0.0902, 13, True)
    """

    name: str
    probabilities: tuple = field(repr=False)
    mean: float
    herald: float = 1.0

    def __post_init__(self):
        allowed = "at least two numbers from 0 to 1 with a total of 1"
        p = odds("probabilities", self.probabilities, allowed)
        if len(p) < 2:
            raise bad("probabilities", self.probabilities, allowed)
        object.__setattr__(self, "probabilities", tuple(p.tolist()))
        object.__setattr__(self, "mean", probability("mean", self.mean, 0, 1e9))
        object.__setattr__(self, "herald", probability("herald", self.herald))

    @property
    def multiphoton(self):
        """P(n ≥ 2): what photon-number splitting lives on."""
        return math.fsum(self.probabilities[2:])


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
    >>> setup = GYS.at(50, (0.48, 0.05), probabilities=(0.9, 0.1))
    >>> print(setup)
    GYS, 50 km, weak coherent(0.48), weak coherent(0.05)
    >>> setup.photon_odds.shape
    (2, 13)
    """

    link: Link
    distance_km: float
    sources: tuple
    probabilities: tuple

    def __post_init__(self):
        if not isinstance(self.link, Link):
            raise bad("link", self.link, "a qedu.links.Link")
        object.__setattr__(self, "distance_km", probability("distance_km", self.distance_km, 0, _MAX_KM))
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

    def __str__(self):
        return ", ".join([self.link.name, f"{self.distance_km:g} km", *(s.name for s in self.sources)])

    @property
    def intensities(self):
        """Mean photon number of each source, a tuple."""
        return tuple(source.mean for source in self.sources)

    @property
    def photon_odds(self):
        """P(n) of each source: array of shape (sources, N + 1); the last cell is N photons or more.

        Sources whose own tail cell comes earlier have it there.
        """
        import numpy as np

        odds = np.zeros((len(self.sources), max(len(source.probabilities) for source in self.sources)))
        for row, source in zip(odds, self.sources):
            row[:len(source.probabilities)] = source.probabilities
        return odds

    @property
    def channel_transmittance(self):
        """Probability that a photon reaches the receiver's entrance."""
        return self.link.channel_transmittance(self.distance_km)

    @property
    def gain(self):
        """Probability of a click per pulse, for each source, when nobody interferes."""
        return tuple(self.link.clicks_of(source, self.distance_km)[0] for source in self.sources)

    @property
    def qber(self):
        """Share of wrong bits among those clicks, for each source."""
        return tuple(self.link.clicks_of(source, self.distance_km)[1] for source in self.sources)


def _cut(terms):
    """Cut a photon-number distribution where its tail falls below 10⁻¹²; the tail stays, as one cell."""
    import numpy as np

    tails = np.cumsum(terms[::-1])[::-1]              # smallest first, so nothing is lost to rounding
    cut = max(2, int(np.argmax(tails < _TAIL)))
    return (*terms[:cut].tolist(), float(tails[cut]))


def single_photon(emission=1.0, multiphoton=0.0):
    """A single-photon source, ideal unless told otherwise.

    Parameters
    ----------
    emission : float
        Probability that a pulse holds at least one photon.
    multiphoton : float
        Probability that it holds two, at most `emission`.

    Returns
    -------
    Source
        Photon numbers 0, 1 and 2.

    Raises
    ------
    ValueError
        If `emission` leaves [0, 1] or `multiphoton` leaves [0, emission].

    Notes
    -----
    Chapter C09.

    Examples
    --------
    >>> single_photon(0.75, multiphoton=0.25).probabilities
    (0.25, 0.5, 0.25)
    """
    some = probability("emission", emission)
    two = probability("multiphoton", multiphoton, 0, some)
    return Source(f"single photon({some:g})", (1 - some, some - two, two), some + two)


def weak_coherent(mu):
    """A laser pulse of random phase: Poissonian photon numbers.

    Parameters
    ----------
    mu : float
        Mean photon number, 0 to 100.

    Returns
    -------
    Source
        P(n) = e^(−μ) μⁿ/n!, cut where the tail is below 10⁻¹².

    Raises
    ------
    ValueError
        If `mu` leaves [0, 100].

    Notes
    -----
    Lo, Ma and Chen, Phys. Rev. Lett. 94, 230504 (2005), doi:10.1103/PhysRevLett.94.230504.
    Chapter C09.

    Examples
    --------
    >>> [round(p, 4) for p in weak_coherent(0.1).probabilities[:3]]
    [0.9048, 0.0905, 0.0045]
    """
    import numpy as np
    from scipy.special import gammaln, xlogy

    mu = probability("mu", mu, 0, 100)
    n = np.arange(math.ceil(60 + mu + 20 * math.sqrt(mu)))
    return Source(f"weak coherent({mu:g})", _cut(np.exp(xlogy(n, mu) - mu - gammaln(n + 1))), mu)


def spdc(mean, modes=1, herald_efficiency=None, herald_dark_counts=0.0):
    """Pairs from parametric down-conversion: photon numbers in one arm.

    Parameters
    ----------
    mean : float
        Mean number of pairs per pulse, 0 to 100.
    modes : int
        Number of equally strong modes, up to 10⁹; 1 is a two-mode squeezed state, and many modes
        approach Poisson.
    herald_efficiency : float or None
        Probability that the detector in the other arm sees a given photon.  None: nobody
        looks, and the arm is thermal.
    herald_dark_counts : float
        Probability per pulse that this detector clicks in the dark, below 1.

    Returns
    -------
    Source
        Photon numbers of the pulses that are kept: all, or the heralded ones; `herald` is
        the probability of a herald.

    Raises
    ------
    ValueError
        If an argument leaves its range, or no herald is possible.

    Notes
    -----
    Thermal pair numbers P(n) = μⁿ/(1 + μ)ⁿ⁺¹: Ma, Fung and Lo, Phys. Rev. A 76, 012307 (2007),
    doi:10.1103/PhysRevA.76.012307; a herald weights them with 1 − (1 − d)(1 − η)ⁿ.  Chapter C09.

    Examples
    --------
    >>> [round(p, 3) for p in spdc(0.1).probabilities[:3]]
    [0.909, 0.083, 0.008]
    >>> heralded = spdc(0.1, herald_efficiency=0.5)
    >>> round(heralded.probabilities[0], 12), round(heralded.herald, 4), round(heralded.multiphoton, 4)
    (0.0, 0.0476, 0.1322)
    """
    import numpy as np
    from scipy.special import gammaln, xlog1py, xlogy

    mean = probability("mean", mean, 0, 100)
    modes = count("modes", modes)
    if modes > 10**9:
        raise bad("modes", modes, "at most 10**9")
    ratio = mean / (modes + mean)
    length = 60 + math.ceil(20 * math.sqrt(mean) + mean + 80 * (1 + mean / modes))
    n = np.arange(length)
    terms = np.exp(gammaln(n + modes) - gammaln(modes) - gammaln(n + 1) + xlogy(n, ratio)
                   + modes * math.log1p(-ratio))
    if herald_efficiency is None:
        return Source(f"SPDC({mean:g})", _cut(terms), mean)
    efficiency = probability("herald_efficiency", herald_efficiency)
    dark = probability("herald_dark_counts", herald_dark_counts)
    if dark >= 1:
        raise bad("herald_dark_counts", herald_dark_counts, "a number from 0 to below 1")
    with np.errstate(divide="ignore"):
        terms = terms * (0.0 - np.expm1(math.log1p(-dark) + xlog1py(n, -efficiency)))
    herald = float(terms.sum())
    if herald == 0:
        raise bad("herald_efficiency", herald_efficiency, "a source and a detector that can herald something")
    terms = terms / herald
    return Source(f"heralded SPDC({mean:g})", _cut(terms), float((n * terms).sum()), herald)


def free_space_loss_db(range_km, divergence_urad, aperture_m):
    """Loss of a Gaussian beam that has outgrown the receiving telescope.

    Parameters
    ----------
    range_km : float or array_like
        Distance from telescope to telescope, 0 to 10⁶ km.
    divergence_urad : float
        Full angle of the beam at 1/e² intensity, in microradians, above 0.
    aperture_m : float
        Diameter of the receiver, in metres, above 0.

    Returns
    -------
    float or numpy.ndarray
        −10 log₁₀(1 − e^(−2a²/w²)) decibels with a = aperture/2 and w = range·divergence/2;
        0 at no distance.

    Raises
    ------
    ValueError
        If an argument leaves its range.

    Notes
    -----
    The power of a Gaussian beam through a centred round hole; pointing errors, turbulence and
    absorption come on top.  Chapter C13 returns to it.

    Examples
    --------
    >>> round(free_space_loss_db(1200, divergence_urad=10, aperture_m=1), 2)
    18.6
    """
    import numpy as np

    km = array("range_km", range_km, 0, _MAX_KM)
    sizes = {}
    for name, value in (("divergence_urad", divergence_urad), ("aperture_m", aperture_m)):
        sizes[name] = probability(name, value, 0, 1e6)
        if sizes[name] == 0:
            raise bad(name, value, "a number above 0, at most 1e+06")
    width = km * 1e3 * sizes["divergence_urad"] * 1e-6 / 2
    with np.errstate(divide="ignore"):
        caught = -np.expm1(-2 * (sizes["aperture_m"] / 2 / width) ** 2)
    return scalar_or_array(-10 * np.log10(caught) + 0.0)          # + 0.0: never −0 dB


@dataclass(frozen=True, eq=False)
class DecoyCounts(Value):
    """What Alice and Bob count in a decoy-state BB84 run: key from one basis, the test in the other.

    As in the paper that the bounds come from, X stands for the key basis and Z for the test
    basis, whatever the two are called where they were counted (`bases`).  The last axis of every
    array runs over the intensities.

    Parameters
    ----------
    pulses : int
        Pulses sent.
    intensities, probabilities : tuple of float
        Mean photon numbers, and how often each was chosen.
    n_x, m_x, n_z, m_z : array_like
        Clicks and errors where both chose the key basis, and where both chose the test basis.
    bases : tuple of str
        What key basis and test basis are called.
    f_ec : float or None
        Inefficiency of error correction that goes with the link, for
        `qedu.rates.finite_decoy_bb84`; None if none is known.

    Raises
    ------
    ValueError
        If there are not as many counts as intensities, or more errors than clicks.
    """

    pulses: int
    intensities: tuple
    probabilities: tuple
    n_x: object = field(repr=False)
    m_x: object = field(repr=False)
    n_z: object = field(repr=False)
    m_z: object = field(repr=False)
    bases: tuple = ("X", "Z")
    f_ec: float | None = None

    def __post_init__(self):
        import numpy as np

        object.__setattr__(self, "pulses", count("pulses", self.pulses))
        mu = array("intensities", self.intensities, 0, 100)
        p = odds("probabilities", self.probabilities, "one number for each intensity, with a total of 1", mu.size)
        object.__setattr__(self, "intensities", tuple(mu.tolist()))
        object.__setattr__(self, "probabilities", tuple(p.tolist()))
        for clicks, errors in (("n_x", "m_x"), ("n_z", "m_z")):
            n, m = (array(name, getattr(self, name), 0, 1e18) for name in (clicks, errors))
            if n.ndim == 0 or n.shape[-1] != len(mu):
                raise bad(clicks, getattr(self, clicks), f"counts for each of the {len(mu)} intensities")
            both = together(**{errors: m, clicks: n})
            if (both[0] > both[1]).any():
                raise bad(errors, getattr(self, errors), f"no more than the clicks, {clicks}")
            for name in (clicks, errors):
                given, numbers = np.asarray(getattr(self, name)), n if name == clicks else m
                counted = given if given.dtype.kind in "iu" else numbers              # whole ones stay whole
                object.__setattr__(self, name, np.array(np.broadcast_to(counted, both[0].shape)))
        if self.f_ec is not None:
            object.__setattr__(self, "f_ec", probability("f_ec", self.f_ec, 1, 100))


def decoy_counts(link, distance_km, pulses, intensities=(0.4, 0.15, 0.0), probabilities=(0.5, 0.3, 0.2),
                 p_x=0.8, seed=None):
    """Clicks and errors of decoy-state BB84, at a cost that does not depend on the number of pulses.

    Parameters
    ----------
    link : Link
        The link.
    distance_km : float or array_like
        Its length, 0 to 10⁶ km; with a `seed`, one number.
    pulses : int
        Pulses sent, up to 10¹⁸.
    intensities : sequence of float
        Mean photon numbers, 0 to 100.
    probabilities : sequence of float
        How often each is chosen; total 1.
    p_x : float
        Probability of the key basis (X), the same for Alice and Bob, 0 to 1.
    seed : int, numpy.random.Generator or None
        None: expected counts, as floats.  Else one multinomial draw, as integers.

    Returns
    -------
    DecoyCounts
        Arrays of shape ``distance_km.shape + (len(intensities),)``.

    Raises
    ------
    ValueError
        If an argument leaves its range.

    Notes
    -----
    The protocol of Lim et al., Phys. Rev. A 89, 022307 (2014), section II,
    doi:10.1103/PhysRevA.89.022307, over the click model of Ma et al. 2005.  Chapter C09.

    Examples
    --------
    >>> counts = decoy_counts(GYS, 50, 10**10, seed=1)
    >>> counts.n_x.tolist(), counts.n_z.dtype.kind
    ([5133332, 1156523, 2153], 'i')
    """
    import numpy as np

    if not isinstance(link, Link):
        raise bad("link", link, "a qedu.links.Link")
    pulses = count("pulses", pulses)
    if pulses > 10**18:
        raise bad("pulses", pulses, "at most 10**18")
    mu = array("intensities", intensities, 0, 100)
    p = odds("probabilities", probabilities, "one number for each intensity, with a total of 1", mu.size)
    if mu.ndim != 1:
        raise bad("intensities", intensities, "one mean photon number for each probability")
    p_x = probability("p_x", p_x)
    km = array("distance_km", distance_km, 0, _MAX_KM)
    gain, wrong = coherent_clicks(link, np.asarray(link.transmittance(km))[..., np.newaxis], mu)
    shares = [p * basis * part for basis in (p_x**2, (1 - p_x) ** 2) for part in (gain - wrong, wrong)]
    if seed is None:
        cells = [pulses * share for share in shares]
    else:
        if km.ndim:
            raise bad("distance_km", distance_km, "one number where counts are drawn with a seed")
        flat = np.concatenate(shares)
        drawn = generator(seed).multinomial(pulses, [*flat, 1 - flat.sum()])[:-1]
        cells = drawn.reshape(4, -1)
    right_x, m_x, right_z, m_z = cells
    return DecoyCounts(pulses, mu, p, right_x + m_x, m_x, right_z + m_z, m_z, f_ec=link.f_ec)


def mean_field_dead_time(clicks, dead_gates):
    """Share of gates in which a detector is ready, in the mean-field picture of its dead time.

    Parameters
    ----------
    clicks : float or array_like
        Probability of a click in a gate in which the detector is ready, 0 to 1.
    dead_gates : float or array_like
        Number of gates that the detector misses after a click, 0 to 10⁹.

    Returns
    -------
    float or numpy.ndarray
        1/(1 + clicks·dead_gates): multiply a detector's click rate with it.

    Raises
    ------
    ValueError
        If an argument leaves its range.

    Notes
    -----
    Exact for one detector whose clicks are independent: 1/clicks gates of waiting, then
    `dead_gates` of silence.  For several detectors with dead times of their own, or clicks with
    memory, it is an approximation: with 6 % of afterpulses that come 50 gates late it promises 2 %
    too many clicks for a dead time of 20 gates, 4 % for 100.  Chapter C09.

    Examples
    --------
    >>> mean_field_dead_time(0.01, 100)
    0.5
    """
    p, dead = together(clicks=array("clicks", clicks, 0, 1), dead_gates=array("dead_gates", dead_gates, 0, 1e9))
    return scalar_or_array(1 / (1 + p * dead))


def mean_field_afterpulses(gain, qber, afterpulse):
    """Gain and error rate with afterpulses, in the mean-field picture.

    Parameters
    ----------
    gain : float or array_like
        Probability of a click per gate without afterpulses, 0 to 1.
    qber : float or array_like
        Share of wrong bits among those clicks, 0 to 0.5.
    afterpulse : float or array_like
        Probability that a click causes one more, with a random bit, in a later gate; 0 to 0.5.

    Returns
    -------
    tuple of float or of numpy.ndarray
        (gain, qber) with afterpulses, and with those that follow afterpulses.

    Raises
    ------
    ValueError
        If an argument leaves its range.

    Notes
    -----
    The fixed point of c = s + (1 − s)·p·c, where s is the gain without afterpulses: a gate
    clicks for light, or else for an earlier click.  To first order it is the factor 1 + p of
    Lim et al. 2014, section IV, doi:10.1103/PhysRevA.89.022307.  Chapter C09.

    Examples
    --------
    >>> [round(x, 5) for x in mean_field_afterpulses(0.001, 0.02, 0.04)]
    [0.00104, 0.03918]
    """
    import numpy as np

    s, e, p = together(gain=array("gain", gain, 0, 1), qber=array("qber", qber, 0, 0.5),
                       afterpulse=array("afterpulse", afterpulse, 0, 0.5))
    clicks = s / (1 - p * (1 - s))
    wrong = s * e + (1 - s) * p * clicks / 2
    silent = clicks == 0
    return scalar_or_array(clicks), scalar_or_array(np.where(silent, e, wrong / np.where(silent, 1, clicks)))
