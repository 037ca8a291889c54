"""E91 room (chapter C07): directions at random, the key where they match, and S to watch over it."""

import qedu
from qedu import attacks, entanglement, protocols
from qedu.content.symbols import load as symbols
from qedu.widgets import Bar, Bars, Choice, Column, Count, Dice, Paper, Range, Ref, Seed, Sheet, Switch, Tally, Task, Widget, frame, scene
from qedu.widgets.formula import Z95

PairGrid = scene("pair-grid", "rows columns cells uses")
PairRoom = scene("pair-room", "dice sides fates eves spots words symbols")

_EVES = {"none": "nobody", "z": "measures in Z", "random": "in a random key direction",
         "source": "is the source herself"}
_MAKE = {"none": attacks.none, "z": lambda: attacks.intercept_resend(basis="z"),
         "random": attacks.intercept_resend, "source": attacks.at_source}
_E91 = protocols.e91()
_ALICE, _BOB = tuple(_E91.alice), tuple(_E91.bob)
_PAIRS = tuple((i, j) for i in range(3) for j in range(3))
_BELL = {(_ALICE.index(a), _BOB.index(b)): sign for (a, b), sign in _E91.bell.items()}
_KEY = tuple((i, j) for i, j in _PAIRS if _E91.sift(_ALICE[i], 0, _BOB[j], 0) is not None)
_CELLS = tuple((i, j, a, b) for i, j in _PAIRS for a in (0, 1) for b in (0, 1))
_USES = ("key", "bell", "rest")


def _use(i, j):
    return 0 if (i, j) in _KEY else 1 if (i, j) in _BELL else 2


def _named(wanted=lambda i, j, a, b: True):
    """Names of the rounds of one kind: directions and outcomes."""
    return tuple("".join(map(str, cell)) for cell in _CELLS if wanted(*cell))


#: Key bit that agrees, key bit that differs, round of the Bell test, dropped round.
_FATE = [3 if _use(i, j) == 2 else 2 if _use(i, j) == 1 else int(a != b) for i, j, a, b in _CELLS]

_FATES = [{"text": "key", "shape": "disc", "tone": "q3"}, {"text": "key, error", "shape": "cross", "tone": "q2"},
          {"text": "Bell test", "shape": "square", "tone": "q1"}, {"text": "dropped", "shape": "dash", "tone": "q0"}]
_ALICES, _BOBS = [2 * i + a for i, _, a, _ in _CELLS], [2 * j + b for _, j, _, b in _CELLS]

_ROOM = PairRoom(
    "", wide=True, dice="rounds", tab="Bell test",
    sides=[{"key": "alice", "name": "Alice", "of": _ALICES, "angles": [int(angle[:-1]) for angle in _ALICE]},
           {"key": "bob", "name": "Bob", "of": _BOBS, "angles": [int(angle[:-1]) for angle in _BOB]}],
    fates={"of": _FATE, "words": _FATES, "told": "told"},
    eves={"none": "", "z": "Eve, in Z", "random": "Eve, 45° or 90°", "source": "Eve is the source", "own": "Eve"},
    spots={"source": "source", "line": "random"},
    words={"source": "source of pairs", "pair": "pair {n}: ", "free": "put Eve here", "none": "no pair yet"},
    symbols={name: symbols()[name]["body"] for name in ("alice", "bob", "eve", "crystal")})

_SHEET = Sheet("The last eight pairs: direction and bit (Bob's flipped, as he stores it)", "rounds",
               [Column("alice", "Alice", _ALICES, [{"text": f"{angle}: {bit}"} for angle in _ALICE for bit in (0, 1)]),
                Column("bob", "Bob", _BOBS, [{"text": f"{angle}: {bit}"} for angle in _BOB for bit in (0, 1)]),
                Column("use", "use", _FATE, _FATES, when={"told": True})],
               show=8, head="pair", tab="Pairs")


