import itertools
import math

import numpy as np

SIGNS = np.array([[1, -1], [1, 1]])


def parts(counts):
    counts = np.asarray(counts, dtype=float)
    n = counts.sum(axis=(2, 3))
    return (counts[..., 0, 0] + counts[..., 1, 1] - counts[..., 0, 1] - counts[..., 1, 0]) / n, n


def _e_and_error(counts):
    counts = np.asarray(counts, dtype=float)
    n = counts.sum(axis=(2, 3))
    e = (counts[..., 0, 0] + counts[..., 1, 1] - counts[..., 0, 1] - counts[..., 1, 0]) / n
    return e, np.sqrt(((1 - e**2) / n).sum())


def right__loops(counts):
    s = variance = 0
    for x in (0, 1):
        for y in (0, 1):
            (pp, pm), (mp, mm) = counts[x][y]
            n = pp + pm + mp + mm
            e = (pp + mm - pm - mp) / n
            s += -e if x == 0 and y == 1 else e
            variance += (1 - e * e) / n
    return float(s), math.sqrt(variance)


def right__shares(counts):
    counts = np.array(counts)
    n = counts.sum(axis=3).sum(axis=2)
    share = np.trace(counts, axis1=2, axis2=3) / n
    errors = 2 * np.sqrt(share * (1 - share) / n)
    e = 2 * share - 1
    return [e.sum() - 2 * e[0, 1], np.linalg.norm(errors)]


def total__all(counts):
    counts = np.asarray(counts, dtype=float)
    n = counts.sum()
    e = (counts[..., 0, 0] + counts[..., 1, 1] - counts[..., 0, 1] - counts[..., 1, 0]) / n
    return (SIGNS * e).sum(), np.sqrt(((1 - e**2) / n).sum())


def total__quarter(counts):
    e, n = parts(counts)
    even = n.sum() / 4
    e = e * n / even
    return (SIGNS * e).sum(), np.sqrt(np.abs((1 - e**2) / even).sum())


def all_plus__sum(counts):
    e, n = parts(counts)
    return e.sum(), np.sqrt(((1 - e**2) / n).sum())


def all_plus__loops(counts):
    s = variance = 0
    for row in counts:
        for (pp, pm), (mp, mm) in row:
            n = pp + pm + mp + mm
            e = (pp + mm - pm - mp) / n
            s, variance = s + e, variance + (1 - e * e) / n
    return s, math.sqrt(variance)


def errors_added__sum(counts):
    e, n = parts(counts)
    return (SIGNS * e).sum(), np.sqrt((1 - e**2) / n).sum()


def errors_added__shares(counts):
    e, n = parts(counts)
    share = (1 + e) / 2
    return (SIGNS * e).sum(), (2 * np.sqrt(share * (1 - share) / n)).sum()


def variance__sum(counts):
    e, n = parts(counts)
    return (SIGNS * e).sum(), ((1 - e**2) / n).sum()


def variance__shares(counts):
    e, n = parts(counts)
    share = (1 + e) / 2
    return [(SIGNS * e).sum(), np.sum(4 * share * (1 - share) / n)]


def not_divided__root(counts):
    e, _ = parts(counts)
    return (SIGNS * e).sum(), np.sqrt((1 - e**2).sum())


def not_divided__norm(counts):
    e, _ = parts(counts)
    return (SIGNS * e).sum(), np.linalg.norm(np.sqrt(1 - e**2))


def binomial_error__shares(counts):
    e, n = parts(counts)
    share = (1 + e) / 2
    return (SIGNS * e).sum(), np.sqrt((share * (1 - share) / n).sum())


def binomial_error__half(counts):
    e, n = parts(counts)
    return (SIGNS * e).sum(), np.linalg.norm(np.sqrt((1 - e**2) / n)) / 2


def shot_noise__root(counts):
    e, n = parts(counts)
    return (SIGNS * e).sum(), np.sqrt((1 / n).sum())


def shot_noise__norm(counts):
    e, n = parts(counts)
    return (SIGNS * e).sum(), np.linalg.norm(n**-0.5)


def sizes__sum(counts):
    e, error = _e_and_error(counts)
    return np.abs(e).sum(), error


def sizes__loop(counts):
    e, error = _e_and_error(counts)
    return sum(abs(e[x, y]) for x in (0, 1) for y in (0, 1)), error


def size__abs(counts):
    e, error = _e_and_error(counts)
    return abs(e[0, 0] - e[0, 1] + e[1, 0] + e[1, 1]), error


def size__bars(counts):
    e, error = _e_and_error(counts)
    return math.sqrt(((e * [[1, -1], [1, 1]]).sum()) ** 2), error


def minus_elsewhere__last(counts):
    e, error = _e_and_error(counts)
    return (e * [[1, 1], [1, -1]]).sum(), error


def minus_elsewhere__transposed(counts):
    e, error = _e_and_error(counts)
    return e[0, 0] + e[0, 1] - e[1, 0] + e[1, 1], error


def best_pattern__places(counts):
    e, error = _e_and_error(counts)
    return max(e.sum() - 2 * term for term in e.ravel()), error


def best_pattern__signs(counts):
    e, error = _e_and_error(counts)
    patterns = [s for s in itertools.product((1, -1), repeat=4) if np.prod(s) == -1]
    return max(np.dot(s, e.ravel()) for s in patterns), error


def sign__minus(counts):
    e, error = _e_and_error(counts)
    return (e * [[-1, 1], [-1, -1]]).sum(), error


def sign__differ(counts):
    e, error = _e_and_error(np.asarray(counts)[..., ::-1])
    return e[0, 0] - e[0, 1] + e[1, 0] + e[1, 1], error


def swapped__tuple(counts):
    e, error = _e_and_error(counts)
    return error, (e * [[1, -1], [1, 1]]).sum()


def swapped__array(counts):
    e, error = _e_and_error(counts)
    return np.array([error, e[0, 0] - e[0, 1] + e[1, 0] + e[1, 1]])
