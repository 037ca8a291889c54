import numpy as np


def right__closed(f):
    p = (8 * f * f - 4 * f + 5) / 9
    return (10 * f * f - 2 * f + 1) / (9 * p), p


def right__cases(f):
    shares = {(0, 0): f, (1, 0): (1 - f) / 3, (0, 1): (1 - f) / 3, (1, 1): (1 - f) / 3}
    p = good = 0
    for (s, z), x in shares.items():
        for (s2, z2), y in shares.items():
            if z == z2:
                p += x * y
                if z == 0 and s == s2:
                    good += x * y
    return [good / p, p]


def right__circuit(f):
    bells = np.array([[1, 0, 0, 1], [1, 0, 0, -1], [0, 1, 1, 0], [0, 1, -1, 0]]) / np.sqrt(2)
    pair = sum(w * np.outer(b, b) for w, b in zip([f] + [(1 - f) / 3] * 3, bells))
    move = np.zeros((16, 16))
    for k in range(16):
        a, b, c, d = (k >> 3) & 1, (k >> 2) & 1, (k >> 1) & 1, k & 1
        move[8 * a + 4 * b + 2 * (c ^ a) + (d ^ b), k] = 1
    joint = (move @ np.kron(pair, pair) @ move.T).reshape(4, 4, 4, 4)
    left = joint[:, 0, :, 0] + joint[:, 3, :, 3]
    p = np.trace(left)
    return bells[0] @ left @ bells[0] / p, p


def flips_only__binary(f):
    p = f * f + (1 - f) * (1 - f)
    return f * f / p, p


def flips_only__one_kind(f):
    shares = [f, 1 - f]
    agree = sum(x * x for x in shares)
    return shares[0] ** 2 / agree, agree


EDITS = {
    "never_worse": [("return (f**2 + e**2) / p, p", "return max(f, (f**2 + e**2) / p), p"),
                    ("[good / p, p]", "[good / p if f > 0.5 else f, p]")],
    "share_of_all": [("(f**2 + e**2) / p", "f**2 + e**2"), ("good / p", "good"), ("bells[0] / p", "bells[0]")],
    "both_wrong_forgotten": [(" + (2 * e) ** 2", ""),
                             ("if z == z2:", "if z == z2 == 0:")],
    "two_wrong_signs": [("(f**2 + e**2) / p", "f**2 / p"), ("s == s2", "s == s2 == 0")],
    "signs_ignored": [("(f**2 + e**2) / p", "(f + e) ** 2 / p"), (" and s == s2", "")],
    "swapped": [("return (f**2 + e**2) / p, p", "return p, (f**2 + e**2) / p"), ("[good / p, p]", "[p, good / p]")],
}
