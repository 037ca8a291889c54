"""Channel explorer (chapter C03): what four kinds of noise do to the Bloch ball, a state and the error rates."""

import math

import qutip

from qedu import channels, states
from qedu.widgets import (
    Axis,
    Bar,
    Bars,
    Choice,
    Curves,
    Entries,
    Matrix,
    Paper,
    Point,
    Range,
    Series,
    Sweep,
    Task,
    Vector,
    Widget,
    frame,
    scene,
)

ChannelLine = scene("channel-line", "vectors mode first control kinds touched arrives alive gauges half shelf ellipse names symbols")

_CHANNELS = {"depolarizing": "depolarising", "dephasing": "dephasing", "amplitude_damping": "amplitude damping",
             "loss": "erasure"}
_GRID = tuple(x / 20 for x in range(21))
#: With no photon left there is no state to speak of.
_ARRIVES = {"arrives": [">", 0]}
#: What happens to some of the photons, one by one: a story that gives the channel (Kraus operators, chapter C03).
_HAPPENS = {
    "depolarizing": {"happens": "{touched:pct0} are replaced by I/2", "name": "photons replaced by I/2"},
    "dephasing": {"happens": "Z is applied to {touched:pct0}", "name": "photons to which Z is applied"},
    "amplitude_damping": {"happens": "{touched:pct0} fall to |0⟩", "name": "photons that fall to |0⟩"},
    "loss": {"happens": "{touched:pct0} are lost", "name": "photons that are lost", "lost": True}}


def _arrived(channel, ket):
    """State of a photon that arrives, and the probability that it does; with none, what was sent."""
    after = channel(ket).full()
    kept = float(after[:2, :2].trace().real)
    return (qutip.Qobj(after[:2, :2] / kept), kept) if kept > 1e-12 else (ket.proj(), 0.0)


def _errors(channel):
    """Wrong outcomes in Z and in X among the photons that arrive, and the share that does."""
    out = {}
    for basis in "ZX":
        out[basis] = 0.0
        for k, ket in enumerate(states.basis(basis)):
            arrived, out["arrives"] = _arrived(channel, ket)
            out[basis] += states.probabilities(arrived, basis)[1 - k] / 2
    return out


