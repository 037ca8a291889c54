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


EDITS = {
    "no_half": [("[kept, math", "[2 * kept, math"), ("(1 - overlap**2) / 2", "(1 - overlap**2)"),
                ("** 2 / 2\n", "** 2\n")],
    "not_squared": [("(1 - overlap**2) / 2", "(1 - overlap) / 2"), ("np.sqrt(1 - overlap**2)", "np.sqrt(1 - overlap)"),
                    ("kept = math.sin(angle) ** 2 / 2", "kept = math.sin(angle / 2) ** 2")],
    "right_for_wrong": [("(1 - np.sqrt", "(1 + np.sqrt"), ("0.5 - distance", "0.5 + distance"),
                        ("math.sin(math.pi / 4 - angle / 2)", "math.cos(math.pi / 4 - angle / 2)")],
    "not_sifted": [("(1 - overlap) * honest", "1 - overlap"),
                   ("2 * math.sin(angle / 2) ** 2 * kept", "2 * math.sin(angle / 2) ** 2"),
                   ("kept - overlap * kept", "1 - overlap")],
    "halved": [("(1 - overlap) * honest", "(1 - overlap) / 2"),
               ("2 * math.sin(angle / 2) ** 2 * kept", "math.sin(angle / 2) ** 2"),
               ("kept - overlap * kept", "0.5 - overlap / 2")],
    "all_arrive": [("(1 - overlap) * honest", "honest"), ("2 * math.sin(angle / 2) ** 2 * kept", "kept"),
                   ("kept - overlap * kept", "kept")],
    "no_root": [("np.sqrt(1 - overlap**2)", "(1 - overlap**2)"),
                ("math.sin(math.pi / 4 - angle / 2) ** 2", "math.cos(angle) ** 2 / 2"),
                ("0.5 - distance / 2", "0.5 - distance**2 / 2")],
    "error_of_all": [("0.5 - distance / 2", "kept * (0.5 - distance / 2)"),
                     ("0.5 - distance / 2", "(0.5 - distance / 2) / 2"), ("[kept, math", "[kept, kept * math")],
    "order": [("honest, wrong_guess, (1 - overlap) * honest", "(1 - overlap) * honest, honest, wrong_guess"),
              ("** 2 * kept]", "** 2 * kept][::-1]")],
}
