import numpy as np


def right__svd(psi):
    return np.linalg.svd(np.reshape(psi, (2, 2)), compute_uv=False)[1] < 1e-6


def right__rank(psi):
    return int(np.linalg.matrix_rank(np.array(psi).reshape(2, 2), tol=1e-6)) == 1


def right__purity(psi):
    table = np.array(psi).reshape(2, 2)
    half = table @ table.conj().T
    return bool(np.trace(half @ half).real > 1 - 1e-9)


RETURNS = {
    "superposition": {"count": "int(np.sum(np.abs(psi) > 1e-6)) == 1", "largest": "bool(max(abs(psi)) > 1 - 1e-6)"},
    "exact": {"equal": "psi[0] * psi[3] == psi[1] * psi[2]", "difference": "bool((psi[0] * psi[3] - psi[1] * psi[2]) == 0)"},
}

def conjugate__one(psi):
    return abs(psi[0] * psi[3] - psi[1] * np.conj(psi[2])) < 1e-6


def conjugate__inner_product(psi):
    rows = np.reshape(psi, (2, 2))
    return abs(rows[0, 0] * np.conj(rows[1, 1]) - rows[0, 1] * np.conj(rows[1, 0])) < 1e-6


EDITS = {
    "zeros": [("psi):\n", "psi):\n    return all(abs(x) > 1e-6 for x in psi)\n")],
    "sum": [("] - psi", "] + psi"), ("psi):\n", "psi):\n    psi = psi * np.array([1, 1, -1, 1])\n")],
    "pairs": [("psi):\n", "psi):\n    psi = np.array(psi)[[0, 2, 3, 1]]\n")],
    "real_part": [("(psi[0] * psi[3] - psi[1] * psi[2])", "((psi[0] * psi[3] - psi[1] * psi[2]).real)"),
                  ("(psi[0] * psi[3] - psi[1] * psi[2])", "((psi[0] * psi[3] - psi[1] * psi[2]).imag)")],
    "reversed": [("< 1e-6", "> 1e-6"), ("== 1", "== 2"), ("> 1 - 1e-9", "< 1 - 1e-9")],
    "sizes": [("psi):\n", "psi):\n    psi = np.abs(psi)\n")],
}
