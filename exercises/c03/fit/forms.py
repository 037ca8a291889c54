import numpy as np


def _rates(counts):
    return [wrong / (right + wrong) for right, wrong in (counts["Z"], counts["X"])]


def right__arrows(counts):
    z = (counts["Z"][0] - counts["Z"][1]) / sum(counts["Z"])
    x = (counts["X"][0] - counts["X"][1]) / sum(counts["X"])
    return 1 - z, (1 - x / z) / 2


def right__search(counts):
    rate = {basis: wrong / (right + wrong) for basis, (right, wrong) in counts.items()}
    p = np.linspace(0, 1, 4001)[np.argmin(abs(np.linspace(0, 0.5, 4001) - rate["Z"]))]
    q = np.linspace(0, 0.5, 2001)
    return np.array([p, q[np.argmin(abs((1 - (1 - p) * (1 - 2 * q)) / 2 - rate["X"]))]])


def half__rest_right(counts):
    z, x = _rates(counts)
    return z, (x - z) / (1 - 2 * z)


def half__carried_on(counts):
    p, x = _rates(counts)
    return p, (1 - (1 - 2 * x) / (1 - p)) / 2


def subtracted__rates(counts):
    z, x = _rates(counts)
    return 2 * z, x - z


def subtracted__counts(counts):
    n = sum(counts["Z"])
    return 2 * counts["Z"][1] / n, (counts["X"][1] - counts["Z"][1]) / n


def all_dephasing__rates(counts):
    z, x = _rates(counts)
    return 2 * z, x


def all_dephasing__arrow(counts):
    z, x = (1 - 2 * rate for rate in _rates(counts))
    return 1 - z, (1 - x) / 2


def bases_swapped__unpacked(counts):
    x, z = _rates(counts)
    return 2 * z, (x - z) / (1 - 2 * z)


def bases_swapped__keys(counts):
    arrow = {basis: (right - wrong) / (right + wrong) for basis, (right, wrong) in counts.items()}
    return 1 - arrow["X"], (1 - arrow["Z"] / arrow["X"]) / 2


def no_factor__doubled(counts):
    z, x = _rates(counts)
    return 2 * z, 2 * (x - z) / (1 - 2 * z)


def no_factor__arrow(counts):
    z, x = (1 - 2 * rate for rate in _rates(counts))
    return 1 - z, 1 - x / z


def odds__ratio(counts):
    z, x = (wrong / right for right, wrong in (counts["Z"], counts["X"]))
    return 2 * z, (x - z) / (1 - 2 * z)


def odds__arrow(counts):
    z, x = (1 - 2 * counts[basis][1] / counts[basis][0] for basis in "ZX")
    return 1 - z, 0.5 - 0.5 * x / z


def swapped__tuple(counts):
    z, x = (counts[basis][1] / sum(counts[basis]) for basis in "ZX")
    return (x - z) / (1 - 2 * z), 2 * z


def swapped__list(counts):
    z, x = (counts[basis][1] / sum(counts[basis]) for basis in "ZX")
    return [(1 - (1 - 2 * x) / (1 - 2 * z)) / 2, 2 * z]


def remains__both(counts):
    z, x = (counts[basis][1] / sum(counts[basis]) for basis in "ZX")
    return 1 - 2 * z, 1 - (x - z) / (1 - 2 * z)


def remains__depolarising(counts):
    z, x = (counts[basis][1] / sum(counts[basis]) for basis in "ZX")
    kept = 1 - 2 * z
    return kept, (x - z) / kept
