"""What the checks of the exercises to chapter C18, People and skills, share: the levels of qedu.policy, and dicts of them as answers.

Adverts, people and jobs in these exercises are made up and drawn.
"""

from qedu import policy
from qedu.grading.answers import AsRead, Unfit, present

AREAS, LEVELS = tuple(policy.AREAS), tuple(policy.LEVELS)


def rung(level):
    """How many levels are reached."""
    return 0 if level is None else LEVELS.index(level) + 1


def level_of(number):
    """The level of so many rungs, or None; no more than there are."""
    return LEVELS[min(int(number), len(LEVELS)) - 1] if number >= 1 else None


class Levels(AsRead):
    """A dict that has a level or None for each of the three areas."""

    def read(self, value):
        present(value)
        if not isinstance(value, dict):
            raise Unfit("no_dict")
        if not set(AREAS) <= set(value):
            raise Unfit("area_missing")
        found = {area: value[area].strip().upper() if isinstance(value[area], str) else value[area] for area in AREAS}
        if not all(level is None or isinstance(level, str) and level in LEVELS for level in found.values()):
            raise Unfit("no_level")
        return found
