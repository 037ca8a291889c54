import math

import numpy as np
from scipy.optimize import brentq
from scipy.special import entr
from scipy.stats import poisson


def gys_rate(mu, km):
    """With the approximations of Ma's paper: products of light and dark counts left out."""
    eta = 0.045 * 10 ** (-0.021 * km)
    q = 1.7e-6 + 1 - math.exp(-eta * mu)
    e = (0.85e-6 + 0.033 * (1 - math.exp(-eta * mu))) / q
    y1 = 1.7e-6 + eta
    e1 = (0.85e-6 + 0.033 * eta) / y1
    return 0.5 * (mu * math.exp(-mu) * y1 * (1 - h(e1)) - 1.22 * q * h(e))


def h(p):
    return -p * math.log2(p) - (1 - p) * math.log2(1 - p)


def h_all(p):
    return (entr(p) + entr(1 - p)) / math.log(2)


def gys(mu, km):
    """Q, E, Y1, e1."""
    eta = 0.045 * 10 ** (-0.021 * np.asarray(km, float))
    light = -np.expm1(-eta * mu)
    q, y1 = 1 - (1 - 1.7e-6) * (1 - light), 1 - (1 - 1.7e-6) * (1 - eta)
    return q, (0.85e-6 + 0.033 * light) / q, y1, (0.85e-6 + 0.033 * eta) / y1


def by_bisection(rate, mu, km):
    low, high = 0, 400
    while high - low > 0.01:
        middle = (low + high) / 2
        low, high = (middle, high) if rate(mu, middle) > 0 else (low, middle)
    return float(np.clip(rate(mu, km), 0, None)), low


def right__root(mu, km):
    return max(0, gys_rate(mu, km)), brentq(lambda x: gys_rate(mu, x), 10, 400)


def right__grid(mu, km):
    """Many distances at once, every 40 metres."""
    grid = np.append(np.arange(100, 200, 0.04), km)
    eta = 0.045 * 10 ** (-0.21 * grid / 10)
    light = 1 - np.exp(-eta * mu)
    q, y1 = 1 - (1 - 1.7e-6) * (1 - light), 1 - (1 - 1.7e-6) * (1 - eta)
    rate = 0.5 * (mu * np.exp(-mu) * y1 * (1 - h_all((0.85e-6 + 0.033 * eta) / y1))
                  - 1.22 * q * h_all((0.85e-6 + 0.033 * light) / q))
    return np.clip(rate[-1], 0, None), grid[np.argmax(rate[:-1] <= 0)]


def right__steps(mu, km):
    reach = step = 100.0
    while step > 0.005:
        step /= 2
        reach += step if gys_rate(mu, reach) > 0 else -step
    rate = gys_rate(mu, km)
    return [rate if rate > 0 else 0, reach]


def all_phase__bisection(mu, km):
    def rate(mu, km):
        q, e, y1, _ = gys(mu, km)
        q1 = poisson.pmf(1, mu) * y1
        return 0.5 * (q1 - (q1 + 1.22 * q) * h(e))

    return by_bisection(rate, mu, km)


EDITS = {
    "no_sifting": [("unsure(mixed)) / 2", "unsure(mixed))"), ("rate = 0.5 * (", "rate = 1 * ("),
                   ("max(0, gys_rate(mu, km))", "max(0, 2 * gys_rate(mu, km))")],
    "unclipped": [("max(0.0, per_pulse(km))", "per_pulse(km)"), ("np.clip(rate[-1], 0, None)", "rate[-1]"),
                  ("rate if rate > 0 else 0", "rate")],
    "single_corrected": [("counted[0] * F_EC * unsure(mixed)", "mu * np.exp(-mu) * counted[1] * F_EC * unsure(single)"),
                         ("- 1.22 * q * h_all((0.85e-6 + 0.033 * light) / q)",
                          "- 1.22 * mu * np.exp(-mu) * y1 * h_all((0.85e-6 + 0.033 * light) / q)")],
    "no_f": [("F_EC * ", ""), ("1.22 * q", "q")],
    "all_phase": [("unsure(single)", "unsure(mixed)"),
                  ("h_all((0.85e-6 + 0.033 * eta) / y1)", "h_all((0.85e-6 + 0.033 * light) / q)")],
    "no_phase": [(" * (1 - unsure(single))", ""), (" * (1 - h_all((0.85e-6 + 0.033 * eta) / y1))", "")],
    "all_single": [("mu * np.exp(-mu) * counted[1] * (1", "counted[0] * (1"), ("mu * np.exp(-mu) * y1", "q"),
                   ("mu * np.exp(-mu) * counted[1] * (1 - unsure(single))", "counted[0] * (1 - unsure(mixed))")],
    "yield_for_gain": [("mu * np.exp(-mu) * ", "")],
    "natural_log": [("np.log2", "np.log"), ("h_all(", "math.log(2) * h_all(")],
    "swapped": [("max(0.0, per_pulse(km)), near", "near, max(0.0, per_pulse(km))"),
                ("[rate if rate > 0 else 0, reach]", "[reach, rate if rate > 0 else 0]")],
}
