import math

import numpy as np
from scipy.special import entr

LN2 = math.log(2)


def h(p):
    return (entr(p) + entr(1 - p)) / LN2


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


EDITS = {
    "tap_disturbs": [("1.0,", "0.0,"), ("1.0,", "2 * qber,"), ("[1,", "[qber,"), ("[1,", "[0,")],
    "one_eve": [("1 - bits_open(guess), bits_open(qber)", "2 * qber, 2 * qber"), ("1 - bits_open(guess)", "2 * qber"),
                ("best, whole / 2", "qber / 0.5, whole / 2")],
    "of_25_percent": [("qber / 0.5", "qber"), (" 2 * qber, 1 -", " qber, 1 -")],
    "guess_as_information": [("1 - bits_open(guess)", "guess"), ("best, whole", "1 - p, whole"),
                             ("1 - bits_open(guess)", "2 * guess - 1")],
    "collective_like_individual": [(", bits_open(qber)", ", 1 - bits_open(guess)"), ("best, whole / 2", "best, best")],
    "what_is_left": [(", bits_open(qber)", ", 1 - bits_open(qber)"), ("whole / 2", "1 - whole / 2"),
                     (", h(qber)", ", 1 - 2 * h(qber)")],
    "natural_log": [("np.log2(p)", "np.log(p)", "np.log2(1 - p)", "np.log(1 - p)"), (" / LN2", ""),
                    ("np.log2", "np.log", "math.log2", "math.log")],
    "twice": [("whole / 2", "whole"), (", h(qber)", ", 2 * h(qber)")],
}