class ChannelExplorer(Widget):
    """A line with some noise in it: photons on their way, the ball of states and what it becomes, wrong bits in Z and X."""

    title = "Channel explorer"
    caption = ("Noise is more than bits flipped at random. Dephasing never touches a Z bit and spoils X "
               "bits: it shrinks the ball sideways. Depolarising shrinks it evenly, amplitude damping pulls "
               "it towards |0⟩, and erasure leaves what arrives as it was.")
    leaves_out = ("One use of the channel at a time, without memory, and the same for each photon. The "
                  "arrow that is sent stays on the circle through |0⟩ and |+⟩; along Y all of these channels "
                  "shrink the ball as along X. Of ten photons that fly, as many are marked as come nearest to "
                  "the share that is written there. Detectors are perfect.")
    main = ("p",)
    controls = (
        Choice("channel", "Channel", _CHANNELS, "dephasing"),
        Range("p", "Strength p", 0, 1, 0.02, 0.2, readout="{p:f2}"),
        Range("theta", "State sent, angle from |0⟩ on the sphere", 0, 180, 15, 90, readout="{theta:deg}"))
    sweeps = (Sweep("line.z", _GRID), Sweep("line.x", _GRID))
    views = (
        ChannelLine(
            "", mode="sphere", first=[-60, 18],
            vectors=[Vector("sent", "sent", "q0", x="in.x", z="in.z", line="dashed", drag="theta"),
                     Vector("arrives", "arrives", "q1", x="out.x", z="out.z", when=_ARRIVES)],
            control="channel", kinds={name: {"words": words, **_HAPPENS[name]} for name, words in _CHANNELS.items()},
            touched="touched", arrives=["arrives", "photons that arrive", "{arrives:pct0} arrive"], alive=_ARRIVES,
            gauges=[{"key": "qber.z", "label": "Z bits wrong", "name": "Z bits, measured in Z, wrong", "tone": "q2"},
                    {"key": "qber.x", "label": "X bits wrong", "name": "X bits, measured in X, wrong", "tone": "q2"}],
            half="half: as a coin toss", shelf="put into the line", ellipse=["m.x", "m.z", "t.z"],
            names=["half axis along X", "half axis along Z", "shift along Z"], symbols=("alice", "bob"), tab="Line"),
        Matrix("Its density matrix, sent and arriving",
               [Entries("sent", "q0", [["in.00"], ["in.01"], ["in.01"], ["in.11"]]),
                Entries("arrives", "q1", [["out.00"], ["out.01"], ["out.01"], ["out.11"]])],
               when=_ARRIVES,
               places=["row 1, column 1", "row 1, column 2", "row 2, column 1", "row 2, column 2"],
               tab="Matrix"),
        Bars("The state sent, and what is left of it",
             [Bar("fidelity", "fidelity with what was sent", "q1"), Bar("purity", "purity", "q0")],
             when=_ARRIVES, tab="Fidelity"),
        Curves("Turn the strength: errors in Z and in X",
               Axis(0, 1, [0, 0.25, 0.5, 0.75, 1], "strength p", format="f2"),
               Axis(0, 1, [0, 0.25, 0.5, 0.75, 1], "wrong outcomes"),
               [Series("line.z", "Z bits", "q2", every=4), Series("line.x", "X bits", "q2", every=4)],
               points=[Point("p", "qber.x", "X {qber.x:pct}", name="wrong in X", tone="q2", when=_ARRIVES),
                       Point("p", "qber.z", "Z {qber.z:pct}", name="wrong in Z", tone="q2", below=True,
                             when=_ARRIVES)], tab="Strength"))
    line = (
        *(({"channel": name}, f"{words[0].upper()}{words[1:]}, strength {{p:f2}}.")
          for name, words in _CHANNELS.items()),
        ({"channel": "loss"}, "{arrives:pct} of the photons arrive."),
        (_ARRIVES, "Wrong in Z {qber.z:pct}, wrong in X {qber.x:pct}."),
        (_ARRIVES, "This state arrives with fidelity {fidelity:f3} and purity {purity:f3}."),
        ({"channel": "dephasing", "p": 0.5},
         "All coherence is gone: a measurement in Z that nobody reads would do the same."),
        ({"channel": "dephasing", "p": [">", 0.5]},
         "Beyond one half most photons are flipped, and the coherence comes back with the other sign."),
        ({"channel": "loss", "p": 1}, "Nothing is left to measure."))
    tasks = (
        Task("Find a channel and a strength at which no Z bit is wrong and every other X bit is. What does "
             "it do to the matrix?", {"channel": "dephasing", "p": 0.0}),
        Task("Send |1⟩ through amplitude damping and raise the strength from 0 to 1. Where is the purity "
             "lowest, and why is it back at the end?",
             {"channel": "amplitude_damping", "p": 0.0, "theta": 180}),
        Task("Make Z and X bits wrong equally often, 10\u00a0% each. Then find another channel with 10\u00a0% on "
             "average over both. How could Alice and Bob tell the two apart?",
             {"channel": "depolarizing", "p": 0.2}))
    paper = (
        Paper("Dephasing, p = 0.2, on |+⟩: the coherence fades, Z bits stay right.", {}),
        Paper("Depolarising, p = 0.2, on |+⟩: the ball shrinks evenly.", {"channel": "depolarizing"}),
        Paper("Amplitude damping, γ = 0.5, on |1⟩: the ball is pulled towards |0⟩.",
              {"channel": "amplitude_damping", "p": 0.5, "theta": 180}))

    @frame
    def strength(self, channel, p):
        """Half axes and shift of the ball of arriving states, share that arrives, and errors in Z and X."""
        made = getattr(channels, channel)(p)
        found = _errors(made)
        out = {"m.x": 1.0, "m.z": 1.0, "t.z": 0.0, "arrives": found["arrives"], "qber.z": found["Z"],
               "qber.x": found["X"]}
        if not made.loses:
            matrix, shift = made.bloch_map
            out |= {"m.x": matrix[0, 0], "m.z": matrix[2, 2], "t.z": shift[2]}
        return out

    @frame
    def curves(self, channel):
        found = {x: _errors(getattr(channels, channel)(x)) for x in _GRID}
        return {sweep.key(x): found[x][basis] for sweep, basis in zip(self.sweeps, "ZX") for x in _GRID}

    def derive(self, n):
        """The image of the arrow; and to how many photons something happens, of those that fall only |1⟩."""
        angle = n["theta"] * math.pi / 180
        n["in.x"], n["in.z"] = n.sin(angle), n.cos(angle)
        n["out.x"], n["out.z"] = n["m.x"] * n["in.x"], n["m.z"] * n["in.z"] + n["t.z"]
        for side in ("in", "out"):
            x, z = n[f"{side}.x"], n[f"{side}.z"]
            n[f"{side}.00"], n[f"{side}.01"], n[f"{side}.11"] = (1 + z) / 2, x / 2, (1 - z) / 2
        x, z = n["out.x"], n["out.z"]
        n["fidelity"], n["purity"] = (1 + n["in.x"] * x + n["in.z"] * z) / 2, (1 + x**2 + z**2) / 2
        n["touched"] = n.where(n.chosen("channel", "amplitude_damping"), n["p"] * n["in.11"], n["p"])
