"""How many test bits? (chapter C06): showing Eve is one question, bounding her another."""

from functools import cache

import numpy as np

import qedu
from qedu import attacks, protocols, statistics
from qedu.widgets import (
    Axis,
    Bar,
    Bars,
    Choice,
    Count,
    Curves,
    Dice,
    Fact,
    Facts,
    Paper,
    Point,
    Range,
    Ref,
    Seed,
    Series,
    Strip,
    Sweep,
    Symbol,
    Task,
    Widget,
    frame,
)

_SIZES = tuple(m * 10 ** e for e in range(5) for m in (1, 2, 3, 5, 7)) + (100_000,)
_LIMITS = (0.03, 0.05, 0.07, 0.09, 0.11, 0.13)


@cache
def _exact(n, eps):
    """Of the exact bound: after a clean test of each size, and errors that each test may find for each threshold."""
    clean = statistics.hypergeometric(0, tested=_SIZES, kept=n, eps=eps).tolist()
    allowed = statistics.allowed_errors(_LIMITS, tested=[[k] for k in _SIZES], kept=n, eps=eps).tolist()
    return dict(zip(_SIZES, clean)), {(k, limit): most for k, row in zip(_SIZES, allowed)
                                      for limit, most in zip(_LIMITS, row)}


@cache
def _needed(n, eps):
    """Fewest clean test bits that bring the exact bound, and Serfling's, below each threshold; 0 if none do."""
    few, many = np.arange(1, 2_001), np.arange(1, 20_001)     # more would tell no more
    bounds = ((few, statistics.hypergeometric(0, tested=few, kept=n, eps=eps)),
              (many, statistics.serfling(tested=many, kept=n, eps=eps)))
    return {limit: tuple(int(sizes[bound < limit][0]) if (bound < limit).any() else 0 for sizes, bound in bounds)
            for limit in _LIMITS}


