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


def fidelity_as_visibility__plain(fidelity):
    return 2 * math.sqrt(2) * fidelity, max(0, 2 * fidelity - 1)


def fidelity_as_visibility__inverse(fidelity):
    v = (1 + 3 * fidelity) / 4
    return math.sqrt(8) * v, max(0, 2 * fidelity - 1)


def negative__visibility(fidelity):
    v = (4 * fidelity - 1) / 3
    return 2 * math.sqrt(2) * v, (3 * v - 1) / 2


def negative__fidelity(fidelity):
    return [math.sqrt(8) / 3 * (4 * fidelity - 1), 2 * fidelity - 1]


def no_violation_no_entanglement__cut(fidelity):
    s = 2 * math.sqrt(2) * (4 * fidelity - 1) / 3
    return s, 2 * fidelity - 1 if s > 2 else 0


def no_violation_no_entanglement__pure(fidelity):
    s = 2 * math.sqrt(2) * (4 * fidelity - 1) / 3
    return s, math.sqrt(max(0, (s / 2) ** 2 - 1))


def zero_at_half__line(fidelity):
    return 2 * math.sqrt(2) * (2 * fidelity - 1), max(0, 2 * fidelity - 1)


def zero_at_half__clipped(fidelity):
    c = np.clip(2 * fidelity - 1, 0, None)
    return np.sqrt(8) * c, c


def swapped__tuple(fidelity):
    return max(0, 2 * fidelity - 1), 2 * np.sqrt(2) * (4 * fidelity - 1) / 3


def swapped__list(fidelity):
    v = (4 * fidelity - 1) / 3
    return [max(0.0, (3 * v - 1) / 2), np.sqrt(8) * v]


def formation__entropy(fidelity):
    c = max(0, 2 * fidelity - 1)
    p = (1 + np.sqrt(1 - c**2)) / 2
    entropy = 0 if c == 0 else -p * np.log2(p) - (1 - p) * np.log2(1 - p)
    return 2 * np.sqrt(2) * (4 * fidelity - 1) / 3, entropy


def formation__scipy(fidelity):
    from scipy.special import entr

    c = max(0, 2 * fidelity - 1)
    p = 0.5 + 0.5 * np.sqrt(1 - c**2)
    return 2 * np.sqrt(2) * (4 * fidelity - 1) / 3, (entr(p) + entr(1 - p)) / np.log(2)
