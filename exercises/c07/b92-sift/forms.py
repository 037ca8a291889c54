import numpy as np


def right__loop(tests, orthogonal):
    kept, bits = [], []
    for i in range(len(tests)):
        if orthogonal[i]:
            kept.append(i)
            bits.append(0 if tests[i] == 1 else 1)
    return kept, bits


def right__where(tests, orthogonal):
    kept = np.where(np.array(orthogonal, dtype=bool))[0]
    return kept.tolist(), np.array([1, 0])[np.array(tests)[kept]]


def bit_is_test__array(tests, orthogonal):
    kept = np.flatnonzero(orthogonal)
    return kept, np.asarray(tests)[kept]


def bit_is_test__loop(tests, orthogonal):
    kept = [i for i in range(len(tests)) if orthogonal[i]]
    return kept, [tests[i] for i in kept]


def open_is_0__loop(tests, orthogonal):
    bits = []
    for test, found in zip(tests, orthogonal):
        bits.append(1 - test if found else 0)
    return list(range(len(tests))), bits


def open_is_0__product(tests, orthogonal):
    return np.arange(len(tests)), (1 - np.asarray(tests)) * np.asarray(orthogonal, int)


def guesses__all(tests, orthogonal):
    return np.arange(len(tests)), np.logical_xor(tests, orthogonal).astype(int)


def guesses__found(tests, orthogonal):
    kept = [i for i, found in enumerate(orthogonal) if not found]
    return kept, [tests[i] for i in kept]


def all_kept__copy(tests, orthogonal):
    return list(range(len(tests))), list(tests)


def all_kept__array(tests, orthogonal):
    return np.arange(len(tests)), np.asarray(tests)


def counted_from_one__array(tests, orthogonal):
    kept = np.flatnonzero(orthogonal)
    return kept + 1, 1 - np.asarray(tests)[kept]


def counted_from_one__enumerate(tests, orthogonal):
    rounds = [(i, 1 - test) for i, (test, found) in enumerate(zip(tests, orthogonal), 1) if found]
    return [i for i, _ in rounds], [bit for _, bit in rounds]


def swapped__array(tests, orthogonal):
    kept = np.flatnonzero(orthogonal)
    return 1 - np.asarray(tests)[kept], kept


def swapped__lists(tests, orthogonal):
    kept = [i for i, found in enumerate(orthogonal) if found]
    return [int(1 - tests[i]) for i in kept], kept


def truth_values__mask(tests, orthogonal):
    return orthogonal, (1 - tests)[orthogonal]


def truth_values__list(tests, orthogonal):
    return [int(found) for found in orthogonal], [1 - test for test, found in zip(tests, orthogonal) if found]
