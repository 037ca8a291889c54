"""Randomness lab (the chapter on randomness): a photon decides, noise mixes in, and who knows the noise guesses the bits."""

import math
from itertools import groupby

import qedu
from qedu import attacks, devices, protocols, randomness, rates
from qedu.widgets import (
    Axis,
    Bar,
    Bars,
    Choice,
    Curves,
    Dice,
    Fact,
    Facts,
    Hidden,
    Paper,
    Point,
    Range,
    Ref,
    Seed,
    Series,
    Sweep,
    Switch,
    Task,
    Widget,
    bit_box,
    frame,
    scene,
)

BitBox = scene("bit-box", "names needles words symbols")
Guesses = scene("guesses", "rows names empty")
GuessMoves = scene("guess-moves", "most says again")

#: Bits of a run at most: one window of the adaptive proportion test.
MOST = 1024
#: What the maker says the source has, bits a sample: the health tests are made for it.
CLAIM = 1.0
_GRID = tuple(round(0.5 + 0.05 * i, 2) for i in range(11))
#: The three needles: key, name, and how the line of each is drawn.
_NEEDLES = (("h.counts", "by counting ones", "dotted"), ("h.law", "by the outputs' law", "dashed"),
            ("h.secret", "if the noise is known", "solid"))
#: What an extractor may be told to rely on.
_RELY = (("counts", "the count", "q1"), ("law", "the outputs' law", "q1"), ("secret", "what is left", "q3"))


