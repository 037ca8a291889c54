"""Repeater line (chapter C12): pairs are born by chance, wait, fade, are swapped; the reader sets the rules and tries to meet a goal."""

from qedu import entanglement, repeaters
from qedu.widgets import (
    Axis,
    Bar,
    Bars,
    Choice,
    Count,
    Curves,
    Fact,
    Facts,
    Paper,
    Ref,
    Seed,
    Series,
    Sweep,
    Task,
    Widget,
    chain_game,
    frame,
    scene,
)
from qedu.widgets.formula import Z95

Line = scene("line", "goal names trying done read limit axis symbols")

#: Fidelity of a pair when it is born; what is to be reached on average, and in how many of the attempts.
BORN, GOAL, RATE = 0.98, 0.81, 1 / 30
_WAITS = tuple(range(0, 201, 10))
_SPANS = tuple(range(1, chain_game.MOST + 1))
#: Stations that swap, and do not read.
_SWAP = {"policy": ["!=", "3"]}


def _some(words, *values):
    return {str(value): f"{value}{words}" for value in values}


class RepeaterLine(Widget):
    """A line that runs attempt by attempt, and what it has delivered."""

    title = "The repeater line"
    caption = ("Links are made by chance, and those that are made early fade while they wait for the others. A cut-off throws "
               "old pairs away: what then arrives is better, and comes less often. Stations that read and resend need no memory, and "
               "know the key.")
    leaves_out = ("A station has one memory for each side. Messages take no time beside the attempts, gates and readings do not fail. "
                  "Pairs are Werner pairs of 0.98 when they are born. The interval of the rate takes each attempt for a game of its "
                  "own, and so is a little too wide.")
    main = ("t",)
    folded = ("n", "p", "t2", "p_swap")
    controls = (
        Count("t", "Attempts", 500, 118, steps=(1, 10, 100), play=150),
        Choice("policy", "Stations", {"1": "swap in levels", "2": "swap as soon as they can", "3": "read and resend"}, "1"),
        Choice("cutoff", "Throw away after", {"0": "never", **_some(" waits", 5, 10, 20, 40)}, "0", select=True),
        Choice("n", "Links", _some("", 2, 4, 8), "4", select=True),
        Choice("p", "Attempt succeeds", _some("", 0.05, 0.1, 0.2, 0.5), "0.1", select=True),
        Choice("t2", "Memory time T₂", _some("", 20, 50, 100, 200, 1000), "100", select=True),
        Choice("p_swap", "A swap works", {"1": "always", "0.5": "half"}, "1", select=True),
        Seed(default=398, button="New run"))
    sweeps = tuple(Sweep(f"pair{k}.of", _WAITS) for k in _SPANS)
    views = (
        Line("", wide=True, goal="goal", trying="after {t} attempts", done="delivered: {value}",
             read="each station reads, and has every bit", limit="goal {goal:f2}",
             axis=["fidelity of what was delivered", "attempt {t}", "bits, as from pairs of this fidelity"],
             names={"one": "pair on link {a}", "pair": "pair over links {a} to {b}", "stock": "bits made on link {n}",
                    "at": "delivery {n}, attempt", "made": "delivery {n}, fidelity"},
             symbols=("alice", "bob", "eve"), tab="Line"),
        Bars("How often", [Bar("rate.fraction", "{pairs:int} in {t:int} attempts", "q1", name="deliveries per attempt",
                               mark="goal.rate", mark_label="goal, per attempt")],
             max=0.2, tab="Score"),
        Bars("How good", [Bar("mean", "fidelity on average", "q3", low="mean.low", high="mean.high", mark="goal", mark_label="goal",
                              when={"pairs": [">", 1]})], format="f3", tab="Score"),
        Facts("What became of the pairs", [
            Fact("born", "links made", "int"), Fact("swapped", "swaps that worked", "int"), Fact("failed", "swaps that failed", "int"),
            Fact("cut", "pairs thrown away", "int"), Fact("pairs", "deliveries", "int"),
            Fact("exact", "attempts for one, on average: exactly", "f1", when={"known": 1})], tab="Score"),
        Curves("What waiting does", Axis(0, 200, [0, 50, 100, 150, 200], "attempts waited, by all pairs of it together"),
               Axis(0.25, 1, [0.25, 0.5, 0.75, 1], "fidelity", format="f2", format_table="f3"),
               [Series("pair1.of", "pair over one link", "q0", line="dashed", every=5),
                *(Series(f"pair{k}.of", f"pair over {k} links", "q3", line="solid", every=5, when={"n": str(k)})
                  for k in (2, 4, 8))],
               refs=[Ref(y="goal", label="goal")], wide=True, tab="Memory"))
    line = (
        ({**_SWAP, "pairs": 0}, "Nothing has arrived after {t:int} attempts."),
        ({**_SWAP, "pairs": 1}, "One pair has arrived in {t:int} attempts, with a fidelity of {last:f3}."),
        ({**_SWAP, "pairs": [">", 1]}, "{pairs:int} pairs have arrived in {t:int} attempts, with a fidelity of {mean:f3} on average (95 % "
                                       "interval {mean.low:f3} to {mean.high:f3})."),
        ({**_SWAP, "short": 1}, "Goal: {goal:f2} on average, and a pair in {goal.every:int} attempts. Go on to 300 attempts."),
        ({**_SWAP, "short": 0, "won": 1}, "That meets the goal, {goal:f2} on average and a pair in {goal.every:int} attempts."),
        ({**_SWAP, "short": 0, "fine": 0}, "Too weak for the goal of {goal:f2}."),
        ({**_SWAP, "short": 0, "won": 0, "fine": 1}, "Good enough, but too few: the goal is a pair in {goal.every:int} attempts."),
        ({"policy": "3"}, "{pairs:int} bits of key in {t:int} attempts, {qber:pct} of them wrong, and nothing fades. But no pair goes from "
                          "end to end: the stations have read every bit, and whoever runs one of them has the key."))
    tasks = (
        Task("Here are 500 attempts. Meet the goal: change only what stations do, and after how many waits pairs are thrown away.",
             {"t": 500}),
        Task("Eight links, and memories that hold for 50 attempts: what arrives? What does a cut-off save, and what does it cost?",
             {"n": "8", "t2": "50", "p": "0.2", "t": 500}),
        Task("Let the stations read and resend. Why is this line so quick, and what has Alice given away?", {"policy": "3"}))
    paper = (
        Paper("Four links, swapped in levels, after 118 attempts.", {}),
        Paper("The same attempts, swapped as soon as possible, and nothing older than ten attempts.", {"policy": "2", "cutoff": "10"}),
        Paper("Stations that read and resend: quick, and each knows the key.", {"policy": "3"}))

    @frame
    def attempts(self, n, p, p_swap):
        return {"exact": repeaters.Chain(int(n), float(p), float(p_swap)).expected_attempts}

    def counted(self, state, known):
        def fidelity(links, waited):
            return float(repeaters.decay(entanglement.werner_after_swaps(BORN, links), waited, t2=float(state["t2"])))

        return chain_game.numbers(state, chain_game.play(state), fidelity=fidelity)

    def derive(self, n):
        w, t, pairs = (4 * BORN - 1) / 3, n["t"], n["pairs"]
        n["goal"], n["goal.rate"], n["goal.every"] = GOAL, RATE, round(1 / RATE)
        for k in _SPANS:
            n.curve(f"pair{k}.of", lambda x, k=k: (1 + 3 * w**k * n.exp(-1 * x / n["t2"])) / 4)
        n.share("rate", pairs, t)
        n["mean"] = n.where(pairs > 0, lambda: n["sum.f"] / pairs, 0)
        variance = n.where(pairs > 1, lambda: n.max(0, n["sum.ff"] - n["sum.f"] ** 2 / pairs) / (pairs - 1) / pairs, 1)
        spread = Z95 * n.sqrt(variance)
        n["mean.low"], n["mean.high"] = n.max(0, n["mean"] - spread), n.min(1, n["mean"] + spread)
        n["qber"], n["short"] = (1 - w ** n["n"]) / 2, n.flag(t < 300)
        n["fine"] = n.flag(n["mean"] > GOAL - 1e-12)
        n["won"] = n.where(n["rate.fraction"] < RATE - 1e-12, 0, n["fine"])
        # Known exactly without a cut-off, if swaps never fail or are made level by level.
        n["known"] = n.where(n["cutoff"] > 0, 0, n["policy"] == 1, 1, n["policy"] > 2, 0, n["p_swap"] < 1, 0, 1)
