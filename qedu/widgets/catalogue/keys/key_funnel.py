"""Key funnel (chapter C08): what becomes of sifted bits, and why a short block has nothing left."""

import math

from qedu import keys
from qedu.widgets import Axis, Choice, Curves, Fact, Facts, Paper, Point, Range, Ref, Series, Sweep, Task, Widget, scene

Funnel = scene("funnel", "top parts end drag")

_SIZES = tuple(m * 10**e for e in range(3, 9) for m in (1, 2, 5)) + (10**9,)
#: Where the curve is drawn: closer than the slider stands.
_GRID = tuple(m * 10**e for e in range(3, 9) for m in (1, 1.5, 2, 3, 5, 7)) + (10**9,)
_EPS_COR = 1e-15
#: Ways to correct errors whose efficiency was measured; in the state each is a number, which no f can be.
_MEASURED = {"-1": "two_parameter", "-2": "original", "-3": "ldpc"}


def _efficiency(n):
    """f: the number that was chosen, or what was measured, on straight lines between the measured error rates."""
    def between(rows):
        cases = [n["q"] <= rows[0].qber, rows[0].efficiency]
        for low, high in zip(rows, rows[1:]):
            slope = (high.efficiency - low.efficiency) / (high.qber - low.qber)
            cases += [n["q"] <= high.qber, low.efficiency + (n["q"] - low.qber) * slope]
        return n.where(*cases, rows[-1].efficiency)

    return n.first(((n["by"] == int(value), between([row for row in keys.reconciliation() if row.method == method]))
                    for value, method in _MEASURED.items()), n["by"])


def _parts(n, size):
    """Bits of one block by what they are spent on, as `qedu.rates.finite_bb84` counts them."""
    q, eps = n["q"], n["eps"]
    tested = n.floor(size * n["share"] + 0.5)
    kept = size - tested
    margin = n.sqrt(size * (tested + 1) / (kept * tested**2) * n.log(4 / eps))
    phase = n.min(0.5, q + margin)
    eve = kept * n.h2(q)
    promises = (n.log(2 / _EPS_COR) - 2 * n.log(eps)) / math.log(2)
    return {"tested": tested, "left.test": kept, "margin": margin, "phase": phase, "told": n["f"] * eve, "eve": eve,
            "doubt": kept * n.h2(phase) - eve, "promises": promises,
            "secret": n.floor(n.max(0, kept * (1 - n.h2(phase)) - n["f"] * eve - promises))}


def _part(name, tone, ask, left, *, after, words, short):
    return {"name": name, "tone": tone, "ask": ask, "left": left, "label": f"left after {after}" if after else "secret bits",
            "words": words, "short": short}


