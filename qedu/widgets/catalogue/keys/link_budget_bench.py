"""Link budget bench (chapter C09): from photons sent to secret bits, and what stands in the way."""

import math
from dataclasses import replace

from qedu import links, rates
from qedu.widgets.symbolic import LEAST_LOG10, NOTHING, log10, switch, symbol
from qedu.widgets.shell import Choice, Paper, Range, Sweep, Task, Widget

_FIBRES = {"0.16": "0.16 dB/km, lowest", "0.2": "0.2 dB/km, 1550 nm", "0.21": "0.21 dB/km, GYS",
           "0.35": "0.35 dB/km, 1310 nm"}
_EFFICIENCIES = (0.01, 0.02, 0.045, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9, 1.0)
_DARK = (1e-9, 1e-8, 1e-7, 1e-6, 1.7e-6, 1e-5, 1e-4, 1e-3)
_ERRORS = (0.0, 0.005, 0.01, 0.02, 0.033, 0.05, 0.08, 0.11)
_MU = (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.48, 0.6, 0.8, 1.0, 1.5, 2.0)
_PULSES = (1e6, 1e7, 1e8, 1e9, 1e10)
_GRID = tuple(2.5 * k for k in range(101))

def _figures(link, mu, pulses, km):
    """Transmittance, odds that a pulse clicks by its light, and log10 of the secret bits per second."""
    return (link.transmittance(km), replace(link, dark_counts=0.0).gain(mu, km),
            log10(pulses * rates.decoy_bb84(km, link, mu=mu)))


