"""An exchange is a table: the joint probabilities of one round of a protocol.

QuTiP computes the table once.  Exact figures are sums over it, counts one
multinomial draw, records one table look-up a round, and the page gets the
table itself: four uses that cannot disagree.
"""

import json
from dataclasses import dataclass, field, replace
from functools import cached_property

from qedu import attacks, channels, links
from qedu._arguments import bad, count, generator
from qedu._operators import Value

__all__ = ["exchange", "Exchange", "Counts", "Records"]

#: Axes of the table, in order; "announcement" only where the protocol has one.
AXES = ("alice_setting", "alice", "announcement", "eve", "bob_setting", "bob")

#: Axes that a link puts in front of these.
LINK_AXES = ("intensity", "photons")

#: What `Records` holds, one row a round; with announcements and over a link, also those.
FIELDS = ("alice", "bob", "alice_setting", "bob_setting", "sifted", "attacked", "eve_guess")

# Rounds are drawn in blocks of fixed size, so that the first n of a seed are
# the same however many are asked for; 2**16 rounds stay in the cache.
_BLOCK = 1 << 16


def exchange(protocol, attack=None, channel=None, link=None):
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
    from qedu.protocols import Protocol

    attack = attacks.none() if attack is None else attack
    channel = channels.identity() if channel is None else channel
    for name, value, kind in (("protocol", protocol, Protocol), ("attack", attack, attacks.Attack),
                              ("channel", channel, channels.Channel)):
        if not isinstance(value, kind):
            raise bad(name, value, f"a {kind.__module__}.{kind.__name__}{_meant(value, kind)}")
    if link is not None:
        _check_link(link, protocol, channel)
    return Exchange(protocol, attack, channel, link)


def _meant(value, kind):
    """What to write where only the name of a definition was given, or the definition of something else."""
    import inspect
    import sys

    from qedu import protocols

    for argument, other in (("protocol", protocols.Protocol), ("attack", attacks.Attack), ("channel", channels.Channel)):
        if isinstance(value, other):
            return f"; this is one for {argument}="
    module = sys.modules[kind.__module__]
    word = value if isinstance(value, str) else getattr(value, "__name__", "") if inspect.isfunction(value) else ""
    word = word.lower().replace("-", "_").replace(" ", "_")
    for name in module.__all__:
        if word and word.replace("_", "") == name.replace("_", "") and inspect.isfunction(getattr(module, name)):
            parameters = inspect.signature(getattr(module, name)).parameters.values()
            needed = ", ".join(p.name for p in parameters if p.default is p.empty)
            return f"; write {kind.__module__.rpartition('.')[2]}.{name}({needed})"
    return ""


def _check_link(link, protocol, channel):
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


def _effects(protocol, channel, silent):
    """Bob's effects on what Eve sends on, his odds of each setting included.

    Shape (settings, outcomes, levels, levels), with "no click" as the last outcome and
    |vac⟩ as the last level if the line can be `silent`.
    """
    import numpy as np

    if len({len(of_setting) for _, of_setting in protocol.bob.values()}) > 1:
        raise bad("protocol", protocol.name, "the same number of outcomes in each of Bob's settings")
    at_bob = np.array([[weight * effect.full() for effect in of_setting]
                       for weight, of_setting in protocol.bob.values()])
    kraus = np.array([operator.full() for operator in channel.kraus])
    if silent:
        weights = [weight for weight, _ in protocol.bob.values()]
        at_bob = np.pad(at_bob, ((0, 0), (0, 1), (0, 1), (0, 1)))
        at_bob[:, -1, -1, -1] = weights                           # |vac⟩ makes no click
        # Nothing in, nothing out.
        kraus = np.pad(kraus, ((0, 0), (0, 3 - kraus.shape[1]), (0, 1)))
        kraus = np.concatenate([kraus, np.diag([0, 0, 1])[None]])
    # The channel in the Heisenberg picture, Σ K†MK.
    half = np.einsum("ybop,kpj->kyboj", at_bob, kraus)
    return np.einsum("koi,kyboj->ybij", kraus.conj(), half)


def _joint(signals, kraus, effects):
    """Eve's memory for every cell, its odds as its trace: axes x, a, y, b and the memory's two."""
    import numpy as np

    levels = effects.shape[-1]
    after = np.einsum("smi,xaij,tnj->xasmtn", kraus, signals, kraus.conj())
    sent = after.shape[2]
    return np.einsum("xasmtn,ybts->xaybmn", after, effects[..., :sent, :sent] if sent < levels else effects)


def _reading(difference, first):
    """Columns: the basis in which Eve reads her memory, what speaks for bit 0 first.

    Eigenvectors of p₀ρ₀ − p₁ρ₁; where an eigenvalue is degenerate, those of p₀ρ₀.
    """
    import numpy as np

    values, vectors = np.linalg.eigh(difference)
    scale = max(np.trace(first).real, abs(values).max(), 1e-300)
    groups = np.split(np.arange(len(values)), np.flatnonzero(np.diff(values) > 1e-9 * scale) + 1)
    for group in groups:
        if len(group) > 1:
            space = vectors[:, group]
            _, turn = np.linalg.eigh(space.conj().T @ first @ space)
            vectors[:, group] = space @ turn
    return vectors[:, ::-1]


