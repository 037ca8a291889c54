"""What the checks of the exercises to chapter C16, Policy, share.

Positions, dates and rules are rows of qedu.policy; nothing about anybody's position is written here.  The students' functions get them
as plain dicts, and answer with names of rows, for which there are two kinds of answer.
"""

from qedu.grading.answers import AsRead, Unfit, present, sequence


class Names(AsRead):
    """Names in a list, each counted once, from those in `known` if there are such; their order counts only if `ordered`."""

    def __init__(self, known=(), ordered=False):
        super().__init__()
        self.known, self.ordered = frozenset(known), ordered

    def read(self, value):
        if self.ordered and isinstance(value, (set, frozenset, dict)):
            raise Unfit("no_order")
        items = list(value) if isinstance(value, (set, frozenset)) else sequence(value)
        if getattr(items, "size", 1) == 0:
            items = []                              # an array without entries, whatever its shape
        if items is None:
            present(value)
            raise Unfit("no_names")
        for item in items:
            if item is None:
                raise Unfit("none")
            if not isinstance(item, str):
                raise Unfit("no_names")
        found = tuple(str(item).strip() for item in items)
        if self.known and not self.known.issuperset(found):
            raise Unfit("other_names")
        return found if self.ordered else tuple(sorted(set(found)))


class NamesByName(AsRead):
    """A dict that has for each name a list of names, in any order."""

    def read(self, value):
        present(value)
        if not isinstance(value, dict) or not all(isinstance(name, str) for name in value):
            raise Unfit("no_dict")
        try:
            return {str(name).strip(): Names().read(held) for name, held in value.items()}
        except Unfit as error:
            raise Unfit("no_dict" if error.key == "no_names" else error.key, **error.details) from None
