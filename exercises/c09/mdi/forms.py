import math

import numpy as np


def h(p):
    return -p * math.log2(p) - (1 - p) * math.log2(1 - p)


BELL = {"psi-": np.array([0, 1, -1, 0]), "psi+": np.array([0, 1, 1, 0])}

BASIS = {"Z": np.array([[1, 0], [0, 1]]), "X": np.array([[1, 1], [1, -1]])}


def gys(mu, km):
    """Q, E, Y1, e1."""
    eta = 0.045 * 10 ** (-0.021 * np.asarray(km, float))
    light = -np.expm1(-eta * mu)
    q, y1 = 1 - (1 - 1.7e-6) * (1 - light), 1 - (1 - 1.7e-6) * (1 - eta)
    return q, (0.85e-6 + 0.033 * light) / q, y1, (0.85e-6 + 0.033 * eta) / y1


def key(mu, km, f=1.22):
    q, e, y1, e1 = gys(mu, km)
    return mu * np.exp(-mu) * y1 * (1 - h(e1)) - f * q * h(e)


def sifted(alice_bases, bob_bases, announced, bits, flip):
    """The right rounds, with some rule for the flips."""
    kept = [i for i in range(len(bits)) if alice_bases[i] == bob_bases[i] and announced[i] != "none"]
    return kept, [bits[i] ^ flip(bob_bases[i], announced[i]) for i in kept]


def right__from_the_states(alice_bases, bob_bases, announced, bits):
    """Look whether both bits can be 0 in the announced state."""
    kept, key = [], []
    for i in range(len(bits)):
        if alice_bases[i] == bob_bases[i] and announced[i] in BELL:
            zero = BASIS[bob_bases[i]][0]
            kept.append(i)
            key.append(bits[i] if abs(np.kron(zero, zero) @ BELL[announced[i]]) > 0.1 else 1 - bits[i])
    return kept, key


def right__masks(alice_bases, bob_bases, announced, bits):
    a, b, word = np.array(alice_bases), np.array(bob_bases), np.array(announced)
    kept = np.flatnonzero((a == b) & np.isin(word, ["psi-", "psi+"]))
    flips = ~((a == "X") & (word == "psi+"))
    return kept, (np.array(bits) ^ flips)[kept]


def right__table(alice_bases, bob_bases, announced, bits):
    flip = {"ZZpsi-": 1, "ZZpsi+": 1, "XXpsi-": 1, "XXpsi+": 0}
    rounds = [a + b + word for a, b, word in zip(alice_bases, bob_bases, announced)]
    kept = [i for i, name in enumerate(rounds) if name in flip]
    return kept, [(bits[i] + flip[rounds[i]]) % 2 for i in kept]


def z_like_x__exchanged(alice_bases, bob_bases, announced, bits):
    return sifted(alice_bases, bob_bases, announced, bits, lambda basis, word: int((basis, word) not in (
        ("X", "psi+"), ("Z", "psi-"))))


EDITS = {
    "flips_always": [("bits[i] if alike else 1 - bits[i]", "1 - bits[i]"), ('"XXpsi+": 0', '"XXpsi+": 1'),
                     ("np.array(bits) ^ flips", "1 - np.array(bits)")],
    "never_flips": [("bits[i] if alike else 1 - bits[i]", "bits[i]"), ("(bits[i] + flip[rounds[i]]) % 2", "bits[i]"),
                    ("(np.array(bits) ^ flips)", "np.array(bits)")],
    "x_swapped": [('word == "psi+"\n', 'word == "psi-"\n'), ('"XXpsi-": 1, "XXpsi+": 0', '"XXpsi-": 0, "XXpsi+": 1'),
                  ('(word == "psi+"))', '(word == "psi-"))')],
    "z_like_x": [('his == "X" and word', "word"), ('"ZZpsi+": 1', '"ZZpsi+": 0'), ('(a == "X") & ', "")],
    "by_basis": [(' and word == "psi+"', ""), ('"XXpsi-": 1', '"XXpsi-": 0'), (' & (word == "psi+")', "")],
    "other_bases": [("hers == his and ", ""), ("alice_bases[i] == bob_bases[i] and ", ""), ("(a == b) & ", "")],
    "keeps_failed": [(' and word != "none"', ""), (' & np.isin(word, ["psi-", "psi+"])', ""),
                     ('"XXpsi+": 0', '"XXpsi+": 0, "ZZnone": 0, "XXnone": 0')],
    "counted_from_one": [("kept.append(i)", "kept.append(i + 1)"), ("return kept, (", "return kept + 1, (")],
    "one_state": [('word != "none"', 'word == "psi-"'), (', "psi+"])', "])"), ('word != "none"', 'word == "psi+"')],
    "swapped": [("return kept, key", "return key, kept"),
                ("return kept, (np.array(bits) ^ flips)[kept]", "return (np.array(bits) ^ flips)[kept], kept")],
}
