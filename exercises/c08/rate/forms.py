import math

import numpy as np
from scipy.optimize import brentq
from scipy.special import entr


def binary(p):
    return -p * math.log2(p) - (1 - p) * math.log2(1 - p)


def right__root(qber, f):
    return max(0.0, 1 - binary(qber) - f * binary(qber)), brentq(lambda q: 1 - binary(q) - f * binary(q), 1e-6, 0.4999)


def right__halving(qber, f):
    def key(q):
        h = (entr(q) + entr(1 - q)) / math.log(2)
        return 1 - (1 + f) * h

    low, high = 0.0, 0.5
    while high - low > 1e-6:
        middle = (low + high) / 2
        if key(middle) > 0:
            low = middle
        else:
            high = middle
    answer = key(qber)
    return [answer if answer > 0 else 0, high]


def right__steps(qber, f):
    q = 0.0001
    while (1 + f) * binary(q) < 1:
        q += 0.0001
    return np.clip(1 - (1 + f) * binary(qber), 0, 1), q


EDITS = {
    "unclipped": [("np.maximum(0, left(qber))", "left(qber)"), ("answer if answer > 0 else 0", "answer"),
                  ("max(0.0, 1 - binary(qber) - f * binary(qber))", "1 - binary(qber) - f * binary(qber)")],
    "no_correction": [("1 - h - f * h", "1 - h"), ("1 - (1 + f) * h", "1 - h")],
    "no_secrecy": [("1 - h - f * h", "1 - f * h"), ("(1 + f) *", "f *")],
    "natural_log": [("np.log2", "np.log"), (" / math.log(2)", "")],
    "f_on_both": [("1 - h - f * h", "1 - f * h - f * h"), ("(1 + f)", "2 * f")],
    "f_forgotten": [("- f * h\n", "- h\n"), ("(1 + f)", "2"), ("f * binary", "binary")],
    "f_divides": [("f * h\n", "h / f\n"), ("(1 + f)", "(1 + 1 / f)")],
    "quarter": [("grid[np.argmax(left(grid) <= 0)]", "0.25"), ("else 0, high]", "else 0, 0.25]"), ("0, 1), q", "0, 1), 1 / 4")],
    "eleven": [("left(grid) <= 0", "grid >= 0.11"), ("else 0, high]", "else 0, 0.11]"),
               ("lambda q: 1 - binary(q) - f *", "lambda q: 1 - binary(q) -")],
}
