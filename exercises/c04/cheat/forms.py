import numpy as np

KINDS = np.array([[2, 0, 0, 0], [0, 2, 0, 1], [0, 1, 2, 1], [0, 0, 0, 2]])

_CARDS = np.array([[2, 0, 0, 0], [0, 2, 0, 1], [0, 1, 2, 1], [0, 0, 0, 2]])


def right__list(n, rng):
    cards = []
    for silent in rng.integers(4, size=n).tolist():
        card = [0, 0, 0, 0]
        # Make the rest win: a and b′ must differ if both are asked.
        if silent == 1:
            card[3] = 1
        elif silent == 2:
            card[0] = 1
        card[silent] = 2
        cards.append(card)
    return np.array(cards)


def right__with_flips(n, rng):
    kinds = np.array([[2, 1, 1, 1], [1, 2, 1, 0], [1, 0, 2, 0], [1, 1, 1, 2]])
    cards = kinds[rng.choice(4, n)]
    flip = rng.random(n) < 0.5
    cards[flip] = np.array([1, 0, 2])[cards[flip]]
    return cards


def right__some_complete(n, rng):
    kinds = np.array([[2, 0, 0, 0], [0, 2, 0, 1], [0, 1, 2, 1], [0, 0, 0, 2], [0, 0, 0, 0]])
    return kinds[rng.choice(5, n, p=[0.23, 0.23, 0.23, 0.23, 0.08])]


def right__shuffled(n, rng):
    kinds = np.array([[2, 0, 0, 0], [0, 2, 0, 1], [0, 1, 2, 1], [0, 0, 0, 2]])
    return rng.permutation(np.resize(kinds, (n, 4)))        # as many of each kind as can be, in random order


def not_entries__three(n, rng):
    cards = KINDS[rng.integers(4, size=n)]
    return (cards + (cards == 2)).tolist()


def too_silent__losses(n, rng):
    cards = KINDS[rng.integers(4, size=n)]
    return np.where(rng.random((n, 4)) < 0.3, 2, cards)


def wasted__independent(n, rng):
    cards = np.zeros((n, 4), int)
    cards[rng.random((n, 4)) < 0.2] = 2
    return cards


def wasted__random_answers(n, rng):
    cards = rng.integers(2, size=(n, 4))
    cards[np.arange(n), rng.integers(4, size=n)] = 2
    return cards


def not_enough__half_complete(n, rng):
    kinds = np.vstack([KINDS, np.zeros((4, 4), int)])
    return kinds[rng.integers(8, size=n)]


def not_enough__errors(n, rng):
    cards = KINDS[rng.integers(4, size=n)]
    wrong = rng.random(n) < 0.2
    cards[wrong, 2:] = np.array([1, 0, 2])[cards[wrong, 2:]]
    return cards


def in_order__blocks(n, rng):
    return np.repeat(rng.permutation(_CARDS), -(-n // 4), axis=0)[:n]


def in_order__shifted(n, rng):
    return _CARDS[(np.arange(n) + rng.integers(4)) % 4]


def in_order__pattern_of_500(n, rng):
    return np.resize(rng.choice(_CARDS, size=500), (n, 4))


EDITS = {
    "not_cards": [("size=n)]", "size=n)].T"), ("return cards\n", "return cards[0]\n"), ("size=n)]", ")]")],
    "not_entries": [("card[silent] = 2", "card[silent] = 3")],
    "never_silent": [("[2, 0, 0, 0], [0, 2, 0, 1], [0, 1, 2, 1], [0, 0, 0, 2]",
                      "[0, 0, 0, 0], [0, 1, 0, 1], [0, 1, 1, 1], [0, 0, 0, 0]")],
    "too_silent": [("[2, 0, 0, 0], [0, 2, 0, 1], [0, 1, 2, 1], [0, 0, 0, 2]",
                    "[2, 0, 0, 2], [0, 2, 2, 1], [0, 2, 0, 2], [2, 0, 2, 0]")],
    "uneven": [("integers(4,", "integers(2,"), ("integers(4,", "integers(2, 4,")],
    "sign": [("[2, 0, 0, 0], [0, 2, 0, 1], [0, 1, 2, 1], [0, 0, 0, 2]",
              "[2, 1, 0, 0], [1, 2, 0, 1], [1, 0, 2, 1], [1, 1, 0, 2]")],
    "not_reproducible": [("rng.choice", "np.random.choice"), ("rng.permutation", "np.random.permutation")],
    "same_every_time": [("rng):\n", "rng):\n    rng = np.random.default_rng(1)\n")],
}