class E91Room(Widget):
    """A source of pairs, three directions on each side, Eve, and the CHSH value S."""

    title = "E91 room"
    caption = ("The pairs carry no key. Each side gets random bits, and only when the directions are "
               "announced do 2 of 9 rounds turn out to be key. Other rounds give S, which falls when Eve is "
               "there: Alice and Bob notice her without opening a single key bit.")
    leaves_out = ("No loss and perfect detectors: with loss, S may be counted too high (chapter "
                  "“Entanglement and Bell tests”). The key without trust is the rate of Acín et al. 2007 "
                  "from the exact S and QBER, for endlessly many rounds: what is left against the best "
                  "collective attack, even by the maker of the devices, not against this Eve. A proof with "
                  "finite numbers asks for more.")
    yours = {"attack": ("eve",)}
    main = ("f",)
    folded = ("v", "told")
    controls = (
        Choice("eve", "Eve", _EVES, "random"),
        Range("f", "Share of the pairs that she attacks", 0, 1, 0.05, 1, readout="{f:pct0}"),
        Range("v", "Visibility V of the source", 0.5, 1, 0.05, 1, readout="{v:f2}"),
        Switch("told", "Directions announced", True),
        Count("n", "Pairs measured", 5000, 900, steps=(9, 90, 900)), Seed(default=10))
    dice = (Dice("rounds", _named(), n="n"),)
    views = (
        _ROOM,
        Bars("The Bell test: S", [Bar("s", "exact", "q1", name="S, exact"),
                                  Bar("s.counted", "counted: {bell.count:int} pairs", "q0", name="S, counted",
                                      low="s.low", high="s.high", when={"s.ready": 1})],
             when={"told": True}, max=4, format="f3", wide=True,
             refs=[Ref("local", "2: local limit", name="local limit"),
                   Ref("quantum", "2√2: quantum limit", name="quantum limit")], tab="Bell test"),
        Bars("The key: wrong bits", [Bar("qber", "QBER, exact", "q2"),
                                     Bar("wrong.fraction", "counted: {wrong.count:int} of {key.count:int}", "q2",
                                         name="QBER, counted")], max=0.5,
             when={"told": True}, tab="Key"),
        Bars("Key without trust in the devices, from S and QBER",
             [Bar("di", "secret bits per key bit: 1 − h(Q) − h(x)", "q3",
                  name="secret bits per key bit without trust")], format="bits", when={"told": True},
                  tab="Key"),
        Bars("Eve", [Bar("guess", "guesses key bits right (half is a coin)", "q4", name="Eve guesses right")],
             when={"told": True}, tab="Key"),
        _SHEET,
        Bars("Alone, each side sees a coin",
             [Bar(f"{who}.fraction", f"{who.title()}'s bits that are 0", tone,
                  mark=f"{who}.exact", mark_label=f"{who.title()}'s zeros, exact")
              for who, tone in (("alice", "q0"), ("bob", "q1"))], tab="Pairs"),
        PairGrid("What the rounds are used for, and E of the outcomes as found",
                 when={"told": True}, rows=[f"A {angle}" for angle in _ALICE],
                 columns=[f"B {angle}" for angle in _BOB],
                 cells=[{"value": f"e.{i}{j}", "count": f"n.{i}{j}", "use": _use(i, j),
                         "label": f"E as found, Alice {_ALICE[i]}, Bob {_BOB[j]}",
                         "count_label": f"pairs, Alice {_ALICE[i]}, Bob {_BOB[j]}"} for i, j in _PAIRS],
                 uses=[_FATES[0], *_FATES[2:]], tab="Directions"),
        Bars("How many pairs serve for what",
             [Bar(f"{use}.fraction", words, tone, mark=f"share.{use}", mark_label=f"{words}, exact")
              for use, words, tone in zip(_USES, ("key", "Bell test", "dropped"), ("q3", "q1", "q0"))],
             when={"told": True}, tab="Directions"))
    line = (
        ({"eve": "none"}, "Nobody listens."), ({"eve": ["!=", "none"], "f": 0}, "Eve does nothing."),
        *(({"eve": eve, "f": [">", 0]}, words)
          for eve, words in (("z", "Eve measures the second half of {f:pct0} of the pairs in Z."),
                             ("random",
                              "Eve measures the second half of {f:pct0} of the pairs, along 45° or 90°."),
                             ("source", "Eve sends product states in place of {f:pct0} of the pairs."))),
        ({"n": 0}, "No pair is measured yet."),
        ({"eve": "own", "f": [">", 0]}, "Eve attacks the second half of {f:pct0} of the pairs: {eve}."),
        ({"told": False, "n": [">", 0]},
         "{n:int} pairs are measured and the directions still secret. Alice has {n:int} random bits "
         "({alice.fraction:pct} zeros), Bob too ({bob.fraction:pct}). Nobody knows yet which of them will be "
         "key, so the pairs have carried no key."),
        ({"told": True, "n": [">", 0]},
         "Of {n:int} pairs {key.count:int} had equal directions: these are the key, with {wrong.count:int} "
         "errors. {bell.count:int} others serve the Bell test."),
        ({"told": True, "s.ready": 1},
         "They give S = {s.counted:f2} (95 % interval {s.low:f2} to {s.high:f2}; exact {s:f3})."),
        ({"told": True, "n": [">", 0], "s.ready": 0}, "They are too few for S (exact {s:f3})."),
        ({"told": True, "above": 1},
         "The exact S is above 2: answers fixed at the source, which Eve could know, do not reach that."),
        ({"told": True, "above": 1, "keyed": 1},
         "With this QBER, {di:bits} of each key bit can be made secret, whoever made the devices."),
        ({"told": True, "above": 1, "keyed": 0},
         "That is not enough: by this rate S and the QBER together leave nothing that is secret without "
         "trust in the devices."),
        ({"told": True, "above": 0}, "The exact S is not above 2: answers fixed at the source could do as "
                                     "well, and Eve might know them all. No key."),
        ({"told": True}, "QBER {qber:pct}; Eve guesses {guess:pct} of the key bits right."),
        ({"eve": "none", "told": True, "above": 0}, "Noise alone does it: S cannot tell noise from Eve."))
    tasks = (
        Task("The directions are still secret. Find something in Bob's bits that has come from Alice. Then "
             "announce the directions, under “More settings”: what changes, and what does not?", {"told": False}),
        Task("How large a share of the pairs may Eve attack before S falls to 2? And before the key without "
             "trust is gone? What is the QBER at each?", {"f": 0.2, "n": 5000}),
        Task("Let nobody listen and, under “More settings”, lower the visibility. Where does the key without trust "
             "end, and where does S reach 2? Which comes first, and what would be wrong with the rule “S above 2, so there "
             "is a key”?", {"eve": "none", "n": 5000}))
    paper = (
        Paper("Before the announcement: random bits on both sides, and no key.", {"told": False}),
        Paper("Nobody listens: S is near 2√2 and the key bits agree.", {"eve": "none"}),
        Paper("Eve measures every pair: S falls below 2.", {}))

    tallies = (
        *(Tally(use, "rounds", _named(lambda i, j, a, b, k=k: _use(i, j) == k)) for k, use in enumerate(_USES)),
        Tally("wrong", "rounds", _named(lambda i, j, a, b: (i, j) in _KEY and a != b), total="key.count"),
        Tally("alice", "rounds", _named(lambda i, j, a, b: a == 0)),
        Tally("bob", "rounds", _named(lambda i, j, a, b: b == 0)))

    def _exchange(self, eve, v):
        attack = self.attack if eve == "own" else _MAKE[eve]()
        run = qedu.exchange(protocols.e91(visibility=v), attack=attack)
        return run, run.table.sum("eve").values            # odds of directions and outcomes: axes i, a, j, b

    def _correlations(self, name, table):
        """E of the outcomes as found, that is before Bob flips his: −cos of the angle for the singlet."""
        return {f"{name}.{i}{j}": float((c[0, 1] + c[1, 0] - c[0, 0] - c[1, 1]) / c.sum())
                for i, j in _PAIRS for c in (table[i, :, j],)}

    @frame
    def free(self, v):
        return self._correlations("free", self._exchange("none", v)[1])

    @frame
    def full(self, eve, v):
        run, table = self._exchange(eve, v)
        return self._correlations("full", table) | {"full.guess": run.eve_guess}

    @frame
    def limits(self):
        _, table = self._exchange("none", 1.0)
        shares = {f"share.{use}": sum(table[i, :, j].sum() for i, j in _PAIRS if _use(i, j) == k)
                  for k, use in enumerate(_USES)}
        return {"local": 2.0, "quantum": entanglement.chsh(_E91.pair), **shares}

    def derive(self, n):
        f = n["f"]
        for i, j in _PAIRS:
            n[f"e.{i}{j}"] = (1 - f) * n[f"free.{i}{j}"] + f * n[f"full.{i}{j}"]
        n["s"] = abs(sum(sign * n[f"e.{i}{j}"] for (i, j), sign in _BELL.items()))
        n["qber"] = sum(1 + n[f"e.{i}{j}"] for i, j in _KEY) / (2 * len(_KEY))
        n["guess"] = (1 - f) / 2 + f * n["full.guess"]
        n["above"] = n.flag(n["s"] > 2 + 1e-9)
        x = (1 + n.sqrt(n.max(0, n["s"] ** 2 / 4 - 1))) / 2          # as `qedu.rates.diqkd`
        n["di"] = n.where(n["s"] <= 2, 0, n.max(0, 1 - n.h2(n["qber"]) - n.h2(x)))
        n["keyed"] = n.flag(n["di"] > 1e-9)
        n["alice.exact"] = n["bob.exact"] = 0.5
        for i, j, a, b in _CELLS:
            n[f"p.{i}{j}{a}{b}"] = (1 + (-1 if a == b else 1) * n[f"e.{i}{j}"]) / 36
        signed = variance = 0
        for i, j in _PAIRS:
            size = sum(n[f"rounds.count.{name}"] for name in _named(lambda *cell, pair=(i, j): cell[:2] == pair))
            n[f"n.{i}{j}"] = size
            if (i, j) in _BELL:
                size, equal = n[f"n.{i}{j}"], n[f"rounds.count.{i}{j}00"] + n[f"rounds.count.{i}{j}11"]
                n[f"counted.{i}{j}"] = n.where(size < 1, 0, lambda: (size - 2 * equal) / size)
                found = n[f"counted.{i}{j}"]
                signed += _BELL[i, j] * found
                variance += n.where(size < 1, 0, lambda: (1 - found**2) / size)
        n["s.counted"], n["s.error"] = abs(signed), n.sqrt(variance)
        n["s.ready"] = n.flag(n.min(*(n[f"n.{i}{j}"] for i, j in _BELL)) > 0)
        n["s.low"] = n.max(0, n["s.counted"] - Z95 * n["s.error"])
        n["s.high"] = n.min(4, n["s.counted"] + Z95 * n["s.error"])
