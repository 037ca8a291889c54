"""Clone-o-meter (chapter C03B): how good Eve's copy can be, and what Bob's photon loses by it."""

import math
from functools import cache

import qutip

import qedu
from qedu import attacks, cloners, protocols, rates, states
from qedu.widgets import (
    Axis,
    Bar,
    Bars,
    Choice,
    Count,
    Curves,
    Dice,
    Paper,
    Point,
    Range,
    Ref,
    Seed,
    Series,
    Sweep,
    Tally,
    Task,
    Widget,
    frame,
    scene,
)

Cloner = scene("cloner", "sent dial label copies dice most words symbols")

_MACHINES = {"bb84": "for the BB84 states", "universal": "for every state"}
_STATES = {"0": ("|0⟩", "Z", 0), "plus": ("|+⟩", "X", 0), "up": ("|+i⟩", "Y", 0), "down": ("|−i⟩", "Y", 1)}
#: Closer together at the end, where the curves are steep.
_GRID = (*(x / 40 for x in range(20, 40)), 0.984, 0.99, 0.994, 0.997, 0.999, 1)
_MARKED = [x / 10 for x in range(5, 11)]
_RESEND = tuple(x / 40 for x in range(20, 31))
#: Photons that can be sent.
_MOST = 400
#: What Alice's test of both copies of a photon can say: which of them pass.
_PASSES = {"bob": ("both", "bob"), "eve": ("both", "eve")}


def _qber(machine, share):
    """Error of Bob's photon when Eve takes this share: 0 nothing, 1/2 equal copies, 1 the photon itself."""
    if machine == "bb84":
        return math.sin(share * math.pi / 4) ** 2
    return share**2 / (2 * (1 - share + share**2))


def _other(machine, error):
    """Error of one copy when the other has the error given: both trade-offs are symmetric."""
    if machine == "bb84":
        return 0.5 - math.sqrt(error * (1 - error))
    root = (math.sqrt(4 - 6 * error) - math.sqrt(2 * error)) / 2
    return root**2 / 2


def _cloner(machine, qber):
    return (cloners.phase_covariant if machine == "bb84" else cloners.universal)(min(0.5, max(0.0, qber)))


def _sent(state):
    _, basis, k = _STATES[state]
    return states.basis(basis)[k]


def _arrow(name, rho):
    return zip((f"{name}.{axis}" for axis in "xyz"), states.bloch_vector(rho))


@cache
def _passing(machine, share, state):
    """Bob's and Eve's copy of a photon, and how often each passes Alice's test."""
    sent = _sent(state)
    copies = dict(zip(("bob", "eve"), cloners.clones(_cloner(machine, _qber(machine, share)), sent)))
    return copies, {who: states.fidelity(sent, copy) for who, copy in copies.items()}


def _both(machine, share, state):
    """How often both copies of one photon pass: they are not independent of each other."""
    sent = _sent(state)
    pair = (_cloner(machine, _qber(machine, share)) * sent).ptrace([0, 1])
    return states.fidelity(qutip.tensor(sent, sent), pair)


def _copy(who, name, tone):
    return {"who": who, "key": who, "name": name, "tone": tone, "arrow": [f"{who}.{axis}" for axis in "xyz"],
            "passed": f"passed.{who}", "of": _PASSES[who]}