def _line(link, photons, eta):
    """From what one photon would give in a perfect receiver to what n photons give in this one.

    Array (…, 3, 3): from outcome 0, outcome 1 or no photon to 0, 1 or no click.
    """
    import numpy as np

    _, dark = links.clicks(link, 0.0)
    arrives = np.asarray(links.arrivals(photons, eta))
    clicks, wrong = links.clicks(link, arrives)
    line = np.empty((*arrives.shape, 3, 3))
    line[..., (0, 1), (0, 1)] = np.maximum(clicks - wrong, 0)[..., None]
    line[..., (0, 1), (1, 0)] = np.asarray(wrong)[..., None]
    line[..., (0, 1), 2] = ((1 - link.dark_counts) * (1 - arrives))[..., None]
    line[..., 2, :] = dark, dark, 1 - link.dark_counts
    return line


def _with_copies(cells, signals, copies):
    """Cells in which Eve's memory holds further photons in the state that Alice chose."""
    import numpy as np

    odds = np.trace(signals, axis1=-2, axis2=-1).real[..., None, None]
    photon = np.where(odds > 0, signals / np.where(odds > 0, odds, 1), np.eye(2) / 2)
    for _ in range(copies):
        cells = np.einsum("xaybmn,xajk->xaybmjnk", cells, photon)
        cells = cells.reshape(*cells.shape[:4], cells.shape[4] * 2, cells.shape[6] * 2)
    return cells


