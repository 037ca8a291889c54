"""Which coin? (chapter C02): superposition or mixture, told apart by changing the basis."""

import math
from dataclasses import replace

from qedu import states
from qedu.widgets import Bar, Bars, Bloch, Choice, Count, Dice, Paper, Seed, Strip, Symbol, Task, Vector, Widget, frame

_KETS = {"Z": ("|0⟩", "|1⟩"), "X": ("|+⟩", "|−⟩"), "Y": ("|+i⟩", "|−i⟩")}
_ORDER = ("first", "second")
_MOST = 40
_PLUS = states.basis("X")[0]
_BOXES = {"plus": _PLUS, "mixture": sum(ket.proj() for ket in states.basis("Z")) / 2}


def _by_basis(items):
    """The same rows for each basis, with the names of its outcomes."""
    return [replace(item, label=item.label.replace("#0", kets[0]).replace("#1", kets[1]), when={"basis": basis})
            for basis, kets in _KETS.items() for item in items]


def _mistaken(n, p, q):
    """How often the best guess after n photons is wrong: with the smaller of the two likelihoods of each count."""
    return sum(math.comb(n, k) * min(p[0] ** k * p[1] ** (n - k), q[0] ** k * q[1] ** (n - k))
               for k in range(n + 1)) / 2


class WhichCoin(Widget):
    """A hidden box sends |+⟩ every time, or |0⟩ or |1⟩ by the toss of a coin."""

    title = "Which coin?"
    caption = ("A superposition is not a coin under a cup. In Z the two boxes look the same. In X box A "
               "always gives |+⟩ and box B still gives half and half: only another basis tells them apart.")
    leaves_out = ("Perfect states, a perfect measurement and no noise: with noise a single |−⟩ would no "
                  "longer rule out box A. Before you look, both boxes are equally likely.")
    main = ("basis", "shots")
    controls = (
        Choice("basis", "Measure in", {"Z": "Z", "X": "X", "Y": "Y"}, "Z"),
        Count("shots", "Photons measured", _MOST, 8, steps=(1, 5, 10)),
        Seed(default=6, label="Number of the box", button="Another box", resets=("decision",)),
        Choice("decision", "Your verdict",
               {"none": "not decided", "plus": "A: |+⟩ every time", "mixture": "B: a coin picks |0⟩ or |1⟩"},
               "none"))
    dice = (Dice("box", ("plus", "mixture"), (0.5, 0.5)),
            Dice("shots", ("0", "1"), n="shots"))
    views = (
        Bars("What the hidden box gave",
             _by_basis([Bar(f"shots.fraction.{i}", f"#{i}: {{shots.count.{i}:int}} of {{shots.n:int}}",
                            name=f"hidden box: {_ORDER[i]} outcome", low=f"shots.low.{i}",
                            high=f"shots.high.{i}") for i in (0, 1)]), tab="Compare"),
        Bars("What each box would give",
             _by_basis([Bar(f"p.{box}.{i}", f"{name}: #{i}", tone, name=f"box {name}: {_ORDER[i]} outcome")
                        for box, name, tone in (("plus", "A", "q1"), ("mixture", "B", "q0")) for i in (0, 1)]),
                        tab="Compare"),
        Strip("Photon by photon", "shots",
              _by_basis([Symbol("#0", "disc", "q1", outcome="0"), Symbol("#1", "cross", "q0", outcome="1")]),
              show=_MOST, screen_only=True, tab="Photons"),
        Bloch("The two states and the basis",
              [Vector("A: |+⟩", "A", "q1", x="plus.x", y="plus.y", z="plus.z"),
               Vector("B: the mixture", "B", "q0", x="mixture.x", y="mixture.y", z="mixture.z")],
              screen_only=True, mode="sphere", axis={"x": "axis.x", "y": "axis.y", "z": "axis.z"},
              tab="States"),
        Bars("How often the best guess is wrong after {shots:int} photons",
             [Bar(f"error.{basis}", f"all measured in {basis}", "q1") for basis in _KETS], max=0.5,
             format="pct2", tab="Odds"),
        Bars("The evidence, weighed", [Bar("posterior.plus", "probability that it is A", "q1"),
                                       Bar("posterior.mixture", "probability that it is B", "q0")],
             when={"decision": ["!=", "none"]}, tab="Verdict"))
    line = (
        ({"shots": 0}, "Nothing measured yet."),
        *(({"basis": basis, "shots": [">", 0]},
           f"In {basis}, {{shots.count.0:int}} of {{shots.n:int}} photons gave {kets[0]} (95 % interval "
           "{shots.low.0:pct} to {shots.high.0:pct}).") for basis, kets in _KETS.items()),
        ({"basis": ["in", ["Z", "Y"]]}, "Here both boxes give half and half: this basis tells you nothing."),
        ({"basis": "X", "shots": [">", 0], "shots.count.1": 0},
         "Box A would always give this; box B would do so in {luck:pct2} of all tries."),
        ({"basis": "X", "shots.count.1": [">", 0]}, "Box A never gives |−⟩."),
        ({"decision": "none"}, "Decide when you are ready."),
        *(({"decision": verdict, f"box.count.{truth}": 1},
           f"{'Right' if verdict == truth else 'Wrong'}: it was box {letter}. Given this evidence, the "
           f"verdict {mine} is wrong with probability {{posterior.{other}:pct2}}.")
          for verdict, other, mine in (("plus", "mixture", "A"), ("mixture", "plus", "B"))
          for truth, letter in (("plus", "A"), ("mixture", "B"))))
    tasks = (
        Task("Measure 40 photons in Z. Can you decide? Now change to X and look at the same box.",
             {"basis": "Z", "shots": 40}),
        Task("In X, add photons one by one. How many do you want before you say A, and how often would you "
             "then be wrong?", {"basis": "X", "shots": 0}),
        Task("Try Y. Box A holds a superposition, and Y shows nothing of it. Find the reason on the sphere.",
             {"basis": "Y", "shots": 20}))
    paper = (
        Paper("Measured in Z, the two boxes look the same.", {"shots": 40}),
        Paper("The same box in X: 40 times |+⟩. It is A, the superposition.",
              {"basis": "X", "shots": 40, "decision": "plus"}),
        Paper("Another box in X: some photons give |−⟩, so it is B, the coin.",
              {"basis": "X", "shots": 40, "decision": "mixture", "seed": 9}))

    @frame
    def odds(self, basis):
        out = dict(zip(("axis.x", "axis.y", "axis.z"), states.BASES[basis]))
        for box, state in _BOXES.items():
            out |= zip((f"{box}.x", f"{box}.y", f"{box}.z"), states.bloch_vector(state))
            out |= zip((f"p.{box}.0", f"p.{box}.1"), states.probabilities(state, basis))
        return out

    @frame
    def errors(self, shots):
        return {f"error.{basis}": _mistaken(shots, *(states.probabilities(box, basis) for box in _BOXES.values()))
                for basis in _KETS}

    def derive(self, n):
        for i in (0, 1):
            n[f"p.{i}"] = n.where(n["box.count.mixture"] > 0, n[f"p.mixture.{i}"], n[f"p.plus.{i}"])
        likelihood = {box: n[f"p.{box}.0"] ** n["shots.count.0"] * n[f"p.{box}.1"] ** n["shots.count.1"]
                      for box in _BOXES}
        for box, one in likelihood.items():
            n[f"posterior.{box}"] = one / sum(likelihood.values())
        n["luck"] = n["p.mixture.0"] ** n["shots"]
