import numpy as np

from qedu.grading.answers import Bits, Choice, Parts, Unfit, sequence
from qedu.grading.exercise import Call, Exercise

NAMES = ("A", "B", "C", "satellite", "listener")
KNOW = frozenset({"A", "B", "satellite"})


class Names(Choice):
    """Some of a few words, in any order."""

    def read(self, value):
        if isinstance(value, str):
            value = [value]
        items = sorted(value, key=str) if isinstance(value, (set, frozenset)) else sequence(value)
        if items is None:
            raise Unfit("not_names")
        try:
            return frozenset(super(Names, self).read(item) for item in items)
        except Unfit:
            raise Unfit("not_names") from None

    def resembles(self, value, model):
        try:
            return self.read(value) == frozenset(model)
        except Unfit:
            return False


def _rows(*found):
    """Wrong models of the two rows, from the halves of A's key and the others; the rest is left open."""
    return tuple(lambda key_a, key_b, key_c, one=one: (*one(*np.split(key_a, 2), key_b, key_c), None, None) for one in found)


def _rest(*found):
    """Wrong models of what comes after the rows, which are right."""
    def model(one):
        def answer(key_a, key_b, key_c):
            rows = np.split(key_a, 2)[0] ^ key_b, np.split(key_a, 2)[1] ^ key_c
            return (*rows, *one(np.split(key_a, 2)[0], key_b, *rows))

        return answer

    return tuple(model(one) for one in found)


def _keys(*found):
    """Wrong models of the key at B, of all keys and halves; the rows are right."""
    def model(one):
        def answer(key_a, key_b, key_c):
            first, second = np.split(key_a, 2)
            return first ^ key_b, second ^ key_c, one(key_a, first, second, key_b, key_c), None

        return answer

    return tuple(model(one) for one in found)


class Relay(Exercise):
    """Keys of eight to twenty bits whose halves differ, and of which none is all zeros, or the opposite of another."""

    answer = Parts(Bits(), Bits(), Bits(), Names(*NAMES))
    example = Call(key_a=np.array([1, 0, 0, 1]), key_b=np.array([1, 1]), key_c=np.array([0, 1]))

    def draw(self, rng):
        half = int(rng.integers(8, 21))
        while True:
            rows = rng.integers(0, 2, (4, half))
            if all(0 < (one ^ other).sum() < half for i, one in enumerate(rows) for other in [0 * one, *rows[:i]]):
                return Call(key_a=np.concatenate(rows[:2]), key_b=rows[2], key_c=rows[3])

    def right(self, key_a, key_b, key_c):
        half = len(key_a) // 2
        row = [[int(x != y) for x, y in zip(secret, own)] for secret, own in ((key_a[:half], key_b), (key_a[half:], key_c))]
        return row[0], row[1], [int(x) for x in key_a[:half]], KNOW

    wrong = {
        "reused": _rows(lambda first, second, b, c: (first ^ b, first ^ c), lambda first, second, b, c: (second ^ b, second ^ c)),
        "halves_swapped": _rows(lambda first, second, b, c: (second ^ b, first ^ c), lambda first, second, b, c: (second ^ c, first ^ b)),
        "keys_of_b_and_c": _rows(lambda first, second, b, c: (b ^ c, b ^ c), lambda first, second, b, c: (b ^ c, None)),
        "key_announced": (*_rows(*(lambda first, second, b, c, row=row: (row(first, second, b, c), None) for row in (
            lambda f, s, b, c: f, lambda f, s, b, c: s, lambda f, s, b, c: b, lambda f, s, b, c: c))),
            *_rows(*(lambda first, second, b, c, row=row: (None, row(first, second, b, c)) for row in (
                lambda f, s, b, c: f, lambda f, s, b, c: s, lambda f, s, b, c: b, lambda f, s, b, c: c)))),
        "every_other": (lambda key_a, key_b, key_c: (key_a[::2] ^ key_b, key_a[1::2] ^ key_c, None, None),),
        "not_xor": _rows(lambda f, s, b, c: (f & b, s & c), lambda f, s, b, c: (f | b, s | c), lambda f, s, b, c: (f + b, s + c),
                         lambda f, s, b, c: (f - b, s - c)),
        "row_as_key": _rest(lambda first, b, row_b, row_c: (row_b, None)),
        "own_key": _rest(lambda first, b, row_b, row_c: (b, None)),
        "other_key": _keys(lambda a, first, second, b, c: second, lambda a, first, second, b, c: a,
                           lambda a, first, second, b, c: first ^ c, lambda a, first, second, b, c: first ^ b ^ c,
                           lambda a, first, second, b, c: second ^ c),
        "satellite_knows_nothing": _rest(lambda first, b, *rows: (first, lambda names: "satellite" not in names)),
        "listener_knows": _rest(lambda first, b, *rows: (first, lambda names: names & {"listener", "C"})),
        "end_forgotten": _rest(lambda first, b, *rows: (first, lambda names: not names >= {"A", "B"})),
    }
