import math

import numpy as np


def right__loop(counts):
    samples = commonest = 0
    for count in counts:
        samples += int(count)
        commonest = max(commonest, int(count))
    p = commonest / samples
    p += 2.576 * math.sqrt(p * (1 - p) / (samples - 1))
    return -math.log2(p) if p < 1 else 0


def right__counts(counts):
    """With counts in the place of shares."""
    rows = np.sort(np.asarray(counts, float))[::-1]
    most, others = rows[0], rows[1:].sum()
    L = most + others
    up = most / L + 2.576 / L * (most * others / (L - 1)) ** 0.5
    return np.log2(1 / np.clip(up, None, 1.0))


def shannon__sum(counts):
    p = np.asarray(counts) / np.sum(counts)
    return -(p * np.log2(p)).sum()


def shannon__loop(counts):
    total = sum(counts)
    return sum(count / total * math.log2(total / count) for count in counts)


EDITS = {
    "no_bound": [("min(1, share + 2.576 * spread)", "share"), ("    p += 2.576 * math.sqrt(p * (1 - p) / (samples - 1))\n", ""),
                 (" + 2.576 / L * (most * others / (L - 1)) ** 0.5", "")],
    "all_samples": [("(total - 1)", "total"), ("(samples - 1)", "samples"), ("(L - 1)", "L")],
    "unclipped": [("min(1, share + 2.576 * spread)", "share + 2.576 * spread"), ("-math.log2(p) if p < 1 else 0", "-math.log2(p)"),
                  ("np.clip(up, None, 1.0)", "up"), ("-math.log2(p) if p < 1 else 0", "abs(math.log2(p))")],
    "least_common": [("np.max(counts)", "np.min(counts)"), ("[::-1]", ""),
                     ("np.max(counts)", "np.min(counts)", "2.576 * spread", "0 * spread")],
    "another_value": [("np.max(counts)", "np.mean(counts)"), ("    p = commonest / samples", "    p = 1 / len(counts)"),
                      ("np.max(counts)", "np.median(counts)")],
    "lower_end": [("share + 2.576", "share - 2.576"), ("p += 2.576", "p -= 2.576"), ("most / L + 2.576", "most / L - 2.576")],
    "natural_log": [("np.log2(bound)", "np.log(bound)"), ("math.log2(p)", "math.log(p)"), ("np.log2(1 /", "np.log10(1 /")],
    "no_root": [("np.sqrt(share * (1 - share) / (total - 1))", "share * (1 - share) / (total - 1)"),
                ("math.sqrt(p * (1 - p) / (samples - 1))", "(p * (1 - p) / (samples - 1))")],
    "always_nothing": [(" / (total - 1)", ""), (" / (samples - 1)", ""), ("2.576 * spread", "2.576 * spread * total")],
    "other_spread": [("(share * (1 - share) / (total - 1))", "(share * (1 - share)) / (total - 1)"),
                     ("math.sqrt(p * (1 - p) / (samples - 1))", "math.sqrt(p * (1 - p)) / samples"),
                     ("2.576 / L * (most * others / (L - 1)) ** 0.5", "2.576 / (L - 1) ** 0.5")],
    "other_width": [("2.576", "1.96"), ("2.576", "2.58"), ("2.576", "3")],
    "not_per_sample": [("return -np.log2(bound)", "return -np.log2(bound) * total"),
                       ("np.log2(1 / np.clip(up, None, 1.0))", "np.log2(1 / np.clip(up, None, 1.0)) / np.log2(len(rows))")],
    "probability": [("return -np.log2(bound)", "return bound"), ("return -math.log2(p) if p < 1 else 0", "return p"),
                    ("return np.log2(1 / np.clip(up, None, 1.0))", "return up")],
}
