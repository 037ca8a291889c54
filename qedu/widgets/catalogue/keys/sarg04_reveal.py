"""SARG04 reveal (chapter C07): one stored photon, two ways to sift, and what the announcement tells Eve."""

import qedu
from qedu import attacks, protocols, states
from qedu.widgets import (
    Bar,
    Bars,
    Choice,
    Column,
    Count,
    Dice,
    Hidden,
    Paper,
    Range,
    Seed,
    Sheet,
    Switch,
    Tally,
    Task,
    Widget,
    frame,
    scene,
)

Reveal = scene("reveal", "dice look show most kets pairs says found eves kept mine pick words symbols")

_SIFTS = {"bb84": "BB84: the bases", "sarg04": "SARG04: a pair of states"}
_BASES = ("Z", "X")
_KETS = ("|0⟩", "|1⟩", "|+⟩", "|−⟩")                     # 2 · basis + outcome
_SIGNS = ("0", "1", "+", "-")
#: What Alice may say in SARG04: the states of the pair, that of Z first.
_SAID = tuple((z, x) for z in (0, 1) for x in (2, 3))
#: A round: state sent, sign of the other state of the pair, Bob's basis and outcome, and whether Eve's
#: guess is lucky.
_ROUNDS = tuple((s, w, y, b, luck) for s in range(4) for w in (0, 1) for y in (0, 1) for b in (0, 1)
                for luck in (1, 0))
_NAMES = tuple("".join(map(str, cell)) for cell in _ROUNDS)
#: Rounds that are shown, and how many can be sent.
_SHOWN, _MOST = 8, 2000
_BB84, _SARG04 = protocols.bb84(), protocols.sarg04()


def _pair(s, w):
    """Number in `_SAID` of the pair that Alice announces."""
    return _SAID.index((s, 2 + w) if s < 2 else (w, s))


