import math

import numpy as np


def right__rounds(starts, waits, cutoff, life):
    clock, found = 0, []
    for start, wait in zip(starts, waits):
        clock += start
        if wait <= cutoff:
            clock += wait
            found.append((1 + 3 * math.exp(-wait / life)) / 4)
        else:
            clock += cutoff
    return len(found) / clock, sum(found) / len(found)


def right__attempts(starts, waits, cutoff, life):
    """One attempt after another."""
    clock = pairs = 0
    quality = 0.0
    for start, wait in zip(starts, waits):
        for _ in range(start):
            clock += 1
        age = 0
        while age < wait and age < cutoff:
            age += 1
            clock += 1
        if age == wait:
            pairs += 1
            quality += 0.25 + 0.75 * math.e ** (-age / life)
    return pairs / clock, quality / pairs


def right__split(starts, waits, cutoff, life):
    rounds = np.column_stack([starts, waits])
    good, bad = rounds[rounds[:, 1] <= cutoff], rounds[rounds[:, 1] > cutoff]
    time = good.sum() + bad[:, 0].sum() + cutoff * len(bad)
    w = np.exp(-good[:, 1] / life)
    return len(good) / time, (0.25 + 0.75 * w).mean()


EDITS = {
    "time_free": [("        else:\n            clock += cutoff\n", "        else:\n            clock -= start\n"),
                  (" + bad[:, 0].sum() + cutoff * len(bad)", ""),
                  ("np.sum(starts) + np.minimum(waits, cutoff).sum()", "(np.asarray(starts) + waits)[delivered].sum()")],
    "whole_wait": [("np.minimum(waits, cutoff)", "waits"), ("clock += cutoff", "clock += wait"), ("cutoff * len(bad)", "bad[:, 1].sum()")],
    "starts_free": [("np.sum(starts) + ", ""), ("        clock += start\n", ""), ("good.sum() + bad[:, 0].sum()", "good[:, 1].sum()")],
    "per_round": [("delivered.sum() / spent", "delivered.mean()"), ("len(found) / clock", "len(found) / len(waits)"),
                  ("len(good) / time", "len(good) / len(rounds)")],
    "attempts_per_pair": [("delivered.sum() / spent", "spent / delivered.sum()"), ("pairs / clock", "clock / pairs"),
                          ("len(good) / time", "time / len(good)")],
    "strict": [("waits <= cutoff", "waits < cutoff"), ("if wait <= cutoff", "if wait < cutoff"),
               ("rounds[:, 1] <= cutoff", "rounds[:, 1] < cutoff", "rounds[:, 1] > cutoff", "rounds[:, 1] >= cutoff")],
    "never_cut": [("waits <= cutoff", "waits >= 0"), ("if wait <= cutoff", "if True"), (" and age < cutoff", "")],
    "all_rounds": [("waits[delivered] / life", "waits / life"), ("good[:, 1] / life", "rounds[:, 1] / life"),
                   ("waits[delivered] / life", "np.minimum(waits, cutoff) / life")],
    "mean_first": [("faded = np.exp(-waits[delivered] / life)", "faded = np.exp(-waits[delivered].mean() / life)"),
                   ("np.exp(-good[:, 1] / life)", "np.exp(-good[:, 1].mean() / life)")],
    "to_zero": [("0.25 + 0.75 * faded", "faded"), ("(1 + 3 * math.exp(-wait / life)) / 4", "math.exp(-wait / life)"),
                ("(0.25 + 0.75 * w)", "w")],
    "whole_round": [("-waits[delivered] / life", "-(waits + starts)[delivered] / life"), ("-wait / life", "-(start + wait) / life"),
                    ("-good[:, 1] / life", "-good.sum(axis=1) / life")],
}