class HowManyTestBits(Widget):
    """Detection power and two bounds, one exact and one simple, over the number of test bits."""

    title = "How many test bits?"
    caption = ("Twenty test bits show an Eve who measures everything, nearly always. The same twenty bits, "
               "all clean, promise nothing about the rest. To bound what anybody may know takes more: at ε "
               "= 10⁻¹⁰, 198 clean bits for a bound below 11 %. The simple bound of many proofs, "
               "Serfling's, asks for 954. It assumes nothing less and is only looser.")
    leaves_out = ("Detection power is for one attack, in random bases, on a line without noise, with "
                  "independent bits. Both bounds assume one thing, that the test positions were chosen at "
                  "random after the transmission, and nothing about the errors. Bits of both bases are "
                  "counted in one pool. Staying below the threshold is no finite key yet: its length also "
                  "pays for error correction and for every ε.")
    controls = (
        Range("k", "Test bits k", _SIZES[0], _SIZES[-1], 0, 20, readout="{k:int}", options=_SIZES),
        Range("f", "Fraction Eve attacks", 0, 1, 0.02, 1, readout="{f:pct0}"),
        Range("limit", "Abort if the bound reaches", _LIMITS[0], _LIMITS[-1], 0, 0.11, readout="{limit:pct0}",
              options=_LIMITS),
        Choice("n", "Bits that remain", {"1000": "1,000", "10000": "10,000", "1000000": "1,000,000"},
               "1000000", select=True),
        Choice("eps", "Chance ε that the bound fails", {"0.05": "0.05", "1e-6": "10⁻⁶", "1e-10": "10⁻¹⁰"},
               "1e-10", select=True), Count("tests", "Tests played", 1000, 100, steps=(1, 10, 100)),
        Seed(default=1))
    folded = ("n", "eps", "tests", "seed")
    dice = (Dice("bits", ("equal", "differ"), ("p.equal", "qber"), n="k"),
            Dice("tests", ("seen", "missed"), ("power", "miss"), n="tests"))
    sweeps = (Sweep("power.of", _SIZES), Sweep("clean.of", _SIZES, of="clean", along="k"),
              Sweep("loose.of", _SIZES))
    views = (
        Curves("Two questions about a test of k bits",
               Axis(1, 100000, [1, 10, 100, 1000, 10000], "test bits k, up to 100,000", format="int",
                    log=True), Axis(0, 1, [0, 0.25, 0.5, 0.75, 1], "probability; error rate"),
               [Series("power.of", "at least one error is found", "q2"),
                Series("clean.of", "exact bound on the rest if none is found", "q1"),
                Series("loose.of", "Serfling's simple bound, likewise", "q0", line="dashed")], wide=True,
               ratio=0.95, refs=[Ref(y="limit", label="abort: {limit:pct0}")],
               points=[Point("k", "power", "{power:pct}", name="at least one error is found"),
                       Point("k", "clean", "{clean:pct}", below=True,
                             name="exact bound on the rest if none is found")], tab="Test size"),
        Bars("One test of {k:int} bits, played",
             [Bar("bits.fraction.differ", "found: {bits.count.differ:int} of {k:int} differ", "q2",
                  name="error rate found", mark="qber", mark_label="exact QBER of this Eve"),
              Bar("allowed.share", "exact: up to {allowed:int} of {k:int} may differ", "q1",
                  name="share that may differ, by the exact bound", when={"allowed": [">=", 0]}),
              Bar("bound", "Serfling: the rest has at most", "q0", name="Serfling's bound on the rest")],
             refs=[Ref("limit", "abort: {limit:pct0}", name="abort threshold")], tab="Played"),
        Bars("{tests:int} more tests: how many show her?",
             [Bar("tests.fraction.seen", "{tests.count.seen:int} of {tests:int} find an error", "q2",
                  name="tests with at least one error", mark="power", mark_label="at least one error is found")], tab="Played"),
        Strip("Test by test", "tests", [Symbol("finds an error", "cross", "q2", outcome="seen"),
                                        Symbol("finds none", "ring", "q0", outcome="missed")], show=100,
              screen_only=True, tab="Played"),
        Facts("Clean test bits for a bound below {limit:pct0}",
              [Fact("needed", "exact", "int", name="clean bits needed, exact"),
               Fact("needed.loose", "Serfling's simple bound", "int", name="clean bits needed, Serfling",
                    when={"enough": 1})], tab="Bits needed"))
    line = (
        ({"f": 0, "k": 1}, "Nobody listens, so 1 test bit finds no error."),
        ({"f": 0, "k": [">", 1]}, "Nobody listens, so {k:int} test bits find no error."),
        ({"f": [">", 0], "k": 1}, "Eve attacks {f:pct0} of the photons (QBER {qber:pct}): 1 test bit finds "
                                  "an error with probability {power:pct}."),
        ({"f": [">", 0], "k": [">", 1]}, "Eve attacks {f:pct0} of the photons (QBER {qber:pct}): {k:int} "
                                         "test bits find at least one error with probability {power:pct}."),
        ({"clean": ["<", 0.5]},
         "If they find none, the rest has at most {clean:pct} errors, except with probability {eps}."),
        ({"clean": [">=", 0.5]},
         "If they find none, the exact bound for the rest is {clean:pct}, which says nothing."),
        ({"enough": 1}, "It takes {needed:int} clean bits to bring it below {limit:pct0}, and "
                        "{needed.loose:int} with Serfling's simple bound."),
        ({"enough": 0}, "It takes {needed:int} clean bits to bring it below {limit:pct0}. Serfling's "
                        "simple bound never gets there, with so few bits remaining."),
        "Played: {bits.count.differ:int} of {k:int} differ (95 % interval {bits.low.differ:pct} to "
        "{bits.high.differ:pct}).",
        ({"allowed": [">=", 0]}, "With {allowed:int} or fewer the rest stays below {limit:pct0}:"),
        ({"allowed": ["<", 0]}, "A test of this size cannot show that the rest stays below {limit:pct0}:"),
        ({"over": 1}, "abort."), ({"over": 0}, "continue."),
        ({"over": 0, "over.loose": 1}, "By Serfling's bound, {bound:pct}, they would abort without need."),
        ({"tests": [">", 0]}, "In {tests.count.seen:int} of {tests:int} more tests an error is found (95 % "
                              "interval {tests.low.seen:pct} to {tests.high.seen:pct})."))
    tasks = (
        Task("An Eve who attacks 4 % passes 20 test bits most of the time. How many bits show her with 95 "
             "%? And what does a clean test of that size promise?", {"f": 0.04}),
        Task("No Eve, no noise. How many test bits does it take before Alice and Bob may continue at 11 %, "
             "by the exact bound and by Serfling's? Why do they abort with fewer, although nobody was there?",
             {"f": 0.0, "k": 100}),
        Task("Under “More settings”, ask for ε = 0.05 in place of 10⁻¹⁰, then for only 1,000 remaining bits. Which of the three "
             "curves move, and which does not?", {"k": 300}))
    paper = (
        Paper("20 bits against an Eve who attacks everything: she shows, and the bounds say nothing.", {}),
        Paper("20 bits against an Eve who attacks 4 %: she passes most tests.", {"f": 0.04}),
        Paper("200 bits and nobody there: the exact bound has just come below 11 %, Serfling's is far above.",
              {"k": 200, "f": 0.0}))

    @frame
    def errors(self, f):
        return {"qber": qedu.exchange(protocols.bb84(), attack=attacks.intercept_resend(fraction=f)).qber}

    @frame
    def clean(self, k, n, eps):
        return {"clean": _exact(int(n), float(eps))[0][k]}

    @frame
    def allowed(self, k, n, eps, limit):
        return {"allowed": _exact(int(n), float(eps))[1][k, limit]}

    @frame
    def needed(self, n, eps, limit):
        return dict(zip(("needed", "needed.loose"), _needed(int(n), float(eps))[limit]))

    def derive(self, n):
        k, kept, q = n["k"], n["n"], n["qber"]

        def margin(size):
            """As `qedu.statistics.serfling`."""
            return n.sqrt((kept + size) * (size + 1) * -n.log(n["eps"]) / (2 * kept * size ** 2))

        n["p.equal"], n["miss"], n["power"] = 1 - q, (1 - q) ** k, 1 - (1 - q) ** k
        n["loose"], n["bound"] = n.min(1, margin(k)), n.min(1, n["bits.fraction.differ"] + margin(k))
        n["allowed.share"] = n.max(0, n["allowed"]) / k
        n["over"] = n.flag(n["bits.count.differ"] > n["allowed"])
        n["over.loose"] = n.flag(n["bound"] >= n["limit"])
        n["enough"] = n.flag(n["needed.loose"] > 0)
        n.curve("power.of", lambda x: 1 - (1 - q) ** x)
        n.curve("loose.of", lambda x: n.min(1, margin(x)))
