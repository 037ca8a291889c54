import math

import numpy as np
from scipy.linalg import toeplitz


def by_matrix(bits, length, seed):
    """Toeplitz hash with the first bits of a seed."""
    n = len(bits)
    return toeplitz(seed[n - 1:n + length - 1], seed[n - 1::-1]) @ bits % 2


def correct(alice, bob, size):
    """One pass, as positions: which bits are flipped, and what Alice has said."""
    differ, flips, questions = (alice + bob) % 2, [], 0
    for low in range(0, len(differ), size):
        block = list(range(low, low + size))
        questions += 1
        if differ[block].sum() % 2 == 0:
            continue
        while len(block) > 1:
            half = block[:len(block) // 2]
            questions += 1
            block = half if differ[half].sum() % 2 else block[len(block) // 2:]
        flips += block
    return flips, questions


def right__written_out(alice, bob, positions, size, worst, check_seed, seed_bits):
    test = set(positions)
    stay = [i for i in range(len(alice)) if i not in test]
    a, raw = alice[stay], bob[stay]
    flips, questions = correct(a, raw, size)
    b = raw.copy()
    b[flips] = 1 - b[flips]
    if list(by_matrix(a, 8, check_seed)) != list(by_matrix(b, 8, check_seed)):
        return [], [], by_matrix(a, 8, check_seed)
    eve = -worst * math.log2(worst) - (1 - worst) * math.log2(1 - worst)
    left = math.floor(len(a) - len(a) * eve) - questions - 8
    return [*(list(by_matrix(key, left, seed_bits)) for key in (a, b)), by_matrix(a, 8, check_seed)]


def right__convolution(alice, bob, positions, size, worst, check_seed, seed_bits):
    from qedu import rates

    secret = np.ones(len(alice), bool)
    secret[positions] = False
    pair = np.array([alice, bob])[:, secret]
    published = 8
    flips, questions = correct(*pair, size)
    pair[1, flips] ^= 1
    published += questions
    n = pair.shape[1]
    tags = [np.convolve(row, check_seed[:n + 7], "valid") % 2 for row in pair]
    if (tags[0] ^ tags[1]).any():
        return (), (), tags[0]
    m = int(n * (1 - rates.h2(worst))) - published
    return *(np.convolve(row, seed_bits[:n + m - 1], "valid") % 2 for row in pair), tags[1]


def always_aborted__too_early(alice, bob, positions, size, worst, check_seed, seed_bits):
    alice, bob = np.delete(alice, positions), np.delete(bob, positions)
    return ([], [], alice[:8]) if (alice != bob).any() else (alice, bob, alice[:8])


def always_aborted__never(alice, bob, positions, size, worst, check_seed, seed_bits):
    return np.array([]), np.array([]), [0] * 8


EDITS = {
    "test_bits_kept": [("    alice, bob = np.delete(alice, positions), np.delete(bob, positions)\n", ""), ("if i not in test", ""),
                       ("] = False", "] = True")],
    "not_verified": [("if any(alice_tag != bob_tag)", "if False"), ("if (tags[0] ^ tags[1]).any()", "if len(tags) != 2"),
                     ("for key in (a, b))", "for key in (a, a))", "        return [], [], by_matrix(a, 8, check_seed)\n",
                      "        pass\n")],
    "bob_not_corrected": [("    bob, said = first_pass(alice, bob, size)\n", "    fixed, said = first_pass(alice, bob, size)\n",
                           "squeeze(bob, 8", "squeeze(fixed, 8"), ("for key in (a, b))", "for key in (a, raw))")],
    "cut": [("squeeze(alice, length, seed), squeeze(bob, length, seed)", "alice[:length], bob[:length]"),
            ("(list(by_matrix(key, left, seed_bits))", "(key[:left]"),
            ('np.convolve(row, seed_bits[:n + m - 1], "valid") % 2', "row[-m:]")],
    "parities_free": [(" - said - 8", " - 8"), (" - questions - 8", ""), ("    published += questions\n", "")],
    "blocks_free": [(" - said - 8", " - (said - n // size) - 8"),
                    ("left = math.floor(", "questions -= len(a) // size\n    left = math.floor("),
                    ("published = 8", "published = 8 - secret.sum() // size")],
    "hash_free": [(" - said - 8", " - said"), (" - questions - 8", " - questions"), ("published = 8", "published = 0")],
    "counted_before_the_test": [("int(n *", "int((n + len(positions)) *"),
                                ("math.floor(len(a) - len(a) * eve)", "math.floor(len(alice) * (1 - eve))")],
    "errors_for_entropy": [("1 - entropy", "1 - worst"), ("len(a) * eve", "len(a) * worst"), ("rates.h2(worst)", "worst")],
    "seed_used_twice": [("check_seed[:n + 7]", "seed_bits[:n + 7]"), ("8, check_seed)", "8, seed_bits)")],
    "natural_log": [("np.log2", "np.log"), ("math.log2", "math.log")],
}
