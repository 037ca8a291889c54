"""The face of the engine: `exchange` builds a run, and the run answers."""

from __future__ import annotations

import inspect
import json
import sys
from collections.abc import Hashable, Iterator
from functools import cached_property

import numpy as np
import xarray

from qedu import _shown, attacks, channels, links, protocols
from qedu._arguments import bad, count
from qedu._types import Seed, Whole
from qedu.engine import eve
from qedu.engine.results import Counts, Records, bell_value, ratios
from qedu.engine.sampling import Sampling
from qedu.engine.table import Table

__all__ = ["Exchange", "exchange"]


def exchange(protocol: protocols.Protocol, attack: attacks.Attack | None = None, *,
             channel: channels.Channel | None = None, link: links.Setup | None = None) -> Exchange:
    """Build the probability table of one round: source → attack → channel → Bob.

    Parameters
    ----------
    protocol : qedu.protocols.Protocol
        What Alice and Bob do.
    attack : qedu.attacks.Attack, optional
        What Eve does; by default nothing.
    channel : qedu.channels.Channel, optional
        Noise and loss on the way; by default none.
    link : qedu.links.Setup, optional
        Photon statistics, fibre and detectors, as ``qedu.links.GYS.at(50, 0.48)``; adds the
        axes intensity and photons to the table.  By default every round is one photon that
        arrives, but for what attack and channel do.

    Returns
    -------
    Exchange
        The table and its uses.

    Raises
    ------
    ValueError
        If an argument is not of its kind; the error says what to write.  Over a link also
        for a channel that loses photons (the link does that), a receiver with more than two
        outcomes, and a pair protocol with a source of more than one photon.

    Notes
    -----
    p(x, a, w, e, y, b) = p(x) p(w|x, a) p(y) Tr[M_{b|y} 𝓔(K_e ρ_{a,x} K_e†)] with
    Alice's setting x, outcome a and announcement w, Eve's record e, Bob's setting y
    and outcome b, and the channel 𝓔.  Where K_e leaves Eve with a memory, she measures
    it once everything public is announced: the eigenvectors of p₀ρ₀ − p₁ρ₁, the
    memory's states for either key bit over the kept rounds (over Alice's outcomes where
    none is kept), and within a degenerate eigenspace those of p₀ρ₀.  Her outcome is then
    part of e.  Built up in chapters C06 and C07.

    Over a link, p(i) p(n|i) comes first, for intensity i and photon number n, and last what
    becomes of the outcome b that a single photon would have in a perfect receiver: a click
    with the right bit with probability Yₙ − eₙYₙ, with the wrong one with eₙYₙ, none with
    1 − Yₙ (`Link.yields`, `Link.error_rates`; Ma et al., Phys. Rev. A 72, 012326 (2005),
    doi:10.1103/PhysRevA.72.012326).  Protocol, attack and channel so decide the state, the
    link all else.  An `Attack` says what it does to a pulse.  Built up in chapter C09.

    Examples
    --------
    >>> import qedu
    >>> run = exchange(qedu.protocols.bb84(p_z=0.5),
    ...                attack=qedu.attacks.intercept_resend(fraction=0.4),
    ...                channel=qedu.channels.depolarizing(0.02))
    >>> round(run.qber, 12), round(run.eve_information, 12), round(run.eve_guess, 12)
    (0.108, 0.2, 0.6)

    >>> run = exchange(qedu.protocols.bb84(), link=qedu.links.GYS.at(50, 0.48))
    >>> round(run.gain, 6), round(run.qber, 4)
    (0.001925, 0.0334)
    """
    attack = attacks.none() if attack is None else attack
    channel = channels.identity() if channel is None else channel
    for name, value, kind in (("protocol", protocol, protocols.Protocol), ("attack", attack, attacks.Attack),
                              ("channel", channel, channels.Channel)):
        if not isinstance(value, kind):
            raise bad(name, value, f"a {_public_path(kind)}.{kind.__name__}{_meant(value, kind)}")
    if link is not None:
        _check_link(link, protocol, channel)
    return Exchange(protocol, attack, channel, link)


def _public_path(kind: type) -> str:
    """The public path of the module in which a kind of definition lives."""
    return ".".join(kind.__module__.split(".")[:2])


