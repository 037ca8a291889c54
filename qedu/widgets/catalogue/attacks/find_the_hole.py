"""Find the hole (chapter C10): a working link with one planted flaw, five probes, a report, and what the flaw had cost."""

from statistics import NormalDist

from qedu import devices
from qedu.widgets import Bar, Bars, Choice, Fact, Facts, Hidden, Paper, Range, Seed, Task, Widget, frame, hole_game, scene

Site = scene("hole", "parts probes flaws names place probe spent words most symbols")
Moves = scene("hole-moves", "spent done most words")

_PROBES = list(hole_game.PROBES)
_PARTS = {"0": "in your bag", "1": "random numbers", "2": "source", "3": "line", "4": "receiver", "5": "node"}
#: Ends of the axes on which the probes' findings are drawn.
_MOST = {"A": 0.2, "B": 0.5, "C": 1.0, "D": 0.2, "E": 1.0, "F": 0.5, "G": 0.5, "H": 1.0}
_LONG = {"A": "shine light in, see what returns", "B": "bright pulses, count wrong bits", "C": "shift pulses, compare detectors",
         "D": "weak and strong pulses, compare", "E": "guess bits from those before", "F": "errors in the other basis",
         "G": "audit: who copied key bits", "H": "bright flashes: do they command?"}
_HOLES = {"0": "not yet", "1": "detectors obey bright light", "2": "double clicks are dropped", "3": "detectors unequal in time",
          "4": "light gets in and out of the source", "5": "several photons, no decoys", "6": "bits can be foreseen",
          "7": "one basis is never compared", "8": "the node copies keys"}
_DEFENCES = {"0": "not yet", "1": "power meter at the entrance", "2": "random bit on double clicks", "3": "swap roles at random",
             "4": "isolator", "5": "decoys", "6": "extract from the bits", "7": "compare both bases", "8": "a second way, keys added"}
_NOW, _OVER = {"done": "0"}, {"done": ["!=", "0"]}
#: What Eve knows of echoes is a bound.
_BOUND, _TOLD = {"flaw": 3}, {"flaw": ["!=", 3]}
_ATTACK = {attack.name: attack for attack in devices.ATTACKS}


def _told(i, name):
    """What is said of a flaw once the report is in."""
    if name in _ATTACK:
        one = _ATTACK[name]
        return (f"The hole: {name}. Broken: {one.breaks}. What shows it: {one.observable}. What helps: {one.defence}. "
                f"What that leaves: {one.remains}.")
    spoofed = _ATTACK["spoofed source"]
    return ("The hole: a basis that is never compared. Eve measured some photons in the basis that makes the key, where that makes no "
            "errors, and nobody looked at the other. "
            f"What shows it: errors in the basis that is not checked. What helps: {spoofed.defence.split(',')[0]}.")


