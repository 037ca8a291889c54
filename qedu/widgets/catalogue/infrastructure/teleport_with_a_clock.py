"""Teleport with a clock (chapter C11): what Bob has while Alice's two bits are on their way."""

import math

from qedu.entanglement import CLASSICAL_LIMIT
from qedu.widgets import (
    Axis,
    Bar,
    Bars,
    Bloch,
    Curves,
    Dice,
    Paper,
    Point,
    Range,
    Ref,
    Seed,
    Series,
    Sweep,
    Task,
    Vector,
    Widget,
    scene,
)

Teleport = scene("teleport", "times state after outcome names symbols lanes lost none due fidelity clock")

#: In units of the time that light in fibre takes from Alice to Bob: the pair is shared, Alice measures, her bits arrive.
SHARED, MEASURED, ARRIVED, END = 0.5, 0.6, 1.6, 1.8
#: Light in fibre: about two thirds of its speed in vacuum.
KM_PER_MS = 200
BITS = ("00", "01", "10", "11")
_DONE = ("nothing", "X", "Z", "X, then Z")


class TeleportWithAClock(Widget):
    """A pair goes out, Alice measures, two bits travel, and only then Bob has her state."""

    title = "Teleport with a clock"
    caption = ("Alice's measurement is over at once, and Bob has nothing from it until her two bits arrive: to him each of four states is "
               "equally likely, and the four together are white noise. The bits tell him which gate to apply, and with it he has her "
               "state.")
    leaves_out = ("Memories keep their halves without loss, measurements and gates take no time and do not fail, and no photon is lost on "
                  "the way. The pair is a Werner pair. Light in fibre is taken to make 200 km in a millisecond, and the bits to go through "
                  "fibre as well; through air they would take two thirds of the time.")
    main = ("t",)
    folded = ("km",)
    controls = (
        Range("t", "Time", 0, END, 0.025, 1.15, readout="{ms:f2} ms", play=60),
        Range("theta", "Alice's state, from |0⟩", 0, 360, 5, 50, readout="{theta:deg}"),
        Range("f", "Fidelity of the pair", 0.25, 1, 0.01, 1, readout="{f:f2}"),
        Range("km", "From Alice to Bob", 10, 1000, 0, 100, readout="{km:int} km", options=(10, 20, 50, 100, 200, 500, 1000)),
        Seed(button="Measure anew"))
    dice = (Dice("bits", BITS, (0.25, 0.25, 0.25, 0.25)),)
    sweeps = (Sweep("average.of", tuple(round(0.25 + 0.05 * i, 2) for i in range(16))),)
    views = (
        Teleport("", wide=True, times={"shared": SHARED, "measured": MEASURED, "arrived": ARRIVED}, state=["state.x", "state.z"],
                 after=["bob.x", "bob.z"], outcome="bits", fidelity="fidelity {value}",
                 names={"alice": "Alice", "bob": "Bob", "state.x": "Alice's state: ⟨X⟩", "state.z": "Alice's state: ⟨Z⟩",
                        "bob.x": "what Bob has: ⟨X⟩", "bob.z": "what Bob has: ⟨Z⟩", "right": "fidelity of what Bob has with her state",
                        "ms": "time since the pair set out"},
                 symbols=("alice", "bob", "crystal"),
                 lanes=["the pair", "two bits"], lost="measured: gone", none="no qubit yet", due="Bob, if the bits are {bits}: ⟨{axis}⟩",
                 clock="{ms:f2} ms", tab="On the way"),
        Bloch("Bob's qubit for each outcome, before he does anything",
              [Vector(f"bits {bits}: Bob applies {done}" if done != "nothing" else "bits 00: Bob does nothing", bits, tone,
                      x=f"if.{bits}.x", z=f"if.{bits}.z", line=line)
               for bits, done, tone, line in zip(BITS, _DONE, ("q1", "q3", "q2", "q4"), ("solid", "dashed", "dotted", "dashdot"))],
              tab="Four outcomes"),
        Bars("How often, and what Bob does",
             [Bar(f"p.{bits}", f"{bits}: {done}", tone) for bits, done, tone in zip(BITS, _DONE, ("q1", "q3", "q2", "q4"))],
             max=0.5, tab="Four outcomes"),
        Curves("What arrives, on average over all states",
               Axis(0.25, 1, [0.25, 0.5, 0.75, 1], "fidelity F of the pair", format="f2"),
               Axis(0.4, 1, [0.5, 0.6, 0.7, 0.8, 0.9, 1], "average fidelity", format="f1", format_table="f3"),
               [Series("average.of", "teleported through the pair: (2F + 1)/3", "q3", name="average fidelity")], wide=True,
               points=[Point("f", "average", "{average:f3}", name="average fidelity", tone="q3")],
               refs=[Ref(y="limit", label="bits alone, at best: {limit:f3}", name="best that bits alone can do")],
               tab="How well"))
    line = (
        ({"t": ["<", SHARED]}, "A pair is on its way to Alice and Bob. It knows nothing of the state that is to be sent."),
        ({"t": [">=", SHARED], "measured": 0}, "Each of them has half of a pair. Bob's half, alone, is white noise."),
        ({"measured": 1, "arrived": 0}, "Alice found {m1:int}{m2:int}, and her state is gone. Her two bits have {left:f2} ms to go. Until "
                                        "then the dot stays in the middle: whatever Bob measures, both results are equally likely."),
        ({"arrived": 1, "m": 0}, "The bits are {m1:int}{m2:int}: Bob has nothing to correct."),
        ({"arrived": 1, "m": 1}, "The bits are {m1:int}{m2:int}: Bob has applied X."),
        ({"arrived": 1, "m": 2}, "The bits are {m1:int}{m2:int}: Bob has applied Z."),
        ({"arrived": 1, "m": 3}, "The bits are {m1:int}{m2:int}: Bob has applied X, then Z."),
        ({"arrived": 1, "f": 1}, "What he has is Alice's state, {ms:f2} ms after the pair set out, and she has it no longer."),
        ({"arrived": 1, "f": ["<", 1]}, "What he has is Alice's state with a fidelity of {right:f3}, and a shorter arrow."),
        ({"above": 0}, "Bits alone, without a pair, would do as well: {limit:f3} on average."))
    tasks = (
        Task("Play from the beginning. What does Bob's dot do at the moment when Alice measures, and when does it move?", {"t": 0}),
        Task("The bits have arrived. Measure anew until Bob needs each of the four corrections once. What stays the same?", {"t": END}),
        Task("Lower the fidelity of the pair until bits alone would do as well, on the tab How well. Where is that, and what is left of "
             "Bob's arrow there?", {"t": END, "f": 0.9}))
    paper = (
        Paper("The pair has arrived and Alice has not measured yet.", {"t": 0.55}),
        Paper("Alice has measured, and her two bits are on their way.", {}),
        Paper("The bits have arrived, and Bob has corrected his qubit.", {"t": END}))

    def derive(self, n):
        turn = n["theta"] * math.pi / 180
        n["state.x"], n["state.z"] = n.sin(turn), n.cos(turn)
        n["shared"], n["measured"], n["arrived"] = (n.flag(n["t"] > time - 1e-6) for time in (SHARED, MEASURED, ARRIVED))
        length = (4 * n["f"] - 1) / 3                          # the Werner parameter: what is left of the arrow
        n["m"] = n["bits.count.01"] + 2 * n["bits.count.10"] + 3 * n["bits.count.11"]
        n["m1"], n["m2"] = n.flag(n["m"] > 1), n["bits.count.01"] + n["bits.count.11"]
        for i, bits in enumerate(BITS):
            n[f"p.{bits}"] = 0.25
            n[f"if.{bits}.x"] = (-1) ** (i // 2) * length * n["state.x"]
            n[f"if.{bits}.z"] = (-1) ** (i % 2) * length * n["state.z"]
        for axis in "xz":                                      # before the bits are there: the mean of the four
            n[f"bob.{axis}"] = n.where(n["arrived"] > 0, length * n[f"state.{axis}"], sum(n[f"if.{bits}.{axis}"] for bits in BITS) / 4)
        n["average"], n["limit"] = (2 * n["f"] + 1) / 3, CLASSICAL_LIMIT
        n["right"] = n.where(n["arrived"] > 0, n["average"], 0.5)
        n["above"] = n.flag(n["average"] > CLASSICAL_LIMIT + 1e-9)
        n["ms"], n["left"] = n["t"] * n["km"] / KM_PER_MS, n.max(0, ARRIVED - n["t"]) * n["km"] / KM_PER_MS
        n.curve("average.of", lambda x: (2 * x + 1) / 3)
