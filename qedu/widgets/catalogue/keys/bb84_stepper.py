"""BB84 stepper (chapter C06): play Alice, Bob or Eve, photon by photon or by the hundred."""

import math
import re

import qedu
from qedu import attacks, protocols, states
from qedu.widgets import Bar, Bars, Choice, Fact, Facts, Hidden, Paper, Range, Seed, Switch, Task, Widget, dice, frame, scene

Log = scene("bb84-log", "names silence ack bases keep none test answer untested verdict letters")
Moves = scene("bb84-moves", "most kets words angles prompts moves coin hundred gone next again")
Rounds = scene("bb84-rounds", "kets letters bits signs words angles yes no pass_ here round last empty names rows legend")
Seat = scene("bb84-seat", "chair chairs steps phases")
Stage = scene("bb84-stage", "names you basis bit pass_ empty angles kets letters error equal dropped kept here unknown")

_MOST, _SHOWN = 500, 16
_PHASES = ("send", "ack", "bases", "sift", "test")
#: What Eve may do to one photon; the number of each is its place here.
_EVE = ("off", "z", "x", "breidbart")
#: Ket, sign and words of Alice's and Bob's states (2 · basis + bit), then Eve's halfway states.
_STATES = (("|0⟩", "↔", "horizontal"), ("|1⟩", "↕", "vertical"), ("|+⟩", "⤢", "+45°"),
           ("|−⟩", "⤡", "−45°"), ("|β₀⟩", "22.5°", "22.5°"), ("|β₁⟩", "112.5°", "112.5°"))
_KETS = tuple(ket for ket, _, _ in _STATES)
_BASES = ("Z", "X", "B")


def _angle(ket):
    """Polarisation angle in degrees: half the angle on the X–Z circle."""
    x, _, z = states.bloch_vector(ket)
    return math.degrees(math.atan2(x, z)) / 2 % 180


_ANGLES = [_angle(ket) for axis in ("Z", "X", (1, 0, 1)) for ket in states.basis(axis)]


def _run(kind):
    return qedu.exchange(protocols.bb84(), attack=None if kind == "off" else attacks.intercept_resend(basis=kind))


def _knowledge(kind, table):
    """Once the bases are public: how sure Eve is of Alice's bit, whatever her record."""
    out = {}
    for x in (0, 1):
        for e in (0, 1):
            bit = table[x, :, min(e, table.shape[2] - 1), x, :].sum(axis=1)      # letting pass, she has one record
            out[f"know.{kind}.{x}{e}"] = bit.max() / bit.sum()
    return out


def _outcomes(kind, table):
    """Odds of Eve's record and Bob's bit, for Alice's state and Bob's basis."""
    out = {}
    for x, a, y in ((x, a, y) for x in (0, 1) for a in (0, 1) for y in (0, 1)):
        cells = table[x, a, :, y, :]
        for e, b in ((e, b) for e in (0, 1) for b in (0, 1)):
            out[f"p.{kind}.{x}{a}{y}.{2 * e + b}"] = cells[e, b] / cells.sum() if e < len(cells) else 0.0
    return out


def _play(state, odds):
    """All rounds of a run: the reader's choices, and dice for the rest."""
    letters = state["moves"].replace("C", "r" * 100)[:_MOST]
    draws = {name: dice.mulberry32(dice.start(state["seed"], name), len(letters)).tolist()
             for name in ("alice.basis", "alice.bit", "eve.basis", "photon", "bob.basis", "test")}

    def edge(p):
        return math.floor(round(p, 10) * 2 ** 32 + 0.5)

    rounds = []
    for i, letter in enumerate(letters):
        x, a, y, toss = (int(draws[name][i] >= edge(odds[f"coin.{key}"])) for name, key in (
            ("alice.basis", "x"), ("alice.bit", "a"), ("bob.basis", "y"), ("eve.basis", "e")))
        kind = {"off": 0, "random": 1 + toss, "z": 1, "breidbart": 3}[state["attack"]]
        if letter in "hvda":
            x, a = divmod("hvda".index(letter), 2)
        elif letter in "zx":
            y = "zx".index(letter)
        elif letter in "PZXB":
            kind = "PZXB".index(letter)
        total, cell = 0.0, 0
        for cell in range(4):
            total += round(odds[f"p.{kind}.{x}{a}{y}.{cell}"], 10)
            if cell == 3 or draws["photon"][i] < edge(total):
                break
        e, b = divmod(cell, 2)
        kept = int(odds[f"sift.{x}{y}"])
        rounds.append({"x": x, "a": a, "k": kind, "e": e, "y": y, "b": b, "kept": kept,
                       "error": int(kept and a != b),
                       "test": int(kept and draws["test"][i] < 2 ** 31),
                       "know": odds[f"know.{kind}.{x}{e}"]})
    return rounds


