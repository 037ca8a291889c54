import math

import numpy as np
from scipy.stats import poisson


def freed(mu, nu, gain):
    return gain[0] * math.exp(mu), gain[1] * math.exp(nu), gain[2]


def y1_of(mu, nu, signal, decoy, dark):
    return mu / (mu * nu - nu**2) * (decoy - nu**2 / mu**2 * signal - (mu**2 - nu**2) / mu**2 * dark)


def right_bounds(mu, nu, gain, qber):
    y1 = y1_of(mu, nu, *freed(mu, nu, gain))
    return y1, (qber[1] * gain[1] * math.exp(nu) - gain[2] / 2) / nu / y1


def right__line(mu, nu, gain, qber):
    """The straight line through two points, continued to no light at all."""
    x, q = np.array([mu, nu]), np.array(gain[:2])
    slope, start = np.polyfit(x, (q * np.exp(x) - gain[2]) / x, 1)
    return start, (qber[1] * gain[1] * math.exp(nu) - gain[2] / 2) / nu / start


def right__paper(mu, nu, gain, qber):
    (q_mu, q_nu, y0), (_, e_nu, e0) = gain, qber
    y1 = mu / (mu * nu - nu * nu) * (q_nu * math.exp(nu) - q_mu * math.exp(mu) * nu**2 / mu**2
                                     - (mu**2 - nu**2) / mu**2 * y0)
    return [y1, (e_nu * q_nu * math.exp(nu) - e0 * y0) / (y1 * nu)]


def right__equations(mu, nu, gain, qber):
    """Y₁ and Y₂ from two equations, as if there were no pulses of three photons."""
    matrix = [[mu, mu**2 / 2], [nu, nu**2 / 2]]
    clicks = [gain[0] * math.exp(mu) - gain[2], gain[1] * math.exp(nu) - gain[2]]
    single, _ = np.linalg.solve(matrix, clicks)
    return np.array([single, (qber[1] * gain[1] * math.exp(nu) - gain[2] * qber[2]) / nu / single])


def gain__paper(mu, nu, gain, qber):
    signal, decoy, dark = freed(mu, nu, gain)
    q1 = mu**2 * math.exp(-mu) / (mu * nu - nu**2) * (
        decoy - signal * nu**2 / mu**2 - (mu**2 - nu**2) / mu**2 * dark)
    return q1, right_bounds(mu, nu, gain, qber)[1]


def gain__decoy(mu, nu, gain, qber):
    y1, e1 = right_bounds(mu, nu, gain, qber)
    return y1 * poisson.pmf(1, nu), e1


EDITS = {
    "signal_errors": [("(qber[1] * gain[1] * math.exp(nu) - gain[2] / 2) / nu / start", "qber[0]"),
                      ("e_nu * q_nu * math.exp(nu)", "qber[0] * q_mu * math.exp(mu)", "(y1 * nu)", "(y1 * mu)")],
    "all_clicks": [("faults / (nu * lowest)", "qber[1]"),
                   ("(e_nu * q_nu * math.exp(nu) - e0 * y0) / (y1 * nu)", "e_nu"),
                   ("(qber[1] * gain[1] * math.exp(nu) - gain[2] / 2) / nu / start", "qber[1]")],
    "no_vacuum": [(" - qber[2] * dark", ""), (" - (1 - share) * dark", ""), (" - e0 * y0", ""), (" - gain[2] / 2", "")],
    "no_poisson": [("np.exp(nu)", "1", "np.exp(mu)", "1"), (" * math.exp(nu)", "", " * math.exp(mu)", "")],
    "gain": [("return [y1,", "return [mu * math.exp(-mu) * y1,")],
    "vacuum_errors": [("qber[2] * dark", "dark"), ("e0 * y0", "y0"), ("gain[2] / 2", "gain[2]")],
    "two_points": [("mu / (mu * nu - nu**2) * left", "(decoy * np.exp(nu) - dark) / nu"),
                   ("return start,", "return (gain[1] * math.exp(nu) - gain[2]) / nu,"),
                   ("    return [y1,", "    y1 = (q_nu * math.exp(nu) - y0) / nu\n    return [y1,")],
    "swapped": [("return lowest, faults / (nu * lowest)", "return faults / (nu * lowest), lowest"),
                ("return [y1, (e_nu * q_nu * math.exp(nu) - e0 * y0) / (y1 * nu)]",
                 "return [(e_nu * q_nu * math.exp(nu) - e0 * y0) / (y1 * nu), y1]")],
}
