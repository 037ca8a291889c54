"""Any policy, with cut-offs: all samples at once, each from one event of its own to the next.

An event is an attempt at whose end a pair is born or grows too old.  When a link becomes free, the attempt that will
succeed is drawn at once, so that the number of rounds of the loop depends on how many pairs a delivery takes, and not on
how rare they are.
"""

from __future__ import annotations

import numpy as np

from qedu._types import Flags, Floats, Integers
from qedu.repeaters.draws import geometric

__all__ = []

_NEVER = np.inf


class Steps:
    """The state of many chains: for each sample and link what is there, for each sample and station what is joined.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where the randomness comes from.
    samples, links : int
        How many chains, of how many links.
    p, p_swap : float
        Probabilities of an attempt and of a swap.
    nested : bool
        Whether stations swap in levels, or as soon as they can.
    cutoff : float
        How old a pair may get; infinite if there is no cut-off.
    """

    def __init__(self, rng: np.random.Generator, samples: int, *, links: int, p: float, p_swap: float, nested: bool,
                 cutoff: float) -> None:
        self.rng, self.p, self.p_swap, self.cutoff, self.links = rng, p, p_swap, cutoff, links
        self.nested = nested
        self.now = np.zeros(samples)
        self.due = geometric(rng, p, (samples, links))          # when a free link's pair will be born
        self.born = np.full((samples, links), _NEVER)           # when the pair of a link was
        self.joined = np.zeros((samples, links - 1), dtype=bool)
        self.waited = np.zeros((samples, links))                # by all pairs of a segment; the sum over its links counts

    @property
    def up(self) -> Flags:
        """Which links have a pair, alone or as part of a longer one."""
        return np.isfinite(self.born)

    def advance(self) -> None:
        """Go to the next event of each sample: pairs wait, and those that are due are born."""
        then = np.minimum(self.due.min(axis=1), self.born.min(axis=1) + self.cutoff)
        first = self.up
        first[:, 1:] &= ~self.joined                            # the first link of each segment keeps its account
        self.waited += first * (then - self.now)[:, None]
        self.now = then
        birth = self.due == then[:, None]
        self.born[birth] = np.broadcast_to(then[:, None], birth.shape)[birth]
        self.due[birth] = _NEVER

    def swap(self) -> None:
        """Let stations swap: in levels, or from the left as soon as there is a pair on both sides."""
        stations = list(range(self.links - 1))
        if self.nested:
            stations.sort(key=lambda s: (s + 1) & -(s + 1))
        for s in stations:
            half = ((s + 1) & -(s + 1)) // 2 if self.nested else 0
            if half:
                able = self.joined[:, s - half] & self.joined[:, s + half]
            else:
                able = np.isfinite(self.born[:, s]) & np.isfinite(self.born[:, s + 1])
            rows = np.flatnonzero(able & ~self.joined[:, s])
            if rows.size:
                works = self.rng.random(rows.size) < self.p_swap if self.p_swap < 1 else np.ones(rows.size, dtype=bool)
                self.joined[rows[works], s] = True
                lost = rows[~works]
                if lost.size:
                    self._free(*[np.concatenate(found) for found in zip(self._segment(lost, s), self._segment(lost, s + 1))])

    def _segment(self, rows: Integers, link: int) -> tuple[Integers, Integers]:
        """Rows and links of the segments that hold this link."""
        found = [(rows, np.full(rows.size, link))]
        for step, station in ((1, 0), (-1, -1)):
            left, at = rows, link
            while left.size and 0 <= at + station < self.links - 1:
                left = left[self.joined[left, at + station]]
                at += step
                found.append((left, np.full(left.size, at)))
        return np.concatenate([a for a, _ in found]), np.concatenate([b for _, b in found])

    def _free(self, rows: Integers, links: Integers) -> None:
        """Empty these links, which are whole segments, and draw when their next pairs are born."""
        self.born[rows, links] = _NEVER
        self.waited[rows, links] = 0
        inside = links < self.links - 1                         # the station behind each link; between two of a segment is one of these
        self.joined[rows[inside], links[inside]] = False
        self.due[rows, links] = self.now[rows] + geometric(self.rng, self.p, rows.size)

    def discard(self) -> None:
        """Throw away each segment whose oldest pair has reached the cut-off."""
        if np.isinf(self.cutoff):
            return
        old = self.born + self.cutoff <= self.now[:, None]
        for s in range(self.links - 1):
            old[:, s + 1] |= old[:, s] & self.joined[:, s]
        for s in reversed(range(self.links - 1)):
            old[:, s] |= old[:, s + 1] & self.joined[:, s]
        if old.any():
            self._free(*np.nonzero(old))

    def delivered(self) -> Flags:
        """Which samples have a pair from end to end."""
        return self.joined.all(axis=1) & np.isfinite(self.born[:, 0])

    def keep(self, rows: Flags) -> None:
        """Go on with these samples alone."""
        for name in ("now", "due", "born", "joined", "waited"):
            setattr(self, name, getattr(self, name)[rows])


def run(state: Steps, at_most: float) -> tuple[Floats, Floats, int]:
    """Run until all are delivered: the attempts, how long pairs have waited, and how many are late.

    Late are samples whose time has gone beyond `at_most`: where there are any, the arrays have no use.
    """
    samples = len(state.now)
    attempts, waited, where = np.zeros(samples), np.zeros(samples), np.arange(samples)
    while len(where):
        state.advance()
        if state.now.max() > at_most:
            return attempts, waited, int((state.now > at_most).sum())
        state.swap()
        there = state.delivered()
        if there.any():
            attempts[where[there]], waited[where[there]] = state.now[there], state.waited[there].sum(axis=1)
            where = where[~there]
            state.keep(~there)
        state.discard()
    return attempts, waited, 0
