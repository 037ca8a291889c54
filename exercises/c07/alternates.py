"""Right answers to the C07 exercises, written in other ways than the solutions: every one must pass.

Names: exercise ID with underscores, two underscores, a word for the way it is written.
"""

import math

import numpy as np


def c07_b92_sift__loop(tests, orthogonal):
    kept, bits = [], []
    for i in range(len(tests)):
        if orthogonal[i]:
            kept.append(i)
            bits.append(0 if tests[i] == 1 else 1)
    return kept, bits


def c07_b92_sift__where(tests, orthogonal):
    kept = np.where(np.array(orthogonal, dtype=bool))[0]
    return kept.tolist(), np.array([1, 0])[np.array(tests)[kept]]


def c07_b92_attack__angle(overlap):
    angle = math.acos(overlap)
    kept = math.sin(angle) ** 2 / 2
    return [kept, math.sin(math.pi / 4 - angle / 2) ** 2, 2 * math.sin(angle / 2) ** 2 * kept]


def c07_b92_attack__matrix(overlap):
    u0, u1 = np.array([1, 0]), np.array([overlap, math.sqrt(1 - overlap**2)])
    opposite = np.array([-u1[1], u1[0]])
    kept = (u1[1] ** 2 + (opposite @ u0) ** 2) / 4
    distance = abs(np.linalg.eigvalsh(np.outer(u0, u0) - np.outer(u1, u1))).sum() / 2
    return kept, 0.5 - distance / 2, kept - overlap * kept


def c07_sarg04_sift__sets(announced, bases, outcomes):
    kept, bits = [], []
    for i in range(len(bases)):
        found = ("01" if bases[i] == "Z" else "+-")[outcomes[i]]
        same_basis = announced[i][0] if bases[i] == "Z" else announced[i][1]
        if found != same_basis:
            kept.append(i)
            bits.append(int(bases[i] == "Z"))
    return np.array(kept), np.array(bits)


def c07_sarg04_sift__arrays(announced, bases, outcomes):
    is_z = np.array(bases) == "Z"
    said = np.where(is_z, [int(p[0]) for p in announced], ["+-".index(p[1]) for p in announced])
    kept = np.flatnonzero(said != np.array(outcomes))
    return kept, is_z[kept].astype(int)


def c07_e91__loops(a, b, alice, bob):
    mine, his, sums = [], [], {}
    for x, y, i, j in zip(a, b, alice, bob):
        if x == y:
            mine.append(i)
            his.append(0 if j else 1)
        equal, total = sums.get((x, y), (0, 0))
        sums[(x, y)] = (equal + (i == j), total + 1)
    e = {pair: 2 * equal / total - 1 for pair, (equal, total) in sums.items()}
    return mine, his, abs(e[(0, 45)] - e[(0, 135)] + e[(90, 45)] + e[(90, 135)])


def c07_e91__flip_first(a, b, alice, bob):
    flipped = np.array(bob) ^ 1

    def agree(x, y):
        here = (np.array(a) == x) & (np.array(b) == y)
        return np.mean(np.array(alice)[here] == flipped[here])

    s = 2 * (agree(0, 45) - agree(0, 135) + agree(90, 45) + agree(90, 135)) - 2
    key = np.array(a) == np.array(b)
    return np.array(alice)[key], flipped[key], abs(s)


def c07_compare__whole_arrays(kept, qber, eve):
    p = np.stack([qber, 1 - qber])
    secret = kept * (1 + (p * np.log2(np.where(p > 0, p, 1))).sum(axis=0) - eve)
    order = np.argsort(-secret)
    return order[secret[order] > 0]


def c07_compare__numpy(kept, qber, eve):
    q = np.clip(np.array(qber), 1e-300, 1)
    h = -q * np.log2(q) - (1 - q) * np.log2(1 - q)
    secret = np.array(kept) * (1 - h - np.array(eve))
    order = np.argsort(-secret)
    return order[secret[order] > 0]


def c07_compare__pick(kept, qber, eve):
    def secret(i):
        h = sum(-p * math.log(p, 2) for p in (qber[i], 1 - qber[i]) if p > 0)
        return kept[i] * (1 - h - eve[i])

    left, out = [i for i in range(len(kept)) if secret(i) > 0], []
    while left:
        best = max(left, key=secret)
        out.append(best)
        left.remove(best)
    return out


def c07_debug__loop(bits, tests, luck):
    mine, his = [], []
    for bit, test, number in zip(bits, tests, luck):
        if bit != test and number < 0.5:
            mine.append(bit)
            his.append(1 - test)
    return mine, his


def c07_debug__where(bits, tests, luck):
    kept = np.where((np.asarray(bits) + np.asarray(tests) == 1) & (np.asarray(luck) < 0.5))
    return np.asarray(bits)[kept], np.where(np.asarray(tests)[kept] == 0, 1, 0)


def c07_choose__nested(devices_trusted, source_trusted, many_photons, qber):
    if devices_trusted:
        if source_trusted:
            if many_photons:
                return "decoy or SARG04" if qber < 0.11 else "none"
            if qber >= 0.126:
                return "none"
            return "six-state" if qber >= 0.11 else "BB84"
        return "none" if qber >= 0.11 else "BBM92"
    return "device-independent" if qber < 0.071 else "none"


def c07_choose__table(devices_trusted, source_trusted, many_photons, qber):
    rows = [(not devices_trusted, "device-independent", 0.071), (not source_trusted, "BBM92", 0.11),
            (many_photons, "decoy or SARG04", 0.11), (qber < 0.11, "BB84", 0.11), (True, "six-state", 0.126)]
    word, limit = next((word, limit) for applies, word, limit in rows if applies)
    return word if qber < limit else "none"
