"""A game of BB84 (`bb84_stepper`): the odds of one round, and all rounds of a run from the reader's choices and dice."""

import math

import qedu
from qedu import attacks, channels, protocols
from qedu.widgets import dice

__all__ = ["attack_of", "look", "odds", "play"]

#: Photons at most; how many of the last rounds are shown.
MOST, SHOWN = 500, 16
PHASES = ("send", "ack", "bases", "sift", "test", "key", "stop")
#: What Eve may do to one photon; the number of each is its place here.
EVE = ("off", "z", "x", "breidbart")
#: What the line does to each photon that reaches Bob: 3 % of the kept bits are wrong also if nobody listens.
_LINE = channels.depolarizing(0.06)


def _run(kind):
    return qedu.exchange(protocols.bb84(), attack=None if kind == "off" else attacks.intercept_resend(basis=kind), channel=_LINE)


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


def attack_of(state):
    """What Eve does of her own accord; whether she is there at all, if that is a secret, the seed knows.

    Parameters
    ----------
    state : dict
        Of the simulation; its ``attack`` and ``seed`` count.

    Returns
    -------
    str
        ``off``, ``random``, ``z`` or ``breidbart``.

    Examples
    --------
    >>> attack_of({"attack": "z", "seed": 1})
    'z'
    """
    if state["attack"] != "maybe":
        return state["attack"]
    return "random" if dice.mulberry32(dice.start(state["seed"], "eve.there"), 1)[0] < 2 ** 31 else "off"


def play(state, odds):
    """All rounds of a run: the reader's choices, and dice for the rest.

    Parameters
    ----------
    state : dict
        Of the simulation.
    odds : dict of str to float
        As `odds` returns them.

    Returns
    -------
    rounds : list of dict
        Basis and bit of Alice (``x``, ``a``), what Eve does and finds (``k``, ``e``), basis and bit of Bob (``y``, ``b``), whether the
        round is ``kept``, an ``error``, in the ``test``, how sure Eve can be (``know``), and her guess.
    published : list of int
        Places of the published rounds, in the order in which they were published.
    """
    letters, attack = state["moves"].replace("C", "r" * 100)[:MOST], attack_of(state)
    draws = {name: dice.mulberry32(dice.start(state["seed"], name), len(letters)).tolist()
             for name in ("alice.basis", "alice.bit", "eve.basis", "photon", "bob.basis", "test", "eve.guess")}

    def edge(p):
        return math.floor(round(p, 10) * 2 ** 32 + 0.5)

    rounds = []
    for i, letter in enumerate(letters):
        x, a, y, toss = (int(draws[name][i] >= edge(odds[f"coin.{key}"])) for name, key in (
            ("alice.basis", "x"), ("alice.bit", "a"), ("bob.basis", "y"), ("eve.basis", "e")))
        kind = {"off": 0, "random": 1 + toss, "z": 1, "breidbart": 3}[attack]
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
        rounds.append({"x": x, "a": a, "k": kind, "e": e, "y": y, "b": b, "kept": kept, "error": int(kept and a != b), "test": 0,
                       "know": odds[f"know.{kind}.{x}{e}"],
                       # Where she has measured nothing she tosses a coin for the bit.
                       "_guess": e if kind else int(draws["eve.guess"][i] < 2 ** 31)})
    order = sorted((i for i, r in enumerate(rounds) if r["kept"]), key=lambda i: (draws["test"][i], i))
    published = order[:int(state["compared"])] if PHASES.index(state["phase"]) >= 4 else []
    for i in published:
        rounds[i]["test"] = 1
    return rounds, published


def look(state, rounds, first):
    """The round looked at, as far as the reader may see it.

    Parameters
    ----------
    state : dict
        Of the simulation.
    rounds : list of dict
        As `play` returns them.
    first : int
        How many of the rounds are no longer shown.

    Returns
    -------
    dict of str to int
        Numbers of what can be said of Alice, Eve, Bob and the end of the round, under keys that begin with ``look.``.
    """
    if not rounds:
        return {"look.round": 0, "look.alice": 9, "look.eve": 9, "look.bob": 9, "look.end": 0, "look.test": 0}
    number = max(first + 1, len(rounds) - SHOWN + state["look"])
    r, phase, role = rounds[number - 1], PHASES.index(state["phase"]), state["role"]
    show, tested = state["show"] or phase > 4, bool(r["test"])

    def known(who, basis, bit):
        return 2 * basis + bit if show or role == who or tested else 4 + basis if phase >= 2 else 6

    eve = 7 if not show and role != "eve" else 2 * (r["k"] - 1) + r["e"] if r["k"] else 6
    end = 0 if phase < 3 else 1 if not r["kept"] else 3 + r["error"] if show or tested else 2
    return {"look.round": number, "look.alice": known("alice", r["x"], r["a"]), "look.eve": eve,
            "look.bob": known("bob", r["y"], r["b"]), "look.end": end, "look.test": int(tested)}


def odds():
    """Every probability of a round, read off the tables of four exchanges, and the error rates that belong to them.

    Returns
    -------
    dict of str to float
        ``coin.x`` and so on: that a coin falls on 0; ``p.<Eve>.<Alice's basis, bit, Bob's basis>.<2 · Eve's bit + Bob's bit>``;
        ``know.<Eve>.<basis, Eve's bit>``; ``sift.<both bases>``; ``exact.<attack>``: the error rate.
    """
    runs = [_run(kind) for kind in EVE]
    tables = [run.table.values for run in runs]                      # x, a, Eve's record, y, b
    free, both = tables[0], _run("random")
    out = {"coin.x": free[0].sum(), "coin.a": free[:, 0].sum(), "coin.y": free[:, :, :, 0].sum(),
           "coin.e": sum(float(both.table.sel(eve=record).sum()) for record in ("Z0", "Z1")), "exact.random": both.qber}
    for kind, table in enumerate(tables):
        out |= _knowledge(kind, table) | _outcomes(kind, table) | {f"exact.{EVE[kind]}": runs[kind].qber}
    protocol = protocols.bb84()
    return out | {f"sift.{x}{y}": protocol.sift(alice, 0, bob, 0) is not None
                  for x, alice in enumerate(protocol.alice) for y, bob in enumerate(protocol.bob)}
