"""How many test bits? (chapter C06): showing Eve is one question, bounding her another."""

import math
from functools import lru_cache

import qedu
from qedu import attacks, protocols
from qedu.widgets.formula import switch, symbol
from qedu.widgets.shell import Choice, Count, Dice, Frames, Paper, Range, Seed, Sweep, Task, Widget

_SIZES = tuple(m * 10 ** e for e in range(5) for m in (1, 2, 3, 5, 7)) + (100_000,)


@lru_cache(maxsize=None)
def _qber(fraction):
    attack = attacks.intercept_resend(fraction=fraction)
    return qedu.exchange(protocols.bb84(), attack=attack).qber


def _margin(k, n, eps):
    """Serfling's margin μ: sampling without replacement (Tomamichel and Leverrier 2017)."""
    return math.sqrt((n + k) * (k + 1) * math.log(1 / eps) / (2 * n * k ** 2))


class HowManyTestBits(Widget):
    """Detection power and honest bound over the number of test bits."""

    name = "how-many-test-bits"
    title = "How many test bits?"
    caption = ("Twenty test bits show an Eve who measures everything, nearly always. The same "
               "twenty bits, all clean, promise nothing about the rest. To show somebody greedy "
               "takes few bits. To bound what anybody may know takes a thousand and more.")
    leaves_out = ("Detection power is for one attack, in random bases, on a line without noise, "
                  "with independent bits. The bound assumes nothing about the errors: only that "
                  "the test positions were chosen at random after the transmission. Bits of both "
                  "bases are counted in one pool. Nothing is corrected or shortened.")
    controls = (
        Range("k", "Test bits k", _SIZES[0], _SIZES[-1], 0, 20, readout="{k:int}", options=_SIZES),
        Range("f", "Fraction Eve attacks", 0, 1, 0.02, 1, readout="{f:pct0}"),
        Range("limit", "Abort if the bound reaches", 0.02, 0.25, 0.01, 0.11, readout="{limit:pct0}"),
        Choice("n", "Bits that remain", {"1000": "1,000", "10000": "10,000", "100000": "100,000",
                                         "1000000": "1,000,000", "1000000000": "1,000,000,000"},
               "1000000", select=True),
        Choice("eps", "Chance ε that the bound fails", {
            "0.05": "0.05", "0.001": "10⁻³", "1e-6": "10⁻⁶", "1e-10": "10⁻¹⁰", "1e-15": "10⁻¹⁵"},
            "1e-10", select=True),
        Count("tests", "Tests played", 1000, 100, steps=(1, 10, 100)), Seed(default=1))
    dice = (Dice("bits", ("equal", "differ"), ("p.equal", "qber"), n="k"),
            Dice("tests", ("seen", "missed"), ("power", "miss"), n="tests"))
    sweeps = (Sweep("power.of", _SIZES), Sweep("bound.of", _SIZES))
    frames = (Frames(("f",), ("qber",)),)
    views = (
        {"view": "curves", "title": "Two questions about a test of k bits", "wide": True,
         "lead": True, "ratio": 0.95,
         "x": {"low": 1, "high": 100_000, "ticks": [1, 10, 100, 1000, 10_000],
               "format": "int", "log": True, "label": "test bits k, up to 100,000"},
         "y": {"low": 0, "high": 1, "ticks": [0, 0.25, 0.5, 0.75, 1],
               "label": "probability; error rate"},
         "series": [{"sweep": "power.of", "label": "at least one error is found", "tone": "q3"},
                    {"sweep": "bound.of", "tone": "q2",
                     "label": "bound on the rest if no error is found"}],
         "refs": [{"y": "limit", "label": "abort: {limit:pct0}"}],
         "points": [{"x": "k", "y": "power", "label": "{power:pct}",
                     "name": "at least one error is found"},
                    {"x": "k", "y": "clean", "label": "{clean:pct}", "below": True,
                     "name": "bound on the rest if no error is found"}]},
        {"view": "bars", "title": "One test of {k:int} bits, played", "items": [
            {"key": "bits.fraction.differ", "label": "found: {bits.count.differ:int} of {k:int} differ",
             "name": "error rate found", "low": "bits.low.differ", "high": "bits.high.differ",
             "mark": "qber", "mark_label": "exact QBER of this Eve", "tone": "q1"},
            {"key": "bound", "label": "so the rest has at most", "tone": "q2",
             "name": "bound on the rest"}],
         "refs": [{"key": "limit", "label": "abort: {limit:pct0}", "name": "abort threshold"}]},
        {"view": "bars", "title": "{tests:int} more tests: how many show her?", "items": [
            {"key": "tests.fraction.seen", "name": "tests with at least one error",
             "label": "{tests.count.seen:int} of {tests:int} find an error",
             "low": "tests.low.seen", "high": "tests.high.seen", "mark": "power",
             "mark_label": "at least one error is found", "tone": "q3"}]},
        {"view": "strip", "title": "Test by test", "dice": "tests", "show": 100,
         "screen_only": True, "symbols": [
             {"outcome": "seen", "label": "finds an error", "shape": "cross", "tone": "q3"},
             {"outcome": "missed", "label": "finds none", "shape": "ring", "tone": "q0"}]},
        {"view": "text", "title": "The honest bound, from the other end", "when": {"enough": 1},
         "rows": [{"key": "needed", "label": "k for a bound at the threshold, if no error is found",
                   "format": "int"}]})
    line = (
        ({"f": 0}, "Nobody listens, so {k:int} test bits find no error."),
        ({"f": [">", 0]}, "Eve attacks {f:pct0} of the photons (QBER {qber:pct}): {k:int} test bits "
         "find at least one error with probability {power:pct}."),
        ({"clean": ["<", 0.5]}, "If they find none, the rest has at most {clean:pct} errors, except "
         "with probability {eps}."),
        ({"clean": [">=", 0.5]}, "If they find none, the bound for the rest is {clean:pct}, which "
         "says nothing."),
        ({"enough": 1}, "About {needed:int} clean bits bring it to {limit:pct0}."),
        ({"enough": 0}, "No number of test bits brings it to {limit:pct0}, with so few bits remaining."),
        "Played: {bits.count.differ:int} of {k:int} differ (95 % interval {bits.low.differ:pct} to "
        "{bits.high.differ:pct}), so the bound is {bound:pct}:",
        ({"over": 1}, "abort."), ({"over": 0}, "continue."),
        ({"tests": [">", 0]}, "In {tests.count.seen:int} of {tests:int} more tests an error is found "
         "(95 % interval {tests.low.seen:pct} to {tests.high.seen:pct})."))
    tasks = (
        Task("An Eve who attacks 4 % passes 20 test bits most of the time. How many bits show her "
             "with 95 %? And what does a clean test of that size promise?", {"f": 0.04}),
        Task("No Eve, no noise. How many test bits does it take before Alice and Bob may continue "
             "at 11 %? Why do they abort with fewer, although nobody was there?", {"f": 0.0, "k": 100}),
        Task("Ask for ε = 0.05 in place of 10⁻¹⁰, then for only 1,000 remaining bits. Which of the "
             "two curves moves, and why not the other?", {"k": 300}))
    paper = (
        Paper("20 bits against an Eve who attacks everything: she shows, and the bound says "
              "nothing.", {}),
        Paper("20 bits against an Eve who attacks 4 %: she passes most tests.", {"f": 0.04}),
        Paper("1,000 bits and nobody there: the bound has just come below 11 %.",
              {"k": 1000, "f": 0.0}))

    def compute(self, state, roll):
        k, n, eps, limit = state["k"], float(state["n"]), float(state["eps"]), state["limit"]
        q = _qber(state["f"])
        out = {"limit": limit, "qber": q, "p.equal": 1 - q, "miss": (1 - q) ** k, "power": 1 - (1 - q) ** k,
               "clean": min(1.0, _margin(k, n, eps))}
        roll(out, "bits")
        roll(out, "tests")
        out["bound"] = min(1.0, out["bits.fraction.differ"] + _margin(k, n, eps))
        out["over"] = float(out["bound"] >= limit)
        # μ(k) = limit is a quadratic equation in k; without a root no sample is large enough.
        log = math.log(1 / eps)
        a, b, c = 2 * n * limit ** 2 - log, log * (n + 1), log * n
        out["enough"] = float(a > 0)
        out["needed"] = (b + math.sqrt(b * b + 4 * a * c)) / (2 * a) if a > 0 else 0.0
        for sweep, value in zip(self.sweeps, (lambda x: 1 - (1 - q) ** x,
                                              lambda x: min(1.0, _margin(x, n, eps)))):
            out.update({sweep.key(x): value(x) for x in sweep.values})
        return out

    def formulas(self):
        import sympy

        k, n, eps, limit, q = (symbol(key) for key in ("k", "n", "eps", "limit", "qber"))
        x, found = symbol("x"), symbol("bits.fraction.differ")
        log = -sympy.log(eps)

        def margin(size):
            return sympy.sqrt((n + size) * (size + 1) * log / (2 * n * size ** 2))

        a, b, c = 2 * n * limit ** 2 - log, log * (n + 1), log * n
        return {
            "p.equal": 1 - q, "miss": (1 - q) ** k, "power": 1 - (1 - q) ** k,
            "clean": sympy.Min(1, margin(k)), "bound": sympy.Min(1, found + margin(k)),
            "over": switch((1, symbol("bound") >= limit), 0), "enough": switch((1, a > 0), 0),
            "needed": switch(((b + sympy.sqrt(b ** 2 + 4 * a * c)) / (2 * a), a > 0), 0),
            "power.of": 1 - (1 - q) ** x, "bound.of": sympy.Min(1, margin(x))}


WIDGET = HowManyTestBits
