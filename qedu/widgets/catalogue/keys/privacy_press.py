"""Privacy press (chapter C08): fewer bits, each a sum of old ones, of which Eve knows less and less."""

from qedu.widgets import Axis, Bar, Bars, Choice, Curves, Paper, Point, Range, Seed, Series, Sweep, Switch, Task, Widget, frame, scene
from qedu.widgets import key_press as key

Press = scene("press", "old fresh names flip sure bet knows nothing")

_LENGTHS = tuple(range(1, key.BITS + 1))


class PrivacyPress(Widget):
    """Eight bits, of which Eve knows some; fewer bits come out, and her best bet falls to a coin flip."""

    title = "The privacy press"
    caption = ("Eve knows some of the bits, and nobody knows which. Sums of random old bits are worth little to her as soon as there are "
               "fewer of them than bits that she does not know, and each further bit that is given up about halves her chance. "
               "Deleting does not do this: even a single bit that is kept may be one of hers.")
    leaves_out = ("Eve knows whole bits here. She may also know sums, or a little of each bit, and the same matrices squeeze that out as "
                  "well. Eight bits can be counted out to the last matrix; in a real key it is hundreds of bits that are given up beyond "
                  "what she knows, and her chance is below one in a thousand million.")
    controls = (
        Range("m", "Bits that come out", 1, key.BITS, 1, 5, readout="{m:int} of 8"),
        Range("t", "Bits that Eve knows", 0, 6, 1, 3, readout="{t:int} of 8"),
        Choice("method", "What is done", {"1": "press", "2": "delete"}, "1"),
        Switch("show", "Show what Eve knows", False),
        Seed(default=5, button="Draw anew"))
    folded = ("t",)
    sweeps = (Sweep("press.of", _LENGTHS, of="press", along="m"), Sweep("delete.of", _LENGTHS, of="delete", along="m"),
              Sweep("bound.of", _LENGTHS))
    views = (
        Press("", wide=True, old="eight bits, of which Eve knows {t:int}", fresh="new", flip="coin flip", sure="certain",
              bet="Eve's best bet on the new bits", knows="knows something: {known:pct0}", nothing="no bit", tab="Press",
              names={"old": "old bit {n}", "new": "new bit {n}", "row": "new bit {n} is the sum of old bits",
                     "guess": "Eve's best bet is right", "known": "Eve knows a new bit or a sum of some"}),
        Curves("How often Eve knows a new bit, or a sum of some",
               Axis(1, 8, list(_LENGTHS), "bits that come out"), Axis(0, 1, [0, 0.25, 0.5, 0.75, 1], "probability"),
               [Series("press.of", "pressed", "q1"), Series("delete.of", "deleted until so many are left", "q4", line="dashed"),
                Series("bound.of", "pressed, at most", "q0", line="dotted")], wide=True,
               points=[Point("m", "known", "{known:pct0}", name="now")], tab="All lengths"),
        Bars("What Eve has of the new key, on average",
             [Bar("press.bits", "pressed to {m:int} of 8", "q4", name="Eve's bits if pressed"),
              Bar("delete.bits", "deleted to {m:int} of 8", "q4", name="Eve's bits if deleted")],
             format="bits", max=8, wide=True, tab="In bits"))
    line = (
        ({"method": "1", "m": [">", 1]}, "{m:int} new bits, each the sum of the old ones with a dot: in {known:pct} of all cases Eve knows "
                                         "one of them or a sum of some."),
        ({"method": "1", "m": 1}, "One new bit, the sum of the old ones with a dot: in {known:pct} of all cases Eve knows it."),
        ({"method": "2", "m": [">", 1]}, "{m:int} bits are kept, and nobody knew which to delete: in {known:pct} of all cases Eve knows "
                                         "one of them."),
        ({"method": "2", "m": 1}, "One bit is kept, and nobody knew which to delete: in {known:pct} of all cases Eve knows it."),
        "Her best bet is right with {guess:pct}.",
        ({"show": True, "sum": 0}, "In this draw she knows nothing of what came out."),
        ({"show": True, "sum.one": 1}, "In this draw she knows the marked one."),
        ({"show": True, "sum": [">", 0], "sum.one": 0}, "In this draw she knows none of the marked new bits, but their sum."))
    tasks = (
        Task("Eve lacks five bits, and five come out. Give up one more, and another one. What becomes of her chance each time?", {}),
        Task("Delete in place of pressing. How few bits must be left until her chance is below one in ten?", {"method": "2"}),
        Task("Show what Eve knows, and draw anew until she knows a sum of new bits although she knows none of them. From which old "
             "bits does she have it?", {"m": 4, "show": True}))
    paper = (
        Paper("As many bits come out as Eve does not know: she often has a sum.", {"show": True}),
        Paper("Three bits fewer: her best bet is nearly a coin flip.", {"m": 2}),
        Paper("Six bits deleted at random: she still may have one of the two.", {"m": 2, "method": "2"}))

    @frame
    def odds(self, t, m):
        pressed, deleted = key.press(int(t), int(m)), key.delete(int(t), int(m))
        return {"press": pressed[0], "press.bits": pressed[1], "delete": deleted[0], "delete.bits": deleted[1]}

    def counted(self, state, known):
        drawn = key.draw({**state, "t": int(state["t"]), "m": int(state["m"])})
        out = {"sum": sum(1 << new for new in (drawn["sums"] or [[]])[0])}
        for name, some in (("old", drawn["old"]), ("new", drawn["new"]), ("row", [sum(1 << j for j in row) for row in drawn["rows"]])):
            out |= {f"{name}{i}": value for i, value in enumerate(some, 1)}
        return out

    def derive(self, n):
        n["known"] = n.where(n["method"] == 1, n["press"], n["delete"])
        n["sum.one"] = sum(n.flag(n["sum"] == 2**i) for i in range(key.BITS))
        n["guess"] = (1 + n["known"]) / 2
        n.curve("bound.of", lambda x: n.min(1, (2**x - 1) * 2**n["t"] / 2**key.BITS))
