"""Typical wrong answers to the C09 exercises: each must get the message of its mistake.

Names: exercise ID with underscores, two underscores, the mistake's key in feedback.yaml, two underscores,
a word for the way it is written.
"""

import math

import numpy as np
from scipy.optimize import brentq
from scipy.special import entr
from scipy.stats import nbinom, poisson

LN2 = math.log(2)


def h(p):
    return (entr(p) + entr(1 - p)) / LN2


# c09-photons

def c09_photons__swapped__poisson(mu):
    return poisson.sf(1, mu) / poisson.sf(0, mu), poisson.sf(1, mu)


def c09_photons__swapped__formula(mu):
    several = 1 - (1 + mu) * math.exp(-mu)
    return [several / (1 - math.exp(-mu)), several]


def c09_photons__of_all__poisson(mu):
    return poisson.sf(1, mu), poisson.sf(1, mu)


def c09_photons__of_all__formula(mu):
    several = 1 - (1 + mu) * math.exp(-mu)
    empty = math.exp(-mu)
    return several, several / (several + mu * math.exp(-mu) + empty)


def c09_photons__of_lit__poisson(mu):
    return np.full(2, poisson.sf(1, mu) / poisson.sf(0, mu))


def c09_photons__of_lit__formula(mu):
    share = 1 - mu / (math.exp(mu) - 1)
    return share, share


def c09_photons__at_least_one__divided(mu):
    some = 1 - math.exp(-mu)
    return some, some / some


def c09_photons__at_least_one__first(mu):
    return poisson.sf(0, mu), poisson.sf(1, mu) / poisson.sf(0, mu)


def c09_photons__at_least_one__twice(mu):
    return poisson.sf(0, mu), poisson.sf(0, mu)


def c09_photons__exactly_two__poisson(mu):
    return poisson.pmf(2, mu), poisson.pmf(2, mu) / poisson.sf(0, mu)


def c09_photons__exactly_two__formula(mu):
    two = mu**2 / 2 * math.exp(-mu)
    return two, two / (1 - math.exp(-mu))


def c09_photons__thermal__bose(mu):
    none = 1 / (1 + mu)
    one = mu / (1 + mu) ** 2
    return 1 - none - one, (1 - none - one) / (1 - none)


def c09_photons__thermal__scipy(mu):
    return nbinom.sf(1, 1, 1 / (1 + mu)), nbinom.sf(1, 1, 1 / (1 + mu)) / nbinom.sf(0, 1, 1 / (1 + mu))


def c09_photons__small_mu__both(mu):
    return mu**2 / 2, mu**2 / 2 / mu


def c09_photons__small_mu__first(mu):
    return mu * mu / 2, mu * mu / 2 / poisson.sf(0, mu)


def c09_photons__single__nothing(mu):
    return 0, 0


def c09_photons__single__bernoulli(mu):
    odds = {0: 1 - mu, 1: mu}
    several = sum(p for n, p in odds.items() if n >= 2)
    return several, several / mu


# c09-clicks

def light_of(mu, km, db_per_km, efficiency):
    return 1 - math.exp(-mu * efficiency * 10 ** (-db_per_km * km / 10))


def c09_clicks__dark_errors__never(mu, km, db_per_km, efficiency, dark_counts, misalignment):
    light = light_of(mu, km, db_per_km, efficiency)
    gain = light + dark_counts - light * dark_counts
    return gain, misalignment * light / gain


def c09_clicks__dark_errors__like_light(mu, km, db_per_km, efficiency, dark_counts, misalignment):
    light = light_of(mu, km, db_per_km, efficiency)
    gain = light + dark_counts
    return gain, misalignment * gain / gain


def c09_clicks__dark_errors__always(mu, km, db_per_km, efficiency, dark_counts, misalignment):
    gain = light_of(mu, km, db_per_km, efficiency) + dark_counts
    return gain, (misalignment * (gain - dark_counts) + dark_counts) / gain


