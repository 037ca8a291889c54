"""Quantum repeaters: chains of links whose pairs are stored, swapped and delivered; floor 3.

The unit of time is one attempt, in which all free links try in parallel to make a pair.  Waits come exactly
where a small Markov chain exists (`expected_wait`, `nested_wait`), and else from a simulation that draws all samples
at once (`Chain.simulate`).  Fidelities are those of Werner pairs: a swap multiplies Werner parameters, and waiting shrinks
them (`decay`).  What QuTiP makes of the same story is `Play.state`.
"""

from qedu.repeaters.chain import Chain, Runs
from qedu.repeaters.memories import decay, memory_channel
from qedu.repeaters.playing import Event, Play
from qedu.repeaters.waiting import expected_wait, nested_wait, rule_of_thumb

__all__ = ["expected_wait", "nested_wait", "rule_of_thumb", "decay", "memory_channel", "Chain", "Runs", "Event", "Play"]
