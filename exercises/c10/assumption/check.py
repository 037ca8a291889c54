from qedu.grading.answers import Choice
from qedu.grading.exercise import Call, Exercise

CLICK, DETECTORS, PHOTON, LEAK, DROPPING, NONE, OPEN = WORDS = (
    "click", "detectors", "photon", "leak", "dropping", "none", "cannot tell")

#: Shares: a part and a whole.
SHARES = {"clicks": "pulses", "double": "pulses", "edge": "clicks", "errors": "tested", "weak_clicks": "weak_pulses", "light": "pulses",
          "echo": "pulses"}

#: By word, the shares that change in such a night, and from how many times the usual to how many.  Where clicks become rarer, double
#: clicks do too, by so much that they have not changed in the sense of the text, whether one takes their share of pulses or of clicks.
NIGHTS = {CLICK: {"light": (300, 3000), "errors": (0.05, 0.3), "double": (0.02, 0.1)},
          DETECTORS: {"edge": (3, 6), "clicks": (0.3, 0.42), "double": (0.52, 0.58)},
          PHOTON: {"weak_clicks": (0.1, 0.25)}, LEAK: {"echo": (20, 300), "clicks": (0.3, 0.42), "double": (0.52, 0.58)},
          DROPPING: {"double": (4, 20), "clicks": (0.3, 0.42)},
          NONE: {"errors": (3, 6), "clicks": (0.3, 0.42), "double": (0.52, 0.58)}, OPEN: {}}


def changes(usual, seen, by_count=False):
    """For each share how many times the usual one it is; of weak pulses, compared with the others."""
    found = {part: seen[part] / usual[part] / (1 if by_count else seen[whole] / usual[whole]) for part, whole in SHARES.items()}
    return {**found, "weak": found["weak_clicks"] if by_count else found["weak_clicks"] / found["clicks"]}


def changed(times):
    return not 0.5 <= times <= 2


def judged(times, *, light=CLICK, echo=LEAK, nothing=OPEN, edge=DETECTORS, weak=PHOTON, weak_key="weak", doubles=lambda x: x > 2,
           errors=lambda x: x > 2, first=()):
    """A word by the shares, with anything in it done otherwise; `first` says which signs are asked before all others."""
    signs = {"light": (times["light"] > 2, light), "echo": (times["echo"] > 2, echo), "double": (doubles(times["double"]), DROPPING),
             "edge": (times["edge"] > 2, edge), "weak": (times[weak_key] < 0.5, weak), "errors": (errors(times["errors"]), NONE)}
    order = [*first, *(sign for sign in signs if sign not in first)]
    return next((signs[sign][1] for sign in order if signs[sign][0] and signs[sign][1]), nothing)


def _models(*changed):
    """Wrong models that differ from the right one by these arguments of `judged`."""
    return tuple(lambda usual, seen, one=one: judged(changes(usual, seen), **one) for one in changed)


class Assumption(Exercise):
    """One night for each word, in random order.

    Other shares change by a third at most, or those of double clicks by half, and the night has a third or less, or three times or
    more, of the usual pulses.
    """

    answer = Choice(*WORDS)
    example = Call(
        usual={"pulses": 2_000_000, "clicks": 40_000, "double": 200, "edge": 800, "tested": 4_000, "errors": 100, "weak_pulses": 200_000,
               "weak_clicks": 500, "light": 20, "echo": 30},
        seen={"pulses": 500_000, "clicks": 10_500, "double": 2, "edge": 190, "tested": 1_000, "errors": 3, "weak_pulses": 50_000,
              "weak_clicks": 130, "light": 480_000, "echo": 6})

    def draw(self, rng, word, longer):
        usual = {"pulses": int(rng.integers(40, 90)) * 10**6, "tested": int(rng.integers(40, 90)) * 1000}
        usual["weak_pulses"] = int(usual["pulses"] * rng.uniform(0.05, 0.15))
        for part, low, high in (("clicks", 0.01, 0.03), ("double", 1e-4, 4e-4), ("edge", 0.01, 0.03), ("errors", 0.01, 0.03),
                                ("weak_clicks", 0.001, 0.002), ("light", 5e-6, 2e-5), ("echo", 5e-6, 2e-5)):
            usual[part] = int(usual[SHARES[part]] * rng.uniform(low, high))
        scale = rng.uniform(3.2, 6) if longer else 1 / rng.uniform(3.2, 6)
        seen = {whole: int(usual[whole] * scale) for whole in ("pulses", "tested", "weak_pulses")}
        for part, whole in SHARES.items():
            low, high = NIGHTS[word].get(part, (0.8, 1.25))
            share = usual[part] / usual[whole] * rng.uniform(low, high)
            seen[part] = max(1, min(seen[whole], round(seen[whole] * share)))
        if "clicks" in NIGHTS[word]:                        # all light is weakened alike
            seen["weak_clicks"] = round(usual["weak_clicks"] / usual["clicks"] * seen["clicks"] * seen["weak_pulses"] / usual["weak_pulses"]
                                        / (seen["pulses"] / usual["pulses"]) * rng.uniform(0.9, 1.1))
        return Call(usual=usual, seen=seen)

    def calls(self, rng):
        order = rng.permutation(len(WORDS))
        longer = rng.permutation([True, True, True, True, False, False, False])
        calls = [self.example, *(self.drawn(rng, WORDS[place], bool(more)) for place, more in zip(order, longer))]
        return calls, [CLICK, *(WORDS[place] for place in order)]

    def right(self, usual, seen):
        return judged(changes(usual, seen))

    wrong = {
        "counts_compared": tuple(lambda usual, seen, one=one: judged(changes(usual, seen, True), **one) for one in (
            {}, {"weak": None}, {"doubles": changed, "errors": changed}, {"errors": changed}, {"nothing": NONE})),
        "errors_only": tuple(lambda usual, seen, one=one: one(changes(usual, seen)["errors"]) for one in (
            lambda x: NONE if x > 2 else OPEN, lambda x: NONE if changed(x) else OPEN, lambda x: OPEN if x > 2 else NONE, lambda x: NONE,
            lambda x: OPEN, lambda x: CLICK if x > 2 else NONE, lambda x: CLICK if x > 2 else OPEN)),
        "fewer_errors": _models({"errors": changed, "first": ("errors",)}, {"first": ("errors",), "errors": lambda x: x < 0.5 or x > 2}),
        "any_change_of_doubles": _models({"doubles": changed, "first": ("double",)}),
        "all_is_well": _models({"nothing": NONE}),
        "edges_missed": _models({"edge": None}, {"edge": OPEN}, {"edge": NONE}, {"edge": DROPPING}),
        "splitting_missed": _models({"weak": None}, {"weak": OPEN}, {"weak": NONE}),
        "weak_alone": _models({"weak_key": "weak_clicks"}, {"weak_key": "weak_clicks", "first": ("weak",)}),
        "doors_swapped": _models({"light": LEAK, "echo": CLICK}),
    }
