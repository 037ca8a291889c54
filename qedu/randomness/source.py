"""A source of random bits as it is built: a photon at a beam splitter, and the classical noise of what stands around it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import qutip
from scipy import signal

from qedu import _shown
from qedu._arguments import bad, count, detectors, generator, probability
from qedu._types import Bytes, Floats, Number, Seed, Whole

__all__ = ["photon_bit", "BitSource", "Watched"]

#: Over so many bits a drift is stated.
_DRIFT_BITS = 10**6

#: The most bits of one run.
_MOST_BITS = 10**7

#: So many steps of a run are joined at a time.
_BLOCK = 2**18


def photon_bit(transmittance: Number = 0.5, *, efficiency: tuple[Number, Number] = (1.0, 1.0)) -> float:
    """Probability of a 1 from one photon at a beam splitter, with a detector at either exit.

    Parameters
    ----------
    transmittance : float
        Share of the light that is let through, to detector 1; the rest goes to detector 0.
    efficiency : tuple of two float
        How often detector 0 and detector 1 see a photon, above 0 for one of them at least.  Photons that neither sees make
        no bit.

    Returns
    -------
    float
        T η₁ / (T η₁ + (1 − T) η₀).

    Raises
    ------
    ValueError
        If a number leaves its range, or no photon is ever seen.

    Notes
    -----
    Born rule for √(1 − T)|0⟩ + i√T|1⟩, given a click: the bits inherit the difference of the two detectors.  A generator of
    this kind is that of Jennewein et al., Rev. Sci. Instrum. 71, 1675 (2000), doi:10.1063/1.1150518.  Derived in the chapter on
    randomness.

    Examples
    --------
    >>> photon_bit(), round(photon_bit(0.5, efficiency=(0.10, 0.09)), 4)
    (0.5, 0.4737)
    """
    through = probability("transmittance", transmittance)
    seen = detectors("efficiency", efficiency, alone=False)
    light = qutip.Qobj([[math.sqrt(1 - through)], [1j * math.sqrt(through)]])
    clicks = np.array([qutip.expect(qutip.basis(2, exit).proj(), light) for exit in (0, 1)]) * seen
    if not clicks.sum() > 0:
        raise bad("efficiency", efficiency, "two numbers from 0 to 1, above 0 for a detector that light reaches")
    return float(clicks[1] / clicks.sum())


class Watched(NamedTuple):
    """A run of a source, and what somebody who knows its noise guessed of it.

    Parameters
    ----------
    bits : numpy.ndarray of uint8
        What the source gave.
    guesses : numpy.ndarray of uint8
        The best guess of each bit, made with the noise and all bits before it known.

    Examples
    --------
    >>> seen = BitSource(noise=1.0).watched(1000, seed=1)
    >>> bool((seen.bits == seen.guesses).all())
    True
    """

    bits: Bytes
    guesses: Bytes


@dataclass(frozen=True)
class BitSource:
    """A quantum random number generator with what its maker did not want.

    Each bit comes in one of three ways.  With probability |memory| it goes by the bit before it; else with probability
    `noise` it is a bit of classical noise; else a photon decides.

    Parameters
    ----------
    p1 : float
        Probability that the photon says 1: `photon_bit`, say.
    noise : float
        Share of classical noise among bits that do not go by the one before.  Noise is what an adversary may know: stray
        light, the mains, or a generator that the maker has put there.  It makes all of them at 1.
    noise_p1 : float
        Share of ones in the noise.
    memory : float
        From −1 to 1: how often a bit repeats the one before (above 0: afterpulses, slow electronics), or is its opposite
        (below 0: the detector that has just clicked is dead).
    drift : float
        How much `p1` changes over each million bits, evenly: it grows or sinks as the device gets warm.

    Raises
    ------
    ValueError
        If a number leaves its range.

    Notes
    -----
    Three figures tell how random a run of n bits is, each an average per bit, exact, and never above 1:

    - `counted_entropy`: from the shares of zeros and ones alone, as whoever counts outputs finds it;
    - `output_entropy`: for whoever knows this model and sees nothing of the noise;
    - `secret_entropy`: for whoever knows the noise as well: which bits it made, and which ones.

    Only the last one counts, and no test of the outputs can show it: at ``noise=1`` the outputs may be perfect and are all
    known.  That classical noise belongs to what an adversary knows is how Haw et al., Phys. Rev. Applied 3, 054004 (2015),
    doi:10.1103/PhysRevApplied.3.054004, count.  Sources with equal entries are equal.  Derived in the chapter on randomness.

    Examples
    --------
    >>> source = BitSource(noise=0.2)
    >>> source.counted_entropy(), source.output_entropy(), round(source.secret_entropy(), 4)
    (1.0, 1.0, 0.737)
    >>> source.samples(8, seed=1)
    array([0, 1, 0, 0, 1, 0, 1, 1], dtype=uint8)
    """

    p1: float = 0.5
    noise: float = 0.0
    noise_p1: float = 0.5
    memory: float = 0.0
    drift: float = 0.0

    if TYPE_CHECKING:
        def __init__(self, p1: Number = 0.5, noise: Number = 0.0, noise_p1: Number = 0.5, memory: Number = 0.0,
                     drift: Number = 0.0) -> None: ...

    def __post_init__(self) -> None:
        for name in ("p1", "noise", "noise_p1"):
            object.__setattr__(self, name, probability(name, getattr(self, name)))
        for name in ("memory", "drift"):
            object.__setattr__(self, name, probability(name, getattr(self, name), -1.0, 1.0))

    # ------------------------------------------------------------ bits

    def samples(self, n: Whole, *, seed: Seed) -> Bytes:
        """Bits of one run.

        Parameters
        ----------
        n : int
            How many, 1 to 10⁷.
        seed : int or numpy.random.Generator
            Source of randomness.

        Returns
        -------
        numpy.ndarray of uint8
            The bits, in the order of time.

        Raises
        ------
        ValueError
            If an argument is not of its kind, or `p1` would drift beyond 0 or 1 in this run.

        Examples
        --------
        >>> BitSource(memory=-1).samples(6, seed=3)
        array([1, 0, 1, 0, 1, 0], dtype=uint8)
        """
        return self.watched(n, seed=seed).bits

    def watched(self, n: Whole, *, seed: Seed) -> Watched:
        """Bits of one run beside the guesses of somebody who knows the noise, the model and all earlier bits.

        Parameters
        ----------
        n : int
            How many, 1 to 10⁷.
        seed : int or numpy.random.Generator
            Source of randomness.  The bits are those of `samples` with this seed.

        Returns
        -------
        Watched
            Bits and guesses.  A guess is right with probability |m| + (1 − |m|)(noise + (1 − noise) max(p₁, 1 − p₁)), and in
            place of the first bit's memory m stands 0.

        Raises
        ------
        ValueError
            As `samples`.

        Examples
        --------
        >>> seen = BitSource(noise=0.4).watched(100_000, seed=1)
        >>> abs(float((seen.bits == seen.guesses).mean()) - 0.7) < 0.01
        True
        """
        p = self._p1(count("n", n, 1, _MOST_BITS))
        rng, size = generator(seed), len(p)
        kind, value = rng.random(size), rng.random(size)
        held, noisy = abs(self.memory), rng.random(size) < self.noise
        fresh = kind >= held
        fresh[0] = True
        drawn = np.where(noisy, value < self.noise_p1, value < p)
        guess = np.where(noisy, drawn, p > 0.5)
        # A bit that goes by the one before is that of the last fresh one, turned once for each step since if the memory is negative.
        steps = np.arange(size)
        last = np.maximum.accumulate(np.where(fresh, steps, 0))
        turned = (steps - last) % 2 == 1 if self.memory < 0 else np.zeros(size, bool)
        bits = drawn[last] ^ turned
        return Watched(bits.astype(np.uint8), np.where(fresh, guess, bits).astype(np.uint8))

    # ------------------------------------------------------------ how random they are

    def counted_entropy(self, n: Whole | None = None) -> float:
        """Min-entropy per bit by the shares of zeros and ones alone, memory and noise overlooked.

        Parameters
        ----------
        n : int, optional
            Length of the run, 1 to 10⁷.  None: an endless one, which a source with drift does not have.

        Returns
        -------
        float
            −log₂ of the larger share, in bits, with the shares as expected on average over the run.

        Raises
        ------
        ValueError
            If `n` is not of its kind, or lacks where `p1` drifts, or `p1` would drift beyond 0 or 1.

        Examples
        --------
        >>> BitSource(memory=0.9).counted_entropy(), round(BitSource(0.6, noise=0.5).counted_entropy(), 4)
        (1.0, 0.8625)
        """
        ones = float(self._shares(n).mean())
        return -math.log2(max(ones, 1 - ones)) + 0.0

    def output_entropy(self, n: Whole | None = None) -> float:
        """Min-entropy per bit for whoever knows this model, and sees neither noise nor bits.

        Parameters
        ----------
        n : int, optional
            Length of the run, as in `counted_entropy`.

        Returns
        -------
        float
            −log₂ of the probability of the likeliest run, over n.  For an endless run that is −log₂ of the largest of
            P(0|0), P(1|1) and √(P(0|1) P(1|0)): the same bit for ever, or both in turn.

        Raises
        ------
        ValueError
            As `counted_entropy`.

        Examples
        --------
        >>> round(BitSource(memory=0.9).output_entropy(), 4), round(BitSource(memory=0.9).output_entropy(10), 4)
        (0.074, 0.1666)
        """
        run = self._run(n)
        ones = self._ones(run)
        # [time, bit before, bit]: for an endless run there is one time.
        steps = np.stack([np.stack([1 - q, q], -1) for q in self._given(ones)], 1)
        if n is None:
            (zero, to_one), (to_zero, one) = steps[0].tolist()
            return -math.log2(max(zero, one, math.sqrt(to_one * to_zero))) + 0.0
        with np.errstate(divide="ignore"):
            first, steps = np.log2([1 - ones[0], ones[0]]), np.log2(steps[1:])
        return max(0.0, -_likeliest(first, steps) / len(ones))

    def secret_entropy(self, n: Whole | None = None) -> float:
        """Min-entropy per bit given the noise: what an extractor may count on.

        Parameters
        ----------
        n : int, optional
            Length of the run, as in `counted_entropy`.

        Returns
        -------
        float
            −log₂ of how often somebody guesses the whole run who knows which bits noise made, which ones it made and which
            bits went by the one before, over n.  Only what photons decide is left to guess, so that is the product over all
            bits of |m| + (1 − |m|)(noise + (1 − noise) max(p₁, 1 − p₁)), with m = 0 for the first one.

        Raises
        ------
        ValueError
            As `counted_entropy`.

        Examples
        --------
        >>> [round(BitSource(noise=share).secret_entropy(), 4) for share in (0, 0.1, 0.5, 1)]
        [1.0, 0.8625, 0.415, 0.0]
        """
        p, held = self._run(n), abs(self.memory)
        once = self.noise + (1 - self.noise) * np.maximum(p, 1 - p)
        right = held + (1 - held) * once
        if n is not None:
            right[0] = once[0]
        return max(0.0, float(-np.log2(right).mean()))

    # ------------------------------------------------------------ the model

    def _p1(self, n):
        """The photon's probability of a 1 for each of n bits."""
        end = self.p1 + self.drift * (n - 1) / _DRIFT_BITS
        if not -1e-12 <= end <= 1 + 1e-12:
            room = math.floor((float(self.drift > 0) - self.p1) / self.drift * _DRIFT_BITS + 1e-6) + 1
            raise bad("n", n, f"at most {room} bits, in which p1 = {self.p1:g} drifts to {float(self.drift > 0):g}")
        return (self.p1 + self.drift / _DRIFT_BITS * np.arange(n)).clip(0, 1)

    def _run(self, n):
        """The same for a run of n bits; one entry for an endless one."""
        if n is not None:
            return self._p1(count("n", n, 1, _MOST_BITS))
        if self.drift:
            raise bad("n", None, f"a number of bits: p1 drifts by {self.drift:g} in a million of them, so there is no endless run")
        return np.array([self.p1])

    def _ones(self, p: Floats) -> Floats:
        """Probability of a 1 where a bit does not go by the one before."""
        return self.noise * self.noise_p1 + (1 - self.noise) * p

    def _given(self, ones: Floats) -> tuple[Floats, Floats]:
        """Probability of a 1 after a 0, and after a 1."""
        held = abs(self.memory)
        return (1 - held) * ones + held * (self.memory < 0), (1 - held) * ones + held * (self.memory > 0)

    def _shares(self, n) -> Floats:
        """Probability that each bit of a run is 1, whatever came before; of an endless run one such number."""
        ones = self._ones(self._run(n))
        after_zero, _ = self._given(ones)
        if n is None:                                   # a = after_zero + memory · a; at 1 all bits are the first one
            return ones if self.memory == 1 else after_zero / (1 - self.memory)
        after_zero[0] = ones[0]
        return np.asarray(signal.lfilter([1.0], [1.0, -self.memory], after_zero))

    # ------------------------------------------------------------ how it shows itself

    def __repr__(self) -> str:
        said = {"noise": self.noise > 0, "noise_p1": self.noise_p1 != 0.5, "memory": self.memory != 0, "drift": self.drift != 0}
        return _shown.line("BitSource", f"p1 {self.p1:.4g}", *(f"{name} {getattr(self, name):.4g}" for name in said if said[name]))

    def _repr_html_(self) -> str:
        return _shown.table("A source of random bits", [
            ("Photon says 1, probability", self.p1), ("Classical noise, share of bits", self.noise),
            ("Ones in the noise, share", self.noise_p1), ("Memory", self.memory), ("Drift of p1 in a million bits", self.drift),
            ("Min-entropy per bit, by counting", _shown.known(self.counted_entropy)),
            ("Min-entropy per bit, for whoever knows the model", _shown.known(self.output_entropy)),
            ("Min-entropy per bit, given the noise", _shown.known(self.secret_entropy))])


def _likeliest(first: Floats, steps: Floats) -> float:
    """Logarithm of the likeliest path through two states, from logarithms for the first state and for each step.

    Steps are joined in pairs, with the better of the two states between them, until one is left; in blocks, for the
    memory's sake.
    """
    best = first
    for start in range(0, len(steps), _BLOCK):
        block = steps[start:start + _BLOCK]
        while len(block) > 1:
            odd = block[len(block) // 2 * 2:]
            before, after = block[:-1:2], block[1::2]
            joined = np.maximum(before[:, :, :1] + after[:, :1], before[:, :, 1:] + after[:, 1:])
            block = np.concatenate([joined, odd])
        best = (best[:, np.newaxis] + block[0]).max(0)
    return float(best.max())
