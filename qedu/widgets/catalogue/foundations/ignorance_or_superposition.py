"""Ignorance or superposition (chapter C03): the same odds in Z, other odds after a gate."""

import math

import qutip

from qedu import states
from qedu.widgets import Bar, Bars, Choice, Count, Dice, Entries, Matrix, Paper, Range, Seed, Task, Vector, Widget, frame, scene

CoinBeam = scene("coin-beam", "vectors mode first axis flat dice source gate cards ends counts ticks words symbols")

_GATES = {"none": "nothing", "h": "H", "sh": "S†, H"}
_BLOCKS = {"none": [], "h": ["H"], "sh": ["S†", "H"]}
_MEANS = {"none": "Z", "h": "X", "sh": "Y"}
#: Shares of |0⟩ at which there is anything to superpose.
_BETWEEN = [round(0.05 * step, 9) for step in range(1, 20)]
_PARTS = ["real part", "imaginary part"]
_PLACES = [f"row {row}, column {column}" for row in (1, 2) for column in (1, 2)]


class IgnoranceOrSuperposition(Widget):
    """A box whose photons are a coin toss, a superposition or between; a gate before the measurement shows the difference."""

    title = "Ignorance or superposition"
    caption = ("The diagonal of the matrix says what Z shows. Whether the source is a superposition or a "
               "coin is written beside the diagonal, and it takes a gate before the measurement to see it: "
               "H turns |+⟩ into |0⟩ for certain, and leaves a coin a coin.")
    leaves_out = ("Perfect gates and detectors. Every photon is prepared alike and by itself. How coherence "
                  "gets lost is the subject of the lessons that follow.")
    controls = (
        Range("c", "Coherence", 0, 1, 0.05, 0.5, readout="{c:f2}"),
        Choice("gate", "Before the measurement in Z apply", _GATES, "h"),
        Range("p", "Share of |0⟩", 0, 1, 0.05, 0.5, readout="{p:pct0}"),
        Range("phi", "Phase of |1⟩", 0, 345, 15, 0, readout="{phi:deg}"),
        Count("n", "Photons measured", 1000, 100), Seed(default=3))
    folded = ("p", "phi")
    dice = (Dice("shots", ("0", "1"), ("mine.0", "mine.1"), n="n", seed="stream"),)
    views = (
        CoinBeam(
            "", mode="sphere", first=[-50, 24],
            vectors=[Vector("coin", "coin", "q0", z="arrow.z"),
                     Vector("superposition", "sup.", "q0", x="long.x", y="long.y", z="arrow.z", line="dashed"),
                     Vector("yours", "yours", "q1", x="arrow.x", y="arrow.y", z="arrow.z", drag=("c", "phi"))],
            axis={"x": "axis.x", "y": "axis.y", "z": "axis.z"}, flat=["long.x", "long.y", "arrow.z"], dice="shots",
            source=[[{"c": 0}, "tosses a coin"], [{"c": 1}, "superposes"], [{}, "between the two"]], gate="gate",
            cards=[{"value": gate, "blocks": _BLOCKS[gate], "label": words, "asks": f"measures {_MEANS[gate]}"}
                   for gate, words in _GATES.items()], ends=["0", "1"],
            counts=[[f"shots.count.{k}", f"shots.fraction.{k}", f"clicks of detector {k}", f"counted: outcome {k}"] for k in (0, 1)],
            ticks=[["coin", "coin"], ["super", "superposition"]],
            words={"shelf": "put into the beam", "counted": "of {n:int} photons", "axis": "dashed in the sphere: what is measured"},
            symbols=("splitter", "detector"), tab="Source"),
        Bars("Outcome 0 after the gate",
             [Bar("coin.0", "coin", "q0", name="coin: outcome 0"),
              Bar("mine.0", "yours", "q1", name="yours: outcome 0"),
              Bar("super.0", "superposition", "q0", name="superposition: outcome 0")], tab="Odds"),
        Bars("Purity", [Bar("purity.coin", "coin", "q0", name="coin: purity"),
                        Bar("purity", "yours", "q1", name="yours: purity")], screen_only=True, tab="Odds"),
        Bars("Counted, from yours",
             [Bar(f"shots.fraction.{k}", f"outcome {k}: {{shots.count.{k}:int}} of {{shots.n:int}}",
                  name=f"counted: outcome {k}", mark=f"mine.{k}", mark_label=f"exact: outcome {k}") for k in (0, 1)],
             screen_only=True, tab="Counts"),
        Matrix("Three density matrices",
               [Entries("coin", "q0", [["rho.00"], ["zero"], ["zero"], ["rho.11"]]),
                Entries("yours", "q1",
                        [["rho.00"], ["rho.01.re", "rho.01.im"], ["rho.01.re", "rho.10.im"], ["rho.11"]]),
                Entries("superposition", "q0",
                        [["rho.00"], ["full.01.re", "full.01.im"], ["full.01.re", "full.10.im"],
                         ["rho.11"]])], wide=True, parts=_PARTS, places=_PLACES, tab="Matrices"))
    line = (
        ({"gate": "none"}, "No gate: coin and superposition give outcome 0 equally often, in {coin.0:pct}."),
        *(({"gate": gate}, f"After {_GATES[gate]} (this measures {_MEANS[gate]}): the coin gives outcome 0 "
                           "in {coin.0:pct}, the superposition in {super.0:pct}, yours in {mine.0:pct}.")
          for gate in ("h", "sh")), ({"n": [">", 0]}, "Counted {shots.count.0:int} of {shots.n:int} (95 % "
                                                      "interval {shots.low.0:pct} to {shots.high.0:pct})."),
        ({"c": 0}, "Yours is the coin."), ({"c": 1}, "Yours is the superposition, purity 1."),
        *(({"p": p},
           f"Every photon is {ket}: coin and superposition are the same, and no gate tells them apart.")
          for p, ket in ((0, "|1⟩"), (1, "|0⟩"))),
        ({"blind": 1, "gate": ["!=", "none"], "p": ["in", _BETWEEN]},
         "This gate does not show the difference for this phase."))
    tasks = (
        Task("Take the gate away and turn the coherence from 0 to 1. What changes in the counts, what in "
             "the matrix?", {"gate": "none", "c": 0.0}),
        Task("With full coherence, turn the phase to 90°. H shows nothing now. Which gate does?",
             {"c": 1.0, "phi": 90}),
        Task("Let 90\u00a0% be |0⟩. Both sources give 90\u00a0% in Z. How far apart can a gate bring them?",
             {"p": 0.9, "c": 1.0}))
    paper = (
        Paper("No gate: the three sources give the same counts.", {"gate": "none"}),
        Paper("After H: the coin stays at one half, the superposition is certain.", {"c": 1.0}),
        Paper("Half of the coherence: between the two.", {}))

    @frame
    def asked(self, gate):
        """What gate and measurement ask together."""
        hadamard, phase = qutip.gates.hadamard_transform(1), qutip.Qobj([[1, 0], [0, -1j]])
        made = {"none": qutip.qeye(2), "h": hadamard, "sh": hadamard * phase}[gate]
        return {"place": list(_GATES).index(gate),
                **dict(zip(("axis.x", "axis.y", "axis.z"), states.bloch_vector(made.dag() * states.basis("Z")[0])))}

    def derive(self, n):
        p, phi = n["p"], n["phi"] * math.pi / 180
        size = n.sqrt(p * (1 - p))
        n["zero"], n["rho.00"], n["rho.11"] = 0, p, 1 - p
        n["full.01.re"], n["full.10.im"] = size * n.cos(phi), size * n.sin(phi)
        n["full.01.im"] = -n["full.10.im"]
        for part in ("01.re", "01.im", "10.im"):
            n[f"rho.{part}"] = n["c"] * n[f"full.{part}"]
        n["long.x"], n["long.y"] = 2 * n["full.01.re"], 2 * n["full.10.im"]
        n["arrow.x"], n["arrow.y"], n["arrow.z"] = 2 * n["rho.01.re"], 2 * n["rho.10.im"], 2 * p - 1
        n["stream"] = n["seed"] + 1e6 * n["place"]           # another gate, other photons
        n["purity.coin"] = p**2 + (1 - p) ** 2
        n["purity"] = n["purity.coin"] + 2 * (n["rho.01.re"] ** 2 + n["rho.10.im"] ** 2)
        for name, x, y in (("coin", 0, 0), ("mine", n["arrow.x"], n["arrow.y"]),
                           ("super", n["long.x"], n["long.y"])):
            shown = n["axis.x"] * x + n["axis.y"] * y + n["axis.z"] * n["arrow.z"]
            n[f"{name}.0"], n[f"{name}.1"] = (n.min(1, n.max(0, (1 + way * shown) / 2)) for way in (1, -1))
        n["blind"] = n.flag(abs(n["super.0"] - n["coin.0"]) < 1e-9)