def counted(light, dark_counts, misalignment):
    gain = 1 - (1 - dark_counts) * (1 - light)
    return gain, (misalignment * light + dark_counts / 2) / gain


def c09_clicks__decibel__natural(mu, km, db_per_km, efficiency, dark_counts, misalignment):
    eta = efficiency * np.exp(-db_per_km * km / 10)
    return counted(1 - np.exp(-eta * mu), dark_counts, misalignment)


def c09_clicks__decibel__amplitude(mu, km, db_per_km, efficiency, dark_counts, misalignment):
    eta = efficiency * 10 ** (-db_per_km * km / 20)
    q = dark_counts + 1 - np.exp(-eta * mu)
    return q, (dark_counts / 2 + misalignment * (1 - np.exp(-eta * mu))) / q


def c09_clicks__decibel__no_ten(mu, km, db_per_km, efficiency, dark_counts, misalignment):
    eta = efficiency / 10 ** (db_per_km * km)
    return counted(1 - np.exp(-eta * mu), dark_counts, misalignment)


def c09_clicks__decibel__exponential(mu, km, db_per_km, efficiency, dark_counts, misalignment):
    return counted(-np.expm1(-mu * efficiency * np.exp(-db_per_km * km)), dark_counts, misalignment)


def c09_clicks__no_efficiency__exact(mu, km, db_per_km, efficiency, dark_counts, misalignment):
    return counted(light_of(mu, km, db_per_km, 1), dark_counts, misalignment)


def c09_clicks__no_efficiency__paper(mu, km, db_per_km, efficiency, dark_counts, misalignment):
    light = -math.expm1(-mu / 10 ** (0.1 * db_per_km * km))
    return dark_counts + light, (dark_counts / 2 + misalignment * light) / (dark_counts + light)


def c09_clicks__wrong_clicks__exact(mu, km, db_per_km, efficiency, dark_counts, misalignment):
    light = light_of(mu, km, db_per_km, efficiency)
    return light + dark_counts * (1 - light), misalignment * light + dark_counts / 2


def c09_clicks__wrong_clicks__product(mu, km, db_per_km, efficiency, dark_counts, misalignment):
    q, e = counted(light_of(mu, km, db_per_km, efficiency), dark_counts, misalignment)
    return [q, q * e]


def c09_clicks__no_dark__light(mu, km, db_per_km, efficiency, dark_counts, misalignment):
    return light_of(mu, km, db_per_km, efficiency), misalignment


def c09_clicks__no_dark__zero(mu, km, db_per_km, efficiency, dark_counts, misalignment):
    return counted(light_of(mu, km, db_per_km, efficiency), 0.0, misalignment)


def c09_clicks__single__always(mu, km, db_per_km, efficiency, dark_counts, misalignment):
    return counted(efficiency * 10 ** (-db_per_km * km / 10), dark_counts, misalignment)


def c09_clicks__single__or_none(mu, km, db_per_km, efficiency, dark_counts, misalignment):
    eta = efficiency * 10 ** (-db_per_km * km / 10)
    gain = (1 - mu) * dark_counts + mu * (dark_counts + eta - dark_counts * eta)
    return gain, (dark_counts / 2 + misalignment * mu * eta) / gain


def c09_clicks__single__added(mu, km, db_per_km, efficiency, dark_counts, misalignment):
    photons = mu * efficiency * 10 ** (-db_per_km * km / 10)
    return dark_counts + photons, (dark_counts / 2 + misalignment * photons) / (dark_counts + photons)


# c09-splitting

def several(mu):
    return 1 - math.exp(-mu) - mu * math.exp(-mu)


def km_of(eta, db_per_km):
    return max(0, -10 * math.log10(eta) / db_per_km)


def c09_splitting__linear__formula(mu, db_per_km):
    return km_of(several(mu) / mu, db_per_km)


def c09_splitting__linear__root(mu, db_per_km):
    return brentq(lambda km: mu * 10 ** (-db_per_km * km / 10) - several(mu), 0, 1000)


