"""Typical wrong answers to the C07 exercises: each must get the message of its mistake.

Names: exercise ID with underscores, two underscores, the mistake's key in feedback.yaml, two underscores, a word for
the way it is written.
"""

import math

import numpy as np


# c07-b92-sift

def c07_b92_sift__bit_is_test__array(tests, orthogonal):
    kept = np.flatnonzero(orthogonal)
    return kept, np.asarray(tests)[kept]


def c07_b92_sift__bit_is_test__loop(tests, orthogonal):
    kept = [i for i in range(len(tests)) if orthogonal[i]]
    return kept, [tests[i] for i in kept]


def c07_b92_sift__open_is_0__loop(tests, orthogonal):
    bits = []
    for test, found in zip(tests, orthogonal):
        bits.append(1 - test if found else 0)
    return list(range(len(tests))), bits


def c07_b92_sift__open_is_0__product(tests, orthogonal):
    return np.arange(len(tests)), (1 - np.asarray(tests)) * np.asarray(orthogonal, int)


def c07_b92_sift__guesses__all(tests, orthogonal):
    return np.arange(len(tests)), np.logical_xor(tests, orthogonal).astype(int)


def c07_b92_sift__guesses__found(tests, orthogonal):
    kept = [i for i, found in enumerate(orthogonal) if not found]
    return kept, [tests[i] for i in kept]


def c07_b92_sift__all_kept__copy(tests, orthogonal):
    return list(range(len(tests))), list(tests)


def c07_b92_sift__all_kept__array(tests, orthogonal):
    return np.arange(len(tests)), np.asarray(tests)


# c07-b92-attack

def c07_b92_attack__no_half__first(overlap):
    c = overlap
    return 1 - c**2, (1 - math.sqrt(1 - c**2)) / 2, (1 - c) * (1 - c**2) / 2


def c07_b92_attack__no_half__both(overlap):
    kept = np.sin(np.arccos(overlap)) ** 2
    return kept, (1 - np.sqrt(kept)) / 2, (1 - overlap) * kept


def c07_b92_attack__not_squared__kept(overlap):
    kept = 0.5 - overlap / 2
    return kept, 0.5 - math.sqrt(1 - overlap**2) / 2, kept * (1 - overlap)


def c07_b92_attack__not_squared__guess(overlap):
    kept = (1 - overlap**2) / 2
    return [kept, (1 - math.sqrt(1 - overlap)) / 2, kept * (1 - overlap)]


def c07_b92_attack__right_for_wrong__formula(overlap):
    kept = (1 - overlap**2) / 2
    return kept, (1 + math.sqrt(1 - overlap**2)) / 2, kept * (1 - overlap)


def c07_b92_attack__right_for_wrong__angle(overlap):
    angle = math.acos(overlap)
    kept = math.sin(angle) ** 2 / 2
    return kept, math.cos(math.pi / 4 - angle / 2) ** 2, kept * (1 - overlap)


def c07_b92_attack__not_sifted__formula(overlap):
    return (1 - overlap**2) / 2, (1 - math.sqrt(1 - overlap**2)) / 2, 1 - overlap


def c07_b92_attack__not_sifted__angle(overlap):
    angle = math.acos(overlap)
    return [math.sin(angle) ** 2 / 2, (1 - math.sin(angle)) / 2, 2 * math.sin(angle / 2) ** 2]


def c07_b92_attack__halved__formula(overlap):
    return (1 - overlap**2) / 2, (1 - math.sqrt(1 - overlap**2)) / 2, (1 - overlap) / 2


def c07_b92_attack__halved__angle(overlap):
    angle = math.acos(overlap)
    return math.sin(angle) ** 2 / 2, (1 - math.sin(angle)) / 2, math.sin(angle / 2) ** 2


def c07_b92_attack__all_arrive__same(overlap):
    kept = (1 - overlap**2) / 2
    return kept, (1 - math.sqrt(1 - overlap**2)) / 2, kept


def c07_b92_attack__all_arrive__angle(overlap):
    angle = math.acos(overlap)
    return np.array([math.sin(angle) ** 2, 1 - math.sin(angle), math.sin(angle) ** 2]) / 2


# c07-sarg04-sift

NAMES = {"Z": "01", "X": "+-"}


def _found(bases, outcomes):
    return [NAMES[basis][outcome] for basis, outcome in zip(bases, outcomes)]


