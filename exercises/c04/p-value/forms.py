import math

import numpy as np
from scipy.stats import binom
from scipy.stats import norm


def right__scipy(wins, rounds):
    return binom.sf(wins - 1, rounds, 0.75)


def right__losses(wins, rounds):
    return float(binom.cdf(rounds - wins, rounds, 0.25))


def more_than__sf(wins, rounds):
    return binom.sf(wins, rounds, 0.75)


def more_than__range(wins, rounds):
    return sum(math.comb(rounds, k) * 0.75**k * 0.25 ** (rounds - k) for k in range(wins + 1, rounds + 1))


def last_missing__range(wins, rounds):
    return sum(math.comb(rounds, k) * 0.75**k * 0.25 ** (rounds - k) for k in range(wins, rounds))


def last_missing__numpy(wins, rounds):
    return binom.pmf(np.arange(wins, rounds), rounds, 0.75).sum()


def exactly__pmf(wins, rounds):
    return binom.pmf(wins, rounds, 0.75)


def exactly__comb(wins, rounds):
    return math.comb(rounds, wins) * 0.75**wins * 0.25 ** (rounds - wins)


def below__cdf(wins, rounds):
    return binom.cdf(wins, rounds, 0.75)


def below__range(wins, rounds):
    return sum(math.comb(rounds, k) * 0.75**k * 0.25 ** (rounds - k) for k in range(wins))


def fair_coin__scipy(wins, rounds):
    return binom.sf(wins - 1, rounds, 0.5)


def fair_coin__comb(wins, rounds):
    return sum(math.comb(rounds, k) for k in range(wins, rounds + 1)) / 2**rounds


def quantum__scipy(wins, rounds):
    return binom.sf(wins - 1, rounds, np.cos(np.pi / 8) ** 2)


def quantum__range(wins, rounds):
    p = (2 + math.sqrt(2)) / 4
    return sum(math.comb(rounds, k) * p**k * (1 - p) ** (rounds - k) for k in range(wins, rounds + 1))


def bell_curve__plain(wins, rounds):
    return norm.sf(wins, loc=0.75 * rounds, scale=math.sqrt(0.75 * 0.25 * rounds))


def bell_curve__corrected(wins, rounds):
    z = (wins - 0.5 - 0.75 * rounds) / math.sqrt(3 * rounds / 16)
    return 0.5 * math.erfc(z / math.sqrt(2))


def two_sided__binomtest(wins, rounds):
    from scipy.stats import binomtest

    return binomtest(int(wins), int(rounds), 0.75).pvalue


def two_sided__doubled(wins, rounds):
    return min(1, 2 * binom.sf(wins - 1, rounds, 0.75))
