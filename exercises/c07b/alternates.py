"""Right answers to the C07B exercises, written in other ways than the solutions: every one must pass.

Names: exercise ID with underscores, two underscores, a word for the way it is written.
"""

import math

import numpy as np
from scipy.special import entr

LN2 = math.log(2)


def c07b_information__scipy(table):
    table = np.asarray(table)
    return (entr(table.sum(0)).sum() + entr(table.sum(1)).sum() - entr(table).sum()) / LN2


def c07b_information__ratio(table):
    total = 0.0
    rows, columns = np.sum(table, axis=1), np.sum(table, axis=0)
    for a in range(2):
        for e in range(len(columns)):
            if table[a][e] > 0:
                total += table[a][e] * math.log2(table[a][e] / (rows[a] * columns[e]))
    return total


def c07b_information__conditional(table):
    left = 0.0
    for column in np.transpose(table):
        odds = column.sum()
        if odds > 0:
            left += odds * entr(column / odds).sum() / LN2
    return entr(np.sum(table, axis=1)).sum() / LN2 - left


def c07b_crossing__vector(qber, eve):
    q = np.asarray(qber)
    bob = 1 - (entr(q) + entr(1 - q)) / LN2
    return q[np.argmax(np.asarray(eve) >= bob)]


def c07b_crossing__while(qber, eve):
    def h(p):
        return 0.0 if p <= 0 or p >= 1 else -p * math.log2(p) - (1 - p) * math.log2(1 - p)

    i = 0
    while eve[i] + h(qber[i]) < 1:
        i += 1
    return qber[i]


def c07b_risk__numpy(qber):
    def h(p):
        return (entr(p) + entr(1 - p)) / LN2

    return np.array([1, 2 * qber, 1 - h(0.5 * (1 + math.sqrt(1 - (1 - 2 * qber) ** 2))), h(qber)])


def c07b_risk__holevo(qber):
    lam = np.array([(1 - qber) ** 2, qber * (1 - qber), qber * (1 - qber), qber**2])
    whole = -(lam[lam > 0] * np.log2(lam[lam > 0])).sum()
    p = 0.5 - math.sqrt(qber - qber**2)
    best = 1 + p * math.log2(p) + (1 - p) * math.log2(1 - p)
    return [1.0, qber / 0.5, best, whole / 2]
