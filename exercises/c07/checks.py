"""Checks of the exercises to chapter C07, E91, B92 and SARG04.

References come from qedu where it has the figure; wrong models are what the mistakes in feedback.yaml compute.
Nothing is left to chance: records are drawn by the check, and what follows from them is exact.
"""

import functools
import itertools
import math

import numpy as np

from qedu import attacks, protocols, rates
from qedu.engine import exchange
from qedu.grading.answers import Bits, Choice, Number, Parts, Positions, Vector
from qedu.grading.exercise import Call, Exercise

STATES = {"Z": "01", "X": "+-"}

# Built once: the checks ask for the same few again and again.
b92, sarg04 = functools.cache(protocols.b92), functools.cache(protocols.sarg04)


def where(mask):
    return np.flatnonzero(np.asarray(mask, bool))


class B92Sift(Exercise):
    id = "c07-b92-sift"
    answer = Parts(Positions(), Bits())
    example = Call(tests=np.array([0, 1, 1, 0, 1]), orthogonal=np.array([True, False, True, False, False]))

    def draw(self, rng):
        while True:
            tests, orthogonal = rng.integers(0, 2, 20), rng.random(20) < 0.35
            # Both tests occur in both kinds of rounds, unequally often.
            if {(t, o) for t, o in zip(tests, orthogonal)} >= {(t, o) for t in (0, 1) for o in (True, False)} \
                    and 2 * tests[orthogonal].sum() != orthogonal.sum():
                return Call(tests=tests, orthogonal=orthogonal)

    def right(self, tests, orthogonal):
        # The library's own rule, round by round.
        rule, names = b92().sift, ("u0", "u1")
        kept, bits = [], []
        for i, (test, found) in enumerate(zip(tests, orthogonal)):
            outcome = 1 - test if found else test
            key = rule("u", 0, names[test], int(outcome))
            if key is not None:
                kept.append(i)
                bits.append(key[1])
        return kept, bits

    wrong = {
        "bit_is_test": lambda tests, orthogonal: (where(orthogonal), tests[where(orthogonal)]),
        "open_is_0": lambda tests, orthogonal: (np.arange(len(tests)), np.where(orthogonal, 1 - tests, 0)),
        "guesses": (lambda tests, orthogonal: (np.arange(len(tests)), np.where(orthogonal, 1 - tests, tests)),
                    lambda tests, orthogonal: (where(~orthogonal), tests[where(~orthogonal)])),
        "all_kept": lambda tests, orthogonal: (np.arange(len(tests)), tests),
        "counted_from_one": lambda tests, orthogonal: (where(orthogonal) + 1, 1 - tests[where(orthogonal)]),
        "swapped": lambda tests, orthogonal: (1 - tests[where(orthogonal)], where(orthogonal)),
        "truth_values": lambda tests, orthogonal: (orthogonal, 1 - tests[where(orthogonal)]),
    }


class B92Attack(Exercise):
    id = "c07-b92-attack"
    answer = Parts(Number(0, 1), Number(0, 1), Number(0, 1))
    example = Call(overlap=0.6)

    def draw(self, rng):
        hundredths = rng.integers(15, 55) if rng.random() < 0.5 else rng.integers(66, 96)
        return Call(overlap=float(hundredths / 100))

    @staticmethod
    @functools.cache
    def right(overlap):
        protocol = b92(overlap)
        return (exchange(protocol).sifted_fraction,
                exchange(protocol, attack=attacks.helstrom_resend()).qber,
                exchange(protocol, attack=attacks.unambiguous_resend()).sifted_fraction)

    @staticmethod
    def _model(kept=None, error=None, sure=None):
        def model(overlap):
            c = overlap
            numbers = [(1 - c * c) / 2, (1 - math.sqrt(1 - c * c)) / 2, (1 - c) * (1 - c * c) / 2]
            for place, replace in enumerate((kept, error, sure)):
                if replace:
                    numbers[place] = replace(c)
            return tuple(numbers)

        return model


