"""Noise slider (chapter C04): when a pair stops violating, and when it stops being entangled."""

from functools import lru_cache

import numpy as np
import qutip

from qedu import entanglement, states
from qedu.widgets.dice import Z95
from qedu.widgets.symbolic import switch, symbol
from qedu.widgets.shell import Choice, Count, Dice, Frames, Paper, Range, Seed, Sweep, Task, Widget

_SOURCES = {"bell": "Φ⁺", "product": "|+⟩|+⟩", "fake": "spoofed: |00⟩ or |11⟩ by a coin"}
_PAIRS = ("00", "01", "10", "11")
_SIGNS = {"00": 1, "01": -1, "10": 1, "11": 1}
_GRID = tuple(x / 20 for x in range(21))


@lru_cache(maxsize=None)
def _source(source):
    plus = states.basis("X")[0]
    return {"bell": entanglement.bell().proj(), "product": qutip.tensor(plus, plus).proj(),
            "fake": entanglement.classically_correlated("Z")}[source]


@lru_cache(maxsize=None)
def _noisy(source, v):
    return v * _source(source) + (1 - v) * qutip.qeye([2, 2]) / 4


@lru_cache(maxsize=None)
def _curve(of, source):
    """One figure of merit over all visibilities of the drawing."""
    return tuple(of(_noisy(source, x)) for x in _GRID)


@lru_cache(maxsize=None)
def _settings(source):
    return entanglement.best_settings(_source(source))


@lru_cache(maxsize=None)
def _rounds(win, bound):
    """Rounds to know, at 99 % with power 90 %; 0 if no number is enough."""
    return entanglement.rounds_needed(win, bound=bound).rounds if win > bound + 1e-4 else 0


