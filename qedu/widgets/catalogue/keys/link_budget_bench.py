"""Link budget bench (chapter C09): from photons sent to secret bits, and what stands in the way."""

from qedu import links
from qedu.content.symbols import load as symbols
from qedu.widgets import Axis, Choice, Curves, Fact, Facts, Paper, Point, Range, Series, Share, Stack, Sweep, Task, Widget, scene
from qedu.widgets.formula import LEAST_LOG10

Thousand = scene("thousand", "km most bins lost items axis symbols")

_FIBRES = {"0.16": "0.16 dB/km, lowest", "0.2": "0.2 dB/km, 1550 nm", "0.21": "0.21 dB/km, GYS",
           "0.35": "0.35 dB/km, 1310 nm"}
#: Twice the efficiency of GYS, and a tenth of its dark counts, are what the lesson asks about.
_EFFICIENCIES = (0.01, 0.02, 0.045, 0.09, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9, 1.0)
_DARK = (1e-9, 1e-8, 1e-7, 1.7e-7, 1e-6, 1.7e-6, 1e-5, 1e-4, 1e-3)
_ERRORS = (0.0, 0.005, 0.01, 0.02, 0.033, 0.05, 0.08, 0.11)
_MU = (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.48, 0.6, 0.8, 1.0, 1.5, 2.0)
_PULSES = (1e6, 1e7, 1e8, 1e9, 1e10)
_GRID = tuple(2.5 * k for k in range(101))
#: The fibre in pieces of 10 km: how many of a thousand photons are lost in each.
_MOST, _PIECE = 250, 10


