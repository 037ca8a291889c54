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

#: Axes of the table, in order.
AXES = ("alice_setting", "alice", "eve", "bob_setting", "bob")

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
    p(x, a, e, y, b) = p(x) p(y) Tr[M_{b|y} 𝓔(K_e ρ_{a,x} K_e†)] with Alice's
    setting x and bit a, Eve's record e, Bob's setting y and outcome b, and the
    channel 𝓔.  Built up in chapter C06.

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


def _tabulate(protocol, instrument, channel):
    """Return the joint probabilities as an array with axes `AXES`."""
    import numpy as np
    import qutip

    def to_line(effect):
        """An effect on the qubit, as one on what the line delivers."""
        if not channel.loses:
            return effect
        return qutip.Qobj(np.pad(effect.full(), (0, 1)))

    effects = []
    for weight, of_setting in protocol.bob.values():
        arriving = [to_line(effect) for effect in of_setting]
        if channel.loses:
            arriving.append(qutip.basis(3, 2).proj())      # no click
        effects.append([weight * channel.pull_back(effect) for effect in arriving])
    if len({len(of_setting) for of_setting in effects}) > 1:
        raise bad("protocol", protocol.name, "the same number of outcomes in each of Bob's settings")

    signals = [[weight * state for state in states] for weight, states in protocol.alice.values()]
    table = np.empty((len(signals), 2, len(instrument), len(effects), len(effects[0])))
    for e, (_, kraus) in enumerate(instrument):
        for y, of_setting in enumerate(effects):
            for b, effect in enumerate(of_setting):
                seen = kraus.dag() * effect * kraus
                for x, states in enumerate(signals):
                    for a, state in enumerate(states):
                        table[x, a, e, y, b] = qutip.expect(seen, state)
    total = table.sum()
    if not abs(total - 1) < 1e-9 or table.min() < -1e-9:
        raise bad("protocol", protocol.name, f"odds that sum to 1; these sum to {total:.12g}")
    table = table.clip(0, None)
    table[table < 1e-15] = 0          # rounding of zeros: impossible stays impossible
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
    Built up in chapter C06.

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
        self._records = [record for record, _ in instrument]
        self._p = _tabulate(protocol, instrument, channel)
        self._p.flags.writeable = False

        # Sifting, spread over the table: kept or not, and the two key bits.
        shape = self._p.shape
        self._kept = np.zeros(shape, bool)
        self._key = np.zeros((2, *shape), np.uint8)
        for x, alice_setting in enumerate(protocol.alice):
            for a in range(shape[1]):
                for y, bob_setting in enumerate(protocol.bob):
                    for b in range(len(protocol.bob[bob_setting][1])):
                        bits = protocol.sift(alice_setting, a, bob_setting, b)
                        if bits is None:
                            continue
                        if len(bits) != 2 or not set(bits) <= {0, 1}:
                            raise bad("sift", bits, "None or two key bits, each 0 or 1")
                        self._kept[x, a, :, y, b] = True
                        self._key[0, x, a, :, y, b], self._key[1, x, a, :, y, b] = bits

    def __repr__(self):
        return f"Exchange({self.protocol.name}; {self.attack.name}; {self.channel.name})"

    @property
    def _labels(self):
        outcomes = [*range(len(next(iter(self.protocol.bob.values()))[1]))]
        if self.channel.loses:
            outcomes.append("no click")
        return {"alice_setting": list(self.protocol.alice), "alice": [0, 1],
                "eve": self._records, "bob_setting": list(self.protocol.bob),
                "bob": [str(b) for b in outcomes] if self.channel.loses else outcomes}

    @cached_property
    def table(self):
        """The joint probabilities of one round: an `xarray.DataArray` with named axes.

        Axes: alice_setting, alice (her bit), eve (her record), bob_setting, bob
        (his outcome).  Sums to 1.
        """
        import xarray

        return xarray.DataArray(self._p, coords=self._labels, dims=AXES, name="probability")

    # ---- exact figures: sums over the table ---------------------------------------------

    @cached_property
    def sifted_fraction(self):
        """Fraction of all rounds sent that make key bits; loss counts."""
        return float(self._p[self._kept].sum())

    def _per_sifted(self, cells):
        if not self.sifted_fraction > 0:
            raise ValueError(f"sifted_fraction = 0: {self!r} keeps no round, so it has no error "
                             "rate; allowed: a protocol and a channel that leave something")
        return float(self._p[cells].sum() / self.sifted_fraction)

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
        sifted = (self._p * self._kept).sum(axis=(1, 2, 3, 4))
        errors = (self._p * self._wrong).sum(axis=(1, 2, 3, 4))
        return _ratios(self.protocol.alice, errors, sifted)

    @property
    def chsh(self):
        """CHSH value; a protocol without a Bell test raises ValueError."""
        raise bad("protocol", self.protocol.name, "for chsh, a protocol with a Bell test, as E91 "
                  "(chapter C07) is; BB84 and six-state have none")

    def _with_eve(self, bits, rounds):
        """Joint odds of a bit and all that Eve knows: axes bit, alice_setting, eve, bob_setting."""
        import numpy as np

        joint = np.stack([(self._p * (rounds & (bits == bit))).sum(axis=(1, 4)) for bit in (0, 1)])
        for axis, name in ((1, "alice_setting"), (3, "bob_setting")):
            if name not in self.protocol.public:
                joint = joint.sum(axis=axis, keepdims=True)
        return joint

    @cached_property
    def eve_information(self):
        """I(A:E) in bits per sifted bit: Alice's key bit, and Eve's record with all that is public."""
        self._per_sifted(self._kept)
        joint = self._with_eve(self._key[0], self._kept) / self.sifted_fraction
        information = _entropy(joint.sum(axis=(1, 2, 3))) + _entropy(joint.sum(axis=0)) - _entropy(joint)
        return max(0.0, information)

    @cached_property
    def eve_guess(self):
        """Probability that Eve's best guess of a sifted bit is right."""
        self._per_sifted(self._kept)
        joint = self._with_eve(self._key[0], self._kept)
        return float(joint.max(axis=0).sum() / self.sifted_fraction)

    @property
    def eve_holevo(self):
        """Holevo quantity of what Eve holds; with a classical record it is her information."""
        return self.eve_information

    @cached_property
    def _guess(self):
        """Eve's best guess in each cell, spread over the table; 0 where it is a coin toss.

        She guesses the key bit where rounds with this public record are kept, and
        Alice's raw bit where they never are.
        """
        import numpy as np

        alice = np.arange(2).reshape(1, 2, 1, 1, 1)
        kept = self._with_eve(self._key[0], self._kept)
        raw = self._with_eve(alice, ~self._kept)
        joint = np.where(kept.sum(axis=0) > 0, kept, raw)
        guess = joint[1] > joint[0] * (1 + 1e-9)
        return np.broadcast_to(guess[:, None, :, :, None], self._p.shape).astype(np.uint8)

    @cached_property
    def _columns(self):
        """The fields of `Records` for each possible cell, and its probability."""
        import numpy as np

        cells = np.nonzero(self._p)
        index = dict(zip(AXES, (axis.astype(np.uint8) for axis in cells)))
        untouched = [record == attacks.UNTOUCHED for record in self._records]
        return self._p[cells], {
            "alice": index["alice"], "bob": index["bob"],
            "alice_setting": index["alice_setting"], "bob_setting": index["bob_setting"],
            "sifted": self._kept[cells], "attacked": ~np.array(untouched)[cells[2]],
            "eve_guess": self._guess[cells],
            "eve": index["eve"], "error": self._wrong[cells],
            "eve_right": self._kept[cells] & (self._guess[cells] == self._key[0][cells]),
        }

    def to_json(self):
        """The table as JSON, for the page: its labels, and one column a field.

        Returns
        -------
        str
            ``{"protocol", "attack", "channel", "labels", "cells"}``; ``cells`` holds
            equally long lists: ``p`` and, for each possible cell, the index of the
            settings, outcomes and Eve's record, and whether it is sifted, an error,
            attacked, guessed right.  Impossible cells are left out.

        Examples
        --------
        >>> import json, qedu
        >>> cells = json.loads(qedu.exchange(qedu.protocols.bb84()).to_json())["cells"]
        >>> len(cells["p"]), sum(cells["p"])
        (12, 1.0)
        """
        p, columns = self._columns
        return json.dumps({
            "protocol": self.protocol.name, "attack": self.attack.name,
            "channel": self.channel.name, "labels": self._labels,
            "cells": {"p": p.tolist(), **{name: column.astype(int).tolist()
                                          for name, column in columns.items()}}})

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
        rounds = count("rounds", rounds)
        if rounds > 10**18:
            raise bad("rounds", rounds, "at most 10**18")
        p, columns = self._columns
        drawn = generator(seed).multinomial(rounds, p)
        by_setting = columns["alice_setting"], len(self.protocol.alice)
        return Counts(
            rounds=rounds,
            sifted=int(drawn[columns["sifted"]].sum()),
            errors=int(drawn[columns["error"]].sum()),
            eve_right=int(drawn[columns["eve_right"]].sum()),
            sifted_by_basis=_totals(drawn * columns["sifted"], *by_setting),
            errors_by_basis=_totals(drawn * columns["error"], *by_setting),
            bases=tuple(self.protocol.alice))

    def records(self, rounds, seed):
        """Draw rounds one by one, as arrays: for what needs real bits.

        Parameters
        ----------
        rounds : int
            Number of rounds sent, at least 1.  Takes 7 bytes of memory a round.
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

        sampler = self._sampler
        block, used = None, _BLOCK        # the current block of rows, and how much of it is gone
        with tqdm(total=rounds, unit="round", unit_scale=True, leave=False,
                  disable=rounds < 10**8) as bar:
            for start in range(0, rounds, chunk):
                size = min(chunk, rounds - start)
                out = np.empty((len(FIELDS), size), np.uint8)
                filled = 0
                while filled < size:
                    if used == _BLOCK:
                        block, used = sampler.block(rng), 0
                    take = min(size - filled, _BLOCK - used)
                    out[:, filled:filled + take] = block[used:used + take, :len(FIELDS)].T
                    filled, used = filled + take, used + take
                    bar.update(take)
                yield Records(*(row.view(bool) if name in ("sifted", "attacked") else row
                                for name, row in zip(FIELDS, out)))

    @cached_property
    def _sampler(self):
        import numpy as np

        p, columns = self._columns
        rows = np.zeros((len(p), 8), np.uint8)
        for position, name in enumerate(FIELDS):
            rows[:, position] = columns[name]
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
        raise bad("protocol", f"settings {self.bases}", "for s_value, a protocol with a Bell test, "
                  "as E91 (chapter C07) is")


@dataclass(frozen=True)
class Records:
    """Rounds one by one, made by `Exchange.records`: arrays of one length.

    Attributes
    ----------
    alice, bob : numpy.ndarray of uint8
        Alice's bit; Bob's outcome, where 2 means that no detector clicked.
    alice_setting, bob_setting : numpy.ndarray of uint8
        Index of the setting, in the order of the protocol (BB84: 0 is Z, 1 is X).
    sifted, attacked : numpy.ndarray of bool
        Whether the round makes a key bit; whether Eve touched it.
    eve_guess : numpy.ndarray of uint8
        Eve's best guess of Alice's bit once the settings are public; 0 where
        she could as well toss a coin.

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

    def __len__(self):
        return len(self.sifted)
