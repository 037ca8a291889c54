"""Attack board (chapter C10): light into Bob's receiver, what clicks, which lamp lights, and what Eve then knows."""

from qedu.widgets import (
    Axis,
    Bar,
    Bars,
    Choice,
    Curves,
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
    frame,
    scene,
)
from qedu.widgets import receiver_board as bench

Board = scene("attack-board", "names kets bases lamps words symbols most")
Grid = scene("attack-grid", "rows columns attack guards eve shown words")

ATTACKS = {"0": "none", "1": "blinding", "2": "bright pulses", "3": "time shift", "4": "Trojan horse", "5": "photon-number splitting"}
_LOSS = (0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 15.0, 20.0, 30.0)
_POWER = (0.6, 0.8, 1.0, 1.2, 1.4, 1.6, 1.8, 2.0, 2.2)
_NAMES = ["|0⟩", "|1⟩", "|+⟩", "|−⟩"]
_SEEN = ("clicks", "qber", "double", "weak", "known")
#: Error rate from which no key comes out, how far clicks and weak pulses may be off, how many times too many double clicks may be.
_MOST_ERRORS, _OFF, _TIMES = 0.11, 0.1, 2.0
#: No countermeasure, and each alone.
_BARE = {"meter": False, "coin": False, "roles": False, "decoys": False, "iso": 0.0}
GUARDS = ({}, {"meter": True}, {"coin": True}, {"roles": True}, {"iso": 60.0}, {"decoys": True})
_IN_A_MILLION = {"format": "int", "unit": "in a million pulses"}
_RAIL = {"group": "Countermeasures"}
#: What Eve knows is a bound where she keeps light, and the same number read from her records otherwise.
_BOUND, _TOLD = {"attack": "4"}, {"attack": ["!=", "4"]}


