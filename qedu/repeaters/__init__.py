"""Quantum repeaters: chains of links whose pairs are stored, swapped and delivered; floor 3.

The unit of time is one attempt, in which all free links try in parallel to make a pair.  Waits come exactly
where a small Markov chain exists (`expected_wait`, `nested_wait`), and else from a simulation that draws all samples
at once (`Chain.simulate`).  Fidelities are those of Werner pairs: a swap multiplies Werner parameters, and waiting shrinks
them (`decay`).  What QuTiP makes of the same story is `Play.state`.

Around it: links over fibre and where they beat direct light (`repeater_line`, `crossover_window`), the bound that no chain
exceeds (`repeater_bound`), when to purify (`best_plan`), and stations that cheat or fade (`measuring_station`).
"""

from qedu.repeaters.bounds import repeater_bound
from qedu.repeaters.chain import Chain, Runs
from qedu.repeaters.crossover import crossover_km, crossover_window, direct_rate
from qedu.repeaters.fading import expected_decay
from qedu.repeaters.fibre import FIBRE_KM_S, RepeaterLine, attempt_time, best_segments, heralded_success, repeater_line
from qedu.repeaters.generations import GENERATIONS, Generation
from qedu.repeaters.memories import decay, memory_channel
from qedu.repeaters.plans import PurifyPlan, best_plan, purify_plan
from qedu.repeaters.playing import Event, Play
from qedu.repeaters.stations import fading_station, idle_station, measuring_station
from qedu.repeaters.waiting import expected_wait, nested_wait, rule_of_thumb

__all__ = ["expected_wait", "nested_wait", "rule_of_thumb", "decay", "expected_decay", "memory_channel", "Chain", "Runs", "Event", "Play",
           "repeater_bound", "PurifyPlan", "purify_plan", "best_plan", "measuring_station", "idle_station", "fading_station",
           "FIBRE_KM_S", "heralded_success", "attempt_time", "RepeaterLine", "repeater_line", "best_segments", "direct_rate",
           "crossover_km", "crossover_window", "Generation", "GENERATIONS"]
