import math

import numpy as np


def right__excess(fidelity, wait, life):
    return 0.25 + (fidelity - 0.25) * math.exp(-wait / life)


def right__mixture(fidelity, wait, life):
    """With some probability all is noise."""
    kept = np.e ** (-wait / life)
    return kept * fidelity + (1 - kept) / 4


def right__state(fidelity, wait, life):
    others = (1 - fidelity) / 3
    odds = np.array([fidelity, others, others, others])
    kept = np.exp(-wait / life)
    return (kept * odds + (1 - kept) * np.ones(4) / 4)[0]


def visibility__alone(fidelity, wait, life):
    return (4 * fidelity - 1) / 3 * math.exp(-wait / life)


def visibility__from_excess(fidelity, wait, life):
    left = right__excess(fidelity, wait, life)
    return (left - 0.25) / 0.75


EDITS = {
    "to_zero": [("0.25 + (fidelity - 0.25)", "fidelity"), (" + (1 - kept) / 4", "")],
    "to_half": [("0.25 + (fidelity - 0.25)", "0.5 + (fidelity - 0.5)"), ("(1 - kept) / 4", "(1 - kept) / 2"),
                ("np.ones(4) / 4", "np.ones(4) / 2")],
    "linear": [("np.exp(-wait / life)\n    return (1", "(1 - wait / life)\n    return (1"), ("math.exp(-wait / life)", "(1 - wait / life)"),
               ("np.e ** (-wait / life)", "1 - wait / life")],
    "both_sides": [("-wait / life", "-2 * wait / life")],
    "half_life": [("math.exp(-wait / life)", "2 ** (-wait / life)"), ("np.e **", "2 **"), ("np.exp(-wait / life)", "0.5 ** (wait / life)")],
    "turned_over": [("-wait / life", "-life / wait")],
}
