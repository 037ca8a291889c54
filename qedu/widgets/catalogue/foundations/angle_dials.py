"""Angle dials (chapter C04): two analysers on an entangled pair, and what each side sees alone."""

import math
from functools import lru_cache

from qedu import entanglement
from qedu.widgets.dice import interval
from qedu.widgets.symbolic import switch, symbol, wilson
from qedu.widgets.shell import Choice, Count, Dice, Frames, Paper, Range, Seed, Sweep, Task, Widget

_SOURCES = {"singlet": "singlet Ψ⁻", "phi": "Φ⁺", "fake": "spoofed: |00⟩ or |11⟩ by a coin"}
_CELLS = ("00", "01", "10", "11")
_AGREE = ("00", "11")
_SHARES = {"agree": _AGREE, "alice": ("00", "01"), "bob": ("00", "10")}


@lru_cache(maxsize=None)
def _state(source):
    if source == "fake":
        return entanglement.classically_correlated("Z")
    return entanglement.bell({"singlet": "psi-", "phi": "phi+"}[source])


class AngleDials(Widget):
    """Alice and Bob each turn a dial; the agreement depends on both, each side's share on neither."""

    name = "angle-dials"
    title = "Angle dials"
    caption = ("With the entangled sources, how often the outcomes agree depends on the angle between the dials "
               "alone, from always over half of the time to never. What Alice alone or Bob alone sees stays a fair "
               "coin, whatever the other one does.")
    leaves_out = ("Perfect pairs and analysers, no loss, no noise. The dials are Bloch angles in the "
                  "X–Z plane; for polarised light a dial at 60° is a polariser at 30°. The dashed "
                  "line is one local model, arrows fixed at the source; others bend the line, and "
                  "none reaches the curve at all angles.")
    controls = (
        Choice("source", "Source", _SOURCES, "singlet"),
        Range("a", "Alice's dial", 0, 360, 5, 0, readout="{a:deg}"),
        Range("b", "Bob's dial", 0, 360, 5, 60, readout="{b:deg}"),
        Count("n", "Pairs measured", 2000, 1000, steps=(10, 100, 1000)), Seed(default=4))
    dice = (Dice("pairs", _CELLS, tuple(f"p.{cell}" for cell in _CELLS), n="n"),)
    sweeps = (Sweep("curve", tuple(range(0, 361, 10))), Sweep("arrows", tuple(range(0, 361, 30))))
    frames = (Frames(("source",), ("t.*", "sign")),)
    views = (
        {"view": "curves", "title": "Turn Bob's dial", "wide": True, "lead": True,
         "x": {"low": 0, "high": 360, "ticks": [0, 90, 180, 270, 360],
               "format": "deg", "label": "Bob's dial"},
         "y": {"low": -1, "high": 1, "ticks": [-1, -0.5, 0, 0.5, 1], "format": "f1",
               "format_table": "f3", "label": "correlation E, agree minus differ"},
         "legend": True,
         "series": [{"sweep": "curve", "label": "this source", "tone": "q1", "every": 3},
                    {"sweep": "arrows", "label": "arrows fixed at the source", "tone": "q2",
                     "line": "dashed", "when": {"source": ["!=", "fake"]}}],
         "points": [{"x": "b", "y": "e", "label": "E = {e:f3}", "name": "correlation E"}]},
        {"view": "bars", "title": "Counted in {n:int} pairs", "items": [
            {"key": "agree.fraction", "label": "outcomes agree", "tone": "q1",
             "low": "agree.low", "high": "agree.high", "mark": "agree", "mark_label": "agree, exact"},
            {"key": "alice.fraction", "label": "Alice finds 0", "tone": "q3",
             "low": "alice.low", "high": "alice.high", "mark": "alice",
             "mark_label": "Alice finds 0, exact"},
            {"key": "bob.fraction", "label": "Bob finds 0", "tone": "q4",
             "low": "bob.low", "high": "bob.high", "mark": "bob", "mark_label": "Bob finds 0, exact"}]},
        {"view": "bloch", "title": "The two dials", "screen_only": True,
         "poles": {"top": "Z, 0°", "bottom": "180°", "right": "X, 90°", "left": "270°"},
         "vectors": [{"x": "dial.ax", "z": "dial.az", "label": "Alice", "short": "A", "tone": "q3"},
                     {"x": "dial.bx", "z": "dial.bz", "label": "Bob", "short": "B", "tone": "q4",
                      "line": "dashed"}]},
        {"view": "strip", "title": "Pair by pair, Alice's outcome first", "dice": "pairs", "show": 80,
         "screen_only": True, "symbols": [
             {"outcome": "00", "label": "0 and 0", "shape": "disc", "tone": "q1"},
             {"outcome": "11", "label": "1 and 1", "shape": "square", "tone": "q1"},
             {"outcome": "01", "label": "0 and 1", "shape": "cross", "tone": "q2"},
             {"outcome": "10", "label": "1 and 0", "shape": "triangle", "tone": "q2"}]})
    line = (
        "Dials at {a:deg} and {b:deg}: the outcomes agree with probability {agree:pct}, so E = {e:f3}.",
        ({"n": [">", 0]}, "In {n:int} pairs they agreed {agree.count:int} times: {agree.fraction:pct} "
         "(95 % interval {agree.low:pct} to {agree.high:pct})."),
        ({"n": [">", 0]}, "Alice alone found 0 in {alice.fraction:pct}, Bob alone in {bob.fraction:pct}."),
        ({"n": 0}, "Nothing measured yet."),
        "Each alone has a fair coin: {alice:pct0} and {bob:pct0}.")
    tasks = (
        Task("With the singlet, find the angles between the dials at which the outcomes always differ, "
             "always agree, and agree half of the time.", {"b": 0}),
        Task("Leave Bob's dial where it is and turn Alice's through a full circle. Which bars move, "
             "and which could Bob see without hearing from Alice?", {"a": 0, "b": 60}),
        Task("Choose Φ⁺ with both dials at 0°, then the spoofed source. Nothing changes. Find a setting "
             "of both dials that tells them apart.", {"source": "phi", "a": 0, "b": 0}))
    paper = (
        Paper("Singlet, dials 60° apart: the outcomes differ three times out of four.", {}),
        Paper("Singlet, dials 90° apart: entangled as before, and the outcomes agree half of the "
              "time.", {"b": 90}),
        Paper("The spoofed source at 90° and 90°: a coin toss, where Φ⁺ would always agree.",
              {"source": "fake", "a": 90, "b": 90}))

    def compute(self, state, roll):
        source, a, b = state["source"], state["a"], state["b"]
        rho = _state(source)
        table = entanglement.bell_table(rho, (a, a, b, b))[0, 0]
        matrix = entanglement.correlation_matrix(rho)
        out = {"sign": -1.0 if source == "singlet" else 1.0, "e": entanglement.correlation(rho, a, b),
               "agree": table[0, 0] + table[1, 1], "alice": table[0].sum(), "bob": table[:, 0].sum()}
        out |= {f"t.{p}{q}": matrix["xyz".index(p), "xyz".index(q)] for p in "xz" for q in "xz"}
        out |= {f"p.{cell}": table[int(cell[0]), int(cell[1])] for cell in _CELLS}
        for side in "ab":
            turn = math.radians(state[side])
            out[f"dial.{side}x"], out[f"dial.{side}z"] = math.sin(turn), math.cos(turn)
        roll(out, "pairs")
        for name, cells in _SHARES.items():
            k = sum(out[f"pairs.count.{cell}"] for cell in cells)
            out[f"{name}.count"] = k
            out[f"{name}.fraction"] = k / state["n"] if state["n"] else 0.0
            out[f"{name}.low"], out[f"{name}.high"] = interval(k, state["n"])
        curve, arrows = self.sweeps
        out |= {curve.key(x): entanglement.correlation(rho, a, x) for x in curve.values}
        # Opposite or equal arrows in the plane, the outcome says on which side of the dial they lie.
        out |= {arrows.key(x): out["sign"] * (1 - (180 - abs(180 - abs(a - x))) / 90)
                for x in arrows.values}
        return out

    def formulas(self):
        import sympy

        def turn(key):
            angle = symbol(key) * sympy.pi / 180
            return {"x": sympy.sin(angle), "z": sympy.cos(angle)}

        def correlation(a, b):
            return sum(a[p] * symbol(f"t.{p}{q}") * b[q] for p in "xz" for q in "xz")

        a, b, x = turn("a"), turn("b"), turn("x")
        half = sympy.Rational(1, 2)
        out = {"e": correlation(a, b), "curve": correlation(a, x), "agree": half * (1 + symbol("e")),
               "alice": half, "bob": half}
        between = 180 - sympy.Abs(180 - sympy.Abs(symbol("a") - symbol("x")))
        out["arrows"] = symbol("sign") * (1 - between / 90)
        for cell in _CELLS:
            out[f"p.{cell}"] = (1 + (1 if cell in _AGREE else -1) * symbol("e")) / 4
        for side, unit in (("a", a), ("b", b)):
            out[f"dial.{side}x"], out[f"dial.{side}z"] = unit["x"], unit["z"]
        for name, cells in _SHARES.items():
            out[f"{name}.count"] = sum(symbol(f"pairs.count.{cell}") for cell in cells)
            keys = (f"{name}.{part}" for part in ("fraction", "low", "high"))
            out |= zip(keys, wilson(symbol(f"{name}.count"), symbol("n")))
        # Without a pair the interval is everything.
        for name in _SHARES:
            out[f"{name}.high"] = switch((1, symbol("n") < 1), out[f"{name}.high"])
            out[f"{name}.low"] = switch((0, symbol("n") < 1), out[f"{name}.low"])
        return out
