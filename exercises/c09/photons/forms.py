import math

import numpy as np
from scipy.special import gammainc
from scipy.stats import nbinom, poisson


def several(mu):
    return 1 - math.exp(-mu) - mu * math.exp(-mu)


def right__scipy(mu):
    return poisson.sf(1, mu), poisson.sf(1, mu) / poisson.sf(0, mu)


def right__sum(mu):
    term, total = math.exp(-mu), []
    for n in range(60):
        total.append(term)
        term *= mu / (n + 1)
    return [sum(total[2:]), sum(total[2:]) / sum(total[1:])]


def right__gamma(mu):
    return np.array([gammainc(2, mu), gammainc(2, mu) / gammainc(1, mu)])


def swapped__poisson(mu):
    return poisson.sf(1, mu) / poisson.sf(0, mu), poisson.sf(1, mu)


def swapped__formula(mu):
    several = 1 - (1 + mu) * math.exp(-mu)
    return [several / (1 - math.exp(-mu)), several]


def of_all__poisson(mu):
    return poisson.sf(1, mu), poisson.sf(1, mu)


def of_all__formula(mu):
    several = 1 - (1 + mu) * math.exp(-mu)
    empty = math.exp(-mu)
    return several, several / (several + mu * math.exp(-mu) + empty)


def of_lit__poisson(mu):
    return np.full(2, poisson.sf(1, mu) / poisson.sf(0, mu))


def of_lit__formula(mu):
    share = 1 - mu / (math.exp(mu) - 1)
    return share, share


def at_least_one__divided(mu):
    some = 1 - math.exp(-mu)
    return some, some / some


def at_least_one__first(mu):
    return poisson.sf(0, mu), poisson.sf(1, mu) / poisson.sf(0, mu)


def at_least_one__twice(mu):
    return poisson.sf(0, mu), poisson.sf(0, mu)


def exactly_two__poisson(mu):
    return poisson.pmf(2, mu), poisson.pmf(2, mu) / poisson.sf(0, mu)


def exactly_two__formula(mu):
    two = mu**2 / 2 * math.exp(-mu)
    return two, two / (1 - math.exp(-mu))


def thermal__bose(mu):
    none = 1 / (1 + mu)
    one = mu / (1 + mu) ** 2
    return 1 - none - one, (1 - none - one) / (1 - none)


def thermal__scipy(mu):
    return nbinom.sf(1, 1, 1 / (1 + mu)), nbinom.sf(1, 1, 1 / (1 + mu)) / nbinom.sf(0, 1, 1 / (1 + mu))


def small_mu__both(mu):
    return mu**2 / 2, mu**2 / 2 / mu


def small_mu__first(mu):
    return mu * mu / 2, mu * mu / 2 / poisson.sf(0, mu)


def single__nothing(mu):
    return 0, 0


def single__bernoulli(mu):
    odds = {0: 1 - mu, 1: mu}
    several = sum(p for n, p in odds.items() if n >= 2)
    return several, several / mu


def of_single__poisson(mu):
    return poisson.sf(1, mu), poisson.sf(1, mu) / poisson.pmf(1, mu)


def of_single__formula(mu):
    none, one = math.exp(-mu), mu * math.exp(-mu)
    return 1 - none - one, (1 - none - one) / one
