"""What the checks of the exercises to chapter C18, People and skills, share: the levels of qedu.policy, and dicts of them as answers.

Adverts, people and jobs in these exercises are made up and drawn.
"""

from qedu import policy
from qedu.grading.answers import Choice, Unfit, numbers

AREAS, LEVELS = tuple(policy.AREAS), tuple(policy.LEVELS)


def rung(level):
    """How many levels are reached."""
    return 0 if level is None else LEVELS.index(level) + 1


def level_of(number):
    """The level of so many rungs, or None; no more than there are."""
    return LEVELS[min(int(number), len(LEVELS)) - 1] if number >= 1 else None


class Levels(Choice):
    """A dict that has a level or None for each of the three areas."""

    def __init__(self):
        super().__init__()

    def read(self, value):
        if not isinstance(value, dict):
            if value is None or isinstance(value, str) and type(value) is not str:
                numbers(value)                          # says of nothing, and of what cannot be read, that it is that
            raise Unfit("no_dict")
        if not set(AREAS) <= set(value):
            raise Unfit("area_missing")
        found = {area: value[area].strip().upper() if isinstance(value[area], str) else value[area] for area in AREAS}
        if not all(level is None or isinstance(level, str) and level in LEVELS for level in found.values()):
            raise Unfit("no_level")
        return found

    def same(self, value, expected):
        return value == self.read(expected)

    def resembles(self, value, model):
        try:
            return self.read(value) == self.read(model)
        except Unfit:
            return False