def c09_splitting__at_least_one__exact(mu, db_per_km):
    return km_of(-math.log(math.exp(-mu)) / mu, db_per_km)


def c09_splitting__at_least_one__linear(mu, db_per_km):
    return km_of((1 - math.exp(-mu)) / mu, db_per_km)


def c09_splitting__at_least_one__single(mu, db_per_km):
    return km_of(poisson.sf(0, mu), db_per_km)


def c09_splitting__exactly_two__exact(mu, db_per_km):
    return km_of(-math.log(1 - poisson.pmf(2, mu)) / mu, db_per_km)


def c09_splitting__exactly_two__linear(mu, db_per_km):
    return km_of(poisson.pmf(2, mu) / mu, db_per_km)


def c09_splitting__single__formula(mu, db_per_km):
    return km_of(several(mu), db_per_km)


def c09_splitting__single__loop(mu, db_per_km):
    km = 0.0
    while 10 ** (-db_per_km * km / 10) > several(mu):
        km += 0.005
    return km


def c09_splitting__of_lit__exact(mu, db_per_km):
    share = several(mu) / (1 - math.exp(-mu))
    return km_of(-math.log(1 - share) / mu, db_per_km)


def c09_splitting__of_lit__linear(mu, db_per_km):
    return km_of(poisson.sf(1, mu) / poisson.sf(0, mu) / mu, db_per_km)


def exact(mu):
    return 1 - math.log(1 + mu) / mu


def c09_splitting__decibel__natural(mu, db_per_km):
    return -10 * math.log(exact(mu)) / db_per_km


def c09_splitting__decibel__no_ten(mu, db_per_km):
    return -np.log10(exact(mu)) / db_per_km


def c09_splitting__decibel__twenty(mu, db_per_km):
    return brentq(lambda km: 10 ** (-db_per_km * km / 20) - exact(mu), 0, 2000)


def c09_splitting__decibel__exponential(mu, db_per_km):
    return brentq(lambda km: math.exp(-db_per_km * km) - exact(mu), 0, 2000)


# c09-decoys

def freed(mu, nu, gain):
    return gain[0] * math.exp(mu), gain[1] * math.exp(nu), gain[2]


def y1_of(mu, nu, signal, decoy, dark):
    return mu / (mu * nu - nu**2) * (decoy - nu**2 / mu**2 * signal - (mu**2 - nu**2) / mu**2 * dark)


def right_bounds(mu, nu, gain, qber):
    y1 = y1_of(mu, nu, *freed(mu, nu, gain))
    return y1, (qber[1] * gain[1] * math.exp(nu) - gain[2] / 2) / nu / y1


def c09_decoys__signal_errors__formula(mu, nu, gain, qber):
    y1 = right_bounds(mu, nu, gain, qber)[0]
    return y1, (qber[0] * gain[0] * math.exp(mu) - qber[2] * gain[2]) / (y1 * mu)


def c09_decoys__signal_errors__measured(mu, nu, gain, qber):
    return right_bounds(mu, nu, gain, qber)[0], qber[0]


def c09_decoys__signal_errors__no_decoys(mu, nu, gain, qber):
    return (math.exp(mu) * gain[0] - gain[2]) / mu, qber[0]


def c09_decoys__all_clicks__measured(mu, nu, gain, qber):
    return right_bounds(mu, nu, gain, qber)[0], qber[1]


def c09_decoys__all_clicks__divided(mu, nu, gain, qber):
    wrong = np.multiply(gain, qber)
    y1 = y1_of(mu, nu, *freed(mu, nu, gain))
    return np.array([y1, wrong[1] / gain[1]])


def c09_decoys__no_vacuum__nowhere(mu, nu, gain, qber):
    y1 = mu / (mu * nu - nu**2) * (gain[1] * math.exp(nu) - (nu / mu) ** 2 * gain[0] * math.exp(mu))
    return y1, qber[1] * gain[1] * math.exp(nu) / nu / y1


