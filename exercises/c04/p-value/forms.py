import math

import numpy as np  # noqa: F401, for the edits
from scipy.stats import binom, norm


def right__scipy(wins, rounds):
    return binom.sf(wins - 1, rounds, 0.75)


def right__losses(wins, rounds):
    return float(binom.cdf(rounds - wins, rounds, 0.25))


def bell_curve__plain(wins, rounds):
    return norm.sf(wins, loc=0.75 * rounds, scale=math.sqrt(0.75 * 0.25 * rounds))


def bell_curve__corrected(wins, rounds):
    z = (wins - 0.5 - 0.75 * rounds) / math.sqrt(3 * rounds / 16)
    return 0.5 * math.erfc(z / math.sqrt(2))


def two_sided__binomtest(wins, rounds):
    from scipy.stats import binomtest

    return binomtest(int(wins), int(rounds), 0.75).pvalue


EDITS = {
    "more_than": [("range(wins,", "range(wins + 1,"), ("wins - 1", "wins"), ("rounds - wins", "rounds - wins - 1")],
    "last_missing": [("rounds + 1)", "rounds)"),
                     ("binom.sf(wins - 1, rounds, 0.75)", "binom.sf(wins - 1, rounds, 0.75) - 0.75**rounds")],
    "exactly": [("rounds + 1)", "wins + 1)"), ("sf(wins - 1", "pmf(wins"), ("cdf(", "pmf(")],
    "below": [("binom.sf", "binom.cdf"), ("range(wins, rounds + 1)", "range(wins)"), ("binom.cdf", "1 - binom.cdf")],
    "fair_coin": [("0.75**k * 0.25 ** (rounds - k)", "0.5**rounds"), ("0.25)", "0.5)"), ("0.75)", "1 / 2)")],
    "quantum": [("0.75)", "(2 + math.sqrt(2)) / 4)"), ("0.25)", "math.sin(math.pi / 8) ** 2)"),
                ("0.75**k * 0.25", "np.cos(np.pi / 8) ** (2 * k) * (np.sin(np.pi / 8) ** 2)")],
    "two_sided": [("return float(", "return min(1, 2 * ")],
}
