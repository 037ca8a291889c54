"""Right answers to the C09 exercises, written in other ways than the solutions: every one must pass.

Names: exercise ID with underscores, two underscores, a word for the way it is written.
"""

import math

import numpy as np
from scipy.optimize import brentq
from scipy.special import entr, gammainc
from scipy.stats import poisson


def c09_photons__scipy(mu):
    return poisson.sf(1, mu), poisson.sf(1, mu) / poisson.sf(0, mu)


def c09_photons__sum(mu):
    term, total = math.exp(-mu), []
    for n in range(60):
        total.append(term)
        term *= mu / (n + 1)
    return [sum(total[2:]), sum(total[2:]) / sum(total[1:])]


def c09_photons__gamma(mu):
    return np.array([gammainc(2, mu), gammainc(2, mu) / gammainc(1, mu)])


def c09_clicks__ma(mu, km, db_per_km, efficiency, dark_counts, misalignment):
    """As the paper writes it, without the product of light and dark counts."""
    eta = efficiency * 10 ** (-db_per_km * km / 10)
    q = dark_counts + 1 - math.exp(-eta * mu)
    return q, (0.5 * dark_counts + misalignment * (1 - math.exp(-eta * mu))) / q


def c09_clicks__photon_by_photon(mu, km, db_per_km, efficiency, dark_counts, misalignment):
    eta = efficiency / 10 ** (db_per_km * km / 10)
    gain = wrong = 0
    for n in range(30):
        odds = math.exp(-mu) * mu**n / math.factorial(n)
        detected = -math.expm1(n * math.log1p(-eta))
        gain += odds * (detected + dark_counts * (1 - detected))
        wrong += odds * (misalignment * detected + dark_counts / 2)
    return np.array([gain, wrong / gain])


def c09_clicks__no_click(mu, km, db_per_km, efficiency, dark_counts, misalignment):
    mean = mu * efficiency * math.exp(-math.log(10) * db_per_km * km / 10)
    silent = (1 - dark_counts) * math.exp(-mean)
    return [1 - silent, (dark_counts / 2 - misalignment * math.expm1(-mean)) / (1 - silent)]


def c09_splitting__root(mu, db_per_km):
    def spare(km):
        return poisson_several(mu) - 1 + math.exp(-mu * 10 ** (-db_per_km * km / 10))

    return brentq(spare, 0, 1000)


def poisson_several(mu):
    return 1 - math.exp(-mu) - mu * math.exp(-mu)


def c09_splitting__bisection(mu, db_per_km):
    low, high = 0, 500
    while high - low > 1e-4:
        middle = (low + high) / 2
        if 1 - math.exp(-mu * 10 ** (-db_per_km * middle / 10)) > poisson_several(mu):
            low = middle
        else:
            high = middle
    return high


def c09_splitting__short(mu, db_per_km):
    return -10 * math.log10(1 - math.log(1 + mu) / mu) / db_per_km


def c09_splitting__grid(mu, db_per_km):
    km = np.arange(0, 80, 0.005)
    return km[np.argmax(-np.expm1(-mu * 10 ** (-db_per_km * km / 10)) <= poisson_several(mu))]


def c09_decoys__line(mu, nu, gain, qber):
    """The straight line through two points, continued to no light at all."""
    x, q = np.array([mu, nu]), np.array(gain[:2])
    slope, start = np.polyfit(x, (q * np.exp(x) - gain[2]) / x, 1)
    return start, (qber[1] * gain[1] * math.exp(nu) - gain[2] / 2) / nu / start


def c09_decoys__paper(mu, nu, gain, qber):
    (q_mu, q_nu, y0), (_, e_nu, e0) = gain, qber
    y1 = mu / (mu * nu - nu * nu) * (q_nu * math.exp(nu) - q_mu * math.exp(mu) * nu**2 / mu**2
                                     - (mu**2 - nu**2) / mu**2 * y0)
    return [y1, (e_nu * q_nu * math.exp(nu) - e0 * y0) / (y1 * nu)]


