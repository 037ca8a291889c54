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


def not_cards__turned(n, rng):
    return KINDS[rng.integers(4, size=n)].T


def not_cards__one(n, rng):
    return KINDS[rng.integers(4)]


def not_entries__signs(n, rng):
    return np.array([1, -1, 0])[KINDS[rng.integers(4, size=n)]]


def not_entries__three(n, rng):
    cards = KINDS[rng.integers(4, size=n)]
    return (cards + (cards == 2)).tolist()


def never_silent__zeros(n, rng):
    return np.zeros((n, 4), int)


def never_silent__mixed(n, rng):
    return rng.integers(2, size=(n, 4))


def too_silent__two_a_card(n, rng):
    kinds = np.array([[2, 0, 0, 2], [0, 2, 2, 1], [0, 2, 0, 2], [2, 0, 2, 0]])
    return kinds[rng.integers(4, size=n)]


def too_silent__losses(n, rng):
    cards = KINDS[rng.integers(4, size=n)]
    return np.where(rng.random((n, 4)) < 0.3, 2, cards)


def uneven__one_question(n, rng):
    return np.tile([0, 0, 0, 2], (n, 1))


def uneven__bob_only(n, rng):
    return KINDS[rng.integers(2, 4, size=n)]


def sign__flipped(n, rng):
    cards = KINDS[rng.integers(4, size=n)]
    cards[:, 2:] = np.array([1, 0, 2])[cards[:, 2:]]
    return cards


def sign__kinds(n, rng):
    kinds = np.array([[2, 1, 0, 0], [1, 2, 0, 1], [1, 0, 2, 1], [1, 1, 0, 2]])
    return kinds[rng.choice(4, n)]


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


def not_reproducible__numpy(n, rng):
    return _CARDS[np.random.randint(4, size=n)]


def not_reproducible__fresh(n, rng):
    return np.random.default_rng().choice(_CARDS, size=n)


def same_every_time__in_turn(n, rng):
    return _CARDS[np.arange(n) % 4]


def same_every_time__own_seed(n, rng):
    return np.random.default_rng(1).choice(_CARDS, size=n)


def in_order__blocks(n, rng):
    return np.repeat(rng.permutation(_CARDS), -(-n // 4), axis=0)[:n]


def in_order__shifted(n, rng):
    return _CARDS[(np.arange(n) + rng.integers(4)) % 4]


def in_order__pattern_of_500(n, rng):
    return np.resize(rng.choice(_CARDS, size=500), (n, 4))
