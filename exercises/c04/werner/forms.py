import math

import numpy as np


def right__fidelity(fidelity):
    return math.sqrt(8) * (4 * fidelity - 1) / 3, max(2 * fidelity - 1, 0)


def right__eigenvalues(fidelity):
    phi = np.array([1, 0, 0, 1]) / math.sqrt(2)
    v = (4 * fidelity - 1) / 3
    rho = v * np.outer(phi, phi) + (1 - v) * np.eye(4) / 4
    transposed = rho.reshape(2, 2, 2, 2).transpose(0, 3, 2, 1).reshape(4, 4)
    negativity = -min(0, np.linalg.eigvalsh(transposed)[0])
    zz = rho[0, 0] + rho[3, 3] - rho[1, 1] - rho[2, 2]
    return [2 * math.sqrt(2) * zz, 2 * negativity]


def no_violation_no_entanglement__cut(fidelity):
    s = 2 * math.sqrt(2) * (4 * fidelity - 1) / 3
    return s, 2 * fidelity - 1 if s > 2 else 0


def no_violation_no_entanglement__pure(fidelity):
    s = 2 * math.sqrt(2) * (4 * fidelity - 1) / 3
    return s, math.sqrt(max(0, (s / 2) ** 2 - 1))


def formation__scipy(fidelity):
    from scipy.special import entr

    c = max(0, 2 * fidelity - 1)
    p = 0.5 + 0.5 * np.sqrt(1 - c**2)
    return 2 * np.sqrt(2) * (4 * fidelity - 1) / 3, (entr(p) + entr(1 - p)) / np.log(2)


EDITS = {
    "fidelity_as_visibility": [("(4 * fidelity - 1) / 3,", "fidelity,"), ("* zz", "* fidelity"),
                               ("(4 * fidelity - 1) / 3,", "(1 + 3 * fidelity) / 4,")],
    "negative": [("max(0, (3 * v - 1) / 2)", "(3 * v - 1) / 2"), ("max(2 * fidelity - 1, 0)", "2 * fidelity - 1"),
                 ("-min(0, np.linalg.eigvalsh(transposed)[0])", "-np.linalg.eigvalsh(transposed)[0]")],
    "zero_at_half": [("(4 * fidelity - 1) / 3,", "(2 * fidelity - 1),"),
                     ("return 2 * np.sqrt(2) * v", "return 2 * np.sqrt(2) * max(0, 2 * fidelity - 1)")],
    "swapped": [("2 * np.sqrt(2) * v, max(0, (3 * v - 1) / 2)", "max(0, (3 * v - 1) / 2), 2 * np.sqrt(2) * v"),
                ("[2 * math.sqrt(2) * zz, 2 * negativity]", "[2 * negativity, 2 * math.sqrt(2) * zz]")],
    "formation": [("return [2 * math.sqrt(2) * zz, 2 * negativity]",
                   "p = (1 + np.sqrt(1 - 4 * negativity**2)) / 2\n"
                   ""
                   ""
                   ""
                   ""
                   ""
                   ""
                   ""
                   "    h = 0 if p == 1 else -p * np.log2(p) - (1 - p) * np.log2(1 - p)\n"
                   ""
                   ""
                   ""
                   ""
                   ""
                   ""
                   ""
                   "    return [2 * math.sqrt(2) * zz, h]")],
}
