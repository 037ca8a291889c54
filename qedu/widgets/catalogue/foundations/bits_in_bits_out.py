"""Bits in, bits out (chapter C02): how much of a message one qubit carries."""

import math

from qedu import states
from qedu.widgets.symbolic import symbol
from qedu.widgets.shell import Count, Dice, Frames, Paper, Range, Seed, Task, Widget

_MOST = 8


class BitsInBitsOut(Widget):
    """2ⁿ messages as equally spaced states of one qubit; Bob measures once."""

    name = "bits-in-bits-out"
    title = "Bits in, bits out"
    caption = ("An angle can name any number of messages, but one measurement gives one outcome. "
               "However many bits go in, Bob's best chance is 2 in 2ⁿ, and never more than one bit "
               "comes out.")
    leaves_out = ("Perfect states, no loss and no noise, and one photon for each message. Many "
                  "photons in the same state would tell Bob more; so would a shared entangled "
                  "pair.")
    controls = (
        Range("bits", "Bits Alice puts in", 1, 3, 1, 3, readout="{bits:int}"),
        Range("prediction", "My prediction: Bob right", 0, 100, 5, 50,
              readout="{guess:pct0}"),
        Count("n", "Messages sent", 1000, 200), Seed(default=2))
    dice = (Dice("messages", tuple(map(str, range(_MOST))),
                 tuple(f"p.message.{m}" for m in range(_MOST)), n="n"),
            Dice("rounds", tuple(f"off{d}" for d in range(_MOST)),
                 tuple(f"p.off{d}" for d in range(_MOST)), n="n"))
    frames = (Frames(("bits",), ("p.*", "state.*", "bound", "blind", "information", "holevo",
                                 "messages")),)
    views = (
        {"view": "bars", "title": "How often is Bob right?", "items": [
            {"key": "guess", "label": "my prediction", "tone": "q0"},
            {"key": "p.right", "label": "the best measurement", "tone": "q3"},
            {"key": "blind", "label": "a guess without looking", "tone": "q2"},
            {"key": "rounds.fraction.off0", "label": "counted: {rounds.count.off0:int} of {n:int}",
             "name": "counted right",
             "low": "rounds.low.off0", "high": "rounds.high.off0"}],
         "refs": [{"key": "bound", "label": "bound 2 in {messages:int}: {bound:pct}",
                   "name": "bound 2/2ⁿ"}]},
        {"view": "bars", "title": "Bits in, bits out", "format": "bits", "max": 3, "items": [
            {"key": "bits.in", "label": "bits in each message", "tone": "q0"},
            {"key": "information", "label": "bits this measurement brings out", "tone": "q3"}],
         "refs": [{"key": "holevo", "label": "Holevo: at most {holevo:f0} bit"}]},
        {"view": "bloch", "title": "{messages:int} messages on the X–Z circle",
         "poles": {"top": "", "bottom": "", "left": "", "right": ""}, "vectors": [],
         "dots": [{"x": f"state.x.{m}", "z": f"state.z.{m}", "label": format(m, f"0{bits}b"),
                   "tone": "q1", "when": {"bits": bits}}
                  for bits in (1, 2, 3) for m in range(2 ** bits)]},
        {"view": "rounds", "title": "The last messages", "screen_only": True, "show": 8, "message": "sent",
         "read": "Bob reads", "right": "right", "wrong": "wrong"})
    line = (
        ({"bits": 1}, "1 bit in one qubit:"), ({"bits": [">", 1]}, "{bits:int} bits in one qubit:"),
        "Bob names the right one of {messages:int} messages with probability {p.right:pct}; no "
        "measurement does better than {bound:pct}.",
        "You predicted {guess:pct0}.",
        ({"n": [">", 0]}, "In {n:int} rounds he was right {rounds.count.off0:int} times: "
         "{rounds.fraction.off0:pct} (95 % interval {rounds.low.off0:pct} to "
         "{rounds.high.off0:pct})."))
    tasks = (
        Task("Set your prediction for 2 bits before you look at the bars, then compare.",
             {"bits": 2, "n": 0}),
        Task("Go from 1 to 3 bits. What happens to the chance of a right guess each time a bit is "
             "added?", {"bits": 1}),
        Task("Compare the best measurement with a guess without looking. By what factor does the "
             "photon help, for 1, 2 and 3 bits?", {"bits": 2}))
    paper = (
        Paper("One bit: two opposite states, always told apart.", {"bits": 1, "prediction": 100}),
        Paper("Two bits: four states, right in half of the rounds.", {"bits": 2}),
        Paper("Three bits: eight states, right in a quarter of the rounds.", {"bits": 3}))

    def compute(self, state, roll):
        import numpy as np
        import qutip

        bits, size = state["bits"], 2 ** state["bits"]
        kets = [states.ket(2 * math.pi * m / size) for m in range(size)]
        total = sum((ket.proj() for ket in kets[1:]), kets[0].proj())
        root = total.sqrtm().inv()
        outcomes = [root * ket.proj() * root for ket in kets]   # square-root measurement
        table = np.array([[qutip.expect(outcome, ket) for outcome in outcomes] for ket in kets])
        out = {"messages": size, "bound": 2 / size, "blind": 1 / size, "bits.in": bits,
               "guess": state["prediction"] / 100, "p.right": states.square_root_guess(kets),
               "holevo": qutip.entropy_vn(total / size, 2)}
        marginal = table.mean(axis=0)
        seen = table > 1e-15
        out["information"] = float((table[seen] / size * np.log2(
            (table / marginal)[seen])).sum())
        for m in range(_MOST):
            x, _, z = states.bloch_vector(kets[m]) if m < size else (0.0, 0.0, 0.0)
            out[f"state.x.{m}"], out[f"state.z.{m}"] = x, z
            out[f"p.message.{m}"] = 1 / size if m < size else 0.0
            # By symmetry Bob's distance from the message has the same odds for every message.
            out[f"p.off{m}"] = (np.mean([table[a, (a + m) % size] for a in range(size)])
                                if m < size else 0.0)
        roll(out, "messages")
        roll(out, "rounds")
        return out

    def formulas(self):
        return {"guess": symbol("prediction") / 100, "bits.in": symbol("bits")}
