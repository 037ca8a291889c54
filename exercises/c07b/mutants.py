"""Typical wrong answers to the C07B exercises: each must get the message of its mistake.

Names: exercise ID with underscores, two underscores, the mistake's key in feedback.yaml, two underscores, a word for
the way it is written.
"""

import math

import numpy as np
from scipy.special import entr

LN2 = math.log(2)


def h(p):
    return (entr(p) + entr(1 - p)) / LN2


def right_information(table):
    table = np.asarray(table)
    return (entr(table.sum(0)).sum() + entr(table.sum(1)).sum() - entr(table).sum()) / LN2


# c07b-information

def c07b_information__natural_log__entr(table):
    table = np.asarray(table)
    return entr(table.sum(0)).sum() + entr(table.sum(1)).sum() - entr(table).sum()


def c07b_information__natural_log__log(table):
    total = 0.0
    for row in table:
        for e, p in enumerate(row):
            if p > 0:
                total += p * math.log(p / (sum(row) * (table[0][e] + table[1][e])))
    return total


def c07b_information__still_open__average(table):
    return sum(c.sum() * entr(c / c.sum()).sum() for c in np.transpose(table) if c.sum() > 0) / LN2


def c07b_information__still_open__difference(table):
    table = np.asarray(table)
    return (entr(table).sum() - entr(table.sum(0)).sum()) / LN2


def c07b_information__fair_bit__average(table):
    return 1 - sum(c.sum() * entr(c / c.sum()).sum() for c in np.transpose(table) if c.sum() > 0) / LN2


def c07b_information__fair_bit__difference(table):
    table = np.asarray(table)
    return 1 + (entr(table.sum(0)).sum() - entr(table).sum()) / LN2


def c07b_information__guess__max(table):
    return np.asarray(table).max(axis=0).sum()


def c07b_information__guess__loop(table):
    return sum(max(table[0][e], table[1][e]) for e in range(len(table[0])))


def c07b_information__not_averaged__sum(table):
    before = entr(np.sum(table, axis=1)).sum() / LN2
    return before - sum(entr(c / c.sum()).sum() / LN2 for c in np.transpose(table) if c.sum() > 0)


def c07b_information__not_averaged__mean(table):
    before = entr(np.sum(table, axis=1)).sum() / LN2
    after = [h(c[0] / (c[0] + c[1])) for c in np.transpose(table) if c[0] + c[1] > 0]
    return before - sum(after) / len(after)


# c07b-crossing

def c07b_crossing__right_bits__vector(qber, eve):
    q = np.asarray(qber)
    found = np.flatnonzero(np.asarray(eve) >= 1 - q)
    return q[found[0]] if len(found) else q[-1]


def c07b_crossing__right_bits__loop(qber, eve):
    for q, bits in zip(qber, eve):
        if bits + q >= 1:
            return q
    return qber[-1]


def c07b_crossing__bob_open__vector(qber, eve):
    q = np.asarray(qber)
    meets = (np.asarray(eve) >= h(q)) & (q > 0)
    return q[np.argmax(meets)] if meets.any() else q[-1]


def c07b_crossing__bob_open__loop(qber, eve):
    for q, bits in zip(qber, eve):
        if q > 0 and bits >= h(q):
            return q
    return qber[-1]


def c07b_crossing__eve_twice__vector(qber, eve):
    q = np.asarray(qber)
    return q[np.argmax(np.asarray(eve) >= 1 - 2 * h(q))]


def c07b_crossing__eve_twice__loop(qber, eve):
    for q, bits in zip(qber, eve):
        if bits >= 1 - h(q) - h(q):
            return q


def c07b_crossing__natural_log__vector(qber, eve):
    q = np.asarray(qber)
    found = np.flatnonzero(np.asarray(eve) >= 1 - entr(q) - entr(1 - q))
    return q[found[0]] if len(found) else q[-1]


def c07b_crossing__natural_log__loop(qber, eve):
    for q, bits in zip(qber, eve):
        bob = 1 + (q * math.log(q) + (1 - q) * math.log(1 - q) if q > 0 else 0)
        if bits >= bob:
            return q
    return qber[-1]


def c07b_crossing__one_before__last(qber, eve):
    q = np.asarray(qber)
    return q[np.argmax(np.asarray(eve) >= 1 - h(q)) - 1]


def c07b_crossing__one_before__loop(qber, eve):
    before = qber[0]
    for q, bits in zip(qber, eve):
        if bits >= 1 - h(q):
            return before
        before = q


def c07b_crossing__information__vector(qber, eve):
    return np.asarray(eve)[np.argmax(np.asarray(eve) >= 1 - h(np.asarray(qber)))]


