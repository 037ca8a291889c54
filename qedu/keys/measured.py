"""What it costs to reconcile, as measured: the bits that leak and the blocks that fail, by method and error rate."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from qedu.statistics import wilson

__all__ = ["Measured", "reconciliation"]

_DATA = Path(__file__).parents[1] / "data" / "reconciliation.json"


@dataclass(frozen=True)
class Measured:
    """One method at one error rate.

    Attributes
    ----------
    method : str
        "original" and "two_parameter" are `cascade`, "ldpc" is `ldpc`.
    qber : float
        The error rate of the channel, which Alice and Bob knew.
    frames, bits : int
        Keys that were corrected, and how long each was.
    efficiency : float
        Leaked bits over n h(errors/n), the mean over the frames.
    deviation : float
        Standard deviation of one frame's efficiency.
    blocks, failed : int
        Blocks that were corrected, and those of them that were not as Alice's afterwards; with Cascade the
        whole key is one block.

    Notes
    -----
    Chapter C08.
    """

    method: str
    qber: float
    frames: int
    bits: int
    efficiency: float
    deviation: float
    blocks: int
    failed: int

    @property
    def efficiency_interval(self) -> tuple[float, float]:
        """Where the mean lies with 95 % confidence: 1.96 standard errors to both sides."""
        reach = 1.96 * self.deviation / math.sqrt(self.frames)
        return self.efficiency - reach, self.efficiency + reach

    @property
    def failure_interval(self) -> tuple[float, float]:
        """Where the probability that a block fails lies with 95 % confidence (Wilson)."""
        return wilson(self.failed, self.blocks)


@lru_cache(maxsize=1)
def reconciliation() -> tuple[Measured, ...]:
    """The table of efficiencies and failures, Cascade beside LDPC, as `scripts/reconciliation.py` measured it.

    Returns
    -------
    tuple of Measured
        By method, and by error rate within it.

    Notes
    -----
    In terms of the errors that a frame had, not of those the channel makes in the mean.  Which errors the
    channel makes, where blocks are cut and how Cascade shuffles was drawn from the seeds of the script.  An
    estimate of the error rate that is off costs more than the table says: LDPC then fails or leaks more, Cascade leaks more.

    Chapter C08.

    Examples
    --------
    >>> table = {(row.method, row.qber): row for row in reconciliation()}
    >>> table["two_parameter", 0.05].efficiency < table["original", 0.05].efficiency < 1.2
    True
    """
    return tuple(Measured(**row) for row in json.loads(_DATA.read_text(encoding="utf-8")))
