import numpy as np


def _sift(alice_bits, bob_bits, keep):
    return alice_bits[keep], bob_bits[keep]


def right__loop(alice_bits, alice_bases, bob_bits, bob_bases):
    alice_key, bob_key = [], []
    for a, x, b, y in zip(alice_bits, alice_bases, bob_bits, bob_bases):
        if x == y:
            alice_key.append(a)
            bob_key.append(b)
    return alice_key, bob_key


def right__positions(alice_bits, alice_bases, bob_bits, bob_bases):
    where = np.flatnonzero(alice_bases + bob_bases != 1)
    return np.take(alice_bits, where), np.take(bob_bits, where)


def right__compress(alice_bits, alice_bases, bob_bits, bob_bases):
    return np.compress(alice_bases == bob_bases, [alice_bits, bob_bits], axis=1)


def equal_bits__mask(alice_bits, alice_bases, bob_bits, bob_bases):
    return _sift(alice_bits, bob_bits, alice_bits == bob_bits)


def equal_bits__loop(alice_bits, alice_bases, bob_bits, bob_bases):
    kept = [int(a) for a, b in zip(alice_bits, bob_bits) if a == b]
    return kept, kept


def equal_bits_and_bases__mask(alice_bits, alice_bases, bob_bits, bob_bases):
    return _sift(alice_bits, bob_bits, (alice_bits == bob_bits) & (alice_bases == bob_bases))


def equal_bits_and_bases__loop(alice_bits, alice_bases, bob_bits, bob_bases):
    pairs = [(a, b) for a, x, b, y in zip(alice_bits, alice_bases, bob_bits, bob_bases) if (a, x) == (b, y)]
    return [a for a, _ in pairs], [b for _, b in pairs]


def unequal_bases__mask(alice_bits, alice_bases, bob_bits, bob_bases):
    return _sift(alice_bits, bob_bits, alice_bases != bob_bases)


def unequal_bases__delete(alice_bits, alice_bases, bob_bits, bob_bases):
    same = np.flatnonzero(alice_bases == bob_bases)
    return np.delete(alice_bits, same), np.delete(bob_bits, same)


def all_rounds__plain(alice_bits, alice_bases, bob_bits, bob_bases):
    return alice_bits, bob_bits


def all_rounds__loop(alice_bits, alice_bases, bob_bits, bob_bases):
    return [int(a) for a in alice_bits], [int(b) for b in bob_bits]


def one_basis__z(alice_bits, alice_bases, bob_bits, bob_bases):
    return _sift(alice_bits, bob_bits, (alice_bases == 0) & (bob_bases == 0))


def one_basis__and(alice_bits, alice_bases, bob_bits, bob_bases):
    return _sift(alice_bits, bob_bits, (alice_bases & bob_bases).astype(bool))


def alice_twice__alice(alice_bits, alice_bases, bob_bits, bob_bases):
    key = alice_bits[alice_bases == bob_bases]
    return key, key


def alice_twice__bob(alice_bits, alice_bases, bob_bits, bob_bases):
    key = [int(b) for b, x, y in zip(bob_bits, alice_bases, bob_bases) if x == y]
    return key, list(key)


def bases_returned__mask(alice_bits, alice_bases, bob_bits, bob_bases):
    return _sift(alice_bases, bob_bases, alice_bases == bob_bases)


def bases_returned__loop(alice_bits, alice_bases, bob_bits, bob_bases):
    same = [int(x) for x, y in zip(alice_bases, bob_bases) if x == y]
    return same, same


def swapped__mask(alice_bits, alice_bases, bob_bits, bob_bases):
    return _sift(bob_bits, alice_bits, alice_bases == bob_bases)


def swapped__loop(alice_bits, alice_bases, bob_bits, bob_bases):
    pairs = [(b, a) for a, x, b, y in zip(alice_bits, alice_bases, bob_bits, bob_bases) if x == y]
    return tuple(list(row) for row in zip(*pairs))
