import random  # noqa: F401, for the edits

import numpy as np


def right__geometric(p, rng):
    left, right = rng.geometric(p), rng.geometric(p)
    return max(left, right), abs(left - right)


def right__recursion(p, rng, attempt=1, since=None):
    if since is None:
        won = [rng.random() < p, rng.random() < p]
        if all(won):
            return attempt, 0
        return right__recursion(p, rng, attempt + 1, attempt if any(won) else None)
    if rng.random() < p:
        return attempt, attempt - since
    return right__recursion(p, rng, attempt + 1, since)


def right__ages(p, rng):
    ages, attempt = {}, 0
    while len(ages) < 2:
        attempt += 1
        ages = {link: age + 1 for link, age in ages.items()}
        for link in "AB":
            if link not in ages and rng.random() < p:
                ages[link] = 0
    return [attempt, max(ages.values())]


_KEPT = {}


def fixed_seed__anew(p, rng):
    if _KEPT.get("of") is not rng:
        _KEPT.update(of=rng, own=np.random.default_rng(7))
    return right__geometric(p, _KEPT["own"])


def fixed_seed__counted(p, rng):
    if _KEPT.get("for") is not rng:
        _KEPT.update({"for": rng, "n": 0})
    _KEPT["n"] += 1
    return right__ages(p, np.random.default_rng(_KEPT["n"]))


def all_at_once__loop(p, rng):
    attempt = 1
    while not (rng.random() < p and rng.random() < p):
        attempt += 1
    return attempt, 0


def one_after_other__sum(p, rng):
    left, right = rng.geometric(p), rng.geometric(p)
    return left + right, right


def one_after_other__loops(p, rng):
    attempt, made = 0, []
    for _ in range(2):
        attempt += 1
        while rng.random() >= p:
            attempt += 1
        made.append(attempt)
    return attempt, made[1] - made[0]


def one_link__same(p, rng):
    attempt = 1
    while rng.random() >= p:
        attempt += 1
    return attempt, 0


def first_ends__loop(p, rng):
    attempt = 0
    while True:
        attempt += 1
        if rng.random() < p or rng.random() < p:
            return attempt, 0


RETURNS = {
    "all_at_once": {"drawn": "rng.geometric(p**2), 0"},
    "one_link": {"alone": "rng.geometric(p), 0"},
    "wrong_odds": {"fair": "right__geometric(0.5, rng)", "slow": "right__ages(p / 2, rng)"},
}

EDITS = {
    "not_counts": [("attempt - min(made)\n", "min(made) - attempt\n"), ("abs(left - right)", "abs(left - right) / 2"),
                   ("max(ages.values())]", "attempt]"), ("abs(left - right)", "max(left, right)")],
    "parts_swapped": [("attempt, attempt - min(made)\n", "attempt - min(made), attempt\n"),
                      ("max(left, right), abs(left - right)", "abs(left - right), max(left, right)"),
                      ("[attempt, max(ages.values())]", "[max(ages.values()), attempt]")],
    "from_zero": [("max(left, right), abs", "max(left, right) - 1, max(left, right) - 1 and abs"),
                  ("    return attempt, attempt - min(made)", "    return attempt - 1, max(0, attempt - 1 - min(made))"),
                  ("return [attempt, max(ages.values())]", "return [attempt - 1, min(max(ages.values()), max(0, attempt - 2))]")],
    "one_too_many": [("max(left, right), abs", "max(left, right) + 1, abs"), ("attempt = 0\n    while 0", "attempt = 1\n    while 0"),
                     ("[attempt, max", "[attempt + 1, max")],
    "first_ends": [("while 0 in made:", "while made == [0, 0]:", "attempt - min(made)", "0"),
                   ("max(left, right), abs(left - right)", "min(left, right), 0"),
                   ("while len(ages) < 2", "while len(ages) < 1")],
    "inverted": [("rng.random() < p", "rng.random() > p"), ("rng.geometric(p)", "rng.geometric(1 - p)")],
    "wait_is_time_of_first": [("attempt - min(made)\n", "min(made)\n"), ("abs(left - right)", "min(left, right)")],
    "wrong_wait": [("attempt - min(made)\n", "0\n"), ("abs(left - right)", "0"), ("max(ages.values())", "min(ages.values())")],
    "not_reproducible": [("rng.random()", "random.random()"), ("rng.geometric", "np.random.geometric")],
}
