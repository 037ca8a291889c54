import math

import numpy as np

R = 1 / math.sqrt(2)


def right__matrices(overlap):
    e0, e1 = np.array([1, 0]), np.array([overlap, math.sqrt(1 - overlap**2)])
    joint = R * (np.kron([1, 0], e0) + np.kron([0, 1], e1))
    bob = joint.reshape(2, 2) @ joint.reshape(2, 2).T
    error = np.array([R, -R]) @ bob @ np.array([R, -R])
    return error, 0.5 + np.linalg.norm(np.outer(e0, e0) - np.outer(e1, e1), "nuc") / 4


def right__angle(overlap):
    angle = math.acos(overlap)
    return math.sin(angle / 2) ** 2, math.cos(math.pi / 4 - angle / 2) ** 2


EDITS = {
    "error_in_z": [("(1 - overlap) / 2\n", "0\n"), ("return error, 0.5", "return 0, 0.5"),
                   ("math.sin(angle / 2) ** 2,", "0,")],
    "no_half": [("(1 - overlap) / 2\n", "1 - overlap\n"), ("return error, 0.5", "return 2 * error, 0.5"),
                ("return math.sin(angle / 2) ** 2", "return 2 * math.sin(angle / 2) ** 2")],
    "overlap_squared": [("(1 - overlap) / 2\n", "(1 - overlap**2) / 2\n"),
                        ("math.sin(angle / 2) ** 2", "math.sin(angle) ** 2 / 2"),
                        ("return error, 0.5", "return (1 - overlap * overlap) / 2, 0.5")],
    "guess_not_squared": [("1 - overlap**2)) / 2", "1 - overlap)) / 2"),
                          ("math.cos(math.pi / 4 - angle / 2) ** 2", "0.5 + math.sin(angle / 2) / math.sqrt(2)")],
    "guess_without_root": [("np.sqrt(1 - overlap**2)", "1 - overlap**2"),
                           ("math.cos(math.pi / 4 - angle / 2) ** 2", "1 - math.cos(angle) ** 2 / 2")],
    "blind": [("return error, guess", "return error, 0.5"),
              (" + np.linalg.norm(np.outer(e0, e0) - np.outer(e1, e1), \"nuc\") / 4", ""),
              ("math.pi / 4 - angle / 2", "math.pi / 4")],
    "all_knowing": [("return error, guess", "return error, 1"),
                    ("np.linalg.norm(np.outer(e0, e0) - np.outer(e1, e1), \"nuc\") / 4", "np.linalg.norm(e0) / 2"),
                    ("math.cos(math.pi / 4 - angle / 2) ** 2", "1")],
    "swapped": [("return error, guess", "return guess, error"),
                ("return math.sin(angle / 2) ** 2, math.cos(math.pi / 4 - angle / 2) ** 2",
                 "return math.cos(math.pi / 4 - angle / 2) ** 2, math.sin(angle / 2) ** 2")],
    "success": [("(1 - overlap) / 2\n", "(1 + overlap) / 2\n"), ("return error, 0.5", "return 1 - error, 0.5"),
                ("return math.sin(", "return math.cos(")],
    "guess_wrong": [("(1 + np.sqrt", "(1 - np.sqrt"), ("0.5 + np", "0.5 - np"), (", math.cos(", ", math.sin(")],
}