class KeyFunnel(Widget):
    """Sifted bits go in at the top; what is spent on the way leaves at the sides."""

    title = "The key funnel"
    caption = ("A key is what the test, the error correction, Eve and the doubt about her leave over. Of these the doubt weighs the "
               "more, the shorter the block: a short one has no key at all, and twice the sifted bits give more than twice the key.")
    leaves_out = ("Single photons in perfect states, detectors that treat all states alike, a random test, an authenticated channel. "
                  "Error correction is taken to tell f·h(Q) for each bit; a real run counts what it told, and a short one tells more than "
                  "was measured on blocks of 100,000 bits. The proof is that of Tomamichel and others of 2012, with ε for "
                  "secrecy, and 10⁻¹⁵ for two keys that differ and nobody notices.")
    controls = (
        Range("size", "Sifted bits", _SIZES[0], _SIZES[-1], 0, 50_000, readout="{size:int}", options=_SIZES),
        Range("q", "QBER", 0, 0.12, 0.005, 0.02, readout="{q:pct}"),
        Range("share", "Share that is tested", 0.01, 0.6, 0.01, 0.2, readout="{share:pct0}"),
        Choice("by", "Error correction tells", {"1": "f = 1: the floor, out of reach", "1.16": "f = 1.16, as is often assumed",
                                                "-1": "Cascade, two sizes: measured", "-2": "Cascade, original: measured",
                                                "-3": "LDPC, one message: measured"}, "1.16", select=True),
        Choice("eps", "Chance ε that the key is not secret", {"1e-6": "10⁻⁶", "1e-10": "10⁻¹⁰", "1e-20": "10⁻²⁰"}, "1e-10", select=True))
    main = ("size", "q")
    folded = ("by", "eps")
    sweeps = (Sweep("rate.of", _GRID),)
    views = (
        Funnel("", wide=True, drag="share", top={"key": "size", "name": "sifted bits", "words": "{size:int} sifted bits"},
               parts=[_part("test", "q0", "tested", "left.test", after="the test", words="{tested:int} read out", short=""),
                      _part("error correction", "q2", "told", "left.told", after="error correction", words="{told:int} told",
                            short="{told:int}: too many"),
                      _part("Eve, at this QBER", "q4", "eve", "left.eve", after="Eve's share", words="{eve:int} hers",
                            short="{eve:int}: too many"),
                      _part("certainty", "q1", "certainty", "secret", after="", words="{certainty:int} held back",
                            short="{certainty:int}: too many")],
               end={"words": "{secret:int} secret bits, {rate:pct0} of all", "none": "no key"}, tab="Funnel"),
        Curves("What a sifted bit is worth, by the length of the block",
               Axis(1000, 1e9, [1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9], "sifted bits", format="ten", log=True),
               Axis(0, 1, [0, 0.25, 0.5, 0.75, 1], "secret bits per sifted bit", format="f2", format_table="f3"),
               [Series("rate.of", "QBER {q:pct}, {share:pct0} tested", "q3", name="secret bits per sifted bit")], wide=True,
               points=[Point("size", "rate", "{rate:f2}", name="this block", tone="q3")],
               refs=[Ref(y="endless", label="without end, and without a test: {endless:f2}", name="an endless run")], tab="Length"),
        Facts("The bill of {size:int} sifted bits",
              [Fact("tested", "read out in the test", "int"), Fact("margin", "margin of the error rate, μ", "pct"),
               Fact("phase", "error rate that Eve is counted at", "pct"), Fact("f", "efficiency of the error correction, f", "f2"),
               Fact("told", "told in error correction", "int"),
               Fact("eve", "Eve, at the rate of the test", "int"), Fact("doubt", "Eve, for the margin", "int"),
               Fact("promises", "for ε, and for the hash that compares the keys", "int"), Fact("secret", "secret bits", "int"),
               Fact("half", "secret bits of half a block", "int")], tab="Bill"))
    line = (
        ({"secret": [">", 0]}, "Of {size:int} sifted bits {secret:int} become key, {rate:pct0}."),
        ({"secret": [">", 0], "half": [">", 0]}, "Half as many would give {half:int}: less than half of it."),
        ({"secret": [">", 0], "half": 0}, "Half as many would give none."),
        ({"secret": 0, "endless": [">", 0]}, "No key: more is asked for than there is."),
        ({"secret": 0, "endless": 0}, "No key, and no block is long enough: at {q:pct} even an endless run has none."),
        ({"phase": ["<", 0.5]}, "{tested:int} test bits leave the error rate in doubt by {points:f1} percentage points, so that "
                                "Eve is counted at {phase:pct}."),
        ({"phase": [">=", 0.5]}, "{tested:int} test bits cannot exclude that Eve knows all of the rest."))
    tasks = (
        Task("Make the block shorter. Which part grows until it takes everything, and from which length on is there no key?", {}),
        Task("A pass of half a minute gave 5,000 bits. Find the share of test bits that makes the longest key. How much longer does it get "
             "if Cascade corrects the errors, and how much shorter if one message has to do? “More settings” has both.", {"size": 5000}),
        Task("A hundred million bits: how few of them need to be tested? Then raise the QBER. Does the key end at 25 %, or long before?",
             {"size": 10**8}))
    paper = (
        Paper("Fifty thousand sifted bits with 2 % of errors: a third of them becomes key.", {}),
        Paper("Two thousand, with the same share of errors: certainty asks for more than there is.", {"size": 2000}),
        Paper("A hundred million, of which one in a hundred is tested: certainty costs little.", {"size": 10**8, "share": 0.01}))

    def derive(self, n):
        size, n["f"] = n["size"], _efficiency(n)
        for key, value in _parts(n, size).items():
            n[key] = value
        n["points"] = 100 * n["margin"]
        n["left.told"] = n.max(0, n["left.test"] - n["told"])
        n["left.eve"] = n.max(0, n["left.told"] - n["eve"])
        n["certainty"] = n["doubt"] + n["promises"]
        n["rate"], n["half"] = n["secret"] / size, _parts(n, size / 2)["secret"]
        n["endless"] = n.max(0, 1 - (1 + n["f"]) * n.h2(n["q"]))
        n.curve("rate.of", lambda x: _parts(n, x)["secret"] / x)
