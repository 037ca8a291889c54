"""Polariser bench (chapter C02): source, up to three polarisers, detector."""

import math

from qedu.widgets import (
    Axis,
    Bar,
    Bars,
    Bloch,
    Count,
    Curves,
    Dice,
    Ket,
    Kets,
    Paper,
    Point,
    Range,
    Seed,
    Series,
    Strip,
    Sweep,
    Switch,
    Symbol,
    Task,
    Vector,
    Widget,
    scene,
)

Bench = scene("bench", "out names reach clicked stopped")


def _polariser(k, angle):
    group = f"Polariser {k}"
    return (Switch(f"on{k}", "in the beam", True, group=group),
            Range(f"a{k}", "α", 0, 180, 2.5, angle, readout=f"{{a{k}:deg}}", group=group, enabled=f"on{k}"))


class PolariserBench(Widget):
    """Photons of one polarisation meet up to three polarisers.

    The default is the experiment that surprises: crossed polarisers at 0° and
    90° with a third at 45° between them.
    """

    title = "Polariser bench"
    caption = ("A polariser does not only block: it prepares. Every photon that leaves it is polarised "
               "along its axis, whatever it was before. So a third polariser between two crossed ones lets "
               "light through.")
    leaves_out = ("Ideal polarisers: none of the light along the axis is absorbed and none of the light "
                  "across it leaks. One photon at a time, a detector that misses nothing and never clicks "
                  "in the dark.")
    main = ("on2", "a2")
    folded = ("theta", "on1", "a1", "on3", "a3")
    controls = (
        Range("theta", "α", 0, 180, 2.5, 0, readout="{theta:deg}", group="Source polarisation"),
        *_polariser(1, 0), *_polariser(2, 45), *_polariser(3, 90), Count("n", "Photons sent", 1000, 100),
        Seed(default=26))
    dice = (Dice("photons", ("click", "stop1", "stop2", "stop3"), n="n"),)
    sweeps = (Sweep("malus", tuple(range(0, 181, 3))),)
    views = (
        Bench("The bench", wide=True, out="out", names=["source", "1", "2", "3", "detector"],
              reach=["leaves the source", "leaves polariser 1", "leaves polariser 2", "leaves polariser 3"],
              clicked="{photons.count.click:int} of {n:int} pass, the last one too.",
              stopped="{photons.count.click:int} of {n:int} pass. The last stops at {end:int}.", tab="Bench"),
        Strip("Photon by photon", "photons", [Symbol("detector clicks", "disc", "q1", outcome="click"),
                                              Symbol("stopped by 1", "cross", "q0", outcome="stop1"),
                                              Symbol("stopped by 2", "triangle", "q0", outcome="stop2"),
                                              Symbol("stopped by 3", "square", "q0", outcome="stop3")],
              wide=True, screen_only=True, show=100, tab="Bench"),
        Bars("What one photon does",
             [*(Bar(f"pass.{k}", f"passes polariser {k}, if it gets there", when={f"on{k}": True})
                for k in (1, 2, 3)), Bar("p.click", "reaches the detector", "q1"),
              *(Bar(f"without.{k}", f"… with polariser {k} taken out", "q0",
                    when={f"on{k}": True, "analysers": [">", 1]}) for k in (1, 2, 3))], tab="Odds"),
        Bloch("Bloch circle: angles are doubled",
              [Vector("from the source", "source", "q0", x="bloch.x.0", z="bloch.z.0"),
               *(Vector(f"after polariser {k}", str(k), "q1", x=f"bloch.x.{k}", z=f"bloch.z.{k}",
                        when={f"on{k}": True, f"reach.{k}": [">", 1e-9]}) for k in (1, 2, 3))],
              poles={"top": "|H⟩ = |0⟩, 0°", "bottom": "|V⟩ = |1⟩, 90°", "right": "45°", "left": "135°"},
              tab="States"),
        Kets("The state, prepared anew at each polariser",
             [Ket("from the source, α = {theta:deg}, Bloch 2α = {bloch.theta:deg}",
                  [["amp.h.0", "|H⟩"], ["amp.v.0", "|V⟩"]], name="from the source"),
              *(Ket(f"after polariser {k}, α = {{a{k}:deg}}, Bloch 2α = {{bloch.a{k}:deg}}",
                    [[f"amp.h.{k}", "|H⟩"], [f"amp.v.{k}", "|V⟩"]], name=f"after polariser {k}",
                    empty={"when": {f"reach.{k}": ["<", 1e-9]}, "text": "no photon gets here"},
                    when={f"on{k}": True}) for k in (1, 2, 3))], screen_only=True, tab="Kets"),
        Curves("Turn the last polariser: Malus's law",
               Axis(0, 180, [0, 45, 90, 135, 180], "angle of the last polariser", format="deg"),
               Axis(0, 1, [0, 0.25, 0.5, 0.75, 1], "photons that reach the detector"),
               [Series("malus", "probability", every=15)],
               points=[Point("last", "p.click", "{p.click:pct}", name="reaches the detector",
                             when={"analysers": [">", 0]})], tab="Malus"))
    line = (
        "Probability {p.click:pct} that a photon reaches the detector.",
        *(({"on1": True, "on2": True, "on3": True}, text)
          for text in ["Take polariser 2 out and it is {without.2:pct}."]),
        ({"n": [">", 0]},
         "Of {n:int} photons sent, {photons.count.click:int} clicked: {photons.fraction.click:pct} (95 % "
         "interval {photons.low.click:pct} to {photons.high.click:pct})."), ({"n": 0}, "No photon sent yet."))
    tasks = (
        Task("Take polariser 2 out of the beam, then put it back. Say why more glass gives more light.", {}),
        Task("With one polariser only, find two different angles at which exactly half of the photons pass. "
             "How far apart are they on the Bloch circle, in the tab “States”?", {"on1": False, "on2": False, "a3": 90}),
        Task("Drag the three polarisers so that they turn the polarisation from 0° to 90° and lose as little light as they "
             "can. (30°, 60°, 90° gives 42.2\u00a0%.)", {"a1": 0, "a2": 45, "a3": 90}))
    paper = (
        Paper("Crossed polarisers, 0° and 90°: nothing gets through.", {"on2": False}),
        Paper("The same, with a third at 45° between them: a quarter gets through.", {}),
        Paper("One polariser at 45°: half of the photons pass, and all that pass are now polarised at 45°.",
              {"on1": False, "on3": False}))

    def derive(self, n):
        """Malus's law, polariser by polariser: what QuTiP says of each state is in the tests."""
        theta, a = n["theta"], {k: n[f"a{k}"] for k in (1, 2, 3)}
        on = {k: n[f"on{k}"] > 0 for k in a}

        def cos2(one, other):
            return n.cos((one - other) * math.pi / 180) ** 2

        def before(k, skip=None):
            """Polarisation angle of the light that arrives at polariser k."""
            angle = theta
            for j in range(1, k):
                if j != skip:
                    angle = n.where(on[j], a[j], angle)
            return angle

        def passes(k, skip=None):
            return n.where(on[k], cos2(a[k], before(k, skip)), 1)

        n["analysers"], n["reach.0"] = n["on1"] + n["on2"] + n["on3"], 1
        n["last"] = n.where(on[3], a[3], on[2], a[2], on[1], a[1], 0)
        for k in range(4):
            angle, name = (a[k], f"a{k}") if k else (theta, "theta")
            turn = angle * math.pi / 180
            n[f"amp.h.{k}"], n[f"amp.v.{k}"] = n.cos(turn), n.sin(turn)
            n[f"bloch.x.{k}"], n[f"bloch.z.{k}"] = n.sin(2 * turn), n.cos(2 * turn)
            n[f"bloch.{name}"] = n.where(angle < 180, 2 * angle, 0)      # 2α of a full turn is no turn
            if k:
                n[f"pass.{k}"] = passes(k)
                n[f"reach.{k}"] = n[f"reach.{k - 1}"] * n[f"pass.{k}"]
                n[f"p.stop{k}"] = n[f"reach.{k - 1}"] * (1 - n[f"pass.{k}"])
                n[f"without.{k}"] = math.prod(passes(j, skip=k) for j in a if j != k)
        n["p.click"] = n["reach.3"]
        n.curve("malus", lambda x: n.where(on[3], n["reach.2"] * cos2(x, before(3)), on[2],
                                           n["reach.1"] * cos2(x, before(2)), on[1], cos2(x, theta), 1))