def c07_sarg04_sift__rules_in__found(announced, bases, outcomes):
    kept = [i for i, state in enumerate(_found(bases, outcomes)) if state in announced[i]]
    return kept, [0 if bases[i] == "Z" else 1 for i in kept]


def c07_sarg04_sift__rules_in__other(announced, bases, outcomes):
    kept, bits = [], []
    for i, state in enumerate(_found(bases, outcomes)):
        if announced[i].count(state):
            kept.append(i)
            bits.append({"Z": 1, "X": 0}[bases[i]])
    return kept, bits


def c07_sarg04_sift__bit_of_excluded__list(announced, bases, outcomes):
    kept = [i for i, state in enumerate(_found(bases, outcomes)) if state not in announced[i]]
    return kept, [0 if bases[i] == "Z" else 1 for i in kept]


def c07_sarg04_sift__bit_of_excluded__array(announced, bases, outcomes):
    keep = np.array([state not in pair for state, pair in zip(_found(bases, outcomes), announced)])
    return np.flatnonzero(keep), (np.array(bases)[keep] == "X").astype(int)


def c07_sarg04_sift__bit_is_state__list(announced, bases, outcomes):
    kept = [i for i, state in enumerate(_found(bases, outcomes)) if state not in announced[i]]
    left = [announced[i][1] if bases[i] == "Z" else announced[i][0] for i in kept]
    return kept, [{"0": 0, "1": 1, "+": 0, "-": 1}[state] for state in left]


def c07_sarg04_sift__bit_is_state__find(announced, bases, outcomes):
    kept, bits = [], []
    for i, state in enumerate(_found(bases, outcomes)):
        if state not in announced[i]:
            kept.append(i)
            bits.append("+-".index(announced[i][1]) if bases[i] == "Z" else "01".index(announced[i][0]))
    return kept, bits


def c07_sarg04_sift__outcome_is_bit__list(announced, bases, outcomes):
    kept = [i for i, state in enumerate(_found(bases, outcomes)) if state not in announced[i]]
    return kept, [outcomes[i] for i in kept]


def c07_sarg04_sift__outcome_is_bit__array(announced, bases, outcomes):
    keep = np.array([state not in pair for state, pair in zip(_found(bases, outcomes), announced)])
    return np.flatnonzero(keep), np.array(outcomes)[keep]


def c07_sarg04_sift__all_kept__list(announced, bases, outcomes):
    return list(range(len(bases))), [int(basis == "Z") for basis in bases]


def c07_sarg04_sift__all_kept__array(announced, bases, outcomes):
    return np.arange(len(bases)), np.where(np.array(bases) == "Z", 1, 0)


# c07-e91

def _s(a, b, alice, bob, signs=(1, -1, 1, 1)):
    product = (1 - 2 * alice) * (1 - 2 * bob)
    pairs = ((0, 45), (0, 135), (90, 45), (90, 135))
    return sum(sign * product[(a == x) & (b == y)].mean() for sign, (x, y) in zip(signs, pairs))


def c07_e91__no_flip__array(a, b, alice, bob):
    key = a == b
    return alice[key], bob[key], abs(_s(a, b, alice, bob))


def c07_e91__no_flip__list(a, b, alice, bob):
    rounds = [i for i in range(len(a)) if a[i] == b[i]]
    return [alice[i] for i in rounds], [bob[i] for i in rounds], abs(_s(a, b, alice, bob))


def c07_e91__alice_flipped__both(a, b, alice, bob):
    key = a == b
    return 1 - alice[key], 1 - bob[key], abs(_s(a, b, alice, bob))


def c07_e91__alice_flipped__xor(a, b, alice, bob):
    rounds = np.flatnonzero(a == b)
    return (alice ^ 1)[rounds], (bob ^ 1)[rounds], abs(_s(a, b, alice, bob))


def c07_e91__all_plus__array(a, b, alice, bob):
    key = a == b
    return alice[key], 1 - bob[key], abs(_s(a, b, alice, bob, (1, 1, 1, 1)))


def c07_e91__all_plus__loop(a, b, alice, bob):
    total = 0
    for x in (0, 90):
        for y in (45, 135):
            here = (a == x) & (b == y)
            total += 2 * np.mean(alice[here] == bob[here]) - 1
    return alice[a == b], 1 - bob[a == b], abs(total)


def c07_e91__minus_elsewhere__first(a, b, alice, bob):
    return alice[a == b], 1 - bob[a == b], abs(_s(a, b, alice, bob, (-1, 1, 1, 1)))


