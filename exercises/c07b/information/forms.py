import math

import numpy as np
from scipy.special import entr

LN2 = math.log(2)


def h(p):
    return (entr(p) + entr(1 - p)) / LN2


def _bits(p):
    p = np.ravel(np.asarray(p, dtype=float))
    p = p[p > 0]
    return float(-(p * np.log2(p)).sum())


def _known(table):
    table = np.asarray(table, dtype=float)
    return _bits(table.sum(axis=0)) + _bits(table.sum(axis=1)) - _bits(table)


def right__scipy(table):
    table = np.asarray(table)
    return (entr(table.sum(0)).sum() + entr(table.sum(1)).sum() - entr(table).sum()) / LN2


def right__ratio(table):
    total = 0.0
    rows, columns = np.sum(table, axis=1), np.sum(table, axis=0)
    for a in range(2):
        for e in range(len(columns)):
            if table[a][e] > 0:
                total += table[a][e] * math.log2(table[a][e] / (rows[a] * columns[e]))
    return total


def right__conditional(table):
    left = 0.0
    for column in np.transpose(table):
        odds = column.sum()
        if odds > 0:
            left += odds * entr(column / odds).sum() / LN2
    return entr(np.sum(table, axis=1)).sum() / LN2 - left


def natural_log__entr(table):
    table = np.asarray(table)
    return entr(table.sum(0)).sum() + entr(table.sum(1)).sum() - entr(table).sum()


def natural_log__log(table):
    total = 0.0
    for row in table:
        for e, p in enumerate(row):
            if p > 0:
                total += p * math.log(p / (sum(row) * (table[0][e] + table[1][e])))
    return total


def still_open__average(table):
    return sum(c.sum() * entr(c / c.sum()).sum() for c in np.transpose(table) if c.sum() > 0) / LN2


def still_open__difference(table):
    table = np.asarray(table)
    return (entr(table).sum() - entr(table.sum(0)).sum()) / LN2


def fair_bit__average(table):
    return 1 - sum(c.sum() * entr(c / c.sum()).sum() for c in np.transpose(table) if c.sum() > 0) / LN2


def fair_bit__difference(table):
    table = np.asarray(table)
    return 1 + (entr(table.sum(0)).sum() - entr(table).sum()) / LN2


def guess__max(table):
    return np.asarray(table).max(axis=0).sum()


def guess__loop(table):
    return sum(max(table[0][e], table[1][e]) for e in range(len(table[0])))


def not_averaged__sum(table):
    before = entr(np.sum(table, axis=1)).sum() / LN2
    return before - sum(entr(c / c.sum()).sum() / LN2 for c in np.transpose(table) if c.sum() > 0)


def not_averaged__mean(table):
    before = entr(np.sum(table, axis=1)).sum() / LN2
    after = [h(c[0] / (c[0] + c[1])) for c in np.transpose(table) if c[0] + c[1] > 0]
    return before - sum(after) / len(after)


def relative__share(table):
    return _known(table) / _bits(np.asarray(table).sum(axis=1))


def relative__open(table):
    bit = _bits(np.asarray(table).sum(axis=1))
    return 1 - (bit - _known(table)) / bit


def advantage__twice(table):
    return 2 * np.max(table, axis=0).sum() - 1


def advantage__blind(table):
    return np.max(table, axis=0).sum() - np.sum(table, axis=1).max()


def records__columns(table):
    return _bits(np.sum(table, axis=0))


def records__loop(table):
    return sum(_bits([sum(column)]) for column in zip(*table))


def joint__all(table):
    return _bits(table)


def joint__loop(table):
    return -sum(p * math.log2(p) for row in table for p in row if p > 0)
