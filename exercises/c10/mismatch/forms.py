import math

import numpy as np


def entropy(numbers):
    numbers = np.array(numbers) / np.sum(numbers)
    return -np.sum(numbers * np.log2(numbers))


def right__joint(early, late):
    """By the joint table of shift and bit: I = H(shift) + H(bit) − H(both)."""
    e, l = np.array(early), np.array(late)
    lean = (e[0] - e[1]) / (l[0] - l[1])
    p = -1 / (lean - 1)
    table = np.array([p * e, (1 - p) * l])
    return p, entropy(table.sum(axis=0)) + entropy(table.sum(axis=1)) - entropy(table.ravel())


def right__functions(early, late):
    def tells(zero, one):
        q = zero / (zero + one)
        return 1 - (-q * math.log2(q) - (1 - q) * math.log2(1 - q))

    a, b = early[0] - early[1], late[1] - late[0]
    part = b / (a + b)
    first, second = part * sum(early), (1 - part) * sum(late)
    info = (first * tells(*early) + second * tells(*late)) / (first + second)
    return [part, info]


def right__solved(early, late):
    """The share from a linear equation, the information from odds."""
    mix = np.linalg.solve([[early[0] - early[1], late[0] - late[1]], [1, 1]], [0, 1])
    odds = mix[:, None] * np.array([early, late])
    odds = odds / odds.sum()
    kind = odds.sum(axis=1)
    inside = odds / kind[:, None]
    return mix[0], 1 + (kind * (inside * np.log2(inside)).sum(axis=1)).sum()


def always_half__equal(early, late):
    return 0.5, right__joint(early, late)[1]


def always_half__simple(early, late):
    return 1 / 2, (entropy([1, 1]) - entropy(early) + entropy([1, 1]) - entropy(late)) / 2


def as_many_clicks__sum(early, late):
    share = sum(late) / (sum(early) + sum(late))
    return share, 0.5 * (1 - entropy(early)) + 0.5 * (1 - entropy(late))


def as_many_clicks__solved(early, late):
    a, b = np.mean(early), np.mean(late)
    return b / (a + b), 1 - (entropy(early) + entropy(late)) / 2


def normalised__totals(early, late):
    p = right__joint(early, late)[0]
    zeros, ones = p * early[0] + (1 - p) * late[0], p * early[1] + (1 - p) * late[1]
    return p, 1 - entropy([zeros, ones])


def normalised__divided(early, late):
    """Each detector's clicks divided by how good it is."""
    p = right__joint(early, late)[0]
    fair = np.array([early[0] / early[0], early[1] / early[1]])
    return p, 1 - entropy(fair)


def ratio__both(early, late):
    p = right__joint(early, late)[0]
    bits = [1 - entropy([r, 1 - r]) for r in (min(early) / max(early), min(late) / max(late))]
    return p, (p * sum(early) * bits[0] + (1 - p) * sum(late) * bits[1]) / (p * sum(early) + (1 - p) * sum(late))


def ratio__pulses(early, late):
    p = right__joint(early, late)[0]
    r, s = sorted(early)[0] / sorted(early)[1], sorted(late)[0] / sorted(late)[1]
    return p, p * (1 - entropy([r, 1 - r])) + (1 - p) * (1 - entropy([s, 1 - s]))


def guess__better(early, late):
    p = right__joint(early, late)[0]
    return p, (p * max(early) + (1 - p) * max(late)) / (p * sum(early) + (1 - p) * sum(late))


def guess__advantage(early, late):
    p, right = guess__better(early, late)
    return p, 2 * right - 1


EDITS = {
    "upside_down": [("return hurried,", "return 1 - hurried,"), ("part = b / (a + b)", "part = a / (a + b)"), ("return mix[0]",
                    "return mix[1]")],
    "entropy": [("(1 + p * np.log2(p) + (1 - p) * np.log2(1 - p))", "-(p * np.log2(p) + (1 - p) * np.log2(1 - p))"),
                ("return 1 - (-q", "return (-q"), ("1 + (kind", "-(kind")],
    "natural_log": [("np.log2(p)", "np.log(p)", "np.log2(1 - p)", "np.log(1 - p)"), ("math.log2", "math.log"),
                    ("1 + (kind * (inside * np.log2", "1 + (kind * (inside * np.log"),
                    ("return 1 - (-q * math.log2(q) - (1 - q) * math.log2(1 - q))",
                "return math.log(2) - (-q * math.log(q) - (1 - q) * math.log(1 - q))")],
    "per_pulse": [("known / clicks", "known"), ("second * tells(*late)) / (first + second)", "second * tells(*late))")],
    "unweighted": [("clicks += share * (zero + one)", "clicks += share", "known += share * (zero + one) * ", "known += share * "),
                   ("part * sum(early), (1 - part) * sum(late)", "part, 1 - part"), ("1 + (kind *", "1 + (mix *")],
    "plain_mean": [("known / clicks", "1 + p * np.log2(p) + (1 - p) * np.log2(1 - p)"),
                   ("(first * tells(*early) + second * tells(*late)) / (first + second)", "tells(*early)"),
                   ("(first * tells(*early) + second * tells(*late)) / (first + second)", "(tells(*early) + tells(*late)) / 2")],
}
