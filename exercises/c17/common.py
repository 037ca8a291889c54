"""What the checks of the exercises to chapter C17, Cost, equity, ethics, share.

All prices, places and people in these exercises are made up and drawn; what is right comes from qedu.policy.
"""

from qedu.grading.answers import AsRead, Unfit, present, sequence


class Names(AsRead):
    """Names in a list; their order counts if `ordered`, and else each counts once, also in a set."""

    def __init__(self, ordered=False):
        super().__init__()
        self.ordered = ordered

    def read(self, value):
        present(value)
        loose = isinstance(value, (set, frozenset)) and not self.ordered
        items = list(value) if loose else sequence(value)
        if items is not None and getattr(items, "size", 1) == 0:
            items = []                              # an array without entries, whatever its shape
        if items is None or not all(isinstance(item, str) for item in items):
            raise Unfit("no_names")
        found = tuple(str(item).strip() for item in items)
        return found if self.ordered else tuple(sorted(set(found)))
