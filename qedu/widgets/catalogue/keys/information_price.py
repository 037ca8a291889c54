"""Information against disturbance (page C07B): what Eve learns, and the errors that it costs her."""

import math
from functools import lru_cache

import qedu
from qedu import attacks, protocols, rates
from qedu.widgets.shell import Choice, Frames, Paper, Range, Sweep, Task, Widget

_ATTACKS = {"resend": "Intercept-resend, random", "breidbart": "Intercept-resend, Breidbart",
            "universal": "Universal cloner", "individual": "Best on one photon at a time",
            "collective": "Best with all photons stored", "tap": "Tap on a classical wire"}
_MOST = 0.25
_GRID = tuple(x / 200 for x in range(51))
_CURVES = ("resend", "breidbart", "universal", "individual", "collective")


def collective(qber):
    """The probe of four levels with which Eve, patient enough, learns most at this error in Z and in X."""
    import qutip

    d = qber
    amplitudes = [math.sqrt(p) for p in ((1 - d) ** 2, d * (1 - d), d * (1 - d), d * d)]
    flips = (qutip.qeye(2), qutip.sigmaz(), qutip.sigmax(), qutip.sigmay())
    isometry = sum(a * qutip.tensor(flip, qutip.basis(4, k))
                   for k, (a, flip) in enumerate(zip(amplitudes, flips)))
    return attacks.Attack(f"collective ({qber:.4g})", [("probe", isometry)])


@lru_cache(maxsize=None)
def _point(attack, qber):
    """QBER that Alice and Bob find, and Eve's information, when she aims at this QBER."""
    make = {"resend": lambda: attacks.intercept_resend(fraction=4 * qber),
            "breidbart": lambda: attacks.intercept_resend(fraction=4 * qber, basis="breidbart"),
            "universal": lambda: attacks.universal_cloner(qber),
            "individual": lambda: attacks.phase_covariant_cloner(qber),
            "collective": lambda: collective(qber)}[attack]
    run = qedu.exchange(protocols.bb84(), attack=make())
    return run.qber, run.eve_holevo if attack == "collective" else run.eve_information


def _root(positive):
    """Where `positive` turns false, on the way from QBER 0 to 25 %."""
    low, high = 0.0, _MOST
    while high - low > 1e-11:
        middle = (low + high) / 2
        low, high = (middle, high) if positive(middle) else (low, middle)
    return (low + high) / 2


@lru_cache(maxsize=1)
def _crossings():
    """QBER at which Eve's curve meets Bob's, for each attack, and where `rates.bb84` ends."""
    out = {f"cross.{attack}": _root(lambda q: 1 - rates.h2(q) > _point.__wrapped__(attack, q)[1])
           for attack in _CURVES}
    return {**out, "abort": _root(lambda q: rates.bb84(q) > 0)}


