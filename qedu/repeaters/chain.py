"""A chain of repeater stations: what it is, and how long its deliveries take and how good they are."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np
import qutip
from tqdm.auto import tqdm

from qedu import _shown
from qedu._arguments import MOST, array, bad, count, generator, one_of, probability, scalar_or_array
from qedu._operators import Value
from qedu._types import FloatOrArray, Floats, Integers, Number, Numbers, Seed, Whole
from qedu.entanglement import werner, werner_after_swaps
from qedu.repeaters import draws, playing, steps
from qedu.repeaters.memories import decay, duration
from qedu.repeaters.waiting import expected_wait, levels, nested_wait, one_success

__all__ = ["Chain", "Runs"]

Policy: TypeAlias = Literal["nested", "swap_asap"]

_POLICIES = ("nested", "swap_asap")

#: Longer chains than this would make tables of some gigabytes of 10⁵ samples.
_MOST = 256


@dataclass(frozen=True)
class Chain:
    """A chain of links with a station between each two, which makes one pair from end to end.

    Time is counted in attempts.  In each, all links that are free try in parallel, each succeeds with probability p,
    and what it has made is stored.  At its end stations swap, which takes no time.  A swap that fails frees both segments
    that it joined, and all their links try again from the next attempt on.

    Parameters
    ----------
    links : int
        How many links, 1 to 256: one more than stations.  A power of two if the policy is "nested".
    p : float
        Probability that an attempt makes a link's pair, above 0.
    p_swap : float
        Probability that a swap succeeds, above 0.
    policy : str
        "nested": a station joins two segments of 1, then 2, then 4 links, when both of its equal halves are there.
        "swap_asap": a station swaps as soon as there is a pair on both sides of it, however long; in one attempt they
        act in turn, from the left.  Where swaps never fail both take equally long, and pairs wait less here; where
        swaps often fail, a failure here costs longer segments, and "nested" is quicker.
    fidelity : float
        F of each link's Werner pair when it is born, from 0 to 1.
    t2 : float
        Attempts in which a waiting pair's Werner parameter falls to 1/e (`decay`); ``math.inf`` for no decay.
    cutoff : int or None
        How many attempts a pair may wait.  At the end of an attempt stations swap first; then each segment whose
        oldest pair was born `cutoff` attempts ago, or earlier, is thrown away, and its links try again from the next
        attempt on.  None: no cut-off.
    attempt_s : float or None
        Seconds of one attempt, for rates per second; None if they are not wanted.
    latency : float
        Attempts that a message takes along one link, at least 0.  Whether the swap of two segments of s links has worked
        is known at their far ends s·latency later; until then they wait.  Only for "nested" without a cut-off.

    Raises
    ------
    ValueError
        If a value leaves its range, or two do not go together.

    Notes
    -----
    Chains of equal parameters are equal.  Nested swapping is due to Briegel, Dür, Cirac and Zoller, Phys. Rev. Lett. 81,
    5932 (1998), doi:10.1103/PhysRevLett.81.5932.  Left out: several memories a station, errors of gates and of Bell
    measurements, links of different lengths.  Chapter C12.

    Examples
    --------
    >>> chain = Chain(8, 0.1, 0.5, t2=1000)
    >>> runs = chain.simulate(10_000, seed=1)
    >>> round(chain.expected_attempts, 1), bool(abs(runs.mean / chain.expected_attempts - 1) < 0.05)
    (242.3, True)
    """

    links: int
    p: float
    p_swap: float = 1.0
    policy: Policy = "nested"
    fidelity: float = 1.0
    t2: float = math.inf
    cutoff: int | None = None
    attempt_s: float | None = None
    latency: float = 0.0

    if TYPE_CHECKING:                               # it takes more than it keeps
        def __init__(self, links: Whole, p: Number, p_swap: Number = 1.0, policy: str = "nested", fidelity: Number = 1.0,
                     t2: Number = math.inf, cutoff: Whole | None = None, attempt_s: Number | None = None,
                     latency: Number = 0.0) -> None: ...

    def __post_init__(self) -> None:
        set_ = object.__setattr__
        set_(self, "links", count("links", self.links, 1, _MOST))
        for name in ("p", "p_swap"):
            set_(self, name, one_success(name, getattr(self, name)))
        if not one_of(self.policy, _POLICIES):
            raise bad("policy", self.policy, "'nested' or 'swap_asap'")
        if self.policy == "nested":
            levels("links", self.links, _MOST)
        set_(self, "fidelity", probability("fidelity", self.fidelity))
        set_(self, "t2", duration("t2", self.t2, zero=False))
        if self.cutoff is not None:
            if isinstance(self.cutoff, float) and math.isinf(self.cutoff):
                raise bad("cutoff", self.cutoff, "a whole number of attempts, or None for no cut-off")
            set_(self, "cutoff", count("cutoff", self.cutoff, 0))
        if self.attempt_s is not None:
            seconds = duration("attempt_s", self.attempt_s, zero=False)
            if math.isinf(seconds):
                raise bad("attempt_s", self.attempt_s, "seconds above 0 that end, or None")
            set_(self, "attempt_s", seconds)
        latency = duration("latency", self.latency)
        if math.isinf(latency):
            raise bad("latency", self.latency, "attempts that end")
        if latency and (self.policy != "nested" or self.cutoff is not None):
            raise bad("latency", self.latency, "0, unless the policy is 'nested' and there is no cut-off")
        set_(self, "latency", latency)

    def __repr__(self) -> str:
        said = [f"{self.links} link{'s' * (self.links > 1)}", f"p {self.p:.4g}", self.policy if self.links > 1 else None]
        said += [f"{name} {getattr(self, name):.4g}" for name, usual in (
            ("p_swap", 1), ("fidelity", 1), ("t2", math.inf), ("cutoff", None), ("attempt_s", None), ("latency", 0))
            if getattr(self, name) != usual]
        return _shown.line("Chain", *said)

    def _repr_html_(self) -> str:
        return _shown.table("Repeater chain", [
            ("Links", self.links), ("Success of an attempt", self.p), ("Success of a swap", self.p_swap), ("Policy", self.policy),
            ("Fidelity of a link", self.fidelity), ("t2, attempts", self.t2 if math.isfinite(self.t2) else "no decay"),
            ("Cut-off, attempts", "none" if self.cutoff is None else self.cutoff), ("Attempt, seconds", self.attempt_s),
            ("Latency a link, attempts", self.latency or None)])

    @property
    def expected_attempts(self) -> float:
        """Attempts of one delivery on average, exactly.

        Known for swaps that never fail (`expected_wait`) and for nested swapping of up to 16 links (`nested_wait`), without
        cut-off and latency; for other chains a ValueError says that `simulate` is what remains.
        """
        if self.cutoff is None and not self.latency:
            if self.p_swap == 1:
                return expected_wait(self.links, self.p)
            if self.policy == "nested" and self.links <= 16:
                return nested_wait(self.links, self.p, self.p_swap)
        raise bad("chain", self, "one without cut-off and latency, whose swaps never fail or are nested over up to 16 links; "
                  "the mean of any chain is estimated by .simulate")

    def arrives(self, waited: Numbers) -> FloatOrArray:
        """Fidelity from end to end, if its pairs have waited so many attempts, all added up.

        Parameters
        ----------
        waited : float or array_like
            Attempts that the pairs of one delivery have waited, at least 0: those of each link until it was swapped, and those
            of each longer pair afterwards.

        Returns
        -------
        float or numpy.ndarray
            (1 + 3W)/4, W = w^links · e^(−waited/t2), w = (4F − 1)/3: `werner_after_swaps` and `decay`.
        """
        times = array("waited", waited, 0, math.inf)
        return scalar_or_array(np.asarray(decay(werner_after_swaps(self.fidelity, self.links), times, t2=self.t2)))

    def simulate(self, samples: Whole, *, seed: Seed, at_most: Number = 1e12) -> Runs:
        """Draw deliveries, each from empty memories to a pair from end to end.

        Parameters
        ----------
        samples : int
            How many, at least 1.
        seed : int or numpy.random.Generator
            Source of randomness; the same seed gives the same deliveries.
        at_most : float
            Attempts after which a delivery with a cut-off is given up, and with it the simulation.

        Returns
        -------
        Runs
            Attempts and fidelity of each delivery.

        Raises
        ------
        ValueError
            If an argument leaves its range; if a delivery takes longer than `at_most`, as the cut-off is so short that hardly
            any pair finds another; or if nested swaps fail so often that one would take tens of millions of pairs.

        Notes
        -----
        Nested swapping without cut-off is drawn level by level, everything else from event to event, for all samples
        at once.  Both are checked against Markov chains and against each other.
        """
        total, rng = count("samples", samples), generator(seed)
        limit = probability("at_most", at_most, 1, MOST)
        size = 2**14
        nested = self.policy == "nested" and self.cutoff is None
        if nested:
            m = levels("links", self.links, _MOST)
            pairs = (2 / self.p_swap) ** m
            if pairs > draws.MOST:
                raise bad("p_swap", self.p_swap,
                          f"a larger one, or fewer links: a delivery would take some {pairs:.0e} pairs of single links")
            size = max(1, int(draws.PORTION / pairs))
        parts = []
        with tqdm(total=total, unit="delivery", unit_scale=True, leave=False, delay=1.0, disable=total <= size) as bar:
            for start in range(0, total, size):
                n = min(size, total - start)
                if nested:
                    parts.append(draws.nested(rng, n, m=m, p=self.p, p_swap=self.p_swap, latency=self.latency))
                else:
                    parts.append(self._stepped(rng, n, limit))
                bar.update(n)
        attempts, waited = (np.concatenate(column) for column in zip(*parts))
        whole = attempts if self.latency else attempts.astype(np.int64)
        return Runs(self, whole, np.asarray(self.arrives(waited)))

    def _stepped(self, rng, samples, at_most):
        cutoff = math.inf if self.cutoff is None else self.cutoff
        state = steps.Steps(rng, samples, links=self.links, p=self.p, p_swap=self.p_swap, nested=self.policy == "nested", cutoff=cutoff)
        attempts, waited, late = steps.run(state, at_most if self.cutoff is not None else math.inf)
        if late:
            raise bad("cutoff", self.cutoff, f"a longer one: {late} of {samples} deliveries took more than {at_most:g} attempts (at_most)")
        return attempts, waited

    def play(self, *, seed: Seed) -> playing.Play:
        """Play one delivery and write down all that happens: births, swaps, failures, cut-offs.

        Parameters
        ----------
        seed : int or numpy.random.Generator
            Source of randomness.  The story is drawn as `simulate` draws, but one event at a time, so a seed gives
            another delivery here than there.

        Returns
        -------
        Play
            The events, each with its time and its links.

        Raises
        ------
        ValueError
            If the seed is none, the chain has a latency, or a million events have brought no delivery.
        """
        if self.latency:
            raise bad("latency", self.latency, "0 for a chain that is played")
        return playing.play(self, generator(seed))


@dataclass(frozen=True, eq=False)
class Runs(Value):
    """Deliveries of a chain.

    Parameters
    ----------
    chain : Chain
        The chain.
    attempts : numpy.ndarray
        Shape (samples,): how long each delivery took; whole numbers, but for a chain with latency.
    fidelity : numpy.ndarray
        Shape (samples,): F of what arrived, a Werner pair.

    Notes
    -----
    Made by `Chain.simulate`.  Equal if the chains and all entries are.  Chapter C12.

    Examples
    --------
    >>> runs = Chain(2, 0.1).simulate(1000, seed=1)
    >>> low, high = runs.interval
    >>> low < Chain(2, 0.1).expected_attempts < high
    True
    """

    chain: Chain
    attempts: Integers | Floats
    fidelity: Floats

    @property
    def samples(self) -> int:
        """How many deliveries there are."""
        return len(self.attempts)

    @property
    def mean(self) -> float:
        """Attempts of a delivery, on average over the samples."""
        return float(self.attempts.mean())

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval of the mean: 1.96 standard errors to each side; ValueError for fewer than 2 samples."""
        return self._around(self.attempts)

    @property
    def mean_fidelity(self) -> float:
        """Fidelity on average over the samples."""
        return float(self.fidelity.mean())

    @property
    def fidelity_interval(self) -> tuple[float, float]:
        """95 % interval of the mean fidelity, as `interval`."""
        return self._around(self.fidelity)

    def _around(self, values):
        if self.samples < 2:
            raise bad("samples", self.samples, "at least 2: one sample says nothing of how far it may be off")
        middle, width = values.mean(), 1.96 * values.std(ddof=1) / math.sqrt(self.samples)
        return float(middle - width), float(middle + width)

    @property
    def rate(self) -> float:
        """Pairs delivered per attempt, if each delivery begins when the one before has ended: 1 over the mean."""
        return 1 / self.mean

    @property
    def rate_per_s(self) -> float:
        """Pairs delivered per second; ValueError if the chain has no `attempt_s`."""
        if self.chain.attempt_s is None:
            raise bad("attempt_s", None, "the seconds of an attempt, which this chain does not say")
        return self.rate / self.chain.attempt_s

    def percentile(self, q: Numbers) -> FloatOrArray:
        """Attempts within which q per cent of the deliveries are done; q from 0 to 100."""
        return scalar_or_array(np.asarray(np.percentile(self.attempts, array("q", q, 0, 100))))

    def state(self, sample: Whole) -> qutip.Qobj:
        """The pair that arrived in one sample, counted from 0: a Werner pair, dims [[2, 2], [2, 2]]."""
        return werner(float(self.fidelity[count("sample", sample, 0, self.samples - 1)]))

    def __repr__(self) -> str:
        return _shown.line("Runs", f"{self.samples} deliver{'ies' if self.samples != 1 else 'y'}", self._text(self.attempts, "attempts"),
                           self._text(self.fidelity, "fidelity", first=True), self.chain)

    def _text(self, values, name, first=False):
        text = _shown.between(float(values.mean()), *self._around(values)) if self.samples > 1 else _shown.number(float(values[0]))
        return f"{name} {text}" if first else f"{text} {name}"

    def _repr_html_(self) -> str:
        return _shown.table(f"Deliveries of a {self.chain!r}", [
            ("Deliveries", self.samples), ("Attempts, mean", self._text(self.attempts, "").strip()),
            *((f"Attempts, {q} % within", float(self.percentile(q))) for q in (50, 90)),
            ("Fidelity, mean", self._text(self.fidelity, "").strip()),
            ("Pairs a second", _shown.known(lambda: self.rate_per_s))])
