"""BB84 stepper (chapter C06): photon by photon, with an Eve who may be there, until Bob decides."""

import itertools
import math

from qedu import rates, states
from qedu.widgets import Bar, Bars, Choice, Fact, Facts, Hidden, Paper, Range, Ref, Seed, Sweep, Switch, Task, Widget, frame, scene
from qedu.widgets import bb84_game as game

Bench = scene("bb84-bench", "names you basis bit pass_ empty angles kets letters error equal dropped kept here unknown symbols "
              "abort rate quantities none compared panels wrong picture places counters")
Log = scene("bb84-log", "names silence ack bases keep none test answer untested verdict letters")
Moves = scene("bb84-moves", "most kets words angles prompts moves coin hundred said next publish amounts decide again")
Rounds = scene("bb84-rounds", "kets letters bits signs words angles yes no pass_ here round last empty names rows legend")

#: What the key encrypts, one bit for each place.
_PICTURE = ("................", "..####..........", ".##..##.........", ".#....##########",
            ".#....##########", ".##..##....#..#.", "..####.....#..#.", "................")
#: Ket, sign and words of Alice's and Bob's states (2 · basis + bit), then Eve's halfway states.
_STATES = (("|0⟩", "↔", "horizontal"), ("|1⟩", "↕", "vertical"), ("|+⟩", "⤢", "+45°"),
           ("|−⟩", "⤡", "−45°"), ("|β₀⟩", "22.5°", "22.5°"), ("|β₁⟩", "112.5°", "112.5°"))
_KETS = tuple(ket for ket, _, _ in _STATES)
_BASES = ("Z", "X", "B")
#: The share of wrong bits above which Alice and Bob stop.
_LIMIT = rates.threshold(rates.bb84)
_OVER = {"phase": ["in", ["key", "stop"]]}
_OPEN = {"phase": ["in", ["send", "ack", "bases", "sift"]]}


def _angle(ket):
    """Polarisation angle in degrees: half the angle on the X–Z circle."""
    x, _, z = states.bloch_vector(ket)
    return math.degrees(math.atan2(x, z)) / 2 % 180


_ANGLES = [_angle(ket) for axis in ("Z", "X", (1, 0, 1)) for ket in states.basis(axis)]


def _rows(*rows):
    return [dict(zip(("cell", "label", "short"), row)) for row in rows]


