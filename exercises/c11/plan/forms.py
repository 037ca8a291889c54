from itertools import product

import numpy as np


def once(f):
    """One round: fidelity and success."""
    p = (8 * f * f - 4 * f + 5) / 9
    return (10 * f * f - 2 * f + 1) / (9 * p), p


def several(f, n):
    spent = 1.0
    for _ in range(n):
        f, p = once(f)
        spent *= 2 / p
    return f, spent


def right__all_plans(fidelity, links, works, target):
    plans = []
    for first, last in product(range(9), repeat=2):
        f, one = several(fidelity, first)
        v = (4 * f - 1) / 3
        long = v**links * works ** (links - 1)
        end, more = several((1 + 3 * long) / 4, last)
        if end >= target:
            plans.append((links * one * more, first, last))
    pairs, first, last = min(plans)
    return first, last, pairs


def right__tables(fidelity, links, works, target):
    ends, bills = np.zeros((9, 9)), np.full((9, 9), np.inf)
    link, spent = fidelity, 1.0
    for first in range(9):
        v = (4 * link - 1) / 3
        for _ in range(links - 1):
            v = v * works * (4 * link - 1) / 3
        f, bill = 0.25 + 0.75 * v, links * spent
        for last in range(9):
            ends[first, last], bills[first, last] = f, bill
            f, p = once(f)
            bill = bill * 2 / p
        link, p = once(link)
        spent = spent * 2 / p
    bills[ends < target] = np.inf
    first, last = np.unravel_index(bills.argmin(), bills.shape)
    return [first, last, bills.min()]


EDITS = {
    "links_only": [("several((1 + 3 * long) / 4, last)", "several(f, last)"), ("improve((1 + 3 * v) / 4, last)", "improve(f, last)")],
    "product": [("several((1 + 3 * long) / 4, last)", "several(f**links * works ** (links - 1), last)"),
                ("improve((1 + 3 * v) / 4, last)", "improve(f**links * works ** (links - 1), last)")],
    "perfect_stations": [(" * works ** (links - 1)", ""), ("v * works *", "v *")],
    "one_station_more": [("works ** (links - 1)", "works**links"), ("f, bill = 0.25 + 0.75 * v", "f, bill = 0.25 + 0.75 * v * works")],
    "always_succeeds": [("links * one * more", "links * 2 ** (first + last)"), ("cost * 2 / p", "cost * 2"),
                        ("bill * 2 / p", "bill * 2", "spent * 2 / p", "spent * 2")],
    "one_link": [("links * one * more", "one * more"), ("links * on_links * at_end", "on_links * at_end"), ("links * spent", "spent")],
    "added": [("links * one * more", "links * one + more"), ("links * on_links * at_end", "links * (on_links + at_end)")],
    "end_only": [("for first in range(9):\n        f, on_links", "for first in range(1):\n        f, on_links"),
                 ("product(range(9), repeat=2)", "product([0], range(9))")],
}
