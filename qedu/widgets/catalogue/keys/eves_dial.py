"""Eve's dial (chapter C06): what an attack costs in errors and what it brings in bits."""

import qedu
from qedu import attacks, channels, protocols, rates
from qedu.widgets import Axis, Bar, Bars, Choice, Curves, Paper, Point, Range, Ref, Series, Sweep, Task, Widget, frame

_BASES = {"z": "Z, always", "random": "Z or X at random", "breidbart": "Breidbart, halfway"}
_GRID = tuple(x / 20 for x in range(21))


class EvesDial(Widget):
    """Fraction, basis and noise on one dial; errors and Eve's knowledge on one plot."""

    title = "Eve's dial"
    caption = ("Errors and knowledge grow together with the fraction that Eve attacks. Equal errors do not "
               "mean equal attacks: in the Breidbart basis she is right more often, and with Z alone all "
               "errors fall on the X bits. The key rate 1 − 2h(Q) ends at 11.0 %, far below the 25 % of a "
               "full interception, and noise counts like Eve.")
    leaves_out = ("The exact odds of infinitely many rounds: a measured rate has an interval. Eve measures "
                  "and resends, and has nothing better. Her figures hold for this attack; the key rate 1 − "
                  "2h(Q) holds for every attack on single photons, and the abort line is where this formula "
                  "ends: cleverer post-processing goes on a little. The rate is that of the average QBER; "
                  "rates by basis would give 1 − h(Z) − h(X).")
    yours = {"attack": ("basis",)}
    controls = (
        Range("f", "Fraction Eve attacks", 0, 1, 0.02, 0.4, readout="{f:pct0}"),
        Choice("basis", "She measures in", _BASES, "random"),
        Range("p", "Channel noise p (depolarising)", 0, 0.5, 0.02, 0, readout="{p:pct0}"))
    sweeps = tuple(Sweep(f"curve.{name}", _GRID) for name in ("qber", "information", "guess"))
    views = (
        Curves("Turn the dial: errors and knowledge",
               Axis(0, 1, [0, 0.25, 0.5, 0.75, 1], "fraction of the photons that Eve attacks", format="pct0"),
               Axis(0, 1, [0, 0.25, 0.5, 0.75, 1], "QBER, bits per sifted bit, share guessed right"),
               [Series("curve.guess", "Eve guesses right", "q4", every=2),
                Series("curve.information", "Eve's information", "q4", format="bits", every=2),
                Series("curve.qber", "QBER", "q2", every=2)], wide=True, ratio=0.95,
               refs=[Ref(y="abort", label="abort: {abort:pct}")],
               points=[Point("f", "guess", "{guess:pct}", name="Eve guesses right"),
                       Point("f", "information", "{information:bits}",
                             name="Eve's information on a sifted bit", format="bits"),
                       Point("f", "qber", "QBER {qber:pct}", name="QBER", below=True)], tab="Dial"),
        Bars("Errors by basis", [Bar("qber.z", "Z bits", "q2", name="error rate of the Z bits"),
                                 Bar("qber.x", "X bits", "q2", name="error rate of the X bits")], max=0.5,
                                 tab="Errors"),
        Bars("Together: abort or continue?", [Bar("qber", "QBER", "q2")], max=0.5,
             refs=[Ref("abort", "1 − 2h(Q) ends: {abort:pct}")], tab="Errors"),
        Bars("Three Eves at {f:pct0}: guessed right",
             [Bar(f"guess.{basis}", words, "q4", name=f"guessed right, {words}")
              for basis, words in _BASES.items()], tab="Three Eves"),
        Bars("… and information, in bits per sifted bit",
             [Bar(f"information.{basis}", words, "q4", name=f"information, {words}")
              for basis, words in _BASES.items()], format="bits", tab="Three Eves"),
        Bars("What is left for the key", [Bar("rate", "secret bits per sifted bit", "q3")], format="bits", tab="Key"))
    line = (
        ({"f": 0}, "Eve attacks nothing."),
        *(({"f": [">", 0], "basis": basis}, f"Eve attacks {{f:pct0}} of the photons, {words}.")
          for basis, words in (("z", "always in Z"), ("random", "in Z or X at random"),
                               ("breidbart", "in the Breidbart basis"))),
        ({"f": [">", 0], "basis": "own"}, "Eve attacks {f:pct0} of the photons: {basis}."),
        ({"p": 0}, "The line is free of noise."), ({"p": [">", 0]}, "The line has noise p = {p:f2}."),
        "QBER {qber:pct}; Z bits {qber.z:pct}, X bits {qber.x:pct}.",
        "Eve has {information:bits} of each sifted bit and guesses {guess:pct} of them right.",
        ({"over": 0, "rate": [">=", 0.001]},
         "Below the line of {abort:pct}: continue, with {rate:f3} secret bits per sifted bit."),
        ({"over": 0, "rate": ["<", 0.001]}, "A hair below the line: next to nothing is left for the key."),
        ({"over": 1}, "Not below the line of {abort:pct}: abort."),
        ({"f": 0, "over": 1}, "Nobody listened. Alice and Bob cannot know that."))
    tasks = (
        Task("Which fraction brings Alice and Bob to the abort line, and how much does Eve have there? Now "
             "add noise of 10 % and find the fraction again.", {"f": 0}),
        Task("Let each of the three Eves attack everything. All cause 25 %. Which bars tell them apart, and "
             "which of those bars can Alice and Bob see?", {"f": 1.0, "basis": "z"}),
        Task("Set the fraction to zero and find the noise that gives the same QBER as an Eve who attacks 40 "
             "%. What differs in the data of Alice and Bob?", {"f": 0, "p": 0}))
    paper = (
        Paper("Random bases on 40 % of the photons: 10 % errors, just below the line.", {}),
        Paper("Breidbart on 40 %: the same 10 %, and more bits guessed right.", {"basis": "breidbart"}),
        Paper("Always Z, on all photons: 25 % on average, and every error is an X bit.",
              {"f": 1.0, "basis": "z"}))

    def _full(self, basis, noise=0.0):
        eve = self.attack if basis == "own" else attacks.intercept_resend(basis=basis)
        return qedu.exchange(protocols.bb84(), channel=channels.depolarizing(noise), attack=eve)

    @frame
    def known(self):
        out = {"abort": rates.threshold(rates.bb84)}
        for basis in _BASES:
            run = self._full(basis)
            out |= {f"full.information.{basis}": run.eve_information, f"full.guess.{basis}": run.eve_guess}
        return out

    @frame
    def noise(self, p):
        return {"free": qedu.exchange(protocols.bb84(), channel=channels.depolarizing(p)).qber}

    @frame
    def errors(self, basis, p):
        by_basis = self._full(basis, p).qber_by_basis
        return {"full.z": by_basis["Z"], "full.x": by_basis["X"]}

    @frame
    def gains(self, basis):
        run = self._full(basis)
        return {"full.information": run.eve_information, "full.guess": run.eve_guess}

    def derive(self, n):
        # A fraction f mixes the table of the full attack with the untouched one.
        def mixed(share, none, full):
            return (1 - share) * none + share * full

        for basis in "zx":
            n[f"qber.{basis}"] = mixed(n["f"], n["free"], n[f"full.{basis}"])
        for key, none, full in (("qber", n["free"], (n["full.z"] + n["full.x"]) / 2),
                                ("information", 0, n["full.information"]), ("guess", 0.5, n["full.guess"])):
            n[key] = mixed(n["f"], none, full)
            n.curve(f"curve.{key}", lambda x, none=none, full=full: mixed(x, none, full))
        for basis in _BASES:
            n[f"information.{basis}"] = mixed(n["f"], 0, n[f"full.information.{basis}"])
            n[f"guess.{basis}"] = mixed(n["f"], 0.5, n[f"full.guess.{basis}"])
        n["over"] = n.flag(n["qber"] >= n["abort"])
        n["rate"] = n.where(n["over"] > 0, 0, 1 - 2 * n.h2(n["qber"]))