def _entropy(p):
    """Shannon entropy in bits of an array of probabilities."""
    import numpy as np

    p = p[p > 0]
    return float(-(p * np.log2(p)).sum())


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

    def __init__(self, protocol, attack, channel, link=None):
        self.protocol, self.attack, self.channel, self.link = protocol, attack, channel, link
        self._announce()
        self._build()

    @property
    def _made_from(self):
        return self.protocol, self.attack, self.channel, self.link

    def __eq__(self, other):
        return self._made_from == other._made_from if isinstance(other, Exchange) else NotImplemented

    def __hash__(self):
        return hash(self._made_from)

    def __reduce__(self):
        return Exchange, self._made_from

    def _build(self):
        """The table, with the axes of intensity and photon number in front if there is a link."""
        import numpy as np

        # Without a link: one photon, and what a perfect receiver finds is what Bob sees.
        odds = np.ones((1, 1)) if self.link is None \
            else np.array(self.link.probabilities)[:, None] * self.link.photon_odds            # i, n
        parts = self._parts()
        outcomes = parts[0][2].shape[-1]
        self._silent = outcomes > len(next(iter(self.protocol.bob.values()))[1])
        self._sift(outcomes)
        slices, self._records, self._attacked, self._held = [], [], [], []
        for record, cells, line in parts:
            if not line[odds.any(axis=0)].any():
                continue                          # never happens with these sources
            levels = cells.shape[-1]
            kept, raw = self._memories(cells, line)
            if self._counts_photons:
                self._held.append(kept[:, None] * odds.reshape(*odds.shape, *[1] * (kept.ndim - 2)))
                kept, raw = kept[:, None], raw[:, None]        # the intensity says no more about her memory
            else:
                kept, raw = (np.einsum("in,an...->ai...", odds, array)[:, :, None] for array in (kept, raw))
                self._held.append(kept)
            if levels == 1:
                seen = np.einsum("xaw,xayb->xawyb", self._said, cells[..., 0, 0].real)[None, None, :, :, :, None]
            else:
                seen = self._read(cells, kept, raw)
            seen = self._possible(seen)           # before anything small, but possible, comes in
            clicks = seen @ line[:, None, None, None, None]                    # (…, y, b) (n, …, b, c)
            slices.append(clicks * odds.reshape(*odds.shape, *[1] * 6))
            self._records += [record] if levels == 1 else [f"{record} {i}" for i in range(levels)]
            self._attacked += levels * [record != attacks.UNTOUCHED]
        if len(set(self._records)) < len(self._records):
            raise bad("instrument", self._records, "records that differ from each other")
        table = np.concatenate(slices, axis=-3)
        total = table.sum()
        if not abs(total - 1) < 1e-9:
            raise bad("protocol", self.protocol.name, f"odds that sum to 1; these sum to {total:.12g}")
        self._p = (table if self.link is not None else table[0, 0]) / total
        self._p.flags.writeable = False

    def _possible(self, table):
        """The table without rounding errors: what is impossible stays impossible."""
        if table.min() < -1e-9:
            raise bad("protocol", self.protocol.name, f"odds from 0 to 1; one of these is {table.min():.12g}")
        table = table.clip(0, None)
        table[table < 1e-15] = 0
        return table

    def _cells(self, own, operator, effects):
        """`_joint` of one entry of an instrument, given the protocol's own signals."""
        import numpy as np

        if attacks._is_pair(operator):
            return _joint(self.protocol.signals(operator), np.eye(2)[:, None], effects)
        return _joint(own, operator.full().reshape(operator.dims[0][0], -1, 2), effects)

    @property
    def _counts_photons(self):
        """Whether Eve knows the photon number: over a link, if the attack reads it."""
        return self.link is not None and self.attack.pulses is not None

    def _parts(self):
        """What Eve does: a list of record, cells as of `_joint`, and Bob's clicks for each photon number.

        The last has the axes n, b, c: from the outcome b of one photon in a perfect receiver, or
        no photon, to what Bob's detectors show; its odds given n sum to those of the record.
        """
        import numpy as np
        import qutip

        own = self.protocol.signals()
        if not self._counts_photons:
            instrument = self.attack.on(self.protocol)
            effects = _effects(self.protocol, self.channel, silent=self.channel.loses or any(
                operator.dims[0][0] == 3 for _, operator in instrument))           # |vac⟩ may arrive
        if self.link is None:
            sure = np.eye(effects.shape[1])[None]
            return [(record, self._cells(own, operator, effects), sure) for record, operator in instrument]
        link, efficiency, parts = self.link.link, self.link.link.efficiency, []
        n = np.arange(self.link.photon_odds.shape[1])
        if self._counts_photons:
            effects = _effects(self.protocol, self.channel, silent=False)
            untouched = _joint(own, np.eye(2)[:, None], effects)
            choices = self.attack.on_pulses(self.link)
            for record, kept in {b.record: b.kept for branches in choices for b in branches}.items():
                line = np.array([sum((branch.odds * _line(link, branch.sent, branch.transmittance * efficiency)
                                      for branch in branches if branch.record == record),
                                     start=np.zeros((3, 3))) for branches in choices])
                parts.append((record, _with_copies(untouched, own, kept), line[:, :2]))
            return parts
        instrument = dict(instrument)
        line = _line(link, n, self.link.channel_transmittance * efficiency)[:, :effects.shape[1]]
        passed = instrument.pop(attacks.UNTOUCHED, None)
        share = 0.0 if passed is None else (passed.dag() * passed).tr().real / 2
        return [(attacks.UNTOUCHED, self._cells(own, qutip.qeye(2), effects),
                 line * np.where(n == 0, 1.0, share)[:, None, None]),
                *((record, self._cells(own, operator, effects), line * (n > 0)[:, None, None])
                  for record, operator in instrument.items())]

    def _memories(self, cells, line):
        """Eve's memory given bit, photon number and what is public: of kept rounds, and of all.

        Axes bit, n, x, w, y and the memory's two.
        """
        import numpy as np

        clicks = np.einsum("nbc,xaybmk->nxaycmk", line, cells)
        kept = np.stack([np.einsum("xawyc,xaw,nxaycmk->nxwymk",
                                   (self._kept & (self._key[0] == bit))[:, :, :, 0], self._said, clicks)
                         for bit in (0, 1)])
        raw = np.einsum("xaw,nxaycmk->anxwymk", self._said, clicks)
        return self._public(kept, -5, -3), self._public(raw, -5, -3)

    def _read(self, cells, kept, raw):
        """Odds of every cell and the outcome of Eve's delayed reading: axes i, n, x, a, w, outcome, y, b.

        Intensity and photon number have length 1 where they do not matter to her.
        """
        import numpy as np

        bases = np.empty(kept.shape[1:], complex)
        size = np.trace(kept.sum(axis=0), axis1=-2, axis2=-1).real
        for index in np.ndindex(*size.shape):
            rho = (kept if size[index] > 1e-15 * size.max() else raw)[(slice(None), *index)]
            bases[index] = _reading(rho[0] - rho[1], rho[0])
        bases = np.broadcast_to(bases, (*bases.shape[:2], len(self._said), bases.shape[3], cells.shape[2],
                                        *bases.shape[5:]))
        return np.einsum("xaw,inxwymj,xaybmk,inxwykj->inxawjyb", self._said, bases.conj(), cells, bases,
                         optimize=True).real

    # ---- sifting and Eve's memory -------------------------------------------------------

    def _announce(self):
        """What Alice may announce, and its odds given her setting and outcome: axes x, a, w."""
        import numpy as np

        protocol = self.protocol
        if protocol.announce is None:
            self._announcements, self._said = [None], np.ones((len(protocol.alice), 2, 1))
            return
        odds = [[protocol._said(setting, outcome) for outcome in (0, 1)] for setting in protocol.alice]
        self._announcements = list(dict.fromkeys(w for row in odds for said in row for w in said))
        self._said = np.array([[[said.get(w, 0.0) for w in self._announcements] for said in of_setting]
                               for of_setting in odds])

    def _sift(self, outcomes):
        """Spread sifting over the table: kept or not, and the two key bits; axes x, a, w, e, y, b."""
        import numpy as np

        protocol = self.protocol
        shape = (*self._said.shape, 1, len(protocol.bob), outcomes)
        self._kept, self._key = np.zeros(shape, bool), np.zeros((2, *shape), np.uint8)
        for x, alice_setting in enumerate(protocol.alice):
            for a in (0, 1):
                for w, said in enumerate(self._announcements):
                    if not self._said[x, a, w] > 0:
                        continue
                    public = () if protocol.announce is None else (said,)
                    for y, (bob_setting, (_, effects)) in enumerate(protocol.bob.items()):
                        for b in range(len(effects)):
                            bits = protocol.sift(alice_setting, a, bob_setting, b, *public)
                            if bits is None:
                                continue
                            try:
                                fine = len(bits) == 2 and set(bits) <= {0, 1}
                            except TypeError:            # True, say: no two bits
                                fine = False
                            if not fine:
                                raise bad("sift", bits, "None or two key bits, each 0 or 1")
                            self._kept[x, a, w, :, y, b] = True
                            self._key[0, x, a, w, :, y, b], self._key[1, x, a, w, :, y, b] = bits

    def _public(self, array, x, y):
        """Sum `array` over the settings that stay secret, keeping the axes; x and y are theirs."""
        for axis, name in ((x, "alice_setting"), (y, "bob_setting")):
            if name not in self.protocol.public:
                array = array.sum(axis=axis, keepdims=True)
        return array

    def __repr__(self):
        over = "" if self.link is None else f"; {self.link}"
        return f"Exchange({self.protocol.name}; {self.attack.name}; {self.channel.name}{over})"

    @property
    def _labels(self):
        outcomes = [*range(len(next(iter(self.protocol.bob.values()))[1]))]
        if self._silent:
            outcomes = [*map(str, outcomes), "no click"]
        labels = {"alice_setting": list(self.protocol.alice), "alice": [0, 1],
                  "announcement": self._announcements, "eve": self._records,
                  "bob_setting": list(self.protocol.bob), "bob": outcomes}
        if self.link is not None:
            labels |= {"intensity": list(self.link.intensities), "photons": [*range(self._p.shape[1])]}
        return {axis: labels[axis] for axis in self._axes}

    @property
    def _axes(self):
        return [axis for axis in self._all_axes if axis != "announcement" or self.protocol.announce]

    @property
    def _all_axes(self):
        """Names of the axes of the array in here, which has announcements always."""
        return AXES if self.link is None else LINK_AXES + AXES

    def _over(self, array, *kept):
        """Sum an array that has the table's axes over all of them but `kept`."""
        axes = [self._all_axes.index(axis) for axis in kept]
        return array.sum(axis=tuple(axis for axis in range(array.ndim) if axis not in axes))

    @cached_property
    def table(self):
        """The joint probabilities of one round: an `xarray.DataArray` with named axes.

        Axes: alice_setting, alice (her outcome), announcement (only where the protocol
        has one), eve (her record; with a memory, and the outcome of reading it),
        bob_setting, bob (his outcome).  Over a link, in front of these: intensity (mean
        photon number of the source) and photons, whose last value N stands for N or more.
        Sums to 1.
        """
        import xarray

        p = self._p if self.protocol.announce else self._p[..., 0, :, :, :]
        return xarray.DataArray(p, coords=self._labels, dims=self._axes, name="probability")

    # ---- exact figures: sums over the table ---------------------------------------------

    @cached_property
    def gain(self):
        """Fraction of all rounds sent in which Bob's detectors click."""
        return float((self._p * self._clicked).sum())

    @cached_property
    def sifted_fraction(self):
        """Fraction of all rounds sent that make key bits; loss counts."""
        return float((self._p * self._kept).sum())

    def _per_sifted(self, cells):
        if not self.sifted_fraction > 0:
            raise ValueError(f"sifted_fraction = 0: {self!r} keeps no round, so it has no error "
                             "rate; allowed: a protocol and a channel that leave something")
        return float((self._p * cells).sum() / self.sifted_fraction)

    @property
    def _clicked(self):
        """Whether Bob's detectors click, for each value of the last axis."""
        import numpy as np

        clicked = np.ones(self._p.shape[-1], bool)
        clicked[-1] = not self._silent
        return clicked

    @property
    def _wrong(self):
        return self._kept & (self._key[0] != self._key[1])

    @cached_property
    def qber(self):
        """Quantum bit error rate: fraction of the sifted bits in which the two differ."""
        return self._per_sifted(self._wrong)

    @cached_property
    def qber_by_basis(self):
        """QBER for each of Alice's settings that leaves sifted bits, as a dict."""
        sifted = self._over(self._p * self._kept, "alice_setting")
        errors = self._over(self._p * self._wrong, "alice_setting")
        return _ratios(self.protocol.alice, errors, sifted)

    def _need_link(self, what):
        if self.link is None:
            raise bad("link", None, f"for {what}, a link, as qedu.links.GYS.at(50, 0.48)")

    def _per(self, axis, part, whole):
        """Dict of the quotients of two arrays of the table's shape, for each value of an axis of the link."""
        self._need_link(f"figures by {axis}")
        return _ratios(self._labels[axis], self._over(part, axis), self._over(whole, axis))

    @cached_property
    def gain_by_intensity(self):
        """Clicks per pulse for each intensity that is sent, as a dict; needs a link."""
        return self._per("intensity", self._p * self._clicked, self._p)

    @cached_property
    def qber_by_intensity(self):
        """QBER for each intensity that leaves sifted bits, as a dict; needs a link."""
        return self._per("intensity", self._p * self._wrong, self._p * self._kept)

    @cached_property
    def yield_by_photons(self):
        """Clicks per pulse of n photons, for each n that the sources emit, as a dict; needs a link.

        The yields Yₙ of decoy-state analysis: given n, the same for all intensities.  The last
        n stands for itself and more.
        """
        return self._per("photons", self._p * self._clicked, self._p)

    @cached_property
    def qber_by_photons(self):
        """QBER of the sifted bits from pulses of n photons, as a dict; needs a link."""
        return self._per("photons", self._p * self._wrong, self._p * self._kept)

    @cached_property
    def tagged_share(self):
        """Share of the sifted bits on this very line that came from pulses of two or more photons; needs a link.

        A description of this table, from 0 to 1, not a bound: it is not the Δ of Gottesman, Lo,
        Lütkenhaus and Preskill, who grant Eve that every such pulse clicks.  For that see
        `tagged_bound`; put into their formula in its place, this one promises keys that Eve knows.
        """
        import numpy as np

        self._need_link("tagged_share")
        several = np.arange(self._p.shape[1]) > 1
        return self._per_sifted(self._kept * several.reshape(1, -1, *[1] * 6))

    @cached_property
    def tagged_bound(self):
        """Worst-case share Δ of tagged bits, P(n ≥ 2)/Q with the gain Q; may exceed 1; needs a link.

        Without decoys Alice and Bob must take every pulse of two or more photons to click, and to be
        known to Eve: Gottesman, Lo, Lütkenhaus and Preskill, Quantum Inf. Comput. 4, 325 (2004),
        arXiv:quant-ph/0212066.  From 1 on every click may be such a one, and `rates.gllp` is 0.
        Without a click it is infinite.
        """
        import numpy as np

        self._need_link("tagged_bound")
        several = float(np.dot(self.link.probabilities, [source.multiphoton for source in self.link.sources]))
        return several / self.gain if self.gain else float("inf") if several else 0.0

    @property
    def chsh(self):
        """CHSH value |S| of the protocol's Bell test, of the rounds that clicked; see `s_value`."""
        return abs(self._bell_value("chsh"))

    @property
    def s_value(self):
        """S = Σ ±E of the protocol's Bell test, with its sign, of the rounds that clicked.

        A local source stays from −2 to 2, a singlet reaches 2√2 (`qedu.entanglement` says which sum it
        is).  A protocol without a Bell test raises ValueError.
        """
        return self._bell_value("s_value")

    def _bell_value(self, asked):
        if not self.protocol.bell:
            raise bad("protocol", self.protocol.name, f"for {asked}, a protocol with a Bell test, as E91 is; "
                      "BB84 and six-state have none")
        cells = self._over(self._p, "alice_setting", "alice", "bob_setting", "bob")
        return _s_value(self._bell(cells), repr(self))

    def _bell(self, cells):
        """For each pair of settings in the Bell test: sign, and totals of equal and unequal outcomes.

        `cells` has the axes alice_setting, alice, bob_setting, bob.
        """
        alice, bob = list(self.protocol.alice), list(self.protocol.bob)
        found = []
        for (x, y), sign in (self.protocol.bell or {}).items():
            of_pair = cells[alice.index(x), :, bob.index(y)]
            found.append((sign, of_pair[0, 0] + of_pair[1, 1], of_pair[0, 1] + of_pair[1, 0]))
        return found

    def _with_eve(self, bits, rounds):
        """Joint odds of a bit and all that Eve knows: axes bit, x, announcement, eve, y.

        Over a link also intensity, which is announced, and photons, summed where she does not count.
        """
        import numpy as np

        joint = np.stack([(self._p * (rounds & (bits == bit))).sum(axis=(-5, -1)) for bit in (0, 1)])
        if self.link is not None and not self._counts_photons:
            joint = joint.sum(axis=2, keepdims=True)
        return self._public(joint, -4, -1)

    @cached_property
    def eve_information(self):
        """I(A:E) in bits per sifted bit: Alice's key bit, and Eve's record with all that is public.

        A memory enters by the outcome of the reading in the table, which is the one that
        guesses best.  It is what this very attack yields, one signal at a time: I(A:B) −
        I(A:E) is then a key rate against Eves who do just this (Csiszár and Körner, IEEE
        Trans. Inf. Theory 24, 339 (1978), doi:10.1109/TIT.1978.1055892), and bounds
        nothing against an Eve who waits for all signals and measures them together.
        """
        self._per_sifted(self._kept)
        joint = self._with_eve(self._key[0], self._kept) / self.sifted_fraction
        information = (_entropy(joint.sum(axis=tuple(range(1, joint.ndim)))) + _entropy(joint.sum(axis=0))
                       - _entropy(joint))
        return max(0.0, information)

    @cached_property
    def eve_guess(self):
        """Probability that Eve's best guess of a sifted bit is right.

        No measurement of this attack's memory does better on one bit (Helstrom); its
        −log₂ is the min-entropy of that bit given all she holds (König, Renner and
        Schaffner, IEEE Trans. Inf. Theory 55, 4337 (2009), doi:10.1109/TIT.2009.2025545).
        """
        self._per_sifted(self._kept)
        joint = self._with_eve(self._key[0], self._kept)
        return float(joint.max(axis=0).sum() / self.sifted_fraction)

    @cached_property
    def eve_holevo(self):
        """Holevo quantity of all that Eve holds, in bits per sifted bit; without a memory, her information.

        S(E) − Σ p(A) S(E|A), with E everything public, her record and the memory itself.
        It bounds what any measurement can yield, also of many memories together: against
        an Eve who repeats this attack, Alice and Bob can distil I(A:B) − χ(A:E) secret
        bits per sifted bit (Devetak and Winter, doi:10.1098/rspa.2004.1372).  What the
        channel itself does is nobody's: its environment is not in Eve's hands.
        """
        import numpy as np

        self._per_sifted(self._kept)
        spectra = [np.linalg.eigvalsh(held / self.sifted_fraction) for held in self._held]
        summed = [np.linalg.eigvalsh(held.sum(axis=0) / self.sifted_fraction) for held in self._held]
        bit = sum(values.sum(axis=tuple(range(1, values.ndim))) for values in spectra)
        entropy = sum(map(_entropy, summed)) - sum(map(_entropy, spectra)) + _entropy(bit)
        return max(0.0, entropy)

    @cached_property
    def _guess(self):
        """Eve's best guess in each cell, spread over the table; 0 where it is a coin toss.

        She guesses the key bit where rounds with this public record are kept, and
        Alice's outcome where they never are.
        """
        import numpy as np

        alice = np.arange(2).reshape(1, 2, 1, 1, 1, 1)
        kept = self._with_eve(self._key[0], self._kept)
        raw = self._with_eve(alice, ~self._kept)
        joint = np.where(kept.sum(axis=0) > 0, kept, raw)
        guess = joint[1] > joint[0] * (1 + 1e-9)
        guess = guess[..., :, None, :, :, :, None]
        return np.broadcast_to(guess, self._p.shape).astype(np.uint8)

    @cached_property
    def _columns(self):
        """What the page gets for each possible cell, and its probability."""
        import numpy as np

        cells = np.nonzero(self._p)
        index = dict(zip(self._all_axes, (axis.astype(np.uint8) for axis in cells)))
        kept, wrong, bit = (np.broadcast_to(array, self._p.shape)[cells]
                            for array in (self._kept, self._wrong, self._key[0]))
        guess = self._guess[cells]
        columns = {
            "alice": index["alice"], "bob": index["bob"],
            "alice_setting": index["alice_setting"], "bob_setting": index["bob_setting"],
            "sifted": kept, "attacked": np.array(self._attacked)[index["eve"]], "eve_guess": guess,
            "eve": index["eve"], "error": wrong, "eve_right": kept & (guess == bit),
        }
        if self.protocol.announce:
            columns["announcement"] = index["announcement"]
        if self.link is not None:
            columns |= {axis: index[axis] for axis in LINK_AXES}
        return self._p[cells], columns

    @cached_property
    def _fields(self):
        """The fields of `Records` for each possible cell: key bits where it is sifted, else outcomes."""
        import numpy as np

        _, columns = self._columns
        cells = np.nonzero(self._p)
        fields = {name: columns[name] for name in (*FIELDS, "announcement", *LINK_AXES) if name in columns}
        for name, key in zip(("alice", "bob"), self._key):
            key = np.broadcast_to(key, self._p.shape)[cells]
            fields[name] = np.where(columns["sifted"], key, columns[name])
        return fields

    def to_json(self):
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
        p, columns = self._columns
        page = {
            "protocol": self.protocol.name, "attack": self.attack.name,
            "channel": self.channel.name, "labels": self._labels,
            "cells": {"p": p.tolist(), **{name: column.astype(int).tolist()
                                          for name, column in columns.items()}}}
        if self.protocol.bell:
            page["bell"] = [[x, y, sign] for (x, y), sign in self.protocol.bell.items()]
        if self.link is not None:
            page["link"] = str(self.link)
        return json.dumps(page)

    # ---- sampling -----------------------------------------------------------------------

    def counts(self, rounds, *, seed):
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
        import numpy as np

        rounds = count("rounds", rounds)
        if rounds > 10**18:
            raise bad("rounds", rounds, "at most 10**18")
        p, columns = self._columns
        if self.link is None:
            return self._totals(generator(seed).multinomial(rounds, p))
        # Rarest first: the draw goes by what is left of the odds, which must not end in rounding.
        order = np.argsort(p, kind="stable")
        drawn = np.empty(len(p), np.int64)
        drawn[order] = generator(seed).multinomial(rounds, p[order])
        of_source = [self._totals(drawn * (columns["intensity"] == i)) for i in range(len(self._p))]
        return replace(self._totals(drawn), link=self.link,
                       by_intensity=dict(zip(self.link.intensities, of_source)))

    def _totals(self, drawn):
        """`Counts` of rounds drawn cell by cell."""
        import numpy as np

        _, columns = self._columns
        by_setting = columns["alice_setting"], len(self.protocol.alice)
        outcomes = np.zeros([*self._p.shape[-6:-4], *self._p.shape[-2:]], np.int64)
        if self.protocol.bell:
            axes = tuple(columns[axis] for axis in ("alice_setting", "alice", "bob_setting", "bob"))
            np.add.at(outcomes, axes, drawn)
        return Counts(
            rounds=int(drawn.sum()),
            clicks=int(drawn[self._clicked[np.nonzero(self._p)[-1]]].sum()),
            sifted=int(drawn[columns["sifted"]].sum()),
            errors=int(drawn[columns["error"]].sum()),
            eve_right=int(drawn[columns["eve_right"]].sum()),
            sifted_by_basis=_totals(drawn * columns["sifted"], *by_setting),
            errors_by_basis=_totals(drawn * columns["error"], *by_setting),
            bases=tuple(self.protocol.alice),
            odds=tuple(weight for weight, _ in self.protocol.alice.values()),
            bell=tuple(tuple(map(int, row)) for row in self._bell(outcomes)))

    def records(self, rounds, *, seed):
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

    def records_iter(self, rounds, chunk=10**7, *, seed):
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
        draw = self._draw if self.link is None else self._draw_clicks
        rounds = count("rounds", rounds)
        if self.link is not None and rounds > 10**15:
            raise bad("rounds", rounds, "at most 10**15 over a link")
        chunk, rng = count("chunk", chunk), generator(seed)
        rows = min(rounds, chunk) * (1.0 if self.link is None else self.gain)
        most = _memory() / len(self._fields)
        if rows > most:
            named = "rounds" if rounds <= chunk else "chunk"
            raise bad(named, min(rounds, chunk), f"at most {most:.1g} rows at once, which is what this machine's memory "
                      "holds; counts(…) draws the totals of any number of rounds, and records_iter(…) goes through "
                      "them in chunks")
        return draw(rounds, chunk, rng)

    def _draw(self, rounds, chunk, rng):
        import numpy as np
        from tqdm.auto import tqdm

        sampler, names = self._sampler, list(self._fields)
        block, used = None, _BLOCK        # the current block of rows, and how much of it is gone
        with tqdm(total=rounds, unit="round", unit_scale=True, leave=False,
                  disable=rounds < 10**8) as bar:
            for start in range(0, rounds, chunk):
                size = min(chunk, rounds - start)
                out = np.empty((len(names), size), np.uint8)
                filled = 0
                while filled < size:
                    if used == _BLOCK:
                        block, used = sampler.block(rng), 0
                    take = min(size - filled, _BLOCK - used)
                    out[:, filled:filled + take] = block[used:used + take, :len(names)].T
                    filled, used = filled + take, used + take
                    bar.update(take)
                yield _records(size, names, out)

    def _draw_clicks(self, rounds, chunk, rng):
        """As `_draw`, for the rounds with a click: from one to the next the waiting time is geometric."""
        import numpy as np
        from tqdm.auto import tqdm

        gain, names = self.gain, list(self._fields)
        sampler = self._sampler if gain > 0 else None
        with np.errstate(divide="ignore"):
            rate = -np.log1p(-min(gain, 1.0))
        used, last = _BLOCK, -1.0         # rows gone from the block, and the round of the last click drawn
        with tqdm(total=rounds, unit="round", unit_scale=True, leave=False,
                  disable=rounds * gain < 10**8) as bar:
            for start in range(0, rounds, chunk):
                size = min(chunk, rounds - start)
                mean = size * gain
                out = np.empty((len(names), int(mean + 8 * mean**0.5) + 64), np.uint8)
                filled = 0
                while gain > 0:
                    if used == _BLOCK:
                        block, used = sampler.block(rng), 0
                        where = last + np.cumsum(np.floor(rng.standard_exponential(_BLOCK) / rate) + 1)
                        last = where[-1]
                    stop = int(where.searchsorted(start + size))
                    if filled + stop - used > out.shape[1]:        # more than 8 standard deviations
                        out = np.concatenate([out, np.empty_like(out), np.empty((len(names), _BLOCK), np.uint8)], 1)
                    out[:, filled:filled + stop - used] = block[used:stop, :len(names)].T
                    filled, used = filled + stop - used, stop
                    if used < _BLOCK:
                        break
                bar.update(size)
                yield _records(size, names, out[:, :filled])

    @cached_property
    def _sampler(self):
        import numpy as np

        p, columns = self._columns
        chosen = np.ones(len(p), bool) if self.link is None else self._clicked[columns["bob"]]
        rows = np.zeros((chosen.sum(), 8 if len(self._fields) <= 8 else 16), np.uint8)
        for position, field_ in enumerate(self._fields.values()):
            rows[:, position] = field_[chosen]
        return _Sampler(p if self.link is None else p[chosen] / p[chosen].sum(), rows)