def c09_decoys__no_vacuum__zero(mu, nu, gain, qber):
    return right_bounds(mu, nu, [gain[0], gain[1], 0.0], qber)


def c09_decoys__no_vacuum__errors_only(mu, nu, gain, qber):
    y1 = right_bounds(mu, nu, gain, qber)[0]
    return y1, qber[1] * gain[1] * math.exp(nu) / (nu * y1)


def c09_decoys__no_vacuum__yield_only(mu, nu, gain, qber):
    y1 = y1_of(mu, nu, gain[0] * math.exp(mu), gain[1] * math.exp(nu), 0)
    return y1, (qber[1] * gain[1] * math.exp(nu) - qber[2] * gain[2]) / (nu * y1)


def c09_decoys__no_poisson__nowhere(mu, nu, gain, qber):
    y1 = y1_of(mu, nu, *gain)
    return y1, (qber[1] * gain[1] - qber[2] * gain[2]) / nu / y1


def c09_decoys__no_poisson__yield_only(mu, nu, gain, qber):
    signal, decoy, dark = gain
    y1 = (mu**2 * decoy - nu**2 * signal - (mu**2 - nu**2) * dark) / (mu * nu * (mu - nu))
    return y1, (qber[1] * decoy * math.exp(nu) - qber[2] * dark) / nu / y1


def c09_decoys__no_poisson__errors_only(mu, nu, gain, qber):
    y1 = right_bounds(mu, nu, gain, qber)[0]
    return y1, (qber[1] * gain[1] - gain[2] / 2) / (y1 * nu)


def c09_decoys__gain__signal(mu, nu, gain, qber):
    y1, e1 = right_bounds(mu, nu, gain, qber)
    return mu * math.exp(-mu) * y1, e1


def c09_decoys__gain__paper(mu, nu, gain, qber):
    signal, decoy, dark = freed(mu, nu, gain)
    q1 = mu**2 * math.exp(-mu) / (mu * nu - nu**2) * (
        decoy - signal * nu**2 / mu**2 - (mu**2 - nu**2) / mu**2 * dark)
    return q1, right_bounds(mu, nu, gain, qber)[1]


def c09_decoys__gain__decoy(mu, nu, gain, qber):
    y1, e1 = right_bounds(mu, nu, gain, qber)
    return y1 * poisson.pmf(1, nu), e1


def c09_decoys__vacuum_errors__all(mu, nu, gain, qber):
    y1 = right_bounds(mu, nu, gain, qber)[0]
    return y1, (qber[1] * gain[1] * math.exp(nu) - gain[2]) / nu / y1


def c09_decoys__vacuum_errors__one(mu, nu, gain, qber):
    y1, e1 = right_bounds(mu, nu, gain, qber)
    return y1, e1 - gain[2] / 2 / (nu * y1)


def c09_decoys__two_points__yield(mu, nu, gain, qber):
    _, decoy, dark = freed(mu, nu, gain)
    return (decoy - dark) / nu, right_bounds(mu, nu, gain, qber)[1]


def c09_decoys__two_points__both(mu, nu, gain, qber):
    y1 = (math.exp(nu) * gain[1] - gain[2]) / nu
    return [y1, (math.exp(nu) * gain[1] * qber[1] - gain[2] / 2) / (nu * y1)]


# c09-cutoff

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


def c09_cutoff__no_sifting__root(mu, km):
    return by_root(key, mu, km)


def c09_cutoff__no_sifting__bisection(mu, km):
    return by_bisection(key, mu, km)


def c09_cutoff__unclipped__root(mu, km):
    return float(key(mu, km)) / 2, by_root(key, mu, km)[1]


def c09_cutoff__unclipped__bisection(mu, km):
    return np.array([0.5 * key(mu, km), by_bisection(key, mu, km)[1]])


def c09_cutoff__single_corrected__root(mu, km):
    def rate(mu, km):
        _, _, y1, e1 = gys(mu, km)
        return mu * np.exp(-mu) * y1 * (1 - h(e1) - 1.22 * h(e1)) / 2

    return by_root(rate, mu, km)


