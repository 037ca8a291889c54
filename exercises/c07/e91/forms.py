import numpy as np


def _s(a, b, alice, bob, signs=(1, -1, 1, 1)):
    product = (1 - 2 * alice) * (1 - 2 * bob)
    pairs = ((0, 45), (0, 135), (90, 45), (90, 135))
    return sum(sign * product[(a == x) & (b == y)].mean() for sign, (x, y) in zip(signs, pairs))


def _test(a, b, alice, bob):
    product = (1 - 2 * alice) * (1 - 2 * bob)
    return np.array([product[(a == x) & (b == y)].mean() for x, y in ((0, 45), (0, 135), (90, 45), (90, 135))])


def right__loops(a, b, alice, bob):
    mine, his, sums = [], [], {}
    for x, y, i, j in zip(a, b, alice, bob):
        if x == y:
            mine.append(i)
            his.append(0 if j else 1)
        equal, total = sums.get((x, y), (0, 0))
        sums[(x, y)] = (equal + (i == j), total + 1)
    e = {pair: 2 * equal / total - 1 for pair, (equal, total) in sums.items()}
    return mine, his, abs(e[(0, 45)] - e[(0, 135)] + e[(90, 45)] + e[(90, 135)])


def right__flip_first(a, b, alice, bob):
    flipped = np.array(bob) ^ 1

    def agree(x, y):
        here = (np.array(a) == x) & (np.array(b) == y)
        return np.mean(np.array(alice)[here] == flipped[here])

    s = 2 * (agree(0, 45) - agree(0, 135) + agree(90, 45) + agree(90, 135)) - 2
    key = np.array(a) == np.array(b)
    return np.array(alice)[key], flipped[key], abs(s)


def no_flip__array(a, b, alice, bob):
    key = a == b
    return alice[key], bob[key], abs(_s(a, b, alice, bob))


def no_flip__list(a, b, alice, bob):
    rounds = [i for i in range(len(a)) if a[i] == b[i]]
    return [alice[i] for i in rounds], [bob[i] for i in rounds], abs(_s(a, b, alice, bob))


def alice_flipped__both(a, b, alice, bob):
    key = a == b
    return 1 - alice[key], 1 - bob[key], abs(_s(a, b, alice, bob))


def alice_flipped__xor(a, b, alice, bob):
    rounds = np.flatnonzero(a == b)
    return (alice ^ 1)[rounds], (bob ^ 1)[rounds], abs(_s(a, b, alice, bob))


def all_plus__array(a, b, alice, bob):
    key = a == b
    return alice[key], 1 - bob[key], abs(_s(a, b, alice, bob, (1, 1, 1, 1)))


def all_plus__loop(a, b, alice, bob):
    total = 0
    for x in (0, 90):
        for y in (45, 135):
            here = (a == x) & (b == y)
            total += 2 * np.mean(alice[here] == bob[here]) - 1
    return alice[a == b], 1 - bob[a == b], abs(total)


def minus_elsewhere__first(a, b, alice, bob):
    return alice[a == b], 1 - bob[a == b], abs(_s(a, b, alice, bob, (-1, 1, 1, 1)))


def minus_elsewhere__last(a, b, alice, bob):
    key = np.flatnonzero(a == b)
    return alice[key], 1 - bob[key], abs(_s(a, b, alice, bob, (1, 1, 1, -1)))


def pooled__test(a, b, alice, bob):
    product, total, n = (1 - 2 * alice) * (1 - 2 * bob), 0, 0
    for sign, x, y in ((1, 0, 45), (-1, 0, 135), (1, 90, 45), (1, 90, 135)):
        here = (a == x) & (b == y)
        total, n = total + sign * product[here].sum(), n + here.sum()
    return alice[a == b], 1 - bob[a == b], abs(4 * total / n)


def pooled__all(a, b, alice, bob):
    product, total = (1 - 2 * alice) * (1 - 2 * bob), 0
    for sign, x, y in ((1, 0, 45), (-1, 0, 135), (1, 90, 45), (1, 90, 135)):
        total += sign * product[(a == x) & (b == y)].sum() / len(a)
    return alice[a == b], 1 - bob[a == b], abs(total)


def negative__array(a, b, alice, bob):
    return alice[a == b], 1 - bob[a == b], _s(a, b, alice, bob)


def negative__loop(a, b, alice, bob):
    s = 0
    for x, y, sign in ((0, 45, 1), (0, 135, -1), (90, 45, 1), (90, 135, 1)):
        here = (a == x) & (b == y)
        s += sign * (2 * np.mean(alice[here] == bob[here]) - 1)
    return list(alice[a == b]), list(1 - bob[a == b]), s


def key_everywhere__flip(a, b, alice, bob):
    return alice, 1 - bob, abs(_s(a, b, alice, bob))


def key_everywhere__raw(a, b, alice, bob):
    return list(alice), list(bob), abs(_s(a, b, alice, bob))


def sizes__sum(a, b, alice, bob):
    return alice[a == b], 1 - bob[a == b], np.abs(_test(a, b, alice, bob)).sum()


def sizes__terms(a, b, alice, bob):
    e = [abs(x) for x in _test(a, b, alice, bob)]
    return alice[a == b], 1 - bob[a == b], e[0] + e[1] + e[2] + e[3]


def best_pattern__places(a, b, alice, bob):
    e = _test(a, b, alice, bob)
    return alice[a == b], 1 - bob[a == b], max(abs(e.sum() - 2 * x) for x in e)


def best_pattern__matrix(a, b, alice, bob):
    signs = 1 - 2 * np.eye(4)
    return alice[a == b], 1 - bob[a == b], np.abs(signs @ _test(a, b, alice, bob)).max()
