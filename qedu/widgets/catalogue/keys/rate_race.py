"""Rate race (chapter C09): key rates against distance, and the bound that no link without a relay passes."""

from dataclasses import replace
from functools import lru_cache

from qedu import links, rates
from qedu.widgets.symbolic import LEAST_LOG10, log10, switch, symbol
from qedu.widgets.shell import Choice, Frames, Paper, Range, Sweep, Switch, Task, Widget

_DEVICES = {"quiet": "very quiet, misaligned by 1.5 %", "lim": "Lim et al. 2014", "gys": "GYS 2004",
            "rough": "very quiet, misaligned by 15 %"}
_LINKS = {"quiet": replace(links.WANG_YU_HU, name="quiet", misalignment=0.015), "lim": links.LIM,
          "gys": links.GYS, "rough": links.WANG_YU_HU}
_MU = {"best": "the best at each distance", "0.1": "0.1", "0.48": "0.48", "1": "1", "2": "2"}
_KM = (*range(5, 200, 5), *range(200, 601, 10))
_MARKED = (10, *range(50, 601, 50))
#: Key, name, tone and line of each protocol.
_PROTOCOLS = (
    ("gllp", "BB84, no decoys (with ½)", "q2", "dotted"),
    ("weak", "BB84, weak and empty decoys (with ½)", "q0", "dashdot"),
    ("decoy_bb84", "BB84, infinitely many decoys (with ½)", "q1", "solid"), ("mdi", "MDI, relay", "q4", "dashed"),
    ("twin_field", "twin-field, relay", "q3", "solid"))
_BOUNDS = (("plob", "PLOB bound: no key above it without a relay", "dashed"),
           ("tgw", "TGW bound, older and looser", "dotted"))
_NAMES = tuple(name for name, *_ in (*_PROTOCOLS, *_BOUNDS))
_SWEEPS = tuple(Sweep(f"curve.{name}", _KM, of=f"rate.{name}", along="km") for name in _NAMES)
#: log10 of the pulses per second.
_PULSES = 9

#: Function of `qedu.rates` and its options, where they are not the key's own name and none.
_CALLS = {"weak": ("decoy_bb84", {"decoys": (0.05, 0.0)})}


def _call(protocol):
    return _CALLS.get(protocol, (protocol, {}))


def _log(values):
    """log10 to five decimals: what the page is sent."""
    return log10(values).round(5).tolist()


def _rate(protocol, km, link, mu):
    name, options = _call(protocol)
    return getattr(rates, name)(km, link, mu=mu, **options)


def _cutoff(protocol, link, mu):
    name, options = _call(protocol)
    return rates.cutoff_km(name, link, max_km=1000, mu=mu, **options)


@lru_cache(maxsize=None)
def _race(devices, mu):
    """log10 of every rate at every distance; the same as curves, and where each key ends."""
    link, mu = _LINKS[devices], None if mu == "best" else float(mu)
    eta = link.channel_transmittance(_KM)
    out = {name: dict(zip(_KM, _log(_rate(name, _KM, link, mu)))) for name, *_ in _PROTOCOLS}
    out |= {name: dict(zip(_KM, _log(getattr(rates, name)(eta)))) for name in ("plob", "tgw")}
    curves = {key: value for sweep, name in zip(_SWEEPS, _NAMES)
              for key, value in zip(sweep.keys(), out[name].values())}
    ends = {f"end.{name}": round(_cutoff(name, link, mu), 1) for name, *_ in _PROTOCOLS}
    return out, curves | ends | {"cross": _crossing(link, mu)}


def _crossing(link, mu):
    """Smallest distance at which twin-field passes the repeaterless bound, to 0.1 km; 0 if it never does."""
    import numpy as np

    def passed(km):
        return rates.twin_field(km, link, mu=mu) > rates.plob(link.channel_transmittance(km))

    km = np.array(_KM, dtype=float)
    for _ in range(3):
        found = passed(km)
        if not found.any():
            return 0.0
        last = int(np.argmax(found))
        km = np.linspace(km[max(0, last - 1)], km[last], 12)
    return round(float(km[-1]), 1)


