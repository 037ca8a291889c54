import math

import numpy as np
from scipy.special import entr

LN2 = math.log(2)


def h(p):
    return (entr(p) + entr(1 - p)) / LN2


def right(q):
    return [1.0, 2 * q, 1 - h(0.5 + math.sqrt(q * (1 - q))), h(q)]


def _bits(p):
    p = np.ravel(np.asarray(p, dtype=float))
    p = p[p > 0]
    return float(-(p * np.log2(p)).sum())


def right__numpy(qber):
    def h(p):
        return (entr(p) + entr(1 - p)) / LN2

    return np.array([1, 2 * qber, 1 - h(0.5 * (1 + math.sqrt(1 - (1 - 2 * qber) ** 2))), h(qber)])


def right__holevo(qber):
    lam = np.array([(1 - qber) ** 2, qber * (1 - qber), qber * (1 - qber), qber**2])
    whole = -(lam[lam > 0] * np.log2(lam[lam > 0])).sum()
    p = 0.5 - math.sqrt(qber - qber**2)
    best = 1 + p * math.log2(p) + (1 - p) * math.log2(1 - p)
    return [1.0, qber / 0.5, best, whole / 2]


def tap_disturbs__nothing(qber):
    return [0, *right(qber)[1:]]


def tap_disturbs__line(qber):
    return (2 * qber, *right(qber)[1:])


def one_eve__both(qber):
    return [1, 2 * qber, 2 * qber, 2 * qber]


def one_eve__individual(qber):
    return np.array([1, 2 * qber, 2 * qber, h(qber)])


def of_25_percent__four(qber):
    return [1, 4 * qber, *right(qber)[2:]]


def of_25_percent__one(qber):
    return (1, qber, right(qber)[2], right(qber)[3])


def guess_as_information__guess(qber):
    return [1, 2 * qber, 0.5 + math.sqrt(qber * (1 - qber)), h(qber)]


def guess_as_information__advantage(qber):
    return [1, 2 * qber, 2 * math.sqrt(qber * (1 - qber)), h(qber)]


def collective_like_individual__same(qber):
    return [*right(qber)[:3], right(qber)[2]]


def collective_like_individual__twice(qber):
    best = 1 - h(0.5 - math.sqrt(qber - qber**2))
    return np.array([1, 2 * qber, best, best])


def what_is_left__bob(qber):
    return [*right(qber)[:3], 1 - h(qber)]


def what_is_left__key(qber):
    return [*right(qber)[:3], 1 - 2 * h(qber)]


def natural_log__entr(qber):
    g = 0.5 + math.sqrt(qber * (1 - qber))
    return [1, 2 * qber, 1 - entr(g) - entr(1 - g), entr(qber) + entr(1 - qber)]


def natural_log__log(qber):
    def nats(p):
        return -p * math.log(p) - (1 - p) * math.log(1 - p)

    return (1.0, 2 * qber, 1 - nats(0.5 + math.sqrt(qber * (1 - qber))), nats(qber))


def twice__product(qber):
    h = _bits([qber, 1 - qber])
    return 1.0, 2 * qber, 1 - _bits([0.5 + math.sqrt(qber * (1 - qber)), 0.5 - math.sqrt(qber * (1 - qber))]), 2 * h


def twice__rest(qber):
    guess = 0.5 + np.sqrt(qber - qber**2)
    rate = 1 - 2 * _bits([qber, 1 - qber])
    return [1, 2 * qber, 1 - _bits([guess, 1 - guess]), 1 - rate]
