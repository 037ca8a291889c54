import math

import numpy as np

from qedu import statistics


def right__letters(errors, tested, sifted, eps):
    k = tested
    n = sifted - k
    mu = math.sqrt((n + k) * (k + 1) * math.log(1 / eps) / (2 * n * k**2))
    return errors / k + mu


def right__log_of_eps(errors, tested, sifted, eps):
    rest = sifted - tested
    variance = -math.log(eps) / 2 * sifted / rest * (tested + 1) / tested / tested
    return errors / tested + variance**0.5


def right__solved(errors, tested, sifted, eps):
    """The margin at which the probability of the bound becomes eps."""
    from scipy.optimize import brentq

    rest = sifted - tested

    def excess(mu):
        return -2 * rest * tested**2 * mu**2 / ((rest + tested) * (tested + 1)) - math.log(eps)

    return errors / tested + brentq(excess, 0, 5, xtol=1e-12)


def few_sigmas__one(errors, tested, sifted, eps):
    q = errors / tested
    return q + (q * (1 - q) / tested) ** 0.5


def few_sigmas__five(errors, tested, sifted, eps):
    q = errors / tested
    return q + 5 * np.sqrt(q * (1 - q) * (1 / tested + 1 / (sifted - tested)))


def roles_exchanged__library(errors, tested, sifted, eps):
    return errors / tested + statistics.serfling(tested=sifted - tested, kept=tested, eps=eps)


EDITS = {
    "rate_found": [(" + np.sqrt(spread * np.log(1 / eps) / 2)", ""), (" + mu\n", "\n")],
    "margin_alone": [("errors / tested + ", ""), ("errors / k + ", "")],
    "lower_end": [("errors / tested + ", "errors / tested - "), ("errors / k + ", "errors / k - ")],
    "wrong_total": [("left = sifted - tested", "left = sifted"), ("n = sifted - k", "n = sifted"),
                    ("rest = sifted - tested\n\n", "rest = sifted\n\n")],
    "rest_forgotten": [("(left + tested) * (tested + 1) / (left * tested**2)", "1 / tested"), (" * sifted / rest", ""),
                       ("(n + k) * (k + 1)", "n * k")],
    "roles_exchanged": [("(left + tested) * (tested + 1) / (left * tested**2)",
                         "(left + tested) * (left + 1) / (tested * left**2)"),
                        ("(n + k) * (k + 1) * math.log(1 / eps) / (2 * n * k**2)",
                         "(n + k) * (n + 1) * math.log(1 / eps) / (2 * k * n**2)")],
    "other_log": [("np.log(", "np.log10("), ("math.log(1 / eps)", "math.log2(1 / eps)")],
    "margin_of_a_key": [("np.log(1 / eps) / 2", "np.log(4 / eps)"),
                        ("math.log(1 / eps) / (2 * n * k**2)", "math.log(4 / eps) / (n * k**2)"),
                        ("-math.log(eps) / 2", "math.log(4 / eps)")],
    "no_root": [("np.sqrt(spread * np.log(1 / eps) / 2)", "spread * np.log(1 / eps) / 2"), ("variance**0.5", "variance"),
                ("+ mu\n", "+ mu**2\n")],
    "count_not_rate": [("errors / tested +", "errors +"), ("errors / k +", "errors / sifted +"),
                       ("errors / tested +", "errors / (sifted - tested) +")],
}
