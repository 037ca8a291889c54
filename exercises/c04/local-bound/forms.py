import itertools

import numpy as np


def right__product(signs):
    return max(sum(signs[x][y] * plan[x] * plan[2 + y] for x in (0, 1) for y in (0, 1))
               for plan in itertools.product((1, -1), repeat=4))


def right__bob_follows(signs):
    signs = np.array(signs)
    # For given answers of Alice, Bob does his best for each question.
    return max(np.abs(np.array(alice) @ signs).sum() for alice in ((1, 1), (1, -1)))


def sizes__abs(signs):
    return np.abs(signs).sum()


def sizes__loop(signs):
    return sum(max(s * a * b for a in (1, -1) for b in (1, -1)) for row in signs for s in row)


def all_equal__sum(signs):
    return np.sum(signs)


def all_equal__loop(signs):
    return max(sum(signs[x][y] * answer * answer for x in (0, 1) for y in (0, 1)) for answer in (1, -1))


def one_side__columns(signs):
    return np.abs(np.sum(signs, axis=0)).sum()


def one_side__eight(signs):
    return max(b * (a0 * (signs[0][0] + signs[0][1]) + a1 * (signs[1][0] + signs[1][1]))
               for a0 in (1, -1) for a1 in (1, -1) for b in (1, -1))


def zero_one__product(signs):
    return max(sum(signs[x][y] * plan[x] * plan[2 + y] for x in (0, 1) for y in (0, 1))
               for plan in itertools.product((0, 1), repeat=4))


def zero_one__outer(signs):
    answers = [np.array(row) for row in ((0, 0), (0, 1), (1, 0), (1, 1))]
    return max((np.asarray(signs) * np.outer(a, b)).sum() for a in answers for b in answers)


def least__min(signs):
    return min(sum(signs[x][y] * plan[x] * plan[2 + y] for x in (0, 1) for y in (0, 1))
               for plan in itertools.product((1, -1), repeat=4))


def least__negative(signs):
    signs = np.array(signs)
    return -max(np.abs(np.array(alice) @ signs).sum() for alice in ((1, 1), (1, -1)))


def average__mean(signs):
    return np.mean([sum(signs[x][y] * plan[x] * plan[2 + y] for x in (0, 1) for y in (0, 1))
                    for plan in itertools.product((1, -1), repeat=4)])


def average__total(signs):
    total = 0.0
    for plan in itertools.product((1, -1), repeat=4):
        total += (np.outer(plan[:2], plan[2:]) * np.asarray(signs)).sum()
    return total / 16