def _memory():
    """Bytes of the machine's memory, as far as it says."""
    import os

    try:
        size = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):                # Windows
        size = 0
    return size if size > 0 else 1 << 36                         # a sandbox may answer −1


def _records(rounds, names, rows):
    """`Records` of so many rounds sent, from rows of bytes, one for each field."""
    return Records(rounds=rounds, **{name: row.view(bool) if name in ("sifted", "attacked") else row
                                     for name, row in zip(names, rows)})


class _Sampler:
    """Draws rows of 8 or 16 bytes with given odds, by table look-up.

    Sixteen random bits pick one of 2¹⁶ slots, and cell i owns ⌊2¹⁶ pᵢ⌋ of them.
    The few slots left over are redrawn with the exact remainders in double
    precision, so the odds are as exact as the table.
    """

    def __init__(self, p, rows):
        import numpy as np

        share = p * _BLOCK
        whole = np.floor(share).astype(int)
        # A row travels as one number, of a type that has as many bytes.
        self.width = rows.shape[1]
        self.rows = rows.view({8: np.uint64, 16: np.complex128}[self.width]).ravel()
        slots = np.repeat(self.rows, whole)
        self.first_open = len(slots)
        self.slots = np.concatenate([slots, np.zeros(_BLOCK - len(slots), slots.dtype)])
        self.remainder = np.cumsum(share - whole)

    def block(self, rng):
        """Return 2¹⁶ rows as an array of shape (2¹⁶, bytes of a row)."""
        import numpy as np

        bits = rng.integers(0, 2**64 - 1, _BLOCK // 4, np.uint64, endpoint=True).view(np.uint16)
        drawn = self.slots.take(bits, mode="clip")
        if self.first_open < _BLOCK:
            where = np.flatnonzero(bits >= self.first_open)
            value = rng.random(len(where)) * self.remainder[-1]
            cell = self.remainder.searchsorted(value, side="right")
            drawn[where] = self.rows[cell.clip(max=len(self.rows) - 1)]
        return drawn.view(np.uint8).reshape(_BLOCK, self.width)


def _totals(values, groups, size):
    """Sum integer `values` by group, exactly (bincount would go through floats)."""
    return tuple(int(values[groups == group].sum()) for group in range(size))


def _s_value(bell, what):
    """S from sign and totals of equal and unequal outcomes of each pair of settings."""
    seen = [equal + unequal for _, equal, unequal in bell]
    if not min(seen) > 0:
        raise ValueError(f"bell = {list(map(float, seen))} of {what}: a pair of settings of the Bell test "
                         "saw no round, so there is no CHSH value; allowed: at least one round in each")
    return float(sum(sign * (equal - unequal) / (equal + unequal) for sign, equal, unequal in bell))


def _ratios(names, numerators, denominators):
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
    sifted_by_basis: tuple
    errors_by_basis: tuple
    bases: tuple
    bell: tuple = ()
    clicks: int = 0
    link: object = None
    by_intensity: dict = field(default_factory=dict, repr=False, hash=False)
    odds: tuple = field(default=(), repr=False)

    @property
    def gain(self):
        """Clicks over rounds; ValueError if there were no rounds."""
        if not self.rounds:
            raise ValueError("rounds = 0: no round, so no gain; allowed: more rounds")
        return self.clicks / self.rounds

    def decoy(self, key=None, test=None):
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
        import numpy as np

        if key is None:
            key = self._likeliest("X", but=test)
        if test is None:
            test = self._likeliest("Z", but=key)
        for name, basis in (("key", key), ("test", test)):
            if basis not in self.bases:
                raise bad(name, basis, f"one of the bases {', '.join(self.bases)}")
        if key == test:
            raise bad("test", test, "another basis than that of the key")
        laser = self.link is not None and all(
            source.probabilities == links.weak_coherent(source.mean).probabilities for source in self.link.sources)
        if not laser:
            raise bad("link", None if self.link is None else str(self.link), "for decoy counts, a link with "
                      "laser pulses, as qedu.links.GYS.at(50, (0.4, 0.15, 0.0), probabilities=(0.5, 0.3, 0.2))")
        rows = [[getattr(part, total)[self.bases.index(basis)] for part in self.by_intensity.values()]
                for basis in (key, test) for total in ("sifted_by_basis", "errors_by_basis")]
        return links.DecoyCounts(self.rounds, self.link.intensities, self.link.probabilities,
                                 *(np.array(row, np.int64) for row in rows), bases=(key, test), f_ec=self.link.link.f_ec)

    def _likeliest(self, among_equals, but):
        """The basis that Alice chooses most often, other than one."""
        left = [(odds, basis == among_equals, basis) for odds, basis in zip(self.odds, self.bases) if basis != but]
        return max(left)[-1] if left else among_equals

    @property
    def qber(self):
        """Errors over sifted bits; ValueError if nothing was sifted."""
        if not self.sifted:
            raise ValueError(f"sifted = 0 of rounds = {self.rounds}: no sifted bit, so no error "
                             "rate; allowed: more rounds")
        return self.errors / self.sifted

    @property
    def qber_by_basis(self):
        """Errors over sifted bits for each basis that has any, as a dict."""
        return _ratios(self.bases, self.errors_by_basis, self.sifted_by_basis)

    @property
    def s_value(self):
        """S from the counts, with its sign; a protocol without a Bell test raises ValueError."""
        if not self.bell:
            raise bad("protocol", f"settings {self.bases}", "for s_value, a protocol with a Bell test, as E91 is")
        return _s_value(self.bell, f"rounds = {self.rounds}")


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

    alice: object = field(repr=False)
    bob: object = field(repr=False)
    alice_setting: object = field(repr=False)
    bob_setting: object = field(repr=False)
    sifted: object
    attacked: object = field(repr=False)
    eve_guess: object = field(repr=False)
    announcement: object = field(default=None, repr=False)
    intensity: object = field(default=None, repr=False)
    photons: object = field(default=None, repr=False)
    rounds: int = None

    def __len__(self):
        return len(self.sifted)
