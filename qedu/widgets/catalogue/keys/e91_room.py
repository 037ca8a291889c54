"""E91 room (chapter C07): directions at random, the key where they match, and S to watch over it."""

import math
from functools import lru_cache

import qedu
from qedu import attacks, entanglement, protocols, rates
from qedu.widgets import sheet
from qedu.widgets.dice import Z95, interval
from qedu.widgets.symbolic import switch, symbol, wilson
from qedu.widgets.shell import Choice, Count, Dice, Frames, Paper, Range, Seed, Switch, Task, Widget

_EVES = {"none": "nobody", "z": "measures in Z", "random": "measures in a key direction at random",
         "source": "is the source herself"}
_E91 = protocols.e91()
_ALICE, _BOB = tuple(_E91.alice), tuple(_E91.bob)
_PAIRS = tuple((i, j) for i in range(3) for j in range(3))
_BELL = {(_ALICE.index(a), _BOB.index(b)): sign for (a, b), sign in _E91.bell.items()}
_KEY = tuple((i, j) for i, j in _PAIRS if _E91.sift(_ALICE[i], 0, _BOB[j], 0) is not None)
_CELLS = tuple((i, j, a, b) for i, j in _PAIRS for a in (0, 1) for b in (0, 1))
_NAMES = tuple("".join(map(str, cell)) for cell in _CELLS)
_USES = ("key", "bell", "rest")


def _use(i, j):
    return 0 if (i, j) in _KEY else 1 if (i, j) in _BELL else 2


#: Key bit that agrees, key bit that differs, round of the Bell test, dropped round.
_FATE = [3 if _use(i, j) == 2 else 2 if _use(i, j) == 1 else int(a != b) for i, j, a, b in _CELLS]

_SHEET = {
    "view": "sheet", "title": "Pair by pair, the last eight (Bob's bit flipped, as he stores it)",
    "dice": "rounds", "show": 8, "head": "pair",
    "columns": [
        {"key": "alice", "label": "Alice: direction, bit", "of": [2 * i + a for i, _, a, _ in _CELLS],
         "words": [{"text": f"{angle}: {bit}"} for angle in _ALICE for bit in (0, 1)]},
        {"key": "bob", "label": "Bob: direction, bit", "of": [2 * j + b for _, j, _, b in _CELLS],
         "words": [{"text": f"{angle}: {bit}"} for angle in _BOB for bit in (0, 1)]},
        {"key": "use", "label": "use", "of": _FATE, "when": {"told": True}, "words": [
            {"text": "key", "shape": "disc", "tone": "q3"},
            {"text": "key, error", "shape": "cross", "tone": "q2"},
            {"text": "Bell test", "shape": "square", "tone": "q1"},
            {"text": "dropped", "shape": "dash", "tone": "q0"}]}]}


@lru_cache(maxsize=None)
def _run(eve, v, f):
    attack = {"none": attacks.none, "z": lambda: attacks.intercept_resend(fraction=f, basis="z"),
              "random": lambda: attacks.intercept_resend(fraction=f),
              "source": lambda: attacks.at_source(fraction=f)}[eve]()
    return qedu.exchange(protocols.e91(visibility=v), attack=attack)


@lru_cache(maxsize=None)
def _table(eve, v, f):
    """Odds of directions and outcomes: axes i, a, j, b."""
    return _run(eve, v, f).table.sum("eve").values


@lru_cache(maxsize=None)
def _correlations(eve, v, f):
    """E of the outcomes as found, that is before Bob flips his: −cos of the angle for the singlet."""
    table, out = _table(eve, v, f), {}
    for i, j in _PAIRS:
        cells = table[i, :, j]
        out[f"{i}{j}"] = float((cells[0, 1] + cells[1, 0] - cells[0, 0] - cells[1, 1]) / cells.sum())
    return out


