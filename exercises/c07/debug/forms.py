import numpy as np


def right__loop(bits, tests, luck):
    mine, his = [], []
    for bit, test, number in zip(bits, tests, luck):
        if bit != test and number < 0.5:
            mine.append(bit)
            his.append(1 - test)
    return mine, his


def right__where(bits, tests, luck):
    kept = np.where((np.asarray(bits) + np.asarray(tests) == 1) & (np.asarray(luck) < 0.5))
    return np.asarray(bits)[kept], np.where(np.asarray(tests)[kept] == 0, 1, 0)


EDITS = {
    "still_broken": [("1 - np.compress(knows, tests)", "np.compress(knows, tests)"), ("1 - test", "test"),
                     ("np.where(np.asarray(tests)[kept] == 0, 1, 0)", "np.asarray(tests)[kept]")],
    "alice_turned": [("np.compress(knows, bits), 1 - ", "1 - np.compress(knows, bits), "),
                     ("append(bit)", "append(test)", "1 - test", "test")],
    "equal_tests": [("np.not_equal", "np.equal", "1 - np.compress(", "np.compress("),
                    ("bit != test and number < 0.5", "bit == test", "1 - test", "test"),
                    ("== 1)", "!= 1)", "== 0, 1, 0", "== 0, 0, 1")],
    "always_lucky": [("np.less(luck, 0.5)", "np.less(luck, 2)"), (" and number < 0.5", ""),
                     (" & (np.asarray(luck) < 0.5)", "")],
    "half_of_all": [("np.not_equal(bits, tests)", "True"), ("bit != test and ", ""),
                    ("(np.asarray(bits) + np.asarray(tests) == 1) & ", "")],
    "unlucky": [("np.less(luck, 0.5)", "np.greater_equal(luck, 0.5)"), ("number < 0.5", "number >= 0.5"),
                ("(np.asarray(luck) < 0.5)", "~(np.asarray(luck) < 0.5)")],
}
