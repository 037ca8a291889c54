"""Clone-o-meter (chapter C03): how good Eve's copy can be, and what Bob's photon loses by it."""

import math
from functools import lru_cache

import qedu
from qedu import attacks, cloners, protocols, rates, states
from qedu.widgets.shell import Choice, Frames, Paper, Range, Sweep, Task, Widget

_MACHINES = {"bb84": "for the BB84 states", "universal": "for every state"}
_STATES = {"0": ("|0⟩", "Z", 0), "plus": ("|+⟩", "X", 0), "up": ("|+i⟩", "Y", 0), "down": ("|−i⟩", "Y", 1)}
_GRID = tuple(x / 40 for x in range(20, 41))
_RESEND = tuple(x / 40 for x in range(20, 31))


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


@lru_cache(maxsize=None)
def _copies(machine, share):
    """Bob's and Eve's state for each input, the QBER of BB84, and Eve's best guess of a bit."""
    cloner = _cloner(machine, _qber(machine, share))
    out = {"qber": 0.0, "guess": 0.0}
    for name, (_, basis, k) in _STATES.items():
        sent = states.basis(basis)[k]
        for who, copy in zip(("bob", "eve"), cloners.clones(cloner, sent)):
            out[f"{who}.{name}"] = states.fidelity(sent, copy)
            out[f"{who}.{name}.x"], out[f"{who}.{name}.y"], out[f"{who}.{name}.z"] = states.bloch_vector(copy)
    for basis in "ZX":
        held = []
        for sent in states.basis(basis):
            joint = cloner * sent
            held.append(joint.ptrace(list(range(1, len(joint.dims[0])))))
            out["qber"] += (1 - states.fidelity(sent, joint.ptrace(0))) / 4
        out["guess"] += (1 + states.trace_distance(*held)) / 4
    return out


@lru_cache(maxsize=1)
def _curves():
    """Bob's fidelity against Eve's: both machines, and an Eve who measures and resends some photons."""
    out, zero = {}, states.ket(0)
    for machine in _MACHINES:
        for x in _GRID:
            signal, copy = cloners.clones(_cloner(machine, _other(machine, 1 - x)), zero)
            assert abs(states.fidelity(zero, copy) - x) < 1e-9
            out[f"curve.{machine}", x] = states.fidelity(zero, signal)
    for x in _RESEND:
        run = qedu.exchange(protocols.bb84(), attack=attacks.intercept_resend(fraction=4 * x - 2))
        out["curve.resend", x] = 1 - run.qber
    return out


@lru_cache(maxsize=1)
def _abort():
    """The error rate at which the one-way formula `rates.bb84` comes down to 0."""
    low, high = 0.0, 0.5
    while high - low > 1e-12:
        middle = (low + high) / 2
        low, high = (middle, high) if rates.bb84(middle) > 0 else (low, middle)
    return high


