import numpy as np

from qedu.grading.answers import Bits, Number, Parts
from qedu.grading.exercise import Call, Exercise


def _e91(a, b, alice, bob, flip=True, signs=(1, -1, 1, 1), pooled=False, everywhere=False):
    """An E91 evaluation, right or with one thing done otherwise."""
    a, b, alice, bob = (np.asarray(x) for x in (a, b, alice, bob))
    key = np.ones(len(a), bool) if everywhere else a == b
    product = (1 - 2 * alice) * (1 - 2 * bob)
    pairs = ((0, 45), (0, 135), (90, 45), (90, 135))
    places = [(a == x) & (b == y) for x, y in pairs]
    if pooled:
        total = sum(sign * product[place].sum() for sign, place in zip(signs, places))
        s = 4 * total / sum(place.sum() for place in places) if pooled == "test" else total / len(a)
    else:
        s = sum(sign * product[place].mean() for sign, place in zip(signs, places))
    return alice[key], (1 - bob if flip else bob)[key], s


def _sized(*evaluated):
    return (*evaluated[:2], abs(evaluated[2]))


def _correlations(a, b, alice, bob):
    """E of the four pairs of directions of the test."""
    product = (1 - 2 * np.asarray(alice)) * (1 - 2 * np.asarray(bob))
    return np.array([product[(a == x) & (b == y)].mean() for x, y in ((0, 45), (0, 135), (90, 45), (90, 135))])


def _keys_and(s):
    """A wrong model: the right keys, and another S from the four correlations."""
    return lambda a, b, alice, bob: (*_e91(a, b, alice, bob)[:2], float(s(_correlations(a, b, alice, bob))))


class E91(Exercise):
    """One of the drawn records comes from a line so noisy that the signs of the correlations are left to chance: one
    of them is not what a singlet gives, so that S differs from the sum of the sizes and from the largest S.  There the
    sum is positive, while that of a singlet is negative: to leave out the bars shows whatever sign is put before it.
    """

    answer = Parts(Bits(), Bits(), Number(0, 4))
    example = Call(a=np.array([0, 0, 0, 0, 90, 90, 90, 90, 45, 90, 45, 0]),
                   b=np.array([45, 45, 135, 135, 45, 45, 135, 135, 45, 90, 45, 90]),
                   alice=np.array([0, 1, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1]),
                   bob=np.array([1, 0, 0, 0, 0, 1, 1, 1, 0, 1, 1, 1]))

    def further(self, rng):
        return [self._record(rng, visibility) for visibility in (0.9, 0.9, 0.1)]

    def _record(self, rng, visibility):
        while True:
            n = 150
            a, b = 45 * rng.integers(0, 3, n), 45 * rng.integers(1, 4, n)
            alice = rng.integers(0, 2, n)
            equal = rng.random(n) < (1 - visibility * np.cos(np.radians(a - b))) / 2
            bob = np.where(equal, alice, 1 - alice)
            call = Call(a=a, b=b, alice=alice, bob=bob)
            counts = [((a == x) & (b == y)).sum() for x, y in ((0, 45), (0, 135), (90, 45), (90, 135))]
            # Without a surplus of minus signs no place of the minus sign in S gives the sum of the sizes.
            if min(counts) <= 5 or visibility < 0.5 and (np.prod(_correlations(a, b, alice, bob)) < 1e-4
                                                         or _e91(a, b, alice, bob)[2] < 0.1):
                continue
            right = self.right(**call.arguments)
            names = ["all_plus", "minus_elsewhere", "pooled", *(["sizes", "best_pattern"] if visibility < 0.5 else [])]
            values = [model(**call.arguments)[2] for name in names for model in np.atleast_1d(self.wrong[name])]
            # Pairs of directions of unequal size, some errors in the key, and S apart from the wrong ones.
            if (right[0] != right[1]).any() and min(abs(value - right[2]) for value in values) > 1e-3:
                return call

    def right(self, a, b, alice, bob):
        return _sized(*_e91(a, b, alice, bob))

    wrong = {
        "no_flip": lambda a, b, alice, bob: _sized(*_e91(a, b, alice, bob, flip=False)),
        "alice_flipped": lambda a, b, alice, bob: _sized(*_flipped(*_e91(a, b, alice, bob))),
        "all_plus": lambda a, b, alice, bob: _sized(*_e91(a, b, alice, bob, signs=(1, 1, 1, 1))),
        "minus_elsewhere": (lambda a, b, alice, bob: _sized(*_e91(a, b, alice, bob, signs=(-1, 1, 1, 1))),
                            lambda a, b, alice, bob: _sized(*_e91(a, b, alice, bob, signs=(1, 1, -1, 1))),
                            lambda a, b, alice, bob: _sized(*_e91(a, b, alice, bob, signs=(1, 1, 1, -1)))),
        "pooled": (lambda a, b, alice, bob: _sized(*_e91(a, b, alice, bob, pooled="test")),
                   lambda a, b, alice, bob: _sized(*_e91(a, b, alice, bob, pooled="all"))),
        "negative": (lambda a, b, alice, bob: _e91(a, b, alice, bob),
                     lambda a, b, alice, bob: (*_e91(a, b, alice, bob)[:2], -_e91(a, b, alice, bob)[2])),
        "sizes": _keys_and(lambda e: np.abs(e).sum()),
        "best_pattern": (_keys_and(lambda e: np.abs(e.sum() - 2 * e).max()), _keys_and(lambda e: (e.sum() - 2 * e).max())),
        "key_everywhere": (lambda a, b, alice, bob: _sized(*_e91(a, b, alice, bob, everywhere=True)),
                           lambda a, b, alice, bob: _sized(*_e91(a, b, alice, bob, everywhere=True, flip=False))),
    }


def _flipped(alice, bob, s):
    return 1 - alice, bob, s
