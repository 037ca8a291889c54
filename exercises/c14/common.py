"""What the checks of the exercises to chapter C14, Networks, routing, standards, share."""

from qedu.grading.answers import AsRead, Bits, Kind, Unfit, sequence


class Names(AsRead):
    """Names in a list, each counted once; their order counts if `ordered`, and only then may a set not stand for a list."""

    def __init__(self, ordered=False):
        super().__init__()
        self.ordered = ordered

    def read(self, value):
        return names(value, self.ordered)


def names(value, ordered=False):
    """What is a list of names as a tuple, or if their order does not count as a frozenset, or Unfit.

    One text is one name, unless it lists some.
    """
    if type(value) is str and "," not in value:
        value = [value]
    loose = isinstance(value, (set, frozenset)) and not ordered
    items = list(value) if loose else sequence(value)
    if items is not None and getattr(items, "size", 1) == 0:
        items = []                                  # an array without entries, whatever its shape
    if items is None or not all(type(item) is str for item in items):
        raise Unfit("no_names")
    return (tuple if ordered else frozenset)(item.strip() for item in items)


#: Rows that anybody looks at, one by one.
MOST = 1000


class Rows(Kind):
    """Rows of bits, one below the other, which may differ in length; read as a list of arrays."""

    def read(self, value):
        value = value.full() if hasattr(value, "full") else value
        items = sequence(value)
        if items is not None and len(items) > MOST:
            raise Unfit("too_much")
        if items is None or any(sequence(item) is None and not isinstance(item, str) for item in items):
            raise Unfit("no_rows")
        return [Bits().read(item) for item in items]

    def same(self, value, expected):
        return len(value) == len(expected) and all(map(Bits().same, value, expected))

    def close(self, value, expected):
        return self.same(value, expected)           # bits are not rounded

    def resembles(self, value, model):
        items, wanted = sequence(value), sequence(model)
        return items is not None and wanted is not None and len(items) == len(wanted) and all(map(Bits().resembles, items, wanted))
