import numpy as np

NAMES = {"Z": "01", "X": "+-"}


def _found(bases, outcomes):
    return [NAMES[basis][outcome] for basis, outcome in zip(bases, outcomes)]


def right__sets(announced, bases, outcomes):
    kept, bits = [], []
    for i in range(len(bases)):
        found = ("01" if bases[i] == "Z" else "+-")[outcomes[i]]
        same_basis = announced[i][0] if bases[i] == "Z" else announced[i][1]
        if found != same_basis:
            kept.append(i)
            bits.append(int(bases[i] == "Z"))
    return np.array(kept), np.array(bits)


def right__arrays(announced, bases, outcomes):
    is_z = np.array(bases) == "Z"
    said = np.where(is_z, [int(p[0]) for p in announced], ["+-".index(p[1]) for p in announced])
    kept = np.flatnonzero(said != np.array(outcomes))
    return kept, is_z[kept].astype(int)


def rules_in__found(announced, bases, outcomes):
    kept = [i for i, state in enumerate(_found(bases, outcomes)) if state in announced[i]]
    return kept, [0 if bases[i] == "Z" else 1 for i in kept]


def rules_in__other(announced, bases, outcomes):
    kept, bits = [], []
    for i, state in enumerate(_found(bases, outcomes)):
        if announced[i].count(state):
            kept.append(i)
            bits.append({"Z": 1, "X": 0}[bases[i]])
    return kept, bits


def bit_of_excluded__list(announced, bases, outcomes):
    kept = [i for i, state in enumerate(_found(bases, outcomes)) if state not in announced[i]]
    return kept, [0 if bases[i] == "Z" else 1 for i in kept]


def bit_of_excluded__array(announced, bases, outcomes):
    keep = np.array([state not in pair for state, pair in zip(_found(bases, outcomes), announced)])
    return np.flatnonzero(keep), (np.array(bases)[keep] == "X").astype(int)


def bit_is_state__list(announced, bases, outcomes):
    kept = [i for i, state in enumerate(_found(bases, outcomes)) if state not in announced[i]]
    left = [announced[i][1] if bases[i] == "Z" else announced[i][0] for i in kept]
    return kept, [{"0": 0, "1": 1, "+": 0, "-": 1}[state] for state in left]


def bit_is_state__find(announced, bases, outcomes):
    kept, bits = [], []
    for i, state in enumerate(_found(bases, outcomes)):
        if state not in announced[i]:
            kept.append(i)
            bits.append("+-".index(announced[i][1]) if bases[i] == "Z" else "01".index(announced[i][0]))
    return kept, bits


def outcome_is_bit__list(announced, bases, outcomes):
    kept = [i for i, state in enumerate(_found(bases, outcomes)) if state not in announced[i]]
    return kept, [outcomes[i] for i in kept]


def outcome_is_bit__array(announced, bases, outcomes):
    keep = np.array([state not in pair for state, pair in zip(_found(bases, outcomes), announced)])
    return np.flatnonzero(keep), np.array(outcomes)[keep]


def all_kept__list(announced, bases, outcomes):
    return list(range(len(bases))), [int(basis == "Z") for basis in bases]


def all_kept__array(announced, bases, outcomes):
    return np.arange(len(bases)), np.where(np.array(bases) == "Z", 1, 0)


def counted_from_one__enumerate(announced, bases, outcomes):
    kept = [(i, int(basis == "Z")) for i, (pair, basis, outcome) in enumerate(zip(announced, bases, outcomes), 1)
            if {"Z": "10", "X": "-+"}[basis][outcome] in pair]
    return [i for i, _ in kept], [bit for _, bit in kept]


def counted_from_one__array(announced, bases, outcomes):
    opposite = {"Z": "10", "X": "-+"}
    kept = np.array([opposite[b][o] in pair for pair, b, o in zip(announced, bases, outcomes)])
    return np.flatnonzero(kept) + 1, (np.array(bases) == "Z")[kept].astype(int)


def swapped__lists(announced, bases, outcomes):
    kept = [(i, int(basis == "Z")) for i, (pair, basis, outcome) in enumerate(zip(announced, bases, outcomes))
            if {"Z": "10", "X": "-+"}[basis][outcome] in pair]
    return [bit for _, bit in kept], [i for i, _ in kept]


def swapped__array(announced, bases, outcomes):
    opposite = {"Z": "10", "X": "-+"}
    kept = np.array([opposite[b][o] in pair for pair, b, o in zip(announced, bases, outcomes)])
    return (np.array(bases) == "Z")[kept].astype(int), np.flatnonzero(kept)