class LinkBudgetBench(Widget):
    """Fibre, receiver and laser: photons lost, clicks, errors and secret bits."""

    title = "Link budget bench"
    caption = ("Nearly all photons are lost, and most of them in the fibre. Loss alone thins the key out, "
               "by a factor of ten every ten decibels, and never ends it. The end comes from dark clicks: "
               "their number stays as it is while the real ones dwindle, and within a few kilometres the "
               "key is gone.")
    leaves_out = ("The click model of Ma et al. 2005: no dead time, no afterpulses, no stray light that "
                  "varies. Decoy-state BB84 with infinitely many decoys and pulses, both bases equally "
                  "likely (sifting ½); the loss and the errors of the receiver count as Eve's. There is no "
                  "switch for either: a proof that trusts the receiver, or one for bases chosen unevenly, "
                  "could leave more, and no such rate is computed here. "
                  "Error correction publishes 1.22 times the Shannon limit. The mean "
                  "photon number is yours: at another distance another one is best. Y₀ is the probability "
                  "per gate that any detector clicks in the dark.")
    yours = {"link": ()}
    controls = (
        Range("km", "Length", 0, 250, 5, 50, readout="{km:f0} km", group="Fibre"),
        Choice("loss", "Loss", _FIBRES, "0.21", select=True, group="Fibre"),
        Range("eff", "Efficiency", _EFFICIENCIES[0], 1, 0, 0.045, readout="{eff:pct}", options=_EFFICIENCIES,
              group="Receiver"),
        Range("y0", "Dark counts Y₀", _DARK[0], _DARK[-1], 0, 1.7e-06, readout="{y0:ten}", options=_DARK,
              group="Receiver"),
        Range("ed", "Misalignment", 0, _ERRORS[-1], 0, 0.033, readout="{ed:pct}", options=_ERRORS,
              group="Receiver"),
        Range("mu", "Mean photon number μ", _MU[0], _MU[-1], 0, 0.48, readout="{mu:f2}", options=_MU,
              group="Laser"),
        Range("pulses", "Pulses per second", _PULSES[0], _PULSES[-1], 0, 1000000000.0, readout="{pulses:ten}",
              options=_PULSES, group="Laser"))
    folded = ("loss", "ed", "mu", "pulses")
    sweeps = tuple(Sweep(f"curve.{name}", _GRID) for name in ("eta", "lit", "light", "dark", "secret"))
    views = (
        Thousand("Where did a thousand photons go?", km="km", most=_MOST, bins=_PIECE,
                 lost=["lost.{k}", "lost between {from} and {to} km, of a thousand"],
                 items=[{"key": "share.fibre", "label": "lost in the fibre", "tone": "q0"},
                        {"key": "share.receiver", "label": "lost in the receiver", "tone": "q1", "of": "missed"},
                        {"key": "eta.now", "label": "detected", "tone": "q3", "of": "found"}],
                 axis="length in km", symbols={name: symbols()[name]["body"] for name in ("alice", "bob")}, wide=True, tab="Losses"),
        Stack("The same in decibels: {db.total:f1} dB in all",
              [Share("db.fibre", "fibre", "q0", name="loss of the fibre", short="fibre"),
               Share("db.receiver", "receiver", "q1", name="loss of the receiver", short="receiver")], wide=True, format="f1", unit=" dB",
               tab="Losses"),
        Curves("Clicks and secret bits (sifting\u00a0½; the receiver's loss and errors are Eve's)",
               Axis(0, 250, [0, 50, 100, 150, 200, 250], "length in km"),
               Axis(-2, 10, [-2, 0, 2, 4, 6, 8, 10], "per second", format="pow", format_table="log",
                    ends=True), [Series("curve.light", "clicks of light", "q1", line="solid", every=10),
                                 Series("curve.dark", "dark clicks", "q0", line="dashed", every=10),
                                 Series("curve.secret", "secret bits", "q3", line="solid", every=10)], wide=True, ratio=0.95,
               points=[Point("km", "log.light", "", name="clicks of light per second"),
                       Point("km", "log.now", "", name="secret bits per second",
                             when={"log.now": [">", -2]})], tab="Length"),
        Stack("Of the clicks", [Share("right", "right", "q0", name="right clicks", short="right"),
                                Share("wrong.light", "wrong by misalignment", "q2", short="misaligned"),
                                Share("wrong.dark", "wrong by dark counts", "q1", short="dark")], wide=True,
              format="pct2", tab="Clicks"),
        Facts("Clicks",
              [Fact("log.light", "clicks of light per second", "log"),
               Fact("log.dark", "dark clicks per second", "log"),
               Fact("share.dark", "dark clicks among all clicks", "pct2"), Fact("qber", "QBER", "pct2")],
               tab="Clicks"),
        Facts("Secret bits per second: sifting\u00a0½, the receiver's loss and errors are Eve's",
              [Fact(key, label, "log", name=f"secret bits per second {label}")
               for key, label in (("log.now", "as it is"), ("log.ideal", "with detectors that miss nothing"),
                                  ("log.quiet", "without dark counts"),
                                  ("log.near", "over half the length"))], tab="Key"))
    line = (
        "{km:f0} km: of the photons {share.fibre:pct3} are lost in the fibre ({db.fibre:f1} dB), "
        "{share.receiver:pct3} in the receiver ({db.receiver:f1} dB), and {eta.now:pct3} are detected. QBER "
        "{qber:pct2}.", ({"key": 1}, "{log.now:log} secret bits per second, after sifting by ½ and with the receiver's "
                               "loss and errors counted as Eve's."), ({"key": 0}, "No key."),
        ({"fibre": 2}, "Nothing is lost here."),
        ({"key": 1, "dusk": 0, "fibre": 1}, "The fibre's loss limits most."),
        ({"key": 1, "dusk": 0, "fibre": 0}, "The receiver's loss limits most: the fibre takes less."),
        ({"key": 1, "dusk": 1},
         "Dark counts limit now: they make most of the errors, and a little farther the key ends."),
        ({"key": 0, "hope": 1}, "Dark counts ended it: {share.dark:pct} of the clicks come without light. "
                                "Without them there would be {log.quiet:log} secret bits per second."),
        ({"key": 0, "hope": 0}, "Better detectors would not help: with this misalignment and this mean "
                                "photon number there is no key even without dark counts."))
    tasks = (
        Task("At 100 km, make the detectors perfect: 100 %. By how many decibels does the budget improve, "
             "and how many does the fibre keep?", {"km": 100}),
        Task("Find the length at which the key ends. Look 10 km before: how much key is left there? Then "
             "make the dark counts ten times rarer. How much farther does it reach?", {"km": 130}),
        Task("At 150 km there is no key. Which single control, under “More settings” too, brings it back? Which cannot?", {"km": 150}))
    paper = (
        Paper("At 100 km nearly all photons are gone, and there is key.", {"km": 100}),
        Paper("At 140 km the dark clicks are about to end it.", {"km": 140}),
        Paper("At 150 km the key is gone. The clicks are not.", {"km": 150}))

    def taken(self):
        if self.link is not None:
            loss = f"{self.link.loss_db_per_km:g}"
            self.offer("loss", loss, f"{loss} dB/km, {self.link.name}")
            for key, value in (("eff", self.link.mean_efficiency), ("y0", self.link.dark_counts), ("ed", self.link.misalignment)):
                self.slide(key, value)

    def derive(self, n):
        """The click model of `qedu.links` and the rate `qedu.rates.decoy_bb84` with infinitely many decoys."""
        f_ec = (self.link or links.GYS).f_ec
        km, mu, pulses, y0, ed, eff = (n[key] for key in ("km", "mu", "pulses", "y0", "ed", "eff"))

        def channel(km):
            return 10 ** (-n["loss"] * km / 10)

        def lit(eta):
            return -n.expm1(-mu * eta)

        def h2(p):
            return n.h2(n.min(0.5, p))

        def secret(eta, light, y0):
            gain, single = light + y0 * (1 - light), eta + y0 * (1 - eta)
            key = mu * n.exp(-mu) * single * (1 - h2((y0 / 2 + ed * eta) / single))
            return n.log10(pulses * (key - gain * f_ec * h2((y0 / 2 + ed * light) / gain)) / 2)

        def clicks(light):
            return {"light": n.log10(pulses * light), "dark": n.log10(pulses * y0 * (1 - light))}

        for name, eta, dark in (("now", channel(km) * eff, y0), ("ideal", channel(km), y0),
                                ("quiet", channel(km) * eff, 0), ("near", channel(km / 2) * eff, y0)):
            n[f"eta.{name}"] = eta
            n[f"lit.{name}"] = lit(n[f"eta.{name}"])
            n[f"log.{name}"] = secret(n[f"eta.{name}"], n[f"lit.{name}"], dark)
        n.curve("curve.eta", lambda x: channel(x) * eff)
        n.curve("curve.lit", lambda x: lit(n.at("curve.eta", x)))
        n.curve("curve.secret", lambda x: secret(n.at("curve.eta", x), n.at("curve.lit", x), y0))
        light = n["lit.now"]
        gain = light + y0 * (1 - light)
        for key in ("light", "dark"):
            n[f"log.{key}"] = clicks(light)[key]
            n.curve(f"curve.{key}", lambda x, key=key: clicks(n.at("curve.lit", x))[key])
        n["share.fibre"], n["share.receiver"] = 1 - channel(km), channel(km) * (1 - eff)
        n["missed"], n["found"] = 1000 * n["share.receiver"], 1000 * n["eta.now"]
        for k in range(_MOST // _PIECE):
            n[f"lost.{k}"] = 1000 * (channel(n.min(km, _PIECE * k)) - channel(n.min(km, _PIECE * (k + 1))))
        n["db.fibre"], n["db.receiver"] = n["loss"] * km, -10 * n.log10(eff)
        n["db.total"] = n["db.fibre"] + n["db.receiver"]
        n["wrong.light"], n["wrong.dark"] = ed * light / gain, y0 / 2 / gain
        n["qber"] = n["wrong.light"] + n["wrong.dark"]
        n["right"], n["share.dark"] = 1 - n["qber"], y0 * (1 - light) / gain
        n["key"], n["hope"] = (n.flag(n[key] > LEAST_LOG10) for key in ("log.now", "log.quiet"))
        n["fibre"] = n.where(n["db.total"] <= 0, 2, n["db.fibre"] >= n["db.receiver"], 1, 0)
        n["dusk"] = n.flag(n["wrong.dark"] > n["wrong.light"])
