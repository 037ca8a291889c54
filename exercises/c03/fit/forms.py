import numpy as np


def right__arrows(counts):
    z = (counts["Z"][0] - counts["Z"][1]) / sum(counts["Z"])
    x = (counts["X"][0] - counts["X"][1]) / sum(counts["X"])
    return 1 - z, (1 - x / z) / 2


def right__search(counts):
    rate = {basis: wrong / (right + wrong) for basis, (right, wrong) in counts.items()}
    p = np.linspace(0, 1, 4001)[np.argmin(abs(np.linspace(0, 0.5, 4001) - rate["Z"]))]
    q = np.linspace(0, 0.5, 2001)
    return np.array([p, q[np.argmin(abs((1 - (1 - p) * (1 - 2 * q)) / 2 - rate["X"]))]])


def odds__ratio(counts):
    z, x = (wrong / right for right, wrong in (counts["Z"], counts["X"]))
    return 2 * z, (x - z) / (1 - 2 * z)


def odds__arrow(counts):
    z, x = (1 - 2 * counts[basis][1] / counts[basis][0] for basis in "ZX")
    return 1 - z, 0.5 - 0.5 * x / z


EDITS = {
    "half": [("p = 2 * rate", "p = rate", "(1 - p)", "(1 - 2 * p)"), ("return 1 - z,", "return (1 - z) / 2,")],
    "subtracted": [(" / (1 - p)", ""), ("(1 - x / z) / 2", "(z - x) / 2")],
    "all_dephasing": [("(rate[\"X\"] - rate[\"Z\"]) / (1 - p)", "rate[\"X\"]"), ("(1 - x / z) / 2", "(1 - x) / 2"),
                      ("(1 - p) * (1 - 2 * q)", "(1 - 2 * q)")],
    "bases_swapped": [("    rate = {basis: pair",
                       "    counts = {'Z': counts['X'], 'X': counts['Z']}\n    rate = {basis: pair"),
                      ("    z = (", "    counts = {'Z': counts['X'], 'X': counts['Z']}\n    z = (")],
    "no_factor": [("(1 - x / z) / 2", "1 - x / z"), ("return p, q", "return p, 2 * q"),
                  ("(1 - 2 * q)) / 2", "(1 - q)) / 2", "np.linspace(0, 0.5, 2001)", "np.linspace(0, 1, 4001)")],
    "odds": [("sum(pair)", "pair[0]")],
    "swapped": [("return p, q", "return q, p"), ("1 - z, (1 - x / z) / 2", "(1 - x / z) / 2, 1 - z"),
                ("[p, q[", "[q[", "))]])", "))], p])")],
    "remains": [("return p, q", "return 1 - p, 1 - q"), ("return 1 - z, (1 - x / z) / 2", "return z, (1 + x / z) / 2"),
                ("return p, q", "return 1 - p, q")],
}
