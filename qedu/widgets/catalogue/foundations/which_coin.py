"""Which coin? (chapter C02): superposition or mixture, told apart by changing the basis."""

import math

from qedu import states
from qedu.widgets import Bar, Bars, Bloch, Choice, Count, Dice, Hidden, Paper, Ref, Seed, Strip, Symbol, Task, Vector, Widget, frame, scene

WhichBox = scene("which-box", "dice axis control ends symbols box poles into cards mark verdicts counts score tally")

_KETS = {"Z": ("|0⟩", "|1⟩"), "X": ("|+⟩", "|−⟩"), "Y": ("|+i⟩", "|−i⟩")}
#: The directions of the dial, in its order: along the two axes of the circle, halfway between them, and across the circle.
_AXES = {"Z": states.BASES["Z"], "ZX": (1, 0, 1), "X": states.BASES["X"], "Y": states.BASES["Y"]}
_ALIKE = {"basis": ["in", ["Z", "Y"]]}
_MOST = 40
_PLUS = states.basis("X")[0]
_BOXES = {"plus": _PLUS, "mixture": sum(ket.proj() for ket in states.basis("Z")) / 2}
_SENDS = {"plus": [_PLUS], "mixture": states.basis("Z")}
_WORDS = {"plus": ("A", "|+⟩ every time"), "mixture": ("B", "a coin picks |0⟩ or |1⟩")}


def _on_circle(ket):
    """Where a state stands on the circle through |0⟩ and |+⟩."""
    x, _, z = states.bloch_vector(ket)
    return [round(float(x), 9), round(float(z), 9)]