def c09_cutoff__single_corrected__gain(mu, km):
    def rate(mu, km):
        q, e, y1, e1 = gys(mu, km)
        q1 = mu * np.exp(-mu) * y1
        return 0.5 * (-q1 * 1.22 * h(e) + q1 * (1 - h(e1)))

    return by_bisection(rate, mu, km)


def c09_cutoff__no_f__root(mu, km):
    return by_root(lambda mu, km: key(mu, km, f=1) / 2, mu, km)


def c09_cutoff__no_f__bisection(mu, km):
    def rate(mu, km):
        q, e, y1, e1 = gys(mu, km)
        return 0.5 * (-q * h(e) + mu * np.exp(-mu) * y1 * (1 - h(e1)))

    return by_bisection(rate, mu, km)


def c09_cutoff__all_phase__root(mu, km):
    def rate(mu, km):
        q, e, y1, _ = gys(mu, km)
        return (mu * np.exp(-mu) * y1 * (1 - h(e)) - 1.22 * q * h(e)) / 2

    return by_root(rate, mu, km)


def c09_cutoff__all_phase__bisection(mu, km):
    def rate(mu, km):
        q, e, y1, _ = gys(mu, km)
        q1 = poisson.pmf(1, mu) * y1
        return 0.5 * (q1 - (q1 + 1.22 * q) * h(e))

    return by_bisection(rate, mu, km)


def c09_cutoff__no_phase__root(mu, km):
    def rate(mu, km):
        q, e, y1, _ = gys(mu, km)
        return (mu * np.exp(-mu) * y1 - 1.22 * q * h(e)) / 2

    return by_root(rate, mu, km)


def c09_cutoff__no_phase__bisection(mu, km):
    def rate(mu, km):
        q, e, y1, e1 = gys(mu, km)
        return key(mu, km) / 2 + 0.5 * mu * np.exp(-mu) * y1 * h(e1)

    return by_bisection(rate, mu, km)


def c09_cutoff__all_single__root(mu, km):
    def rate(mu, km):
        q, e, *_ = gys(mu, km)
        return q * (1 - h(e) - 1.22 * h(e)) / 2

    return by_root(rate, mu, km)


def c09_cutoff__all_single__bisection(mu, km):
    def rate(mu, km):
        q, e, _, e1 = gys(mu, km)
        return 0.5 * (-q * 1.22 * h(e) + q * (1 - h(e1)))

    return by_bisection(rate, mu, km)


def c09_cutoff__yield_for_gain__root(mu, km):
    def rate(mu, km):
        q, e, y1, e1 = gys(mu, km)
        return (y1 * (1 - h(e1)) - 1.22 * q * h(e)) / 2

    return by_root(rate, mu, km)


def c09_cutoff__yield_for_gain__bisection(mu, km):
    def rate(mu, km):
        q, e, y1, e1 = gys(mu, km)
        return 0.5 * (-q * 1.22 * h(e) + y1 - y1 * h(e1))

    return by_bisection(rate, mu, km)


def c09_cutoff__natural_log__root(mu, km):
    def rate(mu, km):
        q, e, y1, e1 = gys(mu, km)
        return (mu * np.exp(-mu) * y1 * (1 - h(e1) * LN2) - 1.22 * q * h(e) * LN2) / 2

    return by_root(rate, mu, km)


def c09_cutoff__natural_log__bisection(mu, km):
    def nats(p):
        return -p * np.log(p) - (1 - p) * np.log(1 - p)

    def rate(mu, km):
        q, e, y1, e1 = gys(mu, km)
        return 0.5 * (mu * np.exp(-mu) * y1 * (1 - nats(e1)) - 1.22 * q * nats(e))

    return by_bisection(rate, mu, km)


# c09-plob

def c09_plob__rounded_away__log2(km, db_per_km):
    return -np.log2(1 - 10 ** (-db_per_km * km / 10))


