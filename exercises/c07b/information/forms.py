import math

import numpy as np
from scipy.special import entr

LN2 = math.log(2)


def h(p):
    return (entr(p) + entr(1 - p)) / LN2


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


def not_averaged__mean(table):
    before = entr(np.sum(table, axis=1)).sum() / LN2
    after = [h(c[0] / (c[0] + c[1])) for c in np.transpose(table) if c[0] + c[1] > 0]
    return before - sum(after) / len(after)


EDITS = {
    "natural_log": [("np.log2", "np.log"), ("math.log2", "math.log"), (" / LN2", "")],
    "still_open": [("entr(np.sum(table, axis=1)).sum() / LN2 - left", "left"),
                   ("(rows[a] * columns[e])", "columns[e]", "total +=", "total -=")],
    "fair_bit": [("entr(np.sum(table, axis=1)).sum() / LN2 - left", "1 - left"), ("bits_open(table.sum(axis=1))", "1"),
                 ("entr(table.sum(1)).sum()", "LN2")],
    "guess": [("return alone - bits_open(table.ravel())", "return table.max(axis=0).sum()"),
              ("left += odds * entr(column / odds).sum() / LN2\n"
               ""
               ""
               ""
               ""
               ""
               ""
               ""
               "    return entr(np.sum(table, axis=1)).sum() / LN2 - left",
               "left += max(column)\n    return left")],
    "not_averaged": [("odds * entr", "entr")],
    "relative": [("return total", "return total / sum(-p * math.log2(p) for p in rows if p > 0)"),
                 ("/ LN2 - left", "/ LN2 - left\n    return before / (before + left)", "return entr(",
                  "before = entr(")],
    "advantage": [("return alone - bits_open(table.ravel())", "return 2 * table.max(axis=0).sum() - 1"),
                  ("return total", "return np.max(table, axis=0).sum() - max(rows)")],
    "records": [("return alone - bits_open(table.ravel())", "return bits_open(table.sum(axis=0))"),
                (" + entr(table.sum(1)).sum() - entr(table).sum()", "")],
    "joint": [("alone - bits_open(table.ravel())", "bits_open(table.ravel())"),
              ("entr(table.sum(0)).sum() + entr(table.sum(1)).sum() - ", ""),
              (" / (rows[a] * columns[e])", "", "total +=", "total -=")],
}
