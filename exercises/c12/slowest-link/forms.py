import math

import numpy as np


def right__array(links, p):
    t = np.arange(0, int(60 / p))
    ready = (1 - (1 - p) ** t) ** links
    return (1 - ready).sum()


def right__alternating(links, p):
    q = 1 - p
    return sum((-1) ** (k + 1) * math.comb(links, k) / (1 - q**k) for k in range(1, links + 1))


def right__still_missing(links, p):
    """From how many links are missing to fewer of them."""
    means = [0.0]
    for n in range(1, links + 1):
        odds = [math.comb(n, k) * p ** (n - k) * (1 - p) ** k for k in range(n + 1)]
        means.append((1 + sum(odds[k] * means[k] for k in range(n))) / (1 - odds[n]))
    return means[links]


def one_after_other__loop(links, p):
    total = 0
    for _ in range(links):
        total += 1 / p
    return total


def all_at_once__series(links, p):
    together = p**links
    return 1 / together


def one_link__series(links, p):
    t = np.arange(int(60 / p))
    return ((1 - p) ** t).sum()


def first_link__none_yet(links, p):
    t = np.arange(int(60 / p))
    return ((1 - p) ** (links * t)).sum()


def doubling__halves(links, p):
    wait = 1 / p
    while links > 1:
        wait, links = 1.5 * wait, (links + 1) // 2
    return wait


RETURNS = {
    "one_after_other": {"product": "links * (1 / p)"},
    "all_at_once": {"power": "(1 / p) ** links"},
    "one_link": {"mean": "1 / p"},
    "first_link": {"rate": "1 / (links * p)"},
    "rule_of_thumb": {"harmonic": "sum(1 / k for k in range(1, links + 1)) / p", "array": "(1 / (p * np.arange(1, links + 1))).sum()"},
    "doubling": {"levels": "1.5 ** np.log2(links) / p"},
}

EDITS = {
    "begins_at_one": [("mean, t, missing = 0.0, 0, 1.0", "mean, t, missing = 0.0, 1, 1.0"),
                      ("np.arange(0, int(60 / p))", "np.arange(1, int(60 / p))")],
}
