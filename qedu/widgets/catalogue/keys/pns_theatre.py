"""Photon-splitting theatre (chapter C09): Eve counts photons, and what decoys measure of it."""

import math
from dataclasses import replace

import qedu
from qedu import attacks, links, protocols, rates
from qedu._numerics import crossing
from qedu.content.symbols import load as drawings
from qedu.links.detection import both_click, equal_efficiency
from qedu.widgets import (
    Axis,
    Bar,
    Bars,
    Curves,
    Dice,
    Paper,
    Range,
    Ref,
    Seed,
    Series,
    Strip,
    Sweep,
    Switch,
    Symbol,
    Task,
    Widget,
    frame,
    scene,
)

Stacks = scene("stacks", "dice show symbols rows legend line")
Receivers = scene("receivers", "items symbols")

_WEAK = 0.05
_ODDS = (0.8, 0.1, 0.1)
_DISTANCES = (0, 2, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 60, 80, 100)
_MU = (0.1, 0.2, 0.3, 0.48, 0.7, 1.0)
_BB84, _EVE = protocols.bb84(), attacks.photon_number_splitting()
_MILLION = 1e6
#: Clicks in unequal bases among which the double ones are counted.
_CLICKS = 10_000
#: The largest share of them that the drawing has room for, of a receiver that misses nothing.
_DOUBLE = 0.27
#: Photons that a pulse holds, and what Eve does with it; 3 stands for three and more.
_FATES = ("0", *(f"{n}.{fate}" for n in (1, 2, 3) for fate in ("kept", "on", "blocked")))
_COUNTS = {"n.empty": _FATES[:1], "n.one": _FATES[1:4], "n.many": _FATES[4:],
           **{f"n.{fate}": tuple(one for one in _FATES if fate in one) for fate in ("kept", "blocked")}}
#: What Bob's clicks are compared in, and all that differs with Eve and without.
_SEEN = ("clicks.signal", "clicks.weak", "clicks.vacuum", "qber.signal", "double")
_KEYS = (*_SEEN, "known", "tagged", "proved", *(f"yield@{n}" for n in range(4)))


def _rounded(found):
    """Five decimals: what the page is sent."""
    return {key: round(float(value), 5) for key, value in found.items()}


