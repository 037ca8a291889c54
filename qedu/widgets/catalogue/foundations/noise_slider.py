"""Noise slider (chapter C04): when a pair stops violating, and when it stops being entangled."""

import numpy as np
import qutip

from qedu import entanglement, states
from qedu.widgets import (
    Axis,
    Bar,
    Bars,
    Choice,
    Count,
    Curves,
    Dice,
    Fact,
    Facts,
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
from qedu.widgets.formula import Z95

Lamps = scene("lamps", "items names")

_SOURCES = {"bell": "Φ⁺", "product": "|+⟩|+⟩", "fake": "spoofed: |00⟩ or |11⟩ by a coin"}
_PLUS = states.basis("X")[0]
_STATES = {"bell": entanglement.bell().proj(), "product": qutip.tensor(_PLUS, _PLUS).proj(),
           "fake": entanglement.classically_correlated("Z")}
#: The pairs of settings, with the sign of each in S.
_SIGNS = {"00": 1, "01": -1, "10": 1, "11": 1}
_GRID = tuple(x / 20 for x in range(21))


def _rounds(win, bound):
    """Rounds to know, at 99 % with power 90 %; 0 if no number is enough."""
    win = round(win, 12)
    return entanglement.rounds_needed(win, bound=bound).rounds if win > bound + 1e-4 else 0


class NoiseSlider(Widget):
    """A source with white noise: S, concurrence, two lamps, and how many rounds it takes to know."""

    title = "Noise slider"
    caption = ("Turn the noise up: S falls below 2 at a visibility of 0.707, and the CHSH test has nothing "
               "more to say. The pair stays entangled down to 1/3. And |+⟩|+⟩, a superposition of four "
               "states, never lights either lamp.")
    leaves_out = ("White noise only: other noise has other thresholds. Settings are the best ones for the "
                  "source, rounds are alike and none is lost. The concurrence needs the whole state, so it "
                  "must trust the analysers; S > 2 need not. Rounds to know: in 99 of 100 cases no false "
                  "claim, in 9 of 10 cases a success.")
    main = ("v",)
    controls = (
        Choice("source", "Source before the noise", _SOURCES, "bell"),
        Range("v", "Visibility v", 0, 1, 0.02, 0.5, readout="{v:f2}"),
        Count("n", "Rounds for each pair of settings", 1000, 250, steps=(10, 100)), Seed(default=8))
    dice = tuple(Dice(f"pair{pair}", ("agree", "differ"), (f"agree.{pair}", f"differ.{pair}"), n="n")
                 for pair in _SIGNS)
    sweeps = (Sweep("s.of", _GRID), Sweep("c.of", _GRID))
    views = (
        Curves("S and concurrence over the visibility",
               Axis(0, 1, [0, 0.25, 0.5, 0.75, 1], "visibility v (1: no noise)", format="f2"),
               Axis(0, 3, [0, 0.5, 1, 1.5, 2, 2.5, 3], "S; concurrence", format="f1", format_table="f3"),
               [Series("s.of", "largest S", "q1", every=4), Series("c.of", "concurrence", "q0", every=4)],
               wide=True, refs=[Ref(y="limit", label="local: {limit:f0}"),
                                           Ref(x="v.bell", label="v = {v.bell:f3}", when={"source": "bell"})],
               points=[Point("v", "s", "S = {s:f2}", name="largest S", below=True),
                       Point("v", "c", "C = {c:f2}", name="concurrence")], tab="Visibility"),
        Lamps("Two lamps",
              items=[{"key": "lamp.entangled", "label": "entangled", "on": "lit: concurrence above 0",
                      "off": "dark: concurrence 0", "tone": "q3"},
                     {"key": "lamp.bell", "label": "Bell test", "on": "lit: S above 2",
                      "off": "dark: S not above 2", "tone": "q3"}], names=["off", "on"], tab="Visibility"),
        Bars("Counted: {n:int} rounds for each pair of settings",
             [Bar("found", "S, with 95 % interval", name="S counted", low="found.low", high="found.high",
                  mark="s", mark_label="largest S", when={"n": [">", 0]})], max=4, format="f3",
             refs=[Ref("limit", "local models: {limit:f0}")], tab="Counted"),
        Facts("Rounds it takes to know",
              [Fact("rounds.bell", "that no local model does it (CHSH game)", "int",
                    when={"rounds.bell": [">", 0]}),
               Fact("rounds.entangled", "that it is entangled, X, Y or Z on both sides, analysers trusted",
                    "int", when={"rounds.entangled": [">", 0]})], when={"rounds.entangled": [">", 0]},
                    tab="Counted"))
    line = (
        ({"source": "bell"}, "Φ⁺ with visibility {v:f2}: S\u00a0=\u00a0{s:f3}, concurrence {c:f3}."),
        ({"source": "product"}, "|+⟩|+⟩ with visibility {v:f2}: S\u00a0=\u00a0{s:f3}, concurrence {c:f3}. A "
                                "superposition, and not entangled."),
        ({"source": "fake"}, "The spoofed source with visibility {v:f2}: S\u00a0=\u00a0{s:f3}, concurrence {c:f3}."),
        ({"lamp.entangled": 1, "lamp.bell": 1}, "Both lamps are on."),
        ({"lamp.entangled": 1, "lamp.bell": 0}, "Entangled, and no CHSH test can show it."),
        ({"lamp.entangled": 0}, "Both lamps are off."),
        ({"n": [">", 0]}, "Counted with {n:int} rounds for each pair of settings: S\u00a0=\u00a0{found:f3} ± "
                          "{found.error:f3} (standard error)."),
        ({"rounds.bell": [">", 0]}, "To know that S is above 2 takes {rounds.bell:int} rounds;"),
        ({"rounds.bell": 0}, "No number of rounds shows S above 2;"),
        ({"rounds.entangled": [">", 0]},
         "to know that it is entangled, {rounds.entangled:int} with trusted analysers."),
        ({"rounds.entangled": 0}, "nor that it is entangled."))
    tasks = (
        Task("Find the visibility at which the Bell lamp goes out, then the one at which the other lamp "
             "goes out. What can be said about the pairs between the two?", {"v": 1.0}),
        Task("Choose |+⟩|+⟩. It is a superposition in Z on both sides. Why does no noise level light a lamp?",
             {"source": "product", "v": 1.0}),
        Task("In the tab “Counted”, compare the rounds to know at v\u00a0=\u00a00.76 with those at v\u00a0=\u00a01. Then "
             "play 250 per pair with several seeds: how often does the interval exclude\u00a02?", {"v": 0.76}))
    paper = (
        Paper("Visibility 0.5: entangled, and S stays below 2.", {}),
        Paper("Visibility 0.9: both lamps on.", {"v": 0.9}),
        Paper("|+⟩|+⟩ without noise: S = 2 at best, concurrence 0.", {"source": "product", "v": 1.0}))

    @frame
    def limits(self):
        local = (entanglement.s_value(entanglement.local_table([row])) for row in entanglement.local_strategies())
        return {"limit": max(local), "v.bell": 2 / entanglement.chsh(entanglement.bell())}

    @frame
    def pure(self, source):
        rho = _STATES[source]
        a, a2, b, b2 = entanglement.best_settings(rho)
        settings = {"00": (a, b), "01": (a, b2), "10": (a2, b), "11": (a2, b2)}
        return {"pure.s": entanglement.chsh(rho), "pure.c": entanglement.concurrence(rho),
                **{f"pure.e.{pair}": entanglement.correlation(rho, *both) for pair, both in settings.items()}}

    @frame
    def rounds(self, source, v):
        rho = v * _STATES[source] + (1 - v) * qutip.qeye([2, 2]) / 4
        sizes = abs(np.diag(entanglement.correlation_matrix(rho))).sum()
        return {"rounds.bell": _rounds(entanglement.win_probability(entanglement.chsh(rho)), 0.75),
                "rounds.entangled": _rounds((1 + sizes / 3) / 2, 2 / 3)}

    def derive(self, n):
        v, size = n["v"], n["n"]

        def concurrence(share):
            return n.max(0, share * n["pure.c"] - (1 - share) / 2)

        n["s"], n["c"] = v * n["pure.s"], concurrence(v)
        n.curve("s.of", lambda x: x * n["pure.s"])
        n.curve("c.of", concurrence)
        # A hair above 0 or 2 that rounding makes is not above.
        n["lamp.entangled"], n["lamp.bell"] = n.flag(n["c"] > 1e-9), n.flag(n["s"] > 2 + 1e-9)
        found = spread = 0
        for pair, sign in _SIGNS.items():
            n[f"agree.{pair}"], n[f"differ.{pair}"] = ((1 + way * v * n[f"pure.e.{pair}"]) / 2 for way in (1, -1))
            e = 2 * n[f"pair{pair}.fraction.agree"] - 1
            found, spread = found + sign * e, spread + 1 - e ** 2
        n["found"] = n.where(size < 1, 0, found)
        n["found.error"] = n.where(size < 1, 0, lambda: n.sqrt(spread / size))
        n["found.low"] = n["found"] - Z95 * n["found.error"]
        n["found.high"] = n["found"] + Z95 * n["found.error"]
