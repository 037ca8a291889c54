import math

import numpy as np


def right__angles(overlap):
    gamma = math.acos(overlap)
    return math.cos((math.pi / 2 - gamma) / 2) ** 2


def right__eigenvalues(overlap):
    one = np.array([overlap, math.sqrt(1 - overlap**2)])
    difference = np.diag([0.5, 0]) - 0.5 * np.outer(one, one)
    return 0.5 + 0.5 * np.abs(np.linalg.eigvalsh(difference)).sum()


def overlap_not_squared__root(overlap):
    return (1 + math.sqrt(1 - overlap)) / 2


def overlap_not_squared__half(overlap):
    return 0.5 + 0.5 * np.sqrt(1 - abs(overlap))


def one_basis__average(overlap):
    return (1 + (1 - overlap**2)) / 2


def one_basis__angle(overlap):
    return 1 - 0.5 * math.cos(math.acos(overlap)) ** 2


def error__minus(overlap):
    return (1 - math.sqrt(1 - overlap**2)) / 2


def error__sine(overlap):
    return math.sin((math.pi / 2 - math.acos(overlap)) / 2) ** 2


def no_half__root(overlap):
    return np.sqrt(1 - overlap**2)


def no_half__sine(overlap):
    return math.sin(math.acos(overlap))


def always_right__one(overlap):
    return 1


def always_right__norm(overlap):
    return overlap**2 + (1 - overlap**2)


def unambiguous__difference(overlap):
    return 1 - overlap


def unambiguous__cosine(overlap):
    return 2 * math.sin(math.acos(overlap) / 2) ** 2


def overlap_removed__square(overlap):
    return 1 - overlap**2


def overlap_removed__sine(overlap):
    return math.sin(math.acos(overlap)) ** 2


def upside_down__cosine(overlap):
    return np.cos(np.arccos(overlap) / 2) ** 2


def upside_down__squared(overlap):
    return 0.5 + overlap * overlap / 2


def blind__half(overlap):
    return 0.5


def blind__coin(overlap):
    return np.mean([0, 1])
