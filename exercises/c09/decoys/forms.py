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


def _bounds(mu, nu, gain, qber):
    signal, decoy, dark = gain
    share = (nu / mu) ** 2
    lowest = mu / (mu * nu - nu**2) * (decoy * math.exp(nu) - share * signal * math.exp(mu) - (1 - share) * dark)
    return lowest, (qber[1] * decoy * math.exp(nu) - qber[2] * dark) / (nu * lowest)


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


def signal_errors__formula(mu, nu, gain, qber):
    y1 = right_bounds(mu, nu, gain, qber)[0]
    return y1, (qber[0] * gain[0] * math.exp(mu) - qber[2] * gain[2]) / (y1 * mu)


def signal_errors__measured(mu, nu, gain, qber):
    return right_bounds(mu, nu, gain, qber)[0], qber[0]


def signal_errors__no_decoys(mu, nu, gain, qber):
    return (math.exp(mu) * gain[0] - gain[2]) / mu, qber[0]


def all_clicks__measured(mu, nu, gain, qber):
    return right_bounds(mu, nu, gain, qber)[0], qber[1]


def all_clicks__divided(mu, nu, gain, qber):
    wrong = np.multiply(gain, qber)
    y1 = y1_of(mu, nu, *freed(mu, nu, gain))
    return np.array([y1, wrong[1] / gain[1]])


def no_vacuum__nowhere(mu, nu, gain, qber):
    y1 = mu / (mu * nu - nu**2) * (gain[1] * math.exp(nu) - (nu / mu) ** 2 * gain[0] * math.exp(mu))
    return y1, qber[1] * gain[1] * math.exp(nu) / nu / y1


def no_vacuum__zero(mu, nu, gain, qber):
    return right_bounds(mu, nu, [gain[0], gain[1], 0.0], qber)


def no_vacuum__errors_only(mu, nu, gain, qber):
    y1 = right_bounds(mu, nu, gain, qber)[0]
    return y1, qber[1] * gain[1] * math.exp(nu) / (nu * y1)


def no_vacuum__yield_only(mu, nu, gain, qber):
    y1 = y1_of(mu, nu, gain[0] * math.exp(mu), gain[1] * math.exp(nu), 0)
    return y1, (qber[1] * gain[1] * math.exp(nu) - qber[2] * gain[2]) / (nu * y1)


def no_poisson__nowhere(mu, nu, gain, qber):
    y1 = y1_of(mu, nu, *gain)
    return y1, (qber[1] * gain[1] - qber[2] * gain[2]) / nu / y1


def no_poisson__yield_only(mu, nu, gain, qber):
    signal, decoy, dark = gain
    y1 = (mu**2 * decoy - nu**2 * signal - (mu**2 - nu**2) * dark) / (mu * nu * (mu - nu))
    return y1, (qber[1] * decoy * math.exp(nu) - qber[2] * dark) / nu / y1


def no_poisson__errors_only(mu, nu, gain, qber):
    y1 = right_bounds(mu, nu, gain, qber)[0]
    return y1, (qber[1] * gain[1] - gain[2] / 2) / (y1 * nu)


def gain__signal(mu, nu, gain, qber):
    y1, e1 = right_bounds(mu, nu, gain, qber)
    return mu * math.exp(-mu) * y1, e1


def gain__paper(mu, nu, gain, qber):
    signal, decoy, dark = freed(mu, nu, gain)
    q1 = mu**2 * math.exp(-mu) / (mu * nu - nu**2) * (
        decoy - signal * nu**2 / mu**2 - (mu**2 - nu**2) / mu**2 * dark)
    return q1, right_bounds(mu, nu, gain, qber)[1]


def gain__decoy(mu, nu, gain, qber):
    y1, e1 = right_bounds(mu, nu, gain, qber)
    return y1 * poisson.pmf(1, nu), e1


def vacuum_errors__all(mu, nu, gain, qber):
    y1 = right_bounds(mu, nu, gain, qber)[0]
    return y1, (qber[1] * gain[1] * math.exp(nu) - gain[2]) / nu / y1


def vacuum_errors__one(mu, nu, gain, qber):
    y1, e1 = right_bounds(mu, nu, gain, qber)
    return y1, e1 - gain[2] / 2 / (nu * y1)


def two_points__yield(mu, nu, gain, qber):
    _, decoy, dark = freed(mu, nu, gain)
    return (decoy - dark) / nu, right_bounds(mu, nu, gain, qber)[1]


def two_points__both(mu, nu, gain, qber):
    y1 = (math.exp(nu) * gain[1] - gain[2]) / nu
    return [y1, (math.exp(nu) * gain[1] * qber[1] - gain[2] / 2) / (nu * y1)]


def swapped__tuple(mu, nu, gain, qber):
    lowest, errors = _bounds(mu, nu, gain, qber)
    return errors, lowest


def swapped__array(mu, nu, gain, qber):
    return np.array(_bounds(mu, nu, gain, qber))[::-1]