class RandomnessLab(Widget):
    """A photon at a beam splitter, noise and memory: bits that look perfect, and somebody who guesses them."""

    title = "Randomness lab"
    caption = ("Each bit is decided by a photon at a mirror, by noise, or by the bit before it. Noise and photon make bits that look "
               "alike, and somebody who knows the noise need not change any of them. So no count and no test of the outputs can show "
               "how much of their randomness is left: that follows from how the device is built, and an extractor has to be told it.")
    leaves_out = ("The noise is a fair coin, known altogether or not at all, and nothing drifts as the device gets warm. All bits of "
                  "this page come from a program whose seed stands beside them, those of the photon too: the page only plays a photon. "
                  "The standard (SP\u00a0800-90B) asks for ten estimates and a million samples; here is one of them, from at most 1,024 "
                  "bits, and health tests made for a claim of one bit a sample. Needles show the long run. Eve measures in the bases that "
                  "she foresees and sends on what she finds, and both bases are taken to come equally often.")
    main = ("noise",)
    folded = ("n", "show", "eps")
    controls = (
        Range("noise", "Noise decides", 0, 1, 0.05, 0.6, readout="{noise:pct0}"),
        Range("t", "Mirror lets through", 0.2, 0.8, 0.01, 0.5, readout="{t:pct0}"),
        Range("memory", "Goes by the bit before", -0.9, 0.9, 0.1, 0, readout="{memory:f1}"),
        Range("n", "Bits", 64, MOST, 0, MOST, readout="{n:int}", options=tuple(range(64, MOST + 1, 64)), play=180),
        Switch("show", "Show what is known of them", True),
        Choice("eps", "Extract, ε", {"1e-3": "10⁻³", "1e-6": "10⁻⁶", "1e-10": "10⁻¹⁰"}, "1e-6"),
        Seed(default=5, resets=("said",)), Hidden("said", "", f"[01]{{0,{bit_box.GAME}}}"))
    dice = (Dice("events", bit_box.CAUSES, n="n"), Dice("game", bit_box.CAUSES, n=bit_box.GAME),
            Dice("first", bit_box.CAUSES[1:], tuple(f"first.{cause}" for cause in bit_box.CAUSES[1:]), n=2))
    sweeps = (Sweep("guess.of", _GRID), Sweep("qber.of", _GRID))
    views = (
        BitBox("", wide=True, needles=_NEEDLES, symbols=("laser", "detector"),
               names={"photon": "photon", "noise": "noise", "held": "bit before", "scale": "min-entropy of a bit", "ones": "ones",
                      "sure": "bits of which whoever knows the noise is sure", "hits": "bits that whoever knows the noise guesses rightly",
                      "shares": "decides a bit: {name}"},
               words={"run": "{n:int} bits, {ones:int} of them ones.",
                      "told": "Squares: {sure:int} that are known. Guessed rightly: {hits:int}."},
               tab="Device"),
        Bars("Min-entropy of a bit", [
            Bar("h.mcv", "by the commonest value and its bound", "q1"),
            Bar("h.secret", "if the noise is known", "q4")], format="f3", wide=True, tab="Tests"),
        Bars("Repetition count test", [Bar("run", "longest run of equal bits", "q1")], format="int", max=30,
             refs=[Ref("cut.run", "alarm at {cut.run:int}", name="alarm at a run of")], tab="Tests"),
        Bars("Adaptive proportion test", [Bar("window", "bits that are like the first one", "q1")], format="int", max=MOST,
             refs=[Ref("cut.window", "alarm at {cut.window:int} in 1,024", name="alarm at bits like the first one")], tab="Tests"),
        Guesses("", wide=True, screen_only=True, rows=["you", "who knows the noise (boxed: sure)"], empty="What will the next bit be?",
                names={"played": "bits guessed so far", "you.hits": "your guesses, right",
                       "her.hits": "guesses of whoever knows the noise, right"}, tab="Guess"),
        GuessMoves("", wide=True, screen_only=True, most=bit_box.GAME, says=["It will be 0", "It will be 1"], again="Anew", tab="Guess"),
        Bars("Bits pressed out of {n:int}, for ε\u00a0=\u00a0{eps}",
             [Bar(f"out.{key}", f"relying on {words}", tone, name=f"bits pressed out, relying on {words}") for key, words, tone in _RELY],
             format="int", max=MOST, tab="Extract"),
        Facts("Their distance from bits that nobody knows, at most (1: no promise)",
              [Fact(f"far.{key}", f"relying on {words}", "log", name=f"distance, relying on {words}") for key, words, _ in _RELY],
              screen_only=True, tab="Extract"),
        Curves("The device chooses Alice's bases, and Eve foresees them",
               Axis(0.5, 1, [0.5, 0.6, 0.7, 0.8, 0.9, 1], "how often Eve names the basis", format="pct0"),
               Axis(0, 1, [0, 0.25, 0.5, 0.75, 1], "share of the sifted bits", format="pct0"),
               [Series("guess.of", "guessed by Eve", "q4"), Series("qber.of", "wrong: QBER", "q2", line="dashed")], wide=True,
               points=[Point("g", "key.guess", "{key.guess:pct}", name="Eve guesses, with this device"),
                       Point("g", "key.qber", "{key.qber:pct}", name="QBER, with this device")],
               refs=[Ref(y="limit", label="above it no key", name="QBER at which a key ends")], tab="Key"),
        Facts("With this device", [
            Fact("only.guess", "measuring only where sure, without an error, Eve guesses", "pct"),
            Fact("g", "if it makes Alice's bits, Eve guesses", "pct")], tab="Key"))
    line = (
        "Of {n:int} bits {ones:int} are ones; by counting many, each is worth {h.counts:f2} bit. Somebody who knows the noise guesses "
        "{hits:int} of them rightly, and for such a one each is worth {h.secret:f2} bit.",
        ({"noise": 1, "memory": 0}, "No photon decides any more: it might as well be a program, whose seed somebody has."),
        ({"alarm.run": 0, "alarm.window": 0}, "Both health tests pass."),
        ({"alarm.run": 1}, "The repetition count test alarms."), ({"alarm.window": 1}, "The adaptive proportion test alarms."),
        ({"played": [">", 0]}, "Of your own guesses {you.hits:int} of {played:int} were right."))
    tasks = (
        Task("Let noise decide every bit, then none. Which needle moves, and which test notices? Then play in the tab Guess against "
             "somebody who knows the noise.", {}),
        Task("No noise, and memory. Which needle does not see it? Find the smallest memory at which a health test alarms.",
             {"noise": 0, "memory": 0.7}),
        Task("In the tab Extract: with how much noise do 1,024 bits give no secret one any more? And how many would somebody press out "
             "who trusts the count?", {"noise": 0.8}))
    paper = (
        Paper("Noise decides six bits in ten. The outputs are as good as ever, and a third of a bit is left.", {}),
        Paper("A photon decides every bit.", {"noise": 0}),
        Paper("No noise but memory: a pattern, which a count of ones does not see.", {"noise": 0, "memory": 0.7}))

    @frame
    def photon(self, t):
        return {"p1": randomness.photon_bit(t)}

    @frame
    def fixed(self):
        """Where the tests alarm, and what foreseen bases do at the two ends."""
        out = {"cut.run": randomness.repetition_count_cutoff(CLAIM),
               "cut.window": randomness.adaptive_proportion_cutoff(CLAIM, window=MOST),
               "z": randomness.RULES["standard"], "limit": rates.threshold(rates.bb84)}
        for name, attack in (("half", devices.foreseen_bases(0.5)), ("full", devices.foreseen_bases(1.0)), ("none", attacks.none())):
            run = qedu.exchange(protocols.bb84(), attack)
            out |= {f"qber.{name}": run.qber, f"guess.{name}": run.eve_guess}
        return out

    def counted(self, state, known):
        source = randomness.BitSource(known["p1"], noise=state["noise"], memory=state["memory"])
        bits = bit_box.run(source, state["seed"], "events", int(state["n"]))
        values = [bit for bit, _, _ in bits]
        mine, hers = bit_box.guesses(bit_box.run(source, state["seed"], "game", bit_box.GAME), state["said"])
        return {"ones": sum(values), "sure": sum(sure for _, sure, _ in bits), "hits": sum(bit == best for bit, _, best in bits),
                "run": max(len(list(same)) for _, same in groupby(values)), "window": values.count(values[0]),
                "played": len(state["said"]), "you.hits": mine, "her.hits": hers}

    def derive(self, n):
        def worth(p):
            return 0 - n.log(p) / math.log(2)

        p1, noise, memory = n["p1"], n["noise"], n["memory"]
        n["p.held"], n["opposite"] = abs(memory), n.flag(memory < 0)
        held = n["p.held"]
        fresh = 1 - held
        photon = 1 - noise
        for name, share in (("noise0", noise / 2), ("noise1", noise / 2), ("photon0", photon * (1 - p1)), ("photon1", photon * p1)):
            n[f"first.{name}"], n[f"p.{name}"] = share, fresh * share
        n["share.photon"], n["share.noise"] = fresh * photon, fresh * noise
        # The shares of ones, what follows a 0 and a 1, and the best guess given the noise, as in BitSource.
        fair = noise / 2 + photon * p1
        up, down = fresh * fair + held * n["opposite"], fresh * (1 - fair) + held * n["opposite"]
        n["share"] = up / (1 - memory)
        n["h.counts"] = worth(n.max(n["share"], 1 - n["share"]))
        n["h.law"] = worth(n.max(1 - up, 1 - down, n.sqrt(up * down)))
        n["g"] = held + fresh * (noise + photon * n.max(p1, 1 - p1))
        n["h.secret"] = worth(n["g"])
        # What the run says: SP 800-90B, 6.3.1, and both health tests.
        size = n["n"]
        mode = n.max(n["ones"], size - n["ones"]) / size
        n["p.upper"] = n.min(1, mode + n["z"] * n.sqrt(mode * (1 - mode) / (size - 1)))
        n["h.mcv"] = worth(n["p.upper"])
        n["alarm.run"], n["alarm.window"] = n.flag(n["run"] >= n["cut.run"]), n.flag(n["window"] >= n["cut.window"])
        for key in ("counts", "law", "secret"):
            bits = n.max(0, n.floor(size * n[f"h.{key}"] + 2 + 2 * n.log(n["eps"]) / math.log(2) + 1e-9))
            n[f"out.{key}"] = bits
            n[f"far.{key}"] = n.where(bits < 1, -300, n.min(0, ((bits - size * n["h.secret"]) / 2 - 1) * math.log10(2)))

        def between(name, g):
            return n[f"{name}.half"] + (n[f"{name}.full"] - n[f"{name}.half"]) * (2 * g - 1)

        for name in ("guess", "qber"):
            n[f"key.{name}"] = between(name, n["g"])
            n.curve(f"{name}.of", lambda x, name=name: between(name, x))
        sure = held + fresh * noise
        n["only.guess"] = n["guess.none"] + sure * (n["guess.full"] - n["guess.none"])