class AttackBoard(Widget):
    """Bob's receiver and what Eve shines at it, round by round, with lamps for what he can see."""

    title = "Attack board"
    caption = ("The error rate tells of an Eve who has to guess. One who commands Bob's detectors, who knows when each of them is asleep, "
               "or who reads Alice's modulator makes no errors, and on a line with some loss she even gets the number of clicks right. "
               "Each of these attacks shows somewhere, if somebody looks there, or leaves her nothing, if somebody has seen to it; "
               "but most countermeasures help against one attack and against no other.")
    leaves_out = ("Averages of endlessly many pulses; real counts scatter. A laser with 0.48 photons a pulse, weak decoys of 0.05, a "
                  "receiver that sees 80 % of the photons, with 1 % of misalignment and 2 × 10⁻⁶ dark counts per gate. Detectors have "
                  "sharp thresholds, both alike, and the meter, set to half of them, does not hear a thousand photons. Eve measures "
                  "where the line has lost just enough for the clicks that are due, or gives the pulses a better line; she could also "
                  "add errors and double clicks where there are too few, so that these light no lamp. Shifted pulses meet detectors "
                  "that see 40 % and 4 %, and nobody looks at times of arrival. Into Alice's modulator go a million photons per gate, "
                  "of which without an isolator one in 12,589 comes back. For the Trojan horse Eve's share is Holevo's bound, which "
                  "reading all echoes together may approach; reading each by itself gives less, behind 20 dB 91.6 instead of 97.0 %. "
                  "Of the other attacks it is what her records tell. Lamps: clicks or weak pulses off by more than 10 %, QBER above "
                  "11 %, more than twice the double clicks that are due, counted in unequal bases.")
    main = ("attack",)
    folded = ("power", "meter", "coin", "roles", "decoys", "iso")
    controls = (
        Choice("attack", "Eve's attack", ATTACKS, "1", select=True),
        Range("loss", "Loss of the line", 0, 30, 0, 10.0, readout="{loss:f0} dB", options=_LOSS),
        Range("power", "Power of Eve's pulses", 0.6, 2.2, 0, 1.2, readout="{power:f1} ×", options=_POWER),
        Switch("meter", "Power meter at the entrance", False, **_RAIL),
        Switch("coin", "Double clicks: a random bit", False, **_RAIL),
        Switch("roles", "Swap roles at random", False, **_RAIL),
        Switch("decoys", "Decoys: some weak pulses", False, **_RAIL),
        Range("iso", "Isolator at Alice's exit", 0, 80, 0, 0.0, readout="{iso:f0} dB", options=(0.0, 20.0, 40.0, 60.0, 80.0), **_RAIL),
        Range("t", "Round", 1, bench.SHOWN, 1, 2, readout="{t:int} of 24", play=1500),
        Seed(default=7))
    sweeps = tuple(Sweep(f"{part}.{attack}.of", _LOSS, of=f"{attack}.{part}", along="loss")
                   for attack in "12345" for part in ("ratio", "known"))
    views = (
        Board("", wide=True, names=["Alice", "Eve", "Bob"], kets=_NAMES, bases=["Z", "X"], most=_POWER[-1],
              lamps=[{"name": "Clicks", "lamp": "lamp.clicks", "seen": "seen.clicks", "due": "due.clicks", **_IN_A_MILLION},
                     {"name": "Errors", "lamp": "lamp.qber", "seen": "seen.qber", "due": "due.qber", "format": "pct", "unit": "QBER",
                      "on": "some", "none": "no bits"},
                     {"name": "Double clicks", "lamp": "lamp.double", "seen": "seen.double", "due": "due.double", **_IN_A_MILLION,
                      "on": "coin", "none": "not counted"},
                     {"name": "Power meter", "lamp": "lamp.meter", "on": "meter", "none": "not fitted", "words": ["quiet", "rings"]},
                     {"name": "Decoys", "lamp": "lamp.weak", "seen": "seen.weak", "due": "due.weak", **_IN_A_MILLION,
                      "on": "decoys", "none": "not sent"}],
              words={"light": "light {value}", "sees": "sees {value}", "known": "Eve knows {value} of the key",
                     "bound": "Eve knows at most {value} of the key", "due": "{value} due",
                     "moment": ["early", "late"], "loss": "{value} dB", "basis": "in {letter}", "noted": "notes {bit}",
                     "none": "notes nothing", "means": "{bit}", "power": "power", "lamp": "lamp: {name}", "on": "lit", "off": "dark",
                     "share": "Eve's share of the key", "due.of": "{name}, due", "now.s": "Alice sends, now",
                     "now.e": "arrives at Bob, now",
                     "now.c": "clicks, now", "now.light": "power at detector {d}, in thresholds",
                     "now.sees": "efficiency of detector {d}",
                     "clicks": ["detector 0", "detector 1", "both", "none"], "echo": "{value} photons back",
                     "echoes": "photons that come back, per pulse", "splits": "counts photons", "kept": "keeps one of several"},
              symbols=("alice", "bob", "eve", "laser", "plate", "splitter", "detector"),
              tab="Receiver"),
        Bars("What Bob sees, as a share of what is due",
             [Bar("ratio.clicks", "clicks: {seen.clicks:int} in a million pulses, {due.clicks:int} due", "q1",
                  name="clicks, of those due"),
              Bar("ratio.weak", "clicks of weak pulses: {seen.weak:int} in a million, {due.weak:int} due", "q1",
                  name="clicks of the weak pulses, of those due", when={"decoys": True})],
             max=1.25, format="pct", refs=[Ref("one", "as due", name="as due")], wide=True, tab="Figures"),
        Bars("Errors", [Bar("seen.qber", "QBER", "q2"), Bar("due.qber", "QBER due, by the link", "q0")], max=0.3,
             refs=[Ref("limit", "no key above {limit:pct0}", name="no key above")], tab="Figures"),
        Bars("The key", [Bar("known", "Eve knows", "q4", when=_TOLD), Bar("known", "Eve knows at most", "q4", when=_BOUND)],
             tab="Figures"),
        Grid("Eve's share, at most, at {loss:f0} dB: each attack against one countermeasure", wide=True, screen_only=True,
             rows=[words for value, words in ATTACKS.items() if value != "0"], attack="attack",
             columns=["none", "meter", "coin", "roles", "60 dB", "decoys"],
             guards=[{key: float(value) for key, value in {**_BARE, **guard}.items()} for guard in GUARDS],
             eve="board.{a}.{g}", shown="board.{a}.{g}.shown",
             words={"lamp": "a lamp lights", "safe": "Eve knows less than 1 %", "eve": "no lamp, and Eve knows so many %",
                    "cell": "{row}, {column}: Eve's share", "lights": "{row}, {column}: lamps"}, tab="All attacks"),
        Curves("Clicks and Eve's share, if the line were longer or shorter",
               Axis(0, 30, [0, 5, 10, 15, 20, 30], "loss of the line in dB", format="int"),
               Axis(0, 1.25, [0, 0.25, 0.5, 0.75, 1], "share", format="pct0", format_table="pct"),
               [Series(f"ratio.{a}.of", "clicks, of those due", "q1", line="solid", when={"attack": a}) for a in "12345"]
               + [Series(f"known.{a}.of", "key that Eve knows" + ", at most" * (a == "4"), "q4", line="dashed", when={"attack": a})
                  for a in "12345"],
               wide=True, points=[Point("loss", "ratio.clicks", "{ratio.clicks:pct0}", name="clicks at this loss, of those due")],
               when={"attack": ["!=", "0"]}, tab="Loss"))
    line = (
        ({"attack": "0"}, "Nobody interferes."),
        ({"attack": "1"}, "Eve blinds both detectors, measures each pulse and commands Bob to find what she found."),
        ({"attack": "2"}, "Eve measures each pulse and sends on what she found as a pulse of a thousand photons."),
        ({"attack": "3"}, "Eve measures nothing: she hurries or delays each pulse, so that one detector hardly sees it."),
        *(({"attack": "4", "trojan.photons": [sign, 1]}, f"Eve shines light into Alice's modulator, and {{trojan.photons:{form}}} photons "
           "a pulse come back with the setting on them.") for sign, form in (("<", "ten"), (">=", "int"))),
        ({"attack": "5", "5.blocked": ["<", 1e-9]}, "Eve counts the photons of each pulse, and lets all of them pass, as no click may be "
                                                    "missing."),
        ({"attack": "5", "blocks": 1}, "Eve counts the photons of each pulse, keeps one of several and blocks some that are single."),
        ({"attack": "5", "5.blocked": [">", 1 - 1e-9]}, "Eve counts the photons of each pulse, blocks all that are single, and keeps one "
                                                        "photon of every other that she lets pass."),
        ({"some": 1}, "{seen.clicks:int} clicks in a million pulses, {due.clicks:int} due; QBER {seen.qber:pct}, {due.qber:pct} due."),
        ({"some": 0}, "Below the threshold nothing clicks, where {due.clicks:int} clicks in a million pulses are due."),
        ({"shown": 0, "known": ["<", 0.01], "attack": ["in", ["1", "2", "3", "5"]]},
         "No lamp lights, and Eve knows {known:pct2} of the key."),
        ({"shown": 0, "known": [">=", 0.01], **_TOLD}, "No lamp lights, and Eve knows {known:pct} of the key."),
        ({"shown": 0, "known": ["<", 0.01], **_BOUND}, "No lamp lights, and Eve knows at most {known:pct2} of the key."),
        ({"shown": 0, "known": [">=", 0.01], **_BOUND}, "No lamp lights, and Eve knows at most {known:pct} of the key."),
        ({"lamp.clicks": 1}, "The number of clicks gives her away."), ({"lamp.qber": 1}, "The errors give her away."),
        ({"lamp.double": 1}, "The double clicks give her away."), ({"lamp.meter": 1}, "The power meter rings."),
        ({"lamp.weak": 1}, "The weak pulses give her away."),
        ({"shown": 1, "some": 1}, "Whoever made a key all the same would leave her {known:pct} of it."),
        *(({"now.s": s}, f"Round {{t:int}}: Alice sends {ket},") for s, ket in enumerate(_NAMES)),
        *(({"attack": ["in", ["1", "2"]], "now.e": e}, f"Eve sends on {ket},") for e, ket in enumerate(_NAMES)),
        *(({"attack": "3", "now.v": v}, f"it comes {words},") for v, words in enumerate(("early", "late"))),
        *(({"now.b": b, "now.c": c}, f"Bob measures in {basis}: {words}.") for b, basis in enumerate("ZX")
          for c, words in enumerate(("detector 0 clicks", "detector 1 clicks", "both detectors click", "no detector clicks"))),
        ({"now.c": 2, "coin": False}, "He drops the round."), ({"now.c": 2, "coin": True}, "He notes {now.noted:int}, by a coin."))
    tasks = (
        Task("Eve blinds Bob's detectors and knows the whole key. Which lamp lights? Shorten the line until one does, then go back to "
             "10 dB, open “More settings”, and find the countermeasure that tells of her.", {}),
        Task("Eve's pulses have twice the threshold. Let some rounds play: when do both detectors click? And what becomes of the error "
             "rate once Bob no longer drops these rounds?", {"power": 2.0, "t": 1}),
        Task("Time shift: find under “More settings” what leaves Eve nothing, although no lamp lights. Then look at all attacks at once: "
             "is there one countermeasure for two of them?", {"attack": "3"}))
    paper = (
        Paper("Blinding on a line of 10 dB: no errors, the clicks that are due, and Eve knows all.", {}),
        Paper("The same on a line without loss: too few clicks.", {"loss": 0.0}),
        Paper("Bright pulses, with double clicks noted as random bits: errors.", {"attack": "2", "coin": True}))

    # Numbers of an attack begin with its own.
    @frame
    def due(self, loss):
        return {f"due.{key}": value for key, value in bench.due(loss).items()}

    @frame
    def blinded(self, loss, power, coin):
        found = bench.blinded(loss, power, coin)
        return {"rings": found.pop("rings"), **{f"1.{key}": value for key, value in found.items()}}

    @frame
    def bright(self, loss, coin):
        return {f"2.{key}": value for key, value in bench.bright(loss, coin).items()}

    @frame
    def shifted(self, loss, roles):
        return {f"3.{key}": value for key, value in bench.shifted(loss, roles).items()}

    @frame
    def trojan(self, loss, iso):
        found = bench.trojan(loss, iso)
        return {"trojan.photons": found.pop("photons"), **{f"4.{key}": value for key, value in found.items()}}

    @frame
    def split(self, loss, decoys):
        return {f"5.{key}": value for key, value in bench.split(loss, decoys).items()}

    @frame
    def board(self, loss):
        """Every attack against every single countermeasure."""
        out, due = {}, self.due(loss)
        for g, guard in enumerate(GUARDS):
            one = {**_BARE, **guard}
            found = {**self.blinded(loss, 1.2, one["coin"]), **self.bright(loss, one["coin"]), **self.shifted(loss, one["roles"]),
                     **self.trojan(loss, one["iso"]), **self.split(loss, one["decoys"])}
            for a in "12345":
                lamps = (abs(found[f"{a}.ratio"] - 1) > _OFF, found[f"{a}.qber"] > _MOST_ERRORS,
                         one["coin"] and found[f"{a}.double"] > _TIMES * due["due.double"], one["meter"] and a == "1" and found["rings"],
                         one["decoys"] and abs(found[f"{a}.weak"] / due["due.weak"] - 1) > _OFF)
                out |= {f"board.{a}.{g}": found[f"{a}.known"], f"board.{a}.{g}.shown": any(lamps)}
        return out

    @frame
    def odds(self, attack, power):
        return bench.odds(attack, power)

    def counted(self, state, known):
        return {f"now.{key}": value for key, value in bench.play(state, known).items()}

    def derive(self, n):
        def of(key):
            return n.first(((n["attack"] == int(a), n[f"{a}.{key}"]) for a in "12345"), n[f"due.{key}"])

        for key in _SEEN:
            n[f"seen.{key}" if key != "known" else key] = of(key)
        n["one"], n["limit"] = 1.0, _MOST_ERRORS
        n["blocks"] = n.flag(n["5.blocked"] > 1e-9) * n.flag(n["5.blocked"] < 1 - 1e-9)
        n["ratio.clicks"], n["ratio.weak"] = n["seen.clicks"] / n["due.clicks"], n["seen.weak"] / n["due.weak"]
        n["some"] = n.flag(n["seen.clicks"] > 1e-9)
        n["lamp.clicks"], n["lamp.qber"] = n.flag(n.abs(n["ratio.clicks"] - 1) > _OFF), n.flag(n["seen.qber"] > _MOST_ERRORS)
        n["lamp.double"] = n["coin"] * n.flag(n["seen.double"] > _TIMES * n["due.double"])
        n["lamp.meter"] = n["meter"] * n.where(n["attack"] == 1, n["rings"], 0)
        n["lamp.weak"] = n["decoys"] * n.flag(n.abs(n["ratio.weak"] - 1) > _OFF)
        n["shown"] = n.max(*(n[f"lamp.{key}"] for key in ("clicks", "qber", "double", "meter", "weak")))
