"""What Alice and Bob count when they send decoy states."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from qedu import _shown
from qedu._arguments import MAX_KM, MOST, array, bad, count, generator, odds, probability, together
from qedu._operators import Value
from qedu._types import Floats, Integers, Number, Numbers, Seed, Vector, Whole
from qedu.links.detection import coherent_clicks, equal_efficiency
from qedu.links.link import Link

__all__ = ["DecoyCounts", "decoy_counts"]


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
    intensities: tuple[float, ...]
    probabilities: tuple[float, ...]
    n_x: Floats | Integers = field(repr=False)
    m_x: Floats | Integers = field(repr=False)
    n_z: Floats | Integers = field(repr=False)
    m_z: Floats | Integers = field(repr=False)
    bases: tuple[str, str] = ("X", "Z")
    f_ec: float | None = None

    if TYPE_CHECKING:                               # it takes more than it keeps
        def __init__(self, pulses: Whole, intensities: Vector, probabilities: Vector, n_x: Numbers, m_x: Numbers,
                     n_z: Numbers, m_z: Numbers, bases: tuple[str, str] = ..., f_ec: Number | None = None) -> None: ...

    def __post_init__(self) -> None:
        object.__setattr__(self, "pulses", count("pulses", self.pulses))
        mu = array("intensities", self.intensities, 0, 100)
        p = odds("probabilities", self.probabilities, "one number for each intensity, with a total of 1", mu.size)
        object.__setattr__(self, "intensities", tuple(mu.tolist()))
        object.__setattr__(self, "probabilities", tuple(p.tolist()))
        for clicks, errors in (("n_x", "m_x"), ("n_z", "m_z")):
            n, m = (array(name, getattr(self, name), 0, MOST) for name in (clicks, errors))
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

    def __repr__(self):
        return _shown.line("DecoyCounts", f"{_shown.number(self.pulses)} pulses",
                           f"intensities {', '.join(map(_shown.number, self.intensities))}",
                           f"key from {self.bases[0]}, test in {self.bases[1]}",
                           f"shape {self.n_x.shape}" if self.n_x.ndim > 1 else None)

    def _repr_html_(self):
        shown = _shown.table("Counts with decoy states", [
            ("Pulses", self.pulses), ("Inefficiency f of error correction", self.f_ec)])
        if self.n_x.ndim > 1:                 # one count for each distance: too many for a table
            return shown
        names = [f"{what}, {basis}" for basis in self.bases for what in ("clicks", "errors")]
        return shown + _shown.table("By intensity", zip(
            map(_shown.number, self.intensities), self.probabilities, *(column.tolist() for column in (
                self.n_x, self.m_x, self.n_z, self.m_z))), ("mean photon number", "probability", *names))


def decoy_counts(distance_km: Numbers, link: Link, *, pulses: Whole, intensities: Vector = (0.4, 0.15, 0.0),
                 probabilities: Vector = (0.5, 0.3, 0.2), p_x: Number = 0.8, seed: Seed | None = None) -> DecoyCounts:
    """Clicks and errors of decoy-state BB84, at a cost that does not depend on the number of pulses.

    Parameters
    ----------
    distance_km : float or array_like
        Length of the link, 0 to 10⁶ km; with a `seed`, one number.
    link : Link
        The link.
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
    >>> from qedu.links import GYS
    >>> counts = decoy_counts(50, GYS, pulses=10**10, seed=1)
    >>> counts.n_x.tolist(), counts.n_z.dtype.kind
    ([5133332, 1156523, 2153], 'i')
    """
    if not isinstance(link, Link):
        raise bad("link", link, "a qedu.links.Link")
    pulses = count("pulses", pulses, high=MOST)
    mu = array("intensities", intensities, 0, 100)
    p = odds("probabilities", probabilities, "one number for each intensity, with a total of 1", mu.size)
    if mu.ndim != 1:
        raise bad("intensities", intensities, "one mean photon number for each probability")
    p_x = probability("p_x", p_x)
    km = array("distance_km", distance_km, 0, MAX_KM)
    gain, wrong = coherent_clicks(link, np.asarray(link.channel_transmittance(km) * equal_efficiency(link))[..., np.newaxis], mu)
    shares = [p * basis * part for basis in (p_x**2, (1 - p_x) ** 2) for part in (gain - wrong, wrong)]
    if seed is None:
        right_x, m_x, right_z, m_z = (pulses * share for share in shares)
    else:
        if km.ndim:
            raise bad("distance_km", distance_km, "one number where counts are drawn with a seed")
        flat = np.concatenate(shares)
        drawn = generator(seed).multinomial(pulses, [*flat, 1 - flat.sum()])[:-1]
        right_x, m_x, right_z, m_z = drawn.reshape(4, -1)
    return DecoyCounts(pulses, mu, p, right_x + m_x, m_x, right_z + m_z, m_z, f_ec=link.f_ec)