def c07_e91__minus_elsewhere__last(a, b, alice, bob):
    key = np.flatnonzero(a == b)
    return alice[key], 1 - bob[key], abs(_s(a, b, alice, bob, (1, 1, 1, -1)))


def c07_e91__pooled__test(a, b, alice, bob):
    product, total, n = (1 - 2 * alice) * (1 - 2 * bob), 0, 0
    for sign, x, y in ((1, 0, 45), (-1, 0, 135), (1, 90, 45), (1, 90, 135)):
        here = (a == x) & (b == y)
        total, n = total + sign * product[here].sum(), n + here.sum()
    return alice[a == b], 1 - bob[a == b], abs(4 * total / n)


def c07_e91__pooled__all(a, b, alice, bob):
    product, total = (1 - 2 * alice) * (1 - 2 * bob), 0
    for sign, x, y in ((1, 0, 45), (-1, 0, 135), (1, 90, 45), (1, 90, 135)):
        total += sign * product[(a == x) & (b == y)].sum() / len(a)
    return alice[a == b], 1 - bob[a == b], abs(total)


def c07_e91__negative__array(a, b, alice, bob):
    return alice[a == b], 1 - bob[a == b], _s(a, b, alice, bob)


def c07_e91__negative__loop(a, b, alice, bob):
    s = 0
    for x, y, sign in ((0, 45, 1), (0, 135, -1), (90, 45, 1), (90, 135, 1)):
        here = (a == x) & (b == y)
        s += sign * (2 * np.mean(alice[here] == bob[here]) - 1)
    return list(alice[a == b]), list(1 - bob[a == b]), s


def c07_e91__key_everywhere__flip(a, b, alice, bob):
    return alice, 1 - bob, abs(_s(a, b, alice, bob))


def c07_e91__key_everywhere__raw(a, b, alice, bob):
    return list(alice), list(bob), abs(_s(a, b, alice, bob))


# c07-compare

def _left(qber, eve):
    h = [sum(-p * math.log2(p) for p in (q, 1 - q) if p > 0) for q in qber]
    return [1 - x - e for x, e in zip(h, eve)]


def c07_compare__by_errors__all(kept, qber, eve):
    return sorted(range(len(qber)), key=lambda i: qber[i])


def c07_compare__by_errors__those_left(kept, qber, eve):
    left = _left(qber, eve)
    return [i for i in np.argsort(qber, kind="stable") if left[i] > 0]


def c07_compare__per_sifted_bit__sorted(kept, qber, eve):
    left = _left(qber, eve)
    return [i for i in sorted(range(len(left)), key=lambda i: -left[i]) if left[i] > 0]


def c07_compare__per_sifted_bit__numpy(kept, qber, eve):
    left = np.array(_left(qber, eve))
    order = np.argsort(-left)
    return order[left[order] > 0]


def c07_compare__losers_too__sorted(kept, qber, eve):
    left = _left(qber, eve)
    return sorted(range(len(left)), key=lambda i: -kept[i] * left[i])


def c07_compare__losers_too__numpy(kept, qber, eve):
    return np.argsort(-np.array(kept) * np.array(_left(qber, eve)))


def c07_compare__worst_first__those_left(kept, qber, eve):
    left = _left(qber, eve)
    return [i for i in sorted(range(len(left)), key=lambda i: kept[i] * left[i]) if left[i] > 0]


def c07_compare__worst_first__all(kept, qber, eve):
    return np.argsort(np.array(kept) * np.array(_left(qber, eve)))


def c07_compare__no_eve__sorted(kept, qber, eve):
    left = _left(qber, [0] * len(qber))
    return sorted(range(len(left)), key=lambda i: -kept[i] * left[i])


def c07_compare__no_eve__numpy(kept, qber, eve):
    return np.argsort(-np.array(kept) * np.array(_left(qber, np.zeros(len(qber)))))


def c07_compare__by_kept__sorted(kept, qber, eve):
    left = _left(qber, eve)
    return [i for i in sorted(range(len(left)), key=lambda i: -kept[i]) if left[i] > 0]


def c07_compare__by_kept__numpy(kept, qber, eve):
    order = np.argsort(-np.array(kept))
    return order[np.array(_left(qber, eve))[order] > 0]


# c07-debug

def c07_debug__still_broken__copy(bits, tests, luck):
    kept = np.flatnonzero((tests != bits) & (luck < 0.5))
    return bits[kept], tests[kept]