class InformationPrice(Widget):
    """Eve's information against the QBER that she causes, for five attacks and a classical tap."""

    name = "information-price"
    title = "Information against disturbance"
    caption = ("On a quantum line, information has a price in errors. The better Eve's means, the more she "
               "gets for it: her curve meets Bob's at 14.6 % if she must read each photon by itself and at "
               "11.0 % if she may store them all. There the difference of the two, out of which the simplest "
               "key is made, is used up. On a classical wire she pays nothing.")
    leaves_out = ("BB84 with single photons and endlessly many rounds; all errors are Eve's doing. The "
                  "curves are I(A:E) per sifted bit, for the best collective attack the Holevo quantity, "
                  "which she reaches with perfect memories only. Bob's information is 1 − h(QBER). Keys are "
                  "made one-way and of Alice's bits as they are; if she adds noise to them first, or both "
                  "speak, keys go beyond the crossings. The classical wire is taken to be free of noise.")
    controls = (
        Choice("attack", "Eve's attack", _ATTACKS, "individual", select=True),
        Range("s", "How hard she attacks", 0, 1, 0.02, 0.44, readout="{s:pct0}"))
    sweeps = (Sweep("curve.bob", _GRID), *(Sweep(f"curve.{attack}", _GRID) for attack in _CURVES))
    frames = (Frames(("attack", "s"), ("qber", "eve", "bob", "left", "rate")),
              Frames((), ("curve.*", "cross.*", "abort", "zero")))
    views = (
        {"view": "curves", "title": "What Eve learns, and what it costs", "lead": True, "wide": True,
         "ratio": 1.05,
         "x": {"low": -0.008, "high": _MOST, "ticks": [0, 0.05, 0.1, 0.15, 0.2, 0.25], "format": "pct0",
               "format_table": "pct", "label": "QBER that she causes"},
         "y": {"low": 0, "high": 1, "ticks": [0, 0.25, 0.5, 0.75, 1], "format": "f2", "format_table": "f3",
               "label": "information about a sifted bit, in bits"},
         "series": [
             {"sweep": "curve.bob", "label": "Bob", "tone": "q3", "line": "solid", "every": 10},
             {"sweep": "curve.collective", "label": "Eve, all photons stored (collective)", "tone": "q4",
              "line": "dashed", "every": 10},
             {"sweep": "curve.individual", "label": "Eve, best on one photon at a time", "tone": "q1",
              "line": "solid", "every": 10},
             {"sweep": "curve.universal", "label": "Eve, universal cloner", "tone": "q0", "line": "dotted",
              "every": 10},
             {"sweep": "curve.resend", "label": "Eve, intercept-resend in random bases", "tone": "q2",
              "line": "dashdot", "every": 10},
             {"sweep": "curve.breidbart", "label": "Eve, intercept-resend in the Breidbart basis",
              "tone": "q2", "line": "dotted", "every": 10}],
         "refs": [{"x": "zero", "label": "classical tap", "level": 0.5},
                  {"x": "cross.collective", "label": "{cross.collective:pct}", "level": 0.9,
                   "name": "Bob's curve meets the collective one at"},
                  {"x": "cross.individual", "label": "{cross.individual:pct}", "level": 0.8,
                   "name": "Bob's curve meets the best on one photon at"}],
         # On the tap's line the two points meet at the top, where one label must do.
         "points": [*({"x": "qber", "y": who, "label": f"{who.title()} {{{who}:f3}}", "when": when,
                       "name": f"{who.title()}'s information, in bits"}
                      for when in ({"attack": ["!=", "tap"]}, {"attack": "tap", "s": ["<", 0.87]})
                      for who in ("eve", "bob")),
                    {"x": "qber", "y": "eve", "label": "Bob {bob:f3}, Eve {eve:f3}",
                     "name": "Eve's information, in bits", "when": {"attack": "tap", "s": [">", 0.87]}}]},
        {"view": "bars", "title": "Bits per sifted bit", "format": "bits", "items": [
            {"key": "bob", "label": "Bob: 1 − h(QBER)", "name": "Bob's information", "tone": "q3"},
            {"key": "eve", "label": "Eve", "name": "Eve's information", "tone": "q4"},
            {"key": "left", "label": "left for a key against this Eve", "tone": "q1"},
            {"key": "rate", "label": "left against every Eve: 1 − 2h(QBER)", "name": "left against every Eve",
             "tone": "q1", "when": {"attack": ["!=", "tap"]}}]},
        {"view": "bars", "title": "What Alice and Bob see", "max": _MOST, "items": [
            {"key": "qber", "label": "QBER", "tone": "q2"}],
         "refs": [{"key": "abort", "label": "1 − 2h ends: {abort:pct}",
                   "name": "QBER at which the rate 1 − 2h ends", "when": {"attack": ["!=", "tap"]}}]})
    line = (
        "{attack}, {s:pct0}: QBER {qber:pct}, Bob knows {bob:bits} of each sifted bit, Eve {eve:bits}.",
        ({"attack": "tap", "s": [">", 0]},
         "She copies what passes, and nobody sees it: no error bounds what she knows."),
        ({"s": 0}, "She leaves the line alone."),
        ({"attack": ["!=", "tap"], "s": [">", 0], "left": [">=", 0.001]},
         "Bob knows more than Eve: against her, {left:f3} secret bits per sifted bit are left."),
        ({"attack": ["!=", "tap"], "left": ["<", 0.001]},
         "To a thousandth of a bit Eve knows as much as Bob, or more: the difference leaves no key."),
        ({"attack": ["!=", "tap"], "s": [">", 0], "rate": [">=", 0.001]},
         "Against every Eve, {rate:f3} are safe."),
        ({"rate": ["<", 0.001]},
         "From {abort:pct} on 1 − 2h is zero, whichever Eve it was: Alice and Bob see the errors, not her. "
         "Only cleverer post-processing could still make a key."))
    tasks = (
        Task("For each attack on photons, find the strength at which Eve knows as much as Bob. Which attack "
             "gets there at the smallest QBER?", {"attack": "collective", "s": 0.2}),
        Task("Let the QBER be 11 %. How many bits does each Eve have? Alice and Bob see only the 11 %: "
             "which figure must they believe?", {"attack": "resend", "s": 0.44}),
        Task("Tap the classical wire harder and harder. What do Alice and Bob see? Why is there no such "
             "line for photons?", {"attack": "tap", "s": 0.0}))
    paper = (
        Paper("The best attack on one photon at a time, at 11 %: Bob is still ahead.", {}),
        Paper("All photons stored, at the same 11 %: Bob's lead is gone.", {"attack": "collective"}),
        Paper("A tap on a classical wire: everything is known and nothing is disturbed.",
              {"attack": "tap", "s": 1.0}))

    def compute(self, state, roll):
        attack, s = state["attack"], state["s"]
        qber, eve = (0.0, s) if attack == "tap" else _point(attack, _MOST * s)
        bob = 1 - rates.h2(qber)
        out = {"qber": qber, "eve": eve, "bob": bob, "left": max(0.0, bob - eve), "rate": rates.bb84(qber),
               "zero": 0.0,
               **_crossings()}
        for sweep in self.sweeps:
            name = sweep.name.removeprefix("curve.")
            out |= {sweep.key(x): 1 - rates.h2(x) if name == "bob" else _point(name, x)[1]
                    for x in sweep.values}
        return out
