"""A map of all states (chapter C02): one arrow, its ket, and the light that it stands for."""

import math

from qedu.widgets import Paper, Range, Task, Vector, Widget, scene

StateMap = scene("state-map", "vectors mode parts names axes")

_INSIDE = [5 * k for k in range(1, 36)]                          # θ off both poles
_SIGNS = "+−"
#: How the second amplitude is written: real, imaginary, or with both parts, each with its signs.
_KETS = [*((0, {"minus.re": m}, _SIGNS[m] + " {size.re:f3}") for m in (0, 1)),
         *((2, {"minus.im": m}, _SIGNS[m] + " {size.im:f3}\u2009i") for m in (0, 1)),
         *((1, {"minus.re": m, "minus.im": k}, f"+ ({'−' * m}{{size.re:f3}} {_SIGNS[k]} {{size.im:f3}}\u2009i)")
           for m in (0, 1) for k in (0, 1))]
_NAMED = {(90, 0): "|+⟩", (90, 90): "|+i⟩", (90, 180): "|−⟩", (90, 270): "|−i⟩"}


class MapOfStates(Widget):
    """The Bloch sphere, with an arrow that can be taken to any state, and the light of that state."""

    title = "A map of all states"
    caption = ("Each point of the sphere is one state. The angle θ shares the light out between horizontal and vertical, and "
               "the angle φ delays the vertical part. Light that swings along a line lies on one circle through the poles; "
               "everywhere else it turns.")
    leaves_out = ("The light is perfectly polarised and seen along the beam. Which way it turns for a given sign is a convention, "
                  "and books differ. The arrow lies on the sphere: what goes on inside of it is the subject of a later chapter.")
    controls = (
        Range("theta", "θ, from the north pole", 0, 180, 5, 60, readout="{theta:deg}"),
        Range("phi", "φ, round the equator", 0, 345, 15, 75, readout="{phi:deg}"))
    main = ("theta", "phi")
    views = (
        StateMap("", vectors=[Vector("ψ", "ψ", "q1", x="x", y="y", z="z", drag=("theta", "phi"))], mode="sphere", wide=True,
                 parts=["a", "b.re", "b.im"], axes=["its light, seen along the beam", "vertical"],
                 names=["amplitude of |0⟩", "amplitude of |1⟩, real part", "amplitude of |1⟩, imaginary part"]),)
    line = (
        *(({"theta": ["in", _INSIDE], "late": late, **signs}, f"{{a:f3}}\u2009|0⟩ {written}\u2009|1⟩.") for late, signs, written in _KETS),
        ({"theta": 0}, "This is |0⟩, horizontal light. Here φ changes nothing."),
        ({"theta": 180}, "This is |1⟩, vertical light. Here φ is a global phase."),
        *(({"theta": theta, "phi": phi}, f"It has a name, {name}.") for (theta, phi), name in _NAMED.items()),
        ({"theta": ["in", _INSIDE], "turns": 0}, "The light swings along a line, at {alpha:deg}."),
        ({"turns": 1}, "The light turns, and its field runs round an ellipse."),
        ({"turns": 2}, "The light turns, and its field runs round a circle."))
    tasks = (
        Task("Stay on the circle of light that swings along a line, φ = 0, and go from |0⟩ to |1⟩. By how much does the line "
             "turn while the arrow turns by 10°?", {"theta": 0, "phi": 0}),
        Task("Begin at |+⟩ and turn φ alone, once round the equator. Where does the light turn in a circle, and where along a "
             "line again?", {"theta": 90, "phi": 0}),
        Task("Find light that swings at −30°. There is one point for it.", {"theta": 60, "phi": 0}))
    paper = (
        Paper("|+⟩: both parts are equally strong and in step, so the light swings at 45°.", {"theta": 90, "phi": 0}),
        Paper("|+i⟩: the vertical part is a quarter of a period late, and the light turns.", {"theta": 90, "phi": 90}),
        Paper("θ = 120°, φ = 90°: more vertical than horizontal, so the circle has become an ellipse.", {"theta": 120, "phi": 90}))

    def derive(self, n):
        """The formula of the sphere; what QuTiP says of the same state is in the tests."""
        half, phi = n["theta"] * math.pi / 360, n["phi"] * math.pi / 180
        n["a"], n["b"] = n.cos(half), n.sin(half)
        n["b.re"], n["b.im"] = n["b"] * n.cos(phi), n["b"] * n.sin(phi)
        n["x"], n["y"], n["z"] = 2 * n["a"] * n["b.re"], 2 * n["a"] * n["b.im"], n.cos(2 * half)
        real, late = (n[f"b.{part}"] ** 2 < 1e-18 for part in ("re", "im"))
        n["late"] = n.where(late, 0, real, 2, 1)
        for part in ("re", "im"):
            n[f"size.{part}"], n[f"minus.{part}"] = abs(n[f"b.{part}"]), n.flag(n[f"b.{part}"] < 0)
        # A line where nothing is late, a circle at the two points y = ±1.
        n["turns"] = n.where(n["y"] ** 2 < 1e-18, 0, n["y"] ** 2 > 1 - 1e-9, 2, 1)
        n["alpha"] = n.where(n["b.re"] < 0, -n["theta"] / 2, n["theta"] / 2)
