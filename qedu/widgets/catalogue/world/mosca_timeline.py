"""Mosca's timeline (chapter C16): how long secrets last, how long the move takes, and when a machine may be there."""

from qedu.policy import FORECASTS, SURVEYS
from qedu.widgets import Bar, Bars, Choice, Note, Paper, Range, Sweep, Task, Widget, frame, scene

Timeline = scene("timeline", "knots names words")

#: Editions of the survey that have figures, newest first, and the model that contradicts them.
_EDITIONS = [name for name in sorted(SURVEYS, reverse=True) if SURVEYS[name].points]
_MODEL = FORECASTS["sevilla-riedel-2020"]
_SOURCES = {**{name: f"survey of {name}" for name in _EDITIONS}, "model": f"model of {_MODEL.year}"}
#: As many points as the fullest source has.
_KNOTS = max(len(SURVEYS[name].points) for name in _EDITIONS)
#: Years of recording, and those at which the curve of z is drawn.
_RECORDED, _YEARS = tuple(range(-10, 20)), tuple(range(0, 51))


def _threat(source, reading):
    return _MODEL.threat() if source == "model" else SURVEYS[source].threat(reading)


def _points(source, reading, name):
    """The points of a source as numbers; what it has fewer is filled up, and nothing is claimed by that."""
    points = list(_threat(source, reading).points)
    found = {f"{name}.knots": len(points), f"{name}.end": points[-1][0]}
    while len(points) < _KNOTS:
        points.append((points[-1][0] + 1, points[-1][1]))
    return found | {f"{name}.t{i}": t for i, (t, _) in enumerate(points, 1)} | {f"{name}.p{i}": p for i, (_, p) in enumerate(points, 1)}


