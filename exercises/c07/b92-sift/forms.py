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


def open_is_0__loop(tests, orthogonal):
    bits = []
    for test, found in zip(tests, orthogonal):
        bits.append(1 - test if found else 0)
    return list(range(len(tests))), bits


def guesses__all(tests, orthogonal):
    return np.arange(len(tests)), np.logical_xor(tests, orthogonal).astype(int)


def guesses__found(tests, orthogonal):
    kept = [i for i, found in enumerate(orthogonal) if not found]
    return kept, [tests[i] for i in kept]


def truth_values__list(tests, orthogonal):
    return [int(found) for found in orthogonal], [1 - test for test, found in zip(tests, orthogonal) if found]


EDITS = {
    "bit_is_test": [("1 - np.asarray(tests)[kept]", "np.asarray(tests)[kept]"),
                    ("0 if tests[i] == 1 else 1", "tests[i]"), ("np.array([1, 0])", "np.array([0, 1])")],
    "open_is_0": [("return kept, 1 - np.asarray(tests)[kept]",
                   "return np.arange(len(tests)), (1 - np.asarray(tests)) * np.asarray(orthogonal, int)")],
    "all_kept": [("orthogonal):\n", "orthogonal):\n    return list(range(len(tests))), list(tests)\n")],
    "counted_from_one": [("return kept, 1", "return kept + 1, 1"), ("kept.append(i)", "kept.append(i + 1)"),
                         ("kept.tolist()", "kept + 1")],
    "swapped": [("return kept, bits", "return bits, kept"),
                ("return kept, 1 - np.asarray(tests)[kept]", "return 1 - np.asarray(tests)[kept], kept")],
    "truth_values": [("return kept, 1", "return orthogonal, 1"), ("kept.tolist()", "np.asarray(orthogonal, int)")],
}
