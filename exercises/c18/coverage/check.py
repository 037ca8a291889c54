import numpy as np

from qedu import policy
from qedu.grading.exercise import Call, Exercise

from ..common import AREAS, LEVELS, Levels, level_of, rung

CHAPTERS = {
    "C02": {"I": "A2", "II": "A2", "domains": ["D1"]},
    "C04": {"I": "B1", "domains": ["D1", "D2"]},
    "C09": {"I": "B1", "II": "B2", "domains": ["D3", "D7"]},
    "C16": {"I": "A2", "III": "C1", "domains": ["D7", "D8"]},
}


def levels(chapters, done, area):
    return [chapters[name][area] for name in done if area in chapters[name]]


def _each(of, lacking=None):
    """A model by what it makes of the levels of an area."""
    def model(chapters, done):
        found = {area: levels(chapters, done, area) for area in AREAS}
        return {area: of(there) if there else lacking for area, there in found.items()}

    return model


def _rungs(of):
    return _each(lambda there: level_of(of([rung(level) for level in there])))


def everywhere(chapters, done):
    return dict.fromkeys(AREAS, max((level for area in AREAS for level in levels(chapters, done, area)), default=None))


def where_any(chapters, done):
    """One level for all areas in which there is some."""
    return {area: everywhere(chapters, done)[area] if levels(chapters, done, area) else None for area in AREAS}


class Coverage(Exercise):
    """Books of twelve chapters, of which a reader has done four to seven; each slip shows for some reader."""

    answer = Levels()
    example = Call(chapters=CHAPTERS, done=["C04", "C02", "C09"])
    draws = 6

    def tells(self, calls, right):
        return self.told_apart(calls, right, within=True)

    def draw(self, rng):
        names = [f"C{number:02}" for number in range(12)]
        often = [0.9, 0.7, 0.3]
        chapters = {name: {area: LEVELS[rng.integers(len(LEVELS))] for area, share in zip(AREAS, often) if rng.random() < share}
                    | {"domains": [f"D{rng.integers(1, 9)}"]} for name in names}
        return Call(chapters=chapters, done=[names[place] for place in rng.permutation(len(names))[:int(rng.integers(3, 7))]])

    def right(self, chapters, done):
        return policy.coverage({name: chapters[name] for name in done}).proficiency.by_area if done else dict.fromkeys(AREAS)

    wrong = {
        "all_chapters": lambda chapters, done: _each(max)(chapters, list(chapters)),
        "summed": (_rungs(sum), _rungs(len)),
        "averaged": tuple(_rungs(lambda some, cut=cut: cut(np.mean(some))) for cut in (np.floor, np.ceil, np.round))
        + (_rungs(lambda some: np.floor(np.mean(some) + 0.5)), _each(lambda there: sorted(there)[len(there) // 2])),
        "over_areas": (everywhere, where_any),
        "last_wins": (_each(lambda there: there[-1]), _each(lambda there: there[0]),
                      *(lambda chapters, done, at=at: {area: chapters[done[at]].get(area) for area in AREAS} for at in (-1, 0))),
        "lowest": _each(min),
        "first_level_for_none": _each(max, "A1"),
    }