class PnsTheatre(Widget):
    """Pulses as stacks of photons, an Eve who splits them, and decoys that show her."""

    title = "Photon-splitting theatre"
    caption = ("A weak pulse is not a photon: some hold two or more, and Eve keeps one of those. She blocks "
               "single photons until Bob's clicks are as frequent as before. No more errors appear, and on "
               "a long line she knows the key. What changes is how often both of Bob's detectors click at "
               "once. Decoys do not hide anything from her. They measure: pulses of other strengths, told "
               "apart only afterwards, show how often single photons arrive.")
    leaves_out = ("Averages of endlessly many pulses; real counts scatter. The link is GYS (0.21 dB/km, "
                  "receiver 4.5 %, 1.7 × 10⁻⁶ dark counts per gate). Eve may use a line without loss, but "
                  "not change the receiver; the theorems about tagged bits give her the receiver's loss "
                  "too. She is one Eve of many: she keeps the total of Bob's clicks right, and there are "
                  "other ways to divide it among the photon numbers, and to choose how many photons go on, "
                  "with other double clicks. These are of signal pulses in unequal bases, with two "
                  "detectors alike; in all other figures a double click is a random bit. On the honest line the "
                  "photons that are drawn end where equal shares of the light end, and that Bob's receiver misses "
                  "most of those that arrive is not drawn. With decoys, 80 % of the pulses are signals, 10 % are "
                  "weak (μ = 0.05) and 10 % empty.")
    yours = {"link": ()}
    main = ("eve", "decoys")
    folded = ("mu",)
    controls = (
        Switch("eve", "Eve splits pulses", True), Switch("decoys", "Decoys: weak and empty pulses", False),
        Range("km", "Distance", 0, 100, 0, 35, readout="{km:f0} km", options=_DISTANCES),
        Range("mu", "Mean photons μ", 0.1, 1, 0, 0.48, readout="{mu:f2}", options=_MU), Seed(default=1))
    dice = (Dice("pulses", _FATES, n=16),
            Dice("bits", ("eve", "safe"), ("known", "unknown"), n=100),
            Dice("bob", ("zero", "one", "both"), ("single", "single", "share.double"), n=_CLICKS))
    sweeps = (Sweep("seen.yield", (0, 1, 2, 3)), Sweep("due.yield", (0, 1, 2, 3)))
    views = (
        Stacks("Sixteen signal pulses of {mu:f2} photons on average", wide=True, dice="pulses",
               show=16,
               symbols={"photon": {"shape": "disc", "tone": "q1"}, "empty": {"shape": "dash", "tone": "q0"},
                        "eve": {"shape": "square", "tone": "q4"}, "stop": {"shape": "cross", "tone": "q4"}},
               rows=[{"label": "Alice sends", "high": 3,
                      "of": [{"photon": int(fate[0])} if fate != "0" else {"empty": 1} for fate in _FATES]},
                     {"label": "Eve keeps or blocks", "high": 1, "when": {"eve": True},
                      "of": [{"eve": 1} if "kept" in fate else {"stop": 1} if "blocked" in fate else {}
                             for fate in _FATES]},
                     {"label": "goes on, over a line without loss", "high": 3, "when": {"eve": True},
                      "of": [{"photon": 0 if "blocked" in fate else int(fate[0]) - ("kept" in fate)}
                             for fate in _FATES]}],
               line={"km": "km", "mu": "mu", "most": _DISTANCES[-1], "steps": _MU, "eve": "eve", "reach": "reach",
                     "words": "μ = {mu:f2}", "place": "Bob at {km:f0} km", "unit": "{km} km",
                     "fates": [[int(fate[0]), int("kept" in fate), int("blocked" in fate)] for fate in _FATES],
                     "drawings": {name: drawings()[name]["body"] for name in ("laser", "eve", "bob")}},
               legend=[{"key": "n.empty", "label": "empty pulses", "symbol": "empty"},
                       {"key": "n.one", "label": "single photons", "symbol": "photon"},
                       {"key": "n.many", "label": "several photons"},
                       {"key": "n.kept", "label": "split: Eve keeps a photon", "symbol": "eve",
                        "when": {"eve": True}},
                       {"key": "n.blocked", "label": "blocked", "symbol": "stop", "when": {"eve": True}}],
                       tab="Pulses"),
        Bars("What Bob sees, as a share of what the link promises",
             [Bar("ratio.clicks.signal",
                  "signal: {clicks.signal:int} clicks in a million pulses, {due.clicks.signal:int} due", "q1",
                  name="clicks of the signal, of those due"),
              Bar("ratio.clicks.weak",
                  "weak: {clicks.weak:int} clicks in a million pulses, {due.clicks.weak:int} due", "q1",
                  name="clicks of the weak pulses, of those due", when={"decoys": True}),
              Bar("ratio.clicks.vacuum",
                  "empty: {clicks.vacuum:f1} clicks in a million pulses, {due.clicks.vacuum:f1} due", "q1",
                  name="clicks of the empty pulses, of those due", when={"decoys": True}),
              Bar("ratio.qber.signal",
                  "errors of the signal: QBER {qber.signal:pct2}, {due.qber.signal:pct2} due", "q2",
                  name="QBER of the signal, of that due")], max=1.25, format="pct",
             refs=[Ref("one", "as due", name="as due")], tab="Bob sees"),
        Receivers("Ten thousand clicks of signal pulses in unequal bases", wide=True, screen_only=True,
                  items=[{"key": f"bob.count.{key}", "label": words, "lit": lit}
                         for key, words, lit in (("zero", "only 0", [1, 0]), ("one", "only 1", [0, 1]),
                                                 ("both", "both at once", [1, 1]))],
                  symbols=("splitter", "detector"), tab="Doubles"),
        Bars("Double clicks, as a share of these clicks",
             [Bar("bob.fraction.both", "counted: {bob.count.both:int} of {bob.n:int}", "q0", name="double clicks, counted",
                  mark="share.double", mark_label="double clicks, exact"),
              Bar("due.share.double", "due, by the link", "q1", name="double clicks due")],
             max=_DOUBLE * links.GYS.efficiency, format="pct2", tab="Doubles"),
        Strip("A hundred bits of the sifted key", "bits",
              [Symbol("Eve knows it", "square", "q4", outcome="eve"),
               Symbol("she does not", "ring", "q3", outcome="safe")], show=100, tab="Key"),
        Bars("Of the sifted bits (the receiver is out of Eve's reach)",
             [Bar("known", "known to Eve", "q4"), Bar("tagged", "from pulses of several photons", "q0"),
              Bar("proved", "from single photons at least, as the decoys prove for the signal", "q3",
                  name="proved to come from single photons", when={"decoys": True})], tab="Key"),
        Curves("What the decoys measure: clicks per pulse of n photons",
               Axis(-0.15, 3.15, [0, 1, 2, 3], "photons n in the pulse"),
               Axis(-7, 0, [-6, -4, -2, 0], "yield: clicks per pulse", format="pow", format_table="log"),
               [Series("seen.yield", "seen", "q1", line="solid"),
                Series("due.yield", "due, by the link", "q0", line="dashed")], wide=True,
               when={"decoys": True}, ratio=0.8, tab="Decoys"))
    line = (
        ({"eve": False},
         "Nobody interferes. {p.many:pct} of the pulses hold two photons or more, {filled:pct} of those "
         "that are not empty. Bob's clicks and errors are those that the link promises."),
        ({"eve": True}, "Eve counts the photons of each pulse: she blocks {eve.blocked.1:pct} of the "
                        "single photons and splits {eve.kept.2:pct} of the pulses with several."),
        ({"eve": True, "decoys": False}, "Bob's clicks are as frequent as ever ({clicks.signal:int} in a "
                                         "million pulses), and so are his errors ({qber.signal:pct2})."),
        ({"eve": True}, "In unequal bases both his detectors click at once in {share.double:pct2} of the "
                        "clicks, where {due.share.double:pct2} are due."),
        ({"eve": True}, "She knows {known:pct} of the sifted bits."),
        ({"eve": True, "all": 1}, "From {all.km:f1} km on she lets no single photon pass: of all that "
                                  "passes she holds a copy, and only dark clicks are left to Bob alone."),
        ({"eve": True, "all": 0}, "From {all.km:f1} km on she would know them all, dark clicks apart."),
        ({"eve": True, "decoys": True, "ratio.clicks.weak": ["<", 0.995]},
         "But the weak pulses give only {ratio.clicks.weak:pct} of the clicks that are due: she cannot "
         "tell a weak pulse from a signal, and blocks the single photons of both."),
        ({"eve": True, "decoys": True, "ratio.clicks.weak": [">", 1.005]},
         "But the weak pulses give {ratio.clicks.weak:pct} of the clicks that are due: she cannot tell a "
         "weak pulse from a signal, and what makes the total right makes both wrong."),
        ({"decoys": True},
         "The decoys prove that at least {proved:pct} of the signal's sifted bits come from single photons."))
    tasks = (
        Task("Take Eve away and bring her back. Which of Bob's figures move, double clicks included? Then "
             "find, at μ = 0.48, the distance from which she knows practically everything, and one at "
             "which not even the double clicks tell of her.", {"km": 10}),
        Task("At 25 km, lower μ, at the dial or under “More settings”, until Eve no longer knows more than half of "
             "the bits. What does that cost in clicks?", {"km": 25, "mu": 1.0}),
        Task("Switch the decoys on. Where does what is seen leave what is due, for how many photons? And "
             "why can Eve not mend it for the weak pulses alone?", {"km": 30}))
    paper = (
        Paper("Nobody interferes, at 35 km.", {"eve": False}),
        Paper("Eve splits: the same clicks, the same errors, and she knows the key.", {}),
        Paper("The same Eve with decoys: the weak pulses click too rarely.", {"decoys": True}))

    def taken(self):
        if self.link is not None:                              # a better receiver makes more double clicks
            self.views = tuple(replace(view, max=_DOUBLE * self.link.mean_efficiency) if isinstance(view, Bars) and view.tab == "Doubles"
                               else view for view in self.views)

    def _setup(self, km, mu, decoys):
        link = self.link or links.GYS
        return link.at(km, (mu, _WEAK, 0.0), probabilities=_ODDS) if decoys else link.at(km, mu)

    def _double(self, setup, attack):
        """Both detectors click, in so many of 10⁹ signal pulses that Bob measures in the other basis."""
        link, odds = setup.link, setup.photon_odds[0]
        dark = replace(link, detectors=2).dark_counts_per_detector
        branches = attack.on_pulses(setup) if attack else [
            [attacks.Branch(attacks.UNTOUCHED, 1.0, n, 0, setup.channel_transmittance)] for n in range(len(odds))]
        return 1e9 * sum(p * one.odds * float(both_click(one.sent, one.transmittance * equal_efficiency(link), dark))
                         for p, some in zip(odds, branches) for one in some)

    def _figures(self, km, mu, decoys, attack=None):
        """What Alice and Bob could find in endlessly many rounds, and what Eve knows."""
        setup = self._setup(km, mu, decoys)
        run = qedu.exchange(_BB84, attack, link=setup)
        gains, yields = run.gain_by_intensity, run.yield_by_photons
        weak, vacuum, proved = gains.get(_WEAK, 0.0), gains.get(0.0, 0.0), 0.0
        if decoys:
            bound = rates.single_photon_yield(mu, _WEAK, gain_mu=gains[mu], gain_nu=weak, y0=vacuum)
            proved = mu * math.exp(-mu) * max(0.0, bound) / gains[mu]
        clicks = {f"clicks.{pulse}": _MILLION * gain for pulse, gain in zip(("signal", "weak", "vacuum"),
                                                                           (gains[mu], weak, vacuum))}
        return {**clicks, "qber.signal": run.qber_by_intensity[mu], "double": self._double(setup, attack),
                "known": run.eve_information,
                "tagged": run.tagged_share, "proved": proved,
                **{f"yield@{n}": math.log10(yields[n]) for n in range(4)}}

    @frame
    def whole(self, mu, decoys):
        """From this distance on she blocks every single photon."""
        def passing(km):
            return sum(branch.odds for branch in _EVE.on_pulses(self._setup(km, mu, decoys))[1]
                       if branch.record == attacks.UNTOUCHED)

        return _rounded({"all.km": crossing(passing, 0.0, 200.0)})

    @frame
    def fibre(self, km):
        """The light that gets past each tenth of the honest line."""
        link = self.link or links.GYS
        return _rounded({f"reach.{tenth}": link.channel_transmittance(km * (tenth + 1) / 10) for tenth in range(10)})

    @frame
    def figures(self, km, mu, decoys):
        out = {}
        for who, attack in (("due", None), ("eve", _EVE)):
            out |= {f"{who}.{key}": value for key, value in self._figures(km, mu, decoys, attack).items()}
        # How often Eve keeps a photon, and how often she blocks, of pulses of one photon and of several.
        for n, branches in enumerate(_EVE.on_pulses(self._setup(km, mu, decoys))[1:3], 1):
            odds = {branch.record: branch.odds for branch in branches}
            out |= {f"eve.{fate}.{n}": odds.get(fate, 0.0) for fate in ("kept", "blocked")}
        return _rounded(out)

    def derive(self, n):
        mu, eve = n["mu"], n["eve"]
        n["p.0"], n["p.1"], n["p.2"] = n.exp(-mu), mu * n.exp(-mu), mu**2 / 2 * n.exp(-mu)
        n["p.many"] = 1 - n["p.0"] - n["p.1"]
        n["p.3"], n["filled"], n["one"] = n["p.many"] - n["p.2"], n["p.many"] / (1 - n["p.0"]), 1
        for key in _KEYS:
            n[key if "@" not in key else f"seen.{key}"] = n.where(eve > 0.5, n[f"eve.{key}"], n[f"due.{key}"])
        n["unknown"], n["all"] = 1 - n["known"], n.flag(n["km"] >= n["all.km"])
        for key in _SEEN:
            due = n[f"due.{key}"]
            n[f"ratio.{key}"] = n.where(due <= 0, 0, lambda: n[key] / due)
        for who in ("", "due."):
            clicks = n[f"{who}clicks.signal"]
            n[f"{who}share.double"] = n.where(clicks <= 0, 0, lambda: n[f"{who}double"] / clicks / 1000)
        n["single"] = (1 - n["share.double"]) / 2
        for photons in "123":
            for fate in ("kept", "blocked"):
                n[f"p.{photons}.{fate}"] = eve * n[f"p.{photons}"] * n[f"eve.{fate}.{min(photons, '2')}"]
            n[f"p.{photons}.on"] = n[f"p.{photons}"] - n[f"p.{photons}.kept"] - n[f"p.{photons}.blocked"]
        for key, fates in _COUNTS.items():
            n[key] = sum(n[f"pulses.count.{fate}"] for fate in fates)
