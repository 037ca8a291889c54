import math  # noqa: F401, for the edits

import numpy as np


def right__loop(seconds, range_km, db_at_500, photons_hz, background_hz):
    bits = errors = 0
    for s, r in zip(seconds, range_km):
        share = 10 ** (-db_at_500 / 10) * (500 / r) ** 2
        bits += s * photons_hz * share / 2
        bits += s * background_hz / 2
        errors += s * background_hz / 4
    return bits, errors / bits


def right__arrays(seconds, range_km, db_at_500, photons_hz, background_hz):
    loss = db_at_500 + 2 * 10 * np.log10(range_km / 500)
    signal = photons_hz * 10 ** (-loss / 10)
    sifted = (signal + background_hz) * seconds / 2
    wrong = background_hz / (signal + background_hz) / 2
    return sifted.sum(), (wrong * sifted).sum() / sifted.sum()


def right__mean_share(seconds, range_km, db_at_500, photons_hz, background_hz):
    """By the mean share over time."""
    total = seconds.sum()
    mean = np.average(10 ** (-db_at_500 / 10) * 500**2 / range_km**2, weights=seconds)
    rate = photons_hz * mean + background_hz
    return [rate * total / 2, 0.5 * background_hz / rate]


def background_once__second(seconds, range_km, db_at_500, photons_hz, background_hz):
    share = 10 ** (-db_at_500 / 10) * (500 / range_km) ** 2
    photons = (photons_hz * share * seconds).sum()
    return (photons + background_hz) / 2, background_hz / 2 / (photons + background_hz)


def background_once__part(seconds, range_km, db_at_500, photons_hz, background_hz):
    bits = errors = 0
    for s, r in zip(seconds, range_km):
        bits += s * photons_hz * 10 ** (-db_at_500 / 10) * (500 / r) ** 2 / 2 + background_hz / 2
        errors += background_hz / 4
    return bits, errors / bits


EDITS = {
    "no_errors": [("errors += s * background_hz / 4", "errors += 0"), ("0.5 * background_hz / rate", "0")],
    "decibels_averaged": [("10 ** (-decibels_now / 10))", "10 ** (-decibels_now.mean() / 10) + 0 * seconds)"),
                          ("10 ** (-loss / 10)", "10 ** (-np.average(loss, weights=seconds) / 10)")],
    "mean_distance": [("np.log10(range_km / 500)", "np.log10(range_km.mean() / 500) + 0 * seconds"),
                      ("np.average(10 ** (-db_at_500 / 10) * 500**2 / range_km**2, weights=seconds)",
                       "10 ** (-db_at_500 / 10) * 500**2 / np.average(range_km, weights=seconds) ** 2")],
    "nearest": [("np.log10(range_km / 500)", "np.log10(range_km.min() / 500) + 0 * seconds"),
                ("for s, r in zip(seconds, range_km):", "for s in seconds:\n        r = min(range_km)")],
    "as_at_500": [(" * (500 / r) ** 2", ""),
                  (" + 20 * np.log10(range_km / 500)", " + 0 * seconds"),
                  ("* 500**2 / range_km**2", "+ 0 * range_km")],
    "no_time": [("s * ", ""), ("seconds @ (photons_hz * 10 ** (-decibels_now / 10))", "np.sum(photons_hz * 10 ** (-decibels_now / 10))",
                               "background_hz * np.sum(seconds)", "background_hz"),
                ("(signal + background_hz) * seconds / 2", "(signal + background_hz) / 2"), ("rate * total / 2", "rate / 2"),
                ("return sifted.sum(), (wrong", "return (sifted / seconds).mean(), (wrong")],
    "equal_times": [(", weights=seconds", ""), ("(signal + background_hz) * seconds / 2", "(signal + background_hz) * seconds.mean() / 2")],
    "not_sifted": [("return clicks_in_pass / 2,", "return clicks_in_pass,"), ("rate * total / 2", "rate * total"),
                   ("photons_hz * share / 2", "photons_hz * share", "s * background_hz / 2", "s * background_hz")],
    "no_background": [("        bits += s * background_hz / 2\n", ""),
                      ("return clicks_in_pass / 2,", "return from_photons / 2,"),
                      ("photons_hz * mean + background_hz", "photons_hz * mean")],
    "sifted_in_part": [("bits += s * background_hz / 2", "bits += s * background_hz"), ("photons_hz * share / 2", "photons_hz * share"),
                       ("return clicks_in_pass / 2,", "return from_photons / 2 + from_background,")],
    "not_squared": [("+ 20 *", "+ 10 *"), ("(500 / r) ** 2", "(500 / r)"), ("500**2 / range_km**2", "500 / range_km"),
                    ("(500 / r) ** 2", "(r / 500) ** 2"), ("2 * 10 * np.log10", "40 * np.log10")],
    "decibels": [("10 ** (-decibels_now / 10)", "10 ** (-decibels_now / 20)"), ("10 ** (-loss / 10)", "math.e ** (-loss / 10)")],
    "lossless": [("10 ** (-db_at_500 / 10) * ", ""), ("10 ** (-db_at_500 / 10)", "10 ** (db_at_500 / 10)")],
    "hardly_any": [("10 ** (-decibels_now / 10))", "10 ** (-np.sum(decibels_now) / 10) + 0 * seconds)"),
                 ("10 ** (-loss / 10)", "10 ** (-loss)")],
    "mean_of_rates": [("(wrong * sifted).sum() / sifted.sum()", "wrong.mean()"),
                      ("(wrong * sifted).sum() / sifted.sum()", "np.average(wrong, weights=seconds)")],
    "all_wrong": [("from_background / 2 / clicks_in_pass", "from_background / clicks_in_pass"), ("background_hz / 4", "background_hz / 2"),
                  ("0.5 * background_hz / rate", "background_hz / rate")],
    "of_photons": [("from_background / 2 / clicks_in_pass", "from_background / 2 / from_photons"),
                   ("0.5 * background_hz / rate", "0.5 * background_hz / (rate - background_hz)"),
                   ("0.5 * background_hz / rate", "background_hz / (rate - background_hz)")],
    "errors_counted": [("errors / bits", "errors"), ("(wrong * sifted).sum() / sifted.sum()", "(wrong * sifted).sum()"),
                       ("from_background / 2 / clicks_in_pass", "from_background / 2")],
    "right_share": [("errors / bits", "1 - errors / bits"), ("from_background / 2 / clicks_in_pass", "from_photons / clicks_in_pass")],
}
