"""The table itself: the odds of every cell, and what sifting makes of it."""

from __future__ import annotations

import numpy as np

from qedu import attacks
from qedu._arguments import bad
from qedu.engine.parts import parts

__all__ = []

#: Axes of the table, in order; "announcement" only where the protocol has one.
AXES = ("alice_setting", "alice", "announcement", "eve", "bob_setting", "bob")

#: Axes that a link puts in front of these.
LINK_AXES = ("intensity", "photons")


class Table:
    """Joint odds of one round of a protocol under an attack, over a channel or link.

    Parameters
    ----------
    protocol : qedu.protocols.Protocol
    attack : qedu.attacks.Attack
    channel : qedu.channels.Channel
    link : qedu.links.Setup or None

    Attributes
    ----------
    p : numpy.ndarray
        The odds, not to be written to; axes `all_axes`.
    kept : numpy.ndarray of bool
        Whether a cell makes a key bit; broadcasts against `p`, as `key` does.
    key : numpy.ndarray of uint8
        The two key bits, Alice's and Bob's, on an axis in front.
    said : numpy.ndarray
        Odds of Alice's announcements given setting and outcome.
    attacked : list of bool
        For each of Eve's records, whether she touched the signal.
    held : list of numpy.ndarray
        Her unread memories in the kept rounds, by Alice's key bit and all that is public.
    silent : bool
        Whether the last outcome of Bob is "no click".
    counts_photons : bool
        Whether Eve knows the photon number: over a link, if the attack reads it.
    """

    def __init__(self, protocol, attack, channel, link=None):
        self.protocol, self.link = protocol, link
        self.counts_photons = link is not None and attack.pulses is not None
        self._announce()
        self._build(parts(protocol, attack, channel=channel, link=link))

    def _build(self, parts):
        """The table, with the axes of intensity and photon number in front if there is a link."""
        # Without a link: one photon, and what a perfect receiver finds is what Bob sees.
        odds = np.ones((1, 1)) if self.link is None \
            else np.array(self.link.probabilities)[:, None] * self.link.photon_odds            # i, n
        outcomes = parts[0][2].shape[-1]
        self.silent = outcomes > len(next(iter(self.protocol.bob.values()))[1])
        self._sift(outcomes)
        slices, self._records, self.attacked, self.held = [], [], [], []
        for record, cells, line in parts:
            if not line[odds.any(axis=0)].any():
                continue                          # never happens with these sources
            levels = cells.shape[-1]
            kept, raw = self._memories(cells, line)
            if self.counts_photons:
                self.held.append(kept[:, None] * odds.reshape(*odds.shape, *[1] * (kept.ndim - 2)))
                kept, raw = kept[:, None], raw[:, None]        # the intensity says no more about her memory
            else:
                kept, raw = (np.einsum("in,an...->ai...", odds, array)[:, :, None] for array in (kept, raw))
                self.held.append(kept)
            if levels == 1:
                seen = np.einsum("xaw,xayb->xawyb", self.said, cells[..., 0, 0].real)[None, None, :, :, :, None]
            else:
                seen = self._read(cells, kept, raw)
            seen = self._possible(seen)           # before anything small, but possible, comes in
            clicks = seen @ line[:, None, None, None, None]                    # (…, y, b) (n, …, b, c)
            slices.append(clicks * odds.reshape(*odds.shape, *[1] * 6))
            self._records += [record] if levels == 1 else [f"{record} {i}" for i in range(levels)]
            self.attacked += levels * [record != attacks.UNTOUCHED]
        if len(set(self._records)) < len(self._records):
            raise bad("instrument", self._records, "records that differ from each other")
        table = np.concatenate(slices, axis=-3)
        total = table.sum()
        if not abs(total - 1) < 1e-9:
            raise bad("protocol", self.protocol.name, f"odds that sum to 1; these sum to {total:.12g}")
        self.p = (table if self.link is not None else table[0, 0]) / total
        self.p.flags.writeable = False

    def _possible(self, table):
        """The table without rounding errors: what is impossible stays impossible."""
        if table.min() < -1e-9:
            raise bad("protocol", self.protocol.name, f"odds from 0 to 1; one of these is {table.min():.12g}")
        table = table.clip(0, None)
        table[table < 1e-15] = 0
        return table

    def _memories(self, cells, line):
        """Eve's memory given bit, photon number and what is public: of kept rounds, and of all.

        Axes bit, n, x, w, y and the memory's two.
        """
        clicks = np.einsum("nbc,xaybmk->nxaycmk", line, cells)
        kept = np.stack([np.einsum("xawyc,xaw,nxaycmk->nxwymk",
                                   (self.kept & (self.key[0] == bit))[:, :, :, 0], self.said, clicks)
                         for bit in (0, 1)])
        raw = np.einsum("xaw,nxaycmk->anxwymk", self.said, clicks)
        return self.public(kept, -5, -3), self.public(raw, -5, -3)

    def _read(self, cells, kept, raw):
        """Odds of every cell and the outcome of Eve's delayed reading: axes i, n, x, a, w, outcome, y, b.

        Intensity and photon number have length 1 where they do not matter to her.
        """
        bases = np.empty(kept.shape[1:], complex)
        size = np.trace(kept.sum(axis=0), axis1=-2, axis2=-1).real
        for index in np.ndindex(*size.shape):
            rho = (kept if size[index] > 1e-15 * size.max() else raw)[(slice(None), *index)]
            bases[index] = _reading(rho[0] - rho[1], rho[0])
        bases = np.broadcast_to(bases, (*bases.shape[:2], len(self.said), bases.shape[3], cells.shape[2],
                                        *bases.shape[5:]))
        return np.einsum("xaw,inxwymj,xaybmk,inxwykj->inxawjyb", self.said, bases.conj(), cells, bases,
                         optimize=True).real

    # ---- what is announced, and what is kept --------------------------------------------

    def _announce(self):
        """What Alice may announce, and its odds given her setting and outcome: axes x, a, w."""
        protocol = self.protocol
        if protocol.announce is None:
            self._announcements, self.said = [None], np.ones((len(protocol.alice), 2, 1))
            return
        odds = [[protocol.announcements(setting, outcome) for outcome in (0, 1)] for setting in protocol.alice]
        self._announcements = list(dict.fromkeys(w for row in odds for said in row for w in said))
        self.said = np.array([[[said.get(w, 0.0) for w in self._announcements] for said in of_setting]
                               for of_setting in odds])

    def _sift(self, outcomes):
        """Spread sifting over the table: kept or not, and the two key bits; axes x, a, w, e, y, b."""
        protocol = self.protocol
        shape = (*self.said.shape, 1, len(protocol.bob), outcomes)
        self.kept, self.key = np.zeros(shape, bool), np.zeros((2, *shape), np.uint8)
        for x, alice_setting in enumerate(protocol.alice):
            for a in (0, 1):
                for w, said in enumerate(self._announcements):
                    if not self.said[x, a, w] > 0:
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
                            self.kept[x, a, w, :, y, b] = True
                            self.key[0, x, a, w, :, y, b], self.key[1, x, a, w, :, y, b] = bits

    def public(self, array, x, y):
        """Sum `array` over the settings that stay secret, keeping the axes; x and y are theirs."""
        for axis, name in ((x, "alice_setting"), (y, "bob_setting")):
            if name not in self.protocol.public:
                array = array.sum(axis=axis, keepdims=True)
        return array

    # ---- names of the axes, and sums along them -----------------------------------------

    @property
    def labels(self):
        """Values along each of `axes`, as a dict of lists."""
        outcomes = [*range(len(next(iter(self.protocol.bob.values()))[1]))]
        if self.silent:
            outcomes = [*map(str, outcomes), "no click"]
        labels = {"alice_setting": list(self.protocol.alice), "alice": [0, 1],
                  "announcement": self._announcements, "eve": self._records,
                  "bob_setting": list(self.protocol.bob), "bob": outcomes}
        if self.link is not None:
            labels |= {"intensity": list(self.link.intensities), "photons": [*range(self.p.shape[1])]}
        return {axis: labels[axis] for axis in self.axes}

    @property
    def axes(self):
        """Names of the axes that the reader sees."""
        return [axis for axis in self.all_axes if axis != "announcement" or self.protocol.announce]

    @property
    def all_axes(self):
        """Names of the axes of `p`, which has announcements always."""
        return AXES if self.link is None else LINK_AXES + AXES

    def over(self, array, *kept):
        """Sum an array that has the table's axes over all of them but `kept`."""
        axes = [self.all_axes.index(axis) for axis in kept]
        return array.sum(axis=tuple(axis for axis in range(array.ndim) if axis not in axes))

    @property
    def clicked(self):
        """Whether Bob's detectors click, for each value of the last axis."""
        clicked = np.ones(self.p.shape[-1], bool)
        clicked[-1] = not self.silent
        return clicked

    @property
    def wrong(self):
        """Whether a cell makes two key bits that differ."""
        return self.kept & (self.key[0] != self.key[1])

    def bell(self, cells):
        """For each pair of settings in the Bell test: sign, and totals of equal and unequal outcomes.

        `cells` has the axes alice_setting, alice, bob_setting, bob.
        """
        alice, bob = list(self.protocol.alice), list(self.protocol.bob)
        found = []
        for (x, y), sign in (self.protocol.bell or {}).items():
            of_pair = cells[alice.index(x), :, bob.index(y)]
            found.append((sign, of_pair[0, 0] + of_pair[1, 1], of_pair[0, 1] + of_pair[1, 0]))
        return found


def _reading(difference, first):
    """Columns: the basis in which Eve reads her memory, what speaks for bit 0 first.

    Eigenvectors of p₀ρ₀ − p₁ρ₁; where an eigenvalue is degenerate, those of p₀ρ₀.
    """
    values, vectors = np.linalg.eigh(difference)
    scale = max(np.trace(first).real, abs(values).max(), 1e-300)
    groups = np.split(np.arange(len(values)), np.flatnonzero(np.diff(values) > 1e-9 * scale) + 1)
    for group in groups:
        if len(group) > 1:
            space = vectors[:, group]
            _, turn = np.linalg.eigh(space.conj().T @ first @ space)
            vectors[:, group] = space @ turn
    return vectors[:, ::-1]
