"""Small chains attempt by attempt, exactly: every state, every birth and every swap, as one absorbing Markov chain.

The independent side of the tests here.  A state is, for each link, None or the segment it belongs to: (first, last, age of the
oldest pair, attempts that its parts have waited).  Without a cut-off there would be no end of them, so then nothing ages, and
only attempts are counted.
"""

import itertools

import numpy as np


def swaps(state, links, p_swap, policy):
    """Yield (probability, state) after all stations had their turn."""
    def level(s):
        return (s & -s).bit_length()

    order = range(1, links) if policy == "swap_asap" else sorted(range(1, links), key=level)
    branches = [(1.0, state)]
    for s in order:
        new = []
        for odds, now in branches:
            left, right = now[s - 1], now[s]
            able = left is not None and right is not None and left != right
            if able and policy == "nested":
                half = 2 ** (level(s) - 1)
                able = left[1] - left[0] + 1 == half == right[1] - right[0] + 1
            if not able:
                new.append((odds, now))
                continue
            joined = (left[0], right[1], max(left[2], right[2]), left[3] + right[3])
            for chance, value in ((p_swap, joined), (1 - p_swap, None)):
                if chance:
                    after = list(now)
                    after[left[0]:right[1] + 1] = [value] * (right[1] + 1 - left[0])
                    new.append((odds * chance, tuple(after)))
        branches = new
    return branches


def attempt(state, links, p, p_swap, policy, cutoff):
    """Yield (probability, state or waited if delivered) after one attempt."""
    free = [link for link in range(links) if state[link] is None]
    age = 0 if cutoff is None else 1
    older = [None if one is None else (one[0], one[1], one[2] + age, one[3] + age) for one in state]
    for born in itertools.product((0, 1), repeat=len(free)):
        odds = np.prod([p if b else 1 - p for b in born]) if free else 1.0
        if not odds:
            continue
        now = list(older)
        for link, b in zip(free, born):
            if b:
                now[link] = (link, link, 0, 0)
        for chance, after in swaps(tuple(now), links, p_swap, policy):
            if after[0] is not None and after[0][1] == links - 1:
                yield odds * chance, after[0][3]
            else:
                yield odds * chance, tuple(None if one is not None and cutoff is not None and one[2] >= cutoff else one for one in after)


def solve(links, p, p_swap, policy, cutoff=None, t2=1.0):
    """Mean attempts, their standard deviation, and the mean of e^(−waited/t2), from empty memories."""
    empty = (None,) * links
    number, todo, rows = {empty: 0}, [empty], []
    while todo:
        state = todo.pop()
        found = {}
        for odds, after in attempt(state, links, p, p_swap, policy, cutoff):
            found[after] = found.get(after, 0) + odds
            if isinstance(after, tuple) and after not in number:
                number[after] = len(number)
                todo.append(after)
        rows.append((number[state], found))
    size = len(number)
    moves, gain = np.zeros((size, size)), np.zeros(size)
    for row, found in rows:
        for after, odds in found.items():
            if isinstance(after, tuple):
                moves[row, number[after]] += odds
            else:
                gain[row] += odds * np.exp(-after / t2)
    rest = np.eye(size) - moves
    mean = np.linalg.solve(rest, np.ones(size))
    square = np.linalg.solve(rest, 1 + 2 * moves @ mean)
    return mean[0], np.sqrt(square[0] - mean[0] ** 2), np.linalg.solve(rest, gain)[0]
