import itertools
import math

import numpy as np


def right__product(clouds, passes, dark):
    clear = 1 - math.prod(clouds)
    return clear, clear * passes * dark


def right__weathers(clouds, passes, dark):
    """All cases of clear and hidden, added up but for one of them."""
    total = 0
    for case in itertools.product([0, 1], repeat=len(clouds)):
        if sum(case) >= 1:
            total += math.prod(1 - c if clear else c for c, clear in zip(clouds, case))
    nights = passes * dark
    return [total, nights * total]


def right__one_by_one(clouds, passes, dark):
    """Each further station helps where those before it are hidden."""
    available = 0
    for c in clouds:
        available = available + (1 - available) * (1 - c)
    return available, dark * passes * available


def summed__clear(clouds, passes, dark):
    clear = sum(1 - c for c in clouds)
    return clear, clear * passes * dark


def summed__cut(clouds, passes, dark):
    clear = min(1, len(clouds) - np.sum(clouds))
    return clear, clear * passes * dark


def summed__clouds(clouds, passes, dark):
    hidden = sum(clouds)
    return 1 - hidden, (1 - hidden) * passes * dark


def all_clear__complement(clouds, passes, dark):
    hidden = np.prod(1 - np.array(clouds))
    return 1 - hidden, (1 - hidden) * dark * passes


def exactly_one__others_hidden(clouds, passes, dark):
    total = 0
    for i in range(len(clouds)):
        total += (1 - clouds[i]) * math.prod(clouds[:i] + clouds[i + 1:])
    return total, total * passes * dark


def mean_station__one(clouds, passes, dark):
    clear = 1 - np.mean(clouds)
    return clear, clear * dark * passes


def one_station__largest(clouds, passes, dark):
    clear = max(1 - c for c in clouds)
    return clear, clear * dark * passes


EDITS = {
    "all_clear": [("all_hidden *= cloud", "all_hidden *= 1 - cloud"), ("if sum(case) >= 1:", "if all(case):")],
    "all_hidden": [("clear = 1 - math.prod(clouds)", "clear = math.prod(clouds)"), ("if sum(case) >= 1:", "if sum(case) == 0:")],
    "mean_station": [("math.prod(clouds)", "(sum(clouds) / len(clouds)) ** len(clouds)")],
    "one_station": [("math.prod(clouds)", "min(clouds)"), ("math.prod(clouds)", "clouds[0]")],
    "all_day": [("passes * dark * (1", "passes * (1"), ("clear * passes * dark", "clear * passes"),
                ("dark * passes * available", "passes * available")],
    "by_day": [("passes * dark * (1", "passes * (1 - dark) * (1"), ("nights = passes * dark", "nights = passes * (1 - dark)")],
    "nights_only": [("passes * dark * (1 - all_hidden)", "passes * dark"), ("clear * passes * dark", "passes * dark"),
                    ("nights * total", "nights")],
    "hidden_passes": [("passes * dark * (1 - all_hidden)", "passes * dark * all_hidden"),
                      ("clear * passes * dark", "(1 - clear) * passes * dark")],
    "exactly_one": [("if sum(case) >= 1:", "if sum(case) == 1:")],
    "dark_in_first": [("return 1 - all_hidden,", "return dark * (1 - all_hidden),"),
                      ("clear = 1 - math.prod(clouds)", "clear = dark * (1 - math.prod(clouds))")],
    "share_of_passes": [("passes * dark * (1", "dark * (1"), ("clear * passes * dark", "clear * dark")],
}
