import math

import numpy as np

from qedu import rates


def right__arrays(points, tolerance):
    """All points at once."""
    delta, m, k, nu, printed = (np.array([point[name] for point in points]) for name in ("delta", "m", "k", "nu", "printed"))
    alpha, n = 1 / np.sqrt(m), m - k
    r, t = np.ceil(1.1 * rates.h2(delta) * n), np.ceil(-np.log2(alpha) + 10 * np.log2(10))
    length = np.floor(n * (1 - rates.h2(delta + nu)) - r - t + 2 * np.log2(0.2 * (1 - alpha)) - 20 * np.log2(10))
    return {"departures": (length - printed).astype(int), "outside": np.flatnonzero(np.abs(length - printed) > tolerance)}


def right__by_probability(points, tolerance):
    """The longest key for which privacy amplification fails with its share at most, found by trying lengths."""
    gaps = []
    for point in points:
        n, alpha = point["m"] - point["k"], 1 / math.sqrt(point["m"])
        told = math.ceil(1.1 * rates.h2(point["delta"]) * n)
        left = n * (1 - rates.h2(point["delta"] + point["nu"])) - told - math.ceil(math.log2(math.sqrt(point["m"]) * 1e10))
        low, high = 0, n
        while high - low > 1:
            middle = (low + high) // 2
            if -(left - middle) / 2 - 1 <= math.log2(0.1 * (1 - alpha)) - 10 * math.log2(10):
                low = middle
            else:
                high = middle
        gaps.append(low - point["printed"])
    return {"departures": gaps, "outside": {place for place in range(len(gaps)) if not -tolerance <= gaps[place] <= tolerance}}


def as_printed__zeros(points, tolerance):
    return {"departures": [0 for _ in points], "outside": []}


def as_printed__zip(points, tolerance):
    return {"departures": [point["printed"] - point["printed"] for point in points], "outside": ()}


def library_formula__one(points, tolerance):
    gaps = [rates.finite_bb84(point["m"] - point["k"], point["k"], point["delta"], eps_cor=1e-15, f_ec=1.1) - point["printed"]
            for point in points]
    return {"departures": gaps, "outside": [place for place, gap in enumerate(gaps) if abs(gap) > tolerance]}


def library_formula__own_tag(points, tolerance):
    gaps = []
    for point in points:
        tag = math.ceil(-math.log2(point["m"] ** -0.5 * 1e-10))
        gaps.append(rates.finite_bb84(point["m"] - point["k"], point["k"], point["delta"], eps_cor=2.0**-tag, f_ec=1.1) - point["printed"])
    return {"departures": np.array(gaps), "outside": np.flatnonzero(np.abs(gaps) > tolerance)}


def departures_off__other_factor(points, tolerance):
    found = right__by_probability(points, tolerance)
    return {**found, "departures": [gap - 3 for gap in found["departures"]]}


def departures_off__shuffled(points, tolerance):
    found = right__arrays(points, tolerance)
    return {**found, "departures": np.sort(found["departures"]) + 1}


def outside_off__from_one(points, tolerance):
    found = right__by_probability(points, tolerance)
    return {**found, "outside": [place + 1 for place in found["outside"]] + [0]}


def outside_off__double(points, tolerance):
    found = right__arrays(points, tolerance)
    return {**found, "outside": np.flatnonzero(np.abs(found["departures"]) > tolerance + 1)[::-1].tolist() + [len(points)]}


