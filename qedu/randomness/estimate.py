"""What a row of samples says of its min-entropy: the most-common-value estimate of NIST's SP 800-90B."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qedu import _shown
from qedu._arguments import bad, count, reals
from qedu._types import Bytes, Integers, Whole

__all__ = ["RULES", "MostCommonValue", "most_common_value", "Assessment", "assess", "bitstring"]

#: Widths of the interval around the share of the commonest value, in standard deviations: 2.576 as the standard prints it, and
#: the quantile of 99.5 % with all its digits, as NIST's own program has it.
RULES = {"standard": 2.576, "reference code": 2.5758293035489008}

#: The widest samples.
_MOST_BITS = 16


def samples_in_a_row(name: str, value: ArrayLike, *, least: int = 1, most: int = 2**_MOST_BITS - 1) -> NDArray[np.integer]:
    """Return samples as an array of whole numbers from 0 to `most`, or raise ValueError."""
    allowed = f"at least {least} samples in a row, each a whole number from 0 to {most}"
    try:
        found = np.asarray(value)
        if found.dtype.kind not in "biu":
            found = reals(value)
        right = found.ndim == 1 and len(found) >= least and found.min() >= 0 and found.max() <= most and bool(
            found.dtype.kind != "f" or np.all(found == np.rint(found)))
    except Exception:
        right = False
    if not right:
        raise bad(name, value, allowed)
    return found if found.dtype.kind in "iu" else found.astype(np.int64)


@dataclass(frozen=True)
class MostCommonValue:
    """What the commonest of some samples says of their min-entropy.

    Parameters
    ----------
    samples : int
        How many were looked at, L.
    mode : int
        How often the commonest value occurs.
    p_hat : float
        Its share, mode/L.
    p_upper : float
        Upper end of an interval for its probability, at most 1.
    min_entropy : float
        −log₂ of that, in bits per sample.

    Notes
    -----
    Made by `most_common_value`.  Estimates of equal entries are equal.

    Examples
    --------
    >>> most_common_value([0, 1, 1, 1])
    MostCommonValue(4 samples; mode 3; p_hat 0.75; p_upper 1; min-entropy 0)
    """

    samples: int
    mode: int
    p_hat: float
    p_upper: float
    min_entropy: float

    def __repr__(self) -> str:
        return _shown.line("MostCommonValue", f"{self.samples} samples", f"mode {self.mode}", f"p_hat {self.p_hat:.4g}",
                           f"p_upper {self.p_upper:.4g}", f"min-entropy {self.min_entropy:.4g}")

    def _repr_html_(self) -> str:
        return _shown.table("Most-common-value estimate", [
            ("Samples", self.samples), ("The commonest value occurs", self.mode), ("Its share", self.p_hat),
            ("Upper end of the interval for its probability", self.p_upper), ("Min-entropy, bits a sample", self.min_entropy)])


def most_common_value(samples: ArrayLike, *, rule: str = "standard") -> MostCommonValue:
    """Min-entropy per sample from how often the commonest value occurs.

    Parameters
    ----------
    samples : array_like of int
        Samples in a row, at least 2, each a whole number from 0 to 65535; bits are samples of one bit.
    rule : str
        "standard": 2.576 standard deviations, as the standard prints it; or "reference code": 2.5758293035489008, as NIST's
        program computes.  They differ in the fourth or fifth digit of the result (`RULES`).

    Returns
    -------
    MostCommonValue
        p_upper = min(1, p̂ + z √(p̂ (1 − p̂)/(L − 1))), and its −log₂.

    Raises
    ------
    ValueError
        If these are no samples, or no such rule.

    Notes
    -----
    NIST SP 800-90B (January 2018), section 6.3.1, doi:10.6028/NIST.SP.800-90B.  It is the first of ten estimates, of which the
    standard takes the lowest, and it sees nothing but counts.  By itself it will do for samples that are independent and all
    alike; of a source with memory it says too much, and of what an adversary knows nothing at all (`BitSource`).  Derived in
    the chapter on randomness.

    Examples
    --------
    The example that the standard gives in this section:

    >>> found = most_common_value([0, 1, 1, 2, 0, 1, 2, 2, 0, 1, 0, 1, 1, 0, 2, 2, 1, 0, 2, 1])
    >>> found.p_hat, round(found.p_upper, 4), round(found.min_entropy, 4)
    (0.4, 0.6895, 0.5363)
    """
    values = samples_in_a_row("samples", samples, least=2)
    if not isinstance(rule, str) or rule not in RULES:
        raise bad("rule", rule, f"one of {', '.join(map(repr, RULES))}")
    size, mode = len(values), int(np.bincount(values).max())
    share = mode / size
    upper = min(1.0, share + RULES[rule] * math.sqrt(share * (1 - share) / (size - 1)))
    return MostCommonValue(size, mode, share, upper, -math.log2(upper) + 0.0)


def bitstring(samples: ArrayLike, *, width: Whole) -> Bytes:
    """The bits of wider samples in a row, the most significant one of each first.

    Parameters
    ----------
    samples : array_like of int
        Samples in a row, each from 0 to 2^width − 1.
    width : int
        Bits of a sample, 1 to 16.

    Returns
    -------
    numpy.ndarray of uint8
        So many bits as there are samples, times the width.

    Raises
    ------
    ValueError
        If a sample does not fit into this width.

    Notes
    -----
    NIST SP 800-90B, section 3.1.3, doi:10.6028/NIST.SP.800-90B, has estimates made of samples as they are and of their bits.

    Examples
    --------
    >>> bitstring([5, 2], width=3)
    array([1, 0, 1, 0, 1, 0], dtype=uint8)
    """
    bits = count("width", width, 1, _MOST_BITS)
    values: Integers = samples_in_a_row("samples", samples, most=2**bits - 1).astype(np.int64)
    return (values[:, np.newaxis] >> np.arange(bits)[::-1] & 1).astype(np.uint8).ravel()


@dataclass(frozen=True)
class Assessment:
    """Min-entropy of samples of several bits, from the samples as they are and from their bits.

    Parameters
    ----------
    width : int
        Bits of a sample.
    literal, bits : MostCommonValue
        The estimate from the samples, and the one from their bits in a row.
    min_entropy : float
        The smaller of the two, per sample.

    Notes
    -----
    Made by `assess`.  Assessments of equal entries are equal.

    Examples
    --------
    >>> assess([3, 3, 3, 1], width=2).min_entropy
    0.0
    """

    width: int
    literal: MostCommonValue
    bits: MostCommonValue
    min_entropy: float

    def __repr__(self) -> str:
        return _shown.line("Assessment", f"{self.literal.samples} samples of {self.width} bit{'s' * (self.width > 1)}",
                           f"min-entropy {self.min_entropy:.4g}", f"as they are {self.literal.min_entropy:.4g}",
                           f"by bits {self.width * self.bits.min_entropy:.4g}")

    def _repr_html_(self) -> str:
        return _shown.table("Min-entropy of a sample, bits", [
            ("From samples as they are", self.literal.min_entropy), ("From their bits", self.width * self.bits.min_entropy),
            ("The smaller one", self.min_entropy)])


def assess(samples: ArrayLike, *, width: Whole, rule: str = "standard") -> Assessment:
    """Min-entropy per sample by the commonest value, of samples and of their bits: the smaller one.

    Parameters
    ----------
    samples : array_like of int
        Samples in a row, at least 2, each from 0 to 2^width − 1.
    width : int
        Bits of a sample, 1 to 16.
    rule : str
        As in `most_common_value`.

    Returns
    -------
    Assessment
        min(H of the samples, width × H of the bits).

    Raises
    ------
    ValueError
        If an argument is not of its kind.

    Notes
    -----
    NIST SP 800-90B, section 3.1.3, doi:10.6028/NIST.SP.800-90B, with one of its ten estimates instead of all: its result for
    the same samples is never above this one but for the rounding of a constant (`RULES`).  Derived in the chapter on randomness.

    Examples
    --------
    Fair numbers from 0 to 99 in eight bits each, of which the first one is always 0:

    >>> assess(np.random.default_rng(1).integers(0, 100, 100_000), width=8)
    Assessment(100000 samples of 8 bits; min-entropy 5.782; as they are 6.441; by bits 5.782)
    """
    bits = bitstring(samples, width=width)
    literal, single = most_common_value(samples, rule=rule), most_common_value(bits, rule=rule)
    wide = len(bits) // literal.samples
    return Assessment(wide, literal, single, min(literal.min_entropy, wide * single.min_entropy))