class E91Room(Widget):
    """A source of pairs, three directions on each side, Eve, and the CHSH value S."""

    name = "e91-room"
    title = "E91 room"
    caption = ("The pairs carry no key. Each side gets random bits, and only when the directions are "
               "announced do 2 of 9 rounds turn out to be key. Other rounds give S, which falls "
               "when Eve is there: Alice and Bob notice her without opening a single key bit.")
    leaves_out = ("No loss and perfect detectors: with loss, S may be counted too high (chapter "
                  "“Entanglement and Bell tests”). The key without trust is the rate of Acín et al. 2007 "
                  "from the exact S and QBER, for endlessly many rounds: what is left against the best "
                  "collective attack, even by the maker of the devices, not against this Eve. A proof "
                  "with finite numbers asks for more.")
    controls = (
        Choice("eve", "Eve", _EVES, "random"),
        Range("f", "Share of the pairs that she attacks", 0, 1, 0.05, 1, readout="{f:pct0}"),
        Range("v", "Visibility V of the source", 0.5, 1, 0.05, 1, readout="{v:f2}"),
        Switch("told", "Directions announced", True),
        Count("n", "Pairs measured", 5000, 900, steps=(9, 90, 900)), Seed(default=10))
    dice = (Dice("rounds", _NAMES, tuple(f"p.{name}" for name in _NAMES), n="n"),)
    frames = (Frames(("v",), ("free.*",)), Frames(("eve", "v"), ("full.*",)),
              Frames((), ("local", "quantum", "share.*")))
    views = (
        {"view": "bars", "title": "The Bell test: S", "lead": True, "when": {"told": True}, "max": 4,
         "format": "f3", "items": [
             {"key": "s", "label": "exact", "name": "S, exact", "tone": "q1"},
             {"key": "s.counted", "label": "counted: {bell.n:int} pairs", "name": "S, counted",
              "low": "s.low", "high": "s.high", "tone": "q4", "when": {"s.ready": 1}}],
         "refs": [{"key": "local", "label": "2: local limit", "name": "local limit"},
                  {"key": "quantum", "label": "2√2: quantum limit", "name": "quantum limit"}]},
        {"view": "pair-grid", "title": "What the rounds are used for, and E of the outcomes as found", "lead": True,
         "when": {"told": True}, "rows": [f"A {angle}" for angle in _ALICE], "columns": [f"B {angle}" for angle in _BOB],
         "cells": [{"value": f"e.{i}{j}", "count": f"n.{i}{j}", "use": _use(i, j),
                    "label": f"E as found, Alice {_ALICE[i]}, Bob {_BOB[j]}",
                    "count_label": f"pairs, Alice {_ALICE[i]}, Bob {_BOB[j]}"} for i, j in _PAIRS],
         "uses": [{"text": "key", "shape": "disc", "tone": "q3"},
                  {"text": "Bell test", "shape": "square", "tone": "q1"},
                  {"text": "dropped", "shape": "dash", "tone": "q0"}]},
        _SHEET,
        {"view": "bars", "title": "The key: wrong bits", "max": 0.5, "when": {"told": True}, "items": [
            {"key": "qber", "label": "QBER, exact", "tone": "q2"},
            {"key": "key.wrong", "label": "counted: {key.errors:int} of {key.n:int}", "name": "QBER, counted",
             "low": "key.low", "high": "key.high", "tone": "q4"}]},
        {"view": "bars", "title": "Key without trust in the devices, from S and QBER", "format": "bits",
         "when": {"told": True}, "items": [
             {"key": "di", "label": "secret bits per key bit: 1 − h(Q) − h(x)",
              "name": "secret bits per key bit without trust", "tone": "q3"}]},
        {"view": "bars", "title": "Eve", "when": {"told": True}, "items": [
            {"key": "guess", "label": "guesses key bits right (half is a coin)", "name": "Eve guesses right",
             "tone": "q4"}]},
        {"view": "bars", "title": "How many pairs serve for what", "when": {"told": True}, "items": [
            {"key": f"used.{use}", "label": words, "low": f"used.low.{use}", "high": f"used.high.{use}",
             "mark": f"share.{use}", "mark_label": f"{words}, exact", "tone": tone}
            for use, words, tone in zip(_USES, ("key", "Bell test", "dropped"), ("q3", "q1", "q0"))]},
        {"view": "bars", "title": "Alone, each side sees a coin", "items": [
            {"key": f"{who}.zeros", "label": f"{who.title()}'s bits that are 0", "low": f"{who}.low",
             "high": f"{who}.high", "mark": f"{who}.exact", "mark_label": f"{who.title()}'s zeros, exact",
             "tone": tone} for who, tone in (("alice", "q3"), ("bob", "q1"))]})
    line = (
        ({"eve": "none"}, "Nobody listens."), ({"eve": ["!=", "none"], "f": 0}, "Eve does nothing."),
        *(({"eve": eve, "f": [">", 0]}, words) for eve, words in (
            ("z", "Eve measures the second half of {f:pct0} of the pairs in Z."),
            ("random", "Eve measures the second half of {f:pct0} of the pairs, along 45° or 90°."),
            ("source", "Eve sends product states in place of {f:pct0} of the pairs."))),
        ({"n": 0}, "No pair is measured yet."),
        ({"told": False, "n": [">", 0]},
         "{n:int} pairs are measured and the directions still secret. Alice has {n:int} random bits "
         "({alice.zeros:pct} zeros), Bob too ({bob.zeros:pct}). Nobody knows yet which of them will be key, "
         "so the pairs have carried no key."),
        ({"told": True, "n": [">", 0]},
         "Of {n:int} pairs {key.n:int} had equal directions: these are the key, "
         "with {key.errors:int} errors. {bell.n:int} others serve the Bell test."),
        ({"told": True, "s.ready": 1},
         "They give S = {s.counted:f2} (95 % interval {s.low:f2} to {s.high:f2}; exact {s:f3})."),
        ({"told": True, "n": [">", 0], "s.ready": 0}, "They are too few for S (exact {s:f3})."),
        ({"told": True, "above": 1},
         "The exact S is above 2: answers fixed at the source, which Eve could know, "
         "do not reach that."),
        ({"told": True, "above": 1, "keyed": 1}, "With this QBER, {di:bits} of each key bit can be made secret, "
         "whoever made the devices."),
        ({"told": True, "above": 1, "keyed": 0}, "That is not enough: by this rate S and the QBER together leave "
         "nothing that is secret without trust in the devices."),
        ({"told": True, "above": 0},
         "The exact S is not above 2: answers fixed at the source could do as well, "
         "and Eve might know them all. No key."),
        ({"told": True}, "QBER {qber:pct}; Eve guesses {guess:pct} of the key bits right."),
        ({"eve": "none", "told": True, "above": 0}, "Noise alone does it: S cannot tell noise from Eve."))
    tasks = (
        Task("The directions are still secret. Find something in Bob's bits that has come from Alice. Then "
             "announce the directions: what changes, and what does not?", {"told": False}),
        Task("How large a share of the pairs may Eve attack before S falls to 2? And before the key without "
             "trust is gone? What is the QBER at each?", {"f": 0.2, "n": 5000}),
        Task("Let nobody listen and lower the visibility. Where does the key without trust end, and where "
             "does S reach 2? Which comes first, and what would be wrong with the rule “S above 2, so "
             "there is a key”?", {"eve": "none", "n": 5000}))
    paper = (
        Paper("Before the announcement: random bits on both sides, and no key.", {"told": False}),
        Paper("Nobody listens: S is near 2√2 and the key bits agree.", {"eve": "none"}),
        Paper("Eve measures every pair: S falls below 2.", {}))

    def compute(self, state, roll):
        eve, f, v, n = (state[key] for key in ("eve", "f", "v", "n"))
        run, table, e = _run(eve, v, f), _table(eve, v, f), _correlations(eve, v, f)
        out = {"local": 2.0, "quantum": entanglement.chsh(_E91.pair), "s": run.chsh,
               "qber": run.qber, "guess": run.eve_guess, "above": float(run.chsh > 2 + 1e-9),
               "alice.exact": table[:, 0].sum(), "bob.exact": table[:, :, :, 0].sum()}
        out["di"] = rates.diqkd(min(run.chsh, out["quantum"]), run.qber)
        out["keyed"] = float(out["di"] > 1e-9)
        for name, at in (("free", ("none", v, 0.0)), ("full", (eve, v, 1.0))):
            out |= {f"{name}.{pair}": value for pair, value in _correlations(*at).items()}
        out["full.guess"] = _run(eve, v, 1.0).eve_guess
        out |= {f"e.{pair}": value for pair, value in e.items()}
        out |= {f"p.{name}": table[i, a, j, b] for name, (i, j, a, b) in zip(_NAMES, _CELLS)}
        out |= {f"share.{use}": sum(table[i, :, j].sum() for i, j in _PAIRS if _use(i, j) == k)
                for k, use in enumerate(_USES)}
        drawn = roll(out, "rounds")
        count = {cell: out[f"rounds.count.{name}"] for name, cell in zip(_NAMES, _CELLS)}
        signed, variance, least = 0.0, 0.0, n
        for i, j in _PAIRS:
            size = sum(k for cell, k in count.items() if cell[:2] == (i, j))
            out[f"n.{i}{j}"] = size
            if (i, j) in _BELL:
                equal = count[i, j, 0, 0] + count[i, j, 1, 1]
                found = (size - 2 * equal) / size if size else 0.0
                signed += _BELL[i, j] * found
                out[f"counted.{i}{j}"] = found
                variance += (1 - found**2) / size if size else 0.0
                least = min(least, size)
        out["s.counted"], out["s.ready"] = abs(signed), float(least > 0)
        out["s.error"] = math.sqrt(variance)
        out["s.low"] = max(0.0, abs(signed) - Z95 * out["s.error"])
        out["s.high"] = min(4.0, abs(signed) + Z95 * out["s.error"])
        for k, use in enumerate(_USES):
            size = sum(out[f"n.{i}{j}"] for i, j in _PAIRS if _use(i, j) == k)
            out[f"{use}.n"], out[f"used.{use}"] = size, size / n if n else 0.0
            out[f"used.low.{use}"], out[f"used.high.{use}"] = interval(size, n)
        out["key.errors"] = sum(k for cell, k in count.items() if cell[:2] in _KEY and cell[2] != cell[3])
        out["key.wrong"] = out["key.errors"] / out["key.n"] if out["key.n"] else 0.0
        out["key.low"], out["key.high"] = interval(out["key.errors"], out["key.n"])
        for who, place in (("alice", 2), ("bob", 3)):
            zeros = sum(k for cell, k in count.items() if cell[place] == 0)
            out[f"{who}.count"], out[f"{who}.zeros"] = zeros, zeros / n if n else 0.0
            out[f"{who}.low"], out[f"{who}.high"] = interval(zeros, n)
        return out | sheet.numbers(_SHEET, drawn)

    def formulas(self):
        import sympy

        f, n = symbol("f"), symbol("n")
        out = {f"e.{i}{j}": (1 - f) * symbol(f"free.{i}{j}") + f * symbol(f"full.{i}{j}") for i, j in _PAIRS}
        out["s"] = sympy.Abs(sum(sign * symbol(f"e.{i}{j}") for (i, j), sign in _BELL.items()))
        out["qber"] = sum(1 + symbol(f"e.{i}{j}") for i, j in _KEY) / (2 * len(_KEY))
        out["guess"] = (1 - f) / 2 + f * symbol("full.guess")
        out["above"] = switch((1, symbol("s") > 2 + 1e-9), 0)

        def plogp(p):
            return switch((0, p < 1e-15), p * sympy.log(p) / math.log(2))

        x, q = (1 + sympy.sqrt(sympy.Max(0, symbol("s") ** 2 / 4 - 1))) / 2, symbol("qber")
        out["di"] = switch((0, symbol("s") <= 2),
                           sympy.Max(0, 1 + plogp(q) + plogp(1 - q) + plogp(x) + plogp(1 - x)))
        out["keyed"] = switch((1, symbol("di") > 1e-9), 0)
        out["alice.exact"] = out["bob.exact"] = sympy.Rational(1, 2)
        count = {cell: symbol(f"rounds.count.{name}") for name, cell in zip(_NAMES, _CELLS)}
        for name, (i, j, a, b) in zip(_NAMES, _CELLS):
            out[f"p.{name}"] = (1 - (1 if a == b else -1) * symbol(f"e.{i}{j}")) / 36
        signed = variance = 0
        for i, j in _PAIRS:
            out[f"n.{i}{j}"] = sum(k for cell, k in count.items() if cell[:2] == (i, j))
            if (i, j) in _BELL:
                size, found = symbol(f"n.{i}{j}"), symbol(f"counted.{i}{j}")
                equal = count[i, j, 0, 0] + count[i, j, 1, 1]
                out[f"counted.{i}{j}"] = switch((0, size < 1), (size - 2 * equal) / size)
                signed += _BELL[i, j] * found
                variance += switch((0, size < 1), (1 - found**2) / size)
        out["s.counted"] = sympy.Abs(signed)
        out["s.error"] = sympy.sqrt(variance)
        out["s.low"] = sympy.Max(0, symbol("s.counted") - Z95 * symbol("s.error"))
        out["s.high"] = sympy.Min(4, symbol("s.counted") + Z95 * symbol("s.error"))
        least = sympy.Min(*(symbol(f"n.{i}{j}") for i, j in _BELL))
        out["s.ready"] = switch((1, least > 0), 0)
        for k, use in enumerate(_USES):
            out[f"{use}.n"] = sum(symbol(f"n.{i}{j}") for i, j in _PAIRS if _use(i, j) == k)
            out |= zip((f"used.{use}", f"used.low.{use}", f"used.high.{use}"), wilson(symbol(f"{use}.n"), n))
        out["key.errors"] = sum(k for cell, k in count.items() if cell[:2] in _KEY and cell[2] != cell[3])
        out["key.wrong"], out["key.low"], out["key.high"] = wilson(symbol("key.errors"), symbol("key.n"))
        for who, place in (("alice", 2), ("bob", 3)):
            zeros = sum(k for cell, k in count.items() if cell[place] == 0)
            out[f"{who}.count"] = zeros
            out[f"{who}.zeros"], out[f"{who}.low"], out[f"{who}.high"] = wilson(symbol(f"{who}.count"), n)
        return out
