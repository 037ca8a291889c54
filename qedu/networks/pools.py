"""Pools of key: what flows in, what applications ask for, and how often the pool cannot give it."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from qedu import _shown
from qedu._arguments import MOST, bad, count, failure, generator, one_of, probability
from qedu._operators import Value
from qedu._types import Flags, Floats, Number, Seed, Whole
from qedu.statistics import wilson

__all__ = ["Pool", "PoolRun", "blocking_probability", "fill_needed"]

_MOST_RATE = 1e15


def blocking_probability(load: Number, places: Whole) -> float:
    """How often a pool is empty when a key is asked for, if keys come and are asked for at random.

    Parameters
    ----------
    load : float
        Keys that come for one that is asked for, on average, 0 to 10⁹.
    places : int
        Keys for which the pool has room, 1 to 10⁶.

    Returns
    -------
    float
        (1 − load)/(1 − load^(places + 1)), or 1/(places + 1) for a load of 1.

    Raises
    ------
    ValueError
        If an argument leaves its range.

    Notes
    -----
    The pool is a birth–death chain of places + 1 states, each `load` times as likely as the one below; requests that come while
    it is empty are refused and do not come back.  It is the M/M/1/K queue with its parts exchanged: keys wait for requests.  Kleinrock,
    Queueing Systems I (Wiley, 1975), section 3.6.  Chapter C14.

    Examples
    --------
    >>> blocking_probability(1, 4), round(blocking_probability(0.5, 20), 6), round(blocking_probability(1.5, 20), 6)
    (0.2, 0.5, 0.0001)
    """
    rho, k = probability("load", load, 0, 1e9), count("places", places, 1, 10**6)
    if rho == 1:
        return 1 / (k + 1)
    if rho > 1:                                         # the same, in powers that stay below 1
        small = 1 / rho
        return small**k * (1 - small) / -math.expm1((k + 1) * math.log(small))
    return (1 - rho) / (-math.expm1((k + 1) * math.log(rho)) if rho > 0 else 1.0)


def fill_needed(requests: Number, *, request_bits: Number, capacity_bits: Number, blocking: Number) -> float:
    """Secret bits a second that a pool needs so that it seldom has to refuse.

    Parameters
    ----------
    requests : float
        Requests a second, on average, above 0, up to 10¹⁵.
    request_bits : float
        Bits of each, 1 to 10¹⁸.
    capacity_bits : float
        Bits for which the pool has room, at least those of one request.
    blocking : float
        How often it may refuse, above 0 and below 1.

    Returns
    -------
    float
        Bits a second at which `blocking_probability` is `blocking`.

    Raises
    ------
    ValueError
        If an argument leaves its range.

    Notes
    -----
    Found by halving.  A pool of one place needs requests · (1 − b)/b keys a second, and more room needs less.  Chapter C14.

    Examples
    --------
    >>> [round(fill_needed(10, request_bits=256, capacity_bits=256 * places, blocking=0.01)) for places in (1, 10, 1000)]
    [253440, 3590, 2534]
    """
    rate, size = _positive("requests", requests, _MOST_RATE), probability("request_bits", request_bits, 1, MOST)
    places, goal = _places("capacity_bits", capacity_bits, size), failure("blocking", blocking)
    low, high = 0.0, 2.0
    while blocking_probability(min(high, 1e9), places) > goal:
        if high > 1e9:
            raise bad("blocking", blocking, "a larger one: no pool of so few places refuses so seldom")
        high *= 2
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if blocking_probability(min(middle, 1e9), places) > goal else (low, middle)
    return high * rate * size


def _positive(name: str, value: Number, most: float) -> float:
    number = probability(name, value, 0, most)
    if number == 0:
        raise bad(name, value, f"a number above 0, up to {most:g}")
    return number


def _places(name: str, bits: Number, size: float) -> int:
    room = probability(name, bits, 0, MOST)
    if room < size:
        raise bad(name, bits, f"at least the {size:g} bits of one request")
    return min(int(room / size), 10**6)


@dataclass(frozen=True)
class Pool:
    """A store of key between two nodes, filled at one end and drawn from at the other.

    Parameters
    ----------
    fill_rate : float
        Secret bits a second that come in, 0 to 10¹⁵.
    capacity_bits : float
        Bits for which there is room, up to 10¹⁸; what comes while it is full is lost.
    request_bits : float
        Bits of a request, at least 1.
    requests : float
        Requests a second, on average, above 0.
    start_bits : float, optional
        Bits at the beginning; None: a full pool.

    Raises
    ------
    ValueError
        If a value leaves its range, or the pool has no room for one request.

    Notes
    -----
    A request that finds too little is refused, and takes nothing.  Chapter C14.

    Examples
    --------
    >>> pool = Pool(1000, 25600, request_bits=256, requests=5)
    >>> pool, round(pool.load, 3), round(pool.blocking, 3), round(pool.drain_s, 1)
    (Pool(1000 bits/s; room for 25600; 5 requests/s of 256 bits), 0.781, 0.219, 91.4)
    """

    fill_rate: float
    capacity_bits: float
    request_bits: float = field(kw_only=True)
    requests: float = field(kw_only=True)
    start_bits: float | None = field(default=None, kw_only=True)

    if TYPE_CHECKING:                               # it takes more than it keeps
        def __init__(self, fill_rate: Number, capacity_bits: Number, *, request_bits: Number, requests: Number,
                     start_bits: Number | None = None) -> None: ...

    def __post_init__(self) -> None:
        set_ = object.__setattr__
        set_(self, "fill_rate", probability("fill_rate", self.fill_rate, 0, _MOST_RATE))
        set_(self, "request_bits", probability("request_bits", self.request_bits, 1, MOST))
        _places("capacity_bits", self.capacity_bits, self.request_bits)
        set_(self, "capacity_bits", probability("capacity_bits", self.capacity_bits, 0, MOST))
        set_(self, "requests", _positive("requests", self.requests, _MOST_RATE))
        if self.start_bits is not None:
            set_(self, "start_bits", probability("start_bits", self.start_bits, 0, self.capacity_bits))

    @property
    def load(self) -> float:
        """Bits that come in for each bit that is asked for; below 1 the pool drains."""
        return self.fill_rate / (self.requests * self.request_bits)

    @property
    def blocking(self) -> float:
        """How often a request is refused in the long run, if requests and keys of their size come at random: `blocking_probability`."""
        return blocking_probability(min(self.load, 1e9), _places("capacity_bits", self.capacity_bits, self.request_bits))

    @property
    def drain_s(self) -> float:
        """Seconds until what is there at the beginning is gone, on average over both flows; infinite if as much comes in."""
        loss = self.requests * self.request_bits - self.fill_rate
        start = self.capacity_bits if self.start_bits is None else self.start_bits
        return start / loss if loss > 0 else math.inf

    def simulate(self, number: Whole, *, seed: Seed, arrivals: str = "random", filling: str = "blocks") -> PoolRun:
        """Let requests come, and write down what each finds.

        Parameters
        ----------
        number : int
            How many requests, 1 to 2·10⁶.
        seed : int or numpy.random.Generator
            Source of randomness; the same seed gives the same run.
        arrivals : str
            "random", a Poisson process, or "regular", at equal intervals.
        filling : str
            "blocks", keys of the size of a request, at random moments, or "steady", an even flow.

        Returns
        -------
        PoolRun
            When each request came, what it found, and whether it was served.

        Raises
        ------
        ValueError
            If an argument is not of its kind.

        Notes
        -----
        Between two requests the pool can only rise, so that a sum and a bound give what the next one finds.
        """
        n, rng = count("number", number, 1, 2 * 10**6), generator(seed)
        if not one_of(arrivals, ("random", "regular")):
            raise bad("arrivals", arrivals, "'random' or 'regular'")
        if not one_of(filling, ("blocks", "steady")):
            raise bad("filling", filling, "'blocks' or 'steady'")
        waits = rng.exponential(1 / self.requests, n) if arrivals == "random" else np.full(n, 1 / self.requests)
        if filling == "blocks":
            inflow = rng.poisson(np.minimum(waits * self.fill_rate / self.request_bits, 1e15)) * self.request_bits
        else:
            inflow = waits * self.fill_rate
        size, room = self.request_bits, self.capacity_bits
        level = room if self.start_bits is None else self.start_bits
        found, served = np.empty(n), np.empty(n, dtype=bool)
        least = size * (1 - 1e-12)                      # a flow that adds up to one request is not one bit short of it
        for i, more in enumerate(inflow.tolist()):
            level = min(room, level + more)
            found[i], served[i] = level, level >= least
            if level >= least:
                level = max(0.0, level - size)
        return PoolRun(self, np.cumsum(waits), found, served)

    def __repr__(self) -> str:
        start = None if self.start_bits is None else f"{self.start_bits:.4g} at first"
        return _shown.line("Pool", f"{self.fill_rate:.4g} bits/s", f"room for {_shown.number(int(self.capacity_bits))}",
                           f"{self.requests:.4g} requests/s of {self.request_bits:.4g} bits", start)

    def _repr_html_(self) -> str:
        start = self.capacity_bits if self.start_bits is None else self.start_bits
        return _shown.table("Pool of key", [
            ("Bits a second that come in", self.fill_rate), ("Room, bits", int(self.capacity_bits)),
            ("Bits of a request", self.request_bits), ("Requests a second", self.requests), ("Bits at first", int(start)),
            ("Bits in for each bit asked for", self.load), ("Share refused in the long run", self.blocking),
            ("Seconds until it is empty", self.drain_s if math.isfinite(self.drain_s) else "never")])


@dataclass(frozen=True, eq=False)
class PoolRun(Value):
    """Requests to a pool, one after the other.

    Parameters
    ----------
    pool : Pool
        The pool.
    time_s : numpy.ndarray
        Shape (n,): when each request came.
    found_bits : numpy.ndarray
        Shape (n,): bits that it found.
    served : numpy.ndarray of bool
        Shape (n,): whether it got its bits.

    Notes
    -----
    Made by `Pool.simulate`.  Equal if all entries are.  Chapter C14.

    Examples
    --------
    >>> run = Pool(1000, 25600, request_bits=256, requests=5).simulate(10_000, seed=1)
    >>> bool(run.found_bits.max() <= 25600), 0.1 < run.blocked < 0.3
    (True, True)
    """

    pool: Pool
    time_s: Floats
    found_bits: Floats
    served: Flags

    @property
    def blocked(self) -> float:
        """Share of the requests that were refused."""
        return float(1 - self.served.mean())

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval for it by `qedu.statistics.wilson`, as if requests were refused each for itself.

        In truth refusals come in rows, so the true interval is wider where they are frequent.
        """
        return wilson(int((~self.served).sum()), len(self.served))

    @property
    def first_refused_s(self) -> float:
        """Seconds until a request is refused; infinite if none was."""
        return float(self.time_s[int(np.argmin(self.served))]) if not self.served.all() else math.inf

    def __repr__(self) -> str:
        return _shown.line("PoolRun", f"{len(self.served)} request{'s' * (len(self.served) != 1)}",
                           f"share refused {self.blocked:.4g}", self.pool)

    def _repr_html_(self) -> str:
        return _shown.table(f"Requests to a {self.pool!r}", [
            ("Requests", len(self.served)), ("Seconds", float(self.time_s[-1])), ("Share refused", self.blocked),
            ("Seconds until one is refused", self.first_refused_s if math.isfinite(self.first_refused_s) else "none was"),
            ("Bits found, mean", float(self.found_bits.mean()))])
