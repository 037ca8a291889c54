import math  # noqa: F401, for the edits

import numpy as np


def right__two_loops(samples, h, window, cutoff):
    C = 1
    while 2 ** (-h * (C - 1)) > 2**-20 * (1 + 1e-12):
        C += 1
    first = second = -1
    count = 0
    for i in range(len(samples)):
        if i > 0 and samples[i] == samples[i - 1]:
            count += 1
        else:
            count = 1
        if first < 0 and count >= C:
            first = i
    for i in range(len(samples)):
        if i % window == 0:
            value, seen = samples[i], 0
        if samples[i] == value:
            seen += 1
            if second < 0 and seen >= cutoff:
                second = i
    return C, first, second


def right__arrays(samples, h, window, cutoff):
    """Runs by where samples change; windows by running sums."""
    samples = np.asarray(samples)
    C = int(-(-20 // h)) + 1
    begins = np.flatnonzero(np.r_[True, np.diff(samples) != 0])
    lengths = np.diff(np.r_[begins, len(samples)])
    rings = begins[lengths >= C] + C - 1
    first = int(rings[0]) if len(rings) else -1
    for begin in np.arange(0, len(samples), window):
        inside = samples[begin:begin + window]
        sums = np.cumsum(inside == inside[0])
        if sums[-1] >= cutoff:
            return C, first, int(begin + np.searchsorted(sums, cutoff))
    return C, first, -1


def run_begins__loop(samples, h, window, cutoff):
    C, _, second = right__two_loops(samples, h, window, cutoff)
    begin = 0
    for i in range(1, len(samples)):
        if samples[i] != samples[i - 1]:
            begin = i
        elif i - begin + 1 == C:
            return C, begin, second
    return C, -1, second


def run_ends__loop(samples, h, window, cutoff):
    C, _, second = right__two_loops(samples, h, window, cutoff)
    length = 1
    for i in range(1, len(samples)):
        if samples[i] == samples[i - 1]:
            length += 1
        else:
            if length >= C:
                return C, i - 1, second
            length = 1
    return C, -1, second


def last_alarm__second(samples, h, window, cutoff):
    C, first, second = right__two_loops(samples, h, window, cutoff)
    for begin in range(0, len(samples), window):
        same = [i for i in range(begin, min(begin + window, len(samples))) if samples[i] == samples[begin]]
        if len(same) >= cutoff:
            second = same[cutoff - 1]
    return C, first, second


def longest_run__loop(samples, h, window, cutoff):
    C, _, second = right__two_loops(samples, h, window, cutoff)
    best, begin, length = (0, 0), 0, 0
    for i, sample in enumerate(samples):
        begin, length = (begin, length + 1) if i and sample == samples[i - 1] else (i, 1)
        best = max(best, (length, -begin))
    return C, -best[1] + C - 1 if best[0] >= C else -1, second


def not_in_a_row__dict(samples, h, window, cutoff):
    C, _, second = right__two_loops(samples, h, window, cutoff)
    seen = {}
    for i, sample in enumerate(samples):
        seen[sample] = seen.get(sample, 0) + 1
        if seen[sample] == C:
            return C, i, second
    return C, -1, second


def sliding__every_start(samples, h, window, cutoff):
    C, first, _ = right__two_loops(samples, h, window, cutoff)
    for i in range(len(samples)):
        for start in range(max(0, i - window + 1), i + 1):
            if list(samples[start:i + 1]).count(samples[start]) >= cutoff:
                return C, first, i
    return C, first, -1


def commonest__any(samples, h, window, cutoff):
    C, first, _ = right__two_loops(samples, h, window, cutoff)
    for i in range(len(samples)):
        if i % window == 0:
            seen = {}
        seen[samples[i]] = seen.get(samples[i], 0) + 1
        if seen[samples[i]] == cutoff:
            return C, first, i
    return C, first, -1


EDITS = {
    "rounded_down": [("np.ceil(20 / h)", "np.floor(20 / h)"), ("int(-(-20 // h)) + 1", "round(20 / h) + 1"),
                     ("int(-(-20 // h))", "int(20 // h)")],
    "one_less": [("1 + int(np.ceil(20 / h))", "int(np.ceil(20 / h))"),
                 ("    C = 1\n    while 2 ** (-h * (C - 1))", "    C = 1\n    while 2 ** (-h * C)"),
                 ("int(-(-20 // h)) + 1", "int(-(-20 // h))"), ("int(-(-20 // h)) + 1", "int(20 // h)")],
    "one_more": [("1 + int(np.ceil(20 / h))", "2 + int(np.ceil(20 / h))"), ("int(-(-20 // h)) + 1", "int(-(-20 // h)) + 2"),
                 ("1 + int(np.ceil(20 / h))", "2 + int(np.floor(20 / h))")],
    "other_log": [("np.ceil(20 / h)", "np.ceil(np.log(2**20) / h)"), ("2 ** (-h * (C - 1)) > 2**-20", "math.exp(-h * (C - 1)) > 2**-20")],
    "from_one": [("return most_equal, stuck, int(seen_at[cutoff - 1])",
                  "return most_equal, stuck + (stuck >= 0), int(seen_at[cutoff - 1]) + 1",
                  "return most_equal, stuck, -1", "return most_equal, stuck + (stuck >= 0), -1"),
                 ("            first = i\n", "            first = i + 1\n", "second = i\n", "second = i + 1\n")],
    "run_begins": [("begins[lengths >= C] + C - 1", "begins[lengths >= C]"),
                   ("            first = i\n", "            first = i - C + 1\n")],
    "run_ends": [("begins[lengths >= C] + C - 1", "(begins + lengths)[lengths >= C] - 1"),
                 ("begins[lengths >= C] + C - 1", "(begins + lengths)[lengths >= C]")],
    "longest_run": [("rings[0]", "begins[lengths.argmax()] + C - 1")],
    "last_alarm": [("if first < 0 and count >= C", "if count >= C"), ("if first < 0 and count >= C", "if count == C"),
                   ("rings[0]", "rings[-1]"),
                   ("            stuck = place\n            break\n", "            stuck = place\n")],
    "short_window": [("in range(0, len(samples), window)", "in range(0, len(samples) - window + 1, window)"),
                     ("np.arange(0, len(samples), window)", "np.arange(len(samples) // window) * window"),
                     ("        if i % window == 0:",
                      "        if i >= len(samples) // window * window:\n            break\n        if i % window == 0:")],
    "late": [("if in_a_row == most_equal", "if in_a_row > most_equal"), ("samples[place - 1] else 1", "samples[place - 1] else 0"),
             ("count >= C", "count > C"), ("lengths >= C] + C - 1", "lengths >= C] + C")],
    "early": [("lengths >= C] + C - 1", "lengths >= C] + C - 2"), ("count >= C", "count >= C - 1"),
              ("            count = 1\n", "            count = 2\n")],
    "not_in_a_row": [("if first < 0 and count >= C", "if first < 0 and np.sum(samples[:i + 1] == samples[i]) >= C")],
    "first_not_counted": [("if len(seen_at) >= cutoff", "if len(seen_at) > cutoff", "seen_at[cutoff - 1]", "seen_at[cutoff]"),
                          ("value, seen = samples[i], 0", "value, seen = samples[i], -1"), ("seen >= cutoff", "seen > cutoff"),
                          ("np.cumsum(inside == inside[0])", "np.cumsum(inside == inside[0]) - 1")],
    "proportion_early": [("if len(seen_at) >= cutoff", "if len(seen_at) >= cutoff - 1", "seen_at[cutoff - 1]", "seen_at[cutoff - 2]"),
                         ("value, seen = samples[i], 0", "value, seen = samples[i], 1"), ("seen >= cutoff", "seen >= cutoff - 1")],
    "place_in_window": [("int(begin + np.searchsorted(sums, cutoff))", "int(np.searchsorted(sums, cutoff))"),
                        ("seen_at = start + np", "seen_at = np"),
                        ("                second = i\n", "                second = i // window\n")],
    "whole_window": [("int(begin + np.searchsorted(sums, cutoff))", "int(begin)"), ("int(seen_at[cutoff - 1])", "start + window - 1"),
                     ("                second = i\n", "                second = (i // window + 1) * window\n")],
    "first_window": [("in range(0, len(samples), window)", "in [0]"), ("np.arange(0, len(samples), window)", "[0]")],
    "never_restarted": [("if i % window == 0:", "if i == 0:"), ("samples[begin:begin + window]", "samples[begin:]")],
    "value_kept": [("value, seen = samples[i], 0", "value, seen = samples[0], 0"),
                   ("samples[start:start + window] == samples[start]", "samples[start:start + window] == samples[0]"),
                   ("inside == inside[0]", "inside == samples[0]")],
    "sliding": [("in range(0, len(samples), window)", "in range(len(samples))"),
                ("np.arange(0, len(samples), window)", "np.arange(len(samples))")],
    "commonest": [("inside == inside[0]", "inside == np.bincount(inside).argmax()")],
    "no_alarm": [("stuck, in_a_row = -1, 0", "stuck, in_a_row = None, 0", "return most_equal, stuck, -1",
                  "return most_equal, stuck, None"),
                 ("first = int(rings[0]) if len(rings) else -1", "first = int(rings[0]) if len(rings) else len(samples)",
                  "return C, first, -1", "return C, first, len(samples)"),
                 ("    return C, first, second", "    return C, max(first, 0), max(second, 0)")],
}
