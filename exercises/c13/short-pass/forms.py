import math

import numpy as np
from scipy.special import entr

P = math.log2(2) - 2 * math.log2(1e-10) - math.log2(1e-15)


def h(p):
    return float(entr(p) + entr(1 - p)) / math.log(2)


def margin(n, k):
    return math.sqrt((n + k) / n * (k + 1) / k**2 * math.log(4e10))


def right__totals(kept, tested, wrong):
    n = k = m = 0
    for a, b, c in zip(kept, tested, wrong):
        n, k, m = n + int(a), k + int(b), m + int(c)
    q = m / k
    mu = margin(n, k)
    if q + mu > 0.5:
        return 0
    length = n * (1 - h(q + mu)) - 1.16 * n * h(q) - P
    if length < 0:
        return 0
    return math.floor(length)


def right__terms(kept, tested, wrong):
    """What Eve may know, what is published, and the price, one after the other."""
    n, k = kept.sum(), tested.sum()
    rate = wrong.sum() / k
    eve = n * h(min(0.5, rate + margin(n, k)))
    public = 1.16 * n * h(rate)
    return np.clip(np.floor(n - eve - public - P), 0, None)


def right__library(kept, tested, wrong):
    from qedu import rates

    return rates.finite_bb84(int(sum(kept)), int(sum(tested)), sum(wrong) / sum(tested))


def pieces_added__loop(kept, tested, wrong):
    return sum(right__totals([n], [k], [m]) for n, k, m in zip(kept, tested, wrong))


def pieces_added__array(kept, tested, wrong):
    """Without a whole number for each of them."""
    q = wrong / tested
    mu = np.array([margin(n, k) for n, k in zip(kept, tested)])
    eve = np.array([h(min(0.5, one)) for one in q + mu])
    length = kept * (1 - eve) - 1.16 * kept * np.array([h(one) for one in q]) - P
    return math.floor(length[length > 0].sum())


def pieces_added__library(kept, tested, wrong):
    from qedu import rates

    return rates.finite_bb84(kept, tested, wrong / tested).sum()


def small_margins__loop(kept, tested, wrong):
    total = -P
    for n, k, m in zip(kept, tested, wrong):
        q = m / k
        total += n * (1 - h(min(0.5, q + margin(n, k)))) - 1.16 * n * h(q)
    return max(0, math.floor(total))


def small_margins__each_cut(kept, tested, wrong):
    """Without the pieces that would make the key shorter."""
    q, n = wrong / tested, np.asarray(kept)
    worst = np.minimum(0.5, q + np.array([margin(a, b) for a, b in zip(kept, tested)]))
    gain = n * (1 - np.array([h(one) for one in worst]) - 1.16 * np.array([h(one) for one in q]))
    return max(0, math.floor(np.clip(gain, 0, None).sum() - P))


def asymptotic__library(kept, tested, wrong):
    from qedu import rates

    q = wrong.sum() / tested.sum()
    return int(rates.bb84(q, f_ec=1.16) * kept.sum())


EDITS = {
    "asymptotic": [("mu = margin(n, k)", "mu = 0", " - P", ""), ("rate + margin(n, k)", "rate", " - P", "")],
    "no_margin": [("h(worst_case)", "h(observed)"), ("h(q + mu)", "h(q)"), ("rate + margin(n, k)", "rate")],
    "no_price": [(" - P\n", "\n"), (" - P)", ")"), (" - P\n", " + P\n")],
    "unclipped": [("max(left, 0) // 1", "left // 1"), ("max(left, 0) // 1", "abs(left) // 1"),
                  ("    if length < 0:\n        return 0\n", ""),
                  ("np.clip(np.floor(n - eve - public - P), 0, None)", "np.floor(n - eve - public - P)")],
    "past_half": [("    if worst_case >= 0.5:\n        return 0\n", ""), ("    if q + mu > 0.5:\n        return 0\n", ""),
                  ("min(0.5, rate + margin(n, k))", "rate + margin(n, k)")],
    "not_rounded": [("int(max(left, 0) // 1)", "max(left, 0)"), ("math.floor(length)", "length"),
                    ("math.floor(length)", "round(length)"), ("np.floor", "np.ceil")],
    "mean_of_rates": [("np.sum(wrong) / test", "np.mean(wrong / tested)"), ("wrong.sum() / k", "(wrong / tested).mean()")],
    "of_kept": [("np.sum(wrong) / test", "np.sum(wrong) / bits"), ("wrong.sum() / k", "wrong.sum() / (n + k)"), ("q = m / k", "q = m / n")],
    "test_bits_in_key": [("left = bits - bits * h(worst_case) - 1.16 * bits",
                          "left = (bits + test) * (1 - h(worst_case)) - 1.16 * (bits + test)"),
                         ("    eve = n", "    n = n + k\n    eve = n"), ("    length = n", "    n = k\n    length = n")],
    "turned_round": [("margin(n, k)", "margin(k, n)"), ("margin(bits, test)", "margin(test, bits)")],
    "margin_published": [("1.16 * bits * h(observed)", "1.16 * bits * h(worst_case)"), ("1.16 * n * h(q)", "1.16 * n * h(q + mu)")],
    "f_forgotten": [("1.16 * bits", "bits"), ("1.16 * n", "n"), (" - 1.16 * n * h(q)", ""), (" - public", "")],
}