class MoscaTimeline(Widget):
    """Three times on one axis, and what of the recorded data can be read in time."""

    title = "Mosca’s timeline"
    caption = ("What is recorded on the last day of a move is secret until x + y years from now. If a machine is there before that, it is "
               "read in time to do harm. Nobody knows z, so the answer is no yes or no: it is a probability, and it belongs to whom one "
               "asked, in which year, and how one reads the answer.")
    leaves_out = ("Surveys give a few points, drawn as dots; the straight lines between them are ours, and beyond the last one nothing is "
                  "claimed. Experts were asked for a machine that breaks one RSA key of 2048 bits within a day. An edition counts its "
                  "years from when they answered, and each asked other people. The model of 2020 gives one bound, whichever end is "
                  "chosen. That everything is recorded, and that a machine is used for these very data, is assumed. Every length of an "
                  "overrun up to the longest is taken as likely as another.")
    main = ("life", "move")
    folded = ("over", "reading")
    controls = (
        Range("life", "x: data stay secret for", 0, 30, 1, 10, readout="{life:int}\u00a0years"),
        Range("move", "y: the move takes", 0, 12, 1, 5, readout="{move:int}\u00a0years"),
        Range("over", "It may overrun by up to", 0, 8, 1, 0, readout="{over:int}\u00a0years"),
        Choice("edition", "z from", _SOURCES, _EDITIONS[0], select=True),
        Choice("reading", "Experts’ ranges taken at", {"low": "low", "middle": "middle", "high": "high"}, "low"))
    sweeps = (Sweep("by.of", _YEARS), Sweep("read.of", _RECORDED))
    views = (
        Timeline("", wide=True, tab="Timeline", knots=[f"{part}{i}" for i in range(1, _KNOTS + 1) for part in ("z.t", "z.p")],
                 names={"life": "x, years", "move": "y, years", "p": "probability that x + y > z",
                        "forged": "probability that y > z, for signatures", "knot": "probability of a machine within {t} years",
                        "years": "Data by the year in which they are recorded", "year": "year, counted from now", "read": "read in time"},
                 words={"move": "y: the move takes {move:int} years", "over": "y: the move takes {move:int} to {move.most:int} years",
                        "life": "x: last data secret until year {sum:int}",
                        "both": "x: last data secret until year {sum:int} to {sum.most:int}",
                        "z": "z: probability of a machine by then", "now": "now", "all": "100\u00a0%",
                        "read": "Recorded in this year, read in time:", "axis": "years from the {edition}", "end": "nothing said beyond",
                        "sure": ["{p:pct0}", "at least {p:pct0}", "at most {p:pct0}", ""]}),
        Bars("The last data before the move is done: read in time, by source", [
            *(Bar(f"{name}.p", f"survey of {name}, {SURVEYS[name].respondents} experts{more}", when={f"{name}.beyond": beyond})
              for name in _EDITIONS for beyond, more in enumerate(("", ": at least"))),
            Bar("model.p", f"model of {_MODEL.year}: at most", "q3", when={"model.beyond": 0})],
             tab="Other sources", wide=True, format="pct0"),
        Note("", tab="Other sources", wide=True, when={"model.beyond": 1},
             text=f"The model of {_MODEL.year} ends after {{model.end:int}} years and says nothing of these data."))
    line = (
        "The last data recorded before the move is done stay secret until", ({"over": 0}, "year {sum:int}."),
        ({"over": [">", 0]}, "year {sum:int} to {sum.most:int}."), ({"sure": ["<", 2]}, "Experts in the {edition}, taken"),
        ({"sure": ["<", 2], "reading": "low"}, "at the low end of what they ticked,"),
        ({"sure": ["<", 2], "reading": "middle"}, "in the middle of what they ticked,"),
        ({"sure": ["<", 2], "reading": "high"}, "at the high end of what they ticked,"),
        ({"sure": ["<", 2]}, "put a machine before that at"),
        ({"sure": 0}, "{p:pct0}."),
        ({"sure": 1}, "{p:pct0} at least, for they were not asked beyond {z.end:int} years."),
        ({"sure": 2}, "The {edition}, which counts from then and extends what devices could do, has less than {p:pct0} confidence in a "
                      "machine before that."),
        ({"sure": 3}, "The {edition} says nothing beyond {z.end:int} years."),
        ({"sure": ["<", 2], "forge.sure": 0}, "Signatures are checked at once, so only y counts for them: {forged:pct0}."))
    tasks = (
        Task("Drag the end of x. How long may data have to stay secret, if they are to be read in time with 25 % at most?", {}),
        Task("Health records must be secret for thirty years. How much does it help to halve a move of twelve years?",
             {"life": 30, "move": 12}),
        Task("Take one pair of x and y through the editions and, under “More settings”, through the three readings. Which changes the "
             "answer more?",
             {"life": 6, "move": 4, "edition": "2022"}))
    paper = (
        Paper("Secrets of ten years, moved within five, by the survey of 2025 at its low end.", {}),
        Paper("The same, if the move may take up to eight years longer, at the high end.", {"over": 8, "reading": "high"}),
        Paper("The same by the model of 2020.", {"edition": "model"}))

    @frame
    def chosen(self, edition, reading):
        return _points(edition, reading, "z")

    @frame
    def every(self, reading):
        return {key: value for source in _SOURCES for key, value in _points(source, reading, source).items()}

    def derive(self, n):
        n["sum"], n["move.most"], n["sum.most"] = n["life"] + n["move"], n["move"] + n["over"], n["life"] + n["move"] + n["over"]
        for name in ("z", *_SOURCES):
            for i in range(1, _KNOTS + 1):
                last = (0, 0, 0) if i == 1 else tuple(n[f"{name}.{part}{i - 1}"] for part in "gtp")
                n[f"{name}.g{i}"] = last[0] + (n[f"{name}.p{i}"] + last[2]) * (n[f"{name}.t{i}"] - last[1]) / 2
            n[f"{name}.beyond"] = n.flag(n["sum.most"] > n[f"{name}.end"])
            n[f"{name}.p"] = self._mean(n, name, n["sum"])
        n["p"], n["forged"] = n["z.p"], self._mean(n, "z", n["move"])
        # 0: as it is, 1: at least, 2: at most, 3: nothing is said.
        model = n.chosen("edition", "model")
        n["sure"] = n.where(model, 2 + n["z.beyond"], n["z.beyond"])
        n["forge.sure"] = n.flag(n["move.most"] > n["z.end"])
        n.curve("by.of", lambda t: self._by(n, "z", t))

        def recorded(t):
            share = n.where(n["over"] > 0, lambda: n.max(0, n.min(1, (n["move.most"] - t) / n["over"])), n.flag(n["move"] > t))
            return share * self._by(n, "z", t + n["life"])

        n.curve("read.of", recorded)

    def _piece(self, n, name, t, i):
        """The straight line of F before point i, at t."""
        t0, p0 = (0, 0) if i == 1 else (n[f"{name}.t{i - 1}"], n[f"{name}.p{i - 1}"])
        return p0 + (n[f"{name}.p{i}"] - p0) * (t - t0) / (n[f"{name}.t{i}"] - t0)

    def _by(self, n, name, t):
        """F(t), the probability that a machine is there by then."""
        pieces = (part for i in range(1, _KNOTS + 1) for part in (t <= n[f"{name}.t{i}"], lambda i=i: self._piece(n, name, t, i)))
        return n.where(t <= 0, 0, *pieces, n[f"{name}.p{_KNOTS}"])

    def _area(self, n, name, t):
        """The integral of F from 0 to t."""
        def part(i):
            t0, p0, g0 = (0, 0, 0) if i == 1 else tuple(n[f"{name}.{part}{i - 1}"] for part in "tpg")
            return g0 + (p0 + self._piece(n, name, t, i)) * (t - t0) / 2

        pieces = (one for i in range(1, _KNOTS + 1) for one in (t <= n[f"{name}.t{i}"], lambda i=i: part(i)))
        return n.where(*pieces, lambda: n[f"{name}.g{_KNOTS}"] + n[f"{name}.p{_KNOTS}"] * (t - n[f"{name}.t{_KNOTS}"]))

    def _mean(self, n, name, t):
        """F on average from t to the end of an overrun, and at t where nothing overruns."""
        return n.where(n["over"] > 0, lambda: (self._area(n, name, t + n["over"]) - self._area(n, name, t)) / n["over"],
                       lambda: self._by(n, name, t))
