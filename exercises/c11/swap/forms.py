import numpy as np


def right__cancelling(f1, f2):
    return f1 * f2 + (1 - f1) * (1 - f2) / 3


def right__shares(f1, f2):
    # Bell states by (m1, m2); a swap adds the bits of both pairs
    one, two = (np.array([f] + [(1 - f) / 3] * 3) for f in (f1, f2))
    return sum(one[k] * two[k] for k in range(4))


def right__density(f1, f2):
    bells = np.array([[1, 0, 0, 1], [1, 0, 0, -1], [0, 1, 1, 0], [0, 1, -1, 0]]) / np.sqrt(2)

    def werner(f):
        return sum(w * np.outer(b, b) for w, b in zip([f] + [(1 - f) / 3] * 3, bells))

    joint = np.kron(werner(f1), werner(f2)).reshape(2, 4, 2, 2, 4, 2)
    left = np.einsum("b,abcdef,e->acdf", bells[0], joint, bells[0]).reshape(4, 4)
    return (bells[0] @ left @ bells[0] / np.trace(left)).real


EDITS = {
    "product_of_fidelities": [(" + (1 - f1) * (1 - f2) / 3", ""), ("(1 + 3 * v1 * v2) / 4", "f1 * f2"), ("range(4)", "range(1)")],
    "keeps_quality": [("(1 + 3 * v1 * v2) / 4", "min(f1, f2)"), ("f1 * f2 + (1 - f1) * (1 - f2) / 3", "(f1 + f2) / 2"),
                      ("sum(one[k] * two[k] for k in range(4))", "max(one[0], two[0])")],
    "visibility": [("(1 + 3 * v1 * v2) / 4", "v1 * v2"), ("f1 * f2 + (1 - f1) * (1 - f2) / 3", "(4 * f1 - 1) * (4 * f2 - 1) / 9")],
    "fidelity_as_visibility": [("(4 * f1 - 1) / 3, (4 * f2 - 1) / 3", "f1, f2"),
                               ("f1 * f2 + (1 - f1) * (1 - f2) / 3", "0.25 + 0.75 * f1 * f2")],
    "one_qubit": [("(4 * f1 - 1) / 3, (4 * f2 - 1) / 3", "2 * f1 - 1, 2 * f2 - 1"),
                  ("f1 * f2 + (1 - f1) * (1 - f2) / 3", "(1 + 3 * (2 * f1 - 1) * (2 * f2 - 1)) / 4")],
    "errors_add": [("(1 + 3 * v1 * v2) / 4", "1 - (1 - f1) - (1 - f2)"), ("f1 * f2 + (1 - f1) * (1 - f2) / 3", "max(f1 + f2 - 1, 0.25)")],
    "errors_cancel": [("(1 - f2) / 3\n", "(1 - f2)\n"), ("(1 + 3 * v1 * v2) / 4", "(1 + (2 * f1 - 1) * (2 * f2 - 1)) / 2")],
}