def _pole(basis, k):
    x, z = _on_circle(states.basis(basis)[k])
    return {"label": _KETS[basis][k], "x": x, "z": z}


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
                  "longer rule out box A. Before you look, both boxes are equally likely. Each direction "
                  "is tried on photons of its own: turn the dial, and the box has sent as many anew.")
    main = ("basis", "shots")
    controls = (
        Choice("basis", "Measure in", {"Z": "Z", "ZX": "between", "X": "X", "Y": "Y"}, "Z"),
        Count("shots", "Photons measured", _MOST, 8, steps=(1, 5, 10)),
        Choice("decision", "Your verdict",
               {"none": "not decided", "plus": "A: |+⟩ every time", "mixture": "B: a coin picks |0⟩ or |1⟩"},
               "none"),
        Seed(default=6, label="Number of the box", button="Another box", resets=("shots", "decision"), log=("past", "mark")),
        Hidden("past", pattern="[12]{0,40}"))
    dice = (Dice("box", ("plus", "mixture"), (0.5, 0.5)),
            Dice("shots", ("0", "1"), n="shots", seed="stream"))
    views = (
        WhichBox("", wide=True, dice="shots", axis=["axis.x", "axis.z"], control="basis", ends=["0", "1"],
                 symbols=("detector",), box="box {seed:int}",
                 poles=[_pole(basis, k) for basis in "ZX" for k in (0, 1)], into="into the page",
                 cards=[{"set": {"decision": box}, "there": f"box.count.{box}", "label": letter, "says": f"It is {letter}", "words": words,
                         "arrows": [_on_circle(ket) for ket in _SENDS[box]]} for box, (letter, words) in _WORDS.items()],
                 mark="mark", verdicts=["right", "wrong"],
                 counts=[[f"shots.count.{i}", f"clicks of detector {i}"] for i in (0, 1)],
                 score=["won", "played", "before: {won:int} of {played:int} right"],
                 tally=["boxes before this one, right", "boxes before this one"], tab="Play"),
        Bars("", [Bar("shots.fraction.0", "detector 0: {shots.count.0:int} of {shots.n:int}", name="share of detector 0")],
             refs=[Ref("p.plus.0", "box A and box B alike: {p.plus.0:pct0}", name="share of detector 0, box A", when=_ALIKE),
                   *(Ref(f"p.{box}.0", f"box {letter}: {{p.{box}.0:pct0}}", name=f"share of detector 0, box {letter}",
                         when={"basis": ["in", ["ZX", "X"]]}) for box, (letter, _) in _WORDS.items())], tab="Play"),
        Strip("Photon by photon", "shots", [Symbol("detector 0", "disc", "q1", outcome="0"),
                                            Symbol("detector 1", "cross", "q0", outcome="1")],
              show=_MOST, screen_only=True, tab="Photons"),
        Bloch("The two states and the basis",
              [Vector("A: |+⟩", "A", "q1", x="plus.x", y="plus.y", z="plus.z"),
               Vector("B: the mixture", "B", "q0", x="mixture.x", y="mixture.y", z="mixture.z")],
              screen_only=True, mode="sphere", axis={"x": "axis.x", "y": "axis.y", "z": "axis.z"},
              tab="States"),
        Bars("How often the best guess is wrong after {shots:int} photons",
             [Bar(f"error.{basis}", "all measured between Z and X" if basis == "ZX" else f"all measured in {basis}", "q1")
              for basis in _AXES], max=0.5, format="pct2", tab="Odds"),
        Bars("The evidence, weighed", [Bar("posterior.plus", "probability that it is A", "q1"),
                                       Bar("posterior.mixture", "probability that it is B", "q0")],
             when={"decision": ["!=", "none"]}, tab="Verdict"))
    line = (
        ({"shots": 0}, "Nothing measured yet."),
        *(({"basis": basis, "shots": [">", 0]},
           f"In {basis}, {{shots.count.0:int}} of {{shots.n:int}} photons gave {kets[0]} (95 % interval "
           "{shots.low.0:pct} to {shots.high.0:pct}).") for basis, kets in _KETS.items()),
        ({"basis": "ZX", "shots": [">", 0]},
         "Between Z and X, {shots.count.0:int} of {shots.n:int} photons gave outcome 0 (95 % interval "
         "{shots.low.0:pct} to {shots.high.0:pct})."),
        (_ALIKE, "Here both boxes give half and half: this basis tells you nothing."),
        ({"basis": "ZX"}, "Box A would give it in {p.plus.0:pct} of all cases, box B in {p.mixture.0:pct}: they differ, "
                          "but not at one glance."),
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
        Task("Measure 40 photons in Z. Can you decide? Now turn the dial to X and look at the same box.",
             {"basis": "Z", "shots": 40}),
        Task("In X, add photons one by one. How many do you want before you say A, and how often would you "
             "then be wrong? And how many between Z and X?", {"basis": "X", "shots": 0}),
        Task("Try Y. Box A holds a superposition, and Y shows nothing of it. Find the reason on the sphere, "
             "in the tab “States”.",
             {"basis": "Y", "shots": 20}))
    paper = (
        Paper("Measured in Z, the two boxes look the same.", {"shots": 40}),
        Paper("The same box in X: 40 times |+⟩. It is A, the superposition.",
              {"basis": "X", "shots": 40, "decision": "plus"}),
        Paper("Another box in X: some photons give |−⟩, so it is B, the coin.",
              {"basis": "X", "shots": 40, "decision": "mixture", "seed": 9}))

    @frame
    def odds(self, basis):
        length = math.hypot(*_AXES[basis])
        out = {"direction": float(list(_AXES).index(basis))}
        out |= {f"axis.{name}": value / length for name, value in zip("xyz", _AXES[basis])}
        for box, state in _BOXES.items():
            out |= zip((f"{box}.x", f"{box}.y", f"{box}.z"), states.bloch_vector(state))
            out |= zip((f"p.{box}.0", f"p.{box}.1"), states.probabilities(state, _AXES[basis]))
        return out

    @frame
    def errors(self, shots):
        return {f"error.{basis}": _mistaken(shots, *(states.probabilities(box, axis) for box in _BOXES.values()))
                for basis, axis in _AXES.items()}

    @frame
    def verdict(self, decision):
        return {f"says.{box}": float(decision == box) for box in _BOXES}

    def counted(self, state, known):
        """The boxes before this one: 1 for a right verdict, 2 for a wrong one."""
        return {"won": state["past"].count("1"), "played": len(state["past"])}

    def derive(self, n):
        # Photons that are measured along another direction are other photons, with dice of their own.
        n["stream"] = n["seed"] + 1e6 * n["direction"]
        n["mark"] = sum(n[f"says.{said}"] * (1 + n[f"box.count.{other}"])
                        for said, other in (("plus", "mixture"), ("mixture", "plus")))
        for i in (0, 1):
            n[f"p.{i}"] = n.where(n["box.count.mixture"] > 0, n[f"p.mixture.{i}"], n[f"p.plus.{i}"])
        likelihood = {box: n[f"p.{box}.0"] ** n["shots.count.0"] * n[f"p.{box}.1"] ** n["shots.count.1"]
                      for box in _BOXES}
        for box, one in likelihood.items():
            n[f"posterior.{box}"] = one / sum(likelihood.values())
        n["luck"] = n["p.mixture.0"] ** n["shots"]
