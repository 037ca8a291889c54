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


def masked(alice_bases, bob_bases, announced, bits):
    a, b, word = np.array(alice_bases), np.array(bob_bases), np.array(announced)
    return (a == b) & (word != "none"), b, word, np.array(bits)


def _relayed(alice_bases, bob_bases, announced, bits, words=("psi-", "psi+")):
    kept = [i for i, word in enumerate(announced) if word in words and alice_bases[i] == bob_bases[i]]
    return kept, [bits[i] if bob_bases[i] == "X" and announced[i] == "psi+" else 1 - bits[i] for i in kept]


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


def flips_always__list(alice_bases, bob_bases, announced, bits):
    return sifted(alice_bases, bob_bases, announced, bits, lambda basis, word: 1)


def flips_always__mask(alice_bases, bob_bases, announced, bits):
    good, _, _, bits = masked(alice_bases, bob_bases, announced, bits)
    return np.flatnonzero(good), 1 - bits[good]


def never_flips__list(alice_bases, bob_bases, announced, bits):
    return sifted(alice_bases, bob_bases, announced, bits, lambda basis, word: 0)


def never_flips__mask(alice_bases, bob_bases, announced, bits):
    good, _, _, bits = masked(alice_bases, bob_bases, announced, bits)
    return np.flatnonzero(good), bits[good]


def x_swapped__list(alice_bases, bob_bases, announced, bits):
    return sifted(alice_bases, bob_bases, announced, bits,
                  lambda basis, word: {("X", "psi-"): 0}.get((basis, word), 1))


def x_swapped__mask(alice_bases, bob_bases, announced, bits):
    good, basis, word, bits = masked(alice_bases, bob_bases, announced, bits)
    return np.flatnonzero(good), np.where((basis == "X") & (word == "psi-"), bits, 1 - bits)[good]


def z_like_x__minus_only(alice_bases, bob_bases, announced, bits):
    return sifted(alice_bases, bob_bases, announced, bits, lambda basis, word: int(word == "psi-"))


def z_like_x__plus_only(alice_bases, bob_bases, announced, bits):
    good, _, word, bits = masked(alice_bases, bob_bases, announced, bits)
    return np.flatnonzero(good), (bits ^ (word == "psi+"))[good]


def z_like_x__exchanged(alice_bases, bob_bases, announced, bits):
    return sifted(alice_bases, bob_bases, announced, bits, lambda basis, word: int((basis, word) not in (
        ("X", "psi+"), ("Z", "psi-"))))


def by_basis__z(alice_bases, bob_bases, announced, bits):
    return sifted(alice_bases, bob_bases, announced, bits, lambda basis, word: int(basis == "Z"))


def by_basis__x(alice_bases, bob_bases, announced, bits):
    good, basis, _, bits = masked(alice_bases, bob_bases, announced, bits)
    return np.flatnonzero(good), (bits ^ (basis == "X"))[good]


def other_bases__bob(alice_bases, bob_bases, announced, bits):
    kept = [i for i, word in enumerate(announced) if word != "none"]
    return kept, [bits[i] if bob_bases[i] == "X" and announced[i] == "psi+" else 1 - bits[i] for i in kept]


def other_bases__alice(alice_bases, bob_bases, announced, bits):
    a, word, bits = np.array(alice_bases), np.array(announced), np.array(bits)
    seen = word != "none"
    return np.flatnonzero(seen), (1 - bits ^ ((a == "X") & (word == "psi+")))[seen]


def other_bases__table(alice_bases, bob_bases, announced, bits):
    flip = {("Z", "Z", "psi+"), *((a, b, "psi-") for a in "ZX" for b in "ZX")}
    kept, key = [], []
    for i, told in enumerate(zip(alice_bases, bob_bases, announced)):
        if told[2] in ("psi-", "psi+"):
            kept.append(i)
            key.append((bits[i] + (told in flip)) % 2)
    return kept, key


def keeps_failed__flipped(alice_bases, bob_bases, announced, bits):
    kept = [i for i in range(len(bits)) if alice_bases[i] == bob_bases[i]]
    return kept, [bits[i] if (bob_bases[i], announced[i]) == ("X", "psi+") else 1 - bits[i] for i in kept]


def keeps_failed__not_flipped(alice_bases, bob_bases, announced, bits):
    flip = {("Z", "psi-"), ("Z", "psi+"), ("X", "psi-")}
    same = np.flatnonzero(np.array(alice_bases) == np.array(bob_bases))
    return same, [bits[i] ^ ((bob_bases[i], announced[i]) in flip) for i in same]


def keeps_failed__z(alice_bases, bob_bases, announced, bits):
    kept = [i for i in range(len(bits)) if alice_bases[i] == bob_bases[i]]
    return kept, [1 - bits[i] if bob_bases[i] == "Z" or announced[i] == "psi-" else bits[i] for i in kept]


def counted_from_one__add(alice_bases, bob_bases, announced, bits):
    kept, key = _relayed(alice_bases, bob_bases, announced, bits)
    return [i + 1 for i in kept], key


def counted_from_one__array(alice_bases, bob_bases, announced, bits):
    kept, key = _relayed(alice_bases, bob_bases, announced, bits)
    return np.array(kept) + 1, np.array(key)


def one_state__minus(alice_bases, bob_bases, announced, bits):
    return _relayed(alice_bases, bob_bases, announced, bits, ("psi-",))


def one_state__plus(alice_bases, bob_bases, announced, bits):
    return _relayed(alice_bases, bob_bases, announced, bits, ["psi+"])


def swapped__tuple(alice_bases, bob_bases, announced, bits):
    kept, key = _relayed(alice_bases, bob_bases, announced, bits)
    return key, kept


def swapped__arrays(alice_bases, bob_bases, announced, bits):
    return tuple(np.array(part) for part in _relayed(alice_bases, bob_bases, announced, bits)[::-1])