class NoiseSlider(Widget):
    """A source with white noise: S, concurrence, two lamps, and how many rounds it takes to know."""

    name = "noise-slider"
    title = "Noise slider"
    caption = ("Turn the noise up: S falls below 2 at a visibility of 0.707, and the CHSH test has "
               "nothing more to say. The pair stays entangled down to 1/3. And |+⟩|+⟩, a superposition "
               "of four states, never lights either lamp.")
    leaves_out = ("White noise only: other noise has other thresholds. Settings are the best ones for "
                  "the source, rounds are alike and none is lost. The concurrence needs the whole "
                  "state, so it must trust the analysers; S > 2 need not. Rounds to know: in 99 of 100 "
                  "cases no false claim, in 9 of 10 cases a success.")
    controls = (
        Choice("source", "Source before the noise", _SOURCES, "bell"),
        Range("v", "Visibility v", 0, 1, 0.02, 0.5, readout="{v:f2}"),
        Count("n", "Rounds for each pair of settings", 1000, 250, steps=(10, 100)), Seed(default=8))
    dice = tuple(Dice(f"pair{pair}", ("agree", "differ"), (f"agree.{pair}", f"differ.{pair}"), n="n")
                 for pair in _PAIRS)
    sweeps = (Sweep("s.of", _GRID), Sweep("c.of", _GRID))
    frames = (Frames((), ("limit", "v.bell")),
              Frames(("source",), ("pure.*",)),
              Frames(("source", "v"), ("rounds.bell", "rounds.entangled")))
    views = (
        {"view": "curves", "title": "S and concurrence over the visibility", "wide": True, "lead": True,
         "x": {"low": 0, "high": 1, "ticks": [0, 0.25, 0.5, 0.75, 1], "format": "f2",
               "label": "visibility v (1: no noise)"},
         "y": {"low": 0, "high": 3, "ticks": [0, 0.5, 1, 1.5, 2, 2.5, 3], "format": "f1",
               "format_table": "f3", "label": "S; concurrence"},
         "series": [{"sweep": "s.of", "label": "largest S", "tone": "q1", "every": 4},
                    {"sweep": "c.of", "label": "concurrence", "tone": "q3", "every": 4}],
         "refs": [{"y": "limit", "label": "local: {limit:f0}"},
                  {"x": "v.bell", "label": "v = {v.bell:f3}", "when": {"source": "bell"}}],
         "points": [{"x": "v", "y": "s", "label": "S = {s:f2}", "name": "largest S", "below": True},
                    {"x": "v", "y": "c", "label": "C = {c:f2}", "name": "concurrence"}]},
        {"view": "lamps", "title": "Two lamps", "items": [
            {"key": "lamp.entangled", "label": "entangled", "on": "lit: concurrence above 0",
             "off": "dark: concurrence 0", "tone": "q3"},
            {"key": "lamp.bell", "label": "Bell test", "on": "lit: S above 2", "off": "dark: S not above 2",
             "tone": "q1"}], "names": ["off", "on"]},
        {"view": "bars", "title": "Counted: {n:int} rounds for each pair of settings", "max": 4,
         "format": "f3", "items": [
            {"key": "found", "label": "S, with 95 % interval", "name": "S counted",
             "low": "found.low", "high": "found.high", "mark": "s", "mark_label": "largest S",
             "when": {"n": [">", 0]}}],
         "refs": [{"key": "limit", "label": "local models: {limit:f0}"}]},
        {"view": "text", "title": "Rounds it takes to know", "when": {"rounds.entangled": [">", 0]}, "rows": [
            {"key": "rounds.bell", "label": "that no local model does it (CHSH game)", "format": "int",
             "when": {"rounds.bell": [">", 0]}},
            {"key": "rounds.entangled", "format": "int",
             "label": "that it is entangled, X, Y or Z on both sides, analysers trusted",
             "when": {"rounds.entangled": [">", 0]}}]})
    line = (
        ({"source": "bell"}, "Φ⁺ with visibility {v:f2}: S = {s:f3}, concurrence {c:f3}."),
        ({"source": "product"}, "|+⟩|+⟩ with visibility {v:f2}: S = {s:f3}, concurrence {c:f3}. A "
         "superposition, and not entangled."),
        ({"source": "fake"}, "The spoofed source with visibility {v:f2}: S = {s:f3}, concurrence {c:f3}."),
        ({"lamp.entangled": 1, "lamp.bell": 1}, "Both lamps are on."),
        ({"lamp.entangled": 1, "lamp.bell": 0}, "Entangled, and no CHSH test can show it."),
        ({"lamp.entangled": 0}, "Both lamps are off."),
        ({"n": [">", 0]}, "Counted with {n:int} rounds for each pair of settings: S = {found:f3} ± "
         "{found.error:f3} (standard error)."),
        ({"rounds.bell": [">", 0]}, "To know that S is above 2 takes {rounds.bell:int} rounds;"),
        ({"rounds.bell": 0}, "No number of rounds shows S above 2;"),
        ({"rounds.entangled": [">", 0]}, "to know that it is entangled, {rounds.entangled:int} with "
         "trusted analysers."),
        ({"rounds.entangled": 0}, "nor that it is entangled."))
    tasks = (
        Task("Find the visibility at which the Bell lamp goes out, then the one at which the other "
             "lamp goes out. What can be said about the pairs between the two?", {"v": 1.0}),
        Task("Choose |+⟩|+⟩. It is a superposition in Z on both sides. Why does no noise level light "
             "a lamp?", {"source": "product", "v": 1.0}),
        Task("At v = 0.76, compare the rounds to know with the rounds at v = 1. Then play 250 per "
             "pair with several seeds: how often does the interval exclude 2?", {"v": 0.76}))
    paper = (
        Paper("Visibility 0.5: entangled, and S stays below 2.", {}),
        Paper("Visibility 0.9: both lamps on.", {"v": 0.9}),
        Paper("|+⟩|+⟩ without noise: S = 2 at best, concurrence 0.", {"source": "product", "v": 1.0}))

    def compute(self, state, roll):
        source, v, n = state["source"], state["v"], state["n"]
        rho, pure = _noisy(source, v), _source(source)
        out = {"limit": max(entanglement.s_value(entanglement.local_table([row]))
                            for row in entanglement.local_strategies()),
               "v.bell": 2 / entanglement.chsh(entanglement.bell()),
               "s": entanglement.chsh(rho), "c": entanglement.concurrence(rho),
               "pure.s": entanglement.chsh(pure), "pure.c": entanglement.concurrence(pure)}
        a, a2, b, b2 = _settings(source)
        for pair, (one, two) in zip(_PAIRS, ((a, b), (a, b2), (a2, b), (a2, b2))):
            out[f"pure.e.{pair}"] = entanglement.correlation(pure, one, two)
            out[f"agree.{pair}"] = (1 + entanglement.correlation(rho, one, two)) / 2
            out[f"differ.{pair}"] = 1 - out[f"agree.{pair}"]
            roll(out, f"pair{pair}")
        # A hair above 0 or 2 that rounding makes is not above.
        out["lamp.entangled"], out["lamp.bell"] = float(out["c"] > 1e-9), float(out["s"] > 2 + 1e-9)
        sizes = abs(np.diag(entanglement.correlation_matrix(rho))).sum()
        out["rounds.bell"] = _rounds(round(entanglement.win_probability(out["s"]), 12), 0.75)
        out["rounds.entangled"] = _rounds(round((1 + sizes / 3) / 2, 12), 2 / 3)
        found = {pair: 2 * out[f"pair{pair}.fraction.agree"] - 1 for pair in _PAIRS}
        out["found"] = sum(_SIGNS[pair] * e for pair, e in found.items()) if n else 0.0
        out["found.error"] = (sum(1 - e * e for e in found.values()) / n) ** 0.5 if n else 0.0
        out["found.low"] = out["found"] - Z95 * out["found.error"]
        out["found.high"] = out["found"] + Z95 * out["found.error"]
        for sweep, of in zip(self.sweeps, (entanglement.chsh, entanglement.concurrence)):
            out |= {sweep.key(x): value for x, value in zip(sweep.values, _curve(of, source))}
        return out

    def formulas(self):
        import sympy

        v, x, n = symbol("v"), symbol("x"), symbol("n")

        def concurrence(share):
            return sympy.Max(0, share * symbol("pure.c") - (1 - share) / 2)

        out = {"s": v * symbol("pure.s"), "s.of": x * symbol("pure.s"),
               "c": concurrence(v), "c.of": concurrence(x),
               "lamp.entangled": switch((1, symbol("c") > 1e-9), 0),
               "lamp.bell": switch((1, symbol("s") > 2 + 1e-9), 0)}
        found, spread = 0, 0
        for pair in _PAIRS:
            out[f"agree.{pair}"] = (1 + v * symbol(f"pure.e.{pair}")) / 2
            out[f"differ.{pair}"] = (1 - v * symbol(f"pure.e.{pair}")) / 2
            e = 2 * symbol(f"pair{pair}.fraction.agree") - 1
            found, spread = found + _SIGNS[pair] * e, spread + 1 - e ** 2
        out["found"] = switch((0, n < 1), found)
        out["found.error"] = switch((0, n < 1), sympy.sqrt(spread / n))
        out["found.low"] = symbol("found") - Z95 * symbol("found.error")
        out["found.high"] = symbol("found") + Z95 * symbol("found.error")
        return out
