import math

import numpy as np
from scipy.special import entr


def bits(p):
    """Binary entropy."""
    return (entr(p) + entr(1 - p)) / math.log(2)


def right__terms(n, k, qber, eps_sec, eps_cor, f):
    test = math.sqrt((1 + n / k) * (k + 1) / n / k * (math.log(4) - math.log(eps_sec)))
    worst = qber + test
    eve = n * bits(worst)
    parities = f * n * bits(qber)
    price = 1 - 2 * math.log2(eps_sec) - math.log2(eps_cor)
    answer = math.floor(n - eve - parities - price)
    return answer if worst < 0.5 and answer > 0 else 0


def right__worst_case(n, k, qber, eps_sec, eps_cor, f):
    """An error rate above one half is as bad as one half."""
    mu2 = (n + k) / n * (k + 1) / k / k * np.log(4 / eps_sec)
    phase = min(0.5, qber + np.sqrt(mu2))
    length = n - n * bits(phase) - n * f * bits(qber) + np.log2(eps_sec**2 * eps_cor / 2)
    return int(np.clip(length, 0, None))


def right__library(n, k, qber, eps_sec, eps_cor, f):
    from qedu import rates, statistics

    mu = statistics.serfling(tested=k, kept=n, eps=(eps_sec / 4) ** 2)
    if qber + mu >= 0.5:
        return 0
    return max(0, n * (1 - rates.h2(qber + mu)) - f * n * rates.h2(qber) - math.log2(2 / eps_sec / eps_sec / eps_cor)) // 1


EDITS = {
    "unclipped": [("max(0, int(np.floor(length)))", "int(np.floor(length))"), ("worst < 0.5 and answer > 0", "worst < 0.5"),
                  ("max(0, n * (1", "(n * (1")],
    "past_half": [("qber + mu >= 0.5", "qber + mu >= 1"), ("worst < 0.5 and answer > 0", "answer > 0"),
                  ("min(0.5, qber + np.sqrt(mu2))", "qber + np.sqrt(mu2)")],
    "not_rounded": [("int(np.floor(length))", "length"), ("math.floor(n", "(n"), ("int(np.floor(length))", "round(length)"),
                    ("math.floor(n", "math.ceil(n"), ("int(np.clip(length, 0, None))", "np.clip(length, 0, None)")],
    "test_bits_in_key": [("length = n * (1 - h(qber + mu)) - f * n", "length = (n + k) * (1 - h(qber + mu)) - f * (n + k)"),
                         ("    eve = n", "    n = n + k\n    eve = n")],
    "n_and_k": [("f):\n", "f):\n    n, k = k, n\n")],
    "no_margin": [("h(qber + mu)", "h(qber)"), ("bits(worst)", "bits(qber)"),
                  ("if qber + mu >= 0.5", "mu = 0\n    if qber + mu >= 0.5")],
    "margin_published": [("f * n * h(qber)", "f * n * h(qber + mu)"), ("f * n * bits(qber)", "f * n * bits(worst)"),
                         ("f * bits(qber)", "f * bits(phase)")],
    "smaller_margin": [("(k + 1)", "k"), ("np.log(4 / eps_sec) / (n * k**2)", "np.log(1 / eps_sec) / (2 * n * k**2)"),
                       ("math.log(4) - ", "math.log(2) - "), ("(eps_sec / 4) ** 2", "eps_sec"),
                       ("np.log(4 / eps_sec)", "np.log(1 / eps_sec)")],
    "natural_log": [("np.log2", "np.log"),
                    ("1 - 2 * math.log2(eps_sec) - math.log2", "math.log(2) - 2 * math.log(eps_sec) - math.log"),
                    ("math.log2(2 /", "math.log(2 /"), ("np.log2(2 /", "np.log10(2 /")],
    "f_everywhere": [("n * (1 - h(qber + mu)) -", "n * (1 - f * h(qber + mu)) -"), ("eve = n", "eve = f * n"),
                     ("n * bits(phase)", "f * n * bits(phase)")],
    "f_forgotten": [("f * n *", "n *"), ("n * f *", "n *")],
    "free_correction": [(" - f * n * h(qber)", ""), (" - parities", ""), (" - n * f * bits(qber)", "")],
    "eps_not_squared": [("eps_sec**2", "eps_sec"), ("1 - 2 * math.log2(eps_sec)", "1 - math.log2(eps_sec)"),
                        ("2 / eps_sec / eps_sec", "2 / eps_sec")],
    "log_sign": [("- np.log2(2 / (", "+ np.log2(2 / ("), ("- price", "+ price"), ("+ np.log2(eps_sec**2", "- np.log2(eps_sec**2")],
    "no_fixed_price": [(" - np.log2(2 / (eps_sec**2 * eps_cor))", ""), (" - price", ""),
                       (" + np.log2(eps_sec**2 * eps_cor / 2)", "")],
}
