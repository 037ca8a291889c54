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


def right_bits__vector(qber, eve):
    q = np.asarray(qber)
    found = np.flatnonzero(np.asarray(eve) >= 1 - q)
    return q[found[0]] if len(found) else q[-1]


def right_bits__loop(qber, eve):
    for q, bits in zip(qber, eve):
        if bits + q >= 1:
            return q
    return qber[-1]


def bob_open__vector(qber, eve):
    q = np.asarray(qber)
    meets = (np.asarray(eve) >= h(q)) & (q > 0)
    return q[np.argmax(meets)] if meets.any() else q[-1]


def bob_open__loop(qber, eve):
    for q, bits in zip(qber, eve):
        if q > 0 and bits >= h(q):
            return q
    return qber[-1]


def eve_twice__vector(qber, eve):
    q = np.asarray(qber)
    return q[np.argmax(np.asarray(eve) >= 1 - 2 * h(q))]


def eve_twice__loop(qber, eve):
    for q, bits in zip(qber, eve):
        if bits >= 1 - h(q) - h(q):
            return q


def natural_log__vector(qber, eve):
    q = np.asarray(qber)
    found = np.flatnonzero(np.asarray(eve) >= 1 - entr(q) - entr(1 - q))
    return q[found[0]] if len(found) else q[-1]


def natural_log__loop(qber, eve):
    for q, bits in zip(qber, eve):
        bob = 1 + (q * math.log(q) + (1 - q) * math.log(1 - q) if q > 0 else 0)
        if bits >= bob:
            return q
    return qber[-1]


def one_before__last(qber, eve):
    q = np.asarray(qber)
    return q[np.argmax(np.asarray(eve) >= 1 - h(q)) - 1]


def one_before__loop(qber, eve):
    before = qber[0]
    for q, bits in zip(qber, eve):
        if bits >= 1 - h(q):
            return before
        before = q


def information__vector(qber, eve):
    return np.asarray(eve)[np.argmax(np.asarray(eve) >= 1 - h(np.asarray(qber)))]


def information__loop(qber, eve):
    for q, bits in zip(qber, eve):
        if bits >= 1 - h(q):
            return bits


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
