"""Information against disturbance (page C07B): what Eve learns, and the errors that it costs her."""

import math

import qutip

import qedu
from qedu import attacks, protocols, rates
from qedu._numerics import crossing
from qedu.widgets import Axis, Bar, Bars, Choice, Curves, Paper, Point, Range, Ref, Series, Sweep, Task, Widget, frame

_ATTACKS = {"resend": "Intercept-resend, random", "breidbart": "Intercept-resend, Breidbart",
            "universal": "Universal cloner", "individual": "Best on one photon at a time",
            "collective": "Best with all photons stored", "tap": "Tap on a classical wire"}
_MOST = 0.25
_GRID = tuple(x / 200 for x in range(51))
_CURVES = ("resend", "breidbart", "universal", "individual", "collective")


def collective(qber):
    """The probe of four levels with which Eve, patient enough, learns most at this error in Z and in X."""
    d = qber
    amplitudes = [math.sqrt(p) for p in ((1 - d) ** 2, d * (1 - d), d * (1 - d), d * d)]
    flips = (qutip.qeye(2), qutip.sigmaz(), qutip.sigmax(), qutip.sigmay())
    isometry = sum(a * qutip.tensor(flip, qutip.basis(4, k))
                   for k, (a, flip) in enumerate(zip(amplitudes, flips)))
    return attacks.Attack(f"collective ({qber:.4g})", [("probe", isometry)])


_MAKE = {"resend": lambda qber: attacks.intercept_resend(fraction=4 * qber),
         "breidbart": lambda qber: attacks.intercept_resend(fraction=4 * qber, basis="breidbart"),
         "universal": attacks.universal_cloner, "individual": attacks.phase_covariant_cloner,
         "collective": collective}


def _point(attack, qber):
    """QBER that Alice and Bob find, and Eve's information, when she aims at this QBER."""
    run = qedu.exchange(protocols.bb84(), attack=_MAKE[attack](qber))
    return run.qber, run.eve_holevo if attack == "collective" else run.eve_information


class InformationPrice(Widget):
    """Eve's information against the QBER that she causes, for five attacks and a classical tap."""

    title = "Price of information"
    caption = ("On a quantum line, information has a price in errors. The better Eve's means, the more she "
               "gets for it: her curve meets Bob's at 14.6 % if she must read each photon by itself and at "
               "11.0 % if she may store them all. There the difference of the two, out of which the "
               "simplest key is made, is used up. On a classical wire she pays nothing.")
    leaves_out = ("BB84 with single photons and endlessly many rounds; all errors are Eve's doing. The "
                  "curves are I(A:E) per sifted bit, for the best collective attack the Holevo quantity, "
                  "which she reaches with perfect memories only. Bob's information is 1 − h(QBER). Keys are "
                  "made one-way and of Alice's bits as they are; if she adds noise to them first, or both "
                  "speak, keys go beyond the crossings. The classical wire is taken to be free of noise.")
    main = ("s",)
    controls = (
        Choice("attack", "Eve's attack", _ATTACKS, "individual", select=True),
        Range("s", "How hard she attacks", 0, 1, 0.02, 0.44, readout="{s:pct0}"))
    sweeps = (Sweep("curve.bob", _GRID), *(Sweep(f"curve.{attack}", _GRID) for attack in _CURVES))
    views = (
        Curves("What Eve learns, and what it costs",
               Axis(-0.008, _MOST, [0, 0.05, 0.1, 0.15, 0.2, 0.25], "QBER that she causes", format="pct0",
                    format_table="pct"),
               Axis(0, 1, [0, 0.25, 0.5, 0.75, 1], "information about a sifted bit, in bits", format="f2",
                    format_table="f3"),
               [Series("curve.bob", "Bob", "q1", line="solid", every=10),
                Series("curve.collective", "Eve, all photons stored (collective)", "q4", line="dashed",
                       every=10),
                Series("curve.individual", "Eve, best on one photon at a time", "q4", line="solid", every=10),
                Series("curve.universal", "Eve, universal cloner", "q4", line="dotted", every=10),
                Series("curve.resend", "Eve, intercept-resend in random bases", "q4", line="dashdot",
                       every=10),
                Series("curve.breidbart", "Eve, intercept-resend in the Breidbart basis", "q4", line="dotted",
                       every=10)], wide=True, ratio=1.05,
               refs=[Ref(x="zero", label="classical tap", level=0.5),
                     Ref(x="cross.collective", label="{cross.collective:pct}", level=0.9,
                         name="Bob's curve meets the collective one at"),
                     Ref(x="cross.individual", label="{cross.individual:pct}", level=0.8,
                         name="Bob's curve meets the best on one photon at")],
               # On the tap's line the two points meet at the top, where one label must do.
               points=[*(Point("qber", who, f"{who.title()} {{{who}:f3}}", when=when, drag="s",
                               name=f"{who.title()}'s information, in bits")
                         for when in ({"attack": ["!=", "tap"]}, {"attack": "tap", "s": ["<", 0.87]})
                         for who in ("eve", "bob")),
                       Point("qber", "eve", "Bob {bob:f3}, Eve {eve:f3}", name="Eve's information, in bits", drag="s",
                             when={"attack": "tap", "s": [">", 0.87]})], tab="Trade-off"),
        Bars("Bits per sifted bit", [Bar("bob", "Bob: 1 − h(QBER)", "q1", name="Bob's information"),
                                     Bar("eve", "Eve", "q4", name="Eve's information"),
                                     Bar("left", "left for a key against this Eve", "q3"),
                                     Bar("rate", "left against every Eve: 1 − 2h(QBER)", "q3",
                                         name="left against every Eve", when={"attack": ["!=", "tap"]})],
             format="bits", tab="Numbers"),
        Bars("What Alice and Bob see", [Bar("qber", "QBER", "q2")], max=_MOST,
             refs=[Ref("abort", "1 − 2h ends: {abort:pct}", name="QBER at which the rate 1 − 2h ends",
                       when={"attack": ["!=", "tap"]})], tab="Numbers"))
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

    @frame
    def aimed(self, attack, s):
        qber, eve = (0.0, s) if attack == "tap" else _point(attack, _MOST * s)
        bob = 1 - rates.h2(qber)
        return {"qber": qber, "eve": eve, "bob": bob, "left": max(0.0, bob - eve), "rate": rates.bb84(qber)}

    @frame
    def drawn(self):
        """The curves, where Eve's meet Bob's, and where `rates.bb84` ends."""
        bob, *eves = self.sweeps
        out = {"abort": rates.threshold(rates.bb84), "zero": 0.0, **bob.of_all(lambda x: 1 - rates.h2(x))}
        for sweep, attack in zip(eves, _CURVES):
            out |= sweep.of_all(lambda x: _point(attack, x)[1])
            out[f"cross.{attack}"] = crossing(lambda q: 1 - rates.h2(q) - _point(attack, q)[1], 0.0, _MOST)
        return out