def c09_plob__rounded_away__inverse(km, db_per_km):
    eta = 10 ** (-0.1 * db_per_km * km)
    return math.log(1 / (1 - eta)) / LN2


def c09_plob__natural_log__exact(km, db_per_km):
    return -np.log1p(-(10 ** (-db_per_km * km / 10)))


def c09_plob__natural_log__rounded(km, db_per_km):
    return -np.log(1 - 10 ** (-db_per_km * km / 10))


def c09_plob__natural_log__ten(km, db_per_km):
    return -math.log1p(-(10 ** (-db_per_km * km / 10))) / math.log(10)


def c09_plob__other_bound__exact(km, db_per_km):
    return 2 * math.atanh(10 ** (-db_per_km * km / 10)) / LN2


def c09_plob__other_bound__rounded(km, db_per_km):
    eta = 10 ** (-db_per_km * km / 10)
    return np.log2((1 + eta) / (1 - eta))


def c09_plob__small_eta__bits(km, db_per_km):
    return 10 ** (-db_per_km * km / 10) * np.log2(np.e)


def c09_plob__small_eta__number(km, db_per_km):
    return 1.4426950408889634 / 10 ** (db_per_km * km / 10)


def c09_plob__small_eta__transmittance(km, db_per_km):
    return 10 ** (-db_per_km * km / 10)


def c09_plob__decibel__natural(km, db_per_km):
    return -np.log1p(-np.exp(-db_per_km * km / 10)) / LN2


def c09_plob__decibel__twenty(km, db_per_km):
    return -math.log1p(-(10 ** (-db_per_km * km / 20))) / LN2


def c09_plob__decibel__no_ten(km, db_per_km):
    return -math.log1p(-(10 ** (-db_per_km * km))) * math.log2(math.e)


def c09_plob__lost__minus(km, db_per_km):
    return -np.log2(10 ** (-db_per_km * km / 10))


def c09_plob__lost__decibels(km, db_per_km):
    return db_per_km * km / 10 * math.log2(10)


# c09-mdi

def sifted(alice_bases, bob_bases, announced, bits, flip):
    """The right rounds, with some rule for the flips."""
    kept = [i for i in range(len(bits)) if alice_bases[i] == bob_bases[i] and announced[i] != "none"]
    return kept, [bits[i] ^ flip(bob_bases[i], announced[i]) for i in kept]


def masked(alice_bases, bob_bases, announced, bits):
    a, b, word = np.array(alice_bases), np.array(bob_bases), np.array(announced)
    return (a == b) & (word != "none"), b, word, np.array(bits)


def c09_mdi__flips_always__list(alice_bases, bob_bases, announced, bits):
    return sifted(alice_bases, bob_bases, announced, bits, lambda basis, word: 1)


def c09_mdi__flips_always__mask(alice_bases, bob_bases, announced, bits):
    good, _, _, bits = masked(alice_bases, bob_bases, announced, bits)
    return np.flatnonzero(good), 1 - bits[good]


def c09_mdi__never_flips__list(alice_bases, bob_bases, announced, bits):
    return sifted(alice_bases, bob_bases, announced, bits, lambda basis, word: 0)


def c09_mdi__never_flips__mask(alice_bases, bob_bases, announced, bits):
    good, _, _, bits = masked(alice_bases, bob_bases, announced, bits)
    return np.flatnonzero(good), bits[good]


def c09_mdi__x_swapped__list(alice_bases, bob_bases, announced, bits):
    return sifted(alice_bases, bob_bases, announced, bits,
                  lambda basis, word: {("X", "psi-"): 0}.get((basis, word), 1))


def c09_mdi__x_swapped__mask(alice_bases, bob_bases, announced, bits):
    good, basis, word, bits = masked(alice_bases, bob_bases, announced, bits)
    return np.flatnonzero(good), np.where((basis == "X") & (word == "psi-"), bits, 1 - bits)[good]