def c09_decoys__equations(mu, nu, gain, qber):
    """Y₁ and Y₂ from two equations, as if there were no pulses of three photons."""
    matrix = [[mu, mu**2 / 2], [nu, nu**2 / 2]]
    clicks = [gain[0] * math.exp(mu) - gain[2], gain[1] * math.exp(nu) - gain[2]]
    single, _ = np.linalg.solve(matrix, clicks)
    return np.array([single, (qber[1] * gain[1] * math.exp(nu) - gain[2] * qber[2]) / nu / single])


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


def c09_cutoff__root(mu, km):
    return max(0, gys_rate(mu, km)), brentq(lambda x: gys_rate(mu, x), 10, 400)


def c09_cutoff__grid(mu, km):
    """Many distances at once, every 40 metres."""
    grid = np.append(np.arange(100, 200, 0.04), km)
    eta = 0.045 * 10 ** (-0.21 * grid / 10)
    light = 1 - np.exp(-eta * mu)
    q, y1 = 1 - (1 - 1.7e-6) * (1 - light), 1 - (1 - 1.7e-6) * (1 - eta)
    rate = 0.5 * (mu * np.exp(-mu) * y1 * (1 - h_all((0.85e-6 + 0.033 * eta) / y1))
                  - 1.22 * q * h_all((0.85e-6 + 0.033 * light) / q))
    return np.clip(rate[-1], 0, None), grid[np.argmax(rate[:-1] <= 0)]


def c09_cutoff__steps(mu, km):
    reach = step = 100.0
    while step > 0.005:
        step /= 2
        reach += step if gys_rate(mu, reach) > 0 else -step
    rate = gys_rate(mu, km)
    return [rate if rate > 0 else 0, reach]


def c09_plob__math(km, db_per_km):
    return -math.log1p(-(10 ** (-0.1 * db_per_km * km))) / math.log(2)


def c09_plob__two_cases(km, db_per_km):
    eta = 0.1 ** (db_per_km * km / 10)
    return eta * np.log2(np.e) if eta < 1e-10 else -np.log2(1 - eta)


def c09_plob__series(km, db_per_km):
    eta = 10 ** (-db_per_km * km / 10)
    return sum(eta**n / n for n in range(1, 400)) / np.log(2)


BELL = {"psi-": np.array([0, 1, -1, 0]), "psi+": np.array([0, 1, 1, 0])}
BASIS = {"Z": np.array([[1, 0], [0, 1]]), "X": np.array([[1, 1], [1, -1]])}


def c09_mdi__from_the_states(alice_bases, bob_bases, announced, bits):
    """Look whether both bits can be 0 in the announced state."""
    kept, key = [], []
    for i in range(len(bits)):
        if alice_bases[i] == bob_bases[i] and announced[i] in BELL:
            zero = BASIS[bob_bases[i]][0]
            kept.append(i)
            key.append(bits[i] if abs(np.kron(zero, zero) @ BELL[announced[i]]) > 0.1 else 1 - bits[i])
    return kept, key


def c09_mdi__masks(alice_bases, bob_bases, announced, bits):
    a, b, word = np.array(alice_bases), np.array(bob_bases), np.array(announced)
    kept = np.flatnonzero((a == b) & np.isin(word, ["psi-", "psi+"]))
    flips = ~((a == "X") & (word == "psi+"))
    return kept, (np.array(bits) ^ flips)[kept]


def c09_mdi__table(alice_bases, bob_bases, announced, bits):
    flip = {"ZZpsi-": 1, "ZZpsi+": 1, "XXpsi-": 1, "XXpsi+": 0}
    rounds = [a + b + word for a, b, word in zip(alice_bases, bob_bases, announced)]
    kept = [i for i, name in enumerate(rounds) if name in flip]
    return kept, [(bits[i] + flip[rounds[i]]) % 2 for i in kept]
