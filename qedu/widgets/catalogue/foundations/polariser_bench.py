"""Polariser bench (chapter C02): source, up to three polarisers, detector."""

import math

from qedu import states
from qedu.widgets.symbolic import switch, symbol
from qedu.widgets.shell import Count, Dice, Paper, Range, Seed, Sweep, Switch, Task, Widget

_DUAL = "{%s:deg}, 2α = {bloch.%s:deg}"


def _polariser(k, angle):
    group = f"Polariser {k}"
    return (Switch(f"on{k}", "in the beam", True, group=group),
            Range(f"a{k}", "α", 0, 180, 2.5, angle, readout=_DUAL % (f"a{k}", f"a{k}"),
                  group=group, enabled=f"on{k}"))


class PolariserBench(Widget):
    """Photons of one polarisation meet up to three polarisers.

    The default is the experiment that surprises: crossed polarisers at 0° and
    90° with a third at 45° between them.
    """

    name = "polariser-bench"
    title = "Polariser bench"
    caption = ("A polariser does not only block: it prepares. Every photon that leaves it is "
               "polarised along its axis, whatever it was before. So a third polariser between two "
               "crossed ones lets light through.")
    leaves_out = ("Ideal polarisers: none of the light along the axis is absorbed and none of the "
                  "light across it leaks. One photon at a time, a detector that misses nothing "
                  "and never clicks in the dark.")
    controls = (
        Range("theta", "α", 0, 180, 2.5, 0, readout=_DUAL % ("theta", "theta"),
              group="Source polarisation"),
        *_polariser(1, 0), *_polariser(2, 45), *_polariser(3, 90),
        # With this seed the photon that the bench draws, the last one, gets through: that some do is the point.
        Count("n", "Photons sent", 1000, 100), Seed(default=26))
    dice = (Dice("photons", ("click", "stop1", "stop2", "stop3"),
                 ("p.click", "p.stop1", "p.stop2", "p.stop3"), n="n"),)
    sweeps = (Sweep("malus", tuple(range(0, 181, 3))),)
    views = (
        {"view": "bench", "title": "The bench", "wide": True, "lead": True, "out": "out",
         "names": ["source", "1", "2", "3", "detector"],
         "reach": ["leaves the source", "leaves polariser 1", "leaves polariser 2",
                   "leaves polariser 3"],
         "clicked": "{photons.count.click:int} of {n:int} pass, the last one too.",
         "stopped": "{photons.count.click:int} of {n:int} pass. The last stops at {end:int}."},
        {"view": "bars", "title": "What one photon does", "items": [
            *({"key": f"pass.{k}", "label": f"passes polariser {k}, if it gets there",
               "when": {f"on{k}": True}} for k in (1, 2, 3)),
            {"key": "p.click", "label": "reaches the detector", "tone": "q3"},
            *({"key": f"without.{k}", "label": f"… with polariser {k} taken out", "tone": "q2",
               "when": {f"on{k}": True, "analysers": [">", 1]}} for k in (1, 2, 3))]},
        {"view": "bloch", "title": "Bloch circle: angles are doubled",
         "poles": {"top": "|H⟩ = |0⟩, 0°", "bottom": "|V⟩ = |1⟩, 90°", "right": "45°",
                   "left": "135°"},
         "vectors": [
             {"x": "bloch.x.0", "z": "bloch.z.0", "label": "from the source", "short": "s",
              "tone": "q2"},
             *({"x": f"bloch.x.{k}", "z": f"bloch.z.{k}", "label": f"after polariser {k}",
                "short": str(k), "tone": "q1", "when": {f"on{k}": True, f"reach.{k}": [">", 1e-9]}}
               for k in (1, 2, 3))]},
        {"view": "ket", "title": "The state, prepared anew at each polariser", "screen_only": True, "rows": [
            {"name": "from the source", "label": "from the source, α = {theta:deg}, Bloch 2α = {bloch.theta:deg}",
             "amplitudes": [["amp.h.0", "|H⟩"], ["amp.v.0", "|V⟩"]]},
            *({"name": f"after polariser {k}", "label": "after polariser %d, α = {a%d:deg}, Bloch 2α = {bloch.a%d:deg}" % (k, k, k),
               "amplitudes": [[f"amp.h.{k}", "|H⟩"], [f"amp.v.{k}", "|V⟩"]],
               "empty": {"when": {f"reach.{k}": ["<", 1e-9]}, "text": "no photon gets here"},
               "when": {f"on{k}": True}} for k in (1, 2, 3))]},
        {"view": "curves", "title": "Turn the last polariser: Malus's law",
         "x": {"low": 0, "high": 180, "ticks": [0, 45, 90, 135, 180],
               "format": "deg", "label": "angle of the last polariser"},
         "y": {"low": 0, "high": 1, "ticks": [0, 0.25, 0.5, 0.75, 1],
               "label": "photons that reach the detector"},
         "series": [{"sweep": "malus", "label": "probability", "every": 15}],
         "points": [{"x": "last", "y": "p.click", "label": "{p.click:pct}",
                     "name": "reaches the detector", "when": {"analysers": [">", 0]}}]},
        {"view": "strip", "title": "Photon by photon", "wide": True, "screen_only": True, "dice": "photons", "show": 100,
         "symbols": [
             {"outcome": "click", "label": "detector clicks", "shape": "disc", "tone": "q3"},
             {"outcome": "stop1", "label": "stopped by 1", "shape": "cross", "tone": "q2"},
             {"outcome": "stop2", "label": "stopped by 2", "shape": "triangle", "tone": "q4"},
             {"outcome": "stop3", "label": "stopped by 3", "shape": "square", "tone": "q1"}]})
    line = (
        "Probability {p.click:pct} that a photon reaches the detector.",
        *(({"on1": True, "on2": True, "on3": True}, text) for text in
          ["Take polariser 2 out and it is {without.2:pct}."]),
        ({"n": [">", 0]}, "Of {n:int} photons sent, {photons.count.click:int} clicked: "
         "{photons.fraction.click:pct} (95 % interval {photons.low.click:pct} to "
         "{photons.high.click:pct})."),
        ({"n": 0}, "No photon sent yet."))
    tasks = (
        Task("Take polariser 2 out of the beam, then put it back. Say why more glass gives more "
             "light.", {}),
        Task("With one polariser only, find two different angles at which exactly half of the "
             "photons pass. How far apart are they on the Bloch circle?",
             {"on1": False, "on2": False, "a3": 90}),
        Task("Turn the polarisation from 0° to 90° with three polarisers and lose as little light "
             "as you can. (30°, 60°, 90° gives 42.2 %.)", {"a1": 0, "a2": 45, "a3": 90}))
    paper = (
        Paper("Crossed polarisers, 0° and 90°: nothing gets through.", {"on2": False}),
        Paper("The same, with a third at 45° between them: a quarter gets through.", {}),
        Paper("One polariser at 45°: half of the photons pass, and all that pass are now "
              "polarised at 45°.", {"on1": False, "on3": False}))

    def compute(self, state, roll):
        def chain(polarisers):
            """QuTiP states and pass probabilities along a list of angles."""
            ket, steps = states.polarization(state["theta"]), []
            for angle in polarisers:
                after = states.polarization(angle)
                steps.append(states.probabilities(ket, states.bloch_vector(after))[0])
                ket = after
            return steps

        on = [k for k in (1, 2, 3) if state[f"on{k}"]]
        angles = {k: state[f"a{k}"] for k in on}
        passes = dict(zip(on, chain(angles.values())))
        out, reach = {"analysers": len(on), "reach.0": 1.0}, 1.0
        for k in range(4):
            angle = state[f"a{k}"] if k else state["theta"]
            ket = states.polarization(angle)
            out[f"amp.h.{k}"], out[f"amp.v.{k}"] = ket.full().real[:, 0]
            x, _, z = states.bloch_vector(ket)
            out[f"bloch.x.{k}"], out[f"bloch.z.{k}"] = x, z
            out[f"bloch.a{k}" if k else "bloch.theta"] = math.degrees(math.atan2(x, z)) % 360
            if k:
                out[f"pass.{k}"] = passes.get(k, 1.0)
                out[f"p.stop{k}"] = reach * (1 - out[f"pass.{k}"])
                reach *= out[f"pass.{k}"]
                out[f"reach.{k}"] = reach
                out[f"without.{k}"] = math.prod(chain([angles[j] for j in on if j != k]))
        out["p.click"] = reach
        out["last"] = angles[on[-1]] if on else 0.0
        front = math.prod(chain([angles[k] for k in on[:-1]]))
        before = states.polarization(angles[on[-2]] if len(on) > 1 else state["theta"])
        for x, key in zip(self.sweeps[0].values, self.sweeps[0].keys()):
            axis = states.bloch_vector(states.polarization(x))
            out[key] = front * states.probabilities(before, axis)[0] if on else 1.0
        roll(out, "photons")
        return out

    def formulas(self):
        import sympy

        def cos2(a, b):
            return sympy.cos((a - b) * sympy.pi / 180) ** 2

        theta, x = symbol("theta"), symbol("x")
        on = {k: symbol(f"on{k}") > 0 for k in (1, 2, 3)}
        a = {k: symbol(f"a{k}") for k in (1, 2, 3)}

        def before(k, skip=None):
            """Polarisation angle of the light that arrives at polariser k."""
            angle = theta
            for j in range(1, k):
                if j != skip:
                    angle = switch((a[j], on[j]), angle)
            return angle

        def passes(k, skip=None):
            return switch((cos2(a[k], before(k, skip)), on[k]), 1)

        out = {"analysers": symbol("on1") + symbol("on2") + symbol("on3"), "reach.0": 1,
               "last": switch((a[3], on[3]), (a[2], on[2]), (a[1], on[1]), 0)}
        for k in range(4):
            angle = a[k] if k else theta
            radians = angle * sympy.pi / 180
            out[f"amp.h.{k}"], out[f"amp.v.{k}"] = sympy.cos(radians), sympy.sin(radians)
            out[f"bloch.x.{k}"] = sympy.sin(2 * radians)
            out[f"bloch.z.{k}"] = sympy.cos(2 * radians)
            # 2α of a full turn is no turn.
            out[f"bloch.a{k}" if k else "bloch.theta"] = switch((2 * angle, angle < 180), 0)
            if k:
                previous = symbol(f"reach.{k - 1}")
                out[f"pass.{k}"] = passes(k)
                out[f"reach.{k}"] = previous * symbol(f"pass.{k}")
                out[f"p.stop{k}"] = previous * (1 - symbol(f"pass.{k}"))
                out[f"without.{k}"] = sympy.Mul(*(passes(j, skip=k) for j in (1, 2, 3) if j != k))
        out["p.click"] = symbol("reach.3")
        out["malus"] = switch(
            (symbol("reach.2") * cos2(x, before(3)), on[3]),
            (symbol("reach.1") * cos2(x, before(2)), on[2]),
            (cos2(x, theta), on[1]), 1)
        return out
