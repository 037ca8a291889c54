"""Photon-splitting theatre (chapter C09): Eve counts photons, and what decoys measure of it."""

import math
from functools import lru_cache

import qedu
from qedu import attacks, links, protocols, rates
from qedu.widgets.symbolic import switch, symbol
from qedu.widgets.shell import Dice, Frames, Paper, Range, Seed, Sweep, Switch, Task, Widget

_WEAK = 0.05
_ODDS = (0.8, 0.1, 0.1)
_DISTANCES = (0, 2, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 60, 80, 100)
_MU = (0.1, 0.2, 0.3, 0.48, 0.7, 1.0)
_LINK, _BB84, _EVE = links.GYS, protocols.bb84(), attacks.photon_number_splitting()
_MILLION = 1e6
#: Photons that a pulse holds, and what Eve does with it; 3 stands for three and more.
_FATES = ("0", *(f"{n}.{fate}" for n in (1, 2, 3) for fate in ("kept", "on", "blocked")))
_COUNTS = {"n.empty": _FATES[:1], "n.one": _FATES[1:4], "n.many": _FATES[4:],
           **{f"n.{fate}": tuple(one for one in _FATES if fate in one) for fate in ("kept", "blocked")}}


def _round(value):
    """Five decimals: what the page is sent."""
    return round(float(value), 5)


def _setup(km, mu, decoys):
    return _LINK.at(km, (mu, _WEAK, 0.0), probabilities=_ODDS) if decoys else _LINK.at(km, mu)


@lru_cache(maxsize=None)
def _fates(km, mu, decoys):
    """How often Eve keeps a photon, and how often she blocks, of pulses of one photon and of several."""
    out = {}
    for n, branches in enumerate(_EVE.on_pulses(_setup(km, mu, decoys))[1:3], 1):
        odds = {branch.record: branch.odds for branch in branches}
        out |= {f"{fate}.{n}": _round(odds.get(fate, 0.0)) for fate in ("kept", "blocked")}
    return out


@lru_cache(maxsize=None)
def _figures(km, mu, decoys, eve):
    """What Alice and Bob could find in endlessly many rounds, and what Eve knows."""
    run = qedu.exchange(_BB84, _EVE if eve else None, link=_setup(km, mu, decoys))
    gains, errors, yields = run.gain_by_intensity, run.qber_by_intensity, run.yield_by_photons
    out = {"known": run.eve_information, "tagged": run.tagged_share,
           "clicks.signal": _MILLION * gains[mu], "qber.signal": errors[mu]}
    out |= {f"yield@{n}": math.log10(yields[n]) for n in range(4)}
    out |= dict.fromkeys(("clicks.weak", "clicks.vacuum", "proved"), 0.0)
    if decoys:
        weak, vacuum = gains[_WEAK], gains[0.0]
        bound = rates.single_photon_yield(mu, _WEAK, gain_mu=gains[mu], gain_nu=weak, y0=vacuum)
        out |= {"clicks.weak": _MILLION * weak, "clicks.vacuum": _MILLION * vacuum,
                "proved": mu * math.exp(-mu) * max(0.0, bound) / gains[mu]}
    return {key: _round(value) for key, value in out.items()}


@lru_cache(maxsize=None)
def _all_km(mu, decoys):
    """From this distance on she blocks every single photon."""
    low, high = 0.0, 200.0
    while high - low > 1e-3:
        middle = (low + high) / 2
        some = any(branch.record == attacks.UNTOUCHED and branch.odds > 0
                   for branch in _EVE.on_pulses(_setup(middle, mu, decoys))[1])
        low, high = (middle, high) if some else (low, middle)
    return _round(high)


_KEYS = ("known", "tagged", "clicks.signal", "clicks.weak", "clicks.vacuum", "qber.signal", "proved",
         *(f"yield@{n}" for n in range(4)))


