import numpy as np
from scipy import stats


def right__scipy(x, y, a, b):
    alice, bob = a % 2, b % 2
    won = np.count_nonzero((alice + bob) % 2 == x * y)
    return won, stats.binom.sf(won - 1, len(a), 0.75)


def right__loop(x, y, a, b):
    """One round after the other, and the distribution of the wins built up with them."""
    answer = {0: 0, 1: 1, 2: 0}
    won, odds = 0, [1.0]
    for question, other, one, two in zip(x, y, a, b):
        differ = answer[int(one)] != answer[int(two)]
        if differ == (question == 1 and other == 1):
            won += 1
        odds = [0.75 * lost + 0.25 * kept for lost, kept in zip([0.0] + odds, odds + [0.0])]
    return won, sum(odds[won:])


def right__masks(x, y, a, b):
    a, b = np.array(a), np.array(b)
    a[a == 2] = 0
    b[b == 2] = 0
    ones = (x == 1) & (y == 1)
    won = sum(a[ones] != b[ones]) + sum(a[~ones] == b[~ones])
    return int(won), stats.binom(len(x), 0.75).pmf(np.arange(won, len(x) + 1)).sum()


def dropped__all(x, y, a, b):
    seen = (a < 2) & (b < 2)
    return right__scipy(x[seen], y[seen], a[seen], b[seen])


def dropped__loop(x, y, a, b):
    rounds = [(i, j, p, q) for i, j, p, q in zip(x, y, a, b) if 2 not in (p, q)]
    won = sum((p ^ q) == (i & j) for i, j, p, q in rounds)
    return int(won), stats.binom.sf(won - 1, len(rounds), 0.75)


def dropped__lost(x, y, a, b):
    """Each round with a silence is a lost one."""
    won = sum(1 for i, j, p, q in zip(x, y, a, b) if 2 not in (p, q) and p ^ q == i & j)
    return won, stats.binom.sf(won - 1, len(x), 0.75)


def silence_wins__all(x, y, a, b):
    won = int(np.sum((a == 2) | (b == 2) | ((a ^ b) == (x & y))))
    return won, stats.binom.sf(won - 1, len(x), 0.75)


def silence_wins__loop(x, y, a, b):
    won = 0
    for i, j, p, q in zip(x, y, a, b):
        won += 1 if max(p, q) == 2 else int((p + q) % 2 == i * j)
    return won, stats.binom.sf(won - 1, len(x), 0.75)


def two_as_answer__xor(x, y, a, b):
    won = int(np.sum((a ^ b) == (x & y)))
    return won, stats.binom.sf(won - 1, len(x), 0.75)


def bell_curve__plain(x, y, a, b):
    won = right__masks(x, y, a, b)[0]
    return won, stats.norm.sf(won, 0.75 * len(x), (len(x) * 3 / 16) ** 0.5)


def bell_curve__corrected(x, y, a, b):
    won = right__masks(x, y, a, b)[0]
    z = (won - 0.5 - 0.75 * len(x)) / np.sqrt(len(x) * 0.75 * 0.25)
    return won, 1 - stats.norm.cdf(z)


EDITS = {
    "dropped_from_rounds": [("stats.binom.sf(won - 1, len(a), 0.75)", "stats.binom.sf(won - 1, np.sum((a < 2) & (b < 2)), 0.75)"),
                            ("won, rounds = int(np.sum((alice ^ bob) == (x & y))), len(x)",
                "won, rounds = int(np.sum((alice ^ bob) == (x & y))), int(sum((a != 2) & (b != 2)))")],
    "two_as_answer": [("np.where(a == 2, 0, a), np.where(b == 2, 0, b)", "a, b")],
    "other_answer": [("np.where(a == 2, 0, a), np.where(b == 2, 0, b)", "np.where(a == 2, 1, a), np.where(b == 2, 1, b)"), ("2: 0}",
                     "2: 1}"),
                     ("a[a == 2] = 0", "a[a == 2] = 1")],
    "rule": [("(x & y)", "(x | y)"), ("== x * y", "== 0"), ("question == 1 and other == 1", "question == 1 or other == 1"),
             ("(x == 1) & (y == 1)", "(x == 0) & (y == 0) & False"), ("(x & y)", "(x ^ y)")],
    "more_than": [("range(won, rounds + 1)", "range(won + 1, rounds + 1)"), ("won - 1", "won"), ("odds[won:]", "odds[won + 1:]")],
    "below": [("range(won, rounds + 1)", "range(won)"), ("stats.binom.sf(won - 1,", "stats.binom.cdf(won,"), ("odds[won:]", "odds[:won]")],
    "exactly": [("range(won, rounds + 1)", "[won]"), ("stats.binom.sf(won - 1,", "stats.binom.pmf(won,"), ("sum(odds[won:])", "odds[won]")],
    "other_bound": [("0.75**k * 0.25 ** (rounds - k)", "0.5**rounds"), ("len(a), 0.75", "len(a), (2 + 2**0.5) / 4"), ("(len(x), 0.75)",
                    "(len(x), 0.5)")],
}