def c07b_crossing__information__loop(qber, eve):
    for q, bits in zip(qber, eve):
        if bits >= 1 - h(q):
            return bits


# c07b-risk

def right(q):
    return [1.0, 2 * q, 1 - h(0.5 + math.sqrt(q * (1 - q))), h(q)]


def c07b_risk__tap_disturbs__nothing(qber):
    return [0, *right(qber)[1:]]


def c07b_risk__tap_disturbs__line(qber):
    return (2 * qber, *right(qber)[1:])


def c07b_risk__one_eve__both(qber):
    return [1, 2 * qber, 2 * qber, 2 * qber]


def c07b_risk__one_eve__individual(qber):
    return np.array([1, 2 * qber, 2 * qber, h(qber)])


def c07b_risk__of_25_percent__four(qber):
    return [1, 4 * qber, *right(qber)[2:]]


def c07b_risk__of_25_percent__one(qber):
    return (1, qber, right(qber)[2], right(qber)[3])


def c07b_risk__guess_as_information__guess(qber):
    return [1, 2 * qber, 0.5 + math.sqrt(qber * (1 - qber)), h(qber)]


def c07b_risk__guess_as_information__advantage(qber):
    return [1, 2 * qber, 2 * math.sqrt(qber * (1 - qber)), h(qber)]


def c07b_risk__collective_like_individual__same(qber):
    return [*right(qber)[:3], right(qber)[2]]


def c07b_risk__collective_like_individual__twice(qber):
    best = 1 - h(0.5 - math.sqrt(qber - qber**2))
    return np.array([1, 2 * qber, best, best])


def c07b_risk__what_is_left__bob(qber):
    return [*right(qber)[:3], 1 - h(qber)]


def c07b_risk__what_is_left__key(qber):
    return [*right(qber)[:3], 1 - 2 * h(qber)]


def c07b_risk__natural_log__entr(qber):
    g = 0.5 + math.sqrt(qber * (1 - qber))
    return [1, 2 * qber, 1 - entr(g) - entr(1 - g), entr(qber) + entr(1 - qber)]


def c07b_risk__natural_log__log(qber):
    def nats(p):
        return -p * math.log(p) - (1 - p) * math.log(1 - p)

    return (1.0, 2 * qber, 1 - nats(0.5 + math.sqrt(qber * (1 - qber))), nats(qber))


def _bits(p):
    p = np.ravel(np.asarray(p, dtype=float))
    p = p[p > 0]
    return float(-(p * np.log2(p)).sum())


def _known(table):
    table = np.asarray(table, dtype=float)
    return _bits(table.sum(axis=0)) + _bits(table.sum(axis=1)) - _bits(table)


def c07b_information__relative__share(table):
    return _known(table) / _bits(np.asarray(table).sum(axis=1))


def c07b_information__relative__open(table):
    bit = _bits(np.asarray(table).sum(axis=1))
    return 1 - (bit - _known(table)) / bit


def c07b_information__advantage__twice(table):
    return 2 * np.max(table, axis=0).sum() - 1


def c07b_information__advantage__blind(table):
    return np.max(table, axis=0).sum() - np.sum(table, axis=1).max()


def c07b_information__records__columns(table):
    return _bits(np.sum(table, axis=0))


def c07b_information__records__loop(table):
    return sum(_bits([sum(column)]) for column in zip(*table))


def c07b_information__joint__all(table):
    return _bits(table)


def c07b_information__joint__loop(table):
    return -sum(p * math.log2(p) for row in table for p in row if p > 0)


def c07b_risk__twice__product(qber):
    h = _bits([qber, 1 - qber])
    return 1.0, 2 * qber, 1 - _bits([0.5 + math.sqrt(qber * (1 - qber)), 0.5 - math.sqrt(qber * (1 - qber))]), 2 * h


def c07b_risk__twice__rest(qber):
    guess = 0.5 + np.sqrt(qber - qber**2)
    rate = 1 - 2 * _bits([qber, 1 - qber])
    return [1, 2 * qber, 1 - _bits([guess, 1 - guess]), 1 - rate]


def _his(qber):
    return np.array([1 - _bits([q, 1 - q]) for q in qber])


def c07b_crossing__last__from_the_end(qber, eve):
    ahead = np.flatnonzero(np.asarray(eve) < _his(qber))
    return qber[ahead[-1] + 1]


def c07b_crossing__last__loop(qber, eve):
    found = None
    for q, hers, his in zip(qber, eve, _his(qber)):
        if hers < his:
            found = None
        elif found is None:
            found = q
    return found