def _meant(value: object, kind: type) -> str:
    """What to write where only the name of a definition was given, or the definition of something else."""
    for argument, other in (("protocol", protocols.Protocol), ("attack", attacks.Attack), ("channel", channels.Channel)):
        if isinstance(value, other):
            return f"; this is one for {argument}="
    module = sys.modules[_public_path(kind)]
    word = value if isinstance(value, str) else getattr(value, "__name__", "") if inspect.isfunction(value) else ""
    word = word.lower().replace("-", "_").replace(" ", "_")
    for name in module.__all__:
        if word and word.replace("_", "") == name.replace("_", "") and inspect.isfunction(getattr(module, name)):
            parameters = inspect.signature(getattr(module, name)).parameters.values()
            needed = ", ".join(p.name for p in parameters if p.default is p.empty)
            return f"; write {_public_path(kind).rpartition('.')[2]}.{name}({needed})"
    return ""


def _check_link(link: object, protocol: protocols.Protocol, channel: channels.Channel) -> None:
    """Raise ValueError unless the click model covers this."""
    if isinstance(link, links.Link):
        raise bad("link", link, "a link at a distance with a source, written link.at(50, 0.48) for 50 km "
                                "and laser pulses of 0.48 photons")
    if not isinstance(link, links.Setup):
        raise bad("link", link, "None or a qedu.links.Setup, as qedu.links.GYS.at(50, 0.48)")
    if channel.loses:
        raise bad("channel", channel.name, "over a link, a channel that loses no photon; the link loses "
                                           "them, so give it fixed_loss_db")
    if any(len(effects) != 2 for _, effects in protocol.bob.values()):
        raise bad("protocol", protocol.name, "over a link, two outcomes in each of Bob's settings")
    if protocol.pair is not None and any(source.multiphoton for source in link.sources):
        raise bad("link", str(link), f"with {protocol.name}, a source of at most one photon, as "
                                     "qedu.links.single_photon(); several pairs at once are not in this model")


