import math

import numpy as np

LN2 = math.log(2)


def right__math(km, db_per_km):
    return -math.log1p(-(10 ** (-0.1 * db_per_km * km))) / math.log(2)


def right__two_cases(km, db_per_km):
    eta = 0.1 ** (db_per_km * km / 10)
    return eta * np.log2(np.e) if eta < 1e-10 else -np.log2(1 - eta)


def right__series(km, db_per_km):
    eta = 10 ** (-db_per_km * km / 10)
    return sum(eta**n / n for n in range(1, 400)) / np.log(2)


def rounded_away__log2(km, db_per_km):
    return -np.log2(1 - 10 ** (-db_per_km * km / 10))


def rounded_away__inverse(km, db_per_km):
    eta = 10 ** (-0.1 * db_per_km * km)
    return math.log(1 / (1 - eta)) / LN2


def natural_log__exact(km, db_per_km):
    return -np.log1p(-(10 ** (-db_per_km * km / 10)))


def natural_log__rounded(km, db_per_km):
    return -np.log(1 - 10 ** (-db_per_km * km / 10))


def natural_log__ten(km, db_per_km):
    return -math.log1p(-(10 ** (-db_per_km * km / 10))) / math.log(10)


def other_bound__exact(km, db_per_km):
    return 2 * math.atanh(10 ** (-db_per_km * km / 10)) / LN2


def other_bound__rounded(km, db_per_km):
    eta = 10 ** (-db_per_km * km / 10)
    return np.log2((1 + eta) / (1 - eta))


def small_eta__bits(km, db_per_km):
    return 10 ** (-db_per_km * km / 10) * np.log2(np.e)


def small_eta__number(km, db_per_km):
    return 1.4426950408889634 / 10 ** (db_per_km * km / 10)


def small_eta__transmittance(km, db_per_km):
    return 10 ** (-db_per_km * km / 10)


def decibel__natural(km, db_per_km):
    return -np.log1p(-np.exp(-db_per_km * km / 10)) / LN2


def decibel__twenty(km, db_per_km):
    return -math.log1p(-(10 ** (-db_per_km * km / 20))) / LN2


def decibel__no_ten(km, db_per_km):
    return -math.log1p(-(10 ** (-db_per_km * km))) * math.log2(math.e)


def lost__minus(km, db_per_km):
    return -np.log2(10 ** (-db_per_km * km / 10))


def lost__decibels(km, db_per_km):
    return db_per_km * km / 10 * math.log2(10)
