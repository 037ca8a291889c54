"""An exchange is a table: the joint probabilities of one round of a protocol.

QuTiP computes the table once.  Exact figures are sums over it, counts one
multinomial draw, records one table look-up a round, and the page gets the
table itself: four uses that cannot disagree.
"""

import json
from dataclasses import dataclass, field
from functools import cached_property

from qedu import attacks, channels
from qedu._arguments import bad, count, generator

__all__ = ["exchange", "Exchange", "Counts", "Records"]

#: Axes of the table, in order; "announcement" only where the protocol has one.
AXES = ("alice_setting", "alice", "announcement", "eve", "bob_setting", "bob")

#: What `Records` holds, one row a round.
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
    link : None
        Photon statistics, fibre and detectors; these come with chapter C09.

    Returns
    -------
    Exchange
        The table and its uses.

    Raises
    ------
    ValueError
        If an argument is not of its kind.

    Notes
    -----
    p(x, a, w, e, y, b) = p(x) p(w|x, a) p(y) Tr[M_{b|y} 𝓔(K_e ρ_{a,x} K_e†)] with
    Alice's setting x, outcome a and announcement w, Eve's record e, Bob's setting y
    and outcome b, and the channel 𝓔.  Where K_e leaves Eve with a memory, she measures
    it once everything public is announced: the eigenvectors of p₀ρ₀ − p₁ρ₁, the
    memory's states for either key bit over the kept rounds (over Alice's outcomes where
    none is kept), and within a degenerate eigenspace those of p₀ρ₀.  Her outcome is then
    part of e.  Built up in chapters C06 and C07.

    Examples
    --------
    >>> import qedu
    >>> run = exchange(qedu.protocols.bb84(p_z=0.5),
    ...                attack=qedu.attacks.intercept_resend(fraction=0.4),
    ...                channel=qedu.channels.depolarizing(0.02))
    >>> round(run.qber, 12), round(run.eve_information, 12), round(run.eve_guess, 12)
    (0.108, 0.2, 0.6)
    """
    from qedu.protocols import Protocol

    attack = attacks.none() if attack is None else attack
    channel = channels.identity() if channel is None else channel
    for name, value, kind in (("protocol", protocol, Protocol), ("attack", attack, attacks.Attack),
                              ("channel", channel, channels.Channel)):
        if not isinstance(value, kind):
            raise bad(name, value, f"a {kind.__module__}.{kind.__name__}")
    if link is not None:
        raise bad("link", link, "None; links with photon statistics come with chapter C09")
    return Exchange(protocol, attack, channel)


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


def _normalised(table, protocol):
    """The table, checked, without rounding errors below zero and in impossible cells."""
    total = table.sum()
    if not abs(total - 1) < 1e-9 or table.min() < -1e-9:
        raise bad("protocol", protocol.name, f"odds that sum to 1; these sum to {total:.12g}")
    table = table.clip(0, None)
    table[table < 1e-15] = 0          # impossible stays impossible
    return table / table.sum()


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
    protocol, attack, channel
        What the table was built from.

    Notes
    -----
    Built up in chapters C06 and C07.

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

    def __init__(self, protocol, attack, channel):
        import numpy as np

        self.protocol, self.attack, self.channel = protocol, attack, channel
        instrument = attack.on(protocol)
        self._silent = channel.loses or any(k.dims[0][0] == 3 for _, k in instrument)     # |vac⟩ may arrive
        self._announce()
        effects = _effects(protocol, channel, self._silent)
        self._sift(effects.shape[1])

        own = protocol.signals()
        slices, self._records, self._attacked, self._held = [], [], [], []
        for record, operator in instrument:
            if attacks._is_pair(operator):
                signals, kraus = protocol.signals(operator), np.eye(2)[:, None]
            else:
                signals, kraus = own, operator.full().reshape(operator.dims[0][0], -1, 2)
            cells = _joint(signals, kraus, effects)
            levels = cells.shape[-1]
            held = self._memories(cells)
            self._held.append(held["kept"])
            if levels == 1:
                slices.append(np.einsum("xaw,xayb->xawyb", self._said, cells[..., 0, 0].real)[:, :, :, None])
            else:
                slices.append(self._read(cells, held))
            self._records += [record] if levels == 1 else [f"{record} {i}" for i in range(levels)]
            self._attacked += levels * [record != attacks.UNTOUCHED]
        if len(set(self._records)) < len(self._records):
            raise bad("instrument", self._records, "records that differ from each other")
        self._p = _normalised(np.concatenate(slices, axis=3), protocol)
        self._p.flags.writeable = False

    def _announce(self):
        """What Alice may announce, and its odds given her setting and outcome: axes x, a, w."""
        import numpy as np

        protocol = self.protocol
        if protocol.announce is None:
            self._announcements, self._said = [None], np.ones((len(protocol.alice), 2, 1))
            return
        odds = [[protocol.announce(setting, outcome) for outcome in (0, 1)] for setting in protocol.alice]
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
                            if len(bits) != 2 or not set(bits) <= {0, 1}:
                                raise bad("sift", bits, "None or two key bits, each 0 or 1")
                            self._kept[x, a, w, :, y, b] = True
                            self._key[0, x, a, w, :, y, b], self._key[1, x, a, w, :, y, b] = bits

    def _public(self, array, x, y):
        """Sum `array` over the settings that stay secret, keeping the axes; x and y are theirs."""
        for axis, name in ((x, "alice_setting"), (y, "bob_setting")):
            if name not in self.protocol.public:
                array = array.sum(axis=axis, keepdims=True)
        return array

    def _memories(self, cells):
        """Eve's memory given a bit and what is public: the key bit of kept rounds, Alice's outcome of all.

        Axes bit, x, w, y and the memory's two.
        """
        import numpy as np

        kept = np.stack([np.einsum("xawyb,xaw,xaybmn->xwymn",
                                   (self._kept & (self._key[0] == bit))[:, :, :, 0], self._said, cells)
                         for bit in (0, 1)])
        found = {"kept": self._public(kept, 1, 3)}
        if cells.shape[-1] > 1:
            found["raw"] = self._public(np.einsum("xaw,xaybmn->axwymn", self._said, cells), 1, 3)
        return found

    def _read(self, cells, held):
        """Odds of every cell and the outcome of Eve's delayed reading: axes x, a, w, outcome, y, b."""
        import numpy as np

        bases = np.empty((*held["kept"].shape[1:],), complex)
        for x, w, y in np.ndindex(*bases.shape[:3]):
            rho = held["kept"][:, x, w, y]
            if not np.trace(rho.sum(axis=0)).real > 1e-15:
                rho = held["raw"][:, x, w, y]
            bases[x, w, y] = _reading(rho[0] - rho[1], rho[0])
        bases = np.broadcast_to(bases, (len(self._said), bases.shape[1], cells.shape[2], *bases.shape[3:]))
        return np.einsum("xaw,xwymj,xaybmn,xwynj->xawjyb", self._said, bases.conj(), cells, bases,
                         optimize=True).real

    def __repr__(self):
        return f"Exchange({self.protocol.name}; {self.attack.name}; {self.channel.name})"

    @property
    def _labels(self):
        outcomes = [*range(len(next(iter(self.protocol.bob.values()))[1]))]
        if self._silent:
            outcomes = [*map(str, outcomes), "no click"]
        labels = {"alice_setting": list(self.protocol.alice), "alice": [0, 1],
                  "announcement": self._announcements, "eve": self._records,
                  "bob_setting": list(self.protocol.bob), "bob": outcomes}
        return {axis: labels[axis] for axis in self._axes}

    @property
    def _axes(self):
        return [axis for axis in AXES if axis != "announcement" or self.protocol.announce]

    @cached_property
    def table(self):
        """The joint probabilities of one round: an `xarray.DataArray` with named axes.

        Axes: alice_setting, alice (her outcome), announcement (only where the protocol
        has one), eve (her record; with a memory, and the outcome of reading it),
        bob_setting, bob (his outcome).  Sums to 1.
        """
        import xarray

        p = self._p if self.protocol.announce else self._p[:, :, 0]
        return xarray.DataArray(p, coords=self._labels, dims=self._axes, name="probability")

    # ---- exact figures: sums over the table ---------------------------------------------

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
    def _wrong(self):
        return self._kept & (self._key[0] != self._key[1])

    @cached_property
    def qber(self):
        """Quantum bit error rate: fraction of the sifted bits in which the two differ."""
        return self._per_sifted(self._wrong)

    @cached_property
    def qber_by_basis(self):
        """QBER for each of Alice's settings that leaves sifted bits, as a dict."""
        sifted = (self._p * self._kept).sum(axis=(1, 2, 3, 4, 5))
        errors = (self._p * self._wrong).sum(axis=(1, 2, 3, 4, 5))
        return _ratios(self.protocol.alice, errors, sifted)

    @cached_property
    def chsh(self):
        """CHSH value |Σ ±E| of the protocol's Bell test, of the rounds that clicked.

        A local source gives at most 2, a singlet 2√2.  A protocol without a Bell test
        raises ValueError.
        """
        if not self.protocol.bell:
            raise bad("protocol", self.protocol.name, "for chsh, a protocol with a Bell test, as E91 "
                      "(chapter C07) is; BB84 and six-state have none")
        return _s_value(self._bell(self._p.sum(axis=(2, 3))), repr(self))

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
        """Joint odds of a bit and all that Eve knows: axes bit, x, announcement, eve, y."""
        import numpy as np

        joint = np.stack([(self._p * (rounds & (bits == bit))).sum(axis=(1, 5)) for bit in (0, 1)])
        return self._public(joint, 1, 4)

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
        information = (_entropy(joint.sum(axis=(1, 2, 3, 4))) + _entropy(joint.sum(axis=0))
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
        bit = sum(values.sum(axis=(1, 2, 3, 4)) for values in spectra)
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
        return np.broadcast_to(guess[:, None, :, :, :, None], self._p.shape).astype(np.uint8)

    @cached_property
    def _columns(self):
        """What the page gets for each possible cell, and its probability."""
        import numpy as np

        cells = np.nonzero(self._p)
        index = dict(zip(AXES, (axis.astype(np.uint8) for axis in cells)))
        kept, wrong, bit = (np.broadcast_to(array, self._p.shape)[cells]
                            for array in (self._kept, self._wrong, self._key[0]))
        guess = self._guess[cells]
        columns = {
            "alice": index["alice"], "bob": index["bob"],
            "alice_setting": index["alice_setting"], "bob_setting": index["bob_setting"],
            "sifted": kept, "attacked": np.array(self._attacked)[cells[3]], "eve_guess": guess,
            "eve": cells[3], "error": wrong, "eve_right": kept & (guess == bit),
        }
        if self.protocol.announce:
            columns["announcement"] = index["announcement"]
        return self._p[cells], columns

    @cached_property
    def _fields(self):
        """The fields of `Records` for each possible cell: key bits where it is sifted, else outcomes."""
        import numpy as np

        _, columns = self._columns
        cells = np.nonzero(self._p)
        fields = {name: columns[name] for name in (*FIELDS, "announcement") if name in columns}
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
            Bell test adds ``bell``: pairs of settings and the sign of their correlation.

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
        return json.dumps(page)

    # ---- sampling -----------------------------------------------------------------------

    def counts(self, rounds, seed):
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
        drawn = generator(seed).multinomial(rounds, p)
        by_setting = columns["alice_setting"], len(self.protocol.alice)
        outcomes = np.zeros([*self._p.shape[:2], *self._p.shape[4:]], np.int64)
        if self.protocol.bell:
            axes = tuple(columns[axis] for axis in ("alice_setting", "alice", "bob_setting", "bob"))
            np.add.at(outcomes, axes, drawn)
        return Counts(
            rounds=rounds,
            sifted=int(drawn[columns["sifted"]].sum()),
            errors=int(drawn[columns["error"]].sum()),
            eve_right=int(drawn[columns["eve_right"]].sum()),
            sifted_by_basis=_totals(drawn * columns["sifted"], *by_setting),
            errors_by_basis=_totals(drawn * columns["error"], *by_setting),
            bases=tuple(self.protocol.alice),
            bell=tuple(tuple(map(int, row)) for row in self._bell(outcomes)))

    def records(self, rounds, seed):
        """Draw rounds one by one, as arrays: for what needs real bits.

        Parameters
        ----------
        rounds : int
            Number of rounds sent, at least 1.  Takes 7 bytes of memory a round, with
            announcements 8.
        seed : int or numpy.random.Generator
            Source of randomness.  With an int, fewer rounds are the beginning of more.

        Returns
        -------
        Records
            Arrays of length `rounds`.

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
            Pieces; put together they equal ``records(rounds, seed)``.

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
        return self._draw(count("rounds", rounds), count("chunk", chunk), generator(seed))

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
                yield Records(*(row.view(bool) if name in ("sifted", "attacked") else row
                                for name, row in zip(names, out)))

    @cached_property
    def _sampler(self):
        import numpy as np

        p, _ = self._columns
        rows = np.zeros((len(p), 8), np.uint8)
        for position, field_ in enumerate(self._fields.values()):
            rows[:, position] = field_
        return _Sampler(p, rows)


class _Sampler:
    """Draws rows of eight bytes with given odds, by table look-up.

    Sixteen random bits pick one of 2¹⁶ slots, and cell i owns ⌊2¹⁶ pᵢ⌋ of them.
    The few slots left over are redrawn with the exact remainders in double
    precision, so the odds are as exact as the table.
    """

    def __init__(self, p, rows):
        import numpy as np

        share = p * _BLOCK
        whole = np.floor(share).astype(int)
        self.rows = rows.view(np.uint64).ravel()
        slots = np.repeat(self.rows, whole)
        self.first_open = len(slots)
        self.slots = np.concatenate([slots, np.zeros(_BLOCK - len(slots), np.uint64)])
        self.remainder = np.cumsum(share - whole)

    def block(self, rng):
        """Return 2¹⁶ rows as an array of shape (2¹⁶, 8)."""
        import numpy as np

        bits = rng.integers(0, 2**64 - 1, _BLOCK // 4, np.uint64, endpoint=True).view(np.uint16)
        drawn = self.slots.take(bits, mode="clip")
        if self.first_open < _BLOCK:
            where = np.flatnonzero(bits >= self.first_open)
            value = rng.random(len(where)) * self.remainder[-1]
            cell = self.remainder.searchsorted(value, side="right")
            drawn[where] = self.rows[cell.clip(max=len(self.rows) - 1)]
        return drawn.view(np.uint8).reshape(_BLOCK, 8)


def _totals(values, groups, size):
    """Sum integer `values` by group, exactly (bincount would go through floats)."""
    return tuple(int(values[groups == group].sum()) for group in range(size))


def _s_value(bell, what):
    """CHSH value from sign and totals of equal and unequal outcomes of each pair of settings."""
    seen = [equal + unequal for _, equal, unequal in bell]
    if not min(seen) > 0:
        raise ValueError(f"bell = {list(map(float, seen))} of {what}: a pair of settings of the Bell test "
                         "saw no round, so there is no CHSH value; allowed: at least one round in each")
    return float(abs(sum(sign * (equal - unequal) / (equal + unequal) for sign, equal, unequal in bell)))


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

    Examples
    --------
    >>> import qedu
    >>> counts = qedu.exchange(qedu.protocols.bb84()).counts(1000, seed=1)
    >>> counts.qber, counts.qber_by_basis
    (0.0, {'Z': 0.0, 'X': 0.0})
    """

    rounds: int
    sifted: int
    errors: int
    eve_right: int
    sifted_by_basis: tuple
    errors_by_basis: tuple
    bases: tuple
    bell: tuple = ()

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
        """CHSH value from the counts; a protocol without a Bell test raises ValueError."""
        if not self.bell:
            raise bad("protocol", f"settings {self.bases}", "for s_value, a protocol with a Bell test, "
                      "as E91 (chapter C07) is")
        return _s_value(self.bell, f"rounds = {self.rounds}")


@dataclass(frozen=True)
class Records:
    """Rounds one by one, made by `Exchange.records`: arrays of one length.

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

    def __len__(self):
        return len(self.sifted)