B92Attack.wrong = {
    "no_half": (B92Attack._model(kept=lambda c: 1 - c * c),
                B92Attack._model(kept=lambda c: 1 - c * c, sure=lambda c: (1 - c) * (1 - c * c))),
    "not_squared": (B92Attack._model(kept=lambda c: (1 - c) / 2),
                    B92Attack._model(kept=lambda c: (1 - c) / 2, sure=lambda c: (1 - c) ** 2 / 2),
                    B92Attack._model(error=lambda c: (1 - math.sqrt(1 - c)) / 2)),
    "right_for_wrong": B92Attack._model(error=lambda c: (1 + math.sqrt(1 - c * c)) / 2),
    "not_sifted": B92Attack._model(sure=lambda c: 1 - c),
    "halved": (B92Attack._model(sure=lambda c: (1 - c) / 2),),
    "all_arrive": B92Attack._model(sure=lambda c: (1 - c * c) / 2),
    "no_root": (B92Attack._model(error=lambda c: c * c / 2), B92Attack._model(error=lambda c: 1 - c * c / 2)),
    "error_of_all": (B92Attack._model(error=lambda c: (1 - math.sqrt(1 - c * c)) / 2 * (1 - c * c) / 2),
                     B92Attack._model(error=lambda c: (1 - math.sqrt(1 - c * c)) / 4)),
    "order": tuple(lambda overlap, places=places: tuple(B92Attack._model()(overlap)[i] for i in places)
                   for places in itertools.permutations(range(3)) if places != (0, 1, 2)),
}


class SargSift(Exercise):
    id = "c07-sarg04-sift"
    answer = Parts(Positions(), Bits())
    example = Call(announced=["0+", "1-", "1+", "0+"], bases=["X", "Z", "Z", "X"], outcomes=[1, 0, 1, 0])

    def draw(self, rng):
        while True:
            n = 24
            announced = [z + x for z, x in zip(rng.choice(list("01"), n), rng.choice(list("+-"), n))]
            bases = [str(basis) for basis in rng.choice(["Z", "X"], n)]
            outcomes = [int(bit) for bit in rng.integers(0, 2, n)]
            call = Call(announced=announced, bases=bases, outcomes=outcomes)
            values = [tuple(map(tuple, model(announced, bases, outcomes))) for models in self.wrong.values()
                      for model in (models if isinstance(models, tuple) else (models,))]
            right = tuple(map(tuple, self.right(announced, bases, outcomes)))
            if len({*values, right}) == len(values) + 1 and len(right[0]) > 4:
                return call

    def right(self, announced, bases, outcomes):
        rule, kept, bits = sarg04().sift, [], []
        for i, (pair, basis, outcome) in enumerate(zip(announced, bases, outcomes)):
            key = rule("Z", 0, basis, outcome, pair)
            if key is not None:
                kept.append(i)
                bits.append(key[1])
        return kept, bits

    @staticmethod
    def _rounds(keep, bit):
        """A wrong rule: which rounds are kept, and which bit is written down."""
        def model(announced, bases, outcomes):
            kept = [i for i, (pair, basis, k) in enumerate(zip(announced, bases, outcomes))
                    if keep(pair, basis, STATES[basis][k])]
            return kept, [bit(announced[i], bases[i], STATES[bases[i]][outcomes[i]]) for i in kept]

        return model


def _left(pair, basis):
    """The announced state of the other basis."""
    return pair[1] if basis == "Z" else pair[0]


