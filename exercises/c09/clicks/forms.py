import math

import numpy as np


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


def single__always(mu, km, db_per_km, efficiency, dark_counts, misalignment):
    return counted(efficiency * 10 ** (-db_per_km * km / 10), dark_counts, misalignment)


def single__or_none(mu, km, db_per_km, efficiency, dark_counts, misalignment):
    eta = efficiency * 10 ** (-db_per_km * km / 10)
    gain = (1 - mu) * dark_counts + mu * (dark_counts + eta - dark_counts * eta)
    return gain, (dark_counts / 2 + misalignment * mu * eta) / gain


def single__added(mu, km, db_per_km, efficiency, dark_counts, misalignment):
    photons = mu * efficiency * 10 ** (-db_per_km * km / 10)
    return dark_counts + photons, (dark_counts / 2 + misalignment * photons) / (dark_counts + photons)


EDITS = {
    "dark_errors": [("dark_counts / 2", "0"), ("dark_counts / 2", "dark_counts")],
    "decibel": [("km / 10)", "km / 20)"), ("km / 10)", "km)"), ("math.log(10) * ", "")],
    "no_efficiency": [("misalignment):\n", "misalignment):\n    efficiency = 1\n")],
    "wrong_clicks": [(" / q\n", "\n"), ("wrong / gain", "wrong"), (" / (1 - silent)", "")],
    "no_dark": [("misalignment):\n", "misalignment):\n    dark_counts = 0\n")],
    "dark_in_empty": [("dark_counts / 2) / gain", "dark_counts * (1 - light) / 2) / gain"),
                      ("dark_counts / 2)\n", "dark_counts * (1 - detected) / 2)\n")],
    "swapped": [("gain, (misalignment * light + dark_counts / 2) / gain",
                 "(misalignment * light + dark_counts / 2) / gain, gain"),
                ("[gain, wrong / gain]", "[wrong / gain, gain]")],
}
