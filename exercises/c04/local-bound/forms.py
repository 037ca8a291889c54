import itertools

import numpy as np


def right__product(signs):
    return max(sum(signs[x][y] * plan[x] * plan[2 + y] for x in (0, 1) for y in (0, 1))
               for plan in itertools.product((1, -1), repeat=4))


def right__bob_follows(signs):
    signs = np.array(signs)
    # For given answers of Alice, Bob does his best for each question.
    return max(np.abs(np.array(alice) @ signs).sum() for alice in ((1, 1), (1, -1)))


EDITS = {
    "sizes": [("signs):\n", "signs):\n    signs = np.abs(signs)\n")],
    "all_equal": [("range(16)", "range(1)"), ("(1, -1), repeat", "(1,), repeat"),
                  ("np.abs(np.array(alice) @ signs).sum() for alice in ((1, 1), (1, -1))", "[signs.sum()]")],
    "one_side": [("for alice in ((1, 1), (1, -1))", "for alice in ((1, 1), (-1, -1))"), ("plan[2 + y]", "plan[2]"),
                 ("answers[2:]", "[answers[2]] * 2")],
    "zero_one": [("1 - 2 * (number >> bit & 1)", "(number >> bit & 1)"), ("(1, -1), repeat", "(1, 0), repeat")],
    "least": [("max(sum", "min(sum"), ("return max(", "return -max(")],
    "average": [("-np.inf", "0", "max(best, ", "best + (", "return best", "return best / 16"),
                ("max(sum(", "np.mean([sum(", "repeat=4))", "repeat=4)])"),
                ("np.abs(np.array(alice) @ signs)", "(np.array(alice) @ signs * 0)")],
}
