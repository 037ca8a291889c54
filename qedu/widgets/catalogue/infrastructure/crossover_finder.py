"""Crossover finder (chapter C12): from which distance on a repeater beats light that is sent directly, if it does."""

import math

from qedu import links, rates, repeaters
from qedu.widgets import Axis, Choice, Curves, Fact, Facts, Paper, Point, Range, Ref, Series, Sweep, Task, Widget, frame
from qedu.widgets.formula import log10

#: Fidelity of each link's pair when it is made, and how many of the photons that arrive are seen.
_BORN, _DETECTORS = 0.99, 0.9
#: The fibre that both use, and the detectors at its ends and at the stations.
_FIBRE = links.Link("fibre, good detectors", 0.2, _DETECTORS, 0, 0)
#: Where curves are drawn: fifteen places a decade.
_KM = tuple(sorted({round(20 * 10 ** (k / 15)) for k in range(31)}))
#: A distance to look at where nothing crosses.
_ELSE = 400.0
_MEMORY = (0.1, 0.3, 1, 3, 10, 30, 100)
_CURVES = {name: Sweep(f"{name}.of", _KM) for name in ("repeater", "direct", "bound")}


def _short(value):
    """A logarithm for a curve: more places cannot be seen."""
    return round(float(log10(value)), 3)


def _line(km, memory, eff, links):
    """The chain at the reader's settings."""
    return repeaters.repeater_line(km, _FIBRE, links=int(links), fidelity=_BORN, emission=float(eff), memory_s=float(memory))


def _ends(number, clock_hz, **given):
    """First and last kilometre at which the chain is ahead; 0 for what is not there."""
    found = repeaters.crossover_window(_FIBRE, links=number, clock_hz=clock_hz, fidelity=_BORN, least_km=_KM[0], most_km=_KM[-1], **given)
    return tuple(0.0 if math.isinf(km) else round(km, 2) for km in found) if found else (0.0, 0.0)


