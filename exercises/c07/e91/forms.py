import numpy as np


def _test(a, b, alice, bob):
    product = (1 - 2 * alice) * (1 - 2 * bob)
    return np.array([product[(a == x) & (b == y)].mean() for x, y in ((0, 45), (0, 135), (90, 45), (90, 135))])


def right__loops(a, b, alice, bob):
    mine, his, sums = [], [], {}
    for x, y, i, j in zip(a, b, alice, bob):
        if x == y:
            mine.append(i)
            his.append(0 if j else 1)
        equal, total = sums.get((x, y), (0, 0))
        sums[(x, y)] = (equal + (i == j), total + 1)
    e = {pair: 2 * equal / total - 1 for pair, (equal, total) in sums.items()}
    return mine, his, abs(e[(0, 45)] - e[(0, 135)] + e[(90, 45)] + e[(90, 135)])


def right__flip_first(a, b, alice, bob):
    flipped = np.array(bob) ^ 1

    def agree(x, y):
        here = (np.array(a) == x) & (np.array(b) == y)
        return np.mean(np.array(alice)[here] == flipped[here])

    s = 2 * (agree(0, 45) - agree(0, 135) + agree(90, 45) + agree(90, 135)) - 2
    key = np.array(a) == np.array(b)
    return np.array(alice)[key], flipped[key], abs(s)


def pooled__test(a, b, alice, bob):
    product, total, n = (1 - 2 * alice) * (1 - 2 * bob), 0, 0
    for sign, x, y in ((1, 0, 45), (-1, 0, 135), (1, 90, 45), (1, 90, 135)):
        here = (a == x) & (b == y)
        total, n = total + sign * product[here].sum(), n + here.sum()
    return alice[a == b], 1 - bob[a == b], abs(4 * total / n)


def pooled__all(a, b, alice, bob):
    product, total = (1 - 2 * alice) * (1 - 2 * bob), 0
    for sign, x, y in ((1, 0, 45), (-1, 0, 135), (1, 90, 45), (1, 90, 135)):
        total += sign * product[(a == x) & (b == y)].sum() / len(a)
    return alice[a == b], 1 - bob[a == b], abs(total)


def best_pattern__places(a, b, alice, bob):
    e = _test(a, b, alice, bob)
    return alice[a == b], 1 - bob[a == b], max(abs(e.sum() - 2 * x) for x in e)


def best_pattern__matrix(a, b, alice, bob):
    signs = 1 - 2 * np.eye(4)
    return alice[a == b], 1 - bob[a == b], np.abs(signs @ _test(a, b, alice, bob)).max()


EDITS = {
    "no_flip": [("1 - bob[same", "bob[same"), ("0 if j else 1", "j"), ("flipped[key]", "np.array(bob)[key]")],
    "alice_flipped": [("return alice[same", "return 1 - alice[same"), ("mine.append(i)", "mine.append(1 - i)"),
                      ("np.array(alice)[key]", "1 - np.array(alice)[key]")],
    "all_plus": [("- mean_product(0, 135)", "+ mean_product(0, 135)"), ("- e[(0, 135)]", "+ e[(0, 135)]"),
                 ("- agree(0, 135)", "+ agree(0, 135)", ") - 2\n", ") - 4\n")],
    "minus_elsewhere": [("(0, 45) - mean_product", "(0, 45) + mean_product", "(90, 45) + mean", "(90, 45) - mean"),
                        ("e[(0, 45)] - e", "-e[(0, 45)] + e"),
                        ("- agree(0, 135) + agree(90, 45)", "+ agree(0, 135) - agree(90, 45)")],
    "negative": [("his, abs(", "his, ("), ("abs(s)", "-s")],
    "key_everywhere": [("return alice[same_direction], 1 - bob[same_direction]", "return alice, 1 - bob"),
                       ("if x == y", "if True"), ("key = np.array(a) == np.array(b)", "key = np.array(a) < 999")],
    "sizes": [("abs(mean_product(0, 45) - mean_product(0, 135) + mean_product(90, 45) + mean_product(90, 135))",
               "sum(abs(mean_product(x, y)) for x in (0, 90) for y in (45, 135))"),
              ("2 * equal / total - 1", "abs(2 * equal / total - 1)", "- e[(0, 135)]", "+ e[(0, 135)]")],
}
