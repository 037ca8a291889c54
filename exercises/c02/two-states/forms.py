import math

import numpy as np


def right__angles(overlap):
    gamma = math.acos(overlap)
    return math.cos((math.pi / 2 - gamma) / 2) ** 2


def right__eigenvalues(overlap):
    one = np.array([overlap, math.sqrt(1 - overlap**2)])
    difference = np.diag([0.5, 0]) - 0.5 * np.outer(one, one)
    return 0.5 + 0.5 * np.abs(np.linalg.eigvalsh(difference)).sum()


EDITS = {
    "overlap_not_squared": [("overlap**2))", "overlap))"), ("overlap):\n", "overlap):\n    overlap = overlap**0.5\n")],
    "one_basis": [("np.sqrt(1 - overlap**2)", "(1 - overlap**2)"),
                  ("math.cos((math.pi / 2 - gamma) / 2) ** 2", "1 - math.cos(gamma) ** 2 / 2")],
    "error": [("1 + np.sqrt", "1 - np.sqrt"), ("0.5 + 0.5", "0.5 - 0.5"), ("math.cos((", "math.sin((")],
    "no_half": [("(1 + np.sqrt(1 - overlap**2)) / 2", "np.sqrt(1 - overlap**2)"), ("0.5 + 0.5 *", ""),
                ("math.cos((math.pi / 2 - gamma) / 2) ** 2", "math.sin(gamma)")],
    "always_right": [("overlap):\n", "overlap):\n    return 1\n")],
    "unambiguous": [("(1 + np.sqrt(1 - overlap**2)) / 2", "1 - overlap"),
                    ("math.cos((math.pi / 2 - gamma) / 2) ** 2", "1 - math.cos(gamma)")],
    "overlap_removed": [("(1 + np.sqrt(1 - overlap**2)) / 2", "1 - overlap**2"),
                        ("math.cos((math.pi / 2 - gamma) / 2)", "math.sin(gamma)")],
    "upside_down": [("np.sqrt(1 - overlap**2)", "np.sqrt(overlap**2)"), ("(math.pi / 2 - gamma) / 2", "gamma / 2"),
                    ("np.sqrt(1 - overlap**2)", "overlap**2")],
    "blind": [("np.sqrt(1 - overlap**2)", "0"), ("overlap):\n", "overlap):\n    return 0.5\n")],
}
