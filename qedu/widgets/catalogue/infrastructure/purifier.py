"""Purifier (chapter C11): pairs are spent two by two, for fewer that are better."""

from qedu import entanglement
from qedu.widgets import (
    Axis,
    Bar,
    Bars,
    Choice,
    Curves,
    Dice,
    Fact,
    Facts,
    Paper,
    Point,
    Range,
    Seed,
    Series,
    Sweep,
    Task,
    Widget,
    frame,
    scene,
)

Tree = scene("tree", "raw rounds dice names row first spare")

RAW, ROUNDS = 32, 5
_METHODS = {"b": "bbpssw", "d": "dejmps"}
_FIDELITY = Range("f", "Fidelity at the start", 0.3, 0.95, 0.025, 0.75, readout="{f:f3}")
_GRID = tuple(_FIDELITY.values())
_STEPS = tuple(range(1, ROUNDS + 1))


class Purifier(Widget):
    """Thirty-two pairs, compared two by two: one is spent, and the other kept if the comparison agrees."""

    title = "The purifier"
    caption = ("Each comparison spends one pair to test another, and keeps that one only if Alice and Bob find the same. So better pairs "
               "are bought with many worse ones, and of pairs with a fidelity of one half or less none can be made at all.")
    leaves_out = ("All pairs are there at the beginning and wait without fading, and what Alice and Bob tell each other takes no "
                  "time. Readings do not fail. The pairs at the start are Werner pairs; BBPSSW makes Werner pairs also of those that it "
                  "keeps, and so throws away what DEJMPS uses.")
    main = ("rounds",)
    folded = ("gate",)
    controls = (
        Range("rounds", "Rounds", 0, ROUNDS, 1, 3, readout="{rounds:int}", play=900),
        _FIDELITY,
        Choice("method", "Method", {"1": "BBPSSW", "2": "DEJMPS"}, "1"),
        Choice("gate", "A CNOT fails", {"1": "never", "0.99": "1 in 100", "0.95": "1 in 20"}, "1"),
        Seed(default=4, button="New pairs"))
    dice = tuple(Dice(f"round{r}", ("kept", "lost"), (f"p.{r}", f"q.{r}"), n=f"pairs.{r}") for r in _STEPS)
    sweeps = (*(Sweep(f"{way}.of.{r}", _GRID, of=f"{way}.f.{r}", along="f") for way in "bd" for r in (1, 3)), Sweep("same", _GRID),
              Sweep("cost.b", (0, *_STEPS)), Sweep("cost.d", (0, *_STEPS)))
    views = (
        Tree("", wide=True, raw=RAW, rounds="rounds", dice=[f"round{r}" for r in _STEPS], row="{kept} of {pairs} kept", first="{n} pairs",
             spare="no two left",
             names={"f": "fidelity after round {n}", "f.0": "fidelity at the start", "kept": "kept in round {n}",
                    "pairs": "comparisons in round {n}"}, tab="Pairs"),
        Bars("Comparisons that agreed, and (tick) how many should",
             [Bar(f"round{r}.fraction.kept", f"round {r}: {{round{r}.count.kept:int}} of {{pairs.{r}:int}}", "q3",
                  name=f"kept in round {r}", mark=f"p.{r}", mark_label=f"probability, round {r}",
                  when={"rounds": [">=", r]}) for r in _STEPS], wide=True, when={"rounds": [">", 0]}, tab="Odds"),
        Curves("What rounds make of a fidelity", Axis(0.3, 0.95, [0.3, 0.5, 0.7, 0.9], "fidelity at the start", format="f2"),
               Axis(0.2, 1, [0.25, 0.5, 0.75, 1], "fidelity afterwards", format="f2", format_table="f3"),
               [Series("same", "as it was", "q0", line="dotted", every=4),
                *(Series(f"{way}.of.{r}", words, tone, line=line, every=4, when={"method": number})
                  for number, way in (("1", "b"), ("2", "d"))
                  for r, words, tone, line in ((1, "after one round", "q1", "dashed"), (3, "after three rounds", "q3", "solid")))],
               points=[Point("f", "now", "{now:f3}", name="after these rounds", tone="q3")], wide=True, tab="Curve"),
        Curves("What a kept pair costs", Axis(0, ROUNDS, [0, *_STEPS], "rounds"),
               Axis(0, 3.2, [0, 1, 2, 3], "raw pairs for each that is left", format="log", format_table="log"),
               [Series("cost.b", "BBPSSW", "q1"), Series("cost.d", "DEJMPS", "q3")], wide=True, screen_only=True,
               points=[Point("rounds", "cost", "{cost:log}", name="raw pairs for each that is left")], tab="Cost"),
        Facts("Both methods, after {rounds:int} rounds", [
            Fact("b.now", "fidelity by BBPSSW", "f4"), Fact("d.now", "fidelity by DEJMPS", "f4"),
            Fact("cost.b.now", "raw pairs for each, BBPSSW", "log"), Fact("cost.d.now", "raw pairs for each, DEJMPS", "log"),
            Fact("best", "best fidelity in five rounds, by the method chosen", "f4")], tab="Bill"))
    line = (
        ({"rounds": 0}, "32 pairs with a fidelity of {f:f3}. Each comparison takes two of them."),
        ({"rounds": [">", 0], "left": [">", 1]}, "Of 32 pairs {left:int} are left, with a fidelity of {now:f3} in place of {f:f3}."),
        ({"rounds": [">", 0], "left": 1}, "Of 32 pairs one is left, with a fidelity of {now:f3} in place of {f:f3}."),
        ({"rounds": [">", 0], "left": 0}, "Of 32 pairs none comes through so many rounds. It would have {now:f3}."),
        ({"rounds": [">", 0]}, "On average one costs {cost:log} raw pairs."),
        ({"f": ["<=", 0.5], "rounds": [">", 0]}, "From one half or less nothing helps: pairs were spent, and none is better."),
        ({"f": [">", 0.5], "rounds": [">", 0], "helps": 0}, "With gates that fail so often these rounds do not help."),
        ({"f": [">", 0.5], "helps": 1, "last": 0}, "The last round made it worse: the gates spoil more than the comparison gains."))
    tasks = (
        Task("Play all rounds. How many of 32 pairs are left after three, and how many raw pairs does one with 0.9 cost?", {"rounds": 0}),
        Task("Begin at exactly one half, and then below it. What do the rounds do, and what do they cost?", {"f": 0.5, "rounds": 3}),
        Task("Let one gate in twenty fail. Which fidelities do three rounds of BBPSSW still raise, and which do those of DEJMPS?",
             {"gate": "0.95"}))
    paper = (
        Paper("Three rounds on pairs of 0.75.", {}),
        Paper("The same pairs by DEJMPS, which uses how the errors are distributed.", {"method": "2"}),
        Paper("Pairs of one half stay at one half, and are spent.", {"f": 0.5}))

    @frame
    def run(self, f, gate):
        out = {}
        for way, method in _METHODS.items():
            found = entanglement.purification_rounds(f, ROUNDS, method=method, gate=float(gate))
            out |= {f"{way}.f.{r}": value for r, value in enumerate(found.fidelity)}
            out |= {f"{way}.p.{r}": value for r, value in enumerate(found.success, 1)}
        return out

    def derive(self, n):
        bbpssw = n["method"] == 1
        n["kept.0"] = RAW
        for r in range(ROUNDS + 1):
            n[f"f.{r}"] = n.where(bbpssw, n[f"b.f.{r}"], n[f"d.f.{r}"])
        for r in _STEPS:
            n[f"p.{r}"] = n.where(bbpssw, n[f"b.p.{r}"], n[f"d.p.{r}"])
            n[f"q.{r}"] = 1 - n[f"p.{r}"]
            n[f"pairs.{r}"] = n.where(n["rounds"] >= r, n.floor(n[f"kept.{r - 1}"] / 2), 0)
            n[f"kept.{r}"] = n[f"round{r}.count.kept"]

        def after(name, first, rounds=None):
            """A number after so many rounds: if not said otherwise, as many as the reader has set."""
            rounds = n["rounds"] if rounds is None else rounds
            return n.first(((rounds == r, n[f"{name}.{r}"]) for r in _STEPS), first)

        for way in "bd":
            n[f"{way}.cost.0"] = 0                             # the logarithm of the raw pairs for each kept one, 2/p a round
            for r in _STEPS:
                n[f"{way}.cost.{r}"] = n[f"{way}.cost.{r - 1}"] + n.log10(2 / n[f"{way}.p.{r}"])
            n.curve(f"cost.{way}", lambda x, way=way: after(f"{way}.cost", 0, x))
            n[f"{way}.now"], n[f"cost.{way}.now"] = after(f"{way}.f", n["f.0"]), after(f"{way}.cost", 0)
        n["now"], n["left"] = after("f", n["f.0"]), after("kept", RAW)
        n["cost"] = n.where(bbpssw, n["cost.b.now"], n["cost.d.now"])
        n["best"] = n.max(*(n[f"f.{r}"] for r in range(ROUNDS + 1)))
        n["helps"] = n.flag(n["now"] > n["f.0"] + 1e-9)
        n["last"] = n.where(n["rounds"] < 1, 1, n["now"] > after("f", n["f.0"], n["rounds"] - 1) - 1e-9, 1, 0)
        n.curve("same", lambda x: x)
