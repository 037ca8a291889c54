"""Rate race (chapter C09): key rates against distance, and the bound that no link without a relay passes."""

from dataclasses import replace
from functools import cache

import numpy as np

from qedu import links, rates
from qedu.widgets import Axis, Choice, Curves, Fact, Facts, Paper, Point, Range, Series, Sweep, Switch, Task, Widget, frame
from qedu.widgets.formula import LEAST_LOG10, log10

_DEVICES = {"quiet": "very quiet, misaligned 1.5 %", "lim": "Lim et al. 2014", "gys": "GYS 2004",
            "rough": "very quiet, misaligned 15 %"}
_LINKS = {"quiet": replace(links.WANG_YU_HU, name="quiet", misalignment=0.015), "lim": links.LIM,
          "gys": links.GYS, "rough": links.WANG_YU_HU}
_MU = {"best": "the best at each distance", "0.1": "0.1", "0.48": "0.48", "1": "1", "2": "2"}
_KM = (*range(5, 200, 5), *range(200, 601, 10))
_MARKED = (10, *range(50, 601, 50))
#: Key, name, tone and line of each protocol.
_PROTOCOLS = (
    ("gllp", "BB84, no decoys (sifting\u00a0½)", "q0", "dotted"),
    ("weak", "BB84, weak and empty decoys (sifting\u00a0½)", "q3", "dashdot"),
    ("decoy_bb84", "BB84, infinitely many decoys (sifting\u00a0½)", "q3", "solid"),
    ("mdi", "MDI, relay (sifting\u00a01)", "q1", "dashed"), ("twin_field", "twin-field, relay (sifting\u00a01)", "q1", "solid"))
#: Of twin-field there are several proofs, and several curves: the legend says which one is drawn, here that for sending or not sending.
_PROOF = {"twin_field": "twin-field SNS (sifting\u00a01)"}
#: Key, name, short for the legend, and line.
_BOUNDS = (("plob", "PLOB bound (no sifting, only the fibre's loss is Eve's)", "PLOB bound (only fibre loss is Eve's)", "dashed"),
           ("tgw", "TGW bound (as PLOB)", "TGW bound", "dotted"))
#: Which Eve the rates mean: of all protocols, with a relay or without.
_EVE = "the detectors' loss and errors are Eve's"
_NAMES = tuple(name for name, *_ in (*_PROTOCOLS, *_BOUNDS))
_SWEEPS = tuple(Sweep(f"curve.{name}", _KM, of=f"rate.{name}", along="km") for name in _NAMES)
#: log10 of the pulses per second.
_PULSES = 9

#: Function of `qedu.rates` and its options, where they are not the key's own name and none.
_CALLS = {"weak": ("decoy_bb84", {"decoys": (0.05, 0.0)})}


def _call(protocol):
    return _CALLS.get(protocol, (protocol, {}))


def _mu(choice):
    return None if choice == "best" else float(choice)


def _log(values):
    """log10 to five decimals: what the page is sent."""
    return dict(zip(_KM, log10(values).round(5).tolist()))


@cache
def _raced(link, mu):
    """Every rate at every distance: all at once are quicker than one by one."""
    out = {}
    for protocol, *_ in _PROTOCOLS:
        name, options = _call(protocol)
        out[f"rate.{protocol}"] = _log(getattr(rates, name)(_KM, link, mu=_mu(mu), **options))
    return out


def _crossing(link, mu):
    """Smallest distance at which twin-field passes the repeaterless bound, to 0.1 km; 0 if it never does."""
    km = np.array(_KM, dtype=float)
    for _ in range(3):
        found = rates.twin_field(km, link, mu=mu) > rates.plob(link.channel_transmittance(km))
        if not found.any():
            return 0.0
        last = int(np.argmax(found))
        km = np.linspace(km[max(0, last - 1)], km[last], 12)
    return round(float(km[-1]), 1)


