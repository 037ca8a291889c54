import math

import numpy as np
from scipy.special import gammainc
from scipy.stats import poisson


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


def single__nothing(mu):
    return 0, 0


def single__bernoulli(mu):
    odds = {0: 1 - mu, 1: mu}
    several = sum(p for n, p in odds.items() if n >= 2)
    return several, several / mu


EDITS = {
    "swapped": [("return two_or_more, two_or_more / (1 - none)", "return two_or_more / (1 - none), two_or_more"),
                ("[sum(total[2:]), sum(total[2:]) / sum(total[1:])]",
                 "[sum(total[2:]), sum(total[2:]) / sum(total[1:])][::-1]")],
    "of_all": [(" / (1 - none)", ""), (" / poisson.sf(0, mu)", ""), (" / gammainc(1, mu)", "")],
    "of_lit": [("return two_or_more,", "return two_or_more / (1 - none),"),
               ("return poisson.sf(1, mu),", "return poisson.sf(1, mu) / poisson.sf(0, mu),"),
               ("[sum(total[2:]),", "[sum(total[2:]) / sum(total[1:]),")],
    "at_least_one": [("return two_or_more,", "return 1 - none,"), ("[gammainc(2, mu),", "[gammainc(1, mu),"),
                     ("[sum(total[2:]),", "[sum(total[1:]),")],
    "exactly_two": [("1 - none - one", "mu**2 / 2 * none"), ("poisson.sf(1, mu)", "poisson.pmf(2, mu)"),
                    ("total[2:]", "total[2:3]")],
    "thermal": [("np.exp(-mu), mu * np.exp(-mu)", "1 / (1 + mu), mu / (1 + mu) ** 2"),
                ("math.exp(-mu)", "1 / (1 + mu)", "mu / (n + 1)", "mu / (1 + mu)")],
    "small_mu": [("1 - none - one", "mu**2 / 2"), ("poisson.sf(1, mu)", "mu**2 / 2"),
                 ("gammainc(2, mu)", "mu**2 / 2", "gammainc(1, mu)", "mu")],
    "of_single": [("/ (1 - none)", "/ one"), ("/ sum(total[1:])", "/ total[1]"),
                  ("/ poisson.sf(0, mu)", "/ poisson.pmf(1, mu)")],
}
