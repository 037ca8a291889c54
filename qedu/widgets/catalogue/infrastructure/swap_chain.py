"""Swap chain (chapter C11): what is left of entanglement when it is joined link by link."""

from qedu.widgets import Axis, Bar, Bars, Curves, Fact, Facts, Hidden, Paper, Point, Range, Ref, Series, Sweep, Task, Widget, scene

Chain = scene("chain", "done most limits fidelity names future symbols legend")
Moves = scene("chain-moves", "done one all again")

MOST = 16
#: Names of the stations in the state, in order.
STATIONS = "123456789ABCDEF"
#: At more than this fidelity a Werner pair breaks the CHSH inequality: w > 1/√2.
BELL = (1 + 3 / 2**0.5) / 4
_LINKS = tuple(range(1, 33))


def _end(w, m, links):
    """Fidelity of a pair that was made of so many."""
    return (1 + 3 * w**links * m ** (links - 1)) / 4


class SwapChain(Widget):
    """A row of stations: each can swap, and joins two pairs into one that is longer and worse."""

    title = "The swap chain"
    caption = ("Swapping joins two pairs into one, and their faults as well: it is the Werner parameters that multiply, so that a chain of "
               "good links can end in a pair that breaks no Bell inequality, or in one that is not entangled at all.")
    leaves_out = ("All links are there at the same time, with the same fidelity, as Werner pairs; nothing fades while it waits. A swap "
                  "always gives a result, and at a quality below 100 % some of these results mean nothing. In a real chain links are "
                  "made by chance, and those that wait get worse.")
    controls = (
        Range("n", "Links", 1, MOST, 1, 8, readout="{n:int}"),
        Range("f", "Fidelity of each link", 0.5, 1, 0.01, 0.95, readout="{f:f2}"),
        Range("m", "Quality of the swaps", 0.9, 1, 0.01, 1, readout="{m:pct0}"),
        Hidden("done", "", "[1-9A-F]{0,15}"))
    sweeps = tuple(Sweep(f"{name}.of", _LINKS) for name in ("mine", "better", "worse"))
    views = (
        Chain("", wide=True, done="done", most=MOST, limits=["half", "bell"], fidelity="f.{n}", future="once all have swapped: {value}",
              names={"arc": "fidelity of a pair over {n} links", "arc.1": "fidelity of a link"},
              symbols=("alice", "bob"),
              legend=["breaks a Bell inequality", "entangled, but too weak for that", "not entangled"], tab="Chain"),
        Moves("", wide=True, screen_only=True, done="done", one="Swap at station {n}", all="Swap at all", again="Start anew", tab="Chain"),
        Bars("", [Bar("now", "longest pair now", "q1"), Bar("end", "end to end, once all have swapped", "q3")], format="f3", wide=True,
             refs=[Ref("half", "entangled: above {half:f2}", name="no entanglement at or below"),
                   Ref("bell", "Bell violation: above {bell:f3}", name="no Bell violation at or below")], tab="Chain"),
        Curves("Fidelity from end to end", Axis(1, 32, [1, 4, 8, 16, 32], "links"),
               Axis(0.25, 1, [0.25, 0.5, 0.75, 1], "fidelity", format="f2", format_table="f3"),
               [Series("better.of", "links of 0.99", "q0", line="dashed", every=[1, 2, 4, 8, 16, 32]),
                Series("mine.of", "links of {f:f2}", "q1", line="solid", every=[1, 2, 4, 8, 16, 32]),
                Series("worse.of", "links of 0.90", "q0", line="dotted", every=[1, 2, 4, 8, 16, 32])], wide=True,
               points=[Point("n", "end", "{end:f3}", name="this chain")],
               refs=[Ref(y="half", label="no entanglement"), Ref(y="bell", label="no Bell violation")], tab="Any length"),
        Facts("With links of {f:f2}",
              [Fact("w", "Werner parameter of a link, w = (4F\u00a0−\u00a01)/3", "f3"),
               Fact("w.end", "from end to end, w × w × … × w", "f3"),
               Fact("end", "fidelity from end to end, (1 + 3w)/4", "f3"), Fact("wrong", "if fidelities multiplied, it would be", "f3"),
               Fact("most.bell", "most links that break a Bell inequality, of up to 16", "int"),
               Fact("most.half", "most links that leave entanglement, of up to 16", "int")], tab="Count")
    )
    line = (
        ({"n": 1}, "One link, and nothing to swap: {f:f3}."),
        ({"n": [">", 1], "pairs": [">", 1], "longest": 1}, "{n:int} links of {f:f2} each, and no station has swapped yet. "
                                                           "In the end there will be one pair with {end:f3}."),
        ({"pairs": [">", 1], "longest": [">", 1]}, "{swaps:int} of {stations:int} stations have swapped. The longest pair goes over "
                                                   "{longest:int} links and has {now:f3}."),
        ({"n": [">", 1], "pairs": 1}, "All stations have swapped: one pair from end to end, with a fidelity of {end:f3}."),
        ({"n": [">", 1], "f": 1, "m": 1}, "Perfect links stay perfect."),
        ({"verdict": 2, "n": [">", 1], "pairs": 1}, "It still breaks a Bell inequality."),
        ({"verdict": 1, "n": [">", 1], "pairs": 1}, "It is entangled, but breaks no Bell inequality."),
        ({"verdict": 0, "n": [">", 1], "pairs": 1}, "It is not entangled any more."))
    tasks = (
        Task("Swap at the stations one by one, in any order you like. Does the order change what comes out in the end?", {}),
        Task("Find the longest chain of links of 0.95 that still breaks a Bell inequality, and the shortest that is not entangled.",
             {"n": 4, "done": "123"}),
        Task("Sixteen links: which fidelity must each have, so that the end breaks a Bell inequality?", {"n": 16, "done": STATIONS}))
    paper = (
        Paper("Eight links of 0.95, before anybody swaps.", {}),
        Paper("Every other station has swapped: four pairs over two links each.", {"done": "1357"}),
        Paper("All have swapped: one pair, entangled, too weak for a Bell violation.", {"done": "1357246"}))

    def counted(self, state, known):
        lengths = [0]
        for station in STATIONS[:int(state["n"]) - 1]:
            if station in state["done"]:
                lengths[-1] += 1
            else:
                lengths.append(0)
        return {"pairs": len(lengths), "longest": max(lengths) + 1}

    def derive(self, n):
        w, m = (4 * n["f"] - 1) / 3, n["m"]
        n["half"], n["bell"] = 0.5, BELL
        for k in range(1, MOST + 1):
            n[f"f.{k}"] = _end(w, m, k)
        n["w"], n["w.end"] = w, w ** n["n"] * m ** (n["n"] - 1)
        n["end"], n["now"], n["wrong"] = _end(w, m, n["n"]), _end(w, m, n["longest"]), n["f"] ** n["n"]
        n["stations"], n["swaps"] = n["n"] - 1, n["n"] - n["pairs"]
        n["verdict"] = n.flag(n["end"] > 0.5 + 1e-12) + n.flag(n["end"] > BELL + 1e-12)
        for name, limit in (("half", 0.5), ("bell", BELL)):
            n[f"most.{name}"] = sum(n.flag(n[f"f.{k}"] > limit + 1e-12) for k in range(1, MOST + 1))
        for name, fidelity in (("mine", n["f"]), ("better", 0.99), ("worse", 0.9)):
            n.curve(f"{name}.of", lambda x, fidelity=fidelity: _end((4 * fidelity - 1) / 3, m, x))
