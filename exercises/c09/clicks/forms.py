import math

import numpy as np


def light_of(mu, km, db_per_km, efficiency):
    return 1 - math.exp(-mu * efficiency * 10 ** (-db_per_km * km / 10))


def counted(light, dark_counts, misalignment):
    gain = 1 - (1 - dark_counts) * (1 - light)
    return gain, (misalignment * light + dark_counts / 2) / gain


def right__ma(mu, km, db_per_km, efficiency, dark_counts, misalignment):
    """As the paper writes it, without the product of light and dark counts."""
    eta = efficiency * 10 ** (-db_per_km * km / 10)
    q = dark_counts + 1 - math.exp(-eta * mu)
    return q, (0.5 * dark_counts + misalignment * (1 - math.exp(-eta * mu))) / q


def right__photon_by_photon(mu, km, db_per_km, efficiency, dark_counts, misalignment):
    eta = efficiency / 10 ** (db_per_km * km / 10)
    gain = wrong = 0
    for n in range(30):
        odds = math.exp(-mu) * mu**n / math.factorial(n)
        detected = -math.expm1(n * math.log1p(-eta))
        gain += odds * (detected + dark_counts * (1 - detected))
        wrong += odds * (misalignment * detected + dark_counts / 2)
    return np.array([gain, wrong / gain])


def right__no_click(mu, km, db_per_km, efficiency, dark_counts, misalignment):
    mean = mu * efficiency * math.exp(-math.log(10) * db_per_km * km / 10)
    silent = (1 - dark_counts) * math.exp(-mean)
    return [1 - silent, (dark_counts / 2 - misalignment * math.expm1(-mean)) / (1 - silent)]


def dark_errors__never(mu, km, db_per_km, efficiency, dark_counts, misalignment):
    light = light_of(mu, km, db_per_km, efficiency)
    gain = light + dark_counts - light * dark_counts
    return gain, misalignment * light / gain


def dark_errors__like_light(mu, km, db_per_km, efficiency, dark_counts, misalignment):
    light = light_of(mu, km, db_per_km, efficiency)
    gain = light + dark_counts
    return gain, misalignment * gain / gain


def dark_errors__always(mu, km, db_per_km, efficiency, dark_counts, misalignment):
    gain = light_of(mu, km, db_per_km, efficiency) + dark_counts
    return gain, (misalignment * (gain - dark_counts) + dark_counts) / gain


def decibel__natural(mu, km, db_per_km, efficiency, dark_counts, misalignment):
    eta = efficiency * np.exp(-db_per_km * km / 10)
    return counted(1 - np.exp(-eta * mu), dark_counts, misalignment)


def decibel__amplitude(mu, km, db_per_km, efficiency, dark_counts, misalignment):
    eta = efficiency * 10 ** (-db_per_km * km / 20)
    q = dark_counts + 1 - np.exp(-eta * mu)
    return q, (dark_counts / 2 + misalignment * (1 - np.exp(-eta * mu))) / q


def decibel__no_ten(mu, km, db_per_km, efficiency, dark_counts, misalignment):
    eta = efficiency / 10 ** (db_per_km * km)
    return counted(1 - np.exp(-eta * mu), dark_counts, misalignment)


def decibel__exponential(mu, km, db_per_km, efficiency, dark_counts, misalignment):
    return counted(-np.expm1(-mu * efficiency * np.exp(-db_per_km * km)), dark_counts, misalignment)


def no_efficiency__exact(mu, km, db_per_km, efficiency, dark_counts, misalignment):
    return counted(light_of(mu, km, db_per_km, 1), dark_counts, misalignment)


def no_efficiency__paper(mu, km, db_per_km, efficiency, dark_counts, misalignment):
    light = -math.expm1(-mu / 10 ** (0.1 * db_per_km * km))
    return dark_counts + light, (dark_counts / 2 + misalignment * light) / (dark_counts + light)


def wrong_clicks__exact(mu, km, db_per_km, efficiency, dark_counts, misalignment):
    light = light_of(mu, km, db_per_km, efficiency)
    return light + dark_counts * (1 - light), misalignment * light + dark_counts / 2


def wrong_clicks__product(mu, km, db_per_km, efficiency, dark_counts, misalignment):
    q, e = counted(light_of(mu, km, db_per_km, efficiency), dark_counts, misalignment)
    return [q, q * e]


def no_dark__light(mu, km, db_per_km, efficiency, dark_counts, misalignment):
    return light_of(mu, km, db_per_km, efficiency), misalignment


def no_dark__zero(mu, km, db_per_km, efficiency, dark_counts, misalignment):
    return counted(light_of(mu, km, db_per_km, efficiency), 0.0, misalignment)


def single__always(mu, km, db_per_km, efficiency, dark_counts, misalignment):
    return counted(efficiency * 10 ** (-db_per_km * km / 10), dark_counts, misalignment)


def single__or_none(mu, km, db_per_km, efficiency, dark_counts, misalignment):
    eta = efficiency * 10 ** (-db_per_km * km / 10)
    gain = (1 - mu) * dark_counts + mu * (dark_counts + eta - dark_counts * eta)
    return gain, (dark_counts / 2 + misalignment * mu * eta) / gain


def single__added(mu, km, db_per_km, efficiency, dark_counts, misalignment):
    photons = mu * efficiency * 10 ** (-db_per_km * km / 10)
    return dark_counts + photons, (dark_counts / 2 + misalignment * photons) / (dark_counts + photons)


def dark_in_empty__gates(mu, km, db_per_km, efficiency, dark_counts, misalignment):
    light = 1 - math.exp(-efficiency * 10 ** (-db_per_km * km / 10) * mu)
    dark = dark_counts * (1 - light)
    return light + dark, (misalignment * light + dark / 2) / (light + dark)


def dark_in_empty__share(mu, km, db_per_km, efficiency, dark_counts, misalignment):
    light = -np.expm1(-efficiency * mu * 10 ** (-0.1 * db_per_km * km))
    gain = 1 - (1 - dark_counts) * (1 - light)
    share = light / gain
    return gain, share * misalignment + (1 - share) / 2


def swapped__tuple(mu, km, db_per_km, efficiency, dark_counts, misalignment):
    light = -np.expm1(-efficiency * mu * 10 ** (-0.1 * db_per_km * km))
    gain = 1 - (1 - dark_counts) * (1 - light)
    return (misalignment * light + dark_counts / 2) / gain, gain


def swapped__list(mu, km, db_per_km, efficiency, dark_counts, misalignment):
    light = 1 - math.exp(-efficiency * mu * math.exp(-math.log(10) * db_per_km * km / 10))
    gain = light + dark_counts
    return [(misalignment * light + dark_counts / 2) / gain, gain]
