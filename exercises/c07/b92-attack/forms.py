import math

import numpy as np


def right__angle(overlap):
    angle = math.acos(overlap)
    kept = math.sin(angle) ** 2 / 2
    return [kept, math.sin(math.pi / 4 - angle / 2) ** 2, 2 * math.sin(angle / 2) ** 2 * kept]


def right__matrix(overlap):
    u0, u1 = np.array([1, 0]), np.array([overlap, math.sqrt(1 - overlap**2)])
    opposite = np.array([-u1[1], u1[0]])
    kept = (u1[1] ** 2 + (opposite @ u0) ** 2) / 4
    distance = abs(np.linalg.eigvalsh(np.outer(u0, u0) - np.outer(u1, u1))).sum() / 2
    return kept, 0.5 - distance / 2, kept - overlap * kept


def no_half__first(overlap):
    c = overlap
    return 1 - c**2, (1 - math.sqrt(1 - c**2)) / 2, (1 - c) * (1 - c**2) / 2


def no_half__both(overlap):
    kept = np.sin(np.arccos(overlap)) ** 2
    return kept, (1 - np.sqrt(kept)) / 2, (1 - overlap) * kept


def not_squared__kept(overlap):
    kept = 0.5 - overlap / 2
    return kept, 0.5 - math.sqrt(1 - overlap**2) / 2, kept * (1 - overlap)


def not_squared__guess(overlap):
    kept = (1 - overlap**2) / 2
    return [kept, (1 - math.sqrt(1 - overlap)) / 2, kept * (1 - overlap)]


def right_for_wrong__formula(overlap):
    kept = (1 - overlap**2) / 2
    return kept, (1 + math.sqrt(1 - overlap**2)) / 2, kept * (1 - overlap)


def right_for_wrong__angle(overlap):
    angle = math.acos(overlap)
    kept = math.sin(angle) ** 2 / 2
    return kept, math.cos(math.pi / 4 - angle / 2) ** 2, kept * (1 - overlap)


def not_sifted__formula(overlap):
    return (1 - overlap**2) / 2, (1 - math.sqrt(1 - overlap**2)) / 2, 1 - overlap


def not_sifted__angle(overlap):
    angle = math.acos(overlap)
    return [math.sin(angle) ** 2 / 2, (1 - math.sin(angle)) / 2, 2 * math.sin(angle / 2) ** 2]


def halved__formula(overlap):
    return (1 - overlap**2) / 2, (1 - math.sqrt(1 - overlap**2)) / 2, (1 - overlap) / 2


def halved__angle(overlap):
    angle = math.acos(overlap)
    return math.sin(angle) ** 2 / 2, (1 - math.sin(angle)) / 2, math.sin(angle / 2) ** 2


def all_arrive__same(overlap):
    kept = (1 - overlap**2) / 2
    return kept, (1 - math.sqrt(1 - overlap**2)) / 2, kept


def all_arrive__angle(overlap):
    angle = math.acos(overlap)
    return np.array([math.sin(angle) ** 2, 1 - math.sin(angle), math.sin(angle) ** 2]) / 2


def no_root__square(overlap):
    honest = (1 - overlap**2) / 2
    return honest, overlap**2 / 2, (1 - overlap) * honest


def no_root__angle(overlap):
    honest = math.sin(math.acos(overlap)) ** 2 / 2
    return honest, (1 - math.sin(math.acos(overlap)) ** 2) / 2, honest - overlap * honest


def error_of_all__product(overlap):
    honest = (1 - overlap**2) / 2
    return honest, honest * (1 - math.sqrt(1 - overlap**2)) / 2, (1 - overlap) * honest


def error_of_all__half(overlap):
    honest = (1 - overlap**2) / 2
    return honest, 0.5 * (1 - np.sin(np.arccos(overlap))) / 2, (1 - overlap) * honest


def order__last_first(overlap):
    honest = (1 - overlap**2) / 2
    return (1 - overlap) * honest, honest, (1 - math.sqrt(1 - overlap**2)) / 2


def order__exchanged(overlap):
    honest = (1 - overlap**2) / 2
    return honest, (1 - overlap) * honest, (1 - math.sqrt(1 - overlap**2)) / 2
