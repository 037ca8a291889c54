import math

import numpy as np


def right__steps(n, p1, noise, eps):
    photon = p1 if p1 > 0.5 else 1 - p1
    known = noise * 1 + (1 - noise) * photon
    each = math.log2(1 / known)
    bits = n * each + 2 * math.log2(2 * eps)
    return math.floor(bits) if bits > 0 else 0


def right__distance(n, p1, noise, eps):
    """Keep one bit more for as long as the bound on the distance allows it."""
    k = n * -np.log2(1 - (1 - noise) * min(p1, 1 - p1))
    ell = 0
    while 0.5 * 2 ** ((ell + 1 - k) / 2) <= eps:
        ell += 1
    return ell


def right__mixed(n, p1, noise, eps):
    odds = np.array([[noise / 2, 0, (1 - noise) * p1], [0, noise / 2, (1 - noise) * (1 - p1)]])
    h_min = -np.log2(odds.max(axis=0).sum())
    return int(np.clip(n * h_min - 2 * np.log2(0.5 / eps), 0, None))


def unclipped__size(n, p1, noise, eps):
    guess = noise + (1 - noise) * max(p1, 1 - p1)
    return abs(math.floor(-n * math.log2(guess) - 2 * math.log2(1 / (2 * eps))))


EDITS = {
    "all_of_them": [("available = -n * np.log2(guess)", "available = n"), ("n * each + 2", "n + 2")],
    "noise_ignored": [("noise + (1 - noise) * max(p1, 1 - p1)", "max(p1, 1 - p1)"), ("noise * 1 + (1 - noise) * photon", "photon"),
                      ("1 - (1 - noise) * min(p1, 1 - p1)", "1 - min(p1, 1 - p1)")],
    "averaged": [("guess = noise + (1 - noise) * max(p1, 1 - p1)", "guess = max(p1, 1 - p1)", "-n *", "-n * (1 - noise) *"),
                 ("each = math.log2(1 / known)", "each = (1 - noise) * math.log2(1 / photon)"),
                 ("each = math.log2(1 / known)", "each = 1 - noise")],
    "counted": [("guess = noise +", "guess = noise / 2 +"), ("noise * 1", "noise * 0.5"),
                ("odds.max(axis=0).sum()", "odds.sum(axis=1).max()")],
    "shannon": [("each = math.log2(1 / known)", "each = -known * math.log2(known) - (1 - known) * math.log2(1 - known)"),
                ("-n * np.log2(guess)", "-n * (p1 * np.log2(p1) + (1 - p1) * np.log2(1 - p1))"),
                ("h_min = -np.log2(odds.max(axis=0).sum())", "h_min = (1 - noise) * -(p1 * np.log2(p1) + (1 - p1) * np.log2(1 - p1))")],
    "ones_only": [("max(p1, 1 - p1)", "p1"), ("photon = p1 if p1 > 0.5 else 1 - p1", "photon = p1"), ("min(p1, 1 - p1)", "p1")],
    "shares_exchanged": [("guess = noise + (1 - noise) * ", "guess = (1 - noise) * "),
                         ("noise * 1 + (1 - noise)", "(1 - noise) * 1 + noise"),
                         ("odds.max(axis=0).sum()", "odds[:, 2].max()")],
    "natural_log": [("2 * math.log2(2 * eps)", "2 * math.log10(2 * eps)"), ("np.log2", "np.log"), ("math.log2", "math.log"),
                    ("-n * np.log2(guess)", "-n * np.log(guess)"),
                    ("2 * np.log2(0.5 / eps)", "2 * np.log(0.5 / eps)")],
    "one_log": [(" - 2 * np.log2(1 / (2 * eps))", " - np.log2(1 / (2 * eps))"), ("+ 2 * math", "+ math"),
                ("** ((ell + 1 - k) / 2)", "** (ell + 1 - k)"),
                ("- 2 * np.log2(0.5 / eps)", "- np.log2(1 / eps)")],
    "factor_in_eps": [("1 / (2 * eps)", "1 / eps"), ("math.log2(2 * eps)", "math.log2(eps)"), ("0.5 * 2 **", "2 **"),
                      ("0.5 / eps", "2 / eps")],
    "sign_of_log": [("available - 2", "available + 2"), ("n * each + 2", "n * each - 2"), ("n * h_min - 2", "n * h_min + 2")],
    "price_per_bit": [("available = -n * np.log2(guess)", "available = n", "length = available - 2 * np.log2(1 / (2 * eps))",
                       "length = (available - 2 * np.log2(1 / (2 * eps))) * -np.log2(guess)"),
                      ("n * each + 2 * math.log2(2 * eps)", "n * (each + 2 * math.log2(2 * eps))")],
    "no_price": [("available - 2 * np.log2(1 / (2 * eps))", "available"), (" + 2 * math.log2(2 * eps)", ""),
                 ("0.5 * 2 ** ((ell + 1 - k) / 2) <= eps", "ell + 1 <= k")],
    "unclipped": [("max(int(np.floor(length)), 0)", "int(np.floor(length))"), (" if bits > 0 else 0", ""),
                  ("np.clip(n * h_min - 2 * np.log2(0.5 / eps), 0, None)", "n * h_min - 2 * np.log2(0.5 / eps)")],
    "not_rounded": [("int(np.floor(length))", "length"), ("math.floor(bits)", "bits"), ("np.floor(length)", "np.ceil(length)"),
                    ("math.floor(bits)", "round(bits)")],
}