def c07_debug__still_broken__loop(bits, tests, luck):
    kept = [i for i in range(len(bits)) if tests[i] != bits[i] and luck[i] < 0.5]
    return [bits[i] for i in kept], [tests[i] for i in kept]


def c07_debug__alice_turned__flip(bits, tests, luck):
    kept = (tests != bits) & (luck < 0.5)
    return 1 - bits[kept], tests[kept]


def c07_debug__alice_turned__tests(bits, tests, luck):
    kept = np.flatnonzero((tests != bits) & (luck < 0.5))
    return tests[kept], tests[kept]


def c07_debug__equal_tests__lucky(bits, tests, luck):
    kept = (tests == bits) & (luck < 0.5)
    return bits[kept], tests[kept]


def c07_debug__equal_tests__all(bits, tests, luck):
    kept = [i for i in range(len(bits)) if bits[i] == tests[i]]
    return [bits[i] for i in kept], [tests[i] for i in kept]


def c07_debug__always_lucky__array(bits, tests, luck):
    kept = tests != bits
    return bits[kept], 1 - tests[kept]


def c07_debug__always_lucky__loop(bits, tests, luck):
    kept = [i for i in range(len(bits)) if bits[i] + tests[i] == 1]
    return [bits[i] for i in kept], [1 - tests[i] for i in kept]


def c07_debug__half_of_all__array(bits, tests, luck):
    return bits[luck < 0.5], 1 - tests[luck < 0.5]


def c07_debug__half_of_all__loop(bits, tests, luck):
    kept = [i for i, number in enumerate(luck) if number < 0.5]
    return [bits[i] for i in kept], [1 - tests[i] for i in kept]


# c07-choose

def c07_choose__by_errors__ladder(devices_trusted, source_trusted, many_photons, qber):
    if qber < 0.11:
        return "BB84"
    return "six-state" if qber < 0.126 else "none"


def c07_choose__by_errors__list(devices_trusted, source_trusted, many_photons, qber):
    return [word for limit, word in ((0.11, "BB84"), (0.126, "six-state"), (1, "none")) if qber < limit][0]


def c07_choose__trusts_devices__ladder(devices_trusted, source_trusted, many_photons, qber):
    if not source_trusted:
        return "BBM92" if qber < 0.11 else "none"
    if many_photons:
        return "decoy or SARG04" if qber < 0.11 else "none"
    return "BB84" if qber < 0.11 else "six-state" if qber < 0.126 else "none"


def c07_choose__trusts_devices__word(devices_trusted, source_trusted, many_photons, qber):
    word = "BBM92" if not source_trusted else "decoy or SARG04" if many_photons else "BB84"
    if qber < 0.11:
        return word
    return "six-state" if word == "BB84" and qber < 0.126 else "none"


def c07_choose__trusts_source__ladder(devices_trusted, source_trusted, many_photons, qber):
    if not devices_trusted:
        return "device-independent" if qber < 0.071 else "none"
    if many_photons:
        return "decoy or SARG04" if qber < 0.11 else "none"
    return "BB84" if qber < 0.11 else "six-state" if qber < 0.126 else "none"


def c07_choose__trusts_source__word(devices_trusted, source_trusted, many_photons, qber):
    word, limit = ("decoy or SARG04", 0.11) if many_photons else ("BB84", 0.11) if qber < 0.11 else ("six-state", 0.126)
    if not devices_trusted:
        word, limit = "device-independent", 0.071
    return word if qber < limit else "none"


def c07_choose__other_order__source(devices_trusted, source_trusted, many_photons, qber):
    if not source_trusted:
        return "BBM92" if qber < 0.11 else "none"
    if not devices_trusted:
        return "device-independent" if qber < 0.071 else "none"
    if many_photons:
        return "decoy or SARG04" if qber < 0.11 else "none"
    return "BB84" if qber < 0.11 else "six-state" if qber < 0.126 else "none"


def c07_choose__other_order__photons(devices_trusted, source_trusted, many_photons, qber):
    if many_photons:
        return "decoy or SARG04" if qber < 0.11 else "none"
    if not devices_trusted:
        return "device-independent" if qber < 0.071 else "none"
    if not source_trusted:
        return "BBM92" if qber < 0.11 else "none"
    return "BB84" if qber < 0.11 else "six-state" if qber < 0.126 else "none"


