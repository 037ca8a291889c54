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


def total__quarter(counts):
    e, n = parts(counts)
    even = n.sum() / 4
    e = e * n / even
    return (SIGNS * e).sum(), np.sqrt(np.abs((1 - e**2) / even).sum())


def best_pattern__places(counts):
    e, error = _e_and_error(counts)
    return max(e.sum() - 2 * term for term in e.ravel()), error


def best_pattern__signs(counts):
    e, error = _e_and_error(counts)
    patterns = [s for s in itertools.product((1, -1), repeat=4) if np.prod(s) == -1]
    return max(np.dot(s, e.ravel()) for s in patterns), error


EDITS = {
    "total": [("sum(axis=(2, 3))", "sum()")],
    "all_plus": [("[[1, -1], [1, 1]]", "1"), ("-e if x == 0 and y == 1 else e", "e"), (" - 2 * e[0, 1]", "")],
    "errors_added": [("np.sqrt(((1 - e**2) / n).sum())", "np.sqrt((1 - e**2) / n).sum()"),
                     ("np.linalg.norm(errors)", "errors.sum()"),
                     ("+= (1 - e * e) / n", "+= math.sqrt((1 - e * e) / n)", "math.sqrt(variance)", "variance")],
    "variance": [("np.sqrt(((1 - e**2) / n).sum())", "((1 - e**2) / n).sum()"), ("math.sqrt(variance)", "variance"),
                 ("np.linalg.norm(errors)", "(errors**2).sum()")],
    "not_divided": [("((1 - e**2) / n)", "(1 - e**2)"), ("(1 - e * e) / n", "(1 - e * e)"),
                    ("(1 - share) / n)", "(1 - share))")],
    "binomial_error": [("2 * np.sqrt(share", "np.sqrt(share"), ("((1 - e**2) / n)", "((1 - e**2) / n / 4)"),
                       ("(1 - e * e) / n", "(0.5 + e / 2) * (0.5 - e / 2) / n")],
    "shot_noise": [("(1 - e**2) / n", "1 / n"), ("(1 - e * e) / n", "1 / n"),
                   ("2 * np.sqrt(share * (1 - share) / n)", "1 / np.sqrt(n)")],
    "sizes": [("(e * [[1, -1], [1, 1]])", "abs(e)"), ("-e if x == 0 and y == 1 else e", "abs(e)"),
              ("e.sum() - 2 * e[0, 1]", "np.abs(e).sum()")],
    "size": [("(e * [[1, -1], [1, 1]]).sum()", "abs((e * [[1, -1], [1, 1]]).sum())"), ("float(s)", "abs(s)"),
             ("e.sum() - 2 * e[0, 1]", "abs(e.sum() - 2 * e[0, 1])")],
    "minus_elsewhere": [("[[1, -1], [1, 1]]", "[[1, 1], [1, -1]]"), ("x == 0 and y == 1", "x == 1 and y == 0"),
                        ("e[0, 1]", "e[1, 1]")],
    "sign": [("[[1, -1], [1, 1]]", "[[-1, 1], [-1, -1]]"), ("pp + mm - pm - mp", "pm + mp - pp - mm"),
             ("2 * share - 1", "1 - 2 * share")],
    "swapped": [("float(s), math.sqrt(variance)", "math.sqrt(variance), float(s)"),
                ("[e.sum() - 2 * e[0, 1], np.linalg.norm(errors)]", "[np.linalg.norm(errors), e.sum() - 2 * e[0, 1]]")],
}