class PnsTheatre(Widget):
    """Pulses as stacks of photons, an Eve who splits them, and decoys that show her."""

    name = "pns-theatre"
    title = "Photon-splitting theatre"
    caption = ("A weak pulse is not a photon: some hold two or more, and Eve keeps one of those. She blocks "
               "single photons until Bob's clicks are as frequent as before. No more errors appear, and on a long "
               "line she knows the key. Decoys do not hide anything from her. They measure: pulses of other "
               "strengths, told apart only afterwards, show how often single photons arrive.")
    leaves_out = ("Averages of endlessly many pulses; real counts scatter. The link is GYS (0.21 dB/km, "
                  "receiver 4.5 %, 1.7 × 10⁻⁶ dark counts per gate). Eve may use a line without loss, but "
                  "not change the receiver; the theorems about tagged bits give her the receiver's loss too. "
                  "She is one Eve of many: she keeps the total of Bob's clicks right, and there are other "
                  "ways to divide it among the photon numbers. Both detectors would click at once more "
                  "often than due; here a double click is a random bit, and nobody counts it. With decoys, "
                  "80 % of the pulses are signals, 10 % are weak (μ = 0.05) and 10 % empty.")
    controls = (
        Switch("eve", "Eve splits pulses", True), Switch("decoys", "Decoys: weak and empty pulses", False),
        Range("km", "Distance", 0, 100, 0, 35, readout="{km:f0} km", options=_DISTANCES),
        Range("mu", "Mean photons μ", 0.1, 1, 0, 0.48, readout="{mu:f2}", options=_MU),
        Seed(default=1))
    dice = (Dice("pulses", _FATES, tuple(f"p.{fate}" for fate in _FATES), n=16),
            Dice("bits", ("eve", "safe"), ("known", "unknown"), n=100))
    sweeps = (Sweep("seen.yield", (0, 1, 2, 3)), Sweep("due.yield", (0, 1, 2, 3)))
    frames = (Frames(("mu", "decoys"), ("all.km",)), Frames(("km", "mu", "decoys"), ("due.*", "eve.*")))
    views = (
        {"view": "stacks", "title": "Sixteen signal pulses of {mu:f2} photons on average", "lead": True,
         "wide": True, "dice": "pulses", "show": 16,
         "symbols": {"photon": {"shape": "disc", "tone": "q1"}, "empty": {"shape": "dash", "tone": "q0"},
                     "eve": {"shape": "square", "tone": "q4"}, "stop": {"shape": "cross", "tone": "q2"}},
         "rows": [
             {"label": "Alice sends", "high": 3,
              "of": [{"photon": int(fate[0])} if fate != "0" else {"empty": 1} for fate in _FATES]},
             {"label": "Eve keeps or blocks", "high": 1, "when": {"eve": True},
              "of": [{"eve": 1} if "kept" in fate else {"stop": 1} if "blocked" in fate else {}
                     for fate in _FATES]},
             {"label": "goes on, over a line without loss", "high": 3, "when": {"eve": True},
              "of": [{"photon": 0 if "blocked" in fate else int(fate[0]) - ("kept" in fate)}
                     for fate in _FATES]}],
         "legend": [
             {"key": "n.empty", "label": "empty pulses", "symbol": "empty"},
             {"key": "n.one", "label": "single photons", "symbol": "photon"},
             {"key": "n.many", "label": "several photons"},
             {"key": "n.kept", "label": "split: Eve keeps a photon", "symbol": "eve", "when": {"eve": True}},
             {"key": "n.blocked", "label": "blocked", "symbol": "stop", "when": {"eve": True}}]},
        {"view": "bars", "title": "What Bob sees, as a share of what the link promises", "lead": True,
         "max": 1.25, "format": "pct", "items": [
             {"key": "ratio.clicks.signal", "name": "clicks of the signal, of those due", "tone": "q1",
              "label": "signal: {clicks.signal:int} clicks in a million pulses, {due.clicks.signal:int} due"},
             {"key": "ratio.clicks.weak", "name": "clicks of the weak pulses, of those due", "tone": "q1",
              "label": "weak: {clicks.weak:int} clicks in a million pulses, {due.clicks.weak:int} due",
              "when": {"decoys": True}},
             {"key": "ratio.clicks.vacuum", "name": "clicks of the empty pulses, of those due", "tone": "q1",
              "label": "empty: {clicks.vacuum:f1} clicks in a million pulses, {due.clicks.vacuum:f1} due",
              "when": {"decoys": True}},
             {"key": "ratio.qber.signal", "name": "QBER of the signal, of that due", "tone": "q2",
              "label": "errors of the signal: QBER {qber.signal:pct2}, {due.qber.signal:pct2} due"}],
         "refs": [{"key": "one", "label": "as due", "name": "as due"}]},
        {"view": "strip", "title": "A hundred bits of the sifted key", "lead": True, "dice": "bits",
         "show": 100, "symbols": [
             {"outcome": "eve", "label": "Eve knows it", "shape": "square", "tone": "q4"},
             {"outcome": "safe", "label": "she does not", "shape": "ring", "tone": "q3"}]},
        {"view": "curves", "title": "What the decoys measure: clicks per pulse of n photons", "wide": True,
         "when": {"decoys": True}, "ratio": 0.8,
         "x": {"low": -0.15, "high": 3.15, "ticks": [0, 1, 2, 3], "label": "photons n in the pulse"},
         "y": {"low": -7, "high": 0, "ticks": [-6, -4, -2, 0], "format": "pow", "format_table": "log",
               "label": "yield: clicks per pulse"},
         "series": [{"sweep": "seen.yield", "label": "seen", "tone": "q1", "line": "solid"},
                    {"sweep": "due.yield", "label": "due, by the link", "tone": "q2", "line": "dashed"}]},
        {"view": "bars", "title": "Of the sifted bits", "items": [
            {"key": "known", "label": "known to Eve", "tone": "q4"},
            {"key": "tagged", "label": "from pulses of several photons", "tone": "q2"},
            {"key": "proved", "label": "from single photons at least, as the decoys prove for the signal",
             "name": "proved to come from single photons", "tone": "q3", "when": {"decoys": True}}]})
    line = (
        ({"eve": False}, "Nobody interferes. {p.many:pct} of the pulses hold two photons or more, "
         "{filled:pct} of those that are not empty. Bob's clicks and errors are those that the link "
         "promises."),
        ({"eve": True}, "Eve counts the photons of each pulse: she blocks {eve.blocked.1:pct} of the single "
         "photons and splits {eve.kept.2:pct} of the pulses with several."),
        ({"eve": True, "decoys": False}, "Bob's clicks are as frequent as ever ({clicks.signal:int} in a "
         "million pulses), and so are his errors ({qber.signal:pct2})."),
        ({"eve": True}, "She knows {known:pct} of the sifted bits."),
        ({"eve": True, "all": 1}, "From {all.km:f1} km on she lets no single photon pass: of all that "
         "passes she holds a copy, and only dark clicks are left to Bob alone."),
        ({"eve": True, "all": 0}, "From {all.km:f1} km on she would know them all, dark clicks apart."),
        ({"eve": True, "decoys": True, "ratio.clicks.weak": ["<", 0.995]}, "But the weak pulses give only "
         "{ratio.clicks.weak:pct} of the clicks that are due: she cannot tell a weak pulse from a signal, and "
         "blocks the single photons of both."),
        ({"eve": True, "decoys": True, "ratio.clicks.weak": [">", 1.005]}, "But the weak pulses give "
         "{ratio.clicks.weak:pct} of the clicks that are due: she cannot tell a weak pulse from a signal, and "
         "what makes the total right makes both wrong."),
        ({"decoys": True}, "The decoys prove that at least {proved:pct} of the signal's sifted bits come "
         "from single photons."))
    tasks = (
        Task("Take Eve away and bring her back. Which of Bob's figures move? Then find, at μ = 0.48, the "
             "distance from which she knows practically everything.", {"km": 10}),
        Task("At 25 km, lower μ until Eve no longer knows more than half of the bits. What does that cost "
             "in clicks?", {"km": 25, "mu": 1.0}),
        Task("Switch the decoys on. Where does what is seen leave what is due, for how many photons? And why "
             "can Eve not mend it for the weak pulses alone?", {"km": 30}))
    paper = (
        Paper("Nobody interferes, at 35 km.", {"eve": False}),
        Paper("Eve splits: the same clicks, the same errors, and she knows the key.", {}),
        Paper("The same Eve with decoys: the weak pulses click too rarely.", {"decoys": True}))

    def compute(self, state, roll):
        km, mu, eve, decoys = (state[key] for key in ("km", "mu", "eve", "decoys"))
        empty, one, two = links.weak_coherent(mu).probabilities[:3]
        out = {"p.0": empty, "p.1": one, "p.2": two, "p.3": 1 - empty - one - two, "p.many": 1 - empty - one,
               "filled": (1 - empty - one) / (1 - empty), "one": 1.0, "all.km": _all_km(mu, decoys)}
        for who in ("due", "eve"):
            out |= {f"{who}.{key}": value for key, value in _figures(km, mu, decoys, who == "eve").items()}
        out |= {f"eve.{key}": value for key, value in _fates(km, mu, decoys).items()}
        for key in _KEYS:
            out[key if "@" not in key else f"seen.{key}"] = out[f"eve.{key}" if eve else f"due.{key}"]
        out["unknown"], out["all"] = 1 - out["known"], float(km >= out["all.km"])
        for key in ("clicks.signal", "clicks.weak", "clicks.vacuum", "qber.signal"):
            out[f"ratio.{key}"] = out[key] / out[f"due.{key}"] if out[f"due.{key}"] else 0.0
        for n, fate in ((n, fate) for n in "123" for fate in ("kept", "blocked")):
            out[f"p.{n}.{fate}"] = eve * out[f"p.{n}"] * out[f"eve.{fate}.{min(n, '2')}"]
        for n in "123":
            out[f"p.{n}.on"] = out[f"p.{n}"] - out[f"p.{n}.kept"] - out[f"p.{n}.blocked"]
        roll(out, "pulses")
        roll(out, "bits")
        for key, fates in _COUNTS.items():
            out[key] = sum(out[f"pulses.count.{fate}"] for fate in fates)
        return out

    def formulas(self):
        import sympy

        mu, eve = symbol("mu"), symbol("eve")
        out = {"p.0": sympy.exp(-mu), "p.1": mu * sympy.exp(-mu), "p.2": mu**2 / 2 * sympy.exp(-mu),
               "p.many": 1 - symbol("p.0") - symbol("p.1"), "p.3": symbol("p.many") - symbol("p.2"),
               "filled": symbol("p.many") / (1 - symbol("p.0")), "one": sympy.Integer(1),
               "unknown": 1 - symbol("known"), "all": switch((1, symbol("km") >= symbol("all.km")), 0)}
        for key in _KEYS:
            out[key if "@" not in key else f"seen.{key}"] = switch(
                (symbol(f"eve.{key}"), eve > sympy.Rational(1, 2)), symbol(f"due.{key}"))
        for key in ("clicks.signal", "clicks.weak", "clicks.vacuum", "qber.signal"):
            due = symbol(f"due.{key}")
            out[f"ratio.{key}"] = switch((0, due <= 0), symbol(key) / due)
        for n, fate in ((n, fate) for n in "123" for fate in ("kept", "blocked")):
            out[f"p.{n}.{fate}"] = eve * symbol(f"p.{n}") * symbol(f"eve.{fate}.{min(n, '2')}")
        for n in "123":
            out[f"p.{n}.on"] = symbol(f"p.{n}") - symbol(f"p.{n}.kept") - symbol(f"p.{n}.blocked")
        for key, fates in _COUNTS.items():
            out[key] = sum(symbol(f"pulses.count.{fate}") for fate in fates)
        return out
