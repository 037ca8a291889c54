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


def _his(qber):
    return np.array([1 - _bits([q, 1 - q]) for q in qber])


def right__vector(qber, eve):
    q = np.asarray(qber)
    bob = 1 - (entr(q) + entr(1 - q)) / LN2
    return q[np.argmax(np.asarray(eve) >= bob)]


def right__while(qber, eve):
    def h(p):
        return 0.0 if p <= 0 or p >= 1 else -p * math.log2(p) - (1 - p) * math.log2(1 - p)

    i = 0
    while eve[i] + h(qber[i]) < 1:
        i += 1
    return qber[i]


def last__from_the_end(qber, eve):
    ahead = np.flatnonzero(np.asarray(eve) < _his(qber))
    return qber[ahead[-1] + 1]


def last__loop(qber, eve):
    found = None
    for q, hers, his in zip(qber, eve, _his(qber)):
        if hers < his:
            found = None
        elif found is None:
            found = q
    return found


EDITS = {
    "right_bits": [("(entr(q) + entr(1 - q)) / LN2", "q", ">= bob", ">= bob * (q < q[-1])"),
                   ("while eve[i] + h(qber[i]) < 1", "while i < len(eve) - 1 and eve[i] + qber[i] < 1")],
    "bob_open": [("1 - (entr(q) + entr(1 - q)) / LN2", "(entr(q) + entr(1 - q)) / LN2 + 2 * (q == 0)", ">= bob",
                  ">= bob * (q < q[-1])"),
                 ("while eve[i] + h(qber[i]) < 1", "while i < len(eve) - 1 and (eve[i] < h(qber[i]) or qber[i] == 0)")],
    "eve_twice": [("np.sum(pair", "2 * np.sum(pair"), ("(entr(q)", "2 * (entr(q)"),
                  ("+ h(qber[i])", "+ 2 * h(qber[i])")],
    "natural_log": [("np.log2", "np.log"), (" / LN2", ""), ("math.log2", "math.log")],
    "one_before": [("return float(error_rate)", "return float(qber[list(qber).index(error_rate) - 1])"),
                   (">= bob)]", ">= bob) - 1]"), ("return qber[i]", "return qber[i - 1]")],
    "strictly": [("her_bits >= his_bits", "her_bits > his_bits"), (">= bob)", "> bob)"), ("h(qber[i]) < 1", "h(qber[i]) <= 1"),
                 ("np.log2(pair)", "np.log2(pair + 1e-12)"),
                 ("return 0.0 if p <= 0 or p >= 1 else -p * math.log2(p) - (1 - p) * math.log2(1 - p)",
                  "return -p * math.log2(p + 1e-12) - (1 - p) * math.log2(1 - p + 1e-12)")],
    "information": [("return float(error_rate)", "return her_bits"), ("return q[", "return np.asarray(eve)["),
                    ("return qber[i]", "return eve[i]")],
}
