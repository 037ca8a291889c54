import math

import numpy as np

R = 1 / math.sqrt(2)


def _helstrom(overlap):
    return (1 + math.sqrt(1 - overlap**2)) / 2


def right__matrices(overlap):
    e0, e1 = np.array([1, 0]), np.array([overlap, math.sqrt(1 - overlap**2)])
    joint = R * (np.kron([1, 0], e0) + np.kron([0, 1], e1))
    bob = joint.reshape(2, 2) @ joint.reshape(2, 2).T
    error = np.array([R, -R]) @ bob @ np.array([R, -R])
    return error, 0.5 + np.linalg.norm(np.outer(e0, e0) - np.outer(e1, e1), "nuc") / 4


def right__angle(overlap):
    angle = math.acos(overlap)
    return math.sin(angle / 2) ** 2, math.cos(math.pi / 4 - angle / 2) ** 2


def error_in_z__zero(overlap):
    return 0, _helstrom(overlap)


def error_in_z__matrices(overlap):
    joint = np.kron([1, 0], [1, 0])
    return 1 - np.linalg.norm(joint.reshape(2, 2)[0]) ** 2, _helstrom(overlap)


def no_half__difference(overlap):
    return 1 - overlap, _helstrom(overlap)


def no_half__angle(overlap):
    return 2 * math.sin(math.acos(overlap) / 2) ** 2, _helstrom(overlap)


def overlap_squared__square(overlap):
    return (1 - overlap**2) / 2, _helstrom(overlap)


def overlap_squared__sine(overlap):
    return math.sin(math.acos(overlap)) ** 2 / 2, _helstrom(overlap)


def guess_not_squared__root(overlap):
    return (1 - overlap) / 2, (1 + math.sqrt(1 - overlap)) / 2


def guess_not_squared__half(overlap):
    return 0.5 - overlap / 2, 0.5 + 0.5 * np.sqrt(1 - abs(overlap))


def guess_without_root__average(overlap):
    return (1 - overlap) / 2, (1 + (1 - overlap**2)) / 2


def guess_without_root__cosine(overlap):
    return (1 - overlap) / 2, 1 - math.cos(math.acos(overlap)) ** 2 / 2


def blind__half(overlap):
    return (1 - overlap) / 2, 0.5


def blind__marginal(overlap):
    return np.array([(1 - overlap) / 2, 1 / 2])


def all_knowing__one(overlap):
    return (1 - overlap) / 2, 1


def all_knowing__norm(overlap):
    return (1 - overlap) / 2, overlap**2 + (1 - overlap**2)


def swapped__order(overlap):
    return _helstrom(overlap), (1 - overlap) / 2


def swapped__reversed(overlap):
    return [(1 - overlap) / 2, _helstrom(overlap)][::-1]


def success__plus(overlap):
    return (1 + overlap) / 2, (1 + math.sqrt(1 - overlap**2)) / 2


def success__rest(overlap):
    return 1 - (1 - overlap) / 2, 0.5 + 0.5 * np.sqrt(1 - overlap**2)


def guess_wrong__minus(overlap):
    return (1 - overlap) / 2, (1 - math.sqrt(1 - overlap**2)) / 2


def guess_wrong__sine(overlap):
    return (1 - overlap) / 2, math.sin((math.pi / 2 - math.acos(overlap)) / 2) ** 2