def c07_choose__one_limit__no_six(devices_trusted, source_trusted, many_photons, qber):
    if qber >= 0.11:
        return "none"
    if not devices_trusted:
        return "device-independent"
    if not source_trusted:
        return "BBM92"
    return "decoy or SARG04" if many_photons else "BB84"


def c07_choose__one_limit__devices(devices_trusted, source_trusted, many_photons, qber):
    if devices_trusted and source_trusted and not many_photons:
        return "BB84" if qber < 0.11 else "six-state" if qber < 0.126 else "none"
    word = "decoy or SARG04" if devices_trusted and source_trusted else "BBM92" if devices_trusted else "device-independent"
    return word if qber < 0.11 else "none"


def c07_b92_sift__counted_from_one__array(tests, orthogonal):
    kept = np.flatnonzero(orthogonal)
    return kept + 1, 1 - np.asarray(tests)[kept]


def c07_b92_sift__counted_from_one__enumerate(tests, orthogonal):
    rounds = [(i, 1 - test) for i, (test, found) in enumerate(zip(tests, orthogonal), 1) if found]
    return [i for i, _ in rounds], [bit for _, bit in rounds]


def c07_b92_sift__swapped__array(tests, orthogonal):
    kept = np.flatnonzero(orthogonal)
    return 1 - np.asarray(tests)[kept], kept


def c07_b92_sift__swapped__lists(tests, orthogonal):
    kept = [i for i, found in enumerate(orthogonal) if found]
    return [int(1 - tests[i]) for i in kept], kept


def c07_b92_sift__truth_values__mask(tests, orthogonal):
    return orthogonal, (1 - tests)[orthogonal]


def c07_b92_sift__truth_values__list(tests, orthogonal):
    return [int(found) for found in orthogonal], [1 - test for test, found in zip(tests, orthogonal) if found]


def c07_b92_attack__no_root__square(overlap):
    honest = (1 - overlap**2) / 2
    return honest, overlap**2 / 2, (1 - overlap) * honest


def c07_b92_attack__no_root__angle(overlap):
    honest = math.sin(math.acos(overlap)) ** 2 / 2
    return honest, (1 - math.sin(math.acos(overlap)) ** 2) / 2, honest - overlap * honest


def c07_b92_attack__error_of_all__product(overlap):
    honest = (1 - overlap**2) / 2
    return honest, honest * (1 - math.sqrt(1 - overlap**2)) / 2, (1 - overlap) * honest


def c07_b92_attack__error_of_all__half(overlap):
    honest = (1 - overlap**2) / 2
    return honest, 0.5 * (1 - np.sin(np.arccos(overlap))) / 2, (1 - overlap) * honest


def c07_b92_attack__order__last_first(overlap):
    honest = (1 - overlap**2) / 2
    return (1 - overlap) * honest, honest, (1 - math.sqrt(1 - overlap**2)) / 2


def c07_b92_attack__order__exchanged(overlap):
    honest = (1 - overlap**2) / 2
    return honest, (1 - overlap) * honest, (1 - math.sqrt(1 - overlap**2)) / 2


def c07_sarg04_sift__counted_from_one__enumerate(announced, bases, outcomes):
    kept = [(i, int(basis == "Z")) for i, (pair, basis, outcome) in enumerate(zip(announced, bases, outcomes), 1)
            if {"Z": "10", "X": "-+"}[basis][outcome] in pair]
    return [i for i, _ in kept], [bit for _, bit in kept]


def c07_sarg04_sift__counted_from_one__array(announced, bases, outcomes):
    opposite = {"Z": "10", "X": "-+"}
    kept = np.array([opposite[b][o] in pair for pair, b, o in zip(announced, bases, outcomes)])
    return np.flatnonzero(kept) + 1, (np.array(bases) == "Z")[kept].astype(int)


def c07_sarg04_sift__swapped__lists(announced, bases, outcomes):
    kept = [(i, int(basis == "Z")) for i, (pair, basis, outcome) in enumerate(zip(announced, bases, outcomes))
            if {"Z": "10", "X": "-+"}[basis][outcome] in pair]
    return [bit for _, bit in kept], [i for i, _ in kept]


def c07_sarg04_sift__swapped__array(announced, bases, outcomes):
    opposite = {"Z": "10", "X": "-+"}
    kept = np.array([opposite[b][o] in pair for pair, b, o in zip(announced, bases, outcomes)])
    return (np.array(bases) == "Z")[kept].astype(int), np.flatnonzero(kept)