class Bb84Stepper(Widget):
    """BB84 with one chair for the reader, a line that may be tapped, and a decision at the end."""

    title = "BB84, photon by photon"
    caption = ("Bits are compared in public only after all photons are gone, and each bit that is compared is lost to the key. So Bob "
               "has to decide on few bits: the band is a 95 % interval about the error rate that he has found, the dashed line the rate "
               "above which he stops. Afterwards the simulation shows what nobody can see in a laboratory: whether Eve was there and "
               "how many bits of the key she would have had right. The key then encrypts a small picture, one bit for each place.")
    leaves_out = ("Each pulse is one photon and none is lost. The line turns 3 % of the bits, whoever listens. Eve, where the seed decides "
                  "whether she is there, measures each photon in Z or X by a coin and sends on what she found; she has better attacks. "
                  "The public channel is authenticated: Eve reads it and cannot change it. At 11.0 % the usual key rate ends, for very "
                  "long keys; a careful test of few bits has to stay well below it. Nothing is corrected or shortened afterwards, "
                  "although a real key needs both, and so the picture shows all errors. The first coins come from seed 84, which was "
                  "not picked for its result.")
    controls = (
        Choice("role", "You are", {"alice": "Alice", "bob": "Bob", "eve": "Eve"}, "bob"),
        Hidden("phase", "send", "|".join(game.PHASES)), Hidden("moves", "", "[hvdazxPZXBrC]{0,240}"),
        Hidden("compared", "0", "[0-9]{1,3}"),
        Range("look", "Round to look at", 1, game.SHOWN, 1, game.SHOWN, readout="{look.round:int} of {rounds:int}"),
        Choice("attack", "Eve, unless you play her",
               {"maybe": "there or not: a secret", "off": "lets photons pass", "random": "random: Z or X", "z": "always Z",
                "breidbart": "Breidbart: halfway"}, "maybe", select=True),
        Switch("show", "Show what you cannot know", False),
        Seed(default=84, button="New game", resets=("moves", "phase", "compared", "look", "show")))
    folded = ("attack",)
    # What the first 1, 2, … published bits say; "wrong" is counted, the others follow.
    sweeps = tuple(Sweep(name, tuple(range(1, game.MOST // 2 + 1))) for name in ("wrong", "run.rate", "run.low", "run.high"))
    views = (
        Bench("", wide=True, names=["Alice", "Eve", "Bob"], you="{name} (you)", basis="basis {letter}", bit="bit {bit}",
              pass_="lets it pass", empty="no photon yet", angles=_ANGLES, kets=_KETS, letters=_BASES, error="kept, and the bits differ",
              equal="kept, and the bits are equal", dropped="dropped: different bases", kept="kept: equal bases", here="round",
              unknown="not known to you", symbols=("alice", "bob", "eve", "laser", "plate", "splitter", "detector"),
              abort="stop above {limit:pct}", rate="{test.errors:int} of {test.n:int} published differ: {test.qber:pct}",
              quantities={"test.qber": "error rate of the published bits", "test.low": "lower end of its interval",
                          "test.high": "upper end of its interval"},
              none="No bit has been published yet.", compared="{n} published",
              panels={"sent": "Alice's picture", "air": "on the air", "bob": "Bob reads", "eve": "Eve reads"},
              wrong="{n} of {sent} wrong", picture=_PICTURE,
              places={"text": "{picture.sent:int} of {size} places have a key bit; where none was left, nothing is sent.",
                      "label": "places of the picture that are sent", "wrong": "wrong places"},
              counters=[["rounds", "sent"], ["sifted", "kept"], ["test.n", "public"], ["left", "left"]], tab="Photon"),
        Moves("", wide=True, screen_only=True, most=game.MOST, kets=_KETS, angles=_ANGLES,
              words=[words for _, _, words in _STATES],
              prompts={"alice": "Photon {n}: which state do you send?",
                       "bob": "Photon {n}: in which basis do you measure?",
                       "eve": "Photon {n} is on the line: what do you do with it?"},
              moves={"alice": [["h", ""], ["v", ""], ["d", ""], ["a", ""]],
                     "bob": [["z", "measure in Z"], ["x", "measure in X"]],
                     "eve": [["Z", "measure in Z"], ["X", "measure in X"], ["B", "measure halfway"],
                             ["P", "let it pass"]]}, coin="by coin toss", hundred="100 by coin toss",
              said={"ack": "Bob has said that all {n} photons are measured. What reached him can no longer be changed.",
                    "bases": "The bases have been named, Eve has heard them too. Where they differ, the round is of no use.",
                    "sift": "{kept} rounds with equal bases are kept. Nobody knows yet how many of these bits are wrong.",
                    "test": "{left} bits are left for a key. Publish more, or decide.",
                    "key": "You made a key of {left} bits.", "stop": "You stopped. This is what the key would have done."},
              next={"send": "Enough: go on", "ack": "Name the bases", "bases": "Keep the equal ones",
                    "sift": "Compare some bits"},
              publish="publish {n} more", amounts=[1, 10, 50], decide={"key": "Make a key", "stop": "Stop"}, again="New game",
              tab="Photon"),
        Rounds("The rounds", wide=True, screen_only=True, kets=_KETS, letters=_BASES, angles=_ANGLES, bits="{ket} {sign} {words}",
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
             [Bar("test.qber", "published: {test.errors:int} of {test.n:int} differ", "q2",
                  name="error rate of the published bits", low="test.low", high="test.high",
                  when={"published": 1, "test.n": [">", 0]}),
              Bar("qber", "all that were kept: {errors:int} of {kept:int} differ", "q2",
                  name="error rate of all bits with equal bases", low="qber.low", high="qber.high", mark="expected",
                  mark_label="exact error rate of such a line", when={"open": 1, "kept": [">", 0]})],
             refs=[Ref("limit", "stop above {limit:pct}", name="error rate above which Alice and Bob stop")],
             when={"bars": 1}, tab="Result"),
        Bars("What Eve has", [Bar("key.share", "{key.eve:int} of {key.n:int} key bits right", "q4", name="Eve's share of the key bits",
                                  low="key.low", high="key.high")], when={"open": 1, "key.n": [">", 0]}, tab="Result"),
        Facts("From photons to key bits",
              [Fact("rounds", "photons sent", "int"),
               Fact("kept", "kept in sifting", "int", when={"phase": ["in", list(game.PHASES[3:])]}),
               Fact("test.n", "published in the test, dropped", "int", when={"phase": ["in", list(game.PHASES[4:])]}),
               Fact("key.n", "left for a key", "int", when={"phase": ["in", list(game.PHASES[4:])]})], tab="Result"),
        Log("The public channel: all that Eve hears", wide=True, screen_only=True, names=["Alice", "Bob", "Both"],
            silence="Nothing has been said yet.", ack="I have measured {n} photons.",
            bases="my bases were {letters}", keep="we keep rounds {list}", none="we keep no round",
            test="test rounds {list}. My bits there are {bits}", answer="mine there are {bits}",
            untested="no round has been published for the test",
            verdict="{k} of {n} differ. These {n} bits leave the key.", letters=_BASES, tab="Channel"))
    line = (
        ({"rounds": 0}, "No photon has been sent yet."),
        ({"phase": "test", "test.n": [">", 0]},
         "{test.errors:int} of {test.n:int} published bits differ, which is {test.qber:pct} (95 % interval {test.low:pct} to "
         "{test.high:pct})."),
        ({"phase": "test", "test.n": [">", 0], "test.low": [">", _LIMIT]}, "All of the interval is above the line at {limit:pct}."),
        ({"phase": "test", "test.n": [">", 0], "test.high": ["<", _LIMIT]}, "All of the interval is below the line at {limit:pct}."),
        ({"phase": "test", "test.n": [">", 0], "test.low": ["<=", _LIMIT], "test.high": [">=", _LIMIT]},
         "The line at {limit:pct} is still inside the interval."),
        ({"phase": "test", "test.n": 0}, "No bit has been published, so no error rate is known."),
        ({"phase": "key", "there": 1}, "You made a key of {key.n:int} bits, and Eve, who had measured {eve.touched:int} of {rounds:int} "
                                       "photons, has {key.eve:int} of them right."),
        ({"phase": "key", "there": 0}, "You made a key of {key.n:int} bits, and nobody had touched a photon. Whoever guesses has "
                                       "{key.eve:int} of them right, about one half."),
        ({"phase": "stop", "there": 1}, "You stopped, and rightly: Eve had measured {eve.touched:int} of {rounds:int} photons and would "
                                        "have had {key.eve:int} of {key.n:int} key bits right."),
        ({"phase": "stop", "there": 0}, "You stopped although nobody had touched a photon. That caution cost a key of {key.n:int} bits."),
        ({**_OVER, "test.n": [">", 0]}, "You had published {test.n:int} bits, of which {test.errors:int} differed."),
        ({**_OVER, "key.wrong": [">", 0]}, "Of the rest {key.wrong:int} are wrong at Bob's, and error correction would have to mend them."),
        ({"rounds": [">", 0], **_OPEN}, "Round {look.round:int}:"),
        *(({"look.alice": i, "role": role, **_OPEN}, f"{who} sent {ket}.")
          for role, who in (("alice", "you"), (["in", ["bob", "eve"]], "Alice")) for i, ket in enumerate(_KETS[:4])),
        *(({"look.alice": 4 + i, **_OPEN}, f"Alice used {basis}, her bit is not known to you.")
          for i, basis in enumerate("ZX")),
        ({"look.alice": 6, **_OPEN}, "Alice's basis and bit are not known to you."),
        *(({"look.eve": 2 * k + e, "role": role, **_OPEN},
           f"{who} measured {('in Z', 'in X', 'halfway')[k]}, found {_KETS[2 * k + e]} and sent that on.")
          for role, who in (("eve", "You"), (["in", ["alice", "bob"]], "Eve")) for k in range(3) for e in (0, 1)),
        ({"look.eve": 6, "role": "eve", **_OPEN}, "You let it pass."),
        ({"look.eve": 6, "role": ["in", ["alice", "bob"]], **_OPEN}, "Eve let it pass."),
        ({"look.eve": 7, **_OPEN}, "Whether Eve touched it is not known to you."),
        *(({"look.bob": i, "role": role, **_OPEN}, f"{who} measured in {_BASES[i // 2]} and saw {_KETS[i]}.")
          for role, who in (("bob", "You"), (["in", ["alice", "eve"]], "Bob")) for i in range(4)),
        *(({"look.bob": 4 + i, **_OPEN}, f"Bob used {basis}, his bit is not known to you.")
          for i, basis in enumerate("ZX")), ({"look.bob": 6, **_OPEN}, "Bob's basis and bit are not known to you."),
        ({"look.end": 1, **_OPEN}, "The bases differ, so the round is dropped."),
        ({"look.end": 2, **_OPEN}, "The bases are equal, so the round is kept."),
        ({"look.end": 3, **_OPEN}, "The bases are equal and so are the bits."),
        ({"look.end": 4, **_OPEN}, "The bases are equal and the bits differ: an error."))
    tasks = (
        Task("You are Bob. Take 200 photons by coin toss, publish bits ten at a time and decide. Play five games: how often were you "
             "right, and how long were your keys?", {"moves": "CC", "phase": "send"}),
        Task("You are Eve, and have measured one photon. Measure nine more, one by one, then step through "
             "the messages. When do you learn which of your bases were right, and what can you still do "
             "then?", {"role": "eve", "moves": "Z", "attack": "off"}),
        Task("Somebody made a key although Eve had measured every photon halfway between the bases. Compare what she reads of the picture "
             "with a game in which she measures in Z or X.", {"moves": "CCC", "phase": "key", "compared": "20", "attack": "breidbart"}))
    paper = (
        Paper("One photon has arrived, and Bob knows only what he saw himself.", {"moves": "x"}),
        Paper("Of 300 photons 40 bits have been published. Bob has to decide.",
              {"moves": "CCC", "phase": "test", "compared": "40", "attack": "off"}),
        Paper("A key was made in spite of Eve, who had measured each photon.",
              {"moves": "CCC", "phase": "key", "compared": "20", "attack": "random"}))

    @frame
    def odds(self):
        """Every probability that the stepper rolls, and the line above which one stops."""
        return {**game.odds(), "limit": _LIMIT}

    def counted(self, state, known):
        rounds, published = game.play(state, known)
        phase, kept = game.PHASES.index(state["phase"]), [r for r in rounds if r["kept"]]
        key, first = [r for r in kept if not r["test"]], max(0, len(rounds) - game.SHOWN)
        wrong = list(itertools.accumulate((rounds[i]["error"] for i in published), initial=0))      # of the first 0, 1, 2, …
        places, is_open = key[:len("".join(_PICTURE))], state["show"] or phase > 4
        shown = {f"r{number}.{name}": value for number, r in enumerate(rounds[first:], first + 1)
                 for name, value in r.items() if name[0] != "_"}
        running = {f"wrong@{m}": wrong[min(m, len(published))] for m in range(1, game.MOST // 2 + 1)}
        return {**shown, **game.look(state, rounds, first), **running, "rounds": len(rounds), "kept": len(kept),
                "errors": sum(r["error"] for r in kept), "test.n": len(published), "test.errors": wrong[-1],
                "key.n": len(key), "key.wrong": sum(r["error"] for r in key), "key.eve": sum(r["_guess"] == r["a"] for r in key),
                "eve.touched": sum(r["k"] > 0 for r in rounds), "there": any(r["k"] for r in rounds),
                "sifted": len(kept) if phase > 2 else 0, "left": len(key) if phase > 2 else 0, "picture.sent": len(places),
                "picture.bob": sum(r["error"] for r in places),
                "picture.eve": sum(r["_guess"] != r["a"] for r in places),
                "expected": known[f"exact.{game.attack_of(state)}"], "published": phase >= 4, "open": is_open,
                "bars": bool(is_open and kept or published)}

    def derive(self, n):
        for name, value, k, total in (("qber", "qber", "errors", "kept"),
                                      ("test", "test.qber", "test.errors", "test.n"),
                                      ("key", "key.share", "key.eve", "key.n")):
            n[value], n[f"{name}.low"], n[f"{name}.high"] = n.wilson(n[k], n[total])
        for part, name in enumerate(("rate", "low", "high")):
            n.curve(f"run.{name}", lambda m, part=part: n.wilson(n.at("wrong", m), n.min(m, n["test.n"]))[part])