class CloneOMeter(Widget):
    """A cloner on one slider: the better Eve's copy, the worse Bob's photon."""

    title = "Clone-o-meter"
    caption = ("Perfect copies are forbidden, good ones are not. Made for the four states of BB84, two "
               "equal copies pass in 85.4\u00a0% of the tests; made for every state, in 5/6 of them. Eve may "
               "make her copy as good as she likes: what she gains, Bob's photon loses.")
    leaves_out = ("Eve copies one photon at a time, and Alice and Bob have no other noise. The curves are "
                  "the best that any machine of that kind can do. QBER and guess are those of BB84. 11.0\u00a0% "
                  "is where the formula for one-way post-processing ends, for endlessly many photons, no "
                  "noise added on purpose, and an Eve who may measure all her probes together. The Eve "
                  "drawn here reads them one by one, and draws level with Bob at 14.6\u00a0%.")
    main = ("share",)
    folded = ("state",)
    controls = (
        Choice("machine", "Machine", _MACHINES, "bb84"),
        Range("share", "Eve's share (50 %: equal copies)", 0, 1, 0.02, 0.5, readout="{share:pct0}"),
        Choice("state", "Photon that Alice sends", {key: ket for key, (ket, _, _) in _STATES.items()}, "0"),
        Count("n", "Photons sent and tested", _MOST, 20, steps=(1, 10, 100)), Seed(default=5))
    dice = (Dice("tests", ("both", "bob", "eve", "none"), ("p.both", "p.bob", "p.eve", "p.none"), n="n"),)
    tallies = tuple(Tally(f"passed.{who}", "tests", of) for who, of in _PASSES.items())
    sweeps = (*(Sweep(f"curve.{machine}", _GRID) for machine in _MACHINES), Sweep("curve.resend", _RESEND))
    views = (
        Cloner("", wide=True, dial="share", label="Eve's share: {share:pct0}", dice="tests", most=_MOST,
               sent={"control": "state", "keys": ["sent.x", "sent.y", "sent.z"],
                     "ways": {key: {"ket": ket, "at": [round(float(x), 9) for x in states.bloch_vector(_sent(key))]}
                              for key, (ket, _, _) in _STATES.items()}},
               copies=[_copy("bob", "Bob's photon", "q1"), _copy("eve", "Eve's copy", "q4")],
               words={"sent": "as Alice sent it", "passes": "passes: {value}", "test": "{name} passes Alice's test",
                      "counted": "{k} of {n} passed", "few": "{k} of {n}", "none": "none tested yet", "low": "95 % interval from",
                      "high": "95 % interval to", "passed": "tests", "share": "share of tests passed",
                      "last": ["the last one failed", "the last one too"], "next": "Send one more photon"},
               symbols=("alice", "bob", "eve"), tab="Machine"),
        Curves("The trade-off: Bob's photon against Eve's copy",
               Axis(0.5, 1, [0.5, 0.6, 0.7, 0.8, 0.9, 1], "Eve's copy passes Alice's test", format="pct0"),
               Axis(0.5, 1, [0.5, 0.6, 0.7, 0.8, 0.9, 1], "Bob's photon passes"),
               [Series("curve.bb84", "best machine for the BB84 states", "q1", every=_MARKED),
                Series("curve.universal", "best machine for every state", "q0", every=_MARKED),
                Series("curve.resend", "measure and resend, on a fraction of the photons", "q0", every=5)], wide=True, ratio=0.95,
               points=[Point("circle.eve", "circle.bob", "Bob {circle.bob:pct}, Eve {circle.eve:pct}",
                             name="Bob's photon, BB84 states", below=True, drag="share")], tab="Trade-off"),
        Bars("What Alice and Bob see: errors in BB84", [Bar("qber", "QBER", "q2")], max=0.5, screen_only=True,
             refs=[Ref("abort", "one-way formula ends: {abort:pct}")], tab="BB84"),
        Bars("What Eve gets: her best guess of a sifted bit",
             [Bar("guess", "right guesses (one half is a coin)", "q4", name="Eve guesses right")],
             screen_only=True, tab="BB84"))
    line = (
        ({"machine": "bb84"}, "Machine for the BB84 states, Eve's share {share:pct0}."),
        ({"machine": "universal"}, "Machine for every state, Eve's share {share:pct0}."),
        "{state}: Bob's photon passes in {bob:pct} of the tests, Eve's copy in {eve:pct}.",
        ({"n": [">", 0]}, "Of {n:int} photons {passed.bob.count:int} and {passed.eve.count:int} passed."),
        "On BB84 that makes a QBER of {qber:pct}, and Eve guesses {guess:pct} of the bits right.",
        ({"share": 0}, "She has taken nothing and has only a coin."),
        ({"share": 1}, "She has kept the photon. What Bob gets is the same whatever Alice sent."),
        ({"machine": "bb84", "state": ["in", ["up", "down"]]},
         "This state is not one of BB84, and the machine was not made for it."))
    tasks = (
        Task("The tab “BB84” says where the formula for one-way keys ends. At which share is that, and how often "
             "does Eve guess right there? Compare both machines.", {"share": 0.3}),
        Task("Set equal copies and send |0⟩, |+⟩, |+i⟩ and |−i⟩ through both machines. For which states is "
             "each machine fair?", {"machine": "universal", "share": 0.5}),
        Task("Let the QBER be 10\u00a0%. How much better does the machine guess than an Eve who measures in Z or "
             "X at random and resends? (She gets 60\u00a0% at that QBER.)", {"share": 0.4}))
    paper = (
        Paper("Equal copies of the BB84 states: 85.4 % for both, and 14.6 % errors.", {}),
        Paper("Equal copies of every state: 5/6 for both, and 16.7 % errors.", {"machine": "universal"}),
        Paper("A small share on the BB84 states: few errors, and already a good guess.", {"share": 0.2}))

    @frame
    def photon(self, machine, share, state):
        copies, passing = _passing(machine, share, state)
        arrows = dict(_arrow("bob", copies["bob"])) | dict(_arrow("eve", copies["eve"]))
        return passing | arrows | {"p.both": _both(machine, share, state)}

    @frame
    def keys(self, machine, share):
        """The QBER of BB84, Eve's best guess of a bit, and where the machine stands on its curve."""
        cloner, out = _cloner(machine, _qber(machine, share)), {"qber": 0.0, "guess": 0.0}
        for basis in "ZX":
            held = []
            for sent in states.basis(basis):
                joint = cloner * sent
                held.append(joint.ptrace(list(range(1, len(joint.dims[0])))))
                out["qber"] += (1 - states.fidelity(sent, joint.ptrace(0))) / 4
            out["guess"] += (1 + states.trace_distance(*held)) / 4
        return out | {f"circle.{who}": value for who, value in _passing(machine, share, "0")[1].items()}

    @frame
    def alice(self, state):
        return dict(_arrow("sent", _sent(state)))

    @frame
    def drawn(self):
        """Bob's fidelity against Eve's: both machines, and an Eve who measures and resends some photons."""
        def kept(machine, x):
            cloner = _cloner(machine, _other(machine, 1 - x))
            return states.fidelity(states.ket(0), cloners.clones(cloner, states.ket(0))[0])

        def resent(x):
            return 1 - qedu.exchange(protocols.bb84(), attack=attacks.intercept_resend(fraction=4 * x - 2)).qber

        bb84, universal, resend = self.sweeps
        return {"abort": rates.threshold(rates.bb84), **bb84.of_all(lambda x: kept("bb84", x)),
                **universal.of_all(lambda x: kept("universal", x)), **resend.of_all(resent)}

    def derive(self, n):
        for who in _PASSES:
            n[f"p.{who}"] = n.max(0, n[who] - n["p.both"])
        n["p.none"] = n.max(0, 1 - n["bob"] - n["p.eve"])
