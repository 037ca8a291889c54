"""SARG04 reveal (chapter C07): one stored photon, two ways to sift, and what the announcement tells Eve."""

from functools import lru_cache

from qedu import attacks, engine, protocols, states
from qedu.widgets import sheet
from qedu.widgets.dice import interval
from qedu.widgets.symbolic import symbol, wilson
from qedu.widgets.shell import Choice, Count, Dice, Frames, Paper, Range, Seed, Task, Widget

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


def _columns():
    bits = [{"text": "no", "shape": "dash", "tone": "q0"}, {"text": "bit 0", "shape": "disc", "tone": "q3"},
            {"text": "bit 1", "shape": "disc", "tone": "q3"}]
    guesses = [{"text": "–"}, *({"text": f"{bit} right", "shape": "square", "tone": "q4"} for bit in (0, 1)),
               *({"text": f"{bit} wrong", "shape": "cross", "tone": "q2"} for bit in (0, 1))]
    kept = {sift: [0 if (bit := _key(sift, *cell[:4])) is None else 1 + bit for cell in _ROUNDS]
            for sift in _SIFTS}
    return [
        {"key": "sent", "label": "sent", "of": [s for s, *_ in _ROUNDS],
         "words": [{"text": ket} for ket in _KETS]},
        {"key": "bob", "label": "Bob", "of": [2 * y + b for _, _, y, b, _ in _ROUNDS],
         "words": [{"text": ket} for ket in _KETS]},
        {"key": "said.bb84", "label": "said", "when": {"sift": "bb84"},
         "of": [2 * (s // 2) + y for s, _, y, *_ in _ROUNDS],
         "words": [{"text": f"{a}, {b}"} for a in _BASES for b in _BASES]},
        {"key": "said.sarg04", "label": "said", "when": {"sift": "sarg04"},
         "of": [_pair(s, w) for s, w, *_ in _ROUNDS],
         "words": [{"text": f"{_KETS[z]} or {_KETS[x]}"} for z, x in _SAID]},
        *({"key": f"kept.{sift}", "label": "kept", "when": {"sift": sift}, "of": kept[sift], "words": bits}
          for sift in _SIFTS),
        *({"key": f"eve.{sift}", "label": "Eve", "when": {"sift": sift},
           "of": [_eve(sift, *cell) for cell in _ROUNDS],
           "words": guesses} for sift in _SIFTS)]


_SHEET = {"view": "sheet", "title": "The last eight photons", "lead": True, "dice": "rounds", "show": 8,
          "look": "look",
          "head": "no.", "columns": _columns()}


def _candidates(sift):
    """Which states are still possible once all is said: numbers of the announcement and of the states."""
    if sift == "bb84":
        return [(["in", [2 * x, 2 * x + 1]], (2 * x, 2 * x + 1)) for x in (0, 1)]
    return list(enumerate(_SAID))


@lru_cache(maxsize=1)
def _odds():
    """Everything that qedu knows about one stored photon."""
    kets = [ket for basis in _BASES for ket in states.basis(basis)]
    out = {}
    for k, ket in enumerate(kets):
        out[f"state.{k}.x"], _, out[f"state.{k}.z"] = states.bloch_vector(ket)
    for sift, protocol in (("bb84", _BB84), ("sarg04", _SARG04)):
        # One of the two photons of a pulse stays with Eve: a cloner that keeps the photon itself leaves
        # her the same state, and what she learns does not depend on what Bob gets.
        held = engine.exchange(protocol, attack=attacks.phase_covariant_cloner(0.5))
        out[f"guess.{sift}"], out[f"info.{sift}"] = held.eve_guess, held.eve_information
        _, (first, other) = _candidates(sift)[0]                  # all pairs of one sifting overlap equally
        out[f"sure.{sift}"] = 1 - states.overlap(kets[first], kets[other])
        out[f"share.{sift}"] = engine.exchange(protocol).sifted_fraction
    table = engine.exchange(_SARG04).table.sum("eve")
    for name, (s, w, y, b, luck) in zip(_NAMES, _ROUNDS):
        said = "".join(_SIGNS[k] for k in _SAID[_pair(s, w)])
        p = float(table.sel(alice_setting=_BASES[s // 2], alice=s % 2, announcement=said,
                            bob_setting=_BASES[y], bob=b))
        out[f"p.{name}"] = p * (out["guess.sarg04"] if luck else 1 - out["guess.sarg04"])
    return out


class Sarg04Reveal(Widget):
    """The same photons, sifted as in BB84 or as in SARG04, and an Eve who kept one photon of each pulse."""

    name = "sarg04-reveal"
    title = "SARG04 reveal"
    caption = ("Nobody announces bits. In BB84 Alice names her basis, and a photon that Eve has kept tells "
               "her the bit. In SARG04 Alice names two states that overlap, one of which she sent: the same "
               "photon then gives Eve the bit in 85.4 % of the rounds at best, and Alice and Bob pay with "
               "half of their key.")
    leaves_out = ("Each pulse carried two photons and Eve kept one, which leaves no trace. From pulses of "
                  "three and more she could store two; the chapter “Photons, fibre, detectors, decoys” counts them. "
                  "Perfect line, detectors and memory. She reads the memory so that she guesses best, one photon at a time.")
    controls = (
        Choice("sift", "Alice announces", _SIFTS, "sarg04"),
        Range("look", "Which of the photons shown", 1, 8, 1, 5, readout="no. {look.round:int}"),
        Count("n", "Photons sent", 2000, 200, steps=(1, 10, 100)), Seed(default=4))
    dice = (Dice("rounds", _NAMES, tuple(f"p.{name}" for name in _NAMES), n="n"),)
    frames = (Frames((), ("p.*", "state.*", "guess.*", "info.*", "sure.*", "share.*")),
              Frames(("sift",), ("paired", "guess", "info", "sure", "share")))
    views = (
        _SHEET,
        {"view": "bloch", "title": "What Eve's photon can still be", "lead": True, "when": {"n": [">", 0]},
         "vectors": [{"x": f"state.{k}.x", "z": f"state.{k}.z", "label": _KETS[k], "short": f"bit {place}",
                      "tone": ("q1", "q2")[place], "line": ("solid", "dashed")[place],
                      "when": {"sift": sift, f"look.said.{sift}": said}}
                     for sift in _SIFTS for said, pair in _candidates(sift) for place, k in enumerate(pair)]},
        {"view": "bars", "title": "Eve's best guess of a key bit, one stored photon", "items": [
            {"key": "guess.bb84", "label": "BB84, exact", "name": "guessed right, BB84", "tone": "q1"},
            {"key": "guess.sarg04", "label": "SARG04, exact", "name": "guessed right, SARG04", "tone": "q4"},
            {"key": "right", "label": "this run: {right.n:int} of {kept.n:int} right",
             "name": "this run, guessed right",
             "low": "right.low", "high": "right.high", "mark": "guess",
             "mark_label": "guessed right, this sifting",
             "tone": "q3"}]},
        {"view": "bars", "title": "Or: rounds in which she can be sure", "items": [
            {"key": "sure.bb84", "label": "BB84", "name": "sure, BB84", "tone": "q1"},
            {"key": "sure.sarg04", "label": "SARG04", "name": "sure, SARG04", "tone": "q4"}]},
        {"view": "bars", "title": "Her information, in bits per key bit", "format": "bits", "items": [
            {"key": "info.bb84", "label": "BB84", "name": "information, BB84", "tone": "q1"},
            {"key": "info.sarg04", "label": "SARG04", "name": "information, SARG04", "tone": "q4"}]},
        {"view": "bars", "title": "Photons that become key bits", "items": [
            {"key": "share.bb84", "label": "BB84, exact", "name": "kept, BB84", "tone": "q1"},
            {"key": "share.sarg04", "label": "SARG04, exact", "name": "kept, SARG04", "tone": "q4"},
            {"key": "kept", "label": "this run: {kept.n:int} of {n:int}", "name": "kept, this run",
             "low": "kept.low",
             "high": "kept.high", "mark": "share", "mark_label": "kept, this sifting", "tone": "q3"}]})
    line = (
        ({"n": 0}, "No photon has been sent."),
        *(({"n": [">", 0], "look.sent": k}, f"Photon {{look.round:int}}: Alice sent {ket}.")
          for k, ket in enumerate(_KETS)),
        *(({"sift": "bb84", "look.said.bb84": 2 * x + y}, f"She says “{a}”, Bob says “{b}”.")
          for x, a in enumerate(_BASES) for y, b in enumerate(_BASES)),
        *(({"sift": "sarg04", "look.said.sarg04": k}, f"She says “it was {_KETS[z]} or {_KETS[x]}”.")
          for k, (z, x) in enumerate(_SAID)),
        *(({"n": [">", 0], "look.bob": k}, f"Bob measured in {_BASES[k // 2]} and found {ket}.")
          for k, ket in enumerate(_KETS)),
        ({"sift": "bb84", "look.kept.bb84": 0}, "The bases differ: dropped."),
        *(({"sift": "bb84", "look.kept.bb84": 1 + bit},
           f"The bases are equal: key bit {bit}. Eve measures her photon "
           f"in the announced basis and reads {bit}, for certain.") for bit in (0, 1)),
        ({"sift": "sarg04", "look.kept.sarg04": 0}, "Both states could give that: dropped."),
        *(({"sift": "sarg04", "look.kept.sarg04": 1 + bit},
           "Only one of the two could give that, so he knows it: key "
           f"bit {bit}, the {'Z' if bit == 0 else 'X'} state.") for bit in (0, 1)),
        *(({"sift": "sarg04", "look.eve.sarg04": 1 + bit},
           f"Eve has two overlapping states to tell apart and says {bit}: "
           "right.") for bit in (0, 1)),
        *(({"sift": "sarg04", "look.eve.sarg04": 3 + bit},
           f"Eve has two overlapping states to tell apart and says {bit}: "
           "wrong.") for bit in (0, 1)),
        ({"n": [">", 0]}, "So far {kept.n:int} of {n:int} kept, and Eve right in {right.n:int} of them "
         "({right:pct}; exact {guess:pct})."))
    tasks = (
        Task("Go through the eight photons, first sifted as in SARG04, then as in BB84. Which rounds change "
             "from kept to dropped, and which the other way?", {"look": 1}),
        Task("With BB84 sifting, write down all that was said in public. Where does it say a bit? And why "
             "does Eve know it all the same?", {"sift": "bb84", "look": 1}),
        Task("Eve wants to be sure, and says nothing otherwise. In how many rounds can she, for each "
             "sifting? Could she throw the other pulses away unnoticed?", {}))
    paper = (
        Paper("SARG04: two overlapping states are named. Eve's photon is one of them, and she takes it for "
              "the other.", {}),
        Paper("The same photons, sifted as in BB84: Eve reads every key bit.", {"sift": "bb84", "look": 4}),
        Paper("SARG04, the round after: this time she guesses right.", {"look": 6}))

    def compute(self, state, roll):
        sift, n, out = state["sift"], state["n"], dict(_odds())
        out["paired"] = float(sift == "sarg04")
        for key in ("guess", "info", "sure", "share"):
            out[key] = out[f"{key}.{sift}"]
        drawn = roll(out, "rounds")
        found = [_eve(sift, *cell) for cell in _ROUNDS]
        out["kept.n"] = sum(int((drawn == k).sum()) for k, word in enumerate(found) if word)
        out["right.n"] = sum(int((drawn == k).sum()) for k, word in enumerate(found) if word in (1, 2))
        for name, total in (("kept", n), ("right", out["kept.n"])):
            k = out[f"{name}.n"]
            out[name] = k / total if total else 0.0
            out[f"{name}.low"], out[f"{name}.high"] = interval(k, total)
        return out | sheet.numbers(_SHEET, drawn, state["look"])

    def formulas(self):
        out, paired = {}, symbol("paired")
        for name, words in (("kept", (1, 2, 3, 4)), ("right", (1, 2))):
            total = {sift: sum(symbol(f"rounds.count.{cell}") for cell, names in zip(_NAMES, _ROUNDS)
                               if _eve(sift, *names) in words) for sift in _SIFTS}
            out[f"{name}.n"] = (1 - paired) * total["bb84"] + paired * total["sarg04"]
        for name, size in (("kept", "n"), ("right", "kept.n")):
            out[name], out[f"{name}.low"], out[f"{name}.high"] = wilson(symbol(f"{name}.n"), symbol(size))
        return out
