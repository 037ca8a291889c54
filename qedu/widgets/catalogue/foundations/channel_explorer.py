"""Channel explorer (chapter C03): what four kinds of noise do to the Bloch ball, a state and the error rates."""

import math
from functools import lru_cache

from qedu import channels, states
from qedu.widgets.symbolic import symbol
from qedu.widgets.shell import Choice, Frames, Paper, Range, Sweep, Task, Widget

_CHANNELS = {"depolarizing": "depolarising", "dephasing": "dephasing", "amplitude_damping": "amplitude damping",
             "loss": "erasure"}
_GRID = tuple(x / 20 for x in range(21))
#: With no photon left there is no state to speak of.
_ARRIVES = {"arrives": [">", 0]}


@lru_cache(maxsize=None)
def _line(name, p):
    """Half axes and shift of the ball of arriving states, share that arrives, and errors in Z and X."""
    channel = getattr(channels, name)(p)
    out = {"m.x": 1.0, "m.z": 1.0, "t.z": 0.0, "arrives": 1.0}
    if not channel.loses:
        matrix, shift = channel.bloch_map
        out.update({"m.x": matrix[0, 0], "m.z": matrix[2, 2], "t.z": shift[2]})
    for basis in "ZX":
        wrong = 0.0
        for k, ket in enumerate(states.basis(basis)):
            arrived, out["arrives"] = _arrived(channel, ket)
            wrong += states.probabilities(arrived, basis)[1 - k] / 2
        out[f"qber.{basis.lower()}"] = wrong
    return out


def _arrived(channel, ket):
    """State of a photon that arrives, and the probability that it does; with none, what was sent."""
    import qutip

    after = channel(ket).full()
    kept = float(after[:2, :2].trace().real)
    return (qutip.Qobj(after[:2, :2] / kept), kept) if kept > 1e-12 else (ket.proj(), 0.0)


