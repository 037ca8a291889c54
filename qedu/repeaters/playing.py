"""One delivery, event by event: what a simulation of the page shows, and what the state that arrives is made of.

It is written for one chain and in plain Python, another way to the same odds than the arrays of `Chain.simulate`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

import numpy as np
import qutip

from qedu import _shown, channels, entanglement
from qedu._arguments import bad

# The chain's file imports this one, for Chain.play: its names may not be there yet, the file is.
from qedu.repeaters import chain as chains

__all__ = ["Event", "Play"]

Kind: TypeAlias = Literal["born", "swapped", "failed", "cut", "delivered"]

#: A story of more events than this is one that does not end.
_MOST = 10**6


@dataclass(frozen=True)
class Event:
    """Something that happens in a chain.

    Parameters
    ----------
    time : int
        The attempt at whose end it happens, from 1.
    kind : str
        "born": a link's attempt has made a pair.  "swapped": a station has joined two segments.  "failed": it has lost both.
        "cut": a segment is thrown away as too old.  "delivered": a pair spans the chain.
    first, last : int
        The links, counted from 1, that it concerns.
    station : int or None
        For a swap the station, counted from 1: the one between links `station` and `station` + 1.
    waited : int
        Attempts since the oldest pair concerned was born.
    fidelity : float
        F of the segment afterwards; for "failed" and "cut" that of what is left, ¼.

    Notes
    -----
    Equal if all entries are.  Chapter C12.

    Examples
    --------
    >>> from qedu.repeaters import Chain
    >>> Chain(2, 1.0).play(seed=1).events[-1]
    Event(time=1, kind='delivered', first=1, last=2, station=None, waited=0, fidelity=1.0)
    """

    time: int
    kind: Kind
    first: int
    last: int
    station: int | None = None
    waited: int = 0
    fidelity: float = 1.0


@dataclass(frozen=True)
class Play:
    """The story of one delivery.

    Parameters
    ----------
    chain : Chain
        The chain.
    events : tuple of Event
        What happened, in order.

    Notes
    -----
    Made by `Chain.play`.  Equal if all entries are.  Chapter C12.

    Examples
    --------
    >>> from qedu.repeaters import Chain
    >>> play = Chain(4, 0.2, 0.5, t2=50).play(seed=3)
    >>> play.events[-1].kind, play.attempts == play.events[-1].time
    ('delivered', True)
    """

    chain: chains.Chain
    events: tuple[Event, ...]

    @property
    def attempts(self) -> int:
        """Attempts that the delivery took."""
        return self.events[-1].time

    @property
    def fidelity(self) -> float:
        """F of what arrived."""
        return self.events[-1].fidelity

    def count(self, kind: str) -> int:
        """How many events there are of a kind: "born", "swapped", "failed", "cut" or "delivered"."""
        if kind not in get_args(Kind):
            raise bad("kind", kind, "one of " + ", ".join(map(repr, get_args(Kind))))
        return sum(event.kind == kind for event in self.events)

    def state(self, memory: Callable[[float], channels.Channel] | None = None) -> qutip.Qobj:
        """The pair that arrives, by QuTiP: all pairs are made, stored and swapped as the story says.

        Parameters
        ----------
        memory : callable, optional
            From a time in attempts to the channel on one half of a pair that has waited so long, such as
            ``lambda wait: memory_channel(wait, t1=500, t2=200)``.  None: the white noise of the chain's `t2`.

        Returns
        -------
        qutip.Qobj
            Density operator of dims [[2, 2], [2, 2]].
        """
        if memory is None:
            fade = self.chain.t2
            memory = lambda wait: channels.depolarizing(-math.expm1(-wait / fade))        # noqa: E731
        elif not callable(memory):
            raise bad("memory", memory, "a function from a time in attempts to a channel")
        pairs: dict[int, tuple[int, int, qutip.Qobj]] = {}                # by last link: first link, since when, the pair
        for event in self.events:
            for last, (first, since, rho) in list(pairs.items()):
                if event.time > since:
                    pairs[last] = first, event.time, channels.on_half(memory(event.time - since), rho)
            if event.kind == "born":
                pairs[event.last] = event.last, event.time, entanglement.werner(self.chain.fidelity)
            elif event.kind == "swapped":
                first, since, left = pairs.pop(event.station or 0)
                pairs[event.last] = first, since, entanglement.swap(left, pairs[event.last][2])
            elif event.kind in ("failed", "cut"):
                pairs = {last: kept for last, kept in pairs.items() if not event.first <= last <= event.last}
        return pairs[self.chain.links][2]

    def __repr__(self) -> str:
        return _shown.line("Play", f"{self.attempts} attempt{'s' * (self.attempts > 1)}", f"fidelity {self.fidelity:.4g}",
                           *(f"{self.count(kind)} {kind}" for kind in ("born", "swapped", "failed", "cut") if self.count(kind)), self.chain)

    def _repr_html_(self) -> str:
        shown = self.events if len(self.events) <= 20 else self.events[-20:]
        title = f"The last 20 of {len(self.events)} events" if len(shown) < len(self.events) else "Events"
        return _shown.table(f"{title} of a {self.chain!r}", [
            (e.time, e.kind, f"{e.first}" if e.first == e.last else f"{e.first} to {e.last}", "" if e.station is None else e.station,
             e.waited, e.fidelity) for e in shown], ("attempt", "what", "links", "station", "waited", "fidelity"))


@dataclass
class _Segment:
    """A pair over links first to last: when its oldest part was born, how long all its parts have waited, up to when."""

    first: int
    last: int
    born: int
    waited: int
    since: int


class _Story:
    """A chain while it is played."""

    def __init__(self, chain: chains.Chain, rng: np.random.Generator) -> None:
        self.chain, self.rng, self.now = chain, rng, 0
        self.rate = -math.log1p(-chain.p) if chain.p < 1 else math.inf
        self.swapped = entanglement.werner_after_swaps(chain.fidelity, range(1, chain.links + 1)).tolist()
        self.due = {link: self._attempt() for link in range(1, chain.links + 1)}
        self.ends: dict[int, _Segment] = {}                    # by their last link
        self.events: list[Event] = []

    def _attempt(self) -> int:
        """The attempt that makes the pair of a link which is free now: a geometric number of attempts from here."""
        return self.now + 1 + int(self.rng.standard_exponential() / self.rate)

    def note(self, kind: Kind, segment: _Segment, station: int | None = None) -> None:
        gone = kind in ("failed", "cut")
        swapped = self.swapped[segment.last - segment.first]
        fidelity = 0.25 if gone else 0.25 + (swapped - 0.25) * math.exp(-segment.waited / self.chain.t2)
        self.events.append(Event(self.now, kind, segment.first, segment.last, station, self.now - segment.born, fidelity))

    def free(self, *segments: _Segment) -> None:
        for segment in segments:
            del self.ends[segment.last]
            for link in range(segment.first, segment.last + 1):
                self.due[link] = self._attempt()

    def advance(self) -> None:
        """Go to the next event: all pairs wait, and those that are due are born."""
        times = list(self.due.values())
        if self.chain.cutoff is not None:
            times += [segment.born + self.chain.cutoff for segment in self.ends.values()]
        self.now = min(times)
        for segment in self.ends.values():
            segment.waited += self.now - segment.since
            segment.since = self.now
        for link in [link for link, time in self.due.items() if time == self.now]:
            del self.due[link]
            self.ends[link] = _Segment(link, link, self.now, 0, self.now)
            self.note("born", self.ends[link])

    def swap(self) -> None:
        """Let each station that can swap do so, in the order of its level, if there are levels, and from the left."""
        stations = list(range(1, self.chain.links))
        nested = self.chain.policy == "nested"
        if nested:
            stations.sort(key=lambda station: station & -station)
        for station in stations:
            left = self.ends.get(station)
            right = next((segment for segment in self.ends.values() if segment.first == station + 1), None)
            if left is None or right is None:
                continue
            size = station & -station                          # of each half, if there are levels
            if nested and not left.last - left.first == right.last - right.first == size - 1:
                continue
            both = _Segment(left.first, right.last, min(left.born, right.born), left.waited + right.waited, self.now)
            if self.rng.random() < self.chain.p_swap:
                del self.ends[left.last]
                self.ends[right.last] = both
                self.note("swapped", both, station)
            else:
                self.note("failed", both, station)
                self.free(left, right)

    def discard(self) -> None:
        """Throw away what is too old."""
        if self.chain.cutoff is not None:
            for segment in [segment for segment in self.ends.values() if self.now - segment.born >= self.chain.cutoff]:
                self.note("cut", segment)
                self.free(segment)


def play(chain: chains.Chain, rng: np.random.Generator) -> Play:
    """Play one delivery of a chain."""
    story = _Story(chain, rng)
    while True:
        story.advance()
        story.swap()
        done = story.ends.get(chain.links)
        if done is not None and done.first == 1:
            story.note("delivered", done)
            return Play(chain, tuple(story.events))
        story.discard()
        if len(story.events) > _MOST:
            raise bad("cutoff", chain.cutoff, f"a longer one, or better swaps: {_MOST:,} events have brought no delivery")
