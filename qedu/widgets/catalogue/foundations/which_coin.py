"""Which coin? (chapter C02): superposition or mixture, told apart by changing the basis."""

import math

from qedu import states
from qedu.widgets.symbolic import switch, symbol
from qedu.widgets.shell import Choice, Count, Dice, Frames, Paper, Seed, Task, Widget

_KETS = {"Z": ("|0⟩", "|1⟩"), "X": ("|+⟩", "|−⟩"), "Y": ("|+i⟩", "|−i⟩")}
_ORDER = ("first", "second")
_MOST = 40


def _by_basis(items):
    """The same rows for each basis, with the names of its outcomes."""
    return [{**item, "label": item["label"].replace("#0", kets[0]).replace("#1", kets[1]),
             "when": {"basis": basis, **item.get("when", {})}}
            for basis, kets in _KETS.items() for item in items]


class WhichCoin(Widget):
    """A hidden box sends |+⟩ every time, or |0⟩ or |1⟩ by the toss of a coin."""

    name = "which-coin"
    title = "Which coin?"
    caption = ("A superposition is not a coin under a cup. In Z the two boxes look the same. In X "
               "box A always gives |+⟩ and box B still gives half and half: only "
               "another basis tells them apart.")
    leaves_out = ("Perfect states, a perfect measurement and no noise: with noise a single |−⟩ would "
                  "no longer rule out box A. Before you look, both boxes are equally likely.")
    controls = (
        Choice("basis", "Measure in", {"Z": "Z", "X": "X", "Y": "Y"}, "Z"),
        Count("shots", "Photons measured", _MOST, 8, steps=(1, 5, 10)),
        Seed(default=6, label="Number of the box", button="Another box", resets=("decision",)),
        Choice("decision", "Your verdict",
               {"none": "not decided", "plus": "A: |+⟩ every time",
                "mixture": "B: a coin picks |0⟩ or |1⟩"}, "none"))
    dice = (Dice("box", ("plus", "mixture"), (0.5, 0.5)),
            Dice("shots", ("0", "1"), ("p.0", "p.1"), n="shots"))
    frames = (Frames(("basis",), ("p.plus.*", "p.mixture.*", "axis.*", "plus.*", "mixture.*")),
              Frames(("shots",), ("error.*",)))
    views = (
        {"view": "bars", "title": "What the hidden box gave", "items": _by_basis([
            {"key": f"shots.fraction.{i}", "label": f"#{i}: {{shots.count.{i}:int}} of "
             "{shots.n:int}", "name": f"hidden box: {_ORDER[i]} outcome", "low": f"shots.low.{i}", "high": f"shots.high.{i}"}
            for i in (0, 1)])},
        {"view": "bars", "title": "What each box would give", "items": _by_basis([
            {"key": f"p.{box}.{i}", "label": f"{name}: #{i}", "tone": tone,
             "name": f"box {name}: {_ORDER[i]} outcome"}
            for box, name, tone in (("plus", "A", "q3"), ("mixture", "B", "q2"))
            for i in (0, 1)])},
        {"view": "bloch", "title": "The two states and the basis", "screen_only": True, "mode": "sphere",
         "axis": {"x": "axis.x", "y": "axis.y", "z": "axis.z"},
         "vectors": [{"x": "plus.x", "y": "plus.y", "z": "plus.z", "label": "A: |+⟩",
                      "short": "A", "tone": "q3"},
                     {"x": "mixture.x", "y": "mixture.y", "z": "mixture.z",
                      "label": "B: the mixture", "short": "B", "tone": "q2"}]},
        {"view": "bars", "title": "How often the best guess is wrong after {shots:int} photons",
         "max": 0.5, "format": "pct2",
         "items": [{"key": f"error.{basis}", "label": f"all measured in {basis}", "tone": "q4"}
                   for basis in _KETS]},
        {"view": "strip", "title": "Photon by photon", "dice": "shots", "show": _MOST,
         "screen_only": True, "symbols": _by_basis([
             {"outcome": "0", "label": "#0", "shape": "disc", "tone": "q1"},
             {"outcome": "1", "label": "#1", "shape": "cross", "tone": "q2"}])},
        {"view": "bars", "title": "The evidence, weighed", "when": {"decision": ["!=", "none"]},
         "items": [{"key": "posterior.plus", "label": "probability that it is A", "tone": "q3"},
                   {"key": "posterior.mixture", "label": "probability that it is B",
                    "tone": "q2"}]})
    line = (
        ({"shots": 0}, "Nothing measured yet."),
        *(({"basis": basis, "shots": [">", 0]},
           f"In {basis}, {{shots.count.0:int}} of {{shots.n:int}} photons gave {kets[0]} "
           "(95 % interval {shots.low.0:pct} to {shots.high.0:pct}).")
          for basis, kets in _KETS.items()),
        ({"basis": ["in", ["Z", "Y"]]}, "Here both boxes give half and half: this basis tells you "
         "nothing."),
        ({"basis": "X", "shots": [">", 0], "shots.count.1": 0},
         "Box A would always give this; box B would do so in {luck:pct2} of all tries."),
        ({"basis": "X", "shots.count.1": [">", 0]}, "Box A never gives |−⟩."),
        ({"decision": "none"}, "Decide when you are ready."),
        *(({"decision": verdict, f"box.count.{truth}": 1},
           f"{'Right' if verdict == truth else 'Wrong'}: it was box {letter}. Given this evidence, "
           f"the verdict {mine} is wrong with probability {{posterior.{other}:pct2}}.")
          for verdict, other, mine in (("plus", "mixture", "A"), ("mixture", "plus", "B"))
          for truth, letter in (("plus", "A"), ("mixture", "B"))))
    tasks = (
        Task("Measure 40 photons in Z. Can you decide? Now change to X and look at the same box.",
             {"basis": "Z", "shots": 40}),
        Task("In X, add photons one by one. How many do you want before you say A, and how often "
             "would you then be wrong?", {"basis": "X", "shots": 0}),
        Task("Try Y. Box A holds a superposition, and Y shows nothing of it. Find the reason "
             "on the sphere.", {"basis": "Y", "shots": 20}))
    paper = (
        Paper("Measured in Z, the two boxes look the same.", {"shots": 40}),
        Paper("The same box in X: 40 times |+⟩. It is A, the superposition.",
              {"basis": "X", "shots": 40, "decision": "plus"}),
        Paper("Another box in X: some photons give |−⟩, so it is B, the coin.",
              {"basis": "X", "shots": 40, "decision": "mixture", "seed": 9}))

    def compute(self, state, roll):
        plus = states.basis("X")[0]
        zero, one = states.basis("Z")
        mixture = (zero.proj() + one.proj()) / 2
        n, out = state["shots"], {}
        for name, vector in (("plus", states.bloch_vector(plus)),
                             ("mixture", states.bloch_vector(mixture)),
                             ("axis", states.BASES[state["basis"]])):
            out.update(zip((f"{name}.x", f"{name}.y", f"{name}.z"), vector))
        for basis in _KETS:
            p, q = states.probabilities(plus, basis), states.probabilities(mixture, basis)
            # The best guess errs with the smaller of the two likelihoods of each count.
            out[f"error.{basis}"] = sum(
                math.comb(n, k) * min(p[0] ** k * p[1] ** (n - k), q[0] ** k * q[1] ** (n - k))
                for k in range(n + 1)) / 2
            if basis == state["basis"]:
                out["p.plus.0"], out["p.plus.1"] = p
                out["p.mixture.0"], out["p.mixture.1"] = q
        roll(out, "box")
        hidden = "mixture" if out["box.count.mixture"] else "plus"
        out["p.0"], out["p.1"] = out[f"p.{hidden}.0"], out[f"p.{hidden}.1"]
        roll(out, "shots")
        likelihood = {box: out[f"p.{box}.0"] ** out["shots.count.0"]
                      * out[f"p.{box}.1"] ** out["shots.count.1"] for box in ("plus", "mixture")}
        for box in likelihood:
            out[f"posterior.{box}"] = likelihood[box] / sum(likelihood.values())
        out["luck"] = out["p.mixture.0"] ** n
        return out

    def formulas(self):
        def likelihood(box):
            return (symbol(f"p.{box}.0") ** symbol("shots.count.0")
                    * symbol(f"p.{box}.1") ** symbol("shots.count.1"))

        coin = symbol("box.count.mixture") > 0
        total = likelihood("plus") + likelihood("mixture")
        return {
            **{f"p.{i}": switch((symbol(f"p.mixture.{i}"), coin), symbol(f"p.plus.{i}"))
               for i in (0, 1)},
            **{f"posterior.{box}": likelihood(box) / total for box in ("plus", "mixture")},
            "luck": symbol("p.mixture.0") ** symbol("shots")}
