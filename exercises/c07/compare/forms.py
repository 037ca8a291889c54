import math

import numpy as np


def right__whole_arrays(kept, qber, eve):
    p = np.stack([qber, 1 - qber])
    secret = kept * (1 + (p * np.log2(np.where(p > 0, p, 1))).sum(axis=0) - eve)
    order = np.argsort(-secret)
    return order[secret[order] > 0]


def right__numpy(kept, qber, eve):
    q = np.clip(np.array(qber), 1e-300, 1)
    h = -q * np.log2(q) - (1 - q) * np.log2(1 - q)
    secret = np.array(kept) * (1 - h - np.array(eve))
    order = np.argsort(-secret)
    return order[secret[order] > 0]


def right__pick(kept, qber, eve):
    def secret(i):
        h = sum(-p * math.log(p, 2) for p in (qber[i], 1 - qber[i]) if p > 0)
        return kept[i] * (1 - h - eve[i])

    left, out = [i for i in range(len(kept)) if secret(i) > 0], []
    while left:
        best = max(left, key=secret)
        out.append(best)
        left.remove(best)
    return out


EDITS = {
    "by_errors": [("-secret[place]", "qber[place]"), ("argsort(-secret)", "argsort(qber)")],
    "per_sifted_bit": [("k * (1", "(1"), ("kept * (1", "(1"), ("np.array(kept) * ", ""), ("kept[i] * ", "")],
    "losers_too": [(" if secret[place] > 0", ""), ("[secret[order] > 0]", ""), (" if secret(i) > 0]", "]")],
    "worst_first": [("argsort(-secret)", "argsort(secret)"), ("max(left", "min(left")],
    "no_eve": [(" - e)", ")"), (" - eve)", ")"), (" - np.array(eve)", ""), (" - eve[i]", "")],
    "by_kept": [("-secret[place]", "-kept[place]"), ("argsort(-secret)", "argsort(-np.array(kept))")],
    "counted_from_one": [("[place for", "[place + 1 for"), ("return order", "return 1 + order")],
    "entropy_twice": [("- h(q)", "- 2 * h(q)"), ("(1 - h -", "(1 - 2 * h -")],
    "natural_log": [("np.log2", "np.log"), ("math.log(p, 2)", "math.log(p)")],
    "not_ranked": [("np.argsort(-secret)", "np.arange(len(secret))"), ("max(left, key=secret)", "left[0]")],
    "figures": [("[place for", "[secret[place] for"),
                ("return order", "return secret[order]", "[secret[order] > 0]", "[secret[order] > 0]")],
}
