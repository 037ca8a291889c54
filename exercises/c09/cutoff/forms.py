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


LN2 = math.log(2)


def gys(mu, km):
    """Q, E, Y1, e1."""
    eta = 0.045 * 10 ** (-0.021 * np.asarray(km, float))
    light = -np.expm1(-eta * mu)
    q, y1 = 1 - (1 - 1.7e-6) * (1 - light), 1 - (1 - 1.7e-6) * (1 - eta)
    return q, (0.85e-6 + 0.033 * light) / q, y1, (0.85e-6 + 0.033 * eta) / y1


def by_root(rate, mu, km):
    """Rate and reach, with a root finder."""
    return max(0.0, rate(mu, km)), brentq(lambda x: rate(mu, x), 5, 400)


def by_bisection(rate, mu, km):
    low, high = 0, 400
    while high - low > 0.01:
        middle = (low + high) / 2
        low, high = (middle, high) if rate(mu, middle) > 0 else (low, middle)
    return float(np.clip(rate(mu, km), 0, None)), low


def key(mu, km, f=1.22):
    q, e, y1, e1 = gys(mu, km)
    return mu * np.exp(-mu) * y1 * (1 - h(e1)) - f * q * h(e)


def _rate(mu, km):
    eta = 0.045 * 10 ** (-0.021 * km)
    y0, light = 1.7e-6, -math.expm1(-eta * mu)
    gain, y1 = light + y0 * (1 - light), eta + y0 * (1 - eta)
    single = mu * math.exp(-mu) * y1 * (1 - h((y0 / 2 + 0.033 * eta) / y1))
    return (single - gain * 1.22 * h((y0 / 2 + 0.033 * light) / gain)) / 2


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


def no_sifting__root(mu, km):
    return by_root(key, mu, km)


def no_sifting__bisection(mu, km):
    return by_bisection(key, mu, km)


def unclipped__root(mu, km):
    return float(key(mu, km)) / 2, by_root(key, mu, km)[1]


def unclipped__bisection(mu, km):
    return np.array([0.5 * key(mu, km), by_bisection(key, mu, km)[1]])


def single_corrected__root(mu, km):
    def rate(mu, km):
        _, _, y1, e1 = gys(mu, km)
        return mu * np.exp(-mu) * y1 * (1 - h(e1) - 1.22 * h(e1)) / 2

    return by_root(rate, mu, km)


def single_corrected__gain(mu, km):
    def rate(mu, km):
        q, e, y1, e1 = gys(mu, km)
        q1 = mu * np.exp(-mu) * y1
        return 0.5 * (-q1 * 1.22 * h(e) + q1 * (1 - h(e1)))

    return by_bisection(rate, mu, km)


def no_f__root(mu, km):
    return by_root(lambda mu, km: key(mu, km, f=1) / 2, mu, km)


def no_f__bisection(mu, km):
    def rate(mu, km):
        q, e, y1, e1 = gys(mu, km)
        return 0.5 * (-q * h(e) + mu * np.exp(-mu) * y1 * (1 - h(e1)))

    return by_bisection(rate, mu, km)


def all_phase__root(mu, km):
    def rate(mu, km):
        q, e, y1, _ = gys(mu, km)
        return (mu * np.exp(-mu) * y1 * (1 - h(e)) - 1.22 * q * h(e)) / 2

    return by_root(rate, mu, km)


def all_phase__bisection(mu, km):
    def rate(mu, km):
        q, e, y1, _ = gys(mu, km)
        q1 = poisson.pmf(1, mu) * y1
        return 0.5 * (q1 - (q1 + 1.22 * q) * h(e))

    return by_bisection(rate, mu, km)


def no_phase__root(mu, km):
    def rate(mu, km):
        q, e, y1, _ = gys(mu, km)
        return (mu * np.exp(-mu) * y1 - 1.22 * q * h(e)) / 2

    return by_root(rate, mu, km)


def no_phase__bisection(mu, km):
    def rate(mu, km):
        q, e, y1, e1 = gys(mu, km)
        return key(mu, km) / 2 + 0.5 * mu * np.exp(-mu) * y1 * h(e1)

    return by_bisection(rate, mu, km)


def all_single__root(mu, km):
    def rate(mu, km):
        q, e, *_ = gys(mu, km)
        return q * (1 - h(e) - 1.22 * h(e)) / 2

    return by_root(rate, mu, km)


def all_single__bisection(mu, km):
    def rate(mu, km):
        q, e, _, e1 = gys(mu, km)
        return 0.5 * (-q * 1.22 * h(e) + q * (1 - h(e1)))

    return by_bisection(rate, mu, km)


def yield_for_gain__root(mu, km):
    def rate(mu, km):
        q, e, y1, e1 = gys(mu, km)
        return (y1 * (1 - h(e1)) - 1.22 * q * h(e)) / 2

    return by_root(rate, mu, km)


def yield_for_gain__bisection(mu, km):
    def rate(mu, km):
        q, e, y1, e1 = gys(mu, km)
        return 0.5 * (-q * 1.22 * h(e) + y1 - y1 * h(e1))

    return by_bisection(rate, mu, km)


def natural_log__root(mu, km):
    def rate(mu, km):
        q, e, y1, e1 = gys(mu, km)
        return (mu * np.exp(-mu) * y1 * (1 - h(e1) * LN2) - 1.22 * q * h(e) * LN2) / 2

    return by_root(rate, mu, km)


def natural_log__bisection(mu, km):
    def nats(p):
        return -p * np.log(p) - (1 - p) * np.log(1 - p)

    def rate(mu, km):
        q, e, y1, e1 = gys(mu, km)
        return 0.5 * (mu * np.exp(-mu) * y1 * (1 - nats(e1)) - 1.22 * q * nats(e))

    return by_bisection(rate, mu, km)


def swapped__tuple(mu, km):
    return brentq(lambda x: _rate(mu, x), 1, 400), max(0.0, _rate(mu, km))


def swapped__list(mu, km):
    near, far = 0.0, 400.0
    while far - near > 1e-3:
        middle = (near + far) / 2
        near, far = (middle, far) if _rate(mu, middle) > 0 else (near, middle)
    return [near, max(0.0, float(_rate(mu, km)))]
