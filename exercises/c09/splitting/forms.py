import math

import numpy as np
from scipy.optimize import brentq


def poisson_several(mu):
    return 1 - math.exp(-mu) - mu * math.exp(-mu)


def right__root(mu, db_per_km):
    def spare(km):
        return poisson_several(mu) - 1 + math.exp(-mu * 10 ** (-db_per_km * km / 10))

    return brentq(spare, 0, 1000)


def right__bisection(mu, db_per_km):
    low, high = 0, 500
    while high - low > 1e-4:
        middle = (low + high) / 2
        if 1 - math.exp(-mu * 10 ** (-db_per_km * middle / 10)) > poisson_several(mu):
            low = middle
        else:
            high = middle
    return high


def right__short(mu, db_per_km):
    return -10 * math.log10(1 - math.log(1 + mu) / mu) / db_per_km


def right__grid(mu, db_per_km):
    km = np.arange(0, 80, 0.005)
    return km[np.argmax(-np.expm1(-mu * 10 ** (-db_per_km * km / 10)) <= poisson_several(mu))]


EDITS = {
    "linear": [("-np.log(1 - crowded) / mu", "crowded / mu"), ("1 - math.log(1 + mu) / mu", "poisson_several(mu) / mu"),
               ("-np.expm1(-mu * 10 ** (-db_per_km * km / 10))", "mu * 10 ** (-db_per_km * km / 10)")],
    "at_least_one": [("1 - np.exp(-mu) * (1 + mu)", "1 - np.exp(-mu)"),
                     ("> poisson_several(mu)", "> 1 - math.exp(-mu)"),
                     ("<= poisson_several(mu)", "<= 1 - math.exp(-mu)")],
    "exactly_two": [("poisson_several(mu)", "math.exp(-mu) * mu**2 / 2")],
    "single": [("-np.log(1 - crowded) / mu", "crowded"), ("1 - math.log(1 + mu) / mu", "poisson_several(mu)"),
               ("1 + math.exp(-mu * 10 ** (-db_per_km * km / 10))", "10 ** (-db_per_km * km / 10)")],
    "of_lit": [("poisson_several(mu)", "(poisson_several(mu) / (1 - math.exp(-mu)))")],
    "decibel": [("np.log10", "np.log"), ("10 * np.log10", "np.log10"), ("middle / 10", "middle / 20")],
}
