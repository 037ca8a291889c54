"""Health tests: what a source's own electronics looks at all the time, to notice that it has broken down."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import binom

from qedu import _shown
from qedu._arguments import bad, count, failure, probability
from qedu._types import Number, Whole
from qedu.randomness.estimate import samples_in_a_row

__all__ = ["HealthTest", "repetition_count_cutoff", "repetition_count_test", "adaptive_proportion_cutoff", "adaptive_proportion_test"]

#: Min-entropies per sample of which a test can be made.
_LEAST, _MOST = 1e-4, 16.0

#: The longest window of the second test.
_LONGEST = 10**6


@dataclass(frozen=True)
class HealthTest:
    """What a health test found in a run of samples.

    Parameters
    ----------
    name : str
        "repetition count" or "adaptive proportion".
    samples : int
        How many it looked at.
    cutoff : int
        The count at which it alarms.
    window : int
        Samples of a window; 0 for the first test, which has none.
    alarms : tuple of int
        Where it alarmed: places of samples, counted from 0, in the order of time.

    Notes
    -----
    Made by `repetition_count_test` and `adaptive_proportion_test`.  Results of equal entries are equal.

    Examples
    --------
    >>> repetition_count_test([0, 1] * 50 + [1] * 30, entropy=1.0)
    HealthTest(repetition count; 130 samples; cutoff 21; 1 alarm, the first at 119)
    """

    name: str
    samples: int
    cutoff: int
    window: int
    alarms: tuple[int, ...]

    @property
    def passed(self) -> bool:
        """Whether it never alarmed."""
        return not self.alarms

    def __repr__(self) -> str:
        found = f"{len(self.alarms)} alarm{'s' * (len(self.alarms) != 1)}" + (f", the first at {self.alarms[0]}" if self.alarms else "")
        return _shown.line("HealthTest", self.name, f"{self.samples} sample{'s' * (self.samples != 1)}", f"cutoff {self.cutoff}",
                           f"window {self.window}" if self.window else None, found)

    def _repr_html_(self) -> str:
        return _shown.table(f"Health test: {self.name}", [
            ("Samples", self.samples), ("Alarm at a count of", self.cutoff), ("Window", self.window or None),
            ("Alarms", len(self.alarms)), ("The first one at sample", self.alarms[0] if self.alarms else None)])


def _claimed(entropy) -> float:
    return probability("entropy", entropy, _LEAST, _MOST)


def repetition_count_cutoff(entropy: Number, *, alpha: Number = 2.0**-20) -> int:
    """How many equal samples in a row make the repetition count test alarm.

    Parameters
    ----------
    entropy : float
        Min-entropy per sample that the source is said to have, from 0.0001 to 16 bits.
    alpha : float
        Probability of a false alarm, at any one sample, above 0 and below 1: the standard recommends 2⁻²⁰ to 2⁻⁴⁰.

    Returns
    -------
    int
        C = 1 + ⌈−log₂ α / H⌉.

    Raises
    ------
    ValueError
        If a number leaves its range.

    Notes
    -----
    NIST SP 800-90B (January 2018), section 4.4.1, doi:10.6028/NIST.SP.800-90B: after any sample, C − 1 more that equal it come
    with a probability of 2^(−H (C − 1)) ≤ α at most, if each is independent of the others.  Derived in the chapter on
    randomness.

    Examples
    --------
    >>> [repetition_count_cutoff(h) for h in (0.5, 1, 8)]
    [41, 21, 4]
    """
    h, bits = _claimed(entropy), -math.log2(failure("alpha", alpha))
    return 1 + math.ceil(bits / h * (1 - 1e-12))                   # a whole quotient may come out a rounding above itself


def repetition_count_test(samples: ArrayLike, *, entropy: Number, alpha: Number = 2.0**-20) -> HealthTest:
    """Run the repetition count test: it alarms when a value has come too often in a row.

    Parameters
    ----------
    samples : array_like of int
        Samples in the order of time, each a whole number from 0 to 65535.
    entropy, alpha : float
        As in `repetition_count_cutoff`.

    Returns
    -------
    HealthTest
        One alarm for each run of equal samples that reaches the cutoff, at the sample that does.

    Raises
    ------
    ValueError
        If an argument is not of its kind.

    Notes
    -----
    NIST SP 800-90B, section 4.4.1, doi:10.6028/NIST.SP.800-90B.  It notices a source that is stuck, within a cutoff of samples.
    It does not notice a bias that leaves runs short, still less that somebody knows what comes.  Derived in the chapter on
    randomness.

    Examples
    --------
    >>> repetition_count_test([1] * 20 + [0] * 21 + [1] * 100, entropy=1).alarms
    (40, 61)
    """
    values = samples_in_a_row("samples", samples)
    cutoff = repetition_count_cutoff(entropy, alpha=alpha)
    starts = np.concatenate([[0], np.flatnonzero(values[1:] != values[:-1]) + 1])
    lengths = np.diff(np.concatenate([starts, [len(values)]]))
    return HealthTest("repetition count", len(values), cutoff, 0, tuple((starts[lengths >= cutoff] + cutoff - 1).tolist()))


def adaptive_proportion_cutoff(entropy: Number, *, window: Whole = 1024, alpha: Number = 2.0**-20) -> int:
    """How often the first sample of a window may come in it until the adaptive proportion test alarms.

    Parameters
    ----------
    entropy : float
        Min-entropy per sample that the source is said to have, from 0.0001 to 16 bits.
    window : int
        Samples of a window, 2 to 10⁶: in the standard 1024 for samples of one bit, and 512 for others.
    alpha : float
        Probability of a false alarm, in any one window, above 0 and below 1: the standard recommends 2⁻²⁰ to 2⁻⁴⁰.

    Returns
    -------
    int
        C = 1 + the smallest x for which a binomial count of `window` samples of probability 2^(−H) is above x with a
        probability of α at most (a spreadsheet's CRITBINOM).

    Raises
    ------
    ValueError
        If a number leaves its range, or the entropy is so low that a window full of one value is no surprise.

    Notes
    -----
    NIST SP 800-90B (January 2018), section 4.4.2, doi:10.6028/NIST.SP.800-90B.  The first sample of a window counts as one of
    its `window`, as if it could differ from itself; with only the others left to chance, a window that begins with the
    likeliest value is a false alarm somewhat more often than the formula intends, and may exceed α.  Derived in the chapter on
    randomness.

    Examples
    --------
    >>> adaptive_proportion_cutoff(1), adaptive_proportion_cutoff(8, window=512)
    (589, 13)
    """
    h, size, most = _claimed(entropy), count("window", window, 2, _LONGEST), failure("alpha", alpha)
    if -math.log2(most) >= size * h:
        raise bad("entropy", entropy, f"more than {-math.log2(most) / size:.4g} bits for a window of {size}: else a window full of one "
                                      f"value is no surprise at alpha = {most:.4g}")
    above = binom.sf(np.arange(size + 1), size, 2.0**-h)
    return 1 + int(np.argmax(above <= most))


def adaptive_proportion_test(samples: ArrayLike, *, entropy: Number, window: Whole | None = None, alpha: Number = 2.0**-20) -> HealthTest:
    """Run the adaptive proportion test: it alarms when a window has too many of the value that it began with.

    Parameters
    ----------
    samples : array_like of int
        Samples in the order of time, each a whole number from 0 to 65535.
    entropy, alpha : float
        As in `adaptive_proportion_cutoff`.
    window : int, optional
        Samples of a window.  None: 1024 if all samples are 0 or 1, and 512 otherwise.

    Returns
    -------
    HealthTest
        One alarm at most for each window, at the sample with which the count reaches the cutoff.  Windows follow each other;
        the last one may be cut short.

    Raises
    ------
    ValueError
        If an argument is not of its kind.

    Notes
    -----
    NIST SP 800-90B, section 4.4.2, doi:10.6028/NIST.SP.800-90B.  It notices a large bias.  It does not notice zeros and ones
    that alternate, and nothing of what somebody knows.  Derived in the chapter on randomness.

    Examples
    --------
    >>> adaptive_proportion_test([0, 1] * 512 + [0] * 1024, entropy=1)
    HealthTest(adaptive proportion; 2048 samples; cutoff 589; window 1024; 1 alarm, the first at 1612)
    """
    values = samples_in_a_row("samples", samples)
    size = (1024 if values.max() <= 1 else 512) if window is None else count("window", window, 2, _LONGEST)
    cutoff = adaptive_proportion_cutoff(entropy, window=size, alpha=alpha)
    alarms = []
    for start in range(0, len(values), size):
        inside = values[start:start + size]
        equal = np.flatnonzero(inside == inside[0])
        if len(equal) >= cutoff:
            alarms.append(start + int(equal[cutoff - 1]))
    return HealthTest("adaptive proportion", len(values), cutoff, size, tuple(alarms))