def c09_mdi__z_like_x__minus_only(alice_bases, bob_bases, announced, bits):
    return sifted(alice_bases, bob_bases, announced, bits, lambda basis, word: int(word == "psi-"))


def c09_mdi__z_like_x__plus_only(alice_bases, bob_bases, announced, bits):
    good, _, word, bits = masked(alice_bases, bob_bases, announced, bits)
    return np.flatnonzero(good), (bits ^ (word == "psi+"))[good]


def c09_mdi__z_like_x__exchanged(alice_bases, bob_bases, announced, bits):
    return sifted(alice_bases, bob_bases, announced, bits, lambda basis, word: int((basis, word) not in (
        ("X", "psi+"), ("Z", "psi-"))))


def c09_mdi__by_basis__z(alice_bases, bob_bases, announced, bits):
    return sifted(alice_bases, bob_bases, announced, bits, lambda basis, word: int(basis == "Z"))


def c09_mdi__by_basis__x(alice_bases, bob_bases, announced, bits):
    good, basis, _, bits = masked(alice_bases, bob_bases, announced, bits)
    return np.flatnonzero(good), (bits ^ (basis == "X"))[good]


def c09_mdi__other_bases__bob(alice_bases, bob_bases, announced, bits):
    kept = [i for i, word in enumerate(announced) if word != "none"]
    return kept, [bits[i] if bob_bases[i] == "X" and announced[i] == "psi+" else 1 - bits[i] for i in kept]


def c09_mdi__other_bases__alice(alice_bases, bob_bases, announced, bits):
    a, word, bits = np.array(alice_bases), np.array(announced), np.array(bits)
    seen = word != "none"
    return np.flatnonzero(seen), (1 - bits ^ ((a == "X") & (word == "psi+")))[seen]


def c09_mdi__other_bases__table(alice_bases, bob_bases, announced, bits):
    flip = {("Z", "Z", "psi+"), *((a, b, "psi-") for a in "ZX" for b in "ZX")}
    kept, key = [], []
    for i, told in enumerate(zip(alice_bases, bob_bases, announced)):
        if told[2] in ("psi-", "psi+"):
            kept.append(i)
            key.append((bits[i] + (told in flip)) % 2)
    return kept, key


def c09_mdi__keeps_failed__flipped(alice_bases, bob_bases, announced, bits):
    kept = [i for i in range(len(bits)) if alice_bases[i] == bob_bases[i]]
    return kept, [bits[i] if (bob_bases[i], announced[i]) == ("X", "psi+") else 1 - bits[i] for i in kept]


def c09_mdi__keeps_failed__not_flipped(alice_bases, bob_bases, announced, bits):
    flip = {("Z", "psi-"), ("Z", "psi+"), ("X", "psi-")}
    same = np.flatnonzero(np.array(alice_bases) == np.array(bob_bases))
    return same, [bits[i] ^ ((bob_bases[i], announced[i]) in flip) for i in same]


def c09_mdi__keeps_failed__z(alice_bases, bob_bases, announced, bits):
    kept = [i for i in range(len(bits)) if alice_bases[i] == bob_bases[i]]
    return kept, [1 - bits[i] if bob_bases[i] == "Z" or announced[i] == "psi-" else bits[i] for i in kept]


def c09_photons__of_single__poisson(mu):
    return poisson.sf(1, mu), poisson.sf(1, mu) / poisson.pmf(1, mu)


def c09_photons__of_single__formula(mu):
    none, one = math.exp(-mu), mu * math.exp(-mu)
    return 1 - none - one, (1 - none - one) / one


def c09_clicks__dark_in_empty__gates(mu, km, db_per_km, efficiency, dark_counts, misalignment):
    light = 1 - math.exp(-efficiency * 10 ** (-db_per_km * km / 10) * mu)
    dark = dark_counts * (1 - light)
    return light + dark, (misalignment * light + dark / 2) / (light + dark)