class LinkBudgetBench(Widget):
    """Fibre, receiver and laser: photons lost, clicks, errors and secret bits."""

    name = "link-budget-bench"
    title = "Link budget bench"
    caption = ("Nearly all photons are lost, and most of them in the fibre. Loss alone thins the key out, "
               "by a factor of ten every ten decibels, and never ends it. The end comes from dark "
               "clicks: their number stays as it is while the real ones dwindle, and within a few "
               "kilometres the key is gone.")
    leaves_out = ("The click model of Ma et al. 2005: no dead time, no afterpulses, no stray light that "
                  "varies. Decoy-state BB84 with infinitely many decoys and pulses, both bases equally "
                  "likely (sifting ½); error correction publishes 1.22 times the Shannon limit. The mean "
                  "photon number is yours: at another distance another one is best. Y₀ is the probability "
                  "per gate that any detector clicks in the dark.")
    controls = (
        Range("km", "Length", 0, 250, 5, 100, readout="{km:f0} km", group="Fibre"),
        Choice("loss", "Loss", _FIBRES, "0.21", select=True, group="Fibre"),
        Range("eff", "Efficiency", _EFFICIENCIES[0], 1, 0, 0.045, readout="{eff:pct}", options=_EFFICIENCIES,
              group="Receiver"),
        Range("y0", "Dark counts Y₀", _DARK[0], _DARK[-1], 0, 1.7e-6, readout="{y0:ten}", options=_DARK,
              group="Receiver"),
        Range("ed", "Misalignment", 0, _ERRORS[-1], 0, 0.033, readout="{ed:pct}", options=_ERRORS,
              group="Receiver"),
        Range("mu", "Mean photon number μ", _MU[0], _MU[-1], 0, 0.48, readout="{mu:f2}", options=_MU,
              group="Laser"),
        Range("pulses", "Pulses per second", _PULSES[0], _PULSES[-1], 0, 1e9, readout="{pulses:ten}",
              options=_PULSES, group="Laser"))
    sweeps = tuple(Sweep(f"curve.{name}", _GRID) for name in ("eta", "lit", "light", "dark", "secret"))
    views = (
        {"view": "stack", "title": "Where did the photons go?", "lead": True, "wide": True, "format": "pct3",
         "items": [
             {"key": "share.fibre", "label": "lost in the fibre", "short": "fibre", "tone": "q0"},
             {"key": "share.receiver", "label": "lost in the receiver", "short": "receiver", "tone": "q2"},
             {"key": "eta.now", "label": "detected", "short": "detected", "tone": "q3"}]},
        {"view": "stack", "title": "The same in decibels: {db.total:f1} dB in all", "lead": True,
         "wide": True, "format": "f1", "unit": " dB", "items": [
             {"key": "db.fibre", "label": "fibre", "name": "loss of the fibre", "short": "fibre",
              "tone": "q0"},
             {"key": "db.receiver", "label": "receiver", "name": "loss of the receiver",
              "short": "receiver", "tone": "q2"}]},
        {"view": "curves", "title": "Clicks and key per second, over the length", "lead": True,
         "wide": True, "ratio": 0.95,
         "x": {"low": 0, "high": 250, "ticks": [0, 50, 100, 150, 200, 250], "label": "length in km"},
         "y": {"low": -2, "high": 10, "ticks": [-2, 0, 2, 4, 6, 8, 10], "format": "pow",
               "format_table": "log", "label": "per second", "ends": True},
         "series": [
             {"sweep": "curve.light", "label": "clicks of light", "tone": "q1", "line": "solid", "every": 10},
             {"sweep": "curve.dark", "label": "dark clicks", "tone": "q2", "line": "dashed", "every": 10},
             {"sweep": "curve.secret", "label": "secret bits", "tone": "q3", "line": "solid", "every": 10}],
         "points": [{"x": "km", "y": "log.light", "label": "", "name": "clicks of light per second"},
                    {"x": "km", "y": "log.now", "label": "", "name": "secret bits per second",
                     "when": {"log.now": [">", -2]}}]},
        {"view": "stack", "title": "Of the clicks", "wide": True, "format": "pct2", "items": [
            {"key": "right", "label": "right", "name": "right clicks", "short": "right", "tone": "q3"},
            {"key": "wrong.light", "label": "wrong by misalignment", "short": "misaligned", "tone": "q1"},
            {"key": "wrong.dark", "label": "wrong by dark counts", "short": "dark", "tone": "q2"}]},
        {"view": "text", "title": "Clicks", "rows": [
            {"key": "log.light", "label": "clicks of light per second", "format": "log"},
            {"key": "log.dark", "label": "dark clicks per second", "format": "log"},
            {"key": "share.dark", "label": "dark clicks among all clicks", "format": "pct2"},
            {"key": "qber", "label": "QBER", "format": "pct2"}]},
        {"view": "text", "title": "Secret bits per second", "rows": [
            {"key": key, "label": label, "name": f"secret bits per second {label}", "format": "log"}
            for key, label in (("log.now", "as it is"), ("log.ideal", "with detectors that miss nothing"),
                               ("log.quiet", "with detectors without dark counts"),
                               ("log.near", "over half the length"))]})
    line = (
        "{km:f0} km: of the photons {share.fibre:pct3} are lost in the fibre ({db.fibre:f1} dB), "
        "{share.receiver:pct3} in the receiver ({db.receiver:f1} dB), and {eta.now:pct3} are "
        "detected. QBER {qber:pct2}.",
        ({"key": 1}, "{log.now:log} secret bits per second."), ({"key": 0}, "No key."),
        ({"fibre": 2}, "Nothing is lost here."),
        ({"key": 1, "dusk": 0, "fibre": 1}, "The fibre's loss limits most."),
        ({"key": 1, "dusk": 0, "fibre": 0}, "The receiver's loss limits most: the fibre takes less."),
        ({"key": 1, "dusk": 1}, "Dark counts limit now: they make most of the errors, and a little farther "
         "the key ends."),
        ({"key": 0, "hope": 1}, "Dark counts ended it: {share.dark:pct} of the clicks come without light. "
         "Without them there would be {log.quiet:log} secret bits per second."),
        ({"key": 0, "hope": 0}, "Better detectors would not help: with this misalignment and this mean "
         "photon number there is no key even without dark counts."))
    tasks = (
        Task("At 100 km, make the detectors perfect: 100 %. By how many decibels does the budget improve, "
             "and how many does the fibre keep?", {}),
        Task("Find the length at which the key ends. Look 10 km before: how much key is left there? Then "
             "make the dark counts ten times rarer. How much farther does it reach?", {"km": 130}),
        Task("At 150 km there is no key. Which single control brings it back? Which cannot?", {"km": 150}))
    paper = (
        Paper("At 100 km nearly all photons are gone, and there is key.", {}),
        Paper("At 140 km the dark clicks are about to end it.", {"km": 140}),
        Paper("At 150 km the key is gone. The clicks are not.", {"km": 150}))

    def compute(self, state, roll):
        km, mu, pulses = (float(state[key]) for key in ("km", "mu", "pulses"))
        link = replace(links.GYS, name="bench", loss_db_per_km=float(state["loss"]), efficiency=state["eff"],
                       dark_counts=state["y0"], misalignment=state["ed"])
        through, gain = link.channel_transmittance(km), link.gain(mu, km)
        cases = {"now": (link, km), "ideal": (replace(link, efficiency=1.0), km),
                 "quiet": (replace(link, dark_counts=0.0), km), "near": (link, km / 2)}
        out = {}
        for name, (line, length) in cases.items():
            out |= zip((f"{key}.{name}" for key in ("eta", "lit", "log")), _figures(line, mu, pulses, length))
        eta, light = out["eta.now"], out["lit.now"]
        out |= {"share.fibre": 1 - through, "share.receiver": through - eta, "db.fibre": link.loss_db(km),
                "db.receiver": -10 * math.log10(link.efficiency) + 0.0,
                "qber": link.qber(mu, km), "right": 1 - link.qber(mu, km),
                "wrong.light": link.misalignment * light / gain, "wrong.dark": link.dark_counts / 2 / gain,
                "share.dark": link.dark_counts * (1 - light) / gain,
                "log.light": log10(pulses * light), "log.dark": log10(pulses * link.dark_counts * (1 - light))}
        out["db.total"] = out["db.fibre"] + out["db.receiver"]
        out["key"], out["hope"] = (float(out[key] > LEAST_LOG10) for key in ("log.now", "log.quiet"))
        out["fibre"] = 2.0 if out["db.total"] <= 0 else float(out["db.fibre"] >= out["db.receiver"])
        out["dusk"] = float(out["wrong.dark"] > out["wrong.light"])
        eta, light, secret = _figures(link, mu, pulses, _GRID)
        curves = {"eta": eta, "lit": light, "secret": secret, "light": log10(pulses * light),
                  "dark": log10(pulses * link.dark_counts * (1 - light))}
        for sweep in self.sweeps:
            out |= zip(sweep.keys(), curves[sweep.name.removeprefix("curve.")])
        return out

    def formulas(self):
        import sympy

        km, mu, pulses, y0, ed, eff = (symbol(key) for key in ("km", "mu", "pulses", "y0", "ed", "eff"))

        # evaluate=False: sympy would try to compare what it cannot.
        def log(value):
            return sympy.log(sympy.Max(value, NOTHING, evaluate=False)) / math.log(10)

        def entropy(p):
            p = sympy.Min(sympy.Rational(1, 2), p, evaluate=False)
            return -(p * log(p) + (1 - p) * log(1 - p)) * math.log2(10)

        def secret(eta, light, y0):
            gain, single = light + y0 * (1 - light), eta + y0 * (1 - eta)
            key = mu * sympy.exp(-mu) * single * (1 - entropy((y0 / 2 + ed * eta) / single))
            return log(pulses * (key - gain * links.GYS.f_ec * entropy((y0 / 2 + ed * light) / gain)) / 2)

        def channel(km):
            return 10 ** (-symbol("loss") * km / 10)

        light = symbol("lit.now")
        gain = light + y0 * (1 - light)
        out = {"share.fibre": 1 - channel(km), "share.receiver": channel(km) * (1 - eff),
               "db.fibre": symbol("loss") * km, "db.receiver": -10 * log(eff),
               "db.total": symbol("db.fibre") + symbol("db.receiver"), "wrong.light": ed * light / gain,
               "wrong.dark": y0 / 2 / gain, "qber": symbol("wrong.light") + symbol("wrong.dark"),
               "right": 1 - symbol("qber"), "share.dark": y0 * (1 - light) / gain,
               "log.light": log(pulses * light), "log.dark": log(pulses * y0 * (1 - light)),
               "key": switch((1, symbol("log.now") > LEAST_LOG10), 0),
               "hope": switch((1, symbol("log.quiet") > LEAST_LOG10), 0),
               "fibre": switch((2, symbol("db.total") <= 0), (1, symbol("db.fibre") >= symbol("db.receiver")), 0),
               "dusk": switch((1, symbol("wrong.dark") > symbol("wrong.light")), 0),
               "curve.light": log(pulses * symbol("curve.lit")),
               "curve.dark": log(pulses * y0 * (1 - symbol("curve.lit")))}
        cases = {"eta.now": (channel(km) * eff, y0), "eta.ideal": (channel(km), y0),
                 "eta.quiet": (channel(km) * eff, sympy.Integer(0)), "eta.near": (channel(km / 2) * eff, y0),
                 "curve.eta": (channel(symbol("x")) * eff, y0)}
        for name, (eta, dark) in cases.items():
            lit, rate = (("curve.lit", "curve.secret") if name == "curve.eta"
                         else (name.replace("eta", key) for key in ("lit", "log")))
            p = symbol(name) * mu
            out |= {name: eta, rate: secret(symbol(name), symbol(lit), dark),
                    # 1 − e^(−p), to the last digit also for small p
                    lit: switch((sum(-(-p) ** k / math.factorial(k) for k in range(1, 11)), p < 0.1),
                                1 - sympy.exp(-p))}
        return out