class Exchange:
    """One protocol under one attack over one channel, as a table of odds.

    Made by `exchange`.  Every property is exact, up to rounding.

    Attributes
    ----------
    protocol, attack, channel, link
        What the table was built from.

    Notes
    -----
    Made twice from equal parts, it is equal; `pickle` carries the parts and builds the table anew.
    Built up in chapters C06 and C07, over a link in C09.

    Examples
    --------
    >>> import qedu
    >>> run = qedu.exchange(qedu.protocols.bb84())
    >>> run.sifted_fraction, run.qber
    (0.5, 0.0)
    >>> counts = run.counts(10**12, seed=1)      # costs what ten rounds cost
    >>> counts.rounds, counts.errors
    (1000000000000, 0)
    """

    def __init__(self, protocol: protocols.Protocol, attack: attacks.Attack, channel: channels.Channel,
                 link: links.Setup | None = None) -> None:
        self.protocol, self.attack, self.channel, self.link = protocol, attack, channel, link
        self._table = Table(protocol, attack, channel, link)
        self._sampling = Sampling(self._table)

    @property
    def _made_from(self) -> tuple[Hashable, ...]:
        return self.protocol, self.attack, self.channel, self.link

    def __eq__(self, other: object) -> bool:
        return self._made_from == other._made_from if isinstance(other, Exchange) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._made_from)

    def __reduce__(self):
        return Exchange, self._made_from

    def __repr__(self) -> str:
        return _shown.line("Exchange", self.protocol.name, self.attack.name, self.channel.name, self.link)

    def _repr_html_(self) -> str:
        # Sums over the table, which is there; her memories' spectra only where there are memories, of few levels.
        held = [array.size * array.shape[-1] for array in self._table.held if array.shape[-1] > 1]
        figures = [("Clicks per round sent", "gain", self.link is not None or self._table.silent),
                   ("Sifted fraction of the rounds sent", "sifted_fraction", True), ("QBER", "qber", True),
                   ("CHSH value |S|", "chsh", self.protocol.bell), ("Eve's information, bits", "eve_information", True),
                   ("Eve's best guess, probability", "eve_guess", True),
                   ("Eve's Holevo quantity, bits", "eve_holevo", held and sum(held) < 10**7)]
        return _shown.table("Exchange; exact figures, per sifted bit", [
            ("Protocol", self.protocol.name), ("Attack", self.attack.name), ("Channel", self.channel.name), ("Link", self.link),
            *((name, _shown.known(lambda: round(float(getattr(self, figure)), 12))) for name, figure, asked in figures if asked)])

    @cached_property
    def table(self) -> xarray.DataArray:
        """The joint probabilities of one round: an `xarray.DataArray` with named axes.

        Axes: alice_setting, alice (her outcome), announcement (only where the protocol
        has one), eve (her record; with a memory, and the outcome of reading it),
        bob_setting, bob (his outcome).  Over a link, in front of these: intensity (mean
        photon number of the source) and photons, whose last value N stands for N or more.
        Sums to 1.
        """
        p = self._table.p if self.protocol.announce else self._table.p[..., 0, :, :, :]
        return xarray.DataArray(p, coords=self._table.labels, dims=self._table.axes, name="probability")

    # ---- exact figures: sums over the table ---------------------------------------------

    @property
    def gain(self) -> float:
        """Fraction of all rounds sent in which Bob's detectors click."""
        return self._sampling.gain

    @cached_property
    def sifted_fraction(self) -> float:
        """Fraction of all rounds sent that make key bits; loss counts."""
        return float((self._table.p * self._table.kept).sum())

    def _per_sifted(self, cells):
        if not self.sifted_fraction > 0:
            raise ValueError(f"sifted_fraction = 0: {self!r} keeps no round, so it has no error "
                             "rate; allowed: a protocol and a channel that leave something")
        return float((self._table.p * cells).sum() / self.sifted_fraction)

    @cached_property
    def qber(self) -> float:
        """Quantum bit error rate: fraction of the sifted bits in which the two differ."""
        return self._per_sifted(self._table.wrong)

    @cached_property
    def qber_by_basis(self) -> dict[str, float]:
        """QBER for each of Alice's settings that leaves sifted bits, as a dict."""
        sifted = self._table.over(self._table.p * self._table.kept, "alice_setting")
        errors = self._table.over(self._table.p * self._table.wrong, "alice_setting")
        return ratios(self.protocol.alice, errors, sifted)

    def _need_link(self, what: str) -> links.Setup:
        if self.link is None:
            raise bad("link", None, f"for {what}, a link, as qedu.links.GYS.at(50, 0.48)")
        return self.link

    def _per(self, axis, part, whole):
        """Dict of the quotients of two arrays of the table's shape, for each value of an axis of the link."""
        self._need_link(f"figures by {axis}")
        return ratios(self._table.labels[axis], self._table.over(part, axis), self._table.over(whole, axis))

    @cached_property
    def gain_by_intensity(self) -> dict[float, float]:
        """Clicks per pulse for each intensity that is sent, as a dict; needs a link."""
        return self._per("intensity", self._table.p * self._table.clicked, self._table.p)

    @cached_property
    def qber_by_intensity(self) -> dict[float, float]:
        """QBER for each intensity that leaves sifted bits, as a dict; needs a link."""
        return self._per("intensity", self._table.p * self._table.wrong, self._table.p * self._table.kept)

    @cached_property
    def yield_by_photons(self) -> dict[int, float]:
        """Clicks per pulse of n photons, for each n that the sources emit, as a dict; needs a link.

        The yields Yₙ of decoy-state analysis: given n, the same for all intensities.  The last
        n stands for itself and more.
        """
        return self._per("photons", self._table.p * self._table.clicked, self._table.p)

    @cached_property
    def qber_by_photons(self) -> dict[int, float]:
        """QBER of the sifted bits from pulses of n photons, as a dict; needs a link."""
        return self._per("photons", self._table.p * self._table.wrong, self._table.p * self._table.kept)

    @cached_property
    def tagged_share(self) -> float:
        """Share of the sifted bits on this very line that came from pulses of two or more photons; needs a link.

        A description of this table, from 0 to 1, not a bound: it is not the Δ of Gottesman, Lo,
        Lütkenhaus and Preskill, who grant Eve that every such pulse clicks.  For that see
        `tagged_bound`; put into their formula in its place, this one promises keys that Eve knows.
        """
        self._need_link("tagged_share")
        several = np.arange(self._table.p.shape[1]) > 1
        return self._per_sifted(self._table.kept * several.reshape(1, -1, *[1] * 6))

    @cached_property
    def tagged_bound(self) -> float:
        """Worst-case share Δ of tagged bits, P(n ≥ 2)/Q with the gain Q; may exceed 1; needs a link.

        Without decoys Alice and Bob must take every pulse of two or more photons to click, and to be
        known to Eve: Gottesman, Lo, Lütkenhaus and Preskill, Quantum Inf. Comput. 4, 325 (2004),
        arXiv:quant-ph/0212066.  From 1 on every click may be such a one, and `rates.gllp` is 0.
        Without a click it is infinite.
        """
        link = self._need_link("tagged_bound")
        several = float(np.dot(link.probabilities, [source.multiphoton for source in link.sources]))
        return several / self.gain if self.gain else float("inf") if several else 0.0

    @property
    def chsh(self) -> float:
        """CHSH value |S| of the protocol's Bell test, of the rounds that clicked; see `s_value`."""
        return abs(self._bell_value("chsh"))

    @property
    def s_value(self) -> float:
        """S = Σ ±E of the protocol's Bell test, with its sign, of the rounds that clicked.

        A local source stays from −2 to 2, a singlet reaches 2√2 (`qedu.entanglement` says which sum it
        is).  A protocol without a Bell test raises ValueError.
        """
        return self._bell_value("s_value")

    def _bell_value(self, asked: str) -> float:
        if not self.protocol.bell:
            raise bad("protocol", self.protocol.name, f"for {asked}, a protocol with a Bell test, as E91 is; "
                      "BB84 and six-state have none")
        cells = self._table.over(self._table.p, "alice_setting", "alice", "bob_setting", "bob")
        return bell_value(self._table.bell(cells), repr(self))

    # ---- what Eve knows -----------------------------------------------------------------

    @cached_property
    def eve_information(self) -> float:
        """I(A:E) in bits per sifted bit: Alice's key bit, and Eve's record with all that is public.

        A memory enters by the outcome of the reading in the table, which is the one that
        guesses best.  It is what this very attack yields, one signal at a time: I(A:B) −
        I(A:E) is then a key rate against Eves who do just this (Csiszár and Körner, IEEE
        Trans. Inf. Theory 24, 339 (1978), doi:10.1109/TIT.1978.1055892), and bounds
        nothing against an Eve who waits for all signals and measures them together.
        """
        self._per_sifted(self._table.kept)
        return eve.information(self._table, self.sifted_fraction)

    @cached_property
    def eve_guess(self) -> float:
        """Probability that Eve's best guess of a sifted bit is right.

        No measurement of this attack's memory does better on one bit (Helstrom); its
        −log₂ is the min-entropy of that bit given all she holds (König, Renner and
        Schaffner, IEEE Trans. Inf. Theory 55, 4337 (2009), doi:10.1109/TIT.2009.2025545).
        """
        self._per_sifted(self._table.kept)
        return eve.guess(self._table, self.sifted_fraction)

    @cached_property
    def eve_holevo(self) -> float:
        """Holevo quantity of all that Eve holds, in bits per sifted bit; without a memory, her information.

        S(E) − Σ p(A) S(E|A), with E everything public, her record and the memory itself.
        It bounds what any measurement can yield, also of many memories together: against
        an Eve who repeats this attack, Alice and Bob can distil I(A:B) − χ(A:E) secret
        bits per sifted bit (Devetak and Winter, doi:10.1098/rspa.2004.1372).  What the
        channel itself does is nobody's: its environment is not in Eve's hands.
        """
        self._per_sifted(self._table.kept)
        return eve.holevo(self._table, self.sifted_fraction)

    def to_json(self) -> str:
        """The table as JSON, for the page: its labels, and one column a field.

        Returns
        -------
        str
            ``{"protocol", "attack", "channel", "labels", "cells"}``; ``cells`` holds
            equally long lists: ``p`` and, for each possible cell, the index of the
            settings, outcomes and Eve's record, and whether it is sifted, an error,
            attacked, guessed right.  Impossible cells are left out.  A protocol with a
            Bell test adds ``bell``: pairs of settings and the sign of their correlation; a
            link adds ``link``, its name.

        Examples
        --------
        >>> import json, qedu
        >>> cells = json.loads(qedu.exchange(qedu.protocols.bb84()).to_json())["cells"]
        >>> len(cells["p"]), sum(cells["p"])
        (12, 1.0)
        """
        p, columns = self._sampling.columns
        page = {
            "protocol": self.protocol.name, "attack": self.attack.name,
            "channel": self.channel.name, "labels": self._table.labels,
            "cells": {"p": p.tolist(), **{name: column.astype(int).tolist()
                                          for name, column in columns.items()}}}
        if self.protocol.bell:
            page["bell"] = [[x, y, sign] for (x, y), sign in self.protocol.bell.items()]
        if self.link is not None:
            page["link"] = str(self.link)
        return json.dumps(page)

    # ---- sampling -----------------------------------------------------------------------

    def counts(self, rounds: Whole, *, seed: Seed) -> Counts:
        """Draw the totals of many rounds; the cost does not depend on their number.

        Parameters
        ----------
        rounds : int
            Number of rounds sent, at least 1; up to 10¹⁸.
        seed : int or numpy.random.Generator
            Source of randomness.

        Returns
        -------
        Counts
            Totals.

        Raises
        ------
        ValueError
            If an argument is not of its kind.

        Examples
        --------
        >>> import qedu
        >>> run = qedu.exchange(qedu.protocols.bb84(), attack=qedu.attacks.intercept_resend())
        >>> round(run.counts(10**12, seed=1).qber, 4)
        0.25
        """
        return self._sampling.counts(rounds, seed)

    def records(self, rounds: Whole, *, seed: Seed) -> Records:
        """Draw rounds one by one, as arrays: for what needs real bits.

        Parameters
        ----------
        rounds : int
            Number of rounds sent, at least 1.  Takes 7 bytes of memory a round, with
            announcements 8.  Over a link only the rounds with a click are drawn, so time
            and memory, 9 or 10 bytes each, go with the clicks; up to 10¹⁵ rounds.  More than
            the machine's memory holds is refused: `counts` and `records_iter` need none.
        seed : int or numpy.random.Generator
            Source of randomness.  With an int, fewer rounds are the beginning of more.

        Returns
        -------
        Records
            Arrays of length `rounds`; over a link, of the number of clicks.

        Raises
        ------
        ValueError
            If an argument is not of its kind.

        Examples
        --------
        >>> import qedu
        >>> records = qedu.exchange(qedu.protocols.bb84()).records(1000, seed=1)
        >>> kept = records.sifted
        >>> (records.alice[kept] == records.bob[kept]).all().item()
        True

        >>> link = qedu.links.GYS.at(50, 0.48)
        >>> clicks = qedu.exchange(qedu.protocols.bb84(), link=link).records(10**7, seed=1)
        >>> clicks.rounds, 18_000 < len(clicks) < 20_000
        (10000000, True)
        """
        rounds = count("rounds", rounds)
        return next(self.records_iter(rounds, chunk=rounds, seed=seed))

    def records_iter(self, rounds: Whole, *, chunk: Whole = 10**7, seed: Seed) -> Iterator[Records]:
        """Draw rounds one by one in chunks, in constant memory.

        Parameters
        ----------
        rounds : int
            Number of rounds sent, at least 1.
        chunk : int
            Rounds in each piece, at least 1; the last piece may be shorter.
        seed : int or numpy.random.Generator
            Source of randomness; the rounds do not depend on `chunk`.

        Yields
        ------
        Records
            Pieces; put together they equal ``records(rounds, seed)``.  Over a link each
            holds the clicks among its rounds.

        Raises
        ------
        ValueError
            If an argument is not of its kind.

        Examples
        --------
        >>> import qedu
        >>> run = qedu.exchange(qedu.protocols.bb84())
        >>> [piece.sifted.size for piece in run.records_iter(2500, chunk=1000, seed=1)]
        [1000, 1000, 500]
        """
        return self._sampling.chunks(rounds, chunk, seed)