def c09_clicks__dark_in_empty__share(mu, km, db_per_km, efficiency, dark_counts, misalignment):
    light = -np.expm1(-efficiency * mu * 10 ** (-0.1 * db_per_km * km))
    gain = 1 - (1 - dark_counts) * (1 - light)
    share = light / gain
    return gain, share * misalignment + (1 - share) / 2


def c09_clicks__swapped__tuple(mu, km, db_per_km, efficiency, dark_counts, misalignment):
    light = -np.expm1(-efficiency * mu * 10 ** (-0.1 * db_per_km * km))
    gain = 1 - (1 - dark_counts) * (1 - light)
    return (misalignment * light + dark_counts / 2) / gain, gain


def c09_clicks__swapped__list(mu, km, db_per_km, efficiency, dark_counts, misalignment):
    light = 1 - math.exp(-efficiency * mu * math.exp(-math.log(10) * db_per_km * km / 10))
    gain = light + dark_counts
    return [(misalignment * light + dark_counts / 2) / gain, gain]


def _bounds(mu, nu, gain, qber):
    signal, decoy, dark = gain
    share = (nu / mu) ** 2
    lowest = mu / (mu * nu - nu**2) * (decoy * math.exp(nu) - share * signal * math.exp(mu) - (1 - share) * dark)
    return lowest, (qber[1] * decoy * math.exp(nu) - qber[2] * dark) / (nu * lowest)


def c09_decoys__swapped__tuple(mu, nu, gain, qber):
    lowest, errors = _bounds(mu, nu, gain, qber)
    return errors, lowest


def c09_decoys__swapped__array(mu, nu, gain, qber):
    return np.array(_bounds(mu, nu, gain, qber))[::-1]


def _rate(mu, km):
    eta = 0.045 * 10 ** (-0.021 * km)
    y0, light = 1.7e-6, -math.expm1(-eta * mu)
    gain, y1 = light + y0 * (1 - light), eta + y0 * (1 - eta)
    single = mu * math.exp(-mu) * y1 * (1 - h((y0 / 2 + 0.033 * eta) / y1))
    return (single - gain * 1.22 * h((y0 / 2 + 0.033 * light) / gain)) / 2


def c09_cutoff__swapped__tuple(mu, km):
    return brentq(lambda x: _rate(mu, x), 1, 400), max(0.0, _rate(mu, km))


def c09_cutoff__swapped__list(mu, km):
    near, far = 0.0, 400.0
    while far - near > 1e-3:
        middle = (near + far) / 2
        near, far = (middle, far) if _rate(mu, middle) > 0 else (near, middle)
    return [near, max(0.0, float(_rate(mu, km)))]


def _relayed(alice_bases, bob_bases, announced, bits, words=("psi-", "psi+")):
    kept = [i for i, word in enumerate(announced) if word in words and alice_bases[i] == bob_bases[i]]
    return kept, [bits[i] if bob_bases[i] == "X" and announced[i] == "psi+" else 1 - bits[i] for i in kept]


def c09_mdi__counted_from_one__add(alice_bases, bob_bases, announced, bits):
    kept, key = _relayed(alice_bases, bob_bases, announced, bits)
    return [i + 1 for i in kept], key


def c09_mdi__counted_from_one__array(alice_bases, bob_bases, announced, bits):
    kept, key = _relayed(alice_bases, bob_bases, announced, bits)
    return np.array(kept) + 1, np.array(key)


def c09_mdi__one_state__minus(alice_bases, bob_bases, announced, bits):
    return _relayed(alice_bases, bob_bases, announced, bits, ("psi-",))


def c09_mdi__one_state__plus(alice_bases, bob_bases, announced, bits):
    return _relayed(alice_bases, bob_bases, announced, bits, ["psi+"])


def c09_mdi__swapped__tuple(alice_bases, bob_bases, announced, bits):
    kept, key = _relayed(alice_bases, bob_bases, announced, bits)
    return key, kept


def c09_mdi__swapped__arrays(alice_bases, bob_bases, announced, bits):
    return tuple(np.array(part) for part in _relayed(alice_bases, bob_bases, announced, bits)[::-1])
