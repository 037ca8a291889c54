import math

import numpy as np

SPEED = 200_000


def right__arrays(km, efficiency, p_swap):
    m = np.arange(7)
    each = km / 2.0**m
    p = efficiency * 10 ** (-each / 50)
    seconds = (3 / (2 * p_swap)) ** m / p * (2 * each / SPEED + 0.001)
    return 2 ** seconds.argmin(), seconds


def right__step_by_step(km, efficiency, p_swap):
    links, found = 1, []
    while links <= 64:
        piece = km / links
        decibel = 0.2 * piece
        wait = 1 / (efficiency * 10 ** (-decibel / 10))
        for _ in range(int(math.log2(links))):
            wait = wait * 3 / 2 / p_swap
        found.append((wait * (piece / 100_000 + 1e-3), links))
        links = links * 2
    return sorted(found)[0][1], [seconds for seconds, _ in found]


EDITS = {
    "the_most": [("return fastest,", "return 64,"), ("2 ** seconds.argmin()", "2 ** 6"), ("sorted(found)[0][1]", "found[-1][1]")],
    "slowest": [("min(times", "max(times"), ("argmin", "argmax"), ("sorted(found)[0]", "sorted(found)[-1]")],
    "doublings_returned": [("2 ** seconds.argmin()", "seconds.argmin()"), ("return fastest,", "return int(np.log2(fastest)),"),
                           ("sorted(found)[0][1]", "found.index(min(found))")],
    "swaps_never_fail": [("(1.5 / p_swap) ** m", "1.5 ** m"), ("(3 / (2 * p_swap)) ** m", "(3 / 2) ** m"), ("3 / 2 / p_swap", "3 / 2")],
    "one_after_other": [("(1.5 / p_swap) ** m", "2**m"), ("(3 / (2 * p_swap)) ** m", "(2 / p_swap) ** m"),
                        ("wait * 3 / 2 / p_swap", "wait * 2")],
    "one_link": [("(1.5 / p_swap) ** m / (", "1 / ("), ("(3 / (2 * p_swap)) ** m / p", "1 / p"),
                 ("wait * 3 / 2 / p_swap", "wait / p_swap")],
    "links_for_doublings": [("(1.5 / p_swap) ** m", "(1.5 / p_swap) ** (2**m)"),
                            ("(3 / (2 * p_swap)) ** m", "(3 / (2 * p_swap)) ** (2.0**m)"),
                            ("range(int(math.log2(links)))", "range(links)")],
    "whole_time": [("2 * length / 200_000", "2 * km / 200_000"), ("2 * each / SPEED", "2 * km / SPEED"),
                   ("piece / 100_000", "km / 100_000")],
    "one_way": [("(2 * length", "(length"), ("(2 * each / SPEED", "(each / SPEED"), ("piece / 100_000", "piece / 200_000")],
    "whole_loss": [("-0.02 * length", "-0.02 * km"), ("-each / 50", "-km / 50"), ("0.2 * piece", "0.2 * km")],
    "not_made_ready": [("2 * length / 200_000 + 0.001", "2 * length / 200_000"), (" + 0.001)", ")"), (" + 1e-3)", ")")],
    "attempts_only": [("attempts * (2 * length / 200_000 + 0.001)", "attempts"), (" * (2 * each / SPEED + 0.001)", ""),
                      ("wait * (piece / 100_000 + 1e-3)", "wait")],
    "decibels": [("10 ** (-0.02 * length)", "np.exp(-0.02 * length)"), ("10 ** (-each / 50)", "np.exp(-each / 5)"),
                 ("(-decibel / 10)", "(-decibel / 20)"), ("(-decibel / 10)", "(-decibel)")],
}