def _key(sift, s, w, y, b):
    """The key bit of a round, from the protocol's own rule; None where it is dropped."""
    if sift == "bb84":
        bits = _BB84.sift(_BASES[s // 2], s % 2, _BASES[y], b)
    else:
        said = "".join(_SIGNS[k] for k in _SAID[_pair(s, w)])
        bits = _SARG04.sift(_BASES[s // 2], s % 2, _BASES[y], b, said)
    return None if bits is None else bits[0]


def _eve(sift, s, w, y, b, luck):
    """Word for Eve: dropped, or bit 0 or 1 said rightly, or bit 0 or 1 said wrongly."""
    bit = _key(sift, s, w, y, b)
    if bit is None:
        return 0
    return 1 + bit if sift == "bb84" or luck else 4 - bit


#: What becomes of each round: 0 if it is dropped, else 1 + key bit.
_KEPT = {sift: [0 if (bit := _key(sift, *cell[:4])) is None else 1 + bit for cell in _ROUNDS] for sift in _SIFTS}


def _columns():
    bits = [{"text": "no", "shape": "dash", "tone": "q0"}, {"text": "bit 0", "shape": "disc", "tone": "q3"},
            {"text": "bit 1", "shape": "disc", "tone": "q3"}]
    guesses = [{"text": "–"}, *({"text": f"{bit} right", "shape": "square", "tone": "q4"} for bit in (0, 1)),
               *({"text": f"{bit} wrong", "shape": "cross", "tone": "q2"} for bit in (0, 1))]
    said = {"bb84": ([2 * (s // 2) + y for s, _, y, *_ in _ROUNDS], [f"{a}, {b}" for a in _BASES for b in _BASES]),
            "sarg04": ([_pair(s, w) for s, w, *_ in _ROUNDS], [f"{_KETS[z]} or {_KETS[x]}" for z, x in _SAID])}
    words = [{"text": ket} for ket in _KETS]
    return [
        Column("sent", "sent", [s for s, *_ in _ROUNDS], words, when={"mine": False}),
        Column("bob", "Bob", [2 * y + b for _, _, y, b, _ in _ROUNDS], words),
        *(Column(f"said.{sift}", "said", of, [{"text": text} for text in texts], when={"sift": sift})
          for sift, (of, texts) in said.items()),
        *(Column(f"kept.{sift}", "kept", _KEPT[sift], bits, when={"sift": sift, "mine": False}) for sift in _SIFTS),
        *(Column(f"eve.{sift}", "Eve", [_eve(sift, *cell) for cell in _ROUNDS], guesses, when={"sift": sift, "mine": False})
          for sift in _SIFTS)]


_SHEET = Sheet("The last eight photons", "rounds", _columns(), show=_SHOWN, look="look", head="no.", tab="Photons")


#: The two states that each announcement leaves, and its words.
_PAIRS = {"bb84": [(2 * x, 2 * x + 1) for x in (0, 1) for _ in (0, 1)], "sarg04": list(_SAID)}
_SAYS = {"bb84": [f"Alice: “{a}”, Bob: “{b}”" for a in _BASES for b in _BASES],
         "sarg04": [f"Alice: “{_KETS[z]} or {_KETS[x]}”" for z, x in _SAID]}

_REVEAL = Reveal(
    "", wide=True, tab="Round", dice="rounds", look="look", show=_SHOWN, most=_MOST, kets=_KETS, pairs=_PAIRS, says=_SAYS, kept=_KEPT,
    found=[f"Bob, in {_BASES[k // 2]}: {ket}" for k, ket in enumerate(_KETS)], mine="mine", pick="struck",
    eves=[{"text": "guesses nothing"},
          *({"text": f"says {bit}: right", "shape": "square", "tone": "q4"} for bit in (0, 1)),
          *({"text": f"says {bit}: wrong", "shape": "cross", "tone": "q2"} for bit in (0, 1))],
    words={"sends": "Alice sends {ket}", "sent": "Alice sent", "bob": "Bob found", "said": "announced", "none": "no photon sent yet",
           "soon": "What Alice announces", "gives": "gives {found}", "odds": "{ket} would give {found}", "never": "never",
           "always": "always", "often": "in {value}", "strikes": "Bob strikes out {ket}: key bit {bit}",
           "dropped": "Neither can be struck out: dropped", "asks": "Which one can Bob strike out?",
           "verdicts": ["Not so.", "You saw it."], "yours": "your answer", "strike": "Strike out\u00a0{ket}", "neither": "Neither",
           "kept": "kept", "no": "no", "bits": ["bit 0", "bit 1"], "state": "Eve's photon, if {ket}", "eve": "Eve",
           "waits": "Eve waits, too", "guess": "Eve's best guess, exact", "best": "right in {value} at best",
           "round": "no. {n}: kept", "next": "Send the next photon"},
    symbols=("alice", "bob", "eve", "memory"))


class Sarg04Reveal(Widget):
    """The same photons, sifted as in BB84 or as in SARG04, and an Eve who kept one photon of each pulse."""

    title = "SARG04 reveal"
    caption = ("Nobody announces bits. In BB84 Alice names her basis, and a photon that Eve has kept tells "
               "her the bit. In SARG04 Alice names two states that overlap, one of which she sent: the same "
               "photon then gives Eve the bit in 85.4 % of the rounds at best, and Alice and Bob pay with "
               "half of their key.")
    leaves_out = ("Each pulse carried two photons and Eve kept one, which leaves no trace. From pulses of "
                  "three and more she could store two; the chapter “Photons, fibre, detectors, decoys” "
                  "counts them. Perfect line, detectors and memory. She reads the memory so that she "
                  "guesses best, one photon at a time.")
    main = ("look",)
    folded = ("n",)
    controls = (
        Choice("sift", "Alice announces", _SIFTS, "sarg04"),
        Range("look", "Which of the photons shown", 1, _SHOWN, 1, 5, readout="no. {look.round:int}"),
        Switch("mine", "I strike out myself", False),
        Count("n", "Photons sent", _MOST, 200, steps=(1, 10, 100)), Seed(default=4, resets=("struck",)),
        Hidden("struck", "", "([0-9]{1,4}[bs][012])?"))
    dice = (Dice("rounds", _NAMES, n="n"),)
    views = (
        _REVEAL,
        _SHEET,
        Bars("Eve's best guess of a key bit, one stored photon",
             [Bar("guess.bb84", "BB84, exact", "q4", name="guessed right, BB84"),
              Bar("guess.sarg04", "SARG04, exact", "q4", name="guessed right, SARG04"),
              Bar("right.fraction", "this run: {right.count:int} of {kept.count:int} right", "q4",
                  name="this run, guessed right", mark="guess", mark_label="guessed right, this sifting")], tab="Eve"),
        Bars("Or: rounds in which she can be sure",
             [Bar("sure.bb84", "BB84", "q4", name="sure, BB84"),
              Bar("sure.sarg04", "SARG04", "q4", name="sure, SARG04")], tab="Eve"),
        Bars("Her information, in bits per key bit",
             [Bar("info.bb84", "BB84", "q4", name="information, BB84"),
              Bar("info.sarg04", "SARG04", "q4", name="information, SARG04")], format="bits", tab="Eve"),
        Bars("Photons that become key bits",
             [Bar("share.bb84", "BB84, exact", "q1", name="kept, BB84"),
              Bar("share.sarg04", "SARG04, exact", "q1", name="kept, SARG04"),
              Bar("kept.fraction", "this run: {kept.count:int} of {n:int}", "q0", name="kept, this run",
                  mark="share", mark_label="kept, this sifting")], tab="Kept"))
    line = (
        ({"n": 0}, "No photon has been sent."),
        *(({"n": [">", 0], "look.sent": k, "closed": 0}, f"Photon {{look.round:int}}: Alice sent {ket}.")
          for k, ket in enumerate(_KETS)),
        ({"closed": 1}, "Photon {look.round:int}: only Alice knows what she sent."),
        *(({"sift": "bb84", "look.said.bb84": 2 * x + y}, f"She says “{a}”, Bob says “{b}”.")
          for x, a in enumerate(_BASES) for y, b in enumerate(_BASES)),
        *(({"sift": "sarg04", "look.said.sarg04": k}, f"She says “it was {_KETS[z]} or {_KETS[x]}”.")
          for k, (z, x) in enumerate(_SAID)),
        *(({"n": [">", 0], "look.bob": k}, f"Bob measured in {_BASES[k // 2]} and found {ket}.")
          for k, ket in enumerate(_KETS)),
        ({"closed": 1}, "Which of the two states can he strike out?"),
        ({"sift": "bb84", "look.kept.bb84": 0, "closed": 0}, "The bases differ: dropped."),
        *(({"sift": "bb84", "look.kept.bb84": 1 + bit, "closed": 0},
           f"The bases are equal: key bit {bit}. Eve measures her photon in the announced basis and reads "
           f"{bit}, for certain.") for bit in (0, 1)),
        ({"sift": "sarg04", "look.kept.sarg04": 0, "closed": 0}, "Both states could give that: dropped."),
        *(({"sift": "sarg04", "look.kept.sarg04": 1 + bit, "closed": 0},
           f"Only one of the two could give that, so he knows it: key bit {bit}, the "
           f"{('Z' if bit == 0 else 'X')} state.") for bit in (0, 1)),
        *(({"sift": "sarg04", "look.eve.sarg04": 1 + bit, "closed": 0},
           f"Eve has two overlapping states to tell apart and says {bit}: right.") for bit in (0, 1)),
        *(({"sift": "sarg04", "look.eve.sarg04": 3 + bit, "closed": 0},
           f"Eve has two overlapping states to tell apart and says {bit}: wrong.") for bit in (0, 1)),
        ({"n": [">", 0]}, "So far {kept.count:int} of {n:int} kept, and Eve right in {right.count:int} of them "
                          "({right.fraction:pct}; exact {guess:pct})."))
    tasks = (
        Task("Do Bob's part for the eight photons: which state can he strike out? First sifted as in SARG04, "
             "then as in BB84. Which rounds change from kept to dropped, and which the other way?",
             {"look": 1, "mine": True}),
        Task("With BB84 sifting, write down all that was said in public. Where does it say a bit? And why "
             "does Eve know it all the same?", {"sift": "bb84", "look": 1}),
        Task("Eve wants to be sure, and says nothing otherwise. In how many rounds can she, for each "
             "sifting? Could she throw the other pulses away unnoticed?", {}))
    paper = (
        Paper("SARG04: two overlapping states are named. Eve's photon is one of them, and she takes it for "
              "the other.", {}),
        Paper("The same photons, sifted as in BB84: Eve reads every key bit.", {"sift": "bb84", "look": 4}),
        Paper("SARG04, the round after: this time she guesses right.", {"look": 6}))

    tallies = tuple(Tally(f"{what}_{sift}", "rounds", tuple(name for name, cell in zip(_NAMES, _ROUNDS)
                                                            if _eve(sift, *cell) in words))
                    for sift in _SIFTS for what, words in (("kept", (1, 2, 3, 4)), ("right", (1, 2))))

    @frame
    def odds(self):
        """Everything that qedu knows about one stored photon."""
        kets = [ket for basis in _BASES for ket in states.basis(basis)]
        out = {}
        for k, ket in enumerate(kets):
            out[f"state.{k}.x"], _, out[f"state.{k}.z"] = states.bloch_vector(ket)
            out |= {f"gives.{k}.{found}": states.overlap(ket, other) ** 2 for found, other in enumerate(kets)}
        for sift, protocol in (("bb84", _BB84), ("sarg04", _SARG04)):
            # One of the two photons of a pulse stays with Eve: a cloner that keeps the photon itself leaves
            # her the same state, and what she learns does not depend on what Bob gets.
            held = qedu.exchange(protocol, attack=attacks.phase_covariant_cloner(0.5))
            out[f"guess.{sift}"], out[f"info.{sift}"] = held.eve_guess, held.eve_information
            first, other = _PAIRS[sift][0]  # all pairs of one sifting overlap equally
            out[f"sure.{sift}"] = 1 - states.overlap(kets[first], kets[other])
            out[f"share.{sift}"] = qedu.exchange(protocol).sifted_fraction
        table = qedu.exchange(_SARG04).table.sum("eve")
        for name, (s, w, y, b, luck) in zip(_NAMES, _ROUNDS):
            said = "".join(_SIGNS[k] for k in _SAID[_pair(s, w)])
            p = float(table.sel(alice_setting=_BASES[s // 2], alice=s % 2, announcement=said,
                                bob_setting=_BASES[y], bob=b))
            out[f"p.{name}"] = p * (out["guess.sarg04"] if luck else 1 - out["guess.sarg04"])
        return out

    @frame
    def sifting(self, sift):
        return {"paired": sift == "sarg04",
                **{key: self.odds()[f"{key}.{sift}"] for key in ("guess", "info", "sure", "share")}}

    def counted(self, state, known):
        """Whether the reader has still to say which state can be struck out."""
        seen = min(state["n"], max(0, state["n"] - _SHOWN) + state["look"])
        return {"closed": state["mine"] and seen > 0 and not state["struck"].startswith(f"{seen}{state['sift'][0]}")}

    def derive(self, n):
        for name in ("kept", "right"):
            n[f"{name}.count"] = n.where(n["paired"] > 0, n[f"{name}_sarg04.count"], n[f"{name}_bb84.count"])
        n.share("kept", n["kept.count"], n["n"])
        n.share("right", n["right.count"], n["kept.count"])