class CrossoverFinder(Widget):
    """Two rates over distance, and where they cross."""

    title = "The crossover finder"
    caption = ("A repeater begins far behind: each attempt waits for an answer, where a laser just sends the next photon. It loses less "
               "with every kilometre, and so it may come out ahead, in a window of distances whose far end is set by its memories. "
               "Without memories that hold long enough there is no such window.")
    leaves_out = ("One memory for each side of a station, and links of 0.99. All stations swap at once, when the last link is there, and "
                  "swaps never fail; those that swap earlier let their pairs wait a little less. Two photons meet in the middle of each "
                  "link. Detectors see 90 % and never click in the dark, fibre loses 0.2 dB a kilometre. Sent directly, perfect single "
                  "photons: real ones do worse, lasers with decoys too.")
    main = ("memory",)
    folded = ("clock",)
    controls = (
        Range("memory", "Memory time", _MEMORY[0], _MEMORY[-1], 0, 10, readout="{memory:f1} s", options=_MEMORY),
        Choice("eff", "Photon into the fibre", {"0.1": "10 %", "0.3": "30 %", "0.5": "50 %", "0.7": "70 %", "0.9": "90 %"}, "0.5",
               select=True),
        Choice("links", "Links", {"2": "2", "4": "4", "8": "8", "16": "16"}, "8"),
        Choice("clock", "Photons sent directly", {"1e9": "10⁹ a second", "1e6": "10⁶ a second"}, "1e9", select=True))
    sweeps = (*_CURVES.values(), *(Sweep(f"{end}.of", _MEMORY, of=end, along="memory") for end in ("start", "stop")))
    views = (
        Curves("", Axis(20, 2000, [20, 50, 100, 200, 500, 1000, 2000], "kilometres from end to end", log=True, format="int"),
               Axis(-6, 9, [-6, -3, 0, 3, 6, 9], "secret bits a second", format="pow", format_table="pow", ends=True),
               [Series("direct.of", "sent directly", "q1", line="solid", every=5),
                Series("repeater.of", "repeater, {links} links", "q3", line="dashed", every=5),
                Series("bound.of", "no way without a station can do more", "q0", line="dotted", every=5)], wide=True,
               points=[Point("start", "start.rate", "{start:int} km", name="rate where they cross", tone="q3", when={"start": [">", 0]})],
               refs=[Ref(x="stop", label="up to {stop:int} km", name="the repeater falls behind again", level=8.4,
                         when={"stop": [">", 0]})], tab="Rates"),
        Facts("At {at:int} km from end to end",
              [Fact("at.p", "an attempt makes a link with", "pct2"), Fact("at.attempt", "an attempt takes, in milliseconds", "f2"),
               Fact("at.every", "seconds for one pair from end to end, on average", "f3"), Fact("at.qber", "of its bits are wrong", "pct"),
               Fact("at.key", "secret bits a second, repeater", "f2"), Fact("at.direct", "secret bits a second, sent directly", "f2")],
              wide=True, tab="In figures"),
        Curves("The window in which the repeater is ahead",
               Axis(0.1, 100, [0.1, 1, 10, 100], "memory time in seconds", log=True, format="f1"),
               Axis(1, 2000, [500, 1000, 1500, 2000], "kilometres", format="int", format_table="int", ends=True),
               [Series("start.of", "from", "q3", line="solid"), Series("stop.of", "up to", "q1", line="dashed")], wide=True,
               points=[Point("memory", "start", "", name="from, in kilometres (0: nowhere)")], tab="Memories"))
    line = (
        ({"start": [">", 0], "stop": [">", 0]}, "Up to {start:int} km light sent directly gives more, from there to {stop:int} km the "
                                                "repeater; beyond that its pairs fade before the last link is there."),
        ({"start": [">", 0], "stop": 0}, "Up to {start:int} km light sent directly gives more, and from there on the repeater."),
        ({"start": 0, "any": 1}, "The repeater is behind everywhere: where it has a key, light sent directly gives more."),
        ({"start": 0, "any": 0}, "The repeater has no key at any of these distances: its pairs fade before the last link is there."))
    tasks = (
        Task("Shorten the memory time. What happens to the window before it closes?", {}),
        Task("With memories that hold for 100 seconds: are sixteen links always better than eight, and eight better than four?",
             {"memory": 100}),
        Task("Let a slow source send only a million photons a second. Why does the repeater come out ahead so much earlier?",
             {"clock": "1e6"}))
    paper = (
        Paper("Eight links, and memories that hold for ten seconds: a window of a hundred and sixty kilometres.", {}),
        Paper("The same with memories of a hundred seconds.", {"memory": 100}),
        Paper("With memories of one second there is no window.", {"memory": 1}))

    @frame
    def bound(self):
        """Secret bits for each use of the fibre, at most (Pirandola and others, 2017)."""
        return {f"plob.{km}": _short(rates.plob(_FIBRE.channel_transmittance(km))) for km in _KM}

    @frame
    def chain(self, memory, eff, links):
        return _CURVES["repeater"].of_all(lambda km: _short(_line(km, memory, eff, links).key_rate))

    @frame
    def ends(self, memory, eff, links, clock):
        start, stop = _ends(int(links), float(clock), emission=float(eff), memory_s=float(memory))
        at = start or _ELSE
        there = _line(at, memory, eff, links)
        wrong = 2 * (1 - there.fidelity) / 3
        return {"start": start, "stop": stop, "at": at, "at.p": round(there.p, 5), "at.attempt": round(1000 * there.attempt_s, 4),
                "at.every": round(1 / there.rate, 4), "at.qber": round(wrong, 5), "at.key": round(there.key_rate, 3)}

    def derive(self, n):
        full = n.log10(n["clock"])
        n["start.rate"] = full + n.log10(_DETECTORS) - 0.02 * n["start"]
        n["at.direct"] = n.exp(math.log(10) * (full + n.log10(_DETECTORS) - 0.02 * n["at"]))
        n.curve("direct.of", lambda km: full + n.log10(_DETECTORS) - 0.02 * km)
        n.curve("bound.of", lambda km: full + sum(n.where(km == one, n[f"plob.{one}"], 0) for one in _KM))
        n["any"] = n.flag(n.max(*(n[_CURVES["repeater"].key(km)] for km in _KM)) > -99)