def _test(a, b, alice, bob):
    product = (1 - 2 * alice) * (1 - 2 * bob)
    return np.array([product[(a == x) & (b == y)].mean() for x, y in ((0, 45), (0, 135), (90, 45), (90, 135))])


def c07_e91__sizes__sum(a, b, alice, bob):
    return alice[a == b], 1 - bob[a == b], np.abs(_test(a, b, alice, bob)).sum()


def c07_e91__sizes__terms(a, b, alice, bob):
    e = [abs(x) for x in _test(a, b, alice, bob)]
    return alice[a == b], 1 - bob[a == b], e[0] + e[1] + e[2] + e[3]


def c07_e91__best_pattern__places(a, b, alice, bob):
    e = _test(a, b, alice, bob)
    return alice[a == b], 1 - bob[a == b], max(abs(e.sum() - 2 * x) for x in e)


def c07_e91__best_pattern__matrix(a, b, alice, bob):
    signs = 1 - 2 * np.eye(4)
    return alice[a == b], 1 - bob[a == b], np.abs(signs @ _test(a, b, alice, bob)).max()


def _shares(kept, qber, eve, times=1.0):
    h = np.array([-sum(x * math.log2(x) for x in (q, 1 - q) if x > 0) for q in qber])
    return np.array(kept) * (1 - times * h - np.array(eve))


def _best_first(secret):
    return [int(i) for i in np.argsort(-secret, kind="stable") if secret[i] > 0]


def c07_compare__counted_from_one__add(kept, qber, eve):
    return [i + 1 for i in _best_first(_shares(kept, qber, eve))]


def c07_compare__counted_from_one__enumerate(kept, qber, eve):
    secret = list(enumerate(_shares(kept, qber, eve), start=1))
    return [i for i, s in sorted(secret, key=lambda pair: -pair[1]) if s > 0]


def c07_compare__entropy_twice__times(kept, qber, eve):
    return _best_first(_shares(kept, qber, eve, 2))


def c07_compare__entropy_twice__minus(kept, qber, eve):
    secret = [2 * s - k * (1 - e) for s, k, e in zip(_shares(kept, qber, eve), kept, eve)]
    return _best_first(np.array(secret))


def c07_compare__natural_log__times(kept, qber, eve):
    return _best_first(_shares(kept, qber, eve, math.log(2)))


def c07_compare__natural_log__log(kept, qber, eve):
    h = np.array([-sum(x * math.log(x) for x in (q, 1 - q) if x > 0) for q in qber])
    return _best_first(np.array(kept) * (1 - h - np.array(eve)))


def c07_compare__not_ranked__where(kept, qber, eve):
    return np.flatnonzero(_shares(kept, qber, eve) > 0)


def c07_compare__not_ranked__list(kept, qber, eve):
    return [i for i, s in enumerate(_shares(kept, qber, eve)) if s > 0]


def c07_compare__figures__sorted(kept, qber, eve):
    return sorted((s for s in _shares(kept, qber, eve) if s > 0), reverse=True)


def c07_compare__figures__array(kept, qber, eve):
    secret = np.sort(_shares(kept, qber, eve))[::-1]
    return secret[secret > 0]


def c07_debug__unlucky__array(bits, tests, luck):
    keep = (bits != tests) & (luck >= 0.5)
    return bits[keep], 1 - tests[keep]


def c07_debug__unlucky__loop(bits, tests, luck):
    kept = [i for i in range(len(bits)) if bits[i] != tests[i] and not luck[i] < 0.5]
    return [bits[i] for i in kept], [1 - tests[i] for i in kept]


def c07_choose__at_the_limit__included(devices_trusted, source_trusted, many_photons, qber):
    if not devices_trusted:
        return "device-independent" if qber <= 0.071 else "none"
    if not source_trusted:
        return "BBM92" if qber <= 0.11 else "none"
    if many_photons:
        return "decoy or SARG04" if qber <= 0.11 else "none"
    return "BB84" if qber <= 0.11 else "six-state" if qber <= 0.126 else "none"


def c07_choose__at_the_limit__turned(devices_trusted, source_trusted, many_photons, qber):
    word = ("device-independent" if not devices_trusted else "BBM92" if not source_trusted
            else "decoy or SARG04" if many_photons else "BB84")
    limit = 0.071 if not devices_trusted else 0.11
    if not qber > limit:
        return word
    return "six-state" if word == "BB84" and not qber > 0.126 else "none"
