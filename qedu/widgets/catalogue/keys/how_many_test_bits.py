"""How many test bits? (chapter C06): showing Eve is one question, bounding her another."""

from functools import lru_cache

import qedu
from qedu import attacks, protocols, statistics
from qedu.widgets.symbolic import switch, symbol
from qedu.widgets.shell import Choice, Count, Dice, Frames, Paper, Range, Seed, Sweep, Task, Widget

_SIZES = tuple(m * 10 ** e for e in range(5) for m in (1, 2, 3, 5, 7)) + (100_000,)
_LIMITS = (0.03, 0.05, 0.07, 0.09, 0.11, 0.13)


@lru_cache(maxsize=None)
def _qber(fraction):
    attack = attacks.intercept_resend(fraction=fraction)
    return qedu.exchange(protocols.bb84(), attack=attack).qber


@lru_cache(maxsize=None)
def _exact(n, eps):
    """Of the exact bound: after a clean test of each size, and errors that each test may find for each threshold."""
    clean = statistics.hypergeometric(0, tested=_SIZES, kept=n, eps=eps).tolist()
    allowed = statistics.allowed_errors(_LIMITS, tested=[[k] for k in _SIZES], kept=n, eps=eps).tolist()
    return dict(zip(_SIZES, clean)), {(k, limit): most for k, row in zip(_SIZES, allowed)
                                      for limit, most in zip(_LIMITS, row)}


@lru_cache(maxsize=None)
def _needed(n, eps):
    """Fewest clean test bits that bring the exact bound, and Serfling's, below each threshold; 0 if none do."""
    import numpy as np

    few, many = np.arange(1, 2_001), np.arange(1, 20_001)     # more would tell no more
    bounds = ((few, statistics.hypergeometric(0, tested=few, kept=n, eps=eps)),
              (many, statistics.serfling(tested=many, kept=n, eps=eps)))
    return {limit: tuple(int(sizes[bound < limit][0]) if (bound < limit).any() else 0 for sizes, bound in bounds)
            for limit in _LIMITS}


