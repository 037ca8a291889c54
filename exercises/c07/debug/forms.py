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


def still_broken__copy(bits, tests, luck):
    kept = np.flatnonzero((tests != bits) & (luck < 0.5))
    return bits[kept], tests[kept]


def still_broken__loop(bits, tests, luck):
    kept = [i for i in range(len(bits)) if tests[i] != bits[i] and luck[i] < 0.5]
    return [bits[i] for i in kept], [tests[i] for i in kept]


def alice_turned__flip(bits, tests, luck):
    kept = (tests != bits) & (luck < 0.5)
    return 1 - bits[kept], tests[kept]


def alice_turned__tests(bits, tests, luck):
    kept = np.flatnonzero((tests != bits) & (luck < 0.5))
    return tests[kept], tests[kept]


def equal_tests__lucky(bits, tests, luck):
    kept = (tests == bits) & (luck < 0.5)
    return bits[kept], tests[kept]


def equal_tests__all(bits, tests, luck):
    kept = [i for i in range(len(bits)) if bits[i] == tests[i]]
    return [bits[i] for i in kept], [tests[i] for i in kept]


def always_lucky__array(bits, tests, luck):
    kept = tests != bits
    return bits[kept], 1 - tests[kept]


def always_lucky__loop(bits, tests, luck):
    kept = [i for i in range(len(bits)) if bits[i] + tests[i] == 1]
    return [bits[i] for i in kept], [1 - tests[i] for i in kept]


def half_of_all__array(bits, tests, luck):
    return bits[luck < 0.5], 1 - tests[luck < 0.5]


def half_of_all__loop(bits, tests, luck):
    kept = [i for i, number in enumerate(luck) if number < 0.5]
    return [bits[i] for i in kept], [1 - tests[i] for i in kept]


def unlucky__array(bits, tests, luck):
    keep = (bits != tests) & (luck >= 0.5)
    return bits[keep], 1 - tests[keep]


def unlucky__loop(bits, tests, luck):
    kept = [i for i in range(len(bits)) if bits[i] != tests[i] and not luck[i] < 0.5]
    return [bits[i] for i in kept], [1 - tests[i] for i in kept]