class ChannelExplorer(Widget):
    """A channel, its strength and a state; the ball, the matrix and the errors in Z and X."""

    name = "channel-explorer"
    title = "Channel explorer"
    caption = ("Noise is more than bits flipped at random. Dephasing never touches a Z bit and "
               "spoils X bits: it shrinks the ball sideways. Depolarising shrinks it evenly, "
               "amplitude damping pulls it towards |0⟩, and erasure leaves what arrives as it was.")
    leaves_out = ("One use of the channel at a time, without memory, and the same for each photon. "
                  "The drawing shows the section of the ball through X and Z; along Y all of these "
                  "channels shrink it as along X. Detectors are perfect.")
    controls = (
        Choice("channel", "Channel", _CHANNELS, "dephasing"),
        Range("p", "Strength p", 0, 1, 0.02, 0.2, readout="{p:f2}"),
        Range("theta", "State sent, angle from |0⟩ on the sphere", 0, 180, 15, 90,
              readout="{theta:deg}"))
    sweeps = (Sweep("line.z", _GRID), Sweep("line.x", _GRID))
    frames = (Frames(("channel", "p"), ("m.x", "m.z", "t.z", "arrives", "qber.z", "qber.x")),
              Frames(("channel",), ("line.*",)))
    views = (
        {"view": "ball", "title": "The ball of states, before (thin) and after (filled)", "lead": True,
         "ellipse": ["m.x", "m.z", "t.z"],
         "names": ["half axis along X", "half axis along Z", "shift along Z"],
         "vectors": [{"x": "in.x", "z": "in.z", "label": "sent", "short": "sent", "tone": "q4",
                      "line": "dashed"},
                     {"x": "out.x", "z": "out.z", "label": "arrives", "short": "arrives", "tone": "q1",
                      "when": _ARRIVES}]},
        {"view": "matrix", "title": "Its density matrix, sent and arriving", "lead": True,
         "when": _ARRIVES,
         "places": ["row 1, column 1", "row 1, column 2", "row 2, column 1", "row 2, column 2"],
         "items": [
            {"label": "sent", "tone": "q4", "cells": [["in.00"], ["in.01"], ["in.01"], ["in.11"]]},
            {"label": "arrives", "tone": "q1", "cells": [["out.00"], ["out.01"], ["out.01"], ["out.11"]]}]},
        {"view": "bars", "title": "Wrong outcomes among the photons that arrive", "items": [
            {"key": "qber.z", "label": "Z bits, measured in Z", "tone": "q2", "when": _ARRIVES},
            {"key": "qber.x", "label": "X bits, measured in X", "tone": "q3", "when": _ARRIVES},
            {"key": "arrives", "label": "photons that arrive", "tone": "q1", "when": {"channel": "loss"}}]},
        {"view": "bars", "title": "The state sent, and what is left of it", "when": _ARRIVES, "items": [
            {"key": "fidelity", "label": "fidelity with what was sent", "tone": "q1"},
            {"key": "purity", "label": "purity", "tone": "q4"}]},
        {"view": "curves", "title": "Turn the strength: errors in Z and in X", "wide": True,
         "x": {"low": 0, "high": 1, "ticks": [0, 0.25, 0.5, 0.75, 1], "format": "f2",
               "label": "strength p"},
         "y": {"low": 0, "high": 1, "ticks": [0, 0.25, 0.5, 0.75, 1], "label": "wrong outcomes"},
         "series": [{"sweep": "line.z", "label": "Z bits", "tone": "q2", "every": 4},
                    {"sweep": "line.x", "label": "X bits", "tone": "q3", "every": 4}],
         "points": [{"x": "p", "y": "qber.x", "label": "X {qber.x:pct}", "name": "wrong in X", "tone": "q3",
                     "when": _ARRIVES},
                    {"x": "p", "y": "qber.z", "label": "Z {qber.z:pct}", "name": "wrong in Z", "tone": "q2",
                     "below": True, "when": _ARRIVES}]})
    line = (
        *(({"channel": name}, f"{words[0].upper()}{words[1:]}, strength {{p:f2}}.")
          for name, words in _CHANNELS.items()),
        ({"channel": "loss"}, "{arrives:pct} of the photons arrive."),
        (_ARRIVES, "Wrong in Z {qber.z:pct}, wrong in X {qber.x:pct}."),
        (_ARRIVES, "This state arrives with fidelity {fidelity:f3} and purity {purity:f3}."),
        ({"channel": "dephasing", "p": 0.5}, "All coherence is gone: a measurement in Z that nobody "
         "reads would do the same."),
        ({"channel": "dephasing", "p": [">", 0.5]}, "Beyond one half most photons are flipped, and the "
         "coherence comes back with the other sign."),
        ({"channel": "loss", "p": 1}, "Nothing is left to measure."))
    tasks = (
        Task("Find a channel and a strength at which no Z bit is wrong and every other X bit is. What "
             "does it do to the matrix?", {"channel": "dephasing", "p": 0.0}),
        Task("Send |1⟩ through amplitude damping and raise the strength from 0 to 1. Where is the "
             "purity lowest, and why is it back at the end?",
             {"channel": "amplitude_damping", "p": 0.0, "theta": 180}),
        Task("Make Z and X bits wrong equally often, 10 % each. Then find another channel with 10 % "
             "on average over both. How could Alice and Bob tell the two apart?",
             {"channel": "depolarizing", "p": 0.2}))
    paper = (
        Paper("Dephasing, p = 0.2, on |+⟩: the coherence fades, Z bits stay right.", {}),
        Paper("Depolarising, p = 0.2, on |+⟩: the ball shrinks evenly.", {"channel": "depolarizing"}),
        Paper("Amplitude damping, γ = 0.5, on |1⟩: the ball is pulled towards |0⟩.",
              {"channel": "amplitude_damping", "p": 0.5, "theta": 180}))

    def compute(self, state, roll):
        import qutip

        name, p = state["channel"], state["p"]
        out = dict(_line(name, p))
        for x, z, y in zip(_GRID, self.sweeps[0].keys(), self.sweeps[1].keys()):
            out[z], out[y] = (_line(name, x)[f"qber.{basis}"] for basis in "zx")
        ket = states.ket(math.radians(state["theta"]))
        arrived = _arrived(getattr(channels, name)(p), ket)[0]
        for side, rho in (("in", ket.proj()), ("out", arrived)):
            out[f"{side}.x"], _, out[f"{side}.z"] = states.bloch_vector(rho)
            out.update({f"{side}.{i}{j}": rho[i, j].real for i, j in ((0, 0), (0, 1), (1, 1))})
        out["fidelity"] = qutip.expect(arrived, ket)
        out["purity"] = states.purity(arrived)
        return out

    def formulas(self):
        import sympy

        angle = symbol("theta") * sympy.pi / 180
        out = {"in.x": sympy.sin(angle), "in.z": sympy.cos(angle),
               "out.x": symbol("m.x") * symbol("in.x"),
               "out.z": symbol("m.z") * symbol("in.z") + symbol("t.z")}
        for side in ("in", "out"):
            x, z = symbol(f"{side}.x"), symbol(f"{side}.z")
            out.update({f"{side}.00": (1 + z) / 2, f"{side}.01": x / 2, f"{side}.11": (1 - z) / 2})
        x, z = symbol("out.x"), symbol("out.z")
        return {**out, "fidelity": (1 + symbol("in.x") * x + symbol("in.z") * z) / 2,
                "purity": (1 + x**2 + z**2) / 2}
