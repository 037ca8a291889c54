"""Eve's dial (chapter C06): what an attack costs in errors and what it brings in bits."""

from functools import lru_cache

import qedu
from qedu import attacks, channels, protocols, rates
from qedu.widgets.symbolic import switch, symbol
from qedu.widgets.shell import Choice, Frames, Paper, Range, Sweep, Task, Widget

_BASES = {"z": "Z, always", "random": "Z or X at random", "breidbart": "Breidbart, halfway"}
_GRID = tuple(x / 20 for x in range(21))


@lru_cache(maxsize=None)
def _run(fraction, basis, noise):
    return qedu.exchange(protocols.bb84(), channel=channels.depolarizing(noise),
                         attack=attacks.intercept_resend(fraction=fraction, basis=basis))


@lru_cache(maxsize=1)
def _abort():
    """Where the formula of `rates.bb84` reaches 0."""
    low, high = 0.0, 0.5
    while high - low > 1e-12:
        middle = (low + high) / 2
        low, high = (middle, high) if rates.bb84(middle) > 0 else (low, middle)
    return high


class EvesDial(Widget):
    """Fraction, basis and noise on one dial; errors and Eve's knowledge on one plot."""

    name = "eves-dial"
    title = "Eve's dial"
    caption = ("Errors and knowledge grow together with the fraction that Eve attacks. Equal "
               "errors do not mean equal attacks: in the Breidbart basis she is right more often, "
               "and with Z alone all errors fall on the X bits. The key rate 1 − 2h(Q) ends at 11.0 %, "
               "far below the 25 % of a full interception, and noise counts like Eve.")
    leaves_out = ("The exact odds of infinitely many rounds: a measured rate has an interval. Eve "
                  "measures and resends, and has nothing better. Her figures hold for this attack; "
                  "the key rate 1 − 2h(Q) holds for every attack on single photons, and the abort line "
                  "is where this formula ends: cleverer post-processing goes on a little. The rate is "
                  "that of the average QBER; rates by basis would give 1 − h(Z) − h(X).")
    controls = (
        Range("f", "Fraction Eve attacks", 0, 1, 0.02, 0.4, readout="{f:pct0}"),
        Choice("basis", "She measures in", _BASES, "random"),
        Range("p", "Channel noise p (depolarising)", 0, 0.5, 0.02, 0, readout="{p:pct0}"))
    sweeps = tuple(Sweep(f"curve.{name}", _GRID) for name in ("qber", "information", "guess"))
    frames = (
        Frames(("p",), ("free",)),
        Frames(("basis", "p"), ("full.z", "full.x")),
        Frames(("basis",), ("full.information", "full.guess")),
        Frames((), ("abort", *(f"full.{what}.{basis}" for what in ("information", "guess")
                               for basis in _BASES))))
    views = (
        {"view": "curves", "title": "Turn the dial: errors and knowledge", "wide": True, "lead": True,
         "ratio": 0.95,
         "x": {"low": 0, "high": 1, "ticks": [0, 0.25, 0.5, 0.75, 1], "format": "pct0",
               "label": "fraction of the photons that Eve attacks"},
         "y": {"low": 0, "high": 1, "ticks": [0, 0.25, 0.5, 0.75, 1],
               "label": "QBER, bits per sifted bit, share guessed right"},
         "series": [{"sweep": "curve.guess", "label": "Eve guesses right", "tone": "q4", "every": 2},
                    {"sweep": "curve.information", "label": "Eve's information", "tone": "q1",
                     "format": "bits", "every": 2},
                    {"sweep": "curve.qber", "label": "QBER", "tone": "q2", "every": 2}],
         "refs": [{"y": "abort", "label": "abort: {abort:pct}"}],
         "points": [{"x": "f", "y": "guess", "label": "{guess:pct}", "name": "Eve guesses right"},
                    {"x": "f", "y": "information", "label": "{information:bits}",
                     "name": "Eve's information on a sifted bit", "format": "bits"},
                    {"x": "f", "y": "qber", "label": "{qber:pct}", "name": "QBER", "below": True}]},
        {"view": "bars", "title": "Errors by basis", "max": 0.5, "items": [
            {"key": "qber.z", "label": "Z bits", "name": "error rate of the Z bits", "tone": "q2"},
            {"key": "qber.x", "label": "X bits", "name": "error rate of the X bits", "tone": "q2"}]},
        {"view": "bars", "title": "Together: abort or continue?", "max": 0.5, "items": [
            {"key": "qber", "label": "QBER", "tone": "q2"}],
         "refs": [{"key": "abort", "label": "1 − 2h(Q) ends: {abort:pct}"}]},
        {"view": "bars", "title": "Three Eves at {f:pct0}: guessed right", "items": [
            {"key": f"guess.{basis}", "label": words, "name": f"guessed right, {words}",
             "tone": "q4"} for basis, words in _BASES.items()]},
        {"view": "bars", "title": "… and information, in bits per sifted bit", "format": "bits",
         "items": [{"key": f"information.{basis}", "label": words,
                    "name": f"information, {words}", "tone": "q1"}
                   for basis, words in _BASES.items()]},
        {"view": "bars", "title": "What is left for the key", "format": "bits", "items": [
            {"key": "rate", "label": "secret bits per sifted bit", "tone": "q3"}]})
    line = (
        ({"f": 0}, "Eve attacks nothing."),
        *(({"f": [">", 0], "basis": basis}, f"Eve attacks {{f:pct0}} of the photons, {words}.")
          for basis, words in (("z", "always in Z"), ("random", "in Z or X at random"),
                               ("breidbart", "in the Breidbart basis"))),
        ({"p": 0}, "The line is free of noise."), ({"p": [">", 0]}, "The line has noise p = {p:f2}."),
        "QBER {qber:pct}; Z bits {qber.z:pct}, X bits {qber.x:pct}.",
        "Eve has {information:bits} of each sifted bit and guesses {guess:pct} of them right.",
        ({"over": 0, "rate": [">=", 0.001]}, "Below the line of {abort:pct}: continue, with {rate:f3} "
         "secret bits per sifted bit."),
        ({"over": 0, "rate": ["<", 0.001]}, "A hair below the line: next to nothing is left for the "
         "key."),
        ({"over": 1}, "Not below the line of {abort:pct}: abort."),
        ({"f": 0, "over": 1}, "Nobody listened. Alice and Bob cannot know that."))
    tasks = (
        Task("Which fraction brings Alice and Bob to the abort line, and how much does Eve have "
             "there? Now add noise of 10 % and find the fraction again.", {"f": 0}),
        Task("Let each of the three Eves attack everything. All cause 25 %. Which bars tell them "
             "apart, and which of those bars can Alice and Bob see?", {"f": 1.0, "basis": "z"}),
        Task("Set the fraction to zero and find the noise that gives the same QBER as an Eve who "
             "attacks 40 %. What differs in the data of Alice and Bob?", {"f": 0, "p": 0}))
    paper = (
        Paper("Random bases on 40 % of the photons: 10 % errors, just below the line.", {}),
        Paper("Breidbart on 40 %: the same 10 %, and more bits guessed right.",
              {"basis": "breidbart"}),
        Paper("Always Z, on all photons: 25 % on average, and every error is an X bit.",
              {"f": 1.0, "basis": "z"}))

    def compute(self, state, roll):
        f, basis, p = state["f"], state["basis"], state["p"]
        run, free, full = _run(f, basis, p), _run(0.0, basis, p), _run(1.0, basis, p)
        out = {"abort": _abort(), "qber": run.qber, "information": run.eve_information,
               "guess": run.eve_guess, "rate": rates.bb84(run.qber), "free": free.qber}
        for key in "zx":
            out[f"qber.{key}"] = run.qber_by_basis[key.upper()]
            out[f"full.{key}"] = full.qber_by_basis[key.upper()]
        out["full.information"], out["full.guess"] = full.eve_information, full.eve_guess
        for other in _BASES:
            alone, all_of_it = _run(f, other, 0.0), _run(1.0, other, 0.0)
            out[f"guess.{other}"], out[f"full.guess.{other}"] = alone.eve_guess, all_of_it.eve_guess
            out[f"information.{other}"] = alone.eve_information
            out[f"full.information.{other}"] = all_of_it.eve_information
        out["over"] = float(run.qber >= out["abort"])
        # A fraction f mixes the table of the full attack with the untouched one.
        for sweep, none, whole in zip(self.sweeps, (free.qber, 0.0, 0.5),
                                      (full.qber, full.eve_information, full.eve_guess)):
            out.update({sweep.key(x): (1 - x) * none + x * whole for x in sweep.values})
        return out

    def formulas(self):
        import sympy

        f, x, qber = symbol("f"), symbol("x"), symbol("qber")

        def mixed(share, none, whole):
            return (1 - share) * none + share * whole

        z, other = symbol("full.z"), symbol("full.x")
        full = {"qber": (symbol("free"), (z + other) / 2),
                "information": (0, symbol("full.information")),
                "guess": (sympy.Rational(1, 2), symbol("full.guess"))}
        out = {"qber.z": mixed(f, symbol("free"), z), "qber.x": mixed(f, symbol("free"), other),
               "over": switch((1, qber >= symbol("abort")), 0),
               "rate": switch((0, qber >= symbol("abort")), (1, qber <= 0),
                              1 + 2 * (qber * sympy.log(qber) + (1 - qber) * sympy.log(1 - qber))
                              / sympy.log(2))}
        for key, (none, whole) in full.items():
            out[key] = mixed(f, none, whole)
            out[f"curve.{key}"] = mixed(x, none, whole)
        for basis in _BASES:
            for key, none in (("information", 0), ("guess", sympy.Rational(1, 2))):
                out[f"{key}.{basis}"] = mixed(f, none, symbol(f"full.{key}.{basis}"))
        return out
