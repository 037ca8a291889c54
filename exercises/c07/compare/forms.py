import math

import numpy as np


def _left(qber, eve):
    h = [sum(-p * math.log2(p) for p in (q, 1 - q) if p > 0) for q in qber]
    return [1 - x - e for x, e in zip(h, eve)]


def _shares(kept, qber, eve, times=1.0):
    h = np.array([-sum(x * math.log2(x) for x in (q, 1 - q) if x > 0) for q in qber])
    return np.array(kept) * (1 - times * h - np.array(eve))


def _best_first(secret):
    return [int(i) for i in np.argsort(-secret, kind="stable") if secret[i] > 0]


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


def by_errors__all(kept, qber, eve):
    return sorted(range(len(qber)), key=lambda i: qber[i])


def by_errors__those_left(kept, qber, eve):
    left = _left(qber, eve)
    return [i for i in np.argsort(qber, kind="stable") if left[i] > 0]


def per_sifted_bit__sorted(kept, qber, eve):
    left = _left(qber, eve)
    return [i for i in sorted(range(len(left)), key=lambda i: -left[i]) if left[i] > 0]


def per_sifted_bit__numpy(kept, qber, eve):
    left = np.array(_left(qber, eve))
    order = np.argsort(-left)
    return order[left[order] > 0]


def losers_too__sorted(kept, qber, eve):
    left = _left(qber, eve)
    return sorted(range(len(left)), key=lambda i: -kept[i] * left[i])


def losers_too__numpy(kept, qber, eve):
    return np.argsort(-np.array(kept) * np.array(_left(qber, eve)))


def worst_first__those_left(kept, qber, eve):
    left = _left(qber, eve)
    return [i for i in sorted(range(len(left)), key=lambda i: kept[i] * left[i]) if left[i] > 0]


def worst_first__all(kept, qber, eve):
    return np.argsort(np.array(kept) * np.array(_left(qber, eve)))


def no_eve__sorted(kept, qber, eve):
    left = _left(qber, [0] * len(qber))
    return sorted(range(len(left)), key=lambda i: -kept[i] * left[i])


def no_eve__numpy(kept, qber, eve):
    return np.argsort(-np.array(kept) * np.array(_left(qber, np.zeros(len(qber)))))


def by_kept__sorted(kept, qber, eve):
    left = _left(qber, eve)
    return [i for i in sorted(range(len(left)), key=lambda i: -kept[i]) if left[i] > 0]


def by_kept__numpy(kept, qber, eve):
    order = np.argsort(-np.array(kept))
    return order[np.array(_left(qber, eve))[order] > 0]


def counted_from_one__add(kept, qber, eve):
    return [i + 1 for i in _best_first(_shares(kept, qber, eve))]


def counted_from_one__enumerate(kept, qber, eve):
    secret = list(enumerate(_shares(kept, qber, eve), start=1))
    return [i for i, s in sorted(secret, key=lambda pair: -pair[1]) if s > 0]


def entropy_twice__times(kept, qber, eve):
    return _best_first(_shares(kept, qber, eve, 2))


def entropy_twice__minus(kept, qber, eve):
    secret = [2 * s - k * (1 - e) for s, k, e in zip(_shares(kept, qber, eve), kept, eve)]
    return _best_first(np.array(secret))


def natural_log__times(kept, qber, eve):
    return _best_first(_shares(kept, qber, eve, math.log(2)))


def natural_log__log(kept, qber, eve):
    h = np.array([-sum(x * math.log(x) for x in (q, 1 - q) if x > 0) for q in qber])
    return _best_first(np.array(kept) * (1 - h - np.array(eve)))


def not_ranked__where(kept, qber, eve):
    return np.flatnonzero(_shares(kept, qber, eve) > 0)


def not_ranked__list(kept, qber, eve):
    return [i for i, s in enumerate(_shares(kept, qber, eve)) if s > 0]


def figures__sorted(kept, qber, eve):
    return sorted((s for s in _shares(kept, qber, eve) if s > 0), reverse=True)


def figures__array(kept, qber, eve):
    secret = np.sort(_shares(kept, qber, eve))[::-1]
    return secret[secret > 0]
