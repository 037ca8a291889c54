"""What comes of many rounds: totals, or the rounds one by one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np

from qedu import _shown, links, statistics
from qedu._arguments import bad
from qedu._operators import Value
from qedu._types import Bytes, Flags

__all__ = ["Counts", "Records"]

_Name = TypeVar("_Name")


def bell_value(bell: Sequence[tuple[int, float, float]], what: str) -> float:
    """S from sign and totals of equal and unequal outcomes of each pair of settings."""
    seen = [equal + unequal for _, equal, unequal in bell]
    if not min(seen) > 0:
        raise ValueError(f"bell = {list(map(float, seen))} of {what}: a pair of settings of the Bell test "
                         "saw no round, so there is no CHSH value; allowed: at least one round in each")
    return float(sum(sign * (equal - unequal) / (equal + unequal) for sign, equal, unequal in bell))


def _with_interval(part, whole):
    """A share with its 95 % interval for a reader, None of nothing."""
    if not whole:
        return None
    low, high = statistics.wilson(part, whole)
    return _shown.between(part / whole, low, high)


def ratios(names: Iterable[_Name], numerators: Iterable[float], denominators: Iterable[float]) -> dict[_Name, float]:
    """Dict of the quotients, without the names whose denominator is zero."""
    return {name: float(n / d) for name, n, d in zip(names, numerators, denominators) if d > 0}


@dataclass(frozen=True)
class Counts:
    """Totals of a number of rounds, made by `Exchange.counts`.

    Attributes
    ----------
    rounds, sifted, errors : int
        Rounds sent, sifted bits, sifted bits in which Alice and Bob differ.
    eve_right : int
        Sifted bits that Eve's best guess gets right.
    sifted_by_basis, errors_by_basis : tuple of int
        The same for each of Alice's settings, in the order of `bases`.
    bases : tuple of str
        Names of Alice's settings.
    bell : tuple of (int, int, int)
        For each pair of settings in the Bell test: its sign, and the rounds with equal
        and with unequal outcomes.  Empty for a protocol without such a test.
    clicks : int
        Rounds in which Bob's detectors clicked.
    link : qedu.links.Setup or None
        The link, if there was one.
    by_intensity : dict
        Over a link: the counts of each intensity, from mean photon number to `Counts`.
    odds : tuple of float
        How often Alice chooses each of her settings, in the order of `bases`.

    Examples
    --------
    >>> import qedu
    >>> counts = qedu.exchange(qedu.protocols.bb84()).counts(1000, seed=1)
    >>> counts.qber, counts.qber_by_basis
    (0.0, {'Z': 0.0, 'X': 0.0})

    >>> link = qedu.links.GYS.at(50, (0.48, 0.05), probabilities=(0.9, 0.1))
    >>> counts = qedu.exchange(qedu.protocols.bb84(), link=link).counts(10**9, seed=1)
    >>> {mu: round(part.gain, 5) for mu, part in counts.by_intensity.items()}
    {0.48: 0.00192, 0.05: 0.0002}
    """

    rounds: int
    sifted: int
    errors: int
    eve_right: int
    sifted_by_basis: tuple[int, ...]
    errors_by_basis: tuple[int, ...]
    bases: tuple[str, ...]
    bell: tuple[tuple[int, int, int], ...] = ()
    clicks: int = 0
    link: links.Setup | None = None
    by_intensity: dict[float, Counts] = field(default_factory=dict, repr=False, hash=False)
    odds: tuple[float, ...] = field(default=(), repr=False)

    def __repr__(self):
        parts = {"rounds": self.rounds, "clicks": self.clicks if self.link is not None else None, "sifted": self.sifted,
                 "errors": self.errors}
        return _shown.line("Counts", *(f"{_shown.number(total)} {name}" for name, total in parts.items() if total is not None),
                           f"QBER {_shown.number(self.qber)}" if self.sifted else None, self.link)

    def _repr_html_(self):
        rows = [("Rounds", self.rounds), ("Clicks", self.clicks if self.link is not None else None),
                ("Sifted bits", self.sifted), ("Errors", self.errors), ("QBER", _with_interval(self.errors, self.sifted)),
                ("Eve's best guess right", self.eve_right), ("Share right", _with_interval(self.eve_right, self.sifted)),
                ("S, with its standard error", _shown.known(self._measured_s)), ("Link", self.link)]
        shown = _shown.table("Counts of an exchange; shares with their 95 % Wilson interval", rows)
        shown += _shown.table("By Alice's setting", [
            (name, sifted, errors, _with_interval(errors, sifted) or "")
            for name, sifted, errors in zip(self.bases, self.sifted_by_basis, self.errors_by_basis)],
            ("setting", "sifted", "errors", "QBER"))
        return shown + (_shown.table("By intensity", [
            (_shown.number(mu), part.rounds, part.clicks, part.sifted, part.errors, _with_interval(part.errors, part.sifted) or "")
            for mu, part in self.by_intensity.items()],
            ("mean photon number", "rounds", "clicks", "sifted", "errors", "QBER")) if self.by_intensity else "")

    def _measured_s(self):
        """S with the standard error of independent rounds, that of `qedu.entanglement.BellCounts`."""
        squares = [(1 - ((equal - unequal) / (equal + unequal)) ** 2) / (equal + unequal) for _, equal, unequal in self.bell]
        return _shown.measured(self.s_value, sum(squares) ** 0.5)

    @property
    def gain(self) -> float:
        """Clicks over rounds; ValueError if there were no rounds."""
        if not self.rounds:
            raise ValueError("rounds = 0: no round, so no gain; allowed: more rounds")
        return self.clicks / self.rounds

    def decoy(self, *, key: str | None = None, test: str | None = None) -> links.DecoyCounts:
        """The counts as finite keys from decoy states take them, with one basis for key, one for the test.

        Parameters
        ----------
        key, test : str or None
            Names of the two bases; the other sifted bits are left out.  None: key from the
            basis that Alice chooses more often, the test in the other one; where both are as
            likely, key from X.  `DecoyCounts.bases` says which they are.

        Returns
        -------
        qedu.links.DecoyCounts
            For `qedu.rates.finite_decoy_bb84`, with the link's inefficiency of error correction.

        Raises
        ------
        ValueError
            If a basis is none of `bases`, both are the same, or there was no link with laser
            pulses, whose photon numbers those bounds assume.

        Notes
        -----
        Lim et al., Phys. Rev. A 89, 022307 (2014), section II, doi:10.1103/PhysRevA.89.022307.
        Chapters C08 and C09.

        Examples
        --------
        >>> import qedu
        >>> link = qedu.links.GYS.at(50, (0.4, 0.15, 0.0), probabilities=(0.5, 0.3, 0.2))
        >>> counts = qedu.exchange(qedu.protocols.bb84(p_z=0.2), link=link).counts(10**10, seed=1)
        >>> qedu.rates.finite_decoy_bb84(counts.decoy(), f_ec=1.22) > 10**5
        True
        """
        if key is None:
            key = self._likeliest("X", but=test)
        if test is None:
            test = self._likeliest("Z", but=key)
        for name, basis in (("key", key), ("test", test)):
            if basis not in self.bases:
                raise bad(name, basis, f"one of the bases {', '.join(self.bases)}")
        if key == test:
            raise bad("test", test, "another basis than that of the key")
        if self.link is None or any(source.probabilities != links.weak_coherent(source.mean).probabilities
                                    for source in self.link.sources):
            raise bad("link", None if self.link is None else str(self.link), "for decoy counts, a link with "
                      "laser pulses, as qedu.links.GYS.at(50, (0.4, 0.15, 0.0), probabilities=(0.5, 0.3, 0.2))")
        n_x, m_x, n_z, m_z = (np.array([getattr(part, total)[self.bases.index(basis)] for part in self.by_intensity.values()],
                                       np.int64)
                              for basis in (key, test) for total in ("sifted_by_basis", "errors_by_basis"))
        return links.DecoyCounts(self.rounds, self.link.intensities, self.link.probabilities, n_x, m_x, n_z, m_z,
                                 bases=(key, test), f_ec=self.link.link.f_ec)

    def _likeliest(self, among_equals: str, but: str | None) -> str:
        """The basis that Alice chooses most often, other than one."""
        left = [(odds, basis == among_equals, basis) for odds, basis in zip(self.odds, self.bases) if basis != but]
        return max(left)[-1] if left else among_equals

    @property
    def qber(self) -> float:
        """Errors over sifted bits; ValueError if nothing was sifted."""
        if not self.sifted:
            raise ValueError(f"sifted = 0 of rounds = {self.rounds}: no sifted bit, so no error "
                             "rate; allowed: more rounds")
        return self.errors / self.sifted

    @property
    def qber_by_basis(self) -> dict[str, float]:
        """Errors over sifted bits for each basis that has any, as a dict."""
        return ratios(self.bases, self.errors_by_basis, self.sifted_by_basis)

    @property
    def s_value(self) -> float:
        """S from the counts, with its sign; a protocol without a Bell test raises ValueError."""
        if not self.bell:
            raise bad("protocol", f"settings {self.bases}", "for s_value, a protocol with a Bell test, as E91 is")
        return bell_value(self.bell, f"rounds = {self.rounds}")


@dataclass(frozen=True, eq=False)
class Records(Value):
    """Rounds one by one, made by `Exchange.records`: arrays of one length.

    Over a link these are the rounds with a click, in the order in which they came.

    Attributes
    ----------
    alice, bob : numpy.ndarray of uint8
        Where the round is sifted, the two key bits; elsewhere Alice's outcome and Bob's
        outcome, where 2 means that no detector clicked.
    alice_setting, bob_setting : numpy.ndarray of uint8
        Index of the setting, in the order of the protocol (BB84: 0 is Z, 1 is X).
    sifted, attacked : numpy.ndarray of bool
        Whether the round makes a key bit; whether Eve touched it.
    eve_guess : numpy.ndarray of uint8
        Eve's best guess of Alice's bit once all announcements are public; 0 where
        she could as well toss a coin.
    announcement : numpy.ndarray of uint8 or None
        Index of what Alice announced, in the order of the table's axis; None for a
        protocol without announcements.
    intensity, photons : numpy.ndarray of uint8 or None
        Over a link: index of the intensity, and the number of photons that left Alice, in
        the order of the table's axes.  None without a link.
    rounds : int
        Rounds sent; without a link, as many as there are rows.

    Examples
    --------
    >>> import qedu
    >>> qedu.exchange(qedu.protocols.bb84()).records(5, seed=1).alice.dtype
    dtype('uint8')
    """

    alice: Bytes = field(repr=False)
    bob: Bytes = field(repr=False)
    alice_setting: Bytes = field(repr=False)
    bob_setting: Bytes = field(repr=False)
    sifted: Flags
    attacked: Flags = field(repr=False)
    eve_guess: Bytes = field(repr=False)
    announcement: Bytes | None = field(default=None, repr=False)
    intensity: Bytes | None = field(default=None, repr=False)
    photons: Bytes | None = field(default=None, repr=False)
    rounds: int = field(kw_only=True)

    def __len__(self) -> int:
        return len(self.sifted)

    def __repr__(self):
        told = [name for name in ("announcement", "intensity", "photons") if getattr(self, name) is not None]
        return _shown.line("Records", f"{_shown.number(self.rounds)} rounds",
                           f"{len(self)} of them with a click" if self.intensity is not None else None,
                           f"{np.count_nonzero(self.sifted)} sifted", f"with {', '.join(told)}" if told else None)