SargSift.wrong = {
    "rules_in": (SargSift._rounds(lambda pair, basis, found: found in pair, lambda pair, basis, found: int(basis == "X")),
                 SargSift._rounds(lambda pair, basis, found: found in pair, lambda pair, basis, found: int(basis == "Z"))),
    "bit_of_excluded": SargSift._rounds(lambda pair, basis, found: found not in pair,
                                        lambda pair, basis, found: int(basis == "X")),
    "bit_is_state": (SargSift._rounds(lambda pair, basis, found: found not in pair,
                                      lambda pair, basis, found: int(_left(pair, basis) in "1-")),),
    "outcome_is_bit": SargSift._rounds(lambda pair, basis, found: found not in pair,
                                       lambda pair, basis, found: int(found in "1-")),
    "all_kept": SargSift._rounds(lambda *_: True, lambda pair, basis, found: int(basis == "Z")),
    "counted_from_one": lambda announced, bases, outcomes: (
        [i + 1 for i in SargSift().right(announced, bases, outcomes)[0]], SargSift().right(announced, bases, outcomes)[1]),
    "swapped": lambda announced, bases, outcomes: SargSift().right(announced, bases, outcomes)[::-1],
}


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
    of them is not what a singlet gives, so that S differs from the sum of the sizes and from the largest S.
    """

    id = "c07-e91"
    answer = Parts(Bits(), Bits(), Number(0, 4))
    example = Call(a=np.array([0, 0, 0, 0, 90, 90, 90, 90, 45, 90, 45, 0]),
                   b=np.array([45, 45, 135, 135, 45, 45, 135, 135, 45, 90, 45, 90]),
                   alice=np.array([0, 1, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1]),
                   bob=np.array([1, 0, 0, 0, 0, 1, 1, 1, 0, 1, 1, 1]))

    def calls(self, rng):
        calls = [self.example, *(self._record(rng, visibility) for visibility in (0.9, 0.9, 0.1))]
        return calls, [self.right(**call.arguments) for call in calls]

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
            if min(counts) <= 5 or visibility < 0.5 and np.prod(_correlations(a, b, alice, bob)) < 1e-4:
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
        "negative": lambda a, b, alice, bob: _e91(a, b, alice, bob),
        "sizes": _keys_and(lambda e: np.abs(e).sum()),
        "best_pattern": (_keys_and(lambda e: np.abs(e.sum() - 2 * e).max()), _keys_and(lambda e: (e.sum() - 2 * e).max())),
        "key_everywhere": (lambda a, b, alice, bob: _sized(*_e91(a, b, alice, bob, everywhere=True)),
                           lambda a, b, alice, bob: _sized(*_e91(a, b, alice, bob, everywhere=True, flip=False))),
    }


def _flipped(alice, bob, s):
    return 1 - alice, bob, s


def _ranked(score, leaves):
    order = sorted(range(len(score)), key=lambda place: -score[place])
    return [place for place in order if leaves[place]]


def _secret(kept, qber, eve):
    left = 1 - rates.h2(np.asarray(qber, float)) - np.asarray(eve)
    return left, np.asarray(kept) * left


class Compare(Exercise):
    id = "c07-compare"
    answer = Vector()
    example = Call(kept=np.array([0.5, 0.25, 0.1, 0.5]), qber=np.array([0.06, 0.01, 0.0, 0.12]), eve=np.array([0.2, 0.1, 0.1, 0.5]))

    def draw(self, rng):
        while True:
            n = 6
            kept, qber, eve = rng.uniform(0.05, 0.5, n).round(3), rng.uniform(0, 0.16, n).round(4), rng.uniform(0, 0.6, n).round(3)
            call = Call(kept=kept, qber=qber, eve=eve)
            values = [tuple(model(kept, qber, eve)) for models in self.wrong.values()
                      for model in (models if isinstance(models, tuple) else (models,))]
            right, (left, secret) = tuple(self.right(kept, qber, eve)), _secret(kept, qber, eve)
            gaps = np.diff(np.sort(secret))
            if right not in values and 2 < len(right) < n and abs(left).min() > 0.01 and gaps.min() > 1e-3:
                return call

    def right(self, kept, qber, eve):
        left, secret = _secret(kept, qber, eve)
        return _ranked(secret, left > 0)

    wrong = {
        "by_errors": (lambda kept, qber, eve: _ranked([-q for q in qber], [True] * len(qber)),
                      lambda kept, qber, eve: _ranked([-q for q in qber], _secret(kept, qber, eve)[0] > 0)),
        "per_sifted_bit": lambda kept, qber, eve: _ranked(_secret(kept, qber, eve)[0],
                                                          _secret(kept, qber, eve)[0] > 0),
        "losers_too": lambda kept, qber, eve: _ranked(_secret(kept, qber, eve)[1], [True] * len(qber)),
        "worst_first": (lambda kept, qber, eve: Compare().right(kept, qber, eve)[::-1],
                        lambda kept, qber, eve: [int(i) for i in np.argsort(_secret(kept, qber, eve)[1])]),
        "no_eve": lambda kept, qber, eve: _ranked(_secret(kept, qber, np.zeros(len(qber)))[1],
                                                  [True] * len(qber)),
        "by_kept": lambda kept, qber, eve: _ranked(kept, _secret(kept, qber, eve)[0] > 0),
        "counted_from_one": lambda kept, qber, eve: [i + 1 for i in Compare().right(kept, qber, eve)],
        "entropy_twice": lambda kept, qber, eve: _ranked(*_less(kept, qber, eve, 2)),
        "natural_log": lambda kept, qber, eve: _ranked(*_less(kept, qber, eve, math.log(2))),
        "not_ranked": lambda kept, qber, eve: sorted(Compare().right(kept, qber, eve)),
        "figures": lambda kept, qber, eve: sorted((x for x in _secret(kept, qber, eve)[1] if x > 0), reverse=True),
    }


def _less(kept, qber, eve, times):
    """Score and mask of a ranking with the entropy taken so many times."""
    left = 1 - times * rates.h2(np.asarray(qber, float)) - np.asarray(eve)
    return np.asarray(kept) * left, left > 0


class Debug(Exercise):
    id = "c07-debug"
    answer = Parts(Bits(), Bits())
    example = Call(bits=np.array([0, 1, 1, 0]), tests=np.array([1, 0, 0, 0]), luck=np.array([0.2, 0.7, 0.1, 0.3]))

    def draw(self, rng):
        while True:
            n = 24
            call = Call(bits=rng.integers(0, 2, n), tests=rng.integers(0, 2, n), luck=rng.random(n).round(3))
            right = self.right(**call.arguments)[0]
            if len(right) > 3 and 0.2 < np.mean(right) < 0.8 and np.mean(right) != 0.5:
                return call

    def right(self, bits, tests, luck):
        knows = (bits != tests) & (luck < 0.5)
        return bits[knows], 1 - tests[knows]

    @staticmethod
    def _keys(knows, alice, bob):
        return lambda bits, tests, luck: (alice(bits, tests)[knows(bits, tests, luck)],
                                          bob(bits, tests)[knows(bits, tests, luck)])


def _knows(bits, tests, luck):
    return (bits != tests) & (luck < 0.5)


Debug.wrong = {
    "still_broken": Debug._keys(_knows, lambda b, t: b, lambda b, t: t),
    "alice_turned": (Debug._keys(_knows, lambda b, t: 1 - b, lambda b, t: t),
                     Debug._keys(_knows, lambda b, t: t, lambda b, t: t)),
    "equal_tests": (Debug._keys(lambda b, t, u: (b == t) & (u < 0.5), lambda b, t: b, lambda b, t: t),
                    Debug._keys(lambda b, t, u: b == t, lambda b, t: b, lambda b, t: t)),
    "always_lucky": Debug._keys(lambda b, t, u: b != t, lambda b, t: b, lambda b, t: 1 - t),
    "half_of_all": Debug._keys(lambda b, t, u: u < 0.5, lambda b, t: b, lambda b, t: 1 - t),
    "unlucky": Debug._keys(lambda b, t, u: (b != t) & (u >= 0.5), lambda b, t: b, lambda b, t: 1 - t),
}

WORDS = ("none", "BB84", "six-state", "decoy or SARG04", "BBM92", "device-independent")


def _chosen(devices_trusted, source_trusted, many_photons, qber, ask=("devices", "source", "photons"),
            limit=0.11, di=0.071, six=0.126, reached=False):
    """The four questions, or some of them, or in another order, or with a key at the limit itself."""
    if reached and qber in (limit, di, six):
        qber -= 1e-9
    for question in ask:
        if question == "devices" and not devices_trusted:
            return "device-independent" if qber < di else "none"
        if question == "source" and not source_trusted:
            return "BBM92" if qber < limit else "none"
        if question == "photons" and many_photons:
            return "decoy or SARG04" if qber < limit else "none"
    return "BB84" if qber < limit else "six-state" if qber < six else "none"


class Choose(Exercise):
    id = "c07-choose"
    answer = Choice(*WORDS)
    example = Call(devices_trusted=True, source_trusted=True, many_photons=False, qber=0.115)

    def calls(self, rng):
        calls = [self.example]
        for low, high in ((0.01, 0.065), (0.075, 0.105), (0.112, 0.124), (0.13, 0.24)):
            for case in range(8):
                devices, source, photons = (bool(case >> k & 1) for k in range(3))
                calls.append(Call(devices_trusted=devices, source_trusted=source, many_photons=photons,
                                  qber=float(rng.uniform(low, high))))
        for trusted, limit in (((False, True, False), 0.071), ((True, False, False), 0.11), ((True, True, True), 0.11),
                               ((True, True, False), 0.11), ((True, True, False), 0.126)):
            calls.append(Call(**dict(zip(self.example.arguments, trusted)), qber=limit))     # at the limit itself
        return calls, [self.right(**call.arguments) for call in calls]

    def right(self, devices_trusted, source_trusted, many_photons, qber):
        return _chosen(devices_trusted, source_trusted, many_photons, qber)

    wrong = {
        "by_errors": lambda *given, **named: _chosen(*given, **named, ask=()),
        "trusts_devices": lambda *given, **named: _chosen(*given, **named, ask=("source", "photons")),
        "trusts_source": lambda *given, **named: _chosen(*given, **named, ask=("devices", "photons")),
        "other_order": (lambda *given, **named: _chosen(*given, **named, ask=("source", "devices", "photons")),
                        lambda *given, **named: _chosen(*given, **named, ask=("photons", "devices", "source")),
                        lambda *given, **named: _chosen(*given, **named, ask=("photons", "source", "devices")),
                        lambda *given, **named: _chosen(*given, **named, ask=("source", "photons", "devices")),
                        lambda *given, **named: _chosen(*given, **named, ask=("devices", "photons", "source"))),
        "at_the_limit": lambda *given, **named: _chosen(*given, **named, reached=True),
        "one_limit": (lambda *given, **named: _chosen(*given, **named, di=0.11),
                      lambda *given, **named: _chosen(*given, **named, di=0.11, six=0.11),
                      lambda *given, **named: _chosen(*given, **named, six=0.11)),
    }
