import math

import numpy as np
from scipy.optimize import brentq
from scipy.stats import poisson


def poisson_several(mu):
    return 1 - math.exp(-mu) - mu * math.exp(-mu)


def several(mu):
    return 1 - math.exp(-mu) - mu * math.exp(-mu)


def km_of(eta, db_per_km):
    return max(0, -10 * math.log10(eta) / db_per_km)


def exact(mu):
    return 1 - math.log(1 + mu) / mu


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


def linear__formula(mu, db_per_km):
    return km_of(several(mu) / mu, db_per_km)


def linear__root(mu, db_per_km):
    return brentq(lambda km: mu * 10 ** (-db_per_km * km / 10) - several(mu), 0, 1000)


def at_least_one__exact(mu, db_per_km):
    return km_of(-math.log(math.exp(-mu)) / mu, db_per_km)


def at_least_one__linear(mu, db_per_km):
    return km_of((1 - math.exp(-mu)) / mu, db_per_km)


def at_least_one__single(mu, db_per_km):
    return km_of(poisson.sf(0, mu), db_per_km)


def exactly_two__exact(mu, db_per_km):
    return km_of(-math.log(1 - poisson.pmf(2, mu)) / mu, db_per_km)


def exactly_two__linear(mu, db_per_km):
    return km_of(poisson.pmf(2, mu) / mu, db_per_km)


def single__formula(mu, db_per_km):
    return km_of(several(mu), db_per_km)


def single__loop(mu, db_per_km):
    km = 0.0
    while 10 ** (-db_per_km * km / 10) > several(mu):
        km += 0.005
    return km


def of_lit__exact(mu, db_per_km):
    share = several(mu) / (1 - math.exp(-mu))
    return km_of(-math.log(1 - share) / mu, db_per_km)


def of_lit__linear(mu, db_per_km):
    return km_of(poisson.sf(1, mu) / poisson.sf(0, mu) / mu, db_per_km)


def decibel__natural(mu, db_per_km):
    return -10 * math.log(exact(mu)) / db_per_km


def decibel__no_ten(mu, db_per_km):
    return -np.log10(exact(mu)) / db_per_km


def decibel__twenty(mu, db_per_km):
    return brentq(lambda km: 10 ** (-db_per_km * km / 20) - exact(mu), 0, 2000)


def decibel__exponential(mu, db_per_km):
    return brentq(lambda km: math.exp(-db_per_km * km) - exact(mu), 0, 2000)
