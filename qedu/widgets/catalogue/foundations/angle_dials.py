"""Angle dials (chapter C04): two analysers on an entangled pair, and what each side sees alone."""

import math

from qedu import entanglement
from qedu.widgets import (
    Axis,
    Bar,
    Bars,
    Choice,
    Count,
    Curves,
    Dice,
    Paper,
    Point,
    Range,
    Seed,
    Series,
    Strip,
    Sweep,
    Symbol,
    Tally,
    Task,
    Widget,
    frame,
    scene,
)

Dials = scene("dials", "dials dice source words symbols")

_SOURCES = {"singlet": "singlet Ψ⁻", "phi": "Φ⁺", "fake": "spoofed: |00⟩ or |11⟩ by a coin"}
_MAKE = {"singlet": lambda: entanglement.bell("psi-"), "phi": lambda: entanglement.bell("phi+"),
         "fake": lambda: entanglement.classically_correlated("Z")}
#: Degrees from one position of a dial to the next.
_STEP = 5
_CELLS = ("00", "01", "10", "11")
_AGREE = ("00", "11")


class AngleDials(Widget):
    """Alice and Bob each turn a dial; the agreement depends on both, each side's share on neither."""

    title = "Angle dials"
    caption = ("With the entangled sources, how often the outcomes agree depends on the angle between the "
               "dials alone, from always over half of the time to never. What Alice alone or Bob alone sees "
               "stays a fair coin, whatever the other one does.")
    leaves_out = ("Perfect pairs and analysers, no loss, no noise. The dials are Bloch angles in the X–Z "
                  "plane; for polarised light a dial at 60° is a polariser at 30°. The dashed line is one "
                  "local model, arrows fixed at the source; others bend the line, and none reaches the "
                  "curve at all angles.")
    main = ("b",)
    folded = ("n", "seed")
    controls = (
        Choice("source", "Source", _SOURCES, "singlet"),
        Range("a", "Alice's dial", 0, 360, _STEP, 0, readout="{a:deg}"),
        Range("b", "Bob's dial", 0, 360, _STEP, 60, readout="{b:deg}"),
        Count("n", "Pairs measured", 2000, 1000, steps=(10, 100, 1000)), Seed(default=4))
    dice = (Dice("pairs", _CELLS, n="n", seed="stream"),)
    sweeps = (Sweep("curve", tuple(range(0, 361, 10))), Sweep("arrows", tuple(range(0, 361, 30))))
    views = (
        Dials("", wide=True, dials=[["a", "Alice: {a:deg}"], ["b", "Bob: {b:deg}"]], dice="pairs", source="source of pairs",
              words=["agree in {agree:pct}", "outcomes agree"], tab="Correlation",
              symbols=("alice", "bob", "crystal")),
        Curves("What Bob's dial does to E", Axis(0, 360, [0, 90, 180, 270, 360], "Bob's dial", format="deg"),
               Axis(-1, 1, [-1, -0.5, 0, 0.5, 1], "correlation E, agree minus differ", format="f1",
                    format_table="f3"),
               [Series("curve", "this source", "q1", every=3),
                Series("arrows", "arrows fixed at the source", "q0", line="dashed",
                       when={"source": ["!=", "fake"]})], wide=True, legend=True,
               points=[Point("b", "e", "E = {e:f3}", name="correlation E")], tab="Correlation"),
        Bars("Counted in {n:int} pairs",
             [Bar("agree.fraction", "outcomes agree", "q1", mark="agree", mark_label="agree, exact"),
              Bar("alice.fraction", "Alice finds 0", "q0", mark="alice", mark_label="Alice finds 0, exact"),
              Bar("bob.fraction", "Bob finds 0", "q0", mark="bob", mark_label="Bob finds 0, exact")], tab="Counted"),
        Strip("Pair by pair, Alice's outcome first", "pairs",
              [Symbol("0 and 0", "disc", "q1", outcome="00"), Symbol("1 and 1", "square", "q1", outcome="11"),
               Symbol("0 and 1", "cross", "q0", outcome="01"),
               Symbol("1 and 0", "triangle", "q0", outcome="10")], show=80, screen_only=True, tab="Counted"))
    line = (
        "Dials at {a:deg} and {b:deg}: the outcomes agree with probability {agree:pct}, so E\u00a0=\u00a0{e:f3}.",
        ({"n": [">", 0]}, "In {n:int} pairs they agreed {agree.count:int} times: {agree.fraction:pct} (95 "
                          "% interval {agree.low:pct} to {agree.high:pct})."),
        ({"n": [">", 0]}, "Alice alone found 0 in {alice.fraction:pct}, Bob alone in {bob.fraction:pct}."),
        ({"n": 0}, "Nothing measured yet."), "Each alone has a fair coin: {alice:pct0} and {bob:pct0}.")
    tasks = (
        Task("With the singlet, find the angles between the dials at which the outcomes always differ, "
             "always agree, and agree half of the time.", {"b": 0}),
        Task("In the tab “Counted”, leave Bob's dial where it is and turn Alice's through a full circle. Which "
             "bars move, and which could Bob see without hearing from Alice?", {"a": 0, "b": 60}),
        Task("Choose Φ⁺ with both dials at 0°, then the spoofed source. Nothing changes. Find a setting of "
             "both dials that tells them apart.", {"source": "phi", "a": 0, "b": 0}))
    paper = (
        Paper("Singlet, dials 60° apart: the outcomes differ three times out of four.", {}),
        Paper("Singlet, dials 90° apart: entangled as before, and the outcomes agree half of the time.",
              {"b": 90}),
        Paper("The spoofed source at 90° and 90°: a coin toss, where Φ⁺ would always agree.",
              {"source": "fake", "a": 90, "b": 90}))

    tallies = (Tally("agree", "pairs", _AGREE), Tally("alice", "pairs", ("00", "01")),
               Tally("bob", "pairs", ("00", "10")))

    @frame
    def pair(self, source):
        matrix = entanglement.correlation_matrix(_MAKE[source]())
        return {"sign": -1.0 if source == "singlet" else 1.0,
                **{f"t.{p}{q}": matrix["xyz".index(p), "xyz".index(q)] for p in "xz" for q in "xz"}}

    def derive(self, n):
        def dial(angle):
            return {"x": n.sin(angle * math.pi / 180), "z": n.cos(angle * math.pi / 180)}

        def correlation(a, b):
            return sum(a[p] * n[f"t.{p}{q}"] * b[q] for p in "xz" for q in "xz")

        a, b = dial(n["a"]), dial(n["b"])
        n["e"], n["alice"], n["bob"] = correlation(a, b), 0.5, 0.5
        n["agree"] = 0.5 * (1 + n["e"])
        # Other dials, other pairs: with the same dice a count would glide along, and one of them stand still.
        n["stream"] = n["seed"] + 1e6 * (n["a"] / _STEP + (1 + 360 / _STEP) * n["b"] / _STEP)
        for cell in _CELLS:
            n[f"p.{cell}"] = (1 + (1 if cell in _AGREE else -1) * n["e"]) / 4
        n.curve("curve", lambda x: correlation(a, dial(x)))
        # Opposite or equal arrows in the plane, the outcome says on which side of the dial they lie.
        n.curve("arrows", lambda x: n["sign"] * (1 - (180 - abs(180 - abs(n["a"] - x))) / 90))
