import numpy as np


def right__table(kets, basis):
    table = np.abs(np.conj(np.array(kets)) @ np.array(basis).T) ** 2
    return table.max(axis=0).sum() / len(kets)


def right__bayes(kets, basis):
    rate = 0.0
    for outcome in basis:
        joint = [abs(np.vdot(outcome, ket)) ** 2 / len(kets) for ket in kets]
        frequency = sum(joint)
        rate += frequency * max(p / frequency for p in joint)
    return np.float64(rate)


EDITS = {
    "always_right": [("basis):\n", "basis):\n    return 1\n")],
    "blind": [("max(likelihoods) / len(kets)", "sum(likelihoods) / len(kets) ** 2"),
              (".max(axis=0).sum()", ".mean(axis=0).sum()"), ("max(p / frequency for p in joint)", "1 / len(kets)")],
    "no_prior": [(" / len(kets)", "")],
    "best_outcome": [(".max(axis=0).sum()", ".max(axis=1).sum()"),
                     ("for outcome in basis", "for outcome in kets", "for ket in kets", "for ket in basis",
                      "/ len(kets)", "/ len(kets)")],
    "equal_outcomes": [("max(likelihoods) / len(kets)", "max(likelihoods) / sum(likelihoods) / 2"),
                       ("frequency * max", "0.5 * max")],
    "one_outcome": [(".max(axis=0).sum()", ".max()"),
                    ("rate += max(likelihoods) / len(kets)", "rate = max(rate, max(likelihoods) / len(kets))"),
                    ("rate += frequency * max(p / frequency for p in joint)", "rate = max(rate, max(joint))")],
    "limit": [("max(likelihoods)", "1"), ("basis):\n", "basis):\n    return 2 / len(kets)\n")],
    "no_conjugate": [("np.vdot", "np.dot"), ("np.conj(np.array(kets))", "np.array(kets)")],
    "amplitude": [("ket)) ** 2", "ket))"), ("basis).T) ** 2", "basis).T)")],
    "real_part": [("abs(np.vdot(outcome, ket))", "np.vdot(outcome, ket).real"), ("np.abs", "np.real")],
}