class RateRace(Widget):
    """Secret bits per pulse of five protocols against distance, with two bounds."""

    name = "rate-race"
    title = "Rate race"
    caption = ("Without a relay, every protocol stays below the PLOB bound, which falls by a factor of ten "
               "for every ten decibels. Dark counts end each of them suddenly. Twin-field, with a relay in "
               "the middle, falls half as steeply: with quiet detectors it crosses the bound. MDI has a "
               "relay, too, and cannot: both its photons must arrive.")
    leaves_out = ("Infinitely many pulses, and infinitely many decoys except where the curve says "
                  "otherwise. Mind a factor of two: the BB84 rates carry the sifting factor ½ of two equally "
                  "likely bases, said in the legend; MDI and twin-field carry none, as nearly all their "
                  "pulses are in the key basis. Rates are per pulse, per pair of pulses (MDI) and per pair "
                  "of time windows (twin-field); relays stand halfway, each arm with half of the loss. The very quiet detectors (80 %, 2 × 10⁻¹¹ dark counts per gate) are "
                  "those that Wang, Yu and Hu (2018) assumed. The misalignment of 15 % is theirs, too; that "
                  "of 1.5 % is our choice. The rates are those of these proofs; newer ones reach farther.")
    controls = (
        Choice("devices", "Devices", _DEVICES, "quiet", select=True, group="Race"),
        Choice("mu", "Mean photon number μ", _MU, "best", select=True, group="Race"),
        Range("km", "Distance", _KM[0], _KM[-1], 0, 300, readout="{km:f0} km", options=_KM, group="Race"),
        Switch("gllp", "BB84, no decoys", True, group="Curves"),
        Switch("weak", "BB84, weak and empty decoys", False, group="Curves"),
        Switch("decoy_bb84", "BB84, infinitely many decoys", True, group="Curves"),
        Switch("mdi", "MDI", True, group="Curves"), Switch("twin_field", "twin-field", True, group="Curves"),
        Switch("bounds", "bounds without a relay", True, group="Curves"))
    sweeps = _SWEEPS
    frames = (Frames(("devices", "mu", "km"), tuple(f"rate.{name}" for name, *_ in _PROTOCOLS)),
              Frames(("devices", "km"), tuple(f"rate.{name}" for name, *_ in _BOUNDS)),
              Frames(("devices", "mu"), ("end.*", "cross")))
    views = (
        {"view": "curves", "title": "Secret bits per pulse against distance", "lead": True, "wide": True,
         "ratio": 1.05, "apart": True,
         "x": {"low": 0, "high": 600, "ticks": [0, 100, 200, 300, 400, 500, 600],
               "label": "distance from Alice to Bob, in km"},
         "y": {"low": -12, "high": 0.7, "ticks": [-12, -9, -6, -3, 0], "format": "pow",
               "format_table": "log", "label": "secret bits per pulse", "ends": True},
         "series": [
             *({"sweep": f"curve.{name}", "label": f"{words}: {rates.THEOREMS[_call(name)[0]]}", "name": words, "tone": tone,
                "line": line, "every": _MARKED, "when": {name: True}}
               for name, words, tone, line in _PROTOCOLS),
             *({"sweep": f"curve.{name}", "label": words, "tone": "q0", "line": line, "every": _MARKED,
                "when": {"bounds": True}} for name, words, line in _BOUNDS)],
         "points": [{"x": "km", "y": f"rate.{name}", "label": "", "name": f"{words}, per pulse",
                     "when": {shown: True, f"rate.{name}": [">", -12]}}
                    for name, shown, words in (*((name, name, words) for name, words, *_ in _PROTOCOLS),
                                               ("plob", "bounds", "PLOB bound"))]},
        {"view": "text", "title": "Secret bits per second at {km:f0} km (10⁹ pulses)", "rows": [
            *({"key": f"second.{name}", "label": words, "name": f"{words}, per second", "format": "log",
               "when": {name: True}} for name, words, *_ in _PROTOCOLS),
            {"key": "second.plob", "label": "PLOB bound", "name": "PLOB bound, per second", "format": "log",
             "when": {"bounds": True}}]},
        {"view": "text", "title": "Where the key ends, in km (0.0: never begins)", "rows": [
            {"key": f"end.{name}", "label": words, "name": f"{words}: the key ends, in km", "format": "f1",
             "when": {name: True}} for name, words, *_ in _PROTOCOLS]})
    line = (
        "{km:f0} km, 10⁹ pulses per second.",
        # Of the curves that are switched on, and of no other.
        *(({name: True}, f"{words[0].upper()}{words[1:]}: {{second.{name}:log}} secret bits per second.")
          for name, words, *_ in _PROTOCOLS),
        ({"bounds": True}, "Without a relay, nothing can give more than {second.plob:log}."),
        ({name: False for name in (*(name for name, *_ in _PROTOCOLS), "bounds")}, "No curve is shown."),
        ({"twin_field": True, "bounds": True, "cross": [">", 0]},
         "Twin-field crosses the PLOB bound at {cross:f1} km."),
        ({"twin_field": True, "bounds": True, "cross": 0}, "With these devices twin-field does not cross the PLOB "
         "bound: it ends at {end.twin_field:f1} km, before it gets there."),
        ({"bounds": True}, "BB84 never can cross it, having no relay; MDI never can, as both its photons must "
         "arrive."),
        ({"mu": ["in", ["1", "2"]]}, "More light is not more key: at μ = {mu} pulses of several photons "
         "abound, and each protocol does worse than at its best μ."))
    tasks = (
        Task("Where does twin-field overtake decoy BB84, and where the PLOB bound? Then take GYS: why does "
             "nobody cross?", {"km": 200}),
        Task("Send more light: μ = 0.48, then 1, then 2. Which curves fall, and whose key ends first?",
             {"mu": "0.48"}),
        Task("Misalignment of 15 %: which protocols are left, and why does this one bear it?",
             {"devices": "rough"}))
    paper = (
        Paper("Very quiet detectors: twin-field crosses the bound.", {}),
        Paper("The GYS link of 2004: dark counts end every race early.", {"devices": "gys", "km": 100}),
        Paper("Too much light, μ = 2: less key.", {"mu": "2"}))

    def compute(self, state, roll):
        curves, rest = _race(state["devices"], state["mu"])
        out = dict(rest)
        for name in _NAMES:
            rate = out[f"rate.{name}"] = curves[name][state["km"]]
            out[f"second.{name}"] = rate + _PULSES if rate > LEAST_LOG10 else rate
        return out

    def formulas(self):
        rate = {name: symbol(f"rate.{name}") for name in _NAMES}
        return {f"second.{name}": switch((one, one < LEAST_LOG10), one + _PULSES) for name, one in rate.items()}
