"""Bits in, bits out (chapter C02): how much of a message one qubit carries."""

import math

import qutip

from qedu import states
from qedu.widgets import (
    Axis,
    Bar,
    Bars,
    Count,
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
    Widget,
    frame,
    scene,
)

OneLetter = scene("one-letter", "dice axis control ends symbols heads bits messages state named information answers verdicts said")

_MOST = 8
_CELLS = tuple((m, end) for m in range(_MOST) for end in (0, 1))
_STEP = 7.5
_AROUND = tuple(_STEP * k for k in range(round(360 / _STEP)))


class BitsInBitsOut(Widget):
    """2ⁿ messages as equally spaced states of one qubit; Bob chooses a direction and measures once."""

    title = "Bits in, bits out"
    caption = ("An angle can name any number of messages, but one measurement gives one of two outcomes, so Bob can only "
               "have two answers ready. Wherever he turns his direction, his chance is at most 2 in 2ⁿ, and never more than "
               "one bit comes out.")
    leaves_out = ("Perfect states, no loss and no noise, and one photon for each message. Many photons in "
                  "the same state would tell Bob more; so would a shared entangled pair. Measurements with more than two "
                  "outcomes exist, and do not beat the bound either. Each direction is tried on messages of its own.")
    main = ("bits", "n")                                     # the direction is turned in the picture
    controls = (
        Range("bits", "Bits Alice puts in", 1, 3, 1, 3, readout="{bits:int}"),
        Range("angle", "Bob's direction", 0, _AROUND[-1], _STEP, 0, readout="{angle:deg}"),
        Count("n", "Messages sent", 1000, 200), Seed(default=2))
    dice = (Dice("rounds", tuple(f"{m}{end}" for m, end in _CELLS), n="n", seed="stream"),)
    sweeps = (Sweep("turned", (*_AROUND, 360)),)
    views = (
        OneLetter("", wide=True, dice="rounds", axis=["axis.x", "axis.z"], control="angle", ends=["0", "1"],
                  symbols=("alice", "bob", "detector"),
                  heads=["bits in: {bits:int}", "bits out: {information:f3}"], bits="bits", messages="messages", state="state",
                  named="named",
                  information=["information", "bits that this direction brings out"],
                  answers=["Bob's answer to a click of detector 0", "Bob's answer to a click of detector 1"],
                  verdicts=["right", "wrong"], tab="Send",
                  said="the last message was {sent}, detector {end} clicked and Bob answers {read}: {verdict}"),
        Bars("", [Bar("right.fraction", "Bob right: {right.count:int} of {n:int}", name="Bob right, counted",
                      mark="p.right", mark_label="Bob right along this direction, exact")],
             refs=[Ref("bound", "at most 2 in {messages:int}: {bound:pct0}", name="bound 2/2ⁿ")], tab="Send"),
        Curves("Bob in all directions", Axis(0, 360, [0, 90, 180, 270, 360], "Bob's direction", format="deg"),
               Axis(0, 1, [0, 0.25, 0.5, 0.75, 1], "Bob names the right message"),
               [Series("turned", "Bob right", "q1", every=3)],
               points=[Point("angle", "p.right", "{p.right:pct}", name="Bob right along this direction, exact")],
               refs=[Ref(y="bound", label="at most 2 in {messages:int}", name="bound 2/2ⁿ"),
                     Ref(y="blind", label="without looking", name="a guess without looking")], wide=True, tab="Turn"),
        Bars("How often is Bob right?",
             [Bar("p.right", "along this direction", "q1", name="Bob right along this direction, exact"),
              Bar("bound", "along the best one", "q0", name="bound 2/2ⁿ"),
              Bar("blind", "a guess without looking", "q0")], tab="Compare"),
        Bars("How many bits?", [Bar("bits.in", "bits in each message", "q0"),
                                Bar("information", "bits out along this direction", "q1", name="bits that this direction brings out")],
             format="bits", max=3, refs=[Ref("holevo", "Holevo: at most {holevo:f0} bit", name="Holevo's bound")], tab="Compare"))
    line = (
        ({"bits": 1}, "1 bit in one qubit, 2 messages."), ({"bits": [">", 1]}, "{bits:int} bits in one qubit, {messages:int} messages."),
        "Bob has two detectors, so two answers. Along {angle:deg} he is right with probability {p.right:pct}",
        ({"best": 1}, "and no measurement does better."), ({"best": 0}, "and along one of her states it would be {bound:pct}."),
        "This brings out {information:bits}, and one qubit never more than {holevo:f0}.",
        ({"n": [">", 0]},
         "In {n:int} rounds he was right {right.count:int} times: {right.fraction:pct} (95 % "
         "interval {right.low:pct} to {right.high:pct})."))
    tasks = (
        Task("One bit only. Turn Bob's direction: where does he read it every time, and where is he no better than a "
             "guess?", {"bits": 1, "angle": 60}),
        Task("Two bits. Try to beat 2 in 4. Where is the best direction, and where the worst?", {"bits": 2, "angle": 22.5}),
        Task("Compare the best direction with a guess without looking. By what factor does the photon "
             "help, for 1, 2 and 3 bits?", {"bits": 2}))
    paper = (
        Paper("One bit: two opposite states, always told apart.", {"bits": 1}),
        Paper("Two bits: four states, right in half of the rounds.", {"bits": 2}),
        Paper("Three bits: eight states, right in a quarter of the rounds.", {"bits": 3}))

    @frame
    def sent(self, bits):
        size = 2 ** int(bits)
        kets = [states.ket(2 * math.pi * m / size) for m in range(size)]
        out = {"messages": size, "bound": 2 / size, "blind": 1 / size,
               "holevo": qutip.entropy_vn(sum((ket.proj() for ket in kets[1:]), kets[0].proj()) / size, 2)}
        for m in range(_MOST):
            out[f"state.x.{m}"], _, out[f"state.z.{m}"] = states.bloch_vector(kets[m]) if m < size else (0.0, 0.0, 0.0)
            out[f"p.message.{m}"] = 1 / size if m < size else 0.0
        return out

    def derive(self, n):
        def first(angle):
            """Odds of a click of detector 0 along an angle, for each message."""
            x, z = n.sin(angle * math.pi / 180), n.cos(angle * math.pi / 180)
            return [(1 + x * n[f"state.x.{m}"] + z * n[f"state.z.{m}"]) / 2 for m in range(_MOST)]

        def right(angle):
            """Bob names the likeliest message on each outcome."""
            zero, weight = first(angle), [n[f"p.message.{m}"] for m in range(_MOST)]
            return n.max(*(w * p for w, p in zip(weight, zero))) + n.max(*(w * (1 - p) for w, p in zip(weight, zero)))

        angle = n["angle"]
        n["axis.x"], n["axis.z"] = n.sin(angle * math.pi / 180), n.cos(angle * math.pi / 180)
        n["bits.in"] = n["bits"]
        # Photons that are measured along another direction are other photons, with dice of their own.
        n["stream"] = n["seed"] + 1e6 * (angle / _STEP + len(_AROUND) * n["bits"])
        for m, zero in enumerate(first(angle)):
            n[f"zero.{m}"] = zero
            n[f"p.{m}0"], n[f"p.{m}1"] = n[f"p.message.{m}"] * n[f"zero.{m}"], n[f"p.message.{m}"] * (1 - n[f"zero.{m}"])
        for end in (0, 1):
            odds = [n[f"p.{m}{end}"] for m in range(_MOST)]
            n[f"most.{end}"] = n.max(*odds)
            # Of two that are equally likely the first, also where rounding has one of them ahead.
            n[f"named.{end}"] = n.first(((odds[m] > n[f"most.{end}"] - 1e-9, m) for m in range(_MOST)), 0)
        n["right.count"] = sum(n.where(n[f"named.{end}"] == m, n[f"rounds.count.{m}{end}"], 0) for m, end in _CELLS)
        n.share("right", n["right.count"], n["n"])
        n["p.right"] = right(angle)
        n["best"] = n.flag(n["p.right"] > n["bound"] - 1e-9)
        for d in range(_MOST):                                 # how far, round the circle, Bob's answer is from the message
            far = {(m, end): n[f"named.{end}"] - m for m, end in _CELLS}
            n[f"p.off{d}"] = sum(n.where(far[m, end] == d, n[f"p.{m}{end}"], far[m, end] == d - n["messages"], n[f"p.{m}{end}"], 0)
                                 for m, end in _CELLS)
        # What the outcome tells: its entropy, less what is left of it for who knows the message.
        n["information"] = n.h2(sum(n[f"p.{m}0"] for m in range(_MOST))) - sum(n[f"p.message.{m}"] * n.h2(n[f"zero.{m}"])
                                                                            for m in range(_MOST))
        n.curve("turned", right)
