"""Bits in, bits out (chapter C02): how much of a message one qubit carries."""

import math

import numpy as np
import qutip

from qedu import states
from qedu.widgets import Bar, Bars, Bloch, Count, Dice, Dot, Paper, Range, Ref, Seed, Task, Widget, frame, scene

LastMessages = scene("rounds", "show message read right wrong")

_MOST = 8


class BitsInBitsOut(Widget):
    """2ⁿ messages as equally spaced states of one qubit; Bob measures once."""

    title = "Bits in, bits out"
    caption = ("An angle can name any number of messages, but one measurement gives one outcome. However "
               "many bits go in, Bob's best chance is 2 in 2ⁿ, and never more than one bit comes out.")
    leaves_out = ("Perfect states, no loss and no noise, and one photon for each message. Many photons in "
                  "the same state would tell Bob more; so would a shared entangled pair.")
    controls = (
        Range("bits", "Bits Alice puts in", 1, 3, 1, 3, readout="{bits:int}"),
        Range("prediction", "My prediction: Bob right", 0, 100, 5, 50, readout="{guess:pct0}"),
        Count("n", "Messages sent", 1000, 200), Seed(default=2))
    dice = (Dice("messages", tuple(map(str, range(_MOST))), tuple(f"p.message.{m}" for m in range(_MOST)),
                 n="n"),
            Dice("rounds", tuple(f"off{d}" for d in range(_MOST)), n="n"))
    views = (
        Bars("How often is Bob right?",
             [Bar("guess", "my prediction", "q0"), Bar("p.right", "the best measurement", "q1"),
              Bar("blind", "a guess without looking", "q0"),
              Bar("rounds.fraction.off0", "counted: {rounds.count.off0:int} of {n:int}", name="counted right",
                  low="rounds.low.off0", high="rounds.high.off0")],
             refs=[Ref("bound", "bound 2 in {messages:int}: {bound:pct}", name="bound 2/2ⁿ")], tab="Right"),
        Bars("Bits in, bits out", [Bar("bits.in", "bits in each message", "q0"),
                                   Bar("information", "bits this measurement brings out", "q1")],
             format="bits", max=3, refs=[Ref("holevo", "Holevo: at most {holevo:f0} bit")], tab="Bits"),
        Bloch("{messages:int} messages on the X–Z circle", [],
              poles={"top": "", "bottom": "", "left": "", "right": ""},
              dots=[Dot(f"state.x.{m}", f"state.z.{m}", format(m, f"0{bits}b"), "q1", when={"bits": bits})
                    for bits in (1, 2, 3) for m in range(2 ** bits)], tab="States"),
        LastMessages("The last messages", screen_only=True, show=8, message="sent", read="Bob reads",
                     right="right", wrong="wrong", tab="Messages"))
    line = (
        ({"bits": 1}, "1 bit in one qubit:"), ({"bits": [">", 1]}, "{bits:int} bits in one qubit:"),
        "Bob names the right one of {messages:int} messages with probability {p.right:pct}; no measurement "
        "does better than {bound:pct}.", "You predicted {guess:pct0}.",
        ({"n": [">", 0]},
         "In {n:int} rounds he was right {rounds.count.off0:int} times: {rounds.fraction.off0:pct} (95 % "
         "interval {rounds.low.off0:pct} to {rounds.high.off0:pct})."))
    tasks = (
        Task("Set your prediction for 2 bits before you look at the bars, then compare.",
             {"bits": 2, "n": 0}),
        Task("Go from 1 to 3 bits. What happens to the chance of a right guess each time a bit is added?",
             {"bits": 1}),
        Task("Compare the best measurement with a guess without looking. By what factor does the photon "
             "help, for 1, 2 and 3 bits?", {"bits": 2}))
    paper = (
        Paper("One bit: two opposite states, always told apart.", {"bits": 1, "prediction": 100}),
        Paper("Two bits: four states, right in half of the rounds.", {"bits": 2}),
        Paper("Three bits: eight states, right in a quarter of the rounds.", {"bits": 3}))

    @frame
    def measured(self, bits):
        size = 2 ** int(bits)
        kets = [states.ket(2 * math.pi * m / size) for m in range(size)]
        total = sum((ket.proj() for ket in kets[1:]), kets[0].proj())
        root = total.sqrtm().inv()
        outcomes = [root * ket.proj() * root for ket in kets]   # square-root measurement
        table = np.array([[qutip.expect(outcome, ket) for outcome in outcomes] for ket in kets])
        seen, marginal = table > 1e-15, table.mean(axis=0)
        out = {"messages": size, "bound": 2 / size, "blind": 1 / size, "p.right": states.square_root_guess(kets),
               "holevo": qutip.entropy_vn(total / size, 2),
               "information": float((table[seen] / size * np.log2((table / marginal)[seen])).sum())}
        for m in range(_MOST):
            used = m < size
            out[f"state.x.{m}"], _, out[f"state.z.{m}"] = states.bloch_vector(kets[m]) if used else (0.0, 0.0, 0.0)
            out[f"p.message.{m}"] = 1 / size if used else 0.0
            # By symmetry Bob's distance from the message has the same odds for every message.
            out[f"p.off{m}"] = np.mean([table[a, (a + m) % size] for a in range(size)]) if used else 0.0
        return out

    def derive(self, n):
        n["guess"], n["bits.in"] = n["prediction"] / 100, n["bits"]
