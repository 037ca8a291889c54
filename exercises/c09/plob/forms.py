import math

import numpy as np


def right__math(km, db_per_km):
    return -math.log1p(-(10 ** (-0.1 * db_per_km * km))) / math.log(2)


def right__two_cases(km, db_per_km):
    eta = 0.1 ** (db_per_km * km / 10)
    return eta * np.log2(np.e) if eta < 1e-10 else -np.log2(1 - eta)


def right__series(km, db_per_km):
    eta = 10 ** (-db_per_km * km / 10)
    return sum(eta**n / n for n in range(1, 400)) / np.log(2)


def other_bound__rounded(km, db_per_km):
    eta = 10 ** (-db_per_km * km / 10)
    return np.log2((1 + eta) / (1 - eta))


def lost__decibels(km, db_per_km):
    return db_per_km * km / 10 * math.log2(10)


EDITS = {
    "rounded_away": [("np.log1p(-eta)", "np.log(1 - eta)"), ("math.log1p(-(", "math.log(1 - ("),
                     ("eta * np.log2(np.e) if eta < 1e-10 else ", "")],
    "natural_log": [(" / np.log(2)", ""), (" / math.log(2)", ""), ("math.log(2)", "math.log(10)")],
    "other_bound": [("-np.log1p(-eta)", "2 * np.arctanh(eta)"), ("range(1, 400))", "range(1, 400, 2)) * 2")],
    "small_eta": [("-np.log1p(-eta)", "eta"), ("range(1, 400)", "range(1, 2)"), ("eta < 1e-10", "eta < 2")],
    "decibel": [("km / 10)", "km / 20)"), ("-0.1 * db", "-db")],
    "lost": [("-np.log1p(-eta)", "-np.log(eta)"),
             ("math.log1p(-(10 ** (-0.1 * db_per_km * km)))", "math.log(10 ** (-0.1 * db_per_km * km))")],
}