def _look(state, rounds, first):
    """The round looked at, as far as the reader may see it."""
    if not rounds:
        return {"look.round": 0, "look.alice": 9, "look.eve": 9, "look.bob": 9, "look.end": 0, "look.test": 0}
    number = max(first + 1, len(rounds) - _SHOWN + state["look"])
    r, phase, show, role = rounds[number - 1], _PHASES.index(state["phase"]), state["show"], state["role"]
    tested = bool(r["test"]) and phase == 4

    def known(who, basis, bit):
        return 2 * basis + bit if show or role == who or tested else 4 + basis if phase >= 2 else 6

    eve = 7 if not show and role != "eve" else 2 * (r["k"] - 1) + r["e"] if r["k"] else 6
    end = 0 if phase < 3 else 1 if not r["kept"] else 3 + r["error"] if show or tested else 2
    return {"look.round": number, "look.alice": known("alice", r["x"], r["a"]), "look.eve": eve,
            "look.bob": known("bob", r["y"], r["b"]), "look.end": end, "look.test": int(tested)}


def _rows(*rows):
    return [dict(zip(("cell", "label", "short"), row)) for row in rows]


class Bb84Stepper(Widget):
    """BB84 with one chair for the reader; the messages are read out in their order."""

    title = "BB84, step by step"
    caption = ("Eve has to choose a basis while the photon is there. The bases are announced when that is "
               "too late. She sends on the state that she found, and if she measures every photon, about "
               "one kept bit in four is wrong. The log holds bases and positions. Bits appear in it only "
               "for the test sample, and those leave the key. The bits are coin tosses: they make a key, "
               "not a message.")
    leaves_out = ("Each pulse is one photon, none is lost, and every error is Eve's. She may measure each "
                  "photon and send on what she found, no more. The public channel is authenticated: Eve "
                  "reads it and cannot change it. Each kept bit is tested with probability ½. Nothing is "
                  "corrected or shortened afterwards. The first coins come from seed 84, which was not "
                  "picked for its result: so few bits scatter about what is expected.")
    controls = (
        Hidden("role", "eve", "alice|bob|eve"), Hidden("phase", "sift", "|".join(_PHASES)),
        Hidden("moves", "r" * _SHOWN, "[hvdazxPZXBrC]{0,240}"),
        Range("look", "Round to look at", 1, _SHOWN, 1, 11, readout="{look.round:int} of {rounds:int}"),
        Choice("attack", "Eve, where you do not choose for her",
               {"off": "lets photons pass", "random": "random: Z or X", "z": "always Z",
                "breidbart": "Breidbart: halfway"}, "random", select=True),
        Switch("show", "Show everything, also what you cannot know", True), Seed(default=84))
    views = (
        Seat("", wide=True, screen_only=True, chair="You are",
             chairs={"alice": "Alice", "bob": "Bob", "eve": "Eve"}, steps="What has happened so far",
             phases={"send": "Photons fly", "ack": "Bob: “all measured”", "bases": "Bases are named",
                     "sift": "Bits are sifted", "test": "A sample is tested"}, tab="Photon"),
        Stage("The photon on its way", wide=True, names=["Alice", "Eve", "Bob"],
              you="{name} (you)", basis="basis {letter}", bit="bit {bit}", pass_="lets pass",
              empty="no photon yet", angles=_ANGLES, kets=_KETS, letters=_BASES, error="error", equal="bits equal",
              dropped="dropped", kept="kept", here="round", unknown="not known", tab="Photon"),
        Moves("", wide=True, screen_only=True, most=_MOST, kets=_KETS, angles=_ANGLES,
              words=[words for _, _, words in _STATES],
              prompts={"alice": "Photon {n}: which state do you send?",
                       "bob": "Photon {n}: in which basis do you measure?",
                       "eve": "Photon {n} is on the line: what do you do with it?"},
              moves={"alice": [["h", ""], ["v", ""], ["d", ""], ["a", ""]],
                     "bob": [["z", "measure in Z"], ["x", "measure in X"]],
                     "eve": [["Z", "measure in Z"], ["X", "measure in X"], ["B", "measure halfway"],
                             ["P", "let it pass"]]}, coin="by coin toss", hundred="100 by coin toss",
              gone="Bob has measured. What reached him can no longer be changed.",
              next={"send": "Next: Bob says that he has measured", "ack": "Next: the bases are named",
                    "bases": "Next: sift", "sift": "Next: test a sample and drop it"}, again="New run",
                    tab="Photon"),
        Rounds("The rounds", wide=True, kets=_KETS, letters=_BASES, angles=_ANGLES, bits="{ket} {sign} {words}",
               signs=[sign for _, sign, _ in _STATES], words=[words for _, _, words in _STATES], yes="yes",
               no="no", pass_="lets pass", here="round looked at", round="round",
               last="The last {shown} of {n} rounds.", empty="No round yet.",
               names={"x": "Alice's basis", "a": "Alice's bit, state", "k": "Eve measures in",
                      "e": "Eve finds, sends on", "know": "Eve's guess is right with", "y": "Bob's basis",
                      "b": "Bob's bit, state", "kept": "kept", "error": "bits differ", "test": "in the test"},
               rows=_rows(("x", "Alice: basis", "A: basis"), ("a", "bit", "bit"), ("sent", "sends", "sends"),
                          ("k", "Eve: basis", "E: basis"), ("found", "finds", "finds"),
                          ("know", "guess right, %", "right, %"), ("y", "Bob: basis", "B: basis"),
                          ("seen", "sees", "sees"), ("b", "bit", "bit"), ("kept", "kept", "kept"),
                          ("test", "tested", "tested"), ("key", "key", "key")),
               legend={"kept": "kept", "error": "kept, and the bits differ", "test": "published in the test",
                       "hidden": "not known to you"}, tab="Rounds"),
        Bars("What the bits show",
             [*(Bar("qber", "QBER: {errors:int} of {kept:int} bits with equal bases differ" + more, "q2",
                    name="QBER of all bits with equal bases", low="qber.low", high="qber.high",
                    when={"show": True, "kept": [">", 0], "by_hand": by_hand}, **tick)
                for by_hand, more, tick in (([">", 0], "", {}),
                                            (0, " (tick: exactly {expected:pct})",
                                             {"mark": "expected", "mark_label": "exact QBER of this Eve"}))),
              Bar("test.qber", "test sample: {test.errors:int} of {test.n:int} differ", "q2",
                  name="QBER of the test sample", low="test.low", high="test.high",
                  when={"phase": "test", "test.n": [">", 0]}),
              Bar("eve.share", "Eve measured {eve.kept:int}, {eve.right:int} right", "q4",
                  name="Eve's guesses right", low="eve.low", high="eve.high",
                  when={"show": True, "eve.kept": [">", 0]})], when={"bars": 1}, tab="Result"),
        Facts("From photons to key bits",
              [Fact("rounds", "photons sent", "int"),
               Fact("kept", "kept in sifting", "int", when={"phase": ["in", ["sift", "test"]]}),
               Fact("test.n", "published in the test, dropped", "int", when={"phase": "test"}),
               Fact("key.n", "left for the key", "int", when={"phase": "test"})], tab="Result"),
        Log("The public channel: all that Eve hears", wide=True, names=["Alice", "Bob", "Both"],
            silence="Nothing has been said yet.", ack="I have measured {n} photons.",
            bases="my bases were {letters}", keep="we keep rounds {list}", none="we keep no round",
            test="test rounds {list}. My bits there are {bits}", answer="mine there are {bits}",
            untested="no round was drawn for the test",
            verdict="{k} of {n} differ. These {n} bits leave the key.", letters=_BASES, tab="Channel"))
    line = (
        ({"rounds": 0}, "No photon has been sent yet."), ({"rounds": [">", 0]}, "Round {look.round:int}:"),
        *(({"look.alice": i, "role": role}, f"{who} sent {ket}.")
          for role, who in (("alice", "you"), (["in", ["bob", "eve"]], "Alice")) for i, ket in enumerate(_KETS[:4])),
        *(({"look.alice": 4 + i}, f"Alice used {basis}, her bit is not known to you.")
          for i, basis in enumerate("ZX")),
        ({"look.alice": 6}, "Alice's basis and bit are not known to you."),
        *(({"look.eve": 2 * k + e, "role": role},
           f"{who} measured {('in Z', 'in X', 'halfway')[k]}, found {_KETS[2 * k + e]} and sent that on.")
          for role, who in (("eve", "You"), (["in", ["alice", "bob"]], "Eve")) for k in range(3) for e in (0, 1)),
        ({"look.eve": 6, "role": "eve"}, "You let it pass."),
        ({"look.eve": 6, "role": ["in", ["alice", "bob"]]}, "Eve let it pass."),
        ({"look.eve": 7}, "Whether Eve touched it is not known to you."),
        *(({"look.bob": i, "role": role}, f"{who} measured in {_BASES[i // 2]} and saw {_KETS[i]}.")
          for role, who in (("bob", "You"), (["in", ["alice", "eve"]], "Bob")) for i in range(4)),
        *(({"look.bob": 4 + i}, f"Bob used {basis}, his bit is not known to you.")
          for i, basis in enumerate("ZX")), ({"look.bob": 6}, "Bob's basis and bit are not known to you."),
        ({"look.end": 1}, "The bases differ, so the round is dropped."),
        ({"look.end": 2}, "The bases are equal, so the round is kept."),
        ({"look.end": 3}, "The bases are equal and so are the bits."),
        ({"look.end": 4}, "The bases are equal and the bits differ: an error."),
        ({"look.test": 1}, "It was tested in public and is no key bit any more."),
        ({"rounds": [">", 0], "phase": ["in", ["sift", "test"]]},
         "{rounds:int} photons sent, {kept:int} kept."),
        ({"rounds": [">", 0], "phase": ["in", ["send", "ack", "bases"]]}, "{rounds:int} photons sent."),
        ({"show": True, "kept": 0}, "Nothing can be kept yet, so there is no QBER."),
        ({"show": True, "kept": [">", 0]}, "QBER {qber:pct}: {errors:int} of {kept:int} bits with equal "
                                           "bases differ (95 % interval {qber.low:pct} to {qber.high:pct})."),
        ({"show": False, "phase": ["!=", "test"]}, "No bit has been compared, so no QBER is known."),
        ({"phase": "test", "test.n": [">", 0]},
         "The test finds {test.errors:int} of {test.n:int} bits different: {test.qber:pct} (95 % interval "
         "{test.low:pct} to {test.high:pct}). {key.n:int} bits are left for the key."),
        ({"phase": "test", "test.n": 0}, "No bit was drawn for the test."))
    tasks = (
        Task("You are Eve, and have measured one photon. Measure nine more, one by one, then step through "
             "the messages. When do you learn which of your bases were right, and what can you still do "
             "then?", {"moves": "Z", "phase": "send", "show": False, "attack": "off", "look": _SHOWN}),
        Task("You are Bob, and 100 photons have been tested. Read the error rate of the sample. Then let "
             "Eve pass all photons, with the same coins, and compare.",
             {"role": "bob", "moves": "C", "phase": "test", "show": False, "look": _SHOWN}),
        Task("Read the log line by line. Which bits has Eve heard? Which bits are left for the key, and why "
             "did the tested ones have to go?", {"phase": "test"}))
    paper = (
        Paper("Nobody listens: all kept bits agree.", {"attack": "off"}),
        Paper("Eve measures each photon in Z or X at random. The same coins, but two of the kept bits "
              "differ.", {}),
        Paper("The same run as Bob knows it, after the test.",
              {"role": "bob", "phase": "test", "show": False}))

    @frame
    def odds(self):
        """Every probability that the stepper rolls, read off the tables of four exchanges."""
        tables = [_run(kind).table.values for kind in _EVE]              # x, a, Eve's record, y, b
        free, both = tables[0], _run("random").table
        out = {"coin.x": free[0].sum(), "coin.a": free[:, 0].sum(), "coin.y": free[:, :, :, 0].sum(),
               "coin.e": sum(float(both.sel(eve=record).sum()) for record in ("Z0", "Z1"))}
        for kind, table in enumerate(tables):
            out |= _knowledge(kind, table) | _outcomes(kind, table)
        protocol = protocols.bb84()
        return out | {f"sift.{x}{y}": protocol.sift(alice, 0, bob, 0) is not None
                      for x, alice in enumerate(protocol.alice) for y, bob in enumerate(protocol.bob)}

    @frame
    def exact(self, attack):
        return {"expected": _run(attack).qber}

    def counted(self, state, known):
        rounds = _play(state, known)
        kept = [r for r in rounds if r["kept"]]
        tested, touched = [r for r in kept if r["test"]], [r for r in kept if r["k"]]
        first = max(0, len(rounds) - _SHOWN)
        shown = {f"r{number}.{key}": value for number, r in enumerate(rounds[first:], first + 1)
                 for key, value in r.items()}
        return {**shown, **_look(state, rounds, first), "rounds": len(rounds),
                "by_hand": len(re.sub("[rC]", "", state["moves"])), "kept": len(kept),
                "errors": sum(r["error"] for r in kept), "test.n": len(tested),
                "test.errors": sum(r["error"] for r in tested), "key.n": len(kept) - len(tested),
                "eve.kept": len(touched), "eve.right": sum(r["e"] == r["a"] for r in touched),
                "bars": bool(state["show"] and kept or state["phase"] == "test" and tested)}

    def derive(self, n):
        for name, value, k, total in (("qber", "qber", "errors", "kept"),
                                      ("test", "test.qber", "test.errors", "test.n"),
                                      ("eve", "eve.share", "eve.right", "eve.kept")):
            n[value], n[f"{name}.low"], n[f"{name}.high"] = n.wilson(n[k], n[total])