EDITS = {
    "sign_turned": [('length - point["printed"]', 'point["printed"] - length'),
                    ("(length - printed).astype", "(printed - length).astype"), ('low - point["printed"]', 'point["printed"] - low')],
    "sizes_only": [('length - point["printed"]', 'abs(length - point["printed"])'),
                   ("(length - printed).astype", "abs(length - printed).astype"),
                   ('low - point["printed"]', 'abs(low - point["printed"])')],
    "lengths_returned": [('length - point["printed"]', "length"), ("(length - printed).astype(int)", "length"),
                         ('low - point["printed"]', "low")],
    "relative": [('length - point["printed"]', 'length / point["printed"] - 1'),
                 ("(length - printed).astype(int)", "(length - printed) / printed")],
    "tested_in_key": [('n, alpha = point["m"] - point["k"],', 'n, alpha = point["m"],'), ("m - k", "m")],
    "no_margin": [('h(point["delta"] + point["nu"])', 'h(point["delta"])'), ("h2(delta + nu)", "h2(delta)"),
                  ('h2(point["delta"] + point["nu"])', 'h2(point["delta"])')],
    "leak_forgotten": [("1.1 * n", "n"), (" - r - t", " - t"), ("1.1 * rates.h2(delta)", "rates.h2(delta)"),
                       ('1.1 * rates.h2(point["delta"])', 'rates.h2(point["delta"])')],
    "leak_at_margin": [('1.1 * n * h(point["delta"])', '1.1 * n * h(point["delta"] + point["nu"])'),
                       ("1.1 * rates.h2(delta)", "1.1 * rates.h2(delta + nu)")],
    "tag_forgotten": [(" - r - t", " - r"), (' - math.ceil(math.log2(math.sqrt(point["m"]) * 1e10))', "")],
    "whole_budget": [("eps_pa = 0.1 * (1 - alpha) * 1e-10", "eps_pa = 1e-10"),
                     ("eps_pa = 0.1 * (1 - alpha) * 1e-10", "eps_pa = (1 - alpha) * 1e-10"), ("np.log2(0.2 * (1 - alpha))", "np.log2(2)"),
                     ("math.log2(0.1 * (1 - alpha))", "0")],
    "another_share": [("0.1 * (1 - alpha) * 1e-10", "0.5e-10"), ("0.1 * (1 - alpha) * 1e-10", "0.9 * (1 - alpha) * 1e-10"),
                      ("np.log2(0.2 * (1 - alpha))", "np.log2(1 - alpha)"), ("math.log2(0.1 * (1 - alpha))", "-1")],
    "privacy_cost": [("2 * math.log2(2 * eps_pa)", "math.log2(2 * eps_pa)"), ("2 * math.log2(2 * eps_pa)", "2 * math.log2(eps_pa)"),
                     ("+ 2 * np.log2(0.2 * (1 - alpha)) - 20", "+ np.log2(0.2 * (1 - alpha)) - 10")],
    "natural_log": [("-p * math.log2(p) - (1 - p) * math.log2(1 - p)", "-p * math.log(p) - (1 - p) * math.log(1 - p)",
                     "2 * math.log2(2 * eps_pa)", "2 * math.log(2 * eps_pa)", 'math.ceil(1.1 * n * h(point["delta"]))',
                     'math.log(2) * math.ceil(1.1 * n * h(point["delta"]) / math.log(2))'),
                    ("np.ceil(1.1 * rates.h2(delta) * n)", "np.log(2) * np.ceil(1.1 * rates.h2(delta) * n)", "rates.h2(delta + nu)",
                     "np.log(2) * rates.h2(delta + nu)", "2 * np.log2(0.2 * (1 - alpha)) - 20 * np.log2(10)",
                     "np.log(2) * (2 * np.log2(0.2 * (1 - alpha)) - 20 * np.log2(10))")],
    "rounded_up": [("length = math.floor(", "length = math.ceil("), ("length = math.floor(", "length = round("),
                   ("length = np.floor(", "length = np.ceil(")],
    "last_bit_outside": [("abs(gap) > tolerance", "abs(gap) >= tolerance"),
                         ("np.abs(length - printed) > tolerance", "np.abs(length - printed) >= tolerance"),
                         ("not -tolerance <= gaps[place] <= tolerance", "not -tolerance < gaps[place] < tolerance")],
    "one_side": [("abs(gap) > tolerance", "gap > tolerance"), ("np.abs(length - printed) > tolerance", "length - printed > tolerance"),
                 ("not -tolerance <= gaps[place] <= tolerance", "gaps[place] < -tolerance")],
    "inside_listed": [("abs(gap) > tolerance", "abs(gap) <= tolerance"),
                      ("np.abs(length - printed) > tolerance", "np.abs(length - printed) <= tolerance"),
                      ("if not -tolerance", "if -tolerance")],
    "tolerance_ignored": [("abs(gap) > tolerance", "gap"), ("np.abs(length - printed) > tolerance", "length != printed"),
                          ("not -tolerance <= gaps[place] <= tolerance", "gaps[place] != 0")],
}