class CloneOMeter(Widget):
    """A cloner on one slider: the better Eve's copy, the worse Bob's photon."""

    name = "clone-o-meter"
    title = "Clone-o-meter"
    caption = ("Perfect copies are forbidden, good ones are not. Made for the four states of BB84, two "
               "equal copies pass in 85.4 % of the tests; made for every state, in 5/6 of them. "
               "Eve may make her copy as good as she likes: what she gains, Bob's photon loses.")
    leaves_out = ("Eve copies one photon at a time, and Alice and Bob have no other noise. The curves are "
                  "the best that any machine of that kind can do. QBER and guess are those of BB84. "
                  "11.0 % is where the formula for one-way post-processing ends, for endlessly many photons, no "
                  "noise added on purpose, and an Eve who may measure all her probes together. The Eve "
                  "drawn here reads them one by one, and draws level with Bob at 14.6 %.")
    controls = (
        Choice("machine", "Machine", _MACHINES, "bb84"),
        Range("share", "Eve's share (50 %: equal copies)", 0, 1, 0.02, 0.5, readout="{share:pct0}"),
        Choice("state", "Photon that Alice sends", {key: ket for key, (ket, _, _) in _STATES.items()}, "0"))
    sweeps = (*(Sweep(f"curve.{machine}", _GRID) for machine in _MACHINES), Sweep("curve.resend", _RESEND))
    frames = (
        Frames(("machine", "share", "state"), ("bob", "eve", "bob.x", "bob.y", "bob.z", "eve.x", "eve.y", "eve.z")),
        Frames(("machine", "share"), ("qber", "guess", "circle.bob", "circle.eve")),
        Frames(("state",), ("sent.x", "sent.y", "sent.z")),
        Frames((), ("abort", "curve.*")))
    views = (
        {"view": "curves", "title": "The trade-off: Bob's photon against Eve's copy", "lead": True, "wide": True,
         "ratio": 0.95,
         "x": {"low": 0.5, "high": 1, "ticks": [0.5, 0.6, 0.7, 0.8, 0.9, 1], "format": "pct0",
               "label": "Eve's copy passes Alice's test"},
         "y": {"low": 0.5, "high": 1, "ticks": [0.5, 0.6, 0.7, 0.8, 0.9, 1], "label": "Bob's photon passes"},
         "series": [{"sweep": "curve.bb84", "label": "best machine for the BB84 states", "tone": "q1", "every": 4},
                    {"sweep": "curve.universal", "label": "best machine for every state", "tone": "q4", "every": 4},
                    {"sweep": "curve.resend", "label": "measure and resend, on a fraction of the photons",
                     "tone": "q2", "every": 5}],
         "points": [{"x": "circle.eve", "y": "circle.bob", "label": "Bob {circle.bob:pct}, Eve {circle.eve:pct}",
                     "name": "Bob's photon, BB84 states", "below": True}]},
        {"view": "bars", "title": "This photon", "items": [
            {"key": "bob", "label": "Bob's photon passes the test for what Alice sent", "tone": "q1",
             "name": "Bob's photon passes"},
            {"key": "eve", "label": "Eve's copy passes it", "tone": "q4", "name": "Eve's copy passes"}]},
        {"view": "bloch", "title": "Three arrows: sent, Bob's, Eve's", "mode": "sphere", "screen_only": True,
         "vectors": [{"x": "sent.x", "y": "sent.y", "z": "sent.z", "label": "sent", "short": "sent", "tone": "q3",
                      "line": "dashed"},
                     {"x": "bob.x", "y": "bob.y", "z": "bob.z", "label": "Bob's", "short": "B", "tone": "q1"},
                     {"x": "eve.x", "y": "eve.y", "z": "eve.z", "label": "Eve's", "short": "E", "tone": "q4"}]},
        {"view": "bars", "title": "What Alice and Bob see: errors in BB84", "max": 0.5, "items": [
            {"key": "qber", "label": "QBER", "tone": "q2"}],
         "refs": [{"key": "abort", "label": "one-way formula ends: {abort:pct}"}]},
        {"view": "bars", "title": "What Eve gets: her best guess of a sifted bit", "items": [
            {"key": "guess", "label": "right guesses (one half is a coin)", "tone": "q4",
             "name": "Eve guesses right"}]})
    line = (
        ({"machine": "bb84"}, "Machine for the BB84 states, Eve's share {share:pct0}."),
        ({"machine": "universal"}, "Machine for every state, Eve's share {share:pct0}."),
        "{state}: Bob's photon passes in {bob:pct} of the tests, Eve's copy in {eve:pct}.",
        "On BB84 that makes a QBER of {qber:pct}, and Eve guesses {guess:pct} of the bits right.",
        ({"share": 0}, "She has taken nothing and has only a coin."),
        ({"share": 1}, "She has kept the photon. What Bob gets is the same whatever Alice sent."),
        ({"machine": "bb84", "state": ["in", ["up", "down"]]}, "This state is not one of BB84, and the "
         "machine was not made for it."))
    tasks = (
        Task("Where does the formula for one-way keys end, and how often does Eve guess right there? "
             "Compare both machines.", {"share": 0.3}),
        Task("Set equal copies and send |0⟩, |+⟩, |+i⟩ and |−i⟩ through both machines. For which "
             "states is each machine fair?", {"machine": "universal", "share": 0.5}),
        Task("Let the QBER be 10 %. How much better does the machine guess than an Eve who measures in Z or X "
             "at random and resends? (She gets 60 % at that QBER.)", {"share": 0.4}))
    paper = (
        Paper("Equal copies of the BB84 states: 85.4 % for both, and 14.6 % errors.", {}),
        Paper("Equal copies of every state: 5/6 for both, and 16.7 % errors.", {"machine": "universal"}),
        Paper("A small share on the BB84 states: few errors, and already a good guess.", {"share": 0.2}))

    def compute(self, state, roll):
        machine, share, chosen = state["machine"], state["share"], state["state"]
        found = _copies(machine, share)
        out = {"abort": _abort(), "qber": found["qber"], "guess": found["guess"],
               "circle.bob": found["bob.0"], "circle.eve": found["eve.0"]}
        for who in ("bob", "eve"):
            out[who] = found[f"{who}.{chosen}"]
            out.update({f"{who}.{axis}": found[f"{who}.{chosen}.{axis}"] for axis in "xyz"})
        _, basis, k = _STATES[chosen]
        out.update(zip(("sent.x", "sent.y", "sent.z"), states.bloch_vector(states.basis(basis)[k])))
        for sweep in self.sweeps:
            out.update({sweep.key(x): _curves()[sweep.name, x] for x in sweep.values})
        return out