class FindTheHole(Widget):
    """One flaw in a link whose monitored figures are all in order; the reader has five probes to find it."""

    title = "Find the hole"
    caption = ("Everything that this link monitors is as it should be, because the flaw lies where nobody looks. A probe looks at one "
               "place, and it counts only so many clicks, so that a sound part may look bad and a weak flaw may look sound. Which probes "
               "are worth their price depends on what you assume about the rest.")
    leaves_out = ("There is exactly one flaw, each of the eight as likely, weak or strong; a real link may have several, or one that is "
                  "on no list. Probes are counts with Wilson's intervals, drawn from the odds of the models of this chapter: a "
                  "line of 10 dB, a receiver of 10 %, a million photons shone in per gate. Of the Trojan horse Eve's share is a bound, "
                  "for an Eve who reads all echoes together; of all other flaws it is what her records tell. Blinded detectors obey in "
                  "half of the flashes, because Bob chooses his basis.")
    main = ("probe", "place")
    folded = ("conf",)
    controls = (
        Choice("probe", "Probe", {letter: _LONG[letter] for letter in _PROBES}, "A", select=True),
        Choice("place", "Put it on", _PARTS, "0", select=True),
        Choice("hole", "The hole is", _HOLES, "0", select=True, group="Your report"),
        Choice("defence", "Defence", _DEFENCES, "0", select=True, group="Your report"),
        Range("conf", "Confidence", 0.5, 0.99, 0, 0.95, readout="{conf:pct0}", options=(0.5, 0.8, 0.9, 0.95, 0.99)),
        Hidden("spent", "", "[A-H]{0,5}"), Hidden("done", "0", "0|[1-8][1-8]"), Hidden("log", "", "[1-9]{0,40}"),
        Seed(default=6, button="Another link", resets=("spent", "done", "hole", "defence", "place"),
             log=("log", "code"), fresh=True))
    views = (
        Site("", wide=True, place="place", probe="probe", spent="spent", most=_MOST,
             parts=[words for value, words in _PARTS.items() if value != "0"],
             probes=[[letter, hole_game.PROBES[letter][0], hole_game.PROBES[letter][1], _LONG[letter],
                      hole_game.PROBES[letter][2]] for letter in _PROBES],
             flaws=[[letter, part] for _, letter, part in hole_game.FLAWS],
             names={"k": "probe {i}: {name}, found", "n": "probe {i}: {name}, tried", "low": "probe {i}: {name}, lower end",
                    "high": "probe {i}: {name}, upper end", "sound": "probe {i}: {name}, if sound", "flaw": "the flaw",
                    "qber": "QBER, monitored", "unspent": "probes left"},
             words={"count": "{k} of {n}", "none": "Take a probe to a part of the link, by hand or with the lists.", "sound": "if sound",
                    "left": "probes left", "qber": "QBER {value}, as due", "bag": "in your bag:"},
             symbols=("laser", "plate", "splitter", "detector", "memory", "eve"),
             tab="Link"),
        Moves("", wide=True, screen_only=True, spent="spent", done="done", most=hole_game.MOST,
              words={"measure": "Measure ({n} left)", "nowhere": "Put the probe on a part", "wrong": "Nothing to measure there",
                     "report": "Hand in the report", "again": "Another link", "hole": "Name hole and defence"}, tab="Link"),
        Bars("What each probe measures, if repeated endlessly",
             [Bar(f"here.{letter}", _LONG[letter], tone, mark=f"sound.{letter}", mark_label=f"{_LONG[letter]}, if all is sound",
                  when={"shows": i + 1 if tone == "q2" else ["!=", i + 1]})
              for i, letter in enumerate(_PROBES) for tone in ("q1", "q2")], format="pct", when=_OVER, wide=True, tab="What shows it"),
        Bars("What was at stake", [Bar("eve", "of the key Eve knew", "q4", when=_TOLD),
                                   Bar("eve", "of the key Eve knew at most", "q4", when=_BOUND),
                                   Bar("left", "left for privacy amplification, with the right defence", "q3")], when=_OVER, wide=True,
             tab="At stake"),
        Facts("Your games", [Fact("games", "links reported on", "int"), Fact("total", "points in all", "int"),
                             Fact("unspent", "probes left on this one", "int")], tab="Points"))
    line = (
        ({**_NOW, "last": 0}, "The link works: clicks as due, QBER {qber:pct}, keys are made. One flaw is planted, and you have "
                              "{unspent:int} probes."),
        *(({**_NOW, "last": i + 1, "unspent": hole_game.MOST - k}, f"{{k{k}:int}} of {{n{k}:int}} {words}: "
           f"{{r{k}.fraction:pct}} ({{conf:pct0}} interval {{r{k}.low:pct}} to {{r{k}.high:pct}}); {{sound{k}:pct}} if all is sound.")
          for k in range(1, hole_game.MOST + 1) for i, (_, _, _, words) in enumerate(hole_game.PROBES.values())),
        ({**_NOW, "unspent": 0}, "No probe is left: write your report."),
        *(({**_OVER, "flaw": i}, _told(i, name)) for i, (name, *_) in enumerate(hole_game.FLAWS)),
        ({**_OVER, **_TOLD}, "Eve knew {eve:pct} of the key."),
        ({**_OVER, **_BOUND}, "Eve knew at most {eve:pct} of the key."),
        ({**_OVER, "right": 0}, "Your report names another hole: no points."),
        ({**_OVER, "right": 1, "armed": 0}, "You found it, but this defence does not close it: {points:int} points."),
        ({**_OVER, "right": 1, "armed": 1}, "You found it and closed it: {points:int} points of 8."))
    tasks = (
        Task("Five probes, eight possible holes. Put the first probe on a part and measure. When does a count make you sure, and when "
             "would you rather spend a second probe on the same question?", {}),
        Task("Three probes are spent. Which reading looks bad, and could it be chance? Decide whether to repeat it, and hand in your "
             "report.",
             {"seed": 2, "spent": "CEA"}),
        Task("Play ten links, and report each with as few probes as you dare. How many points does a probe have to bring to be worth one?",
             {"seed": 40}))
    paper = (
        Paper("Before the first probe: everything monitored is in order.", {}),
        Paper("Three probes are spent, and one count looks bad.", {"seed": 2, "spent": "CEA"}),
        Paper("The report trusted that count. It was chance, and the hole lay elsewhere.",
              {"seed": 2, "spent": "CEA", "hole": "3", "defence": "3", "done": "33"}))

    @frame
    def odds(self):
        return hole_game.odds()

    def counted(self, state, known):
        return hole_game.play(state, known)

    @frame
    def width(self, conf):
        return {"z": NormalDist().inv_cdf((1 + conf) / 2)}

    def derive(self, n):
        z = n["z"]
        for i in range(1, hole_game.MOST + 1):
            k, size = n[f"k{i}"], n[f"n{i}"]

            def end(sign, k=k, size=size):
                return (k + z**2 / 2 + sign * z * n.sqrt(k * (size - k) / size + z**2 / 4)) / (size + z**2)

            n[f"r{i}.fraction"] = n.where(size < 1, 0, lambda k=k, size=size: k / size)
            n[f"r{i}.low"] = n.where(k < 1, 0, lambda end=end: end(-1))
            n[f"r{i}.high"] = n.where(k > size - 1, 1, lambda end=end: end(1))