class HowManyTestBits(Widget):
    """Detection power and two bounds, one exact and one simple, over the number of test bits."""

    name = "how-many-test-bits"
    title = "How many test bits?"
    caption = ("Twenty test bits show an Eve who measures everything, nearly always. The same "
               "twenty bits, all clean, promise nothing about the rest. To bound what anybody may "
               "know takes more: at ε = 10⁻¹⁰, 198 clean bits for a bound below 11 %. The simple "
               "bound of many proofs, Serfling's, asks for 954. It assumes nothing less and is "
               "only looser.")
    leaves_out = ("Detection power is for one attack, in random bases, on a line without noise, "
                  "with independent bits. Both bounds assume one thing, that the test positions "
                  "were chosen at random after the transmission, and nothing about the errors. "
                  "Bits of both bases are counted in one pool. Staying below the threshold is no "
                  "finite key yet: its length also pays for error correction and for every ε.")
    controls = (
        Range("k", "Test bits k", _SIZES[0], _SIZES[-1], 0, 20, readout="{k:int}", options=_SIZES),
        Range("f", "Fraction Eve attacks", 0, 1, 0.02, 1, readout="{f:pct0}"),
        Range("limit", "Abort if the bound reaches", _LIMITS[0], _LIMITS[-1], 0, 0.11, readout="{limit:pct0}",
              options=_LIMITS),
        Choice("n", "Bits that remain", {"1000": "1,000", "10000": "10,000", "1000000": "1,000,000"},
               "1000000", select=True),
        Choice("eps", "Chance ε that the bound fails", {"0.05": "0.05", "1e-6": "10⁻⁶", "1e-10": "10⁻¹⁰"},
               "1e-10", select=True),
        Count("tests", "Tests played", 1000, 100, steps=(1, 10, 100)), Seed(default=1))
    dice = (Dice("bits", ("equal", "differ"), ("p.equal", "qber"), n="k"),
            Dice("tests", ("seen", "missed"), ("power", "miss"), n="tests"))
    sweeps = (Sweep("power.of", _SIZES), Sweep("clean.of", _SIZES, of="clean", along="k"),
              Sweep("loose.of", _SIZES))
    frames = (Frames(("f",), ("qber",)), Frames(("k", "n", "eps"), ("clean",)),
              Frames(("k", "n", "eps", "limit"), ("allowed",)),
              Frames(("n", "eps", "limit"), ("needed", "needed.loose")))
    views = (
        {"view": "curves", "title": "Two questions about a test of k bits", "wide": True,
         "lead": True, "ratio": 0.95,
         "x": {"low": 1, "high": 100_000, "ticks": [1, 10, 100, 1000, 10_000],
               "format": "int", "log": True, "label": "test bits k, up to 100,000"},
         "y": {"low": 0, "high": 1, "ticks": [0, 0.25, 0.5, 0.75, 1],
               "label": "probability; error rate"},
         "series": [{"sweep": "power.of", "label": "at least one error is found", "tone": "q3"},
                    {"sweep": "clean.of", "tone": "q1", "label": "exact bound on the rest if none is found"},
                    {"sweep": "loose.of", "tone": "q2", "line": "dashed",
                     "label": "Serfling's simple bound, likewise"}],
         "refs": [{"y": "limit", "label": "abort: {limit:pct0}"}],
         "points": [{"x": "k", "y": "power", "label": "{power:pct}",
                     "name": "at least one error is found"},
                    {"x": "k", "y": "clean", "label": "{clean:pct}", "below": True,
                     "name": "exact bound on the rest if none is found"}]},
        {"view": "bars", "title": "One test of {k:int} bits, played", "items": [
            {"key": "bits.fraction.differ", "label": "found: {bits.count.differ:int} of {k:int} differ",
             "name": "error rate found", "low": "bits.low.differ", "high": "bits.high.differ",
             "mark": "qber", "mark_label": "exact QBER of this Eve", "tone": "q1"},
            {"key": "allowed.share", "label": "exact: up to {allowed:int} of {k:int} may differ",
             "name": "share that may differ, by the exact bound", "tone": "q1", "when": {"allowed": [">=", 0]}},
            {"key": "bound", "label": "Serfling: the rest has at most", "tone": "q2",
             "name": "Serfling's bound on the rest"}],
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
        {"view": "text", "title": "Clean test bits for a bound below {limit:pct0}",
         "rows": [{"key": "needed", "label": "exact", "name": "clean bits needed, exact", "format": "int"},
                  {"key": "needed.loose", "label": "Serfling's simple bound",
                   "name": "clean bits needed, Serfling", "format": "int", "when": {"enough": 1}}]})
    line = (
        ({"f": 0, "k": 1}, "Nobody listens, so 1 test bit finds no error."),
        ({"f": 0, "k": [">", 1]}, "Nobody listens, so {k:int} test bits find no error."),
        ({"f": [">", 0], "k": 1}, "Eve attacks {f:pct0} of the photons (QBER {qber:pct}): 1 test bit "
         "finds an error with probability {power:pct}."),
        ({"f": [">", 0], "k": [">", 1]}, "Eve attacks {f:pct0} of the photons (QBER {qber:pct}): {k:int} test bits "
         "find at least one error with probability {power:pct}."),
        ({"clean": ["<", 0.5]}, "If they find none, the rest has at most {clean:pct} errors, except "
         "with probability {eps}."),
        ({"clean": [">=", 0.5]}, "If they find none, the exact bound for the rest is {clean:pct}, which "
         "says nothing."),
        ({"enough": 1}, "It takes {needed:int} clean bits to bring it below {limit:pct0}, and "
         "{needed.loose:int} with Serfling's simple bound."),
        ({"enough": 0}, "It takes {needed:int} clean bits to bring it below {limit:pct0}. Serfling's simple "
         "bound never gets there, with so few bits remaining."),
        "Played: {bits.count.differ:int} of {k:int} differ (95 % interval {bits.low.differ:pct} to "
        "{bits.high.differ:pct}).",
        ({"allowed": [">=", 0]}, "With {allowed:int} or fewer the rest stays below {limit:pct0}:"),
        ({"allowed": ["<", 0]}, "A test of this size cannot show that the rest stays below {limit:pct0}:"),
        ({"over": 1}, "abort."), ({"over": 0}, "continue."),
        ({"over": 0, "over.loose": 1}, "By Serfling's bound, {bound:pct}, they would abort without need."),
        ({"tests": [">", 0]}, "In {tests.count.seen:int} of {tests:int} more tests an error is found "
         "(95 % interval {tests.low.seen:pct} to {tests.high.seen:pct})."))
    tasks = (
        Task("An Eve who attacks 4 % passes 20 test bits most of the time. How many bits show her "
             "with 95 %? And what does a clean test of that size promise?", {"f": 0.04}),
        Task("No Eve, no noise. How many test bits does it take before Alice and Bob may continue "
             "at 11 %, by the exact bound and by Serfling's? Why do they abort with fewer, although "
             "nobody was there?", {"f": 0.0, "k": 100}),
        Task("Ask for ε = 0.05 in place of 10⁻¹⁰, then for only 1,000 remaining bits. Which of the "
             "three curves move, and which does not?", {"k": 300}))
    paper = (
        Paper("20 bits against an Eve who attacks everything: she shows, and the bounds say "
              "nothing.", {}),
        Paper("20 bits against an Eve who attacks 4 %: she passes most tests.", {"f": 0.04}),
        Paper("200 bits and nobody there: the exact bound has just come below 11 %, Serfling's is far "
              "above.", {"k": 200, "f": 0.0}))

    def compute(self, state, roll):
        k, n, eps, limit = state["k"], int(state["n"]), float(state["eps"]), state["limit"]
        clean, allowed = _exact(n, eps)
        q, margin = _qber(state["f"]), dict(zip(_SIZES, statistics.serfling(tested=_SIZES, kept=n, eps=eps).tolist()))
        out = {"limit": limit, "qber": q, "p.equal": 1 - q, "miss": (1 - q) ** k, "power": 1 - (1 - q) ** k,
               "clean": clean[k], "loose": min(1.0, margin[k]), "allowed": allowed[k, limit]}
        out["allowed.share"] = max(0, out["allowed"]) / k
        roll(out, "bits")
        roll(out, "tests")
        out["bound"] = min(1.0, out["bits.fraction.differ"] + margin[k])
        out["over"] = float(out["bits.count.differ"] > out["allowed"])
        out["over.loose"] = float(out["bound"] >= limit)
        out["needed"], out["needed.loose"] = _needed(n, eps)[limit]
        out["enough"] = float(out["needed.loose"] > 0)
        for sweep, value in zip(self.sweeps, (lambda x: 1 - (1 - q) ** x, clean.get,
                                              lambda x: min(1.0, margin[x]))):
            out.update({sweep.key(x): value(x) for x in sweep.values})
        return out

    def formulas(self):
        import sympy

        k, n, eps, limit, q = (symbol(key) for key in ("k", "n", "eps", "limit", "qber"))
        x, found, allowed = symbol("x"), symbol("bits.fraction.differ"), symbol("allowed")

        def margin(size):
            return sympy.sqrt((n + size) * (size + 1) * -sympy.log(eps) / (2 * n * size ** 2))

        return {
            "p.equal": 1 - q, "miss": (1 - q) ** k, "power": 1 - (1 - q) ** k,
            "loose": sympy.Min(1, margin(k)), "bound": sympy.Min(1, found + margin(k)),
            "allowed.share": sympy.Max(0, allowed) / k,
            "over": switch((1, symbol("bits.count.differ") > allowed), 0),
            "over.loose": switch((1, symbol("bound") >= limit), 0),
            "enough": switch((1, symbol("needed.loose") > 0), 0),
            "power.of": 1 - (1 - q) ** x, "loose.of": sympy.Min(1, margin(x))}
