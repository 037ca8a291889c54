import numpy as np


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


EDITS = {
    "equal_bits": [("alice_bases == bob_bases", "alice_bits == bob_bits"), ("x == y", "a == b")],
    "equal_bits_and_bases": [("alice_bases == bob_bases", "(alice_bases == bob_bases) & (alice_bits == bob_bits)"),
                             ("x == y", "x == y and a == b")],
    "unequal_bases": [("alice_bases == bob_bases", "alice_bases != bob_bases"), ("x == y", "x != y"), ("!= 1", "== 1")],
    "all_rounds": [("alice_bases == bob_bases", "alice_bases == alice_bases"), ("x == y", "True")],
    "one_basis": [("alice_bases == bob_bases", "(alice_bases == 0) & (bob_bases == 0)"), ("x == y", "x == y == 1"),
                  ("!= 1", "== 0")],
    "alice_twice": [("bob_bits[same_basis]", "alice_bits[same_basis]"), ("append(b)", "append(a)"),
                    ("np.take(bob_bits", "np.take(alice_bits")],
    "bases_returned": [("alice_bits[same_basis], bob_bits", "alice_bases[same_basis], bob_bases"),
                       ("append(a)", "append(x)", "append(b)", "append(y)"),
                       ("[alice_bits, bob_bits]", "[alice_bases, bob_bases]")],
    "swapped": [("return alice_bits[same_basis], bob_bits", "return bob_bits[same_basis], alice_bits"),
                ("return alice_key, bob_key", "return bob_key, alice_key"),
                ("[alice_bits, bob_bits]", "[bob_bits, alice_bits]")],
}
