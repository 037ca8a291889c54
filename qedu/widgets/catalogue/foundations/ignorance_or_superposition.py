"""Ignorance or superposition (chapter C03): the same odds in Z, other odds after a gate."""

import math

from qedu import states
from qedu.widgets.symbolic import switch, symbol
from qedu.widgets.shell import Choice, Count, Dice, Frames, Paper, Range, Seed, Task, Widget

_GATES = {"none": "nothing", "h": "H", "sh": "S†, then H"}
_MEANS = {"none": "Z", "h": "X", "sh": "Y"}
#: Shares of |0⟩ at which there is anything to superpose.
_BETWEEN = [round(0.05 * step, 9) for step in range(1, 20)]


class IgnoranceOrSuperposition(Widget):
    """One dial from a coin toss to a superposition; a gate before the measurement shows the difference."""

    name = "ignorance-or-superposition"
    title = "Ignorance or superposition"
    caption = ("The diagonal of the matrix says what Z shows. Whether the source is a superposition or a "
               "coin is written beside the diagonal, and it takes a gate before the measurement to "
               "see it: H turns |+⟩ into |0⟩ for certain, and leaves a coin a coin.")
    leaves_out = ("Perfect gates and detectors. Every photon is prepared alike and by itself. How "
                  "coherence gets lost is what channels describe, a few sections on.")
    controls = (
        Range("c", "Coherence: 0 a coin, 1 a superposition", 0, 1, 0.05, 0.5, readout="{c:f2}"),
        Choice("gate", "Before the measurement in Z apply", _GATES, "h"),
        Range("p", "Share of |0⟩", 0, 1, 0.05, 0.5, readout="{p:pct0}"),
        Range("phi", "Phase of |1⟩", 0, 345, 15, 0, readout="{phi:deg}"),
        Count("n", "Photons measured", 1000, 100), Seed(default=3))
    dice = (Dice("shots", ("0", "1"), ("mine.0", "mine.1"), n="n"),)
    frames = (Frames(("gate",), ("axis.x", "axis.y", "axis.z")),)     # what gate and measurement ask together
    views = (
        {"view": "matrix", "title": "Three density matrices", "lead": True, "wide": True,
         "parts": ["real part", "imaginary part"],
         "places": ["row 1, column 1", "row 1, column 2", "row 2, column 1", "row 2, column 2"],
         "items": [
            {"label": "coin", "tone": "q2", "cells": [["rho.00"], ["zero"], ["zero"], ["rho.11"]]},
            {"label": "yours", "tone": "q1", "cells": [
                ["rho.00"], ["rho.01.re", "rho.01.im"], ["rho.01.re", "rho.10.im"], ["rho.11"]]},
            {"label": "superposition", "tone": "q3", "cells": [
                ["rho.00"], ["full.01.re", "full.01.im"], ["full.01.re", "full.10.im"], ["rho.11"]]}]},
        {"view": "bars", "title": "Outcome 0 after the gate", "lead": True, "items": [
            {"key": "coin.0", "label": "coin", "tone": "q2", "name": "coin: outcome 0"},
            {"key": "mine.0", "label": "yours", "tone": "q1", "name": "yours: outcome 0"},
            {"key": "super.0", "label": "superposition", "tone": "q3", "name": "superposition: outcome 0"}]},
        {"view": "bars", "title": "Counted, from yours", "items": [
            {"key": f"shots.fraction.{k}", "label": f"outcome {k}: {{shots.count.{k}:int}} of {{shots.n:int}}",
             "name": f"counted: outcome {k}", "low": f"shots.low.{k}", "high": f"shots.high.{k}",
             "mark": f"mine.{k}", "mark_label": f"exact: outcome {k}"} for k in (0, 1)]},
        {"view": "bloch", "title": "The three arrows", "mode": "sphere", "screen_only": True, "vectors": [
            {"x": "zero", "y": "zero", "z": "arrow.z", "label": "coin", "short": "coin", "tone": "q2"},
            {"x": "arrow.x", "y": "arrow.y", "z": "arrow.z", "label": "yours", "short": "yours", "tone": "q1"},
            {"x": "long.x", "y": "long.y", "z": "arrow.z", "label": "superposition", "short": "sup.",
             "tone": "q3", "line": "dashed"}]},
        {"view": "bars", "title": "Purity", "items": [
            {"key": "purity.coin", "label": "coin", "tone": "q2", "name": "coin: purity"},
            {"key": "purity", "label": "yours", "tone": "q1", "name": "yours: purity"}]})
    line = (
        ({"gate": "none"}, "No gate: coin and superposition give outcome 0 equally often, in {coin.0:pct}."),
        *(({"gate": gate}, f"After {_GATES[gate]} (this measures {_MEANS[gate]}): the coin gives outcome 0 in "
           "{coin.0:pct}, the superposition in {super.0:pct}, yours in {mine.0:pct}.") for gate in ("h", "sh")),
        ({"n": [">", 0]}, "Counted {shots.count.0:int} of {shots.n:int} (95 % interval {shots.low.0:pct} to "
         "{shots.high.0:pct})."),
        ({"c": 0}, "Yours is the coin."), ({"c": 1}, "Yours is the superposition, purity 1."),
        *(({"p": p}, f"Every photon is {ket}: coin and superposition are the same, and no gate tells them apart.")
          for p, ket in ((0, "|1⟩"), (1, "|0⟩"))),
        ({"blind": 1, "gate": ["!=", "none"], "p": ["in", _BETWEEN]},
         "This gate does not show the difference for this phase."))
    tasks = (
        Task("Take the gate away and turn the coherence from 0 to 1. What changes in the counts, what in the "
             "matrix?", {"gate": "none", "c": 0.0}),
        Task("With full coherence, turn the phase to 90°. H shows nothing now. Which gate does?",
             {"c": 1.0, "phi": 90}),
        Task("Let 90 % be |0⟩. Both sources give 90 % in Z. How far apart can a gate bring them?",
             {"p": 0.9, "c": 1.0}))
    paper = (
        Paper("No gate: the three sources give the same counts.", {"gate": "none"}),
        Paper("After H: the coin stays at one half, the superposition is certain.", {"c": 1.0}),
        Paper("Half of the coherence: between the two.", {}))

    def compute(self, state, roll):
        import qutip

        p, phi, c = state["p"], math.radians(state["phi"]), state["c"]
        zero, one = states.basis("Z")
        sent = {"coin": states.mixture((zero, one), (p, 1 - p)),
                "super": states.ket(2 * math.acos(math.sqrt(p)), phi).proj()}
        sent["mine"] = states.mixture((sent["super"], sent["coin"]), (c, 1 - c))
        hadamard, phase = qutip.gates.hadamard_transform(1), qutip.Qobj([[1, 0], [0, -1j]])
        gate = {"none": qutip.qeye(2), "h": hadamard, "sh": hadamard * phase}[state["gate"]]
        out = {"zero": 0.0}
        out["axis.x"], out["axis.y"], out["axis.z"] = states.bloch_vector(gate.dag() * zero)
        for name, rho in sent.items():
            after = gate * rho * gate.dag()
            out[f"{name}.0"], out[f"{name}.1"] = (min(1.0, max(0.0, after[k, k].real)) for k in (0, 1))
        rho, full = sent["mine"], sent["super"]
        out["rho.00"], out["rho.11"] = rho[0, 0].real, rho[1, 1].real
        for name, matrix in (("rho", rho), ("full", full)):
            out[f"{name}.01.re"], out[f"{name}.01.im"] = matrix[0, 1].real, matrix[0, 1].imag
            out[f"{name}.10.im"] = matrix[1, 0].imag
        out["arrow.x"], out["arrow.y"], out["arrow.z"] = states.bloch_vector(rho)
        out["long.x"], out["long.y"], _ = states.bloch_vector(full)
        out["purity"], out["purity.coin"] = states.purity(rho), states.purity(sent["coin"])
        out["blind"] = float(abs(out["super.0"] - out["coin.0"]) < 1e-9)
        roll(out, "shots")
        return out

    def formulas(self):
        import sympy

        p, c, phi = symbol("p"), symbol("c"), symbol("phi") * sympy.pi / 180
        size = sympy.sqrt(p * (1 - p))
        out = {"zero": 0, "rho.00": p, "rho.11": 1 - p,
               "full.01.re": size * sympy.cos(phi), "full.01.im": -size * sympy.sin(phi),
               "full.10.im": size * sympy.sin(phi)}
        for part in ("01.re", "01.im", "10.im"):
            out[f"rho.{part}"] = c * symbol(f"full.{part}")
        out.update({"long.x": 2 * symbol("full.01.re"), "long.y": 2 * symbol("full.10.im"),
                    "arrow.x": 2 * symbol("rho.01.re"), "arrow.y": 2 * symbol("rho.10.im"), "arrow.z": 2 * p - 1})
        out["purity.coin"] = p**2 + (1 - p) ** 2
        out["purity"] = symbol("purity.coin") + 2 * (symbol("rho.01.re") ** 2 + symbol("rho.10.im") ** 2)
        for name, x, y in (("coin", 0, 0), ("mine", symbol("arrow.x"), symbol("arrow.y")),
                           ("super", symbol("long.x"), symbol("long.y"))):
            shown = symbol("axis.x") * x + symbol("axis.y") * y + symbol("axis.z") * symbol("arrow.z")
            out[f"{name}.0"] = (1 + shown) / 2
            out[f"{name}.1"] = (1 - shown) / 2
        difference = sympy.Abs(symbol("super.0") - symbol("coin.0"))
        out["blind"] = switch((1, difference < 1e-9), 0)
        return out
