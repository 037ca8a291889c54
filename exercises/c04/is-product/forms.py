import numpy as np


def right__svd(psi):
    return np.linalg.svd(np.reshape(psi, (2, 2)), compute_uv=False)[1] < 1e-6


def right__rank(psi):
    return int(np.linalg.matrix_rank(np.array(psi).reshape(2, 2), tol=1e-6)) == 1


def right__purity(psi):
    table = np.array(psi).reshape(2, 2)
    half = table @ table.conj().T
    return bool(np.trace(half @ half).real > 1 - 1e-9)


def zeros__all(psi):
    return all(abs(x) > 1e-6 for x in psi)


def zeros__count(psi):
    return np.count_nonzero(np.round(psi, 9)) == 4


def superposition__count(psi):
    return int(np.sum(np.abs(psi) > 1e-6)) == 1


def superposition__largest(psi):
    return bool(max(abs(psi)) > 1 - 1e-6)


def sum__plus(psi):
    return abs(psi[0] * psi[3] + psi[1] * psi[2]) < 1e-6


def sum__permanent(psi):
    (a, b), (c, d) = np.reshape(psi, (2, 2))
    return bool(np.isclose(a * d, -b * c, atol=1e-7))


def pairs__neighbours(psi):
    return abs(psi[0] * psi[1] - psi[2] * psi[3]) < 1e-6


def pairs__rows(psi):
    top, bottom = np.prod(psi[:2]), np.prod(psi[2:])
    return 1 if np.abs(top - bottom) < 1e-7 else 0


def real_part__real(psi):
    return abs((psi[0] * psi[3] - psi[1] * psi[2]).real) < 1e-6


def real_part__numpy(psi):
    return bool(abs(np.real(np.linalg.det(np.reshape(psi, (2, 2))))) < 1e-7)


def exact__equal(psi):
    return psi[0] * psi[3] == psi[1] * psi[2]


def exact__difference(psi):
    return bool((psi[0] * psi[3] - psi[1] * psi[2]) == 0)


def reversed__greater(psi):
    return abs(psi[0] * psi[3] - psi[1] * psi[2]) > 1e-6


def reversed__rank(psi):
    return np.linalg.matrix_rank(np.reshape(psi, (2, 2)), tol=1e-6) == 2


def real_part__imaginary(psi):
    return abs((psi[0] * psi[3] - psi[1] * psi[2]).imag) < 1e-6


def sizes__products(psi):
    return abs(abs(psi[0] * psi[3]) - abs(psi[1] * psi[2])) < 1e-6


def sizes__determinant(psi):
    return abs(np.linalg.det(np.abs(psi).reshape(2, 2))) < 1e-6