class RateRace(Widget):
    """Secret bits per pulse of five protocols against distance, with two bounds."""

    title = "Rate race"
    caption = ("Without a relay, every protocol stays below the PLOB bound, which falls by a factor of ten "
               "for every ten decibels. Dark counts end each of them suddenly. Twin-field, with a relay in "
               "the middle, falls half as steeply: with quiet detectors it crosses the bound. MDI has a "
               "relay, too, and cannot: both its photons must arrive.")
    leaves_out = ("Infinitely many pulses, and infinitely many decoys except where the curve says "
                  "otherwise. Mind a factor of two: the BB84 rates carry the sifting factor ½ of two "
                  "equally likely bases; MDI and twin-field carry none, as nearly all their pulses are in "
                  "the key basis, and neither do the bounds. In all rates the loss and the errors of the "
                  "detectors count as Eve's, and those of a relay may be hers altogether; the bounds give "
                  "her the fibre's loss and no more (TGW is the older and looser one). There is no switch for "
                  "either: a proof that trusts Bob's receiver, or one for bases chosen unevenly, could leave "
                  "BB84 more, and no such rate is drawn. Rates are per pulse, per pair of pulses (MDI) and per "
                  "pair of time windows (twin-field); relays stand halfway, each arm with half of the loss. "
                  "The very quiet detectors (80 %, 2 × 10⁻¹¹ dark counts per gate) are those that Wang, Yu "
                  "and Hu (2018) assumed. The misalignment of 15 % is theirs, too; that of 1.5 % is our "
                  "choice. The rates are those of these proofs; newer ones reach farther.")
    yours = {"link": ("devices",)}
    main = ("km",)
    folded = ("gllp", "weak", "decoy_bb84", "mdi", "twin_field", "bounds")
    controls = (
        Range("km", "Distance", _KM[0], _KM[-1], 0, 300, readout="{km:f0} km", options=_KM),
        Choice("devices", "Devices", _DEVICES, "quiet", select=True, group="Race"),
        Choice("mu", "Mean photon number μ", _MU, "best", select=True, group="Race"),
        Switch("gllp", "BB84, no decoys", True, group="Curves"),
        Switch("weak", "BB84, weak and empty decoys", False, group="Curves"),
        Switch("decoy_bb84", "BB84, infinitely many decoys", True, group="Curves"),
        Switch("mdi", "MDI", True, group="Curves"), Switch("twin_field", "twin-field", True, group="Curves"),
        Switch("bounds", "bounds without a relay", True, group="Curves"))
    sweeps = _SWEEPS
    views = (
        Curves(f"Secret bits per pulse against distance: {_EVE}",
               Axis(0, 600, [0, 100, 200, 300, 400, 500, 600], "distance from Alice to Bob, in km"),
               Axis(-12, 0.7, [-12, -9, -6, -3, 0], "secret bits per pulse", format="pow", format_table="log",
                    ends=True),
               [*(Series(f"curve.{name}", _PROOF.get(name, words), tone, name=words, line=line, every=_MARKED, when={name: True})
                  for name, words, tone, line in _PROTOCOLS),
                *(Series(f"curve.{name}", short, "q0", name=words, line=line, every=_MARKED, when={"bounds": True})
                  for name, words, short, line in _BOUNDS)], wide=True, ratio=1.05, apart=True,
               # Of the curves that are switched on, and of no other.
               points=[Point("km", f"rate.{name}", "", name=f"{words}, per pulse",
                             when={shown: True, f"rate.{name}": [">", -12]})
                       for name, shown, words in (*((name, name, words) for name, words, *_ in _PROTOCOLS),
                                                  ("plob", "bounds", "PLOB bound"))], tab="Curves"),
        Facts(f"Secret bits per second at {{km:f0}} km (10⁹ pulses): {_EVE}",
              [*(Fact(f"second.{name}", f"{words}: {rates.THEOREMS[_call(name)[0]]}", "log", name=f"{words}, per second",
                      when={name: True}) for name, words, *_ in _PROTOCOLS),
               Fact("second.plob", f"{_BOUNDS[0][1]}: no key above it without a relay", "log",
                    name="PLOB bound, per second", when={"bounds": True})], tab="Here"),
        Facts(f"Where the key ends, in km (0.0: never begins): {_EVE}",
              [Fact(f"end.{name}", words, "f1", name=f"{words}: the key ends, in km", when={name: True})
               for name, words, *_ in _PROTOCOLS], tab="Reach"))
    line = (
        "{km:f0} km, 10⁹ pulses per second.",
        *(({name: True}, f"{words[0].upper()}{words[1:]}: {{second.{name}:log}} secret bits per second.")
          for name, words, *_ in _PROTOCOLS),
        ({"bounds": True}, "Without a relay, nothing can give more than {second.plob:log}."),
        ({name: False for name in (*(name for name, *_ in _PROTOCOLS), "bounds")}, "No curve is shown."),
        ({"twin_field": True, "bounds": True, "cross": [">", 0]},
         "Twin-field crosses the PLOB bound at {cross:f1} km."),
        ({"twin_field": True, "bounds": True, "cross": 0},
         "With these devices twin-field does not cross the PLOB bound: it ends at {end.twin_field:f1} km, "
         "before it gets there."), ({"bounds": True}, "BB84 never can cross it, having no relay; MDI never "
                                                      "can, as both its photons must arrive."),
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

    def _line(self, devices):
        return self.link if devices == "own" else _LINKS[devices]

    @frame
    def ends(self, devices, mu):
        """Where each key ends, and where twin-field crosses the bound."""
        link, mu, out = self._line(devices), _mu(mu), {}
        for protocol, *_ in _PROTOCOLS:
            name, options = _call(protocol)
            out[f"end.{protocol}"] = round(rates.cutoff_km(name, link, max_km=1000, mu=mu, **options), 1)
        return out | {"cross": _crossing(link, mu)}

    @frame
    def raced(self, devices, mu, km):
        return {key: values[km] for key, values in _raced(self._line(devices), mu).items()}

    @frame
    def bounds(self, devices, km):
        eta = self._line(devices).channel_transmittance(km)
        return {f"rate.{name}": round(float(log10(getattr(rates, name)(eta))), 5) for name, *_ in _BOUNDS}

    def derive(self, n):
        for name in _NAMES:
            rate = n[f"rate.{name}"]
            n[f"second.{name}"] = n.where(rate < LEAST_LOG10, rate, rate + _PULSES)
